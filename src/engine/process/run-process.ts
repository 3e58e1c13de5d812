import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { createRedactor, type Redactor } from "../output/redact.ts";
import { endTree } from "./end-tree.ts";
import { engineMark } from "./leftovers.ts";
import { createCollector, type OutputCollector, type OutputStream } from "./output-collector.ts";
import { MARKER_VARIABLE } from "./process-marks.ts";
import { hasLeftovers, openTree, type ProcessTree } from "./process-tree.ts";
import { sampleNow, unwatchTree, watchTree } from "./sampler.ts";
import { type StallWatch, untilStalled } from "./stall-watch.ts";
import type { TailLimits } from "./tail.ts";

export interface ProcessRequest {
  /** Program and arguments; no shell is involved. */
  argv: readonly string[];
  cwd: string;
  /** The whole environment but for the marker that is added; nothing is inherited. */
  env: Readonly<Record<string, string>>;
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
  /** Undefined when it could not start. */
  pid: number | undefined;
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
  const spawned = spawnChild(request, mark);
  if (!spawned.ok) {
    const outcome = spawned.failure.then(failure => failedOutcome(request, failure, started));
    return { pid: undefined, outcome, kill: () => {}, cpuMs: () => 0 };
  }
  const { child, pid } = spawned;
  const tree = openTree(pid, mark);
  const control = createControl(tree, request.graceMs ?? DEFAULT_GRACE_MS);
  const outcome = follow({ request, child, tree, collector, control, started });
  return { pid, outcome, kill: () => control.end("killed"), cpuMs: () => tree.cpuMs };
}

type EndReason = "timeout" | "stalled" | "killed";

/** Ends the tree at most once, for the first reason given. */
interface Control {
  reason: EndReason | null;
  end(reason: EndReason): void;
  /** Settles with the number of survivors once an ending that was begun is through. */
  ended(): Promise<number>;
}

function createControl(tree: ProcessTree, graceMs: number): Control {
  let ending: Promise<number> | undefined;
  const control: Control = {
    reason: null,
    end(reason) {
      if (ending) return;
      control.reason = reason;
      ending = endTree(tree, graceMs);
    },
    ended: async () => (await ending) ?? 0,
  };
  return control;
}

interface Followed {
  request: ProcessRequest;
  child: ChildProcess;
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
}: Followed): Promise<ProcessOutcome> {
  const over = new AbortController();
  const closed = once(child, "close");
  child.stdout?.on("data", chunk => collector.push("stdout", chunk));
  child.stderr?.on("data", chunk => collector.push("stderr", chunk));
  feed(child, request.stdin);
  watchTree(tree);
  const limit = Math.min(request.timeoutMs ?? 0, MAX_TIMER_MS);
  const timer = limit > 0 && setTimeout(() => control.end("timeout"), limit);
  if (request.stall) watchStall(request.stall, collector, tree, control, over.signal);

  const [exitCode, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  const durationMs = performance.now() - started;
  if (timer) clearTimeout(timer);
  over.abort();
  let survivors = await control.ended();
  if (hasLeftovers(tree)) survivors = await endTree(tree, control.reason ? 0 : LEFTOVER_GRACE_MS);
  unwatchTree(tree);
  await drain(child, closed);
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

function watchStall(
  stall: StallWatch,
  collector: OutputCollector,
  tree: ProcessTree,
  control: Control,
  signal: AbortSignal,
): void {
  const began = performance.now();
  const signs = {
    outputBytes: collector.bytes,
    cpuMs: () => {
      // A young tree is sampled anyway; reading all of /proc at each start would cost more than the start.
      if (performance.now() - began > 1_000) sampleNow();
      return tree.cpuMs;
    },
  };
  void untilStalled(stall, signs, signal).then(silentMs => {
    if (silentMs === null) return;
    stall.onStall?.(silentMs);
    if (stall.end) control.end("stalled");
  });
}

function feed(child: ChildProcess, stdin: Buffer | string | undefined): void {
  if (!child.stdin) return;
  // A program need not read its input; that it closed the pipe early is no fault of the run.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
}

/** Waits for the end of the output; a pipe held open by a survivor is given up after a moment. */
async function drain(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const timeout = wait(DRAIN_MS, "timeout", { signal: over.signal }).catch(() => "closed");
  await Promise.race([closed, timeout]);
  over.abort();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

type Failure = NonNullable<ProcessOutcome["failure"]>;
type Spawned = { ok: true; child: ChildProcess; pid: number } | { ok: false; failure: Promise<Failure> };

function spawnChild(request: ProcessRequest, mark: string): Spawned {
  const [program = "", ...args] = request.argv;
  // An engine that runs inside another one's executor keeps that one's mark, so both find the process.
  const outer = process.env[MARKER_VARIABLE];
  const marker = outer ? `${outer}/${mark}` : mark;
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: request.cwd,
      env: { ...request.env, [MARKER_VARIABLE]: marker },
      detached: true,
      stdio: [request.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
  } catch (error) {
    return { ok: false, failure: Promise.resolve(describe(request, error as NodeJS.ErrnoException)) };
  }
  if (child.pid !== undefined) return { ok: true, child, pid: child.pid };
  const failure = once(child, "error").then(([error]) => describe(request, error as NodeJS.ErrnoException));
  return { ok: false, failure };
}

/** The system says ENOENT for a missing program and for a missing folder alike. */
function describe(request: ProcessRequest, error: NodeJS.ErrnoException): Failure {
  const program = request.argv[0] ?? "";
  const code = error.code ?? "UNKNOWN";
  if (code === "ENOENT" && !existsSync(request.cwd)) {
    return { code: "ENODIR", message: `the working directory ${request.cwd} does not exist` };
  }
  if (code === "ENOENT") return { code, message: `the program "${program}" was not found on the PATH` };
  if (code === "EACCES") return { code, message: `"${program}" may not be executed (chmod +x?)` };
  return { code, message: `"${program}" could not be started: ${error.message}` };
}

function failedOutcome(request: ProcessRequest, failure: Failure, started: number): ProcessOutcome {
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
