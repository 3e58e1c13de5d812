import { randomUUID } from "node:crypto";
import { type Dirent, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { paths } from "../../milestone/names.ts";
import type { ConversationRecord } from "../../milestone/session/event.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import type { LogSink, LogStore } from "../attempt-logs/log-store.ts";
import { checkDeliverables } from "../deliverable/check-deliverables.ts";
import { hasRealParents } from "../git/no-follow-fs.ts";
import { findSecrets, type Redactor } from "../output/redact.ts";
import {
  type AttemptOutcome,
  type AttemptRequest,
  type CommandOutcome,
  type FileFinding,
  type Narrator,
  type ProfileTrouble,
  type Repository,
  type Runner,
  type Running,
  type Workspace,
  writtenPath,
} from "../ports.ts";
import { classifyFailure, lastWords } from "../process/classify-exit.ts";
import { containerHint, executorEnvironment, type Variables, withheldHint } from "../process/environment.ts";
import { prepareToLaunch } from "../process/launch.ts";
import { removeTree } from "../process/remove-tree.ts";
import {
  type Confinement,
  type ProcessOutcome,
  type ProcessRequest,
  type RunningProcess,
  runProcess,
} from "../process/run-process.ts";
import { shellArgv } from "../process/shell.ts";
import { removeAbandonedFolders } from "../process/temporary-folder.ts";
import { talks } from "../profile/command-line.ts";
import { type AgentResult, errorAtEnd } from "../profile/result.ts";
import { isSandboxFailure, type SandboxPaths } from "../sandbox/sandbox.ts";
import {
  type AgentCall,
  agentCall,
  type Brief,
  readAnswer,
  readAsk,
  readConversation,
  readUsageOfKilled,
  type Talk,
  writeBrief,
} from "./brief-files.ts";
import { type Conversations, isSessionId, type KeptConversation, type Talker } from "./conversations.ts";
import type { Isolation } from "./isolation.ts";
import { type RunnerFiles, saysWritten } from "./runner-files.ts";

/** How much of an agent's answer is kept for its result to be read (bytes). */
const ANSWER_BYTES = 8 * 1024 * 1024;
/** How much of a test command's output is read for its totals. */
const OUTPUT_LINES = 50_000;
const OUTPUT_CHARS = 2 * 1024 * 1024;
/** How much of it is kept as evidence. */
const TAIL_CHARS = 16 * 1024;

export interface RunnerOptions {
  environment: Variables;
  redactor: Redactor;
  narrator: Narrator & {
    output(label: string, line: string): void;
    group(label: string, text: string): void;
  };
  repository: Repository;
  /** Folder for briefs and private homes, out of every work tree. */
  scratch: string;
  /** Where killed runs may have left folders of theirs. */
  temporary: readonly string[];
  /** Whether what runs here has a home of its own, not the person's. */
  hasOwnHome: () => boolean;
  live: boolean;
  isolation: Isolation;
  conversations: Conversations;
  /** Keeps what is printed, outside of the branch. */
  logs: LogStore;
  /** Absent: there is no runner. */
  runnerFiles?: RunnerFiles;
  judge?: JudgeWork;
}

/** What is wrong with a phase's deliverables beyond their own rules; `read` gives the text of one by its name. */
export type JudgeWork = (read: (name: string) => Promise<string | null>) => Promise<string[]>;

const STOPPED: AttemptOutcome = {
  ok: false,
  durationMs: 0,
  type: "task_failure",
  message: "stopped before it began",
  evidence: "",
  kind: "transient",
};

/** Runs executors and the plan's own commands as processes of this machine. */
export function machineRunner(options: RunnerOptions): Runner {
  return {
    prepare() {
      prepareToLaunch();
      for (const folder of new Set(options.temporary)) tidy(options, folder);
    },
    attempt: request => attempt(options, request),
    command: request => command(options, request),
    check: request => checkWork(options, request),
    forget: (milestone, task, phase) => options.conversations.drop({ milestone, task, phase }),
  };
}

/** What cannot be removed is no reason not to work. */
function tidy({ narrator }: RunnerOptions, folder: string): void {
  removeAbandonedFolders(folder).catch((error: Error) =>
    narrator.note("verbose", `folders of earlier runs in ${folder} could not be removed: ${error.message}`),
  );
}

function attempt(options: RunnerOptions, request: AttemptRequest): Running<AttemptOutcome> {
  let process_: RunningProcess | null = null;
  let stopped = false;
  const run = async (goesOn: boolean, whyNot?: string): Promise<AttemptOutcome> => {
    const own = ownFolders(options, `attempt-${request.slot}`);
    const talk = talkOf(options, request, { own, goesOn, whyNot });
    const brief = await writeBrief(
      { ...options, folder: own.brief, isResumed: talk?.isResumed ?? false },
      request,
    );
    const call = agentCall(request, brief, { environment: options.environment, conversation: talk });
    const confinement = await options.isolation.confinement(
      request.review ? readingOnly(request.workspace, own) : placesOf(request.workspace, own),
    );
    if (stopped) return STOPPED;
    request.workspace.disturb();
    const mark = options.runnerFiles?.mark ?? 0;
    const { task, phase, attempt: number } = request;
    const kind = request.review ? "check" : "attempt";
    const log = options.logs.open({ kind, task: task.id, phase: phase.phase, attempt: number });
    const { withheld, ...process } = processRequest(options, request, { brief, call, own, confinement, log });
    process_ = runProcess(process);
    request.onBegun?.();
    const outcome = await process_.outcome;
    log.end();
    if (!options.live) options.narrator.group(labelOf(request), outcome.tail);
    const judged = judge(request, call, outcome, Date.now());
    if (!judged.ok && request.executor.kind === "run" && outcome.reason === "exited") {
      const { workspace, executor } = request;
      const hint = hintAt({ workspace, command: executor.command, output: outcome.tail, withheld, own });
      if (hint !== null) judged.message = `${judged.message}; ${hint}`;
    }
    const foul = writtenThere(options, mark);
    if (talk?.isResumed && !stopped && neverBegan(judged, outcome)) {
      options.conversations.drop(talk.talker);
      return run(false, judged.ok ? "" : judged.message);
    }
    if (talk) judged.conversation = keepTalk(options, talk, { judged, outcome, call });
    if (!judged.ok) return judged;
    const ask = readAsk(brief);
    if (foul === null) return ask === undefined ? judged : { ...judged, ask };
    const { durationMs, usage } = judged;
    const evidence = outcome.tail;
    const why = { type: "task_failure", message: foul, evidence, kind: "ordinary" } as const;
    return { ok: false, durationMs, ...(usage ? { usage } : {}), ...why };
  };
  return {
    done: run(request.conversation === "resume"),
    stop() {
      stopped = true;
      process_?.kill();
    },
  };
}

interface OwnTalk extends Talk {
  talker: Talker;
  attempt: number;
  /** Where its program keeps its sessions. */
  folder: string;
  /** The attempt's own home that it lies in; undefined: the person's. */
  root: string | undefined;
  /** Why it is a new one, where it was to go on. */
  whyNot?: string;
}

/** The conversation that the attempt begins or goes on with; null: its program has none that is kept. */
function talkOf(
  { conversations, environment, narrator }: RunnerOptions,
  request: AttemptRequest,
  { own, goesOn, whyNot }: { own: OwnFolders; goesOn: boolean; whyNot: string | undefined },
): OwnTalk | null {
  const { executor, plan, attempt, task, phase, model } = request;
  const profile = executor.kind === "agent" ? plan.profiles[executor.profile] : undefined;
  const home = own.home ?? environment.HOME;
  if (!request.conversation || !profile?.conversation || !talks(profile) || !home) return null;
  const { variable, home: below, sessions } = profile.conversation;
  const allowed = { ...plan.env, ...profile.env, ...executor.env };
  const named = variable && variable in allowed ? (allowed[variable] ?? environment[variable]) : undefined;
  const folder = join(named ?? join(home, below), sessions);
  const root = named === undefined ? (own.home ?? undefined) : undefined;
  const talker = { milestone: plan.id, task: task.id, phase: phase.phase, profile: profile.name, model };
  const found = goesOn ? conversations.find(talker, folder) : null;
  const label = labelOf(request);
  if (found && "session" in found) {
    narrator.note("basic", `${label} goes on in the conversation of attempt ${found.attempt}`);
    const file = conversations.restore(talker, folder);
    return { session: found.session, isResumed: true, file, told: found.told, talker, attempt, folder, root };
  }
  const why = whyNot ?? found?.why;
  if (why !== undefined) narrator.note("basic", `${label} begins a new conversation: ${why}`);
  const fresh = { session: randomUUID(), told: [] };
  conversations.begin(talker, { ...fresh, attempt });
  const base = { ...fresh, isResumed: false, file: null, talker, attempt, folder, root };
  return why === undefined ? base : { ...base, whyNot: why };
}

/** The program could not go on with the conversation: it ended before it asked its model anything. */
function neverBegan(judged: AttemptOutcome, { reason }: ProcessOutcome): boolean {
  return !judged.ok && reason === "exited" && !judged.trouble && !judged.usage?.input_tokens;
}

/** Keeps the conversation for the next attempt, unless it is what stands in the way. */
function keepTalk(
  { conversations, runnerFiles }: RunnerOptions,
  { talker, session, attempt, folder, root, isResumed, told, whyNot }: OwnTalk,
  { judged, outcome, call }: { judged: AttemptOutcome; outcome: ProcessOutcome; call: AgentCall },
): ConversationRecord {
  const said = readConversation(call, outcome);
  const kept: KeptConversation = {
    session: isSessionId(said.session) ? said.session : session,
    attempt,
    told: said.told.length > 0 ? said.told : told,
  };
  // A stopped runner takes its disk with it.
  const isLost = outcome.reason === "killed" && runnerFiles !== undefined;
  const isWanted = judged.ok || (judged.kind !== "permanent" && !isLost);
  // What an agent made of the folders above its sessions is not followed.
  const isReal = root === undefined || hasRealParents(root, join(relative(root, folder), "sessions"));
  const isKept = isReal && conversations.keep(talker, kept, { folder, last: session }) && isWanted;
  if (!isKept) conversations.drop(talker);
  return { resumed: isResumed, ...(whyNot === undefined ? {} : { why: whyNot }), kept: isKept };
}

/**
 * What is to be said of whoever wrote to the runner's files since. All that ran at that time count as having done it:
 * nothing tells them apart.
 */
function writtenThere({ runnerFiles, narrator }: RunnerOptions, mark: number): string | null {
  const names = runnerFiles?.writtenSince(mark) ?? [];
  if (names.length === 0) return null;
  narrator.warn(saysWritten(names));
  return saysWritten(names);
}

function processRequest(
  options: RunnerOptions,
  request: AttemptRequest,
  {
    brief,
    call,
    own,
    confinement,
    log,
  }: { brief: Brief; call: AgentCall; own: OwnFolders; confinement: Confinement | null; log: LogSink },
): ProcessRequest & { withheld: string[] } {
  const { executor, workspace, plan } = request;
  const { variables, refused, withheld } = executorEnvironment({
    engine: options.environment,
    allow: [plan.env, call.env, executor.env],
    exists: existsSync,
    milestone: { ...brief.variables, ...own.variables },
    ...(own.home === null ? {} : { home: own.home }),
  });
  const label = labelOf(request);
  if (refused.length > 0) {
    options.narrator.warn(
      `${label} may not have ${refused.join(", ")}: the runner's own variables stay with the engine`,
    );
  }
  const stallMs = executor.stallTimeoutMs ?? call.stallTimeoutMs;
  const folder = join(
    writtenPath(workspace),
    paths.deliverables(plan.id, request.task.id, request.phase.phase),
  );
  mkdirSync(folder, { recursive: true });
  return {
    withheld,
    argv: call.argv,
    cwd: workspace.dir,
    env: variables,
    ...(confinement ? { confinement } : {}),
    ...(call.stdin === null ? {} : { stdin: call.stdin }),
    timeoutMs: executor.timeoutMs,
    redactor: options.redactor,
    captureBytes: call.parse ? ANSWER_BYTES : 0,
    stall: {
      ms: stallMs ?? plan.limits.taskStallMs,
      end: stallMs !== undefined,
      fileStamp: () => treeStamp(writtenPath(workspace)),
      onStall: silent => request.onSilent?.(silent),
    },
    onLine: line => {
      log.line(line);
      if (options.live) options.narrator.output(label, line);
    },
  };
}

function placesOf(workspace: Workspace, own: OwnFolders): SandboxPaths {
  const { dir, shownAt, layers } = workspace;
  return {
    writable: [dir, own.root],
    ...(layers
      ? { overlay: { at: dir, lower: layers.lower, upper: { files: layers.upper, work: layers.work } } }
      : {}),
    ...(shownAt ? { placed: { from: dir, at: shownAt } } : {}),
  };
}

/** Of a reviewer: it sees the tree and writes nowhere but in its own folders. */
function readingOnly({ dir, layers }: Workspace, own: OwnFolders): SandboxPaths {
  const overlay = layers && { at: dir, lower: [layers.upper, ...layers.lower], upper: null };
  return { writable: [own.root], readable: [dir], ...(overlay ? { overlay } : {}) };
}

/** What one process of the repository's has to itself beside its tree. */
interface OwnFolders {
  root: string;
  brief: string;
  /** null: the person's own. */
  home: string | null;
  variables: Record<string, string>;
}

/**
 * Made again each time, so that nothing of one agent's waits there for the next: not in its home, not in its brief. The
 * engine's temporary folder is everybody's only where it is open to everybody.
 */
function ownFolders(options: RunnerOptions, name: string): OwnFolders {
  const root = join(options.scratch, name);
  removeTree(root);
  const [brief, home, temporary] = [join(root, "brief"), join(root, "home"), join(root, "tmp")];
  mkdirSync(brief, { recursive: true });
  if (!options.hasOwnHome()) return { root, brief, home: null, variables: {} };
  mkdirSync(home, { mode: 0o700 });
  trustTrees(home);
  const shared = options.environment.TMPDIR;
  if (shared === undefined || isOpenToAll(shared)) return { root, brief, home, variables: {} };
  mkdirSync(temporary);
  return { root, brief, home, variables: { TMPDIR: temporary } };
}

function isOpenToAll(folder: string): boolean {
  return ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & 0o002) !== 0;
}

