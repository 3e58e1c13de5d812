import { paths, ROLE_LOGS, type RoleLog } from "../../milestone/names.ts";
import { editInParts, type TextEdit } from "../../milestone/plan/edit-in-parts.ts";
import { openPlanText, type PlanText } from "../../milestone/plan/edit-plan.ts";
import {
  agentsJson,
  approvalYaml,
  type PlanPlaces,
  planEdits,
  sessionYaml,
} from "../../milestone/saved/documents.ts";
import { EVENTS, type LoggedEvent } from "../../milestone/session/event.ts";
import type { State } from "../../milestone/session/state.ts";
import type { Changes, Oid, Repository } from "../ports.ts";
import type { RoleBoard } from "./role-board.ts";

/** Session, milestone file and role logs are written at most this often between boundaries (ms) … */
const EVERY_MS = 250;
/** … and never for more than about this share of the time: a file of thousands of tasks takes long to write. */
const SHARE = 1 / 25;

/** A milestone file of more characters is edited in parts. */
const LARGE = 200_000;

/** Session, agents' state and milestone file. */
const FILES = 3;

export interface PlanFileText {
  text: string;
  path: string;
  places: PlanPlaces;
}

/**
 * What is written for people from what the log says: session, agents' state, role logs, approval records and the state
 * within the milestone file. Any run makes them again, so not every commit has to hold them.
 */
export class DerivedFiles {
  readonly #state: State;
  readonly #roles: RoleBoard;
  readonly #roleLogs = new Map<RoleLog, LogWriter>();
  readonly #approvals = new Set<string>();
  #plan: Omit<PlanFileText, "text">;
  /** The tree of a large file is fifteen times its text, and is made again where it had to go. */
  #opened: WeakRef<PlanText> | null = null;
  #planText: string;
  #moved: { from: string } | null = null;
  #writtenAt = 0;
  /** ms that the last writing took. */
  #cost = 0;
  #commit: Oid | null = null;

  constructor(options: { state: State; roles: RoleBoard; plan: PlanFileText }) {
    this.#state = options.state;
    this.#roles = options.roles;
    this.#plan = options.plan;
    this.#planText = options.plan.text;
  }

  /** The last commit that holds all of them as its log has it. */
  get commit(): Oid | null {
    return this.#commit;
  }

  /** Lines of the session's role logs so far, so that a resumed session goes on in the same files. */
  async openRoleLogs(
    repository: Pick<Repository, "list" | "readFile">,
    { tip, session }: { tip: Oid; session: string },
  ): Promise<void> {
    const entries = await repository.list(tip, `.milestones/logs/${session}`);
    for (const role of ROLE_LOGS) {
      const numbers = entries
        .map(e => new RegExp(`^${role}(?:\\.(\\d{4,}))?\\.jsonl$`).exec(e.name))
        .flatMap(m => (m ? [m[1] ? Number(m[1]) : 1] : []));
      const segment = Math.max(0, ...numbers);
      const path = (n: number): string => paths.roleLog(session, role, n);
      const bytes = segment > 0 ? await repository.readFile(tip, path(segment)) : null;
      const log = new LogWriter(path, bytes ? { segment, text: bytes.toString("utf8") } : null);
      if (segment === 0) log.begin();
      this.#roleLogs.set(role, log);
    }
  }

  /** Takes in a line of the log. */
  add({ event, data }: LoggedEvent, line: string): void {
    this.#roleLogs.get(EVENTS[event].log)?.add(line);
    if (event.startsWith("approval_") && "request" in data) this.#approvals.add(String(data.request));
  }

