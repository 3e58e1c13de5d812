import type { Blocker } from "../milestone/blocker/blocker.ts";
import { branchName } from "../milestone/names.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { isRequestOf } from "../milestone/schedule/ready-tasks.ts";
import type { RunStatus } from "../milestone/session/event.ts";
import { progressOf } from "../milestone/session/progress.ts";
import { awaitedQuestions } from "../milestone/session/questions.ts";
import {
  type ApprovalState,
  isOnBranch,
  openApprovals,
  resumeAt,
  type State,
} from "../milestone/session/state.ts";
import { sanitiseLine } from "../milestone/text/sanitise.ts";
import { answerCommand, gateCommand, type QuestionRow, questionRows } from "../milestone/view/dashboard.ts";

/** What every command comes to; the Action's outputs, the exit code and the printed text are made of it. */
export interface Outcome {
  /** null: the command has no milestone status (list, validate of all, init). */
  status: RunStatus | null;
  exitCode: number;
  /** A signal ended it: the step fails although the milestone is only paused. */
  interrupted?: boolean;
  /** For people. */
  text: string;
  /** For people whose live view showed the rest already; absent: the text. */
  afterLiveView?: string;
  /** The same for a terminal of so many columns; absent: the text. */
  onTerminal?: (columns: number) => string;
  /** For `--json`. */
  json: unknown;
  /** Markdown for the job summary, where there is more to see than the text. Only a runner asks for it. */
  summary?: () => string;
  /** What whoever looks at the run should know although nothing is wrong: an annotation on a runner. */
  notice?: string;
  /** With the status `failed`: why, in a sentence. */
  failure?: string;
  outputs: Partial<Outputs>;
}

/** The Action's outputs and what each holds; `action.yml` and the docs are made of it. */
export const OUTPUTS: { readonly [N in keyof Outputs]: string } = {
  status:
    "completed, waiting_approval, waiting_answer, waiting_limit, blocked, paused, in_progress, planned, cancelled, postponed or failed.",
  milestone: "Id of the milestone.",
  "session-id": "Id of the session.",
  branch: "The milestone's branch.",
  commit: "Tip of the branch.",
  progress: "Percentage, 0 to 100.",
  "tasks-completed": "Number of completed tasks.",
  "tasks-total": "Number of tasks.",
  "pending-approvals": "JSON array of {task, phase, approvers, kind}, kind approval or manual.",
  questions:
    "JSON array of the agents' open questions: {task, phase, number, question, options, default, blocking}.",
  "resume-at": "When the first rest of an agent is over (RFC 3339); empty: no agent rests.",
  blockers:
    "JSON array of {id, type, task, phase, level, message}, and profile and tasks where it is about an agent.",
  report: "Path of the report.",
  logs: "Folder of what each attempt, setup, test and check printed in this session, masked; to be kept as an artifact.",
  bundle: "Path of what pack or work left for take.",
  digest: "SHA-256 of all that counts in what work left.",
  plan: "The plan as JSON, on dry-run and plan.",
};

/** The values of the outputs; GitHub gets a list as JSON. */
export interface Outputs {
  status: RunStatus;
  milestone: string;
  "session-id": string;
  branch: string;
  commit: string;
  progress: number;
  "tasks-completed": number;
  "tasks-total": number;
  "pending-approvals": Pick<ApprovalState, "task" | "phase" | "approvers" | "kind">[];
  questions: Pick<
    QuestionRow,
    "task" | "phase" | "number" | "question" | "options" | "default" | "blocking"
  >[];
  blockers: {
    id: string;
    type: string;
    task: string | null;
    phase: string | null;
    level: number;
    message: string;
    profile?: string;
    tasks?: string[];
  }[];
  /** When the first agent's rest is over (RFC 3339); empty: none rests. */
  "resume-at": string;
  report: string;
  logs: string;
  bundle: string;
  digest: string;
  plan: string;
}

/** Exit codes of the command line (contract §2). */
export const EXIT = { ok: 0, failed: 1, usage: 2, waiting: 10, blocked: 11, paused: 12 } as const;

export function exitCodeOf(status: RunStatus): number {
  switch (status) {
    case "completed":
    case "planned":
    case "in_progress":
    case "postponed":
    case "cancelled":
      return EXIT.ok;
    case "waiting_approval":
    case "waiting_answer":
      return EXIT.waiting;
    case "blocked":
      return EXIT.blocked;
    case "paused":
    case "waiting_limit":
      return EXIT.paused;
    case "failed":
      return EXIT.failed;
    default:
      return status satisfies never;
  }
}

/** GitHub shows ten annotations of a kind for a step. */
const TOLD_FAILURES = 10;

