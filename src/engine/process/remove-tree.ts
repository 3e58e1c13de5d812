import { chmodSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The longest path, and the longest name in it, that the system takes (bytes). */
const PATH_MAX = process.platform === "linux" ? 4096 : 1024;
const NAME_MAX = 255;
const DEEPEST = PATH_MAX - NAME_MAX - 2;

/** Whether what lies in the folder may have a path that is longer than the system takes. */
export function isTooDeep(folder: string): boolean {
  return Buffer.byteLength(folder) > DEEPEST;
}

/** Removes a folder that agents worked in, or nothing where there is none. */
export async function removeFolder(path: string): Promise<void> {
  try {
    // It does most of its work beside the event loop.
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    removeTree(path); // tells itself what it cannot do
  }
}

/**
 * Removes whatever is at the path, also what node's own removal gives up at: folders that may not be written or read,
 * nests deeper than a path can be long, names that are not UTF-8. No link is followed. Nobody may work there any more.
 * @param near a folder on the same file system, for what lies too deep to be removed in its place
 */
export function removeTree(path: string | Buffer, near = dirname(path.toString())): void {
  const moved: string[] = [];
  remove(Buffer.from(path), folder => {
    const aside = mkdtempSync(join(near, "milestone-nest-"));
    moved.push(aside);
    renameSync(folder, join(aside, "n"));
  });
  for (const aside of moved) removeTree(aside, near);
}

function remove(path: Buffer, moveAside: (folder: Buffer) => void): void {
  try {
    if (!isUnlinked(path)) removeOneFolder(path, moveAside);
  } catch (error) {
    // Another process may remove the same leavings at the same time.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function removeOneFolder(path: Buffer, moveAside: (folder: Buffer) => void): void {
  // To be moved or emptied, a folder must be open to its owner.
  const { mode, uid } = lstatSync(path);
  if ((mode & 0o700) !== 0o700 && uid === process.getuid?.()) chmodSync(path, 0o700);
  if (path.length > DEEPEST) return moveAside(path);
  for (const name of readdirSync(path, { encoding: "buffer" })) {
    remove(Buffer.concat([path, Buffer.from("/"), name]), moveAside);
  }
  rmdirSync(path);
}

/** Takes a file or a link away, which is nearly all there ever is; false when a folder stands there instead. */
function isUnlinked(path: Buffer): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") return true;
    // Of a folder Linux says EISDIR, macOS EPERM.
    if (!["EISDIR", "EPERM", "EACCES"].includes(code)) throw error;
    if (!lstatSync(path).isDirectory()) throw error;
    return false;
  }
}
