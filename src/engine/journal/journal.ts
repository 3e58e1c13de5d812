import { paths } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import type { Stages } from "../../milestone/session/activity.ts";
import type { LoggedEvent, NewEvent } from "../../milestone/session/event.ts";
import { appendEvent, applyEvent, type LogHead } from "../../milestone/session/log.ts";
import { completedTasks, milestonePercentage, progressOf } from "../../milestone/session/progress.ts";
import { isOnBranch, type State } from "../../milestone/session/state.ts";
import { addToHistory, type RunHistory as EventHistory } from "../../milestone/view/run-history.ts";
import type { Changes, Clock, CommitRequest, Oid, Ports } from "../ports.ts";
import { Refusal } from "../refusal.ts";
import { DerivedFiles, LogWriter, type PlanFileText } from "./derived-files.ts";
import type { History } from "./load.ts";
import { Fenced, moveBranch } from "./move-branch.ts";
import type { RoleBoard } from "./role-board.ts";
import { SourceTicks } from "./source-ticks.ts";

export interface Transaction {
  /** After `milestone(<id>): `. */
  subject: string;
  trailers?: Trailers;
  changes?: Changes;
  /**
   * Records the events that the files make true. Called when this commit's turn has come: recorded earlier, a commit
   * that was waiting already would hold the events without the files.
   */
  events?: () => void;
  /** A person's commits that are joined to the branch; `changes` bring their work. */
  joins?: Oid;
  /** Whether session, agents' state and milestone file must be part of it. */
  derived?: boolean;
  saveReason: string;
}

/**
 * The only writer of a milestone's branch. Events are recorded in memory, and become true together with the files
 * of one commit; whatever was not committed when the process dies never happened.
 */
export class Journal {
  readonly milestone: string;
  readonly state: State;
  /** Attempts, waits and latest events, kept for the dashboards. */
  readonly history: EventHistory;
  /** What an attempt that ends now has spent in each stage; asked once for each. */
  endOfAttempt: (at: { task: string; phase: string }) => Stages = () => ({});
  /** Told of every event right after it was folded. */
  onEvent: (event: LoggedEvent) => void = () => undefined;
  tip: Oid;
  session: string;
  #ports: Pick<Ports, "repository" | "clock" | "narrator" | "mask">;
  /** The last event before this run. */
  readonly openedSeq: number;
  #head: LogHead;
  #log: LogWriter;
  #pending = 0;
  #unsaved: LoggedEvent[] = [];
  #derived: DerivedFiles;
  readonly #ticks: SourceTicks;
  #author: { name: string; email: string };
  #included: Changes = new Map();
  /** What the local branch must still be when the next commit moves it; null: not there. */
  #expected: Oid | null;
  /** Commits made by this run. */
  #made = 0;
  #committedAt: number;
  #writes: WriteQueue;
  #turn: Promise<unknown> = Promise.resolve();
  #shown: { percentage: number; completed: number; total: number };

