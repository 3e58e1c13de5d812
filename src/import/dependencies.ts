import type { ImportedPlan, ImportedTask, ImportNote } from "./imported.ts";

/**
 * So many tasks of one step run side by side; a longer step is cut. Each task of a step names every one of the step
 * before, so two steps of n tasks cost n² names, and more than 64 never run at once.
 */
const MAX_SIDE_BY_SIDE = 64;
const MAX_LIST = 1000;

export interface Dependencies {
  /** Of each task, the places of those it needs, without repetition, in the order of the list. */
  of: number[][];
  notes: ImportNote[];
}

/**
 * The dependencies of the tasks: a task needs its subtasks, what the source names, and the step before its own.
 * What would close a circle is left out, named ones with a note. Where a needed task will never run (skipped),
 * what that one needed is needed in its place.
 */
export function dependenciesOf(
  plan: Pick<ImportedPlan, "tasks" | "steps" | "edges" | "hints">,
): Dependencies {
  const { tasks } = plan;
  const graph = new NeedsGraph(tasks.length);
  const notes: ImportNote[] = [];
  tasks.forEach((task, index) => {
    if (task.parent !== null) graph.add(task.parent, index);
  });
  const named = namedEdges(tasks, notes);
  const refused = graph.addAll(named);
  for (const [task, needs] of refused) {
    notes.push({
      what: `${tasks[task]!.id} names ${tasks[needs]!.id}, which waits for it: that dependency is left out`,
    });
  }
  graph.addAll(stepEdges(plan.steps, tasks));
  graph.addAll(plan.edges ?? []);
  for (const [task, needs] of plan.hints) {
    if (!graph.reaches(task, needs) && !graph.reaches(needs, task)) graph.add(task, needs);
  }
  return { of: pastSkipped(graph, tasks, notes), notes };
}

type NeedsEdge = [task: number, needs: number];

/** Named dependencies; those of a task hold for its subtasks too, but for those that wait for a sister. */
function namedEdges(tasks: readonly ImportedTask[], notes: ImportNote[]): NeedsEdge[] {
  const places = new Map<string, number>();
  tasks.forEach(({ id }, index) => {
    if (!places.has(id)) places.set(id, index);
  });
  const own = tasks.map((task, index) => {
    const known: number[] = [];
    for (const id of task.after) {
      const place = places.get(id);
      if (place === undefined)
        notes.push({
          what: "named as needed but not in the plan, left out",
          item: `${id} (by ${task.id}${task.line > 0 ? `, line ${task.line}` : ""})`,
        });
      else if (place !== index) known.push(place);
    }
    return known;
  });
  const edges: NeedsEdge[] = own.flatMap((list, task) => list.map((needs): NeedsEdge => [task, needs]));
  tasks.forEach((task, index) => {
    const sister = own[index]!.some(needs => tasks[needs]!.parent === task.parent);
    if (task.parent === null || sister) return;
    for (const ancestor of ancestors(tasks, index)) {
      for (const needs of own[ancestor]!) {
        if (needs !== index && !isWithin(tasks, needs, ancestor)) edges.push([index, needs]);
      }
    }
  });
  return edges;
}

function ancestors(tasks: readonly ImportedTask[], index: number): number[] {
  const found: number[] = [];
  for (let at = tasks[index]!.parent; at !== null && !found.includes(at); at = tasks[at]!.parent)
    found.push(at);
  return found;
}

function isWithin(tasks: readonly ImportedTask[], index: number, ancestor: number): boolean {
  return index === ancestor || ancestors(tasks, index).includes(ancestor);
}

/**
 * Each step needs the one before. A task that will not run cannot hold up another, so the last unfinished step is
 * needed past the finished and skipped ones behind it.
 */
function stepEdges(steps: readonly number[][], tasks: readonly ImportedTask[]): NeedsEdge[] {
  const edges: NeedsEdge[] = [];
  let before: number[] = [];
  for (const step of steps.flatMap(cut)) {
    for (const task of step) for (const needs of before) edges.push([task, needs]);
    const runs = step.filter(at => tasks[at]!.state === "pending" || tasks[at]!.state === "in_progress");
    if (runs.length > 0) {
      before = runs;
      continue;
    }
    const done = step.filter(at => tasks[at]!.state === "completed").slice(-1);
    const unfinished = before.filter(at => tasks[at]!.state !== "completed");
    before = done.length > 0 ? [...unfinished, ...done] : before;
  }
  return edges;
}

export function cut(step: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < step.length; at += MAX_SIDE_BY_SIDE)
    parts.push(step.slice(at, at + MAX_SIDE_BY_SIDE));
  return parts;
}

function pastSkipped(graph: NeedsGraph, tasks: readonly ImportedTask[], notes: ImportNote[]): number[][] {
  const full = tasks.map(() => [] as number[]);
  for (const task of graph.order()) {
    const needs = new Set<number>();
    for (const each of graph.needs(task)) {
      needs.add(each);
      if (tasks[each]!.state !== "skipped") continue;
      for (const past of full[each]!) needs.add(past);
    }
    if (needs.size > MAX_LIST) {
      notes.push({
        what: `needs more than ${MAX_LIST} tasks, of which the last are named`,
        item: tasks[task]!.id,
      });
    }
    full[task] = [...needs].sort((a, b) => a - b).slice(-MAX_LIST);
  }
  return full;
}

/** What each task needs; never holds a circle. */
class NeedsGraph {
  readonly #needs: Set<number>[];

  constructor(size: number) {
    this.#needs = Array.from({ length: size }, () => new Set<number>());
  }

  needs(task: number): ReadonlySet<number> {
    return this.#needs[task]!;
  }

  add(task: number, needs: number): void {
    this.#needs[task]!.add(needs);
  }

  /** Adds what closes no circle and returns the rest. Costs one look at the graph when there is no circle. */
  addAll(edges: readonly NeedsEdge[]): NeedsEdge[] {
    const fresh = edges.filter(([task, needs]) => task !== needs && !this.#needs[task]!.has(needs));
    for (const [task, needs] of fresh) this.add(task, needs);
    if (this.order().length === this.#needs.length) return [];
    for (const [task, needs] of fresh) this.#needs[task]!.delete(needs);
    return fresh.filter(([task, needs]) => {
      if (this.reaches(needs, task)) return true;
      this.add(task, needs);
      return false;
    });
  }

  /** Whether a task needs another, directly or through others. */
  reaches(from: number, to: number): boolean {
    const seen = new Set([from]);
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === to) return true;
      for (const next of this.#needs[at]!) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    return false;
  }

  /** Every task after what it needs; shorter than the graph when there is a circle. */
  order(): number[] {
    const waiting = this.#needs.map(needs => needs.size);
    const neededBy = this.#needs.map(() => [] as number[]);
    this.#needs.forEach((needs, task) => {
      for (const each of needs) neededBy[each]!.push(task);
    });
    const order = waiting.flatMap((count, task) => (count === 0 ? [task] : []));
    for (let at = 0; at < order.length; at++) {
      for (const task of neededBy[order[at]!]!) {
        waiting[task]! -= 1;
        if (waiting[task] === 0) order.push(task);
      }
    }
    return order;
  }
}
