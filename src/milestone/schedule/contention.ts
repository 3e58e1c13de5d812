import type { State, TaskState } from "../session/state.ts";

/*
 * Files that several tasks wanted to change at once. Whoever lost is done again on the fresh tip, one after the other
 * for each file: all at once, all but one of them would lose again. It is read from the log, since on many machines each
 * result is taken in by another process.
 */

/** How often in a row a task's work may lose against what landed meanwhile before a person is needed. */
const MOST_CONFLICTS = 8;

/** Files that the log names for one conflict: with more, two that share another one may meet once more. */
export const NAMED_CONFLICTS = 100;

/** Whether the task may be done again if its work loses now. */
export function mayRedo({ lost }: TaskState): boolean {
  return (lost?.times ?? 0) < MOST_CONFLICTS;
}

/**
 * Who, of these that run, is done again for one of the files: what else changes one waits until that has landed, for the
 * one of them that comes second loses. Whoever is done again itself waits for nobody.
 */
export function goesFirst(
  state: State,
  task: string,
  { files, running }: { files: Iterable<string>; running: readonly string[] },
): string | null {
  if (running.length === 0 || state.tasks.get(task)?.lost) return null;
  const changed = new Set(files);
  const isFirst = (other: string): boolean =>
    state.tasks.get(other)?.lost?.files.some(file => changed.has(file)) ?? false;
  return running.find(isFirst) ?? null;
}

/** Whether the task may run beside these: none of them is done again for the same file. */
export function admitsBeside(state: State, task: string, running: readonly string[]): boolean {
  const own = state.tasks.get(task)?.lost;
  if (!own) return true;
  return running.every(other => {
    const theirs = other === task ? undefined : state.tasks.get(other)?.lost;
    return !theirs?.files.some(file => own.files.includes(file));
  });
}
