import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Made, MadeEntry, WorkTree } from "../git/worktree.ts";
import type { Preparation, Preparations, Workspace } from "../ports.ts";
import { removeFolder } from "../process/remove-tree.ts";

/** Paths that are handed to one `cp`. */
const PATHS_A_COPY = 200;
/** For one `cp` (ms). */
const COPY_TIMEOUT_MS = 900_000;

interface Kept extends Preparation {
  made: Made;
  /** Holds the files at their paths. */
  files: string;
}

export interface PreparationOptions {
  /** A folder of the engine's alone on the file system of the trees. */
  folder: string;
  treeOf: (workspace: Workspace) => WorkTree | undefined;
}

/**
 * What `setup` made in one tree is copied aside at once, before any agent works beside it, and from there into the other
 * trees: so none of them holds anything of another agent's. Names of the tree's own folder in what was made would lead
 * from one tree into another, so that such things are not copied.
 */
export function machinePreparations({ folder, treeOf }: PreparationOptions): Preparations {
  let count = 0;
  return {
    find: async () => null,
    async keep(workspace) {
      const tree = treeOf(workspace);
      const made = await tree?.keepPrepared();
      // Submodules' repositories lie in the tree's own git directory.
      if (!tree || !made || existsSync(join(tree.path, ".git/modules"))) return null;
      const files = join(folder, String(count++));
      mkdirSync(files, { recursive: true });
      const kept: Kept = { made: plain(made), files };
      const paths = [...made].flatMap(([path, { isGone }]) => (isGone ? [] : [path]));
      if ((await copyPaths(tree.path, files, paths)) && !(await isNamedIn(tree.path, files))) return kept;
      await removeFolder(files);
      return null;
    },
    async give(workspace, preparation) {
      const tree = treeOf(workspace);
      const { made, files } = preparation as Kept;
      const paths = await tree?.makeRoom(made);
      if (!tree || !paths) return false;
      const isCopied = await copyPaths(files, tree.path, paths);
      if (isCopied) await tree.keepPrepared();
      return isCopied;
    },
  };
}

function plain(made: Made): Made {
  return new Map([...made].map(([path, { from, isGone }]): [string, MadeEntry] => [path, { from, isGone }]));
}

/** With everything that is in them and as it is; folders above them are made like those above the originals. */
async function copyPaths(from: string, to: string, paths: readonly string[]): Promise<boolean> {
  try {
    for (let at = 0; at < paths.length; at += PATHS_A_COPY) {
      await copy(from, to, paths.slice(at, at + PATHS_A_COPY));
    }
    return true;
  } catch (error) {
    // A file that cannot be read, a socket, a disk that is full: the setup runs once more, and tells it itself.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}

async function copy(from: string, to: string, paths: readonly string[]): Promise<void> {
  if (process.platform === "linux") {
    const args = ["-a", "--reflink=auto", "--parents", "-t", to, "--", ...paths];
    await promisify(execFile)("/bin/cp", args, { cwd: from, timeout: COPY_TIMEOUT_MS, maxBuffer: 1 << 24 });
    return;
  }
  for (const path of paths) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    await cp(join(from, path), join(to, path), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
    });
  }
}

/** Whether a file or a link below the folder names this path. */
async function isNamedIn(path: string, folder: string): Promise<boolean> {
  const found = await answers("grep", ["-rlF", "-m1", "--", path, folder], folder);
  if (found) return true;
  return answers("find", [folder, "-type", "l", "-lname", `${path}*`, "-print", "-quit"], folder);
}

/** Whether the program printed anything. */
async function answers(program: string, args: string[], cwd: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      cwd,
      timeout: COPY_TIMEOUT_MS,
      maxBuffer: 1 << 26,
    });
    return stdout !== "";
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    // grep ends with 1 where it found nothing.
    return !(code === 1 && stdout === "");
  }
}
