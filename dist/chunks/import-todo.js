import { n as readChecklist } from "./import-checklist.js";
import { a as markedLines, c as unreadable, f as linesOf, i as imported, p as markdownLines } from "./import-imported.js";
import { c as readTaskList, r as overview } from "./import-kiro.js";
import { n as planTitle, r as words, t as nameOf } from "./import-titles.js";

// src/import/todo.ts
const LISTS = /^(?:to-?do|tasks?|task[-_]?list|backlog|roadmap|plan|checklist|work|next)\b/i;
const DONE = /^\W{0,4}(?:done|completed?|finished|closed|shipped|archived?|已完成|完了|hecho|erledigt|fait)\b/iu;
const BEGUN = /^\W{0,4}(?:in[- ]progress|doing|started|active|wip|current|now|进行中|in arbeit|en cours)\b/iu;
const NO_TASKS = /^\W{0,4}(?:notes?|overview|about|background|context|links?|references?|resources|legend|goals?|non-goals?|summary|decisions?)\b/i;
/**
* A Markdown list that a person keeps (`TASKS.md` and the like): its boxes are tasks, one after the other. Without boxes
* the bullets and numbered lines are, done where they stand below a heading such as Done.
*/
function readTodo(file) {
	const name = nameOf(file.path);
	const boxed = readChecklist(file.text);
	const hasBoxes = boxed.blocks.some((block) => block.item.mark !== null);
	const given = hasBoxes || !LISTS.test(name) ? null : withBoxes(file.text);
	const checklist = given ? readChecklist(given.text) : boxed;
	const { tasks, steps, hints, told, notes } = readTaskList(checklist, {
		marks: "other",
		nested: "tasks",
		criteria: /* @__PURE__ */ new Map()
	});
	if (tasks.length === 0) return unreadable(file.path, 1, "there is no checkbox in it, and it is no list of tasks", `write tasks as \`- [ ] What to do\`, or let an agent plan it: milestone plan --goal "…" --from ${file.path}`);
	if (!hasBoxes) notes.unshift({ what: "no boxes in it: each line of its lists was taken as a task, done below a heading that says so" });
	notes.push(...given?.notes ?? []);
	return imported({
		format: "todo",
		source: file.path,
		title: planTitle([file], /^\W*(?:to-?do|tasks?)\b/i.test(name) ? "Tasks" : words(name.replace(/\.[a-z]+$/i, ""))),
		description: overview(checklist),
		tasks: markedLines(tasks, file),
		steps,
		hints,
		documents: [{
			phase: "task",
			path: name,
			source: file.path,
			text: file.text
		}],
		lists: [{
			file,
			told
		}],
		notes
	});
}
/** Bullets and numbered lines as boxes, ticked by the heading that they stand below. */
function withBoxes(text) {
	const raw = linesOf(text);
	const notes = [];
	let mark = " ";
	for (const { kind, line, ...rest } of markdownLines(text)) {
		if (kind === "heading" && "text" in rest) mark = NO_TASKS.test(rest.text) ? null : DONE.test(rest.text) ? "x" : BEGUN.test(rest.text) ? "-" : " ";
		if (kind !== "text" && kind !== "item") continue;
		const match = /^(\s{0,3})(?:[-*+•]|(\d{1,4})[.)])\s+(\S.*)$/.exec(raw[line - 1]);
		if (!match) continue;
		const [, indent, number, words] = match;
		if (mark !== null) raw[line - 1] = `${indent}- [${mark}] ${number ? `${number}. ` : ""}${words}`;
		else notes.push({
			what: "below a heading that holds no tasks, so not taken",
			item: `line ${line} (${words.slice(0, 60)})`,
			line
		});
	}
	return {
		text: raw.join("\n"),
		notes
	};
}

export { readTodo };