import { type Answer, describeFailure } from "../src/github/answer.ts";
import { syncBadFile } from "../src/github/bad-file.ts";
import { readState, type StateReading } from "../src/github/read-state.ts";
import { syncGitHub } from "../src/github/sync.ts";
import type { SyncResult } from "../src/github/sync-pass.ts";
import { unreachable } from "../src/milestone/phase.ts";
import { takeClosedIssues } from "./closed-issues.ts";
import { type Desk, logFields, type MilestoneDesk } from "./desk.ts";
import { pictureOf } from "./picture-of.ts";
import { takeReviews } from "./reviews.ts";

/** After a failure of GitHub's the same pass is tried again. */
const AGAIN_MS = 60_000;

/**
 * Brings GitHub in line with one milestone, and starts what people asked for. Returns when to look again although
 * nothing happens (milliseconds since the epoch), or null.
 */
export async function pass(desk: Desk, milestone: MilestoneDesk): Promise<number | null> {
  const log = logFields(milestone);
  const now = desk.settings.clock.now();
  const answer = await readMilestone(milestone);
  if (!answer.ok) {
    desk.log.warn(
      { ...log, failure: answer.failure },
      `the milestone was not read: ${describeFailure(answer.failure)}`,
    );
    return answer.failure.kind === "rate_limited" ? answer.failure.until : now + AGAIN_MS;
  }
  const self = { login: null, appSlug: await desk.slug() };
  const reading = answer.value;
  switch (reading.kind) {
    case "none":
      desk.log.debug(log, "there is no such branch");
      return null;
    case "bad": {
      const { head, base, findings } = reading;
      const { repository } = milestone.place;
      const told = await syncBadFile({
        repository,
        milestone: milestone.milestone,
        head,
        base: base.branch,
        findings,
        self,
      });
      if (!told.ok) desk.log.warn({ ...log, failure: told.failure }, "the bad file could not be reported");
      else
        desk.log.info(
          { ...log, findings: findings.length },
          "the milestone cannot be read, which was reported",
        );
      return null;
    }
    case "read": {
      const { repository } = milestone.place;
      const picture = pictureOf(reading.reading, repository, now);
      const result = await syncGitHub({ repository, picture, memory: milestone.sync, self, now });
      report(desk, milestone, result);
      await takeClosedIssues(desk, milestone, reading.reading, result.closed);
      await takeReviews(desk, milestone, reading.reading);
      return soonest(result.again, result.problems.length ? now + AGAIN_MS : null);
    }
    default:
      return unreachable("reading", reading);
  }
}

/** The milestone's branch as GitHub has it now. */
export function readMilestone({ place, milestone, state }: MilestoneDesk): Promise<Answer<StateReading>> {
  const { repository, defaultBranch, baseCommit } = place;
  return readState({ repository, milestone, defaultBranch, baseCommit, memory: state });
}

function report(desk: Desk, milestone: MilestoneDesk, result: SyncResult): void {
  for (const { what, failure } of result.problems) {
    desk.log.warn(
      { ...logFields(milestone), what, failure },
      `the ${what} was not brought in line: ${describeFailure(failure)}`,
    );
  }
  if (!result.problems.length) desk.log.debug(logFields(milestone), "GitHub is in line");
}

function soonest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
