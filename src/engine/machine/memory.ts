import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { join } from "node:path";

/** Where Linux shows the limits of containers and services (cgroup v2). */
const CGROUPS = "/sys/fs/cgroup";

/**
 * Share of memory in use, in percent, where it is shortest: on the machine, or in the container (or service) that this
 * process lives in, whose limit ends its agents long before the machine is full.
 */
export function memoryUsedPercent(): number {
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
