import type { Plan, TaskPlan } from "../plan/plan.ts";
import type { TaskSeed } from "./event.ts";
import { emptyState, newTask, type State } from "./state.ts";

/** What the log needs to know of a task, so that the state can be rebuilt from the log alone. */
export function seedOf(task: TaskPlan): TaskSeed {
  return {
    id: task.id,
    workflow: task.workflow,
    status: task.status,
    phases: Object.fromEntries(task.phases.map(p => [p.phase, p.status])),
  };
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
