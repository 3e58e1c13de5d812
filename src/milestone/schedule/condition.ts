import type { TaskCondition, TaskPlan } from "../plan/plan.ts";
import { isDone, type State, type TaskState } from "../session/state.ts";
import type { Graph } from "./graph.ts";
import { nextStep } from "./readiness.ts";

/** Why a task for a failure is skipped. */
export const NOTHING_FAILED = "nothing that it needs has failed";

/** How many of the tasks that a task needs are not done, and how many of those only a person can set going. */
export interface Needed {
  open: number;
  stuck: number;
}

/** `void`: what the task is for did not come, so it is skipped. */
export type Verdict = "met" | "waiting" | "void";

/** What the condition of a task says, by what became of the tasks that it needs. */
export function verdictOf(when: TaskCondition, { open, stuck }: Needed): Verdict {
  switch (when) {
    case "success":
      return open === 0 ? "met" : "waiting";
    case "always":
      return open === stuck ? "met" : "waiting";
    case "failure":
      if (open === 0) return "void";
      return stuck > 0 ? "met" : "waiting";
  }
}

/**
 * Whether a task with a condition was begun since it was last opened: it goes on, although what it needs is done
 * again meanwhile.
 */
export function isUnderWay(task: TaskState | undefined): boolean {
  if (!task) return false;
  for (const { status } of task.phases.values()) if (status !== "pending") return true;
  return false;
}

/** Where every task stands towards those that need it, by its place; one pass over the whole plan. */
export interface TaskConditions {
  /** Not done, and nobody but a person can set it going: it is blocked, or waits for one that is. */
  stuck: readonly boolean[];
  /** What its condition says. */
  verdicts: readonly Verdict[];
}

/** @param time in milliseconds since the epoch */
export function taskConditionsOf(graph: Graph, state: State, time: number): TaskConditions {
  const stuck = graph.tasks.map(() => false);
  const verdicts = graph.tasks.map((): Verdict => "met");
  for (const place of graph.order) {
    const task = graph.tasks[place]!;
    const at = state.tasks.get(task.id);
    if (at && isDone(at)) continue;
    const needed: Needed = { open: 0, stuck: 0 };
    for (const other of graph.dependencies[place]!) {
      const there = state.tasks.get(graph.tasks[other]!.id);
      if (!there || !isDone(there)) needed.open += 1;
      if (stuck[other]) needed.stuck += 1;
    }
    verdicts[place] = verdictNow(task, at, needed);
    stuck[place] =
      verdicts[place] === "met"
        ? isHalted(nextStep(task, state, time).kind)
        : task.when === "success" && needed.stuck > 0;
  }
  return { stuck, verdicts };
}

/** What the condition says of a task that may have been begun. */
export function verdictNow({ when }: TaskPlan, at: TaskState | undefined, needed: Needed): Verdict {
  return when !== "success" && isUnderWay(at) ? "met" : verdictOf(when, needed);
}

/** Whether a next step is one that only a person can bring about, and that is no gate. */
export function isHalted(kind: ReturnType<typeof nextStep>["kind"]): boolean {
  return kind === "blocked" || kind === "out";
}
