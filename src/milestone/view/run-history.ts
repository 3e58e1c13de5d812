import type { Phase } from "../phase.ts";
import { type Activity, activityOf, isStage, type Stages, stagesAt } from "../session/activity.ts";
import type { LoggedEvent, MilestoneActivated, Usage } from "../session/event.ts";
import { milestonePercentage } from "../session/progress.ts";
import { emptyState, newTask } from "../session/state.ts";
import { isShownAt } from "./describe-event.ts";
import { millis } from "./figures.ts";
import { addToRecord, type LogRecord, newRecord } from "./log-record.ts";

/** One run of an executor on a phase. Times are milliseconds since the epoch. */
export interface Attempt {
  task: string;
  phase: Phase;
  attempt: number;
  executor: string;
  /** The slot that ran it, as the log names it. */
  agent: string;
  startedAt: number;
  /** null while it runs. */
  endedAt: number | null;
  outcome: "running" | "completed" | "failed" | "interrupted";
  message: string;
  /** Time of its executor, as the log tells it at the end (ms); set-up, tests and a wait for them are not in it. */
  usedMs: number | null;
  /** Where its time went (ms); absent: an older build wrote the log, or it was ended with its run. */
  stages?: Stages;
  usage?: Usage;
  /** A machine of its own does it, which outlives the run that asked for it. */
  elsewhere?: true;
}

/** Time in which a gate kept a phase (or, without a task, a checkpoint) waiting for a person. */
export interface Wait {
  request: string;
  kind: "approval" | "manual";
  task: string | null;
  phase: Phase | null;
  approvers: string[];
  startedAt: number;
  endedAt: number | null;
}

/** A stretch of time in which a process worked on the milestone. */
export interface RunSpan {
  session: string;
  startedAt: number;
  endedAt: number | null;
  reason: string;
}

/** What dashboards and reports need and the state does not keep; a fold of the same log. */
export interface RunHistory {
  record: LogRecord;
  attempts: Attempt[];
  waits: Wait[];
  runs: RunSpan[];
  /** Rises and falls of the milestone's percentage. */
  progress: { at: number; percentage: number }[];
  /** What tasks already counted when the milestone was started: work that nobody here did. */
  startPercentage: number;
  /** The newest last. */
  lastEvents: LoggedEvent[];
  /** The last deed of each role, by the role's id. */
  lastByRole: Map<string, LoggedEvent>;
  /** Whom the log says to have been told of the milestone. */
  dependants: Of<"dependents_notified">["data"][];
  retries: number;
  rejections: number;
  /** Running attempts by `task/phase`, and open waits by request: positions in the lists above. */
  open: { attempts: Map<string, Attempt>; waits: Map<string, Wait> };
}

const LAST_EVENTS = 5;

/** The history before the first event. */
export function newHistory(): RunHistory {
  return {
    record: newRecord(),
    attempts: [],
    waits: [],
    runs: [],
    progress: [],
    startPercentage: 0,
    lastEvents: [],
    lastByRole: new Map(),
    dependants: [],
    retries: 0,
    rejections: 0,
    open: { attempts: new Map(), waits: new Map() },
  };
}

/** The history that these events tell, oldest first. */
export function historyOf(events: Iterable<LoggedEvent>): RunHistory {
  const history = newHistory();
  for (const event of events) addToHistory(history, event);
  return history;
}

/** Takes one event in; constant time, so that a live view can follow a log of any length. */
export function addToHistory(history: RunHistory, event: LoggedEvent): void {
  const at = millis(event.timestamp);
  remember(history, event);
  switch (event.event) {
    case "session_started":
    case "session_resumed":
      endRun(history, at, "another run took over");
      history.runs.push({ session: event.session_id, startedAt: at, endedAt: null, reason: "" });
      return;
    case "session_interrupted":
    case "session_paused":
    case "session_suspended":
      return endRun(history, at, event.data.reason);
    case "session_ended":
      for (const attempt of history.open.attempts.values()) delete attempt.elsewhere;
      return endRun(history, at, event.data.status);
    case "ticket_issued": {
      const attempt = history.open.attempts.get(`${event.task_id}/${event.phase}`);
      if (attempt) attempt.elsewhere = true;
      return;
    }
    case "milestone_activated":
      history.startPercentage = percentageOf(event.data);
      return;
    case "progress_updated":
      history.progress.push({ at, percentage: event.data.percentage });
      return;
    case "dependents_notified":
      history.dependants.push(event.data);
      return;
    case "retry_scheduled":
      history.retries += 1;
      return;
    case "phase_started":
      return startAttempt(history, event, at);
    case "phase_completed":
      return endAttempt(history, event, at, { outcome: "completed", message: "", ...used(event.data) });
    case "phase_failed":
      return endAttempt(history, event, at, {
        outcome: "failed",
        message: event.data.message,
        ...used(event.data),
      });
    case "phase_interrupted":
      return endAttempt(history, event, at, {
        outcome: "interrupted",
        message: event.data.reason,
        ...interruptedAfter(event.data),
      });
    case "task_skipped":
      return endWaitsOf(history, event.task_id, at);
    case "phase_reopened":
      return endWaitsOf(history, event.task_id, at);
    case "approval_requested":
      return startWait(history, event, at);
    case "approval_granted":
      if (event.data.complete) endWait(history, event.data.request, at);
      return;
    case "approval_rejected":
      history.rejections += 1;
      return endWait(history, event.data.request, at);
    case "approval_voided":
      return endWait(history, event.data.request, at);
    default:
      return;
  }
}

type Of<N extends LoggedEvent["event"]> = Extract<LoggedEvent, { event: N }>;

