import { paths } from "../milestone/names.ts";
import { guardPaths } from "../milestone/path/guard-paths.ts";
import type { Executor } from "../milestone/plan/plan.ts";
import { duration } from "../milestone/view/figures.ts";
import { agentView } from "./agent-view.ts";
import { warnOnce } from "./blockers.ts";
import type { PhaseAttempt } from "./phase-attempt.ts";
import type { AttemptOutcome, FileChange, Oid, Running, Workspace } from "./ports.ts";
import type { Run } from "./run-context.ts";

export interface Start extends PhaseAttempt {
  executor: Executor;
  /** Name of the executor as the log shows it: a profile, or `run`. */
  executorName: string;
  slot: number;
}

/** What an attempt leaves: work that passed every check, or the reason why it does not count. */
export type AttemptResult =
  | {
      ok: true;
      base: Oid;
      files: FileChange[];
      outcome: Extract<AttemptOutcome, { ok: true }>;
      workspace: Workspace;
    }
  | { ok: false; failure: Extract<AttemptOutcome, { ok: false }> }
  | { ok: false; interrupted: string };

/** Handle on an attempt under way. */
export interface RunningAttempt {
  start: Start;
  startedAt: number;
  done: Promise<AttemptResult>;
  stop(reason: string): void;
}

/** Runs one phase once: fresh tree, setup, executor, then every check on what it left. Never rejects. */
export function startAttempt(run: Run, start: Start): RunningAttempt {
  let current: Running<unknown> | null = null;
  let stopped: string | null = null;
  const own = <T>(running: Running<T>): Promise<T> => {
    current = running as Running<unknown>;
    if (stopped !== null) running.stop(stopped);
    return running.done;
  };
  const startedAt = run.ports.clock.now();
  const done = attemptPhase(run, start, own).then(
    result => (stopped === null ? result : { ok: false as const, interrupted: stopped }),
    error =>
      stopped === null ? broken(run, start, startedAt, error) : { ok: false as const, interrupted: stopped },
  );
  return {
    start,
    startedAt,
    done,
    stop(reason) {
      stopped = reason;
      current?.stop(reason);
    },
  };
}

type Own = <T>(running: Running<T>) => Promise<T>;

async function attemptPhase(run: Run, start: Start, own: Own): Promise<AttemptResult> {
  const { ports, journal } = run;
  const began = ports.clock.now();
  const workspace = await ports.workspaces.open(`agent-${start.slot}`);
  const base = journal.tip;
  await workspace.moveTo(base, agentView(run.plan, start.task.id));
  const prepared = await setUp(run, workspace, base, own);
  if (prepared) return { ok: false, failure: { ...prepared, durationMs: ports.clock.now() - began } };
  const task = journal.state.tasks.get(start.task.id)!;
  const outcome = await own(
    ports.runner.attempt({
      plan: run.plan,
      task: start.task,
      phase: start.phase,
      state: journal.state,
      executor: start.executor,
      attempt: start.attempt,
      slot: start.slot,
      workspace,
      session: journal.session,
      feedback: task.phases.get(start.phase.phase)?.feedback ?? [],
      ...(run.options.blockerDetection ? { onSilent: silent => warnOfSilence(run, start, silent) } : {}),
    }),
  );
  if (!outcome.ok) return { ok: false, failure: outcome };
  const left = await workspace.changes();
  const verdict = await judgeWork(run, start, workspace, left);
  if (verdict.problem) {
    const { message, evidence, type } = verdict.problem;
    const usage = outcome.usage ? { usage: outcome.usage } : {};
    return {
      ok: false,
      failure: {
        ok: false,
        durationMs: outcome.durationMs,
        ...usage,
        type,
        message,
        evidence,
        kind: "ordinary",
      },
    };
  }
  const checked = await runChecks(run, start, workspace, own);
  if (checked)
    return { ok: false, failure: { ...checked, durationMs: outcome.durationMs, usage: outcome.usage } };
  return { ok: true, base, files: verdict.files, outcome, workspace };
}

function warnOfSilence({ journal }: Run, { task, phase }: Start, silentMs: number): void {
  const message = `${task.id}/${phase.phase} has shown no sign of life for ${duration(silentMs)}`;
  warnOnce(journal, "stalled_task", message, task.id);
}

interface Problem {
  type: "deliverable_invalid" | "task_failure";
  message: string;
  evidence: string;
}

