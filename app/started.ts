import type { State } from "../src/milestone/session/state.ts";
import type { Desk, MilestoneDesk } from "./desk.ts";

/** A dispatched run that never reached the log in this time is started again. */
const PATIENCE_MS = 15 * 60_000;

/** Whether a run was started for this wish: the log tells of it, or we did so a moment ago. */
export function isStarted(desk: Desk, milestone: MilestoneDesk, state: State, request: string): boolean {
  if (state.requests.has(request)) {
    milestone.started.delete(request);
    return true;
  }
  const at = milestone.started.get(request);
  return at !== undefined && desk.settings.clock.now() - at < PATIENCE_MS;
}
