import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import { mergeBase } from "./commit-walk.ts";
import type { GitRepository } from "./git-repository.ts";
import { EMPTY_TREE, type Oid } from "./object.ts";
import { foldersAbove } from "./path.ts";
import type { ObjectStore } from "./store.ts";
import {
  diffTrees,
  entryAt,
  type Leaf,
  MissingObject,
  type Standing,
  type TreeDifference,
  treeOf,
} from "./tree.ts";
import { GITLINK, SYMLINK } from "./tree-object.ts";

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
  /** Takes the paths whose lines conflict: each lands with both sides in it, between marks. Absent: it does not land. */
  marked?: string[];
}

/** What stands at the marks of a file that both sides changed at the same lines. */
const MARKS = { theirs: "landed meanwhile", base: "before both", ours: "this work" } as const;

const MARK_LINE = new RegExp(`^(?:<{7}|\\|{7}|>{7}) (?:${Object.values(MARKS).join("|")})\\r?$`, "m");

/** Whether a merge that was given to somebody is not settled in this file. */
export function hasMarks(content: Buffer): boolean {
  return MARK_LINE.test(content.toString("latin1"));
}

/**
 * Brings work onto a newer tip. A path that the tip left alone since `base` is taken as it is; one that both
 * changed is merged line by line, and conflicts where that fails. Nothing is written but merged blobs.
 */
export async function landChanges(
  repository: GitRepository,
  { base, tip, changes, marked }: LandRequest,
): Promise<MergeOutcome> {
  const { store } = repository;
  if (base === tip) return { ok: true, changes: new Map(changes) };
  const landed = new Map<string, Leaf | null>();
  const conflicts: string[] = [];
  const met: ThreeSides[] = [];
  for (const [path, ours] of changes) {
    const [before, theirs] = [
      leafOf(await store.standing(base, path)),
      leafOf(await store.standing(tip, path)),
    ];
    met.push({ path, before, ours, theirs });
  }
  const ways = await mergeWays(
    repository,
    tip,
    met.filter(isContested).map(({ path }) => path),
  );
  for (const sides of met) {
    const { path, theirs } = sides;
    const merged = await mergePath(repository, sides, { way: ways.get(path), marked });
    if (merged === "conflict") conflicts.push(path);
    else if (!sameLeaf(merged, theirs)) landed.set(path, merged);
  }
  conflicts.push(...(await placeConflicts(store, tip, landed)));
  if (conflicts.length > 0) return { ok: false, reason: "conflicts", paths: [...new Set(conflicts)].sort() };
  return { ok: true, changes: landed };
}

