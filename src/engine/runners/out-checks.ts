import { blockerId } from "../../milestone/blocker/blocker.ts";
import { ROOT } from "../../milestone/names.ts";
import type { QualityGate } from "../../milestone/plan/plan.ts";
import { openCheck } from "../../milestone/runners/ledger.ts";
import {
  checkName,
  checkNamed,
  checkWords,
  type IntegratedCheck,
  testReason,
} from "../../milestone/session/integrated-check.ts";
import { judgeCheckpoint, needsBaseline, runCheckpoint, takeTests } from "../quality/quality-checks.ts";
import { CheckTree, runTests } from "../quality/run-tests.ts";
import { block } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import type { CheckArrival, CheckOutcome } from "./arrival.ts";
import { newNonce } from "./send-tickets.ts";

/** How often in a row nothing comes back before a person is needed. */
const MOST_LOST = 3;

const OTHER = "it ran something else than the plan says";

/**
 * What is to be run on integrated work, each on a machine of its own where no agent ever was. One at a time is out. All
 * that is to be remembered stands in the log, since every result is taken in by another process.
 */
export class OutChecks {
  #run: Run;
  #notify: () => void;
  #synced = -1;

  constructor(run: Run, notify: () => void) {
    this.#run = run;
    this.#notify = notify;
  }

  get isOut(): boolean {
    return openCheck(this.#run.journal.state) !== null;
  }

  /** Code waits until the baseline is known to be green; documents need not. */
  get holdsExecute(): boolean {
    const { plan, journal } = this.#run;
    return needsBaseline(plan, journal.state);
  }

  /** `hybrid`: the highest cluster whose integrated work was tested. */
  get synced(): number {
    const tested = [...this.#run.journal.state.checks.values()].flatMap(({ name, ok }) => {
      const check = checkNamed(name);
      return ok && check?.kind === "cluster" ? [check.cluster] : [];
    });
    return Math.max(this.#synced, ...tested);
  }

  baseline(): void {
    const { plan, journal } = this.#run;
    if (needsBaseline(plan, journal.state)) this.#issue({ kind: "baseline" });
  }

  /** Of those that were reached; one that has no commands is judged here. */
  async checkpoints(due: QualityGate[]): Promise<void> {
    for (const gate of due) {
      if (gate.run.length > 0) this.#issue({ kind: "checkpoint", name: gate.name });
      else {
        await judgeCheckpoint(this.#run, gate, []);
        this.#notify();
      }
    }
  }

  sync(cluster: number): void {
    if (this.#run.plan.testCommand) return this.#issue({ kind: "cluster", cluster });
    this.#synced = cluster;
    this.#notify();
  }

  /** The tests on what is to be called completed, where no machine has run them on that yet. */
  async final(): Promise<"passed" | "running" | "failed"> {
    const { journal, plan, ports } = this.#run;
    if (!plan.testCommand) return "passed";
    const { state } = journal;
    const last = state.checks.get(checkName({ kind: "final" }));
    if (last?.out) return "running";
    if (last?.ok && last.base !== null) {
      const since = await ports.repository.changedPaths(last.base, journal.tip);
      if (since.every(path => path.startsWith(`${ROOT}/`))) return "passed";
    }
    if ([...state.blockers.values()].some(({ task }) => task === undefined)) return "failed";
    this.#issue({ kind: "final" });
    return "running";
  }

  /** What came back for the check that is out, as far as it is what the plan asks for. */
  async arrive({ ticket, came, problem }: CheckArrival, run: string | null): Promise<void> {
    const { journal, plan } = this.#run;
    const { check: name, nonce, base } = ticket;
    const check = checkNamed(name)!;
    const lost = (reason: string): void => this.#lost({ check: name, id: nonce }, reason);
    if (!came) {
      const where = run === null ? "the machine" : `run ${run}`;
      return lost(problem ?? `${where} ended without leaving a result`);
    }
    const returned = (ok: boolean): void => {
      const data = { ticket: nonce, check: name, ok };
      journal.record({ event: "check_returned", agent: "progress_monitor", data });
    };
    if (check.kind === "checkpoint") {
      const gate = plan.qualityGates.find(each => each.name === check.name);
      const checks = "checks" in came ? came.checks : [];
      const isWhole = checks.every(({ command }, at) => command === gate?.run[at]);
      const isOk = checks.every(({ ok }) => ok);
      if (!gate || !isWhole || (isOk && checks.length < gate.run.length)) return lost(OTHER);
      returned(isOk);
      return judgeCheckpoint(this.#run, gate, checks);
    }
    const tests = "tests" in came ? came.tests : null;
    const reason = testReason(check);
    if (!tests || tests.command !== plan.testCommand || tests.commit !== base || tests.reason !== reason)
      return lost(OTHER);
    returned(tests.ok);
    return takeTests(this.#run, tests);
  }

  /** It goes out again, unless nothing comes back again and again. */
  #lost({ check, id }: { check: string; id: string }, reason: string): void {
    const { journal } = this.#run;
    journal.record({
      event: "check_lost",
      agent: "progress_monitor",
      data: { ticket: id, check, reason },
    });
    if (journal.state.checks.get(check)!.lost < MOST_LOST) return;
    const message = `${checkWords(check)} came back with nothing ${MOST_LOST} times: ${reason}`;
    block(journal, { type: "dependency_unavailable", about: check, message });
  }

  #issue(check: IntegratedCheck): void {
    const { journal, ports } = this.#run;
    const name = checkName(check);
    const isBlocked = journal.state.blockers.has(blockerId("dependency_unavailable", name));
    if (this.isOut || isBlocked) return;
    const data = { ticket: newNonce(ports.random), check: name };
    journal.record({ event: "check_issued", agent: "progress_monitor", data });
  }
}

/** Runs a check on the commit of its ticket, on the machine that got it; null: it was stopped. */
export async function runCheck(
  run: Run,
  { check: name, base }: CheckArrival["ticket"],
  onStart: (stop: (reason: string) => void) => void,
): Promise<CheckOutcome | null> {
  const { plan } = run;
  const tree = new CheckTree(run);
  onStart(reason => tree.stop(reason));
  const check = checkNamed(name)!;
  if (check.kind === "checkpoint") {
    const gate = plan.qualityGates.find(each => each.name === check.name);
    const checks = gate ? await runCheckpoint(tree, gate, base) : null;
    return checks && { checks };
  }
  if (!plan.testCommand) return null;
  const reason = testReason(check);
  const tests = await runTests(tree, { command: plan.testCommand, commit: base, named: base, reason });
  return tests && { tests };
}
