import { S as skipToToken, _ as isDocumentMark, b as refuse, c as Refusal, d as charAt, f as column, g as isBreak, h as isBlank, i as readQuoted, l as at, m as enter, n as keyColon, p as countEntry, r as readPlain, s as textProblem, t as checkLength, u as atEnd, v as isFlowMark, x as skipInline, y as lineEnd } from "./milestone-yaml-scalar.js";

// src/milestone/yaml/node.ts
function pairOf(node, key) {
	return node?.kind === "map" ? node.pairs.find((pair) => pair.key === key) : void 0;
}
/** The node at a path, or undefined where there is none. */
function nodeAt(root, path) {
	let node = root;
	for (const step of path) {
		if (typeof step === "string") node = pairOf(node, step)?.value;
		else node = node?.kind === "seq" ? node.items[step] : void 0;
		if (!node) return void 0;
	}
	return node;
}
/** The plain data of a node. Keys such as `__proto__` never get here: the reader refuses them. */
function toData(node) {
	switch (node.kind) {
		case "scalar": return node.value;
		case "seq": return node.items.map(toData);
		case "map": {
			const data = {};
			for (const pair of node.pairs) data[pair.key] = toData(pair.value);
			return data;
		}
	}
}

// src/milestone/yaml/anchor.ts
/**
* Passes over an anchor (`&name`) before a value, if one stands there. It changes nothing: no alias is read, so that
* nothing can refer to it.
*/
function skipAnchor(c, flow) {
	if (charAt(c) !== 38) return false;
	const start = c.pos++;
	while (!isBlank(charAt(c)) && !isFlowMark(charAt(c))) c.pos++;
	const name = c.text.slice(start + 1, c.pos);
	if (name === "" || name.endsWith(":") || !(flow || isBlank(charAt(c)))) refuse("yaml-anchor", at(start), ["this is no anchor of letters and digits", "remove it, or put the text in quotes"]);
	return true;
}
/** One before a key would name the key alone, which nobody means; two before a value are one too many. */
function refuseAnchor(start) {
	return refuse("yaml-anchor", at(start), ["an anchor may stand only before a value, and only one", "remove it, or put the text in quotes"]);
}

