import { type Phase, TRANSITION } from "../phase.ts";
import type { Plan } from "../plan/plan.ts";
import type { LoggedEvent, NewEvent, Person } from "../session/event.ts";
import { applyEvent } from "../session/log.ts";
import { plannedState, type State } from "../session/state.ts";
import { NOTHING_FAILED } from "./condition.ts";
import { phaseCosts } from "./critical-path.ts";
import { PriorityQueue } from "./graph.ts";
import { createScheduler, type ScheduleDecision, type Scheduler } from "./schedule.ts";
import type { PhaseStart, Strategy, StrategyChoice } from "./strategy.ts";

export interface SimulationOptions {
  agents: number;
  strategy: Strategy;
  cores?: number;
  /** Milliseconds; absent: as estimated, see `phaseCosts`. */
  durations?: (task: string, phase: Phase) => number;
  /** Where the milestone stands; it is left as it is. Absent: nothing is done yet. */
  state?: State;
}

export interface SimulatedPhase {
  task: string;
  phase: Phase;
  /** 0: a person's own work, which needs no agent. */
  slot: number;
  /** Milliseconds since the start of the simulation. */
  start: number;
  end: number;
}

export interface Simulation {
  choice: StrategyChoice;
  makespanMs: number;
  /** In order of their start. */
  phases: SimulatedPhase[];
  checkpoints: { name: string; at: number; time: number }[];
  /** `hybrid`: when clusters are synchronised. */
  syncs: number[];
}

/**
 * Runs what is left of the plan in virtual time with the real scheduler: no attempt fails, gates are approved and
 * checks pass at once, and blockers are resolved at the start. So it is the least time that the plan can take.
 */
export function simulatePlan(plan: Plan, options: SimulationOptions): Simulation {
  return new SimulatedRun(plan, options).run();
}

const NOBODY: Person = { login: "simulation", id: null, source: "local" };

class SimulatedRun {
  readonly #plan: Plan;
  readonly #agents: number;
  readonly #state: State;
  readonly #scheduler: Scheduler;
  readonly #duration: (task: string, phase: Phase) => number;
  readonly #running = new Map<string, SimulatedPhase>();
  readonly #ends = new PriorityQueue<SimulatedPhase>((a, b) => a.end - b.end || a.slot - b.slot);
  readonly #result: Simulation;
  #now = 0;
  #synced = -1;

