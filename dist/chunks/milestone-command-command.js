import { c as unseenCharacter, i as readCommand, s as shown, u as wordsOf } from "./milestone-command-command-reader.js";

// src/milestone/command/comment-lines.ts
/**
* What each line of a comment is, up to what a mail program puts below an answer: which blocks there are is found
* first, then what code spans, comments and elements of HTML hide within them. Each character is looked at a fixed
* number of times.
*/
function readCommentLines(body) {
	const lines = [];
	const blocks = new Blocks();
	const raw = splitLines(body);
	for (const [n, text] of raw.entries()) {
		if (isTrailer(text, raw[n + 1] ?? "")) break;
		lines.push(blocks.read(text));
	}
	const covered = /* @__PURE__ */ new Set();
	const tags = [];
	for (let from = 0; from < lines.length;) {
		let to = from + 1;
		const { block } = lines[from];
		while (block !== null && lines[to]?.block === block) to += 1;
		if (block !== null) readInline(lines.slice(from, to), {
			from,
			covered,
			tags
		});
		from = to;
	}
	const inElement = linesInElements(lines.length, tags);
	return lines.map(({ text, start, isComment }, n) => {
		return {
			said: start === null || covered.has(n) || inElement.has(n) ? null : text.slice(start),
			text: isComment ? null : text
		};
	});
}
const nothing = (text, isComment = false) => ({
	text,
	start: null,
	isComment,
	block: null,
	content: ""
});
/** The structure of a comment or of a quotation in it, line by line, as CommonMark has it. */
var Blocks = class Blocks {
	/** Quotations around it. */
	#level;
	/** Columns at which the contents of the open list items begin. */
	#items = [];
	/** An item that has no text yet ends with an empty line. */
	#isItemEmpty = false;
	#fence = null;
	#html = null;
	#block = null;
	#quote = null;
	constructor(level = 0) {
		this.#level = level;
	}
	read(text) {
		const indent = indentation(text, 0, 0);
		const isBlank = indent.at === text.length;
		const matched = isBlank ? this.#items.length : this.#matching(indent.column);
		if (this.#fence && matched < this.#fence.depth) this.#fence = null;
		if (this.#html && matched < this.#html.depth) this.#endHtml();
		if (this.#fence) return this.#inFence(text, indent);
		if (this.#html) {
			if (this.#html.ends.length > 0 || !isBlank) return this.#inHtml(text, indent.at);
			this.#endHtml();
		}
		if (isBlank) {
			this.#endParagraph();
			if (this.#isItemEmpty) this.#items.pop();
			this.#isItemEmpty = false;
			return nothing(text);
		}
		this.#isItemEmpty = false;
		return this.#start(text, indent, matched);
	}
	/** The paragraph that a line of text would go on with, in however many quotations it stands. */
	get #paragraph() {
		if (this.#quote) return this.#quote.inner.#paragraph;
		return this.#block?.isHtml ? null : this.#block;
	}
	#matching(column) {
		const open = this.#items.findIndex((item) => column < item);
		return open < 0 ? this.#items.length : open;
	}
	/** Where the content of the innermost of so many items begins. */
	#column(depth) {
		return depth > 0 ? this.#items[depth - 1] : 0;
	}
	#endParagraph() {
		this.#block = null;
		this.#quote = null;
	}
	#endHtml() {
		this.#html = null;
		this.#block = null;
	}
	#inFence(text, { at, column }) {
		const { char, length, depth } = this.#fence;
		const run = runOf(text, at, char);
		if (column - this.#column(depth) < 4 && run >= length && text.slice(at + run).trim() === "") this.#fence = null;
		return nothing(text);
	}
	#inHtml(text, at) {
		const html = this.#html;
		const block = this.#block;
		if (html.ends.length === 0 && fenceAt(text, at) !== null) html.isCode = true;
		const low = text.toLowerCase();
		if (html.ends.some((end) => low.includes(end))) this.#endHtml();
		if (html.isComment) return nothing(text, true);
		return {
			text,
			start: html.isCode ? null : at,
			isComment: false,
			block,
			content: text
		};
	}
	/** A line that is no part of a fence or a block of HTML: what it begins, or which paragraph it goes on with. */
	#start(text, indent, matched) {
		let { at, column } = indent;
		let depth = matched;
		let isMatched = matched === this.#items.length && this.#quote === null;
		for (let marks = 0; marks < MARKS; marks += 1) {
			if (column - this.#column(depth) >= 4) {
				if (this.#paragraph !== null) return this.#text(text, at, null);
				this.#items.length = depth;
				this.#endParagraph();
				return nothing(text);
			}
			const mark = isRule(text, at) ? null : listMark(text, at, this.#paragraph !== null && isMatched);
			if (mark === null) return this.#leaf(text, {
				at,
				column
			}, {
				depth,
				isMatched
			});
			this.#items.length = depth;
			this.#endParagraph();
			isMatched = true;
			const reached = column + mark - at;
			const behind = indentation(text, mark, reached);
			const width = behind.column - reached;
			this.#isItemEmpty = behind.at === text.length;
			this.#items.push(this.#isItemEmpty || width > 4 ? reached + 1 : behind.column);
			depth = this.#items.length;
			if (this.#isItemEmpty) return nothing(text);
			({at, column} = behind);
		}
		return nothing(text);
	}
	#leaf(text, place, { depth, isMatched }) {
		const { at } = place;
		const opens = () => {
			this.#items.length = depth;
			this.#endParagraph();
		};
		if (text[at] === ">") return this.#quoted(text, place, depth);
		const fence = fenceAt(text, at);
		if (fence !== null) {
			opens();
			this.#fence = {
				...fence,
				depth
			};
			return nothing(text);
		}
		const html = htmlAt(text, at, this.#paragraph !== null);
		if (html) {
			opens();
			this.#block = { isHtml: true };
			this.#html = {
				...html,
				depth,
				isCode: false
			};
			return this.#inHtml(text, at);
		}
		if (this.#block !== null && isMatched && isUnderline(text, at)) {
			this.#endParagraph();
			return nothing(text);
		}
		if (isHeading(text, at) || isRule(text, at)) {
			opens();
			return {
				text,
				start: at,
				isComment: false,
				block: { isHtml: false },
				content: text.slice(at)
			};
		}
		if (this.#paragraph === null) opens();
		return this.#text(text, at, at);
	}
	#text(text, at, start) {
		if (this.#paragraph === null) this.#block = { isHtml: false };
		return {
			text,
			start,
			isComment: false,
			block: this.#paragraph,
			content: text.slice(at)
		};
	}
	/** No line of a quotation is a command; what its paragraph holds matters to the lines that go on with it. */
	#quoted(text, { at, column }, depth) {
		if (this.#quote?.depth !== depth) this.#endParagraph();
		this.#block = null;
		this.#items.length = depth;
		if (this.#level === QUOTES) return nothing(text);
		this.#quote ??= {
			inner: new Blocks(this.#level + 1),
			depth
		};
		const behind = indentation(text, at + 1, column + 1);
		const blanks = Math.max(0, behind.column - column - 2);
		return {
			...this.#quote.inner.read(" ".repeat(blanks) + text.slice(behind.at)),
			text,
			start: null,
			isQuoted: true
		};
	}
};
/** Quotations in each other; what is deeper is not looked into. */
const QUOTES = 8;
/** Marks of list items on one line; beyond it nothing is looked for. */
const MARKS = 8;
/** The first place behind blanks; a tab reaches to the next column that four divides. */
function indentation(text, from, column) {
	let at = from;
	let reached = column;
	for (; text[at] === " " || text[at] === "	"; at += 1) reached += text[at] === " " ? 1 : 4 - reached % 4;
	return {
		at,
		column: reached
	};
}
function runOf(text, from, char) {
	let to = from;
	while (to < text.length && text[to] === char) to += 1;
	return to - from;
}
/** The run of backticks or tildes that opens a code block. */
function fenceAt(text, at) {
	const char = text[at];
	if (char !== "`" && char !== "~") return null;
	const length = runOf(text, at, char);
	return length < 3 || char === "`" && text.includes("`", at + length) ? null : {
		char,
		length
	};
}
/** The end of `-`, `*`, `+`, `1.` or `1)`; within a paragraph only what has text, and 1 if it is a number, begins a list. */
function listMark(text, start, inParagraph) {
	let at = start;
	while (at - start < 9 && text[at] >= "0" && text[at] <= "9") at += 1;
	const isNumber = at > start;
	const char = text[at];
	if (isNumber ? char !== "." && char !== ")" : char !== "-" && char !== "*" && char !== "+") return null;
	at += 1;
	if (at < text.length && text[at] !== " " && text[at] !== "	") return null;
	if (!inParagraph) return at;
	return (!isNumber || Number(text.slice(start, at - 1)) === 1) && text.slice(at).trim() !== "" ? at : null;
}
function isHeading(text, at) {
	const level = runOf(text, at, "#");
	const next = text[at + level];
	return level > 0 && level <= 6 && (next === void 0 || next === " " || next === "	");
}
/** A thematic break. */
function isRule(text, at) {
	const char = text[at];
	if (char !== "-" && char !== "*" && char !== "_") return false;
	let count = 0;
	for (const each of text.slice(at)) if (each === char) count += 1;
	else if (each !== " " && each !== "	") return false;
	return count >= 3;
}
/** What makes a heading of the paragraph above it. */
function isUnderline(text, at) {
	const char = text[at];
	return (char === "=" || char === "-") && text.slice(at + runOf(text, at, char)).trim() === "";
}
const RAW = /* @__PURE__ */ new Set([
	"pre",
	"script",
	"style",
	"textarea"
]);
const BLOCK_TAGS = new Set(`address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
  fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main
  menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr
  track ul`.split(/\s+/));
