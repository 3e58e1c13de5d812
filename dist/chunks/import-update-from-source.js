import { i as imported } from "./import-imported.js";
import { n as idsOf, r as milestoneText, t as readSource } from "./import-read-source.js";
import { n as rememberedSource, r as sourceOf, t as memoryOf } from "./import-source-memory.js";
import { t as openPlanText } from "./milestone-plan-edit-plan.js";
import { a as nodeAt, o as pairOf, s as toData, t as readYaml } from "./milestone-yaml-read.js";

// src/import/renamed-items.ts
const MAX_TITLE = 300;
/** Of the pairs of letters that two titles have, how many they share. */
const ALIKE = .7;
/**
* Which items of a source that was read again are former ones under another title: the id that the new title makes, and
* the id that the item has here. Only where it stands between the same neighbours, reads alike, and no other item comes
* near: what is not certain is gone and new.
*/
function renamedItems(before, now) {
	const known = new Set(before.map(({ id }) => id));
	const gone = changedIn(before, new Set(now.map(({ id }) => id)));
	const fresh = changedIn(now, known);
	return fresh.flatMap((each) => {
		const near = gone.filter((old) => isAlike(old.item.title, each.item.title));
		const [old] = near;
		if (!old || near.length > 1 || old.after !== each.after || old.before !== each.before) return [];
		if (fresh.some((other) => other !== each && isAlike(old.item.title, other.item.title))) return [];
		return [{
			made: each.item.byTitle,
			id: old.item.id,
			title: each.item.title
		}];
	});
}
/** The items that go by their titles and are not on the other side. */
function changedIn(items, other) {
	const found = [];
	let [after, open] = [null, 0];
	for (const item of items) if (other.has(item.id)) {
		for (; open < found.length; open++) found[open].before = item.id;
		after = item.id;
	} else if (item.byTitle !== null) found.push({
		item,
		after,
		before: null
	});
	return found;
}
/** One says the other and more, or they share most of their letters in order. */
function isAlike(one, other) {
	const [a, b] = [one, other].map(wordsOf);
	if (a.length === 0 || b.length === 0) return false;
	return holds(a, b) || holds(b, a) || shared(a.join(" "), b.join(" ")) >= ALIKE;
}
const wordsOf = (title) => title.slice(0, MAX_TITLE).toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
/** Whether a text has all of these words in their order. */
function holds(text, words) {
	let at = 0;
	for (const word of text) if (word === words[at]) at += 1;
	return at === words.length;
}
/** Dice's coefficient of the pairs of letters. */
function shared(a, b) {
	const pairs = /* @__PURE__ */ new Map();
	for (let i = 0; i + 1 < a.length; i++) {
		const pair = a.slice(i, i + 2);
		pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
	}
	let both = 0;
	for (let i = 0; i + 1 < b.length; i++) {
		const left = pairs.get(b.slice(i, i + 2)) ?? 0;
		if (left === 0) continue;
		pairs.set(b.slice(i, i + 2), left - 1);
		both += 1;
	}
	return 2 * both / Math.max(1, a.length + b.length - 2);
}

