import { i as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { a as LineTable, i as spanAt, l as showValue, n as Findings, r as headOf, s as printable, t as pathProblem } from "./milestone-diagnostic-path-rule.js";
import { a as nodeAt, o as pairOf, s as toData, t as readYaml } from "./milestone-yaml-read.js";
import { S as isPhase, _ as PHASE_STATUSES, h as PHASES, m as MILESTONE_STATUSES, n as ROOT, p as DEFAULT_WEIGHTS, s as idProblem, v as TASK_STATUSES, x as isFinished, y as TRANSITION } from "./milestone-names.js";
import { d as record, i as int, m as union, n as array, o as looseObject, p as string, r as boolean, s as number, t as _enum } from "./lib-zod.js";
import { i as trimEndOf, t as counted } from "./milestone-text-sanitise.js";
import { Ct as phasePlan, St as TASK_CONDITIONS, bt as DEFAULT_QUESTIONS, t as nearest, xt as DELIVERABLE_KINDS, yt as DEFAULT_LIMITS } from "./milestone-view-nearest.js";
import { n as REVIEW_SEVERITIES, t as LENSES } from "./milestone-review-review-finding.js";

// src/milestone/plan/prices.ts
/** The day on which the table below was last compared with its sources. */
const PRICES_OF = "2026-11-30";
/**
* List prices of the standard tier for prompts of usual length, which `prices:` of milestone and config changes. A longer
* prompt, a fast tier or a data residence cost more, a batch or a discount less. Sources:
*
* - OpenAI: developers.openai.com/api/docs/pricing, as the change logs of several cost trackers quote it (GPT-6 Astra of
*   2026-09-03, GPT-6.1 Sol of 2026-09-29, GPT-6.1 Terra of 2026-10-26), and docs.litellm.ai/blog/gpt-6-1-terra
* - Anthropic: platform.claude.com/docs/en/about-claude/pricing and the overview pages of its models
* - Google: ai.google.dev/gemini-api/docs/pricing; the 3.6 to 3.8 Flash at the price that holds from 2027, not at the
*   half of it that holds until then
* - and for models of all three: github/docs, data/tables/copilot/models-and-pricing.yml
*/
const SHIPPED = {
	"gpt-6-astra": {
		input: 10,
		cached: 1,
		output: 50
	},
	"gpt-6.1-sol": {
		input: 2,
		cached: .1,
		output: 10
	},
	"gpt-6.1-terra": {
		input: 1,
		cached: .05,
		output: 5
	},
	"gpt-6-sol": {
		input: 2,
		cached: .2,
		output: 10
	},
	"gpt-6-luna": {
		input: .1,
		cached: .01,
		output: .5
	},
	"gpt-5.6-sol": {
		input: 5,
		cached: .5,
		output: 30
	},
	"gpt-5.6-terra": {
		input: 2,
		cached: .2,
		output: 12
	},
	"gpt-5.6-luna": {
		input: .2,
		cached: .02,
		output: 1.2
	},
	"gpt-5.5": {
		input: 5,
		cached: .5,
		output: 30
	},
	"gpt-5.4": {
		input: 2.5,
		cached: .25,
		output: 15
	},
	"gpt-5.4-mini": {
		input: .75,
		cached: .075,
		output: 4.5
	},
	"gpt-5.4-nano": {
		input: .2,
		cached: .02,
		output: 1.25
	},
	"gpt-5.3-codex": {
		input: 1.75,
		cached: .175,
		output: 14
	},
	"gpt-5.2-codex": {
		input: 1.75,
		cached: .175,
		output: 14
	},
	"gpt-5.2": {
		input: 1.75,
		cached: .175,
		output: 14
	},
	"gpt-5.1-codex-max": {
		input: 1.25,
		cached: .125,
		output: 10
	},
	"gpt-5.1-codex": {
		input: 1.25,
		cached: .125,
		output: 10
	},
	"gpt-5.1": {
		input: 1.25,
		cached: .125,
		output: 10
	},
	"gpt-5-codex": {
		input: 1.25,
		cached: .125,
		output: 10
	},
	"gpt-5": {
		input: 1.25,
		cached: .125,
		output: 10
	},
	"gpt-5-mini": {
		input: .25,
		cached: .025,
		output: 2
	},
	"gpt-5-nano": {
		input: .05,
		cached: .005,
		output: .4
	},
	"gpt-4.1": {
		input: 2,
		cached: .5,
		output: 8
	},
	"gpt-4.1-mini": {
		input: .4,
		cached: .1,
		output: 1.6
	},
	"claude-fable-5-1": {
		input: 10,
		cached: 1,
		output: 50
	},
	"claude-fable-5": {
		input: 10,
		cached: 1,
		output: 50
	},
	"claude-opus-5-5": {
		input: 4,
		cached: .2,
		output: 20
	},
	"claude-opus-5": {
		input: 5,
		cached: .5,
		output: 25
	},
	"claude-opus-4-8": {
		input: 5,
		cached: .5,
		output: 25
	},
	"claude-opus-4-7": {
		input: 5,
		cached: .5,
		output: 25
	},
	"claude-opus-4-6": {
		input: 5,
		cached: .5,
		output: 25
	},
	"claude-opus-4-5": {
		input: 5,
		cached: .5,
		output: 25
	},
	"claude-opus-4-1": {
		input: 15,
		cached: 1.5,
		output: 75
	},
	"claude-sonnet-5-5": {
		input: 2,
		cached: .1,
		output: 10
	},
	"claude-sonnet-5": {
		input: 2,
		cached: .2,
		output: 10
	},
	"claude-sonnet-4-6": {
		input: 3,
		cached: .3,
		output: 15
	},
	"claude-sonnet-4-5": {
		input: 3,
		cached: .3,
		output: 15
	},
	"claude-sonnet-4": {
		input: 3,
		cached: .3,
		output: 15
	},
	"claude-haiku-5-5": {
		input: .5,
		cached: .05,
		output: 2.5
	},
	"claude-haiku-4-5": {
		input: 1,
		cached: .1,
		output: 5
	},
	"gemini-3.8-flash": {
		input: 1.5,
		cached: .15,
		output: 7.5
	},
	"gemini-3.7-flash": {
		input: 1.5,
		cached: .15,
		output: 7.5
	},
	"gemini-3.6-flash": {
		input: 1.5,
		cached: .15,
		output: 7.5
	},
	"gemini-3.5-flash": {
		input: 1.5,
		cached: .15,
		output: 9
	},
	"gemini-3.5-flash-lite": {
		input: .3,
		cached: .03,
		output: 2.5
	},
	"gemini-3.1-pro": {
		input: 2,
		cached: .2,
		output: 12
	},
	"gemini-3.1-flash-lite": {
		input: .25,
		cached: .025,
		output: 1.5
	},
	"gemini-3-pro": {
		input: 2,
		cached: .2,
		output: 12
	},
	"gemini-3-flash": {
		input: .5,
		cached: .05,
		output: 3
	},
	"gemini-2.5-pro": {
		input: 1.25,
		cached: .125,
		output: 10
	},
	"gemini-2.5-flash": {
		input: .3,
		cached: .03,
		output: 2.5
	},
	"gemini-2.5-flash-lite": {
		input: .1,
		cached: .01,
		output: .4
	}
};
/**
* What each program uses where nobody names a model. Codex 0.169.0 ships its list, and Gemini CLI 0.61.0 its constants;
* of those that Gemini chooses among by itself the dearest stands here. Claude Code and Copilot decide by account.
*/
const DEFAULT_MODELS = {
	"claude-json": "claude-sonnet-5",
	"codex-jsonl": "gpt-6.1-sol",
	"gemini-json": "gemini-3.1-pro",
	"copilot-text": "claude-sonnet-4-6"
};
/** The short words that Claude Code takes for a model. */
const ALIASES = {
	opus: "claude-opus-5-5",
	sonnet: "claude-sonnet-5-5",
	haiku: "claude-haiku-5-5",
	fable: "claude-fable-5-1"
};
/** Variables from which the known programs read their model. */
const MODEL_VARIABLES = [
	"ANTHROPIC_MODEL",
	"OPENAI_MODEL",
	"CODEX_MODEL",
	"GEMINI_MODEL",
	"COPILOT_MODEL"
];
/**
* The price of a model; null: nobody gives one. Names are compared without a provider in front, a date or the like behind,
* and with dots as dashes, since services call the same model by different names.
*/
function priceOf(model, own) {
	for (const prices of [own, SHIPPED]) for (const name of formsOf(model)) {
		const found = Object.keys(prices).find((key) => key === name || plainName(key) === plainName(name));
		if (found !== void 0) return prices[found];
	}
	return null;
}
function formsOf(model) {
	const alone = model.slice(model.lastIndexOf("/") + 1).replace(/\[[^\]]{0,20}\]$/, "");
	return [
		model,
		alone,
		alone.replace(/[@-]\d{4}-?\d{2}-?\d{2}$/, "").replace(/-(?:latest|preview|customtools|preview-customtools)$/, ""),
		ALIASES[alone] ?? alone
	];
}
function plainName(model) {
	return model.toLowerCase().replaceAll(".", "-");
}
/**
* The model that a profile's program uses as far as it can be told beforehand: as the profile says, as its arguments or
* variables say, or the program's own default. null: nothing says.
* @param environment what the program gets beside the profile's own variables
*/
function modelOf(profile, environment = {}) {
	if (profile.model !== void 0) return profile.model;
	const args = [...profile.args, ...Object.values(profile.phaseArgs).flat()];
	const inArgs = args.map((arg, index) => modelIn(arg ?? "", args[index + 1])).find((found) => found !== null);
	if (inArgs) return inArgs;
	for (const name of MODEL_VARIABLES) {
		const value = profile.env[name] ?? (name in profile.env || name in environment ? environment[name] : null);
		if (value) return value;
	}
	return DEFAULT_MODELS[profile.result] ?? null;
}
function modelIn(arg, next) {
	if (arg === "--model" || arg === "-m") return next ?? null;
	return (/^(?:--model=|-m=|(?:--config=|-c)model=)(.{1,200})$/.exec(arg)?.[1])?.replaceAll(/^["']|["']$/g, "") ?? null;
}
/** Whether its program tells what it cost. */
function tellsDollars(profile) {
	return profile.result === "claude-json";
}
/** Whether its program tells what it used at all. */
function tellsTokens(profile) {
	return profile.result !== "text";
}
/** US dollars. */
function dollarsOf({ input, cached, output }, price) {
	return (Math.max(0, input - cached) * price.input + Math.min(input, cached) * price.cached + output * price.output) / 1e6;
}
/**
* What a minute of an agent's work uses at the most, for the cost of an attempt that was ended before its program told
* it: twelve calls that each read a context of 100,000 tokens, nine tenths of it cached, and write 500.
*/
const BUSY_MINUTE = {
	input: 12e5,
	cached: 108e4,
	output: 6e3
};
/** US dollars that a minute of the model costs at the most. */
function dollarsPerMinute(price) {
	return dollarsOf(BUSY_MINUTE, price);
}
/**
* What a phase used of a model in a quick and in a long run. They are assumptions, not measurements: an agent calls its
* model ten to a hundred times, and sends all it has read with each call, most of it from the provider's cache.
*/
const QUICK_PHASE = {
	documents: {
		input: 1e5,
		cached: 7e4,
		output: 3e3
	},
	code: {
		input: 3e5,
		cached: 24e4,
		output: 6e3
	}
};
const LONG_PHASE = {
	documents: {
		input: 15e5,
		cached: 13e5,
		output: 25e3
	},
	code: {
		input: 8e6,
		cached: 74e5,
		output: 8e4
	}
};

// src/milestone/path/guard-paths.ts
/**
* Parts a phase's changes into what may be committed and what is dropped, reported and fails the attempt
* (contract §5). `ownFolder` is the phase's deliverables folder below `.milestones/`; nothing else there is
* an executor's to write, as it is the state that others trust.
*/
function guardPaths(paths, ownFolder) {
	const result = {
		allowed: [],
		dropped: []
	};
	for (const path of paths) {
		const verdict = guardPath(path, ownFolder);
		if (verdict.allowed) result.allowed.push(path);
		else result.dropped.push({
			path,
			rule: verdict.rule,
			reason: verdict.reason
		});
	}
	return result;
}
/** The same for one path. */
function guardPath(path, ownFolder) {
	const form = formProblem(path);
	if (form) return dropped("unsafe_path", form);
	const names = path.split("/").map(canonicalName);
	if (names.some(isGit)) return dropped("git_internals", "it reaches into git's own folder");
	const [first = "", second = "", third = ""] = names;
	if (names.some((name) => isShort(name, "gitmodules", "gitmod"))) return dropped("git_internals", "which submodules there are is decided by people");
	if (isShort(first, "milestones", "milest")) {
		if (path.startsWith(`${ownFolder}/`)) return ALLOWED;
		return dropped("milestones", `below ${ROOT}/ a phase writes only its own deliverables (${ownFolder}/)`);
	}
	if (names.length <= 3 && ownersFile(names)) return dropped("codeowners", "who must review is decided by people");
	if (!isShort(first, "github", "github")) return ALLOWED;
	if (names.length === 1) return dropped("github_config", "the folder may not be replaced");
	if (isShort(second, "workflows", "workfl", "") || isShort(second, "actions", "action", "")) return dropped("workflow", "workflows and actions run with the repository's rights, so only people change them");
	return third === "" && (second === "milestone.yml" || /^milest~\d+\.yml$/.test(second)) ? dropped("github_config", "it says who may do what, so only people change it") : ALLOWED;
}
const ALLOWED = { allowed: true };
/** Characters that look like a slash or a dot, or become one in another system's normal form. */
const LOOKALIKES = /[\u2024\u2025\u2026\u2044\u2215\u2571\u29f5\u29f8\ufe52\ufe68\uff0e\uff0f\uff3c]/;
/** Bidirectional marks make a path read as another one. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
const MAX_PATH_BYTES = 4096;
const MAX_NAME_BYTES = 255;
/** Why a path is no good anywhere, whatever it names. */
function formProblem(path) {
	if (path === "") return "it is empty";
	if (/[\0-\x1f\x7f-\x9f]/.test(path)) return "it holds control characters";
	if (path !== path.toWellFormed() || path.includes("�")) return "its name is no valid text";
	if (path.includes("\\")) return "it holds a backslash, which is a separator on Windows";
	if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "it is absolute";
	if (LOOKALIKES.test(path) || BIDI.test(path)) return "it holds characters that pass for others";
	if (byteLength(path) > MAX_PATH_BYTES) return "it is too long";
	for (const name of path.split("/")) {
		const problem = nameProblem(name);
		if (problem) return problem;
	}
	return null;
}
function nameProblem(name) {
	if (name === "") return "it holds an empty part";
	if (name === "." || name === ".." || /^(?:%2e|\.){1,2}$/i.test(name)) return "it leaves its folder";
	if (/%(?:2f|5c|00)/i.test(name)) return "it holds an encoded separator";
	if (/[. ]$/.test(name)) return "a name ends in a dot or space, which Windows drops";
	if (DEVICE.test(name)) return "a name is a device on Windows";
	return byteLength(name) > MAX_NAME_BYTES ? "a name is too long" : null;
}
/**
* The name as the most forgiving file system sees it: compatibility forms and letter case folded,
* ignorable characters and NTFS streams dropped, dots and spaces at the end dropped. Two names that could
* be the same file anywhere are equal here.
*/
function canonicalName(name) {
	const [own = ""] = name.split(":", 1);
	const folded = own.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, "").toUpperCase().toLowerCase().normalize("NFKC");
	return trimEndOf(folded, ". ");
}
function isGit(name) {
	return name === ".git" || /^gi(?:t|[0-9a-f]{4})~\d+$/.test(name);
}
/** A protected name or its short form on NTFS (`.github` is also `GITHUB~1`, or with a hash `GI7E3F~1`). */
function isShort(name, word, short, dot = ".") {
	if (name === dot + word) return true;
	const tilde = /^([^~]{2,6})~\d+$/.exec(name)?.[1];
	if (tilde === void 0) return false;
	return tilde === short || tilde.length === 6 && tilde.startsWith(short.slice(0, 2)) && /^..[0-9a-f]{4}$/.test(tilde);
}
/** CODEOWNERS counts at the root, in `.github/` and in `docs/`. */
function ownersFile(names) {
	const [first = "", second] = names;
	const isOwners = (name) => isShort(name, "codeowners", "codeow", "");
	if (second === void 0) return isOwners(first);
	return names.length === 2 && (first === "docs" || isShort(first, "github", "github")) && isOwners(second);
}
function dropped(rule, reason) {
	return {
		allowed: false,
		rule,
		reason
	};
}
function byteLength(text) {
	return new TextEncoder().encode(text).length;
}
/** Folders whose content steers coding agents or the tools that they start, wherever they stand. */
const FOLDERS = /* @__PURE__ */ new Set([...[
	".claude",
	".codex",
	".gemini",
	".cursor",
	".agents",
	".opencode",
	".qwen",
	".windsurf",
	".continue"
], ...[
	".roo",
	".husky",
	".clinerules",
	".amazonq",
	".junie",
	".augment",
	".factory",
	".crush",
	".goose"
]]);
/** Files that do. */
const FILES = /* @__PURE__ */ new Set([
	...[
		".mcp.json",
		".npmrc",
		".gitconfig",
		"agents.md",
		"agents.override.md",
		"claude.md",
		"claude.local.md"
	],
	...[
		"gemini.md",
		"qwen.md",
		".cursorrules",
		".windsurfrules",
		".clinerules",
		".aider.conf.yml"
	],
	...[
		"opencode.json",
		"opencode.jsonc",
		"crush.json",
		".crush.json",
		".goosehints",
		".augment-guidelines"
	]
]);
const GITHUB = /^\.github\/(?:copilot|instructions\/|prompts\/|agents\/|chatmodes\/|hooks\/)/;
/** Beside specs, which are people's plans. */
const KIRO = /(?:^|\/)\.kiro\/(?:steering|settings|hooks|agents)(?:\/|$)/;
/** Whether an agent or what it starts takes orders from the file; letter case means nothing to some file systems. */
function isAgentSetting(path) {
	const lower = path.toLowerCase();
	const names = lower.split("/");
	return names.slice(0, -1).some((name) => FOLDERS.has(name)) || FOLDERS.has(names.at(-1)) || FILES.has(names.at(-1)) || GITHUB.test(lower) || KIRO.test(lower);
}

// node_modules/picomatch/lib/constants.js
var require_constants$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const WIN_SLASH = "\\\\/";
	const WIN_NO_SLASH = `[^${WIN_SLASH}]`;
	const DEFAULT_MAX_EXTGLOB_RECURSION = 0;
	/**
	* Posix glob regex
	*/
	const DOT_LITERAL = "\\.";
	const PLUS_LITERAL = "\\+";
	const QMARK_LITERAL = "\\?";
	const SLASH_LITERAL = "\\/";
	const ONE_CHAR = "(?=.)";
	const QMARK = "[^/]";
	const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
	const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
	const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
	const POSIX_CHARS = {
		DOT_LITERAL,
		PLUS_LITERAL,
		QMARK_LITERAL,
		SLASH_LITERAL,
		ONE_CHAR,
		QMARK,
		END_ANCHOR,
		DOTS_SLASH,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!${START_ANCHOR}${DOTS_SLASH})`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`,
		NO_DOTS_SLASH: `(?!${DOTS_SLASH})`,
		QMARK_NO_DOT: `[^.${SLASH_LITERAL}]`,
		STAR: `${QMARK}*?`,
		START_ANCHOR,
		SEP: "/"
	};
	/**
	* Windows glob regex
	*/
	const WINDOWS_CHARS = {
		...POSIX_CHARS,
		SLASH_LITERAL: `[${WIN_SLASH}]`,
		QMARK: WIN_NO_SLASH,
		STAR: `${WIN_NO_SLASH}*?`,
		DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
		NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
		START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
		END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
		SEP: "\\"
	};
	/**
	* POSIX Bracket Regex
	*/
	const POSIX_REGEX_SOURCE = {
		__proto__: null,
		alnum: "a-zA-Z0-9",
		alpha: "a-zA-Z",
		ascii: "\\x00-\\x7F",
		blank: " \\t",
		cntrl: "\\x00-\\x1F\\x7F",
		digit: "0-9",
		graph: "\\x21-\\x7E",
		lower: "a-z",
		print: "\\x20-\\x7E ",
		punct: "\\-!\"#$%&'()\\*+,./:;<=>?@[\\]^_`{|}~",
		space: " \\t\\r\\n\\v\\f",
		upper: "A-Z",
		word: "A-Za-z0-9_",
		xdigit: "A-Fa-f0-9"
	};
	module.exports = {
		DEFAULT_MAX_EXTGLOB_RECURSION,
		MAX_LENGTH: 65536,
		POSIX_REGEX_SOURCE,
		REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
		REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
		REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
		REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
		REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
		REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,
		REPLACEMENTS: {
			__proto__: null,
			"***": "*",
			"**/**": "**",
			"**/**/**": "**"
		},
		CHAR_0: 48,
		CHAR_9: 57,
		CHAR_UPPERCASE_A: 65,
		CHAR_LOWERCASE_A: 97,
		CHAR_UPPERCASE_Z: 90,
		CHAR_LOWERCASE_Z: 122,
		CHAR_LEFT_PARENTHESES: 40,
		CHAR_RIGHT_PARENTHESES: 41,
		CHAR_ASTERISK: 42,
		CHAR_AMPERSAND: 38,
		CHAR_AT: 64,
		CHAR_BACKWARD_SLASH: 92,
		CHAR_CARRIAGE_RETURN: 13,
		CHAR_CIRCUMFLEX_ACCENT: 94,
		CHAR_COLON: 58,
		CHAR_COMMA: 44,
		CHAR_DOT: 46,
		CHAR_DOUBLE_QUOTE: 34,
		CHAR_EQUAL: 61,
		CHAR_EXCLAMATION_MARK: 33,
		CHAR_FORM_FEED: 12,
		CHAR_FORWARD_SLASH: 47,
		CHAR_GRAVE_ACCENT: 96,
		CHAR_HASH: 35,
		CHAR_HYPHEN_MINUS: 45,
		CHAR_LEFT_ANGLE_BRACKET: 60,
		CHAR_LEFT_CURLY_BRACE: 123,
		CHAR_LEFT_SQUARE_BRACKET: 91,
		CHAR_LINE_FEED: 10,
		CHAR_NO_BREAK_SPACE: 160,
		CHAR_PERCENT: 37,
		CHAR_PLUS: 43,
		CHAR_QUESTION_MARK: 63,
		CHAR_RIGHT_ANGLE_BRACKET: 62,
		CHAR_RIGHT_CURLY_BRACE: 125,
		CHAR_RIGHT_SQUARE_BRACKET: 93,
		CHAR_SEMICOLON: 59,
		CHAR_SINGLE_QUOTE: 39,
		CHAR_SPACE: 32,
		CHAR_TAB: 9,
		CHAR_UNDERSCORE: 95,
		CHAR_VERTICAL_LINE: 124,
		CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279,
		/**
		* Create EXTGLOB_CHARS
		*/
		extglobChars(chars) {
			return {
				"!": {
					type: "negate",
					open: "(?:(?!(?:",
					close: `))${chars.STAR})`
				},
				"?": {
					type: "qmark",
					open: "(?:",
					close: ")?"
				},
				"+": {
					type: "plus",
					open: "(?:",
					close: ")+"
				},
				"*": {
					type: "star",
					open: "(?:",
					close: ")*"
				},
				"@": {
					type: "at",
					open: "(?:",
					close: ")"
				}
			};
		},
		/**
		* Create GLOB_CHARS
		*/
		globChars(win32) {
			return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
		}
	};
}));

// node_modules/picomatch/lib/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports) => {
	const { REGEX_BACKSLASH, REGEX_REMOVE_BACKSLASH, REGEX_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_GLOBAL } = require_constants$1();
	exports.isObject = (val) => val !== null && typeof val === "object" && !Array.isArray(val);
	exports.hasRegexChars = (str) => REGEX_SPECIAL_CHARS.test(str);
	exports.isRegexChar = (str) => str.length === 1 && exports.hasRegexChars(str);
	exports.escapeRegex = (str) => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, "\\$1");
	exports.toPosixSlashes = (str) => str.replace(REGEX_BACKSLASH, "/");
	exports.isWindows = () => {
		if (typeof navigator !== "undefined" && navigator.platform) {
			const platform = navigator.platform.toLowerCase();
			return platform === "win32" || platform === "windows";
		}
		if (typeof process !== "undefined" && process.platform) return process.platform === "win32";
		return false;
	};
	exports.removeBackslashes = (str) => {
		return str.replace(REGEX_REMOVE_BACKSLASH, (match) => {
			return match === "\\" ? "" : match;
		});
	};
	exports.escapeLast = (input, char, lastIdx) => {
		const idx = input.lastIndexOf(char, lastIdx);
		if (idx === -1) return input;
		if (input[idx - 1] === "\\") return exports.escapeLast(input, char, idx - 1);
		return `${input.slice(0, idx)}\\${input.slice(idx)}`;
	};
	exports.removePrefix = (input, state = {}) => {
		let output = input;
		if (output.startsWith("./")) {
			output = output.slice(2);
			state.prefix = "./";
		}
		return output;
	};
	exports.wrapOutput = (input, state = {}, options = {}) => {
		let output = `${options.contains ? "" : "^"}(?:${input})${options.contains ? "" : "$"}`;
		if (state.negated === true) output = `(?:^(?!${output}).*$)`;
		return output;
	};
	exports.basename = (path, { windows } = {}) => {
		const segs = path.split(windows ? /[\\/]/ : "/");
		const last = segs[segs.length - 1];
		if (last === "") return segs[segs.length - 2];
		return last;
	};
}));

// node_modules/picomatch/lib/scan.js
var require_scan = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const utils = require_utils();
	const { CHAR_ASTERISK, CHAR_AT, CHAR_BACKWARD_SLASH, CHAR_COMMA, CHAR_DOT, CHAR_EXCLAMATION_MARK, CHAR_FORWARD_SLASH, CHAR_LEFT_CURLY_BRACE, CHAR_LEFT_PARENTHESES, CHAR_LEFT_SQUARE_BRACKET, CHAR_PLUS, CHAR_QUESTION_MARK, CHAR_RIGHT_CURLY_BRACE, CHAR_RIGHT_PARENTHESES, CHAR_RIGHT_SQUARE_BRACKET } = require_constants$1();
	const isPathSeparator = (code) => {
		return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
	};
	const depth = (token) => {
		if (token.isPrefix !== true) token.depth = token.isGlobstar ? Infinity : 1;
	};
	/**
	* Quickly scans a glob pattern and returns an object with a handful of
	* useful properties, like `isGlob`, `path` (the leading non-glob, if it exists),
	* `glob` (the actual pattern), `negated` (true if the path starts with `!` but not
	* with `!(`) and `negatedExtglob` (true if the path starts with `!(`).
	*
	* ```js
	* const pm = require('picomatch');
	* console.log(pm.scan('foo/bar/*.js'));
	* { isGlob: true, input: 'foo/bar/*.js', base: 'foo/bar', glob: '*.js' }
	* ```
	* @param {String} `str`
	* @param {Object} `options`
	* @return {Object} Returns an object with tokens and regex source string.
	* @api public
	*/
	const scan = (input, options) => {
		const opts = options || {};
		const length = input.length - 1;
		const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
		const slashes = [];
		const tokens = [];
		const parts = [];
		let str = input;
		let index = -1;
		let start = 0;
		let lastIndex = 0;
		let isBrace = false;
		let isBracket = false;
		let isGlob = false;
		let isExtglob = false;
		let isGlobstar = false;
		let braceEscaped = false;
		let backslashes = false;
		let negated = false;
		let negatedExtglob = false;
		let finished = false;
		let braces = 0;
		let prev;
		let code;
		let token = {
			value: "",
			depth: 0,
			isGlob: false
		};
		const eos = () => index >= length;
		const peek = () => str.charCodeAt(index + 1);
		const advance = () => {
			prev = code;
			return str.charCodeAt(++index);
		};
		while (index < length) {
			code = advance();
			let next;
			if (code === CHAR_BACKWARD_SLASH) {
				backslashes = token.backslashes = true;
				code = advance();
				if (code === CHAR_LEFT_CURLY_BRACE) braceEscaped = true;
				continue;
			}
			if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
				braces++;
				while (eos() !== true && (code = advance())) {
					if (code === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (code === CHAR_LEFT_CURLY_BRACE) {
						braces++;
						continue;
					}
					if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (braceEscaped !== true && code === CHAR_COMMA) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (code === CHAR_RIGHT_CURLY_BRACE) {
						braces--;
						if (braces === 0) {
							braceEscaped = false;
							isBrace = token.isBrace = true;
							finished = true;
							break;
						}
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_FORWARD_SLASH) {
				slashes.push(index);
				tokens.push(token);
				token = {
					value: "",
					depth: 0,
					isGlob: false
				};
				if (finished === true) continue;
				if (prev === CHAR_DOT && index === start + 1) {
					start += 2;
					continue;
				}
				lastIndex = index + 1;
				continue;
			}
			if (opts.noext !== true) {
				if ((code === CHAR_PLUS || code === CHAR_AT || code === CHAR_ASTERISK || code === CHAR_QUESTION_MARK || code === CHAR_EXCLAMATION_MARK) === true && peek() === CHAR_LEFT_PARENTHESES) {
					isGlob = token.isGlob = true;
					isExtglob = token.isExtglob = true;
					finished = true;
					if (code === CHAR_EXCLAMATION_MARK && index === start) negatedExtglob = true;
					if (scanToEnd === true) {
						let parens = 0;
						while (eos() !== true && (code = advance())) {
							if (code === CHAR_BACKWARD_SLASH) {
								backslashes = token.backslashes = true;
								advance();
								continue;
							}
							if (code === CHAR_LEFT_PARENTHESES) {
								parens++;
								continue;
							}
							if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
								finished = true;
								break;
							}
						}
						continue;
					}
					break;
				}
			}
			if (code === CHAR_ASTERISK) {
				if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_QUESTION_MARK) {
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_LEFT_SQUARE_BRACKET) {
				while (eos() !== true && (next = advance())) {
					if (next === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (next === CHAR_RIGHT_SQUARE_BRACKET) {
						isBracket = token.isBracket = true;
						isGlob = token.isGlob = true;
						finished = true;
						break;
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
				negated = token.negated = true;
				start++;
				continue;
			}
			if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
				isGlob = token.isGlob = true;
				if (scanToEnd === true) {
					let parens = 1;
					while (eos() !== true && (code = advance())) {
						if (code === CHAR_BACKWARD_SLASH) {
							backslashes = token.backslashes = true;
							advance();
							continue;
						}
						if (code === CHAR_LEFT_PARENTHESES) {
							parens++;
							continue;
						}
						if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
							finished = true;
							break;
						}
					}
					continue;
				}
				break;
			}
			if (isGlob === true) {
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
		}
		if (opts.noext === true) {
			isExtglob = false;
			isGlob = false;
		}
		let base = str;
		let prefix = "";
		let glob = "";
		if (start > 0) {
			prefix = str.slice(0, start);
			str = str.slice(start);
			lastIndex -= start;
		}
		if (base && isGlob === true && lastIndex > 0) {
			base = str.slice(0, lastIndex);
			glob = str.slice(lastIndex);
		} else if (isGlob === true) {
			base = "";
			glob = str;
		} else base = str;
		if (base && base !== "" && base !== "/" && base !== str) {
			if (isPathSeparator(base.charCodeAt(base.length - 1))) base = base.slice(0, -1);
		}
		if (opts.unescape === true) {
			if (glob) glob = utils.removeBackslashes(glob);
			if (base && backslashes === true) base = utils.removeBackslashes(base);
		}
		const state = {
			prefix,
			input,
			start,
			base,
			glob,
			isBrace,
			isBracket,
			isGlob,
			isExtglob,
			isGlobstar,
			negated,
			negatedExtglob
		};
		if (opts.tokens === true) {
			state.maxDepth = 0;
			if (!isPathSeparator(code)) tokens.push(token);
			state.tokens = tokens;
		}
		if (opts.parts === true || opts.tokens === true) {
			let prevIndex;
			for (let idx = 0; idx < slashes.length; idx++) {
				const n = prevIndex !== void 0 ? prevIndex + 1 : start;
				const i = slashes[idx];
				const value = input.slice(n, i);
				if (opts.tokens) {
					if (idx === 0 && start !== 0) {
						tokens[idx].isPrefix = true;
						tokens[idx].value = prefix;
					} else tokens[idx].value = value;
					depth(tokens[idx]);
					state.maxDepth += tokens[idx].depth;
				}
				if (i >= start) {
					parts.push(value);
					prevIndex = i;
				}
			}
			const n = prevIndex !== void 0 ? prevIndex + 1 : start;
			const value = input.slice(n);
			parts.push(value);
			if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
				tokens[tokens.length - 1].value = value;
				depth(tokens[tokens.length - 1]);
				state.maxDepth += tokens[tokens.length - 1].depth;
			}
			state.slashes = slashes;
			state.parts = parts;
		}
		return state;
	};
	module.exports = scan;
}));

