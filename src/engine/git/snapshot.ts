import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { Oid } from "./object.ts";
import type { SparseView } from "./view.ts";
import { isAttributeFile, isIgnoreFile, type WorkTable } from "./work-table.ts";
import type { CheckedOut, MadeEntry } from "./worktree.ts";

/** Files of a commit, with what a setup made there, that nobody writes any more: what overlays stand upon. */
export interface Snapshot {
  /** Its folders, the uppermost first: each hides what lies at the same path below it. */
  readonly lower: readonly string[];
  readonly commit: Oid;
  readonly view: SparseView;
  readonly table: WorkTable;
  /** What setup made, changed or removed. */
  readonly made: CheckedOut;
}

/** By the folders alone, without what an upper one takes away. */
export function belowAt({ lower }: Snapshot, path: string): Stats | undefined {
  for (const folder of lower) {
    const stats = lstatSync(join(folder, path), { throwIfNoEntry: false });
    if (stats) return stats.isCharacterDevice() ? undefined : stats;
  }
  return undefined;
}

/** Files that say what git makes of other files: git is asked in the upper folder, and has to find them there. */
export function rulesOf({ table, made }: Snapshot): string[] {
  const isRule = (path: string): boolean => isIgnoreFile(path) || isAttributeFile(path);
  return [...new Set([...table.files.keys(), ...made.keys()])].filter(isRule);
}

/** Every folder that holds something of the setup's, at any depth. */
export function foldersOf(made: ReadonlyMap<string, MadeEntry>): Set<string> {
  const folders = new Set<string>();
  for (const path of made.keys()) {
    folders.add(path);
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      folders.add(path.slice(0, end));
    }
  }
  return folders;
}
