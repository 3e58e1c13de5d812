import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type CommittedFiles, committedFiles } from "./committed-files.ts";
import { readSettings, type Settings, setting } from "./config.ts";
import {
  isAncestor,
  type LoggedCommit,
  type LogRange,
  log,
  mergeBase,
  type ParentsOf,
  readCommit,
} from "./history.ts";
import { locateRepository, type RepositoryPlace } from "./locate.ts";
import { encodeCommit, isOid, type Oid, type Person } from "./object.ts";
import { openReader } from "./reader.ts";
import { dropLooseRef, readLink, readRef, type SwapOutcome, swapLooseRef } from "./ref.ts";
import { linkSharedIndexes, openSafeGit, type SafeGit } from "./safe-git.ts";
import { removeStaleLock } from "./stale-lock.ts";
import { type ObjectStore, openStore } from "./store.ts";
import { applyChanges, entryAt, type Leaf, treeOf } from "./tree.ts";

export interface CommitRequest {
  parents: Oid[];
  /** The commit whose tree is edited. */
  base: Oid;
  /** Bytes (the mode of a file already there is kept, else 100644), a leaf that is in the store, or null to remove. */
  changes: ReadonlyMap<string, Buffer | Leaf | null>;
  message: string;
  author: Person;
  /** ms since 1970 */
  at: number;
}

export type Cleanness = { clean: true } | { clean: false; paths: string[] };

/** The user's repository: objects and refs are written, the checkout, its index and configuration never. */
export interface Repository extends CommittedFiles {
  /** The top of the user's work tree. */
  readonly root: string;
  readonly commonDirectory: string;
  /** Whether history is cut off somewhere (`actions/checkout` fetches one commit by default). */
  isShallow(): boolean;
  /** The repository's own configuration as it was when it was opened. */
  readonly settings: Settings;
  /** Whether the user's own `info/exclude` has rules. */
  readonly hasExcludes: boolean;
  readonly store: ObjectStore;
  readonly git: SafeGit;
  /** A full ref name, `HEAD` or an object name to an object name; null when there is none. */
  resolve(ref: string): Promise<Oid | null>;
  /** The ref HEAD stands for; null when it is detached, as on a runner. */
  headRef(): string | null;
  /** Whether some checkout of this repository has the ref checked out. */
  isCheckedOut(ref: string): boolean;
  /** Makes a commit. It is readable here at once, and on disk after `flush`, `swapRef` or a push. */
  commit(request: CommitRequest): Promise<Oid>;
  /** Writes made objects to disk. Throws the fault of the file system and keeps them for the next try. */
  flush(): void;
  /** Flushes, then moves a local ref by compare-and-swap (`from` null: it must be new). A held lock is waited for about 3 s; one that a killed run left on a ref of ours is removed. */
  swapRef(ref: string, from: Oid | null, to: Oid): Promise<SwapOutcome>;
  /** Takes a local ref away that still points at `from`; answers whether it is gone. */
  dropRef(ref: string, from: Oid): Promise<boolean>;
  isAncestor(a: Oid, b: Oid): Promise<boolean>;
  mergeBase(a: Oid, b: Oid): Promise<Oid | null>;
  log(range: LogRange): Promise<LoggedCommit[]>;
  /** Whether tracked files are as HEAD has them; untracked files do not count. A bare repository is clean. */
  isClean(): Promise<Cleanness>;
  close(): Promise<void>;
}

export type OpenOutcome =
  | { ok: true; value: Repository }
  | { ok: false; reason: "not-a-repository" | Unsupported["reason"]; message: string };

export interface OpenOptions {
  /** Where to look; its parents are searched too. */
  directory: string;
  environment?: NodeJS.ProcessEnv;
  /** Sync objects before they get their name (default true). */
  durable?: boolean;
}

