import { userInfo } from "node:os";
import { planSource } from "../commands/imported-source.ts";
import { type FullNarrator, narrator } from "../commands/narrate.ts";
import type { Outcome } from "../commands/outcome.ts";
import { runCommand, runOptions } from "../commands/run-command.ts";
import { type Forge, localForge } from "../engine/forge.ts";
import { type Machine, openMachine } from "../engine/machine/open-machine.ts";
import { createRedactor, type Redactor } from "../engine/output/redact.ts";
import { boundHeap } from "../engine/process/bound-heap.ts";
import { type Entry, secretValues } from "../engine/process/entry.ts";
import type { Run, RunOptions } from "../engine/run/run-context.ts";
import { checkApprovers } from "../github/access.ts";
import { readGitFacts } from "../init/git-facts.ts";
import type { Command } from "../milestone/command/command.ts";
import { COMMANDS } from "../milestone/command/command-table.ts";
import type { MonitoringLevel } from "../milestone/view/describe-event.ts";
import { capabilities } from "./colour.ts";
import { columnsOf, forTerminal } from "./screen.ts";

/** What runs a milestone. */
const STARTS: readonly Command["name"][] = ["execute", "resume"];

/** What a person asks of a plan before anything of it is committed. */
const READS_ONLY: readonly Command["name"][] = ["validate", "list", "plan", "replan", "status"];

/** A command that needs a repository: what to print, and the exit code. @throws Refusal for bad input */
export async function onMachine(command: Command, entry: Entry): Promise<{ text: string; exitCode: number }> {
  boundHeap();
  const { flags } = command;
  const json = flags.json ?? false;
  const login = entry.env.USER ?? entry.env.LOGNAME ?? userInfo().username;
  const by = { login, id: null, source: "local" as const };
  const options = runOptions(command, { onRunner: false, by, automatic: false, askedFor: true });
  const redactor = createRedactor(secretValues(entry.env));
  const view = await chooseView(command, options.monitoring, { env: entry.env, redactor });
  const machine = await machineFor(command, { entry, options, redactor, narrator: view.narrator });
  try {
    const outcome = await runCommand(machine, command, options, {
      goOn: c => c.name === "retry",
      print: text => process.stdout.write(forTerminal(redactor.redact(text), process.stdout)),
      onStart: run => view.start(run),
      onEnd: () => view.end(),
    });
    // Masked before it becomes JSON: a mask put into JSON text could break its quoting.
    const text = json
      ? JSON.stringify(redactor.redactValue(outcome.json), null, 2)
      : redactor.redact((view.live ? outcome.afterLiveView : undefined) ?? textOf(outcome));
    const isMarkup = json || flags.html;
    return { text: isMarkup ? text : forTerminal(text, process.stdout), exitCode: outcome.exitCode };
  } finally {
    view.end();
    await machine.close();
  }
}

/** A terminal gets what fits it, where there is more than one way to say it. */
function textOf({ text, onTerminal }: Outcome): string {
  const columns = columnsOf(process.stdout);
  return columns !== null && onTerminal ? onTerminal(columns) : text;
}

/** The person's machine and repository, as a command needs it. */
export async function machineFor(
  { name, flags }: Command,
  given: { entry: Entry; options: RunOptions; redactor: Redactor; narrator: FullNarrator },
): Promise<Machine> {
  const { env } = given.entry;
  const { options, redactor, narrator: tell } = given;
  return openMachine({
    planSource,
    directory: flags["working-directory"] ?? process.cwd(),
    milestone: options.milestone,
    environment: env,
    token: env.GITHUB_TOKEN ?? env.GH_TOKEN ?? null,
    server: env.GITHUB_SERVER_URL ?? "https://github.com",
    push: flags.push ?? true,
    gitIntegration: options.gitIntegration,
    followsCheckout: !COMMANDS[name].flags.includes("git-integration"),
    readsOnly: READS_ONLY.includes(name) || (flags["dry-run"] ?? false),
    isPreview: flags["dry-run"] ?? false,
    isAside: !STARTS.includes(name),
    onRunner: false,
    live: options.monitoring === "verbose",
    redactor,
    narrator: tell,
    forge: name === "validate" ? await askingForge(flags["working-directory"], env) : () => localForge,
    isRunOver: null,
  });
}

/** Local, but where the person has a token and the repository lies on GitHub, approvers are looked up there. */
async function askingForge(directory: string | undefined, env: Entry["env"]): Promise<() => Forge> {
  const facts = await readGitFacts(directory ?? process.cwd());
  if (!facts?.repository || !(env.GITHUB_TOKEN ?? env.GH_TOKEN)) return () => localForge;
  const { githubReader } = await import("./local-commands.ts");
  const repository = await githubReader(facts, env)?.(null);
  if (!repository) return () => localForge;
  return () => ({ ...localForge, checkApprovers: named => checkApprovers(repository, named) });
}

interface RunView {
  narrator: ReturnType<typeof narrator>;
  /** Whether the result was on the screen already when the run ended. */
  live: boolean;
  start(run: Run): void;
  end(): void;
}

/** A terminal shows an execution live; a pipe gets plain lines on standard error, and standard output stays the result. */
async function chooseView(
  command: Command,
  level: MonitoringLevel,
  { env, redactor }: { env: Entry["env"]; redactor: Redactor },
): Promise<RunView> {
  const json = command.flags.json ?? false;
  const executes = ["execute", "resume", "retry"].includes(command.name) && !command.flags["dry-run"];
  if (process.stderr.isTTY && executes && !json && capabilities(env, true).live) {
    const { liveView } = await import("./live-view.ts");
    return { ...liveView({ level, env, redactor }), live: process.stdout.isTTY };
  }
  const line = (text: string): void => {
    process.stderr.write(redactor.redact(text) + "\n");
  };
  const plain = narrator({ level: json ? "basic" : level, line, onRunner: false });
  return { narrator: plain, live: false, start: () => undefined, end: () => undefined };
}
