import { nextAttempt } from "../milestone/blocker/retry.ts";
import { paths } from "../milestone/names.ts";
import { isFinished, TRANSITION } from "../milestone/phase.ts";
import type { PhasePlan, TaskPlan } from "../milestone/plan/plan.ts";
import type { FileRef } from "../milestone/session/event.ts";
import { isDone } from "../milestone/session/state.ts";
import { appendChangedFiles } from "../milestone/text/implementation-summary.ts";
import { labelClaim } from "../milestone/text/test-results.ts";
import type { AttemptResult, RunningAttempt } from "./attempt.ts";
import { block } from "./blockers.ts";
import type { Changes, Journal } from "./journal.ts";
import type { AttemptOutcome, FileChange } from "./ports.ts";
import type { QualityChecks } from "./quality.ts";
import type { Run } from "./run-context.ts";

type Good = Extract<AttemptResult, { ok: true }>;
type Bad = Extract<AttemptOutcome, { ok: false }>;

export interface LandingHelp {
  /** Conflicts so far, by `task/phase`. */
  conflicts: Map<string, number>;
  quality: QualityChecks;
  /** More results lie ready to be taken in now: what need not be in each commit is left to the last one's. */
  more: boolean;
  /** Brings the attempt back here once its tests have run. */
  later: (result: Promise<AttemptResult>) => void;
}

/**
 * Takes a good attempt's work to the branch: merged onto the tip, tested where the plan says so, one commit, which the
 * branch shows with the next `Journal.settle`.
 * A conflict costs the attempt nothing the first time: the phase runs again on the fresh tip.
 */
export function completePhase(
  run: Run,
  running: RunningAttempt,
  result: Good,
  help: LandingHelp,
): Promise<"done" | "failed" | "conflict" | "testing"> {
  return run.journal.exclusively(() => land(run, running, result, help));
}

async function land(
  run: Run,
  running: RunningAttempt,
  result: Good,
  help: LandingHelp,
): Promise<"done" | "failed" | "conflict" | "testing"> {
  const { journal, ports, plan } = run;
  const { task, phase } = running.start;
  const landing = await ports.repository.land(result.base, journal.tip, result.files);
  if (!landing.ok) return conflict(run, running, landing.conflicts, help.conflicts);
  const folder = paths.deliverables(plan.id, task.id, phase.phase);
  if (plan.testCommand && phase.phase === "execute" && !help.quality.isTested(running)) {
    help.later(help.quality.testAttempt(running, result, landing.changes, folder));
    return "testing";
  }
  const listed = await withChangedFiles(run, landing.changes, folder, result.files);
  const changes = plan.testCommand ? listed : await withLabelledClaim(run, listed, folder);
  await addPhase(run, { running, result, changes, folder, more: help.more });
  return "done";
}

interface Landed {
  running: RunningAttempt;
  result: Good;
  changes: Changes;
  folder: string;
  more: boolean;
}

async function addPhase(run: Run, { running, result, changes, folder, more }: Landed): Promise<void> {
  const { journal, publisher } = run;
  const { task, phase, attempt, slot, executorName } = running.start;
  const { outcome } = result;
  const deliverables = await fileRefs(run, changes, folder);
  const subject = task.workflow ? `${task.id} ${phase.phase} completed` : `${task.id} completed`;
  await journal.add({
    subject,
    trailers: { task: task.id, phase: phase.phase, attempt },
    changes,
    derived: !more && publisher.idle && run.ports.remote !== null,
    saveReason: phase.gate ? "gate" : "phase",
    events() {
      journal.record({
        event: "phase_completed",
        task_id: task.id,
        phase: phase.phase,
        agent: `task_executor/${slot}`,
        data: {
          attempt,
          executor: executorName,
          duration_ms: Math.round(outcome.durationMs),
          deliverables,
          changed: [...changes.keys()].filter(p => !p.startsWith(`${folder}/`)).length,
          gated: phase.gate !== null,
          ...(outcome.usage ? { usage: outcome.usage } : {}),
          ...(outcome.answers?.length ? { answers: outcome.answers } : {}),
        },
      });
      if (phase.gate) requestApproval(journal, task, phase, attempt, deliverables);
      settleFinishedTasks(journal);
      journal.recordProgress();
    },
  });
}

export function requestApproval(
  journal: Journal,
  task: TaskPlan,
  phase: PhasePlan,
  attempt: number,
  deliverables: FileRef[],
): void {
  const base = `${task.id}/${phase.phase}#${attempt}`;
  let request = base;
  for (let n = 2; journal.state.approvals.has(request); n++) request = `${base}.${n}`;
  const gate = phase.gate!;
  journal.record({
    event: "approval_requested",
    task_id: task.id,
    phase: phase.phase,
    agent: "session_manager",
    data: {
      request,
      transition: gate.transition,
      kind: "approval",
      approvers: gate.approvers,
      min_approvals: gate.minApprovals,
      criteria: gate.criteria,
      deliverables,
      attempt,
    },
  });
}

