import { hashObject } from "../../../src/engine/git/object.ts";
import type { CommitInfo, FileChange, Landing, Oid, Repository } from "../../../src/engine/ports.ts";
import type { RefLog, SimProcess } from "./engine.ts";
import { Objects, type SimCommit } from "./objects.ts";

/** A clone's disk: it outlives the processes that work on it. */
export class SimDisk {
  readonly refs = new Map<string, Oid>();
  readonly moves = new Map<string, RefLog>();
  readonly objects: Objects;

  constructor(objects: Objects) {
    this.objects = objects;
  }

  move(ref: string, to: Oid, by: string, at: number): void {
    this.refs.set(ref, to);
    const log = this.moves.get(ref) ?? [];
    log.push({ at, to, by });
    this.moves.set(ref, log);
  }
}

/** Faults of the disk: throws an error where one is due. */
export type DiskFault = (operation: "write" | "ref") => void;

/**
 * The engine's repository on a simulated disk. New objects are in this process's memory until a ref moves, as in the
 * real one: a process that dies takes them with it.
 */
export function simRepository(options: {
  disk: SimDisk;
  process: SimProcess;
  now: () => number;
  fault: DiskFault;
  /** A seeded bug: the ref is moved before what it names is on the disk. */
  refsFirst?: boolean;
}): Repository {
  const { disk, process, now, fault } = options;
  const pending = new Objects();
  const find = (oid: Oid): SimCommit => pending.commits.get(oid) ?? disk.objects.commit(oid);
  const blob = (oid: Oid): Buffer | null => pending.blobs.get(oid) ?? disk.objects.blobs.get(oid) ?? null;
  const entry = (oid: Oid, path: string) => find(oid).tree.get(path) ?? null;
  const flush = (): void => {
    fault("write");
    for (const [oid, content] of pending.blobs) disk.objects.blobs.set(oid, content);
    for (const [oid, commit] of pending.commits) disk.objects.commits.set(oid, commit);
    pending.blobs.clear();
    pending.commits.clear();
  };
  return {
    author: { name: "Mona", email: "mona@example.test" },
    hash: content => hashObject("blob", content),
    resolve: async ref => disk.refs.get(ref) ?? null,
    async commit(request) {
      await process.point();
      return pending.addCommit(request, find(request.base).tree).oid;
    },
    async swapRef(ref, from, to) {
      if (!options.refsFirst) await process.does(flush);
      const outcome = await process.does(() => {
        const actual = disk.refs.get(ref) ?? null;
        if (actual !== from) return { ok: false as const, actual, reason: "moved" as const };
        disk.move(ref, to, process.name, now());
        fault("ref");
        return { ok: true as const };
      });
      if (options.refsFirst) await process.does(flush);
      return outcome;
    },
    mergeBase: async (a, b) => {
      for (const { oid } of logOf(find, { to: a, limit: Number.MAX_SAFE_INTEGER }))
        if (isAncestor(find, oid, b)) return oid;
      return null;
    },
    dropRef: async (ref, from) => disk.refs.get(ref) === from && disk.refs.delete(ref),
    readFile: async (commit, path) => {
      const leaf = entry(commit, path);
      return leaf && blob(leaf.oid);
    },
    readBlob: async oid => blob(oid),
    entry: async (commit, path) => entry(commit, path),
    list: async (commit, directory) => listOf(find(commit), directory),
    changedPaths: async (from, to) => changedPaths(find(from), find(to)),
    isAncestor: async (a, b) => isAncestor(find, a, b),
    log: async ({ from, to, limit }) => logOf(find, { from, to, limit }),
    land: async (base, tip, changes) => landOn(find(base), find(tip), changes),
  };
}

type Find = (oid: Oid) => SimCommit;

function* historyOf(find: Find, from: Oid): Generator<SimCommit> {
  const seen = new Set<Oid>();
  const queue = [from];
  for (let oid = queue.shift(); oid !== undefined; oid = queue.shift()) {
    if (seen.has(oid)) continue;
    seen.add(oid);
    const commit = find(oid);
    yield commit;
    queue.push(...commit.parents);
  }
}

function isAncestor(find: Find, ancestor: Oid, descendant: Oid): boolean {
  for (const { oid } of historyOf(find, descendant)) if (oid === ancestor) return true;
  return false;
}

function logOf(find: Find, { from, to, limit }: { from?: Oid; to: Oid; limit: number }): CommitInfo[] {
  const known = new Set(from ? [...historyOf(find, from)].map(c => c.oid) : []);
  const found: CommitInfo[] = [];
  for (const { oid, parents, author, at, message } of historyOf(find, to)) {
    if (found.length >= limit) break;
    if (known.has(oid)) continue;
    const [subject = "", ...rest] = message.split("\n");
    found.push({ oid, parents, author, at, subject, body: rest.join("\n").trimStart() });
  }
  return found;
}

function listOf(commit: SimCommit, directory: string): { name: string; mode: string; oid: Oid }[] {
  const prefix = directory === "" ? "" : `${directory}/`;
  const found = new Map<string, { name: string; mode: string; oid: Oid }>();
  for (const [path, leaf] of commit.tree) {
    if (!path.startsWith(prefix)) continue;
    const [name = "", ...below] = path.slice(prefix.length).split("/");
    found.set(name, below.length > 0 ? { name, mode: "40000", oid: "" } : { name, ...leaf });
  }
  return [...found.values()];
}

function changedPaths(from: SimCommit, to: SimCommit): string[] {
  const paths = new Set([...from.tree.keys(), ...to.tree.keys()]);
  return [...paths].filter(path => from.tree.get(path)?.oid !== to.tree.get(path)?.oid).sort();
}

/** By whole files: what both sides changed differently conflicts. */
function landOn(base: SimCommit, tip: SimCommit, changes: FileChange[]): Landing {
  const landed: Extract<Landing, { ok: true }>["changes"] = new Map();
  const conflicts: string[] = [];
  for (const change of changes) {
    const { path } = change;
    const [before, there] = [base.tree.get(path)?.oid, tip.tree.get(path)?.oid];
    const ours = "content" in change ? hashObject("blob", change.content) : undefined;
    if (ours === there) continue;
    if (before !== there) conflicts.push(path);
    else landed.set(path, "content" in change ? change.content : null);
  }
  return conflicts.length > 0 ? { ok: false, conflicts } : { ok: true, changes: landed };
}
