import { paths } from "../../milestone/names.ts";
import type { Phase } from "../../milestone/phase.ts";
import type { Plan, TaskPlan } from "../../milestone/plan/plan.ts";
import type { ReviewRecord } from "../../milestone/review/review-finding.ts";
import type { CheckTicket, PhaseTicket, Ticket } from "../../milestone/runners/ticket.ts";
import { chooseReviewer } from "../../milestone/schedule/profile-choice.ts";
import type { Stages } from "../../milestone/session/activity.ts";
import type { CheckResult, ProvenCriterion, TestRun } from "../../milestone/session/event.ts";
import type { State } from "../../milestone/session/state.ts";
import {
  type AttemptResult,
  type AttemptStart,
  agentView,
  type RunningAttempt,
  readQuestions,
} from "../attempt/attempt.ts";
import { provenElsewhere } from "../attempt/criteria.ts";
import { workForbidden } from "../attempt/forbidden.ts";
import { costOfDied, type Spent, spentIn } from "../attempt/interruption.ts";
import { judgeLeft } from "../attempt/judge-work.ts";
import { isReviewer, type ReviewerTrouble, reviewedElsewhere } from "../attempt/review-work.ts";
import { asAgentsSee } from "../attempt/settings-of-base.ts";
import { GITLINK } from "../git/tree-object.ts";
import { leavesRepository, mostBytes } from "../machine/workspaces.ts";
import type { AttemptOutcome, FileChange, Oid, Repository, WorkspaceChanges } from "../ports.ts";
import { withTestResults } from "../quality/run-tests.ts";
import type { Run } from "../run/run-context.ts";
import type { GoneTicket } from "./send-tickets.ts";

type FailedOutcome = Extract<AttemptOutcome, { ok: false }>;
type Good = Extract<AttemptResult, { ok: true }>;

/** What one phase of a ticket came to on the machine that did it. */
export type ArrivedPart = {
  phase: Phase;
  attempt: number;
  executor: string;
  /** The plan's tests on its work, merged onto the newest tip that the machine saw. */
  tests?: TestRun;
  /** Where its time went (ms). */
  stages?: Stages;
  /** How the commands of its acceptance criteria stood. */
  criteria?: ProvenCriterion[];
  /** What its reviewer found, and the engine there. */
  review?: ReviewRecord;
  /** What the accounts of its reviewers said. */
  troubles?: ReviewerTrouble[];
} & (
  | { ok: true; commit: Oid; outcome: Extract<AttemptOutcome, { ok: true }> }
  | { ok: false; failure: FailedOutcome }
  /** It waits for an answer; what it changed meanwhile stays behind. */
  | { ok: false; waits: true; outcome: Extract<AttemptOutcome, { ok: true }> }
  /** Nobody could review it, as their accounts said. */
  | { ok: false; unread: string; spent?: Spent }
);

/** What came back for an attempt's ticket; no parts: nothing did. */
export interface PhaseArrival {
  ticket: PhaseTicket;
  /** The base branch's commit whose settings the agents saw. */
  settings: Oid | null;
  parts: ArrivedPart[];
  /** Why what was left is none; absent: nothing was left. */
  problem?: string;
}

/** What tests or a checkpoint's commands came to. */
export type CheckOutcome = { tests: TestRun } | { checks: CheckResult[] };

/** What came back for a check's ticket; null: nothing did, for the reason `problem` where one is known. */
export interface CheckArrival {
  ticket: CheckTicket;
  came: CheckOutcome | null;
  problem?: string;
}

export type Arrival = PhaseArrival | CheckArrival;

/** Brings what a run left that is over; null: it cannot be told now. */
export type BringLeft = (gone: GoneTicket) => Promise<Arrival | null>;

/** Where arrivals come from. */
export interface ArrivalsFrom {
  arrivals: readonly Arrival[];
  bring: BringLeft;
}

/** Nothing that is taken came back for the ticket. */
export function nothingFor(ticket: Ticket, message?: string): Arrival {
  const problem = message ? { problem: message } : {};
  if ("check" in ticket) return { ticket, came: null, ...problem };
  return { ticket, settings: null, parts: [], ...problem };
}

/**
 * The commit that an attempt's changes are held against. It is made again here: where the other machine says that it
 * stood counts for nothing.
 */
export function startOf(
  run: Run,
  tip: Oid,
  { executor }: Pick<AttemptStart, "executor">,
  settings: Oid | null,
): Promise<Oid> {
  if (executor.kind !== "agent") return Promise.resolve(tip);
  const base = settings === null ? run.base : { ...run.base, commit: settings };
  return asAgentsSee({ ...run, base }, tip);
}

