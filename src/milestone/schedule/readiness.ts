import { BLOCKER_TYPES, type Blocker, type BlockerType, blockerId } from "../blocker/blocker.ts";
import { isFinished, type Phase } from "../phase.ts";
import type { Executor, Plan, QualityGate, TaskPlan } from "../plan/plan.ts";
import { awaitedQuestions, isOpen, questionName } from "../session/questions.ts";
import { isDone, openApprovals, type State } from "../session/state.ts";
import { chooseExecutor, chooseReviewer, executorName } from "./profile-choice.ts";
import { checkpointRequest, isCheckpointBlocked, reachedCheckpoints } from "./ready-tasks.ts";
import type { WaitingPhase } from "./strategy.ts";

/** What a task could do next if everything it depends on were done. */
export type NextStep =
  | { kind: "done" }
  /** Every phase is finished; only the record of it is missing. */
  | { kind: "complete" }
  | { kind: "blocked"; phase: Phase | null }
  /** Every agent that may do it is out of use until a person acts. */
  | { kind: "out"; phase: Phase; profiles: string[] }
  /** Waits for an approval, or for a person's own work, that was asked for. */
  | { kind: "approval"; phase: Phase; request: string }
  /** Its gate is to be asked (again): no request is open. */
  | { kind: "ask"; phase: Phase; attempt: number }
  /** Waits for the answers to what its last attempt asked. */
  | { kind: "answer"; phase: Phase; questions: number[] }
  | { kind: "manual"; phase: Phase; attempt: number }
  | {
      kind: "run";
      phase: Phase;
      attempt: number;
      executor: string;
      notBefore: number | null;
      rests: boolean;
    };

/**
 * The first phase that is not finished decides, so an earlier phase whose approval became void stops the later ones.
 * A phase that is in progress without running was interrupted and runs again as a new attempt. `time` in milliseconds
 * since the epoch: a rest that is over by then means nothing.
 */
