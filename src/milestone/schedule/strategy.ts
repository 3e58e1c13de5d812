import type { Phase } from "../phase.ts";
import type { QualityGate } from "../plan/plan.ts";
import type { LoggedEvent } from "../session/event.ts";
import type { State } from "../session/state.ts";
import { counted } from "../text/sanitise.ts";
import type { CriticalPath } from "./critical-path.ts";
import type { Graph } from "./graph.ts";

export const STRATEGIES = ["parallel", "sequential", "hybrid", "auto"] as const;
export type Strategy = (typeof STRATEGIES)[number];
export type ChosenStrategy = Exclude<Strategy, "auto">;

export interface StrategyChoice {
  strategy: ChosenStrategy;
  complexity: "simple" | "medium" | "complex";
  /** Sentences for the log and the plan. */
  reasons: string[];
  warnings: string[];
}

/** Up to this many remaining tasks a milestone is simple, up to the second medium, above complex. */
const SIMPLE_TASKS = 3;
const MEDIUM_TASKS = 12;
/** Share of the work that must be able to run beside the critical path for `parallel` to be chosen. */
const PARALLEL_POTENTIAL = 0.6;
/** Agents per core above which a warning is due: AI agents mostly wait, builds and tests do not. */
const AGENTS_PER_CORE = 4;

export interface StrategyQuestion {
  wanted: Strategy;
  remainingTasks: number;
  path: CriticalPath;
  agents: number;
  /** Absent where the plan is shown for another machine. */
  cores?: number;
}

/** Takes `auto` to one of the three, and says why. */
export function chooseStrategy(question: StrategyQuestion): StrategyChoice {
  const { wanted, remainingTasks: tasks, path, agents, cores } = question;
  const complexity = tasks <= SIMPLE_TASKS ? "simple" : tasks <= MEDIUM_TASKS ? "medium" : "complex";
  const warnings: string[] = [];
  if (cores !== undefined && agents > cores * AGENTS_PER_CORE) {
    warnings.push(
      `${agents} agents on ${counted(cores, "core")}: commands that compute will slow each other; ` +
        `--agents=${cores * AGENTS_PER_CORE} or fewer suits this machine better`,
    );
  }
  if (wanted !== "auto") {
    return { strategy: wanted, complexity, reasons: [`${wanted}, as asked`], warnings };
  }
  const share = `${Math.round(path.potential * 100)} % of the work can run beside the critical path`;
  const size = `${counted(tasks, "task remains", "tasks remain")} (${complexity})`;
  if (complexity === "simple") {
    return {
      strategy: "sequential",
      complexity,
      reasons: [size, "so few are done one after the other"],
      warnings,
    };
  }
  const strategy = path.potential > PARALLEL_POTENTIAL ? "parallel" : "hybrid";
  const conclusion =
    strategy === "parallel"
      ? "enough to run every ready task at once"
      : "too little for free parallel runs, so clusters are synchronised";
  return { strategy, complexity, reasons: [size, share, conclusion], warnings };
}

export type PhaseOutcome = "success" | "failure" | "conflict" | "memory";

export interface Adjustment {
  agents: number;
  reason: string;
}

/** Troubles among the latest outcomes that narrow, and successes in a row that widen again. */
const TROUBLES_TO_NARROW = 2;
const OUTCOMES_LOOKED_AT = 6;

/**
 * Fewer agents after repeated conflicts or failures (half of them), one more after as many successes in a row as
 * twice the agents at work; memory pressure narrows at once. Null: stay as it is.
 * `outcomes` are those since the last adjustment, oldest first.
 */
export function adjustAgents(
  agents: number,
  max: number,
  outcomes: readonly PhaseOutcome[],
): Adjustment | null {
  const recent = outcomes.slice(-OUTCOMES_LOOKED_AT);
  const count = (outcome: PhaseOutcome) => recent.filter(o => o === outcome).length;
  const narrower = Math.max(1, Math.floor(agents / 2));
  if (agents > 1 && recent.at(-1) === "memory") {
    return { agents: narrower, reason: "memory is short" };
  }
  const conflicts = count("conflict");
  const failures = count("failure");
  if (agents > 1 && recent.at(-1) !== "success" && conflicts + failures >= TROUBLES_TO_NARROW) {
    const what = [conflicts && `${conflicts} conflicts`, failures && `${failures} failures`].filter(Boolean);
    return { agents: narrower, reason: `${what.join(" and ")} in the last ${recent.length} attempts` };
  }
  const streak = outcomes.length - 1 - outcomes.findLastIndex(o => o !== "success");
  if (agents < max && streak >= 2 * agents) {
    return { agents: agents + 1, reason: `${streak} attempts in a row succeeded` };
  }
  return null;
}

export interface ScheduleInput {
  /** The fold; the same object at every call, unless all of it is to be read again. */
  state: State;
  /** Phases that have a process now, each with its agent's slot. */
  running: readonly RunningPhase[];
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
  /** Whether the phase can end before the run must; absent: nothing is known to end the run. */
  fits?: (start: Omit<PhaseStart, "slot">) => boolean;
  /** `hybrid`: the highest cluster whose synchronisation (all work integrated, checks run) is done. */
  synced?: number;
}

export interface RunningPhase {
  task: string;
  phase: Phase;
  /** 1 to the number of agents. */
  slot: number;
}

export interface PhaseStart extends RunningPhase {
  attempt: number;
  /** A profile, or `run`: what `retry_scheduled` chose, else the plan's. */
  executor: string;
}

export interface ScheduleDecision {
  /** Phases to start now, most urgent first, each on a free slot. */
  start: PhaseStart[];
  /** Phases that a person does and that were not asked for yet. They need no slot. */
  manual: { task: string; phase: Phase; attempt: number }[];
  /** Phases that wait for an approval which no open request asks for: their gate is to be asked again. */
  ask: { task: string; phase: Phase; attempt: number }[];
  /** Tasks whose phases are all finished, so `task_completed` is due. */
  complete: string[];
  /** Tasks for a failure that did not come, so `task_skipped` is due. */
  skip: string[];
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
 * `waiting_manual`: only phases that a person does are left. `waiting_answer`: only questions of agents are. `waiting_resource`: tasks are ready, but other
 * milestones hold what they need. `waiting_limit`: the agents rest for longer than a run waits, until `wakeAt`.
 * `selected`: the tasks that were asked for are done, others are left.
 */
export type Idle =
  | "completed"
  | "blocked"
  | "checkpoint"
  | "waiting_approval"
  | "waiting_manual"
  | "waiting_answer"
  | "waiting_resource"
  | "waiting_limit"
  | "selected";

/** What is left to wait for, in the form of a decision. */
export interface WaitingPhase {
  idle: Idle;
  waitingFor: string[];
}

export interface Scheduler {
  next(input: ScheduleInput): ScheduleDecision;
  /**
   * Tells of an event that was folded into the state, so that `next` looks only at what it touched. Optional: a gap in
   * the numbers makes `next` look at every task again.
   */
  observe(event: LoggedEvent): void;
  /** Tasks of which no phase runs, and which keep their resources for their next one, as of the last `next`. */
  readonly keeping: string[];
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
  /** Only these tasks and what they need; absent: all. */
  only?: readonly string[];
}
