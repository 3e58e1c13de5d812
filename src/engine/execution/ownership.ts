import { LEASE_SILENCE_MS } from "../journal/lease.ts";
import type { Run } from "../run/run-context.ts";

/**
 * Whether the branch is still this run's. A process that was stopped, or whose machine slept, for longer than a lease
 * lasts may have been overtaken.
 */
export class Ownership {
  #run: Run;
  /** When the loop last ran. */
  #awakeAt: number;

  constructor(run: Run) {
    this.#run = run;
    this.#awakeAt = run.ports.clock.now();
  }

  /**
   * To be called before anything is taken in or started: after a long sleep it asks the remote. (Awake, the loop runs
   * at least every 30 s.) @throws Fenced when another run owns the branch
   */
  async prove(): Promise<void> {
    const { ports, journal, publisher } = this.#run;
    const slept = ports.clock.now() - this.#awakeAt;
    if (slept >= LEASE_SILENCE_MS) {
      await journal.commit({ subject: "checkpoint", derived: true, saveReason: "awake again" });
      await publisher.flush();
    }
    this.#awakeAt = ports.clock.now();
  }
}
