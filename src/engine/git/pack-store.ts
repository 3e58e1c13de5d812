import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { syncDirectoryOf, writeFilesAtomically } from "./durable-file.ts";
import { EMPTY_TREE, encodeCommit, type GitObject, hashObject, type ObjectType, type Oid } from "./object.ts";
import { encodePack, type PackInput } from "./pack.ts";
import type { ObjectReader } from "./reader.ts";
import { RunPacks } from "./run-packs.ts";
import type { SafeGit } from "./safe-git.ts";
import { Staging } from "./staging.ts";
import { type NewCommit, ObjectCache, type ObjectStore } from "./store.ts";
import { applyChanges, entryAt, type Leaf, treeOf } from "./tree.ts";

export interface StoreOptions {
  git: SafeGit;
  objects: string;
  reader: ObjectReader;
  /** Sync before rename (default true). */
  durable?: boolean;
}

/** Packs of our own making, for repositories whose objects have SHA-1 names. */
export class PackStore implements ObjectStore {
  readonly format = "sha1";
  readonly #reader: ObjectReader;
  readonly #cache = new ObjectCache();
  readonly #packs: RunPacks;
  readonly #staging: Staging;
  readonly #durable: boolean;
  /** Objects in packs that are still to be joined. */
  readonly #recent = new Set<Oid>();
  #pending = new Map<Oid, PackInput>();
  #joining: Promise<void> = Promise.resolve();

  constructor({ git, objects, reader, durable = true }: StoreOptions) {
    this.#reader = reader;
    this.#durable = durable;
    this.#packs = new RunPacks({ git, objects, format: this.format });
    this.#staging = new Staging(objects, durable);
  }

  add(type: ObjectType, data: Buffer, previous?: Oid): Oid {
    const oid = hashObject(type, data);
    if (!this.#pending.has(oid) && !this.#recent.has(oid) && !this.#staging.get(oid))
      this.#pending.set(oid, { oid, type, data, previous });
    return oid;
  }

  async addBlob(data: Buffer, previous?: Oid): Promise<Oid> {
    return this.add("blob", data, previous);
  }

  async addTag(data: Buffer): Promise<Oid> {
    return this.add("tag", data);
  }

  async commit({ parents, base, changes, message, author, at, sign }: NewCommit): Promise<Oid> {
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
    const fields = { tree: next, parents, author, at, message };
    const text = await sign?.(encodeCommit(fields));
    return this.add(
      "commit",
      encodeCommit(fields, text === undefined ? text : { text, format: this.format }),
    );
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
      this.#took(this.#write(), this.#pending);
      this.#pending = new Map();
    }
    const joined = this.#joining.then(() => this.#packs.joinWhereMany(() => this.#recent.clear()));
    this.#joining = joined.catch(() => undefined);
    await joined;
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
    for (const { objects, name } of staged) this.#took(join(folder, name), objects);
  }

  /** Writes what waits and answers the pack's path, without an ending. Throws the fault of the file system. */
  #write(): string {
    const { folder } = this.#packs;
    mkdirSync(folder, { recursive: true });
    const { name, pack, index } = encodePack(this.#pending.values());
    const path = join(folder, `pack-${name}`);
    // The index comes last: git looks for packs by their index.
    if (!existsSync(`${path}.idx`)) {
      const files = [
        { path: `${path}.pack`, parts: pack },
        { path: `${path}.idx`, parts: [index] },
      ];
      writeFilesAtomically(files, { durable: this.#durable, mode: 0o444 });
      if (this.#durable) syncDirectoryOf(path);
    }
    return path;
  }

  #took(path: string, objects: ReadonlyMap<Oid, PackInput>): void {
    this.#packs.took(path);
    for (const [oid, { type, data }] of objects) {
      this.#recent.add(oid);
      this.#cache.set(oid, { type, data });
    }
  }
}
