import type { Complaint } from "./engine/refusal.ts";

/** Events that run with secrets on behalf of whoever wrote a comment or a fork's code. */
const UNTRUSTED = new Set(["pull_request_target", "issue_comment", "workflow_run"]);

/**
 * Refuses events under which anyone on the internet could choose what runs (S-PWN-2), and pull requests from forks.
 * A milestone is started by workflow_dispatch, a schedule, a push, or a review in the same repository.
 */
export function untrustedEvent(env: Readonly<Record<string, string | undefined>>): Complaint | null {
  const event = env.GITHUB_EVENT_NAME ?? "";
  if (!UNTRUSTED.has(event)) return null;
  return {
    message: `E_UNTRUSTED_EVENT: a milestone is not executed by the event ${event}, which strangers can cause`,
    remedy: "start it by workflow_dispatch; the app does so for comments",
  };
}
