import type { Decision } from "../milestone/schedule/decision.ts";
import { executorNamed } from "../milestone/schedule/readiness.ts";
import { createScheduler, type Scheduler } from "../milestone/schedule/schedule.ts";
import { type Adjustment, adjustAgents, type Outcome } from "../milestone/schedule/strategy.ts";
import type { LoggedEvent } from "../milestone/session/event.ts";
import type { AttemptResult, RunningAttempt } from "./attempt.ts";
import { startAttempt } from "./attempt.ts";
import { warnOnce } from "./blockers.ts";
import { enforceBudgets } from "./budgets.ts";
import { applyDecisions } from "./gate/apply-decisions.ts";
import { awaitsConfirmation } from "./gate/read-forge.ts";
import { askGateAgain } from "./gate/request-approval.ts";
import { Inbox } from "./inbox.ts";
import { joinBase } from "./join-base.ts";
import { Fenced } from "./journal.ts";
import { completePhase } from "./landing/complete-phase.ts";
import { failPhase } from "./landing/fail-phase.ts";
import { requestManualWork } from "./landing/manual-work.ts";
import { settleFinishedTasks } from "./landing/settle-tasks.ts";
import { LEASE_SILENCE_MS } from "./lease.ts";
import { plannedAttempt } from "./phase-attempt.ts";
import { QualityChecks } from "./quality/quality-checks.ts";
import { noteRemote } from "./remote-trouble.ts";
import type { Run } from "./run-context.ts";
import { SharedResources } from "./shared-resources.ts";
import { startWatching, type Watcher, watchDueDates } from "./watch.ts";

/** Why the loop came to rest. */
export type Rest =
  | { kind: "completed" }
  | { kind: "waiting_approval" }
  | { kind: "blocked" }
  | { kind: "paused"; reason: string }
  | { kind: "interrupted"; reason: string }
  | { kind: "fenced"; message: string };

type Message =
  | { kind: "attempt"; running: RunningAttempt; result: AttemptResult }
  | { kind: "quality" }
  | { kind: "timer" }
  | { kind: "locks" }
  | { kind: "interval" }
  | { kind: "decisions" }
  | { kind: "remote" }
  | { kind: "stop"; rest: "paused" | "interrupted"; reason: string }
  | { kind: "drain"; reason: string };

/** A run shows itself alive by a commit at least this often (ms): half of what its lease allows it to be silent. */
const SIGN_EVERY_MS = LEASE_SILENCE_MS / 2;

/** How often open gates are looked up at GitHub while agents work (ms); unchanged answers cost no rate limit. */
const DECISIONS_EVERY_MS = 20_000;

/**
 * The story of a run between its opening and its end: start what may start, take in what finished, until nothing can
 * go on without a person. Everything that decides is pure; this only does.
 */
export class Execution {
  #run: Run;
  #inbox: Inbox<Message>;
  #running = new Map<number, RunningAttempt>();
  #scheduler: Scheduler;
  #quality: QualityChecks;
  #watcher: Watcher | null = null;
  #cancelTimers: (() => void)[] = [];
  #wake: (() => void) | null = null;
  #stopping: { rest: "paused" | "interrupted"; reason: string } | null = null;
  #draining: string | null = null;
  #outcomes: Outcome[] = [];
  /** The task that each slot ran last. */
  #lastTask = new Map<number, string>();
  #conflicts = new Map<string, number>();
  /** Phases added to the branch and not yet announced to the publisher. */
  #landed = 0;
  #agents: number;
  #shared: SharedResources;
  /** When the loop last ran. */
  #awakeAt: number;

  constructor(run: Run) {
    this.#run = run;
    this.#inbox = new Inbox<Message>(run.ports.clock.breathe);
    this.#awakeAt = run.ports.clock.now();
    this.#agents = run.options.gitIntegration ? run.options.agents : 1;
    this.#scheduler = this.#newScheduler();
    this.#shared = new SharedResources(run, () => this.#inbox.put({ kind: "locks" }));
    this.#quality = new QualityChecks(run, () => this.#inbox.put({ kind: "quality" }));
  }

  /** Ends the run early: kills the agents, saves, and comes to rest. Safe to call at any time. */
  stop(rest: "paused" | "interrupted", reason: string): void {
    this.#inbox.put({ kind: "stop", rest, reason });
  }

  /** Tells the scheduler what was recorded, so that it looks only at what changed. */
  observe(event: LoggedEvent): void {
    this.#scheduler.observe(event);
  }

  /** The plan on the branch changed: what is running goes on, the rest follows the new plan. */
  replan(): void {
    this.#scheduler = this.#newScheduler();
    this.#inbox.put({ kind: "timer" });
  }

