import type { Plan } from "../milestone/plan/plan.ts";
import type { TaskSeed } from "../milestone/session/event.ts";
import { block } from "./blockers.ts";
import type { Journal } from "./journal.ts";

/**
 * Takes the branch's plan into the state: new tasks are added as `seeds` has them (`seedsOfNew`), removed ones go;
 * started ones cannot be removed.
 */
export function syncPlan(journal: Journal, plan: Plan, seeds: readonly TaskSeed[]): void {
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
  if (added.length === 0 && removed.length === 0) return;
  journal.record({
    event: "plan_changed",
    agent: "dependency_validator",
    data: { added, removed, changed: [], by: "the branch" },
  });
}