/** An element's tag alone on its line. */
const LONE_TAG = /^<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?>\s*$/i;
const hiddenUntil = (end) => ({
	ends: [end],
	isComment: true
});
/** A block of HTML that begins here. */
function htmlAt(text, at, inParagraph) {
	if (text[at] !== "<") return null;
	const rest = text.slice(at, at + 16).toLowerCase();
	if (rest.startsWith("<!--")) return hiddenUntil("-->");
	if (rest.startsWith("<?")) return hiddenUntil("?>");
	if (rest.startsWith("<![cdata[")) return hiddenUntil("]]>");
	if (/^<![a-z]/.test(rest)) return hiddenUntil(">");
	const name = /^<(\/?)([a-z][a-z0-9]*)(?=[\s/>]|$)/.exec(rest);
	if (name && !name[1] && RAW.has(name[2])) return {
		ends: [...RAW].map((raw) => `</${raw}>`),
		isComment: false
	};
	if (name && BLOCK_TAGS.has(name[2])) return {
		ends: [],
		isComment: false
	};
	return !inParagraph && LONE_TAG.test(text.slice(at)) ? {
		ends: [],
		isComment: false
	} : null;
}
/** Elements whose contents are shown as code or as a quotation, or not at all. */
const COVERING = /^<(\/?)(pre|code|blockquote|samp|kbd|tt|script|style|textarea)(?=[\s/>]|$)/i;
/** A comment that begins in one paragraph and ends in another is text to GitHub; who wrote it means to hide what is in it. */
const COMMENT = "!--";
function tagAt(text, at) {
	if (text.startsWith("-->", at)) return {
		name: COMMENT,
		isEnd: true
	};
	if (text[at] !== "<") return null;
	if (text.startsWith(COMMENT, at + 1)) return {
		name: COMMENT,
		isEnd: false
	};
	const tag = COVERING.exec(text.slice(at, at + 16));
	return tag ? {
		name: tag[2].toLowerCase(),
		isEnd: tag[1] !== ""
	} : null;
}
/** Code spans, comments and tags of a paragraph: what comes first covers what stands in it. */
function readInline(lines, { from, covered, tags }) {
	const { isHtml } = lines[0].block;
	const text = lines.map(({ content }) => content).join("\n");
	if (!text.includes("`") && !text.includes("<") && !text.includes("-->")) return;
	const closing = isHtml ? null : closingRuns(text);
	const lastComment = text.lastIndexOf("-->");
	let failures = 0;
	let line = from;
	/** Goes on behind something; lines that begin in it are covered. */
	const skip = (at, to) => {
		for (let next = at; next < to; next += 1) if (text[next] === "\n") covered.add(++line);
		return to;
	};
	for (let at = 0; at < text.length;) {
		const char = text[at];
		if (char === "\n") line += 1;
		if (char === "\\" && !isHtml) at += text[at + 1] === "\n" ? 1 : 2;
		else if (char === "`" && closing) {
			const run = runOf(text, at, "`");
			const end = closing(at + run, run);
			at = end === null ? at + run : skip(at, end);
		} else if (char === "<" && text.startsWith("<!--", at) && lastComment >= at + 2) at = skip(at, text.indexOf("-->", at + 2) + 3);
		else {
			const tag = tagAt(text, at);
			if (tag && !lines[line - from].isQuoted) tags.push({
				line,
				...tag
			});
			if (char !== "<" || !MARKUP.has(text[at + 1] ?? "")) {
				at += 1;
				continue;
			}
			const end = markupEnd(text, at);
			if (end === null) failures += 1;
			if (end !== null) at = skip(at, end);
			else at = failures > FAILURES ? skip(at, text.length) : at + 1;
		}
	}
}
/** What is behind the `<` of a tag, a declaration or an instruction. */
const MARKUP = /* @__PURE__ */ new Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?");
/** Tags without an end that a paragraph may have: each is looked for to the paragraph's end. Beyond it all is covered. */
const FAILURES = 8;
function markupEnd(text, start) {
	const until = (end) => {
		const found = text.indexOf(end, start + 2);
		return found < 0 ? null : found + end.length;
	};
	if (text[start + 1] === "?") return until("?>");
	if (text.startsWith("![CDATA[", start + 1)) return until("]]>");
	if (text[start + 1] === "!") return until(">");
	for (let at = start + 1; at >= 0 && at < text.length; at += 1) {
		if (text[at] === ">") return at + 1;
		if (text[at] !== "=") continue;
		while (text[at + 1] === " " || text[at + 1] === "\n") at += 1;
		const quote = text[at + 1];
		if (quote !== "\"" && quote !== "'") continue;
		at = text.indexOf(quote, at + 2);
		if (at < 0) return null;
	}
	return null;
}
/** The end of the next run of so many backticks from a place on, for places that come in order; null: there is none. */
function closingRuns(text) {
	const ends = /* @__PURE__ */ new Map();
	for (let at = text.indexOf("`"); at >= 0;) {
		const length = runOf(text, at, "`");
		const known = ends.get(length);
		if (known) known.push(at + length);
		else ends.set(length, [at + length]);
		at = text.indexOf("`", at + length);
	}
	const passed = /* @__PURE__ */ new Map();
	return (from, length) => {
		const all = ends.get(length) ?? [];
		let next = passed.get(length) ?? 0;
		while (next < all.length && all[next] - length < from) next += 1;
		passed.set(length, next);
		return all[next] ?? null;
	};
}
/** The lines that begin inside of an element that covers; one that is never closed covers all that follows. */
function linesInElements(count, tags) {
	const inside = /* @__PURE__ */ new Set();
	const lastComment = tags.findLastIndex(({ name, isEnd }) => name === COMMENT && isEnd);
	let next = 0;
	let name = "";
	let depth = 0;
	for (let line = 0; line < count; line += 1) {
		if (depth > 0) inside.add(line);
		for (; tags[next]?.line === line; next += 1) {
			const tag = tags[next];
			if (depth === 0) name = tag.name;
			if (tag.name !== name || name === COMMENT && next > lastComment) continue;
			depth = tag.isEnd ? Math.max(0, depth - 1) : depth + 1;
		}
	}
	return inside;
}
const TRAILERS = [
	"sent from my ",
	"get outlook for ",
	"-----original message-----",
	"---------- forwarded message",
	"begin forwarded message:",
	"________________________________"
];
const TRAILER_INITIALS = /* @__PURE__ */ new Set("sSgG-_oOfFbB");
/** Whether a mail program put this line, and all below it, under what a person wrote. */
function isTrailer(line, next) {
	if (line === "-- ") return true;
	if (!TRAILER_INITIALS.has(line[0] ?? "")) return false;
	const start = line.slice(0, 40).toLowerCase();
	if (TRAILERS.some((trailer) => start.startsWith(trailer))) return true;
	if (start.startsWith("from: ")) return /^(?:sent|date|to): /i.test(next.slice(0, 8));
	return start.startsWith("on ") && line.trimEnd().endsWith(" wrote:");
}
/** Ends of lines are `\n`, `\r\n` and `\r`. */
function splitLines(body) {
	return body.split(/\r\n|\n|\r/);
}

