import type { Blocker } from "../blocker/blocker.ts";
import { branchName } from "../names.ts";
import { isFinished, type MilestoneStatus, PHASES, type Phase, type TaskStatus } from "../phase.ts";
import { type Plan, phasePlan, type TaskCondition, type TaskPlan } from "../plan/plan.ts";
import { isOut } from "../runners/ledger.ts";
import type { RoleState, Roles } from "../saved/documents.ts";
import { taskConditionsOf } from "../schedule/condition.ts";
import { type Costs, criticalPath, phaseCosts } from "../schedule/critical-path.ts";
import { buildGraph, type Graph } from "../schedule/graph.ts";
import { checkpointOf } from "../schedule/ready-tasks.ts";
import {
  type Activity,
  activityOf,
  activityWord,
  isStage,
  type Stage,
  type Stages,
} from "../session/activity.ts";
import type { AgentRole } from "../session/event.ts";
import { progressOf, taskPercentage } from "../session/progress.ts";
import { openQuestions, questionName } from "../session/questions.ts";
import {
  agentsAllowed,
  isDone,
  isOnBranch,
  isOnGitHub,
  openApprovals,
  type PhaseState,
  type State,
  type TaskState,
  type UsageTotals,
} from "../session/state.ts";
import { usageOf } from "./cost.ts";
import { describeEvent, toneOf } from "./describe-event.ts";
import { duration, millis } from "./figures.ts";
import { type Quality, qualityOf } from "./quality.ts";
import { historyAt, type RunHistory, slotOf } from "./run-history.ts";
import type { Tone } from "./status.ts";
import { type Timeline, timelineOf } from "./timeline.ts";

/**
 * What is shown of a milestone at one moment: the same figures in terminal, summary, pull request and check run.
 * Plain data (its JSON is `status --json`); times are milliseconds since the epoch. Texts that agents or people wrote
 * (titles, messages) are raw here and made inert by each renderer.
 */
export interface Dashboard {
  milestone: { id: string; title: string; description: string; branch: string };
  status: MilestoneStatus;
  /** Whole percent, rounded down. */
  percentage: number;
  counts: { total: number } & Record<TaskStatus, number>;
  session: SessionRow | null;
  timeline: Timeline;
  quality: Quality;
  /** Mean percent of each phase over the workflow tasks that have it, and how many of them have finished it. */
  phases: { phase: Phase; percentage: number; finished: number; total: number }[];
  tasks: TaskRow[];
  /** Ids on the longest path of remaining work, first to last. */
  criticalPath: string[];
  agents: AgentRow[];
  roles: RoleRow[];
  approvals: ApprovalRow[];
  questions: QuestionRow[];
  blockers: BlockerRow[];
  /** Oldest first. */
  events: { at: number; text: string; tone: Tone }[];
  warnings: number;
  usage: UsageTotals;
  activities: readonly Activity[];
  now: number;
}

export interface SessionRow {
  id: string;
  status: string;
  strategy: string;
  /** Slots allowed now: the session's number, or what the strategy narrowed it to. */
  agents: number;
  startedAt: number;
  reason: string;
}

export interface TaskRow {
  id: string;
  title: string;
  status: TaskStatus;
  percentage: number;
  /** The phase that is under way or comes next; null when the task is done. */
  phase: Phase | null;
  attempt: number;
  /** What is done to it or waited for at this moment, where that says more than its status: `preparing`, `retrying in 12s`. */
  doing: string | null;
  critical: boolean;
  /** Longest chain of dependencies before it. */
  wave: number;
  dependencies: string[];
  when: TaskCondition;
  /** Dependencies that it still waits for. */
  waitsFor: string[];
}

export interface AgentRow {
  slot: number | null;
  task: string;
  phase: Phase;
  attempt: number;
  executor: string;
  /** The workflow run that does it on a machine of its own; null: the engine's own machine, or it is not known yet. */
  run: string | null;
  since: number;
  /** What is done to it now, as people read it, and since when. */
  doing: string;
  stage: Stage | null;
  doingSince: number;
  /** Milliseconds spent in each stage until now; empty where no running engine tells. */
  stages: Stages;
}

