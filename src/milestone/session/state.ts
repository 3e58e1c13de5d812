import type { Blocker } from "../blocker/blocker.ts";
import {
  isFinished,
  type MilestoneStatus,
  type Phase,
  type PhaseStatus,
  type PhaseWeights,
  type TaskStatus,
} from "../phase.ts";
import type { Plan, TaskPlan } from "../plan/plan.ts";
import type {
  ApprovalRequested,
  CheckResult,
  Decision,
  FileRef,
  KeptWork,
  Lease,
  QuestionAnswered,
  QuestionAsked,
  ReleasePrepared,
  SessionStatus,
  TaskSeed,
  TestRun,
  Usage,
} from "./event-data.ts";

/** What the log adds up to. Nothing is kept anywhere else: equal logs give equal states. */
export interface State {
  milestone: string;
  title: string;
  status: MilestoneStatus;
  session: SessionState | null;
  /** Who may write now; null when nobody holds the branch. */
  lease: Lease | null;
  /** The highest epoch ever taken; the next owner takes one more. */
  epoch: number;
  weights: PhaseWeights;
  tasks: Map<string, TaskState>;
  /** Open ones, by id. */
  blockers: Map<string, Blocker>;
  resolvedBlockers: (Blocker & { resolvedAt: string; how: string })[];
  approvals: Map<string, ApprovalState>;
  qualityGates: Map<string, QualityGateState>;
  lastTests: (TestRun & { at: string }) | null;
  /** Tests and checkpoints that other machines ran or run, by name. */
  checks: Map<string, CheckState>;
  /** Idempotency keys of every command that was carried out. */
  requests: Set<string>;
  /** Required milestones that a person let the work go on without, and the event's number: the next run needs no second word. */
  forced: Map<string, number>;
  usage: UsageTotals;
  usageByAgent: Map<string, UsageTotals>;
  /** Agent profiles that rest, are out of use or have failed, by name. */
  profiles: Map<string, ProfileState>;
  /** Added to the milestone's budget by people. */
  budgetRaised: BudgetRaise;
  /** Every raise that counts, of the milestone's budget and of tasks', by its event's number. */
  raises: Map<number, BudgetRaise & { task: string | null }>;
  /** RFC 3339; null before the first activation. */
  activatedAt: string | null;
  /** The format of plans that the milestone was begun with. */
  planFormat: number;
  /** The base's commit whose plan was last taken in. */
  planBase: string | null;
  endedAt: string | null;
  /** How often a person had work done again after its completion. */
  reopened: number;
  /** What was made ready for a release; null: nothing. */
  release: (ReleasePrepared & { isCurrent: boolean }) | null;
  /** The highest percentage shown, to tell a rise from a fall. */
  percentage: number;
  agentsLimit: number | null;
  /** How the latest attempts ended since that was last adjusted, oldest first. */
  outcomes: RecentOutcome[];
  /** What `auto` came to. */
  autoChose: "parallel" | "sequential" | "hybrid" | null;
  warnings: { at: string; type: string; message: string; task?: string }[];
  /** The last line read. */
  seq: number;
  timestamp: string | null;
}

export type RecentOutcome = "success" | "failure" | "conflict";

/** More successes in a row than twice the agents change nothing further. */
const MOST_OUTCOMES = 256;

export function noteOutcome({ outcomes }: State, outcome: RecentOutcome): void {
  outcomes.push(outcome);
  if (outcomes.length > MOST_OUTCOMES) outcomes.shift();
}

/** Why an agent profile is of no use, for whatever task. */
export type ProfileFault = "usage_limit" | "credentials" | "credit" | "model";

export interface ProfileState {
  /** Not asked before this (RFC 3339); null: it does not rest. A time that has passed means nothing. */
  restsUntil: string | null;
  /** Why it is of no use until a person acts; null: it is. */
  fault: ProfileFault | null;
  /** What its service or account said last. */
  message: string;
  /** Attempts failed in a row, whatever the task. */
  failures: number;
  /** It kept failing: tried last until it succeeds. */
  last: boolean;
  /** Answers in a row that it is busy. */
  busy: number;
  /** An attempt cost more than it was told to stay within. */
  overspends: boolean;
}

