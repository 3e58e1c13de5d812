import { t as planSource } from "./commands-imported-source.js";
import { t as narrator } from "./commands-narrate.js";
import { a as runCommand, i as localForge, n as openRunnerFiles, o as runOptions, r as saysWritten, t as openMachine } from "./engine-git-open-machine.js";
import { r as workflowCommand } from "./engine-output-workflow-commands.js";
import { t as boundHeap } from "./engine-process-bound-heap.js";
import { t as Refusal } from "./engine-refusal.js";
import { n as draftsPlan } from "./milestone-command-command-reader.js";
import { t as COMMANDS } from "./milestone-command-command-table.js";
import { u as paths } from "./milestone-names.js";
import { i as readGitHubConfig } from "./milestone-plan-read-plan.js";
import { t as actorOf } from "./github-actor.js";
import { appendFileSync, existsSync } from "node:fs";
import * as fs from "fs";
import * as os from "os";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import * as crypto from "crypto";

// node_modules/@actions/core/lib/utils.js
/**
* Sanitizes an input into a string so it can be passed into issueCommand safely
* @param input input to sanitize into a string
*/
function toCommandValue(input) {
	if (input === null || input === void 0) return "";
	else if (typeof input === "string" || input instanceof String) return input;
	return JSON.stringify(input);
}