  constructor(
    ports: Pick<Ports, "repository" | "clock" | "narrator" | "mask" | "planSource">,
    options: {
      history: History;
      /** What the history's log tells and its state does not keep. */
      view: EventHistory;
      session: string;
      plan: PlanFileText;
      roles: RoleBoard;
      author: { name: string; email: string };
      /** The plan that the milestone was made of, to be told what is done. */
      source?: Plan["source"];
      /** Where the branch stands in this clone, which may be behind the commit to go on from; null: not there. */
      local: Oid | null;
    },
  ) {
    const { history, plan, roles } = options;
    this.#ports = ports;
    this.milestone = history.state.milestone;
    this.state = history.state;
    this.tip = history.commit;
    this.session = options.session;
    this.#head = history.head;
    this.openedSeq = history.head.seq;
    this.#log = new LogWriter(n => paths.log(this.milestone, n), history.last, history.restored);
    this.#derived = new DerivedFiles({ state: this.state, plan, roles });
    this.#ticks = new SourceTicks(ports, options.source);
    this.#writes = new WriteQueue(ports.clock);
    this.#author = options.author;
    this.#expected = options.local;
    this.#committedAt = ports.clock.now();
    const progress = progressOf(this.state);
    this.#shown = {
      percentage: this.state.percentage,
      completed: progress.tasksCompleted,
      total: progress.tasksTotal,
    };
    this.history = options.view;
  }

  /** Lines of the session's role logs so far, so that a resumed session goes on in the same files. */
  openRoleLogs(): Promise<void> {
    return this.#derived.openRoleLogs(this.#ports.repository, this);
  }

  /** Events recorded since the last commit. */
  get pending(): number {
    return this.#pending;
  }

  /** Files that a checkpoint now would change: logs, approval records, and with them session, agents and milestone file. */
  get pendingFiles(): number {
    if (this.#pending === 0) return 0;
    return this.#log.dirty().size + this.#derived.pendingFiles;
  }

  /** The newest commit as others may know it; null where the checkout itself is worked on. */
  get commitName(): Oid | null {
    return isOnBranch(this.state) ? this.tip : null;
  }

  /** Events that no commit holds yet. */
  get unsaved(): readonly LoggedEvent[] {
    return this.#unsaved;
  }

  get committedAt(): number {
    return this.#committedAt;
  }

  record(given: NewEvent): void {
    const event = this.#withStages({ ...given, data: this.#ports.mask(given.data) } as NewEvent);
    const stamp = { milestone: this.milestone, session: this.session, now: this.#ports.clock.now() };
    const appended = appendEvent(this.#head, event, stamp);
    applyEvent(this.state, appended.event);
    this.#head = appended.head;
    this.#log.add(appended.line);
    this.#derived.add(appended.event, appended.line);
    this.#ticks.add(appended.event);
    this.#pending += 1;
    this.#unsaved.push(appended.event);
    addToHistory(this.history, appended.event);
    this.onEvent(appended.event);
    this.#ports.narrator.event(appended.event, this.state);
  }

  /** Whoever ends an attempt, the event tells where its time went. */
  #withStages(event: NewEvent): NewEvent {
    const { task_id: task, phase } = event;
    if (task === undefined || phase === undefined) return event;
    switch (event.event) {
      case "phase_completed":
      case "phase_failed":
      case "phase_interrupted": {
        const stages_ms = this.endOfAttempt({ task, phase });
        if (Object.keys(stages_ms).length === 0) return event;
        return { ...event, data: { ...event.data, stages_ms } } as NewEvent;
      }
      default:
        return event;
    }
  }

  /** Records `progress_updated` when what it says has changed. */
  recordProgress(): void {
    const now = {
      percentage: milestonePercentage(this.state),
      completed: completedTasks(this.state),
      total: this.state.tasks.size,
    };
    const before = this.#shown;
    if (
      now.percentage === before.percentage &&
      now.completed === before.completed &&
      now.total === before.total
    ) {
      return;
    }
    this.#shown = now;
    this.record({
      event: "progress_updated",
      agent: "progress_monitor",
      data: { percentage: now.percentage, completed_tasks: now.completed, total_tasks: now.total },
    });
  }

  /** The file that the next commits edit: a person's change on the branch is taken in here. */
  replacePlan({ source, ...plan }: PlanFileText & { source: Plan["source"] }): void {
    this.#derived.replacePlan(plan);
    this.#ticks.source = source;
  }

  /** The next commit holds this file as well. */
  include(path: string, content: Buffer): void {
    this.#included.set(path, content);
  }

  /** The next commit finds the milestone file at another place. */
  movePlan(to: string): void {
    this.#derived.movePlan(to);
  }

  get planText(): string {
    return this.#derived.planText;
  }

  /**
   * One commit holding the transaction's files and every event recorded so far. One at a time, in order of call.
   * @throws Fenced when the branch no longer is what this run left; the fault of the machine when nothing could be
   * written. Both are final: every later commit fails the same way, and the next run goes on from the last commit.
   */
  commit(transaction: Transaction): Promise<Oid> {
    return this.#writes.inTurn(async () => {
      await this.#commit(transaction);
      return this.#moveRef();
    });
  }

  /**
   * As `commit`, but in memory: the branch follows with the next `settle` or `commit`. Phases that end together share
   * the syncs of the disk in this way, which cost more than all the rest of a commit. @throws as `commit`
   */
  add(transaction: Transaction): Promise<Oid> {
    return this.#writes.inTurn(() => this.#commit(transaction));
  }

  /** Whether the branch is at the newest commit. */
  get settled(): boolean {
    return this.tip === this.#expected;
  }

  /** Brings the branch to what was added. Answers where it stands. @throws as `commit` */
  settle(): Promise<Oid> {
    return this.#writes.inTurn(() => this.#moveRef());
  }

  /**
   * As `settle`, with a commit more where session, milestone file and agents' state are behind. Answers also how many
   * commits this run has made up to there. @throws as `commit`
   */
  settleDerived(): Promise<{ tip: Oid; made: number }> {
    return this.#writes.inTurn(async () => {
      if (!this.derivedAtTip)
        await this.#commit({ subject: "checkpoint", derived: true, saveReason: "push" });
      const tip = await this.#moveRef();
      return { tip, made: this.#made };
    });
  }

  async #commit(transaction: Transaction): Promise<Oid> {
    transaction.events?.();
    const now = this.#ports.clock.now();
    const changes: Changes = new Map([...this.#included, ...(transaction.changes ?? [])]);
    this.#included.clear();
    await this.#ticks.write(changes, this.tip);
    const lines = this.#log.dirty();
    for (const [path, text] of lines) changes.set(path, Buffer.from(text));
    this.#derived.writeApprovals(changes);
    const isFull = transaction.derived || this.#derived.isDue(now);
    const { session, tip } = this;
    const at = { now, session, tip, reason: transaction.saveReason };
    const settle = isFull ? this.#derived.write(changes, at) : null;
    const pending = this.#pending;
    const request: CommitRequest = {
      parents: transaction.joins ? [tip, transaction.joins] : [tip],
      base: tip,
      changes,
      message: commitMessage(this, transaction.subject, transaction.trailers),
      author: this.#author,
      at: now,
    };
    const oid = await this.#writes.persistently(() => this.#ports.repository.commit(request));
    this.tip = oid;
    this.#made += 1;
    this.#log.saved(lines);
    this.#unsaved.splice(0, pending);
    this.#pending -= pending;
    settle?.({ commit: oid, at: this.#ports.clock.now() });
    this.#committedAt = now;
    this.#tellCommit(oid, transaction, changes.size);
    return oid;
  }

  /** A commit cannot hold its own id, so the event stands in the next one. */
  #tellCommit(commit: Oid, { subject, saveReason }: Transaction, files: number): void {
    if (this.commitName === null) return;
    const agent = "git_integration";
    if (subject === "checkpoint")
      this.record({ event: "checkpoint_committed", agent, data: { reason: saveReason, files } });
    else
      this.record({
        event: "commit_created",
        agent,
        data: { commit, subject: commitSubject(this.milestone, subject) },
      });
  }

  /** Landing work and joining a person's commits exclude each other: both are computed against one tip. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  /** Whether the tip's session, milestone file and agents' state say what its log says. */
  get derivedAtTip(): boolean {
    return this.#derived.commit === this.tip;
  }

  /** Moves the branch to the newest commit, by compare-and-swap on what this run left there. */
  async #moveRef(): Promise<Oid> {
    const to = this.tip;
    const move = { milestone: this.milestone, from: this.#expected, to };
    if (to !== move.from) await this.#writes.persistently(() => moveBranch(this.#ports.repository, move));
    this.#expected = to;
    return to;
  }
}

interface Trailers {
  task?: string;
  phase?: string;
  attempt?: number;
}

const commitSubject = (milestone: string, words: string): string => `milestone(${milestone}): ${words}`;

/** A commit's message: subject and trailers as the contract has them. */
function commitMessage(
  { milestone, session }: { milestone: string; session: string },
  words: string,
  { task, phase, attempt }: Trailers = {},
): string {
  const trailers = [
    `Milestone: ${milestone}`,
    ...(task ? [`Task: ${task}`] : []),
    ...(phase ? [`Phase: ${phase}`] : []),
    `Session: ${session}`,
    ...(attempt ? [`Attempt: ${attempt}`] : []),
  ];
  return `${commitSubject(milestone, words)}\n\n${trailers.join("\n")}\n`;
}

/** Tries of one write before its fault counts, and the wait before the next one (ms): a disk may be full for a moment. */
const TRIES = 3;
const WAIT_MS = 300;

/** Writes one after the other, in order of call. What fails for good ends it: every later turn fails the same way. */
class WriteQueue {
  readonly #clock: Pick<Clock, "after">;
  #last: Promise<unknown> = Promise.resolve();
  /** Why nothing may be written any more: what is in memory is ahead of what the branch will ever hold. */
  #broken: Error | null = null;

  constructor(clock: Pick<Clock, "after">) {
    this.#clock = clock;
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(() => {
      if (this.#broken) throw this.#broken;
      return work();
    });
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** One write of the turn, tried again where the machine was at fault. */
  async persistently<T>(write: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await write();
      } catch (error) {
        if (error instanceof Fenced || error instanceof Refusal || tries >= TRIES) {
          this.#broken = error as Error;
          throw error;
        }
      }
      await new Promise<void>(resolve => this.#clock.after(WAIT_MS * tries, resolve));
    }
  }
}