// node_modules/picomatch/lib/parse.js
var require_parse$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const constants = require_constants$1();
	const utils = require_utils();
	/**
	* Constants
	*/
	const { MAX_LENGTH, POSIX_REGEX_SOURCE, REGEX_NON_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_BACKREF, REPLACEMENTS } = constants;
	/**
	* Helpers
	*/
	const expandRange = (args, options) => {
		if (typeof options.expandRange === "function") return options.expandRange(...args, options);
		args.sort();
		const value = `[${args.join("-")}]`;
		try {
			new RegExp(value);
		} catch (ex) {
			return args.map((v) => utils.escapeRegex(v)).join("..");
		}
		return value;
	};
	/**
	* Create the message for a syntax error
	*/
	const syntaxError = (type, char) => {
		return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
	};
	const splitTopLevel = (input) => {
		const parts = [];
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let value = "";
		let escaped = false;
		for (const ch of input) {
			if (escaped === true) {
				value += ch;
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				value += ch;
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				value += ch;
				continue;
			}
			if (quote === 0) {
				if (ch === "[") bracket++;
				else if (ch === "]" && bracket > 0) bracket--;
				else if (bracket === 0) {
					if (ch === "(") paren++;
					else if (ch === ")" && paren > 0) paren--;
					else if (ch === "|" && paren === 0) {
						parts.push(value);
						value = "";
						continue;
					}
				}
			}
			value += ch;
		}
		parts.push(value);
		return parts;
	};
	const isPlainBranch = (branch) => {
		let escaped = false;
		for (const ch of branch) {
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (/[?*+@!()[\]{}]/.test(ch)) return false;
		}
		return true;
	};
	const normalizeSimpleBranch = (branch) => {
		let value = branch.trim();
		let changed = true;
		while (changed === true) {
			changed = false;
			if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
				value = value.slice(2, -1);
				changed = true;
			}
		}
		if (!isPlainBranch(value)) return;
		return value.replace(/\\(.)/g, "$1");
	};
	const hasRepeatedCharPrefixOverlap = (branches) => {
		const values = branches.map(normalizeSimpleBranch).filter(Boolean);
		for (let i = 0; i < values.length; i++) for (let j = i + 1; j < values.length; j++) {
			const a = values[i];
			const b = values[j];
			const char = a[0];
			if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) continue;
			if (a === b || a.startsWith(b) || b.startsWith(a)) return true;
		}
		return false;
	};
	const parseRepeatedExtglob = (pattern, requireEnd = true) => {
		if (pattern[0] !== "+" && pattern[0] !== "*" || pattern[1] !== "(") return;
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let escaped = false;
		for (let i = 1; i < pattern.length; i++) {
			const ch = pattern[i];
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				continue;
			}
			if (quote === 1) continue;
			if (ch === "[") {
				bracket++;
				continue;
			}
			if (ch === "]" && bracket > 0) {
				bracket--;
				continue;
			}
			if (bracket > 0) continue;
			if (ch === "(") {
				paren++;
				continue;
			}
			if (ch === ")") {
				paren--;
				if (paren === 0) {
					if (requireEnd === true && i !== pattern.length - 1) return;
					return {
						type: pattern[0],
						body: pattern.slice(2, i),
						end: i
					};
				}
			}
		}
	};
	const buildCharClassStar = (chars) => {
		return `${chars.length === 1 ? utils.escapeRegex(chars[0]) : `[${chars.map((ch) => utils.escapeRegex(ch)).join("")}]`}*`;
	};
	const getStarExtglobSequenceChars = (pattern) => {
		let index = 0;
		const chars = [];
		while (index < pattern.length) {
			const match = parseRepeatedExtglob(pattern.slice(index), false);
			if (!match || match.type !== "*") return;
			const branches = splitTopLevel(match.body).map((branch) => branch.trim());
			if (branches.length !== 1) return;
			const branch = normalizeSimpleBranch(branches[0]);
			if (!branch || branch.length !== 1) return;
			chars.push(branch);
			index += match.end + 1;
		}
		if (chars.length < 1) return;
		return chars;
	};
	const repeatedExtglobRecursion = (pattern) => {
		let depth = 0;
		let value = pattern.trim();
		let match = parseRepeatedExtglob(value);
		while (match) {
			depth++;
			value = match.body.trim();
			match = parseRepeatedExtglob(value);
		}
		return depth;
	};
	const analyzeRepeatedExtglob = (body, options) => {
		if (options.maxExtglobRecursion === false) return { risky: false };
		const max = typeof options.maxExtglobRecursion === "number" ? options.maxExtglobRecursion : constants.DEFAULT_MAX_EXTGLOB_RECURSION;
		const branches = splitTopLevel(body).map((branch) => branch.trim());
		if (branches.length > 1) {
			if (branches.some((branch) => branch === "") || branches.some((branch) => /^[*?]+$/.test(branch)) || hasRepeatedCharPrefixOverlap(branches)) return { risky: true };
		}
		const safeChars = [];
		let sawStarSequence = false;
		let combinable = true;
		for (const branch of branches) {
			const chars = getStarExtglobSequenceChars(branch);
			if (chars) {
				sawStarSequence = true;
				safeChars.push(...chars);
				continue;
			}
			const literal = normalizeSimpleBranch(branch);
			if (literal && literal.length === 1) {
				safeChars.push(literal);
				continue;
			}
			combinable = false;
			if (repeatedExtglobRecursion(branch) > max) return { risky: true };
		}
		if (sawStarSequence) return combinable ? {
			risky: true,
			safeOutput: buildCharClassStar([...new Set(safeChars)])
		} : { risky: true };
		return { risky: false };
	};
	/**
	* Parse the given input string.
	* @param {String} input
	* @param {Object} options
	* @return {Object}
	*/
	const parse = (input, options) => {
		if (typeof input !== "string") throw new TypeError("Expected a string");
		input = REPLACEMENTS[input] || input;
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		let len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		const bos = {
			type: "bos",
			value: "",
			output: opts.prepend || ""
		};
		const tokens = [bos];
		const capture = opts.capture ? "" : "?:";
		const PLATFORM_CHARS = constants.globChars(opts.windows);
		const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);
		const { DOT_LITERAL, PLUS_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOT_SLASH, NO_DOTS_SLASH, QMARK, QMARK_NO_DOT, STAR, START_ANCHOR } = PLATFORM_CHARS;
		const globstar = (opts) => {
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const nodot = opts.dot ? "" : NO_DOT;
		const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
		let star = opts.bash === true ? globstar(opts) : STAR;
		if (opts.capture) star = `(${star})`;
		if (typeof opts.noext === "boolean") opts.noextglob = opts.noext;
		const state = {
			input,
			index: -1,
			start: 0,
			dot: opts.dot === true,
			consumed: "",
			output: "",
			prefix: "",
			backtrack: false,
			negated: false,
			brackets: 0,
			braces: 0,
			parens: 0,
			quotes: 0,
			globstar: false,
			tokens
		};
		input = utils.removePrefix(input, state);
		len = input.length;
		const extglobs = [];
		const braces = [];
		const stack = [];
		let prev = bos;
		let value;
		/**
		* Tokenizing helpers
		*/
		const eos = () => state.index === len - 1;
		const peek = state.peek = (n = 1) => input[state.index + n];
		const advance = state.advance = () => input[++state.index] || "";
		const remaining = () => input.slice(state.index + 1);
		const consume = (value = "", num = 0) => {
			state.consumed += value;
			state.index += num;
		};
		const append = (token) => {
			state.output += token.output != null ? token.output : token.value;
			consume(token.value);
		};
		const negate = () => {
			let count = 1;
			while (peek() === "!" && (peek(2) !== "(" || peek(3) === "?")) {
				advance();
				state.start++;
				count++;
			}
			if (count % 2 === 0) return false;
			state.negated = true;
			state.start++;
			return true;
		};
		const increment = (type) => {
			state[type]++;
			stack.push(type);
		};
		const decrement = (type) => {
			state[type]--;
			stack.pop();
		};
		/**
		* Push tokens onto the tokens array. This helper speeds up
		* tokenizing by 1) helping us avoid backtracking as much as possible,
		* and 2) helping us avoid creating extra tokens when consecutive
		* characters are plain text. This improves performance and simplifies
		* lookbehinds.
		*/
		const push = (tok) => {
			if (prev.type === "globstar") {
				const isBrace = state.braces > 0 && (tok.type === "comma" || tok.type === "brace");
				const isExtglob = tok.extglob === true || extglobs.length && (tok.type === "pipe" || tok.type === "paren");
				if (tok.type !== "slash" && tok.type !== "paren" && !isBrace && !isExtglob) {
					state.output = state.output.slice(0, -prev.output.length);
					prev.type = "star";
					prev.value = "*";
					prev.output = star;
					state.output += prev.output;
				}
			}
			if (extglobs.length && tok.type !== "paren") extglobs[extglobs.length - 1].inner += tok.value;
			if (tok.value || tok.output) append(tok);
			if (prev && prev.type === "text" && tok.type === "text") {
				prev.output = (prev.output || prev.value) + tok.value;
				prev.value += tok.value;
				return;
			}
			tok.prev = prev;
			tokens.push(tok);
			prev = tok;
		};
		const extglobOpen = (type, value) => {
			const token = {
				...EXTGLOB_CHARS[value],
				conditions: 1,
				inner: ""
			};
			token.prev = prev;
			token.parens = state.parens;
			token.output = state.output;
			token.startIndex = state.index;
			token.tokensIndex = tokens.length;
			const output = (opts.capture ? "(" : "") + token.open;
			increment("parens");
			push({
				type,
				value,
				output: state.output ? "" : ONE_CHAR
			});
			push({
				type: "paren",
				extglob: true,
				value: advance(),
				output
			});
			extglobs.push(token);
		};
		const extglobClose = (token) => {
			const literal = input.slice(token.startIndex, state.index + 1);
			const body = input.slice(token.startIndex + 2, state.index);
			const analysis = analyzeRepeatedExtglob(body, opts);
			if ((token.type === "plus" || token.type === "star") && analysis.risky) {
				const safeOutput = analysis.safeOutput ? (token.output ? "" : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput) : void 0;
				const open = tokens[token.tokensIndex];
				open.type = "text";
				open.value = literal;
				open.output = safeOutput || utils.escapeRegex(literal);
				for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
					tokens[i].value = "";
					tokens[i].output = "";
					delete tokens[i].suffix;
				}
				state.output = token.output + open.output;
				state.backtrack = true;
				push({
					type: "paren",
					extglob: true,
					value,
					output: ""
				});
				decrement("parens");
				return;
			}
			let output = token.close + (opts.capture ? ")" : "");
			let rest;
			if (token.type === "negate") {
				let extglobStar = star;
				if (token.inner && token.inner.length > 1 && token.inner.includes("/")) extglobStar = globstar(opts);
				if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) output = token.close = `)$))${extglobStar}`;
				if (token.inner.includes("*") && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) output = token.close = `)${parse(rest, {
					...options,
					fastpaths: false
				}).output})${extglobStar})`;
				if (token.prev.type === "bos") state.negatedExtglob = true;
			}
			push({
				type: "paren",
				extglob: true,
				value,
				output
			});
			decrement("parens");
		};
		/**
		* Fast paths
		*/
		if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
			let backslashes = false;
			let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
				if (first === "\\") {
					backslashes = true;
					return m;
				}
				if (first === "?") {
					if (esc) return esc + first + (rest ? QMARK.repeat(rest.length) : "");
					if (index === 0) return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : "");
					return QMARK.repeat(chars.length);
				}
				if (first === ".") return DOT_LITERAL.repeat(chars.length);
				if (first === "*") {
					if (esc) return esc + first + (rest ? star : "");
					return star;
				}
				return esc ? m : `\\${m}`;
			});
			if (backslashes === true) {
				if (opts.unescape === true) output = output.replace(/\\/g, "");
				else output = output.replace(/\\+/g, (m) => {
					return m.length % 2 === 0 ? "\\\\" : m ? "\\" : "";
				});
			}
			if (output === input && opts.contains === true) {
				state.output = input;
				return state;
			}
			state.output = utils.wrapOutput(output, state, options);
			return state;
		}
		/**
		* Tokenize input until we reach end-of-string
		*/
		while (!eos()) {
			value = advance();
			if (value === "\0") continue;
			/**
			* Escaped characters
			*/
			if (value === "\\") {
				const next = peek();
				if (next === "/" && opts.bash !== true) continue;
				if (next === "." || next === ";") continue;
				if (!next) {
					value += "\\";
					push({
						type: "text",
						value
					});
					continue;
				}
				const match = /^\\+/.exec(remaining());
				let slashes = 0;
				if (match && match[0].length > 2) {
					slashes = match[0].length;
					state.index += slashes;
					if (slashes % 2 !== 0) value += "\\";
				}
				if (opts.unescape === true) value = advance();
				else value += advance();
				if (state.brackets === 0) {
					push({
						type: "text",
						value
					});
					continue;
				}
			}
			/**
			* If we're inside a regex character class, continue
			* until we reach the closing bracket.
			*/
			if (state.brackets > 0 && (value !== "]" || prev.value === "[" || prev.value === "[^")) {
				if (opts.posix !== false && value === ":") {
					const inner = prev.value.slice(1);
					if (inner.includes("[")) {
						prev.posix = true;
						if (inner.includes(":")) {
							const idx = prev.value.lastIndexOf("[");
							const pre = prev.value.slice(0, idx);
							const rest = prev.value.slice(idx + 2);
							const posix = POSIX_REGEX_SOURCE[rest];
							if (posix) {
								prev.value = pre + posix;
								state.backtrack = true;
								advance();
								if (!bos.output && tokens.indexOf(prev) === 1) bos.output = ONE_CHAR;
								continue;
							}
						}
					}
				}
				if (value === "[" && peek() !== ":" || value === "-" && peek() === "]") value = `\\${value}`;
				if (value === "]" && (prev.value === "[" || prev.value === "[^")) value = `\\${value}`;
				if (opts.posix === true && value === "!" && prev.value === "[") value = "^";
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* If we're inside a quoted string, continue
			* until we reach the closing double quote.
			*/
			if (state.quotes === 1 && value !== "\"") {
				value = utils.escapeRegex(value);
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* Double quotes
			*/
			if (value === "\"") {
				state.quotes = state.quotes === 1 ? 0 : 1;
				if (opts.keepQuotes === true) push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Parentheses
			*/
			if (value === "(") {
				increment("parens");
				push({
					type: "paren",
					value
				});
				continue;
			}
			if (value === ")") {
				if (state.parens === 0 && opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "("));
				const extglob = extglobs[extglobs.length - 1];
				if (extglob && state.parens === extglob.parens + 1) {
					extglobClose(extglobs.pop());
					continue;
				}
				push({
					type: "paren",
					value,
					output: state.parens ? ")" : "\\)"
				});
				decrement("parens");
				continue;
			}
			/**
			* Square brackets
			*/
			if (value === "[") {
				if (opts.nobracket === true || !remaining().includes("]")) {
					if (opts.nobracket !== true && opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
					value = `\\${value}`;
				} else increment("brackets");
				push({
					type: "bracket",
					value
				});
				continue;
			}
			if (value === "]") {
				if (opts.nobracket === true || prev && prev.type === "bracket" && prev.value.length === 1) {
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				if (state.brackets === 0) {
					if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "["));
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				decrement("brackets");
				const prevValue = prev.value.slice(1);
				if (prev.posix !== true && prevValue[0] === "^" && !prevValue.includes("/")) value = `/${value}`;
				prev.value += value;
				append({ value });
				if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) continue;
				const escaped = utils.escapeRegex(prev.value);
				state.output = state.output.slice(0, -prev.value.length);
				if (opts.literalBrackets === true) {
					state.output += escaped;
					prev.value = escaped;
					continue;
				}
				prev.value = `(${capture}${escaped}|${prev.value})`;
				state.output += prev.value;
				continue;
			}
			/**
			* Braces
			*/
			if (value === "{" && opts.nobrace !== true) {
				increment("braces");
				const open = {
					type: "brace",
					value,
					output: "(",
					outputIndex: state.output.length,
					tokensIndex: state.tokens.length
				};
				braces.push(open);
				push(open);
				continue;
			}
			if (value === "}") {
				const brace = braces[braces.length - 1];
				if (opts.nobrace === true || !brace) {
					push({
						type: "text",
						value,
						output: value
					});
					continue;
				}
				let output = ")";
				if (brace.dots === true) {
					const arr = tokens.slice();
					const range = [];
					for (let i = arr.length - 1; i >= 0; i--) {
						tokens.pop();
						if (arr[i].type === "brace") break;
						if (arr[i].type !== "dots") range.unshift(arr[i].value);
					}
					output = expandRange(range, opts);
					state.backtrack = true;
				}
				if (brace.comma !== true && brace.dots !== true) {
					const out = state.output.slice(0, brace.outputIndex);
					const toks = state.tokens.slice(brace.tokensIndex);
					brace.value = brace.output = "\\{";
					value = output = "\\}";
					state.output = out;
					for (const t of toks) state.output += t.output || t.value;
				}
				push({
					type: "brace",
					value,
					output
				});
				decrement("braces");
				braces.pop();
				continue;
			}
			/**
			* Pipes
			*/
			if (value === "|") {
				if (extglobs.length > 0) extglobs[extglobs.length - 1].conditions++;
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Commas
			*/
			if (value === ",") {
				let output = value;
				const brace = braces[braces.length - 1];
				if (brace && stack[stack.length - 1] === "braces") {
					brace.comma = true;
					output = "|";
				}
				push({
					type: "comma",
					value,
					output
				});
				continue;
			}
			/**
			* Slashes
			*/
			if (value === "/") {
				if (prev.type === "dot" && state.index === state.start + 1) {
					state.start = state.index + 1;
					state.consumed = "";
					state.output = "";
					tokens.pop();
					prev = bos;
					continue;
				}
				push({
					type: "slash",
					value,
					output: SLASH_LITERAL
				});
				continue;
			}
			/**
			* Dots
			*/
			if (value === ".") {
				if (state.braces > 0 && prev.type === "dot") {
					if (prev.value === ".") prev.output = DOT_LITERAL;
					const brace = braces[braces.length - 1];
					prev.type = "dots";
					prev.output += value;
					prev.value += value;
					brace.dots = true;
					continue;
				}
				if (state.braces + state.parens === 0 && prev.type !== "bos" && prev.type !== "slash") {
					push({
						type: "text",
						value,
						output: DOT_LITERAL
					});
					continue;
				}
				push({
					type: "dot",
					value,
					output: DOT_LITERAL
				});
				continue;
			}
			/**
			* Question marks
			*/
			if (value === "?") {
				if (!(prev && prev.value === "(") && opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("qmark", value);
					continue;
				}
				if (prev && prev.type === "paren") {
					const next = peek();
					let output = value;
					if (prev.value === "(" && !/[!=<:]/.test(next) || next === "<" && !/<([!=]|\w+>)/.test(remaining())) output = `\\${value}`;
					push({
						type: "text",
						value,
						output
					});
					continue;
				}
				if (opts.dot !== true && (prev.type === "slash" || prev.type === "bos")) {
					push({
						type: "qmark",
						value,
						output: QMARK_NO_DOT
					});
					continue;
				}
				push({
					type: "qmark",
					value,
					output: QMARK
				});
				continue;
			}
			/**
			* Exclamation
			*/
			if (value === "!") {
				if (opts.noextglob !== true && peek() === "(") {
					if (peek(2) !== "?" || !/[!=<:]/.test(peek(3))) {
						extglobOpen("negate", value);
						continue;
					}
				}
				if (opts.nonegate !== true && state.index === 0) {
					negate();
					continue;
				}
			}
			/**
			* Plus
			*/
			if (value === "+") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("plus", value);
					continue;
				}
				if (prev && prev.value === "(" || opts.regex === false) {
					push({
						type: "plus",
						value,
						output: PLUS_LITERAL
					});
					continue;
				}
				if (prev && (prev.type === "bracket" || prev.type === "paren" || prev.type === "brace") || state.parens > 0) {
					push({
						type: "plus",
						value
					});
					continue;
				}
				push({
					type: "plus",
					value: PLUS_LITERAL
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value === "@") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					push({
						type: "at",
						extglob: true,
						value,
						output: ""
					});
					continue;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value !== "*") {
				if (value === "$" || value === "^") value = `\\${value}`;
				const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
				if (match) {
					value += match[0];
					state.index += match[0].length;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Stars
			*/
			if (prev && (prev.type === "globstar" || prev.star === true)) {
				prev.type = "star";
				prev.star = true;
				prev.value += value;
				prev.output = star;
				state.backtrack = true;
				state.globstar = true;
				consume(value);
				continue;
			}
			let rest = remaining();
			if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
				extglobOpen("star", value);
				continue;
			}
			if (prev.type === "star") {
				if (opts.noglobstar === true) {
					consume(value);
					continue;
				}
				const prior = prev.prev;
				const before = prior.prev;
				const isStart = prior.type === "slash" || prior.type === "bos";
				const afterStar = before && (before.type === "star" || before.type === "globstar");
				if (opts.bash === true && (!isStart || rest[0] && rest[0] !== "/")) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				const isBrace = state.braces > 0 && (prior.type === "comma" || prior.type === "brace");
				const isExtglob = extglobs.length && (prior.type === "pipe" || prior.type === "paren");
				if (!isStart && prior.type !== "paren" && !isBrace && !isExtglob) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				while (rest.slice(0, 3) === "/**") {
					const after = input[state.index + 4];
					if (after && after !== "/") break;
					rest = rest.slice(3);
					consume("/**", 3);
				}
				const isEnd = eos() || state.parens > 0 && rest === ")".repeat(state.parens) && !extglobs.some((extglob) => extglob.type === "negate");
				if (prior.type === "bos" && eos()) {
					prev.type = "globstar";
					prev.value += value;
					prev.output = globstar(opts);
					state.output = prev.output;
					state.globstar = true;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && !afterStar && isEnd) {
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = globstar(opts) + (opts.strictSlashes ? ")" : "|$)");
					prev.value += value;
					state.globstar = true;
					state.output += prior.output + prev.output;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && rest[0] === "/") {
					const end = rest[1] !== void 0 ? "|$" : "";
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
					prev.value += value;
					state.output += prior.output + prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				if (prior.type === "bos" && rest[0] === "/") {
					prev.type = "globstar";
					prev.value += value;
					prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
					state.output = prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				state.output = state.output.slice(0, -prev.output.length);
				prev.type = "globstar";
				prev.output = globstar(opts);
				prev.value += value;
				state.output += prev.output;
				state.globstar = true;
				consume(value);
				continue;
			}
			const token = {
				type: "star",
				value,
				output: star
			};
			if (opts.bash === true) {
				token.output = ".*?";
				if (prev.type === "bos" || prev.type === "slash") token.output = nodot + token.output;
				push(token);
				continue;
			}
			if (prev && (prev.type === "bracket" || prev.type === "paren") && opts.regex === true) {
				token.output = value;
				push(token);
				continue;
			}
			if (state.index === state.start || prev.type === "slash" || prev.type === "dot") {
				if (prev.type === "dot") {
					state.output += NO_DOT_SLASH;
					prev.output += NO_DOT_SLASH;
				} else if (opts.dot === true) {
					state.output += NO_DOTS_SLASH;
					prev.output += NO_DOTS_SLASH;
				} else {
					state.output += nodot;
					prev.output += nodot;
				}
				if (peek() !== "*") {
					state.output += ONE_CHAR;
					prev.output += ONE_CHAR;
				}
			}
			push(token);
		}
		while (state.brackets > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
			state.output = utils.escapeLast(state.output, "[");
			decrement("brackets");
		}
		while (state.parens > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", ")"));
			state.output = utils.escapeLast(state.output, "(");
			decrement("parens");
		}
		while (state.braces > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "}"));
			state.output = utils.escapeLast(state.output, "{");
			decrement("braces");
		}
		if (opts.strictSlashes !== true && (prev.type === "star" || prev.type === "bracket")) push({
			type: "maybe_slash",
			value: "",
			output: `${SLASH_LITERAL}?`
		});
		if (state.backtrack === true) {
			state.output = "";
			for (const token of state.tokens) {
				state.output += token.output != null ? token.output : token.value;
				if (token.suffix) state.output += token.suffix;
			}
		}
		return state;
	};
	/**
	* Fast paths for creating regular expressions for common glob patterns.
	* This can significantly speed up processing and has very little downside
	* impact when none of the fast paths match.
	*/
	parse.fastpaths = (input, options) => {
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		const len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		input = REPLACEMENTS[input] || input;
		const { DOT_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOTS, NO_DOTS_SLASH, STAR, START_ANCHOR } = constants.globChars(opts.windows);
		const nodot = opts.dot ? NO_DOTS : NO_DOT;
		const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
		const capture = opts.capture ? "" : "?:";
		const state = {
			negated: false,
			prefix: ""
		};
		let star = opts.bash === true ? ".*?" : STAR;
		if (opts.capture) star = `(${star})`;
		const globstar = (opts) => {
			if (opts.noglobstar === true) return star;
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const create = (str) => {
			switch (str) {
				case "*": return `${nodot}${ONE_CHAR}${star}`;
				case ".*": return `${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*.*": return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*/*": return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;
				case "**": return nodot + globstar(opts);
				case "**/*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;
				case "**/*.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "**/.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;
				default: {
					const match = /^(.*?)\.(\w+)$/.exec(str);
					if (!match) return;
					const source = create(match[1]);
					if (!source) return;
					return source + DOT_LITERAL + match[2];
				}
			}
		};
		let source = create(utils.removePrefix(input, state));
		if (source && opts.strictSlashes !== true) source += `${SLASH_LITERAL}?`;
		return source;
	};
	module.exports = parse;
}));

// node_modules/picomatch/lib/picomatch.js
var require_picomatch$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const scan = require_scan();
	const parse = require_parse$1();
	const utils = require_utils();
	const constants = require_constants$1();
	const isObject = (val) => val && typeof val === "object" && !Array.isArray(val);
	/**
	* Creates a matcher function from one or more glob patterns. The
	* returned function takes a string to match as its first argument,
	* and returns true if the string is a match. The returned matcher
	* function also takes a boolean as the second argument that, when true,
	* returns an object with additional information.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch(glob[, options]);
	*
	* const isMatch = picomatch('*.!(*a)');
	* console.log(isMatch('a.a')); //=> false
	* console.log(isMatch('a.b')); //=> true
	*
	* // For environments without `node.js`, `picomatch/posix` provides you a dependency-free matcher, without automatic OS detection.
	* const picomatch = require('picomatch/posix');
	* // the same API, defaulting to posix paths
	* const isMatch = picomatch('a/*');
	* console.log(isMatch('a\\b')); //=> false
	* console.log(isMatch('a/b')); //=> true
	*
	* // you can still configure the matcher function to accept windows paths
	* const isMatch = picomatch('a/*', { options: windows });
	* console.log(isMatch('a\\b')); //=> true
	* console.log(isMatch('a/b')); //=> true
	* ```
	* @name picomatch
	* @param {String|Array} `globs` One or more glob patterns.
	* @param {Object=} `options`
	* @return {Function=} Returns a matcher function.
	* @api public
	*/
	const picomatch = (glob, options, returnState = false) => {
		if (Array.isArray(glob)) {
			const fns = glob.map((input) => picomatch(input, options, returnState));
			const arrayMatcher = (str) => {
				for (const isMatch of fns) {
					const state = isMatch(str);
					if (state) return state;
				}
				return false;
			};
			return arrayMatcher;
		}
		const isState = isObject(glob) && glob.tokens && glob.input;
		if (glob === "" || typeof glob !== "string" && !isState) throw new TypeError("Expected pattern to be a non-empty string");
		const opts = options || {};
		const posix = opts.windows;
		const regex = isState ? picomatch.compileRe(glob, options) : picomatch.makeRe(glob, options, false, true);
		const state = regex.state;
		delete regex.state;
		let isIgnored = () => false;
		if (opts.ignore) {
			const ignoreOpts = {
				...options,
				ignore: null,
				onMatch: null,
				onResult: null
			};
			isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
		}
		const matcher = (input, returnObject = false) => {
			const { isMatch, match, output } = picomatch.test(input, regex, options, {
				glob,
				posix
			});
			const result = {
				glob,
				state,
				regex,
				posix,
				input,
				output,
				match,
				isMatch
			};
			if (typeof opts.onResult === "function") opts.onResult(result);
			if (isMatch === false) {
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (isIgnored(input)) {
				if (typeof opts.onIgnore === "function") opts.onIgnore(result);
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (typeof opts.onMatch === "function") opts.onMatch(result);
			return returnObject ? result : true;
		};
		if (returnState) matcher.state = state;
		return matcher;
	};
	/**
	* Test `input` with the given `regex`. This is used by the main
	* `picomatch()` function to test the input string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.test(input, regex[, options]);
	*
	* console.log(picomatch.test('foo/bar', /^(?:([^/]*?)\/([^/]*?))$/));
	* // { isMatch: true, match: [ 'foo/', 'foo', 'bar' ], output: 'foo/bar' }
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp} `regex`
	* @return {Object} Returns an object with matching info.
	* @api public
	*/
	picomatch.test = (input, regex, options, { glob, posix } = {}) => {
		if (typeof input !== "string") throw new TypeError("Expected input to be a string");
		if (input === "") return {
			isMatch: false,
			output: ""
		};
		const opts = options || {};
		const format = opts.format || (posix ? utils.toPosixSlashes : null);
		let match = input === glob;
		let output = match && format ? format(input) : input;
		if (match === false) {
			output = format ? format(input) : input;
			match = output === glob;
		}
		if (match === false || opts.capture === true) {
			if (opts.matchBase === true || opts.basename === true) match = picomatch.matchBase(input, regex, options, posix);
			else match = regex.exec(output);
		}
		return {
			isMatch: Boolean(match),
			match,
			output
		};
	};
	/**
	* Match the basename of a filepath.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.matchBase(input, glob[, options]);
	* console.log(picomatch.matchBase('foo/bar.js', '*.js'); // true
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp|String} `glob` Glob pattern or regex created by [.makeRe](#makeRe).
	* @return {Boolean}
	* @api public
	*/
	picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
		return (glob instanceof RegExp ? glob : picomatch.makeRe(glob, options)).test(utils.basename(input, { windows: posix }));
	};
	/**
	* Returns true if **any** of the given glob `patterns` match the specified `string`.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.isMatch(string, patterns[, options]);
	*
	* console.log(picomatch.isMatch('a.a', ['b.*', '*.a'])); //=> true
	* console.log(picomatch.isMatch('a.a', 'b.*')); //=> false
	* ```
	* @param {String|Array} str The string to test.
	* @param {String|Array} patterns One or more glob patterns to use for matching.
	* @param {Object} [options] See available [options](#options).
	* @return {Boolean} Returns true if any patterns match `str`
	* @api public
	*/
	picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);
	/**
	* Parse a glob pattern to create the source string for a regular
	* expression.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const result = picomatch.parse(pattern[, options]);
	* ```
	* @param {String} `pattern`
	* @param {Object} `options`
	* @return {Object} Returns an object with useful properties and output to be used as a regex source string.
	* @api public
	*/
	picomatch.parse = (pattern, options) => {
		if (Array.isArray(pattern)) return pattern.map((p) => picomatch.parse(p, options));
		return parse(pattern, {
			...options,
			fastpaths: false
		});
	};
	/**
	* Scan a glob pattern to separate the pattern into segments.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.scan(input[, options]);
	*
	* const result = picomatch.scan('!./foo/*.js');
	* console.log(result);
	* { prefix: '!./',
	*   input: '!./foo/*.js',
	*   start: 3,
	*   base: 'foo',
	*   glob: '*.js',
	*   isBrace: false,
	*   isBracket: false,
	*   isGlob: true,
	*   isExtglob: false,
	*   isGlobstar: false,
	*   negated: true }
	* ```
	* @param {String} `input` Glob pattern to scan.
	* @param {Object} `options`
	* @return {Object} Returns an object with
	* @api public
	*/
	picomatch.scan = (input, options) => scan(input, options);
	/**
	* Compile a regular expression from the `state` object returned by the
	* [parse()](#parse) method.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const state = picomatch.parse('*.js');
	* // picomatch.compileRe(state[, options]);
	*
	* console.log(picomatch.compileRe(state));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {Object} `state`
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Intended for implementors, this argument allows you to return the raw output from the parser.
	* @param {Boolean} `returnState` Adds the state to a `state` property on the returned regex. Useful for implementors and debugging.
	* @return {RegExp}
	* @api public
	*/
	picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
		if (returnOutput === true) return state.output;
		const opts = options || {};
		const prepend = opts.contains ? "" : "^";
		const append = opts.contains ? "" : "$";
		let source = `${prepend}(?:${state.output})${append}`;
		if (state && state.negated === true) source = `^(?!${source}).*$`;
		const regex = picomatch.toRegex(source, options);
		if (returnState === true) regex.state = state;
		return regex;
	};
	/**
	* Create a regular expression from a parsed glob pattern.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.makeRe(state[, options]);
	*
	* const result = picomatch.makeRe('*.js');
	* console.log(result);
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `state` The object returned from the `.parse` method.
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Implementors may use this argument to return the compiled output, instead of a regular expression. This is not exposed on the options to prevent end-users from mutating the result.
	* @param {Boolean} `returnState` Implementors may use this argument to return the state from the parsed glob with the returned regular expression.
	* @return {RegExp} Returns a regex created from the given pattern.
	* @api public
	*/
	picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
		if (!input || typeof input !== "string") throw new TypeError("Expected a non-empty string");
		let parsed = {
			negated: false,
			fastpaths: true
		};
		if (options.fastpaths !== false && (input[0] === "." || input[0] === "*")) parsed.output = parse.fastpaths(input, options);
		if (!parsed.output) parsed = parse(input, options);
		return picomatch.compileRe(parsed, options, returnOutput, returnState);
	};
	/**
	* Create a regular expression from the given regex source string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.toRegex(source[, options]);
	*
	* const { output } = picomatch.parse('*.js');
	* console.log(picomatch.toRegex(output));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `source` Regular expression source string.
	* @param {Object} `options`
	* @return {RegExp}
	* @api public
	*/
	picomatch.toRegex = (source, options) => {
		try {
			const opts = options || {};
			return new RegExp(source, opts.flags || (opts.nocase ? "i" : ""));
		} catch (err) {
			if (options && options.debug === true) throw err;
			return /$^/;
		}
	};
	/**
	* Picomatch constants.
	* @return {Object}
	*/
	picomatch.constants = constants;
	/**
	* Expose "picomatch"
	*/
	module.exports = picomatch;
}));

// node_modules/picomatch/index.js
var require_picomatch = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const pico = require_picomatch$1();
	const utils = require_utils();
	function picomatch(glob, options, returnState = false) {
		if (options && (options.windows === null || options.windows === void 0)) options = {
			...options,
			windows: utils.isWindows()
		};
		return pico(glob, options, returnState);
	}
	Object.assign(picomatch, pico);
	module.exports = picomatch;
}));