export function nextStep(task: TaskPlan, state: State, time: number): NextStep {
  const now = state.tasks.get(task.id);
  if (now && isDone(now)) return { kind: "done" };
  if (state.blockers.size > 0 && isBlockedWhole(state, task.id)) return { kind: "blocked", phase: null };
  for (const plan of task.phases) {
    const at = now?.phases.get(plan.phase);
    const status = at?.status ?? "pending";
    if (isFinished(status)) continue;
    const { phase } = plan;
    if (status === "blocked") return { kind: "blocked", phase };
    if (at && status === "waiting_approval") {
      const request = at.approval ? state.approvals.get(at.approval) : undefined;
      if (request?.status === "open") return { kind: "approval", phase, request: request.request };
      return { kind: "ask", phase, attempt: at.attempt };
    }
    if (at && status === "waiting_answer") {
      const open = at.questions.filter(q => q.blocking && isOpen(q));
      if (open.length > 0) return { kind: "answer", phase, questions: open.map(q => q.number) };
    }
    const attempt = (at?.attempt ?? 0) + 1;
    if (plan.executor.kind === "manual") return { kind: "manual", phase, attempt };
    const choice = chooseExecutor(plan.executor, at, state, time);
    if (choice.kind === "out") return { kind: "out", phase, profiles: choice.profiles };
    // Work that nobody could look at would only wait, or be done twice.
    const reviewer = chooseReviewer(plan.review, state, { now: time });
    if (reviewer?.kind === "out") return { kind: "out", phase, profiles: reviewer.profiles };
    const { executor } = choice;
    const restsUntil = later(choice.restsUntil, reviewer?.restsUntil ?? null);
    const retry = at?.notBefore ? Date.parse(at.notBefore) : null;
    const rests = restsUntil !== null && restsUntil > (retry ?? 0);
    return { kind: "run", phase, attempt, executor, notBefore: rests ? restsUntil : retry, rests };
  }
  return { kind: "complete" };
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/**
 * Whether the task keeps its resources although none of its phases runs now: it has begun, and goes on by itself or
 * after an approval. One that is blocked holds nobody up.
 */
export function keepsResources(task: TaskPlan, state: State, step: NextStep): boolean {
  if (task.resources.length === 0 || task.resourcesScope === "phase") return false;
  if (!state.tasks.get(task.id)?.startedAt) return false;
  switch (step.kind) {
    case "run":
    case "approval":
    case "ask":
    case "manual":
    case "complete":
      return true;
    case "done":
    case "blocked":
    case "out":
    // Nothing of its work is on the branch, and an answer may take days.
    case "answer":
      return false;
  }
}

/** The executor of that name with the phase's own options: the plan's, or a fallback profile in its place. */
export function executorNamed(planned: Executor, name: string): Executor {
  if (name === executorName(planned)) return planned;
  const { timeoutMs, retries, backoffMs, fallback, env, stallTimeoutMs, escalate, alternative } = planned;
  const options = { timeoutMs, retries, backoffMs, fallback, env };
  const more = {
    ...(stallTimeoutMs === undefined ? {} : { stallTimeoutMs }),
    ...(escalate === undefined ? {} : { escalate }),
    ...(alternative === undefined ? {} : { alternative }),
  };
  return { ...options, ...more, kind: "agent", profile: name };
}

/** A blocker of the task as a whole, not of one of its phases; its id is `<type>:<task>`. */
function isBlockedWhole(state: State, task: string): boolean {
  return BLOCKER_TYPES.some(type => {
    const blocker = state.blockers.get(blockerId(type, task));
    return blocker?.task === task && blocker.phase === undefined;
  });
}

/** What a held milestone waits for; nothing while the checks of a checkpoint are still to run. */
export function waitingUnder(hold: Hold): Partial<WaitingPhase> {
  switch (hold.kind) {
    case "blocked":
      return { idle: "blocked", waitingFor: hold.blockers.map(b => b.id) };
    case "checkpoint_failed":
      return { idle: "checkpoint", waitingFor: [hold.gate.name] };
    case "checkpoint_approval":
      return { idle: "waiting_approval", waitingFor: [hold.request] };
    case "checkpoint_due":
      return {};
  }
}

/** What everything waits for when nothing is left to do without a person. */
export function waitingForPeople(state: State, allDone: boolean): WaitingPhase {
  const blockers = [...state.blockers.values()].filter(b => !isDoneIn(state, b.task));
  if (blockers.length) return { idle: "blocked", waitingFor: blockers.map(b => b.id) };
  if (allDone) return { idle: "completed", waitingFor: [] };
  const questions = awaitedQuestions(state);
  const open = openApprovals(state);
  const approvals = open.filter(a => a.kind === "approval");
  if (approvals.length) return { idle: "waiting_approval", waitingFor: approvals.map(a => a.request) };
  if (questions.length && open.length === 0)
    return { idle: "waiting_answer", waitingFor: questions.map(questionName) };
  return { idle: "waiting_manual", waitingFor: open.map(a => a.request) };
}

export function isDoneIn(state: State | undefined, id: string | undefined): boolean {
  const task = id === undefined ? undefined : state?.tasks.get(id);
  return task !== undefined && isDone(task);
}

/** Why no phase of the whole milestone may start. */
export type Hold =
  | { kind: "blocked"; blockers: Blocker[] }
  /** Its checks must run now. */
  | { kind: "checkpoint_due"; gates: QualityGate[] }
  | { kind: "checkpoint_failed"; gate: QualityGate }
  | { kind: "checkpoint_approval"; gate: QualityGate; request: string };

/**
 * Milestone-wide blockers under which nothing new may start: `network` is there while the remote refuses the branch,
 * not while it is only out of reach. The others (failing tests after a phase, …) let work go on; they only keep the
 * milestone from being completed.
 */
const STOPS_EVERYTHING: ReadonlySet<BlockerType> = new Set<BlockerType>([
  "budget_exceeded",
  "disk_space",
  "dependency_unavailable",
  "git_conflicts",
  "network",
]);

/** What stops every phase of the milestone now, or null. */
export function holdOf(plan: Plan, state: State, percentage: number): Hold | null {
  const stopping = milestoneBlockers(state).filter(b => stopsEverything(b, state));
  if (stopping.length) return { kind: "blocked", blockers: stopping };
  const reached = reachedCheckpoints(plan, state, percentage);
  for (const gate of reached) {
    if (isCheckpointBlocked(state, gate.name)) return { kind: "checkpoint_failed", gate };
    const request = checkpointRequest(state, gate.name);
    if (request) return { kind: "checkpoint_approval", gate, request };
  }
  return reached.length ? { kind: "checkpoint_due", gates: reached } : null;
}

/** Blockers that belong to no task. */
export function milestoneBlockers(state: State): Blocker[] {
  const found: Blocker[] = [];
  for (const blocker of state.blockers.values()) {
    if (blocker.task === undefined) found.push(blocker);
  }
  return found;
}

function stopsEverything(blocker: Blocker, state: State): boolean {
  // One agent that is of no use stops only what needs it.
  if (blocker.profile !== undefined) return false;
  if (blocker.type === "test_failures") return state.lastTests?.reason === "baseline";
  return STOPS_EVERYTHING.has(blocker.type);
}
