import { type ApprovalQuestion, judge, stillStands, usedBefore } from "../milestone/approval/approval.ts";
import type { GatePolicy } from "../milestone/approval/who-counts.ts";
import { phasePlan } from "../milestone/plan/plan.ts";
import type { Decision } from "../milestone/session/event.ts";
import { type ApprovalState, openApprovals } from "../milestone/session/state.ts";
import { block, warnOnce } from "./blockers.ts";
import type { Journal } from "./journal.ts";
import { listFiles, requestApproval, settleFinishedTasks, takeManualWork } from "./land.ts";
import type { Forge } from "./ports.ts";
import type { Run } from "./run-context.ts";

/** Reworks that a reviewer may ask for before the gate becomes a person's matter. */
const REWORKS = 3;

/**
 * Brings the gates up to date: bytes that changed void an approval, a person's own work is looked for, and what GitHub
 * says now is judged under the base branch's policy. Saves when anything changed.
 */
export async function applyDecisions(run: Run): Promise<boolean> {
  const { journal, ports } = run;
  const before = journal.state.seq;
  await voidChanged(run);
  await takeManual(run);
  if (ports.forge.present) await readForge(run);
  if (journal.state.seq === before) return false;
  settleFinishedTasks(journal);
  journal.recordProgress();
  await journal.commit({ subject: "approvals", derived: true, saveReason: "gate" });
  run.publisher.request();
  return true;
}

/** Each approval is bound to exact bytes: where they differ on the branch now, it is void and the gate asks again. */
async function voidChanged(run: Run): Promise<void> {
  const { journal, ports } = run;
  for (const approval of [...journal.state.approvals.values()]) {
    if (approval.kind !== "approval" || !approval.task || !approval.phase) continue;
    if (approval.status !== "open" && approval.status !== "granted") continue;
    const changed: string[] = [];
    for (const { path, blob } of approval.deliverables) {
      const entry = await ports.repository.entry(journal.tip, path);
      if (entry?.oid !== blob) changed.push(path);
    }
    if (changed.length > 0)
      await askAgain(run, approval, `the deliverables changed on the branch: ${changed.join(", ")}`, changed);
  }
}

async function askAgain(run: Run, approval: ApprovalState, reason: string, changed: string[]): Promise<void> {
  const { journal, plan } = run;
  const task = plan.tasks.find(t => t.id === approval.task);
  const phase = task && phasePlan(task, approval.phase!);
  if (!task || !phase) return;
  journal.record({
    event: "approval_voided",
    task_id: task.id,
    phase: phase.phase,
    agent: "session_manager",
    data: { request: approval.request, reason, changed },
  });
  const folder = `.milestones/deliverables/${plan.id}/${task.id}/${phase.phase}`;
  if (phase.gate) requestApproval(journal, task, phase, approval.attempt, await listFiles(run, folder));
}

async function takeManual(run: Run): Promise<void> {
  const { journal, plan } = run;
  for (const approval of openApprovals(journal.state)) {
    if (approval.kind !== "manual") continue;
    const task = plan.tasks.find(t => t.id === approval.task);
    const phase = task && phasePlan(task, approval.phase!);
    if (task && phase) await takeManualWork(run, task, phase, approval.attempt);
  }
}

