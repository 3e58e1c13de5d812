import { blockerId } from "../blocker/blocker.ts";
import type { Plan, QualityGate } from "../plan/plan.ts";
import type { State } from "../session/state.ts";
import { PriorityQueue } from "./graph.ts";

/** A task that may start: the smallest key goes first, the place in the file breaks ties. */
interface HeapEntry {
  place: number;
  key: number;
  /** An entry counts only while it is the newest of its task. */
  stamp: number;
}

/** Tasks that need the same of the world: the same resources, and an `execute` phase or another. */
export interface Needs {
  resources: readonly string[];
  execute: boolean;
  /** It has its resources from an earlier phase. */
  keeps: boolean;
}

interface Group extends Needs {
  queue: PriorityQueue<HeapEntry>;
}

const FORMS = [
  { execute: false, keeps: false },
  { execute: true, keeps: false },
  { execute: false, keeps: true },
  { execute: true, keeps: true },
] as const;

const newGroups = (resources: readonly string[]): Group[] =>
  FORMS.map(form => ({ resources, ...form, queue: new PriorityQueue(compare) }));

const compare = (a: HeapEntry, b: HeapEntry) => a.key - b.key || a.place - b.place;

/**
 * The tasks that may start now. Those with the same resources share a queue, so that a thousand tasks behind one lock
 * cost one look, not a thousand.
 */
export class ReadyTasks {
  readonly #groups: Group[] = [];
  /** By place: the groups that the task may be in, one for each of FORMS. */
  readonly #groupOf: Group[][];
  readonly #stamps: number[];
  readonly #present = new Set<number>();

  constructor(resources: readonly (readonly string[])[]) {
    const bySignature = new Map<string, Group[]>();
    this.#stamps = resources.map(() => 0);
    this.#groupOf = resources.map(list => {
      const sorted = [...new Set(list)].sort();
      const signature = sorted.join("\n");
      let groups = bySignature.get(signature);
      if (!groups) {
        groups = newGroups(sorted);
        bySignature.set(signature, groups);
        this.#groups.push(...groups);
      }
      return groups;
    });
  }

  /** Places of the tasks that may start, in no order. */
  get places(): ReadonlySet<number> {
    return this.#present;
  }

  add(place: number, key: number, form: Omit<Needs, "resources">): void {
    this.#stamps[place]! += 1;
    this.#present.add(place);
    const at = FORMS.findIndex(({ execute, keeps }) => execute === form.execute && keeps === form.keeps);
    this.#groupOf[place]![at]!.queue.push({ place, key, stamp: this.#stamps[place]! });
  }

  remove(place: number): void {
    this.#stamps[place]! += 1;
    this.#present.delete(place);
  }

  /** Takes out the first task whose needs are met; undefined when there is none. */
  take(areMet: (needs: Needs) => boolean): number | undefined {
    if (this.#present.size === 0) return undefined;
    let best: { entry: HeapEntry; group: Group } | undefined;
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

  #first({ queue }: Group): HeapEntry | undefined {
    for (let entry = queue.peek(); entry; entry = queue.peek()) {
      if (this.#present.has(entry.place) && this.#stamps[entry.place] === entry.stamp) return entry;
      queue.pop();
    }
    return undefined;
  }
}

/** Whether its checks failed, or its approvers sent it back. */
export function isCheckpointBlocked(state: State, name: string): boolean {
  const types = ["quality_gate_failed", "approval_rejected"] as const;
  return types.some(type => state.blockers.has(blockerId(type, name)));
}

/**
 * Checkpoints that are reached and have not passed, lowest mark first: no phase starts before they do. One that failed
 * is due again as soon as its blocker is gone.
 */
export function reachedCheckpoints(plan: Plan, state: State, percentage: number): QualityGate[] {
  return plan.qualityGates
    .filter(gate => percentage >= gate.at && state.qualityGates.get(gate.name)?.status !== "passed")
    .sort((a, b) => a.at - b.at);
}

/** The open request for a checkpoint's approval, or null. */
export function checkpointRequest(state: State, name: string): string | null {
  for (const { request, status, transition } of state.approvals.values()) {
    if (status === "open" && transition === "quality_gate" && isRequestOf(request, name)) return request;
  }
  return null;
}

/** A name for the checkpoint's request that was not used before: `gate:<name>`, then with `#2`, `#3`, ... */
export function newCheckpointRequest(state: State, name: string): string {
  let request = `gate:${name}`;
  for (let n = 2; state.approvals.has(request); n++) request = `gate:${name}#${n}`;
  return request;
}

/** Whether a request asks for the approval of the checkpoint of that name, for the first time or again. */
export function isRequestOf(request: string, name: string): boolean {
  const first = `gate:${name}`;
  return request.startsWith(first) && /^(#\d+)?$/.test(request.slice(first.length));
}

/** The checkpoint that a request is for; the exact name before one that was asked again. */
export function checkpointOf(plan: Plan, request: string): QualityGate | undefined {
  const gates = plan.qualityGates;
  return gates.find(g => request === `gate:${g.name}`) ?? gates.find(g => isRequestOf(request, g.name));
}
