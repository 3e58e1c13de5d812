import { h as unknown, m as union, n as array, o as looseObject, p as string, r as boolean, s as number } from "./lib-zod.js";
import { n as slugOf } from "./milestone-text-slug.js";
import { r as otherFields } from "./import-front-matter.js";
import { c as unreadable, i as imported, o as newTask } from "./import-imported.js";
import { n as otherLists, r as readJson } from "./import-json-file.js";
import { r as readHours } from "./import-references.js";
import { t as nameOf } from "./import-titles.js";

// src/import/json-lists.ts
const word = union([
	string(),
	number(),
	boolean()
]).transform(String).nullish().catch(null);
const list = array(unknown()).nullish().catch(null);
const listOrText = union([array(unknown()), string().transform((text) => text.split(/\r?\n/))]).nullish().catch(null);
const record = looseObject({
	id: word,
	title: word,
	name: word,
	description: word,
	category: word,
	notes: word,
	priority: word,
	status: word,
	state: word,
	estimate: word,
	steps: list,
	acceptanceCriteria: listOrText,
	acceptance_criteria: listOrText,
	acceptance: listOrText,
	criteria: listOrText,
	dependencies: list,
	depends_on: list,
	dependsOn: list
});
/** Keys that say yes or no to being done, and those that say it in a word. */
const YES_NO = [
	"passes",
	"done",
	"complete",
	"completed",
	"implemented"
];
const IN_A_WORD = ["status", "state"];
const TAKEN = [...Object.keys(record.shape), ...YES_NO];
/** The user stories of a Ralph loop (`prd.json`): what passes is done, and one runs after the other by its priority. */
function readRalph(file) {
	const json = readJson(file);
	if (!json.ok) return json;
	const found = Array.isArray(json.value.data) ? {
		entries: json.value.data,
		path: []
	} : entriesIn(json.value.data, [
		"userStories",
		"user_stories",
		"stories",
		"features",
		"tasks",
		"items",
		"phases"
	]);
	if (!found) return unreadable(file.path, 1, "it holds no userStories", `it should hold { "userStories": [ … ] }; to have it planned: milestone plan --goal "…" --from ${file.path}`);
	const top = json.value.data;
	const title = typeof top.project === "string" ? top.project : typeof top.name === "string" ? top.name : "User stories";
	return planOf(file, json.value, {
		...found,
		format: "ralph",
		title,
		description: textOf(top.description)
	});
}
/** The features that a long-running harness keeps (`feature_list.json`): what passes is done, steps are criteria. */
function readFeatureList(file) {
	const json = readJson(file);
	if (!json.ok) return json;
	const { data } = json.value;
	const found = Array.isArray(data) ? {
		entries: data,
		path: []
	} : entriesIn(data, [
		"features",
		"feature_list",
		"featureList",
		"tests"
	]);
	if (!found) return unreadable(file.path, 1, "it holds no list of features", "it should hold [ { \"description\", \"steps\", \"passes\" } ]");
	const top = Array.isArray(data) ? {} : data;
	const title = textOf(top.project) || textOf(top.project_name) || textOf(top.title) || "Features";
	return planOf(file, json.value, {
		...found,
		format: "feature-list",
		title,
		description: textOf(top.description)
	});
}
/** Whether a JSON text is one of these lists rather than a Task Master file. */
function jsonListOf(text) {
	let data;
	try {
		data = JSON.parse(text.replace(/^\ufeff/, ""));
	} catch {
		return null;
	}
	if (entriesIn(data, ["userStories", "user_stories"])) return "ralph";
	return (Array.isArray(data) ? data : entriesIn(data, [
		"features",
		"feature_list",
		"featureList"
	])?.entries)?.some((each) => typeof each === "object" && each !== null && "passes" in each) ? "feature-list" : null;
}
const textOf = (value) => typeof value === "string" ? value : "";
function entriesIn(data, keys) {
	if (typeof data !== "object" || data === null) return null;
	for (const key of keys) {
		const value = data[key];
		if (Array.isArray(value)) return {
			entries: value,
			path: [key]
		};
	}
	return null;
}
function planOf(file, json, about) {
	const notes = [];
	const tasks = [];
	const ranks = [];
	let named = false;
	const doneWord = wordForDone(about.entries);
	const markOf = (raw, index) => {
		const at = (key) => ({
			file: file.path,
			how: "json",
			path: [
				...about.path,
				index,
				key
			]
		});
		const word = IN_A_WORD.find((key) => key in raw);
		const yes = YES_NO.find((key) => key in raw) ?? (word === void 0 ? "passes" : null);
		return yes === null ? {
			...at(word),
			value: doneWord
		} : {
			...at(yes),
			value: true
		};
	};
	about.entries.forEach((raw, index) => {
		const line = json.lineOf([...about.path, index]);
		const read = record.safeParse(raw);
		if (!read.success) {
			notes.push({
				what: "no task, left out",
				item: `entry ${index + 1} in line ${line}`,
				line
			});
			return;
		}
		const item = read.data;
		const needs = (item.dependencies ?? item.depends_on ?? item.dependsOn ?? []).flatMap((each) => typeof each === "string" || typeof each === "number" ? String(each) : []);
		named ||= needs.length > 0;
		tasks.push({
			...taskOf(item, {
				line,
				needs,
				notes,
				index
			}),
			mark: markOf(raw, index)
		});
		const rank = Number(item.priority);
		ranks.push(about.format === "ralph" && Number.isFinite(rank) ? rank : 0);
	});
	if (tasks.length === 0) return unreadable(file.path, 1, "there is no task in it", "add entries with the tool that wrote it, then import again");
	notes.push(...otherLists(json, about.path[0]));
	const ids = new Set(tasks.map((task) => task.id));
	for (const task of tasks) task.after = task.after.map((each) => ids.has(each) ? each : beforeRemark(each, ids));
	const order = tasks.map((_, index) => index).sort((a, b) => ranks[a] - ranks[b] || a - b);
	return imported({
		format: about.format,
		source: file.path,
		title: about.title,
		description: about.description,
		tasks,
		steps: named ? [] : order.map((index) => [index]),
		hints: [],
		documents: [{
			phase: "task",
			path: nameOf(file.path),
			source: file.path,
			text: file.text
		}],
		lists: [],
		notes
	});
}
/** `F55 (when its bugs are gone)`: the id that a text begins with, where it is one of the list. */
function beforeRemark(text, ids) {
	const first = /^[\w.#-]+/.exec(text)?.[0] ?? text;
	return ids.has(first) ? first : text;
}
/** The word that a list has for what is done, as its own entries write it. */
function wordForDone(entries) {
	for (const raw of entries) {
		const read = record.safeParse(raw);
		const word = read.success ? read.data.status ?? read.data.state : null;
		if (word && stateInWords(word) === "completed") return word;
	}
	return "done";
}
function taskOf(item, { line, needs, notes, index }) {
	const title = (item.title || item.name || item.description || `Entry ${index + 1}`).split("\n")[0];
	const id = item.id || slugOf(title) || String(index + 1);
	const state = stateOf(item);
	if (state === null) notes.push({
		what: "what it says of being done is not known, so it counts as open",
		item: `${id} in line ${line}`
	});
	const { acceptanceCriteria, acceptance_criteria, acceptance, criteria: plain, steps } = item;
	const criteria = [
		acceptanceCriteria,
		acceptance_criteria,
		acceptance,
		plain,
		steps
	].flatMap((each) => each ?? []).flatMap(lineOf).filter((each) => each.trim() !== "");
	const details = [
		item.name && item.name !== title && item.name !== item.id ? `Name: ${item.name}` : null,
		item.description === title ? null : item.description,
		item.notes,
		item.category ? `Category: ${item.category}` : null,
		item.estimate && readHours(item.estimate) === null ? `Estimate: ${item.estimate}` : null
	];
	return newTask({
		id,
		title,
		details: [...details.flatMap((text) => text ? text.split(/\r?\n/) : []), ...otherFields(item, TAKEN)],
		acceptance: criteria,
		state: state ?? "pending",
		after: needs,
		hours: item.estimate ? readHours(item.estimate) : null,
		priority: item.priority ?? null,
		line
	});
}
/** A step as a text, or as `{ description }`. */
function lineOf(step) {
	if (typeof step === "string" || typeof step === "number") return [String(step)];
	if (typeof step !== "object" || step === null) return [];
	const { description, text, step: inner } = step;
	const words = [
		description,
		text,
		inner
	].find((each) => typeof each === "string");
	if (typeof words !== "string") return [JSON.stringify(step)];
	return [[words, ...otherFields(step, [
		"description",
		"text",
		"step"
	])].join("; ")];
}
function stateOf(item) {
	const key = YES_NO.find((each) => item[each] !== void 0 && item[each] !== null);
	if (key === void 0) return stateInWords(item.status ?? item.state ?? "pending");
	const said = item[key];
	if (said === true || said === "true") return "completed";
	if (said !== false && said !== "false") return null;
	return item.started === true || stateInWords(item.status ?? item.state ?? "") === "in_progress" ? "in_progress" : "pending";
}
function stateInWords(written) {
	const word = written.toLowerCase().replace(/[\s_]+/g, "-");
	if (/^(?:done|completed?|passed|passing|passes|closed|verified|finished|implemented)$/.test(word)) return "completed";
	if (/^(?:in-progress|started|active|doing|wip)$/.test(word)) return "in_progress";
	if (/^(?:skipped|cancell?ed|deferred|dropped|wont-?fix)$/.test(word)) return "skipped";
	return /^(?:pending|to-?do|open|not-?started|failing|failed|planned|backlog|ready|blocked|)$/.test(word) ? "pending" : null;
}

export { jsonListOf, readFeatureList, readRalph };