/** Settings of the user's that change how files on disk compare with the index; all are plain data. */
const PASSED_ON = ["core.filemode", "core.autocrlf", "core.eol", "core.ignorecase", "core.symlinks"];
/** Longer than a lock must be old to count as left behind by a killed process. */
const LOCK_PATIENCE_MS = 3000;
const LOCK_POLL_MS = 20;

type Unsupported = { reason: "sha256" | "reftable" | "partial-clone"; message: string };

function refuse(settings: Settings): Unsupported | null {
  if ((setting(settings, "extensions.objectformat") ?? "sha1") !== "sha1") {
    return { reason: "sha256", message: "repositories with SHA-256 object names are not supported yet" };
  }
  if (setting(settings, "extensions.refstorage") === "reftable") {
    return {
      reason: "reftable",
      message:
        "refs kept as a reftable are not supported yet; `git refs migrate --ref-format=files` makes them files",
    };
  }
  const promised = [...settings].some(
    ([name, values]) => /^remote\..*\.promisor$/.test(name) && values.at(-1) === "true",
  );
  if (promised || settings.has("extensions.partialclone")) {
    const cure = "check out without `filter` and `sparse-checkout`, or run `git fetch --refetch --no-filter`";
    return {
      reason: "partial-clone",
      message: `this is a partial clone, whose files are not all there: ${cure}`,
    };
  }
  return null;
}

/** Opens the repository that holds the directory. */
export async function openRepository(options: OpenOptions): Promise<OpenOutcome> {
  const place = locateRepository(options.directory);
  if (!place)
    return { ok: false, reason: "not-a-repository", message: `no git repository at ${options.directory}` };
  const shallow = join(place.commonDirectory, "shallow");
  const git = openSafeGit({
    objects: join(place.commonDirectory, "objects"),
    shallow: existsSync(shallow) ? shallow : undefined,
    exclude: join(place.commonDirectory, "info/exclude"),
    environment: options.environment ?? process.env,
  });
  const settings = await readSettings(git, join(place.commonDirectory, "config"));
  const refusal = refuse(settings);
  if (refusal) {
    git.close();
    return { ok: false, ...refusal };
  }
  return { ok: true, value: makeRepository({ place, git, settings, durable: options.durable ?? true }) };
}

interface Parts {
  place: RepositoryPlace;
  git: SafeGit;
  settings: Settings;
  durable: boolean;
}

function makeRepository({ place, git, settings, durable }: Parts): Repository {
  const reader = openReader(git);
  const store = openStore({ objects: join(place.commonDirectory, "objects"), reader, durable });
  return {
    root: place.root,
    commonDirectory: place.commonDirectory,
    isShallow: () => existsSync(join(place.commonDirectory, "shallow")),
    settings,
    hasExcludes: hasRules(join(place.commonDirectory, "info/exclude")),
    store,
    git,
    resolve: async ref => (isOid(ref) ? ref : readRef(place, ref)),
    headRef: () => readLink(place, "HEAD"),
    isCheckedOut: ref => checkedOutRefs(place).includes(ref),
    commit: request => makeCommit(store, request),
    flush: () => store.flush(),
    async swapRef(ref, from, to) {
      store.flush();
      return swapUnlocked(place, { name: ref, from, to });
    },
    dropRef: async (name, from) => dropLooseRef(place, { name, from }),
    ...committedFiles(store),
    ...historyOf(store, git),
    isClean: () => checkClean(git, place, settings),
    async close() {
      // Where nothing can be written, the processes must still end, or this one never would.
      try {
        store.flush();
      } finally {
        await reader.close();
        git.close();
        store.close();
      }
    },
  };
}

/** git walks what is on disk, so all that was added is brought there first. */
function historyOf(store: ObjectStore, git: SafeGit): Pick<Repository, "isAncestor" | "mergeBase" | "log"> {
  const parentsOf = parentReader(store, join(git.directory, "shallow"));
  return {
    isAncestor(a, b) {
      store.flush();
      return isAncestor(git, parentsOf, { a, b });
    },
    mergeBase(a, b) {
      store.flush();
      return mergeBase(git, a, b);
    },
    log(range) {
      store.flush();
      return log(git, store, range);
    },
  };
}

