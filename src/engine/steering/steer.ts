import { branchName, paths } from "../../milestone/names.ts";
import { plannedAttempt } from "../../milestone/plan/plan.ts";
import type { Decision, Person } from "../../milestone/session/event.ts";
import { type ApprovalState, isDone, openApprovals } from "../../milestone/session/state.ts";
import { recordInterruptions } from "../attempt/interruption.ts";
import { finishManualWork } from "../gate/manual-work.ts";
import { grant, reject } from "../gate/record-decision.ts";
import { settleFinishedTasks } from "../gate/settle-tasks.ts";
import type { Journal } from "../journal/journal.ts";
import { Refusal, refuse } from "../refusal.ts";
import { notifyDependents } from "../run/activate.ts";
import { escalate, recoverProfiles, unblock } from "../run/record-blocker.ts";
import { type Run, reportNow } from "../run/run-context.ts";
import { answerComplaint, answerQuestion } from "./answer-question.ts";
import {
  type ApproveCommand,
  blocksRetried,
  commandProblem,
  concerns,
  dependantsDoneAgain,
  firstPhase,
  gateLabel,
  gatesToApprove,
  manualOf,
  type RaiseArguments,
  type Steering,
} from "./command-problem.ts";
import { phasesDoneAgain, revertPhases } from "./revert.ts";

/** Carries the command out in the journal, without saving. Answers what was done, in a sentence. @throws Refusal */
export async function steer(run: Run, steering: Steering, by: Person, at: string): Promise<string> {
  const { journal } = run;
  const problem = commandProblem(steering, journal.state, by);
  if (problem) throw new Refusal([problem]);
  switch (steering.command) {
    case "pause":
      journal.record({
        event: "session_paused",
        agent: "session_manager",
        data: { reason: steering.reason, by },
      });
      reportAnew(run);
      return "the milestone is paused; `milestone resume` goes on";
    case "retry":
      return retry(run, steering, by);
    case "skip":
      return skip(journal, steering, by);
    case "approve":
      return manualOf(steering, journal.state)
        ? finishManually(run, manualOf(steering, journal.state)!, by)
        : approve(run, steering, by, at);
    case "done":
      return finishManually(run, manualOf(steering, journal.state)!, by);
    case "answer": {
      const complaint = await answerComplaint({ ...run, state: journal.state }, steering, by);
      if (complaint) throw new Refusal([complaint]);
      return answerQuestion(run, steering, by);
    }
    case "reject":
      return rejectPhase(run, steering, by, at);
    case "postpone":
      return endAs(run, "postponed", { reason: steering.reason, by });
    case "cancel":
      // What is out on other machines is ended after this; nothing of it can land any more.
      recordInterruptions(journal, run.plan, {
        lastSign: at,
        reason: `${by.login} cancelled the milestone`,
      });
      return endAs(run, "cancelled", { reason: steering.reason, by });
    case "archive":
      return archive(journal, by);
    case "unlock":
      return unlock(journal, steering.reason, by);
    case "raise":
      raiseBudget(run, steering.raise, by);
      return "the budget is raised";
    default:
      return steering satisfies never;
  }
}

const ENDED_BY = { postponed: "postpones", cancelled: "cancels" } as const;

async function endAs(
  run: Run,
  status: "postponed" | "cancelled",
  data: { reason: string; by: Person },
): Promise<string> {
  const { journal, dependants } = run;
  for (const id of journal.state.blockers.keys()) {
    escalate(journal, id, 6, `${data.by.login} ${ENDED_BY[status]} the milestone`);
  }
  journal.record({ event: `milestone_${status}`, agent: "session_manager", data });
  notifyDependents(journal, dependants, status);
  journal.record({ event: "session_ended", agent: "session_manager", data: { status } });
  reportAnew(run);
  return `the milestone is ${status}`;
}

/** What the last run reported no longer holds. */
function reportAnew(run: Run): void {
  const { path, text } = reportNow(run);
  run.journal.include(path, Buffer.from(text));
}

function skip(journal: Journal, steering: Extract<Steering, { command: "skip" }>, by: Person): string {
  const task = journal.state.tasks.get(steering.task)!;
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.task !== task.id) continue;
    escalate(journal, blocker.id, 5, `${by.login} takes the task out of the milestone`);
    unblock(journal, blocker.id, `${by.login} skipped the task`);
  }
  journal.record({
    event: "task_skipped",
    task_id: task.id,
    agent: "session_manager",
    data: { reason: steering.reason || "no reason given", by },
  });
  return `${task.id} is skipped; what depends on it may start`;
}

