import { activitySentence } from "../milestone/session/activity.ts";
import { sanitiseLine } from "../milestone/text/sanitise.ts";
import { type AgentRow, besideAgents, type Dashboard } from "../milestone/view/dashboard.ts";
import { clockTime, duration, filledCells } from "../milestone/view/figures.ts";
import { taskWords, timeWords } from "../milestone/view/in-words.ts";
import { needsOf } from "../milestone/view/needs.ts";
import { STATUS, type Tone } from "../milestone/view/status.ts";
import { type Painter, painter } from "./colour.ts";
import { cutWidth, fitWidth, textWidth } from "./screen.ts";

export interface FrameOptions {
  columns: number;
  /** Lines that may be used at most. */
  rows: number;
  color: boolean;
  now: number;
}

/** A line in pieces, so that it can be cut by cells before it is coloured. */
interface Piece {
  text: string;
  tone?: Tone;
  bold?: boolean;
  dim?: boolean;
}

/**
 * The live view as lines, none wider than `columns` and never more than `rows`. What needs a person comes first to
 * stay; agents give way next, then events; the head always stands.
 */
export function frame(dashboard: Dashboard, options: FrameOptions): string[] {
  const columns = Math.max(10, options.columns);
  const paint = painter(options.color);
  const head = headLines(dashboard, columns, options.now);
  const people = peopleLines(dashboard, options.now, columns < NARROW);
  const room = Math.max(0, options.rows - head.length);
  const peopleRoom = Math.min(people.length, Math.max(2, Math.floor(room / 3)));
  const events = eventLines(dashboard);
  const left = Math.max(0, room - peopleRoom - BLANK_LINES);
  const wanted = Math.max(left - dashboard.agents.length, left >= 12 ? 3 : 0);
  const eventRoom = Math.min(events.length, Math.max(0, wanted));
  const agentRoom = left - eventRoom;
  const blocks = [
    head,
    limited(people, peopleRoom, "more wait"),
    agentLines(dashboard, { columns, rows: agentRoom, now: options.now }),
    events.slice(events.length - eventRoom),
  ].filter(block => block.length > 0);
  const lines = blocks.flatMap((block, i) => (i === 0 ? block : [[], ...block]));
  return lines.slice(0, Math.max(1, options.rows)).map(line => draw(line, columns, paint));
}

/** Below this many columns a line says only what cannot be left out. */
const NARROW = 56;
/** One between two blocks. */
const BLANK_LINES = 3;

function draw(line: Piece[], columns: number, paint: Painter): string {
  let left = columns;
  let drawn = "";
  for (const piece of line) {
    if (left <= 0) break;
    const text = cutWidth(piece.text, left);
    left -= textWidth(text);
    const toned = piece.tone ? paint.tone(piece.tone, text) : piece.dim ? paint.dim(text) : text;
    drawn += piece.bold ? paint.bold(toned) : toned;
  }
  return drawn;
}

function headLines(dashboard: Dashboard, columns: number, now: number): Piece[][] {
  const { symbol, word, tone } = STATUS[dashboard.status];
  const running =
    dashboard.timeline.startedAt === null
      ? ""
      : duration((dashboard.timeline.endedAt ?? now) - dashboard.timeline.startedAt);
  const state = `${symbol} ${word}`;
  const title = sanitiseLine(dashboard.milestone.title);
  const right = running ? `${state}  ${running}` : state;
  const titleWidth = Math.max(8, columns - textWidth(right) - 2);
  const narrow = columns < NARROW;
  return [
    narrow
      ? [{ text: cutWidth(title, columns), bold: true }]
      : [
          { text: fitWidth(title, titleWidth), bold: true },
          { text: "  " },
          { text: state, tone },
          { text: running ? `  ${running}` : "", dim: true },
        ],
    ...(narrow
      ? [
          [
            { text: state, tone },
            { text: `  ${running}`, dim: true },
          ],
        ]
      : []),
    progressLine(dashboard, columns, tone),
    [
      {
        text: wholeParts(
          narrow ? taskWords(dashboard) : `${taskWords(dashboard)} · ${timeWords({ ...dashboard, now })}`,
          columns,
        ),
        dim: true,
      },
    ],
    ...phaseLine(dashboard, columns),
  ];
}

/** As many of the parts as there is room for, each whole: half a time says something else. */
function wholeParts(text: string, columns: number): string {
  const parts = text.split(" · ");
  while (parts.length > 1 && textWidth(parts.join(" · ")) > columns) parts.pop();
  return cutWidth(parts.join(" · "), columns);
}

function progressLine(dashboard: Dashboard, columns: number, tone: Tone): Piece[] {
  const figure = `${String(dashboard.percentage).padStart(3)} %`;
  const width = Math.max(4, columns - figure.length - 2);
  return [
    ...barPieces(dashboard.percentage, width, tone === "idle" ? "active" : tone),
    { text: `  ${figure}`, bold: true },
  ];
}

function barPieces(percent: number, width: number, tone: Tone): Piece[] {
  const filled = filledCells(percent, width);
  return [
    { text: "━".repeat(filled), tone },
    { text: "─".repeat(width - filled), dim: true },
  ];
}

