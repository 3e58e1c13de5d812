// src/cli/screen.ts
const ESC = "\x1B[";
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** Terminals that know it show the lines between at once; the others ignore it. */
const BEGIN = `${ESC}?2026h`;
const END = `${ESC}?2026l`;
const CLEAR_LINE = `${ESC}2K`;
const CLEAR_BELOW = `${ESC}0J`;
/**
* Lines at the bottom of a terminal that are redrawn in place: only those that changed are written, in one piece, and
* no other screen is taken over. Between two calls the cursor stands on the line below the last.
*/
var Screen = class {
	#out;
	#lines = [];
	#columns = 0;
	constructor(out) {
		this.#out = out;
	}
	draw(lines) {
		const columns = this.#out.columns ?? 80;
		if (this.#lines.length === 0) this.#out.write(HIDE_CURSOR);
		else if (columns !== this.#columns) this.#wipe(columns);
		this.#columns = columns;
		const before = this.#lines;
		if (lines.findIndex((line, i) => line !== before[i]) < 0 && lines.length === before.length) return;
		let text = before.length ? `${ESC}${before.length}A\r` : "";
		for (const [i, line] of lines.entries()) text += line === before[i] ? "\r\n" : `${CLEAR_LINE}${line}\r\n`;
		if (before.length > lines.length) text += CLEAR_BELOW;
		this.#lines = lines;
		this.#out.write(BEGIN + text + END);
	}
	/** Writes text above the lines, to stay; `draw` must follow. */
	print(text) {
		this.#wipe(this.#out.columns ?? 80);
		this.#out.write(`${text}\r\n`);
	}
	/** Leaves the last lines standing and gives the cursor back. */
	close() {
		this.#lines = [];
		this.#out.write(SHOW_CURSOR);
	}
	/** Takes the lines away. A terminal that was narrowed has broken them into more rows than were written. */
	#wipe(columns) {
		if (this.#lines.length === 0) return;
		const rows = this.#lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleWidth(line) / Math.max(1, columns))), 0);
		this.#out.write(`${ESC}${rows}A\r${CLEAR_BELOW}`);
		this.#lines = [];
	}
};
/** The cells of a line that may hold colours. */
function visibleWidth(line) {
	return textWidth(line.replace(/\u001b\[[0-9;]*m/g, ""));
}
/**
* How many cells a text takes in a terminal. Like `wcwidth`, but by what a reader sees as one character: an emoji with
* its joiners and a letter with its accents are one. A character that terminals disagree on counts as narrow.
*/
function textWidth(text) {
	if (PLAIN.test(text)) return text.length;
	let width = 0;
	for (const { segment } of segments.segment(text)) width += graphemeWidth(segment);
	return width;
}
const PLAIN = /^[\x20-\x7e]*$/;
const segments = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Characters of East Asian Width W and F, as blocks; and those that are shown as pictures. */
const WIDE = /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|^\p{Emoji}\ufe0f/u;
const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;
function graphemeWidth(grapheme) {
	if (NOTHING.test(grapheme)) return 0;
	return WIDE.test(grapheme) ? 2 : 1;
}
/** Cuts plain text to `cells`, the last an ellipsis where something was left out. */
function cutWidth(text, cells) {
	if (textWidth(text) <= cells) return text;
	if (cells <= 0) return "";
	let kept = "";
	let width = 0;
	for (const { segment } of segments.segment(text)) {
		const next = width + graphemeWidth(segment);
		if (next > cells - 1) break;
		kept += segment;
		width = next;
	}
	return `${kept}…`;
}
/** Cut, and filled up with spaces to exactly `cells`. */
function fitWidth(text, cells) {
	const cut = cutWidth(text, cells);
	return cut + " ".repeat(Math.max(0, cells - textWidth(cut)));
}
/** A command of ours: a line of it that is broken must still work when it is pasted into a shell. */
const COMMAND = /^(?:milestone|git|npm) /;
/** Words of a shell: what stands in double quotes is one. */
const SHELL_WORDS = /(?:[^\s"]|"[^"]*")+/g;
/** The width of a terminal; null: it is none. */
function columnsOf(out) {
	return out.isTTY ? out.columns || 80 : null;
}
/** Text as it is printed there: a pipe gets its lines as they are. */
function forTerminal(text, out) {
	const columns = columnsOf(out);
	return columns === null ? text : wrapText(text, columns);
}
/**
* Text for a terminal of so many columns: lines that are wider go on below, a little further in. Nothing is cut, and no
* word is torn: an address or a path that is wider than the terminal stays whole, so that it can be copied.
*/
function wrapText(text, columns) {
	return text.split("\n").flatMap((line) => wrapLine(line, columns)).join("\n");
}
function wrapLine(line, columns) {
	if (visibleWidth(line) <= columns) return [line];
	const indent = /^[ │]*/.exec(line)[0].slice(0, Math.floor(columns / 2));
	const rest = line.slice(indent.length).trimStart();
	const isCommand = COMMAND.test(rest);
	if (rest.startsWith("/milestone ")) return [line];
	const words = rest.match(isCommand ? SHELL_WORDS : /\S+\s*/g) ?? [rest];
	const [between, end] = isCommand ? [" ", " \\"] : ["", ""];
	const lines = [];
	let current = indent;
	for (const word of words) {
		const start = current.trim() === "" || current.endsWith(" ") ? current : current + between;
		if (visibleWidth((start + word).trimEnd()) + end.length <= columns || current.trim() === "") {
			current = start + word;
			continue;
		}
		lines.push(current.trimEnd() + end);
		current = `${indent}${isCommand ? "    " : "  "}${word}`;
	}
	return [...lines, current.trimEnd()];
}

export { forTerminal as a, fitWidth as i, columnsOf as n, textWidth as o, cutWidth as r, Screen as t };