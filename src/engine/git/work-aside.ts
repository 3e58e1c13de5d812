import { randomUUID } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { GitRepository } from "./git-repository.ts";
import { hasRealParents, lstatOrNone, readNoFollow } from "./no-follow-fs.ts";
import type { Oid } from "./object.ts";
import { unsafePath } from "./path.ts";
import type { ScannedPath } from "./scan.ts";

const HEADS = ".git/refs/heads";
const STASH = ".git/refs/stash";
const TREES = ".git/worktrees";
const MAX_REF = 4096;
const MAX_PACKED = 1024 * 1024;
/** So many branches, and so many work trees, are looked at one by one; what the others hold is only told. */
const MOST_NAMED = 100;

/**
 * Work that an agent left where no commit takes it from: in a stash, on branches that its tree has not merged, or in work
 * trees of its own, wherever they stand. Its git directory was written without any of them. git looks at its objects and at
 * files alone, never at its settings.
 */
export async function workAside(repository: GitRepository, root: string): Promise<ScannedPath[]> {
  const packed = text(root, ".git/packed-refs", MAX_PACKED);
  const refs = branches(root, packed);
  const aside = new Aside(repository, root, refs);
  if (lstatOrNone(join(root, STASH)) || packed.includes(" refs/stash\n"))
    aside.add(STASH, "holds work in a stash, which is never landed; take it out (git stash pop) or drop it");
  await aside.lookAtBranches();
  await aside.lookAtTrees();
  return aside.found;
}

class Aside {
  readonly found: ScannedPath[] = [];
  readonly #repository: GitRepository;
  readonly #root: string;
  readonly #refs: ReadonlyMap<string, Oid>;
  readonly #env: Record<string, string>;
  readonly #tip: Oid | null;