  constructor(plan: Plan, options: SimulationOptions) {
    const { agents, strategy, cores, durations, state } = options;
    this.#plan = plan;
    this.#agents = agents;
    this.#state = state && state.tasks.size > 0 ? structuredClone(state) : plannedState(plan);
    this.#state.profiles.clear();
    this.#scheduler = createScheduler(plan, {
      strategy,
      agents,
      state: this.#state,
      ...(cores === undefined ? {} : { cores }),
    });
    this.#duration = durations ?? estimatedDurations(plan);
    this.#result = { choice: this.#scheduler.choice, makespanMs: 0, phases: [], checkpoints: [], syncs: [] };
  }

  run(): Simulation {
    this.#clearTheWay();
    for (;;) {
      const decision = this.#scheduler.next({
        state: this.#state,
        running: [...this.#running.values()].filter(p => p.slot > 0),
        now: this.#now,
        agents: this.#agents,
        synced: this.#synced,
      });
      if (this.#act(decision)) continue;
      const next = this.#ends.pop();
      if (!next) break;
      this.#now = next.end;
      this.#complete(next);
      while (this.#ends.peek()?.end === this.#now) this.#complete(this.#ends.pop()!);
    }
    this.#result.makespanMs = this.#now;
    return this.#result;
  }

  /** Whatever waits for a person or a time is taken to go on at once. */
  #clearTheWay(): void {
    const state = this.#state;
    state.agentsLimit = null;
    for (const id of [...state.blockers.keys()])
      this.#log({ event: "blocker_resolved", data: { id, how: "" } });
    for (const approval of [...state.approvals.values()]) {
      if (approval.status !== "open" || approval.kind !== "approval") continue;
      this.#grant(approval.request, approval.task, approval.phase);
    }
    for (const task of state.tasks.values()) {
      for (const [phase, at] of task.phases) {
        at.notBefore = null;
        const manual = at.approval && state.approvals.get(at.approval)?.kind === "manual";
        if (manual && at.status === "waiting_approval") at.status = "pending";
        if (manual) at.approval = null;
        if (at.status === "waiting_approval") this.#finish(task.id, phase);
      }
    }
  }

  /** Answers whether anything changed without time passing. */
  #act(decision: ScheduleDecision): boolean {
    for (const { name, at } of decision.checkpoints) {
      this.#result.checkpoints.push({ name, at, time: this.#now });
      this.#log({ event: "quality_gate_passed", data: { name, at, checks: [] } });
    }
    for (const task of decision.complete) this.#log({ event: "task_completed", task_id: task, data: {} });
    for (const task of decision.skip)
      this.#log({ event: "task_skipped", task_id: task, data: { reason: NOTHING_FAILED } });
    if (decision.sync !== null) {
      this.#synced = decision.sync;
      this.#result.syncs.push(this.#now);
    }
    for (const start of decision.start) this.#start(start);
    for (const manual of decision.manual) {
      this.#log({
        event: "approval_requested",
        task_id: manual.task,
        phase: manual.phase,
        data: {
          request: `${manual.task}/${manual.phase}#${manual.attempt}`,
          transition: TRANSITION[manual.phase],
          kind: "manual",
          approvers: [],
          min_approvals: 0,
          criteria: [],
          deliverables: [],
          attempt: manual.attempt,
        },
      });
      this.#begin({ task: manual.task, phase: manual.phase, slot: 0 });
    }
    const { checkpoints, complete, skip, manual } = decision;
    const acted = checkpoints.length + complete.length + skip.length + manual.length;
    return acted > 0 || decision.sync !== null;
  }

  #start({ task, phase, slot, attempt, executor }: PhaseStart): void {
    this.#log({ event: "task_started", task_id: task, data: {} });
    this.#log({ event: "phase_started", task_id: task, phase, data: { attempt, executor } });
    this.#begin({ task, phase, slot });
  }

  #begin(what: { task: string; phase: Phase; slot: number }): void {
    const end = this.#now + Math.max(0, this.#duration(what.task, what.phase));
    const simulated = { ...what, start: this.#now, end };
    this.#running.set(what.task, simulated);
    this.#ends.push(simulated);
    this.#result.phases.push(simulated);
  }

  #complete({ task, phase }: SimulatedPhase): void {
    this.#running.delete(task);
    this.#finish(task, phase);
    const phases = this.#plan.tasks[this.#scheduler.graph.index.get(task)!]!.phases;
    if (phases.at(-1)?.phase === phase) this.#log({ event: "task_completed", task_id: task, data: {} });
  }

  #finish(task: string, phase: Phase): void {
    this.#log({
      event: "phase_completed",
      task_id: task,
      phase,
      data: { attempt: 1, executor: "", duration_ms: 0, deliverables: [], changed: 0, gated: false },
    });
  }

  #grant(request: string, task: string | null, phase: Phase | null): void {
    this.#log({
      event: "approval_granted",
      ...(task ? { task_id: task } : {}),
      ...(phase ? { phase } : {}),
      data: {
        request,
        complete: true,
        decision: {
          verdict: "approved",
          by: NOBODY,
          ref: null,
          commit: null,
          permission: "",
          at: "",
          feedback: [],
        },
      },
    });
  }

  #log(event: NewEvent): void {
    const { milestone, seq } = this.#state;
    const logged = {
      ...event,
      timestamp: EPOCH,
      seq: seq + 1,
      milestone_id: milestone,
      session_id: "simulation",
      prev: "",
    } as LoggedEvent;
    applyEvent(this.#state, logged);
    this.#scheduler.observe(logged);
  }
}

/** No decision depends on the events' own times. */
const EPOCH = new Date(0).toISOString();

function estimatedDurations(plan: Plan): (task: string, phase: Phase) => number {
  const costs = phaseCosts(plan);
  const hours = new Map<string, number>();
  plan.tasks.forEach((task, i) => {
    task.phases.forEach((p, j) => {
      hours.set(`${task.id}/${p.phase}`, costs[i]![j]!);
    });
  });
  return (task, phase) => (hours.get(`${task}/${phase}`) ?? 0) * 3_600_000;
}
