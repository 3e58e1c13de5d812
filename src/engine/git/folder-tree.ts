import { existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { removeTree } from "../process/remove-tree.ts";
import { type AgentGit, writeAgentGit } from "./agent-git.ts";
import { checkOut } from "./check-out.ts";
import { fileStat } from "./file-stat.ts";
import type { GitRepository } from "./git-repository.ts";
import { openIgnoreRules } from "./ignore.ts";
import {
  hasRealParents,
  lstatOrNone,
  makeParents,
  readNoFollow,
  removeNoFollow,
  writeNoFollow,
} from "./no-follow-fs.ts";
import { EMPTY_TREE, type GitIdentity, hashObject, type Oid } from "./object.ts";
import { type ScannedPath, type ScanRequest, type ScanResult, scanWorkTree } from "./scan.ts";
import { commitInside, fillSubmodule, type Submodule, workInside } from "./submodules.ts";
import { diffTrees, holdsFewFiles, type Leaf, treeOf } from "./tree.ts";
import { type FoundFile, leafOf, MAX_COMPARED, NO_STAMP, stampOf, TreeContent } from "./tree-content.ts";
import type { TreeSnapshot } from "./tree-snapshot.ts";
import { TreeUpdate } from "./tree-update.ts";
import { isHidden, SHOW_ALL, type SparseView, turnedPaths } from "./view.ts";
import { workAside } from "./work-aside.ts";
import { isIgnoreFile, WorkTable } from "./work-table.ts";
import type {
  ChangesOptions,
  CheckedOut,
  MadeEntry,
  MoveOptions,
  WorkTree,
  WorkTreeChange,
  WrittenPath,
} from "./worktree.ts";

/** A work tree of a folder of its own. */
export interface FolderTree extends WorkTree {
  /** Makes it what overlays stand upon, and itself of no more use; null where something in it holds by its own git directory. */
  freeze(): TreeSnapshot | null;
}

export interface WorkTreeOptions {
  repository: GitRepository;
  /** Made here, and must not exist or be empty. */
  directory: string;
  /** Who commits, should an agent commit. */
  identity: GitIdentity;
  /** A folder that is not taken away when it is empty, since the next phase would make it again. */
  keep?: string;
}

interface Update {
  /** The tree that stands there. */
  from: Oid;
  /** The tree that is to stand there. */
  to: Oid;
  scan: ScanResult;
  view: SparseView;
  folder: string | undefined;
}
/** Up to so many files are written here: starting git to check them out takes as long as writing about a hundred. */
const FEW_FILES = 100;

interface PreparedPath extends MadeEntry {
  /** As it was left; null: git ignores it, and it is only to be there. */
  stamp: string | null;
}

/** Opens a work tree; nothing is checked out before the first `moveTo`. */
export function openFolderTree(options: WorkTreeOptions): FolderTree {
  mkdirSync(options.directory, { recursive: true });
  return new FolderSlot({ ...options, directory: realpathSync(options.directory) });
}

class FolderSlot implements FolderTree {
  readonly path: string;
  commit: Oid | null = null;
  #settled = 0;
  #disturbedAt = 0;
  #lastScan: ScanResult | null = null;
  /** What the setup made or changed, as it left it; null: this tree was never prepared. */
  #prepared: Map<string, PreparedPath> | null = null;
  /** Where the setup left submodules that it filled: at which commit, when which one was wanted. */
  #preparedLinks = new Map<string, { wanted: Oid; left: Oid }>();
  #view = SHOW_ALL;
  #folder: string | undefined;
  /** How it was moved last. */
  #last: MoveOptions = {};
  #table: WorkTable;
  readonly #repository: GitRepository;
  readonly #agentGit: Omit<AgentGit, "commit" | "index" | "staged">;
  readonly #keep: string;
  readonly #ignore: ReturnType<typeof openIgnoreRules>;
  readonly #content: TreeContent;

  constructor({ repository, directory, identity, keep = "" }: WorkTreeOptions) {
    this.path = directory;
    this.#repository = repository;
    this.#table = new WorkTable(repository.store.format);
    this.#content = new TreeContent(repository, directory);
    this.#agentGit = {
      root: directory,
      commonDirectory: repository.commonDirectory,
      format: repository.store.format,
      identity,
      lineEnds: repository.conversion.settings.lineEnds,
    };
    this.#keep = keep;
    this.#ignore = openIgnoreRules(repository.git, {
      root: directory,
      excludesFile: repository.excludesFile,
    });
  }

  async put(changes: readonly WrittenPath[]): Promise<boolean> {
    for (const change of changes) {
      if (!("submodule" in change)) continue;
      await this.#fill({ path: change.path, commit: change.submodule });
      if (commitInside(this.path, change.path) !== change.submodule) return false;
    }
    const known = new Set<string>();
    for (const change of changes) {
      if ("submodule" in change) continue;
      if ("delete" in change) {
        if (hasRealParents(this.path, change.path)) removeNoFollow(this.path, change.path);
        continue;
      }
      makeParents(this.path, change.path, known);
      writeNoFollow(this.path, change.path, change);
    }
    this.disturb();
    return true;
  }

  freeze(): TreeSnapshot | null {
    const isWhole = this.#submodules().length === 0 && !existsSync(join(this.path, ".git/modules"));
    if (this.commit === null || !isWhole) return null;
    removeNoFollow(this.path, ".git");
    return {
      lower: [this.path],
      commit: this.commit,
      view: this.#view,
      table: this.#table,
      made: this.#prepared ?? new Map(),
    };
  }

  async keepPrepared(): Promise<CheckedOut> {
    this.#prepared = null;
    const { found } = await this.#scan([]);
    const prepared = new Map<string, PreparedPath>();
    for (const each of found) {
      const from = this.#table.files.get(each.path)?.oid ?? null;
      prepared.set(each.path, { from, isGone: each.kind === "deleted", stamp: this.#stamp(each) });
    }
    for (const path of this.#ignore.all()) {
      if (lstatOrNone(join(this.path, path))) prepared.set(path, { from: null, isGone: false, stamp: null });
    }
    this.#prepared = prepared;
    this.#preparedLinks.clear();
    for (const { path, commit } of this.#submodules()) {
      const left = commitInside(this.path, path);
      if (left !== null) this.#preparedLinks.set(path, { wanted: commit, left });
    }
    return prepared;
  }

  /** The commit that a submodule stands at before anything runs. */
  #startOf({ path, commit }: Submodule): Oid {
    const prepared = this.#preparedLinks.get(path);
    return prepared?.wanted === commit ? prepared.left : commit;
  }

  #areLinksPrepared(): boolean {
    return this.#submodules().every(submodule => {
      const { path } = submodule;
      return !this.#preparedLinks.has(path) || commitInside(this.path, path) === this.#startOf(submodule);
    });
  }

  isPrepared(): boolean {
    return (
      this.#prepared !== null &&
      this.#areLinksPrepared() &&
      [...this.#prepared].every(([path, entry]) => {
        if (this.#isSuperseded(path, entry)) return true;
        const stamp = stampOf(join(this.path, path));
        return entry.stamp === null ? stamp !== NO_STAMP : stamp === entry.stamp;
      })
    );
  }

  /** A commit has written the file since. */
  #isSuperseded(path: string, { from }: MadeEntry): boolean {
    return (this.#table.files.get(path)?.oid ?? null) !== from;
  }

  async makeRoom(made: CheckedOut): Promise<string[] | null> {
    if ([...made.keys()].some(path => this.#table.hasFolder(path))) return null;
    const real = new Set<string>();
    const before = this.#prepared ?? new Map<string, PreparedPath>();
    // Whatever of it is tracked is written as it is committed by the move below.
    for (const [path, entry] of before) {
      if (made.has(path) || this.#isSuperseded(path, entry)) continue;
      if (hasRealParents(this.path, path, real)) removeNoFollow(this.path, path);
    }
    this.#prepared = null;
    if (this.commit !== null && before.size > 0) await this.moveTo(this.commit, this.#last);
    const wanted: string[] = [];
    for (const [path, entry] of made) {
      if (this.#isSuperseded(path, entry)) continue;
      if (!entry.isGone) {
        makeParents(this.path, path, real);
        wanted.push(path);
      }
      if (hasRealParents(this.path, path, real)) removeNoFollow(this.path, path);
      real.delete(path);
    }
    return wanted;
  }

  #stamp({ path }: ScannedPath): string {
    return stampOf(join(this.path, path));
  }

  async changes({ always = [] }: ChangesOptions = {}): Promise<WorkTreeChange[]> {
    const scan = await this.#scan(always);
    await this.#content.convert(scan, this.#table);
    for (const submodule of this.#submodules()) {
      const { path } = submodule;
      const inside = await workInside(this.#repository, {
        root: this.path,
        submodule: { path, commit: this.#startOf(submodule) },
        since: this.#disturbedAt,
      });
      if (inside?.kind === "moved") scan.found.push({ kind: "submodule", path, commit: inside.commit });
      else if (inside) scan.found.push({ kind: "unsafe", path, why: inside.why, isNew: false });
    }
    this.#lastScan = scan;
    const aside = await workAside(this.#repository, this.path);
    const sorted = [...scan.found, ...aside].sort((a, b) => (a.path < b.path ? -1 : 1));
    const readable = (found: FoundFile) => this.#content.readable(found, scan, this.#table);
    return sorted.map(found => (found.kind === "file" ? readable(found) : found));
  }

  disturb(): void {
    this.#disturbedAt = Date.now();
  }

  #submodules(): Submodule[] {
    return [...this.#table.submodules].map(([path, commit]) => ({ path, commit }));
  }

  ignored(): string[] {
    return this.#ignore.all();
  }

  #scan(always: readonly string[]): Promise<ScanResult> {
    // Removed, or a link to somewhere else put in its place, where nothing is ours to look at or to remove.
    if (!lstatSync(this.path, { throwIfNoEntry: false })?.isDirectory()) {
      removeTree(this.path);
      mkdirSync(this.path, { recursive: true });
    }
    return this.#withoutPrepared({
      root: this.path,
      format: this.#repository.store.format,
      table: this.#table,
      ignore: this.#ignore,
      hasExcludes: this.#repository.hasExcludes,
      settled: this.#settled,
      always,
      maxBytes: MAX_COMPARED,
    });
  }

  async #withoutPrepared(request: ScanRequest): Promise<ScanResult> {
    const scan = await scanWorkTree(request);
    const prepared = this.#prepared;
    if (!prepared || prepared.size === 0) return scan;
    // Stamps are compared, as of thousands of files nobody wants to read each again.
    const isMade = (each: ScannedPath) => prepared.get(each.path)?.stamp === this.#stamp(each);
    return { ...scan, found: scan.found.filter(each => !isMade(each)) };
  }

  async moveTo(commit: Oid, options: MoveOptions = {}): Promise<void> {
    try {
      await this.#moveTo(commit, options);
    } catch (error) {
      if (!isOfTree(error)) throw error;
      this.#beginAnew();
      await this.#moveTo(commit, options);
    }
  }

  /** Nothing but a tree of its own brings the next agent to work where this one cannot be cleared. */
  #beginAnew(): void {
    renameSync(this.path, join(mkdtempSync(`${this.path}-left-`), "tree"));
    mkdirSync(this.path);
    this.commit = null;
    this.#table = new WorkTable(this.#repository.store.format);
    this.#lastScan = null;
    this.#prepared = null;
    this.#view = SHOW_ALL;
    this.#folder = undefined;
  }

  async #moveTo(commit: Oid, options: MoveOptions): Promise<void> {
    const { unchangedSinceScan: _, ...shown } = options;
    this.#last = shown;
    const { unchangedSinceScan = false, view = SHOW_ALL, folder } = options;
    // The agent's own git reads from disk.
    const { store } = this.#repository;
    const staged = await store.stage();
    this.#content.staged = staged;
    const to = await treeOf(store, commit);
    let from = this.commit === null ? EMPTY_TREE[store.format] : await treeOf(store, this.commit);
    if (this.commit === null && !(await holdsFewFiles(store, to, FEW_FILES))) {
      await store.flush();
      await this.#repository.complete(commit);
      this.#table = await checkOut({ commit, view, into: this.path, repository: this.#repository });
      this.#view = view;
      from = to;
      this.#lastScan = NOTHING_FOUND;
    }
    const isKnown = unchangedSinceScan || this.commit === null;
    const scan = (isKnown && this.#lastScan) || (await this.#scan([]));
    await this.#update({ from, to, scan, view, folder });
    this.#lastScan = null;
    this.commit = commit;
    writeAgentGit({ ...this.#agentGit, commit, staged, index: this.#table.index });
    for (const submodule of this.#submodules()) await this.#fill(submodule);
    // The index was written last, so its time is this file system's "now".
    this.#settled = statSync(join(this.path, ".git/index")).mtimeMs;
  }

  #fill(submodule: Submodule): Promise<void> {
    const { identity } = this.#agentGit;
    return fillSubmodule(this.#repository, { root: this.path, submodule, identity });
  }

  async #update({ from, to, scan, view, folder }: Update): Promise<void> {
    const { store } = this.#repository;
    const { files, index } = this.#table;
    const wanted = new Map<string, Leaf | null>();
    const found = new Set(scan.found.map(({ path }) => path));
    for (const path of [...found, ...turnedPaths(index, this.#view, view)])
      wanted.set(path, leafOf(index.at(path)));
    if (from !== to) {
      const differences = await diffTrees(store, from, to);
      for (const [path, { to: leaf }] of differences) wanted.set(path, leaf);
    }
    const hides = new Map<string, Leaf>();
    for (const [path, leaf] of wanted) {
      if (leaf === null || !isHidden(view, path)) continue;
      hides.set(path, leaf);
      if (files.has(path) || found.has(path)) wanted.set(path, null);
      else wanted.delete(path);
    }
    if ([...wanted.keys()].some(isIgnoreFile)) this.#ignore.forget();
    for (const found of scan.found) {
      const leaf = wanted.get(found.path);
      if (leaf && found.kind === "file" && this.#adopt(found, leaf, scan)) wanted.delete(found.path);
    }
    await this.#bring(wanted, scan.folders, folder);
    for (const [path, leaf] of hides) this.#table.hide(path, leaf);
    this.#view = view;
  }

  /** What an agent left and the commit took over stands there already: it is neither removed nor written again. */
  #adopt(found: Extract<ScannedPath, { kind: "file" }>, leaf: Leaf, scan: ScanResult): boolean {
    const { path, mode } = found;
    if (mode !== leaf.mode || found.size > MAX_COMPARED) return false;
    const stats = lstatSync(join(this.path, path), { bigint: true, throwIfNoEntry: false });
    const read = readNoFollow({
      root: this.path,
      path,
      maxBytes: MAX_COMPARED,
      ownLinks: scan.ownLinks(path),
    });
    if (!stats || !read.ok || hashObject("blob", read.content, this.#repository.store.format) !== leaf.oid)
      return false;
    this.#table.set({ path, ...leaf, stat: fileStat(stats) });
    return true;
  }

  /** Removes and writes what is wanted, and clears away the folders that this or an agent left empty. */
  async #bring(wanted: Map<string, Leaf | null>, met: string[], folder: string | undefined): Promise<void> {
    const [from, to] = [this.#folder, folder];
    this.#folder = folder;
    const update = new TreeUpdate(this.path, this.#table, wanted);
    const last = from !== undefined && to !== undefined ? update.reuseTaskFolder(from, to) : undefined;
    const keep = last === from || to === undefined ? [this.#keep] : [this.#keep, to];
    const emptied = update.removeAll();
    await this.#content.writeAll(wanted, this.#table, (leaf, content) => update.write(leaf, content));
    if (last !== undefined && to !== undefined) update.reuseFolders(last, to);
    // Last, as new files may have come into them.
    update.removeEmpty([...emptied, ...met], keep);
  }
}

/** Faults that no other tree on this machine would spare us. */
const OF_THE_MACHINE = ["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "EROFS", "ENOMEM"];

/** Whether it is something an agent may have left that is against us: a mount, a file of another user, no longer ours. */
function isOfTree(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined && !OF_THE_MACHINE.includes(code);
}

/** In an empty folder that git has just filled. */
const NOTHING_FOUND: ScanResult = { found: [], rewritten: [], folders: [], ownLinks: () => 1 };
