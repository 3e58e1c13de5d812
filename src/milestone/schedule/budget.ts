import { isFinished, type Phase } from "../phase.ts";
import { type AgentProfile, type Budget, type Plan, phasePlan } from "../plan/plan.ts";
import { dollarsOf, dollarsPerMinute, LONG_PHASE, modelOf, priceOf } from "../plan/prices.ts";
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

/** What an attempt under way may still spend. */
export interface BudgetClaim {
  task: string;
  /** null: no agent, so nothing. */
  profile: string | null;
  /** What it was told to stay within; null: nothing was said. */
  capUsd: number | null;
}

/**
 * Dollars that one more attempt of the task may cost; null: no limit. Attempts tell their cost only at their end, so what
 * runs counts with what it may still spend, and each gets its share of the rest: together they stay within the budget,
 * whatever each does.
 */
export function remainingUsd(
  plan: Plan,
  state: State,
  task: string,
  running: readonly BudgetClaim[] = [],
): number | null {
  const left = budgetStatus(plan, state, task)
    .filter(use => use.kind === "costUsd")
    .map(use =>
      use.task === undefined
        ? leftBeside(use, running, plan, state) / freeSlots(state, running)
        : use.limit - use.used,
    );
  return left.length === 0 ? null : Math.max(0, Math.min(...left));
}

function leftBeside(use: BudgetUse, running: readonly BudgetClaim[], plan: Plan, state: State): number {
  return use.limit - use.used - running.reduce((sum, claim) => sum + reservedUsd(claim, plan, state), 0);
}

/** Attempts that may begin beside those that run, at least one. */
function freeSlots(state: State, running: readonly BudgetClaim[]): number {
  const unfinished = [...state.tasks.values()].filter(t => !isDone(t)).length;
  return Math.max(1, Math.min(state.session?.agents ?? 1, unfinished) - running.length);
}

function reservedUsd({ profile, capUsd }: BudgetClaim, plan: Plan, state: State): number {
  const agent = profile === null ? undefined : plan.profiles[profile];
  if (!agent) return 0;
  return keepsCap(plan, state, profile!) && capUsd !== null ? capUsd : (expectedUsd(state) ?? 0);
}

/** Whether what the profile is told to stay within holds: its program can be told, and none of its attempts went beyond. */
export function keepsCap(plan: Plan, state: State, name: string): boolean {
  const profile = plan.profiles[name];
  return profile !== undefined && takesCap(profile) && !state.profiles.get(name)?.overspends;
}

/**
 * Dollars that one more attempt of an agent without a cap is taken to cost: the mean of the dearest task or agent so far.
 * null: no attempt has ended, so nothing is known.
 */
function expectedUsd(state: State): number | null {
  const tasks = [...state.tasks.values()].map(task => task.usage);
  const ended = [...tasks, ...state.usageByAgent.values()].filter(
    used => used.attempts > 0 || used.costUsd > 0,
  );
  if (ended.length === 0) return null;
  return Math.max(...ended.map(used => used.costUsd / Math.max(1, used.attempts)));
}

/** What a minute of an agent's work has cost at the most, in US dollars; null: it has not told any cost yet. */
function dearestMinuteUsd(state: State, profile: string): number | null {
  const rates = [...state.usageByAgent]
    .filter(([agent, used]) => agent.split(" ")[0] === profile && used.minutes > 0 && used.costUsd > 0)
    .map(([, used]) => used.costUsd / used.minutes);
  return rates.length === 0 ? null : Math.max(...rates);
}

/** What a minute of an agent's work costs at the most, as paid in this milestone or by its model's price; null: unknown. */
export function minuteUsd(
  plan: Plan,
  state: State,
  profile: AgentProfile,
  environment: Readonly<Record<string, string | null | undefined>> = plan.env,
): number | null {
  const paid = dearestMinuteUsd(state, profile.name);
  if (paid !== null) return paid;
  const model = modelOf(profile, environment);
  const price = model === null ? null : priceOf(model, plan.prices);
  return price && dollarsPerMinute(price);
}

/** Whether the profile's program can be told what it may spend; one that cannot spends what it likes. */
export function takesCap({ args, phaseArgs }: Pick<AgentProfile, "args" | "phaseArgs">): boolean {
  return [...args, ...Object.values(phaseArgs).flat()].some(arg => arg?.includes("{budget_usd}"));
}

