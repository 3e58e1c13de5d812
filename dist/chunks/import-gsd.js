import { n as readChecklist, t as leftOver } from "./import-checklist.js";
import { i as readFrontMatter, n as asTexts, r as otherFields, t as asText } from "./import-front-matter.js";
import { c as unreadable, i as imported, l as bare, o as newTask } from "./import-imported.js";
import { t as conflictIn } from "./import-json-file.js";
import { t as listIn } from "./import-kiro.js";
import { a as readNamed, n as plain } from "./import-references.js";
import { n as planTitle } from "./import-titles.js";

// src/import/gsd.ts
const PLAN = /^phases\/([^/]+)\/([\w.]+-\w+)-PLAN\.md$/i;
/**
* The planning folder of GSD: each phase of `ROADMAP.md` is a heading over its plans (`01-02-PLAN.md`), or a task
* where it has no plan yet. A plan with a summary beside it is done; plans wait for what their front matter names, else
* wave after wave.
*/
function readGsd(folder, files) {
	const roadmap = listIn(folder, files, "ROADMAP.md");
	if (!roadmap) return unreadable(folder, 1, "there is no ROADMAP.md", "let GSD write the roadmap first, then import again");
	const conflict = conflictIn(roadmap);
	if (conflict) return conflict;
	const notes = [];
	const boxOf = (line) => line ? {
		file: roadmap.path,
		how: "box",
		line
	} : null;
	const { phases, told, ticked, titles } = readRoadmap(roadmap);
	const plans = files.flatMap((file) => {
		const match = PLAN.exec(file.path.slice(folder.length + 1));
		return match ? [{
			file,
			phaseFolder: match[1],
			id: match[2]
		}] : [];
	});
	const tasks = [];
	const phasePlaces = /* @__PURE__ */ new Map();
	for (const phase of phases) {
		phasePlaces.set(phase.number, tasks.length);
		tasks.push(newTask({
			id: `phase-${phase.number}`,
			title: phase.title,
			details: phase.goal,
			acceptance: phase.criteria,
			state: phase.done ? "completed" : "pending",
			planned: false,
			mark: boxOf(phase.box),
			line: phase.line
		}));
	}
	const waves = [];
	for (const { file, phaseFolder, id } of plans) {
		const front = readFrontMatter(file.text);
		if (!front) return unreadable(file.path, 1, "its front matter cannot be read", "correct the YAML between the --- lines at its top");
		const number = numberOf(id.split("-")[0]);
		const parent = phasePlaces.get(number);
		if (parent === void 0) notes.push({
			what: "a plan of a phase that the roadmap does not name",
			item: file.path
		});
		const summary = files.some((other) => other.path === file.path.replace(/PLAN\.md$/i, "SUMMARY.md"));
		const needs = asTexts(front.data.depends_on);
		waves.push({
			place: tasks.length,
			phase: number,
			wave: Number(asText(front.data.wave)) || 1,
			named: needs.length > 0
		});
		tasks.push(newTask({
			id,
			title: titles.get(id.toLowerCase()) ?? objectiveOf(front.body) ?? `${phaseFolder} ${id}`,
			details: [
				...filesOf(front.data.files_modified),
				...front.body.split("\n"),
				...otherFields(front.data, TAKEN),
				...otherFields(mustHaves(front.data), ["truths"])
			],
			acceptance: truthsOf(front.data.must_haves),
			state: summary || ticked.has(id.toLowerCase()) ? "completed" : "pending",
			mark: boxOf(ticked.lines.get(id.toLowerCase())),
			parent: parent ?? null,
			after: needs.map((need) => planId(need)),
			line: 1
		}));
	}
	for (const [at, { number, needs }] of phases.entries()) {
		const task = tasks[phasePlaces.get(number)];
		task.heading = tasks.some((other) => other.parent === phasePlaces.get(number));
		const before = phases[at - 1];
		task.after.push(...(needs.length > 0 ? needs.filter((need) => need !== "-") : before ? [before.number] : []).map((each) => `phase-${each}`));
	}
	const edges = [];
	for (const one of waves) for (const other of waves) if (one.phase === other.phase && !one.named && other.wave < one.wave) edges.push([one.place, other.place]);
	for (const [id, line] of ticked.lines) if (!tasks.some((task) => task.id.toLowerCase() === id)) notes.push({
		what: "a plan that the roadmap names, without its file",
		item: `${[id, titles.get(id)].filter(Boolean).join(" ")} in line ${line}`,
		line
	});
	notes.push(...leftOver(roadmap.text, told));
	if (tasks.length === 0) return unreadable(roadmap.path, 1, "there is no phase in it", "let GSD write the roadmap, then import again");
	return imported({
		format: "gsd",
		source: folder,
		title: planTitle([roadmap], "Roadmap"),
		description: "",
		tasks,
		steps: [],
		edges,
		hints: [],
		documents: documentsOf(folder, files),
		lists: [{
			file: roadmap,
			told
		}],
		notes
	});
}
/** `01-02`, `01-02-PLAN.md`, `03-design-system-02`: the id of a plan. */
function planId(written) {
	const plain = written.replace(/(?:-PLAN)?(?:\.md)?$/i, "");
	const long = /^(\d{1,4}(?:\.\d{1,3})?)-.*-(\d{1,4}\w?)$/.exec(plain);
	return long ? `${long[1]}-${long[2]}` : plain;
}
const numberOf = (written) => written.replace(/^0+(?=\d)/, "");
function documentsOf(folder, files) {
	return files.map((file) => {
		const path = file.path.slice(folder.length + 1);
		return {
			phase: /^ROADMAP\.md$|-PLAN\.md$/i.test(path) ? "task" : /^REQUIREMENTS\.md$/i.test(path) ? "spec" : "design",
			path,
			source: file.path,
			text: file.text
		};
	});
}
function readRoadmap(roadmap) {
	const checklist = readChecklist(roadmap.text);
	const told = /* @__PURE__ */ new Set();
	const done = /* @__PURE__ */ new Map();
	const lines = /* @__PURE__ */ new Map();
	const ticked = Object.assign(/* @__PURE__ */ new Set(), { lines });
	const titles = /* @__PURE__ */ new Map();
	const phases = [];
	const byNumber = (number, title, line) => {
		const there = phases.find((phase) => phase.number === number);
		if (there) return there;
		const phase = {
			number,
			title,
			line,
			done: false,
			box: 0,
			goal: [],
			criteria: [],
			needs: []
		};
		phases.push(phase);
		return phase;
	};
	for (const { item } of checklist.blocks) {
		const text = plain(item.text);
		const isDone = item.mark !== null && /[xX✓✔]/.test(item.mark);
		const plan = /^([\w.]+-\w+?)(?:-PLAN\.md)?\s*(?:[::–—-]\s*|$)(.*)$/i.exec(text);
		const phase = /^phase\s+(\d{1,3}(?:\.\d{1,2})?)\s*[::]\s*(.*)$/i.exec(text);
		if (item.mark !== null && phase) {
			told.add(item.line);
			const number = numberOf(phase[1]);
			done.set(number, isDone);
			byNumber(number, phase[2].replace(/\s+[-–—]\s+.*$/, ""), item.line).box = item.line;
		} else if (item.mark !== null && plan && /^\d/.test(plan[1])) {
			told.add(item.line);
			const id = plan[1].toLowerCase();
			lines.set(id, item.line);
			if (isDone) ticked.add(id);
			const title = plan[2].replace(/\s*[[(]wave \d+[\])]\s*$/i, "").trim();
			if (title !== "" && !/^\[.*\]$/.test(title)) titles.set(id, title);
		}
	}
	checklist.sections.forEach((section, at) => {
		const heading = /^phase\s+(\d{1,3}(?:\.\d{1,2})?)\s*[::]\s*(.*)$/i.exec(plain(section.title));
		if (!heading) return;
		const phase = byNumber(numberOf(heading[1]), bare(heading[2]), section.line);
		for (const { line, text } of section.prose) {
			told.add(line);
			const words = plain(text);
			const label = /^([A-Za-z ]{3,30})(?:\s*\([^)]*\))?\s*[::]\s*(.*)$/.exec(words);
			if (label && /^depends on$/i.test(label[1])) {
				const named = readNamed(label[2]);
				phase.needs.push(...named.phases, .../^nothing|^none/i.test(label[2]) ? ["-"] : []);
			} else if (words !== "" && !/^plans?$/i.test(label?.[1] ?? words)) phase.goal.push(text);
		}
		for (const block of checklist.blocks) {
			if (block.section !== at || block.item.mark !== null) continue;
			told.add(block.item.line);
			for (const line of block.lines) told.add(line);
			phase.criteria.push(block.item.text);
		}
	});
	for (const phase of phases) phase.done = done.get(phase.number) ?? false;
	return {
		phases,
		told,
		ticked,
		titles
	};
}
function objectiveOf(body) {
	return (/<objective>\s*([^\n<]{1,300})/.exec(body)?.[1] ?? /^#{1,3}\s+(?:\w+ )?plan\b[^\n:]{0,40}:\s*([^\n]{1,200})/im.exec(body)?.[1])?.trim().split(/(?<=[.!?])\s/)[0] ?? null;
}
const filesOf = (value) => {
	const files = asTexts(value);
	return files.length > 0 ? [`Files: ${files.join(", ")}`, ""] : [];
};
/** What is told by a plan's place, its order and its criteria. */
const TAKEN = [
	"phase",
	"plan",
	"type",
	"wave",
	"depends_on",
	"files_modified",
	"must_haves"
];
const mustHaves = ({ must_haves }) => typeof must_haves === "object" && must_haves !== null ? must_haves : {};
function truthsOf(value) {
	const truths = typeof value === "object" && value !== null && "truths" in value ? value.truths : null;
	return asTexts(truths);
}

export { readGsd };