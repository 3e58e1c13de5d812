import { unreachable } from "../milestone/phase.ts";
import { dateTime } from "../milestone/view/figures.ts";
/** Why GitHub did not give what was asked. `unavailable` is ambiguous for a write: it may have been applied. */
export type Failure =
  | { kind: "unavailable"; message: string }
  /** `until` in milliseconds since the epoch: nothing is asked with this token before. */
  | { kind: "rate_limited"; until: number; message: string }
  | { kind: RefusalKind; status: number; message: string };

export type RefusalKind = "unauthorized" | "forbidden" | "not_found" | "conflict" | "invalid";

/** What came of asking GitHub. A failure is expected; a throw is a bug of ours. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export const good = <T>(value: T): Answer<T> => ({ ok: true, value });
export const failed = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });

/** Whether GitHub itself said no: not a failure that passes. */
export function isRefusal({ kind }: Failure): boolean {
  return kind !== "unavailable" && kind !== "rate_limited";
}

/** One line for a log or a warning: what failed, and GitHub's own reason. */
export function describeFailure(failure: Failure): string {
  switch (failure.kind) {
    case "unavailable":
      return `GitHub could not be reached: ${failure.message}`;
    case "rate_limited":
      return `GitHub's rate limit is used up until ${dateTime(failure.until)}`;
    case "unauthorized":
    case "forbidden":
    case "not_found":
    case "conflict":
    case "invalid":
      return `GitHub refused (${failure.status}): ${failure.message}`;
    default:
      return unreachable("failure", failure);
  }
}
