import type { BlockerType } from "../milestone/blocker/blocker.ts";
import type { KeptTree } from "../milestone/brief/sections.ts";
import type { Phase } from "../milestone/phase.ts";
import type { Executor, Limits, PhasePlan, Plan, TaskPlan } from "../milestone/plan/plan.ts";
import type { Ticket } from "../milestone/runners/ticket.ts";
import type { ConversationRecord, Lease, Usage } from "../milestone/session/event.ts";
import type { NoteState, ProfileFault, State } from "../milestone/session/state.ts";
import type { LogSubject } from "./attempt-logs/log-names.ts";
import type { LogStore } from "./attempt-logs/log-store.ts";
import type { Forge } from "./forge.ts";
import type { Oid } from "./git/object.ts";
import type { InboxPort } from "./inbox/inbox-port.ts";
import type { Location } from "./refusal.ts";

/**
 * Everything the engine does to the world goes through these, so that the very same engine runs on a machine, under
 * a seeded simulation and under injected faults.
 */
export interface Ports {
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  repository: Repository;
  /** null: no `origin`, or pushing was switched off. */
  remote: Remote | null;
  /** Keeps the milestones of one clone apart where `remote` is null; absent: they cannot meet. */
  ownLocks?: LockPlace;
  workspaces: Workspaces;
  runner: Runner;
  host: Host;
  forge: Forge;
  narrator: Narrator;
  /** Keeps what everything that runs prints; absent: nothing of it is kept. */
  logs?: LogStore;
  /** Gives attempts to machines of their own; absent: all run here. */
  jobs?: Jobs;
  /** Where running engines of this clone are given commands; absent: nobody can be given any. */
  inbox?: InboxPort;
  /** The plan that a milestone was made of; absent: it is left as it is. */
  planSource?: PlanSourcePort;
  /** Takes secrets out of what is about to be recorded: everything that people ever see is made of the log. */
  mask<T>(data: T): T;
}

/** The files of a commit, as far as they are text. */
export interface TextFiles {
  readFile(path: string): Promise<string | null>;
  list(folder: string): Promise<string[] | null>;
}

/** Plans of other tools, of which milestones were made. */
export interface PlanSourcePort {
  /** Tells the source which tasks are done. Answers the files that change, with their new text. */
  tick(asked: {
    source: NonNullable<Plan["source"]>;
    done: ReadonlySet<string>;
    files: TextFiles;
  }): Promise<Map<string, string>>;
  /** Takes what changed in the source since it was last read into a milestone file; a string says why it cannot. */
  update(asked: { id: string; text: string; files: TextFiles }): Promise<SourceUpdate | string>;
}

export interface SourceUpdate {
  /** The milestone file. */
  text: string;
  /** The source's documents as they are now, at their places in the milestone. */
  files: { path: string; text: string }[];
  added: string[];
  changed: string[];
  /** Tasks that are finished in the source. */
  ticked: string[];
  /** Tasks that the source has no longer. */
  gone: string[];
  /** Tasks that have another title there, with it. */
  renamed: string[];
  /** Where a person's edit here stood against a change there, and what was kept. */
  kept: string[];
}

/** A zip file as GitHub keeps it; nothing, for a reason where one is known; or GitHub cannot tell now. */
export type Left =
  | { kind: "archive"; bytes: Buffer }
  | { kind: "nothing"; problem?: string }
  | { kind: "unknown" };

/** The workflow whose runs do one attempt each, on machines that can only read. */
export interface Jobs {
  /** Starts a run for the ticket. Answers its number; null where GitHub tells none. */
  start(
    milestone: string,
    ticket: Ticket,
  ): Promise<{ ok: true; run: string | null } | { ok: false; message: string }>;
  /** Of these tickets those whose run is over, with the run. What cannot be told is taken to be at work still. */
  over(
    tickets: readonly { id: string; run: string | null }[],
    since: string,
  ): Promise<ReadonlyMap<string, string>>;
  /** What a run that is over left for its ticket. */
  left(run: string): Promise<Left>;
  /** Ends runs; answers why some go on, each in a sentence. */
  cancel(runs: readonly string[]): Promise<string[]>;
  /** The workflow run that this process is part of. */
  own: string | null;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, callback: () => void): () => void;
  /** Lets everything that is ready now take place; absent: nothing to wait for. */
  yieldToEvents?: () => Promise<void>;
}

export type { Oid };

/** By path: bytes, an existing blob, or null to remove it. */
export type Changes = Map<string, Buffer | { oid: Oid; mode: string } | null>;

