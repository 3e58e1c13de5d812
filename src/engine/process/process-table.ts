import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One process as `/proc/<pid>/stat` tells it. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  session: number;
  /** Dead but not yet collected by its parent: no longer counts as running. */
  zombie: boolean;
  /** Clock ticks since boot; with the pid it names a process for good, since pids are used again. */
  start: number;
  /** Processor time of the process and its collected children, in milliseconds. */
  cpuMs: number;
}

/** Linux counts in hundredths of a second on every platform node runs on (`getconf CLK_TCK`). */
const MS_PER_TICK = 10;

/** Reads one process; null when it is gone or there is no /proc (macOS). */
export function readProcess(pid: number): ProcessEntry | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null; // gone, or no /proc here: both mean there is nothing to tell
  }
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (index: number) => Number(fields[index - 3]);
  return {
    pid,
    zombie: fields[0] === "Z" || fields[0] === "X",
    parent: field(4),
    group: field(5),
    session: field(6),
    cpuMs: (field(14) + field(15) + field(16) + field(17)) * MS_PER_TICK,
    start: field(22),
  };
}

/** Ids of all processes that can be seen; empty where there is no /proc. */
export function listPids(): number[] {
  try {
    return readdirSync("/proc").filter(isNumber).map(Number);
  } catch {
    return [];
  }
}

/** Up to so many ids it is quicker to ask for each than to list all processes of the machine. */
const FEW_PIDS = 64;

/** Ids of the processes above the first and up to the last; some may be of threads, and of none that is there. */
export function pidsBetween(first: number, last: number): number[] {
  if (last - first > FEW_PIDS) return listPids().filter(pid => pid > first);
  const pids = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + 1 + i);
  return pids.filter(pid => existsSync(`/proc/${pid}/environ`));
}

/** @param from the lowest id that is of interest */
export function readProcessTable(from = 0): Map<number, ProcessEntry> {
  const table = new Map<number, ProcessEntry>();
  for (const pid of listPids()) {
    if (pid < from) continue;
    const entry = readProcess(pid);
    if (entry) table.set(pid, entry);
  }
  return table;
}

/** Whether the process was started with this text in its environment. False for other users' processes. */
export function startedWith(pid: number, marker: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(marker);
  } catch {
    return false; // gone, or another user's: then it is not of our tree
  }
}

/** The id given out last, from which a wrapped-around pid counter is told; 0 where it cannot be read. */
export function lastPid(): number {
  try {
    return Number(readFileSync("/proc/loadavg", "utf8").trim().split(" ").at(-1));
  } catch {
    return 0;
  }
}

/** More processes than any machine starts in a millisecond. */
const MOST_STARTED_PER_MS = 250;

let round: number | undefined;

/** In less time (ms) nobody sends the counter of ids all round, as who wants to hide may do; 0 where there is no /proc. */
export function quickestRound(): number {
  round ??= highestPid() / MOST_STARTED_PER_MS;
  return round;
}

/** No process has a higher id: after it the counter starts over. */
function highestPid(): number {
  try {
    return Number(readFileSync("/proc/sys/kernel/pid_max", "utf8"));
  } catch {
    return 0;
  }
}

function isNumber(name: string): boolean {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** The process's start as the kernel counts it, with the boot it belongs to; "" when there is no such process. */
export function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Dead, and only not yet collected by its parent: in a container without an init that may be forever.
    if (fields[0] === "Z" || fields[0] === "X") return "";
    const ticks = fields[19];
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim().slice(0, 8);
    return `${boot}-${ticks}`;
  } catch {
    return macStartTime(pid);
  }
}

/** Names a living process among those of all boots and containers: its start, and the namespace of its id; "" if none. */
export function processName(pid: number): string {
  const start = startTime(pid);
  return start === "" || process.platform !== "linux" ? start : `${start}-${processNamespace()}`;
}

/** Number of the namespace that this process's id belongs to; "0" where it is not known, which is reported of nobody. */
export function processNamespace(): string {
  if (process.platform !== "linux") return "0";
  return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
}

/** Where there is no /proc a living process only answers a signal; its start is not known. */
function macStartTime(pid: number): string {
  if (process.platform === "linux") return "";
  try {
    process.kill(pid, 0);
    return "alive";
  } catch {
    return "";
  }
}
