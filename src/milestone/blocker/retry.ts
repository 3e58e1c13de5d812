import type { EscalationLevel } from "./blocker.ts";

export interface FailedAttempt {
  /** Failures since the phase was last opened, this one included. */
  failures: number;
  /** Further attempts that each executor gets after its first. */
  retries: number;
  backoffMs: number;
  /** The executor that failed. */
  executor: string;
  /** Profiles that take over, in order. */
  fallback: readonly string[];
  kind: "transient" | "ordinary" | "permanent";
  /** The program asked to be left alone this long (a rate limit): not counted as a failure. */
  waitMs?: number;
  /** In [0, 1). */
  random: () => number;
}

export type NextAttempt =
  | { retry: true; delayMs: number; executor: string; level: EscalationLevel }
  /** Only a person helps now. */
  | { retry: false };

/** No wait between attempts is longer than this, however often it doubled. */
export const MAX_BACKOFF_MS = 300_000;
/** The longest wait that a program may ask for: the longest window of the providers' limits is a day. */
const MAX_ASKED_WAIT_MS = 86_400_000;

/**
 * The levels of resolution that need nobody: the same executor again (1), then the fallback profiles one after the
 * other (2), each with its own retries. A permanent failure is not tried again by the same executor; what it leaves
 * of its retries goes to the next. A rate limit waits as told and changes nothing else.
 */
export function nextAttempt(failed: FailedAttempt): NextAttempt {
  const { failures, retries, executor, fallback, kind, waitMs } = failed;
  if (waitMs !== undefined) {
    const delayMs = Math.min(Math.max(0, waitMs), MAX_ASKED_WAIT_MS);
    return { retry: true, delayMs, executor, level: 1 };
  }
  const turn = fallback.indexOf(executor) + 1;
  const allowance = (turn + 1) * (1 + retries);
  if (kind !== "permanent" && failures < allowance) {
    const repetition = Math.max(1, failures - turn * (1 + retries));
    return { retry: true, delayMs: delay(failed, repetition), executor, level: turn === 0 ? 1 : 2 };
  }
  const next = fallback[turn];
  return next === undefined
    ? { retry: false }
    : { retry: true, delayMs: delay(failed, 1), executor: next, level: 2 };
}

/** Doubles with each repetition up to the cap; the upper half is random, so that agents do not return in step. */
function delay({ backoffMs, random }: FailedAttempt, repetition: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** Math.min(repetition - 1, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
}
