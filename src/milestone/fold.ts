import type { LoggedEvent } from "./event.ts";
import { PHASES, type Phase } from "./phase.ts";
import {
  addUsage,
  newPhase,
  newTask,
  noUsage,
  type PhaseState,
  type State,
  type TaskState,
} from "./state.ts";

/** The state that the events add up to; `from` is changed and returned, so that a log can be read in parts. */
export function fold(from: State, events: Iterable<LoggedEvent>): State {
  for (const event of events) applyEvent(from, event);
  return from;
}

/** Takes one event into the state. Events come from a verified log: one that names an unknown task is a bug. */
export function applyEvent(state: State, event: LoggedEvent): void {
  state.seq = event.seq;
  state.timestamp = event.timestamp;
  switch (event.event) {
    case "session_started":
    case "session_resumed":
    case "session_interrupted":
    case "session_paused":
    case "session_suspended":
    case "session_ended":
    case "lease_released":
      return applySession(state, event);
    case "milestone_activated":
    case "milestone_completed":
    case "milestone_postponed":
    case "milestone_cancelled":
    case "plan_changed":
      return applyMilestone(state, event);
    case "task_started":
    case "task_completed":
    case "task_skipped":
      return applyTask(state, event);
    case "phase_started":
    case "phase_completed":
    case "phase_failed":
    case "phase_interrupted":
    case "phase_reopened":
    case "retry_scheduled":
      return applyPhase(state, event);
    case "approval_requested":
    case "approval_granted":
    case "approval_rejected":
    case "approval_voided":
      return applyApproval(state, event);
    case "blocker_detected":
    case "blocker_escalated":
    case "blocker_resolved":
      return applyBlocker(state, event);
    case "quality_gate_passed":
    case "quality_gate_failed":
      state.qualityGates.set(event.data.name, {
        name: event.data.name,
        at: event.data.at,
        status: event.event === "quality_gate_passed" ? "passed" : "failed",
        checks: event.data.checks,
        decidedAt: event.timestamp,
      });
      return;
    case "tests_run":
      state.lastTests = { ...event.data, at: event.timestamp };
      return;
    case "warning_raised":
      state.warnings.push({ at: event.timestamp, ...event.data, task: event.task_id });
      return;
    case "command_accepted":
      if (event.data.request) state.requests.add(event.data.request);
      return;
    case "budget_raised": {
      const raised = event.task_id ? taskOf(state, event).budgetRaised : state.budgetRaised;
      raised.minutes += event.data.minutes ?? 0;
      raised.tokens += event.data.tokens ?? 0;
      raised.costUsd += event.data.cost_usd ?? 0;
      raised.attempts += event.data.attempts ?? 0;
      return;
    }
    case "strategy_adjusted":
      state.agentsLimit = event.data.agents;
      return;
    case "progress_updated":
      state.percentage = event.data.percentage;
      return;
    case "milestone_archived":
    case "dependencies_forced":
    case "dependents_notified":
    case "checkpoint_committed":
    case "commit_created":
    case "branch_pushed":
    case "base_merged":
    case "person_commits_merged":
      return;
    default:
      return unreachable(event);
  }
}

type Of<N extends LoggedEvent["event"]> = Extract<LoggedEvent, { event: N }>;

function applySession(
  state: State,
  event: Of<
    | "session_started"
    | "session_resumed"
    | "session_interrupted"
    | "session_paused"
    | "session_suspended"
    | "session_ended"
    | "lease_released"
  >,
): void {
  switch (event.event) {
    case "session_started":
    case "session_resumed": {
      const { lease, strategy, agents, monitoring, request } = event.data;
      const known = state.session?.id === event.session_id ? state.session : null;
      state.session = {
        id: event.session_id,
        status: "active",
        startedAt: known?.startedAt ?? event.timestamp,
        resumedAt: known ? event.timestamp : null,
        strategy,
        agents,
        monitoring,
        reason: "",
      };
      state.lease = lease;
      state.epoch = Math.max(state.epoch, lease.epoch);
      state.agentsLimit = null;
      if (request) state.requests.add(request);
      if (state.activatedAt) state.status = "in_progress";
      return;
    }
    case "lease_released":
      state.lease = null;
      state.epoch = Math.max(state.epoch, event.data.epoch);
      return;
    case "session_interrupted":
      return endRun(state, "interrupted", event.data.reason, "paused");
    case "session_paused":
      return endRun(state, "paused", event.data.reason, "paused");
    case "session_suspended": {
      const { status, reason } = event.data;
      return endRun(state, status === "in_progress" ? "suspended" : status, reason, status);
    }
    case "session_ended":
      endRun(state, event.data.status, "", event.data.status);
      state.endedAt = event.timestamp;
      return;
    default:
      return unreachable(event);
  }
}

function endRun(
  state: State,
  session: NonNullable<State["session"]>["status"],
  reason: string,
  milestone: State["status"],
): void {
  if (state.session) Object.assign(state.session, { status: session, reason });
  state.lease = null;
  state.status = milestone;
}

