import { t as leftOver } from "./import-checklist.js";
import { a as readYamlMap, i as readFrontMatter, n as asTexts, r as otherFields, t as asText } from "./import-front-matter.js";
import { c as unreadable, i as imported, o as newTask, p as markdownLines } from "./import-imported.js";
import { t as conflictIn } from "./import-json-file.js";
import { t as nameOf } from "./import-titles.js";

// src/import/backlog.ts
/**
* The tasks of Backlog.md: a Markdown file each below `tasks/`, whose front matter has id, status and dependencies.
* Acceptance criteria and the definition of done become criteria, the rest of the file describes the task. Completed
* files count where an open task needs them; drafts and the archive are left out.
*/
function readBacklog(folder, files) {
	const notes = [];
	const config = files.find((file) => /^config\.ya?ml$/.test(file.path.slice(folder.length + 1)));
	const settings = readYamlMap(config?.text ?? "");
	const done = wordForDone(asTexts(settings?.statuses));
	const found = [];
	for (const file of files) {
		const path = file.path.slice(folder.length + 1);
		if (!/^(?:tasks|completed)\/[^/]+\.md$/.test(path)) continue;
		const conflict = conflictIn(file);
		if (conflict) return conflict;
		const read = readTask(file, {
			done,
			notes
		});
		if (!read) return unreadable(file.path, 1, "its front matter cannot be read", "correct the YAML between the --- lines at its top");
		if (read.draft) notes.push({
			what: "drafts, left out",
			item: `${read.task.id} (${file.path})`,
			line: 1
		});
		else found.push({
			...read,
			file,
			aside: path.startsWith("completed/")
		});
	}
	const kept = neededOnly(found, notes);
	if (kept.length === 0) return unreadable(folder, 1, "there is no task in it", "make one with `backlog task create`, then import again");
	const key = (id) => id.toLowerCase().replace(/^(?:task|back)-/, "");
	const places = new Map(kept.map(({ task }, index) => [key(task.id), index]));
	for (const { task, parent } of kept) {
		task.after = task.after.map((id) => kept[places.get(key(id)) ?? -1]?.task.id ?? id);
		const place = parent === "" ? void 0 : places.get(key(parent));
		if (place !== void 0 && kept[place].task !== task) task.parent = place;
	}
	for (const { file, told } of kept) notes.push(...leftOver(file.text, told, file.path));
	return imported({
		format: "backlog",
		source: folder,
		title: asText(settings?.project_name) || "Backlog",
		description: "",
		tasks: kept.map((each) => each.task),
		steps: [],
		hints: [],
		documents: kept.map(({ file }) => ({
			phase: "task",
			path: `tasks/${nameOf(file.path)}`,
			source: file.path,
			text: file.text
		})),
		lists: kept.map(({ file, told }) => ({
			file,
			told
		})),
		notes
	});
}
/** Files below `completed/` matter where something waits for them. */
function neededOnly(found, notes) {
	const needed = new Set(found.flatMap(({ task, parent }) => [...task.after, parent].map((id) => id.toLowerCase())));
	return found.filter(({ task, aside }) => {
		if (!aside || needed.has(task.id.toLowerCase())) return true;
		notes.push({
			what: "completed before and needed by nothing open, left out",
			item: task.id,
			line: 1
		});
		return false;
	});
}
/** The status that means done on this board: the last one where none says so. */
const wordForDone = (statuses) => statuses.find((status) => stateOf(status) === "completed") ?? statuses.at(-1) ?? "Done";
const TAKEN = [
	"title",
	"status",
	"dependencies",
	"priority",
	"labels",
	"parent_task_id",
	"parent",
	"subtasks"
];
function readTask(file, { done, notes }) {
	const front = readFrontMatter(file.text);
	if (!front) return null;
	const { data, body } = front;
	const name = /^([A-Za-z]+-[\d.]+) - (.+)\.md$/.exec(nameOf(file.path));
	const id = asText(data.id) || name?.[1] || nameOf(file.path).replace(/\.md$/, "");
	const status = asText(data.status) || "To Do";
	const { criteria, details, told } = bodyOf(body, front.lines);
	const state = status === done ? "completed" : stateOf(status);
	if (state === null) notes.push({
		what: `the status ${JSON.stringify(status.slice(0, 40))} counts as open`,
		item: id
	});
	return {
		draft: /^draft$/i.test(status),
		parent: asText(data.parent_task_id ?? data.parent),
		told,
		task: newTask({
			id,
			title: asText(data.title) || name?.[2]?.replace(/-/g, " ") || id,
			details: [
				...details,
				...labels(data.labels),
				...otherFields(data, TAKEN)
			],
			acceptance: criteria,
			state: state ?? "pending",
			after: asTexts(data.dependencies),
			planned: /^#{1,3}\s+implementation plan\b/im.test(body),
			priority: asText(data.priority) || null,
			line: 1,
			mark: {
				file: file.path,
				how: "yaml",
				path: ["status"],
				value: done
			}
		})
	};
}
const labels = (value) => {
	const words = asTexts(value);
	return words.length > 0 ? ["", `Labels: ${words.join(", ")}`] : [];
};
function stateOf(status) {
	const word = status.toLowerCase().replace(/[^\p{L}]+/gu, " ").trim();
	if (/^(?:done|completed?|closed|finished)$/.test(word)) return "completed";
	if (/^(?:in progress|doing|started|active|review|in review)$/.test(word)) return "in_progress";
	return /^(?:to do|todo|open|backlog|pending|draft|ready)$/.test(word) ? "pending" : null;
}
/**
* Boxes below the criteria headings are criteria; all other lines describe the task, but for comments.
* @param before lines of the file above the body
*/
function bodyOf(body, before) {
	const told = /* @__PURE__ */ new Set();
	const criteria = [];
	const details = [];
	let judged = false;
	for (const line of markdownLines(body)) {
		if (line.kind !== "hidden") told.add(before + line.line);
		if (line.kind === "heading") {
			judged = /acceptance criteria|definition of done/i.test(line.text);
			details.push(...judged ? [] : [
				"",
				line.text,
				""
			]);
		} else if (line.kind === "item" && judged) criteria.push(line.item.text.replace(/^#\d{1,4}\s+/, ""));
		else if (line.kind === "item") details.push(`- ${line.item.mark === null ? "" : `[${line.item.mark}] `}${line.item.number ? `${line.item.number}. ` : ""}${line.item.text}`);
		else if (line.kind === "code") details.push(line.text);
		else if (line.kind === "text" && line.text !== "" && judged) criteria.push(line.text.replace(/^[-*+]\s+/, ""));
		else if (line.kind === "text") details.push(line.text);
	}
	while (details[0] === "") details.shift();
	return {
		criteria,
		details,
		told
	};
}

export { readBacklog };