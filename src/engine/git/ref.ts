import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { syncDirectoryOf, writeAll } from "./durable-file.ts";
import { isOid, type Oid } from "./object.ts";
import { removeStaleLock } from "./stale-lock.ts";

/** Where the refs of a repository live; in a linked work tree HEAD is its own and the rest is shared. */
export interface RefPlace {
  gitDirectory: string;
  commonDirectory: string;
}

export type SwapOutcome =
  | { ok: true }
  /** `moved`: the ref is no longer at `from`. `locked`: another git holds its lock. `name-taken`: `a` bars `a/b`. */
  | { ok: false; actual: Oid | null; reason: "moved" | "locked" | "name-taken" };

export interface RefSwap {
  name: string;
  /** null: it must not exist. */
  from: Oid | null;
  /** null: it is taken away. */
  to: Oid | null;
}

export interface RefStore {
  /** The object a ref (`refs/…` or `HEAD`) points at; null when it does not exist. */
  read(name: string): Promise<Oid | null>;
  /** The ref that HEAD of a git directory (default: the checkout's) stands for, or the commit where it is detached. */
  head(gitDirectory?: string): Promise<string | null>;
  /**
   * Moves a ref by compare-and-swap; it survives a power loss once this says ok. A lock that another git holds is
   * waited for about 3 s, and one that a killed run left on a ref of ours is removed.
   */
  swap(swap: RefSwap): Promise<SwapOutcome>;
  close(): Promise<void>;
}

const MAX_LINKS = 5;

function code(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(code(error) ?? "")) return null;
    throw error;
  }
}

/** Whether git accepts this as the full name of a ref (`git check-ref-format`). */
export function isRefName(name: string): boolean {
  if (!name.startsWith("refs/") || name.endsWith("/") || name.endsWith(".")) return false;
  if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\//.test(name)) return false;
  return name.split("/").every(part => !part.startsWith(".") && !part.endsWith(".lock"));
}

let packedCache: { key: string; refs: Map<string, Oid> } | null = null;

/** The packed refs of a repository; read again only when the file changed. */
function packedRefs(commonDirectory: string): Map<string, Oid> {
  const path = join(commonDirectory, "packed-refs");
  let key: string;
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    key = `${path}:${ino}:${size}:${mtimeNs}`;
  } catch (error) {
    if (code(error) === "ENOENT") return new Map();
    throw error;
  }
  if (packedCache?.key === key) return packedCache.refs;
  const refs = new Map<string, Oid>();
  for (const line of (readIfThere(path) ?? "").split("\n")) {
    if (isOid(line.slice(0, 40)) && line[40] === " ") refs.set(line.slice(41), line.slice(0, 40));
  }
  packedCache = { key, refs };
  return refs;
}

/** The ref that HEAD, or another symbolic ref, stands for; null when it is detached or missing. */
export function readLink(place: RefPlace, name: string): string | null {
  const root = name.startsWith("refs/") ? place.commonDirectory : place.gitDirectory;
  const text = readIfThere(join(root, name));
  return text?.startsWith("ref:") ? text.slice(4).trim() : null;
}

/** The ref that HEAD stands for, or the commit where it is detached. */
export function readHead(place: RefPlace): string | null {
  const text = readIfThere(join(place.gitDirectory, "HEAD"))?.trim() ?? "";
  return readLink(place, "HEAD") ?? (isOid(text) ? text : null);
}

export function isEngineRef(ref: string): boolean {
  return /^refs\/(?:heads\/|tags\/)?milestone\//.test(ref);
}

/** The commit a ref (`refs/…` or `HEAD`) points at, through symbolic refs; null when it does not exist. */
export function readRef(place: RefPlace, name: string): Oid | null {
  let current = name;
  for (let links = 0; links < MAX_LINKS; links++) {
    if (!isRefName(current) && !/^[A-Z_]+$/.test(current)) return null;
    const next = readLink(place, current);
    if (next === null) return readDirect(place, current);
    current = next;
  }
  return null;
}

function readDirect(place: RefPlace, name: string): Oid | null {
  const root = name.startsWith("refs/") ? place.commonDirectory : place.gitDirectory;
  const text = readIfThere(join(root, name))?.trim();
  if (text !== undefined && isOid(text)) return text;
  return packedRefs(place.commonDirectory).get(name) ?? null;
}

