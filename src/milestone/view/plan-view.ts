import { isFinished, type Phase, type PhaseStatus, type Transition } from "../phase.ts";
import type { Plan, TaskCondition, TaskPlan } from "../plan/plan.ts";
import { criticalPath, phaseCosts } from "../schedule/critical-path.ts";
import type { PastPhase } from "../schedule/expected-time.ts";
import { buildGraph, wavesOf } from "../schedule/graph.ts";
import { executorName } from "../schedule/profile-choice.ts";
import { resourcesOverlap } from "../schedule/resources.ts";
import { type Simulation, simulatePlan } from "../schedule/simulate.ts";
import type { Strategy } from "../schedule/strategy.ts";
import { isDone, plannedState, type State } from "../session/state.ts";
import { type CostForecast, forecastCost } from "./cost-forecast.ts";
import { type Forecast, forecast } from "./forecast.ts";

/** What `plan` and a dry run say; the keys are those of the JSON output. Hours are estimates. */
export interface PlanView {
  milestone: string;
  title: string;
  strategy: "parallel" | "sequential" | "hybrid";
  /** Why this strategy. */
  reasons: string[];
  agents: number;
  complexity: "simple" | "medium" | "complex";
  /** Share of the remaining work that can run beside the critical path, in percent. */
  parallelism: number;
  tasks: number;
  remaining: number;
  /** In the order in which they would start. */
  order: string[];
  /** Tasks of one wave are independent of each other. */
  waves: string[][];
  criticalPath: { tasks: string[]; hours: number };
  gates: PlanGate[];
  /** What is made ready once every task is done; null: nothing. */
  release: { version: string | null; changelog: string | null; run: string | null } | null;
  checkpoints: { name: string; at: number; run: string[]; approvers: string[]; criteria: string[] }[];
  /** Resources that more than one task needs, so that these never run at the same time. */
  locks: { resource: string; tasks: string[] }[];
  requires: string[];
  run: PlannedTask[];
  predicted: Prediction;
  /** US dollars; null: no agent works on it. */
  cost: CostForecast | null;
  /** What runners of GitHub's own would change; null: too little, or the plan has them already. */
  runners: RunnersAdvice | null;
  warnings: string[];
}

/** Minutes, as estimated. */
export interface RunnersAdvice {
  max: number;
  minutes: number;
  saved: number;
  billed: number;
  /** What one machine is billed for. */
  billedAlone: number;
}

export interface PlanGate {
  task: string;
  phase: Phase;
  transition: Transition;
  approvers: string[];
  minApprovals: number;
  criteria: string[];
}

export interface PlannedTask {
  task: string;
  title: string;
  dependencies: string[];
  when: TaskCondition;
  phases: {
    phase: Phase;
    status: PhaseStatus;
    executor: string;
    deliverables: string[];
    checks: string[];
    gated: boolean;
  }[];
}

export interface Prediction {
  /** Of all remaining work. */
  workHours: number;
  /** With these agents, without any wait for people. */
  hours: number;
  /** false: no task has an estimate, so an hour each was assumed. */
  estimated: boolean;
  /** What is left may take so long; without any wait for people either. */
  forecast: Forecast;
  timeline: { task: string; phase: Phase; agent: number; start: number; end: number }[];
}

export interface PlanViewOptions {
  strategy: Strategy;
  agents: number;
  cores?: number;
  /** Where the milestone stands; absent: not started. */
  state?: State;
  /** What the repository's other milestones took. */
  past?: readonly PastPhase[];
}

const HOUR_MS = 3_600_000;

