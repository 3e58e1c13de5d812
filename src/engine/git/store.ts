import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  EMPTY_TREE,
  encodeCommit,
  type GitObject,
  hashObject,
  type ObjectFormat,
  type ObjectType,
  type Oid,
  type Person,
} from "./object.ts";
import { OwnPacks } from "./own-packs.ts";
import { encodeBody, type PackBody, type PackInput } from "./pack.ts";
import type { ObjectReader } from "./reader.ts";
import { Staging } from "./staging.ts";
import { applyChanges, entryAt, type Leaf, treeOf } from "./tree.ts";

export interface CommitRequest {
  parents: Oid[];
  /** The commit whose tree is edited. */
  base: Oid;
  /** Bytes (the mode of a file already there is kept, else 100644), a leaf that is in the store, or null to remove. */
  changes: ReadonlyMap<string, Buffer | Leaf | null>;
  message: string;
  author: Person;
  /** ms since 1970 */
  at: number;
}

/**
 * The user's object store as the engine sees it: what was added is readable at once, and stands on disk after
 * the next `flush`. An object that no ref reaches means nothing after a crash, so `Repository.swapRef` and
 * `push` flush first, and any number of commits made between two of them share one pack and its two syncs.
 */
export interface ObjectStore {
  readonly format: ObjectFormat;
  /** Adds a file's content; `previous` names an older version of it, which lets a pack hold just the difference. */
  addBlob(data: Buffer, previous?: Oid): Promise<Oid>;
  commit(request: CommitRequest): Promise<Oid>;
  read(oid: Oid): Promise<GitObject | null>;
  /** Writes everything added so far. Throws the fault of the file system, and then keeps it all for the next try. */
  flush(): Promise<void>;
  /**
   * Lets agents' own git read everything added so far, where it is asked for from the folder of objects that is answered,
   * beside the user's. Nothing of it counts before the next `flush`. Throws as `flush`.
   */
  stage(): Promise<string | null>;
  close(): Promise<void>;
}

export interface StoreOptions {
  objects: string;
  reader: ObjectReader;
  /** Sync before rename (default true). */
  durable?: boolean;
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

/** Packs of our own making, for repositories whose objects have SHA-1 names. */
export class PackStore implements ObjectStore {
  readonly format = "sha1";
  readonly #reader: ObjectReader;
  readonly #cache = new ObjectCache();
  readonly #packs: OwnPacks;
  readonly #staging: Staging;
  #pending = new Map<Oid, PackInput>();

  constructor({ objects, reader, durable = true }: StoreOptions) {
    this.#reader = reader;
    this.#packs = new OwnPacks(join(objects, "pack"), durable);
    this.#staging = new Staging(objects, durable);
  }

  add(type: ObjectType, data: Buffer, previous?: Oid): Oid {
    const oid = hashObject(type, data);
    if (!this.#pending.has(oid) && !this.#packs.has(oid) && !this.#staging.get(oid))
      this.#pending.set(oid, { oid, type, data, previous });
    return oid;
  }

  async addBlob(data: Buffer, previous?: Oid): Promise<Oid> {
    return this.add("blob", data, previous);
  }

  async commit({ parents, base, changes, message, author, at }: CommitRequest): Promise<Oid> {
    const tree = await treeOf(this, base);
    const leaves = new Map<string, Leaf | null>();
    for (const [path, change] of changes) {
      if (!Buffer.isBuffer(change)) {
        leaves.set(path, change);
        continue;
      }
      const old = await entryAt(this, tree, path);
      const mode = old?.mode.startsWith("100") ? old.mode : "100644";
      leaves.set(path, { mode, oid: this.add("blob", change, old?.oid) });
    }
    const next = await applyChanges(this, tree, leaves);
    return this.add("commit", encodeCommit({ tree: next, parents, author, at, message }));
  }

  async read(oid: Oid): Promise<GitObject | null> {
    const known = this.#pending.get(oid) ?? this.#staging.get(oid) ?? this.#cache.get(oid);
    if (known) return { type: known.type, data: known.data };
    if (oid === EMPTY_TREE.sha1) return { type: "tree", data: Buffer.alloc(0) };
    const object = await this.#reader.read(oid);
    if (object) this.#cache.set(oid, object);
    return object;
  }

  async stage(): Promise<string> {
    if (this.#pending.size > 0) this.#staging.add(this.#pending);
    this.#pending = new Map();
    return this.#staging.folder;
  }

  async flush(): Promise<void> {
    this.#landStaged();
    if (this.#pending.size > 0) {
      mkdirSync(this.#packs.folder, { recursive: true });
      const content = encodeBody([...this.#pending.values()]);
      this.#took(content, this.#packs.write(content), this.#pending);
      this.#pending = new Map();
    }
    this.#packs.joinWhereMany();
  }

  async close(): Promise<void> {
    this.#staging.close();
  }

  /** What cannot be moved waits in memory again, for the next try. */
  #landStaged(): void {
    const staged = this.#staging.take();
    const { folder } = this.#packs;
    try {
      this.#staging.land(staged, folder);
    } catch (error) {
      this.#pending = new Map([...staged.flatMap(pack => [...pack.objects]), ...this.#pending]);
      throw error;
    }
    for (const { content, objects, name } of staged) this.#took(content, join(folder, name), objects);
  }

  #took(content: PackBody, path: string, objects: ReadonlyMap<Oid, PackInput>): void {
    this.#packs.took(content, path, objects);
    for (const [oid, { type, data }] of objects) this.#cache.set(oid, { type, data });
  }
}
