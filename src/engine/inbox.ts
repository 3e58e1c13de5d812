/** What happened since it was last asked; the loop sleeps here, and nowhere else. */
export class Inbox<T> {
  #items: T[] = [];
  #wake: (() => void) | null = null;

  put(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  /** Everything there is; waits for the first item. */
  async take(): Promise<T[]> {
    if (this.#items.length === 0) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    return this.#items.splice(0);
  }
}
