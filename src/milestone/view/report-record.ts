import { questionName } from "../session/questions.ts";
import { noteOrigin } from "../session/task-notes.ts";
import { counted } from "../text/sanitise.ts";
import {
  absent,
  aside,
  type Block,
  figures,
  items,
  list,
  paragraph,
  part,
  type Section,
  table,
} from "./blocks.ts";
import { type CostRow, type CostSummary, costCell } from "./cost.ts";
import { describeEvent, toneOf } from "./describe-event.ts";
import { compact, dateTime, duration, money, took } from "./figures.ts";
import { approvalWords, blockedPlace, gateName, LEVELS, noteFate, questionWords } from "./in-words.ts";
import type { ReportData } from "./report-data.ts";
import { shortCommit } from "./report-work.ts";

/** The reports on what happened and what it cost: blockers, decisions, events, advice. */

/** Failed attempts whose last words are printed. */
const WORDS_LISTED = 20;
/** Events listed in the report; the log holds them all. */
const EVENTS_LISTED = 100;

export function blockers(data: ReportData): Section {
  const { dashboard, history } = data;
  const rows = data.blockers.map(b => [
    { strong: blockedPlace({ task: b.task ?? "", phase: b.phase ?? "" }) },
    b.type,
    `${b.level}, ${LEVELS[b.level as keyof typeof LEVELS]}`,
    b.message,
    b.resolvedAt === null
      ? { tone: "bad" as const, text: `✕ open for ${duration(dashboard.now - b.detectedAt)}` }
      : { text: `✓ ${b.how}, after ${duration(b.resolvedAt - b.detectedAt)}`, most: 300 },
  ]);
  const failures = data.failures.map(f => [
    f.type,
    String(f.count),
    f.where.slice(0, 8).join(", ") + (f.where.length > 8 ? " …" : ""),
  ]);
  return {
    id: "blockers",
    title: "Blocker analysis",
    blocks: [
      rows.length > 0
        ? table("Blockers", ["Where", aside("Type"), aside("Level"), "Message", "Resolution"], rows, {
            long: true,
          })
        : absent("There was no blocker."),
      failures.length > 0
        ? part(
            "Failed attempts",
            table("Failed attempts", ["Cause", figures("Count"), "Where"], failures, { slim: true }),
          )
        : absent("No attempt failed."),
      {
        kind: "folded",
        key: "words",
        summary: "What they said at the end, the newest first",
        blocks: [
          list(
            history.record.failed
              .slice(-WORDS_LISTED)
              .reverse()
              .map(f => ({
                words: [
                  { strong: { task: f.task, text: `${f.task}/${f.phase}` } },
                  `, attempt ${f.attempt} (${f.type}): `,
                  { text: f.message, most: 400 },
                ],
                output: f.words,
              })),
          ),
        ],
      },
      part(
        "Waiting for people",
        list(
          items(
            ...dashboard.approvals.map(a => `${gateName(a)} ${approvalWords(a, dashboard.now)}`),
            ...dashboard.questions.map(q => `${questionName(q)} ${questionWords(q, dashboard.now)}`),
          ),
        ),
      ),
      part("Notes between tasks", notes(data.notes)),
    ],
  };
}

/** The newest first: a long table shows its first rows. */
function notes(rows: ReportData["notes"]) {
  return table(
    "Notes between tasks",
    ["By", "For", "Note", ""],
    [...rows]
      .reverse()
      .map(note => [
        { task: note.from, text: noteOrigin(note) },
        note.to,
        { text: note.text, most: 400 },
        noteFate(note),
      ]),
    { long: true },
  );
}

/** The newest first: a long table shows its first rows. */
export function trail(data: ReportData): Section {
  const { events, newest } = data.history.record;
  const listed = newest.slice(-EVENTS_LISTED).reverse();
  const { id } = data.dashboard.milestone;
  const decisions = [...data.audit]
    .reverse()
    .map(a => [
      dateTime(a.at),
      a.who === null ? "" : [{ strong: a.who }, a.id === null ? "" : ` (${a.id})`],
      { text: a.words, most: 240 },
      a.permission ?? "",
      shortCommit(a.commit),
    ]);
  const columns = [aside("When"), "Who", "What", aside("Permission"), aside("Commit")];
  return {
    id: "trail",
    title: "Event log and audit trail",
    blocks: [
      paragraph([
        `The log has ${counted(events, "event")}; `,
        { code: `milestone audit ${id}` },
        " verifies its chain, ",
        { code: `milestone replay ${id}` },
        " the state made of it.",
      ]),
      decisions.length > 0
        ? part("Decisions of people", table("Decisions of people", columns, decisions, { long: true }))
        : absent("No person has decided anything yet."),
      {
        kind: "folded",
        key: "events",
        summary: listed.length < events ? `The newest ${listed.length} of ${events} events` : "All events",
        blocks: [
          table(
            "Events",
            [figures("No."), "Time", "Event"],
            listed.map(e => [
              String(e.seq),
              { quiet: dateTime(e.timestamp) },
              [{ tone: toneOf(e), text: "●" }, " ", { text: describeEvent(e), most: 400 }],
            ]),
          ),
        ],
      },
    ],
  };
}

