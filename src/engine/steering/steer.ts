import { paths } from "../../milestone/names.ts";
import type { Person } from "../../milestone/session/event.ts";
import type { Journal } from "../journal/journal.ts";
import { Refusal } from "../refusal.ts";
import { notifyDependents } from "../run/activate.ts";
import { escalate, unblock } from "../run/blockers.ts";
import { reportNow } from "../run/report-now.ts";
import type { Run } from "../run/run-context.ts";
import { approve, rejectPhase } from "./decide.ts";
import { raiseBudget, retry } from "./retry.ts";
import type { Steering } from "./wish.ts";
import { wishProblem } from "./wish-problem.ts";

/** Carries the wish out in the journal, without saving. Answers what was done, in a sentence. @throws Refusal */
export async function steer(run: Run, wish: Steering, by: Person, at: string): Promise<string> {
  const { journal } = run;
  const problem = wishProblem(wish, journal.state, by);
  if (problem) throw new Refusal([problem]);
  switch (wish.command) {
    case "pause":
      journal.record({
        event: "session_paused",
        agent: "session_manager",
        data: { reason: wish.reason, by },
      });
      reportAnew(run);
      return "the milestone is paused; `milestone resume` goes on";
    case "retry":
      return retry(run, wish, by);
    case "skip":
      return skip(journal, wish, by);
    case "approve":
      return approve(run, wish, by, at);
    case "reject":
      return rejectPhase(run, wish, by, at);
    case "postpone":
      return endAs(run, "postponed", { reason: wish.reason, by });
    case "cancel":
      return endAs(run, "cancelled", { reason: wish.reason, by });
    case "archive":
      return archive(journal, by);
    case "unlock":
      return unlock(journal, wish.reason, by);
    case "raise":
      raiseBudget(run, wish.raise, by);
      return "the budget is raised";
    default:
      return wish satisfies never;
  }
}

const ENDED_BY = { postponed: "postpones", cancelled: "cancels" } as const;

async function endAs(
  run: Run,
  status: "postponed" | "cancelled",
  data: { reason: string; by: Person },
): Promise<string> {
  const { journal, dependants } = run;
  for (const id of journal.state.blockers.keys()) {
    escalate(journal, id, 6, `${data.by.login} ${ENDED_BY[status]} the milestone`);
  }
  journal.record({ event: `milestone_${status}`, agent: "session_manager", data });
  notifyDependents(journal, dependants, status);
  journal.record({ event: "session_ended", agent: "session_manager", data: { status } });
  reportAnew(run);
  return `the milestone is ${status}`;
}

/** What the last run reported no longer holds. */
function reportAnew(run: Run): void {
  const { path, text } = reportNow(run);
  run.journal.include(path, Buffer.from(text));
}

function skip(journal: Journal, wish: Extract<Steering, { command: "skip" }>, by: Person): string {
  const task = journal.state.tasks.get(wish.task)!;
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.task !== task.id) continue;
    escalate(journal, blocker.id, 5, `${by.login} takes the task out of the milestone`);
    unblock(journal, blocker.id, `${by.login} skipped the task`);
  }
  journal.record({
    event: "task_skipped",
    task_id: task.id,
    agent: "session_manager",
    data: { reason: wish.reason || "no reason given", by },
  });
  return `${task.id} is skipped; what depends on it may start`;
}

function archive(journal: Journal, by: Person): string {
  journal.record({ event: "milestone_archived", agent: "session_manager", data: { by } });
  journal.movePlan(paths.milestone(journal.milestone, "archived"));
  return `moved to ${paths.milestone(journal.milestone, "archived")}`;
}

function unlock(journal: Journal, reason: string, by: Person): string {
  const { epoch, host, pid } = journal.state.lease!;
  journal.record({
    event: "lease_released",
    agent: "session_manager",
    data: { epoch: epoch + 1, by, reason: reason || "no reason given" },
  });
  return `the lease of process ${pid} on ${host} is released`;
}
