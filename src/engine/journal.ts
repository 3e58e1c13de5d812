import { agentsJson, approvalYaml, type PlanPlaces, planEdits, sessionYaml } from "../milestone/documents.ts";
import { openPlanText, type PlanText, type YamlData } from "../milestone/edit-plan.ts";
import type { EventData, LoggedEvent, NewEvent } from "../milestone/event.ts";
import { applyEvent } from "../milestone/fold.ts";
import { appendEvent, type LogHead } from "../milestone/log.ts";
import { branchRef, paths, ROLE_LOGS, type RoleLog } from "../milestone/names.ts";
import { progressOf } from "../milestone/progress.ts";
import { ROLE_LOG_OF } from "../milestone/role-log.ts";
import type { State } from "../milestone/state.ts";
import { addToHistory, type History as EventHistory, historyOf } from "../milestone/view/history.ts";
import type { History } from "./load.ts";
import { LogWriter } from "./log-writer.ts";
import type { CommitRequest, FileChange, Oid, Ports } from "./ports.ts";
import type { RoleBoard } from "./role-board.ts";

/** Another run took the branch, or a person rewrote it: nothing more may be written by this one. */
export class Fenced extends Error {
  actual: Oid | null;
  constructor(actual: Oid | null, message: string) {
    super(message);
    this.actual = actual;
  }
}

/** Session, milestone file and role logs are written at most this often between boundaries (ms). */
const DERIVED_EVERY_MS = 250;

export type Changes = Map<string, Buffer | { oid: Oid; mode: string } | null>;

export interface Transaction {
  /** After `milestone(<id>): `. */
  subject: string;
  trailers?: { task?: string; phase?: string; attempt?: number };
  changes?: Changes;
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
  #ports: Pick<Ports, "repository" | "clock" | "narrator">;
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
  #moved: { from: string } | null = null;
  /** What the local branch must still be when the next commit moves it; null: not there. */
  #expected: Oid | null;
  #derivedTip: Oid | null = null;
  #committedAt: number;
  #queue: Promise<unknown> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();
  #shown: { percentage: number; completed: number; total: number };