  constructor(repository: GitRepository, root: string, refs: ReadonlyMap<string, Oid>) {
    this.#repository = repository;
    this.#root = root;
    this.#refs = refs;
    this.#env = {
      GIT_DIR: repository.git.plainDirectory,
      GIT_OBJECT_DIRECTORY: join(root, ".git/objects"),
    };
    this.#tip = this.#headIn(".git/HEAD");
  }

  add(path: string, why: string): void {
    this.found.push({ kind: "unsafe", path, why, isNew: false });
  }

  async lookAtBranches(): Promise<void> {
    const apart = [...this.#refs].filter(([, oid]) => oid !== this.#tip);
    for (const [name, oid] of apart.slice(0, MOST_NAMED)) {
      if (await this.#isMerged([oid])) continue;
      const remedy = `merge them (git merge ${name}) or delete the branch`;
      this.add(`${HEADS}/${name}`, `holds commits that are not in the tree that is landed; ${remedy}`);
    }
    const more = apart.slice(MOST_NAMED);
    if (more.length === 0 || (await this.#isMerged(more.map(([, oid]) => oid)))) return;
    this.add(
      HEADS,
      `holds ${more.length} more branches, some with commits that are not in the tree that is landed; merge or delete them`,
    );
  }

  async lookAtTrees(): Promise<void> {
    if (!lstatOrNone(join(this.#root, TREES))?.isDirectory()) return;
    const names = readdirSync(join(this.#root, TREES)).sort();
    for (const name of names.slice(0, MOST_NAMED)) await this.#lookAtTree(name);
    const more = names.length - MOST_NAMED;
    if (more > 0) this.add(TREES, `holds ${more} more work trees, which are not looked at; remove them`);
  }

  async #lookAtTree(name: string): Promise<void> {
    const own = `${TREES}/${name}`;
    const head = this.#headIn(`${own}/HEAD`);
    const named = dirname(text(this.#root, `${own}/gitdir`, MAX_REF).trim());
    const folder = this.#folderOf(named, own);
    const remedy = `bring it into the tree that is landed, then git worktree remove --force ${named}`;
    // Commits on a branch are told of with the branch.
    const isDetached = /^[0-9a-f]/.test(text(this.#root, `${own}/HEAD`, MAX_REF));
    if (isDetached && head !== null && !(await this.#isMerged([head])))
      return this.add(own, `is a work tree (${named}) with commits that are not landed; ${remedy}`);
    if (folder === null) return;
    const changed = await this.#changedIn(folder, head);
    if (changed.length === 0) return;
    const shown =
      changed.slice(0, 3).join(", ") + (changed.length > 3 ? ` and ${changed.length - 3} more` : "");
    this.add(own, `is a work tree (${named}) with work that is not committed (${shown}); ${remedy}`);
  }

  /** Where it stands; null: it is gone. Within the agent's own tree it may stand at a path that only the agent sees. */
  #folderOf(named: string, own: string): string | null {
    if (this.#isTreeOf(named, own)) return named;
    const parts = named.split("/");
    const inside = parts
      .map((_, at) => parts.slice(at).join("/"))
      .filter(path => path !== "" && !unsafePath(path));
    const found = inside.find(
      path => hasRealParents(this.#root, path) && this.#isTreeOf(join(this.#root, path), own),
    );
    return found === undefined ? null : join(this.#root, found);
  }

  /** The path is the agent's word: only a folder that names this git directory in turn is looked into. */
  #isTreeOf(folder: string, own: string): boolean {
    if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false;
    const named = /^gitdir: (.+)$/m.exec(text(folder, ".git", MAX_REF))?.[1];
    return named !== undefined && resolve(folder, named).endsWith(`/${own}`);
  }

  /** @param head its commit; null: none is made there yet, or it cannot be told, and then all is work */
  async #changedIn(folder: string, head: Oid | null): Promise<string[]> {
    const { git } = this.#repository;
    const index = join(git.directory, `index-${randomUUID()}`);
    const env = { ...this.#env, GIT_INDEX_FILE: index, GIT_WORK_TREE: folder, GIT_LITERAL_PATHSPECS: "0" };
    const run = (...args: string[]) => git.run(args, { env, cwd: folder });
    try {
      if (head === null || (await run("read-tree", head)).code !== 0) await run("read-tree", "--empty");
      const listed = await run("ls-files", "-z", "--modified", "--deleted", "--others", "--exclude-standard");
      if (listed.code !== 0) return ["which cannot be read"];
      return [...new Set(listed.stdout.toString("utf8").split("\0").filter(Boolean))].sort();
    } finally {
      rmSync(index, { force: true });
    }
  }

  /** Whether the tree's own commit has all of them in its history. */
  async #isMerged(oids: readonly Oid[]): Promise<boolean> {
    if (this.#tip === null) return false;
    const input = `${[...oids, `^${this.#tip}`].join("\n")}\n`;
    const args = ["rev-list", "--max-count=1", "--stdin"];
    const listed = await this.#repository.git.run(args, { env: this.#env, cwd: this.#root, input });
    return listed.code === 0 && listed.stdout.length === 0;
  }

  /** The commit that a `HEAD` names; null: none. */
  #headIn(path: string): Oid | null {
    const head = text(this.#root, path, MAX_REF).trim();
    if (head.startsWith("ref: refs/heads/"))
      return this.#refs.get(head.slice("ref: refs/heads/".length)) ?? null;
    return /^[0-9a-f]{40,64}$/.test(head) ? head : null;
  }
}

/** Of the refs that git packed as well. */
function branches(root: string, packed: string): Map<string, Oid> {
  const refs = new Map<string, Oid>();
  for (const [, oid, name] of packed.matchAll(/^([0-9a-f]{40,64}) refs\/heads\/(\S+)$/gm)) {
    refs.set(name!, oid!);
  }
  const walk = (folder: string) => {
    if (!lstatOrNone(join(root, HEADS, folder))?.isDirectory()) return;
    for (const name of readdirSync(join(root, HEADS, folder))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const oid = text(root, `${HEADS}/${path}`, MAX_REF).trim();
      if (/^[0-9a-f]{40,64}$/.test(oid)) refs.set(path, oid);
      else walk(path);
    }
  };
  walk("");
  return refs;
}

function text(root: string, path: string, maxBytes: number): string {
  const read = readNoFollow({ root, path, maxBytes });
  return read.ok ? read.content.toString("utf8") : "";
}