export const newProfile = (): ProfileState => ({
  restsUntil: null,
  fault: null,
  message: "",
  failures: 0,
  last: false,
  busy: 0,
  overspends: false,
});

export interface SessionState {
  id: string;
  /** Of the run that opened it last: GitHub's number, or a local run's name. */
  runId: string;
  status: SessionStatus;
  startedAt: string;
  resumedAt: string | null;
  strategy: string;
  agents: number;
  monitoring: string;
  reason: string;
  /** false: in the checkout itself, so that branch and commits would be names of nothing. */
  gitIntegration: boolean;
}

export interface TaskState {
  id: string;
  workflow: boolean;
  status: TaskStatus;
  phases: Map<Phase, PhaseState>;
  startedAt: string | null;
  completedAt: string | null;
  skipReason: string | null;
  /** By its own condition, no person did. */
  leftOut: boolean;
  /** The number of the event that skipped it; null where the task's seed says so. */
  skipSeq: number | null;
  usage: UsageTotals;
  /** Added to the task's own budget by people. */
  budgetRaised: BudgetRaise;
  /** The files on which its work does not merge, and how often in a row; null: it lands. */
  lost: { files: string[]; times: number } | null;
  /** What agents of other tasks left for it, and its own notes that reached nobody; oldest first. */
  notes: NoteState[];
  /** So many of them, from the first, stood in a brief of it. */
  notesTold: number;
}

export interface NoteState {
  /** Whose agent left it, and in which phase. */
  from: string;
  phase: Phase;
  /** The task that it was for. */
  to: string;
  text: string;
  /** Why it reached nobody, so that it stands with its author's task; null: it is for the task that it stands with. */
  refused: string | null;
  /** RFC 3339. */
  leftAt: string;
}

export interface BudgetRaise {
  minutes: number;
  tokens: number;
  costUsd: number;
  attempts: number;
}

const noRaise = (): BudgetRaise => ({ minutes: 0, tokens: 0, costUsd: 0, attempts: 0 });

export interface PhaseState {
  status: PhaseStatus;
  /** Number of the last attempt started; 0 before the first. */
  attempt: number;
  /** That attempt was started, and nothing is said yet of its end. */
  running: boolean;
  /** Attempts failed since the phase was last opened. */
  failures: number;
  /** The same, by executor. */
  failedBy: ReadonlyMap<string, number>;
  /** Failures of one kind in a row, and their kind. */
  alike: Readonly<{ type: string; count: number }>;
  /** What was done about them: entries of `escalate` that were used, the model of the next attempt, the other brief. */
  escalated: number;
  model: string | null;
  alternative: boolean;
  /** Rejections since the phase was last opened by a person. */
  rejections: number;
  /** Not to be started before this time (RFC 3339); null: at once. */
  notBefore: string | null;
  /** The executor that `retry_scheduled` chose for the next attempt; null: the plan's. */
  executor: string | null;
  startedAt: string | null;
  completedAt: string | null;
  durationMs: number;
  deliverables: readonly FileRef[];
  /** Files of the repository that it changed, as far as the log names them. */
  changed: readonly string[];
  /** Points the next attempt must answer, newest failure or rejection only. */
  feedback: readonly string[];
  /** Request of the gate now open or last decided. */
  approval: string | null;
  /** All that its attempts ever asked, by number. */
  questions: readonly QuestionState[];
  /** Work of an attempt that is not landed, for the next attempt to go on with; null: it begins on a fresh tree. */
  kept: KeptWork | null;
  /** The executor of the last attempt. */
  ranBy: string | null;
  /** What that was told to stay within, in US dollars; null: nothing was said. */
  capUsd: number | null;
  /** The agent's conversation was kept for the next attempt, on the machine where it was. */
  conversation: boolean;
  /** The order to another machine by which the attempt runs; null: it runs on the engine's own. */
  ticket: TicketState | null;
  usage: UsageTotals;
}

/** An attempt that was handed out to a machine of its own. */
export interface TicketState {
  /** Names this one handing out. */
  id: string;
  issuedAt: string;
  /** As the log names who does it. */
  executor: string;
  /** The number by which the log tells it from others that are out; null: an older log does not say. */
  slot: number | null;
  /** What it is told to stay within; null: nothing was said. */
  capUsd: number | null;
  /** The commit that it works on, known once it was sent. */
  base: string | null;
  /** The workflow run that does it; null: not sent, or not known. */
  run: string | null;
  /** When a person stopped the milestone meanwhile: that nothing comes back is no failure. */
  haltedAt: string | null;
}

