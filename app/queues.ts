/** One thing at a time for each key, in the order asked; different keys run side by side. */
export interface Queues {
  /** Errors go to `onError`, never to the next in line. */
  add(key: string, work: () => Promise<void>): void;
  /** Keys with work waiting or under way. */
  busy(): number;
  /** Resolves when nothing is left. */
  idle(): Promise<void>;
}

export function createQueues(onError: (error: unknown, key: string) => void): Queues {
  const tails = new Map<string, Promise<void>>();
  return {
    add(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const tail = before.then(work).catch(error => onError(error, key));
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    },
    busy: () => tails.size,
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
