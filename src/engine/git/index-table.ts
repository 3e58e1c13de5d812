import { createHash } from "node:crypto";
import { encodeEntry, entryStarts, type IndexEntry, nameRange } from "./index-file.ts";
import { type ObjectFormat, OID_BYTES } from "./object.ts";
import type { Leaf } from "./tree.ts";

/** Entries that stand one behind the other; never changed, so that tables share them. */
interface Page {
  bytes: Buffer;
  /** Where each entry begins, and where the last one ends. */
  starts: Uint32Array;
}

/** Entries of a page: so few that a changed one is copied in some hundredths of a millisecond. */
const PAGE = 512;
/** Entries that wait to be written into pages: as objects they take several times as much memory. */
const MOST_EDITS = 4_096;

interface Edit {
  key: Buffer;
  /** null: the entry goes. */
  bytes: Buffer | null;
}

/**
 * An agent's index as the bytes of its file, kept from phase to phase: of tens of thousands of entries a phase changes
 * a few, and the pages without any of them stay, in this table and in those of other agents.
 */
export class IndexTable {
  /** In git's order; none is empty. */
  #pages: Page[] = [];
  #edits = new Map<string, IndexEntry | null>();
  readonly #format: ObjectFormat;

  constructor(format: ObjectFormat) {
    this.#format = format;
  }

