import { a as nodeAt, o as pairOf } from "./milestone-yaml-read.js";

// src/milestone/diagnostic/diagnostic.ts
/** Turns offsets into lines and columns; the table of lines is made at the first question. */
var LineTable = class {
	#text;
	#starts = null;
	constructor(text) {
		this.#text = text;
	}
	/** Line and column, from 1, of an offset. */
	position(offset) {
		this.#starts ??= lineStarts(this.#text);
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = low + high + 1 >> 1;
			if (this.#starts[middle] <= offset) low = middle;
			else high = middle - 1;
		}
		const bom = low === 0 && this.#text.charCodeAt(0) === 65279 ? 1 : 0;
		return {
			line: low + 1,
			column: Math.max(1, offset - this.#starts[low] + 1 - bom)
		};
	}
};
function lineStarts(text) {
	const starts = [0];
	for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
	return starts;
}
/** `file:line:column: error: message; remedy`, the form that editors and terminals make clickable. */
function diagnosticLine(d) {
	return `${d.file}:${d.line}:${d.column}: ${d.severity}: ${d.message}; ${d.remedy}`;
}
const CONTEXT_WIDTH = 100;
/** The finding with the source line below it and a caret under the place. */
function renderDiagnostic(d, text) {
	const head = `${d.file}:${d.line}:${d.column}: ${d.severity}: ${d.message}`;
	const raw = text.replace(/^\ufeff/, "").split("\n", d.line)[d.line - 1]?.replace(/\r$/, "");
	if (raw === void 0 || raw.trim() === "") return `${head}\n  ${d.remedy}`;
	const from = Math.max(0, d.column - 1 - CONTEXT_WIDTH / 2);
	const shown = printable(raw.slice(from, from + CONTEXT_WIDTH));
	const caret = d.column - 1 - from;
	const width = Math.max(1, Math.min((d.endColumn ?? d.column + 1) - d.column, shown.length - caret));
	const number = String(d.line);
	const margin = " ".repeat(number.length);
	return [
		head,
		`${margin} |`,
		`${number} | ${shown}`,
		`${margin} | ${" ".repeat(caret)}${"^".repeat(width)}`,
		`${margin} = ${d.remedy}`
	].join("\n");
}
/** Untrusted text made inert for one line: control and invisible characters become dots. */
function printable(text) {
	return text.replace(/[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, "·");
}
/** A value of the file as it may stand in a message: JSON, cut at 60 characters, invisible characters as dots. */
function showValue(value) {
	const chars = printable((typeof value === "number" ? String(value) : JSON.stringify(value) ?? "nothing").slice(0, 61));
	return chars.length > 60 ? `${chars.slice(0, 57)}…` : chars;
}

// src/milestone/diagnostic/findings.ts
const MAX_PER_SEVERITY = 200;
/** Collects the findings of one file and gives each its line and column. */
var Findings = class {
	source;
	errors = [];
	warnings = [];
	#lines;
	constructor(source) {
		this.source = source;
		this.#lines = new LineTable(source.text);
	}
	error(span, finding) {
		this.#add(this.errors, "error", span, finding);
	}
	warn(span, finding) {
		this.#add(this.warnings, "warning", span, finding);
	}
	/** Whether one more would not be listed. */
	isFull(severity) {
		return (severity === "error" ? this.errors : this.warnings).length > MAX_PER_SEVERITY;
	}
	yamlProblems(problems) {
		for (const { start, end, ...finding } of problems) this.error({
			start,
			end
		}, finding);
	}
	#add(list, severity, span, finding) {
		if (list.length > MAX_PER_SEVERITY) return;
		const { value, ...rest } = finding;
		const start = this.#lines.position(span.start);
		if (list.length === MAX_PER_SEVERITY) {
			rest.code = "more-problems";
			rest.message = `there are more than ${MAX_PER_SEVERITY} such findings; the rest is not listed`;
			rest.remedy = "correct these and validate again";
		}
		const end = this.#lines.position(Math.max(span.end, span.start));
		list.push({
			severity,
			...rest,
			file: this.source.file,
			...start,
			...end.line === start.line && end.column > start.column ? { endColumn: end.column } : {},
			...value === void 0 ? {} : { value: showValue(value) }
		});
	}
};
/** The span of what stands at a path, or of the nearest thing around it that is written. */
function spanAt(root, path) {
	for (let length = path.length; length > 0; length--) {
		const node = nodeAt(root, path.slice(0, length));
		if (!node) continue;
		const last = path[length - 1];
		const parent = nodeAt(root, path.slice(0, length - 1));
		const pair = typeof last === "string" ? pairOf(parent, last) : void 0;
		const whole = length === path.length && node.kind === "scalar" && node.end > node.start;
		return pair && !whole ? {
			start: pair.keyStart,
			end: pair.keyEnd
		} : headOf(node);
	}
	return headOf(root);
}
/** A collection is shown by its first key, a scalar whole. */
function headOf(node) {
	if (node.kind === "map" && !node.flow && node.pairs[0]) return {
		start: node.pairs[0].keyStart,
		end: node.pairs[0].keyEnd
	};
	if (node.kind === "seq" && !node.flow && node.items[0]) return headOf(node.items[0]);
	return {
		start: node.start,
		end: node.end
	};
}

// src/milestone/path/path-rule.ts
/** Characters that some systems fold into a slash or a dot, or ignore altogether. */
const LOOKALIKES = /[\u2024\u2044\u2215\u29f8\uff0e\uff0f\uff3c\u200b-\u200d\u2060]/;
const CONTROL = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
/** Names under which file systems reach `.git`: case folds, NTFS short names. */
const GIT = /^(?:\.git|git~\d+)$/i;
const MAX_PATH = 400;
const MAX_SEGMENT = 200;
/**
* Why a path below some folder is refused, or null when it is good: it must stay inside the folder on every
* file system (Windows and macOS forms included), and reach no `.git`.
*/
function pathProblem(path) {
	if (path === "" || path.trim() !== path) return "a path may not be empty or begin or end with a space";
	if (path.length > MAX_PATH) return `a path may have at most ${MAX_PATH} characters`;
	if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "a path may not be absolute";
	if (path.includes("\\")) return "a path may not hold a backslash";
	if (path.includes(":")) return "a path may not hold a colon";
	if (CONTROL.test(path) || LOOKALIKES.test(path)) return "a path may not hold invisible or lookalike characters";
	if (/%(?:2e|2f|5c|00)/i.test(path)) return "a path may not hold encoded dots or slashes";
	if (path.startsWith("~")) return "a path may not begin with ~";
	for (const segment of path.split("/")) {
		const problem = segmentProblem(segment);
		if (problem) return problem;
	}
	return null;
}
function segmentProblem(segment) {
	if (segment === "") return "a path may not hold empty parts";
	if (segment === "." || segment === "..") return `a path may not hold "${segment}"`;
	if (segment.length > MAX_SEGMENT) return `a name in a path may have at most ${MAX_SEGMENT} characters`;
	if (/[. ]$/.test(segment)) return "a name in a path may not end with a dot or a space";
	if (GIT.test(segment)) return "a path may not reach into .git";
	return null;
}

export { LineTable as a, renderDiagnostic as c, spanAt as i, showValue as l, Findings as n, diagnosticLine as o, headOf as r, printable as s, pathProblem as t };