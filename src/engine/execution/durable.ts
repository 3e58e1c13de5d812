import type { Run } from "../run/run-context.ts";

/** How long the start of processes may keep waiting what is to become durable (ms); one takes about 2. */
const START_PATIENCE_MS = 20;

/**
 * Brings the branch to what was added to it. What ended together becomes durable together, while what goes on from it
 * is being started: the disk takes as long as the start of a process. Should it fail, what was started is ended, and
 * was never there.
 */
export class Durable {
  #run: Run;
  /** Whether phases were added to the branch that the publisher does not know of yet. */
  #landed = false;

  constructor(run: Run) {
    this.#run = run;
  }

  /** A phase was added. */
  landed(): void {
    this.#landed = true;
  }

  /** Where the checkout itself is the work tree, what is saved there would be taken for the next phase's own work. */
  async beforeStarts(): Promise<void> {
    if (!this.#run.options.gitIntegration) await this.settle(Promise.resolve());
  }

  /** @param begun settles once the processes that are being started were told to */
  async settle(begun: Promise<unknown>): Promise<void> {
    const { journal, publisher } = this.#run;
    if (!journal.settled) await this.#soon(begun);
    await journal.settle();
    if (this.#landed) publisher.request();
    this.#landed = false;
  }

  /** Waits for what takes a moment, but not for longer. */
  async #soon(event: Promise<unknown>): Promise<void> {
    let cancel = (): void => undefined;
    const late = new Promise<void>(resolve => {
      cancel = this.#run.ports.clock.after(START_PATIENCE_MS, resolve);
    });
    await Promise.race([event, late]);
    cancel();
  }
}
