import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import type { Person } from "../milestone/session/event.ts";

/** Version of the product, recorded with each session. */
export const VERSION = "1.0.0";

/** Where a command comes from. */
export interface Origin {
  onRunner: boolean;
  by: Person;
  /** Nobody asked in so many words: a review arrived, or the app's sweep found work. */
  automatic: boolean;
  /** A person started this very run: by hand, by a command or by a comment. */
  askedFor: boolean;
}

/** The run's options from a command's flags; what is not given has the default of `action.yml`. */
export function runOptions(command: Command, origin: Origin): RunOptions {
  const { flags } = command;
  return {
    milestone: command.milestone ?? "",
    strategy: flags.strategy ?? "parallel",
    agents: flags.agents ?? 6,
    forceDependencies: flags["force-dependencies"] ?? false,
    resume: command.name === "resume" ? "true" : (flags.resume ?? "auto"),
    monitoring: flags.monitoring ?? "detailed",
    sessionId: flags["session-id"] ?? null,
    gitIntegration: flags["git-integration"] ?? true,
    blockerDetection: flags["blocker-detection"] ?? true,
    progressIntervalMs: (flags["progress-interval"] ?? 30) * 1000,
    request: flags.request ?? null,
    timeBudgetMs: (flags["time-budget"] ?? 0) * 60_000,
    automatic: origin.automatic,
    askedFor: origin.askedFor,
    onRunner: origin.onRunner,
    version: VERSION,
    by: origin.by,
  };
}
