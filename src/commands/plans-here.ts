import type { Machine } from "../engine/machine/open-machine.ts";
import { atCommit, type ReadFile } from "../engine/plan/plan-source.ts";
import { ROOT, type Shelf } from "../milestone/names.ts";

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