// src/milestone/path/glob.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
const OPTIONS$1 = {
	dot: true,
	noextglob: true,
	nonegate: true,
	strictBrackets: true
};
const MAX_GLOB = 300;
const MAX_WILDCARDS = 20;
/** Why a glob over repository paths is refused, or null when it is good. */
function globProblem(glob) {
	if (glob.trim() === "" || glob.trim() !== glob) return "a glob may not be empty or begin or end with a space";
	if (glob.length > MAX_GLOB) return `a glob may have at most ${MAX_GLOB} characters`;
	if (glob.startsWith("/") || glob.startsWith("!") || glob.includes("\\")) return "a glob is relative to the repository, without a leading / or !, and without backslashes";
	if (glob.split("/").some((part) => part === ".." || part === "." || part === "")) return "a glob may not hold \".\", \"..\" or empty parts";
	if (/[?*+@!]\(/.test(glob)) return "extended patterns such as +(…) are not read";
	if ((glob.match(/\*+|\?/g) ?? []).length > MAX_WILDCARDS) return `more than ${MAX_WILDCARDS} wildcards`;
	try {
		import_picomatch.default.makeRe(glob, OPTIONS$1);
		return null;
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		return "its brackets do not match";
	}
}
/** Whether a repository path (with `/`) matches any of the globs; dot files match like others. */
function globMatcher(globs) {
	const matchers = globs.map(matchGlob);
	return (path) => matchers.some((matches) => matches(path));
}
const anything = () => true;
const inName = (character) => character !== "/";
/**
* Whether a path matches a glob, in time that grows with the product of their lengths. As a regular expression a glob of
* twenty stars takes for ever on a long name that does not match, and both may come from anybody. What is read as picomatch
* reads it: `*` `?` `[a-z]` `{a,b}` `(a|b)` within a name, `**` for any number of names, dot files like others.
*/
function matchGlob(glob) {
	const automaton = new Automaton();
	const names = glob.split("/").filter((name, at, all) => name !== "**" || all[at - 1] !== "**");
	const end = new GlobParser(names.join("/"), automaton).read();
	return (path) => automaton.matches(path, end);
}
var Automaton = class {
	#states = [];
	constructor() {
		this.add();
	}
	add() {
		this.#states.push({
			fits: null,
			next: -1,
			free: []
		});
		return this.#states.length - 1;
	}
	free(from, to) {
		this.#states[from].free.push(to);
	}
	/** From the state by one such character to a new one. */
	step(from, fits) {
		const [at, to] = [this.add(), this.add()];
		this.free(from, at);
		Object.assign(this.#states[at], {
			fits,
			next: to
		});
		return to;
	}
	/** Any number of such characters. */
	repeat(from, fits) {
		const at = this.add();
		this.free(from, at);
		this.free(this.step(at, fits), at);
		return at;
	}
	matches(path, end) {
		let current = /* @__PURE__ */ new Set();
		this.#reach(0, current);
		for (const character of path) {
			const after = /* @__PURE__ */ new Set();
			for (const at of current) {
				const { fits, next } = this.#states[at];
				if (fits?.(character)) this.#reach(next, after);
			}
			if (after.size === 0) return false;
			current = after;
		}
		return current.has(end);
	}
	#reach(from, into) {
		const left = [from];
		for (let at = left.pop(); at !== void 0; at = left.pop()) {
			if (into.has(at)) continue;
			into.add(at);
			left.push(...this.#states[at].free);
		}
	}
};
var GlobParser = class {
	#glob;
	#automaton;
	#at = 0;
	constructor(glob, automaton) {
		this.#glob = glob;
		this.#automaton = automaton;
	}
	/** The automaton's last state. */
	read() {
		return this.#sequence(0, "");
	}
	/** @param closers which characters end it; they are left standing */
	#sequence(from, closers) {
		let state = from;
		while (this.#at < this.#glob.length && !closers.includes(this.#glob[this.#at])) state = this.#part(state);
		return state;
	}
	#part(from) {
		const glob = this.#glob;
		const rest = glob.slice(this.#at);
		if (rest === "/**" && glob[this.#at - 1] !== "*") {
			this.#at = glob.length;
			return this.#optional(from, (at) => this.#automaton.repeat(this.#literal(at, "/"), anything));
		}
		const stars = /^\*+/.exec(rest)?.[0].length ?? 0;
		if (stars > 0) return this.#stars(from, stars);
		switch (rest[0]) {
			case "?":
				this.#at++;
				return this.#automaton.step(from, inName);
			case "[": return this.#set(from, rest);
			case "{": return this.#braces(from);
			case "(": return this.#choice(from, "|", ")");
			default:
				this.#at++;
				return this.#literal(from, rest[0]);
		}
	}
	#literal(from, wanted) {
		return this.#automaton.step(from, (character) => character === wanted);
	}
	#optional(from, make) {
		const end = this.#automaton.add();
		this.#automaton.free(make(from), end);
		this.#automaton.free(from, end);
		return end;
	}
	/** Two or more that are a whole name stand for any number of names. */
	#stars(from, count) {
		const before = this.#glob[this.#at - 1] ?? "/";
		this.#at += count;
		const after = this.#glob[this.#at] ?? "";
		if (count < 2 || before !== "/" || after !== "/" && after !== "") return this.#automaton.repeat(from, inName);
		if (after === "") return this.#automaton.repeat(from, anything);
		this.#at++;
		return this.#optional(from, (at) => this.#literal(this.#automaton.repeat(at, anything), "/"));
	}
	#set(from, rest) {
		const end = rest.indexOf("]", 2);
		const test = setOf(end < 0 ? "" : rest.slice(1, end));
		if (!test) {
			this.#at++;
			return this.#literal(from, "[");
		}
		this.#at += end + 1;
		return this.#automaton.step(from, test);
	}
	/** Without a comma they are a range, or stand for themselves. */
	#braces(from) {
		const inside = /^\{([^{},/]*)\}/.exec(this.#glob.slice(this.#at));
		if (!inside) return this.#choice(from, ",", "}");
		const text = inside[1];
		this.#at += text.length + 2;
		const test = text.includes("..") ? setOf(text.split("..").sort().join("-")) : null;
		if (test) return this.#automaton.step(from, test);
		return [...`{${text}}`].reduce((state, character) => this.#literal(state, character), from);
	}
	#choice(from, separator, closer) {
		const end = this.#automaton.add();
		do {
			this.#at++;
			this.#automaton.free(this.#sequence(from, separator + closer), end);
		} while (this.#glob[this.#at] === separator);
		this.#at++;
		return end;
	}
};
/** What stands between brackets; null: it is no set of characters. */
function setOf(inside) {
	try {
		const set = new RegExp(`^[${inside}]$`, "u");
		return inside === "" ? null : (character) => character !== "/" && set.test(character);
	} catch {
		return null;
	}
}

// src/milestone/legacy/legacy-node.ts
/** Tells that something is read differently than it is written. */
function readAs(context, where, message, remedy) {
	const span = "key" in where ? {
		start: where.keyStart,
		end: where.keyEnd
	} : headOf(where);
	context.findings.warn(span, {
		code: "legacy-form",
		message,
		remedy
	});
}
/** A map that no file holds, standing where the older form it was made of stands. */
function mapOf(at, pairs) {
	return {
		kind: "map",
		flow: true,
		indent: 0,
		pairs,
		start: at.start,
		end: at.end
	};
}
/** A scalar that no file holds, standing where the older form it was made of stands. */
function scalar(value, at) {
	return {
		kind: "scalar",
		value,
		style: "plain",
		start: at.start,
		end: at.end
	};
}
/** The map with the value of a key passed through `read`; a key without a value counts as not there. */
function withPair(map, key, read) {
	const index = map.pairs.findIndex((pair) => pair.key === key);
	const pair = map.pairs[index];
	if (!pair || pair.value.kind === "scalar" && pair.value.value === null) return map;
	const value = read(pair.value);
	if (value === pair.value) return map;
	const pairs = map.pairs.slice();
	pairs[index] = {
		...pair,
		value
	};
	return {
		...map,
		pairs
	};
}
function renameKey(map, names, context) {
	const pair = pairOf(map, names.from);
	if (!pair || pairOf(map, names.to)) return map;
	readAs(context, pair, `the key "${names.from}" is read as "${names.to}"`, `write \`${names.to}:\``);
	return {
		...map,
		pairs: map.pairs.map((each) => each === pair ? {
			...pair,
			key: names.to
		} : each)
	};
}
/** A list of texts from a list, one text, or maps that hold the text under one of `keys`. */
function textList(value, keys, context) {
	if (value.kind === "scalar") {
		if (typeof value.value !== "string") return value;
		readAs(context, value, "the text is read as a list of one", `write [${value.value.slice(0, 60)}]`);
		return {
			kind: "seq",
			flow: true,
			indent: 0,
			items: [value],
			start: value.start,
			end: value.end
		};
	}
	if (value.kind === "map") return value;
	let changed = false;
	const items = value.items.map((item) => {
		const named = keys.map((key) => pairOf(item, key)?.value).find((node) => node?.kind === "scalar");
		if (!named) return item;
		changed = true;
		return named;
	});
	if (!changed) return value;
	readAs(context, value, "the maps in this list are read as their ids", "write the ids alone");
	return {
		...value,
		items
	};
}
/** Words that older YAML took for a boolean. */
function yesOrNo(value, context) {
	if (value.kind !== "scalar" || typeof value.value !== "string") return value;
	const word = value.value.toLowerCase();
	const read = [
		"yes",
		"on",
		"true"
	].includes(word) ? true : [
		"no",
		"off",
		"false"
	].includes(word) ? false : null;
	if (read === null) return value;
	readAs(context, value, `${JSON.stringify(value.value)} is read as ${read}`, `write ${read}`);
	return {
		...value,
		value: read
	};
}
/** A fixed word in other letters than small ones; `what` is its name in the warning. */
function smallLetters(value, what, context) {
	if (value.kind !== "scalar" || typeof value.value !== "string") return value;
	const lower = value.value.trim().toLowerCase();
	if (lower === value.value) return value;
	readAs(context, value, `${what} ${JSON.stringify(value.value)} is read as ${lower}`, `write ${lower}`);
	return {
		...value,
		value: lower
	};
}

// src/milestone/legacy/legacy-phase.ts
/** The phases of a task: also as a list of maps with a `name`, and with their older ways of writing. */
function legacyPhases(value, context, readStatus) {
	const map = value.kind === "seq" ? phasesFromList(value, context) : value;
	if (map.kind !== "map") return map;
	return {
		...map,
		pairs: map.pairs.map((pair) => {
			const key = isPhase(pair.key) ? pair.key : lowerPhase(pair, context);
			if (pair.value.kind !== "map") return {
				...pair,
				key
			};
			let phase = readStatus(pair.value, "phase", context);
			phase = withPair(phase, "deliverables", (node) => deliverables$1(node, context));
			phase = withPair(phase, "approval_required", (node) => yesOrNo(node, context));
			return {
				...pair,
				key,
				value: phase
			};
		})
	};
}
function lowerPhase(pair, context) {
	const lower = pair.key.toLowerCase();
	if (!isPhase(lower)) return pair.key;
	readAs(context, pair, `the phase "${pair.key}" is read as ${lower}`, `write ${lower}`);
	return lower;
}
function phasesFromList(value, context) {
	const pairs = [];
	for (const item of value.items) {
		const named = pairOf(item, "name") ?? pairOf(item, "phase");
		const name = named?.value;
		if (item.kind !== "map" || name?.kind !== "scalar" || typeof name.value !== "string") return value;
		const rest = {
			...item,
			pairs: item.pairs.filter((pair) => pair !== named)
		};
		pairs.push({
			key: name.value.toLowerCase(),
			keyStart: name.start,
			keyEnd: name.end,
			value: rest
		});
	}
	readAs(context, value, "the list of phases is read as a map", "write `design:`, `spec:` and so on");
	return {
		kind: "map",
		flow: false,
		indent: value.indent,
		pairs,
		start: value.start,
		end: value.end
	};
}
/** Names of the default deliverables without their extension, as older files list them. */
const KNOWN_STEMS = {
	architecture: "architecture.md",
	"api-spec": "api-spec.yaml",
	api_spec: "api-spec.yaml",
	"technical-spec": "technical-spec.md",
	technical_spec: "technical-spec.md",
	"test-plan": "test-plan.md",
	test_plan: "test-plan.md",
	"implementation-plan": "implementation-plan.md",
	implementation_plan: "implementation-plan.md",
	"implementation-summary": "implementation-summary.md",
	implementation_summary: "implementation-summary.md",
	"test-results": "test-results.md",
	test_results: "test-results.md"
};
function deliverables$1(value, context) {
	if (value.kind === "scalar" && typeof value.value === "string") {
		readAs(context, value, "the deliverable is read as a list of one", "write it as a list");
		return {
			kind: "seq",
			flow: true,
			indent: 0,
			items: [withExtension(value, context)],
			...spanOf(value)
		};
	}
	if (value.kind !== "seq") return value;
	return {
		...value,
		items: value.items.map((item) => withExtension(item, context))
	};
}
const spanOf = ({ start, end }) => ({
	start,
	end
});
function withExtension(item, context) {
	if (item.kind !== "scalar" || typeof item.value !== "string") return item;
	const name = item.value.slice(item.value.lastIndexOf("/") + 1);
	if (name === "" || name.includes(".") || pathProblem(item.value)) return item;
	const file = Object.hasOwn(KNOWN_STEMS, item.value) ? KNOWN_STEMS[item.value] : `${item.value}.md`;
	readAs(context, item, `the deliverable ${JSON.stringify(item.value)} is read as ${file}`, `write ${file}, or { path: ${item.value} } if the file has no extension`);
	return {
		...item,
		value: file
	};
}
const KNOWN = {
	milestone: new Set(MILESTONE_STATUSES),
	task: new Set(TASK_STATUSES),
	phase: new Set(PHASE_STATUSES)
};
/** Words of other tools, and of earlier files of this kind, for the same thing. */
const SYNONYMS = {
	kiro_managed: "in_progress",
	active: "in_progress",
	started: "in_progress",
	running: "in_progress",
	in_review: "waiting_approval",
	review: "waiting_approval",
	done: "completed",
	complete: "completed",
	finished: "completed",
	closed: "completed",
	todo: "pending",
	open: "pending",
	not_started: "pending",
	ready: "pending",
	canceled: "cancelled",
	deferred: "postponed",
	on_hold: "paused"
};
/** The status that a word means, or null when it means none of the kind. */
function readStatus(kind, word) {
	const plain = word.trim().toLowerCase().replace(/[\s-]+/g, "_");
	for (const candidate of [plain, SYNONYMS[plain]]) {
		if (candidate === void 0) continue;
		if (KNOWN[kind].has(candidate)) return candidate;
		if (kind === "milestone" && candidate === "pending") return "planned";
		if (kind !== "milestone" && candidate === "planned") return "pending";
	}
	return null;
}

// src/milestone/legacy/legacy.ts
/**
* The tree of a milestone file as one of the present form: what older and hand-written files say in other ways
* is moved to its place, keeping where it stood, and said as a warning. Nothing is validated here.
*/
function readLegacyForms(root, { findings, isKey }) {
	const context = {
		findings,
		source: findings.source.text,
		renamed: /* @__PURE__ */ new Map()
	};
	const { map: lifted, home } = liftNested(root, isKey, context);
	let map = renameKey(lifted, {
		from: "milestone_id",
		to: "id"
	}, context);
	map = renameKey(map, {
		from: "name",
		to: "title"
	}, context);
	map = statusOf(map, "milestone", context);
	map = withPair(map, "dependencies", (value) => milestoneDependencies(value, context));
	map = withPair(map, "kiro_configuration", (value) => configuration(value, context));
	const tasks = pairOf(map, "tasks")?.value;
	const taskKeys = tasks?.kind === "map" ? tasks.pairs.map((pair) => pair.key) : [];
	const bodies = tasks?.kind === "map" ? tasks.pairs.map((pair) => pair.value) : tasks?.kind === "seq" ? tasks.items : [];
	map = withPair(map, "tasks", (value) => taskList(value, context));
	tellRenamed(context);
	const list = pairOf(map, "tasks")?.value;
	return {
		root: map,
		layout: {
			home,
			tasks: [...home.get("tasks") ?? [], "tasks"],
			plain: bodies.map((node) => isPlainTask(node) ? plainText(node, context) : null),
			hasPhaseMap: bodies.map((node) => pairOf(node, "phases")?.value.kind === "map"),
			taskKeys: taskKeys.length > 0 ? taskKeys : list?.kind === "seq" ? list.items.map((_, i) => i) : []
		}
	};
}
const WRAPPERS = ["milestone", "metadata"];
/** A `metadata:` map is the user's own, unless it holds what makes the file a milestone, or stands in an older file. */
function isNesting(wrapper, inner, outer, nested) {
	if (wrapper === "milestone" || nested) return true;
	const names = inner.pairs.map((pair) => pair.key);
	const holdsTasks = names.includes("tasks") && !outer.some((pair) => pair.key === "tasks");
	return names.includes("id") || names.includes("milestone_id") || holdsTasks;
}
const OLDER_NAMES = ["milestone_id", "name"];
/** Takes the keys below `milestone:` or `metadata:` up to the top, where they do not stand already. */
function liftNested(root, isKey, context) {
	const home = /* @__PURE__ */ new Map();
	let pairs = root.pairs;
	for (const wrapper of WRAPPERS) {
		const pair = pairs.find((each) => each.key === wrapper);
		if (!pair) continue;
		if (pair.value.kind === "scalar" && wrapper === "milestone" && pair.value.value !== null) {
			pairs = pairs.map((each) => each === pair && !pairs.some((p) => p.key === "id") ? {
				...pair,
				key: "id"
			} : each);
			readAs(context, pair, "the key \"milestone\" is read as the id", "write `id:`");
			continue;
		}
		if (pair.value.kind !== "map" || !isNesting(wrapper, pair.value, pairs, home.size > 0)) continue;
		const taken = new Set(pairs.map((each) => each.key));
		const known = (key) => isKey(key) || OLDER_NAMES.includes(key);
		const inner = pair.value.pairs.filter((each) => !taken.has(each.key) && (wrapper === "milestone" || known(each.key)));
		for (const each of inner) home.set(each.key, [wrapper]);
		readAs(context, pair, `the keys below "${wrapper}" are read as if they stood at the top`, "move them up, without indentation");
		pairs = pairs.flatMap((each) => each === pair ? inner : [each]);
	}
	return {
		map: {
			...root,
			pairs
		},
		home
	};
}
function statusOf(map, kind, context) {
	return withPair(map, "status", (value) => {
		if (value.kind !== "scalar" || typeof value.value !== "string") return value;
		const read = readStatus(kind, value.value);
		if (read === null || read === value.value) return value;
		readAs(context, value, `the status ${JSON.stringify(value.value)} is read as ${read}`, `write ${read}`);
		return {
			...value,
			value: read
		};
	});
}
function milestoneDependencies(value, context) {
	if (value.kind === "map") {
		let map = withPair(value, "requires", (list) => textList(list, ["id", "milestone"], context));
		map = withPair(map, "enables", (list) => textList(list, ["id", "milestone"], context));
		return map;
	}
	if (value.kind === "seq" && value.items.length === 0) return mapOf(value, []);
	readAs(context, value, "the milestone's dependencies are read as what it requires", "write `requires:` above them");
	const { start, end } = headOf(value);
	const requires = textList(value, ["id", "milestone"], context);
	return mapOf(value, [{
		key: "requires",
		keyStart: start,
		keyEnd: end,
		value: requires
	}]);
}
function configuration(value, context) {
	if (value.kind !== "map") return value;
	const map = withPair(value, "enforcement", (node) => smallLetters(node, "the enforcement", context));
	return withPair(map, "approval_gates", (gates) => {
		if (gates.kind !== "map") return gates;
		return {
			...gates,
			pairs: gates.pairs.map((pair) => ({
				...pair,
				value: gate$1(pair.value, context)
			}))
		};
	});
}
function gate$1(value, context) {
	if (value.kind === "map") return withPair(value, "required", (node) => yesOrNo(node, context));
	return fromTruth(value, {
		key: "required",
		of: "the gate"
	}, context);
}
/** A truth value where a map is wanted stands for one of the map's keys. */
function fromTruth(written, { key, of }, context) {
	const value = yesOrNo(written, context);
	if (value.kind !== "scalar" || typeof value.value !== "boolean") return value;
	readAs(context, value, `${of}: ${value.value} is read as its \`${key}\``, `write \`${key}:\` below it`);
	const { start, end } = value;
	return mapOf(value, [{
		key,
		keyStart: start,
		keyEnd: end,
		value
	}]);
}
function taskList(value, context) {
	if (value.kind === "seq") return {
		...value,
		items: value.items.map((item) => item.kind === "map" ? oneTask(item, context) : item)
	};
	if (value.kind !== "map") return value;
	const items = value.pairs.map((pair) => {
		const { keyStart: start, keyEnd: end } = pair;
		const id = {
			key: "id",
			keyStart: start,
			keyEnd: end,
			value: scalar(pair.key, {
				start,
				end
			})
		};
		if (isPlainTask(pair.value)) {
			const run = {
				key: "run",
				keyStart: pair.value.start,
				keyEnd: pair.value.end,
				value: pair.value
			};
			return mapOf(pair.value, [id, run]);
		}
		const body = pair.value.kind === "map" ? pair.value : mapOf(pair.value, []);
		if (pairOf(body, "id")) return oneTask(body, context);
		if (pair.value.kind === "seq") return pair.value;
		return oneTask({
			...body,
			pairs: [id, ...body.pairs]
		}, context);
	});
	return {
		kind: "seq",
		flow: false,
		indent: value.indent,
		items,
		start: value.start,
		end: value.end
	};
}
/** A task that is a shell command alone. */
function isPlainTask(node) {
	return node.kind === "scalar" && node.value !== null;
}
/** `true` and `false` are commands too. */
function plainText(node, { source }) {
	return typeof node.value === "string" ? node.value : source.slice(node.start, node.end);
}
/** Words of other tools for what a task needs. */
const NEEDS$1 = [
	"depends_on",
	"dependsOn",
	"depends",
	"requires",
	"after",
	"blocked_by",
	"dependency",
	"deps"
];
function oneTask(task, context) {
	let map = renameKey(task, {
		from: "task_id",
		to: "id"
	}, context);
	map = renameKey(map, {
		from: "name",
		to: "title"
	}, context);
	map = needsOf(map, context);
	map = statusOf(map, "task", context);
	map = withPair(map, "dependencies", (value) => taskDependencies(value, context));
	map = withPair(map, "needs", (value) => taskDependencies(value, context));
	map = withPair(map, "phases", (value) => value.kind === "map" ? legacyPhases(value, context, statusOf) : value);
	map = withoutZeroHours(withPair(map, "estimated_hours", (value) => hours$1(value, context)), context);
	return withPair(map, "kiro_workflow", (value) => workflow$1(value, context));
}
/** Another word for `needs` is read as that, where the task has neither `needs` nor `dependencies`. */
function needsOf(map, { renamed }) {
	if (pairOf(map, "needs") || pairOf(map, "dependencies")) return map;
	const pair = map.pairs.find(({ key }) => NEEDS$1.includes(key));
	if (!pair) return map;
	const seen = renamed.get(pair.key) ?? {
		first: pair,
		times: 0
	};
	renamed.set(pair.key, {
		...seen,
		times: seen.times + 1
	});
	return {
		...map,
		pairs: map.pairs.map((each) => each === pair ? {
			...pair,
			key: "needs"
		} : each)
	};
}
/** One warning a word, however many tasks use it. */
function tellRenamed(context) {
	for (const [key, { first, times }] of context.renamed) {
		const often = times === 1 ? "" : ` in ${times} tasks`;
		readAs(context, first, `the key "${key}" is read as "needs"${often}`, "write `needs:`");
	}
}
function taskDependencies(value, context) {
	const requires = pairOf(value, "requires")?.value;
	if (requires) {
		readAs(context, value, "the task's dependencies are read from `requires`", "write them as a list of task ids");
		return textList(requires, ["id", "task"], context);
	}
	if (value.kind === "map" && value.pairs.length === 0) return {
		kind: "seq",
		flow: true,
		indent: 0,
		items: [],
		start: value.start,
		end: value.end
	};
	if (value.kind === "scalar" && typeof value.value === "string") return {
		kind: "seq",
		flow: true,
		indent: 0,
		items: [value],
		start: value.start,
		end: value.end
	};
	return textList(value, ["id", "task"], context);
}
function hours$1(value, context) {
	if (value.kind !== "scalar" || typeof value.value !== "string") return value;
	const match = /^(\d{1,6}(?:\.\d{1,3})?) ?(h|hours?)?$/i.exec(value.value.trim());
	if (!match) return value;
	readAs(context, value, `${JSON.stringify(value.value)} is read as ${match[1]} hours`, `write ${match[1]}`);
	return {
		...value,
		value: Number(match[1])
	};
}
/** People write 0 where they do not know; nothing that an agent does takes no time. */
function withoutZeroHours(map, context) {
	const pair = pairOf(map, "estimated_hours");
	if (pair?.value.kind !== "scalar" || pair.value.value !== 0) return map;
	readAs(context, pair.value, "0 hours are read as no estimate", "leave the key out, or write an estimate");
	return {
		...map,
		pairs: map.pairs.filter((each) => each !== pair)
	};
}
function workflow$1(written, context) {
	const value = fromTruth(written, {
		key: "enabled",
		of: "kiro_workflow"
	}, context);
	if (value.kind !== "map") return value;
	const enabled = withPair(value, "enabled", (node) => yesOrNo(node, context));
	const phases = withPair(enabled, "phases", (node) => legacyPhases(node, context, statusOf));
	return withPair(phases, "current_phase", (node) => smallLetters(node, "the phase", context));
}

// src/milestone/diagnostic/explain.ts
/** A finding for what a schema refused. The schemas' messages name what is expected. */
function explainIssue(issue, root) {
	const chosen = issue.code === "invalid_union" ? branch$1(issue) : issue;
	const path = chosen.path.filter((step) => typeof step !== "symbol");
	const node = nodeAt(root, path);
	const name = pathLabel(root, path);
	const expected = chosen.code === "invalid_key" ? chosen.issues[0]?.message ?? chosen.message : chosen.message;
	if ((node === void 0 || node.kind === "scalar" && node.value === null) && chosen.code === "invalid_type") return {
		path,
		finding: {
			code: "missing-key",
			message: `${name} is missing`,
			remedy: `add it: ${expected}`
		}
	};
	const value = node ? toData(node) : void 0;
	const rule = ruleOf(chosen);
	const remedy = rule === "bad-value" ? `write ${expected}` : expected;
	return {
		path,
		finding: {
			code: rule,
			message: `${name}${node?.kind === "scalar" ? ` ${showValue(value)}` : ""} cannot be used`,
			remedy,
			value
		}
	};
}
function ruleOf(issue) {
	if (issue.code !== "custom") return "bad-value";
	const rule = issue.params?.rule;
	return rule === "bad-id" || rule === "bad-path" || rule === "bad-glob" ? rule : "bad-value";
}
/** Of a union's alternatives the one that the value was most probably meant as: its kind fits, least is wrong. */
function branch$1(issue) {
	const best = issue.errors.filter((issues) => !issues.some((inner) => inner.path.length === 0 && inner.code === "invalid_type")).sort((a, b) => a.length - b.length)[0]?.[0];
	if (!best) return {
		...issue,
		code: "custom",
		params: {}
	};
	return {
		...best,
		path: [...issue.path, ...best.path]
	};
}
/** `tasks.schema.kiro_workflow.phases.design`: a path with tasks by their ids instead of their numbers. */
function pathLabel(root, path) {
	if (path.length === 0) return "the file";
	let label = "";
	path.forEach((step, index) => {
		if (typeof step === "string") {
			label += label === "" ? step : `.${step}`;
			return;
		}
		const id = pairOf(nodeAt(root, path.slice(0, index + 1)), "id")?.value;
		const named = path[index - 1] === "tasks" && id?.kind === "scalar" && !idProblem(String(id.value));
		label += named ? `.${id.value}` : `[${step}]`;
	});
	return printable(label.length > 120 ? `${label.slice(0, 119)}…` : label);
}

// src/milestone/plan/check-plan.ts
/** What a schema cannot say: references to profiles, sums, gates that nobody could pass. */
function checkShared(file, context) {
	checkExecutor(file.executor, ["executor"], context);
	checkPhases(file.phases, ["phases"], context);
	checkReview(file, [], context);
	for (const [name, role] of Object.entries(file.roles ?? {})) checkProfile(role.agent, [
		"roles",
		name,
		"agent"
	], context);
	checkWeights(file, context);
	const gates = file.kiro_configuration?.approval_gates ?? {};
	for (const [transition, gate] of Object.entries(gates)) checkApprovals(gate, [
		"kiro_configuration",
		"approval_gates",
		transition
	], context);
	file.quality_gates?.forEach((gate, index) => {
		const path = ["quality_gates", index];
		checkApprovals(gate, path, context);
		if (gate.run === void 0 && gate.approvers === void 0 && gate.criteria === void 0) report(context, path, {
			code: "bad-gate",
			message: "this quality gate checks nothing",
			remedy: "give it `run` (commands), `approvers` or `criteria`"
		});
	});
}
/** A due date before the start is a slip of the pen: the forecast would call every milestone late. */
function checkDates({ start, due }, path, context) {
	if (start === void 0 || due === void 0 || Date.parse(due) >= Date.parse(start)) return;
	report(context, [...path, "due"], {
		code: "bad-value",
		message: `due ${due} is before start ${start}`,
		remedy: "correct one of the two",
		value: due
	});
}
function checkTask(task, path, context) {
	checkDates(task, path, context);
	checkReview(task, path, context);
	checkWork(task, path, context);
	checkDeliverables(task.deliverables ?? [], [...path, "deliverables"], context);
	task.resources?.forEach((resource, index) => {
		const problem = resource.startsWith("path:") ? globProblem(resource.slice(5)) : null;
		if (problem) report(context, [
			...path,
			"resources",
			index
		], {
			code: "bad-glob",
			message: `the resource ${resource.slice(0, 60)} cannot be used`,
			remedy: problem,
			value: resource
		});
	});
	const needed = task.dependencies ?? [task.needs ?? []].flat();
	if (task.when !== void 0 && task.when !== "success" && needed.length === 0) report(context, [...path, "when"], {
		code: "bad-value",
		message: `\`when: ${task.when}\` goes by what became of the tasks that it needs, and it needs none`,
		remedy: "name them in `needs`, or leave `when` out",
		value: task.when
	});
	const workflow = task.kiro_workflow;
	if (task.phases && (workflow?.enabled !== void 0 || workflow?.phases)) report(context, [...path, "phases"], {
		code: "bad-value",
		message: "both `phases` and `kiro_workflow` say which phases the task has",
		remedy: "keep one of the two"
	});
	checkLast(task, path, context);
	checkPhases(task.phases, [...path, "phases"], context);
	checkPhases(workflow?.phases, [
		...path,
		"kiro_workflow",
		"phases"
	], context);
}
/** What is written on a task for its last phase must not stand in that phase too. */
function checkLast(task, path, context) {
	const maps = [task.phases, task.kiro_workflow?.phases].filter((map) => map && !Array.isArray(map));
	for (const map of maps) {
		const last = map === task.phases ? PHASES.findLast((name) => map[name]) : "execute";
		const phase = last && map[last];
		if (!phase) continue;
		for (const key of ["deliverables", "checks"]) if (task[key] && phase[key]) twice(key, `in the phase ${last}`, [...path, key], context);
		if (task.gate !== void 0 && (phase.gate !== void 0 || phase.approval_required !== void 0)) twice("gate", `in the phase ${last}`, [...path, "gate"], context);
	}
}
function twice(key, where, path, context) {
	report(context, path, {
		code: "bad-value",
		message: `\`${key}\` also stands ${where}, and only one of the two can hold`,
		remedy: "keep one of the two"
	});
}
function checkPhases(phases, path, context) {
	if (!phases || Array.isArray(phases)) return;
	for (const name of PHASES) {
		const phase = phases[name];
		if (!phase) continue;
		const at = [...path, name];
		checkWork(phase, at, context);
		checkReview(phase, at, context);
		checkApprovals(phase, at, context);
		checkDeliverables(phase.deliverables ?? [], [...at, "deliverables"], context);
		if (phase.gate !== void 0 && phase.approval_required !== void 0) twice("gate", "as approval_required", [...at, "gate"], context);
		if (Array.isArray(phase.gate) && phase.approvers) twice("approvers", "in `gate`", [...at, "approvers"], context);
	}
}
/** The reviewer is a profile, and the role one that is declared. */
function checkReview(file, path, context) {
	checkProfile(file.review?.agent, [
		...path,
		"review",
		"agent"
	], context);
	file.review?.fallback?.forEach((name, index) => {
		checkProfile(name, [
			...path,
			"review",
			"fallback",
			index
		], context);
	});
	const { role } = file;
	if (role === void 0 || context.roles.includes(role)) return;
	const known = context.roles.join(", ");
	report(context, [...path, "role"], {
		code: "bad-value",
		message: `there is no role "${role}"`,
		remedy: known ? `write one of ${known}, or add it under \`roles\`` : `add it: \`roles: { ${role}: { agent: …, brief: … } }\``,
		value: role
	});
}
/** What is run, as short words and below `executor`. */
function checkWork(file, path, context) {
	checkExecutor(file, path, context);
	checkExecutor(file.executor, [...path, "executor"], context);
	if (!file.executor) return;
	const work = (each) => WORK.find((key) => each[key] !== void 0);
	const [short, long] = [work(file), work(file.executor)];
	if (short && long) twice(short, "below `executor`", [...path, short], context);
	for (const key of EXECUTOR_OPTIONS) if (file[key] !== void 0 && file.executor[key] !== void 0) twice(key, "below `executor`", [...path, key], context);
}
const WORK = [
	"run",
	"agent",
	"manual"
];
const EXECUTOR_OPTIONS = [
	"timeout",
	"retries",
	"backoff",
	"fallback",
	"stall_timeout",
	"env",
	"escalate",
	"alternative"
];
function checkExecutor(executor, path, context) {
	const names = [[executor?.agent, [...path, "agent"]]];
	executor?.fallback?.forEach((name, index) => {
		names.push([name, [
			...path,
			"fallback",
			index
		]]);
	});
	const agent = executor?.agent === void 0 ? void 0 : context.profiles[executor.agent];
	executor?.escalate?.forEach((name, index) => {
		if (agent?.result === "text") names.push([name, [
			...path,
			"escalate",
			index
		]]);
	});
	for (const [name, at] of names) checkProfile(name, at, context);
}
function checkProfile(name, at, context) {
	if (name === void 0 || Object.hasOwn(context.profiles, name)) return;
	const known = Object.keys(context.profiles);
	const meant = nearest(name, known);
	report(context, at, {
		code: "unknown-profile",
		message: `there is no agent profile "${name}"`,
		remedy: meant ? `write "${meant}" if that is meant` : `write one of ${known.join(", ")}, or add it in config.yaml`,
		value: name
	});
}
function checkWeights(file, context) {
	const weights = file.kiro_configuration?.phase_weights;
	if (!weights) return;
	const given = PHASES.map((phase) => weights[phase] ?? 0);
	const sum = given.reduce((a, b) => a + b, 0);
	if (Math.abs(sum - 100) < 1e-9) return;
	report(context, ["kiro_configuration", "phase_weights"], {
		code: "bad-value",
		message: `the phase weights ${given.join(" + ")} sum to ${Number(sum.toFixed(6))}, not to 100`,
		remedy: "change them so that design, spec, task and execute sum to 100",
		value: sum
	});
}
/** A team's size is not known here, so only lists of single people can be found too short. */
function checkApprovals(gate, path, context) {
	const people = new Set(gate?.approvers?.map((name) => name.toLowerCase()));
	const wanted = gate?.min_approvals ?? 1;
	if (people.size === 0 || wanted <= people.size || [...people].some((name) => name.includes("/"))) return;
	report(context, [...path, "min_approvals"], {
		code: "bad-gate",
		message: `${wanted} approvals are asked of ${counted(people.size, "approver")}`,
		remedy: "name more approvers, or lower min_approvals",
		value: wanted
	});
}
function checkDeliverables(list, path, context) {
	const seen = /* @__PURE__ */ new Set();
	list.forEach((file, index) => {
		const name = (typeof file === "string" ? file : file.path)?.toLowerCase();
		if (name === void 0) return;
		if (seen.has(name)) report(context, [...path, index], {
			code: "bad-path",
			message: `the deliverable ${name} stands twice in this phase (case does not count)`,
			remedy: "keep one of the two",
			value: name
		});
		seen.add(name);
	});
}
/** Reports at a path; `pathLabel` names it where the message alone does not say which. */
function report(context, path, finding) {
	if (context.refused.some((each) => path.every((step, index) => each[index] === step))) return;
	const where = path[0] === "tasks" ? `${pathLabel(context.root, path.slice(0, 2))}: ` : "";
	context.findings.error(spanAt(context.root, path), {
		...finding,
		message: where + finding.message
	});
}