function applyMilestone(
  state: State,
  event: Of<
    | "milestone_activated"
    | "milestone_completed"
    | "milestone_postponed"
    | "milestone_cancelled"
    | "plan_changed"
  >,
): void {
  switch (event.event) {
    case "milestone_activated":
      state.title = event.data.title;
      state.weights = event.data.weights;
      for (const seed of event.data.tasks) state.tasks.set(seed.id, newTask(seed));
      for (const gate of event.data.quality_gates) {
        state.qualityGates.set(gate.name, { ...gate, status: "pending", checks: [], decidedAt: null });
      }
      state.activatedAt = event.timestamp;
      state.status = "in_progress";
      return;
    case "plan_changed":
      for (const id of event.data.removed) state.tasks.delete(id);
      for (const seed of event.data.added) state.tasks.set(seed.id, newTask(seed));
      return;
    case "milestone_completed":
      state.status = "completed";
      state.percentage = event.data.percentage;
      return;
    case "milestone_postponed":
      state.status = "postponed";
      return;
    case "milestone_cancelled":
      state.status = "cancelled";
      return;
    default:
      return unreachable(event);
  }
}

function applyTask(state: State, event: Of<"task_started" | "task_completed" | "task_skipped">): void {
  const task = taskOf(state, event);
  switch (event.event) {
    case "task_started":
      task.status = "in_progress";
      task.startedAt ??= event.timestamp;
      return;
    case "task_completed":
      task.status = "completed";
      task.completedAt = event.timestamp;
      return;
    case "task_skipped":
      task.status = "skipped";
      task.completedAt = event.timestamp;
      task.skipReason = event.data.reason;
      for (const approval of state.approvals.values()) {
        if (approval.task === task.id && approval.status === "open") approval.status = "void";
      }
      return;
    default:
      return unreachable(event);
  }
}

function applyPhase(
  state: State,
  event: Of<
    | "phase_started"
    | "phase_completed"
    | "phase_failed"
    | "phase_interrupted"
    | "phase_reopened"
    | "retry_scheduled"
  >,
): void {
  const task = taskOf(state, event);
  const phase = phaseOf(task, event);
  switch (event.event) {
    case "phase_started":
      phase.status = "in_progress";
      phase.attempt = event.data.attempt;
      phase.startedAt = event.timestamp;
      phase.notBefore = null;
      break;
    case "phase_completed":
      phase.status = event.data.gated ? "waiting_approval" : "completed";
      phase.completedAt = event.timestamp;
      phase.durationMs = event.data.duration_ms;
      phase.deliverables = event.data.deliverables;
      phase.failures = 0;
      phase.feedback = [];
      phase.executor = null;
      closeManualRequest(state, phase, event.timestamp);
      recordUsage(state, task, phase, event.data);
      break;
    case "phase_failed":
      phase.failures += 1;
      phase.feedback = [event.data.message, event.data.evidence].filter(Boolean);
      recordUsage(state, task, phase, event.data);
      break;
    // The phase stays in progress: an interruption is no step back, and the percentage may not fall for it.
    case "phase_interrupted":
      break;
    case "retry_scheduled":
      phase.notBefore = event.data.not_before;
      phase.executor = event.data.executor;
      break;
    case "phase_reopened":
      reopen(state, task, phase, event.phase!);
      break;
    default:
      return unreachable(event);
  }
  settleTask(task);
}

/** A person's own work that was asked for is there. */
function closeManualRequest(state: State, phase: PhaseState, at: string): void {
  const request = phase.approval ? state.approvals.get(phase.approval) : undefined;
  if (request?.kind === "manual" && request.status === "open") {
    Object.assign(request, { status: "granted", decidedAt: at });
  }
}

/** The reopened phase starts anew; later phases of the task fall back and lose their approvals. */
function reopen(state: State, task: TaskState, phase: PhaseState, name: Phase): void {
  for (const later of PHASES.slice(PHASES.indexOf(name))) {
    const at = task.phases.get(later);
    if (!at) continue;
    const open = at.approval ? state.approvals.get(at.approval) : undefined;
    if (open && open.status !== "rejected") open.status = "void";
    const kept = { attempt: at.attempt, usage: at.usage };
    task.phases.set(later, { ...newPhase("pending"), ...kept, feedback: at === phase ? phase.feedback : [] });
  }
  task.completedAt = null;
}

function recordUsage(
  state: State,
  task: TaskState,
  phase: PhaseState,
  data: Of<"phase_completed" | "phase_failed">["data"],
): void {
  const agent = data.usage ? [data.usage.agent, data.usage.model].filter(Boolean).join(" ") : data.executor;
  let byAgent = state.usageByAgent.get(agent);
  if (!byAgent) {
    byAgent = noUsage();
    state.usageByAgent.set(agent, byAgent);
  }
  for (const totals of [state.usage, byAgent, task.usage, phase.usage]) {
    addUsage(totals, data.duration_ms, data.usage);
  }
}

