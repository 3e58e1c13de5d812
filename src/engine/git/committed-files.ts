import type { Oid } from "./object.ts";
import type { ObjectStore } from "./store.ts";
import { diffTrees, entryAt, type Leaf, listDirectory, treeOf } from "./tree.ts";
import type { TreeEntry } from "./tree-object.ts";

/** What commits hold. */
export interface CommittedFiles {
  readFile(commit: Oid, path: string): Promise<Buffer | null>;
  readBlob(oid: Oid): Promise<Buffer | null>;
  entry(commit: Oid, path: string): Promise<Leaf | null>;
  /** The entries of a directory, "" being the root; empty when it is not there. */
  list(commit: Oid, directory: string): Promise<TreeEntry[]>;
  /** Paths whose content or mode differs, sorted. */
  changedPaths(from: Oid, to: Oid): Promise<string[]>;
}

export function committedFiles(store: ObjectStore): CommittedFiles {
  const readBlob = async (oid: Oid): Promise<Buffer | null> => {
    const object = await store.read(oid);
    return object?.type === "blob" ? object.data : null;
  };
  const entry = async (commit: Oid, path: string): Promise<Leaf | null> => {
    const found = await entryAt(store, await treeOf(store, commit), path);
    return found && { oid: found.oid, mode: found.mode };
  };
  return {
    async readFile(commit, path) {
      const found = await entry(commit, path);
      return found ? readBlob(found.oid) : null;
    },
    readBlob,
    entry,
    list: async (commit, directory) => listDirectory(store, await treeOf(store, commit), directory),
    changedPaths: async (from, to) =>
      [...(await diffTrees(store, await treeOf(store, from), await treeOf(store, to))).keys()].sort(),
  };
}