// node_modules/@actions/core/lib/command.js
/**
* Issues a command to the GitHub Actions runner
*
* @param command - The command name to issue
* @param properties - Additional properties for the command (key-value pairs)
* @param message - The message to include with the command
* @remarks
* This function outputs a specially formatted string to stdout that the Actions
* runner interprets as a command. These commands can control workflow behavior,
* set outputs, create annotations, mask values, and more.
*
* Command Format:
*   ::name key=value,key=value::message
*
* @example
* ```typescript
* // Issue a warning annotation
* issueCommand('warning', {}, 'This is a warning message');
* // Output: ::warning::This is a warning message
*
* // Set an environment variable
* issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
* // Output: ::set-env name=MY_VAR::some value
*
* // Add a secret mask
* issueCommand('add-mask', {}, 'secretValue123');
* // Output: ::add-mask::secretValue123
* ```
*
* @internal
* This is an internal utility function that powers the public API functions
* such as setSecret, warning, error, and exportVariable.
*/
function issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + os.EOL);
}
const CMD_STRING = "::";
var Command = class {
	constructor(command, properties, message) {
		if (!command) command = "missing.command";
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = true;
			for (const key in this.properties) if (this.properties.hasOwnProperty(key)) {
				const val = this.properties[key];
				if (val) {
					if (first) first = false;
					else cmdStr += ",";
					cmdStr += `${key}=${escapeProperty(val)}`;
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
function issueFileCommand(command, message) {
	const filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
	if (!fs.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs.appendFileSync(filePath, `${toCommandValue(message)}${os.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os.EOL}${convertedValue}${os.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js
var __awaiter = void 0 && (void 0).__awaiter || function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
/**
* The code to exit an action
*/
var ExitCode;
(function(ExitCode) {
	/**
	* A code indicating that the action was successful
	*/
	ExitCode[ExitCode["Success"] = 0] = "Success";
	/**
	* A code indicating that the action was a failure
	*/
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
/**
* Sets the value of an output.
*
* @param     name     name of the output to set
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function setOutput(name, value) {
	if (process.env["GITHUB_OUTPUT"] || "") return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(os.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
/**
* Saves state for current action, the state can only be retrieved by this action's post job execution.
*
* @param     name     name of the state to store
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function saveState(name, value) {
	if (process.env["GITHUB_STATE"] || "") return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
	issueCommand("save-state", { name }, toCommandValue(value));
}

// src/action/step.ts
/** The command of one step, on the machine and the GitHub it runs with. @throws Refusal for bad input */
async function runStep(entry, inputs, redactor, line) {
	boundHeap();
	if (!inputs.allRested) return runOne(entry, inputs, redactor, line);
	const { resumeRested } = await import("./action-resume-rested.js");
	const named = (milestone) => ({
		...inputs,
		command: {
			...inputs.command,
			milestone
		}
	});
	return resumeRested({
		machine: await readingMachine(entry, inputs, redactor, line),
		resume: (milestone) => runOne(entry, named(milestone), redactor, line),
		line
	});
}
/** Looks at the milestones and leaves them as they are. */
function readingMachine({ env }, { command, token, workingDirectory }, redactor, line) {
	return openMachine({
		planSource,
		milestone: "",
		push: true,
		gitIntegration: true,
		readsOnly: true,
		onRunner: true,
		live: false,
		directory: join(env.GITHUB_WORKSPACE ?? process.cwd(), workingDirectory),
		environment: env,
		token,
		redactor,
		narrator: narrator({
			level: command.flags.monitoring ?? "detailed",
			line,
			onRunner: true
		}),
		server: env.GITHUB_SERVER_URL ?? "https://github.com",
		forge: () => localForge,
		isRunOver: null,
		jobs: null
	});
}
async function runOne(entry, inputs, redactor, line) {
	const { env } = entry;
	const { command } = inputs;
	const tell = narrator({
		level: command.flags.monitoring ?? "detailed",
		line,
		onRunner: true
	});
	const directory = join(env.GITHUB_WORKSPACE ?? process.cwd(), inputs.workingDirectory);
	const { token, project } = inputs;
	if (draftsPlan(command) || command.name === "replan") {
		const { planOnRunner } = await import("./github-plan-on-runner.js");
		return planOnRunner({
			entry,
			command,
			token,
			directory,
			redactor,
			narrator: tell
		});
	}
	const github = await openForge({
		env,
		token,
		project,
		command,
		narrator: tell
	});
	const given = await github.authorize(await baseConfig(directory));
	if (!given.ok) throw new Refusal([given.complaint]);
	const options = runOptions(command, originOf(env, command, given.by));
	const runnerFiles = openRunnerFiles(env);
	const machine = await openMachine({
		planSource,
		runnerFiles,
		...onThisRunner(command, options),
		directory,
		environment: env,
		token,
		redactor,
		narrator: tell,
		server: env.GITHUB_SERVER_URL ?? "https://github.com",
		forge: () => github.forge,
		isRunOver: github.isRunOver,
		jobs: github.jobs
	});
	try {
		if (command.name !== "pack" && command.name !== "work") saveState("milestone", options.milestone);
		saveState("directory", directory);
		runnerFiles.settle();
		return await runCommand(machine, command, options, {
			goOn: () => true,
			print: (text) => process.stdout.write(redactor.redact(text)),
			onStart: (run) => github.forge.attach?.(run),
			...inputs.continueLater ? { continueLater: github.dispatchNext } : {}
		});
	} finally {
		await machine.close();
		const late = runnerFiles.writtenSince(runnerFiles.mark);
		if (late.length > 0) tell.warn(saysWritten(late));
	}
}
/** `.github/milestone.yml` as it was checked out: a run always checks out the base branch. */
async function baseConfig(directory) {
	const file = join(directory, paths.githubConfig);
	const text = existsSync(file) ? await readFile(file, "utf8") : "";
	return readGitHubConfig(text, paths.githubConfig).config;
}
/** What of the command the machine must know. */
function onThisRunner(command, options) {
	return {
		milestone: options.milestone,
		push: command.flags.push ?? true,
		gitIntegration: options.gitIntegration,
		followsCheckout: !COMMANDS[command.name].flags.includes("git-integration"),
		onRunner: true,
		provesBase: true,
		live: options.monitoring === "verbose"
	};
}
function originOf(env, command, by) {
	const automatic = isAutomatic(env, command.flags.request ?? null);
	return {
		onRunner: true,
		by,
		automatic,
		askedFor: !automatic && env.GITHUB_EVENT_NAME === "workflow_dispatch"
	};
}
/** A review, or the app's sweep, starts runs that nobody asked for in so many words. */
function isAutomatic(env, request) {
	return env.GITHUB_EVENT_NAME === "pull_request_review" || /^(review|sweep|continue)/.test(request ?? "");
}
/** The outcome as outputs and job summary. */
function report(outcome, redactor, line) {
	for (const [name, value] of Object.entries(outcome.outputs)) {
		if (value === void 0) continue;
		const text = redactor.redact(typeof value === "object" ? JSON.stringify(value) : String(value));
		const fitting = fitOutput(text);
		if (fitting !== text) line(workflowCommand("warning", `the output ${name} is larger than GitHub takes; ${fitting === null ? "it is left out" : "only its first items are given"}`));
		setOutput(name, fitting ?? "");
	}
	const { GITHUB_STEP_SUMMARY } = process.env;
	if (!GITHUB_STEP_SUMMARY) return;
	const text = outcome.summary?.() ?? "```text\n" + outcome.text.replaceAll("```", "'''") + "\n```";
	appendFileSync(GITHUB_STEP_SUMMARY, `${fitSummary(redactor.redact(text))}\n`);
}
/** GitHub drops a step's whole summary when it is larger than this (bytes). */
const SUMMARY_BYTES = 1048576;
const CUT_SUMMARY = "\n\n_GitHub shows no more of it: `milestone report` prints the whole, and the branch holds it._\n";
/** A summary such as GitHub takes it: whole lines, and no code block left open. */
function fitSummary(text, limit = SUMMARY_BYTES) {
	const bytes = Buffer.from(text);
	if (bytes.length <= limit) return text;
	const fence = "\n```";
	const room = limit - Buffer.byteLength(CUT_SUMMARY) - 4;
	const end = bytes.lastIndexOf("\n", room);
	const kept = bytes.subarray(0, Math.max(end, 0)).toString("utf8");
	return kept + (kept.split("\n").filter((line) => line.startsWith("```")).length % 2 === 1 ? fence : "") + CUT_SUMMARY;
}
/** GitHub takes 1 MiB of outputs for a whole job: the four that grow with the milestone fit into it together (bytes). */
const OUTPUT_BYTES = 245760;
/**
* An output's value such as GitHub takes it: as it is, or, when it is a JSON array, its first items; null when nothing
* of it would be of use to its parsers.
*/
function fitOutput(value, limit = OUTPUT_BYTES) {
	if (Buffer.byteLength(value) <= limit) return value;
	if (!value.startsWith("[")) return null;
	const kept = [];
	let bytes = 2;
	for (const item of JSON.parse(value)) {
		const text = JSON.stringify(item);
		bytes += Buffer.byteLength(text) + 1;
		if (bytes > limit) break;
		kept.push(text);
	}
	return `[${kept.join(",")}]`;
}
const UNKNOWN_APPROVER = {
	message: "the phase has approvers, and without a token GitHub cannot be asked whether this is one",
	remedy: "give the input github-token"
};
/** GitHub as the Action sees it; without a repository and a token nothing is asked and gates stay closed. */
async function openForge(request) {
	const { env, token } = request;
	if (!token || !env.GITHUB_REPOSITORY || !env.GITHUB_API_URL) return {
		forge: {
			...localForge,
			present: Boolean(env.GITHUB_REPOSITORY),
			answerComplaint: async ({ gate }) => gate && env.GITHUB_REPOSITORY ? UNKNOWN_APPROVER : null
		},
		isRunOver: null,
		dispatchNext: async () => void 0,
		jobs: null,
		authorize: async () => ({
			ok: true,
			by: actorOf(env)
		})
	};
	const { githubForge } = await import("./github-forge.js");
	return githubForge({
		...request,
		token,
		repository: env.GITHUB_REPOSITORY,
		api: env.GITHUB_API_URL
	});
}

export { report, runStep };