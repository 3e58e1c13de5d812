import { r as failuresOf } from "./commands-outcome.js";
import { i as createRedactor, r as workflowCommand, t as neutralise } from "./engine-output-workflow-commands.js";
import { n as secretValues } from "./engine-process-entry.js";
import { i as faultText, t as Refusal } from "./engine-refusal.js";
import { s as idProblem } from "./milestone-names.js";
import { n as sanitise } from "./milestone-text-sanitise.js";
import { t as activeIds } from "./commands-active-ids.js";
import { a as isCommandAt, c as FLAG_NAMES, i as commandsAt, p as isFlag, t as COMMANDS, u as flagSpec } from "./milestone-command-command-table.js";
import { i as readCommand, t as WANT_ID } from "./milestone-command-command-reader.js";
import { appendFileSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

// src/action/inputs.ts
/** The inputs that are the Action's own. `action.yml` has these and every flag that is an input. */
const OWN_INPUTS = {
	milestone: { description: "Id of the milestone, the name of its file .milestones/active/<id>.yaml. May be left out where there is only one, by list, and by resume, which then goes on with every milestone whose agents' rest is over." },
	command: {
		description: `What to do: ${listed(commandsAt("action"))}.`,
		default: "execute"
	},
	target: { description: "<task> or <task>/<phase>, for the commands that want one." },
	bundle: { description: "Path, from working-directory, of what take takes: a git bundle of the milestone's branch, or the folder that work left. For pack and work: where to leave it." },
	project: {
		description: "true: the Action itself keeps issues, pull request and check run up to date, for repositories without the app.",
		default: "false"
	},
	"fail-on-blocked": {
		description: "Whether a blocked milestone fails the step.",
		default: "true"
	},
	"github-token": {
		description: "Token that pushes the branch and reads approvals.",
		default: "${{ github.token }}"
	},
	"working-directory": {
		description: "Root of the repository inside the workspace.",
		default: "."
	}
};
function listed(words) {
	return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
/** Inputs that are flags of a command as well, under the same name. */
const FLAG_INPUTS = FLAG_NAMES.filter((name) => flagSpec(name).input);
/** Stands where the id stands while a command is read that names no milestone. */
const STAND_IN = "every-one";
/** Reads and checks `INPUT_*`. @throws Refusal naming the input, its value and what is allowed */
function readInputs(env) {
	const input = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
	const name = input("command") || "execute";
	if (!isCommandAt(name, "action")) throw refusal(`the input command is ${JSON.stringify(name)}`, `use one of ${commandsAt("action").join(", ")}`);
	const spec = COMMANDS[name];
	const words = [name];
	const milestone = input("milestone");
	let allRested = false;
	if (milestone && spec.milestone !== "none") words.push(milestone);
	else if (name === "plan" && (input("goal") || input("from"))) {} else if (spec.milestone === "required") {
		const ids = activeIds(resolve(env.GITHUB_WORKSPACE ?? ".", input("working-directory") || "."));
		allRested = name === "resume" && (ids.length !== 1 || env.GITHUB_EVENT_NAME === "schedule");
		if (!allRested && (ids.length !== 1 || WANT_ID.has(name))) throw refusal(`the input milestone is missing${ids.length > 0 ? `; there ${ids.length === 1 ? "is" : "are"} ${ids.slice(0, 20).join(", ")}` : ""}`, "name the milestone, as in `milestone: api-v2`");
		words.push(allRested ? STAND_IN : ids[0]);
	}
	const target = input("target");
	if (target && spec.arguments.some((a) => ![
		"text",
		"answer",
		"source"
	].includes(a.kind))) words.push(target);
	const bundle = input("bundle");
	if (bundle && spec.arguments.some((a) => a.kind === "source")) words.push(bundle);
	if (bundle && spec.flags.includes("output")) words.push(`--output=${bundle}`);
	const reason = input("reason");
	if (reason && spec.flags.includes("reason")) words.push(`--reason=${reason}`);
	for (const flag of FLAG_INPUTS.filter((name) => name !== "reason")) {
		const value = truthValue(input(flag));
		if (value !== "" && spec.flags.includes(flag)) words.push(`--${flag}=${value}`);
	}
	for (const flag of ["only", "with-dependants"]) {
		const value = truthValue(input(flag));
		if (value === "" || value === "false" || spec.flags.includes(flag)) continue;
		const takers = commandsAt("action").filter((each) => COMMANDS[each].flags.includes(flag));
		throw refusal(`the input ${flag} is ${JSON.stringify(value)}, which ${name} would not heed`, `leave it empty, or use it with ${takers.join(" or ")}`);
	}
	const reading = readCommand(words.map((text) => ({
		text,
		start: 0
	})), null, { place: "action" });
	if (!reading.ok) throw inputRefusal(reading.refusal, {
		milestone,
		target
	});
	return {
		command: allRested ? {
			...reading.command,
			milestone: null
		} : reading.command,
		allRested,
		token: input("github-token") || null,
		workingDirectory: input("working-directory") || ".",
		failOnBlocked: flagInput(input, "fail-on-blocked", true),
		project: flagInput(input, "project", false),
		continueLater: flagInput(input, "continue", false)
	};
}
/** A command's refusal in the words of a workflow, which knows inputs and no flags. */
function inputRefusal({ reason, given, usage }, { milestone, target }) {
	const [, flag, value] = /^--([a-z-]+)=(.*)$/s.exec(given ?? "") ?? [];
	if (flag !== void 0 && isFlag(flag)) {
		const allowed = flagSpec(flag).type === "boolean" ? "use true or false" : reason.replace(/^--/, "");
		return refusal(`the input ${flag} is ${JSON.stringify(value)}`, allowed);
	}
	const input = given === null ? void 0 : {
		[target]: "target",
		[milestone]: "milestone"
	}[given];
	if (input) return refusal(`the input ${input} is ${JSON.stringify(given)}`, reason);
	return refusal(given ? `${reason}: ${given}` : reason, usage[0] ?? "correct the input");
}
/** A truth value as YAML may spell it (True, FALSE), in the one way the flags take; any other text as it is. */
function truthValue(text) {
	return /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
}
function flagInput(input, name, otherwise) {
	const value = truthValue(input(name));
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

// src/action/action.ts
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
		const { runStep, report } = await import("./action-step.js");
		const outcome = await runStep(entry, inputs, redactor, line);
		report(outcome, redactor, line);
		line(sanitise(outcome.text).split("\n").map(neutralise).join("\n"));
		if (outcome.notice) line(workflowCommand("notice", outcome.notice, { title: "milestone" }));
		if (!failsStep(outcome, inputs)) return 0;
		for (const why of failuresOf(outcome)) line(workflowCommand("error", why, { title: "milestone" }));
		return 1;
	} catch (error) {
		return refused(error, {
			redactor,
			line,
			named: (env.INPUT_MILESTONE ?? "").trim()
		});
	}
}
function failsStep(outcome, inputs) {
	if (outcome.status === null) return outcome.exitCode !== 0;
	if (outcome.status === "failed") return true;
	if (outcome.status === "blocked") return inputs.failOnBlocked && outcome.exitCode !== 0;
	return outcome.exitCode !== 0 && outcome.interrupted === true;
}
/** Bad input is an annotation at its file and line; a fault is one sentence, never a stack trace. */
function refused(error, { redactor, line, named }) {
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
	const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = process.env;
	append(GITHUB_OUTPUT, `status=failed\n${named !== "" && idProblem(named) === null ? `milestone=${named}\n` : ""}`, line);
	if (GITHUB_STEP_SUMMARY) {
		const rows = complaints.map((c) => `- ${c.file ? `\`${c.file}:${c.line ?? 1}\` ` : ""}${escapeMarkdown(c.message)}. ${escapeMarkdown(c.remedy)}.`);
		append(GITHUB_STEP_SUMMARY, redactor.redact(`### The milestone was not run\n\n${rows.join("\n")}\n`) + "\n", line);
	}
	return 1;
}
/** To one of the runner's files. It may be what failed in the first place, as on a full disk. */
function append(file, text, line) {
	if (!file) return;
	try {
		appendFileSync(file, text);
	} catch (error) {
		line(workflowCommand("warning", faultText(error).message));
	}
}
function escapeMarkdown(text) {
	return text.replace(/[\\`*_{}[\]<>()#+!|@~]/g, (match) => `\\${match}`);
}
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

export { action };