export interface CommitRequest {
  parents: Oid[];
  /** The commit whose tree is edited. */
  base: Oid;
  changes: ReadonlyMap<string, Buffer | { oid: Oid; mode: string } | null>;
  message: string;
  author: { name: string; email: string };
  /** Milliseconds since the epoch. */
  at: number;
}

export interface CommitInfo {
  oid: Oid;
  parents: Oid[];
  author: { name: string; email: string };
  at: number;
  subject: string;
  body: string;
}

export interface Repository {
  /** Whom commits are by when the plan names nobody. */
  author: { name: string; email: string };
  resolve(ref: string): Promise<Oid | null>;
  /** Whether this engine put the branch there; absent: whatever a branch of this clone holds is a person's own. */
  isProved?(ref: string, tip: Oid): boolean;
  /** The blob id that these bytes have. */
  hash(content: Buffer): Oid;
  /**
   * From here on commits and tags are signed by the key in this variable, or by the one that the person's own settings
   * name. Answers why they cannot be, or null. Absent: nothing is ever signed.
   */
  signWith?(signing: Plan["signing"]): Promise<string | null>;
  /** Whether the settings of the person at this machine ask for signed commits. */
  readonly signsAsPerson?: boolean;
  /** A signed tag, which no ref names yet; null or absent: nothing is signed. */
  signedTag?(tag: {
    commit: Oid;
    name: string;
    tagger: { name: string; email: string };
    at: number;
    message: string;
  }): Promise<Oid | null>;
  /** The commit that a tag's object names; anything else is answered as it is. Absent: there are no such objects. */
  peel?(oid: Oid): Promise<Oid>;
  /** What this engine kept of what it read; `read` answers only what it wrote itself. Absent: nothing is kept. */
  sealed?: {
    read(name: string): Buffer | null;
    write(name: string, text: string): void;
    drop(name: string): void;
  };
  /** Writes the objects durably; no ref moves. */
  commit(request: CommitRequest): Promise<Oid>;
  swapRef(
    ref: string,
    from: Oid | null,
    to: Oid,
  ): Promise<{ ok: true } | { ok: false; actual: Oid | null; reason: "moved" | "locked" | "name-taken" }>;
  /** Takes a ref away that still points at `from`; answers whether it is gone. */
  dropRef(ref: string, from: Oid): Promise<boolean>;
  readFile(commit: Oid, path: string): Promise<Buffer | null>;
  /** The bytes of a blob; null when there is none, as for a nested repository. */
  readBlob(oid: Oid): Promise<Buffer | null>;
  entry(commit: Oid, path: string): Promise<{ oid: Oid; mode: string } | null>;
  list(commit: Oid, dir: string): Promise<{ name: string; mode: string; oid: Oid }[]>;
  changedPaths(from: Oid, to: Oid): Promise<string[]>;
  /** Lines that each file gained and lost, none of binary ones; null where nobody can tell. */
  changedLines?(from: Oid, to: Oid): Promise<{ path: string; added: number; removed: number }[] | null>;
  /**
   * Brings a submodule's commit here from where the base's `.gitmodules` says; answers why not, which completes "the path
   * …", or null. Absent: submodules stand where they stood.
   */
  submoduleCommit?(at: { base: Oid; path: string; commit: Oid }): Promise<string | null>;
  /** The same for all submodules that stand elsewhere at the tip than on the base; answers what cannot be had. */
  movedSubmodules?(at: { base: Oid; tip: Oid }): Promise<string[]>;
  isAncestor(ancestor: Oid, descendant: Oid): Promise<boolean>;
  /** The newest commit that both contain; null when there is none. */
  mergeBase(a: Oid, b: Oid): Promise<Oid | null>;
  log(range: { from?: Oid; to: Oid; limit: number }): Promise<CommitInfo[]>;
  /** Lands `changes`, made on `base`, on the newer `tip`. */
  land(base: Oid, tip: Oid, changes: FileChange[]): Promise<Landing>;
  /**
   * As `land`, with both sides between marks where their lines conflict; null where anything else does. Absent: nobody
   * settles conflicts here.
   */
  landMarked?(base: Oid, tip: Oid, changes: FileChange[]): Promise<MarkedLanding | null>;
}

export interface MarkedLanding {
  changes: Changes;
  /** The files with marks in them. */
  marked: string[];
}

export type FileChange =
  | { path: string; mode: string; content: Buffer }
  | { path: string; delete: true }
  /** A submodule is to stand at another commit, of its own repository. */
  | { path: string; submodule: Oid };

