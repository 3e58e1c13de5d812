import { t as require_dist } from "./lib-yaml.js";
import { l as linesOf } from "./import-imported.js";

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

export { readYamlMap as i, asTexts as n, readFrontMatter as r, asText as t };