import type { Plan, TaskPlan } from "../plan/plan.ts";

/**
 * The tasks of a plan as numbers: a task is its place in the file, edges are lists of places. Built once per plan;
 * everything that looks at many tasks looks at this.
 */
export interface Graph {
  tasks: readonly TaskPlan[];
  index: ReadonlyMap<string, number>;
  dependencies: readonly (readonly number[])[];
  dependants: readonly (readonly number[])[];
  /** Topological, the file's order breaking ties. */
  order: readonly number[];
  /** Place of each task in `order`. */
  rank: readonly number[];
  /** Longest chain of dependencies before each task: tasks of one wave are independent of each other. */
  wave: readonly number[];
}

/** @throws when tasks depend on each other in a circle or on an unknown task: a validated plan never does. */
export function buildGraph(plan: Pick<Plan, "id" | "tasks">): Graph {
  const { tasks } = plan;
  const index = new Map(tasks.map((task, i) => [task.id, i]));
  const dependencies = tasks.map(task =>
    [...new Set(task.dependencies)].map(id => placeOf(index, id, task.id)),
  );
  const dependants: number[][] = tasks.map(() => []);
  dependencies.forEach((list, i) => {
    for (const d of list) dependants[d]!.push(i);
  });
  const order = topologicalOrder(dependencies, dependants);
  if (order.length < tasks.length)
    throw new Error(`the tasks of ${plan.id} depend on each other in a circle`);
  const rank = new Array<number>(tasks.length).fill(0);
  const wave = new Array<number>(tasks.length).fill(0);
  order.forEach((i, place) => {
    rank[i] = place;
    for (const d of dependencies[i]!) wave[i] = Math.max(wave[i]!, wave[d]! + 1);
  });
  return { tasks, index, dependencies, dependants, order, rank, wave };
}

/** The waves as lists of task ids, each in the file's order. */
export function wavesOf(graph: Graph): string[][] {
  const waves: string[][] = [];
  graph.tasks.forEach((task, i) => {
    const wave = graph.wave[i]!;
    while (waves.length <= wave) waves.push([]);
    waves[wave]!.push(task.id);
  });
  return waves;
}

/** These tasks and all that they need, also through others. */
export function tasksWithNeeds(graph: Graph, ids: readonly string[]): Set<string> {
  const wanted = new Set(ids);
  for (let at = graph.order.length - 1; at >= 0; at--) {
    const place = graph.order[at]!;
    if (!wanted.has(graph.tasks[place]!.id)) continue;
    for (const need of graph.dependencies[place]!) wanted.add(graph.tasks[need]!.id);
  }
  return wanted;
}

function placeOf(index: ReadonlyMap<string, number>, id: string, task: string): number {
  const place = index.get(id);
  if (place === undefined) throw new Error(`${task} depends on the unknown task ${id}`);
  return place;
}

function topologicalOrder(dependencies: number[][], dependants: number[][]): number[] {
  const missing = dependencies.map(list => list.length);
  const ready = new PriorityQueue<number>((a, b) => a - b);
  missing.forEach((count, i) => {
    if (count === 0) ready.push(i);
  });
  const order: number[] = [];
  for (let i = ready.pop(); i !== undefined; i = ready.pop()) {
    order.push(i);
    for (const d of dependants[i]!) {
      missing[d]! -= 1;
      if (missing[d] === 0) ready.push(d);
    }
  }
  return order;
}

/** A binary heap: the item that `compare` puts first comes out first. */
export class PriorityQueue<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#compare(items[parent]!, item) <= 0) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    this.#sink(last);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#compare(items[child + 1]!, items[child]!) < 0) child += 1;
      if (this.#compare(item, items[child]!) <= 0) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  }
}
