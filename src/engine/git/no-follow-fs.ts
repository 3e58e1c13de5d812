import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  rmSync,
  type Stats,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { removeTree } from "../process/remove-tree.ts";
import { writeAll } from "./durable-file.ts";
import { type FileStat, fileStat } from "./file-stat.ts";
import { SYMLINK } from "./tree-object.ts";

/**
 * Reading and writing below a folder in which somebody hostile may have put symbolic links, pipes and hard
 * links. Nothing here follows a link, at the file or above it.
 */
export type ReadOutcome =
  | { ok: true; content: Buffer }
  | {
      ok: false;
      reason: "gone" | "link" | "not-a-file" | "hard-link" | "too-big" | "unreadable";
      message: string;
    };

export interface ReadRequest {
  /** Absolute, without symbolic links in it. */
  root: string;
  path: string;
  maxBytes: number;
  /** Names of this very file that are known to lie below the root (default 1). */
  ownLinks?: number;
}

function failure(
  reason: Exclude<ReadOutcome, { ok: true }>["reason"],
  path: string,
  why: string,
): ReadOutcome {
  return { ok: false, reason, message: `${path} ${why}` };
}

const OPEN_FAILURES: Record<string, [Exclude<ReadOutcome, { ok: true }>["reason"], string]> = {
  ENOENT: ["gone", "is gone"],
  ENOTDIR: ["gone", "is gone"],
  ELOOP: ["link", "is a symbolic link"],
  ENXIO: ["not-a-file", "is no regular file"],
  EACCES: ["unreadable", "may not be read"],
  EAGAIN: ["unreadable", "is held by another process"],
};

/** What stands at a path, links not followed; nothing where a folder of it is a file, for which older nodes throw. */
export function lstatOrNone(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Reads a regular file, provided that the file opened really lies where its path says. */
export function readNoFollow(request: ReadRequest): ReadOutcome {
  const { root, path } = request;
  let fd: number;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for a writer forever.
    fd = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const known = OPEN_FAILURES[(error as NodeJS.ErrnoException).code ?? ""];
    if (!known) throw error;
    return failure(known[0], path, known[1]);
  }
  try {
    return readOpened(fd, request);
  } finally {
    closeSync(fd);
  }
}

function readOpened(fd: number, { root, path, maxBytes, ownLinks = 1 }: ReadRequest): ReadOutcome {
  const stats = fstatSync(fd);
  if (!stats.isFile()) return failure("not-a-file", path, "is no regular file");
  if (!liesAt(fd, root, path)) return failure("link", path, "lies behind a symbolic link");
  if (stats.nlink > ownLinks) return failure("hard-link", path, "has another name outside the work tree");
  if (stats.size > maxBytes) return failure("too-big", path, `is larger than ${maxBytes} bytes`);
  const content = Buffer.allocUnsafe(stats.size);
  let length = 0;
  while (length < content.length) {
    const read = readSync(fd, content, length, content.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return { ok: true, content: content.subarray(0, length) };
}

/**
 * Whether an opened file is the one at this path with no link on the way. Linux tells where a descriptor
 * leads, so no swap of folders between looking and opening can deceive; elsewhere every folder is looked at
 * after the opening, and the file found there must be the one that is open.
 */
function liesAt(fd: number, root: string, path: string): boolean {
  if (process.platform === "linux") return readlinkSync(`/proc/self/fd/${fd}`) === join(root, path);
  if (!hasRealParents(root, path)) return false;
  const opened = fstatSync(fd);
  const named = lstatSync(join(root, path), { throwIfNoEntry: false });
  return named !== undefined && named.ino === opened.ino && named.dev === opened.dev;
}

/** Whether every folder above the path is a real one; those found to be so are kept in `known`. */
export function hasRealParents(root: string, path: string, known: Set<string> = new Set()): boolean {
  const folder = dirname(path);
  if (folder === "." || known.has(folder)) return true;
  if (!hasRealParents(root, folder, known)) return false;
  const isReal = lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isReal) known.add(folder);
  return isReal;
}

/** Makes the folders above a path real folders: whatever else stands in their place is removed. */
export function makeParents(root: string, path: string, known: Set<string>): void {
  const folder = dirname(path);
  if (folder === "." || known.has(folder)) return;
  makeParents(root, folder, known);
  makeFolder(root, folder, known);
}

/** Makes the path itself a real folder; its parents must be real folders. */
export function makeFolder(root: string, folder: string, known: Set<string>): FileStat {
  const full = join(root, folder);
  const stats = lstatSync(full, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) rmSync(full, { force: true });
  if (!stats?.isDirectory()) mkdirSync(full);
  known.add(folder);
  return fileStat(lstatSync(full, { bigint: true }));
}

/** Removes whatever is at the path, and what is spelt like it but is not UTF-8. The parents must be real folders. */
export function removeNoFollow(root: string, path: string): void {
  const full = join(root, path);
  removeTree(full, root);
  if (!path.includes("\ufffd")) return;
  const folder = Buffer.from(`${dirname(full)}/`);
  for (const name of readdirSync(folder, { encoding: "buffer" })) {
    if (name.toString() === basename(full)) removeTree(Buffer.concat([folder, name]), root);
  }
}

/** Writes a new file or link, in place of whatever was there. The parents must be real folders. */
export function writeNoFollow(root: string, path: string, file: { mode: string; content: Buffer }): FileStat {
  const full = join(root, path);
  removeNoFollow(root, path);
  if (file.mode === SYMLINK) {
    symlinkSync(file.content, full);
    return fileStat(lstatSync(full, { bigint: true }));
  }
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const fd = openSync(full, flags, file.mode === "100755" ? 0o777 : 0o666);
  try {
    writeAll(fd, [file.content]);
    return fileStat(fstatSync(fd, { bigint: true }));
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes into the file that is there, where nothing tells it from one rewritten: no link, no second name, the rights
 * that its folder gives. Null when there is none such; nothing is changed then.
 */
export function rewriteNoFollow(
  root: string,
  path: string,
  { mode, content }: { mode: string; content: Buffer },
): FileStat | null {
  const full = join(root, path);
  // An emptied file would be brought to the disk as it is closed.
  if (mode === SYMLINK || content.length === 0) return null;
  const [stats, around] = [lstatSync(full, { throwIfNoEntry: false }), lstatSync(dirname(full))];
  const rights = around.mode & (mode === "100755" ? 0o777 : 0o666);
  if (!stats?.isFile() || (stats.mode & 0o7777) !== rights) return null;
  if (stats.uid !== around.uid || stats.gid !== around.gid) return null;
  return overwriteFile(full, [content]) ? fileStat(lstatSync(full, { bigint: true })) : null;
}

/**
 * Writes into the file that is there; false when there is none that can be, or a link, or another file's second name.
 * A file that is cut to nothing first would be brought to the disk as it is closed (ext4, btrfs), which takes
 * milliseconds.
 */
export function overwriteFile(path: string, parts: readonly Buffer[]): boolean {
  let fd: number;
  try {
    fd = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    // Any failure falls back to a fresh write, which reports the real error.
    return false;
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile() || stats.nlink !== 1) return false;
    writeAll(fd, parts);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (stats.size > length) ftruncateSync(fd, length);
    return true;
  } finally {
    closeSync(fd);
  }
}
