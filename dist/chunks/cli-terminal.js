import { t as activeIds } from "./commands-active-ids.js";
import { a as EXIT, r as faultText, t as Refusal } from "./commands-refusal.js";
import { t as parseArgs } from "./milestone-command-command.js";
import { a as commandOverview, i as commandHelp } from "./milestone-command-command-reader.js";
import { r as VERSION } from "./milestone-names.js";

// src/cli/terminal.ts
/** The command line: words in, text or JSON out, an exit code (contract §2). */
async function terminal(argv, entry) {
	const json = argv.slice(0, argv.indexOf("--") + 1 || void 0).includes("--json");
	if (argv[0] === "--version") return print(json ? asJson({ version: VERSION }) : VERSION);
	const reading = parseArgs(argv, activeIds(folderIn(argv) ?? process.cwd()));
	if (!reading.ok) return misused(reading.refusal, json);
	const { command } = reading;
	const help = (text) => print(json ? asJson({ help: text }) : text);
	if (command.flags.help) return help(commandHelp(command.name, "terminal"));
	try {
		switch (command.name) {
			case "help": return help(command.about ? commandHelp(command.about, "terminal") : commandOverview("terminal"));
			case "completion":
			case "init":
			case "import": {
				const { localCommand } = await import("./init-local-commands.js");
				return show(await localCommand(command, command.flags["working-directory"] ?? process.cwd(), entry.env), command.flags.json ?? false);
			}
			default: {
				if (command.name === "plan" && (command.flags.goal ?? command.flags.check) !== void 0) {
					const { planGoal } = await import("./planning-plan-goal.js");
					return show(await planGoal(command.flags, entry), command.flags.json ?? false);
				}
				const { onMachine } = await import("./cli-on-machine.js");
				const { text, exitCode } = await onMachine(command, entry);
				print(text);
				return exitCode;
			}
		}
	} catch (error) {
		if (!(error instanceof Refusal)) return crash(error, json);
		if (json) printErrors(error.complaints);
		process.stderr.write(error.complaints.map(complaintText).join("\n") + "\n");
		return EXIT.usage;
	}
}
/** Where the command is to work, which decides what milestones there are: read before the words are. */
function folderIn(argv) {
	const flag = "--working-directory";
	const at = argv.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
	return at < 0 ? void 0 : argv[at] === flag ? argv[at + 1] : argv[at].slice(20);
}
function misused({ reason, given, suggestion, usage, milestones = [] }, json) {
	const there = milestones.length > 0 ? `: ${milestones.slice(0, 20).join(", ")}` : "";
	const message = `${reason}${given ? `: ${given}` : there}`;
	const lines = [
		`error: ${message}`,
		...suggestion ? [`  did you mean: ${suggestion}`] : [],
		...usage.map((u) => `  usage: ${u}`)
	];
	if (json) printErrors([{
		message,
		remedy: suggestion ?? usage[0] ?? "milestone help"
	}]);
	process.stderr.write(lines.join("\n") + "\n");
	return EXIT.usage;
}
function show(outcome, json) {
	print(json ? asJson(outcome.json) : outcome.text);
	return outcome.exitCode;
}
const asJson = (value) => JSON.stringify(value, null, 2);
function printErrors(errors) {
	print(asJson({ errors }));
}
function print(text) {
	process.stdout.write(text.endsWith("\n") ? text : text + "\n");
	return EXIT.ok;
}
/** A bug or a fault of the machine: one sentence; the stack only where it is asked for. */
function crash(error, json) {
	const { message, remedy } = faultText(error);
	if (json) printErrors([{
		message,
		remedy
	}]);
	process.stderr.write(`error: ${message}\n  ${remedy} (MILESTONE_DEBUG=1 shows where)\n`);
	if (process.env.MILESTONE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
	return EXIT.failed;
}
/** A complaint as a terminal shows it: with the source line where there is one, always with the remedy. */
function complaintText(complaint) {
	if (complaint.rendered) return complaint.rendered;
	return `error: ${complaint.file ? `${complaint.file}:${complaint.line ?? 1}: ` : ""}${complaint.message}\n  ${complaint.remedy}`;
}

export { terminal };