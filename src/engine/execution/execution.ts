import { blockerId } from "../../milestone/blocker/blocker.ts";
import { isFinished, PHASES, type Phase } from "../../milestone/phase.ts";
import { type Plan, plannedAttempt } from "../../milestone/plan/plan.ts";
import { ticketProblem } from "../../milestone/runners/ledger.ts";
import { affordable, type BudgetUse, budgetAtRest, budgetStatus } from "../../milestone/schedule/budget.ts";
import { NOTHING_FAILED } from "../../milestone/schedule/condition.ts";
import { executorOrder } from "../../milestone/schedule/profile-choice.ts";
import { admitsBeside } from "../../milestone/schedule/resources.ts";
import type { Scheduler } from "../../milestone/schedule/schedule.ts";
import type { ScheduleDecision } from "../../milestone/schedule/strategy.ts";
import type { LoggedEvent } from "../../milestone/session/event.ts";
import { awaitedQuestions } from "../../milestone/session/questions.ts";
import { isDone, openApprovals, type State } from "../../milestone/session/state.ts";
import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import { applyDecisions, confirmApprovals } from "../gate/apply-decisions.ts";
import { requestManualWork } from "../gate/manual-work.ts";
import { awaitsConfirmation } from "../gate/read-forge.ts";
import { askGateAgain } from "../gate/request-approval.ts";
import { settleFinishedTasks } from "../gate/settle-tasks.ts";
import type { CommandAnswer, CommandRequest } from "../inbox/inbox-protocol.ts";
import type { Journal } from "../journal/journal.ts";
import { Fenced } from "../journal/move-branch.ts";
import { type AttemptEnd, endAttempt } from "../landing/complete-phase.ts";
import { ReleaseWork } from "../landing/prepare-release.ts";
import { blockHeld, liftEmptyBlockers } from "../landing/profile-trouble.ts";
import { joinBase } from "../plan/join-base.ts";
import { LEASE_SILENCE_MS, type Oid } from "../ports.ts";
import { QualityChecks } from "../quality/quality-checks.ts";
import { recordTests } from "../quality/run-tests.ts";
import { block, noteRemote, unblock, warnOnce } from "../run/record-blocker.ts";
import { agentsOf, handsOut, type Run } from "../run/run-context.ts";
import {
  type Arrival,
  type ArrivalsFrom,
  type ArrivedPart,
  type BringLeft,
  goneOnFrom,
  judgeArrived,
  lostResult,
  mayGoOn,
  nextPhase,
  nothingFor,
  type PhaseArrival,
  startOf,
} from "../runners/arrival.ts";
import { OutChecks } from "../runners/out-checks.ts";
import { lostTickets } from "../runners/send-tickets.ts";
import { endOverdueQuestions, nextDeadline } from "../steering/answer-question.ts";
import { Agents, AgentsLimit, reportStrategy, schedulerOf } from "./agents.ts";
import { forgetNeeds, noteNeeds } from "./dependency-watch.ts";
import type { Rest } from "./finish.ts";
import { carryOutLive, endsWork, liveProblem } from "./live-commands.ts";
import { type Message, MessageQueue } from "./message.ts";
import { SharedResources } from "./resource-locks.ts";
import { TimeBudget } from "./time-budget.ts";
import { saveAfterInterval, saveCheckpoint, setReminders, Timers, watchNeeds } from "./timers.ts";
import { startWatching, type Watcher, watchDueDates } from "./watch.ts";

const OVER: CommandAnswer = {
  ok: false,
  over: true,
  problems: [{ message: "the run has just come to rest", remedy: "give the command again" }],
};

/** While other machines work, a retry that is due within this is waited for (ms): a run costs a whole minute. */
const WORTH_WAITING_MS = 30_000;

/**
 * The story of a run between its opening and its end: start what may start, take in what finished, until nothing can
 * go on without a person. Everything that decides is pure; this only does.
 */
