import { n as Findings, o as diagnosticLine } from "./milestone-diagnostic-path-rule.js";
import { o as pairOf, r as lineEnd, s as toData, t as readYaml } from "./milestone-yaml-read.js";
import { a as renderFlow, c as renderScalar, i as renderBehindKey, n as isEmpty, o as renderKey, r as layoutOf, s as renderLines, t as isCollection } from "./milestone-yaml-render.js";

// src/milestone/yaml/splice.ts
/** The text with all splices made; one that lies inside of a range already replaced is void. */
function spliced(text, splices) {
	splices.sort((a, b) => a.start - b.start || b.rank - a.rank || a.end - b.end);
	const parts = [];
	let from = 0;
	for (const splice of splices) {
		if (splice.start < from) continue;
		parts.push(text.slice(from, splice.start), splice.text);
		from = splice.end;
	}
	parts.push(text.slice(from));
	return parts.join("");
}
/** Replaces the value of a key or the item of a list. */
function replaceValue(file, node, holder, data) {
	if ((holder.kind === "pair" ? holder.map : holder.seq).flow) return [replaceInFlow(file, node, holder, data)];
	const lines = isCollection(data) && !isEmpty(data);
	if (holder.kind === "item") return [replaceItem(file, node, holder.seq, data)];
	return lines ? replaceByLines(file, node, holder, data) : replaceByInline(file, node, holder, data);
}
const styleOf = (node) => node.kind === "scalar" ? node.style : "plain";
const inline = (node, data, flow) => isCollection(data) ? renderFlow(data) : renderScalar(data, styleOf(node), flow);
function replaceInFlow({ text }, node, holder, data) {
	const value = holder.kind === "pair" && text[holder.pair.keyStart] === "\"" && isCollection(data) ? JSON.stringify(data) : inline(node, data, true);
	const unwritten = node.kind === "scalar" && node.style === "empty";
	const hasColon = holder.kind === "item" || text.slice(holder.pair.keyEnd, node.start).includes(":");
	const lead = !unwritten ? "" : hasColon ? " " : ": ";
	return {
		start: node.start,
		end: node.end,
		text: lead + value,
		rank: 0
	};
}
function replaceItem({ text, layout }, node, seq, data) {
	const unwritten = node.kind === "scalar" && node.style === "empty";
	const end = node.kind !== "scalar" && !node.flow ? lineEnd(text, node.end) : node.end;
	const rank = seq.indent + .5;
	if (!isCollection(data) || isEmpty(data)) return {
		start: node.start,
		end,
		text: (unwritten ? " " : "") + inline(node, data, false),
		rank
	};
	const lineStart = text.lastIndexOf("\n", node.start - 1) + 1;
	if (ANCHOR_AT_END.test(text.slice(lineStart, node.start))) return {
		start: node.start,
		end,
		text: renderLines(data, seq.indent + 2, layout),
		rank
	};
	const column = unwritten ? seq.indent + 2 : node.start - lineStart;
	const lines = renderLines(data, column, layout).slice(layout.eol.length + column);
	return {
		start: node.start,
		end,
		text: (unwritten ? " " : "") + lines,
		rank
	};
}
const colonEnd = (text, pair) => text.indexOf(":", pair.keyEnd) + 1;
/** An anchor names what stood below the key, and goes with that. */
function behindAnchor(text, behind) {
	return behind + (ANCHOR_AT_START.exec(text.slice(behind, lineEnd(text, behind)))?.[0].length ?? 0);
}
const ANCHOR_AT_START = /^[ \t]+&[^ \t]+/;
const ANCHOR_AT_END = /(?:^|[ \t])&[^ \t]+[ \t]*$/;
const isBlock = (node) => node.kind !== "scalar" && !node.flow;
function replaceByInline({ text }, node, { map, pair }, data) {
	const rank = map.indent + .5;
	const behind = colonEnd(text, pair);
	if (!isBlock(node)) {
		const unwritten = node.start === node.end;
		return [{
			start: node.start,
			end: node.end,
			text: (unwritten ? " " : "") + inline(node, data, false),
			rank
		}];
	}
	return [{
		start: behind,
		end: behindAnchor(text, behind),
		text: ` ${inline(node, data, false)}`,
		rank
	}, {
		start: lineEnd(text, behind),
		end: lineEnd(text, node.end),
		text: "",
		rank
	}];
}
/** A comment on the line of the key stays there. */
function replaceByLines({ text, layout }, node, { map, pair }, data) {
	const rank = map.indent + .5;
	const behind = colonEnd(text, pair);
	const lines = renderBehindKey(data, map.indent, layout);
	const end = lineEnd(text, node.end);
	if (isBlock(node)) return [{
		start: lineEnd(text, behind),
		end,
		text: lines,
		rank
	}];
	return [{
		start: behind,
		end: node.end,
		text: "",
		rank: rank + .1
	}, {
		start: end,
		end,
		text: lines,
		rank
	}];
}
/** Adds pairs behind `anchor`, a pair of the map that stays and ends at `end`. */
function addPairs({ text, layout }, map, { anchor, end }, added) {
	if (map.flow) {
		const json = text[anchor.keyStart] === "\"";
		return {
			start: end,
			end,
			text: `, ${[...added].map(([key, data]) => json ? `${JSON.stringify(key)}: ${JSON.stringify(data)}` : `${renderKey(key)}: ${renderFlow(data)}`).join(", ")}`,
			rank: 0
		};
	}
	const at = lineEnd(text, end);
	const lead = layout.eol + " ".repeat(map.indent);
	return {
		start: at,
		end: at,
		text: [...added].map(([key, data]) => `${lead}${renderKey(key)}:${renderBehindKey(data, map.indent, layout)}`).join(""),
		rank: map.indent
	};
}
/** Takes pairs out of a map in which at least one stays. */
function removePairs({ text }, map, removed) {
	return map.pairs.flatMap((pair, index) => {
		if (!removed.has(pair)) return [];
		return [{
			...map.flow ? flowRange(map, index, removed) : blockRange(text, map, index, removed),
			text: "",
			rank: -1
		}];
	});
}
function flowRange(map, index, removed) {
	const pair = map.pairs[index];
	const next = map.pairs[index + 1];
	if (next) return {
		start: pair.keyStart,
		end: next.keyStart
	};
	const before = map.pairs.slice(0, index).findLast((each) => !removed.has(each));
	const end = Math.max(pair.value.end, pair.keyEnd);
	return {
		start: before ? Math.max(before.value.end, before.keyEnd) : pair.keyStart,
		end
	};
}
function blockRange(text, map, index, removed) {
	const pair = map.pairs[index];
	const lineStart = text.lastIndexOf("\n", pair.keyStart - 1) + 1;
	if (text.slice(lineStart, pair.keyStart).trim() !== "" && index === 0) {
		const next = map.pairs.find((each) => !removed.has(each));
		return {
			start: pair.keyStart,
			end: next ? next.keyStart : lineEnd(text, pair.value.end)
		};
	}
	const stop = lineEnd(text, Math.max(pair.value.end, colonEnd(text, pair)));
	if (stop < text.length) return {
		start: lineStart,
		end: text.indexOf("\n", stop) + 1
	};
	return {
		start: lineStart === 0 ? 0 : text[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1,
		end: stop
	};
}

// src/milestone/plan/edit-plan.ts
/**
* Opens a text for many edits, which are all made on one reading of it.
* @param layout of the file that the text is a part of
* @throws when it is no YAML map
*/
function openPlanText(text, layout) {
	const yaml = readYaml(text);
	if (!yaml.ok) {
		const findings = new Findings({
			file: "milestone file",
			text
		});
		findings.yamlProblems(yaml.problems);
		throw new Error(`the text to edit cannot be read: ${findings.errors.map(diagnosticLine).join("; ")}`);
	}
	if (yaml.root.kind !== "map") throw new Error("the text to edit is no map");
	return new PlanText(text, yaml.root, layout);
}
/**
* A YAML text and the changes wanted of it. The tree read at first stays as it is; changes are kept beside it and
* made when the text is asked for, so that any number of edits costs one reading.
*/
var PlanText = class {
	#original;
	#root;
	layout;
	#replaced = /* @__PURE__ */ new Map();
	#added = /* @__PURE__ */ new Map();
	#removed = /* @__PURE__ */ new Map();
	#text;
	/** Use `openPlanText`. */
	constructor(text, root, layout = layoutOf(text, root)) {
		this.#original = text;
		this.#root = root;
		this.layout = layout;
		this.#text = text;
	}
	/** How many items the list below a key of the file has; null: none stands there. */
	itemsOf(key) {
		const list = pairOf(this.#root, key)?.value;
		return list?.kind === "seq" ? list.items.length : null;
	}
	/** Sets what stands at a path; undefined takes it away. Maps on the way are made. */
	set(path, value) {
		if (path.length === 0) throw new Error("the whole file cannot be set");
		this.#text = null;
		let node = this.#root;
		let holder = null;
		for (let i = 0; i < path.length; i++) {
			const step = path[i];
			const rest = path.slice(i + 1);
			const replaced = this.#replaced.get(node);
			if (replaced) {
				const data = withValue(replaced.data, path.slice(i), value);
				this.#replaced.set(node, {
					holder: replaced.holder,
					data
				});
				return;
			}
			if (typeof step === "number") {
				const item = node.kind === "seq" ? node.items[step] : void 0;
				if (node.kind !== "seq" || !item) throw new Error(`nothing stands at ${path.slice(0, i + 1).join(".")}`);
				holder = {
					kind: "item",
					seq: node
				};
				node = item;
			} else {
				if (node.kind === "seq") throw new Error(`a list stands at ${path.slice(0, i).join(".")}`);
				const pair = node.kind === "map" ? this.#standing(node, step) : void 0;
				if (node.kind === "scalar" || !pair) {
					if (value !== void 0 || this.#added.get(node)?.has(step)) this.#addTo(node, holder, {
						step,
						rest,
						value
					});
					return;
				}
				if (rest.length === 0 && value === void 0) {
					this.#remove(node, pair, holder);
					return;
				}
				holder = {
					kind: "pair",
					map: node,
					pair
				};
				node = pair.value;
			}
		}
		if (value === void 0) throw new Error("items of a list cannot be taken away one by one");
		if (holder) this.#setNode(node, holder, value);
	}
	/** The text with every change so far. */
	text() {
		if (this.#text !== null) return this.#text;
		const file = {
			text: this.#original,
			layout: this.layout
		};
		const splices = [];
		for (const [node, { holder, data }] of this.#replaced) splices.push(...replaceValue(file, node, holder, data));
		for (const [map, removed] of this.#removed) splices.push(...removePairs(file, map, removed));
		for (const [map, added] of this.#added) for (const [anchor, pairs] of this.#anchored(map, added)) splices.push(addPairs(file, map, {
			anchor,
			end: this.#endOf(anchor)
		}, pairs));
		this.#text = spliced(this.#original, splices);
		return this.#text;
	}
	#standing(map, key) {
		const pair = pairOf(map, key);
		return pair && !this.#removed.get(map)?.has(pair) ? pair : void 0;
	}
	#addTo(node, holder, { step, rest, value }) {
		if (node.kind !== "map" || node.pairs.length === 0 && holder) {
			if (holder) this.#replaced.set(node, {
				holder,
				data: withValue({}, [step, ...rest], value)
			});
			return;
		}
		const pair = pairOf(node, step);
		if (pair && rest.length === 0 && value !== void 0) {
			this.#restore(node, pair);
			this.#setNode(pair.value, {
				kind: "pair",
				map: node,
				pair
			}, value);
			return;
		}
		if (pair) {
			this.#restore(node, pair);
			this.#forget(pair.value);
			const data = withValue({}, rest, value);
			this.#setNode(pair.value, {
				kind: "pair",
				map: node,
				pair
			}, data);
			return;
		}
		const added = this.#added.get(node) ?? /* @__PURE__ */ new Map();
		const data = rest.length === 0 ? value : withValue(added.get(step) ?? {}, rest, value);
		if (data === void 0) added.delete(step);
		else added.set(step, data);
		this.#added.set(node, added);
	}
	#restore(map, pair) {
		this.#removed.get(map)?.delete(pair);
	}
	#remove(map, pair, holder) {
		const removed = this.#removed.get(map) ?? /* @__PURE__ */ new Set();
		removed.add(pair);
		this.#removed.set(map, removed);
		this.#forget(pair.value);
		if (removed.size < map.pairs.length) return;
		if (!holder) throw new Error("the last key of the file cannot be taken away");
		const data = Object.fromEntries(this.#added.get(map) ?? []);
		this.#forget(map);
		this.#replaced.set(map, {
			holder,
			data
		});
	}
	#setNode(node, holder, data) {
		if (sameData(node, data)) {
			this.#forget(node);
			return;
		}
		if (!(!this.#replaced.has(node) && node.kind === "map" && node.pairs.length > 0) || !isCollection(data) || Array.isArray(data)) {
			this.#forget(node);
			this.#replaced.set(node, {
				holder,
				data
			});
			return;
		}
		const wanted = data;
		if (node.pairs.filter((pair) => wanted[pair.key] !== void 0).length === 0) {
			this.#forget(node);
			this.#replaced.set(node, {
				holder,
				data
			});
			return;
		}
		this.#added.delete(node);
		for (const pair of node.pairs) {
			const value = wanted[pair.key];
			this.#restore(node, pair);
			if (value === void 0) this.#remove(node, pair, holder);
			else this.#setNode(pair.value, {
				kind: "pair",
				map: node,
				pair
			}, value);
		}
		for (const [key, value] of Object.entries(wanted)) {
			if (pairOf(node, key)) continue;
			if (value !== void 0) this.#addTo(node, holder, {
				step: key,
				rest: [],
				value
			});
		}
	}
	/** Drops the changes wanted of a node and of all below it. */
	#forget(node) {
		this.#replaced.delete(node);
		if (node.kind === "map") {
			this.#added.delete(node);
			this.#removed.delete(node);
			for (const pair of node.pairs) this.#forget(pair.value);
		} else if (node.kind === "seq") for (const item of node.items) this.#forget(item);
	}
	/** Where a pair ends once everything is taken away that is to go: what is added behind it must not go with that. */
	#endOf(pair) {
		let end = Math.max(pair.value.end, pair.keyEnd);
		let node = pair.value;
		while (node && node.kind !== "scalar" && !node.flow && !this.#replaced.has(node)) {
			if (node.kind === "seq") {
				node = node.items.at(-1);
				continue;
			}
			const removed = this.#removed.get(node);
			const last = node.pairs.findLast((each) => !removed?.has(each));
			if (last && last !== node.pairs.at(-1)) end = Math.max(last.value.end, last.keyEnd);
			node = last?.value;
		}
		return end;
	}
	/** New pairs by the pair behind which they are written. */
	#anchored(map, added) {
		const removed = this.#removed.get(map);
		const staying = map.pairs.filter((pair) => !removed?.has(pair));
		const last = staying.at(-1);
		const head = staying[endOfHead(staying)] ?? last;
		const groups = /* @__PURE__ */ new Map();
		for (const [key, data] of added) {
			const anchor = !map.flow && isHeadKey(key) && !isCollection(data) ? head : last;
			if (!anchor) throw new Error("a map without pairs is replaced, not added to");
			const group = groups.get(anchor) ?? /* @__PURE__ */ new Map();
			group.set(key, data);
			groups.set(anchor, group);
		}
		return groups;
	}
};
/** Status and times are for a reader of the file's head: they go behind these keys rather than to the end. */
const HEAD = /* @__PURE__ */ new Set([
	"id",
	"title",
	"name",
	"description",
	"status"
]);
/** Times of earlier runs belong to the head: what follows them does so whether it is written with them or later. */
function endOfHead(pairs) {
	let end = pairs.findLastIndex(({ key, value }) => HEAD.has(key) && value.kind === "scalar");
	const isTime = (pair) => pair?.key.endsWith("_at") && pair.value.kind === "scalar";
	while (end >= 0 && isTime(pairs[end + 1])) end++;
	return end;
}
const isHeadKey = (key) => key === "status" || key.endsWith("_at");
/** The data with a value set deep in it; maps on the way are made. */
function withValue(data, path, value) {
	const [step, ...rest] = path;
	if (step === void 0) return value ?? null;
	if (Array.isArray(data)) {
		if (typeof step !== "number") throw new Error(`a list has no key ${step}`);
		return data.map((item, index) => index === step ? withValue(item, rest, value) : item);
	}
	const map = isCollection(data) ? data : {};
	const next = { ...map };
	if (rest.length > 0) next[step] = withValue(map[step] ?? {}, rest, value);
	else if (value === void 0) delete next[step];
	else next[step] = value;
	return next;
}
function sameData(node, data) {
	if (node.kind === "scalar") return node.value === data || Object.is(node.value, data);
	if (!isCollection(data)) return false;
	return JSON.stringify(toData(node)) === JSON.stringify(data);
}

export { openPlanText as t };