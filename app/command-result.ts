import type { Account } from "../src/github/picture.ts";
import type { Permission } from "../src/milestone/candidate.ts";
import type { Command } from "../src/milestone/command.ts";

/** A command with who gave it. */
export interface Given {
  command: Command;
  by: { user: Account; permission: Permission };
  /** Idempotency key. */
  request: string;
}

/** What came of a command. `done` without a reply: the sign under the comment says enough. */
export type CommandResult = { kind: "done"; reply?: string } | { kind: "refused"; reply: string };

export const refusedWith = (reply: string): CommandResult => ({ kind: "refused", reply });
