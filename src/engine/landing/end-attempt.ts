import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import { recordInterruption } from "../attempt/interruptions.ts";
import type { Run } from "../run/run-context.ts";
import { completePhase, type Landed, type LandingHelp } from "./complete-phase.ts";
import { failPhase } from "./fail-phase.ts";

export type AttemptEnd = Landed | "failed" | "interrupted";

/** Takes in how an attempt ended: its work lands, it fails, or it was interrupted. */
export async function endAttempt(
  run: Run,
  running: RunningAttempt,
  result: AttemptResult,
  help: LandingHelp,
): Promise<AttemptEnd> {
  if (result.ok) return completePhase(run, running, result, help);
  if ("interrupted" in result) {
    recordInterruption(run.journal, running.start, result.interrupted);
    return "interrupted";
  }
  await failPhase(run, running, result.failure);
  return "failed";
}
