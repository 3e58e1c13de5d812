import { chmodSync, type Dirent, lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import { setImmediate as yieldToEvents } from "node:timers/promises";
import { isTooDeep } from "../process/remove-tree.ts";
import { fileStat, isRacy, sameStat } from "./file-stat.ts";
import type { IgnoreRules } from "./ignore.ts";
import { readNoFollow } from "./no-follow-fs.ts";
import { hashObject, type ObjectFormat, type Oid } from "./object.ts";
import { foldersAbove, isGitDirectory, unsafePath } from "./path.ts";
import { GITLINK, SYMLINK } from "./tree-object.ts";
import { isIgnoreFile, type TrackedFile, type WorkTable } from "./work-table.ts";

/** One difference between a work tree and what the engine put there. */
export type ScannedPath =
  | { kind: "file"; path: string; mode: "100644" | "100755"; size: number; isNew: boolean }
  | { kind: "symlink"; path: string; target: string; isNew: boolean }
  | { kind: "deleted"; path: string }
  /** A submodule that stands at another commit. */
  | { kind: "submodule"; path: string; commit: Oid }
  /** Something that must not become part of a commit; `why` completes "the path …". */
  | { kind: "unsafe"; path: string; why: string; isNew: boolean };

export interface ScanResult {
  found: ScannedPath[];
  /** Files that were written again with the bytes of their blobs: git may find other bytes to commit all the same. */
  rewritten: Extract<ScannedPath, { kind: "file" }>[];
  /** Untracked folders that were entered, parents first. */
  folders: string[];
  /** Names below the root, for files that have several. */
  ownLinks(path: string): number;
}

export interface ScanRequest {
  root: string;
  format: ObjectFormat;
  table: WorkTable;
  ignore: IgnoreRules;
  /** Whether the user's own exclude file has rules. */
  hasExcludes: boolean;
  /** ms: when the engine last finished writing here, by the clock of this file system. */
  settled: number;
  /** Folders whose files are never ignored, whatever `.gitignore` says. */
  always: readonly string[];
  /** Larger files are taken as changed without being read. */
  maxBytes: number;
  /** Of an overlay, whose upper folder is looked through: what is not met there stands as it is below. */
  overlay?: OverlayScan;
}

export interface OverlayScan {
  /** Tracked files that stand in the upper folder. */
  top: ReadonlySet<string>;
  /** Those of the folders whose lower ones do not show through. */
  opaque(folders: readonly string[]): Promise<readonly string[]>;
}

/** The event loop is given back at least this often, ms. */
const SLICE_MS = 8;

interface Unknown {
  path: string;
  isFolder: boolean;
}

/** Compares a work tree with its table. Reads bytes only where the metadata leaves doubt. */
export async function scanWorkTree(request: ScanRequest): Promise<ScanResult> {
  const scan = new TreeScan(request);
  await scan.walk([""]);
  await scan.findOpaque();
  // Folders without tracked files are entered only once git has said that they are not ignored.
  while (scan.unknown.length > 0) await scan.settleUnknown();
  scan.findDeleted();
  scan.recallSkipped();
  while (scan.unknown.length > 0) await scan.settleUnknown();
  // A folder may have been entered twice: for itself, and for the one below it that always counts.
  const found = [...new Map(scan.found.map(each => [each.path, each])).values()];
  return { found, rewritten: scan.rewritten, folders: scan.folders, ownLinks: path => scan.ownLinks(path) };
}

class TreeScan {
  readonly found: ScannedPath[] = [];
  readonly rewritten: ScanResult["rewritten"] = [];
  readonly folders: string[] = [];
  unknown: Unknown[] = [];
  #skipped: Unknown[] = [];
  #sliceStart = performance.now();
  #hasIgnoreFiles: boolean;
  /** Tracked files that stand there, or something in their place. */
  readonly #met = new Set<string>();
  readonly #links = new Map<number, number>();
  /** Of an overlay: below these nothing of the lower folders shows. */
  readonly #covers = new Set<string>();
  #entered: string[] = [];
  readonly #request: ScanRequest;

  constructor(request: ScanRequest) {
    this.#request = request;
    this.#hasIgnoreFiles = request.hasExcludes || request.table.hasIgnoreFiles;
  }

  async walk(start: readonly string[]): Promise<void> {
    const stack = [...start];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
      for (const entry of this.#read(folder)) {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (this.#visit(path, entry)) stack.push(path);
        if (performance.now() - this.#sliceStart > SLICE_MS) await this.#pause();
      }
    }
  }

  async #pause(): Promise<void> {
    await yieldToEvents();
    this.#sliceStart = performance.now();
  }

  #read(folder: string): Dirent[] {
    const full = join(this.#request.root, folder);
    const stats = lstatSync(full, { throwIfNoEntry: false });
    // Gone or replaced since its parent was read; what it held shows up as deleted.
    if (!stats?.isDirectory()) return [];
    // An agent closed it, to us and to those that come after. Of another user (a container's root) it stays as it is.
    const isClosed = (stats.mode & 0o700) !== 0o700 && stats.uid === process.getuid?.();
    if (isClosed) chmodSync(full, (stats.mode & 0o7777) | 0o700);
    return readdirSync(full, { withFileTypes: true });
  }

  /** Looks at one entry; true when it is a folder to go on into. */
  #visit(path: string, entry: Dirent): boolean {
    const { table } = this.#request;
    if (path === ".git") return false;
    if (this.#request.overlay && this.#isWhiteout(path, entry)) return false;
    const known = table.files.get(path);
    if (isGitDirectory(entry.name)) {
      this.#unsafe(path, nestedRepository(path), known === undefined);
      return false;
    }
    if (known) {
      this.#met.add(path);
      this.#compare(known, entry);
      return entry.isDirectory() && known.mode !== GITLINK;
    }
    if (table.hasFolder(path)) {
      if (entry.isDirectory()) {
        this.#entered.push(path);
        return true;
      }
      this.#covers.add(path);
    }
    this.#meetUnknown(path, entry.isDirectory());
    return false;
  }

  /** What the kernel puts in place of what was removed from below. */
  #isWhiteout(path: string, entry: Dirent): boolean {
    if (!entry.isCharacterDevice()) return false;
    const stats = lstatSync(join(this.#request.root, path), { throwIfNoEntry: false });
    if (stats?.rdev !== 0) return false;
    this.#covers.add(path);
    return true;
  }

  /** A folder that was removed and made again hides what was in it. */
  async findOpaque(): Promise<void> {
    const { overlay } = this.#request;
    if (!overlay || this.#entered.length === 0) return;
    for (const path of await overlay.opaque(this.#entered)) this.#covers.add(path);
    this.#sliceStart = performance.now();
  }

  #meetUnknown(path: string, isFolder: boolean): void {
    if (isIgnoreFile(path)) this.#hasIgnoreFiles = true;
    const isSkipped = this.#request.ignore.isKnown(path) && !this.#isAlways(path);
    (isSkipped ? this.#skipped : this.unknown).push({ path, isFolder });
    if (isSkipped && isFolder) this.#enterAlways(path);
  }

  /** Where `.gitignore` files changed meanwhile, what was ignored before is asked about again. */
  recallSkipped(): void {
    const files = this.found.filter(({ path }) => isIgnoreFile(path));
    const stamp = ({ path }: ScannedPath) =>
      `${path} ${lstatSync(join(this.#request.root, path), { throwIfNoEntry: false })?.mtimeMs}`;
    if (this.#request.ignore.stillValid(files.map(stamp).sort().join("\0"))) return;
    this.unknown = this.#skipped;
    this.#skipped = [];
  }

  #isAlways(path: string): boolean {
    return this.#request.always.some(folder => path === folder || path.startsWith(`${folder}/`));
  }

  /** Asks git about everything met so far that is not tracked, and goes on into folders that count. */
  async settleUnknown(): Promise<void> {
    const met = this.unknown;
    this.unknown = [];
    const open = this.#hasIgnoreFiles ? met.filter(({ path }) => !this.#isAlways(path)) : [];
    const ignored = await this.#request.ignore.ignored(open.map(({ path }) => path));
    this.#sliceStart = performance.now();
    for (const { path, isFolder } of met) {
      // A folder above one that always counts may itself be ignored; then only that one is entered.
      if (ignored.has(path)) {
        if (isFolder) this.#enterAlways(path);
      } else if (path.includes("\ufffd")) {
        // It cannot be spelt here, so nothing could be said of what is in it.
        this.#unsafe(path, "is not UTF-8", true);
      } else if (isFolder && isTooDeep(join(this.#request.root, path))) {
        this.#unsafe(path, "lies too deep", true);
      } else if (isFolder) {
        this.folders.push(path);
        await this.walk([path]);
      } else this.#addNew(path);
    }
  }

  #enterAlways(ignoredFolder: string): void {
    for (const folder of this.#request.always) {
      if (!folder.startsWith(`${ignoredFolder}/`)) continue;
      const stats = lstatSync(join(this.#request.root, folder), { throwIfNoEntry: false });
      if (stats?.isDirectory()) this.unknown.push({ path: folder, isFolder: true });
    }
  }

  #addNew(path: string): void {
    const stats = this.#stats(path);
    if (stats) this.#add(path, stats, true);
  }

  #stats(path: string): Stats | undefined {
    const stats = lstatSync(join(this.#request.root, path), { throwIfNoEntry: false });
    if (stats?.isFile() && stats.nlink > 1) this.#links.set(stats.ino, (this.#links.get(stats.ino) ?? 0) + 1);
    return stats;
  }

  ownLinks(path: string): number {
    const stats = lstatSync(join(this.#request.root, path), { throwIfNoEntry: false });
    return (stats && this.#links.get(stats.ino)) ?? 1;
  }

  #unsafe(path: string, why: string, isNew: boolean): void {
    this.found.push({ kind: "unsafe", path, why, isNew });
  }

  #add(path: string, stats: Stats, isNew: boolean): void {
    const why = unsafePath(path);
    if (why !== null) this.#unsafe(path, why, isNew);
    else if (stats.isSymbolicLink()) {
      const target = readlinkSync(join(this.#request.root, path));
      this.found.push({ kind: "symlink", path, target, isNew });
    } else if (stats.isFile()) {
      this.found.push({ kind: "file", path, mode: modeOf(stats), size: stats.size, isNew });
    } else this.#unsafe(path, "is no file, folder or link", isNew);
  }

  #compare(known: TrackedFile, entry: Dirent): void {
    const { path } = known;
    // A name that is not UTF-8 cannot be spelt here, so the file cannot be asked for; it stays as it is.
    if (path.includes("\ufffd")) return;
    if (known.mode === GITLINK) {
      if (!entry.isDirectory()) this.#unsafe(path, "stands in place of a submodule", false);
      return;
    }
    if (entry.isDirectory()) {
      // Its files are new ones; the file that was here is gone.
      this.found.push({ kind: "deleted", path });
      return;
    }
    const stats = this.#stats(path);
    if (!stats) this.#met.delete(path);
    else if (!this.#isUntouched(known, stats)) this.#add(path, stats, false);
  }

  #isUntouched(known: TrackedFile, stats: Stats): boolean {
    const { root, settled, table } = this.#request;
    const isLink = known.mode === SYMLINK;
    if (stats.isSymbolicLink() !== isLink || (!isLink && !stats.isFile())) return false;
    if (!isLink && modeOf(stats) !== known.mode) return false;
    if (sameStat(known.stat, stats) && !isRacy(known.stat, settled)) return true;
    // The times come before the bytes: a write in between is then seen the next time.
    const fresh = fileStat(lstatSync(join(root, known.path), { bigint: true }));
    const content = isLink
      ? readlinkSync(join(root, known.path), { encoding: "buffer" })
      : this.#content(known.path);
    if (content === null || hashObject("blob", content, this.#request.format) !== known.oid) return false;
    if (!isLink && !sameStat(known.stat, stats)) {
      const { size } = stats;
      this.rewritten.push({ kind: "file", path: known.path, mode: modeOf(stats), size, isNew: false });
    }
    table.restat(known, fresh);
    return true;
  }

  #content(path: string): Buffer | null {
    const { root, maxBytes } = this.#request;
    const read = readNoFollow({ root, path, maxBytes, ownLinks: Number.MAX_SAFE_INTEGER });
    return read.ok ? read.content : null;
  }

  findDeleted(): void {
    const { table, overlay } = this.#request;
    const found = (path: string): number => this.found.push({ kind: "deleted", path });
    if (overlay) for (const path of overlay.top) if (!this.#met.has(path)) found(path);
    if (overlay && this.#covers.size === 0) return;
    for (const { path, mode } of table.files.values()) {
      if (this.#met.has(path) || mode === GITLINK) continue;
      if (!overlay || (!overlay.top.has(path) && this.#isCovered(path))) found(path);
    }
  }

  #isCovered(path: string): boolean {
    const covers = this.#covers;
    return covers.has(path) || foldersAbove(path).some(above => covers.has(above));
  }
}

/** git would commit an empty link in place of the folder's files. */
function nestedRepository(path: string): string {
  const folder = path.slice(0, path.lastIndexOf("/"));
  return `is a git directory, so that no file of ${folder} could be committed; remove it (rm -rf ${path}), or have .gitignore name ${folder}/`;
}

function modeOf(stats: Stats): "100644" | "100755" {
  return stats.mode & 0o100 ? "100755" : "100644";
}
