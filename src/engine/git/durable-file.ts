import { randomBytes } from "node:crypto";
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writevSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

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

/** What file systems answer that have no hard links; a file is without a name there for a moment. */
const WITHOUT_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Files that stand under names of their own, on the disk as far as the system has come. */
export class WrittenFiles {
  #files: { fd: number; path: string }[] = [];

  /** Writes to new files in the given order. Throws the fault of the file system; nothing is left then. */
  constructor(files: readonly NewFile[], mode: number) {
    try {
      for (const { path, parts } of files) {
        this.#files.push({ fd: openSync(path, "wx", mode), path });
        writeAll(this.#files.at(-1)!.fd, parts);
      }
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /**
   * Moves them into a folder, once their bytes are on the medium where `durable`. Each is under one of its names all
   * the time, and where the file system has links under the old one until all have the new.
   */
  moveTo(folder: string, durable: boolean): void {
    if (durable) for (const { fd } of this.#files) fdatasyncSync(fd);
    for (const { path } of this.#files) {
      const to = join(folder, basename(path));
      try {
        linkSync(path, to);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? "";
        if (WITHOUT_LINKS.has(code)) renameSync(path, to);
        else if (code !== "EEXIST") throw error;
      }
    }
    this.discard();
  }

  /** Takes the names away and lets go of the files. */
  discard(): void {
    for (const { fd, path } of this.#files.splice(0)) {
      closeSync(fd);
      rmSync(path, { force: true });
    }
  }
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
export function syncDirectoryOf(path: string): void {
  const fd = openSync(dirname(path), "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
