import { type Commit, type Oid, parseCommit } from "./object.ts";
import type { SafeGit } from "./safe-git.ts";
import type { ObjectStore } from "./store.ts";
import { MissingObject } from "./tree.ts";

/** Commits looked at here before git is asked: our own answers are almost always within a few. */
const NEAR = 256;

export interface LoggedCommit extends Commit {
  oid: Oid;
}

/** Reads a commit. Throws `MissingObject`. */
export async function readCommit(store: ObjectStore, oid: Oid): Promise<Commit> {
  const object = await store.read(oid);
  if (object?.type !== "commit") throw new MissingObject(oid);
  return parseCommit(object.data);
}

/** Parents that are there to be walked: at a shallow boundary the parents are named but absent. */
export type ParentsOf = (oid: Oid) => Promise<readonly Oid[]>;

/** True, false, or null when the first 256 commits do not tell. */
async function isNearAncestor(parentsOf: ParentsOf, a: Oid, b: Oid): Promise<boolean | null> {
  const seen = new Set<Oid>([b]);
  const queue = [b];
  for (let at = 0; at < queue.length; at++) {
    if (queue[at] === a) return true;
    if (at >= NEAR) return null;
    for (const parent of await parentsOf(queue[at]!)) {
      if (!seen.has(parent)) queue.push(parent);
      seen.add(parent);
    }
  }
  return false;
}

/** Whether `a` is `b` or one of its ancestors. The store must have been flushed. */
export async function isAncestor(
  git: SafeGit,
  parentsOf: ParentsOf,
  pair: { a: Oid; b: Oid },
): Promise<boolean> {
  const near = await isNearAncestor(parentsOf, pair.a, pair.b);
  if (near !== null) return near;
  const { code, stderr } = await git.run(["merge-base", "--is-ancestor", pair.a, pair.b]);
  if (code === 0 || code === 1) return code === 0;
  throw new Error(`git merge-base failed: ${stderr.trim()}`);
}

/** The best common ancestor, or null when the histories share none. The store must have been flushed. */
export async function mergeBase(git: SafeGit, a: Oid, b: Oid): Promise<Oid | null> {
  const { code, stdout, stderr } = await git.run(["merge-base", a, b]);
  if (code === 0) return stdout.toString("latin1").split("\n")[0]!;
  if (code === 1) return null;
  throw new Error(`git merge-base failed: ${stderr.trim()}`);
}

export interface LogRange {
  /** Commits that this one reaches are left out. */
  from?: Oid | undefined;
  to: Oid;
  limit: number;
}

/** Commits of the range, newest first, at most `limit`. The store must have been flushed. */
export async function log(
  git: SafeGit,
  store: ObjectStore,
  { from, to, limit }: LogRange,
): Promise<LoggedCommit[]> {
  if (limit === 1 && from === undefined) return [{ oid: to, ...(await readCommit(store, to)) }];
  const range = from === undefined ? [to] : [to, `^${from}`];
  const { code, stdout, stderr } = await git.run([
    "rev-list",
    `--max-count=${limit}`,
    "--topo-order",
    ...range,
  ]);
  if (code !== 0) throw new Error(`git rev-list failed: ${stderr.trim()}`);
  const oids = stdout.toString("latin1").split("\n").filter(Boolean);
  return Promise.all(oids.map(async oid => ({ oid, ...(await readCommit(store, oid)) })));
}
