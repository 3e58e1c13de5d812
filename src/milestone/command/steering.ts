import type { Phase } from "../phase.ts";

/** A person's command that changes the state. Each is recorded with who, and lands in one commit. */
export type Steering =
  | { command: "pause"; reason: string }
  | {
      command: "retry";
      task?: string;
      phase?: Phase;
      revert: boolean;
      raise: RaiseArguments;
      /** Also what was done after the task and needs it. */
      dependants?: boolean;
      /** From its first phase on. */
      whole?: boolean;
    }
  | { command: "skip"; task: string; reason: string }
  | { command: "approve"; task?: string; phase?: Phase; checkpoint?: string }
  | { command: "reject"; task?: string; phase?: Phase; checkpoint?: string; reason: string }
  /** An agent's question; without a number the one that is open. */
  | { command: "answer"; task: string; phase?: Phase; number?: number; answer: string }
  /** A person's own work is finished. */
  | { command: "done"; task: string; phase?: Phase }
  | { command: "postpone"; reason: string }
  | { command: "cancel"; reason: string }
  | { command: "archive" }
  | { command: "unlock"; reason: string }
  | { command: "raise"; raise: RaiseArguments };

/** The base branch's plan is wanted; more than a command, as it needs that plan. */
export interface SyncCommand {
  command: "sync";
}

export interface RaiseArguments {
  minutes?: number;
  tokens?: number;
  cost_usd?: number;
  attempts?: number;
}
