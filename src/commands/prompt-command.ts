import type { Machine } from "../engine/machine/open-machine.ts";
import { readBasis } from "../engine/opening/basis.ts";
import { checkPromptTemplates } from "../engine/opening/prerequisites.ts";
import { Refusal, refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { renderBrief } from "../milestone/brief/template.ts";
import type { Command } from "../milestone/command/command.ts";
import { paths } from "../milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../milestone/phase.ts";
import { phasePlan } from "../milestone/plan/plan.ts";
import { answeredFor } from "../milestone/session/questions.ts";
import { emptyState } from "../milestone/session/state.ts";
import { EXIT, type Outcome } from "./outcome.ts";

/** Prints what an agent would get for a phase, with the feedback that stands now. */
export async function promptCommand(
  machine: Machine,
  options: RunOptions,
  command: Command,
): Promise<Outcome> {
  const { ports } = machine;
  const { located, reading, base } = await readBasis(ports, options, machine.checkout);
  const { plan } = reading;
  const task = plan.tasks.find(t => t.id === command.target?.task);
  const phase = task && command.target?.phase ? phasePlan(task, command.target.phase) : undefined;
  if (!task || !phase) {
    return refuse(
      `there is no phase "${command.target?.task}/${command.target?.phase ?? ""}"`,
      "name it as <task>/<phase>",
    );
  }
  const state = located.history?.state ?? emptyState(plan.id, DEFAULT_WEIGHTS);
  const of = state.tasks.get(task.id);
  const at = of?.phases.get(phase.phase);
  const commit = located.tip ?? base.commit;
  const complaints = await checkPromptTemplates(ports.repository, commit);
  if (complaints.length > 0) throw new Refusal(complaints);
  const template = await ports.repository.readFile(commit, paths.prompt(phase.phase));
  const brief = renderBrief({
    plan,
    task,
    phase,
    attempt: (at?.attempt ?? 0) + 1,
    state,
    feedback: at?.feedback ?? [],
    answered: of ? answeredFor(of, phase.phase) : [],
    // As the next attempt would have them.
    notes: of?.notes ?? [],
    template: template?.toString("utf8") ?? null,
  });
  return { status: state.status, exitCode: EXIT.ok, text: brief.prompt, json: brief, outputs: {} };
}
