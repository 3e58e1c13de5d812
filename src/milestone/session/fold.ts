import { DEFAULT_WEIGHTS, unreachable } from "../phase.ts";
import type { LoggedEvent } from "./event.ts";
import { applyApproval, applyBlocker } from "./fold-approval.ts";
import { applyPhase, applyTask, type Of, taskOf } from "./fold-task.ts";
import { emptyState, newTask, type State } from "./state.ts";

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
    case "dependencies_forced":
      for (const milestone of event.data.missing) state.forced.add(milestone);
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
    case "dependencies_validated":
    case "dependents_notified":
    case "checkpoint_committed":
    case "commit_created":
    case "branch_pushed":
    case "base_merged":
    case "person_commits_merged":
      return;
    default:
      return unreachable("event", event);
  }
}

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
        runId: lease.run_id,
        status: "active",
        startedAt: known?.startedAt ?? event.timestamp,
        resumedAt: known ? event.timestamp : null,
        strategy,
        agents,
        monitoring,
        reason: "",
        gitIntegration: event.data.git_integration ?? true,
      };
      state.lease = lease;
      state.epoch = Math.max(state.epoch, lease.epoch);
      state.agentsLimit = null;
      state.endedAt = null;
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
      return unreachable("event", event);
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
      return unreachable("event", event);
  }
}

type FoldedLog = { ok: true; state: State } | { ok: false; seq: number; message: string };

/**
 * The state of a log that someone else may have written: it can be well chained and still be nonsense, which must stop
 * this milestone alone, with a sentence.
 */
export function foldLog(milestone: string, events: Iterable<LoggedEvent>): FoldedLog {
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  for (const event of events) {
    try {
      applyEvent(state, event);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        ok: false,
        seq: event.seq,
        message: `the event ${event.event} (number ${event.seq}) does not fit the ones before it: ${why}`,
      };
    }
  }
  return { ok: true, state };
}
