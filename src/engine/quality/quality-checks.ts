import { needsApproval } from "../../milestone/approval/required.ts";
import { ROOT } from "../../milestone/names.ts";
import type { Plan, QualityGate } from "../../milestone/plan/plan.ts";
import { newCheckpointRequest } from "../../milestone/schedule/ready-tasks.ts";
import type { CheckResult, TestRun } from "../../milestone/session/event.ts";
import type { State } from "../../milestone/session/state.ts";
import { type AttemptResult, activityKey, faultOf, type RunningAttempt } from "../attempt/attempt.ts";
import { treeNow } from "../gate/request-approval.ts";
import type { Oid } from "../ports.ts";
import { block } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import {
  type Candidate,
  CheckTree,
  runTests,
  testCandidate,
  testEvidence,
  testMessage,
} from "./run-tests.ts";

/** Under which what runs here stands among the activities: one thing at a time. */
const CHECKS = "checks";

/**
 * Runs what is to be run on integrated work: the test command and the checkpoints' checks. One at a time, in a tree
 * of its own, beside the agents. What comes out is taken in by the loop (`takeIn`), never in between.
 */
export class QualityChecks {
  #run: Run;
  #notify: () => void;
  #queue: CheckQueue;
  #tree: CheckTree;
  #tested = new WeakSet<RunningAttempt>();
  /** The newest commit (or candidate) whose tests passed. */
  #passedAt: Oid | null = null;
  #baselineRunning = false;
  #checkpointsRunning = new Set<string>();
  #syncing: number | null = null;
  #finalFailed = false;
  /** `hybrid`: the highest cluster whose integrated work was tested. */
  synced = -1;

  constructor(run: Run, notify: () => void) {
    this.#run = run;
    this.#notify = notify;
    this.#tree = new CheckTree(run);
    this.#queue = new CheckQueue(error => this.#blockFault(error), notify);
  }

  get idle(): boolean {
    return this.#queue.idle;
  }

  /** Code waits until the baseline is known to be green; documents need not. */
  get holdsExecute(): boolean {
    return this.#baselineRunning;
  }

  isTested(running: RunningAttempt): boolean {
    return this.#tested.has(running);
  }

  stop(reason: string): void {
    this.#tree.stop(reason);
  }

  takeIn(): Promise<void> {
    return this.#queue.takeIn();
  }

  /** The test command once before the first work: a red start is nobody's fault here, and must be known. */
  baseline(): void {
    const { plan, journal } = this.#run;
    if (!needsBaseline(plan, journal.state)) return;
    this.#baselineRunning = true;
    this.#test("baseline", async run => {
      this.#baselineRunning = false;
      if (run) await this.#take(run);
    });
  }

  /** Tests an execute phase's work merged onto the tip, and writes its test results from that run. */
  testAttempt(candidate: Candidate): Promise<AttemptResult> {
    const { running } = candidate;
    const { activities } = this.#run;
    const { start } = running;
    const at = { task: start.task.id, phase: start.phase.phase, slot: start.slot };
    const key = activityKey(start);
    activities.set(key, { doing: "waiting", ...at, for: "the tests before its own" });
    return new Promise(resolve => {
      this.#queue.add(async () => {
        activities.clear(key);
        const doing = { doing: "testing", reason: "phase", task: at.task, phase: at.phase } as const;
        const test = () => testCandidate(this.#run, this.#tree, candidate);
        const { result, passedAt } = await activities.during(CHECKS, doing, test).catch(error => ({
          result: faultOf(this.#run, running, error),
          passedAt: null,
        }));
        if (passedAt !== null) {
          this.#tested.add(running);
          this.#passedAt = passedAt;
        }
        return async () => resolve(result);
      });
    });
  }

  /** Starts the checks of checkpoints that were reached and are not under way. */
  checkpoints(due: QualityGate[]): void {
    for (const gate of due) {
      if (this.#checkpointsRunning.has(gate.name)) continue;
      this.#checkpointsRunning.add(gate.name);
      const tip = this.#run.journal.tip;
      this.#queue.add(async () => {
        const doing = { doing: "checkpoint", name: gate.name } as const;
        const checks = await this.#run.activities.during(CHECKS, doing, () =>
          runCheckpoint(this.#tree, gate, tip),
        );
        return async () => {
          this.#checkpointsRunning.delete(gate.name);
          if (checks) await judgeCheckpoint(this.#run, gate, checks);
        };
      });
    }
  }

  /**
   * `hybrid`: the tests run on the integrated cluster before the next one starts. Where they fail it does not: each of
   * its phases would be blamed for what it found broken.
   */
  sync(cluster: number): void {
    if (this.#syncing === cluster) return;
    this.#syncing = cluster;
    if (!this.#run.plan.testCommand) {
      this.synced = cluster;
      this.#notify();
      return;
    }
    this.#test("phase", async run => {
      if (run?.ok) this.synced = cluster;
      if (run) await this.#take(run);
    });
  }

  /** The tests on exactly what is to be called completed; run only where the tip was not tested yet. */
  async final(): Promise<"passed" | "running" | "failed"> {
    const { journal, plan, ports } = this.#run;
    if (!plan.testCommand) return "passed";
    if (this.#finalFailed) return "failed";
    if (this.#passedAt) {
      const since = await ports.repository.changedPaths(this.#passedAt, journal.tip);
      if (since.every(path => path.startsWith(`${ROOT}/`))) return "passed";
    }
    this.#test("final", async run => {
      if (run) await this.#take(run);
      this.#finalFailed = run !== null && !run.ok;
    });
    return "running";
  }

  /** Has the branch's tip as it is now tested; `taken` gets null where that was stopped. */
  #test(reason: TestRun["reason"], taken: (run: TestRun | null) => Promise<void>): void {
    const { plan, journal } = this.#run;
    const { tip: commit, commitName: named } = journal;
    this.#queue.add(async () => {
      const run = await this.#run.activities.during(CHECKS, { doing: "testing", reason }, () =>
        runTests(this.#tree, { command: plan.testCommand!, commit, named, reason }),
      );
      return () => {
        if (run?.ok) this.#passedAt = commit;
        return taken(run);
      };
    });
  }

  #take(run: TestRun): Promise<void> {
    return takeTests(this.#run, run);
  }

  #blockFault(error: unknown): Apply {
    return async () => blockUnrun(this.#run, error instanceof Error ? error.message : String(error));
  }
}

