const PARTS = /^(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)? ?(?:(\d+)s)? ?(?:(\d+)ms)?$/;
const UNIT_MS = [86_400_000, 3_600_000, 60_000, 1000, 1];

/** Timers of the platform take 31 bits of milliseconds, 24.8 days. */
export const MAX_DURATION_MS = 24 * 86_400_000;

/** Milliseconds of `90s`, `30m`, `2h`, `1h 30m`, `250ms`, `2d`; null for anything else or more than 24 days. */
export function parseDuration(text: string): number | null {
  const match = text.length <= 40 ? PARTS.exec(text) : null;
  if (!match || !/^\d.*[a-z]$/.test(text)) return null;
  const ms = UNIT_MS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0);
  return ms <= MAX_DURATION_MS ? ms : null;
}
