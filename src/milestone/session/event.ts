import type { Blocker, BlockerType, EscalationLevel, WarningType } from "../blocker/blocker.ts";
import type { MilestoneStatus, Phase, PhaseStatus, PhaseWeights, TaskStatus, Transition } from "../phase.ts";

/**
 * The spine: everything that ever happened to a milestone, in order. State, reports, dashboards, issues and exit
 * codes are functions of these events. A new kind is added here, in `EventData`, and nowhere else.
 */
export interface EventData {
  session_started: SessionOpening;
  session_resumed: SessionOpening & { from: SessionStatus | "crashed" };
  session_interrupted: { reason: string };
  session_paused: { reason: string; by?: Person };
  /** The run ends while the milestone waits; the session goes on later under the same id. */
  session_suspended: { status: "waiting_approval" | "blocked" | "in_progress"; reason: string };
  session_ended: { status: "completed" | "cancelled" | "postponed" };
  lease_released: { epoch: number; by: Person; reason: string };
  milestone_activated: MilestoneActivated;
  milestone_completed: { percentage: 100 };
  milestone_postponed: { reason: string; by: Person };
  milestone_cancelled: { reason: string; by: Person };
  milestone_archived: { by: Person };
  dependencies_validated: { milestones: string[]; prerequisites: string[] };
  dependencies_forced: { missing: string[] };
  dependents_notified: {
    milestones: string[];
    change: "activated" | "completed" | "postponed" | "cancelled";
  };
  plan_changed: {
    added: TaskSeed[];
    removed: string[];
    changed: { task: string; what: string[] }[];
    /** What changed of the milestone itself, e.g. `budget`; absent: nothing. */
    milestone?: string[];
    by: string;
  };
  command_accepted: { command: string; target?: string; reason?: string; by: Person; request?: string };
  task_started: Record<string, never>;
  task_completed: Record<string, never>;
  task_skipped: { reason: string; by: Person };
  phase_started: { attempt: number; executor: string };
  phase_completed: PhaseCompleted;
  phase_failed: PhaseFailed;
  /** The running attempt ended through no fault of its own: killed with the run, or set back to the fresh tip. */
  phase_interrupted: { attempt: number; reason: string };
  /** A finished or failed phase is to run again, by a person's wish. Later phases of the task go back to pending. */
  phase_reopened: {
    by: Person;
    reason: string;
    revert: boolean;
    /** What the next attempt is told; absent: what it would be told anyway. */
    feedback?: string[];
  };
  retry_scheduled: {
    attempt: number;
    not_before: string;
    level: EscalationLevel;
    executor: string;
    reason: string;
  };
  approval_requested: ApprovalRequested;
  approval_granted: { request: string; decision: Decision; complete: boolean };
  approval_rejected: { request: string; decision: Decision };
  /** The deliverables changed after the request or the approval, so it asks again (`approval_requested` follows). */
  approval_voided: { request: string; reason: string; changed: string[] };
  blocker_detected: BlockerDetected;
  blocker_escalated: { id: string; level: EscalationLevel; reason: string };
  blocker_resolved: { id: string; how: string };
  warning_raised: { type: WarningType; message: string };
  quality_gate_passed: { name: string; at: number; checks: CheckResult[] };
  quality_gate_failed: { name: string; at: number; checks: CheckResult[] };
  tests_run: TestRun;
  strategy_adjusted: { agents: number; reason: string };
  budget_raised: { minutes?: number; tokens?: number; cost_usd?: number; attempts?: number; by: Person };
  progress_updated: { percentage: number; completed_tasks: number; total_tasks: number };
  checkpoint_committed: { reason: string; files: number };
  commit_created: { commit: string; subject: string };
  branch_pushed: { commit: string; commits: number };
  base_merged: { commit: string };
  person_commits_merged: { commits: string[]; paths: number };
}

export type EventName = keyof EventData;

/** The roles whose own log a line goes to as well, `logs/<session>/<role>.jsonl`. */
export type AgentRole =
  | "task_executor"
  | "progress_monitor"
  | "git_integration"
  | "dependency_validator"
  | "blocker_detector"
  | "session_manager";

/** What the engine says happened; time, number and chain are added when it is logged. */
export type NewEvent = {
  [N in EventName]: {
    event: N;
    data: EventData[N];
    task_id?: string;
    phase?: Phase;
    /** Role, or `task_executor/<slot>`. */
    agent?: string;
  };
}[EventName];

