import { blockerId } from "../../milestone/blocker/blocker.ts";
import { isFinished, PHASES, type Phase } from "../../milestone/phase.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { type BudgetUse, budgetStatus } from "../../milestone/schedule/budget.ts";
import { isDone, type State } from "../../milestone/session/state.ts";
import type { Journal } from "../journal/journal.ts";
import { block, unblock, warnOnce } from "../run/blockers.ts";

/**
 * Warns at 80 % and stops at 100 % of every budget, before anything new starts. What runs goes on to its end. A spent
 * budget of the milestone stops everything, one of a task its next phase. A limit that a person lifted, by raising it
 * or in the plan, stops nothing any more.
 */
export function enforceBudgets(journal: Journal, plan: Plan, running: ReadonlySet<string>): void {
  const { state } = journal;
  if ([...state.tasks.values()].every(isDone)) return;
  const uses = budgetStatus(plan, state);
  for (const use of uses) {
    if (use.level === "warn") warnOnce(journal, "budget_near", use.message, use.task);
  }
  lift(journal, uses);
  for (const use of uses) {
    if (use.level === "stop") stop(journal, use, running);
  }
}

function stop(journal: Journal, { task, message }: BudgetUse, running: ReadonlySet<string>): void {
  if (task === undefined) {
    block(journal, { type: "budget_exceeded", message });
    return;
  }
  const phase = nextPhaseOf(journal.state, task);
  if (phase && !running.has(task)) block(journal, { type: "budget_exceeded", task, phase, message });
}

function lift(journal: Journal, uses: BudgetUse[]): void {
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.type !== "budget_exceeded") continue;
    const spent = uses.some(use => use.level === "stop" && use.task === blocker.task);
    if (!spent) unblock(journal, blocker.id, "the budget allows more now");
  }
}

/** The phase that the task would start next; none when it is done or waits for a person anyway. */
function nextPhaseOf(state: State, id: string): Phase | undefined {
  const task = state.tasks.get(id);
  if (!task || isDone(task)) return undefined;
  const known = PHASES.filter(phase => task.phases.has(phase));
  const blocked = known.find(phase => state.blockers.has(blockerId("budget_exceeded", id, phase)));
  const next = blocked ?? known.find(phase => !isFinished(task.phases.get(phase)!.status));
  return next && task.phases.get(next)!.status !== "waiting_approval" ? next : undefined;
}
