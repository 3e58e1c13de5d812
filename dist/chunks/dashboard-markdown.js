import { F as isFinished, a as taskPercentage, c as isDone, j as PHASES, l as isOnBranch, n as milestonePercentage, p as openApprovals, r as progressOf, v as counted, x as branchName } from "./progress.js";
import { C as millis, T as share, _ as bar, b as dateTime, d as approvers, f as describeEvent, g as STATUS, h as toneOf, i as slotOf, t as activeMs, v as clockTime, w as money, x as duration, y as compact } from "./history.js";
import { a as inertLine, i as fenced, n as cut, t as codeSpan } from "./inert.js";

// src/milestone/approval/candidate.ts
/** GitHub's levels, lowest first. */
const PERMISSIONS = [
	"none",
	"read",
	"triage",
	"write",
	"maintain",
	"admin"
];
/** Whether a permission is as high as what is needed; null, unknown, never is. */
function atLeast(permission, needed) {
	return permission !== null && PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(needed);
}

// src/milestone/schedule/critical-path.ts
/**
* A task's `estimated_hours`, shared among its phases by weight. A task without an estimate is taken for an average
* one of this milestone; where nothing is estimated every task counts one hour, so only the phase weights speak.
*/
function phaseCosts(plan) {
	const estimates = plan.tasks.flatMap((task) => task.estimatedHours ?? []);
	const typical = estimates.length ? estimates.reduce((a, b) => a + b, 0) / estimates.length : 1;
	return plan.tasks.map((task) => {
		return sharesOf(task.phases.map((p) => p.phase), plan.weights).map((share) => share * (task.estimatedHours ?? typical));
	});
}
function sharesOf(phases, weights) {
	const total = phases.reduce((sum, phase) => sum + weights[phase], 0);
	return phases.map((phase) => total > 0 ? weights[phase] / total : 1 / phases.length);
}
/** Hours of work that a task still needs; a phase that waits for its approval needs none. */
function remainingHours(graph, costs, place, state) {
	const phases = graph.tasks[place].phases;
	const cost = costs[place];
	if (state && isDone(state)) return 0;
	let hours = 0;
	for (let i = 0; i < phases.length; i++) {
		const status = state?.phases.get(phases[i].phase)?.status ?? "pending";
		if (!isFinished(status) && status !== "waiting_approval") hours += cost[i];
	}
	return hours;
}
/** For each task the longest path of work behind it, itself not counted, in hours. */
function hoursBehind(graph, own) {
	const behind = new Array(graph.tasks.length).fill(0);
	for (let at = graph.order.length - 1; at >= 0; at--) {
		const i = graph.order[at];
		for (const d of graph.dependants[i]) behind[i] = Math.max(behind[i], own[d] + behind[d]);
	}
	return behind;
}
/** The longest path of remaining work. Ties go to the task that stands first in the file. */
function criticalPath(graph, costs, state) {
	const own = graph.tasks.map((task, i) => remainingHours(graph, costs, i, state?.tasks.get(task.id)));
	const behind = hoursBehind(graph, own);
	const longest = (places) => {
		let best;
		for (const i of places) {
			if (own[i] === 0 && behind[i] === 0) continue;
			if (best === void 0 || own[i] + behind[i] > own[best] + behind[best]) best = i;
		}
		return best;
	};
	const tasks = [];
	const first = longest(graph.tasks.keys());
	for (let at = first; at !== void 0; at = longest(graph.dependants[at])) if (own[at] > 0) tasks.push(graph.tasks[at].id);
	const hours = first === void 0 ? 0 : own[first] + behind[first];
	const totalHours = own.reduce((a, b) => a + b, 0);
	return {
		tasks,
		hours,
		totalHours,
		potential: totalHours > 0 ? Math.max(0, 1 - hours / totalHours) : 0
	};
}

