import { type Phase, unreachable } from "../phase.ts";
import type { ApprovalRequested } from "./event.ts";
import { type Of, phaseOf, settleTask, taskOf } from "./fold-task.ts";
import type { ApprovalState, State } from "./state.ts";

/** Gates: what is asked, what people decided, and what became void. */
export function applyApproval(
  state: State,
  event: Of<"approval_requested" | "approval_granted" | "approval_rejected" | "approval_voided">,
): void {
  if (event.event === "approval_requested") {
    const task = event.task_id ?? null;
    const phase = event.phase ?? null;
    const before = task && phase ? (state.tasks.get(task)?.phases.get(phase)?.approval ?? null) : null;
    const earlier = before ? state.approvals.get(before) : undefined;
    const replaced = earlier?.status === "void" && earlier.attempt === event.data.attempt ? earlier : null;
    state.approvals.set(event.data.request, {
      ...event.data,
      task,
      phase,
      status: "open",
      requestedAt: event.timestamp,
      decidedAt: null,
      decisions: [],
      replaces: replaced ? before : null,
      missing: replaced ? missingSince(replaced, event.data) : [],
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
      return unreachable("event", event);
  }
  if (task) settleTask(task);
}

function missingSince(earlier: ApprovalState, { deliverables }: ApprovalRequested): string[] {
  const there = new Set(deliverables.map(d => d.path));
  return [...earlier.missing, ...earlier.deliverables.map(d => d.path)].filter(path => !there.has(path));
}

/** What stops the work, and what went on again. */
export function applyBlocker(
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
      return unreachable("event", event);
  }
}

function setBlocked(state: State, taskId: string, phase: Phase | undefined): void {
  const task = state.tasks.get(taskId);
  const at = phase ? task?.phases.get(phase) : undefined;
  if (!task || !at) return;
  Object.assign(at, { status: "blocked", running: false });
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
