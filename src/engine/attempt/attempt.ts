import { paths } from "../../milestone/names.ts";
import type { Executor } from "../../milestone/plan/plan.ts";
import type { Usage } from "../../milestone/session/event.ts";
import { duration } from "../../milestone/view/figures.ts";
import type {
  AttemptOutcome,
  AttemptRequest,
  CommandOutcome,
  FileChange,
  Oid,
  Running,
  Workspace,
} from "../ports.ts";
import { warnOnce } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";
import { agentView } from "./agent-view.ts";
import { judgeWork, type Problem } from "./judge-work.ts";
import type { PhaseAttempt } from "./phase-attempt.ts";
import { setUp } from "./setup.ts";

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
    }
  | { ok: false; failure: Extract<AttemptOutcome, { ok: false }> }
  | { ok: false; interrupted: string };

/** Handle on an attempt under way. */
export interface RunningAttempt {
  start: Start;
  startedAt: number;
  /** Settles once its process was told to start, or will never be. */
  begun: Promise<unknown>;
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
  let begin = (): void => undefined;
  const told = new Promise<void>(resolve => {
    begin = resolve;
  });
  const done = attemptPhase(run, start, { own, begun: begin }).then(
    result => (stopped === null ? result : { ok: false as const, interrupted: stopped }),
    error =>
      stopped === null
        ? faultOf(run, { start, startedAt }, error)
        : { ok: false as const, interrupted: stopped },
  );
  return {
    start,
    startedAt,
    begun: Promise.race([told, done]),
    done,
    stop(reason) {
      stopped = reason;
      current?.stop(reason);
    },
  };
}

/** Waits for a child process; a stop of the attempt reaches it. */
type Own = <T>(running: Running<T>) => Promise<T>;

interface Hooks {
  own: Own;
  begun: () => void;
}

async function attemptPhase(run: Run, start: Start, { own, begun }: Hooks): Promise<AttemptResult> {
  const { ports, journal } = run;
  const began = ports.clock.now();
  const workspace = await ports.workspaces.open(`agent-${start.slot}`);
  const base = journal.tip;
  const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
  await workspace.moveTo(base, { view: agentView(run.plan, start.task.id), folder });
  const unprepared = await setUp(run, { workspace, commit: base }, own);
  if (unprepared) return failed(setupProblem(run, unprepared), { durationMs: ports.clock.now() - began });
  const outcome = await own(ports.runner.attempt({ ...requestOf(run, start, workspace), onBegun: begun }));
  if (!outcome.ok) return { ok: false, failure: outcome };
  const verdict = await judgeWork(run, start, workspace, own);
  if (!verdict.ok) return failed(verdict.problem, outcome);
  return { ok: true, base, files: verdict.files, outcome };
}

function requestOf(run: Run, start: Start, workspace: Workspace): AttemptRequest {
  const { plan, journal, options } = run;
  const { task, phase, executor, attempt, slot } = start;
  return {
    plan,
    task,
    phase,
    state: journal.state,
    executor,
    attempt,
    slot,
    workspace,
    session: journal.session,
    feedback: journal.state.tasks.get(task.id)?.phases.get(phase.phase)?.feedback ?? [],
    ...(options.blockerDetection ? { onSilent: silent => warnOfSilence(run, start, silent) } : {}),
  };
}

function setupProblem({ plan }: Run, { exit, tail }: CommandOutcome): Problem {
  const message = `the setup command failed with exit ${exit ?? "by a signal"}: ${plan.setup}`;
  return { type: "dependency_unavailable", message, evidence: tail };
}

function failed(
  problem: Problem,
  { durationMs, usage }: { durationMs: number; usage?: Usage },
): AttemptResult {
  return {
    ok: false,
    failure: { ok: false, durationMs, ...(usage ? { usage } : {}), ...problem, kind: "ordinary" },
  };
}

function warnOfSilence({ journal }: Run, { task, phase }: Start, silentMs: number): void {
  const message = `${task.id}/${phase.phase} has shown no sign of life for ${duration(silentMs)}`;
  warnOnce(journal, "stalled_task", message, task.id);
}

/** A fault of the machine ends the attempt, never the run. */
export function faultOf(
  run: Run,
  { start, startedAt }: Pick<RunningAttempt, "start" | "startedAt">,
  error: unknown,
): AttemptResult & { ok: false } {
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
