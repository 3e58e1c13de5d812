import { paths } from "../milestone/names.ts";
import { PHASES, type Phase } from "../milestone/phase.ts";
import type { Decision, Person } from "../milestone/session/event.ts";
import { type ApprovalState, isDone, openApprovals } from "../milestone/session/state.ts";
import { notifyDependents } from "./activate.ts";
import { unblock } from "./blockers.ts";
import { grant, reject } from "./gate/record-decision.ts";
import { settleFinishedTasks } from "./landing/settle-tasks.ts";
import { Refusal, refuse } from "./refusal.ts";
import { revertPhases } from "./revert.ts";
import type { Run } from "./run-context.ts";
import { blocksRetried, isOfCheckpoint, lastWorked, wishProblem } from "./wish-problem.ts";

/** A person's wish that changes the state. Each is recorded with who, and lands in one commit. */
export type Steering =
  | { command: "pause"; reason: string }
  | { command: "retry"; task?: string; phase?: Phase; revert: boolean; raise: BudgetRaise }
  | { command: "skip"; task: string; reason: string }
  | { command: "approve"; task?: string; phase?: Phase; checkpoint?: string }
  | { command: "reject"; task?: string; phase?: Phase; checkpoint?: string; reason: string }
  | { command: "postpone"; reason: string }
  | { command: "cancel"; reason: string }
  | { command: "archive" }
  | { command: "unlock"; reason: string }
  | { command: "raise"; raise: BudgetRaise };

export interface BudgetRaise {
  minutes?: number;
  tokens?: number;
  cost_usd?: number;
  attempts?: number;
}

type Journal = Run["journal"];

/** Carries the wish out in the journal, without saving. Answers what was done, in a sentence. @throws Refusal */
export async function steer(run: Run, wish: Steering, by: Person, at: string): Promise<string> {
  const { journal } = run;
  const problem = wishProblem(wish, journal.state);
  if (problem) throw new Refusal([problem]);
  switch (wish.command) {
    case "pause":
      journal.record({
        event: "session_paused",
        agent: "session_manager",
        data: { reason: wish.reason, by },
      });
      return "the milestone is paused; `milestone resume` goes on";
    case "retry":
      return retry(run, wish, by);
    case "skip":
      return skip(journal, wish, by);
    case "approve":
      return approve(run, wish, by, at);
    case "reject":
      return rejectPhase(run, wish, by, at);
    case "postpone":
      journal.record({
        event: "milestone_postponed",
        agent: "session_manager",
        data: { reason: wish.reason, by },
      });
      return endFor(run, "postponed");
    case "cancel":
      journal.record({
        event: "milestone_cancelled",
        agent: "session_manager",
        data: { reason: wish.reason, by },
      });
      return endFor(run, "cancelled");
    case "archive":
      return archive(journal, by);
    case "unlock":
      return unlock(journal, wish.reason, by);
    case "raise":
      raiseBudget(run, wish.raise, by);
      return "the budget is raised";
    default:
      return wish satisfies never;
  }
}

function endFor(run: Run, status: "postponed" | "cancelled"): string {
  notifyDependents(run.journal, run.dependants, status);
  run.journal.record({ event: "session_ended", agent: "session_manager", data: { status } });
  return `the milestone is ${status}`;
}

async function retry(run: Run, wish: Extract<Steering, { command: "retry" }>, by: Person): Promise<string> {
  const { journal } = run;
  raiseBudget(run, wish.raise, by, wish.task);
  if (!wish.task) {
    const ids = [...journal.state.blockers.keys()];
    for (const id of ids) unblock(journal, id, `${by.login} asked for a retry`);
    return `${ids.length} blocked ${ids.length === 1 ? "thing is" : "things are"} tried again`;
  }
  const task = journal.state.tasks.get(wish.task)!;
  const own = [...journal.state.blockers.values()].filter(b => blocksRetried(b, task.id, wish.phase));
  for (const blocker of own) unblock(journal, blocker.id, `${by.login} asked for a retry`);
  if (own.length > 0) return `${task.id} is tried again`;
  const phase = wish.phase ?? lastWorked(task);
  if (wish.revert) await revertPhases(run, task.id, PHASES.slice(PHASES.indexOf(phase)));
  const dependants = finishedDependants(run, task.id);
  journal.record({
    event: "phase_reopened",
    task_id: task.id,
    phase,
    agent: "session_manager",
    data: { by, reason: "retry", revert: wish.revert },
  });
  const told = dependants.length ? ` (already finished after it: ${dependants.join(", ")})` : "";
  return `${task.id}/${phase} is done again, and what follows it in the task${told}`;
}

