import { accessSync, constants, existsSync, readFileSync, realpathSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Variables } from "../process/environment.ts";
import type { Complaint } from "../refusal.ts";
import { parseMounts } from "../sandbox/stage.ts";
import { isWithin } from "../sandbox/visible-paths.ts";

/** With less there is no room for one commit and one agent's brief. */
const LEAST_BYTES = 4 * 1024 * 1024;

/**
 * Where agents' work trees stand: the temporary folder, unless no program may be run there, as hardened machines have
 * it. A tree holds the repository's own scripts and its tools.
 */
export function workFolder(environment: Variables, mounts = mountTable()): string {
  const folders = [tmpdir(), environment.RUNNER_TEMP, "/var/tmp"].filter(each => each !== undefined);
  return folders.find(folder => isUsable(folder) && !isNoexec(folder, mounts)) ?? tmpdir();
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface NeededFolders {
  /** Where agents' work trees stand; null: work is done in the checkout. */
  trees: string | null;
  /** Where commits are written. */
  store: string;
}

/** What every run needs of a machine and this one has not. */
export function machineLacks(
  environment: Variables,
  { trees, store }: NeededFolders,
  mounts = mountTable(),
): Complaint[] {
  const complaints: Complaint[] = [];
  if (!hasProgram("bash", environment)) {
    complaints.push({
      message: "bash is not on the PATH, and every command of a milestone is run by it",
      remedy: "install bash (apt-get install bash, apk add bash), or add its folder to PATH",
    });
  }
  if (trees !== null && isNoexec(trees, mounts)) {
    complaints.push({
      message: `no program can be run in ${dirname(trees)}, which is mounted noexec, so no work tree can stand there`,
      remedy: "set TMPDIR to a folder on a file system that runs programs",
    });
  }
  for (const folder of new Set([...(trees === null ? [] : [trees]), store])) {
    const { bavail, bsize, blocks } = statfsSync(folder);
    if (blocks === 0 || bavail * bsize >= LEAST_BYTES) continue;
    complaints.push({
      message: `the disk of ${folder} is full: ${(Number(bavail * bsize) / 2 ** 20).toFixed(1)} MiB are left`,
      remedy: "free some space and start again",
    });
  }
  return complaints;
}

function hasProgram(name: string, { PATH = "" }: Variables): boolean {
  return PATH.split(delimiter).some(folder => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** In the form of proc_pid_mountinfo(5). Other systems have none, and are not asked. */
function mountTable(): string {
  const table = "/proc/self/mountinfo";
  return existsSync(table) ? readFileSync(table, "utf8") : "";
}

/** Whether the file system that the folder lies on runs no programs. */
function isNoexec(folder: string, mounts: string): boolean {
  if (!existsSync(folder)) return false;
  const path = realpathSync(folder);
  const around = parseMounts(mounts).filter(mount => isWithin(path, mount.path));
  const nearest = around.sort((a, b) => b.path.length - a.path.length)[0];
  return nearest?.options.includes("noexec") ?? false;
}