  /** How many files the next writing would change. */
  get pendingFiles(): number {
    const logs = [...this.#roleLogs.values()].reduce((sum, log) => sum + log.dirty().size, 0);
    return logs + this.#approvals.size + FILES;
  }

  get planText(): string {
    return this.#planText;
  }

  replacePlan(plan: PlanFileText): void {
    this.#plan = plan;
    this.#planText = plan.text;
    this.#opened = null;
  }

  movePlan(to: string): void {
    this.#moved = { from: this.#plan.path };
    this.#plan = { ...this.#plan, path: to };
  }

  /** Whether enough time has passed since the last writing. */
  isDue(now: number): boolean {
    return now - this.#writtenAt >= Math.max(EVERY_MS, this.#cost / SHARE);
  }

  /** The records of the approvals of which something was told, which are part of every commit. */
  writeApprovals(changes: Changes): void {
    for (const id of this.#approvals) {
      const approval = this.#state.approvals.get(id);
      if (!approval?.task || !approval.phase) continue;
      const path = paths.approval(this.#state.milestone, approval.task, approval.phase);
      changes.set(path, Buffer.from(approvalYaml(this.#state.milestone, approval)));
    }
    this.#approvals.clear();
  }

  /**
   * All others. Answers what to note once the changes are in a commit.
   * @param at.tip the newest commit, to which this one is added
   */
  write(
    changes: Changes,
    at: { now: number; session: string; tip: Oid; reason: string },
  ): (done: { commit: Oid; at: number }) => void {
    const savedAt = new Date(at.now).toISOString();
    this.#writeSession(changes, savedAt, at);
    const written = [...this.#roleLogs.values()].map(writer => ({ writer, lines: writer.dirty() }));
    for (const { lines } of written) for (const [path, text] of lines) changes.set(path, Buffer.from(text));
    const moved = this.#moved;
    if (moved) changes.set(moved.from, null);
    const path = this.#writePlan(changes, savedAt);
    return done => {
      for (const { writer, lines } of written) writer.saved(lines);
      if (this.#moved === moved) this.#moved = null;
      this.#plan = { ...this.#plan, path };
      this.#commit = done.commit;
      this.#writtenAt = at.now;
      this.#cost = done.at - at.now;
    };
  }

  #writeSession(
    changes: Changes,
    savedAt: string,
    { session, tip, reason }: { session: string; tip: Oid; reason: string },
  ): void {
    const state = this.#state;
    if (!state.session) return;
    const plan = this.#plan.places.tasks;
    const text = sessionYaml(state, { plan, savedAt, reason, commit: tip, lease: state.lease, pending: 0 });
    changes.set(paths.session(session), Buffer.from(text));
    changes.set(paths.agents(session), Buffer.from(agentsJson(state, this.#roles.snapshot())));
  }

  /** `current.txt` names the milestone while it runs; a finished one moves to `completed/`. Answers the file's place. */
  #writePlan(changes: Changes, savedAt: string): string {
    const { path, places } = this.#plan;
    const { milestone, status } = this.#state;
    const edits = () => planEdits(this.#state, places, savedAt) as Iterable<TextEdit>;
    const inParts = this.#planText.length < LARGE ? null : editInParts(this.#planText, edits());
    if (inParts !== null) this.#opened = null;
    this.#planText = inParts ?? this.#edited(edits());
    const running = status !== "completed" && status !== "cancelled" && status !== "postponed";
    changes.set(paths.current, running ? Buffer.from(milestone + "\n") : null);
    const done = status === "completed" && path === paths.milestone(milestone);
    const place = done ? paths.milestone(milestone, "completed") : path;
    if (done) changes.set(path, null);
    changes.set(place, Buffer.from(this.#planText));
    return place;
  }

  #edited(edits: Iterable<TextEdit>): string {
    const text = this.#opened?.deref() ?? openPlanText(this.#planText);
    this.#opened = new WeakRef(text);
    for (const { path, value } of edits) text.set(path, value);
    return text.text();
  }
}

/** Most bytes in one log segment: small blobs keep each commit small (research: 16–64 KiB). */
const SEGMENT_BYTES = 32 * 1024;

/** A log in numbered segments; tells which files changed since they were last taken. */
export class LogWriter {
  #path: (segment: number) => string;
  #segment: number;
  #text: string;
  #dirty = new Map<string, string>();

  /** @param restored files to write with the first ones, whatever is added */
  constructor(
    path: (segment: number) => string,
    last: { segment: number; text: string } | null,
    restored: { file: string; text: string }[] = [],
  ) {
    this.#path = path;
    this.#segment = last?.segment ?? 1;
    this.#text = last?.text ?? "";
    for (const { file, text } of restored) this.#dirty.set(file, text);
  }

  /** A log that holds nothing yet is written all the same: a reader by role finds a file for each. */
  begin(): void {
    if (this.#text === "") this.#dirty.set(this.#path(this.#segment), "");
  }

  add(line: string): void {
    if (this.#text !== "" && this.#text.length + line.length + 1 > SEGMENT_BYTES) {
      this.#segment += 1;
      this.#text = "";
    }
    this.#text += line + "\n";
    this.#dirty.set(this.#path(this.#segment), this.#text);
  }

  /** Files to write, each with its whole text; empty when nothing was added since `saved`. */
  dirty(): Map<string, string> {
    return new Map(this.#dirty);
  }

  /** What `dirty` gave is durable now; what was added meanwhile stays to be written. */
  saved(written: ReadonlyMap<string, string>): void {
    for (const [path, text] of written) {
      if (this.#dirty.get(path) === text) this.#dirty.delete(path);
    }
  }
}
