import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BLOCKER_TYPES } from "../../milestone/blocker/blocker.ts";
import { idProblem } from "../../milestone/names.ts";
import { PHASES } from "../../milestone/phase.ts";
import { reviewRecord } from "../../milestone/review/review-finding.ts";
import {
  type CheckTicket,
  checkTicket,
  type PhaseTicket,
  phaseTicket,
} from "../../milestone/runners/ticket.ts";
import { checkResult, provenCriterion, stages, testRun, usage } from "../../milestone/session/event-data.ts";
import type { ArrivedPart, CheckOutcome } from "./arrival.ts";

/** What a machine leaves for a ticket: a folder with these. `deliverables/` and `logs/` beside them are for people. */
export const RESULT_FILE = "result.json";
/** A git bundle with one commit for each finished phase, on top of the ticket's commit. */
export const PATCH_FILE = "patch";
/** The branch that the bundle names. */
export const PATCH_REF = "refs/heads/milestone-work";

/** What the workflow calls the artifact with this folder. */
export const RESULT_ARTIFACT = "result";

const MAX_BYTES = 4 * 1024 * 1024;

const commit = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const words = z.string().max(64 * 1024);
const milliseconds = z.number().min(0).max(1e12);
const spent = { durationMs: milliseconds, usage: usage.optional() };
const outcome = z.strictObject({
  ok: z.literal(true),
  ...spent,
  answers: z.array(words).max(1_000).optional(),
  claim: words.optional(),
  ask: words.optional(),
});
const trouble = z.strictObject({
  cause: z.enum(["usage_limit", "credentials", "credit", "model", "busy"]),
  waitMs: milliseconds.optional(),
});
const failure = z.strictObject({
  ok: z.literal(false),
  ...spent,
  type: z.enum(BLOCKER_TYPES),
  message: words,
  evidence: words,
  kind: z.enum(["transient", "ordinary", "permanent"]),
  trouble: trouble.optional(),
});
const name = z.string().min(1).max(200);
const reviewerTrouble = z.strictObject({
  profile: name,
  trouble,
  failure: z.strictObject({ message: words, evidence: words }),
});
/** Events keep the ends of outputs, within bounds. */
const bounded = <T extends z.ZodType>(shape: T): T =>
  shape.refine(value => JSON.stringify(value).length <= 64 * 1024, "it is too long");
const tests = bounded(testRun.strict());
const attempted = {
  phase: z.enum(PHASES),
  attempt: z.int().min(1),
  executor: name,
  tests: tests.optional(),
  stages: stages.optional(),
  criteria: z.array(bounded(provenCriterion.strict())).max(1_000).optional(),
  review: bounded(reviewRecord.strict()).optional(),
  troubles: z.array(reviewerTrouble).max(20).optional(),
};
const part = z.union([
  z.strictObject({ ...attempted, ok: z.literal(true), commit, outcome }),
  z.strictObject({ ...attempted, ok: z.literal(false), failure }),
  z.strictObject({ ...attempted, ok: z.literal(false), waits: z.literal(true), outcome }),
  z.strictObject({
    ...attempted,
    ok: z.literal(false),
    unread: words,
    spent: z.strictObject({ usage, durationMs: milliseconds }).optional(),
  }),
]);
const about = {
  version: z.literal(1),
  milestone: z.string().refine(id => idProblem(id) === null, "no milestone's id"),
  settings: commit,
};
const phaseResult = z.strictObject({
  ...about,
  ticket: phaseTicket,
  parts: z.array(part).min(1).max(PHASES.length),
});
const checkResults = z.strictObject({
  ...about,
  ticket: checkTicket,
  came: z.union([
    z.strictObject({ tests }),
    z.strictObject({ checks: z.array(bounded(checkResult.strict())).max(100) }),
  ]),
});

interface ResultOrigin {
  milestone: string;
  settings: string;
}
/** What was made for an attempt's ticket, as it is written: the first version of it. */
export interface WrittenWork extends ResultOrigin {
  ticket: PhaseTicket;
  parts: ArrivedPart[];
}
/** What was made for a check's ticket. */
export interface WrittenCheck extends ResultOrigin {
  ticket: CheckTicket;
  came: CheckOutcome;
}
export type WrittenResult = WrittenWork | WrittenCheck;

export function resultText(written: WrittenResult): string {
  const parts = "parts" in written ? { parts: written.parts.map(withoutText) } : {};
  return `${JSON.stringify({ version: 1, ...written, ...parts }, null, 2)}\n`;
}

/** What an agent said at its end is asked for by reviews alone, and they were held where it worked. */
function withoutText(part: ArrivedPart): ArrivedPart {
  if (!("outcome" in part)) return part;
  const { text: _, ...outcome } = part.outcome;
  return { ...part, outcome };
}

export type ResultReading = { ok: true; result: WrittenResult } | { ok: false; message: string };

/** Reads a folder's result. No link is followed, and whatever is not exactly as expected is refused by name. */
export function readResult(folder: string): ResultReading {
  const bytes = readPlain(join(folder, RESULT_FILE), MAX_BYTES);
  if (typeof bytes === "string") return { ok: false, message: `${RESULT_FILE}: ${bytes}` };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return { ok: false, message: `${RESULT_FILE} is not JSON` };
  }
  const isCheck = typeof value === "object" && value !== null && "came" in value;
  const read = (isCheck ? checkResults : phaseResult).safeParse(value);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    return { ok: false, message: `${RESULT_FILE}: ${path.join(".") || "it"}: ${message}` };
  }
  const { milestone, settings } = read.data;
  if ("came" in read.data) {
    const { ticket, came } = read.data;
    return { ok: true, result: { milestone, settings, ticket, came } as WrittenCheck };
  }
  const { ticket, parts } = read.data;
  const fits = parts[0]!.phase === ticket.phase && parts[0]!.attempt === ticket.attempt;
  if (!fits) return { ok: false, message: `${RESULT_FILE} is not about the phase that its ticket names` };
  const early = parts.slice(0, -1).some(({ ok }) => !ok);
  if (early) return { ok: false, message: `${RESULT_FILE} goes on after a phase that failed` };
  return { ok: true, result: { milestone, ticket, settings, parts: parts as ArrivedPart[] } };
}

/** What the job's output says of its result: a digest of all that counts in it. */
export function digestOf(folder: string): string | null {
  const hash = createHash("sha256");
  for (const file of [RESULT_FILE, PATCH_FILE]) {
    const stats = lstatSync(join(folder, file), { throwIfNoEntry: false });
    if (!stats) continue;
    if (!stats.isFile()) return null;
    const bytes = readFileSync(join(folder, file));
    hash.update(`${file} ${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** A plain file's bytes, or why it is not read. */
function readPlain(file: string, most: number): Buffer | string {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "it is not there" : "it cannot be read";
  }
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) return "it is no file";
    return stats.size > most ? "it is too large" : readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
