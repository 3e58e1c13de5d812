import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Where a repository keeps its parts. All paths are absolute and without symbolic links. */
export interface RepositoryPlace {
  /** The top of the work tree; the git directory itself for a bare repository. */
  root: string;
  bare: boolean;
  /** HEAD and index live here. */
  gitDirectory: string;
  /** Refs, objects and configuration live here; shared by linked work trees. */
  commonDirectory: string;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isGitDirectory(path: string): boolean {
  const common = readText(join(path, "commondir"));
  const shared = common === null ? path : resolve(path, common);
  return (
    readText(join(path, "HEAD")) !== null &&
    isDirectory(join(shared, "objects")) &&
    isDirectory(join(shared, "refs"))
  );
}

function placeOf(root: string, gitDirectory: string, bare: boolean): RepositoryPlace {
  const common = readText(join(gitDirectory, "commondir"));
  const real = realpathSync(gitDirectory);
  return {
    root: realpathSync(root),
    bare,
    gitDirectory: real,
    commonDirectory: common === null ? real : realpathSync(resolve(gitDirectory, common)),
  };
}

/** Finds the repository that holds a directory, walking up as git does, without starting git. Null when none does. */
export function locateRepository(directory: string): RepositoryPlace | null {
  let current = resolve(directory);
  for (;;) {
    const dotGit = join(current, ".git");
    if (isDirectory(dotGit) && isGitDirectory(dotGit)) return placeOf(current, dotGit, false);
    const link = /^gitdir: (.+)$/.exec(readText(dotGit) ?? "")?.[1];
    if (link && isGitDirectory(resolve(current, link)))
      return placeOf(current, resolve(current, link), false);
    if (isGitDirectory(current)) return placeOf(current, current, true);
    const parent = dirname(current);
    if (parent === current) return null;
    current = parent;
  }
}