  constructor(
    ports: Pick<Ports, "repository" | "clock" | "narrator">,
    options: {
      history: History;
      session: string;
      planText: string;
      planPath: string;
      places: PlanPlaces;
      roles: RoleBoard;
      author: { name: string; email: string };
      /** The branch does not exist yet: the first commit makes it, on top of the base commit. */
      fresh: boolean;
    },
  ) {
    const { history } = options;
    this.#ports = ports;
    this.milestone = history.state.milestone;
    this.state = history.state;
    this.tip = history.commit;
    this.session = options.session;
    this.#head = history.head;
    this.#log = new LogWriter(n => paths.log(this.milestone, n), history.last);
    this.#plan = { text: openPlanText(options.planText), path: options.planPath, places: options.places };
    this.#roles = options.roles;
    this.#author = options.author;
    this.#expected = options.fresh ? null : history.commit;
    this.#committedAt = ports.clock.now();
    const progress = progressOf(this.state);
    this.#shown = {
      percentage: this.state.percentage,
      completed: progress.tasksCompleted,
      total: progress.tasksTotal,
    };
    this.history = historyOf(history.events);
    for (const event of history.events) if (event.event === "dependents_notified") this.dependants.push(event.data);
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
      this.#roleLogs.set(role, new LogWriter(path, bytes ? { segment, text: bytes.toString("utf8") } : null));
    }
  }

  /** Events recorded since the last commit. */
  get pending(): number {
    return this.#pending;
  }

  /** Events that no commit holds yet. */
  get unsaved(): readonly LoggedEvent[] {
    return this.#unsaved;
  }

  get committedAt(): number {
    return this.#committedAt;
  }

  record(event: NewEvent): void {
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
    const progress = progressOf(this.state);
    const now = {
      percentage: progress.percentage,
      completed: progress.tasksCompleted,
      total: progress.tasksTotal,
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
   * @throws Fenced when the branch no longer is what this run left
   */
  commit(transaction: Transaction): Promise<Oid> {
    const run = this.#queue.then(() => this.#commit(transaction));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async #commit(transaction: Transaction): Promise<Oid> {
    const now = this.#ports.clock.now();
    const changes: Changes = new Map(transaction.changes);
    const derived = transaction.derived || now - this.#derivedAt >= DERIVED_EVERY_MS;
    const lines = this.#log.dirty();
    for (const [path, text] of lines) changes.set(path, Buffer.from(text));
    for (const id of this.#approvalsTouched) this.#addApproval(changes, id);
    if (derived) this.#addDerived(changes, now, transaction.saveReason);
    const pending = this.#pending;
    const oid = await this.#write({
      parents: [this.tip],
      base: this.tip,
      changes,
      message: this.#message(transaction),
      author: this.#author,
      at: now,
    });
    this.#log.saved(lines);
    this.#unsaved.splice(0, pending);
    this.#pending -= pending;
    if (derived) {
      this.#derivedAt = now;
      this.#derivedTip = oid;
    }
    this.#committedAt = now;
    return oid;
  }

  /** Landing work and joining a person's commits exclude each other: both are computed against one tip. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  /** Joins a person's commits to the branch; the tree is ours with their changes. */
  mergeCommit(theirs: Oid, changes: Changes): Promise<Oid> {
    const run = this.#queue.then(async () => {
      this.#derivedTip = null;
      return this.#write({
        parents: [this.tip, theirs],
        base: this.tip,
        changes,
        message: this.#message({ subject: "merged the branch's new commits", saveReason: "merge" }),
        author: this.#author,
        at: this.#ports.clock.now(),
      });
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Whether the tip's session, milestone file and agents' state say what its log says. */
  get derivedAtTip(): boolean {
    return this.#derivedTip === this.tip;
  }

  /** Writes a commit and moves the branch to it, by compare-and-swap on the tip that this run left. */
  async #write(request: CommitRequest): Promise<Oid> {
    const { repository } = this.#ports;
    const ref = branchRef(this.milestone);
    const oid = await repository.commit(request);
    const swapped = await repository.swapRef(ref, this.#expected, oid);
    if (!swapped.ok) {
      throw new Fenced(swapped.actual, `the branch ${ref} was moved by someone else`);
    }
    this.tip = oid;
    this.#expected = oid;
    return oid;
  }

  #addApproval(changes: Changes, id: string): void {
    const approval = this.state.approvals.get(id);
    if (approval?.task && approval.phase) {
      const path = paths.approval(this.milestone, approval.task, approval.phase);
      changes.set(path, Buffer.from(approvalYaml(this.milestone, approval)));
    }
    this.#approvalsTouched.delete(id);
  }

  #addDerived(changes: Changes, now: number, reason: string): void {
    const savedAt = new Date(now).toISOString();
    if (this.state.session) {
      const lease = this.state.lease;
      const session = sessionYaml(this.state, { savedAt, reason, commit: this.tip, lease, pending: 0 });
      changes.set(paths.session(this.session), Buffer.from(session));
      changes.set(paths.agents(this.session), Buffer.from(agentsJson(this.state, this.#roles.snapshot())));
    }
    for (const writer of this.#roleLogs.values()) {
      const lines = writer.dirty();
      for (const [path, text] of lines) changes.set(path, Buffer.from(text));
      writer.saved(lines);
    }
    for (const edit of planEdits(this.state, this.#plan.places, savedAt)) {
      this.#plan.text.set(edit.path, edit.value as YamlData | undefined);
    }
    if (this.#moved) changes.set(this.#moved.from, null);
    this.#moved = null;
    changes.set(this.#plan.path, Buffer.from(this.#plan.text.text()));
    this.#markCurrent(changes);
  }

  /** `current.txt` names the milestone while it runs; a finished one moves to `completed/`. */
  #markCurrent(changes: Changes): void {
    const { status } = this.state;
    const running = status !== "completed" && status !== "cancelled" && status !== "postponed";
    changes.set(paths.current, running ? Buffer.from(this.milestone + "\n") : null);
    if (status === "completed" && this.#plan.path === paths.milestone(this.milestone)) {
      const text = Buffer.from(this.#plan.text.text());
      changes.set(this.#plan.path, null);
      this.#plan.path = paths.milestone(this.milestone, "completed");
      changes.set(this.#plan.path, text);
    }
  }

  #message(transaction: Transaction): string {
    const { task, phase, attempt } = transaction.trailers ?? {};
    const trailers = [
      `Milestone: ${this.milestone}`,
      ...(task ? [`Task: ${task}`] : []),
      ...(phase ? [`Phase: ${phase}`] : []),
      `Session: ${this.session}`,
      ...(attempt ? [`Attempt: ${attempt}`] : []),
    ];
    return `milestone(${this.milestone}): ${transaction.subject}\n\n${trailers.join("\n")}\n`;
  }
}

export function toChanges(files: FileChange[]): Map<string, Buffer | null> {
  return new Map(files.map(f => [f.path, "delete" in f ? null : f.content]));
}
