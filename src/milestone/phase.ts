/** The four phases of a task, always in this order. */
export const PHASES = ["design", "spec", "task", "execute"] as const;
export type Phase = (typeof PHASES)[number];

export const PHASE_STATUSES = [
  "pending",
  "in_progress",
  "waiting_approval",
  "waiting_answer",
  "blocked",
  "completed",
  "approved",
] as const;
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

export const TASK_STATUSES = [
  "pending",
  "in_progress",
  "waiting_approval",
  "waiting_answer",
  "blocked",
  "completed",
  "skipped",
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const MILESTONE_STATUSES = [
  "planned",
  "in_progress",
  "waiting_approval",
  "waiting_answer",
  "waiting_limit",
  "blocked",
  "paused",
  "completed",
  "postponed",
  "cancelled",
] as const;
export type MilestoneStatus = (typeof MILESTONE_STATUSES)[number];

/** Share of a task's work in each phase, in percent; the four sum to 100. */
export type PhaseWeights = Record<Phase, number>;
export const DEFAULT_WEIGHTS: PhaseWeights = { design: 15, spec: 25, task: 20, execute: 40 };

/** How far a phase in this status counts, in percent of the phase. */
export const PHASE_PERCENT: Record<PhaseStatus, number> = {
  pending: 0,
  blocked: 30,
  in_progress: 60,
  waiting_answer: 60,
  waiting_approval: 90,
  completed: 100,
  approved: 100,
};

/** Whether a text names one of the four phases. */
export function isPhase(value: string): value is Phase {
  return (PHASES as readonly string[]).includes(value);
}

/** A finished phase lets the next one start: completed without a gate, or approved. */
export function isFinished(status: PhaseStatus): boolean {
  return status === "completed" || status === "approved";
}

/** The name of the gate behind a phase, as written in `kiro_configuration.approval_gates`. */
export const TRANSITIONS = [
  "design_to_spec",
  "spec_to_task",
  "task_to_execute",
  "execute_completion",
] as const;
export type Transition = (typeof TRANSITIONS)[number];
export const TRANSITION: Record<Phase, Transition> = {
  design: "design_to_spec",
  spec: "spec_to_task",
  task: "task_to_execute",
  execute: "execute_completion",
};

/**
 * The end of an exhaustive switch: a value that no case takes does not compile, and one that the compiler never saw is
 * a bug. @throws always, naming what was not known and the value
 */
export function unreachable(what: string, value: never): never {
  throw new Error(`unknown ${what} ${JSON.stringify(value)}`);
}
