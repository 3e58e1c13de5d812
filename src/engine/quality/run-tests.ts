import type { PhaseAttempt } from "../../milestone/plan/plan.ts";
import type { TestRun } from "../../milestone/session/event.ts";
import { parseTestOutput, type TestTotals } from "../../milestone/text/test-output.ts";
import { TEST_RESULTS, testResultsMarkdown } from "../../milestone/text/test-results.ts";
import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import { setUp } from "../attempt/prepare-workspace.ts";
import { readJUnit } from "../deliverable/junit.ts";
import type { Journal } from "../journal/journal.ts";
import type { Changes, CommandOutcome, Oid, Running } from "../ports.ts";
import { EVIDENCE_CHARS } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

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
  const outcome = await tree.command(command, commit, { label: "tests" });
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

/** What a red run leaves for the next attempt: the tests' names, and as much of the output's end as there is room for. */
export function testEvidence(run: TestRun): string {
  const named = run.failures.join("\n").slice(0, EVIDENCE_CHARS / 2);
  return [...(named ? [named] : []), run.tail.slice(named.length + 1 - EVIDENCE_CHARS)].join("\n");
}

/** Totals of a test run from its output: a JUnit report printed in it, TAP, or a known runner's own lines. */
function readTestRun(output: string): TestTotals | null {
  return junitIn(output) ?? parseTestOutput(output);
}

function junitIn(output: string): TestTotals | null {
  const start = output.search(/<testsuites?[\s>]/);
  if (start < 0) return null;
  const close = output.startsWith("<testsuites", start) ? "</testsuites>" : "</testsuite>";
  const end = output.lastIndexOf(close);
  if (end < start) return null;
  const reading = readJUnit(output.slice(start, end + close.length));
  return reading.ok ? reading.totals : null;
}

/** The tree in which integrated work is checked, beside the agents' own. One command at a time. */
export class CheckTree {
  #run: Run;
  #current: Running<CommandOutcome> | null = null;
  #stopped: string | null = null;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Why nothing runs here any more; null: it may. */
  get stopped(): string | null {
    return this.#stopped;
  }

  stop(reason: string): void {
    this.#stopped = reason;
    this.#current?.stop(reason);
  }

  /** Runs one of the plan's commands on a commit's files; null where it was stopped. A failed setup answers for it. */
  async command(
    command: string,
    commit: Oid,
    { label, env = {} }: { label: string; env?: Record<string, string> },
  ): Promise<CommandOutcome | null> {
    if (this.#stopped !== null) return null;
    const { ports, plan } = this.#run;
    const workspace = await ports.workspaces.open("checks");
    const bring = (to: Oid): Promise<void> => workspace.moveTo(to);
    const unprepared = await setUp(this.#run, { workspace, commit, bring }, running => this.#own(running));
    if (this.#stopped !== null) return null;
    if (unprepared) return unprepared;
    workspace.markUsed?.();
    const outcome = await this.#own(
      ports.runner.command({
        command,
        workspace,
        env: { ...env, MILESTONE_ID: plan.id },
        allow: plan.env,
        timeoutMs: plan.limits.phaseTimeoutMs,
        label,
        log: { kind: "tests", name: label },
      }),
    );
    return this.#stopped === null ? outcome : null;
  }

  async #own(running: Running<CommandOutcome>): Promise<CommandOutcome> {
    this.#current = running;
    if (this.#stopped !== null) running.stop(this.#stopped);
    try {
      return await running.done;
    } finally {
      this.#current = null;
    }
  }
}

/** An attempt's work, merged onto the tip, that is on the branch only once its tests have passed. */
export interface Candidate {
  running: RunningAttempt;
  result: Extract<AttemptResult, { ok: true }>;
  changes: Changes;
  /** Of the phase's deliverables. */
  folder: string;
  /** The commit that it is merged onto; absent: the branch's tip. */
  onto?: Oid;
}

/**
 * Runs the tests on a candidate. Where they pass the attempt's test results are written from that run, and `passedAt`
 * is the commit they ran on.
 */
export async function testCandidate(
  run: Run,
  tree: CheckTree,
  candidate: Candidate,
): Promise<{ result: AttemptResult; passedAt: Oid | null; tests?: TestRun }> {
  const { journal, plan } = run;
  const commit = await commitCandidate(run, candidate);
  const tests = await runTests(tree, {
    command: plan.testCommand!,
    commit,
    named: journal.commitName && commit,
    reason: "phase",
  });
  if (!tests) {
    return { result: { ok: false, interrupted: tree.stopped ?? "the run ends" }, passedAt: null };
  }
  recordTests(journal, candidate.running.start, tests);
  if (!tests.ok) return { result: failed(candidate, tests), passedAt: null, tests };
  return {
    result: withTestResults({ ...candidate, start: candidate.running.start }, tests),
    passedAt: commit,
    tests,
  };
}

/** Records a run of the tests on a phase's work. */
export function recordTests(journal: Journal, { task, phase }: PhaseAttempt, tests: TestRun): void {
  journal.record({
    event: "tests_run",
    task_id: task.id,
    phase: phase.phase,
    agent: "progress_monitor",
    data: tests,
  });
}

function commitCandidate({ journal, ports }: Run, { running, changes, onto }: Candidate): Promise<Oid> {
  const { task, phase } = running.start;
  const base = onto ?? journal.tip;
  return ports.repository.commit({
    parents: [base],
    base,
    changes,
    message: `candidate of ${task.id}/${phase.phase}\n`,
    author: { name: "milestone", email: "milestone@localhost" },
    at: ports.clock.now(),
  });
}

function failed({ result: { outcome } }: Candidate, tests: TestRun): AttemptResult {
  return {
    ok: false,
    failure: {
      ok: false,
      durationMs: outcome.durationMs,
      ...(outcome.usage ? { usage: outcome.usage } : {}),
      type: "test_failures",
      message: testMessage(tests),
      evidence: testEvidence(tests),
      kind: "ordinary",
    },
  };
}

/** The engine's own run takes the place of what the executor says of its tests. */
export function withTestResults(
  { start: { task, phase }, result, changes, folder }: Omit<Candidate, "running"> & { start: PhaseAttempt },
  tests: TestRun,
): Candidate["result"] {
  const path = `${folder}/${TEST_RESULTS}`;
  const wanted = phase.deliverables.some(d => "path" in d && d.path === TEST_RESULTS);
  if (!wanted && !changes.has(path)) return result;
  const content = Buffer.from(testResultsMarkdown({ ...tests, task: task.id }));
  const files = result.files.filter(f => f.path !== path);
  return { ...result, files: [...files, { path, mode: "100644", content }] };
}
