import { readAccess } from "../src/github/access.ts";
import { describeFailure } from "../src/github/answer.ts";
import { type ClosedByPerson, closingKey } from "../src/github/blocker-issues.ts";
import type { Account } from "../src/github/desired-state.ts";
import { createComment } from "../src/github/issue-comments.ts";
import { writeMarker } from "../src/github/marker.ts";
import type { BranchReading } from "../src/github/read-state.ts";
import { mayRun, needFor } from "../src/github/rules.ts";
import { text } from "../src/github/text.ts";
import type { Blocker } from "../src/milestone/blocker/blocker.ts";
import { type AppContext, logFields, type MilestoneContext } from "./app-context.ts";
import { startOnce } from "./start-run.ts";

/** Closing a blocker's issue is a command: as completed, try again; as not planned, leave the task out. */
export async function takeClosedIssues(
  app: AppContext,
  milestone: MilestoneContext,
  reading: BranchReading,
  closed: ClosedByPerson[],
): Promise<void> {
  for (const issue of closed) {
    const blocker = reading.state.blockers.get(issue.blocker);
    if (blocker) await takeClosed(app, milestone, reading, issue, blocker);
  }
}

async function takeClosed(
  app: AppContext,
  milestone: MilestoneContext,
  reading: BranchReading,
  issue: ClosedByPerson,
  blocker: Blocker,
): Promise<void> {
  const { repository } = milestone.place;
  const log = { ...logFields(milestone), issue: issue.number };
  const request = closingKey(issue);
  if (reading.state.requests.has(request)) return;
  const answer = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", {
    issue_number: issue.number,
  });
  if (!answer.ok) return app.log.warn(log, describeFailure(answer.failure));
  const by = answer.value.closed_by as Account | null | undefined;
  // Our own closing, seen by an instance that has not heard yet why, is nobody's command.
  if (by?.type !== "User" || answer.value.state !== "closed") return;
  const access = await readAccess(repository, by);
  if (!access.ok) return app.log.warn(log, describeFailure(access.failure));
  const command = issue.reason === "not_planned" ? "skip" : "retry";
  const verdict = mayRun(needFor(command, reading.base.config), access.value);
  if (!verdict.ok) return reopen(app, milestone, issue, text.refused.closing(by.login, verdict.who));
  if (command === "skip" && !blocker.task) {
    return reopen(app, milestone, issue, text.refused.skipNothing(by.login));
  }
  const target = [blocker.task, command === "retry" ? blocker.phase : undefined].filter(Boolean).join("/");
  const started = await startOnce(app, milestone.place, {
    at: { workflow: reading.base.config.workflow, branch: reading.base.branch },
    runRequest: {
      milestone: milestone.milestone,
      command,
      ...(target ? { target } : {}),
      reason: text.closedBy(issue.number, by.login),
      request,
      flags: {},
    },
    state: reading.state,
  });
  if (!started.ok) return app.log.warn(log, describeFailure(started.failure));
  if (started.value.kind === "refused") {
    return reopen(app, milestone, issue, text.refused.run(by.login, started.value.why));
  }
  if (started.value.kind === "started")
    app.log.info({ ...log, command, by: by.login }, "a closed issue started a run");
}

/** Says why, and opens the issue again: the blocker is still there. */
async function reopen(
  app: AppContext,
  milestone: MilestoneContext,
  issue: ClosedByPerson,
  body: string,
): Promise<void> {
  const { repository } = milestone.place;
  const marker = writeMarker({ kind: "reply", to: closingKey(issue) });
  const opened = await repository.write(
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    { issue_number: issue.number, state: "open", state_reason: "reopened" },
    "repeatable",
  );
  const said = await createComment(repository, issue.number, `${marker}\n${body}`, await app.self());
  for (const done of [opened, said]) {
    if (!done.ok)
      app.log.warn({ ...logFields(milestone), issue: issue.number }, describeFailure(done.failure));
  }
  milestone.sync.readAt = 0;
}
