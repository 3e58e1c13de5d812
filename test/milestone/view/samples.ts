import { DEFAULT_WEIGHTS } from "../../../src/milestone/phase.ts";
import type {
  Decision,
  EventData,
  EventName,
  LoggedEvent,
  Person,
} from "../../../src/milestone/session/event.ts";

const by: Person = { login: "octocat", id: 583_231, source: "comment" };
const lease = { epoch: 2, run_id: "7", run_attempt: 1, job: "execute", host: "h", pid: 9, pid_started: "1" };
const opening = { lease, strategy: "hybrid", agents: 3, monitoring: "detailed", version: "1.0.0" } as const;
const decision = (verdict: Decision["verdict"]): Decision => ({
  verdict,
  by,
  ref: 42,
  commit: "0123456789abcdef0123456789abcdef01234567",
  permission: "write",
  at: "2026-11-16T09:00:00.000Z",
  feedback: ["name the codes"],
});
const commit = "89abcdef0123456789abcdef0123456789abcdef";

/** One event of each kind; the compiler asks for more when there are more. */
export const SAMPLES: EventData = {
  session_started: opening,
  session_resumed: { ...opening, from: "waiting_approval" },
  session_interrupted: { reason: "SIGTERM" },
  session_paused: { reason: "lunch", by },
  session_suspended: { status: "blocked", reason: "a person is needed" },
  session_ended: { status: "completed" },
  lease_released: { epoch: 2, by, reason: "the runner is gone" },
  milestone_activated: {
    title: "T",
    weights: DEFAULT_WEIGHTS,
    tasks: [{ id: "a", workflow: true, status: "pending", phases: {} }],
    compliance: { score: 100, migrated: [], standard: [] },
    base: { branch: "main", commit },
    quality_gates: [],
  },
  milestone_completed: { percentage: 100 },
  milestone_postponed: { reason: "freeze", by },
  milestone_cancelled: { reason: "replaced", by },
  milestone_archived: { by },
  dependencies_validated: { milestones: ["auth-v1"], prerequisites: ["tool node >=24"] },
  dependencies_forced: { missing: ["auth-v1"] },
  dependents_notified: { milestones: ["sdk-v2"], change: "completed" },
  plan_changed: {
    added: [{ id: "b", workflow: true, status: "pending", phases: {} }],
    removed: ["c"],
    changed: [{ task: "a", what: ["executor"] }],
    by: "octocat",
  },
  command_accepted: { command: "retry", target: "a/design", reason: "again", by, request: "k" },
  task_started: {},
  task_completed: {},
  task_skipped: { reason: "later", by },
  phase_started: { attempt: 2, executor: "claude" },
  phase_completed: {
    attempt: 2,
    executor: "claude",
    duration_ms: 61_000,
    deliverables: [],
    changed: 3,
    gated: true,
  },
  phase_failed: {
    attempt: 1,
    executor: "claude",
    duration_ms: 1_000,
    type: "timeout",
    message: "took too long",
    evidence: "",
    kind: "ordinary",
  },
  phase_interrupted: { attempt: 1, reason: "the run ended" },
  phase_reopened: { by, reason: "wrong", revert: true },
  retry_scheduled: {
    attempt: 2,
    not_before: "2026-11-16T09:00:00.000Z",
    level: 1,
    executor: "codex",
    reason: "timeout",
  },
  approval_requested: {
    request: "a/design#1",
    transition: "design_to_spec",
    kind: "approval",
    approvers: [],
    min_approvals: 1,
    criteria: [],
    deliverables: [],
    attempt: 1,
  },
  approval_granted: { request: "a/design#1", decision: decision("approved"), complete: false },
  approval_rejected: { request: "a/design#1", decision: decision("rejected") },
  approval_voided: { request: "a/design#1", reason: "architecture.md changed", changed: ["architecture.md"] },
  blocker_detected: {
    id: "timeout:a/design",
    type: "timeout",
    severity: "error",
    level: 4,
    message: "took too long",
    evidence: "",
    proposals: [],
    attempts: 3,
  },
  blocker_escalated: { id: "timeout:a/design", level: 4, reason: "retries are spent" },
  blocker_resolved: { id: "timeout:a/design", how: "retried" },
  warning_raised: { type: "long_running_task", message: "runs for more than 1h" },
  quality_gate_passed: { name: "Foundation", at: 25, checks: [] },
  quality_gate_failed: {
    name: "Core",
    at: 50,
    checks: [{ command: "npm run check", ok: false, exit: 2, duration_ms: 5, tail: "" }],
  },
  tests_run: {
    reason: "phase",
    command: "npm test",
    commit,
    ok: false,
    exit: 1,
    duration_ms: 5_000,
    total: 10,
    passed: 8,
    failed: 2,
    failures: ["one", "two"],
    tail: "",
  },
  strategy_adjusted: { agents: 2, reason: "three conflicts" },
  budget_raised: { minutes: 30, cost_usd: 5, by },
  progress_updated: { percentage: 42, completed_tasks: 1, total_tasks: 3 },
  checkpoint_committed: { reason: "interval", files: 12 },
  commit_created: { commit, subject: "milestone(m): a design completed" },
  branch_pushed: { commit, commits: 1 },
  base_merged: { commit },
  person_commits_merged: { commits: [commit], paths: 2 },
};

const OF_A_PHASE = /^(phase_|retry_|approval_|blocker_detected)/;
const OF_A_TASK = /^(task_|warning_)/;

export function sampleEvent(name: EventName, at: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    timestamp: "2026-11-16T09:00:00.000Z",
    seq: 1,
    milestone_id: "m",
    session_id: "s",
    prev: "",
    event: name,
    ...(OF_A_PHASE.test(name) ? { task_id: "a", phase: "design" } : {}),
    ...(OF_A_TASK.test(name) ? { task_id: "a" } : {}),
    data: SAMPLES[name],
    ...at,
  } as LoggedEvent;
}
