import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { namesLfs } from "./convert.ts";
import { assertRefNames, fetchRefs } from "./fetch.ts";
import type { GitRepository } from "./git-repository.ts";
import { isOid, type Oid } from "./object.ts";
import { isRefName } from "./ref.ts";
import { type RemoteToken, remoteAccess } from "./remote-access.ts";
import { type GitRemoteFailure, pushFailure, remoteFailure } from "./remote-outcome.ts";
import type { GitOptions, GitResult } from "./safe-git.ts";
import { entryAt, treeOf } from "./tree.ts";

export type { GitRemoteFailure } from "./remote-outcome.ts";

/** The remote the branch is pushed to. Its URL was read once; nothing an agent does later changes it. */
export interface GitRemote {
  readonly url: string;
  /** Where a ref of the remote points; null when it has none of this name. */
  tip(ref: string): Promise<{ ok: true; oid: Oid | null } | GitRemoteFailure>;
  /** Refs below a prefix, such as `refs/heads/milestone-lock/`, sorted. */
  list(prefix: string): Promise<{ ok: true; refs: Map<string, Oid> } | GitRemoteFailure>;
  /**
   * Brings a ref's commits into the local store. Null when the remote has no such ref. In a shallow clone just
   * the tip comes first, and more of history only until it meets `meets`, where that is given.
   */
  fetch(ref: string, options?: GitFetchOptions): Promise<GitFetched | GitRemoteFailure>;
  /**
   * Brings the commits here that refs were listed at, all in one round trip. A ref that is gone meanwhile is not in the
   * answer; one that was moved stands where it is now.
   */
  fetchAll(tips: ReadonlyMap<string, Oid>): Promise<{ ok: true; refs: Map<string, Oid> } | GitRemoteFailure>;
  /** Brings objects here that a partial clone lacks. Throws where the remote does not give them. */
  fetchObjects(oids: readonly Oid[]): Promise<void>;
  /** Moves a ref by compare-and-swap, forward only. */
  push(request: PushRequest): Promise<PushOutcome>;
  /** Creates a tag, or moves it from `expected`; one that is there already, at this object, is fine. */
  pushTag(name: string, oid: Oid, expected?: Oid | null): Promise<PushOutcome>;
  /** Moves a lock's ref, below `refs/milestone-lock/`, anywhere by compare-and-swap; `oid` null takes it away. */
  swapLock(request: SwapLockRequest): Promise<PushOutcome>;
}

export interface GitFetchOptions {
  /** A local commit that the fetched history must share an ancestor with. */
  meets?: Oid;
  /** Another ref to be brought in the same round trip; in a shallow clone only where its commit is here already. */
  beside?: string;
}

export interface GitFetched {
  ok: true;
  oid: Oid | null;
  /** Where the other ref is; absent: it was not brought. */
  beside?: Oid | null;
}

export interface PushRequest {
  ref: string;
  /** Where the remote's ref is believed to be; null: it must be new. */
  expected: Oid | null;
  oid: Oid;
}

export interface SwapLockRequest {
  ref: string;
  expected: Oid | null;
  oid: Oid | null;
}

export type PushOutcome = { ok: true } | GitRemoteFailure;

/** One address of a remote and how it is reached. */
export interface RemoteSide {
  url: string;
  /** Another repository than this one's: whether this is a partial clone says nothing of it. */
  isOther?: boolean;
  /** Settings of the person: credentials, ssh, proxies and certificates. */
  personal?: readonly string[];
  /** ms for one call, default 120,000. */
  timeout?: number;
  /** ms in which a call does nothing until it is given up, default 30,000: as long as git itself waits over http. */
  silence?: number;
}

export interface RemoteOptions extends RemoteSide, RemoteLogin {
  /** Where the milestone's refs live, where that is another place than the base is fetched from. */
  push?: RemoteSide | undefined;
}

export interface RemoteLogin {
  token?: RemoteToken | undefined;
  /** Another one, for when the server refuses the first. */
  spareToken?: RemoteToken | undefined;
  environment?: NodeJS.ProcessEnv;
}

/** Commits asked for at each step when a shallow history has to grow. */
const DEEPEN_STEPS = [50, 500, 5000];

export type GitCall = (
  args: readonly string[],
  options?: Pick<GitOptions, "input" | "env" | "config" | "cwd">,
) => Promise<GitResult>;

/** The name of a partial clone's remote in our own configuration. */
const PROMISOR = "origin";

