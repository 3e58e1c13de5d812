import { t as planSource } from "./commands-imported-source.js";
import { t as narrator } from "./commands-narrate.js";
import { a as runCommand, i as localForge, o as runOptions, t as openMachine } from "./engine-git-open-machine.js";
import { i as createRedactor } from "./engine-output-workflow-commands.js";
import { t as boundHeap } from "./engine-process-bound-heap.js";
import { n as secretValues } from "./engine-process-entry.js";
import { t as checkApprovers } from "./github-access.js";
import { t as readGitFacts } from "./init-git-facts.js";
import { t as COMMANDS } from "./milestone-command-command-table.js";
import { t as capabilities } from "./cli-colour.js";
import { a as forTerminal, n as columnsOf } from "./cli-screen.js";
import { userInfo } from "node:os";

// src/cli/on-machine.ts
/** What runs a milestone. */
const STARTS = ["execute", "resume"];
/** What a person asks of a plan before anything of it is committed. */
const READS_ONLY = [
	"validate",
	"list",
	"plan",
	"replan",
	"status"
];
/** A command that needs a repository: what to print, and the exit code. @throws Refusal for bad input */
async function onMachine(command, entry) {
	boundHeap();
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
		automatic: false,
		askedFor: true
	});
	const redactor = createRedactor(secretValues(entry.env));
	const view = await chooseView(command, options.monitoring, {
		env: entry.env,
		redactor
	});
	const machine = await machineFor(command, {
		entry,
		options,
		redactor,
		narrator: view.narrator
	});
	try {
		const outcome = await runCommand(machine, command, options, {
			goOn: (c) => c.name === "retry",
			print: (text) => process.stdout.write(forTerminal(redactor.redact(text), process.stdout)),
			onStart: (run) => view.start(run),
			onEnd: () => view.end()
		});
		const text = json ? JSON.stringify(redactor.redactValue(outcome.json), null, 2) : redactor.redact((view.live ? outcome.afterLiveView : void 0) ?? textOf(outcome));
		return {
			text: json || flags.html ? text : forTerminal(text, process.stdout),
			exitCode: outcome.exitCode
		};
	} finally {
		view.end();
		await machine.close();
	}
}
/** A terminal gets what fits it, where there is more than one way to say it. */
function textOf({ text, onTerminal }) {
	const columns = columnsOf(process.stdout);
	return columns !== null && onTerminal ? onTerminal(columns) : text;
}
/** The person's machine and repository, as a command needs it. */
async function machineFor({ name, flags }, given) {
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
		isRunOver: null
	});
}
/** Local, but where the person has a token and the repository lies on GitHub, approvers are looked up there. */
async function askingForge(directory, env) {
	const facts = await readGitFacts(directory ?? process.cwd());
	if (!facts?.repository || !(env.GITHUB_TOKEN ?? env.GH_TOKEN)) return () => localForge;
	const { githubReader } = await import("./local-commands.js");
	const repository = await githubReader(facts, env)?.(null);
	if (!repository) return () => localForge;
	return () => ({
		...localForge,
		checkApprovers: (named) => checkApprovers(repository, named)
	});
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
		const { liveView } = await import("./cli-live-view.js");
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

export { onMachine as n, machineFor as t };