  async untilRest(): Promise<Rest> {
    this.#watch();
    try {
      await joinBase(this.#run);
      await this.#takeDecisions();
      this.#quality.baseline();
      for (;;) {
        this.#run.publisher.assertOwner();
        const rest = await this.#advance();
        if (rest) return rest;
        const messages = await this.#inbox.take();
        await this.#proveOwnership();
        await this.#takeIn(messages);
      }
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      return { kind: "fenced", message: error.message };
    } finally {
      for (const cancel of this.#cancelTimers) cancel();
      this.#wake?.();
      this.#watcher?.stop();
      this.#quality.stop("the run ends");
      await this.#killAll("the run ends");
      await this.#shared.close();
    }
  }

  /**
   * A process that was stopped, or whose machine slept, for longer than a lease lasts may have been overtaken. It asks
   * the remote before it takes in or starts anything. (Awake, the loop runs at least every 30 s.) @throws Fenced
   */
  async #proveOwnership(): Promise<void> {
    const { ports, journal, publisher } = this.#run;
    const slept = ports.clock.now() - this.#awakeAt;
    if (slept >= LEASE_SILENCE_MS) {
      await journal.commit({ subject: "checkpoint", derived: true, saveReason: "awake again" });
      await publisher.flush();
    }
    this.#awakeAt = ports.clock.now();
  }

  /** Starts what can start now; an answer means that nothing is left to wait for. */
  async #advance(): Promise<Rest | null> {
    const { journal } = this.#run;
    if (this.#stopping) {
      await this.#killAll(this.#stopping.reason);
      return { kind: this.#stopping.rest, reason: this.#stopping.reason };
    }
    if (this.#draining !== null) {
      return this.#running.size === 0 && this.#quality.idle
        ? { kind: "paused", reason: this.#draining }
        : null;
    }
    if (settleFinishedTasks(journal)) journal.recordProgress();
    enforceBudgets(journal, this.#run.plan, new Set([...this.#running.values()].map(r => r.start.task.id)));
    if (awaitsConfirmation(this.#run)) {
      return this.#running.size === 0 && this.#quality.idle ? { kind: "waiting_approval" } : null;
    }
    const decision = this.#decide();
    this.#quality.checkpoints(decision.checkpoints);
    if (decision.sync !== null) this.#quality.sync(decision.sync);
    for (const wish of decision.ask) {
      await askGateAgain(this.#run, plannedAttempt(this.#run.plan, wish)!);
      this.#inbox.put({ kind: "timer" });
    }
    for (const wish of decision.manual) {
      await requestManualWork(this.#run, plannedAttempt(this.#run.plan, wish)!);
      this.#inbox.put({ kind: "timer" });
    }
    await this.#startAll(decision.start);
    this.#sleepUntil(decision.wakeAt);
    if (decision.idle === null || this.#running.size > 0 || !this.#quality.idle) return null;
    return this.#rest(decision);
  }

  #decide(): Decision {
    const { journal, ports } = this.#run;
    return this.#scheduler.next({
      state: journal.state,
      now: ports.clock.now(),
      running: [...this.#running.values()].map(r => ({
        task: r.start.task.id,
        phase: r.start.phase.phase,
        slot: r.start.slot,
      })),
      agents: this.#agents,
      heldElsewhere: this.#shared.elsewhere,
      holdExecute: this.#quality.holdsExecute,
      synced: this.#quality.synced,
    });
  }

  #agentsNow(): number {
    return Math.min(this.#agents, this.#run.journal.state.agentsLimit ?? this.#agents);
  }

  /** What needs nothing that other milestones could hold goes first: the locks of the rest cost a call each. */
  async #startAll(starts: Decision["start"]): Promise<void> {
    const isFree = (start: Decision["start"][number]): boolean =>
      !this.#run.plan.tasks.find(t => t.id === start.task)?.resources.length;
    for (const start of starts.filter(isFree)) this.#start(start);
    for (const start of starts.filter(s => !isFree(s))) {
      if (await this.#shared.admit(start.task)) this.#start(start);
    }
    this.#shared.settle([...this.#running.values()].map(r => r.start.task.id));
  }

  #start(start: Decision["start"][number]): void {
    const { plan, journal, roles } = this.#run;
    const task = plan.tasks.find(t => t.id === start.task)!;
    const phase = task.phases.find(p => p.phase === start.phase)!;
    const slot = this.#freeSlot(task.id);
    this.#lastTask.set(slot, task.id);
    if (journal.state.tasks.get(task.id)?.startedAt == null) {
      journal.record({ event: "task_started", task_id: task.id, agent: `task_executor/${slot}`, data: {} });
    }
    journal.record({
      event: "phase_started",
      task_id: task.id,
      phase: phase.phase,
      agent: `task_executor/${slot}`,
      data: { attempt: start.attempt, executor: start.executor },
    });
    journal.recordProgress();
    roles.start(slot, task.id, phase.phase);
    const executor = executorNamed(phase.executor, start.executor);
    const running = startAttempt(this.#run, {
      task,
      phase,
      executor,
      executorName: start.executor,
      attempt: start.attempt,
      slot,
    });
    this.#running.set(slot, running);
    void running.done.then(result => this.#inbox.put({ kind: "attempt", running, result }));
  }

  /** The slot that knows the task's files already, else the first free one. */
  #freeSlot(task: string): number {
    for (const [slot, last] of this.#lastTask) if (last === task && !this.#running.has(slot)) return slot;
    for (let slot = 1; ; slot++) if (!this.#running.has(slot)) return slot;
  }

  /** What ended together becomes durable together, before anything new starts. */
  async #takeIn(messages: Message[]): Promise<void> {
    const { journal, publisher } = this.#run;
    try {
      for (const [i, message] of messages.entries()) await this.#handle(message, i + 1 < messages.length);
    } finally {
      await journal.settle();
    }
    if (this.#landed > 0) publisher.request(this.#landed);
    this.#landed = 0;
    if (journal.pendingFiles > this.#run.plan.limits.checkpointFiles) await this.#save("checkpoint_files");
  }

  async #handle(message: Message, more: boolean): Promise<void> {
    switch (message.kind) {
      case "attempt":
        return this.#finish(message.running, message.result, more);
      case "interval":
        return this.#checkpoint();
      case "decisions":
        return this.#takeDecisions();
      case "stop":
        this.#stopping ??= { rest: message.rest, reason: message.reason };
        return;
      case "drain":
        this.#draining ??= message.reason;
        return;
      case "quality":
        return this.#quality.takeIn();
      case "remote":
        return noteRemote(this.#run);
      case "locks":
        return this.#shared.look();
      case "timer":
        return;
      default:
        return message satisfies never;
    }
  }

  async #finish(running: RunningAttempt, result: AttemptResult, more: boolean): Promise<void> {
    const { start } = running;
    const { journal, roles } = this.#run;
    let landed: "done" | "failed" | "conflict" | "testing" = "failed";
    if (result.ok) {
      landed = await completePhase(this.#run, running, result, {
        conflicts: this.#conflicts,
        quality: this.#quality,
        more,
        later: promise => {
          void promise.then(next => this.#inbox.put({ kind: "attempt", running, result: next }));
        },
      });
      if (landed === "testing") return;
      if (landed === "done") this.#landed += 1;
    } else if ("interrupted" in result) {
      journal.record({
        event: "phase_interrupted",
        task_id: start.task.id,
        phase: start.phase.phase,
        agent: `task_executor/${start.slot}`,
        data: { attempt: start.attempt, reason: result.interrupted },
      });
    } else {
      await failPhase(this.#run, running, result.failure);
    }
    this.#running.delete(start.slot);
    roles.finish(start.slot, landed === "failed");
    if (!("interrupted" in result)) {
      this.#outcomes.push(landed === "done" ? "success" : landed === "conflict" ? "conflict" : "failure");
      this.#adjust();
    }
    this.#watcher?.progressed();
  }

  #adjust(): void {
    const now = this.#agentsNow();
    const adjustment: Adjustment | null = adjustAgents(now, this.#agents, this.#outcomes);
    if (!adjustment) return;
    // Only `hybrid` narrows itself after failures; what memory took away comes back under every strategy.
    const narrows = adjustment.agents < now && this.#outcomes.at(-1) !== "memory";
    if (narrows && this.#scheduler.strategy !== "hybrid") return;
    this.#outcomes = [];
    this.#run.journal.record({ event: "strategy_adjusted", agent: "progress_monitor", data: adjustment });
  }

  async #takeDecisions(): Promise<void> {
    await applyDecisions(this.#run);
  }

  /** Saves what piled up since the last commit, at the latest every interval. */
  async #checkpoint(): Promise<void> {
    const { journal, ports, options } = this.#run;
    const quiet = ports.clock.now() - journal.committedAt;
    if (quiet + 500 < Math.min(options.progressIntervalMs, SIGN_EVERY_MS)) return;
    watchDueDates(this.#run);
    await this.#save("interval");
    await ports.forge.sync(journal.tip, "boundary");
  }

  async #save(saveReason: string): Promise<void> {
    const { journal, publisher } = this.#run;
    journal.recordProgress();
    await journal.commit({ subject: "checkpoint", derived: true, saveReason });
    publisher.request();
  }

  async #rest({ idle, waitingFor }: Decision): Promise<Rest | null> {
    const { journal } = this.#run;
    if (idle === "completed") {
      if (await joinBase(this.#run)) {
        this.#inbox.put({ kind: "timer" });
        return null;
      }
      const final = await this.#quality.final();
      if (final === "passed") return { kind: "completed" };
      return final === "running" ? null : { kind: "blocked" };
    }
    const before = journal.state.seq;
    await this.#takeDecisions();
    if (journal.state.seq !== before) {
      this.#inbox.put({ kind: "timer" });
      return null;
    }
    if (idle === "waiting_resource") return this.#shared.waitFor(waitingFor) ? { kind: "blocked" } : null;
    return { kind: journal.state.blockers.size > 0 ? "blocked" : "waiting_approval" };
  }

  #watch(): void {
    const { ports, options } = this.#run;
    this.#tellStrategy();
    watchDueDates(this.#run);
    this.#run.publisher.onChange = () => this.#inbox.put({ kind: "remote" });
    this.#every(Math.min(options.progressIntervalMs, SIGN_EVERY_MS), () =>
      this.#inbox.put({ kind: "interval" }),
    );
    if (ports.forge.present) this.#every(DECISIONS_EVERY_MS, () => this.#inbox.put({ kind: "decisions" }));
    if (options.timeBudgetMs > 0) this.#limitTime(options.timeBudgetMs);
    if (options.blockerDetection) {
      this.#watcher = startWatching(this.#run, {
        running: () => [...this.#running.values()],
        memoryShort: () => {
          this.#outcomes.push("memory");
          this.#adjust();
          warnOnce(
            this.#run.journal,
            "memory_pressure",
            "memory is nearly used up, so fewer agents work at once",
          );
        },
        changed: () => this.#inbox.put({ kind: "timer" }),
      });
    }
  }

  /** Near the end of the budget nothing new starts; shortly before it what still runs is interrupted and saved. */
  #limitTime(budgetMs: number): void {
    const margin = Math.min(120_000, budgetMs / 5);
    const reason = `the time budget of ${Math.round(budgetMs / 60_000)} minutes is nearly spent`;
    this.#once(budgetMs - 2 * margin, () => this.#inbox.put({ kind: "drain", reason }));
    this.#once(budgetMs - margin, () => this.#inbox.put({ kind: "stop", rest: "paused", reason }));
  }

