import { createHash } from "node:crypto";
import { DEFAULT_WEIGHTS, type Phase } from "../phase.ts";
import {
  emptyState,
  newPhase,
  newTask,
  type PhaseState,
  type State,
  type TaskState,
} from "../session/state.ts";
import { type Attempt, newHistory, type RunHistory } from "./run-history.ts";

/*
 * State and history as text, to go on from without reading the log's beginning. What a task or a phase has as a new one
 * has it is left out: of thousands most differ in little. Each task and attempt has a line of its own: read at once,
 * thousands of them would stand in memory twice.
 */

/** The fields of an attempt, in the order in which they are written. */
const ATTEMPT = [
  "task",
  "phase",
  "attempt",
  "executor",
  "agent",
  "startedAt",
  "endedAt",
  "outcome",
  "message",
  "usedMs",
  "usage",
  "stages",
  "elsewhere",
] as const satisfies readonly (keyof Attempt)[];

/** An attempt that has nothing to say of these has no such key. */
const MAYBE: ReadonlySet<keyof Attempt> = new Set(["usage", "stages", "elsewhere"]);

/** Other with each set of fields: a text of another program is not read. */
export const FOLD_SHAPE = createHash("sha256")
  .update(
    JSON.stringify([
      fieldsOf(emptyState("", DEFAULT_WEIGHTS)),
      fieldsOf(freshTask({ id: "", workflow: true, status: "pending" })),
      fieldsOf(newPhase("pending")),
      fieldsOf(newHistory()),
      ATTEMPT,
      fieldsOf(newHistory().record),
    ]),
  )
  .digest("hex")
  .slice(0, 16);

function fieldsOf(value: object): string[] {
  return Object.keys(value).sort();
}

export function encodeState({ tasks, ...rest }: State): string {
  return lines(write(rest), [...tasks.values()].map(writeTask));
}

export function decodeState(text: string): State {
  const { rest, items } = readLines(text);
  const state = { ...(read(rest) as Omit<State, "tasks">), tasks: new Map<string, TaskState>() };
  for (const task of items) {
    const made = readTask(task as WrittenTask);
    state.tasks.set(made.id, made);
  }
  return state;
}

export function encodeHistory({ attempts, open, ...rest }: RunHistory): string {
  return lines(
    write(rest),
    attempts.map(attempt => ATTEMPT.map(field => attempt[field])),
  );
}

export function decodeHistory(text: string): RunHistory {
  const { rest, items } = readLines(text);
  const attempts: Attempt[] = [];
  for (const values of items) attempts.push(readAttempt(values as Plain[]));
  const history = { ...(read(rest) as Omit<RunHistory, "attempts" | "open">), attempts };
  const open: RunHistory["open"] = { attempts: new Map(), waits: new Map() };
  for (const attempt of history.attempts) {
    if (attempt.endedAt === null) open.attempts.set(`${attempt.task}/${attempt.phase}`, attempt);
  }
  for (const wait of history.waits) if (wait.endedAt === null) open.waits.set(wait.request, wait);
  return { ...history, open };
}

function lines(rest: Plain, items: readonly unknown[]): string {
  return [rest, ...items].map(item => JSON.stringify(item)).join("\n");
}

function readLines(text: string): { rest: Plain; items: Iterable<unknown> } {
  const end = text.indexOf("\n");
  if (end < 0) return { rest: JSON.parse(text) as Plain, items: [] };
  return { rest: JSON.parse(text.slice(0, end)) as Plain, items: itemsAfter(text, end) };
}

function* itemsAfter(text: string, from: number): Generator<unknown> {
  for (let start = from + 1; start > 0; ) {
    const end = text.indexOf("\n", start);
    yield JSON.parse(text.slice(start, end < 0 ? text.length : end));
    start = end < 0 ? 0 : end + 1;
  }
}

function readAttempt(values: Plain[]): Attempt {
  const attempt: Record<string, Plain> = {};
  for (const [at, field] of ATTEMPT.entries()) {
    // JSON knows no undefined.
    if (!MAYBE.has(field) || values[at] !== null) attempt[field] = values[at]!;
  }
  return attempt as unknown as Attempt;
}

interface WrittenTask extends Pick<TaskState, "id" | "workflow" | "status"> {
  phases: [Phase, Pick<PhaseState, "status"> & Record<string, Plain>][];
  own: Record<string, Plain>;
}

function freshTask({ id, workflow, status }: Pick<TaskState, "id" | "workflow" | "status">): TaskState {
  return newTask({ id, workflow, status, phases: {} });
}

function writeTask(task: TaskState): WrittenTask {
  const { id, workflow, status, phases } = task;
  return {
    id,
    workflow,
    status,
    phases: [...phases].map(([name, phase]) => [
      name,
      { ...differing(phase, newPhase(phase.status)), status: phase.status },
    ]),
    own: differing({ ...task, phases: new Map() }, freshTask(task)),
  };
}

function readTask({ phases, own, ...task }: WrittenTask): TaskState {
  const made = readInto(freshTask(task), own);
  for (const [name, phase] of phases) made.phases.set(name, readInto(newPhase(phase.status), phase));
  return made;
}

function readInto<T extends object>(into: T, fields: Record<string, Plain>): T {
  for (const key of Object.keys(fields)) (into as Record<string, unknown>)[key] = read(fields[key]!);
  return into;
}

/** The fields that are not as in the fresh one. */
function differing<T extends object>(value: T, fresh: T): Record<string, Plain> {
  const found: Record<string, Plain> = {};
  for (const key of Object.keys(value) as (keyof T & string)[]) {
    if (!isSame(value[key], fresh[key])) found[key] = write(value[key]);
  }
  return found;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) return a.length === 0 && Array.isArray(b) && b.length === 0;
  if (a instanceof Map || a instanceof Set) return a.size === 0 && (b as { size?: number }).size === 0;
  return JSON.stringify(a) === JSON.stringify(b);
}

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** No key that a person or a program names can be one of these. */
const MAP = "\u0000map";
const SET = "\u0000set";

function write(value: unknown): Plain {
  if (typeof value !== "object" || value === null) return value as Plain;
  if (Array.isArray(value)) return value.map(write);
  if (value instanceof Map) return { [MAP]: [...value].map(pair => pair.map(write)) };
  if (value instanceof Set) return { [SET]: [...value].map(write) };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, write(each)]));
}

function read(value: Plain): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(read);
  if (value[MAP]) return new Map((value[MAP] as [Plain, Plain][]).map(([k, v]) => [read(k), read(v)]));
  if (value[SET]) return new Set((value[SET] as Plain[]).map(read));
  for (const key of Object.keys(value)) (value as Record<string, unknown>)[key] = read(value[key]!);
  return value;
}
