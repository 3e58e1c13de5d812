import type { Plan } from "../plan/plan.ts";
import { escapeLine } from "../text/escape-markdown.ts";
import { counted } from "../text/sanitise.ts";
import { joined, paragraph, type Section, spansOf, type Words } from "./blocks.ts";
import { sectionMarkdown } from "./blocks-markdown.ts";
import type { CostRow } from "./cost.ts";
import type { DashboardInput } from "./dashboard.ts";
import { compact, dateTime, duration, money } from "./figures.ts";
import { GANTT_NOTE, mermaidGantt } from "./gantt.ts";
import { qualityParts, taskWords } from "./in-words.ts";
import { mermaidGraph } from "./mermaid.ts";
import { buildReport, type ReportData } from "./report-data.ts";
import { blockers, costs, recommendations, trail } from "./report-record.ts";
import { adherence, performance, quality } from "./report-work.ts";

/** `reports/<session>.md`: the seven reports and the costs, from the log alone. */
export function reportMarkdown(input: DashboardInput): string {
  const data = buildReport(input);
  const { title, description } = data.dashboard.milestone;
  const sections = [summary(data, input.plan), ...REPORTS.map(report => report(data))];
  return [
    `# Report: ${escapeLine(title)}`,
    ...(description ? [escapeLine(description, 1_000)] : []),
    ...sections.map((section, i) => sectionMarkdown(section, i + 1)),
  ]
    .join("\n\n")
    .concat("\n");
}

export const REPORTS = [performance, quality, adherence, blockers, trail, recommendations, costs];

function summary(data: ReportData, plan: Plan): Section {
  const { dashboard, commits, deliverables, release } = data;
  const { milestone, session, timeline, status, percentage } = dashboard;
  const delivered: Words = milestone.branch
    ? [`, ${counted(commits, "phase commit")} on `, { code: milestone.branch }]
    : `, ${counted(commits, "phase")} in the checkout`;
  const facts: [string, Words | null][] = [
    ["Status", { status }],
    ["Progress", [{ percent: percentage, of: "Progress", tone: "active" }, ` · ${taskWords(dashboard)}`]],
    ["Session", session ? { code: session.id } : "none yet"],
    ["Strategy", session && `${session.strategy}, ${counted(data.utilisation.allowed, "agent")}`],
    ["Started", timeline.startedAt === null ? null : dateTime(timeline.startedAt)],
    ["Ended", timeline.endedAt === null ? null : dateTime(timeline.endedAt)],
    ["Duration", `${duration(timeline.elapsedMs)}, of which ${duration(timeline.activeMs)} in runs`],
    ["Delivered", [counted(deliverables, "deliverable"), ...spansOf(delivered)]],
    ["Release", release && releaseWords(release)],
    ["Quality", qualityParts(dashboard).join(" · ")],
    ["Used", usedWords(data.costs.total)],
  ];
  const mermaid = mermaidGraph(dashboard);
  const gantt = mermaidGantt({ plan, history: data.history, now: timeline.endedAt ?? dashboard.now });
  return {
    id: "summary",
    title: "Execution summary",
    blocks: [
      {
        kind: "overview",
        rows: facts.flatMap(([name, words]) => (words === null ? [] : [{ name, parts: [words] }])),
      },
      ...(mermaid ? [{ kind: "picture", mermaid, note: "" } as const] : []),
      ...(gantt ? [{ kind: "picture", mermaid: gantt, note: "" } as const, paragraph(GANTT_NOTE)] : []),
    ],
  };
}

function releaseWords({ version, previous, files }: NonNullable<ReportData["release"]>): Words {
  const from = previous === null ? "" : ` after ${previous}`;
  return [
    version === null ? "prepared" : `${version}${from}, prepared`,
    ...(files.length > 0
      ? [
          ": ",
          ...joined(
            files.map(code => ({ code })),
            ", ",
          ),
        ]
      : []),
  ];
}

function usedWords({ attempts, workMs, inputTokens, outputTokens, costUsd }: CostRow): string {
  const tokens = inputTokens + outputTokens;
  return [
    counted(attempts, "attempt"),
    `${duration(workMs)} of agents' time`,
    ...(tokens ? [`${compact(tokens)} tokens`] : []),
    ...(costUsd ? [money(costUsd)] : []),
  ].join(", ");
}