/** Everything that would happen, from the plan and where it stands, without doing any of it. */
export function planView(plan: Plan, options: PlanViewOptions): PlanView {
  const state = options.state && options.state.tasks.size > 0 ? options.state : plannedState(plan);
  const simulation = simulatePlan(plan, { ...options, state });
  const graph = buildGraph(plan);
  const path = criticalPath(graph, phaseCosts(plan), state);
  const open = plan.tasks.filter(task => !isDoneIn(state, task));
  const { strategy, complexity, reasons, warnings } = simulation.choice;
  const predicted = prediction(plan, {
    workHours: path.totalHours,
    simulation,
    options: { ...options, state },
  });
  return {
    milestone: plan.id,
    title: plan.title,
    strategy,
    reasons,
    agents: options.agents,
    complexity,
    parallelism: Math.round(path.potential * 100),
    tasks: plan.tasks.length,
    remaining: open.length,
    order: [...new Set(simulation.phases.map(p => p.task))],
    waves: wavesOf(graph),
    criticalPath: { tasks: path.tasks, hours: rounded(path.hours) },
    gates: gatesOf(open, state),
    release: isPrepared(plan.release)
      ? { version: plan.release.version, changelog: plan.release.changelog, run: plan.release.run }
      : null,
    checkpoints: plan.qualityGates
      .filter(gate => state.qualityGates.get(gate.name)?.status !== "passed")
      .map(({ name, at, run, approvers, criteria }) => ({ name, at, run, approvers, criteria }))
      .sort((a, b) => a.at - b.at),
    locks: locksOf(plan),
    requires: plan.requires,
    run: open.map(task => plannedTask(task, state)),
    predicted,
    cost: forecastCost(plan, state),
    runners: runnersAdvice(plan, { predicted, options: { ...options, state }, open }),
    warnings: [...warnings, ...warningsOf(plan, options.agents, simulation)],
  };
}

/** Jobs at once that the smallest of GitHub's plans has. */
const FEWEST_JOBS = 20;
/** A second simulation of more would take a while to no purpose: such a milestone has other reasons. */
const MOST_TASKS = 2_000;
/** A job's start and its last minute, which is billed whole; and the landing's own minute. */
const JOB_MINUTES = 1.5;
const LANDING_MINUTES = 1;
/** Less is not worth a second machine (minutes). */
const WORTH_SAVING = 30;

/** Whether many machines would pay, by estimates and what such phases took. */
function runnersAdvice(
  plan: Plan,
  {
    predicted,
    options,
    open,
  }: { predicted: Prediction; options: PlanViewOptions & { state: State }; open: readonly TaskPlan[] },
): RunnersAdvice | null {
  const isKnown = predicted.estimated || (options.past?.length ?? 0) > 0;
  if (plan.runners || !isKnown || open.length === 0 || open.length > MOST_TASKS) return null;
  const { cores: _, ...rest } = options;
  const max = Math.min(FEWEST_JOBS, open.length);
  const { low, high } = predicted.forecast;
  const scale = predicted.hours > 0 ? (low + high) / 2 / predicted.hours : 1;
  const many = simulatePlan(plan, { ...rest, agents: max }).makespanMs / 60_000;
  const tickets = open.reduce((sum, task) => sum + ticketsOf(plan, task, options.state), 0);
  const waves = wavesOf(buildGraph(plan)).length;
  // Landings go one after the other.
  const minutes = Math.max(many * scale + waves * (JOB_MINUTES + LANDING_MINUTES), tickets * LANDING_MINUTES);
  const alone = predicted.hours * 60 * scale;
  const billed = predicted.workHours * 60 * scale + tickets * (JOB_MINUTES + LANDING_MINUTES);
  if (alone - minutes < WORTH_SAVING || minutes > alone / 2) return null;
  return {
    max,
    minutes: Math.ceil(minutes),
    saved: Math.floor(alone - minutes),
    billed: Math.ceil(billed),
    billedAlone: Math.ceil(alone),
  };
}

/** Machines that its phases take: one goes on until a gate or a checkpoint stands between. */
function ticketsOf(plan: Plan, task: TaskPlan, state: State): number {
  const left = task.phases.filter(p => !isFinished(statusOf(state, task.id, p.phase)));
  if (plan.qualityGates.length > 0) return left.length;
  return 1 + left.slice(0, -1).filter(({ gate }) => gate !== null).length;
}

function isDoneIn(state: State, task: TaskPlan): boolean {
  const now = state.tasks.get(task.id);
  return now !== undefined && isDone(now);
}

function statusOf(state: State, task: string, phase: Phase): PhaseStatus {
  return state.tasks.get(task)?.phases.get(phase)?.status ?? "pending";
}

