import type { Plan } from "../plan/plan.ts";
import { codeSpan, escapeLine, fenced } from "../text/escape-markdown.ts";
import { counted } from "../text/sanitise.ts";
import { sectionMarkdown, table } from "./blocks-markdown.ts";
import type { CostRow } from "./cost.ts";
import type { DashboardInput } from "./dashboard.ts";
import { bar, compact, dateTime, duration, money } from "./figures.ts";
import { GANTT_NOTE, mermaidGantt } from "./gantt.ts";
import { qualityWords, taskWords } from "./in-words.ts";
import { mermaidGraph } from "./mermaid.ts";
import { buildReport, type ReportData } from "./report-data.ts";
import { blockers, costs, recommendations, trail } from "./report-record.ts";
import { adherence, performance, quality } from "./report-work.ts";
import { STATUS } from "./status.ts";

/** `reports/<session>.md`: the seven reports and the costs, from the log alone. */
export function reportMarkdown(input: DashboardInput): string {
  const data = buildReport(input);
  return [summary(data, input.plan), ...REPORTS.map((report, i) => sectionMarkdown(report(data), i + 2))]
    .join("\n\n")
    .concat("\n");
}

export const REPORTS = [performance, quality, adherence, blockers, trail, recommendations, costs];

function summary(data: ReportData, plan: Plan): string {
  const { dashboard, commits, deliverables } = data;
  const { milestone, session, timeline, status } = dashboard;
  const facts: [string, string][] = [
    ["Progress", `\`${bar(dashboard.percentage, 20)}\` ${dashboard.percentage} % · ${taskWords(dashboard)}`],
    ["Session", session ? codeSpan(session.id) : "none yet"],
    ["Strategy", session ? `${session.strategy}, ${counted(data.utilisation.allowed, "agent")}` : ""],
    ["Started", timeline.startedAt === null ? "" : dateTime(timeline.startedAt)],
    ["Ended", timeline.endedAt === null ? "" : dateTime(timeline.endedAt)],
    ["Duration", `${duration(timeline.elapsedMs)}, of which ${duration(timeline.activeMs)} in runs`],
    [
      "Delivered",
      `${counted(deliverables, "deliverable")}, ${
        milestone.branch
          ? `${counted(commits, "phase commit")} on ${codeSpan(milestone.branch)}`
          : `${counted(commits, "phase")} in the checkout`
      }`,
    ],
    ["Release", releaseCell(data.release)],
    ["Quality", qualityWords(dashboard)],
    [
      "Used",
      `${counted(data.costs.total.attempts, "attempt")}, ${duration(data.costs.total.workMs)} of agents' time${costWords(data.costs.total)}`,
    ],
  ];
  const graph = mermaidGraph(dashboard);
  const gantt = mermaidGantt({ plan, history: data.history, now: timeline.endedAt ?? dashboard.now });
  return [
    `# Report: ${escapeLine(milestone.title)}`,
    milestone.description ? escapeLine(milestone.description, 1_000) : "",
    "## 1. Execution summary",
    // The first fact is the table's head: GitHub would show an empty one.
    table(
      ["Status", `${STATUS[status].emoji} ${STATUS[status].word}`],
      facts.filter(([, value]) => value !== "").map(([name, value]) => [`**${name}**`, value]),
      [":--", ":--"],
    ),
    graph ? fenced(graph, { info: "mermaid" }) : "",
    gantt ? `${fenced(gantt, { info: "mermaid" })}\n\n${GANTT_NOTE}` : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}

function releaseCell(release: ReportData["release"]): string {
  if (!release) return "";
  const files = release.files.map(path => codeSpan(path)).join(", ");
  const from = release.previous === null ? "" : ` after ${escapeLine(release.previous)}`;
  return `${release.version === null ? "prepared" : `${escapeLine(release.version)}${from}, prepared`}${files ? `: ${files}` : ""}`;
}

function costWords(row: CostRow): string {
  const tokens = row.inputTokens + row.outputTokens;
  return `${tokens ? `, ${compact(tokens)} tokens` : ""}${row.costUsd ? `, ${money(row.costUsd)}` : ""}`;
}
