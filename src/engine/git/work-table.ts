import type { FileStat } from "./file-stat.ts";
import { parseIndexFile } from "./index-file.ts";
import { IndexTable } from "./index-table.ts";
import type { ObjectFormat, Oid } from "./object.ts";
import { foldersAbove } from "./path.ts";
import type { Leaf } from "./tree.ts";
import { GITLINK } from "./tree-object.ts";

export interface TrackedFile {
  path: string;
  oid: Oid;
  mode: string;
  stat: FileStat;
}

/** A map that begins as another one, which nobody changes any more: it costs what differs from that. */
class LayeredMap<Value> {
  readonly #below: LayeredMap<Value> | null;
  /** null: what is below is gone. */
  readonly #own = new Map<string, Value | null>();

  constructor(below: LayeredMap<Value> | null = null) {
    this.#below = below;
  }

  get(key: string): Value | undefined {
    const own = this.#own.get(key);
    return own === undefined ? this.#below?.get(key) : (own ?? undefined);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: Value): void {
    this.#own.set(key, value);
  }

  delete(key: string): boolean {
    if (!this.has(key)) return false;
    if (this.#below?.has(key)) this.#own.set(key, null);
    else this.#own.delete(key);
    return true;
  }

  *values(): Generator<Value> {
    for (const [key, value] of this.#below?.entries() ?? []) if (!this.#own.has(key)) yield value;
    for (const value of this.#own.values()) if (value !== null) yield value;
  }

  *entries(): Generator<[string, Value]> {
    for (const entry of this.#below?.entries() ?? []) if (!this.#own.has(entry[0])) yield entry;
    for (const [key, value] of this.#own) if (value !== null) yield [key, value];
  }
}

/** What the engine itself put into a work tree: the measure for what an agent changed. */
export class WorkTable {
  /** The files that are there. */
  readonly #files: LayeredMap<TrackedFile>;
  /** Those and the ones that are left out on purpose, as git's index has them. */
  readonly index: IndexTable;
  /** Tracked files below each folder. */
  readonly #folders: LayeredMap<number>;
  /** Every `.gitignore` that is there. */
  readonly ignoreFiles: Set<string>;
  /** Every `.gitattributes` of the index, present or left out. */
  readonly attributeFiles: Map<string, Leaf>;
  /** Every submodule that is there, and its commit. */
  readonly submodules: Map<string, Oid>;

  /** Of another table, which nobody changes any more, its copy. */
  constructor(from: ObjectFormat | WorkTable | IndexTable) {
    const other = from instanceof WorkTable ? from : null;
    this.#files = new LayeredMap(other === null ? null : other.#files);
    this.index = other
      ? other.index.clone()
      : from instanceof IndexTable
        ? from
        : new IndexTable(from as ObjectFormat);
    this.#folders = new LayeredMap(other === null ? null : other.#folders);
    this.ignoreFiles = new Set(other?.ignoreFiles);
    this.attributeFiles = new Map(other?.attributeFiles);
    this.submodules = new Map(other?.submodules);
  }

  /** Of the files of an index of version 2 that git wrote, all of which are there. */
  static read(file: Buffer, format: ObjectFormat): WorkTable {
    const table = new WorkTable(IndexTable.read(file, format));
    for (const entry of parseIndexFile(file, format)) table.#put(entry);
    return table;
  }

  get files(): Pick<LayeredMap<TrackedFile>, "get" | "has" | "values"> {
    return this.#files;
  }

  /** Whether the folder holds a tracked file, at any depth. */
  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** Whether any `.gitignore` is tracked. */
  get hasIgnoreFiles(): boolean {
    return this.ignoreFiles.size > 0;
  }

  set(file: TrackedFile): void {
    this.#put(file);
    this.index.set(file);
  }

  #put({ path, mode, oid, stat }: TrackedFile): void {
    if (!this.#files.has(path)) this.#count(path, 1);
    this.#files.set(path, { path, mode, oid, stat });
    if (isIgnoreFile(path)) this.ignoreFiles.add(path);
    if (isAttributeFile(path)) this.attributeFiles.set(path, { mode, oid });
    if (mode === GITLINK) this.submodules.set(path, oid);
    else this.submodules.delete(path);
  }

  /** The file was written again and is as committed all the same: git would look at the bytes otherwise, or at their number alone. */
  restat(file: TrackedFile, stat: FileStat): void {
    this.set({ ...file, stat });
  }

  /** The commit has the file, and the tree on purpose has not. */
  hide(path: string, leaf: Leaf): void {
    this.#remove(path);
    this.index.set({ path, ...leaf });
    if (isAttributeFile(path)) this.attributeFiles.set(path, leaf);
  }

  delete(path: string): void {
    this.#remove(path);
    this.index.delete(path);
    this.attributeFiles.delete(path);
  }

  #remove(path: string): void {
    if (this.#files.delete(path)) this.#count(path, -1);
    this.ignoreFiles.delete(path);
    this.submodules.delete(path);
  }

  #count(path: string, by: number): void {
    for (const folder of foldersAbove(path)) {
      const count = (this.#folders.get(folder) ?? 0) + by;
      if (count === 0) this.#folders.delete(folder);
      else this.#folders.set(folder, count);
    }
  }
}

export function isIgnoreFile(path: string): boolean {
  return path === ".gitignore" || path.endsWith("/.gitignore");
}

export function isAttributeFile(path: string): boolean {
  return path === ".gitattributes" || path.endsWith("/.gitattributes");
}
