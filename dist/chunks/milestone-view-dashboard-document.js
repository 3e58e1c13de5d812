import { x as isFinished } from "./milestone-names.js";
import { A as besideWork, B as took, C as toneOf, I as millis, L as money, M as compact, N as dateTime, P as duration, R as share, U as activitySentence, V as STAGES, Wt as isDone, b as describeEvent, c as costCell, f as historyAt, h as workMs, i as buildDashboard, kt as questionName, l as costsOf, m as slotOf, r as besideAgents, t as nearest, u as activeMs, w as STATUS, y as approvers, z as stageWords, zt as agentsAllowed } from "./milestone-view-nearest.js";
import { t as counted } from "./milestone-text-sanitise.js";
import { t as asComment } from "./milestone-blocker-proposals.js";
import { i as findingWords } from "./milestone-review-review-finding.js";

// src/milestone/session/task-notes.ts
/** A brief names the newest of them; a task with more was told enough. */
const MOST_NOTES = 100;
/** Why the note reaches nobody; null: it does. */
function noteProblem(state, from, { to }) {
	if (to === from) return "it is the task's own, whose later phases read what this one left";
	const task = state.tasks.get(to);
	if (!task) {
		const near = nearest(to, state.tasks.keys());
		return `there is no task "${to}"${near === null ? "" : `; there is ${near}`}`;
	}
	if (task.status === "skipped") return `${to} was left out`;
	if (isDone(task)) return `${to} is completed already`;
	return task.notes.length < MOST_NOTES ? null : `${to} has ${MOST_NOTES} notes already`;
}
/** Whether the same words of the same task stand there already: an attempt that is done again says again what it said. */
function isLeftAlready(state, from, { to, text }) {
	const isSame = (note) => note.from === from && note.to === to && note.text === text;
	return [to, from].some((id) => state.tasks.get(id)?.notes.some(isSame));
}
/** What the attempt that was started last is told. */
function notesTold({ notes, notesTold: count }) {
	return notes.slice(0, count);
}
/** Notes of others that no attempt was told of. */
function unreadNotes({ notes, notesTold: count }) {
	return notes.slice(count).filter(({ refused }) => refused === null);
}
/** Where it was left: `schema/design`. */
function noteOrigin({ from, phase }) {
	return `${from}/${phase}`;
}

// src/milestone/view/blocks.ts
const paragraph = (words) => ({
	kind: "paragraph",
	words
});
const absent = (text) => ({
	kind: "absent",
	text
});
const facts = (rows) => ({
	kind: "facts",
	rows
});
const list = (items) => ({
	kind: "list",
	items
});
const part = (title, ...blocks) => ({
	kind: "part",
	title,
	blocks
});
const table = (caption, columns, rows, look = {}) => ({
	kind: "table",
	caption,
	columns: columns.map((column) => typeof column === "string" ? { title: column } : column),
	rows,
	...look
});
const figures = (title) => ({
	title,
	number: true
});
const aside = (title) => ({
	title,
	wide: true
});
/** Without the columns that no row has anything in. */
function filled({ columns, rows }) {
	const told = columns.map((_, i) => rows.some((row) => !isEmpty(row[i] ?? "")));
	const kept = (all) => all.filter((_, i) => told[i]);
	return {
		columns: kept(columns),
		rows: rows.map(kept)
	};
}
function isEmpty(words) {
	if (Array.isArray(words)) return words.every(isEmpty);
	if (typeof words !== "object") return words === "";
	if ("lines" in words) return words.lines.every(isEmpty);
	return "code" in words && words.code === "";
}
/** `words` with `between` them. */
function joined(words, between) {
	return words.flatMap((each, i) => [...i > 0 ? [between] : [], ...spansOf$1(each)]);
}
function spansOf$1(words) {
	return Array.isArray(words) ? words : [words];
}
/** Each fact that is told, as an item of a list. */
const items = (...all) => all.flatMap((words) => words === null || isEmpty(words) ? [] : [{ words }]);

// src/milestone/view/graph-view.ts
/** Above this many tasks, those that need no look are drawn together. */
const GROUP_ABOVE = 40;
/** Groups of neighbouring waves are joined until at most this many bands are left, if the drawing does not say. */
const MOST_BANDS = 10;
/** Tasks drawn on their own although others are grouped; the rest of them is grouped as well. */
const MOST_SINGLES = 40;
/** @param every draws every task by itself, however many there are */
function graphView(dashboard, { every = false, bands = MOST_BANDS } = {}) {
	const drawn = !every && dashboard.tasks.length > 40 ? group(dashboard.tasks, bands) : dashboard.tasks.map((task) => [task]);
	const nodes = drawn.map((tasks, key) => makeNode(tasks, key));
	const edges = withoutDetours(nodes.length, edgesBetween(drawn));
	setLayers(nodes, edges);
	const critical = criticalEdges(dashboard, drawn);
	return {
		nodes,
		edges: edges.map((e) => ({
			...e,
			critical: critical.has(`${e.from}>${e.to}`)
		})),
		grouped: drawn.some((tasks) => tasks.length > 1)
	};
}
/** What is going on is drawn task by task; done and far work by bands of waves. */
function group(tasks, bands) {
	const waves = Math.max(...tasks.map((t) => t.wave)) + 1;
	const perBand = Math.ceil(waves / bands);
	const groups = /* @__PURE__ */ new Map();
	let singles = 0;
	for (const task of tasks) {
		const alone = isLive(task) && singles < MOST_SINGLES;
		if (alone) singles += 1;
		const key = alone ? `task ${task.id}` : `${kindOf(task)} ${Math.floor(task.wave / perBand)}`;
		const known = groups.get(key);
		if (known) known.push(task);
		else groups.set(key, [task]);
	}
	return [...groups.values()].sort((a, b) => a[0].wave - b[0].wave);
}
function isLive(task) {
	return isWaiting(task) || task.status === "in_progress" || task.status === "blocked";
}
function isWaiting({ status }) {
	return status === "waiting_approval" || status === "waiting_answer";
}
function kindOf(task) {
	if (isLive(task)) return "live";
	return task.status === "pending" ? "pending" : "done";
}
function makeNode(tasks, key) {
	const [first] = tasks;
	const shared = {
		key,
		critical: tasks.some((t) => t.critical),
		layer: 0,
		tasks: tasks.map((t) => t.id)
	};
	if (tasks.length === 1) return {
		...shared,
		status: first.status,
		name: first.id,
		title: first.title,
		note: noteOf(first)
	};
	const status = groupStatus(tasks);
	return {
		...shared,
		status,
		name: counted(tasks.length, "task"),
		title: "",
		note: countsOf(tasks)
	};
}
function noteOf(task) {
	const word = isWaiting(task) ? "waiting" : STATUS[task.status].word;
	if (task.status === "completed" || task.status === "skipped" || task.status === "pending") return word;
	return [
		task.phase,
		word,
		`${task.percentage} %`
	].filter(Boolean).join(" · ");
}
/** The state that needs a look first. */
function groupStatus(tasks) {
	return [
		"blocked",
		"waiting_approval",
		"waiting_answer",
		"in_progress",
		"pending",
		"completed",
		"skipped"
	].find((status) => tasks.some((t) => t.status === status)) ?? "pending";
}
function countsOf(tasks) {
	const counts = /* @__PURE__ */ new Map();
	for (const task of tasks) counts.set(task.status, (counts.get(task.status) ?? 0) + 1);
	if (counts.size === 1) return STATUS[tasks[0].status].word;
	return [...counts].map(([status, count]) => `${count} ${STATUS[status].word}`).join(", ");
}
function edgesBetween(drawn) {
	const keyOf = keys(drawn);
	const seen = /* @__PURE__ */ new Set();
	const edges = [];
	for (const [to, tasks] of drawn.entries()) for (const dependency of tasks.flatMap((t) => t.dependencies)) {
		const from = keyOf.get(dependency);
		if (from === void 0 || from === to || seen.has(`${from}>${to}`)) continue;
		seen.add(`${from}>${to}`);
		edges.push({
			from,
			to
		});
	}
	return edges;
}
function keys(drawn) {
	return new Map(drawn.flatMap((tasks, key) => tasks.map((t) => [t.id, key])));
}
/** Leaves out an edge that a longer way says already; groups may form circles, whose edges all stay. */
function withoutDetours(count, edges) {
	const next = Array.from({ length: count }, () => []);
	for (const { from, to } of edges) next[from].push(to);
	return edges.filter(({ from, to }) => !reaches(next, from, to));
}
/** Whether `to` is reached from `from` by more than the one edge between them. */
function reaches(next, from, to) {
	const seen = /* @__PURE__ */ new Set([from]);
	const open = next[from].filter((n) => n !== to);
	for (let at = open.pop(); at !== void 0; at = open.pop()) {
		if (at === to) return true;
		if (seen.has(at)) continue;
		seen.add(at);
		open.push(...next[at]);
	}
	return false;
}
/** Longest chain before each node; edges back, which only groups have, are not followed. */
function setLayers(nodes, edges) {
	const next = nodes.map(() => []);
	for (const { from, to } of edges) next[from].push(to);
	const state = new Array(nodes.length).fill(0);
	const order = [];
	const forward = [];
	const visit = (start) => {
		const stack = [{
			at: start,
			i: 0
		}];
		state[start] = 1;
		while (stack.length > 0) {
			const top = stack.at(-1);
			const to = next[top.at][top.i++];
			if (to === void 0) {
				state[top.at] = 2;
				order.push(top.at);
				stack.pop();
			} else if (state[to] !== 1) {
				forward.push({
					from: top.at,
					to
				});
				if (state[to] === 0) {
					state[to] = 1;
					stack.push({
						at: to,
						i: 0
					});
				}
			}
		}
	};
	for (const node of nodes) if (state[node.key] === 0) visit(node.key);
	const outgoing = nodes.map(() => []);
	for (const { from, to } of forward) outgoing[from].push(to);
	for (const at of order.reverse()) for (const to of outgoing[at]) nodes[to].layer = Math.max(nodes[to].layer, nodes[at].layer + 1);
}
function criticalEdges(dashboard, drawn) {
	const keyOf = keys(drawn);
	const edges = /* @__PURE__ */ new Set();
	dashboard.criticalPath.forEach((id, i, path) => {
		const from = i > 0 ? keyOf.get(path[i - 1]) : void 0;
		const to = keyOf.get(id);
		if (from !== void 0 && to !== void 0) edges.add(`${from}>${to}`);
	});
	return edges;
}

