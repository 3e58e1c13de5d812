import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRedactor, type Redactor } from "../output/redact.ts";
import { type Launched, launch, signalByRoot } from "./launch.ts";
import { engineMark } from "./leftovers.ts";
import {
  createCollector,
  type OutputCollector,
  type OutputStream,
  type TailLimits,
} from "./output-collector.ts";
import { MARKER_VARIABLE } from "./process-marks.ts";
import { readProcessTable } from "./process-table.ts";
import {
  groupExists,
  hasLeftovers,
  livingMembers,
  openTree,
  type ProcessTree,
  signalTree,
} from "./process-tree.ts";
import { sampleNow, unwatchTree, watchTree } from "./sampler.ts";
import { type StallWatch, type Watching, watchForStall } from "./stall-watch.ts";

export interface ProcessRequest {
  /** Program and arguments; no shell is involved. */
  argv: readonly string[];
  cwd: string;
  /** The whole environment but for the marker that is added; nothing is inherited. */
  env: Readonly<Record<string, string>>;
  /** Absent: it sees and may do what the engine does. */
  confinement?: Confinement;
  /** Absent: `/dev/null`. */
  stdin?: Buffer | string;
  /** Absent: no limit. */
  timeoutMs?: number;
  /** From SIGTERM to SIGKILL. */
  graceMs?: number;
  stall?: StallWatch;
  redactor?: Redactor;
  /** Each line as it comes, masked and clean, at most 64 KiB long. */
  onLine?: (line: string, stream: OutputStream) => void;
  /** How much of stdout to hand back raw, for a caller that parses it. */
  captureBytes?: number;
  /** How much of the end to keep; for output that is parsed as a whole, such as that of tests, ask for more. */
  tail?: TailLimits;
  outputLimit?: number;
}

export interface ProcessOutcome {
  reason: "exited" | "timeout" | "stalled" | "killed" | "spawn_failed";
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  durationMs: number;
  /** Processor time of the tree as last sampled, so 0 for a process of less than about 0.1 s. */
  cpuMs: number;
  /** Last lines of stdout and stderr together, masked and clean. */
  tail: string;
  outputBytes: number;
  truncated: boolean;
  /** Raw first bytes of stdout as asked for by `captureBytes`; masking is the caller's duty. */
  stdout: Buffer;
  /** Why it could not start: the system's code and a sentence. */
  failure?: { code: string; message: string };
  /** Processes that could not be ended; more than 0 only for another user's or one stuck in the kernel. */
  survivors: number;
}

export interface RunningProcess {
  /** Settles when the process has ended, its whole tree is gone and its output is read. Never rejects. */
  outcome: Promise<ProcessOutcome>;
  /** Ends the whole tree; `outcome` then says `killed`. Safe at any time, any number of times. */
  kill(): void;
  /** Processor time so far, in milliseconds. */
  cpuMs(): number;
}

const DEFAULT_GRACE_MS = 2_000;
/** What a process leaves running after its own end had its time; it is only told shortly. */
const LEFTOVER_GRACE_MS = 300;
/** More are of no use: what is left then cannot be ended. */
const LEFTOVER_ROUNDS = 3;
/** How long a pipe that outlives the tree (held by another user's process) is waited for. */
const DRAIN_MS = 500;

/** Node runs a longer timer at once; nobody waits for 24 days anyway. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Starts a program as its own process group and owns everything that comes from it until it is gone. */
export function runProcess(request: ProcessRequest): RunningProcess {
  const started = performance.now();
  const mark = engineMark() + randomBytes(12).toString("hex");
  const collector = createCollector({
    redactor: request.redactor ?? createRedactor(),
    onLine: request.onLine,
    limit: request.outputLimit,
    captureBytes: request.captureBytes,
    tail: request.tail,
  });
  const control = createControl(request.graceMs ?? DEFAULT_GRACE_MS);
  const outcome = start({ request, mark, collector, control, started });
  return { outcome, kill: () => control.end("killed"), cpuMs: () => control.tree?.cpuMs ?? 0 };
}

type EndReason = "timeout" | "stalled" | "killed";

/** Ends the tree at most once, for the first reason given; one that has not started yet ends as soon as it has. */
interface Control {
  reason: EndReason | null;
  tree: ProcessTree | null;
  end(reason: EndReason): void;
  begin(tree: ProcessTree): void;
  /** Settles with the number of survivors once an ending that was begun is through. */
  ended(): Promise<number>;
}

