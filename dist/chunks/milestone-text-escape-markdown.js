import { n as sanitise, r as sanitiseLine } from "./milestone-text-sanitise.js";

// src/milestone/text/escape-markdown.ts
/**
* Text from agents, files and people, put into markdown on GitHub such that it can only be read: it
* mentions nobody, refers to and closes no issue, links and loads nothing, and breaks out of nothing.
*/
/** Invisible, and enough for GitHub no longer to see a mention or reference. */
const BREAK = "​";
/** GitHub's limit for a body is 65,536 characters; some are left for what stands around. */
const BODY_LIMIT = 64e3;
const LINE_LIMIT = 300;
/** Several lines of plain text as a markdown paragraph. Line breaks stay, indentation goes. */
function escapeText(text, limit = BODY_LIMIT) {
	return shorten(sanitise(shorten(text, limit)).split("\n").map((line) => atLineStart(inline(line.trim()))).join("\n"), limit);
}
/** The same in one line, for titles, headings, list items and table cells. */
function escapeLine(text, limit = LINE_LIMIT) {
	return atLineStart(inline(sanitiseLine(shorten(text, limit)).replace(/\s+/g, " ").trim()));
}
/** A code span on one line; also right inside a table cell. An empty text gives an empty string. */
function codeSpan(text, limit = LINE_LIMIT) {
	return exactCode(text, limit).replaceAll("|", "│");
}
/** The same letter by letter, for commands and paths outside of tables. */
function exactCode(text, limit = LINE_LIMIT) {
	const line = sanitiseLine(shorten(text, limit)).replace(/\s+/g, " ").trim();
	if (line === "") return "";
	const ticks = "`".repeat(longestRun(line, "`") + 1);
	return ticks + (line.startsWith("`") || line.endsWith("`") ? ` ${line} ` : line) + ticks;
}
/** A fenced block that the text cannot end: its fence is longer than any run of backticks inside. */
function fenced(text, options = {}) {
	const { info = "", limit = BODY_LIMIT, keep = "start" } = options;
	const clean = withoutEndingLines(sanitise(text));
	const body = keep === "start" ? shorten(clean, limit) : shortenStart(clean, limit);
	const fence = "`".repeat(Math.max(3, longestRun(body, "`") + 1));
	return `${fence}${info.replace(/[^A-Za-z0-9_+-]/g, "")}\n${body}\n${fence}`;
}
/** In one pass: `/\n+$/` looks at every line break of a run again. */
function withoutEndingLines(text) {
	let end = text.length;
	while (end > 0 && text[end - 1] === "\n") end -= 1;
	return text.slice(0, end);
}
/**
* Cuts a whole markdown body to GitHub's limit: no character is halved, and a fence or `<details>` that the
* cut leaves open is closed, so that what follows is not swallowed.
*/
function cut(markdown, limit = BODY_LIMIT) {
	if (markdown.length <= limit) return markdown.toWellFormed();
	const notice = "\n\n… (cut: the rest did not fit)";
	const kept = markdown.slice(0, Math.max(0, limit - 31 - 200)).replace(/[\ud800-\udbff]$/, "");
	const { fence, details } = openAtEnd(kept);
	return (kept + ((fence === null ? "" : `\n${fence}`) + "\n\n</details>".repeat(Math.min(details, 8))) + notice).toWellFormed();
}
/** At most `limit` characters (UTF-16 units, as GitHub counts), the last an ellipsis where some were left out. */
function shorten(text, limit) {
	if (text.length <= limit) return text.toWellFormed();
	return `${text.slice(0, Math.max(0, limit - 1)).replace(/[\ud800-\udbff]$/, "")}…`.toWellFormed();
}
function shortenStart(text, limit) {
	if (text.length <= limit) return text.toWellFormed();
	return `…${text.slice(text.length - Math.max(0, limit - 1)).replace(/^[\udc00-\udfff]/, "")}`.toWellFormed();
}
function inline(line) {
	return line.replace(/[\\`*_[\]~|!$]/g, "\\$&").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/@(?=[A-Za-z0-9_-])/g, `@${BREAK}`).replace(/#(?=\d)/g, `#${BREAK}`).replace(/\bGH-(?=\d)/gi, (match) => match + BREAK).replace(/:\/\//g, `:${BREAK}//`).replace(/\bwww\./gi, (match) => match.slice(0, 3) + "​.");
}
/** Marks of headings, lists, quotes, underlines, and other bots' commands count at a line's start only. */
function atLineStart(line) {
	return line.replace(/^[#+\-=/:]/, "\\$&").replace(/^(\d{1,9})([.)])/, "$1\\$2");
}
function longestRun(text, mark) {
	let longest = 0;
	let run = 0;
	for (const ch of text) {
		run = ch === mark ? run + 1 : 0;
		longest = Math.max(longest, run);
	}
	return longest;
}
function openAtEnd(markdown) {
	let fence = null;
	let details = 0;
	for (const line of markdown.split("\n")) {
		const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line);
		if (fence !== null) {
			if (mark?.[1]?.startsWith(fence) && line.slice(mark[0].length).trim() === "") fence = null;
			continue;
		}
		if (mark?.[1]) fence = mark[1];
		else if (/<details\b/i.test(line)) details++;
		else if (/<\/details>/i.test(line)) details--;
	}
	return {
		fence,
		details: Math.max(0, details)
	};
}

export { exactCode as a, escapeText as i, cut as n, fenced as o, escapeLine as r, shorten as s, codeSpan as t };