import { tasksShown } from "../../milestone/brief/context.ts";
import { paths, ROOT } from "../../milestone/names.ts";
import {
  DEFAULT_QUESTIONS,
  type Executor,
  type PhaseAttempt,
  type Plan,
  type TaskPlan,
} from "../../milestone/plan/plan.ts";
import { type Asked, readAsked, type TaskNote } from "../../milestone/question/asked.ts";
import type { ReviewRecord } from "../../milestone/review/review-finding.ts";
import type { ConversationRecord, KeptWork, ProvenCriterion, Usage } from "../../milestone/session/event.ts";
import { answeredFor } from "../../milestone/session/questions.ts";
import type { State } from "../../milestone/session/state.ts";
import { notesTold } from "../../milestone/session/task-notes.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import { duration } from "../../milestone/view/figures.ts";
import type {
  AttemptOutcome,
  AttemptRequest,
  CommandOutcome,
  FileChange,
  Oid,
  Running,
  View,
  Workspace,
} from "../ports.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { criteriaBefore } from "./criteria.ts";
import type { ForbiddenChange } from "./forbidden.ts";
import { type Interrupted, spentIn } from "./interruption.ts";
import { judgeWork } from "./judge-work.ts";
import { keepWork, restoreWork } from "./kept-work.ts";
import { setUp } from "./prepare-workspace.ts";
import { addUsages, leftOf, type ReviewerTrouble, reviewWork } from "./review-work.ts";
import { asAgentsSee } from "./settings-of-base.ts";

export interface AttemptStart extends PhaseAttempt {
  executor: Executor;
  /** Name of the executor as the log shows it: a profile, or `run`. */
  executorName: string;
  slot: number;
  /** What it may spend in US dollars; null: no limit. */
  capUsd: number | null;
}

/** What reviewers' accounts said while they were asked about an attempt's work. */
interface Reviewing {
  troubles?: ReviewerTrouble[];
}

/** What an attempt leaves: work that passed every check, or the reason why it does not count. */
export type AttemptResult = Reviewing &
  (
    | {
        ok: true;
        base: Oid;
        files: FileChange[];
        outcome: Extract<AttemptOutcome, { ok: true }>;
        review?: ReviewRecord;
        criteria?: ProvenCriterion[];
        /** Questions that its work did not wait for. */
        asked: Asked[];
        /** What it tells other tasks. */
        notes: TaskNote[];
      }
    /** It waits for answers; what it changed is kept. */
    | {
        ok: false;
        asked: Asked[];
        notes: TaskNote[];
        kept: KeptWork | null;
        outcome: Extract<AttemptOutcome, { ok: true }>;
      }
    | {
        ok: false;
        failure: Extract<AttemptOutcome, { ok: false }>;
        review?: ReviewRecord;
        /** What it changed, for the same agent to go on with. */
        kept?: KeptWork;
      }
    | ({ ok: false } & Interrupted)
  );

type Failed = Extract<AttemptResult, { failure: unknown }>;

/** Handle on an attempt under way. */
export interface RunningAttempt {
  start: AttemptStart;
  startedAt: number;
  /** Settles once its process was told to start, or will never be. */
  begun: Promise<unknown>;
  done: Promise<AttemptResult>;
  stop(reason: string): void;
  /** Ends its program if that still works, and keeps what it changed for another machine too. */
  endWork(reason: string): void;
}

/** Runs one phase once: fresh tree, setup, executor, then every check on what it left. Never rejects. */
export function startAttempt(run: Run, start: AttemptStart): RunningAttempt {
  let current: Running<unknown> | null = null;
  let stopped: string | null = null;
  let isThrough = false;
  let isLeft = false;
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
  const stop = (reason: string): void => {
    stopped = reason;
    current?.stop(reason);
  };
  const through = (): void => {
    isThrough = true;
  };
  const hooks = { own, begun: begin, through, isLeft: () => isLeft };
  const attempted = attemptPhase(run, start, hooks).finally(() => run.activities.clear(activityKey(start)));
  const done = attempted.then(
    result => (stopped === null ? result : interruptedBy(stopped, result)),
    error =>
      stopped === null ? faultOf(run, { start }, error) : { ok: false as const, interrupted: stopped },
  );
  return {
    start,
    startedAt,
    begun: Promise.race([told, done]),
    done,
    stop,
    endWork(reason) {
      if (isThrough) return;
      isLeft = true;
      stop(reason);
    },
  };
}

