import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What is written there is no sign of work that we would see later anyway, or too much to look through. */
const PASSED_OVER = new Set([".git", "node_modules"]);
/** Looking through more would itself take seconds; then only the first files count. */
const MAX_ENTRIES = 50_000;

/**
 * A value that changes when any file or folder below `folder` is written, made or removed: the number of
 * entries and the newest time of change. For the stall watch, which asks rarely.
 */
export async function treeStamp(folder: string): Promise<string> {
  let entries = 0;
  let newest = 0;
  const open = [folder];
  for (let next = open.pop(); next !== undefined && entries < MAX_ENTRIES; next = open.pop()) {
    for (const entry of await list(next)) {
      const path = join(next, entry.name);
      entries++;
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) open.push(path);
      newest = Math.max(newest, await changedAt(path));
    }
  }
  return `${entries} ${newest}`;
}

async function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true })
    .catch(gone)
    .then(entries => entries ?? []);
}

async function changedAt(path: string): Promise<number> {
  return (await lstat(path).catch(gone))?.ctimeMs ?? 0;
}

/** The process that is watched works on: what was listed may be gone by now, be closed to us or lie too deep. */
function gone(error: NodeJS.ErrnoException): null {
  if (["ENOENT", "ENOTDIR", "EACCES", "ENAMETOOLONG"].includes(error.code ?? "")) return null;
  throw error;
}
