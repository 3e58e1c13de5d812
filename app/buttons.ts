import { readAccess } from "../src/github/access.ts";
import { describeFailure } from "../src/github/answer.ts";
import { mayRun, needFor } from "../src/github/rules.ts";
import { type AppContext, milestoneContext } from "./app-context.ts";
import type { CheckPayload, Happening } from "./happenings.ts";
import { placeOf } from "./place.ts";
import { milestoneTouched } from "./reconcile.ts";
import { readSnapshot } from "./snapshot.ts";
import { startOnce } from "./start-run.ts";
import { againAfter } from "./working.ts";

const COMMANDS: ReadonlyMap<string, "resume" | "retry"> = new Map([
  ["resume", "resume"],
  ["retry", "retry"],
]);

/** Somebody pressed a button. GitHub shows it to all who can read, so the permission is asked for here. */
export async function pressButton(
  app: AppContext,
  { origin, milestone, check, button, by }: Extract<Happening, { name: "button" }>,
): Promise<void> {
  const log = { check: check.id, by: by.login, button, milestone };
  const command = COMMANDS.get(button);
  if (!command || !(await isOurs(app, check, milestone)))
    return app.log.info(log, "ignored: no button of ours");
  const place = await placeOf(app, origin);
  const now = app.settings.clock.now();
  const snapshot = await readSnapshot(app, place, milestone);
  if (!snapshot.ok) {
    againAfter(snapshot.failure, now);
    return app.log.warn(log, describeFailure(snapshot.failure));
  }
  const access = await readAccess(place.repository, { ...by, type: by.type ?? "" });
  if (!access.ok) {
    againAfter(access.failure, now);
    return app.log.warn(log, describeFailure(access.failure));
  }
  const { base, reading } = snapshot.value;
  const allowed = mayRun(needFor(command, base.config), access.value);
  if (!allowed.ok) return app.log.info(log, `refused: this is for ${allowed.who}`);
  const started = await startOnce(app, place, {
    at: { workflow: base.config.workflow, branch: base.branch },
    runRequest: { milestone, command, request: `check-${check.id}-${command}`, flags: {} },
    state: reading?.state ?? null,
  });
  if (!started.ok) {
    againAfter(started.failure, now);
    return app.log.warn(log, describeFailure(started.failure));
  }
  app.log.info({ ...log, outcome: started.value }, "a button was pressed");
}

/** "Re-run" on a check or its suite: GitHub is synced from scratch. */
export async function rerunCheck(
  app: AppContext,
  { origin, milestone, check, app: slug }: Extract<Happening, { name: "rerun" }>,
): Promise<void> {
  if (slug !== (await app.slug())) return;
  if (check && !check.external_id.startsWith(`${milestone}:`)) return;
  milestoneContext(app, await placeOf(app, origin), milestone).state.head = "";
  await milestoneTouched(app, { name: "touched", origin, milestone, by: null });
}

async function isOurs(app: AppContext, check: CheckPayload, milestone: string): Promise<boolean> {
  return check.app?.slug === (await app.slug()) && check.external_id.startsWith(`${milestone}:`);
}
