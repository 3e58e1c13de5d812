import type { Decision, Person } from "../../milestone/session/event.ts";
import { openApprovals } from "../../milestone/session/state.ts";
import { grant, reject } from "../gate/record-decision.ts";
import { settleFinishedTasks } from "../gate/settle-tasks.ts";
import type { Run } from "../run/run-context.ts";
import type { Steering } from "./wish.ts";
import { type ApproveWish, concerns, gateLabel, gatesToApprove } from "./wish-problem.ts";

/** Opens every gate that the wish is about. */
export function approve(run: Run, wish: ApproveWish, by: Person, at: string): string {
  const { journal } = run;
  const wanted = gatesToApprove(wish, journal.state, by);
  for (const approval of wanted) {
    const decision = localDecision("approved", by, at, journal.commitName, []);
    const approvals = approval.decisions.filter(d => d.verdict === "approved").length + 1;
    grant(run, approval, [decision], approvals >= approval.min_approvals);
  }
  settleFinishedTasks(journal);
  return `approved: ${wanted.map(gateLabel).join(", ")}`;
}

/** Closes the gate that the wish is about, or has a finished phase done again. */
export function rejectPhase(
  run: Run,
  wish: Extract<Steering, { command: "reject" }>,
  by: Person,
  at: string,
): string {
  const { journal } = run;
  const decision = localDecision("rejected", by, at, journal.commitName, [wish.reason]);
  if (!wish.task || !wish.phase) {
    const held = openApprovals(journal.state).find(a => a.kind === "approval" && concerns(a, wish))!;
    reject(run, held, decision);
    restBlocked(run);
    return `${held.request} is rejected`;
  }
  const task = journal.state.tasks.get(wish.task)!;
  const request = task.phases.get(wish.phase)?.approval;
  const approval = request ? journal.state.approvals.get(request) : undefined;
  if (approval?.status === "open") {
    reject(run, approval, decision);
    restBlocked(run);
    return `changes are requested for ${task.id}/${wish.phase}`;
  }
  journal.record({
    event: "phase_reopened",
    task_id: task.id,
    phase: wish.phase,
    agent: "session_manager",
    data: { by, reason: wish.reason, revert: false, ...(wish.reason ? { feedback: [wish.reason] } : {}) },
  });
  return `${task.id}/${wish.phase} is done again: ${wish.reason}`;
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
