import type { Machine } from "../engine/machine/open-machine.ts";
import type { Narrator } from "../engine/ports.ts";
import { refuse } from "../engine/refusal.ts";
import type { KeptOption, RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import { FLAGS } from "../milestone/command/command-flags.ts";
import { COMMANDS } from "../milestone/command/command-table.ts";
import { VERSION } from "../milestone/names.ts";
import type { Person } from "../milestone/session/event.ts";
import { auditCommand } from "./audit-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { type ExecuteHooks, executeMilestone } from "./execute-command.ts";
import { landCommand } from "./land-command.ts";
import { listCommand } from "./list-command.ts";
import { logsCommand } from "./logs-command.ts";
import type { Outcome } from "./outcome.ts";
import { packCommand } from "./pack-command.ts";
import { planCommand } from "./plan-command.ts";
import { promptCommand } from "./prompt-command.ts";
import { replayCommand } from "./replay-command.ts";
import { reportCommand } from "./report-command.ts";
import { showCommand } from "./show-command.ts";
import { statusCommand, watchStatus } from "./status-command.ts";
import { steeringOf, steerMilestone } from "./steer-command.ts";
import { syncCommand } from "./sync-command.ts";
import { takeCommand } from "./take-command.ts";
import { validateCommand } from "./validate-command.ts";
import { whyCommand } from "./why-command.ts";
import { workCommand } from "./work-command.ts";

export interface RunHooks extends ExecuteHooks {
  /** For what is printed as it comes; the outcome's text follows it. */
  print: (text: string) => void;
  /** After a retry, a skip or a rejection the work goes on in the same run (a run of its own costs a minute). */
  goOn: (command: Command) => boolean;
}

/** The story of one command, the same for the Action and the command line. @throws Refusal for bad input */
export async function runCommand(
  machine: Machine,
  command: Command,
  options: RunOptions,
  hooks: RunHooks,
): Promise<Outcome> {
  if (COMMANDS[command.name].milestone === "required" && !command.milestone) {
    refuse(`"${command.name}" needs the id of a milestone`, "milestone list shows those that exist");
  }
  switch (command.name) {
    case "execute":
    case "resume": {
      if (command.flags["dry-run"]) return planCommand(machine, options);
      const steering = steeringOf(command);
      return executeMilestone(machine, options, { ...hooks, first: steering ? [steering] : [] });
    }
    case "retry":
    case "skip":
    case "answer":
    case "reject": {
      const steering = steeringOf(command)!;
      if (!hooks.goOn(command)) return steerMilestone(machine, options, steering);
      const automatic = { ...options, automatic: true };
      return executeMilestone(machine, automatic, { ...hooks, first: [steering] });
    }
    case "approve":
      if (!options.onRunner || !machine.ports.forge.present)
        return steerMilestone(machine, options, steeringOf(command)!);
      // On GitHub a run proves nobody's approval: it reads the reviews and comments there, and goes on with what they open.
      return tellOpenGates(
        await executeMilestone(machine, { ...options, automatic: true }, hooks),
        command,
        machine.ports.narrator,
      );
    case "done":
    case "pause":
    case "postpone":
    case "cancel":
    case "archive":
    case "unlock":
      return steerMilestone(machine, options, steeringOf(command)!);
    case "status":
      return command.flags.watch
        ? watchStatus(machine, options, hooks.print)
        : statusCommand(machine, options);
    case "plan":
      return planCommand(machine, options);
    case "validate":
      return validateCommand(machine, { id: command.milestone, onRunner: options.onRunner });
    case "why":
      return whyCommand(machine, options, command);
    case "report":
      return reportCommand(machine, options, command);
    case "logs":
      return logsCommand(machine, { options, command, print: hooks.print });
    case "show":
      return showCommand(machine, options, command);
    case "doctor":
      return doctorCommand(machine, options);
    case "list":
      return listCommand(machine);
    case "pack":
      return packCommand(machine, options, command);
    case "take":
      return takeCommand(machine, { options, command, hooks });
    case "work":
      return workCommand(machine, options, command);
    case "replay":
      return replayCommand(machine, options);
    case "audit":
      return auditCommand(machine, options);
    case "prompt":
      return promptCommand(machine, options, command);
    case "land":
      return landCommand(machine, options, command);
    case "sync":
      return syncCommand(machine, options);
    case "replan":
    case "init":
    case "import":
    case "clean":
    case "completion":
    case "serve":
    case "help":
      throw new Error(`${command.name} needs no milestone machine`);
    default:
      return command.name satisfies never;
  }
}

/** Says of the gates that were to be approved which still wait, and how a person opens them. */
function tellOpenGates(outcome: Outcome, { target }: Command, narrator: Narrator): Outcome {
  const open = (outcome.outputs["pending-approvals"] ?? []).filter(
    ({ task, phase, kind }) =>
      kind === "approval" && (!target || (target.task === task && (!target.phase || target.phase === phase))),
  );
  if (open.length === 0) return outcome;
  const names = open.map(({ task, phase }) => (task ? `${task}/${phase}` : "a checkpoint")).join(", ");
  narrator.warn(
    `GitHub has no approval of ${names} by whoever may give it: an approver approves the pull request in a review, or comments \`/milestone approve\` on it`,
  );
  return outcome;
}

/** Where a command comes from. */
export interface Origin {
  onRunner: boolean;
  by: Person;
  /** Nobody asked in so many words: a review arrived, or the app's sweep found work. */
  automatic: boolean;
  /** A person started this very run: by hand, by a command or by a comment. */
  askedFor: boolean;
}

const KEPT: readonly KeptOption[] = ["strategy", "agents", "monitoring"];

/** A workflow fills in what nobody wrote, so that its default says no more there than nothing. */
function isUnchosen(name: KeptOption, { flags }: Command, { onRunner }: Origin): boolean {
  return flags[name] === undefined || (onRunner && flags[name] === FLAGS[name].default);
}

/** The run's options from a command's flags; what is not given has the flag's default. */
export function runOptions(command: Command, origin: Origin): RunOptions {
  const { flags } = command;
  return {
    milestone: command.milestone ?? "",
    strategy: flags.strategy ?? FLAGS.strategy.default,
    agents: flags.agents ?? FLAGS.agents.default,
    forceDependencies: flags["force-dependencies"] ?? FLAGS["force-dependencies"].default,
    resume: command.name === "resume" ? "true" : (flags.resume ?? FLAGS.resume.default),
    monitoring: flags.monitoring ?? FLAGS.monitoring.default,
    sessionId: flags["session-id"] ?? null,
    gitIntegration: flags["git-integration"] ?? FLAGS["git-integration"].default,
    blockerDetection: flags["blocker-detection"] ?? FLAGS["blocker-detection"].default,
    progressIntervalMs: (flags["progress-interval"] ?? FLAGS["progress-interval"].default) * 1000,
    request: flags.request ?? null,
    only: flags.only?.split(",").map(id => id.trim()) ?? [],
    timeBudgetMs: (flags["time-budget"] ?? FLAGS["time-budget"].default) * 60_000,
    automatic: origin.automatic,
    askedFor: origin.askedFor,
    onRunner: origin.onRunner,
    unchosen: KEPT.filter(name => isUnchosen(name, command, origin)),
    version: VERSION,
    by: origin.by,
  };
}
