import { loadHistory } from "../engine/journal/load.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import type { Basis } from "../engine/opening/basis.ts";
import { checkPrerequisites } from "../engine/opening/prerequisites.ts";
import { Refusal } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { onlyProblems } from "../engine/steering/command-problem.ts";
import { buildGraph, tasksWithNeeds } from "../milestone/schedule/graph.ts";
import { plannedState, type State } from "../milestone/session/state.ts";
import { type PastPhase, pastPhases } from "../milestone/view/forecast.ts";
import { planText } from "../milestone/view/plan-text.ts";
import { planView } from "../milestone/view/plan-view.ts";
import { readLiveMilestone } from "./live-state.ts";
import { printWarnings } from "./narrate.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";
import { idsOn } from "./plans-here.ts";
import { notTaken, untakenEdits } from "./untaken-edits.ts";

export async function planCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  const live = await readLiveMilestone(machine, options);
  const { plan: whole, state, tip, basis } = live;
  const untaken = await untakenEdits(machine, live);
  printWarnings(machine.ports.narrator, basis.warnings);
  const problems = onlyProblems(options.only, state.activatedAt ? state : plannedState(whole));
  if (problems.length > 0) throw new Refusal(problems);
  const wanted = options.only.length > 0 ? tasksWithNeeds(buildGraph(whole), options.only) : null;
  const plan = wanted ? { ...whole, tasks: whole.tasks.filter(task => wanted.has(task.id)) } : whole;
  const unmet = await unmetNeeds(machine, options, basis);
  const shown = state.activatedAt ? state : plannedState(plan);
  const { strategy, agents } = options;
  const past = await pastHere(machine, plan.id);
  const view = planView(plan, { strategy, agents, cores: machine.ports.host.cores, state: shown, past });
  const outputs = outputsOf(shown, { status: shown.status, commit: tip ?? machine.checkout.base.commit });
  return {
    status: shown.status,
    exitCode: EXIT.ok,
    text: planText(view, unmet) + notTaken(untaken),
    json: { ...view, unmet, untaken },
    outputs: {
      ...outputs,
      ...(options.gitIntegration ? {} : { branch: "", commit: "" }),
      plan: JSON.stringify({ ...view, unmet, untaken }),
    },
  };
}

/** Most milestones whose past is looked at. */
const LOOKED_AT = 8;

/** What milestones that are finished on the base took. One whose log cannot be read says nothing. */
async function pastHere(machine: Machine, id: string): Promise<PastPhase[]> {
  const { ports, checkout } = machine;
  const names = (await idsOn(machine, "completed")).filter(name => name !== id);
  const states: State[] = [];
  for (const name of names.slice(-LOOKED_AT)) {
    const reading = await loadHistory(ports.repository, name, checkout.base.commit);
    if (reading.ok) states.push(reading.history.state);
  }
  return pastPhases(states);
}

/** What would refuse an execution now. Nothing is started to find out, and a milestone that is over needs nothing. */
async function unmetNeeds(
  { ports, checkout }: Machine,
  options: RunOptions,
  basis: Basis,
): Promise<{ message: string; remedy: string }[]> {
  const state = basis.located.history?.state;
  if (state?.status === "completed") return [];
  const complaints = [
    ...(await checkPrerequisites(ports, options, basis, { mayStart: false })),
    ...((await checkout.complaints?.(Boolean(state?.activatedAt))) ?? []),
  ];
  return complaints.map(({ message, remedy }) => ({ message, remedy }));
}
