import { c as unseenCharacter, i as readCommand, s as shown, u as wordsOf } from "./milestone-command-command-reader.js";

// src/milestone/command/command.ts
/** Longest command line that is read, and most commands in a comment. */
const LINE_LIMIT = 512;
const MAX_COMMANDS = 20;
/** Longest reason that lines below a `reject` add up to. */
const REASON_LIMIT = 4e3;
/** Whether a comment is for us: one of its lines is a command. Most comments are talk, and cost no more than a search. */
function givesCommands(body) {
	return mentionsUs(body) && commandLines(body).some(({ command }) => command !== null);
}
/**
* Reads a comment: every line that begins with `/milestone` is a command, indented by at most three blanks or as an
* item of a list. The other lines are text, and those below a `reject` belong to its reason. What is quoted, code or
* hidden is text, and so is what a mail program puts below an answer. Whether the comment was edited or written by a
* bot is for the caller to know. Each character is looked at a fixed number of times.
*/
function parseComment(body, place = {}) {
	if (!mentionsUs(body)) return { kind: "none" };
	const options = {
		place: "comment",
		...place
	};
	const commands = [];
	let line = 0;
	for (const { command, reason } of commandLines(body)) {
		line += 1;
		if (command === null) {
			if (reason !== null && commands.length) addToReason(commands.at(-1), reason);
			continue;
		}
		const reading = readLine(command, options);
		if (!reading.ok) return {
			kind: "refused",
			refusal: reading.refusal,
			line
		};
		if (commands.length === MAX_COMMANDS) return {
			kind: "refused",
			refusal: refusal(`a comment gives at most ${MAX_COMMANDS} commands`, null),
			line
		};
		commands.push(reading.command);
	}
	if (!commands.length) return { kind: "none" };
	if (commands.find((c) => c.name === "reject" && c.reason.trim() === "")) return {
		kind: "refused",
		refusal: needsReason(),
		line: 1
	};
	for (const command of commands) command.reason = command.reason.trim();
	return {
		kind: "commands",
		commands
	};
}
function readLine(line, options) {
	if (line.length > LINE_LIMIT) return {
		ok: false,
		refusal: refusal(`a command has at most ${LINE_LIMIT} characters`, line)
	};
	if (unseenCharacter(line) !== null) return {
		ok: false,
		refusal: refusal("the command holds characters that cannot be seen", line)
	};
	const spaced = line[PREFIX.length] === "/" ? `${line.slice(0, PREFIX.length)} ${line.slice(PREFIX.length + 1)}` : line;
	return readCommand(wordsOf(spaced).slice(1), spaced, options);
}
const PREFIX = "/milestone";
function mentionsUs(body) {
	return body.toLowerCase().includes(PREFIX);
}
const EMPTY = {
	command: null,
	reason: ""
};
/** What each line of a comment is. */
function commandLines(body) {
	const lines = [];
	const hidden = new HiddenText();
	const spans = codeSpanLines(body);
	for (let at = 0, n = 0; at <= body.length; n += 1) {
		const { text, next } = lineAt(body, at);
		at = next;
		if (text === "") {
			lines.push(EMPTY);
			continue;
		}
		if (isTrailer(text)) break;
		const covered = hidden.covers(text);
		const command = covered === null && !spans.has(n) ? commandOf(text) : null;
		lines.push({
			command,
			reason: covered === "comment" ? null : text
		});
	}
	return lines;
}
/** The command that a line gives: its text from the prefix on. */
function commandOf(line) {
	const at = contentStart(line);
	if (at === null || line.slice(at, at + 10).toLowerCase() !== PREFIX) return null;
	const after = line[at + 10];
	return after === void 0 || after === " " || after === "	" || after === "\xA0" || after === "/" ? line.slice(at).trimEnd().replaceAll("\xA0", " ") : null;
}
/** Where a line's text begins, behind three blanks at most and the marks of list items; null for indented code. */
function contentStart(line) {
	let at = blanksFrom(line, 0);
	if (at > 3) return null;
	for (let depth = 0; depth < 3; depth += 1) {
		const mark = listMarkEnd(line, at);
		if (mark === null) return at;
		const content = blanksFrom(line, mark);
		const gap = content - mark;
		if (gap === 0 || gap > 4) return at;
		at = content;
	}
	return at;
}
function blanksFrom(line, start) {
	let at = start;
	while (line[at] === " ") at += 1;
	return at;
}
/** The end of `-`, `*`, `+`, `1.` or `1)`; null where there is none. */
function listMarkEnd(line, start) {
	const first = line[start];
	if (first === "-" || first === "*" || first === "+") return start + 1;
	let at = start;
	while (at - start < 9 && line[at] >= "0" && line[at] <= "9") at += 1;
	return at > start && (line[at] === "." || line[at] === ")") ? at + 1 : null;
}
const TRAILERS = [
	"sent from my ",
	"get outlook for ",
	"-----original message-----",
	"________________________________"
];
const TRAILER_INITIALS = /* @__PURE__ */ new Set("sSgG-_oO");
/** Whether a mail program put this line, and all below it, under what a person wrote. */
function isTrailer(line) {
	if (line === "-- ") return true;
	if (!TRAILER_INITIALS.has(line[0] ?? "")) return false;
	const start = line.slice(0, 40).toLowerCase();
	if (TRAILERS.some((trailer) => start.startsWith(trailer))) return true;
	return start.startsWith("on ") && line.trimEnd().endsWith(" wrote:");
}
/** The numbers of the lines that begin inside of a code span: one goes on over lines, but not over an empty one. */
function codeSpanLines(body) {
	const inside = /* @__PURE__ */ new Set();
	if (!body.includes("`")) return inside;
	let paragraph = [];
	const finish = () => {
		markSpans(paragraph, inside);
		paragraph = [];
	};
	for (let at = 0, n = 0; at <= body.length; n += 1) {
		const { text, next } = lineAt(body, at);
		at = next;
		if (text.trim() === "" || fenceOf(text) !== "") finish();
		else paragraph.push({
			n,
			text
		});
	}
	finish();
	return inside;
}
function markSpans(paragraph, inside) {
	const runs = paragraph.flatMap(({ n, text }) => backtickRuns(text).map((length) => ({
		n,
		length
	})));
	const next = /* @__PURE__ */ new Map();
	const closes = runs.map(() => -1);
	for (let i = runs.length - 1; i >= 0; i -= 1) {
		closes[i] = next.get(runs[i].length) ?? -1;
		next.set(runs[i].length, i);
	}
	for (let i = 0; i < runs.length;) {
		const close = closes[i];
		if (close < 0) {
			i += 1;
			continue;
		}
		for (let n = runs[i].n + 1; n <= runs[close].n; n += 1) inside.add(n);
		i = close + 1;
	}
}
function backtickRuns(line) {
	const runs = [];
	for (let at = line.indexOf("`"); at >= 0;) {
		let end = at;
		while (line[end] === "`") end += 1;
		runs.push(end - at);
		at = line.indexOf("`", end);
	}
	return runs;
}
function lineAt(body, start) {
	const end = body.indexOf("\n", start);
	const stop = end < 0 ? body.length : end;
	return {
		text: body.slice(start, body[stop - 1] === "\r" && stop > start ? stop - 1 : stop),
		next: end < 0 ? body.length + 1 : end + 1
	};
}
function addToReason(command, line) {
	if (command?.name !== "reject" || command.reason.length >= REASON_LIMIT) return;
	const whole = `${command.reason}\n${line}`;
	command.reason = whole.length > REASON_LIMIT ? whole.slice(0, REASON_LIMIT).toWellFormed() : whole;
}
function refusal(reason, given) {
	return {
		reason,
		given: given === null ? null : shown(given),
		suggestion: null,
		usage: ["/milestone help"]
	};
}
function needsReason() {
	return {
		reason: "a rejection needs a reason: it is what the next attempt is told",
		given: null,
		suggestion: null,
		usage: ["/milestone reject [<id>] <task>/<phase> <reason>"]
	};
}
/**
* Reads what was typed behind `milestone` in a terminal. Without anything it is `help`.
* @param active ids of the checkout's milestones; absent: not known, so that a first word is taken for an id
*/
function parseArgs(argv, active) {
	const words = argv.map((text) => ({
		text,
		start: 0
	}));
	const first = words[0]?.text;
	if (first === "--help" || first === "-h") return readCommand([{
		text: "help",
		start: 0
	}], null, { place: "terminal" });
	const long = words.map((w) => w.text === "-h" ? {
		...w,
		text: "--help"
	} : w);
	const bad = argv.find((word) => unseenCharacter(word.replaceAll("\n", " ")) !== null);
	if (bad === void 0) return readCommand(long, null, {
		place: "terminal",
		known: active
	});
	return {
		ok: false,
		refusal: {
			reason: "the command holds characters that cannot be seen",
			given: shown(bad),
			suggestion: null,
			usage: ["milestone help"]
		}
	};
}
/** Follows code fences, preformatted text and HTML comments from line to line. */
var HiddenText = class {
	#fence = "";
	#comment = false;
	#preformatted = false;
	/** What the line is part of, so that no command in it counts; null where it is plain text. */
	covers(line) {
		if (this.#comment) {
			this.#comment = !line.includes("-->");
			return "comment";
		}
		if (this.#preformatted) {
			this.#preformatted = !line.toLowerCase().includes("</pre>");
			return "code";
		}
		const fence = fenceOf(line);
		if (this.#fence !== "") {
			if (fence.startsWith(this.#fence) && line.trim() === fence) this.#fence = "";
			return "code";
		}
		if (fence !== "") {
			this.#fence = fence;
			return "code";
		}
		const opens = line.lastIndexOf("<!--");
		this.#comment = opens >= 0 && !line.includes("-->", opens);
		if (this.#comment) return line.slice(0, opens).trim() === "" ? "comment" : null;
		const low = line.toLowerCase();
		const pre = low.lastIndexOf("<pre");
		this.#preformatted = pre >= 0 && !low.includes("</pre>", pre);
		return this.#preformatted && pre === 0 ? "code" : null;
	}
};
/** The run of backticks or tildes that opens or closes a code block on this line, also as a list's item, or nothing. */
function fenceOf(line) {
	const start = contentStart(line) ?? blanksFrom(line, 0);
	const char = line[start];
	if (char !== "`" && char !== "~") return "";
	let end = start;
	while (line[end] === char) end += 1;
	if (end - start < 3 || char === "`" && line.includes("`", end)) return "";
	return line.slice(start, end);
}

export { parseArgs as n, parseComment as r, givesCommands as t };