export function commandsHome(scratch: string): string {
  return join(scratch, "commands", "home");
}

/** Setup, tests and checks share a home, which keeps what their tools fetched; no secret is ever given to them. */
function commandFolders(options: RunnerOptions): OwnFolders {
  const root = join(options.scratch, "commands");
  const home = options.hasOwnHome() ? commandsHome(options.scratch) : null;
  const own = { root, brief: root, home, variables: {} };
  mkdirSync(own.home ?? root, { recursive: true });
  if (own.home !== null) trustTrees(own.home);
  return own;
}

/** In a home of its own a process may be another user than whose the tree is, which git takes for suspicious. */
function trustTrees(home: string): void {
  const file = join(home, ".gitconfig");
  if (!existsSync(file)) writeFileSync(file, "[safe]\n\tdirectory = *\n");
}

function command(options: RunnerOptions, request: Parameters<Runner["command"]>[0]): Running<CommandOutcome> {
  let process_: RunningProcess | null = null;
  let stopped = false;
  const run = async (): Promise<CommandOutcome> => {
    const own = commandFolders(options);
    const { variables, withheld } = executorEnvironment({
      engine: options.environment,
      allow: [request.allow],
      exists: existsSync,
      milestone: { ...request.env, ...own.variables },
      ...(own.home === null ? {} : { home: own.home }),
    });
    const confinement = await options.isolation.confinement(placesOf(request.workspace, own));
    if (stopped) return { ok: false, exit: null, durationMs: 0, tail: "stopped before it began", output: "" };
    request.workspace.disturb();
    const mark = options.runnerFiles?.mark ?? 0;
    const log = options.logs.open(request.log);
    process_ = runProcess({
      argv: shellArgv(request.command),
      cwd: request.workspace.dir,
      env: variables,
      ...(confinement ? { confinement } : {}),
      timeoutMs: request.timeoutMs,
      redactor: options.redactor,
      tail: { lines: OUTPUT_LINES, chars: OUTPUT_CHARS },
      onLine: line => {
        log.line(line);
        if (options.live) options.narrator.output(request.label, line);
      },
    });
    const outcome = await process_.outcome;
    log.end();
    const foul = writtenThere(options, mark);
    const ok = outcome.reason === "exited" && outcome.exitCode === 0 && foul === null;
    const { command, workspace } = request;
    const hint = ok ? null : hintAt({ workspace, command, output: outcome.tail, withheld, own });
    const words = foul ?? outcome.failure?.message ?? outcome.tail.slice(-TAIL_CHARS);
    const tail = hint === null ? words : `${words.trimEnd()}\n${hint}\n`;
    if (!options.live) options.narrator.group(request.label, tail);
    return { ok, exit: outcome.exitCode, durationMs: outcome.durationMs, tail, output: outcome.tail };
  };
  return {
    done: run(),
    stop() {
      stopped = true;
      process_?.kill();
    },
  };
}