// src/milestone/view/mermaid.ts
/** GitHub refuses to draw more (Mermaid's `maxTextSize` and `maxEdges`, which a page cannot raise there). */
const MERMAID_MAX_TEXT = 5e4;
const MERMAID_MAX_EDGES = 500;
/**
* The task graph as Mermaid text, coloured by state; null when GitHub would not draw it, so that the caller shows its
* table alone. Fill and text colour are both set: readable (≥ 4.5 : 1) on a light and on a dark page.
*/
function mermaidGraph(dashboard) {
	const view = graphView(dashboard);
	if (view.nodes.length === 0 || view.edges.length > 500) return null;
	const titles = view.nodes.length <= TITLES_UP_TO;
	const text = [
		INIT,
		`flowchart ${direction(view, titles)}`,
		...view.nodes.map((node) => `  ${nodeLine(node, titles)}`),
		...view.edges.map((e) => `  n${e.from} ${e.critical ? "==>" : "-->"} n${e.to}`),
		...classLines(view)
	].join("\n");
	return text.length <= 5e4 ? text : null;
}
/** Lines are not to be wrapped, and small graphs not to be stretched. */
const INIT = "%%{init: {\"flowchart\": {\"wrappingWidth\": 320, \"nodeSpacing\": 22, \"rankSpacing\": 44, \"padding\": 12}}}%%";
/** Above this many nodes a title in each would make all of them too small to read. */
const TITLES_UP_TO = 12;
/** Left to right reads best while it fits a page's column; deep graphs go downwards. */
function direction(view, titles) {
	const perLayer = /* @__PURE__ */ new Map();
	for (const node of view.nodes) perLayer.set(node.layer, (perLayer.get(node.layer) ?? 0) + 1);
	const width = titles ? 290 : 240;
	const across = perLayer.size * (width + 44);
	const widest = Math.max(...perLayer.values()) * (width + 22);
	return across <= COLUMN_WIDTH || across <= widest ? "LR" : "TD";
}
/** The width of a pull request's body. */
const COLUMN_WIDTH = 860;
const TITLE_CHARACTERS = 40;
function nodeLine(node, titles) {
	const lines = [
		`${STATUS[node.status].symbol} ${escapeLabel(node.name, 40)}`,
		...titles && node.title && node.title !== node.name ? [escapeLabel(node.title, TITLE_CHARACTERS)] : [],
		node.note
	];
	const [open, close] = node.tasks.length > 1 ? ["[[", "]]"] : ["(", ")"];
	return `n${node.key}${open}"${lines.join("<br/>")}"${close}:::${node.status}${node.critical ? "_critical" : ""}`;
}
/**
* Text for a quoted label. Letters, digits and a few harmless signs stay; everything else becomes a numbered entity,
* so that no title can end the label, start markup, a link, an icon or a directive. Cut by characters, not bytes.
*/
function escapeLabel(text, most) {
	const flat = [...text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim()];
	return (flat.length > most ? [...flat.slice(0, most - 1), "…"] : flat).map((c) => HARMLESS.test(c) ? c : `#${c.codePointAt(0)};${SPLIT.has(c) ? "#8203;" : ""}`).join("");
}
/** Formulas (`$$`) and icons (`fa:fa-…`) are looked for after entities are read: an empty character parts them. */
const SPLIT = /* @__PURE__ */ new Set(["$", ":"]);
const HARMLESS = /^[\p{L}\p{M}\p{N} .,·…/_–-]$/u;
/** Fill, text and border by state. White text on each fill is at least 4.5 : 1. */
const LOOK = {
	completed: "fill:#1a7f37,color:#ffffff,stroke:#1a7f37",
	in_progress: "fill:#0969da,color:#ffffff,stroke:#0969da",
	waiting_approval: "fill:#9a6700,color:#ffffff,stroke:#9a6700",
	waiting_answer: "fill:#9a6700,color:#ffffff,stroke:#9a6700",
	blocked: "fill:#cf222e,color:#ffffff,stroke:#cf222e",
	pending: "fill:#59636e,color:#ffffff,stroke:#59636e",
	skipped: "fill:#59636e,color:#ffffff,stroke:#9198a1,stroke-dasharray:4 3"
};
/** The critical path's border, seen on both themes. */
const CRITICAL = ",stroke:#bf8700,stroke-width:3px";
function classLines(view) {
	return [...new Set(view.nodes.map((n) => `${n.status}${n.critical ? "_critical" : ""}`))].sort().map((name) => {
		const status = name.replace("_critical", "");
		return `  classDef ${name} ${LOOK[status]}${name === status ? "" : CRITICAL}`;
	});
}

// src/milestone/view/spans.ts
/** All spans by start, with the chain that took longest marked. */
function spansOf(plan, history, now) {
	const work = history.attempts.map((a) => ({
		kind: "work",
		task: a.task,
		label: `${a.task}/${a.phase}${a.attempt > 1 ? ` #${a.attempt}` : ""}`,
		lane: a.agent,
		start: a.startedAt,
		end: a.endedAt ?? Math.max(now, a.startedAt),
		open: a.endedAt === null,
		outcome: a.outcome,
		critical: false,
		detail: [
			a.outcome,
			a.executor,
			a.message
		].filter(Boolean).join(", ")
	}));
	const waits = history.waits.map((w) => ({
		kind: "wait",
		task: w.task,
		label: w.task ? `${w.task}/${w.phase}` : w.request.replace(/^gate:/, ""),
		lane: "gate",
		start: w.startedAt,
		end: w.endedAt ?? Math.max(now, w.startedAt),
		open: w.endedAt === null,
		outcome: w.endedAt === null ? "waiting" : "decided",
		critical: false,
		detail: w.approvers.length ? `waiting for ${w.approvers.join(", ")}` : "waiting for a person"
	}));
	const spans = [...work, ...waits].sort((a, b) => a.start - b.start || a.end - b.end);
	markCritical(plan, spans);
	return spans;
}
/**
* Walks back from the span that ended last: before each stands the newest end among the same task's spans and those
* of its dependencies. What is not on this chain could have taken longer without anybody noticing.
*/
function markCritical(plan, spans) {
	const dependencies = new Map(plan.tasks.map((t) => [t.id, t.dependencies]));
	const byTask = /* @__PURE__ */ new Map();
	for (const span of spans) {
		if (span.task === null) continue;
		const known = byTask.get(span.task);
		if (known) known.push(span);
		else byTask.set(span.task, [span]);
	}
	let at = newest(spans.filter((s) => s.task !== null));
	while (at?.task != null) {
		at.critical = true;
		const { start, task } = at;
		at = newest([...byTask.get(task) ?? [], ...(dependencies.get(task) ?? []).flatMap((id) => byTask.get(id) ?? [])].filter((s) => !s.critical && s.end <= start));
	}
}
function newest(spans) {
	return spans.reduce((best, s) => !best || s.end >= best.end ? s : best, void 0);
}
/** Tasks on the marked chain, first to last, and how much of it was work and how much waiting for people. */
function criticalChain(spans) {
	const chain = spans.filter((s) => s.critical);
	const sum = (kind) => chain.filter((s) => s.kind === kind).reduce((ms, s) => ms + s.end - s.start, 0);
	return {
		tasks: [...new Set(chain.flatMap((s) => s.task ?? []))],
		workMs: sum("work"),
		waitMs: sum("wait")
	};
}