function createControl(graceMs: number): Control {
  let ending: Promise<number> | undefined;
  const control: Control = {
    reason: null,
    tree: null,
    end(reason) {
      control.reason ??= reason;
      if (control.tree) ending ??= endTree(control.tree, graceMs);
    },
    begin(tree) {
      control.tree = tree;
      if (control.reason) control.end(control.reason);
    },
    ended: async () => (await ending) ?? 0,
  };
  return control;
}

interface Starting {
  request: ProcessRequest;
  mark: string;
  collector: OutputCollector;
  control: Control;
  started: number;
}

async function start({ request, mark, collector, control, started }: Starting): Promise<ProcessOutcome> {
  // An engine that runs inside another one's executor keeps that one's mark, so both find the process.
  const outer = process.env[MARKER_VARIABLE];
  const marker = outer ? `${outer}/${mark}` : mark;
  const { confinement } = request;
  const missing = confinement && findTrouble(request);
  if (missing) return failedOutcome(request, describe(request, missing), started);
  const program = { ...request, env: { ...request.env, [MARKER_VARIABLE]: marker } };
  const launched = await launch(
    {
      ...(confinement ? confinement.enter(program) : program),
      ...(request.stdin === undefined ? {} : { stdin: request.stdin }),
      onData: (stream, data) => collector.push(stream, data),
    },
    confinement?.byRoot,
  );
  if (!launched.ok) return failedOutcome(request, describe(request, launched), started);
  const tree = openTree(launched.child.pid, mark, confinement?.byRoot ? signalByRoot : undefined);
  control.begin(tree);
  return follow({ request, child: launched.child, tree, collector, control, started });
}

interface FollowedProcess {
  request: ProcessRequest;
  child: Launched;
  tree: ProcessTree;
  collector: OutputCollector;
  control: Control;
  started: number;
}

async function follow({
  request,
  child,
  tree,
  collector,
  control,
  started,
}: FollowedProcess): Promise<ProcessOutcome> {
  watchTree(tree);
  const limit = Math.min(request.timeoutMs ?? 0, MAX_TIMER_MS);
  const timer = limit > 0 && setTimeout(() => control.end("timeout"), limit);
  const watching = request.stall && watchStall(request.stall, collector, tree, control);

  const { code: exitCode, signal } = await child.exit;
  const durationMs = performance.now() - started;
  if (timer) clearTimeout(timer);
  watching?.stop();
  let survivors = await control.ended();
  if (request.confinement?.ownsProcesses) await groupGone(tree.root);
  // Again, as what was between two programs when the tree was ended comes to light only now.
  for (let round = 1; round <= LEFTOVER_ROUNDS && (await isLeft(tree, request)); round++) {
    survivors = await endTree(tree, control.reason ? 0 : LEFTOVER_GRACE_MS);
  }
  unwatchTree(tree);
  await request.confinement?.leave();
  await drain(child);
  collector.end();
  return {
    reason: control.reason ?? "exited",
    exitCode,
    signal,
    durationMs,
    cpuMs: tree.cpuMs,
    tail: collector.tail(),
    outputBytes: collector.bytes(),
    truncated: collector.truncated(),
    stdout: collector.captured(),
    survivors,
  };
}

/** How long the first process of a namespace may take to end all others, and how often it is looked at (ms). */
const NAMESPACE_END_MS = 250;
const NAMESPACE_LOOK_MS = 2;

/** The first process inside is in the group of the one outside, and its end is that of all others; it may come later. */
async function groupGone(group: number): Promise<void> {
  for (
    const end = performance.now() + NAMESPACE_END_MS;
    groupLives(group, group) && performance.now() < end;
  )
    await wait(NAMESPACE_LOOK_MS);
}

/** One that has ended may wait long for an init to collect it. */
function groupLives(group: number, from = 0): boolean {
  return groupExists(group) && [...readProcessTable(from).values()].some(p => p.group === group && !p.zombie);
}

function isLeft(tree: ProcessTree, { confinement }: ProcessRequest): boolean | Promise<boolean> {
  return confinement?.ownsProcesses ? groupLives(tree.root) : hasLeftovers(tree);
}

function watchStall(
  stall: StallWatch,
  collector: OutputCollector,
  tree: ProcessTree,
  control: Control,
): Watching {
  const began = performance.now();
  const signs = {
    outputBytes: collector.bytes,
    cpuMs: () => {
      // A young tree is sampled anyway; reading all of /proc at each start would cost more than the start.
      if (performance.now() - began > 1_000) sampleNow();
      return tree.cpuMs;
    },
  };
  const watching = watchForStall(stall, signs);
  void watching.silence.then(silentMs => {
    if (silentMs === null) return;
    stall.onStall?.(silentMs);
    if (stall.end) control.end("stalled");
  });
  return watching;
}