  /** Of an index of version 2 that git wrote. */
  static read(file: Buffer, format: ObjectFormat): IndexTable {
    const table = new IndexTable(format);
    const starts = entryStarts(file, format);
    for (let from = 0; from < starts.length - 1; from += PAGE) {
      const [first, ...others] = starts.subarray(from, from + PAGE + 1);
      const ends = others.map(start => start - first!);
      table.#pages.push({
        bytes: file.subarray(first, first! + ends.at(-1)!),
        starts: Uint32Array.of(0, ...ends),
      });
    }
    return table;
  }

  clone(): IndexTable {
    this.#apply();
    const copy = new IndexTable(this.#format);
    copy.#pages = this.#pages;
    return copy;
  }

  set(entry: IndexEntry): void {
    this.#edit(entry.path, entry);
  }

  delete(path: string): void {
    this.#edit(path, null);
  }

  #edit(path: string, entry: IndexEntry | null): void {
    this.#edits.set(path, entry);
    if (this.#edits.size >= MOST_EDITS) this.#apply();
  }

  /** The entry at the path; null when there is none. */
  at(path: string): (Leaf & { hidden: boolean }) | null {
    this.#apply();
    const key = Buffer.from(path);
    const page = this.#pages[this.#pageOf(key)];
    if (!page) return null;
    const place = this.#search(page, key, 0);
    if (place === countOf(page) || this.#compare(page, place, key) !== 0) return null;
    const { bytes, starts } = page;
    const start = starts[place]!;
    return {
      mode: bytes.readUInt32BE(start + 24).toString(8),
      oid: bytes.toString("hex", start + 40, start + 40 + OID_BYTES[this.#format]),
      hidden: nameRange(bytes, start, this.#format).hidden,
    };
  }

  /** Paths below the folder, at any depth. */
  below(folder: string): string[] {
    this.#apply();
    const key = Buffer.from(`${folder}/`);
    const found: string[] = [];
    for (let at = this.#pageOf(key); at < this.#pages.length; at++) {
      const page = this.#pages[at]!;
      for (let place = this.#search(page, key, 0); place < countOf(page); place++) {
        const { from, to } = nameRange(page.bytes, page.starts[place]!, this.#format);
        if (page.bytes.compare(key, 0, key.length, from, Math.min(to, from + key.length)) !== 0) return found;
        found.push(page.bytes.toString("utf8", from, to));
      }
    }
    return found;
  }

  /** Paths of files of this name, in whatever folder. */
  named(name: string): string[] {
    this.#apply();
    const found: string[] = [];
    for (const { bytes, starts } of this.#pages) {
      // Mostly there is none, which one look over all bytes tells.
      if (!bytes.includes(name)) continue;
      for (const start of starts.subarray(0, -1)) {
        const { from, to } = nameRange(bytes, start, this.#format);
        const path = bytes.toString("utf8", from, to);
        if (path === name || path.endsWith(`/${name}`)) found.push(path);
      }
    }
    return found;
  }

  /** git's index file, version 3 (which knows files that are left out). */
  file(): Buffer[] {
    this.#apply();
    const header = Buffer.alloc(12);
    header.write("DIRC", 0, "latin1");
    header.writeUInt32BE(3, 4);
    header.writeUInt32BE(
      this.#pages.reduce((sum, page) => sum + countOf(page), 0),
      8,
    );
    const parts = [header, ...this.#pages.map(({ bytes }) => bytes)];
    const hash = createHash(this.#format);
    for (const part of parts) hash.update(part);
    return [...parts, hash.digest()];
  }

  /** The last page that begins with the key or before it, where there is one. */
  #pageOf(key: Buffer): number {
    let low = 0;
    let high = this.#pages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#pages[middle]!, 0, key) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** The first place of the page from `low` on whose name is not before the key. */
  #search(page: Page, key: Buffer, low: number): number {
    let high = countOf(page);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(page, middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare({ bytes, starts }: Page, place: number, key: Buffer): number {
    const { from, to } = nameRange(bytes, starts[place]!, this.#format);
    return bytes.compare(key, 0, key.length, from, to);
  }

  #apply(): void {
    if (this.#edits.size === 0) return;
    const edits = [...this.#edits].map(([path, entry]) => ({
      key: Buffer.from(path),
      bytes: entry && encodeEntry(entry, this.#format),
    }));
    this.#edits.clear();
    edits.sort((a, b) => a.key.compare(b.key));
    const pages: Page[] = [];
    let next = 0;
    for (const [at, page] of this.#pages.entries()) {
      const first = this.#pages[at + 1];
      const from = next;
      while (next < edits.length && !(first && this.#compare(first, 0, edits[next]!.key) <= 0)) next++;
      if (from === next) pages.push(page);
      else pages.push(...this.#merged(page, edits.slice(from, next)));
    }
    if (this.#pages.length === 0) pages.push(...this.#merged(NO_ENTRIES, edits));
    this.#pages = pages;
  }

  /** The page's entries with the edits made, which are in order, in as many pages as they need. */
  #merged(page: Page, edits: readonly Edit[]): Page[] {
    const entries: Buffer[] = [];
    const { bytes, starts } = page;
    let next = 0;
    const keep = (until: number): void => {
      for (; next < until; next++) entries.push(bytes.subarray(starts[next]!, starts[next + 1]!));
    };
    for (const { key, bytes: added } of edits) {
      const place = this.#search(page, key, next);
      keep(place);
      if (place < countOf(page) && this.#compare(page, place, key) === 0) next = place + 1;
      if (added) entries.push(added);
    }
    keep(countOf(page));
    const pages = Math.ceil(entries.length / PAGE);
    const size = Math.ceil(entries.length / Math.max(1, pages));
    return Array.from({ length: pages }, (_, at) => pageOf(entries.slice(at * size, (at + 1) * size)));
  }
}

const NO_ENTRIES: Page = { bytes: Buffer.alloc(0), starts: new Uint32Array(1) };

const countOf = ({ starts }: Page): number => starts.length - 1;

function pageOf(entries: readonly Buffer[]): Page {
  const starts = new Uint32Array(entries.length + 1);
  for (const [at, entry] of entries.entries()) starts[at + 1] = starts[at]! + entry.length;
  const bytes = Buffer.allocUnsafeSlow(starts[entries.length]!);
  for (const [at, entry] of entries.entries()) entry.copy(bytes, starts[at]!);
  return { bytes, starts };
}
