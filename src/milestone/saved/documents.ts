import { parse, stringify } from "yaml";
import { branchName } from "../names.ts";
import { isFinished, PHASES, type Phase } from "../phase.ts";
import type { TaskPlan } from "../plan/plan.ts";
import { taskConditionsOf } from "../schedule/condition.ts";
import { buildGraph } from "../schedule/graph.ts";
import { type NextStep, nextStep } from "../schedule/readiness.ts";
import type { AgentRole, Lease, SessionStatus } from "../session/event.ts";
import { progressOf } from "../session/progress.ts";
import { type ApprovalState, isDone, isOnBranch, type State, type TaskState } from "../session/state.ts";

/** What a control role or an agent slot is doing, as `sessions/<session>/agents/state.json` shows it. */
export interface RoleState {
  status: "starting" | "active" | "idle" | "failed" | "stopped";
  /** RFC 3339. */
  since: string;
  work?: string;
}
export type SlotState = RoleState & { slot: number; task?: string; phase?: Phase };
export type Roles = Record<AgentRole, RoleState> & { slots: SlotState[] };

/** The session file's status has no words for a run that another one overtook, nor for a postponed milestone. */
const SESSION_FILE_STATUS: Record<SessionStatus, string> = {
  active: "active",
  interrupted: "interrupted",
  paused: "paused",
  waiting_approval: "waiting_approval",
  waiting_answer: "waiting_answer",
  waiting_limit: "waiting_limit",
  blocked: "blocked",
  completed: "completed",
  cancelled: "cancelled",
  postponed: "paused",
  suspended: "paused",
};

/** The text of `sessions/<session>.yaml`: the state as people and other tools read it. */
export function sessionYaml(
  state: State,
  options: {
    /** In the file's order. */
    plan: readonly TaskPlan[];
    savedAt: string;
    reason: string;
    commit: string;
    lease: Lease | null;
    pending: number;
  },
): string {
  const session = state.session!;
  const tasks = [...state.tasks.values()];
  const active = tasks.flatMap(t => [...t.phases.values()]).filter(p => p.running).length;
  return stringify({
    session: {
      id: session.id,
      milestone_id: state.milestone,
      status: SESSION_FILE_STATUS[session.status],
      started_at: session.startedAt,
      saved_at: options.savedAt,
      save_reason: options.reason,
      resumed_at: session.resumedAt,
      run: options.lease,
    },
    context: isOnBranch(state)
      ? { git_branch: branchName(state.milestone), git_commit: options.commit }
      : { git_branch: null, git_commit: null },
    execution_state: {
      active_agents: active,
      current_tasks: tasks.filter(t => t.status === "in_progress").map(t => t.id),
      completed_tasks: tasks.filter(t => t.status === "completed").map(t => t.id),
      failed_tasks: tasks.filter(t => t.status === "blocked").map(t => t.id),
      progress_percentage: progressOf(state).percentage,
    },
    resume_points: {
      next_tasks: readyTasks(state, options.plan),
      pending_commits: options.pending,
      uncommitted_changes: active > 0,
    },
  });
}

/** What a session that is resumed can go on with at once: tasks that wait for no other task and for no person. */
function readyTasks(state: State, plan: readonly TaskPlan[]): string[] {
  if (state.status === "completed" || state.status === "cancelled") return [];
  const isReached = (id: string): boolean => {
    const task = state.tasks.get(id);
    return task !== undefined && isDone(task);
  };
  const verdicts = plan.every(task => task.when === "success")
    ? null
    : taskConditionsOf(buildGraph({ id: state.milestone, tasks: [...plan] }), state, 0).verdicts;
  const ready = plan.filter((task, place) => {
    const isDue = verdicts ? verdicts[place] === "met" : task.dependencies.every(isReached);
    return isDue && GOES_ON.includes(nextStep(task, state, 0).kind);
  });
  return ready.map(task => task.id);
}

/** Next steps that need nobody's decision: asking for an approval is the engine's own. */
const GOES_ON: readonly NextStep["kind"][] = ["run", "complete", "ask"];

/** The text of `agents/state.json`: what each role and slot is doing. */
export function agentsJson(state: State, roles: Roles): string {
  const { slots, ...rest } = roles;
  const document = {
    session_id: state.session!.id,
    milestone_id: state.milestone,
    agents: { ...rest, task_executor: { ...rest.task_executor, slots } },
    started_at: state.session!.startedAt,
    coordination_mode: state.session!.strategy,
  };
  return JSON.stringify(document, null, 2) + "\n";
}

