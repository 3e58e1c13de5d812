import { a as EXIT, i as refuse, t as Refusal } from "./commands-refusal.js";
import { r as good, t as describeFailure } from "./github-answer.js";
import { A as idProblem, N as paths, a as counted, j as milestoneOfBranch, o as sanitise, s as sanitiseLine } from "./milestone-session-nearest.js";
import { H as string, L as looseObject, N as array, P as boolean, R as number, U as union, V as record, W as unknown, q as hiddenCharacter, rt as shorten, v as pathProblem, z as object } from "./milestone-yaml-schema-parts.js";
import { a as renderFlow, c as renderScalar, i as renderBehindKey, l as readPlan } from "./milestone-plan-render.js";
import { c as flagDefault, d as flagUsage, i as commandsAt, l as flagSpec, m as takesValue, n as SHELLS, r as TERMINAL_FLAGS, s as FLAG_NAMES, t as COMMANDS, u as flagSummary } from "./milestone-command-command-table.js";
import { n as createApi, t as repositoryAt } from "./github-repository.js";
import { t as locateRepository } from "./engine-git-locate.js";
import { setTimeout } from "node:timers/promises";
import { lstat, mkdir, readFile, readdir, realpath, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

// src/import/detect.ts
/** A GitHub milestone named as `github:12`, `github:acme/web#12`, or by its page; null for anything else. */
function githubSource(source) {
	const short = /^github:(?:([\w.-]{1,100})\/([\w.-]{1,100})#)?(\d{1,9})$/.exec(source);
	const page = /^https?:\/\/[^/\s]{1,200}\/([\w.-]{1,100})\/([\w.-]{1,100})\/milestone\/(\d{1,9})\/?(?:[?#].*)?$/.exec(source);
	const [, owner, repo, number] = short ?? page ?? [];
	if (number === void 0) return null;
	return {
		format: "github",
		number: Number(number),
		repository: owner !== void 0 && repo !== void 0 ? {
			owner,
			repo
		} : null
	};
}
/**
* What a folder or file holds, by its path and the files below it (relative to it). Null when it is not a plan
* itself; `candidatesIn` may find some below.
*/
function detectSource(path, below) {
	const [plain, tag = null] = path.split(/#(.*)/s);
	if (below === null) {
		if (/\.json$/i.test(plain)) return {
			format: "task-master",
			file: plain,
			tag: tag || null
		};
		if (/(?:^|\/)tasks\.md$/i.test(plain)) return {
			format: kindOf(plain, []),
			folder: parentOf$1(plain)
		};
		return null;
	}
	if (below.includes("tasks.md")) return {
		format: kindOf(path, below),
		folder: path
	};
	const file = ["tasks/tasks.json", "tasks.json"].find((each) => below.includes(each));
	return file === void 0 ? null : {
		format: "task-master",
		file: join$1(path, file),
		tag: null
	};
}
/** Plans below a folder, named as `milestone import` takes them. */
function candidatesIn(path, below) {
	return below.filter((file) => /\/tasks\.md$|(?:^|\/)tasks\/tasks\.json$/.test(file)).map((file) => join$1(path, file.endsWith(".json") ? file : parentOf$1(file))).sort();
}
function kindOf(path, below) {
	if (/(?:^|\/)\.kiro\//.test(path)) return "kiro";
	const has = (...names) => names.some((name) => below.includes(name));
	if (has("spec.md", "plan.md", "research.md", "data-model.md")) return "spec-kit";
	if (has("requirements.md", "bugfix.md", "design.md")) return "kiro";
	return /(?:^|\/)specs\/\d{3}-/.test(path) ? "spec-kit" : "kiro";
}
function parentOf$1(path) {
	return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
function join$1(folder, file) {
	return folder === "" || folder === "." ? file : `${folder.replace(/\/+$/, "")}/${file}`;
}

// src/import/fetch-github.ts
/** Pages of a hundred issues that are read; a milestone with more is read no further, which a note says. */
const PAGES = 20;
/** GitHub nests sub-issues eight levels deep. */
const LEVELS = 8;
/** Reads a milestone with its issues, their sub-issues and what blocks them. One or two requests for each issue that has such. */
async function fetchMilestone(repository, number) {
	const milestone = await repository.read("GET /repos/{owner}/{repo}/milestones/{milestone_number}", { milestone_number: number });
	if (!milestone.ok) return milestone;
	const issues = await repository.readAll("GET /repos/{owner}/{repo}/issues", {
		milestone: String(number),
		state: "all",
		sort: "created",
		direction: "asc"
	}, PAGES);
	if (!issues.ok) return issues;
	const reading = {
		repository,
		found: /* @__PURE__ */ new Map(),
		blockers: /* @__PURE__ */ new Map(),
		leftOut: []
	};
	if (issues.value.length === 2e3) reading.leftOut.push(`only the first 2000 issues were read`);
	const pulls = issues.value.filter((issue) => issue.pull_request).map((issue) => `#${issue.number}`);
	if (pulls.length > 0) reading.leftOut.push(`pull requests are no tasks, left out: ${pulls.slice(0, 20).join(", ")}`);
	const failure = await takeAll(reading, issues.value.filter((issue) => !issue.pull_request));
	if (failure) return failure;
	keepKnownBlockers(reading);
	const { title, description, due_on, html_url } = milestone.value;
	return good({
		number,
		title,
		description: description ?? "",
		due: due_on ? due_on.slice(0, 10) : null,
		url: html_url,
		issues: [...reading.found.values()].sort((a, b) => a.number - b.number),
		leftOut: reading.leftOut
	});
}
/** Takes issues and, level by level, sub-issues that the milestone itself does not name. */
async function takeAll(reading, issues) {
	let level = issues;
	for (let depth = 0; depth <= LEVELS && level.length > 0; depth++) {
		const next = [];
		for (const raw of level) {
			if (reading.found.has(raw.number)) continue;
			const issue = issueOf(raw);
			reading.found.set(raw.number, issue);
			const parts = await subIssues(reading, raw);
			if (!parts.ok) return parts;
			issue.subIssues = parts.value.map((part) => part.number);
			next.push(...parts.value);
			const blockers = await blockersOf(reading, raw);
			if (!blockers.ok) return blockers;
			reading.blockers.set(raw.number, blockers.value);
		}
		level = next;
	}
	return null;
}
function issueOf(raw) {
	return {
		number: raw.number,
		title: raw.title,
		body: raw.body ?? "",
		state: raw.state === "closed" ? "closed" : "open",
		reason: raw.state_reason ?? null,
		labels: raw.labels.flatMap((label) => typeof label === "string" ? label : label.name ?? []),
		subIssues: [],
		blockedBy: []
	};
}
async function subIssues({ repository, leftOut }, raw) {
	if (raw.sub_issues_summary?.total === 0) return good([]);
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", { issue_number: raw.number });
	if (!answer.ok) return unknownThere(answer);
	const [here, elsewhere] = parted(answer.value, repository);
	for (const issue of elsewhere) leftOut.push(`${issue.html_url} is a sub-issue in another repository: left out`);
	return good(here);
}
async function blockersOf({ repository, leftOut }, raw) {
	if (raw.issue_dependencies_summary?.total_blocked_by === 0) return good([]);
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by", { issue_number: raw.number });
	if (!answer.ok) return unknownThere(answer);
	const [here, elsewhere] = parted(answer.value, repository);
	for (const issue of elsewhere.filter((each) => each.state === "open")) leftOut.push(`#${raw.number} is blocked by ${issue.html_url}, in another repository: left out`);
	return good(here);
}
/** Blockers outside of the milestone cannot be waited for: those that are still open are told. */
function keepKnownBlockers({ found, blockers, leftOut }) {
	for (const [number, list] of blockers) {
		const [known, outside] = [list.filter((b) => found.has(b.number)), list.filter((b) => !found.has(b.number))];
		found.get(number).blockedBy = known.map((blocker) => blocker.number);
		for (const { number: other } of outside.filter((each) => each.state === "open")) leftOut.push(`#${number} is blocked by #${other}, which is not in the milestone: left out`);
	}
}
/** An older GitHub Enterprise Server knows neither sub-issues nor dependencies. */
function unknownThere(answer) {
	return answer.failure.kind === "not_found" ? good([]) : answer;
}
function parted(issues, repository) {
	const own = `/repos/${repository.owner}/${repository.repo}`.toLowerCase();
	const isHere = (issue) => issue.repository_url.toLowerCase().endsWith(own);
	return [issues.filter(isHere), issues.filter((issue) => !isHere(issue))];
}

// src/import/imported.ts
const imported = (value) => ({
	ok: true,
	value
});
const unreadable = (file, line, message, remedy) => ({
	ok: false,
	problem: {
		file,
		line,
		message,
		remedy
	}
});
function newTask(given) {
	return {
		details: [],
		acceptance: [],
		state: "pending",
		parent: null,
		after: [],
		heading: false,
		planned: true,
		review: false,
		line: 0,
		...given
	};
}

// src/import/github-issues.ts
/**
* The issues of a GitHub milestone as tasks with their numbers as ids. They begin with design, as no document is
* finished; a closed issue is completed, one closed as not planned is skipped, a sub-issue is needed by its parent.
*/
function readGitHubMilestone(milestone) {
	const { issues } = milestone;
	if (issues.length === 0) return unreadable(milestone.url, 1, "the milestone has no issues", "add issues to it on GitHub, then import again");
	const parents = parentsOf(issues, new Map(issues.map(({ number }, index) => [number, index])));
	const notes = milestone.leftOut.map((what) => ({ what }));
	const tasks = issues.map((issue, index) => {
		const state = stateOf(issue);
		if (state === "skipped") notes.push({
			what: `closed as ${issue.reason}, so imported as skipped`,
			item: `#${issue.number}`
		});
		return newTask({
			id: String(issue.number),
			title: issue.title,
			details: detailsOf$1(issue),
			state,
			parent: parents[index],
			after: issue.blockedBy.map(String),
			planned: false
		});
	});
	return imported({
		format: "github",
		source: milestone.url,
		title: milestone.title,
		description: visible(milestone.description),
		...milestone.due === null ? {} : { due: milestone.due },
		tasks,
		steps: [],
		hints: [],
		documents: [],
		notes
	});
}
/** GitHub lets an issue have one parent; a second one, or a circle, is not believed. */
function parentsOf(issues, places) {
	const parents = issues.map(() => null);
	issues.forEach((issue, index) => {
		for (const number of issue.subIssues) {
			const part = places.get(number);
			if (part === void 0 || parents[part] !== null || isAbove(parents, part, index)) continue;
			parents[part] = index;
		}
	});
	return parents;
}
function isAbove(parents, above, index) {
	for (let at = index; at !== null; at = parents[at]) if (at === above) return true;
	return false;
}
function stateOf({ state, reason }) {
	if (state === "open") return "pending";
	return reason === "not_planned" || reason === "duplicate" ? "skipped" : "completed";
}
function detailsOf$1({ number, body, labels }) {
	const text = visible(body);
	const about = `Issue #${number}${labels.length > 0 ? `, labels: ${labels.join(", ")}` : ""}`;
	return text === "" ? [about] : [
		...text.split("\n"),
		"",
		about
	];
}
/** Without HTML comments: nobody sees them on GitHub, so nobody could have judged what they tell an agent. */
function visible(markdown) {
	let text = "";
	let at = 0;
	for (;;) {
		const open = markdown.indexOf("<!--", at);
		if (open < 0) break;
		text += markdown.slice(at, open);
		const close = markdown.indexOf("-->", open);
		at = close < 0 ? markdown.length : close + 3;
	}
	return (text + markdown.slice(at)).replace(/\r\n?/g, "\n").trim();
}

// src/import/dependencies.ts
/**
* So many tasks of one step run side by side; a longer step is cut. Each task of a step names every one of the step
* before, so two steps of n tasks cost n² names, and more than 64 never run at once.
*/
const MAX_SIDE_BY_SIDE = 64;
const MAX_LIST = 1e3;
/**
* The dependencies of the tasks: a task needs its subtasks, what the source names, and the step before its own.
* What would close a circle is left out, named ones with a note. Where a needed task will never run (skipped),
* what that one needed is needed in its place.
*/
function dependenciesOf(plan) {
	const { tasks } = plan;
	const graph = new Graph(tasks.length);
	const notes = [];
	tasks.forEach((task, index) => {
		if (task.parent !== null) graph.add(task.parent, index);
	});
	const named = namedEdges(tasks, notes);
	const refused = graph.addAll(named);
	for (const [task, needs] of refused) notes.push({ what: `${tasks[task].id} names ${tasks[needs].id}, which waits for it: that dependency is left out` });
	graph.addAll(stepEdges(plan.steps, tasks));
	for (const [task, needs] of plan.hints) if (!graph.reaches(task, needs) && !graph.reaches(needs, task)) graph.add(task, needs);
	return {
		of: pastSkipped(graph, tasks, notes),
		notes
	};
}
/** Named dependencies; those of a task hold for its subtasks too, but for those that wait for a sister. */
function namedEdges(tasks, notes) {
	const places = /* @__PURE__ */ new Map();
	tasks.forEach(({ id }, index) => {
		if (!places.has(id)) places.set(id, index);
	});
	const own = tasks.map((task, index) => {
		const known = [];
		for (const id of task.after) {
			const place = places.get(id);
			if (place === void 0) notes.push({
				what: "named as needed but not in the plan, left out",
				item: `${id} (by ${task.id})`
			});
			else if (place !== index) known.push(place);
		}
		return known;
	});
	const edges = own.flatMap((list, task) => list.map((needs) => [task, needs]));
	tasks.forEach((task, index) => {
		const sister = own[index].some((needs) => tasks[needs].parent === task.parent);
		if (task.parent === null || sister) return;
		for (const ancestor of ancestors(tasks, index)) for (const needs of own[ancestor]) if (needs !== index && !isWithin(tasks, needs, ancestor)) edges.push([index, needs]);
	});
	return edges;
}
function ancestors(tasks, index) {
	const found = [];
	for (let at = tasks[index].parent; at !== null && !found.includes(at); at = tasks[at].parent) found.push(at);
	return found;
}
function isWithin(tasks, index, ancestor) {
	return index === ancestor || ancestors(tasks, index).includes(ancestor);
}
/**
* Each step needs the one before. A task that will not run cannot hold up another, so the last unfinished step is
* needed past the finished and skipped ones behind it.
*/
function stepEdges(steps, tasks) {
	const edges = [];
	let before = [];
	for (const step of steps.flatMap(cut)) {
		for (const task of step) for (const needs of before) edges.push([task, needs]);
		const runs = step.filter((at) => tasks[at].state === "pending" || tasks[at].state === "in_progress");
		if (runs.length > 0) {
			before = runs;
			continue;
		}
		const done = step.filter((at) => tasks[at].state === "completed").slice(-1);
		const unfinished = before.filter((at) => tasks[at].state !== "completed");
		before = done.length > 0 ? [...unfinished, ...done] : before;
	}
	return edges;
}
function cut(step) {
	const parts = [];
	for (let at = 0; at < step.length; at += MAX_SIDE_BY_SIDE) parts.push(step.slice(at, at + MAX_SIDE_BY_SIDE));
	return parts;
}
function pastSkipped(graph, tasks, notes) {
	const full = tasks.map(() => []);
	for (const task of graph.order()) {
		const needs = /* @__PURE__ */ new Set();
		for (const each of graph.needs(task)) {
			needs.add(each);
			if (tasks[each].state !== "skipped") continue;
			for (const past of full[each]) needs.add(past);
		}
		if (needs.size > MAX_LIST) notes.push({
			what: `needs more than ${MAX_LIST} tasks, of which the last are named`,
			item: tasks[task].id
		});
		full[task] = [...needs].sort((a, b) => a - b).slice(-1e3);
	}
	return full;
}
/** What each task needs; never holds a circle. */
var Graph = class {
	#needs;
	constructor(size) {
		this.#needs = Array.from({ length: size }, () => /* @__PURE__ */ new Set());
	}
	needs(task) {
		return this.#needs[task];
	}
	add(task, needs) {
		this.#needs[task].add(needs);
	}
	/** Adds what closes no circle and returns the rest. Costs one look at the graph when there is no circle. */
	addAll(edges) {
		const fresh = edges.filter(([task, needs]) => task !== needs && !this.#needs[task].has(needs));
		for (const [task, needs] of fresh) this.add(task, needs);
		if (this.order().length === this.#needs.length) return [];
		for (const [task, needs] of fresh) this.#needs[task].delete(needs);
		return fresh.filter(([task, needs]) => {
			if (this.reaches(needs, task)) return true;
			this.add(task, needs);
			return false;
		});
	}
	/** Whether a task needs another, directly or through others. */
	reaches(from, to) {
		const seen = /* @__PURE__ */ new Set([from]);
		const open = [from];
		for (let at = open.pop(); at !== void 0; at = open.pop()) {
			if (at === to) return true;
			for (const next of this.#needs[at]) {
				if (seen.has(next)) continue;
				seen.add(next);
				open.push(next);
			}
		}
		return false;
	}
	/** Every task after what it needs; shorter than the graph when there is a circle. */
	order() {
		const waiting = this.#needs.map((needs) => needs.size);
		const neededBy = this.#needs.map(() => []);
		this.#needs.forEach((needs, task) => {
			for (const each of needs) neededBy[each].push(task);
		});
		const order = waiting.flatMap((count, task) => count === 0 ? [task] : []);
		for (let at = 0; at < order.length; at++) for (const task of neededBy[order[at]]) {
			waiting[task] -= 1;
			if (waiting[task] === 0) order.push(task);
		}
		return order;
	}
};

// src/import/notes.ts
const MAX_ITEMS = 12;
/** One line for each thing to know, in the order in which they came up. */
function noteLines(notes) {
	const items = /* @__PURE__ */ new Map();
	for (const { what, item } of notes) {
		const list = items.get(what) ?? [];
		if (item !== void 0 && !list.includes(item)) list.push(item);
		items.set(what, list);
	}
	return [...items].map(([what, list]) => {
		if (list.length === 0) return what;
		const more = list.length > MAX_ITEMS ? ` and ${list.length - MAX_ITEMS} more` : "";
		return `${what}: ${list.slice(0, MAX_ITEMS).join(", ")}${more}`;
	});
}
const OPTIONAL = "optional and not done, so imported as skipped (write `status: pending` to have one done)";
const UNKNOWN_MARK = "the mark in the box is not known, so it counts as open";

// src/import/task-ids.ts
/** Room for `-` and a number behind an id that is taken. */
const MAX_STEM = 58;
/** The nearest id that the rule allows: other characters become hyphens. Empty when nothing is left. */
function asId(text) {
	const stem = text.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/\.{2,}/g, ".").replace(/-{2,}/g, "-").replace(/^[._-]+/, "").slice(0, MAX_STEM).replace(/(?:\.lock)+$/i, "").replace(/[._-]+$/, "");
	return idProblem(stem) ? "" : stem;
}
/** A short id from a title, in lower case; empty for a title without Latin letters or digits. */
function slugOf(title) {
	const words = asId(title.toLowerCase().replace(/[._]+/g, "-"));
	if (words.length <= 40) return words;
	const cut = words.slice(0, 40);
	return cut.slice(0, Math.max(cut.lastIndexOf("-"), 20)).replace(/-+$/, "");
}
/** Valid ids, unique ignoring case: what is valid and first stays, the rest is changed as little as possible. */
function giveIds(wanted) {
	const taken = /* @__PURE__ */ new Set();
	const ids = wanted.map((id) => idProblem(id) ? null : claim(id, taken));
	const changed = [];
	wanted.forEach((from, index) => {
		if (ids[index] !== null) return;
		const to = free(asId(from) || `task-${index + 1}`, taken);
		ids[index] = to;
		if (from !== "") changed.push({
			from,
			to
		});
	});
	return {
		ids,
		changed
	};
}
function claim(id, taken) {
	const key = id.toLowerCase();
	if (taken.has(key)) return null;
	taken.add(key);
	return id;
}
function free(stem, taken) {
	for (let n = 1;; n++) {
		const id = claim(n === 1 ? stem : `${stem.slice(0, MAX_STEM)}-${n}`, taken);
		if (id !== null) return id;
	}
}

// src/import/yaml-text.ts
const LAYOUT = {
	eol: "\n",
	step: 2,
	listStep: 2
};
const WIDTH = 100;
/** `key: value` at a column, with lists of short words on one line and long texts as blocks. */
function yamlPair(key, value, column) {
	const lead = " ".repeat(column);
	if (typeof value === "string") return `${lead}${key}:${yamlText(value, column)}`;
	const flow = renderFlow(value);
	if (lead.length + key.length + flow.length + 2 <= WIDTH && !flow.includes("\\n")) return `${lead}${key}: ${flow}`;
	return `${lead}${key}:${renderBehindKey(value, column, LAYOUT)}`;
}
/** A text behind its key: several lines as a block that reads as it looks, where YAML can hold them so. */
function yamlText(text, column) {
	if (!text.includes("\n") || !fitsBlock(text)) return ` ${renderFlow(text)}`;
	const lead = " ".repeat(column + 2);
	return ` |-\n${text.split("\n").map((line) => line === "" ? "" : lead + line).join("\n")}`;
}
/** A block keeps every line but cannot begin with a space, end with an empty line or hold what cannot be seen. */
function fitsBlock(text) {
	return !/^[ \t\n]|\n$|\t/.test(text) && !/^[ \t]+$/m.test(text) && hiddenCharacter(text) < 0;
}
/** A comment at a column, wrapped at words. */
function yamlComment(text, column = 0) {
	const lead = `${" ".repeat(column)}# `;
	const lines = [];
	let line = "";
	for (const word of text.split(/\s+/)) {
		if (line !== "" && lead.length + line.length + word.length >= WIDTH) {
			lines.push(line);
			line = "";
		}
		line += line === "" ? word : ` ${word}`;
	}
	lines.push(line);
	return lines.map((each) => lead + each).join("\n");
}

// src/import/milestone-text.ts
const MAX_TASKS = 9999;
const MAX_TITLE = 200;
const MAX_PROSE = 16e3;
const MAX_LINE$1 = 900;
const MAX_CRITERIA = 200;
/**
* The milestone file of a plan of another tool: ids, order and checked boxes kept, its documents as deliverables of a
* first, finished task. Refuses a plan without tasks, or with more than a milestone may have.
*/
function milestoneText(plan, id) {
	const problem = countProblem(plan);
	if (problem) return problem;
	const { of: needs, notes } = dependenciesOf(plan);
	const documents = plan.documents.length > 0;
	const wanted = plan.tasks.map((task) => task.id);
	const { ids, changed } = giveIds(documents ? [...wanted, "specification"] : wanted);
	const first = documents ? ids.pop() : null;
	const renamed = changed.map(({ from, to }) => ({
		what: "ids changed",
		item: `${line(from, 80)} to ${to}`
	}));
	const tasks = plan.tasks.map((task, index) => taskText(task, {
		id: ids[index],
		needs: needs[index].map((at) => ids[at]),
		first
	}));
	const text = [
		head(plan, id, documents),
		"tasks:",
		...first === null ? [] : [documentsTask(plan, first), ""],
		tasks.join("\n\n"),
		""
	].join("\n");
	const files = plan.documents.map(({ phase, path, text: content }) => ({
		path: `${paths.deliverables(id, first, phase)}/${path}`,
		text: content
	}));
	return imported({
		text,
		files,
		notes: noteLines([
			...plan.notes,
			...notes,
			...renamed
		]).map((note) => line(note, 600))
	});
}
function countProblem(plan) {
	if (plan.tasks.length === 0) return unreadable(plan.source, 1, "there is no task in it", "add tasks with the tool that wrote it, then import again");
	if (plan.tasks.length > MAX_TASKS) {
		const message = `it has ${plan.tasks.length} tasks; a milestone holds at most 10000`;
		return unreadable(plan.source, 1, message, "split it and import each part as a milestone of its own");
	}
	return null;
}
const FORMAT_WORDS = {
	kiro: "a Kiro spec",
	"spec-kit": "a spec-kit feature",
	"task-master": "a Task Master list",
	github: "a GitHub milestone"
};
function head(plan, id, documents) {
	const names = plan.documents.map(({ source }) => source);
	const description = [prose(plan.description), documents ? `Written before, to be read first: ${line(names.join(", "), 2e3)}` : ""];
	return [
		yamlComment(`Made of ${FORMAT_WORDS[plan.format]}, ${line(plan.source, 200)}, by \`milestone import\`.`),
		yamlComment(`Look through it, commit it, then: milestone plan ${id}; milestone execute ${id}`),
		yamlPair("id", id, 0),
		yamlPair("title", title(plan.title, id), 0),
		...pairOf("description", description.filter(Boolean).join("\n\n"), 0),
		yamlPair("status", "planned", 0),
		...pairOf("due", plan.due, 0),
		"",
		yamlComment("Who does the work: Claude Code here. Another agent (codex, gemini, copilot), a shell command (run: ./scripts/do.sh) or a person (manual: true) may stand here, in a task, or in a phase."),
		yamlPair("executor", { agent: "claude" }, 0),
		"",
		yamlComment("Run on the branch after each task that changes code; write yours and remove the #:"),
		"# test_command: npm test",
		""
	].join("\n");
}
/** The existing documents as the work of a task that is done, on which the others build. */
function documentsTask(plan, id) {
	const phases = [
		"design",
		"spec",
		"task"
	].map((phase) => {
		const files = plan.documents.filter((document) => document.phase === phase).map(({ path }) => path);
		return yamlPair(phase, {
			status: "completed",
			deliverables: files
		}, 8);
	});
	return [
		yamlComment("What was written before the import: finished, nothing runs here, nobody has to approve it.", 2),
		itemHead(id),
		yamlPair("title", title(`Specification of ${plan.title}`, id), 4),
		yamlPair("status", "completed", 4),
		"    kiro_workflow:",
		"      enabled: true",
		"      phases:",
		...phases,
		yamlPair("execute", {
			status: "completed",
			deliverables: []
		}, 8)
	].join("\n");
}
function taskText(task, { id, needs, first }) {
	const name = title(task.title, id);
	const whole = line(task.title, MAX_PROSE);
	const details = prose([...name === whole ? [] : [whole], ...task.details].join("\n"));
	const after = needs.length === 0 && first !== null ? [first] : needs;
	return [
		...task.heading ? [yamlComment("A heading: its subtasks are the work, and it is done when they are.", 2)] : [],
		itemHead(id),
		yamlPair("title", name, 4),
		...pairOf("description", details, 4),
		yamlPair("status", task.state, 4),
		yamlPair("dependencies", after, 4),
		...pairOf("acceptance_criteria", criteria(task.acceptance), 4),
		...task.heading ? [yamlPair("executor", { run: "true" }, 4)] : [],
		...workflow(task)
	].join("\n");
}
function workflow(task) {
	if (!task.planned || task.state === "completed") return ["    kiro_workflow: { enabled: true }"];
	const done = {
		status: "completed",
		deliverables: []
	};
	const execute = {
		...task.state === "in_progress" ? { status: "in_progress" } : {},
		...task.review ? { approval_required: true } : {},
		...task.heading ? { deliverables: [] } : {}
	};
	return [
		"    kiro_workflow:",
		"      enabled: true",
		"      current_phase: execute",
		"      phases:",
		...[
			"design",
			"spec",
			"task"
		].map((phase) => yamlPair(phase, done, 8)),
		...Object.keys(execute).length === 0 ? [] : [yamlPair("execute", execute, 8)]
	];
}
const itemHead = (id) => `  - ${yamlPair("id", id, 0)}`;
function pairOf(key, value, column) {
	return value === void 0 || value === "" || Array.isArray(value) && value.length === 0 ? [] : [yamlPair(key, value, column)];
}
function criteria(texts) {
	const lines = texts.map((text) => line(text, MAX_LINE$1)).filter((text) => text !== "");
	return [...new Set(lines)].slice(0, MAX_CRITERIA);
}
function title(text, otherwise) {
	return line(text, MAX_TITLE) || otherwise;
}
/** One visible line. */
function line(text, limit) {
	return shorten(sanitiseLine(text).replace(/\s+/g, " ").trim(), limit);
}
/** Visible lines without trailing blanks; tabs become spaces so that the text can stand as a block. */
function prose(text) {
	const trimmed = sanitise(text).replaceAll("	", "  ").split("\n").map((each) => each.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n");
	return shorten(trimmed.replace(/^\n+/, "").trimEnd(), MAX_PROSE);
}

// src/import/checklist.ts
const ITEM = /^(\s*)(?:[-*+]|\d{1,9}[.)])\s+\[[ \t]*([^\]\s]?)[ \t]*\](\\?\*)?(?:\s+(.*))?$/u;
const HEADING = /^ {0,3}(#{1,6})\s+(.*)$/;
const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
/** No plan has longer lines; what is behind is not looked at. */
const MAX_LINE = 2e4;
/** The lines of a Markdown file by what they are; fenced blocks are never read as tasks. */
function markdownLines(text) {
	const lines = [];
	let fence = null;
	text.replace(/^\ufeff/, "").split(/\r\n?|\n/).forEach((whole, index) => {
		const raw = whole.slice(0, MAX_LINE);
		const line = index + 1;
		const mark = FENCE.exec(raw);
		if (fence !== null) {
			lines.push({
				kind: "code",
				line,
				text: raw
			});
			if (mark && mark[2].startsWith(fence) && mark[3].trim() === "") fence = null;
			return;
		}
		if (mark && !(mark[2].startsWith("`") && mark[3].includes("`"))) {
			fence = mark[2];
			lines.push({
				kind: "code",
				line,
				text: raw
			});
			return;
		}
		lines.push(plainLine(raw, line));
	});
	return lines;
}
function plainLine(raw, line) {
	const heading = HEADING.exec(raw);
	if (heading) return {
		kind: "heading",
		line,
		level: heading[1].length,
		text: headingText(heading[2])
	};
	const item = ITEM.exec(raw);
	if (!item) return {
		kind: "text",
		line,
		indent: indentOf(raw),
		text: raw.trim()
	};
	const [, lead, mark, star, text] = item;
	return {
		kind: "item",
		item: {
			line,
			indent: indentOf(lead),
			mark: mark || " ",
			optional: star !== void 0,
			text: (text ?? "").trim()
		}
	};
}
/** Without the number signs that may close a heading. */
function headingText(text) {
	const trimmed = text.trim();
	const closing = trimmed.lastIndexOf(" ");
	return /^#+$/.test(trimmed.slice(closing + 1)) ? trimmed.slice(0, Math.max(0, closing)).trim() : trimmed;
}
/** Columns of the white space before a text; a tab counts four. */
function indentOf(raw) {
	const lead = /^\s*/.exec(raw)[0];
	let columns = 0;
	for (const ch of lead) columns += ch === "	" ? 4 : 1;
	return columns;
}
/** The text of a line without its bullet and the emphasis around it. */
function bare(text) {
	return text.replace(/^(?:[-*+]\s+|\d{1,9}[.)]\s+)/, "").replace(/^(\*\*|__|\*|_)(.*)\1$/u, "$2").trim();
}
/** What stands behind a label: bare, and without the end of an emphasis that began before the label. */
function behind(text, label) {
	const rest = text.slice(label.length).trim();
	return bare(label.startsWith("**") && label.lastIndexOf("**") === 0 ? rest.replace("**", "") : rest);
}

// src/import/blocks.ts
/** How a line begins that goes on with the sentence of the box above it. */
const GOES_ON = /^[\p{Ll}(`/]/u;
/** A Markdown file as checkboxes with their details, in sections. The first section is what stands above any heading. */
function readChecklist(text) {
	const sections = [{
		title: "",
		level: 0,
		prose: []
	}];
	const blocks = [];
	const raw = [];
	let open = false;
	const code = [];
	let fenced = false;
	for (const line of markdownLines(text)) {
		if (line.kind !== "code") fenced = false;
		switch (line.kind) {
			case "heading":
				sections.push({
					title: line.text,
					level: line.level,
					prose: []
				});
				open = false;
				break;
			case "item":
				blocks.push({
					item: line.item,
					details: [],
					section: sections.length - 1
				});
				raw.push([]);
				open = true;
				break;
			case "text":
				if (open && raw.at(-1).length === 0 && line.indent > 0 && GOES_ON.test(line.text)) {
					const { item } = blocks.at(-1);
					item.text += ` ${line.text}`;
				} else if (open && (line.text === "" || line.indent > 0)) raw.at(-1).push({
					...line,
					code: false
				});
				else {
					if (line.text !== "") open = false;
					sections.at(-1).prose.push(line.text);
				}
				break;
			case "code":
				if (open) raw.at(-1).push({
					indent: indentOfCode(line),
					text: line.text,
					code: true
				});
				else if (fenced) code.at(-1).push(line.text);
				else code.push([]);
				fenced = true;
				break;
			default: return line;
		}
	}
	blocks.forEach((block, index) => {
		block.details = dedented(raw[index]);
	});
	return {
		blocks,
		sections,
		code: code.map((lines) => lines.slice(0, -1).join("\n"))
	};
}
const indentOfCode = ({ text }) => text.length - text.trimStart().length;
function dedented(lines) {
	const written = lines.filter((line) => line.text.trim() !== "");
	const least = Math.min(...written.map((line) => line.indent), 40);
	const out = lines.map(({ indent, text, code }) => text.trim() === "" ? "" : code ? text.slice(Math.min(least, indent)) : " ".repeat(Math.max(0, Math.min(indent, 80) - least)) + text);
	while (out.at(-1) === "") out.pop();
	while (out[0] === "") out.shift();
	return out;
}

// src/import/marks.ts
/** The last two are Cyrillic: they are what a Russian keyboard gives for an x. */
const DONE = /* @__PURE__ */ new Set([
	"x",
	"X",
	"✓",
	"✔",
	"√",
	"✅",
	"v",
	"V",
	"☑",
	"х",
	"Х"
]);
const BEGUN = /* @__PURE__ */ new Set([
	"-",
	"/",
	"."
]);
const LEFT_OUT = /* @__PURE__ */ new Set(["s", "S"]);
const OPEN = /* @__PURE__ */ new Set([
	" ",
	"_",
	"　",
	"☐",
	"*"
]);
/**
* What the character in a box means. `-` is Kiro's mark for work that has begun; `~` is its mark for queued work, and
* elsewhere one for work half done.
*/
function readMark(mark, format) {
	const known = (state, optional = false) => ({
		state,
		optional,
		unknown: false
	});
	if (DONE.has(mark)) return known("completed");
	if (BEGUN.has(mark)) return known("in_progress");
	if (mark === "~") return known(format === "kiro" ? "pending" : "in_progress");
	if (LEFT_OUT.has(mark)) return known("skipped");
	if (OPEN.has(mark)) return known("pending", mark === "*");
	return {
		state: "pending",
		optional: false,
		unknown: true
	};
}

// src/import/requirements.ts
/** Numbers such as `1.2`, in lists and ranges. Each is followed by a separator, so that no text takes long. */
const NUMBER$1 = String.raw`\d{1,4}(?:\.\d{1,4}){0,3}`;
const LIST = `${NUMBER$1}(?:${String.raw`(?:\s*[-–—~,,、;&]\s*|\s+)(?:and\s+|tasks?\s+)?`}${NUMBER$1}){0,200}`;
const NUMBERS = new RegExp(NUMBER$1, "g");
const EMPHASISED = new RegExp(String.raw`^[_*]{1,3}([^::_*]{1,40})[::]\s*(?:[\p{L} ]{0,24}\s)?(${LIST})\s*\.?[_*]{1,3}$`, "u");
const PLAIN = new RegExp(String.raw`^\**(requirements?|需求|要件|требования|requisitos|depends? on|dependencies|blocked by)\**\s*[::]\**\s*(?:tasks?\s+)?(${LIST})\s*\.?$`, "iu");
const DEPENDS = /^(?:depends?(?: on)?|dependenc(?:y|ies)|blocked by|requires tasks?|依赖|依存|依賴)$/i;
/** A line such as `_Requirements: 1.1, 2.3_` or `**Validates: Requirements 1.2**`, in any language. */
function readReferences(line) {
	const text = line.trim().replace(/^[-*+]\s+/, "");
	if (text.length > 2e3) return null;
	const match = EMPHASISED.exec(text) ?? PLAIN.exec(text);
	if (!match) return null;
	const label = match[1].trim();
	const numbers = expanded(match[2], match[2].match(NUMBERS) ?? []);
	return {
		kind: DEPENDS.test(label) ? "dependencies" : "requirements",
		label,
		numbers
	};
}
const RANGE$1 = /(\d{1,4})\.(\d{1,4})\s*[-–—~]\s*(?:(\d{1,4})\.)?(\d{1,4})(?![.\d])/g;
/** `1.1–1.4` names what is between, too. */
function expanded(text, numbers) {
	const all = new Set(numbers);
	for (const [, major, from, toMajor, to] of text.matchAll(RANGE$1)) {
		if (toMajor !== void 0 && toMajor !== major) continue;
		for (let n = Number(from); n <= Number(to) && n < Number(from) + 100; n++) all.add(`${major}.${n}`);
	}
	return [...all].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
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

// src/import/titles.ts
/** The last part of a path. */
function nameOf(path) {
	const trimmed = path.replace(/\/+$/, "");
	return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
/** A folder's name as words: `003-user-login` becomes `User login`. */
function words(name) {
	const plain = name.replace(/^\d{1,4}[-_]/, "").replace(/[-_]+/g, " ").trim() || name;
	return plain.charAt(0).toUpperCase() + plain.slice(1);
}
/** Words that name the kind of a document, not its subject. */
const KIND = /^(?:implementation plan|implementation tasks|tasks?|task list|feature specification|specification|spec|requirements(?: document)?|design(?: document)?|bugfix)\s*[::\-–—]+\s*/i;
/** The subject that the first heading of one of the files names behind its kind (`Tasks: Login`), or the fallback. */
function planTitle(files, fallback) {
	for (const file of files) {
		const heading = markdownLines(file.text).find((line) => line.kind === "heading");
		if (heading?.kind !== "heading" || !KIND.test(heading.text)) continue;
		const subject = heading.text.replace(KIND, "").trim();
		if (subject !== "" && !/^\[.*\]$/.test(subject)) return subject;
	}
	return fallback;
}

// src/import/waves.ts
const graph = object({ waves: array(object({ tasks: array(union([string(), number()])) })).max(1e3) });
/**
* The waves that Kiro writes behind its list: the tasks of one run side by side, after those of the wave before.
* Null when there are none. Tasks that no wave names come when all tasks above them in the list are done.
*/
function readWaves(code, tasks, notes) {
	const waves = code.map(parsed$2).find((each) => each !== null);
	if (!waves) return null;
	const places = /* @__PURE__ */ new Map();
	for (const [index, { id }] of tasks.entries()) if (!places.has(id)) places.set(id, index);
	const seen = /* @__PURE__ */ new Set();
	const steps = [];
	for (const wave of waves) {
		const step = [];
		for (const id of wave) {
			const place = places.get(id);
			if (place === void 0) notes.push({
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
	return steps;
}
function parsed$2(text) {
	if (!text.includes("\"waves\"")) return null;
	let data;
	try {
		data = JSON.parse(text);
	} catch {
		return null;
	}
	const read = graph.safeParse(data);
	return read.success ? read.data.waves.map((wave) => wave.tasks.map(String)) : null;
}
/** A task outside of the waves (a checkpoint, as a rule) waits for what stands between it and the one before. */
function followList(tasks, seen) {
	const parents = new Set(tasks.map((task) => task.parent));
	let since = [];
	tasks.forEach((task, index) => {
		if (parents.has(index)) return;
		if (seen.has(index)) {
			since.push(task.id);
			return;
		}
		task.after.push(...since.slice(-300));
		since = [task.id];
	});
}

// src/import/kiro.ts
/**
* A Kiro spec folder. `design.md` becomes the finished design, `requirements.md` (or `bugfix.md`) the finished spec,
* `tasks.md` the task phase; every box of `tasks.md` is a task that goes on with execute, in the order of the list.
*/
function readKiro(folder, files) {
	const list = files.find((file) => nameOf(file.path) === "tasks.md");
	if (!list) return unreadable(folder, 1, "there is no tasks.md", "let Kiro write the task list first, then import again");
	const requirements = files.find((file) => /^(?:requirements|bugfix)\.md$/i.test(nameOf(file.path)));
	const checklist = readChecklist(list.text);
	const notes = [];
	const found = findTasks$1(checklist, requirements ? readCriteria(requirements.text) : /* @__PURE__ */ new Map(), notes);
	if (found.length === 0) return unreadable(list.path, 1, "there is no checkbox in it", "write tasks as `- [ ] 1. What to do`");
	const tasks = found.map((each) => each.task);
	settleParents(tasks, notes);
	const steps = readWaves(checklist.code, tasks, notes) ?? stepsOf(found);
	return imported({
		format: "kiro",
		source: folder,
		title: planTitle([list, ...requirements ? [requirements] : []], words(nameOf(folder))),
		description: overview(checklist),
		tasks,
		steps,
		hints: [],
		documents: files.flatMap((file) => documentOf$1(file, folder)),
		notes
	});
}
function documentOf$1(file, folder) {
	const path = file.path.slice(folder === "" ? 0 : folder.length + 1);
	const name = path.toLowerCase();
	return [{
		phase: name === "tasks.md" ? "task" : /^(?:requirements|bugfix)\.md$/.test(name) ? "spec" : "design",
		path,
		source: file.path,
		text: file.text
	}];
}
/** `1.`, `2.3`, `**4.1**`, `Task 5:`, `任务 6` in front of a title. */
const NUMBER = /^\*{0,2}(?:(?:task|任务|任務|タスク|задача|tarea|tarefa|tâche|aufgabe)\s*)?#?(\d{1,4}(?:\.\d{1,4}){0,5})(?:[.):,、:-]|\s-)?(\\?\*(?=\s))?\*{0,2}(?:\s+|$)/i;
const PARALLEL = /^(?:\[P\]|\(P\))(?:\s+|$)/i;
function findTasks$1(checklist, criteria, notes) {
	const { blocks, sections } = checklist;
	const numbered = blocks.some((block) => NUMBER.test(block.item.text));
	const found = [];
	const byIndent = [];
	for (const block of blocks) {
		while (byIndent.length > 0 && byIndent.at(-1).indent >= block.item.indent) byIndent.pop();
		const above = byIndent.at(-1);
		const number = NUMBER.exec(block.item.text)?.[1];
		if (numbered && number === void 0 && above) {
			const { task } = found[above.place];
			task.heading = false;
			task.details.push(`- [${block.item.mark}] ${block.item.text}`);
			takeDetails(task, block.details, criteria);
			continue;
		}
		const id = number ?? (above ? `${found[above.place].task.id}.${++above.children}` : "");
		const each = readTask$1(block, {
			id,
			criteria,
			notes
		});
		each.task.parent = (number === void 0 ? null : parentOf(id, found)) ?? above?.place ?? null;
		const section = sections[block.section];
		if (each.task.parent === null && section.level > 1) each.task.details.unshift(...sectionLine(section.title));
		byIndent.push({
			indent: block.item.indent,
			place: found.length,
			children: 0
		});
		found.push(each);
	}
	return found;
}
const USUAL_SECTIONS = /^(?:tasks?|task list|implementation (?:plan|tasks)|任务列?表?|タスク|tareas|tarefas)$/i;
const sectionLine = (title) => title === "" || USUAL_SECTIONS.test(title) ? [] : [`Section: ${title}`];
function parentOf(id, found) {
	for (let dot = id.lastIndexOf("."); dot > 0; dot = id.lastIndexOf(".", dot - 1)) {
		const place = found.findLastIndex((each) => each.task.id === id.slice(0, dot));
		if (place >= 0) return place;
	}
	return null;
}
function readTask$1({ item, details }, { id, criteria, notes }) {
	const number = NUMBER.exec(item.text);
	const text = number ? behind(item.text, number[0]) : bare(item.text);
	const parallel = PARALLEL.test(text);
	const title = bare(parallel ? text.replace(PARALLEL, "") : text);
	const mark = readMark(item.mark, "kiro");
	const optional = item.optional || mark.optional || number?.[2] !== void 0;
	const name = id || slugOf(title);
	if (mark.unknown) notes.push({
		what: UNKNOWN_MARK,
		item: `[${item.mark}] of ${name || "a task"} in line ${item.line}`
	});
	const skipped = optional && mark.state === "pending";
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
	takeDetails(task, details, criteria);
	task.state = skipped ? "skipped" : mark.state;
	return {
		task,
		parallel
	};
}
/** References in the details of a task become its criteria and dependencies; the rest describes it. */
function takeDetails(task, details, criteria) {
	for (const line of details) {
		const references = readReferences(line);
		if (references?.kind === "dependencies") {
			task.after.push(...references.numbers);
			continue;
		}
		if (references) task.acceptance.push(...references.numbers.flatMap((each) => criterion(each, criteria)));
		task.details.push(line);
	}
}
const saysNothing = (line) => line.trim() === "" || readReferences(line) !== null;
function criterion(number, criteria) {
	const whole = criteria.get(number);
	if (whole !== void 0) return [`${number}: ${whole}`];
	return [...criteria].filter(([key]) => key.startsWith(`${number}.`)).map(([key, text]) => `${key}: ${text}`);
}
/** A task with subtasks that says nothing but its title is a heading; done is only what is done in all parts. */
function settleParents(tasks, notes) {
	const parts = tasks.map(() => []);
	for (const task of tasks) if (task.parent !== null) parts[task.parent].push(task);
	for (const [index, task] of tasks.entries()) {
		task.heading &&= parts[index].length > 0;
		for (const part of parts[index]) part.details.push(`Part of ${task.id}: ${task.title}`);
	}
	for (let index = tasks.length - 1; index >= 0; index--) {
		const task = tasks[index];
		const open = parts[index].find((part) => part.state === "pending" || part.state === "in_progress");
		if (task.state !== "completed" || !open) continue;
		task.state = "pending";
		notes.push({
			what: "checked although a part is not, so it counts as open",
			item: `${task.id} (${open.id})`
		});
	}
}
/** One task after the other; those marked as parallel that follow each other, side by side. */
function stepsOf(found) {
	const closing = closedBy(found);
	const parents = new Set(found.map((each) => each.task.parent));
	const steps = [];
	let group = null;
	found.forEach((each, index) => {
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
	});
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
/** What the list says before its first task, or below an Overview heading. */
function overview({ sections }) {
	return sections.filter(({ title, level }) => level <= 1 || /^(?:overview|summary|概述|概要|resumen)$/i.test(title)).flatMap(({ prose }) => prose).filter((line) => line !== "" && !/^[-*_]{3,}$/.test(line)).slice(0, 12).join("\n");
}

// src/import/spec-kit-order.ts
/** `T001`, `T012a`, `T-007`, `T1.2`. */
const TASK_ID = String.raw`T-?\d{1,5}(?:\.\d{1,3})?[a-z]?`;
const IDS = String.raw`${TASK_ID}(?:\s*(?:[-–—,&]|to|and|,\s*and)\s*${TASK_ID}){0,40}`;
const FORWARD = new RegExp(String.raw`\b(${IDS})\)?\s+(?:must\s+(?:be\s+)?(?:complete[d]?\s+)?)?(?:blocks?|before|precedes?)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`, "g");
const BACKWARD = new RegExp(String.raw`\b(${IDS})\)?\s+(?:(?:must\s+)?(?:depends?\s+on|follows?|requires?)|after)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`, "g");
const ONE = new RegExp(`\\b${TASK_ID}\\b`, "g");
const RANGE = /\bT(-?)(\d{1,5})\s*(?:[-–—]|to)\s*T-?(\d{1,5})\b/g;
const MAX_HINTS = 1e3;
/** The task ids in a text, ranges (`T004-T007`) with what is between. */
function idsIn(text) {
	const ids = new Set(text.match(ONE) ?? []);
	for (const [, dash, from, to] of text.matchAll(RANGE)) for (let n = Number(from); n <= Number(to) && n <= Number(from) + 200; n++) ids.add(`T${dash}${String(n).padStart(from.length, "0")}`);
	return [...ids];
}
/** Dependencies that the prose of a list states: `T008 blocks T009`, `T012 depends on T010`, `T003 before T004`. */
function readHints(sections, known, tasks) {
	const places = /* @__PURE__ */ new Map();
	for (const [index, { id }] of tasks.entries()) if (!places.has(id)) places.set(id, index);
	const hints = [];
	const add = (first, then) => {
		for (const task of idsIn(then)) for (const needs of idsIn(first)) if (task !== needs && known.has(task) && known.has(needs)) hints.push([places.get(task), places.get(needs)]);
	};
	for (const line of sections.flatMap((section) => section.prose)) {
		if (line.length > 1e3 || /\b(?:not|no|n't|independent|without)\b/i.test(line)) continue;
		for (const [, first, then] of line.matchAll(FORWARD)) add(first, then);
		for (const [, then, first] of line.matchAll(BACKWARD)) add(first, then);
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
	const list = files.find((file) => nameOf(file.path) === "tasks.md");
	if (!list) return unreadable(folder, 1, "there is no tasks.md", "make it with spec-kit's tasks command, then import again");
	const spec = files.find((file) => nameOf(file.path) === "spec.md");
	const checklist = readChecklist(withBoxes(list.text));
	const notes = [];
	const { tasks, steps } = findTasks(checklist, notes);
	if (tasks.length === 0) return unreadable(list.path, 1, "there is no task in it", "write tasks as `- [ ] T001 [P] [US1] What to do`");
	const known = new Set(tasks.map((task) => task.id));
	return imported({
		format: "spec-kit",
		source: folder,
		title: planTitle([list, ...spec ? [spec] : []], words(nameOf(folder))),
		description: "",
		tasks,
		steps,
		hints: readHints(checklist.sections, known, tasks),
		documents: files.flatMap((file) => documentOf(file, folder)),
		notes
	});
}
function documentOf(file, folder) {
	const path = file.path.slice(folder === "" ? 0 : folder.length + 1);
	const name = path.toLowerCase();
	return [{
		phase: name === "tasks.md" ? "task" : /^spec\.md$|^checklists\//.test(name) ? "spec" : "design",
		path,
		source: file.path,
		text: file.text
	}];
}
const TASK_HEADING = new RegExp(String.raw`^(\s*)#{2,5}\s+(?:\[([^\]\s]?)\]\s*)?(✅\s*)?(?:Task\s+)?(${TASK_ID})\b[.:)]?\s*(.*)$`);
/** Some lists write each task as a heading (`### T001: Title`): read as a box, open unless it is marked as done. */
function withBoxes(text) {
	const lines = markdownLines(text);
	if (lines.some((line) => line.kind === "item" && LABEL.test(line.item.text))) return text;
	const raw = text.split(/\r\n?|\n/);
	for (const line of lines) {
		if (line.kind !== "heading") continue;
		const match = TASK_HEADING.exec(raw[line.line - 1].slice(0, 2e3));
		if (match) raw[line.line - 1] = `- [${match[3] ? "x" : match[2] || " "}] ${match[4]} ${match[5]}`;
	}
	return raw.join("\n");
}
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
function findTasks(checklist, notes) {
	const { blocks, sections } = checklist;
	const labelled = blocks.some((block) => LABEL.test(block.item.text));
	const tasks = [];
	const steps = [];
	let group = null;
	let phase = -1;
	let open = [];
	for (const block of blocks) {
		const label = readLabel(block.item.text) ?? (labelled ? null : unlabelled(block.item.text));
		if (!label) {
			if (tasks.length > 0 && block.item.indent > 0) tasks.at(-1).details.push(`- [${block.item.mark}] ${block.item.text}`, ...block.details);
			else notes.push({
				what: "boxes without a task id, left out",
				item: `line ${block.item.line}`
			});
			continue;
		}
		const place = phaseOf(sections, block.section);
		if (place !== phase) {
			endPhase(tasks, open);
			open = place < 0 ? [] : judgedBy(sections, place);
			phase = place;
			group = null;
		}
		const task = readTask(block, {
			label,
			about: place < 0 ? [] : told$1(sections, place),
			notes
		});
		if (label.parallel && group) group.push(tasks.length);
		else {
			group = [tasks.length];
			steps.push(group);
		}
		if (!label.parallel) group = null;
		tasks.push(task);
	}
	endPhase(tasks, open);
	return {
		tasks,
		steps
	};
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
function readTask({ item, details }, { label, about, notes }) {
	const mark = readMark(item.mark, "spec-kit");
	if (mark.unknown) notes.push({
		what: UNKNOWN_MARK,
		item: `[${item.mark}] of ${label.id} in line ${item.line}`
	});
	const optional = item.optional || mark.optional;
	if (optional && mark.state === "pending") notes.push({
		what: OPTIONAL,
		item: label.id
	});
	const named = /\((?:depends? on|after|requires|blocked by)[: ]([^)]{1,300})\)/i.exec(item.text);
	return newTask({
		id: label.id,
		title: label.title,
		details: [
			...details,
			...details.length > 0 ? [""] : [],
			...about,
			...label.story ? [`Story: ${label.story}`] : []
		],
		after: named ? idsIn(named[1]).filter((id) => id !== label.id) : [],
		state: optional && mark.state === "pending" ? "skipped" : mark.state,
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
	for (let at = phase; at < sections.length && (at === phase || sections[at].level > level); at++) lines.push(...sections[at].prose);
	return lines;
}
const GOAL = /^\*{0,2}(?:goal|purpose|目标|目的|objetivo|objectif|ziel)\*{0,2}\s*[::]\*{0,2}\s*(.+)$/i;
const JUDGED = /^\*{0,2}(?:✅\s*)?(?:independent test|checkpoint|检查点|独立测试|チェックポイント|punto de control)\*{0,2}\s*[::]\*{0,2}\s*(.+)$/i;
/** What every task of a phase should know: its heading and goal. */
function told$1(sections, phase) {
	const goal = within(sections, phase).flatMap((line) => GOAL.exec(line)?.[1] ?? []);
	return [sections[phase].title, ...goal.slice(0, 2).map((text) => `Goal: ${text}`)];
}
/** What the end of a phase is judged by: its independent test and its checkpoint. */
function judgedBy(sections, phase) {
	return within(sections, phase).flatMap((line) => JUDGED.exec(line)?.[1] ?? []);
}
function endPhase(tasks, judged) {
	tasks.at(-1)?.acceptance.push(...judged);
}

// src/import/task-master-status.ts
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

// src/import/task-master.ts
const text$1 = union([
	string(),
	number(),
	boolean()
]).transform(String).nullish().catch(null);
const rawTask = looseObject({
	id: text$1,
	title: text$1,
	name: text$1,
	description: text$1,
	details: text$1,
	testStrategy: text$1,
	status: text$1,
	dependencies: array(unknown()).nullish().catch(null),
	subtasks: array(unknown()).nullish().catch(null)
});
const list = looseObject({
	tasks: array(unknown()),
	metadata: looseObject({ description: text$1 }).nullish().catch(null)
});
/**
* A Task Master list, in its old flat form or with tags. Tasks and subtasks keep their ids (`3`, `3.1`), statuses and
* dependencies; those that say how to do them go on with execute, the others begin with design.
*/
function readTaskMaster(source) {
	const data = parsed$1(source.tasks);
	if (!data.ok) return data;
	const tag = chooseTag(data.value, source);
	if (!tag.ok) return tag;
	const notes = tag.value.notes;
	const tasks = [];
	for (const [index, raw] of tag.value.list.tasks.entries()) addTask(raw, {
		tasks,
		parent: null,
		sisters: NONE,
		index,
		notes
	});
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
		title: name === null || name === "master" ? projectName(data.value) ?? "Task Master tasks" : words(name),
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
		notes
	});
}
const project = looseObject({ projectName: string().min(1) });
/** The name that older lists keep beside their tasks. */
function projectName(data) {
	return [data.meta, data.metadata].map((each) => project.safeParse(each)).find((each) => each.success)?.data?.projectName ?? null;
}
function parsed$1(file) {
	let data;
	try {
		data = JSON.parse(file.text.replace(/^\ufeff/, ""));
	} catch (error) {
		const { line, reason } = placeOf(error, file.text);
		return unreadable(file.path, line, `it is not valid JSON: ${reason}`, "correct the file, or let Task Master write it again");
	}
	if (Array.isArray(data)) return imported({ tasks: data });
	if (typeof data === "object" && data !== null) return imported(data);
	return unreadable(file.path, 1, "it holds no tasks", "it should hold { \"tasks\": [ … ] }, or one such map for each tag");
}
/** The line that JSON.parse complains about, as far as it says. */
function placeOf(error, whole) {
	const message = error instanceof Error ? error.message : String(error);
	const position = /position (\d+)/.exec(message)?.[1];
	return {
		line: position === void 0 ? 1 : whole.slice(0, Number(position)).split("\n").length,
		reason: message.replace(/^JSON\.parse: /, "").slice(0, 160)
	};
}
function chooseTag(data, source) {
	const tags = /* @__PURE__ */ new Map();
	for (const [name, value] of Object.entries(data)) {
		const read = list.safeParse(value);
		if (read.success) tags.set(name, read.data);
	}
	const flat = list.safeParse(data);
	const file = source.tasks.path;
	const names = [...tags.keys()];
	if (source.tag !== null) {
		const wanted = tags.get(source.tag);
		if (wanted) return imported({
			name: source.tag,
			list: wanted,
			notes: []
		});
		const remedy = names.length > 0 ? `tags: ${names.slice(0, 12).join(", ")}` : "it has no tags; leave the # part out";
		return unreadable(file, 1, `it has no tag "${source.tag}"`, remedy);
	}
	if (names.length === 0 && flat.success) return imported({
		name: null,
		list: flat.data,
		notes: []
	});
	const name = currentTag(source.state, tags) ?? (tags.has("master") ? "master" : names[0]);
	if (name === void 0) return unreadable(file, 1, "it holds no tasks", "it should hold { \"tasks\": [ … ] }, or one such map for each tag");
	const notes = names.filter((each) => each !== name).map((item) => ({
		what: `the tag ${name} was read; others are imported with ${file}#<tag>`,
		item
	}));
	return imported({
		name,
		list: tags.get(name),
		notes
	});
}
function currentTag(state, tags) {
	const match = state ? /"currentTag"\s*:\s*"([^"\\]{1,200})"/.exec(state.text) : null;
	return match && tags.has(match[1]) ? match[1] : null;
}
const NONE = /* @__PURE__ */ new Set();
/** Subtasks may have subtasks of their own; deeper than this nobody nests. */
const MAX_DEPTH$1 = 8;
function addTask(raw, { tasks, parent, sisters, index, notes }, depth = 0) {
	const read = rawTask.safeParse(raw);
	const above = parent === null ? "" : tasks[parent].id;
	if (!read.success) {
		notes.push({
			what: "no task, left out",
			item: `entry ${index + 1}${above && ` of ${above}`}`
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
	const place = tasks.length;
	tasks.push(newTask({
		id,
		title,
		details: detailsOf(task, title),
		acceptance: task.testStrategy ? linesOf(task.testStrategy) : [],
		state,
		parent,
		after: afterOf(task.dependencies ?? [], above, sisters),
		heading: parts.length > 0 && !task.details && !task.testStrategy,
		planned: Boolean(task.details || task.testStrategy || parts.length > 0 || parent !== null),
		review
	}));
	if (depth >= MAX_DEPTH$1) return;
	const ids = new Set(parts.map((part, at) => ownId(idOf(part), id, at)));
	for (const [at, part] of parts.entries()) addTask(part, {
		tasks,
		parent: place,
		sisters: ids,
		index: at,
		notes
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
		const value = typeof each === "object" && each !== null && "id" in each ? each.id : each;
		if (typeof value !== "string" && typeof value !== "number") return [];
		const id = String(value).trim();
		if (id === "") return [];
		const sister = ownId(id, above, 0);
		return [above !== "" && sisters.has(sister) ? sister : id];
	});
}
function detailsOf(task, title) {
	return [task.description === title ? null : task.description, task.details].filter(Boolean).flatMap((part, at) => [...at > 0 ? [""] : [], ...part.split(/\r?\n/)]);
}
/** The lines of a test strategy as criteria, without their bullets. */
function linesOf(strategy) {
	return strategy.split(/\r?\n/).map((line) => line.trim().replace(/^(?:[-*•]|\d{1,3}[.)])\s+/, "")).filter((line) => line !== "" && !line.startsWith("```"));
}

// src/import/read-source.ts
/** Reads a plan that lies in files, with the documents that belong to it. */
async function readSource(source, files) {
	if (source.format === "task-master") return readTasksJson(source, files);
	const { found, notes } = await documents(source, files);
	const plan = source.format === "kiro" ? readKiro(source.folder, found) : readSpecKit(source.folder, found);
	if (plan.ok) plan.value.notes.push(...notes);
	return plan;
}
/** A document as large as this is no document; the list itself may be larger than any in use. */
const MAX_BYTES = 1e6;
const MAX_DOCUMENTS = 100;
const READABLE = {
	kiro: /\.md$/i,
	"spec-kit": /\.(?:md|markdown|txt|ya?ml|json|graphql|gql|proto|sql|mmd|puml)$/i
};
async function documents(source, files) {
	const { folder, format } = source;
	const names = (await files.list(folder) ?? []).filter((name) => !name.startsWith(".")).sort();
	const found = [];
	const leftOut = [];
	const seen = /* @__PURE__ */ new Set();
	for (const name of names) {
		const key = name.toLowerCase();
		const fits = READABLE[format].test(name) && pathProblem(name) === null && !seen.has(key);
		const path = join$1(folder, name);
		const text = fits && found.length < MAX_DOCUMENTS ? await files.readFile(path) : null;
		const isList = name === "tasks.md";
		if (text === null || text.includes("\0") || text.length > MAX_BYTES && !isList) {
			leftOut.push(name);
			continue;
		}
		seen.add(key);
		if (isList || text.trim() !== "") found.push({
			path,
			text
		});
	}
	return {
		found,
		notes: leftOut.map((item) => ({
			what: "not taken as documents",
			item
		}))
	};
}
/** Where Task Master keeps the requirements, newest place first. */
const PRDS = [
	"docs/prd.txt",
	"docs/prd.md",
	"docs/PRD.md"
];
async function readTasksJson({ file, tag }, files) {
	const text = await files.readFile(file);
	if (text === null) return unreadable(file, 1, "there is no such file", "name the tasks.json that Task Master writes");
	const home = parentOf$1(parentOf$1(file));
	const read = async (name) => {
		const path = join$1(home, name);
		const content = await files.readFile(path);
		return content === null || content.trim() === "" || content.length > MAX_BYTES ? null : {
			path,
			text: content
		};
	};
	let prd = null;
	for (const name of PRDS) prd ??= await read(name);
	return readTaskMaster({
		tasks: {
			path: file,
			text
		},
		state: await read("state.json"),
		prd,
		tag
	});
}

// src/commands/import-command.ts
/**
* Makes a milestone of a plan that another tool wrote: its file below `.milestones/active/` and its documents as
* finished deliverables. Nothing is written before all was read and found valid, nor over what is there.
* @throws Refusal for what cannot be read or stands in the way
*/
async function importCommand(request) {
	const { files, force, dryRun } = request;
	const source = await findSource(request);
	const plan = unwrap(await read(source, request));
	const id = request.id ?? idFor(source, plan);
	const problem = idProblem(id);
	if (problem) refuse(`the id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "name another one behind the source");
	const made = unwrap(milestoneText(plan, id));
	const path = paths.milestone(id);
	const reading = readPlan({
		file: path,
		text: made.text
	});
	if (!reading.ok) throw new Error(`the import made an invalid milestone: ${reading.errors[0]?.message}`);
	const writes = [{
		path,
		text: made.text
	}, ...made.files];
	if (!force) await refuseOverwriting(id, writes, files);
	if (!dryRun) for (const file of writes) await files.writeFile(file.path, file.text);
	const { tasks } = reading.plan;
	const count = (status) => tasks.filter((task) => task.status === status).length;
	const documents = made.files.length;
	const said = [`${plan.format}: ${plan.source}: ${counted(tasks.length, "task")} (${count("completed")} completed, ${count("skipped")} skipped), ${counted(documents, "document")}`, ...made.notes.map((note) => `  note: ${note}`)];
	const text = dryRun ? [
		...said,
		`would write ${writes.map((w) => w.path).join(", ")}:`,
		"",
		made.text
	].join("\n") : [
		...said,
		...writes.map((w) => `wrote ${w.path}`),
		"",
		...next$1(id)
	].join("\n");
	const json = {
		milestone: id,
		format: plan.format,
		source: plan.source,
		tasks: tasks.length,
		files: writes.map((w) => w.path),
		written: !dryRun,
		notes: made.notes
	};
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json,
		outputs: { milestone: id }
	};
}
const next$1 = (id) => [
	`1. look through ${paths.milestone(id)}: who does the work is its \`executor\``,
	"2. commit it: git add .milestones && git commit",
	`3. milestone plan ${id}, then milestone execute ${id}`
];
async function findSource({ source, format, files }) {
	const github = githubSource(source);
	if (github) return format === null || format === "github" ? github : refuse(`${source} is a GitHub milestone, not ${format}`, "leave --format out");
	if (format === "github") refuse(`"${source}" names no GitHub milestone`, "write github:<number>, or the address of its page");
	const path = source.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "").replace(/\/+$/, "") || ".";
	const below = await files.list(path);
	if (below === null && await files.readFile(path.split("#")[0]) === null) return notFound(source, files);
	const found = detectSource(path, below) ?? only(path, candidatesIn(path, below ?? []));
	return format === null ? found : asFormat(found, format, source);
}
async function notFound(source, files) {
	const there = candidatesIn("", await files.list(".") ?? []);
	const remedy = there.length > 0 ? `found here: ${there.slice(0, 8).join(", ")}` : "name a folder with a tasks.md, a tasks.json, or github:<number>";
	return refuse(`there is no ${JSON.stringify(source).slice(0, 200)}`, remedy);
}
/** A folder above plans stands for its plan when it holds just one. */
function only(path, candidates) {
	const [first] = candidates;
	if (first === void 0) return refuse(`${path} holds no plan that can be imported`, "name a folder with a tasks.md (Kiro, spec-kit), a tasks.json (Task Master), or github:<number>");
	if (candidates.length > 1) return refuse(`${path} holds ${candidates.length} plans`, `name one: ${candidates.slice(0, 12).join(", ")}`);
	return detectSource(first, first.endsWith(".json") ? null : ["tasks.md"]);
}
function asFormat(found, format, source) {
	if (found.format === format) return found;
	if ((format === "kiro" || format === "spec-kit") && (found.format === "kiro" || found.format === "spec-kit")) return {
		...found,
		format
	};
	return refuse(`${source} looks like ${found.format}, not ${format}`, `leave --format out, or name the ${format} source`);
}
async function read(source, { files, github, source: named }) {
	if (source.format !== "github") return readSource(source, files);
	const repository = github ? await github(source.repository) : null;
	if (!repository) return refuse(`${named} cannot be asked for: there is no GitHub repository or no token`, "set GITHUB_TOKEN, and run in a clone of the repository or name it: github:owner/repo#12");
	const answer = await fetchMilestone(repository, source.number);
	if (answer.ok) return readGitHubMilestone(answer.value);
	const missing = answer.failure.kind === "not_found";
	return refuse(missing ? `${repository.owner}/${repository.repo} has no milestone ${source.number}` : describeFailure(answer.failure), missing ? `its milestones: ${repository.url}/milestones` : "check the token and try again");
}
function idFor(source, plan) {
	return (source.format === "github" ? slugOf(plan.title) || `milestone-${source.number}` : source.format === "task-master" ? slugOf(source.tag ?? plan.title) : asId(nameOf(source.folder))) || "imported";
}
/** @throws Refusal that names every file which would be lost */
async function refuseOverwriting(id, writes, files) {
	for (const shelf of ["completed", "archived"]) {
		const path = paths.milestone(id, shelf);
		if (await files.readFile(path) !== null) refuse(`there is a milestone ${id} already: ${path}`, "name another id behind the source");
	}
	const lost = [];
	for (const { path, text } of writes) {
		const there = await files.readFile(path);
		if (there !== null && there !== text) lost.push(path);
	}
	if (lost.length === 0) return;
	const more = lost.length > 1 ? ` and ${lost.length - 1} more` : "";
	refuse(`${lost[0]}${more} exists`, "use --force to overwrite, or name another id behind the source");
}
/** @throws Refusal */
function unwrap(reading) {
	if (reading.ok) return reading.value;
	throw new Refusal([reading.problem]);
}

// src/init/detect-project.ts
/** What the first build file that says how to test tells; the setup may come from one that does not. */
async function detectProject(files) {
	let first = null;
	for (const detect of [
		node,
		python,
		go,
		rust,
		jvm,
		ruby,
		make
	]) {
		const facts = await detect(files);
		first ??= facts;
		if (facts?.testCommand !== void 0) return {
			...facts,
			...first,
			testCommand: facts.testCommand
		};
	}
	return first;
}
const packageJson = looseObject({
	packageManager: string().optional().catch(void 0),
	scripts: record(string(), unknown()).optional().catch(void 0),
	dependencies: record(string(), unknown()).optional().catch(void 0),
	devDependencies: record(string(), unknown()).optional().catch(void 0)
});
const MANAGERS = [
	{
		name: "pnpm",
		lock: "pnpm-lock.yaml",
		setup: "pnpm install --frozen-lockfile",
		test: "pnpm test"
	},
	{
		name: "yarn",
		lock: "yarn.lock",
		setup: "yarn install --immutable",
		test: "yarn test"
	},
	{
		name: "bun",
		lock: "bun.lock",
		setup: "bun install --frozen-lockfile",
		test: "bun run test"
	},
	{
		name: "bun",
		lock: "bun.lockb",
		setup: "bun install --frozen-lockfile",
		test: "bun run test"
	},
	{
		name: "npm",
		lock: "package-lock.json",
		setup: "npm ci",
		test: "npm test"
	},
	{
		name: "npm",
		lock: "npm-shrinkwrap.json",
		setup: "npm ci",
		test: "npm test"
	}
];
const node = async (files) => {
	const text = await files.readFile("package.json");
	if (text === null) return null;
	const read = packageJson.safeParse(parsed(text));
	if (!read.success) return null;
	const { packageManager, scripts, dependencies, devDependencies } = read.data;
	const test = scripts?.test;
	const tested = typeof test === "string" && !/no test specified/.test(test);
	const needs = Object.keys({
		...dependencies,
		...devDependencies
	}).length > 0;
	const locked = await firstThere(files, MANAGERS.map((manager) => manager.lock));
	const named = MANAGERS.find((manager) => packageManager?.startsWith(`${manager.name}@`));
	const manager = MANAGERS.find((each) => each.lock === locked) ?? named;
	if (needs && !locked) return { from: "package.json" };
	const setup = manager?.name === "yarn" && !/^yarn@[2-9]/.test(packageManager ?? "") ? "yarn install --frozen-lockfile" : manager?.setup;
	return {
		from: "package.json",
		...locked && setup ? {
			setup,
			setupInputs: [locked]
		} : {},
		...tested ? { testCommand: manager?.test ?? "npm test" } : {}
	};
};
const python = async (files) => {
	const project = await files.readFile("pyproject.toml");
	const requirements = await firstThere(files, ["requirements-dev.txt", "requirements.txt"]);
	if (project === null && requirements === null && await files.readFile("setup.py") === null) return null;
	const from = project !== null ? "pyproject.toml" : requirements ?? "setup.py";
	const lock = await firstThere(files, [
		"uv.lock",
		"poetry.lock",
		"pdm.lock"
	]);
	const own = await firstThere(files, [
		"pytest.ini",
		"conftest.py",
		"tests/conftest.py",
		"tests/__init__.py"
	]);
	const texts = [project, requirements === null ? null : await files.readFile(requirements)];
	const pytest = own !== null || texts.some((text) => text !== null && /\bpytest\b/.test(text));
	const run = {
		"uv.lock": "uv run ",
		"poetry.lock": "poetry run ",
		"pdm.lock": "pdm run "
	}[lock ?? ""] ?? "";
	const setup = {
		"uv.lock": "uv sync",
		"poetry.lock": "poetry install",
		"pdm.lock": "pdm sync"
	}[lock ?? ""];
	return {
		from,
		...setup && lock ? {
			setup,
			setupInputs: [lock]
		} : {},
		...pytest ? { testCommand: run === "" ? "python3 -m pytest" : `${run}pytest` } : {}
	};
};
const go = async (files) => {
	if (await files.readFile("go.mod") === null) return null;
	return {
		from: "go.mod",
		...await files.readFile("go.sum") !== null ? {
			setup: "go mod download",
			setupInputs: ["go.mod", "go.sum"]
		} : {},
		testCommand: "go test ./..."
	};
};
const rust = async (files) => {
	if (await files.readFile("Cargo.toml") === null) return null;
	return {
		from: "Cargo.toml",
		...await files.readFile("Cargo.lock") !== null ? {
			setup: "cargo fetch --locked",
			setupInputs: ["Cargo.lock"]
		} : {},
		testCommand: "cargo test"
	};
};
const jvm = async (files) => {
	const build = await firstThere(files, [
		"build.gradle.kts",
		"build.gradle",
		"pom.xml"
	]);
	if (build === null) return null;
	const maven = build === "pom.xml";
	const wrapper = await firstThere(files, maven ? ["mvnw"] : ["gradlew"]);
	const program = wrapper ? `./${wrapper}` : maven ? "mvn" : "gradle";
	return {
		from: build,
		testCommand: maven ? `${program} -B test` : `${program} test`
	};
};
const ruby = async (files) => {
	if (await files.readFile("Gemfile") === null) return null;
	const spec = await firstThere(files, [".rspec", "spec/spec_helper.rb"]);
	const rake = spec === null && await files.readFile("Rakefile") !== null;
	return {
		from: "Gemfile",
		...await files.readFile("Gemfile.lock") !== null ? {
			setup: "bundle install",
			setupInputs: ["Gemfile.lock"]
		} : {},
		...spec ? { testCommand: "bundle exec rspec" } : rake ? { testCommand: "bundle exec rake test" } : {}
	};
};
const make = async (files) => {
	const name = await firstThere(files, [
		"Makefile",
		"makefile",
		"GNUmakefile"
	]);
	const text = name === null ? null : await files.readFile(name);
	return name !== null && text !== null && /^test\s*:(?!=)/m.test(text) ? {
		from: name,
		testCommand: "make test"
	} : null;
};
async function firstThere(files, paths) {
	for (const path of paths) if (await files.readFile(path) !== null) return path;
	return null;
}
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

// src/init/starter.ts
const text = (value) => renderScalar(value, "plain", false);
const schemaLine = (url) => url ? `# yaml-language-server: $schema=${url}\n` : "";
/**
* A milestone that runs as it is, with the shell alone: three tasks, two of them at the same time. It is commented
* as the first one that somebody reads, and is valid without a warning.
*/
function starterMilestone({ milestone, schemas }) {
	return `${schemaLine(schemas?.milestone)}# A milestone: tasks that depend on each other, each taken through design, spec, task and execute.
# Check it with \`milestone validate ${milestone}\`, run it with \`milestone execute ${milestone}\`.
id: ${text(milestone)}
title: A first milestone
description: Shows how tasks, phases and deliverables fit together; replace it by your own.
status: planned

kiro_configuration:
  approval_gates:
    # true makes a person approve before the next phase starts: \`milestone approve ${milestone} outline/design\`,
    # or an approving review on GitHub. Leave the two lines out for the default, which is true for both.
    design_to_spec: { required: false }
    spec_to_task: { required: false }

# What runs for every phase of every task. Instead of a command: executor: { agent: claude }
# Phases and tasks may have an executor of their own. It runs in a work tree of its own, and the deliverables
# that it leaves behind decide whether the phase is done.
executor:
  timeout: 10m
  retries: 1
  run: |
    page() { printf '# %s\\n\\n%s: %s\\n' "$2" "$MILESTONE_TASK_TITLE" "$3" > "$MILESTONE_DELIVERABLES/$1"; }
    mkdir -p "$MILESTONE_DELIVERABLES"
    case "$MILESTONE_PHASE" in
      design)
        page architecture.md Architecture "one page of text, written by a shell script." ;;
      spec)
        page technical-spec.md "Technical specification" "the page names its task and what comes before it."
        page test-plan.md "Test plan" "the page exists and is not empty." ;;
      task)
        page implementation-plan.md "Implementation plan" "write the page, then look at it." ;;
      execute)
        mkdir -p docs/${milestone}
        printf '# %s\\n\\nWritten by the milestone %s.\\n' "$MILESTONE_TASK_TITLE" "$MILESTONE_ID" > "docs/${milestone}/$MILESTONE_TASK.md"
        test -s "docs/${milestone}/$MILESTONE_TASK.md"
        page implementation-summary.md "Implementation summary" "the page stands in docs/${milestone}." ;;
    esac

tasks:
${starterTask(milestone, {
		id: "outline",
		title: "The outline",
		hours: 2,
		dependencies: []
	})}
  # These two need the outline and nothing from each other: they run at the same time.
${starterTask(milestone, {
		id: "first-chapter",
		title: "The first chapter",
		hours: 4,
		dependencies: ["outline"]
	})}
${starterTask(milestone, {
		id: "second-chapter",
		title: "The second chapter",
		hours: 3,
		dependencies: ["outline"]
	})}`;
}
function starterTask(milestone, { id, title, hours, dependencies }) {
	return `  - id: ${id}
    title: ${title}
    estimated_hours: ${hours}
    dependencies: [${dependencies.join(", ")}]
    kiro_workflow:
      enabled: true
      phases:
        design: { deliverables: [architecture.md] }
        spec: { deliverables: [technical-spec.md, test-plan.md] }
        task: { deliverables: [implementation-plan.md] }
        execute: { deliverables: [implementation-summary.md, { changed: ${text(`docs/${milestone}/**`)} }] }
`;
}
/** Defaults of all milestones: what was found out is set, the rest stands there as comments. */
function starterConfig({ setup, setupInputs, testCommand, schemas }) {
	const set = (key, value, example) => value === void 0 ? `# ${key}: ${example}` : `${key}: ${text(value)}`;
	const inputs = setupInputs?.length ? `setup_inputs: [${setupInputs.map((path) => renderScalar(path, "plain", true)).join(", ")}]` : "# setup_inputs: [package-lock.json]";
	return `${schemaLine(schemas?.config)}# Defaults of all milestones. Whatever stands here may stand in a milestone too; the milestone then wins.

# Prepares each work tree before its first phase, and again when one of these files changes.
${set("setup", setup, "npm ci")}
${inputs}

# Runs on the integrated branch after execute phases; its real result is what reports show.
${set("test_command", testCommand, "npm test")}
# A milestone does not start on red tests, unless:
# test_baseline: ignore

# executor: { agent: claude, timeout: 30m, retries: 2, fallback: [codex] }
# budget: { minutes: 300, cost_usd: 20 }
# prerequisites: [{ tool: node, version: ">=24" }]
# limits: { long_running: 1h, phase_timeout: 1h 30m }
# notify: { stakeholders: [octocat], escalation: [acme/leads] }
# author: { name: Milestone Bot, email: bot@example.org }
`;
}
/** `.github/milestone.yml`, which only counts on the default branch. */
function starterGitHubConfig({ defaultBranch, owner, schemas }) {
	return `${schemaLine(schemas?.github)}# How milestones are steered on GitHub. Every key may be left out.
workflow: milestone.yml
base: ${text(defaultBranch)}
# labels: [automation]
# Who approves gates that name nobody; without it, anyone with write permission.
# approvers: [${owner ? renderScalar(owner, "plain", true) : "octocat"}]
# Access that a command needs, where it is not the usual one.
# permissions: { execute: maintain, skip: admin }
# notify: { stakeholders: [octocat], escalation: [acme/leads] }
`;
}
/** v7.0.1, which refuses to check out a fork's code for privileged events. */
const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
/**
* `.github/workflows/milestone.yml`: started by hand, by the app, or by the Action itself; no expression stands in a
* script, and no permission that is not used.
*/
function starterWorkflow(facts, { action, sha, version, project }) {
	const branch = "github.event.pull_request.head.ref";
	return `name: milestone
run-name: milestone ${project ? `\${{ inputs.command || 'resume' }} \${{ inputs.milestone || ${branch} }}` : "${{ inputs.command }} ${{ inputs.milestone }}"}

on:
  workflow_dispatch:
    inputs:
${WORKFLOW_INPUTS}${project ? REVIEW_TRIGGER : ""}
permissions:
${project ? PROJECT_PERMISSIONS : PERMISSIONS}
# Runs of one milestone wait for each other; none is dropped.
concurrency:
  group: ${project ? `milestone-\${{ inputs.milestone && format('milestone/{0}', inputs.milestone) || ${branch} }}` : "milestone-${{ inputs.milestone }}"}
  cancel-in-progress: false
  queue: max

jobs:
  milestone:
${project ? REVIEW_CONDITION : ""}    runs-on: ubuntu-latest
    timeout-minutes: 350
    steps:
      - uses: ${CHECKOUT}
        with:
          ref: ${text(facts.defaultBranch)}
          persist-credentials: false
${project ? BRANCH_STEP : ""}      - uses: ${action}@${sha} # ${version}
        with:
          milestone: \${{ inputs.milestone${project ? " || steps.branch.outputs.milestone" : ""} }}
          command: \${{ inputs.command${project ? " || 'resume'" : ""} }}
${PASSED_ON}${project ? "          project: true\n" : ""}        # Keys of the agents that your milestones use, e.g.:
        # env:
        #   ANTHROPIC_API_KEY: \${{ secrets.ANTHROPIC_API_KEY }}
`;
}
/** With the app the Action only pushes, and reads the reviews that approve. */
const PERMISSIONS = `  contents: write # the branch milestone/<id>
  pull-requests: read # reviews of its pull request
  issues: read # approving comments
  actions: read # whether an earlier run is still alive
`;
const PROJECT_PERMISSIONS = `  contents: write # the branch milestone/<id>
  pull-requests: write # its pull request
  issues: write # one issue for each blocker
  checks: write # the progress check
  actions: read # whether an earlier run is still alive
`;
const DISPATCHED = FLAG_NAMES.filter((name) => flagSpec(name).dispatch);
/** The inputs that the app and the command comments may send. */
const WORKFLOW_INPUTS = [
	"milestone: { description: Id of the milestone (not needed by list) }",
	`command: { description: What to do, type: choice, default: execute, options: [${commandsAt("action").join(", ")}] }`,
	"target: { description: \"<task> or <task>/<phase>, for the commands that want one\" }",
	...DISPATCHED.map((name) => `${name}: { ${dispatchInput(name)} }`)
].map((line) => `      ${line}\n`).join("");
function dispatchInput(name) {
	const spec = flagSpec(name);
	const value = flagDefault(name);
	const scalar = (text) => renderScalar(text, "plain", true);
	const choices = spec.type === "choice" ? spec.choices.map((c) => isWord(c) ? c : `"${c}"`) : [];
	return [
		`description: ${scalar(spec.summary)}`,
		...spec.type === "boolean" ? ["type: boolean"] : [],
		...spec.type === "choice" ? ["type: choice", `options: [${choices.join(", ")}]`] : [],
		...value === null ? [] : [`default: ${spec.type === "boolean" || isWord(value) ? value : `"${value}"`}`]
	].join(", ");
}
/** Whether YAML reads it as text without quotes. */
function isWord(text) {
	return /^[a-z-]+$/.test(text) && text !== "true" && text !== "false";
}
const PASSED_ON = ["target", ...DISPATCHED].map((name) => `          ${name}: \${{ inputs.${name} }}\n`).join("");
const REVIEW_TRIGGER = `  # A review of the milestone's pull request approves or rejects its gates.
  pull_request_review:
    types: [submitted]
`;
/** Forks never get here: their reviews would run with this repository's token. */
const REVIEW_CONDITION = `    if: >-
      github.event_name == 'workflow_dispatch' ||
      (github.event.review.state != 'commented' &&
      github.event.pull_request.head.repo.full_name == github.repository &&
      startsWith(github.event.pull_request.head.ref, 'milestone/'))
`;
/** The branch's name is data of others: it reaches the script as a variable alone. */
const BRANCH_STEP = `      - id: branch
        if: github.event_name == 'pull_request_review'
        env:
          BRANCH: \${{ github.event.pull_request.head.ref }}
        run: echo "milestone=\${BRANCH#milestone/}" >> "$GITHUB_OUTPUT"
`;

// src/commands/init-command.ts
const WORKFLOW = ".github/workflows/milestone.yml";
const FIRST = "first";
/**
* Writes a starter milestone that runs as it is, config, workflow and `.github/milestone.yml`, from what the
* repository tells of itself. What is there stays, unless forced.
* @throws Refusal for an id that is not valid
*/
async function initCommand(request) {
	const { files, force, dryRun } = request;
	const id = request.id ?? FIRST;
	const problem = idProblem(id);
	if (problem) refuse(`the id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "name another one: milestone init my-milestone");
	const project = await detectProject(files);
	const facts = factsOf(request, id, project);
	const others = await otherMilestones(files, id);
	const wanted = [
		...request.id === null && others.length > 0 ? [] : [{
			path: paths.milestone(id),
			text: starterMilestone(facts)
		}],
		{
			path: paths.config,
			text: starterConfig(facts)
		},
		{
			path: paths.githubConfig,
			text: starterGitHubConfig(facts)
		},
		...await workflowFile(request, facts)
	];
	const judgedFiles = await judged(wanted, files, force);
	for (const { path, text, fate } of judgedFiles) if (fate === "write" && !dryRun) await files.writeFile(path, text);
	const lines = [found(request, project), ...judgedFiles.map((file) => told(file, dryRun))];
	const written = judgedFiles.filter((file) => file.fate === "write").map((file) => file.path);
	const start = wanted[0].path === paths.milestone(id) ? id : others[0];
	const json = {
		milestone: start,
		files: written,
		kept: judgedFiles.filter((f) => f.fate === "keep").map((f) => f.path),
		written: !dryRun,
		project
	};
	const text = [
		...lines,
		"",
		...next(start)
	].join("\n");
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json,
		outputs: { milestone: start }
	};
}
const next = (id) => [
	"1. git add .milestones .github && git commit -m 'Plan with milestones'",
	`2. milestone plan ${id}      shows what would run`,
	`3. milestone execute ${id}   runs it, on the branch milestone/${id}; your checkout stays as it is`
];
function factsOf({ git, schemas }, id, project) {
	const { setup, setupInputs, testCommand } = project ?? {};
	return {
		milestone: id,
		defaultBranch: git.defaultBranch,
		...setup === void 0 ? {} : { setup },
		...setupInputs === void 0 ? {} : { setupInputs },
		...testCommand === void 0 ? {} : { testCommand },
		...git.repository ? { owner: git.repository.owner } : {},
		...schemas ? { schemas } : {}
	};
}
/** Ids of milestones that are there already, besides the one to be written. */
async function otherMilestones(files, id) {
	return (await files.list(".milestones/active") ?? []).filter((name) => /^[^/]+\.yaml$/.test(name)).map((name) => name.slice(0, -5)).filter((name) => name !== id).sort();
}
/** The workflow serves repositories with the app and without it: with the app `project` does nothing. */
async function workflowFile({ files, action }, facts) {
	const text = starterWorkflow(facts, {
		...action,
		project: true
	});
	const name = action.action.slice(action.action.lastIndexOf("/"));
	for (const other of (await files.list(".github/workflows") ?? []).sort()) {
		const path = `.github/workflows/${other}`;
		if (path === WORKFLOW || !/\.ya?ml$/.test(other)) continue;
		if ((await files.readFile(path))?.includes(`${name}@`)) return [{
			path: WORKFLOW,
			text,
			instead: `${path} runs milestones already`
		}];
	}
	return [{
		path: WORKFLOW,
		text
	}];
}
async function judged(wanted, files, force) {
	const out = [];
	for (const file of wanted) {
		const there = file.instead === void 0 ? await files.readFile(file.path) : null;
		const fate = file.instead !== void 0 ? "leave out" : there === null ? "write" : there === file.text ? "same" : force ? "write" : "keep";
		out.push({
			...file,
			fate
		});
	}
	return out;
}
function told({ path, fate, instead }, dryRun) {
	switch (fate) {
		case "write": return `${dryRun ? "would write" : "wrote"} ${path}`;
		case "keep": return `kept  ${path} (there already; --force overwrites it)`;
		case "same": return `kept  ${path} (as it would be written)`;
		case "leave out": return `left out ${path} (${instead})`;
		default: return fate;
	}
}
function found({ git }, project) {
	const parts = [`branch ${git.defaultBranch}`, ...git.repository ? [`owner ${git.repository.owner}`] : []];
	if (project) parts.push(...project.setup ? [`setup \`${project.setup}\``] : [], project.testCommand ? `tests \`${project.testCommand}\`` : "no test command", `(from ${project.from})`);
	else parts.push("no setup or test command; add them to .milestones/config.yaml");
	return `found: ${parts.join(", ").replace(", (", " (")}`;
}

// src/commands/node-files.ts
const SKIPPED = /* @__PURE__ */ new Set([".git", "node_modules"]);
const MAX_DEPTH = 6;
const MAX_FILES = 5e3;
/** The files below a folder of this machine, UTF-8 alone. Writes stay inside, also past symbolic links. */
function nodeFiles(root) {
	return {
		async readFile(path) {
			try {
				return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(resolve(root, path)));
			} catch (error) {
				if (error instanceof TypeError || isNoFile(error)) return null;
				throw error;
			}
		},
		async list(folder) {
			const start = resolve(root, folder);
			const found = [];
			try {
				await collect(start, start, {
					found,
					depth: 0
				});
			} catch (error) {
				if (isNoFile(error)) return null;
				throw error;
			}
			return found;
		},
		async writeFile(path, text) {
			const target = resolve(root, path);
			await mkdir(dirname(target), { recursive: true });
			const [folder, home] = [await realpath(dirname(target)), await realpath(root)];
			if (await lstat(target).then((stat) => stat.isSymbolicLink(), () => false) || folder !== home && !folder.startsWith(home + sep)) throw new Error(`${path} leads out of the repository through a symbolic link; remove the link`);
			await writeFile(target, text);
		}
	};
}
/** A path as the user named it, from where they stand, as one relative to the repository's root. */
function relativeTo(root, directory, given) {
	if (!isAbsolute(given) && resolve(root) === resolve(directory)) return given;
	return relative(resolve(root), resolve(directory, given)).split(sep).join("/") || ".";
}
async function collect(start, folder, { found, depth }) {
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		if (found.length >= MAX_FILES) return;
		const path = join(folder, entry.name);
		if (entry.isFile()) found.push(relative(start, path).split(sep).join("/"));
		else if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(entry.name)) await collect(start, path, {
			found,
			depth: depth + 1
		});
	}
}
/** No such file, or a folder where a file is asked for and the other way round. */
function isNoFile(error) {
	const code = error instanceof Error && "code" in error ? error.code : "";
	return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
}

// src/init/git-facts.ts
/** Null outside of a repository. */
async function readGitFacts(directory) {
	const place = locateRepository(directory);
	if (!place) return null;
	const { commonDirectory: common, gitDirectory } = place;
	const origin = branchIn(await textOf(join(common, "refs/remotes/origin/HEAD")), "refs/remotes/origin/");
	const own = branchIn(await textOf(join(gitDirectory, "HEAD")), "refs/heads/");
	const config = await textOf(join(common, "config")) ?? "";
	return {
		root: place.root,
		defaultBranch: origin ?? (own === null || milestoneOfBranch(own) !== null ? "main" : own),
		repository: originOf(config)
	};
}
/** A file that is not there tells nothing. */
async function textOf(path) {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
		throw error;
	}
}
function branchIn(head, below) {
	const ref = /^ref: (\S+)/.exec(head ?? "")?.[1];
	return ref?.startsWith(below) ? ref.slice(below.length) : null;
}
/** Owner and name from the address of `origin`: https, ssh, or `git@host:owner/repo`. */
function originOf(config) {
	const section = /^\s*\[remote "origin"\]([^[]*)/m.exec(config)?.[1];
	const url = section === void 0 ? void 0 : /^\s*url\s*=\s*(\S+)/m.exec(section)?.[1];
	const match = /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]+@)?([\w.-]+)(?::\d+)?[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(url ?? "");
	if (!match || !/github|\bghe\b/i.test(match[1])) return null;
	return {
		owner: match[2],
		repo: match[3],
		server: `https://${match[1]}`
	};
}

// src/cli/completion.ts
/**
* The completion script of a shell, made from the table of commands: names, flags, the values of choices, and the ids of
* the milestones that lie in the folder. The script only looks at files; it never runs the program.
*/
function completionScript(shell) {
	switch (shell) {
		case "bash": return bash();
		case "zsh": return zsh();
		case "fish": return fish();
	}
}
const names = () => commandsAt("terminal");
const flagsOf = (name) => [.../* @__PURE__ */ new Set([...COMMANDS[name].flags, ...TERMINAL_FLAGS])];
/** A flag as it is typed: `--agents=` wants a value, `--no-push` is what is useful of one that is on already. */
function typed(flag) {
	const usage = flagUsage(flag);
	return takesValue(flag) ? usage.slice(0, usage.indexOf("=") + 1) : usage;
}
function choicesOf(flag) {
	const spec = flagSpec(flag);
	return spec.type === "choice" && !spec.alone ? spec.choices : [];
}
const allChoices = () => FLAG_NAMES.map((f) => [f, choicesOf(f)]).filter(([, c]) => c.length > 0);
/** What stands where the milestone's id, or the command's first own word, is typed. */
function firstWord(name) {
	if (COMMANDS[name].milestone !== "none") return "milestone";
	switch (COMMANDS[name].arguments[0]?.kind) {
		case "command": return "command";
		case "shell": return "shell";
		case "source": return "file";
		default: return "none";
	}
}
function bash() {
	const cases = names().map((name) => {
		const words = {
			milestone: "$(_milestone_ids)",
			command: names().join(" "),
			shell: SHELLS.join(" "),
			file: "",
			none: ""
		}[firstWord(name)];
		return `    ${name}) flags="${flagsOf(name).map(typed).join(" ")}"; words="${words}" ;;`;
	});
	const choices = allChoices().map(([flag, values]) => `    --${flag}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$current")); return ;;`);
	return `# milestone: completion for bash
# eval "$(milestone completion bash)"
_milestone_ids() {
  local file
  for file in .milestones/active/*.yaml .milestones/completed/*.yaml; do
    [ -e "$file" ] && file="\${file##*/}" && printf '%s ' "\${file%.yaml}"
  done
}
_milestone() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags="" words=""
  COMPREPLY=()
  if [ "$current" = "=" ]; then current=""; elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names().join(" ")}" -- "$current"))
    return
  fi
  case "$before" in
${choices.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    [[ "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  elif [ "$COMP_CWORD" -eq 2 ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -F _milestone milestone
`;
}
/** Text inside of single quotes. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
/** Text in a zsh description: its own marks are escaped. */
const zshText = (text) => text.replace(/[[\]:\\]/g, "\\$&");
function zsh() {
	const commands = names().map((name) => `    ${quoted(`${name}:${zshText(COMMANDS[name].summary)}`)}`);
	const cases = names().map((name) => {
		return `      ${name}) _arguments ${[{
			milestone: "'1:milestone:_milestone_ids'",
			command: `'1:command:(${names().join(" ")})'`,
			shell: `'1:shell:(${SHELLS.join(" ")})'`,
			file: "'1:source:_files'",
			none: ""
		}[firstWord(name)], ...flagsOf(name).map((flag) => {
			const values = choicesOf(flag);
			const value = takesValue(flag) ? `:${values.length ? `value:(${values.join(" ")})` : "value:"}` : "";
			return quoted(`${typed(flag)}[${zshText(flagSummary(flag))}]${value}`);
		})].filter(Boolean).join(" ")} ;;`;
	});
	return `#compdef milestone
# milestone: completion for zsh
# source <(milestone completion zsh), or as a file _milestone in a folder of $fpath
_milestone_ids() {
  local -a ids
  ids=(.milestones/{active,completed}/*.yaml(N:t:r))
  compadd -a ids
}
_milestone() {
  local -a commands
  commands=(
${commands.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
  else
    local name=$words[2]
    shift words
    (( CURRENT-- ))
    case $name in
${cases.join("\n")}
    esac
  fi
}
if [ "$funcstack[1]" = "_milestone" ]; then _milestone "$@"; else compdef _milestone milestone; fi
`;
}
function fish() {
	return `# milestone: completion for fish
# milestone completion fish | source
function __milestone_ids
    for file in .milestones/active/*.yaml .milestones/completed/*.yaml
        string replace -r '^.*/(.*)\\.yaml$' '$1' -- $file
    end
end
function __milestone_is
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test "$words[2]" = $argv[1]
end
function __milestone_first
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = $argv[1]
end
complete -c milestone -f
${names().flatMap((name) => {
		const on = `-n '__milestone_is ${name}'`;
		const first = {
			milestone: `complete -c milestone -n '__milestone_first ${name}' -a '(__milestone_ids)'`,
			command: `complete -c milestone -n '__milestone_first ${name}' -a '${names().join(" ")}'`,
			shell: `complete -c milestone -n '__milestone_first ${name}' -a '${SHELLS.join(" ")}'`,
			file: `complete -c milestone -n '__milestone_first ${name}' -F`,
			none: ""
		}[firstWord(name)];
		const flags = flagsOf(name).map((flag) => {
			const values = choicesOf(flag);
			const value = takesValue(flag) ? ` -x${values.length ? ` -a '${values.join(" ")}'` : ""}` : "";
			return `complete -c milestone ${on} -l ${typed(flag).replace(/^--|=$/g, "")}${value} -d ${fishQuoted(flagSummary(flag))}`;
		});
		return [
			`complete -c milestone -n __fish_use_subcommand -a ${name} -d ${fishQuoted(COMMANDS[name].summary)}`,
			first,
			...flags
		].filter(Boolean);
	}).join("\n")}
`;
}
const fishQuoted = (text) => `'${text.replace(/['\\]/g, "\\$&")}'`;

// src/cli/local-commands.ts
/** How the written workflow names this Action; whoever uses it pins it to the commit they reviewed. */
const ACTION = {
	action: "org/milestone-execute",
	sha: "v1",
	version: "v1"
};
/** What editors complete and check the written files by, as of the same version. */
const SCHEMAS = `https://raw.githubusercontent.com/${ACTION.action}/${ACTION.sha}/dist`;
/** Commands that need no milestone: they write files of the checkout, or print a script. @throws Refusal */
async function localCommand(command, directory, env) {
	if (command.name === "completion") {
		const text = completionScript(command.shell ?? "bash");
		return {
			status: null,
			exitCode: EXIT.ok,
			text,
			json: { script: text },
			outputs: {}
		};
	}
	const facts = await readGitFacts(directory);
	if (!facts) return refuse(`${directory} is not in a git repository`, "run `git init` first, or go to one");
	const common = {
		files: nodeFiles(facts.root),
		force: command.flags.force ?? false,
		dryRun: command.flags["dry-run"] ?? false
	};
	if (command.name === "init") {
		const git = {
			defaultBranch: facts.defaultBranch,
			repository: facts.repository
		};
		return initCommand({
			...common,
			id: command.milestone,
			git,
			action: ACTION,
			schemas: schemaAddresses()
		});
	}
	const given = command.source ?? "";
	const isGitHub = given.startsWith("github:") || given.startsWith("https://");
	return importCommand({
		...common,
		source: isGitHub ? given : relativeTo(facts.root, directory, given),
		id: command.target?.task ?? command.milestone,
		format: command.flags.format ?? null,
		github: githubReader(facts, env)
	});
}
function schemaAddresses() {
	const at = (name) => `${SCHEMAS}/${name}.schema.json`;
	return {
		milestone: at("milestone"),
		config: at("config"),
		github: at("github")
	};
}
/** A refused request is told once, by the command that asked, and not by the client as well. */
const SILENT = {
	debug() {},
	info() {},
	warn() {},
	error() {}
};
/** Reads GitHub under the person's own token; null where there is none. */
function githubReader(facts, env) {
	const token = env.GITHUB_TOKEN ?? env.GH_TOKEN;
	if (!token) return null;
	return async (named) => {
		const place = named ?? facts.repository;
		if (!place) return null;
		const { Octokit } = await import("./lib-octokit-plugin-request-log.js");
		const baseUrl = env.GITHUB_API_URL ? { baseUrl: env.GITHUB_API_URL } : {};
		const octokit = new Octokit({
			auth: token,
			log: SILENT,
			...baseUrl
		});
		const clock = {
			now: Date.now,
			sleep: (ms) => setTimeout(ms),
			random: Math.random
		};
		const api = createApi({
			octokit,
			clock,
			maxWaitMs: 6e4
		});
		const serverUrl = facts.repository?.server ?? "https://github.com";
		return repositoryAt({
			api,
			owner: place.owner,
			repo: place.repo,
			serverUrl
		});
	};
}

export { localCommand };