import type { Machine } from "../engine/machine/open-machine.ts";
import { type Basis, readBasis } from "../engine/opening/basis.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import type { Activity } from "../milestone/session/activity.ts";
import type { LoggedEvent } from "../milestone/session/event.ts";
import { applyEvent, EMPTY_LOG, hashLine, type LogHead } from "../milestone/session/log.ts";
import { emptyState, type State } from "../milestone/session/state.ts";
import { addToHistory, newHistory, type RunHistory } from "../milestone/view/run-history.ts";

/** A milestone as it stands, with what a run on this machine knows beyond its branch. */
export interface LiveMilestone {
  plan: Plan;
  state: State;
  /** Lines of the log, those that no commit holds yet included. */
  head: LogHead;
  /** What reports need beyond the state. */
  history: () => Promise<RunHistory>;
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
  const { activities, unsaved } = await addLive(machine, state);
  const last = unsaved.at(-1);
  return {
    plan,
    state,
    head: last ? { seq: last.seq, hash: hashLine(JSON.stringify(last)) } : (history?.head ?? EMPTY_LOG),
    async history() {
      const view = (await history?.view()) ?? newHistory();
      for (const event of unsaved) addToHistory(view, event);
      return view;
    },
    activities,
    tip,
    basis,
  };
}

/** The process on this machine that holds the milestone, as far as anybody can tell; null: none. */
export function ownerHere({ ports }: Machine, { lease }: State): number | null {
  return lease && lease.host === ports.host.identity().host ? lease.pid : null;
}

/** Adds the events that no commit holds yet, and tells them with what is under way. A gap is left for the next look. */
async function addLive(
  machine: Machine,
  state: State,
): Promise<{ activities: Activity[]; unsaved: LoggedEvent[] }> {
  const pid = ownerHere(machine, state);
  const inside = pid === null ? null : await machine.ports.inbox?.look(pid);
  const unsaved: LoggedEvent[] = [];
  for (const event of inside?.events ?? []) {
    if (event.seq !== state.seq + 1 || event.milestone_id !== state.milestone) continue;
    applyEvent(state, event);
    unsaved.push(event);
  }
  return { activities: inside?.activities ?? [], unsaved };
}