// src/milestone/schedule/priority-queue.ts
/** A binary heap: the item that `compare` puts first comes out first. */
var PriorityQueue = class {
	#items = [];
	#compare;
	constructor(compare) {
		this.#compare = compare;
	}
	get size() {
		return this.#items.length;
	}
	peek() {
		return this.#items[0];
	}
	push(item) {
		const items = this.#items;
		let at = items.push(item) - 1;
		while (at > 0) {
			const parent = at - 1 >> 1;
			if (this.#compare(items[parent], item) <= 0) break;
			items[at] = items[parent];
			at = parent;
		}
		items[at] = item;
	}
	pop() {
		const items = this.#items;
		const first = items[0];
		const last = items.pop();
		if (first === void 0 || last === void 0 || items.length === 0) return first;
		this.#sink(last);
		return first;
	}
	#sink(item) {
		const items = this.#items;
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= items.length) break;
			if (child + 1 < items.length && this.#compare(items[child + 1], items[child]) < 0) child += 1;
			if (this.#compare(item, items[child]) <= 0) break;
			items[at] = items[child];
			at = child;
		}
		items[at] = item;
	}
};

// src/milestone/schedule/graph.ts
/** @throws when tasks depend on each other in a circle or on an unknown task: a validated plan never does. */
function buildGraph(plan) {
	const { tasks } = plan;
	const index = new Map(tasks.map((task, i) => [task.id, i]));
	const dependencies = tasks.map((task) => [...new Set(task.dependencies)].map((id) => placeOf(index, id, task.id)));
	const dependants = tasks.map(() => []);
	dependencies.forEach((list, i) => {
		for (const d of list) dependants[d].push(i);
	});
	const order = topologicalOrder(dependencies, dependants);
	if (order.length < tasks.length) throw new Error(`the tasks of ${plan.id} depend on each other in a circle`);
	const rank = new Array(tasks.length).fill(0);
	const wave = new Array(tasks.length).fill(0);
	order.forEach((i, place) => {
		rank[i] = place;
		for (const d of dependencies[i]) wave[i] = Math.max(wave[i], wave[d] + 1);
	});
	return {
		tasks,
		index,
		dependencies,
		dependants,
		order,
		rank,
		wave
	};
}
/** The waves as lists of task ids, each in the file's order. */
function wavesOf(graph) {
	const waves = [];
	graph.tasks.forEach((task, i) => {
		const wave = graph.wave[i];
		while (waves.length <= wave) waves.push([]);
		waves[wave].push(task.id);
	});
	return waves;
}
function placeOf(index, id, task) {
	const place = index.get(id);
	if (place === void 0) throw new Error(`${task} depends on the unknown task ${id}`);
	return place;
}
function topologicalOrder(dependencies, dependants) {
	const missing = dependencies.map((list) => list.length);
	const ready = new PriorityQueue((a, b) => a - b);
	missing.forEach((count, i) => {
		if (count === 0) ready.push(i);
	});
	const order = [];
	for (let i = ready.pop(); i !== void 0; i = ready.pop()) {
		order.push(i);
		for (const d of dependants[i]) {
			missing[d] -= 1;
			if (missing[d] === 0) ready.push(d);
		}
	}
	return order;
}

