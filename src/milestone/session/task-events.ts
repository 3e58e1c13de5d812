import { z } from "zod";
import { isFinished, PHASES, type Phase } from "../phase.ts";
import {
  amount,
  nothing,
  type PhaseCompleted,
  type PhaseFailed,
  phaseCompleted,
  phaseFailed,
  phaseInterrupted,
  phaseReopened,
  retryScheduled,
  taskSkipped,
  text,
  type Usage,
  whole,
} from "./event-data.ts";
import { kind, type Logged } from "./event-kind.ts";
import { profileIn } from "./profile-events.ts";
import { isOpen } from "./questions.ts";
import {
  addSpent,
  addUsage,
  NO_FAILURES,
  newPhase,
  noteOutcome,
  noUsage,
  outdateRelease,
  type PhaseState,
  type State,
  type TaskState,
} from "./state.ts";

/** Tasks and their phases: what began, what it came to, and what is to be done again. */
export const taskEvents = {
  task_started: kind({
    says: "the first phase of a task began",
    log: "execution",
    data: nothing,
    fold: (state, event) => {
      const task = taskOf(state, event);
      task.status = "in_progress";
      task.startedAt ??= event.timestamp;
    },
  }),
  task_completed: kind({
    says: "every phase of a task is finished",
    log: "execution",
    data: nothing,
    fold: (state, event) => {
      const task = taskOf(state, event);
      // It follows from the phases: a line that says more than they do is nobody's work.
      if (![...task.phases.values()].every(({ status }) => isFinished(status))) return;
      task.status = "completed";
      task.completedAt = event.timestamp;
    },
  }),
  task_skipped: kind({
    says: "a person skipped a task, or it is for a failure that did not come; its dependants may start",
    log: "execution",
    data: taskSkipped,
    fold: (state, event) => {
      const task = taskOf(state, event);
      task.status = "skipped";
      task.completedAt = event.timestamp;
      task.skipReason = event.data.reason;
      task.leftOut = event.data.by === undefined;
      task.skipSeq = event.seq;
      outdateRelease(state);
      leaveUnfinished(task);
      for (const approval of state.approvals.values()) {
        if (approval.task === task.id && approval.status === "open") approval.status = "void";
      }
    },
  }),
  /** A branch's log is written by anyone who may push; leaving work out takes more than that. */
  skip_voided: kind({
    says: "a task that the log calls skipped is to be done: nobody who may skip it did",
    log: "execution",
    data: z.object({ reason: text }),
    fold: (state, event) => {
      const task = taskOf(state, event);
      if (task.status !== "skipped") return;
      Object.assign(task, {
        status: "pending",
        completedAt: null,
        skipReason: null,
        skipSeq: null,
        leftOut: false,
      });
      settleTask(task);
    },
  }),
  phase_started: kind({
    says: "an attempt at a phase began",
    log: "execution",
    data: z.object({
      attempt: whole,
      executor: text,
      /** How many of the notes that were left for the task its brief had; absent: none. */
      notes: whole.optional(),
      /** US dollars that it is told to stay within; absent: nothing is said. */
      cap_usd: amount.optional(),
    }),
    fold: inPhase((phase, { data, timestamp }, { task }) => {
      phase.status = "in_progress";
      phase.attempt = data.attempt;
      phase.ranBy = data.executor;
      phase.capUsd = data.cap_usd ?? null;
      phase.running = true;
      phase.startedAt = timestamp;
      phase.notBefore = null;
      phase.ticket = null;
      task.notesTold = Math.max(task.notesTold, Math.min(data.notes ?? 0, task.notes.length));
    }),
  }),
  ticket_issued: kind({
    says: "an attempt is to run on a machine of its own",
    log: "execution",
    data: z.object({ ticket: text, attempt: whole, executor: text, cap_usd: amount.optional() }),
    fold: inPhase((phase, { data, timestamp, agent = "" }) => {
      const { ticket: id, executor, cap_usd: capUsd = null } = data;
      const slot = Number(/^task_executor\/(\d{1,4})$/.exec(agent)?.[1]) || null;
      phase.ticket = {
        id,
        executor,
        slot,
        capUsd,
        issuedAt: timestamp,
        base: null,
        run: null,
        haltedAt: null,
      };
    }),
  }),
  ticket_sent: kind({
    says: "a job of GitHub's was started for the attempt",
    log: "execution",
    data: z.object({ ticket: text, base: text, run: text.nullable() }),
    fold: inPhase((phase, { data }) => {
      if (phase.ticket?.id === data.ticket) Object.assign(phase.ticket, { base: data.base, run: data.run });
    }),
  }),
  phase_completed: kind({
    says: "a phase's deliverables were validated and committed",
    log: "execution",
    data: phaseCompleted,
    fold: inPhase((phase, { data, timestamp }, { state, task }) => {
      phase.status = data.gated ? "waiting_approval" : "completed";
      phase.running = false;
      phase.completedAt = timestamp;
      phase.durationMs = data.duration_ms;
      phase.deliverables = data.deliverables;
      phase.changed = [...new Set([...phase.changed, ...(data.files ?? [])])];
      phase.failures = 0;
      phase.failedBy = NO_FAILURES;
      noteProfile(state, data.executor, "success");
      if (data.executor !== "manual") noteOutcome(state, "success");
      task.lost = null;
      phase.feedback = [];
      phase.kept = null;
      phase.conversation = false;
      phase.executor = null;
      outdateRelease(state);
      closeManualRequest(state, phase, timestamp);
      recordUsage(state, task, phase, data);
    }),
  }),
  phase_failed: kind({
    says: "an attempt at a phase failed",
    log: "execution",
    data: phaseFailed,
    fold: inPhase((phase, { data }, { state, task }) => {
      phase.failures += 1;
      phase.alike = { type: data.type, count: data.type === phase.alike.type ? phase.alike.count + 1 : 1 };
      noteFailedBy(phase, data);
      noteProfile(state, data.executor, "failure");
      noteOutcome(state, "failure");
      phase.running = false;
      phase.kept = data.kept ?? null;
      phase.conversation = data.conversation?.kept ?? false;
      phase.feedback = [data.message, data.evidence].filter(Boolean);
      recordUsage(state, task, phase, data);
    }),
  }),
  /** The phase stays in progress: an interruption is no step back, and the percentage may not fall for it. */
  phase_interrupted: kind({
    says: "an attempt ended by no fault of its own: with the run, by a limit, or by a conflict",
    log: "execution",
    data: phaseInterrupted,
    fold: inPhase((phase, { data }, { state, task }) => {
      phase.running = false;
      phase.kept = data.kept ?? phase.kept;
      phase.conversation = data.conversation?.kept ?? false;
      if (data.usage) addCost(state, task, phase, data.usage);
      if (!data.conflicts) return;
      noteOutcome(state, "conflict");
      const { files, times } = task.lost ?? { files: [], times: 0 };
      task.lost = { files: [...new Set([...files, ...data.conflicts])], times: times + 1 };
    }),
  }),
  phase_reopened: kind({
    says: "a person wants a phase done again",
    log: "execution",
    data: phaseReopened,
    fold: inPhase((phase, { data, phase: name }, { state, task }) => {
      reopen(state, task, phase, { name: name!, feedback: data.feedback ?? phase.feedback });
    }),
  }),
  retry_scheduled: kind({
    says: "a failed phase will be tried again",
    log: "execution",
    data: retryScheduled,
    fold: inPhase((phase, { data }) => {
      phase.running = false;
      phase.notBefore = data.not_before;
      // Whoever is to do it in another way begins anew.
      if (data.executor !== phase.ranBy || data.alternative || data.escalated !== undefined || data.anew)
        Object.assign(phase, { kept: null, conversation: false });
      phase.executor = data.executor;
      phase.escalated = data.escalated ?? phase.escalated;
      phase.model = data.model ?? (data.escalated === undefined ? phase.model : null);
      phase.alternative ||= data.alternative ?? false;
    }),
  }),
};

