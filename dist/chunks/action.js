import { a as localForge, c as openMachine, d as createRedactor, i as narrator, o as neutralise, r as runOptions, s as workflowCommand } from "./steer-open.js";
import { n as secretValues } from "./entry.js";
import { f as Refusal } from "./read-plan.js";
import { n as actorOf, t as readGitHubConfig } from "./github-config.js";
import { n as readCommand } from "./command-reader.js";
import { a as isCommandAt, i as commandsAt, t as COMMANDS } from "./command-table.js";
import { n as faultText, t as runCommand } from "./run.js";
import { bt as paths, ut as sanitise } from "./progress.js";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFile } from "node:fs/promises";

// src/forge.ts
/** GitHub as the Action sees it; without a repository and a token nothing is asked and gates stay closed. */
async function openForge(request) {
	const { env, token } = request;
	if (!token || !env.GITHUB_REPOSITORY || !env.GITHUB_API_URL) return {
		forge: {
			...localForge,
			present: Boolean(env.GITHUB_REPOSITORY)
		},
		isRunOver: null,
		dispatchNext: async () => void 0,
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

// src/inputs.ts
/** Inputs that are flags of a command as well, under the same name. */
const FLAG_INPUTS = [
	"strategy",
	"agents",
	"force-dependencies",
	"resume",
	"monitoring",
	"dry-run",
	"session-id",
	"git-integration",
	"blocker-detection",
	"progress-interval",
	"push",
	"request",
	"time-budget",
	"continue"
];
/** Reads and checks `INPUT_*`. @throws Refusal naming the input, its value and what is allowed */
function readInputs(env) {
	const input = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
	const name = input("command") || "execute";
	if (!isCommandAt(name, "action")) throw refusal(`the input command is ${JSON.stringify(name)}`, `use one of ${commandsAt("action").join(", ")}`);
	const spec = COMMANDS[name];
	const words = [name];
	const milestone = input("milestone");
	if (milestone) words.push(milestone);
	else if (spec.milestone === "required") throw refusal("the input milestone is missing", "name the milestone, as in `milestone: api-v2`");
	const target = input("target");
	if (target && spec.arguments.some((a) => a.kind !== "text")) words.push(target);
	const reason = input("reason");
	if (reason && spec.flags.includes("reason")) words.push(`--reason=${reason}`);
	for (const flag of FLAG_INPUTS) {
		const value = input(flag);
		if (value !== "" && spec.flags.includes(flag)) words.push(`--${flag}=${value}`);
	}
	const reading = readCommand(words.map((text) => ({
		text,
		start: 0
	})), null, { place: "action" });
	if (!reading.ok) {
		const { reason: why, given, usage } = reading.refusal;
		throw refusal(given ? `${why}: ${given}` : why, usage[0] ?? "correct the input");
	}
	return {
		command: reading.command,
		token: input("github-token") || null,
		workingDirectory: input("working-directory") || ".",
		failOnBlocked: flagInput(input, "fail-on-blocked", true),
		project: flagInput(input, "project", false),
		continueLater: flagInput(input, "continue", false)
	};
}
function flagInput(input, name, otherwise) {
	const value = input(name).toLowerCase();
	if (value === "") return otherwise;
	if (value === "true" || value === "false") return value === "true";
	throw refusal(`the input ${name} is ${JSON.stringify(value)}`, "use true or false");
}
function refusal(message, remedy) {
	return new Refusal([{
		message,
		remedy
	}]);
}

// src/output-limit.ts
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

// src/untrusted-event.ts
/** Events that run with secrets on behalf of whoever wrote a comment, an issue or a fork's code. */
const UNTRUSTED = /* @__PURE__ */ new Set([
	"pull_request_target",
	"workflow_run",
	"issue_comment",
	"issues",
	"discussion",
	"discussion_comment",
	"fork",
	"watch"
]);
/**
* Refuses events under which anyone on the internet could choose what runs (S-PWN-2), and those of a fork's pull
* request. A milestone is started by workflow_dispatch, a schedule, a push, or a review in the same repository.
*/
function untrustedEvent(env) {
	const event = env.GITHUB_EVENT_NAME ?? "";
	if (UNTRUSTED.has(event)) return {
		message: `E_UNTRUSTED_EVENT: a milestone is not executed by the event ${event}, which strangers can cause`,
		remedy: "start it by workflow_dispatch; the app does so for comments"
	};
	if (event.startsWith("pull_request") && !isOwnPullRequest(env)) return {
		message: "E_UNTRUSTED_EVENT: a milestone is not executed for a pull request from a fork",
		remedy: "let the job run only where github.event.pull_request.head.repo.id is github.repository_id"
	};
	return null;
}
/** Compared by number, as names can be taken over; what cannot be read counts as a stranger's. */
function isOwnPullRequest(env) {
	const path = env.GITHUB_EVENT_PATH;
	if (!path) return false;
	let payload;
	try {
		payload = JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		if (error instanceof SyntaxError || error.code === "ENOENT") return false;
		throw error;
	}
	const head = payload?.pull_request?.head?.repo?.id;
	return typeof head === "number" && head === payload?.repository?.id;
}

// src/action.ts
/** One step of a workflow: inputs in, outputs, annotations and a job summary out. Answers the exit code. */
async function action(entry) {
	const { env } = entry;
	const redactor = createRedactor(secretValues(env));
	const line = (text) => {
		process.stdout.write(redactor.redact(text) + "\n");
	};
	try {
		if (entry.exposed) line(workflowCommand("warning", entry.exposed));
		const inputs = readInputs(env);
		if (inputs.token) process.stdout.write(workflowCommand("add-mask", inputs.token) + "\n");
		const untrusted = untrustedEvent(env);
		if (untrusted) throw new Refusal([untrusted]);
		const outcome = await runStep(entry, inputs, redactor, line);
		await report(outcome, redactor, line);
		line(sanitise(outcome.text).split("\n").map(neutralise).join("\n"));
		return failsStep(outcome, inputs) ? 1 : 0;
	} catch (error) {
		return refused(error, redactor, line);
	}
}
async function runStep(entry, inputs, redactor, line) {
	const { env } = entry;
	const { command } = inputs;
	const tell = narrator({
		level: command.flags.monitoring ?? "detailed",
		line,
		onRunner: true
	});
	const directory = join(env.GITHUB_WORKSPACE ?? process.cwd(), inputs.workingDirectory);
	const { forge, isRunOver, dispatchNext, giver } = await openForge({
		env,
		token: inputs.token,
		project: inputs.project,
		command,
		narrator: tell
	});
	const given = await giver(await baseConfig(directory));
	if (!given.ok) throw new Refusal([given.complaint]);
	const options = runOptions(command, {
		onRunner: true,
		by: given.by,
		automatic: isAutomatic(env, command.flags.request ?? null)
	});
	const machine = await openMachine({
		directory,
		milestone: options.milestone,
		environment: env,
		token: inputs.token,
		server: env.GITHUB_SERVER_URL ?? "https://github.com",
		push: command.flags.push ?? true,
		gitIntegration: options.gitIntegration,
		onRunner: true,
		live: options.monitoring === "verbose",
		redactor,
		narrator: tell,
		forge: () => forge,
		isRunOver
	});
	const { saveState } = await import("./core.js");
	saveState("milestone", options.milestone);
	saveState("directory", directory);
	try {
		return await runCommand(machine, command, options, {
			goOn: () => true,
			onStart: (run) => forge.attach?.(run),
			...inputs.continueLater ? { continueLater: dispatchNext } : {}
		});
	} finally {
		await machine.close();
	}
}
/** `.github/milestone.yml` as it was checked out: a run always checks out the base branch. */
async function baseConfig(directory) {
	const file = join(directory, paths.githubConfig);
	const text = existsSync(file) ? await readFile(file, "utf8") : "";
	return readGitHubConfig(text, paths.githubConfig).config;
}
/** A review, or the app's sweep, starts runs that nobody asked for in so many words. */
function isAutomatic(env, request) {
	return env.GITHUB_EVENT_NAME === "pull_request_review" || /^(review|sweep|continue)/.test(request ?? "");
}
function failsStep(outcome, inputs) {
	if (outcome.status === null) return outcome.exitCode !== 0;
	if (outcome.status === "failed") return true;
	if (outcome.status === "blocked") return inputs.failOnBlocked && outcome.exitCode !== 0;
	return outcome.exitCode !== 0 && outcome.interrupted === true;
}
async function report(outcome, redactor, line) {
	const core = await import("./core.js");
	for (const [name, value] of Object.entries(outcome.outputs)) {
		if (value === void 0) continue;
		const text = redactor.redact(String(value));
		const fitting = fitOutput(text);
		if (fitting !== text) line(workflowCommand("warning", `the output ${name} is larger than GitHub takes; ${fitting === null ? "it is left out" : "only its first items are given"}`));
		core.setOutput(name, fitting ?? "");
	}
	if (!process.env.GITHUB_STEP_SUMMARY) return;
	const text = outcome.summary ?? "```text\n" + outcome.text.replaceAll("```", "'''") + "\n```";
	await core.summary.addRaw(redactor.redact(text), true).write();
}
/** Bad input is an annotation at its file and line; a fault is one sentence, never a stack trace. */
async function refused(error, redactor, line) {
	const complaints = error instanceof Refusal ? error.complaints : [faultText(error)];
	for (const { message, remedy, file, line: at, column } of complaints) {
		const place = file ? {
			file,
			line: at ?? 1,
			col: column
		} : {};
		line(workflowCommand("error", redactor.redact(`${message}. ${remedy}`), {
			title: "milestone",
			...place
		}));
	}
	if (!(error instanceof Refusal) && error instanceof Error && process.env.RUNNER_DEBUG) line(redactor.redact(error.stack ?? ""));
	const core = await import("./core.js");
	core.setOutput("status", "failed");
	if (process.env.GITHUB_STEP_SUMMARY) {
		const rows = complaints.map((c) => `- ${c.file ? `\`${c.file}:${c.line ?? 1}\` ` : ""}${escapeMarkdown(c.message)}. ${escapeMarkdown(c.remedy)}.`);
		await core.summary.addRaw(redactor.redact(`### The milestone was not run\n\n${rows.join("\n")}\n`), true).write();
	}
	return 1;
}
function escapeMarkdown(text) {
	return text.replace(/[\\`*_{}[\]<>()#+!|@~]/g, (match) => `\\${match}`);
}

export { action };