// src/milestone/view/quality.ts
function qualityOf(plan, state) {
	const checkpoints = checkpointsOf(plan, state);
	const approvals = approvalsOf(plan, state);
	const passed = checkpoints.filter((c) => c.status === "passed").length + approvals.granted;
	const total = checkpoints.length + approvals.total;
	return {
		passed,
		total,
		percentage: share(passed, total),
		checkpoints,
		approvals,
		tests: testsOf(state)
	};
}
function checkpointsOf(plan, state) {
	return plan.qualityGates.map((gate) => {
		const known = state.qualityGates.get(gate.name);
		return {
			name: gate.name,
			at: gate.at,
			status: known?.status ?? "pending",
			checks: (known?.checks ?? []).map((c) => ({
				command: c.command,
				ok: c.ok,
				exit: c.exit,
				durationMs: c.duration_ms
			})),
			decidedAt: known?.decidedAt ?? null
		};
	});
}
/**
* Counts gates, not requests: a gate that asked three times is one gate. Skipped tasks need none, nor do phases that
* were finished before anyone could be asked: nobody approved those.
*/
function approvalsOf(plan, state) {
	const counts = {
		granted: 0,
		open: 0,
		rejected: 0,
		total: 0
	};
	for (const task of plan.tasks) {
		const at = state.tasks.get(task.id);
		if (at?.status === "skipped") continue;
		for (const phase of task.phases) {
			const known = at?.phases.get(phase.phase);
			if (!phase.gate || known?.status === "completed") continue;
			counts.total += 1;
			const approval = known?.approval ? state.approvals.get(known.approval) : void 0;
			if (known?.status === "approved") counts.granted += 1;
			else if (approval?.status === "open") counts.open += 1;
			else if (approval?.status === "rejected") counts.rejected += 1;
		}
	}
	return counts;
}
function testsOf(state) {
	const run = state.lastTests;
	if (!run) return null;
	return {
		command: run.command,
		ok: run.ok,
		commit: run.commit,
		total: run.total ?? null,
		passed: run.passed ?? null,
		failed: run.failed ?? null,
		skipped: run.skipped ?? null,
		failures: run.failures,
		durationMs: run.duration_ms,
		at: run.at
	};
}

// src/milestone/view/timeline.ts
/** Below this much time a velocity says more about chance than about the work. */
const LEAST_SAMPLE_MS = 1e3;
function timelineOf(input) {
	const { plan, state, history, now } = input;
	const startedAt = millis(state.activatedAt);
	const endedAt = millis(state.endedAt);
	const until = endedAt ?? now;
	const elapsedMs = startedAt === null ? 0 : Math.max(0, until - startedAt);
	const active = Math.min(activeMs(history, until), elapsedMs || Number.POSITIVE_INFINITY);
	const percentage = milestonePercentage(state);
	const gained = percentage - history.startPercentage;
	const rate = (ms) => gained > 0 && ms >= LEAST_SAMPLE_MS ? gained / ms : null;
	const activeRate = rate(active);
	const wallRate = rate(elapsedMs);
	const open = endedAt === null && percentage < 100;
	const forecast = open && wallRate !== null ? now + (100 - percentage) / wallRate : null;
	const due = plan.due === void 0 ? null : endOfDay(plan.due);
	const start = plan.start === void 0 ? startedAt : Date.parse(plan.start);
	const expected = endedAt ?? forecast ?? (open && due !== null && now > due ? now : null);
	return {
		startedAt,
		endedAt,
		elapsedMs,
		activeMs: active,
		start,
		due,
		leftPercent: due === null || start === null || due <= start ? null : percentLeft({
			start,
			due,
			until
		}),
		velocity: activeRate === null ? null : activeRate * 36e5,
		remainingMs: open && activeRate !== null ? (100 - percentage) / activeRate : null,
		forecast,
		onTime: due === null || expected === null ? null : expected <= due,
		late: lateTasks(plan, state, until, forecast)
	};
}
function percentLeft({ start, due, until }) {
	return share(due - Math.max(start, until), due - start);
}
/** A due date is met until its last moment (UTC); a due time until that time. */
function endOfDay(date) {
	return /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) + 864e5 - 1 : Date.parse(date);
}
function lateTasks(plan, state, now, forecast) {
	return plan.tasks.flatMap((task) => {
		if (task.due === void 0) return [];
		const due = endOfDay(task.due);
		const at = state.tasks.get(task.id);
		const end = millis(at?.completedAt ?? null);
		if (at && isDone(at)) return end !== null && end > due ? [{
			task: task.id,
			due,
			missed: true
		}] : [];
		if (now > due) return [{
			task: task.id,
			due,
			missed: true
		}];
		return forecast !== null && forecast > due ? [{
			task: task.id,
			due,
			missed: false
		}] : [];
	});
}

