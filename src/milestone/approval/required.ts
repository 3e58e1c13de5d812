import { isFinished, type Phase } from "../phase.ts";
import type { Plan, QualityGate, TaskPlan } from "../plan/plan.ts";
import { isRequestOf } from "../schedule/ready-tasks.ts";
import type { ApprovalState, State, TaskState } from "../session/state.ts";

/** Something that the log calls finished although nothing says that anybody approved it. */
export type Unapproved =
  | { kind: "phase"; task: string; phase: Phase }
  | { kind: "checkpoint"; gate: QualityGate };

/** Whether people must approve the checkpoint. */
export function needsApproval({ approvers, criteria }: QualityGate): boolean {
  return approvers.length > 0 || criteria.length > 0;
}

/**
 * The gates that the base's policy puts behind finished work and that nobody opened. Whoever may push can write into the
 * log that a phase or a checkpoint is done; what must have been approved is the plan's to say.
 */
export function unapproved(plan: Plan, state: State): Unapproved[] {
  const found: Unapproved[] = [];
  for (const { id, phases } of plan.tasks) {
    const task = state.tasks.get(id);
    if (!task || task.status === "skipped") continue;
    for (const { phase, gate, doneBefore } of phases) {
      const at = task.phases.get(phase);
      if (!gate || !at || !isFinished(at.status)) continue;
      // Without a base to say so, what was never attempted was finished before. A base that has the completed milestone
      // says nothing of what was done again since.
      const isOlder = doneBefore ?? at.attempt === 0;
      if (isOlder && (state.reopened === 0 || at.attempt === 0)) continue;
      const approval = at.approval === null ? undefined : state.approvals.get(at.approval);
      const opened =
        approval?.status === "granted" &&
        approval.kind === "approval" &&
        approval.task === id &&
        approval.phase === phase;
      if (!opened) found.push({ kind: "phase", task: id, phase });
    }
  }
  for (const gate of plan.qualityGates) {
    if (!needsApproval(gate) || state.qualityGates.get(gate.name)?.status !== "passed") continue;
    if (!grantedFor(state, gate.name)) found.push({ kind: "checkpoint", gate });
  }
  return found;
}

/**
 * Tasks that the log calls skipped though people must approve something of them, but for what the base itself calls so:
 * to leave them out is to pass their gates, which takes more than a line in the log.
 */
export function skippedGates(plan: Plan, state: State): { task: TaskPlan; seq: number | null }[] {
  return plan.tasks.flatMap(task => {
    const at = state.tasks.get(task.id);
    const counts = at?.status === "skipped" && task.skippedBefore === false;
    return counts && task.phases.some(({ gate }) => gate) ? [{ task, seq: at.skipSeq }] : [];
  });
}

/** Whether the log's task lacks a phase behind which the plan has a gate: then that gate would never be asked. */
export function lacksGate(at: TaskState, { phases }: TaskPlan): boolean {
  return phases.some(({ phase, gate }) => gate && !at.phases.has(phase));
}

/** The newest approval by which the checkpoint of that name was opened. */
export function grantedFor(state: State, name: string): ApprovalState | null {
  const granted = [...state.approvals.values()].filter(
    a => a.transition === "quality_gate" && a.status === "granted" && isRequestOf(a.request, name),
  );
  return granted.at(-1) ?? null;
}

/**
 * Of each checkpoint's request, the commit at which the approved checkpoint before it was looked at. One that the plan
 * does not have is nobody's: it would hide who wrote what stands before it.
 */
export function lastCheckpoints(
  { qualityGates }: Pick<Plan, "qualityGates">,
  state: State,
): Map<string, string> {
  const since = new Map<string, string>();
  let last: string | null = null;
  for (const approval of state.approvals.values()) {
    if (approval.transition !== "quality_gate") continue;
    if (last !== null) since.set(approval.request, last);
    const isKnown = qualityGates.some(({ name }) => isRequestOf(approval.request, name));
    if (approval.status === "granted" && isKnown) last = approval.decisions.at(-1)?.commit ?? last;
  }
  return since;
}
