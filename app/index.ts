import type { Probot } from "probot";
import { createDesk, type Desk, SETTINGS, type Settings } from "./desk.ts";
import { onIssue, onPullRequest, onPush, onReview, onRunCompleted } from "./on-change.ts";
import { onCheckAction, onCheckRerequested } from "./on-check.ts";
import { onComment } from "./on-comment.ts";
import { onInstalled, onRemoved } from "./on-installation.ts";

/** Says which event goes to which function. Returns what the app knows, for the server to sweep and to stop. */
export function milestoneApp(app: Probot, settings: Settings = SETTINGS): Desk {
  const desk = createDesk(app, settings);
  app.on("issue_comment.created", ({ payload }) => onComment(desk, payload));
  app.on("push", ({ payload }) => onPush(desk, payload));
  app.on(["pull_request_review.submitted", "pull_request_review.dismissed"], ({ payload }) =>
    onReview(desk, payload),
  );
  app.on(
    ["pull_request.opened", "pull_request.edited", "pull_request.closed", "pull_request.reopened"],
    ({ payload }) => onPullRequest(desk, payload),
  );
  app.on(["issues.closed", "issues.reopened", "issues.edited", "issues.deleted"], ({ payload }) =>
    onIssue(desk, payload),
  );
  app.on("check_run.requested_action", ({ payload }) => onCheckAction(desk, payload));
  app.on("check_run.rerequested", ({ payload }) => onCheckRerequested(desk, payload));
  app.on("workflow_run.completed", ({ payload }) => onRunCompleted(desk, payload));
  app.on(
    ["installation.created", "installation.unsuspend", "installation_repositories.added"],
    ({ payload }) => onInstalled(desk, payload),
  );
  app.on(["installation.deleted", "installation.suspend"], ({ payload }) => onRemoved(desk, payload));
  app.onError(error => app.log.error({ err: error }, "a handler failed; the sweep takes it up again"));
  return desk;
}

export default (app: Probot): void => void milestoneApp(app);
