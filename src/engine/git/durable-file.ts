import { randomBytes } from "node:crypto";
import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync, unlinkSync, writevSync } from "node:fs";
import { dirname, join } from "node:path";

export interface WriteOptions {
  /** Wait until the bytes are on the medium before the name appears (default true). */
  durable?: boolean;
  mode?: number;
}

/**
 * Writes a file so that its name never shows partial content: temporary name, sync, rename. Synchronous on
 * purpose: for files of some KiB a trip through the thread pool costs more than the write. Throws the fault
 * of the file system; the temporary file is gone then.
 */
export function writeFileAtomically(
  path: string,
  parts: readonly Buffer[],
  options: WriteOptions = {},
): void {
  // git's own clean-up removes what a crash leaves under this prefix in an object store.
  const temporary = join(dirname(path), `tmp_${randomBytes(8).toString("hex")}`);
  const fd = openSync(temporary, "wx", options.mode ?? 0o644);
  try {
    try {
      writeAll(fd, parts);
      if (options.durable ?? true) fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
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
