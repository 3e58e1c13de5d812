import { readFileSync, readlinkSync } from "node:fs";

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
