import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openSigner, type PersonalKey, type Signer, type SigningKey } from "./commit-signer.ts";
import {
  isAncestor,
  type LoggedCommit,
  type LogRange,
  log,
  mergeBase,
  type ParentsOf,
  readCommit,
} from "./commit-walk.ts";
import { type GitSettings, joinSettings, readPersonalSettings, readSettings, setting } from "./config.ts";
import { Conversion, findLfs } from "./convert.ts";
import { GitRefs, type SwapOutcome } from "./git-refs.ts";
import { GitStore } from "./git-store.ts";
import { locateRepository, type RepositoryPlace } from "./locate-repository.ts";
import { encodeTag, isOid, type Oid, type TagFields } from "./object.ts";
import { openReader } from "./reader.ts";
import { type Formats, linkSharedIndexes, openSafeGit, type SafeGit } from "./safe-git.ts";
import type { NewCommit, ObjectStore } from "./store.ts";
import { diffTrees, entryAt, type Leaf, treeOf } from "./tree.ts";
import type { TreeEntry } from "./tree-object.ts";

/** The remote of a partial clone. */
export interface Promisor {
  remote: string;
  /** What it leaves out, as in `blob:none`. */
  filter: string;
}

/** Commits of submodules that were brought here from their own repositories. */
export interface BroughtSubmodules {
  /** The git directory that has the commit, where it was brought. */
  directoryOf(commit: Oid): string | undefined;
  /** The folders of their objects. */
  objects(): string[];
  /**
   * Brings a commit from where the base's `.gitmodules` says; answers why it cannot be had, which completes "the path …",
   * or null.
   */
  bring(at: { base: Oid; path: string; commit: Oid }): Promise<string | null>;
  /** Brings those that stand at another commit at the tip than on the base; answers what cannot be had. */
  bringMoved(at: { base: Oid; tip: Oid }): Promise<string[]>;
}

export type Cleanness = { clean: true } | { clean: false; paths: string[] };