// src/milestone/plan/compliance.ts
function complianceOf(plan) {
	const migrated = plan.tasks.filter((task) => task.migrated).map((task) => task.id);
	const declared = plan.tasks.filter((task) => task.declared).map((task) => task.id);
	const standard = plan.tasks.filter((task) => !task.workflow && !task.declared).map((task) => task.id);
	const all = plan.tasks.length - declared.length;
	return {
		score: all === 0 ? 100 : Math.floor((all - standard.length) * 100 / all),
		native: all - migrated.length - standard.length,
		migrated,
		standard,
		declared
	};
}
const SHOWN = 5;
/** Says once, at the first of them, which tasks run differently than they are written. */
function warnOfCompliance(plan, { findings, root }) {
	const { migrated, standard, score } = complianceOf(plan);
	const tell = (ids, message, remedy) => {
		const first = plan.tasks.findIndex((task) => task.id === ids[0]);
		if (first < 0) return;
		const names = ids.slice(0, SHOWN).join(", ") + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "");
		findings.warn(spanAt(root, [
			"tasks",
			first,
			"id"
		]), {
			code: "compliance",
			message: `${message}: ${names} (compliance ${score} %, enforcement ${plan.enforcement})`,
			remedy
		});
	};
	tell(migrated, "tasks without `kiro_workflow.enabled: true` are put under the four phases", "write it to say so, or set kiro_configuration.enforcement to flexible to run them as standard tasks");
	if (plan.enforcement === "strict") return;
	tell(standard, "tasks without `kiro_workflow.enabled: true` run as standard tasks, without phases and gates", "write it to take them through the four phases");
}

// src/milestone/plan/gate-policy.ts
/**
* The plan with its gates as the base branch has them: which phases need an approval, by whom, how many, on what
* criteria, and the quality gates. The plan itself may stand on a milestone branch, where agents write; who may
* approve must not. A task or phase that the base does not know gets the base's default gate, or keeps a gate of
* its own where that asks for more, but never approvers of its own. A task keeps the
* phases that the base has for it, and the milestone what the base says that it requires.
*
* The warnings compare two files, so they stand at the file's first line.
*/
function applyPolicy(plan, base, file) {
	const warnings = [];
	const warn = (what) => {
		warnings.push({
			severity: "warning",
			code: "policy-difference",
			file,
			line: 1,
			column: 1,
			message: `${what} differs from the base branch, whose word counts`,
			remedy: "change it on the base branch"
		});
	};
	const known = new Map([...base.tasks, ...base.lost ?? []].map((task) => [task.id, task]));
	const tasks = plan.tasks.map((task) => bindTask(task, {
		base,
		known: known.get(task.id),
		warn
	}));
	if (!same(plan.qualityGates, base.qualityGates)) warn("the list of quality gates");
	const there = new Set(plan.tasks.map((task) => task.id));
	const lost = [...known.values()].filter((task) => !there.has(task.id) && isGated(task));
	for (const { id } of lost) warn(`the list of tasks, which lacks ${id} and its gates,`);
	const requires = [.../* @__PURE__ */ new Set([...plan.requires, ...base.requires])];
	if (requires.length > plan.requires.length) warn("the list of required milestones");
	const { qualityGates, defaultGates, isolation, trustAgentSettings, moveSubmodules } = base;
	if (plan.isolation !== isolation) warn("isolation");
	if (plan.trustAgentSettings !== trustAgentSettings) warn("trust_agent_settings");
	if (plan.moveSubmodules !== moveSubmodules) warn("move_submodules");
	const ruled = {
		qualityGates,
		defaultGates,
		isolation,
		trustAgentSettings,
		moveSubmodules
	};
	return {
		plan: {
			...plan,
			requires,
			tasks,
			lost,
			...ruled
		},
		warnings
	};
}
/** Whether somebody still has to approve something of it. */
function isGated(task) {
	return !isSkippedBefore(task) && task.phases.some((phase) => phase.gate !== null && !isDoneBefore(phase));
}
/** As `isDoneBefore`. */
function isSkippedBefore({ status, skippedBefore }) {
	return skippedBefore ?? status === "skipped";
}
function bindTask(task, { base, known, warn }) {
	const skippedBefore = known ? isSkippedBefore(known) : false;
	if (known?.phases.some(({ phase }) => !phasePlan(task, phase))) {
		warn(`the workflow of ${task.id}`);
		const { workflow, migrated, declared } = known;
		const phases = known.phases.map((phase) => ({
			...phase,
			doneBefore: isDoneBefore(phase)
		}));
		return {
			...task,
			workflow,
			migrated,
			declared,
			phases,
			skippedBefore
		};
	}
	const phases = task.phases.map((phase) => {
		const basePhase = known && phasePlan(known, phase.phase);
		const gate = basePhase && (known.workflow === task.workflow || basePhase.gate !== null) ? basePhase.gate : newGate(phase, task, base);
		if (!same(phase.gate, gate)) warn(`the gate of ${task.id}/${phase.phase}`);
		return {
			...phase,
			gate,
			doneBefore: basePhase ? isDoneBefore(basePhase) : false
		};
	});
	return {
		...task,
		phases,
		skippedBefore
	};
}
/** The base may itself be a plan under its policy, as when a run reads the branch's file again. */
function isDoneBefore({ status, doneBefore }) {
	return doneBefore ?? isFinished(status);
}
/** The gate of a phase that the base does not know. */
function newGate({ phase, gate: own }, { workflow }, base) {
	const usual = workflow ? base.defaultGates[phase] : null;
	if (!own) return usual;
	const approvers = base.defaultGates[phase]?.approvers ?? [];
	const minApprovals = Math.max(own.minApprovals, usual?.minApprovals ?? 1);
	return {
		...own,
		approvers,
		minApprovals,
		criteria: [.../* @__PURE__ */ new Set([...usual?.criteria ?? [], ...own.criteria])]
	};
}
/** Whether two plain values are equal; the resolver always writes their keys in one order. */
function same(a, b) {
	return JSON.stringify(a) === JSON.stringify(b);
}

// src/milestone/plan/schema-parts.ts
const FACTS = /* @__PURE__ */ new WeakMap();
/** A key that may be left out. The schema with these facts is the one table of keys. */
function key(type, facts) {
	return noted(type.optional(), facts);
}
/** A key that must be there. */
function neededKey(type, facts) {
	return noted(type.clone(), facts);
}
function noted(type, facts) {
	FACTS.set(type, facts);
	return type;
}
/** The facts of a key, given its type from the shape of its map. */
function factsOf(type) {
	return FACTS.get(type);
}
/**
* The parts that the schemas of milestone file and config share. Each `error` names what is expected, and is
* put after "write" in a diagnostic's remedy; `describe` texts go into the published JSON Schema.
*/
const MAX_TITLE = 300;
const MAX_TEXT = 65536;
const MAX_LIST = 1e3;
const title = string({ error: "text" }).max(MAX_TITLE, { error: `a title of at most ${MAX_TITLE} characters; details belong into description` });
const prose = string({ error: "text" }).max(MAX_TEXT, { error: `text of at most ${MAX_TEXT} characters` });
const line = string({ error: "one line of text" }).max(1e3, {
	error: "text of at most 1000 characters",
	abort: true
}).regex(/^[^\S\n]*\S[^\n]*$/, { error: "one line of text" });
const shell = string({ error: "a shell command, several as lines below `|`" }).max(MAX_TEXT, {
	error: `a shell command of at most ${MAX_TEXT} characters, or put it into a script`,
	abort: true
}).regex(/\S/, { error: "a shell command" });
/** Ids are checked for their code of their own (`bad-id`), which is why there is a marker in `params`. */
const id = string({ error: "an id as text" }).superRefine((value, ctx) => {
	const problem = idProblem(value);
	if (problem) ctx.addIssue({
		code: "custom",
		message: problem,
		params: { rule: "bad-id" }
	});
}).meta({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" });
const deliverablePath = string({ error: "a path below the phase's folder" }).superRefine((value, ctx) => {
	const problem = pathProblem(value);
	if (problem) ctx.addIssue({
		code: "custom",
		message: problem,
		params: { rule: "bad-path" }
	});
});
const glob = string({ error: "a glob such as src/**" }).superRefine((value, ctx) => {
	const problem = globProblem(value);
	if (problem) ctx.addIssue({
		code: "custom",
		message: problem,
		params: { rule: "bad-glob" }
	});
});
const PARTS = /^(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)? ?(?:(\d+)s)? ?(?:(\d+)ms)?$/;
const UNIT_MS = [
	864e5,
	36e5,
	6e4,
	1e3,
	1
];
/** Timers of the platform take 31 bits of milliseconds, 24.8 days. */
const MAX_DURATION_MS = 20736e5;
/** Milliseconds of `90s`, `30m`, `2h`, `1h 30m`, `250ms`, `2d`; null for anything else or more than 24 days. */
function parseDuration(text) {
	const match = text.length <= 40 ? PARTS.exec(text) : null;
	if (!match || !/^\d.*[a-z]$/.test(text)) return null;
	const ms = UNIT_MS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0);
	return ms <= 20736e5 ? ms : null;
}
const DURATION_ERROR = "a duration such as 90s, 30m or 2h (at most 24 days)";
/** For editors; the order of the units is `parseDuration`'s to check. Linear on any text. */
const DURATION = /^\d+(?:d|h|ms|m|s)(?: ?\d+(?:h|ms|m|s))*$/;
/** A span of time longer than nothing, as text; `parseDuration` gives its milliseconds. */
const duration = string({ error: DURATION_ERROR }).regex(DURATION, { error: DURATION_ERROR }).refine((value) => (parseDuration(value) ?? 2073600001) <= MAX_DURATION_MS, { error: DURATION_ERROR }).refine((value) => parseDuration(value) !== 0, { error: "a duration longer than 0" });
const pause = string({ error: DURATION_ERROR }).regex(DURATION, { error: DURATION_ERROR }).refine((value) => parseDuration(value) !== null, { error: DURATION_ERROR });
function count(least, most) {
	const error = `a whole number from ${least} to ${most}`;
	return int({ error }).min(least, { error }).max(most, { error });
}
function amount(what) {
	const error = `${what} above 0`;
	return number({ error }).positive({ error });
}
const flag = boolean({ error: "true or false" });
function list(item, what) {
	return array(item, { error: `a list of ${what}` }).max(MAX_LIST, { error: `at most ${MAX_LIST} ${what}` });
}
function map(shape, error = "a map (`key: value` lines)") {
	return looseObject(shape, { error });
}
const DAY = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** A day, or a moment in RFC 3339. */
const date = string({ error: "a date such as 2026-12-20" }).regex(DAY, { error: "a date such as 2026-12-20" }).refine(isRealDay, { error: "a day that exists, such as 2026-12-20" });
function isRealDay(value) {
	const day = /* @__PURE__ */ new Date(`${value.slice(0, 10)}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value.slice(0, 10);
}
const APPROVER_ERROR = "a GitHub login such as octocat, or a team such as acme/architects";
/** Logins of managed users hold an underscore; a bot's `[bot]` never counts and so never matches. */
const approver = string({ error: APPROVER_ERROR }).regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}(?:\/[A-Za-z0-9_][A-Za-z0-9._-]{0,99})?$/, { error: APPROVER_ERROR });

// src/milestone/plan/executor-schema.ts
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const envName = string({ error: "a variable's name" }).regex(ENV_NAME, { error: "a variable's name such as API_URL" });
const envText = string({ error: "text" }).max(32768, { error: "at most 32768 characters" });
const envValue = union([
	envText,
	number(),
	boolean()
], { error: "text or a number" }).nullable();
const envValues = record(envName, envValue, { error: "a map of names to values" });
const envItem = union([envName, envValues], { error: "a variable's name, or `NAME: value`" });
const env = union([list(envItem, "variable names"), envValues], { error: "a list of variable names, or a map of names to values" });
const profileName = string({ error: "the name of an agent profile" }).regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: "the name of an agent profile" });
/** How a phase is carried out: below `executor`, and as short words directly on a task or a phase. */
const executorKeys = {
	run: key(shell, {
		means: "Shell command, run by `bash -e -o pipefail` in the work tree of the phase",
		example: "npm run build"
	}),
	agent: key(profileName, {
		means: "Agent profile that does the work: claude, codex, gemini, copilot or one of `agents` in config.yaml",
		example: "claude"
	}),
	manual: key(flag, {
		means: "`true`: a person commits the deliverables to the branch, and the phase waits for that",
		example: true
	}),
	timeout: key(duration, {
		means: "The phase is ended, with all its processes, when it takes longer",
		default: "`limits.phase_timeout`",
		example: "30m"
	}),
	retries: key(count(0, 20), {
		means: "Further attempts after the first; a number that is written is obeyed",
		default: "1 for `run`, 2 for `agent`",
		example: 2
	}),
	backoff: key(pause, {
		means: "Wait before the first retry, doubling with each",
		default: "2s",
		example: "10s"
	}),
	fallback: key(list(profileName, "agent profiles"), {
		means: "Agent profiles tried in order when the attempts are spent",
		default: "none",
		example: ["codex"]
	}),
	stall_timeout: key(duration, {
		means: "Ends and retries a phase that is silent this long; unwritten, silence is only a warning",
		default: "the profile's, else none",
		example: "10m"
	}),
	env: key(env, {
		means: "Environment that the executor sees: names of variables to pass on, or names with values",
		default: "none",
		example: { NODE_ENV: "test" }
	}),
	escalate: key(list(profileName, "agent profiles or models"), {
		means: "Profiles or models, bigger ones last, for an attempt after two failures of the same kind",
		default: "none",
		example: ["opus"]
	}),
	alternative: key(prose, {
		means: "Another brief, given to an agent after two failures of the same kind",
		default: "none",
		example: "Do it without the generator, by hand"
	})
};
const EXECUTOR_KINDS = [
	"run",
	"agent",
	"manual"
];
/** What is wrong with the way that the work is named, or null. */
function executorProblem(value) {
	return EXECUTOR_KINDS.filter((kind) => value[kind] !== void 0 && value[kind] !== false).length > 1 ? "only one of run, agent and manual" : null;
}
const executor = map(executorKeys).superRefine((value, ctx) => {
	const problem = executorProblem(value);
	if (problem) ctx.addIssue({
		code: "custom",
		message: problem
	});
});
const PROMPTS = [
	"stdin",
	"file",
	"arg"
];
const RESULTS = [
	"text",
	"claude-json",
	"codex-jsonl",
	"gemini-json",
	"copilot-text"
];
const args = list(string({ error: "an argument as text" }), "arguments");
const argsOf = (phase) => key(args, {
	means: `Arguments added in ${phase} phases`,
	default: "none",
	example: ["--plan"]
});
const profile = map({
	command: key(line, {
		means: "Program to start",
		default: "the profile's name",
		example: "my-agent"
	}),
	args: key(args, {
		means: "Its arguments",
		default: "none",
		example: ["--print"]
	}),
	phase_args: key(map({
		design: argsOf("design"),
		spec: argsOf("spec"),
		task: argsOf("task"),
		execute: argsOf("execute")
	}), {
		means: "Arguments added in one phase only",
		default: "none",
		example: { design: ["--plan"] }
	}),
	prompt: key(_enum(PROMPTS, { error: `one of ${PROMPTS.join(", ")}` }), {
		means: "How the program gets its prompt: on its standard input, as a file's path, or as last argument",
		default: "stdin",
		example: "file"
	}),
	env: key(env, {
		means: "Environment of the program: names of variables to pass on, or names with values",
		default: "none",
		example: ["MY_AGENT_KEY"]
	}),
	result: key(_enum(RESULTS, { error: `one of ${RESULTS.join(", ")}` }), {
		means: "Form of its output, from which result and usage are read",
		default: "text",
		example: "text"
	}),
	model: key(line, {
		means: "Model whose price counts",
		default: "the one in its arguments or variables, else the program's own default",
		example: "gpt-5"
	}),
	stall_timeout: key(duration, {
		means: "Ends and retries a phase that is silent this long",
		default: "none",
		example: "10m"
	}),
	install: key(line, {
		means: "What to tell a person who lacks the program",
		default: "none",
		example: "npm install --global my-agent"
	})
});

// src/milestone/plan/task-schema.ts
const oneOf = (values) => ({ error: `one of ${values.join(", ")}` });
const word = (values) => _enum(values, oneOf(values));
const percent = { error: "a number from 0 to 100" };
const weight = number(percent).min(0, percent).max(100, percent);
const bytes = count(0, 1073741824);
const criteria = key(list(line, "criteria"), {
	means: "What the work is judged by; told to executors and approvers",
	default: "none",
	example: ["Boundaries are named"]
});
const approverList = list(approver, "approvers");
const approvers = key(approverList, {
	means: "Who approves: logins or org/team",
	default: "anyone with write permission",
	example: ["octocat", "acme/architects"]
});
const minApprovals = key(count(1, 20), {
	means: "How many of them must approve",
	default: "1",
	example: 2
});
const DELIVERABLE_ERROR = "a path, or a map with `path` or `changed`";
const deliverable = union([deliverablePath, map({
	path: key(deliverablePath, {
		means: "File below the phase's folder",
		example: "architecture.md"
	}),
	changed: key(glob, {
		means: "Repository files of which this phase's own work must change one",
		example: "src/**"
	}),
	kind: key(word(DELIVERABLE_KINDS), {
		means: "How the file is checked",
		default: "by its extension",
		example: "openapi"
	}),
	min_bytes: key(bytes, {
		means: "Least size of the file",
		default: "not empty",
		example: 200
	}),
	max_bytes: key(bytes, {
		means: "Greatest size of the file",
		default: "none",
		example: 1e5
	}),
	sections: key(list(line, "headings"), {
		means: "Headings that must stand in the file",
		default: "none",
		example: ["Overview"]
	}),
	schema: key(deliverablePath, {
		means: "Path in the repository of a JSON Schema that the file must satisfy",
		default: "none",
		example: "schemas/report.json"
	})
}).superRefine((value, ctx) => {
	if (value.path === void 0 === (value.changed === void 0)) ctx.addIssue({
		code: "custom",
		message: "either `path` or `changed`"
	});
	if (value.min_bytes !== void 0 && value.max_bytes !== void 0 && value.min_bytes > value.max_bytes) ctx.addIssue({
		code: "custom",
		path: ["min_bytes"],
		message: "a min_bytes not above max_bytes"
	});
})], { error: DELIVERABLE_ERROR });
const GATE_ERROR = "true, false, or a list of approvers";
const gate = (where) => key(union([flag, approverList], { error: GATE_ERROR }), {
	means: `An approval after ${where}: \`true\`, \`false\`, or a list of approvers`,
	default: "of the four phases design and spec have one",
	example: ["octocat"]
});
const deliverables = key(list(deliverable, "deliverables"), {
	means: "Files that the work must leave behind; on a task those of its last phase",
	default: "the phase's documents under `kiro_workflow`, else none",
	example: ["architecture.md", { changed: "src/**" }]
});
const checks = key(list(shell, "shell commands"), {
	means: "Commands that must succeed before the phase ends; on a task those of its last phase",
	default: "none",
	example: ["npm run lint"]
});
const criterion = union([line, map({
	criterion: neededKey(line, {
		means: "What is asked",
		example: "The total is right"
	}),
	run: neededKey(shell, {
		means: "Command that proves it: it should fail before the phase's work, and must succeed after it",
		example: "npm test -- total"
	})
})], { error: "one line of text, or a map with `criterion` and `run`" });
const acceptance = key(list(criterion, "criteria"), {
	means: "What the work is judged by, each with a command that proves it or without; on a task those of its last phase",
	default: "none",
	example: ["Boundaries are named", {
		criterion: "The total is right",
		run: "npm test -- total"
	}]
});
const role = key(profileName, {
	means: "Role that does the work, one of `roles`",
	default: "none",
	example: "tester"
});
const review = key(map({
	agent: key(profileName, {
		means: "Agent profile that reads the patch",
		default: "none: the engine alone looks for lost tests and work that is not there",
		example: "codex"
	}),
	fallback: key(list(profileName, "agent profiles"), {
		means: "Who reads it while the first rests, is out of use, or gives no answer",
		default: "none",
		example: ["claude"]
	}),
	lenses: key(list(word(LENSES), "lenses"), {
		means: "What it looks for",
		default: "correctness",
		example: ["correctness", "security"]
	}),
	blocking: key(word([...REVIEW_SEVERITIES, "none"]), {
		means: "Findings of this severity and above are the next attempt's feedback; `none`: no finding is",
		default: "high",
		example: "high"
	})
}), {
	means: "Another agent reads the patch before it lands",
	default: "none",
	example: {
		agent: "codex",
		lenses: ["correctness", "security"]
	}
});
const phaseKeys = {
	status: key(word(PHASE_STATUSES), {
		means: "State of the phase before the milestone begins; the engine writes it afterwards",
		default: "pending",
		example: "completed"
	}),
	gate: gate("this phase"),
	approval_required: key(flag, {
		means: "The long form of `gate: true` and `gate: false`",
		default: "as `gate`",
		example: true
	}),
	approvers,
	min_approvals: minApprovals,
	deliverables,
	acceptance_criteria: acceptance,
	checks,
	executor: key(executor, {
		means: "How this phase is carried out; nearest wins: phase, task, milestone, config",
		default: "the task's",
		example: {
			run: "./design.sh",
			timeout: "10m"
		}
	}),
	role,
	review
};
const oneExecutor = (value, ctx) => {
	const problem = executorProblem(value);
	if (problem) ctx.addIssue({
		code: "custom",
		message: problem
	});
};
const phase = map({
	...phaseKeys,
	...executorKeys
}).superRefine(oneExecutor);
const phaseMap = map({
	design: key(phase, {
		means: "The design phase",
		example: { gate: true }
	}),
	spec: key(phase, {
		means: "The specification phase",
		example: { gate: false }
	}),
	task: key(phase, {
		means: "The planning phase",
		example: { deliverables: ["plan.md"] }
	}),
	execute: key(phase, {
		means: "The phase that changes the code",
		example: { checks: ["npm test"] }
	})
});
const PHASES_ERROR = "a list of phases such as [design, execute], or a map of phases";
const phaseNames = array(word(PHASES), { error: PHASES_ERROR }).min(1, { error: "at least one phase" }).refine((names) => new Set(names).size === names.length, { error: "each phase once" });
const phases$1 = (where) => key(union([phaseNames, phaseMap], { error: PHASES_ERROR }), {
	means: `The phases of ${where}, as names or as a map; always run in the order design, spec, task, execute`,
	default: "`[execute]` for a task with `run`, `agent` or `manual`, else as `enforcement` says",
	example: ["design", "execute"]
});
const workflow = map({
	enabled: key(flag, {
		means: "`true`: the task goes through design, spec, task and execute",
		default: "as `enforcement` says",
		example: true
	}),
	current_phase: key(word(PHASES), {
		means: "Where a task in progress is; the engine writes it",
		default: "the first phase that is not finished",
		example: "spec"
	}),
	phases: key(phaseMap, {
		means: "What is special about each phase; what is left out has its defaults",
		default: "the defaults of all four",
		example: { design: { approval_required: false } }
	})
});
const budget = key(map({
	minutes: key(amount("a number of minutes"), {
		means: "Work stops after this many minutes",
		example: 300
	}),
	attempts: key(count(1, 1e6), {
		means: "… attempts",
		example: 50
	}),
	tokens: key(count(1, Number.MAX_SAFE_INTEGER), {
		means: "… tokens",
		example: 2e6
	}),
	cost_usd: key(amount("an amount of dollars"), {
		means: "… US dollars",
		example: 20
	})
}), {
	means: "Work stops when one of these is spent",
	default: "none",
	example: {
		minutes: 300,
		cost_usd: 20
	}
});
const RESOURCE_ERROR = "a name such as db, or path: with a glob";
const resource = string({ error: RESOURCE_ERROR }).regex(/^(?:path:.+|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/, { error: RESOURCE_ERROR });
const resourcesScope = key(word(["task", "phase"]), {
	means: "Whether a task holds its resources from its first phase to its last, or each phase on its own",
	default: "task",
	example: "phase"
});
const HOURS_ERROR = "a number of hours, 0 or more";
/** Editors take 0 as the reader does, which takes it for no estimate before this is asked. */
const hours = number({ error: HOURS_ERROR }).min(0, { error: HOURS_ERROR }).max(1e5, { error: "at most 100000 hours" });
const questions = key(map({
	max: key(count(0, 100), {
		means: "Questions that a phase may ask",
		default: "3",
		example: 3
	}),
	after: key(duration, {
		means: "How long an answer is waited for",
		default: "for ever",
		example: "24h"
	}),
	then: key(word(["default", "block"]), {
		means: "What happens then: the question's default holds, or the phase is blocked",
		default: "block",
		example: "default"
	})
}), {
	means: "Questions that agents may ask a person",
	default: "at most 3 a phase, waited for without end",
	example: {
		max: 3,
		after: "24h"
	}
});
const taskId = string({ error: "a task's id" });
const task = map({
	id: neededKey(id, {
		means: "Letters, digits, dots, underscores, hyphens; unique ignoring case; the key where `tasks` is a map",
		example: "schema"
	}),
	title: key(title, {
		means: "One line for people",
		default: "the id",
		example: "Database schema"
	}),
	description: key(prose, {
		means: "What is to be done; the brief of an agent",
		default: "none",
		example: "Tables and migrations for the new accounts"
	}),
	needs: key(union([list(taskId, "task ids"), taskId], { error: "a list of task ids" }), {
		means: "Tasks that must be completed or skipped first",
		default: "none",
		example: ["schema"]
	}),
	dependencies: key(list(taskId, "task ids"), {
		means: "The long form of `needs`",
		default: "none",
		example: ["schema"]
	}),
	when: key(word(TASK_CONDITIONS), {
		means: "When it runs: `success` once all it needs is completed or skipped; `always` once all of that has ended in whatever way; `failure` as soon as one of it is blocked until a person acts; where all of it ended well the task is skipped",
		default: "success",
		example: "always"
	}),
	...executorKeys,
	executor: key(executor, {
		means: "The long form of `run`, `agent`, `manual` and what goes with them, for all phases of the task",
		default: "the milestone's",
		example: {
			agent: "claude",
			retries: 1
		}
	}),
	deliverables,
	checks,
	acceptance_criteria: acceptance,
	gate: gate("the task's last phase"),
	phases: phases$1("the task"),
	resources: key(list(resource, "resources"), {
		means: "Two tasks that share one never run at the same time: names, or `path:` with a glob",
		default: "none",
		example: ["db", "path:migrations/**"]
	}),
	resources_scope: resourcesScope,
	estimated_hours: key(hours, {
		means: "Expected hours of work; decides the critical path; 0 as without the key",
		default: "an average task's",
		example: 6
	}),
	start: key(date, {
		means: "When it is meant to begin",
		default: "none",
		example: "2026-12-01"
	}),
	due: key(date, {
		means: "When it should be done; a miss is a warning",
		default: "none",
		example: "2026-12-20"
	}),
	budget,
	role,
	review,
	questions,
	status: key(word(TASK_STATUSES), {
		means: "State of the task before the milestone begins; the engine writes it afterwards",
		default: "pending",
		example: "pending"
	}),
	kiro_workflow: key(workflow, {
		means: "The task goes through all four phases, with their documents and gates",
		default: "as `enforcement` says",
		example: { enabled: true }
	})
}, "a map such as `{ id: build, run: npm test }`; where `tasks` is a map, a shell command is enough").superRefine(oneExecutor);

// node_modules/semver/internal/debug.js
var require_debug = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const debug = typeof process === "object" && process.env && process.env.NODE_DEBUG && /\bsemver\b/i.test(process.env.NODE_DEBUG) ? (...args) => console.error("SEMVER", ...args) : () => {};
	module.exports = debug;
}));

// node_modules/semver/internal/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SEMVER_SPEC_VERSION = "2.0.0";
	const MAX_LENGTH = 256;
	const MAX_SAFE_INTEGER = Number.MAX_SAFE_INTEGER || 
	/* istanbul ignore next */ 9007199254740991;
	const MAX_SAFE_COMPONENT_LENGTH = 16;
	const MAX_SAFE_BUILD_LENGTH = 250;
	const WHITESPACE_CHARACTERS = [
		"	",
		"\n",
		"\v",
		"\f",
		"\r",
		" ",
		"\xA0",
		" ",
		" ",
		" ",
		" ",
		" ",
		" ",
		" ",
		" ",
		" ",
		" ",
		" ",
		" ",
		"\u2028",
		"\u2029",
		" ",
		" ",
		"　",
		"﻿"
	];
	const RELEASE_TYPES = [
		"major",
		"premajor",
		"minor",
		"preminor",
		"patch",
		"prepatch",
		"prerelease"
	];
	module.exports = {
		MAX_LENGTH,
		MAX_SAFE_COMPONENT_LENGTH,
		MAX_SAFE_BUILD_LENGTH,
		MAX_SAFE_INTEGER,
		WHITESPACE_CHARACTERS,
		RELEASE_TYPES,
		SEMVER_SPEC_VERSION,
		FLAG_INCLUDE_PRERELEASE: 1,
		FLAG_LOOSE: 2
	};
}));

