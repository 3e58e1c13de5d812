import { pastOnBase } from "../engine/execution/time-budget.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import type { Basis } from "../engine/opening/basis.ts";
import { checkPrerequisites } from "../engine/opening/prerequisites.ts";
import { keptOptions, sessionToResume } from "../engine/opening/session-choice.ts";
import { Refusal } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { onlyProblems } from "../engine/steering/command-problem.ts";
import { buildGraph, tasksWithNeeds } from "../milestone/schedule/graph.ts";
import { plannedState } from "../milestone/session/state.ts";
import { planText } from "../milestone/view/plan-text.ts";
import { planView } from "../milestone/view/plan-view.ts";
import { readLiveMilestone } from "./live-state.ts";
import { printWarnings } from "./narrate.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";
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
  const { strategy, agents } = keptOptions(options, state.activatedAt ? sessionToResume(state) : null);
  const past = await pastOnBase(machine.ports, { milestone: plan.id, base: machine.checkout.base.commit });
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
