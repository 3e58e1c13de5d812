import { PHASES, type Phase } from "../phase.ts";
import { type Executor, type Plan, phasePlan } from "../plan/plan.ts";
import type { State } from "../session/state.ts";
import { counted } from "../text/sanitise.ts";
import { type Costs, phaseCosts } from "./critical-path.ts";

/** A phase that was finished before, in whatever milestone. */
export interface PastPhase {
  phase: Phase;
  ms: number;
  /** Who did it: a profile, or `run`; null: not known. */
  executor: string | null;
}

/** The finished phases in the states of other milestones. */
export function pastPhases(states: readonly State[]): PastPhase[] {
  return states.flatMap(state =>
    [...state.tasks.values()].flatMap(task =>
      PHASES.flatMap(phase => {
        const at = task.phases.get(phase);
        return at && at.durationMs > 0 ? [{ phase, ms: at.durationMs, executor: at.ranBy }] : [];
      }),
    ),
  );
}

export interface FinishedPhase extends PastPhase {
  /** What the plan gave it (ms). */
  planned: number;
  command: string | null;
}

/** What each finished phase of the milestone took, and what the plan gave it. */
export function finishedPhases(plan: Plan, state: State, costs = phaseCosts(plan)): FinishedPhase[] {
  return plan.tasks.flatMap(({ id, phases }, place) =>
    phases.flatMap(({ phase, executor }, at) => {
      const done = state.tasks.get(id)?.phases.get(phase);
      const planned = costs[place]![at]! * HOUR_MS;
      if (!done || done.durationMs <= 0 || planned <= 0) return [];
      const { durationMs: ms, ranBy } = done;
      return [{ phase, ms, planned, executor: ranBy, command: commandOf(executor) }];
    }),
  );
}

/** The first and the third quartile of at least one value. */
export function quarters(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)]!;
  return [at(0.25), at(0.75)];
}

const HOUR_MS = 3_600_000;

/** How long a phase takes, as far as anything speaks for it. */
export interface ExpectedTime {
  ms: number;
  /** What says so, in words. */
  basis: string;
  /** False: it is what other commands took, so it decides nothing by itself. */
  isSure: boolean;
}

export interface KnownTimes {
  plan: Plan;
  costs: Costs;
  own: readonly FinishedPhase[];
  /** Of other milestones. */
  past: readonly PastPhase[];
}

/**
 * What the phase's next attempt takes: as the same agent, or the same command, took for this phase before, in this
 * milestone or in another one of the repository; else by the task's estimate; else as other commands took. Of several the
 * upper quarter counts. null: nothing is known.
 */
export function expectedTime(
  known: KnownTimes,
  start: { task: string; phase: Phase; executor: string },
): ExpectedTime | null {
  const { plan, costs } = known;
  const place = plan.tasks.findIndex(task => task.id === start.task);
  const task = plan.tasks[place];
  const executor = task && phasePlan(task, start.phase)?.executor;
  if (!executor) return null;
  const planned = costs[place]![task.phases.findIndex(each => each.phase === start.phase)]! * HOUR_MS;
  const isSame = (each: PastPhase): boolean => each.phase === start.phase && each.executor === start.executor;
  const own = known.own.filter(isSame);
  const past = known.past.filter(isSame);
  // A name says what an agent does; commands differ.
  const command = start.executor === "run" ? commandOf(executor) : null;
  const alike = own.filter(each => each.command === command);
  if (alike.length > 0) return { ...inProportion(alike, planned), isSure: true };
  if (past.length > 0 && command === null) return { ...elsewhere(past), isSure: true };
  if (task.estimatedHours !== undefined) return { ...byEstimate(known.own, planned), isSure: true };
  if (own.length > 0) return { ...inProportion(own, planned), isSure: false };
  return past.length > 0 ? { ...elsewhere(past), isSure: false } : null;
}

function commandOf(executor: Executor): string | null {
  return executor.kind === "run" ? executor.command : null;
}

type Expected = Pick<ExpectedTime, "ms" | "basis">;

/** Each took what it did of what the plan gave it. */
function inProportion(own: readonly FinishedPhase[], planned: number): Expected {
  const [, most] = quarters(own.map(each => (each.ms / each.planned) * (planned || each.planned)));
  return { ms: most, basis: `as ${counted(own.length, "such phase")} of this milestone did` };
}

function elsewhere(past: readonly PastPhase[]): Expected {
  const [, most] = quarters(past.map(each => each.ms));
  return { ms: most, basis: `as ${counted(past.length, "such phase")} of earlier milestones did` };
}

/** An estimate counts as much as those of the phases that are finished were worth. */
function byEstimate(own: readonly FinishedPhase[], planned: number): Expected {
  const [, most] = own.length > 0 ? quarters(own.map(each => each.ms / each.planned)) : [1, 1];
  return { ms: planned * most, basis: "by its estimate" };
}