/** A person stopped what is under way: what was handed out is called back. */
export function haltTickets(state: State, at: string): void {
  for (const { phases } of state.tasks.values()) {
    for (const { ticket } of phases.values()) if (ticket) ticket.haltedAt ??= at;
  }
  // A check goes out again; what a late one says counts for nothing.
  for (const check of state.checks.values()) check.out = null;
}

/** A run of tests or of a checkpoint's commands that goes to a machine of its own. */
export interface CheckState {
  name: string;
  /** null: nothing is out. */
  out: Pick<TicketState, "id" | "issuedAt" | "base" | "run"> | null;
  /** What the last one that came back said; null: none did. */
  ok: boolean | null;
  /** The commit that it was about. */
  base: string | null;
  /** How often in a row nothing came back. */
  lost: number;
}

export interface QuestionState extends QuestionAsked {
  askedAt: string;
  /** null: nobody has answered. */
  answer: QuestionAnswered | null;
  /** The phase that waited for it is done again: nothing waits for its answer any more. */
  withdrawn?: true;
}

export interface ApprovalState extends ApprovalRequested {
  task: string | null;
  phase: Phase | null;
  status: "open" | "granted" | "rejected" | "void";
  requestedAt: string;
  decidedAt: string | null;
  decisions: Decision[];
  /** The request that this one replaces because its deliverables changed. */
  replaces: string | null;
  /** Paths that an earlier request of this attempt was about and that are gone from the branch. */
  missing: string[];
}

export interface QualityGateState {
  name: string;
  at: number;
  status: "pending" | "passed" | "failed";
  checks: CheckResult[];
  decidedAt: string | null;
}

export interface UsageTotals {
  attempts: number;
  minutes: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
}

export const noUsage = (): UsageTotals => ({
  attempts: 0,
  minutes: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
});

/** Adds what one attempt used: its time, and what its program told of tokens and dollars. */
export function addUsage(to: UsageTotals, durationMs: number, usage: Usage | undefined): void {
  to.attempts += 1;
  to.minutes += durationMs / 60_000;
  if (usage) addSpent(to, usage);
}

/** Adds tokens and dollars alone. */
export function addSpent(to: UsageTotals, usage: Usage): void {
  to.inputTokens += usage.input_tokens;
  to.outputTokens += usage.output_tokens;
  to.costUsd += usage.cost_usd;
}

/** The state before the first event. */
export function emptyState(milestone: string, weights: PhaseWeights): State {
  return {
    milestone,
    title: milestone,
    status: "planned",
    session: null,
    lease: null,
    epoch: 0,
    weights,
    tasks: new Map(),
    blockers: new Map(),
    resolvedBlockers: [],
    approvals: new Map(),
    qualityGates: new Map(),
    lastTests: null,
    checks: new Map(),
    requests: new Set(),
    forced: new Map(),
    usage: noUsage(),
    usageByAgent: new Map(),
    profiles: new Map(),
    budgetRaised: noRaise(),
    raises: new Map(),
    activatedAt: null,
    planFormat: 1,
    planBase: null,
    endedAt: null,
    reopened: 0,
    release: null,
    percentage: 0,
    agentsLimit: null,
    outcomes: [],
    autoChose: null,
    warnings: [],
    seq: 0,
    timestamp: null,
  };
}

/** Whether a task has work that its removal would drop; a person who skips it says that nobody misses it. */
export function hasBegunWork({ startedAt, status }: TaskState): boolean {
  return startedAt !== null && status !== "skipped";
}

export function newTask(seed: TaskSeed): TaskState {
  const phases = new Map<Phase, PhaseState>();
  for (const [name, status] of Object.entries(seed.phases)) {
    const phase = name as Phase;
    phases.set(phase, { ...newPhase(status), deliverables: seed.deliverables?.[phase] ?? NONE });
  }
  return {
    id: seed.id,
    workflow: seed.workflow,
    status: seed.status,
    phases,
    startedAt: null,
    completedAt: null,
    skipReason: null,
    leftOut: false,
    skipSeq: null,
    usage: noUsage(),
    budgetRaised: noRaise(),
    lost: null,
    notes: [],
    notesTold: 0,
  };
}

