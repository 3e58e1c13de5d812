import { n as slugOf } from "./milestone-text-slug.js";
import { n as readChecklist, r as readMark, t as leftOver } from "./import-checklist.js";
import { t as cut } from "./import-dependencies.js";
import { a as markedLines, c as unreadable, f as linesOf, i as imported, l as bare, m as readStrike, n as OPTIONAL, o as newTask, p as markdownLines, r as UNKNOWN_MARK, u as behind } from "./import-imported.js";
import { a as STRUCK, l as sameTask, o as TaskNames, s as further, t as listIn, u as readWaves } from "./import-kiro.js";
import { a as readNamed, i as readInline, n as plain, o as readReference, t as TASK_ID } from "./import-references.js";
import { n as planTitle, r as words, t as nameOf } from "./import-titles.js";

// src/import/spec-kit-order.ts
const STORY = /\b(?:user story|us)[\s-]?(\d{1,3})\b/i;
const SAYS_PARALLEL = /\b(?:parallel|side by side|independent(?:ly)?|concurrently|simultaneously|any order|no (?:other|dependenc|inter)|needs no other)/i;
/**
* The order of the phases: one after the other, but user stories side by side behind the phase before the first of
* them where the list says that they may, each with an order of its own; what comes behind the stories waits for all.
*/
function orderOf(phases, sections, tasks, notes) {
	const stories = phases.map((phase) => STORY.exec(phase.title)?.[1] ?? null);
	if (new Set(stories.filter((each) => each !== null)).size < 2) return {
		steps: phases.flatMap((phase) => phase.steps),
		edges: []
	};
	const prose = sections.flatMap((section) => section.prose.map(({ text }) => plain(text)));
	if (!prose.some((text) => /\b(?:stor(?:y|ies)|US\d|phases?\s*\d\+?)\b/i.test(text) && SAYS_PARALLEL.test(text) && !/\b(?:not|never)\b.{0,20}\bparallel\b/i.test(text))) {
		notes.push({ what: "the user stories run one after the other, as the list does not say that they may run in parallel" });
		return {
			steps: phases.flatMap((phase) => phase.steps),
			edges: []
		};
	}
	const between = needsBetween(prose, stories);
	const named = [...between].flatMap(([story, needs]) => [...needs].map((need) => `US${story} after US${need}`));
	notes.push({ what: `user stories run side by side behind what stands before them, as the list says${named.length > 0 ? ` (${named.join(", ")})` : ""}` });
	return storySteps(phases, {
		stories,
		between,
		tasks
	});
}
function storySteps(phases, { stories, between, tasks }) {
	const steps = [];
	const edges = [];
	const ends = /* @__PURE__ */ new Map();
	const first = stories.findIndex((each) => each !== null);
	const last = stories.findLastIndex((each) => each !== null);
	const open = (list) => list.filter((at) => tasks[at].state !== "completed" && tasks[at].state !== "skipped");
	/** Lets a phase wait, step by step; returns what comes after it waits for. */
	const chain = (phase, from) => {
		let before = [...from];
		for (const step of phase.steps) {
			for (const task of step) for (const needs of before) edges.push([task, needs]);
			const runs = open(step);
			if (runs.length > 0) before = runs;
		}
		return before;
	};
	let base = [];
	let tail = null;
	phases.forEach((phase, at) => {
		const story = stories[at] ?? null;
		if (at < first) {
			steps.push(...phase.steps);
			base = phase.steps.map(open).findLast((step) => step.length > 0) ?? base;
		} else if (story !== null) {
			const needed = [...between.get(story) ?? []].flatMap((each) => ends.get(each) ?? []);
			ends.set(story, chain(phase, ends.get(story) ?? [...base, ...needed]));
		} else if (at > last) tail = chain(phase, tail ?? [...base, ...[...ends.values()].flat()]);
		else base = chain(phase, [...base, ...[...ends.values()].flat()]);
	});
	return {
		steps,
		edges
	};
}
/** `User Story 2 … depends on User Story 1`: which stories need which. */
function needsBetween(prose, stories) {
	const known = new Set(stories);
	const needs = /* @__PURE__ */ new Map();
	for (const text of prose) {
		if (text.length > 1e3 || /\b(?:no|not|without|independent(?:ly)?|but should|may integrate|can integrate)\b/i.test(text)) continue;
		const match = /\b(?:user story|us)[\s-]?(\d{1,3})\b[^.]{0,80}?\b(?:depends? on|after|requires|needs|builds on|extends|follows|(?:must )?waits? for)\b([^.]{0,120})/i.exec(text);
		if (!match) continue;
		for (const [, need] of match[2].matchAll(/\b(?:user story|us)[\s-]?(\d{1,3})\b/gi)) {
			const story = match[1];
			if (need === story || !known.has(need) || stories.indexOf(need) > stories.indexOf(story)) continue;
			needs.set(story, (needs.get(story) ?? /* @__PURE__ */ new Set()).add(need));
		}
	}
	return needs;
}
const IDS = String.raw`${TASK_ID}(?:\s*(?:[-–—,&]|to|and|,\s*and)\s*${TASK_ID}){0,40}`;
const FORWARD = new RegExp(String.raw`\b(${IDS})\)?\s+(?:must\s+(?:be\s+)?(?:complete[d]?\s+)?)?(?:blocks?|before|precedes?)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`, "g");
const BACKWARD = new RegExp(String.raw`\b(${IDS})\)?\s+(?:(?:must\s+)?(?:depends?\s+on|follows?|requires?)|after)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`, "g");
const CHAIN = new RegExp(String.raw`^\W{0,6}(?:[A-Za-z ]{0,30}:\s*)?(${IDS}(?:\s*(?:→|->|=>|-->)\s*${IDS}){1,30})`);
const MAX_HINTS = 1e3;
/** Dependencies that the prose of a list states: `T008 blocks T009`, `T012 depends on T010`, `T003 → T004`. */
function readHints(sections, tasks) {
	const places = /* @__PURE__ */ new Map();
	for (const [index, { id }] of tasks.entries()) if (!places.has(id)) places.set(id, index);
	const hints = [];
	const add = (first, then) => {
		for (const task of readNamed(then).ids) for (const needs of readNamed(first).ids) {
			const [at, before] = [places.get(task), places.get(needs)];
			if (task !== needs && at !== void 0 && before !== void 0) hints.push([at, before]);
		}
	};
	for (const { text } of sections.flatMap((section) => section.prose)) {
		if (text.length > 1e3 || /\b(?:not|no|n't|independent|without)\b/i.test(text)) continue;
		const line = plain(text);
		for (const [, first, then] of line.matchAll(FORWARD)) add(first, then);
		for (const [, then, first] of line.matchAll(BACKWARD)) add(first, then);
		const chain = CHAIN.exec(line)?.[1]?.split(/→|->|=>|-->/);
		chain?.forEach((part, at) => {
			if (at > 0) add(chain[at - 1], part);
		});
		if (hints.length > MAX_HINTS) break;
	}
	return hints.slice(0, MAX_HINTS);
}

// src/import/spec-kit.ts
/**
* A spec-kit feature folder. `plan.md` with `research.md`, `data-model.md` and `contracts/` become the finished
* design, `spec.md` the finished spec, `tasks.md` the task phase; its tasks go on with execute, phase after phase,
* those marked `[P]` that follow each other side by side.
*/
function readSpecKit(folder, files) {
	const list = listIn(folder, files);
	if (!list) return unreadable(folder, 1, "there is no tasks.md", "make it with spec-kit's tasks command, then import again");
	const spec = files.find((file) => nameOf(file.path) === "spec.md");
	const { tasks, steps, edges, hints, told, notes } = readTasks(readChecklist(withBoxes(list.text)));
	if (tasks.length === 0) return unreadable(list.path, 1, "there is no task in it", "write tasks as `- [ ] T001 [P] [US1] What to do`");
	return imported({
		format: "spec-kit",
		source: folder,
		title: planTitle([list, ...spec ? [spec] : []], words(nameOf(folder))),
		description: "",
		tasks: markedLines(tasks, list, true),
		steps,
		edges,
		hints,
		documents: files.flatMap((file) => documentOf(file, folder)),
		lists: [{
			file: list,
			told
		}],
		notes
	});
}
function documentOf(file, folder) {
	const path = file.path.slice(folder === "" || folder === "." ? 0 : folder.length + 1);
	const name = path.toLowerCase();
	return [{
		phase: name === "tasks.md" ? "task" : /^spec\.md$|^checklists\//.test(name) ? "spec" : "design",
		path,
		source: file.path,
		text: file.text
	}];
}
const TASK_HEADING = new RegExp(String.raw`^(\s*)#{2,5}\s+(?:\[([^\]\s]?)\]\s*)?(✅\s*)?(?:Task\s+)?(${TASK_ID})\b[.:)]?\s*(.*)$`);
/**
* Some lists write each task as a heading (`### T001: Title`) or as a line without a box (`- T001 Title`, `1. T001
* Title`): read as a box, open unless it is marked as done.
*/
function withBoxes(text) {
	const lines = markdownLines(text);
	if (lines.some((line) => line.kind === "item" && line.item.mark !== null && LABEL.test(line.item.text))) return text;
	const raw = linesOf(text);
	const headings = lines.some((line) => line.kind === "heading" && TASK_HEADING.test(raw[line.line - 1].slice(0, 2e3)));
	for (const line of lines) {
		const whole = raw[line.line - 1];
		if (line.kind === "heading") {
			const match = TASK_HEADING.exec(whole.slice(0, 2e3));
			if (match) raw[line.line - 1] = `- [${match[3] ? "x" : match[2] || " "}] ${match[4]} ${match[5]}`;
		} else if (!headings && (line.kind === "text" || line.kind === "item")) {
			const match = TASK_BULLET.exec(whole.slice(0, 2e3));
			if (match && !SAYS_ORDER.test(match[4])) raw[line.line - 1] = `${match[1]}- [${match[2] ? "x" : " "}] ${match[3]} ${match[4]}`;
		}
	}
	return raw.join("\n");
}
const TASK_BULLET = new RegExp(String.raw`^(\s*)(?:[-*+]|\d{1,4}[.)])\s+(✅\s*)?\*{0,2}(${TASK_ID})\b\*{0,2}[.:)]?\*{0,2}\s+(\S.*)$`);
const SAYS_ORDER = new RegExp(String.raw`^(?:${TASK_ID}|[-–—→&,]|blocks?\b|depends?\b|before\b|after\b|and\b|to\b|must\b|can\b|requires?\b)`, "i");
/** `T001`, `**T001**`, `T-001:`, `[T001]` in front of a task. */
const LABEL = new RegExp(String.raw`^\*{0,2}\[?(${TASK_ID})\]?[.:)]?\*{0,2}[.:)]?(?:\s+|$)`);
/** `[P]`, `[US1]`, `[3pt]`. */
const TAG = /^\*{0,2}[[(]([^\])\s]{1,12})[\])]\*{0,2}\s*/;
function readLabel(text) {
	const match = LABEL.exec(text);
	if (!match) return null;
	const label = {
		id: match[1],
		parallel: false,
		story: null,
		title: ""
	};
	let rest = behind(text, match[0]);
	for (let tag = TAG.exec(rest); tag; tag = TAG.exec(rest)) {
		const word = tag[1];
		if (/^p$/i.test(word)) label.parallel = true;
		else if (/^us-?\d{1,3}$/i.test(word)) label.story = word;
		else if (!/^\d{1,3}(?:pt|h|p)?$|^[A-Z]{1,4}-?\d{0,4}$/i.test(word)) break;
		rest = rest.slice(tag[0].length);
	}
	label.title = bare(rest.replace(/^[-–—:]\s*/, ""));
	return label;
}
function readTasks(checklist) {
	const { sections } = checklist;
	const notes = [];
	const told = /* @__PURE__ */ new Set();
	const { found, phases } = findTasks(checklist, {
		notes,
		told
	});
	const tasks = found.map((each) => each.task);
	const names = new TaskNames(checklist, found);
	found.forEach(({ task, block }, index) => {
		for (const named of readInline(block.item.text).after) if (named.ids.length > 0 || named.phases.length > 0 || named.all) task.after.push(...names.resolve({
			...named,
			words: []
		}, index, notes));
		block.details.forEach((line, at) => {
			const reference = readReference(line);
			if (reference?.kind !== "dependencies" && reference?.kind !== "blocks") return;
			const ids = names.resolve(reference.names, index, notes, block.lines[at]);
			if (reference.kind === "dependencies") task.after.push(...ids);
			else for (const other of tasks) if (ids.includes(other.id) && other !== task) other.after.push(task.id);
		});
		task.after = [...new Set(task.after)].filter((id) => id !== task.id);
	});
	notes.push(...unboxed(checklist, tasks, told));
	notes.push(...leftOver(checklist.text, told));
	const waves = readWaves(checklist, tasks, notes);
	return {
		tasks,
		...waves.steps ? {
			steps: waves.steps,
			edges: []
		} : orderOf(phases, sections, tasks, notes),
		hints: [...waves.hints, ...readHints(sections, tasks)],
		told,
		notes
	};
}
/** A line that begins with an id that no box has: perhaps a task without a box. */
function unboxed({ sections }, tasks, told) {
	const known = new Set(tasks.map((task) => task.id.toLowerCase()));
	return sections.flatMap(({ prose }) => prose.flatMap(({ line, text }) => {
		const match = TASK_BULLET.exec(text.slice(0, 2e3));
		if (!match || known.has(match[3].toLowerCase()) || SAYS_ORDER.test(match[4])) return [];
		told.add(line);
		return [{
			what: "a task id without a box, left out",
			item: `${match[3]} in line ${line} (${match[4].slice(0, 60)})`,
			line
		}];
	}));
}
function findTasks(checklist, { notes, told }) {
	const { blocks, sections } = checklist;
	const labelled = blocks.some((block) => LABEL.test(readStrike(block.item.text).text));
	const found = [];
	const phases = [];
	const twins = /* @__PURE__ */ new Map();
	let group = null;
	let phase = -2;
	let open = [];
	const tell = (block) => {
		told.add(block.item.line);
		for (const line of block.lines) told.add(line);
	};
	for (const block of blocks) {
		const strike = readStrike(block.item.text);
		const label = readLabel(strike.text) ?? (labelled || block.item.mark === null ? null : unlabelled(strike.text));
		if (!label) {
			if (block.item.mark === null) continue;
			told.add(block.item.line);
			if (found.length > 0 && block.item.indent > 0) {
				addStep(found.at(-1), block, notes);
				tell(block);
			} else notes.push({
				what: "boxes without a task id, left out",
				item: `line ${block.item.line} (${block.item.text.slice(0, 60)})`,
				line: block.item.line
			});
			continue;
		}
		tell(block);
		const place = phaseOf(sections, block.section);
		if (place !== phase) {
			endPhase(found, open);
			open = place < 0 ? [] : judgedBy(sections, place);
			phase = place;
			group = null;
			phases.push({
				title: place < 0 ? "" : sections[place].title,
				tasks: [],
				steps: []
			});
		}
		const task = readTask(block, {
			label,
			struck: strike.struck,
			about: place < 0 ? [] : aboutPhase(sections, place),
			notes
		});
		const key = `${task.id.toLowerCase()}\n${task.title.toLowerCase().replace(/\s+/g, " ")}`;
		const twin = found[twins.get(key) ?? -1];
		if (twin) {
			notes.push(sameTask(twin.task, task));
			twin.task.state = further(twin.task.state, task.state);
			twin.block.details.push(...block.details);
			twin.block.lines.push(...block.lines);
			continue;
		}
		twins.set(key, found.length);
		const { steps, tasks } = phases.at(-1);
		tasks.push(found.length);
		if (label.parallel && group) group.push(found.length);
		else {
			group = [found.length];
			steps.push(group);
		}
		if (!label.parallel) group = null;
		found.push({
			task,
			block
		});
	}
	endPhase(found, open);
	return {
		found,
		phases: phases.map((each) => ({
			...each,
			steps: each.steps.flatMap(cut)
		}))
	};
}
/** A box without an id below a task is one of its steps; an open one keeps the task open. */
function addStep({ task }, block, notes) {
	const { item } = block;
	task.details.push(`- [${item.mark}] ${item.text}`, ...block.details.map((line) => line === "" ? "" : `  ${line}`));
	const mark = readMark(item.mark ?? " ", "other");
	const open = mark.state === "pending" || mark.state === "in_progress";
	if (task.state !== "completed" || !open || item.optional || readStrike(item.text).struck) return;
	task.state = "in_progress";
	notes.push({
		what: "checked although a box in it is not, so it counts as begun",
		item: `${task.id} (line ${item.line}: ${item.text.slice(0, 60)})`,
		line: item.line
	});
}
function unlabelled(text) {
	const [id, title] = [slugOf(text), bare(text)];
	return {
		id,
		parallel: /^\[P\]/.test(text),
		story: null,
		title: title.replace(/^\[P\]\s*/, "")
	};
}
function readTask({ item, details }, { label, struck, about, notes }) {
	const mark = readMark(item.mark ?? " ", "other");
	if (mark.unknown) notes.push({
		what: UNKNOWN_MARK,
		item: `[${item.mark}] of ${label.id} in line ${item.line}`
	});
	const skipped = (item.optional || mark.optional) && mark.state === "pending" && !struck;
	if (skipped) notes.push({
		what: OPTIONAL,
		item: label.id
	});
	if (struck) notes.push({
		what: STRUCK,
		item: `${label.id} in line ${item.line}`,
		line: item.line
	});
	const read = details.map(readReference);
	const hours = read.find((each) => each?.kind === "hours");
	const priority = read.find((each) => each?.kind === "priority");
	const acceptance = read.flatMap((each) => each?.kind === "requirements" ? each.numbers.map((number) => `Requirement ${number}`) : []);
	return newTask({
		id: label.id,
		title: label.title,
		details: [
			...details,
			...details.length > 0 ? [""] : [],
			...about,
			...label.story ? [`Story: ${label.story}`] : []
		],
		acceptance,
		hours: hours?.kind === "hours" ? hours.hours : readInline(item.text).hours,
		priority: priority?.kind === "priority" ? priority.priority : null,
		state: skipped || struck ? "skipped" : mark.state,
		line: item.line
	});
}
const PHASE = /^(?:phase|stage|阶段|フェーズ|fase|étape|этап|第.{1,3}阶段)\b/iu;
/** The heading of the phase that a section belongs to (`## Phase 3: …`), else the one of level 2 above it, or -1. */
function phaseOf(sections, at) {
	let level = 7;
	let second = -1;
	for (let place = at; place >= 0 && level > 1; place--) {
		const section = sections[place];
		if (section.level >= level || section.level === 0) continue;
		level = section.level;
		if (level > 1 && PHASE.test(section.title)) return place;
		if (level === 2) second = place;
	}
	return second;
}
function within(sections, phase) {
	const lines = [];
	const { level } = sections[phase];
	for (let at = phase; at < sections.length && (at === phase || sections[at].level > level); at++) lines.push(...sections[at].prose.map((each) => each.text));
	return lines;
}
const GOAL = /^\*{0,2}(?:goal|purpose|目标|目的|objetivo|objectif|ziel)\*{0,2}\s*[::]\*{0,2}\s*(.+)$/i;
const JUDGED = /^\*{0,2}(?:✅\s*)?(?:independent test|checkpoint|检查点|独立测试|チェックポイント|punto de control)\*{0,2}\s*[::]\*{0,2}\s*(.+)$/i;
/** What every task of a phase should know: its heading and goal. */
function aboutPhase(sections, phase) {
	const goal = within(sections, phase).flatMap((line) => GOAL.exec(line)?.[1] ?? []);
	return [sections[phase].title, ...goal.slice(0, 2).map((text) => `Goal: ${text}`)];
}
/** What the end of a phase is judged by: its independent test and its checkpoint. */
function judgedBy(sections, phase) {
	return within(sections, phase).flatMap((line) => JUDGED.exec(line)?.[1] ?? []);
}
function endPhase(found, judged) {
	found.at(-1)?.task.acceptance.push(...judged);
}

export { readSpecKit };