function interruptedBy(reason: string, result: AttemptResult): AttemptResult {
  if ("interrupted" in result) return result;
  const outcome = "failure" in result ? result.failure : result.outcome;
  const { conversation } = outcome;
  const spent = spentIn(outcome);
  return {
    ok: false,
    interrupted: reason,
    ...(spent ? { spent } : {}),
    ...(conversation ? { conversation } : {}),
    ...("kept" in result && result.kept ? { kept: result.kept } : {}),
    ...(result.troubles ? { troubles: result.troubles } : {}),
  };
}

/** Under which its activities stand. */
export function activityKey({ slot }: Pick<AttemptStart, "slot">): string {
  return `slot ${slot}`;
}

/** Waits for a child process; a stop of the attempt reaches it. */
type OwnProcess = <T>(running: Running<T>) => Promise<T>;

interface Hooks {
  own: OwnProcess;
  begun: () => void;
  /** Its program has ended by itself. */
  through: () => void;
  /** Whether another machine may go on with what its program leaves. */
  isLeft: () => boolean;
}

async function attemptPhase(run: Run, start: AttemptStart, hooks: Hooks): Promise<AttemptResult> {
  const { ports, journal } = run;
  const { own, begun } = hooks;
  const workspace = await ports.workspaces.open(`agent-${start.slot}`);
  const base = start.executor.kind === "agent" ? await asAgentsSee(run, journal.tip) : journal.tip;
  const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
  const at = { task: start.task.id, phase: start.phase.phase, slot: start.slot };
  const key = activityKey(start);
  run.activities.set(key, { doing: "preparing", ...at });
  const view = agentView(run.plan, start.task, journal.state);
  const bring = (commit: Oid): Promise<void> => workspace.moveTo(commit, { view, folder });
  const unprepared = await setUp(run, { workspace, commit: base, bring, view }, own);
  // The setup's time is none of the agent's.
  if (unprepared) return failed(setupProblem(run, unprepared), { durationMs: 0 });
  const criteria = await criteriaBefore(run, start, workspace, own);
  // What the commands left there is none of the agent's work.
  if (criteria.length > 0) await bring(base);
  workspace.markUsed?.();
  const { kept, conflicts } = await restoreWork(run, start, workspace);
  run.activities.set(key, { doing: "working", ...at });
  const conversation = conversationFor(run, start);
  const merging = { kept, ...(conflicts.length > 0 ? { conflicts } : {}) };
  const request = {
    ...requestOf(run, start, workspace),
    ...merging,
    ...(conversation ? { conversation } : {}),
  };
  const outcome = await own(ports.runner.attempt({ ...request, onBegun: begun }));
  const keeping = { workspace, conversation: outcome.conversation, isLeft: hooks.isLeft() };
  if (!keeping.isLeft) hooks.through();
  if (!outcome.ok) return withKept(run, start, { ok: false, failure: outcome }, keeping);
  run.activities.set(key, { doing: "checking", ...at });
  const said = readQuestions(run, start, outcome.ask);
  if ("problem" in said) return withKept(run, start, failed(said.problem, outcome), keeping);
  const { asked, notes } = said;
  if (asked.some(({ blocking }) => blocking)) {
    const work = await keepWork(run, start, workspace);
    if ("problem" in work) return failed(work.problem, outcome);
    return { ok: false, asked, notes, kept: work.kept, outcome };
  }
  const verdict = await judgeWork(run, start, { workspace, conflicts }, own);
  if (!verdict.ok) return withKept(run, start, failed(verdict.problem, outcome), keeping);
  const { files } = verdict;
  if (files.length === 0 && isSilent(run, start, outcome)) {
    const message = `${start.executorName} ended with an empty answer and changed nothing`;
    const problem = { type: "task_failure" as const, message, evidence: "" };
    return withKept(run, start, failed(problem, outcome), keeping);
  }
  const good = { ok: true, base, files, outcome, asked, notes, criteria } as const;
  const { review } = start.phase;
  if (!review) return good;
  const read = await reviewed(run, good, { review, request: requestOf(run, start, workspace), own });
  if (!("failure" in read)) return read;
  const held = await withKept(run, start, read, keeping);
  return read.isUnread ? interruptedBy(read.failure.message, held) : held;
}

