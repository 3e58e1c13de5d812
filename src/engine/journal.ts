import { paths, ROLE_LOGS, type RoleLog } from "../milestone/names.ts";
import { openPlanText, type PlanText, type YamlData } from "../milestone/plan/edit-plan.ts";
import {
  agentsJson,
  approvalYaml,
  type PlanPlaces,
  planEdits,
  sessionYaml,
} from "../milestone/session/documents.ts";
import type { EventData, LoggedEvent, NewEvent } from "../milestone/session/event.ts";
import { applyEvent } from "../milestone/session/fold.ts";
import { appendEvent, type LogHead } from "../milestone/session/log.ts";
import { completedTasks, milestonePercentage, progressOf } from "../milestone/session/progress.ts";
import { ROLE_LOG_OF } from "../milestone/session/role-log.ts";
import { isOnBranch, type State } from "../milestone/session/state.ts";
import { addToHistory, type History as EventHistory, historyOf } from "../milestone/view/history.ts";
import { commitMessage, commitSubject, type Trailers } from "./commit-message.ts";
import type { History } from "./load.ts";
import { LogWriter } from "./log-writer.ts";
import { Fenced, moveBranch } from "./move-branch.ts";
import type { CommitRequest, Oid, Ports } from "./ports.ts";
import { Refusal } from "./refusal.ts";
import type { RoleBoard } from "./role-board.ts";

/** Tries of one write before its fault counts, and the wait before the next one (ms): a disk may be full for a moment. */
const WRITE_TRIES = 3;
const WRITE_WAIT_MS = 300;

/** Session, milestone file and role logs are written at most this often between boundaries (ms) … */
const DERIVED_EVERY_MS = 250;
/** … and never for more than about this share of the time: a file of thousands of tasks takes long to write. */
const DERIVED_SHARE = 1 / 25;

/** Session, agents' state and milestone file. */
const DERIVED_FILES = 3;

