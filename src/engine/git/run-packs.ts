import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { linkFiles, syncDirectoryOf } from "./durable-file.ts";
import { type ObjectFormat, OID_BYTES, type Oid } from "./object.ts";
import type { SafeGit } from "./safe-git.ts";

/** So many packs are joined into one: git's reads slow down with the number of packs. */
const JOIN_PACKS = 50;
/** Joined ones are joined again, so that a long run's objects are copied a few times and not once for each join. */
const JOIN_JOINED = 10;
/** For git to join them (ms). */
const JOIN_TIMEOUT_MS = 600_000;
/**
 * Each pack has the whole of a folder's tree, which grows with the plan; in a joined one git keeps the first and the
 * differences. Of versions of one path a single neighbour is as good as many, and each thread would begin with whole ones.
 */
const OPTIONS = ["--quiet", "--delta-base-offset", "--window=2", "--threads=1"];
/** In a commit's pack a blob is a difference from whatever file was written before it, so these are made anew. */
const OF_COMMITS = ["--no-reuse-delta"];
/** So many paths are remembered until the next join. */
const MOST_NAMED = 20_000;

export interface RunPacksOptions {
  git: SafeGit;
  /** The user's folder of objects. */
  objects: string;
  staging: string;
  format: ObjectFormat;
}

/** The packs of this run in the user's store, of which many small ones become one. */
export class RunPacks {
  readonly folder: string;
  /** A folder of objects of our own, on the same file system, which borrows the user's. */
  readonly #staging: string;
  readonly #git: SafeGit;
  readonly #oidBytes: number;
  /** Packs without an ending, by how often they were joined. */
  readonly #packs: string[][] = [[]];
  /** Where blobs stand that were not joined yet. */
  readonly #paths = new Map<Oid, string>();

  constructor({ git, objects, staging, format }: RunPacksOptions) {
    this.#git = git;
    this.#staging = staging;
    this.#oidBytes = OID_BYTES[format];
    this.folder = join(objects, "pack");
  }

  /** By its place git finds a blob's earlier versions among the objects that it joins. */
  standsAt(oid: Oid, path: string): void {
    if (this.#paths.size < MOST_NAMED && !path.includes("\n")) this.#paths.set(oid, path);
  }

  /** A pack stands in the folder now; its path without an ending. */
  took(path: string): void {
    this.#packs[0]!.push(path);
  }

  /** @param release called before packs are taken away */
  async joinWhereMany(release: () => Promise<void> | void): Promise<void> {
    for (let level = 0; level < this.#packs.length; level++) {
      if (this.#packs[level]!.length < (level === 0 ? JOIN_PACKS : JOIN_JOINED)) continue;
      const packs = this.#packs[level]!.splice(0);
      await release();
      const joined = await this.#join(packs, level === 0 ? OF_COMMITS : []);
      this.#paths.clear();
      if (joined === null) continue;
      this.#packs[level + 1] ??= [];
      this.#packs[level + 1]!.push(joined);
    }
  }

  /** Where it fails nothing is lost: they stand as they are, and `git gc` joins them. */
  async #join(packs: readonly string[], options: readonly string[]): Promise<string | null> {
    try {
      return await this.#joined(packs, options);
    } catch (error) {
      // Such as a pack that the person's own git has taken into another one.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return null;
    }
  }

  async #joined(packs: readonly string[], options: readonly string[]): Promise<string | null> {
    // A multi-pack-index names packs; taking one of them away would break it.
    if (existsSync(join(this.folder, "multi-pack-index"))) return null;
    // Not `--stdin-packs`, which walks the whole of history for names to sort by.
    const objects = new Set(packs.flatMap(path => namesIn(readFileSync(`${path}.idx`), this.#oidBytes)));
    const made = join(this.#staging, "joined");
    mkdirSync(made, { recursive: true });
    const { code, stdout } = await this.#git.run(
      ["pack-objects", ...OPTIONS, ...options, join(made, "pack")],
      {
        input: [...objects].map(oid => `${oid} ${this.#paths.get(oid) ?? ""}\n`).join(""),
        config: ["pack.compression=1", "pack.writeReverseIndex=false"],
        // git's temporary files are moved to their names, which needs the same file system.
        env: { GIT_OBJECT_DIRECTORY: this.#staging },
        timeout: JOIN_TIMEOUT_MS,
      },
    );
    if (code !== 0) return null;
    const name = `pack-${stdout.toString("latin1").trim()}`;
    const joined = join(this.folder, name);
    // The index comes last: git looks for packs by their index.
    await linkFiles(
      ["pack", "idx"].map(ending => join(made, `${name}.${ending}`)),
      this.folder,
    );
    await syncDirectoryOf(joined);
    rmSync(made, { recursive: true });
    for (const path of packs) {
      if (path === joined) continue;
      // The index first: git looks for packs by their index.
      for (const ending of ["idx", "pack", "rev"]) rmSync(`${path}.${ending}`, { force: true });
    }
    return joined;
  }
}

/** Objects that a pack's index (version 2) names: 256 counts, of which the last is of all, then the sorted names. */
function namesIn(index: Buffer, oidBytes: number): Oid[] {
  const start = 8 + 256 * 4;
  const count = index.readUInt32BE(start - 4);
  return Array.from({ length: count }, (_, n) =>
    index.toString("hex", start + n * oidBytes, start + (n + 1) * oidBytes),
  );
}
