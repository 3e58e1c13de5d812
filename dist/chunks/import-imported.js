import { t as MarkdownItCallable } from "./lib-markdown-it.js";

// src/import/markdown-blocks.ts
/** No plan has longer lines; what is behind is not looked at. */
const MAX_LINE = 2e4;
/** Deeper than this nobody nests; each level costs the parser time for the whole of what is in it. */
const MAX_NESTING = 60;
const BOX = /^(?:[-*+•]|(\d{1,9})[.)])\s+(?:[-*+]\s+)?\[[ \t]{0,4}([^\]\s]?)[ \t]{0,4}\](\\?\*)?(?:\s+(.*))?$/u;
/** `[ ] What to do`: people leave the bullet out. */
const BARE_BOX = /^()\[[ \t]?([ xX✓✔]?)[ \t]?\](\\?\*)?\s+(\S.*)$/u;
const NUMBERED = /^(\d{1,4})[.)]\s+(\S.*)$/;
/** Blocks alone: where code, headings, lists and HTML begin and end. What is inside of a line is read elsewhere. */
const blocks = new MarkdownItCallable("default", {
	html: true,
	maxNesting: MAX_NESTING
});
blocks.core.ruler.enableOnly(["normalize", "block"]);
/** The lines of a Markdown file by what they are, as CommonMark with GitHub's tables has it; code is never read as a list. */
function markdownLines(text) {
	const raw = linesOf(text);
	const front = frontMatterEnd(raw);
	const kinds = /* @__PURE__ */ new Map();
	const body = raw.map((line, index) => index < front ? "" : line).join("\n");
	for (const token of blocks.parse(body, {})) {
		const [from, to] = token.map ?? [0, 0];
		if (token.type === "fence") for (let at = from; at < to; at++) kinds.set(at, "code");
		else if (token.type === "list_item_open") kinds.set(from, "item");
		else if (token.type === "heading_open") {
			const level = Number(token.tag.slice(1));
			const heading = headingText(raw.slice(from, to));
			kinds.set(from, {
				level,
				text: heading
			});
		}
	}
	const comments = new Comments();
	return raw.map((whole, index) => {
		const line = index + 1;
		if (index < front) return {
			kind: "hidden",
			line,
			text: whole
		};
		const kind = kinds.get(index);
		if (kind === "code") return {
			kind: "code",
			line,
			text: whole
		};
		const visible = comments.strip(whole);
		if (visible.trim() === "" && whole.trim() !== "") return {
			kind: "hidden",
			line,
			text: whole
		};
		if (typeof kind === "object") return {
			kind: "heading",
			line,
			...kind
		};
		return plainLine(visible, line, kind === "item");
	});
}
/** The lines of a text, without a byte order mark and however they end. */
function linesOf(text) {
	return text.replace(/^\ufeff/, "").split(/\r\n?|\n/).map((line) => line.slice(0, MAX_LINE));
}
/** How many lines at the top are YAML between `---`. */
function frontMatterEnd(raw) {
	if (raw[0]?.trimEnd() !== "---") return 0;
	const end = raw.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
	return end < 0 ? 0 : end + 1;
}
/** HTML comments, which may go over several lines; one that never ends hides nothing. */
var Comments = class {
	#open = false;
	strip(line) {
		let rest = line;
		let visible = "";
		for (;;) {
			if (this.#open) {
				const end = rest.indexOf("-->");
				if (end < 0) return visible;
				this.#open = false;
				rest = rest.slice(end + 3);
			}
			const start = rest.indexOf("<!--");
			if (start < 0 || isCode(rest, start)) return visible + rest;
			visible += rest.slice(0, start);
			rest = rest.slice(start + 4);
			this.#open = true;
		}
	}
};
/** Whether a place of a line stands between backticks. */
function isCode(line, at) {
	let ticks = 0;
	for (let index = 0; index < at; index++) if (line[index] === "`") ticks += 1;
	return ticks % 2 === 1;
}
function headingText(raw) {
	const first = raw[0].trim();
	if (!first.startsWith("#")) return raw.slice(0, -1).join(" ").trim();
	const text = first.replace(/^#{1,6}/, "").trim();
	const closing = text.lastIndexOf(" ");
	return /^#+$/.test(text.slice(closing + 1)) ? text.slice(0, Math.max(0, closing)).trim() : text;
}
/**
* A line that is neither code nor heading. Boxes are taken by their looks, wherever they stand: people indent lists
* in ways that no Markdown parser takes for one. Numbers count where the parser sees a list.
*/
function plainLine(raw, line, listed) {
	const text = raw.trim();
	const indent = indentOf(raw);
	const box = BOX.exec(text) ?? BARE_BOX.exec(text);
	if (box && !isLink(box)) {
		const [, digits, mark, star, rest] = box;
		return {
			kind: "item",
			line,
			item: {
				line,
				indent,
				mark: mark || " ",
				number: digits || null,
				optional: star !== void 0,
				text: (rest ?? "").trim()
			}
		};
	}
	const numbered = listed ? NUMBERED.exec(text) : null;
	if (!numbered) return {
		kind: "text",
		line,
		indent,
		text
	};
	const [, number, rest] = numbered;
	return {
		kind: "item",
		line,
		item: {
			line,
			indent,
			mark: null,
			number,
			optional: false,
			text: rest.trim()
		}
	};
}
/** `- [P] tasks …`, `- [1] a footnote`: a tag in brackets, not the mark of a box. */
const isLink = ([, , mark]) => /^[A-RT-WYZa-ce-rtuwyz\d]$/.test(mark ?? "");
/** Columns of the white space before a text; a tab counts four. */
function indentOf(raw) {
	let columns = 0;
	for (const ch of raw) if (ch === "	") columns += 4;
	else if (/\s/.test(ch)) columns += 1;
	else break;
	return columns;
}
/** The text of a line without its bullet and the emphasis around it. */
function bare(text) {
	return text.replace(/^(?:[-*+]\s+|\d{1,9}[.)]\s+)/, "").replace(/^(\*\*|__|\*|_)(.*)\1$/u, "$2").trim();
}
/** What stands behind a label: bare, and without the end of an emphasis that began before the label. */
function behind(text, label) {
	const rest = text.slice(label.length).trim();
	return bare(label.startsWith("**") && label.lastIndexOf("**") === 0 ? rest.replace("**", "") : rest);
}
/** What a text says of itself by `~~` or `<del>`: struck out as a whole, and its words without what is struck. */
function readStrike(text) {
	const parts = text.replace(/`[^`]*`/g, (code) => code.replaceAll("~", KEPT_TILDE)).split(/~~|<\/?(?:del|s|strike)>/i).map((part) => part.replaceAll(KEPT_TILDE, "~"));
	if (parts.length < 3) return {
		struck: false,
		text
	};
	const outside = parts.filter((_, index) => index % 2 === 0 || index === parts.length - 1);
	const inside = parts.filter((_, index) => index % 2 === 1 && index < parts.length - 1);
	const left = outside.join(" ").replace(/^[\s*_]*(?:[A-Za-z]{0,8}[-\s]?\d{1,5}(?:\.\d{1,4}){0,5}[.):]?)?[\s*_]*/, "").trim();
	if (!(left === "" || REMARK.test(left))) return {
		struck: false,
		text: outside.join(" ").replace(/\s+/g, " ").trim()
	};
	return {
		struck: inside.join("").trim() !== "",
		text: parts.join("").trim()
	};
}
const KEPT_TILDE = "﷐";
/** What people write behind a struck-out task: brackets, a dash, or what became of it. */
const REMARK = /^(?:[([→⟶—–:*_>-]|(?:now |was |not )?(?:dropped|removed|postponed|deferred|cancell?ed|obsolete|merged|moved|skipped|superseded|replaced|needed|done|n\/a|won't|descoped|deprecated|duplicate)\b)/i;

// src/import/imported.ts
/** A line with a box: what stands before the box, what is in it, and its end. */
const BOXED = /^([\s>]*(?:(?:[-*+•]|\d{1,9}[.)])\s+){0,2}\[)[ \t]{0,4}[^\]\s]?[ \t]{0,4}(\])/;
/** Tasks of a list, each with its box as its mark; where the tool takes a check mark for one, that. */
function markedLines(tasks, file, takesCheck = false) {
	const lines = linesOf(file.text);
	return tasks.map((task) => {
		const at = {
			file: file.path,
			line: task.line
		};
		const how = BOXED.test(lines[task.line - 1] ?? "") ? "box" : takesCheck && task.line > 0 ? "check" : null;
		return {
			...task,
			mark: how === null ? null : {
				...at,
				how
			}
		};
	});
}
const imported = (value) => ({
	ok: true,
	value
});
const unreadable = (file, line, message, remedy) => ({
	ok: false,
	problem: {
		file,
		line,
		message,
		remedy
	}
});
function newTask(given) {
	return {
		details: [],
		acceptance: [],
		state: "pending",
		parent: null,
		after: [],
		heading: false,
		planned: true,
		review: false,
		line: 0,
		mark: null,
		hours: null,
		priority: null,
		...given
	};
}
const MAX_ITEMS = 12;
/** One line for each thing to know, in the order in which they came up. */
function noteLines(notes) {
	const items = /* @__PURE__ */ new Map();
	const whole = new Set(notes.filter((note) => note.line !== void 0).map((note) => note.what));
	for (const { what, item } of notes) {
		const list = items.get(what) ?? [];
		if (item !== void 0 && !list.includes(item)) list.push(item);
		items.set(what, list);
	}
	return [...items].map(([what, list]) => {
		if (list.length === 0) return what;
		const limit = whole.has(what) ? list.length : MAX_ITEMS;
		const more = list.length > limit ? ` and ${list.length - limit} more` : "";
		return `${what}: ${list.slice(0, limit).join(", ")}${more}`;
	});
}
const OPTIONAL = "optional and not done, so imported as skipped (write `status: pending` to have one done)";
const UNKNOWN_MARK = "the mark in the box is not known, so it counts as open";

export { markedLines as a, unreadable as c, indentOf as d, linesOf as f, imported as i, bare as l, readStrike as m, OPTIONAL as n, newTask as o, markdownLines as p, UNKNOWN_MARK as r, noteLines as s, BOXED as t, behind as u };