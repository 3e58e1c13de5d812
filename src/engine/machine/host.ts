import { execFile } from "node:child_process";
import { statfsSync } from "node:fs";
import { availableParallelism, hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import type { Redactor } from "../output/redact.ts";
import type { CommandOutcome, Host, RunIdentity } from "../ports.ts";
import { executorEnvironment, type Variables } from "../process/environment.ts";
import { endLeftovers } from "../process/leftovers.ts";
import { processName, startTime } from "../process/process-start.ts";
import { runProcess } from "../process/run-process.ts";
import { shellArgv } from "../process/shell.ts";
import { memoryUsedPercent } from "./memory.ts";

/** A prerequisite that takes longer than this hangs. */
const PROBE_TIMEOUT_MS = 60_000;

export interface HostOptions {
  /** Root of the user's checkout. */
  root: string;
  environment: Variables;
  /** Absent where no prerequisite is going to be tried. */
  redactor?: Redactor;
  /** A private home for the prerequisites' commands; absent: the user's own. */
  home?: string;
  /** Asks GitHub whether a run is over; null where GitHub cannot be asked. */
  isRunOver: ((runId: string) => Promise<boolean | null>) | null;
}

export function machineHost(options: HostOptions): Host {
  const { environment: env } = options;
  const identity: RunIdentity = {
    run_id: env.GITHUB_RUN_ID ?? `local-${process.pid}-${startTime(process.pid)}`,
    run_attempt: Number(env.GITHUB_RUN_ATTEMPT ?? 1),
    job: env.GITHUB_JOB ?? "",
    host: hostname(),
    pid: process.pid,
    pid_started: processName(process.pid),
  };
  return {
    identity: () => identity,
    isAlive: owner => isAlive(owner, identity, options),
    endLeftovers: async owner => {
      const ticks = Number(owner.pid_started.split("-")[1]);
      if (owner.host === identity.host && sharesProcesses(owner, identity) && owner.pid !== process.pid)
        await endLeftovers(owner.pid, ticks);
    },
    interrupt: owner => interrupt(owner, identity),
    disk() {
      const { blocks, bavail, bsize } = statfsSync(options.root);
      return { usedPercent: blocks === 0 ? 0 : 100 - (bavail / blocks) * 100, freeBytes: bavail * bsize };
    },
    memory: memoryUsedPercent,
    cores: availableParallelism(),
    tool: (name, asks) => findTool(name, { env, root: options.root, asksVersion: asks?.version ?? false }),
    env: name => Boolean(env[name]),
    probe: command => probe(command, options),
  };
}

async function isAlive(
  owner: RunIdentity,
  me: RunIdentity,
  options: HostOptions,
): Promise<"alive" | "dead" | "unknown"> {
  if (owner.host === me.host && processTold(owner, me))
    return processName(owner.pid) === owner.pid_started ? "alive" : "dead";
  if (!isLocal(owner) && options.isRunOver) {
    // A re-run of the same run means that its earlier attempt is over.
    if (owner.run_id === me.run_id && owner.run_attempt < me.run_attempt) return "dead";
    const over = await options.isRunOver(owner.run_id);
    if (over !== null) return over ? "dead" : "alive";
  }
  return "unknown";
}

async function interrupt(owner: RunIdentity, me: RunIdentity): Promise<void> {
  if (owner.host !== me.host || processName(owner.pid) !== owner.pid_started) return;
  try {
    process.kill(owner.pid, "SIGTERM");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone in this very moment, or another user's: whoever asked looks whether it still holds the milestone.
    if (code === "ESRCH" || code === "EPERM") return;
    throw error;
  }
  for (let waited = 0; waited < 15_000 && processName(owner.pid) === owner.pid_started; waited += 100) {
    await wait(100);
  }
}

/**
 * Whether this host can say anything of the owner's process. Hosted runners and containers share host names, not
 * processes: those of a runner's are told by boot and namespace. A person's machine may have been started anew since.
 */
function processTold(owner: RunIdentity, me: RunIdentity): boolean {
  if (sharesProcesses(owner, me)) return true;
  return isLocal(owner) && owner.pid_started !== "" && bootOf(owner) !== bootOf(me);
}

/** Whether both are processes of one boot and one namespace: what is not seen here is no more. */
function sharesProcesses(owner: RunIdentity, me: RunIdentity): boolean {
  const namespace = me.pid_started.split("-")[2];
  if (namespace === undefined) return isLocal(owner);
  return bootOf(owner) === bootOf(me) && owner.pid_started.split("-")[2] === namespace;
}

function isLocal(owner: RunIdentity): boolean {
  return !/^\d+$/.test(owner.run_id);
}

function bootOf(owner: RunIdentity): string | undefined {
  return owner.pid_started.split("-")[0];
}

/** Where the version is not asked for nothing is started: a program may take `--version` for the start of its work. */
async function findTool(
  name: string,
  { env, root, asksVersion }: { env: Variables; root: string; asksVersion: boolean },
): Promise<{ found: boolean; version: string | null }> {
  const run = (file: string, args: string[]) => {
    const running = promisify(execFile)(file, args, {
      cwd: root,
      env: { PATH: env.PATH ?? "" },
      timeout: 10_000,
    });
    running.child.stdin?.end();
    return running;
  };
  try {
    await run("bash", ["--noprofile", "--norc", "-c", 'command -v -- "$1" >/dev/null', "bash", name]);
  } catch {
    return { found: false, version: null };
  }
  if (!asksVersion) return { found: true, version: null };
  try {
    const { stdout, stderr } = await run(name, ["--version"]);
    return { found: true, version: /\d+(?:\.\d+)+/.exec(stdout || stderr)?.[0] ?? null };
  } catch {
    return { found: true, version: null };
  }
}

async function probe(command: string, options: HostOptions): Promise<CommandOutcome> {
  const { environment, home, redactor } = options;
  const { variables } = executorEnvironment({
    engine: environment,
    allow: [],
    milestone: {},
    ...(home === undefined ? {} : { home }),
  });
  const outcome = await runProcess({
    argv: shellArgv(command),
    cwd: options.root,
    env: variables,
    timeoutMs: PROBE_TIMEOUT_MS,
    ...(redactor ? { redactor } : {}),
  }).outcome;
  return {
    ok: outcome.reason === "exited" && outcome.exitCode === 0,
    exit: outcome.exitCode,
    durationMs: outcome.durationMs,
    tail: outcome.tail,
    output: outcome.tail,
  };
}
