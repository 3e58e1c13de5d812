import { Refusal } from "./engine/refusal.ts";
import type { Command } from "./milestone/command.ts";

/** Commands that need no milestone: they write files of the checkout, or print a script. */
export async function localCommand(command: Command, directory: string): Promise<number> {
  throw new Refusal([{ message: `${command.name} is being wired`, remedy: directory }]);
}
