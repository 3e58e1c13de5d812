import { rmSync } from "node:fs";
import { join } from "node:path";
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
  context: FetchContext,
  refs: readonly string[],
  extra: readonly string[],
): Promise<Map<string, Oid> | GitResult> {
  const slot = takeSlot(context.repository);
  try {
    return await fetchInto(`refs/fetched/${slot}`, context, refs, extra);
  } finally {
    slotsOf(context.repository).delete(slot);
  }
}

async function fetchInto(
  folder: string,
  { repository, call, from }: FetchContext,
  refs: readonly string[],
  extra: readonly string[],
): Promise<Map<string, Oid> | GitResult> {
  const here = await Promise.all(["HEAD", ...refs].map(ref => repository.resolve(ref)));
  const known = [...new Set(here)].flatMap(oid => (oid === null ? [] : [`--negotiation-tip=${oid}`]));
  // Whole files would come as differences to ones that are not here.
  const filter = repository.promisor ? [`--filter=${repository.promisor.filter}`] : [];
  const places = new Map(refs.map((ref, index) => [ref, placeOf(ref, `${folder}/${index}`)]));
  // Of what may be missing, an earlier fetch's must not be taken for this one's.
  rmSync(join(repository.git.directory, folder), { recursive: true, force: true });
  let wanted = [...refs];
  while (wanted.length > 0) {
    const specs = wanted.map(ref => places.get(ref)!.spec);
    const result = await call(["fetch", ...OPTIONS, ...known, ...extra, ...filter, "--", from, ...specs]);
    if (result.code === 0) {
      const found = new Map<string, Oid>();
      for (const ref of wanted) {
        const { at, isOptional } = places.get(ref)!;
        const oid = await repository.resolvePrivate(at);
        if (oid !== null) found.set(ref, oid);
        else if (!isOptional) throw new Error(`git fetched ${ref}, and what it fetched is not there`);
      }
      return found;
    }
    // One that is gone stops git from fetching the others.
    const gone = MISSING.exec(result.stderr)?.[1];
    if (gone === undefined || !wanted.includes(gone)) return result;
    wanted = wanted.filter(ref => ref !== gone);
  }
  return new Map();
}

/**
 * How a ref is asked for, and where what comes of it stands. A name that the remote does not have is a fault to git, a
 * pattern that nothing matches is none: so a milestone's branch, which its first run looks for in vain, is asked for by
 * one that hardly anything else matches.
 */
function placeOf(ref: string, folder: string): { spec: string; at: string; isOptional: boolean } {
  const milestone = /^refs\/heads\/milestone\/([^/]+)$/.exec(ref)?.[1];
  if (milestone === undefined)
    return { spec: `+${ref}:${folder}/tip`, at: `${folder}/tip`, isOptional: false };
  const spec = `+refs/heads/mileston*/${milestone}:${folder}/*/tip`;
  return { spec, at: `${folder}/e/tip`, isOptional: true };
}

/** Where fetches at the same time put what they bring, in our private directory. */
const slots = new WeakMap<GitRepository, Set<number>>();

function slotsOf(repository: GitRepository): Set<number> {
  const known = slots.get(repository) ?? new Set();
  slots.set(repository, known);
  return known;
}

function takeSlot(repository: GitRepository): number {
  const taken = slotsOf(repository);
  let slot = 0;
  while (taken.has(slot)) slot++;
  taken.add(slot);
  return slot;
}

/** @throws where a name is none of a ref: it would be read as an option */
export function assertRefNames(refs: Iterable<string>): void {
  for (const ref of refs) if (!isRefName(ref)) throw new Error(`not a ref: ${ref}`);
}
