import { duration, took } from "../figures.ts";
import { laneName } from "../gantt.ts";
import { slotOf } from "../run-history.ts";
import type { TimeSpan } from "../spans.ts";
import type { Tone } from "../status.ts";
import { escapeCut, escapeHtml } from "./parts.ts";
import { type TimeScale, timeScale } from "./time-scale.ts";

const WIDTH = 1040;
const ROW = 26;
const BAR = 18;
const TOP = 28;

interface GanttRow {
  name: string;
  spans: TimeSpan[];
}

/** Rows of tasks drawn; the newest, when there are more. */
export const MOST_TASK_ROWS = 40;

/** What each task went through: phases, failed attempts, and waits for people, a row per task. */
export function taskGanttSvg(spans: TimeSpan[]): string {
  const own = spans.filter(s => s.task !== null);
  const rows = byKey(own, span => span.task!);
  const newest = [...rows].sort(([, a], [, b]) => lastEnd(b) - lastEnd(a)).slice(0, MOST_TASK_ROWS);
  const kept = new Set(newest.map(([task]) => task));
  const drawn = [...rows].filter(([task]) => kept.has(task));
  return gantt(
    drawn.flatMap(([task, list]) => named(task, packed(list))),
    own.filter(s => kept.has(s.task!)),
    "Timeline by task",
  );
}

/** Who worked when, a row per agent, with what waited for people packed below. */
export function agentGanttSvg(spans: TimeSpan[]): string {
  const work = [
    ...byKey(
      spans.filter(s => s.kind === "work"),
      span => span.lane,
    ),
  ];
  work.sort(([a], [b]) => (slotOf(a) ?? 0) - (slotOf(b) ?? 0));
  const waits = packed(spans.filter(s => s.kind === "wait"));
  const rows = work.flatMap(([lane, list]) => named(laneName(lane), packed(list)));
  return gantt([...rows, ...named(laneName("gate"), waits)], spans, "Timeline by agent");
}

function gantt(rows: GanttRow[], spans: TimeSpan[], title: string): string {
  if (spans.length === 0) return "";
  const label = Math.min(200, Math.max(...rows.map(r => Math.min(r.name.length, 26) * 7.2 + 20), 80));
  const scale = timeScale(spans, label, WIDTH - 8);
  const height = TOP + rows.length * ROW + 8;
  const name = `${title}: ${spans.filter(s => s.kind === "work").length} attempts by agents, ${spans.filter(s => s.kind === "wait").length} waits for people`;
  return [
    `<svg class="drawing chart" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${name}" font-size="12">`,
    axis(scale, height),
    ...rows.map((row, i) => rowSvg(row, TOP + i * ROW, scale)),
    "</svg>",
  ].join("\n");
}

function byKey(spans: TimeSpan[], key: (span: TimeSpan) => string): Map<string, TimeSpan[]> {
  const rows = new Map<string, TimeSpan[]>();
  for (const span of spans) {
    const known = rows.get(key(span));
    if (known) known.push(span);
    else rows.set(key(span), [span]);
  }
  return rows;
}

const lastEnd = (spans: TimeSpan[]): number => Math.max(...spans.map(s => s.end));

/** Only the first of the rows that belong together bears the name. */
const named = (name: string, rows: TimeSpan[][]): GanttRow[] =>
  rows.map((spans, i) => ({ name: i === 0 ? name : "", spans }));

/** Hatched: nothing was done, somebody was waited for. */
export const PATTERN =
  '<svg width="0" height="0" aria-hidden="true" class="hidden-defs"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="var(--wait)" stroke-width="3" stroke-opacity="0.3"/></pattern></defs></svg>';

/** Each span into the first row that is free by then. */
function packed(spans: TimeSpan[]): TimeSpan[][] {
  const rows: TimeSpan[][] = [];
  for (const span of spans) {
    const row = rows.find(r => r.at(-1)!.end <= span.start);
    if (row) row.push(span);
    else rows.push([span]);
  }
  return rows;
}

