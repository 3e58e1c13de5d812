import type { Oid } from "./object.ts";

/** Mode of a tree entry as git writes it: a directory is `40000`, a submodule `160000`. */
export const DIRECTORY = "40000";
export const GITLINK = "160000";
export const SYMLINK = "120000";

export interface TreeEntry {
  name: string;
  mode: string;
  oid: Oid;
}

const SPACE = 0x20;
/** Bytes of an object name where none are said: those of SHA-1. */
const SHA1 = 20;

function nameStart(raw: Buffer, start: number): number {
  let at = start;
  while (raw[at] !== SPACE) at++;
  return at + 1;
}

function nameEnd(raw: Buffer, name: number): number {
  let at = name;
  while (raw[at] !== 0) at++;
  return at;
}

/** Where the entry that begins at `start` ends. */
function entryEnd(raw: Buffer, start: number, oidBytes: number): number {
  return nameEnd(raw, start) + 1 + oidBytes;
}

/** Calls `visit` with the byte offsets of each entry: no strings are made for entries nobody looks at. */
function scan(
  raw: Buffer,
  oidBytes: number,
  visit: (start: number, name: number, nul: number) => boolean,
): void {
  let start = 0;
  while (start < raw.length) {
    const name = nameStart(raw, start);
    const nul = nameEnd(raw, name);
    if (!visit(start, name, nul)) return;
    start = nul + 1 + oidBytes;
  }
}

function entryAt(raw: Buffer, start: number, oidBytes: number): TreeEntry {
  const name = nameStart(raw, start);
  const nul = nameEnd(raw, name);
  return {
    mode: raw.toString("latin1", start, name - 1),
    name: raw.toString("utf8", name, nul),
    oid: raw.toString("hex", nul + 1, nul + 1 + oidBytes),
  };
}

function isDirectory(raw: Buffer, start: number): boolean {
  return raw[start] === 0x34;
}

/** All entries of a tree, in git's order. A name that is not UTF-8 shows U+FFFD; editing keeps its bytes. */
export function parseTree(raw: Buffer, oidBytes = SHA1): TreeEntry[] {
  const entries: TreeEntry[] = [];
  scan(raw, oidBytes, start => {
    entries.push(entryAt(raw, start, oidBytes));
    return true;
  });
  return entries;
}

/** The entry of this name, or null. */
export function findEntry(raw: Buffer, wanted: string, oidBytes = SHA1): TreeEntry | null {
  const key = Buffer.from(wanted);
  let found: TreeEntry | null = null;
  scan(raw, oidBytes, (start, name, nul) => {
    if (nul - name !== key.length || !sameBytes(raw, name, key, 0, key.length)) return true;
    found = entryAt(raw, start, oidBytes);
    return false;
  });
  return found;
}

/** Byte by byte: most differ in the first ones, and a call of `Buffer.compare` costs more than that. */
function sameBytes(a: Buffer, atA: number, b: Buffer, atB: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[atA + i] !== b[atB + i]) return false;
  return true;
}

/** The name, with "/" behind a directory's. */
function sortKey(raw: Buffer, start: number): Buffer {
  const name = nameStart(raw, start);
  const key = raw.subarray(name, nameEnd(raw, name));
  return isDirectory(raw, start) ? Buffer.concat([key, Buffer.from("/")]) : key;
}

/**
 * The entries of each tree that the other one does not have so. Of what is equal no string is made: of thousands of
 * entries a commit changes a few.
 */
export function differingEntries(
  from: Buffer,
  to: Buffer,
  oidBytes = SHA1,
): { from: TreeEntry[]; to: TreeEntry[] } {
  const only = { from: [] as TreeEntry[], to: [] as TreeEntry[] };
  let a = 0;
  let b = 0;
  while (a < from.length && b < to.length) {
    const length = entryEnd(from, a, oidBytes) - a;
    if (sameBytes(from, a, to, b, length)) {
      a += length;
      b += length;
      continue;
    }
    const order = sortKey(from, a).compare(sortKey(to, b));
    if (order <= 0) {
      only.from.push(entryAt(from, a, oidBytes));
      a += length;
    }
    if (order >= 0) {
      only.to.push(entryAt(to, b, oidBytes));
      b = entryEnd(to, b, oidBytes);
    }
  }
  const rest = (own: TreeEntry[], raw: Buffer): TreeEntry[] => [...own, ...parseTree(raw, oidBytes)];
  return { from: rest(only.from, from.subarray(a)), to: rest(only.to, to.subarray(b)) };
}