function archive(journal: Journal, by: Person): string {
  journal.record({ event: "milestone_archived", agent: "session_manager", data: { by } });
  journal.movePlan(paths.milestone(journal.milestone, "archived"));
  return `moved to ${paths.milestone(journal.milestone, "archived")}`;
}

function unlock(journal: Journal, reason: string, by: Person): string {
  const { epoch, host, pid } = journal.state.lease!;
  journal.record({
    event: "lease_released",
    agent: "session_manager",
    data: { epoch: epoch + 1, by, reason: reason || "no reason given" },
  });
  return `the lease of process ${pid} on ${host} is released`;
}

/** A person says that their own work is done: what the plan asks for of it must be there. @throws Refusal */
async function finishManually(run: Run, approval: ApprovalState, by: Person): Promise<string> {
  const manual = plannedAttempt(run.plan, approval);
  if (!manual) return refuse(`the plan has no ${gateLabel(approval)} any more`, "see `milestone status`");
  const findings = await finishManualWork(run, manual);
  if (findings.length === 0) return `${gateLabel(approval)} is done (${by.login})`;
  const { id } = run.plan;
  return refuse(
    `${gateLabel(approval)} is not done yet: ${findings.map(f => f.message).join(" ")}`,
    `commit it to the branch ${branchName(id)}, then \`milestone done ${id} ${approval.task}\``,
  );
}

/** Opens every gate that the command is about. */
function approve(run: Run, steering: ApproveCommand, by: Person, at: string): string {
  const { journal } = run;
  const wanted = gatesToApprove(steering, journal.state, by);
  for (const approval of wanted) {
    const decision = localDecision("approved", by, at, journal.commitName, []);
    const approvals = approval.decisions.filter(d => d.verdict === "approved").length + 1;
    grant(run, approval, [decision], approvals >= approval.min_approvals);
  }
  settleFinishedTasks(journal);
  return `approved: ${wanted.map(gateLabel).join(", ")}`;
}

/** Closes the gate that the command is about, or has a finished phase done again. */
function rejectPhase(
  run: Run,
  steering: Extract<Steering, { command: "reject" }>,
  by: Person,
  at: string,
): string {
  const { journal } = run;
  const decision = localDecision("rejected", by, at, journal.commitName, [steering.reason]);
  if (!steering.task || !steering.phase) {
    const held = openApprovals(journal.state).find(
      a => a.kind === "approval" && concerns(a, steering, journal.state),
    )!;
    reject(run, held, decision);
    restBlocked(run);
    return `${held.request} is rejected`;
  }
  const task = journal.state.tasks.get(steering.task)!;
  const request = task.phases.get(steering.phase)?.approval;
  const approval = request ? journal.state.approvals.get(request) : undefined;
  if (approval?.status === "open") {
    reject(run, approval, decision);
    restBlocked(run);
    return `changes are requested for ${task.id}/${steering.phase}`;
  }
  journal.record({
    event: "phase_reopened",
    task_id: task.id,
    phase: steering.phase,
    agent: "session_manager",
    data: {
      by,
      reason: steering.reason,
      revert: false,
      ...(steering.reason ? { feedback: [steering.reason] } : {}),
    },
  });
  return `${task.id}/${steering.phase} is done again: ${steering.reason}`;
}

/** A milestone at rest whose last rework was sent back waits for no approval any more. */
function restBlocked({ journal }: Run): void {
  const { status, blockers } = journal.state;
  if (status !== "waiting_approval" || blockers.size === 0) return;
  journal.record({
    event: "session_suspended",
    agent: "session_manager",
    data: { status: "blocked", reason: "a blocker needs a person" },
  });
}

function localDecision(
  verdict: Decision["verdict"],
  by: Person,
  at: string,
  commit: string | null,
  feedback: string[],
): Decision {
  return {
    verdict,
    by,
    ref: null,
    commit,
    permission: by.source === "local" ? "local" : "write",
    at,
    feedback,
  };
}