// src/import/update-milestone.ts
/** Keys of a task that come from its source. All others are a person's, or the engine's. */
const SOURCE_KEYS = [
	"title",
	"description",
	"dependencies",
	"acceptance_criteria",
	"estimated_hours",
	"priority"
];
/**
* Takes into a milestone file what changed in its source since it was last read, task by task and key by key: what
* only the source changed is taken, what only a person changed here stays, where both did the person's stays and is
* told. New tasks are put where the source has them; a task that is gone there is skipped unless it was begun.
* @param sides.base the milestone file as the source of then gives it; null where that is not known any more
* @throws when the current text is no milestone file
*/
function updateMilestone(current, { base, next }) {
	const ours = reading(current);
	const theirs = reading(next.text);
	const before = base === null ? null : reading(base.text);
	const result = {
		text: current,
		added: [],
		changed: [],
		ticked: [],
		gone: [],
		renamed: [],
		kept: []
	};
	const plan = openPlanText(current);
	for (const [id, { task }] of theirs.tasks) {
		const own = ours.tasks.get(id);
		if (!own) continue;
		const old = before?.tasks.get(id)?.task ?? null;
		takeKeys({
			id,
			own: own.task,
			old,
			now: task,
			result
		}, (key, value) => plan.set([...own.path, key], value));
		takeState({
			id,
			own: own.task,
			old,
			now: task,
			result
		}, (key, value) => plan.set([...own.path, key], value));
	}
	for (const id of before?.tasks.keys() ?? []) {
		const own = ours.tasks.get(id);
		if (theirs.tasks.has(id) || !own) continue;
		result.gone.push(id);
		if (own.task.status === void 0 || own.task.status === "pending") plan.set([...own.path, "status"], "skipped");
		else result.kept.push(`${id} is gone in the source, but stands here as ${String(own.task.status)}`);
	}
	const source = toData(theirs.root);
	if (source.source !== void 0) plan.set(["source"], source.source);
	result.text = withNewTasks(plan.text(), next, result);
	return result;
}
function takeKeys({ id, own, old, now, result }, set) {
	for (const key of SOURCE_KEYS) {
		const [mine, then, there] = [
			own[key],
			old?.[key],
			now[key]
		].map((each) => canonical(each));
		if (there === mine || old === null || there === then) continue;
		if (mine === then) {
			set(key, now[key]);
			if (!result.changed.includes(id)) result.changed.push(id);
		} else result.kept.push(`${id}: its ${key} changed here and in the source; the one here stays`);
	}
}
/** What is finished there is finished here; what is finished here is never taken back. */
function takeState({ id, own, old, now, result }, set) {
	const mine = String(own.status ?? "pending");
	const there = String(now.status ?? "pending");
	const then = old === null ? null : String(old.status ?? "pending");
	if (there === mine || there === then) return;
	if (there === "completed") {
		if (mine === "completed" || mine === "skipped") return;
		set("status", "completed");
		set("kiro_workflow", now.kiro_workflow);
		result.ticked.push(id);
	} else if (there === "skipped" && mine === "pending") {
		set("status", "skipped");
		result.changed.push(id);
	} else if (mine === then && mine !== "completed") {
		set("status", there);
		set("kiro_workflow", now.kiro_workflow);
		result.changed.push(id);
	} else result.kept.push(`${id} is ${there} in the source and ${mine} here; it stays so`);
}
const canonical = (value) => JSON.stringify(value ?? null);
/** Puts the text of each new task behind the one that stands before it in the source. */
function withNewTasks(text, next, result) {
	let whole = text;
	let before = null;
	for (const task of next.tasks) {
		const there = reading(whole);
		if (there.tasks.has(task.id)) {
			before = task.id;
			continue;
		}
		if (there.list === null) {
			const { id: _, ...rest } = toData(reading(`tasks:\n${task.text}\n`).tasks.get(task.id).node);
			const plan = openPlanText(whole);
			plan.set(["tasks", task.id], rest);
			whole = plan.text();
		} else whole = insertBehind(whole, {
			list: there.list,
			at: before === null ? null : there.tasks.get(before)?.node ?? null,
			text: task.text
		});
		result.added.push(task.id);
		before = task.id;
	}
	return whole;
}
function insertBehind(whole, { list, at, text }) {
	const node = at ?? list.items.at(-1);
	if (list.flow || !node) throw new Error("the tasks of the milestone file are written as a flow list");
	let end = whole.indexOf("\n", Math.max(node.end - 1, node.start));
	if (end < 0) end = whole.length;
	const indent = " ".repeat(list.indent);
	const eol = whole.includes("\r\n") ? "\r\n" : "\n";
	const lines = text.split("\n").map((each) => each === "" ? "" : indent + each.replace(/^ {2}/, ""));
	return `${whole.slice(0, end).replace(/\r$/, "")}${eol}${eol}${lines.join(eol)}${whole.slice(end) === "" ? eol : whole.slice(end).replace(/^\n/, eol)}`;
}
function reading(text) {
	const yaml = readYaml(text);
	if (!yaml.ok || yaml.root.kind !== "map") throw new Error("the milestone file is no YAML map");
	const tasks = /* @__PURE__ */ new Map();
	const node = nodeAt(yaml.root, ["tasks"]);
	if (node?.kind === "seq") node.items.forEach((item, index) => {
		const id = pairOf(item, "id")?.value;
		const name = id?.kind === "scalar" ? String(id.value) : null;
		if (name !== null) tasks.set(name, {
			task: toData(item),
			path: ["tasks", index],
			node: item
		});
	});
	else if (node?.kind === "map") for (const { key, value } of node.pairs) tasks.set(key, {
		task: toData(value) ?? {},
		path: ["tasks", key],
		node: value
	});
	return {
		root: yaml.root,
		tasks,
		list: node?.kind === "seq" ? node : null
	};
}