// node_modules/semver/internal/re.js
var require_re = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { MAX_SAFE_COMPONENT_LENGTH, MAX_SAFE_BUILD_LENGTH, MAX_LENGTH } = require_constants();
	const debug = require_debug();
	exports = module.exports = {};
	const re = exports.re = [];
	const safeRe = exports.safeRe = [];
	const src = exports.src = [];
	const safeSrc = exports.safeSrc = [];
	const t = exports.t = {};
	let R = 0;
	const LETTERDASHNUMBER = "[a-zA-Z0-9-]";
	const safeRegexReplacements = [
		["\\s", 1],
		["\\d", MAX_LENGTH],
		[LETTERDASHNUMBER, MAX_SAFE_BUILD_LENGTH]
	];
	const makeSafeRegex = (value) => {
		for (const [token, max] of safeRegexReplacements) value = value.split(`${token}*`).join(`${token}{0,${max}}`).split(`${token}+`).join(`${token}{1,${max}}`);
		return value;
	};
	const createToken = (name, value, isGlobal) => {
		const safe = makeSafeRegex(value);
		const index = R++;
		debug(name, index, value);
		t[name] = index;
		src[index] = value;
		safeSrc[index] = safe;
		re[index] = new RegExp(value, isGlobal ? "g" : void 0);
		safeRe[index] = new RegExp(safe, isGlobal ? "g" : void 0);
	};
	createToken("NUMERICIDENTIFIER", "0|[1-9]\\d*");
	createToken("NUMERICIDENTIFIERLOOSE", "\\d+");
	createToken("NONNUMERICIDENTIFIER", `\\d*[a-zA-Z-]${LETTERDASHNUMBER}*`);
	createToken("MAINVERSION", `(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})`);
	createToken("MAINVERSIONLOOSE", `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})`);
	createToken("PRERELEASEIDENTIFIER", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIER]})`);
	createToken("PRERELEASEIDENTIFIERLOOSE", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIERLOOSE]})`);
	createToken("PRERELEASE", `(?:-(${src[t.PRERELEASEIDENTIFIER]}(?:\\.${src[t.PRERELEASEIDENTIFIER]})*))`);
	createToken("PRERELEASELOOSE", `(?:-?(${src[t.PRERELEASEIDENTIFIERLOOSE]}(?:\\.${src[t.PRERELEASEIDENTIFIERLOOSE]})*))`);
	createToken("BUILDIDENTIFIER", `${LETTERDASHNUMBER}+`);
	createToken("BUILD", `(?:\\+(${src[t.BUILDIDENTIFIER]}(?:\\.${src[t.BUILDIDENTIFIER]})*))`);
	createToken("FULLPLAIN", `v?${src[t.MAINVERSION]}${src[t.PRERELEASE]}?${src[t.BUILD]}?`);
	createToken("FULL", `^${src[t.FULLPLAIN]}$`);
	createToken("LOOSEPLAIN", `[v=\\s]*${src[t.MAINVERSIONLOOSE]}${src[t.PRERELEASELOOSE]}?${src[t.BUILD]}?`);
	createToken("LOOSE", `^${src[t.LOOSEPLAIN]}$`);
	createToken("GTLT", "((?:<|>)?=?)");
	createToken("XRANGEIDENTIFIERLOOSE", `${src[t.NUMERICIDENTIFIERLOOSE]}|x|X|\\*`);
	createToken("XRANGEIDENTIFIER", `${src[t.NUMERICIDENTIFIER]}|x|X|\\*`);
	createToken("XRANGEPLAIN", `[v=\\s]*(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:${src[t.PRERELEASE]})?${src[t.BUILD]}?)?)?`);
	createToken("XRANGEPLAINLOOSE", `[v=\\s]*(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:${src[t.PRERELEASELOOSE]})?${src[t.BUILD]}?)?)?`);
	createToken("XRANGE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAIN]}$`);
	createToken("XRANGELOOSE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAINLOOSE]}$`);
	createToken("COERCEPLAIN", `(^|[^\\d])(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}})(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?`);
	createToken("COERCE", `${src[t.COERCEPLAIN]}(?:$|[^\\d])`);
	createToken("COERCEFULL", src[t.COERCEPLAIN] + `(?:${src[t.PRERELEASE]})?(?:${src[t.BUILD]})?(?:$|[^\\d])`);
	createToken("COERCERTL", src[t.COERCE], true);
	createToken("COERCERTLFULL", src[t.COERCEFULL], true);
	createToken("LONETILDE", "(?:~>?)");
	createToken("TILDETRIM", `(\\s*)${src[t.LONETILDE]}\\s+`, true);
	exports.tildeTrimReplace = "$1~";
	createToken("TILDE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAIN]}$`);
	createToken("TILDELOOSE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAINLOOSE]}$`);
	createToken("LONECARET", "(?:\\^)");
	createToken("CARETTRIM", `(\\s*)${src[t.LONECARET]}\\s+`, true);
	exports.caretTrimReplace = "$1^";
	createToken("CARET", `^${src[t.LONECARET]}${src[t.XRANGEPLAIN]}$`);
	createToken("CARETLOOSE", `^${src[t.LONECARET]}${src[t.XRANGEPLAINLOOSE]}$`);
	createToken("COMPARATORLOOSE", `^${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]})$|^$`);
	createToken("COMPARATOR", `^${src[t.GTLT]}\\s*(${src[t.FULLPLAIN]})$|^$`);
	createToken("COMPARATORTRIM", `(\\s*)${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]}|${src[t.XRANGEPLAIN]})`, true);
	exports.comparatorTrimReplace = "$1$2$3";
	createToken("HYPHENRANGE", `^\\s*(${src[t.XRANGEPLAIN]})\\s+-\\s+(${src[t.XRANGEPLAIN]})\\s*$`);
	createToken("HYPHENRANGELOOSE", `^\\s*(${src[t.XRANGEPLAINLOOSE]})\\s+-\\s+(${src[t.XRANGEPLAINLOOSE]})\\s*$`);
	createToken("STAR", "(<|>)?=?\\s*\\*");
	createToken("GTE0", "^\\s*>=\\s*0\\.0\\.0\\s*$");
	createToken("GTE0PRE", "^\\s*>=\\s*0\\.0\\.0-0\\s*$");
}));

// node_modules/semver/internal/parse-options.js
var require_parse_options = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const looseOption = Object.freeze({ loose: true });
	const emptyOpts = Object.freeze({});
	const parseOptions = (options) => {
		if (!options) return emptyOpts;
		if (typeof options !== "object") return looseOption;
		return options;
	};
	module.exports = parseOptions;
}));

// node_modules/semver/internal/identifiers.js
var require_identifiers = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const numeric = /^[0-9]+$/;
	const compareIdentifiers = (a, b) => {
		if (typeof a === "number" && typeof b === "number") return a === b ? 0 : a < b ? -1 : 1;
		const anum = numeric.test(a);
		const bnum = numeric.test(b);
		if (anum && bnum) {
			a = +a;
			b = +b;
		}
		return a === b ? 0 : anum && !bnum ? -1 : bnum && !anum ? 1 : a < b ? -1 : 1;
	};
	const rcompareIdentifiers = (a, b) => compareIdentifiers(b, a);
	module.exports = {
		compareIdentifiers,
		rcompareIdentifiers
	};
}));

// node_modules/semver/classes/semver.js
var require_semver = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const debug = require_debug();
	const { MAX_LENGTH, MAX_SAFE_INTEGER } = require_constants();
	const { safeRe: re, t } = require_re();
	const parseOptions = require_parse_options();
	const { compareIdentifiers } = require_identifiers();
	const isPrereleaseIdentifier = (prerelease, identifier) => {
		const identifiers = identifier.split(".");
		if (identifiers.length > prerelease.length) return false;
		for (let i = 0; i < identifiers.length; i++) if (compareIdentifiers(prerelease[i], identifiers[i]) !== 0) return false;
		return true;
	};
	var SemVer = class SemVer {
		constructor(version, options) {
			options = parseOptions(options);
			if (version instanceof SemVer) {
				if (version.loose === !!options.loose && version.includePrerelease === !!options.includePrerelease) return version;
				else version = version.version;
			} else if (typeof version !== "string") throw new TypeError(`Invalid version. Must be a string. Got type "${typeof version}".`);
			if (version.length > MAX_LENGTH) throw new TypeError(`version is longer than ${MAX_LENGTH} characters`);
			debug("SemVer", version, options);
			this.options = options;
			this.loose = !!options.loose;
			this.includePrerelease = !!options.includePrerelease;
			const m = version.trim().match(options.loose ? re[t.LOOSE] : re[t.FULL]);
			if (!m) throw new TypeError(`Invalid Version: ${version}`);
			this.raw = version;
			this.major = +m[1];
			this.minor = +m[2];
			this.patch = +m[3];
			if (this.major > MAX_SAFE_INTEGER || this.major < 0) throw new TypeError("Invalid major version");
			if (this.minor > MAX_SAFE_INTEGER || this.minor < 0) throw new TypeError("Invalid minor version");
			if (this.patch > MAX_SAFE_INTEGER || this.patch < 0) throw new TypeError("Invalid patch version");
			if (!m[4]) this.prerelease = [];
			else this.prerelease = m[4].split(".").map((id) => {
				if (/^[0-9]+$/.test(id)) {
					const num = +id;
					if (num >= 0 && num < MAX_SAFE_INTEGER) return num;
				}
				return id;
			});
			this.build = m[5] ? m[5].split(".") : [];
			this.format();
		}
		format() {
			this.version = `${this.major}.${this.minor}.${this.patch}`;
			if (this.prerelease.length) this.version += `-${this.prerelease.join(".")}`;
			return this.version;
		}
		toString() {
			return this.version;
		}
		compare(other) {
			debug("SemVer.compare", this.version, this.options, other);
			if (!(other instanceof SemVer)) {
				if (typeof other === "string" && other === this.version) return 0;
				other = new SemVer(other, this.options);
			}
			if (other.version === this.version) return 0;
			return this.compareMain(other) || this.comparePre(other);
		}
		compareMain(other) {
			if (!(other instanceof SemVer)) other = new SemVer(other, this.options);
			if (this.major < other.major) return -1;
			if (this.major > other.major) return 1;
			if (this.minor < other.minor) return -1;
			if (this.minor > other.minor) return 1;
			if (this.patch < other.patch) return -1;
			if (this.patch > other.patch) return 1;
			return 0;
		}
		comparePre(other) {
			if (!(other instanceof SemVer)) other = new SemVer(other, this.options);
			if (this.prerelease.length && !other.prerelease.length) return -1;
			else if (!this.prerelease.length && other.prerelease.length) return 1;
			else if (!this.prerelease.length && !other.prerelease.length) return 0;
			let i = 0;
			do {
				const a = this.prerelease[i];
				const b = other.prerelease[i];
				debug("prerelease compare", i, a, b);
				if (a === void 0 && b === void 0) return 0;
				else if (b === void 0) return 1;
				else if (a === void 0) return -1;
				else if (a === b) continue;
				else return compareIdentifiers(a, b);
			} while (++i);
		}
		compareBuild(other) {
			if (!(other instanceof SemVer)) other = new SemVer(other, this.options);
			let i = 0;
			do {
				const a = this.build[i];
				const b = other.build[i];
				debug("build compare", i, a, b);
				if (a === void 0 && b === void 0) return 0;
				else if (b === void 0) return 1;
				else if (a === void 0) return -1;
				else if (a === b) continue;
				else return compareIdentifiers(a, b);
			} while (++i);
		}
		inc(release, identifier, identifierBase) {
			if (release.startsWith("pre")) {
				if (!identifier && identifierBase === false) throw new Error("invalid increment argument: identifier is empty");
				if (identifier) {
					const match = `-${identifier}`.match(this.options.loose ? re[t.PRERELEASELOOSE] : re[t.PRERELEASE]);
					if (!match || match[1] !== identifier) throw new Error(`invalid identifier: ${identifier}`);
				}
			}
			switch (release) {
				case "premajor":
					this.prerelease.length = 0;
					this.patch = 0;
					this.minor = 0;
					this.major++;
					this.inc("pre", identifier, identifierBase);
					break;
				case "preminor":
					this.prerelease.length = 0;
					this.patch = 0;
					this.minor++;
					this.inc("pre", identifier, identifierBase);
					break;
				case "prepatch":
					this.prerelease.length = 0;
					this.inc("patch", identifier, identifierBase);
					this.inc("pre", identifier, identifierBase);
					break;
				case "prerelease":
					if (this.prerelease.length === 0) this.inc("patch", identifier, identifierBase);
					this.inc("pre", identifier, identifierBase);
					break;
				case "release":
					if (this.prerelease.length === 0) throw new Error(`version ${this.raw} is not a prerelease`);
					this.prerelease.length = 0;
					break;
				case "major":
					if (this.minor !== 0 || this.patch !== 0 || this.prerelease.length === 0) this.major++;
					this.minor = 0;
					this.patch = 0;
					this.prerelease = [];
					break;
				case "minor":
					if (this.patch !== 0 || this.prerelease.length === 0) this.minor++;
					this.patch = 0;
					this.prerelease = [];
					break;
				case "patch":
					if (this.prerelease.length === 0) this.patch++;
					this.prerelease = [];
					break;
				case "pre": {
					const base = Number(identifierBase) ? 1 : 0;
					if (this.prerelease.length === 0) this.prerelease = [base];
					else {
						let i = this.prerelease.length;
						while (--i >= 0) if (typeof this.prerelease[i] === "number") {
							this.prerelease[i]++;
							i = -2;
						}
						if (i === -1) {
							if (identifier === this.prerelease.join(".") && identifierBase === false) throw new Error("invalid increment argument: identifier already exists");
							this.prerelease.push(base);
						}
					}
					if (identifier) {
						let prerelease = [identifier, base];
						if (identifierBase === false) prerelease = [identifier];
						if (isPrereleaseIdentifier(this.prerelease, identifier)) {
							const prereleaseBase = this.prerelease[identifier.split(".").length];
							if (isNaN(prereleaseBase)) this.prerelease = prerelease;
						} else this.prerelease = prerelease;
					}
					break;
				}
				default: throw new Error(`invalid increment argument: ${release}`);
			}
			this.raw = this.format();
			if (this.build.length) this.raw += `+${this.build.join(".")}`;
			return this;
		}
	};
	module.exports = SemVer;
}));

// node_modules/semver/functions/parse.js
var require_parse = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver();
	const parse = (version, options, throwErrors = false) => {
		if (version instanceof SemVer) return version;
		try {
			return new SemVer(version, options);
		} catch (er) {
			if (!throwErrors) return null;
			throw er;
		}
	};
	module.exports = parse;
}));

// node_modules/semver/functions/coerce.js
var require_coerce = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver();
	const parse = require_parse();
	const { safeRe: re, t } = require_re();
	const coerce = (version, options) => {
		if (version instanceof SemVer) return version;
		if (typeof version === "number") version = String(version);
		if (typeof version !== "string") return null;
		options = options || {};
		let match = null;
		if (!options.rtl) match = version.match(options.includePrerelease ? re[t.COERCEFULL] : re[t.COERCE]);
		else {
			const coerceRtlRegex = options.includePrerelease ? re[t.COERCERTLFULL] : re[t.COERCERTL];
			let next;
			while ((next = coerceRtlRegex.exec(version)) && (!match || match.index + match[0].length !== version.length)) {
				if (!match || next.index + next[0].length !== match.index + match[0].length) match = next;
				coerceRtlRegex.lastIndex = next.index + next[1].length + next[2].length;
			}
			coerceRtlRegex.lastIndex = -1;
		}
		if (match === null) return null;
		const major = match[2];
		const minor = match[3] || "0";
		const patch = match[4] || "0";
		const prerelease = options.includePrerelease && match[5] ? `-${match[5]}` : "";
		const build = options.includePrerelease && match[6] ? `+${match[6]}` : "";
		return parse(`${major}.${minor}.${patch}${prerelease}${build}`, options);
	};
	module.exports = coerce;
}));

// node_modules/semver/internal/lrucache.js
var require_lrucache = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var LRUCache = class {
		constructor() {
			this.max = 1e3;
			this.map = /* @__PURE__ */ new Map();
		}
		get(key) {
			const value = this.map.get(key);
			if (value === void 0) return;
			else {
				this.map.delete(key);
				this.map.set(key, value);
				return value;
			}
		}
		delete(key) {
			return this.map.delete(key);
		}
		set(key, value) {
			if (!this.delete(key) && value !== void 0) {
				if (this.map.size >= this.max) {
					const firstKey = this.map.keys().next().value;
					this.delete(firstKey);
				}
				this.map.set(key, value);
			}
			return this;
		}
	};
	module.exports = LRUCache;
}));

// node_modules/semver/functions/compare.js
var require_compare = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver();
	const compare = (a, b, loose) => new SemVer(a, loose).compare(new SemVer(b, loose));
	module.exports = compare;
}));

// node_modules/semver/functions/eq.js
var require_eq = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const eq = (a, b, loose) => compare(a, b, loose) === 0;
	module.exports = eq;
}));

// node_modules/semver/functions/neq.js
var require_neq = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const neq = (a, b, loose) => compare(a, b, loose) !== 0;
	module.exports = neq;
}));

// node_modules/semver/functions/gt.js
var require_gt = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const gt = (a, b, loose) => compare(a, b, loose) > 0;
	module.exports = gt;
}));

// node_modules/semver/functions/gte.js
var require_gte = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const gte = (a, b, loose) => compare(a, b, loose) >= 0;
	module.exports = gte;
}));

// node_modules/semver/functions/lt.js
var require_lt = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const lt = (a, b, loose) => compare(a, b, loose) < 0;
	module.exports = lt;
}));

// node_modules/semver/functions/lte.js
var require_lte = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const lte = (a, b, loose) => compare(a, b, loose) <= 0;
	module.exports = lte;
}));

// node_modules/semver/functions/cmp.js
var require_cmp = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const eq = require_eq();
	const neq = require_neq();
	const gt = require_gt();
	const gte = require_gte();
	const lt = require_lt();
	const lte = require_lte();
	const cmp = (a, op, b, loose) => {
		switch (op) {
			case "===":
				if (typeof a === "object") a = a.version;
				if (typeof b === "object") b = b.version;
				return a === b;
			case "!==":
				if (typeof a === "object") a = a.version;
				if (typeof b === "object") b = b.version;
				return a !== b;
			case "":
			case "=":
			case "==": return eq(a, b, loose);
			case "!=": return neq(a, b, loose);
			case ">": return gt(a, b, loose);
			case ">=": return gte(a, b, loose);
			case "<": return lt(a, b, loose);
			case "<=": return lte(a, b, loose);
			default: throw new TypeError(`Invalid operator: ${op}`);
		}
	};
	module.exports = cmp;
}));

// node_modules/semver/classes/comparator.js
var require_comparator = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const ANY = Symbol("SemVer ANY");
	var Comparator = class Comparator {
		static get ANY() {
			return ANY;
		}
		constructor(comp, options) {
			options = parseOptions(options);
			if (comp instanceof Comparator) {
				if (comp.loose === !!options.loose) return comp;
				else comp = comp.value;
			}
			comp = comp.trim().split(/\s+/).join(" ");
			debug("comparator", comp, options);
			this.options = options;
			this.loose = !!options.loose;
			this.parse(comp);
			if (this.semver === ANY) this.value = "";
			else this.value = this.operator + this.semver.version;
			debug("comp", this);
		}
		parse(comp) {
			const r = this.options.loose ? re[t.COMPARATORLOOSE] : re[t.COMPARATOR];
			const m = comp.match(r);
			if (!m) throw new TypeError(`Invalid comparator: ${comp}`);
			this.operator = m[1] !== void 0 ? m[1] : "";
			if (this.operator === "=") this.operator = "";
			if (!m[2]) this.semver = ANY;
			else this.semver = new SemVer(m[2], this.options.loose);
		}
		toString() {
			return this.value;
		}
		test(version) {
			debug("Comparator.test", version, this.options.loose);
			if (this.semver === ANY || version === ANY) return true;
			if (typeof version === "string") try {
				version = new SemVer(version, this.options);
			} catch (er) {
				return false;
			}
			return cmp(version, this.operator, this.semver, this.options);
		}
		intersects(comp, options) {
			if (!(comp instanceof Comparator)) throw new TypeError("a Comparator is required");
			if (this.operator === "") {
				if (this.value === "") return true;
				return new Range(comp.value, options).test(this.value);
			} else if (comp.operator === "") {
				if (comp.value === "") return true;
				return new Range(this.value, options).test(comp.semver);
			}
			options = parseOptions(options);
			if (options.includePrerelease && (this.value === "<0.0.0-0" || comp.value === "<0.0.0-0")) return false;
			if (!options.includePrerelease && (this.value.startsWith("<0.0.0") || comp.value.startsWith("<0.0.0"))) return false;
			if (this.operator.startsWith(">") && comp.operator.startsWith(">")) return true;
			if (this.operator.startsWith("<") && comp.operator.startsWith("<")) return true;
			if (this.semver.version === comp.semver.version && this.operator.includes("=") && comp.operator.includes("=")) return true;
			if (cmp(this.semver, "<", comp.semver, options) && this.operator.startsWith(">") && comp.operator.startsWith("<")) return true;
			if (cmp(this.semver, ">", comp.semver, options) && this.operator.startsWith("<") && comp.operator.startsWith(">")) return true;
			return false;
		}
	};
	module.exports = Comparator;
	const parseOptions = require_parse_options();
	const { safeRe: re, t } = require_re();
	const cmp = require_cmp();
	const debug = require_debug();
	const SemVer = require_semver();
	const Range = require_range();
}));

// node_modules/semver/internal/trim-comparator-whitespace.js
var require_trim_comparator_whitespace = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { MAX_LENGTH, MAX_SAFE_BUILD_LENGTH, WHITESPACE_CHARACTERS } = require_constants();
	/**
	* Remembers the last two rows of digits so their characters need not be reread.
	* Positions start at -1 until a row has been found.
	*
	* @typedef {object} DigitRunCache
	* @property {number} start The first character of the most recently found row.
	* @property {number} end The position after that row's last character.
	* @property {number} previousStart The first character of the previous row.
	* @property {number} previousEnd The position after the previous row.
	*/
	const whitespace = /* @__PURE__ */ new Uint8Array(65536);
	for (const char of WHITESPACE_CHARACTERS) whitespace[char.charCodeAt(0)] = 1;
	/**
	* Checks whether a character is whitespace, like a space, tab, or newline.
	* Looking past the end of the string returns false.
	*
	* @param {string|undefined} char One character, or undefined past the string's end.
	* @returns {boolean} Whether the character is whitespace.
	* @example isWhitespace(' ') // true
	* @example isWhitespace('1') // false
	*/
	const isWhitespace = (char) => char !== void 0 && whitespace[char.charCodeAt(0)] === 1;
	/**
	* Checks for v, =, or whitespace before the version number.
	* These are historical version prefixes, not range operators:
	* < and > are handled separately, as are tilde and caret ranges.
	*
	* @param {string|undefined} char One character to check.
	* @returns {boolean} Whether the character can belong to a version prefix.
	* @example isVersionPrefix('=') // true
	* @example isVersionPrefix('>') // false
	*/
	const isVersionPrefix = (char) => char === "v" || char === "=" || isWhitespace(char);
	/**
	* Checks whether a character is one of the digits 0 through 9.
	*
	* @param {string|undefined} char One character to check.
	* @returns {boolean} Whether the character is an ASCII digit.
	* @example isDigit('7') // true
	* @example isDigit('.') // false
	*/
	const isDigit = (char) => char !== void 0 && char >= "0" && char <= "9";
	/**
	* Checks whether a character is an English letter, uppercase or lowercase.
	*
	* @param {string|undefined} char One character to check.
	* @returns {boolean} Whether the character is an ASCII letter.
	* @example isLetter('b') // true
	* @example isLetter('7') // false
	*/
	const isLetter = (char) => char !== void 0 && (char >= "a" && char <= "z" || char >= "A" && char <= "Z");
	/**
	* Checks for a letter, digit, or hyphen: the characters allowed inside
	* prerelease and build names such as beta-1.
	*
	* @param {string|undefined} char One character to check.
	* @returns {boolean} Whether the character can be part of an identifier.
	* @example isIdentifierCharacter('-') // true
	* @example isIdentifierCharacter('.') // false; dots separate identifiers
	*/
	const isIdentifierCharacter = (char) => isDigit(char) || isLetter(char) || char === "-";
	/**
	* Checks whether a version component can begin here: with a digit or
	* a wildcard such as x, X, or *.
	*
	* @param {string|undefined} char One character to check.
	* @returns {boolean} Whether a number or wildcard can start with this character.
	* @example isVersionStart('x') // true
	* @example isVersionStart('v') // false; v belongs to the prefix
	*/
	const isVersionStart = (char) => isDigit(char) || char === "x" || char === "X" || char === "*";
	/**
	* Finds the end of a row of digits, but returns no more than limit digits.
	* Remembers the last two rows so looking at them again does not reread them.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position of the first character to check.
	* @param {number} limit The most digit characters the returned match can include.
	* @param {DigitRunCache} digitRuns Shared cache of digit-run positions, updated in place.
	* @returns {number} The position after the matched digits, or start if none match.
	* @example findDigitsEndIndex('123abc', 0, 10, digitRuns) // 3, pointing at a
	* @example findDigitsEndIndex('123abc', 0, 2, digitRuns) // 2, pointing at the unread 3
	*/
	const findDigitsEndIndex = (range, start, limit, digitRuns) => {
		if (!isDigit(range[start])) return start;
		if (start >= digitRuns.start && start < digitRuns.end) return Math.min(start + limit, digitRuns.end);
		if (start >= digitRuns.previousStart && start < digitRuns.previousEnd) return Math.min(start + limit, digitRuns.previousEnd);
		let end = start + 1;
		while (isDigit(range[end])) end++;
		digitRuns.previousStart = digitRuns.start;
		digitRuns.previousEnd = digitRuns.end;
		digitRuns.start = start;
		digitRuns.end = end;
		return Math.min(start + limit, end);
	};
	/**
	* Reads a number using the old regex's length and leading-zero rules.
	* Strict mode reads just the first zero in 012; loose mode can read all three.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position where the number should begin.
	* @param {boolean} loose Whether to allow leading zeros.
	* @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
	* @returns {number} The position after the matched digits, not their numeric value.
	* @example findVersionNumberEndIndex('012', 0, false, digitRuns) // 1
	* @example findVersionNumberEndIndex('012', 0, true, digitRuns) // 3
	*/
	const findVersionNumberEndIndex = (range, start, loose, digitRuns) => {
		if (!loose && range[start] === "0") return start + 1;
		return findDigitsEndIndex(range, start, loose ? MAX_LENGTH : MAX_LENGTH + 1, digitRuns);
	};
	/**
	* Reads one piece of a prerelease name, such as beta or 1 in beta.1.
	* Tries the letter-or-hyphen form first, then the number-only form.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position where the identifier should begin.
	* @param {boolean} loose Whether numeric identifiers may have leading zeros.
	* @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
	* @returns {number} The position after the identifier, or start if none matches.
	* @example findPrereleaseIdentifierEndIndex('beta.1', 0, false, digitRuns) // 4, at the dot
	* @example findPrereleaseIdentifierEndIndex('001beta', 0, false, digitRuns) // 7
	*/
	const findPrereleaseIdentifierEndIndex = (range, start, loose, digitRuns) => {
		const digitsEnd = findDigitsEndIndex(range, start, MAX_LENGTH, digitRuns);
		if (isLetter(range[digitsEnd]) || range[digitsEnd] === "-") {
			let end = digitsEnd + 1;
			const limit = end + MAX_SAFE_BUILD_LENGTH;
			while (end < limit && isIdentifierCharacter(range[end])) end++;
			return end;
		}
		return findVersionNumberEndIndex(range, start, loose, digitRuns);
	};
	/**
	* Reads a prerelease suffix such as -beta.1, one dot-separated piece at a time.
	* Loose mode also allows the name without its opening hyphen.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position where the suffix should begin, including -.
	* @param {boolean} loose Whether the opening hyphen is optional and zeros allowed.
	* @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
	* @returns {number} The position after the matched suffix, or start if absent.
	* @example findPrereleaseEndIndex('-beta.1+sha', 0, false, digitRuns) // 7, at the plus
	* @example findPrereleaseEndIndex('beta', 0, false, digitRuns) // 0; no opening hyphen
	*/
	const findPrereleaseEndIndex = (range, start, loose, digitRuns) => {
		const hyphen = range[start] === "-";
		if (!loose && !hyphen) return start;
		const identifierStart = start + (hyphen ? 1 : 0);
		let end = findPrereleaseIdentifierEndIndex(range, identifierStart, loose, digitRuns);
		if (end === identifierStart) {
			if (!loose || !hyphen) return start;
			end = findPrereleaseIdentifierEndIndex(range, start, loose, digitRuns);
		}
		while (range[end] === ".") {
			const next = findPrereleaseIdentifierEndIndex(range, end + 1, loose, digitRuns);
			if (next === end + 1) break;
			end = next;
		}
		return end;
	};
	/**
	* Reads one build-name piece, such as sha or 123 in +sha.123.
	* Stops at a disallowed character or the old regex's length limit.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position where the identifier should begin.
	* @returns {number} The position after the identifier, or start if none matches.
	* @example findBuildIdentifierEndIndex('sha.123', 0) // 3, at the dot
	* @example findBuildIdentifierEndIndex('001', 0) // 3; leading zeros are allowed
	*/
	const findBuildIdentifierEndIndex = (range, start) => {
		let end = start;
		while (end - start < MAX_SAFE_BUILD_LENGTH && isIdentifierCharacter(range[end])) end++;
		return end;
	};
	/**
	* Reads optional build metadata such as +sha.123.
	* Leaves the position unchanged if there is no plus sign followed by a name.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position where the opening + should be.
	* @returns {number} The position after the matched metadata, or start if absent.
	* @example findBuildEndIndex('+sha.123 <2', 0) // 8, at the space
	* @example findBuildEndIndex('+', 0) // 0; a plus sign alone is not a match
	*/
	const findBuildEndIndex = (range, start) => {
		if (range[start] !== "+") return start;
		let end = findBuildIdentifierEndIndex(range, start + 1);
		if (end === start + 1) return start;
		while (range[end] === ".") {
			const next = findBuildIdentifierEndIndex(range, end + 1);
			if (next === end + 1) break;
			end = next;
		}
		return end;
	};
	/**
	* Reads three numbers separated by dots, then any prerelease and build suffixes.
	* Uses loose rules, so forms such as 01.02.03beta can match here.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position of the first number, after any prefix.
	* @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
	* @returns {number} The position after the version match, or start if none matches.
	* @example findLooseFullVersionEndIndex('1.2.3-beta+sha <2', 0, digitRuns) // 14
	* @example findLooseFullVersionEndIndex('1.2', 0, digitRuns) // 0; needs three numbers
	*/
	const findLooseFullVersionEndIndex = (range, start, digitRuns) => {
		let end = start;
		for (let component = 0; component < 3; component++) {
			const next = findVersionNumberEndIndex(range, end, true, digitRuns);
			if (next === end) return start;
			end = next;
			if (component < 2) {
				if (range[end] !== ".") return start;
				end++;
			}
		}
		const prereleaseEnd = findPrereleaseEndIndex(range, end, true, digitRuns);
		return findBuildEndIndex(range, prereleaseEnd);
	};
	/**
	* Reads one component of a partial or wildcard version, such as 2 or x in 2.x.
	* Numbers use strict leading-zero rules; wildcards take up one character.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position where the component should begin.
	* @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
	* @returns {number} The position after the component, or start if none matches.
	* @example findPartialVersionComponentEndIndex('2.x', 0, digitRuns) // 1, at the dot
	* @example findPartialVersionComponentEndIndex('2.x', 2, digitRuns) // 3, after x
	*/
	const findPartialVersionComponentEndIndex = (range, start, digitRuns) => {
		if (isDigit(range[start])) return findVersionNumberEndIndex(range, start, false, digitRuns);
		return isVersionStart(range[start]) ? start + 1 : start;
	};
	/**
	* Reads up to three components, allowing forms such as 1, 1.2, or 1.x.
	* After the third component, also reads any strict prerelease and build suffixes.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position of a number or wildcard, after any prefix.
	* @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
	* @returns {number} The position after the matched version text.
	* @example findPartialVersionEndIndex('1.x <2', 0, digitRuns) // 3, at the space
	* @example findPartialVersionEndIndex('1.', 0, digitRuns) // 1; the trailing dot is unread
	*/
	const findPartialVersionEndIndex = (range, start, digitRuns) => {
		let end = findPartialVersionComponentEndIndex(range, start, digitRuns);
		for (let component = 0; component < 2; component++) {
			if (range[end] !== ".") return end;
			const next = findPartialVersionComponentEndIndex(range, end + 1, digitRuns);
			if (next === end + 1) return end;
			end = next;
		}
		const prereleaseEnd = findPrereleaseEndIndex(range, end, false, digitRuns);
		return findBuildEndIndex(range, prereleaseEnd);
	};
	/**
	* Finds where a version match ends, without deciding whether the range is valid.
	* Tries a loose full version first, then a partial or wildcard version, just
	* like the old regex's LOOSEPLAIN and XRANGEPLAIN alternatives.
	*
	* @param {string} range The text to read; it is not changed.
	* @param {number} start The position of a number or wildcard, after any prefix.
	* @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
	* @returns {number} The position where scanning the next candidate can resume.
	* @example findVersionEndIndex('1.2.3 <2', 0, digitRuns) // 5, at the space
	* @example findVersionEndIndex('1.x <2', 0, digitRuns) // 3, at the space
	*/
	const findVersionEndIndex = (range, start, digitRuns) => {
		const fullVersionEnd = findLooseFullVersionEndIndex(range, start, digitRuns);
		return fullVersionEnd !== start ? fullVersionEnd : findPartialVersionEndIndex(range, start, digitRuns);
	};
	/**
	* Finds the one whitespace character the old replacement would remove.
	* Keeps leading whitespace, skips an optional operator, and checks immediately
	* after it. Returns -1 if there is nothing to remove.
	*
	* @param {string} range The text containing a candidate already found by the caller.
	* @param {number} matchStart The candidate's position, including leading whitespace.
	* @returns {number} The position of the removable whitespace, or -1 if absent.
	* @example findRemovableWhitespaceIndex(' > 1', 0) // 2; keep the space at position 0
	* @example findRemovableWhitespaceIndex('>1', 0) // -1
	*/
	const findRemovableWhitespaceIndex = (range, matchStart) => {
		let position = matchStart;
		if (isWhitespace(range[position])) position++;
		if (range[position] === "<" || range[position] === ">") position++;
		if (range[position] === "=") position++;
		return isWhitespace(range[position]) ? position : -1;
	};
	/**
	* Joins an operator to its version, turning > 1.2.3 into >1.2.3.
	* Copies everything else according to the old regex's matching rules.
	* Moves forward through prefixes and whole versions to avoid repeatedly
	* searching the same characters on long inputs.
	*
	* @param {string} range The range text to process; the original string is unchanged.
	* @returns {string} The range with matched operator whitespace removed.
	* @example trimComparatorWhitespace('> 1.2.3 < 2') // '>1.2.3 <2'
	* @example trimComparatorWhitespace('> invalid') // '> invalid'
	*/
	const trimComparatorWhitespace = (range) => {
		let result = "";
		let copyFrom = 0;
		let cursor = 0;
		const digitRuns = {
			start: -1,
			end: -1,
			previousStart: -1,
			previousEnd: -1
		};
		while (cursor < range.length) {
			const matchStart = cursor;
			if (range[cursor] === "<" || range[cursor] === ">") cursor++;
			else if (!isVersionPrefix(range[cursor]) && !isVersionStart(range[cursor])) {
				cursor++;
				continue;
			}
			while (cursor < range.length && isVersionPrefix(range[cursor])) cursor++;
			if (!isVersionStart(range[cursor])) continue;
			const whitespacePosition = findRemovableWhitespaceIndex(range, matchStart);
			if (whitespacePosition !== -1) {
				result += range.slice(copyFrom, whitespacePosition);
				copyFrom = whitespacePosition + 1;
			}
			cursor = findVersionEndIndex(range, cursor, digitRuns);
		}
		return result + range.slice(copyFrom);
	};
	module.exports = trimComparatorWhitespace;
}));