/** Tries again what is blocked, or does a phase that was done once more. */
async function retry(
  run: Run,
  steering: Extract<Steering, { command: "retry" }>,
  by: Person,
): Promise<string> {
  const { journal } = run;
  raiseBudget(run, steering.raise, by, steering.task);
  if (!steering.task) {
    const ids = [...journal.state.blockers.keys()];
    for (const id of ids) unblock(journal, id, `${by.login} asked for a retry`);
    recoverProfiles(journal, `${by.login} asked for a retry`);
    return `${ids.length} blocked ${ids.length === 1 ? "thing is" : "things are"} tried again`;
  }
  const task = journal.state.tasks.get(steering.task)!;
  const own = [...journal.state.blockers.values()].filter(b => blocksRetried(b, task.id, steering.phase));
  for (const blocker of own) unblock(journal, blocker.id, `${by.login} asked for a retry`);
  for (const { profile } of own) {
    if (profile) recoverProfiles(journal, `${by.login} asked for a retry`, { only: profile });
  }
  const after = steering.dependants ? dependantsDoneAgain(run.plan, journal.state, task.id) : [];
  const alsoTold = after.length ? `; done again after it: ${after.join(", ")}` : "";
  if (own.length > 0) {
    for (const id of after) reopenWhole(journal, id, by);
    return `${task.id} is tried again${alsoTold}`;
  }
  // What it was blocked by is lifted above, so that nothing but its phases says what is to be done.
  const phases = phasesDoneAgain(steering, journal.state);
  const phase = phases[0]!;
  if (steering.revert) await revertPhases(run, task.id, phases);
  const dependants = finishedDependants(run, task.id);
  for (const id of after) reopenWhole(journal, id, by);
  journal.record({
    event: "phase_reopened",
    task_id: task.id,
    phase,
    agent: "session_manager",
    data: { by, reason: "retry", revert: steering.revert },
  });
  const told = dependants.length
    ? ` (already finished after it: ${dependants.join(", ")}; --with-dependants does them again as well)`
    : "";
  return `${task.id}/${phase} is done again, and what follows it in the task${steering.dependants ? alsoTold : told}`;
}

/** The task from its first phase on. */
function reopenWhole(journal: Journal, id: string, by: Person): void {
  const task = journal.state.tasks.get(id)!;
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.task === id) unblock(journal, blocker.id, `${by.login} has the task done again`);
  }
  journal.record({
    event: "phase_reopened",
    task_id: id,
    phase: firstPhase(task),
    agent: "session_manager",
    data: { by, reason: "what it needs is done again", revert: false },
  });
}

/** Raises the named task's own budget where it has one, else the milestone's. */
function raiseBudget({ journal, plan }: Run, raise: RaiseArguments, by: Person, named?: string): void {
  if (Object.values(raise).every(v => v === undefined)) return;
  const own = plan.tasks.find(t => t.id === named && Object.keys(t.budget).length > 0)?.id;
  const where = own === undefined ? {} : { task_id: own };
  journal.record({ event: "budget_raised", agent: "session_manager", ...where, data: { ...raise, by } });
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.type !== "budget_exceeded" || blocker.task !== own) continue;
    unblock(journal, blocker.id, `${by.login} raised the budget`);
  }
}

function finishedDependants(run: Run, id: string): string[] {
  return run.plan.tasks
    .filter(t => t.dependencies.includes(id))
    .filter(t => {
      const state = run.journal.state.tasks.get(t.id);
      return state !== undefined && isDone(state);
    })
    .map(t => t.id);
}

/** The subject of the commit that carries a command out. */
export function steerSubject(steering: Steering): string {
  switch (steering.command) {
    case "done":
      return `${steering.task} done`;
    case "approve":
      return steering.task
        ? `${[steering.task, steering.phase].filter(Boolean).join(" ")} approved`
        : "approved";
    case "reject":
      return `${[steering.task, steering.phase].filter(Boolean).join(" ") || steering.checkpoint} rejected`;
    case "answer":
      return `${[steering.task, steering.phase].filter(Boolean).join(" ")} answered`;
    case "skip":
      return `${steering.task} skipped`;
    case "retry":
      return steering.task
        ? `${[steering.task, steering.phase].filter(Boolean).join(" ")} retried`
        : "retried";
    case "pause":
      return "paused";
    case "postpone":
      return "postponed";
    case "cancel":
      return "cancelled";
    case "archive":
      return "archived";
    case "unlock":
      return "unlocked";
    case "raise":
      return "budget raised";
    default:
      return steering satisfies never;
  }
}
