import type { Plan } from "../milestone/plan/plan.ts";
import { diffPlans } from "../milestone/plan/plan-diff.ts";
import type { TaskSeed } from "../milestone/session/event.ts";
import { block } from "./blockers.ts";
import type { Journal } from "./journal.ts";

/**
 * Takes the branch's plan into the state: new tasks are added as `seeds` has them (`seedsOfNew`), removed ones go;
 * started ones cannot be removed. What else a person changed is told by the plan as it was `before`; null: nothing.
 */
export function syncPlan(
  journal: Journal,
  plan: Plan,
  { seeds, before }: { seeds: readonly TaskSeed[]; before: Plan | null },
): void {
  const { state } = journal;
  const known = new Set(state.tasks.keys());
  const added = seeds.filter(t => !known.has(t.id));
  const wanted = new Set(plan.tasks.map(t => t.id));
  const gone = [...known].filter(id => !wanted.has(id));
  const started = gone.filter(id => state.tasks.get(id)?.startedAt);
  if (started.length > 0) {
    block(journal, {
      type: "dependency_unavailable",
      about: "plan",
      message: `the milestone file on the branch lost the started tasks ${started.join(", ")}; put them back, or skip them`,
    });
  }
  const removed = gone.filter(id => !started.includes(id));
  const { changed, milestone } = before ? diffPlans(before, plan) : { changed: [], milestone: [] };
  if ([added, removed, changed, milestone].every(list => list.length === 0)) return;
  journal.record({
    event: "plan_changed",
    agent: "dependency_validator",
    data: { added, removed, changed, ...(milestone.length ? { milestone } : {}), by: "the branch" },
  });
}