/** Gates that are still to be passed. */
function gatesOf(open: readonly TaskPlan[], state: State): PlanGate[] {
  const gates: PlanGate[] = [];
  for (const task of open) {
    for (const { phase, gate } of task.phases) {
      if (gate && !isFinished(statusOf(state, task.id, phase))) gates.push({ task: task.id, phase, ...gate });
    }
  }
  return gates;
}

function plannedTask(task: TaskPlan, state: State): PlannedTask {
  const left = task.phases.filter(p => !isFinished(statusOf(state, task.id, p.phase)));
  return {
    task: task.id,
    title: task.title,
    dependencies: task.dependencies,
    when: task.when,
    phases: left.map(({ phase, executor, deliverables, checks, gate }) => ({
      phase,
      status: statusOf(state, task.id, phase),
      executor: executor.kind === "run" ? `run: ${executor.command}` : executorName(executor),
      deliverables: deliverables.map(d => ("path" in d ? d.path : `changed: ${d.changed}`)),
      checks,
      gated: gate !== null,
    })),
  };
}

/** The waves that are left, and what is finished already. */
export function openWaves(view: Pick<PlanView, "waves" | "run">): { waves: string[][]; finished: string[] } {
  const open = new Set(view.run.map(each => each.task));
  return {
    waves: view.waves.map(wave => wave.filter(id => open.has(id))).filter(wave => wave.length > 0),
    finished: view.waves.flat().filter(id => !open.has(id)),
  };
}

function locksOf(plan: Plan): PlanView["locks"] {
  const users = new Map<string, Set<string>>();
  for (const { id, resources } of plan.tasks) {
    for (const resource of resources) users.set(resource, (users.get(resource) ?? new Set()).add(id));
  }
  const names = [...users.keys()];
  const locks = names.map(resource => {
    const others = names.filter(other => resourcesOverlap(resource, other));
    const tasks = new Set(others.flatMap(other => [...users.get(other)!]));
    return { resource, tasks: plan.tasks.filter(t => tasks.has(t.id)).map(t => t.id) };
  });
  return locks.filter(lock => lock.tasks.length > 1);
}

function prediction(
  plan: Plan,
  {
    workHours,
    simulation,
    options,
  }: { workHours: number; simulation: Simulation; options: PlanViewOptions & { state: State } },
): Prediction {
  const hours = simulation.makespanMs / HOUR_MS;
  const { low, high, ...rest } = forecast(plan, { ...options, hours, past: options.past ?? [] });
  return {
    workHours: rounded(workHours),
    hours: rounded(hours),
    forecast: { low: finely(low), high: finely(high), ...rest },
    estimated: plan.tasks.some(task => task.estimatedHours !== undefined),
    timeline: simulation.phases.map(({ task, phase, slot, start, end }) => ({
      task,
      phase,
      agent: slot,
      start: rounded(start / HOUR_MS),
      end: rounded(end / HOUR_MS),
    })),
  };
}

function warningsOf(plan: Plan, agents: number, simulation: Simulation): string[] {
  const warnings: string[] = [];
  const busiest = mostAtOnce(simulation);
  if (simulation.choice.strategy !== "sequential" && busiest > 0 && agents > busiest) {
    warnings.push(`at most ${busiest} of the ${agents} agents can work at the same time`);
  }
  const without = plan.tasks.filter(task => task.estimatedHours === undefined).length;
  if (without > 0 && without < plan.tasks.length) {
    warnings.push(
      `${without} of ${plan.tasks.length} tasks have no estimated_hours; they count as average ones`,
    );
  }
  return warnings;
}

function mostAtOnce({ phases }: Simulation): number {
  return phases.reduce((most, phase) => Math.max(most, phase.slot), 0);
}

/** To less than a second: what was measured may be short. */
const finely = (hours: number): number => Math.round(hours * 10_000) / 10_000;
const rounded = (hours: number): number => Math.round(hours * 100) / 100;

const isPrepared = ({ changelog, version }: Plan["release"]): boolean =>
  changelog !== null || version !== null;
