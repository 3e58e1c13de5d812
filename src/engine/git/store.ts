import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncDirectoryOf, writeFilesAtomically } from "./durable-file.ts";
import { EMPTY_TREE, type GitObject, hashObject, type ObjectType, type Oid } from "./object.ts";
import { encodeBody, encodePack, joinBodies, type PackBody, type PackInput } from "./pack.ts";
import type { ObjectReader } from "./reader.ts";
import { Staging } from "./staging.ts";

/**
 * The user's object store as the engine sees it: what was added is readable at once, and stands on disk after
 * the next `flush`. An object that no ref reaches means nothing after a crash, so `Repository.swapRef` and
 * `push` flush first, and any number of commits made between two of them share one pack and its two syncs.
 */
export interface ObjectStore {
  /** Adds content; `previous` names an older version of it, which lets the pack hold just the difference. */
  add(type: ObjectType, data: Buffer, previous?: Oid): Oid;
  read(oid: Oid): Promise<GitObject | null>;
  /** Writes everything added so far. Throws the fault of the file system, and then keeps it all for the next try. */
  flush(): void;
  /**
   * Lets agents' own git read everything added so far, from the folder of objects that is answered beside the user's.
   * It takes no sync of the disk: nothing of it counts before the next `flush`. Throws as `flush`.
   */
  stage(): string;
  /** Takes the folder of staged objects away. */
  close(): void;
}

export interface StoreOptions {
  objects: string;
  reader: ObjectReader;
  /** Sync before rename (default true). */
  durable?: boolean;
}

/** Bytes of objects kept in memory for reading again. */
const CACHE_BYTES = 8 * 1024 * 1024;
/** So many packs are joined into one: git's reads slow down with the number of packs. */
const JOIN_PACKS = 50;
/** Bodies wait in memory to be joined; beyond this they are joined early. */
const JOIN_BYTES = 4 * 1024 * 1024;

/** Objects by name, the least recently used ones dropped. */
class ObjectCache {
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

interface OwnPack extends PackBody {
  path: string;
}

export function openStore({ objects, reader, durable = true }: StoreOptions): ObjectStore {
  const folder = join(objects, "pack");
  const cache = new ObjectCache();
  let pending = new Map<Oid, PackInput>();
  /** Packs to be joined next, and what stands in them: no object may be twice in a joined pack. */
  let recent: OwnPack[] = [];
  let recentBytes = 0;
  const packed = new Set<Oid>();
  const staging = new Staging(objects, durable);

  function write(content: PackBody): string {
    const { name, pack, index } = encodePack(content);
    const path = join(folder, `pack-${name}`);
    // The index comes last: git looks for packs by their index.
    if (!existsSync(`${path}.idx`)) {
      const files = [
        { path: `${path}.pack`, parts: pack },
        { path: `${path}.idx`, parts: [index] },
      ];
      writeFilesAtomically(files, { durable, mode: 0o444 });
      if (durable) syncDirectoryOf(path);
    }
    return path;
  }

  function joinRecent(): void {
    // A multi-pack-index names packs; taking one of them away would break it.
    if (recent.length > 1 && !existsSync(join(folder, "multi-pack-index"))) {
      write(joinBodies(recent));
      for (const { path } of recent) {
        rmSync(`${path}.idx`, { force: true });
        rmSync(`${path}.pack`, { force: true });
      }
    }
    recent = [];
    recentBytes = 0;
    packed.clear();
  }

  function took(content: PackBody, path: string, objects: ReadonlyMap<Oid, PackInput>): void {
    recent.push({ ...content, path });
    recentBytes += content.body.length;
    for (const [oid, { type, data }] of objects) {
      cache.set(oid, { type, data });
      packed.add(oid);
    }
  }

  /** What cannot be moved waits in memory again, for the next try. */
  function landStaged(): void {
    const staged = staging.take();
    try {
      staging.land(staged, folder);
    } catch (error) {
      pending = new Map([...staged.flatMap(pack => [...pack.objects]), ...pending]);
      throw error;
    }
    for (const { content, objects, name } of staged) took(content, join(folder, name), objects);
  }

  return {
    add(type, data, previous) {
      const oid = hashObject(type, data);
      if (!pending.has(oid) && !packed.has(oid) && !staging.get(oid))
        pending.set(oid, { oid, type, data, previous });
      return oid;
    },
    async read(oid) {
      const known = pending.get(oid) ?? staging.get(oid) ?? cache.get(oid);
      if (known) return { type: known.type, data: known.data };
      if (oid === EMPTY_TREE) return { type: "tree", data: Buffer.alloc(0) };
      const object = await reader.read(oid);
      if (object) cache.set(oid, object);
      return object;
    },
    stage() {
      if (pending.size > 0) staging.add(pending);
      pending = new Map();
      return staging.folder;
    },
    flush() {
      landStaged();
      if (pending.size > 0) {
        mkdirSync(folder, { recursive: true });
        const content = encodeBody([...pending.values()]);
        took(content, write(content), pending);
        pending = new Map();
      }
      if (recent.length >= JOIN_PACKS || recentBytes > JOIN_BYTES) joinRecent();
    },
    close: () => staging.close(),
  };
}
