import { readAccess } from "../src/github/access.ts";
import { describeFailure } from "../src/github/answer.ts";
import { forget } from "../src/github/memory.ts";
import { mayRun, needFor } from "../src/github/rules.ts";
import { startRun } from "../src/github/runs.ts";
import { milestoneOfBranch } from "../src/milestone/names.ts";
import { type Desk, type MilestoneDesk, milestoneDesk } from "./desk.ts";
import { type FromRepository, placeOf, type Sender } from "./from.ts";
import { look } from "./looked.ts";
import { schedulePass } from "./schedule.ts";

export interface CheckPayload extends FromRepository {
  check_run: { id: number; name: string; external_id: string; app?: { slug?: string | undefined } | null };
}
export interface CheckActionPayload extends CheckPayload {
  requested_action?: { identifier?: string | undefined } | undefined;
}

const COMMANDS: ReadonlyMap<string, "resume" | "retry"> = new Map([
  ["resume", "resume"],
  ["retry", "retry"],
]);

/** Somebody pressed a button. GitHub shows it to all who can read, so the permission is asked for here. */
export async function onCheckAction(desk: Desk, payload: CheckActionPayload): Promise<void> {
  const { check_run, sender, requested_action } = payload;
  const log = { check: check_run.id, by: sender?.login, identifier: requested_action?.identifier };
  const command = COMMANDS.get(requested_action?.identifier ?? "");
  if (!command || !sender) return desk.log.info(log, "ignored: no button of ours");
  const milestone = await milestoneOfCheck(desk, payload);
  if (!milestone) return desk.log.info(log, "ignored: no check of ours");
  desk.queues.add(`${milestone.place.id}/check/${check_run.id}`, () =>
    press(desk, milestone, { check: check_run.id, sender, command }),
  );
}

async function press(
  desk: Desk,
  milestone: MilestoneDesk,
  { check, sender, command }: { check: number; sender: Sender; command: "resume" | "retry" },
): Promise<void> {
  const { place } = milestone;
  const log = { check, by: sender.login, command, milestone: milestone.milestone };
  const looked = await look(desk, place, milestone.milestone);
  if (!looked.ok) return desk.log.warn(log, describeFailure(looked.failure));
  const access = await readAccess(place.repository, { ...sender, type: sender.type ?? "" });
  if (!access.ok) return desk.log.warn(log, describeFailure(access.failure));
  const { base } = looked.value;
  const allowed = mayRun(needFor(command, base.config), access.value);
  if (!allowed.ok) return desk.log.info(log, `refused: this is for ${allowed.who}`);
  const started = await startRun(
    place.repository,
    { workflow: base.config.workflow, branch: base.branch },
    { milestone: milestone.milestone, command, request: `check-${check}-${command}`, flags: {} },
  );
  if (!started.ok) return desk.log.warn(log, describeFailure(started.failure));
  desk.log.info({ ...log, outcome: started.value }, "a button was pressed");
}

/** "Re-run" on a check: GitHub is put in line anew. */
export async function onCheckRerequested(desk: Desk, payload: CheckPayload): Promise<void> {
  const milestone = await milestoneOfCheck(desk, payload);
  if (!milestone) return;
  forget(milestone.sync);
  milestone.state.head = "";
  schedulePass(desk, milestone, "soon");
}

async function milestoneOfCheck(desk: Desk, payload: CheckPayload): Promise<MilestoneDesk | null> {
  const { check_run } = payload;
  const id = milestoneOfBranch(check_run.name);
  if (id === null || check_run.app?.slug !== (await desk.slug())) return null;
  if (!check_run.external_id.startsWith(`${id}:`)) return null;
  const place = await placeOf(desk, payload, "check_run");
  return place ? milestoneDesk(desk, place, id) : null;
}
