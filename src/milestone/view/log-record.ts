import { PHASES } from "../phase.ts";
import type { ReviewRecord } from "../review/review-finding.ts";
import type { EventOf, LoggedEvent, ProvenCriterion, TestRun } from "../session/event.ts";
import { type AuditTrail, addToTrail, newTrail } from "./audit.ts";
import { millis } from "./figures.ts";

/** What the reports tell of a log and the state does not keep, so that no report needs all of its events at once. */
export interface LogRecord {
  events: number;
  /** The newest last. */
  newest: LoggedEvent[];
  testRuns: (TestRun & { at: number })[];
  /** Phases finished, each with a commit. */
  commits: number;
  /** Failed attempts by their cause. */
  failures: Map<string, FailureRow>;
  /** The newest failed attempts with what their programs said at the end, oldest first. */
  failed: RecordedFailure[];
  trail: AuditTrail;
  /** The newest reviews of attempts, oldest first. */
  reviews: ReviewedAttempt[];
  /** Criteria with commands that finished phases meet. */
  criteria: MetCriterion[];
  /** The commit of each finished phase by `task/phase`; null: the log does not tell it yet. */
  phaseCommits: Map<string, string | null>;
}

export interface ReviewedAttempt {
  task: string;
  phase: string;
  attempt: number;
  /** Its work landed. */
  landed: boolean;
  review: ReviewRecord;
}

export interface MetCriterion extends ProvenCriterion {
  task: string;
  phase: string;
}

/** Failed attempts by their cause. */
export interface FailureRow {
  type: string;
  count: number;
  where: string[];
}

export interface RecordedFailure {
  task: string;
  phase: string;
  attempt: number;
  type: string;
  message: string;
  /** The last lines of its output. */
  words: string;
  at: number;
}

/** Failed attempts whose last words are kept: a report of more is read by nobody. */
const FAILED_KEPT = 50;
const REVIEWS_KEPT = 200;
const WORDS_LINES = 8;
const WORDS_CHARS = 1_200;

/** Places of one kind of failure: reports name the first of them. */
const PLACES_KEPT = 100;

/** As many as the longest list of a report. */
const NEWEST = 200;

export function newRecord(): LogRecord {
  return {
    events: 0,
    newest: [],
    testRuns: [],
    commits: 0,
    failures: new Map(),
    failed: [],
    trail: newTrail(),
    reviews: [],
    criteria: [],
    phaseCommits: new Map(),
  };
}

export function addToRecord(record: LogRecord, event: LoggedEvent): void {
  record.events += 1;
  record.newest.push(event);
  if (record.newest.length > NEWEST) record.newest.shift();
  addToTrail(record.trail, event);
  if (event.event === "phase_completed") {
    record.commits += 1;
    addCriteria(record, event);
    record.phaseCommits.set(`${event.task_id}/${event.phase}`, null);
  }
  if (event.event === "commit_created") addCommit(record, event.data);
  if (event.event === "phase_completed" || event.event === "phase_failed") addReview(record, event);
  if (event.event === "tests_run") record.testRuns.push({ ...event.data, at: millis(event.timestamp) });
  if (event.event !== "phase_failed") return;
  addFailure(record.failures, event);
  record.failed.push(failedAttempt(event));
  if (record.failed.length > FAILED_KEPT) record.failed.shift();
}

function addReview(
  record: LogRecord,
  {
    event,
    task_id: task = "",
    phase = "execute",
    data,
  }: EventOf<"phase_completed"> | EventOf<"phase_failed">,
): void {
  if (!data.review) return;
  const { attempt, review } = data;
  record.reviews.push({ task, phase, attempt, landed: event === "phase_completed", review });
  if (record.reviews.length > REVIEWS_KEPT) record.reviews.shift();
}

/** The commit follows the phase's end, and names it: one look-up, however many phases there are. */
function addCommit(
  { phaseCommits }: LogRecord,
  { commit, subject }: EventOf<"commit_created">["data"],
): void {
  const [task, ...words] = subject.slice(subject.lastIndexOf(": ") + 2).split(" ");
  if (words.pop() !== "completed" || words.length > 1) return;
  for (const phase of words.length > 0 ? words : PHASES) {
    const where = `${task}/${phase}`;
    if (phaseCommits.get(where) === null) phaseCommits.set(where, commit);
  }
}

/** A phase that is done again proves its criteria again. */
function addCriteria(
  record: LogRecord,
  { task_id: task = "", phase = "execute", data }: EventOf<"phase_completed">,
): void {
  // One that was never done has nothing to take out.
  if (record.phaseCommits.has(`${task}/${phase}`))
    record.criteria = record.criteria.filter(each => each.task !== task || each.phase !== phase);
  for (const each of data.criteria ?? []) record.criteria.push({ ...each, task, phase });
}

function addFailure(
  failures: LogRecord["failures"],
  event: Extract<LoggedEvent, { event: "phase_failed" }>,
): void {
  const { type } = event.data;
  const row = failures.get(type) ?? { type, count: 0, where: [] };
  failures.set(type, row);
  row.count += 1;
  const where = `${event.task_id}/${event.phase}`;
  if (row.where.length < PLACES_KEPT && !row.where.includes(where)) row.where.push(where);
}

function failedAttempt({
  task_id,
  phase,
  timestamp,
  data,
}: Extract<LoggedEvent, { event: "phase_failed" }>): RecordedFailure {
  const { attempt, type, message, evidence } = data;
  const words = lastWords(evidence, WORDS_LINES).join("\n").slice(-WORDS_CHARS);
  return { task: task_id ?? "", phase: phase ?? "", attempt, type, message, words, at: millis(timestamp) };
}

/** The last lines that say something. */
export function lastWords(text: string, most: number): string[] {
  const lines = text.split("\n").map(line => line.trimEnd());
  return lines.filter(Boolean).slice(-most);
}