/** An agent whose form of report has an answer gave an empty one. */
function isSilent(
  { plan }: Run,
  { executor }: AttemptStart,
  { text }: Extract<AttemptOutcome, { ok: true }>,
): boolean {
  return executor.kind === "agent" && plan.profiles[executor.profile]?.result !== "text" && text === "";
}

/** Whether the agent's conversation is to be kept, and whether it is to go on with the last one. */
export function conversationFor(
  { journal, keepsNothing }: Run,
  { task, phase, executor }: AttemptStart,
): AttemptRequest["conversation"] {
  // On another runner's machine nobody would find it again.
  if (executor.kind !== "agent" || keepsNothing) return undefined;
  const at = journal.state.tasks.get(task.id)?.phases.get(phase.phase);
  return at?.conversation ? "resume" : "begin";
}

interface Keeping {
  workspace: Workspace;
  conversation: ConversationRecord | undefined;
  isLeft: boolean;
}

/** What a failed attempt changed is kept where its agent can go on with it; what may not be changed is not. */
async function withKept(
  run: Run,
  start: AttemptStart,
  result: Failed,
  { workspace, conversation, isLeft }: Keeping,
): Promise<Failed> {
  const failure = { ...result.failure, ...(conversation ? { conversation } : {}) };
  // A half-done command begins again; an agent looks at what is there.
  const isWanted = conversation?.kept || (isLeft && start.executor.kind === "agent");
  if (!isWanted) return { ...result, failure };
  const work = await keepWork(run, start, workspace, { here: !isLeft });
  return { ...result, failure, ...("kept" in work && work.kept ? { kept: work.kept } : {}) };
}

/** The work as its review leaves it: as it was, or sent back. */
async function reviewed(
  run: Run,
  good: Extract<AttemptResult, { ok: true }>,
  how: Pick<Parameters<typeof reviewWork>[1], "review" | "request" | "own">,
): Promise<Extract<AttemptResult, { ok: true }> | (Failed & { isUnread?: true })> {
  const { base, files, outcome } = good;
  const request = { ...how.request, capUsd: leftOf(how.request.capUsd, outcome.usage) };
  const { record, problem, usage, durationMs, troubles, isUnread } = await reviewWork(run, {
    ...how,
    request,
    base,
    files,
  });
  const all = addUsages(outcome.usage, usage);
  const spent = { durationMs: outcome.durationMs + durationMs, ...(all ? { usage: all } : {}) };
  if (!problem) return { ...good, outcome: { ...outcome, ...spent }, review: record, troubles };
  return { ...failed(problem, spent), review: record, troubles, ...(isUnread ? { isUnread } : {}) };
}

/** What the attempt asks people, as far as it may, and what it tells other tasks. */
export function readQuestions(
  { journal }: Run,
  { task, phase }: AttemptStart,
  ask: string | undefined,
): { asked: Asked[]; notes: TaskNote[] } | { problem: ForbiddenChange } {
  const problem = (message: string) => ({
    problem: { type: "task_failure" as const, message, evidence: "" },
  });
  const reading = readAsked(ask ?? "");
  if (!reading.ok) return problem(`what was written to $MILESTONE_ASK cannot be read: ${reading.problem}`);
  const isQuestion = ({ discovered }: Pick<Asked, "discovered">): boolean => !discovered;
  const { max } = task.questions ?? DEFAULT_QUESTIONS;
  const asked = journal.state.tasks.get(task.id)?.phases.get(phase.phase)?.questions ?? [];
  const before = asked.filter(each => isQuestion(each) && !each.withdrawn);
  const now = reading.asked.filter(isQuestion);
  if (now.length === 0 || before.length + now.length <= max) return reading;
  const limit = max === 0 ? "may ask nobody" : `may ask ${counted(max, "question")}`;
  return problem(
    `${task.id}/${phase.phase} ${limit} (questions.max) and has asked ${before.length} before this attempt asked ${now.length}: decide, and write down what was assumed`,
  );
}

