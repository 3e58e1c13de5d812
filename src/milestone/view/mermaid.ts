import type { TaskStatus } from "../phase.ts";
import type { Dashboard } from "./dashboard.ts";
import { type GraphNode, type GraphView, graphView } from "./graph-view.ts";
import { STATUS } from "./status.ts";

/** GitHub refuses to draw more (Mermaid's `maxTextSize` and `maxEdges`, which a page cannot raise there). */
export const MERMAID_MAX_TEXT = 50_000;
export const MERMAID_MAX_EDGES = 500;

/**
 * The task graph as Mermaid text, coloured by state; null when GitHub would not draw it, so that the caller shows its
 * table alone. Fill and text colour are both set: readable (≥ 4.5 : 1) on a light and on a dark page.
 */
export function mermaidGraph(dashboard: Dashboard): string | null {
  const view = graphView(dashboard);
  if (view.nodes.length === 0 || view.edges.length > MERMAID_MAX_EDGES) return null;
  const titles = view.nodes.length <= TITLES_UP_TO;
  const text = [
    INIT,
    `flowchart ${direction(view, titles)}`,
    ...view.nodes.map(node => `  ${nodeLine(node, titles)}`),
    ...view.edges.map(e => `  n${e.from} ${e.critical ? "==>" : "-->"} n${e.to}`),
    ...classLines(view),
  ].join("\n");
  return text.length <= MERMAID_MAX_TEXT ? text : null;
}

/** Lines are not to be wrapped, and small graphs not to be stretched. */
const INIT =
  '%%{init: {"flowchart": {"wrappingWidth": 320, "nodeSpacing": 22, "rankSpacing": 44, "padding": 12}}}%%';

/** Above this many nodes a title in each would make all of them too small to read. */
const TITLES_UP_TO = 12;

/** Left to right reads best while it fits a page's column; deep graphs go downwards. */
function direction(view: GraphView, titles: boolean): "LR" | "TD" {
  const perLayer = new Map<number, number>();
  for (const node of view.nodes) perLayer.set(node.layer, (perLayer.get(node.layer) ?? 0) + 1);
  const width = titles ? 290 : 240;
  const across = perLayer.size * (width + 44);
  const widest = Math.max(...perLayer.values()) * (width + 22);
  return across <= COLUMN_WIDTH || across <= widest ? "LR" : "TD";
}

/** The width of a pull request's body. */
const COLUMN_WIDTH = 860;

const TITLE_CHARACTERS = 40;

function nodeLine(node: GraphNode, titles: boolean): string {
  const lines = [
    `${STATUS[node.status].symbol} ${escapeLabel(node.name, 40)}`,
    ...(titles && node.title && node.title !== node.name ? [escapeLabel(node.title, TITLE_CHARACTERS)] : []),
    // Our own words and figures, nothing of a person's.
    node.note,
  ];
  const [open, close] = node.tasks.length > 1 ? ["[[", "]]"] : ["(", ")"];
  return `n${node.key}${open}"${lines.join("<br/>")}"${close}:::${node.status}${node.critical ? "_critical" : ""}`;
}

/**
 * Text for a quoted label. Letters, digits and a few harmless signs stay; everything else becomes a numbered entity,
 * so that no title can end the label, start markup, a link, an icon or a directive. Cut by characters, not bytes.
 */
export function escapeLabel(text: string, most: number): string {
  const flat = [...text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim()];
  const kept = flat.length > most ? [...flat.slice(0, most - 1), "…"] : flat;
  return kept
    .map(c => (HARMLESS.test(c) ? c : `#${c.codePointAt(0)};${SPLIT.has(c) ? "#8203;" : ""}`))
    .join("");
}

/** Formulas (`$$`) and icons (`fa:fa-…`) are looked for after entities are read: an empty character parts them. */
const SPLIT: ReadonlySet<string> = new Set(["$", ":"]);

const HARMLESS = /^[\p{L}\p{M}\p{N} .,·…/_–-]$/u;

/** Fill, text and border by state. White text on each fill is at least 4.5 : 1. */
const LOOK: Record<TaskStatus, string> = {
  completed: "fill:#1a7f37,color:#ffffff,stroke:#1a7f37",
  in_progress: "fill:#0969da,color:#ffffff,stroke:#0969da",
  waiting_approval: "fill:#9a6700,color:#ffffff,stroke:#9a6700",
  waiting_answer: "fill:#9a6700,color:#ffffff,stroke:#9a6700",
  blocked: "fill:#cf222e,color:#ffffff,stroke:#cf222e",
  pending: "fill:#59636e,color:#ffffff,stroke:#59636e",
  skipped: "fill:#59636e,color:#ffffff,stroke:#9198a1,stroke-dasharray:4 3",
};
/** The critical path's border, seen on both themes. */
const CRITICAL = ",stroke:#bf8700,stroke-width:3px";

function classLines(view: GraphView): string[] {
  const used = new Set(view.nodes.map(n => `${n.status}${n.critical ? "_critical" : ""}`));
  return [...used].sort().map(name => {
    const status = name.replace("_critical", "") as TaskStatus;
    return `  classDef ${name} ${LOOK[status]}${name === status ? "" : CRITICAL}`;
  });
}
