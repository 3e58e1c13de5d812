import type { LoggedEvent, TestRun } from "../session/event.ts";
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
  trail: AuditTrail;
}

/** Failed attempts by their cause. */
export interface FailureRow {
  type: string;
  count: number;
  where: string[];
}

/** As many as the longest list of a report. */
const NEWEST = 200;

export function newRecord(): LogRecord {
  return { events: 0, newest: [], testRuns: [], commits: 0, failures: new Map(), trail: newTrail() };
}

export function addToRecord(record: LogRecord, event: LoggedEvent): void {
  record.events += 1;
  record.newest.push(event);
  if (record.newest.length > NEWEST) record.newest.shift();
  addToTrail(record.trail, event);
  if (event.event === "phase_completed") record.commits += 1;
  if (event.event === "tests_run") record.testRuns.push({ ...event.data, at: millis(event.timestamp) });
  if (event.event === "phase_failed") addFailure(record.failures, event);
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
  if (!row.where.includes(where)) row.where.push(where);
}
