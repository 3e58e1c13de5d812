import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import { plannedState } from "../milestone/session/state.ts";
import { why } from "../milestone/view/why.ts";
import { readLiveMilestone } from "./live-state.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { notTaken, untakenEdits } from "./untaken-edits.ts";

export async function whyCommand(machine: Machine, options: RunOptions, command: Command): Promise<Outcome> {
  const live = await readLiveMilestone(machine, options);
  const { plan, state, activities } = live;
  const untaken = await untakenEdits(machine, live);
  const id = command.target?.task ?? "";
  if (!plan.tasks.some(t => t.id === id)) {
    refuse(
      `there is no task "${id}"`,
      `tasks: ${plan.tasks
        .slice(0, 12)
        .map(t => t.id)
        .join(", ")}${untaken.length > 0 ? `; ${untaken.join("; ")}` : ""}`,
    );
  }
  const answer = why(plan, state.activatedAt ? state : plannedState(plan), id, {
    now: machine.ports.clock.now(),
    activities,
  });
  if (!answer) return refuse(`there is no task "${id}"`, "see `milestone status`");
  return {
    status: state.status,
    exitCode: EXIT.ok,
    text: answer.sentences.join("\n") + notTaken(untaken),
    json: { ...answer, untaken },
    outputs: {},
  };
}