/**
 * The starts that a budget in dollars allows together with what runs: an attempt that takes no cap reserves what it is
 * expected to cost, one that takes one its share of the rest. While nothing is known of the cost, one without a cap runs
 * alone; so does one with a cap that may be too small for it, until an attempt has shown that it keeps to it.
 */
export function affordable<S extends { task: string; executor: string }>(
  starts: readonly S[],
  { plan, state, running }: { plan: Plan; state: State; running: readonly BudgetClaim[] },
): S[] {
  const claims = [...running];
  return starts.filter(start => {
    const profile = plan.profiles[start.executor];
    const claim = { task: start.task, profile: profile ? start.executor : null, capUsd: null };
    if (profile && !fitsBudgets(claim, claims, plan, state)) return false;
    const capped = profile !== undefined && keepsCap(plan, state, start.executor);
    const capUsd = capped ? remainingUsd(plan, state, start.task, claims) : null;
    claims.push({ ...claim, capUsd });
    return true;
  });
}

function fitsBudgets(claim: BudgetClaim, running: readonly BudgetClaim[], plan: Plan, state: State): boolean {
  const limits = budgetStatus(plan, state, claim.task).filter(use => use.kind === "costUsd");
  if (limits.length === 0) return true;
  if (keepsCap(plan, state, claim.profile!)) {
    const isAlone = running.every(({ profile }) => profile === null);
    return isAlone || isAmple(plan, state, { claim, running });
  }
  const expected = expectedUsd(state);
  if (expected === null) return running.every(({ profile }) => profile === null);
  return limits.every(use => {
    const left = use.task === undefined ? leftBeside(use, running, plan, state) : use.limit - use.used;
    return expected <= left;
  });
}

/** A share that is so many times the most that a phase is taken to cost leaves room for a program that ignores it. */
const AMPLE = 2;

/** Whether the share is trusted: an attempt of the profile has kept to its own, or it is more than a phase costs. */
function isAmple(
  plan: Plan,
  state: State,
  { claim, running }: { claim: BudgetClaim; running: readonly BudgetClaim[] },
): boolean {
  const name = claim.profile!;
  const isProven = [...state.usageByAgent].some(
    ([agent, { attempts, costUsd }]) => agent.split(" ")[0] === name && attempts > 0 && costUsd > 0,
  );
  if (isProven) return true;
  const model = modelOf(plan.profiles[name]!, plan.env);
  const price = model === null ? null : priceOf(model, plan.prices);
  const share = remainingUsd(plan, state, claim.task, running);
  return share === null || (price !== null && share >= AMPLE * dollarsOf(LONG_PHASE.code, price));
}

/** Why no agent without a cap may start any more although dollars are left; null where one may. */
function tooDear(plan: Plan, state: State, dollars: BudgetUse): string | null {
  const expected = expectedUsd(state);
  if (expected === null || dollars.level === "stop" || dollars.used + expected <= dollars.limit) return null;
  const left = [...state.tasks.values()].filter(
    task => !isDone(task) && (dollars.task === undefined || task.id === dollars.task),
  );
  const uncapped = left.some(({ id, phases }) =>
    [...phases].some(([phase, { status }]) => !isFinished(status) && isUncapped(plan, state, { id, phase })),
  );
  if (!uncapped) return null;
  const whose = dollars.task === undefined ? "the milestone's budget" : `the budget of task ${dollars.task}`;
  return `${whose} does not hold another attempt: one cost ${amount("costUsd", expected)} so far, and ${amount("costUsd", dollars.limit - dollars.used)} of ${amount("costUsd", dollars.limit)} is left`;
}

/** Whether the phase's agent can spend what it likes. */
function isUncapped(plan: Plan, state: State, { id, phase }: { id: string; phase: Phase }): boolean {
  const executor = phasePlan(plan.tasks.find(t => t.id === id)!, phase)?.executor;
  return executor?.kind === "agent" && !keepsCap(plan, state, executor.profile);
}

/** The same as `budgetStatus`, where nothing runs that could still change it: what does not hold one more attempt is spent. */
export function budgetAtRest(plan: Plan, state: State): BudgetUse[] {
  return budgetStatus(plan, state).map(use => {
    const why = use.kind === "costUsd" ? tooDear(plan, state, use) : null;
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
        ? `${whose} is spent: ${amount(kind, used)} of ${amount(kind, limit)}${kind === "attempts" ? " (interrupted ones do not count)" : ""}`
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