export type Landing =
  | { ok: true; changes: Map<string, Buffer | { oid: Oid; mode: string } | null> }
  | { ok: false; conflicts: string[] };

export type RemoteFailure = {
  ok: false;
  reason: "denied" | "name-taken" | "auth" | "missing" | "damaged" | "unreachable" | "timeout";
  message: string;
};

type PushAnswer = { ok: true } | { ok: false; reason: "stale"; actual: Oid | null } | RemoteFailure;

export interface FetchOptions {
  /** In a shallow clone as many commits come as it takes to reach one that this one, which is here, contains as well. */
  meets?: Oid;
  /** Another ref that is brought in the same round trip, where that is possible. */
  beside?: string;
}

export interface Fetched {
  ok: true;
  oid: Oid | null;
  /** Where the remote has the other ref; absent: it was not brought. */
  beside?: Oid | null;
}

export interface Remote {
  url: string;
  /** Brings the branch's commits here; null when the remote has no such branch. */
  fetch(ref: string, options?: FetchOptions): Promise<Fetched | RemoteFailure>;
  /** Brings the commits of listed refs here in one round trip; a ref that is gone meanwhile is not in the answer. */
  fetchAll(tips: ReadonlyMap<string, Oid>): Promise<{ ok: true; refs: Map<string, Oid> } | RemoteFailure>;
  /** Compare-and-swap: only moves the ref when the remote still has `expected` (null: no such ref). */
  push(ref: string, oid: Oid, expected: Oid | null): Promise<PushAnswer>;
  /** Creates a tag, or moves it from `expected`; one that already stands on this commit is fine. */
  tag(name: string, oid: Oid, expected: Oid | null): Promise<{ ok: true } | RemoteFailure>;
  /** Refs by which runs of different milestones keep out of each other's way; absent: the remote keeps none. */
  locks?: LockRefs;
}

/** Where runs of different milestones see each other: the remote, or this clone where no remote is asked. */
export type LockPlace = Pick<Remote, "fetch" | "fetchAll"> & { locks: LockRefs };

/** Refs that are no history: moved in any direction, by compare-and-swap alone. */
export interface LockRefs {
  list(prefix: string): Promise<{ ok: true; refs: Map<string, Oid> } | RemoteFailure>;
  /** `from` null: it must be new; `to` null: takes it away. */
  swap(
    ref: string,
    from: Oid | null,
    to: Oid | null,
  ): Promise<{ ok: true } | { ok: false; reason: "stale" } | RemoteFailure>;
}

/** Which tracked files an agent's tree lacks: those below `hides` that are not below `but` (folders or files). */
export interface View {
  hides: ReadonlySet<string>;
  but: ReadonlySet<string>;
}

export interface Workspaces {
  /** One at a time per name; the same name gives the same folder again. */
  open(name: string): Promise<Workspace>;
  /** Changes when a file that matches one of the globs changes. */
  fingerprint(commit: Oid, globs: string[]): Promise<string>;
  /** Carries what a setup made from one workspace to others; absent: each is set up by itself. */
  preparations?: Preparations;
  /** Whether agents' workspaces, or some of them, are mounted of layers. */
  isLayered?(): Promise<boolean>;
  close(): Promise<void>;
}

/** What a setup made, put aside before an agent worked beside it. */
export interface Preparation {
  /** When it was made (ms since the epoch), where an earlier session made it. */
  keptSince?: number;
}

export interface Preparations {
  /** A setup is about to run in the workspace. */
  begin(workspace: Workspace, command: string): Promise<void>;
  /** What an earlier session on this machine kept under the key. */
  find(key: string): Promise<Preparation | null>;
  /**
   * Puts aside what was just set up in the workspace, and keeps it under the key for later sessions. Null where it is of
   * use in that workspace alone.
   */
  keep(workspace: Workspace, key: string | null): Promise<Preparation | null>;
  /** Puts it into a workspace, in place of what was prepared there before; false where that cannot be done. */
  give(workspace: Workspace, preparation: Preparation): Promise<boolean>;
}