/** What phases have in common while nothing is told of them: of 40,000 phases each would hold its own. */
const NONE: readonly never[] = [];
export const NO_FAILURES: ReadonlyMap<string, number> = new Map();
export const NONE_ALIKE: PhaseState["alike"] = { type: "", count: 0 };

export function newPhase(status: PhaseStatus): PhaseState {
  return {
    status,
    attempt: 0,
    running: false,
    failures: 0,
    failedBy: NO_FAILURES,
    alike: NONE_ALIKE,
    escalated: 0,
    model: null,
    alternative: false,
    rejections: 0,
    notBefore: null,
    executor: null,
    startedAt: null,
    completedAt: null,
    durationMs: 0,
    deliverables: NONE,
    changed: NONE,
    feedback: NONE,
    approval: null,
    questions: NONE,
    kept: null,
    conversation: false,
    ranBy: null,
    capUsd: null,
    ticket: null,
    usage: noUsage(),
  };
}

/** The gates that wait for people, in the order in which they were asked for. */
export function openApprovals(state: State): ApprovalState[] {
  return [...state.approvals.values()].filter(a => a.status === "open");
}

/** When the first rest of an agent profile is over that had not ended with the last event (RFC 3339). */
export function resumeAt(state: State): string | null {
  if (state.status === "completed" || state.status === "cancelled") return null;
  const since = state.timestamp ?? "";
  const rests = [...state.profiles.values()].flatMap(p =>
    p.restsUntil && p.restsUntil > since ? [p.restsUntil] : [],
  );
  return rests.sort()[0] ?? null;
}

/** Whether the milestone has a branch, and its states are commits there. */
export function isOnBranch({ session }: State): boolean {
  return session?.gitIntegration ?? true;
}

/** Whether a run on GitHub owns the session: it believes what GitHub says of people, and no command line. */
export function isOnGitHub({ session }: State): boolean {
  return /^\d+$/.test(session?.runId ?? "");
}

/** Done for its dependents. */
export function isDone(task: TaskState): boolean {
  return task.status === "completed" || task.status === "skipped";
}

/** Held by a blocker or a question of a log that is not this one. */
const isHeld = (status: TaskStatus | PhaseStatus): boolean =>
  status === "blocked" || status === "waiting_answer";

/**
 * What the log needs to know of a task, so that the state can be rebuilt from the log alone. What the file calls
 * blocked is to be tried: no blocker of this log stands behind it, so nothing else would ever set it free.
 */
export function seedOf(task: TaskPlan): TaskSeed {
  const begun = task.phases.some(p => isFinished(p.status));
  return {
    id: task.id,
    workflow: task.workflow,
    status: !isHeld(task.status) ? task.status : begun ? "in_progress" : "pending",
    phases: Object.fromEntries(task.phases.map(p => [p.phase, isHeld(p.status) ? "pending" : p.status])),
  };
}

/** Tasks that the file calls blocked, as a whole or in a phase, and that are not finished. */
export function blockedBefore(plan: Pick<Plan, "tasks">): string[] {
  const isBlocked = ({ status, phases }: TaskPlan) =>
    status === "blocked" || phases.some(p => p.status === "blocked");
  const open = plan.tasks.filter(task => task.status !== "completed" && task.status !== "skipped");
  return open.filter(isBlocked).map(task => task.id);
}

/** The state of a milestone that was never started, as its file says. */
export function plannedState(plan: Plan): State {
  const state = emptyState(plan.id, plan.weights);
  state.title = plan.title;
  for (const task of plan.tasks) state.tasks.set(task.id, newTask(seedOf(task)));
  for (const { name, at } of plan.qualityGates) {
    state.qualityGates.set(name, { name, at, status: "pending", checks: [], decidedAt: null });
  }
  return state;
}

/** What was made ready tells of the tasks as they were then. */
export function outdateRelease(state: State): void {
  if (state.release) state.release.isCurrent = false;
}

/** Agents that may work side by side now: the session's number, or what the strategy narrowed it to; null: no session. */
export const agentsAllowed = ({ agentsLimit, session }: State): number | null =>
  agentsLimit ?? session?.agents ?? null;
