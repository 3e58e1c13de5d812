import { AsyncLocalStorage } from "node:async_hooks";
import { describeFailure, type Failure } from "../src/github/answer.ts";
import type { Turn } from "../src/github/api.ts";
import { type DeliveryLease, type Job, LANES } from "./inbox/inbox.ts";

/** The job that the running code works for: every write asks for its lane and its lease. */
export interface Working {
  job: Job;
  lease: DeliveryLease;
}

const working = new AsyncLocalStorage<Working>();

/** Another process works on the line by now: whatever was begun here is for it to finish. */
export class LeaseLost extends Error {
  constructor(line: string) {
    super(`another process works on ${line} now`);
  }
}

/** GitHub cannot be asked now: the job is tried again from its beginning at a time. */
export class Again extends Error {
  readonly at: number;

  constructor(at: number, why: string) {
    super(why);
    this.at = at;
  }
}

export function workingFor<T>(job: Working, work: () => Promise<T>): Promise<T> {
  return working.run(job, work);
}

/** What is being worked on; null outside of any job. */
export const current = (): Working | null => working.getStore() ?? null;

/** The place of the running code's writes. */
export function turn(): Turn {
  const now = working.getStore();
  return {
    lane: now ? LANES[now.job.lane] : LANES.person,
    async check() {
      if (now && !(await now.lease.holds())) throw new LeaseLost(now.lease.line);
    },
  };
}

const SOON_MS = 5_000;
/** When another job is in the middle of the same thing. */
export const MOMENT_MS = 2_000;

/** Throws for what passes by itself; the job is then tried again from its beginning. */
export function againAfter(failure: Failure, now: number): void {
  if (failure.kind === "rate_limited") throw new Again(failure.until, describeFailure(failure));
  if (failure.kind === "unavailable") throw new Again(now + SOON_MS, describeFailure(failure));
}