/** What of its surroundings is the likely cause of a command's failure; null: nothing. */
function hintAt({
  workspace,
  command,
  output,
  withheld,
  own,
}: {
  workspace: Workspace;
  command: string;
  output: string;
  withheld: string[];
  own: Pick<OwnFolders, "home">;
}): string | null {
  return (
    withheldHint(output, withheld, own.home !== null) ??
    containerHint(command, Boolean(workspace.layers || workspace.shownAt))
  );
}

/** Checks what an attempt left: every deliverable, and that no file holds a secret. */
async function checkWork(
  options: Pick<RunnerOptions, "repository" | "redactor" | "judge">,
  { phase, folder, files, ignored = [], workspace }: Parameters<Runner["check"]>[0],
): Promise<FileFinding[]> {
  const byPath = new Map(files.map(file => [file.path, file]));
  const atBase = async (path: string): Promise<Buffer | null> =>
    workspace.commit ? options.repository.readFile(workspace.commit, path) : null;
  const read = async (path: string): Promise<Buffer | null> => {
    const file = byPath.get(path);
    if (!file) return atBase(path);
    return "content" in file && file.mode !== "120000" ? file.content : null;
  };
  const delivered = await checkDeliverables({
    deliverables: phase.deliverables,
    files: path => read(`${folder}/${path}`),
    listFolder: async () =>
      files
        .filter(f => "content" in f && f.path.startsWith(`${folder}/`))
        .map(f => f.path.slice(folder.length + 1)),
    changedPaths: files.map(f => f.path),
    ignored,
    // No attempt says what its own work is judged by; one that nobody had before may come with it.
    readSchema: async path => ((await atBase(path)) ?? (await read(path)))?.toString("utf8") ?? null,
  });
  const findings: FileFinding[] = [];
  for (const { path, rule, message } of delivered) {
    const judged = phase.deliverables.find(each => "path" in each && each.path === path);
    const schema = rule === "schema" && judged && "schema" in judged ? judged.schema : undefined;
    const isOwn = schema !== undefined && byPath.has(schema) && (await atBase(schema)) !== null;
    const word = ` This attempt changed ${schema}, but is judged by it as it was before; another phase has to change it first.`;
    findings.push({ path, message: isOwn ? message + word : message });
  }
  if (options.judge && findings.length === 0) {
    const text = async (name: string) => (await read(`${folder}/${name}`))?.toString("utf8") ?? null;
    findings.push(...(await options.judge(text)).map(message => ({ path: "", message })));
  }
  for (const file of files) {
    if (!("content" in file)) continue;
    const [secret] = findSecrets(file.content, options.redactor, (await atBase(file.path)) ?? undefined);
    if (!secret) continue;
    const message = `line ${secret.line} holds what looks like a secret (${secret.kind}), so nothing is committed; remove it and read it from the environment instead`;
    findings.push({ path: file.path, message });
  }
  return findings;
}

