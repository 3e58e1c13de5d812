import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import { copyFiles, linkFiles, syncDirectoryOf } from "./durable-file.ts";
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
import { entryAt, type Leaf, listDirectory, type Standing, treeOf } from "./tree.ts";
import { DIRECTORY, type TreeEntry } from "./tree-object.ts";

export interface GitStoreOptions {
  git: SafeGit;
  /** The user's folder of objects. */
  objects: string;
  format: ObjectFormat;
  reader: ObjectReader;
}

/** Packs that agents' git can read already, and the user's not yet. */
interface Staging {
  folder: string;
  importer: Importer;
  /** Those that are the user's by now. */
  packs: RunPacks;
  /** Names of indexes whose packs are the user's too by now. */
  landed: Set<string>;
}

/**
 * The user's objects, written by git itself whatever the repository's formats are. git's packs come to a folder of our
 * own beside the user's, unsynced, which agents that are isolated can only read; from there they are synced and moved to
 * the user's many at a time, none of them before all of its bytes are on the disk.
 */
export class GitStore implements ObjectStore {
  readonly format: ObjectFormat;
  readonly #options: GitStoreOptions;
  readonly #cache = new ObjectCache();
  /** What is being read: trees that move to one commit ask for the same. */
  readonly #reading = new Map<Oid, Promise<GitObject | null>>();
  #staging: Staging | null = null;
  /** Whether bytes may be lost although the system thinks that it wrote them, as after a sync that failed. */
  #isDoubtful = false;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: GitStoreOptions) {
    this.format = options.format;
    this.#options = options;
  }

  async addBlob(data: Buffer): Promise<Oid> {
    const oid = hashObject("blob", data, this.format);
    this.#opened().importer.blob(oid, data);
    return oid;
  }

  async addTag(data: Buffer): Promise<Oid> {
    return this.#write("tag", data);
  }

  /** An object that the importer has no words for, as a pack of its own. */
  async #write(type: ObjectType, data: Buffer): Promise<Oid> {
    const { folder } = this.#opened();
    const env = { GIT_OBJECT_DIRECTORY: folder };
    const run = async (args: readonly string[], input: Buffer | string) => {
      const { code, stdout, stderr } = await this.#options.git.run(args, { input, env });
      if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
      return stdout.toString("latin1").trim();
    };
    const oid = await run(["hash-object", "-t", type, "-w", "--stdin"], data);
    await run(["pack-objects", "--quiet", join(folder, "pack/pack")], `${oid}\n`);
    rmSync(join(folder, oid.slice(0, 2)), { recursive: true });
    return oid;
  }

  async commit({ parents, base, changes, message, author, at, sign }: NewCommit): Promise<Oid> {
    for (const path of changes.keys()) {
      if (changes.get(path) !== null && leavesTree(path))
        throw new Error(`not a path of a tree: ${JSON.stringify(path)}`);
    }
    const { importer, packs } = this.#opened();
    const contents = [...changes].filter(([, change]) => Buffer.isBuffer(change));
    const known = new Map(contents.map(([path]) => [path, importer.standing(base, path).told]));
    const asked = contents.flatMap(([path]) => (known.get(path) === undefined ? [path] : []));
    for (const [i, leaf] of (await importer.entries(base, asked)).entries()) known.set(asked[i]!, leaf);
    const leaves = new Map(changes) as Map<string, Leaf | null>;
    for (const [path, content] of contents) {
      const old = known.get(path);
      const mode = old && old !== "folder" && old.mode.startsWith("100") ? old.mode : "100644";
      const oid = await this.addBlob(content as Buffer);
      packs.standsAt(oid, path);
      leaves.set(path, { mode, oid });
    }
    const tree = base === parents[0] ? undefined : await treeOf(this, base);
    const made = await importer.commit({ parents, tree, changes: leaves, message, author, at });
    if (!sign) return made;
    const fields = { tree: await treeOf(this, made), parents, author, at, message };
    const text = await sign(encodeCommit(fields));
    return this.#write("commit", encodeCommit(fields, { text, format: this.format }));
  }

  async read(oid: Oid): Promise<GitObject | null> {
    const importer = this.#staging?.importer;
    const blob = importer?.blobOf(oid);
    if (blob) return { type: "blob", data: blob };
    const known = this.#cache.get(oid);
    if (known) return known;
    if (oid === EMPTY_TREE[this.format]) return { type: "tree", data: Buffer.alloc(0) };
    const reading = this.#reading.get(oid) ?? this.#readAnew(oid).finally(() => this.#reading.delete(oid));
    this.#reading.set(oid, reading);
    return reading;
  }

  async #readAnew(oid: Oid): Promise<GitObject | null> {
    const importer = this.#staging?.importer;
    const { reader } = this.#options;
    // Nobody else has the commits under way, and nobody but git knows the names of their trees.
    if (importer?.has(oid) || (importer?.hasWork && reader.lacking)) await importer.checkpoint();
    let object = await reader.read(oid);
    if (!object && importer?.hasWork) {
      await importer.checkpoint();
      object = await reader.read(oid);
    }
    if (object) this.#cache.set(oid, object);
    return object;
  }

  async standing(commit: Oid, path: string): Promise<Standing> {
    const { in: at, told } = this.#told(commit, path);
    if (told !== undefined) return told;
    const entry = await entryAt(this, await treeOf(this, at), path);
    if (entry?.mode === DIRECTORY) return "folder";
    return entry && { oid: entry.oid, mode: entry.mode };
  }

  async list(commit: Oid, directory: string): Promise<TreeEntry[]> {
    const { in: at, told } = this.#told(commit, directory);
    if (told !== undefined && told !== "folder") return [];
    return listDirectory(this, await treeOf(this, at), directory);
  }

  /** A commit's tree is known to git alone, which writes it to tell it, and a pack for each is a sync for each. */
  #told(commit: Oid, path: string): { in: Oid; told: Standing | undefined } {
    return this.#staging?.importer.standing(commit, path) ?? { in: commit, told: undefined };
  }

  flush(): Promise<void> {
    const flushed = this.#flushing.then(() => this.#flush());
    this.#flushing = flushed.catch(() => undefined);
    return flushed;
  }

  async stage(): Promise<string> {
    const { folder, importer } = this.#opened();
    if (importer.hasCommits) await importer.checkpoint();
    return folder;
  }

  async close(): Promise<void> {
    if (!this.#staging) return;
    await this.#staging.importer.end();
    rmSync(this.#staging.folder, { recursive: true, force: true });
    this.#staging = null;
  }

  /** Made when it is first written to: who only reads may not be allowed to. */
  #opened(): Staging {
    if (!this.#staging) {
      const { objects, git, reader } = this.#options;
      const folder = makeTemporaryFolder("objects", dirname(objects));
      for (const name of ["pack", "info"]) mkdirSync(join(folder, name));
      writeFileSync(join(folder, "info/alternates"), `${objects}\n`);
      reader.readFrom(folder);
      const packs = new RunPacks({ ...this.#options, staging: folder });
      this.#staging = { folder, importer: new Importer(git, folder), packs, landed: new Set() };
    }
    return this.#staging;
  }

  async #flush(): Promise<void> {
    if (!this.#staging) return;
    const { importer, landed, packs } = this.#staging;
    await importer.checkpoint();
    const staged = join(this.#staging.folder, "pack");
    const names = readdirSync(staged).filter(name => name.endsWith(".idx") && !landed.has(name));
    if (names.length > 0) {
      await this.#land(
        names.map(name => join(staged, name)),
        packs,
      );
      for (const name of names) landed.add(name);
    }
    await packs.joinWhereMany(() => this.#clear());
  }

  async #land(indexes: readonly string[], packs: RunPacks): Promise<void> {
    const { folder } = packs;
    mkdirSync(folder, { recursive: true });
    // The index comes last: git looks for packs by their index.
    const files = indexes.flatMap(path => [path.replace(/idx$/, "pack"), path]);
    const bring = this.#isDoubtful ? copyFiles : linkFiles;
    this.#isDoubtful = true;
    await bring(files, folder);
    await syncDirectoryOf(join(folder, "pack"));
    this.#isDoubtful = false;
    for (const path of indexes) packs.took(join(folder, basename(path, ".idx")));
  }

  /** Takes the staged names of packs away that are the user's by now. */
  async #clear(): Promise<void> {
    const { folder, importer, landed } = this.#staging!;
    // It has them open, and knows where in them its objects are.
    await importer.end();
    for (const name of landed)
      for (const ending of ["idx", "pack", "keep"])
        rmSync(join(folder, "pack", name.replace(/idx$/, ending)), { force: true });
    landed.clear();
  }
}