/** A phase waits for an approval that nothing asks for any more: its gate is asked anew. */
export async function askGateAgain(
  run: Run,
  taskId: string,
  phaseName: PhasePlan["phase"],
  attempt: number,
): Promise<void> {
  const task = run.plan.tasks.find(t => t.id === taskId)!;
  const phase = task.phases.find(p => p.phase === phaseName)!;
  const files = await listFiles(run, paths.deliverables(run.plan.id, taskId, phaseName));
  const gate = phase.gate ?? {
    transition: TRANSITION[phaseName],
    approvers: [],
    minApprovals: 1,
    criteria: [],
  };
  requestApproval(run.journal, task, { ...phase, gate }, attempt, files);
  await run.journal.commit({
    subject: `${taskId} ${phaseName} asks again`,
    derived: true,
    saveReason: "gate",
  });
  run.publisher.request();
}

/** The phase's whole folder as it will stand: what this attempt wrote, over what was there. */
async function fileRefs(run: Run, changes: Changes, folder: string): Promise<FileRef[]> {
  const blobs = new Map<string, string>();
  for (const entry of await listFiles(run, folder)) blobs.set(entry.path, entry.blob);
  for (const [path, change] of changes) {
    if (!path.startsWith(`${folder}/`)) continue;
    if (change === null) blobs.delete(path);
    else blobs.set(path, Buffer.isBuffer(change) ? run.ports.repository.hash(change) : change.oid);
  }
  return [...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, blob]) => ({ path, blob }));
}

export async function listFiles(run: Run, folder: string): Promise<FileRef[]> {
  const found: FileRef[] = [];
  for (const entry of await run.ports.repository.list(run.journal.tip, folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.mode === "040000" || entry.mode === "40000") found.push(...(await listFiles(run, path)));
    else found.push({ path, blob: entry.oid });
  }
  return found;
}

/** The engine appends what was really changed to the agent's own summary. */
async function withChangedFiles(
  run: Run,
  changes: Changes,
  folder: string,
  files: FileChange[],
): Promise<Changes> {
  const path = `${folder}/implementation-summary.md`;
  const summary = await landedText(run, changes, path);
  if (summary === null) return changes;
  const code = files.filter(f => !f.path.startsWith(".milestones/"));
  const listed = code.map(f => ({
    path: f.path,
    change: "delete" in f ? ("deleted" as const) : ("written" as const),
  }));
  return new Map(changes).set(path, Buffer.from(appendChangedFiles(summary, listed)));
}

/** Without a test command the test results are the executor's word, and say so. */
async function withLabelledClaim(run: Run, changes: Changes, folder: string): Promise<Changes> {
  const path = `${folder}/test-results.md`;
  const claim = await landedText(run, changes, path);
  return claim === null ? changes : new Map(changes).set(path, Buffer.from(labelClaim(claim)));
}

/** What a landing writes at the path, which it names by its blob; null: nothing. */
async function landedText(run: Run, changes: Changes, path: string): Promise<string | null> {
  const change = changes.get(path);
  if (change === undefined || change === null) return null;
  const bytes = Buffer.isBuffer(change) ? change : await run.ports.repository.readBlob(change.oid);
  return bytes?.toString("utf8") ?? null;
}

async function conflict(
  run: Run,
  running: RunningAttempt,
  conflicting: string[],
  seen: Map<string, number>,
): Promise<"conflict"> {
  const { journal, ports } = run;
  const { task, phase, attempt, executorName } = running.start;
  const key = `${task.id}/${phase.phase}`;
  const times = (seen.get(key) ?? 0) + 1;
  seen.set(key, times);
  const where = { task_id: task.id, phase: phase.phase, agent: "git_integration" } as const;
  const message = `the work of ${key} does not merge with what landed meanwhile: ${conflicting.slice(0, 5).join(", ")}`;
  journal.record({
    event: "phase_interrupted",
    ...where,
    data: { attempt, reason: message },
  });
  if (times === 1) {
    journal.record({
      event: "retry_scheduled",
      ...where,
      data: {
        attempt: attempt + 1,
        not_before: new Date(ports.clock.now()).toISOString(),
        level: 3,
        executor: executorName,
        reason: "the phase runs again on the branch's fresh tip",
      },
    });
    return "conflict";
  }
  seen.delete(key);
  block(journal, {
    type: "git_conflicts",
    task: task.id,
    phase: phase.phase,
    message,
    evidence: conflicting.join("\n"),
    attempts: attempt,
  });
  await commitBlocked(run, running);
  return "conflict";
}