  #every(ms: number, callback: () => void): void {
    let cancel = (): void => undefined;
    const tick = (): void => {
      cancel = this.#run.ports.clock.after(ms, () => {
        callback();
        tick();
      });
    };
    tick();
    this.#cancelTimers.push(() => cancel());
  }

  #once(ms: number, callback: () => void): void {
    this.#cancelTimers.push(this.#run.ports.clock.after(ms, callback));
  }

  #sleepUntil(wakeAt: number | null): void {
    this.#wake?.();
    this.#wake = null;
    if (wakeAt === null) return;
    const ms = Math.max(0, wakeAt - this.#run.ports.clock.now());
    this.#wake = this.#run.ports.clock.after(ms, () => this.#inbox.put({ kind: "timer" }));
  }

  async #killAll(reason: string): Promise<void> {
    const attempts = [...this.#running.values()];
    for (const attempt of attempts) attempt.stop(reason);
    for (const attempt of attempts) {
      const result = await attempt.done;
      if (!("interrupted" in result) && !result.ok) continue;
      this.#run.journal.record({
        event: "phase_interrupted",
        task_id: attempt.start.task.id,
        phase: attempt.start.phase.phase,
        agent: `task_executor/${attempt.start.slot}`,
        data: { attempt: attempt.start.attempt, reason },
      });
      this.#run.roles.finish(attempt.start.slot, false);
    }
    this.#running.clear();
  }

  /** How `auto` was decided, and what speaks against the number of agents. */
  #tellStrategy(): void {
    const { journal, ports, options } = this.#run;
    const { reasons, warnings, strategy } = this.#scheduler.choice;
    for (const warning of warnings) ports.narrator.note("basic", warning);
    if (options.strategy !== "auto") return;
    const reason = `auto chose ${strategy}: ${reasons.join("; ")}`;
    const data = { agents: this.#agents, reason };
    journal.record({ event: "strategy_adjusted", agent: "progress_monitor", data });
    ports.narrator.note("basic", reason);
  }

  #newScheduler(): Scheduler {
    const { plan, options, ports, journal } = this.#run;
    const { state } = journal;
    return createScheduler(plan, {
      strategy: options.strategy,
      agents: this.#agents,
      cores: ports.host.cores,
      state,
    });
  }
}
