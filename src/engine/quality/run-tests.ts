import type { TestRun } from "../../milestone/session/event.ts";
import { readTestRun } from "../deliverable/test-run.ts";
import type { Oid } from "../ports.ts";
import { EVIDENCE_CHARS } from "../run/blockers.ts";
import type { CheckTree } from "./check-tree.ts";

/** Most failures that one `tests_run` event names. */
const FAILURES_NAMED = 20;

/** Characters of its output that one `tests_run` event keeps, from the end. */
const TAIL_CHARS = 4_000;

/** Runs the plan's test command on a commit, which is recorded as `named`; null where it was stopped. */
export async function runTests(
  tree: CheckTree,
  test: { command: string; commit: Oid; named: Oid | null; reason: TestRun["reason"] },
): Promise<TestRun | null> {
  const { command, commit, named, reason } = test;
  const outcome = await tree.command(command, commit, "tests");
  if (!outcome) return null;
  const totals = readTestRun(outcome.output);
  return {
    reason,
    command,
    commit: named,
    ok: outcome.ok,
    exit: outcome.exit,
    duration_ms: Math.round(outcome.durationMs),
    ...(totals
      ? { total: totals.total, passed: totals.passed, failed: totals.failed, skipped: totals.skipped }
      : {}),
    failures: (totals?.failures ?? []).slice(0, FAILURES_NAMED).map(f => `${f.name}: ${f.message}`),
    tail: outcome.tail.slice(-TAIL_CHARS),
  };
}

/** A red run in a sentence. */
export function testMessage(run: TestRun): string {
  const count = run.failed ? `${run.failed} of ${run.total} tests fail` : `exit ${run.exit ?? "by a signal"}`;
  return `the test command fails on the integrated work (${count}): ${run.command}`;
}

/** What a red run leaves for whoever mends it: the tests' names, and as much of the output's end as there is room for. */
export function testEvidence(run: TestRun): string {
  const named = run.failures.join("\n").slice(0, EVIDENCE_CHARS / 2);
  return [...(named ? [named] : []), run.tail.slice(named.length + 1 - EVIDENCE_CHARS)].join("\n");
}
