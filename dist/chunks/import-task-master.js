import { h as unknown, m as union, n as array, o as looseObject, p as string, r as boolean, s as number } from "./lib-zod.js";
import { r as otherFields } from "./import-front-matter.js";
import { c as unreadable, i as imported, o as newTask } from "./import-imported.js";
import { n as otherLists, r as readJson } from "./import-json-file.js";
import { r as readHours } from "./import-references.js";
import { r as words, t as nameOf } from "./import-titles.js";

// src/import/task-master.ts
const text = union([
	string(),
	number(),
	boolean()
]).transform(String).nullish().catch(null);
const rawTask = looseObject({
	id: text,
	title: text,
	name: text,
	description: text,
	details: text,
	testStrategy: text,
	status: text,
	priority: text,
	estimatedHours: text,
	estimated_hours: text,
	estimate: text,
	effort: text,
	acceptanceCriteria: union([string(), array(unknown())]).nullish().catch(null),
	verificationCriteria: text,
	implementationGuide: text,
	dependencies: array(unknown()).nullish().catch(null),
	subtasks: array(unknown()).nullish().catch(null)
});
/** What stands elsewhere in the milestone, or says nothing of the work. */
const TAKEN = [
	...Object.keys(rawTask.shape).filter((key) => !/^(?:estimate|effort)/.test(key)),
	...[
		"parentTaskId",
		"parentId",
		"parentTask",
		"isSubtask",
		"previousStatus",
		"recommendedSubtasks"
	],
	...[
		"complexity",
		"complexityScore",
		"expansionPrompt"
	]
];
const list = looseObject({
	tasks: array(unknown()),
	metadata: looseObject({ description: text }).nullish().catch(null)
});
/**
* A Task Master list, in its old flat form or with tags. Tasks and subtasks keep their ids (`3`, `3.1`), statuses and
* dependencies; those that say how to do them go on with execute, the others begin with design.
*/
function readTaskMaster(source) {
	const file = readJson(source.tasks);
	if (!file.ok) return file;
	const tag = chooseTag(asMap(file.value), source);
	if (!tag.ok) return tag;
	const notes = [...tag.value.notes, ...otherLists(file.value, tag.value.path[0] ?? "tasks")];
	const tasks = [];
	for (const [index, raw] of tag.value.list.tasks.entries()) {
		const top = Array.isArray(file.value.data) ? [] : ["tasks"];
		const path = [...tag.value.path.length > 0 ? tag.value.path : top, index];
		addTask(raw, {
			tasks,
			parent: null,
			sisters: NONE,
			index,
			notes,
			path,
			lineOf: file.value.lineOf,
			file: source.tasks.path
		});
	}
	const { name } = tag.value;
	const documents = source.prd ? [{
		phase: "spec",
		path: nameOf(source.prd.path),
		source: source.prd.path,
		text: source.prd.text
	}] : [];
	return imported({
		format: "task-master",
		source: source.tasks.path,
		title: name === null || name === "master" ? projectName(asMap(file.value)) ?? "Task Master tasks" : words(name),
		description: tag.value.list.metadata?.description ?? "",
		tasks,
		steps: [],
		hints: [],
		documents: [...documents, {
			phase: "task",
			path: nameOf(source.tasks.path),
			source: source.tasks.path,
			text: source.tasks.text
		}],
		lists: [],
		notes
	});
}
const project = looseObject({ projectName: string().min(1) });
/** The name that older lists keep beside their tasks. */
function projectName(data) {
	return [data.meta, data.metadata].map((each) => project.safeParse(each)).find((each) => each.success)?.data?.projectName ?? null;
}
function asMap({ data }) {
	if (Array.isArray(data)) return { tasks: data };
	return typeof data === "object" && data !== null ? data : {};
}
/** The list at the top of a file that has tags too. */
const TOP = "(top)";
function chooseTag(data, source) {
	const tags = /* @__PURE__ */ new Map();
	for (const [name, value] of Object.entries(data)) {
		const read = list.safeParse(value);
		if (read.success) tags.set(name, read.data);
	}
	const flat = list.safeParse(data);
	const file = source.tasks.path;
	const whole = Array.isArray(data.tasks) && !flat.success ? null : flat.success ? flat.data : null;
	const names = [...tags.keys()];
	const all = new Map(whole === null ? tags : [...tags, [TOP, whole]]);
	if (source.tag !== null) {
		const wanted = all.get(source.tag);
		if (wanted) return imported(chosen(source.tag, wanted, []));
		const remedy = names.length > 0 ? `tags: ${[...all.keys()].slice(0, 12).join(", ")}` : "it has no tags; leave the # part out";
		return unreadable(file, 1, `it has no tag "${source.tag}"`, remedy);
	}
	if (names.length === 0 && whole !== null) return imported(chosen(TOP, whole, []));
	const usual = currentTag(source.state, tags) ?? (tags.has("master") ? "master" : names[0]);
	const open = (given) => given.tasks.some(isOpen);
	const name = usual !== void 0 && whole !== null && open(whole) && !open(tags.get(usual)) ? TOP : usual;
	if (name === void 0) return unreadable(file, 1, "it holds no tasks", "it should hold { \"tasks\": [ … ] }, or one such map for each tag");
	const others = [...all.keys()].filter((each) => each !== name);
	const read = name === TOP ? "the list at the top was read, not the tags" : `the tag ${name} was read`;
	const notes = others.map((item) => ({
		what: `${read}; others are imported with ${file}#<tag>`,
		item
	}));
	return imported(chosen(name, all.get(name), notes));
}
const chosen = (name, given, notes) => ({
	name: name === TOP ? null : name,
	list: given,
	path: name === TOP ? [] : [name, "tasks"],
	notes
});
function isOpen(raw) {
	const read = rawTask.safeParse(raw);
	return read.success && readStatus(read.data.status).state === "pending";
}
function currentTag(state, tags) {
	const match = state ? /"currentTag"\s*:\s*"([^"\\]{1,200})"/.exec(state.text) : null;
	return match && tags.has(match[1]) ? match[1] : null;
}
const NONE = /* @__PURE__ */ new Set();
/** Subtasks may have subtasks of their own; deeper than this nobody nests. */
const MAX_DEPTH = 8;
function addTask(raw, place, depth = 0) {
	const { tasks, parent, sisters, index, notes, path, lineOf, file } = place;
	const read = rawTask.safeParse(raw);
	const above = parent === null ? "" : tasks[parent].id;
	if (!read.success) {
		const line = lineOf(path);
		const item = `entry ${index + 1}${above && ` of ${above}`} in line ${line}`;
		notes.push({
			what: "no task, left out",
			item,
			line
		});
		return;
	}
	const task = read.data;
	const id = ownId(task.id, above, index);
	const title = task.title || task.name || task.description?.split("\n")[0] || id;
	const { state, review, note } = readStatus(task.status);
	if (note) notes.push({
		what: note,
		item: id
	});
	const parts = task.subtasks ?? [];
	const own = tasks.length;
	tasks.push(newTask({
		id,
		title,
		details: detailsOf(task, title),
		acceptance: criteriaOf(task),
		hours: hoursOf(task),
		priority: task.priority ?? null,
		state,
		parent,
		after: afterOf(task.dependencies ?? [], above, sisters),
		mark: {
			file,
			how: "json",
			path: [...path, "status"],
			value: "done"
		},
		heading: parts.length > 0 && !task.details && !task.testStrategy,
		planned: Boolean(task.details || task.testStrategy || parts.length > 0 || parent !== null),
		review
	}));
	if (depth >= MAX_DEPTH) {
		for (const at of parts.keys()) {
			const line = lineOf([
				...path,
				"subtasks",
				at
			]);
			notes.push({
				what: "nested too deep, left out",
				item: `part ${at + 1} of ${id} in line ${line}`,
				line
			});
		}
		return;
	}
	const ids = new Set(parts.map((part, at) => ownId(idOf(part), id, at)));
	for (const [at, part] of parts.entries()) addTask(part, {
		tasks,
		parent: own,
		sisters: ids,
		index: at,
		notes,
		lineOf,
		file,
		path: [
			...path,
			"subtasks",
			at
		]
	}, depth + 1);
}
function idOf(raw) {
	const read = rawTask.safeParse(raw);
	return read.success ? read.data.id : null;
}
/** A subtask's id with its parent's in front; some lists write it so already. */
function ownId(id, above, index) {
	const own = id?.trim() || String(index + 1);
	return above === "" || own.startsWith(`${above}.`) ? own : `${above}.${own}`;
}
function afterOf(dependencies, above, sisters) {
	return dependencies.flatMap((each) => {
		const value = typeof each === "object" && each !== null && "id" in each ? each.id : idIn(each);
		if (typeof value !== "string" && typeof value !== "number") return [];
		const id = String(value).trim();
		if (id === "") return [];
		const sister = ownId(id, above, 0);
		return [above !== "" && sisters.has(sister) ? sister : id];
	});
}
/** `{ "taskId": 1 }`, as some lists name what is needed. */
const idIn = (each) => typeof each === "object" && each !== null ? "taskId" in each ? each.taskId : "task" in each ? each.task : null : each;
const TIMES = [
	"estimatedHours",
	"estimated_hours",
	"estimate",
	"effort"
];
/** Times as numbers of hours or with their unit; other words (`S`, `high`) say no time. */
function hoursOf({ estimatedHours, estimated_hours, estimate, effort }) {
	const written = estimatedHours ?? estimated_hours ?? estimate ?? effort;
	return written ? readHours(written) : null;
}
function criteriaOf({ testStrategy, acceptanceCriteria, verificationCriteria }) {
	return [
		...Array.isArray(acceptanceCriteria) ? acceptanceCriteria.map((each) => typeof each === "string" ? each : JSON.stringify(each)) : linesOf(acceptanceCriteria ?? ""),
		...linesOf(testStrategy ?? ""),
		...linesOf(verificationCriteria ?? "")
	];
}
function detailsOf(task, title) {
	const told = [
		task.description === title ? null : task.description,
		task.details,
		task.implementationGuide
	].filter(Boolean);
	const others = otherFields(task, hoursOf(task) === null ? TAKEN : [...TAKEN, ...TIMES]);
	return [...told.map((part) => part.split(/\r?\n/)), others].filter((part) => part.length > 0).flatMap((part, at) => [...at > 0 ? [""] : [], ...part]);
}
/** The lines of a test strategy as criteria, without their bullets. */
function linesOf(strategy) {
	return strategy.split(/\r?\n/).map((line) => line.trim().replace(/^(?:[-*•]|\d{1,3}[.)])\s+/, "")).filter((line) => line !== "" && !line.startsWith("```"));
}
/** What a status means here, and what to tell where it has no equal. */
function readStatus(written) {
	const word = (written ?? "pending").trim().toLowerCase().replace(/[\s_]+/g, "-");
	const plain = (state) => ({
		state,
		review: false
	});
	switch (word) {
		case "done":
		case "completed":
		case "complete":
		case "closed": return plain("completed");
		case "in-progress":
		case "active":
		case "started": return plain("in_progress");
		case "review": return {
			state: "in_progress",
			review: true,
			note: "in review, so it runs once more and a person approves its end"
		};
		case "deferred":
		case "cancelled":
		case "canceled": return {
			state: "skipped",
			review: false,
			note: `${word}, so imported as skipped (write \`status: pending\` to have one done)`
		};
		case "blocked": return {
			state: "pending",
			review: false,
			note: "blocked, so it counts as open"
		};
		case "pending":
		case "todo":
		case "open":
		case "": return plain("pending");
		default: return {
			state: "pending",
			review: false,
			note: `the status ${JSON.stringify(word.slice(0, 40))} is not known, so it counts as open`
		};
	}
}

export { readTaskMaster };