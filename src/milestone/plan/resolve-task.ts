import { isFinished, PHASES, type Phase, type PhaseStatus, type TaskStatus } from "../phase.ts";
import type { ReviewPlan } from "../review/review-finding.ts";
import type { ExecutorFile } from "./executor-schema.ts";
import type { ConfigFile, MilestoneFile } from "./milestone-schema.ts";
import {
  type AgentProfile,
  DEFAULT_QUESTIONS,
  type Deliverable,
  type DeliverableKind,
  type Enforcement,
  type PhasePlan,
  type QuestionPolicy,
  type TaskPlan,
} from "./plan.ts";
import { defined, durationMs, resolveBudget } from "./resolve-config.ts";
import { executorOf, namesItsWork, resolveExecutor } from "./resolve-executor.ts";
import { resolveGate } from "./resolve-gate.ts";
import type { DeliverableFile, PhaseFile, TaskFile } from "./task-schema.ts";

export interface TaskSources {
  milestone: MilestoneFile;
  config: ConfigFile;
  enforcement: Enforcement;
  profiles: Readonly<Record<string, AgentProfile>>;
  /** Of a phase that names none. */
  timeoutMs: number;
}

/** Above this many estimated hours `progressive` enforcement puts a task under the workflow (domain: > 4). */
const PROGRESSIVE_HOURS = 4;

/** A task with everything resolved; phases for which no executor is found are listed apart. */
export function resolveTask(
  task: TaskFile,
  sources: TaskSources,
): { plan: TaskPlan; withoutExecutor: Phase[] } {
  const { milestone, config } = sources;
  const native = task.kiro_workflow?.enabled === true;
  const names = declaredPhases(task, sources);
  const declared = names !== null;
  const migrated = !native && !declared && migrates(task, sources.enforcement);
  const all: readonly Phase[] = names ?? (native || migrated ? PHASES : ["execute"]);
  const workflow = all.length > 1 || all[0] !== "execute";
  const withoutExecutor: Phase[] = [];
  const phases: PhasePlan[] = [];
  for (const phase of all) {
    const resolved = resolvePhase(phase, { task, sources, all, declared, gated: workflow || declared });
    if (resolved) phases.push(resolved);
    else withoutExecutor.push(phase);
  }
  const plan: TaskPlan = {
    id: task.id,
    title: task.title ?? task.id,
    description: task.description ?? "",
    dependencies: [...new Set(task.dependencies ?? [task.needs ?? []].flat())],
    when: task.when ?? "success",
    resources: [...new Set(task.resources ?? [])],
    resourcesScope: task.resources_scope ?? milestone.resources_scope ?? config.resources_scope ?? "task",
    workflow,
    migrated,
    declared,
    status: task.status ?? "pending",
    budget: resolveBudget(task.budget),
    phases,
    ...defined<Pick<TaskPlan, "estimatedHours" | "start" | "due" | "questions">>({
      questions: resolveQuestions(task.questions, milestone.questions, config.questions),
      estimatedHours: task.estimated_hours,
      start: task.start,
      due: task.due,
    }),
  };
  return { plan, withoutExecutor };
}

/** Each key from the nearest level that sets it; undefined where none says anything. */
function resolveQuestions(...nearestFirst: TaskFile["questions"][]): QuestionPolicy | undefined {
  const levels = nearestFirst.filter(level => level !== undefined);
  if (levels.length === 0) return undefined;
  const after = levels.find(level => level.after !== undefined)?.after;
  return {
    max: levels.find(level => level.max !== undefined)?.max ?? DEFAULT_QUESTIONS.max,
    afterMs: after === undefined ? DEFAULT_QUESTIONS.afterMs : durationMs(after),
    otherwise: levels.find(level => level.then !== undefined)?.then ?? DEFAULT_QUESTIONS.otherwise,
  };
}

/** The phases that a task is said to have, in their order; null where nobody says and the enforcement decides. */
export function declaredPhases(
  task: TaskFile,
  { milestone, config }: Pick<TaskSources, "milestone" | "config">,
): Phase[] | null {
  const roles = { ...config.roles, ...milestone.roles };
  if (task.phases) return namesOf(task.phases);
  if (task.kiro_workflow?.enabled || task.kiro_workflow?.phases) return null;
  const shared = milestone.phases ?? config.phases;
  if (shared) return namesOf(shared);
  return namesItsWork(withRole(task, task.role, roles)) ? ["execute"] : null;
}

