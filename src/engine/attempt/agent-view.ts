import { paths, ROOT } from "../../milestone/names.ts";
import type { Plan, TaskPlan } from "../../milestone/plan/plan.ts";
import type { View } from "../ports.ts";

/**
 * A milestone file of more tasks than this is left out of agents' trees: it is written anew again and again while the
 * milestone runs, and what of it concerns a phase stands in its context file.
 */
const MOST_TASKS_SHOWN = 50;

const HIDDEN = ["deliverables", "logs", "sessions", "approvals", "reports"].map(name => `${ROOT}/${name}`);

/** Tasks by id, per plan. */
const byId = new WeakMap<Plan, Map<string, TaskPlan>>();

/**
 * Of `.milestones/` an agent's tree holds what concerns its phase: the plan, and the deliverables of its own task and
 * of those it depends on. That also keeps the cost of a phase the same at the thousandth task as at the first.
 */
export function agentView(plan: Plan, task: string): View {
  const known = byId.get(plan) ?? new Map(plan.tasks.map(each => [each.id, each]));
  byId.set(plan, known);
  const tasks = new Set([task]);
  for (const id of tasks) for (const dependency of known.get(id)?.dependencies ?? []) tasks.add(dependency);
  return {
    hides: new Set(plan.tasks.length > MOST_TASKS_SHOWN ? [...HIDDEN, paths.milestone(plan.id)] : HIDDEN),
    but: new Set([...tasks].map(id => `${ROOT}/deliverables/${plan.id}/${id}`)),
  };
}
