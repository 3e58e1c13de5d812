import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { writeAgentGit } from "./agent-git.ts";
import type { GitRepository } from "./git-repository.ts";
import { type IndexEntry, parseIndexFile } from "./index-file.ts";
import { IndexTable } from "./index-table.ts";
import { hasRealParents, readNoFollow, removeNoFollow } from "./no-follow-fs.ts";
import { type GitIdentity, isOid, type Oid } from "./object.ts";
import { GITLINK } from "./tree-object.ts";

/** Coarsest step of the kernels' file clocks that is reckoned with, twice over. */
const CLOCK_STEP_MS = 20;

export interface Submodule {
  /** Where it stands in the work tree. */
  path: string;
  commit: Oid;
}

/** Where a submodule's repository is, or null: the folder itself, or what its `.git` file names below `within`. */
function gitDirectoryOf(folder: string, within: string): string | null {
  const dotGit = join(folder, ".git");
  const stats = lstatSync(dotGit, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return dotGit;
  if (!stats?.isFile() || stats.size > 4096) return null;
  const named = /^gitdir: (.+)\n?$/.exec(readFileSync(dotGit, "utf8"))?.[1];
  if (named === undefined) return null;
  const path = isAbsolute(named) ? named : resolve(folder, named);
  if (!existsSync(path)) return null;
  const real = realpathSync(path);
  return real.startsWith(`${realpathSync(within)}/`) ? real : null;
}

/** The folders of objects that the git directories of the person's submodules, at any depth, have. */
export function objectsOfSubmodules(gitDirectory: string): string[] {
  const modules = join(gitDirectory, "modules");
  if (!existsSync(modules)) return [];
  // Names may hold slashes, so a git directory may lie deeper than one level.
  const below = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
      const inner = join(folder, entry.name);
      if (!entry.isDirectory()) return [];
      if (!existsSync(join(inner, "HEAD"))) return below(inner);
      return [join(inner, "objects"), ...objectsOfSubmodules(inner)];
    });
  return below(modules);
}

/**
 * Fills a submodule's folder, and the submodules in it, from what was brought of its own repository, or else from the
 * person's own checkout, where its commit is there: nothing is fetched here. One that setup filled is left to it.
 */
