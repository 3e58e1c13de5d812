import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statfsSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { CheckedOut, MadeEntry } from "../git/worktree.ts";
import type { Variables } from "../process/environment.ts";
import { removeFolder } from "../process/remove-tree.ts";
import { makeTemporaryFolder, removeAbandonedFolders } from "../process/temporary-folder.ts";
import { isWithin } from "../sandbox/visible-paths.ts";

/** All that is kept for later sessions, at the most; less where the disk is small. */
const MOST_BYTES = 5 * 1024 ** 3;
const SHARE_OF_DISK = 0.1;
const MOST_DAYS = 30;
const DAY_MS = 86_400_000;

/** What was kept of one setup. */
export interface KeptSetup {
  made: CheckedOut;
  /** Files at their paths in the tree. */
  files: string;
  /** The home that setup, tests and checks share; null: there was none of their own, or it was empty. */
  home: string | null;
  /** The path by which what was made names itself; null: it does not. */
  at: string | null;
  keptSince: number;
}

interface Manifest {
  version: 1;
  made: [string, MadeEntry][];
  at: string | null;
  home: boolean;
  bytes: number;
  keptSince: number;
}

/** The folder of caches of this user; null where there is no home for it. */
export function cacheFolder({ XDG_CACHE_HOME, HOME }: Variables): string | null {
  const base = XDG_CACHE_HOME || (HOME ? join(HOME, ".cache") : "");
  return isAbsolute(base) ? join(base, "milestone") : null;
}

/** Makes the folder, for this user alone; null where that cannot be, or it would lie in the checkout. */
export function openCache(environment: Variables, checkout: string): string | null {
  const folder = cacheFolder(environment);
  if (folder === null || isWithin(folder, checkout)) return null;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOurs(folder) ? folder : null;
  } catch {
    // A home that cannot be written is no reason not to work.
    return null;
  }
}

/**
 * A folder of one path for all sessions, which is always empty: in a sandbox trees can be shown below it. Null where
 * another user has taken its name.
 */
export function openShowPlace(temporary: string): string | null {
  const folder = join(realpathSync(temporary), `.milestone-${process.getuid?.() ?? ""}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOurs(folder) ? folder : null;
  } catch {
    return null;
  }
}

function isOurs(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return false;
  return stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
}

/** Where setups are kept for later sessions: one folder each, named by what it depended on. */
export class SetupCache {
  readonly #folder: string;

  constructor(cache: string) {
    this.#folder = join(cache, "setup");
  }

  find(key: string): KeptSetup | null {
    const folder = join(this.#folder, key);
    try {
      if (!isOurs(this.#folder) || !isOurs(folder)) return null;
      const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
      if (manifest.version !== 1) return null;
      // What was used last goes last.
      utimesSync(folder, new Date(), new Date());
      return keptIn(folder, manifest);
    } catch {
      return null;
    }
  }

  /** A folder that is filled with `files` and `home`, and then kept. */
  begin(): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const folder = makeTemporaryFolder("setup", this.#folder);
    mkdirSync(join(folder, "files"));
    return folder;
  }

  /** Takes the folder over, unless it is too large. */
  async keep(
    folder: string,
    { key, made, at, now }: { key: string; made: CheckedOut; at: string | null; now: number },
  ): Promise<void> {
    const bytes = await bytesOf(folder);
    if (bytes > this.#limit()) return;
    const home = existsSync(join(folder, "home"));
    const manifest: Manifest = { version: 1, made: [...made], at, home, bytes, keptSince: now };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    const place = join(this.#folder, key);
    if (existsSync(place)) await this.#discard(place);
    renameSync(folder, place);
    await this.#prune(now);
  }

  #limit(): number {
    const { blocks, bsize } = statfsSync(this.#folder);
    return Math.min(MOST_BYTES, blocks * bsize * SHARE_OF_DISK);
  }

  /** What was used last is kept, and what a killed run left half made is not. */
  async #prune(now: number): Promise<void> {
    await removeAbandonedFolders(this.#folder);
    const entries = readdirSync(this.#folder).flatMap(name => {
      const path = join(this.#folder, name);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      return stats && !name.includes("-") ? [{ path, usedAt: stats.mtimeMs }] : [];
    });
    let left = this.#limit();
    for (const { path, usedAt } of entries.sort((a, b) => b.usedAt - a.usedAt)) {
      left -= bytesSaid(path);
      if (now - usedAt > MOST_DAYS * DAY_MS || left < 0) await this.#discard(path);
    }
  }

  /** By another name at once, so that nobody begins to read what is being removed. */
  async #discard(path: string): Promise<void> {
    const gone = makeTemporaryFolder("gone", this.#folder);
    renameSync(path, join(gone, "setup"));
    await removeFolder(gone);
  }
}

function keptIn(folder: string, { made, at, home, keptSince }: Manifest): KeptSetup {
  const files = join(folder, "files");
  return { made: new Map(made), files, home: home ? join(folder, "home") : null, at, keptSince };
}

function bytesSaid(folder: string): number {
  try {
    return (JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest).bytes;
  } catch {
    return 0;
  }
}

/** Removes all that was kept for later sessions. A run that is under way makes again what it misses. */
export async function cleanCache(environment: Variables): Promise<{ folder: string | null; bytes: number }> {
  const cache = cacheFolder(environment);
  const folder = cache && join(cache, "setup");
  if (folder === null || !existsSync(folder)) return { folder, bytes: 0 };
  const bytes = await bytesOf(folder);
  await removeFolder(folder);
  return { folder, bytes };
}

/** Disk space that a folder takes. */
export async function bytesOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).blocks * 512;
  }
  return bytes;
}
