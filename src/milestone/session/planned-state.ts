import { isFinished } from "../phase.ts";
import type { Plan, TaskPlan } from "../plan/plan.ts";
import type { TaskSeed } from "./event.ts";
import { emptyState, newTask, type State } from "./state.ts";

/**
 * What the log needs to know of a task, so that the state can be rebuilt from the log alone. What the file calls
 * blocked is to be tried: no blocker of this log stands behind it, so nothing else would ever set it free.
 */
export function seedOf(task: TaskPlan): TaskSeed {
  const begun = task.phases.some(p => isFinished(p.status));
  return {
    id: task.id,
    workflow: task.workflow,
    status: task.status !== "blocked" ? task.status : begun ? "in_progress" : "pending",
    phases: Object.fromEntries(
      task.phases.map(p => [p.phase, p.status === "blocked" ? "pending" : p.status]),
    ),
  };
}

/** Tasks that the file calls blocked, as a whole or in a phase, and that are not finished. */
export function blockedBefore(plan: Pick<Plan, "tasks">): string[] {
  const isBlocked = ({ status, phases }: TaskPlan) =>
    status === "blocked" || phases.some(p => p.status === "blocked");
  const open = plan.tasks.filter(task => task.status !== "completed" && task.status !== "skipped");
  return open.filter(isBlocked).map(task => task.id);
}

/** The state of a milestone that was never started, as its file says. */
export function plannedState(plan: Plan): State {
  const state = emptyState(plan.id, plan.weights);
  state.title = plan.title;
  for (const task of plan.tasks) state.tasks.set(task.id, newTask(seedOf(task)));
  for (const { name, at } of plan.qualityGates) {
    state.qualityGates.set(name, { name, at, status: "pending", checks: [], decidedAt: null });
  }
  return state;
}
