import type { Plan } from "../plan/plan.ts";
import type { LoggedEvent } from "../session/event.ts";
import { taskHundredths } from "../session/progress.ts";
import { isDone, type State } from "../session/state.ts";
import { isHalted, verdictNow } from "./condition.ts";
import { type Costs, criticalPath, hoursBehind, phaseCosts, remainingHours } from "./critical-path.ts";
import { buildGraph, type Graph, PriorityQueue, tasksWithNeeds } from "./graph.ts";
import {
  holdOf,
  isDoneIn,
  keepsResources,
  milestoneBlockers,
  type NextStep,
  nextStep,
  waitingForPeople,
  waitingUnder,
} from "./readiness.ts";
import { type Needs, ReadyTasks } from "./ready-tasks.ts";
import { overlapMemo } from "./resources.ts";
import {
  type ChosenStrategy,
  chooseStrategy,
  type PhaseStart,
  type RunningPhase,
  type ScheduleDecision,
  type ScheduleInput,
  type Scheduler,
  type SchedulerOptions,
  type StrategyChoice,
  type WaitingPhase,
} from "./strategy.ts";

export type { ScheduleDecision, Scheduler } from "./strategy.ts";

/** A scheduler for one plan; after `plan_changed` make a new one. */
export function createScheduler(plan: Plan, options: SchedulerOptions): Scheduler {
  return new PlanScheduler(plan, options);
}

type StepKind = NextStep["kind"] | "waiting" | "running" | "timer" | "skip" | "left";
type ListedSteps = Pick<ScheduleDecision, "manual" | "ask" | "complete" | "skip">;
/** A cluster is through when none of its tasks is any of these. */
const ACTIVE: ReadonlySet<StepKind> = new Set<StepKind>([
  "run",
  "timer",
  "running",
  "manual",
  "ask",
  "complete",
  "skip",
]);
/** The engine acts on these at once; the scheduler only lists them. */
const LISTED: ReadonlySet<StepKind> = new Set<StepKind>(["manual", "ask", "complete", "skip"]);

class PlanScheduler implements Scheduler {
  readonly graph: Graph;
  readonly choice: StrategyChoice;
  readonly strategy: ChosenStrategy;
  readonly #plan: Plan;
  readonly #costs: Costs;
  readonly #ready: ReadyTasks;
  readonly #timers = new PriorityQueue<{ at: number; place: number }>((a, b) => a.at - b.at);
  readonly #overlap = overlapMemo();
  readonly #kinds: StepKind[];
  readonly #steps: (NextStep | undefined)[];
  /** Tasks needed that are not done, and those of them that only a person can set going. */
  readonly #missing: number[];
  readonly #stuckBefore: number[];
  readonly #stuck: boolean[];
  readonly #hundredths: number[];
  readonly #activeIn: number[];
  readonly #listed = new Set<number>();
  /** Tasks between two phases that keep their resources. */
  readonly #keeping = new Set<number>();
  readonly #dirty = new Set<number>();
  #behind: number[] = [];
  #engaged = new Map<number, RunningPhase>();
  #state: State | null = null;
  #now = 0;
  #seen = -1;
  #done = 0;
  #sum = 0;
  /** By place, whether the task is wanted; null: all are. */
  readonly #wanted: readonly boolean[] | null;
  /** The last cluster that may run (a wave of the graph); only `hybrid` looks at it. */
  #cluster = -1;

