import { i as SECRET_PATTERNS, n as PEM_BEGIN, r as PEM_END } from "./secret-patterns.js";
import { t as sanitise } from "./sanitise.js";

// src/engine/output/needles.ts
/** Needles are looked up by their first characters. */
const GRAM = 4;
function createNeedles() {
	const known = /* @__PURE__ */ new Set();
	const byGram = /* @__PURE__ */ new Map();
	const sieve = /* @__PURE__ */ new Uint8Array(65536);
	const beginnings = /* @__PURE__ */ new Set();
	function add(needle) {
		if (known.has(needle)) return;
		known.add(needle);
		let gram = 0;
		for (let i = 0; i < GRAM; i++) {
			gram = roll(gram, needle.charCodeAt(i));
			if (i > 0) beginnings.add(needle.slice(0, i));
		}
		sieve[fold(gram)] = 1;
		byGram.set(gram, [...byGram.get(gram) ?? [], needle]);
	}
	function search(text) {
		const ranges = [];
		let hold = text.length;
		if (known.size === 0) return {
			ranges,
			hold
		};
		let gram = 0;
		let [a, b, c] = [
			-1,
			-1,
			-1
		];
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === 10 || code === 13) continue;
			gram = roll(gram, code);
			const candidates = a >= 0 && sieve[fold(gram)] === 1 ? byGram.get(gram) : void 0;
			for (const needle of candidates ?? []) {
				const end = matchAt(text, a, needle);
				if (end === text.length + 1) hold = Math.min(hold, a);
				else if (end > 0) ranges.push({
					start: a,
					end
				});
			}
			[a, b, c] = [
				b,
				c,
				at
			];
		}
		for (const start of [
			c,
			b,
			a
		]) if (start >= 0 && beginnings.has(text.slice(start).replace(/[\r\n]/g, ""))) hold = Math.min(hold, start);
		return {
			ranges,
			hold
		};
	}
	return {
		add,
		search
	};
}
/** Each step pushes the oldest of four characters out of the 32 bits. */
function roll(gram, code) {
	return gram << 8 ^ code;
}
function fold(gram) {
	return (gram ^ gram >>> 16) & 65535;
}
/** The end of the needle that starts here, -1 when it does not, the length + 1 when the text ends first. */
function matchAt(text, start, needle) {
	let at = start;
	for (let i = 0; i < needle.length; at++) {
		if (at >= text.length) return text.length + 1;
		const code = text.charCodeAt(at);
		if (code === needle.charCodeAt(i)) i++;
		else if (code !== 10 && code !== 13) return -1;
	}
	return at;
}

// src/engine/output/secret-forms.ts
/** Values shorter than this would mask half of every log; nobody's token is so short. */
const MIN_SECRET = 4;
/** Encodings of very short values are too short themselves to be told from ordinary text. */
const MIN_ENCODED = 8;
/** Longer secrets are files (keys, certificates); their lines are looked for one by one, and not encoded. */
const MAX_ENCODED = 4096;
/**
* The texts under which a secret may show: itself, and base64 at its three alignments, base64url, hex,
* URI, JSON, XML and shell forms. Line breaks are left out, since the search passes over them.
*/
function secretForms(value) {
	const secret = value.trim();
	if (secret.length < MIN_SECRET) return [];
	const forms = /* @__PURE__ */ new Set([secret]);
	if (secret.length >= MIN_ENCODED) {
		if (secret.length <= MAX_ENCODED) for (const form of encodings(secret)) forms.add(form);
		for (const line of secret.split(/\r?\n/)) if (line.trim().length >= 16) forms.add(line.trim());
	}
	return [...forms].map((form) => form.replace(/[\r\n]/g, "")).filter((form) => form.length >= MIN_SECRET);
}
function encodings(secret) {
	const bytes = Buffer.from(secret, "utf8");
	const hex = bytes.toString("hex");
	const pairs = hex.match(/../g) ?? [];
	const escaped = JSON.stringify(secret).slice(1, -1);
	return [
		...[
			0,
			1,
			2
		].map((shift) => shiftedBase64(bytes, shift)).flatMap((text) => [text, base64url(text)]),
		hex,
		hex.toUpperCase(),
		pairs.join(" "),
		pairs.join(":"),
		pairs.map((pair) => `%${pair.toUpperCase()}`).join(""),
		pairs.map((pair) => `\\x${pair}`).join(""),
		encodeURIComponent(secret.toWellFormed()),
		encodeURI(secret.toWellFormed()),
		escaped,
		JSON.stringify(escaped).slice(1, -1),
		secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"),
		secret.replaceAll("'", `'\\''`),
		[...secret].reverse().join("")
	];
}
/**
* Base64 of the bytes as it looks in the middle of a longer text whose length before them is `shift`
* modulo 3; the characters that also depend on what stands before or behind are cut off.
*/
function shiftedBase64(bytes, shift) {
	const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").replace(/=+$/, "");
	const dependsOnNext = (bytes.length + shift) % 3 !== 0;
	return text.slice(shift === 0 ? 0 : shift + 1, dependsOnNext ? -1 : void 0);
}
function base64url(text) {
	return text.replaceAll("+", "-").replaceAll("/", "_");
}

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

export { keyRanges as a, createRedactor as i, outputGroup as n, workflowCommand as r, neutralise as t };