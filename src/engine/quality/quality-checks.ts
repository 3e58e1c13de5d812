import { ROOT } from "../../milestone/names.ts";
import type { QualityGate } from "../../milestone/plan/plan.ts";
import type { CheckResult, TestRun } from "../../milestone/session/event.ts";
import { testResultsMarkdown } from "../../milestone/text/test-results.ts";
import type { AttemptResult, RunningAttempt } from "../attempt.ts";
import { block } from "../blockers.ts";
import { readTestRun } from "../deliverable/test-run.ts";
import type { Changes } from "../journal.ts";
import type { CommandOutcome, Oid, Running } from "../ports.ts";
import type { Run } from "../run-context.ts";

/** Most failures that one `tests_run` event names. */
const FAILURES_NAMED = 20;

type Good = Extract<AttemptResult, { ok: true }>;

/**
 * Runs what is to be run on integrated work: the test command and the checkpoints' checks. One at a time, in a tree
 * of its own, beside the agents. What comes out is taken in by the loop (`takeIn`), never in between.
 */
export class QualityChecks {
  #run: Run;
  #notify: () => void;
  #queue: Promise<void> = Promise.resolve();
  #jobs = 0;
  #current: Running<CommandOutcome> | null = null;
  #stopped: string | null = null;
  #done: (() => Promise<void>)[] = [];
  #tested = new WeakSet<RunningAttempt>();
  /** The newest commit (or candidate) whose tests passed. */
  #passedAt: Oid | null = null;
  #baselineRunning = false;
  #checkpointsRunning = new Set<string>();
  #syncing: number | null = null;
  #finalFailed = false;
  synced = -1;

  constructor(run: Run, notify: () => void) {
    this.#run = run;
    this.#notify = notify;
  }

  get idle(): boolean {
    return this.#jobs === 0 && this.#done.length === 0;
  }

  /** Code waits until the baseline is known to be green; documents need not. */
  get holdsExecute(): boolean {
    return this.#baselineRunning;
  }

  isTested(running: RunningAttempt): boolean {
    return this.#tested.has(running);
  }

  stop(reason: string): void {
    this.#stopped = reason;
    this.#current?.stop(reason);
  }

