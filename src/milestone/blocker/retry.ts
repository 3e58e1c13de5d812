import type { EscalationLevel } from "./blocker.ts";

export interface FailedAttempt {
  /** The executor that failed. */
  executor: string;
  /** Every executor of the phase, in the order in which they are tried. */
  order: readonly string[];
  /** Failures of each since the phase was last opened, this one included. */
  failedBy: ReadonlyMap<string, number>;
  /** Further attempts that each executor gets after its first. */
  retries: number;
  backoffMs: number;
  kind: "transient" | "ordinary" | "permanent";
  /** Failures of one kind in a row, this one included; absent: nobody counts. */
  alike?: number;
  /** Whether there is another brief that was not given yet. */
  alternative?: boolean;
  /** What of `escalate` was not used yet: profiles, and models of the executor that failed. */
  escalate?: readonly { name: string; isProfile: boolean }[];
  /** In [0, 1). */
  random: () => number;
}

export type NextAttempt =
  | {
      retry: true;
      delayMs: number;
      executor: string;
      level: EscalationLevel;
      /** Another brief, or the next entry of `escalate`, which may be a model. */
      differs?: { alternative: true } | { escalate: true; model?: string };
    }
  /** Only a person helps now. */
  | { retry: false };

/** No wait between attempts is longer than this, however often it doubled. */
export const MAX_BACKOFF_MS = 300_000;

/**
 * The levels of resolution that need nobody: the same executor again (1), then the others one after the other (2), each
 * with its own retries. After a permanent failure it is never the same executor; one that keeps failing, and therefore
 * stands behind others, gives way to those.
 */
export function nextAttempt(failed: FailedAttempt): NextAttempt {
  const { executor, order, failedBy, retries, kind } = failed;
  const hasLeft = (name: string): boolean => (failedBy.get(name) ?? 0) <= retries;
  const other = differently(failed);
  if (other) return other;
  const untried = order.slice(0, Math.max(0, order.indexOf(executor))).filter(name => !failedBy.get(name));
  if (kind !== "permanent" && hasLeft(executor) && untried.length === 0) {
    const repetition = Math.max(1, failedBy.get(executor) ?? 1);
    return {
      retry: true,
      delayMs: delay(failed, repetition),
      executor,
      level: order[0] === executor ? 1 : 2,
    };
  }
  const next = order.find(name => name !== executor && hasLeft(name) && !isSpent(failed, name));
  return next === undefined
    ? { retry: false }
    : { retry: true, delayMs: delay(failed, 1), executor: next, level: 2 };
}

/** After two failures of one kind the third attempt is another one: a brief, a bigger model, another agent. */
const ALIKE = 2;

function differently(failed: FailedAttempt): NextAttempt | null {
  const { executor, order, failedBy, kind, alike = 0, alternative = false, escalate = [] } = failed;
  if (alike < ALIKE || kind === "permanent") return null;
  const delayMs = delay(failed, alike);
  if (alternative) return { retry: true, delayMs, executor, level: 3, differs: { alternative: true } };
  const [next] = escalate;
  if (next?.isProfile)
    return { retry: true, delayMs, executor: next.name, level: 2, differs: { escalate: true } };
  if (next)
    return { retry: true, delayMs, executor, level: 2, differs: { escalate: true, model: next.name } };
  const untried = order.find(name => name !== executor && !failedBy.get(name));
  return untried === undefined ? null : { retry: true, delayMs, executor: untried, level: 2 };
}

/** An executor that stood before the one that failed and had its turn. */
function isSpent({ order, executor, failedBy }: FailedAttempt, name: string): boolean {
  return order.indexOf(name) < order.indexOf(executor) && (failedBy.get(name) ?? 0) > 0;
}

/** Doubles with each repetition up to the cap; the upper half is random, so that agents do not return in step. */
function delay({ backoffMs, random }: FailedAttempt, repetition: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** Math.min(repetition - 1, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
}
