import type { RemoteFailure } from "../ports.ts";

/** Tries of one push before the failure counts. */
export const PUSH_TRIES = 4;

/** Milliseconds to wait after the n-th try (from 1): a second, doubled each time. */
export function pushWaitMs(attempt: number): number {
  return 1000 * 2 ** (attempt - 1);
}

/** Whether another try may fare better; a remote that refuses goes on refusing. */
export function isPassing({ reason }: RemoteFailure): boolean {
  return reason === "unreachable" || reason === "timeout";
}
