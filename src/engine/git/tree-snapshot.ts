import { lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { Oid } from "./object.ts";
import type { SparseView } from "./view.ts";
import { isAttributeFile, isIgnoreFile, type WorkTable } from "./work-table.ts";
import type { CheckedOut } from "./worktree.ts";

/** Files of a commit, with what a setup made there, that nobody writes any more: what overlays stand upon. */
export interface TreeSnapshot {
  /** Its folders, the uppermost first: each hides what lies at the same path below it. */
  readonly lower: readonly string[];
  readonly commit: Oid;
  readonly view: SparseView;
  readonly table: WorkTable;
  /** What setup made, changed or removed. */
  readonly made: CheckedOut;
}

/** No overlay can stand on files of this repository, or no longer. */
export class NoSnapshot extends Error {}

/** What an overlay on the snapshot shows at a path; nothing where an upper folder takes it away. */
export function belowAt({ lower }: TreeSnapshot, path: string): Stats | undefined {
  for (const folder of lower) {
    const stats = inLayer(folder, path.split("/"));
    if (stats) return stats === "hidden" ? undefined : stats;
  }
  return undefined;
}

function inLayer(folder: string, names: readonly string[]): Stats | "hidden" | undefined {
  let full = folder;
  let found: Stats | undefined;
  for (const name of names) {
    if (found && !found.isDirectory()) return "hidden";
    full = join(full, name);
    found = lstatSync(full, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (found.isCharacterDevice()) return "hidden";
  }
  return found;
}

/** Names that an overlay on the snapshot shows in a folder. */
export function namesBelow(snapshot: TreeSnapshot, folder: string): string[] {
  const names = new Set<string>();
  for (const layer of snapshot.lower) {
    if (!inLayerIsFolder(layer, folder)) continue;
    for (const name of readdirSync(join(layer, folder))) names.add(name);
  }
  return [...names].filter(name => belowAt(snapshot, `${folder}/${name}`));
}

function inLayerIsFolder(layer: string, folder: string): boolean {
  const stats = inLayer(layer, folder.split("/"));
  return stats !== undefined && stats !== "hidden" && stats.isDirectory();
}

/** Files that say what git makes of other files: git is asked in the upper folder, and has to find them there. */
export function rulesOf({ table, made }: TreeSnapshot): string[] {
  const attributes = [...table.attributeFiles.keys()].filter(path => table.files.has(path));
  const own = [...made.keys()].filter(path => isIgnoreFile(path) || isAttributeFile(path));
  return [...new Set([...table.ignoreFiles, ...attributes, ...own])];
}