// src/milestone/command/command.ts
/** Longest command line that is read, and most commands in a comment. */
const LINE_LIMIT = 512;
const MAX_COMMANDS = 20;
/** Longest reason that lines below a `reject` add up to. */
const REASON_LIMIT = 4e3;
/** Whether a comment is for us: one of its lines is a command. Most comments are talk, and cost no more than a search. */
function givesCommands(body) {
	return mentionsUs(body) && readCommentLines(body).some(({ said }) => commandOf(said) !== null);
}
/**
* Reads a comment: every line that begins with `/milestone` is a command, also as an item of a list. The other lines
* are text, and those below a `reject` belong to its reason. What is quoted, code or hidden is text, and so is what a
* mail program puts below an answer. Whether the comment was edited or written by a bot is for the caller to know.
*/
function parseComment(body, place = {}) {
	if (!mentionsUs(body)) return { kind: "none" };
	const options = {
		place: "comment",
		...place
	};
	const commands = [];
	let line = 0;
	for (const { said, text } of readCommentLines(body)) {
		line += 1;
		const command = commandOf(said);
		if (command === null) {
			if (text !== null && commands.length) addToReason(commands.at(-1), text);
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
/** The command that a line gives: its text from the prefix on. */
function commandOf(said) {
	if (said === null) return null;
	const at = unseenStart(said);
	if (said.slice(at, at + 10).toLowerCase() !== PREFIX) return null;
	const after = said[at + 10];
	if (after !== void 0 && after !== "/" && !UNSEEN.has(after)) return null;
	return `${said.slice(0, at).replace(BLANKS, "")}${said.slice(at).trimEnd().replaceAll("\xA0", " ")}`;
}
const BLANKS = /[\p{Zs}\t]+/gu;
/** Blanks of any width, and what has none: mail programs and telephones put them around a text. */
const UNSEEN = /* @__PURE__ */ new Set("	 \xA0­            ​‌‍‎‏  ⁠　﻿");
function unseenStart(text) {
	let at = 0;
	while (UNSEEN.has(text[at] ?? "")) at += 1;
	return at;
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

export { parseArgs as n, parseComment as r, givesCommands as t };