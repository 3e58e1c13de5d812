import type { Steering } from "../../milestone/command/command.ts";
import { isFinished, PHASES, type Phase } from "../../milestone/phase.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { isUnderWay } from "../../milestone/schedule/condition.ts";
import { buildGraph } from "../../milestone/schedule/graph.ts";
import { isRequestOf } from "../../milestone/schedule/ready-tasks.ts";
import type { Person } from "../../milestone/session/event.ts";
import { type OpenQuestion, openQuestions, questionName } from "../../milestone/session/questions.ts";
import {
  type ApprovalState,
  isDone,
  isOnGitHub,
  openApprovals,
  type State,
  type TaskState,
} from "../../milestone/session/state.ts";
import type { Complaint } from "../refusal.ts";

export type { RaiseArguments, Steering, SyncCommand } from "../../milestone/command/command.ts";

/** What stands against these commands, all told together. */
export function commandProblems(commands: readonly Steering[], state: State, by: Person): Complaint[] {
  return commands.map(steering => commandProblem(steering, state, by)).filter(problem => problem !== null);
}

/**
 * Why a command cannot be carried out in this state, or null. Asked before anything is recorded of it: bad input changes
 * nothing, and nobody is shown an event that did not happen.
 */
export function commandProblem(steering: Steering, state: State, by: Person): Complaint | null {
  switch (steering.command) {
    case "retry":
      return retryProblem(steering, state);
    case "skip": {
      const task = state.tasks.get(steering.task);
      if (!task) return unknownTask(steering.task, state);
      if (!isDone(task)) return null;
      return complaint(`the task ${task.id} is ${task.status} already`, "only open tasks can be skipped");
    }
    case "answer":
      return answerProblem(steering, state);
    case "reject":
      return rejectProblem(steering, state);
    case "approve":
      return approveProblem(steering, state, by);
    case "done":
      return manualOf(steering, state) ? null : manualProblem(steering, state);
    case "archive":
      return archiveProblem(state);
    case "unlock":
      return state.lease ? null : complaint("nobody holds the milestone", "nothing to unlock");
    case "pause":
      if (state.status !== "postponed") return null;
      return complaint("the milestone is postponed", "nothing runs; `milestone execute` takes it up again");
    case "postpone":
    case "cancel":
    case "raise":
      return null;
    default:
      return steering satisfies never;
  }
}

function retryProblem(steering: Extract<Steering, { command: "retry" }>, state: State): Complaint | null {
  if (steering.dependants && (steering.task === undefined || steering.revert)) {
    return steering.revert
      ? complaint(
          "--revert takes back the code of one task, not of those that were built on it",
          "retry those first, one by one with --revert, or leave one of the two flags out",
        )
      : complaint(
          "--with-dependants is about a task",
          "name it, as in `retry <id> <task> --with-dependants`",
        );
  }
  if (steering.task === undefined) {
    if (state.blockers.size > 0) return null;
    return complaint("nothing is blocked", "name a task, as in `retry <id> <task>/<phase>`");
  }
  const task = state.tasks.get(steering.task);
  if (!task) return unknownTask(steering.task, state);
  if (task.status === "skipped")
    return complaint(`the task ${task.id} was skipped`, "a skipped task stays out");
  const phase = steering.phase ?? (steering.whole ? firstPhase(task) : lastWorked(task));
  const blocked = [...state.blockers.values()].some(b => blocksRetried(b, task.id, steering.phase));
  const at = task.phases.get(phase);
  if (blocked || (at && at.status !== "pending")) return null;
  return complaint(
    `${task.id}/${phase} has not been done yet`,
    "retry a phase that is finished, failed or waiting",
  );
}

/** What stands against running these tasks alone, in a milestone that may be completed. */
export function onlyProblems(only: readonly string[], state: State): Complaint[] {
  return only.flatMap(id => {
    const task = state.tasks.get(id);
    if (!task) return [unknownTask(id, state)];
    if (state.status !== "completed" || task.status !== "skipped") return [];
    return [complaint(`the task ${id} was skipped`, "a skipped task stays out")];
  });
}

export const firstPhase = (task: TaskState): Phase => PHASES.find(phase => task.phases.has(phase))!;

/**
 * The tasks that need this one, also through others, and on which anything was done. What a person skipped stays out.
 */
