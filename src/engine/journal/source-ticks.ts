import type { Plan } from "../../milestone/plan/plan.ts";
import type { LoggedEvent } from "../../milestone/session/event.ts";
import type { Changes, Oid, Ports, Repository, TextFiles } from "../ports.ts";

/** Deeper than this no tool keeps its plans. */
const MAX_DEPTH = 5;
const MAX_FILES = 5_000;

/**
 * Tells the plan that a milestone was made of which tasks are done: each is ticked there in the commit that completes
 * it. A source that cannot be read, or that no longer has the task, is left alone; that stops nothing.
 */
export class SourceTicks {
  readonly #ports: Pick<Ports, "repository" | "narrator" | "planSource">;
  source: Plan["source"];
  #done = new Set<string>();

  constructor(ports: Pick<Ports, "repository" | "narrator" | "planSource">, source: Plan["source"]) {
    this.#ports = ports;
    this.source = source;
  }

  add(event: LoggedEvent): void {
    if (event.event === "task_completed" && event.task_id) this.#done.add(event.task_id);
  }

  /** Adds the files that say so to a commit on `tip`. */
  async write(changes: Changes, tip: Oid): Promise<void> {
    const { planSource } = this.#ports;
    if (this.#done.size === 0 || !this.source || !planSource) return;
    const done = this.#done;
    this.#done = new Set();
    try {
      const files = textFilesAt(this.#ports.repository, tip, changes);
      const ticked = await planSource.tick({ source: this.source, done, files });
      for (const [path, text] of ticked) changes.set(path, Buffer.from(text));
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.#ports.narrator.warn(`${this.source.path} was not told what is done: ${cause}`);
    }
  }
}

/** The files of a commit with these changes. Links and what is no UTF-8 are no text. */
export function textFilesAt(
  repository: Pick<Repository, "entry" | "readBlob" | "list">,
  commit: Oid,
  changes: Changes = new Map(),
): TextFiles {
  return {
    async readFile(path) {
      const change = changes.get(path);
      if (change === null) return null;
      const entry = Buffer.isBuffer(change) ? null : (change ?? (await repository.entry(commit, path)));
      if (entry === null ? change === undefined : !/^100(?:644|755)$/.test(entry.mode)) return null;
      const bytes = entry === null ? (change as Buffer) : await repository.readBlob(entry.oid);
      if (!bytes) return null;
      try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        return null;
      }
    },
    async list(folder) {
      const found: string[] = [];
      const root = folder === "" || folder === "." ? "" : folder;
      const walk = async (below: string, depth: number): Promise<void> => {
        const path = [root, below].filter(part => part !== "").join("/");
        for (const { name, mode } of await repository.list(commit, path)) {
          const inner = below === "" ? name : `${below}/${name}`;
          if (found.length >= MAX_FILES) return;
          if (/^100/.test(mode)) found.push(inner);
          else if (/^0?40000$/.test(mode) && depth < MAX_DEPTH) await walk(inner, depth + 1);
        }
      };
      await walk("", 0);
      return found.length > 0 ? found : null;
    },
  };
}
