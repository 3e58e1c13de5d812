import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { removeFolder, removeTree } from "../process/remove-tree.ts";
import { type AgentGit, writeAgentGit } from "./agent-git.ts";
import { fileStat } from "./file-stat.ts";
import type { GitRepository } from "./git-repository.ts";
import { openIgnoreRules } from "./ignore.ts";
import { hasRealParents, lstatOrNone, removeNoFollow, writeNoFollow } from "./no-follow-fs.ts";
import type { GitIdentity, Oid } from "./object.ts";
import { opaqueFolders } from "./opaque.ts";
import { foldersAbove, leavesTree } from "./path.ts";
import { type ScanResult, scanWorkTree } from "./scan.ts";
import { diffTrees, type Leaf, treeOf } from "./tree.ts";
import { type FoundFile, MAX_COMPARED, stampOf, TreeContent } from "./tree-content.ts";
import { GITLINK } from "./tree-object.ts";
import { belowAt, NoSnapshot, namesBelow, rulesOf, type TreeSnapshot } from "./tree-snapshot.ts";
import { isHidden, SHOW_ALL, type SparseView, turnedPaths } from "./view.ts";
import { workAside } from "./work-aside.ts";
import { isIgnoreFile, WorkTable } from "./work-table.ts";
import type {
  ChangesOptions,
  CheckedOut,
  MoveOptions,
  WorkTree,
  WorkTreeChange,
  WrittenPath,
} from "./worktree.ts";

/** What an overlay is mounted of. */
export interface Layers {
  /** The uppermost first. */
  lower: readonly string[];
  upper: string;
  work: string;
}

export interface OverlayTreeOptions {
  repository: GitRepository;
  /** An empty folder: where the tree appears to what runs in it. */
  directory: string;
  /** A folder of the engine's alone, on the file system of the snapshots. */
  layers: string;
  /** A whiteout, as the kernel makes them, on the same file system. */
  whiteout: string;
  identity: GitIdentity;
  /** A folder that always stands there. */
  keep?: string;
  /** What it is to stand upon at first. */
  snapshot(commit: Oid, view: SparseView): Promise<TreeSnapshot>;
  /** A snapshot nearer to the commit, once too much differs from the one in use. */
  nearer(snapshot: TreeSnapshot, commit: Oid, view: SparseView): Promise<TreeSnapshot>;
}

/** A work tree whose files are a snapshot's, but for those in a folder of its own. */
export interface OverlayTree extends WorkTree {
  /** Null: it stands on nothing yet. */
  readonly snapshot: TreeSnapshot | null;
  readonly layers: Layers | null;
  /** From the next move on it is one of these files. */
  standOn(snapshot: TreeSnapshot): void;
  /** What it has and the snapshot has not becomes the upper part of another one. */
  freeze(): TreeSnapshot;
  /** Waits for what is being taken away; the rest goes with the folder of all trees. */
  close(): Promise<void>;
}

/** So many files may differ from the snapshot before a nearer one is asked for. */
const MOST_DIFFERING = 256;

export function openOverlayTree(options: OverlayTreeOptions): OverlayTree {
  mkdirSync(options.directory, { recursive: true });
  mkdirSync(options.layers, { recursive: true });
  return new Overlay(options);
}

/**
 * What runs in the tree sees the overlay, mounted in a namespace of its own; the engine never does. It knows the snapshot
 * by its table, and finds what an attempt did in the upper folder alone. Every move begins a new one.
 */
class Overlay implements OverlayTree {
  readonly path: string;
  commit: Oid | null = null;
  layers: Layers | null = null;
  #snapshot: TreeSnapshot | null = null;
  #next: TreeSnapshot | null = null;
  #table: WorkTable;
  #view: SparseView = SHOW_ALL;
  /** Where the tree at its commit differs from the snapshot; null: nothing stands there. */
  #differs = new Map<string, Leaf | null>();
  /** Tracked files that the engine put into the upper folder. */
  #top = new Set<string>();
  /** What the setup made that had to be copied into the upper folder, as it was left there. */
  #stamps = new Map<string, string>();
  #madeFolders = new Set<string>();
  #folders = new Set<string>();
  #settled = 0;
  #isScanned = true;
  #removing: Promise<unknown> = Promise.resolve();
  readonly #upper: string;
  readonly #work: string;
  readonly #content: TreeContent;
  readonly #ignore: ReturnType<typeof openIgnoreRules>;
  readonly #options: OverlayTreeOptions;
  readonly #agentGit: Omit<AgentGit, "root" | "commit" | "index" | "staged">;

