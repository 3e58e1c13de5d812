import { plannedAttempt } from "../../milestone/plan/plan.ts";
import { type OpenTicket, openTickets } from "../../milestone/runners/ledger.ts";
import { type BudgetClaim, remainingUsd, takesCap } from "../../milestone/schedule/budget.ts";
import { executorNamed } from "../../milestone/schedule/readiness.ts";
import { createScheduler, type Scheduler } from "../../milestone/schedule/schedule.ts";
import {
  adjustAgents,
  type ChosenStrategy,
  type PhaseOutcome,
  type PhaseStart,
} from "../../milestone/schedule/strategy.ts";
import { runnersWords } from "../../milestone/view/plan-text.ts";
import { planView } from "../../milestone/view/plan-view.ts";
import {
  type AttemptResult,
  type AttemptStart,
  type RunningAttempt,
  startAttempt,
} from "../attempt/attempt.ts";
import { recordInterruption, type Spent, spentIn } from "../attempt/interruption.ts";
import type { Journal } from "../journal/journal.ts";
import { goesOn, handsOut, type Run } from "../run/run-context.ts";
import { newNonce } from "../runners/send-tickets.ts";

/** The agents at work, each in a slot of its own, and what they work on. */
export class Agents {
  #run: Run;
  #ended: (running: RunningAttempt, result: AttemptResult) => void;
  #running = new Map<number, RunningAttempt>();
  /** Tasks whose work is ending by a person's command. */
  #halting = new Map<string, Promise<void>>();
  /** Ended by a person's command. */
  #halted = new WeakSet<RunningAttempt>();
  /** What those cost. */
  #spent = new WeakMap<RunningAttempt, Spent>();
  /** The task that each slot ran last. */
  #lastTask = new Map<number, string>();
  /** Attempts are handed out to machines of their own, and outlive this run. */
  #handsOut: boolean;
  /** The role that each slot did last. */
  #lastRole = new Map<number, string | null>();

