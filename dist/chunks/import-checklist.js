import { d as indentOf, f as linesOf, p as markdownLines } from "./import-imported.js";

// src/import/checklist.ts
/** How a line begins that goes on with the sentence of the box above it. */
const GOES_ON = /^[\p{Ll}(`/]/u;
/** A section that explains the marks of a list. */
const LEGEND = /^\W{0,4}(?:(?:task |status |checkbox )?(?:legend|notation)|(?:task|status|checkbox) (?:key|icons?|symbols|marke?rs|marks|states)|how to (?:read|use)(?: (?:this|it|the list))?|图例|凡例|leyenda|légende|legende|обозначения|легенда)(?:\s*[::(].*)?\W{0,4}$/iu;
const EXPLAINS = /^(?:[=:→⇒]|->|=>)|^(?:means|stands for)\b|^marks (?:an?|the|it|its|tasks?)\b/i;
const STATE_WORD = /^\W{0,3}(?:pending|open|to ?do|not (?:yet )?started|done|complete[d]?|finished|in[- ]progress|started|blocked|skipped|cancell?ed|deferred|optional(?: tasks?)?|queued|failed)\W{0,3}(?:tasks?|items?)?\W{0,3}$/i;
/** Whether a box explains what its mark means. */
const isLegend = (item, section) => item.mark !== null && (saysSo(item, section) || STATE_WORD.test(item.text));
/** By more than a word that a task may be called too. */
const saysSo = (item, section) => LEGEND.test(section) || EXPLAINS.test(item.text);
/** A Markdown file as boxes with their details, in sections. The first section is what stands above any heading. */
function readChecklist(text) {
	const sections = [{
		title: "",
		level: 0,
		line: 0,
		prose: []
	}];
	const blocks = [];
	const raw = [];
	const code = [];
	let open = false;
	let fenced = false;
	const keep = (line, indent, content, isCode = false) => raw.at(-1).push({
		line,
		indent,
		text: content,
		code: isCode
	});
	for (const line of markdownLines(text)) {
		if (line.kind !== "code") fenced = false;
		switch (line.kind) {
			case "heading":
				sections.push({
					title: line.text,
					level: line.level,
					line: line.line,
					prose: []
				});
				open = false;
				break;
			case "item": {
				const { item } = line;
				const within = open && item.indent > blocks.at(-1).item.indent;
				if (item.mark === null && within) keep(item.line, item.indent, `${item.number}. ${item.text}`);
				else if (isLegend(item, sections.at(-1).title)) sections.at(-1).prose.push({
					line: item.line,
					text: item.text
				});
				else {
					blocks.push({
						item,
						details: [],
						lines: [],
						section: sections.length - 1
					});
					raw.push([]);
					open = true;
				}
				break;
			}
			case "text":
				if (open && raw.at(-1).length === 0 && line.indent > 0 && GOES_ON.test(line.text)) {
					const { item } = blocks.at(-1);
					item.text += ` ${line.text}`;
				} else if (open && (line.text === "" || line.indent > 0)) keep(line.line, line.indent, line.text);
				else {
					if (line.text !== "") open = false;
					sections.at(-1).prose.push({
						line: line.line,
						text: line.text
					});
				}
				break;
			case "code":
				if (!fenced && open) open = indentOf(line.text) > 0;
				if (open) keep(line.line, indentOf(line.text), line.text, true);
				else if (fenced) code.at(-1).lines.push(line.text);
				else code.push({
					line: line.line,
					language: line.text.replace(/^[\s`~]+/, "").trim(),
					lines: []
				});
				fenced = true;
				break;
			case "hidden": break;
			default: return line;
		}
	}
	blocks.forEach((block, index) => {
		const kept = dedented(raw[index]);
		block.details = kept.map((each) => each.text);
		block.lines = kept.map((each) => each.line);
	});
	return {
		text,
		blocks,
		sections,
		code: code.map(({ line, language, lines }) => ({
			line,
			language,
			text: lines.slice(0, /^\s*[`~]{3,}\s*$/.test(lines.at(-1) ?? "") ? -1 : void 0).join("\n")
		}))
	};
}
function dedented(lines) {
	const written = lines.filter((line) => line.text.trim() !== "");
	const least = Math.min(...written.map((line) => line.indent), 40);
	const out = lines.map(({ line, indent, text, code }) => ({
		line,
		text: text.trim() === "" ? "" : code ? text.slice(Math.min(least, indent)) : " ".repeat(Math.max(0, Math.min(indent, 80) - least)) + text
	}));
	while (out.at(-1)?.text === "") out.pop();
	while (out[0]?.text === "") out.shift();
	return out;
}
const LISTED = /^[\s>]*(?:<!--[ \t]{0,9})?(?:(?:(?:[-*+•]|\d{1,9}[.)])\s+){0,2}\[[ \t]{0,4}([^\]\s]?)[ \t]{0,4}\](?![([:])|\d{1,4}[.)]\s+\S)/;
/** A box in a heading, or in a row of a table. */
const IN_HEADING = /^[\s>]*#{1,6}\s+\[[ \t]{0,4}([^\]\s]?)[ \t]{0,4}\]\s/;
const IN_TABLE = /^[\s>]*\|(?:.{0,400}\|)?[ \t]*(?:[-*+] )?\[[ \t]?([ xX✓✔]?)\]/;
/** `- [P] tasks = …`: a tag, which is no mark. */
const TAG_MARK = /^[A-RT-WYZa-ce-rtuwyz\d]$/;
/**
* The boxes and numbered lines of a file, found by their looks alone, that are in none of the lines told: what an
* import would lose in silence. What stands in a comment or in a block of code comes with the word for it.
*/
function unaccounted(text, told) {
	const kinds = markdownLines(text);
	let section = "";
	return linesOf(text).flatMap((raw, index) => {
		const line = index + 1;
		const item = kinds[index];
		const { kind } = item;
		if (kind === "heading") section = item.text;
		const inRow = kind === "heading" ? IN_HEADING.exec(raw) : IN_TABLE.exec(raw);
		const match = kind === "heading" ? inRow : inRow ?? LISTED.exec(raw);
		if (!match || told.has(line)) return [];
		if ((kind === "hidden" || kind === "code") && match[1] === void 0) return [];
		if (match[1] !== void 0 && TAG_MARK.test(match[1]) && (match[1] === "P" || raw.includes("="))) return [];
		const explains = kind === "item" && isLegend(item.item, section);
		if (explains && saysSo(item.item, section)) return [];
		return [{
			line,
			where: explains ? "read as what a mark means" : kind === "hidden" ? "in a comment" : kind === "code" ? "in a block of code" : kind === "heading" ? "a box in a heading" : inRow ? "in a table" : "outside of the list",
			text: raw.trim()
		}];
	});
}
/** Notes that name each line which became neither a task nor a detail; the file too where a plan has several. */
function leftOver(text, told, file) {
	return unaccounted(text, told).map(({ line, where, text: words }) => ({
		what: `${where}, so not taken as tasks`,
		item: `line ${line}${file === void 0 ? "" : ` of ${file}`} (${words.length > 60 ? `${words.slice(0, 59)}…` : words})`,
		line,
		...file === void 0 ? {} : { file }
	}));
}
/** The last two are Cyrillic: they are what a Russian keyboard gives for an x. */
const DONE = /* @__PURE__ */ new Set([
	"x",
	"X",
	"✓",
	"✔",
	"√",
	"✅",
	"v",
	"V",
	"☑",
	"х",
	"Х"
]);
const BEGUN = /* @__PURE__ */ new Set([
	"-",
	"/",
	"."
]);
const LEFT_OUT = /* @__PURE__ */ new Set(["s", "S"]);
const OPEN = /* @__PURE__ */ new Set([
	" ",
	"_",
	"　",
	"☐",
	"*"
]);
/**
* What the character in a box means. `-` is Kiro's mark for work that has begun; `~` is its mark for queued work, and
* elsewhere one for work half done.
*/
function readMark(mark, style) {
	const known = (state, optional = false) => ({
		state,
		optional,
		unknown: false
	});
	if (DONE.has(mark)) return known("completed");
	if (BEGUN.has(mark)) return known("in_progress");
	if (mark === "~") return known(style === "kiro" ? "pending" : "in_progress");
	if (LEFT_OUT.has(mark)) return known("skipped");
	if (OPEN.has(mark)) return known("pending", mark === "*");
	return {
		state: "pending",
		optional: false,
		unknown: true
	};
}

export { unaccounted as i, readChecklist as n, readMark as r, leftOver as t };