import { z } from "zod";
import {
  type ApprovalRequested,
  approvalRequested,
  decision,
  flag,
  percentage,
  qualityGate,
  testRun,
  text,
  texts,
} from "./event-data.ts";
import { kind, type Logged } from "./event-kind.ts";
import type { ApprovalState, PhaseState, State, TaskState } from "./state.ts";
import { phaseOf, settleTask, taskOf } from "./task-events.ts";

const decided = z.object({ request: text, decision });

/** Gates and checkpoints: what is asked, what people decided, what became void, and what checks and tests said. */
export const gateEvents = {
  approval_requested: kind({
    says: "a gate waits for an approval",
    log: "execution",
    data: approvalRequested,
    fold: ask,
  }),
  approval_granted: kind({
    says: "a person approved",
    log: "execution",
    data: decided.extend({ complete: flag }),
    fold: inGate((approval, { data, timestamp }, { phase }) => {
      approval.decisions.push(data.decision);
      if (!data.complete) return;
      approval.status = "granted";
      approval.decidedAt = timestamp;
      if (phase && approval.kind === "approval") phase.status = "approved";
    }),
  }),
  approval_rejected: kind({
    says: "a person requested changes",
    log: "execution",
    data: decided,
    fold: inGate((approval, { data, timestamp }, { phase }) => {
      approval.decisions.push(data.decision);
      approval.status = "rejected";
      approval.decidedAt = timestamp;
      if (!phase) return;
      phase.status = "in_progress";
      phase.rejections += 1;
      phase.feedback = data.decision.feedback;
    }),
  }),
  /** What was asked about changed after the request or the approval, so it asks again (`approval_requested` follows). */
  approval_voided: kind({
    says: "what was approved changed, so an approval no longer holds",
    log: "execution",
    data: z.object({ request: text, reason: text, changed: texts }),
    fold: inGate((approval, _, { phase, task }) => {
      approval.status = "void";
      if (phase?.status !== "approved" && phase?.status !== "waiting_approval") return;
      phase.status = "waiting_approval";
      if (task) task.completedAt = null;
    }),
  }),
  quality_gate_passed: kind({
    says: "the checks of a checkpoint passed",
    log: "progress",
    data: qualityGate,
    fold: (state, { data, timestamp }) => {
      state.qualityGates.set(data.name, { ...data, status: "passed", decidedAt: timestamp });
    },
  }),
  quality_gate_failed: kind({
    says: "the checks of a checkpoint failed",
    log: "progress",
    data: qualityGate,
    fold: (state, { data, timestamp }) => {
      state.qualityGates.set(data.name, { ...data, status: "failed", decidedAt: timestamp });
    },
  }),
  quality_gate_reopened: kind({
    says: "a checkpoint that was passed is due again",
    log: "progress",
    data: z.object({ name: text, at: percentage, reason: text }),
    fold: (state, { data: { name, at } }) => {
      state.qualityGates.set(name, { name, at, status: "pending", checks: [], decidedAt: null });
    },
  }),
  tests_run: kind({
    says: "the test command ran on the integrated branch",
    log: "progress",
    data: testRun,
    fold: (state, { data, timestamp }) => {
      state.lastTests = { ...data, at: timestamp };
    },
  }),
  check_issued: kind({
    says: "tests or a checkpoint's commands are to run on a machine of their own",
    log: "progress",
    data: z.object({ ticket: text, check: text }),
    fold: (state, { data: { ticket: id, check: name }, timestamp }) => {
      const { ok = null, base = null, lost = 0 } = state.checks.get(name) ?? {};
      const out = { id, issuedAt: timestamp, base: null, run: null };
      state.checks.set(name, { name, out, ok, base, lost });
    },
  }),
  check_sent: kind({
    says: "a job of GitHub's was started for the tests or the checkpoint",
    log: "progress",
    data: z.object({ ticket: text, check: text, base: text, run: text.nullable() }),
    fold: (state, { data: { ticket, check, base, run } }) => {
      const out = state.checks.get(check)?.out;
      if (out?.id === ticket) Object.assign(out, { base, run });
    },
  }),
  check_returned: kind({
    says: "the job for the tests or the checkpoint told what they came to",
    log: "progress",
    data: z.object({ ticket: text, check: text, ok: flag }),
    fold: (state, { data: { ticket, check, ok } }) => {
      const at = state.checks.get(check);
      if (at?.out?.id === ticket) Object.assign(at, { out: null, ok, base: at.out.base, lost: 0 });
    },
  }),
  check_lost: kind({
    says: "the job for the tests or the checkpoint ended without a result that is taken",
    log: "progress",
    data: z.object({ ticket: text, check: text, reason: text }),
    fold: (state, { data: { ticket, check } }) => {
      const at = state.checks.get(check);
      if (at?.out?.id === ticket) Object.assign(at, { out: null, lost: at.lost + 1 });
    },
  }),
};

function ask(state: State, event: Logged<ApprovalRequested>): void {
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
  if (!task || !phase) return;
  const at = phaseOf(taskOf(state, event), event);
  at.approval = event.data.request;
  if (at.status !== "pending" || event.data.kind === "manual") at.status = "waiting_approval";
  settleTask(taskOf(state, event));
}

interface Gated {
  task: TaskState | undefined;
  phase: PhaseState | undefined;
}

/** Folds what happened to a gate that was asked for; the task's status follows from it. */
function inGate<Data extends { request: string }>(
  change: (approval: ApprovalState, event: Logged<Data>, gated: Gated) => void,
): (state: State, event: Logged<Data>) => void {
  return (state, event) => {
    const approval = state.approvals.get(event.data.request);
    if (!approval) throw new Error(`event ${event.seq} names the unknown approval ${event.data.request}`);
    const task = approval.task ? state.tasks.get(approval.task) : undefined;
    change(approval, event, { task, phase: approval.phase ? task?.phases.get(approval.phase) : undefined });
    if (task) settleTask(task);
  };
}

function missingSince(earlier: ApprovalState, { deliverables }: ApprovalRequested): string[] {
  const there = new Set(deliverables.map(d => d.path));
  return [...earlier.missing, ...earlier.deliverables.map(d => d.path)].filter(path => !there.has(path));
}
