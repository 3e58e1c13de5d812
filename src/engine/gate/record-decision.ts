import { PHASES } from "../../milestone/phase.ts";
import { checkpointOf } from "../../milestone/schedule/ready-tasks.ts";
import type { Decision } from "../../milestone/session/event.ts";
import type { ApprovalState } from "../../milestone/session/state.ts";
import type { Journal } from "../journal/journal.ts";
import { block } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

/** Reworks that a reviewer may ask for before the gate becomes a person's matter. */
const REWORKS = 3;

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
  const gate = checkpointOf(run.plan, approval.request);
  if (!gate) return;
  journal.record({
    event: "quality_gate_passed",
    agent: "progress_monitor",
    data: { name: gate.name, at: gate.at, checks: journal.state.qualityGates.get(gate.name)?.checks ?? [] },
  });
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
      about: checkpointOf(run.plan, approval.request)?.name ?? approval.request,
      message: `${decision.by.login} rejected ${approval.request}`,
      evidence: decision.feedback.join("\n"),
    });
    return;
  }
  reopenLater(journal, approval, decision);
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

/** A gate that asked again may be rejected when later phases were done already: they stand on what was sent back. */
function reopenLater(journal: Journal, { task, phase }: ApprovalState, decision: Decision): void {
  const phases = journal.state.tasks.get(task!)!.phases;
  const next = PHASES[PHASES.indexOf(phase!) + 1];
  if (!next || (phases.get(next)?.status ?? "pending") === "pending") return;
  journal.record({
    event: "phase_reopened",
    task_id: task!,
    phase: next,
    agent: "session_manager",
    data: { by: decision.by, reason: `${phase} was sent back`, revert: false },
  });
}

function whereOf(approval: ApprovalState): { task_id?: string; phase?: NonNullable<ApprovalState["phase"]> } {
  return {
    ...(approval.task ? { task_id: approval.task } : {}),
    ...(approval.phase ? { phase: approval.phase } : {}),
  };
}
