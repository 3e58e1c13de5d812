import { hash } from "node:crypto";
import type { RoleLog } from "../names.ts";
import type { EventName, LoggedEvent, NewEvent } from "./event.ts";

/** `prev` of the first line. */
export const GENESIS = "0".repeat(64);

/** Where a log stands: what the next line must continue from. */
export interface LogHead {
  seq: number;
  /** SHA-256 of the last line. */
  hash: string;
}
export const EMPTY_LOG: LogHead = { seq: 0, hash: GENESIS };

export interface Stamp {
  milestone: string;
  session: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Numbers, dates and chains an event. Returns the line without its newline, and the new head. */
export function appendEvent(
  head: LogHead,
  event: NewEvent,
  stamp: Stamp,
): { event: LoggedEvent; line: string; head: LogHead } {
  const logged = {
    timestamp: new Date(stamp.now).toISOString(),
    seq: head.seq + 1,
    event: event.event,
    milestone_id: stamp.milestone,
    session_id: stamp.session,
    ...(event.task_id === undefined ? {} : { task_id: event.task_id }),
    ...(event.phase === undefined ? {} : { phase: event.phase }),
    ...(event.agent === undefined ? {} : { agent: event.agent }),
    data: event.data,
    prev: head.hash,
  } as LoggedEvent;
  const line = JSON.stringify(logged);
  return { event: logged, line, head: { seq: logged.seq, hash: hashLine(line) } };
}

export function hashLine(line: string): string {
  return hash("sha256", line, "hex");
}

export interface LogSegment {
  file: string;
  text: string;
}

export type LogReading =
  | { ok: true; events: LoggedEvent[]; head: LogHead; torn: TornLine | null }
  | { ok: false; problem: LogProblem };

/** A last line that was cut while it was written; it never counted. */
export interface TornLine {
  file: string;
  line: number;
  bytes: number;
}

export interface LogProblem {
  file: string;
  /** From 1. */
  line: number;
  message: string;
}

/**
 * Reads and verifies a log, segment by segment in order. Only the very last line may be torn (no newline behind it, and
 * no JSON or no valid link); any other departure from the chain is named with its file and line and nothing is read.
 */
export class LogReader {
  #events: LoggedEvent[] = [];
  #head = EMPTY_LOG;
  #torn: TornLine | null = null;
  #problem: LogProblem | null = null;
  #older: string | null = null;