  async takeIn(): Promise<void> {
    for (const apply of this.#done.splice(0)) await apply();
  }

  /** The test command once before the first work: a red start is nobody's fault here, and must be known. */
  baseline(): void {
    const { plan, journal } = this.#run;
    if (!plan.testCommand || plan.testBaseline === "ignore" || journal.state.lastTests) return;
    this.#baselineRunning = true;
    const tip = journal.tip;
    this.#enqueue(async () => {
      const run = await this.#test(tip, "baseline");
      return async () => {
        this.#baselineRunning = false;
        if (!run) return;
        journal.record({ event: "tests_run", agent: "progress_monitor", data: run });
        if (run.ok) {
          this.#passedAt = tip;
          return;
        }
        await this.#blockTests(
          run,
          "the tests fail before any work was done; mend them, or set test_baseline: ignore",
        );
      };
    });
  }

  /** Tests an execute phase's work merged onto the tip, and writes its test results from that run. */
  testAttempt(
    running: RunningAttempt,
    result: Good,
    landed: Changes,
    folder: string,
  ): Promise<AttemptResult> {
    return new Promise(resolve => {
      this.#enqueue(async () => {
        const answer = await this.#testCandidate(running, result, landed, folder);
        return async () => resolve(answer);
      });
    });
  }

  async #testCandidate(
    running: RunningAttempt,
    result: Good,
    landed: Changes,
    folder: string,
  ): Promise<AttemptResult> {
    const { journal, ports } = this.#run;
    const { task, phase } = running.start;
    const candidate = await ports.repository.commit({
      parents: [journal.tip],
      base: journal.tip,
      changes: landed,
      message: `candidate of ${task.id}/${phase.phase}\n`,
      author: { name: "milestone", email: "milestone@localhost" },
      at: ports.clock.now(),
    });
    const run = await this.#test(candidate, "phase");
    if (!run) return { ok: false, interrupted: this.#stopped ?? "the run ends" };
    journal.record({
      event: "tests_run",
      task_id: task.id,
      phase: phase.phase,
      agent: "progress_monitor",
      data: run,
    });
    if (!run.ok) {
      return {
        ok: false,
        failure: {
          ok: false,
          durationMs: result.outcome.durationMs,
          ...(result.outcome.usage ? { usage: result.outcome.usage } : {}),
          type: "test_failures",
          message: testMessage(run),
          evidence: [...run.failures, run.tail].join("\n"),
          kind: "ordinary",
        },
      };
    }
    this.#tested.add(running);
    this.#passedAt = candidate;
    const path = `${folder}/test-results.md`;
    const wanted = phase.deliverables.some(d => "path" in d && d.path === "test-results.md");
    if (!wanted && !landed.has(path)) return result;
    const content = Buffer.from(testResultsMarkdown({ ...run, task: task.id }));
    const files = result.files.filter(f => f.path !== path);
    return { ...result, files: [...files, { path, mode: "100644", content }] };
  }

  /** Starts the checks of checkpoints that were reached and are not under way. */
  checkpoints(due: QualityGate[]): void {
    for (const gate of due) {
      if (this.#checkpointsRunning.has(gate.name)) continue;
      this.#checkpointsRunning.add(gate.name);
      const tip = this.#run.journal.tip;
      this.#enqueue(async () => {
        const checks = await this.#check(gate, tip);
        return async () => {
          this.#checkpointsRunning.delete(gate.name);
          if (checks) await this.#judgeCheckpoint(gate, checks);
        };
      });
    }
  }

  /** `hybrid`: the tests run on the integrated cluster before the next one starts. */
  sync(cluster: number): void {
    if (this.#syncing === cluster) return;
    this.#syncing = cluster;
    const { journal, plan } = this.#run;
    if (!plan.testCommand) {
      this.synced = cluster;
      this.#notify();
      return;
    }
    const tip = journal.tip;
    this.#enqueue(async () => {
      const run = await this.#test(tip, "phase");
      return async () => {
        this.synced = cluster;
        if (run) await this.#takeTests(run, tip);
      };
    });
  }

  /** The tests on exactly what is to be called completed; run only where the tip was not tested yet. */
  async final(): Promise<"passed" | "running" | "failed"> {
    const { journal, plan, ports } = this.#run;
    if (!plan.testCommand) return "passed";
    if (this.#finalFailed) return "failed";
    const tip = journal.tip;
    if (this.#passedAt) {
      const since = await ports.repository.changedPaths(this.#passedAt, tip);
      if (since.every(path => path.startsWith(`${ROOT}/`))) return "passed";
    }
    this.#enqueue(async () => {
      const run = await this.#test(tip, "final");
      return async () => {
        if (run) await this.#takeTests(run, tip);
        this.#finalFailed = run !== null && !run.ok;
      };
    });
    return "running";
  }

  async #takeTests(run: TestRun, tip: Oid): Promise<void> {
    this.#run.journal.record({ event: "tests_run", agent: "progress_monitor", data: run });
    if (run.ok) this.#passedAt = tip;
    else await this.#blockTests(run, testMessage(run));
  }

  async #blockTests(run: TestRun, message: string): Promise<void> {
    const { journal, publisher } = this.#run;
    block(journal, { type: "test_failures", message, evidence: [...run.failures, run.tail].join("\n") });
    await journal.commit({ subject: "blocked", derived: true, saveReason: "blocker" });
    publisher.request();
  }

  async #judgeCheckpoint(gate: QualityGate, checks: CheckResult[]): Promise<void> {
    const { journal, publisher } = this.#run;
    const data = { name: gate.name, at: gate.at, checks };
    const failed = checks.find(c => !c.ok);
    if (failed) {
      journal.record({ event: "quality_gate_failed", agent: "progress_monitor", data });
      block(journal, {
        type: "quality_gate_failed",
        about: gate.name,
        message: `the checkpoint "${gate.name}" at ${gate.at} % fails: ${failed.command} ended with exit ${failed.exit ?? "by a signal"}`,
        evidence: failed.tail,
      });
    } else if (gate.approvers.length > 0 || gate.criteria.length > 0) {
      journal.record({
        event: "approval_requested",
        agent: "session_manager",
        data: {
          request: `gate:${gate.name}`,
          transition: "quality_gate",
          kind: "approval",
          approvers: gate.approvers,
          min_approvals: gate.minApprovals,
          criteria: gate.criteria,
          deliverables: [],
          attempt: 1,
        },
      });
    } else {
      journal.record({ event: "quality_gate_passed", agent: "progress_monitor", data });
    }
    await journal.commit({
      subject: failed ? `checkpoint ${gate.at} % blocked` : `checkpoint ${gate.at} %`,
      derived: true,
      saveReason: "checkpoint",
    });
    publisher.request();
  }

  async #check(gate: QualityGate, commit: Oid): Promise<CheckResult[] | null> {
    const results: CheckResult[] = [];
    for (const command of gate.run) {
      const outcome = await this.#command(command, commit, `checkpoint ${gate.name}`);
      if (!outcome) return null;
      const { ok, exit, durationMs, tail } = outcome;
      results.push({ command, ok, exit, duration_ms: Math.round(durationMs), tail: tail.slice(-2_000) });
      if (!ok) break;
    }
    return results;
  }

  async #test(commit: Oid, reason: TestRun["reason"]): Promise<TestRun | null> {
    const command = this.#run.plan.testCommand!;
    const outcome = await this.#command(command, commit, "tests");
    if (!outcome) return null;
    const totals = readTestRun(outcome.output);
    return {
      reason,
      command,
      commit,
      ok: outcome.ok,
      exit: outcome.exit,
      duration_ms: Math.round(outcome.durationMs),
      ...(totals
        ? { total: totals.total, passed: totals.passed, failed: totals.failed, skipped: totals.skipped }
        : {}),
      failures: (totals?.failures ?? []).slice(0, FAILURES_NAMED).map(f => `${f.name}: ${f.message}`),
      tail: outcome.tail.slice(-4_000),
    };
  }

  async #command(command: string, commit: Oid, label: string): Promise<CommandOutcome | null> {
    if (this.#stopped !== null) return null;
    const { ports, plan } = this.#run;
    const workspace = await ports.workspaces.open("checks");
    await workspace.moveTo(commit);
    const timeoutMs = plan.limits.phaseTimeoutMs;
    if (plan.setup && !this.#prepared) {
      const setup = ports.runner.command({
        command: plan.setup,
        workspace,
        env: {},
        timeoutMs,
        label: "setup",
      });
      this.#current = setup;
      const outcome = await setup.done;
      if (this.#stopped !== null) return null;
      if (!outcome.ok) return outcome;
      this.#prepared = true;
    }
    this.#current = ports.runner.command({
      command,
      workspace,
      env: { MILESTONE_ID: plan.id },
      timeoutMs,
      label,
    });
    const outcome = await this.#current.done;
    this.#current = null;
    return this.#stopped === null ? outcome : null;
  }
  #prepared = false;

  #enqueue(job: () => Promise<() => Promise<void>>): void {
    this.#jobs += 1;
    this.#queue = this.#queue
      .then(job)
      .catch((error: unknown) => async () => {
        this.#run.ports.narrator.warn(
          `a check could not be run: ${error instanceof Error ? error.message : error}`,
        );
        block(this.#run.journal, {
          type: "quality_gate_failed",
          about: "checks",
          message: `a check could not be run: ${error instanceof Error ? error.message : String(error)}`,
        });
      })
      .then(apply => {
        this.#jobs -= 1;
        this.#done.push(apply);
        this.#notify();
      });
  }
}

function testMessage(run: TestRun): string {
  const count = run.failed ? `${run.failed} of ${run.total} tests fail` : `exit ${run.exit ?? "by a signal"}`;
  return `the test command fails on the integrated work (${count}): ${run.command}`;
}
