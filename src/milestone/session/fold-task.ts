import { isFinished, PHASES, type Phase, unreachable } from "../phase.ts";
import type { LoggedEvent } from "./event.ts";
import { addUsage, newPhase, noUsage, type PhaseState, type State, type TaskState } from "./state.ts";

export type Of<N extends LoggedEvent["event"]> = Extract<LoggedEvent, { event: N }>;

/** A task begins, ends or is left out. */
export function applyTask(state: State, event: Of<"task_started" | "task_completed" | "task_skipped">): void {
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
      leaveUnfinished(task);
      for (const approval of state.approvals.values()) {
        if (approval.task === task.id && approval.status === "open") approval.status = "void";
      }
      return;
    default:
      return unreachable("event", event);
  }
}

/** What was under way in a task that is left out is given up: nothing waits, is blocked or goes on in it. */
function leaveUnfinished(task: TaskState): void {
  for (const phase of task.phases.values()) {
    if (!isFinished(phase.status)) phase.status = "pending";
  }
}

export function applyPhase(
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
      phase.running = true;
      phase.startedAt = event.timestamp;
      phase.notBefore = null;
      break;
    case "phase_completed":
      phase.status = event.data.gated ? "waiting_approval" : "completed";
      phase.running = false;
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
      phase.running = false;
      phase.feedback = [event.data.message, event.data.evidence].filter(Boolean);
      recordUsage(state, task, phase, event.data);
      break;
    // The phase stays in progress: an interruption is no step back, and the percentage may not fall for it.
    case "phase_interrupted":
      phase.running = false;
      break;
    case "retry_scheduled":
      phase.running = false;
      phase.notBefore = event.data.not_before;
      phase.executor = event.data.executor;
      break;
    case "phase_reopened":
      reopen(state, task, phase, { name: event.phase!, feedback: event.data.feedback ?? phase.feedback });
      break;
    default:
      return unreachable("event", event);
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

/** The reopened phase starts anew, with the feedback; later phases of the task fall back and lose their approvals. */
function reopen(
  state: State,
  task: TaskState,
  phase: PhaseState,
  { name, feedback }: { name: Phase; feedback: string[] },
): void {
  for (const later of PHASES.slice(PHASES.indexOf(name))) {
    const at = task.phases.get(later);
    if (!at) continue;
    const open = at.approval ? state.approvals.get(at.approval) : undefined;
    if (open && open.status !== "rejected") open.status = "void";
    const kept = { attempt: at.attempt, usage: at.usage };
    task.phases.set(later, { ...newPhase("pending"), ...kept, feedback: at === phase ? feedback : [] });
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

/** A task's status follows from its phases, but for skipped (a person's) and completed (its own event). */
export function settleTask(task: TaskState): void {
  if (task.status === "skipped") return;
  const statuses = [...task.phases.values()].map(p => p.status);
  if (task.status === "completed" && statuses.every(s => s === "completed" || s === "approved")) return;
  if (statuses.includes("blocked")) task.status = "blocked";
  else if (statuses.includes("waiting_approval")) task.status = "waiting_approval";
  else if (task.startedAt || statuses.some(s => s !== "pending")) task.status = "in_progress";
  else task.status = "pending";
}

export function taskOf(state: State, event: LoggedEvent): TaskState {
  const task = event.task_id ? state.tasks.get(event.task_id) : undefined;
  if (!task) throw new Error(`event ${event.seq} (${event.event}) names the unknown task ${event.task_id}`);
  return task;
}

export function phaseOf(task: TaskState, event: LoggedEvent): PhaseState {
  const phase = event.phase ? task.phases.get(event.phase) : undefined;
  if (!phase) {
    throw new Error(`event ${event.seq} (${event.event}) names no phase of the task ${task.id}`);
  }
  return phase;
}
