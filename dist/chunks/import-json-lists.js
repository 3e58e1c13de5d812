import { h as unknown, m as union, n as array, o as looseObject, p as string, r as boolean, s as number } from "./lib-zod.js";
import { n as slugOf } from "./milestone-text-slug.js";
import { l as newTask, s as imported, u as unreadable } from "./import-markdown-blocks.js";
import { n as readJson } from "./import-json-file.js";
import { r as readHours } from "./import-references.js";
import { t as nameOf } from "./import-titles.js";

// src/import/json-lists.ts
const word = union([
	string(),
	number(),
	boolean()
]).transform(String).nullish().catch(null);
const list = array(unknown()).nullish().catch(null);
const record = looseObject({
	id: word,
	title: word,
	name: word,
	description: word,
	category: word,
	notes: word,
	priority: word,
	status: word,
	estimate: word,
	passes: unknown().optional(),
	done: unknown().optional(),
	steps: list,
	acceptanceCriteria: list,
	acceptance_criteria: list,
	dependencies: list,
	depends_on: list,
	dependsOn: list
});
/** The user stories of a Ralph loop (`prd.json`): what passes is done, and one runs after the other by its priority. */
function readRalph(file) {
	const json = readJson(file);
	if (!json.ok) return json;
	const found = entriesIn(json.value.data, [
		"userStories",
		"user_stories",
		"stories"
	]);
	if (!found) return unreadable(file.path, 1, "it holds no userStories", "it should hold { \"userStories\": [ … ] }");
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
		const mark = {
			file: file.path,
			how: "json",
			path: [
				...about.path,
				index,
				"passes"
			],
			value: true
		};
		tasks.push({
			...taskOf(item, {
				line,
				needs,
				notes,
				index
			}),
			mark
		});
		const rank = Number(item.priority);
		ranks.push(about.format === "ralph" && Number.isFinite(rank) ? rank : 0);
	});
	if (tasks.length === 0) return unreadable(file.path, 1, "there is no task in it", "add entries with the tool that wrote it, then import again");
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
		list: null,
		notes
	});
}
function taskOf(item, { line, needs, notes, index }) {
	const title = (item.title || item.name || item.description || `Entry ${index + 1}`).split("\n")[0];
	const id = item.id || slugOf(title) || String(index + 1);
	const state = stateOf(item);
	if (state === null) notes.push({
		what: "what it says of being done is not known, so it counts as open",
		item: `${id} in line ${line}`
	});
	const steps = (item.steps ?? []).flatMap(lineOf);
	const criteria = [...(item.acceptanceCriteria ?? item.acceptance_criteria ?? []).flatMap(lineOf), ...steps];
	const details = [
		item.description === title ? null : item.description,
		item.notes,
		item.category ? `Category: ${item.category}` : null
	];
	return newTask({
		id,
		title,
		details: details.flatMap((text) => text ? text.split(/\r?\n/) : []),
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
	return [typeof words === "string" ? words : JSON.stringify(step)];
}
function stateOf({ passes, done, status }) {
	const said = passes ?? done;
	if (said === true || said === "true") return "completed";
	if (said === false || said === null || said === void 0 || said === "false") {
		if (said !== void 0 && said !== null) return "pending";
		const plain = (status ?? "pending").toLowerCase().replace(/[\s_]+/g, "-");
		if (/^(?:done|completed?|passed|passing|closed)$/.test(plain)) return "completed";
		if (/^(?:in-progress|started|active)$/.test(plain)) return "in_progress";
		return /^(?:pending|todo|to-do|open|not-started|failing|failed)$/.test(plain) ? "pending" : null;
	}
	return null;
}

export { jsonListOf, readFeatureList, readRalph };