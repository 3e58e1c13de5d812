import { randomUUID } from "node:crypto";
import type { GitRepository } from "./git-repository.ts";
import type { Oid } from "./object.ts";
import { isRefName } from "./ref.ts";
import type { GitResult } from "./safe-git.ts";

/** Where a fetch goes, and how git is called for it. */
export interface FetchContext {
  repository: GitRepository;
  call(args: readonly string[]): Promise<GitResult>;
  /** The address, or the name of a partial clone's remote. */
  from: string;
}

const OPTIONS = [
  "--no-tags",
  "--no-write-fetch-head",
  "--no-recurse-submodules",
  "--no-auto-maintenance",
  "--quiet",
];

/** Refs in one call: a command line has room for some thousands. */
const AT_ONCE = 500;

const MISSING = /couldn't find remote ref (\S+)/i;

/**
 * Brings the refs' commits here in one round trip for each 500, and names where they stand; a ref that the remote does
 * not have (any more) is not among them. Answers what git said where it failed.
 */
export async function fetchRefs(
  context: FetchContext,
  refs: readonly string[],
  extra: readonly string[] = [],
): Promise<Map<string, Oid> | GitResult> {
  const found = new Map<string, Oid>();
  for (let from = 0; from < refs.length; from += AT_ONCE) {
    const some = await fetchSome(context, refs.slice(from, from + AT_ONCE), extra);
    if (!(some instanceof Map)) return some;
    for (const [ref, oid] of some) found.set(ref, oid);
  }
  return found;
}

async function fetchSome(
  { repository, call, from }: FetchContext,
  refs: readonly string[],
  extra: readonly string[],
): Promise<Map<string, Oid> | GitResult> {
  const folder = `refs/fetched/${randomUUID()}/`;
  const here = await Promise.all(["HEAD", ...refs].map(ref => repository.resolve(ref)));
  const known = [...new Set(here)].flatMap(oid => (oid === null ? [] : [`--negotiation-tip=${oid}`]));
  // Whole files would come as differences to ones that are not here.
  const filter = repository.promisor ? [`--filter=${repository.promisor.filter}`] : [];
  let wanted = [...refs];
  while (wanted.length > 0) {
    const specs = wanted.map(ref => `+${ref}:${folder}${refs.indexOf(ref)}`);
    const result = await call(["fetch", ...OPTIONS, ...known, ...extra, ...filter, "--", from, ...specs]);
    if (result.code === 0) return takeFetched(repository, folder, refs);
    // One that is gone stops git from fetching the others.
    const gone = MISSING.exec(result.stderr)?.[1];
    if (gone === undefined || !wanted.includes(gone)) return result;
    wanted = wanted.filter(ref => ref !== gone);
  }
  return new Map();
}

/** Reads the refs that git wrote into our private directory, and takes them away again. */
async function takeFetched(
  { git }: GitRepository,
  folder: string,
  refs: readonly string[],
): Promise<Map<string, Oid>> {
  const listed = await git.run(["for-each-ref", "--format=%(objectname) %(refname)", folder]);
  const found = new Map<string, Oid>();
  const deletions: string[] = [];
  for (const line of listed.stdout.toString("latin1").split("\n").filter(Boolean)) {
    const [oid = "", name = ""] = line.split(" ");
    const ref = refs[Number(name.slice(folder.length))];
    if (ref !== undefined) found.set(ref, oid);
    deletions.push(`delete ${name}\n`);
  }
  await git.run(["update-ref", "--stdin"], { input: deletions.join("") });
  return found;
}

/** @throws where a name is none of a ref: it would be read as an option */
export function assertRefNames(refs: Iterable<string>): void {
  for (const ref of refs) if (!isRefName(ref)) throw new Error(`not a ref: ${ref}`);
}
