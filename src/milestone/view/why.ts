import type { Blocker } from "../blocker/blocker.ts";
import type { Phase } from "../phase.ts";
import { type Plan, phasePlan, type TaskPlan } from "../plan/plan.ts";
import { taskConditionsOf } from "../schedule/condition.ts";
import { buildGraph, type Graph } from "../schedule/graph.ts";
import { type Hold, holdOf, isDoneIn, keepsResources, nextStep } from "../schedule/readiness.ts";
import { resourcesOverlap } from "../schedule/resources.ts";
import { type Activity, activityOf, activityWord, stagesAt } from "../session/activity.ts";
import { milestonePercentage } from "../session/progress.ts";
import { isOpen } from "../session/questions.ts";
import { isOnBranch, isOnGitHub, type PhaseState, type State, type TaskState } from "../session/state.ts";
import { noteOrigin, unreadNotes } from "../session/task-notes.ts";
import { counted } from "../text/sanitise.ts";
import { answerCommand } from "./dashboard.ts";
import { lastWords } from "./log-record.ts";
import type { Medium } from "./needs.ts";
import type { Cause, WhyCause } from "./why-cause.ts";
import { causeText, type Reader } from "./why-text.ts";

export interface Why {
  task: string;
  status: string;
  causes: WhyCause[];
  /** The same in words, the most telling first; then what agents of other tasks left for its next phase. */
  sentences: string[];
}

/** Most causes that are told; a task may wait for thousands. */
const MAX_CAUSES = 20;

export interface WhyOptions {
  /** Milliseconds since the epoch. */
  now: number;
  /** What a running engine has under way. */
  activities?: readonly Activity[];
  /** Where the sentences are read; left out: in a terminal. */
  place?: Medium;
}

/**
 * What a task waits for, followed through its dependencies down to the first causes. Null when the plan has no such
 * task.
 */
export function why(plan: Plan, state: State, task: string, options: WhyOptions): Why | null {
  const graph = buildGraph(plan);
  const { verdicts, stuck } = taskConditionsOf(graph, state, options.now);
  const start = graph.index.get(task);
  if (start === undefined) return null;
  const waitsFor = (place: number): readonly number[] => {
    if (verdicts[place] !== "waiting") return [];
    const open = graph.dependencies[place]!.filter(other => !isDoneIn(state, graph.tasks[other]!.id));
    return graph.tasks[place]!.when === "always" ? open.filter(other => !stuck[other]) : open;
  };
  const all: WhyCause[] = firstCauses(graph, waitsFor, start).flatMap(path => {
    const id = path.at(-1)!;
    return causesOf(plan, state, graph.tasks[graph.index.get(id)!]!, options).map(cause => ({
      path,
      cause,
    }));
  });
  const asked = graph.tasks[start]!;
  if (asked.when === "failure" && !isDoneIn(state, task) && verdicts[start] !== "met") {
    all.unshift({ path: [task], cause: { kind: "only_on_failure", needs: asked.dependencies } });
  }
  // A task that is through without the record of it is no cause; the engine writes that record next.
  const causes = all.length > 1 ? all.filter(c => c.cause.kind !== "completed") : all;
  const told = causes.slice(0, MAX_CAUSES);
  return {
    task,
    status: state.tasks.get(task)?.status ?? "pending",
    causes: told,
    sentences: [
      ...told.map(cause => causeText(plan.id, cause, readerOf(state, options))),
      ...(causes.length > told.length ? [`… and ${causes.length - told.length} more causes`] : []),
      ...unreadWords(state.tasks.get(task)),
    ],
  };
}

/** Most notes whose words are given. */
const MAX_NOTES = 5;

function unreadWords(task: TaskState | undefined): string[] {
  const notes = task ? unreadNotes(task) : [];
  const more = notes.length - MAX_NOTES;
  return [
    ...notes.slice(0, MAX_NOTES).map(note => `${noteOrigin(note)} left a note for ${note.to}: ${note.text}`),
    ...(more > 0 ? [`… and ${counted(more, "more note")}`] : []),
  ];
}

function readerOf(state: State, { place = "terminal" }: WhyOptions): Reader {
  const command = (line: string): string => (place === "github" ? `/${line}` : line);
  return {
    onBranch: isOnBranch(state),
    command,
    decision: line =>
      place === "terminal" && isOnGitHub(state)
        ? `a review of its pull request, or the comment /${line}`
        : command(line),
  };
}

/** Shortest ways from the task to those that wait for no other task, nearest first. */
function firstCauses(
  graph: Graph,
  waitsFor: (place: number) => readonly number[],
  start: number,
): string[][] {
  const idOf = (place: number) => graph.tasks[place]!.id;
  const before = new Map<number, number | null>([[start, null]]);
  const found: string[][] = [];
  const queue = [start];
  for (let head = 0; head < queue.length; head++) {
    const place = queue[head]!;
    const missing = waitsFor(place);
    if (missing.length === 0) found.push(wayTo(before, place).map(idOf));
    for (const next of missing) {
      if (before.has(next)) continue;
      before.set(next, place);
      queue.push(next);
    }
  }
  return found;
}

function wayTo(before: ReadonlyMap<number, number | null>, place: number): number[] {
  const way: number[] = [];
  for (let at: number | null = place; at !== null; at = before.get(at) ?? null) way.unshift(at);
  return way;
}