// node_modules/semver/classes/range.js
var require_range = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SPACE_CHARACTERS = /\s+/g;
	var Range = class Range {
		constructor(range, options) {
			options = parseOptions(options);
			if (range instanceof Range) {
				if (range.loose === !!options.loose && range.includePrerelease === !!options.includePrerelease) return range;
				else return new Range(range.raw, options);
			}
			if (range instanceof Comparator) {
				this.raw = range.value;
				this.set = [[range]];
				this.formatted = void 0;
				return this;
			}
			this.options = options;
			this.loose = !!options.loose;
			this.includePrerelease = !!options.includePrerelease;
			this.raw = range.trim().replace(SPACE_CHARACTERS, " ");
			this.set = this.raw.split("||").map((r) => this.parseRange(r.trim())).filter((c) => c.length);
			if (!this.set.length) throw new TypeError(`Invalid SemVer Range: ${this.raw}`);
			if (this.set.length > 1) {
				const first = this.set[0];
				this.set = this.set.filter((c) => !isNullSet(c[0]));
				if (this.set.length === 0) this.set = [first];
				else if (this.set.length > 1) {
					for (const c of this.set) if (c.length === 1 && isAny(c[0])) {
						this.set = [c];
						break;
					}
				}
			}
			this.formatted = void 0;
		}
		get range() {
			if (this.formatted === void 0) {
				this.formatted = "";
				for (let i = 0; i < this.set.length; i++) {
					if (i > 0) this.formatted += "||";
					const comps = this.set[i];
					for (let k = 0; k < comps.length; k++) {
						if (k > 0) this.formatted += " ";
						this.formatted += comps[k].toString().trim();
					}
				}
			}
			return this.formatted;
		}
		format() {
			return this.range;
		}
		toString() {
			return this.range;
		}
		parseRange(range) {
			range = range.replace(BUILDSTRIPRE, "");
			const memoKey = ((this.options.includePrerelease && FLAG_INCLUDE_PRERELEASE) | (this.options.loose && FLAG_LOOSE)) + ":" + range;
			const cached = cache.get(memoKey);
			if (cached) return cached;
			const loose = this.options.loose;
			const hr = loose ? re[t.HYPHENRANGELOOSE] : re[t.HYPHENRANGE];
			range = range.replace(hr, hyphenReplace(this.options.includePrerelease));
			debug("hyphen replace", range);
			range = trimComparatorWhitespace(range);
			debug("comparator trim", range);
			range = range.replace(re[t.TILDETRIM], tildeTrimReplace);
			debug("tilde trim", range);
			range = range.replace(re[t.CARETTRIM], caretTrimReplace);
			debug("caret trim", range);
			let rangeList = range.split(" ").map((comp) => parseComparator(comp, this.options)).join(" ").split(/\s+/).map((comp) => replaceGTE0(comp, this.options));
			if (loose) rangeList = rangeList.filter((comp) => {
				debug("loose invalid filter", comp, this.options);
				return !!comp.match(re[t.COMPARATORLOOSE]);
			});
			debug("range list", rangeList);
			const rangeMap = /* @__PURE__ */ new Map();
			const comparators = rangeList.map((comp) => new Comparator(comp, this.options));
			for (const comp of comparators) {
				if (isNullSet(comp)) return [comp];
				rangeMap.set(comp.value, comp);
			}
			if (rangeMap.size > 1 && rangeMap.has("")) rangeMap.delete("");
			const result = [...rangeMap.values()];
			cache.set(memoKey, result);
			return result;
		}
		intersects(range, options) {
			if (!(range instanceof Range)) throw new TypeError("a Range is required");
			return this.set.some((thisComparators) => {
				return isSatisfiable(thisComparators, options) && range.set.some((rangeComparators) => {
					return isSatisfiable(rangeComparators, options) && thisComparators.every((thisComparator) => {
						return rangeComparators.every((rangeComparator) => {
							return thisComparator.intersects(rangeComparator, options);
						});
					});
				});
			});
		}
		test(version) {
			if (!version) return false;
			if (typeof version === "string") try {
				version = new SemVer(version, this.options);
			} catch (er) {
				return false;
			}
			for (let i = 0; i < this.set.length; i++) if (testSet(this.set[i], version, this.options)) return true;
			return false;
		}
	};
	module.exports = Range;
	const cache = new (require_lrucache())();
	const parseOptions = require_parse_options();
	const Comparator = require_comparator();
	const debug = require_debug();
	const SemVer = require_semver();
	const trimComparatorWhitespace = require_trim_comparator_whitespace();
	const { safeRe: re, src, t, tildeTrimReplace, caretTrimReplace } = require_re();
	const { FLAG_INCLUDE_PRERELEASE, FLAG_LOOSE } = require_constants();
	const BUILDSTRIPRE = new RegExp(src[t.BUILD], "g");
	const isNullSet = (c) => c.value === "<0.0.0-0";
	const isAny = (c) => c.value === "";
	const isSatisfiable = (comparators, options) => {
		let result = true;
		const remainingComparators = comparators.slice();
		let testComparator = remainingComparators.pop();
		while (result && remainingComparators.length) {
			result = remainingComparators.every((otherComparator) => {
				return testComparator.intersects(otherComparator, options);
			});
			testComparator = remainingComparators.pop();
		}
		return result;
	};
	const parseComparator = (comp, options) => {
		comp = comp.replace(re[t.BUILD], "");
		debug("comp", comp, options);
		comp = replaceCarets(comp, options);
		debug("caret", comp);
		comp = replaceTildes(comp, options);
		debug("tildes", comp);
		comp = replaceXRanges(comp, options);
		debug("xrange", comp);
		comp = replaceStars(comp, options);
		debug("stars", comp);
		return comp;
	};
	const isX = (id) => !id || id.toLowerCase() === "x" || id === "*";
	const invalidXRangeOrder = (M, m, p) => isX(M) && !isX(m) || isX(m) && p && !isX(p);
	const replaceTildes = (comp, options) => {
		return comp.trim().split(/\s+/).map((c) => replaceTilde(c, options)).join(" ");
	};
	const replaceTilde = (comp, options) => {
		const r = options.loose ? re[t.TILDELOOSE] : re[t.TILDE];
		const z = options.includePrerelease ? "-0" : "";
		return comp.replace(r, (_, M, m, p, pr) => {
			debug("tilde", comp, _, M, m, p, pr);
			let ret;
			if (isX(M)) ret = "";
			else if (isX(m)) ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
			else if (isX(p)) ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
			else if (pr) {
				debug("replaceTilde pr", pr);
				ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
			} else ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
			debug("tilde return", ret);
			return ret;
		});
	};
	const replaceCarets = (comp, options) => {
		return comp.trim().split(/\s+/).map((c) => replaceCaret(c, options)).join(" ");
	};
	const replaceCaret = (comp, options) => {
		debug("caret", comp, options);
		const r = options.loose ? re[t.CARETLOOSE] : re[t.CARET];
		const z = options.includePrerelease ? "-0" : "";
		return comp.replace(r, (_, M, m, p, pr) => {
			debug("caret", comp, _, M, m, p, pr);
			let ret;
			if (isX(M)) ret = "";
			else if (isX(m)) ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
			else if (isX(p)) {
				if (M === "0") ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
				else ret = `>=${M}.${m}.0${z} <${+M + 1}.0.0-0`;
			} else if (pr) {
				debug("replaceCaret pr", pr);
				if (M === "0") {
					if (m === "0") ret = `>=${M}.${m}.${p}-${pr} <${M}.${m}.${+p + 1}-0`;
					else ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
				} else ret = `>=${M}.${m}.${p}-${pr} <${+M + 1}.0.0-0`;
			} else {
				debug("no pr");
				if (M === "0") {
					if (m === "0") ret = `>=${M}.${m}.${p} <${M}.${m}.${+p + 1}-0`;
					else ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
				} else ret = `>=${M}.${m}.${p} <${+M + 1}.0.0-0`;
			}
			debug("caret return", ret);
			return ret;
		});
	};
	const replaceXRanges = (comp, options) => {
		debug("replaceXRanges", comp, options);
		return comp.split(/\s+/).map((c) => replaceXRange(c, options)).join(" ");
	};
	const replaceXRange = (comp, options) => {
		comp = comp.trim();
		const r = options.loose ? re[t.XRANGELOOSE] : re[t.XRANGE];
		return comp.replace(r, (ret, gtlt, M, m, p, pr) => {
			debug("xRange", comp, ret, gtlt, M, m, p, pr);
			if (invalidXRangeOrder(M, m, p)) return comp;
			const xM = isX(M);
			const xm = xM || isX(m);
			const xp = xm || isX(p);
			const anyX = xp;
			if (gtlt === "=" && anyX) gtlt = "";
			pr = options.includePrerelease ? "-0" : "";
			if (xM) {
				if (gtlt === ">" || gtlt === "<") ret = "<0.0.0-0";
				else ret = "*";
			} else if (gtlt && anyX) {
				if (xm) m = 0;
				p = 0;
				if (gtlt === ">") {
					gtlt = ">=";
					if (xm) {
						M = +M + 1;
						m = 0;
						p = 0;
					} else {
						m = +m + 1;
						p = 0;
					}
				} else if (gtlt === "<=") {
					gtlt = "<";
					if (xm) M = +M + 1;
					else m = +m + 1;
				}
				if (gtlt === "<") pr = "-0";
				ret = `${gtlt + M}.${m}.${p}${pr}`;
			} else if (xm) ret = `>=${M}.0.0${pr} <${+M + 1}.0.0-0`;
			else if (xp) ret = `>=${M}.${m}.0${pr} <${M}.${+m + 1}.0-0`;
			debug("xRange return", ret);
			return ret;
		});
	};
	const replaceStars = (comp, options) => {
		debug("replaceStars", comp, options);
		return comp.trim().replace(re[t.STAR], "");
	};
	const replaceGTE0 = (comp, options) => {
		debug("replaceGTE0", comp, options);
		return comp.trim().replace(re[options.includePrerelease ? t.GTE0PRE : t.GTE0], "");
	};
	const hyphenReplace = (incPr) => ($0, from, fM, fm, fp, fpr, fb, to, tM, tm, tp, tpr) => {
		if (isX(fM)) from = "";
		else if (isX(fm)) from = `>=${fM}.0.0${incPr ? "-0" : ""}`;
		else if (isX(fp)) from = `>=${fM}.${fm}.0${incPr ? "-0" : ""}`;
		else if (fpr) from = `>=${from}`;
		else from = `>=${from}${incPr ? "-0" : ""}`;
		if (isX(tM)) to = "";
		else if (isX(tm)) to = `<${+tM + 1}.0.0-0`;
		else if (isX(tp)) to = `<${tM}.${+tm + 1}.0-0`;
		else if (tpr) to = `<=${tM}.${tm}.${tp}-${tpr}`;
		else if (incPr) to = `<${tM}.${tm}.${+tp + 1}-0`;
		else to = `<=${to}`;
		return `${from} ${to}`.trim();
	};
	const testSet = (set, version, options) => {
		for (let i = 0; i < set.length; i++) if (!set[i].test(version)) return false;
		if (version.prerelease.length && !options.includePrerelease) {
			for (let i = 0; i < set.length; i++) {
				debug(set[i].semver);
				if (set[i].semver === Comparator.ANY) continue;
				if (set[i].semver.prerelease.length > 0) {
					const allowed = set[i].semver;
					if (allowed.major === version.major && allowed.minor === version.minor && allowed.patch === version.patch) return true;
				}
			}
			return false;
		}
		return true;
	};
}));

// node_modules/semver/functions/satisfies.js
var require_satisfies = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Range = require_range();
	const satisfies = (version, range, options) => {
		try {
			range = new Range(range, options);
		} catch (er) {
			return false;
		}
		return range.test(version);
	};
	module.exports = satisfies;
}));

// node_modules/semver/ranges/valid.js
var require_valid = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Range = require_range();
	const validRange = (range, options) => {
		try {
			return new Range(range, options).range || "*";
		} catch (er) {
			return null;
		}
	};
	module.exports = validRange;
}));

// src/milestone/plan/version.ts
var import_coerce = /* @__PURE__ */ __toESM(require_coerce(), 1);
var import_satisfies = /* @__PURE__ */ __toESM(require_satisfies(), 1);
var import_valid = /* @__PURE__ */ __toESM(require_valid(), 1);
/** A nightly build is newer than its release line. Never loose: that drops what it does not understand. */
const OPTIONS = { includePrerelease: true };
const MAX_RANGE = 200;
/** Why a text is no range of versions, or null when it is one of npm's: `>= 18`, `^18 || ^20`, `18 - 22`, `20.x`, `*`. */
function versionProblem(range) {
	return range.length <= MAX_RANGE && (0, import_valid.default)(withoutZeros(range), OPTIONS) !== null ? null : "a range of versions such as \">=24\", \"^18 || ^20\", \"18 - 22\", \"20.x\" or \"*\"";
}
/** Whether a version, as a tool prints it, is in a range. A text without a number is in none. */
function satisfies(version, range) {
	const have = (0, import_coerce.default)(withoutZeros(version), OPTIONS);
	return have !== null && (0, import_satisfies.default)(have, withoutZeros(range), OPTIONS);
}
/** Some tools are numbered by year and month: `24.04` is the same version as `24.4`. */
function withoutZeros(text) {
	return text.replace(/(?<!\d)0+(?=\d)/g, "");
}

// src/milestone/plan/milestone-schema.ts
const approvalGate = (after) => key(map({
	required: key(flag, {
		means: "Whether the gate is there",
		default: "of the phase",
		example: true
	}),
	approvers,
	min_approvals: minApprovals,
	criteria
}), {
	means: `The gate after ${after}`,
	default: after === "design" || after === "spec" ? "required" : "not required",
	example: {
		required: true,
		approvers: ["octocat"]
	}
});
const weightOf = (name, share) => key(weight, {
	means: `Share of ${name}`,
	default: String(share),
	example: share
});
const kiroConfiguration = map({
	enforcement: key(word([
		"strict",
		"progressive",
		"flexible"
	]), {
		means: "Tasks that say nothing of phases: `strict` puts all under the four phases (and, written, refuses fewer), `progressive` those above 4 hours, `flexible` none",
		default: "strict, for tasks that say nothing of phases",
		example: "flexible"
	}),
	phase_weights: key(map({
		design: weightOf("design", 15),
		spec: weightOf("spec", 25),
		task: weightOf("task", 20),
		execute: weightOf("execute", 40)
	}), {
		means: "Share of each phase in a task's progress; together 100",
		default: "15, 25, 20, 40",
		example: {
			design: 25,
			spec: 25,
			task: 25,
			execute: 25
		}
	}),
	approval_gates: key(map({
		design_to_spec: approvalGate("design"),
		spec_to_task: approvalGate("spec"),
		task_to_execute: approvalGate("task"),
		execute_completion: approvalGate("execute")
	}), {
		means: "Gates of all tasks; a phase's own `gate` is nearer",
		default: "after design and spec",
		example: { design_to_spec: { required: false } }
	})
});
const qualityGate = map({
	at: neededKey(amount("a percentage").max(100, { error: "at most 100" }), {
		means: "Progress in percent at which it runs, once",
		example: 50
	}),
	name: key(line, {
		means: "What it is called",
		default: "Foundation, Core, Integration, Final at 25, 50, 75, 100",
		example: "Core functionality"
	}),
	run: key(union([shell, list(shell, "shell commands")], { error: "a shell command, or a list of them" }), {
		means: "Commands that must succeed",
		default: "none",
		example: "npm run check"
	}),
	approvers,
	min_approvals: minApprovals,
	criteria
});
const version = line.superRefine((value, ctx) => {
	const problem = versionProblem(value);
	if (problem) ctx.addIssue({
		code: "custom",
		message: problem
	});
});
const prerequisite = map({
	tool: key(line, {
		means: "Program that must be installed",
		example: "node"
	}),
	version: key(version, {
		means: "Range that the tool's version must be in, as in npm's package.json",
		default: "any",
		example: ">=24"
	}),
	install: key(shell, {
		means: "Run before anything begins, where the tool is missing or of another version; then it is looked for again",
		default: "none",
		example: "npm install --global my-tool"
	}),
	service: key(line, {
		means: "Service that must be up, with its `check`",
		example: "db"
	}),
	check: key(shell, {
		means: "Succeeds when the service is up",
		example: "pg_isready"
	}),
	start: key(shell, {
		means: "Starts the service where it is down",
		default: "none",
		example: "./start-db.sh"
	}),
	alternative: key(shell, {
		means: "Starts something in its place where it cannot be started",
		default: "none",
		example: "./start-sqlite.sh"
	}),
	env: key(string({ error: "a variable's name" }), {
		means: "Variable that must be set",
		example: "API_KEY"
	}),
	command: key(shell, {
		means: "Must succeed",
		example: "test -f .env"
	}),
	data: key(map({
		check: neededKey(shell, {
			means: "Succeeds when the data is there",
			example: "test -s data/seed.csv"
		}),
		prepare: neededKey(shell, {
			means: "Makes the data, in the checkout, before anything begins",
			example: "./fetch-data.sh"
		})
	}), {
		means: "Data that must be there, and how to make it",
		default: "none",
		example: {
			check: "test -s data/seed.csv",
			prepare: "./fetch-data.sh"
		}
	})
}).superRefine((value, ctx) => {
	const { tool, service, env, command, data } = value;
	if ([
		tool,
		service,
		env,
		command,
		data
	].filter((kind) => kind !== void 0).length !== 1) ctx.addIssue({
		code: "custom",
		message: "one of tool, service, env, command and data"
	});
	else if (value.install !== void 0 && tool === void 0) ctx.addIssue({
		code: "custom",
		path: ["install"],
		message: "`install` beside a tool"
	});
	else if (value.service !== void 0 && value.check === void 0) ctx.addIssue({
		code: "custom",
		message: "a `check` command beside the service"
	});
});
const mentions = list(approver, "logins or teams");
const limit = (means, fallback) => key(duration, {
	means,
	default: fallback,
	example: fallback
});
const amountOf = (means, fallback, most) => key(count(1, most), {
	means,
	default: String(fallback),
	example: fallback
});
const limits = map({
	long_running: limit("A phase that runs longer is warned of", "1h"),
	task_stall: limit("A phase without output, file change and processor time for so long is warned of", "5m"),
	execution_stall: limit("A milestone without any progress for so long is warned of", "10m"),
	disk_percent: amountOf("Use of the disk, in percent, above which nothing new starts", 90, 100),
	lock_wait: limit("How long a resource that another milestone holds is waited for", "10m"),
	checkpoint_files: amountOf("Changed files of state after which a checkpoint is committed", 10, 1e5),
	push_tasks: amountOf("Tasks after which the branch is pushed at the latest", 3, 1e4),
	phase_timeout: limit("Timeout of a phase that names none", "1h 30m"),
	file_mib: key(count(1, 1e5), {
		means: "Greatest size in MiB of a file that a phase leaves; a larger tracked file may be edited, and grow by as much",
		default: "20",
		example: 50
	}),
	phase_mib: key(count(1, 1e5), {
		means: "Greatest size in MiB of all that a phase leaves",
		default: "100",
		example: 500
	}),
	phase_files: key(count(1, 1e7), {
		means: "Most files that a phase may change",
		default: "20000",
		example: 5e4
	}),
	rest: key(duration, {
		means: "How long a run waits for an account's usage limit to end before it rests as `waiting_limit`",
		default: "10m",
		example: "30m"
	})
});
const dollars = number({ error: "a price of 0 or more" }).min(0, { error: "a price of 0 or more" });
const price = map({
	input: neededKey(dollars, {
		means: "US dollars per million input tokens",
		example: 1.25
	}),
	cached: key(dollars, {
		means: "US dollars per million input tokens that come from a cache",
		default: "as `input`",
		example: .125
	}),
	output: neededKey(dollars, {
		means: "US dollars per million output tokens",
		example: 10
	})
});
const RELEASES = ["none", "draft"];
const RELEASE_ERROR = `one of ${RELEASES.join(", ")}, or a map`;
const release = union([word(RELEASES), map({
	draft: key(flag, {
		means: "On GitHub a draft release with the section, or else the report, as notes",
		default: "false",
		example: true
	}),
	changelog: key(deliverablePath, {
		means: "File that gets a section of the tasks that were done",
		default: "none",
		example: "CHANGELOG.md"
	}),
	version: key(word([
		"major",
		"minor",
		"patch"
	]), {
		means: "How the version is raised that these files, or the changelog, state",
		default: "none",
		example: "minor"
	}),
	run: key(shell, {
		means: "Command that writes `$MILESTONE_VERSION` into its files",
		default: "`package.json`, `pyproject.toml`, `Cargo.toml`, their lock files, `VERSION`",
		example: "npm version --no-git-tag-version $MILESTONE_VERSION"
	})
})], { error: RELEASE_ERROR });
/** What a milestone file may say for itself and config.yaml for all. */
const shared = {
	executor: key(executor, {
		means: "How phases are carried out; nearest wins: phase, task, milestone, config",
		default: "none",
		example: {
			agent: "claude",
			timeout: "30m"
		}
	}),
	phases: phases$1("tasks that say nothing of phases themselves"),
	kiro_configuration: key(kiroConfiguration, {
		means: "The four phases: who goes through them, their weights and gates",
		default: "strict, 15, 25, 20, 40, gates after design and spec",
		example: { enforcement: "flexible" }
	}),
	setup: key(shell, {
		means: "Prepares the work trees before their first phase; runs once for all of them",
		default: "none",
		example: "npm ci"
	}),
	setup_inputs: key(list(glob, "globs"), {
		means: "Files whose change makes `setup` run again",
		default: "none",
		example: ["package-lock.json"]
	}),
	env: key(env, {
		means: "Environment of everything that runs (setup, tests, checks, probes, phases): names of variables to pass on, or names with values",
		default: "none",
		example: ["NODE_AUTH_TOKEN"]
	}),
	test_command: key(shell, {
		means: "Runs on the integrated branch after execute phases, and before anything begins",
		default: "none",
		example: "npm test"
	}),
	test_baseline: key(word(["require", "ignore"]), {
		means: "`ignore`: the milestone may start although its tests already fail",
		default: "require",
		example: "ignore"
	}),
	quality_gates: key(list(qualityGate, "quality gates"), {
		means: "Checks and approvals at marks of the milestone's progress",
		default: "none",
		example: [{
			at: 50,
			name: "Core functionality",
			run: "npm run check"
		}]
	}),
	budget,
	prices: key(record(line, price, { error: "a map of models to prices" }), {
		means: "Prices of models, for agents that report tokens only",
		default: "a table that is shipped",
		example: { "gpt-5": {
			input: 1.25,
			cached: .125,
			output: 10
		} }
	}),
	prerequisites: key(list(prerequisite, "prerequisites"), {
		means: "What must be there before anything begins",
		default: "none",
		example: [{
			tool: "node",
			version: ">=24"
		}, {
			service: "db",
			check: "pg_isready",
			start: "./start-db.sh"
		}]
	}),
	resources_scope: resourcesScope,
	roles: key(record(profileName, map({
		agent: key(profileName, {
			means: "Agent profile of the role",
			default: "the task's",
			example: "codex"
		}),
		brief: key(prose, {
			means: "What is said to it before the task",
			default: "none",
			example: "You write tests, never code"
		})
	}), { error: "a map of roles" }), {
		means: "Roles that tasks and phases name by `role`",
		default: "none",
		example: { tester: {
			agent: "codex",
			brief: "You write tests, never code"
		} }
	}),
	review,
	questions,
	limits: key(limits, {
		means: "Thresholds of the watching, and bounds of what a phase leaves",
		default: "each its own",
		example: { phase_timeout: "2h" }
	}),
	notify: key(map({
		stakeholders: key(mentions, {
			means: "Mentioned once each on activation, risk of a missed due date and completion",
			default: "none",
			example: ["octocat"]
		}),
		escalation: key(mentions, {
			means: "Mentioned where a blocker reaches level 4",
			default: "none",
			example: ["acme/leads"]
		}),
		webhook: key(envName, {
			means: "Variable that holds the address to which events are posted as JSON",
			default: "none",
			example: "CHAT_WEBHOOK"
		})
	}), {
		means: "Who is told",
		default: "nobody",
		example: { stakeholders: ["octocat"] }
	}),
	author: key(map({
		name: neededKey(line, {
			means: "Name of the author",
			example: "Release Bot"
		}),
		email: neededKey(line.regex(/^[^<>\s]+$/, { error: "an e-mail address" }), {
			means: "E-mail address of the author",
			example: "bot@example.org"
		})
	}), {
		means: "Author of the commits",
		default: "github-actions[bot] on a runner, the git identity elsewhere",
		example: {
			name: "Release Bot",
			email: "bot@example.org"
		}
	}),
	signing: key(map({
		format: key(word(["ssh", "openpgp"]), {
			means: "Kind of the key",
			default: "ssh",
			example: "ssh"
		}),
		key: neededKey(envName, {
			means: "Variable that holds the key",
			example: "SIGNING_KEY"
		})
	}), {
		means: "Commits and tag are signed",
		default: "none",
		example: {
			format: "ssh",
			key: "SIGNING_KEY"
		}
	}),
	release: key(release, {
		means: "What is made ready once every task is done; `draft` alone is `{ draft: true }`",
		default: "none",
		example: {
			draft: true,
			changelog: "CHANGELOG.md",
			version: "minor"
		}
	}),
	landing: key(map({
		method: key(word(["squash", "merge"]), {
			means: "How the branch is put on its base",
			default: "merge",
			example: "squash"
		}),
		state: key(word(["keep", "summary"]), {
			means: "`summary`: without logs, sessions, approvals and deliverables",
			default: "keep",
			example: "summary"
		})
	}), {
		means: "How a finished milestone is landed where `land` is not told otherwise",
		default: "a merge with all state",
		example: {
			method: "squash",
			state: "summary"
		}
	}),
	runners: key(map({
		max: key(count(1, 100), {
			means: "Jobs at once",
			default: "1",
			example: 12
		}),
		labels: key(list(line, "runner labels"), {
			means: "Where the jobs run",
			default: "[ubuntu-latest]",
			example: ["ubuntu-latest"]
		})
	}), {
		means: "Each phase runs in a job of its own on GitHub",
		default: "one machine",
		example: {
			max: 12,
			labels: ["ubuntu-latest"]
		}
	}),
	isolation: key(word([
		"auto",
		"strict",
		"none"
	]), {
		means: "How phases are shut off from the machine; `none` counts in config.yaml of the base branch alone",
		default: "auto",
		example: "strict"
	}),
	trust_agent_settings: key(flag, {
		means: "`true`: agents obey settings that another agent changed on this branch",
		default: "false",
		example: true
	}),
	move_submodules: key(flag, {
		means: "`true`: a phase may move a submodule to another commit, which a branch or tag of the submodule's own repository must have",
		default: "false",
		example: true
	}),
	tick_source: key(flag, {
		means: "`false`: a finished task is not ticked in the list that the milestone was imported from",
		default: "true",
		example: false
	})
};
const configSchema = map({
	...shared,
	remote: key(line, {
		means: "Name of the remote that is pushed to",
		default: "origin",
		example: "upstream"
	}),
	agents: key(record(profileName, profile, { error: "a map of profile names" }), {
		means: "Agent profiles by name; those built in may be overridden key by key",
		default: "claude, codex, gemini, copilot",
		example: { mine: {
			command: "my-agent",
			prompt: "file"
		} }
	})
}).describe("Defaults of all milestones, .milestones/config.yaml");
const milestoneSchema = map({
	id: neededKey(id, {
		means: "Equal to the file's name",
		example: "api-v2"
	}),
	title: key(title, {
		means: "One line for people",
		default: "the id",
		example: "Public API v2"
	}),
	description: key(prose, {
		means: "What it is for",
		default: "none",
		example: "Partners read orders by REST"
	}),
	status: key(word(MILESTONE_STATUSES), {
		means: "State of the milestone; the engine writes it",
		default: "planned",
		example: "planned"
	}),
	start: key(date, {
		means: "When it is meant to begin",
		default: "none",
		example: "2026-12-01"
	}),
	due: key(date, {
		means: "When it should be done; a miss is a warning",
		default: "none",
		example: "2026-12-20"
	}),
	dependencies: key(map({
		requires: key(list(id, "milestone ids"), {
			means: "Milestones that must be completed first",
			default: "none",
			example: ["auth-v1"]
		}),
		enables: key(list(id, "milestone ids"), {
			means: "Milestones that are told when this one moves",
			default: "none",
			example: ["sdk-v2"]
		})
	}), {
		means: "Other milestones",
		default: "none",
		example: {
			requires: ["auth-v1"],
			enables: ["sdk-v2"]
		}
	}),
	...shared,
	source: key(map({
		format: neededKey(line, {
			means: "The tool that wrote it",
			example: "kiro"
		}),
		path: neededKey(line, {
			means: "Where it lies in the repository",
			example: ".kiro/specs/login"
		}),
		hash: key(line, {
			means: "SHA-256 of the files when they were last read",
			default: "none",
			example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
		}),
		ids: key(record(line, line, { error: "a map of ids to ids" }), {
			means: "Tasks that got another title there: the id that it would make, and the id here",
			default: "none",
			example: { "login-page": "login" }
		})
	}), {
		means: "The plan of another tool that the milestone was made of; `milestone import` writes it",
		default: "none",
		example: {
			format: "kiro",
			path: ".kiro/specs/login"
		}
	}),
	tasks: neededKey(array(task, { error: "a list or a map of tasks" }), {
		means: "The work: a list of tasks, or a map of ids to tasks; a task may be a shell command alone",
		example: [{
			id: "build",
			run: "npm run build"
		}]
	})
}).describe("A milestone, .milestones/active/<id>.yaml");

// src/milestone/plan/plan-data.ts
/** Keys whose values are text even when they look like numbers, dates or words such as `on`. */
const TEXT = /* @__PURE__ */ new Set([
	"id",
	"title",
	"description",
	"version",
	"name",
	"start",
	"due",
	"dependencies",
	"needs",
	"run",
	"requires",
	"enables",
	"resources",
	"approvers",
	"criteria",
	"acceptance_criteria",
	"deliverables",
	"sections",
	"stakeholders",
	"escalation",
	"args"
]);
/** Maps in which every value is text. */
const TEXT_MAPS = /* @__PURE__ */ new Set(["env"]);
/**
* The data of a milestone file or config for its schema: keys without a value count as not written, and what
* is always text keeps the characters of the file (`version: 1.10` is "1.10", `id: 007` is "007").
*/
function planData(root, source) {
	return mapData(root, source, false);
}
function mapData(map, source, text) {
	const data = {};
	for (const { key, value } of map.pairs) {
		if (value.kind === "scalar" && value.value === null && !text) continue;
		data[key] = nodeData(value, source, text || TEXT.has(key) || TEXT_MAPS.has(key), TEXT_MAPS.has(key));
	}
	return data;
}
function nodeData(node, source, text, textMap) {
	switch (node.kind) {
		case "map": return mapData(node, source, textMap);
		case "seq": return node.items.map((item) => nodeData(item, source, text, false));
		case "scalar": return text ? scalarText(node, source) : node.value;
	}
}
function scalarText(node, source) {
	return node.style === "plain" && typeof node.value !== "string" && node.value !== null ? source.slice(node.start, node.end) : node.value;
}

