import { isFinished, type Phase } from "../phase.ts";
import type { Plan } from "../plan/plan.ts";
import { dollarsOf, LONG_PHASE, modelOf, PRICES_OF, priceOf, QUICK_PHASE } from "../plan/prices.ts";
import { executorName } from "../schedule/profile-choice.ts";
import { isDone, type State } from "../session/state.ts";
import { money } from "./figures.ts";

/** What the agents' phases that are left will cost, as a range, in US dollars. */
export interface CostForecast {
  low: number;
  high: number;
  /** Phases that an agent does. */
  phases: number;
  /** What the range rests on. */
  source: string;
  /** Agents of which nobody knows a price. */
  unknown: string[];
  /** What the milestone may cost, with what people added, and what is spent of it; null: no limit. */
  budget: { limit: number; used: number } | null;
}

/** null: no phase that is left is done by an agent, so nothing is spent. */
export function forecastCost(plan: Plan, state: State): CostForecast | null {
  const left = agentPhases(plan, state);
  if (left.length === 0) return null;
  const forecast = { low: 0, high: 0 };
  const unknown = new Set<string>();
  let known = 0;
  for (const { phase, profile } of left) {
    const range = fromHistory(plan, state, profile) ?? fromTable(plan, profile, phase);
    if (!range) {
      unknown.add(profile);
      continue;
    }
    known += range.known;
    forecast.low += range.low;
    forecast.high += range.high;
  }
  const limit = plan.budget.costUsd;
  return {
    ...forecast,
    phases: left.length,
    source: sourceWords(known, left.length),
    unknown: [...unknown],
    budget:
      limit === undefined ? null : { limit: limit + state.budgetRaised.costUsd, used: state.usage.costUsd },
  };
}

function agentPhases(plan: Plan, state: State): { phase: Phase; profile: string }[] {
  return plan.tasks.flatMap(task => {
    const at = state.tasks.get(task.id);
    if (at && isDone(at)) return [];
    return task.phases
      .filter(({ phase, executor }) => {
        const status = at?.phases.get(phase)?.status ?? "pending";
        return executor.kind === "agent" && !isFinished(status) && status !== "waiting_approval";
      })
      .map(({ phase, executor }) => ({ phase, profile: executorName(executor) }));
  });
}

interface CostRange {
  low: number;
  high: number;
  /** 1: it rests on what was paid. */
  known: 0 | 1;
}

/** As the cheapest and the dearest phase that the same agent finished in this milestone, with all attempts at it. */
function fromHistory(plan: Plan, state: State, profile: string): CostRange | null {
  const paid = plan.tasks.flatMap(task =>
    task.phases
      .filter(({ executor }) => executorName(executor) === profile)
      .map(({ phase }) => state.tasks.get(task.id)?.phases.get(phase))
      .filter(at => at !== undefined && isFinished(at.status) && at.usage.attempts > 0)
      .map(at => at!.usage.costUsd),
  );
  if (paid.length === 0 || Math.max(...paid) === 0) return null;
  return { low: Math.min(...paid), high: Math.max(...paid), known: 1 };
}

function fromTable(plan: Plan, name: string, phase: Phase): CostRange | null {
  const profile = plan.profiles[name];
  const model = profile ? modelOf(profile, plan.env) : null;
  const price = model === null ? null : priceOf(model, plan.prices);
  if (!price) return null;
  const kind = phase === "execute" ? "code" : "documents";
  return { low: dollarsOf(QUICK_PHASE[kind], price), high: dollarsOf(LONG_PHASE[kind], price), known: 0 };
}

function sourceWords(known: number, phases: number): string {
  const history = "what this milestone's finished phases cost";
  const table = `prices of ${PRICES_OF} and assumed tokens`;
  if (known === 0) return table;
  return known === phases ? history : `${history}, and ${table}`;
}

/** `About $0.30 to $4.10 for 6 phases by agents (prices of … and assumed tokens); $1.00 of the budget of $6.00 is used`. */
export function forecastWords(forecast: CostForecast): string {
  const { low, high, phases, source, unknown, budget } = forecast;
  const count = `${phases} ${phases === 1 ? "phase" : "phases"} by agents`;
  const none = unknown.length > 0 ? `; nobody knows the price of ${unknown.join(", ")}` : "";
  const of = budget ? `; ${money(budget.used)} of the budget of ${money(budget.limit)} is used` : "";
  if (high === 0) return `The cost of ${count} is not known${none}${of}`;
  return `About ${money(low)} to ${money(high)} for ${count} (${source})${none}${of}`;
}
