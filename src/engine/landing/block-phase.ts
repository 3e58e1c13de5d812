import type { RunningAttempt } from "../attempt/attempt.ts";
import { block, type Trouble } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";

/** Hands the phase over to a person: the blocker is recorded, committed and pushed. */
export async function blockPhase(
  run: Run,
  running: RunningAttempt,
  trouble: Omit<Trouble, "task" | "phase">,
): Promise<void> {
  const { journal, publisher } = run;
  const { task, phase, attempt } = running.start;
  block(journal, { ...trouble, task: task.id, phase: phase.phase });
  journal.recordProgress();
  await journal.commit({
    subject: task.workflow ? `${task.id} ${phase.phase} blocked` : `${task.id} blocked`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    derived: true,
    saveReason: "blocker",
  });
  publisher.request();
}
