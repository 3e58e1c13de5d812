import { createHash } from "node:crypto";
import { DEFAULT_WEIGHTS, type Phase, type PhaseStatus, type TaskStatus } from "../phase.ts";
import { type Column, differingFields, fromColumn, setFields, toColumn } from "../saved/columns.ts";
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
 * one has it is left out: of thousands most differ in little.
 */

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

interface StateText {
  rest: Column;
  count: number;
  /** What a new task is made of. */
  tasks: Record<"id" | "workflow" | "status", Column>;
  taskFields: Record<string, Column>;
  /** How many phases each task has; then of all phases, one task after the other. */
  phaseCounts: Column;
  phaseCount: number;
  phases: Record<"name" | "status", Column>;
  phaseFields: Record<string, Column>;
}

export function encodeState({ tasks: byId, ...rest }: State): string {
  const tasks = [...byId.values()];
  const names = tasks.flatMap(({ phases }) => [...phases.keys()]);
  const phases = tasks.flatMap(each => [...each.phases.values()]);
  const alone = tasks.map(task => ({ ...task, phases: NO_PHASES }));
  const text: StateText = {
    rest: toColumn([rest]),
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
  const { rest, count, tasks, taskFields, phaseCount, ...written } = JSON.parse(text) as StateText;
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
  const [values] = fromColumn(rest, 1) as [Omit<State, "tasks">];
  return { ...values, tasks: new Map(made.map(task => [task.id, task])) };
}

interface HistoryText {
  rest: Column;
  count: number;
  attempts: Column;
}

export function encodeHistory({ attempts, open, ...rest }: RunHistory): string {
  const text: HistoryText = {
    rest: toColumn([rest]),
    count: attempts.length,
    attempts: toColumn(attempts),
  };
  return JSON.stringify(text);
}

export function decodeHistory(text: string): RunHistory {
  const written = JSON.parse(text) as HistoryText;
  const attempts = fromColumn(written.attempts, written.count) as RunHistory["attempts"];
  const [rest] = fromColumn(written.rest, 1) as [Omit<RunHistory, "attempts" | "open">];
  const open: RunHistory["open"] = { attempts: new Map(), waits: new Map() };
  for (const attempt of attempts) {
    if (attempt.endedAt === null) open.attempts.set(`${attempt.task}/${attempt.phase}`, attempt);
  }
  for (const wait of rest.waits) if (wait.endedAt === null) open.waits.set(wait.request, wait);
  return { ...rest, attempts, open };
}
