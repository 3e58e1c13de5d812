import type { GitIdentity, GitObject, ObjectFormat, Oid } from "./object.ts";
import type { Standing } from "./tree.ts";
import type { TreeEntry } from "./tree-object.ts";

export interface NewCommit {
  parents: Oid[];
  /** The commit whose tree is edited. */
  base: Oid;
  /** Bytes (the mode of a file already there is kept, else 100644), a leaf that is in the store, or null to remove. */
  changes: ReadonlyMap<string, Buffer | { oid: Oid; mode: string } | null>;
  message: string;
  author: GitIdentity;
  /** ms since 1970 */
  at: number;
  /** Signs the commit's bytes; absent: it is not signed. */
  sign?: (payload: Buffer) => Promise<string>;
}

/**
 * The user's object store as the engine sees it: what was added is readable at once, and stands on disk after
 * the next `flush`. An object that no ref reaches means nothing after a crash, so `Repository.swapRef` and
 * `push` flush first, and any number of commits made between two of them share one pack and its two syncs.
 */
export interface ObjectStore {
  readonly format: ObjectFormat;
  /** Adds a file's content. */
  addBlob(data: Buffer): Promise<Oid>;
  commit(request: NewCommit): Promise<Oid>;
  /** Adds an annotated tag. */
  addTag(data: Buffer): Promise<Oid>;
  read(oid: Oid): Promise<GitObject | null>;
  /** What stands at a path of a commit, told without writing anything where that can be. */
  standing(commit: Oid, path: string): Promise<Standing>;
  /** The entries of a commit's directory, "" being the root; empty when it is not there. */
  list(commit: Oid, directory: string): Promise<TreeEntry[]>;
  /** Writes everything added so far. Throws the fault of the file system, and then keeps it all for the next try. */
  flush(): Promise<void>;
  /**
   * Lets agents' own git read every commit made so far, where it is asked for from the folder of objects that is answered,
   * beside the user's. Nothing of it counts before the next `flush`. Throws as `flush`.
   */
  stage(): Promise<string>;
  close(): Promise<void>;
}

/** Bytes of objects kept in memory for reading again. */
const CACHE_BYTES = 8 * 1024 * 1024;
/** Objects by name, the least recently used ones dropped. */
export class ObjectCache {
  #bytes = 0;
  readonly #objects = new Map<Oid, GitObject>();

  get(oid: Oid): GitObject | undefined {
    const object = this.#objects.get(oid);
    if (object) {
      this.#objects.delete(oid);
      this.#objects.set(oid, object);
    }
    return object;
  }

  set(oid: Oid, object: GitObject): void {
    if (object.data.length > CACHE_BYTES / 8 || this.#objects.has(oid)) return;
    this.#objects.set(oid, object);
    this.#bytes += object.data.length + 200;
    for (const [oldest, { data }] of this.#objects) {
      if (this.#bytes <= CACHE_BYTES) break;
      this.#objects.delete(oldest);
      this.#bytes -= data.length + 200;
    }
  }
}
