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

/** A watch under way. */
export interface Watching {
  /** The length of the silence once there was none of the signs for `watch.ms`; null once it was stopped. */
  silence: Promise<number | null>;
  stop(): void;
}

/** Watches for silence: no output, no processor time and no file change. */
export function watchForStall(watch: StallWatch, signs: Signs): Watching {
  const pause = createPause();
  return { silence: untilStalled(watch, signs, pause.sleep), stop: pause.stop };
}

/** @param sleep false once the watch is stopped */
async function untilStalled(
  watch: StallWatch,
  signs: Signs,
  sleep: (ms: number) => Promise<boolean>,
): Promise<number | null> {
  const interval = Math.min(Math.max(watch.ms / 10, 20), 5_000);
  let activeAt = performance.now();
  let lookedAt = activeAt;
  let bytes = signs.outputBytes();
  let cpuMs = signs.cpuMs();
  let stamp: string | number | undefined;
  while (await sleep(interval)) {
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

/** Sleep that can be ended for good; without an AbortController, whose error costs a tenth of a millisecond a phase. */
function createPause(): { sleep: (ms: number) => Promise<boolean>; stop: () => void } {
  let stopped = false;
  let wake = (): void => undefined;
  return {
    sleep: ms =>
      new Promise(resolve => {
        const timer = setTimeout(() => resolve(!stopped), ms);
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
        if (stopped) wake();
      }),
    stop() {
      stopped = true;
      wake();
    },
  };
}
