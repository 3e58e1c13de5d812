import { isFinished, type Phase, type PhaseWeights } from "../phase.ts";
import type { Plan } from "../plan/plan.ts";
import { isDone, type State, type TaskState } from "../session/state.ts";
import type { Graph } from "./graph.ts";

/** What each phase of each task is expected to take, in hours, by the task's place and the phase's place in it. */
export type Costs = readonly (readonly number[])[];

/**
 * A task's `estimated_hours`, shared among its phases by weight. A task without an estimate is taken for an average
 * one of this milestone; where nothing is estimated every task counts one hour, so only the phase weights speak. A
 * heading over other tasks, whose command does nothing, takes no time, nor does a task for a failure that is not there.
 */
export function phaseCosts(plan: Plan): Costs {
  const estimates = plan.tasks.flatMap(task => task.estimatedHours ?? []);
  const typical = estimates.length ? estimates.reduce((a, b) => a + b, 0) / estimates.length : 1;
  return plan.tasks.map(task => {
    const isFree = task.when === "failure" || (task.estimatedHours === undefined && doesNothing(task));
    if (isFree) return task.phases.map(() => 0);
    const shares = sharesOf(
      task.phases.map(p => p.phase),
      plan.weights,
    );
    return shares.map(share => share * (task.estimatedHours ?? typical));
  });
}

function doesNothing({ phases }: Plan["tasks"][number]): boolean {
  const left = phases.filter(phase => !isFinished(phase.status));
  const [last] = left;
  if (!last || left.length > 1 || phases.length === 1 || last.deliverables.length > 0) return false;
  return last.executor.kind === "run" && /^(?:true|:)$/.test(last.executor.command.trim());
}

function sharesOf(phases: Phase[], weights: PhaseWeights): number[] {
  const total = phases.reduce((sum, phase) => sum + weights[phase], 0);
  return phases.map(phase => (total > 0 ? weights[phase] / total : 1 / phases.length));
}

/** Hours of work that a task still needs; a phase that waits for its approval needs none. */
export function remainingHours(
  graph: Graph,
  costs: Costs,
  place: number,
  state: TaskState | undefined,
): number {
  const phases = graph.tasks[place]!.phases;
  const cost = costs[place]!;
  if (state && isDone(state)) return 0;
  let hours = 0;
  for (let i = 0; i < phases.length; i++) {
    const status = state?.phases.get(phases[i]!.phase)?.status ?? "pending";
    if (!isFinished(status) && status !== "waiting_approval") hours += cost[i]!;
  }
  return hours;
}

/** For each task the longest path of work behind it, itself not counted, in hours. */
export function hoursBehind(graph: Graph, own: readonly number[]): number[] {
  const behind = new Array<number>(graph.tasks.length).fill(0);
  for (let at = graph.order.length - 1; at >= 0; at--) {
    const i = graph.order[at]!;
    for (const d of graph.dependants[i]!) behind[i] = Math.max(behind[i]!, own[d]! + behind[d]!);
  }
  return behind;
}

export interface CriticalPath {
  /** Task ids from the first to the last. */
  tasks: string[];
  hours: number;
  /** Hours of all remaining work. */
  totalHours: number;
  /** 1 − critical path / total work: 0 for a chain, near 1 for independent tasks. */
  potential: number;
}

/** The longest path of remaining work. Ties go to the task that stands first in the file. */
export function criticalPath(graph: Graph, costs: Costs, state?: State): CriticalPath {
  const own = graph.tasks.map((task, i) => remainingHours(graph, costs, i, state?.tasks.get(task.id)));
  const behind = hoursBehind(graph, own);
  const longest = (places: Iterable<number>): number | undefined => {
    let best: number | undefined;
    for (const i of places) {
      if (own[i]! === 0 && behind[i]! === 0) continue;
      if (best === undefined || own[i]! + behind[i]! > own[best]! + behind[best]!) best = i;
    }
    return best;
  };
  const tasks: string[] = [];
  const first = longest(graph.tasks.keys());
  for (let at = first; at !== undefined; at = longest(graph.dependants[at]!)) {
    if (own[at]! > 0) tasks.push(graph.tasks[at]!.id);
  }
  const hours = first === undefined ? 0 : own[first]! + behind[first]!;
  const totalHours = own.reduce((a, b) => a + b, 0);
  return { tasks, hours, totalHours, potential: totalHours > 0 ? Math.max(0, 1 - hours / totalHours) : 0 };
}