/** Why a task whose dependencies are done does not go on. */
function causesOf(plan: Plan, state: State, task: TaskPlan, { now, activities = [] }: WhyOptions): Cause[] {
  const at = state.tasks.get(task.id);
  if (at?.status === "skipped") return [{ kind: "skipped", reason: at.skipReason ?? "" }];
  const step = nextStep(task, state, now);
  switch (step.kind) {
    case "done":
    case "complete":
      return [{ kind: "completed" }];
    case "blocked":
      return blockersOf(state, task.id).map(asCause);
    case "out":
      return [...state.blockers.values()]
        .filter(b => b.profile && step.profiles.includes(b.profile))
        .map(asCause);
    case "ask":
      // The engine asks for it, so that nobody can approve anything before it runs.
      return [state.lease === null ? notRunning(state) : { kind: "ready", phase: step.phase }];
    case "approval":
      return [approvalCause(state, task, step.phase, step.request)];
    case "answer":
      return answerCauses(plan.id, at!.phases.get(step.phase)!, { task: task.id, phase: step.phase });
    case "manual":
      return [manualCause(task, step.phase)];
    case "run": {
      const running = at?.phases.get(step.phase)?.status === "in_progress" && state.lease !== null;
      const hold = holdOf(plan, state, milestonePercentage(state));
      if (step.notBefore !== null && step.notBefore > now) {
        const time = new Date(step.notBefore).toISOString();
        const failure = at?.phases.get(step.phase)?.feedback.join("\n") ?? "";
        return [{ kind: "not_before", phase: step.phase, time, inMs: step.notBefore - now, failure }];
      }
      if (running) {
        const { attempt, startedAt } = at!.phases.get(step.phase)!;
        const activity = activityOf(activities, task.id, step.phase);
        const doing = activity ? activityWord(activity) : "at work";
        const doingMs = activity ? Math.max(0, now - activity.since) : null;
        const stages = activity ? stagesAt(activity, now) : {};
        return [{ kind: "running", phase: step.phase, attempt, since: startedAt, doing, doingMs, stages }];
      }
      const waiting = activityOf(activities, task.id);
      if (waiting?.doing === "waiting_for_resource")
        return [
          { kind: "resource", resource: waiting.resources.join(", "), task: null, holder: waiting.holder },
        ];
      if (hold) return holdCauses(hold);
      const held = resourceCause(plan, state, task, now);
      // A task that waits for a person keeps what it holds, so a run alone would change nothing.
      if (state.lease === null) return [held ?? notRunning(state)];
      if (step.phase === "execute" && isBaselineDue(plan, state))
        return [{ kind: "testing", command: plan.testCommand! }];
      return [held ?? { kind: "ready", phase: step.phase }];
    }
  }
}

/** Whether the tests of the untouched branch are still to come in: until then no code is written. */
export function isBaselineDue(plan: Plan, state: State): boolean {
  if (!plan.testCommand || plan.testBaseline === "ignore" || state.lastTests !== null) return false;
  return [...state.tasks.values()].every(t => t.phases.get("execute")?.attempt === 0);
}

const notRunning = ({ status }: State): Cause => ({ kind: "not_running", status });

const asCause = ({ id, message, evidence, proposals }: Blocker): Cause => ({
  kind: "blocker",
  blocker: id,
  message,
  words: lastWords(evidence, 1)[0] ?? "",
  proposals,
});

function blockersOf(state: State, task: string): Blocker[] {
  return [...state.blockers.values()].filter(b => b.task === task);
}

function approvalCause(state: State, task: TaskPlan, phase: Phase, request: string): Cause {
  const approval = state.approvals.get(request)!;
  if (approval.kind === "manual") return manualCause(task, phase);
  return {
    kind: "approval",
    phase,
    request,
    approvers: approval.approvers,
    given: approval.decisions.filter(d => d.verdict === "approved").length,
    needed: Math.max(1, approval.min_approvals),
    since: approval.requestedAt,
    missing: approval.missing,
  };
}

function answerCauses(
  milestone: string,
  { questions }: PhaseState,
  place: { task: string; phase: Phase },
): Cause[] {
  const open = questions.filter(q => q.blocking && isOpen(q));
  return open.map(({ number, question, options, askedAt, until = null, default: otherwise = null }) => ({
    kind: "answer",
    phase: place.phase,
    question,
    since: askedAt,
    until,
    command: answerCommand(milestone, { ...place, number, options, default: otherwise }),
  }));
}

function manualCause(task: TaskPlan, phase: Phase): Cause {
  const wanted = phasePlan(task, phase)?.deliverables ?? [];
  return { kind: "manual", phase, deliverables: wanted.map(d => ("path" in d ? d.path : d.changed)) };
}

function holdCauses(hold: Hold): Cause[] {
  switch (hold.kind) {
    case "blocked":
      return hold.blockers.map(asCause);
    case "checkpoint_due":
      return hold.gates.map(({ name, at, approvers }) => ({
        kind: "checkpoint",
        name,
        at,
        state: "due",
        approvers,
      }));
    case "checkpoint_failed":
      return [{ kind: "checkpoint", name: hold.gate.name, at: hold.gate.at, state: "failed", approvers: [] }];
    case "checkpoint_approval": {
      const { name, at, approvers } = hold.gate;
      return [{ kind: "checkpoint", name, at, state: "approval", approvers }];
    }
  }
}

/** A task under way that holds what this one needs. */
function resourceCause(plan: Plan, state: State, task: TaskPlan, now: number): Cause | null {
  if (task.resources.length === 0) return null;
  for (const other of plan.tasks) {
    if (other.id === task.id || other.resources.length === 0) continue;
    const phases = state.tasks.get(other.id)?.phases.values() ?? [];
    const atWork = [...phases].some(p => p.status === "in_progress");
    if (!atWork && !keepsResources(other, state, nextStep(other, state, now))) continue;
    const shared = task.resources.find(mine =>
      other.resources.some(theirs => resourcesOverlap(mine, theirs)),
    );
    if (shared !== undefined) return { kind: "resource", resource: shared, task: other.id, holder: null };
  }
  return null;
}
