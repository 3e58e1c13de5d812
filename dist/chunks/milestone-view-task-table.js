import { A as money, D as duration, E as dateTime, M as stageWords, R as STAGES, T as compact, d as slotOf, g as approvers, x as STATUS } from "./milestone-view-dashboard.js";
import { t as counted } from "./milestone-text-sanitise.js";

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
function taskWords({ counts, approvals }) {
	const parts = [`${counts.completed}/${counts.total} tasks`];
	if (counts.skipped) parts.push(`${counts.skipped} skipped`);
	if (counts.in_progress) parts.push(`${counts.in_progress} in progress`);
	if (counts.waiting_approval) parts.push(`${counts.waiting_approval} waiting`);
	if (counts.waiting_answer) parts.push(`${counts.waiting_answer} waiting for an answer`);
	if (counts.blocked) parts.push(`${counts.blocked} blocked`);
	const checkpoints = approvals.filter((a) => a.task === null).length;
	if (checkpoints) parts.push(`${counted(checkpoints, "checkpoint")} waiting`);
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
function timeWords({ timeline, now }) {
	const parts = [];
	if (timeline.startedAt === null) parts.push("not started");
	if (timeline.endedAt !== null) parts.push(`took ${duration(timeline.elapsedMs)}`);
	else if (timeline.startedAt !== null) parts.push(`${duration(timeline.elapsedMs)} so far`);
	if (timeline.due !== null && timeline.endedAt === null) {
		const left = timeline.due - now;
		parts.push(left >= 0 ? `${duration(left)} left` : `overdue by ${duration(-left)}`);
	}
	const forecast = forecastWords(timeline);
	if (forecast) parts.push(forecast);
	if (timeline.onTime !== null) parts.push(timeline.onTime ? "on time" : "late");
	return parts.join(" · ");
}
/** Gates and tests; a test figure is shown only where a run gave one. */
function qualityWords({ quality }) {
	return `${quality.total === 0 ? "no gates" : `${quality.passed}/${quality.total} ${nounFor(quality.total, "gate")} passed`} · ${testWords(quality.tests)}`;
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
/** What the attempts used, as their programs reported it. */
/** What an agent is at, and how long its attempt spent in what came before: `testing 4s (preparing 6s, at work 1m 02s)`. */
function doingWords({ doing, stage, doingSince, stages }, now) {
	const others = stageWords(stages, STAGES.filter((other) => other !== stage));
	return `${doing} ${duration(now - doingSince)}${others ? ` (${others})` : ""}`;
}
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
const folded = (summary, rows) => ({
	kind: "folded",
	key: `tasks ${summary.replace(/ \(\d+\)$/, "")}`,
	summary,
	blocks: [taskTable(summary, rows)]
});
function taskTable(caption, rows) {
	return table(caption, [
		"Task",
		aside("Phase"),
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
		isBegun ? task.phase ?? "" : "",
		isBegun ? {
			percent: task.percentage,
			of: task.id,
			tone
		} : "",
		[{ lines: [waits ? {
			tone: "idle",
			text: `○ ${waits}`
		} : { status: task.status }, task.doing ? { quiet: task.doing } : ""] }]
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

export { filled as A, spansOf as C, aside as D, absent as E, paragraph as F, part as I, spansOf$1 as L, items as M, joined as N, facts as O, list as P, table as R, criticalChain as S, graphView as T, usageWords as _, blockerWords as a, laneName as b, gateName as c, qualityWords as d, questionWords as f, timeWords as g, testWords as h, blockedPlace as i, isEmpty as j, figures as k, missingWords as l, testRunWords as m, LEVELS as n, doingWords as o, taskWords as p, approvalWords as r, forecastWords as s, taskList as t, paceWords as u, waitWords as v, mermaidGraph as w, mermaidGantt as x, GANTT_NOTE as y };