import { describeFailure } from "../src/github/answer.ts";
import { syncBadFile } from "../src/github/bad-file.ts";
import { forget } from "../src/github/memory.ts";
import { syncGitHub } from "../src/github/sync.ts";
import type { SyncResult } from "../src/github/sync-pass.ts";
import { unreachable } from "../src/milestone/phase.ts";
import { type AppContext, logFields, type MilestoneContext, milestoneContext } from "./app-context.ts";
import { takeClosedIssues } from "./closed-issues.ts";
import { type CommentOrigin, type Happening, lineOf } from "./happenings.ts";
import { placeOf } from "./place.ts";
import { takeReviews } from "./reviews.ts";
import { desiredState, readMilestone } from "./snapshot.ts";

/** After a failure of GitHub's the same milestone is tried again, ever more rarely. */
const AGAIN_MS = 5_000;
const LONGEST_MS = 6 * 3_600_000;

/** `now`: at once. `soon`: people wait for it. `lazy`: only the progress changed. */
export type Urgency = "now" | "soon" | "lazy";

export interface ReconcileJob {
  origin: CommentOrigin;
  milestone: string;
}

/** Has a milestone reconciled; requests that come close together are met at once. */
export async function planReconcile(
  app: AppContext,
  origin: CommentOrigin,
  milestone: string,
  urgency: Urgency,
): Promise<void> {
  const { clock, lazyMs, urgentMs } = app.settings;
  const now = clock.now();
  const line = lineOf(origin.repository.id, milestone);
  const last = app.milestones.get(line)?.lastReconciled ?? 0;
  const at = { now, soon: now + urgentMs, lazy: Math.max(now + urgentMs, last + lazyMs) }[urgency];
  const body: ReconcileJob = { origin, milestone };
  await app.inbox.plan(line, at, JSON.stringify(body));
}

/** Others changed something of a milestone: what any process remembers of it is no longer believed. */
export async function milestoneTouched(
  app: AppContext,
  { origin, milestone, by }: Extract<Happening, { name: "touched" }>,
): Promise<void> {
  if (by?.type === "Bot" && by.login === `${await app.slug()}[bot]`) return;
  await app.inbox.setNote(touchedNote(origin.repository.id, milestone), String(app.settings.clock.now()));
  await planReconcile(app, origin, milestone, "soon");
}

/** When somebody last changed something of a milestone. */
export const touchedNote = (repository: number, milestone: string): string =>
  `touched/${lineOf(repository, milestone)}`;

/** The job of a milestone's line: returns when to do it again although nothing happens, or null. */
export async function reconcileJob(
  app: AppContext,
  { origin, milestone }: ReconcileJob,
): Promise<number | null> {
  const place = await placeOf(app, origin);
  const context = milestoneContext(app, place, milestone);
  const touched = Number(await app.inbox.note(touchedNote(origin.repository.id, milestone)));
  if (touched >= context.sync.readAt) {
    forget(context.sync);
    context.sync.resting.clear();
  }
  const again = await reconcile(app, context);
  context.lastReconciled = app.settings.clock.now();
  return again;
}

/** Syncs GitHub with one milestone, and starts what people asked for. */
export async function reconcile(app: AppContext, milestone: MilestoneContext): Promise<number | null> {
  const log = logFields(milestone);
  const now = app.settings.clock.now();
  const answer = await readMilestone(milestone);
  if (!answer.ok) {
    app.log.warn(
      { ...log, failure: answer.failure },
      `the milestone was not read: ${describeFailure(answer.failure)}`,
    );
    return answer.failure.kind === "rate_limited" ? answer.failure.until : againAt(milestone, now, true);
  }
  const self = await app.self();
  const reading = answer.value;
  const { repository } = milestone.place;
  switch (reading.kind) {
    case "none":
      app.log.debug(log, "there is no such branch");
      return null;
    case "bad": {
      const { head, base, findings } = reading;
      const about = { repository, milestone: milestone.milestone, head, base: base.branch, findings, self };
      const told = await syncBadFile(about);
      if (!told.ok) app.log.warn({ ...log, failure: told.failure }, "the bad file could not be reported");
      else app.log.info({ ...log, findings: findings.length }, "the milestone cannot be read: reported");
      return told.ok ? null : againAt(milestone, now, true);
    }
    case "read": {
      await app.inbox.setNote(`workflow/${milestone.place.id}`, reading.reading.base.config.workflow);
      const desired = desiredState(reading.reading, repository, now);
      const result = await syncGitHub({ repository, desired, memory: milestone.sync, self, now });
      report(app, milestone, result);
      await takeClosedIssues(app, milestone, reading.reading, result.closed);
      await takeReviews(app, milestone, reading.reading);
      // What GitHub forbids rests by itself.
      const hasFailed = result.problems.some(({ failure }) => failure.kind !== "forbidden");
      return soonest(result.again, againAt(milestone, now, hasFailed));
    }
    default:
      return unreachable("reading", reading);
  }
}

/** Seconds after a first failure, then twice as long each time, up to hours; null when all went well. */
function againAt(milestone: MilestoneContext, now: number, failed: boolean): number | null {
  milestone.refused = failed ? milestone.refused + 1 : 0;
  return failed ? now + Math.min(AGAIN_MS * 2 ** (milestone.refused - 1), LONGEST_MS) : null;
}

function report(app: AppContext, milestone: MilestoneContext, result: SyncResult): void {
  for (const { what, failure } of result.problems) {
    app.log.warn(
      { ...logFields(milestone), what, failure },
      `the ${what} could not be synced: ${describeFailure(failure)}`,
    );
  }
  if (!result.problems.length) app.log.debug(logFields(milestone), "GitHub is in line");
}

function soonest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