// src/import/update-from-source.ts
/**
* Takes a source that was read again into the milestone made of it. The copies of the documents that the import left
* say what the source was then.
*/
async function updateFromSource({ id, current, source, plan }, files) {
	const { ids: former } = rememberedSource(current) ?? {};
	const documents = plan.documents.map(({ source: path, text }) => ({
		path,
		text
	}));
	const memory = memoryOf(source, documents);
	const made = (ids) => milestoneText(plan, id, memory && {
		...memory,
		...ids && { ids }
	});
	const now = made(former);
	if (!now.ok) return now;
	const base = await asItWas({
		id,
		source,
		plan
	}, {
		files,
		former
	});
	const before = base?.ok ? base.value : null;
	const renamed = before ? renamedItems(before.tasks, now.value.tasks) : [];
	const ids = {
		...former,
		...Object.fromEntries(renamed.map((each) => [each.made, each.id]))
	};
	const there = new Set(idsOf(plan).made);
	const left = Object.entries(ids).filter(([name]) => there.has(name));
	const next = made(left.length > 0 ? Object.fromEntries(left) : void 0);
	if (!next.ok) return next;
	const updated = updateMilestone(current, {
		base: before,
		next: next.value
	});
	updated.renamed = renamed.map((each) => `${each.id} (${each.title})`);
	return imported({
		...updated,
		files: next.value.files,
		notes: next.value.notes
	});
}
/** Reads again what a milestone was made of, and takes it in; a string says why that cannot be. */
async function rereadSource({ id, current }, given) {
	const memory = rememberedSource(current);
	if (!memory) return "the milestone does not say what it was made of";
	const files = {
		...given,
		writeFile: async () => void 0
	};
	const source = sourceOf(memory);
	const read = await readSource(source, files);
	if (!read.ok) return inOneLine(read.problem);
	const updated = await updateFromSource({
		id,
		current,
		source,
		plan: read.value
	}, files);
	return updated.ok ? updated.value : inOneLine(updated.problem);
}
const inOneLine = ({ file, line, message }) => [file, line].filter((part) => part !== void 0).join(":") + (file === void 0 ? "" : ": ") + message;
/** The milestone as the source gave it last time, read from the copies of its documents; null where they are gone. */
async function asItWas({ id, source, plan }, { files, former }) {
	const home = `.milestones/deliverables/${id}`;
	const there = await files.list(home) ?? [];
	const copies = /* @__PURE__ */ new Map();
	const folder = "folder" in source ? source.folder : "";
	for (const name of there) {
		const match = /^specification(?:-\d+)?\/(?:design|spec|task)\/(.+)$/.exec(name);
		const text = match ? await files.readFile(`${home}/${name}`) : null;
		if (!match || text === null) continue;
		const known = plan.documents.find((document) => document.path === match[1]);
		const own = "folder" in source ? `${folder === "" ? "" : `${folder}/`}${match[1]}` : source.file;
		copies.set(known?.source ?? own, text);
	}
	if (copies.size === 0) return null;
	const read = await readSource(source, {
		readFile: async (path) => copies.get(path) ?? ("file" in source && path !== source.file ? files.readFile(path) : null),
		list: async (path) => {
			const prefix = path === "" || path === "." ? "" : `${path}/`;
			const below = [...copies.keys()].filter((each) => each.startsWith(prefix)).map((each) => each.slice(prefix.length));
			return below.length > 0 ? below : null;
		},
		writeFile: async () => void 0
	});
	if (!read.ok) return null;
	return milestoneText(read.value, id, {
		format: source.format,
		path: "",
		hash: "",
		...former && { ids: former }
	});
}

export { updateFromSource as n, rereadSource as t };