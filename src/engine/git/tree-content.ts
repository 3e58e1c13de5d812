import { lstatSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as yieldToEvents } from "node:timers/promises";
import { isConverting } from "./check-out.ts";
import { type ConvertedFile, Unconvertible } from "./convert.ts";
import { type FileStat, fileStat } from "./file-stat.ts";
import type { GitRepository } from "./git-repository.ts";
import { lstatOrNone, type ReadOutcome, readNoFollow } from "./no-follow-fs.ts";
import { hashObject, type Oid } from "./object.ts";
import { foldersAbove } from "./path.ts";
import type { ScannedPath, ScanResult } from "./scan.ts";
import { type Leaf, MissingObject } from "./tree.ts";
import { GITLINK } from "./tree-object.ts";
import { isAttributeFile, type WorkTable } from "./work-table.ts";
import type { WorkTreeChange } from "./worktree.ts";

/** Bytes that are read to tell whether a touched file changed. */
export const MAX_COMPARED = 64 * 1024 * 1024;
/** Larger files are converted neither way (bytes); far above what a server takes without LFS. */
const MAX_CONVERTED = 512 * 1024 * 1024;
/** What git itself reads of a file of attributes. */
const MAX_ATTRIBUTES = 100 * 1024 * 1024;
/** Blobs asked for at a time. */
const READ_AHEAD = 64;
const SLICE_MS = 8;

export type FoundFile = Extract<ScannedPath, { kind: "file" }>;

/** The bytes of a work tree's files, on their way into a commit and out of one. */
export class TreeContent {
  /** A folder of objects beside the user's. */
  staged: string | null = null;
  /** Names that git's conversion gave to what was found last, by path. */
  #converted = new Map<string, { raw: Oid; oid: Oid; content: Buffer }>();
  readonly #repository: GitRepository;
  readonly #root: string;

  constructor(repository: GitRepository, root: string) {
    this.#repository = repository;
    this.#root = root;
  }

  readable(found: FoundFile, scan: ScanResult, table: WorkTable): WorkTreeChange {
    const read = (maxBytes: number): ReadOutcome => {
      const converted = this.#converted.get(found.path);
      return converted && converted.content.length <= maxBytes
        ? { ok: true, content: converted.content }
        : this.#read(found.path, scan, maxBytes);
    };
    return { ...found, sizeBefore: table.files.get(found.path)?.stat.size ?? 0, read };
  }