export function dependantsDoneAgain(plan: Plan, state: State, id: string): string[] {
  const after = new Set([id]);
  for (const place of buildGraph(plan).order) {
    const task = plan.tasks[place]!;
    if (task.dependencies.some(each => after.has(each))) after.add(task.id);
  }
  after.delete(id);
  return [...after].filter(each => {
    const task = state.tasks.get(each);
    if (!task || task.status === "skipped") return task?.leftOut ?? false;
    return isDone(task) || isUnderWay(task);
  });
}

/** Whether a retry of the task, or of one of its phases, is about this blocker. */
export function blocksRetried(
  blocker: { task?: string; phase?: Phase; tasks?: string[] },
  task: string,
  phase?: Phase,
): boolean {
  if (blocker.tasks?.includes(task)) return true;
  return blocker.task === task && (!phase || !blocker.phase || blocker.phase === phase);
}

/** The phase that a retry of a whole task begins with: the last one that was begun. */
export function lastWorked(task: TaskState): Phase {
  const worked = [...task.phases].filter(([, p]) => p.status !== "pending").map(([name]) => name);
  return worked.at(-1) ?? [...task.phases.keys()][0] ?? "execute";
}

type AnswerCommand = Extract<Steering, { command: "answer" }>;

/** The question that an answer is about: the named one, else the only one that is open. */
export function questionOf(
  { task, phase, number }: Omit<AnswerCommand, "command" | "answer">,
  state: State,
): OpenQuestion | undefined {
  const open = openQuestions(state).filter(
    q => q.task === task && (phase === undefined || q.phase === phase),
  );
  if (number !== undefined) return open.find(q => q.number === number);
  const awaited = open.filter(q => q.blocking);
  return open.length === 1 ? open[0] : awaited.length === 1 ? awaited[0] : undefined;
}

function answerProblem(steering: AnswerCommand, state: State): Complaint | null {
  const { task: id, phase, number, answer } = steering;
  const task = state.tasks.get(id);
  if (!task) return unknownTask(id, state);
  if (answer.trim() === "")
    return complaint("the answer is empty", "give the number of an option, or a text");
  if (questionOf(steering, state)) return null;
  const open = openQuestions(state);
  const here = open.filter(q => q.task === id && (phase === undefined || q.phase === phase));
  const known = [...task.phases].flatMap(([name, at]) =>
    phase === undefined || name === phase ? at.questions : [],
  );
  const named = number === undefined ? undefined : known.find(q => q.number === number);
  if (named?.answer)
    return complaint(
      `question ${number} of ${targetOf(steering)} is answered already: ${named.answer.answer}`,
      "to have the phase done otherwise, reject or retry it",
    );
  if (here.length > 1 && number === undefined)
    return complaint(
      `${targetOf(steering)} asks ${here.length} questions`,
      `name one: ${here.map(questionName).join(", ")}`,
    );
  const what = number === undefined ? "asks nothing" : `has no open question ${number}`;
  return complaint(
    `${targetOf(steering)} ${what}`,
    open.length > 0 ? `open questions: ${open.map(questionName).join(", ")}` : "see `milestone status`",
  );
}

function rejectProblem(
  { task: id, phase: name, checkpoint }: Extract<Steering, { command: "reject" }>,
  state: State,
): Complaint | null {
  if (!id || !name) {
    const held = openApprovals(state).some(
      a => a.kind === "approval" && isOfCheckpoint(a.request, checkpoint, state),
    );
    return held ? null : complaint("no such gate is open", "see `milestone status`");
  }
  const task = state.tasks.get(id);
  if (!task) return unknownTask(id, state);
  const phase = task.phases.get(name);
  const open = phase?.approval && state.approvals.get(phase.approval)?.status === "open";
  if (phase && (open || isFinished(phase.status))) return null;
  return complaint(
    `${id}/${name} is ${phase?.status ?? "not there"}, so there is nothing to reject`,
    "see `milestone status`",
  );
}

function approveProblem(steering: ApproveCommand, state: State, by: Person): Complaint | null {
  // What a command line says nobody can verify; a session that runs on GitHub believes GitHub alone.
  if (by.source === "local" && isOnGitHub(state)) {
    return complaint(
      "this session runs on GitHub, where an approval from a command line proves nothing",
      "approve the pull request's review there, or comment `/milestone approve` on it",
    );
  }
  // Whoever is asked to do something, and says that it is well, says that it is done.
  if (gatesToApprove(steering, state, by).length > 0 || manualOf(steering, state)) return null;
  const given = gatesInQuestion(steering, state).map(gateLabel);
  if (given.length > 0)
    return complaint(
      `${by.login} has approved ${given.join(", ")} already`,
      "someone else must approve as well",
    );
  const waiting = openApprovals(state);
  const [work] = waiting;
  // What nobody named is never taken for done.
  if (!steering.task && !steering.checkpoint && work && waiting.every(({ kind }) => kind === "manual"))
    return complaint(
      `no gate is open; ${waiting.map(gateLabel).join(", ")} waits for a person's own work`,
      `when it is done: \`milestone done ${state.milestone} ${work.task}\``,
    );
  const open = waiting.map(gateLabel);
  return complaint(
    steering.task || steering.checkpoint
      ? `no open gate is called ${steering.checkpoint ?? [steering.task, steering.phase].filter(Boolean).join("/")}`
      : "no gate is open",
    open.length ? `open gates: ${open.join(", ")}` : "see `milestone status`",
  );
}

