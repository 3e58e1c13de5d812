import { n as readChecklist, r as readMark, t as leftOver } from "./import-checklist.js";
import { a as markedLines, c as unreadable, i as imported, l as bare, m as readStrike, n as OPTIONAL, o as newTask, p as markdownLines, r as UNKNOWN_MARK, u as behind } from "./import-imported.js";
import { n as slugOf } from "./milestone-text-slug.js";
import { a as readNamed, i as readInline, n as plain, o as readReference } from "./import-references.js";
import { t as require_dist } from "./lib-yaml.js";
import { n as planTitle, r as words, t as nameOf } from "./import-titles.js";

// src/import/waves.ts
var import_dist = require_dist();
const MAX_WAVES = 1e3;
/**
* Waves as JSON or YAML in a block of code (`{"waves": [["1","2"],["3"]]}`, or with `tasks` in each), as lines
* (`Wave 1: 1.1, 2.1`) or rows of a table, and arrows between tasks, in Mermaid too. A graph that cannot be read is
* noted. Tasks that no wave names come when all tasks above them in the list are done.
*/
function readWaves(checklist, tasks, notes) {
	const places = placesOf(tasks);
	const hints = checklist.code.flatMap((code) => arrowsIn(code.text.split("\n"), places));
	const waves = checklist.code.map((code) => ({
		code,
		waves: wavesIn(code)
	})).find((each) => each.waves !== null)?.waves ?? wavesInProse(checklist, places);
	if (waves === null) {
		for (const code of checklist.code) if (/\bwaves?\b|-->|==>|\bdepends_?on\b/i.test(code.text) && arrowsIn(code.text.split("\n"), places).length === 0) notes.push({
			what: "a graph of dependencies could not be read, so the order of the list holds",
			item: `the block of code in line ${code.line}`,
			line: code.line
		});
		return {
			steps: null,
			hints
		};
	}
	const seen = /* @__PURE__ */ new Set();
	const steps = [];
	for (const wave of waves) {
		const step = [];
		for (const id of wave) {
			const place = places(id);
			if (place === null) notes.push({
				what: "named by the dependency graph but not in the list, left out",
				item: id
			});
			else if (!seen.has(place)) {
				seen.add(place);
				step.push(place);
			}
		}
		if (step.length > 0) steps.push(step);
	}
	followList(tasks, seen);
	return {
		steps: steps.map((step) => withParts(step, tasks, seen)),
		hints
	};
}
function placesOf(tasks) {
	const places = /* @__PURE__ */ new Map();
	const key = (id) => id.toLowerCase().replace(/^(?:task\s*)?#?/, "").replace(/^t-?0*(?=\d)/, "t");
	for (const [index, { id }] of tasks.entries()) if (!places.has(key(id))) places.set(key(id), index);
	return (id) => places.get(key(id.trim())) ?? null;
}
/** A wave that names a whole names its parts, unless waves name those themselves. */
function withParts(step, tasks, seen) {
	const all = [...step];
	for (let at = 0; at < all.length; at++) tasks.forEach((task, index) => {
		if (task.parent !== all[at] || seen.has(index)) return;
		seen.add(index);
		all.push(index);
	});
	return all;
}
function wavesIn({ text, language }) {
	if (!/waves?/i.test(text) || text.length > 2e5) return null;
	if (language !== "" && !/^(?:json|ya?ml|jsonc|text|txt)\b/i.test(language)) return null;
	let data;
	try {
		const document = (0, import_dist.parseDocument)(text, { logLevel: "silent" });
		if (document.errors.length > 0) return null;
		data = document.toJS({ maxAliasCount: 0 });
	} catch {
		return null;
	}
	const waves = listOfWaves(data);
	return waves && waves.length > 0 && waves.length <= MAX_WAVES && waves.some((wave) => wave.length > 0) ? waves : null;
}
/** `waves: [[1, 2], [3]]`, `waves: [{ tasks: [1] }]`, `waves: { 1: [1, 2] }`, `wave_1: [1, 2]`, or the list itself. */
function listOfWaves(data) {
	if (Array.isArray(data)) {
		const waves = data.map(idsOf);
		return waves.every((wave) => wave !== null) ? waves : null;
	}
	if (typeof data !== "object" || data === null) return null;
	for (const [key, value] of Object.entries(data)) {
		if (!/^(?:execution_?)?(?:waves|parallel_?groups|batches)$/i.test(key)) continue;
		const inner = Array.isArray(value) ? value : typeof value === "object" && value !== null ? Object.values(value) : null;
		return inner ? listOfWaves(inner) : null;
	}
	const named = Object.entries(data).filter(([key]) => /^wave[\s_-]?\d{1,3}$/i.test(key));
	if (named.length > 0) return listOfWaves(named.map(([, value]) => value));
	for (const value of Object.values(data)) if (typeof value === "object" && value !== null && !Array.isArray(value)) {
		const inner = listOfWaves(value);
		if (inner) return inner;
	}
	return null;
}
function idsOf(wave) {
	if (typeof wave === "string" || typeof wave === "number") return readNamed(String(wave)).ids;
	if (Array.isArray(wave)) {
		const ids = wave.map((each) => typeof each === "object" && each !== null && "id" in each ? String(each.id) : typeof each === "object" ? null : String(each));
		return ids.every((id) => id !== null) ? ids : null;
	}
	if (typeof wave !== "object" || wave === null) return null;
	for (const key of [
		"tasks",
		"task_ids",
		"taskIds",
		"items",
		"parallel"
	]) if (key in wave) return idsOf(wave[key]);
	return null;
}
const WAVE = /^(?:[#>|]\s*)?(?:execution )?(?:wave|batch|parallel group|group|round|波次?|第)\s*(\d{1,3}|[A-Z])\b[^::|]{0,60}[::|]\s*(.+)$/i;
/** `Wave 1: 1.1, 2.1`, `- **Wave 2** (after wave 1): 3`, or a table whose first column is the wave. */
function wavesInProse({ sections }, places) {
	const waves = [];
	for (const { prose } of sections) {
		const table = prose.findIndex(({ text }) => /^\|?[^|]{0,20}\bwaves?\b[^|]{0,20}\|/i.test(text));
		for (const [at, { text }] of prose.entries()) {
			const bare = plain(text);
			const match = (table >= 0 && at > table + 1 ? /^\|?\s*(?:wave\s*)?(\d{1,3})\s*\|(.*)$/i.exec(bare) : null) ?? WAVE.exec(bare);
			if (!match) continue;
			const ids = readNamed(match[2].split("|").find((cell) => readNamed(cell).ids.some((id) => places(id) !== null)) ?? "").ids;
			if (ids.some((id) => places(id) !== null)) waves.push(ids.filter((id) => places(id) !== null));
		}
	}
	return waves.length > 1 ? waves : null;
}
const NODE = String.raw`([\w.-]{1,40})\s*(?:[[({]{1,2}"?([^\]"})]{0,200})"?[\])}]{1,2})?`;
const ARROW = new RegExp(String.raw`^\s*${NODE}\s*(?:-{1,3}(?:\|[^|]{0,40}\|)?>|={2,3}>|-\.{1,3}->|→)\s*(?:\|[^|]{0,40}\|\s*)?${NODE}`);
/** `A[1. Schema] --> B[2. Endpoint]`, `T001 --> T002`, `1 → 2`: what stands at the head waits for the tail. */
function arrowsIn(lines, places) {
	const labels = /* @__PURE__ */ new Map();
	const node = (id, label) => {
		const own = (label === void 0 ? [] : readNamed(label.split(/\s/)[0]).ids).map(places).find((at) => at !== null) ?? labels.get(id) ?? places(id);
		if (own !== null) labels.set(id, own);
		return own;
	};
	for (const line of lines.slice(0, 2e3)) {
		const only = new RegExp(`^\\s*${NODE}\\s*;?\\s*$`).exec(line.slice(0, 500));
		if (only?.[2]) node(only[1], only[2]);
	}
	return lines.slice(0, 2e3).flatMap((line) => {
		const found = [];
		let rest = line.slice(0, 500);
		for (let match = ARROW.exec(rest); match; match = ARROW.exec(rest)) {
			const [whole, from, fromLabel, to, toLabel] = match;
			const [tail, head] = [node(from, fromLabel), node(to, toLabel)];
			if (tail !== null && head !== null && tail !== head) found.push([head, tail]);
			const last = whole.slice(whole.lastIndexOf(to));
			rest = last.length < rest.length ? last + rest.slice(whole.length) : "";
		}
		return found;
	});
}
/** A task outside of the waves (a checkpoint, as a rule) waits for what stands between it and the one before. */
function followList(tasks, seen) {
	const parents = new Set(tasks.map((task) => task.parent));
	const isSeen = (index) => {
		for (let at = index; at !== null; at = tasks[at].parent) if (seen.has(at)) return true;
		return false;
	};
	let since = [];
	tasks.forEach((task, index) => {
		if (parents.has(index)) return;
		if (isSeen(index)) {
			since.push(task.id);
			return;
		}
		task.after.push(...since.slice(-300));
		since = [task.id];
	});
}

// src/import/task-list.ts
/** `1.`, `2.3`, `**4.1**`, `Task 5:`, `任务 6` in front of a title. */
const NUMBER = /^\*{0,2}(?:(?:task|任务|任務|タスク|задача|tarea|tarefa|tâche|aufgabe)\s*)?#?(\d{1,4}(?:\.\d{1,4}){0,5})(?:[.):,、:-]|\s-)?(\\?\*(?=\s))?\*{0,2}(?:\s+|$)/i;
const PARALLEL = /^(?:\[P\]|\(P\))(?:\s+|$)/i;
/**
* The tasks of a list of boxes: numbered or not, nested by number or by indentation, in the order of the list but
* for what the list itself says of order. Every box and every numbered line becomes a task, a detail or a note.
*/
function readTaskList(checklist, style) {
	const notes = [];
	const told = /* @__PURE__ */ new Set();
	const found = dropRepeated(findTasks(checklist, style, {
		notes,
		told
	}), notes);
	const tasks = found.map((each) => each.task);
	settleParents(found, notes);
	readDependencies(checklist, found, notes);
	notes.push(...bulletsBeside(checklist), ...leftOver(checklist.text, told));
	const waves = readWaves(checklist, tasks, notes);
	return {
		tasks,
		steps: waves.steps ?? stepsOf(found),
		hints: waves.hints,
		told,
		notes
	};
}
/** Bullets among boxes that have none: perhaps tasks whose box was forgotten. */
function bulletsBeside({ blocks, sections }) {
	return sections.flatMap((section, at) => {
		const first = blocks.find((block) => block.section === at && block.item.mark !== null)?.item.line;
		if (first === void 0) return [];
		return section.prose.flatMap(({ line, text }) => {
			if (line < first || !/^[-*+•]\s+[^[\s]/.test(text) || readReference(text) !== null) return [];
			return [{
				what: "without a box among boxes, so not taken as tasks",
				item: `line ${line} (${bare(text).slice(0, 60)})`,
				line
			}];
		});
	});
}
function findTasks(checklist, style, { notes, told }) {
	const { sections } = checklist;
	const blocks = checklist.blocks.map((block) => withWords(block, style));
	const numbered = blocks.filter((block) => block.item.mark !== null).some((block) => NUMBER.test(block.item.text));
	const members = membersOf(blocks);
	const found = [];
	const byIndent = [];
	const tell = (block) => {
		told.add(block.item.line);
		for (const line of block.lines) told.add(line);
	};
	for (const block of blocks) {
		if (block.item.mark === null && !members.has(block)) continue;
		tell(block);
		while (byIndent.length > 0 && byIndent.at(-1).indent >= block.item.indent) byIndent.pop();
		const above = byIndent.at(-1);
		const number = block.item.mark === null ? block.item.number : NUMBER.exec(block.item.text)?.[1] ?? null;
		if ((style.nested === "details" || numbered) && number === null && above?.boxed) {
			addStep(found[above.place], block, style, notes);
			continue;
		}
		const id = number ?? (above ? `${found[above.place].task.id}.${++above.children}` : "");
		const each = readTask(block, {
			id,
			style,
			notes
		});
		const parent = number === null ? null : parentOf(id, {
			block,
			found
		});
		each.task.parent = parent?.place ?? above?.place ?? null;
		each.flat = parent?.flat ?? false;
		const section = sections[block.section];
		if (each.task.parent === null && section.level > 1) each.task.details.unshift(...sectionLine(section.title));
		byIndent.push({
			indent: block.item.indent,
			place: found.length,
			children: 0,
			boxed: block.item.mark !== null
		});
		found.push(each);
	}
	if (found.length > 0) found.push(...fromHeadings(checklist, found, {
		notes,
		told
	}));
	settleFlat(found, notes);
	return found;
}
/** A box's words without what the tool writes in front of every task. */
function withWords(block, { words }) {
	return words ? {
		...block,
		item: {
			...block.item,
			text: words(block.item.text)
		}
	} : block;
}
/** An unnumbered box inside of a numbered task: one of its steps. An open one keeps the task open. */
function addStep({ task, number }, block, style, notes) {
	const { item, details } = block;
	const strike = readStrike(item.text);
	task.heading = false;
	task.details.push(`- [${item.mark}] ${item.text}`);
	takeDetails(task, details.map((line) => line === "" ? "" : `  ${line}`), style);
	const mark = readMark(item.mark ?? " ", style.marks);
	const open = mark.state === "pending" || mark.state === "in_progress";
	if (task.state !== "completed" || !open || item.optional || mark.optional || strike.struck) return;
	task.state = "in_progress";
	const name = number ?? task.id;
	notes.push({
		what: "checked although a box in it is not, so it counts as begun",
		item: `${name} (line ${item.line}: ${item.text.slice(0, 60)})`,
		line: item.line
	});
}
/**
* Numbered lines without boxes that belong to the list: those that hold boxes, by indentation or by number
* (`2.` holds `2.1`), and their sisters in the same section.
*/
function membersOf(blocks) {
	const plain = blocks.filter((block) => block.item.mark === null);
	const members = /* @__PURE__ */ new Set();
	if (plain.length === 0) return members;
	const prefixes = new Set(blocks.flatMap(({ item }) => {
		const number = item.mark === null ? void 0 : NUMBER.exec(item.text)?.[1];
		return number?.includes(".") ? [number.slice(0, number.indexOf("."))] : [];
	}));
	const sections = /* @__PURE__ */ new Set();
	blocks.forEach((block, index) => {
		if (block.item.mark !== null) return;
		const next = blocks[index + 1];
		if (next !== void 0 && next.item.mark !== null && next.item.indent > block.item.indent || prefixes.has(block.item.number ?? "")) sections.add(block.section);
	});
	for (const block of plain) if (sections.has(block.section)) members.add(block);
	return members;
}
/** `## 2. Build the parser` without a box below, where other numbered headings have some: a task of its own. */
function fromHeadings(checklist, found, { notes, told }) {
	const { sections, blocks } = checklist;
	const numberOf = (title) => NUMBER.exec(title)?.[1] ?? null;
	const holding = /* @__PURE__ */ new Set();
	for (const block of blocks) {
		if (!told.has(block.item.line)) continue;
		for (let at = block.section, level = 7; at >= 0; at--) {
			const section = sections[at];
			if (section.level < level) {
				holding.add(at);
				level = section.level;
			}
		}
	}
	if (!sections.some((section, at) => holding.has(at) && numberOf(section.title) !== null)) return [];
	const levels = new Set(sections.filter((section, at) => holding.has(at) && numberOf(section.title) !== null).map((s) => s.level));
	return sections.flatMap((section, at) => {
		const number = numberOf(section.title);
		if (number === null || holding.has(at) || !levels.has(section.level)) return [];
		const title = behind(section.title, NUMBER.exec(section.title)[0]);
		const taken = found.some((each) => each.task.id === number);
		notes.push({
			what: "a heading without boxes, taken as an open task",
			item: `${number} in line ${section.line} (${title.slice(0, 60)})`,
			line: section.line
		});
		for (const { line } of section.prose) told.add(line);
		return [{
			task: newTask({
				id: taken ? slugOf(title) || number : number,
				title,
				details: section.prose.map((each) => each.text).filter((text) => text !== ""),
				line: section.line
			}),
			parallel: false,
			number,
			flat: false,
			block: {
				item: {
					line: section.line,
					indent: 0,
					mark: null,
					number,
					optional: false,
					text: title
				},
				details: [],
				lines: [],
				section: at
			}
		}];
	});
}
const USUAL_SECTIONS = /^(?:tasks?|task list|implementation (?:plan|tasks)|to-?do|任务列?表?|タスク|tareas|tarefas)$/i;
const sectionLine = (title) => title === "" || USUAL_SECTIONS.test(title) ? [] : [`Section: ${title}`];
/** The task that a number makes another a part of; flat where both stand at one indentation. */
function parentOf(id, { block, found }) {
	for (let dot = id.lastIndexOf("."); dot > 0; dot = id.lastIndexOf(".", dot - 1)) {
		const place = found.findLastIndex((each) => each.task.id === id.slice(0, dot));
		if (place < 0) continue;
		const above = found[place].block;
		return {
			place,
			flat: above.item.indent >= block.item.indent && above.item.mark !== null && above.section === block.section
		};
	}
	return null;
}
/**
* Parts at the indentation of the whole (`2.1` below `2.`) are parts where the list is written so throughout. A
* number put in between (`2.5` behind `2.`) is a task of its own: the one before it stays work.
*/
function settleFlat(found, notes) {
	const parts = /* @__PURE__ */ new Map();
	for (const each of found) {
		if (!each.flat || each.task.parent === null) continue;
		parts.set(each.task.parent, [...parts.get(each.task.parent) ?? [], each]);
	}
	const firstOf = (list) => Number(/(\d+)$/.exec(list[0].number ?? "")?.[1] ?? 1);
	const style = [...parts.values()].some((list) => list.length > 1 && firstOf(list) <= 1);
	for (const [parent, list] of parts) {
		const whole = found[parent];
		const indented = found.some((each) => each.task.parent === parent && !each.flat);
		if (indented || style && firstOf(list) <= 1) {
			if (!whole.task.heading || indented) continue;
			notes.push({
				what: "a heading over the parts that follow it, with no work of its own",
				item: `${whole.task.id} in line ${whole.task.line} (${list.map((each) => each.task.id).slice(0, 4).join(", ")})`,
				line: whole.task.line
			});
			continue;
		}
		for (const each of list) each.task.parent = whole.task.parent;
		whole.task.heading = false;
	}
}
function readTask(block, { id, style, notes }) {
	const { item, details } = block;
	const strike = readStrike(item.text);
	const number = item.mark === null ? null : NUMBER.exec(strike.text);
	const text = number ? behind(strike.text, number[0]) : bare(strike.text);
	const parallel = PARALLEL.test(text);
	const title = bare(parallel ? text.replace(PARALLEL, "") : text);
	const mark = readMark(item.mark ?? " ", style.marks);
	const optional = item.optional || mark.optional || number?.[2] !== void 0;
	const name = id || slugOf(title);
	if (mark.unknown) notes.push({
		what: UNKNOWN_MARK,
		item: `[${item.mark}] of ${name || "a task"} in line ${item.line}`
	});
	const skipped = optional && mark.state === "pending" && !strike.struck;
	if (skipped) notes.push({
		what: OPTIONAL,
		item: name || title
	});
	const task = newTask({
		id: name,
		title,
		heading: details.every(saysNothing),
		line: item.line
	});
	takeDetails(task, details, style);
	task.hours ??= readInline(title).hours;
	task.state = skipped || strike.struck ? "skipped" : mark.state;
	if (strike.struck) notes.push({
		what: STRUCK,
		item: `${name || title} in line ${item.line}`,
		line: item.line
	});
	return {
		task,
		parallel: parallel || /\s(?:\(P\)|\[P\])\s*$/i.test(text),
		block,
		number: number?.[1] ?? item.number,
		flat: false
	};
}
const STRUCK = "struck out, so imported as skipped";
/** References in the details of a task become its criteria, hours and priority; the rest describes it. */
function takeDetails(task, details, { criteria }) {
	for (const line of details) {
		const reference = readReference(line);
		switch (reference?.kind) {
			case "requirements":
				task.acceptance.push(...reference.numbers.flatMap((each) => criterion(each, criteria)));
				break;
			case "hours":
				task.hours = reference.hours;
				break;
			case "priority":
				task.priority = reference.priority;
				break;
			case "dependencies":
			case "blocks":
			case void 0:
		}
		if (!((reference?.kind === "dependencies" || reference?.kind === "blocks") && reference.names.words.length === 0)) task.details.push(line);
	}
}
const saysNothing = (line) => line.trim() === "" || readReference(line) !== null;
function criterion(number, criteria) {
	const whole = criteria.get(number);
	if (whole !== void 0) return [`${number}: ${whole}`];
	return [...criteria].filter(([key]) => key.startsWith(`${number}.`)).map(([key, text]) => `${key}: ${text}`);
}
/**
* The same task twice, word for word and with one number: once, and done where one of them is. In two sections it is
* the same only where the one is done and the other is not: lists may start counting over.
*/
function dropRepeated(found, notes) {
	const first = /* @__PURE__ */ new Map();
	const places = [];
	const kept = [];
	for (const each of found) {
		const { task, block, number } = each;
		const key = `${task.parent === null ? "" : found[task.parent].task.id}\n${number ?? ""}\n${wordsOf(task.title) || task.title}`;
		const done = (one) => one.task.state === "completed";
		const twin = (first.get(key) ?? []).find((place) => kept[place].block.section === block.section || number !== null && done(kept[place]) !== done(each));
		if (twin === void 0 || task.title === "") {
			const other = (first.get(key) ?? []).find((place) => done(kept[place]) !== done(each));
			if (other !== void 0 && task.title !== "") notes.push(bothStates(kept[other].task, task));
			first.set(key, [...first.get(key) ?? [], kept.length]);
			places.push(kept.length);
			kept.push(each);
			continue;
		}
		places.push(twin);
		const { task: one } = kept[twin];
		notes.push(sameTask(one, task));
		one.state = further(one.state, task.state);
		one.details.push(...task.details.filter((line) => !one.details.includes(line)));
		kept[twin].block.details.push(...block.details);
		kept[twin].block.lines.push(...block.lines);
	}
	for (const { task } of kept) if (task.parent !== null) task.parent = places[task.parent];
	return kept;
}
const bothStates = (one, other) => ({
	what: "the same words stand there both open and done, in two sections; both are kept: tick or remove one if they are one task",
	item: `${JSON.stringify(one.title.slice(0, 60))} in lines ${one.line} and ${other.line}`,
	line: other.line
});
const sameTask = (one, other) => ({
	what: "the same task stands there twice, taken as one",
	item: `${one.id} in lines ${one.line} and ${other.line} (${one.state === other.state ? one.state : `${one.state} and ${other.state}`})`,
	line: other.line
});
const ORDER = [
	"pending",
	"skipped",
	"in_progress",
	"completed"
];
const further = (one, other) => ORDER[Math.max(ORDER.indexOf(one), ORDER.indexOf(other))];
/** A task with subtasks that says nothing but its title is a heading; done is only what is done in all parts. */
function settleParents(found, notes) {
	const tasks = found.map((each) => each.task);
	const parts = tasks.map(() => []);
	for (const task of tasks) if (task.parent !== null) parts[task.parent].push(task);
	for (const [index, task] of tasks.entries()) {
		task.heading &&= parts[index].length > 0;
		for (const part of parts[index]) part.details.push(`Part of ${task.id}: ${task.title}`);
	}
	for (const [index, task] of tasks.entries()) {
		if (task.state !== "skipped") continue;
		for (const part of parts[index]) if (part.state === "pending") part.state = "skipped";
	}
	for (let index = tasks.length - 1; index >= 0; index--) {
		const task = tasks[index];
		const list = parts[index];
		const open = list.find((part) => part.state === "pending" || part.state === "in_progress");
		if (found[index].block.item.mark === null && task.heading && !open && list.length > 0) task.state = "completed";
		if (task.state !== "completed" || !open) continue;
		task.state = "pending";
		notes.push({
			what: "checked although a part is not, so it counts as open",
			item: `${task.id} (${open.id})`
		});
	}
}
/** What each task says that it waits for, in its words or below them, as ids of the list. */
function readDependencies(checklist, found, notes) {
	const names = new TaskNames(checklist, found);
	for (const [index, { task, block }] of found.entries()) {
		const inline = readInline(block.item.text).after;
		for (const named of inline) if (named.ids.length > 0 || named.phases.length > 0 || named.all) task.after.push(...names.resolve({
			...named,
			words: []
		}, index, notes));
		for (const [at, line] of block.details.entries()) {
			const reference = readReference(line);
			if (reference?.kind === "dependencies") task.after.push(...names.resolve(reference.names, index, notes, block.lines[at]));
			else if (reference?.kind === "blocks") {
				for (const id of names.resolve(reference.names, index, notes, block.lines[at])) for (const other of found) if (other.task.id === id && other.task !== task) other.task.after.push(task.id);
			}
		}
		task.after = [...new Set(task.after)].filter((id) => id !== task.id);
	}
}
/** Finds tasks by what people call them: ids, titles, phases, everything above. */
var TaskNames = class {
	#ids = /* @__PURE__ */ new Map();
	#titles = /* @__PURE__ */ new Map();
	#found;
	#checklist;
	constructor(checklist, found) {
		this.#checklist = checklist;
		this.#found = found;
		for (const { task } of found) {
			const keys = [task.id, task.id.replace(/^T-?0*(?=\d)/i, "T")];
			for (const key of keys) if (!this.#ids.has(key.toLowerCase())) this.#ids.set(key.toLowerCase(), task.id);
			const title = wordsOf(task.title);
			if (title !== "" && !this.#titles.has(title)) this.#titles.set(title, task.id);
		}
	}
	id(written) {
		const key = written.toLowerCase();
		const loose = /^t-?(\d)/i.test(key) ? key.replace(/^t-?0*(?=\d)/i, "t") : key.replace(/\.0$/, "");
		return this.#ids.get(key) ?? this.#ids.get(loose) ?? this.#ids.get(key.replace(/^#/, "")) ?? null;
	}
	/** The ids of tasks named; a piece that names none is noted by its line. */
	resolve(named, index, notes, line) {
		const { task } = this.#found[index];
		const ids = named.ids.flatMap((written) => {
			const id = this.id(written);
			if (id === null) notes.push(unresolved(written, task, line));
			return id ?? [];
		});
		for (const phase of named.phases) {
			const inPhase = this.#inPhase(phase);
			if (inPhase.length === 0) notes.push(unresolved(`phase ${phase}`, task, line));
			ids.push(...inPhase);
		}
		if (named.all) ids.push(...this.#found.slice(0, index).map((each) => each.task.id));
		for (const words of named.words) {
			const id = this.#titles.get(wordsOf(words));
			if (id !== void 0) ids.push(id);
			else notes.push(unresolved(words, task, line));
		}
		return ids;
	}
	#inPhase(number) {
		const title = new RegExp(String.raw`^\W{0,4}(?:phase|stage|fase|этап)\s*${number}\b`, "i");
		const { sections } = this.#checklist;
		const at = sections.findIndex((section) => title.test(section.title));
		if (at < 0) return [];
		const { level } = sections[at];
		let end = at + 1;
		while (end < sections.length && sections[end].level > level) end += 1;
		return this.#found.filter((each) => each.block.section >= at && each.block.section < end).map((each) => each.task.id);
	}
};
const wordsOf = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const unresolved = (written, task, line) => ({
	what: "named as needed but not in the plan, left out",
	item: `${written.slice(0, 80)} (by ${task.id}${line === void 0 ? task.line > 0 ? `, line ${task.line}` : "" : `, line ${line}`})`,
	...line === void 0 ? {} : { line }
});
/** One task after the other; those marked as parallel that follow each other, side by side. */
function stepsOf(found) {
	const closing = closedBy(found);
	const parents = new Set(found.map((each) => each.task.parent));
	const steps = [];
	let group = null;
	const order = found.map((_, index) => index).sort((a, b) => found[a].task.line - found[b].task.line);
	for (const index of order) {
		const each = found[index];
		if (!parents.has(index)) {
			if (each.parallel && group) group.push(index);
			else {
				group = [index];
				steps.push(group);
			}
			if (!each.parallel) group = null;
		}
		for (const parent of closing.get(index) ?? []) {
			if (found[parent].task.heading) continue;
			steps.push([parent]);
			group = null;
		}
	}
	return steps;
}
/** The parents whose last part stands at a place, the innermost first. */
function closedBy(found) {
	const last = /* @__PURE__ */ new Map();
	found.forEach((each, index) => {
		for (let at = each.task.parent; at !== null; at = found[at].task.parent) last.set(at, index);
	});
	const closing = /* @__PURE__ */ new Map();
	for (const [parent, index] of [...last].sort(([a], [b]) => b - a)) closing.set(index, [...closing.get(index) ?? [], parent]);
	return closing;
}

// src/import/kiro.ts
/**
* A Kiro spec folder. `design.md` becomes the finished design, `requirements.md` (or `bugfix.md`) the finished spec,
* `tasks.md` the task phase; every box of `tasks.md` is a task that goes on with execute, in the order of the list.
*/
function readKiro(folder, files) {
	const list = listIn(folder, files);
	if (!list) return unreadable(folder, 1, "there is no tasks.md", "let Kiro write the task list first, then import again");
	const requirements = files.find((file) => /^(?:requirements|bugfix)\.md$/i.test(nameOf(file.path)));
	const checklist = readChecklist(list.text);
	const { tasks, steps, hints, told, notes } = readTaskList(checklist, {
		marks: "kiro",
		nested: "tasks",
		criteria: requirements ? readCriteria(requirements.text) : /* @__PURE__ */ new Map()
	});
	if (tasks.length === 0) return noBox(list);
	return imported({
		format: "kiro",
		source: folder,
		title: planTitle([list, ...requirements ? [requirements] : []], words(nameOf(folder))),
		description: overview(checklist),
		tasks: markedLines(tasks, list),
		steps,
		hints,
		documents: files.flatMap((file) => documentOf(file, folder)),
		lists: [{
			file: list,
			told
		}],
		notes
	});
}
/** The `tasks.md` directly in a folder; older lists may lie in folders below it. */
function listIn(folder, files, name = "tasks.md") {
	const path = folder === "" || folder === "." ? name : `${folder}/${name}`;
	return files.find((file) => file.path === path);
}
const noBox = (list, example = "- [ ] 1. What to do") => unreadable(list.path, 1, "there is no checkbox in it", `write tasks as \`${example}\``);
function documentOf(file, folder) {
	const path = file.path.slice(folder === "" || folder === "." ? 0 : folder.length + 1);
	const name = path.toLowerCase();
	return [{
		phase: name === "tasks.md" ? "task" : /^(?:requirements|bugfix)\.md$/.test(name) ? "spec" : "design",
		path,
		source: file.path,
		text: file.text
	}];
}
/** What the list says before its first task, or below an Overview heading. */
function overview({ sections }) {
	return sections.filter(({ title, level }) => level <= 1 || /^(?:overview|summary|概述|概要|resumen)$/i.test(title)).flatMap(({ prose }) => prose.map((each) => each.text)).filter((line) => line !== "" && !/^[-*_]{3,}$/.test(line)).slice(0, 12).join("\n");
}
/**
* The acceptance criteria of a requirements file by their numbers, `2.1` being the first of requirement 2: the
* numbered lines below a heading that bears the requirement's number.
*/
function readCriteria(text) {
	const criteria = /* @__PURE__ */ new Map();
	let requirement = null;
	let last = null;
	for (const line of markdownLines(text)) if (line.kind === "heading") {
		const number = /(?:^|[^\d.])(\d{1,4})(?=\D|$)(?!\.\d)/.exec(line.text);
		if (number) requirement = number[1];
		else if (line.level <= 2) requirement = null;
		last = null;
	} else if (line.kind === "text") last = takeLine(line.text, line.indent, {
		requirement,
		last,
		criteria
	});
	else if (line.kind === "item") {
		const { number, text: words, indent } = line.item;
		last = takeLine(number === null ? words : `${number}. ${words}`, indent, {
			requirement,
			last,
			criteria
		});
	}
	return criteria;
}
function takeLine(text, indent, { requirement, last, criteria }) {
	const numbered = /^(?:[-*]\s+)?\**(\d{1,4})(?:\.(\d{1,4})[.):]?|[.):])\**\s+(.+)$/.exec(text);
	if (numbered && indent < 4) {
		const [, first, second, words] = numbered;
		const key = second !== void 0 ? `${first}.${second}` : requirement === null ? null : `${requirement}.${first}`;
		if (key !== null && !criteria.has(key)) criteria.set(key, words.replaceAll("**", ""));
		return key;
	}
	if (text === "") return null;
	if (last !== null && indent > 0) criteria.set(last, `${criteria.get(last)} ${text.replaceAll("**", "")}`);
	return last;
}

export { STRUCK as a, readTaskList as c, readKiro as i, sameTask as l, noBox as n, TaskNames as o, overview as r, further as s, listIn as t, readWaves as u };