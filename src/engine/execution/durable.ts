import type { Run } from "../run-context.ts";

/** How long the start of processes may keep waiting what is to become durable (ms); one takes about 2. */
const START_PATIENCE_MS = 20;

/**
 * Brings the branch to what was added to it. What ended together becomes durable together, while what goes on from it
 * is being started: the disk takes as long as the start of a process. Should it fail, what was started is ended, and
 * was never there.
 */
export class Durable {
  #run: Run;
  /** Phases added to the branch and not yet announced to the publisher. */
  #landed = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  /** A phase was added. */
  landed(): void {
    this.#landed += 1;
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
    if (this.#landed > 0) publisher.request(this.#landed);
    this.#landed = 0;
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
