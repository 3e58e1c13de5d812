import { n as readChecklist, t as leftOver } from "./import-checklist.js";
import { a as readYamlMap, t as asText } from "./import-front-matter.js";
import { c as unreadable, f as linesOf, i as imported, o as newTask } from "./import-imported.js";
import { t as conflictIn } from "./import-json-file.js";
import { n as plain } from "./import-references.js";
import { r as words, t as nameOf } from "./import-titles.js";

// src/import/bmad.ts
/** `1-2-user-login`, `1.2.user-login.story`, `story-1.2`: epic and story. */
const STORY = /^(?:story-)?(\d{1,3})[-.](\d{1,3}[a-z]?)(?:[-.](.*))?$/i;
/**
* The stories of BMAD: those that `sprint-status.yaml` lists, or the story files of a folder. A story's file gives its
* title, acceptance criteria and text; stories of an epic run one after the other, epic after epic.
*/
function readBmad(folder, files) {
	const status = files.find((file) => /(?:^|\/)sprint-status\.ya?ml$/i.test(file.path));
	const notes = [];
	const stories = /* @__PURE__ */ new Map();
	for (const file of files) {
		const match = STORY.exec(nameOf(file.path).replace(/(?:\.story)?\.md$/i, ""));
		if (!match || !file.path.endsWith(".md")) continue;
		const id = `${Number(match[1])}.${match[2]}`;
		if (stories.has(id)) notes.push({
			what: "a second file of the same story, left out",
			item: `${file.path} (${id})`,
			file: file.path,
			line: 1
		});
		else stories.set(id, file);
	}
	for (const file of [...status ? [status] : [], ...stories.values()]) {
		const conflict = conflictIn(file);
		if (conflict) return conflict;
	}
	const listed = status ? entriesOf(status) : new Map([...stories].map(([id]) => [id, null]));
	if (!listed) return unreadable(status.path, 1, "its development_status cannot be read", "let BMAD write it again (sprint planning)");
	const tasks = [];
	const epics = /* @__PURE__ */ new Map();
	const lists = [];
	const sorted = [...listed].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
	for (const [key, written] of sorted) {
		const match = STORY.exec(key);
		if (!match) {
			const what = /^epic-\d+$/.test(key) ? "an epic, for which its stories stand" : "no story, left out";
			const line = lineOf(status, key);
			notes.push({
				what,
				item: `${key} (${written?.word}) in line ${line}`,
				line
			});
			continue;
		}
		const id = `${Number(match[1])}.${match[2]}`;
		const file = stories.get(id);
		const said = file ? statusOf(file) : null;
		const state = stateOf(written?.word ?? said?.word ?? null);
		if (state === null) notes.push({
			what: `the status ${JSON.stringify((written?.word ?? said?.word ?? "").slice(0, 40))} counts as open`,
			item: id
		});
		const about = file ? readStory(file) : {
			title: words(match[3] ?? key),
			details: [],
			criteria: []
		};
		stories.delete(id);
		if (file && "told" in about) {
			lists.push({
				file,
				told: about.told
			});
			notes.push(...leftOver(file.text, about.told, file.path));
		}
		if (!file) notes.push({
			what: "stories without a file of their own, with their names alone",
			item: id
		});
		epics.set(match[1], [...epics.get(match[1]) ?? [], tasks.length]);
		tasks.push(newTask({
			id,
			title: about.title || words(match[3] ?? key),
			details: about.details,
			acceptance: about.criteria,
			state: state ?? "pending",
			planned: file !== void 0,
			review: /^(?:in-)?review$/.test(written?.word ?? ""),
			line: status ? lineOf(status, key) : 1,
			mark: status ? {
				file: status.path,
				how: "yaml",
				path: [...written.path],
				value: "done"
			} : file && said ? {
				file: file.path,
				how: "word",
				line: said.line,
				from: said.word,
				value: "done"
			} : null
		}));
	}
	for (const [id, { path }] of stories) notes.push({
		what: "a story that the status does not list, left out",
		item: `${path} (${id})`,
		file: path,
		line: 1
	});
	if (tasks.length === 0) return unreadable(folder, 1, "there is no story in it", "let BMAD write its stories first, then import again");
	return imported({
		format: "bmad",
		source: folder,
		title: asText(readYamlMap(status?.text ?? "")?.project) || "Stories",
		description: "",
		tasks,
		steps: [...epics.values()].flatMap((list) => list.map((place) => [place])),
		hints: [],
		documents: [...status ? [status] : [], ...lists.map((each) => each.file)].map((file) => ({
			phase: "task",
			path: nameOf(file.path),
			source: file.path,
			text: file.text
		})),
		lists,
		notes
	});
}
function entriesOf(status) {
	const map = readYamlMap(status.text)?.development_status;
	if (typeof map !== "object" || map === null || Array.isArray(map)) return null;
	const entries = Object.entries(map).map(([key, value]) => {
		const isMap = typeof value === "object" && value !== null && "status" in value;
		const path = [
			"development_status",
			key,
			...isMap ? ["status"] : []
		];
		return [key, {
			word: asText(isMap ? value.status : value),
			path
		}];
	});
	return new Map(entries);
}
/** Where a key stands, from 1. */
function lineOf({ text }, key) {
	return linesOf(text).findIndex((line) => line.trim().replace(/^["']/, "").startsWith(key) && /^["']?\s*:/.test(line.trim().replace(/^["']/, "").slice(key.length))) + 1 || 1;
}
function stateOf(word) {
	switch ((word ?? "").toLowerCase().replace(/[\s_]+/g, "-")) {
		case "done":
		case "completed": return "completed";
		case "in-progress":
		case "review":
		case "in-review": return "in_progress";
		case "deferred":
		case "archived":
		case "cancelled":
		case "optional": return "skipped";
		case "":
		case "backlog":
		case "drafted":
		case "draft":
		case "approved":
		case "ready-for-dev":
		case "ready":
		case "contexted":
		case "todo": return "pending";
		default: return null;
	}
}
/** The status that a story's file states: `Status: done`, or the line below `## Status`. */
function statusOf({ text }) {
	const lines = linesOf(text);
	const inline = lines.findIndex((each) => INLINE_STATUS.test(each));
	if (inline >= 0) return {
		word: INLINE_STATUS.exec(lines[inline])[1].trim(),
		line: inline + 1
	};
	const first = readChecklist(text).sections.find((each) => /^status$/i.test(each.title))?.prose.find((each) => each.text !== "");
	return first ? {
		word: plain(first.text),
		line: first.line
	} : null;
}
const INLINE_STATUS = /^\W{0,4}status\W{1,4}\s*([A-Za-z -]{2,20})\s*$/i;
function readStory(file) {
	const told = /* @__PURE__ */ new Set();
	const { sections, blocks } = readChecklist(file.text);
	const title = (sections.find((section) => section.level === 1)?.title ?? "").replace(/^(?:story\s*)?[\d.]*\s*[::\-–—]?\s*/i, "");
	const criteria = [];
	const details = [];
	sections.forEach((section, at) => {
		const inner = blocks.filter((block) => block.section === at);
		const prose = section.prose.map((each) => each.text);
		if (/^(?:status|change log|dev agent record|qa results)$/i.test(section.title)) return;
		for (const { line } of section.prose) told.add(line);
		for (const { item, lines } of inner) for (const line of [item.line, ...lines]) told.add(line);
		if (/^acceptance criteria/i.test(section.title)) {
			criteria.push(...inner.map((block) => [block.item.text, ...block.details].join(" ")));
			criteria.push(...prose.map(plain).filter((text) => text !== ""));
			return;
		}
		const boxes = inner.flatMap(({ item, details: lines }) => [`- ${item.mark === null ? `${item.number}.` : `[${item.mark}]`} ${item.text}`, ...lines.map((line) => `  ${line}`)]);
		if (section.level > 1 && prose.length + boxes.length > 0) details.push("", section.title);
		details.push(...prose, ...boxes);
	});
	while (details[0] === "") details.shift();
	return {
		title,
		details,
		criteria,
		told
	};
}

export { readBmad };