import { i as trimEndOf } from "./milestone-text-sanitise.js";

// src/import/references.ts
const MAX_TEXT = 2e3;
const NUMBER = String.raw`\d{1,4}(?:\.\d{1,4}){0,5}`;
/** `T001`, `T012a`, `T-007`, `T1.2`. */
const TASK_ID = String.raw`T-?\d{1,5}(?:\.\d{1,3})?[a-z]?`;
const ID = new RegExp(String.raw`^#?(?:${TASK_ID}|${NUMBER}[a-z]?|[A-Za-z]{1,12}-\d{1,6}(?:[.-]\d{1,4}){0,3})$`);
const DEPENDS = /^(?:depends?(?:[-_ ]?on)?|dependenc(?:y|ies)|deps|blocked[-_ ]by|requires?(?: tasks?)?|prerequisites?|needs|after|waits?[-_ ]for|runs? after|must follow|follows|依赖(?:于)?|前置(?:任务|条件)?|依存(?:関係)?|前提|зависит от|зависимости|depende de|dependencias|dependências|hängt ab von|abhängigkeiten|dépend de|dépendances)$/i;
const BLOCKS = /^(?:blocks|unblocks|blocking|required by|needed by|precedes|must come before|before)$/i;
const REQUIREMENTS = /^(?:requirements?|reqs?|refs?|references?|validates|covers|satisfies|implements|需求|要件|требования|requisitos|exigences|anforderungen)$/i;
const HOURS = /^(?:estimates?|estimated?(?:[-_ ](?:time|effort|hours?|duration))?|est|effort|time|duration|hours|工时|预计|見積もり)$/i;
const PRIORITY = /^(?:priority|prio|优先级|優先度|prioridad|prioridade|priorität|приоритет)$/i;
const NOTHING = /^(?:none|nothing|no(?: dependencies)?|n\/?a|nil|null|keine|ninguna?|无|没有|なし|нет|[-–—])$/i;
const LABEL = /^([\p{L}][\p{L} _()-]{0,40}?)\s*[::]\s*(.*)$/u;
const VERB = /^(?:(?:this )?(?:depends? on|blocked by|waits? for|must follow|requires tasks?|runs? after)|after)\s+(.+)$/i;
/** What a line says of its task, or null where it is prose. */
function readReference(line) {
	const text = plain(line);
	if (text === "" || text.length > MAX_TEXT) return null;
	const label = LABEL.exec(text);
	if (!label) {
		const verb = VERB.exec(text);
		const named = verb ? readNamed(verb[1]) : null;
		return named && isStrict(named) ? {
			kind: "dependencies",
			names: named,
			text
		} : null;
	}
	const [, word, rest] = label;
	const value = rest.trim();
	if (DEPENDS.test(word)) return dependenciesOf("dependencies", value, text);
	if (BLOCKS.test(word)) return dependenciesOf("blocks", value, text);
	if (HOURS.test(word)) {
		const hours = readHours(value);
		return hours === null ? null : {
			kind: "hours",
			hours
		};
	}
	if (PRIORITY.test(word)) {
		const priority = value.replace(/[()[\].]/g, "").trim();
		return /^[\p{L}\d -]{1,20}$/u.test(priority) ? {
			kind: "priority",
			priority
		} : null;
	}
	const emphasised = /^[-*+\s]*[_*]/.test(line.trim());
	if (!REQUIREMENTS.test(word) && !emphasised) return null;
	const numbers = requirementNumbers(value);
	return numbers === null ? null : {
		kind: "requirements",
		numbers
	};
}
/** Without a remark in brackets behind it. */
function beforeBracket(value) {
	const bracket = value.indexOf("(");
	return bracket < 0 ? value : value.slice(0, bracket).trimEnd();
}
function dependenciesOf(kind, value, text) {
	if (value === "" || NOTHING.test(trimEndOf(beforeBracket(value), ". 	"))) return {
		kind,
		names: {
			ids: [],
			phases: [],
			all: false,
			words: []
		},
		text
	};
	return {
		kind,
		names: readNamed(value),
		text
	};
}
const isStrict = ({ ids, phases, all, words }) => (ids.length > 0 || phases.length > 0 || all) && words.length === 0;
/** A line without bullet, emphasis and code marks. */
function plain(line) {
	return line.trim().slice(0, 2100).replace(/^[-*+•]\s+/, "").replace(/^\[[^\]]{0,2}\]\s+/, "").replace(/[*`]/g, "").replace(/(^|[\s(::])_{1,3}(?=\S)/g, "$1").replace(/_{1,3}(?=$|[\s,.;:)])/g, "").trim();
}
const RANGE = new RegExp(String.raw`(${TASK_ID}|${NUMBER})\s*(?:[-–—~]|\bto\b|\bthrough\b|\.\.\.?)\s*(${TASK_ID}|${NUMBER})(?![.\d])`, "g");
/** The tasks that a text names: `1.2, 1.3`, `T004-T007`, `Phase 2`, `all previous tasks`, or titles. */
function readNamed(value) {
	const named = {
		ids: [],
		phases: [],
		all: false,
		words: []
	};
	let text = value.slice(0, MAX_TEXT).replace(/\([^)]{0,200}\)/g, " ").replace(/[[\]"'“”]/g, " ");
	if (/\b(?:all|every)\b.{0,20}\b(?:previous|above|preceding|prior|earlier|before)\b/i.test(text)) {
		named.all = true;
		return named;
	}
	text = text.replace(/\bphases?\s+(\d{1,3})(?:\s*(?:[-–—,&]|to|and)\s*(\d{1,3}))?/gi, (_, from, to) => {
		const last = to === void 0 ? Number(from) : Number(to);
		for (let n = Number(from); n <= last && n < Number(from) + 50; n++) named.phases.push(String(n));
		return " ";
	});
	const found = /* @__PURE__ */ new Set();
	text = text.replace(RANGE, (whole, from, to) => {
		const between = rangeOf(from, to);
		if (between === null) return whole;
		for (const id of between) found.add(id);
		return " ";
	});
	for (const piece of text.split(/[,;、;&+/]|\band\b|\bund\b|\by\b|\bet\b|和|、/)) {
		const trimmed = piece.trim();
		if (trimmed === "") continue;
		const tokens = trimmed.split(/\s+/).map((token) => trimEndOf(token, ".:)"));
		const ids = tokens.filter((token) => ID.test(token));
		for (const id of ids) found.add(id.replace(/^#/, ""));
		const rest = tokens.filter((token) => !ID.test(token) && !/^(?:tasks?|subtasks?|steps?|任务|задач[аи]|complete[ds]?|done|finished|only|the|story|is|are|being|must|be|first)$/i.test(token));
		if (ids.length === 0 && rest.length > 0 && !/^[-–—.]+$/.test(trimmed)) named.words.push(trimmed);
	}
	named.ids.push(...found);
	return named;
}
/** `1.1` to `1.4` with what is between; null where the two do not belong to one row. */
function rangeOf(from, to) {
	const parts = /^(.*?)(\d{1,5})[a-z]?$/;
	const [, head, first] = parts.exec(from) ?? [];
	const [, lastHead, last] = parts.exec(to) ?? [];
	if (head === void 0 || first === void 0 || last === void 0) return null;
	if (lastHead !== head && lastHead !== "") return null;
	const [start, end] = [Number(first), Number(last)];
	if (end < start || end > start + 200) return null;
	const ids = [];
	for (let n = start; n <= end; n++) ids.push(`${head}${String(n).padStart(first.startsWith("0") ? first.length : 1, "0")}`);
	return ids;
}
/** The numbers of requirements, ranges with what is between; null where the text is something else. */
function requirementNumbers(value) {
	const text = value.replace(/\.$/, "").replace(/^[\p{L} ]{0,24}\s(?=\d)/u, "");
	if (text.replace(/\d{1,4}(?:\.\d{1,4}){0,3}/g, " ").replace(/[-–—~,,、;&\s]|\band\b|\btasks?\b|\brequirements?\b/gi, "") !== "" || !/\d/.test(text)) return null;
	const all = new Set(text.match(/\d{1,4}(?:\.\d{1,4}){0,3}/g) ?? []);
	for (const [, major, from, toMajor, to] of text.matchAll(/(\d{1,4})\.(\d{1,4})\s*[-–—~]\s*(?:(\d{1,4})\.)?(\d{1,4})(?![.\d])/g)) {
		if (toMajor !== void 0 && toMajor !== major) continue;
		for (let n = Number(from); n <= Number(to) && n < Number(from) + 100; n++) all.add(`${major}.${n}`);
	}
	return [...all].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
/** `4h`, `90 min`, `1.5 days` (of eight hours) in hours; the upper end of a range; null where it is no time. */
function readHours(value) {
	const match = /^[~≈<]?\s*(?:\d{1,4}(?:\.\d{1,2})?\s*(?:[-–—]|to)\s*)?(\d{1,4}(?:\.\d{1,2})?)\s*(h|hrs?|hours?|m|mins?|minutes?|d|days?|小时|時間|часов|horas?|stunden?)?\b\.?$/i.exec(value.trim());
	if (!match) return null;
	const amount = Number(match[1]);
	const unit = (match[2] ?? "h").toLowerCase();
	const hours = /^m/.test(unit) ? amount / 60 : /^d/.test(unit) ? amount * 8 : amount;
	return hours > 0 && hours <= 1e4 ? Math.round(hours * 100) / 100 : null;
}
const INLINE = /[([{]\s*(?:depends?(?:[-_ ]on)?|dependencies|deps?|after|requires|needs|blocked[-_ ]by|waits?[-_ ]for)\b\s*[::]?\s*([^)\]}]{1,300})[)\]}]/gi;
const INLINE_HOURS = /[([](?:~|≈|est\.?:?\s*|estimate:?\s*)?\s*(\d{1,3}(?:\.\d{1,2})?\s*(?:h|hrs?|hours?|mins?|minutes?|days?))[)\]]/i;
const TRAILING = /(?:^|\s)[_*]{1,3}((?:depends?(?: on)?|deps|blocked by|after|needs)[::][^_*]{0,3}\s*[^_*]{1,200})[_*]{0,3}\s*$/i;
/** What the words of a task itself say in brackets or at their end. */
function readInline(title) {
	const text = title.slice(0, MAX_TEXT);
	const after = [...text.matchAll(INLINE)].map(([, value]) => readNamed(value));
	const trailing = TRAILING.exec(text);
	const reference = trailing ? readReference(trailing[1]) : null;
	if (reference?.kind === "dependencies") after.push(reference.names);
	const hours = INLINE_HOURS.exec(text);
	return {
		after,
		hours: hours ? readHours(hours[1]) : null
	};
}

export { readNamed as a, readInline as i, plain as n, readReference as o, readHours as r, TASK_ID as t };