export type Changes = Map<string, Buffer | { oid: Oid; mode: string } | null>;

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
  /** Whom the log says to have been told of the milestone. */
  readonly dependants: EventData["dependents_notified"][] = [];
  /** Told of every event right after it was folded. */
  onEvent: (event: LoggedEvent) => void = () => undefined;
  tip: Oid;
  session: string;
  #ports: Pick<Ports, "repository" | "clock" | "narrator" | "mask">;
  #head: LogHead;
  #log: LogWriter;
  #roleLogs = new Map<RoleLog, LogWriter>();
  #pending = 0;
  #unsaved: LoggedEvent[] = [];
  #approvalsTouched = new Set<string>();
  #plan: { text: PlanText; path: string; places: PlanPlaces };
  #roles: RoleBoard;
  #author: { name: string; email: string };
  #derivedAt = 0;
  #derivedCost = 0;
  #moved: { from: string } | null = null;
  #included: Changes = new Map();
  /** What the local branch must still be when the next commit moves it; null: not there. */
  #expected: Oid | null;
  #derivedTip: Oid | null = null;
  /** Commits made by this run. */
  #made = 0;
  #committedAt: number;
  #queue: Promise<unknown> = Promise.resolve();
  /** Why nothing may be written any more: what is in memory is ahead of what the branch will ever hold. */
  #broken: Error | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #shown: { percentage: number; completed: number; total: number };

  constructor(
    ports: Pick<Ports, "repository" | "clock" | "narrator" | "mask">,
    options: {
      history: History;
      session: string;
      planText: string;
      planPath: string;
      places: PlanPlaces;
      roles: RoleBoard;
      author: { name: string; email: string };
      /** Where the branch stands in this clone, which may be behind the commit to go on from; null: not there. */
      local: Oid | null;
    },
  ) {
    const { history } = options;
    this.#ports = ports;
    this.milestone = history.state.milestone;
    this.state = history.state;
    this.tip = history.commit;
    this.session = options.session;
    this.#head = history.head;
    this.#log = new LogWriter(n => paths.log(this.milestone, n), history.last, history.restored);
    this.#plan = { text: openPlanText(options.planText), path: options.planPath, places: options.places };
    this.#roles = options.roles;
    this.#author = options.author;
    this.#expected = options.local;
    this.#committedAt = ports.clock.now();
    const progress = progressOf(this.state);
    this.#shown = {
      percentage: this.state.percentage,
      completed: progress.tasksCompleted,
      total: progress.tasksTotal,
    };
    this.history = historyOf(history.events);
    for (const event of history.events)
      if (event.event === "dependents_notified") this.dependants.push(event.data);
  }

  /** Lines of the session's role logs so far, so that a resumed session goes on in the same files. */
  async openRoleLogs(): Promise<void> {
    const folder = `.milestones/logs/${this.session}`;
    const entries = await this.#ports.repository.list(this.tip, folder);
    for (const role of ROLE_LOGS) {
      const numbers = entries
        .map(e => new RegExp(`^${role}(?:\\.(\\d{4,}))?\\.jsonl$`).exec(e.name))
        .flatMap(m => (m ? [m[1] ? Number(m[1]) : 1] : []));
      const segment = Math.max(0, ...numbers);
      const path = (n: number): string => paths.roleLog(this.session, role, n);
      const bytes = segment > 0 ? await this.#ports.repository.readFile(this.tip, path(segment)) : null;
      const log = new LogWriter(path, bytes ? { segment, text: bytes.toString("utf8") } : null);
      if (segment === 0) log.begin();
      this.#roleLogs.set(role, log);
    }
  }

  /** Events recorded since the last commit. */
  get pending(): number {
    return this.#pending;
  }

  /** Files that a checkpoint now would change: logs, approval records, and with them session, agents and milestone file. */
  get pendingFiles(): number {
    if (this.#pending === 0) return 0;
    const logs = [this.#log, ...this.#roleLogs.values()].reduce((sum, log) => sum + log.dirty().size, 0);
    return logs + this.#approvalsTouched.size + DERIVED_FILES;
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
    const event = { ...given, data: this.#ports.mask(given.data) } as NewEvent;
    const stamp = { milestone: this.milestone, session: this.session, now: this.#ports.clock.now() };
    const appended = appendEvent(this.#head, event, stamp);
    applyEvent(this.state, appended.event);
    this.#head = appended.head;
    this.#log.add(appended.line);
    this.#roleLogs.get(ROLE_LOG_OF[event.event])?.add(appended.line);
    this.#pending += 1;
    if (event.event.startsWith("approval_") && "request" in event.data) {
      this.#approvalsTouched.add(String(event.data.request));
    }
    this.#unsaved.push(appended.event);
    if (event.event === "dependents_notified") this.dependants.push(event.data);
    addToHistory(this.history, appended.event);
    this.onEvent(appended.event);
    this.#ports.narrator.event(appended.event, this.state);
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
  replacePlan(text: string, path: string, places: PlanPlaces): void {
    this.#plan = { text: openPlanText(text), path, places };
  }

  /** The next commit holds this file as well. */
  include(path: string, content: Buffer): void {
    this.#included.set(path, content);
  }

  /** The next commit finds the milestone file at another place. */
  movePlan(to: string): void {
    this.#moved = { from: this.#plan.path };
    this.#plan.path = to;
  }

  get planText(): string {
    return this.#plan.text.text();
  }

  /**
   * One commit holding the transaction's files and every event recorded so far. One at a time, in order of call.
   * @throws Fenced when the branch no longer is what this run left; the fault of the machine when nothing could be
   * written. Both are final: every later commit fails the same way, and the next run goes on from the last commit.
   */
  commit(transaction: Transaction): Promise<Oid> {
    return this.#inTurn(async () => {
      await this.#commit(transaction);
      return this.#moveRef();
    });
  }

  /**
   * As `commit`, but in memory: the branch follows with the next `settle` or `commit`. Phases that end together share
   * the syncs of the disk in this way, which cost more than all the rest of a commit. @throws as `commit`
   */
  add(transaction: Transaction): Promise<Oid> {
    return this.#inTurn(() => this.#commit(transaction));
  }

  /** Whether the branch is at the newest commit. */
  get settled(): boolean {
    return this.tip === this.#expected;
  }

  /** Brings the branch to what was added. Answers where it stands. @throws as `commit` */
  settle(): Promise<Oid> {
    return this.#inTurn(() => this.#moveRef());
  }

  /**
   * As `settle`, with a commit more where session, milestone file and agents' state are behind. Answers also how many
   * commits this run has made up to there. @throws as `commit`
   */
  settleDerived(): Promise<{ tip: Oid; made: number }> {
    return this.#inTurn(async () => {
      if (!this.derivedAtTip)
        await this.#commit({ subject: "checkpoint", derived: true, saveReason: "push" });
      const tip = await this.#moveRef();
      return { tip, made: this.#made };
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(() => {
      if (this.#broken) throw this.#broken;
      return work();
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async #commit(transaction: Transaction): Promise<Oid> {
    transaction.events?.();
    const now = this.#ports.clock.now();
    const changes: Changes = new Map([...this.#included, ...(transaction.changes ?? [])]);
    this.#included.clear();
    const rest = Math.max(DERIVED_EVERY_MS, this.#derivedCost / DERIVED_SHARE);
    const derived = transaction.derived || now - this.#derivedAt >= rest;
    const lines = this.#log.dirty();
    for (const [path, text] of lines) changes.set(path, Buffer.from(text));
    for (const id of this.#approvalsTouched) this.#addApproval(changes, id);
    this.#approvalsTouched.clear();
    const settle = derived ? this.#addDerived(changes, now, transaction.saveReason) : null;
    const pending = this.#pending;
    const request: CommitRequest = {
      parents: transaction.joins ? [this.tip, transaction.joins] : [this.tip],
      base: this.tip,
      changes,
      message: commitMessage(this, transaction.subject, transaction.trailers),
      author: this.#author,
      at: now,
    };
    const oid = await this.#persistently(() => this.#ports.repository.commit(request));
    this.tip = oid;
    this.#made += 1;
    this.#log.saved(lines);
    this.#unsaved.splice(0, pending);
    this.#pending -= pending;
    if (settle) {
      settle();
      this.#derivedCost = this.#ports.clock.now() - now;
      this.#derivedAt = now;
      this.#derivedTip = oid;
    }
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
    return this.#derivedTip === this.tip;
  }

  /** Moves the branch to the newest commit, by compare-and-swap on what this run left there. */
  async #moveRef(): Promise<Oid> {
    const to = this.tip;
    const move = { milestone: this.milestone, from: this.#expected, to };
    if (to !== move.from) await this.#persistently(() => moveBranch(this.#ports.repository, move));
    this.#expected = to;
    return to;
  }

  async #persistently<T>(write: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await write();
      } catch (error) {
        if (error instanceof Fenced || error instanceof Refusal || tries >= WRITE_TRIES) {
          this.#broken = error as Error;
          throw error;
        }
      }
      await new Promise<void>(resolve => this.#ports.clock.after(WRITE_WAIT_MS * tries, resolve));
    }
  }

  #addApproval(changes: Changes, id: string): void {
    const approval = this.state.approvals.get(id);
    if (!approval?.task || !approval.phase) return;
    const path = paths.approval(this.milestone, approval.task, approval.phase);
    changes.set(path, Buffer.from(approvalYaml(this.milestone, approval)));
  }

  /** Answers what to note once the changes are in a commit. */
  #addDerived(changes: Changes, now: number, reason: string): () => void {
    const savedAt = new Date(now).toISOString();
    if (this.state.session) {
      const lease = this.state.lease;
      const plan = this.#plan.places.tasks;
      const commit = this.tip;
      const session = sessionYaml(this.state, { plan, savedAt, reason, commit, lease, pending: 0 });
      changes.set(paths.session(this.session), Buffer.from(session));
      changes.set(paths.agents(this.session), Buffer.from(agentsJson(this.state, this.#roles.snapshot())));
    }
    const written = [...this.#roleLogs.values()].map(writer => ({ writer, lines: writer.dirty() }));
    for (const { lines } of written) for (const [path, text] of lines) changes.set(path, Buffer.from(text));
    for (const edit of planEdits(this.state, this.#plan.places, savedAt)) {
      this.#plan.text.set(edit.path, edit.value as YamlData | undefined);
    }
    const moved = this.#moved;
    if (moved) changes.set(moved.from, null);
    const path = this.#placePlan(changes);
    return () => {
      for (const { writer, lines } of written) writer.saved(lines);
      if (this.#moved === moved) this.#moved = null;
      this.#plan.path = path;
    };
  }

  /** `current.txt` names the milestone while it runs; a finished one moves to `completed/`. Answers the file's place. */
  #placePlan(changes: Changes): string {
    const { status } = this.state;
    const running = status !== "completed" && status !== "cancelled" && status !== "postponed";
    changes.set(paths.current, running ? Buffer.from(this.milestone + "\n") : null);
    const text = Buffer.from(this.#plan.text.text());
    const { path } = this.#plan;
    const done = status === "completed" && path === paths.milestone(this.milestone);
    const place = done ? paths.milestone(this.milestone, "completed") : path;
    if (done) changes.set(path, null);
    changes.set(place, text);
    return place;
  }
}