function applyApproval(
  state: State,
  event: Of<"approval_requested" | "approval_granted" | "approval_rejected" | "approval_voided">,
): void {
  if (event.event === "approval_requested") {
    const task = event.task_id ?? null;
    const phase = event.phase ?? null;
    const before = task && phase ? (state.tasks.get(task)?.phases.get(phase)?.approval ?? null) : null;
    const earlier = before ? state.approvals.get(before) : undefined;
    state.approvals.set(event.data.request, {
      ...event.data,
      task,
      phase,
      status: "open",
      requestedAt: event.timestamp,
      decidedAt: null,
      decisions: [],
      replaces: earlier?.status === "void" && earlier.attempt === event.data.attempt ? before : null,
    });
    if (task && phase) {
      const at = phaseOf(taskOf(state, event), event);
      at.approval = event.data.request;
      if (at.status !== "pending" || event.data.kind === "manual") at.status = "waiting_approval";
      settleTask(taskOf(state, event));
    }
    return;
  }
  const approval = state.approvals.get(event.data.request);
  if (!approval) throw new Error(`event ${event.seq} names the unknown approval ${event.data.request}`);
  const task = approval.task ? state.tasks.get(approval.task) : undefined;
  const phase = approval.phase ? task?.phases.get(approval.phase) : undefined;
  switch (event.event) {
    case "approval_granted":
      approval.decisions.push(event.data.decision);
      if (!event.data.complete) return;
      approval.status = "granted";
      approval.decidedAt = event.timestamp;
      if (phase && approval.kind === "approval") phase.status = "approved";
      break;
    case "approval_rejected":
      approval.decisions.push(event.data.decision);
      approval.status = "rejected";
      approval.decidedAt = event.timestamp;
      if (phase) {
        phase.status = "in_progress";
        phase.rejections += 1;
        phase.feedback = event.data.decision.feedback;
      }
      break;
    case "approval_voided":
      approval.status = "void";
      if (phase && (phase.status === "approved" || phase.status === "waiting_approval")) {
        phase.status = "waiting_approval";
        if (task) task.completedAt = null;
      }
      break;
    default:
      return unreachable(event);
  }
  if (task) settleTask(task);
}

function applyBlocker(
  state: State,
  event: Of<"blocker_detected" | "blocker_escalated" | "blocker_resolved">,
): void {
  switch (event.event) {
    case "blocker_detected": {
      state.blockers.set(event.data.id, { ...event.data, detectedAt: event.timestamp });
      if (event.data.task) setBlocked(state, event.data.task, event.data.phase);
      return;
    }
    case "blocker_escalated": {
      const blocker = state.blockers.get(event.data.id);
      if (blocker) blocker.level = event.data.level;
      return;
    }
    case "blocker_resolved": {
      const blocker = state.blockers.get(event.data.id);
      if (!blocker) return;
      state.blockers.delete(blocker.id);
      state.resolvedBlockers.push({ ...blocker, resolvedAt: event.timestamp, how: event.data.how });
      if (blocker.task) unblock(state, blocker.task, blocker.phase);
      return;
    }
    default:
      return unreachable(event);
  }
}

function setBlocked(state: State, taskId: string, phase: Phase | undefined): void {
  const task = state.tasks.get(taskId);
  const at = phase ? task?.phases.get(phase) : undefined;
  if (!task || !at) return;
  at.status = "blocked";
  settleTask(task);
}

/** A blocked phase is to be tried again: it counts as under way, with its failures forgiven. */
function unblock(state: State, taskId: string, phase: Phase | undefined): void {
  const task = state.tasks.get(taskId);
  const at = phase ? task?.phases.get(phase) : undefined;
  if (!task || at?.status !== "blocked") return;
  Object.assign(at, { status: "in_progress", failures: 0, rejections: 0, notBefore: null, executor: null });
  settleTask(task);
}

/** A task's status follows from its phases, but for skipped (a person's) and completed (its own event). */
function settleTask(task: TaskState): void {
  if (task.status === "skipped") return;
  const statuses = [...task.phases.values()].map(p => p.status);
  if (task.status === "completed" && statuses.every(s => s === "completed" || s === "approved")) return;
  if (statuses.includes("blocked")) task.status = "blocked";
  else if (statuses.includes("waiting_approval")) task.status = "waiting_approval";
  else if (task.startedAt || statuses.some(s => s !== "pending")) task.status = "in_progress";
  else task.status = "pending";
}

function taskOf(state: State, event: LoggedEvent): TaskState {
  const task = event.task_id ? state.tasks.get(event.task_id) : undefined;
  if (!task) throw new Error(`event ${event.seq} (${event.event}) names the unknown task ${event.task_id}`);
  return task;
}

function phaseOf(task: TaskState, event: LoggedEvent): PhaseState {
  const phase = event.phase ? task.phases.get(event.phase) : undefined;
  if (!phase) {
    throw new Error(`event ${event.seq} (${event.event}) names no phase of the task ${task.id}`);
  }
  return phase;
}

function unreachable(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}
