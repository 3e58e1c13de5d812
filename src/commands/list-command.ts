import { loadHistory } from "../engine/journal/load.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { atCommit, findPlanFile } from "../engine/plan/plan-source.ts";
import type { Oid } from "../engine/ports.ts";
import { branchRef, type Shelf } from "../milestone/names.ts";
import { readPlan } from "../milestone/plan/read-plan.ts";
import { progressOf } from "../milestone/session/progress.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { idsOn, plansHere } from "./plans-here.ts";

interface Listed {
  id: string;
  title: string;
  shelf: Shelf;
  /** A milestone's status, or `unreadable` where its file or its log has an error. */
  status: string;
  /** null: never started. */
  percentage: number | null;
}

const SHELVES = ["active", "completed", "archived"] as const;

/** Every milestone of the base, each as its branch says it stands; the remote's branch counts before this clone's. */
export async function listCommand(machine: Machine): Promise<Outcome> {
  const found: Listed[] = [];
  const remote = await fetchedTips(machine, await remoteTips(machine));
  for (const shelf of SHELVES) {
    for (const id of await idsOn(machine, shelf)) {
      if (found.some(f => f.id === id)) continue;
      const tip = await newestTip(machine, id, remote.get(branchRef(id)) ?? null);
      const started = tip === null ? null : await startedOne(machine, id, tip);
      found.push(started ?? (await plannedOne(machine, id, shelf)));
    }
  }
  const text = found.length ? table(found) : "no milestones yet; `milestone init` writes a starter";
  return { status: null, exitCode: EXIT.ok, text, json: found, outputs: {} };
}

function table(found: readonly Listed[]): string {
  const width = Math.max(2, ...found.map(f => f.id.length));
  return found
    .map(({ id, status, percentage, title }) => {
      const share = percentage === null ? "    " : `${String(percentage).padStart(3)}%`;
      return `${id.padEnd(width)}  ${status.padEnd(16)}  ${share}  ${title}`;
    })
    .join("\n");
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
  listed: ReadonlyMap<string, Oid>,
): Promise<ReadonlyMap<string, Oid>> {
  const { remote, narrator } = machine.ports;
  if (!remote || listed.size === 0) return new Map();
  const shown = await Promise.all(SHELVES.map(shelf => idsOn(machine, shelf)));
  const wanted = new Set(shown.flat().map(branchRef));
  const fetched = await remote.fetchAll(new Map([...listed].filter(([ref]) => wanted.has(ref))));
  if (fetched.ok) return fetched.refs;
  narrator.warn(
    `the milestones' branches cannot be fetched (${fetched.message}), so that only what this clone has is shown`,
  );
  return new Map();
}

/** This clone's tip where it is ahead, the remote's otherwise; null: the milestone has no branch. */
async function newestTip({ ports }: Machine, id: string, theirs: Oid | null): Promise<Oid | null> {
  const { repository } = ports;
  const own = await repository.resolve(branchRef(id));
  if (theirs === null || theirs === own) return own;
  return own !== null && (await repository.isAncestor(theirs, own)) ? own : theirs;
}

/** null: the branch exists, but nothing was started on it. */
async function startedOne({ ports }: Machine, id: string, tip: Oid): Promise<Listed | null> {
  const { repository } = ports;
  const reading = await loadHistory(repository, id, tip);
  const shelf = (await findPlanFile(atCommit(repository, tip), id))?.shelf ?? "active";
  if (!reading.ok) return { id, title: id, shelf, status: "unreadable", percentage: null };
  const { state } = reading.history;
  if (!state.activatedAt) return null;
  return { id, title: state.title, shelf, status: state.status, percentage: progressOf(state).percentage };
}

async function plannedOne(machine: Machine, id: string, shelf: Shelf): Promise<Listed> {
  const file = await findPlanFile(plansHere(machine), id);
  const reading = file ? readPlan({ text: file.text, file: file.path }) : null;
  if (!reading?.ok) return { id, title: id, shelf, status: "unreadable", percentage: null };
  return { id, title: reading.plan.title, shelf, status: reading.plan.status, percentage: null };
}
