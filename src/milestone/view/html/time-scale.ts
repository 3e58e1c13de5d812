import type { TimeSpan } from "../spans.ts";

/** A stretch in which no agent worked, drawn short so that the work can be seen. */
export interface Pause {
  start: number;
  end: number;
  /** Where it is drawn. */
  x: number;
  width: number;
}

export interface TimeScale {
  x(time: number): number;
  pauses: Pause[];
  ticks: { time: number; x: number; label: string }[];
}

/** A pause is drawn this wide, whatever it took. */
const PAUSE_WIDTH = 44;
/** Only a stretch this long, as a share of the whole, is shortened. */
const PAUSE_SHARE = 0.06;
const LEAST_TICK_GAP = 84;

/** Maps times to positions between `left` and `right`; long stretches without work are shortened. */
export function timeScale(spans: TimeSpan[], left: number, right: number): TimeScale {
  const start = Math.min(...spans.map(s => s.start));
  const end = Math.max(...spans.map(s => s.end), start + 1);
  const idle = idleStretches(spans, start, end);
  const worked = end - start - idle.reduce((ms, p) => ms + p.end - p.start, 0);
  const perMs = (right - left - idle.length * PAUSE_WIDTH) / Math.max(1, worked);
  const pauses: Pause[] = [];
  let at = left;
  let from = start;
  for (const stretch of idle) {
    at += (stretch.start - from) * perMs;
    pauses.push({ ...stretch, x: at, width: PAUSE_WIDTH });
    at += PAUSE_WIDTH;
    from = stretch.end;
  }
  const x = (time: number): number => {
    let position = left;
    let since = start;
    for (const pause of pauses) {
      if (time < pause.start) break;
      if (time < pause.end) return pause.x + ((time - pause.start) / (pause.end - pause.start)) * pause.width;
      position = pause.x + pause.width;
      since = pause.end;
    }
    return Math.min(right, position + (time - since) * perMs);
  };
  return { x, pauses, ticks: ticksOf(x, start, end, pauses, perMs) };
}

function idleStretches(spans: TimeSpan[], start: number, end: number): { start: number; end: number }[] {
  const work = spans.filter(s => s.kind === "work").sort((a, b) => a.start - b.start);
  const found: { start: number; end: number }[] = [];
  let until = start;
  for (const span of work) {
    if (span.start - until > (end - start) * PAUSE_SHARE) found.push({ start: until, end: span.start });
    until = Math.max(until, span.end);
  }
  if (end - until > (end - start) * PAUSE_SHARE) found.push({ start: until, end });
  return found.length * PAUSE_WIDTH > 400 ? [] : found;
}

const MINUTE = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080].map(m => m * MINUTE);

function ticksOf(
  x: TimeScale["x"],
  start: number,
  end: number,
  pauses: Pause[],
  perMs: number,
): TimeScale["ticks"] {
  const seconds = [1, 2, 5, 10, 30].map(s => s * 1_000);
  const step = [...seconds, ...STEPS].find(s => s * perMs >= LEAST_TICK_GAP) ?? STEPS.at(-1)!;
  const ticks: TimeScale["ticks"] = [];
  for (let time = Math.ceil(start / step) * step; time <= end; time += step) {
    if (pauses.some(p => time > p.start && time < p.end)) continue;
    const at = x(time);
    if (at - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) < LEAST_TICK_GAP * 0.6) continue;
    ticks.push({ time, x: at, label: tickLabel(time, step, ticks.at(-1)?.time ?? null) });
  }
  return ticks;
}

/** The day is named where it begins; seconds only where they matter. */
function tickLabel(time: number, step: number, before: number | null): string {
  const iso = new Date(time).toISOString();
  const clock = step < MINUTE ? iso.slice(11, 19) : iso.slice(11, 16);
  if (before !== null && new Date(before).toISOString().slice(0, 10) === iso.slice(0, 10)) return clock;
  return `${iso.slice(5, 10)} ${clock}`;
}