/** A control role: whether it is at work, on what, and since when. */
export interface RoleRow {
  role: AgentRole;
  status: RoleState["status"];
  work: string;
  since: number;
}

export interface ApprovalRow {
  request: string;
  task: string | null;
  phase: Phase | null;
  kind: "approval" | "manual";
  approvers: string[];
  granted: number;
  needed: number;
  criteria: string[];
  /** What a person types to answer it. */
  command: string;
  /** It is believed on GitHub alone, as a comment with a slash before it. */
  asComment: boolean;
  deliverables: { path: string; blob: string }[];
  /** Paths that were asked about before and are gone from the branch. */
  missing: string[];
  since: number;
}

/** A question of an agent's that is not answered. */
export interface QuestionRow {
  task: string;
  phase: Phase;
  number: number;
  question: string;
  why: string | null;
  options: string[];
  default: string | null;
  blocking: boolean;
  /** When the waiting ends; null: never. */
  until: number | null;
  /** What a person types to answer it: its default, else its first option. */
  command: string;
  /** It is believed on GitHub alone, as a comment with a slash before it. */
  asComment: boolean;
  since: number;
}

export type BlockerRow = Blocker & { since: number };

export interface DashboardInput {
  plan: Plan;
  state: State;
  history: RunHistory;
  /** What the running engine knows of its roles; without it their deeds in the log speak. */
  roles?: Roles;
  /** What it has under way; only a running engine knows. */
  activities?: readonly Activity[];
  now: number;
}

export function buildDashboard({
  plan,
  state,
  history: logged,
  roles,
  activities = [],
  now,
}: DashboardInput): Dashboard {
  const history = historyAt(logged, activities, now);
  const { graph, costs } = shapeOf(plan);
  const path = criticalPath(graph, costs, state.tasks.size > 0 ? state : undefined).tasks;
  const tasks = taskRows({ plan, state, history, activities, now }, graph, new Set(path));
  return {
    milestone: {
      id: plan.id,
      title: plan.title,
      description: plan.description,
      branch: isOnBranch(state) ? branchName(plan.id) : "",
    },
    status: state.activatedAt ? state.status : plan.status,
    percentage: progressOf(state).percentage,
    counts: countStatuses(tasks),
    session: sessionRow(state),
    timeline: timelineOf({ plan, state, history, now }),
    quality: qualityOf(plan, state),
    phases: phaseRows(state),
    tasks,
    criticalPath: path,
    agents: agentRows(state, history, activities),
    roles: roles ? knownRoles(roles) : rolesByDeeds(state, history),
    approvals: approvalRows(plan, state),
    questions: questionRows(state, plan),
    blockers: [...state.blockers.values()].map(b => ({ ...b, since: millis(b.detectedAt) })),
    events: history.lastEvents.map(e => ({
      at: millis(e.timestamp),
      text: describeEvent(e),
      tone: toneOf(e),
    })),
    warnings: state.warnings.length,
    // The state counts what a budget is about; people read one sum, and it is that of the reports.
    usage: usageOf(history, now),
    activities,
    now,
  };
}

function approvalRows(plan: Plan, state: State): ApprovalRow[] {
  return openApprovals(state).map(approval => ({
    request: approval.request,
    task: approval.task,
    phase: approval.phase,
    kind: approval.kind,
    approvers: approval.approvers,
    granted: approval.decisions.filter(d => d.verdict === "approved").length,
    needed: approval.min_approvals,
    criteria: approval.criteria,
    command: gateCommand(plan.id, approval, checkpointOf(plan, approval.request)?.at ?? null),
    asComment: approval.kind === "approval" && isOnGitHub(state),
    deliverables: approval.deliverables,
    missing: approval.missing,
    since: millis(approval.requestedAt),
  }));
}

