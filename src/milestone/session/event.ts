import type { z } from "zod";
import type { MilestoneStatus } from "../phase.ts";
import { blockerEvents } from "./blocker-events.ts";
import type { Logged } from "./event-kind.ts";
import { gateEvents } from "./gate-events.ts";
import { milestoneEvents } from "./milestone-events.ts";
import { profileEvents } from "./profile-events.ts";
import { questionEvents } from "./question-events.ts";
import { sessionEvents } from "./session-events.ts";
import { taskEvents } from "./task-events.ts";

export type {
  ApprovalRequested,
  BlockerDetected,
  CheckResult,
  ConversationRecord,
  Decision,
  FileRef,
  KeptWork,
  Lease,
  MilestoneActivated,
  Person,
  PhaseCompleted,
  PhaseFailed,
  ProvenCriterion,
  QuestionAnswered,
  QuestionAsked,
  SessionOpening,
  SessionStatus,
  TaskSeed,
  TestRun,
  Usage,
} from "./event-data.ts";

/**
 * The spine: everything that ever happens to a milestone. State, reports, dashboards, issues and exit codes are
 * functions of these events. A new kind is declared in one of the seven tables, with the shape of its data, its words,
 * its role's log and its fold; the compiler finds the rest.
 */
export const EVENTS = {
  ...sessionEvents,
  ...milestoneEvents,
  ...taskEvents,
  ...gateEvents,
  ...blockerEvents,
  ...profileEvents,
  ...questionEvents,
};

export type EventName = keyof typeof EVENTS;
export type EventData = { [N in EventName]: z.infer<(typeof EVENTS)[N]["data"]> };

/** One line of `logs/execution-<milestone>.jsonl`. */
export type LoggedEvent = { [N in EventName]: Logged<EventData[N]> & { event: N } }[EventName];
export type EventOf<N extends EventName> = Extract<LoggedEvent, { event: N }>;

/** What the engine says happened; time, number and chain are added when it is logged. */
export type NewEvent = {
  [N in EventName]: { event: N; data: EventData[N] } & Pick<LoggedEvent, "task_id" | "phase" | "agent">;
}[EventName];

/** The roles whose own log a line goes to as well, `logs/<session>/<role>.jsonl`. */
export type AgentRole =
  | "task_executor"
  | "progress_monitor"
  | "git_integration"
  | "dependency_validator"
  | "blocker_detector"
  | "session_manager";

/** Statuses that a run can end with, as the Action's `status` output shows them. */
export type RunStatus = MilestoneStatus | "failed";
