import type { Plan } from "../plan/plan.ts";
import { cut } from "../text/escape-markdown.ts";
import { documentMarkdown } from "./blocks-markdown.ts";
import type { Dashboard } from "./dashboard.ts";
import { type DashboardRoom, dashboardDocument } from "./dashboard-document.ts";
import { mermaidGantt } from "./gantt.ts";
import type { RunHistory } from "./run-history.ts";

export interface MarkdownOptions {
  /** Most bytes of UTF-8: 1 MiB for a job summary, 65,535 for bodies and check runs. Characters are never more. */
  limit?: number;
  /** Mermaid Gantt text, for places with room for it. */
  gantt?: string | null;
}

/** GitHub takes 65,535 characters for a body and a check's summary. */
export const BODY_BYTES = 65_535;
/** GitHub drops a step's summary above 1 MiB. */
export const SUMMARY_BYTES = 1_048_576;

/** What is given up, step by step, when the text is too long; the graph goes last. */
const ROOMS: Omit<DashboardRoom, "gantt">[] = [
  { tasks: { open: 10_000, finished: true }, evidence: true, graph: true },
  { tasks: { open: 10_000, finished: false }, evidence: true, graph: true },
  { tasks: { open: 200, finished: false }, evidence: false, graph: true },
  { tasks: { open: 40, finished: false }, evidence: false, graph: true },
  { tasks: { open: 40, finished: false }, evidence: false, graph: false },
];

/** The dashboard as GitHub markdown that fits its place. Everything agents or people wrote in it is inert. */
export function dashboardMarkdown(dashboard: Dashboard, options: MarkdownOptions = {}): string {
  const limit = options.limit ?? BODY_BYTES;
  let text = "";
  const rooms = ROOMS.map(room => ({ ...room, gantt: null }));
  for (const room of [{ ...rooms[0]!, gantt: options.gantt ?? null }, ...rooms]) {
    text = documentMarkdown(dashboardDocument(dashboard, "github", room));
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return cutBytes(text, limit);
}

/** The same as a job's summary, where there is room for the agents' time as well. */
export function summaryMarkdown(dashboard: Dashboard, plan: Plan, history: RunHistory): string {
  const now = dashboard.timeline.endedAt ?? dashboard.now;
  return dashboardMarkdown(dashboard, { limit: SUMMARY_BYTES, gantt: mermaidGantt({ plan, history, now }) });
}

function cutBytes(text: string, limit: number): string {
  let most = Math.min(text.length, limit);
  let short = cut(text, most);
  for (let over = Buffer.byteLength(short) - limit; over > 0; over = Buffer.byteLength(short) - limit) {
    most = Math.max(0, most - over);
    short = cut(text, most);
  }
  return short;
}