/** Half of what a digit is wide at that size of type: the last time must not be cut at the picture's edge. */
const HALF_DIGIT = 3.5;

function axis(scale: TimeScale, height: number): string {
  const bottom = height - 8;
  const pauses = scale.pauses.map(
    p =>
      `<rect class="pause" x="${n(p.x)}" y="${TOP - 4}" width="${p.width}" height="${bottom - TOP + 4}"><title>No agent worked for ${duration(p.end - p.start)}</title></rect>`,
  );
  const ticks = scale.ticks.map(
    t =>
      `<path class="rule" d="M${n(t.x)} ${TOP - 4}V${bottom}"/><text class="quiet" x="${n(Math.min(t.x, WIDTH - t.label.length * HALF_DIGIT))}" y="${TOP - 10}" text-anchor="middle" font-size="11">${t.label}</text>`,
  );
  return [...pauses, ...ticks].join("\n");
}

function rowSvg(row: GanttRow, y: number, scale: TimeScale): string {
  const name = row.name
    ? `<text x="0" y="${y + 14}" font-weight="600">${escapeCut(row.name, 26)}</text>`
    : "";
  return [name, ...row.spans.map(span => barSvg(span, y, scale))].filter(Boolean).join("\n");
}

function barSvg(span: TimeSpan, y: number, scale: TimeScale): string {
  const x = scale.x(span.start);
  const width = Math.max(3, scale.x(span.end) - x - 1);
  const tone = toneOf(span);
  const fits = Math.floor((width - 12) / 6.4);
  const mark = span.outcome === "failed" ? "✕ " : "";
  const phase = span.label.split("/").at(-1)!;
  const text = [`${mark}${span.label}`, `${mark}${phase}`, mark.trim()].find(t => t.length <= fits) ?? "";
  const solid = span.critical && span.kind === "work";
  const title = `${span.label}: ${span.detail}, ${took(span.end - span.start)}${span.critical ? ", on the critical path" : ""}`;
  const hatch =
    span.kind === "wait"
      ? `<rect x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3" fill="url(#hatch)"/>`
      : "";
  const shape = `<rect class="span${solid ? " key" : ""}" x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3"${span.kind === "wait" ? ' fill-opacity="0.08"' : ""}${span.critical && !solid ? ' stroke-width="2.5"' : ""}${span.outcome === "interrupted" ? ' stroke-dasharray="3 2"' : ""}/>`;
  const label = text
    ? `<text${solid ? ' class="on"' : ""} x="${n(x + 6)}" y="${y + 13}" font-size="11">${escapeHtml(text)}</text>`
    : "";
  return `<g class="${tone}"><title>${escapeHtml(title)}</title>${shape}${hatch}${label}</g>`;
}

function toneOf(span: TimeSpan): Tone {
  if (span.kind === "wait") return "wait";
  switch (span.outcome) {
    case "completed":
      return "good";
    case "failed":
      return "bad";
    case "interrupted":
      return "idle";
    default:
      return "active";
  }
}

const n = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

const swatch = (tone: Tone, shape: string): string =>
  `<svg viewBox="0 0 22 12" aria-hidden="true" class="${tone}">${shape}</svg>`;
const box = (extra: string): string => `<rect x="1" y="1" width="20" height="10" rx="2" ${extra}/>`;

/** What the looks mean, in words. */
export const GANTT_LEGEND = `<ul class="legend">
<li>${swatch("good", box('class="span key"'))}critical path</li>
<li>${swatch("good", box('class="span"'))}completed</li>
<li>${swatch("active", box('class="span"'))}running</li>
<li>${swatch("bad", box('class="span"'))}✕ failed</li>
<li>${swatch("idle", box('class="span" stroke-dasharray="3 2"'))}interrupted</li>
<li>${swatch("wait", box('class="span" fill-opacity="0.08"') + box('fill="url(#hatch)"'))}waiting for people</li>
<li>${swatch("idle", '<rect class="pause" width="22" height="12"/>')}no agent worked (drawn short)</li>
</ul>`;