type PhasesFile = NonNullable<TaskFile["phases"]>;

function namesOf(phases: PhasesFile): Phase[] {
  const written: readonly string[] = Array.isArray(phases) ? phases : Object.keys(phases);
  return PHASES.filter(phase => written.includes(phase));
}

/** What a level says of a phase, where it names its phases as a map. */
function phaseIn(phases: PhasesFile | undefined, phase: Phase): PhaseFile | undefined {
  return phases === undefined || Array.isArray(phases) ? undefined : phases[phase];
}

function migrates(task: TaskFile, enforcement: Enforcement): boolean {
  switch (enforcement) {
    case "strict":
      return true;
    case "progressive":
      return (task.estimated_hours ?? 0) > PROGRESSIVE_HOURS;
    case "flexible":
      return false;
  }
}

interface PhaseContext {
  task: TaskFile;
  sources: TaskSources;
  /** The task's phases. */
  all: readonly Phase[];
  declared: boolean;
  /** Whether gates of milestone and config hold for it, and the default ones. */
  gated: boolean;
}

function resolvePhase(phase: Phase, { task, sources, all, declared, gated }: PhaseContext): PhasePlan | null {
  const { milestone, config, profiles, timeoutMs } = sources;
  const isLast = phase === all.at(-1);
  const own = task.phases ? phaseIn(task.phases, phase) : task.kiro_workflow?.phases?.[phase];
  const levels = declared ? [phaseIn(milestone.phases, phase), phaseIn(config.phases, phase)] : [];
  const [inMilestone, inConfig] = levels;
  const roles = { ...config.roles, ...milestone.roles };
  const roleName = [own, task, inMilestone, inConfig].find(file => file?.role !== undefined)?.role;
  const role = roleName === undefined ? undefined : roles[roleName];
  const executor = resolveExecutor(
    [
      withRole(executorOf(own), own?.role, roles),
      withRole(executorOf(task), task.role, roles),
      withRole(executorOf(inMilestone), inMilestone?.role, roles),
      milestone.executor,
      withRole(executorOf(inConfig), inConfig?.role, roles),
      config.executor,
    ],
    { timeoutMs, profiles },
  );
  if (!executor) return null;
  const files = [own, ...levels];
  const nearest = <K extends "deliverables" | "checks" | "acceptance_criteria">(key: K) =>
    files.find(file => file?.[key])?.[key];
  const documents = declared || all.length === 1 ? [] : defaultDeliverables(phase);
  const listed = (isLast ? task.deliverables : undefined) ?? nearest("deliverables");
  const gates = isLast && task.gate !== undefined ? [{ ...own, gate: task.gate }, ...levels] : files;
  return {
    phase,
    status: own?.status ?? impliedStatus(phase, task, all),
    executor,
    deliverables: listed?.map(resolveDeliverable) ?? documents,
    acceptanceCriteria: [
      ...new Set(
        [...(nearest("acceptance_criteria") ?? []), ...(isLast ? (task.acceptance_criteria ?? []) : [])].map(
          each => (typeof each === "string" ? each : each.criterion),
        ),
      ),
    ],
    provenCriteria: [
      ...(nearest("acceptance_criteria") ?? []),
      ...(isLast ? (task.acceptance_criteria ?? []) : []),
    ].filter(each => typeof each !== "string"),
    ...(role ? { role: { name: roleName!, brief: role.brief ?? "" } } : {}),
    ...resolveReview([own, task, inMilestone, milestone, inConfig, config]),
    checks: (isLast ? task.checks : undefined) ?? nearest("checks") ?? [],
    gate: resolveGate(phase, { phases: gates, milestone, config, workflow: gated }),
  };
}

/** A role names the agent where what has the role names nothing to run itself. */
function withRole(
  file: ExecutorFile,
  role: string | undefined,
  roles: NonNullable<ConfigFile["roles"]>,
): ExecutorFile {
  const agent = role === undefined ? undefined : roles[role]?.agent;
  return agent === undefined || namesItsWork(file) ? file : { ...file, agent };
}

/** The review of the nearest level that names one, whole. */
function resolveReview(nearestFirst: ({ review?: MilestoneFile["review"] } | undefined)[]): {
  review?: ReviewPlan;
} {
  const file = nearestFirst.find(level => level?.review)?.review;
  if (!file) return {};
  const { agent, fallback = [], lenses = ["correctness"], blocking = "high" } = file;
  return { review: { lenses, blocking, fallback, ...(agent === undefined ? {} : { agent }) } };
}

