/** GitHub can be asked to deliver again for three days, under the same id. */
const KEPT_MS = 3 * 24 * 3_600_000;
/** About 10 MB of ids. */
const LIMIT = 100_000;

/** The ids of deliveries that were taken in. Durable safety is not here but in what GitHub holds. */
export interface Deliveries {
  /** True the first time only. */
  take(id: string, now: number): boolean;
  size(): number;
}

/** Forgets the oldest ids beyond `limit`, and those that GitHub cannot deliver again. */
export function createDeliveries(limit = LIMIT): Deliveries {
  const seen = new Map<string, number>();
  return {
    take(id, now) {
      const before = seen.get(id);
      if (before !== undefined && now - before < KEPT_MS) return false;
      seen.delete(id);
      seen.set(id, now);
      for (const [oldest, at] of seen) {
        if (seen.size <= limit && now - at < KEPT_MS) break;
        seen.delete(oldest);
      }
      return true;
    },
    size: () => seen.size,
  };
}