// src/milestone/view/gantt.ts
/**
* The agents' time as a Mermaid Gantt chart: a section per agent with each attempt, one for gates that waited, the
* critical path marked. null before anything ran.
*/
function mermaidGantt(input) {
	const all = spansOf(input.plan, input.history, input.now);
	const spans = all.slice(-40);
	const first = spans[0];
	if (!first) return null;
	const end = Math.max(...spans.map((s) => s.end));
	const text = [
		"gantt",
		"  dateFormat x",
		"  todayMarker off",
		`  axisFormat ${axisFormat(end - first.start)}`,
		`  tickInterval ${tickInterval(end - first.start)}`,
		...all.length > spans.length ? [`  title the newest ${spans.length} of ${all.length} bars`] : [],
		...sections(spans).flatMap(([name, bars]) => [`  section ${name}`, ...bars.map(barLine)])
	].join("\n");
	return text.length <= 5e4 ? text : null;
}
function axisFormat(ms) {
	if (ms < 6e5) return "%H:%M:%S";
	return ms < 864e5 ? "%H:%M" : "%b %d %H:%M";
}
/** A page's column has room for so many times below the chart; left to itself, Mermaid writes them over each other. */
const MOST_TICKS = 8;
const SECOND = 1e3;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Rounds that people count time in, each an even part of the next unit. */
const TICKS = [
	[
		SECOND,
		"second",
		[
			1,
			2,
			5,
			10,
			15,
			30
		]
	],
	[
		MINUTE,
		"minute",
		[
			1,
			2,
			5,
			10,
			15,
			30
		]
	],
	[
		HOUR,
		"hour",
		[
			1,
			2,
			3,
			6,
			12
		]
	],
	[
		DAY,
		"day",
		[1, 2]
	],
	[
		7 * DAY,
		"week",
		[
			1,
			2,
			4
		]
	]
];
function tickInterval(ms) {
	for (const [unitMs, unit, counts] of TICKS) {
		const count = counts.find((each) => each * unitMs * MOST_TICKS >= ms);
		if (count !== void 0) return `${count}${unit}`;
	}
	return "3month";
}
function sections(spans) {
	const byLane = /* @__PURE__ */ new Map();
	for (const span of spans) {
		const known = byLane.get(span.lane);
		if (known) known.push(span);
		else byLane.set(span.lane, [span]);
	}
	const order = (lane) => lane === "gate" ? Number.POSITIVE_INFINITY : slotOf(lane) ?? 0;
	return [...byLane].sort(([a], [b]) => order(a) - order(b)).map(([lane, bars]) => [laneName(lane), bars]);
}
/** What a lane is called in every picture of time. */
function laneName(lane) {
	if (lane === "gate") return "Waiting for people";
	const slot = slotOf(lane);
	return slot === null ? "Agent" : `Agent ${slot}`;
}
/** Mermaid draws nothing for a bar without length. */
const LEAST_MS = 1e3;
function barLine(span) {
	const end = Math.max(span.end, span.start + LEAST_MS);
	return `    ${ganttLabel(span)} :${tagsOf(span)}${span.start}, ${end}`;
}
/**
* Red filled is what failed; what is done on the critical path has a red border. What still goes on keeps the plain
* colour: `crit` would fill it red as well, and `active` writes its label dark on dark where it stands beside the bar.
*/
function tagsOf({ outcome, critical }) {
	switch (outcome) {
		case "failed": return "crit, ";
		case "completed":
		case "decided": return critical ? "crit, done, " : "done, ";
		case "interrupted":
		case "running":
		case "waiting": return "";
		default: return outcome;
	}
}
/** What the colours of the chart mean, to stand below it. */
const GANTT_NOTE = "Grey: done, with a red border on the critical path. Red: failed. Blue: going on, waiting or interrupted.";
/** A label ends at a colon, and Mermaid's Gantt knows no entities in it: other signs give way to a space. */
function ganttLabel(span) {
	const plain = span.label.replace(/[^\p{L}\p{M}\p{N}/._ -]+/gu, " ").trim();
	return escapeLabel(`${plain}${MARK[span.outcome]}`, 60).replace(/#\d+;/g, " ") || "bar";
}
const MARK = {
	completed: "",
	decided: "",
	failed: " failed",
	interrupted: " interrupted",
	running: " running",
	waiting: " waiting"
};

// src/milestone/view/in-words.ts
/** The dashboard's sentences, the same in terminal, markdown and HTML. Plain text: each renderer makes it inert. */
/** `8/12 tasks`, then what needs a look. */
function taskWords({ counts, approvals, blockers, status }) {
	const parts = [`${counts.completed}/${counts.total} tasks`];
	if (counts.skipped) parts.push(`${counts.skipped} skipped`);
	if (counts.in_progress) parts.push(`${counts.in_progress} in progress`);
	if (counts.waiting_approval) parts.push(`${counts.waiting_approval} waiting`);
	if (counts.waiting_answer) parts.push(`${counts.waiting_answer} waiting for an answer`);
	if (counts.blocked) parts.push(`${counts.blocked} blocked`);
	const checkpoints = approvals.filter((a) => a.task === null).length;
	if (checkpoints) parts.push(`${counted(checkpoints, "checkpoint")} waiting`);
	const blocking = blockers.filter((b) => b.task === void 0).length;
	if (blocking) parts.push(`${counted(blocking, "blocker")} of the whole milestone`);
	if (counts.total > 0 && counts.completed + counts.skipped === counts.total && status === "in_progress" && checkpoints + blocking === 0) parts.push("last checks to come");
	return parts.join(" · ");
}
/** What a task that has not begun waits for, three of it at most; null: for nothing. */
function waitWords({ status, when, waitsFor }, show = (id) => id) {
	if (status !== "pending" || waitsFor.length === 0) return null;
	const names = waitsFor.slice(0, 3).map(show).join(", ") + (waitsFor.length > 3 ? " …" : "");
	return when === "failure" ? `only if ${names} fails` : `waits for ${names}`;
}
/** `forecast 2026-11-16 16:01 to 18:20 UTC`; empty where nothing can be said. */
function forecastWords({ forecastRange }) {
	if (!forecastRange) return "";
	const [from, to] = [dateTime(forecastRange.from), dateTime(forecastRange.to)];
	if (from === to) return `forecast ${to}`;
	const sameDay = from.slice(0, 10) === to.slice(0, 10);
	return `forecast ${from.replace(" UTC", "")} to ${sameDay ? to.slice(11) : to}`;
}
/** `4.2 tasks a day`; empty where nothing can be said. */
function paceWords({ tasksPerDay }) {
	return tasksPerDay === null ? "" : `${tasksPerDay.toFixed(tasksPerDay < 10 ? 1 : 0)} tasks a day`;
}
/** How the milestone stands in time: the due date first, then the forecast, then the pace. */
const timeWords = (dashboard) => timeParts(dashboard).join(" · ");
function timeParts({ timeline, now }) {
	const parts = [];
	if (timeline.due !== null && timeline.endedAt === null) {
		const left = timeline.due - now;
		parts.push(left >= 0 ? `${duration(left)} left` : `overdue by ${duration(-left)}`);
	}
	if (timeline.startedAt === null) parts.push("not started");
	if (timeline.endedAt !== null) parts.push(`took ${duration(timeline.elapsedMs)}`);
	else if (timeline.startedAt !== null) parts.push(`${duration(timeline.elapsedMs)} so far`);
	const forecast = forecastWords(timeline);
	if (forecast) parts.push(forecast);
	if (timeline.onTime !== null) parts.push(timeline.onTime ? "on time" : "late");
	return parts;
}
/** Gates and tests; a test figure is shown only where a run gave one. */
function qualityParts({ quality }) {
	return [quality.total === 0 ? "no gates" : `${quality.passed}/${quality.total} ${nounFor(quality.total, "gate")} passed`, testWords(quality.tests)];
}
const nounFor = (count, noun) => count === 1 ? noun : `${noun}s`;
function testWords(tests) {
	if (!tests) return "tests not run";
	const verdict = tests.ok ? "tests passed" : "tests failed";
	if (tests.total === null) return verdict;
	if (tests.total === 0) return "no tests";
	const skipped = tests.skipped ? `, ${tests.skipped} skipped` : "";
	return `${verdict} (${tests.passed ?? 0}/${tests.total}${skipped})`;
}
/** How one run of the tests ended, without the word "tests" before it. */
function testRunWords(run) {
	const { total = null, passed = null, skipped = null, failed = null } = run;
	return testWords({
		...run,
		total,
		passed,
		skipped,
		failed,
		durationMs: run.duration_ms,
		at: ""
	}).replace(/^tests /, "");
}
/** What an agent is at, and how long its attempt spent in what came before: `testing 4s (preparing 6s, at work 1m 02s)`. */
function doingWords({ doing, stage, doingSince, stages }, now) {
	const others = stageWords(stages, STAGES.filter((other) => other !== stage));
	return `${doing} ${duration(now - doingSince)}${others ? ` (${others})` : ""}`;
}
/** What the attempts used, as their programs reported it. */
function usageWords({ usage }) {
	const parts = [counted(usage.attempts, "attempt"), `${duration(usage.minutes * 6e4)} of agents' time`];
	const tokens = usage.inputTokens + usage.outputTokens;
	if (tokens > 0) parts.push(`${compact(tokens)} tokens`);
	if (usage.costUsd > 0) parts.push(money(usage.costUsd));
	return parts.join(" · ");
}
function gateName(approval) {
	return approval.task ? `${approval.task}/${approval.phase}` : approval.request.replace(/^gate:/, "");
}
function approvalWords(approval, now) {
	const what = approval.kind === "manual" ? "is to be done by" : "waits for approval by";
	const count = approval.needed > 1 ? ` (${approval.granted} of ${approval.needed})` : "";
	const missing = approval.missing.length ? `; ${missingWords(approval)}` : "";
	return `${what} ${approvers(approval.approvers)}${count}, for ${duration(now - approval.since)}${missing}`;
}
/** What a gate was asked about before and the branch has no longer, named as below the phase's folder. */
function missingWords({ task, phase, missing }) {
	const folder = `/${task}/${phase}/`;
	const names = missing.map((path) => path.includes(folder) ? path.split(folder).slice(1).join(folder) : path);
	return `${names.join(", ")} ${names.length === 1 ? "is" : "are"} missing on the branch`;
}
/** The question as asked, and what becomes of it. */
function questionWords(question, now) {
	const { why, blocking, until, since } = question;
	const otherwise = question.default === null ? "" : `: ${question.default}`;
	const state = blocking ? `waits for ${duration(now - since)}${until === null ? "" : `, until ${dateTime(until)}`}` : `the work went on${otherwise}; an answer is told to what follows`;
	return `asks: ${question.question}${why ? ` (${why})` : ""} [${state}]`;
}
function blockerWords(blocker, now) {
	return `${blocker.type} (${LEVELS[blocker.level]}, for ${duration(now - blocker.since)}): ${blocker.message}`;
}
/** The steps of the resolution, by level. */
const LEVELS = {
	1: "being retried",
	2: "tried with another agent",
	3: "strategy adjusted",
	4: "needs a person",
	5: "left out by a person",
	6: "put off or given up with the milestone"
};
function blockedPlace(blocker) {
	if (!blocker.task) return "milestone";
	return blocker.phase ? `${blocker.task}/${blocker.phase}` : blocker.task;
}
/** What became of a note that an agent left for another task. */
function noteFate({ refused, isTold }) {
	if (refused !== null) return `came back: ${refused}`;
	return isTold ? "its next phase was told" : "no attempt was told yet";
}
const LISTED = 5;
/** A sentence each; `how` says what takes it in. `quoted` makes names from outside inert where they are shown. */
function untakenInWords({ branch, plan, complaint, changed, conflicts }, { how, quoted = (text) => text }) {
	const base = quoted(branch);
	const said = [];
	if (plan) {
		const what = planInWords(plan);
		if (what !== "") said.push(`${base} has an edit of the plan that is not taken in yet (${quoted(what)}): ${how}`);
	}
	if (complaint !== null) said.push(`an edit on ${base} is not taken in: ${quoted(complaint)}; then ${how}`);
	if (changed.length > 0) {
		const files = `${counted(changed.length, "changed file")} that ${changed.length === 1 ? "is" : "are"} not taken in yet`;
		said.push(`${base} has ${files} (${quoted(namesOf(changed))}): ${how}`);
	}
	if (conflicts.length > 0) said.push(`these files of ${base} do not merge: ${quoted(namesOf(conflicts))}; merge ${base} into the milestone's branch by hand`);
	return said;
}
function planInWords({ milestone, added, removed, changed }) {
	return [
		added.length > 0 && `new: ${namesOf(added.map((task) => task.id))}`,
		removed.length > 0 && `gone: ${namesOf(removed)}`,
		changed.length > 0 && `changed: ${namesOf(changed.map((each) => each.task))}`,
		milestone.length > 0 && `of the milestone: ${namesOf(milestone)}`
	].filter(Boolean).join("; ");
}
function namesOf(names) {
	const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : "";
	return names.slice(0, LISTED).join(", ") + more;
}

// src/milestone/view/performance.ts
function estimatesOf(plan, state, history, now) {
	const work = /* @__PURE__ */ new Map();
	const stages = /* @__PURE__ */ new Map();
	for (const a of history.attempts) {
		work.set(a.task, (work.get(a.task) ?? 0) + workMs(a, now));
		stages.set(a.task, addStages(stages.get(a.task) ?? {}, a.stages ?? {}));
	}
	return plan.tasks.flatMap((task) => {
		const at = state.tasks.get(task.id);
		const start = millis(at?.startedAt ?? null);
		if (start === null || at?.status === "skipped") return [];
		return [{
			task: task.id,
			estimateMs: task.estimatedHours === void 0 ? null : task.estimatedHours * 36e5,
			workMs: work.get(task.id) ?? 0,
			stages: stages.get(task.id) ?? {},
			elapsedMs: (millis(at?.completedAt ?? null) ?? now) - start,
			done: at?.status === "completed"
		}];
	});
}
function addStages(a, b) {
	const sum = { ...a };
	for (const stage of STAGES) if (b[stage] !== void 0) sum[stage] = (sum[stage] ?? 0) + b[stage];
	return sum;
}
function utilisationOf(state, history, now) {
	const slots = /* @__PURE__ */ new Map();
	const active = activeMs(history, now);
	let busy = 0;
	for (const attempt of history.attempts) {
		const slot = slotOf(attempt.agent) ?? 0;
		const row = slots.get(slot) ?? {
			slot,
			busyMs: 0,
			attempts: 0,
			failed: 0,
			utilisation: 0
		};
		slots.set(slot, row);
		const ms = Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
		row.busyMs += ms;
		row.attempts += 1;
		if (attempt.outcome === "failed") row.failed += 1;
		busy += ms;
	}
	for (const row of slots.values()) row.utilisation = Math.min(100, share(row.busyMs, active) ?? 0);
	return {
		slots: [...slots.values()].sort((a, b) => a.slot - b.slot),
		meanBusy: active > 0 && slots.size > 0 ? busy / active : null,
		allowed: agentsAllowed(state) ?? slots.size,
		activeMs: active
	};
}

// src/milestone/view/recommend.ts
/** Advice for the next milestone, in the order in which a reader profits from it. */
function recommend(facts, plan, state) {
	return [
		...onBlockers(facts),
		...onTime(facts),
		...onWaiting(facts),
		...onFailures(facts),
		...onRejections(facts),
		...onAgents(facts),
		...onEstimates(facts),
		...onBudget(facts, plan, state),
		...onTests(facts, plan),
		...onSkipped(facts),
		...onWarnings(state)
	];
}
function onBlockers({ dashboard }) {
	return dashboard.blockers.slice(0, 10).map((b) => ({
		fact: `${b.id} is open: ${b.message}`,
		advice: b.proposals.map((p) => `${p.command} (${p.why})`).join("; or ") || "look at the evidence above"
	}));
}
function onTime({ dashboard }) {
	const { timeline } = dashboard;
	if (timeline.due === null || timeline.onTime !== false) return [];
	const end = timeline.endedAt ?? timeline.forecast ?? dashboard.now;
	const tense = timeline.endedAt === null ? "is forecast for" : "was reached on";
	if (timeline.endedAt === null && timeline.forecast === null) return [{
		fact: `The due date passed ${duration(end - timeline.due)} ago.`,
		advice: "Move the due date, or skip what can wait."
	}];
	return [{
		fact: `The end ${tense} ${dateTime(end)}, ${duration(end - timeline.due)} after the due date.`,
		advice: "Move the due date, skip what can wait, or shorten the critical path."
	}];
}
/** Above this share of the longest chain, people's answers decide the duration. */
const WAITING_SHARE = .25;
function onWaiting({ chain, waits }) {
	const total = chain.workMs + chain.waitMs;
	if (total === 0 || chain.waitMs / total < WAITING_SHARE) return [];
	const longest = waits.reduce((a, b) => !a || b.ms > a.ms ? b : a, null);
	if (!longest) return [];
	const name = longest.task ? `${longest.task}/${longest.phase}` : longest.request;
	return [{
		fact: `${Math.round(chain.waitMs / total * 100)} % of the critical path was waiting for approvals, longest at ${name} (${duration(longest.ms)}).`,
		advice: "Name more approvers for the slow gates, or drop gates that never changed anything."
	}];
}
function onFailures({ costs, failures }) {
	const agents = costs.byAgent.filter((row) => row.failed > 0).length;
	return costs.byAgent.filter((row) => row.attempts >= 4 && row.failed / row.attempts >= .25).map((row) => ({
		fact: `${row.name} failed ${row.failed} of ${counted(row.attempts, "attempt")}${failures[0] && agents === 1 ? `, most often by ${failures[0].type}` : ""}.`,
		advice: "Read the feedback of the failed attempts; a clearer task description or another profile may help."
	}));
}
function onRejections({ history, dashboard }) {
	if (history.rejections === 0) return [];
	const gates = dashboard.quality.approvals.total;
	return [{
		fact: `Reviewers requested changes ${history.rejections === 1 ? "once" : `${history.rejections} times`}; the plan has ${counted(gates, "gate")}.`,
		advice: "Write what they asked for into the acceptance criteria of those phases."
	}];
}
function onAgents({ utilisation }) {
	const { meanBusy, allowed } = utilisation;
	if (meanBusy === null || allowed < 2) return [];
	const busy = meanBusy / allowed;
	const fact = `On average ${meanBusy.toFixed(1)} of ${allowed} agents were at work.`;
	if (busy < .4) {
		const enough = Math.max(1, Math.ceil(meanBusy * 1.5));
		if (enough >= allowed) return [];
		return [{
			fact,
			advice: `${counted(enough, "agent")} would do, unless tasks are split or depend less on each other.`
		}];
	}
	if (busy > .9) return [{
		fact,
		advice: "More agents may finish sooner."
	}];
	return [];
}
function onEstimates({ estimates }) {
	const done = estimates.filter((e) => e.done && e.estimateMs);
	if (done.length < 3) return [];
	const ratios = done.map((e) => e.workMs / e.estimateMs).sort((a, b) => a - b);
	const median = ratios[Math.floor(ratios.length / 2)];
	if (median >= .5 && median <= 2) return [];
	return [{
		fact: median < .01 ? "Half of the finished tasks took less than a hundredth of their estimated hours." : `Half of the finished tasks took less than ${median.toFixed(2)} of their estimated hours, half more.`,
		advice: "Scale estimated_hours to what agents need: the order of work and the forecast follow them."
	}];
}
function onBudget({ costs }, plan, state) {
	const found = [];
	const { minutes, costUsd } = plan.budget;
	const cost = costUsd === void 0 ? null : costUsd + state.budgetRaised.costUsd;
	if (cost !== null && cost > 0 && costs.total.costUsd >= cost * .8) found.push({
		fact: `${money(costs.total.costUsd)} of the budget of ${money(cost)} is spent.`,
		advice: "Raise budget.cost_usd or cut the scope before it runs out."
	});
	const time = minutes === void 0 ? null : (minutes + state.budgetRaised.minutes) * 6e4;
	if (time !== null && time > 0 && costs.total.workMs >= time * .8) found.push({
		fact: `${duration(costs.total.workMs)} of the budget of ${duration(time)} of agents' time is used.`,
		advice: "Raise budget.minutes or cut the scope before it runs out."
	});
	return found;
}
function onTests({ testRuns }, plan) {
	if (!plan.testCommand) return [{
		fact: "No test command is set, so nothing of the integrated work was tested here.",
		advice: "Set test_command in the milestone file."
	}];
	const failed = testRuns.filter((t) => !t.ok);
	if (failed.length === 0) return [];
	return [{
		fact: `${plan.testCommand} failed in ${failed.length} of ${counted(testRuns.length, "run")} on the integrated branch.`,
		advice: "Add the command to the checks of the phases, so that it fails before the work is integrated."
	}];
}
function onSkipped({ dashboard }) {
	const skipped = dashboard.tasks.filter((t) => t.status === "skipped").map((t) => t.id);
	if (skipped.length === 0) return [];
	return [{
		fact: `Skipped: ${skipped.join(", ")}.`,
		advice: "Plan them in a later milestone, or drop them for good."
	}];
}
function onWarnings(state) {
	const byType = /* @__PURE__ */ new Map();
	for (const warning of state.warnings) {
		const known = byType.get(warning.type);
		if (known) known.count += 1;
		else byType.set(warning.type, {
			count: 1,
			message: warning.message
		});
	}
	return [...byType].map(([type, { count, message }]) => ({
		fact: `${counted(count, "warning")} of the type ${type}, first: ${message}`,
		advice: "Look into it before the next milestone."
	}));
}

// src/milestone/view/report-data.ts
/** Computes all figures of the reports as of `now`, or of the end when the milestone has ended. */
function buildReport(input) {
	const { plan, state, now } = input;
	const history = historyAt(input.history, input.activities ?? [], now);
	const { record } = history;
	const dashboard = buildDashboard(input);
	const until = dashboard.timeline.endedAt ?? now;
	const spans = spansOf(plan, history, until);
	const facts = {
		dashboard,
		history,
		spans,
		chain: criticalChain(spans),
		estimates: estimatesOf(plan, state, history, until),
		utilisation: utilisationOf(state, history, until),
		testRuns: record.testRuns,
		commits: record.commits,
		deliverables: countDeliverables(state),
		waits: history.waits.map((w) => ({
			...w,
			ms: (w.endedAt ?? until) - w.startedAt
		})),
		runs: history.runs,
		failures: [...record.failures.values()].sort((a, b) => b.count - a.count),
		blockers: blockersOf(state),
		costs: costsOf(plan, history, until, finishedTasks(state)),
		audit: record.trail.entries,
		criteria: criteriaOf(input),
		notes: notesOf(state),
		release: state.release
	};
	return {
		...facts,
		recommendations: recommend(facts, plan, state)
	};
}
/** Of every finished phase, in the plan's order. */
function criteriaOf({ plan, state, history }) {
	const { criteria, phaseCommits } = history.record;
	return plan.tasks.flatMap((task) => task.phases.flatMap((phase) => {
		const at = state.tasks.get(task.id)?.phases.get(phase.phase);
		if (!at || !isFinished(at.status)) return [];
		const commit = phaseCommits.get(`${task.id}/${phase.phase}`) ?? null;
		return phase.acceptanceCriteria.map((criterion) => {
			const proof = criteria.find((each) => each.task === task.id && each.phase === phase.phase && each.criterion === criterion);
			const evidence = {
				command: proof?.run ?? null,
				words: evidenceWords(proof, phase, at.status)
			};
			return {
				task: task.id,
				phase: phase.phase,
				criterion,
				evidence,
				commit
			};
		});
	}));
}
function evidenceWords(proof, phase, status) {
	if (proof) return proof.passed_before ? "succeeds, but did so before the work as well, so it proves nothing of it" : "failed before the work and succeeds now";
	if (status === "approved") return "no command; a person approved the phase";
	const { length } = phase.checks;
	return length > 0 ? `no command; ${counted(length, "check")} of the phase passed` : "none: no command and no approval";
}
function finishedTasks(state) {
	return [...state.tasks.values()].filter((task) => task.status === "completed").length;
}
function countDeliverables(state) {
	let count = 0;
	for (const task of state.tasks.values()) for (const phase of task.phases.values()) count += phase.deliverables.length;
	return count;
}
function notesOf(state) {
	return [...state.tasks.values()].flatMap(({ notes, notesTold }) => notes.map((note, i) => ({
		...note,
		isTold: i < notesTold
	}))).sort((a, b) => a.leftAt.localeCompare(b.leftAt));
}
function blockersOf(state) {
	return [...[...state.blockers.values()].map((b) => ({
		...b,
		resolvedAt: null,
		how: ""
	})), ...state.resolvedBlockers].map((b) => ({
		id: b.id,
		type: b.type,
		task: b.task ?? null,
		phase: b.phase ?? null,
		level: b.level,
		message: b.message,
		detectedAt: millis(b.detectedAt),
		resolvedAt: millis(b.resolvedAt),
		how: b.how
	})).sort((a, b) => a.detectedAt - b.detectedAt);
}

// src/milestone/view/report-work.ts
/** The reports on the work itself: how fast it went, how good it was, whether it kept its dates. */
function performance(data) {
	const { dashboard, utilisation, chain, estimates, history } = data;
	const path = (tasks) => joined(tasks.map((task) => ({ task })), " → ");
	const chainWords = `${duration(chain.workMs)} of work, ${duration(chain.waitMs)} of waiting for people`;
	return {
		id: "performance",
		title: "Progress and performance",
		blocks: [
			facts([
				["Pace", paceWords(dashboard.timeline)],
				["Agents at work", utilisation.meanBusy === null ? "" : `${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} on average while a run was going`],
				["Retries", history.retries ? String(history.retries) : ""],
				["Changes requested by reviewers", history.rejections ? String(history.rejections) : ""],
				["Critical path so far", chain.tasks.length ? [{ lines: [path(chain.tasks), chainWords] }] : ""],
				["Where the attempts' time went", stageWords(estimates.map((e) => e.stages).reduce(addStages, {}))],
				["Critical path left", dashboard.timeline.endedAt === null ? path(dashboard.criticalPath) : ""]
			]),
			part("Phases", table("Phases", [
				"Phase",
				"Progress",
				""
			], dashboard.phases.map((p) => [
				p.phase,
				{
					percent: p.percentage,
					of: p.phase,
					tone: "good"
				},
				`${p.finished} of ${p.total} finished`
			]), { slim: true })),
			part("Agents", table("Agents", [
				"Agent",
				"Utilisation",
				figures("At work"),
				figures("Attempts"),
				figures("Failed")
			], utilisation.slots.map((s) => [
				String(s.slot),
				{
					percent: s.utilisation,
					of: `Agent ${s.slot}`,
					tone: "active"
				},
				took(s.busyMs),
				String(s.attempts),
				s.failed ? String(s.failed) : ""
			]), { slim: true })),
			part("Estimate and actual", table("Estimate and actual", [
				"Task",
				figures("Estimate"),
				figures("Agents' time"),
				aside("Preparing and testing"),
				figures("Start to end"),
				aside("")
			], estimates.map((e) => [
				{ strong: { task: e.task } },
				e.estimateMs === null ? "" : duration(e.estimateMs),
				took(e.workMs),
				besideWork(e.stages),
				e.elapsedMs === null ? "" : duration(e.elapsedMs),
				e.done ? "completed" : "under way"
			]), {
				slim: true,
				long: true
			}))
		]
	};
}
function quality(data) {
	const { checkpoints, approvals, tests } = data.dashboard.quality;
	return {
		id: "quality",
		title: "Quality gates",
		blocks: [
			approvals.total ? paragraph(`${approvalsWords(approvals)}.`) : absent("No phase waits for a person's approval."),
			checkpoints.length ? checkpointTable(checkpoints) : absent("No checkpoint is planned."),
			data.testRuns.length ? testTable(data.testRuns) : absent("The test command has not run."),
			part("Failing now", list((tests?.failures ?? []).slice(0, 50).map((words) => ({
				words,
				tone: "bad"
			})))),
			part("Acceptance criteria", criteriaTable(data.criteria)),
			reviews(data)
		]
	};
}
function approvalsWords({ granted, total, open, rejected }) {
	return [
		`${granted} of ${counted(total, "approval gate")} passed`,
		open ? `${open} open` : "",
		rejected ? `${rejected} sent back` : ""
	].filter(Boolean).join(", ");
}
const RESULT = {
	pending: {
		tone: "idle",
		text: "○ not run"
	},
	passed: {
		tone: "good",
		text: "✓ passed"
	},
	failed: {
		tone: "bad",
		text: "✕ failed"
	}
};
function checkpointTable(checkpoints) {
	return table("Checkpoints", [
		"Checkpoint",
		"At",
		"Result",
		aside("Commands"),
		aside("Decided")
	], checkpoints.map((c) => [
		{ strong: c.name },
		`${c.at} %`,
		RESULT[c.status],
		{ lines: c.checks.map((k) => [{ code: k.command }, k.ok ? " passed" : ` exit ${k.exit ?? "none"}`]) },
		c.decidedAt === null ? "" : dateTime(c.decidedAt)
	]));
}
/** The newest first: a long table shows its first rows. */
function testTable(runs) {
	return table("Test runs", [
		"Test run",
		"Result",
		aside("Command"),
		aside("Commit"),
		figures("Took")
	], [...runs].reverse().map((t) => [
		`${dateTime(t.at)}, ${t.reason}`,
		{
			tone: t.ok ? "good" : "bad",
			text: `${t.ok ? "✓" : "✕"} ${testRunWords(t)}`
		},
		{ code: t.command },
		shortCommit(t.commit),
		took(t.duration_ms)
	]), { long: true });
}
const shortCommit = (commit) => ({ code: commit?.slice(0, 7) ?? "" });
/** Each criterion with what proves it, and the commit of the phase that it belongs to. */
function criteriaTable(criteria) {
	return table("Acceptance criteria", [
		"Phase",
		"Criterion",
		"Evidence",
		aside("Commit")
	], criteria.map((each) => [
		{
			task: each.task,
			text: `${each.task}/${each.phase}`
		},
		each.criterion,
		each.evidence.command === null ? each.evidence.words : [{ code: each.evidence.command }, ` ${each.evidence.words}`],
		shortCommit(each.commit)
	]), { long: true });
}
function reviews({ history }) {
	const { reviews: all } = history.record;
	const rows = all.flatMap(({ task, phase, attempt, landed, review }) => review.findings.map((finding) => [
		[{
			task,
			text: `${task}/${phase}`
		}, `, attempt ${attempt}`],
		finding.own ? "the engine" : review.agent ?? "",
		finding.severity,
		{
			text: findingWords(finding),
			most: 400
		},
		landed ? "landed with it" : "sent back"
	]));
	const left = all.reduce((sum, { review }) => sum + review.dropped, 0);
	const dropped = left > 0 ? `; ${left} more were left out, as what they quote is not in the patch` : "";
	return part("Reviews", ...all.length > 0 ? [paragraph(`${counted(all.length, "review")}, ${counted(rows.length, "finding")}${dropped}.`)] : [], table("Reviews", [
		"Attempt",
		aside("By"),
		"Severity",
		"Finding",
		""
	], rows, { long: true }));
}
function adherence(data) {
	const { dashboard, runs } = data;
	const { timeline } = dashboard;
	const longest = [...data.waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
	const listed = runs.slice(-20);
	return {
		id: "adherence",
		title: "Timeline adherence",
		blocks: [
			list([
				...items(`${timeWords(dashboard)}.`),
				...items(timeline.due === null ? "No due date is set." : `Due ${dateTime(timeline.due)}.`),
				...timeline.late.map((l) => ({
					words: [{ task: l.task }, ` ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}.`],
					tone: l.missed ? "bad" : "wait"
				}))
			]),
			part("Longest waits", table("Longest waits", [
				"Gate",
				figures("For"),
				"Of"
			], longest.map((w) => [
				{ strong: gateName(w) },
				took(w.ms),
				approvers(w.approvers)
			]), { slim: true })),
			part(runs.length > listed.length ? `The newest ${listed.length} of ${runs.length} runs` : "Runs", table("Runs", [
				"Started",
				figures("Took"),
				"Ended because"
			], listed.map((r) => [
				dateTime(r.startedAt),
				duration((r.endedAt ?? dashboard.now) - r.startedAt),
				r.endedAt === null ? "still running" : r.reason
			]), { slim: true }))
		]
	};
}

// src/milestone/view/report-record.ts
function blockers(data) {
	const { dashboard, history } = data;
	const rows = data.blockers.map((b) => [
		{ strong: blockedPlace({
			task: b.task ?? "",
			phase: b.phase ?? ""
		}) },
		b.type,
		`${b.level}, ${LEVELS[b.level]}`,
		b.message,
		b.resolvedAt === null ? {
			tone: "bad",
			text: `✕ open for ${duration(dashboard.now - b.detectedAt)}`
		} : {
			text: `✓ ${b.how}, after ${duration(b.resolvedAt - b.detectedAt)}`,
			most: 300
		}
	]);
	const failures = data.failures.map((f) => [
		f.type,
		String(f.count),
		f.where.slice(0, 8).join(", ") + (f.where.length > 8 ? " …" : "")
	]);
	return {
		id: "blockers",
		title: "Blocker analysis",
		blocks: [
			rows.length > 0 ? table("Blockers", [
				"Where",
				aside("Type"),
				aside("Level"),
				"Message",
				"Resolution"
			], rows, { long: true }) : absent("There was no blocker."),
			failures.length > 0 ? part("Failed attempts", table("Failed attempts", [
				"Cause",
				figures("Count"),
				"Where"
			], failures, { slim: true })) : absent("No attempt failed."),
			{
				kind: "folded",
				key: "words",
				summary: "What they said at the end, the newest first",
				blocks: [list(history.record.failed.slice(-20).reverse().map((f) => ({
					words: [
						{ strong: {
							task: f.task,
							text: `${f.task}/${f.phase}`
						} },
						`, attempt ${f.attempt} (${f.type}): `,
						{
							text: f.message,
							most: 400
						}
					],
					output: f.words
				})))]
			},
			part("Waiting for people", list(items(...dashboard.approvals.map((a) => `${gateName(a)} ${approvalWords(a, dashboard.now)}`), ...dashboard.questions.map((q) => `${questionName(q)} ${questionWords(q, dashboard.now)}`)))),
			part("Notes between tasks", notes(data.notes))
		]
	};
}
/** The newest first: a long table shows its first rows. */
function notes(rows) {
	return table("Notes between tasks", [
		"By",
		"For",
		"Note",
		""
	], [...rows].reverse().map((note) => [
		{
			task: note.from,
			text: noteOrigin(note)
		},
		note.to,
		{
			text: note.text,
			most: 400
		},
		noteFate(note)
	]), { long: true });
}
/** The newest first: a long table shows its first rows. */
function trail(data) {
	const { events, newest } = data.history.record;
	const listed = newest.slice(-100).reverse();
	const { id } = data.dashboard.milestone;
	const decisions = [...data.audit].reverse().map((a) => [
		dateTime(a.at),
		a.who === null ? "" : [{ strong: a.who }, a.id === null ? "" : ` (${a.id})`],
		{
			text: a.words,
			most: 240
		},
		a.permission ?? "",
		shortCommit(a.commit)
	]);
	const columns = [
		aside("When"),
		"Who",
		"What",
		aside("Permission"),
		aside("Commit")
	];
	return {
		id: "trail",
		title: "Event log and audit trail",
		blocks: [
			paragraph([
				`The log has ${counted(events, "event")}; `,
				{ code: `milestone audit ${id}` },
				" verifies its chain, ",
				{ code: `milestone replay ${id}` },
				" the state made of it."
			]),
			decisions.length > 0 ? part("Decisions of people", table("Decisions of people", columns, decisions, { long: true })) : absent("No person has decided anything yet."),
			{
				kind: "folded",
				key: "events",
				summary: listed.length < events ? `The newest ${listed.length} of ${events} events` : "All events",
				blocks: [table("Events", [
					figures("No."),
					"Time",
					"Event"
				], listed.map((e) => [
					String(e.seq),
					{ quiet: dateTime(e.timestamp) },
					[
						{
							tone: toneOf(e),
							text: "●"
						},
						" ",
						{
							text: describeEvent(e),
							most: 400
						}
					]
				]))]
			}
		]
	};
}
function recommendations(data) {
	const rows = data.recommendations.map((r) => ({
		words: [{ lines: [{ strong: r.advice }, { quiet: r.fact }] }],
		tone: "idle"
	}));
	return {
		id: "advice",
		title: "Recommendations",
		blocks: [rows.length > 0 ? list(rows) : absent("Nothing in this execution calls for a change.")]
	};
}
function costs(data) {
	return {
		id: "cost",
		title: "Cost",
		blocks: costBlocks(data.costs)
	};
}
function costBlocks(costs) {
	const { byTask, byPhase, byAgent, byModel, total, pricedUsd } = costs;
	if (total.attempts === 0) return [absent("Nothing has run.")];
	const isTold = total.costUsd > 0 || total.inputTokens > 0;
	const priced = pricedUsd > 0 ? `, ${money(pricedUsd)} of it from tokens and list prices` : "";
	return [
		isTold ? paragraph(`As the agents' programs reported it${priced}; attempts that report nothing count with their time alone.`) : absent("No agent reported tokens or cost."),
		list(costFacts(costs)),
		costTable("Phase", byPhase),
		costTable("Agent", byAgent),
		costTable("Model", byModel),
		{
			kind: "folded",
			key: "costs",
			summary: "Every task",
			blocks: [costTable("Task", [...byTask, total])]
		}
	];
}
/** What a result cost, what was wasted and what is a guess. */
function costFacts({ total, perOutcomeUsd, outcomes }) {
	if (total.costUsd === 0) return [];
	const share = `${Math.round(total.wastedUsd / total.costUsd * 100)} %`;
	return items(perOutcomeUsd === null ? "No task is finished yet." : `A finished task cost ${money(perOutcomeUsd)} in the mean (${money(total.costUsd)} for ${counted(outcomes, "task")}).`, total.wastedUsd > 0 ? `${money(total.wastedUsd)} (${share}) went into attempts that failed or were broken off.` : "Nothing went into attempts that failed.", total.estimatedUsd > 0 ? `${money(total.estimatedUsd)} is an upper estimate of attempts that were ended before they told their cost.` : null);
}
const COST_COLUMNS = [
	{
		title: "Attempts",
		figure: (r) => r.attempts,
		shown: (r) => String(r.attempts)
	},
	{
		title: "Failed",
		wide: true,
		figure: (r) => r.failed,
		shown: (r) => String(r.failed)
	},
	{
		title: "Time",
		figure: (r) => r.workMs,
		shown: (r) => took(r.workMs)
	},
	{
		title: "Tokens in",
		wide: true,
		figure: (r) => r.inputTokens,
		shown: (r) => compact(r.inputTokens)
	},
	{
		title: "Tokens out",
		wide: true,
		figure: (r) => r.outputTokens,
		shown: (r) => compact(r.outputTokens)
	},
	{
		title: "Cost",
		figure: (r) => r.costUsd,
		shown: costCell
	},
	{
		title: "Wasted",
		wide: true,
		figure: (r) => r.wastedUsd,
		shown: (r) => money(r.wastedUsd)
	}
];
function costTable(title, rows) {
	const told = COST_COLUMNS.filter((column) => rows.some((row) => column.figure(row) > 0));
	return table(`Cost by ${title.toLowerCase()}`, [title, ...told.map(({ title: name, wide = false }) => ({
		title: name,
		number: true,
		wide
	}))], rows.map((row) => [{ strong: row.name }, ...told.map((column) => column.figure(row) > 0 ? column.shown(row) : "")]));
}

// src/milestone/view/needs.ts
function needsOf(dashboard, place) {
	const { blockers, approvals, questions, now } = dashboard;
	return [
		...blockers.map((each) => blockerNeed(each, now, place)),
		...approvals.map((each) => gateNeed(each, now, place)),
		...questions.map((each) => questionNeed(each, now, place))
	];
}
function blockerNeed(blocker, now, place) {
	return {
		status: "blocked",
		name: blockedPlace(blocker),
		words: blockerWords(blocker, now),
		short: blocker.type,
		criteria: [],
		evidence: blocker.evidence,
		ways: blocker.proposals.map((each) => ({
			words: each.why,
			command: place === "github" ? asComment(each) : each.command
		}))
	};
}
function gateNeed(gate, now, place) {
	const isComment = place === "github" || gate.asComment;
	const words = gate.asComment && place === "terminal" ? "a review of its pull request, or this comment on it" : "";
	return {
		status: "waiting_approval",
		name: gateName(gate),
		words: approvalWords(gate, now),
		short: duration(now - gate.since),
		criteria: gate.criteria,
		evidence: "",
		ways: [{
			words,
			command: (isComment ? "/" : "") + gate.command
		}]
	};
}
function questionNeed(question, now, place) {
	const start = `${place === "github" || question.asComment ? "/" : ""}${question.command.slice(0, question.command.lastIndexOf(" "))}`;
	const options = question.options.map((option, i) => ({
		words: option === question.default ? `${option} (default)` : option,
		command: `${start} ${i + 1}`
	}));
	return {
		status: "waiting_answer",
		name: questionName(question),
		words: questionWords(question, now),
		short: duration(now - question.since),
		criteria: [],
		evidence: "",
		ways: [...options, {
			words: "in words of your own",
			command: `${start} "…"`
		}]
	};
}

// src/milestone/view/task-table.ts
/** A list of more tasks than this shows those that are under way, and folds the others. */
const FOLDED_ABOVE = 6;
/** The tasks of a dashboard: those that people look for first, the others folded where they are many. */
function taskList(all, room = {
	open: Number.POSITIVE_INFINITY,
	finished: true
}) {
	if (all.length <= FOLDED_ABOVE) return [taskTable("All tasks", all)];
	const finished = all.filter((t) => t.status === "completed" || t.status === "skipped");
	const pending = all.filter((t) => t.status === "pending");
	const underWay = all.filter((t) => !finished.includes(t) && !pending.includes(t)).sort(byUrgency);
	const shown = underWay.slice(0, room.open);
	const next = pending.slice(0, Math.max(0, room.open - shown.length));
	const left = underWay.length + pending.length - shown.length - next.length;
	return [
		part("Under way", taskTable("Under way", shown)),
		folded(`Still to come (${pending.length})`, next),
		...left > 0 ? [paragraph(`and ${counted(left, "more task")} to come`)] : [],
		room.finished || finished.length === 0 ? folded(`Finished (${finished.length})`, finished) : paragraph(`${counted(finished.length, "finished task")} not listed here`)
	];
}
/** Each task on a line, in the order of the plan. */
function taskLines(all) {
	const rows = all.map((task) => [
		[
			{ mark: task.status },
			" ",
			{ task: task.id }
		],
		{
			percent: task.percentage,
			of: task.id,
			tone: STATUS[task.status].tone
		},
		task.phase ?? "",
		task.doing ?? waitWords(task) ?? STATUS[task.status].word
	]);
	return table("Tasks", [
		"Task",
		"Progress",
		aside("Phase"),
		"Status"
	], rows, { bare: true });
}
const folded = (summary, rows) => ({
	kind: "folded",
	key: `tasks ${summary.replace(/ \(\d+\)$/, "")}`,
	summary,
	blocks: [taskTable(summary, rows)]
});
function taskTable(caption, rows) {
	return table(caption, [
		"Task",
		"Progress",
		"Status"
	], rows.map(cells));
}
function cells(task) {
	const { tone } = STATUS[task.status];
	const isBegun = task.percentage > 0 && task.percentage < 100;
	const name = [{ strong: { task: task.id } }];
	if (task.critical) name.push({ quiet: " (critical path)" });
	const title = task.title && task.title !== task.id ? { quiet: {
		text: task.title,
		most: 120
	} } : "";
	const waits = waitWords(task);
	return [
		[{ lines: [name, title] }],
		isBegun ? {
			percent: task.percentage,
			of: task.id,
			tone
		} : "",
		[{ lines: [
			waits ? {
				tone: "idle",
				text: `○ ${waits}`
			} : { status: task.status },
			isBegun && task.phase ? { quiet: task.phase } : "",
			task.doing ? { quiet: task.doing } : ""
		] }]
	];
}
const URGENCY = {
	blocked: 0,
	waiting_approval: 1,
	waiting_answer: 1,
	in_progress: 2,
	pending: 3,
	completed: 4,
	skipped: 4
};
function byUrgency(a, b) {
	return URGENCY[a.status] - URGENCY[b.status];
}

// src/milestone/view/dashboard-document.ts
const WHOLE = {
	tasks: {
		open: Number.POSITIVE_INFINITY,
		finished: true
	},
	evidence: true,
	graph: true,
	gantt: null
};
/** What a dashboard says, the same in every medium; its commands and its rows suit the place where it is read. */
function dashboardDocument(dashboard, place, room = WHOLE) {
	const { session, usage, agents, tasks, now } = dashboard;
	const isOnGitHub = place === "github";
	const events = isOnGitHub ? [...dashboard.events].reverse() : dashboard.events;
	const needs = needsOf(dashboard, place);
	return {
		...headOf(dashboard),
		overview: overviewOf(dashboard),
		sections: [
			section("needs", "Needs a person", needs.length > 0 ? [{
				kind: "needs",
				needs,
				evidence: room.evidence
			}] : []),
			section("agents", "Agents at work", isOnGitHub ? [agentTable(agents, now)] : agentLines(dashboard)),
			section("graph", "Graph", room.graph && isOnGitHub ? graph(dashboard) : []),
			section("tasks", "Tasks", isOnGitHub ? taskList(tasks, room.tasks) : [taskLines(tasks)]),
			section("timeline", "Timeline", room.gantt ? [{
				kind: "picture",
				mermaid: room.gantt,
				note: GANTT_NOTE
			}] : []),
			section("events", "Last events (UTC)", events.length > 0 ? [{
				kind: "log",
				lines: events
			}] : [])
		],
		foot: [
			...session ? [["Session ", { code: session.id }], `${session.strategy}, ${counted(session.agents, "agent")}`] : [],
			...usage.attempts ? [usageWords(dashboard)] : [],
			...isOnGitHub ? [`as of ${dateTime(now)}`] : []
		]
	};
}
const section = (id, title, blocks) => ({
	id,
	title,
	blocks
});
function headOf({ milestone, status, session }) {
	return {
		id: milestone.id,
		title: milestone.title,
		status,
		reason: session?.reason ?? ""
	};
}
/** Progress, time and quality of the whole, then each phase. */
function overviewOf(dashboard) {
	const { percentage, timeline, quality, phases } = dashboard;
	const left = timeline.leftPercent;
	const isFailed = quality.tests?.ok === false || quality.checkpoints.some((c) => c.status === "failed");
	return [
		{
			name: "Progress",
			percent: percentage,
			parts: [taskWords(dashboard)]
		},
		{
			name: left === null ? "Time" : "Time left",
			percent: left === null ? null : Math.max(0, left),
			tone: timeline.onTime === false ? "bad" : "active",
			parts: timeParts(dashboard)
		},
		{
			name: "Quality",
			percent: quality.percentage,
			tone: isFailed ? "bad" : "good",
			parts: qualityParts(dashboard)
		},
		...phases.map(({ phase, percentage: percent, finished, total }) => ({
			name: phase,
			percent,
			parts: [`${finished}/${total} finished`],
			minor: true
		}))
	];
}
function agentTable(agents, now) {
	const rows = agents.map(({ slot, run, since, executor, ...work }) => [
		String(slot ?? ""),
		attemptName(work),
		executor,
		run === null ? "" : `run ${run}`,
		duration(now - since)
	]);
	const columns = [
		figures("Agent"),
		"Works on",
		"Executor",
		"Where",
		figures("For")
	];
	return table("Agents at work", columns, rows);
}
/** With what each is at, and what goes on beside them. */
function agentLines(dashboard) {
	const { now } = dashboard;
	const rows = dashboard.agents.map((agent) => [
		String(agent.slot ?? ""),
		attemptName(agent),
		agent.executor,
		doingWords(agent, now)
	]);
	const beside = besideAgents(dashboard).map((a) => `${activitySentence(a)}  ${duration(now - a.since)}`);
	const columns = [
		figures("Agent"),
		"Works on",
		"Executor",
		"At"
	];
	return [table("Agents at work", columns, rows, { bare: true }), list(items(...beside))];
}
function attemptName({ task, phase, attempt }) {
	return `${task}/${phase}${attempt > 1 ? ` (attempt ${attempt})` : ""}`;
}
function graph(dashboard) {
	const mermaid = mermaidGraph(dashboard);
	const note = dashboard.criticalPath.length > 0 ? "Thick arrows and borders: the critical path of what is left." : "";
	return mermaid ? [{
		kind: "picture",
		mermaid,
		note
	}] : [];
}

export { mermaidGraph as A, notesTold as B, questionWords as C, GANTT_NOTE as D, untakenInWords as E, paragraph as F, spansOf$1 as I, isLeftAlready as L, filled as M, isEmpty as N, laneName as O, joined as P, noteOrigin as R, qualityParts as S, timeWords as T, unreadNotes as V, approvalWords as _, blockerNeed as a, missingWords as b, questionNeed as c, recommendations as d, trail as f, buildReport as g, quality as h, taskList as i, graphView as j, mermaidGantt as k, blockers as l, performance as m, headOf as n, gateNeed as o, adherence as p, overviewOf as r, needsOf as s, dashboardDocument as t, costs as u, blockerWords as v, taskWords as w, noteFate as x, doingWords as y, noteProblem as z };