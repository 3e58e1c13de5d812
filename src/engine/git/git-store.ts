import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
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
import type { SafeGit } from "./safe-git.ts";
import type { NewCommit, ObjectStore } from "./store.ts";
import { ObjectCache } from "./store.ts";
import { type Leaf, treeOf } from "./tree.ts";

/** So many packs are joined into one: git's reads slow down with the number of packs. */
const JOIN_PACKS = 50;
/** Joined ones are joined again, so that a long run's objects are copied a few times and not once for each join. */
const JOIN_JOINED = 10;
/** For git to join them (ms). */
const JOIN_TIMEOUT_MS = 600_000;

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
  readonly #packs: string;
  /** Packs of this run, without an ending, by how often they were joined. */
  readonly #own: string[][] = [[]];
  #seenEdges = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: GitStoreOptions) {
    this.format = options.format;
    this.#options = options;
    this.#edges = join(options.git.directory, "packs");
    this.#packs = join(options.objects, "pack");
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
    const made = this.#takeNames();
    // git syncs files and never the folder that names them.
    if (made) syncDirectoryOf(made);
    for (let level = 0; level < this.#own.length; level++) {
      if (this.#own[level]!.length >= (level === 0 ? JOIN_PACKS : JOIN_JOINED)) await this.#join(level);
    }
  }

  /** The packs that git names as finished since the last look; nothing keeps them from the user's own `git gc`. */
  #takeNames(): string | undefined {
    if (!existsSync(this.#edges)) return undefined;
    const lines = readFileSync(this.#edges, "utf8").split("\n");
    for (const line of lines.slice(this.#seenEdges, -1)) {
      const name = /pack-[0-9a-f]+(?=\.pack:)/.exec(line)?.[0];
      if (name === undefined) continue;
      this.#own[0]!.push(join(this.#packs, name));
      rmSync(join(this.#packs, `${name}.keep`), { force: true });
    }
    this.#seenEdges = lines.length - 1;
    return this.#own[0]!.at(-1);
  }

  async #join(level: number): Promise<void> {
    const packs = this.#own[level]!.splice(0);
    // It holds the packs open, and knows names of objects in them.
    await this.#importer.end();
    // A multi-pack-index names packs; taking one of them away would break it.
    if (existsSync(join(this.#packs, "multi-pack-index"))) return;
    const args = ["pack-objects", "--stdin-packs", "--quiet", "--delta-base-offset", "--window=4"];
    const { code, stdout } = await this.#options.git.run([...args, join(this.#packs, "pack")], {
      input: packs.map(path => `${basename(path)}.pack\n`).join(""),
      config: ["core.fsync=all"],
      timeout: JOIN_TIMEOUT_MS,
    });
    // Nothing is lost: they stand as they are, and `git gc` joins them.
    if (code !== 0) return;
    const joined = join(this.#packs, `pack-${stdout.toString("latin1").trim()}`);
    syncDirectoryOf(joined);
    for (const path of packs) {
      if (path === joined) continue;
      // The index first: git looks for packs by their index.
      for (const ending of ["idx", "pack", "rev"]) rmSync(`${path}.${ending}`, { force: true });
    }
    this.#own[level + 1] ??= [];
    this.#own[level + 1]!.push(joined);
  }
}
