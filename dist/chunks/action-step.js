import { t as narrator } from "./commands-narrate.js";
import { a as runCommand, i as localForge, n as openRunnerFiles, o as runOptions, r as saysWritten, t as openMachine } from "./engine-git-open-machine.js";
import { t as tickSource } from "./commands-tick-source.js";
import { r as workflowCommand } from "./engine-output-workflow-commands.js";
import { t as boundHeap } from "./engine-process-bound-heap.js";
import { t as Refusal } from "./engine-refusal.js";
import { n as draftsPlan } from "./milestone-command-command-reader.js";
import { t as COMMANDS } from "./milestone-command-command-table.js";
import { u as paths } from "./milestone-names.js";
import { t as readGitHubConfig } from "./milestone-plan-github-config.js";
import { t as actorOf } from "./github-actor.js";
import { existsSync } from "node:fs";
import * as fs from "fs";
import { constants as constants$1, promises } from "fs";
import * as os from "os";
import { EOL } from "os";
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

// node_modules/@actions/core/lib/summary.js
var __awaiter$1 = void 0 && (void 0).__awaiter || function(thisArg, _arguments, P, generator) {
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
const { access, appendFile, writeFile: writeFile$1 } = promises;
const SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
	constructor() {
		this._buffer = "";
	}
	/**
	* Finds the summary file path from the environment, rejects if env var is not found or file does not exist
	* Also checks r/w permissions.
	*
	* @returns step summary file path
	*/
	filePath() {
		return __awaiter$1(this, void 0, void 0, function* () {
			if (this._filePath) return this._filePath;
			const pathFromEnv = process.env[SUMMARY_ENV_VAR];
			if (!pathFromEnv) throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
			try {
				yield access(pathFromEnv, constants$1.R_OK | constants$1.W_OK);
			} catch (_a) {
				throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
			}
			this._filePath = pathFromEnv;
			return this._filePath;
		});
	}
	/**
	* Wraps content in an HTML tag, adding any HTML attributes
	*
	* @param {string} tag HTML tag to wrap
	* @param {string | null} content content within the tag
	* @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
	*
	* @returns {string} content wrapped in HTML element
	*/
	wrap(tag, content, attrs = {}) {
		const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
		if (!content) return `<${tag}${htmlAttrs}>`;
		return `<${tag}${htmlAttrs}>${content}</${tag}>`;
	}
	/**
	* Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
	*
	* @param {SummaryWriteOptions} [options] (optional) options for write operation
	*
	* @returns {Promise<Summary>} summary instance
	*/
	write(options) {
		return __awaiter$1(this, void 0, void 0, function* () {
			const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
			const filePath = yield this.filePath();
			yield (overwrite ? writeFile$1 : appendFile)(filePath, this._buffer, { encoding: "utf8" });
			return this.emptyBuffer();
		});
	}
	/**
	* Clears the summary buffer and wipes the summary file
	*
	* @returns {Summary} summary instance
	*/
	clear() {
		return __awaiter$1(this, void 0, void 0, function* () {
			return this.emptyBuffer().write({ overwrite: true });
		});
	}
	/**
	* Returns the current summary buffer as a string
	*
	* @returns {string} string of summary buffer
	*/
	stringify() {
		return this._buffer;
	}
	/**
	* If the summary buffer is empty
	*
	* @returns {boolen} true if the buffer is empty
	*/
	isEmptyBuffer() {
		return this._buffer.length === 0;
	}
	/**
	* Resets the summary buffer without writing to summary file
	*
	* @returns {Summary} summary instance
	*/
	emptyBuffer() {
		this._buffer = "";
		return this;
	}
	/**
	* Adds raw text to the summary buffer
	*
	* @param {string} text content to add
	* @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addRaw(text, addEOL = false) {
		this._buffer += text;
		return addEOL ? this.addEOL() : this;
	}
	/**
	* Adds the operating system-specific end-of-line marker to the buffer
	*
	* @returns {Summary} summary instance
	*/
	addEOL() {
		return this.addRaw(EOL);
	}
	/**
	* Adds an HTML codeblock to the summary buffer
	*
	* @param {string} code content to render within fenced code block
	* @param {string} lang (optional) language to syntax highlight code
	*
	* @returns {Summary} summary instance
	*/
	addCodeBlock(code, lang) {
		const attrs = Object.assign({}, lang && { lang });
		const element = this.wrap("pre", this.wrap("code", code), attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML list to the summary buffer
	*
	* @param {string[]} items list of items to render
	* @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addList(items, ordered = false) {
		const tag = ordered ? "ol" : "ul";
		const listItems = items.map((item) => this.wrap("li", item)).join("");
		const element = this.wrap(tag, listItems);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML table to the summary buffer
	*
	* @param {SummaryTableCell[]} rows table rows
	*
	* @returns {Summary} summary instance
	*/
	addTable(rows) {
		const tableBody = rows.map((row) => {
			const cells = row.map((cell) => {
				if (typeof cell === "string") return this.wrap("td", cell);
				const { header, data, colspan, rowspan } = cell;
				const tag = header ? "th" : "td";
				const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
				return this.wrap(tag, data, attrs);
			}).join("");
			return this.wrap("tr", cells);
		}).join("");
		const element = this.wrap("table", tableBody);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds a collapsable HTML details element to the summary buffer
	*
	* @param {string} label text for the closed state
	* @param {string} content collapsable content
	*
	* @returns {Summary} summary instance
	*/
	addDetails(label, content) {
		const element = this.wrap("details", this.wrap("summary", label) + content);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML image tag to the summary buffer
	*
	* @param {string} src path to the image you to embed
	* @param {string} alt text description of the image
	* @param {SummaryImageOptions} options (optional) addition image attributes
	*
	* @returns {Summary} summary instance
	*/
	addImage(src, alt, options) {
		const { width, height } = options || {};
		const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
		const element = this.wrap("img", null, Object.assign({
			src,
			alt
		}, attrs));
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML section heading element
	*
	* @param {string} text heading text
	* @param {number | string} [level=1] (optional) the heading level, default: 1
	*
	* @returns {Summary} summary instance
	*/
	addHeading(text, level) {
		const tag = `h${level}`;
		const allowedTag = [
			"h1",
			"h2",
			"h3",
			"h4",
			"h5",
			"h6"
		].includes(tag) ? tag : "h1";
		const element = this.wrap(allowedTag, text);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML thematic break (<hr>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addSeparator() {
		const element = this.wrap("hr", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML line break (<br>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addBreak() {
		const element = this.wrap("br", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML blockquote to the summary buffer
	*
	* @param {string} text quote text
	* @param {string} cite (optional) citation url
	*
	* @returns {Summary} summary instance
	*/
	addQuote(text, cite) {
		const attrs = Object.assign({}, cite && { cite });
		const element = this.wrap("blockquote", text, attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML anchor tag to the summary buffer
	*
	* @param {string} text link text/content
	* @param {string} href hyperlink
	*
	* @returns {Summary} summary instance
	*/
	addLink(text, href) {
		const element = this.wrap("a", text, { href });
		return this.addRaw(element).addEOL();
	}
};
const _summary = new Summary();
const summary = _summary;

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

// src/action/open-forge.ts
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
		giver: async () => ({
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
		tickSource,
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
	if (draftsPlan(command)) {
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
	const given = await github.giver(await baseConfig(directory));
	if (!given.ok) throw new Refusal([given.complaint]);
	const options = runOptions(command, originOf(env, command, given.by));
	const runnerFiles = openRunnerFiles(env);
	const machine = await openMachine({
		tickSource,
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
	if (command.name !== "pack" && command.name !== "work") saveState("milestone", options.milestone);
	saveState("directory", directory);
	runnerFiles.settle();
	try {
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
async function report(outcome, redactor, line) {
	for (const [name, value] of Object.entries(outcome.outputs)) {
		if (value === void 0) continue;
		const text = redactor.redact(typeof value === "object" ? JSON.stringify(value) : String(value));
		const fitting = fitOutput(text);
		if (fitting !== text) line(workflowCommand("warning", `the output ${name} is larger than GitHub takes; ${fitting === null ? "it is left out" : "only its first items are given"}`));
		setOutput(name, fitting ?? "");
	}
	if (!process.env.GITHUB_STEP_SUMMARY) return;
	const text = outcome.summary ?? "```text\n" + outcome.text.replaceAll("```", "'''") + "\n```";
	await summary.addRaw(fitSummary(redactor.redact(text)), true).write();
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
/** GitHub takes 1 MiB of outputs for a whole job; no single one of ours may use that up (bytes). */
const OUTPUT_BYTES = 262144;
/**
* An output's value such as GitHub takes it: as it is, or, when it is a JSON array, its first items; null when nothing
* of it would be of use to whoever parses it.
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

export { report, runStep };