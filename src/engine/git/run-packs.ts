import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncDirectoryOf, writeFilesAtomically } from "./durable-file.ts";
import type { Oid } from "./object.ts";
import { encodePack, joinBodies, type PackBody, type PackInput } from "./pack.ts";

/** So many packs are joined into one: git's reads slow down with the number of packs. */
const JOIN_PACKS = 50;
/** Bodies wait in memory to be joined; beyond this they are joined early. */
const JOIN_BYTES = 4 * 1024 * 1024;

interface RunPack extends PackBody {
  path: string;
}

/** The packs of this run in the user's store, of which many small ones become one. */
export class RunPacks {
  readonly folder: string;
  readonly #durable: boolean;
  /** Packs to be joined next, and what stands in them: no object may be twice in a joined pack. */
  #recent: RunPack[] = [];
  #bytes = 0;
  readonly #objects = new Set<Oid>();

  constructor(folder: string, durable: boolean) {
    this.folder = folder;
    this.#durable = durable;
  }

  /** Whether the object stands in one of the latest packs. */
  has(oid: Oid): boolean {
    return this.#objects.has(oid);
  }

  /** Writes a pack and answers its path, without an ending. Throws the fault of the file system. */
  write(content: PackBody): string {
    const { name, pack, index } = encodePack(content);
    const path = join(this.folder, `pack-${name}`);
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

  /** A pack stands in the folder now. */
  took(content: PackBody, path: string, objects: ReadonlyMap<Oid, PackInput>): void {
    this.#recent.push({ ...content, path });
    this.#bytes += content.body.length;
    for (const oid of objects.keys()) this.#objects.add(oid);
  }

  joinWhereMany(): void {
    if (this.#recent.length >= JOIN_PACKS || this.#bytes > JOIN_BYTES) this.#join();
  }

  #join(): void {
    // A multi-pack-index names packs; taking one of them away would break it.
    if (this.#recent.length > 1 && !existsSync(join(this.folder, "multi-pack-index"))) {
      this.write(joinBodies(this.#recent));
      for (const { path } of this.#recent) {
        rmSync(`${path}.idx`, { force: true });
        rmSync(`${path}.pack`, { force: true });
      }
    }
    this.#recent = [];
    this.#bytes = 0;
    this.#objects.clear();
  }
}