/** A directory counts as nothing here; that a file would take its place is found by `placeConflicts`. */
function leafOf(standing: Standing): Leaf | null {
  return standing === "folder" ? null : standing;
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

/** Whether both sides changed the file, and not to the same. */
function isContested({ before, ours, theirs }: ThreeSides): boolean {
  return !sameLeaf(ours, theirs) && !sameLeaf(before, ours) && !sameLeaf(before, theirs);
}

/** How the commit's `.gitattributes` have contested files merged: `union`, `ours`, `binary`, `unset`, … */
async function mergeWays(
  repository: GitRepository,
  commit: Oid,
  contested: readonly string[],
): Promise<Map<string, string>> {
  const { store, conversion } = repository;
  const attributes = new Map<string, Leaf>();
  const folders = new Set(contested.flatMap(path => ["", ...foldersAbove(path).map(each => `${each}/`)]));
  for (const folder of folders) {
    const path = `${folder}.gitattributes`;
    const leaf = leafOf(await store.standing(commit, path));
    const content = leaf && (await store.read(leaf.oid));
    if (leaf && content && /\bmerge\b|\bbinary\b|\[attr\]/.test(content.data.toString("latin1")))
      attributes.set(path, leaf);
  }
  if (attributes.size === 0) return new Map();
  return conversion.attribute("merge", contested, { attributes, staged: await store.stage() });
}

/** @param way what the attribute `merge` says of the path; a driver that the repository names is never run */
async function mergePath(
  repository: GitRepository,
  sides: ThreeSides,
  { way = "unspecified", marked }: { way: string | undefined; marked: string[] | undefined },
): Promise<Leaf | null | "conflict"> {
  const { path, before, ours, theirs } = sides;
  if (sameLeaf(ours, theirs) || sameLeaf(before, ours)) return theirs;
  if (sameLeaf(before, theirs)) return ours;
  if (!ours || !theirs || !isText(ours) || !isText(theirs) || (before && !isText(before))) return "conflict";
  const mode = before && ours.mode === before.mode ? theirs.mode : ours.mode;
  if (ours.oid === theirs.oid || before?.oid === theirs.oid) return { oid: ours.oid, mode };
  if (before?.oid === ours.oid) return { oid: theirs.oid, mode };
  // The branch's own side, as git has it while work is merged into the branch.
  if (way === "ours") return theirs;
  if (way === "binary" || way === "unset") return "conflict";
  const isMerged = before !== null || way === "union" || marked !== undefined;
  const base = before?.oid ?? (isMerged ? await repository.store.addBlob(Buffer.alloc(0)) : null);
  if (base === null) return "conflict";
  const how = way === "union" ? "union" : marked ? "marks" : "clean";
  const merged = await mergeContent(repository, [theirs.oid, base, ours.oid], how);
  if (merged === null) return "conflict";
  if (merged.conflicts) marked!.push(path);
  return { oid: merged.oid, mode };
}

/**
 * The blob of a merge by lines; null where the sides are binary, or touch the same lines and neither both are wanted
 * (`union`) nor both between marks (`marks`).
 */
async function mergeContent(
  repository: GitRepository,
  sides: readonly [Oid, Oid, Oid],
  how: "clean" | "union" | "marks",
): Promise<{ oid: Oid; conflicts: boolean } | null> {
  const folder = makeTemporaryFolder("merge");
  try {
    const files = sides.map((_, at) => join(folder, ["ours", "base", "theirs"][at]!));
    for (const [at, oid] of sides.entries()) {
      const content = await repository.readBlob(oid);
      if (!content) throw new MissingObject(oid);
      writeFileSync(files[at]!, content, { mode: 0o600 });
    }
    const labels = [MARKS.theirs, MARKS.base, MARKS.ours].flatMap(label => ["-L", label]);
    const options = { clean: [], union: ["--union"], marks: ["--diff3", ...labels] }[how];
    const args = ["merge-file", "--stdout", "--quiet", ...options, ...files];
    const { code, stdout } = await repository.git.run(args, { cwd: folder });
    // It answers how many conflicts there are, up to 127; above that it could not merge.
    const conflicts = code !== 0;
    if (code === null || code > 127 || (conflicts && how !== "marks")) return null;
    return { oid: await repository.store.addBlob(stdout), conflicts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Paths that would put a file where the tip has a folder, or a folder where it has a file. */
async function placeConflicts(
  store: ObjectStore,
  tip: Oid,
  landed: ReadonlyMap<string, Leaf | null>,
): Promise<string[]> {
  const conflicts: string[] = [];
  for (const [path, leaf] of landed) {
    if (leaf === null) continue;
    const standing = await store.standing(tip, path);
    if (standing === "folder" && !(await isEmptied(store, tip, path, landed))) conflicts.push(path);
    for (const above of foldersAbove(path)) {
      if (leafOf(await store.standing(tip, above)) && landed.get(above) !== null) conflicts.push(path);
    }
  }
  return conflicts;
}

/** Whether the work removes every file of the folder. */
async function isEmptied(
  store: ObjectStore,
  tip: Oid,
  path: string,
  landed: ReadonlyMap<string, Leaf | null>,
): Promise<boolean> {
  const { oid } = (await entryAt(store, await treeOf(store, tip), path))!;
  const files = await diffTrees(store, EMPTY_TREE[store.format], oid);
  return [...files.keys()].every(name => landed.get(`${path}/${name}`) === null);
}

function newSides(differences: ReadonlyMap<string, TreeDifference>): Map<string, Leaf | null> {
  return new Map([...differences].map(([path, { to }]) => [path, to]));
}

/**
 * Merges a commit into another: a person's push into our work, or the base branch into the milestone's. The
 * outcome's changes apply to `ours`; the caller's commit names both as parents. git's own merge is asked
 * first, for it follows renames (2.38 or newer); without it the paths are merged one by one.
 */
export async function mergeCommits(repository: GitRepository, ours: Oid, theirs: Oid): Promise<MergeOutcome> {
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
  // What conflicts may be told by its attributes how to be merged, which git does not look at without a checkout.
  if (code === 1) {
    const ways = await mergeWays(repository, ours, paths);
    if (!paths.every(path => ["union", "ours"].includes(ways.get(path) ?? "")))
      return { ok: false, reason: "conflicts", paths: [...new Set(paths)].sort() };
  }
  const changes = newSides(await diffTrees(store, await treeOf(store, base), await treeOf(store, theirs)));
  return landChanges(repository, { base, tip: ours, changes });
}
