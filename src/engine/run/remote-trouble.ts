import type { PushState } from "../journal/publisher.ts";
import { block, unblock } from "./blockers.ts";
import type { Run } from "./run-context.ts";

type Failed = Extract<PushState, { ok: false }>;

/** What the blockers of the remote are about, in their ids. */
const ABOUT = "remote";

/**
 * Nothing new may start while the branch cannot be pushed for a reason that waiting does not cure: on a runner, work
 * that never reaches the remote is lost with it. A remote that is only out of reach is tried again with each commit.
 */
export function noteRemote(run: Run): void {
  const { state } = run.publisher;
  if (state.ok) {
    for (const type of ["git_conflicts", "network"] as const) {
      unblock(run.journal, `${type}:${ABOUT}`, "the branch could be pushed again");
    }
    return;
  }
  if (state.reason !== "unreachable" && state.reason !== "timeout") blockRemote(run, state);
}

export function blockRemote(run: Run, failed: Failed): void {
  const conflict = failed.reason === "conflict";
  block(run.journal, {
    type: conflict ? "git_conflicts" : "network",
    about: ABOUT,
    severity: "critical",
    message: conflict
      ? failed.message
      : `the branch could not be pushed (${failed.reason}): ${failed.message}`,
  });
}
