import type { Dashboard } from "../dashboard.ts";
import { GROUP_ABOVE, type GraphNode, type GraphView, graphView } from "../graph-view.ts";
import { STATUS } from "../status.ts";
import { type Layout, layeredLayout, NODES, type Point } from "./layered-layout.ts";
import { escapeCut, escapeHtml, scroll, section, taskAnchor } from "./parts.ts";

/** Of the live page on a screen 1,280 wide; the report's is wider. */
const COLUMN_WIDTH = 984;
/** A picture of this many tasks one by one helps nobody, and takes long to lay out. */
const EVERY_UP_TO = 400;
const BANDS = 5;

/** The task graph; of many tasks first a picture in which those that need no look stand together, then one with all. */
export function graphSection(dashboard: Dashboard): string {
  const { length } = dashboard.tasks;
  if (length === 0) return "";
  const view = graphView(dashboard, { bands: BANDS });
  const notes = [
    ...(view.edges.some(edge => edge.critical) ? ["heavy lines: the critical path of what is left"] : []),
    ...(view.grouped ? ["stacked boxes stand for several tasks"] : []),
  ].map(note => `<li>${note}</li>`);
  const legend = notes.length > 0 ? `<ul class="legend">${notes.join("")}</ul>` : "";
  const every =
    length > GROUP_ABOVE && length <= EVERY_UP_TO
      ? `<details class="every"><summary>Every task by itself (${length})</summary>${scroll("Graph of every task", drawing(graphView(dashboard, { every: true }), laidOut(dashboard)))}</details>`
      : "";
  const whole = layeredLayout(view, COLUMN_WIDTH, ["large", "medium"]);
  return section("graph", "Graph", [scroll("Graph of the tasks", drawing(view, whole)), legend, every]);
}

/** The layout of all tasks takes a second for hundreds, and a plan's shape seldom changes. */
const layouts = new Map<string, Layout>();
const MOST_LAYOUTS = 8;

function laidOut(dashboard: Dashboard): Layout {
  const view = graphView(dashboard, { every: true });
  const shape = JSON.stringify([
    view.nodes.map(n => n.name),
    view.edges.map(e => [e.from, e.to, e.critical]),
  ]);
  const known = layouts.get(shape);
  if (known) return known;
  const made = layeredLayout(view, COLUMN_WIDTH, ["small"]);
  if (layouts.size >= MOST_LAYOUTS) layouts.delete(layouts.keys().next().value!);
  layouts.set(shape, made);
  return made;
}

/** State by colour, symbol and word, the critical path by weight of line. */
function drawing(view: GraphView, layout: Layout): string {
  const { width, height } = layout;
  const scale = Math.min(1, Math.max(0.8, COLUMN_WIDTH / width));
  const count = view.nodes.reduce((sum, node) => sum + node.tasks.length, 0);
  const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`;
  return [
    `<svg class="drawing" viewBox="0 0 ${width} ${height}" ${size} role="group" aria-label="Graph of ${count} tasks and what each waits for" font-size="12">`,
    ...layout.edges.map(edge => edgeSvg(edge, layout.down)),
    ...view.nodes.map(node => nodeSvg(node, layout)),
    "</svg>",
  ].join("\n");
}

function edgeSvg(edge: Layout["edges"][number], down: boolean): string {
  const key = edge.critical ? " key" : "";
  // The live page shows a task's own lines when somebody points at it.
  const ends = `data-ends="${edge.from} ${edge.to}"`;
  const end = edge.points.at(-1)!;
  const tip = down ? "m-4 -7h8l-4 7z" : "m-7 -4v8l7 -4z";
  return `<path class="edge${key}" ${ends} d="${curve(edge.points, down)}"/><path class="head${key}" ${ends} d="M${p(end)}${tip}"/>`;
}

/** Along the drawing's direction at each point, and across between them. */
function curve(points: readonly Point[], down: boolean): string {
  return points
    .map((to, i) => {
      const from = points[i - 1];
      if (!from) return `M${p(to)}`;
      const middle = down ? (from.y + to.y) / 2 : (from.x + to.x) / 2;
      const a = down ? { x: from.x, y: middle } : { x: middle, y: from.y };
      const b = down ? { x: to.x, y: middle } : { x: middle, y: to.y };
      return from.x === to.x || from.y === to.y ? `L${p(to)}` : `C${p(a)} ${p(b)} ${p(to)}`;
    })
    .join("");
}

const p = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

function nodeSvg(node: GraphNode, layout: Layout): string {
  const { symbol, tone } = STATUS[node.status];
  const { width, height } = NODES[layout.size];
  const { x, y } = layout.nodes[node.key]!;
  const at = (dx: number, dy: number): string => `x="${(x + dx).toFixed(1)}" y="${(y + dy).toFixed(1)}"`;
  const box = `width="${width}" height="${height}" rx="6"`;
  const many = node.tasks.length > 1;
  const behind = many
    ? `<rect class="box" ${at(4, -4)} width="${width - 4}" height="${height - 2}" rx="6"/>`
    : "";
  const dashes = node.status === "skipped" ? ' stroke-dasharray="4 3"' : "";
  const shape = `${behind}<rect class="box${node.critical ? " key" : ""}" ${at(0, 0)} ${box}${dashes}/>`;
  const small = layout.size === "small";
  const letters = layout.size === "large" ? 22 : 16;
  const name = `<text ${at(small ? 8 : 11, small ? 16 : 18)} font-weight="600"${small ? ' font-size="11"' : ""}><tspan class="tone">${symbol}</tspan> ${escapeCut(node.name, letters)}</text>`;
  const note = small
    ? ""
    : `<text class="quiet" ${at(11, layout.size === "large" ? 35 : 33)} font-size="11">${escapeCut(noteOf(node.note, letters + 5), letters + 5)}</text>`;
  const drawn = `<title>${titleOf(node)}</title>${shape}${name}${note}`;
  // A stack is no place to go to.
  return many
    ? `<g class="${tone}" data-node="${node.key}">${drawn}</g>`
    : `<a class="node ${tone}" data-node="${node.key}" href="#${taskAnchor(node.tasks[0]!)}">${drawn}</a>`;
}

/** Colour and symbol say the state as well: in a narrow box the phase and the figure are left. */
function noteOf(note: string, room: number): string {
  const parts = note.split(" · ");
  return note.length > room && parts.length === 3 ? `${parts[0]} · ${parts[2]}` : note;
}

function titleOf(node: GraphNode): string {
  const words = [node.name, node.title, node.note, node.critical ? "on the critical path" : ""];
  const { length } = node.tasks;
  const tasks = length > 1 ? `: ${node.tasks.slice(0, 40).join(", ")}${length > 40 ? " …" : ""}` : "";
  return escapeHtml(words.filter(Boolean).join(" · ") + tasks);
}