/** The phase as people read it. */
function labelOf(request: AttemptRequest): string {
  return `${request.task.id}/${request.phase.phase}`;
}

/** What the end of an attempt's process means. */
function judge(
  request: AttemptRequest,
  call: AgentCall,
  outcome: ProcessOutcome,
  now: number,
): AttemptOutcome {
  const { durationMs, tail: evidence } = outcome;
  const label = labelOf(request);
  const usage = outcome.reason === "exited" ? undefined : readUsageOfKilled(call, outcome, now);
  const failed = { ok: false, durationMs, evidence, ...(usage ? { usage } : {}) } as const;
  switch (outcome.reason) {
    case "timeout": {
      const limit = limitWords(request.executor.timeoutMs);
      const message = `${label} did not end within its timeout of ${limit} and was killed`;
      return { ...failed, type: "timeout", message, kind: "ordinary" };
    }
    case "stalled": {
      const message = `${label} showed no sign of life for its stall_timeout and was ended`;
      return { ...failed, type: "stalled_task", message, kind: "ordinary" };
    }
    case "killed":
      return { ...failed, type: "task_failure", message: "it was stopped", kind: "transient" };
    case "spawn_failed":
    case "exited":
      return judgeEnded(call, outcome, now);
    default:
      return outcome.reason satisfies never;
  }
}

