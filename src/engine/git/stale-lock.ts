import { linkSync, lstatSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A lock is held for milliseconds; one this old is looked at more closely (ms). */
const YOUNG_MS = 2_000;
/** Where nobody can tell who has a file open, only a lock this old counts as left behind (ms). */
const OLD_MS = 60_000;

/**
 * Removes a ref's lock that a killed process left behind: older than any work under it takes, and open in no process
 * that can be seen. Answers whether it is gone.
 */
export function removeStaleLock(lock: string): boolean {
  const stat = lstatSync(lock, { throwIfNoEntry: false });
  if (!stat) return true;
  const age = Date.now() - stat.mtimeMs;
  if (age < YOUNG_MS) return false;
  const open = isOpenSomewhere(lock);
  if (open === true || (open === null && age < OLD_MS)) return false;
  const aside = join(dirname(lock), `.stale-${process.pid}-${basename(lock)}`);
  try {
    renameSync(lock, aside);
    // Someone else was as fast and has made a lock of their own since: theirs goes back.
    if (lstatSync(aside).ino !== stat.ino) linkSync(aside, lock);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EEXIST") return true;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Whether a process of this user has the file open; null where that cannot be found out. */
function isOpenSomewhere(path: string): boolean | null {
  const target = join(realpathSync(dirname(path)), basename(path));
  let pids: string[];
  try {
    pids = readdirSync("/proc").filter(name => /^\d+$/.test(name));
  } catch {
    return null; // no /proc on this system
  }
  return pids.some(pid => descriptorsOf(pid).includes(target));
}

function descriptorsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map(fd => linkOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    return []; // it ended meanwhile, or is another user's, who cannot write here
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // closed meanwhile
  }
}
