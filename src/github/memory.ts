import type { Failure } from "./answer.ts";
import type { IssueNow } from "./blocker-issues.ts";
import type { CheckNow } from "./check.ts";
import type { CommentNow } from "./issue-comments.ts";
import type { PullNow } from "./pull.ts";
import type { TrackingNow } from "./tracking.ts";

/**
 * What GitHub held when it was last read or written by this process. It only saves requests: nothing is created on
 * its word, and it is read again every few minutes, when GitHub contradicts it, and after a restart.
 */
export interface SyncMemory {
  readAt: number;
  pull?: PullNow | null;
  comments?: CommentNow[];
  issues?: IssueNow[];
  tracking?: TrackingNow | null;
  checks?: CheckNow[];
  /** The check that this process last wrote, maybe on an older commit. */
  lastCheck: CheckNow | null;
  /** The milestone app keeps this repository in sync; the Action's own upkeep is not wanted. */
  standsDown: boolean;
  /** GitHub does not let this token open pull requests. */
  pullRefused: boolean;
  /** Parts that GitHub forbids: they rest, ever longer, until somebody changes something. */
  resting: Map<string, { until: number; tries: number; failure: Failure }>;
  /** Announcements to other milestones' pull requests that are known to be made. */
  told: Set<string>;
}

/** How long what was read is believed. */
const FRESH_MS = 600_000;

/** Nothing is known yet: the first pass reads. */
export function createMemory(): SyncMemory {
  return {
    readAt: 0,
    lastCheck: null,
    standsDown: false,
    pullRefused: false,
    resting: new Map(),
    told: new Set(),
  };
}

/** Forgets what GitHub held: something was changed by others, or an answer contradicted it. */
export function forget(memory: SyncMemory): void {
  memory.readAt = 0;
  delete memory.pull;
  delete memory.comments;
  delete memory.issues;
  delete memory.tracking;
  delete memory.checks;
}

/** Begins a pass: what is too old to be believed is forgotten. */
export function refresh(memory: SyncMemory, now: number): void {
  if (now - memory.readAt < FRESH_MS) return;
  forget(memory);
  memory.readAt = now;
}
