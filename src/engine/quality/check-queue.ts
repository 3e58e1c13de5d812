/** What came of a job, to be applied by the loop in its own time. */
export type Apply = () => Promise<void>;

/** Runs jobs one after the other, and keeps what comes of them until it is asked for. */
export class CheckQueue {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #done: Apply[] = [];
  #failed: (error: unknown) => Apply;
  #notify: () => void;

  /**
   * @param failed what comes of a job that threw
   * @param notify something is there for `takeIn`
   */
  constructor(failed: (error: unknown) => Apply, notify: () => void) {
    this.#failed = failed;
    this.#notify = notify;
  }

  get idle(): boolean {
    return this.#waiting === 0 && this.#done.length === 0;
  }

  add(job: () => Promise<Apply>): void {
    this.#waiting += 1;
    this.#tail = this.#tail
      .then(job)
      .catch(this.#failed)
      .then(apply => {
        this.#waiting -= 1;
        this.#done.push(apply);
        this.#notify();
      });
  }

  async takeIn(): Promise<void> {
    for (const apply of this.#done.splice(0)) await apply();
  }
}
