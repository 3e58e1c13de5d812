import type { AttemptResult, RunningAttempt, Start } from "../attempt/attempt.ts";

/** An attempt that a machine of its own does. It ends here only if it is stopped: what comes back is taken in elsewhere. */
export function outAttempt(start: Start, startedAt: number): RunningAttempt {
  let end: (result: AttemptResult) => void = () => undefined;
  const done = new Promise<AttemptResult>(resolve => {
    end = resolve;
  });
  return {
    start,
    startedAt,
    begun: Promise.resolve(),
    done,
    stop: reason => end({ ok: false, interrupted: reason }),
  };
}

/** 128 bits that name one handing out. */
export function newNonce(random: () => number): string {
  const word = (): string =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  return word() + word() + word() + word();
}
