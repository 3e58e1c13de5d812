import type { RunningAttempt } from "../attempt/attempt.ts";
import type { Run } from "../run/run-context.ts";
import { blockPhase } from "./block-phase.ts";

/**
 * The attempt's work does not merge with what landed since it began. The first time the phase runs again on the fresh
 * tip, which costs it nothing; the second time in a row a person is needed.
 * @param seen conflicts so far, by `task/phase`
 */
export async function resolveConflict(
  run: Run,
  running: RunningAttempt,
  conflicting: string[],
  seen: Map<string, number>,
): Promise<void> {
  const { journal, ports } = run;
  const { task, phase, attempt, executorName } = running.start;
  const key = `${task.id}/${phase.phase}`;
  const times = (seen.get(key) ?? 0) + 1;
  const where = { task_id: task.id, phase: phase.phase, agent: "git_integration" } as const;
  const message = `the work of ${key} does not merge with what landed meanwhile: ${conflicting.slice(0, 5).join(", ")}`;
  journal.record({ event: "phase_interrupted", ...where, data: { attempt, reason: message } });
  if (times === 1) {
    seen.set(key, times);
    journal.record({
      event: "retry_scheduled",
      ...where,
      data: {
        attempt: attempt + 1,
        not_before: new Date(ports.clock.now()).toISOString(),
        level: 3,
        executor: executorName,
        reason: "the phase runs again on the branch's fresh tip",
      },
    });
    return;
  }
  seen.delete(key);
  await blockPhase(run, running, {
    type: "git_conflicts",
    message,
    evidence: conflicting.join("\n"),
    attempts: attempt,
  });
}
