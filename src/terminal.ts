import { userInfo } from "node:os";
import { complaintText } from "./complaint-text.ts";
import { openMachine } from "./engine/machine/open-machine.ts";
import { createRedactor, type Redactor } from "./engine/output/redact.ts";
import { type Entry, secretValues } from "./engine/process/entry.ts";
import { Refusal } from "./engine/refusal.ts";
import type { Run } from "./engine/run-context.ts";
import { capabilities } from "./engine/terminal/colour.ts";
import { localForge } from "./local-forge.ts";
import { faultText } from "./machine-fault.ts";
import { type Command, parseArgs } from "./milestone/command/command.ts";
import { commandHelp, commandOverview } from "./milestone/command/command-help.ts";
import type { MonitoringLevel } from "./milestone/view/describe-event.ts";
import { narrator } from "./narrate.ts";
import { runOptions, VERSION } from "./options.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { runCommand } from "./run.ts";

/** The command line: words in, text or JSON out, an exit code (contract §2). */
export async function terminal(argv: string[], entry: Entry): Promise<number> {
  if (argv[0] === "--version") return print(VERSION);
  const reading = parseArgs(argv);
  if (!reading.ok) {
    const { reason, given, suggestion, usage } = reading.refusal;
    const lines = [
      `error: ${reason}${given ? `: ${given}` : ""}`,
      ...(suggestion ? [`  did you mean: ${suggestion}`] : []),
      ...usage.map(u => `  usage: ${u}`),
    ];
    process.stderr.write(lines.join("\n") + "\n");
    return EXIT.usage;
  }
  const { command } = reading;
  if (command.flags.help) return print(commandHelp(command.name, "terminal"));
  try {
    switch (command.name) {
      case "help":
        return print(command.about ? commandHelp(command.about, "terminal") : commandOverview("terminal"));
      case "completion":
      case "init":
      case "import": {
        const { localCommand } = await import("./local-commands.ts");
        const directory = command.flags["working-directory"] ?? process.cwd();
        return show(await localCommand(command, directory, entry.env), command.flags.json ?? false);
      }
      default:
        return await onMachine(command, entry);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) return crash(error);
    if (command.flags.json)
      process.stdout.write(JSON.stringify({ errors: error.complaints }, null, 2) + "\n");
    process.stderr.write(error.complaints.map(complaintText).join("\n") + "\n");
    return EXIT.usage;
  }
}

function show(outcome: Outcome, json: boolean): number {
  print(json ? JSON.stringify(outcome.json, null, 2) : outcome.text);
  return outcome.exitCode;
}

function print(text: string): number {
  process.stdout.write(text.endsWith("\n") ? text : text + "\n");
  return EXIT.ok;
}

/** A bug or a fault of the machine: one sentence; the stack only where it is asked for. */
function crash(error: unknown): number {
  const { message, remedy } = faultText(error);
  process.stderr.write(`error: ${message}\n  ${remedy} (MILESTONE_DEBUG=1 shows where)\n`);
  if (process.env.MILESTONE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT.failed;
}

async function onMachine(command: Command, entry: Entry): Promise<number> {
  const { flags } = command;
  const json = flags.json ?? false;
  const login = entry.env.USER ?? entry.env.LOGNAME ?? userInfo().username;
  const by = { login, id: null, source: "local" as const };
  const options = runOptions(command, { onRunner: false, by, automatic: false });
  const redactor = createRedactor(secretValues(entry.env));
  const view = await chooseView(command, options.monitoring, { env: entry.env, redactor });
  const machine = await openMachine({
    directory: flags["working-directory"] ?? process.cwd(),
    milestone: options.milestone,
    environment: entry.env,
    token: entry.env.GITHUB_TOKEN ?? entry.env.GH_TOKEN ?? null,
    server: entry.env.GITHUB_SERVER_URL ?? "https://github.com",
    push: flags.push ?? true,
    gitIntegration: options.gitIntegration,
    onRunner: false,
    live: options.monitoring === "verbose",
    redactor,
    narrator: view.narrator,
    forge: () => localForge,
    isRunOver: null,
  });
  try {
    const outcome = await runCommand(machine, command, options, {
      goOn: c => c.name === "retry",
      onStart: run => view.start(run),
      onEnd: () => view.end(),
    });
    // Masked before it becomes JSON: a mask put into JSON text could break its quoting.
    if (json) print(JSON.stringify(redactor.redactValue(outcome.json), null, 2));
    else print(redactor.redact((view.live ? outcome.afterLiveView : undefined) ?? outcome.text));
    return outcome.exitCode;
  } finally {
    view.end();
    await machine.close();
  }
}

interface View {
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
): Promise<View> {
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
