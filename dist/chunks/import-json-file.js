import { a as printParseErrorCode, i as parseTree, n as findNodeAtLocation } from "./lib-jsonc-parser.js";
import { c as unreadable, i as imported } from "./import-imported.js";

// src/import/json-file.ts
/** Reads a JSON file of another tool; what is wrong in it comes with its line. */
function readJson(file) {
	const conflict = conflictIn(file);
	if (conflict) return conflict;
	const text = file.text.replace(/^\ufeff/, "");
	let data;
	try {
		data = JSON.parse(text);
	} catch (error) {
		const { line, reason } = placeOf(error, text);
		return unreadable(file.path, line, `it is not valid JSON: ${reason}`, "correct the file, or let its tool write it again");
	}
	let tree;
	const lineOf = (path) => {
		tree ??= parseTree(text);
		for (let length = path.length; tree && length >= 0; length--) {
			const node = findNodeAtLocation(tree, path.slice(0, length));
			if (node) return lineAt(text, node.offset);
		}
		return 1;
	};
	return imported({
		data,
		lineOf
	});
}
/** Lists of records in a file beside the one that was read, by its key; none where the file is itself the list. */
function otherLists({ data, lineOf }, read) {
	if (typeof data !== "object" || data === null || Array.isArray(data)) return [];
	return Object.entries(data).flatMap(([key, value]) => {
		const isRecords = Array.isArray(value) && value.some((each) => typeof each === "object" && each !== null);
		if (key === read || !isRecords) return [];
		const line = lineOf([key]);
		return [{
			what: "another list in the file, not read",
			item: `${key} in line ${line}`,
			line
		}];
	});
}
/** Refuses a file that still holds the marks of a merge; null where there are none. */
function conflictIn(file) {
	const lines = file.text.split(/\r?\n/);
	const at = lines.findIndex((line) => /^<{7}(?:\s|$)/.test(line));
	const ends = lines.some((line, index) => index > at && /^>{7}(?:\s|$)/.test(line));
	if (at < 0 || !ends) return null;
	return unreadable(file.path, at + 1, "a merge conflict is left in it, from this line on", "resolve the conflict and import again");
}
function placeOf(error, text) {
	const errors = [];
	if (text.length < 5e6) parseTree(text, errors);
	const [first] = errors;
	const message = error instanceof Error ? error.message : String(error);
	if (first) return {
		line: lineAt(text, first.offset),
		reason: sentence(printParseErrorCode(first.error))
	};
	return {
		line: 1,
		reason: message.replace(/^JSON\.parse: /, "").slice(0, 160)
	};
}
/** `PropertyNameExpected` as words. */
const sentence = (code) => code.replace(/(?!^)([A-Z])/g, " $1").toLowerCase();
function lineAt(text, offset) {
	let line = 1;
	for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
	return line;
}

export { otherLists as n, readJson as r, conflictIn as t };