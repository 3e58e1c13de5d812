import { t as activeIds } from "./commands-active-ids.js";
import { t as EXIT } from "./commands-outcome.js";
import { i as faultText, t as Refusal } from "./engine-refusal.js";
import { n as parseArgs } from "./milestone-command-command.js";
import { a as commandHelp, n as draftsPlan, o as commandOverview } from "./milestone-command-command-reader.js";
import { r as VERSION } from "./milestone-names.js";
import { a as forTerminal } from "./cli-screen.js";

// src/cli/terminal.ts
/** The command line: words in, text or JSON out, an exit code (contract §2). */
async function terminal(argv, entry) {
	const json = argv.slice(0, argv.indexOf("--") + 1 || void 0).includes("--json");
	if (argv[0] === "--version") return print(json ? asJson({ version: VERSION }) : VERSION);
	const reading = parseArgs(argv, activeIds(folderIn(argv) ?? process.cwd()));
	if (!reading.ok) return misused(reading.refusal, json);
	const { command } = reading;
	const help = (text) => print(json ? asJson({ help: text }) : forTerminal(text, process.stdout));
	if (command.flags.help) return help(commandHelp(command.name, "terminal"));
	try {
		switch (command.name) {
			case "help": return help(command.about ? commandHelp(command.about, "terminal") : commandOverview("terminal"));
			case "clean":
			case "completion":
			case "init":
			case "import": {
				const { localCommand } = await import("./local-commands.js");
				const done = await localCommand(command, command.flags["working-directory"] ?? process.cwd(), entry.env);
				if (command.name === "completion") return print(command.flags.json ? asJson(done.json) : done.text);
				if (command.name !== "init" || command.flags.goal === void 0 || command.flags["dry-run"]) return show(done, command.flags.json ?? false);
				const { planGoal } = await import("./plan-goal.js");
				const planned = await planGoal({
					...command,
					name: "plan"
				}, entry);
				const json = {
					...done.json,
					...planned.json
				};
				return show({
					...planned,
					text: `${done.text}\n\n${planned.text}`,
					json
				}, command.flags.json ?? false);
			}
			case "serve": {
				const { serve } = await import("./serve-serve-command.js");
				await serve(command, entry);
				return EXIT.ok;
			}
			case "replan": {
				const { replan } = await import("./cli-replan.js");
				return show(await replan(command, entry), command.flags.json ?? false);
			}
			default: {
				if (draftsPlan(command)) {
					const { planGoal } = await import("./plan-goal.js");
					return show(await planGoal(command, entry), command.flags.json ?? false);
				}
				const { onMachine } = await import("./on-machine.js");
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
	complain(lines.join("\n"));
	return EXIT.usage;
}
function show(outcome, json) {
	print(json ? asJson(outcome.json) : forTerminal(outcome.text, process.stdout));
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
function complain(text) {
	process.stderr.write(`${forTerminal(text, process.stderr)}\n`);
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