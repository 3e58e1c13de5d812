import type { TaskStatus } from "../phase.ts";
import { counted } from "../text/sanitise.ts";
import type { Dashboard, TaskRow } from "./dashboard.ts";
import { STATUS } from "./status.ts";

/** The task graph as it is drawn, in Mermaid or SVG: small enough to be read, whatever the size of the plan. */
export interface GraphView {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Whether some nodes stand for several tasks. */
  grouped: boolean;
}

export interface GraphNode {
  /** Position in `nodes`. */
  key: number;
  status: TaskStatus;
  /** First line: a task's id, or what a group holds. */
  name: string;
  /** A task's title; empty for a group. */
  title: string;
  /** Status in words, with the phase and percentage while there is one. */
  note: string;
  critical: boolean;
  /** Position in the drawing's direction: longest chain of drawn nodes before it. */
  layer: number;
  tasks: string[];
}

export interface GraphEdge {
  from: number;
  to: number;
  critical: boolean;
}

/** Above this many tasks, those that need no look are drawn together. */
export const GROUP_ABOVE = 40;
/** Groups of neighbouring waves are joined until at most this many bands are left, if the drawing does not say. */
const MOST_BANDS = 10;
/** Tasks drawn on their own although others are grouped; the rest of them is grouped as well. */
const MOST_SINGLES = 40;

/** @param every draws every task by itself, however many there are */
export function graphView(dashboard: Dashboard, { every = false, bands = MOST_BANDS } = {}): GraphView {
  const grouped = !every && dashboard.tasks.length > GROUP_ABOVE;
  const drawn = grouped ? group(dashboard.tasks, bands) : dashboard.tasks.map(task => [task]);
  const nodes = drawn.map((tasks, key) => makeNode(tasks, key));
  const edges = withoutDetours(nodes.length, edgesBetween(drawn));
  setLayers(nodes, edges);
  const critical = criticalEdges(dashboard, drawn);
  return {
    nodes,
    edges: edges.map(e => ({ ...e, critical: critical.has(`${e.from}>${e.to}`) })),
    grouped: drawn.some(tasks => tasks.length > 1),
  };
}

/** What is going on is drawn task by task; done and far work by bands of waves. */
function group(tasks: TaskRow[], bands: number): TaskRow[][] {
  const waves = Math.max(...tasks.map(t => t.wave)) + 1;
  const perBand = Math.ceil(waves / bands);
  const groups = new Map<string, TaskRow[]>();
  let singles = 0;
  for (const task of tasks) {
    const alone = isLive(task) && singles < MOST_SINGLES;
    if (alone) singles += 1;
    const key = alone ? `task ${task.id}` : `${kindOf(task)} ${Math.floor(task.wave / perBand)}`;
    const known = groups.get(key);
    if (known) known.push(task);
    else groups.set(key, [task]);
  }
  return [...groups.values()].sort((a, b) => a[0]!.wave - b[0]!.wave);
}

function isLive(task: TaskRow): boolean {
  return isWaiting(task) || task.status === "in_progress" || task.status === "blocked";
}

function isWaiting({ status }: TaskRow): boolean {
  return status === "waiting_approval" || status === "waiting_answer";
}

function kindOf(task: TaskRow): "done" | "live" | "pending" {
  if (isLive(task)) return "live";
  return task.status === "pending" ? "pending" : "done";
}

function makeNode(tasks: TaskRow[], key: number): GraphNode {
  const [first] = tasks as [TaskRow, ...TaskRow[]];
  const shared = { key, critical: tasks.some(t => t.critical), layer: 0, tasks: tasks.map(t => t.id) };
  if (tasks.length === 1) {
    return { ...shared, status: first.status, name: first.id, title: first.title, note: noteOf(first) };
  }
  const status = groupStatus(tasks);
  return { ...shared, status, name: counted(tasks.length, "task"), title: "", note: countsOf(tasks) };
}