/** Retries as long as the plan allows, then hands over to the fallback profiles, then to a person. */
export async function failPhase(run: Run, running: RunningAttempt, failure: Bad): Promise<void> {
  const { journal, ports } = run;
  const { task, phase, attempt, slot, executorName, executor } = running.start;
  const where = { task_id: task.id, phase: phase.phase, agent: `task_executor/${slot}` };
  if (failure.waitMs === undefined) {
    journal.record({
      event: "phase_failed",
      ...where,
      data: {
        attempt,
        executor: executorName,
        duration_ms: Math.round(failure.durationMs),
        type: failure.type,
        message: failure.message,
        evidence: failure.evidence.slice(-4_000),
        kind: failure.kind,
        ...(failure.usage ? { usage: failure.usage } : {}),
      },
    });
  }
  const at = journal.state.tasks.get(task.id)!.phases.get(phase.phase)!;
  const next = nextAttempt({
    failures: at.failures,
    retries: executor.retries,
    backoffMs: executor.backoffMs,
    executor: executorName,
    fallback: phase.executor.fallback,
    kind: failure.kind,
    waitMs: failure.waitMs,
    random: ports.random,
  });
  if (next.retry) {
    journal.record({
      event: "retry_scheduled",
      ...where,
      agent: "blocker_detector",
      data: {
        attempt: attempt + 1,
        not_before: new Date(ports.clock.now() + next.delayMs).toISOString(),
        level: next.level,
        executor: next.executor,
        reason: failure.message,
      },
    });
    return;
  }
  block(journal, {
    type: failure.type,
    task: task.id,
    phase: phase.phase,
    message: failure.message,
    evidence: failure.evidence,
    attempts: at.failures,
  });
  await commitBlocked(run, running);
}

async function commitBlocked(run: Run, running: RunningAttempt): Promise<void> {
  const { journal, publisher } = run;
  const { task, phase, attempt } = running.start;
  journal.recordProgress();
  await journal.commit({
    subject: task.workflow ? `${task.id} ${phase.phase} blocked` : `${task.id} blocked`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    derived: true,
    saveReason: "blocker",
  });
  publisher.request();
}

/** Records what follows from finished phases: a task whose every phase is finished is completed. */
export function settleFinishedTasks(journal: Journal): boolean {
  let any = false;
  for (const task of journal.state.tasks.values()) {
    if (isDone(task) || task.phases.size === 0) continue;
    if (![...task.phases.values()].every(p => isFinished(p.status))) continue;
    journal.record({ event: "task_completed", task_id: task.id, agent: "task_executor", data: {} });
    any = true;
  }
  return any;
}

/**
 * A manual phase is done when a person's commit holds its deliverables; until then it waits.
 * Answers whether anything changed.
 */
export async function requestManualWork(
  run: Run,
  taskId: string,
  phaseName: PhasePlan["phase"],
  attempt: number,
): Promise<boolean> {
  const { journal, plan } = run;
  const task = plan.tasks.find(t => t.id === taskId)!;
  const phase = task.phases.find(p => p.phase === phaseName)!;
  if (await takeManualWork(run, task, phase, attempt)) return true;
  journal.record({
    event: "approval_requested",
    task_id: task.id,
    phase: phase.phase,
    agent: "session_manager",
    data: {
      request: `${task.id}/${phase.phase}#${attempt}.manual`,
      transition: phase.gate?.transition ?? "execute_completion",
      kind: "manual",
      approvers: [],
      min_approvals: 0,
      criteria: phase.acceptanceCriteria,
      deliverables: [],
      attempt,
    },
  });
  await journal.commit({
    subject: `${task.id} ${phase.phase} waits for a person`,
    derived: true,
    saveReason: "gate",
  });
  run.publisher.request();
  return true;
}

/** Checks what stands on the branch for a manual phase and completes it when it is all there. */
export async function takeManualWork(
  run: Run,
  task: TaskPlan,
  phase: PhasePlan,
  attempt: number,
): Promise<boolean> {
  const { journal, ports, plan } = run;
  const folder = paths.deliverables(plan.id, task.id, phase.phase);
  const refs = await listFiles(run, folder);
  if (refs.length === 0 && phase.deliverables.length > 0) return false;
  const workspace = await ports.workspaces.open("manual");
  await workspace.moveTo(journal.tip);
  const files: FileChange[] = [];
  for (const ref of refs) {
    const content = await ports.repository.readFile(journal.tip, ref.path);
    if (content) files.push({ path: ref.path, mode: "100644", content });
  }
  const findings = await ports.runner.check({ phase, folder, files, workspace });
  if (findings.length > 0 || (phase.deliverables.length === 0 && refs.length === 0)) return false;
  journal.record({
    event: "phase_completed",
    task_id: task.id,
    phase: phase.phase,
    agent: "session_manager",
    data: {
      attempt,
      executor: "manual",
      duration_ms: 0,
      deliverables: refs,
      changed: 0,
      gated: phase.gate !== null,
    },
  });
  if (phase.gate) requestApproval(journal, task, phase, attempt, refs);
  settleFinishedTasks(journal);
  journal.recordProgress();
  await journal.commit({
    subject: `${task.id} ${phase.phase} completed`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    derived: true,
    saveReason: "phase",
  });
  run.publisher.request();
  return true;
}
