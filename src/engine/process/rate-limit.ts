const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest window of the providers' limits is a month; a service that names a later time is not believed. */
const LONGEST = 35 * DAY;
/** A time that passed so recently is that of a reset that is late, not of the next day's. */
const LATE = 10 * MINUTE;
/** Asked again after this much, where the time that was named has just passed. */
const AFTER_LATE = MINUTE;

/**
 * How long a message about a limit asks to wait (ms): `retry after 30 seconds`, `try again in 3 days 2 hours`,
 * `retry-after: 60`, `resets 5:20am (Europe/Berlin)`, `resets Oct 12, 5pm`, `limit reached|1790000000` (epoch seconds),
 * or a time in ISO form. Empty when it does not say, or says something unbelievable. A time of day without a zone is one
 * of this machine, as the programs print it, unless `zone` is given.
 */
export function waitFromText(text: string, now: number, zone: string = machineZone()): { waitMs?: number } {
  const waitMs = fromField(text, now) ?? fromWords(text, { now, zone });
  return waitMs === undefined || waitMs <= 0 || waitMs > LONGEST ? {} : { waitMs: Math.ceil(waitMs) };
}

function machineZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Fields of JSON answers and headers. */
const IN_FIELD =
  /(?:retry[-_]?after(?:[-_]m?s(?:ec(?:ond)?s)?)?|retry[-_]?delay|resets?_(?:in|after)(?:_seconds)?|ratelimit-reset(?:-[a-z]{1,20})?)["'\\]{0,4} ?[:=] ?["'\\]{0,4}(\d{1,9}(?:\.\d{1,12})?) ?([a-z]{0,12})/gi;
const AT_FIELD =
  /(?:resets?[-_]?at|reset[-_]?time|ratelimit[-_][a-z-]{0,30}reset)["'\\]{0,4} ?[:=] ?["'\\]{0,4}(1\d{9}(?:\d{3})?)(?!\d)/i;
/** `Claude AI usage limit reached|1790000000`. */
const AFTER_BAR = /\|(1\d{9})(?!\d)/;

function fromField(text: string, now: number): number | undefined {
  const epoch = AFTER_BAR.exec(text)?.[1] ?? AT_FIELD.exec(text)?.[1];
  if (epoch !== undefined) return Number(epoch) * (epoch.length > 10 ? 1 : SECOND) - now;
  for (const [field, digits, unit = ""] of text.matchAll(IN_FIELD)) {
    const factor = /[-_]ms\b/i.test(field) ? 1 : (unitOf(unit) ?? (unit === "" ? SECOND : undefined));
    if (factor !== undefined && Number(digits) > 0) return Number(digits) * factor;
  }
  return undefined;
}

/** Words behind which a message says when: the time, or the time from now. */
const ANCHOR =
  /\b(?:reset(?:s|ting)?|try(?:ing)? again|retry(?:ing)?|wait(?:ing)?|(?:available|back|renewed|refreshed?) (?:again )?|renews|refreshes|regain access)\b/gi;
const MAX_ANCHORS = 20;
/** As much as a time needs behind its word. */
const WINDOW = 90;

interface Here {
  now: number;
  zone: string;
}

function fromWords(text: string, here: Here): number | undefined {
  let seen = 0;
  for (const match of text.matchAll(ANCHOR)) {
    if (++seen > MAX_ANCHORS) break;
    const from = match.index + match[0].length;
    const behind = text.slice(from, from + WINDOW).replace(/[\s\u00a0\u202f]/g, " ");
    const said = LEAD.exec(behind)!;
    const words = behind.slice(said[0].length);
    const waitMs = fromMoment(words, here) ?? fromDuration(words, said[0]) ?? fromWallClock(words, here);
    if (waitMs !== undefined) return waitMs;
  }
  return undefined;
}

/** Small words and signs between the anchor and the time. */
const LEAD =
  /^(?:[ :=·∙•"'(,~≈-]|\b(?:window|again|your|the|quota|limit|will|is|are|be|in|on|at|after|for|about|approximately|around|until|by|less|than)\b){0,16}/i;

const DURATION = /^(\d{1,6}(?:\.\d{1,12})?) ?([a-z]{1,12})?(?![\d:a-z])/i;
const MORE = /^,? ?(?:and )?(\d{1,4}(?:\.\d{1,12})?) ?([a-z]{1,12})(?![a-z])/i;

/** `3 days 2 hours`, `1m20s`; a bare number is in seconds, as in the header `retry-after`. */
function fromDuration(words: string, lead: string): number | undefined {
  const compact = words
    .replace(/^(?:an?|one) (?=(?:second|minute|hour|day|week)\b)/i, "1 ")
    .replace(/(\d)([a-z]{1,2})(?=\d)/gi, "$1$2 ");
  const first = DURATION.exec(compact);
  if (!first) return undefined;
  const unit = first[2] ?? "";
  const factor = unit === "" ? bareFactor(lead, compact.slice(first[0].length)) : unitOf(unit);
  if (factor === undefined) return undefined;
  let sum = Number(first[1]) * factor;
  let rest = compact.slice(first[0].length);
  for (let i = 0; i < 4; i++) {
    const more = MORE.exec(rest);
    const by = more ? unitOf(more[2]!) : undefined;
    if (!more || by === undefined) break;
    sum += Number(more[1]) * by;
    rest = rest.slice(more[0].length);
  }
  return sum === 0 ? undefined : sum;
}

/** Seconds only where nothing makes it a date or a time of day. */
function bareFactor(lead: string, behind: string): number | undefined {
  if (/\b(?:in|on|at|until|by)\b/i.test(lead)) return undefined;
  return /^ ?(?:[.,;)"'\]}]|$)/.test(behind) ? SECOND : undefined;
}

function unitOf(unit: string): number | undefined {
  const word = unit.toLowerCase();
  if (/^(?:ms|msecs?|milliseconds?)$/.test(word)) return 1;
  if (/^(?:s|secs?|seconds?)$/.test(word)) return SECOND;
  if (/^(?:m|mins?|minutes?)$/.test(word)) return MINUTE;
  if (/^(?:h|hrs?|hours?)$/.test(word)) return HOUR;
  if (/^(?:d|days?)$/.test(word)) return DAY;
  return /^(?:w|wks?|weeks?)$/.test(word) ? 7 * DAY : undefined;
}

const MOMENT =
  /^(20\d\d)-(\d\d)-(\d\d)(?:[T ]| at )(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z\b|[+-]\d\d:?\d\d|\(?[A-Za-z][A-Za-z0-9_+/-]{1,40})?/;
const EPOCH = /^(1\d{9})(?!\d)/;

/** A whole moment: ISO with or without an offset, or seconds of the epoch. */
function fromMoment(words: string, { now, zone }: Here): number | undefined {
  const epoch = EPOCH.exec(words)?.[1];
  if (epoch !== undefined) return Number(epoch) * SECOND - now;
  const found = MOMENT.exec(words);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second = "0", offset = ""] = found.map(part => part ?? "");
  const wall = { year: +year!, month: +month!, day: +day!, hour: +hour!, minute: +minute! };
  const at = /^[+-]/.test(offset)
    ? Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - offsetMs(offset)
    : epochOf(wall, /^Z/.test(offset) ? "UTC" : (zoneOf(offset) ?? zone));
  return at + Number(second || 0) * SECOND - now;
}

function offsetMs(offset: string): number {
  const digits = offset.slice(1).replace(":", "");
  const sum = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE;
  return offset.startsWith("-") ? -sum : sum;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** `Oct 12`, `October 12th, 2026`. */
const MONTH_DAY =
  /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (20\d\d))?/i;
/** `12 Oct 2026`. */
const DAY_MONTH =
  /^(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:,? (20\d\d))?/i;
/** Before a date it says nothing new: `Tue 1 Dec`, `Friday, December 4`. */
const DATED_WEEKDAY =
  /^(?:sun|mon|tue|wed|thu|fri|sat)[a-z]{0,6}\.?,? (?=(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/i;
const WEEKDAY = /^(sun|mon|tue|wed|thu|fri|sat)[a-z]{0,6}\.?/i;
const TOMORROW = /^(today|tomorrow)\b/i;
const TIME = /^[ ,]{0,3}(?:at |@ ?)?(\d{1,2})(?::(\d\d))?(?::\d\d)? ?([ap])\.?m\b\.?/i;
const TIME_24 = /^[ ,]{0,3}(?:at |@ ?)?(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])/;
const MIDNIGHT = /^[ ,]{0,3}(?:at )?(midnight|noon)\b/i;
const ZONE =
  /^[ ,]{0,3}\(?((?:UTC|GMT)[+-]\d{1,2}(?::?\d\d)?|(?:[A-Z][A-Za-z_+-]{1,20}(?:\/[A-Za-z_+-]{1,20}){0,2}|[A-Z]{1,5}(?:[+-]\d{1,2})?))\)?/;

/** A time of day, of a named day or the next such time, in its zone. */
function fromWallClock(text: string, { now, zone }: Here): number | undefined {
  const words = text.replace(DATED_WEEKDAY, "");
  const dated = MONTH_DAY.exec(words) ?? DAY_MONTH.exec(words);
  const weekday = dated ? null : WEEKDAY.exec(words);
  const tomorrow = dated || weekday ? null : TOMORROW.exec(words);
  const behind = words.slice((dated ?? weekday ?? tomorrow)?.[0].length ?? 0);
  const time = timeIn(behind);
  if (!time && !dated && !weekday) return undefined;
  const its = zoneOf(ZONE.exec(behind.slice(time?.length ?? 0))?.[1]) ?? zone;
  const { hour, minute } = time ?? { hour: 0, minute: 0 };
  const today = wallOf(now, its);
  const at = (day: Partial<Wall>): number => epochOf({ ...today, hour, minute, ...day }, its);
  if (dated) return untilDate(datePart(dated), at, { now, year: today.year });
  if (weekday) {
    const wanted = WEEKDAYS.indexOf(weekday[1]!.toLowerCase());
    const days = (wanted - new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay() + 7) % 7;
    return untilNext([today.day + days, today.day + days + 7].map(day => at({ day }) - now));
  }
  const later = tomorrow?.[1]?.toLowerCase() === "tomorrow" ? 1 : 0;
  return untilNext([today.day + later, today.day + later + 1].map(day => at({ day }) - now));
}

function timeIn(text: string): { hour: number; minute: number; length: number } | undefined {
  const named = MIDNIGHT.exec(text);
  if (named) return { hour: /noon/i.test(named[1]!) ? 12 : 0, minute: 0, length: named[0].length };
  const half = TIME.exec(text);
  const found = half ?? TIME_24.exec(text);
  if (!found) return undefined;
  const minute = Number(found[2] ?? 0);
  let hour = Number(found[1]);
  if (half) hour = (hour % 12) + (half[3]!.toLowerCase() === "p" ? 12 : 0);
  return hour > 23 || minute > 59 ? undefined : { hour, minute, length: found[0].length };
}

function datePart(found: RegExpExecArray): { month: number; day: number; year?: number } {
  const [, a, b, year] = found;
  const [name, day] = /^\d/.test(a!) ? [b!, a!] : [a!, b!];
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return { month, day: Number(day), ...(year === undefined ? {} : { year: Number(year) }) };
}

/** A date without a year is the one nearest to today: in the last days of a year it may be in the next. */
function untilDate(
  date: { month: number; day: number; year?: number },
  at: (day: Partial<Wall>) => number,
  { now, year }: { now: number; year: number },
): number {
  const years = date.year === undefined ? [year - 1, year, year + 1] : [date.year];
  const waits = years.map(y => at({ ...date, year: y }) - now);
  return lateOr(waits.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a)));
}

function untilNext([first, next]: number[]): number {
  return first! > -LATE ? lateOr(first!) : next!;
}

function lateOr(waitMs: number): number {
  return waitMs <= 0 && waitMs > -LATE ? AFTER_LATE : waitMs;
}

interface Wall {
  year: number;
  /** From 1. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** Abbreviations that the programs print; others are left to `Intl`, which knows few of them. */
const ZONES: Readonly<Record<string, string>> = {
  UTC: "UTC",
  GMT: "UTC",
  Z: "UTC",
  PT: "America/Los_Angeles",
  PST: "America/Los_Angeles",
  PDT: "America/Los_Angeles",
  PACIFIC: "America/Los_Angeles",
  MT: "America/Denver",
  MST: "America/Denver",
  MDT: "America/Denver",
  CT: "America/Chicago",
  CST: "America/Chicago",
  CDT: "America/Chicago",
  ET: "America/New_York",
  EST: "America/New_York",
  EDT: "America/New_York",
  EASTERN: "America/New_York",
  BST: "Europe/London",
  CET: "Europe/Berlin",
  CEST: "Europe/Berlin",
  IST: "Asia/Kolkata",
  JST: "Asia/Tokyo",
  KST: "Asia/Seoul",
};

function zoneOf(name: string | undefined): string | undefined {
  if (!name) return undefined;
  const bare = name.replace(/^\(/, "");
  const known = ZONES[bare.toUpperCase()];
  if (known) return known;
  const offset = /^(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d\d))?$/.exec(bare);
  if (offset) return `${offset[1]}${offset[2]!.padStart(2, "0")}:${offset[3] ?? "00"}`;
  if (!bare.includes("/")) return undefined;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: bare }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** What clocks in the zone show. */
function wallOf(epoch: number, zone: string): Wall {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(epoch);
  const at = (type: string): number => Number(parts.find(p => p.type === type)?.value ?? 0);
  return { year: at("year"), month: at("month"), day: at("day"), hour: at("hour"), minute: at("minute") };
}

/** When clocks in the zone show this; a day or month beyond its range counts on. */
function epochOf({ year, month, day, hour, minute }: Wall, zone: string): number {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  let epoch = wanted;
  // Twice, as the first guess may lie on the other side of a change of the clocks.
  for (let i = 0; i < 2; i++) {
    const shown = wallOf(epoch, zone);
    epoch += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
  }
  return epoch;
}
