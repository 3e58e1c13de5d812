import { lstatSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { processNamespace, startTime } from "./process-table.ts";
import { removeFolder } from "./remove-tree.ts";

/**
 * Temporary folders whose names tell which process made them: process-id namespace, id and start. A run that was killed
 * cannot take its work trees away, and they may hold gigabytes, so the next run on the machine does.
 */
const NAME = /^milestone-[a-z]+-(\d+)\.(\d+)\.([0-9a-f]{8}-\d+)-\w{6}$/;

/** Makes a folder of this process alone below the machine's temporary folder, or below `base`. */
export function makeTemporaryFolder(kind: string, base = tmpdir()): string {
  const owner = `${processNamespace()}.${process.pid}.${startTime(process.pid)}`;
  return mkdtempSync(resolve(base, `milestone-${kind}-${owner}-`));
}

/** Removes what processes of this user that are no more left below the folder. Linux only: elsewhere none is told. */
export async function removeAbandonedFolders(base: string): Promise<void> {
  const namespace = processNamespace();
  for (const name of readdirSync(base)) {
    const [, where, pid, started] = NAME.exec(name) ?? [];
    // Of a process in another container nothing is known: it may be at work.
    if (where === undefined || where !== namespace || startTime(Number(pid)) === started) continue;
    const path = join(base, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats?.isDirectory() || stats.uid !== process.getuid?.()) continue;
    await removeFolder(path);
  }
}