/** Opens a remote. Nothing is contacted yet. */
export function openRemote(repository: GitRepository, options: RemoteOptions): GitRemote {
  const base = openSide(repository, options, options);
  const own = options.push ? openSide(repository, options.push, options) : base;
  const list = async (prefix: string) => listRefs(own, [`${prefix}*`]);
  const tip = async (ref: string) => {
    const listed = await listRefs(isOwn(ref) ? own : base, [ref]);
    return listed.ok ? { ok: true as const, oid: listed.refs.get(ref) ?? null } : listed;
  };
  const contextOf = (side: Side): RemoteContext => ({ repository, ...side, tip });
  return {
    url: own.url,
    tip,
    list,
    fetch: (ref, { beside, ...fetchOptions } = {}) => {
      const side = isOwn(ref) ? own : base;
      const isThere = beside !== undefined && (isOwn(beside) ? own : base) === side;
      return fetchRef(contextOf(side), ref, { ...fetchOptions, ...(isThere ? { beside } : {}) });
    },
    fetchAll: tips => fetchAll(contextOf(own), tips),
    fetchObjects: oids => fetchObjects(base, oids),
    push: request => pushForward(contextOf(own), request),
    pushTag: (name, oid, expected = null) =>
      pushTag(contextOf(own), { ref: `refs/tags/${name}`, oid, expected }),
    swapLock: request => swapLock(contextOf(own), request),
  };
}

/** Refs that this product writes; the others are people's. */
function isOwn(ref: string): boolean {
  return /^refs\/(?:heads\/|tags\/)?milestone(?:-lock|-kept)?\//.test(ref);
}

interface Side {
  call: GitCall;
  url: string;
  /** What fetches name: the address, or a partial clone's remote. */
  from: string;
  secret: string | undefined;
}

/** How the address is talked to: by the token for its own server, or as the person's settings say. */
export function openSide(
  repository: GitRepository,
  { url, personal, isOther = false, timeout = 120_000, silence = 30_000 }: RemoteSide,
  { token, spareToken, environment = process.env }: RemoteLogin,
): Side {
  const accessWith = (given: RemoteToken | undefined) =>
    remoteAccess(url, { root: repository.root, token: given, personal });
  let access = accessWith(token);
  let spare = spareToken && accessWith(spareToken);
  const home = environment.HOME;
  const promisor = isOther ? null : repository.promisor;
  // A partial clone's git has to know which remote gave what is not whole.
  const partial = promisor
    ? [
        `remote.${PROMISOR}.url=${access.url}`,
        `remote.${PROMISOR}.promisor=true`,
        `remote.${PROMISOR}.partialclonefilter=${promisor.filter}`,
      ]
    : [];
  const call: GitCall = async (args, options = {}) => {
    const result = await repository.git.run(args, {
      ...options,
      config: [...access.config, ...partial, ...(options.config ?? [])],
      secret: access.secret,
      timeout,
      silence,
      env: { ...(access.needsHome && home !== undefined ? { HOME: home } : {}), ...options.env },
    });
    if (result.code === 0 || !spare || !isRefused(result)) return result;
    access = spare;
    spare = undefined;
    return call(args, options);
  };
  return { call, url: access.url, from: promisor ? PROMISOR : access.url, secret: token?.token };
}

/** Whether the server would not have these credentials; nothing was changed then. */
function isRefused(result: GitResult): boolean {
  return (
    ["auth", "denied", "missing"].includes(remoteFailure(result).reason) && !/GH\d{3}/.test(result.stderr)
  );
}

interface RemoteContext extends Side {
  repository: GitRepository;
  tip: GitRemote["tip"];
}

async function listRefs(
  { call, url, secret }: Side,
  patterns: readonly string[],
): Promise<{ ok: true; refs: Map<string, Oid> } | GitRemoteFailure> {
  const result = await call(["ls-remote", "--refs", "--quiet", "--", url, ...patterns]);
  if (result.code !== 0) return remoteFailure(result, secret);
  const lines = result.stdout.toString("utf8").split("\n");
  const refs = new Map<string, Oid>();
  for (const line of lines) {
    const [oid = "", ref = ""] = line.split("\t");
    // ls-remote matches a pattern anywhere in a name; only names that begin with it are meant.
    if (isOid(oid) && patterns.some(each => ref.startsWith(each.replace(/\*$/, "")))) refs.set(ref, oid);
  }
  return { ok: true, refs };
}

