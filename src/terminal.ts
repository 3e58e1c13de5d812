import { complaintText } from "./complaint-text.ts";
import type { Entry } from "./engine/process/entry.ts";
import { Refusal } from "./engine/refusal.ts";
import { faultText } from "./machine-fault.ts";
import { parseArgs } from "./milestone/command/command.ts";
import { commandHelp, commandOverview } from "./milestone/command/command-help.ts";
import { VERSION } from "./options.ts";
import { EXIT, type Outcome } from "./outcome.ts";

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
      default: {
        // Help, completion and wrong words are answered before the engine is loaded.
        const { onMachine } = await import("./on-machine.ts");
        const { text, exitCode } = await onMachine(command, entry);
        print(text);
        return exitCode;
      }
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