/** Waits for the end of the output; a pipe held open by a survivor is given up after a moment. */
function drain(child: Launched): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      child.forget();
      resolve();
    }, DRAIN_MS);
    void child.closed.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What would be learnt from the start itself, were it not another program's that is started first. */
function findTrouble({ argv, cwd, env }: ProcessRequest): { code: string; message: string } | null {
  if (!existsSync(cwd)) return { code: "ENOENT", message: "" };
  const [program = ""] = argv;
  const candidates = program.includes("/")
    ? [resolve(cwd, program)]
    : (env.PATH ?? "").split(":").map(folder => resolve(cwd, folder, program));
  const found = candidates.filter(isFile);
  if (found.length === 0) return { code: "ENOENT", message: "" };
  return found.some(isExecutable) ? null : { code: "EACCES", message: "" };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // none there, or not to be seen
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

type StartFailure = NonNullable<ProcessOutcome["failure"]>;
/** The system says ENOENT for a missing program and for a missing folder alike. */
function describe(request: ProcessRequest, error: { code: string; message: string }): StartFailure {
  const program = request.argv[0] ?? "";
  const { code } = error;
  if (code === "ENOENT" && !existsSync(request.cwd)) {
    return { code: "ENODIR", message: `the working directory ${request.cwd} does not exist` };
  }
  if (code === "ENOENT") return { code, message: `the program "${program}" was not found on the PATH` };
  if (code === "EACCES") return { code, message: `"${program}" may not be executed (chmod +x?)` };
  return { code, message: `"${program}" could not be started: ${error.message}` };
}

function failedOutcome(request: ProcessRequest, failure: StartFailure, started: number): ProcessOutcome {
  return {
    reason: "spawn_failed",
    exitCode: null,
    signal: null,
    durationMs: performance.now() - started,
    cpuMs: 0,
    tail: (request.redactor ?? createRedactor()).redact(failure.message),
    outputBytes: 0,
    truncated: false,
    stdout: Buffer.alloc(0),
    failure,
    survivors: 0,
  };
}

/** How often the tree is looked at while it ends, in milliseconds. */
const LOOK_MS = 25;
/** After SIGKILL only a process stuck in the kernel or another user's remains; then waiting does not help. */
const KILL_WAIT_MS = 2_000;
/** Looks in a row that must find nothing. */
const QUIET_LOOKS = 2;

/**
 * Ends a whole tree: SIGTERM, `graceMs` to comply, then SIGKILL until nothing is left, looking again each
 * time, since members may have forked meanwhile. Returns how many could not be ended (normally 0).
 */
async function endTree(tree: ProcessTree, graceMs: number): Promise<number> {
  let members = livingMembers(tree);
  signalTree(tree, members, "SIGTERM");
  const deadline = performance.now() + graceMs;
  while (isAlive(tree, members) && performance.now() < deadline) {
    await wait(LOOK_MS);
    members = livingMembers(tree);
  }
  const givenUp = performance.now() + KILL_WAIT_MS;
  // A process that is just replacing its program shows no environment for a moment: one empty look proves nothing.
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < givenUp; ) {
    if (isAlive(tree, members)) {
      quiet = 0;
      signalTree(tree, members, "SIGKILL");
    } else quiet += 1;
    await wait(LOOK_MS);
    members = livingMembers(tree);
  }
  return members.length;
}

/** Without /proc the members are unknown, and the process group alone tells. */
function isAlive(tree: ProcessTree, members: unknown[]): boolean {
  return members.length > 0 || (tree.start === 0 && groupExists(tree.root));
}

/** What a program is started as. */
export interface Program {
  argv: readonly string[];
  cwd: string;
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
}

/** A place that a program is started in so that it sees and writes no more than is its own. */
export interface Confinement {
  /** The same program as it is to be started from outside. */
  enter(program: Program): Program;
  /** Whether root starts it for us, so that its signals have to come from there too. */
  byRoot: boolean;
  /** Its first process ends all others by its own end, and leads the way to them all. */
  ownsProcesses: boolean;
  /** Once nothing of it runs any more: what it left belongs to the engine again. */
  leave(): Promise<void>;
}