/** The commit on which the next phase of the same task goes on, before the work has landed. */
export async function goneOnFrom(
  { repository }: { repository: Repository },
  work: { tip: Oid; from: Oid; files: FileChange[]; at: number },
): Promise<Oid | null> {
  const landing = await repository.land(work.from, work.tip, work.files);
  if (!landing.ok) return null;
  return repository.commit({
    parents: [work.tip],
    base: work.tip,
    changes: landing.changes,
    message: "Work of a phase that has not landed yet\n",
    author: repository.author,
    at: work.at,
  });
}

/** Whether a machine that did this phase may go on with the next one: no gate and no checkpoint stands between. */
export function mayGoOn(plan: Plan, task: TaskPlan, phase: Phase): boolean {
  const at = task.phases.find(p => p.phase === phase);
  return at?.gate === null && plan.qualityGates.length === 0;
}

/** The phase that comes after, with its next attempt; null: none does, or a person does it. */
export function nextPhase(
  plan: Plan,
  state: State,
  at: { task: string; phase: Phase },
): { phase: Phase; attempt: number } | null {
  const task = plan.tasks.find(t => t.id === at.task);
  const index = task?.phases.findIndex(p => p.phase === at.phase) ?? -1;
  const next = index < 0 ? undefined : task!.phases[index + 1];
  if (!next || next.executor.kind === "manual") return null;
  const now = state.tasks.get(at.task)?.phases.get(next.phase);
  return now?.status === "pending" ? { phase: next.phase, attempt: now.attempt + 1 } : null;
}

/**
 * An arrived part as the result of an attempt, after every check that this machine's own attempts pass and that runs
 * nothing. The tree is only looked at. A phase's `checks` ran on the other machine.
 */
export async function judgeArrived(
  run: Run,
  start: AttemptStart,
  { part, from }: { part: ArrivedPart; from: Oid },
): Promise<AttemptResult> {
  const { review: planned } = start.phase;
  // Nothing said of other profiles counts.
  const troubles = (part.troubles ?? []).filter(({ profile }) => planned && isReviewer(planned, profile));
  const heard = troubles.length > 0 ? { troubles } : {};
  if (!part.ok && "unread" in part) return unread(run, start, { part, troubles });
  if (!part.ok && "failure" in part) {
    const { failure, review } = part;
    const isAsked = planned !== undefined && isReviewer(planned, review?.agent);
    return { ok: false, failure, ...(isAsked && review ? { review } : {}), ...heard };
  }
  const { outcome } = part;
  const fails = (type: FailedOutcome["type"], message: string, evidence = "") => ({
    ok: false as const,
    failure: {
      ok: false as const,
      durationMs: outcome.durationMs,
      ...(outcome.usage ? { usage: outcome.usage } : {}),
      type,
      message,
      evidence,
      kind: "ordinary" as const,
    },
  });
  const said = readQuestions(run, start, outcome.ask);
  if ("problem" in said) return fails(said.problem.type, said.problem.message);
  if (!part.ok) return { ok: false, ...said, kept: null, outcome };
  const { commit } = part;
  const changes = await changesBetween(run, from, commit);
  const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
  // Nothing of a tree with such paths is ever written to this disk.
  const forbidden = await workForbidden(run, changes, folder);
  if (forbidden) return fails(forbidden.type, forbidden.message, forbidden.evidence);
  const workspace = await run.ports.workspaces.open("taken");
  await workspace.moveTo(commit, { view: agentView(run.plan, start.task, run.journal.state), folder });
  const verdict = await judgeLeft(run, start, { left: changes, workspace });
  if (!verdict.ok) return fails(verdict.problem.type, verdict.problem.message, verdict.problem.evidence);
  const criteria = provenElsewhere(run, start, part.criteria ?? []);
  if (criteria === null)
    return fails(
      "task_failure",
      "the commands of its acceptance criteria did not run on what the machine left",
    );
  const worked = { ok: true, base: from, files: verdict.files, outcome, ...said, criteria } as const;
  const good = underTests(run, start, { part, folder, result: worked });
  if (good === null) return fails("task_failure", "the tests did not run on what the machine left");
  if (!planned) return good;
  const left = { review: planned, phase: start.phase.phase, base: from, files: verdict.files };
  const { record, problem } = await reviewedElsewhere(run, left, part.review);
  if (!problem) return { ...good, review: record, ...heard };
  return { ...fails(problem.type, problem.message, problem.evidence), review: record, ...heard };
}

/**
 * As on one machine the phase waits for its reviewers' accounts, which is no failure of the work. That there was nobody
 * to ask counts only where none is left by what was said of them.
 */
function unread(
  run: Run,
  { phase }: AttemptStart,
  { part, troubles }: { part: Extract<ArrivedPart, { unread: string }>; troubles: ReviewerTrouble[] },
): AttemptResult {
  const { unread: reason, spent } = part;
  const asked = troubles.map(({ profile }) => profile);
  const left = chooseReviewer(phase.review, run.journal.state, { now: run.ports.clock.now(), asked });
  if (left === null || (left.kind === "found" && left.restsUntil === null)) {
    return {
      ok: false,
      failure: {
        ok: false,
        durationMs: spent?.durationMs ?? 0,
        ...(spent ? { usage: spent.usage } : {}),
        type: "quality_gate_failed",
        message: "the work came back without a review, and there was somebody to do it",
        evidence: reason,
        kind: "ordinary",
      },
      troubles,
    };
  }
  return { ok: false, interrupted: reason, ...(spent ? { spent } : {}), troubles };
}

