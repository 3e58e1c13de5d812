import { nearest } from "../diagnostic/nearest.ts";
import type { TaskNote } from "../question/asked.ts";
import { isDone, type NoteState, type State, type TaskState } from "./state.ts";

/** A brief names the newest of them; a task with more was told enough. */
const MOST_NOTES = 100;

/** Why the note reaches nobody; null: it does. */
export function noteProblem(state: State, from: string, { to }: TaskNote): string | null {
  if (to === from) return "it is the task's own, whose later phases read what this one left";
  const task = state.tasks.get(to);
  if (!task) {
    const near = nearest(to, state.tasks.keys());
    return `there is no task "${to}"${near === null ? "" : `; there is ${near}`}`;
  }
  if (task.status === "skipped") return `${to} was left out`;
  if (isDone(task)) return `${to} is completed already`;
  return task.notes.length < MOST_NOTES ? null : `${to} has ${MOST_NOTES} notes already`;
}

/** Whether the same words of the same task stand there already: an attempt that is done again says again what it said. */
export function isLeftAlready(state: State, from: string, { to, text }: TaskNote): boolean {
  const isSame = (note: NoteState): boolean => note.from === from && note.to === to && note.text === text;
  return [to, from].some(id => state.tasks.get(id)?.notes.some(isSame));
}

/** What the attempt that was started last is told. */
export function notesTold({ notes, notesTold: count }: TaskState): NoteState[] {
  return notes.slice(0, count);
}

/** Notes of others that no attempt was told of. */
export function unreadNotes({ notes, notesTold: count }: TaskState): NoteState[] {
  return notes.slice(count).filter(({ refused }) => refused === null);
}

/** Where it was left: `schema/design`. */
export function noteOrigin({ from, phase }: NoteState): string {
  return `${from}/${phase}`;
}
