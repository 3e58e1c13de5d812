import type { Person } from "../../milestone/session/event.ts";
import { isDone } from "../../milestone/session/state.ts";
import { unblock } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";
import { phasesDoneAgain, revertPhases } from "./revert.ts";
import type { BudgetRaise, Steering } from "./wish.ts";
import { blocksRetried } from "./wish-problem.ts";

/** Tries again what is blocked, or does a phase that was done once more. */
export async function retry(
  run: Run,
  wish: Extract<Steering, { command: "retry" }>,
  by: Person,
): Promise<string> {
  const { journal } = run;
  raiseBudget(run, wish.raise, by, wish.task);
  if (!wish.task) {
    const ids = [...journal.state.blockers.keys()];
    for (const id of ids) unblock(journal, id, `${by.login} asked for a retry`);
    return `${ids.length} blocked ${ids.length === 1 ? "thing is" : "things are"} tried again`;
  }
  const task = journal.state.tasks.get(wish.task)!;
  const own = [...journal.state.blockers.values()].filter(b => blocksRetried(b, task.id, wish.phase));
  for (const blocker of own) unblock(journal, blocker.id, `${by.login} asked for a retry`);
  if (own.length > 0) return `${task.id} is tried again`;
  const phases = phasesDoneAgain(wish, journal.state);
  const phase = phases[0]!;
  if (wish.revert) await revertPhases(run, task.id, phases);
  const dependants = finishedDependants(run, task.id);
  journal.record({
    event: "phase_reopened",
    task_id: task.id,
    phase,
    agent: "session_manager",
    data: { by, reason: "retry", revert: wish.revert },
  });
  const told = dependants.length ? ` (already finished after it: ${dependants.join(", ")})` : "";
  return `${task.id}/${phase} is done again, and what follows it in the task${told}`;
}

/** Raises the named task's own budget where it has one, else the milestone's. */
export function raiseBudget({ journal, plan }: Run, raise: BudgetRaise, by: Person, named?: string): void {
  if (Object.values(raise).every(v => v === undefined)) return;
  const own = plan.tasks.find(t => t.id === named && Object.keys(t.budget).length > 0)?.id;
  const where = own === undefined ? {} : { task_id: own };
  journal.record({ event: "budget_raised", agent: "session_manager", ...where, data: { ...raise, by } });
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.type !== "budget_exceeded" || blocker.task !== own) continue;
    unblock(journal, blocker.id, `${by.login} raised the budget`);
  }
}

function finishedDependants(run: Run, id: string): string[] {
  return run.plan.tasks
    .filter(t => t.dependencies.includes(id))
    .filter(t => {
      const state = run.journal.state.tasks.get(t.id);
      return state !== undefined && isDone(state);
    })
    .map(t => t.id);
}
