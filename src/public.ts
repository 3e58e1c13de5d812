/**
 * The typed face of the npm package, `milestone-execute/milestone`: what a milestone is, and the pure functions over it.
 * A tool reads a plan with `readPlan`, a log with `readLog`, and gets the state by `foldLog`.
 */
export { PHASES, type Phase, type PhaseWeights } from "./milestone/phase.ts";
export type { Executor, Gate, Plan, TaskPlan } from "./milestone/plan/plan.ts";
export { type ReadPlan, type ReadPlanRequest, readPlan } from "./milestone/plan/read-plan.ts";
export {
  EVENTS,
  type EventData,
  type EventName,
  type LoggedEvent,
  type RunStatus,
} from "./milestone/session/event.ts";
export {
  type FoldedLog,
  foldLog,
  type LogReading,
  type LogSegment,
  readLog,
} from "./milestone/session/log.ts";
export { type Progress, progressOf } from "./milestone/session/progress.ts";
export type { State, TaskState } from "./milestone/session/state.ts";
