import type { Machine } from "../engine/machine/open-machine.ts";
import { atCommit, type ReadFile } from "../engine/plan/plan-source.ts";
import type { Oid } from "../engine/ports.ts";
import { branchRef, ROOT, type Shelf } from "../milestone/names.ts";

/** Ids of the milestones on a shelf, those of the base commit and those of the checkout, sorted. */
export async function idsOn(machine: Machine, shelf: Shelf): Promise<string[]> {
  const { ports, checkout } = machine;
  const entries = await ports.repository.list(checkout.base.commit, `${ROOT}/${shelf}`);
  const names = new Set(entries.map(e => e.name));
  for (const name of await machine.workingNames(`${ROOT}/${shelf}`)) names.add(name);
  return [...names]
    .filter(n => n.endsWith(".yaml"))
    .map(n => n.slice(0, -".yaml".length))
    .sort();
}

/** The checkout's own files where they may count, the base commit's otherwise. */
export function plansHere(machine: Machine): ReadFile {
  const { ports, checkout } = machine;
  const base = atCommit(ports.repository, checkout.base.commit);
  return async path => (await checkout.working?.(path)) ?? (await base(path));
}

/** The tips of the branches on the remote of the milestones on these shelves, by ref; all of them are here afterwards. */
export async function tipsOnRemote(
  machine: Machine,
  shelves: readonly Shelf[],
): Promise<ReadonlyMap<string, Oid>> {
  return fetchedTips(machine, { shelves, listed: await remoteTips(machine) });
}

/** The milestones' branches on the remote, by ref: a runner's checkout, or a fresh clone, has none of its own. */
async function remoteTips({ ports }: Machine): Promise<ReadonlyMap<string, Oid>> {
  const listing = await ports.remote?.locks?.list(branchRef(""));
  if (!listing) return new Map();
  if (listing.ok) return listing.refs;
  ports.narrator.warn(
    `the remote cannot be asked (${listing.message}), so that only what this clone has is shown`,
  );
  return new Map();
}

/** The tips of the listed branches that are here now, of the milestones that are shown; all come in one fetch. */
async function fetchedTips(
  machine: Machine,
  { shelves, listed }: { shelves: readonly Shelf[]; listed: ReadonlyMap<string, Oid> },
): Promise<ReadonlyMap<string, Oid>> {
  const { remote, narrator } = machine.ports;
  if (!remote || listed.size === 0) return new Map();
  const shown = await Promise.all(shelves.map(shelf => idsOn(machine, shelf)));
  const wanted = new Set(shown.flat().map(branchRef));
  const fetched = await remote.fetchAll(new Map([...listed].filter(([ref]) => wanted.has(ref))));
  if (fetched.ok) return fetched.refs;
  narrator.warn(
    `the milestones' branches cannot be fetched (${fetched.message}), so that only what this clone has is shown`,
  );
  return new Map();
}

/** This clone's tip where it is ahead, the remote's otherwise; null: the milestone has no branch. */
export async function newestTip({ ports }: Machine, id: string, theirs: Oid | null): Promise<Oid | null> {
  const { repository } = ports;
  const own = await repository.resolve(branchRef(id));
  if (theirs === null || theirs === own) return own;
  return own !== null && (await repository.isAncestor(theirs, own)) ? own : theirs;
}
