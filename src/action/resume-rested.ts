import { exitCodeOf, failuresOf, type Outcome } from "../commands/outcome.ts";
import { idsOn, newestTip, tipsOnRemote } from "../commands/plans-here.ts";
import { loadHistory } from "../engine/journal/load.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { Refusal } from "../engine/refusal.ts";
import { branchRef } from "../milestone/names.ts";
import type { RunStatus } from "../milestone/session/event.ts";
import { resumeAt, type State } from "../milestone/session/state.ts";
import { dateTime } from "../milestone/view/figures.ts";

export interface RestedRequest {
  /** Closed once it is known what rests. */
  machine: Machine;
  resume: (milestone: string) => Promise<Outcome>;
  line: (text: string) => void;
}

/**
 * Goes on with every milestone whose agents' rest is over, one after the other; a milestone that cannot go on keeps no
 * other one from it.
 */
export async function resumeRested({ machine, resume, line }: RestedRequest): Promise<Outcome> {
  let rested: Rested;
  try {
    rested = await restedMilestones(machine);
  } finally {
    await machine.close();
  }
  const outcomes: Outcome[] = [];
  for (const milestone of rested.over) {
    line(`${milestone}: the rest of its agents is over`);
    outcomes.push(await outcomeOf(milestone, resume));
  }
  return outcomes.length === 0 ? nothingToResume(rested) : together(outcomes);
}

async function outcomeOf(milestone: string, resume: RestedRequest["resume"]): Promise<Outcome> {
  try {
    return await resume(milestone);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = error.complaints.map(({ message, remedy }) => `${message}. ${remedy}`).join("\n");
    const failure = `${milestone} was not resumed: ${why}`;
    const outputs = { milestone, status: "failed" } as const;
    return {
      status: "failed",
      exitCode: exitCodeOf("failed"),
      text: failure,
      failure,
      json: { milestone },
      outputs,
    };
  }
}

function nothingToResume({ resting }: Rested): Outcome {
  const later = resting.map(({ milestone, until }) => `${milestone} rests until ${dateTime(until)}`);
  const text = `nothing to resume: ${later.length > 0 ? later.join(", ") : "no milestone rests"}`;
  const first = resting.map(({ until }) => until).sort()[0];
  return {
    status: null,
    exitCode: exitCodeOf("completed"),
    text,
    json: resting,
    outputs: { "resume-at": first ?? "" },
  };
}

/** Worst first: the step is as bad as the worst of its milestones, and its outputs are that one's. */
const WORST: readonly RunStatus[] = [
  "failed",
  "blocked",
  "paused",
  "waiting_answer",
  "waiting_approval",
  "waiting_limit",
];

function together(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (outcomes.length === 1) return first!;
  const rank = ({ status }: Outcome) => {
    const place = status === null ? -1 : WORST.indexOf(status);
    return place < 0 ? WORST.length : place;
  };
  const worst = outcomes.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const failures = outcomes.flatMap(failuresOf);
  return {
    ...worst,
    text: outcomes.map(({ text }) => text).join("\n"),
    json: outcomes.map(({ json }) => json),
    summary: () => outcomes.map(({ summary, text }) => summary?.() ?? text).join("\n\n"),
    ...(outcomes.some(({ interrupted }) => interrupted) ? { interrupted: true } : {}),
    ...(failures.length > 0 ? { failure: failures.join("\n") } : {}),
  };
}

/** What has rested until now, and what goes on resting. */
interface Rested {
  over: string[];
  resting: { milestone: string; until: string }[];
}

/** The milestones that wait for nothing but a limit of their agents' accounts. */
async function restedMilestones(machine: Machine): Promise<Rested> {
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
