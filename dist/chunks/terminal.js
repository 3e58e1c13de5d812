import { t as Refusal } from "./refusal.js";
import { t as faultText } from "./machine-fault.js";
import { t as parseArgs } from "./command.js";
import { o as commandHelp, s as commandOverview } from "./command-reader.js";
import { t as VERSION } from "./options.js";
import { t as EXIT } from "./outcome.js";

// src/complaint-text.ts
/** A complaint as a terminal shows it: with the source line where there is one, always with the remedy. */
function complaintText(complaint) {
	if (complaint.rendered) return complaint.rendered;
	return `error: ${complaint.file ? `${complaint.file}:${complaint.line ?? 1}: ` : ""}${complaint.message}\n  ${complaint.remedy}`;
}

// src/terminal.ts
/** The command line: words in, text or JSON out, an exit code (contract §2). */
async function terminal(argv, entry) {
	if (argv[0] === "--version") return print(VERSION);
	const reading = parseArgs(argv);
	if (!reading.ok) {
		const { reason, given, suggestion, usage } = reading.refusal;
		const lines = [
			`error: ${reason}${given ? `: ${given}` : ""}`,
			...suggestion ? [`  did you mean: ${suggestion}`] : [],
			...usage.map((u) => `  usage: ${u}`)
		];
		process.stderr.write(lines.join("\n") + "\n");
		return EXIT.usage;
	}
	const { command } = reading;
	if (command.flags.help) return print(commandHelp(command.name, "terminal"));
	try {
		switch (command.name) {
			case "help": return print(command.about ? commandHelp(command.about, "terminal") : commandOverview("terminal"));
			case "completion":
			case "init":
			case "import": {
				const { localCommand } = await import("./local-commands.js");
				return show(await localCommand(command, command.flags["working-directory"] ?? process.cwd(), entry.env), command.flags.json ?? false);
			}
			default: {
				const { onMachine } = await import("./on-machine.js");
				const { text, exitCode } = await onMachine(command, entry);
				print(text);
				return exitCode;
			}
		}
	} catch (error) {
		if (!(error instanceof Refusal)) return crash(error);
		if (command.flags.json) process.stdout.write(JSON.stringify({ errors: error.complaints }, null, 2) + "\n");
		process.stderr.write(error.complaints.map(complaintText).join("\n") + "\n");
		return EXIT.usage;
	}
}
function show(outcome, json) {
	print(json ? JSON.stringify(outcome.json, null, 2) : outcome.text);
	return outcome.exitCode;
}
function print(text) {
	process.stdout.write(text.endsWith("\n") ? text : text + "\n");
	return EXIT.ok;
}
/** A bug or a fault of the machine: one sentence; the stack only where it is asked for. */
function crash(error) {
	const { message, remedy } = faultText(error);
	process.stderr.write(`error: ${message}\n  ${remedy} (MILESTONE_DEBUG=1 shows where)\n`);
	if (process.env.MILESTONE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
	return EXIT.failed;
}

export { terminal };