export async function fillSubmodule(
  repository: GitRepository,
  { root, submodule, identity }: { root: string; submodule: Submodule; identity: GitIdentity },
): Promise<void> {
  const { path, commit } = submodule;
  const folder = join(root, path);
  const source =
    repository.submodules?.directoryOf(commit) ??
    gitDirectoryOf(join(repository.root, path), repository.commonDirectory);
  if (!source || !hasRealParents(root, path) || !lstatSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return;
  const own = lstatSync(join(folder, ".git"), { throwIfNoEntry: false });
  if (own?.isFile()) return;
  const index = join(repository.git.directory, `index-${randomUUID()}`);
  const env = {
    GIT_DIR: repository.git.plainDirectory,
    GIT_OBJECT_DIRECTORY: join(source, "objects"),
    GIT_INDEX_FILE: index,
    GIT_WORK_TREE: folder,
  };
  const config = ["index.version=2", "core.splitIndex=false", "index.sparse=false"];
  const run = (...args: string[]) => repository.git.run(args, { env, config, cwd: folder });
  try {
    // Not there: the person's submodule stands at another commit.
    if ((await run("read-tree", commit)).code !== 0) return;
    if ((await run("checkout-index", "--all", "--force", "--index", "--quiet")).code !== 0) return;
    const left = await run("ls-files", "-z", "--others", "--exclude-standard");
    for (const name of left.stdout.toString("utf8").split("\0").filter(Boolean))
      if (name !== ".git") removeNoFollow(root, `${path}/${name.replace(/\/$/, "")}`);
    const { format } = repository.store;
    const table = new IndexTable(format);
    const entries = parseIndexFile(readFileSync(index), format);
    for (const entry of entries) table.set(entry);
    writeAgentGit({
      root: folder,
      commit,
      index: table,
      commonDirectory: source,
      format,
      staged: null,
      identity,
      lineEnds: [],
    });
    for (const inner of submodulesIn(path, entries)) {
      await fillSubmodule(repository, { root, submodule: inner, identity });
    }
  } finally {
    rmSync(index, { force: true });
  }
}

/** The submodules of one, among the entries of its index. */
function submodulesIn(path: string, entries: readonly IndexEntry[]): Submodule[] {
  return entries.flatMap(entry =>
    entry.mode === GITLINK ? [{ path: `${path}/${entry.path}`, commit: entry.oid }] : [],
  );
}

/** The git directory of a submodule that is filled, within the tree's root; null: it is not, or leads elsewhere. */
function ownGitDirectory(root: string, path: string): string | null {
  const folder = join(root, path);
  if (!hasRealParents(root, path) || !lstatSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return null;
  return gitDirectoryOf(folder, root);
}

/** The commit that a submodule stands at in the tree; null: it is not filled. */
export function commitInside(root: string, path: string): Oid | null {
  const directory = ownGitDirectory(root, path);
  return directory && headOf(root, directory);
}

/** What became of a submodule; `why` completes "the path …". */
export type Inside = { kind: "moved"; commit: Oid } | { kind: "unsafe"; why: string };

/**
 * What was left of a submodule since `since` (ms): the other commit that it stands at, or work in it that no commit of
 * this repository can hold; null: nothing. Its commit is the one that it is to stand at.
 */
export async function workInside(
  repository: GitRepository,
  { root, submodule, since }: { root: string; submodule: Submodule; since: number },
): Promise<Inside | null> {
  const { path } = submodule;
  const folder = join(root, path);
  const directory = ownGitDirectory(root, path);
  if (!directory) return null;
  const commit = headOf(root, directory) ?? submodule.commit;
  const moved = commit === submodule.commit ? null : ({ kind: "moved", commit } as const);
  const unsafe = (why: string): Inside => ({ kind: "unsafe", why });
  const index = join(repository.git.directory, `index-${randomUUID()}`);
  const env = {
    GIT_DIR: repository.git.plainDirectory,
    GIT_OBJECT_DIRECTORY: join(directory, "objects"),
    GIT_INDEX_FILE: index,
    GIT_WORK_TREE: folder,
    GIT_LITERAL_PATHSPECS: "0",
  };
  const run = (...args: string[]) => repository.git.run(args, { env, cwd: folder });
  try {
    if ((await run("read-tree", commit)).code !== 0)
      return moved && unsafe(`is a submodule at the commit ${commit.slice(0, 10)}, which cannot be read`);
    const inner = submodulesIn(path, parseIndexFile(readFileSync(index), repository.store.format));
    const listed = await run("ls-files", "-z", "--modified", "--deleted", "--others", "--exclude-standard");
    const names = [...new Set(listed.stdout.toString("utf8").split("\0").filter(Boolean))].sort();
    const isInner = (name: string) => inner.some(each => each.path === `${path}/${name}`);
    const changed = names.filter(name => {
      const stats = lstatSync(join(folder, name), { throwIfNoEntry: false });
      return name !== ".git" && (!stats || stats.ctimeMs >= since - CLOCK_STEP_MS) && !isInner(name);
    });
    if (changed.length === 0) return (await workInAny(repository, { root, inner, since })) ?? moved;
    const shown =
      changed.slice(0, 3).join(", ") + (changed.length > 3 ? ` and ${changed.length - 3} more` : "");
    return unsafe(
      `is a submodule with changes inside (${shown}), which no commit of this repository can hold; make them in the submodule's own repository`,
    );
  } finally {
    rmSync(index, { force: true });
  }
}

async function workInAny(
  repository: GitRepository,
  { root, inner, since }: { root: string; inner: readonly Submodule[]; since: number },
): Promise<Inside | null> {
  for (const submodule of inner) {
    const found = await workInside(repository, { root, submodule, since });
    if (found === null) continue;
    const why =
      found.kind === "unsafe"
        ? found.why
        : `was moved to the commit ${found.commit.slice(0, 10)}, which only a commit of the submodule around it can say`;
    return { kind: "unsafe", why: `has in it ${submodule.path}, which ${why}` };
  }
  return null;
}

function headOf(root: string, directory: string): Oid | null {
  const read = (name: string): string | null => {
    const outcome = readNoFollow({
      root,
      path: join(directory, name).slice(root.length + 1),
      maxBytes: 4096,
    });
    return outcome.ok ? outcome.content.toString("utf8").trim() : null;
  };
  const head = read("HEAD");
  const link = /^ref: (refs\/[\w./-]+)$/.exec(head ?? "")?.[1];
  const oid = link && !link.includes("..") ? read(link) : head;
  return oid !== null && isOid(oid) ? oid : null;
}