function resolveDeliverable(file: DeliverableFile): Deliverable {
  if (typeof file === "string") return fileDeliverable(file);
  if (file.changed !== undefined) return { changed: file.changed };
  const { path, kind, min_bytes, max_bytes, sections, schema } = file;
  if (path === undefined) throw new Error("a deliverable passed the schema without path or changed");
  return {
    ...fileDeliverable(path),
    ...defined<Partial<Extract<Deliverable, { path: string }>>>({
      kind,
      minBytes: min_bytes,
      maxBytes: max_bytes,
      sections,
      schema,
    }),
  };
}

const OF_STANDARD_TASK: Record<TaskStatus, PhaseStatus> = {
  pending: "pending",
  in_progress: "in_progress",
  waiting_approval: "waiting_approval",
  waiting_answer: "waiting_answer",
  blocked: "blocked",
  completed: "completed",
  skipped: "pending",
};

/**
 * The status of a phase that names none. A completed task has completed phases; of one in progress those before the
 * phase that it is in are completed, and those after it pending.
 */
function impliedStatus(phase: Phase, task: TaskFile, all: readonly Phase[]): PhaseStatus {
  const status = task.status ?? "pending";
  if (all.length === 1 || status === "completed") return OF_STANDARD_TASK[status];
  if (status === "pending" || status === "skipped") return "pending";
  const distance = all.indexOf(phase) - all.indexOf(phaseOf(task, all));
  return distance < 0 ? "completed" : distance === 0 ? OF_STANDARD_TASK[status] : "pending";
}

/** Where a task in progress is: as `current_phase` or the phases' own statuses say, whichever is earlier; else in its last. */
function phaseOf(task: TaskFile, all: readonly Phase[]): Phase {
  const statusOf = (phase: Phase) =>
    (task.phases ? phaseIn(task.phases, phase) : task.kiro_workflow?.phases?.[phase])?.status;
  const open = all.findIndex(phase => statusOf(phase) && !isFinished(statusOf(phase)!));
  const finished = all.findLastIndex(phase => statusOf(phase) && isFinished(statusOf(phase)!));
  const stated = task.kiro_workflow?.current_phase;
  const reached = stated ? all.indexOf(stated) : finished >= 0 ? finished + 1 : all.length - 1;
  return all[open >= 0 && (open < reached || !stated) ? open : reached] ?? all.at(-1)!;
}

/** What each phase leaves behind where its plan names nothing, and the headings suggested for it. */
const DEFAULTS: Record<Phase, { path: string; outline?: string[] }[]> = {
  design: [
    { path: "architecture.md", outline: ["Overview", "Architecture Decisions", "API Design"] },
    { path: "api-spec.yaml" },
  ],
  spec: [
    {
      path: "technical-spec.md",
      outline: ["Implementation Requirements", "Interface Definitions", "Test Requirements"],
    },
    { path: "test-plan.md", outline: ["Test Strategy", "Test Cases", "Acceptance Criteria"] },
  ],
  task: [{ path: "implementation-plan.md", outline: ["Development Tasks", "Timeline", "Dependencies"] }],
  execute: [
    { path: "implementation-summary.md", outline: ["Completed Work", "Code Changes", "Validation Results"] },
    { path: "test-results.md" },
  ],
};

const OUTLINES: ReadonlyMap<string, string[]> = new Map(
  Object.values(DEFAULTS)
    .flat()
    .flatMap(({ path, outline }) => (outline ? [[path, outline] as const] : [])),
);

/** The documents that a phase leaves behind when its task names none. */
export function defaultDeliverables(phase: Phase): Deliverable[] {
  return DEFAULTS[phase].map(({ path }) => fileDeliverable(path));
}

/** A deliverable of which only the path is given: its kind from the extension, its outline if it has a default one. */
function fileDeliverable(path: string): Extract<Deliverable, { path: string }> {
  const outline = OUTLINES.get(path);
  return { path, kind: kindOf(path), ...(outline ? { outline } : {}) };
}

const KINDS: Readonly<Record<string, DeliverableKind>> = {
  md: "markdown",
  markdown: "markdown",
  yaml: "yaml",
  yml: "yaml",
  json: "json",
};

function kindOf(path: string): DeliverableKind {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(KINDS, extension) ? KINDS[extension]! : "text";
}