/** Fetches what is not here yet; a shallow clone gets the tips alone of branches that it has nothing of. */
async function fetchAll(
  context: RemoteContext,
  tips: ReadonlyMap<string, Oid>,
): ReturnType<GitRemote["fetchAll"]> {
  assertRefNames(tips.keys());
  const { repository, secret } = context;
  await repository.flush();
  const found = new Map<string, Oid>();
  const shallow = repository.isShallow();
  const wanted = { whole: [] as string[], tip: [] as string[] };
  for (const [ref, oid] of tips) {
    const here = await repository.resolve(ref);
    // `--depth` would cut off history that is here.
    if (here === oid || (shallow && (await repository.store.read(oid)))) found.set(ref, oid);
    else if (shallow && here === null) wanted.tip.push(ref);
    else wanted.whole.push(ref);
  }
  for (const [refs, extra] of [
    [wanted.whole, []],
    [wanted.tip, ["--depth=1"]],
  ] as const) {
    const fetched = await fetchRefs(context, refs, extra);
    if (!(fetched instanceof Map)) return remoteFailure(fetched, secret);
    for (const [ref, oid] of fetched) found.set(ref, oid);
  }
  return { ok: true, refs: found };
}

async function fetchRef(
  context: RemoteContext,
  ref: string,
  { meets, beside }: GitFetchOptions,
): ReturnType<GitRemote["fetch"]> {
  const refs = beside === undefined ? [ref] : [ref, beside];
  assertRefNames(refs);
  const { repository, secret } = context;
  await repository.flush();
  if (repository.isShallow()) return fetchShallow(context, refs, meets);
  const fetched = await fetchRefs(context, refs);
  return fetched instanceof Map ? answerOf(refs, fetched) : remoteFailure(fetched, secret);
}

function answerOf([ref, beside]: readonly string[], tips: ReadonlyMap<string, Oid>): GitFetched {
  const oid = tips.get(ref!) ?? null;
  return { ok: true, oid, ...(beside === undefined ? {} : { beside: tips.get(beside) ?? null }) };
}

/** Just the first ref's tip, where it is not here yet, and more of its history until it meets what is asked for. */
async function fetchShallow(
  context: RemoteContext,
  [ref = "", beside]: readonly string[],
  meets: Oid | undefined,
): Promise<GitFetched | GitRemoteFailure> {
  const { repository, secret } = context;
  const listed = await listRefs(context, beside === undefined ? [ref] : [ref, beside]);
  if (!listed.ok) return listed;
  const isHere = async (name: string): Promise<boolean> => {
    const tip = listed.refs.get(name);
    return tip === undefined || (await repository.store.read(tip)) !== null;
  };
  const refs = beside !== undefined && (await isHere(beside)) ? [ref, beside] : [ref];
  const tip = listed.refs.get(ref);
  if (tip === undefined) return answerOf(refs, listed.refs);
  const tips = new Map(listed.refs);
  if (!(await isHere(ref))) {
    // Where an older tip is here, the difference is small; `--depth` would cut off history that we have.
    const isNew = (await repository.resolve(ref)) === null;
    const fetched = await fetchRefs(context, [ref], isNew ? ["--depth=1"] : []);
    if (!(fetched instanceof Map)) return remoteFailure(fetched, secret);
    const now = fetched.get(ref);
    now === undefined ? tips.delete(ref) : tips.set(ref, now);
  }
  const at = tips.get(ref);
  if (meets === undefined || at === undefined) return answerOf(refs, tips);
  for (const step of [...DEEPEN_STEPS.map(count => `--deepen=${count}`), "--unshallow"]) {
    if ((await repository.mergeBase(at, meets)) !== null || !repository.isShallow()) break;
    const deeper = await fetchRefs(context, [ref], [step]);
    if (!(deeper instanceof Map)) return remoteFailure(deeper, secret);
  }
  return answerOf(refs, tips);
}

/** As git itself brings what it lacks: no history is agreed on, and the names are all that is asked for. */
async function fetchObjects({ call, from, secret }: Side, oids: readonly Oid[]): Promise<void> {
  const args = ["fetch", from, "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--quiet"];
  const input = oids.map(oid => `${oid}\n`).join("");
  const result = await call(
    [
      "-c",
      "fetch.negotiationAlgorithm=noop",
      ...args,
      "--no-auto-maintenance",
      "--filter=blob:none",
      "--stdin",
    ],
    { input },
  );
  if (result.code === 0) return;
  const { message } = remoteFailure(result, secret);
  throw new Error(
    `this is a partial clone, and the remote does not give the ${oids.length} missing objects: ${message}`,
  );
}

const PUSH = [
  "push",
  "--porcelain",
  "--no-verify",
  "--no-follow-tags",
  "--no-signed",
  "--recurse-submodules=no",
];