function percentageOf({ weights, tasks }: MilestoneActivated): number {
  const state = emptyState("", weights);
  for (const seed of tasks) state.tasks.set(seed.id, newTask(seed));
  return milestonePercentage(state);
}

function remember(history: RunHistory, event: LoggedEvent): void {
  addToRecord(history.record, event);
  // Commits and pushes would fill the five places without telling anyone anything.
  if (isShownAt("detailed", event)) history.lastEvents.push(event);
  if (history.lastEvents.length > LAST_EVENTS) history.lastEvents.shift();
  const role = event.agent?.split("/")[0];
  if (role) history.lastByRole.set(role, event);
}

function startAttempt(history: RunHistory, event: Of<"phase_started">, at: number): void {
  const { task_id: task = "", phase = "execute", agent = "task_executor" } = event;
  const { attempt, executor } = event.data;
  const made: Attempt = {
    task,
    phase,
    attempt,
    executor,
    agent,
    startedAt: at,
    endedAt: null,
    outcome: "running",
    message: "",
    usedMs: null,
  };
  history.attempts.push(made);
  history.open.attempts.set(`${task}/${phase}`, made);
}

function endAttempt(
  history: RunHistory,
  event: LoggedEvent,
  at: number,
  end: Pick<Attempt, "outcome" | "message" | "usedMs" | "usage" | "stages">,
): void {
  const key = `${event.task_id}/${event.phase}`;
  const attempt = history.open.attempts.get(key);
  if (!attempt) return;
  Object.assign(attempt, { endedAt: at, ...end });
  history.open.attempts.delete(key);
}

function startWait(history: RunHistory, event: Of<"approval_requested">, at: number): void {
  const { request, kind, approvers } = event.data;
  const { task_id: task = null, phase = null } = event;
  const wait: Wait = { request, kind, task, phase, approvers, startedAt: at, endedAt: null };
  history.waits.push(wait);
  history.open.waits.set(request, wait);
}

function endWait(history: RunHistory, request: string, at: number): void {
  const wait = history.open.waits.get(request);
  if (!wait) return;
  wait.endedAt = at;
  history.open.waits.delete(request);
}

function endWaitsOf(history: RunHistory, task: string | undefined, at: number): void {
  for (const wait of [...history.open.waits.values()]) {
    if (wait.task === task) endWait(history, wait.request, at);
  }
}

/** With its process every attempt of the run ended, said or unsaid; gates wait on, and so do other machines. */
function endRun(history: RunHistory, at: number, reason: string): void {
  const run = history.runs.at(-1);
  if (run && run.endedAt === null) Object.assign(run, { endedAt: at, reason });
  for (const [place, attempt] of history.open.attempts) {
    if (attempt.elsewhere) continue;
    Object.assign(attempt, { endedAt: at, outcome: "interrupted", message: reason });
    history.open.attempts.delete(place);
  }
}

function used({
  duration_ms,
  usage,
  stages_ms: stages,
}: {
  duration_ms: number;
  usage?: Usage;
  stages_ms?: Stages;
}): Pick<Attempt, "usedMs" | "usage" | "stages"> {
  return { usedMs: duration_ms, ...(usage ? { usage } : {}), ...(stages ? { stages } : {}) };
}

/** Where its program told no time of its own, it is the time in which that ran. */
function interruptedAfter({
  duration_ms,
  usage,
  stages_ms: stages,
}: Of<"phase_interrupted">["data"]): Pick<Attempt, "usedMs" | "usage" | "stages"> {
  const usedMs = duration_ms ?? (stages ? (stages.working ?? 0) : null);
  return { usedMs, ...(usage ? { usage } : {}), ...(stages ? { stages } : {}) };
}

/** The history with what a running engine knows of the attempts that are under way. */
export function historyAt(history: RunHistory, activities: readonly Activity[], now: number): RunHistory {
  const known = new Map<Attempt, Attempt>();
  for (const attempt of history.open.attempts.values()) {
    const activity = activityOf(activities, attempt.task, attempt.phase);
    if (!activity || !isStage(activity)) continue;
    const stages = stagesAt(activity, now);
    known.set(attempt, { ...attempt, stages, usedMs: stages.working ?? 0 });
  }
  if (known.size === 0) return history;
  const asKnown = (attempt: Attempt): Attempt => known.get(attempt) ?? attempt;
  const open = new Map([...history.open.attempts].map(([place, attempt]) => [place, asKnown(attempt)]));
  return {
    ...history,
    attempts: history.attempts.map(asKnown),
    open: { ...history.open, attempts: open },
  };
}

/**
 * The agents' time that an attempt took (ms): the one figure behind every sum of it. What still runs counts with its time
 * so far; of one that was interrupted the log knows only when it began and ended.
 */
export function workMs(attempt: Attempt, now: number): number {
  return attempt.usedMs ?? Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
}

/** Milliseconds in which a process worked on the milestone, its own or one of another machine. */
export function activeMs(history: RunHistory, now: number): number {
  const elsewhere = history.attempts.filter(attempt => attempt.elsewhere);
  const spans = [...history.runs, ...elsewhere].sort((a, b) => a.startedAt - b.startedAt);
  let sum = 0;
  let until = 0;
  for (const { startedAt, endedAt } of spans) {
    const end = endedAt ?? now;
    sum += Math.max(0, end - Math.max(startedAt, until));
    until = Math.max(until, end);
  }
  return sum;
}

/** The slot's number in `task_executor/3`; null where the log names none. */
export function slotOf(agent: string): number | null {
  const slot = Number(agent.split("/")[1]);
  return Number.isInteger(slot) ? slot : null;
}
