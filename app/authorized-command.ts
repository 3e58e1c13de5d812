import type { Account } from "../src/github/desired-state.ts";
import type { Permission } from "../src/milestone/approval/who-counts.ts";
import type { Command } from "../src/milestone/command/command.ts";

/** A command with who gave it. */
export interface AuthorizedCommand {
  command: Command;
  by: { user: Account; permission: Permission };
  /** Idempotency key. */
  request: string;
  /** Where it was written. */
  at: {
    /** Of the issue or pull request. */
    number: number;
    /** Whether in its conversation. */
    conversation: boolean;
    isPull: boolean;
    /** The title as it was when the command was given; null: not known. */
    title: string | null;
    /** The milestone whose plan the pull request proposes. */
    plan: string | null;
  };
}

/** What came of a command. `done` without a reply: the sign under the comment says enough. */
export type CommandResult = { kind: "done"; reply?: string } | { kind: "refused"; reply: string };

export const refusedWith = (reply: string): CommandResult => ({ kind: "refused", reply });
