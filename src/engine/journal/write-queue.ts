import type { Clock } from "../ports.ts";
import { Refusal } from "../refusal.ts";
import { Fenced } from "./move-branch.ts";

/** Tries of one write before its fault counts, and the wait before the next one (ms): a disk may be full for a moment. */
const TRIES = 3;
const WAIT_MS = 300;

/** Writes one after the other, in order of call. What fails for good ends it: every later turn fails the same way. */
export class WriteQueue {
  readonly #clock: Pick<Clock, "after">;
  #last: Promise<unknown> = Promise.resolve();
  /** Why nothing may be written any more: what is in memory is ahead of what the branch will ever hold. */
  #broken: Error | null = null;

  constructor(clock: Pick<Clock, "after">) {
    this.#clock = clock;
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(() => {
      if (this.#broken) throw this.#broken;
      return work();
    });
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** One write of the turn, tried again where the machine was at fault. */
  async persistently<T>(write: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await write();
      } catch (error) {
        if (error instanceof Fenced || error instanceof Refusal || tries >= TRIES) {
          this.#broken = error as Error;
          throw error;
        }
      }
      await new Promise<void>(resolve => this.#clock.after(WAIT_MS * tries, resolve));
    }
  }
}
