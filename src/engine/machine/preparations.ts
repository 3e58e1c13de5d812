import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { cp } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { TreeSnapshot } from "../git/tree-snapshot.ts";
import type { CheckedOut, MadeEntry, WorkTree } from "../git/worktree.ts";
import type { Preparation, Preparations, Workspace } from "../ports.ts";
import type { Variables } from "../process/environment.ts";
import { removeFolder } from "../process/remove-tree.ts";
import { type KeptSetup, SetupCache } from "./setup-cache.ts";
import type { TreesOfWorkspaces } from "./workspaces.ts";

/** Paths that are handed to one `cp`. */
const PATHS_A_COPY = 200;
/** For one `cp` (ms). */
const COPY_TIMEOUT_MS = 900_000;

export interface PreparationOptions {
  /** A folder of the engine's alone on the file system of the trees. */
  folder: string;
  trees: Pick<TreesOfWorkspaces, "treeOf" | "isLayered" | "freeze" | "standOn">;
  environment: Variables;
  /** Whose trees they are: nothing is ever shared between repositories. */
  repository: string;
  /** The folder of caches; null: nothing is kept for later sessions. */
  cache: string | null;
  /** The folder below which trees can be shown; null: there is none. */
  showPlace: string | null;
  /** The home that setup, tests and checks share; null: the person's own. */
  home: () => string | null;
  /** Told what went wrong although the work goes on. */
  note: (text: string) => void;
  /** Whether agents can be kept from the cache, and a tree shown at another path. */
  isolation: () => Promise<{ hides: boolean; places: boolean }>;
}

interface KeptPreparation extends Preparation, Omit<KeptSetup, "keptSince"> {
  /** Where other trees stand upon the one in which it was made. */
  snapshot?: TreeSnapshot;
}

/**
 * What `setup` made in one tree is copied aside at once, before any agent works beside it, and from there into the other
 * trees: so none of them holds anything of another agent's.
 */
export function machinePreparations(options: PreparationOptions): Preparations {
  const { folder, trees, home, isolation, note } = options;
  const cache = options.cache === null ? null : new SetupCache(options.cache);
  /** The one path at which every tree can be shown, in this session and in later ones. */
  const place = options.showPlace && join(options.showPlace, digest(options.repository), "tree");
  const keyOf = (key: string) =>
    digest(
      [key, options.repository, place, home() !== null, ...machineImage(options.environment)].join("\0"),
    );
  let count = 0;
  /** The tree itself becomes what others stand upon. */
  const layer = async (
    workspace: Workspace,
    { tree, made, paths }: { tree: WorkTree; made: CheckedOut; paths: readonly string[] },
  ): Promise<KeptPreparation | null> => {
    const shown = workspace.shownAt ?? null;
    if (await isNamedIn(tree.path, tree.path, paths)) return null;
    const at = shown !== null && (await isNamedIn(shown, tree.path, paths)) ? shown : null;
    const snapshot = await trees.freeze(workspace);
    return snapshot && { made: plain(made), files: snapshot.lower[0]!, at, home: null, snapshot };
  };
  return {
    async begin(workspace, command) {
      const isPlaced = place !== null && !SEES_THE_HOST.test(command) && (await isolation()).places;
      workspace.shownAt = isPlaced ? place : null;
    },
    async find(key) {
      if (!cache || !(await isolation()).hides) return null;
      const found = cache.find(keyOf(key));
      if (!found || (found.at !== null && !(await isolation()).places)) return null;
      const own = home();
      if (found.home === null) return found;
      if (own === null) return null;
      mkdirSync(own, { recursive: true });
      if (!(await copyPaths(found.home, own, readdirSync(found.home)))) return null;
      return found;
    },
    async keep(workspace, key) {
      const tree = trees.treeOf(workspace);
      const made = await tree?.keepPrepared();
      // Submodules' repositories lie in the tree's own git directory.
      if (!tree || !made || existsSync(join(tree.path, ".git/modules"))) return null;
      const paths = [...made].flatMap(([path, { isGone }]) => (isGone ? [] : [path]));
      if (await trees.isLayered()) {
        const kept = await layer(workspace, { tree, made, paths });
        if (kept && cache && key !== null && paths.length > 0 && (await isolation()).hides)
          await keepForLater(cache, { kept, paths }, { key: keyOf(key), home: home(), note });
        return kept;
      }
      const files = join(folder, String(count++));
      mkdirSync(files, { recursive: true });
      if (!(await copyPaths(tree.path, files, paths)) || (await isNamedIn(tree.path, files))) {
        await removeFolder(files);
        return null;
      }
      const shown = workspace.shownAt ?? null;
      const at = shown !== null && (await isNamedIn(shown, files)) ? shown : null;
      workspace.shownAt = at;
      const kept: KeptPreparation = { made: plain(made), files, at, home: null };
      if (cache && key !== null && paths.length > 0 && (await isolation()).hides)
        await keepForLater(cache, { kept, paths }, { key: keyOf(key), home: home(), note });
      return kept;
    },
    async give(workspace, preparation) {
      const tree = trees.treeOf(workspace);
      const { made, files, at, snapshot } = preparation as KeptPreparation;
      if (snapshot && trees.standOn(workspace, snapshot)) {
        workspace.shownAt = at;
        return true;
      }
      const paths = await tree?.makeRoom(made);
      if (!tree || !paths || !(await copyPaths(files, tree.path, paths))) return false;
      await tree.keepPrepared();
      workspace.shownAt = at;
      return true;
    },
  };
}

