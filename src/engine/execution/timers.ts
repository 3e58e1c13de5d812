import { type Clock, LEASE_SILENCE_MS } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import { lookAtNeeds, lookEveryMs } from "./dependency-watch.ts";
import type { Message } from "./message.ts";
import { watchDueDates } from "./watch.ts";

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

/** A run shows itself alive by a commit at least this often (ms): half of what its lease allows it to be silent. */
const SIGN_EVERY_MS = LEASE_SILENCE_MS / 2;

/** A commit that is younger than the interval by less than this (ms) is old enough: timers fire a little early. */
const EARLY_MS = 500;

/** How often what piled up is saved at the latest (ms). */
function saveEveryMs({ options }: Run): number {
  return Math.min(options.progressIntervalMs, SIGN_EVERY_MS);
}

/** Saves what piled up, and syncs GitHub, where nothing was committed for an interval. Dates are always looked at. */
export async function saveAfterInterval(run: Run): Promise<void> {
  const { journal, ports } = run;
  watchDueDates(run);
  const quiet = ports.clock.now() - journal.committedAt;
  if (quiet + EARLY_MS < saveEveryMs(run)) return;
  await saveCheckpoint(run, "interval");
  await ports.forge.sync(journal.tip, "boundary");
}

export async function saveCheckpoint(
  { journal, publisher }: Run,
  saveReason: "interval" | "checkpoint_files",
): Promise<void> {
  journal.recordProgress();
  await journal.commit({ subject: "checkpoint", derived: true, saveReason });
  publisher.request();
}
