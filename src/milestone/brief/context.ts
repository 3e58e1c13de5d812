import { paths } from "../names.ts";
import { PHASES, type Phase } from "../phase.ts";
import type { Deliverable, PhasePlan, Plan, TaskPlan } from "../plan/plan.ts";
import type { Answered } from "../session/questions.ts";
import type { NoteState, State, TaskState } from "../session/state.ts";

/** What MILESTONE_CONTEXT holds, for executors that are programs. Paths are relative to the work tree. */
export interface BriefContext {
  milestone: { id: string; title: string; description: string };
  task: { id: string; title: string; description: string; workflow: boolean };
  phase: Phase;
  /** In which its executor does it. */
  role?: { name: string; brief: string };
  attempt: number;
  deliverables: { folder: string; files: BriefDeliverable[]; changed: string[] };
  acceptance_criteria: string[];
  checks: string[];
  test_command: string | null;
  /** null: no approval is needed. */
  gate: { approvers: string[]; min_approvals: number; criteria: string[] } | null;
  earlier_deliverables: { phase: Phase; path: string }[];
  dependencies: { task: string; title: string; status: string; deliverables: string[] }[];
  /** Of tasks further up, the nearest first. They are not in the work tree: `git show HEAD:<path>` prints one. */
  further_deliverables: { task: string; path: string }[];
  /** What is out of the ordinary about the work tree; absent: nothing. */
  tree_notes?: string[];
  feedback: string[];
  /** Files in which good work and what landed meanwhile stand between marks: to settle them is all there is to do. */
  conflicts?: string[];
  /** Questions of this phase that people answered. */
  answers: { question: string; answer: string; by: string | null }[];
  /** What agents of other tasks left for this one, oldest first; absent: nothing. */
  notes?: { task: string; phase: Phase; text: string }[];
  /** What this task left for others and did not reach them; absent: nothing. */
  notes_returned?: { to: string; text: string; why: string }[];
}

export interface BriefDeliverable {
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

/** Told where the work tree is an overlay of one checkout that all agents share. */
export const OVERLAY_NOTE =
  'The work tree is an overlay: a folder that was checked out cannot be renamed in one step. `mv` copies it, and `git mv <folder>` fails with "Invalid cross-device link": move its files one by one.';

/** What a brief tells of the task, gathered once for built-in and own templates. */
export function briefContext(
  question: ContextQuestion,
  { points, answered = [], notes = [] }: AttemptHistory,
): BriefContext {
  const { plan, task, phase, attempt, state } = question;
  return {
    milestone: { id: plan.id, title: plan.title, description: plan.description },
    task: { id: task.id, title: task.title, description: task.description, workflow: task.workflow },
    phase: phase.phase,
    ...(phase.role ? { role: phase.role } : {}),
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
    dependencies: tasksShown(plan, task, state).map(id => dependency(plan, state, id)),
    further_deliverables: further(plan, task, state),
    feedback: points,
    answers: answered.map(({ question: asked, answer, by }) => ({ question: asked, answer, by })),
    ...notesIn(notes),
  };
}

/** What an attempt is told by others. */
interface AttemptHistory {
  /** What was wrong with the last one. */
  points: string[];
  answered?: readonly Answered[] | undefined;
  notes?: readonly NoteState[] | undefined;
}

function notesIn(notes: readonly NoteState[]): Pick<BriefContext, "notes" | "notes_returned"> {
  const left = notes.filter(({ refused }) => refused === null);
  const returned = notes.filter(({ refused }) => refused !== null);
  return {
    ...(left.length > 0 ? { notes: left.map(({ from, phase, text }) => ({ task: from, phase, text })) } : {}),
    ...(returned.length > 0
      ? { notes_returned: returned.map(({ to, text, refused }) => ({ to, text, why: refused! })) }
      : {}),
  };
}

function ruleOf(deliverable: Extract<Deliverable, { path: string }>): BriefDeliverable {
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

/** Tasks whose deliverables stand in the work tree, beside the task's own. */
export function tasksShown(plan: Plan, task: TaskPlan, state: State): string[] {
  return [...task.dependencies, ...givenBefore(plan, task, state)];
}

/** So many are named: a plan of hundreds of layers costs a phase no more than one of a few. */
const MOST_FURTHER = 100;

function further(plan: Plan, task: TaskPlan, state: State): BriefContext["further_deliverables"] {
  const shown = new Set(tasksShown(plan, task, state));
  const found: BriefContext["further_deliverables"] = [];
  for (const id of above(plan, task)) {
    if (shown.has(id)) continue;
    for (const phase of state.tasks.get(id)?.phases.values() ?? []) {
      for (const { path } of phase.deliverables) found.push({ task: id, path });
    }
    if (found.length >= MOST_FURTHER) break;
  }
  return found.slice(0, MOST_FURTHER);
}

/** All that the task builds on, the nearest first. */
function* above(plan: Plan, task: TaskPlan): Generator<string> {
  const byId = tasksById(plan);
  const met = new Set(task.dependencies);
  for (const id of met) {
    yield id;
    for (const next of byId.get(id)?.dependencies ?? []) met.add(next);
  }
}

const indexed = new WeakMap<Plan, Map<string, TaskPlan>>();

function tasksById(plan: Plan): Map<string, TaskPlan> {
  const known = indexed.get(plan) ?? new Map(plan.tasks.map(each => [each.id, each]));
  indexed.set(plan, known);
  return known;
}

/**
 * Tasks further up that were finished before the milestone began and left documents: a specification that was imported
 * is for all that is built on it, not only for what stands right after it.
 */
function givenBefore(plan: Plan, task: TaskPlan, state: State): string[] {
  const given = plan.tasks.filter(({ id }) => wasGiven(state.tasks.get(id)));
  if (given.length === 0) return [];
  const all = new Set(above(plan, task));
  return given.map(each => each.id).filter(id => all.has(id) && !task.dependencies.includes(id));
}

function wasGiven(task: TaskState | undefined): boolean {
  if (task?.status !== "completed" || task.startedAt) return false;
  return [...task.phases.values()].some(phase => phase.deliverables.length > 0);
}

function dependency(plan: Plan, state: State, id: string): BriefContext["dependencies"][number] {
  const at = state.tasks.get(id);
  const deliverables = [...(at?.phases.values() ?? [])].flatMap(phase => phase.deliverables.map(d => d.path));
  const title = tasksById(plan).get(id)?.title ?? id;
  return { task: id, title, status: at?.status ?? "pending", deliverables };
}
