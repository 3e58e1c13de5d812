import { EMPTY_TREE, type GitObject, type ObjectFormat, OID_BYTES, type Oid, parseCommit } from "./object.ts";
import { foldersAbove } from "./path.ts";
import { DIRECTORY, differingEntries, findEntry, parseTree, type TreeEntry } from "./tree-object.ts";

/** A file, link or submodule in a tree. */
export interface Leaf {
  oid: Oid;
  mode: string;
}

/** What changed at a path; null on the side where it is not there. */
export interface TreeDifference {
  from: Leaf | null;
  to: Leaf | null;
}

/** What stands at a path; `folder`: one whose name need not be known yet. */
export type Standing = Leaf | "folder" | null;

/** Changes to a tree, and what they alone tell of paths. */
export class TreeEdit {
  readonly #changes: ReadonlyMap<string, Leaf | null>;
  /** Folders below which something is set (true), or only taken away. */
  #folders: Map<string, boolean> | null = null;

  constructor(changes: ReadonlyMap<string, Leaf | null>) {
    this.#changes = changes;
  }

  /** `undefined`: what is edited tells it. `unknown`: only the whole tree does, for a folder may be gone with its last file. */
  standing(path: string): Standing | "unknown" | undefined {
    if (path === "") return "unknown";
    let isGone = false;
    for (const above of foldersAbove(path)) {
      const change = this.#changes.get(above);
      if (change) return null;
      isGone ||= change === null;
    }
    const own = this.#changes.get(path);
    if (own) return own;
    this.#folders ??= this.#findFolders();
    const below = this.#folders.get(path);
    if (below) return "folder";
    if (isGone || own === null) return null;
    return below === undefined ? undefined : "unknown";
  }

  #findFolders(): Map<string, boolean> {
    const folders = new Map<string, boolean>();
    for (const [path, leaf] of this.#changes)
      for (const above of foldersAbove(path)) folders.set(above, folders.get(above) || leaf !== null);
    return folders;
  }
}

/** An object that history names is not in the object store (a partial clone, a broken repository). */
export class MissingObject extends Error {
  readonly oid: Oid;
  constructor(oid: Oid) {
    super(`object ${oid} is missing from the repository`);
    this.oid = oid;
  }
}

/** Where objects are read from. */
export interface ObjectSource {
  readonly format: ObjectFormat;
  read(oid: Oid): Promise<GitObject | null>;
}

async function readTree(store: ObjectSource, oid: Oid): Promise<Buffer> {
  const object = await store.read(oid);
  if (object?.type !== "tree") throw new MissingObject(oid);
  return object.data;
}

/** The tree of a commit. Throws `MissingObject`. */
export async function treeOf(store: ObjectSource, commit: Oid): Promise<Oid> {
  const object = await store.read(commit);
  if (object?.type !== "commit") throw new MissingObject(commit);
  return parseCommit(object.data).tree;
}

/** The entry at a path below a tree, a directory too; null when there is none. */
export async function entryAt(store: ObjectSource, tree: Oid, path: string): Promise<TreeEntry | null> {
  let found: TreeEntry = { name: "", mode: DIRECTORY, oid: tree };
  for (const part of path.split("/")) {
    if (found.mode !== DIRECTORY) return null;
    const next = findEntry(await readTree(store, found.oid), part, OID_BYTES[store.format]);
    if (!next) return null;
    found = next;
  }
  return found;
}

/** The entries of a directory, "" being the tree itself; empty when there is no such directory. */
export async function listDirectory(store: ObjectSource, tree: Oid, path: string): Promise<TreeEntry[]> {
  const entry = path === "" ? { mode: DIRECTORY, oid: tree } : await entryAt(store, tree, path);
  return entry?.mode === DIRECTORY
    ? parseTree(await readTree(store, entry.oid), OID_BYTES[store.format])
    : [];
}

/** Whether the tree holds at most so many files; it is read only as far as that takes. */
export async function holdsFewFiles(store: ObjectSource, tree: Oid, most: number): Promise<boolean> {
  let count = 0;
  const folders = [tree];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of parseTree(await readTree(store, folder), OID_BYTES[store.format])) {
      if (entry.mode === DIRECTORY) folders.push(entry.oid);
      else count += 1;
    }
    if (count + folders.length > most) return false;
  }
  return true;
}

/** What differs between two trees, by path; equal subtrees are not read. Renames are a removal and an addition. */
export async function diffTrees(
  store: ObjectSource,
  from: Oid,
  to: Oid,
): Promise<Map<string, TreeDifference>> {
  const found = new Map<string, TreeDifference>();
  await diffInto(store, { from, to, prefix: "" }, found);
  return found;
}

interface Pair {
  from: Oid;
  to: Oid;
  prefix: string;
}

async function diffInto(store: ObjectSource, pair: Pair, found: Map<string, TreeDifference>): Promise<void> {
  if (pair.from === pair.to) return;
  const [before, after] = await Promise.all([readTree(store, pair.from), readTree(store, pair.to)]);
  const only = differingEntries(before, after, OID_BYTES[store.format]);
  const old = new Map(only.from.map(entry => [entry.name, entry]));
  const below: Pair[] = [];
  const compare = (name: string, a: TreeEntry | undefined, b: TreeEntry | undefined) => {
    if (a && b && a.oid === b.oid && a.mode === b.mode) return;
    const path = pair.prefix + name;
    const leaf = (entry: TreeEntry | undefined) =>
      entry && entry.mode !== DIRECTORY ? { oid: entry.oid, mode: entry.mode } : null;
    const difference = { from: leaf(a), to: leaf(b) };
    if (difference.from || difference.to) found.set(path, difference);
    const directory = (entry: TreeEntry | undefined) =>
      entry?.mode === DIRECTORY ? entry.oid : EMPTY_TREE[store.format];
    below.push({ from: directory(a), to: directory(b), prefix: `${path}/` });
  };
  for (const entry of only.to) {
    compare(entry.name, old.get(entry.name), entry);
    old.delete(entry.name);
  }
  for (const [name, entry] of old) compare(name, entry, undefined);
  // Side by side, so that the reader answers many questions in one trip.
  await Promise.all(below.map(each => diffInto(store, each, found)));
}
