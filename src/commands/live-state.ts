import type { Machine } from "../engine/machine/open-machine.ts";
import { type Basis, readBasis } from "../engine/opening/basis.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import type { Activity } from "../milestone/session/activity.ts";
import type { LoggedEvent } from "../milestone/session/event.ts";
import { applyEvent } from "../milestone/session/fold.ts";
import { emptyState, type State } from "../milestone/session/state.ts";

/** A milestone as it stands, with what a run on this machine knows beyond its branch. */
export interface LiveMilestone {
  plan: Plan;
  state: State;
  events: LoggedEvent[];
  activities: Activity[];
  tip: string | null;
  basis: Basis;
}

/** Reads the milestone wherever it stands. @throws Refusal when there is none or it cannot be read */
export async function readLiveMilestone(machine: Machine, options: RunOptions): Promise<LiveMilestone> {
  const basis = await readBasis(machine.ports, options, machine.checkout);
  const { history, tip } = basis.located;
  const { plan } = basis.reading;
  const state = history?.state ?? emptyState(options.milestone, plan.weights);
  const events = history?.events ?? [];
  return { plan, state, events, activities: await addLive(machine, state, events), tip, basis };
}

/** The process on this machine that holds the milestone, as far as anybody can tell; null: none. */
export function ownerHere({ ports }: Machine, { lease }: State): number | null {
  return lease && lease.host === ports.host.identity().host ? lease.pid : null;
}

/** Adds the events that no commit holds yet; answers what is under way. A gap between the two is left for the next look. */
async function addLive(machine: Machine, state: State, events: LoggedEvent[]): Promise<Activity[]> {
  const pid = ownerHere(machine, state);
  if (pid === null || !machine.ports.inbox) return [];
  const inside = await machine.ports.inbox.look(pid);
  if (!inside) return [];
  for (const event of inside.events) {
    if (event.seq !== state.seq + 1 || event.milestone_id !== state.milestone) continue;
    applyEvent(state, event);
    events.push(event);
  }
  return inside.activities;
}
