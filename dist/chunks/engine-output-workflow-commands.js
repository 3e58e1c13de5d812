import { a as KNOWN_EXAMPLES, c as SECRET_PATTERNS, l as createNeedles, o as PEM_BEGIN, s as PEM_END, u as secretForms } from "./engine-process-entry.js";
import { n as sanitise } from "./milestone-text-sanitise.js";

// src/engine/output/redact.ts
const MASK = "***";
/** An unfinished line longer than this is let through in part, so that memory stays bounded. */
const MAX_HELD = 8192;
/** The beginning of a registered secret is held longer, up to here. */
const MAX_PARTIAL = 262144;
/** A private key is shorter than this; without an end marker, masking stops here. */
const MAX_PEM = 16384;
/** Takes time linear in the text's length, whatever stands in it. */
function createRedactor(values = []) {
	const needles = createNeedles();
	const add = (value) => {
		for (const form of secretForms(value)) needles.add(form);
	};
	for (const value of values) add(value);
	const scan = (text) => {
		const { ranges, hold } = needles.search(text);
		return {
			ranges: merge([...ranges, ...patternRanges(text)]),
			hold
		};
	};
	const redact = (text) => mask(text, scan(text).ranges);
	return {
		add,
		redact,
		redactValue: (value) => mapStrings(value, redact),
		stream: () => createStream(scan),
		registered: (text) => merge(needles.search(text).ranges)
	};
}
function createStream(scan) {
	let held = "";
	let key = null;
	let inToken = false;
	/** Inside a private key: swallows up to its end marker, and returns what follows. */
	function swallowKey(text) {
		if (!key) return text;
		const joined = key.carry + text;
		const end = new RegExp(PEM_END.source).exec(joined);
		if (end) {
			key = null;
			return joined.slice(end.index + end[0].length);
		}
		key = {
			carry: joined.slice(-96),
			dropped: key.dropped + text.length
		};
		if (key.dropped > MAX_PEM) key = null;
		return "";
	}
	/** Gives out `held` up to the cut; a secret that the cut would halve is masked and its rest swallowed. */
	function release(cut, ranges) {
		const split = ranges.find((range) => range.start < cut && range.end > cut);
		const end = split ? split.end : cut;
		inToken = split !== void 0 && end === held.length;
		const out = mask(held.slice(0, end), ranges.filter((range) => range.start < end));
		held = held.slice(end);
		return out;
	}
	/** After a secret that filled the held text to its end: swallows what still belongs to it. */
	function swallowToken(text) {
		if (!inToken) return text;
		const rest = text.replace(/^[A-Za-z0-9_.+/=-]+/, "");
		inToken = rest === "";
		return rest;
	}
	function push(text) {
		const fresh = swallowToken(swallowKey(text));
		held += fresh;
		if (!fresh.includes("\n") && held.length < MAX_HELD) return "";
		const { ranges, hold } = scan(held);
		const begin = openKey(held);
		if (begin >= 0) {
			const out = release(begin, ranges) + MASK;
			const rest = held;
			held = "";
			key = {
				carry: "",
				dropped: 0
			};
			swallowKey(rest);
			return out;
		}
		const lineEnd = held.lastIndexOf("\n") + 1;
		const tooLong = held.length - lineEnd >= MAX_HELD;
		const cut = tooLong ? held.length - MAX_HELD / 2 : lineEnd;
		if (tooLong && (hold >= cut || held.length > MAX_PARTIAL)) return release(cut, ranges);
		const end = Math.min(cut, hold);
		return release(ranges.find((range) => range.start < end && range.end > end)?.start ?? end, ranges);
	}
	return {
		push,
		end: () => {
			const out = mask(held, scan(held).ranges);
			held = "";
			return out;
		}
	};
}
/** Where a private key begins that has no end marker yet, or -1. */
function openKey(text) {
	let begin = -1;
	for (const match of text.matchAll(PEM_BEGIN)) begin = match.index;
	if (begin < 0) return -1;
	return new RegExp(PEM_END.source).test(text.slice(begin)) ? -1 : begin;
}
function patternRanges(text) {
	const ranges = [];
	for (const { expression } of SECRET_PATTERNS) for (const match of text.matchAll(expression)) ranges.push({
		start: match.index,
		end: match.index + match[0].length
	});
	return [...ranges, ...keyRanges(text)];
}
/** Private keys in PEM, each from its begin marker to its end marker or, lacking that, as far as a key may go. */
function keyRanges(text) {
	const ranges = [];
	let covered = 0;
	for (const begin of text.matchAll(PEM_BEGIN)) {
		if (begin.index < covered) continue;
		const window = text.slice(begin.index, begin.index + MAX_PEM);
		const end = new RegExp(PEM_END.source).exec(window);
		covered = begin.index + (end ? end.index + end[0].length : window.length);
		ranges.push({
			start: begin.index,
			end: covered
		});
	}
	return ranges;
}
function merge(ranges) {
	const merged = [];
	for (const range of ranges.sort((a, b) => a.start - b.start)) {
		const last = merged.at(-1);
		if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
		else merged.push({ ...range });
	}
	return merged;
}
/** Line breaks inside a masked stretch are kept, so that lines keep their count. */
function mask(text, ranges) {
	let out = "";
	let at = 0;
	for (const { start, end } of ranges) {
		out += text.slice(at, start) + MASK + text.slice(start, end).replace(/[^\n]/g, "");
		at = end;
	}
	return out + text.slice(at);
}
function mapStrings(value, change) {
	if (typeof value === "string") return change(value);
	if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]));
}
/**
* An event's data with every secret in it masked. Nearly all data holds none, so its texts are looked through together
* first: about 10 µs, a fifth of what masking them one by one costs.
*/
function maskData(redactor, data) {
	const texts = [];
	collect(data, texts);
	const all = texts.join("\n");
	return redactor.redact(all) === all ? data : redactor.redactValue(data);
}
function collect(value, texts) {
	if (typeof value === "string") texts.push(value);
	else if (Array.isArray(value)) for (const item of value) collect(item, texts);
	else if (value !== null && typeof value === "object") for (const [key, item] of Object.entries(value)) {
		texts.push(key);
		collect(item, texts);
	}
}
/**
* Secrets in a file's bytes: the redactor's registered values in all forms, and what has the shape of a secret. What
* stands in `base`, the file's earlier content, in the same words is not reported again: it was there
* before this phase, and blocking every later change of that file would help nobody.
*/
function findSecrets(bytes, redactor, base) {
	const before = base ? decode(base).join("\n") : "";
	const found = /* @__PURE__ */ new Map();
	for (const text of decode(bytes)) for (const { kind, start, end } of secretsIn(text, redactor)) {
		const secret = text.slice(start, end);
		if (before.includes(secret) || KNOWN_EXAMPLES.includes(secret)) continue;
		const line = countLines(text, start);
		found.set(`${kind} ${line}`, {
			kind,
			line
		});
	}
	return [...found.values()].sort((a, b) => a.line - b.line);
}
function secretsIn(text, redactor) {
	const registered = (redactor?.registered(text) ?? []).map((range) => ({
		kind: "secret of this run",
		...range
	}));
	const keys = keyRanges(text).filter(({ start, end }) => text.slice(start, end).includes("-----END")).map((range) => ({
		kind: "private key",
		...range
	}));
	const shapes = SECRET_PATTERNS.filter((pattern) => !pattern.maskOnly).flatMap(({ name, expression }) => [...text.matchAll(expression)].map((match) => ({
		kind: name,
		start: match.index,
		end: match.index + match[0].length
	})));
	return [
		...registered,
		...keys,
		...shapes
	];
}
/** The bytes as text; with NUL bytes also without them, which shows what UTF-16 hides. */
function decode(bytes) {
	const text = new TextDecoder().decode(bytes);
	return text.includes("\0") ? [text, text.replaceAll("\0", "")] : [text];
}
function countLines(text, end) {
	let lines = 1;
	for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) lines++;
	return lines;
}

