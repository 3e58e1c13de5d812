import { t as require_dist } from "./lib-yaml.js";
import { f as linesOf } from "./import-imported.js";

// src/import/front-matter.ts
var import_dist = require_dist();
/** The YAML at the top of a Markdown file; null where it cannot be read. A file without any is all body. */
function readFrontMatter(text) {
	const lines = linesOf(text);
	if (lines[0]?.trimEnd() !== "---") return {
		data: {},
		body: lines.join("\n"),
		lines: 0
	};
	const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
	if (end < 0) return {
		data: {},
		body: lines.join("\n"),
		lines: 0
	};
	const front = lines.slice(1, end).join("\n");
	const data = readYamlMap(front) ?? readYamlMap(front.replace(/^(\s{0,12}(?:[\w-]+:|-)[ \t]+)(@\S+)[ \t]*$/gm, "$1\"$2\""));
	return data === null ? null : {
		data,
		body: lines.slice(end + 1).join("\n"),
		lines: end + 1
	};
}
/** A YAML map as plain data, without aliases; null where it is none. */
function readYamlMap(text) {
	try {
		const document = (0, import_dist.parseDocument)(text, {
			logLevel: "silent",
			uniqueKeys: false
		});
		if (document.errors.length > 0) return null;
		const data = document.toJS({ maxAliasCount: 0 });
		if (data === null) return {};
		return typeof data === "object" && !Array.isArray(data) ? data : null;
	} catch {
		return null;
	}
}
/** A value as one text: numbers too, nothing for what is no scalar. */
const asText = (value) => typeof value === "string" ? value.trim() : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
/** A list of texts, also from a single one. */
const asTexts = (value) => (Array.isArray(value) ? value : [value]).map(asText).filter((text) => text !== "");
/** What tools note for themselves: it says nothing of the work. */
const BOOKKEEPING = /^_|^(?:uu|gu)?id$|^(?:(?:content_?)?hash|ordinal|order(?:_?index)?|version|compaction_level|(?:dependency|dependent|comment)_count)$|^(?:last_?)?(?:created|updated|modified|closed|completed|started|finished|reviewed|deleted)_?(?:at|on|by|date|time|in_?session)?$/i;
const isScalar = (value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean";
/**
* The fields of a record that its reader has no place for, as lines of a description: nothing that a person wrote is
* lost. Empty ones and a tool's own bookkeeping are left out.
*/
function otherFields(record, taken) {
	return Object.entries(record).flatMap(([key, value]) => taken.includes(key) || BOOKKEEPING.test(key) ? [] : fieldLines(labelOf(key), value));
}
const labelOf = (key) => {
	const words = key.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").replace(/[_\s]+/g, " ");
	return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
};
function fieldLines(label, value) {
	if (isScalar(value)) {
		const [first, ...rest] = String(value).trim().split(/\r?\n/);
		return first === "" ? [] : rest.length === 0 ? [`${label}: ${first}`] : [
			`${label}:`,
			first,
			...rest
		];
	}
	if (Array.isArray(value)) {
		const texts = value.map((each) => isScalar(each) ? String(each) : JSON.stringify(each));
		const line = texts.join(", ");
		if (texts.length === 0) return [];
		return line.length <= 80 && value.every(isScalar) ? [`${label}: ${line}`] : [`${label}:`, ...texts.map((text) => `- ${text}`)];
	}
	if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return [];
	return [`${label}:`, ...Object.entries(value).map(([key, each]) => `- ${key}: ${asLine(each)}`)];
}
const asLine = (value) => isScalar(value) ? String(value) : JSON.stringify(value);

export { readYamlMap as a, readFrontMatter as i, asTexts as n, otherFields as r, asText as t };