function requestOf(run: Run, start: AttemptStart, workspace: Workspace): AttemptRequest {
  const { plan, journal, options } = run;
  const { task, phase, executor, attempt, slot, capUsd } = start;
  const state = journal.state.tasks.get(task.id);
  return {
    plan,
    task,
    phase,
    state: journal.state,
    executor,
    attempt,
    slot,
    capUsd,
    workspace,
    session: journal.session,
    feedback: [...(state?.phases.get(phase.phase)?.feedback ?? [])],
    answered: state ? answeredFor(state, phase.phase) : [],
    notes: state ? notesTold(state) : [],
    kept: "none",
    model: state?.phases.get(phase.phase)?.model ?? null,
    ...(state?.phases.get(phase.phase)?.alternative && executor.alternative !== undefined
      ? { alternative: executor.alternative }
      : {}),
    ...(options.blockerDetection ? { onSilent: silent => warnOfSilence(run, start, silent) } : {}),
  };
}

function setupProblem({ plan }: Run, { exit, tail }: CommandOutcome): ForbiddenChange {
  const message = `the setup command failed with exit ${exit ?? "by a signal"}: ${plan.setup}`;
  return { type: "dependency_unavailable", message, evidence: tail };
}

function failed(
  problem: ForbiddenChange,
  { durationMs, usage }: { durationMs: number; usage?: Usage },
): Failed {
  return {
    ok: false,
    failure: { ok: false, durationMs, ...(usage ? { usage } : {}), ...problem, kind: "ordinary" },
  };
}

function warnOfSilence({ journal }: Run, { task, phase }: AttemptStart, silentMs: number): void {
  const message = `${task.id}/${phase.phase} has shown no sign of life for ${duration(silentMs)}`;
  warnOnce(journal, "stalled_task", message, task.id);
}

/** A fault of the machine ends the attempt, never the run. */
export function faultOf(
  run: Run,
  { start }: Pick<RunningAttempt, "start">,
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
      durationMs: run.activities.stagesOf({ task: start.task.id, phase: start.phase.phase }).working ?? 0,
      type: full ? "disk_space" : "task_failure",
      message: full
        ? `the disk is full, so ${start.task.id}/${start.phase.phase} could not run; free space and retry`
        : `${start.task.id}/${start.phase.phase} could not be run: ${text}`,
      evidence: "",
      kind: "transient",
    },
  };
}

/**
 * A milestone file of more tasks than this is left out of agents' trees: it is rewritten again and again while the
 * milestone runs, and what of it concerns a phase stands in its context file.
 */
const MOST_TASKS_SHOWN = 50;

const HIDDEN = ["deliverables", "logs", "sessions", "approvals", "reports"].map(name => `${ROOT}/${name}`);

/**
 * Of `.milestones/` an agent's tree holds what concerns its phase: the plan, and the deliverables of its own task and
 * of those it directly depends on. That also keeps the cost of a phase the same at the thousandth task as at the first.
 */
export function agentView(plan: Plan, task: TaskPlan, state: State): View {
  const tasks = [task.id, ...tasksShown(plan, task, state)];
  return {
    hides: new Set(plan.tasks.length > MOST_TASKS_SHOWN ? [...HIDDEN, paths.milestone(plan.id)] : HIDDEN),
    but: new Set(tasks.map(id => `${ROOT}/deliverables/${plan.id}/${id}`)),
  };
}
