import type { Journal } from "../journal/journal.ts";
import type { Start } from "./attempt.ts";

/** An attempt of this run was ended before it came to anything; it does not count as a failure. */
export function recordInterruption(journal: Journal, start: Start, reason: string): void {
  journal.record({
    event: "phase_interrupted",
    task_id: start.task.id,
    phase: start.phase.phase,
    agent: `task_executor/${start.slot}`,
    data: { attempt: start.attempt, reason },
  });
}

/** What the run before this one left running, by the log: it died, and each attempt of its with it. */
export function recordInterruptions(journal: Journal): void {
  for (const task of journal.state.tasks.values()) {
    for (const [phase, at] of task.phases) {
      if (!at.running) continue;
      journal.record({
        event: "phase_interrupted",
        task_id: task.id,
        phase,
        agent: "session_manager",
        data: { attempt: at.attempt, reason: "the run before this one died" },
      });
    }
  }
}
