import { hash } from "node:crypto";
import { idProblem } from "../names.ts";
import { DEFAULT_WEIGHTS, isPhase } from "../phase.ts";
import { EVENTS, type EventName, type LoggedEvent, type NewEvent } from "./event.ts";
import { isInstant } from "./event-data.ts";
import { emptyState, type State } from "./state.ts";

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
  /** Lines of the file that stand before the text, where only its end is read. */
  after?: number;
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
 * Reads and verifies a log, segment by segment in order, and hands on each event: a log of any length is never in memory
 * as a whole. Only the very last line may be torn (no newline behind it, and no JSON or no valid link); any other
 * departure from the chain is named with its file and line, and what was handed on before counts for nothing.
 */
export class LogReader {
  readonly #take: (event: LoggedEvent) => void;
  #head: LogHead;
  #torn: TornLine | null = null;
  #problem: LogProblem | null = null;
  #older: string | null = null;

  /** @param from what the first line must continue from */
  constructor(take: (event: LoggedEvent) => void, from: LogHead = EMPTY_LOG) {
    this.#take = take;
    this.#head = from;
  }

  /** An earlier tool's log counts as none: nothing in it can be verified. */
  add({ file, text, after = 0 }: LogSegment): void {
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
      if (typeof next === "string") return this.#fail(file, after + at + 1, next);
      this.#head = next.head;
      this.#take(next.event);
    }
    if (tail !== "") this.#torn = { file, line: after + lines.length + 1, bytes: Buffer.byteLength(tail) };
  }

  /** How what was added so far reads. */
  get reading(): { ok: true; head: LogHead; torn: TornLine | null } | { ok: false; problem: LogProblem } {
    return this.#problem
      ? { ok: false, problem: this.#problem }
      : { ok: true, head: this.#head, torn: this.#torn };
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
  const events: LoggedEvent[] = [];
  const reader = new LogReader(event => events.push(event));
  for (const segment of segments) reader.add(segment);
  const { reading } = reader;
  return reading.ok ? { ...reading, events } : reading;
}

function readLine(line: string, head: LogHead): { event: LoggedEvent; head: LogHead } | string {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return "the line is not JSON";
  }
  if (!isEnvelope(event)) return "the line is not an event";
  if (!isEventName(event.event)) {
    return `the event ${JSON.stringify(event.event).slice(0, 80)} is unknown to this version; use a newer one`;
  }
  if (event.prev !== head.hash)
    return "the line does not continue the one before it: one of the two was changed";
  if (event.seq !== head.seq + 1)
    return `the line has the number ${event.seq} where ${head.seq + 1} must follow`;
  const problem = envelopeProblem(event) ?? dataProblem(event.event, event.data);
  if (problem) return `the event ${event.event} is malformed: ${problem}`;
  return { event: event as unknown as LoggedEvent, head: { seq: event.seq, hash: hashLine(line) } };
}

type Envelope = Record<"event" | "prev" | "timestamp" | "milestone_id" | "session_id", string> & {
  seq: number;
  data: object;
  task_id?: unknown;
  phase?: unknown;
  agent?: unknown;
};

function isEnvelope(value: unknown): value is Envelope {
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

function isEventName(name: string): name is EventName {
  return Object.hasOwn(EVENTS, name);
}

/** A chain proves that nothing was changed, not that what was written makes sense: anyone who may push can chain. */
function envelopeProblem({ timestamp, session_id, task_id, phase, agent }: Envelope): string | null {
  if (!isInstant(timestamp)) return "timestamp is no time in UTC";
  // The session's name becomes part of paths.
  if (idProblem(session_id)) return "session_id is no session's id";
  if (task_id !== undefined && (typeof task_id !== "string" || idProblem(task_id)))
    return "task_id is no task's id";
  if (phase !== undefined && (typeof phase !== "string" || !isPhase(phase))) return "phase is no phase";
  if (agent !== undefined && typeof agent !== "string") return "agent is no text";
  return null;
}

/** What is wrong with the data of an event of this kind, by its first fault; null: nothing. */
export function dataProblem(name: EventName, data: unknown): string | null {
  const read = EVENTS[name].data.safeParse(data);
  if (read.success) return null;
  const { path, message } = read.error.issues[0]!;
  return `${["data", ...path].map(String).join(".").slice(0, 200)}: ${message.slice(0, 200)}`;
}

/** Takes one event into the state. @throws where the event does not fit the ones before it */
export function applyEvent(state: State, event: LoggedEvent): void {
  state.seq = event.seq;
  state.timestamp = event.timestamp;
  const fold: ((state: State, event: never) => void) | undefined = EVENTS[event.event].fold;
  fold?.(state, event as never);
}

/** The state that the events add up to; `from` is changed and returned, so that a log can be read in parts. */
export function fold(from: State, events: Iterable<LoggedEvent>): State {
  for (const event of events) applyEvent(from, event);
  return from;
}

export type FoldedLog = { ok: true; state: State } | { ok: false; seq: number; message: string };

/** Takes in an event that someone else may have written. Answers why it does not fit the ones before it, or null. */
export function tryEvent(state: State, event: LoggedEvent): string | null {
  try {
    applyEvent(state, event);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the event ${event.event} (number ${event.seq}) does not fit the ones before it: ${why}`;
  }
}

/**
 * The state of a log that someone else may have written: it can be well chained and still be nonsense, which must stop
 * this milestone alone, with a sentence.
 */
export function foldLog(milestone: string, events: Iterable<LoggedEvent>): FoldedLog {
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  for (const event of events) {
    const message = tryEvent(state, event);
    if (message !== null) return { ok: false, seq: event.seq, message };
  }
  return { ok: true, state };
}
