export interface Remembered {
  etag: string;
  data: unknown;
}

/** What was last read, by request: an unchanged answer is then free of the rate limit. */
export interface ETags {
  get(key: string): Remembered | undefined;
  set(key: string, value: Remembered): void;
}

/** Entries kept under one token; the least recently used go first. */
const LIMIT = 2_000;

/** Remembers at most `limit` answers. */
export function createETags(limit = LIMIT): ETags {
  const entries = new Map<string, Remembered>();
  return {
    get(key) {
      const found = entries.get(key);
      if (found) {
        entries.delete(key);
        entries.set(key, found);
      }
      return found;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > limit) {
        const oldest = entries.keys().next();
        if (!oldest.done) entries.delete(oldest.value);
      }
    },
  };
}
