import type { DashboardInput } from "../dashboard.ts";
import { dateTime } from "../figures.ts";
import { buildReport } from "../report-data.ts";
import { blockers, costs, recommendations, trail } from "../report-record.ts";
import { adherence, performance, quality } from "../report-work.ts";
import { taskList } from "../task-table.ts";
import { sectionHtml } from "./blocks-html.ts";
import { taskDrawer } from "./drawer.ts";
import { agentGanttSvg, GANTT_LEGEND, MOST_TASK_ROWS, PATTERN, taskGanttSvg } from "./gantt-svg.ts";
import { graphSection } from "./graph-svg.ts";
import { madeSection } from "./made.ts";
import { atWork, cards, hero, people } from "./overview.ts";
import type { PageData, ShownDocument } from "./page-data.ts";
import { escapeHtml, scroll, section } from "./parts.ts";
import { STYLE } from "./style.ts";

/** A part of the page that is brought up to date by itself. */
export interface PagePart {
  id: string;
  html: string;
}

/** Every part of a milestone's page that has something to say, in the order of the page. */
export function pageParts(page: PageData): PagePart[] {
  const { report } = page;
  const made: [string, string] = ["made", madeSection(page)];
  // Of what is over people ask first what came of it.
  const isOver = report.dashboard.timeline.endedAt !== null;
  const content: [string, string][] = [
    ...(isOver ? [made] : []),
    ["graph", graphSection(report.dashboard)],
    ["timeline", timeline(page)],
    ["tasks", sectionHtml({ id: "tasks", title: "Tasks", blocks: taskList(report.dashboard.tasks) })],
    ...(isOver ? [] : [made]),
    ["costs", sectionHtml(costs(report))],
    ["blockers", sectionHtml(blockers(report))],
    ["quality", sectionHtml(quality(report))],
    ["performance", sectionHtml(performance(report))],
    ["adherence", sectionHtml(adherence(report))],
    ["advice", sectionHtml(recommendations(report))],
    ["trail", report.history.record.events > 0 ? sectionHtml(trail(report)) : ""],
  ];
  const sections = content.flatMap(([id, html]) => (html ? [{ id: `part-${id}`, html }] : []));
  const first: [string, string][] = [
    ["hero", hero(page)],
    ["people", people(page)],
    ["now", atWork(page)],
    ["cards", cards(report)],
    ["contents", contents(sections)],
  ];
  return [...first.flatMap(([id, html]) => (html ? [{ id: `part-${id}`, html }] : [])), ...sections];
}

function contents(parts: readonly PagePart[]): string {
  const links = parts.flatMap(({ html }) => {
    const found = /<h2 id="([a-z]+)">([^<]*)<\/h2>/.exec(html);
    return found ? [`<a href="#${found[1]}">${found[2]}</a>`] : [];
  });
  return links.length > 1 ? `<nav class="contents" aria-label="Contents">${links.join("")}</nav>` : "";
}

function timeline({ report: { spans, dashboard } }: PageData): string {
  if (spans.length === 0) return "";
  const tasks = new Set(spans.flatMap(s => s.task ?? [])).size;
  const title =
    tasks > MOST_TASK_ROWS ? `The newest ${MOST_TASK_ROWS} of ${dashboard.counts.total} tasks` : "By task";
  return section("timeline", "Timeline", [
    PATTERN,
    GANTT_LEGEND,
    `<h3>${title}</h3>`,
    scroll("Timeline by task", taskGanttSvg(spans)),
    `<details data-key="by-agent"><summary>By agent</summary>${scroll("Timeline by agent", agentGanttSvg(spans))}</details>`,
  ]);
}

/** No script, no request, no form: the page is text, drawings and one style sheet. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Beyond the log: what the report is given of the repository. */
export type ReportMore = Partial<Pick<PageData, "made" | "web">> & {
  /** Of each task. */
  documents?: ReadonlyMap<string, readonly ShownDocument[]>;
};

/** `milestone report --html`: the live page frozen, one file that shows everything and asks no server for anything. */
export function htmlReport(
  input: DashboardInput,
  { made = null, web = null, documents }: ReportMore = {},
): string {
  const { plan, state } = input;
  const page: PageData = { report: buildReport(input), plan, state, made, web, live: null };
  const { dashboard } = page.report;
  const drawers = plan.tasks.map(({ id }) =>
    taskDrawer(page, id, { documents: documents?.get(id) ?? [], logs: [] }),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${dashboard.percentage} % ${dashboard.milestone.title}`)}</title>
<style>${STYLE}</style>
</head>
<body class="frozen">
<main>
${pageParts(page)
  .map(part => part.html)
  .join("\n")}
<footer>As of ${dateTime(dashboard.now)}${dashboard.session ? ` · session <code>${escapeHtml(dashboard.session.id)}</code>` : ""} · all times are UTC</footer>
</main>
<div class="drawers">
${drawers.join("\n")}
</div>
</body>
</html>
`;
}
