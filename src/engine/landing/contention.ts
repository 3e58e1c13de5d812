/** How often in a row a phase's work may lose against what landed meanwhile before a person is needed. */
const MOST_CONFLICTS = 8;

/**
 * Files that several tasks wanted to change at once, in this run. Whoever lost is done again on the fresh tip, one after
 * the other for each file: all at once, all but one of them would lose again.
 */
export class Contention {
  /** By task: the files that its work lost on, and how often in a row. */
  #lost = new Map<string, { files: ReadonlySet<string>; times: number }>();

  /** The work of the task does not merge. Answers whether it may be done again. */
  lose(task: string, files: readonly string[]): boolean {
    const times = (this.#lost.get(task)?.times ?? 0) + 1;
    if (times > MOST_CONFLICTS) {
      this.#lost.delete(task);
      return false;
    }
    const before = this.#lost.get(task)?.files ?? [];
    this.#lost.set(task, { files: new Set([...before, ...files]), times });
    return true;
  }

  /**
   * Who, of these that run, is done again for one of the files: what else changes one waits until that has landed, for the
   * one of them that comes second loses. Whoever is done again itself waits for nobody.
   */
  goesFirst(task: string, files: Iterable<string>, running: readonly string[]): string | null {
    if (this.#lost.has(task)) return null;
    const changed = new Set(files);
    const first = running.find(other =>
      [...(this.#lost.get(other)?.files ?? [])].some(file => changed.has(file)),
    );
    return first ?? null;
  }

  /** Its work is on the branch. */
  land(task: string): void {
    this.#lost.delete(task);
  }

  /** Whether the task may run beside these: none of them is done again for the same file. */
  admits(task: string, running: readonly string[]): boolean {
    const own = this.#lost.get(task);
    if (!own) return true;
    return running.every(other => {
      const theirs = other === task ? undefined : this.#lost.get(other);
      return !theirs || ![...own.files].some(file => theirs.files.has(file));
    });
  }
}
