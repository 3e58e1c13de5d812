import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import { syncDirectoryOf, WrittenFiles } from "./durable-file.ts";
import type { Oid } from "./object.ts";
import { encodePack, type PackInput } from "./pack.ts";

/** A pack that agents' git can read already, and the user's not yet. */
interface StagedPack {
  objects: ReadonlyMap<Oid, PackInput>;
  /** `pack-<hash>`, without an ending. */
  name: string;
  files: WrittenFiles;
}

/**
 * Packs on their way to the user's objects, in a folder beside them: files move from one to the other without being
 * copied, and agents that are isolated can only read it.
 */
export class Staging {
  #objects: string;
  #durable: boolean;
  #folder: string | null = null;
  #packs: StagedPack[] = [];

  constructor(objects: string, durable: boolean) {
    this.#objects = objects;
    this.#durable = durable;
  }

  /** Made when it is first asked for. */
  get folder(): string {
    if (this.#folder === null) {
      const folder = makeTemporaryFolder("objects", dirname(this.#objects));
      mkdirSync(join(folder, "pack"));
      this.#folder = folder;
    }
    return this.#folder;
  }

  get(oid: Oid): PackInput | undefined {
    for (const { objects } of this.#packs) {
      const object = objects.get(oid);
      if (object) return object;
    }
    return undefined;
  }

  /** Writes a pack, without waiting for the disk. Throws the fault of the file system; nothing is left then. */
  add(objects: ReadonlyMap<Oid, PackInput>): void {
    const { name: hash, pack, index } = encodePack(objects.values());
    const name = `pack-${hash}`;
    const path = join(this.folder, "pack", name);
    const parts = [
      { path: `${path}.pack`, parts: pack },
      { path: `${path}.idx`, parts: [index] },
    ];
    this.#packs.push({ objects, name, files: new WrittenFiles(parts, 0o444) });
  }

  /** Hands over what was added so far. */
  take(): StagedPack[] {
    return this.#packs.splice(0);
  }

  /** Moves packs to their place. Throws the fault of the file system; their files are gone then, or in their place. */
  land(packs: readonly StagedPack[], folder: string): void {
    if (packs.length === 0) return;
    try {
      mkdirSync(folder, { recursive: true });
      for (const { files } of packs) files.moveTo(folder, this.#durable);
      if (this.#durable) syncDirectoryOf(join(folder, packs[0]!.name));
    } finally {
      for (const { files } of packs) files.discard();
    }
  }

  close(): void {
    for (const { files } of this.take()) files.discard();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }
}
