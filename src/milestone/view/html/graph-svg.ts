import type { Dashboard } from "../dashboard.ts";
import { type GraphNode, graphView } from "../graph-view.ts";
import { STATUS } from "../status.ts";
import { escapeCut, escapeHtml } from "./escape.ts";
import { type Layout, layeredLayout, NODE } from "./layered-layout.ts";

const COLUMN_WIDTH = 1040;

/** The task graph; state by colour, symbol and word, the critical path by weight of line. */
export function graphSvg(dashboard: Dashboard): string {
  const view = graphView(dashboard);
  if (view.nodes.length === 0) return "";
  const layout = layeredLayout(view, COLUMN_WIDTH);
  const width = Math.ceil(layout.width);
  const height = Math.ceil(layout.height);
  return [
    `<svg class="drawing" style="--width:${width}px" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Graph of ${dashboard.counts.total} tasks and what each waits for" font-size="12">`,
    ...layout.edges.map(edge => edgeSvg(edge, layout.down)),
    ...view.nodes.map(node => nodeSvg(node, layout.nodes[node.key]!)),
    "</svg>",
  ].join("\n");
}

function edgeSvg(edge: Layout["edges"][number], down: boolean): string {
  const [first, ...rest] = edge.points as [Point, ...Point[]];
  let path = `M${p(first)}`;
  let at = first;
  for (const to of rest) {
    const middle = down ? (at.y + to.y) / 2 : (at.x + to.x) / 2;
    const [a, b] = down
      ? [
          { x: at.x, y: middle },
          { x: to.x, y: middle },
        ]
      : [
          { x: middle, y: at.y },
          { x: middle, y: to.y },
        ];
    path += `C${p(a)} ${p(b)} ${p(to)}`;
    at = to;
  }
  const tip = down ? `m-4 -7h8l-4 7z` : `m-7 -4v8l7 -4z`;
  const key = edge.critical ? " key" : "";
  return `<path class="edge${key}" d="${path}"/><path class="head${key}" d="M${p(at)}${tip}"/>`;
}

interface Point {
  x: number;
  y: number;
}

const p = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

function nodeSvg(node: GraphNode, at: Point): string {
  const { symbol, tone } = STATUS[node.status];
  const key = node.critical ? " key" : "";
  const dashes = node.status === "skipped" ? ' stroke-dasharray="4 3"' : "";
  const behind =
    node.tasks.length > 1
      ? `<rect class="box" x="${at.x + 4}" y="${at.y - 4}" width="${NODE.width - 4}" height="${NODE.height - 2}" rx="7"/>`
      : "";
  const title = [node.name, node.title, node.note, node.critical ? "on the critical path" : ""];
  const tasks =
    node.tasks.length > 1
      ? `: ${node.tasks.slice(0, 40).join(", ")}${node.tasks.length > 40 ? " …" : ""}`
      : "";
  return `<g class="${tone}"><title>${escapeHtml(title.filter(Boolean).join(" · ") + tasks)}</title>${behind}<rect class="box${key}" x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" width="${NODE.width}" height="${NODE.height}" rx="7"${dashes}/><text x="${(at.x + 12).toFixed(1)}" y="${(at.y + 19).toFixed(1)}" font-weight="600"><tspan class="tone">${symbol}</tspan> ${escapeCut(node.name, 22)}</text><text class="quiet" x="${(at.x + 12).toFixed(1)}" y="${(at.y + 36).toFixed(1)}" font-size="11">${escapeCut(node.note, 32)}</text></g>`;
}
