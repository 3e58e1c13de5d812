import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { availableParallelism, freemem, hostname, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as wait, setImmediate as yieldToEvents } from "node:timers/promises";
import { promisify } from "node:util";
import type { Plan } from "../../milestone/plan/plan.ts";
import type { GitRepository } from "../git/git-repository.ts";
import type { Redactor } from "../output/redact.ts";
import type { Clock, CommandOutcome, Host, LockPlace, Oid, RunIdentity } from "../ports.ts";
import { executorEnvironment, type Variables } from "../process/environment.ts";
import { endLeftovers } from "../process/leftovers.ts";
import { processName, startTime } from "../process/process-table.ts";
import { runProcess } from "../process/run-process.ts";
import { shellArgv } from "../process/shell.ts";
import type { Isolation } from "./isolation.ts";
import { postJson } from "./webhook.ts";
import { machineLacks, type NeededFolders } from "./work-folder.ts";

/** A prerequisite that takes longer than this hangs. */
const PROBE_TIMEOUT_MS = 60_000;

export interface HostOptions {
  /** Root of the user's checkout. */
  root: string;
  /** Absent where nothing is going to run. */
  folders?: NeededFolders;
  environment: Variables;
  /** Absent where no prerequisite is going to be tried. */
  redactor?: Redactor;
  /** Where the prerequisites' commands run, and a home of their own; absent: as the engine does. */
  isolation?: Isolation & { home: () => string | null };
  /** Asks GitHub whether a run is over; null where GitHub cannot be asked. */
  isRunOver: ((runId: string) => Promise<boolean | null>) | null;
}

export function machineHost(options: HostOptions): Host {
  const { environment: env, isolation } = options;
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
    lacks: () => (options.folders ? machineLacks(env, options.folders) : []),
    memory: memoryUsedPercent,
    cores: availableParallelism(),
    tool: (name, asks) => findTool(name, { env, root: options.root, asksVersion: asks?.version ?? false }),
    env: name => Boolean(env[name]),
    ...(isolation
      ? {
          showsHome: () => !isolation.isStrict(),
          homeFile: path => !isolation.isStrict() && existsSync(join(env.HOME ?? "/", path)),
        }
      : {}),
    post: (variable, body, signal) => postJson(env[variable] ?? "", body, signal),
    runPage: () => {
      const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
      return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null;
    },
    ...(isolation
      ? {
          isolation: mode => {
            isolation.settle(mode);
            return isolation.found();
          },
        }
      : {}),
    probe: (command, allow, timeoutMs = PROBE_TIMEOUT_MS) => probe({ command, allow, timeoutMs }, options),
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
    // Gone in this very moment, or another user's: the caller looks whether it still holds the milestone.
    if (code === "ESRCH" || code === "EPERM") return;
    throw error;
  }
  for (let waited = 0; waited < 15_000 && processName(owner.pid) === owner.pid_started; waited += 100) {
    await wait(100);
  }
}

/**
 * Whether this host can say anything of the owner's process. Hosted runners and containers share host names, not
 * processes: those of a runner's are told by boot and namespace. A person's machine may have been restarted since.
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

async function probe(
  { command, allow, timeoutMs }: { command: string; allow: Plan["env"]; timeoutMs: number },
  options: HostOptions,
): Promise<CommandOutcome> {
  const { environment, isolation, redactor } = options;
  const home = isolation?.home() ?? null;
  const { variables } = executorEnvironment({
    engine: environment,
    allow: [allow],
    exists: existsSync,
    milestone: {},
    ...(home === null ? {} : { home }),
  });
  // A service's start may leave its files beside itself: it is the base's own code, and works in the user's checkout.
  const confinement = await isolation?.confinement({
    writable: [options.root, ...(home === null ? [] : [home])],
  });
  const outcome = await runProcess({
    argv: shellArgv(command),
    cwd: options.root,
    env: variables,
    timeoutMs,
    ...(confinement ? { confinement } : {}),
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

/** Where no remote is asked, the milestones of one clone keep out of each other's way by refs of the clone itself. */
export function localLocks(git: GitRepository): LockPlace {
  return {
    fetch: async ref => ({ ok: true, oid: await git.resolve(ref) }),
    fetchAll: async tips => ({ ok: true, refs: new Map(tips) }),
    locks: {
      async list(prefix) {
        const refs = new Map<string, Oid>();
        for (const ref of namesBelow(git.commonDirectory, prefix)) {
          const oid = await git.resolve(ref);
          if (oid !== null) refs.set(ref, oid);
        }
        return { ok: true, refs };
      },
      async swap(ref, from, to) {
        const done = to === null ? await git.dropRef(ref, from ?? "") : (await git.swapRef(ref, from, to)).ok;
        return done ? { ok: true } : { ok: false, reason: "stale" };
      },
    },
  };
}

/** Loose refs are files, and `git pack-refs` moves them into one; a name may stand in both. */
function namesBelow(commonDirectory: string, prefix: string): Set<string> {
  const folder = join(commonDirectory, prefix);
  const loose = existsSync(folder) ? readdirSync(folder).filter(name => !name.endsWith(".lock")) : [];
  const packedFile = join(commonDirectory, "packed-refs");
  const packed = existsSync(packedFile) ? readFileSync(packedFile, "utf8").split("\n") : [];
  return new Set([
    ...loose.map(name => prefix + name),
    ...packed.map(line => line.slice(41)).filter(name => name.startsWith(prefix)),
  ]);
}

/** Where Linux shows the limits of containers and services (cgroup v2). */
const CGROUPS = "/sys/fs/cgroup";

/**
 * Share of memory in use, in percent, where it is shortest: on the machine, or in the container (or service) that this
 * process lives in, whose limit ends its agents long before the machine is full.
 */
function memoryUsedPercent(): number {
  return Math.max(ofMachine(), ...groups().map(ofGroup));
}

function ofMachine(): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(read("/proc/meminfo"))?.[1];
  const available = kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
  return 100 - (available / totalmem()) * 100;
}

/** The process's own group and those around it, as far as they are shown here. */
function groups(): string[] {
  const own = /^0::(\/.*)$/m.exec(read("/proc/self/cgroup"))?.[1];
  if (own === undefined) return [];
  const parts = own.split("/").filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, n) => join(CGROUPS, ...parts.slice(0, n)));
}

/** Files that were read and can be dropped at once count as used by a group, but are no pressure. */
function ofGroup(folder: string): number {
  const limit = Number(read(join(folder, "memory.max")).trim() || Number.NaN);
  // "max": no limit.
  if (!(limit > 0)) return 0;
  const cached = Number(/^inactive_file (\d+)/m.exec(read(join(folder, "memory.stat")))?.[1] ?? 0);
  return ((Number(read(join(folder, "memory.current"))) - cached) / limit) * 100;
}

/** Empty where there is no such file: other systems have none of these. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** A longer timer is run at once by node. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  yieldToEvents: () => yieldToEvents(),
};
