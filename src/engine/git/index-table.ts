import { createHash } from "node:crypto";
import { encodeEntry, entryStarts, type IndexEntry, nameRange } from "./index-file.ts";
import { type ObjectFormat, OID_BYTES } from "./object.ts";
import type { Leaf } from "./tree.ts";

/** For building; one for all tables, as nothing waits in between. */
let scratch = Buffer.alloc(0);

/**
 * An agent's index as the bytes of its file, kept from phase to phase: of tens of thousands of entries a phase changes
 * a few, and copying the rest takes some hundredth of a millisecond where encoding them would take many.
 */
export class IndexTable {
  /** The entries, in git's order; longer than they are, to grow into. */
  #bytes: Buffer = Buffer.alloc(0);
  /** Where each entry begins, and where the last one ends. */
  #starts = new Uint32Array(1);
  #edits = new Map<string, IndexEntry | null>();
  /** The bytes are another table's too. */
  #isShared = false;
  readonly #format: ObjectFormat;

  constructor(format: ObjectFormat) {
    this.#format = format;
  }

  /** Of an index of version 2 that git wrote. */
  static read(file: Buffer, format: ObjectFormat): IndexTable {
    const table = new IndexTable(format);
    const starts = entryStarts(file, format);
    const [from, to] = [starts[0]!, starts.at(-1)!];
    table.#bytes = file.subarray(from, to);
    table.#starts = starts.map(start => start - from);
    return table;
  }

  clone(): IndexTable {
    this.#apply();
    const copy = new IndexTable(this.#format);
    [copy.#bytes, copy.#starts] = [this.#bytes, this.#starts];
    this.#isShared = copy.#isShared = true;
    return copy;
  }

  set(entry: IndexEntry): void {
    this.#edits.set(entry.path, entry);
  }

  delete(path: string): void {
    this.#edits.set(path, null);
  }

  /** The entry at the path; null when there is none. */
  at(path: string): (Leaf & { hidden: boolean }) | null {
    this.#apply();
    const key = Buffer.from(path);
    const place = this.#search(key, 0);
    if (place === this.#count || this.#compare(place, key) !== 0) return null;
    const start = this.#starts[place]!;
    return {
      mode: this.#bytes.readUInt32BE(start + 24).toString(8),
      oid: this.#bytes.toString("hex", start + 40, start + 40 + OID_BYTES[this.#format]),
      hidden: nameRange(this.#bytes, start, this.#format).hidden,
    };
  }

  /** Paths below the folder, at any depth. */
  below(folder: string): string[] {
    this.#apply();
    const key = Buffer.from(`${folder}/`);
    const found: string[] = [];
    for (let place = this.#search(key, 0); place < this.#count; place++) {
      const { from, to } = nameRange(this.#bytes, this.#starts[place]!, this.#format);
      if (this.#bytes.compare(key, 0, key.length, from, Math.min(to, from + key.length)) !== 0) break;
      found.push(this.#bytes.toString("utf8", from, to));
    }
    return found;
  }

  /** Paths of files of this name, in whatever folder. */
  named(name: string): string[] {
    this.#apply();
    const found: string[] = [];
    // Mostly there is none, which one look over all bytes tells.
    if (!this.#bytes.includes(name)) return found;
    for (let place = 0; place < this.#count; place++) {
      const { from, to } = nameRange(this.#bytes, this.#starts[place]!, this.#format);
      const path = this.#bytes.toString("utf8", from, to);
      if (path === name || path.endsWith(`/${name}`)) found.push(path);
    }
    return found;
  }

  /** git's index file, version 3 (which knows files that are left out). Valid until the next change. */
  file(): Buffer[] {
    this.#apply();
    const header = Buffer.alloc(12);
    header.write("DIRC", 0, "latin1");
    header.writeUInt32BE(3, 4);
    header.writeUInt32BE(this.#count, 8);
    const body = this.#bytes.subarray(0, this.#starts[this.#count]!);
    return [header, body, createHash(this.#format).update(header).update(body).digest()];
  }

  get #count(): number {
    return this.#starts.length - 1;
  }

  /** The first place from `low` on whose name is not before the key. */
  #search(key: Buffer, low: number): number {
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(place: number, key: Buffer): number {
    const { from, to } = nameRange(this.#bytes, this.#starts[place]!, this.#format);
    return this.#bytes.compare(key, 0, key.length, from, to);
  }

  #apply(): void {
    if (this.#edits.size === 0) return;
    const edits = [...this.#edits].map(([path, entry]) => ({
      key: Buffer.from(path),
      bytes: entry && encodeEntry(entry, this.#format),
    }));
    edits.sort((a, b) => a.key.compare(b.key));
    this.#edits.clear();
    const starts = new Uint32Array(this.#count + edits.length + 1);
    const most = edits.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), this.#starts[this.#count]!);
    if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most + most / 4);
    let [next, count, length] = [0, 0, 0];
    const keep = (until: number): void => {
      const from = this.#starts[next]!;
      const shift = length - from;
      for (; next < until; next++) starts[count++] = this.#starts[next]! + shift;
      length += this.#bytes.copy(scratch, length, from, this.#starts[until]!);
    };
    for (const { key, bytes } of edits) {
      const place = this.#search(key, next);
      keep(place);
      if (place < this.#count && this.#compare(place, key) === 0) next = place + 1;
      if (!bytes) continue;
      starts[count++] = length;
      length += bytes.copy(scratch, length);
    }
    keep(this.#count);
    starts[count] = length;
    if (this.#isShared || this.#bytes.length < length)
      this.#bytes = Buffer.allocUnsafeSlow(length + (length >>> 2));
    this.#isShared = false;
    scratch.copy(this.#bytes, 0, 0, length);
    this.#starts = starts.slice(0, count + 1);
  }
}