async function judgeWork(
  run: Run,
  start: Start,
  workspace: Workspace,
  left: Awaited<ReturnType<Workspace["changes"]>>,
): Promise<{ files: FileChange[]; problem: Problem | null }> {
  const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
  const guarded = guardPaths(
    left.files.map(f => f.path),
    folder,
  );
  const allowed = new Set(guarded.allowed);
  const files = left.files.filter(f => allowed.has(f.path));
  const dropped = [
    ...left.unsafe.map(u => `${u.path}: ${u.reason}`),
    ...guarded.dropped.map(d => `${d.path}: ${d.reason}`),
  ];
  if (dropped.length > 0) {
    const message = `the attempt changed what a phase may not change: ${dropped[0]}${dropped.length > 1 ? ` (and ${dropped.length - 1} more)` : ""}; leave these paths alone`;
    return { files, problem: { type: "task_failure", message, evidence: dropped.join("\n") } };
  }
  const findings = await run.ports.runner.check({ phase: start.phase, folder, files, workspace });
  if (findings.length > 0) {
    const list = findings.map(f => (f.message.startsWith(f.path) ? f.message : `${f.path}: ${f.message}`));
    const more = list.length > 1 ? ` (and ${list.length - 1} more)` : "";
    return {
      files,
      problem: { type: "deliverable_invalid", message: list[0]! + more, evidence: list.join("\n") },
    };
  }
  return { files, problem: null };
}

type Failure = Omit<Extract<AttemptOutcome, { ok: false }>, "durationMs">;

/** Prepares a tree once, and again when what the setup depends on has changed. */
async function setUp(run: Run, workspace: Workspace, commit: Oid, own: Own): Promise<Failure | null> {
  const { setup, setupInputs } = run.plan;
  if (!setup) return null;
  const key = await setupKey(run, commit, setup, setupInputs);
  if (prepared.get(workspace) === key) return null;
  const result = await own(
    run.ports.runner.command({
      command: setup,
      workspace,
      env: {},
      timeoutMs: run.plan.limits.phaseTimeoutMs,
      label: "setup",
    }),
  );
  if (!result.ok) {
    return {
      ok: false,
      type: "dependency_unavailable",
      message: `the setup command failed with exit ${result.exit ?? "by a signal"}: ${setup}`,
      evidence: result.tail,
      kind: "ordinary",
    };
  }
  prepared.set(workspace, key);
  return null;
}

const prepared = new WeakMap<Workspace, string>();

async function setupKey(run: Run, commit: Oid, setup: string, inputs: string[]): Promise<string> {
  if (inputs.length === 0) return setup;
  const blobs = await run.ports.workspaces.fingerprint(commit, inputs);
  return `${setup}\0${blobs}`;
}

async function runChecks(run: Run, start: Start, workspace: Workspace, own: Own): Promise<Failure | null> {
  const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
  for (const command of start.phase.checks) {
    const env = {
      MILESTONE_ID: run.plan.id,
      MILESTONE_TASK: start.task.id,
      MILESTONE_PHASE: start.phase.phase,
      MILESTONE_DELIVERABLES: `${workspace.dir}/${folder}`,
    };
    const timeoutMs = run.plan.limits.phaseTimeoutMs;
    const result = await own(
      run.ports.runner.command({ command, workspace, env, timeoutMs, label: "check" }),
    );
    if (result.ok) continue;
    return {
      ok: false,
      type: "quality_gate_failed",
      message: `the phase's check failed with exit ${result.exit ?? "by a signal"}: ${command}`,
      evidence: result.tail,
      kind: "ordinary",
    };
  }
  return null;
}

/** A fault of the machine ends the attempt, never the run. */
function broken(run: Run, start: Start, startedAt: number, error: unknown): AttemptResult {
  const code = (error as NodeJS.ErrnoException).code;
  const full = code === "ENOSPC" || code === "EDQUOT";
  const text = error instanceof Error ? error.message : String(error);
  run.ports.narrator.note("verbose", error instanceof Error ? (error.stack ?? text) : text);
  return {
    ok: false,
    failure: {
      ok: false,
      durationMs: run.ports.clock.now() - startedAt,
      type: full ? "disk_space" : "task_failure",
      message: full
        ? `the disk is full, so ${start.task.id}/${start.phase.phase} could not run; free space and retry`
        : `${start.task.id}/${start.phase.phase} could not be run: ${text}`,
      evidence: "",
      kind: "transient",
    },
  };
}
