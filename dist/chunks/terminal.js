import { a as localForge, c as openMachine, d as createRedactor, i as narrator, n as VERSION, r as runOptions } from "./steer-open.js";
import { n as secretValues } from "./entry.js";
import { f as Refusal } from "./read-plan.js";
import { t as capabilities } from "./colour.js";
import { n as faultText, t as runCommand } from "./run.js";
import { t as parseArgs } from "./command.js";
import { o as commandHelp, s as commandOverview } from "./command-reader.js";
import { t as EXIT } from "./outcome.js";
import { userInfo } from "node:os";

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
			default: return await onMachine(command, entry);
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
async function onMachine(command, entry) {
	const { flags } = command;
	const json = flags.json ?? false;
	const by = {
		login: entry.env.USER ?? entry.env.LOGNAME ?? userInfo().username,
		id: null,
		source: "local"
	};
	const options = runOptions(command, {
		onRunner: false,
		by,
		automatic: false
	});
	const redactor = createRedactor(secretValues(entry.env));
	const view = await chooseView(command, options.monitoring, {
		env: entry.env,
		redactor
	});
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
		isRunOver: null
	});
	try {
		const outcome = await runCommand(machine, command, options, {
			goOn: (c) => c.name === "retry",
			onStart: (run) => view.start(run),
			onEnd: () => view.end()
		});
		if (json) print(JSON.stringify(redactor.redactValue(outcome.json), null, 2));
		else print(redactor.redact((view.live ? outcome.afterLiveView : void 0) ?? outcome.text));
		return outcome.exitCode;
	} finally {
		view.end();
		await machine.close();
	}
}
/** A terminal shows an execution live; a pipe gets plain lines on standard error, and standard output stays the result. */
async function chooseView(command, level, { env, redactor }) {
	const json = command.flags.json ?? false;
	const executes = [
		"execute",
		"resume",
		"retry"
	].includes(command.name) && !command.flags["dry-run"];
	if (process.stderr.isTTY && executes && !json && capabilities(env, true).live) {
		const { liveView } = await import("./live-view.js");
		return {
			...liveView({
				level,
				env,
				redactor
			}),
			live: process.stdout.isTTY
		};
	}
	const line = (text) => {
		process.stderr.write(redactor.redact(text) + "\n");
	};
	return {
		narrator: narrator({
			level: json ? "basic" : level,
			line,
			onRunner: false
		}),
		live: false,
		start: () => void 0,
		end: () => void 0
	};
}

export { terminal };