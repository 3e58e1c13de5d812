import type { Blocker, BlockerType } from "../blocker/blocker.ts";
import type { Plan, QualityGate } from "../plan/plan.ts";
import type { State } from "../session/state.ts";
import { checkpointRequest, isCheckpointBlocked, reachedCheckpoints } from "./checkpoint.ts";

/** Why no phase of the whole milestone may start. */
export type Hold =
  | { kind: "blocked"; blockers: Blocker[] }
  /** Its checks must run now. */
  | { kind: "checkpoint_due"; gates: QualityGate[] }
  | { kind: "checkpoint_failed"; gate: QualityGate }
  | { kind: "checkpoint_approval"; gate: QualityGate; request: string };

/**
 * Milestone-wide blockers under which nothing new may start: `network` is there while the remote refuses the branch,
 * not while it is only out of reach. The others (failing tests after a phase, …) let work go on; they only keep the
 * milestone from being completed.
 */
const STOPS_EVERYTHING: ReadonlySet<BlockerType> = new Set<BlockerType>([
  "budget_exceeded",
  "disk_space",
  "dependency_unavailable",
  "git_conflicts",
  "network",
]);

/** What stops every phase of the milestone now, or null. */
export function holdOf(plan: Plan, state: State, percentage: number): Hold | null {
  const stopping = milestoneBlockers(state).filter(b => stopsEverything(b, state));
  if (stopping.length) return { kind: "blocked", blockers: stopping };
  const reached = reachedCheckpoints(plan, state, percentage);
  for (const gate of reached) {
    if (isCheckpointBlocked(state, gate.name)) return { kind: "checkpoint_failed", gate };
    const request = checkpointRequest(state, gate.name);
    if (request) return { kind: "checkpoint_approval", gate, request };
  }
  return reached.length ? { kind: "checkpoint_due", gates: reached } : null;
}

/** Blockers that belong to no task. */
export function milestoneBlockers(state: State): Blocker[] {
  const found: Blocker[] = [];
  for (const blocker of state.blockers.values()) {
    if (blocker.task === undefined) found.push(blocker);
  }
  return found;
}

function stopsEverything(blocker: Blocker, state: State): boolean {
  if (blocker.type === "test_failures") return state.lastTests?.reason === "baseline";
  return STOPS_EVERYTHING.has(blocker.type);
}
