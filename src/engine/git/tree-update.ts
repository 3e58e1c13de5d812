import { lstatSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  hasRealParents,
  makeFolder,
  makeParents,
  removeNoFollow,
  rewriteNoFollow,
  writeNoFollow,
} from "./no-follow-fs.ts";
import { foldersAbove, leavesTree } from "./path.ts";
import { reuseEmptyFolder, reuseFolder } from "./reuse-folders.ts";
import type { Leaf } from "./tree.ts";
import { GITLINK } from "./tree-object.ts";
import type { WorkTable } from "./work-table.ts";

/** What stands in a work tree while it is brought to another commit. Nothing runs in it, and no link is followed. */
export class TreeUpdate {
  readonly #root: string;
  readonly #table: WorkTable;
  /** By path what is to stand there; null: nothing. */
  readonly #wanted: Map<string, Leaf | null>;
  /** Files that were another task's and are to be written over. */
  readonly #reused = new Set<string>();
  readonly #movedFolders: string[] = [];
  #movedFrom: string | null = null;
  readonly #realParents = new Set<string>();

  constructor(root: string, table: WorkTable, wanted: Map<string, Leaf | null>) {
    this.#root = root;
    this.#table = table;
    this.#wanted = wanted;
  }

  /**
   * Makes the folder of the last phase's task the next one's, where all that is in it was to be removed: its files are
   * written over then, or removed at their new place. Answers where the last phase's folder is now.
   */
  reuseTaskFolder(last: string, next: string): string {
    const [from, to] = [dirname(last), dirname(next)];
    const handed = reuseFolder(this.#root, { from, to, isGoing: path => this.#wanted.get(path) === null });
    if (!handed) return last;
    for (const name of handed.files) {
      this.#table.delete(`${from}${name}`);
      this.#wanted.delete(`${from}${name}`);
      if (this.#wanted.get(`${to}${name}`)) this.#reused.add(`${to}${name}`);
      // At once and apart from the removals to come: the commit may have a file of this name that is left out.
      else removeNoFollow(this.#root, `${to}${name}`);
    }
    this.#movedFrom = from;
    this.#movedFolders.push(to, ...handed.folders.map(name => `${to}${name}`));
    return `${to}${last.slice(from.length)}`;
  }

  /** Makes the last phase's folder the next one's where it is empty. */
  reuseFolders(last: string, next: string): void {
    if (last !== next) reuseEmptyFolder(this.#root, last, next);
  }

  /**
   * Removals come first: a file may have to make room for a folder of its name, and the reverse. Answers the folders
   * that may be empty now.
   */
  removeAll(): string[] {
    const real = new Set<string>();
    const emptied = new Set<string>(this.#movedFolders);
    const gone = [...this.#wanted].flatMap(([path, leaf]) => (leaf === null ? [path] : []));
    for (const path of gone.sort()) {
      // A folder that took a file's place stays: what is in it was found file by file, and the commit may have it.
      if (this.#isFolderNow(path)) emptied.add(path);
      // Behind a link that took a folder's place nothing is ours to remove.
      else if (hasRealParents(this.#root, path, real)) removeNoFollow(this.#root, path);
      real.delete(path);
      this.#table.delete(path);
      for (const above of foldersAbove(path)) emptied.add(above);
    }
    return [...emptied];
  }

  #isFolderNow(path: string): boolean {
    const known = this.#table.files.get(path);
    if (!known || known.mode === GITLINK) return false;
    return lstatSync(join(this.#root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  write(leaf: Leaf & { path: string }, content: Buffer): void {
    const { path, mode } = leaf;
    if (leavesTree(path)) throw new Error(`a commit holds the path ${JSON.stringify(path)}`);
    makeParents(this.#root, path, this.#realParents);
    const stat =
      mode === GITLINK
        ? makeFolder(this.#root, path, this.#realParents)
        : ((this.#reused.has(path) ? rewriteNoFollow(this.#root, path, { mode, content }) : null) ??
          writeNoFollow(this.#root, path, { mode, content }));
    this.#table.set({ ...leaf, stat });
  }

  /** Takes away those of the folders that are empty; the ones to keep and all above them stay. */
  removeEmpty(folders: readonly string[], keep: readonly string[]): void {
    const from = this.#movedFrom;
    const unneeded = (folder: string) =>
      !this.#table.hasFolder(folder) &&
      !keep.some(kept => isAtOrBelow(folder, kept)) &&
      !(from !== null && isAtOrBelow(from, folder));
    for (const folder of [...new Set(folders)].filter(unneeded).sort().reverse()) {
      try {
        rmdirSync(join(this.#root, folder));
      } catch (error) {
        // Ignored files stay, and with them their folders.
        const code = (error as NodeJS.ErrnoException).code ?? "";
        if (!["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"].includes(code)) throw error;
      }
    }
  }
}

function isAtOrBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