export interface Workspace {
  dir: string;
  /** Where it appears to what runs in it, when what was set up there holds by that path alone. */
  shownAt?: string | null;
  /** Folders that it is mounted of for what runs in it, and in which the engine finds what that did; absent: it is a folder. */
  readonly layers?: { lower: readonly string[]; upper: string; work: string } | null;
  /** Whether it will be mounted of layers, once a setup has made what it is to stand upon. */
  readonly isLayered?: boolean;
  /** From now on it is a folder of its own. */
  beFolder?(): void;
  /** The commit its files stand at. */
  commit: Oid | null;
  /** Drops what an attempt left and brings the files to the commit, without those that the view lacks; ignored files stay. */
  moveTo(commit: Oid, next?: { view: View; folder?: string }): Promise<void>;
  /** A process is going to run in it: what `changes` found will no longer hold. */
  disturb(): void;
  /**
   * Writes changes of an earlier attempt into the tree, where they count as the next one's; false: they do not fit in.
   * Absent: it keeps them itself.
   */
  put?(changes: readonly FileChange[]): Promise<boolean>;
  changes(limits: ChangeLimits): Promise<WorkspaceChanges>;
  /** What differs from the commit now is the setup's, never an attempt's, and outlives each reset; absent: it does not. */
  keepPrepared?(): Promise<unknown>;
  /** An executor, or a command on an executor's work, has run in it; absent: not told. */
  readonly wasUsed?: boolean;
  markUsed?(): void;
  /** Whether what the setup made is all still there. */
  isPrepared?(): boolean;
}

/** Where what is done in the workspace comes to lie. */
export function writtenPath({ dir, layers }: Workspace): string {
  return layers?.upper ?? dir;
}

/** The path of the workspace for what runs in it. */
export function shownPath({ dir, shownAt }: Workspace): string {
  return shownAt ?? dir;
}

export type ChangeLimits = Pick<Limits, "fileBytes" | "phaseBytes" | "phaseFiles">;

export interface WorkspaceChanges {
  files: FileChange[];
  /** What may not be taken over (symlink out of the tree, device, nested repository …), each with the reason. */
  unsafe: { path: string; reason: string }[];
  /** Files and folders that are left out since the repository, or the person, has git ignore them. */
  ignored?: readonly string[];
}

export interface AttemptRequest {
  plan: Plan;
  task: TaskPlan;
  phase: PhasePlan;
  state: State;
  executor: Executor;
  attempt: number;
  slot: number;
  /** What the agent may spend in US dollars; absent or null: no limit. */
  capUsd?: number | null;
  workspace: Workspace;
  session: string;
  feedback: string[];
  /** In place of the profile's own model; null: that. */
  model: string | null;
  /** Another brief than the usual one; absent: none. */
  alternative?: string;
  /** What people answered to this phase, or to earlier ones that had gone on without. */
  answered: AnsweredQuestion[];
  /** What agents of other tasks left for its task, and what came back of its own. */
  notes: readonly NoteState[];
  /**
   * What it finds of the work of the attempt before; `lost`: it does not merge, or is on another machine; `merging`: good
   * work, of which some lines conflict with what landed meanwhile.
   */
  kept: KeptTree;
  /** With `kept: "merging"`: the files that hold marks. */
  conflicts?: readonly string[];
  /** Of the agent's conversation: begin one that is kept, or go on with the last one. Absent: none is kept. */
  conversation?: "begin" | "resume";
  /** Told when its process is about to start. */
  onBegun?: () => void;
  /** What a reviewer is told instead of the brief: it reads the tree and answers, and may write nowhere in it. */
  review?: string;
  /** Told once when the phase shows no sign of life for so many milliseconds; absent: nobody watches. */
  onSilent?: (silentMs: number) => void;
}

/** A question with its answer, as the next attempt is told. */
export interface AnsweredQuestion {
  /** `schema/design#1`. */
  name: string;
  question: string;
  answer: string;
  /** Who answered; null: nobody did in time, and the default holds. */
  by: string | null;
}

export type AttemptOutcome =
  | {
      ok: true;
      durationMs: number;
      usage?: Usage;
      answers?: string[];
      claim?: string;
      text?: string;
      /** What it left in `$MILESTONE_ASK`, as written; absent: nothing. */
      ask?: string;
      conversation?: ConversationRecord;
    }
  | {
      ok: false;
      durationMs: number;
      usage?: Usage;
      conversation?: ConversationRecord;
      type: BlockerType;
      message: string;
      evidence: string;
      kind: "transient" | "ordinary" | "permanent";
      /** What the agent's service or account has against its profile: no failure of this phase. */
      trouble?: ProfileTrouble;
    };

export interface ProfileTrouble {
  cause: ProfileFault | "busy";
  /** When to ask again (ms from now); absent: nobody said, a person must act. */
  waitMs?: number;
}

export interface CommandOutcome {
  ok: boolean;
  exit: number | null;
  durationMs: number;
  tail: string;
  /** The whole output, as far as it was kept. */
  output: string;
}

export interface Running<T> {
  done: Promise<T>;
  /** Kills the whole process tree; `done` still settles. */
  stop(reason: string): void;
}