  #read(path: string, scan: ScanResult, maxBytes: number): ReadOutcome {
    return readNoFollow({ root: this.#root, path, maxBytes, ownLinks: scan.ownLinks(path) });
  }

  /** Finds what `git add` would make of the files found, and leaves out those that it finds as they are committed. */
  async convert(scan: ScanResult, table: WorkTable): Promise<void> {
    this.#converted.clear();
    const { conversion, store } = this.#repository;
    const found = scan.found.filter(each => each.kind === "file");
    const files: FoundFile[] = [...found, ...scan.rewritten];
    const attributes = this.#attributesOf(files);
    if (files.length === 0 || !conversion.isNeeded(attributes.values())) return;
    const contents: ConvertedFile[] = [];
    const stats = new Map<string, FileStat>();
    for (const { path } of files) {
      // The times come before the bytes: a write in between is then seen the next time.
      const stat = lstatSync(join(this.#root, path), { bigint: true, throwIfNoEntry: false });
      const read = this.#read(path, scan, MAX_CONVERTED);
      if (!read.ok || !stat) continue;
      contents.push({ path, content: read.content });
      stats.set(path, fileStat(stat));
    }
    const old = new Map<string, Leaf>();
    for (const { path } of contents) {
      const leaf = leafOf(table.index.at(path));
      if (leaf?.mode.startsWith("100")) old.set(path, leaf);
    }
    let changed: Map<string, Buffer>;
    try {
      changed = await conversion.toCommitted(contents, { attributes, old, staged: this.staged });
    } catch (error) {
      if (!(error instanceof Unconvertible)) throw error;
      scan.found.push({ kind: "unsafe", path: error.path, why: error.why, isNew: false });
      return;
    }
    for (const { path, content: raw } of contents) {
      const content = changed.get(path) ?? raw;
      const name = (bytes: Buffer) => hashObject("blob", bytes, store.format);
      this.#converted.set(path, { raw: name(raw), oid: name(content), content });
    }
    scan.found = [...new Set([...scan.found, ...files])].filter(found => {
      const known = table.files.get(found.path);
      const same =
        found.kind === "file" &&
        known?.oid === this.#converted.get(found.path)?.oid &&
        known?.mode === found.mode;
      if (same && known) table.restat(known, stats.get(found.path)!);
      return !same;
    });
  }

  /** The `.gitattributes` above the files as they are in the tree, whoever wrote them. */
  #attributesOf(files: readonly FoundFile[]): Map<string, Buffer> {
    const folders = new Set<string>([""]);
    for (const { path } of files) {
      for (const above of foldersAbove(path)) folders.add(`${above}/`);
    }
    const found = new Map<string, Buffer>();
    for (const folder of folders) {
      const path = `${folder}.gitattributes`;
      const read = readNoFollow({ root: this.#root, path, maxBytes: MAX_ATTRIBUTES });
      if (read.ok) found.set(path, read.content);
    }
    return found;
  }

  /** The bytes of files that git's conversion may have a part in. */
  async #smudged(wanted: ReadonlyMap<string, Leaf | null>, table: WorkTable): Promise<Map<string, Buffer>> {
    const { conversion, store } = this.#repository;
    const attributes = new Map(table.attributeFiles);
    for (const [path, leaf] of wanted) {
      if (!isAttributeFile(path)) continue;
      if (leaf) attributes.set(path, leaf);
      else attributes.delete(path);
    }
    const files = new Map<string, Leaf>();
    for (const [path, leaf] of wanted) if (leaf?.mode.startsWith("100")) files.set(path, leaf);
    if (files.size === 0 || !(await isConverting(this.#repository, attributes.values()))) return new Map();
    // Asked for here, so that a partial clone has them when git looks.
    await Promise.all([...files.values(), ...attributes.values()].map(({ oid }) => store.read(oid)));
    return conversion.toWorkTree(files, { attributes, staged: this.staged });
  }

  /** Hands each file that is wanted to `write`, with its bytes, and others a turn in between. */
  async writeAll(
    wanted: ReadonlyMap<string, Leaf | null>,
    table: WorkTable,
    write: (leaf: Leaf & { path: string }, content: Buffer) => void,
  ): Promise<void> {
    const leaves = [...wanted].flatMap(([path, leaf]) => (leaf ? [{ path, ...leaf }] : []));
    const smudged = await this.#smudged(wanted, table);
    for (let at = 0; at < leaves.length; at += READ_AHEAD) {
      const some = leaves.slice(at, at + READ_AHEAD);
      const contents = await Promise.all(some.map(leaf => smudged.get(leaf.path) ?? this.#blob(leaf)));
      let sliceStart = performance.now();
      for (const [i, leaf] of some.entries()) {
        write(leaf, contents[i]!);
        if (performance.now() - sliceStart <= SLICE_MS) continue;
        await yieldToEvents();
        sliceStart = performance.now();
      }
    }
  }

  async #blob({ oid, mode }: Leaf): Promise<Buffer> {
    if (mode === GITLINK) return Buffer.alloc(0);
    const object = await this.#repository.store.read(oid);
    if (object?.type !== "blob") throw new MissingObject(oid);
    return object.data;
  }
}

export function leafOf(entry: Leaf | null): Leaf | null {
  return entry && { oid: entry.oid, mode: entry.mode };
}

/** Changes when anybody writes, replaces or removes what stands at the path, which need not be a file. */
export function stampOf(path: string): string {
  if (!lstatOrNone(path)) return NO_STAMP;
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats ? `${stats.mode} ${stats.size} ${stats.mtimeNs} ${stats.ino}` : NO_STAMP;
}

export const NO_STAMP = "none";
