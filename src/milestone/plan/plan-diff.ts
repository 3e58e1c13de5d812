import type { PhasePlan, Plan, TaskPlan } from "./plan.ts";

/** What a person's new version of a plan changes, in the words of the event `plan_changed`. */
export interface PlanDiff {
  /** Of the milestone itself, e.g. `budget`. */
  milestone: string[];
  added: TaskPlan[];
  removed: string[];
  changed: { task: string; what: string[] }[];
}

/** Parts that the run keeps itself: a status in the file is not the state, and it writes what it migrated. */
const KEPT_BY_THE_RUN = new Set([
  "status",
  "tasks",
  "phases",
  "profiles",
  "defaultGates",
  "migrated",
  "doneBefore",
  // What the base says of gates, not what the file does.
  "lost",
  "skippedBefore",
]);

/** Compares two plans of one milestone; the order of tasks does not count. */
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const old = new Map(before.tasks.map(task => [task.id, task]));
  const kept = new Set(after.tasks.map(task => task.id));
  return {
    milestone: differing(before, after),
    added: after.tasks.filter(task => !old.has(task.id)),
    removed: before.tasks.filter(task => !kept.has(task.id)).map(task => task.id),
    changed: after.tasks.flatMap(task => {
      const previous = old.get(task.id);
      const what = previous ? taskChanges(previous, task) : [];
      return what.length > 0 ? [{ task: task.id, what }] : [];
    }),
  };
}

/** Whether two plans are the same in all that a run goes by. */
export function isEmptyDiff(diff: PlanDiff): boolean {
  return [diff.milestone, diff.added, diff.removed, diff.changed].every(list => list.length === 0);
}

/**
 * Why a running milestone cannot take the new plan, one sentence each; empty when it can. `started`: tasks with any
 * work done or under way.
 */
export function planChangeProblems(diff: PlanDiff, started: ReadonlySet<string>): string[] {
  const problems = diff.removed
    .filter(id => started.has(id))
    .map(id => `the task ${id} has started and cannot be removed; put it back, or skip it first`);
  for (const { task, what } of diff.changed) {
    if (!started.has(task) || !what.includes("workflow")) continue;
    problems.push(
      `the task ${task} has started and keeps its phases; leave its kiro_workflow.enabled as it was`,
    );
  }
  return problems;
}

function taskChanges(before: TaskPlan, after: TaskPlan): string[] {
  const what = differing(before, after);
  for (const phase of after.phases) {
    const previous = before.phases.find(each => each.phase === phase.phase);
    if (previous) what.push(...phaseChanges(previous, phase));
  }
  return what;
}

function phaseChanges(before: PhasePlan, after: PhasePlan): string[] {
  return differing(before, after).map(key => `${after.phase}.${key}`);
}

/** Keys in which two records differ, both compared as JSON: the resolver writes keys in one order. */
function differing<T extends object>(before: T, after: T): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const value = (record: T, key: string) => JSON.stringify(record[key as keyof T]);
  return [...keys].filter(key => !KEPT_BY_THE_RUN.has(key) && value(before, key) !== value(after, key));
}
