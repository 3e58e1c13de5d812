import { createHash } from "node:crypto";
import { DEFAULT_WEIGHTS, type Phase, type PhaseStatus, type TaskStatus } from "../phase.ts";
import { differingFields, fromColumn, type PackedColumn, setFields, toColumn } from "../saved/columns.ts";
import {
  emptyState,
  newPhase,
  newTask,
  type PhaseState,
  type State,
  type TaskState,
} from "../session/state.ts";
import { newHistory, type RunHistory } from "./run-history.ts";

/*
 * State and history as text, to go on from without reading the log's beginning. What every task or phase has as a new
 * one has it is left out: of thousands most differ in little. A line holds some hundred of them: the columns of all at
 * once would stay in memory until the last is made, and the collector would move them again and again.
 */

/** Tasks of a line. */
const TASKS = 250;
/** Attempts of a line. */
const ATTEMPTS = 1_000;

function inBlocks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) =>
    values.slice(at * size, (at + 1) * size),
  );
}

function lines(rest: object, blocks: readonly string[]): string {
  return [JSON.stringify(toColumn([rest])), ...blocks].join("\n");
}

/** The first line, and those behind it one by one. */
function readLines<T>(text: string): { rest: T; blocks: Iterable<string> } {
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  const [rest] = fromColumn(JSON.parse(first) as PackedColumn, 1);
  return { rest: rest as T, blocks: end < 0 ? [] : linesAfter(text, end) };
}

function* linesAfter(text: string, from: number): Generator<string> {
  for (let start = from + 1; start > 0; ) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? 0 : end + 1;
  }
}

/** Other with each set of fields: a text of another program is not read. */
export const FOLD_SHAPE = createHash("sha256")
  .update(
    JSON.stringify([
      fieldsOf(emptyState("", DEFAULT_WEIGHTS)),
      fieldsOf(freshTask("", true, "pending")),
      fieldsOf(newPhase("pending")),
      fieldsOf(newHistory()),
      fieldsOf(newHistory().record),
    ]),
  )
  .digest("hex")
  .slice(0, 16);

function fieldsOf(value: object): string[] {
  return Object.keys(value).sort();
}

interface TasksText {
  count: number;
  /** What a new task is made of. */
  tasks: Record<"id" | "workflow" | "status", PackedColumn>;
  taskFields: Record<string, PackedColumn>;
  /** How many phases each task has; then of all phases, one task after the other. */
  phaseCounts: PackedColumn;
  phaseCount: number;
  phases: Record<"name" | "status", PackedColumn>;
  phaseFields: Record<string, PackedColumn>;
}

export function encodeState({ tasks, ...rest }: State): string {
  return lines(rest, inBlocks([...tasks.values()], TASKS).map(encodeTasks));
}

function encodeTasks(tasks: readonly TaskState[]): string {
  const names = tasks.flatMap(({ phases }) => [...phases.keys()]);
  const phases = tasks.flatMap(each => [...each.phases.values()]);
  const alone = tasks.map(task => ({ ...task, phases: NO_PHASES }));
  const text: TasksText = {
    count: tasks.length,
    tasks: {
      id: toColumn(tasks.map(({ id }) => id)),
      workflow: toColumn(tasks.map(({ workflow }) => workflow)),
      status: toColumn(tasks.map(({ status }) => status)),
    },
    taskFields: differingFields(alone, ({ id, workflow, status }) => freshTask(id, workflow, status)),
    phaseCounts: toColumn(tasks.map(each => each.phases.size)),
    phaseCount: phases.length,
    phases: { name: toColumn(names), status: toColumn(phases.map(({ status }) => status)) },
    phaseFields: differingFields(phases, ({ status }) => newPhase(status)),
  };
  return JSON.stringify(text);
}

const NO_PHASES: TaskState["phases"] = new Map();

function freshTask(id: string, workflow: boolean, status: TaskStatus): TaskState {
  return newTask({ id, workflow, status, phases: {} });
}

export function decodeState(text: string): State {
  const { rest, blocks } = readLines<Omit<State, "tasks">>(text);
  const tasks: State["tasks"] = new Map();
  for (const block of blocks) for (const task of decodeTasks(block)) tasks.set(task.id, task);
  return { ...rest, tasks };
}

function decodeTasks(text: string): TaskState[] {
  const { count, tasks, taskFields, phaseCount, ...written } = JSON.parse(text) as TasksText;
  const workflow = fromColumn(tasks.workflow, count) as boolean[];
  const status = fromColumn(tasks.status, count) as TaskStatus[];
  const made = (fromColumn(tasks.id, count) as string[]).map((id, at) =>
    freshTask(id, workflow[at]!, status[at]!),
  );
  setFields(made, taskFields);
  const names = fromColumn(written.phases.name, phaseCount) as Phase[];
  const statuses = fromColumn(written.phases.status, phaseCount) as PhaseStatus[];
  const phases: PhaseState[] = statuses.map(newPhase);
  setFields(phases, written.phaseFields);
  const counts = fromColumn(written.phaseCounts, count) as number[];
  let next = 0;
  for (const [at, task] of made.entries()) {
    for (const end = next + counts[at]!; next < end; next++) task.phases.set(names[next]!, phases[next]!);
  }
  return made;
}

interface AttemptsText {
  count: number;
  attempts: PackedColumn;
}

export function encodeHistory({ attempts, open, ...rest }: RunHistory): string {
  const blocks = inBlocks(attempts, ATTEMPTS).map(block =>
    JSON.stringify({ count: block.length, attempts: toColumn(block) } satisfies AttemptsText),
  );
  return lines(rest, blocks);
}

export function decodeHistory(text: string): RunHistory {
  const { rest, blocks } = readLines<Omit<RunHistory, "attempts" | "open">>(text);
  const made: RunHistory["attempts"] = [];
  for (const block of blocks) {
    const { count, attempts } = JSON.parse(block) as AttemptsText;
    made.push(...(fromColumn(attempts, count) as RunHistory["attempts"]));
  }
  const open: RunHistory["open"] = { attempts: new Map(), waits: new Map() };
  for (const attempt of made) {
    if (attempt.endedAt === null) open.attempts.set(`${attempt.task}/${attempt.phase}`, attempt);
  }
  for (const wait of rest.waits) if (wait.endedAt === null) open.waits.set(wait.request, wait);
  return { ...rest, attempts: made, open };
}