/** Why the step of such an outcome fails, as sentences. */
export function failuresOf({ status, failure, outputs }: Outcome): string[] {
  if (failure) return [failure];
  if (status !== "blocked") return [];
  const told = (outputs.blockers ?? []).map(({ type, task, phase, message }) => {
    const where = [task, phase].filter(Boolean).join("/") || "the milestone";
    return `${where} is blocked (${type}): ${message}`;
  });
  if (told.length <= TOLD_FAILURES) return told;
  const rest = told.length - TOLD_FAILURES + 1;
  return [...told.slice(0, TOLD_FAILURES - 1), `${rest} more things are blocked; the job summary has them`];
}

/** The outputs that follow from a state. A milestone that both waits and is blocked is blocked. */
export function outputsOf(
  state: State,
  options: { status: RunStatus; commit: string; plan?: Plan },
): Partial<Outputs> {
  const progress = progressOf(state);
  // Nobody is waited for any more.
  const waiting = state.status === "cancelled" ? [] : openApprovals(state);
  return {
    status: options.status,
    milestone: state.milestone,
    "session-id": state.session?.id ?? "",
    branch: isOnBranch(state) ? branchName(state.milestone) : "",
    commit: isOnBranch(state) ? options.commit : "",
    progress: progress.percentage,
    "tasks-completed": progress.tasksCompleted,
    "tasks-total": progress.tasksTotal,
    "pending-approvals": waiting.map(({ task, phase, approvers, kind }) => ({
      task,
      phase,
      approvers,
      kind,
    })),
    questions: questionRows(state).map(({ task, phase, number, question, options, blocking, ...row }) => ({
      task,
      phase,
      number,
      question,
      options,
      default: row.default,
      blocking,
    })),
    blockers: [...state.blockers.values()].map(
      ({ id, type, task, phase, level, message, profile, tasks }) => ({
        id,
        type,
        task: task ?? null,
        phase: phase ?? null,
        level,
        message,
        ...(profile === undefined ? {} : { profile, tasks: tasks ?? [] }),
      }),
    ),
    "resume-at": resumeAt(state) ?? "",
  };
}

/** Gates and blockers that are named one by one. */
const LISTED = 3;

/** What a person at a terminal may want to do after a run, as commands to copy. The dashboard names a blocker's own. */
export function nextSteps(state: State, status: RunStatus): string {
  return section(commandsAfter(state, status));
}

/** The same where a live view has shown the rest, which has no room for a blocker's way out. */
export function stepsAfterLiveView(state: State, status: RunStatus): string {
  const resolving = status === "blocked" ? [...state.blockers.values()].slice(0, LISTED).flatMap(wayOut) : [];
  const report = status === "completed" ? [] : [`milestone report ${state.milestone}`];
  return section([...resolving, ...commandsAfter(state, status), ...report]);
}

function wayOut(blocker: Blocker): string[] {
  const last = blocker.evidence.trim().split("\n").at(-1);
  const head = last ? [`# ${blocker.id}: ${sanitiseLine(last)}`] : [];
  return [...head, ...blocker.proposals.map(p => sanitiseLine(p.command))];
}

function section(lines: string[]): string {
  return lines.length > 0 ? `\nNext\n${lines.map(line => `  ${line}`).join("\n")}\n` : "";
}

function commandsAfter(state: State, status: RunStatus): string[] {
  const id = state.milestone;
  switch (status) {
    case "completed":
      return [
        `milestone report ${id} --html --output=report.html`,
        ...(isOnBranch(state) ? [`milestone land ${id}`] : []),
      ];
    case "waiting_approval":
      return [...gates(state), ...answers(state), resume(state)];
    case "waiting_answer":
      return [...answers(state), resume(state)];
    case "paused":
    case "waiting_limit":
      return [resume(state)];
    case "blocked":
    case "planned":
    case "in_progress":
    case "postponed":
    case "cancelled":
    case "failed":
      return [];
    default:
      return status satisfies never;
  }
}

/** A session in the checkout itself goes on there. */
function resume(state: State): string {
  return `milestone resume ${state.milestone}${isOnBranch(state) ? "" : " --no-git-integration"}`;
}

function gates(state: State): string[] {
  const open = openApprovals(state);
  const phases = open.filter(a => a.kind === "approval" && a.task);
  // One command for all of them, where each on its own would be a page.
  const many = phases.length > LISTED;
  const named = open
    .filter(a => !many || !phases.includes(a))
    .map(a => gateCommand(state.milestone, a, checkpointMark(state, a.request)));
  return [...(many ? [`milestone approve ${state.milestone}`] : []), ...named];
}

function answers(state: State): string[] {
  return awaitedQuestions(state)
    .slice(0, LISTED)
    .map(question => answerCommand(state.milestone, { ...question, default: question.default ?? null }));
}

function checkpointMark(state: State, request: string): number | null {
  return [...state.qualityGates.values()].find(g => isRequestOf(request, g.name))?.at ?? null;
}
