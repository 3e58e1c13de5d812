import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { git } from "./repository.ts";

/** Another build can be measured beside the committed one. */
export const DIST = process.env.BENCH_DIST ?? "dist";
/** The same on every machine, whatever the shell has set. */
const ENVIRONMENT = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", LANG: "C.UTF-8" };

function argv(root: string, flags: readonly string[]): string[] {
  const push = flags.includes("--push") ? [] : ["--no-push"];
  const own = ["execute", "bench", "--monitoring=basic", "--working-directory", root];
  return [`${DIST}/cli.js`, ...own, ...push, ...flags.filter(flag => flag !== "--push")];
}

/** The whole program over the milestone: wall time in milliseconds. */
export function runEngine(root: string, flags: readonly string[] = []): number {
  const started = performance.now();
  const options = { encoding: "utf8", env: ENVIRONMENT, maxBuffer: 1 << 28 } as const;
  const { status, stderr } = spawnSync(process.execPath, argv(root, flags), options);
  const ms = performance.now() - started;
  if (status !== 0) throw new Error(`the engine ended with ${status}: ${stderr.slice(-2000)}`);
  return ms;
}

/** The program over the milestone; what `look` sees while it runs is answered, and ends the waiting of its tasks. */
export async function lookInto<T>(
  root: string,
  { temporary, ready, look }: { temporary: string; ready: () => boolean; look: () => T },
): Promise<T> {
  const options = { env: { ...ENVIRONMENT, TMPDIR: temporary }, stdio: "ignore" } as const;
  const child = spawn(process.execPath, argv(root, []), options);
  const ended = new Promise<number | null>(resolve => child.once("exit", resolve));
  while (!ready() && child.exitCode === null) await setTimeout(50);
  const seen = look();
  const code = await ended;
  if (code !== 0) throw new Error(`the engine ended with ${code}`);
  return seen;
}

export interface Memory {
  ms: number;
  /** Largest resident set, MiB. */
  peakMiB: number;
  /** Resident set from start to end, MiB, at even distances. */
  samples: number[];
}

/** As `runEngine`, or another command, looking at the engine's memory meanwhile. Linux only. */
export function runWatched(root: string, command?: readonly string[]): Promise<Memory> {
  const started = performance.now();
  const given = command
    ? [`${DIST}/cli.js`, ...command, "--no-push", "--working-directory", root]
    : argv(root, []);
  const child = spawn(process.execPath, given, {
    env: ENVIRONMENT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const memory: Memory = { ms: 0, peakMiB: 0, samples: [] };
  let errors = "";
  child.stderr.on("data", chunk => {
    errors = (errors + chunk).slice(-2000);
  });
  const timer = setInterval(() => {
    const status = statusOf(child.pid);
    const mib = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1024;
    if (mib("VmRSS") > 0) memory.samples.push(mib("VmRSS"));
    memory.peakMiB = Math.max(memory.peakMiB, mib("VmHWM"));
  }, 50);
  return new Promise((resolve, reject) => {
    child.once("exit", code => {
      clearInterval(timer);
      memory.ms = performance.now() - started;
      if (code === 0) resolve(memory);
      else reject(new Error(`the engine ended with ${code}: ${errors}`));
    });
  });
}

/** Empty once the process is gone. */
function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

interface Line {
  event: string;
  timestamp: string;
  phase?: string;
  data?: { stages_ms?: { preparing?: number } };
}

/** The milestone's log as the branch holds it, oldest event first. */
export function readEvents(root: string): Line[] {
  return git(root, "ls-tree", "-r", "--name-only", "milestone/bench", ".milestones/logs")
    .split("\n")
    .filter(file => /logs\/execution-bench(\.\d+)?\.jsonl$/.test(file))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .flatMap(file => git(root, "show", `milestone/bench:${file}`).trim().split("\n"))
    .map(line => JSON.parse(line) as Line);
}

/** When phases were completed, or those of one name, in milliseconds since the epoch. */
export function completions(root: string, phase?: string): number[] {
  const done = readEvents(root).filter(
    line => line.event === "phase_completed" && (phase === undefined || line.phase === phase),
  );
  return done.map(({ timestamp }) => Date.parse(timestamp));
}

/** From the start of the first phase to the end of the last one, in milliseconds. */
export function makespanOf(root: string): number {
  const first = readEvents(root).find(({ event }) => event === "phase_started");
  return completions(root).at(-1)! - Date.parse(first!.timestamp);
}
