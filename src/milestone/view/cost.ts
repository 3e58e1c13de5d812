import type { Plan } from "../plan/plan.ts";
import type { Usage } from "../session/event.ts";
import type { UsageTotals } from "../session/state.ts";
import { money } from "./figures.ts";
import { type Attempt, type RunHistory, workMs } from "./run-history.ts";

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
  /** Of that, what went into attempts whose work did not count. */
  wastedUsd: number;
  /** Of that, what is estimated, since the attempt was ended before its program told it. */
  estimatedUsd: number;
}

export interface CostSummary {
  byTask: CostRow[];
  byPhase: CostRow[];
  byAgent: CostRow[];
  byModel: CostRow[];
  total: CostRow;
  /** What a finished task cost in the mean, with all attempts at anything; null: none is finished. */
  perOutcomeUsd: number | null;
  outcomes: number;
  /** Dollars that come from a price, since the program told tokens alone. */
  pricedUsd: number;
}

/** Attempts that still run count with their time so far, and no usage: nobody has told it yet. */
export function costsOf(plan: Plan, history: RunHistory, now: number, outcomes = 0): CostSummary {
  const tasks = new Map<string, CostRow>(plan.tasks.map(t => [t.id, emptyRow(t.id)]));
  const phases = new Map<string, CostRow>();
  const agents = new Map<string, CostRow>();
  const models = new Map<string, CostRow>();
  const total = emptyRow("total");
  let pricedUsd = 0;
  for (const attempt of history.attempts) {
    const rows = [
      total,
      rowOf(tasks, attempt.task),
      rowOf(phases, attempt.phase),
      rowOf(agents, attempt.usage?.agent ?? attempt.executor),
    ];
    for (const row of rows) addAttempt(row, attempt, attempt.usage, now);
    for (const share of modelsOf(attempt.usage)) addAttempt(rowOf(models, share.model), attempt, share, now);
    if (attempt.usage?.priced) pricedUsd += attempt.usage.cost_usd;
  }
  return {
    byTask: [...tasks.values()].filter(row => row.attempts > 0),
    byPhase: [...phases.values()],
    byAgent: dearestFirst(agents),
    byModel: dearestFirst(models),
    total,
    perOutcomeUsd: outcomes > 0 ? total.costUsd / outcomes : null,
    outcomes,
    pricedUsd,
  };
}

/** The same total alone, which a view that is redrawn asks for often. */
export function usageOf({ attempts }: RunHistory, now: number): UsageTotals {
  const total = emptyRow("total");
  for (const attempt of attempts) addAttempt(total, attempt, attempt.usage, now);
  const { inputTokens, outputTokens, costUsd } = total;
  return { attempts: total.attempts, minutes: total.workMs / 60_000, inputTokens, outputTokens, costUsd };
}

/** `$3.20`, or `about $3.20` where part of it is estimated. */
export function costCell({ costUsd, estimatedUsd }: CostRow): string {
  return `${estimatedUsd > 0 ? "about " : ""}${money(costUsd)}`;
}

function addAttempt(row: CostRow, attempt: Attempt, used: Partial<Usage> | undefined, now: number): void {
  row.attempts += 1;
  if (attempt.outcome === "failed") row.failed += 1;
  row.workMs += workMs(attempt, now);
  row.inputTokens += used?.input_tokens ?? 0;
  row.outputTokens += used?.output_tokens ?? 0;
  const cost = used?.cost_usd ?? 0;
  row.costUsd += cost;
  if (attempt.outcome === "failed" || attempt.outcome === "interrupted") row.wastedUsd += cost;
  if (attempt.usage?.estimated) row.estimatedUsd += cost;
}

/** What each model used: a program may use several in one attempt. */
function modelsOf(usage: Usage | undefined): NonNullable<Usage["models"]> {
  if (!usage) return [];
  return usage.models ?? (usage.model === undefined ? [] : [{ ...usage, model: usage.model }]);
}

function emptyRow(name: string): CostRow {
  return {
    name,
    attempts: 0,
    failed: 0,
    workMs: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    wastedUsd: 0,
    estimatedUsd: 0,
  };
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
