import { n as hiddenCharacter } from "./milestone-yaml-read.js";
import { a as renderFlow, i as renderBehindKey } from "./milestone-yaml-render.js";

// src/import/yaml-text.ts
const LAYOUT = {
	eol: "\n",
	step: 2,
	listStep: 2
};
const WIDTH = 100;
/** `key: value` at a column, with lists of short words on one line and long texts as blocks. */
function yamlPair(key, value, column) {
	const lead = " ".repeat(column);
	if (typeof value === "string") return `${lead}${key}:${yamlText(value, column)}`;
	const flow = renderFlow(value);
	if (lead.length + key.length + flow.length + 2 <= WIDTH && !flow.includes("\\n")) return `${lead}${key}: ${flow}`;
	return `${lead}${key}:${renderBehindKey(value, column, LAYOUT)}`;
}
/** A text behind its key: several lines as a block that reads as it looks, where YAML can hold them so. */
function yamlText(text, column) {
	if (!text.includes("\n") || !fitsBlock(text)) return ` ${renderFlow(text)}`;
	const lead = " ".repeat(column + 2);
	return ` |-\n${text.split("\n").map((line) => line === "" ? "" : lead + line).join("\n")}`;
}
/** A block keeps every line but cannot begin with a space, end with an empty line or hold what cannot be seen. */
function fitsBlock(text) {
	return !/^[ \t\n]|\n$|\t/.test(text) && !/^[ \t]+$/m.test(text) && hiddenCharacter(text) < 0;
}
/** A comment at a column, wrapped at words. */
function yamlComment(text, column = 0) {
	const lead = `${" ".repeat(column)}# `;
	const lines = [];
	let line = "";
	for (const word of text.split(/\s+/)) {
		if (line !== "" && lead.length + line.length + word.length >= WIDTH) {
			lines.push(line);
			line = "";
		}
		line += line === "" ? word : ` ${word}`;
	}
	lines.push(line);
	return lines.map((each) => lead + each).join("\n");
}

export { yamlPair as n, yamlComment as t };