import { lstatSync, readdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { hasRealParents } from "./no-follow-fs.ts";

/*
 * To make and remove folders and files is what costs most of a tree's change: some file systems look through all they
 * removed in the last minutes (ext4 without a journal, a millisecond after thousands of phases). So a task's folder
 * becomes the next task's. Where anything stands against it, nothing happens.
 */

/** What was in a folder, each path from it and with the slash before it. */
export interface ReusedFolder {
  files: string[];
  folders: string[];
}

interface WholeFolder {
  from: string;
  to: string;
  /** Whether the file is of no more use where it is. */
  isGoing: (path: string) => boolean;
}

/**
 * Moves a folder that holds nothing but files of no more use, and no link. One of them may have a second name elsewhere:
 * code that writes over a file has to look (`rewriteNoFollow`).
 */
export function reuseFolder(root: string, { from, to, isGoing }: WholeFolder): ReusedFolder | null {
  if (from === to || from === "." || to === ".") return null;
  const found: ReusedFolder = { files: [], folders: [] };
  const isFree = (path: string): boolean =>
    readdirSync(join(root, path), { withFileTypes: true }).every(entry => {
      const inner = `${path}/${entry.name}`;
      const name = inner.slice(from.length);
      if (entry.isDirectory()) {
        found.folders.push(name);
        return isLikeParent(root, inner) && isFree(inner);
      }
      found.files.push(name);
      return entry.isFile() && isGoing(inner);
    });
  return orNot(() => isLikeParent(root, from) && isFree(from) && move(root, from, to)) ? found : null;
}

/** Moves an empty folder. */
export function reuseEmptyFolder(root: string, from: string, to: string): void {
  orNot(() => isLikeParent(root, from) && readdirSync(join(root, from)).length === 0 && move(root, from, to));
}

/** Whether it is a real folder with the rights of the one around it: what an agent made of them would meet the next. */
function isLikeParent(root: string, path: string): boolean {
  if (!hasRealParents(root, path)) return false;
  const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return false;
  const around = lstatSync(join(root, dirname(path)));
  return stats.mode === around.mode && stats.uid === around.uid && stats.gid === around.gid;
}

function move(root: string, from: string, to: string): boolean {
  if (!hasRealParents(root, to) || lstatSync(join(root, to), { throwIfNoEntry: false })) return false;
  renameSync(join(root, from), join(root, to));
  return true;
}

/** Whatever the file system has against it (a folder that may not be read), the rest is done as ever then. */
function orNot(attempt: () => boolean): boolean {
  try {
    return attempt();
  } catch {
    return false;
  }
}
