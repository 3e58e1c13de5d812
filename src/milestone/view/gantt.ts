import type { Plan } from "../plan/plan.ts";
import { escapeLabel, MERMAID_MAX_TEXT } from "./mermaid.ts";
import { type RunHistory, slotOf } from "./run-history.ts";
import { spansOf, type TimeSpan } from "./spans.ts";

/** More bars than this cannot be told apart in a page's column; the newest are shown. */
const MOST_BARS = 40;

/**
 * The agents' time as a Mermaid Gantt chart: a section per agent with each attempt, one for gates that waited, the
 * critical path marked. null before anything ran.
 */
export function mermaidGantt(input: { plan: Plan; history: RunHistory; now: number }): string | null {
  const all = spansOf(input.plan, input.history, input.now);
  const spans = all.slice(-MOST_BARS);
  const first = spans[0];
  if (!first) return null;
  const end = Math.max(...spans.map(s => s.end));
  const text = [
    "gantt",
    "  dateFormat x",
    "  todayMarker off",
    `  axisFormat ${axisFormat(end - first.start)}`,
    `  tickInterval ${tickInterval(end - first.start)}`,
    ...(all.length > spans.length ? [`  title the newest ${spans.length} of ${all.length} bars`] : []),
    ...sections(spans).flatMap(([name, bars]) => [`  section ${name}`, ...bars.map(barLine)]),
  ].join("\n");
  return text.length <= MERMAID_MAX_TEXT ? text : null;
}

function axisFormat(ms: number): string {
  if (ms < 10 * 60_000) return "%H:%M:%S";
  return ms < 24 * 3_600_000 ? "%H:%M" : "%b %d %H:%M";
}

/** A page's column has room for so many times below the chart; left to itself, Mermaid writes them over each other. */
const MOST_TICKS = 8;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Rounds that people count time in, each an even part of the next unit. */
const TICKS: readonly (readonly [ms: number, unit: string, counts: readonly number[]])[] = [
  [SECOND, "second", [1, 2, 5, 10, 15, 30]],
  [MINUTE, "minute", [1, 2, 5, 10, 15, 30]],
  [HOUR, "hour", [1, 2, 3, 6, 12]],
  [DAY, "day", [1, 2]],
  [7 * DAY, "week", [1, 2, 4]],
];

function tickInterval(ms: number): string {
  for (const [unitMs, unit, counts] of TICKS) {
    const count = counts.find(each => each * unitMs * MOST_TICKS >= ms);
    if (count !== undefined) return `${count}${unit}`;
  }
  return "3month";
}

function sections(spans: TimeSpan[]): [string, TimeSpan[]][] {
  const byLane = new Map<string, TimeSpan[]>();
  for (const span of spans) {
    const known = byLane.get(span.lane);
    if (known) known.push(span);
    else byLane.set(span.lane, [span]);
  }
  const order = (lane: string) => (lane === "gate" ? Number.POSITIVE_INFINITY : (slotOf(lane) ?? 0));
  return [...byLane].sort(([a], [b]) => order(a) - order(b)).map(([lane, bars]) => [laneName(lane), bars]);
}

/** What a lane is called in every picture of time. */
export function laneName(lane: string): string {
  if (lane === "gate") return "Waiting for people";
  const slot = slotOf(lane);
  return slot === null ? "Agent" : `Agent ${slot}`;
}

/** Mermaid draws nothing for a bar without length. */
const LEAST_MS = 1_000;

function barLine(span: TimeSpan): string {
  const end = Math.max(span.end, span.start + LEAST_MS);
  return `    ${ganttLabel(span)} :${tagsOf(span)}${span.start}, ${end}`;
}

/**
 * Red filled is what failed; what is done on the critical path has a red border. What still goes on keeps the plain
 * colour: `crit` would fill it red as well, and `active` writes its label dark on dark where it stands beside the bar.
 */
function tagsOf({ outcome, critical }: TimeSpan): string {
  switch (outcome) {
    case "failed":
      return "crit, ";
    case "completed":
    case "decided":
      return critical ? "crit, done, " : "done, ";
    case "interrupted":
    case "running":
    case "waiting":
      return "";
    default:
      return outcome satisfies never;
  }
}

/** What the colours of the chart mean, to stand below it. */
export const GANTT_NOTE =
  "Grey: done, with a red border on the critical path. Red: failed. Blue: going on, waiting or interrupted.";

/** A label ends at a colon, and Mermaid's Gantt knows no entities in it: other signs give way to a space. */
function ganttLabel(span: TimeSpan): string {
  const plain = span.label.replace(/[^\p{L}\p{M}\p{N}/._ -]+/gu, " ").trim();
  return escapeLabel(`${plain}${MARK[span.outcome]}`, 60).replace(/#\d+;/g, " ") || "bar";
}

const MARK: Record<TimeSpan["outcome"], string> = {
  completed: "",
  decided: "",
  failed: " failed",
  interrupted: " interrupted",
  running: " running",
  waiting: " waiting",
};