export function recommendations(data: ReportData): Section {
  const rows = data.recommendations.map(r => ({
    words: [{ lines: [{ strong: r.advice }, { quiet: r.fact }] }],
    tone: "idle" as const,
  }));
  return {
    id: "advice",
    title: "Recommendations",
    blocks: [rows.length > 0 ? list(rows) : absent("Nothing in this execution calls for a change.")],
  };
}

export function costs(data: ReportData): Section {
  return { id: "cost", title: "Cost", blocks: costBlocks(data.costs) };
}

function costBlocks(costs: CostSummary): Block[] {
  const { byTask, byPhase, byAgent, byModel, total, pricedUsd } = costs;
  if (total.attempts === 0) return [absent("Nothing has run.")];
  const isTold = total.costUsd > 0 || total.inputTokens > 0;
  const priced = pricedUsd > 0 ? `, ${money(pricedUsd)} of it from tokens and list prices` : "";
  return [
    isTold
      ? paragraph(
          `As the agents' programs reported it${priced}; attempts that report nothing count with their time alone.`,
        )
      : absent("No agent reported tokens or cost."),
    list(costFacts(costs)),
    costTable("Phase", byPhase),
    costTable("Agent", byAgent),
    costTable("Model", byModel),
    { kind: "folded", key: "costs", summary: "Every task", blocks: [costTable("Task", [...byTask, total])] },
  ];
}

/** What a result cost, what was wasted and what is a guess. */
function costFacts({ total, perOutcomeUsd, outcomes }: CostSummary) {
  if (total.costUsd === 0) return [];
  const share = `${Math.round((total.wastedUsd / total.costUsd) * 100)} %`;
  return items(
    perOutcomeUsd === null
      ? "No task is finished yet."
      : `A finished task cost ${money(perOutcomeUsd)} in the mean (${money(total.costUsd)} for ${counted(outcomes, "task")}).`,
    total.wastedUsd > 0
      ? `${money(total.wastedUsd)} (${share}) went into attempts that failed or were broken off.`
      : "Nothing went into attempts that failed.",
    total.estimatedUsd > 0
      ? `${money(total.estimatedUsd)} is an upper estimate of attempts that were ended before they told their cost.`
      : null,
  );
}

/** A column of a cost table: what it shows of a row, and the figure; where no row has one it is left out. */
interface CostColumn {
  title: string;
  wide?: boolean;
  figure: (row: CostRow) => number;
  shown: (row: CostRow) => string;
}

const COST_COLUMNS: readonly CostColumn[] = [
  { title: "Attempts", figure: r => r.attempts, shown: r => String(r.attempts) },
  { title: "Failed", wide: true, figure: r => r.failed, shown: r => String(r.failed) },
  { title: "Time", figure: r => r.workMs, shown: r => took(r.workMs) },
  { title: "Tokens in", wide: true, figure: r => r.inputTokens, shown: r => compact(r.inputTokens) },
  { title: "Tokens out", wide: true, figure: r => r.outputTokens, shown: r => compact(r.outputTokens) },
  { title: "Cost", figure: r => r.costUsd, shown: costCell },
  { title: "Wasted", wide: true, figure: r => r.wastedUsd, shown: r => money(r.wastedUsd) },
];

function costTable(title: string, rows: readonly CostRow[]): Block {
  const told = COST_COLUMNS.filter(column => rows.some(row => column.figure(row) > 0));
  return table(
    `Cost by ${title.toLowerCase()}`,
    [title, ...told.map(({ title: name, wide = false }) => ({ title: name, number: true, wide }))],
    rows.map(row => [
      { strong: row.name },
      ...told.map(column => (column.figure(row) > 0 ? column.shown(row) : "")),
    ]),
  );
}
