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

export type TreeEdit = { mode: string; oid: Oid } | null;

const SPACE = 0x20;
const SLASH = 0x2f;
const OID_BYTES = 20;

/** Calls `visit` with the byte offsets of each entry: no strings are made for entries nobody looks at. */
function scan(raw: Buffer, visit: (start: number, name: number, nul: number) => boolean): void {
  let start = 0;
  while (start < raw.length) {
    let name = start;
    while (raw[name] !== SPACE) name++;
    name++;
    let nul = name;
    while (raw[nul] !== 0) nul++;
    if (!visit(start, name, nul)) return;
    start = nul + 1 + OID_BYTES;
  }
}

function entryAt(raw: Buffer, start: number, name: number, nul: number): TreeEntry {
  return {
    mode: raw.toString("latin1", start, name - 1),
    name: raw.toString("utf8", name, nul),
    oid: raw.toString("hex", nul + 1, nul + 1 + OID_BYTES),
  };
}

/** All entries of a tree, in git's order. A name that is not UTF-8 shows U+FFFD; editing keeps its bytes. */
export function parseTree(raw: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  scan(raw, (start, name, nul) => {
    entries.push(entryAt(raw, start, name, nul));
    return true;
  });
  return entries;
}

/** The entry of this name, or null. */
export function findEntry(raw: Buffer, wanted: string): TreeEntry | null {
  const key = Buffer.from(wanted);
  let found: TreeEntry | null = null;
  scan(raw, (start, name, nul) => {
    if (nul - name !== key.length || raw.compare(key, 0, key.length, name, nul) !== 0) return true;
    found = entryAt(raw, start, name, nul);
    return false;
  });
  return found;
}

interface Operation {
  /** Sort key: the name, with "/" behind it for the place a directory of this name has. */
  key: Buffer;
  insert: Buffer | null;
}

/** Each edit touches two places, since `a` and the directory `a` sort apart and either may have to go. */
function operations(edits: ReadonlyMap<string, TreeEdit>): Operation[] {
  const all: Operation[] = [];
  for (const [name, edit] of edits) {
    const directory = edit?.mode === DIRECTORY;
    const bytes =
      edit && Buffer.concat([Buffer.from(`${edit.mode} ${name}\0`), Buffer.from(edit.oid, "hex")]);
    all.push({ key: Buffer.from(name), insert: directory ? null : bytes });
    all.push({ key: Buffer.from(`${name}/`), insert: directory ? bytes : null });
  }
  return all.sort((a, b) => a.key.compare(b.key));
}

/** Order of the entry at name..nul against a sort key; directories compare as if named `name/`. */
function compareEntry(raw: Buffer, name: number, nul: number, directory: boolean, key: Buffer): number {
  const length = nul - name + (directory ? 1 : 0);
  const shared = Math.min(length, key.length);
  for (let i = 0; i < shared; i++) {
    const own = name + i < nul ? raw[name + i]! : SLASH;
    const other = key[i]!;
    if (own !== other) return own - other;
  }
  return length - key.length;
}

/**
 * The bytes of the tree with entries set (`{mode, oid}`) or removed (`null`). One pass over the bytes: a
 * directory of 10,000 entries costs a scan, not 10,000 strings, and names that are not UTF-8 survive.
 */
export function editTree(raw: Buffer, edits: ReadonlyMap<string, TreeEdit>): Buffer {
  const pieces: Buffer[] = [];
  const todo = operations(edits);
  let next = 0;
  let kept = 0;
  const cut = (until: number) => {
    if (until > kept) pieces.push(raw.subarray(kept, until));
  };
  const insert = () => {
    const bytes = todo[next++]?.insert;
    if (bytes) pieces.push(bytes);
  };
  scan(raw, (start, name, nul) => {
    const directory = raw[start] === 0x34;
    while (next < todo.length) {
      const order = compareEntry(raw, name, nul, directory, todo[next]!.key);
      if (order < 0) return true;
      cut(start);
      kept = order === 0 ? nul + 1 + OID_BYTES : start;
      insert();
      if (order === 0) return true;
    }
    return false;
  });
  cut(raw.length);
  while (next < todo.length) insert();
  return Buffer.concat(pieces);
}
