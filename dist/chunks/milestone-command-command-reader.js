import { t as nearest } from "./milestone-view-nearest.js";
import { h as PHASES, l as parseTarget, s as idProblem } from "./milestone-names.js";
import { a as isCommandAt, d as flagSummary, f as flagUsage, h as takesValue, i as commandsAt, m as readFlag, n as SHELLS, p as isFlag, r as TERMINAL_FLAGS, s as FLAGS, t as COMMANDS } from "./milestone-command-command-table.js";

// src/milestone/command/command-help.ts
const PLACEHOLDERS = {
	task: "<task>",
	target: "<task>[/<phase>]",
	phase: "<task>/<phase>",
	gate: "<task>/<phase>",
	question: "<task>/<phase>[#<number>]",
	text: "<reason>",
	answer: "<option>|<text>",
	source: "<path>|github:<number>",
	id: "<id>",
	shell: SHELLS.join("|"),
	command: "<command>"
};
/** What is said where an argument is missing or is something else. */
const WANTED = {
	task: "which task? Its id is wanted here",
	target: "a task, or <task>/<phase>, is wanted here; the phases are design, spec, task and execute",
	phase: "<task>/<phase> is wanted here; the phases are design, spec, task and execute",
	gate: "<task>/<phase> is wanted here; the phases are design, spec, task and execute",
	question: "<task>/<phase> is wanted here, with #<number> where it asks several questions",
	text: "a reason is wanted here",
	answer: "an answer is wanted: the number of an option, or a text",
	source: "where from? A path, or github:<number of the milestone>, is wanted here",
	id: "an id is wanted here",
	shell: `which shell? One of ${SHELLS.join(", ")} is wanted here`,
	command: "a command is wanted here"
};
const WHO = {
	read: "anyone who can read the repository",
	write: "whoever has write permission",
	approver: "the gate's approvers",
	maintain: "whoever has maintain permission"
};
/** Who may give a command, in words. */
const whoMay = (need) => WHO[need];
/** The command's line of usage without its flags; where a comment's place implies the milestone, the id is optional. */
function commandUsage(name, place) {
	const spec = COMMANDS[name];
	const words = [place === "comment" ? "/milestone" : "milestone", name];
	if (spec.milestone !== "none") words.push(place === "comment" || spec.milestone === "optional" ? "[<id>]" : "<id>");
	for (const { kind, required } of spec.arguments) words.push(required ? PLACEHOLDERS[kind] : `[${PLACEHOLDERS[kind]}]`);
	if (name === "plan") return [words.join(" "), `${words.slice(0, 2).join(" ")} [--goal] <what is to be reached>`];
	return [words.join(" ")];
}
/** Everything about one command: what it does, usage, flags, who may, examples. Plain text. */
function commandHelp(name, place) {
	const spec = COMMANDS[name];
	const lead = place === "comment" ? "/milestone" : "milestone";
	const flags = spec.flags.map((flag) => [flagUsage(flag), flagSummary(flag)]);
	const width = Math.max(0, ...flags.map(([usage]) => usage.length));
	return [
		`${spec.summary[0].toUpperCase()}${spec.summary.slice(1)}.`,
		"",
		"Usage",
		...commandUsage(name, place).map((usage) => `  ${usage}${flags.length ? " [flags]" : ""}`),
		...flags.length ? ["", "Flags"] : [],
		...flags.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${summary}`),
		"",
		"Examples",
		...spec.examples.map((example) => `  ${lead} ${example}`),
		...place === "comment" ? ["", `Who may: ${WHO[spec.needs]}.`] : []
	].join("\n");
}
/** One line per command. Plain text. */
function commandOverview(place) {
	const lead = place === "comment" ? "/milestone" : "milestone";
	const names = commandsAt(place);
	const width = Math.max(...names.map((name) => name.length));
	return [
		`${lead} <command> [<id>] …`,
		"",
		...names.map((name) => `  ${name.padEnd(width)}  ${COMMANDS[name].summary}`),
		"",
		`${lead} help <command> shows flags and examples.`,
		...place === "terminal" ? [`Every command takes ${TERMINAL_FLAGS.map((flag) => flagUsage(flag)).join(" ")}.`] : []
	].join("\n");
}
/** A command line to suggest; words that are not plain are left out, since they would be repeated to everybody. */
function lineOf(place, words) {
	const plain = words.slice(0, 12).filter((word) => /^[A-Za-z0-9._/=-]{1,80}$/.test(word));
	return [place === "comment" ? "/milestone" : "milestone", ...plain].join(" ");
}
/**
* Splits a line at spaces and tabs, in one pass. A word that begins with a quote runs to the next such quote, and
* `--x="a b"` works the same way; a quote inside a word, or one that is never closed, is an ordinary character.
*/
function wordsOf(line) {
	const words = [];
	let at = 0;
	while (at < line.length) {
		if (isSpace(line[at])) {
			at += 1;
			continue;
		}
		const { text, end } = readWord(line, at);
		words.push({
			text,
			start: at
		});
		at = end;
	}
	return words;
}
function readWord(line, start) {
	let end = start;
	while (end < line.length && !isSpace(line[end])) {
		const opens = end === start || line[end - 1] === "=" && line.startsWith("--", start);
		const quote = line[end];
		if (opens && (quote === "\"" || quote === "'")) {
			const close = line.indexOf(quote, end + 1);
			const after = line[close + 1];
			if (close > 0 && (after === void 0 || isSpace(after))) return {
				text: line.slice(start, end) + line.slice(end + 1, close),
				end: close + 1
			};
		}
		end += 1;
	}
	return {
		text: line.slice(start, end),
		end
	};
}
function isSpace(char) {
	return char === " " || char === "	" || char === "\xA0";
}
/** Telephones turn two hyphens into a dash. */
function withHyphens(word) {
	return word.startsWith("—") || word.startsWith("–") ? `--${word.slice(1)}` : word;
}
/**
* The first character that cannot be seen, or null: control characters, and those that turn text around or hide it.
* Tabs are blanks, and the joiner inside of emoji is harmless.
*/
function unseenCharacter(text) {
	const found = /(?![\t\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u.exec(text);
	return found ? found[0] : null;
}
/** What was written, fit to be shown: at most 60 visible characters. */
function shown(text) {
	const visible = text.slice(0, 240).replace(/[\p{C}\p{Z}]+/gu, " ").trim();
	return visible.length > 60 ? `${visible.slice(0, 59).toWellFormed()}…` : visible;
}

// src/milestone/command/command-reader.ts
/** These want the id, also where only one milestone could be meant. */
const WANT_ID = /* @__PURE__ */ new Set([
	"cancel",
	"archive",
	"postpone",
	"unlock"
]);
/** Whether a `plan` drafts a milestone, instead of showing one that there is. */
function draftsPlan({ name, milestone, flags }) {
	return name === "plan" && (milestone === null || flags.goal !== void 0 || flags.from !== void 0);
}
/** Who may give this very command in a comment: forcing past requirements is for maintainers. */
function needOf(command) {
	if (draftsPlan(command)) return "write";
	return command.flags["force-dependencies"] ? "maintain" : COMMANDS[command.name].needs;
}
/** Reads the words behind `milestone` or `/milestone`. Work is linear in their length. */
function readCommand(words, line, options) {
	const { place } = options;
	const first = words[0]?.text.toLowerCase() ?? "help";
	if (!isCommandAt(first, place)) return unknownCommand(words, options);
	return new CommandReader(first, line, options).read(words.slice(1));
}
function unknownCommand(words, { place }) {
	const given = words[0].text;
	const lead = place === "comment" ? "/milestone" : "milestone";
	const meant = nearest(given.slice(0, 40), commandsAt(place));
	return {
		ok: false,
		refusal: {
			reason: isCommandAt(given.toLowerCase(), "terminal") ? "this command runs in a terminal only" : "there is no such command",
			given: shown(given),
			suggestion: meant ? lineOf(place, [meant, ...words.slice(1).map((w) => w.text)]) : null,
			usage: [`${lead} help`]
		}
	};
}
/** Whether it takes the rest of the line. */
function isText(kind) {
	return kind === "text" || kind === "answer";
}
/** Reads one command's flags and arguments; the first mistake ends it. */
var CommandReader = class {
	#name;
	#line;
	#options;
	#command;
	/** What the place itself implies. */
	#implied;
	#words = [];
	#refusal = null;
	constructor(name, line, options) {
		this.#name = name;
		this.#line = line;
		const { implied, known = [] } = options;
		this.#implied = implied ?? null;
		const only = known.length === 1 && !WANT_ID.has(name) ? known[0] : void 0;
		this.#options = {
			...options,
			implied: implied ?? only
		};
		this.#command = {
			name,
			milestone: null,
			target: null,
			checkpoint: null,
			question: null,
			reason: "",
			flags: {},
			source: null,
			shell: null,
			about: null
		};
	}
	read(words) {
		this.#words = words;
		const positionals = this.#takeFlags(words);
		if (this.#command.flags.help && !this.#refusal) return {
			ok: true,
			command: this.#command
		};
		if (!this.#refusal) this.#takeArguments(positionals);
		const wanted = ["yes", "proposal"].find((flag) => this.#command.flags[flag]);
		if (wanted && this.#options.place !== "terminal" && !this.#refusal) this.#refuse("on GitHub a proposal is approved by merging its pull request", `--${wanted}`);
		const { flags } = this.#command;
		if (this.#command.reason === "" && flags.reason) this.#command.reason = flags.reason;
		const isEmpty = this.#command.reason.trim() === "";
		const speechless = this.#name === "answer" || this.#name === "reject" && this.#options.place === "terminal";
		if (isEmpty && speechless && !this.#refusal) this.#refuse(this.#name === "answer" ? WANTED.answer : WANTED.text, null);
		return this.#refusal ? {
			ok: false,
			refusal: this.#refusal
		} : {
			ok: true,
			command: this.#command
		};
	}
	/** Takes the flags out; in a comment everything behind the free text's first word belongs to the text. */
	#takeFlags(words) {
		const rest = [];
		const textAt = this.#line === null ? Number.POSITIVE_INFINITY : this.#positionOfText(words);
		for (let i = 0; i < words.length && !this.#refusal; i++) {
			const word = withHyphens(words[i].text);
			if (word === "--") return rest.concat(words.slice(i + 1));
			if (rest.length > textAt) return rest.concat(words.slice(i));
			if (!word.startsWith("--") || this.#isInGoal(word, rest)) rest.push(words[i]);
			else i += this.#takeFlag(word, words[i + 1]);
		}
		return rest;
	}
	/** A goal may speak of flags: "Add a --verbose flag". */
	#isInGoal(word, before) {
		const name = word.slice(2).split("=", 1)[0].toLowerCase();
		return this.#name === "plan" && before.length > 1 && !this.#allowed().some((flag) => flag === name);
	}
	/** How many words stand before the free text; infinite where the command takes none. */
	#positionOfText(words) {
		const place = COMMANDS[this.#name].arguments.findIndex((a) => isText(a.kind));
		if (place < 0) return Number.POSITIVE_INFINITY;
		const positionals = words.filter((w) => !withHyphens(w.text).startsWith("--"));
		return place + (this.#namesMilestone(positionals) ? 1 : 0);
	}
	/** Answers how many further words the flag took. */
	#takeFlag(word, following) {
		const equals = word.indexOf("=");
		const written = word.slice(2, equals < 0 ? void 0 : equals).toLowerCase();
		const negated = !isFlag(written) && written.startsWith("no-");
		const name = negated ? written.slice(3) : written;
		if (!isFlag(name) || !this.#allowed().includes(name)) {
			this.#refuseFlag(word, negated ? name : written);
			return 0;
		}
		const apart = equals < 0 && !negated && takesValue(name);
		const value = apart ? following?.text ?? null : equals < 0 ? null : word.slice(equals + 1);
		const reading = readFlag(name, value, negated);
		if (!reading.ok) this.#refuse(reading.reason, apart && value !== null ? `${word}=${value}` : word);
		else if (Object.hasOwn(this.#command.flags, name)) this.#refuse(`--${name} stands there twice`, word);
		else this.#command.flags = {
			...this.#command.flags,
			[name]: reading.value
		};
		return apart ? 1 : 0;
	}
	#allowed() {
		const { flags } = COMMANDS[this.#name];
		return this.#options.place === "terminal" ? [...flags, ...TERMINAL_FLAGS] : flags;
	}
	#refuseFlag(word, written) {
		const meant = nearest(written.slice(0, 40), this.#allowed());
		const reason = Object.hasOwn(FLAGS, written) ? `${this.#name} does not take --${written}` : `${this.#name} has no such flag`;
		this.#refuse(reason, word, meant ? word.replace(written, () => meant) : void 0);
	}
	#takeArguments(words) {
		const spec = COMMANDS[this.#name];
		let rest = words;
		if (this.#name === "plan") return this.#takePlan(words);
		if (spec.milestone !== "none") {
			const named = this.#namesMilestone(rest);
			const id = named ? rest[0].text : this.#options.implied ?? null;
			if (named) rest = rest.slice(1);
			if (id === null && spec.milestone === "required") return this.#refuse("which milestone? Its id comes first", null, void 0, this.#options.known);
			const problem = id === null ? null : idProblem(id);
			if (problem) return this.#refuse(problem, id);
			this.#command.milestone = id;
		}
		for (const { kind, required } of spec.arguments) {
			const word = rest[0];
			if (!word && required) return this.#refuse(WANTED[kind], null);
			if (!word) break;
			if (isText(kind)) return this.#takeText(rest);
			this.#takeArgument(kind, word.text);
			if (this.#refusal) return;
			rest = rest.slice(1);
		}
		if (rest[0]) this.#refuse("there is a word too many", rest[0].text);
	}
	/**
	* One word is the id of a milestone that is shown, two or more are a goal. With a goal or a source given by a flag,
	* one word is the id of the milestone to be. Without any word a comment plans its issue, where none is implied.
	*/
	#takePlan(words) {
		const { place, known } = this.#options;
		const { flags } = this.#command;
		if (flags.check !== void 0 && place !== "terminal") return this.#refuse("a draft is checked on the command line", "--check");
		const drafts = flags.goal !== void 0 || flags.from !== void 0 || flags.check !== void 0;
		if (flags.goal === void 0 && flags.check === void 0 && (words.length > 1 || /\S\s+\S/.test(words[0]?.text ?? ""))) {
			this.#command.flags = {
				...flags,
				goal: words.map((word) => word.text).join(" ")
			};
			return;
		}
		if (words.length > 1) return this.#refuse("there is a word too many", words[1].text);
		const shown = drafts ? null : place === "comment" ? this.#implied : this.#options.implied;
		const id = words[0]?.text ?? shown ?? null;
		if (id === null && !drafts && place !== "comment") return this.#refuse("which milestone? Its id comes first", null, void 0, known);
		const problem = id === null ? null : idProblem(id);
		if (problem) return this.#refuse(problem, id);
		this.#command.milestone = id;
	}
	/**
	* Whether the first word is the milestone's id. Where a milestone is implied and the first word could be something
	* else, only the implied id itself is taken for one.
	*/
	#namesMilestone(words) {
		const { implied, known } = this.#options;
		const spec = COMMANDS[this.#name];
		const first = words[0]?.text;
		if (first === void 0 || spec.milestone === "none") return false;
		if (first === implied || known?.includes(first)) return true;
		const next = spec.arguments[0]?.kind;
		if (next === void 0) return true;
		if (next === "source" && words.length === 1 && this.#options.place === "terminal") return false;
		if (implied === void 0) return known === void 0 || WANT_ID.has(this.#name) || idProblem(first) === null && words.length > spec.arguments.filter((a) => a.required).length;
		if (next === "text") return true;
		if (next === "phase" || next === "gate" || next === "question") return !/[/#]/.test(first) && !first.startsWith("gate:");
		return spec.arguments.length === 1 && words.length > 1;
	}
	#takeText(words) {
		const { start } = words[0];
		const text = this.#line === null ? words.map((w) => w.text).join(" ") : this.#line.slice(start);
		this.#command.reason = text.trim();
	}
	#takeArgument(kind, text) {
		const command = this.#command;
		switch (kind) {
			case "task":
			case "target":
			case "phase":
			case "gate": return this.#takeTarget(kind, text);
			case "question": return this.#takeQuestion(text);
			case "id": {
				const problem = idProblem(text);
				if (problem) return this.#refuse(problem, text);
				command.milestone = text;
				return;
			}
			case "source":
				command.source = text;
				return;
			case "shell": {
				const shell = SHELLS.find((s) => s === text.toLowerCase());
				if (!shell) return this.#refuse(`the shell is one of ${SHELLS.join(", ")}`, text);
				command.shell = shell;
				return;
			}
			case "command": {
				const name = text.toLowerCase();
				if (!isCommandAt(name, this.#options.place)) {
					const meant = nearest(name.slice(0, 40), commandsAt(this.#options.place));
					return this.#refuse("there is no such command", text, meant ?? void 0);
				}
				command.about = name;
			}
		}
	}
	#takeQuestion(text) {
		const mark = text.lastIndexOf("#");
		const number = mark < 0 ? null : text.slice(mark + 1);
		if (number !== null && !/^[1-9]\d{0,3}$/.test(number)) return this.#refuse(WANTED.question, text);
		const target = parseTarget(mark < 0 ? text : text.slice(0, mark));
		if (!target) return this.#refuse(WANTED.question, text);
		this.#command.target = target;
		this.#command.question = number === null ? null : Number(number);
	}
	#takeTarget(kind, text) {
		if (text.startsWith("gate:") && text.length > 5 && (kind === "gate" || kind === "target")) {
			this.#command.checkpoint = text.slice(5);
			return;
		}
		if (/^checkpoint\/\d{1,3}(\.\d{1,3})?$/.test(text) && (kind === "gate" || kind === "target")) {
			this.#command.checkpoint = text;
			return;
		}
		const target = parseTarget(text);
		const isEnough = kind === "target" || kind === "gate" && this.#name === "approve";
		const wanted = kind === "task" ? !target?.phase : isEnough || target?.phase;
		if (target && wanted) {
			this.#command.target = target;
			return;
		}
		const slash = text.indexOf("/");
		const phase = slash < 0 || kind === "task" ? null : nearest(text.slice(slash + 1, slash + 40), PHASES);
		this.#refuse(WANTED[kind], text, phase ? `${text.slice(0, slash)}/${phase}` : void 0);
	}
	/** `meant` is what probably should stand in place of `given`. */
	#refuse(reason, given, meant, milestones) {
		const { place } = this.#options;
		const words = this.#words.map((w) => w.text).map((word) => meant && withHyphens(word) === given ? meant : word);
		this.#refusal = {
			reason,
			given: given === null ? null : shown(given),
			suggestion: meant ? lineOf(place, [this.#name, ...words]) : null,
			usage: commandUsage(this.#name, place),
			...milestones ? { milestones } : {}
		};
	}
};

export { commandHelp as a, unseenCharacter as c, readCommand as i, whoMay as l, draftsPlan as n, commandOverview as o, needOf as r, shown as s, WANT_ID as t, wordsOf as u };