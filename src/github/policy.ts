import type { GatePolicy } from "../milestone/approval/who-counts.ts";
import type { ApproverPermission } from "../milestone/plan/github-config.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import type { ApprovalState } from "../milestone/session/state.ts";

export interface PolicySource {
  /** Must carry the base branch's gates, as `readPlan` with a policy makes it. */
  plan: Plan;
  /** `.github/milestone.yml`: who decides on gates that name nobody. */
  approvers: readonly string[];
  /** The same for the least permission of a named approver. */
  approverPermission?: ApproverPermission;
}

/** The base branch's policy for a gate. Nobody named anywhere means: anyone with write permission. */
export function gatePolicy(source: PolicySource, approval: ApprovalState): GatePolicy {
  const { plan, approvers, approverPermission: permission } = source;
  const { approvers: named, minApprovals } = gateOf(plan, approval);
  return {
    approvers: named.length ? named : [...approvers],
    minApprovals,
    ...(permission ? { permission } : {}),
  };
}

function gateOf(plan: Plan, approval: ApprovalState): GatePolicy {
  const asked = { approvers: approval.approvers, minApprovals: approval.min_approvals };
  if (approval.task && approval.phase) {
    const task = plan.tasks.find(t => t.id === approval.task);
    return task?.phases.find(p => p.phase === approval.phase)?.gate ?? asked;
  }
  return plan.qualityGates.find(gate => isCheckpoint(approval.request, gate.name)) ?? asked;
}

/** `gate:<name>`, with `.n` when asked again. */
function isCheckpoint(request: string, name: string): boolean {
  const prefix = `gate:${name}`;
  return (
    request === prefix || (request.startsWith(`${prefix}.`) && /^\d+$/.test(request.slice(prefix.length + 1)))
  );
}
