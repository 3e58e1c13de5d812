import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import { mergeBase } from "./history.ts";
import { EMPTY_TREE, type Oid } from "./object.ts";
import type { Repository } from "./repository.ts";
import { type Difference, diffTrees, entryAt, type Leaf, MissingObject, treeOf } from "./tree.ts";
import { DIRECTORY, GITLINK, SYMLINK } from "./tree-object.ts";

export type MergeOutcome =
  /** Applied to the commit merged into, these give the merged tree; empty when it has everything already. */
  | { ok: true; changes: Map<string, Leaf | null> }
  | { ok: false; reason: "conflicts"; paths: string[] }
  | { ok: false; reason: "unrelated" };

export interface LandRequest {
  /** The commit the work began from. */
  base: Oid;
  /** The commit it shall land on. */
  tip: Oid;
  /** What the work changed, against `base`. */
  changes: ReadonlyMap<string, Leaf | null>;
}

/**
 * Brings work onto a newer tip. A path that the tip left alone since `base` is taken as it is; one that both
 * changed is merged line by line, and conflicts where that fails. Nothing is written but merged blobs.
 */
export async function landChanges(
  repository: Repository,
  { base, tip, changes }: LandRequest,
): Promise<MergeOutcome> {
  const { store } = repository;
  const [baseTree, tipTree] = [await treeOf(store, base), await treeOf(store, tip)];
  if (baseTree === tipTree) return { ok: true, changes: new Map(changes) };
  const landed = new Map<string, Leaf | null>();
  const conflicts: string[] = [];
  for (const [path, ours] of changes) {
    const [before, theirs] = [
      await leafAt(repository, baseTree, path),
      await leafAt(repository, tipTree, path),
    ];
    const merged = await mergePath(repository, { path, before, ours, theirs });
    if (merged === "conflict") conflicts.push(path);
    else if (!sameLeaf(merged, theirs)) landed.set(path, merged);
  }
  conflicts.push(...(await placeConflicts(repository, tipTree, landed)));
  if (conflicts.length > 0) return { ok: false, reason: "conflicts", paths: [...new Set(conflicts)].sort() };
  return { ok: true, changes: landed };
}

/** A directory counts as nothing here; that a file would take its place is found by `placeConflicts`. */
async function leafAt({ store }: Repository, tree: Oid, path: string): Promise<Leaf | null> {
  const entry = await entryAt(store, tree, path);
  return entry && entry.mode !== DIRECTORY ? { oid: entry.oid, mode: entry.mode } : null;
}

function sameLeaf(a: Leaf | null, b: Leaf | null): boolean {
  return a?.oid === b?.oid && a?.mode === b?.mode;
}

interface ThreeSides {
  path: string;
  before: Leaf | null;
  ours: Leaf | null;
  theirs: Leaf | null;
}

function isText(leaf: Leaf): boolean {
  return leaf.mode !== SYMLINK && leaf.mode !== GITLINK;
}

async function mergePath(repository: Repository, sides: ThreeSides): Promise<Leaf | null | "conflict"> {
  const { before, ours, theirs } = sides;
  if (sameLeaf(ours, theirs) || sameLeaf(before, ours)) return theirs;
  if (sameLeaf(before, theirs)) return ours;
  if (!ours || !theirs || !isText(ours) || !isText(theirs) || (before && !isText(before))) return "conflict";
  const mode = before && ours.mode === before.mode ? theirs.mode : ours.mode;
  if (ours.oid === theirs.oid || before?.oid === theirs.oid) return { oid: ours.oid, mode };
  if (before?.oid === ours.oid) return { oid: theirs.oid, mode };
  const oid = before && (await mergeContent(repository, [ours.oid, before.oid, theirs.oid]));
  return oid ? { oid, mode } : "conflict";
}

/** The blob of a clean line merge, or null where the sides touch the same lines or are binary. */
async function mergeContent(repository: Repository, sides: readonly [Oid, Oid, Oid]): Promise<Oid | null> {
  const folder = makeTemporaryFolder("merge");
  try {
    const files = sides.map((_, at) => join(folder, ["ours", "base", "theirs"][at]!));
    for (const [at, oid] of sides.entries()) {
      const content = await repository.readBlob(oid);
      if (!content) throw new MissingObject(oid);
      writeFileSync(files[at]!, content, { mode: 0o600 });
    }
    const { code, stdout } = await repository.git.run(["merge-file", "--stdout", "--quiet", ...files], {
      cwd: folder,
    });
    return code === 0 ? repository.store.addBlob(stdout, sides[0]) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Paths that would put a file where the tip has a folder, or a folder where it has a file. */
async function placeConflicts(
  repository: Repository,
  tipTree: Oid,
  landed: ReadonlyMap<string, Leaf | null>,
): Promise<string[]> {
  const conflicts: string[] = [];
  for (const [path, leaf] of landed) {
    if (leaf === null) continue;
    const entry = await entryAt(repository.store, tipTree, path);
    if (entry?.mode === DIRECTORY && !(await isEmptied(repository, entry.oid, path, landed)))
      conflicts.push(path);
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const above = path.slice(0, end);
      if ((await leafAt(repository, tipTree, above)) && landed.get(above) !== null) conflicts.push(path);
    }
  }
  return conflicts;
}

/** Whether the work removes every file of the folder. */
async function isEmptied(
  { store }: Repository,
  tree: Oid,
  path: string,
  landed: ReadonlyMap<string, Leaf | null>,
): Promise<boolean> {
  const files = await diffTrees(store, EMPTY_TREE[store.format], tree);
  return [...files.keys()].every(name => landed.get(`${path}/${name}`) === null);
}

function newSides(differences: ReadonlyMap<string, Difference>): Map<string, Leaf | null> {
  return new Map([...differences].map(([path, { to }]) => [path, to]));
}

/**
 * Merges a commit into another: a person's push into our work, or the base branch into the milestone's. The
 * outcome's changes apply to `ours`; whoever commits them names both as parents. git's own merge is asked
 * first, for it follows renames (2.38 or newer); without it the paths are merged one by one.
 */
export async function mergeCommits(repository: Repository, ours: Oid, theirs: Oid): Promise<MergeOutcome> {
  const { git, store } = repository;
  await repository.flush();
  const base = await mergeBase(git, ours, theirs);
  if (base === null) return { ok: false, reason: "unrelated" };
  if (base === theirs) return { ok: true, changes: new Map() };
  const oursTree = await treeOf(store, ours);
  if (base === ours) {
    return { ok: true, changes: newSides(await diffTrees(store, oursTree, await treeOf(store, theirs))) };
  }
  const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ours, theirs];
  const { code, stdout } = await git.run(args);
  const [tree = "", ...paths] = stdout.toString("utf8").split("\0").filter(Boolean);
  if (code === 0) return { ok: true, changes: newSides(await diffTrees(store, oursTree, tree)) };
  if (code === 1) return { ok: false, reason: "conflicts", paths: [...new Set(paths)].sort() };
  const changes = newSides(await diffTrees(store, await treeOf(store, base), await treeOf(store, theirs)));
  return landChanges(repository, { base, tip: ours, changes });
}