/**
 * A folder of caches that is full, read-only or written to by another session costs a later setup, and no work now.
 * Nothing is kept where what was made, or the home, names a path that is this session's alone.
 */
async function keepForLater(
  cache: SetupCache,
  { kept: { made, files, at }, paths }: { kept: KeptPreparation; paths: readonly string[] },
  { key, home, note }: { key: string; home: string | null; note: (text: string) => void },
): Promise<void> {
  try {
    const into = cache.begin();
    try {
      const isWhole =
        (await copyPaths(files, join(into, "files"), paths)) &&
        (home === null || (!(await isNamedIn(home, files)) && (await keepHome(home, into))));
      if (isWhole) await cache.keep(into, { key, made, at, now: Date.now() });
    } finally {
      await removeFolder(into);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    note(`what setup made is not kept for later sessions: ${(error as Error).message}`);
  }
}

/** A container of the machine's knows no path that only the sandbox shows. */
const SEES_THE_HOST = /\b(?:docker|podman|nerdctl|devcontainer)\b/;

function plain(made: CheckedOut): CheckedOut {
  return new Map([...made].map(([path, { from, isGone }]): [string, MadeEntry] => [path, { from, isGone }]));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Programs whose version decides what a setup makes. */
const PROGRAMS = ["node", "python3", "ruby", "java", "go", "cargo", "php", "dotnet", "gcc"];

/** What of the machine decides what a setup makes. */
function machineImage({ PATH = "", ImageOS = "", ImageVersion = "" }: Variables): string[] {
  const release = "/etc/os-release";
  const found = PROGRAMS.map(name => {
    const file = PATH.split(delimiter)
      .map(each => join(each, name))
      .find(each => existsSync(each));
    if (file === undefined) return "";
    const { size, mtimeMs } = statSync(file);
    return `${realpathSync(file)} ${size} ${mtimeMs}`;
  });
  return [
    process.platform,
    process.arch,
    ImageOS,
    ImageVersion,
    existsSync(release) ? readFileSync(release, "utf8") : "",
    ...found,
  ];
}

/** The home as it is, where nothing in it names the path that it has in this session alone. */
async function keepHome(home: string, into: string): Promise<boolean> {
  const names = existsSync(home) ? readdirSync(home).filter(name => name !== ".gitconfig") : [];
  if (names.length === 0) return true;
  const to = join(into, "home");
  mkdirSync(to, { mode: 0o700 });
  return (await copyPaths(home, to, names)) && !(await isNamedIn(home, to));
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

/** Whether a file or a link at or below the paths in the folder names this path. */
async function isNamedIn(path: string, folder: string, among: readonly string[] = ["."]): Promise<boolean> {
  for (let at = 0; at < among.length; at += PATHS_A_COPY) {
    const some = among.slice(at, at + PATHS_A_COPY).map(each => `./${each}`);
    if (await answers("grep", ["-rlF", "-m1", "--", path, ...some], folder)) return true;
    if (await answers("find", [...some, "-type", "l", "-lname", `${path}*`, "-print", "-quit"], folder))
      return true;
  }
  return false;
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
