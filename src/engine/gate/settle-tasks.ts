import { isFinished, PHASES } from "../../milestone/phase.ts";
import { isDone } from "../../milestone/session/state.ts";
import type { Journal } from "../journal/journal.ts";

/** Records what follows from finished phases: a task whose every phase is finished is completed. */
export function settleFinishedTasks(journal: Journal): boolean {
  let any = false;
  for (const task of journal.state.tasks.values()) {
    if (isDone(task) || task.phases.size === 0) continue;
    if (!PHASES.every(phase => isFinished(task.phases.get(phase)?.status ?? "completed"))) continue;
    journal.record({ event: "task_completed", task_id: task.id, agent: "task_executor", data: {} });
    any = true;
  }
  return any;
}
