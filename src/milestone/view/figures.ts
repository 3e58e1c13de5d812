import { STAGES, type Stage, type Stages } from "../session/activity.ts";

/** Numbers as people read them. Everything here is plain ASCII or a block glyph, safe in every output. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds as `0s`, `42s`, `3m 12s`, `2h 05m`, `3d 04h`: two units at most. */
export function duration(ms: number): string {
  const at = Math.max(0, ms);
  if (at < MINUTE) return `${Math.floor(at / SECOND)}s`;
  if (at < HOUR) return pair(at, MINUTE, "m", SECOND, "s");
  if (at < DAY) return pair(at, HOUR, "h", MINUTE, "m");
  return pair(at, DAY, "d", HOUR, "h");
}

/** How long something took that has ended: as `duration`, but `0.4s` below ten seconds, where a second is much. */
export function took(ms: number): string {
  if (ms <= 0 || ms >= 10 * SECOND) return duration(ms);
  return `${Math.max(0.1, Math.floor(ms / 100) / 10).toFixed(1)}s`;
}

/** How long an attempt, or several, spent in each stage: `preparing 6s, at work 1m 02s`; below a second it is left out. */
export function stageWords(stages: Stages, shown: readonly Stage[] = STAGES): string {
  return shown
    .filter(stage => (stages[stage] ?? 0) >= SECOND)
    .map(stage => `${stage === "working" ? "at work" : stage} ${duration(stages[stage]!)}`)
    .join(", ");
}

/** The same without the executor's own time, which stands beside it. */
export function besideWork(stages: Stages = {}): string {
  return stageWords(
    stages,
    STAGES.filter(stage => stage !== "working"),
  );
}

function pair(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % big) / small);
  return `${Math.floor(ms / big)}${bigName} ${String(rest).padStart(2, "0")}${smallName}`;
}

/** How much of a bar of `width` cells is filled: full only at 100, empty only at 0. */
export function filledCells(percent: number, width: number): number {
  if (percent >= 100) return width;
  if (percent <= 0) return 0;
  return Math.min(width - 1, Math.max(1, Math.round((percent / 100) * width)));
}

/** `██████░░░░`. */
export function bar(percent: number, width = 10): string {
  const filled = filledCells(percent, width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}

/** A moment (RFC 3339, or milliseconds since the epoch) as people read it: `2026-11-21 09:07 UTC`. */
export function dateTime(at: string | number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Milliseconds since the epoch as `09:07:31` (UTC). */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

/** US dollars, with cents; fractions of a cent are not hidden as `$0.00`. */
export function money(usd: number): string {
  if (usd > 0 && usd < 0.01) return "< $0.01";
  return `$${usd.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ",")}`;
}

/** `950`, `12.3k`, `4.0M`. */
export function compact(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 999_950) return `${(count / 1_000).toFixed(1)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
}

/** Milliseconds since the epoch of an RFC 3339 time; null stays null. */
export function millis(time: string): number;
export function millis(time: string | null): number | null;
export function millis(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}

/** A whole percentage, rounded down; 0 of 0 is null because nothing can be said. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? Math.floor((part / whole) * 100) : null;
}
