import { isFinished, PHASES } from "../../milestone/phase.ts";
import { isDone, type TaskState } from "../../milestone/session/state.ts";
import { noteOrigin, unreadNotes } from "../../milestone/session/task-notes.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import type { Journal } from "../journal/journal.ts";
import { warnOnce } from "../run/record-blocker.ts";

/** Records what follows from finished phases: a task whose every phase is finished is completed. */
export function settleFinishedTasks(journal: Journal): boolean {
  let any = false;
  for (const task of journal.state.tasks.values()) {
    if (isDone(task) || task.phases.size === 0) continue;
    if (!PHASES.every(phase => isFinished(task.phases.get(phase)?.status ?? "completed"))) continue;
    journal.record({ event: "task_completed", task_id: task.id, agent: "task_executor", data: {} });
    warnOfUnread(journal, task);
    any = true;
  }
  return any;
}

/** They came while its last phase was under way, or a person does it. */
function warnOfUnread(journal: Journal, task: TaskState): void {
  const unread = unreadNotes(task);
  if (unread.length === 0) return;
  const origins = [...new Set(unread.map(noteOrigin))].slice(0, 5).join(", ");
  const message = `${task.id} is completed, and no attempt of it was told of ${counted(unread.length, "note")} by ${origins}`;
  warnOnce(journal, "note_unread", message, task.id);
}
