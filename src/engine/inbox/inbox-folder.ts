import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { socketName } from "./inbox-protocol.ts";

/** A socket's path is cut at 108 bytes by Linux and at 104 by others, so a longer one is no path to it. */
const LONGEST_PATH = 100;

/** Where the engines of one clone listen: a folder beside the repository's own state that only its owner may enter. */
export function inboxFolder(commonDirectory: string): string {
  return join(commonDirectory, "milestone", "inbox");
}

/** Makes the folder, closed to everybody else, and clears what engines that died left in it. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // It may be older than this program, or made under another umask.
  chmodSync(folder, 0o700);
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(\d+)\./.exec(name)?.[1]);
    if (pid === process.pid || !isRunning(pid)) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * A path to the engine's socket that is short enough to be one, and what is to be closed when it is no longer used;
 * null where there is none.
 */
export async function socketPath(
  folder: string,
  pid: number,
): Promise<{ path: string; close(): Promise<void> } | null> {
  const path = join(folder, socketName(pid));
  if (Buffer.byteLength(path) <= LONGEST_PATH) return { path, close: async () => undefined };
  if (process.platform !== "linux") return null;
  const handle = await open(folder, "r");
  return { path: `/proc/self/fd/${handle.fd}/${socketName(pid)}`, close: () => handle.close() };
}