function noteOf(task: TaskRow): string {
  const word = isWaiting(task) ? "waiting" : STATUS[task.status].word;
  if (task.status === "completed" || task.status === "skipped" || task.status === "pending") return word;
  return [task.phase, word, `${task.percentage} %`].filter(Boolean).join(" · ");
}

/** The state that needs a look first. */
function groupStatus(tasks: TaskRow[]): TaskStatus {
  const order: TaskStatus[] = [
    "blocked",
    "waiting_approval",
    "waiting_answer",
    "in_progress",
    "pending",
    "completed",
    "skipped",
  ];
  return order.find(status => tasks.some(t => t.status === status)) ?? "pending";
}

function countsOf(tasks: TaskRow[]): string {
  const counts = new Map<TaskStatus, number>();
  for (const task of tasks) counts.set(task.status, (counts.get(task.status) ?? 0) + 1);
  if (counts.size === 1) return STATUS[tasks[0]!.status].word;
  return [...counts].map(([status, count]) => `${count} ${STATUS[status].word}`).join(", ");
}

type DrawnEdge = { from: number; to: number };

function edgesBetween(drawn: TaskRow[][]): DrawnEdge[] {
  const keyOf = keys(drawn);
  const seen = new Set<string>();
  const edges: DrawnEdge[] = [];
  for (const [to, tasks] of drawn.entries()) {
    for (const dependency of tasks.flatMap(t => t.dependencies)) {
      const from = keyOf.get(dependency);
      if (from === undefined || from === to || seen.has(`${from}>${to}`)) continue;
      seen.add(`${from}>${to}`);
      edges.push({ from, to });
    }
  }
  return edges;
}

function keys(drawn: TaskRow[][]): Map<string, number> {
  return new Map(drawn.flatMap((tasks, key) => tasks.map(t => [t.id, key] as const)));
}

/** Leaves out an edge that a longer way says already; groups may form circles, whose edges all stay. */
function withoutDetours(count: number, edges: DrawnEdge[]): DrawnEdge[] {
  const next: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) next[from]!.push(to);
  return edges.filter(({ from, to }) => !reaches(next, from, to));
}

/** Whether `to` is reached from `from` by more than the one edge between them. */
function reaches(next: number[][], from: number, to: number): boolean {
  const seen = new Set<number>([from]);
  const open = next[from]!.filter(n => n !== to);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...next[at]!);
  }
  return false;
}

/** Longest chain before each node; edges back, which only groups have, are not followed. */
function setLayers(nodes: GraphNode[], edges: DrawnEdge[]): void {
  const next: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) next[from]!.push(to);
  const state = new Array<number>(nodes.length).fill(0);
  const order: number[] = [];
  const forward: DrawnEdge[] = [];
  const visit = (start: number): void => {
    const stack = [{ at: start, i: 0 }];
    state[start] = 1;
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const to = next[top.at]![top.i++];
      if (to === undefined) {
        state[top.at] = 2;
        order.push(top.at);
        stack.pop();
      } else if (state[to] !== 1) {
        forward.push({ from: top.at, to });
        if (state[to] === 0) {
          state[to] = 1;
          stack.push({ at: to, i: 0 });
        }
      }
    }
  };
  for (const node of nodes) if (state[node.key] === 0) visit(node.key);
  const outgoing: number[][] = nodes.map(() => []);
  for (const { from, to } of forward) outgoing[from]!.push(to);
  for (const at of order.reverse()) {
    for (const to of outgoing[at]!) nodes[to]!.layer = Math.max(nodes[to]!.layer, nodes[at]!.layer + 1);
  }
}

function criticalEdges(dashboard: Dashboard, drawn: TaskRow[][]): Set<string> {
  const keyOf = keys(drawn);
  const edges = new Set<string>();
  dashboard.criticalPath.forEach((id, i, path) => {
    const from = i > 0 ? keyOf.get(path[i - 1]!) : undefined;
    const to = keyOf.get(id);
    if (from !== undefined && to !== undefined) edges.add(`${from}>${to}`);
  });
  return edges;
}