// src/milestone/view/dashboard.ts
function buildDashboard({ plan, state, history, roles, now }) {
	const { graph, costs } = shapeOf(plan);
	const path = criticalPath(graph, costs, state.tasks.size > 0 ? state : void 0).tasks;
	const tasks = taskRows(plan, state, graph, new Set(path));
	return {
		milestone: {
			id: plan.id,
			title: plan.title,
			description: plan.description,
			branch: isOnBranch(state) ? branchName(plan.id) : ""
		},
		status: state.activatedAt ? state.status : plan.status,
		percentage: progressOf(state).percentage,
		counts: countStatuses(tasks),
		session: sessionRow(state),
		timeline: timelineOf({
			plan,
			state,
			history,
			now
		}),
		quality: qualityOf(plan, state),
		phases: phaseRows(state),
		tasks,
		criticalPath: path,
		agents: agentRows(history),
		roles: roles ? knownRoles(roles) : rolesByDeeds(state, history),
		approvals: openApprovals(state).map((approval) => ({
			request: approval.request,
			task: approval.task,
			phase: approval.phase,
			kind: approval.kind,
			approvers: approval.approvers,
			granted: approval.decisions.filter((d) => d.verdict === "approved").length,
			needed: approval.min_approvals,
			criteria: approval.criteria,
			deliverables: approval.deliverables,
			missing: approval.missing,
			since: millis(approval.requestedAt)
		})),
		blockers: [...state.blockers.values()].map((b) => ({
			...b,
			since: millis(b.detectedAt)
		})),
		events: history.lastEvents.map((e) => ({
			at: millis(e.timestamp),
			text: describeEvent(e),
			tone: toneOf(e)
		})),
		warnings: state.warnings.length,
		usage: state.usage,
		now
	};
}
/** The shape of a plan never changes, and a live view asks for it many times a second. */
const shapes = /* @__PURE__ */ new WeakMap();
function shapeOf(plan) {
	const known = shapes.get(plan);
	if (known) return known;
	const made = {
		graph: buildGraph(plan),
		costs: phaseCosts(plan)
	};
	shapes.set(plan, made);
	return made;
}
function taskRows(plan, state, graph, critical) {
	return plan.tasks.map((task, place) => {
		const at = state.tasks.get(task.id);
		const phase = at ? currentPhase(at) : task.phases[0]?.phase ?? null;
		return {
			id: task.id,
			title: task.title,
			status: at?.status ?? task.status,
			percentage: at ? taskPercentage(state, at) : 0,
			phase,
			attempt: phase && at?.phases.get(phase)?.attempt || 0,
			critical: critical.has(task.id),
			wave: graph.wave[place] ?? 0,
			dependencies: task.dependencies,
			waitsFor: unfinishedDependencies(task, at, state)
		};
	});
}
function unfinishedDependencies(task, at, state) {
	if (at && isDone(at)) return [];
	return task.dependencies.filter((id) => {
		const dependency = state.tasks.get(id);
		return !dependency || !isDone(dependency);
	});
}
/** The first phase that is not finished. */
function currentPhase(task) {
	if (isDone(task)) return null;
	for (const phase of PHASES) {
		const at = task.phases.get(phase);
		if (at && !isFinished(at.status)) return phase;
	}
	return null;
}
function countStatuses(tasks) {
	const counts = {
		total: tasks.length,
		pending: 0,
		in_progress: 0,
		waiting_approval: 0,
		blocked: 0,
		completed: 0,
		skipped: 0
	};
	for (const task of tasks) counts[task.status] += 1;
	return counts;
}
function sessionRow(state) {
	const { session } = state;
	if (!session) return null;
	return {
		id: session.id,
		status: session.status,
		strategy: session.strategy,
		agents: state.agentsLimit ?? session.agents,
		startedAt: millis(session.startedAt),
		reason: session.reason
	};
}
function phaseRows(state) {
	const averages = progressOf(state).phaseAverages;
	if (!averages) return [];
	const workflow = [...state.tasks.values()].filter((t) => t.workflow);
	return PHASES.map((phase) => ({
		phase,
		percentage: averages[phase],
		finished: workflow.filter((t) => t.status === "skipped" || isFinished(t.phases.get(phase)?.status ?? "pending")).length,
		total: workflow.length
	}));
}
function agentRows(history) {
	return [...history.open.attempts.values()].map((a) => ({
		slot: slotOf(a.agent),
		task: a.task,
		phase: a.phase,
		attempt: a.attempt,
		executor: a.executor,
		since: a.startedAt
	})).sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0) || a.since - b.since);
}
const CONTROL_ROLES = [
	"progress_monitor",
	"git_integration",
	"dependency_validator",
	"blocker_detector",
	"session_manager"
];
function knownRoles(roles) {
	return CONTROL_ROLES.map((role) => {
		const { status, since, work = "" } = roles[role];
		return {
			role,
			status,
			work,
			since: millis(since)
		};
	});
}
/** A control role reacts to events: between two deeds it idles, and without a session it is stopped. */
function rolesByDeeds(state, history) {
	const live = state.session?.status === "active";
	return CONTROL_ROLES.flatMap((role) => {
		const last = history.lastByRole.get(role);
		if (!last) return [];
		return [{
			role,
			status: !live ? "stopped" : last.seq === state.seq ? "active" : "idle",
			work: describeEvent(last),
			since: millis(last.timestamp)
		}];
	});
}