/** The record of one gate under `approvals/`: what was asked, of whom, and what was decided. */
export function approvalYaml(milestone: string, approval: ApprovalState): string {
  const status = approval.status === "open" ? "pending" : approval.status;
  return stringify({
    approval_request: {
      id: approval.request,
      milestone_id: milestone,
      task_id: approval.task,
      transition: approval.transition,
      requested_at: approval.requestedAt,
      status: status === "granted" ? "approved" : status,
    },
    approvers: approval.approvers,
    min_approvals: approval.min_approvals,
    approval_criteria: approval.criteria,
    phase_deliverables: approval.deliverables.map(d => ({ path: d.path, blob: d.blob })),
    ...(approval.missing.length ? { missing_deliverables: approval.missing } : {}),
    decisions: approval.decisions.map(d => ({
      verdict: d.verdict,
      who: d.by.login,
      id: d.by.id,
      [d.by.source === "comment" ? "comment_id" : "review_id"]: d.ref,
      commit: d.commit,
      permission: d.permission,
      when: d.at,
      source: d.by.source,
      ...(d.feedback.length ? { feedback: d.feedback } : {}),
    })),
  });
}

export interface PlanEdit {
  path: (string | number)[];
  value: unknown;
}

/** What the milestone file should say of the state, task by task. Only keys that the engine owns are named. */
export function* planEdits(state: State, places: PlanPlaces, savedAt: string): Generator<PlanEdit> {
  const progress = progressOf(state);
  const at = (name: string, ...below: string[]) => [...places.key(name), ...below];
  const edits: PlanEdit[] = [
    { path: at("status"), value: state.status },
    { path: at("execution", "started_at"), value: state.activatedAt },
    { path: at("execution", "session_id"), value: state.session?.id ?? null },
  ];
  if (state.planFormat > 1) edits.push({ path: at("execution", "format"), value: state.planFormat });
  if (state.endedAt && state.status === "completed") {
    edits.push({ path: at("execution", "completed_at"), value: state.endedAt });
  }
  edits.push(
    { path: at("progress", "percentage"), value: progress.percentage },
    { path: at("progress", "tasks_completed"), value: progress.tasksCompleted },
    { path: at("progress", "tasks_total"), value: progress.tasksTotal },
    { path: at("progress", "last_update"), value: savedAt },
  );
  // A milestone of standard tasks alone says so with zeros: readers find the same keys in each.
  for (const phase of PHASES) {
    edits.push({
      path: at("kiro_progress", "phase_averages", phase),
      value: progress.phaseAverages?.[phase] ?? 0,
    });
  }
  edits.push(
    { path: at("kiro_progress", "kiro_task_count"), value: progress.workflowTasks },
    { path: at("kiro_progress", "last_calculated"), value: savedAt },
  );
  edits.push({ path: at("blockers"), value: openBlockers(state) });
  yield* edits;
  for (const plan of places.tasks) {
    const task = state.tasks.get(plan.id);
    if (task) yield* taskEdits(task, plan, places);
  }
}

/** Where the file has what: a file of an older form nests its keys elsewhere. */
export interface PlanPlaces {
  key(name: string): (string | number)[];
  task(id: string): (string | number)[];
  /** What a task that is a shell command alone runs; null where the file has a map. */
  plain(id: string): string | null;
  /** Whether the task has a map of phases of its own, directly on it. */
  hasPhaseMap(id: string): boolean;
  tasks: readonly TaskPlan[];
}

function openBlockers(state: State): unknown {
  if (state.blockers.size === 0) return undefined;
  return [...state.blockers.values()].map(b => ({
    id: b.id,
    type: b.type,
    ...(b.task ? { task: b.task } : {}),
    ...(b.phase ? { phase: b.phase } : {}),
    level: b.level,
  }));
}

