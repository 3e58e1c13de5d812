import type { DashboardInput } from "../dashboard.ts";
import { dateTime } from "../figures.ts";
import { buildReport, type ReportData } from "../report-data.ts";
import { escapeHtml } from "./escape.ts";
import { agentGanttSvg, GANTT_LEGEND, MOST_TASK_ROWS, PATTERN, taskGanttSvg } from "./gantt-svg.ts";
import { graphSvg } from "./graph-svg.ts";
import { cards, hero, people, recommendations } from "./overview.ts";
import { scroll, section } from "./parts.ts";
import { STYLE } from "./style.ts";
import { adherence, blockers, costs, performance, quality, tasks, trail } from "./tables.ts";

/** No script, no request, no form: the page is text, drawings and one style sheet. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** `milestone report --html`: one file that shows everything and asks no server for anything. */
export function htmlReport(input: DashboardInput): string {
  const data = buildReport(input);
  const { dashboard } = data;
  const sections = [
    people(dashboard),
    timeline(data),
    graph(data),
    tasks(data),
    performance(data),
    quality(data),
    adherence(data),
    blockers(data),
    costs(data),
    recommendations(data),
    trail(data),
  ].filter(Boolean);
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
<body>
<main>
${hero(dashboard)}
${cards(data)}
${contents(sections)}
${sections.join("\n")}
<footer>As of ${dateTime(dashboard.now)}${dashboard.session ? ` · session <code>${escapeHtml(dashboard.session.id)}</code>` : ""} · all times are UTC</footer>
</main>
</body>
</html>
`;
}

function contents(sections: string[]): string {
  const links = sections.flatMap(text => {
    const found = /<h2 id="([a-z]+)">([^<]*)<\/h2>/.exec(text);
    return found ? [`<a href="#${found[1]}">${found[2]}</a>`] : [];
  });
  return `<nav aria-label="Contents">${links.join("")}</nav>`;
}

function timeline({ spans, dashboard }: ReportData): string {
  if (spans.length === 0) return "";
  const tasks = new Set(spans.flatMap(s => s.task ?? [])).size;
  const title =
    tasks > MOST_TASK_ROWS ? `The newest ${MOST_TASK_ROWS} of ${dashboard.counts.total} tasks` : "By task";
  return section("timeline", "Timeline", [
    PATTERN,
    GANTT_LEGEND,
    `<h3>${title}</h3>`,
    scroll("Timeline by task", taskGanttSvg(spans)),
    "<h3>By agent</h3>",
    scroll("Timeline by agent", agentGanttSvg(spans)),
  ]);
}

function graph({ dashboard }: ReportData): string {
  const legend = `<ul class="legend"><li>heavy lines: the critical path of what is left</li>${dashboard.tasks.length > 40 ? "<li>stacked boxes stand for several tasks</li>" : ""}</ul>`;
  return section("graph", "Graph", [scroll("Graph", graphSvg(dashboard)), legend]);
}