export interface Runner {
  /** The phase is through: its agent's conversation is over. */
  forget?(milestone: string, task: string, phase: Phase): void;
  /** Gets ready to start processes, beside whatever else is done before the first one is needed. */
  prepare(): void;
  /** Runs an executor in the workspace. */
  attempt(request: AttemptRequest): Running<AttemptOutcome>;
  /** Runs one of the plan's own commands (setup, checks, tests, gates) in the workspace. */
  command(request: {
    command: string;
    workspace: Workspace;
    env: Record<string, string>;
    /** The plan's own `env`: values, or null for the engine's variable of that name. */
    allow: Plan["env"];
    timeoutMs: number;
    label: string;
    /** Under what its output is kept. */
    log: LogSubject;
  }): Running<CommandOutcome>;
  /** Judges what an attempt left; an empty list is a pass. */
  check(request: {
    phase: Pick<PhasePlan, "deliverables">;
    folder: string;
    files: FileChange[];
    ignored?: readonly string[] | undefined;
    workspace: Workspace;
  }): Promise<FileFinding[]>;
}

export interface FileFinding {
  path: string;
  message: string;
}

export interface RunIdentity {
  run_id: string;
  run_attempt: number;
  job: string;
  host: string;
  pid: number;
  pid_started: string;
}

export interface Host {
  identity(): RunIdentity;
  /** Whether the process that holds a lease still lives; `unknown` when nobody can tell. */
  isAlive(owner: RunIdentity): Promise<"alive" | "dead" | "unknown">;
  /**
   * Kills what an owner that died on this host left running: its agents, which outlive it in process groups of their
   * own and would go on working beside those of the next run.
   */
  endLeftovers(owner: RunIdentity): Promise<void>;
  /** Asks the owner's process on this host to save itself and end, and waits for it, 15 s at most. */
  interrupt(owner: RunIdentity): Promise<void>;
  disk(): { usedPercent: number; freeBytes: number };
  /** What every run needs and this machine has not; absent: it has everything. */
  lacks?(): { message: string; remedy: string }[];
  /** Share of memory in use, in percent. */
  memory(): number;
  cores: number;
  /** Whether a program is there, by its name or its path from the root; it is run only where its version is asked for. */
  tool(name: string, asks?: { version: boolean }): Promise<{ found: boolean; version: string | null }>;
  env(name: string): boolean;
  /** Whether what runs here has the person's own home. To be asked after `isolation`; absent: nobody knows. */
  showsHome?(): boolean;
  /** Whether a file below that home is there, for what runs here. */
  homeFile?(path: string): boolean;
  /** Posts this as JSON to the address in a variable, until `signal`; what went wrong, without the address, or null. */
  post?(variable: string, body: object, signal: AbortSignal): Promise<PostFailure | null>;
  /** The page of this run; null: it has none. */
  runPage?(): string | null;
  /**
   * How what comes from the repository is kept apart here, under the base's word for it. To be asked before anything
   * runs; absent: nothing is kept apart, and nobody minds.
   */
  isolation?(mode: Plan["isolation"]): Promise<{ kind: string } | { kind: "none"; why: string }>;
  /** Runs a prerequisite's command in the user's checkout. */
  probe(command: string, allow: Plan["env"], timeoutMs?: number): Promise<CommandOutcome>;
}

export interface PostFailure {
  message: string;
  /** It may succeed when it is tried again. */
  passing: boolean;
}

/** What people see while it runs. */
export interface Narrator {
  event(event: import("../milestone/session/event.ts").LoggedEvent, state: State): void;
  note(level: "basic" | "detailed" | "verbose", text: string): void;
  /** With a place: it is about that line of a file. */
  warn(text: string, place?: Location): void;
}

/** A lease whose owner nobody can ask about counts as held for this long after its last sign (domain §8). */
export const LEASE_SILENCE_MS = 60_000;

/**
 * Whether a lease's owner may still write. A dead owner is taken over at once; one that nobody can ask about shows
 * itself alive by its commits, which come even when no event does.
 */
export async function isHeld(
  ports: Pick<Ports, "host" | "clock" | "repository">,
  state: State,
  lease: Lease,
  tip: Oid,
): Promise<boolean> {
  const alive = await ports.host.isAlive(lease);
  if (alive !== "unknown") return alive === "alive";
  const [last] = await ports.repository.log({ to: tip, limit: 1 });
  const lastSign = Math.max(last?.at ?? 0, state.timestamp ? Date.parse(state.timestamp) : 0);
  return ports.clock.now() - lastSign < LEASE_SILENCE_MS;
}