  /** @param ended told of each attempt that ended, by itself or because it was stopped */
  constructor(run: Run, ended: (running: RunningAttempt, result: AttemptResult) => void) {
    this.#run = run;
    this.#ended = ended;
    this.#handsOut = handsOut(run);
    if (!this.#handsOut) return;
    for (const ticket of openTickets(run.journal.state)) this.#seed(ticket);
  }

  /** An earlier run handed it out. One that the plan no longer knows is nobody's. */
  #seed(ticket: OpenTicket): void {
    const planned = plannedAttempt(this.#run.plan, ticket);
    if (!planned) return;
    const executor = executorNamed(planned.phase.executor, ticket.executor);
    const isFree = ticket.slot !== null && !this.#running.has(ticket.slot);
    const slot = isFree ? ticket.slot! : this.#freeSlot(ticket.task, planned.phase.role?.name ?? null);
    const start = { ...planned, executor, executorName: ticket.executor, slot, capUsd: ticket.capUsd };
    this.#lastTask.set(slot, ticket.task);
    this.#hold(outAttempt(start, Date.parse(ticket.issuedAt)));
    this.#run.roles.start(slot, ticket.task, ticket.phase);
  }

  #hold(running: RunningAttempt): RunningAttempt {
    this.#running.set(running.start.slot, running);
    void running.done.then(result => this.#ended(running, result));
    return running;
  }

  /** The attempt that works on the task. */
  of(task: string): RunningAttempt | undefined {
    return this.running.find(({ start }) => start.task.id === task);
  }

  get running(): RunningAttempt[] {
    return [...this.#running.values()];
  }

  /** What the attempts under way may still spend. */
  get claims(): BudgetClaim[] {
    return this.running.map(({ start }) => ({
      task: start.task.id,
      profile: start.executor.kind === "agent" ? start.executor.profile : null,
      capUsd: start.capUsd,
    }));
  }

  get tasks(): string[] {
    return this.running.map(r => r.start.task.id);
  }

  /** Settles once every agent's process was told to start. */
  async begun(): Promise<void> {
    await Promise.all(this.running.map(({ begun }) => begun));
  }

  get idle(): boolean {
    return this.#running.size === 0;
  }

  /** Records that the phase starts, and starts it in a free slot. The slot is taken until `release`. */
  start(start: PhaseStart): void {
    const { journal, ports } = this.#run;
    const notes = this.#run.journal.state.tasks.get(start.task)?.notes.length ?? 0;
    const begun = this.#begin(start, notes);
    if (!this.#handsOut) {
      this.#hold(startAttempt(this.#run, begun));
      return;
    }
    const { task, phase, attempt, executorName, capUsd } = begun;
    journal.record({
      event: "ticket_issued",
      task_id: task.id,
      phase: phase.phase,
      agent: `task_executor/${begun.slot}`,
      data: {
        ticket: newNonce(ports.random),
        attempt,
        executor: executorName,
        ...(capUsd === null ? {} : { cap_usd: capUsd }),
      },
    });
    this.#hold(outAttempt(begun, ports.clock.now()));
  }

  /** Records the start of a phase that another machine did already, after the one that it was given. */
  follow(start: Omit<PhaseStart, "slot">): RunningAttempt {
    // That machine knew of the notes that were there when it was sent.
    const notes = this.#run.journal.state.tasks.get(start.task)?.notesTold ?? 0;
    return this.#hold(outAttempt(this.#begin(start, notes), this.#run.ports.clock.now()));
  }

  #begin(start: Omit<PhaseStart, "slot">, notes: number): AttemptStart {
    const { plan, journal, roles } = this.#run;
    const planned = plannedAttempt(plan, start)!;
    const { task, phase, attempt } = planned;
    const slot = this.#freeSlot(task.id, phase.role?.name ?? null);
    const agent = `task_executor/${slot}`;
    this.#lastTask.set(slot, task.id);
    this.#lastRole.set(slot, phase.role?.name ?? null);
    if (journal.state.tasks.get(task.id)?.startedAt == null) {
      journal.record({ event: "task_started", task_id: task.id, agent, data: {} });
    }
    const executor = executorNamed(phase.executor, start.executor);
    const capUsd = remainingUsd(plan, journal.state, task.id, this.claims);
    const profile = plan.profiles[start.executor];
    const isTold = profile !== undefined && takesCap(profile);
    journal.record({
      event: "phase_started",
      task_id: task.id,
      phase: phase.phase,
      agent,
      data: {
        attempt,
        executor: start.executor,
        ...(notes > 0 ? { notes } : {}),
        ...(capUsd !== null && isTold ? { cap_usd: capUsd } : {}),
      },
    });
    journal.recordProgress();
    roles.start(slot, task.id, phase.phase);
    return { ...planned, executor, executorName: start.executor, slot, capUsd };
  }

  /** The slot that knows the task's files already, else one that did the same role last, else the first free one. */
  #freeSlot(task: string, role: string | null): number {
    for (const [slot, last] of this.#lastTask) if (last === task && !this.#running.has(slot)) return slot;
    for (const [slot, last] of this.#lastRole) {
      if (role !== null && last === role && !this.#running.has(slot)) return slot;
    }
    for (let slot = 1; ; slot++) if (!this.#running.has(slot)) return slot;
  }

  /** The slot is free again: what ran in it was taken in. */
  release({ start }: RunningAttempt, failed: boolean): void {
    this.#running.delete(start.slot);
    this.#run.roles.finish(start.slot, failed);
  }

  /**
   * Ends what works on the task, beside everything else. What it came to is not taken in any more: `drop` frees the slot
   * once it has ended. Answers null where nothing works on it (any more).
   */
  halt(task: string, reason: string): Promise<void> | null {
    const attempts = this.running.filter(r => r.start.task.id === task && !this.#halted.has(r));
    if (attempts.length === 0) return this.#halting.get(task) ?? null;
    for (const attempt of attempts) {
      this.#halted.add(attempt);
      attempt.stop(reason);
    }
    const halting = Promise.all(attempts.map(({ done }) => done)).then(results => {
      for (const [index, result] of results.entries()) {
        if ("interrupted" in result && result.spent) this.#spent.set(attempts[index]!, result.spent);
      }
      this.#halting.delete(task);
    });
    this.#halting.set(task, halting);
    return halting;
  }

  isHalted(running: RunningAttempt): boolean {
    return this.#halted.has(running);
  }

  /** Records what was halted as interrupted, and frees its slot. */
  drop(task: string, reason: string): void {
    for (const attempt of this.running) {
      if (attempt.start.task.id !== task || !this.#halted.has(attempt)) continue;
      const spent = this.#spent.get(attempt);
      recordInterruption(this.#run.journal, attempt.start, {
        interrupted: reason,
        ...(spent ? { spent } : {}),
      });
      this.release(attempt, false);
    }
  }

  /** Ends what still works, for another run to go on with; what is through is checked and landed. */
  endWork(reason: string): void {
    for (const attempt of this.running) attempt.endWork(reason);
  }

  /** Ends every agent, and records as interrupted what had not failed by itself. */
  async stopAll(reason: string): Promise<void> {
    if (this.#handsOut) {
      this.#running.clear();
      return;
    }
    const attempts = this.running;
    for (const attempt of attempts) attempt.stop(reason);
    for (const attempt of attempts) {
      const result = await attempt.done;
      if (!("interrupted" in result) && !result.ok) continue;
      const spent = "interrupted" in result ? result.spent : spentIn(result.outcome);
      recordInterruption(this.#run.journal, attempt.start, {
        ...("interrupted" in result ? result : {}),
        interrupted: reason,
        ...(spent ? { spent } : {}),
      });
      this.#run.roles.finish(attempt.start.slot, false);
    }
    this.#running.clear();
  }
}

/** How many agents may work at once: fewer after failures (`hybrid`) or in short memory, more after successes. */
export class AgentsLimit {
  #journal: Journal;
  #most: number;
  #memoryIsShort = false;

  constructor(journal: Journal, most: number) {
    this.#journal = journal;
    this.#most = most;
  }

  /** What a look at the memory has found. While it is short nobody is added, however well the few get on. */
  noteMemory(isShort: boolean, strategy: ChosenStrategy): void {
    this.#memoryIsShort = isShort;
    if (isShort) this.#adjust(strategy, [...this.#journal.state.outcomes, "memory"]);
  }

  /** To be called when an attempt has ended. */
  adjust(strategy: ChosenStrategy): void {
    this.#adjust(strategy, this.#journal.state.outcomes);
  }

  #adjust(strategy: ChosenStrategy, outcomes: readonly PhaseOutcome[]): void {
    const now = Math.min(this.#most, this.#journal.state.agentsLimit ?? this.#most);
    const adjustment = adjustAgents(now, this.#most, outcomes);
    if (!adjustment) return;
    // Only `hybrid` narrows itself after failures; what memory took away comes back under every strategy.
    const narrows = adjustment.agents < now && outcomes.at(-1) !== "memory";
    if (narrows && strategy !== "hybrid") return;
    if (adjustment.agents > now && this.#memoryIsShort) return;
    this.#journal.record({ event: "strategy_adjusted", agent: "progress_monitor", data: adjustment });
  }
}

/** A scheduler of the plan as it is now, for at most so many agents. */
export function schedulerOf(run: Run, agents: number): Scheduler {
  const { plan, options, ports, journal } = run;
  const { autoChose } = journal.state;
  // What is left becomes less with each result: the choice is made once, for what was there at first.
  const strategy = (options.strategy === "auto" && goesOn(run) && autoChose) || options.strategy;
  return createScheduler(plan, {
    strategy,
    agents,
    ...(handsOut(run) ? {} : { cores: ports.host.cores }),
    state: journal.state,
    ...(options.only.length > 0 ? { only: options.only } : {}),
  });
}

/** Tells how `auto` was decided, and what speaks against the number of agents. */
export function reportStrategy(run: Run, scheduler: Scheduler, agents: number): void {
  const { journal, ports, options } = run;
  const { reasons, warnings, strategy } = scheduler.choice;
  for (const warning of warnings) ports.narrator.warn(warning);
  if (options.strategy !== "auto" || (goesOn(run) && journal.state.autoChose)) return;
  // Only GitHub has runners to hand phases to.
  const onGitHub = ports.forge.present && !handsOut(run);
  const many = onGitHub ? planView(run.plan, { strategy, agents, state: journal.state }).runners : null;
  const said = [...reasons, ...(many ? [runnersWords(many)] : [])];
  const reason = `auto chose ${strategy}: ${said.join("; ")}`;
  journal.record({
    event: "strategy_adjusted",
    agent: "progress_monitor",
    data: { agents, reason, strategy },
  });
  ports.narrator.note("basic", reason);
}

/** An attempt that a machine of its own does. It ends here only if it is stopped: what comes back is taken in elsewhere. */
function outAttempt(start: AttemptStart, startedAt: number): RunningAttempt {
  let end: (result: AttemptResult) => void = () => undefined;
  const done = new Promise<AttemptResult>(resolve => {
    end = resolve;
  });
  return {
    start,
    startedAt,
    begun: Promise.resolve(),
    done,
    stop: reason => end({ ok: false, interrupted: reason }),
    // Its machine has time of its own.
    endWork: () => undefined,
  };
}
