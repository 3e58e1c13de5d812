import { type FullNarrator, narrator as narratorOf } from "../commands/narrate.ts";
import { runCommand, runOptions } from "../commands/run-command.ts";
import { localForge } from "../engine/forge.ts";
import { locateRepository } from "../engine/git/locate-repository.ts";
import { openMachine } from "../engine/machine/open-machine.ts";
import type { JudgeWork } from "../engine/machine/runner.ts";
import type { Redactor } from "../engine/output/redact.ts";
import type { Entry } from "../engine/process/entry.ts";
import type { Command } from "../milestone/command/command.ts";

export interface Planning {
  clone: string;
  /** Id of the milestone in it. */
  planner: string;
  /** Decides whether what an attempt left holds. */
  judge?: JudgeWork;
  /** Nothing of it is told. */
  quiet?: boolean;
}

/** Executes a milestone of ours in a clone that is thrown away. */
export type ExecuteHere = (planning: Planning) => Promise<{ code: number; output: string }>;

export interface PlannerMachine {
  env: Entry["env"];
  redactor: Redactor;
  narrator: FullNarrator;
  /** The checkout that is planned for: its git directory may hold credentials. */
  root: string;
  onRunner: boolean;
}

/** The planner's run: as any other on this machine, with nothing to push and no token. */
export async function executePlanner(
  { clone, planner, judge, quiet = false }: Planning,
  { env, redactor, narrator, root, onRunner }: PlannerMachine,
): Promise<{ code: number; output: string }> {
  const command: Command = {
    name: "execute",
    milestone: planner,
    ...{
      target: null,
      checkpoint: null,
      question: null,
      reason: "",
      flags: {},
      source: null,
      shell: null,
      about: null,
    },
  };
  const by = { login: "planner", id: null, source: onRunner ? ("dispatch" as const) : ("local" as const) };
  const options = runOptions(command, { onRunner, by, automatic: false, askedFor: true });
  const own = locateRepository(root);
  const machine = await openMachine({
    directory: clone,
    milestone: planner,
    hidden: onRunner && own ? [own.gitDirectory, own.commonDirectory] : [],
    environment: env,
    token: null,
    server: env.GITHUB_SERVER_URL ?? "https://github.com",
    push: false,
    gitIntegration: true,
    onRunner,
    live: false,
    redactor,
    narrator: quiet ? narratorOf({ level: "basic", line: () => undefined, onRunner: false }) : narrator,
    ...(judge ? { judge } : {}),
    forge: () => localForge,
    isRunOver: null,
  });
  try {
    const outcome = await runCommand(machine, command, options, {
      goOn: () => false,
      print: () => undefined,
    });
    return { code: outcome.exitCode, output: outcome.text };
  } finally {
    await machine.close();
  }
}
