import { i as resolvePlain, n as hiddenCharacter } from "./milestone-yaml-read.js";

// src/milestone/yaml/render.ts
function isCollection(data) {
	return typeof data === "object" && data !== null;
}
function isEmpty(data) {
	return Array.isArray(data) ? data.length === 0 : entriesOf(data).length === 0;
}
function entriesOf(data) {
	return Object.entries(data).filter((entry) => entry[1] !== void 0);
}
/**
* The lines of a collection that is not empty, each beginning with a line break, at a column. Behind a dash the
* first line goes on where the dash stands: the caller cuts the break and the indentation off.
*/
function renderLines(data, column, layout) {
	const lead = layout.eol + " ".repeat(column);
	if (!Array.isArray(data)) return entriesOf(data).map(([key, value]) => `${lead}${renderKey(key)}:${renderBehindKey(value, column, layout)}`).join("");
	return data.map((item) => {
		if (!isCollection(item) || isEmpty(item)) return `${lead}- ${renderFlow(item)}`;
		return `${lead}- ${renderLines(item, column + 2, layout).slice(layout.eol.length + column + 2)}`;
	}).join("");
}
/** What follows the colon of a key at a column: ` value` on its line, or lines below it. */
function renderBehindKey(data, column, layout) {
	if (!isCollection(data) || isEmpty(data)) return ` ${renderFlow(data)}`;
	return renderLines(data, column + (Array.isArray(data) ? layout.listStep : layout.step), layout);
}
/** On one line, as it may stand inside brackets too. */
function renderFlow(data, style = "plain") {
	if (!isCollection(data)) return renderScalar(data, style, true);
	if (Array.isArray(data)) return `[${data.map((item) => renderFlow(item)).join(", ")}]`;
	const pairs = entriesOf(data).map(([key, value]) => `${renderKey(key)}: ${renderFlow(value)}`);
	return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}
function renderKey(key) {
	return renderScalar(key, "plain", true);
}
/** A scalar in the style of the one that it replaces, where that style can hold it. */
function renderScalar(value, style, flow) {
	if (typeof value === "number" && !Number.isFinite(value)) return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
	if (typeof value !== "string") return Object.is(value, -0) ? "-0" : String(value);
	const text = visible(value);
	const oneLine = !/[\n\t]/.test(text);
	if (style === "single" && oneLine) return `'${text.replaceAll("'", "''")}'`;
	if (style !== "double" && isPlain(text, flow)) return text;
	return JSON.stringify(text);
}
const INDICATORS = /^[-?:,[\]{}#&*!|>'"%@`]/;
/** Words that readers of YAML 1.1 take for something else than text. */
const OLD_WORDS = /^(?:y|n|yes|no|on|off)$/i;
function isPlain(text, flow) {
	if (text === "" || text.trim() !== text || INDICATORS.test(text) || OLD_WORDS.test(text)) return false;
	if (/[\n\t]|: |:$| #/.test(text) || text.startsWith("...") || flow && /[,[\]{}]/.test(text)) return false;
	return resolvePlain(text) === text;
}
/** The reader refuses characters that cannot be seen: written, they would make the file unreadable. */
function visible(text) {
	let out = text;
	for (let i = hiddenCharacter(out); i >= 0; i = hiddenCharacter(out, i + 1)) out = `${out.slice(0, i)}\ufffd${out.slice(i + 1)}`;
	return out;
}
const DEFAULT_STEP = 2;
/** The layout of a file from the first collections that it nests. */
function layoutOf(text, root) {
	const found = {};
	detectSteps(root, found);
	const { step = DEFAULT_STEP, listStep = DEFAULT_STEP } = found;
	return {
		eol: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n",
		step,
		listStep
	};
}
function detectSteps(map, found) {
	for (const { value } of map.pairs) {
		if (found.step !== void 0 && found.listStep !== void 0) return;
		if (value.kind === "scalar" || value.flow) continue;
		if (value.kind === "seq") {
			found.listStep ??= value.indent - map.indent;
			const first = value.items[0];
			if (first?.kind === "map" && !first.flow) detectSteps(first, found);
		} else {
			found.step ??= value.indent - map.indent;
			detectSteps(value, found);
		}
	}
}

export { renderFlow as a, renderScalar as c, renderBehindKey as i, isEmpty as n, renderKey as o, layoutOf as r, renderLines as s, isCollection as t };