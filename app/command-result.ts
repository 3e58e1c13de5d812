import type { Account } from "../src/github/picture.ts";
import type { Permission } from "../src/milestone/approval/candidate.ts";
import type { Command } from "../src/milestone/command/command.ts";

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