/** The work with the results of its tests in it; null: it was to be tested, and no tests passed. */
function underTests(
  { plan }: Run,
  start: AttemptStart,
  { part: { tests }, folder, result }: { part: ArrivedPart; folder: string; result: Good },
): Good | null {
  if (!plan.testCommand || start.phase.phase !== "execute") return result;
  if (!tests?.ok || tests.command !== plan.testCommand) return null;
  const changes = new Map(result.files.map(file => [file.path, null]));
  return withTestResults({ start, result, changes, folder }, tests);
}

const MIB = 1024 * 1024;

/** The changes of one commit against another, within the plan's limits. */
async function changesBetween({ ports, plan }: Run, from: Oid, to: Oid): Promise<WorkspaceChanges> {
  const { repository } = ports;
  const { fileBytes, phaseBytes, phaseFiles } = plan.limits;
  const left: WorkspaceChanges = { files: [], unsafe: [] };
  const changed = await repository.changedPaths(from, to);
  if (changed.length > phaseFiles) {
    const reason = `the attempt left ${changed.length} changed files, more than the ${phaseFiles} allowed`;
    return { files: [], unsafe: [{ path: ".", reason }] };
  }
  let bytes = 0;
  for (const path of changed) {
    const entry = await repository.entry(to, path);
    if (entry === null) {
      left.files.push({ path, delete: true });
      continue;
    }
    if (entry.mode === GITLINK && (await repository.entry(from, path))?.mode === GITLINK) {
      left.files.push({ path, submodule: entry.oid });
      continue;
    }
    const content = ["100644", "100755", "120000"].includes(entry.mode)
      ? await repository.readBlob(entry.oid)
      : null;
    if (content === null) left.unsafe.push({ path, reason: "it is no file and no link" });
    else if (entry.mode === "120000" && leavesRepository(path, content.toString("utf8")))
      left.unsafe.push({ path, reason: "the path is a link that leads out of the repository" });
    else if (
      content.length > fileBytes &&
      !(await isLargeBefore(repository, { from, path, content, fileBytes }))
    )
      left.unsafe.push({ path, reason: `it has more than the ${fileBytes / MIB} MiB allowed` });
    else left.files.push({ path, mode: entry.mode, content });
    bytes += content?.length ?? 0;
    if (bytes > phaseBytes) {
      left.unsafe.push({
        path: ".",
        reason: `the attempt left more than the ${phaseBytes / MIB} MiB allowed`,
      });
      break;
    }
  }
  return left;
}

/** Whether a tracked file was larger than what is allowed already, and has grown by no more than that. */
async function isLargeBefore(
  repository: Repository,
  { from, path, content, fileBytes }: { from: Oid; path: string; content: Buffer; fileBytes: number },
): Promise<boolean> {
  const before = await repository.entry(from, path);
  const size = before ? ((await repository.readBlob(before.oid))?.length ?? 0) : 0;
  return content.length <= mostBytes(size, fileBytes);
}

/** The machine ended, and nothing came of it. */
export function lostResult(
  run: Run,
  { start, startedAt }: RunningAttempt,
  { run: name, problem }: { run: string | null; problem?: string | undefined },
): AttemptResult {
  const { journal, plan, ports } = run;
  const where = name === null ? "the machine" : `run ${name}`;
  const { ticket } = journal.state.tasks.get(start.task.id)?.phases.get(start.phase.phase) ?? {};
  // Its program tells nothing any more of what it spent.
  const lastSign = ticket?.haltedAt ?? new Date(ports.clock.now()).toISOString();
  const died = { task: start.task.id, phase: start.phase.phase, lastSign };
  const cost = costOfDied(plan, journal.state, { ...died, startedAt: new Date(startedAt).toISOString() });
  const durationMs = Math.max(0, Math.min(Date.parse(lastSign) - startedAt, start.executor.timeoutMs));
  const spent = spentIn({ ...cost, durationMs });
  if (ticket?.haltedAt)
    return {
      ok: false,
      interrupted: "a person stopped the milestone meanwhile",
      ...(spent ? { spent } : {}),
    };
  return {
    ok: false,
    failure: {
      ok: false,
      durationMs,
      ...cost,
      type: "task_failure",
      message: problem
        ? `what ${where} left of ${start.task.id}/${start.phase.phase} is not taken: ${problem}`
        : `${where} ended without leaving a result of ${start.task.id}/${start.phase.phase}`,
      evidence: "",
      kind: "transient",
    },
  };
}