/** The four phases side by side, as wide as there is room; left out where there is none. */
function phaseLine(dashboard: Dashboard, columns: number): Piece[][] {
  if (dashboard.phases.length === 0) return [];
  const cell = Math.floor((columns + 2) / dashboard.phases.length) - 2;
  const barWidth = cell - 13;
  if (barWidth < 3) return [];
  return [
    dashboard.phases.flatMap((p, i): Piece[] => [
      { text: `${i === 0 ? "" : "  "}${p.phase.padEnd(7)} `, dim: true },
      ...barPieces(p.percentage, barWidth, "good"),
      { text: `${String(p.percentage).padStart(4)}%`, dim: true },
    ]),
  ];
}

function peopleLines(dashboard: Dashboard, now: number, narrow: boolean): Piece[][] {
  return needsOf({ ...dashboard, now }, "terminal").map(({ status, name, words, short }): Piece[] => [
    { text: `${STATUS[status].symbol} ${sanitiseLine(name)}`, tone: STATUS[status].tone },
    { text: `  ${narrow ? short : sanitiseLine(words)}` },
  ]);
}

/** At most `most` lines, the last saying how many are left out. */
function limited(lines: Piece[][], most: number, words: string): Piece[][] {
  if (lines.length <= most) return lines;
  if (most <= 0) return [];
  return [...lines.slice(0, most - 1), [{ text: `  ${lines.length - most + 1} ${words}`, dim: true }]];
}

/** One line an agent; where they do not fit, several side by side, and then a count. */
function agentLines(dashboard: Dashboard, at: { columns: number; rows: number; now: number }): Piece[][] {
  const { agents } = dashboard;
  const beside = besideAgents(dashboard).map((other): Piece[] => [
    { text: `${STATUS.in_progress.symbol}    `, tone: "active" },
    { text: `${activitySentence(other)}  ${duration(at.now - other.since)}` },
  ]);
  if (beside.length > 0 && at.rows > beside.length)
    return [...agentRowsOf(agents, { ...at, rows: at.rows - beside.length }), ...beside];
  return agentRowsOf(agents, at);
}

function agentRowsOf(
  agents: readonly AgentRow[],
  at: { columns: number; rows: number; now: number },
): Piece[][] {
  if (agents.length === 0 || at.rows < 1) return [];
  const abreast =
    agents.length <= at.rows ? 1 : Math.max(1, Math.floor((at.columns + 2) / (LEAST_AGENT_CELL + 2)));
  const lines = Math.ceil(agents.length / abreast);
  const cell = Math.floor((at.columns + 2) / abreast) - 2;
  const drawn: Piece[][] = [];
  for (let row = 0; row < lines; row++) {
    const line: Piece[] = [];
    for (let column = 0; column < abreast; column++) {
      const agent = agents[column * lines + row];
      if (!agent) continue;
      if (column > 0) line.push({ text: "  " });
      line.push(...agentPieces(agent, cell, at.now, abreast === 1));
    }
    drawn.push(line);
  }
  if (drawn.length <= at.rows) return drawn;
  const shown = (at.rows - 1) * abreast;
  return [
    ...drawn.slice(0, at.rows - 1),
    [{ text: `  and ${agents.length - shown} more agents`, dim: true }],
  ];
}

const LEAST_AGENT_CELL = 34;

/** From as many cells on, a line says what its agent is at, and the time is that of it. */
const DOING_FROM = 68;

function agentPieces(agent: AgentRow, cell: number, now: number, alone: boolean): Piece[] {
  const slot = `${STATUS.in_progress.symbol} ${String(agent.slot ?? "").padStart(2)} `;
  const tells = alone && cell >= DOING_FROM;
  const time = duration(now - (tells ? agent.doingSince : agent.since));
  const doing = tells ? sanitiseLine(agent.doing) : "";
  const again = agent.attempt > 1 ? ` #${agent.attempt}` : "";
  const work = `${agent.task}/${agent.phase}${again}`;
  const executor = alone && cell >= 56 ? sanitiseLine(agent.executor) : "";
  const executorWidth = executor ? 16 : 0;
  const doingWidth = doing ? 12 : 0;
  const workWidth = Math.max(4, cell - slot.length - executorWidth - doingWidth - 9);
  return [
    { text: slot, tone: "active" },
    { text: fitTail(work, workWidth) },
    { text: executor ? fitWidth(` ${executor}`, executorWidth) : "", dim: true },
    { text: doing ? fitWidth(` ${doing}`, doingWidth) : "", dim: agent.stage === "working" },
    { text: ` ${time.padStart(8)}`, dim: true },
  ];
}

/** Like `fitWidth`, but what is left out stands in the middle: the phase at the end says most. */
function fitTail(text: string, cells: number): string {
  if (textWidth(text) <= cells) return fitWidth(text, cells);
  const tail = text.slice(text.lastIndexOf("/"));
  const room = cells - textWidth(tail);
  return room >= 4
    ? fitWidth(cutWidth(text.slice(0, text.lastIndexOf("/")), room) + tail, cells)
    : fitWidth(text, cells);
}

function eventLines(dashboard: Dashboard): Piece[][] {
  return dashboard.events.map((e): Piece[] => [
    { text: `${clockTime(e.at)}Z  `, dim: true },
    {
      text: sanitiseLine(e.text),
      tone: e.tone === "good" || e.tone === "bad" || e.tone === "wait" ? e.tone : undefined,
    },
  ]);
}