export function questionRows(state: State, plan: Plan | null = null): QuestionRow[] {
  const isGated = (id: string, phase: Phase): boolean => {
    const task = plan?.tasks.find(each => each.id === id);
    return task !== undefined && (phasePlan(task, phase)?.gate ?? null) !== null;
  };
  return openQuestions(state).map(({ task, phase, number, question, why, options, ...asked }) => ({
    task,
    phase,
    number,
    question,
    why: why ?? null,
    options,
    default: asked.default ?? null,
    blocking: asked.blocking,
    until: asked.until === undefined ? null : millis(asked.until),
    command: answerCommand(state.milestone, {
      task,
      phase,
      number,
      options,
      default: asked.default ?? null,
    }),
    asComment: isOnGitHub(state) && isGated(task, phase),
    since: millis(asked.askedAt),
  }));
}

/** The command that answers a question by its default, else by its first option; where it has none there is room for words. */
export function answerCommand(
  milestone: string,
  { options, default: otherwise, ...question }: AskedIn,
): string {
  const option = Math.max(0, otherwise === null ? 0 : options.indexOf(otherwise)) + 1;
  return `milestone answer ${milestone} ${questionName(question)} ${options.length > 0 ? option : '"…"'}`;
}

type AskedIn = Pick<QuestionRow, "task" | "phase" | "number" | "options" | "default">;

/** The shape of a plan never changes, and a live view asks for it many times a second. */
const shapes = new WeakMap<Plan, { graph: Graph; costs: Costs }>();

function shapeOf(plan: Plan): { graph: Graph; costs: Costs } {
  const known = shapes.get(plan);
  if (known) return known;
  const made = { graph: buildGraph(plan), costs: phaseCosts(plan) };
  shapes.set(plan, made);
  return made;
}

type Moment = Required<Pick<DashboardInput, "activities" | "state" | "now">>;

const isByHand = ({ approval }: PhaseState, state: State): boolean =>
  approval !== null && state.approvals.get(approval)?.kind === "manual";

function doingOf(
  task: string,
  phase: PhaseState | null | undefined,
  { activities, state, now }: Moment,
): string | null {
  const activity = activityOf(activities, task);
  if (activity) return activity.doing === "working" ? null : activityWord(activity);
  const notBefore = phase?.notBefore ? Date.parse(phase.notBefore) : 0;
  if (phase?.status === "waiting_approval" && isByHand(phase, state)) return "waits for a person's work";
  return phase?.status !== "blocked" && !phase?.running && notBefore > now
    ? `retrying in ${duration(notBefore - now)}`
    : null;
}

function taskRows(
  { plan, state, activities = [], now }: DashboardInput,
  graph: Graph,
  critical: ReadonlySet<string>,
): TaskRow[] {
  const conditional = plan.tasks.some(task => task.when !== "success");
  const verdicts = conditional ? taskConditionsOf(graph, state, now).verdicts : [];
  return plan.tasks.map((task, place) => {
    const at = state.tasks.get(task.id);
    const phase = at ? currentPhase(at) : (task.phases[0]?.phase ?? null);
    return {
      id: task.id,
      title: task.title,
      status: at?.status ?? task.status,
      percentage: at ? taskPercentage(state, at) : 0,
      phase,
      attempt: (phase && at?.phases.get(phase)?.attempt) || 0,
      doing: doingOf(task.id, phase && at?.phases.get(phase), { activities, state, now }),
      critical: critical.has(task.id),
      wave: graph.wave[place] ?? 0,
      dependencies: task.dependencies,
      when: task.when,
      waitsFor: verdicts[place] === "met" ? [] : unfinishedDependencies(task, at, state),
    };
  });
}

function unfinishedDependencies(task: TaskPlan, at: TaskState | undefined, state: State): string[] {
  if (at && isDone(at)) return [];
  return task.dependencies.filter(id => {
    const dependency = state.tasks.get(id);
    return !dependency || !isDone(dependency);
  });
}

