import type { FileStat } from "./file-stat.ts";
import { IndexTable } from "./index-table.ts";
import type { ObjectFormat, Oid } from "./object.ts";
import { foldersAbove } from "./path.ts";
import type { Leaf } from "./tree.ts";

export interface TrackedFile {
  path: string;
  oid: Oid;
  mode: string;
  stat: FileStat;
  /** Number of the last walk that met the file. */
  seen: number;
}

/** What the engine itself put into a work tree: the measure for what an agent changed. */
export class WorkTable {
  /** The files that are there. */
  readonly files: Map<string, TrackedFile>;
  /** Those and the ones that are left out on purpose, as git's index has them. */
  readonly index: IndexTable;
  /** Tracked files below each folder. */
  readonly #folders: Map<string, number>;
  #ignoreFiles: number;
  /** Every `.gitattributes` of the index, present or left out. */
  readonly attributeFiles: Map<string, Leaf>;

  constructor(from: ObjectFormat | WorkTable) {
    const other = typeof from === "string" ? null : from;
    this.files = new Map(other && [...other.files].map(([path, file]) => [path, { ...file, seen: 0 }]));
    this.index = other ? other.index.clone() : new IndexTable(from as ObjectFormat);
    this.#folders = new Map(other ? other.#folders : []);
    this.#ignoreFiles = other ? other.#ignoreFiles : 0;
    this.attributeFiles = new Map(other?.attributeFiles);
  }

  /** Whether the folder holds a tracked file, at any depth. */
  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** Whether any `.gitignore` is tracked. */
  get hasIgnoreFiles(): boolean {
    return this.#ignoreFiles > 0;
  }

  set(file: Omit<TrackedFile, "seen">): void {
    if (!this.files.has(file.path)) this.#count(file.path, 1);
    this.files.set(file.path, { ...file, seen: 0 });
    this.index.set(file);
    if (isAttributeFile(file.path)) this.attributeFiles.set(file.path, { mode: file.mode, oid: file.oid });
  }

  /** The file was written again and is as committed all the same: git would look at the bytes otherwise, or at their number alone. */
  restat(file: TrackedFile, stat: FileStat): void {
    file.stat = stat;
    this.index.set(file);
  }

  /** The commit has the file, and the tree on purpose has not. */
  hide(path: string, leaf: Leaf): void {
    if (this.files.delete(path)) this.#count(path, -1);
    this.index.set({ path, ...leaf });
    if (isAttributeFile(path)) this.attributeFiles.set(path, leaf);
  }

  delete(path: string): void {
    if (this.files.delete(path)) this.#count(path, -1);
    this.index.delete(path);
    this.attributeFiles.delete(path);
  }

  #count(path: string, by: number): void {
    if (isIgnoreFile(path)) this.#ignoreFiles += by;
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
