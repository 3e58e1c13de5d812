import type { Journal } from "./journal.ts";

/** What the run before this one left running, by the log: it died, and each attempt of its with it. */
export function recordInterruptions(journal: Journal): void {
  for (const task of journal.state.tasks.values()) {
    for (const [phase, at] of task.phases) {
      if (at.status !== "in_progress" || at.attempt === 0) continue;
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
