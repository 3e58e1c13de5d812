import { randomBytes } from "node:crypto";
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writevSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

export interface WriteOptions {
  /** Wait until the bytes are on the medium before the name appears (default true). */
  durable?: boolean;
  mode?: number;
}

/** What is to stand under a name. */
export interface NewFile {
  path: string;
  parts: readonly Buffer[];
}

/**
 * Writes files so that their names never show partial content: temporary names, syncs, renames in the given order.
 * All is written before the first sync, so that a journaling file system has only one transaction to wait for.
 * Synchronous on purpose: for files of some KiB a trip through the thread pool costs more than the write. Throws the
 * fault of the file system; the temporary files are gone then.
 */
export function writeFilesAtomically(files: readonly NewFile[], options: WriteOptions = {}): void {
  const written: { fd: number; temporary: string; path: string }[] = [];
  try {
    try {
      for (const { path, parts } of files) {
        // git's own clean-up removes what a crash leaves under this prefix in an object store.
        const temporary = join(dirname(path), `tmp_${randomBytes(8).toString("hex")}`);
        written.push({ fd: openSync(temporary, "wx", options.mode ?? 0o644), temporary, path });
        writeAll(written.at(-1)!.fd, parts);
      }
      if (options.durable ?? true) for (const { fd } of written) fdatasyncSync(fd);
    } finally {
      for (const { fd } of written) closeSync(fd);
    }
    for (const { temporary, path } of written) renameSync(temporary, path);
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    throw error;
  }
}

/** What file systems answer that have no hard links. */
const WITHOUT_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Gives files a second name in another folder, in the given order, once the bytes of all of them are on the medium.
 * Throws the fault of the file system; what has its new name then is whole.
 */
export async function linkFiles(paths: readonly string[], folder: string): Promise<void> {
  await syncAll(paths, promisify(fdatasync));
  for (const path of paths) {
    try {
      linkSync(path, join(folder, basename(path)));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (WITHOUT_LINKS.has(code)) copyFiles([path], folder);
      else if (code !== "EEXIST") throw error;
    }
  }
}

/** The same by copies. */
export function copyFiles(paths: readonly string[], folder: string): void {
  const files = paths.map(path => ({ path: join(folder, basename(path)), parts: [readFileSync(path)] }));
  writeFilesAtomically(files, { mode: 0o444 });
}

/** Writes all parts, also where the system takes fewer bytes than offered. */
export function writeAll(fd: number, parts: readonly Buffer[]): void {
  let left = parts.filter(part => part.length > 0);
  while (left.length > 0) {
    let written = writevSync(fd, left);
    left = left.flatMap(part => {
      const taken = Math.min(written, part.length);
      written -= taken;
      return taken < part.length ? [part.subarray(taken)] : [];
    });
  }
}

/** Makes the names created or renamed in the file's directory survive a power loss. */
export async function syncDirectoryOf(path: string): Promise<void> {
  await syncAll([dirname(path)], promisify(fsync));
}

/** All at once: a journaling file system then has one transaction to wait for, and this process none. */
async function syncAll(paths: readonly string[], sync: (fd: number) => Promise<void>): Promise<void> {
  const opened: number[] = [];
  try {
    for (const path of paths) opened.push(openSync(path, "r"));
    const outcomes = await Promise.allSettled(opened.map(fd => sync(fd)));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}
