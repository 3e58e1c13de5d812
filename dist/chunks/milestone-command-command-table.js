import { s as idProblem } from "./milestone-names.js";
import { t as STRATEGIES } from "./milestone-schedule-strategy.js";

// src/milestone/command/command-flags.ts
const IMPORT_FORMATS = [
	"kiro",
	"spec-kit",
	"openspec",
	"task-master",
	"backlog",
	"beads",
	"bmad",
	"conductor",
	"gsd",
	"ralph",
	"feature-list",
	"todo",
	"github"
];
const MAX_AMOUNT = 1e9;
const raise = (unit, what) => ({
	type: "integer",
	min: 1,
	max: MAX_AMOUNT,
	unit,
	input: true,
	summary: `raise the ${what}`
});
/** Why a list of tasks cannot be read, or null. */
function onlyProblem(text) {
	for (const id of text.split(",").map((each) => each.trim())) {
		const problem = idProblem(id);
		if (problem) return `${JSON.stringify(id.slice(0, 80))} is no task id: ${problem}`;
	}
	return null;
}
const FLAGS = {
	strategy: {
		type: "choice",
		choices: STRATEGIES,
		default: "parallel",
		input: true,
		dispatch: true,
		summary: "how tasks are chosen"
	},
	agents: {
		type: "integer",
		min: 1,
		max: 64,
		default: 6,
		input: true,
		dispatch: true,
		summary: "how many tasks run at once"
	},
	"force-dependencies": {
		type: "boolean",
		default: false,
		input: true,
		dispatch: true,
		summary: "go on although required milestones are not completed"
	},
	resume: {
		type: "choice",
		choices: [
			"auto",
			"true",
			"false"
		],
		default: "auto",
		alone: "true",
		negated: "false",
		input: true,
		dispatch: true,
		summary: "an interrupted session: go on with one if there is one (auto), insist on one, or refuse one"
	},
	monitoring: {
		type: "choice",
		choices: [
			"basic",
			"detailed",
			"verbose"
		],
		default: "detailed",
		input: true,
		dispatch: true,
		summary: "how much is shown"
	},
	"dry-run": {
		type: "boolean",
		default: false,
		input: true,
		dispatch: true,
		summary: "show what would happen, change nothing"
	},
	"session-id": {
		type: "text",
		value: "id",
		problem: idProblem,
		input: true,
		dispatch: true,
		summary: "name of a new session, or of the one to resume"
	},
	"git-integration": {
		type: "boolean",
		default: true,
		input: true,
		summary: "branch, commits and pushes"
	},
	"blocker-detection": {
		type: "boolean",
		default: true,
		input: true,
		dispatch: true,
		summary: "watch for stalls, long phases, lost dependencies and a full disk"
	},
	"progress-interval": {
		type: "integer",
		min: 1,
		max: 86400,
		unit: "seconds",
		default: 30,
		input: true,
		dispatch: true,
		summary: "longest time between saves, in seconds"
	},
	push: {
		type: "boolean",
		default: true,
		input: true,
		summary: "read the branch from the remote and push it there"
	},
	"time-budget": {
		type: "integer",
		min: 0,
		max: 1e5,
		unit: "minutes",
		default: 0,
		input: true,
		dispatch: true,
		summary: "minutes; save and end well before they are up, 0 for no limit"
	},
	continue: {
		type: "boolean",
		default: false,
		input: true,
		summary: "with time-budget: start the next run of the workflow"
	},
	request: {
		type: "text",
		value: "key",
		input: true,
		dispatch: true,
		summary: "idempotency key: a command whose key the log already holds is not carried out again"
	},
	runners: {
		type: "boolean",
		summary: "a workflow that does each phase on a machine of its own"
	},
	ticket: {
		type: "text",
		value: "json",
		input: true,
		summary: "what a job of its own is given to do; the run that hands it out fills it in"
	},
	digest: {
		type: "text",
		value: "sha256",
		input: true,
		summary: "with take: what the job that worked said of its result"
	},
	reason: {
		type: "text",
		value: "text",
		input: true,
		dispatch: true,
		summary: "recorded with the command"
	},
	goal: {
		type: "text",
		value: "text",
		input: true,
		dispatch: true,
		summary: "what a new milestone is to reach: an agent drafts it, the engine checks it"
	},
	from: {
		type: "text",
		value: "path|issue:<n>",
		input: true,
		dispatch: true,
		summary: "plan from a document, a folder of notes or an issue"
	},
	id: {
		type: "text",
		value: "id",
		problem: idProblem,
		summary: "with --goal: the id of the milestone (default: made of the goal)"
	},
	agent: {
		type: "text",
		value: "profile",
		input: true,
		dispatch: true,
		summary: "with --goal: the agent profile that drafts it (default: the config's, else claude)"
	},
	check: {
		type: "text",
		value: "folder",
		summary: "check the milestone.yaml of a planner in this folder, as its attempt is checked"
	},
	only: {
		type: "text",
		value: "task,…",
		problem: onlyProblem,
		input: true,
		dispatch: true,
		summary: "run these tasks and what they need, and leave the others; a completed one is done again"
	},
	"with-dependants": {
		type: "boolean",
		default: false,
		input: true,
		dispatch: true,
		summary: "with retry: also do again whatever was done after the task and needs it"
	},
	revert: {
		type: "boolean",
		default: false,
		input: true,
		summary: "with retry: also take back the code that the phase changed, by revert commits"
	},
	"add-minutes": raise("minutes", "time budget by so many minutes"),
	"add-attempts": raise("attempts", "budget of attempts"),
	"add-tokens": raise("tokens", "token budget"),
	"add-cost": {
		type: "number",
		min: .01,
		max: MAX_AMOUNT,
		unit: "US dollars",
		input: true,
		summary: "raise the cost budget by so many US dollars"
	},
	squash: {
		type: "boolean",
		summary: "as one commit",
		input: true,
		dispatch: true
	},
	merge: {
		type: "boolean",
		summary: "as a merge commit",
		input: true,
		dispatch: true
	},
	state: {
		type: "choice",
		choices: ["keep", "summary"],
		input: true,
		dispatch: true,
		summary: "summary: without logs, sessions, approvals and deliverables, which stay on the branch and its tag"
	},
	watch: {
		type: "boolean",
		summary: "show it anew whenever something changes"
	},
	follow: {
		type: "boolean",
		summary: "go on as it grows, until the run ends"
	},
	attempt: {
		type: "integer",
		min: 1,
		max: MAX_AMOUNT,
		summary: "of this attempt"
	},
	setup: {
		type: "boolean",
		summary: "of the set-up of work trees"
	},
	tests: {
		type: "boolean",
		summary: "of tests and checks"
	},
	port: {
		type: "integer",
		min: 1,
		max: 65535,
		summary: "port of this machine (any that is free)"
	},
	yes: {
		type: "boolean",
		summary: "write what is proposed without asking"
	},
	proposal: {
		type: "text",
		value: "name",
		summary: "write the proposal that was shown under this name"
	},
	open: {
		type: "boolean",
		summary: "open the page in the browser"
	},
	diff: {
		type: "boolean",
		summary: "only what changed since it was last asked about or approved"
	},
	html: {
		type: "boolean",
		summary: "as one HTML page with graph and timeline"
	},
	output: {
		type: "text",
		value: "path",
		summary: "write it to this file instead of showing it"
	},
	format: {
		type: "choice",
		choices: IMPORT_FORMATS,
		summary: "what kind of plan it is (found out by itself)"
	},
	try: {
		type: "boolean",
		default: true,
		summary: "run the setup and the tests that were found once, in a fresh tree"
	},
	force: {
		type: "boolean",
		summary: "replace files that are already there"
	},
	json: {
		type: "boolean",
		summary: "machine-readable output"
	},
	help: {
		type: "boolean",
		summary: "show how the command is used"
	},
	"working-directory": {
		type: "text",
		value: "path",
		summary: "the repository's root (here)"
	}
};
const FLAG_NAMES = Object.keys(FLAGS);
/** What may be asked of any flag, whichever it is. */
const flagSpec = (name) => FLAGS[name];
/** The default as it is written in a workflow; null where there is none. */
function flagDefault(name) {
	const spec = flagSpec(name);
	return "default" in spec && spec.default !== void 0 ? String(spec.default) : null;
}
/** The summary with the default, for help and completion. */
function flagSummary(name) {
	const value = flagDefault(name);
	const shown = value === "true" ? "on" : value;
	return flagSpec(name).summary + (shown === null || shown === "false" || name === "resume" ? "" : ` (${shown})`);
}
function isFlag(name) {
	return Object.hasOwn(FLAGS, name);
}
/** How a flag is written in a usage line. */
function flagUsage(name) {
	const spec = flagSpec(name);
	switch (spec.type) {
		case "boolean": return spec.default === true ? `--no-${name}` : `--${name}`;
		case "choice": return spec.alone ? `--${name}` : `--${name}=${spec.choices.join("|")}`;
		case "integer":
		case "number": return `--${name}=<${spec.unit ?? "number"}>`;
		case "text": return `--${name}=<${spec.value}>`;
	}
}
/** Reads a flag's value; `text` is null where the flag stands alone. */
function readFlag(name, text, negated) {
	const spec = flagSpec(name);
	if (negated) return readNegated(name, spec, text);
	switch (spec.type) {
		case "boolean":
			if (text === null || text === "true") return {
				ok: true,
				value: true
			};
			if (text === "false") return {
				ok: true,
				value: false
			};
			return {
				ok: false,
				reason: `--${name} is on or off: write --${name} or --no-${name}`
			};
		case "choice": {
			const chosen = spec.choices.find((choice) => choice === (text ?? spec.alone)?.toLowerCase());
			if (chosen !== void 0) return {
				ok: true,
				value: chosen
			};
			return {
				ok: false,
				reason: `--${name} is one of ${spec.choices.join(", ")}`
			};
		}
		case "integer":
		case "number": return readNumber(name, spec, text);
		case "text": {
			if (text === null || text === "") return {
				ok: false,
				reason: `--${name} needs a value: ${flagUsage(name)}`
			};
			const problem = spec.problem?.(text);
			return problem ? {
				ok: false,
				reason: `--${name}: ${problem}`
			} : {
				ok: true,
				value: text
			};
		}
	}
}
function readNegated(name, spec, text) {
	if (text !== null) return {
		ok: false,
		reason: `--no-${name} takes no value`
	};
	if (spec.type === "boolean") return {
		ok: true,
		value: false
	};
	if (spec.type === "choice" && spec.negated) return {
		ok: true,
		value: spec.negated
	};
	return {
		ok: false,
		reason: `--${name} cannot be switched off`
	};
}
function readNumber(name, spec, text) {
	const form = spec.type === "integer" ? /^\d{1,10}$/ : /^\d{1,10}(\.\d{1,4})?$/;
	const value = text !== null && form.test(text) ? Number(text) : NaN;
	if (value >= spec.min && value <= spec.max) return {
		ok: true,
		value
	};
	return {
		ok: false,
		reason: `--${name} is ${spec.type === "integer" ? "a whole number" : "a number"}${spec.unit ? ` of ${spec.unit}` : ""} from ${spec.min} to ${spec.max}`
	};
}
/** Whether the flag takes the next word as its value. */
function takesValue(name) {
	const spec = flagSpec(name);
	return spec.type !== "boolean" && !(spec.type === "choice" && spec.alone !== void 0);
}

