import { z } from "zod";
import { idProblem } from "../names.ts";
import { globProblem } from "../path/glob.ts";
import { pathProblem } from "../path/path-rule.ts";

/** What people are told of a key: in the key reference, in editors, and where the key is mistaken. */
export interface KeyFacts {
  /** What it does, a sentence without a full stop. */
  means: string;
  /** What holds where nobody writes the key. */
  default?: string;
  /** A value that is accepted, as it is written in the file. */
  example: unknown;
  /**
   * The key is declared but nothing reads it yet; the text names who will. Until the mark is taken away the key is
   * refused like one that is not known: no key is ever without effect.
   */
  pending?: string;
}

const FACTS = new WeakMap<z.ZodType, KeyFacts>();

/** A key that may be left out. The schema with these facts is the one table of keys. */
export function key<T extends z.ZodType>(type: T, facts: KeyFacts): z.ZodOptional<T> {
  return noted(type.optional(), facts);
}

/** A key that must be there. */
export function neededKey<T extends z.ZodType>(type: T, facts: KeyFacts): T {
  return noted(type.clone() as T, facts);
}

function noted<T extends z.ZodType>(type: T, facts: KeyFacts): T {
  FACTS.set(type, facts);
  return type;
}

/** The facts of a key, given its type from the shape of its map. */
export function factsOf(type: z.ZodType): KeyFacts | undefined {
  return FACTS.get(type);
}

/**
 * The parts that the schemas of milestone file and config share. Each `error` names what is expected, and is
 * put after "write" in a diagnostic's remedy; `describe` texts go into the published JSON Schema.
 */
const MAX_TITLE = 300;
const MAX_TEXT = 65_536;
const MAX_LIST = 1000;

export const title = z
  .string({ error: "text" })
  .max(MAX_TITLE, { error: `a title of at most ${MAX_TITLE} characters; details belong into description` });
export const prose = z
  .string({ error: "text" })
  .max(MAX_TEXT, { error: `text of at most ${MAX_TEXT} characters` });
export const line = z
  .string({ error: "one line of text" })
  // Length first, and no matching beyond it: anyone who may push writes these texts.
  .max(1000, { error: "text of at most 1000 characters", abort: true })
  .regex(/^[^\S\n]*\S[^\n]*$/, { error: "one line of text" });
export const shell = z
  .string({ error: "a shell command, several as lines below `|`" })
  .max(MAX_TEXT, {
    error: `a shell command of at most ${MAX_TEXT} characters, or put it into a script`,
    abort: true,
  })
  .regex(/\S/, { error: "a shell command" });

/** Ids are checked for their code of their own (`bad-id`), which is why there is a marker in `params`. */
export const id = z
  .string({ error: "an id as text" })
  .superRefine((value, ctx) => {
    const problem = idProblem(value);
    if (problem) ctx.addIssue({ code: "custom", message: problem, params: { rule: "bad-id" } });
  })
  .meta({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" });

export const deliverablePath = z
  .string({ error: "a path below the phase's folder" })
  .superRefine((value, ctx) => {
    const problem = pathProblem(value);
    if (problem) ctx.addIssue({ code: "custom", message: problem, params: { rule: "bad-path" } });
  });

export const glob = z.string({ error: "a glob such as src/**" }).superRefine((value, ctx) => {
  const problem = globProblem(value);
  if (problem) ctx.addIssue({ code: "custom", message: problem, params: { rule: "bad-glob" } });
});

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

const DURATION_ERROR = "a duration such as 90s, 30m or 2h (at most 24 days)";
/** For editors; the order of the units is `parseDuration`'s to check. Linear on any text. */
const DURATION = /^\d+(?:d|h|ms|m|s)(?: ?\d+(?:h|ms|m|s))*$/;
/** A span of time longer than nothing, as text; `parseDuration` gives its milliseconds. */
export const duration = z
  .string({ error: DURATION_ERROR })
  .regex(DURATION, { error: DURATION_ERROR })
  .refine(value => (parseDuration(value) ?? MAX_DURATION_MS + 1) <= MAX_DURATION_MS, {
    error: DURATION_ERROR,
  })
  .refine(value => parseDuration(value) !== 0, { error: "a duration longer than 0" });
export const pause = z
  .string({ error: DURATION_ERROR })
  .regex(DURATION, { error: DURATION_ERROR })
  .refine(value => parseDuration(value) !== null, { error: DURATION_ERROR });

export function count(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export function amount(what: string) {
  const error = `${what} above 0`;
  return z.number({ error }).positive({ error });
}

export const flag = z.boolean({ error: "true or false" });

export function list<T extends z.ZodType>(item: T, what: string) {
  return z
    .array(item, { error: `a list of ${what}` })
    .max(MAX_LIST, { error: `at most ${MAX_LIST} ${what}` });
}

export function map<T extends z.ZodRawShape>(shape: T, error = "a map (`key: value` lines)") {
  return z.looseObject(shape, { error });
}

const DAY = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** A day, or a moment in RFC 3339. */
export const date = z
  .string({ error: "a date such as 2026-12-20" })
  .regex(DAY, { error: "a date such as 2026-12-20" })
  .refine(isRealDay, { error: "a day that exists, such as 2026-12-20" });

function isRealDay(value: string): boolean {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value.slice(0, 10);
}

const APPROVER_ERROR = "a GitHub login such as octocat, or a team such as acme/architects";
/** Logins of managed users hold an underscore; a bot's `[bot]` never counts and so never matches. */
export const approver = z
  .string({ error: APPROVER_ERROR })
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}(?:\/[A-Za-z0-9_][A-Za-z0-9._-]{0,99})?$/, {
    error: APPROVER_ERROR,
  });