async function swapUnlocked(
  place: RepositoryPlace,
  swap: Parameters<typeof swapLooseRef>[1],
): Promise<SwapOutcome> {
  for (let waited = 0; ; waited += LOCK_POLL_MS) {
    const outcome = swapLooseRef(place, swap);
    if (outcome.ok || outcome.reason !== "locked" || waited >= LOCK_PATIENCE_MS) return outcome;
    // Only a lock of the engine's own refs is looked into, and only once it was there for a while.
    if (isEngineRef(swap.name) && waited % 500 === 0)
      removeStaleLock(join(place.commonDirectory, `${swap.name}.lock`));
    await wait(LOCK_POLL_MS);
  }
}

function isEngineRef(ref: string): boolean {
  return /^refs\/(?:heads\/|tags\/)?milestone\//.test(ref);
}

/** git puts a file of comments there by default. */
function hasRules(excludeFile: string): boolean {
  if (!existsSync(excludeFile)) return false;
  return readFileSync(excludeFile, "utf8")
    .split("\n")
    .some(line => line.trim() !== "" && !line.startsWith("#"));
}

async function makeCommit(store: ObjectStore, request: CommitRequest): Promise<Oid> {
  const { parents, base, changes, message, author, at } = request;
  const tree = await treeOf(store, base);
  const leaves = new Map<string, Leaf | null>();
  for (const [path, change] of changes) {
    if (!Buffer.isBuffer(change)) {
      leaves.set(path, change);
      continue;
    }
    const old = await entryAt(store, tree, path);
    const mode = old?.mode.startsWith("100") ? old.mode : "100644";
    leaves.set(path, { mode, oid: store.add("blob", change, old?.oid) });
  }
  const next = await applyChanges(store, tree, leaves);
  return store.add("commit", encodeCommit({ tree: next, parents, author, at, message }));
}

/** History ends where the list of shallow commits says, though those commits name parents. */
function parentReader(store: ObjectStore, shallowFile: string): ParentsOf {
  return async oid => {
    const { parents } = await readCommit(store, oid);
    if (parents.length === 0 || !existsSync(shallowFile)) return parents;
    const present = await Promise.all(parents.map(parent => store.read(parent)));
    return parents.filter((_, at) => present[at]);
  };
}

/** Branches checked out in the main and in linked work trees. */
function checkedOutRefs(place: RepositoryPlace): string[] {
  const linked = join(place.commonDirectory, "worktrees");
  const others = existsSync(linked) ? readdirSync(linked).map(name => join(linked, name)) : [];
  const directories = [...(place.bare ? [] : [place.gitDirectory, place.commonDirectory]), ...others];
  return directories.flatMap(gitDirectory => readLink({ ...place, gitDirectory }, "HEAD") ?? []);
}

async function checkClean(git: SafeGit, place: RepositoryPlace, settings: Settings): Promise<Cleanness> {
  const head = readRef(place, "HEAD");
  if (place.bare || head === null) return { clean: true };
  linkSharedIndexes(git.plainDirectory, place.gitDirectory);
  const config = PASSED_ON.flatMap(name => {
    const value = setting(settings, name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const env = {
    GIT_DIR: git.plainDirectory,
    GIT_INDEX_FILE: join(place.gitDirectory, "index"),
    GIT_WORK_TREE: place.root,
  };
  const args = [
    "diff",
    "--name-only",
    "-z",
    "--ignore-submodules=all",
    "--no-ext-diff",
    "--no-textconv",
    head,
    "--",
  ];
  const { code, stdout, stderr } = await git.run(args, { env, config, cwd: place.root });
  if (code !== 0) throw new Error(`git diff failed: ${stderr.trim()}`);
  const paths = stdout.toString("utf8").split("\0").filter(Boolean);
  return paths.length === 0 ? { clean: true } : { clean: false, paths };
}
