// src/milestone/yaml/cursor.ts
const MAX_DEPTH = 32;
/** 10,000 tasks hold about 300,000; 16 MiB of the shortest items would hold 5 million, and a gigabyte of memory. */
const MAX_ENTRIES = 15e5;
/** Counts a key or item. */
function countEntry(c) {
	if (++c.entries > MAX_ENTRIES) refuse("yaml-size", at(c.pos), [`the file holds more than ${MAX_ENTRIES} keys and list items`, "split it into several milestones"]);
}
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** Thrown at the first syntax error and caught by `readYaml` alone: no caller in between could go on. */
var Refusal = class extends Error {
	problem;
	constructor(problem) {
		super(problem.message);
		this.problem = problem;
	}
};
function refuse(code, span, text) {
	throw new Refusal({
		code,
		...span,
		message: text[0],
		remedy: text[1]
	});
}
const at = (offset, width = 1) => ({
	start: offset,
	end: offset + width
});
/** End of line, or of the text (`charCodeAt` is NaN there). */
const isBreak = (ch) => ch === 10 || ch === 13 || Number.isNaN(ch);
const isBlank = (ch) => ch === 32 || ch === 9 || isBreak(ch);
const isFlowMark = (ch) => ch === 44 || ch === 91 || ch === 93 || ch === 123 || ch === 125;
const column = (c) => c.pos - c.lineStart;
const charAt = (c, ahead = 0) => c.text.charCodeAt(c.pos + ahead);
/** `---` or `...` at the start of a line: the end of the one document. */
function isDocumentMark(text, pos) {
	const ch = text.charCodeAt(pos);
	if (ch !== 45 && ch !== DOT) return false;
	return text.charCodeAt(pos + 1) === ch && text.charCodeAt(pos + 2) === ch && isBlank(text.charCodeAt(pos + 3));
}
function atEnd(c) {
	return c.pos >= c.text.length || c.pos === c.lineStart && isDocumentMark(c.text, c.pos);
}
/** Moves over whitespace, comments and line breaks to the next token, and marks it when it opens a line. */
function skipToToken(c) {
	const { text } = c;
	const fresh = c.freshAt === c.pos;
	let crossed = false;
	let tabbed = fresh && c.tabbed;
	for (;;) {
		const ch = text.charCodeAt(c.pos);
		if (ch === 32 || ch === 13) c.pos++;
		else if (ch === 9) {
			tabbed = true;
			c.pos++;
		} else if (ch === 10) {
			c.pos++;
			c.lineStart = c.pos;
			crossed = true;
			tabbed = false;
		} else if (ch === 35 && (c.pos === c.lineStart || isBlank(text.charCodeAt(c.pos - 1)))) c.pos = lineEnd(text, c.pos);
		else break;
	}
	if (crossed || fresh) {
		c.freshAt = c.pos;
		c.tabbed = tabbed;
	}
}
/** Offset of the line break (its `\r` included) behind `pos`, or the text's end. */
function lineEnd(text, pos) {
	const lf = text.indexOf("\n", pos);
	if (lf < 0) return text.length;
	return lf > pos && text.charCodeAt(lf - 1) === 13 ? lf - 1 : lf;
}
function skipInline(c) {
	let ch = charAt(c);
	while (ch === 32 || ch === 9) {
		c.pos++;
		ch = charAt(c);
	}
}
/** Counts one more collection around what follows. */
function enter(c, start) {
	c.depth++;
	if (c.depth > MAX_DEPTH) refuse("yaml-depth", at(start), [`lists and maps are nested more than ${MAX_DEPTH} deep`, "flatten the file; a milestone needs no more than about 8 levels"]);
}

