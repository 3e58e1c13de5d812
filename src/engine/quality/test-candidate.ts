import type { TestRun } from "../../milestone/session/event.ts";
import { TEST_RESULTS, testResultsMarkdown } from "../../milestone/text/test-results.ts";
import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import type { Changes, Oid } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import type { CheckTree } from "./check-tree.ts";
import { runTests, testEvidence, testMessage } from "./run-tests.ts";

/** An attempt's work, merged onto the tip, that is on the branch only once its tests have passed. */
export interface Candidate {
  running: RunningAttempt;
  result: Extract<AttemptResult, { ok: true }>;
  changes: Changes;
  /** Of the phase's deliverables. */
  folder: string;
}

/**
 * Runs the tests on a candidate. Where they pass the attempt's test results are written from that run, and `passedAt`
 * is the commit they ran on.
 */
export async function testCandidate(
  run: Run,
  tree: CheckTree,
  candidate: Candidate,
): Promise<{ result: AttemptResult; passedAt: Oid | null }> {
  const { journal, plan } = run;
  const { task, phase } = candidate.running.start;
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
  journal.record({
    event: "tests_run",
    task_id: task.id,
    phase: phase.phase,
    agent: "progress_monitor",
    data: tests,
  });
  if (!tests.ok) return { result: failed(candidate, tests), passedAt: null };
  return { result: withTestResults(candidate, tests), passedAt: commit };
}

function commitCandidate({ journal, ports }: Run, { running, changes }: Candidate): Promise<Oid> {
  const { task, phase } = running.start;
  return ports.repository.commit({
    parents: [journal.tip],
    base: journal.tip,
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
function withTestResults({ running, result, changes, folder }: Candidate, tests: TestRun): AttemptResult {
  const { task, phase } = running.start;
  const path = `${folder}/${TEST_RESULTS}`;
  const wanted = phase.deliverables.some(d => "path" in d && d.path === TEST_RESULTS);
  if (!wanted && !changes.has(path)) return result;
  const content = Buffer.from(testResultsMarkdown({ ...tests, task: task.id }));
  const files = result.files.filter(f => f.path !== path);
  return { ...result, files: [...files, { path, mode: "100644", content }] };
}
