import { questionName } from "../session/questions.ts";
import { codeSpan, escapeLine, fenced } from "../text/escape-markdown.ts";
import { counted } from "../text/sanitise.ts";
import { type CostRow, type CostSummary, costCell } from "./cost.ts";
import { describeEvent } from "./describe-event.ts";
import { compact, dateTime, duration, money, took } from "./figures.ts";
import { approvalWords, gateName, LEVELS, questionWords } from "./in-words.ts";
import { RIGHT, table } from "./markdown-table.ts";
import type { ReportData } from "./report-data.ts";

/** The reports on what happened and what it cost: blockers, decisions, events, advice. */

/** Failed attempts whose last words are printed. */
const WORDS_LISTED = 20;
/** Events listed in the report; the log holds them all. */
const EVENTS_LISTED = 100;

export function blockers(data: ReportData): string {
  const { dashboard } = data;
  const rows = data.blockers.map(b => [
    escapeLine(b.task ? `${b.task}${b.phase ? `/${b.phase}` : ""}` : "milestone"),
    b.type,
    `${b.level}, ${LEVELS[b.level as keyof typeof LEVELS]}`,
    escapeLine(b.message),
    b.resolvedAt === null
      ? `open for ${duration(dashboard.now - b.detectedAt)}`
      : `${escapeLine(b.how)}, after ${duration(b.resolvedAt - b.detectedAt)}`,
  ]);
  const failures = table(
    ["Failed attempts", "Count", "Where"],
    data.failures.map(f => [
      f.type,
      String(f.count),
      f.where
        .slice(0, 8)
        .map(w => escapeLine(w))
        .join(", ") + (f.where.length > 8 ? " …" : ""),
    ]),
    ["---", RIGHT],
  );
  const newest = data.history.record.failed.slice(-WORDS_LISTED).reverse();
  const words = newest.map(f =>
    [
      `**${escapeLine(`${f.task}/${f.phase}`)}**, attempt ${f.attempt} (${f.type}): ${escapeLine(f.message)}`,
      f.words ? fenced(f.words) : "",
    ]
      .filter(Boolean)
      .join("\n\n"),
  );
  const waiting = [
    ...dashboard.approvals.map(
      a => `- ${escapeLine(gateName(a))} ${escapeLine(approvalWords(a, dashboard.now))}`,
    ),
    ...dashboard.questions.map(
      q => `- ${escapeLine(questionName(q))} ${escapeLine(questionWords(q, dashboard.now))}`,
    ),
  ];
  return [
    "## 5. Blocker analysis",
    rows.length ? table(["Where", "Type", "Level", "Message", "Resolution"], rows) : "There was no blocker.",
    data.failures.length ? failures : "No attempt failed.",
    words.length ? `What they said at the end, the newest first:\n\n${words.join("\n\n")}` : "",
    waiting.length ? `Waiting for people:\n\n${waiting.join("\n")}` : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}

export function trail(data: ReportData): string {
  const { events, newest } = data.history.record;
  const audit = table(
    ["When", "Who", "What", "Permission", "Commit"],
    data.audit.map(a => [
      dateTime(Date.parse(a.at)),
      a.who === null ? "" : escapeLine(a.id === null ? a.who : `${a.who} (${a.id})`),
      escapeLine(a.words, 200),
      a.permission === null ? "" : escapeLine(a.permission),
      a.commit === null ? "" : codeSpan(a.commit.slice(0, 7)),
    ]),
  );
  const listed = newest.slice(-EVENTS_LISTED);
  const lines = listed.map(
    e => `- \`${e.seq}\` ${dateTime(Date.parse(e.timestamp))} ${escapeLine(describeEvent(e))}`,
  );
  const id = data.dashboard.milestone.id;
  return [
    "## 6. Event log and audit trail",
    `The log has ${counted(events, "event")}; \`milestone audit ${id}\` verifies its chain, \`milestone replay ${id}\` the state made of it.`,
    data.audit.length ? audit : "No person has decided anything yet.",
    `<details><summary>${listed.length < events ? `The newest ${listed.length} events` : "All events"}</summary>\n\n${lines.join("\n")}\n\n</details>`,
  ].join("\n\n");
}

export function recommendations(data: ReportData): string {
  const lines = data.recommendations.map(r => `- ${escapeLine(r.fact)} **${escapeLine(r.advice)}**`);
  return `## 7. Recommendations\n\n${lines.join("\n") || "Nothing in this execution calls for a change."}`;
}

export function costs(data: ReportData): string {
  const { byTask, byPhase, byAgent, byModel, total } = data.costs;
  if (total.attempts === 0) return "## 8. Cost\n\nNothing has run.";
  const part = (title: string, rows: CostRow[]) => (rows.length ? costTable(title, rows) : "");
  const told = total.costUsd > 0 || total.inputTokens > 0;
  return [
    "## 8. Cost",
    told
      ? `As the agents' programs reported it${data.costs.pricedUsd > 0 ? `, ${money(data.costs.pricedUsd)} of it from tokens and list prices` : ""}; attempts that report nothing count with their time alone.`
      : "No agent reported tokens or cost.",
    costFacts(data.costs),
    part("Phase", byPhase),
    part("Agent", byAgent),
    part("Model", byModel),
    part("Task", [...byTask, total]),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** What a result cost, what was wasted and what is a guess. */
function costFacts({ total, perOutcomeUsd, outcomes }: CostSummary): string {
  if (total.costUsd === 0) return "";
  const share = `${Math.round((total.wastedUsd / total.costUsd) * 100)} %`;
  return [
    perOutcomeUsd === null
      ? "- No task is finished yet."
      : `- A finished task cost ${money(perOutcomeUsd)} in the mean (${money(total.costUsd)} for ${counted(outcomes, "task")}).`,
    total.wastedUsd > 0
      ? `- ${money(total.wastedUsd)} (${share}) went into attempts that failed or were broken off.`
      : "- Nothing went into attempts that failed.",
    total.estimatedUsd > 0
      ? `- ${money(total.estimatedUsd)} is an upper estimate of attempts that were ended before they told their cost.`
      : "",
  ]
    .filter(Boolean)
    .join("\n");
}

function costTable(title: string, rows: CostRow[]): string {
  return table(
    [title, "Attempts", "Failed", "Time", "Tokens in", "Tokens out", "Cost", "Wasted"],
    rows.map(r => [
      escapeLine(r.name),
      String(r.attempts),
      String(r.failed),
      took(r.workMs),
      compact(r.inputTokens),
      compact(r.outputTokens),
      costCell(r),
      r.wastedUsd > 0 ? money(r.wastedUsd) : "",
    ]),
    ["---", RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT],
  );
}