// src/milestone/plan/unknown-keys.ts
/** Keys that say something about the plan to people, and that no program acts on. */
const DESCRIPTIVE = /* @__PURE__ */ new Set([
	"priority",
	"labels",
	"tags",
	"assignee",
	"owner",
	"notes",
	"links",
	"version",
	"created_at",
	"updated_at",
	"created_by",
	"milestone_activation"
]);
/** What the engine writes for people and never reads. */
const WRITTEN = /* @__PURE__ */ new Set([
	"execution",
	"progress",
	"kiro_progress",
	"blockers"
]);
/** Keys that are kept without effect, for JSON Schemas. */
const REMARK_PATTERN = `^(?:x-.*|.*_at|metadata|${[...DESCRIPTIVE, ...WRITTEN].join("|")})$`;
/** Words of other tools, and what says the same here. */
const FOREIGN = {
	if: "`when: always` or `when: failure`",
	condition: "`when: always` or `when: failure`",
	script: "`run`",
	scripts: "`run`",
	cmd: "`run`",
	cmds: "`run`",
	command: "`run`",
	commands: "`run`",
	exec: "`run`",
	steps: "`run`, with the commands one a line",
	"timeout-minutes": "`timeout: 30m`",
	timeout_minutes: "`timeout: 30m`",
	retry: "`retries`",
	attempts: "`retries`",
	max_retries: "`retries`",
	"continue-on-error": "`when: always` on the tasks that need this one",
	allow_failure: "`when: always` on the tasks that need this one",
	ignore_error: "`when: always` on the tasks that need this one",
	environment: "`env`",
	variables: "`env`",
	approval: "`gate`",
	approve: "`gate`",
	reviewers: "`gate: [octocat]`",
	outputs: "`deliverables`",
	artifacts: "`deliverables`",
	generates: "`deliverables`",
	files: "`deliverables: [{ changed: … }]` or `resources: [\"path:…\"]`",
	locks: "`resources`",
	concurrency: "`resources`",
	mutex: "`resources`",
	jobs: "`tasks`",
	hours: "`estimated_hours`",
	estimate: "`estimated_hours`",
	effort: "`estimated_hours`",
	summary: "`title`",
	prompt: "`description`",
	preconditions: "`prerequisites`",
	pre: "`setup`",
	before_script: "`setup`",
	install: "`setup`",
	test: "`test_command`",
	tests: "`test_command`",
	task: "`tasks`",
	approvers: "`gate: [octocat]`",
	working_directory: "`run: cd web && …`",
	"working-directory": "`run: cd web && …`",
	workdir: "`run: cd web && …`",
	cwd: "`run: cd web && …`",
	dir: "`run: cd web && …`",
	blockers: "`needs`",
	desc: "`description`",
	details: "`description`",
	instructions: "`description`",
	goal: "`description`",
	story: "`description`",
	key: "`id`",
	label: "`title`",
	bash_command: "`run`",
	recipe: "`run`",
	entrypoint: "`run`",
	vars: "`env`",
	env_file: "`env`",
	soft_fail: "`when: always` on the tasks that need this one",
	rules: "`when: always` or `when: failure`",
	trigger_rule: "`when: always` or `when: failure`",
	always_run: "`when: always`",
	run_always: "`when: always`",
	finally: "`when: always`, on a task that needs the others",
	cleanup: "`when: always`, on a task of its own",
	post: "`when: always`, on a task of its own",
	on_failure: "`when: failure`, on a task that needs this one",
	rescue: "`when: failure`, on a task that needs this one",
	retry_delay: "`backoff`",
	delay: "`backoff`",
	retryStrategy: "`retries`",
	timeout_in_minutes: "`timeout: 30m`",
	execution_timeout: "`timeout: 30m`",
	activeDeadlineSeconds: "`timeout: 90s`",
	concurrency_group: "`resources`",
	pool: "`resources`",
	output: "`deliverables`",
	artifact_paths: "`deliverables`",
	approvals: "`gate: [octocat]`",
	approver: "`gate: [octocat]`",
	require_approval: "`gate: true`",
	stage: "`needs`",
	deadline: "`due`"
};
/** The same at the top of a plan, where it has another meaning. */
const AT_TOP = {
	steps: "`tasks`",
	services: "`tasks`",
	pipeline: "`tasks`",
	workflows: "`tasks`",
	targets: "`tasks`",
	goal: "`description`",
	stages: "`needs` on each task",
	finally: "`when: always` on a task that needs the others",
	on_failure: "`when: failure` on a task that needs the others",
	post: "`when: always` on a task that needs the others"
};
/** Words for what no plan has to say, each with the remedy. */
const NEEDLESS = Object.fromEntries([
	["sources inputs", "leave it out: a task runs once, whatever it reads"],
	["matrix strategy with_items withItems loop", "write one task for each of them"],
	["subtasks children", "write them as tasks of their own, with `needs`"],
	["on schedule cron trigger triggers", "leave it out: the workflow says what starts a milestone"],
	["fail_fast failfast", "leave it out: what stops a task stops only what needs it"],
	["uses with", "write the commands as `run`"],
	["model", "choose it for the agent, in config.yaml: `agents: { claude: { env: { ANTHROPIC_MODEL: … } } }`"],
	["shell", "leave it out: `run` is given to bash"],
	["restart", "write `retries`"],
	["parallel parallelism max_parallel", "leave it out: tasks run at the same time where `needs` lets them"]
].flatMap(([words, remedy]) => words.split(" ").map((word) => [word, remedy])));
/** Words for what a task waits for, without case and joints. */
const NEEDS = new Set([
	"depend dependon dependson depends dependent dependenton dep deps dependency dependencieson taskdependencies",
	"require required requires requirestasks predecessor predecessors parent parents",
	"waitfor waitsfor waiton waitson after runafter runsafter startafter startsafter aftertasks follows following",
	"upstream previous prev blockedby"
].flatMap((line) => line.split(" ")));
/** Words for what waits for the task. */
const NEEDED_BY = new Set("blocks before runbefore unblocks next then downstream dependents neededby requiredby".split(" "));
/** Words for how to run it all, which no plan says. */
const FLAG_WORDS = {
	strategy: "--strategy=parallel",
	parallel: "--strategy=parallel",
	parallelism: "--agents=8",
	maxparallel: "--agents=8",
	maxagents: "--agents=8",
	maxworkers: "--agents=8",
	workers: "--agents=8",
	agents: "--agents=8"
};
/** What somebody means by a word of another tool, as a remedy; null: not known. */
function foreignRemedy(key, shape, { places }) {
	const plain = key.slice(0, 60).toLowerCase().replaceAll(/[-_ ]/g, "");
	if (Object.hasOwn(shape, "needs")) {
		if (NEEDS.has(plain)) return "write `needs`, once for each task";
		if (NEEDED_BY.has(plain)) return "write `needs` on the task that waits for this one";
	}
	const foreign = Object.hasOwn(FOREIGN, key) ? FOREIGN[key] : null;
	const meant = /^`([a-z_]+)/.exec(foreign ?? "")?.[1] ?? "";
	if (foreign && Object.hasOwn(shape, meant)) return `write ${foreign}`;
	if (foreign && Object.hasOwn(shape, "needs") && places.get(meant)?.includes("")) return `write ${foreign} at the top of the file`;
	const isTop = Object.hasOwn(shape, "tasks");
	if (isTop && Object.hasOwn(AT_TOP, key)) return `write ${AT_TOP[key]}`;
	if (isTop && Object.hasOwn(FLAG_WORDS, plain)) return `leave it out, and give it when you start: \`milestone execute ${FLAG_WORDS[plain]}\``;
	if (!isTop && !Object.hasOwn(shape, "needs")) return null;
	return Object.hasOwn(NEEDLESS, key) ? NEEDLESS[key] : null;
}
/**
* Refuses every key that has no effect where it stands, and says what would: where the key belongs, the word that is
* meant, or how to keep it as a remark. Looks at the tree as it is read, with older forms in their present place.
*/
function refuseUnknownKeys(node, schema, { findings, severity }) {
	visit(node, schema, {
		findings,
		severity,
		places: placesOf(schema)
	});
}
function visit(node, schema, context, path = []) {
	const inner = unwrap(schema);
	const { def } = inner._zod;
	if (node.kind === "seq" && def.type === "array") {
		const { element } = def;
		for (const item of node.items) visit(item, element, context, [...path, "[]"]);
	} else if (node.kind === "map" && def.type === "object") visitKeys(node, inner, context, path);
	else if (node.kind === "map" && def.type === "record") {
		const { valueType } = def;
		for (const pair of node.pairs) visit(pair.value, valueType, context, [...path, "<name>"]);
	} else if (def.type === "union") {
		const wanted = node.kind === "map" ? "object" : node.kind === "seq" ? "array" : "string";
		const { options } = def;
		const option = options.find((each) => each._zod.def.type === wanted);
		if (option) visit(node, option, context, path);
	}
}
function visitKeys(node, schema, context, path) {
	const { shape } = schema._zod.def;
	const { findings, severity } = context;
	let written = null;
	for (const pair of node.pairs) {
		const known = Object.hasOwn(shape, pair.key) ? shape[pair.key] : void 0;
		const pending = known && factsOf(known)?.pending;
		if (known && !pending) {
			visit(pair.value, known, context, [...path, pair.key]);
			continue;
		}
		if (!known && isRemark(pair, path)) continue;
		if (findings.isFull(severity)) continue;
		const span = {
			start: pair.keyStart,
			end: pair.keyEnd
		};
		written ??= new Set(node.pairs.map(({ key }) => key));
		const finding = known ? notYet(pair.key) : unknown(pair.key, {
			written,
			shape,
			context,
			path
		});
		if (severity === "error") findings.error(span, finding);
		else findings.warn(span, finding);
	}
}
/** Kept without effect, in silence. */
function isRemark({ key, value }, path) {
	if (key.startsWith("x-") || key.endsWith("_at") || DESCRIPTIVE.has(key)) return true;
	if (key === "metadata") return value.kind === "map" || value.kind === "scalar" && value.value === null;
	if (!WRITTEN.has(key)) return false;
	return key !== "blockers" || path.length === 0 || value.kind !== "seq" || value.items.length === 0;
}
function notYet(key) {
	return {
		code: "unknown-key",
		message: `the key "${key}" is not supported by this version`,
		remedy: `remove it, or write \`x-${key}\` to keep it as a remark`,
		value: key
	};
}
function unknown(key, { written, shape, context, path }) {
	const foreign = foreignRemedy(key, shape, context);
	if (foreign) return {
		code: "misspelt-key",
		message: hasNone(key),
		remedy: foreign,
		value: key
	};
	const place = nearestPlace(context.places.get(key) ?? [], path);
	if (place !== null) return {
		code: "misplaced-key",
		message: `the key "${key}" has no effect here`,
		remedy: place,
		value: key
	};
	const free = Object.keys(shape).filter((each) => !written.has(each));
	const meant = nearest(key, free);
	if (meant) {
		const remedy = `write "${meant}" if that is meant`;
		return {
			code: "misspelt-key",
			message: hasNone(key),
			remedy,
			value: key
		};
	}
	const remedy = path.join(".") === "tasks.[]" && written.size === 1 ? `write it as \`id: ${key.slice(0, 60)}\` and \`run: …\`, or leave out the dashes before the tasks` : `remove it, or write \`x-${key.slice(0, 60)}\` to keep it as a remark`;
	return {
		code: "unknown-key",
		message: hasNone(key),
		remedy,
		value: key
	};
}
const hasNone = (key) => `the key "${key.slice(0, 60)}" is not known and has no effect`;
/** Where a key of that name is known, in words: below here first, else in the map that is nearest above. */
function nearestPlace(places, path) {
	const here = path.join(".");
	const below = places.filter((place) => place.startsWith(here === "" ? "" : `${here}.`));
	const distance = (place) => place.split(".").length - (place.startsWith("tasks.[]") ? .5 : 0) - (place.endsWith("execute") ? .25 : 0);
	const shortest = (list) => [...list].sort((a, b) => distance(a) - distance(b))[0];
	const inner = shortest(below);
	if (inner !== void 0) {
		const shown = (here === "" ? inner : inner.slice(here.length + 1)).replaceAll(".[]", " of each");
		return `move it under ${withoutTasks(shown)}`;
	}
	const outer = places.filter((place) => place === "" || here.startsWith(place.replace(/\.?\[\]$/, ""))).sort((a, b) => b.length - a.length)[0];
	if (outer === void 0) return null;
	return outer === "" ? "move it to the top of the file" : `move it up to ${withoutTasks(outer)}`;
}
const withoutTasks = (place) => place.replace(/^tasks\.\[\]/, "the task").replace(/^tasks of each/, "a task");
const PLACES = /* @__PURE__ */ new WeakMap();
/** The paths of the maps in which each key is known, made once a schema. */
function placesOf(schema) {
	const made = PLACES.get(schema);
	if (made) return made;
	const places = /* @__PURE__ */ new Map();
	const walk = (type, path) => {
		const { def } = unwrap(type)._zod;
		if (def.type === "array") walk(def.element, [...path, "[]"]);
		if (def.type === "record") walk(def.valueType, [...path, "<name>"]);
		if (def.type === "union") for (const o of def.options) walk(o, path);
		if (def.type !== "object") return;
		for (const [key, value] of Object.entries(def.shape)) {
			if (factsOf(value)?.pending) continue;
			places.set(key, [...places.get(key) ?? [], path.join(".")]);
			walk(value, [...path, key]);
		}
	};
	walk(schema, []);
	PLACES.set(schema, places);
	return places;
}
function unwrap(schema) {
	const { def } = schema._zod;
	if (def.type !== "optional" && def.type !== "nullable") return schema;
	return unwrap(def.innerType);
}

// src/milestone/plan/parse-file.ts
/** Reads a file of ours by its schema. Null when it cannot be read; the findings then say why. */
function parseFile(request) {
	const root = readMap(request.findings, request.empty ?? false);
	if (!root) return null;
	const { data, refused } = applySchema({
		...request,
		root
	});
	return data === null ? null : {
		data,
		root,
		refused
	};
}
/** The file's text as a YAML map, or null with the findings saying why not. */
function readMap(findings, allowEmpty) {
	const yaml = readYaml(findings.source.text);
	if (!yaml.ok) {
		findings.yamlProblems(yaml.problems);
		return null;
	}
	const { root } = yaml;
	if (root.kind === "map") return root;
	if (allowEmpty && root.kind === "scalar" && root.value === null) return {
		kind: "map",
		pairs: [],
		flow: false,
		indent: 0,
		start: root.start,
		end: root.end
	};
	findings.error(headOf(root), {
		code: "not-a-map",
		message: "the file is not a map of keys and values",
		remedy: "begin it with `id: …` and `tasks:`"
	});
	return null;
}
const MAX_ROUNDS = 4;
/** Beyond this the file is of another kind, and a list of what is wrong with it helps nobody. */
const MAX_ISSUES = 300;
/**
* Puts a tree through its schema. Every refused value is told, and the rest is read without it, so that checks
* which go over the whole file can still be made and one run tells all there is.
*/
function applySchema({ schema, findings, root, unknownKeys = "error" }) {
	refuseUnknownKeys(root, schema, {
		findings,
		severity: unknownKeys
	});
	const data = planData(root, findings.source.text);
	const refused = /* @__PURE__ */ new Map();
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const result = schema.safeParse(data);
		if (result.success) return {
			data: result.data,
			refused: [...refused.values()]
		};
		const { issues } = result.error;
		const found = /* @__PURE__ */ new Map();
		for (const issue of issues.slice(0, MAX_ISSUES)) {
			const { path, finding } = explainIssue(issue, root);
			const key = JSON.stringify(path);
			found.set(key, path);
			if (!refused.has(key)) findings.error(spanAt(root, path), finding);
			refused.set(key, path);
		}
		if (issues.length > MAX_ISSUES) break;
		for (const path of [...found.values()].sort((a, b) => b.length - a.length)) leaveOut(data, path);
	}
	return {
		data: null,
		refused: [...refused.values()]
	};
}
/** Stands for an id that is missing or bad while the rest of the file is looked at. */
const NO_ID = "unnamed";
/**
* Takes a value out of its map; in a list the whole list goes, so that other items keep their numbers. Tasks stay,
* with a stand-in for what cannot do without: most of what is worth telling is in them.
*/
function leaveOut(data, path) {
	const last = path.at(-1);
	const parents = [];
	let here = data;
	for (const [index, step] of path.entries()) if (Array.isArray(here)) {
		if (here === data.tasks && index === path.length - 1) here[Number(step)] = { id: NO_ID };
		here = here[Number(step)];
	} else if (isRecord(here)) {
		parents.push([here, String(step)]);
		here = here[String(step)];
	} else return;
	if (path[0] === "tasks" && path.length === 2) return;
	const [parent, key] = parents.at(-1) ?? [data, String(last)];
	if (last === "id" && (path.length === 1 || path[0] === "tasks")) parent[key] = NO_ID;
	else if (path.length === 1 && last === "tasks") parent[key] = [];
	else if (!Object.hasOwn(parent, key)) dropHolder(parents);
	else delete parent[key];
}
/** A map that lacks a key it must have goes as a whole. */
function dropHolder(parents) {
	const holder = parents.at(-2);
	if (holder) delete holder[0][holder[1]];
}
function isRecord(value) {
	return typeof value === "object" && value !== null;
}

// src/milestone/plan/profiles.ts
/**
* How the four known programs are driven without a terminal. Each flag was tried with the real program against a
* stand-in for its model (`npm run test:agents` does it again, with the versions in test/agents/programs.ts). Words in
* braces are replaced, see src/engine/profile/command-line.ts.
*
* In design, spec and task an agent may write below its deliverables folder only, and none but codex (whose sandbox
* holds commands to the same) may run commands; execute may change code and run commands. That keeps an agent on its
* way; what counts is the engine's own check of what was changed.
*/
const BUILT_IN_PROFILES = {
	claude: {
		name: "claude",
		command: "claude",
		args: [
			"-p",
			"--output-format=json",
			"--strict-mcp-config",
			"--max-budget-usd={budget_usd}"
		],
		phaseArgs: phases([
			"--permission-mode=dontAsk",
			"--tools=Read,Grep,Glob,Edit,Write",
			"--allowedTools=Read,Grep,Glob,Edit({deliverables_path}/**)"
		], [
			"--permission-mode=acceptEdits",
			"--tools=Bash,Read,Grep,Glob,Edit,Write",
			"--allowedTools=Bash,Read,Grep,Glob,Edit,Write"
		]),
		prompt: "stdin",
		env: {
			ANTHROPIC_API_KEY: null,
			ANTHROPIC_AUTH_TOKEN: null,
			ANTHROPIC_BASE_URL: null,
			ANTHROPIC_MODEL: null,
			CLAUDE_CODE_OAUTH_TOKEN: null,
			CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
			CLAUDE_CODE_MAX_RETRIES: "3"
		},
		result: "claude-json",
		install: "npm install --global @anthropic-ai/claude-code",
		conversation: {
			without: ["--no-session-persistence"],
			start: ["--session-id={session}"],
			resume: ["--resume={session}"],
			home: ".claude",
			variable: "CLAUDE_CONFIG_DIR",
			sessions: "projects"
		},
		loginCheck: "claude auth status",
		logins: [
			".claude/.credentials.json",
			".claude/settings.json",
			"Library/Keychains"
		]
	},
	codex: {
		name: "codex",
		command: "codex",
		args: [
			"exec",
			"--json",
			"--skip-git-repo-check",
			"--sandbox=workspace-write",
			"--config=openai_base_url=\"{env.OPENAI_BASE_URL}\""
		],
		phaseArgs: phases([
			"--cd={deliverables}",
			"--config=sandbox_workspace_write.exclude_slash_tmp=true",
			"--config=sandbox_workspace_write.exclude_tmpdir_env_var=true"
		], []),
		prompt: "stdin",
		env: {
			CODEX_API_KEY: null,
			OPENAI_API_KEY: null,
			OPENAI_BASE_URL: null
		},
		result: "codex-jsonl",
		install: "npm install --global @openai/codex",
		conversation: {
			without: ["--ephemeral"],
			start: [],
			resume: [
				"resume",
				"{session}",
				"-"
			],
			home: ".codex",
			variable: "CODEX_HOME",
			sessions: "sessions"
		},
		loginCheck: "codex login status",
		logins: [
			".codex/auth.json",
			".codex/config.toml",
			"Library/Keychains"
		]
	},
	gemini: {
		name: "gemini",
		command: "gemini",
		args: ["--output-format=json", "--skip-trust"],
		phaseArgs: phases(["--approval-mode=default", "--policy={files}/gemini-policy.toml"], ["--approval-mode=yolo"]),
		prompt: "stdin",
		env: {
			GEMINI_API_KEY: null,
			GOOGLE_API_KEY: null,
			GOOGLE_GEMINI_BASE_URL: null,
			GEMINI_MODEL: null,
			GEMINI_CLI_NO_RELAUNCH: "true"
		},
		files: { "gemini-policy.toml": geminiPolicy() },
		result: "gemini-json",
		install: "npm install --global @google/gemini-cli",
		conversation: {
			without: [],
			start: ["--session-id={session}"],
			resume: ["--session-file={session_file}"],
			home: ".gemini",
			sessions: "tmp"
		},
		logins: [
			".gemini/oauth_creds.json",
			".gemini/gemini-credentials.json",
			".gemini/settings.json",
			".gemini/.env",
			".env",
			"Library/Keychains"
		]
	},
	copilot: {
		name: "copilot",
		command: "copilot",
		args: [
			"--silent",
			"--no-color",
			"--no-auto-update",
			"--no-ask-user",
			"--disable-builtin-mcps",
			"--usage-output-file={usage_file}"
		],
		phaseArgs: phases(["--allow-tool=write({deliverables}/**)"], ["--allow-all-tools"]),
		prompt: "stdin",
		env: {
			COPILOT_GITHUB_TOKEN: null,
			COPILOT_MODEL: null,
			COPILOT_OFFLINE: null,
			COPILOT_PROVIDER_TYPE: null,
			COPILOT_PROVIDER_BASE_URL: null,
			COPILOT_PROVIDER_API_KEY: null
		},
		result: "copilot-text",
		install: "npm install --global @github/copilot",
		conversation: {
			without: [],
			start: ["--session-id={session}"],
			resume: ["--session-id={session}"],
			home: ".copilot",
			sessions: "session-state"
		},
		logins: [
			".copilot/config.json",
			".config/gh/hosts.yml",
			"Library/Keychains"
		]
	}
};
/** One set of arguments for the phases that write documents, one for the phase that changes code. */
function phases(documents, execute) {
	return {
		design: documents,
		spec: documents,
		task: documents,
		execute
	};
}
/** Higher priority wins; a path with `..` is refused before the folder is looked at. */
function geminiPolicy() {
	const rule = (decision, priority, tools, pattern) => [
		"[[rule]]",
		`toolName = ${tools}`,
		...pattern === void 0 ? [] : [`argsPattern = '${pattern}'`],
		`decision = "${decision}"`,
		`priority = ${priority}`
	].join("\n");
	const edits = "[\"write_file\", \"replace\"]";
	return `${[
		rule("deny", 600, edits, "/\\.\\./"),
		rule("allow", 500, edits, "\"file_path\":\"{deliverables_regex}\\/"),
		rule("allow", 500, edits, "\"file_path\":\"{deliverables_path}/"),
		rule("deny", 400, "[\"write_file\", \"replace\", \"run_shell_command\"]")
	].join("\n\n")}\n`;
}

// src/milestone/plan/resolve-config.ts
/** Milliseconds of a duration that the schema has let through. */
function durationMs(text) {
	const ms = parseDuration(text);
	if (ms === null) throw new Error(`${text} passed the schema but is no duration`);
	return ms;
}
/** Keys that are not written stay absent, as the types want it. */
function defined(record) {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== void 0));
}
/** A name alone is a variable to pass on, as is one without a value; names with values stand in a map or in the list. */
function resolveEnv(env) {
	const entries = [env].flat().map((item) => typeof item === "string" ? { [item]: null } : item).flatMap((map) => Object.entries(map));
	return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? null : String(value)]));
}
/** Each limit from the nearest level that sets it. */
function resolveBudget(...nearestFirst) {
	const pick = (key) => nearestFirst.find((budget) => budget?.[key] !== void 0)?.[key];
	return defined({
		minutes: pick("minutes"),
		attempts: pick("attempts"),
		tokens: pick("tokens"),
		costUsd: pick("cost_usd")
	});
}
/** The milestone's prices before the config's; cached input that nobody prices costs as much as any. */
function resolvePrices(milestone, config) {
	const all = {
		...config.prices,
		...milestone.prices
	};
	return Object.fromEntries(Object.entries(all).map(([model, { input, cached = input, output }]) => [model, {
		input,
		cached,
		output
	}]));
}
function resolveLimits(milestone, config) {
	const limits = {
		...config.limits,
		...milestone.limits
	};
	const ms = (text, fallback) => text === void 0 ? fallback : durationMs(text);
	const mib = (given, fallback) => given === void 0 ? fallback : given * 1024 * 1024;
	return {
		longRunningMs: ms(limits.long_running, DEFAULT_LIMITS.longRunningMs),
		taskStallMs: ms(limits.task_stall, DEFAULT_LIMITS.taskStallMs),
		executionStallMs: ms(limits.execution_stall, DEFAULT_LIMITS.executionStallMs),
		diskPercent: limits.disk_percent ?? DEFAULT_LIMITS.diskPercent,
		lockWaitMs: ms(limits.lock_wait, DEFAULT_LIMITS.lockWaitMs),
		checkpointFiles: limits.checkpoint_files ?? DEFAULT_LIMITS.checkpointFiles,
		pushTasks: limits.push_tasks ?? DEFAULT_LIMITS.pushTasks,
		phaseTimeoutMs: ms(limits.phase_timeout, DEFAULT_LIMITS.phaseTimeoutMs),
		restMs: ms(limits.rest, DEFAULT_LIMITS.restMs),
		fileBytes: mib(limits.file_mib, DEFAULT_LIMITS.fileBytes),
		phaseBytes: mib(limits.phase_mib, DEFAULT_LIMITS.phaseBytes),
		phaseFiles: limits.phase_files ?? DEFAULT_LIMITS.phaseFiles
	};
}
/** The milestone's weights, else the config's, else the defaults; a phase left out of a given set weighs 0. */
function resolveWeights(milestone, config) {
	const given = milestone.kiro_configuration?.phase_weights ?? config.kiro_configuration?.phase_weights;
	if (!given) return DEFAULT_WEIGHTS;
	const { design = 0, spec = 0, task = 0, execute = 0 } = given;
	return {
		design,
		spec,
		task,
		execute
	};
}
/** The built-in profiles with the config's on top: a known name is changed key by key. */
function resolveProfiles(config) {
	const profiles = { ...BUILT_IN_PROFILES };
	for (const [name, file] of Object.entries(config.agents ?? {})) profiles[name] = resolveProfile(name, file, Object.hasOwn(profiles, name) ? profiles[name] : void 0);
	return profiles;
}
function resolveProfile(name, file, base) {
	const given = defined({
		command: file.command,
		args: file.args,
		phaseArgs: file.phase_args && phaseArgs(file.phase_args),
		prompt: file.prompt,
		env: file.env && {
			...base?.env,
			...resolveEnv(file.env)
		},
		model: file.model,
		result: file.result,
		stallTimeoutMs: file.stall_timeout === void 0 ? void 0 : durationMs(file.stall_timeout),
		install: file.install
	});
	return {
		command: name,
		args: [],
		phaseArgs: {},
		prompt: "stdin",
		env: {},
		result: "text",
		args: [],
		...base,
		...given,
		name
	};
}
function phaseArgs(file) {
	const { design, spec, task, execute } = file;
	return defined({
		design,
		spec,
		task,
		execute
	});
}
const CHECKPOINT_NAMES = {
	25: "Foundation",
	50: "Core",
	75: "Integration",
	100: "Final"
};
function resolveQualityGate(file) {
	return {
		at: file.at,
		name: file.name ?? CHECKPOINT_NAMES[file.at] ?? `Checkpoint at ${file.at} %`,
		run: file.run === void 0 ? [] : typeof file.run === "string" ? [file.run] : file.run,
		approvers: file.approvers ?? [],
		minApprovals: file.min_approvals ?? 1,
		criteria: file.criteria ?? []
	};
}
function resolvePrerequisite(file) {
	const { tool, version, install, service, check, start, alternative, env, command, data } = file;
	if (tool !== void 0) return {
		kind: "tool",
		tool,
		...defined({
			version,
			install
		})
	};
	if (service !== void 0 && check !== void 0) return {
		kind: "service",
		service,
		check,
		...defined({
			start,
			alternative
		})
	};
	if (env !== void 0) return {
		kind: "env",
		env
	};
	if (command !== void 0) return {
		kind: "command",
		command
	};
	if (data !== void 0) return {
		kind: "data",
		check: data.check,
		prepare: data.prepare
	};
	throw new Error("a prerequisite passed the schema without a kind");
}

// src/milestone/plan/github-config.ts
/** Levels of access to a repository, the lowest first. */
const ACCESS_LEVELS = [
	"read",
	"write",
	"maintain",
	"admin"
];
/** What a named approver may be asked to have, the usual one first. */
const APPROVER_PERMISSIONS = [
	"write",
	"triage",
	"read"
];
/** Commands that change nothing: these alone may be opened to readers. */
const LOOKING = [
	"status",
	"report",
	"why",
	"plan",
	"help"
];
const ACTING = [
	"execute",
	"resume",
	"pause",
	"retry",
	"archive",
	"skip",
	"postpone",
	"cancel",
	"unlock"
];
const workflowName = string({ error: "the workflow's file name, such as milestone.yml" }).regex(/^(?!\.)[A-Za-z0-9._-]{1,100}\.ya?ml$/, { error: "the workflow's file name, such as milestone.yml" });
const BRANCH_ERROR = "a branch's name, such as main";
const branch = string({ error: BRANCH_ERROR }).max(200, {
	error: BRANCH_ERROR,
	abort: true
}).regex(/^(?![-./])(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\]+(?<![./])$/, { error: BRANCH_ERROR });
const label = line.max(50, { error: "a label of at most 50 characters" });
const access = (levels) => _enum(levels, { error: `one of ${levels.join(", ")}` });
const acting = access([
	"write",
	"maintain",
	"admin"
]).optional();
const looking = access(ACCESS_LEVELS).optional();
const people = list(approver, "logins or teams");
const githubConfigSchema = map({
	workflow: workflowName.optional().describe("File below .github/workflows/ that runs milestones"),
	base: branch.optional().describe("Branch from which milestones start; default: the default branch"),
	labels: list(label, "labels").optional().describe("Put on pull requests and issues beside our own"),
	approvers: people.optional().describe("Approve gates that name nobody"),
	approver_permission: access(APPROVER_PERMISSIONS).optional().describe("Least permission of a named approver: write (default), triage or read"),
	permissions: map({
		...Object.fromEntries(ACTING.map((command) => [command, acting])),
		...Object.fromEntries(LOOKING.map((command) => [command, looking]))
	}).optional().describe("Access that a command needs: read, write, maintain or admin"),
	notify: map({
		stakeholders: people.optional(),
		escalation: people.optional()
	}).optional()
}).describe("How milestones are steered on GitHub, .github/milestone.yml");
/** The app reads it of whoever installed it, on the thread that serves everybody. */
const LARGE = 16384;
/** Reads `.github/milestone.yml`; an empty text means that there is none. */
function readGitHubConfig(text, file) {
	const findings = new Findings({
		file,
		text
	});
	const isLarge = text.length > LARGE;
	if (isLarge) findings.error({
		start: 0,
		end: 0
	}, {
		code: "yaml-size",
		message: "the file has more than 16 KiB, so nothing of it counts",
		remedy: "leave out what is none of its keys"
	});
	const root = isLarge ? null : readMap(findings, true);
	const { workflow, base, labels, approvers, approver_permission, permissions, notify } = (root ? applySchema({
		schema: githubConfigSchema,
		findings,
		root,
		unknownKeys: "warn"
	}).data : null) ?? {};
	return {
		config: {
			workflow: workflow ?? "milestone.yml",
			...base === void 0 ? {} : { base },
			labels: [...new Set(labels ?? [])],
			approvers: approvers ?? [],
			approverPermission: APPROVER_PERMISSIONS.find((level) => level === approver_permission) ?? "write",
			permissions: governed(permissions ?? {}),
			notify: {
				stakeholders: notify?.stakeholders ?? [],
				escalation: notify?.escalation ?? []
			}
		},
		errors: findings.errors,
		warnings: findings.warnings
	};
}
function governed(given) {
	const permissions = {};
	for (const command of [...ACTING, ...LOOKING]) {
		const level = ACCESS_LEVELS.find((each) => each === given[command]);
		if (level) permissions[command] = level;
	}
	return permissions;
}
/** Reads `.milestones/config.yaml`: the defaults of all milestones. An empty file is a good one. */
function readConfig(source) {
	const findings = new Findings(source);
	const parsed = parseFile({
		schema: configSchema,
		findings,
		empty: true
	});
	if (parsed) {
		const profiles = resolveProfiles(parsed.data);
		checkShared(parsed.data, {
			...parsed,
			findings,
			profiles,
			roles: Object.keys(parsed.data.roles ?? {})
		});
		if (findings.errors.length === 0) return {
			ok: true,
			config: parsed.data,
			profiles,
			warnings: findings.warnings
		};
	}
	return {
		ok: false,
		errors: findings.errors,
		warnings: findings.warnings
	};
}

// src/milestone/plan/resolve-gate.ts
/** Phases whose end needs an approval where nothing else is said. */
const GATED = {
	design: true,
	spec: true,
	task: false,
	execute: false
};
/** The gate behind a phase, or null: the phase's own word, then the milestone's, the config's, the default. */
function resolveGate(phase, { phases, milestone, config, workflow }) {
	const transition = TRANSITION[phase];
	const own = phases.map(ownGate);
	const levels = [milestone.kiro_configuration?.approval_gates?.[transition], config.kiro_configuration?.approval_gates?.[transition]];
	const configured = levels.find((level) => level?.required !== void 0)?.required;
	if (!(own.find((gate) => gate.required !== void 0)?.required ?? (workflow ? configured ?? GATED[phase] : false))) return null;
	const all = [...own, ...levels];
	return {
		transition,
		approvers: all.find((level) => level?.approvers)?.approvers ?? [],
		minApprovals: all.find((level) => level?.min_approvals !== void 0)?.min_approvals ?? 1,
		criteria: levels.find((level) => level?.criteria)?.criteria ?? []
	};
}
/** `gate: [octocat]` is `approval_required: true` with `approvers: [octocat]`. */
function ownGate(phase) {
	const { gate, approval_required, approvers, min_approvals } = phase ?? {};
	const listed = Array.isArray(gate) ? gate : void 0;
	return {
		required: gate === void 0 ? approval_required : listed !== void 0 || gate === true,
		approvers: listed ?? approvers,
		min_approvals
	};
}
/** The gates of a workflow task that says nothing itself. */
function defaultGates(milestone, config) {
	const gate = (phase) => resolveGate(phase, {
		phases: [],
		milestone,
		config,
		workflow: true
	});
	return {
		design: gate("design"),
		spec: gate("spec"),
		task: gate("task"),
		execute: gate("execute")
	};
}

// src/milestone/plan/resolve-executor.ts
/** Further attempts where nobody wrote how many: a command does the same again, an agent learns from its feedback. */
const DEFAULT_RETRIES = {
	run: 1,
	agent: 2,
	manual: 0
};
const DEFAULT_BACKOFF_MS = 2e3;
/** The executor of a task or phase: what stands below `executor`, and the short words beside it. */
function executorOf(file) {
	const { run, agent, manual, timeout, retries, backoff, fallback, stall_timeout, env, escalate, alternative } = file ?? {};
	const short = {
		run,
		agent,
		manual,
		timeout,
		retries,
		backoff,
		fallback,
		stall_timeout,
		env,
		escalate,
		alternative
	};
	return {
		...file?.executor,
		...defined(short)
	};
}
/** Whether what a task runs stands directly on it. */
function namesItsWork(file) {
	return file.run !== void 0 || file.agent !== void 0 || file.manual === true;
}
/**
* The executor of a phase from what its phase, task, milestone and config say, nearest first. What is run comes
* from the nearest that says it; each option from the nearest that names it, except `fallback`, which goes with
* what is run: profiles meant for an agent never replace a nearer shell command. Null when nothing is to run.
*/
function resolveExecutor(nearestFirst, defaults) {
	const levels = nearestFirst.filter((level) => level !== void 0);
	const index = levels.findIndex((level) => kindOf$1(level) !== null);
	const kind = index < 0 ? null : kindOf$1(levels[index]);
	if (!kind) return null;
	const withWork = levels.slice(0, index + 1);
	const fallback = withWork.find((level) => level.fallback)?.fallback ?? [];
	const isAgent = kind.kind === "agent";
	const pick = (key) => levels.find((level) => level[key] !== void 0)?.[key];
	const timeout = pick("timeout");
	const backoff = pick("backoff");
	const stall = pick("stall_timeout");
	const profile = kind.kind === "agent" ? defaults.profiles[kind.profile] : void 0;
	return {
		timeoutMs: timeout === void 0 ? defaults.timeoutMs : durationMs(timeout),
		retries: pick("retries") ?? DEFAULT_RETRIES[kind.kind],
		backoffMs: backoff === void 0 ? DEFAULT_BACKOFF_MS : durationMs(backoff),
		fallback,
		env: resolveEnv(pick("env") ?? {}),
		...defined({
			escalate: isAgent ? withWork.find((level) => level.escalate)?.escalate : void 0,
			alternative: isAgent ? withWork.find((level) => level.alternative)?.alternative : void 0,
			stallTimeoutMs: stall === void 0 ? profile?.stallTimeoutMs : durationMs(stall)
		}),
		...kind
	};
}
function kindOf$1(level) {
	if (level.run !== void 0) return {
		kind: "run",
		command: level.run
	};
	if (level.agent !== void 0) return {
		kind: "agent",
		profile: level.agent
	};
	return level.manual ? { kind: "manual" } : null;
}

