import type { Phase } from "../phase.ts";
import type { QualityGate } from "../plan/plan.ts";
import type { LoggedEvent } from "../session/event.ts";
import type { State } from "../session/state.ts";
import type { Graph } from "./graph.ts";
import type { ChosenStrategy, Strategy, StrategyChoice } from "./strategy.ts";

export interface ScheduleInput {
  /** The fold; the same object at every call, unless all of it is to be read anew. */
  state: State;
  /** Phases that have a process now, each with its agent's slot. */
  running: readonly Running[];
  /** Milliseconds since the epoch. */
  now: number;
  /** How many agents may run; `strategy_adjusted` narrows it further. */
  agents: number;
  /** Resources that other milestones hold. */
  heldElsewhere?: readonly string[];
  /** Nothing may start now (checks run that must be over first). */
  holdAll?: boolean;
  /** No `execute` phase may start now. */
  holdExecute?: boolean;
  /** `hybrid`: the highest cluster whose synchronisation (all work integrated, checks run) is done. */
  synced?: number;
}

export interface Running {
  task: string;
  phase: Phase;
  /** 1 to the number of agents. */
  slot: number;
}

export interface Start extends Running {
  attempt: number;
  /** A profile, or `run`: what `retry_scheduled` chose, else the plan's. */
  executor: string;
}

export interface Decision {
  /** Phases to start now, most urgent first, each on a free slot. */
  start: Start[];
  /** Phases that a person does and that were not asked for yet. They need no slot. */
  manual: { task: string; phase: Phase; attempt: number }[];
  /** Phases that wait for an approval which no open request asks for: their gate is to be asked again. */
  ask: { task: string; phase: Phase; attempt: number }[];
  /** Tasks whose phases are all finished, so `task_completed` is due. */
  complete: string[];
  /** Checkpoints whose checks are due now; no phase starts before they pass. */
  checkpoints: QualityGate[];
  /** `hybrid`: the cluster that is through and must be synchronised before the next one starts. */
  sync: number | null;
  /** The earliest time at which a waiting retry may start, in milliseconds since the epoch. */
  wakeAt: number | null;
  /** Set when nothing runs, nothing can start and no time will change that. */
  idle: Idle | null;
  /** What `idle` is about: ids of blockers, approval requests or tasks, or the checkpoint's name. */
  waitingFor: string[];
}

/**
 * `blocked`: a person must resolve blockers. `checkpoint`: a checkpoint fails, which stops everything.
 * `waiting_manual`: only phases that a person does are left. `waiting_resource`: tasks are ready, but other
 * milestones hold what they need.
 */
export type Idle =
  | "completed"
  | "blocked"
  | "checkpoint"
  | "waiting_approval"
  | "waiting_manual"
  | "waiting_resource";

/** What is left to wait for, in the form of a decision. */
export interface Waiting {
  idle: Idle;
  waitingFor: string[];
}

export interface Scheduler {
  next(input: ScheduleInput): Decision;
  /**
   * Tells of an event that was folded into the state, so that `next` looks only at what it touched. Optional: a gap in
   * the numbers makes `next` look at every task again.
   */
  observe(event: LoggedEvent): void;
  /** The milestone's percentage as of the last `next`. */
  percentage(): number;
  readonly graph: Graph;
  /** How `auto` was decided, with reasons and warnings. */
  readonly choice: StrategyChoice;
  readonly strategy: ChosenStrategy;
}

export interface SchedulerOptions {
  strategy: Strategy;
  agents: number;
  /** Of the machine; absent: no warning about too many agents. */
  cores?: number;
  /** Where the milestone stands; absent: nothing is done yet. Only `auto` looks at it. */
  state?: State;
}