  constructor(plan: Plan, { strategy, agents, cores, state, only }: SchedulerOptions) {
    this.#plan = plan;
    this.graph = buildGraph(plan);
    const wanted = only && tasksWithNeeds(this.graph, only);
    this.#wanted = wanted ? plan.tasks.map(task => wanted.has(task.id)) : null;
    this.#costs = phaseCosts(plan);
    this.choice = chooseStrategy({
      wanted: strategy,
      remainingTasks: plan.tasks.filter(task => !isDoneIn(state, task.id)).length,
      path: criticalPath(this.graph, this.#costs, state),
      agents,
      ...(cores === undefined ? {} : { cores }),
    });
    this.strategy = this.choice.strategy;
    this.#ready = new ReadyTasks(plan.tasks.map(t => t.resources));
    this.#kinds = plan.tasks.map(() => "waiting");
    this.#steps = plan.tasks.map(() => undefined);
    this.#hundredths = plan.tasks.map(() => 0);
    this.#missing = this.graph.dependencies.map(list => list.length);
    this.#stuckBefore = plan.tasks.map(() => 0);
    this.#stuck = plan.tasks.map(() => false);
    this.#activeIn = new Array<number>(this.graph.wave.reduce((a, b) => Math.max(a, b), 0) + 1).fill(0);
  }

  observe(event: LoggedEvent): void {
    if (event.seq !== this.#seen + 1) return;
    const place = event.task_id === undefined ? undefined : this.graph.index.get(event.task_id);
    if (place !== undefined) this.#dirty.add(place);
    else if (/^(milestone_activated|approval|blocker|plan|profile)/.test(event.event)) return;
    this.#seen = event.seq;
  }

  percentage(): number {
    const tasks = this.#plan.tasks.length;
    if (this.#done === tasks) return 100;
    return Math.min(99, Math.floor(this.#sum / tasks / 100));
  }

  get keeping(): string[] {
    return [...this.#keeping].map(place => this.graph.tasks[place]!.id);
  }

  next(input: ScheduleInput): ScheduleDecision {
    this.#now = input.now;
    this.#refresh(input);
    this.#wake(input.now);
    const hold = holdOf(this.#plan, input.state, this.percentage());
    const held = hold !== null || input.holdAll === true;
    const sync = held ? null : this.#enterCluster(input);
    const decision: ScheduleDecision = {
      start: held ? [] : this.#startNow(input),
      ...this.#listedNow(held),
      checkpoints: hold?.kind === "checkpoint_due" ? hold.gates : [],
      sync,
      wakeAt: held ? null : (this.#timers.peek()?.at ?? null),
      idle: null,
      waitingFor: [],
    };
    const acts = input.running.length + decision.start.length + decision.manual.length + decision.ask.length;
    const due = decision.complete.length + decision.skip.length + decision.checkpoints.length;
    if (acts + due > 0 || sync !== null || input.holdAll) return decision;
    if (decision.wakeAt !== null) {
      const rest = this.#longRest(input.now);
      return rest === null ? decision : { ...decision, idle: "waiting_limit", waitingFor: rest };
    }
    return { ...decision, ...(hold ? waitingUnder(hold) : this.#waiting(input)) };
  }

  #refresh({ state, running }: ScheduleInput): void {
    const engaged = new Map<number, RunningPhase>();
    for (const run of running) {
      const place = this.graph.index.get(run.task);
      if (place !== undefined) engaged.set(place, run);
    }
    for (const place of this.#engaged.keys()) if (!engaged.has(place)) this.#dirty.add(place);
    for (const place of engaged.keys()) if (!this.#engaged.has(place)) this.#dirty.add(place);
    this.#engaged = engaged;
    if (state !== this.#state || state.seq !== this.#seen) this.#readAll(state);
    // Looking at a task may add others, also such that were looked at before it.
    for (const place of this.#dirty) {
      this.#dirty.delete(place);
      this.#evaluate(place, state);
    }
  }

  #readAll(state: State): void {
    this.#state = state;
    this.#seen = state.seq;
    const tasks = this.graph.tasks;
    const own = tasks.map((task, i) => remainingHours(this.graph, this.#costs, i, state.tasks.get(task.id)));
    this.#behind = hoursBehind(this.graph, own);
    for (const i of tasks.keys()) this.#dirty.add(i);
    if (this.strategy !== "hybrid") return;
    tasks.forEach((task, i) => {
      if (state.tasks.get(task.id)?.startedAt) this.#cluster = Math.max(this.#cluster, this.graph.wave[i]!);
    });
  }

  /** Looks at one task again. Dependants are looked at in turn when it is done or stuck, or no longer is. */
  #evaluate(place: number, state: State): void {
    const task = this.graph.tasks[place]!;
    const now = state.tasks.get(task.id);
    const hundredths = now ? taskHundredths(state, now) : 0;
    this.#sum += hundredths - this.#hundredths[place]!;
    this.#hundredths[place] = hundredths;
    this.#keeping.delete(place);
    const wasDone = this.#kinds[place] === "done";
    const done = now !== undefined && isDone(now);
    if (done !== wasDone) {
      this.#done += done ? 1 : -1;
      for (const d of this.graph.dependants[place]!) {
        this.#missing[d]! += done ? -1 : 1;
        this.#dirty.add(d);
      }
    }
    this.#noteStuck(place, done ? false : this.#evaluateOpen(place, state));
    if (done) this.#file(place, "done");
  }

  /** Files a task that is not done. Answers whether only a person can set it going. */
  #evaluateOpen(place: number, state: State): boolean {
    if (this.#engaged.has(place)) {
      this.#file(place, "running");
      return false;
    }
    if (this.#wanted?.[place] === false) {
      this.#file(place, "left");
      return false;
    }
    const task = this.graph.tasks[place]!;
    const needed = { open: this.#missing[place]!, stuck: this.#stuckBefore[place]! };
    switch (verdictNow(task, state.tasks.get(task.id), needed)) {
      case "waiting":
        this.#file(place, "waiting");
        return task.when === "success" && needed.stuck > 0;
      case "void":
        this.#file(place, "skip");
        return false;
      case "met": {
        const step = nextStep(task, state, this.#now);
        if (keepsResources(task, state, step)) this.#keeping.add(place);
        this.#fileStep(place, step);
        return isHalted(step.kind);
      }
    }
  }

  #noteStuck(place: number, stuck: boolean): void {
    if (stuck === this.#stuck[place]) return;
    this.#stuck[place] = stuck;
    for (const d of this.graph.dependants[place]!) {
      this.#stuckBefore[d]! += stuck ? 1 : -1;
      this.#dirty.add(d);
    }
  }

  #fileStep(place: number, step: NextStep): void {
    this.#steps[place] = step;
    const at = step.kind === "run" ? step.notBefore : null;
    if (at === null) return this.#file(place, step.kind);
    this.#file(place, "timer");
    this.#timers.push({ at, place });
  }

  /** Puts the task where its kind belongs, and out of where it was. */
  #file(place: number, kind: StepKind): void {
    const wave = this.graph.wave[place]!;
    if (ACTIVE.has(this.#kinds[place]!)) this.#activeIn[wave]! -= 1;
    if (ACTIVE.has(kind)) this.#activeIn[wave]! += 1;
    this.#kinds[place] = kind;
    this.#ready.remove(place);
    if (LISTED.has(kind)) this.#listed.add(place);
    else this.#listed.delete(place);
    if (kind === "run" && this.#isOpen(wave)) this.#offer(place);
  }

  #offer(place: number): void {
    const step = this.#steps[place];
    const execute = step?.kind === "run" && step.phase === "execute";
    this.#ready.add(place, this.#key(place), { execute, keeps: this.#keeping.has(place) });
  }

  #isOpen(wave: number): boolean {
    return this.strategy !== "hybrid" || wave <= this.#cluster;
  }

  /** Sequential: the place in the topological order. Otherwise the longest remaining path goes first. */
  #key(place: number): number {
    if (this.strategy === "sequential") return this.graph.rank[place]!;
    const task = this.#state?.tasks.get(this.graph.tasks[place]!.id);
    return -(remainingHours(this.graph, this.#costs, place, task) + this.#behind[place]!);
  }

  #wake(now: number): void {
    for (let timer = this.#timers.peek(); timer; timer = this.#timers.peek()) {
      const step = this.#steps[timer.place];
      const current =
        this.#kinds[timer.place] === "timer" && step?.kind === "run" && step.notBefore === timer.at;
      if (current && timer.at > now) return;
      this.#timers.pop();
      if (current) this.#file(timer.place, "run");
    }
  }

  /**
   * Opens the next cluster when the ones before are through: nothing of theirs runs or can run without a person.
   * Returns the cluster to synchronise where that is still to be done.
   */
  #enterCluster({ synced = -1, state }: ScheduleInput): number | null {
    if (this.strategy !== "hybrid") return null;
    if (this.#activeIn.slice(0, this.#cluster + 1).some(count => count > 0)) return null;
    const following = this.#activeIn.findIndex((count, wave) => wave > this.#cluster && count > 0);
    if (following < 0) return null;
    if (this.#cluster >= 0 && synced < this.#cluster) {
      return milestoneBlockers(state).length ? null : this.#cluster;
    }
    this.#cluster = following;
    this.#kinds.forEach((kind, i) => {
      if (kind === "run" && this.graph.wave[i]! === following) this.#offer(i);
    });
    return null;
  }

  /** The agents that all that could go on waits for, where that is longer than a run waits; null: it waits. */
  #longRest(now: number): string[] | null {
    const timer = this.#timers.peek();
    const step = timer && this.#steps[timer.place];
    if (!timer || step?.kind !== "run" || !step.rests) return null;
    return timer.at - now > this.#plan.limits.restMs ? [step.executor] : null;
  }

  #waiting({ state, holdExecute, heldElsewhere = [] }: ScheduleInput): Partial<WaitingPhase> {
    const places = [...this.#ready.places].sort((a, b) => a - b);
    if (places.length && holdExecute) return {};
    const isHeld = (place: number) =>
      this.graph.tasks[place]!.resources.some(mine => heldElsewhere.some(held => this.#overlap(mine, held)));
    // What a task of this milestone keeps comes free when the person that it waits for has acted.
    const waiting = this.#keeping.size > 0 ? places.filter(isHeld) : places;
    const ready = waiting.map(place => this.graph.tasks[place]!.id);
    if (ready.length) return { idle: "waiting_resource", waitingFor: ready };
    const left = this.#wanted?.every((is, place) => !is || this.#kinds[place] === "done");
    const waitsFor = waitingForPeople(state, this.#done === this.#plan.tasks.length);
    return left && waitsFor.idle !== "blocked" && waitsFor.idle !== "completed"
      ? { idle: "selected", waitingFor: [] }
      : waitsFor;
  }

  #startNow(input: ScheduleInput): PhaseStart[] {
    const limit = Math.min(
      this.strategy === "sequential" ? 1 : input.agents,
      input.state.agentsLimit ?? input.agents,
    );
    const slots = freeSlots(input.running, limit);
    const held = [...(input.heldElsewhere ?? [])];
    for (const place of this.#engaged.keys()) held.push(...this.graph.tasks[place]!.resources);
    const kept: string[] = [];
    for (const place of this.#keeping) kept.push(...this.graph.tasks[place]!.resources);
    // Two that both keep what the other needs, after a change of the plan, would wait for each other forever.
    const areMet = ({ resources, execute, keeps }: Needs) =>
      !(execute && input.holdExecute) &&
      !resources.some(mine => (keeps ? held : [...held, ...kept]).some(other => this.#overlap(mine, other)));
    const start: PhaseStart[] = [];
    const tooLong: number[] = [];
    while (start.length < slots.length) {
      const place = this.#ready.take(areMet);
      const step = place === undefined ? undefined : this.#steps[place];
      if (place === undefined || step?.kind !== "run") break;
      const { id, resources } = this.graph.tasks[place]!;
      const slot = slots[start.length]!;
      const started = { task: id, phase: step.phase, attempt: step.attempt, executor: step.executor, slot };
      if (input.fits?.(started) === false) {
        tooLong.push(place);
        continue;
      }
      held.push(...resources);
      this.#keeping.delete(place);
      this.#file(place, "running");
      this.#engaged.set(place, started);
      start.push(started);
    }
    for (const place of tooLong) this.#offer(place);
    return start;
  }

  #listedNow(held: boolean): ListedSteps {
    const found: ListedSteps = { manual: [], ask: [], complete: [], skip: [] };
    for (const place of this.#listed) {
      const task = this.graph.tasks[place]!.id;
      if (this.#kinds[place] === "skip") {
        found.skip.push(task);
        continue;
      }
      const step = this.#steps[place]!;
      if (step.kind === "complete") found.complete.push(task);
      if (step.kind === "ask") found.ask.push({ task, phase: step.phase, attempt: step.attempt });
      if (step.kind !== "manual" || held || !this.#isOpen(this.graph.wave[place]!)) continue;
      found.manual.push({ task, phase: step.phase, attempt: step.attempt });
    }
    return found;
  }
}

function freeSlots(running: readonly RunningPhase[], limit: number): number[] {
  const taken = new Set(running.map(r => r.slot));
  const free: number[] = [];
  for (let slot = 1; free.length < limit - running.length; slot++) if (!taken.has(slot)) free.push(slot);
  return free;
}
