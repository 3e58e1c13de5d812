import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ACTION } from "./program.ts";

const MEMORY_DISK = "/dev/shm";
/** What the suite keeps at once stays far below (bytes). */
const ROOM = 2 * 1024 ** 3;

/**
 * Builds the program under test before the first worker starts, so that all of them find it. Temporary folders go to a
 * disk in memory where there is one with room: the suite makes hundreds of repositories, and every one of their syncs
 * would wait for a real disk. `TMPDIR` chooses another place.
 */
export function setup(): (() => void) | undefined {
  process.env.RIG_ACTION = ACTION;
  if (process.env.TMPDIR || !hasRoom(MEMORY_DISK)) return undefined;
  const folder = mkdtempSync(join(MEMORY_DISK, "milestone-tests-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (!runsPrograms(folder)) {
    remove();
    return undefined;
  }
  // As any temporary folder: what runs as another user is to come through to its own.
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  return remove;
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ROOM;
}

/** Containers often mount it so that nothing in it can be executed. */
function runsPrograms(folder: string): boolean {
  const script = join(folder, "probe.sh");
  writeFileSync(script, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  return spawnSync(script).status === 0;
}