export class Execution {
  #run: Run;
  #inbox: MessageQueue<Message>;
  #timers: Timers;
  /** How many agents may work at the most. */
  #most: number;
  #agents: Agents;
  #limit: AgentsLimit;
  #scheduler: Scheduler;
  #quality: QualityChecks;
  /** In its place where other machines do the phases. */
  #outChecks: OutChecks | null;
  #shared: SharedResources;
  #release: ReleaseWork;
  #watcher: Watcher | null = null;
  #stopping: { rest: "paused" | "interrupted"; reason: string } | null = null;
  #draining: string | null = null;
  /** It has come to rest: nothing more is taken in. */
  #over = false;
  #time: TimeBudget;
  /** What waits to land until others have. */
  #held = new Map<RunningAttempt, AttemptResult>();
  #durable: Durable;
  #ownership: Ownership;
  /** Other machines do the phases: nothing here waits for them. */
  #handsOut: boolean;
  #arrivals: readonly Arrival[];
  #bring: BringLeft;

  /**
   * @param arrivals what other machines made, to be taken in first
   * @param bring what is still to be had of a run that ended without its result having been taken
   */
  constructor(
    run: Run,
    { arrivals = [], bring = async ({ ticket }) => nothingFor(ticket) }: Partial<ArrivalsFrom> = {},
  ) {
    this.#arrivals = arrivals;
    this.#bring = bring;
    const { clock } = run.ports;
    this.#run = run;
    this.#inbox = new MessageQueue<Message>(clock.yieldToEvents);
    this.#timers = new Timers(clock);
    this.#time = new TimeBudget(run);
    this.#ownership = new Ownership(run);
    this.#durable = new Durable(run);
    this.#handsOut = handsOut(run);
    this.#most = run.options.gitIntegration ? agentsOf(run) : 1;
    this.#agents = new Agents(run, (running, result) => this.#ended(running, result));
    this.#limit = new AgentsLimit(run.journal, this.#most);
    this.#scheduler = schedulerOf(run, this.#most);
    this.#shared = new SharedResources(run, () => this.#inbox.put({ kind: "locks" }));
    this.#release = new ReleaseWork(run, () => this.#inbox.put({ kind: "release" }));
    this.#quality = new QualityChecks(run, () => this.#inbox.put({ kind: "quality" }));
    this.#outChecks = this.#handsOut ? new OutChecks(run, () => this.#inbox.put({ kind: "timer" })) : null;
  }

  /** Ends the run early: kills the agents, saves, and comes to rest. Safe to call at any time. */
  stop(rest: "paused" | "interrupted", reason: string): void {
    this.#inbox.put({ kind: "stop", rest, reason });
  }

  /** Starts nothing new: what comes back is landed, and the run rests. Safe to call at any time. */
  drain(reason: string): void {
    this.#draining ??= reason;
  }

  /** Tells the scheduler what was recorded, so that it looks only at what changed. */
  observe(event: LoggedEvent): void {
    this.#scheduler.observe(event);
  }

  /** The plan on the branch changed: what is running goes on, the rest follows the new plan. */
  replan(): void {
    this.#scheduler = schedulerOf(this.#run, this.#most);
    this.#inbox.put({ kind: "timer" });
  }

