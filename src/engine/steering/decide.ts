import type { Phase } from "../../milestone/phase.ts";
import type { Decision, Person } from "../../milestone/session/event.ts";
import { type ApprovalState, openApprovals } from "../../milestone/session/state.ts";
import { grant, reject } from "../gate/record-decision.ts";
import { settleFinishedTasks } from "../landing/settle-tasks.ts";
import { refuse } from "../refusal.ts";
import type { Run } from "../run-context.ts";
import type { Steering } from "./wish.ts";
import { isOfCheckpoint } from "./wish-problem.ts";

/** Opens every gate that the wish is about. */
export function approve(
  run: Run,
  wish: Extract<Steering, { command: "approve" }>,
  by: Person,
  at: string,
): string {
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

/** Closes the gate that the wish is about, or has a finished phase done again. */
export function rejectPhase(
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
