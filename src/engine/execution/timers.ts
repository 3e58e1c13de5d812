import type { Clock } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import { saveEveryMs } from "./checkpoint.ts";
import { lookAtNeeds, lookEveryMs } from "./dependency-watch.ts";
import type { Message } from "./message.ts";

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

/** How often open gates are looked up at GitHub while agents work (ms); unchanged answers cost no rate limit. */
const DECISIONS_EVERY_MS = 20_000;

/** Sets what the loop is to be reminded of: saving, GitHub's decisions. */
export function setReminders(run: Run, timers: Timers, put: (message: Message) => void): void {
  const { ports } = run;
  timers.every(saveEveryMs(run), () => put({ kind: "interval" }));
  if (ports.forge.present) timers.every(DECISIONS_EVERY_MS, () => put({ kind: "decisions" }));
}

/** Looks at what the milestone needs from time to time, one look after the other; what goes wrong shows at the next. */
export function watchNeeds(run: Run, timers: Timers, put: (message: Message) => void): void {
  let looking = false;
  timers.every(lookEveryMs(run), () => {
    if (looking) return;
    looking = true;
    lookAtNeeds(run)
      .then(needs => needs.length > 0 && put({ kind: "needs", needs }))
      .catch(error =>
        run.ports.narrator.warn(`what the milestone needs cannot be looked at: ${String(error)}`),
      )
      .finally(() => {
        looking = false;
      });
  });
}
