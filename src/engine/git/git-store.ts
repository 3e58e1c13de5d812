import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncDirectoryOf } from "./durable-file.ts";
import { Importer } from "./importer.ts";
import {
  EMPTY_TREE,
  encodeCommit,
  type GitObject,
  hashObject,
  type ObjectFormat,
  type ObjectType,
  type Oid,
} from "./object.ts";
import { leavesTree } from "./path.ts";
import type { ObjectReader } from "./reader.ts";
import { RunPacks } from "./run-packs.ts";
import type { SafeGit } from "./safe-git.ts";
import type { NewCommit, ObjectStore } from "./store.ts";
import { ObjectCache } from "./store.ts";
import { type Leaf, treeOf } from "./tree.ts";

export interface GitStoreOptions {
  git: SafeGit;
  /** The user's folder of objects. */
  objects: string;
  format: ObjectFormat;
  reader: ObjectReader;
}

/** The user's objects, written by git itself whatever the repository's formats are. */
export class GitStore implements ObjectStore {
  readonly format: ObjectFormat;
  readonly #options: GitStoreOptions;
  readonly #cache = new ObjectCache();
  readonly #importer: Importer;
  readonly #edges: string;
  readonly #packs: RunPacks;
  #seenEdges = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: GitStoreOptions) {
    this.format = options.format;
    this.#options = options;
    this.#edges = join(options.git.directory, "packs");
    this.#packs = new RunPacks(options);
    this.#importer = new Importer(options.git, this.#edges);
  }

  async addBlob(data: Buffer): Promise<Oid> {
    const oid = hashObject("blob", data, this.format);
    this.#importer.blob(oid, data);
    return oid;
  }

  addTag(data: Buffer): Promise<Oid> {
    return this.#write("tag", data);
  }

  /** An object that the importer has no words for, written at once. */
  async #write(type: ObjectType, data: Buffer): Promise<Oid> {
    await this.flush();
    const args = ["-c", "core.fsync=all", "hash-object", "-t", type, "-w", "--stdin"];
    const { code, stdout, stderr } = await this.#options.git.run(args, { input: data });
    if (code !== 0) throw new Error(`git hash-object failed: ${stderr.trim()}`);
    return stdout.toString("latin1").trim();
  }

  async commit({ parents, base, changes, message, author, at, sign }: NewCommit): Promise<Oid> {
    for (const path of changes.keys()) {
      if (changes.get(path) !== null && leavesTree(path))
        throw new Error(`not a path of a tree: ${JSON.stringify(path)}`);
    }
    const contents = [...changes].filter(([, change]) => Buffer.isBuffer(change));
    const old = await this.#importer.entries(
      base,
      contents.map(([path]) => path),
    );
    const leaves = new Map(changes) as Map<string, Leaf | null>;
    for (const [i, [path, content]] of contents.entries()) {
      const mode = old[i]?.mode.startsWith("100") ? old[i].mode : "100644";
      leaves.set(path, { mode, oid: await this.addBlob(content as Buffer) });
    }
    const tree = base === parents[0] ? undefined : await treeOf(this, base);
    const made = await this.#importer.commit({ parents, tree, changes: leaves, message, author, at });
    if (!sign) return made;
    await this.flush();
    const fields = { tree: await treeOf(this, made), parents, author, at, message };
    const text = await sign(encodeCommit(fields));
    return this.#write("commit", encodeCommit(fields, { text, format: this.format }));
  }

  async read(oid: Oid): Promise<GitObject | null> {
    const blob = this.#importer.blobOf(oid);
    if (blob) return { type: "blob", data: blob };
    const known = this.#cache.get(oid);
    if (known) return known;
    if (oid === EMPTY_TREE[this.format]) return { type: "tree", data: Buffer.alloc(0) };
    let object = await this.#options.reader.read(oid);
    // Trees of commits under way have names that only git knows.
    if (!object && this.#importer.hasWork) {
      await this.flush();
      object = await this.#options.reader.read(oid);
    }
    if (object) this.#cache.set(oid, object);
    return object;
  }

  flush(): Promise<void> {
    const flushed = this.#flushing.then(() => this.#flush());
    this.#flushing = flushed.catch(() => undefined);
    return flushed;
  }

  async stage(): Promise<null> {
    await this.flush();
    return null;
  }

  async close(): Promise<void> {
    await this.#importer.end();
  }

  async #flush(): Promise<void> {
    if (!this.#importer.hasWork) return;
    await this.#importer.checkpoint();
    // git syncs files and never the folder that names them.
    if (this.#takeNames()) syncDirectoryOf(join(this.#packs.folder, "pack"));
    // The importer holds packs open, and knows names of objects in them.
    await this.#packs.joinWhereMany(() => this.#importer.end());
  }

  /** Takes the packs over that git names as finished since the last look; nothing keeps them from the user's own `git gc`. */
  #takeNames(): boolean {
    if (!existsSync(this.#edges)) return false;
    const lines = readFileSync(this.#edges, "utf8").split("\n");
    for (const line of lines.slice(this.#seenEdges, -1)) {
      const name = /pack-[0-9a-f]+(?=\.pack:)/.exec(line)?.[0];
      if (name === undefined) continue;
      const path = join(this.#packs.folder, name);
      this.#packs.took(path);
      rmSync(`${path}.keep`, { force: true });
    }
    this.#seenEdges = lines.length - 1;
    return lines.length > 1;
  }
}