/** git cannot hold `a` and `a/b` at once; loose refs say so by files and folders, packed ones do not. */
function isNameTaken(place: RefPlace, name: string): boolean {
  const packed = packedRefs(place.commonDirectory);
  const parts = name.split("/");
  for (let length = 3; length < parts.length; length++) {
    if (packed.has(parts.slice(0, length).join("/"))) return true;
  }
  return [...packed.keys()].some(other => other.startsWith(`${name}/`));
}

/**
 * Compare-and-swap of a direct ref, with git's own lock file, so that a `git` running at the same time and
 * we never overwrite one another. `from` null: the ref must not exist. Survives a power loss once it returns
 * ok (default). Throws only on a fault of the file system.
 */
export function swapLooseRef(
  place: RefPlace,
  swap: { name: string; from: Oid | null; to: Oid },
): SwapOutcome {
  const { name, from, to } = swap;
  if (!isRefName(name) || !isOid(to)) throw new Error(`not a ref and an object name: ${name} ${to}`);
  const path = join(place.commonDirectory, name);
  const lock = `${path}.lock`;
  const fd = takeLock(path, lock);
  if (typeof fd === "string") return { ok: false, actual: readRef(place, name), reason: fd };
  let held = true;
  try {
    const actual = readRef(place, name);
    if (actual !== from) return { ok: false, actual, reason: "moved" };
    if (actual === null && isNameTaken(place, name)) return { ok: false, actual, reason: "name-taken" };
    writeAll(fd, [Buffer.from(`${to}\n`)]);
    fdatasyncSync(fd);
    // Refs that were deleted leave their empty folders behind.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) rmdirSync(path);
    renameSync(lock, path);
    held = false;
    syncDirectoryOf(path);
    return { ok: true };
  } catch (error) {
    // A folder of refs below this name: `a/b` exists, so `a` cannot.
    if (["EISDIR", "ENOTEMPTY"].includes(code(error) ?? ""))
      return { ok: false, actual: null, reason: "name-taken" };
    throw error;
  } finally {
    closeSync(fd);
    if (held) rmSync(lock, { force: true });
  }
}

/**
 * Takes away a loose ref that still points at `from`, as git does it: under the ref's lock. One that moved, or that is
 * packed or locked, stays. Answers whether it is gone.
 */
export function dropLooseRef(place: RefPlace, { name, from }: { name: string; from: Oid }): boolean {
  if (!isRefName(name)) throw new Error(`not a ref: ${name}`);
  const path = join(place.commonDirectory, name);
  const lock = `${path}.lock`;
  const fd = takeLock(path, lock);
  if (typeof fd === "string") return false;
  try {
    if (readIfThere(path)?.trim() !== from || packedRefs(place.commonDirectory).has(name)) return false;
    rmSync(path);
    syncDirectoryOf(path);
    return true;
  } finally {
    closeSync(fd);
    rmSync(lock, { force: true });
  }
}

/** The descriptor of the new lock file, or why there is none. */
function takeLock(path: string, lock: string): number | "locked" | "name-taken" {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    if (["EEXIST", "ENOTDIR"].includes(code(error) ?? "")) return "name-taken";
    throw error;
  }
  try {
    return openSync(lock, "wx", 0o644);
  } catch (error) {
    // ENOENT: another git has just removed the folder, which was empty.
    if (["EEXIST", "ENOENT"].includes(code(error) ?? "")) return "locked";
    throw error;
  }
}

/** Longer than a lock must be old to count as left behind by a killed process. */
const LOCK_PATIENCE_MS = 3000;
const LOCK_POLL_MS = 20;

/** Refs as files, read and written here. */
export function looseRefs(place: RefPlace): RefStore {
  return {
    read: async name => readRef(place, name),
    head: async (gitDirectory = place.gitDirectory) => readHead({ ...place, gitDirectory }),
    async swap({ name, from, to }) {
      if (to === null) {
        if (from !== null && dropLooseRef(place, { name, from })) return { ok: true };
        return { ok: false, actual: readRef(place, name), reason: "moved" };
      }
      for (let waited = 0; ; waited += LOCK_POLL_MS) {
        const outcome = swapLooseRef(place, { name, from, to });
        if (outcome.ok || outcome.reason !== "locked" || waited >= LOCK_PATIENCE_MS) return outcome;
        // Only a lock of the engine's own refs is looked into, and only once it was there for a while.
        if (isEngineRef(name) && waited % 500 === 0)
          removeStaleLock(join(place.commonDirectory, `${name}.lock`));
        await wait(LOCK_POLL_MS);
      }
    },
    close: async () => undefined,
  };
}