/** Folds what happened to a phase; the task's status follows from it. */
export function inPhase<Data>(
  change: (phase: PhaseState, event: Logged<Data>, within: { state: State; task: TaskState }) => void,
): (state: State, event: Logged<Data>) => void {
  return (state, event) => {
    const task = taskOf(state, event);
    change(phaseOf(task, event), event, { state, task });
    settleTask(task);
  };
}

/** What was under way in a task that is left out is given up: nothing waits, is blocked or goes on in it. */
function leaveUnfinished(task: TaskState): void {
  for (const phase of task.phases.values()) {
    if (!isFinished(phase.status)) phase.status = "pending";
  }
}

/** A person's own work that was asked for is there. */
function closeManualRequest(state: State, phase: PhaseState, at: string): void {
  const request = phase.approval ? state.approvals.get(phase.approval) : undefined;
  if (request?.kind === "manual" && request.status === "open") {
    Object.assign(request, { status: "granted", decidedAt: at });
  }
}

/** The reopened phase starts over, with the feedback; later phases of the task fall back and lose their approvals. */
function reopen(
  state: State,
  task: TaskState,
  phase: PhaseState,
  { name, feedback }: { name: Phase; feedback: readonly string[] },
): void {
  for (const later of PHASES.slice(PHASES.indexOf(name))) {
    const at = task.phases.get(later);
    if (!at) continue;
    const open = at.approval ? state.approvals.get(at.approval) : undefined;
    if (open && open.status !== "rejected") open.status = "void";
    const questions = at.questions.map(q =>
      q.blocking && isOpen(q) ? { ...q, withdrawn: true as const } : q,
    );
    const kept = { attempt: at.attempt, usage: at.usage, questions };
    task.phases.set(later, { ...newPhase("pending"), ...kept, feedback: at === phase ? feedback : [] });
  }
  task.completedAt = null;
  task.lost = null;
  if (task.status !== "skipped") return;
  Object.assign(task, { status: "pending", skipReason: null, leftOut: false });
}

