import { a as branchRef, h as PHASES, i as branchName, n as ROOT, s as idProblem, u as paths } from "./milestone-names.js";
import { a as refuse, r as complaintOf, t as Refusal } from "./engine-refusal.js";
import { n as loadHistory, r as readSegments, t as isPrefix } from "./milestone-session-load.js";
import { b as join, c as block, h as PUSH_CAUSES, n as lacksGate, p as unblock, x as workOf, y as isOwn } from "./engine-journal-required.js";
import { i as loadPlan, o as renderedIn, r as findPlanFile, s as requireValid, t as atCommit } from "./engine-plan-plan-source.js";
import { a as nodeAt, o as pairOf, s as toData, t as readYaml } from "./milestone-yaml-read.js";
import { n as Findings, o as diagnosticLine } from "./milestone-diagnostic-path-rule.js";
import { d as readLegacyForms, o as milestoneSchema } from "./milestone-plan-read-plan.js";
import { t as openPlanText } from "./milestone-plan-edit-plan.js";
import { Bt as blockedBefore, Ut as hasBegunWork, nn as seedOf } from "./milestone-view-nearest.js";
import { t as counted } from "./milestone-text-sanitise.js";

// src/milestone/plan/merge-plan.ts
/**
* Merges the base's plan into the branch's by meaning: by task and key, whatever order, form or comments they have.
* What the engine writes itself counts on no side. A key that both sides changed differently is a contradiction, as
* is a task that one side changed and the other took away.
*/
function mergePlans({ ancestor, ours, theirs, phases: known }) {
	const [mine, other] = [read(ours), read(theirs)];
	const before = ancestor === null ? mine : read(ancestor);
	const wanted = edits(before.data, other.data).filter((edit) => !same(at(mine.data, edit.path), edit.value));
	if (wanted.length === 0) return { kind: "nothing-new" };
	const own = edits(before.data, mine.data).filter((edit) => !isEngines$1(edit, known));
	const contradictions = [];
	const kept = [];
	for (const edit of own) {
		const there = at(other.data, edit.path);
		if (same(there, edit.value)) continue;
		const gone = edit.path[0] === "tasks" && edit.path.length > 2 && !at(other.data, edit.path.slice(0, 2));
		if (gone || !same(there, edit.before)) {
			const of = gone ? edit.path.slice(0, 2) : edit.path;
			contradictions.push({
				where: edit.path.join("."),
				ours: shown(edit.value),
				theirs: shown(at(other.data, of))
			});
		} else kept.push(edit);
	}
	if (contradictions.length > 0) {
		const named = new Set(contradictions.map(({ where }) => where));
		return {
			kind: "contradiction",
			contradictions,
			held: wanted.map((edit) => edit.path.join(".")).filter((where) => !named.has(where))
		};
	}
	return {
		kind: "merged",
		text: withEdits(theirs, other, kept)
	};
}
/** Both sides of what a base's plan and the branch's say differently, and what waits with it. */
function contradictionInWords({ contradictions, held }, branch) {
	const said = contradictions.map(({ where, ours, theirs }) => `${where} is ${ours} on the milestone's branch and ${theirs} on ${branch}`);
	const waiting = held.length === 0 ? "" : `; until then these wait too: ${someOf(held, 50)}`;
	return `the plan was changed on both sides: ${someOf(said, 50)}; write the same on both${waiting}`;
}
/** The first of these texts, and how many more there are. */
function someOf(texts, most) {
	const more = texts.length > most ? `; and ${texts.length - most} more` : "";
	return texts.slice(0, most).join("; ") + more;
}
/** A person's file with what another text of the same plan says otherwise; what they wrote around it stays as it is. */
function withChangesOf(text, changed) {
	const whole = read(text);
	return withEdits(text, whole, edits(whole.data, read(changed).data));
}
function read(text) {
	const yaml = readYaml(text);
	if (!yaml.ok || yaml.root.kind !== "map") throw new Error("a plan to merge is no YAML map");
	const findings = new Findings({
		file: "milestone file",
		text
	});
	const { root, layout } = readLegacyForms(yaml.root, {
		findings,
		isKey: (name) => Object.hasOwn(milestoneSchema.shape, name)
	});
	return {
		root: yaml.root,
		layout,
		data: personal(toData(root))
	};
}
const ENGINES_TOP = /* @__PURE__ */ new Set([
	"status",
	"execution",
	"progress",
	"kiro_progress",
	"blockers"
]);
const isTime = (key) => key.endsWith("_at");
function personal(file) {
	const tasks = Array.isArray(file.tasks) ? file.tasks : [];
	const rest = Object.entries(file).filter(([key]) => !ENGINES_TOP.has(key) && !isTime(key) && key !== "tasks");
	return {
		...Object.fromEntries(rest),
		tasks: Object.fromEntries(tasks.filter(isMap).map((task) => [String(task.id), personalTask(task)]))
	};
}
function personalTask(task) {
	const own = {};
	for (const [key, value] of Object.entries(task)) {
		if (key === "id" || key === "status" || isTime(key)) continue;
		if (key === "dependencies") own.needs = value;
		else if (key === "phases") own.phases = phases(value);
		else if (key === "kiro_workflow" && isMap(value)) Object.assign(own, workflow(value));
		else own[key] = value;
	}
	return own;
}
function workflow({ enabled, current_phase: _, phases: named, ...rest }) {
	const kept = {
		...rest,
		...enabled === void 0 ? {} : { enabled },
		...isMap(named) ? named : {}
	};
	const said = Object.entries(kept).map(([key, value]) => [key, isMap(value) ? withoutStatus(value) : value]).filter(([, value]) => !isMap(value) || Object.keys(value).length > 0);
	return said.length === 0 ? {} : { kiro_workflow: Object.fromEntries(said) };
}
/** A phase of which nothing but its state is said counts as named. */
function phases(value) {
	const entries = Array.isArray(value) ? value.map((name) => [String(name), true]) : isMap(value) ? Object.entries(value).map(([name, phase]) => [name, isMap(phase) ? withoutStatus(phase) : true]) : [];
	return Object.fromEntries(entries.map(([name, phase]) => [name, isMap(phase) && Object.keys(phase).length === 0 ? true : phase]));
}
function withoutStatus({ status: _, ...phase }) {
	return phase;
}
function edits(before, after, path = []) {
	return [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
		const [a, b] = [own(before, key), own(after, key)];
		if (same(a, b)) return [];
		const below = [...path, key];
		return isMap(a) && isMap(b) ? edits(a, b, below) : [{
			path: below,
			before: a,
			value: b
		}];
	});
}
/** The engine says of a task it migrated that it is under the workflow, and names the phases that others declared. */
function isEngines$1({ path, before, value }, known) {
	if (path[0] !== "tasks" || before !== void 0) return false;
	const had = (names) => known?.some((phasesOf) => same([...phasesOf.get(path[1]) ?? []].sort(), [...names].sort())) ?? true;
	const key = path.slice(2).join(".");
	if (key === "kiro_workflow" || key === "kiro_workflow.enabled") return same(value, key === "kiro_workflow" ? { enabled: true } : true) && had(PHASES);
	const isNamed = isMap(value) && Object.values(value).every((phase) => phase === true);
	return key === "phases" && isNamed && had(Object.keys(value));
}
/** The milestone file with one more task, at the end of its tasks; comments and form of the others stay. */
function withTask(text, id, task) {
	const whole = read(text);
	const list = nodeAt(whole.root, whole.layout.tasks);
	const last = list?.kind === "seq" && !list.flow ? list.items.at(-1) : void 0;
	if (!last) return withEdits(text, whole, [{
		path: ["tasks", id],
		before: void 0,
		value: task
	}]);
	const dash = text.lastIndexOf("\n", last.start - 1) + 1;
	const indent = text.slice(dash, dash + text.slice(dash).search(/[^ ]/));
	const behind = text.indexOf("\n", Math.max(last.start, last.end - 1));
	const [before, after] = behind < 0 ? [`${text}\n`, ""] : [text.slice(0, behind + 1), text.slice(behind + 1)];
	return `${before}${indent}- { ${Object.entries({
		id,
		...task
	}).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")} }\n${after}`;
}
function withEdits(text, { root, layout }, kept) {
	if (kept.length === 0) return text;
	const doc = openPlanText(text);
	const whole = kept.filter((edit) => edit.path[0] === "tasks" && edit.path.length === 2);
	const list = nodeAt(root, layout.tasks);
	const places = /* @__PURE__ */ new Map();
	if (list?.kind === "map") {
		for (const key of layout.taskKeys) places.set(String(key), [...layout.tasks, key]);
		for (const { path, value } of whole) {
			doc.set([...layout.tasks, path[1]], taskAsWritten(value));
			places.set(path[1], [...layout.tasks, path[1]]);
		}
	} else if (list?.kind === "seq") {
		const removed = new Set(whole.filter((edit) => edit.value === void 0).map((edit) => edit.path[1]));
		const items = list.items.filter((item) => !removed.has(idOf(item)));
		const added = whole.filter((edit) => edit.value !== void 0);
		if (whole.length > 0) {
			const data = [...items.map(toData), ...added.map(({ path, value }) => ({
				id: path[1],
				...taskAsWritten(value)
			}))];
			doc.set(layout.tasks, data);
		}
		items.forEach((item, index) => {
			places.set(idOf(item), [...layout.tasks, index]);
		});
	}
	for (const { path, value } of kept) {
		if (path[0] !== "tasks") {
			doc.set([...layout.home.get(path[0]) ?? [], ...path], value);
			continue;
		}
		const place = places.get(path[1]);
		if (path.length === 2 || !place) continue;
		const [key, ...below] = path.slice(2);
		const node = nodeAt(root, place);
		const word = key === "needs" && pairOf(node, "dependencies") ? "dependencies" : key;
		const at = word === "kiro_workflow" && isPhaseName(below[0]) ? [
			"kiro_workflow",
			"phases",
			...below
		] : [word, ...below];
		const isPhase = key === "phases" && value === true;
		doc.set([...place, ...at], isPhase ? {} : below.length > 0 ? value : asWritten(key, value));
	}
	return doc.text();
}
/** A task's value out of its canonical form. */
function asWritten(key, value) {
	if (!isMap(value)) return value;
	const entries = Object.entries(value);
	if (key === "phases") {
		const isList = entries.every(([, phase]) => phase === true);
		const map = entries.map(([name, phase]) => [name, phase === true ? {} : phase]);
		return isList ? Object.keys(value) : Object.fromEntries(map);
	}
	const named = key === "kiro_workflow" ? entries.filter(([name]) => isPhaseName(name)) : [];
	if (named.length === 0) return value;
	const rest = entries.filter(([name]) => !isPhaseName(name));
	return {
		...Object.fromEntries(rest),
		phases: Object.fromEntries(named)
	};
}
function taskAsWritten(task) {
	if (!isMap(task)) return task;
	return Object.fromEntries(Object.entries(task).map(([key, value]) => [key, asWritten(key, value)]));
}
const isPhaseName = (key) => PHASES.some((phase) => phase === key);
function idOf(item) {
	const id = pairOf(item, "id")?.value ?? pairOf(item, "task_id")?.value;
	return id?.kind === "scalar" ? String(id.value) : "";
}
function isMap(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
const own = (map, key) => Object.hasOwn(map, key) ? map[key] : void 0;
function at(data, path) {
	return path.reduce((value, key) => isMap(value) ? own(value, key) : void 0, data);
}
function same(a, b) {
	if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => same(each, b[i]));
	if (!isMap(a) || !isMap(b)) return Object.is(a, b);
	return [.../* @__PURE__ */ new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(own(a, key), own(b, key)));
}
function shown(value) {
	if (value === void 0) return "not there";
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

// src/milestone/plan/plan-diff.ts
/** Parts that the run keeps itself: a status in the file is not the state, and it writes what it migrated. */
const KEPT_BY_THE_RUN = /* @__PURE__ */ new Set([
	"status",
	"tasks",
	"phases",
	"profiles",
	"defaultGates",
	"migrated",
	"doneBefore",
	"lost",
	"skippedBefore"
]);
/** Compares two plans of one milestone; the order of tasks does not count. */
function diffPlans(before, after) {
	const old = new Map(before.tasks.map((task) => [task.id, task]));
	const kept = new Set(after.tasks.map((task) => task.id));
	return {
		milestone: differing(before, after),
		added: after.tasks.filter((task) => !old.has(task.id)),
		removed: before.tasks.filter((task) => !kept.has(task.id)).map((task) => task.id),
		changed: after.tasks.flatMap((task) => {
			const previous = old.get(task.id);
			const what = previous ? taskChanges(previous, task) : [];
			return what.length > 0 ? [{
				task: task.id,
				what
			}] : [];
		})
	};
}
/** Whether two plans are the same in all that a run goes by. */
function isEmptyDiff(diff) {
	return [
		diff.milestone,
		diff.added,
		diff.removed,
		diff.changed
	].every((list) => list.length === 0);
}
/**
* Why a running milestone cannot take the new plan, one sentence each; empty when it can. `started`: tasks with any
* work done or under way.
*/
function planChangeProblems(diff, started) {
	const problems = diff.removed.filter((id) => started.has(id)).map((id) => `the task ${id} has started and cannot be removed; put it back, or skip it first`);
	for (const { task, what } of diff.changed) {
		if (!started.has(task) || !what.includes("workflow")) continue;
		problems.push(`the task ${task} has started and keeps its phases; leave its kiro_workflow.enabled as it was`);
	}
	return problems;
}
function taskChanges(before, after) {
	const what = differing(before, after);
	for (const phase of after.phases) {
		const previous = before.phases.find((each) => each.phase === phase.phase);
		if (previous) what.push(...phaseChanges(previous, phase));
	}
	return what;
}
function phaseChanges(before, after) {
	return differing(before, after).map((key) => `${after.phase}.${key}`);
}
/** Keys in which two records differ, both compared as JSON: the resolver writes keys in one order. */
function differing(before, after) {
	const keys = /* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)]);
	const value = (record, key) => JSON.stringify(record[key]);
	return [...keys].filter((key) => !KEPT_BY_THE_RUN.has(key) && value(before, key) !== value(after, key));
}

// src/engine/journal/locate-branch.ts
/** Commits looked through for the last one that the remote has; a run pushes at the latest every 30 s. */
const UNPUSHED_LIMIT = 500;
/**
* Finds the branch's newest true state: the remote's, or this clone's where it is ahead (a run was killed before its
* push). Where another run wrote to the remote meanwhile, what this clone never pushed is given up; where only a person
* did, it is kept, and their commits are merged with the next push.
*
* @param base the base branch, where it is to be brought in the same round trip
*/
async function locateBranch(ports, milestone, base) {
	const { remote } = ports;
	const beside = base === void 0 ? {} : { beside: `refs/heads/${base}` };
	const fetched = remote ? await remote.fetch(branchRef(milestone), beside) : NOTHING;
	if (!fetched.ok) return fetched;
	const located = await compare(ports, milestone, fetched.oid);
	return fetched.beside === void 0 ? located : {
		...located,
		base: fetched.beside
	};
}
const NOTHING = {
	ok: true,
	oid: null
};
/** What counts of what is here and what the remote has. */
async function compare(ports, milestone, theirs) {
	const { repository, remote } = ports;
	const ref = branchRef(milestone);
	const local = await repository.resolve(ref);
	const at = async (tip, more = {}) => {
		return {
			tip,
			history: tip === null ? null : await readHistory(ports, milestone, { commit: tip }),
			local,
			seen: theirs,
			abandoned: null,
			...more
		};
	};
	const isBehind = async () => theirs !== null && await repository.isAncestor(local, theirs);
	if (local === null || local === theirs || await isBehind()) return at(theirs);
	if (remote && repository.isProved && !repository.isProved(ref, local)) return at(theirs, {
		abandoned: local,
		unproved: true
	});
	if (theirs === null) return at(local);
	if (await repository.isAncestor(theirs, local)) return at(local);
	const [ours, there] = [await readHistory(ports, milestone, { commit: local }), await readHistory(ports, milestone, { commit: theirs })];
	const shared = await isPrefix(repository, there, ours) ? await lastShared(ports, local, theirs) : null;
	if (shared !== null) return {
		tip: local,
		history: ours,
		local,
		seen: shared,
		abandoned: null
	};
	return {
		tip: theirs,
		history: there,
		local,
		seen: theirs,
		abandoned: local
	};
}
/** The newest of this clone's commits that the remote's branch contains. */
async function lastShared(ports, local, theirs) {
	for (const { oid } of await ports.repository.log({
		to: local,
		limit: UNPUSHED_LIMIT
	})) if (await ports.repository.isAncestor(oid, theirs)) return oid;
	return null;
}
/** Keeps commits that lost under a name of their own, so that nothing of them is ever collected as garbage. */
async function keepAbandoned(ports, milestone, located) {
	const { abandoned, unproved } = located;
	if (abandoned === null) return;
	const ref = `refs/milestone/${milestone}/abandoned-${abandoned.slice(0, 12)}`;
	await ports.repository.swapRef(ref, null, abandoned);
	if (unproved) {
		ports.narrator.warn(`the branch ${branchName(milestone)} of this clone held commits that this engine did not put there, and the remote does not have: nothing of them is taken over or pushed; they are kept as ${ref}`);
		return;
	}
	ports.narrator.note("basic", `another run went on from the remote; what this clone had not pushed is kept as ${ref}`);
}
/**
* The milestone's history at a commit of `place`, its own branch if not said.
* @throws Refusal when the log was tampered with or is of a newer version
*/
async function readHistory(ports, milestone, { commit, place = `the branch ${branchName(milestone)}`, ...how }) {
	const reading = await loadHistory(ports.repository, milestone, commit, how);
	if (!reading.ok) {
		const { file, line, message } = reading.problem;
		refuse(`${file}:${line} on ${place}: ${message}`, "restore the file from the commit before it was changed (git log shows who changed it)");
	}
	const whole = await wholeHistory(ports.repository, milestone, reading.history);
	if (whole.ok) return whole.history;
	const good = whole.commit.slice(0, 10);
	return refuse(`${paths.log(milestone, 1)} on ${place}: the log was removed or replaced since the commit ${good}`, `restore the log's files from ${good} (git log shows who changed them)`);
}
/** Commits of people looked through for the engine's last one before them. */
const PEOPLE_LIMIT = 500;
/**
* The history with what a person's commit cut off its end. A log that lost its last lines is a whole chain all the
* same, and would have finished work done again; the engine's last commit on the branch still has them.
*/
async function wholeHistory(repository, milestone, history) {
	const commit = await enginesLast(repository, milestone, history.commit);
	if (commit === null || commit === history.commit) return {
		ok: true,
		history
	};
	const before = await loadHistory(repository, milestone, commit);
	if (!before.ok || await isPrefix(repository, before.history, history)) return {
		ok: true,
		history
	};
	if (history.head.seq === 0 || !await isPrefix(repository, history, before.history)) return {
		ok: false,
		commit
	};
	const now = await readSegments(repository, milestone, history.commit);
	const restored = (await readSegments(repository, milestone, commit)).filter(({ text }, at) => now[at]?.text !== text);
	return {
		ok: true,
		history: {
			...before.history,
			commit: history.commit,
			restored
		}
	};
}
/** The newest commit up to `tip` that an engine made; null where there is none. */
async function enginesLast(repository, milestone, tip) {
	const [newest] = await repository.log({
		to: tip,
		limit: 1
	});
	if (!newest || isEngines(newest, milestone)) return newest?.oid ?? null;
	return (await repository.log({
		to: tip,
		limit: PEOPLE_LIMIT
	})).find((c) => isEngines(c, milestone))?.oid ?? null;
}
function isEngines({ body }, milestone) {
	const lines = body.split("\n");
	return lines.includes(`Milestone: ${milestone}`) && lines.some((l) => l.startsWith("Session: "));
}

// src/engine/journal/source-ticks.ts
/** Deeper than this no tool keeps its plans. */
const MAX_DEPTH = 5;
const MAX_FILES = 5e3;
/**
* Tells the plan that a milestone was made of which tasks are done: each is ticked there in the commit that completes
* it. A source that cannot be read, or that no longer has the task, is left alone; that stops nothing.
*/
var SourceTicks = class {
	#ports;
	source;
	#done = /* @__PURE__ */ new Set();
	constructor(ports, source) {
		this.#ports = ports;
		this.source = source;
	}
	add(event) {
		if (event.event === "task_completed" && event.task_id) this.#done.add(event.task_id);
	}
	/** Adds the files that say so to a commit on `tip`. */
	async write(changes, tip) {
		const { planSource } = this.#ports;
		if (this.#done.size === 0 || !this.source || !planSource) return;
		const done = this.#done;
		this.#done = /* @__PURE__ */ new Set();
		try {
			const files = textFilesAt(this.#ports.repository, tip, changes);
			const ticked = await planSource.tick({
				source: this.source,
				done,
				files
			});
			for (const [path, text] of ticked) changes.set(path, Buffer.from(text));
		} catch (error) {
			const cause = error instanceof Error ? error.message : String(error);
			this.#ports.narrator.warn(`${this.source.path} was not told what is done: ${cause}`);
		}
	}
};
/** The files of a commit with these changes. Links and what is no UTF-8 are no text. */
function textFilesAt(repository, commit, changes = /* @__PURE__ */ new Map()) {
	return {
		async readFile(path) {
			const change = changes.get(path);
			if (change === null) return null;
			const entry = Buffer.isBuffer(change) ? null : change ?? await repository.entry(commit, path);
			if (entry === null ? change === void 0 : !/^100(?:644|755)$/.test(entry.mode)) return null;
			const bytes = entry === null ? change : await repository.readBlob(entry.oid);
			if (!bytes) return null;
			try {
				return new TextDecoder("utf-8", {
					fatal: true,
					ignoreBOM: true
				}).decode(bytes);
			} catch {
				return null;
			}
		},
		async list(folder) {
			const found = [];
			const root = folder === "" || folder === "." ? "" : folder;
			const walk = async (below, depth) => {
				const path = [root, below].filter((part) => part !== "").join("/");
				for (const { name, mode } of await repository.list(commit, path)) {
					const inner = below === "" ? name : `${below}/${name}`;
					if (found.length >= MAX_FILES) return;
					if (/^100/.test(mode)) found.push(inner);
					else if (/^0?40000$/.test(mode) && depth < MAX_DEPTH) await walk(inner, depth + 1);
				}
			};
			await walk("", 0);
			return found.length > 0 ? found : null;
		}
	};
}

// src/engine/plan/source-news.ts
/**
* Reads the source on the base again and compares it with what the milestone last took of it. Null where it was made of
* none, or nothing is new.
*/
async function sourceNews({ repository, planSource }, { id, text, commit, tip, state }) {
	const path = sourceOf$1(text)?.path ?? null;
	if (!planSource || path === null) return null;
	const [there, here] = [textFilesAt(repository, commit), textFilesAt(repository, tip)];
	const own = `.milestones/deliverables/${id}`;
	const isOwn = (name) => name === own || name.startsWith(`${own}/`);
	const update = await planSource.update({
		id,
		text,
		files: {
			readFile: (name) => (isOwn(name) ? here : there).readFile(name),
			list: (folder) => (isOwn(folder) ? here : there).list(folder)
		}
	});
	if (typeof update === "string") return {
		path,
		update: null,
		problem: update,
		settled: /* @__PURE__ */ new Set()
	};
	const isNew = update.text !== text || update.kept.length > 0;
	const taken = [];
	for (const file of update.files) if (await here.readFile(file.path) !== file.text) taken.push(file);
	if (!isNew && taken.length === 0) return null;
	const waits = (task) => {
		const at = state.tasks.get(task);
		return at !== void 0 && at.startedAt === null && at.status === "pending";
	};
	const settled = new Set([...update.ticked, ...update.gone].filter(waits));
	return {
		path,
		update: {
			...update,
			files: taken
		},
		problem: null,
		settled
	};
}
/**
* The base's milestone file with what its source on the base says by now: whoever may write there has the say over the
* gates of new tasks, as over those of the file itself. The file as it is where the two do not go together.
*/
async function withSourceOfBase({ repository, planSource }, { id, commit }, file) {
	if (!planSource || file.shelf !== "active" || sourceOf$1(file.text) === null) return file;
	const update = await planSource.update({
		id,
		text: file.text,
		files: textFilesAt(repository, commit)
	});
	if (typeof update === "string" || update.text === file.text) return file;
	const updated = {
		...file,
		text: update.text
	};
	return (await loadPlan(atCommit(repository, commit), updated)).ok ? updated : file;
}
/** What the milestone file says it was made of. */
function sourceOf$1(text) {
	if (!/^source\s*:/m.test(text)) return null;
	const yaml = readYaml(text);
	const node = yaml.ok ? nodeAt(yaml.root, ["source"]) : void 0;
	const { format, path, ids } = node?.kind === "map" ? toData(node) : {};
	if (typeof format !== "string" || typeof path !== "string") return null;
	return {
		format,
		path,
		...isTexts(ids) ? { ids } : {}
	};
}
const isTexts = (value) => typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === "string");
function sourceInWords({ path, update, problem }) {
	if (update === null) return `${path} could not be read again: ${problem}`;
	const { added, changed, ticked, gone, renamed, kept } = update;
	const parts = [
		renamed.length > 0 && `renamed: ${renamed.join(", ")}`,
		added.length > 0 && `new: ${added.join(", ")}`,
		changed.length > 0 && `changed: ${changed.join(", ")}`,
		ticked.length > 0 && `finished there: ${ticked.join(", ")}`,
		gone.length > 0 && `gone there, so skipped where not begun: ${gone.join(", ")}`,
		kept.length > 0 && `kept: ${kept.join("; ")}`
	].filter((part) => part !== false);
	return `taken from ${path}: ${parts.length > 0 ? parts.join("; ") : "its text alone"}`;
}
/**
* Files of the source in which the ticks of finished tasks stand beside the base's own edits: the base's text with the
* ticks set anew. Only where the branch changed nothing but ticks.
*/
async function tickedAnew({ repository, planSource }, { id, shared, commit, tip, state }, conflicts) {
	const [was, ours, theirs] = [
		shared,
		tip,
		commit
	].map((at) => textFilesAt(repository, at));
	const text = await ours.readFile(`.milestones/active/${id}.yaml`);
	const source = text === null ? null : sourceOf$1(text);
	const anew = /* @__PURE__ */ new Map();
	if (!source) return anew;
	const done = new Set([...state.tasks.values()].filter((t) => t.status === "completed").map((t) => t.id));
	const before = await planSource.tick({
		source,
		done,
		files: was
	});
	const after = await planSource.tick({
		source,
		done,
		files: theirs
	});
	for (const path of conflicts) {
		const mine = await ours.readFile(path);
		const ticked = after.get(path) ?? await theirs.readFile(path);
		if (mine !== null && ticked !== null && before.get(path) === mine) anew.set(path, ticked);
	}
	return anew;
}

// src/engine/plan/take-base.ts
/** The blocker of a plan on the base that contradicts the branch's. */
const ABOUT_PLAN = "plan";
/**
* Compares the base with what was taken of it before: the milestone file by task and key, everything else by lines.
* Nothing is written. Null where nothing is new.
*/
async function newsOfBase(ports, place) {
	const { repository } = ports;
	const { id, branch, commit, tip, state } = place;
	const taken = state.planBase;
	const known = await repository.isAncestor(commit, tip);
	if (known && taken !== null && await isPast(repository, commit, taken)) return null;
	const shared = known ? commit : await sharedCommit(ports, place);
	if (shared === null) return null;
	const code = known ? {
		ok: true,
		changes: /* @__PURE__ */ new Map()
	} : await codeOf(ports, {
		...place,
		shared
	});
	const changes = code.ok ? code.changes : await configOf(repository, {
		...place,
		shared
	});
	const file = await findPlanFile(atCommit(repository, tip), id);
	const theirs = await findPlanFile(atCommit(repository, commit), id);
	const base = {
		branch,
		commit,
		changes,
		joins: code.ok && !known,
		conflicts: code.ok ? [] : code.conflicts
	};
	const nothing = {
		...base,
		plan: null,
		complaint: null,
		source: null
	};
	const counts = (each) => each?.shelf === "active" || each?.shelf === "completed" && state.status === "completed";
	if (!counts(file) || !counts(theirs)) return isNews(nothing) ? nothing : null;
	const plan = await planOf(repository, {
		place,
		file,
		theirs,
		shared,
		changes
	});
	const news = await withSource(ports, place, {
		...base,
		...plan,
		file,
		theirs
	});
	return isNews(news) ? news : null;
}
/** Whether the base was taken in as it is, or later: a checkout may be of an older one, which undoes nothing. */
async function isPast(repository, commit, taken) {
	return commit === taken || repository.isAncestor(commit, taken).catch(() => false);
}
function isNews({ joins, changes, conflicts, plan, complaint }) {
	return joins || changes.size + conflicts.length > 0 || plan !== null || complaint !== null;
}
/** Reads the branch as it will be with the news taken in. */
function withNews(read, repository, { changes }) {
	return async (path) => {
		const change = changes.get(path);
		if (change === void 0) return read(path);
		if (change === null || Buffer.isBuffer(change)) return change;
		return repository.readBlob(change.oid);
	};
}
/** What a sync did, for the person who asked. */
function saidOfSync(branch, diff, news) {
	const said = [...news?.source ? [sourceInWords(news.source)] : [], isEmptyDiff(diff) ? "the branch has the base's plan already" : `taken from ${branch}: ${diff.added.length} new, ${diff.removed.length} gone, ${diff.changed.length} changed`];
	if (news && news.changes.size > 0) said.push(`${counted(news.changes.size, "changed file")} of ${branch} came with it`);
	if (news && news.conflicts.length > 0) said.push(`these files do not merge: ${news.conflicts.slice(0, 5).join(", ")}; merge ${branch} into the milestone's branch by hand`);
	return said.join("; ");
}
/** Records the news, as part of the commit that takes them in; of the plan only that it contradicts, or no longer does. */
function recordNews(journal, { branch, commit, joins, complaint }) {
	if (joins) {
		const data = {
			commit,
			...complaint === null ? { plan: true } : {}
		};
		journal.record({
			event: "base_merged",
			agent: "git_integration",
			data
		});
	}
	const id = `git_conflicts:${ABOUT_PLAN}`;
	if (complaint === null) {
		unblock(journal, id, "the plan of the base branch is taken in");
		return;
	}
	const before = journal.state.blockers.get(id);
	if (before?.message === complaint) return;
	if (before) unblock(journal, id, "the plan changed again");
	block(journal, {
		type: "git_conflicts",
		about: ABOUT_PLAN,
		message: complaint,
		evidence: `${branch} at ${commit}`
	});
}
/** A shallow clone may lack the commit where the two parted: its history is fetched as far as that. */
async function sharedCommit({ repository, remote }, { id, commit, tip }) {
	const here = await repository.mergeBase(tip, commit);
	if (here !== null || !remote) return here;
	await remote.fetch(`refs/heads/milestone/${id}`, { meets: commit });
	return repository.mergeBase(tip, commit);
}
/** Everything but the milestone's own files; what other milestones left on the base comes with it. */
async function codeOf({ repository, planSource }, { id, shared, commit, tip, state }) {
	const plan = [
		paths.milestone(id),
		paths.milestone(id, "completed"),
		paths.current
	];
	const work = await workOf(repository, {
		from: shared,
		to: commit
	}, (path) => !plan.includes(path));
	for (const path of [...work.keys()].filter(isOwn)) {
		const [before, ours] = [await repository.entry(shared, path), await repository.entry(tip, path)];
		if (before?.oid !== ours?.oid) work.delete(path);
	}
	const joined = await join(repository, {
		base: shared,
		tip,
		work
	});
	if (joined.ok || !planSource) return joined;
	const ticked = await tickedAnew({
		repository,
		planSource
	}, {
		id,
		shared,
		commit,
		tip,
		state
	}, joined.conflicts);
	if (ticked.size === 0) return joined;
	for (const path of ticked.keys()) work.delete(path);
	const again = await join(repository, {
		base: shared,
		tip,
		work
	});
	if (again.ok) for (const [path, text] of ticked) again.changes.set(path, Buffer.from(text));
	return again;
}
/** Where code conflicts, config and prompts are taken all the same, if they merge. */
async function configOf(repository, { shared, commit, tip }) {
	const range = {
		from: shared,
		to: commit
	};
	const isConfig = (path) => path === paths.config || path.startsWith(".milestones/prompts/");
	const joined = await join(repository, {
		base: shared,
		tip,
		work: await workOf(repository, range, isConfig)
	});
	return joined.ok ? joined.changes : /* @__PURE__ */ new Map();
}
/** Adds what changed in the source of the plan, on top of what the base's own plan says. */
async function withSource(ports, { id, branch, commit, tip, state }, news) {
	const { file, theirs, ...rest } = news;
	if (rest.complaint !== null) return {
		...rest,
		source: null
	};
	const current = rest.plan?.file ?? file;
	const source = await sourceNews(ports, {
		id,
		text: current.text,
		commit,
		tip,
		state
	});
	if (source === null || source.update === null) return {
		...rest,
		source
	};
	const { text, files } = source.update;
	const changes = new Map(rest.changes);
	for (const each of files) changes.set(each.path, Buffer.from(each.text));
	const policy = await loadPlan(atCommit(ports.repository, commit), await withSourceOfBase(ports, {
		id,
		commit
	}, theirs));
	const after = {
		...current,
		text
	};
	const reading = policy.ok ? await loadPlan(withNews(atCommit(ports.repository, tip), ports.repository, { changes }), after, policy.plan) : policy;
	if (reading.ok) return {
		...rest,
		changes,
		plan: {
			file: after,
			reading
		},
		source
	};
	const why = someOf(reading.errors.map(diagnosticLine), MAX_SHOWN);
	return {
		...rest,
		plan: null,
		source: null,
		complaint: `${source.path} on ${branch} cannot be taken in: ${why}`
	};
}
async function planOf(repository, given) {
	const { place, file, theirs, shared, changes } = given;
	const { id, branch, commit, tip, state } = place;
	const none = {
		plan: null,
		complaint: null
	};
	const ancestor = await fileAt(repository, id, [state.planBase, shared]);
	if (ancestor?.text === theirs.text) return none;
	const policy = await loadPlan(atCommit(repository, commit), theirs);
	if (!policy.ok) return {
		plan: null,
		complaint: `the plan on ${branch} cannot be taken in: ${someOf(policy.errors.map(diagnosticLine), MAX_SHOWN)}`
	};
	const earlier = ancestor && await loadPlan(atCommit(repository, ancestor.commit), ancestor);
	const phases = [policy.plan, ...earlier?.ok ? [earlier.plan] : []].map(({ tasks }) => new Map(tasks.map((task) => [task.id, task.phases.map(({ phase }) => phase)])));
	const merged = mergePlans({
		ancestor: ancestor?.text ?? null,
		ours: file.text,
		theirs: theirs.text,
		phases
	});
	if (merged.kind === "nothing-new") return none;
	if (merged.kind === "contradiction") return {
		plan: null,
		complaint: contradictionInWords(merged, branch)
	};
	const read = atCommit(repository, tip);
	const after = {
		...file,
		text: merged.text
	};
	const reading = await loadPlan(withNews(read, repository, { changes }), after, policy.plan);
	if (!reading.ok) return {
		plan: null,
		complaint: `the plan on ${branch} cannot be taken in: ${someOf(reading.errors.map(diagnosticLine), MAX_SHOWN)}`
	};
	const before = await loadPlan(read, file, policy.plan);
	const started = new Set([...state.tasks.values()].filter(hasBegunWork).map((t) => t.id));
	const problems = before.ok ? planChangeProblems(diffPlans(before.plan, reading.plan), started) : [];
	if (problems.length > 0) return {
		plan: null,
		complaint: `the plan on ${branch} cannot be taken in: ${someOf(problems, MAX_SHOWN)}`
	};
	return {
		plan: {
			file: after,
			reading
		},
		complaint: null
	};
}
const MAX_SHOWN = 5;
/** The milestone's file in the first of these commits that is here and has it. */
async function fileAt(repository, id, commits) {
	for (const commit of commits) {
		if (commit === null || await repository.resolve(commit).catch(() => null) === null) continue;
		const file = await findPlanFile(atCommit(repository, commit), id).catch(() => null);
		if (file) return {
			...file,
			commit
		};
	}
	return null;
}

// src/engine/run/file-refs.ts
/** Every file below the folder, as the branch's tip has it. */
function listFiles(run, folder) {
	return listFilesAt(run.ports.repository, run.journal.tip, folder);
}
/** Every file below the folder, as the commit has it. */
async function listFilesAt(repository, commit, folder) {
	const found = [];
	for (const entry of await repository.list(commit, folder)) {
		const path = `${folder}/${entry.name}`;
		if (entry.mode === "040000" || entry.mode === "40000") found.push(...await listFilesAt(repository, commit, path));
		else found.push({
			path,
			blob: entry.oid
		});
	}
	return found;
}
/** The whole folder as it will stand once the changes are on the branch, in the order of the paths. */
async function listFilesAfter(run, changes, folder) {
	const blobs = /* @__PURE__ */ new Map();
	for (const entry of await listFiles(run, folder)) blobs.set(entry.path, entry.blob);
	for (const [path, change] of changes) {
		if (!path.startsWith(`${folder}/`)) continue;
		if (change === null) blobs.delete(path);
		else blobs.set(path, Buffer.isBuffer(change) ? run.ports.repository.hash(change) : change.oid);
	}
	return [...blobs].sort(([a], [b]) => a < b ? -1 : 1).map(([path, blob]) => ({
		path,
		blob
	}));
}

// src/engine/plan/task-seeds.ts
/**
* What the log needs to know of the plan's tasks, with the documents that phases left which were finished before the
* milestone began (an imported plan, work of another branch): what builds on them is told where they are.
*/
async function seedsOf(start, plan) {
	const root = `${ROOT}/deliverables/${plan.id}`;
	const listed = await start.repository.list(start.commit, root);
	const there = new Set(listed.map((entry) => entry.name));
	for (const path of start.added.keys()) if (path.startsWith(`${root}/`)) there.add(path.slice(root.length + 1).split("/")[0]);
	const seeds = [];
	for (const task of plan.tasks) {
		const deliverables = there.has(task.id) ? await documentsOf$1(start, plan.id, task) : {};
		const left = Object.keys(deliverables).length > 0;
		seeds.push({
			...seedOf(task),
			...left ? { deliverables } : {}
		});
	}
	return seeds;
}
/**
* The same for the tasks that the milestone does not know yet, because a person added them to a plan that is under way,
* and for those that start over, because the log knows them without a gated phase, or the plan's source has `settled` them.
*/
async function seedsOfNew(start, plan, { state, settled = NONE }) {
	const tasks = plan.tasks.filter((task) => {
		const at = state.tasks.get(task.id);
		return !at || lacksGate(at, task) || settled.has(task.id);
	});
	return tasks.length === 0 ? [] : seedsOf(start, {
		...plan,
		tasks
	});
}
const NONE = /* @__PURE__ */ new Set();
/** The files that the phases which are finished in the plan deliver, as far as they are there. */
function finishedDeliverables(plan) {
	return plan.tasks.flatMap((task) => finishedPhases(task).flatMap(({ phase, deliverables }) => deliverables.flatMap((d) => "path" in d ? [`${paths.deliverables(plan.id, task.id, phase)}/${d.path}`] : [])));
}
async function documentsOf$1({ repository, commit, added }, milestone, task) {
	const found = {};
	for (const { phase } of finishedPhases(task)) {
		const folder = paths.deliverables(milestone, task.id, phase);
		const files = await listFilesAt(repository, commit, folder);
		for (const [path, content] of added) if (path.startsWith(`${folder}/`)) files.push({
			path,
			blob: repository.hash(content)
		});
		if (files.length > 0) found[phase] = files;
	}
	return found;
}
function finishedPhases(task) {
	return task.phases.filter((p) => p.status === "completed" || p.status === "approved").sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase));
}

// src/engine/opening/older-deliverables.ts
/** Phases whose documents somebody goes on with: later phases, or their approvers. */
const LEFT = [
	"completed",
	"approved",
	"waiting_approval"
];
/**
* Deliverables of an older tree, `deliverables/<task>/<phase>`, by the path that they have with the milestone's name;
* a warning says so. Where two milestones have a task of that name, it cannot be told whose they are: they are left.
*/
async function olderDeliverables(tree, plan) {
	const found = await documentsOf(tree, plan);
	const taken = found.length > 0 ? await otherOwners(tree, plan.id, new Set(found.map((d) => d.task))) : /* @__PURE__ */ new Map();
	const files = /* @__PURE__ */ new Map();
	const warnings = [];
	for (const { task, phase, files: documents } of found) {
		const folder = paths.deliverables(plan.id, task, phase);
		const older = olderFolder(task, phase);
		const other = taken.get(task);
		const remedy = `move them to ${folder}`;
		if (other === void 0) {
			for (const [path, content] of documents) files.set(`${folder}/${path}`, content);
			warnings.push({
				message: `the deliverables of ${task}/${phase} are read from the older folder ${older}`,
				remedy
			});
		} else {
			const message = `the deliverables in the older folder ${older} are not read: the milestone "${other}" has a task "${task}" as well`;
			warnings.push({
				message,
				remedy: `${remedy} if they are this milestone's`
			});
		}
	}
	return {
		files,
		warnings
	};
}
const olderFolder = (task, phase) => `${ROOT}/deliverables/${task}/${phase}`;
/** What stands in the older tree and not in the one with the milestone's name. */
async function documentsOf(tree, plan) {
	const { repository, commit, beside } = tree;
	const listed = await repository.list(commit, `${ROOT}/deliverables`);
	const there = new Set(listed.map((entry) => entry.name));
	const read = async (path) => await tree.read(path) ?? await beside?.(path) ?? null;
	const found = [];
	for (const task of plan.tasks) {
		if (!there.has(task.id) && !beside) continue;
		for (const phase of task.phases) {
			const files = LEFT.includes(phase.status) ? await filesOf(read, plan.id, task.id, phase) : /* @__PURE__ */ new Map();
			if (files.size > 0) found.push({
				task: task.id,
				phase: phase.phase,
				files
			});
		}
	}
	return found;
}
async function filesOf(read, milestone, task, { phase, deliverables }) {
	const files = /* @__PURE__ */ new Map();
	for (const deliverable of deliverables) {
		if (!("path" in deliverable)) continue;
		const { path } = deliverable;
		if (await read(`${paths.deliverables(milestone, task, phase)}/${path}`)) continue;
		const content = await read(`${olderFolder(task, phase)}/${path}`);
		if (content) files.set(path, content);
	}
	return files;
}
/** For each of the tasks another milestone that has one of the same name. */
async function otherOwners({ repository, commit, read }, milestone, tasks) {
	const owners = /* @__PURE__ */ new Map();
	for (const shelf of [
		"active",
		"completed",
		"archived"
	]) for (const { name } of await repository.list(commit, `${ROOT}/${shelf}`)) {
		const id = name.endsWith(".yaml") ? name.slice(0, -5) : milestone;
		if (id === milestone) continue;
		const path = paths.milestone(id, shelf);
		const text = (await read(path))?.toString("utf8") ?? "";
		if (![...tasks].some((task) => text.includes(task))) continue;
		const reading = await loadPlan(read, {
			text,
			path,
			shelf
		});
		if (!reading.ok) continue;
		for (const { id: task } of reading.plan.tasks) if (tasks.has(task)) owners.set(task, id);
	}
	return owners;
}
/** What an earlier tool left of a milestone that no log of ours tells of. */
async function earlierWork(tree, plan, located) {
	const { files, warnings } = await olderDeliverables(tree, plan);
	const log = await olderLog(tree, plan.id, located);
	return {
		files: new Map([...files, ...log.files]),
		warnings: [
			...log.warnings,
			...warnings,
			...triedAgain(plan)
		]
	};
}
/** Kept under a name of its own: the new log takes its place, which in a checkout nothing else may have kept. */
async function olderLog({ read }, id, { older, history }) {
	const file = older ?? history?.older;
	const content = file ? await read(file) : null;
	if (!file || !content) return {
		files: /* @__PURE__ */ new Map(),
		warnings: []
	};
	const kept = paths.olderLog(id);
	const warning = {
		message: `${file} is an earlier tool's log: its lines cannot be verified, so none counts, and a new log begins in its place`,
		remedy: `read the old one in ${kept}`,
		...older ? {
			file,
			line: 1
		} : {}
	};
	return {
		files: /* @__PURE__ */ new Map([[kept, content]]),
		warnings: [warning]
	};
}
function triedAgain(plan) {
	const ids = blockedBefore(plan);
	if (ids.length === 0) return [];
	return [{
		message: `the milestone file says that something blocked ${ids.slice(0, 5).join(", ") + (ids.length > 5 ? ` and ${ids.length - 5} more` : "")}, which no log tells of: the work is tried again`,
		remedy: "set what must not run to `status: skipped`"
	}];
}

// src/engine/opening/seen-places.ts
/**
* Findings in the branch's copy of a plan, each with the place at which its reader finds it. Annotations and terminals
* point into the checkout, whose copy lacks at least the state that the engine wrote: a finding that the checkout's
* copy gives as well is placed there, any other one names the branch and its line in words.
* @param seen reads the checkout's files
*/
async function asSeen(findings, { id, read, seen }) {
	const differing = await differingFiles(findings, read, seen);
	if (differing.size === 0) return findings.map(complaintOf);
	const twinOf = twins(findings, await findingsOf(id, seen));
	return findings.map((finding) => {
		if (!differing.has(finding.file)) return complaintOf(finding);
		const twin = twinOf(finding);
		return twin ? complaintOf(twin) : onBranch(finding, id);
	});
}
/** The same for what stands against a run, as a terminal shows it: with the line itself, whichever copy it is of. */
async function errorsAsSeen(errors, file, at) {
	return (await asSeen(errors, at)).map((complaint, index) => {
		const error = errors[index];
		const message = complaint.file === error.file && complaint.line === error.line ? error.message : `on ${branchName(at.id)}: ${error.message}`;
		return {
			...complaint,
			rendered: renderedIn(file, {
				...error,
				message
			})
		};
	});
}
async function differingFiles(findings, read, seen) {
	const differing = /* @__PURE__ */ new Set();
	for (const file of new Set(findings.map((finding) => finding.file))) {
		const [here, there] = [await read(file), await seen(file)];
		if (!here || !there || !here.equals(there)) differing.add(file);
	}
	return differing;
}
async function findingsOf(id, read) {
	const file = await findPlanFile(read, id);
	const reading = file && await loadPlan(read, file);
	if (!reading) return [];
	return reading.ok ? reading.warnings : [...reading.errors, ...reading.warnings];
}
/** The same words about the same file are told apart by their order, and by nothing where their numbers differ. */
function twins(ours, theirs) {
	const [own, other] = [grouped(ours), grouped(theirs)];
	return (finding) => {
		const group = own.get(keyOf(finding));
		const twin = other.get(keyOf(finding));
		return twin?.length === group.length ? twin[group.indexOf(finding)] : null;
	};
}
function grouped(findings) {
	const groups = /* @__PURE__ */ new Map();
	for (const finding of findings) {
		const key = keyOf(finding);
		groups.set(key, [...groups.get(key) ?? [], finding]);
	}
	return groups;
}
function keyOf({ code, file, message, remedy }) {
	return JSON.stringify([
		code,
		file,
		message,
		remedy
	]);
}
function onBranch({ message, remedy, file, line, column }, id) {
	return {
		message: `${file}:${line}:${column} on ${branchName(id)}: ${message}`,
		remedy
	};
}

// src/engine/opening/basis.ts
/** Reads branch, plan and policy. @throws Refusal */
async function readBasis(ports, { milestone: id }, { base, working, takesBase = false, again = false }) {
	const located = await requireLocated(ports, id, {
		...base,
		isBrought: takesBase
	});
	const source = await sourceOf(ports, located, {
		id,
		base,
		working
	});
	const { carried, policy } = source;
	const news = takesBase ? await newsHere(ports, located, {
		id,
		base,
		again
	}) : null;
	const read = news ? withNews(source.read, ports.repository, news) : source.read;
	const file = news?.plan?.file ?? source.file;
	const reading = await loadPlan(read, file, policy);
	const at = {
		id,
		read,
		seen: located.tip ? working ?? atCommit(ports.repository, base.commit) : read
	};
	if (!reading.ok) throw new Refusal(await errorsAsSeen(reading.errors, file, at));
	const warnings = await asSeen(reading.warnings, at);
	if (carried.size > 0 && working) await carryDocuments(carried, working, reading.plan);
	if (!located.history?.state.activatedAt) {
		const beside = carried.size > 0 ? working : null;
		const tree = {
			repository: ports.repository,
			commit: located.tip ?? base.commit,
			read,
			beside
		};
		const earlier = await earlierWork(tree, reading.plan, located);
		for (const [path, content] of earlier.files) carried.set(path, content);
		warnings.push(...earlier.warnings);
	}
	return {
		located,
		reading,
		warnings,
		file,
		before: (located.tip ? await planBefore(ports, {
			id,
			tip: located.tip,
			file: source.file,
			policy
		}) : null) ?? (news ? await planThere(source) : null),
		base,
		news,
		carried
	};
}
/** The branch's plan without the news; null where it cannot be read. */
async function planThere({ read, file, policy }) {
	const reading = await loadPlan(read, file, policy);
	return reading.ok ? reading.plan : null;
}
/** News count for a milestone that is under way on a branch of its own. */
async function newsHere(ports, { tip, history }, { id, base, again }) {
	const state = history?.state;
	if (!tip || !state?.activatedAt || state.status === "cancelled") return null;
	if (state.status === "completed" && !again) return null;
	return newsOfBase(ports, {
		id,
		...base,
		tip,
		state
	});
}
async function requireLocated(ports, id, base) {
	const problem = idProblem(id);
	if (problem) refuse(`the milestone id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "correct the id");
	const located = await locateMilestone(ports, id, base);
	if (!("ok" in located)) return located;
	return refuse(`the remote cannot be read (${located.reason}): ${PUSH_CAUSES[located.reason]}: ${located.message}`, "check the network and the token, or run with --no-push");
}
/** Where the plan is read, and whose policy it is under. @throws Refusal */
async function sourceOf(ports, { tip, history }, { id, base, working }) {
	const { repository } = ports;
	const readBase = atCommit(repository, base.commit);
	const policyFile = await findPlanFile(readBase, id);
	if (!policyFile && !working) refuse(`the milestone "${id}" is not on the base branch ${base.branch}`, `commit ${paths.milestone(id)} to ${base.branch} and start again`);
	const carried = !policyFile && !tip && working ? await carry(working, id) : /* @__PURE__ */ new Map();
	const read = tip ? atCommit(repository, tip) : async (path) => carried.get(path) ?? await readBase(path);
	const planFile = await findPlanFile(read, id);
	if (!planFile && tip && history?.head.seq === 0) refuse(`a branch ${branchName(id)} stands there that is not this milestone's: it has neither its file nor its log`, `rename or delete that branch (git push origin --delete ${branchName(id)}; git branch -D ${branchName(id)}), or give the milestone another id`);
	return {
		carried,
		read,
		file: planFile ?? refuse(`the branch has no file for the milestone "${id}"`, `commit ${paths.milestone(id)} to the branch again; git log on it shows who took it away`),
		policy: policyFile && tip ? await policyOf(ports, {
			id,
			commit: base.commit
		}, policyFile) : void 0
	};
}
/** @throws Refusal */
async function policyOf(ports, at, given) {
	const file = await withSourceOfBase(ports, at, given);
	return requireValid(await loadPlan(atCommit(ports.repository, at.commit), file), file).plan;
}
/** null: the engine's last commit has the same file, or one that cannot be read. */
async function planBefore({ repository }, { id, tip, file, policy }) {
	const commit = await enginesLast(repository, id, tip);
	if (commit === null || commit === tip) return null;
	const read = atCommit(repository, commit);
	const earlier = await findPlanFile(read, id);
	if (!earlier || earlier.text === file.text) return null;
	const reading = await loadPlan(read, earlier, policy);
	return reading.ok ? reading.plan : null;
}
/**
* Where the milestone stands. Its branch may be gone since it was merged: then the base branch has its log, and going
* on there makes the branch again. A plan that was set back to planned starts over instead.
*/
async function locateMilestone(ports, id, { branch, commit: base, isBrought = false }) {
	const located = await locateBranch(ports, id, isBrought ? branch : void 0);
	if ("ok" in located || located.tip !== null) return located;
	if (!await ports.repository.readFile(base, paths.log(id, 1))) return located;
	const read = atCommit(ports.repository, base);
	const file = await findPlanFile(read, id);
	const plan = file && await loadPlan(read, file);
	if (!plan?.ok || plan.plan.status === "planned") return located;
	const history = await readHistory(ports, id, {
		commit: base,
		place: "the base branch"
	});
	return history.older ? {
		...located,
		older: history.older
	} : {
		...located,
		tip: base,
		history
	};
}
/** A milestone that is not committed yet, with what it needs beside its file. @throws Refusal when there is none */
async function carry(working, id) {
	const path = paths.milestone(id);
	const bytes = await working(path) ?? refuse(`there is no milestone "${id}": ${path} does not exist`, `\`milestone list\` shows those that exist, \`milestone init\` writes a starter, and \`milestone plan --goal "…"\` drafts a plan`);
	const carried = /* @__PURE__ */ new Map([[path, bytes]]);
	for (const other of [paths.config, ...PHASES.map(paths.prompt)]) {
		const content = await working(other);
		if (content) carried.set(other, content);
	}
	return carried;
}
/** The documents of phases that were finished before, as of an imported plan: the work builds on them. */
async function carryDocuments(carried, working, plan) {
	for (const path of finishedDeliverables(plan)) {
		const content = await working(path);
		if (content) carried.set(path, content);
	}
}
const SHELVES = [
	"active",
	"completed",
	"archived"
];
/**
* Complains about a milestone whose id another one has but for the case of its letters: on a file system that does not
* tell them apart, both would be one file and one branch. Asked before the first start alone, as ids do not change.
*/
async function caseTwins(ports, basis) {
	const { located, reading, base } = basis;
	if (located.tip !== null) return [];
	const { id } = reading.plan;
	const complaints = [];
	for (const shelf of SHELVES) for (const { name } of await ports.repository.list(base.commit, `${ROOT}/${shelf}`)) {
		const other = name.endsWith(".yaml") ? name.slice(0, -5) : id;
		if (isTwin(id, other)) complaints.push({
			...twinComplaint(id, other, shelf),
			...placeOf(basis, "id")
		});
	}
	return complaints;
}
function isTwin(id, other) {
	return other !== id && other.toLowerCase() === id.toLowerCase();
}
function twinComplaint(id, other, shelf) {
	return {
		message: `the id "${id}" differs from that of ${paths.milestone(other, shelf)} in nothing but case, so that ${branchName(id)} and ${branchName(other)} would be one branch on some machines`,
		remedy: "give one of the two another id and file name"
	};
}
/**
* Where the plan says what a complaint is about. Nothing where a branch has the plan: its copy has the engine's own
* keys as well, so that its lines are not those of the checkout, into which an annotation points.
*/
function placeOf({ located, reading, file }, key, ...below) {
	if (located.tip !== null) return {};
	return {
		file: file.path,
		...reading.source.at([...reading.source.key(key), ...below])
	};
}

export { withChangesOf as C, planChangeProblems as S, keepAbandoned as _, readBasis as a, diffPlans as b, seedsOf as c, listFilesAfter as d, listFilesAt as f, SourceTicks as g, saidOfSync as h, placeOf as i, seedsOfNew as l, recordNews as m, isTwin as n, twinComplaint as o, newsOfBase as p, locateMilestone as r, finishedDeliverables as s, caseTwins as t, listFiles as u, locateBranch as v, withTask as w, isEmptyDiff as x, readHistory as y };