/** The person's own work that a command names; undefined: it names none that is waited for. */
export function manualOf(
  { task, phase }: { task?: string; phase?: Phase },
  state: State,
): ApprovalState | undefined {
  if (!task) return undefined;
  return openApprovals(state).find(
    a => a.kind === "manual" && concerns(a, { task, ...(phase ? { phase } : {}) }, state),
  );
}

function manualProblem({ task: id }: { task: string }, state: State): Complaint {
  const task = state.tasks.get(id);
  if (!task) return unknownTask(id, state);
  const asked = openApprovals(state).filter(a => a.kind === "manual");
  return complaint(
    isDone(task) ? `the task ${id} is ${task.status} already` : `${id} is not waiting for a person's work`,
    asked.length ? `these are: ${asked.map(gateLabel).join(", ")}` : "see `milestone status`",
  );
}

export type ApproveCommand = Extract<Steering, { command: "approve" }>;

/** The open gates that this person's approval is about; all of them where it names none. Nobody counts twice. */
export function gatesToApprove(steering: ApproveCommand, state: State, by: Person): ApprovalState[] {
  return gatesInQuestion(steering, state).filter(
    a => !a.decisions.some(d => d.verdict === "approved" && d.by.login === by.login),
  );
}

function gatesInQuestion(steering: ApproveCommand, state: State): ApprovalState[] {
  return openApprovals(state).filter(a => a.kind === "approval" && concerns(a, steering, state));
}

/** Whether an approval that is asked for belongs to the named task, phase or checkpoint. */
export function concerns(
  approval: ApprovalState,
  { task, phase, checkpoint }: { task?: string; phase?: Phase; checkpoint?: string },
  state: State,
): boolean {
  if (checkpoint) return isOfCheckpoint(approval.request, checkpoint, state);
  if (!task) return true;
  return approval.task === task && (!phase || approval.phase === phase);
}

export const gateLabel = (approval: ApprovalState): string =>
  approval.task ? `${approval.task}/${approval.phase}` : approval.request;

function archiveProblem({ status }: State): Complaint | null {
  if (status === "completed" || status === "cancelled" || status === "postponed") return null;
  return complaint(
    `the milestone is ${status}`,
    "only a completed, cancelled or postponed milestone can be archived",
  );
}

/** Whether a request is of the checkpoint, by its name or as `checkpoint/<at>`; without one, any is. */
function isOfCheckpoint(request: string, checkpoint: string | undefined, state: State): boolean {
  if (!checkpoint) return true;
  if (isRequestOf(request, checkpoint)) return true;
  const at = /^checkpoint\/([\d.]+)$/.exec(checkpoint)?.[1];
  if (at === undefined) return false;
  return [...state.qualityGates.values()].some(g => g.at === Number(at) && isRequestOf(request, g.name));
}

function unknownTask(id: string, state: State): Complaint {
  const known = [...state.tasks.keys()];
  const near = known.filter(k => k.toLowerCase().startsWith(id.toLowerCase().slice(0, 2))).slice(0, 5);
  return complaint(
    `there is no task "${id}"`,
    `tasks: ${(near.length ? near : known.slice(0, 8)).join(", ")}`,
  );
}

const complaint = (message: string, remedy: string): Complaint => ({ message, remedy });

/** The `<task>` or `<task>/<phase>` that a command is about; empty where it names none. */
export function targetOf(steering: Steering): string {
  if (!("task" in steering) || !steering.task) return "";
  return "phase" in steering && steering.phase ? `${steering.task}/${steering.phase}` : steering.task;
}

/** The command as it was given, without its flags: `retry schema/design`. */
export function commandWords(steering: Steering): string {
  const name = steering.command === "raise" ? "resume" : steering.command;
  return [name, targetOf(steering)].filter(Boolean).join(" ");
}
