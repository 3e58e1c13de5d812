import type { Plan } from "../plan/plan.ts";
import type { Usage } from "../session/event.ts";
import { type Attempt, type History, workMs } from "./history.ts";

/** What a task, phase, agent or model used, summed over its attempts. */
export interface CostRow {
  name: string;
  attempts: number;
  failed: number;
  /** Time of executors, in milliseconds. */
  workMs: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
}

export interface Costs {
  byTask: CostRow[];
  byPhase: CostRow[];
  byAgent: CostRow[];
  byModel: CostRow[];
  total: CostRow;
}

/** Attempts that still run count with their time so far, and no usage: nobody has told it yet. */
export function costsOf(plan: Plan, history: History, now: number): Costs {
  const tasks = new Map<string, CostRow>(plan.tasks.map(t => [t.id, emptyRow(t.id)]));
  const phases = new Map<string, CostRow>();
  const agents = new Map<string, CostRow>();
  const models = new Map<string, CostRow>();
  const total = emptyRow("total");
  for (const attempt of history.attempts) {
    const rows = [
      total,
      rowOf(tasks, attempt.task),
      rowOf(phases, attempt.phase),
      rowOf(agents, attempt.usage?.agent ?? attempt.executor),
    ];
    for (const row of rows) addAttempt(row, attempt, attempt.usage, now);
    for (const share of modelsOf(attempt.usage)) addAttempt(rowOf(models, share.model), attempt, share, now);
  }
  return {
    byTask: [...tasks.values()].filter(row => row.attempts > 0),
    byPhase: [...phases.values()],
    byAgent: dearestFirst(agents),
    byModel: dearestFirst(models),
    total,
  };
}

function addAttempt(row: CostRow, attempt: Attempt, used: Partial<Usage> | undefined, now: number): void {
  row.attempts += 1;
  if (attempt.outcome === "failed") row.failed += 1;
  row.workMs += workMs(attempt, now);
  row.inputTokens += used?.input_tokens ?? 0;
  row.outputTokens += used?.output_tokens ?? 0;
  row.costUsd += used?.cost_usd ?? 0;
}

/** What each model used: a program may use several in one attempt. */
function modelsOf(usage: Usage | undefined): NonNullable<Usage["models"]> {
  if (!usage) return [];
  return usage.models ?? (usage.model === undefined ? [] : [{ ...usage, model: usage.model }]);
}

function emptyRow(name: string): CostRow {
  return { name, attempts: 0, failed: 0, workMs: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
}

function rowOf(rows: Map<string, CostRow>, name: string): CostRow {
  const known = rows.get(name);
  if (known) return known;
  const made = emptyRow(name);
  rows.set(name, made);
  return made;
}

function dearestFirst(rows: Map<string, CostRow>): CostRow[] {
  return [...rows.values()].sort((a, b) => b.costUsd - a.costUsd || b.workMs - a.workMs);
}
