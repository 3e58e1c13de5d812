/**
 * Preloaded (`node --import`): the machine has the memory and the disk that the file named by RIG_MACHINE says at that
 * moment, so that both can run short and recover while the program runs. What it does not say stays as it is.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";

export interface Machine {
  /** Percent of the machine's memory in use. */
  memory?: number;
  /** Percent of its own limit that the container uses, without what is cached. */
  container?: number;
  disk?: { usedPercent: number; freeGiB: number };
}

const file = process.env.RIG_MACHINE ?? "";
const readFileSync = fs.readFileSync;
const statfsSync = fs.statfsSync;
const machine = (): Machine => JSON.parse(readFileSync(file, "utf8")) as Machine;

const GROUP = "/sys/fs/cgroup/runner";
const CACHED = 300;

function shown(path: unknown): string | null {
  const { memory, container } = machine();
  if (path === "/proc/meminfo" && memory !== undefined)
    return `MemAvailable: ${Math.round((os.totalmem() / 1024) * (1 - memory / 100))} kB\n`;
  if (container === undefined) return null;
  switch (path) {
    case "/proc/self/cgroup":
      return "0::/runner\n";
    case `${GROUP}/memory.max`:
      return "1000\n";
    case `${GROUP}/memory.current`:
      return `${container * 10 + CACHED}\n`;
    case `${GROUP}/memory.stat`:
      return `anon ${container * 10}\ninactive_file ${CACHED}\n`;
    default:
      return null;
  }
}

fs.readFileSync = ((...args: Parameters<typeof readFileSync>) =>
  shown(args[0]) ?? readFileSync(...args)) as typeof readFileSync;
fs.statfsSync = ((...args: Parameters<typeof statfsSync>) => {
  const { disk } = machine();
  if (!disk) return statfsSync(...args);
  const bavail = Math.round((disk.freeGiB * 1024 ** 3) / 4096);
  return { bsize: 4096, bavail, bfree: bavail, blocks: Math.round(bavail / (1 - disk.usedPercent / 100)) };
}) as typeof statfsSync;
syncBuiltinESMExports();