/** A check that could not be run at all is for a person. */
function blockUnrun({ ports, journal }: Run, reason: string): void {
  const message = `a check could not be run: ${reason}`;
  ports.narrator.warn(message);
  block(journal, { type: "quality_gate_failed", about: "checks", message });
}

/** Records a run of the tests on integrated work; where they fail nothing goes on. */
export async function takeTests({ journal, publisher }: Run, tests: TestRun): Promise<void> {
  journal.record({ event: "tests_run", agent: "progress_monitor", data: tests });
  if (tests.ok) return;
  const message =
    tests.reason === "baseline"
      ? "the tests fail before any work was done; mend them, or set test_baseline: ignore"
      : testMessage(tests);
  block(journal, { type: "test_failures", message, evidence: testEvidence(tests) });
  await journal.commit({ subject: "blocked", derived: true, saveReason: "blocker" });
  publisher.request();
}

/** Whether the tests are still to be run before the first work. */
export function needsBaseline({ testCommand, testBaseline }: Plan, state: State): boolean {
  return Boolean(testCommand) && testBaseline !== "ignore" && !isBaselineKnown(state);
}

/** A red baseline whose blocker a person has taken away is to be run again. */
function isBaselineKnown({ lastTests, blockers }: State): boolean {
  if (lastTests?.reason !== "baseline" || lastTests.ok) return lastTests !== null;
  return [...blockers.values()].some(b => b.type === "test_failures" && !b.task);
}

/** What came of a job, to be applied by the loop in its own time. */
type Apply = () => Promise<void>;

/** Runs jobs one after the other, and keeps what comes of them until it is asked for. */
class CheckQueue {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #done: Apply[] = [];
  #failed: (error: unknown) => Apply;
  #notify: () => void;

  /**
   * @param failed what comes of a job that threw
   * @param notify something is there for `takeIn`
   */
  constructor(failed: (error: unknown) => Apply, notify: () => void) {
    this.#failed = failed;
    this.#notify = notify;
  }

  get idle(): boolean {
    return this.#waiting === 0 && this.#done.length === 0;
  }

  add(job: () => Promise<Apply>): void {
    this.#waiting += 1;
    this.#tail = this.#tail
      .then(job)
      .catch(this.#failed)
      .then(apply => {
        this.#waiting -= 1;
        this.#done.push(apply);
        this.#notify();
      });
  }

  async takeIn(): Promise<void> {
    for (const apply of this.#done.splice(0)) await apply();
  }
}

/** Runs a checkpoint's commands on a commit, as far as the first that fails; null where they were stopped. */
export async function runCheckpoint(
  tree: CheckTree,
  gate: QualityGate,
  commit: Oid,
): Promise<CheckResult[] | null> {
  const results: CheckResult[] = [];
  for (const command of gate.run) {
    const outcome = await tree.command(command, commit, { label: `checkpoint ${gate.name}` });
    if (!outcome) return null;
    const { ok, exit, durationMs, tail } = outcome;
    results.push({ command, ok, exit, duration_ms: Math.round(durationMs), tail: tail.slice(-2_000) });
    if (!ok) break;
  }
  return results;
}

/** Records what the checks came to: a blocker, a question to the approvers that the plan names, or a pass. */
export async function judgeCheckpoint(run: Run, gate: QualityGate, checks: CheckResult[]): Promise<void> {
  const { journal, publisher } = run;
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
  } else if (needsApproval(gate)) {
    const tree = await treeNow(run);
    journal.record({
      event: "approval_requested",
      agent: "session_manager",
      data: {
        request: newCheckpointRequest(journal.state, gate.name),
        transition: "quality_gate",
        kind: "approval",
        approvers: gate.approvers,
        min_approvals: gate.minApprovals,
        criteria: gate.criteria,
        deliverables: [],
        attempt: 1,
        ...(tree === undefined ? {} : { tree }),
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
