import { readFileSync } from "node:fs";

/** Milliseconds that this thread has worked so far: slow code shows, and what others do on the machine does not. */
export function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * Milliseconds that a process's main thread has waited so far for others to leave it a processor, which is the
 * machine's time and not the program's; null when there is no such process any more.
 */
export function processorWait(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
