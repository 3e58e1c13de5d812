import { setTimeout as wait } from "node:timers/promises";
import { readProcess, readProcessTable, startedWith } from "./process-table.ts";

/** After SIGKILL only a process stuck in the kernel or another user's remains (ms). */
const KILL_WAIT_MS = 2_000;
const LOOK_MS = 25;

let own: string | null = null;

/** Begins the mark of every process that this engine starts, so that they can be found after its death. */
export function engineMark(): string {
  own ??= markOf(process.pid, readProcess(process.pid)?.start ?? 0);
  return own;
}

/** A pid is used again one day; with its start it names one process of this boot. */
function markOf(pid: number, start: number): string {
  return `engine-${pid}-${start}-`;
}

/**
 * Kills every process that a dead engine of this host and boot left behind, at once and whatever group they are in:
 * nobody would take what they still produce. Without /proc nothing can be found.
 * @param start of the engine, in clock ticks since boot
 */
export async function endLeftovers(pid: number, start: number): Promise<void> {
  const mark = markOf(pid, start);
  const alive = readProcess(pid);
  if (alive?.start === start && !alive.zombie) return;
  for (const until = performance.now() + KILL_WAIT_MS; performance.now() < until; await wait(LOOK_MS)) {
    const left = [...readProcessTable().values()].filter(
      p => !p.zombie && p.pid !== process.pid && startedWith(p.pid, mark),
    );
    if (left.length === 0) return;
    for (const { pid: each } of left) kill(each);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // ESRCH: it ended by itself. EPERM: it is another user's by now, and nothing of ours can end it.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