  constructor(options: OverlayTreeOptions) {
    const { repository, identity } = options;
    const { format } = repository.store;
    this.#options = options;
    this.path = options.directory;
    this.#upper = join(options.layers, "upper");
    this.#work = join(options.layers, "work");
    this.#table = new WorkTable(format);
    const { lineEnds } = repository.conversion.settings;
    this.#agentGit = {
      commonDirectory: repository.commonDirectory,
      format,
      identity,
      lineEnds,
      isOverlay: true,
    };
    this.#content = new TreeContent(repository, this.#upper);
    this.#ignore = openIgnoreRules(repository.git, {
      root: this.#upper,
      excludesFile: repository.excludesFile,
    });
  }

  get snapshot(): TreeSnapshot | null {
    return this.#snapshot;
  }

  standOn(snapshot: TreeSnapshot): void {
    this.#next = snapshot;
  }

  disturb(): void {
    this.#isScanned = false;
  }

  ignored(): string[] {
    return this.#ignore.all();
  }

  /** The setup ran in the snapshot, never here. */
  async keepPrepared(): Promise<CheckedOut> {
    return this.#snapshot?.made ?? new Map();
  }

  isPrepared(): boolean {
    return true;
  }

  async makeRoom(): Promise<null> {
    return null;
  }

  async changes({ always = [] }: ChangesOptions = {}): Promise<WorkTreeChange[]> {
    const scan = await this.#scan(always);
    await this.#content.convert(scan, this.#table);
    const aside = await workAside(this.#options.repository, this.#upper);
    const sorted = [...scan.found, ...aside].sort((a, b) => (a.path < b.path ? -1 : 1));
    const readable = (found: FoundFile) => this.#content.readable(found, scan, this.#table);
    return sorted.map(found => (found.kind === "file" ? readable(found) : found));
  }

  async #scan(always: readonly string[]): Promise<ScanResult> {
    const { repository } = this.#options;
    const root = this.#upper;
    this.#isScanned = true;
    const scan = await scanWorkTree({
      root,
      format: repository.store.format,
      table: this.#table,
      ignore: this.#ignore,
      hasExcludes: repository.hasExcludes,
      settled: this.#settled,
      always,
      maxBytes: MAX_COMPARED,
      overlay: {
        top: this.#top,
        opaque: folders =>
          opaqueFolders(
            root,
            folders.filter(folder => this.#isFolderBelow(folder)),
          ),
      },
    });
    const isMade = (path: string): boolean =>
      this.#stamps.has(path) && this.#stamps.get(path) === stampOf(join(root, path));
    return { ...scan, found: scan.found.filter(({ path }) => !isMade(path)) };
  }

  #isFolderBelow(path: string): boolean {
    return belowAt(this.#snapshot!, path)?.isDirectory() ?? false;
  }

  async put(changes: readonly WrittenPath[]): Promise<boolean> {
    const root = this.#upper;
    for (const change of changes) {
      // Over a commit with submodules no overlay stands.
      if ("submodule" in change) throw new NoSnapshot();
      this.#makeParents(root, change.path);
      if (!("delete" in change)) writeNoFollow(root, change.path, change);
      else if (belowAt(this.#snapshot!, change.path)) this.#cover(root, change.path);
      else removeNoFollow(root, change.path);
    }
    this.disturb();
    return true;
  }

  async moveTo(commit: Oid, options: MoveOptions = {}): Promise<void> {
    const { unchangedSinceScan = false, view = SHOW_ALL, folder } = options;
    const { store } = this.#options.repository;
    // The agent's own git reads from disk.
    const staged = await store.stage();
    if (this.layers && !(unchangedSinceScan && this.#isScanned)) await this.#scan([]);
    const ignored = this.#ignore.all();
    const isNew = this.#next !== null || this.#snapshot === null;
    if (isNew) this.#stand(this.#next ?? (await this.#options.snapshot(commit, view)));
    await this.#differ(commit, view);
    if (this.#differs.size > MOST_DIFFERING) {
      const nearer = await this.#options.nearer(this.#snapshot!, commit, view);
      if (nearer !== this.#snapshot) {
        this.#stand(nearer);
        await this.#differ(commit, view);
      }
    }
    const aside = this.layers ? this.#setAside() : null;
    await this.#build(staged, folder);
    if (aside !== null && !isNew) this.#carry(join(aside, "upper"), ignored);
    writeAgentGit({
      ...this.#agentGit,
      root: this.#upper,
      commit,
      staged,
      index: this.#table.index,
    });
    // The index was written last, so its time is this file system's "now".
    this.#settled = statSync(join(this.#upper, ".git/index")).mtimeMs;
    this.#isScanned = true;
    if (aside !== null) this.#remove(aside);
  }

  #stand(snapshot: TreeSnapshot): void {
    this.#next = null;
    this.#snapshot = snapshot;
    this.#table = new WorkTable(snapshot.table);
    this.#view = snapshot.view;
    this.#differs = new Map();
    this.#ignore.forget();
    this.#madeFolders = new Set([...snapshot.made.keys()].flatMap(path => [path, ...foldersAbove(path)]));
    this.commit = snapshot.commit;
  }

  /** Brings the table to the commit, and finds where that differs from the snapshot. */
  async #differ(commit: Oid, view: SparseView): Promise<void> {
    const { store } = this.#options.repository;
    const { index } = this.#table;
    const [from, to] = [await treeOf(store, this.commit!), await treeOf(store, commit)];
    const changed = from === to ? [] : [...(await diffTrees(store, from, to))];
    if (changed.some(([path]) => isIgnoreFile(path))) this.#ignore.forget();
    const leaves = new Map<string, Leaf | null>();
    for (const path of [...this.#differs.keys(), ...turnedPaths(index, this.#view, view)])
      leaves.set(path, index.at(path));
    for (const [path, { to: leaf }] of changed) leaves.set(path, leaf);
    for (const [path, entry] of leaves) {
      const leaf = entry && { mode: entry.mode, oid: entry.oid };
      const below = this.#snapshot!.table.files.get(path);
      this.#differs.delete(path);
      if (leaf && !isHidden(view, path)) {
        // Of a submodule's insides an upper folder tells nothing.
        if (leaf.mode === GITLINK) throw new NoSnapshot();
        const isSame = below?.oid === leaf.oid && below.mode === leaf.mode;
        if (isSame) this.#table.set({ path, ...leaf, stat: below.stat });
        else this.#differs.set(path, leaf);
        continue;
      }
      if (leaf) this.#table.hide(path, leaf);
      else this.#table.delete(path);
      if (below) this.#differs.set(path, null);
    }
    this.#view = view;
    this.commit = commit;
  }

  /** A new upper folder with what differs from the snapshot. */
  async #build(staged: string | null, folder: string | undefined): Promise<void> {
    const [upper, work] = [this.#upper, this.#work];
    for (const place of [upper, work]) {
      // Of a move that did not come to its end.
      removeTree(place);
      mkdirSync(place);
    }
    const snapshot = this.#snapshot!;
    this.layers = { lower: snapshot.lower, upper, work };
    this.#content.staged = staged;
    this.#top = new Set();
    this.#stamps = new Map();
    this.#folders = new Set();
    const wanted = new Set([folder, this.#options.keep].flatMap(path => (path ? [path] : [])));
    for (const path of wanted) this.#makeFolder(upper, path);
    await this.#content.writeAll(this.#differs, this.#table, (leaf, content) =>
      this.#write(upper, leaf, content),
    );
    for (const [path, leaf] of this.#differs) if (leaf === null) this.#takeAway(upper, path);
    for (const path of rulesOf(snapshot)) this.#showRule(upper, path);
  }

  #write(upper: string, leaf: Leaf & { path: string }, content: Buffer): void {
    const { path, mode } = leaf;
    if (leavesTree(path)) throw new Error(`a commit holds the path ${JSON.stringify(path)}`);
    this.#makeParents(upper, path);
    this.#table.set({ ...leaf, stat: writeNoFollow(upper, path, { mode, content }) });
    this.#top.add(path);
  }

  /** Hides the file below, or the uppermost of its folders in which nothing is to be seen any more. */
  #takeAway(upper: string, path: string): void {
    let gone = path;
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
      if (this.#isNeeded(folder)) break;
      gone = folder;
    }
    for (let above = gone; above !== "."; above = dirname(above)) {
      const stats = lstatOrNone(join(upper, above));
      // A file in a folder's place hides all that was in it, and a folder a file.
      if (stats && (above === path || !stats.isDirectory())) return;
    }
    this.#makeParents(upper, gone);
    this.#cover(upper, gone);
  }

  #isNeeded(folder: string): boolean {
    return this.#table.hasFolder(folder) || this.#madeFolders.has(folder) || this.#folders.has(folder);
  }

  #cover(upper: string, path: string): void {
    removeNoFollow(upper, path);
    linkSync(this.#options.whiteout, join(upper, path));
  }

  /** Copies what git reads of the snapshot's rules to where it looks for them. */
  #showRule(upper: string, path: string): void {
    if (this.#differs.has(path) || lstatOrNone(join(upper, path))) return;
    const from = this.#snapshot!.lower.map(folder => join(folder, path)).find(file =>
      lstatOrNone(file)?.isFile(),
    );
    if (from === undefined) return;
    this.#makeParents(upper, path);
    copyFileSync(from, join(upper, path));
    const known = this.#table.files.get(path);
    // Of a file that is not as the commit has it the setup is the author.
    if (this.#snapshot!.made.has(path)) this.#stamps.set(path, stampOf(join(upper, path)));
    else if (known) this.#table.restat(known, fileStat(lstatSync(join(upper, path), { bigint: true })));
    if (known) this.#top.add(path);
  }

  #makeParents(root: string, path: string): void {
    const folder = dirname(path);
    if (folder !== ".") this.#makeFolder(root, folder);
  }

  /** With the rights that it has below. */
  #makeFolder(root: string, folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#makeParents(root, folder);
    const full = join(root, folder);
    const stats = lstatOrNone(full);
    if (stats && !stats.isDirectory()) removeNoFollow(root, folder);
    if (!stats?.isDirectory()) {
      mkdirSync(full);
      const below = belowAt(this.#snapshot!, folder);
      if (below?.isDirectory()) chmodSync(full, below.mode & 0o7777);
      // What was taken away with the folder does not come back with it.
      if (stats?.isCharacterDevice())
        for (const name of namesBelow(this.#snapshot!, folder)) this.#cover(root, `${folder}/${name}`);
    }
    this.#folders.add(folder);
  }

  /** What git ignores, such as the output of an agent's own build, stays. */
  #carry(from: string, ignored: readonly string[]): void {
    const to = this.#upper;
    const real = new Set<string>();
    for (const path of ignored) {
      const stats = lstatOrNone(join(from, path));
      if (!stats || stats.isCharacterDevice() || lstatOrNone(join(to, path))) continue;
      if (!hasRealParents(from, path, real)) continue;
      this.#makeParents(to, path);
      renameSync(join(from, path), join(to, path));
    }
  }

  #setAside(): string {
    this.layers = null;
    const aside = mkdtempSync(join(this.#options.layers, "old-"));
    for (const folder of [this.#upper, this.#work]) renameSync(folder, join(aside, basename(folder)));
    return aside;
  }

  /** Beside what goes on here; what is left goes with the folder of all trees. */
  #remove(aside: string): void {
    this.#removing = Promise.all([this.#removing, removeFolder(aside).catch(() => undefined)]);
  }

  /** Makes it a snapshot, and itself of no more use. */
  freeze(): TreeSnapshot {
    removeNoFollow(this.#upper, ".git");
    const { lower, made } = this.#snapshot!;
    this.layers = null;
    return {
      lower: [this.#upper, ...lower],
      commit: this.commit!,
      view: this.#view,
      table: this.#table,
      made,
    };
  }

  async close(): Promise<void> {
    await this.#removing;
  }
}
