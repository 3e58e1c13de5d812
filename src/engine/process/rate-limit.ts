const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A service that asks for more is not waited for; a person should know. */
const LONGEST = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR };

/**
 * How long a rate-limit message asks to wait: `retry after 30 seconds`, `try again in 1m20s`,
 * `retry-after: 60`, `limit reached|1790000000` (epoch seconds), or a time in ISO form. Empty when it does
 * not say, or says something unbelievable.
 */
export function waitFromText(text: string, now: number): { waitMs?: number } {
  const waitMs = fromDuration(text) ?? fromMoment(text, now);
  return waitMs === undefined || waitMs <= 0 || waitMs > LONGEST ? {} : { waitMs };
}

const DURATION =
  /(?:retry|try again|wait|reset)\w{0,3}[ -]{0,2}(?:after|in|for)?[: ]{0,3}(\d{1,6}(?:\.\d{1,3})? ?[a-z]{0,12}(?: ?\d{1,4}(?:\.\d{1,3})? ?[a-z]{1,12}){0,3})/i;

function fromDuration(text: string): number | undefined {
  const words = DURATION.exec(text)?.[1];
  if (words === undefined) return undefined;
  let sum = 0;
  for (const [, digits, unit = ""] of words.matchAll(/(\d+(?:\.\d+)?) ?([a-z]*)/gi)) {
    const factor = unitOf(unit);
    if (factor === undefined) break;
    sum += Number(digits) * factor;
  }
  return sum === 0 ? undefined : sum;
}

/** A bare number is in seconds, as in the header `retry-after`. */
function unitOf(unit: string): number | undefined {
  if (unit === "") return SECOND;
  const word = unit.toLowerCase();
  if (word === "ms" || word.startsWith("millisecond")) return UNITS.ms;
  return /^(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)$/.test(word)
    ? UNITS[word.slice(0, 1)]
    : undefined;
}

function fromMoment(text: string, now: number): number | undefined {
  const epoch = /(?:\||reset\w{0,3}[^\d\n]{1,12})(1\d{9})(?!\d)/i.exec(text)?.[1];
  if (epoch !== undefined) return Number(epoch) * SECOND - now;
  const iso = /\b(20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d))/.exec(text)?.[1];
  return iso === undefined ? undefined : Date.parse(iso) - now;
}