/** A failure that lasts until a person changes something takes all that the executor had left. */
function noteFailedBy(phase: PhaseState, { executor, kind }: PhaseFailed): void {
  const failures = kind === "permanent" ? Number.MAX_SAFE_INTEGER : (phase.failedBy.get(executor) ?? 0) + 1;
  phase.failedBy = new Map([...phase.failedBy, [executor, failures]]);
}

/** The failures in a row of an agent profile; of commands and people nothing is remembered. */
function noteProfile(state: State, executor: string, ended: "success" | "failure"): void {
  if (executor === "run" || executor === "manual") return;
  if (ended === "failure") profileIn(state, executor).failures += 1;
  else if (state.profiles.has(executor)) Object.assign(profileIn(state, executor), { failures: 0, busy: 0 });
}

/** What an attempt cost that does not count as one: it met a limit, or was ended with the run. */
function addCost(state: State, task: TaskState, phase: PhaseState, spent: Usage): void {
  noteCap(state, phase, spent);
  const agent = [spent.agent, spent.model].filter(Boolean).join(" ");
  const byAgent = state.usageByAgent.get(agent) ?? noUsage();
  state.usageByAgent.set(agent, byAgent);
  for (const totals of [state.usage, byAgent, task.usage, phase.usage]) addSpent(totals, spent);
}

/** A program ends with the call that passes its cap, so a little more than that is none. */
const OVERSHOOT = 1.25;
const LAST_CALL_USD = 0.25;

function noteCap(state: State, { ranBy, capUsd }: PhaseState, spent: Usage | undefined): void {
  if (ranBy === null || capUsd === null || !spent || spent.estimated) return;
  if (spent.cost_usd > capUsd * OVERSHOOT + LAST_CALL_USD) profileIn(state, ranBy).overspends = true;
}

function recordUsage(
  state: State,
  task: TaskState,
  phase: PhaseState,
  data: PhaseCompleted | PhaseFailed,
): void {
  noteCap(state, phase, data.usage);
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
  else if (statuses.includes("waiting_answer")) task.status = "waiting_answer";
  else if (task.startedAt || statuses.some(s => s !== "pending")) task.status = "in_progress";
  else task.status = "pending";
}

export function taskOf(state: State, event: Logged<unknown>): TaskState {
  const task = event.task_id ? state.tasks.get(event.task_id) : undefined;
  if (!task) throw new Error(`event ${event.seq} (${event.event}) names the unknown task ${event.task_id}`);
  return task;
}

export function phaseOf(task: TaskState, event: Logged<unknown>): PhaseState {
  const phase = event.phase ? task.phases.get(event.phase) : undefined;
  if (!phase) {
    throw new Error(`event ${event.seq} (${event.event}) names no phase of the task ${task.id}`);
  }
  return phase;
}
