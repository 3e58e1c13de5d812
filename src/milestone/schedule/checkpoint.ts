import { blockerId } from "../blocker/blocker.ts";
import type { Plan, QualityGate } from "../plan/plan.ts";
import type { State } from "../session/state.ts";

/** Whether its checks failed, or its approvers sent it back. */
export function isCheckpointBlocked(state: State, name: string): boolean {
  const types = ["quality_gate_failed", "approval_rejected"] as const;
  return types.some(type => state.blockers.has(blockerId(type, name)));
}

/**
 * Checkpoints that are reached and have not passed, lowest mark first: no phase starts before they do. One that failed
 * is due again as soon as its blocker is gone.
 */
export function reachedCheckpoints(plan: Plan, state: State, percentage: number): QualityGate[] {
  return plan.qualityGates
    .filter(gate => percentage >= gate.at && state.qualityGates.get(gate.name)?.status !== "passed")
    .sort((a, b) => a.at - b.at);
}

/** The open request for a checkpoint's approval, or null. */
export function checkpointRequest(state: State, name: string): string | null {
  for (const { request, status, transition } of state.approvals.values()) {
    if (status === "open" && transition === "quality_gate" && isRequestOf(request, name)) return request;
  }
  return null;
}

/** A name for the checkpoint's request that was not used before: `gate:<name>`, then with `#2`, `#3`, ... */
export function newCheckpointRequest(state: State, name: string): string {
  let request = `gate:${name}`;
  for (let n = 2; state.approvals.has(request); n++) request = `gate:${name}#${n}`;
  return request;
}

/** Whether a request asks for the approval of the checkpoint of that name, for the first time or again. */
export function isRequestOf(request: string, name: string): boolean {
  const first = `gate:${name}`;
  return request.startsWith(first) && /^(#\d+)?$/.test(request.slice(first.length));
}

/** The checkpoint that a request is for; the exact name before one that was asked again. */
export function checkpointOf(plan: Plan, request: string): QualityGate | undefined {
  const gates = plan.qualityGates;
  return gates.find(g => request === `gate:${g.name}`) ?? gates.find(g => isRequestOf(request, g.name));
}
