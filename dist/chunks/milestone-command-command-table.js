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
		summary: "what a new milestone is to reach: an agent drafts it, the engine checks it"
	},
	from: {
		type: "text",
		value: "path|issue:<n>",
		summary: "with --goal: a document, a folder of notes or an issue to plan from"
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
		summary: "with --goal: the agent profile that drafts it (default: the config's, else claude)"
	},
	check: {
		type: "text",
		value: "folder",
		summary: "check the milestone.yaml of a planner in this folder, as its attempt is checked"
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
			"resume",
			"dry-run"
		],
		needs: "write",
		places: EVERYWHERE,
		examples: [
			"execute api-v2",
			"execute api-v2 --strategy=hybrid --agents=8",
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
			"from"
		],
		needs: "read",
		places: EVERYWHERE,
		examples: [
			"plan api-v2",
			"plan api-v2 --strategy=hybrid --agents=3",
			"plan --goal \"Rate limits for the public API\" --from PRD.md"
		]
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
		places: ["comment", "terminal"],
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
		places: ["comment", "terminal"],
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
	archive: {
		summary: "move a completed, cancelled or postponed milestone to the archive",
		milestone: "required",
		arguments: [],
		flags: ["request"],
		needs: "write",
		places: EVERYWHERE,
		examples: ["archive api-v2"]
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
		flags: ["force", "dry-run"],
		needs: "write",
		places: TERMINAL,
		examples: ["init", "init api-v2"]
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
/** Whether the word is a command that can be given in this place. */
function isCommandAt(name, place) {
	return Object.hasOwn(COMMANDS, name) && COMMANDS[name].places.includes(place);
}

export { isCommandAt as a, flagDefault as c, flagUsage as d, isFlag as f, commandsAt as i, flagSpec as l, takesValue as m, SHELLS as n, FLAGS as o, readFlag as p, TERMINAL_FLAGS as r, FLAG_NAMES as s, COMMANDS as t, flagSummary as u };