import type { Clock } from "../ports.ts";

/** What is to happen later in a run. `stop` ends it all. */
export class Timers {
  #clock: Clock;
  #cancels: (() => void)[] = [];
  #cancelWake: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  every(ms: number, callback: () => void): void {
    let cancel = (): void => undefined;
    const tick = (): void => {
      cancel = this.#clock.after(ms, () => {
        callback();
        tick();
      });
    };
    tick();
    this.#cancels.push(() => cancel());
  }

  once(ms: number, callback: () => void): void {
    this.#cancels.push(this.#clock.after(ms, callback));
  }

  /** The one next waking, in milliseconds since the epoch, in place of the one before; null: none. */
  wakeAt(at: number | null, callback: () => void): void {
    this.#cancelWake?.();
    this.#cancelWake = at === null ? null : this.#clock.after(Math.max(0, at - this.#clock.now()), callback);
  }

  stop(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancelWake?.();
  }
}