/** The user's repository: objects and refs are written, the checkout, its index and configuration never. */
export interface GitRepository extends CommittedFiles {
  /** The top of the user's work tree. */
  readonly root: string;
  readonly commonDirectory: string;
  /** Whether history is cut off somewhere (`actions/checkout` fetches one commit by default). */
  isShallow(): boolean;
  /** The repository's own configuration as it was when it was opened, below it the person's data-only settings where they count. */
  readonly settings: GitSettings;
  /** The person's own credential helpers, where they count. */
  readonly credentialConfig: readonly string[];
  /** How files differ from their blobs. */
  readonly conversion: Conversion;
  /** Whether the user's own `info/exclude`, or the person's file of exclusions, has rules. */
  readonly hasExcludes: boolean;
  /** The person's file of exclusions, where it counts. */
  readonly excludesFile: string | null;
  readonly store: ObjectStore;
  readonly git: SafeGit;
  /** Where a partial clone has its missing objects from; null: it is a whole one. */
  readonly promisor: Promisor | null;
  /** Says how the objects that a partial clone lacks are brought here. */
  bringLacking(bring: (oids: readonly Oid[]) => Promise<void>): void;
  /** Commits of submodules from their own repositories; null: none are brought. */
  submodules: BroughtSubmodules | null;
  /** Brings whatever a partial clone lacks of a commit's files here, at once. */
  complete(commit: Oid): Promise<void>;
  /** A full ref name, `HEAD` or an object name to an object name; null when there is none. */
  resolve(ref: string): Promise<Oid | null>;
  /** The same for a ref of our private directory, where fetches put what they bring. */
  resolvePrivate(ref: string): Promise<Oid | null>;
  /** The ref HEAD stands for; null when it is detached, as on a runner. */
  headRef(): Promise<string | null>;
  /** Whether some checkout of this repository has the ref checked out. */
  checkedOutAt(ref: string): Promise<string | null>;
  /** Takes the person's index and files from one commit to another; answers what stands against it, or null. */
  moveCheckout(way: { from: Oid; to: Oid; dry: boolean }): Promise<string | null>;
  /** Makes a commit. It is readable here at once, and on disk after `flush`, `swapRef` or a push. */
  commit(request: NewCommit): Promise<Oid>;
  /** From here on every commit and tag is signed with this key. @throws what is wrong with it */
  signWith(key: SigningKey | PersonalKey): Promise<void>;
  /** The key that the person's own settings sign commits with, where they count and ask for it. */
  readonly personalKey: PersonalKey | null;
  /** Makes an annotated tag, signed where commits are; null: they are not, so a tag needs no object of its own. */
  signedTag(fields: TagFields): Promise<Oid | null>;
  /** The commit that an annotated tag names; anything else is answered as it is. */
  peel(oid: Oid): Promise<Oid>;
  /** Writes made objects to disk. Throws the fault of the file system and keeps them for the next try. */
  flush(): Promise<void>;
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
  | { ok: true; value: GitRepository }
  | { ok: false; reason: "not-a-repository" | Unsupported["reason"]; message: string };

export interface OpenOptions {
  /** Where to look; its parents are searched too. */
  directory: string;
  environment?: NodeJS.ProcessEnv;
  /** Whether the settings of the person at this machine count (default true), as on the command line. */
  personal?: boolean;
}

/** Settings of the user's that change how files on disk compare with the index; all are plain data. */
const PASSED_ON = ["core.filemode", "core.autocrlf", "core.eol", "core.ignorecase", "core.symlinks"];

type Unsupported = { reason: "unknown-format"; message: string };

/** What the repository's own configuration says of how it is kept. */
function formatsOf(settings: GitSettings): Formats | Unsupported {
  const format = setting(settings, "extensions.objectformat") ?? "sha1";
  // It may go on with where the refs are kept, as in `files:///elsewhere`.
  const refStorage = setting(settings, "extensions.refstorage") ?? "files";
  if (format !== "sha1" && format !== "sha256") {
    return {
      reason: "unknown-format",
      message: `the repository names its objects in the unknown format ${format}`,
    };
  }
  if (refStorage !== "files" && refStorage !== "reftable") {
    return {
      reason: "unknown-format",
      message: `the repository keeps its refs in the unknown format ${refStorage}`,
    };
  }
  return { format, refStorage };
}

/** Opens the repository that holds the directory. */
export async function openRepository(options: OpenOptions): Promise<OpenOutcome> {
  const place = locateRepository(options.directory);
  if (!place)
    return { ok: false, reason: "not-a-repository", message: `no git repository at ${options.directory}` };
  const shallow = join(place.commonDirectory, "shallow");
  const git = openSafeGit({
    commonDirectory: place.commonDirectory,
    shallow: existsSync(shallow) ? shallow : undefined,
    exclude: join(place.commonDirectory, "info/exclude"),
    environment: options.environment ?? process.env,
  });
  const environment = options.environment ?? process.env;
  const own = await readSettings(git, join(place.commonDirectory, "config"));
  const formats = formatsOf(own);
  if ("reason" in formats) {
    git.close();
    return { ok: false, ...formats };
  }
  git.setFormats(formats);
  const personal = (options.personal ?? true) ? await readPersonalSettings(git, environment) : null;
  const settings = joinSettings(personal?.data ?? new Map(), own);
  const conversion = new Conversion({
    git,
    objects: join(place.commonDirectory, "objects"),
    format: formats.format,
    settings: { lineEnds: lineEndsOf(settings), lfs: findLfs(environment.PATH, place.root) },
  });
  const credentialConfig = personal?.credentialConfig ?? [];
  return {
    ok: true,
    value: makeRepository({
      ...{ place, git, settings, formats, conversion, credentialConfig },
      excludesFile: personal && excludesFileOf(settings, environment),
      personalKey: personal && personalKeyOf(settings, environment),
    }),
  };
}

interface RepositoryParts {
  place: RepositoryPlace;
  git: SafeGit;
  settings: GitSettings;
  formats: Formats;
  conversion: Conversion;
  credentialConfig: readonly string[];
  excludesFile: string | null;
  personalKey: PersonalKey | null;
}

function personalKeyOf(settings: GitSettings, environment: NodeJS.ProcessEnv): PersonalKey | null {
  const asked = setting(settings, "commit.gpgsign")?.toLowerCase() ?? "";
  if (!["true", "yes", "on", "1"].includes(asked)) return null;
  const format = setting(settings, "gpg.format")?.toLowerCase() ?? "openpgp";
  return { format, key: setting(settings, "user.signingkey"), environment };
}

/** The file that git reads for a person beside the repository's own rules. */
function excludesFileOf(settings: GitSettings, environment: NodeJS.ProcessEnv): string | null {
  const { HOME: home, XDG_CONFIG_HOME } = environment;
  const named = setting(settings, "core.excludesfile");
  if (named !== undefined) return home === undefined ? named : named.replace(/^~(?=\/)/, home);
  if (home === undefined && !XDG_CONFIG_HOME) return null;
  return join(XDG_CONFIG_HOME || join(home ?? "/", ".config"), "git/ignore");
}

/** Settings under which git writes other line ends than are committed; as they are by default they change nothing. */
function lineEndsOf(settings: GitSettings): string[] {
  const autocrlf = setting(settings, "core.autocrlf")?.toLowerCase();
  const eol = setting(settings, "core.eol")?.toLowerCase();
  return [
    ...(autocrlf === "true" || autocrlf === "input" ? [`core.autocrlf=${autocrlf}`] : []),
    ...(eol === "crlf" ? [`core.eol=${eol}`] : []),
  ];
}

function makeRepository({
  place,
  git,
  settings,
  formats,
  conversion,
  credentialConfig,
  excludesFile,
  personalKey,
}: RepositoryParts): GitRepository {
  const { format, refStorage } = formats;
  const reader = openReader(git);
  const objects = join(place.commonDirectory, "objects");
  let signer: Signer | null = null;
  const store = new GitStore({ git, objects, format, reader });
  const refs = new GitRefs(git, place, refStorage);
  return {
    root: place.root,
    commonDirectory: place.commonDirectory,
    isShallow: () => existsSync(join(place.commonDirectory, "shallow")),
    settings,
    credentialConfig,
    conversion,
    hasExcludes: [join(place.commonDirectory, "info/exclude"), excludesFile ?? ""].some(hasRules),
    excludesFile,
    personalKey,
    store,
    git,
    resolve: async ref => (isOid(ref) ? ref : refs.read(ref)),
    resolvePrivate: ref => reader.locate(ref),
    async headRef() {
      const head = await refs.head();
      return head?.startsWith("refs/") ? head : null;
    },
    checkedOutAt: ref => checkedOutAt(place, refs, ref),
    async moveCheckout(way) {
      await store.flush();
      return moveCheckout({ ...place, git, conversion }, way);
    },
    promisor: promisorOf(settings),
    submodules: null,
    bringLacking(bring) {
      reader.lacking = bring;
    },
    async complete(commit) {
      if (!reader.lacking) return;
      await store.flush();
      // As long as trees are missing, what they hold is not known.
      for (let rounds = 0; rounds < MAX_TREE_DEPTH; rounds++) {
        const lacking = await lackingOf(git, commit);
        if (lacking.length === 0) return;
        await reader.lacking(lacking);
      }
    },
    commit: request => store.commit(signer ? { ...request, sign: signer.sign } : request),
    async signWith(key) {
      await signer?.close();
      signer = await openSigner(key, git.directory);
    },
    async signedTag(fields) {
      if (!signer) return null;
      const plain = encodeTag(fields);
      return store.addTag(Buffer.concat([plain, Buffer.from(`${await signer.sign(plain)}\n`)]));
    },
    async peel(oid) {
      const object = await store.read(oid);
      if (object?.type !== "tag") return oid;
      return /^object ([0-9a-f]+)\n/.exec(object.data.toString("latin1"))?.[1] ?? oid;
    },
    flush: () => store.flush(),
    async swapRef(ref, from, to) {
      await store.flush();
      return refs.swap({ name: ref, from, to });
    },
    dropRef: async (name, from) => (await refs.swap({ name, from, to: null })).ok,
    ...committedFiles(store),
    ...historyOf(store, git),
    isClean: () => checkClean({ git, place, settings, conversion, head: () => refs.read("HEAD") }),
    async close() {
      // Where nothing can be written, the processes must still end, or this one never would.
      try {
        await store.flush();
      } finally {
        await Promise.all([reader.close(), refs.close(), store.close(), signer?.close()]);
        git.close();
      }
    },
  };
}

/** Folders below one another that a treeless clone is asked for, one round each. */
const MAX_TREE_DEPTH = 64;

async function lackingOf(git: SafeGit, commit: Oid): Promise<Oid[]> {
  const args = ["rev-list", "--objects", "--no-walk", "--no-object-names", "--missing=print", commit];
  const { code, stdout, stderr } = await git.run(args);
  if (code !== 0) throw new Error(`git rev-list failed: ${stderr.trim()}`);
  const lines = stdout.toString("latin1").split("\n");
  return lines.filter(line => line.startsWith("?")).map(line => line.slice(1));
}

function promisorOf(settings: GitSettings): Promisor | null {
  const marked = [...settings.keys()].find(
    name => /^remote\..*\.promisor$/.test(name) && setting(settings, name) === "true",
  );
  const remote =
    marked?.slice("remote.".length, -".promisor".length) ?? setting(settings, "extensions.partialclone");
  if (remote === undefined) return null;
  return { remote, filter: setting(settings, `remote.${remote}.partialclonefilter`) ?? "blob:none" };
}

/** git walks what is on disk, so all that was added is brought there first. */
function historyOf(
  store: ObjectStore,
  git: SafeGit,
): Pick<GitRepository, "isAncestor" | "mergeBase" | "log"> {
  const parentsOf = parentReader(store, join(git.directory, "shallow"));
  return {
    async isAncestor(a, b) {
      await store.flush();
      return isAncestor(git, parentsOf, { a, b });
    },
    async mergeBase(a, b) {
      await store.flush();
      return mergeBase(git, a, b);
    },
    async log(range) {
      await store.flush();
      return log(git, store, range);
    },
  };
}

/** git puts a file of comments there by default. */
function hasRules(excludeFile: string): boolean {
  if (!existsSync(excludeFile)) return false;
  return readFileSync(excludeFile, "utf8")
    .split("\n")
    .some(line => line.trim() !== "" && !line.startsWith("#"));
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

/** The folder of the main or a linked work tree that has the ref checked out; null: none. */
async function checkedOutAt(place: RepositoryPlace, refs: GitRefs, ref: string): Promise<string | null> {
  const linked = join(place.commonDirectory, "worktrees");
  const others = existsSync(linked) ? readdirSync(linked).map(name => join(linked, name)) : [];
  const directories = [...(place.bare ? [] : [place.gitDirectory, place.commonDirectory]), ...others];
  for (const directory of directories) {
    if ((await refs.head(directory)) === ref) return workTreeOf(place, directory);
  }
  return null;
}

/** The work tree that a git directory belongs to; a linked one names it in its file `gitdir`. */
function workTreeOf(place: RepositoryPlace, gitDirectory: string): string {
  if (gitDirectory === place.gitDirectory) return place.root;
  const link = join(gitDirectory, "gitdir");
  return dirname(existsSync(link) ? readFileSync(link, "utf8").trim() : gitDirectory);
}

interface CleanCheck {
  git: SafeGit;
  place: RepositoryPlace;
  settings: GitSettings;
  conversion: Conversion;
  head: () => Promise<Oid | null>;
}

async function checkClean({
  git,
  place,
  settings,
  conversion,
  head: readHead,
}: CleanCheck): Promise<Cleanness> {
  const head = place.bare ? null : await readHead();
  if (head === null) return { clean: true };
  linkSharedIndexes(git.plainDirectory, place.gitDirectory);
  const passed = PASSED_ON.flatMap(name => {
    const value = setting(settings, name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const attributes = join(place.commonDirectory, "info/attributes");
  const config = [
    ...passed,
    ...conversion.config,
    ...(existsSync(attributes) ? [`core.attributesFile=${attributes}`] : []),
  ];
  const env = {
    ...conversion.env,
    GIT_DIR: git.plainDirectory,
    GIT_INDEX_FILE: join(place.gitDirectory, "index"),
    GIT_WORK_TREE: place.root,
  };
  const args = [
    "diff",
    "--name-only",
    "-z",
    "--no-renames",
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

/** What commits hold. */
interface CommittedFiles {
  readFile(commit: Oid, path: string): Promise<Buffer | null>;
  readBlob(oid: Oid): Promise<Buffer | null>;
  entry(commit: Oid, path: string): Promise<Leaf | null>;
  /** The entries of a directory, "" being the root; empty when it is not there. */
  list(commit: Oid, directory: string): Promise<TreeEntry[]>;
  /** Paths whose content or mode differs, sorted. */
  changedPaths(from: Oid, to: Oid): Promise<string[]>;
}

function committedFiles(store: ObjectStore): CommittedFiles {
  const readBlob = async (oid: Oid): Promise<Buffer | null> => {
    const object = await store.read(oid);
    return object?.type === "blob" ? object.data : null;
  };
  return {
    async readFile(commit, path) {
      const found = await store.standing(commit, path);
      return found && found !== "folder" ? readBlob(found.oid) : null;
    },
    readBlob,
    async entry(commit, path) {
      const standing = await store.standing(commit, path);
      if (standing !== "folder") return standing;
      const found = await entryAt(store, await treeOf(store, commit), path);
      return found && { oid: found.oid, mode: found.mode };
    },
    list: (commit, directory) => store.list(commit, directory),
    changedPaths: async (from, to) =>
      [...(await diffTrees(store, await treeOf(store, from), await treeOf(store, to))).keys()].sort(),
  };
}

interface CheckoutToMove {
  git: SafeGit;
  conversion: Conversion;
  /** Of the person: its index and its work tree. */
  gitDirectory: string;
  commonDirectory: string;
  root: string;
}

/** For git to write what differs (ms). */
const TIMEOUT_MS = 600_000;

/**
 * Takes index and files of the person's checkout from one commit to another, as `git merge --ff-only` does, without the
 * repository's hooks and filters. git refuses where a file that was changed, or that nobody tracks, would be lost; `dry`
 * only asks. Answers what stands against it, or null.
 */
async function moveCheckout(
  { git, conversion, gitDirectory, commonDirectory, root }: CheckoutToMove,
  { from, to, dry }: { from: Oid; to: Oid; dry: boolean },
): Promise<string | null> {
  const attributes = join(commonDirectory, "info/attributes");
  const options = {
    env: {
      ...conversion.env,
      GIT_DIR: git.plainDirectory,
      GIT_INDEX_FILE: join(gitDirectory, "index"),
      GIT_WORK_TREE: root,
    },
    config: [...conversion.config, ...(existsSync(attributes) ? [`core.attributesFile=${attributes}`] : [])],
    cwd: root,
    timeout: TIMEOUT_MS,
  };
  // Files that were copied or touched are as they were: only their times are not those that the index knows.
  await git.run(["update-index", "-q", "--refresh"], options);
  const move = ["read-tree", "-m", "-u", ...(dry ? ["-n"] : []), from, to];
  const { code, stderr } = await git.run(move, options);
  return code === 0 ? null : firstLine(stderr);
}

function firstLine(stderr: string): string {
  const lines = stderr.split("\n").map(line => line.trim());
  return lines.find(line => line !== "")?.replace(/^(?:error|fatal): /, "") ?? "git gave no reason";
}