/** Raises the named task's own budget where it has one, else the milestone's. */
function raiseBudget({ journal, plan }: Run, raise: BudgetRaise, by: Person, named?: string): void {
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

function skip(journal: Journal, wish: Extract<Steering, { command: "skip" }>, by: Person): string {
  const task = journal.state.tasks.get(wish.task)!;
  for (const blocker of [...journal.state.blockers.values()]) {
    if (blocker.task === task.id) unblock(journal, blocker.id, `${by.login} skipped the task`);
  }
  journal.record({
    event: "task_skipped",
    task_id: task.id,
    agent: "session_manager",
    data: { reason: wish.reason || "no reason given", by },
  });
  return `${task.id} is skipped; what depends on it may start`;
}

function approve(run: Run, wish: Extract<Steering, { command: "approve" }>, by: Person, at: string): string {
  const { journal } = run;
  assertLocal(run, by);
  const wanted = openApprovals(journal.state).filter(a => a.kind === "approval" && concerns(a, wish));
  if (wanted.length === 0) {
    const open = openApprovals(journal.state).map(nameOf);
    refuse(
      wish.task || wish.checkpoint
        ? `no open gate is called ${wish.checkpoint ?? [wish.task, wish.phase].filter(Boolean).join("/")}`
        : "no gate is open",
      open.length ? `open gates: ${open.join(", ")}` : "see `milestone status`",
    );
  }
  for (const approval of wanted) {
    const decision = localDecision("approved", by, at, journal.tip, []);
    const approvals = approval.decisions.filter(d => d.verdict === "approved").length + 1;
    grant(run, approval, [decision], approvals >= approval.min_approvals);
  }
  settleFinishedTasks(journal);
  return `approved: ${wanted.map(nameOf).join(", ")}`;
}

/** What a command line says nobody can verify; a session that runs on GitHub believes GitHub alone. */
function assertLocal({ journal }: Run, by: Person): void {
  if (by.source !== "local" || !/^\d+$/.test(journal.state.session?.runId ?? "")) return;
  refuse(
    "this session runs on GitHub, where an approval from a command line proves nothing",
    "approve the pull request's review there, or comment `/milestone approve` on it",
  );
}

function rejectPhase(
  run: Run,
  wish: Extract<Steering, { command: "reject" }>,
  by: Person,
  at: string,
): string {
  const { journal } = run;
  const decision = localDecision("rejected", by, at, journal.tip, [wish.reason]);
  if (!wish.task || !wish.phase) {
    const held = openApprovals(journal.state).find(a => a.kind === "approval" && concerns(a, wish))!;
    reject(run, held, decision);
    return `${held.request} is rejected`;
  }
  const task = journal.state.tasks.get(wish.task)!;
  const request = task.phases.get(wish.phase)?.approval;
  const approval = request ? journal.state.approvals.get(request) : undefined;
  if (approval?.status === "open") {
    reject(run, approval, decision);
    return `changes are requested for ${task.id}/${wish.phase}`;
  }
  journal.record({
    event: "phase_reopened",
    task_id: task.id,
    phase: wish.phase,
    agent: "session_manager",
    data: { by, reason: wish.reason, revert: false },
  });
  return `${task.id}/${wish.phase} is done again: ${wish.reason}`;
}

function localDecision(
  verdict: Decision["verdict"],
  by: Person,
  at: string,
  commit: string,
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

function concerns(
  approval: ApprovalState,
  { task, phase, checkpoint }: { task?: string; phase?: Phase; checkpoint?: string },
): boolean {
  if (checkpoint) return isOfCheckpoint(approval.request, checkpoint);
  if (!task) return true;
  return approval.task === task && (!phase || approval.phase === phase);
}

const nameOf = (approval: ApprovalState): string =>
  approval.task ? `${approval.task}/${approval.phase}` : approval.request;

function archive(journal: Journal, by: Person): string {
  const { status } = journal.state;
  if (status !== "completed" && status !== "cancelled" && status !== "postponed") {
    refuse(
      `the milestone is ${status}`,
      "only a completed, cancelled or postponed milestone can be archived",
    );
  }
  journal.record({ event: "milestone_archived", agent: "session_manager", data: { by } });
  journal.movePlan(paths.milestone(journal.milestone, "archived"));
  return `moved to ${paths.milestone(journal.milestone, "archived")}`;
}

function unlock(journal: Journal, reason: string, by: Person): string {
  if (!journal.state.lease) return refuse("nobody holds the milestone", "nothing to unlock");
  const { epoch, host, pid } = journal.state.lease;
  journal.record({
    event: "lease_released",
    agent: "session_manager",
    data: { epoch: epoch + 1, by, reason: reason || "no reason given" },
  });
  return `the lease of process ${pid} on ${host} is released`;
}