/** The first phase that is not finished. */
function currentPhase(task: TaskState): Phase | null {
  if (isDone(task)) return null;
  for (const phase of PHASES) {
    const at = task.phases.get(phase);
    if (at && !isFinished(at.status)) return phase;
  }
  return null;
}

function countStatuses(tasks: TaskRow[]): Dashboard["counts"] {
  const counts = {
    total: tasks.length,
    pending: 0,
    in_progress: 0,
    waiting_approval: 0,
    waiting_answer: 0,
    blocked: 0,
    completed: 0,
    skipped: 0,
  };
  for (const task of tasks) counts[task.status] += 1;
  return counts;
}

function sessionRow(state: State): SessionRow | null {
  const { session } = state;
  if (!session) return null;
  return {
    id: session.id,
    status: session.status,
    strategy: session.strategy,
    agents: agentsAllowed(state) ?? session.agents,
    startedAt: millis(session.startedAt),
    reason: session.reason,
  };
}

function phaseRows(state: State): Dashboard["phases"] {
  const averages = progressOf(state).phaseAverages;
  if (!averages) return [];
  const workflow = [...state.tasks.values()].filter(t => t.workflow);
  return PHASES.flatMap(phase => {
    const having = workflow.filter(t => t.phases.has(phase));
    if (having.length === 0) return [];
    const finished = having.filter(
      t => t.status === "skipped" || isFinished(t.phases.get(phase)?.status ?? "pending"),
    ).length;
    return [{ phase, percentage: averages[phase], finished, total: having.length }];
  });
}

function agentRows(state: State, history: RunHistory, activities: readonly Activity[]): AgentRow[] {
  const rows = [...history.open.attempts.values()].map(a => {
    const activity = activityOf(activities, a.task, a.phase);
    const at = state.tasks.get(a.task)?.phases.get(a.phase);
    const run = at && isOut(at) ? at.ticket!.run : null;
    return {
      slot: slotOf(a.agent),
      task: a.task,
      phase: a.phase,
      attempt: a.attempt,
      executor: a.executor,
      run,
      since: a.startedAt,
      doing: activity ? activityWord(activity) : run === null ? "at work" : `at work in run ${run}`,
      stage: activity && isStage(activity) ? activity.doing : null,
      doingSince: activity?.since ?? a.startedAt,
      stages: a.stages ?? {},
    };
  });
  return rows.sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0) || a.since - b.since);
}

/** What goes on beside the agents: tests of the branch, checkpoints, waits. */
export function besideAgents({ agents, activities }: Pick<Dashboard, "agents" | "activities">): Activity[] {
  return activities.filter(other => !agents.some(a => activityOf([other], a.task, a.phase)));
}

const CONTROL_ROLES: AgentRole[] = [
  "progress_monitor",
  "git_integration",
  "dependency_validator",
  "blocker_detector",
  "session_manager",
];

function knownRoles(roles: Roles): RoleRow[] {
  return CONTROL_ROLES.map(role => {
    const { status, since, work = "" } = roles[role];
    return { role, status, work, since: millis(since) };
  });
}

/** A control role reacts to events: between two deeds it idles, and without a session it is stopped. */
function rolesByDeeds(state: State, history: RunHistory): RoleRow[] {
  const live = state.session?.status === "active";
  return CONTROL_ROLES.flatMap(role => {
    const last = history.lastByRole.get(role);
    if (!last) return [];
    const status = !live ? "stopped" : last.seq === state.seq ? "active" : "idle";
    return [{ role, status, work: describeEvent(last), since: millis(last.timestamp) } as const];
  });
}

/** The command that answers a gate; a checkpoint is addressed by its mark (contract §9a). */
export function gateCommand(
  milestone: string,
  gate: { task: string | null; phase: string | null; kind: "approval" | "manual" },
  at: number | null,
): string {
  if (gate.kind === "manual") return `milestone done ${milestone} ${gate.task}`;
  return `milestone approve ${milestone} ${gate.task ? `${gate.task}/${gate.phase}` : `checkpoint/${at}`}`;
}