// src/milestone/yaml/block-scalar.ts
/** Reads `|` or `>` and the lines indented more than `parentIndent` below it. */
function readBlockScalar(c, parentIndent) {
	const start = c.pos;
	const folded = c.text[c.pos++] === ">";
	const header = readBlockHeader(c);
	const lines = [];
	let end = c.pos;
	let indent = header.indent > 0 ? Math.max(parentIndent, 0) + header.indent : -1;
	let widest = 0;
	while (c.pos < c.text.length) {
		const lineStart = c.pos + (charAt(c) === 13 ? 2 : 1);
		const stop = lineEnd(c.text, lineStart);
		if (lineStart >= c.text.length) break;
		let text = lineStart;
		while (text < stop && c.text.charCodeAt(text) === 32) text++;
		const spaces = text - lineStart;
		if (isDocumentMark(c.text, lineStart)) break;
		if (text === stop) widest = Math.max(widest, spaces);
		else if (spaces <= parentIndent || indent >= 0 && spaces < indent) {
			refuseTab$1(c, text);
			break;
		} else if (indent < 0) {
			if (widest > spaces) refuseWideBlank(start);
			indent = spaces;
		}
		const hasText = text < stop || indent >= 0 && spaces > indent;
		if (hasText || stop < c.text.length || indent < 0) lines.push(indent >= 0 ? c.text.slice(lineStart + indent, stop) : "");
		c.pos = stop;
		c.lineStart = lineStart;
		checkLength(c, start);
		if (hasText || spaces > 0 || header.chomp === "+") end = stop;
	}
	c.pos = end;
	c.lineStart = c.text.lastIndexOf("\n", end - 1) + 1;
	return {
		kind: "scalar",
		value: blockValue(lines, folded, header.chomp),
		style: "block",
		start,
		end
	};
}
function refuseTab$1(c, pos) {
	if (c.text.charCodeAt(pos) !== 9) return;
	refuse("yaml-syntax", at(pos), ["a tab stands in the indentation, which YAML does not allow", "indent with spaces"]);
}
/** YAML cannot tell then where the text begins. */
function refuseWideBlank(start) {
	return refuse("yaml-syntax", at(start), ["a blank line in this block of text is indented more than its first line", "delete the spaces of the blank lines"]);
}
function readBlockHeader(c) {
	const start = c.pos;
	const stop = lineEnd(c.text, start);
	const match = /^(?:([1-9])([-+]?)|([-+])([1-9]?))?(?:[ \t]+#.*|[ \t]*)$/.exec(c.text.slice(start, stop));
	if (!match) refuse("yaml-syntax", {
		start,
		end: stop
	}, ["nothing may follow the mark that opens a block of text", "put the text on the next lines, indented"]);
	c.pos = stop;
	const chomp = match[2] || match[3] || "";
	return {
		indent: Number(match[1] ?? match[4] ?? 0),
		chomp
	};
}
function blockValue(lines, folded, chomp) {
	let last = lines.length;
	while (last > 0 && lines[last - 1] === "") last--;
	const content = lines.slice(0, last);
	const body = folded ? foldLines(content) : content.join("\n");
	const trailing = lines.slice(last).map((line) => `${line}\n`);
	if (chomp === "+") return last > 0 ? `${body}\n${trailing.join("")}` : trailing.join("");
	return chomp === "-" || last === 0 ? body : `${body}\n`;
}
/** Folds the lines of a `>` block: one break becomes a space, except around lines that are indented further. */
function foldLines(lines) {
	let out = "";
	let blanks = 0;
	let previousDeeper = false;
	lines.forEach((line, index) => {
		if (line === "") {
			blanks++;
			return;
		}
		const deeper = line.startsWith(" ") || line.startsWith("	");
		if (out === "" && index === blanks) out = "\n".repeat(blanks);
		else if (deeper || previousDeeper) out += "\n".repeat(blanks + 1);
		else out += blanks > 0 ? "\n".repeat(blanks) : " ";
		out += line;
		blanks = 0;
		previousDeeper = deeper;
	});
	return out;
}

// src/milestone/yaml/pair.ts
/** A value that is not written: null, without width. */
const empty = (pos) => ({
	kind: "scalar",
	value: null,
	style: "empty",
	start: pos,
	end: pos
});
/** Keys that reach an object's prototype, and the merge key, which means something else to other readers. */
const FORBIDDEN = /* @__PURE__ */ new Set([
	"__proto__",
	"constructor",
	"prototype",
	"<<"
]);
const MAX_PROBLEMS = 50;
/** The largest map is that of tasks by their ids in an older file. */
const MAX_KEYS = 2e4;
/** Adds a pair; a forbidden or doubled key is noted, so that one run tells all of them. */
function addPair(c, map, seen, pair) {
	countEntry(c);
	const span = {
		start: pair.keyStart,
		end: pair.keyEnd
	};
	if (FORBIDDEN.has(pair.key)) {
		note(c, {
			code: "yaml-forbidden-key",
			...span,
			message: `the key ${JSON.stringify(pair.key)} is refused, because it can change how programs read the rest`,
			remedy: "remove or rename it"
		});
		return;
	}
	if (seen.has(pair.key)) {
		note(c, {
			code: "yaml-duplicate-key",
			...span,
			message: `the key ${JSON.stringify(pair.key)} stands twice in one map`,
			remedy: "keep one of the two"
		});
		return;
	}
	seen.add(pair.key);
	if (seen.size > MAX_KEYS) refuse("yaml-size", span, [`a map holds more than ${MAX_KEYS} keys`, "split it"]);
	map.pairs.push(pair);
}
function note(c, problem) {
	if (c.problems.length < MAX_PROBLEMS) c.problems.push(problem);
}
/** Refuses what an unquoted scalar may not begin with. */
function refuseIndicator(c, flow) {
	const mark = c.text[c.pos] ?? "";
	const span = at(c.pos);
	switch (mark) {
		case "&": return refuseAnchor(c.pos);
		case "*": return refuse("yaml-anchor", span, ["aliases are not allowed: they make small files large", "write the value out, or put it in quotes"]);
		case "!": return refuse("yaml-tag", span, ["YAML tags are not allowed", "remove the tag, or put the text in quotes"]);
		case "#":
		case "%":
		case "@":
		case "`":
		case ",":
		case "]":
		case "}": return refuse("yaml-syntax", at(c.pos), [`text may not begin with ${mark}`, "put it in quotes"]);
	}
	const next = charAt(c, 1);
	const ends = isBlank(next) || flow && isFlowMark(next);
	const ch = charAt(c);
	if (!ends || ch !== 63 && ch !== 58 && !(flow && ch === 45)) return;
	refuse("yaml-syntax", at(c.pos), [ch === 63 ? "complex keys (`? `) are not read" : `a \`${mark}\` alone is no value`, ch === 58 ? "write the key before the colon" : "write it in quotes if it is meant as text"]);
}

// src/milestone/yaml/flow.ts
/** Reads `[…]` or `{…}`; its lines must be indented more than `parentIndent`, the closing mark excepted. */
function readFlow(c, parentIndent) {
	return charAt(c) === 91 ? readFlowSeq(c, parentIndent) : readFlowMap(c, parentIndent);
}
function readFlowSeq(c, indent) {
	const seq = {
		kind: "seq",
		items: [],
		flow: true,
		indent: 0,
		start: c.pos,
		end: c.pos
	};
	enter(c, c.pos);
	c.pos++;
	for (;;) {
		toFlowToken(c, indent, seq.start);
		if (charAt(c) === 93) break;
		countEntry(c);
		seq.items.push(readFlowItem(c, indent, seq.start));
		toFlowToken(c, indent, seq.start);
		if (charAt(c) === 44) c.pos++;
		else if (charAt(c) !== 93) refuseSeparator(c, "]");
	}
	seq.end = ++c.pos;
	c.depth--;
	return seq;
}
/** An item of `[…]`; `[a: 1]` holds a map of one pair. */
function readFlowItem(c, indent, open) {
	const { lineStart } = c;
	const item = readFlowValue(c, indent, open);
	const line = c.lineStart;
	toFlowToken(c, indent, open);
	if (!isFlowColon(c, item)) return item;
	if (line !== lineStart || c.lineStart !== lineStart) refuseSeparator(c, "]");
	const map = {
		kind: "map",
		pairs: [],
		flow: true,
		indent: 0,
		start: item.start,
		end: item.end
	};
	enter(c, item.start);
	readFlowPair(c, {
		map,
		key: item,
		seen: /* @__PURE__ */ new Set(),
		indent,
		open
	});
	c.depth--;
	return map;
}
function readFlowMap(c, indent) {
	const map = {
		kind: "map",
		pairs: [],
		flow: true,
		indent: 0,
		start: c.pos,
		end: c.pos
	};
	const seen = /* @__PURE__ */ new Set();
	enter(c, c.pos);
	c.pos++;
	for (;;) {
		toFlowToken(c, indent, map.start);
		if (charAt(c) === 125) break;
		const key = readFlowNode(c, indent);
		toFlowToken(c, indent, map.start);
		readFlowPair(c, {
			map,
			key,
			seen,
			indent,
			open: map.start
		});
		toFlowToken(c, indent, map.start);
		if (charAt(c) === 44) c.pos++;
		else if (charAt(c) !== 125) refuseSeparator(c, "}");
	}
	map.end = ++c.pos;
	c.depth--;
	return map;
}
/** Reads the value behind a key, if there is one, and adds the pair. */
function readFlowPair(c, { map, key, seen, indent, open }) {
	if (key.kind !== "scalar") refuse("yaml-syntax", at(key.start), ["a list or map may not be a key", "use plain text as the key"]);
	let value = empty(key.end);
	if (isFlowColon(c, key)) {
		value = empty(++c.pos);
		toFlowToken(c, indent, open);
		const ch = charAt(c);
		if (ch !== 44 && ch !== 125 && ch !== 93) value = readFlowValue(c, indent, open);
	}
	const written = c.text.slice(key.start, key.end);
	const text = key.style === "plain" && !/[\r\n]/.test(written) ? written : String(key.value);
	addPair(c, map, seen, {
		key: text,
		keyStart: key.start,
		keyEnd: key.end,
		value
	});
	map.end = Math.max(value.end, c.pos);
}
/** Behind a quoted key the value may follow without a space, as in JSON. */
function isFlowColon(c, key) {
	if (charAt(c) !== 58) return false;
	const next = charAt(c, 1);
	return isBlank(next) || isFlowMark(next) || key.kind === "scalar" && key.style !== "plain";
}
/** A value, and an anchor before it. */
function readFlowValue(c, indent, open) {
	if (!skipAnchor(c, true)) return readFlowNode(c, indent);
	const unwritten = empty(c.pos);
	const { lineStart } = c;
	const isApart = isBlank(charAt(c));
	toFlowToken(c, indent, open);
	const ch = charAt(c);
	const isEnd = ch === 44 || ch === 125 || ch === 93;
	if (isEnd && c.lineStart === lineStart) return unwritten;
	if (isEnd || !isApart) refuseAnchor(unwritten.start);
	return readFlowNode(c, indent);
}
function readFlowNode(c, indent) {
	const ch = charAt(c);
	if (ch === 91 || ch === 123) return readFlow(c, indent);
	if (ch === 34 || ch === 39) return readQuoted(c, indent);
	refuseIndicator(c, true);
	if (ch === 124 || ch === 62) refuse("yaml-syntax", at(c.pos), ["a block of text may not stand inside brackets", "put the text in quotes"]);
	return readPlain(c, indent, true);
}
function toFlowToken(c, indent, open) {
	skipToToken(c);
	const ch = charAt(c);
	const closes = ch === 125 || ch === 93;
	const outdented = c.freshAt === c.pos && column(c) <= indent && !(closes && column(c) >= indent);
	if (c.pos >= c.text.length || outdented || c.pos === c.lineStart && isDocumentMark(c.text, c.pos)) refuse("yaml-syntax", at(open), ["this bracket is not closed before the text or its indentation ends", "close it, and indent its lines more than the key it belongs to"]);
}
function refuseSeparator(c, close) {
	return refuse("yaml-syntax", at(c.pos), [`a comma or ${close} is expected here`, "separate the entries by commas, and put text that holds a comma, colon or bracket in quotes"]);
}

// src/milestone/yaml/block.ts
/**
* Reads the node at the cursor. `parentIndent`: column of the collection around it, -1 outside of all.
* `compact`: a collection may begin here (on a line of its own, or behind a dash).
*/
function readBlock(c, parentIndent, compact) {
	const ch = charAt(c);
	if (compact) refuseTab(c);
	if (ch === 45 && isBlank(charAt(c, 1))) {
		if (compact) return readSeq(c, column(c));
		refuse("yaml-syntax", at(c.pos), ["a list may not begin on the line of its key", "put each `- ` on a line of its own below the key"]);
	}
	if (ch === 124 || ch === 62) return readBlockScalar(c, parentIndent);
	if (ch === 34 || ch === 39) return readQuotedOrMap(c, parentIndent, compact);
	if (ch === 91 || ch === 123) return readFlow(c, parentIndent);
	if (ch === 38) return readAnchored(c, parentIndent, compact);
	refuseIndicator(c, false);
	const colon = keyColon(c.text, c.pos, plainStop(c));
	if (colon < 0) return readPlain(c, parentIndent, false);
	if (compact) return readMap(c, column(c));
	return refuse("yaml-syntax", at(colon), ["a second `key: value` stands on this line", "put the text in quotes, or the map on the next lines, indented"]);
}
/** The value behind an anchor. Nothing but a collection on the next lines may follow that begins with a key or dash. */
function readAnchored(c, parentIndent, compact) {
	const start = c.pos;
	skipAnchor(c, false);
	const behind = c.pos;
	skipInline(c);
	const ch = charAt(c);
	if (!isBreak(ch) && ch !== 35) {
		const isPlain = !isFlowMark(ch) && ch !== 34 && ch !== 39;
		if (compact && isPlain && keyColon(c.text, c.pos, plainStop(c)) >= 0 || ch === 38) refuseAnchor(start);
		return readBlock(c, parentIndent, false);
	}
	skipToToken(c);
	if (atEnd(c)) return empty(behind);
	const next = column(c);
	if (next > parentIndent) {
		if (charAt(c) === 38) refuseAnchor(c.pos);
		return readBlock(c, parentIndent, true);
	}
	if (!compact && next === parentIndent && charAt(c) === 45 && isBlank(charAt(c, 1))) {
		refuseTab(c);
		return readSeq(c, parentIndent);
	}
	return empty(behind);
}
function readQuotedOrMap(c, parentIndent, compact) {
	const { pos, lineStart } = c;
	const node = readQuoted(c, parentIndent);
	if (!compact || c.lineStart !== lineStart) return node;
	let next = c.pos;
	while (c.text[next] === " " || c.text[next] === "	") next++;
	if (c.text.charCodeAt(next) !== 58 || !isBlank(c.text.charCodeAt(next + 1))) return node;
	c.pos = pos;
	return readMap(c, column(c));
}
/** Where a plain key on this line would have to end: at a comment or the line's end. */
function plainStop(c) {
	const { text } = c;
	for (let i = c.pos;; i++) {
		const ch = text.charCodeAt(i);
		if (isBreak(ch)) return i;
		if (ch === 35 && isBlank(text.charCodeAt(i - 1))) return i;
	}
}
function readMap(c, indent) {
	const map = {
		kind: "map",
		pairs: [],
		flow: false,
		indent,
		start: c.pos,
		end: c.pos
	};
	enter(c, c.pos);
	const seen = /* @__PURE__ */ new Set();
	for (;;) {
		const key = readKey(c);
		const value = readValue(c, indent);
		addPair(c, map, seen, {
			...key,
			value
		});
		map.end = value.end;
		if (!nextEntry(c, indent)) break;
		if (charAt(c) === 45 && isBlank(charAt(c, 1))) refuse("yaml-syntax", at(c.pos), ["a list item stands among the keys of a map", "indent the list more than its key, or remove the dash"]);
	}
	c.depth--;
	return map;
}
/** Implicit keys are at most this long in YAML. */
const MAX_KEY = 1024;
function readKey(c) {
	const keyStart = c.pos;
	const ch = charAt(c);
	let key;
	let keyEnd;
	if (ch === 34 || ch === 39) {
		const { lineStart } = c;
		key = String(readQuoted(c, -1).value);
		keyEnd = c.pos;
		if (c.lineStart !== lineStart) refuseKey(c, keyStart);
		skipInline(c);
		if (charAt(c) !== 58 || !isBlank(charAt(c, 1))) refuseKey(c, keyStart);
	} else {
		refuseIndicator(c, false);
		if (isFlowMark(ch) || ch === 124 || ch === 62) refuseKey(c, keyStart);
		const colon = keyColon(c.text, keyStart, plainStop(c));
		if (colon < 0) refuseKey(c, keyStart);
		key = c.text.slice(keyStart, colon).trimEnd();
		keyEnd = keyStart + key.length;
		c.pos = colon;
	}
	if (c.pos - keyStart > MAX_KEY) refuseKey(c, keyStart);
	c.pos++;
	return {
		key,
		keyStart,
		keyEnd
	};
}
function refuseKey(c, keyStart) {
	return refuse("yaml-syntax", {
		start: keyStart,
		end: lineEnd(c.text, keyStart)
	}, ["a `key: value` is expected here", "add the colon and a space, or indent the line more if it belongs to the text above"]);
}
function readValue(c, indent) {
	const behind = c.pos;
	skipInline(c);
	const ch = charAt(c);
	if (!isBreak(ch) && !(ch === 35 && c.pos > behind)) return readBlock(c, indent, false);
	skipToToken(c);
	if (atEnd(c)) return empty(behind);
	const next = column(c);
	if (next > indent) return readBlock(c, indent, true);
	if (next === indent && charAt(c) === 45 && isBlank(charAt(c, 1))) {
		refuseTab(c);
		return readSeq(c, indent);
	}
	return empty(behind);
}
function readSeq(c, indent) {
	const seq = {
		kind: "seq",
		items: [],
		flow: false,
		indent,
		start: c.pos,
		end: c.pos
	};
	enter(c, c.pos);
	for (;;) {
		countEntry(c);
		c.pos++;
		const item = readItem(c, indent);
		seq.items.push(item);
		seq.end = item.end;
		if (!nextEntry(c, indent) || charAt(c) !== 45 || !isBlank(charAt(c, 1))) break;
	}
	c.depth--;
	return seq;
}
function readItem(c, indent) {
	const behind = c.pos;
	skipInline(c);
	const ch = charAt(c);
	if (!isBreak(ch) && !(ch === 35 && c.pos > behind)) {
		const tab = c.text.slice(behind, c.pos).indexOf("	");
		const node = readBlock(c, indent, true);
		if (tab >= 0 && (ch === 38 || node.kind !== "scalar" && !node.flow)) refuse("yaml-syntax", {
			start: behind + tab,
			end: behind + tab + 1
		}, ["a tab stands between the dash and what it opens", "use a space"]);
		return node;
	}
	skipToToken(c);
	if (atEnd(c) || column(c) <= indent) return empty(behind);
	return readBlock(c, indent, true);
}
/** Moves to the next entry of a block collection; false when the collection is over. */
function nextEntry(c, indent) {
	skipToToken(c);
	if (atEnd(c)) return false;
	if (c.freshAt !== c.pos) refuseExtra(c);
	const next = column(c);
	if (next < indent) return false;
	refuseTab(c);
	if (next > indent) refuse("yaml-syntax", {
		start: c.pos,
		end: lineEnd(c.text, c.pos)
	}, [`this line is indented by ${next} spaces, but the ones it belongs beside by ${indent}`, "give the lines of one map or list the same indentation"]);
	return true;
}
function refuseTab(c) {
	if (!c.tabbed || c.freshAt !== c.pos) return;
	const tab = c.text.indexOf("	", c.lineStart);
	refuse("yaml-syntax", {
		start: tab,
		end: c.pos
	}, ["a tab stands in the indentation, which YAML does not allow", "indent with spaces"]);
}
function refuseExtra(c) {
	const ch = charAt(c);
	const remedy = ch === 35 ? "put a space before the `#` of a comment" : ch === 9 || ch === 63 ? "remove it" : "put the whole value in quotes, or on a line of its own";
	return refuse("yaml-syntax", {
		start: c.pos,
		end: lineEnd(c.text, c.pos)
	}, [ch === 58 ? "here stands a `:` that follows no key" : "here stands text that belongs to nothing", remedy]);
}

// src/milestone/yaml/read.ts
/**
* Reads the YAML that milestone files are written in: block and flow collections, every scalar style, comments,
* one document, core schema of YAML 1.2, and the anchors and the directive that change nothing in it. Aliases, tags,
* other directives, complex and duplicate keys, merge keys, deep nesting and invisible characters are refused, each
* with its place.
*
* Written for this purpose, and held to the `yaml` package's reading by a property test, because that package
* takes 4 s and 1 GB for 10,000 tasks, and aborts the process on deep nesting under node 20; this takes linear
* time and gives the ranges by which edits leave every other byte alone.
*/
function readYaml(text) {
	const problem = textProblem(text);
	if (problem) return {
		ok: false,
		problems: [problem]
	};
	const begin = text.charCodeAt(0) === 65279 ? 1 : 0;
	const c = {
		text,
		pos: begin,
		lineStart: begin,
		freshAt: begin,
		tabbed: false,
		depth: 0,
		entries: 0,
		problems: []
	};
	try {
		const root = readDocument(c);
		return c.problems.length > 0 ? {
			ok: false,
			problems: c.problems
		} : {
			ok: true,
			root
		};
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return {
			ok: false,
			problems: [...c.problems, error.problem]
		};
	}
}
function readDocument(c) {
	skipToToken(c);
	skipDirective(c);
	if (c.pos === c.lineStart && c.text.startsWith("---", c.pos) && isDocumentMark(c.text, c.pos)) {
		c.pos += 3;
		c.freshAt = -1;
		skipToToken(c);
		if (c.freshAt !== c.pos && c.pos < c.text.length) refuseExtra(c);
	}
	const root = atEnd(c) ? empty(c.pos) : readBlock(c, -1, true);
	skipToToken(c);
	if (!atEnd(c)) refuseExtra(c);
	if (c.pos < c.text.length) refuseFurtherDocument(c);
	return root;
}
/** `%YAML 1.2` says what holds anyway; any other directive changes how the file would have to be read. */
function skipDirective(c) {
	if (c.text[c.pos] !== "%" || c.pos !== c.lineStart) return;
	const span = {
		start: c.pos,
		end: lineEnd(c.text, c.pos)
	};
	if (/^%YAML[ \t]+1\.2[ \t]*(?:[ \t]#.*)?$/.test(c.text.slice(span.start, span.end))) {
		c.pos = span.end;
		skipToToken(c);
		if (c.pos === c.lineStart && c.text.startsWith("---", c.pos) && isDocumentMark(c.text, c.pos)) return;
		refuse("yaml-syntax", span, ["no line `---` follows this directive", "add it before the first key, or delete this line"]);
	}
	refuse("yaml-syntax", span, ["no YAML directive but `%YAML 1.2` is read", "delete this line"]);
}
function refuseFurtherDocument(c) {
	const mark = c.pos;
	const closing = c.text[mark] === ".";
	c.pos += 3;
	skipToToken(c);
	if (closing && c.pos >= c.text.length) return;
	refuse("yaml-documents", at(mark, 3), ["the file holds more than one YAML document", "keep one document in a file, without a second `---`"]);
}

export { toData as i, nodeAt as n, pairOf as r, readYaml as t };