// src/milestone/yaml/characters.ts
/** 16 MiB, the contract's limit for a milestone file. */
const MAX_BYTES = 16777216;
/**
* Characters that show a reader something other than what a program reads (bidirectional overrides, see
* "Trojan Source", CVE-2021-42574), that drive a terminal, or that YAML itself forbids; a CR alone counts too.
*/
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\r(?!\n)|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Offset of the first character that may not stand in decoded text, or -1. */
function hiddenCharacter(text, from = 0) {
	HIDDEN.lastIndex = from;
	return HIDDEN.exec(text)?.index ?? -1;
}
/** What is wrong with the text before its syntax is looked at: its size and its characters. */
function textProblem(text) {
	if (utf8Bytes(text) > MAX_BYTES) return {
		code: "yaml-size",
		start: 0,
		end: 1,
		message: `the file holds more than ${MAX_BYTES / 1024 / 1024} MiB`,
		remedy: "split it into several milestones"
	};
	const hidden = hiddenCharacter(text, text.charCodeAt(0) === 65279 ? 1 : 0);
	if (hidden < 0) return null;
	return {
		code: "yaml-character",
		start: hidden,
		end: hidden + 1,
		message: `the invisible character ${codePointName(text.charCodeAt(hidden))} may not stand here`,
		remedy: "delete it; what you see must be what is read"
	};
}
function codePointName(code) {
	return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
function utf8Bytes(text) {
	if (text.length * 3 <= MAX_BYTES) return 0;
	let bytes = text.length;
	for (let i = 0; i < text.length; i++) {
		const ch = text.charCodeAt(i);
		if (ch > 127) bytes += ch > 2047 && (ch < 55296 || ch > 57343) ? 2 : 1;
	}
	return bytes;
}

// src/milestone/yaml/scalar.ts
const INT = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEX = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const WORDS = /* @__PURE__ */ new Map([
	["", null],
	["~", null],
	["null", null],
	["Null", null],
	["NULL", null],
	["true", true],
	["True", true],
	["TRUE", true],
	["false", false],
	["False", false],
	["FALSE", false]
]);
const SPECIAL = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** The value of an unquoted scalar under YAML 1.2's core schema. */
function resolvePlain(text) {
	if (text.length <= 5 && WORDS.has(text)) return WORDS.get(text);
	const ch = text.charCodeAt(0);
	if (!(ch >= 48 && ch <= 57 || ch === 43 || ch === 45 || ch === 46)) return text;
	if (INT.test(text) || FLOAT.test(text)) return Number(text);
	if (OCTAL.test(text) || HEX.test(text)) return Number(text);
	const special = SPECIAL.exec(text);
	if (special) return special[1] === void 0 ? NaN : special[1] === "-" ? -Infinity : Infinity;
	return text;
}
/**
* Reads an unquoted scalar, its continuation lines included: those indented more than `parentIndent`.
* `flow`: inside `[…]` or `{…}`, whose marks end it.
*/
function readPlain(c, parentIndent, flow) {
	const start = c.pos;
	let end = plainLineEnd(c, start, flow);
	let value = c.text.slice(start, end);
	c.pos = end;
	for (;;) {
		const next = continuation(c, parentIndent, flow);
		if (!next) break;
		const stop = plainLineEnd(c, next.pos, flow);
		if (!flow && keyColon(c.text, next.pos, stop) >= 0) refuse("yaml-syntax", {
			start: next.pos,
			end: stop
		}, ["this line looks like a key, but its indentation makes it part of the text above", "indent it like the key it belongs beside, or put the text above in quotes"]);
		if (stop === next.pos) break;
		value += next.breaks > 1 ? "\n".repeat(next.breaks - 1) : " ";
		value += c.text.slice(next.pos, stop);
		c.lineStart = next.lineStart;
		c.pos = end = stop;
		checkLength(c, start);
	}
	return {
		kind: "scalar",
		value: resolvePlain(value),
		style: "plain",
		start,
		end
	};
}
/** The end of an unquoted scalar's part on one line, without trailing blanks. */
function plainLineEnd(c, from, flow) {
	const { text } = c;
	let end = from;
	for (let i = from;; i++) {
		const ch = text.charCodeAt(i);
		if (ch === 32 || ch === 9) continue;
		if (isBreak(ch)) return end;
		if (ch === 35 && i > from && isBlank(text.charCodeAt(i - 1))) return end;
		if (flow && isFlowMark(ch)) return end;
		if (ch === 58 && flow) {
			const next = text.charCodeAt(i + 1);
			if (isBlank(next) || isFlowMark(next)) return end;
		}
		end = i + 1;
	}
}
/** Offset of the colon that makes `[from, to)` begin with a key, or -1. */
function keyColon(text, from, to) {
	for (let i = from; i < to; i++) if (text.charCodeAt(i) === 58 && isBlank(text.charCodeAt(i + 1))) return i;
	return -1;
}
/** The next line with text, when it continues a scalar; null at a comment, a lesser indentation or the end. */
function continuation(c, parentIndent, flow) {
	const { text } = c;
	let pos = c.pos;
	while (text.charCodeAt(pos) === 32 || text.charCodeAt(pos) === 9) pos++;
	let lineStart = c.lineStart;
	let breaks = 0;
	let indent = 0;
	for (;;) {
		const ch = text.charCodeAt(pos);
		if (ch === 13 || ch === 10) {
			pos += ch === 13 ? 2 : 1;
			breaks++;
			lineStart = pos;
			while (text.charCodeAt(pos) === 32) pos++;
			indent = pos - lineStart;
			while (text.charCodeAt(pos) === 32 || text.charCodeAt(pos) === 9) pos++;
			continue;
		}
		if (breaks === 0 || Number.isNaN(ch) || ch === 35 || indent <= parentIndent) return null;
		if (pos === lineStart && isDocumentMark(text, pos)) return null;
		if (flow && (isFlowMark(ch) || ch === 58 && isBlank(text.charCodeAt(pos + 1)))) return null;
		return {
			pos,
			lineStart,
			breaks
		};
	}
}
/** The schemas let no text be longer than 64 KiB; reading on would only cost time. */
const MAX_SCALAR = 1048576;
function checkLength(c, start) {
	if (c.pos - start <= MAX_SCALAR) return;
	refuse("yaml-size", at(start), ["this text is longer than 1 MiB", "put it into a file and name that"]);
}
const ESCAPES = {
	"0": "\0",
	a: "\x07",
	b: "\b",
	t: "	",
	"	": "	",
	n: "\n",
	v: "\v",
	f: "\f",
	r: "\r",
	e: "\x1B",
	" ": " ",
	"\"": "\"",
	"/": "/",
	"\\": "\\",
	N: "",
	_: "\xA0",
	L: "\u2028",
	P: "\u2029"
};
const HEX_LENGTH = {
	x: 2,
	u: 4,
	U: 8
};
/** Reads `"…"` or `'…'`, folding its line breaks. */
function readQuoted(c, parentIndent) {
	const start = c.pos;
	const quote = charAt(c);
	const style = quote === 34 ? "double" : "single";
	let value = "";
	let escaped = false;
	let from = ++c.pos;
	for (;;) {
		const ch = charAt(c);
		if (Number.isNaN(ch)) refuse("yaml-syntax", at(start), ["this quotation mark is never closed", "add the closing mark"]);
		if (ch === quote) {
			value += c.text.slice(from, c.pos++);
			if (quote === 34 || charAt(c) !== 39) break;
			value += "'";
			from = ++c.pos;
			checkLength(c, start);
		} else if (ch === 92 && quote === 34) {
			value += c.text.slice(from, c.pos) + readEscape(c, parentIndent, start);
			escaped = true;
			from = c.pos;
			checkLength(c, start);
		} else if (ch === 10 || ch === 13) {
			value += trimBlanksEnd(c.text.slice(from, c.pos)) + foldBreaks(c, parentIndent, start);
			from = c.pos;
		} else c.pos++;
	}
	if (escaped && hiddenCharacter(value) >= 0) refuse("yaml-character", {
		start,
		end: c.pos
	}, ["an escape in this text stands for a control or invisible character", "leave it out; what you see must be what is read"]);
	return {
		kind: "scalar",
		value,
		style,
		start,
		end: c.pos
	};
}
/** Passes one or more line breaks inside quotes; gives what they fold to. */
function foldBreaks(c, parentIndent, start) {
	let breaks = 0;
	for (;;) {
		const ch = charAt(c);
		if (ch === 13 || ch === 10) {
			c.pos += ch === 13 ? 2 : 1;
			breaks++;
			c.lineStart = c.pos;
			while (charAt(c) === 32) c.pos++;
			const indent = c.pos - c.lineStart;
			while (charAt(c) === 32 || charAt(c) === 9) c.pos++;
			const next = charAt(c);
			if (next === 13 || next === 10) continue;
			if (!Number.isNaN(next) && (indent <= parentIndent || isDocumentMark(c.text, c.lineStart))) refuse("yaml-syntax", at(start), ["this quotation mark is not closed before the indentation ends", "close it on its line, or indent the lines that it goes on to"]);
		} else break;
	}
	return breaks > 1 ? "\n".repeat(breaks - 1) : " ";
}
function readEscape(c, parentIndent, start) {
	const from = c.pos;
	const letter = c.text.charAt(from + 1);
	if (letter === "\n" || letter === "\r") {
		c.pos++;
		const folded = foldBreaks(c, parentIndent, start);
		return folded === " " ? "" : folded;
	}
	const length = HEX_LENGTH[letter];
	let decoded = ESCAPES[letter];
	c.pos += 2;
	if (length !== void 0) {
		const digits = c.text.slice(c.pos, c.pos + length);
		const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
		decoded = code >= 0 && code <= 1114111 ? String.fromCodePoint(code) : void 0;
		c.pos += length;
	}
	if (decoded === void 0) refuse("yaml-syntax", {
		start: from,
		end: from + 2
	}, [`${JSON.stringify(c.text.slice(from, from + 2))} is no escape that YAML knows`, "write a backslash as \"\\\\\", or use single quotes"]);
	return decoded;
}
function trimBlanksEnd(line) {
	let end = line.length;
	while (end > 0 && (line.charCodeAt(end - 1) === 32 || line.charCodeAt(end - 1) === 9)) end--;
	return line.slice(0, end);
}

export { skipToToken as S, isDocumentMark as _, resolvePlain as a, refuse as b, Refusal as c, charAt as d, column as f, isBreak as g, isBlank as h, readQuoted as i, at as l, enter as m, keyColon as n, hiddenCharacter as o, countEntry as p, readPlain as r, textProblem as s, checkLength as t, atEnd as u, isFlowMark as v, skipInline as x, lineEnd as y };