import { runOptions } from "../commands/run-command.ts";
import { steeringOf, steerMilestone } from "../commands/steer-command.ts";
import { Refusal } from "../engine/refusal.ts";
import { type Command, parseArgs } from "../milestone/command/command.ts";
import { wordsOf } from "../milestone/command/command-help.ts";
import type { CommandName } from "../milestone/command/command-table.ts";
import type { Person } from "../milestone/session/event.ts";
import type { OpenMachine } from "./milestones.ts";

/** Commands that change the state and start nothing: a page never runs a program. */
const PRESSED: ReadonlySet<CommandName> = new Set<CommandName>([
  "approve",
  "reject",
  "answer",
  "retry",
  "skip",
  "done",
  "pause",
  "resume",
]);

const MOST_LINE = 512;
const MOST_REASON = 4_000;

export interface Press {
  milestone: string;
  /** As typed in a terminal. */
  line: string;
  reason: string;
}

/**
 * Carries out what a button says, by the same functions as the command line: the running engine's inbox gets it, or it is
 * recorded on the branch. Never throws for a bad one.
 */
export async function pressButton(
  { open, by }: { open: OpenMachine; by: Person },
  press: Press,
): Promise<{ ok: boolean; text: string }> {
  const read = commandOf(press);
  if ("problem" in read) return { ok: false, text: read.problem };
  const steering = steeringOf(read.command);
  if (!steering) return { ok: false, text: "that is not recorded but carried out: give it in a terminal" };
  const options = runOptions(read.command, { onRunner: false, by, automatic: false, askedFor: true });
  const machine = await open(press.milestone, { push: true });
  try {
    const { text, failure, exitCode } = await steerMilestone(machine, options, steering);
    return { ok: exitCode === 0 && failure === undefined, text };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, text: error.complaints.map(c => `${c.message}; ${c.remedy}`).join("\n") };
  } finally {
    await machine.close();
  }
}

function commandOf({ milestone, line, reason }: Press): { command: Command } | { problem: string } {
  if (line.length > MOST_LINE || reason.length > MOST_REASON) return { problem: "that is too long" };
  const [program, ...words] = wordsOf(line).map(word => word.text);
  const why = reason.trim() ? [`--reason=${reason.trim()}`] : [];
  const reading = parseArgs([...words, ...why], [milestone]);
  if (program !== "milestone" || !reading.ok)
    return { problem: reading.ok ? "that is no command" : reading.refusal.reason };
  const { command } = reading;
  if (!PRESSED.has(command.name) || command.milestone !== milestone)
    return { problem: "no button of this page gives that command" };
  return { command };
}
