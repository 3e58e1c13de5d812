import type { Phase } from "../phase.ts";

/** Why work cannot go on. The order is that of the blocker table in the README. */
export const BLOCKER_TYPES = [
  "task_failure",
  "timeout",
  "stalled_task",
  "stalled_execution",
  "deliverable_invalid",
  "test_failures",
  "quality_gate_failed",
  "git_conflicts",
  "dependency_unavailable",
  "resource_conflict",
  "disk_space",
  "network",
  "approval_rejected",
  "budget_exceeded",
  "sandbox_unavailable",
  "usage_limit",
  "credentials",
  "credit",
  "question_unanswered",
] as const;
export type BlockerType = (typeof BLOCKER_TYPES)[number];

/** Seen and logged, never a blocker: work goes on. */
export const WARNING_TYPES = [
  "long_running_task",
  "stalled_task",
  "stalled_execution",
  "memory_pressure",
  "network",
  "approval_unverified",
  "due_risk",
  "budget_near",
  "credentials_persisted",
  "no_isolation",
  "agent_settings",
  "policy_difference",
  "plan",
  "manual_work",
  "profile_out",
  "criterion_holds_before",
  "note_refused",
  "note_unread",
] as const;
export type WarningType = (typeof WARNING_TYPES)[number];

export const SEVERITIES = ["warning", "error", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * How far the resolution has gone: 1 automatic retry, 2 another agent, 3 strategy adjusted, 4 a person,
 * 5 scope (skip), 6 postpone or cancel.
 */
export const ESCALATION_LEVELS = [1, 2, 3, 4, 5, 6] as const;
export type EscalationLevel = (typeof ESCALATION_LEVELS)[number];

/** A command that resolves a blocker, in the form of the command line and the comments. */
export interface Proposal {
  command: string;
  why: string;
}

export interface Blocker {
  /** Made of what it is about, so that the same trouble has the same id in every run. */
  id: string;
  type: BlockerType;
  severity: Severity;
  task?: string;
  phase?: Phase;
  /** The agent profile whose account or service it is about, with the tasks that it holds. */
  profile?: string;
  tasks?: string[];
  level: EscalationLevel;
  message: string;
  /** Tail of the output or findings, redacted. */
  evidence: string;
  proposals: Proposal[];
  attempts: number;
  /** RFC 3339. */
  detectedAt: string;
}

/** `type`, `type:task` or `type:task/phase`. */
export function blockerId(type: BlockerType, task?: string, phase?: string): string {
  if (!task) return phase ? `${type}:${phase}` : type;
  return phase ? `${type}:${task}/${phase}` : `${type}:${task}`;
}
