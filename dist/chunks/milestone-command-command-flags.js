import { A as idProblem, n as STRATEGIES } from "./milestone-session-nearest.js";

// src/milestone/command/command-flags.ts
const MONITORING = [
	"basic",
	"detailed",
	"verbose"
];
const IMPORT_FORMATS = [
	"kiro",
	"spec-kit",
	"task-master",
	"github"
];
const MAX_AMOUNT = 1e9;
const FLAGS = {
	strategy: {
		type: "choice",
		choices: STRATEGIES,
		summary: "how tasks are chosen (parallel)"
	},
	agents: {
		type: "integer",
		min: 1,
		max: 64,
		summary: "how many tasks run at once (6)"
	},
	"force-dependencies": {
		type: "boolean",
		summary: "go on although required milestones are not completed"
	},
	resume: {
		type: "choice",
		choices: [
			"auto",
			"true",
			"false"
		],
		alone: "true",
		negated: "false",
		summary: "an interrupted session: go on with one if there is one (auto), insist on one, or refuse one"
	},
	monitoring: {
		type: "choice",
		choices: MONITORING,
		summary: "how much is shown (detailed)"
	},
	"dry-run": {
		type: "boolean",
		summary: "show what would happen, change nothing"
	},
	"session-id": {
		type: "text",
		value: "id",
		problem: idProblem,
		summary: "name of a new session, or of the one to resume"
	},
	"git-integration": {
		type: "boolean",
		summary: "branch, commits and pushes (on)"
	},
	"blocker-detection": {
		type: "boolean",
		summary: "watch for stalls, long phases and a full disk (on)"
	},
	"progress-interval": {
		type: "integer",
		min: 1,
		max: 86400,
		unit: "seconds",
		summary: "longest time between saves (30)"
	},
	push: {
		type: "boolean",
		summary: "read the branch from origin and push it there (on)"
	},
	"time-budget": {
		type: "integer",
		min: 0,
		max: 1e5,
		unit: "minutes",
		summary: "save and end well before this time is up (0: none)"
	},
	continue: {
		type: "boolean",
		summary: "with --time-budget: start the next run of the workflow"
	},
	request: {
		type: "text",
		value: "key",
		summary: "a wish with a key that was carried out is not carried out again"
	},
	reason: {
		type: "text",
		value: "text",
		summary: "recorded with the command"
	},
	revert: {
		type: "boolean",
		summary: "also take back the code that the phase changed, by revert commits"
	},
	"add-minutes": {
		type: "integer",
		min: 1,
		max: MAX_AMOUNT,
		unit: "minutes",
		summary: "raise the time budget"
	},
	"add-attempts": {
		type: "integer",
		min: 1,
		max: MAX_AMOUNT,
		unit: "attempts",
		summary: "raise the attempts budget"
	},
	"add-tokens": {
		type: "integer",
		min: 1,
		max: MAX_AMOUNT,
		unit: "tokens",
		summary: "raise the token budget"
	},
	"add-cost": {
		type: "number",
		min: .01,
		max: MAX_AMOUNT,
		unit: "US dollars",
		summary: "raise the cost budget"
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
function isFlag(name) {
	return Object.hasOwn(FLAGS, name);
}
/** How a flag is written in a usage line. */
function flagUsage(name) {
	const spec = FLAGS[name];
	switch (spec.type) {
		case "boolean": return ON_BY_DEFAULT.has(name) ? `--no-${name}` : `--${name}`;
		case "choice": return spec.alone ? `--${name}` : `--${name}=${spec.choices.join("|")}`;
		case "integer":
		case "number": return `--${name}=<${spec.unit ?? "number"}>`;
		case "text": return `--${name}=<${spec.value}>`;
	}
}
const ON_BY_DEFAULT = /* @__PURE__ */ new Set([
	"git-integration",
	"blocker-detection",
	"push"
]);
/** Reads a flag's value; `text` is null where the flag stands alone. */
function readFlag(name, text, negated) {
	const spec = FLAGS[name];
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
	const spec = FLAGS[name];
	return spec.type !== "boolean" && !(spec.type === "choice" && spec.alone !== void 0);
}

export { takesValue as a, readFlag as i, flagUsage as n, isFlag as r, FLAGS as t };