/** One line of `logs/execution-<milestone>.jsonl`. */
export type LoggedEvent = NewEvent & {
  /** RFC 3339, UTC, milliseconds. */
  timestamp: string;
  /** Strictly increasing per milestone, from 1, over all sessions. */
  seq: number;
  milestone_id: string;
  session_id: string;
  /** SHA-256 of the line before, without its newline; 64 zeros in the first. */
  prev: string;
};

export type SessionStatus =
  | "active"
  | "interrupted"
  | "paused"
  | "waiting_approval"
  | "blocked"
  | "completed"
  | "cancelled"
  | "postponed"
  /** Ended early with the milestone still going: another run goes on. */
  | "suspended";

export interface Person {
  login: string;
  /** GitHub's numeric id; null for a local person. */
  id: number | null;
  source: "local" | "comment" | "review" | "issue" | "check" | "dispatch";
}

/** Who holds the branch. A higher epoch always wins; the clock decides liveness only, never safety. */
export interface Lease {
  epoch: number;
  run_id: string;
  run_attempt: number;
  job: string;
  host: string;
  pid: number;
  /** Start time of the process as its host counts it: tells a reused pid from the owner. */
  pid_started: string;
}

export interface SessionOpening {
  lease: Lease;
  strategy: "parallel" | "sequential" | "hybrid" | "auto";
  agents: number;
  monitoring: "basic" | "detailed" | "verbose";
  /** Idempotency key of the wish that started this run. */
  request?: string;
  version: string;
  /** Only where there is none: the work is done in the checkout itself, and no branch holds it. */
  git_integration?: false;
}

/** What the fold needs to know of a task before its first event. */
export interface TaskSeed {
  id: string;
  workflow: boolean;
  status: TaskStatus;
  phases: Partial<Record<Phase, PhaseStatus>>;
  /** What phases left that were finished before the milestone began; absent where they left nothing. */
  deliverables?: Partial<Record<Phase, FileRef[]>>;
}

export interface MilestoneActivated {
  title: string;
  weights: PhaseWeights;
  tasks: TaskSeed[];
  compliance: { score: number; migrated: string[]; standard: string[] };
  base: { branch: string; commit: string };
  quality_gates: { name: string; at: number }[];
}

export interface FileRef {
  /** From the repository's root. */
  path: string;
  /** Git blob id. */
  blob: string;
}

/** What an attempt used, as its program reported it; absent when it reports nothing. */
export interface Usage {
  agent: string;
  model?: string;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
  /** What each model used, where the program used more than one; these add up to the figures above. */
  models?: { model: string; input_tokens: number; output_tokens: number; cost_usd: number }[];
}

export interface PhaseCompleted {
  attempt: number;
  executor: string;
  duration_ms: number;
  deliverables: FileRef[];
  /** Number of repository files changed beside the deliverables. */
  changed: number;
  /** Whether an approval must follow before the phase counts as finished. */
  gated: boolean;
  usage?: Usage;
  /** How the agent says it answered each point of feedback. */
  answers?: string[];
}

export interface PhaseFailed {
  attempt: number;
  executor: string;
  duration_ms: number;
  type: BlockerType;
  message: string;
  evidence: string;
  /** Transient failures are retried, permanent ones are not; an ordinary one is retried as often as allowed. */
  kind: "transient" | "ordinary" | "permanent";
  usage?: Usage;
}

export interface ApprovalRequested {
  /** `<task>/<phase>#<attempt>`, with `.n` when asked again; `gate:<name>` for a quality gate, with `#n`. */
  request: string;
  transition: Transition | "quality_gate";
  kind: "approval" | "manual";
  approvers: string[];
  min_approvals: number;
  criteria: string[];
  deliverables: FileRef[];
  attempt: number;
}

export interface Decision {
  verdict: "approved" | "rejected";
  by: Person;
  /** Review or comment id at GitHub; null for a local decision. */
  ref: number | null;
  /** The commit that was looked at. */
  commit: string | null;
  permission: string;
  /** RFC 3339. */
  at: string;
  /** Body and line comments, the next attempt's feedback. */
  feedback: string[];
}

export type BlockerDetected = Omit<Blocker, "detectedAt">;

export interface CheckResult {
  command: string;
  ok: boolean;
  exit: number | null;
  duration_ms: number;
  tail: string;
}

export interface TestRun {
  reason: "baseline" | "phase" | "final" | "retry";
  command: string;
  /** null: there is none, the checkout itself was tested. */
  commit: string | null;
  ok: boolean;
  exit: number | null;
  duration_ms: number;
  total?: number;
  passed?: number;
  failed?: number;
  skipped?: number;
  failures: string[];
  tail: string;
}

/** Statuses that a run can end with, as the Action's `status` output shows them. */
export type RunStatus = MilestoneStatus | "failed";