async function readForge(run: Run): Promise<void> {
  const { journal, ports } = run;
  const watched = [...journal.state.approvals.values()].filter(
    a => a.kind === "approval" && (a.status === "open" || isRecheckable(a)),
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

/**
 * What the log says was granted is re-read from GitHub until the task is through: a dismissed review closes the gate
 * again, and a line that someone wrote into the branch's log opens none. That holds for approvals given at a command line
 * too, which nobody can verify.
 */
function isRecheckable(approval: ApprovalState): boolean {
  return approval.status === "granted";
}

/** Approvals of an earlier run, or of whoever wrote them into the log, on which work would build unseen by GitHub. */
export function awaitsConfirmation(run: Run): boolean {
  const { journal, ports } = run;
  if (!ports.forge.present || run.approvalsRead) return false;
  return [...journal.state.approvals.values()].some(
    a => a.kind === "approval" && isRecheckable(a) && isUnfinished(journal, a),
  );
}

function isUnfinished(journal: Journal, approval: ApprovalState): boolean {
  const task = approval.task ? journal.state.tasks.get(approval.task) : undefined;
  return task !== undefined && task.status !== "completed" && task.status !== "skipped";
}

async function recheck(run: Run, approval: ApprovalState, said: Said): Promise<void> {
  const { journal } = run;
  if (!isUnfinished(journal, approval)) return;
  const answer = stillStands({
    ...questionOf(run, approval, said),
    open: [approval, ...openApprovals(journal.state)],
  });
  if (!answer.stands) await askAgain(run, approval, answer.reason, []);
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

/** Records approvals one by one; the last one that is needed opens the gate. */
export function grant(
  run: Pick<Run, "journal" | "plan">,
  approval: ApprovalState,
  fresh: Decision[],
  complete: boolean,
): void {
  const { journal } = run;
  const where = whereOf(approval);
  fresh.forEach((decision, index) => {
    const last = index === fresh.length - 1;
    journal.record({
      event: "approval_granted",
      ...where,
      agent: "session_manager",
      data: { request: approval.request, decision, complete: complete && last },
    });
  });
  if (!complete || approval.transition !== "quality_gate") return;
  const gate = run.plan.qualityGates.find(g => checkpointName(approval) === g.name);
  if (!gate) return;
  journal.record({
    event: "quality_gate_passed",
    agent: "progress_monitor",
    data: { name: gate.name, at: gate.at, checks: journal.state.qualityGates.get(gate.name)?.checks ?? [] },
  });
}

function checkpointName(approval: ApprovalState): string {
  return approval.request.replace(/^gate:/, "").replace(/\.\d+$/, "");
}

/** Requested changes send the phase back to its executor with the reviewer's words, a limited number of times. */
export function reject(
  run: Pick<Run, "journal" | "plan">,
  approval: ApprovalState,
  decision: Decision,
): void {
  const { journal } = run;
  journal.record({
    event: "approval_rejected",
    ...whereOf(approval),
    agent: "session_manager",
    data: { request: approval.request, decision },
  });
  const phase =
    approval.task && approval.phase && journal.state.tasks.get(approval.task)?.phases.get(approval.phase);
  if (!phase) {
    block(journal, {
      type: "approval_rejected",
      about: checkpointName(approval),
      message: `${decision.by.login} rejected ${approval.request}`,
      evidence: decision.feedback.join("\n"),
    });
    return;
  }
  if (phase.rejections <= REWORKS) return;
  block(journal, {
    type: "approval_rejected",
    task: approval.task!,
    phase: approval.phase!,
    message: `${decision.by.login} requested changes for the ${phase.rejections}th time; the ${REWORKS} reworks are spent`,
    evidence: decision.feedback.join("\n"),
    attempts: phase.attempt,
  });
}

function whereOf(approval: ApprovalState): { task_id?: string; phase?: NonNullable<ApprovalState["phase"]> } {
  return {
    ...(approval.task ? { task_id: approval.task } : {}),
    ...(approval.phase ? { phase: approval.phase } : {}),
  };
}

type Said = Extract<Awaited<ReturnType<Forge["decisions"]>>, { ok: true }>;

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

function gateOf(run: Run, approval: ApprovalState): GatePolicy | null | undefined {
  if (approval.transition === "quality_gate")
    return run.plan.qualityGates.find(g => g.name === checkpointName(approval));
  const task = run.plan.tasks.find(t => t.id === approval.task);
  return task && approval.phase ? phasePlan(task, approval.phase)?.gate : null;
}