// src/milestone/plan/resolve-task.ts
/** Above this many estimated hours `progressive` enforcement puts a task under the workflow (domain: > 4). */
const PROGRESSIVE_HOURS = 4;
/** A task with everything resolved; phases for which no executor is found are listed apart. */
function resolveTask(task, sources) {
	const { milestone, config } = sources;
	const native = task.kiro_workflow?.enabled === true;
	const names = declaredPhases(task, sources);
	const declared = names !== null;
	const migrated = !native && !declared && migrates(task, sources.enforcement);
	const all = names ?? (native || migrated ? PHASES : ["execute"]);
	const workflow = all.length > 1 || all[0] !== "execute";
	const withoutExecutor = [];
	const phases = [];
	for (const phase of all) {
		const resolved = resolvePhase(phase, {
			task,
			sources,
			all,
			declared,
			gated: workflow || declared
		});
		if (resolved) phases.push(resolved);
		else withoutExecutor.push(phase);
	}
	return {
		plan: {
			id: task.id,
			title: task.title ?? task.id,
			description: task.description ?? "",
			dependencies: [...new Set(task.dependencies ?? [task.needs ?? []].flat())],
			when: task.when ?? "success",
			resources: [...new Set(task.resources ?? [])],
			resourcesScope: task.resources_scope ?? milestone.resources_scope ?? config.resources_scope ?? "task",
			workflow,
			migrated,
			declared,
			status: task.status ?? "pending",
			budget: resolveBudget(task.budget),
			phases,
			...defined({
				questions: resolveQuestions(task.questions, milestone.questions, config.questions),
				estimatedHours: task.estimated_hours,
				start: task.start,
				due: task.due
			})
		},
		withoutExecutor
	};
}
/** Each key from the nearest level that sets it; undefined where none says anything. */
function resolveQuestions(...nearestFirst) {
	const levels = nearestFirst.filter((level) => level !== void 0);
	if (levels.length === 0) return void 0;
	const after = levels.find((level) => level.after !== void 0)?.after;
	return {
		max: levels.find((level) => level.max !== void 0)?.max ?? DEFAULT_QUESTIONS.max,
		afterMs: after === void 0 ? DEFAULT_QUESTIONS.afterMs : durationMs(after),
		otherwise: levels.find((level) => level.then !== void 0)?.then ?? DEFAULT_QUESTIONS.otherwise
	};
}
/** The phases that a task is said to have, in their order; null where nobody says and the enforcement decides. */
function declaredPhases(task, { milestone, config }) {
	const roles = {
		...config.roles,
		...milestone.roles
	};
	if (task.phases) return namesOf(task.phases);
	if (task.kiro_workflow?.enabled || task.kiro_workflow?.phases) return null;
	const shared = milestone.phases ?? config.phases;
	if (shared) return namesOf(shared);
	return namesItsWork(withRole(task, task.role, roles)) ? ["execute"] : null;
}
function namesOf(phases) {
	const written = Array.isArray(phases) ? phases : Object.keys(phases);
	return PHASES.filter((phase) => written.includes(phase));
}
/** What a level says of a phase, where it names its phases as a map. */
function phaseIn(phases, phase) {
	return phases === void 0 || Array.isArray(phases) ? void 0 : phases[phase];
}
function migrates(task, enforcement) {
	switch (enforcement) {
		case "strict": return true;
		case "progressive": return (task.estimated_hours ?? 0) > PROGRESSIVE_HOURS;
		case "flexible": return false;
	}
}
function resolvePhase(phase, { task, sources, all, declared, gated }) {
	const { milestone, config, profiles, timeoutMs } = sources;
	const isLast = phase === all.at(-1);
	const own = task.phases ? phaseIn(task.phases, phase) : task.kiro_workflow?.phases?.[phase];
	const levels = declared ? [phaseIn(milestone.phases, phase), phaseIn(config.phases, phase)] : [];
	const [inMilestone, inConfig] = levels;
	const roles = {
		...config.roles,
		...milestone.roles
	};
	const roleName = [
		own,
		task,
		inMilestone,
		inConfig
	].find((file) => file?.role !== void 0)?.role;
	const role = roleName === void 0 ? void 0 : roles[roleName];
	const executor = resolveExecutor([
		withRole(executorOf(own), own?.role, roles),
		withRole(executorOf(task), task.role, roles),
		withRole(executorOf(inMilestone), inMilestone?.role, roles),
		milestone.executor,
		withRole(executorOf(inConfig), inConfig?.role, roles),
		config.executor
	], {
		timeoutMs,
		profiles
	});
	if (!executor) return null;
	const files = [own, ...levels];
	const nearest = (key) => files.find((file) => file?.[key])?.[key];
	const documents = declared || all.length === 1 ? [] : defaultDeliverables(phase);
	const listed = (isLast ? task.deliverables : void 0) ?? nearest("deliverables");
	const gates = isLast && task.gate !== void 0 ? [{
		...own,
		gate: task.gate
	}, ...levels] : files;
	return {
		phase,
		status: own?.status ?? impliedStatus(phase, task, all),
		executor,
		deliverables: listed?.map(resolveDeliverable) ?? documents,
		acceptanceCriteria: [...new Set([...nearest("acceptance_criteria") ?? [], ...isLast ? task.acceptance_criteria ?? [] : []].map((each) => typeof each === "string" ? each : each.criterion))],
		provenCriteria: [...nearest("acceptance_criteria") ?? [], ...isLast ? task.acceptance_criteria ?? [] : []].filter((each) => typeof each !== "string"),
		...role ? { role: {
			name: roleName,
			brief: role.brief ?? ""
		} } : {},
		...resolveReview([
			own,
			task,
			inMilestone,
			milestone,
			inConfig,
			config
		]),
		checks: (isLast ? task.checks : void 0) ?? nearest("checks") ?? [],
		gate: resolveGate(phase, {
			phases: gates,
			milestone,
			config,
			workflow: gated
		})
	};
}
/** A role names the agent where what has the role names nothing to run itself. */
function withRole(file, role, roles) {
	const agent = role === void 0 ? void 0 : roles[role]?.agent;
	return agent === void 0 || namesItsWork(file) ? file : {
		...file,
		agent
	};
}
/** The review of the nearest level that names one, whole. */
function resolveReview(nearestFirst) {
	const file = nearestFirst.find((level) => level?.review)?.review;
	if (!file) return {};
	const { agent, fallback = [], lenses = ["correctness"], blocking = "high" } = file;
	return { review: {
		lenses,
		blocking,
		fallback,
		...agent === void 0 ? {} : { agent }
	} };
}
function resolveDeliverable(file) {
	if (typeof file === "string") return fileDeliverable(file);
	if (file.changed !== void 0) return { changed: file.changed };
	const { path, kind, min_bytes, max_bytes, sections, schema } = file;
	if (path === void 0) throw new Error("a deliverable passed the schema without path or changed");
	return {
		...fileDeliverable(path),
		...defined({
			kind,
			minBytes: min_bytes,
			maxBytes: max_bytes,
			sections,
			schema
		})
	};
}
const OF_STANDARD_TASK = {
	pending: "pending",
	in_progress: "in_progress",
	waiting_approval: "waiting_approval",
	waiting_answer: "waiting_answer",
	blocked: "blocked",
	completed: "completed",
	skipped: "pending"
};
/**
* The status of a phase that names none. A completed task has completed phases; of one in progress those before the
* phase that it is in are completed, and those after it pending.
*/
function impliedStatus(phase, task, all) {
	const status = task.status ?? "pending";
	if (all.length === 1 || status === "completed") return OF_STANDARD_TASK[status];
	if (status === "pending" || status === "skipped") return "pending";
	const distance = all.indexOf(phase) - all.indexOf(phaseOf(task, all));
	return distance < 0 ? "completed" : distance === 0 ? OF_STANDARD_TASK[status] : "pending";
}
/** Where a task in progress is: as `current_phase` or the phases' own statuses say, whichever is earlier; else in its last. */
function phaseOf(task, all) {
	const statusOf = (phase) => (task.phases ? phaseIn(task.phases, phase) : task.kiro_workflow?.phases?.[phase])?.status;
	const open = all.findIndex((phase) => statusOf(phase) && !isFinished(statusOf(phase)));
	const finished = all.findLastIndex((phase) => statusOf(phase) && isFinished(statusOf(phase)));
	const stated = task.kiro_workflow?.current_phase;
	const reached = stated ? all.indexOf(stated) : finished >= 0 ? finished + 1 : all.length - 1;
	return all[open >= 0 && (open < reached || !stated) ? open : reached] ?? all.at(-1);
}
/** What each phase leaves behind where its plan names nothing, and the headings suggested for it. */
const DEFAULTS = {
	design: [{
		path: "architecture.md",
		outline: [
			"Overview",
			"Architecture Decisions",
			"API Design"
		]
	}, { path: "api-spec.yaml" }],
	spec: [{
		path: "technical-spec.md",
		outline: [
			"Implementation Requirements",
			"Interface Definitions",
			"Test Requirements"
		]
	}, {
		path: "test-plan.md",
		outline: [
			"Test Strategy",
			"Test Cases",
			"Acceptance Criteria"
		]
	}],
	task: [{
		path: "implementation-plan.md",
		outline: [
			"Development Tasks",
			"Timeline",
			"Dependencies"
		]
	}],
	execute: [{
		path: "implementation-summary.md",
		outline: [
			"Completed Work",
			"Code Changes",
			"Validation Results"
		]
	}, { path: "test-results.md" }]
};
const OUTLINES = new Map(Object.values(DEFAULTS).flat().flatMap(({ path, outline }) => outline ? [[path, outline]] : []));
/** The documents that a phase leaves behind when its task names none. */
function defaultDeliverables(phase) {
	return DEFAULTS[phase].map(({ path }) => fileDeliverable(path));
}
/** A deliverable of which only the path is given: its kind from the extension, its outline if it has a default one. */
function fileDeliverable(path) {
	const outline = OUTLINES.get(path);
	return {
		path,
		kind: kindOf(path),
		...outline ? { outline } : {}
	};
}
const KINDS = {
	md: "markdown",
	markdown: "markdown",
	yaml: "yaml",
	yml: "yaml",
	json: "json"
};
function kindOf(path) {
	const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
	return Object.hasOwn(KINDS, extension) ? KINDS[extension] : "text";
}

// src/milestone/plan/task-graph.ts
const MAX_TASKS = 1e4;
const MAX_CYCLES = 10;
const MAX_CYCLE_NAMES = 30;
/** A suggestion looks at every id, so a file full of unknown ones gets only so many. */
const MAX_SUGGESTIONS = 20;
/**
* Checks ids and dependencies of the tasks, whatever else may be wrong with them. Linear in tasks and
* dependencies, and without recursion: 10,000 tasks may form one chain.
*/
function checkTaskGraph(tasks, findings) {
	if (tasks?.kind !== "seq") return;
	if (tasks.items.length === 0) findings.error(headOf(tasks), {
		code: "no-tasks",
		message: "the milestone has no tasks",
		remedy: "add at least one task with an id and an executor"
	});
	if (tasks.items.length > MAX_TASKS) {
		findings.error(headOf(tasks), {
			code: "too-many-tasks",
			message: `the milestone has ${tasks.items.length} tasks, more than ${MAX_TASKS}`,
			remedy: "split it into several milestones"
		});
		return;
	}
	const graph = collect(tasks.items, findings);
	checkEdges(graph, findings);
	checkCycles(graph, findings);
}
function collect(items, findings) {
	const graph = /* @__PURE__ */ new Map();
	const folded = /* @__PURE__ */ new Map();
	for (const item of items) {
		const idNode = pairOf(item, "id")?.value;
		if (idNode?.kind !== "scalar" || idNode.value === null) continue;
		const id = textOf(idNode, findings);
		const before = folded.get(id.toLowerCase());
		if (before !== void 0) {
			findings.error(idNode, {
				code: "duplicate-id",
				message: `the task id "${id}" stands twice${before === id ? "" : ` (as "${before}" before; case does not count)`}`,
				remedy: "give each task an id of its own",
				value: id
			});
			continue;
		}
		folded.set(id.toLowerCase(), id);
		const [needs, long] = [pairOf(item, "needs"), pairOf(item, "dependencies")];
		if (needs && long) findings.error({
			start: needs.keyStart,
			end: needs.keyEnd
		}, {
			code: "bad-value",
			message: `the task "${id}" has both needs and dependencies, which mean the same`,
			remedy: "keep one of the two"
		});
		const list = (needs ?? long)?.value;
		const dependencies = list?.kind === "seq" ? list.items.filter((node) => node.kind === "scalar") : [];
		graph.set(id, {
			id,
			node: idNode,
			dependencies
		});
	}
	return graph;
}
function textOf(node, findings) {
	return node.style === "plain" && typeof node.value !== "string" ? findings.source.text.slice(node.start, node.end) : String(node.value);
}
function checkEdges(graph, findings) {
	let suggestions = 0;
	for (const task of graph.values()) {
		const seen = /* @__PURE__ */ new Set();
		for (const dependency of task.dependencies) {
			const name = textOf(dependency, findings);
			if (name === task.id) findings.error(dependency, {
				code: "self-dependency",
				message: `the task "${task.id}" depends on itself`,
				remedy: "remove it from its own dependencies",
				value: name
			});
			else if (!graph.has(name)) {
				const meant = suggestions++ < MAX_SUGGESTIONS ? nearest(name.slice(0, 70), graph.keys()) : null;
				findings.error(dependency, {
					code: "unknown-dependency",
					message: `the task "${task.id}" depends on "${name.slice(0, 70)}", which no task has as its id`,
					remedy: meant ? `write "${meant}" if that is meant` : /[,\s]/.test(name) ? "write several as a list: `[a, b]`" : "add that task, or remove the dependency",
					value: name
				});
			} else if (seen.has(name)) findings.warn(dependency, {
				code: "bad-value",
				message: `the task "${task.id}" names its dependency "${name}" twice`,
				remedy: "keep one of the two",
				value: name
			});
			seen.add(name);
		}
	}
}
/** Depth-first with an explicit stack; each edge back onto the stack closes one cycle, which is told in full. */
function checkCycles(graph, findings) {
	const state = /* @__PURE__ */ new Map();
	let found = 0;
	for (const start of graph.values()) {
		if (state.has(start.id)) continue;
		const stack = [{
			task: start,
			next: 0
		}];
		state.set(start.id, "open");
		while (stack.length > 0) {
			const top = stack[stack.length - 1];
			const edge = top.task.dependencies[top.next++];
			if (!edge) {
				state.set(top.task.id, "closed");
				stack.pop();
				continue;
			}
			const target = graph.get(textOf(edge, findings));
			if (!target || target === top.task) continue;
			const seen = state.get(target.id);
			if (seen === "open") {
				const ids = stack.map((each) => each.task.id);
				if (found++ < MAX_CYCLES) tellCycle(ids.slice(ids.indexOf(target.id)), edge, findings);
			} else if (seen === void 0) {
				state.set(target.id, "open");
				stack.push({
					task: target,
					next: 0
				});
			}
		}
	}
}
function tellCycle(ids, edge, findings) {
	const whole = [...ids, ids[0]];
	const shown = whole.length <= MAX_CYCLE_NAMES ? whole : [
		...whole.slice(0, 28),
		`… (${whole.length - MAX_CYCLE_NAMES + 1} more) …`,
		whole[0]
	];
	findings.error(edge, {
		code: "dependency-cycle",
		message: `the tasks wait for each other in a cycle: ${shown.join(" → ")}`,
		remedy: "remove one of these dependencies",
		value: textOf(edge, findings)
	});
}

// src/milestone/plan/read-plan.ts
/**
* Reads a milestone file: every default resolved, every reference checked, older forms understood. All errors
* of the file and of its config are told at once; warnings say what is read differently than it is written.
*/
function readPlan(request) {
	const findings = new Findings({
		file: request.file,
		text: request.text
	});
	const config = request.config ? readConfig(request.config) : {
		ok: true,
		...NO_CONFIG
	};
	const written = readMap(findings, false);
	const unknownKeys = written && request.unknownKeys !== "warn" ? keysOf(request.file, written) : "warn";
	const milestone = written ? readMilestone(written, {
		config,
		findings,
		unknownKeys
	}) : null;
	const errors = [...inOrder(findings.errors), ...config.ok ? [] : inOrder(config.errors)];
	const warnings = [...inOrder(findings.warnings), ...inOrder(config.warnings)];
	if (errors.length > 0 || !milestone) return {
		ok: false,
		errors,
		warnings
	};
	const { plan, layout } = milestone;
	const compliance = complianceOf(plan);
	const source = planSource(request, layout, plan.tasks);
	if (!request.policy) return {
		ok: true,
		plan,
		warnings,
		compliance,
		source
	};
	const bound = applyPolicy(plan, request.policy, request.file);
	return {
		ok: true,
		plan: bound.plan,
		warnings: [...warnings, ...bound.warnings],
		compliance,
		source
	};
}
/** Top to bottom, as one goes through the file to correct it. */
function inOrder(list) {
	return [...list].sort((a, b) => a.line - b.line || a.column - b.column);
}
/** The milestone file's `execution.format` since unknown keys are refused. */
const PLAN_FORMAT = 2;
/** A milestone that was begun or finished before unknown keys were refused keeps them, with a warning. */
function keysOf(file, root) {
	if (/(?:^|\/)(?:completed|archived)\/[^/]*$/.test(file)) return "warn";
	if (!isBegun(root)) return "error";
	const format = nodeAt(root, [...executionIn(root), "format"]);
	return format?.kind === "scalar" && Number(format.value) >= 2 ? "error" : "warn";
}
/** Where the engine writes what it knows of the run: at the top, or where older files nest it. */
function executionIn(root) {
	return [...(pairOf(root, "execution") ? [] : ["milestone", "metadata"].filter((key) => nodeAt(root, [key, "execution"]))).slice(0, 1), "execution"];
}
function isBegun(root) {
	const begun = nodeAt(root, [...executionIn(root), "started_at"]);
	return begun?.kind === "scalar" && begun.value !== null;
}
const NO_CONFIG = {
	config: {},
	profiles: resolveProfiles({}),
	warnings: []
};
/** Where one of these is refused, the task it stands on is not said to lack an executor as well. */
const MAKES_EXECUTOR = /* @__PURE__ */ new Set([
	"executor",
	"kiro_configuration",
	"run",
	"agent",
	"manual"
]);
function readMilestone(written, { config, findings, unknownKeys }) {
	const { root: read, layout } = readLegacyForms(written, {
		findings,
		isKey: (name) => Object.hasOwn(milestoneSchema.shape, name)
	});
	const root = withFileId(read, findings);
	checkTaskGraph(pairOf(root, "tasks")?.value, findings);
	const { data, refused } = applySchema({
		schema: milestoneSchema,
		findings,
		root,
		unknownKeys
	});
	if (!data) return null;
	checkIds(data, root, findings);
	if (!config.ok) return null;
	const { profiles } = config;
	const roles = Object.keys({
		...config.config.roles,
		...data.roles
	});
	checkShared(data, {
		root,
		findings,
		profiles,
		roles,
		refused
	});
	checkDates(data, [], {
		root,
		findings,
		profiles,
		roles,
		refused
	});
	data.tasks.forEach((each, index) => {
		checkTask(each, ["tasks", index], {
			root,
			findings,
			profiles,
			roles,
			refused
		});
	});
	const doubtful = refused.some((path) => path.some((step) => MAKES_EXECUTOR.has(step)));
	const begun = isBegun(written);
	return {
		plan: resolvePlan(data, {
			root,
			findings,
			config: config.config,
			profiles,
			doubtful,
			begun
		}),
		layout
	};
}
/** The id from the file's name where the file has none. */
function withFileId(root, findings) {
	const name = fileId(findings.source.file);
	const written = pairOf(root, "id");
	if (written && !(written.value.kind === "scalar" && written.value.value === null) || name === "") return root;
	const { start, end } = headOf(root);
	findings.warn({
		start,
		end
	}, {
		code: "legacy-form",
		message: `the milestone has no id; "${name}", the file's name, is read as its id`,
		remedy: `write \`id: ${name}\``
	});
	const id = {
		key: "id",
		keyStart: start,
		keyEnd: end,
		value: {
			kind: "scalar",
			value: name,
			style: "double",
			start,
			end
		}
	};
	return {
		...root,
		pairs: [id, ...root.pairs.filter((pair) => pair !== written)]
	};
}
function fileId(file) {
	return file.slice(file.lastIndexOf("/") + 1).replace(/\.ya?ml$/i, "");
}
function checkIds(data, root, findings) {
	const name = fileId(findings.source.file);
	if (data.id !== "unnamed" && name !== "" && data.id !== name) findings.error(spanAt(root, ["id"]), {
		code: "id-mismatch",
		message: `the id "${data.id}" is not the file's name "${name}"`,
		remedy: `write \`id: ${name}\`, or rename the file to ${data.id}.yaml`,
		value: data.id
	});
	for (const key of ["requires", "enables"]) {
		const index = data.dependencies?.[key]?.findIndex((each) => each.toLowerCase() === data.id.toLowerCase()) ?? -1;
		if (index < 0) continue;
		findings.error(spanAt(root, [
			"dependencies",
			key,
			index
		]), {
			code: "self-dependency",
			message: `the milestone names itself under ${key}`,
			remedy: "remove it there",
			value: data.id
		});
	}
}
function resolvePlan(data, context) {
	const { config, profiles, findings, root } = context;
	const written = data.kiro_configuration?.enforcement ?? config.kiro_configuration?.enforcement;
	const enforcement = written ?? "strict";
	const limits = resolveLimits(data, config);
	const sources = {
		milestone: data,
		config,
		enforcement,
		profiles,
		timeoutMs: limits.phaseTimeoutMs
	};
	const tasks = [];
	data.tasks.forEach((file, index) => {
		const { plan, withoutExecutor } = resolveTask(file, sources);
		tasks.push(plan);
		if (written === "strict" && plan.declared && plan.phases.length + withoutExecutor.length < PHASES.length) {
			const own = file.phases ? [
				"tasks",
				index,
				"phases"
			] : data.phases ? ["phases"] : [
				"tasks",
				index,
				"id"
			];
			findings.error(spanAt(root, own), {
				code: "bad-value",
				message: `the task "${file.id}" has fewer than the four phases that \`enforcement: strict\` asks for`,
				remedy: "leave the enforcement out (or write `flexible`), or give the task `phases: [design, spec, task, execute]`",
				value: file.id
			});
		}
		warnOfCurrentPhase({
			file,
			plan,
			index
		}, {
			findings,
			root
		});
		if (withoutExecutor.length === 0 || context.doubtful || file.id === "unnamed") return;
		findings.error(spanAt(root, [
			"tasks",
			index,
			"id"
		]), {
			code: "no-executor",
			message: `the task "${file.id}" has no executor for ${withoutExecutor.join(", ")}`,
			remedy: "write `run: …` or `agent: …` on the task, or `executor: { run: … }` in the phase, the task, the milestone or config.yaml",
			value: file.id
		});
	});
	const notify = {
		...config.notify,
		...data.notify
	};
	const plan = {
		id: data.id,
		title: data.title ?? data.id,
		description: data.description ?? "",
		status: data.status ?? "planned",
		requires: [...new Set(data.dependencies?.requires ?? [])],
		enables: [...new Set(data.dependencies?.enables ?? [])],
		enforcement,
		weights: resolveWeights(data, config),
		defaultGates: defaultGates(data, config),
		tasks,
		setupInputs: data.setup_inputs ?? config.setup_inputs ?? [],
		testBaseline: data.test_baseline ?? config.test_baseline ?? "require",
		isolation: data.isolation ?? config.isolation ?? "auto",
		moveSubmodules: data.move_submodules ?? config.move_submodules ?? false,
		trustAgentSettings: data.trust_agent_settings ?? config.trust_agent_settings ?? false,
		qualityGates: (data.quality_gates ?? config.quality_gates ?? []).map(resolveQualityGate),
		budget: resolveBudget(data.budget, config.budget),
		prices: resolvePrices(data, config),
		prerequisites: (data.prerequisites ?? config.prerequisites ?? []).map(resolvePrerequisite),
		limits,
		env: {
			...resolveEnv(config.env ?? {}),
			...resolveEnv(data.env ?? {})
		},
		notify: {
			stakeholders: notify.stakeholders ?? [],
			escalation: notify.escalation ?? [],
			...notify.webhook === void 0 ? {} : { webhook: notify.webhook }
		},
		release: resolveRelease(data.release ?? config.release, {
			findings,
			root
		}),
		landing: {
			method: data.landing?.method ?? config.landing?.method ?? "merge",
			state: data.landing?.state ?? config.landing?.state ?? "keep"
		},
		profiles,
		...optional(data, config)
	};
	warnOfCompliance(plan, {
		findings,
		root
	});
	checkDollars(plan, context);
	warnOfBudgets(data, plan, {
		findings,
		root
	});
	return plan;
}
/** Limits that nothing can reach, and such as the plan cannot keep. */
function warnOfBudgets(data, plan, { findings, root }) {
	const whole = data.budget ?? {};
	warnOfBudget(whole, {
		tasks: plan.tasks,
		what: "the milestone",
		path: ["budget"]
	}, {
		findings,
		root
	});
	data.tasks.forEach(({ id, budget }, index) => {
		const task = plan.tasks[index];
		if (!budget || !task) return;
		const path = [
			"tasks",
			index,
			"budget"
		];
		warnOfBudget(budget, {
			tasks: [task],
			what: id,
			path
		}, {
			findings,
			root
		});
		for (const key of [
			"minutes",
			"attempts",
			"tokens",
			"cost_usd"
		]) {
			const [own, all] = [budget[key], whole[key]];
			if (own === void 0 || all === void 0 || own <= all) continue;
			findings.warn(spanAt(root, [...path, key]), {
				code: "budget",
				message: `the budget of ${id} allows ${own} ${key}, more than the ${all} of the whole milestone, so it limits nothing`,
				remedy: "lower it, or raise the milestone's",
				value: own
			});
		}
	});
}
function warnOfBudget(budget, { tasks, what, path }, { findings, root }) {
	const phases = tasks.flatMap((task) => task.status === "skipped" ? [] : task.phases);
	const isAgents = phases.some(({ executor: e }) => e.kind === "agent" || e.fallback.length > 0);
	for (const key of ["tokens", "cost_usd"]) {
		if (isAgents || budget[key] === void 0) continue;
		findings.warn(spanAt(root, [...path, key]), {
			code: "budget",
			message: `\`${key}\` limits nothing: no agent works on ${what}, and commands use none`,
			remedy: "leave it out, or limit minutes or attempts",
			value: budget[key]
		});
	}
	const open = phases.filter((p) => p.executor.kind !== "manual" && !isFinished(p.status)).length;
	if (budget.attempts === void 0 || budget.attempts >= open) return;
	findings.warn(spanAt(root, [...path, "attempts"]), {
		code: "budget",
		message: `a budget of ${counted(budget.attempts, "attempt")} is less than the ${open} phases that are left of ${what} need`,
		remedy: `allow ${open} or more`,
		value: budget.attempts
	});
}
/**
* A limit in dollars binds only agents whose dollars are known: those that tell them, and those that tell their tokens and
* use a model that has a price. A milestone under way goes on with a warning.
*/
function checkDollars(plan, { findings, root, begun }) {
	if (plan.budget.costUsd === void 0 && plan.tasks.every((task) => task.budget.costUsd === void 0)) return;
	const mute = /* @__PURE__ */ new Map();
	for (const { name, env } of agentsOf(plan)) {
		const profile = plan.profiles[name];
		if (!profile || tellsDollars(profile)) continue;
		const model = modelOf(profile, {
			...plan.env,
			...env
		});
		if (!tellsTokens(profile)) mute.set(name, "it tells neither tokens nor dollars");
		else if (model === null) mute.set(name, "nothing says which model it uses");
		else if (priceOf(model, plan.prices) === null) mute.set(name, `its model ${model} has no price`);
	}
	if (mute.size === 0) return;
	const names = [...mute.keys()];
	const [why] = mute.values();
	const where = nodeAt(root, ["budget", "cost_usd"]) ? ["budget", "cost_usd"] : ["id"];
	findings[begun ? "warn" : "error"](spanAt(root, where), {
		code: "budget",
		message: `the budget of dollars (cost_usd) cannot be kept for ${names.join(", ")}: ${why}`,
		remedy: "name its `model` in the profile and the model's price under `prices: { <model>: { input: …, output: … } }`, or limit tokens, attempts or minutes instead"
	});
}
/** Every agent that may work, with what its executor gives it. */
function agentsOf(plan) {
	return plan.tasks.flatMap(({ phases }) => phases.flatMap(({ executor }) => {
		return (executor.kind === "manual" ? [] : [
			...executor.kind === "agent" ? [executor.profile] : [],
			...executor.fallback,
			...(executor.escalate ?? []).filter((name) => Object.hasOwn(plan.profiles, name))
		]).map((name) => ({
			name,
			env: executor.env
		}));
	}));
}
function resolveRelease(release, { findings, root }) {
	const map = typeof release === "object" ? release : { draft: release === "draft" };
	const { changelog = null, version = null, run = null } = map;
	if (run !== null && version === null) findings.error(spanAt(root, ["release", "run"]), {
		code: "bad-value",
		message: "`release.run` writes a version, and the plan raises none",
		remedy: "write `version: major`, `minor` or `patch` beside it, or remove it",
		value: run
	});
	const verdict = changelog === null ? null : guardPath(changelog, ROOT);
	if (verdict && (!verdict.allowed || changelog.startsWith(`${".milestones"}/`))) findings.error(spanAt(root, ["release", "changelog"]), {
		code: "bad-value",
		message: `the changelog may not be ${changelog}`,
		remedy: "name a file of the repository's own, such as CHANGELOG.md",
		value: changelog
	});
	return {
		draft: map.draft ?? false,
		changelog,
		version,
		run
	};
}
const sourceOf = ({ format, path, ids }) => ({
	format,
	path,
	...ids ? { ids } : {}
});
function optional(data, config) {
	const author = data.author ?? config.author;
	const signing = data.signing ?? config.signing;
	const ticked = data.tick_source ?? config.tick_source ?? true;
	return defined({
		source: data.source && ticked ? sourceOf(data.source) : void 0,
		start: data.start,
		due: data.due,
		setup: data.setup ?? config.setup,
		testCommand: data.test_command ?? config.test_command,
		author: author && {
			name: author.name,
			email: author.email
		},
		signing: signing && {
			format: signing.format ?? "ssh",
			key: signing.key
		},
		runners: resolveRunners(data.runners, config.runners)
	});
}
/** Key by key, the milestone before the config. */
function resolveRunners(own, config) {
	if (!own && !config) return void 0;
	const labels = own?.labels ?? config?.labels ?? [];
	return {
		max: own?.max ?? config?.max ?? 1,
		labels: labels.length > 0 ? labels : ["ubuntu-latest"]
	};
}
/** The paths of a text that was read; the tree of it is not kept, which is many times as large. */
function planSource(source, layout, tasks) {
	let indexes = null;
	const indexOf = (id) => {
		indexes ??= new Map(tasks.map((each, index) => [each.id, index]));
		return indexes.get(id) ?? -1;
	};
	return {
		file: source.file,
		text: source.text,
		layout,
		key: (name) => [...layout.home.get(name) ?? [], name],
		task: (id) => {
			const place = layout.taskKeys[indexOf(id)];
			if (place === void 0) throw new Error(`the plan has no task ${id}`);
			return [...layout.tasks, place];
		},
		plain: (id) => layout.plain[indexOf(id)] ?? null,
		hasPhaseMap: (id) => layout.hasPhaseMap[indexOf(id)] ?? false,
		at: (path) => {
			const yaml = readYaml(source.text);
			return new LineTable(source.text).position(yaml.ok ? spanAt(yaml.root, path).start : 0);
		}
	};
}
/**
* Says where a task's `current_phase` is not where it will begin: statuses count, and a phase before that one is not
* finished by them. Work and its approvals are never skipped for a word about where one is.
*/
function warnOfCurrentPhase({ file, plan, index }, { findings, root }) {
	const current = file.kiro_workflow?.current_phase;
	if (!current || !plan.workflow || plan.status === "completed" || plan.status === "skipped") return;
	const unfinished = (phase) => {
		const status = plan.phases.find((p) => p.phase === phase)?.status ?? "pending";
		return !isFinished(status);
	};
	const first = PHASES.find(unfinished);
	if (first === void 0 || PHASES.indexOf(first) >= PHASES.indexOf(current)) return;
	findings.warn(spanAt(root, [
		"tasks",
		index,
		"kiro_workflow",
		"current_phase"
	]), {
		code: "legacy-form",
		message: `the task "${plan.id}" begins with ${first}, not with its current_phase ${current}: ${first} is not finished`,
		remedy: `write the phases before ${current} with \`status: completed\` if they are, or \`current_phase: ${first}\``,
		value: current
	});
}

export { priceOf as S, PRICES_OF as _, BUILT_IN_PROFILES as a, dollarsPerMinute as b, require_parse as c, readLegacyForms as d, globMatcher as f, LONG_PHASE as g, isAgentSetting as h, readGitHubConfig as i, require_semver as l, guardPaths as m, readPlan as n, milestoneSchema as o, guardPath as p, readConfig as r, satisfies as s, planSource as t, applyPolicy as u, QUICK_PHASE as v, modelOf as x, dollarsOf as y };