import { readFileSync } from "node:fs";
import type { Complaint } from "../engine/refusal.ts";

/** Events that run with secrets on behalf of whoever wrote a comment, an issue or a fork's code. */
const UNTRUSTED = new Set([
  "pull_request_target",
  "workflow_run",
  "issue_comment",
  "issues",
  "discussion",
  "discussion_comment",
  "fork",
  "watch",
]);

/**
 * Refuses events under which anyone on the internet could choose what runs (S-PWN-2), and those of a fork's pull
 * request. A milestone is started by workflow_dispatch, a schedule, a push, or a review in the same repository.
 */
export function untrustedEvent(env: Readonly<Record<string, string | undefined>>): Complaint | null {
  const event = env.GITHUB_EVENT_NAME ?? "";
  if (UNTRUSTED.has(event)) {
    return {
      message: `E_UNTRUSTED_EVENT: a milestone is not executed by the event ${event}, which strangers can cause`,
      remedy: "start it by workflow_dispatch; the app does so for comments",
    };
  }
  if (event.startsWith("pull_request") && !isOwnPullRequest(env)) {
    return {
      message: "E_UNTRUSTED_EVENT: a milestone is not executed for a pull request from a fork",
      remedy: "let the job run only where github.event.pull_request.head.repo.id is github.repository_id",
    };
  }
  return null;
}

/** Compared by number, as names can be taken over; what cannot be read counts as a stranger's. */
function isOwnPullRequest(env: Readonly<Record<string, string | undefined>>): boolean {
  const path = env.GITHUB_EVENT_PATH;
  if (!path) return false;
  let payload: Payload;
  try {
    payload = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  const head = payload?.pull_request?.head?.repo?.id;
  return typeof head === "number" && head === payload?.repository?.id;
}

type Payload = {
  pull_request?: { head?: { repo?: { id?: unknown } | null } };
  repository?: { id?: unknown };
} | null;
