import { loadHistory } from "../engine/journal/load.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { atCommit, findPlanFile } from "../engine/plan/plan-source.ts";
import type { Oid } from "../engine/ports.ts";
import { branchRef, type Shelf } from "../milestone/names.ts";
import { readPlan } from "../milestone/plan/read-plan.ts";
import { progressOf } from "../milestone/session/progress.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { idsOn, newestTip, plansHere, tipsOnRemote } from "./plans-here.ts";

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
  const remote = await tipsOnRemote(machine, SHELVES);
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
