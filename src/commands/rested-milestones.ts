import { loadHistory } from "../engine/journal/load.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { branchRef } from "../milestone/names.ts";
import { resumeAt, type State } from "../milestone/session/state.ts";
import { idsOn } from "./plans-here.ts";
import { newestTip, tipsOnRemote } from "./tips.ts";

/** What has rested until now, and what goes on resting. */
export interface Rested {
  over: string[];
  resting: { milestone: string; until: string }[];
}

/** The milestones that wait for nothing but a limit of their agents' accounts. */
export async function restedMilestones(machine: Machine): Promise<Rested> {
  const { repository, clock, narrator } = machine.ports;
  const rested: Rested = { over: [], resting: [] };
  const remote = await tipsOnRemote(machine, ["active"]);
  for (const milestone of await idsOn(machine, "active")) {
    const tip = await newestTip(machine, milestone, remote.get(branchRef(milestone)) ?? null);
    if (tip === null) continue;
    const reading = await loadHistory(repository, milestone, tip);
    if (!reading.ok) {
      narrator.warn(`the log of ${milestone} cannot be read, so nobody knows whether it rests`);
      continue;
    }
    const until = restOf(reading.history.state);
    if (until === null) continue;
    if (Date.parse(until) <= clock.now()) rested.over.push(milestone);
    else rested.resting.push({ milestone, until });
  }
  return rested;
}

/** Until when it rests (RFC 3339), which may be past; null: it is not at rest. */
function restOf(state: State): string | null {
  if (state.status !== "waiting_limit") return null;
  // What was logged since may have come after the rest had ended.
  return resumeAt(state) ?? state.timestamp;
}
