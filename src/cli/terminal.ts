import { activeIds } from "../commands/active-ids.ts";
import { EXIT, type Outcome } from "../commands/outcome.ts";
import type { Entry } from "../engine/process/entry.ts";
import { type Complaint, faultText, Refusal } from "../engine/refusal.ts";
import { type CommandRefusal, parseArgs } from "../milestone/command/command.ts";
import { commandHelp, commandOverview } from "../milestone/command/command-help.ts";
import { draftsPlan } from "../milestone/command/command-reader.ts";
import { VERSION } from "../milestone/names.ts";
import { forTerminal } from "./screen.ts";

/** The command line: words in, text or JSON out, an exit code (contract §2). */
export async function terminal(argv: string[], entry: Entry): Promise<number> {
  // Also where the rest of the line cannot be read.
  const json = argv.slice(0, argv.indexOf("--") + 1 || undefined).includes("--json");
  if (argv[0] === "--version") return print(json ? asJson({ version: VERSION }) : VERSION);
  const reading = parseArgs(argv, activeIds(folderIn(argv) ?? process.cwd()));
  if (!reading.ok) return misused(reading.refusal, json);
  const { command } = reading;
  const help = (text: string): number =>
    print(json ? asJson({ help: text }) : forTerminal(text, process.stdout));
  if (command.flags.help) return help(commandHelp(command.name, "terminal"));
  try {
    switch (command.name) {
      case "help":
        return help(command.about ? commandHelp(command.about, "terminal") : commandOverview("terminal"));
      case "clean":
      case "completion":
      case "init":
      case "import": {
        const { localCommand } = await import("./local-commands.ts");
        const directory = command.flags["working-directory"] ?? process.cwd();
        const done = await localCommand(command, directory, entry.env);
        if (command.name === "completion") return print(command.flags.json ? asJson(done.json) : done.text);
        if (command.name !== "init" || command.flags.goal === undefined || command.flags["dry-run"])
          return show(done, command.flags.json ?? false);
        const { planGoal } = await import("./plan-goal.ts");
        const planned = await planGoal({ ...command, name: "plan" }, entry);
        const json = { ...(done.json as object), ...(planned.json as object) };
        return show(
          { ...planned, text: `${done.text}\n\n${planned.text}`, json },
          command.flags.json ?? false,
        );
      }
      case "serve": {
        const { serve } = await import("../serve/serve-command.ts");
        await serve(command, entry);
        return EXIT.ok;
      }
      case "replan": {
        const { replan } = await import("./replan.ts");
        return show(await replan(command, entry), command.flags.json ?? false);
      }
      default: {
        if (draftsPlan(command)) {
          const { planGoal } = await import("./plan-goal.ts");
          return show(await planGoal(command, entry), command.flags.json ?? false);
        }
        // Help, completion and wrong words are answered before the engine is loaded.
        const { onMachine } = await import("./on-machine.ts");
        const { text, exitCode } = await onMachine(command, entry);
        print(text);
        return exitCode;
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) return crash(error, json);
    if (json) printErrors(error.complaints);
    complain(error.complaints.map(complaintText).join("\n"));
    return EXIT.usage;
  }
}

/** Where the command is to work, which decides what milestones there are: read before the words are. */
function folderIn(argv: readonly string[]): string | undefined {
  const flag = "--working-directory";
  const at = argv.findIndex(word => word === flag || word.startsWith(`${flag}=`));
  return at < 0 ? undefined : argv[at] === flag ? argv[at + 1] : argv[at]!.slice(flag.length + 1);
}

function misused(
  { reason, given, suggestion, usage, milestones = [] }: CommandRefusal,
  json: boolean,
): number {
  const there = milestones.length > 0 ? `: ${milestones.slice(0, 20).join(", ")}` : "";
  const message = `${reason}${given ? `: ${given}` : there}`;
  const lines = [
    `error: ${message}`,
    ...(suggestion ? [`  did you mean: ${suggestion}`] : []),
    ...usage.map(u => `  usage: ${u}`),
  ];
  if (json) printErrors([{ message, remedy: suggestion ?? usage[0] ?? "milestone help" }]);
  complain(lines.join("\n"));
  return EXIT.usage;
}

function show(outcome: Outcome, json: boolean): number {
  print(json ? asJson(outcome.json) : forTerminal(outcome.text, process.stdout));
  return outcome.exitCode;
}

const asJson = (value: unknown): string => JSON.stringify(value, null, 2);

function printErrors(errors: readonly Complaint[]): void {
  print(asJson({ errors }));
}

function print(text: string): number {
  process.stdout.write(text.endsWith("\n") ? text : text + "\n");
  return EXIT.ok;
}

function complain(text: string): void {
  process.stderr.write(`${forTerminal(text, process.stderr)}\n`);
}

/** A bug or a fault of the machine: one sentence; the stack only where it is asked for. */
function crash(error: unknown, json: boolean): number {
  const { message, remedy } = faultText(error);
  if (json) printErrors([{ message, remedy }]);
  process.stderr.write(`error: ${message}\n  ${remedy} (MILESTONE_DEBUG=1 shows where)\n`);
  if (process.env.MILESTONE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT.failed;
}

/** A complaint as a terminal shows it: with the source line where there is one, always with the remedy. */
function complaintText(complaint: Complaint): string {
  if (complaint.rendered) return complaint.rendered;
  const place = complaint.file ? `${complaint.file}:${complaint.line ?? 1}: ` : "";
  return `error: ${place}${complaint.message}\n  ${complaint.remedy}`;
}