/** A process that ended by itself, or never began. */
function judgeEnded(call: AgentCall, outcome: ProcessOutcome, now: number): AttemptOutcome {
  const { durationMs } = outcome;
  if (isSandboxFailure(outcome)) {
    const message = "the sandbox that everything runs in could not be set up";
    return {
      ok: false,
      durationMs,
      type: "sandbox_unavailable",
      message,
      evidence: outcome.tail,
      kind: "permanent",
    };
  }
  const answer = call.parse ? readAnswer(call, outcome, now) : null;
  const passedOn = call.parse ? undefined : errorAtEnd(outcome.tail);
  const usage = answer?.usage ? { usage: answer.usage } : {};
  if (outcome.reason === "exited" && outcome.exitCode === 0 && (answer?.ok ?? passedOn === undefined)) {
    return {
      ok: true,
      durationMs,
      ...usage,
      ...(answer ? { answers: answer.answers, text: answer.text } : {}),
    };
  }
  const words = answer?.error ?? passedOn ?? lastWords(outcome.tail);
  const why = outcome.failure?.message ?? `${exitWords(outcome)}${words ? `: ${words}` : ""}`;
  return {
    ok: false,
    durationMs,
    type: "task_failure",
    message: `${call.name} ${why}`,
    evidence: outcome.tail,
    kind: answer?.kind ?? (passedOn === undefined ? classifyFailure(outcome, now).kind : "ordinary"),
    ...usage,
    ...troubleOf(answer),
  };
}

