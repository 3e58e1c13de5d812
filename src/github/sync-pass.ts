import type { Answer, Failure } from "./answer.ts";
import type { ClosedByPerson } from "./blocker-issues.ts";
import type { DesiredState, Self } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import type { SyncMemory } from "./memory.ts";

export interface SyncInput {
  repository: GitHubRepository;
  desired: DesiredState;
  /** Kept by the caller from pass to pass. */
  memory: SyncMemory;
  self: Self;
  /** Milliseconds since the epoch. */
  now: number;
}

/** A part that could not be synced; the others were. */
export interface SyncProblem {
  what: "pull request" | "gates" | "blockers" | "check run" | "notices" | "dependants";
  failure: Failure;
  /** What a person can do about it, where something is known. */
  remedy?: string;
}

export interface SyncResult {
  /** Number of the pull request, or of the issue that stands in for it. */
  place: number | null;
  problems: SyncProblem[];
  /** Blocker issues that somebody closed while the blocker is still there; who, is for the caller to ask. */
  closed: ClosedByPerson[];
  /** When to look again although nothing happens (milliseconds since the epoch). */
  again: number | null;
  /** The app does this here; the Action did nothing. */
  standsDown: boolean;
}

/** One pass under way. */
export interface Pass extends SyncInput {
  result: SyncResult;
}

const REST_MS = 60_000;
const LONGEST_REST_MS = 6 * 3_600_000;

/**
 * Does a part of a pass, unless it rests: what GitHub forbids (a locked conversation, a permission that was not granted)
 * is tried again after a minute, then after twice as long each time, up to hours. False where it rests.
 */
export async function unlessResting(
  pass: Pass,
  what: SyncProblem["what"],
  work: () => Promise<void>,
): Promise<boolean> {
  const { memory, result, now } = pass;
  const before = memory.resting.get(what);
  if (before && before.until > now) {
    result.problems.push({ what, failure: before.failure });
    wakeAt(pass, before.until);
    return false;
  }
  const known = result.problems.length;
  await work();
  const refused = result.problems
    .slice(known)
    .find(each => each.failure.kind === "forbidden" && each.remedy === undefined);
  if (refused) {
    const tries = (before?.tries ?? 0) + 1;
    const until = now + Math.min(REST_MS * 2 ** (tries - 1), LONGEST_REST_MS);
    memory.resting.set(what, { until, tries, failure: refused.failure });
    wakeAt(pass, until);
  } else {
    memory.resting.delete(what);
  }
  return true;
}

/** Takes down a failure; true when there was none. What contradicts the memory empties it. */
export function note<T>(
  pass: Pass,
  what: SyncProblem["what"],
  answer: Answer<T>,
  remedy?: string,
): answer is { ok: true; value: T } {
  if (answer.ok) return true;
  const { kind } = answer.failure;
  if (kind === "not_found" || kind === "conflict" || kind === "invalid") pass.memory.readAt = 0;
  if (kind === "rate_limited") wakeAt(pass, answer.failure.until);
  pass.result.problems.push({ what, failure: answer.failure, ...(remedy ? { remedy } : {}) });
  return false;
}

/** Has GitHub looked at again at this time, or earlier if that is asked already. */
export function wakeAt(pass: Pass, time: number | null): void {
  if (time !== null) pass.result.again = Math.min(pass.result.again ?? time, time);
}
