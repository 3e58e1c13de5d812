import type { Plan, QualityGate } from "../plan/plan.ts";
import type { State } from "../session/state.ts";

/** The id of the blocker that stands while a checkpoint fails. */
export const checkpointBlocker = (name: string): string => `quality_gate_failed:${name}`;

/**
 * Checkpoints that are reached and have not passed, lowest mark first: no phase starts before they do. One that failed
 * is due again as soon as its blocker is gone.
 */
export function reachedCheckpoints(plan: Plan, state: State, percentage: number): QualityGate[] {
  return plan.qualityGates
    .filter(gate => percentage >= gate.at && state.qualityGates.get(gate.name)?.status !== "passed")
    .sort((a, b) => a.at - b.at);
}

/** Whether only a person can get the checkpoint on: it failed, or waits for its approvers. */
export function isCheckpointHeld(state: State, gate: QualityGate): boolean {
  if (state.blockers.has(checkpointBlocker(gate.name))) return true;
  return checkpointRequest(state, gate.name) !== null;
}

/** The open request for a checkpoint's approval, `gate:<name>` with `.n` when asked again. */
export function checkpointRequest(state: State, name: string): string | null {
  for (const approval of state.approvals.values()) {
    if (approval.status !== "open" || approval.transition !== "quality_gate") continue;
    if (approval.request === `gate:${name}` || approval.request.startsWith(`gate:${name}.`))
      return approval.request;
  }
  return null;
}