// src/engine/output/workflow-commands.ts
/**
* The runner reads commands from whatever an action prints, forwarded output of its children included:
* `::name …::` at a line's start after white space, and the old `##[name]` anywhere in a line.
*/
/**
* A child's line that the runner takes for no command: the marks are pulled apart, visibly. White space is
* Unicode's, as in the runner's own trimming.
*/
function neutralise(line) {
	return line.replace(/^([\s\u0085\u180e]*):(?=:)/u, "$1: ").replaceAll("##[", "## [");
}
/** Lines of a child as one foldable group, in which the runner executes nothing. */
function outputGroup(title, lines, token = groupToken()) {
	const body = [...lines].flatMap((line) => sanitise(line).split("\n")).map(neutralise);
	return [
		openGroup(title, token),
		...body,
		closeGroup(token)
	].join("\n");
}
/** Unguessable, and never a command's name: 256 random bits. */
function groupToken() {
	return `milestone-${Buffer.from(crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(32))).toString("hex")}`;
}
/** Everything up to `closeGroup` with the same token is output only; the lines between still want `neutralise`. */
function openGroup(title, token) {
	return `${workflowCommand("group", title)}\n${workflowCommand("stop-commands", token)}`;
}
function closeGroup(token) {
	return `::${token}::\n${workflowCommand("endgroup", "")}`;
}
/** A command of our own, with everything in it escaped as the runner reads it back. */
function workflowCommand(name, message, properties = {}) {
	const list = Object.entries(properties).filter(([, value]) => value !== void 0 && value !== "").map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(",");
	return `::${name}${list === "" ? "" : ` ${list}`}::${escapeData(message)}`;
}
function escapeData(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
	return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

export { findSecrets as a, createRedactor as i, outputGroup as n, maskData as o, workflowCommand as r, neutralise as t };