// src/milestone/view/graph-view.ts
/** Above this many tasks, those that need no look are drawn together. */
const GROUP_ABOVE = 40;
/** Groups of neighbouring waves are joined until at most this many bands are left. */
const MOST_BANDS = 10;
/** Tasks drawn on their own although others are grouped; the rest of them is grouped as well. */
const MOST_SINGLES = 40;
function graphView(dashboard) {
	const drawn = dashboard.tasks.length > 40 ? group(dashboard.tasks) : dashboard.tasks.map((task) => [task]);
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
function group(tasks) {
	const waves = Math.max(...tasks.map((t) => t.wave)) + 1;
	const perBand = Math.ceil(waves / MOST_BANDS);
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
	return task.status === "in_progress" || task.status === "waiting_approval" || task.status === "blocked";
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
	const word = task.status === "waiting_approval" ? "waiting" : STATUS[task.status].word;
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
function taskWords({ counts }) {
	const parts = [`${counts.completed}/${counts.total} tasks`];
	if (counts.skipped) parts.push(`${counts.skipped} skipped`);
	if (counts.in_progress) parts.push(`${counts.in_progress} in progress`);
	if (counts.waiting_approval) parts.push(`${counts.waiting_approval} waiting`);
	if (counts.blocked) parts.push(`${counts.blocked} blocked`);
	return parts.join(" · ");
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
	if (timeline.forecast !== null) parts.push(`forecast ${dateTime(timeline.forecast)}`);
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
	const what = approval.kind === "manual" ? "waits for work by" : "waits for approval by";
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

// src/milestone/view/dashboard-markdown.ts
/** GitHub takes 65,535 characters for a body and a check's summary. */
const BODY_BYTES = 65535;
/** GitHub drops a step's summary above 1 MiB. */
const SUMMARY_BYTES = 1048576;
const DETAILS = [
	{
		gantt: true,
		finished: true,
		rows: 1e4,
		evidence: true,
		graph: true
	},
	{
		gantt: false,
		finished: true,
		rows: 1e4,
		evidence: true,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 1e4,
		evidence: true,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 200,
		evidence: false,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 40,
		evidence: false,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 40,
		evidence: false,
		graph: false
	}
];
/** The dashboard as GitHub markdown that fits its place. Everything agents or people wrote in it is inert. */
function dashboardMarkdown(dashboard, options = {}) {
	const limit = options.limit ?? 65535;
	let text = "";
	for (const detail of DETAILS) {
		text = render(dashboard, detail, options.gantt ?? null);
		if (Buffer.byteLength(text) <= limit) return text;
	}
	return cutBytes(text, limit);
}
/** The same as a job's summary, where there is room for the agents' time as well. */
function summaryMarkdown(dashboard, plan, history) {
	const now = dashboard.timeline.endedAt ?? dashboard.now;
	return dashboardMarkdown(dashboard, {
		limit: SUMMARY_BYTES,
		gantt: mermaidGantt({
			plan,
			history,
			now
		})
	});
}
function cutBytes(text, limit) {
	let most = Math.min(text.length, limit);
	let short = cut(text, most);
	for (let over = Buffer.byteLength(short) - limit; over > 0; over = Buffer.byteLength(short) - limit) {
		most = Math.max(0, most - over);
		short = cut(text, most);
	}
	return short;
}
function render(dashboard, detail, gantt) {
	const graph = detail.graph ? mermaidGraph(dashboard) : null;
	return [
		heading(dashboard),
		bars(dashboard),
		needsPeople(dashboard, detail),
		agents(dashboard),
		graph ? `### Graph\n\n${fenced(graph, { info: "mermaid" })}${criticalNote(dashboard)}` : "",
		tasks(dashboard, detail),
		detail.gantt && gantt ? `### Timeline\n\n${fenced(gantt, { info: "mermaid" })}\n\n<sub>${GANTT_NOTE}</sub>` : "",
		events(dashboard),
		foot(dashboard)
	].filter(Boolean).join("\n\n").concat("\n");
}
function criticalNote(dashboard) {
	const [first] = dashboard.criticalPath;
	return first === void 0 ? "" : "\n\n<sub>Thick arrows and borders: the critical path of what is left.</sub>";
}
function heading(dashboard) {
	const { emoji, word } = STATUS[dashboard.status];
	const reason = dashboard.session?.reason ? `: ${inertLine(dashboard.session.reason)}` : "";
	return `## ${inertLine(dashboard.milestone.title)}\n\n${emoji} **${word}**${reason}`;
}
function bars(dashboard) {
	const { timeline, quality } = dashboard;
	const row = (name, percent, words) => `| ${name} | ${percent === null ? "" : spanBar(percent, 20)} | ${words} |`;
	const time = timeline.leftPercent === null ? null : Math.max(0, timeline.leftPercent);
	return [
		row("Progress", dashboard.percentage, `${dashboard.percentage} % · ${taskWords(dashboard)}`),
		"| :-- | :-- | :-- |",
		row(time === null ? "**Time**" : "**Time left**", time, timeWords(dashboard)),
		row("**Quality**", quality.percentage, qualityWords(dashboard)),
		...dashboard.phases.map((p) => row(p.phase, p.percentage, `${p.percentage} % · ${p.finished}/${p.total} finished`))
	].join("\n");
}
const spanBar = (percent, width) => `\`${bar(percent, width)}\``;
function needsPeople(dashboard, detail) {
	const { approvals, blockers, now } = dashboard;
	if (approvals.length + blockers.length === 0) return "";
	const lines = [...blockers.slice(0, 50).map((blocker) => {
		const commands = blocker.proposals.map((p) => `\n  - ${codeSpan(p.command)} ${inertLine(p.why)}`).join("");
		const evidence = detail.evidence && blocker.evidence ? `\n\n  <details><summary>Evidence</summary>\n\n${indent(fenced(blocker.evidence, {
			limit: 2e3,
			keep: "end"
		}))}\n\n  </details>\n` : "";
		return `- 🔴 **${inertLine(blockedPlace(blocker))}** ${inertLine(blockerWords(blocker, now))}${commands}${evidence}`;
	}), ...approvals.slice(0, 50).map((approval) => {
		const criteria = approval.criteria.length ? ` Criteria: ${approval.criteria.map((c) => inertLine(c)).join(", ")}.` : "";
		return `- 🟡 **${inertLine(gateName(approval))}** ${inertLine(approvalWords(approval, now))}.${criteria}`;
	})];
	const left = Math.max(0, approvals.length - 50) + Math.max(0, blockers.length - 50);
	if (left) lines.push(`- and ${left} more`);
	return `### Needs a person\n\n${lines.join("\n")}`;
}
const indent = (text) => text.replace(/^/gm, "  ");
function agents({ agents: working, now }) {
	if (working.length === 0) return "";
	return `### Agents at work\n\n| Agent | Works on | Executor | For |\n| ---: | --- | --- | ---: |\n${working.map((a) => {
		const again = a.attempt > 1 ? ` (attempt ${a.attempt})` : "";
		return `| ${a.slot ?? ""} | ${inertLine(`${a.task}/${a.phase}`)}${again} | ${inertLine(a.executor)} | ${duration(now - a.since)} |`;
	}).join("\n")}`;
}
/** A short list is shown whole; in a long one the finished tasks are folded away. */
const FOLD_ABOVE = 12;
function tasks(dashboard, detail) {
	const all = dashboard.tasks;
	if (all.length <= FOLD_ABOVE) return `### Tasks\n\n${taskTable(all)}`;
	const finished = all.filter((t) => t.phase === null);
	const open = all.filter((t) => t.phase !== null).sort(byUrgency);
	const parts = ["### Tasks"];
	if (open.length) parts.push(taskTable(open.slice(0, detail.rows)));
	if (open.length > detail.rows) parts.push(`and ${counted(open.length - detail.rows, "more task")} to come`);
	if (finished.length) {
		const summary = `${counted(finished.length, "finished task")}`;
		if (detail.finished) parts.push(`<details><summary>${summary}</summary>\n\n${taskTable(finished)}\n\n</details>`);
		else parts.push(`${summary} not listed here`);
	}
	return parts.join("\n\n");
}
const URGENCY = {
	blocked: 0,
	waiting_approval: 1,
	in_progress: 2,
	pending: 3,
	completed: 4,
	skipped: 4
};
function byUrgency(a, b) {
	return URGENCY[a.status] - URGENCY[b.status];
}
function taskTable(rows) {
	return [
		"| Task | Phase | Progress | Status |",
		"| --- | --- | --- | --- |",
		...rows.map((task) => {
			const { emoji, word } = STATUS[task.status];
			const name = task.title && task.title !== task.id ? `**${inertLine(task.id)}** ${inertLine(task.title, 80)}` : `**${inertLine(task.id)}**`;
			const waits = task.waitsFor.length ? ` for ${task.waitsFor.slice(0, 3).map((id) => inertLine(id)).join(", ")}${task.waitsFor.length > 3 ? " …" : ""}` : "";
			const status = task.status === "pending" && waits ? `waits${waits}` : word;
			return `| ${name} | ${task.phase ?? ""} | ${spanBar(task.percentage, 10)} ${task.percentage} % | ${emoji} ${status} |`;
		})
	].join("\n");
}
function events(dashboard) {
	if (dashboard.events.length === 0) return "";
	return `### Last events\n\n${[...dashboard.events].reverse().map((e) => `- \`${clockTime(e.at)}\` ${inertLine(e.text)}`).join("\n")}`;
}
function foot(dashboard) {
	const { session } = dashboard;
	return `<sub>${[
		session ? `Session ${codeSpan(session.id)}` : "",
		session ? `${session.strategy}, ${counted(session.agents, "agent")}` : "",
		dashboard.usage.attempts ? usageWords(dashboard) : "",
		`as of ${dateTime(dashboard.now)}`
	].filter(Boolean).join(" · ")}</sub>`;
}

export { PERMISSIONS as A, buildGraph as C, hoursBehind as D, criticalPath as E, phaseCosts as O, timelineOf as S, PriorityQueue as T, criticalChain as _, blockedPlace as a, graphView as b, missingWords as c, testWords as d, timeWords as f, mermaidGantt as g, laneName as h, approvalWords as i, atLeast as j, remainingHours as k, qualityWords as l, GANTT_NOTE as m, summaryMarkdown as n, blockerWords as o, usageWords as p, LEVELS as r, gateName as s, dashboardMarkdown as t, taskWords as u, spansOf as v, wavesOf as w, buildDashboard as x, mermaidGraph as y };