async function pushForward(
  context: RemoteContext,
  { ref, expected, oid }: PushRequest,
): Promise<PushOutcome> {
  if (!isRefName(ref) || !isOid(oid)) throw new Error(`not a ref and an object name: ${ref} ${oid}`);
  const { repository } = context;
  await repository.flush();
  // The lease alone would let history be rewritten; forward only is our own promise.
  if (expected !== null && !(await repository.isAncestor(expected, oid))) {
    throw new Error(`a push must go forward: ${oid} does not descend from ${expected}`);
  }
  const uploaded = await uploadLfs(context, { ref, expected, oid });
  return uploaded.ok ? pushWithLease(context, { ref, expected, oid }) : uploaded;
}

/** What pointers stand for comes first: a server may refuse pointers to what it does not have. */
async function uploadLfs(context: RemoteContext, { ref, expected, oid }: PushRequest): Promise<PushOutcome> {
  const { repository, call, url, secret } = context;
  const { lfs } = repository.conversion.settings;
  if (lfs === null || !(await usesLfs(repository, oid))) return { ok: true };
  const head = await repository.resolve("HEAD");
  const { plainDirectory: cwd } = repository.git;
  // A remote on this machine is written by a git-lfs of its own, which must not take our settings for that place's.
  writeFileSync(join(cwd, "objects/info/alternates"), `${join(repository.commonDirectory, "objects")}\n`);
  const env = { GIT_DIR: undefined, GIT_OBJECT_DIRECTORY: undefined, GIT_LITERAL_PATHSPECS: undefined };
  const run = (...args: string[]) => repository.git.run(args, { env, cwd });
  await run("config", "lfs.storage", repository.conversion.storage);
  // It looks for what no branch of the remote holds yet.
  if (head) await run("update-ref", "refs/remotes/origin/base", head);
  // git-lfs takes a plain path for no remote at all.
  const address = url.startsWith("/") ? `file://${url}` : url;
  const config = [
    `alias.own-lfs=!unset GIT_DIR; '${lfs.replaceAll("'", "'\\''")}'`,
    `remote.origin.url=${address}`,
    "lfs.allowincompletepush=true",
  ];
  const input = `${ref} ${oid} ${ref} ${expected ?? "0".repeat(oid.length)}\n`;
  const result = await call(["own-lfs", "pre-push", "origin", address], { input, env, config, cwd });
  if (result.code === 0) return { ok: true };
  const failure = remoteFailure(result, secret);
  return { ...failure, message: `files of Git LFS could not be uploaded: ${failure.message}` };
}

async function usesLfs({ store, conversion }: GitRepository, commit: Oid): Promise<boolean> {
  if (conversion.madePointers) return true;
  const entry = await entryAt(store, await treeOf(store, commit), ".gitattributes");
  const attributes = entry && (await store.read(entry.oid));
  return attributes !== null && namesLfs(attributes.data);
}

async function pushWithLease(
  context: RemoteContext,
  { ref, expected, oid }: SwapLockRequest,
): Promise<PushOutcome> {
  const { call, url, secret, tip } = context;
  const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
  const result = await call([...PUSH, lease, "--", url, `${oid ?? ""}:${ref}`]);
  if (result.code === 0) return { ok: true };
  const failure = pushFailure(result, secret);
  if (failure.reason !== "stale") return failure;
  const now = await tip(ref);
  if (!now.ok) return now;
  if (now.oid === expected) return unmovedFailure(failure);
  // The answer to an earlier try was lost, or another process pushed the very same commit.
  return now.oid === oid ? { ok: true } : { ...failure, actual: now.oid };
}

/** Why a ref that nobody moved could not be: another name bars it, or a lock that a killed server left. */
function unmovedFailure({ message }: GitRemoteFailure): GitRemoteFailure {
  return /cannot create|file conflict/i.test(message)
    ? { ok: false, reason: "name-taken", retriable: false, message }
    : { ok: false, reason: "unreachable", retriable: true, message };
}

/** The only refs that may go backwards or vanish: they hold no history. */
async function swapLock(context: RemoteContext, request: SwapLockRequest): Promise<PushOutcome> {
  if (!isRefName(request.ref) || !/^refs\/milestone-(?:lock|kept)\//.test(request.ref)) {
    throw new Error(`not a ref that is no history: ${request.ref}`);
  }
  await context.repository.flush();
  return pushWithLease(context, request);
}

async function pushTag(context: RemoteContext, request: PushRequest): Promise<PushOutcome> {
  if (!isRefName(request.ref)) throw new Error(`not a ref: ${request.ref}`);
  await context.repository.flush();
  return pushWithLease(context, request);
}