  /** Carries a person's command out in the loop's own time. Safe to call at any time, also when it has ended. */
  command(request: CommandRequest): Promise<CommandAnswer> {
    if (this.#over) return Promise.resolve(OVER);
    return new Promise(answer => this.#inbox.put({ kind: "command", request, answer }));
  }

  async untilRest(): Promise<Rest> {
    this.#watch();
    try {
      await this.#time.begin(this.#timers, message => this.#inbox.put(message));
      await joinBase(this.#run, this.#run.baseAtOpening);
      await applyDecisions(this.#run);
      await this.#keepingWork(() => this.#takeArrivals());
      this.#checks.baseline();
      for (;;) {
        this.#run.publisher.assertOwner();
        await this.#durable.beforeStarts();
        const rest = await this.#keepingWork(() => this.#advance());
        await this.#durable.settle(this.#agents.begun());
        if (rest) return rest;
        const messages = await this.#inbox.take();
        await this.#ownership.prove();
        await this.#keepingWork(() => this.#takeIn(messages));
      }
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      return { kind: "fenced", message: error.message };
    } finally {
      this.#over = true;
      for (const message of this.#inbox.rest()) if (message.kind === "command") message.answer(OVER);
      this.#timers.stop();
      this.#watcher?.stop();
      this.#quality.stop("the run ends");
      this.#release.stop("the run ends");
      await this.#agents.stopAll("the run ends");
      await this.#shared.close();
    }
  }

  get #checks(): QualityChecks | OutChecks {
    return this.#outChecks ?? this.#quality;
  }

  /** Whether other machines work for this milestone. */
  get #isOut(): boolean {
    return this.#outChecks !== null && (!this.#agents.idle || this.#outChecks.isOut);
  }

  /** Whether anything is under way that will tell of itself. */
  get #atWork(): boolean {
    return (!this.#handsOut && !this.#agents.idle) || !this.#quality.idle || !this.#release.idle;
  }

  /** Starts what can start now; an answer means that nothing is left to wait for. */
  async #advance(): Promise<Rest | null> {
    const { journal, plan } = this.#run;
    if (this.#stopping) {
      const { rest, reason } = this.#stopping;
      // Good work that only waits for others is not thrown away with them.
      for (const [running, result] of this.#held) await this.#finish(running, result, true);
      await this.#agents.stopAll(reason);
      return { kind: rest, reason };
    }
    if (this.#draining !== null) return this.#atWork ? null : { kind: "paused", reason: this.#draining };
    if (settleFinishedTasks(journal)) journal.recordProgress();
    liftEmptyBlockers(this.#run);
    endOverdueQuestions(this.#run);
    enforceBudgets(journal, plan, new Set(this.#agents.tasks));
    if (awaitsConfirmation(this.#run)) return this.#atWork ? null : { kind: "waiting_approval" };
    if (this.#release.isDue) return this.#prepareRelease();
    const decision = this.#decide();
    await this.#carryOut(decision);
    if (this.#isOut && !this.#atWork) return this.#restWhileOut(decision.wakeAt);
    if (!this.#atWork) {
      const reason = this.#time.restsFor(decision.wakeAt);
      if (reason !== null) return { kind: "paused", reason };
    }
    if (decision.idle === null || this.#atWork) return null;
    return this.#rest(decision);
  }

  /** Every task is done: what is made ready for the release comes before the last checkpoints and tests. */
  async #prepareRelease(): Promise<Rest | null> {
    if (this.#atWork) return null;
    if (this.#isOut) return { kind: "handed_out" };
    if (this.#run.journal.state.blockers.size > 0) return { kind: "blocked" };
    if (await joinBase(this.#run)) this.#inbox.put({ kind: "timer" });
    else this.#release.begin();
    return null;
  }

  /** Whatever comes back goes on from there; only what is due in a moment is waited for. */
  #restWhileOut(wakeAt: number | null): Rest | null {
    const isSoon = wakeAt !== null && wakeAt - this.#run.ports.clock.now() < WORTH_WAITING_MS;
    return isSoon || !this.#inbox.isEmpty ? null : { kind: "handed_out" };
  }

  /** What other machines made comes before anything is started, and what they will never make after it. */
  async #takeArrivals(): Promise<void> {
    if (!this.#outChecks) return;
    const { own } = this.#run.ports.jobs!;
    for (const arrival of this.#arrivals) await this.#arrive(arrival, own);
    const taken = new Set(this.#arrivals.map(({ ticket }) => ticket.nonce));
    for (const gone of await lostTickets(this.#run, taken)) {
      const arrival = await this.#bring(gone);
      if (arrival) await this.#arrive(arrival, gone.run);
    }
  }

  /** @param from the workflow run that made it; null: it was brought by hand */
  async #arrive(arrival: Arrival, from: string | null): Promise<void> {
    const { journal, ports } = this.#run;
    // Another run may have taken its result meanwhile.
    const refused = ticketProblem(journal.state, arrival.ticket, from);
    if (refused) return ports.narrator.warn(refused.message);
    if ("parts" in arrival) await this.#landParts(arrival, from);
    else await this.#outChecks!.arrive(arrival, from);
  }

  /** Lands the phases of one ticket, one after the other, each as if it had just ended here. */
  async #landParts({ ticket, settings, parts, problem }: PhaseArrival, name: string | null): Promise<void> {
    const run = this.#run;
    let running = this.#agents.of(ticket.task);
    if (!running) return run.ports.narrator.warn(`the plan has no task ${ticket.task} any more`);
    if (parts.length === 0) {
      await this.#finish(running, lostResult(run, running, { run: name, problem }), true);
      return;
    }
    let tip: Oid | null = ticket.base;
    for (const [index, part] of parts.entries()) {
      if (index > 0) running = this.#following(ticket.task, parts[index - 1]!, part);
      if (!running || tip === null) return;
      const from = await startOf(run, tip, running.start, settings);
      if (part.tests) recordTests(run.journal, running.start, part.tests);
      if (part.stages) run.activities.tell({ task: ticket.task, phase: part.phase }, part.stages);
      const result = await judgeArrived(run, running.start, { part, from });
      if ((await this.#finish(running, result, true)) !== "done" || !result.ok) return;
      const at = run.ports.clock.now();
      tip = await goneOnFrom(run.ports, { tip, from, files: result.files, at });
    }
  }

  /** The attempt at the phase after; undefined where it may not follow, so that it is done again. */
  #following(task: string, before: ArrivedPart, part: ArrivedPart): RunningAttempt | undefined {
    const { plan, journal } = this.#run;
    const planned = plan.tasks.find(each => each.id === task);
    const next = nextPhase(plan, journal.state, { task, phase: before.phase });
    if (!planned || !next || !mayGoOn(plan, planned, before.phase)) return undefined;
    if (next.phase !== part.phase || next.attempt !== part.attempt) return undefined;
    const { executor } = planned.phases.find(each => each.phase === next.phase)!;
    if (!executorOrder(executor, journal.state).includes(part.executor)) return undefined;
    return this.#agents.follow({ task, ...next, executor: part.executor });
  }

  #decide(): ScheduleDecision {
    const { journal, ports } = this.#run;
    this.#time.reset();
    return this.#scheduler.next({
      state: journal.state,
      now: ports.clock.now(),
      running: this.#agents.running.map(({ start }) => ({
        task: start.task.id,
        phase: start.phase.phase,
        slot: start.slot,
      })),
      agents: this.#most,
      heldElsewhere: this.#shared.elsewhere,
      holdExecute: this.#checks.holdsExecute,
      synced: this.#checks.synced,
      // Machines of their own have time of their own.
      ...(this.#time.isLimited && !this.#handsOut ? { fits: start => this.#time.fits(start) } : {}),
    });
  }

  async #carryOut(decision: ScheduleDecision): Promise<void> {
    const run = this.#run;
    const again = (): void => this.#inbox.put({ kind: "timer" });
    for (const task of decision.skip) {
      const data = { reason: NOTHING_FAILED };
      run.journal.record({ event: "task_skipped", task_id: task, agent: "dependency_validator", data });
      again();
    }
    if (decision.skip.length > 0) run.journal.recordProgress();
    await this.#checks.checkpoints(decision.checkpoints);
    if (decision.sync !== null) this.#checks.sync(decision.sync);
    for (const steering of decision.ask) {
      await askGateAgain(run, plannedAttempt(run.plan, steering)!);
      again();
    }
    for (const steering of decision.manual) {
      await requestManualWork(run, plannedAttempt(run.plan, steering)!);
      again();
    }
    await this.#startAll(this.#affordable(decision.start));
    const due = nextDeadline(this.#run.journal.state);
    this.#timers.wakeAt(earlier(decision.wakeAt, due), again);
  }

  /** What the budget cannot hold beside what runs is decided again when something has ended. */
  #affordable(starts: ScheduleDecision["start"]): ScheduleDecision["start"] {
    const { plan, journal } = this.#run;
    return affordable(starts, { plan, state: journal.state, running: this.#agents.claims });
  }

  /** What needs nothing that other milestones could hold goes first: the locks of the rest cost a call each. */
  async #startAll(starts: ScheduleDecision["start"]): Promise<void> {
    const isFree = (start: ScheduleDecision["start"][number]): boolean =>
      !this.#run.plan.tasks.find(t => t.id === start.task)?.resources.length;
    const admits = ({ task }: ScheduleDecision["start"][number]): boolean =>
      admitsBeside(this.#run.journal.state, task, this.#agents.tasks);
    for (const start of starts.filter(isFree)) if (admits(start)) this.#agents.start(start);
    for (const start of starts.filter(s => !isFree(s))) {
      if (admits(start) && (await this.#shared.admit(start.task))) this.#agents.start(start);
    }
    this.#shared.settle([...this.#agents.tasks, ...this.#scheduler.keeping]);
  }

  /** Phases that ended are worth keeping, whatever goes wrong before they are settled. */
  async #keepingWork<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      await this.#run.journal.settle();
      throw error;
    }
  }

  async #takeIn(messages: Message[]): Promise<void> {
    const { journal, plan } = this.#run;
    for (const [i, message] of messages.entries()) await this.#handle(message, i + 1 < messages.length);
    if (journal.pendingFiles > plan.limits.checkpointFiles) {
      await saveCheckpoint(this.#run, "checkpoint_files");
    }
  }

  async #handle(message: Message, more: boolean): Promise<void> {
    switch (message.kind) {
      case "attempt":
        await this.#finish(message.running, message.result, more);
        return;
      case "command":
        return this.#command(message);
      case "interval":
        return saveAfterInterval(this.#run);
      case "decisions":
        await applyDecisions(this.#run);
        return;
      case "stop":
        this.#stopping ??= { rest: message.rest, reason: message.reason };
        return;
      case "drain":
        this.#draining ??= message.reason;
        return;
      case "end_work":
        this.#draining ??= message.reason;
        return this.#agents.endWork(message.reason);
      case "quality":
        return this.#quality.takeIn();
      case "release":
        return this.#release.takeIn();
      case "remote":
        return noteRemote(this.#run);
      case "locks":
        return this.#shared.look();
      case "needs":
        return noteNeeds(this.#run, message.needs);
      case "timer":
        return;
      default:
        return message satisfies never;
    }
  }

  /** What works on the task that the command is about is ended first, and nothing else waits for that. */
  async #command(message: Extract<Message, { kind: "command" }>): Promise<void> {
    const { request, answer } = message;
    const { command, by } = request;
    const tasks = endsWork(this.#run, command);
    const reason = `${by.login}: ${command.command}`;
    if (tasks.length > 0) {
      const problem = liveProblem(this.#run, request);
      if (problem) return answer(problem);
      const halted = tasks.map(task => this.#agents.halt(task, reason)).filter(each => each !== null);
      if (halted.length > 0) {
        void Promise.all(halted).then(() => this.#inbox.put(message));
        return;
      }
      for (const task of tasks) this.#agents.drop(task, reason);
    }
    answer(await carryOutLive(this.#run, request));
    this.#inbox.put({ kind: "timer" });
  }

  async #finish(running: RunningAttempt, result: AttemptResult, more: boolean): Promise<AttemptEnd | null> {
    if (this.#agents.isHalted(running)) return null;
    const end = await endAttempt(this.#run, running, result, {
      quality: this.#handsOut ? null : this.#quality,
      running: this.#handsOut || this.#stopping ? [] : this.#agents.tasks,
      more,
      later: promise => void promise.then(next => this.#ended(running, next)),
    });
    if (end === "testing") return end;
    if (end === "held") {
      this.#held.set(running, result);
      return end;
    }
    if (end === "done") this.#durable.landed();
    this.#agents.release(running, end === "failed");
    this.#freeHeld();
    if (end !== "interrupted" && end !== "asked") this.#limit.adjust(this.#scheduler.strategy);
    this.#watcher?.progressed();
    return end;
  }

  /** Whoever waited for another's work tries again to land. */
  #freeHeld(): void {
    for (const [running, result] of this.#held) this.#ended(running, result);
    this.#held.clear();
  }

  #ended(running: RunningAttempt, result: AttemptResult): void {
    this.#inbox.put({ kind: "attempt", running, result });
  }

  async #rest({ idle, waitingFor, wakeAt }: ScheduleDecision): Promise<Rest | null> {
    const again = (): null => {
      this.#inbox.put({ kind: "timer" });
      return null;
    };
    if (idle === "completed") {
      if (await joinBase(this.#run)) return again();
      const final = await this.#checks.final();
      if (final === "passed") {
        const approvals = await confirmApprovals(this.#run);
        if (approvals === "changed") return again();
        return { kind: approvals === "stand" ? "completed" : "waiting_approval" };
      }
      if (final === "failed") return { kind: "blocked" };
      return this.#isOut ? { kind: "handed_out" } : null;
    }
    if (await applyDecisions(this.#run)) return again();
    if (idle === "selected") {
      const { only } = this.#run.options;
      return { kind: "paused", reason: `all that was asked for is done (${only.join(", ")})`, asked: true };
    }
    if (idle === "waiting_resource") return this.#shared.waitFor(waitingFor) ? { kind: "blocked" } : null;
    const { state } = this.#run.journal;
    await blockHeld(this.#run);
    if (state.blockers.size > 0) return { kind: "blocked" };
    if (openApprovals(state).length > 0) return { kind: "waiting_approval" };
    const questions = awaitedQuestions(state).length;
    if (questions > 0) return { kind: "waiting_answer", questions };
    if (idle === "waiting_limit") return { kind: "waiting_limit", until: new Date(wakeAt!).toISOString() };
    return { kind: "waiting_approval" };
  }

  #watch(): void {
    const run = this.#run;
    reportStrategy(run, this.#scheduler, this.#most);
    watchDueDates(run);
    run.publisher.onChange = () => this.#inbox.put({ kind: "remote" });
    setReminders(run, this.#timers, message => this.#inbox.put(message));
    forgetNeeds(run);
    if (!run.options.blockerDetection) return;
    watchNeeds(run, this.#timers, message => this.#inbox.put(message));
    this.#watcher = startWatching(run, {
      running: () => (this.#handsOut ? [] : this.#agents.running),
      memory: isShort => {
        // The machine that lands is not the one that works.
        if (this.#handsOut) return;
        this.#limit.noteMemory(isShort, this.#scheduler.strategy);
        if (!isShort) return;
        const message = "memory is nearly used up, so fewer agents work at once";
        warnOnce(run.journal, "memory_pressure", message);
      },
      changed: () => this.#inbox.put({ kind: "timer" }),
    });
  }
}

/**
 * Warns at 80 % and stops at 100 % of every budget, before anything new starts. What runs goes on to its end. A spent
 * budget of the milestone stops everything, one of a task its next phase. A limit that a person lifted, by raising it
 * or in the plan, stops nothing any more.
 */
function enforceBudgets(journal: Journal, plan: Plan, running: ReadonlySet<string>): void {
  const { state } = journal;
  if ([...state.tasks.values()].every(isDone)) return;
  const uses = running.size === 0 ? budgetAtRest(plan, state) : budgetStatus(plan, state);
  for (const use of uses) {
    if (use.level === "warn") warnOnce(journal, "budget_near", use.message, use.task);
  }
  lift(journal, uses);
  for (const use of uses) {
    if (use.level === "stop") stop(journal, use, running);
  }
}

function stop(journal: Journal, { task, message }: BudgetUse, running: ReadonlySet<string>): void {
  if (task === undefined) {
    block(journal, { type: "budget_exceeded", message });
    return;
  }
  const phase = nextPhaseOf(journal.state, task);
  if (phase && !running.has(task)) block(journal, { type: "budget_exceeded", task, phase, message });
}

function lift(journal: Journal, uses: BudgetUse[]): void {
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.type !== "budget_exceeded") continue;
    const spent = uses.some(use => use.level === "stop" && use.task === blocker.task);
    if (!spent) unblock(journal, blocker.id, "the budget allows more now");
  }
}

/** The phase that the task would start next; none when it is done or waits for a person anyway. */
function nextPhaseOf(state: State, id: string): Phase | undefined {
  const task = state.tasks.get(id);
  if (!task || isDone(task)) return undefined;
  const known = PHASES.filter(phase => task.phases.has(phase));
  const blocked = known.find(phase => state.blockers.has(blockerId("budget_exceeded", id, phase)));
  const next = blocked ?? known.find(phase => !isFinished(task.phases.get(phase)!.status));
  return next && task.phases.get(next)!.status !== "waiting_approval" ? next : undefined;
}

/** How long the start of processes may keep waiting what is to become durable (ms); one takes about 2. */
const START_PATIENCE_MS = 20;

/**
 * Brings the branch to what was added to it. What ended together becomes durable together, while what goes on from it
 * is being started: the disk takes as long as the start of a process. Should it fail, what was started is ended, and
 * was never there.
 */
class Durable {
  #run: Run;
  /** Whether phases were added to the branch that the publisher does not know of yet. */
  #landed = false;

  constructor(run: Run) {
    this.#run = run;
  }

  /** A phase was added. */
  landed(): void {
    this.#landed = true;
  }

  /** Where the checkout itself is the work tree, what is saved there would be taken for the next phase's own work. */
  async beforeStarts(): Promise<void> {
    if (!this.#run.options.gitIntegration) await this.settle(Promise.resolve());
  }

  /** @param begun settles once the processes that are being started were told to */
  async settle(begun: Promise<unknown>): Promise<void> {
    const { journal, publisher } = this.#run;
    if (!journal.settled) await this.#soon(begun);
    await journal.settle();
    if (this.#landed) publisher.request();
    this.#landed = false;
  }

  /** Waits for what takes a moment, but not for longer. */
  async #soon(event: Promise<unknown>): Promise<void> {
    let cancel = (): void => undefined;
    const late = new Promise<void>(resolve => {
      cancel = this.#run.ports.clock.after(START_PATIENCE_MS, resolve);
    });
    await Promise.race([event, late]);
    cancel();
  }
}

/** The earlier of two times; null: none. */
function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/**
 * Whether the branch is still this run's. A process that was stopped, or whose machine slept, for longer than a lease
 * lasts may have been overtaken.
 */
class Ownership {
  #run: Run;
  /** When the loop last ran. */
  #awakeAt: number;

  constructor(run: Run) {
    this.#run = run;
    this.#awakeAt = run.ports.clock.now();
  }

  /**
   * To be called before anything is taken in or started: after a long sleep it asks the remote. (Awake, the loop runs
   * at least every 30 s.) @throws Fenced when another run owns the branch
   */
  async prove(): Promise<void> {
    const { ports, journal, publisher } = this.#run;
    const slept = ports.clock.now() - this.#awakeAt;
    if (slept >= LEASE_SILENCE_MS) {
      await journal.commit({ subject: "checkpoint", derived: true, saveReason: "awake again" });
      await publisher.flush();
    }
    this.#awakeAt = ports.clock.now();
  }
}
