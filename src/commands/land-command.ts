import { landMilestone } from "../engine/landing/land-milestone.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import type { LandingWay } from "../milestone/plan/plan.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";

/** Puts a finished milestone on its base branch. @throws Refusal */
export async function landCommand(
  machine: Machine,
  options: RunOptions,
  { flags }: Command,
): Promise<Outcome> {
  if (flags.squash && flags.merge)
    refuse("--squash and --merge are two ways to land, and one is taken", "give one of them");
  const asked: Partial<LandingWay> = {
    ...(flags.squash ? { method: "squash" } : {}),
    ...(flags.merge ? { method: "merge" } : {}),
    ...(flags.state ? { state: flags.state } : {}),
  };
  const { state, tip, commit, done, note } = await landMilestone(machine, options, asked);
  if (note) machine.ports.narrator.warn(note);
  const outputs = outputsOf(state, { status: state.status, commit: tip });
  return {
    status: state.status,
    exitCode: EXIT.ok,
    text: done,
    json: { ...outputs, done, landed: commit, note },
    outputs,
  };
}
