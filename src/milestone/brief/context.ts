import { paths } from "../names.ts";
import { PHASES, type Phase } from "../phase.ts";
import type { Deliverable, PhasePlan, Plan, TaskPlan } from "../plan/plan.ts";
import type { Answered } from "../session/questions.ts";
import type { State, TaskState } from "../session/state.ts";

/** What MILESTONE_CONTEXT holds, for executors that are programs. Paths are relative to the work tree. */
export interface BriefContext {
  milestone: { id: string; title: string; description: string };
  task: { id: string; title: string; description: string; workflow: boolean };
  phase: Phase;
  attempt: number;
  deliverables: { folder: string; files: DeliverableRule[]; changed: string[] };
  acceptance_criteria: string[];
  checks: string[];
  test_command: string | null;
  /** null: no approval is needed. */
  gate: { approvers: string[]; min_approvals: number; criteria: string[] } | null;
  earlier_deliverables: { phase: Phase; path: string }[];
  dependencies: { task: string; title: string; status: string; deliverables: string[] }[];
  feedback: string[];
  /** Questions of this phase that people answered. */
  answers: { question: string; answer: string; by: string | null }[];
}

export interface DeliverableRule {
  path: string;
  kind: string;
  min_bytes?: number;
  max_bytes?: number;
  sections?: string[];
  outline?: string[];
  schema?: string;
}

export interface ContextQuestion {
  plan: Plan;
  task: TaskPlan;
  phase: PhasePlan;
  attempt: number;
  state: State;
}

/** What a brief tells of the task, gathered once for built-in and own templates. */
export function briefContext(
  question: ContextQuestion,
  points: string[],
  answered: readonly Answered[] = [],
): BriefContext {
  const { plan, task, phase, attempt, state } = question;
  return {
    milestone: { id: plan.id, title: plan.title, description: plan.description },
    task: { id: task.id, title: task.title, description: task.description, workflow: task.workflow },
    phase: phase.phase,
    attempt,
    deliverables: {
      folder: paths.deliverables(plan.id, task.id, phase.phase),
      files: phase.deliverables.flatMap(d => ("path" in d ? [ruleOf(d)] : [])),
      changed: phase.deliverables.flatMap(d => ("changed" in d ? [d.changed] : [])),
    },
    acceptance_criteria: phase.acceptanceCriteria,
    checks: phase.checks,
    test_command: plan.testCommand ?? null,
    gate: phase.gate && {
      approvers: phase.gate.approvers,
      min_approvals: phase.gate.minApprovals,
      criteria: phase.gate.criteria,
    },
    earlier_deliverables: earlier(state, task, phase.phase),
    dependencies: [...task.dependencies, ...givenBefore(plan, task, state)].map(id =>
      dependency(plan, state, id),
    ),
    feedback: points,
    answers: answered.map(({ question: asked, answer, by }) => ({ question: asked, answer, by })),
  };
}

function ruleOf(deliverable: Extract<Deliverable, { path: string }>): DeliverableRule {
  const { path, kind, minBytes, maxBytes, sections, outline, schema } = deliverable;
  return {
    path,
    kind,
    ...(minBytes === undefined ? {} : { min_bytes: minBytes }),
    ...(maxBytes === undefined ? {} : { max_bytes: maxBytes }),
    ...(sections ? { sections } : {}),
    ...(outline ? { outline } : {}),
    ...(schema === undefined ? {} : { schema }),
  };
}

/** What the task's finished phases left, in their order. */
function earlier(state: State, task: TaskPlan, before: Phase): BriefContext["earlier_deliverables"] {
  return PHASES.slice(0, PHASES.indexOf(before)).flatMap(phase =>
    (state.tasks.get(task.id)?.phases.get(phase)?.deliverables ?? []).map(({ path }) => ({ phase, path })),
  );
}

/**
 * Tasks further up that were finished before the milestone began and left documents: a specification that was imported
 * is for all that is built on it, not only for what stands right after it.
 */
function givenBefore(plan: Plan, task: TaskPlan, state: State): string[] {
  const given = plan.tasks.filter(({ id }) => wasGiven(state.tasks.get(id)));
  if (given.length === 0) return [];
  const byId = new Map(plan.tasks.map(each => [each.id, each]));
  const above = new Set(task.dependencies);
  for (const id of above) for (const next of byId.get(id)?.dependencies ?? []) above.add(next);
  return given.map(each => each.id).filter(id => above.has(id) && !task.dependencies.includes(id));
}

function wasGiven(task: TaskState | undefined): boolean {
  if (task?.status !== "completed" || task.startedAt) return false;
  return [...task.phases.values()].some(phase => phase.deliverables.length > 0);
}

function dependency(plan: Plan, state: State, id: string): BriefContext["dependencies"][number] {
  const at = state.tasks.get(id);
  const deliverables = [...(at?.phases.values() ?? [])].flatMap(phase => phase.deliverables.map(d => d.path));
  const title = plan.tasks.find(t => t.id === id)?.title ?? id;
  return { task: id, title, status: at?.status ?? "pending", deliverables };
}
