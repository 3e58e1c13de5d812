/** What happened since it was last asked; the loop sleeps here, and nowhere else. */
export class Inbox<T> {
  #items: T[] = [];
  #wake: (() => void) | null = null;
  #breathe: () => Promise<void>;

  /** @param breathe waited for after the first item, so that what happened at the same time is taken with it */
  constructor(breathe: () => Promise<void> = async () => undefined) {
    this.#breathe = breathe;
  }

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
    await this.#breathe();
    return this.#items.splice(0);
  }
}