/** What the account has against the profile as a whole; a prompt that is too long is this phase's own matter. */
function troubleOf(answer: AgentResult | null): { trouble?: ProfileTrouble } {
  if (!answer?.trouble || answer.trouble === "context") return {};
  return {
    trouble: {
      cause: answer.trouble,
      ...(answer.waitMs === undefined ? {} : { waitMs: answer.waitMs }),
    },
  };
}

function limitWords(timeoutMs: number): string {
  if (timeoutMs % 60_000 === 0) return counted(timeoutMs / 60_000, "minute");
  return counted(timeoutMs / 1000, "second");
}

function exitWords(outcome: ProcessOutcome): string {
  if (outcome.exitCode === 0) return "ended without an error but reported a failure";
  return outcome.exitCode === null ? `was ended by ${outcome.signal}` : `ended with exit ${outcome.exitCode}`;
}

/** What is written there is no sign of work that we would see later anyway, or too much to look through. */
const PASSED_OVER = new Set([".git", "node_modules"]);
/** Looking through more would itself take seconds; then only the first files count. */
const MAX_ENTRIES = 50_000;

/**
 * A value that changes when any file or folder below `folder` is written, made or removed: the number of
 * entries and the newest time of change. For the stall watch, which asks rarely.
 */
export async function treeStamp(folder: string): Promise<string> {
  let entries = 0;
  let newest = 0;
  const open = [folder];
  for (let next = open.pop(); next !== undefined && entries < MAX_ENTRIES; next = open.pop()) {
    for (const entry of await list(next)) {
      const path = join(next, entry.name);
      entries++;
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) open.push(path);
      newest = Math.max(newest, await changedAt(path));
    }
  }
  return `${entries} ${newest}`;
}

async function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true })
    .catch(gone)
    .then(entries => entries ?? []);
}

async function changedAt(path: string): Promise<number> {
  return (await lstat(path).catch(gone))?.ctimeMs ?? 0;
}

/** The process that is watched works on: what was listed may be gone by now, be closed to us or lie too deep. */
function gone(error: NodeJS.ErrnoException): null {
  if (["ENOENT", "ENOTDIR", "EACCES", "ENAMETOOLONG"].includes(error.code ?? "")) return null;
  throw error;
}
