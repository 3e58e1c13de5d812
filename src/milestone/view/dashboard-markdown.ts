import type { Plan } from "../plan/plan.ts";
import { codeSpan, cut, escapeLine, fenced } from "../text/escape-markdown.ts";
import { counted } from "../text/sanitise.ts";
import { blocksMarkdown } from "./blocks-markdown.ts";
import type { Dashboard } from "./dashboard.ts";
import { bar, clockTime, dateTime, duration } from "./figures.ts";
import { GANTT_NOTE, mermaidGantt } from "./gantt.ts";
import { qualityWords, taskWords, timeWords, usageWords } from "./in-words.ts";
import { mermaidGraph } from "./mermaid.ts";
import { needsOf } from "./needs.ts";
import type { RunHistory } from "./run-history.ts";
import { STATUS } from "./status.ts";
import { taskList } from "./task-table.ts";

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
interface Detail {
  gantt: boolean;
  finished: boolean;
  /** Most rows of unfinished tasks. */
  rows: number;
  evidence: boolean;
  graph: boolean;
}

const DETAILS: Detail[] = [
  { gantt: true, finished: true, rows: 10_000, evidence: true, graph: true },
  { gantt: false, finished: true, rows: 10_000, evidence: true, graph: true },
  { gantt: false, finished: false, rows: 10_000, evidence: true, graph: true },
  { gantt: false, finished: false, rows: 200, evidence: false, graph: true },
  { gantt: false, finished: false, rows: 40, evidence: false, graph: true },
  { gantt: false, finished: false, rows: 40, evidence: false, graph: false },
];

/** The dashboard as GitHub markdown that fits its place. Everything agents or people wrote in it is inert. */
export function dashboardMarkdown(dashboard: Dashboard, options: MarkdownOptions = {}): string {
  const limit = options.limit ?? BODY_BYTES;
  let text = "";
  for (const detail of DETAILS) {
    text = render(dashboard, detail, options.gantt ?? null);
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

function render(dashboard: Dashboard, detail: Detail, gantt: string | null): string {
  const graph = detail.graph ? mermaidGraph(dashboard) : null;
  return [
    heading(dashboard),
    bars(dashboard),
    needsPeople(dashboard, detail),
    agents(dashboard),
    graph ? `### Graph\n\n${fenced(graph, { info: "mermaid" })}${criticalNote(dashboard)}` : "",
    tasks(dashboard, detail),
    detail.gantt && gantt
      ? `### Timeline\n\n${fenced(gantt, { info: "mermaid" })}\n\n<sub>${GANTT_NOTE}</sub>`
      : "",
    events(dashboard),
    foot(dashboard),
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

function criticalNote(dashboard: Dashboard): string {
  const [first] = dashboard.criticalPath;
  return first === undefined
    ? ""
    : "\n\n<sub>Thick arrows and borders: the critical path of what is left.</sub>";
}

function heading(dashboard: Dashboard): string {
  const { emoji, word } = STATUS[dashboard.status];
  const reason = dashboard.session?.reason ? `: ${escapeLine(dashboard.session.reason)}` : "";
  return `## ${escapeLine(dashboard.milestone.title)}\n\n${emoji} **${word}**${reason}`;
}

function bars(dashboard: Dashboard): string {
  const { timeline, quality } = dashboard;
  const row = (name: string, percent: number | null, words: string) =>
    `| ${name} | ${percent === null ? "" : spanBar(percent, 10)} | ${words} |`;
  const time = timeline.leftPercent === null ? null : Math.max(0, timeline.leftPercent);
  return [
    // The first measure is the table's head: GitHub would show an empty one.
    row("Progress", dashboard.percentage, `${dashboard.percentage} % · ${taskWords(dashboard)}`),
    "| :-- | :-- | :-- |",
    row(time === null ? "**Time**" : "**Time left**", time, timeWords(dashboard)),
    row("**Quality**", quality.percentage, qualityWords(dashboard)),
    ...dashboard.phases.map(p =>
      row(p.phase, p.percentage, `${p.percentage} % · ${p.finished}/${p.total} finished`),
    ),
  ].join("\n");
}

const spanBar = (percent: number, width: number): string => `\`${bar(percent, width)}\``;

/** Most of each kind that are named. */
const NEEDS_SHOWN = 100;

function needsPeople(dashboard: Dashboard, detail: Detail): string {
  const needs = needsOf(dashboard, "github");
  if (needs.length === 0) return "";
  const lines = needs.slice(0, NEEDS_SHOWN).map(need => {
    const { emoji } = STATUS[need.status];
    const criteria = need.criteria.length
      ? ` Criteria: ${need.criteria.map(c => escapeLine(c)).join(", ")}.`
      : "";
    const end =
      need.status === "waiting_approval" ? `. ${need.ways.map(w => codeSpan(w.command)).join(" ")}` : "";
    const ways = need.ways.map(({ words, command }) => `\n  - ${codeSpan(command)} ${escapeLine(words)}`);
    const evidence =
      detail.evidence && need.evidence
        ? `\n\n  <details><summary>Evidence</summary>\n\n${indent(fenced(need.evidence, { limit: 2_000, keep: "end" }))}\n\n  </details>\n`
        : "";
    return `- ${emoji} **${escapeLine(need.name)}** ${escapeLine(need.words)}${end}${criteria}${end ? "" : ways.join("")}${evidence}`;
  });
  if (needs.length > lines.length) lines.push(`- and ${needs.length - lines.length} more`);
  return `### Needs a person\n\n${lines.join("\n")}`;
}

const indent = (text: string): string => text.replace(/^/gm, "  ");

function agents({ agents: working, now }: Dashboard): string {
  if (working.length === 0) return "";
  const isElsewhere = working.some(({ run }) => run !== null);
  const rows = working.map(a => {
    const again = a.attempt > 1 ? ` (attempt ${a.attempt})` : "";
    const where = a.run === null ? "" : `run ${escapeLine(a.run)}`;
    const cells = [a.slot ?? "", `${escapeLine(`${a.task}/${a.phase}`)}${again}`, escapeLine(a.executor)];
    return `| ${[...cells, ...(isElsewhere ? [where] : []), duration(now - a.since)].join(" | ")} |`;
  });
  const head = isElsewhere
    ? "| Agent | Works on | Executor | Where | For |\n| ---: | --- | --- | --- | ---: |"
    : "| Agent | Works on | Executor | For |\n| ---: | --- | --- | ---: |";
  return `### Agents at work\n\n${head}\n${rows.join("\n")}`;
}

function tasks(dashboard: Dashboard, { rows, finished }: Detail): string {
  return `### Tasks\n\n${blocksMarkdown(taskList(dashboard.tasks, { open: rows, finished }))}`;
}

function events(dashboard: Dashboard): string {
  if (dashboard.events.length === 0) return "";
  const lines = [...dashboard.events].reverse().map(e => `- \`${clockTime(e.at)}\` ${escapeLine(e.text)}`);
  return `### Last events (UTC)\n\n${lines.join("\n")}`;
}

function foot(dashboard: Dashboard): string {
  const { session } = dashboard;
  const parts = [
    session ? `Session ${codeSpan(session.id)}` : "",
    session ? `${session.strategy}, ${counted(session.agents, "agent")}` : "",
    dashboard.usage.attempts ? usageWords(dashboard) : "",
    `as of ${dateTime(dashboard.now)}`,
  ].filter(Boolean);
  return `<sub>${parts.join(" · ")}</sub>`;
}
