import type { Account } from "../src/github/picture.ts";
import type { Permission } from "../src/milestone/approval/candidate.ts";
import type { Command } from "../src/milestone/command/command.ts";

/** A command with who gave it. */
export interface AuthorizedCommand {
  command: Command;
  by: { user: Account; permission: Permission };
  /** Idempotency key. */
  request: string;
  /** Where it was written: the number of the issue or pull request, and whether in its conversation. */
  at: { number: number; conversation: boolean };
}

/** What came of a command. `done` without a reply: the sign under the comment says enough. */
export type CommandResult = { kind: "done"; reply?: string } | { kind: "refused"; reply: string };

export const refusedWith = (reply: string): CommandResult => ({ kind: "refused", reply });
