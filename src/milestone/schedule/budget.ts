import type { Phase } from "../phase.ts";
import { type Budget, type Plan, phasePlan } from "../plan/plan.ts";
import { type BudgetRaise, isDone, type State, type UsageTotals } from "../session/state.ts";
import { counted } from "../text/sanitise.ts";

export type BudgetKind = keyof Budget;

/** One limit and how much of it is used. */
export interface BudgetUse {
  /** Absent: the milestone's budget. */
  task?: string;
  kind: BudgetKind;
  used: number;
  /** With everything that people added. */
  limit: number;
  level: "ok" | "warn" | "stop";
  /** A sentence for the warning or the blocker. */
  message: string;
}

/** Share of a limit from which people are warned, in percent (domain.md names 80 and 100). */
const WARN_PERCENT = 80;

const KINDS: readonly BudgetKind[] = ["minutes", "attempts", "tokens", "costUsd"];

/**
 * How much of each limit is used: the milestone's, then each task's in the plan's order; with `task`, the milestone's
 * and that task's. What an attempt used counts when it has ended, since only then its program has told it; so a limit
 * can be passed by what runs at that moment; for dollars `remainingUsd` says what an attempt is told to stay within.
 * Minutes are those of executors, tokens are input (with what came from a cache) plus output.
 */
export function budgetStatus(plan: Plan, state: State, task?: string): BudgetUse[] {
  const uses = usesOf(plan.budget, state.budgetRaised, state.usage);
  for (const { id, budget } of plan.tasks) {
    const at = state.tasks.get(id);
    if (!at || (task !== undefined && id !== task)) continue;
    uses.push(...usesOf(budget, at.budgetRaised, at.usage, id));
  }
  return uses;
}

/**
 * Dollars that one more attempt of the task may cost; null: no limit. Attempts tell their cost only at their end, so
 * each gets its share of what is left of the milestone's budget: together they stay within it, whatever each does.
 */
export function remainingUsd(plan: Plan, state: State, task: string): number | null {
  const unfinished = [...state.tasks.values()].filter(t => !isDone(t)).length;
  const atOnce = Math.max(1, Math.min(state.session?.agents ?? 1, unfinished));
  const left = budgetStatus(plan, state, task)
    .filter(use => use.kind === "costUsd")
    .map(use => Math.max(0, use.limit - use.used) / (use.task === undefined ? atOnce : 1));
  return left.length === 0 ? null : Math.min(...left);
}

/**
 * Dollars that one more attempt of an agent without a cap is taken to cost: the dearest task's mean so far. null: no attempt
 * has ended, so nothing is known.
 */
function expectedUsd(state: State): number | null {
  const ended = [...state.tasks.values()].map(task => task.usage).filter(usage => usage.attempts > 0);
  if (ended.length === 0) return null;
  return Math.max(...ended.map(usage => usage.costUsd / usage.attempts));
}

/** Whether the phase's agent can spend what it likes: its program takes no `{budget_usd}`. */
export function isUncapped(plan: Plan, task: string, phase: Phase): boolean {
  const executor = phasePlan(plan.tasks.find(t => t.id === task)!, phase)?.executor;
  if (executor?.kind !== "agent") return false;
  const profile = plan.profiles[executor.profile];
  if (!profile) return false;
  const args = [...profile.args, ...Object.values(profile.phaseArgs).flat()];
  return !args.some(arg => arg?.includes("{budget_usd}"));
}

/**
 * The starts that a budget in dollars allows together with what runs: an attempt that takes no cap reserves what it is
 * expected to cost. While nothing is known of the cost, one runs alone.
 */
export function affordable<S extends { task: string; phase: Phase }>(
  starts: readonly S[],
  { plan, state, running }: { plan: Plan; state: State; running: readonly { task: string; phase: Phase }[] },
): S[] {
  const dollars = budgetStatus(plan, state).find(use => use.task === undefined && use.kind === "costUsd");
  if (!dollars) return [...starts];
  const expected = expectedUsd(state);
  let reserved = running.filter(({ task, phase }) => isUncapped(plan, task, phase)).length;
  return starts.filter(({ task, phase }) => {
    if (!isUncapped(plan, task, phase)) return true;
    const fits =
      expected === null ? reserved === 0 : dollars.used + (reserved + 1) * expected <= dollars.limit;
    if (fits) reserved += 1;
    return fits;
  });
}

/** Why no agent without a cap may start any more although dollars are left; null where one may. */
function tooDear(plan: Plan, state: State, dollars: BudgetUse): string | null {
  const expected = expectedUsd(state);
  if (expected === null || dollars.level === "stop" || dollars.used + expected <= dollars.limit) return null;
  const left = [...state.tasks.values()].filter(task => !isDone(task));
  const uncapped = left.some(({ id, phases }) =>
    [...phases.keys()].some(phase => isUncapped(plan, id, phase)),
  );
  if (!uncapped) return null;
  return `the milestone's budget does not hold another attempt: one cost ${amount("costUsd", expected)} so far, and ${amount("costUsd", dollars.limit - dollars.used)} of ${amount("costUsd", dollars.limit)} is left`;
}

/** The same as `budgetStatus`, where nothing runs that could still change it: what does not hold one more attempt is spent. */
export function budgetAtRest(plan: Plan, state: State): BudgetUse[] {
  return budgetStatus(plan, state).map(use => {
    const why = use.task === undefined && use.kind === "costUsd" ? tooDear(plan, state, use) : null;
    return why === null ? use : { ...use, level: "stop", message: why };
  });
}

function usesOf(budget: Budget, raised: BudgetRaise, usage: UsageTotals, task?: string): BudgetUse[] {
  const uses: BudgetUse[] = [];
  for (const kind of KINDS) {
    const own = budget[kind];
    if (own === undefined) continue;
    const limit = own + raised[kind];
    const used = usedOf(usage, kind);
    const level = used >= limit ? "stop" : used * 100 >= limit * WARN_PERCENT ? "warn" : "ok";
    const whose = task === undefined ? "the milestone's budget" : `the budget of task ${task}`;
    // The warning names no figure that grows, so that it is given once.
    const message =
      level === "stop"
        ? `${whose} is spent: ${amount(kind, used)} of ${amount(kind, limit)}`
        : `${level === "warn" ? "more" : "less"} than ${WARN_PERCENT} % of ${whose} of ${amount(kind, limit)} is used`;
    uses.push({ ...(task === undefined ? {} : { task }), kind, used, limit, level, message });
  }
  return uses;
}

function usedOf(usage: UsageTotals, kind: BudgetKind): number {
  return kind === "tokens" ? usage.inputTokens + usage.outputTokens : usage[kind];
}

/** An amount as people read it. */
function amount(kind: BudgetKind, value: number): string {
  switch (kind) {
    case "minutes":
      return `${round(value, value < 1 ? 2 : 1)} minutes of agents' time`;
    case "attempts":
      return counted(value, "attempt");
    case "tokens":
      return `${Math.round(value)} tokens`;
    case "costUsd":
      return `$${value.toFixed(2)}`;
    default:
      return kind satisfies never;
  }
}

function round(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
