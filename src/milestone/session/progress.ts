import { PHASE_PERCENT, PHASES, type Phase } from "../phase.ts";
import { isDone, type State, type TaskState } from "./state.ts";

/**
 * Percentages are sums of whole hundredths of a percent (weight × phase percent), so they are exact; each shown
 * value is rounded down once, and 100 is shown only for finished work.
 */
export interface Progress {
  percentage: number;
  tasksCompleted: number;
  tasksTotal: number;
  /** Unweighted mean per phase over the workflow tasks; null without such tasks. */
  phaseAverages: Record<Phase, number> | null;
  workflowTasks: number;
}

export function progressOf(state: State): Progress {
  const workflow = [...state.tasks.values()].filter(t => t.workflow);
  return {
    percentage: milestonePercentage(state),
    tasksCompleted: completedTasks(state),
    tasksTotal: state.tasks.size,
    phaseAverages: workflow.length ? phaseAverages(workflow) : null,
    workflowTasks: workflow.length,
  };
}

export function completedTasks(state: State): number {
  let count = 0;
  for (const task of state.tasks.values()) if (task.status === "completed") count += 1;
  return count;
}

/** Mean of the task percents, rounded down; 100 only when every task is completed or skipped. */
export function milestonePercentage(state: State): number {
  if (state.tasks.size === 0) return 0;
  let hundredths = 0;
  let done = true;
  for (const task of state.tasks.values()) {
    hundredths += taskHundredths(state, task);
    done &&= isDone(task);
  }
  const percentage = Math.floor(hundredths / state.tasks.size / 100);
  return done ? 100 : Math.min(percentage, 99);
}

/** A task's percent, rounded down. */
export function taskPercentage(state: State, task: TaskState): number {
  return Math.floor(taskHundredths(state, task) / 100);
}

/** A standard task is begun or it is not. */
const HALF_DONE: ReadonlySet<string> = new Set(["in_progress", "waiting_approval", "waiting_answer"]);

/** A task's percent in hundredths, exact. */
export function taskHundredths(state: State, task: TaskState): number {
  if (isDone(task)) return 10_000;
  if (!task.workflow) return HALF_DONE.has(task.status) ? 5_000 : 0;
  let sum = 0;
  let total = 0;
  // By name: pairs of a map's would be made again for each of thousands of tasks at each event.
  for (const phase of PHASES) {
    const at = task.phases.get(phase);
    if (!at) continue;
    sum += state.weights[phase] * PHASE_PERCENT[at.status];
    total += state.weights[phase];
  }
  // A task that declares fewer phases has their weights among these alone; phases that weigh nothing weigh the same.
  if (total <= 0) return equalShares(task);
  return Math.round(task.phases.size === PHASES.length ? sum : (sum * 100) / total);
}

function equalShares(task: TaskState): number {
  let sum = 0;
  for (const { status } of task.phases.values()) sum += PHASE_PERCENT[status];
  return Math.round((sum * 100) / Math.max(1, task.phases.size));
}

function phaseAverages(tasks: TaskState[]): Record<Phase, number> {
  const averages = { design: 0, spec: 0, task: 0, execute: 0 };
  for (const phase of PHASES) {
    let sum = 0;
    // A task that declares its phases may do without this one.
    const having = tasks.filter(task => task.phases.has(phase));
    for (const task of having) {
      const status = task.phases.get(phase)?.status ?? "pending";
      sum += task.status === "skipped" ? 100 : PHASE_PERCENT[status];
    }
    averages[phase] = having.length === 0 ? 0 : Math.floor(sum / having.length);
  }
  return averages;
}
