import type { BlockerType } from "../../milestone/blocker/blocker.ts";
import { heldTasks } from "../../milestone/schedule/profile-choice.ts";
import type { ProfileFault } from "../../milestone/session/state.ts";
import type { ProfileTrouble } from "../ports.ts";
import { block, unblock, warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

/** Failures in a row after which a profile is tried last. */
const FAILING = 2;
/** A busy service is asked again after at most this long (ms), unless it names a longer time itself. */
const LONGEST_BUSY_MS = 600_000;
/** A service that is busy so many times in a row needs a person to look. */
const BUSY_TIMES = 12;
/** Rests that end so close to each other are one, told by attempts that ran beside each other (ms). */
const SAME_REST_MS = 60_000;
/** Behind the moment that an account names, as its clock and ours differ (ms). */
const BEHIND_MS = 2_000;

interface TroubleReport {
  profile: string;
  trouble: ProfileTrouble;
  failure: { message: string; evidence: string };
}

/**
 * What an account or service says holds for its profile, once, whatever task heard it: it rests until the time that
 * was named, or is out of use until a person acts. Then one blocker names the tasks that nothing else can do.
 */
export async function noteTrouble(run: Run, { profile, trouble, failure }: TroubleReport): Promise<void> {
  const { journal, ports } = run;
  const known = journal.state.profiles.get(profile);
  const { cause, waitMs } = trouble;
  const message = failure.message;
  const agent = "blocker_detector";
  const isTired = cause === "busy" && (known?.busy ?? 0) >= BUSY_TIMES;
  if (waitMs !== undefined && (cause === "busy" || cause === "usage_limit") && !isTired) {
    const wait = cause === "busy" ? busyWait(waitMs, known?.busy ?? 0) : waitMs + BEHIND_MS;
    const until = new Date(ports.clock.now() + wait).toISOString();
    // Attempts that ran beside the first to hear it say nothing new.
    if (known?.restsUntil && Date.parse(known.restsUntil) + SAME_REST_MS >= Date.parse(until)) return;
    if (cause === "busy" && known?.restsUntil && Date.parse(known.restsUntil) > ports.clock.now()) return;
    journal.record({ event: "profile_rested", agent, data: { profile, cause, until, message } });
    return;
  }
  const fault = cause === "busy" ? "usage_limit" : cause;
  if (!known?.fault)
    journal.record({ event: "profile_failed", agent, data: { profile, cause: fault, message } });
  await blockHeld(run, failure.evidence);
}

/** Twice as long each time. */
function busyWait(waitMs: number, times: number): number {
  return Math.max(waitMs, Math.min(LONGEST_BUSY_MS, waitMs * 2 ** Math.min(times, 20)));
}

/** A profile that keeps failing is tried behind the others. */
export function demoteIfFailing({ journal }: Run, profile: string): void {
  const known = journal.state.profiles.get(profile);
  if (!known || known.last || known.failures < FAILING) return;
  const { failures } = known;
  journal.record({ event: "profile_demoted", agent: "blocker_detector", data: { profile, failures } });
}

/** A profile that failed or rested and went well again is used as before. To be told of each phase that it completed. */
export function recoverProfile({ journal }: Run, profile: string): void {
  const known = journal.state.profiles.get(profile);
  if (!known || (!known.last && known.restsUntil === null)) return;
  journal.record({
    event: "profile_recovered",
    agent: "blocker_detector",
    data: { profile, how: "it succeeded" },
  });
}

const BLOCKER_OF: Readonly<Record<ProfileFault, BlockerType>> = {
  usage_limit: "usage_limit",
  credentials: "credentials",
  credit: "credit",
  model: "dependency_unavailable",
};

/** One blocker for each profile that is out of use and holds tasks; none for one that others stand in for. */
export async function blockHeld(run: Run, evidence = ""): Promise<boolean> {
  const { journal, plan, publisher } = run;
  let isNew = false;
  for (const [profile, { fault, message }] of journal.state.profiles) {
    if (!fault) continue;
    const tasks = heldTasks(plan, journal.state, profile);
    if (tasks.length === 0) {
      warnOnce(journal, "profile_out", `${message}; others do its work, until a person mends it`);
      continue;
    }
    const before = journal.state.blockers.size;
    block(journal, {
      type: BLOCKER_OF[fault],
      about: profile,
      profile,
      tasks,
      message,
      evidence,
      severity: "critical",
    });
    isNew ||= journal.state.blockers.size > before;
  }
  if (!isNew) return false;
  journal.recordProgress();
  await journal.commit({ subject: "blocked", derived: true, saveReason: "blocker" });
  publisher.request();
  return true;
}

/** What blocks a profile although nothing waits for it any more, as those tasks were skipped or done otherwise. */
export function liftEmptyBlockers({ journal, plan }: Pick<Run, "journal" | "plan">): void {
  for (const { id, profile } of [...journal.state.blockers.values()]) {
    if (profile === undefined || heldTasks(plan, journal.state, profile).length > 0) continue;
    unblock(journal, id, "nothing waits for this agent any more");
  }
}
