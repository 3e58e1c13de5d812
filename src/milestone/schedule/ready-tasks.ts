import { PriorityQueue } from "./priority-queue.ts";

/** A task that may start: the smallest key goes first, the place in the file breaks ties. */
interface Entry {
  place: number;
  key: number;
  /** An entry counts only while it is the newest of its task. */
  stamp: number;
}

/** Tasks that need the same of the world: the same resources, and an `execute` phase or another. */
export interface Needs {
  resources: readonly string[];
  execute: boolean;
}

interface Group extends Needs {
  queue: PriorityQueue<Entry>;
}

const newGroup = (resources: readonly string[], execute: boolean): Group => ({
  resources,
  execute,
  queue: new PriorityQueue(compare),
});

const compare = (a: Entry, b: Entry) => a.key - b.key || a.place - b.place;

/**
 * The tasks that may start now. Those with the same resources share a queue, so that a thousand tasks behind one lock
 * cost one look, not a thousand.
 */
export class ReadyTasks {
  readonly #groups: Group[] = [];
  /** By place: the group of the task's earlier phases, and that of its `execute` phase. */
  readonly #groupOf: { early: Group; execute: Group }[];
  readonly #stamps: number[];
  readonly #present = new Set<number>();

  constructor(resources: readonly (readonly string[])[]) {
    const bySignature = new Map<string, { early: Group; execute: Group }>();
    this.#stamps = resources.map(() => 0);
    this.#groupOf = resources.map(list => {
      const sorted = [...new Set(list)].sort();
      const signature = sorted.join("\n");
      let groups = bySignature.get(signature);
      if (!groups) {
        groups = { early: newGroup(sorted, false), execute: newGroup(sorted, true) };
        bySignature.set(signature, groups);
        this.#groups.push(groups.early, groups.execute);
      }
      return groups;
    });
  }

  /** Places of the tasks that may start, in no order. */
  get places(): ReadonlySet<number> {
    return this.#present;
  }

  add(place: number, key: number, execute: boolean): void {
    this.#stamps[place]! += 1;
    this.#present.add(place);
    const { queue } = this.#groupOf[place]![execute ? "execute" : "early"];
    queue.push({ place, key, stamp: this.#stamps[place]! });
  }

  remove(place: number): void {
    this.#stamps[place]! += 1;
    this.#present.delete(place);
  }

  /** Takes out the first task whose needs are met; undefined when there is none. */
  take(areMet: (needs: Needs) => boolean): number | undefined {
    if (this.#present.size === 0) return undefined;
    let best: { entry: Entry; group: Group } | undefined;
    for (const group of this.#groups) {
      const entry = this.#first(group);
      if (!entry || (best && compare(best.entry, entry) <= 0)) continue;
      if (areMet(group)) best = { entry, group };
    }
    if (!best) return undefined;
    best.group.queue.pop();
    this.#present.delete(best.entry.place);
    return best.entry.place;
  }

  #first({ queue }: Group): Entry | undefined {
    for (let entry = queue.peek(); entry; entry = queue.peek()) {
      if (this.#present.has(entry.place) && this.#stamps[entry.place] === entry.stamp) return entry;
      queue.pop();
    }
    return undefined;
  }
}
