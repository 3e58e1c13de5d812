import { setTimeout as wait } from "node:timers/promises";

export interface StallWatch {
  /** Silence after which the process counts as stalled, in milliseconds. */
  ms: number;
  /** true: the process is ended; false: `onStall` is told, once. */
  end: boolean;
  onStall?: (silentMs: number) => void;
  /**
   * A value that differs once any file of the work tree has changed. Asked for only after half the time
   * has passed in silence, as finding it out may mean walking the tree.
   */
  fileStamp?: () => Promise<string | number>;
}

/** What can be seen of the process without asking it. */
export interface Signs {
  outputBytes: () => number;
  /** Processor time of the whole tree, in milliseconds. */
  cpuMs: () => number;
}

/** Timers of an idle program also use the processor; this share of it is not yet work. */
const IDLE_SHARE = 0.005;

/**
 * Resolves with the length of the silence once there was no output, no processor time and no file change
 * for `watch.ms`; never resolves before `signal` aborts otherwise (then with null).
 */
export async function untilStalled(
  watch: StallWatch,
  signs: Signs,
  signal: AbortSignal,
): Promise<number | null> {
  const interval = Math.min(Math.max(watch.ms / 10, 20), 5_000);
  let activeAt = performance.now();
  let lookedAt = activeAt;
  let bytes = signs.outputBytes();
  let cpuMs = signs.cpuMs();
  let stamp: string | number | undefined;
  while (!signal.aborted) {
    if (!(await sleep(interval, signal))) return null;
    const now = performance.now();
    const worked = signs.cpuMs() - cpuMs > Math.max((now - lookedAt) * IDLE_SHARE, 0);
    if (worked || signs.outputBytes() !== bytes) {
      activeAt = now;
      stamp = undefined;
    }
    [bytes, cpuMs, lookedAt] = [signs.outputBytes(), signs.cpuMs(), now];
    const silent = now - activeAt;
    if (silent < watch.ms / 2) continue;
    stamp ??= await watch.fileStamp?.();
    if (silent < watch.ms) continue;
    if (watch.fileStamp && (await watch.fileStamp()) !== stamp) {
      activeAt = performance.now();
      stamp = undefined;
      continue;
    }
    return silent;
  }
  return null;
}

async function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal, ref: false });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
