import { type ApprovalQuestion, judge, stillStands, usedBefore } from "../../milestone/approval/approval.ts";
import type { GatePolicy } from "../../milestone/approval/who-counts.ts";
import { checkpointOf } from "../../milestone/schedule/ready-tasks.ts";
import { type ApprovalState, isDone, openApprovals } from "../../milestone/session/state.ts";
import { plannedAttempt } from "../attempt/attempt.ts";
import type { Forge } from "../forge.ts";
import type { Journal } from "../journal/journal.ts";
import { warnOnce } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";
import { grant, reject } from "./record-decision.ts";
import { voidApproval } from "./request-approval.ts";

/** What GitHub answered. */
type Said = Extract<Awaited<ReturnType<Forge["decisions"]>>, { ok: true }>;

/** Judges what GitHub says now about every gate that is open or was granted. */
export async function readForge(run: Run): Promise<void> {
  const { journal, ports } = run;
  const watched = [...journal.state.approvals.values()].filter(
    a => a.kind === "approval" && (a.status === "open" || a.status === "granted"),
  );
  if (watched.length === 0) return;
  // GitHub knows only what was pushed, and answers 404 for a newer tip; nobody can have decided on that yet.
  const answer = await ports.forge.decisions(watched, run.publisher.pushed ?? journal.tip);
  if (!answer.ok) {
    warnOnce(
      journal,
      "approval_unverified",
      `the approvals could not be read from GitHub (${answer.reason}); the gates stay closed`,
    );
    return;
  }
  run.approvalsRead = true;
  for (const approval of watched) {
    if (approval.status === "granted") await recheck(run, approval, answer);
    else judgeOne(run, approval, answer);
  }
}

/** Approvals of an earlier run, or of whoever wrote them into the log, on which work would build unseen by GitHub. */
export function awaitsConfirmation(run: Run): boolean {
  const { journal, ports } = run;
  if (!ports.forge.present || run.approvalsRead) return false;
  return [...journal.state.approvals.values()].some(
    a => a.kind === "approval" && a.status === "granted" && isUnfinished(journal, a),
  );
}

function isUnfinished(journal: Journal, approval: ApprovalState): boolean {
  const task = approval.task ? journal.state.tasks.get(approval.task) : undefined;
  return task !== undefined && !isDone(task);
}

/**
 * What the log says was granted is re-read from GitHub until the task is through: a dismissed review closes the gate
 * again, and a line that someone wrote into the branch's log opens none. That holds for approvals given at a command line
 * too, which nobody can verify.
 */
async function recheck(run: Run, approval: ApprovalState, said: Said): Promise<void> {
  const { journal } = run;
  if (!isUnfinished(journal, approval)) return;
  const answer = stillStands({
    ...questionOf(run, approval, said),
    open: [approval, ...openApprovals(journal.state)],
  });
  if (!answer.stands) await voidApproval(run, approval, { reason: answer.reason, changed: [] });
}

function judgeOne(run: Run, approval: ApprovalState, said: Said): void {
  const { journal } = run;
  const question = questionOf(run, approval, said);
  const judgement = judge({
    ...question,
    open: openApprovals(journal.state),
    used: usedBefore(journal.state, approval),
  });
  for (const refused of judgement.refused) {
    if (refused.code === "superseded" || refused.code === "earlier") continue;
    warnOnce(
      journal,
      "approval_unverified",
      `${refused.candidate.user.login} does not open ${approval.request}: ${refused.reason}`,
    );
  }
  if (judgement.kind === "granted") grant(run, approval, judgement.fresh, judgement.complete);
  else if (judgement.kind === "rejected") reject(run, approval, judgement.decision);
}

function questionOf(run: Run, approval: ApprovalState, said: Said): ApprovalQuestion {
  const authors = said.authors.get(approval.request) ?? [];
  return {
    approval,
    decisions: said.candidates,
    policy: policyOf(run, approval, said.approvers ?? []),
    authors,
  };
}

/** Of the plan under the base branch's policy, never of the request in the log. */
function policyOf(run: Run, approval: ApprovalState, usual: readonly string[]): GatePolicy {
  const gate = gateOf(run, approval);
  const named = gate?.approvers ?? [];
  return { approvers: named.length > 0 ? named : [...usual], minApprovals: gate?.minApprovals ?? 1 };
}

/** null or undefined: the plan has no such gate. */
function gateOf(run: Run, approval: ApprovalState): GatePolicy | null | undefined {
  if (approval.transition === "quality_gate") return checkpointOf(run.plan, approval.request);
  return plannedAttempt(run.plan, approval)?.phase.gate;
}