// src/milestone/command/command-table.ts
const RUN = [
	"strategy",
	"agents",
	"force-dependencies",
	"monitoring",
	"session-id",
	"git-integration",
	"blocker-detection",
	"progress-interval",
	"push",
	"time-budget",
	"continue",
	"request"
];
const BUDGET = [
	"add-minutes",
	"add-attempts",
	"add-tokens",
	"add-cost"
];
const EVERYWHERE = [
	"comment",
	"terminal",
	"action"
];
const TERMINAL = ["terminal"];
const optional = (kind) => ({
	kind,
	required: false
});
const required = (kind) => ({
	kind,
	required: true
});
/**
* Every command, once: its words, flags, rights, and where it can be given. Help, completion, the Action's inputs, the
* comment commands and the tables of the docs are made from this; src/commands holds what each does.
*/
const TABLE = {
	execute: {
		summary: "start the milestone, or go on with it",
		milestone: "required",
		arguments: [],
		flags: [
			...RUN,
			"only",
			"resume",
			"dry-run"
		],
		needs: "write",
		places: EVERYWHERE,
		examples: [
			"execute api-v2",
			"execute api-v2 --strategy=hybrid --agents=8",
			"execute api-v2 --only=schema,docs",
			"execute api-v2 --dry-run"
		]
	},
	resume: {
		summary: "go on with an interrupted, paused or blocked session",
		milestone: "required",
		arguments: [],
		flags: [...RUN, ...BUDGET],
		needs: "write",
		places: EVERYWHERE,
		examples: ["resume api-v2", "resume api-v2 --add-minutes=60"]
	},
	status: {
		summary: "show how far the milestone is",
		milestone: "required",
		arguments: [],
		flags: ["watch"],
		needs: "read",
		places: EVERYWHERE,
		examples: ["status api-v2"]
	},
	plan: {
		summary: "show order, waves, critical path, gates and what would run; with --goal let an agent draft a milestone",
		milestone: "required",
		arguments: [],
		flags: [
			"strategy",
			"agents",
			"goal",
			"id",
			"agent",
			"check",
			"request",
			"from"
		],
		needs: "read",
		places: EVERYWHERE,
		examples: [
			"plan api-v2",
			"plan api-v2 --strategy=hybrid --agents=3",
			"plan --goal \"Rate limits for the public API\" --from PRD.md",
			"plan Rate limits for the public API"
		]
	},
	replan: {
		summary: "let an agent propose a changed plan for a milestone under way, as a difference that a person approves",
		milestone: "required",
		arguments: [],
		flags: [
			"agent",
			"yes",
			"proposal",
			"request"
		],
		needs: "write",
		places: EVERYWHERE,
		examples: ["replan api-v2", "replan api-v2 --agent=codex"]
	},
	validate: {
		summary: "check milestone files and say every mistake with its line",
		milestone: "optional",
		arguments: [],
		flags: [],
		needs: "read",
		places: ["terminal", "action"],
		examples: ["validate", "validate api-v2"]
	},
	pause: {
		summary: "save the session and stop the agents",
		milestone: "required",
		arguments: [optional("text")],
		flags: ["reason", "request"],
		needs: "write",
		places: EVERYWHERE,
		examples: ["pause api-v2"]
	},
	retry: {
		summary: "run a task, a phase, or what blocks the whole milestone, again",
		milestone: "required",
		arguments: [optional("target")],
		flags: [
			"with-dependants",
			"revert",
			...BUDGET,
			...RUN,
			"reason"
		],
		needs: "write",
		places: EVERYWHERE,
		examples: [
			"retry api-v2 schema",
			"retry api-v2 schema/design",
			"retry api-v2 schema --with-dependants",
			"retry api-v2 schema/execute --revert"
		]
	},
	skip: {
		summary: "leave a task out; what depends on it may start",
		milestone: "required",
		arguments: [required("task"), optional("text")],
		flags: ["reason", "request"],
		needs: "maintain",
		places: EVERYWHERE,
		examples: ["skip api-v2 docs not needed for this release"]
	},
	approve: {
		summary: "approve a gate, or every gate that waits for you",
		milestone: "required",
		arguments: [optional("gate")],
		flags: ["request"],
		needs: "approver",
		places: EVERYWHERE,
		examples: ["approve api-v2 schema/design"]
	},
	reject: {
		summary: "request changes; the reason is the next attempt's feedback",
		milestone: "required",
		arguments: [required("gate"), optional("text")],
		flags: ["reason", "request"],
		needs: "approver",
		places: EVERYWHERE,
		examples: ["reject api-v2 schema/design the index on user_id is missing"]
	},
	answer: {
		summary: "answer an agent's question, by the number of an option or in your own words",
		milestone: "required",
		arguments: [required("question"), optional("answer")],
		flags: ["reason", "request"],
		needs: "approver",
		places: EVERYWHERE,
		examples: ["answer api-v2 schema/design 2", "answer api-v2 schema/design#2 use the table of accounts"]
	},
	done: {
		summary: "say that a person's own task is done",
		milestone: "required",
		arguments: [required("target")],
		flags: ["request"],
		needs: "write",
		places: EVERYWHERE,
		examples: ["done api-v2 announcement"]
	},
	postpone: {
		summary: "put the milestone off; execute takes it up again, on GitHub a maintainer's",
		milestone: "required",
		arguments: [optional("text")],
		flags: ["reason", "request"],
		needs: "maintain",
		places: EVERYWHERE,
		examples: ["postpone api-v2 after the freeze"]
	},
	cancel: {
		summary: "give the milestone up for good",
		milestone: "required",
		arguments: [optional("text")],
		flags: ["reason", "request"],
		needs: "maintain",
		places: EVERYWHERE,
		examples: ["cancel api-v2 replaced by api-v3"]
	},
	why: {
		summary: "say what a task waits for, down to the first cause",
		milestone: "required",
		arguments: [required("task")],
		flags: [],
		needs: "read",
		places: EVERYWHERE,
		examples: ["why api-v2 endpoints"]
	},
	report: {
		summary: "show the execution report, or write it to a file",
		milestone: "required",
		arguments: [],
		flags: ["html", "output"],
		needs: "read",
		places: EVERYWHERE,
		examples: ["report api-v2", "report api-v2 --html --output=report.html"]
	},
	list: {
		summary: "list the milestones of this repository",
		milestone: "none",
		arguments: [],
		flags: [],
		needs: "read",
		places: ["terminal", "action"],
		examples: ["list"]
	},
	logs: {
		summary: "show what attempts, set-up and tests printed",
		milestone: "required",
		arguments: [optional("target")],
		flags: [
			"attempt",
			"follow",
			"setup",
			"tests"
		],
		needs: "read",
		places: TERMINAL,
		examples: [
			"logs api-v2",
			"logs api-v2 schema/design --follow",
			"logs api-v2 --tests"
		]
	},
	show: {
		summary: "show the documents of a phase, or what changed in them",
		milestone: "required",
		arguments: [required("phase")],
		flags: ["diff"],
		needs: "read",
		places: TERMINAL,
		examples: ["show api-v2 schema/design", "show api-v2 schema/design --diff"]
	},
	serve: {
		summary: "show all milestones in the browser, live, with buttons to answer",
		milestone: "none",
		arguments: [],
		flags: ["port", "open"],
		needs: "read",
		places: TERMINAL,
		examples: [
			"serve",
			"serve --open",
			"serve --port=4600"
		]
	},
	archive: {
		summary: "move a completed, cancelled or postponed milestone to the archive",
		milestone: "required",
		arguments: [],
		flags: ["request"],
		needs: "write",
		places: EVERYWHERE,
		examples: ["archive api-v2"]
	},
	land: {
		summary: "put a finished milestone on its base branch",
		milestone: "required",
		arguments: [],
		flags: [
			"squash",
			"merge",
			"state",
			"request"
		],
		needs: "maintain",
		places: EVERYWHERE,
		examples: ["land api-v2", "land api-v2 --squash --state=summary"]
	},
	sync: {
		summary: "take changes of the milestone file from the base branch",
		milestone: "required",
		arguments: [],
		flags: ["request", "push"],
		needs: "write",
		places: ["terminal", "action"],
		examples: ["sync api-v2"]
	},
	unlock: {
		summary: "free a session whose owner is gone",
		milestone: "required",
		arguments: [optional("text")],
		flags: ["reason", "request"],
		needs: "maintain",
		places: EVERYWHERE,
		examples: ["unlock api-v2 the runner was lost"]
	},
	pack: {
		summary: "leave the milestone's branch as a file, for a machine that may push",
		milestone: "required",
		arguments: [],
		flags: ["output"],
		needs: "write",
		places: ["terminal", "action"],
		examples: ["pack api-v2", "pack api-v2 --output=api-v2.bundle"]
	},
	take: {
		summary: "check what another machine made as this one's own work is checked, and push it",
		milestone: "optional",
		arguments: [optional("source")],
		flags: [
			"ticket",
			"digest",
			"request",
			"strategy",
			"agents",
			"monitoring",
			"only"
		],
		needs: "write",
		places: ["terminal", "action"],
		examples: ["take api-v2.bundle", "take api-v2 /tmp/api-v2.bundle"]
	},
	work: {
		summary: "do the one phase that a ticket names, and leave the result as a folder for take",
		milestone: "required",
		arguments: [],
		flags: [
			"ticket",
			"output",
			"monitoring"
		],
		needs: "write",
		places: ["terminal", "action"],
		examples: ["work api-v2 --output=/tmp/result"]
	},
	replay: {
		summary: "rebuild the state from the log and compare",
		milestone: "required",
		arguments: [],
		flags: [],
		needs: "read",
		places: TERMINAL,
		examples: ["replay api-v2"]
	},
	audit: {
		summary: "who approved what, at which commit, with which permission",
		milestone: "required",
		arguments: [],
		flags: [],
		needs: "read",
		places: TERMINAL,
		examples: ["audit api-v2"]
	},
	prompt: {
		summary: "print what an agent would be told",
		milestone: "required",
		arguments: [required("phase")],
		flags: [],
		needs: "read",
		places: TERMINAL,
		examples: ["prompt api-v2 schema/design"]
	},
	init: {
		summary: "write a starter milestone, config and workflow",
		milestone: "optional",
		arguments: [],
		flags: [
			"try",
			"goal",
			"agent",
			"runners",
			"force",
			"dry-run"
		],
		needs: "write",
		places: TERMINAL,
		examples: [
			"init",
			"init api-v2",
			"init --goal \"Rate limits for the public API\""
		]
	},
	import: {
		summary: "make a milestone of a Kiro spec, a spec-kit feature, a tasks.json or a GitHub milestone",
		milestone: "none",
		arguments: [required("source"), optional("id")],
		flags: [
			"format",
			"force",
			"dry-run"
		],
		needs: "write",
		places: TERMINAL,
		examples: [
			"import .kiro/specs/login",
			"import .taskmaster/tasks/tasks.json login",
			"import github:12"
		]
	},
	doctor: {
		summary: "try what a run needs: machine, tools, keys, remote, and setup and tests in a fresh tree",
		milestone: "optional",
		arguments: [],
		flags: [],
		needs: "read",
		places: TERMINAL,
		examples: ["doctor", "doctor api-v2"]
	},
	clean: {
		summary: "forget what setup made in earlier sessions, and the agents' conversations of milestones that ended",
		milestone: "none",
		arguments: [],
		flags: [],
		needs: "write",
		places: TERMINAL,
		examples: ["clean"]
	},
	completion: {
		summary: "print the completion script of a shell",
		milestone: "none",
		arguments: [required("shell")],
		flags: [],
		needs: "read",
		places: TERMINAL,
		examples: ["completion bash"]
	},
	help: {
		summary: "show the commands, or how one is used",
		milestone: "none",
		arguments: [optional("command")],
		flags: [],
		needs: "read",
		places: ["comment", "terminal"],
		examples: ["help", "help execute"]
	}
};
const COMMANDS = TABLE;
const COMMAND_NAMES = Object.keys(TABLE);
const SHELLS = [
	"bash",
	"zsh",
	"fish"
];
/** Flags that every command takes in a terminal. */
const TERMINAL_FLAGS = [
	"json",
	"working-directory",
	"push",
	"help"
];
/** The commands that can be given in this place, in the order of the table. */
function commandsAt(place) {
	return COMMAND_NAMES.filter((name) => COMMANDS[name].places.includes(place));
}
/** Steps by which one job of a workflow hands work to another: nobody starts a run for them. */
const BETWEEN_JOBS = [
	"pack",
	"take",
	"work"
];
/** The commands that a run of a workflow can be started for. */
function startableCommands() {
	return commandsAt("action").filter((name) => !BETWEEN_JOBS.includes(name));
}
/** Whether the word is a command that can be given in this place. */
function isCommandAt(name, place) {
	return Object.hasOwn(COMMANDS, name) && COMMANDS[name].places.includes(place);
}

export { isCommandAt as a, FLAG_NAMES as c, flagSummary as d, flagUsage as f, takesValue as h, commandsAt as i, flagDefault as l, readFlag as m, SHELLS as n, startableCommands as o, isFlag as p, TERMINAL_FLAGS as r, FLAGS as s, COMMANDS as t, flagSpec as u };