function taskEdits(task: TaskState, plan: TaskPlan, places: PlanPlaces): PlanEdit[] {
  const at = places.task(plan.id);
  const run = places.plain(plan.id);
  const edits: PlanEdit[] = run === null ? [] : [{ path: at, value: { run } }];
  edits.push({ path: [...at, "status"], value: task.status });
  if (task.startedAt) edits.push({ path: [...at, "started_at"], value: task.startedAt });
  if (plan.declared) {
    if (plan.phases.length > 1 && task.status !== "pending") edits.push(...phaseEdits(task, plan, places));
  } else if (task.workflow && (plan.migrated || task.status !== "pending")) {
    edits.push(...workflowEdits(task, plan, [...at, "kiro_workflow"]));
  }
  // Last, and taken away by a reopening: so the file's order of keys does not depend on when it was written. Of a task
  // that was completed before the milestone began only the file knows when.
  if (task.completedAt !== null || task.status !== "completed") {
    edits.push({ path: [...at, "completed_at"], value: task.completedAt ?? undefined });
  }
  return edits;
}

/** The states of phases that a task declares: in its own map, which is made of a list or of the milestone's. */
function phaseEdits(task: TaskState, plan: TaskPlan, places: PlanPlaces): PlanEdit[] {
  const at = [...places.task(plan.id), "phases"];
  const states = plan.phases.map(
    ({ phase }) => [phase, task.phases.get(phase)?.status ?? "pending"] as const,
  );
  if (places.hasPhaseMap(plan.id)) {
    return states.map(([phase, value]) => ({ path: [...at, phase, "status"], value }));
  }
  return [{ path: at, value: Object.fromEntries(states.map(([phase, status]) => [phase, { status }])) }];
}

function workflowEdits(task: TaskState, plan: TaskPlan, at: (string | number)[]): PlanEdit[] {
  const current = PHASES.find(p => !isFinished(task.phases.get(p)?.status ?? "pending")) ?? "execute";
  const edits: PlanEdit[] = [
    { path: [...at, "enabled"], value: true },
    { path: [...at, "current_phase"], value: current },
  ];
  for (const [phase, { status, attempt }] of task.phases) {
    // Pending is what a phase is that the file does not name; of a reopened one the file says something else.
    const planned = plan.phases.find(p => p.phase === phase)?.status ?? "pending";
    const isNamed = plan.migrated || attempt > 0 || planned !== "pending";
    if (isNamed || status !== "pending") {
      edits.push({ path: [...at, "phases", phase, "status"], value: status });
    }
  }
  return edits;
}

/** A place where a file says something else than the log. */
export interface Difference {
  file: string;
  /** As `tasks.0.status`. */
  key: string;
  written: unknown;
  /** What follows from the log. */
  replayed: unknown;
}

interface WrittenFile {
  path: string;
  text: string;
}

/** Keys that say when and by whom a file was written, not how the milestone is. */
const OF_THE_WRITING =
  /(^|\.)(last_update|last_calculated|saved_at|save_reason|run|git_commit|pending_commits)$/;

/** What milestone file and session file, both written from the state, say otherwise than a replay of the log. */
export function compareDocuments(
  state: State,
  files: { plan: WrittenFile; places: PlanPlaces; session: WrittenFile | null },
): Difference[] {
  const { plan, places, session } = files;
  return [
    ...differing(
      plan,
      Array.from(planEdits(state, places, ""), edit => [edit.path, edit.value] as const),
    ),
    ...(session ? differing(session, leaves(parse(sessionText(state, places)))) : []),
  ];
}

type Path = readonly (string | number)[];

function differing(
  { path: file, text }: WrittenFile,
  wanted: readonly (readonly [Path, unknown])[],
): Difference[] {
  const document: unknown = parse(text);
  return wanted.flatMap(([path, replayed]) => {
    const key = path.join(".");
    const written = valueAt(document, path);
    if (OF_THE_WRITING.test(key) || isSame(written ?? null, replayed ?? null)) return [];
    return [{ file, key, written: written ?? null, replayed: replayed ?? null }];
  });
}

/** The order of a map's keys says nothing. */
function isSame(one: unknown, other: unknown): boolean {
  const text = (value: unknown): string => stringify(value, { sortMapEntries: true });
  return text(one) === text(other);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null ? (at as Record<string | number, unknown>)[step] : undefined,
    value,
  );
}

function sessionText(state: State, { tasks }: PlanPlaces): string {
  const unread = { savedAt: "", reason: "", commit: "", lease: null, pending: 0 };
  return sessionYaml(state, { ...unread, plan: tasks });
}

/** Every value of a document that is no map, with its path. */
function leaves(value: unknown, path: Path = []): [Path, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]));
}