  /** An earlier tool's log counts as none: nothing in it can be verified. */
  add({ file, text }: LogSegment): void {
    if (this.#head.seq === 0 && isEarlierTools(text)) {
      this.#older ??= file;
      return;
    }
    if (this.#torn) this.#fail(this.#torn.file, this.#torn.line, "the line is cut off");
    if (this.#problem) return;
    const lines = text.split("\n");
    const tail = lines.pop() ?? "";
    for (const [at, line] of lines.entries()) {
      const next = readLine(line, this.#head);
      if (typeof next === "string") return this.#fail(file, at + 1, next);
      this.#events.push(next.event);
      this.#head = next.head;
    }
    if (tail !== "") this.#torn = { file, line: lines.length + 1, bytes: Buffer.byteLength(tail) };
  }

  /** What was added so far. */
  get reading(): LogReading {
    return this.#problem
      ? { ok: false, problem: this.#problem }
      : { ok: true, events: this.#events, head: this.#head, torn: this.#torn };
  }

  /** The file with an earlier tool's log, where there is one. */
  get older(): string | null {
    return this.#older;
  }

  #fail(file: string, line: number, message: string): void {
    this.#problem ??= { file, line, message };
  }
}

/** Lines that tell events, of which not one has a number or a link to the line before. */
function isEarlierTools(text: string): boolean {
  if (text.includes('"prev":') || text.includes('"seq":')) return false;
  const lines = text.split("\n").filter(line => line.trim() !== "");
  return lines.length > 0 && lines.every(tellsEvent);
}

function tellsEvent(line: string): boolean {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === "object" && event !== null && "event" in event && "timestamp" in event;
  } catch {
    return false;
  }
}

/** Reads and verifies a whole log, segments in order. */
export function readLog(segments: readonly LogSegment[]): LogReading {
  const reader = new LogReader();
  for (const segment of segments) reader.add(segment);
  return reader.reading;
}

function readLine(line: string, head: LogHead): { event: LoggedEvent; head: LogHead } | string {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return "the line is not JSON";
  }
  if (!isEvent(event)) return "the line is not an event";
  if (!EVENT_NAMES.has(event.event)) {
    return `the event ${JSON.stringify(event.event).slice(0, 80)} is unknown to this version; use a newer one`;
  }
  if (event.prev !== head.hash)
    return "the line does not continue the one before it: one of the two was changed";
  if (event.seq !== head.seq + 1)
    return `the line has the number ${event.seq} where ${head.seq + 1} must follow`;
  return { event, head: { seq: event.seq, hash: hashLine(line) } };
}

function isEvent(value: unknown): value is LoggedEvent {
  if (typeof value !== "object" || value === null) return false;
  const v = value as Record<string, unknown>;
  return (
    typeof v.event === "string" &&
    typeof v.seq === "number" &&
    typeof v.prev === "string" &&
    typeof v.timestamp === "string" &&
    typeof v.milestone_id === "string" &&
    typeof v.session_id === "string" &&
    typeof v.data === "object" &&
    v.data !== null
  );
}

/** The role's own log that a kind of event goes to beside the execution log. */
export const ROLE_LOG_OF: Record<EventName, RoleLog> = {
  session_started: "execution",
  session_resumed: "execution",
  session_interrupted: "execution",
  session_paused: "execution",
  session_suspended: "execution",
  session_ended: "execution",
  lease_released: "execution",
  milestone_activated: "execution",
  milestone_completed: "execution",
  milestone_postponed: "execution",
  milestone_cancelled: "execution",
  milestone_archived: "execution",
  command_accepted: "execution",
  task_started: "execution",
  task_completed: "execution",
  task_skipped: "execution",
  phase_started: "execution",
  phase_completed: "execution",
  phase_failed: "execution",
  phase_interrupted: "execution",
  phase_reopened: "execution",
  retry_scheduled: "execution",
  approval_requested: "execution",
  approval_granted: "execution",
  approval_rejected: "execution",
  approval_voided: "execution",
  quality_gate_passed: "progress",
  quality_gate_failed: "progress",
  tests_run: "progress",
  progress_updated: "progress",
  strategy_adjusted: "progress",
  budget_raised: "progress",
  dependencies_validated: "dependencies",
  dependencies_forced: "dependencies",
  dependents_notified: "dependencies",
  plan_changed: "dependencies",
  blocker_detected: "blockers",
  blocker_escalated: "blockers",
  blocker_resolved: "blockers",
  warning_raised: "blockers",
  checkpoint_committed: "git",
  commit_created: "git",
  branch_pushed: "git",
  base_merged: "git",
  person_commits_merged: "git",
};

/** What each event means, in a few words; the README's table is made of this. The compiler keeps it complete. */
export const EVENTS: Record<EventName, string> = {
  session_started: "a session was opened and the branch's lease taken",
  session_resumed: "a later run goes on with the session",
  session_interrupted: "a signal ended the run",
  session_paused: "a person or the time budget paused the session",
  session_suspended: "the run ended because only a gate or a blocker is left, or another run owns the branch",
  session_ended: "the milestone was completed, cancelled or postponed",
  lease_released: "a person freed a stuck lease",
  milestone_activated: "the milestone was started: its tasks, weights and base are recorded",
  milestone_completed: "every task is done and the final checks passed",
  milestone_postponed: "a person postponed the milestone",
  milestone_cancelled: "a person cancelled the milestone",
  milestone_archived: "the milestone file was moved to the archive",
  dependencies_validated: "required milestones and prerequisites were found before a run",
  dependencies_forced: "started although required milestones are not completed",
  dependents_notified: "milestones that depend on this one were told",
  plan_changed: "the milestone file on the branch changed",
  command_accepted: "a person's command was carried out",
  task_started: "the first phase of a task began",
  task_completed: "every phase of a task is finished",
  task_skipped: "a person skipped a task; its dependants may start",
  phase_started: "an attempt at a phase began",
  phase_completed: "a phase's deliverables were validated and committed",
  phase_failed: "an attempt at a phase failed",
  phase_interrupted: "an attempt ended with the run, not by its own fault",
  phase_reopened: "a person wants a phase done again",
  retry_scheduled: "a failed phase will be tried again",
  approval_requested: "a gate waits for an approval",
  approval_granted: "a person approved",
  approval_rejected: "a person requested changes",
  approval_voided: "deliverables changed, so an approval no longer holds",
  blocker_detected: "something stops work on a task or the milestone",
  blocker_escalated: "a blocker reached the next level of resolution",
  blocker_resolved: "a blocker is gone",
  warning_raised: "something a person should know; work goes on",
  quality_gate_passed: "the checks of a checkpoint passed",
  quality_gate_failed: "the checks of a checkpoint failed",
  tests_run: "the test command ran on the integrated branch",
  strategy_adjusted: "the number of agents was narrowed or widened",
  budget_raised: "a person raised a budget",
  progress_updated: "the milestone's percentage changed",
  checkpoint_committed: "logs and session were saved between phases",
  commit_created: "a commit was made",
  branch_pushed: "the branch was pushed",
  base_merged: "the base branch was merged into the milestone's",
  person_commits_merged: "commits that a person pushed were taken in",
};

export const EVENT_NAMES: ReadonlySet<string> = new Set(Object.keys(EVENTS));
