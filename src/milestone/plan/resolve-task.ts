import { isFinished, PHASES, type Phase, type PhaseStatus, type TaskStatus } from "../phase.ts";
import { defaultDeliverables, fileDeliverable } from "./default-deliverables.ts";
import type { ConfigFile, DeliverableFile, MilestoneFile, PhaseFile, TaskFile } from "./milestone-schema.ts";
import type { AgentProfile, Deliverable, Enforcement, PhasePlan, TaskPlan } from "./plan.ts";
import { defined, resolveBudget } from "./resolve-config.ts";
import { resolveExecutor } from "./resolve-executor.ts";
import { resolveGate } from "./resolve-gate.ts";

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
  const native = task.kiro_workflow?.enabled === true;
  const migrated = !native && migrates(task, sources.enforcement);
  const workflow = native || migrated;
  const withoutExecutor: Phase[] = [];
  const phases: PhasePlan[] = [];
  for (const phase of workflow ? PHASES : (["execute"] as const)) {
    const resolved = resolvePhase(phase, task, { ...sources, workflow });
    if (resolved) phases.push(resolved);
    else withoutExecutor.push(phase);
  }
  const plan: TaskPlan = {
    id: task.id,
    title: task.title ?? task.id,
    description: task.description ?? "",
    dependencies: [...new Set(task.dependencies ?? [])],
    resources: [...new Set(task.resources ?? [])],
    workflow,
    migrated,
    status: task.status ?? "pending",
    budget: resolveBudget(task.budget),
    phases,
    ...defined<Pick<TaskPlan, "estimatedHours" | "start" | "due">>({
      estimatedHours: task.estimated_hours,
      start: task.start,
      due: task.due,
    }),
  };
  return { plan, withoutExecutor };
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

function resolvePhase(
  phase: Phase,
  task: TaskFile,
  sources: TaskSources & { workflow: boolean },
): PhasePlan | null {
  const { milestone, config, profiles, timeoutMs, workflow } = sources;
  const file: PhaseFile | undefined = task.kiro_workflow?.phases?.[phase];
  const executor = resolveExecutor([file?.executor, task.executor, milestone.executor, config.executor], {
    timeoutMs,
    profiles,
  });
  if (!executor) return null;
  const listed = file?.deliverables?.map(resolveDeliverable);
  return {
    phase,
    status: file?.status ?? impliedStatus(phase, task, workflow),
    executor,
    deliverables: listed ?? (workflow ? defaultDeliverables(phase) : []),
    acceptanceCriteria:
      file?.acceptance_criteria ?? (phase === "execute" ? (task.acceptance_criteria ?? []) : []),
    checks: file?.checks ?? [],
    gate: resolveGate(phase, { phase: file, milestone, config, workflow }),
  };
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
  blocked: "blocked",
  completed: "completed",
  skipped: "pending",
};

/**
 * The status of a phase that names none. A completed task has completed phases; of one in progress those before the
 * phase that it is in are completed, and those after it pending.
 */
function impliedStatus(phase: Phase, task: TaskFile, workflow: boolean): PhaseStatus {
  const status = task.status ?? "pending";
  if (!workflow || status === "completed") return OF_STANDARD_TASK[status];
  if (status === "pending" || status === "skipped") return "pending";
  const distance = PHASES.indexOf(phase) - PHASES.indexOf(phaseOf(task));
  return distance < 0 ? "completed" : distance === 0 ? OF_STANDARD_TASK[status] : "pending";
}

/** Where a task in progress is: as `current_phase` or the phases' own statuses say, whichever is earlier; else in execute. */
function phaseOf({ kiro_workflow: workflow }: TaskFile): Phase {
  const statusOf = (phase: Phase) => workflow?.phases?.[phase]?.status;
  const open = PHASES.findIndex(phase => statusOf(phase) && !isFinished(statusOf(phase)!));
  const finished = PHASES.findLastIndex(phase => statusOf(phase) && isFinished(statusOf(phase)!));
  const stated = workflow?.current_phase;
  const reached = stated ? PHASES.indexOf(stated) : finished >= 0 ? finished + 1 : PHASES.length - 1;
  return PHASES[open >= 0 && (open < reached || !stated) ? open : reached] ?? "execute";
}
