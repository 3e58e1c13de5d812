import { C as unreachable, S as isPhase, _ as PHASE_STATUSES, b as TRANSITIONS, g as PHASE_PERCENT, h as PHASES, i as branchName, s as idProblem, v as TASK_STATUSES, x as isFinished } from "./milestone-names.js";
import { r as sanitiseLine, t as counted } from "./milestone-text-sanitise.js";
import { a as literal, c as object, f as string, i as int, l as partialRecord, n as array, r as boolean, s as number, t as _enum, u as record } from "./lib-zod.js";
import { hash } from "node:crypto";

// src/milestone/blocker/blocker.ts
/** Why work cannot go on. The order is that of the blocker table in the README. */
const BLOCKER_TYPES = [
	"task_failure",
	"timeout",
	"stalled_task",
	"stalled_execution",
	"deliverable_invalid",
	"test_failures",
	"quality_gate_failed",
	"git_conflicts",
	"dependency_unavailable",
	"resource_conflict",
	"disk_space",
	"network",
	"approval_rejected",
	"budget_exceeded",
	"sandbox_unavailable",
	"usage_limit",
	"credentials",
	"credit",
	"question_unanswered"
];
/** Seen and logged, never a blocker: work goes on. */
const WARNING_TYPES = [
	"long_running_task",
	"stalled_task",
	"stalled_execution",
	"memory_pressure",
	"network",
	"approval_unverified",
	"due_risk",
	"budget_near",
	"credentials_persisted",
	"no_isolation",
	"agent_settings",
	"policy_difference",
	"plan",
	"manual_work",
	"profile_out",
	"criterion_holds_before"
];
const SEVERITIES = [
	"warning",
	"error",
	"critical"
];
/**
* How far the resolution has gone: 1 automatic retry, 2 another agent, 3 strategy adjusted, 4 a person,
* 5 scope (skip), 6 postpone or cancel.
*/
const ESCALATION_LEVELS = [
	1,
	2,
	3,
	4,
	5,
	6
];
/** `type`, `type:task` or `type:task/phase`. */
function blockerId(type, task, phase) {
	if (!task) return phase ? `${type}:${phase}` : type;
	return phase ? `${type}:${task}/${phase}` : `${type}:${task}`;
}

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
/** These tasks and all that they need, also through others. */
function tasksWithNeeds(graph, ids) {
	const wanted = new Set(ids);
	for (let at = graph.order.length - 1; at >= 0; at--) {
		const place = graph.order[at];
		if (!wanted.has(graph.tasks[place].id)) continue;
		for (const need of graph.dependencies[place]) wanted.add(graph.tasks[need].id);
	}
	return wanted;
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

// src/milestone/schedule/ready-tasks.ts
const FORMS = [
	{
		execute: false,
		keeps: false
	},
	{
		execute: true,
		keeps: false
	},
	{
		execute: false,
		keeps: true
	},
	{
		execute: true,
		keeps: true
	}
];
const newGroups = (resources) => FORMS.map((form) => ({
	resources,
	...form,
	queue: new PriorityQueue(compare)
}));
const compare = (a, b) => a.key - b.key || a.place - b.place;
/**
* The tasks that may start now. Those with the same resources share a queue, so that a thousand tasks behind one lock
* cost one look, not a thousand.
*/
var ReadyTasks = class {
	#groups = [];
	/** By place: the groups that the task may be in, one for each of FORMS. */
	#groupOf;
	#stamps;
	#present = /* @__PURE__ */ new Set();
	constructor(resources) {
		const bySignature = /* @__PURE__ */ new Map();
		this.#stamps = resources.map(() => 0);
		this.#groupOf = resources.map((list) => {
			const sorted = [...new Set(list)].sort();
			const signature = sorted.join("\n");
			let groups = bySignature.get(signature);
			if (!groups) {
				groups = newGroups(sorted);
				bySignature.set(signature, groups);
				this.#groups.push(...groups);
			}
			return groups;
		});
	}
	/** Places of the tasks that may start, in no order. */
	get places() {
		return this.#present;
	}
	add(place, key, form) {
		this.#stamps[place] += 1;
		this.#present.add(place);
		const at = FORMS.findIndex(({ execute, keeps }) => execute === form.execute && keeps === form.keeps);
		this.#groupOf[place][at].queue.push({
			place,
			key,
			stamp: this.#stamps[place]
		});
	}
	remove(place) {
		this.#stamps[place] += 1;
		this.#present.delete(place);
	}
	/** Takes out the first task whose needs are met; undefined when there is none. */
	take(areMet) {
		if (this.#present.size === 0) return void 0;
		let best;
		for (const group of this.#groups) {
			const entry = this.#first(group);
			if (!entry || best && compare(best.entry, entry) <= 0) continue;
			if (areMet(group)) best = {
				entry,
				group
			};
		}
		if (!best) return void 0;
		best.group.queue.pop();
		this.#present.delete(best.entry.place);
		return best.entry.place;
	}
	#first({ queue }) {
		for (let entry = queue.peek(); entry; entry = queue.peek()) {
			if (this.#present.has(entry.place) && this.#stamps[entry.place] === entry.stamp) return entry;
			queue.pop();
		}
	}
};
/** Whether its checks failed, or its approvers sent it back. */
function isCheckpointBlocked(state, name) {
	return ["quality_gate_failed", "approval_rejected"].some((type) => state.blockers.has(blockerId(type, name)));
}
/**
* Checkpoints that are reached and have not passed, lowest mark first: no phase starts before they do. One that failed
* is due again as soon as its blocker is gone.
*/
function reachedCheckpoints(plan, state, percentage) {
	return plan.qualityGates.filter((gate) => percentage >= gate.at && state.qualityGates.get(gate.name)?.status !== "passed").sort((a, b) => a.at - b.at);
}
/** The open request for a checkpoint's approval, or null. */
function checkpointRequest(state, name) {
	for (const { request, status, transition } of state.approvals.values()) if (status === "open" && transition === "quality_gate" && isRequestOf(request, name)) return request;
	return null;
}
/** A name for the checkpoint's request that was not used before: `gate:<name>`, then with `#2`, `#3`, ... */
function newCheckpointRequest(state, name) {
	let request = `gate:${name}`;
	for (let n = 2; state.approvals.has(request); n++) request = `gate:${name}#${n}`;
	return request;
}
/** Whether a request asks for the approval of the checkpoint of that name, for the first time or again. */
function isRequestOf(request, name) {
	const first = `gate:${name}`;
	return request.startsWith(first) && /^(#\d+)?$/.test(request.slice(first.length));
}
/** The checkpoint that a request is for; the exact name before one that was asked again. */
function checkpointOf(plan, request) {
	const gates = plan.qualityGates;
	return gates.find((g) => request === `gate:${g.name}`) ?? gates.find((g) => isRequestOf(request, g.name));
}

// src/milestone/session/state.ts
const newProfile = () => ({
	restsUntil: null,
	fault: null,
	message: "",
	failures: 0,
	last: false,
	busy: 0
});
const noRaise = () => ({
	minutes: 0,
	tokens: 0,
	costUsd: 0,
	attempts: 0
});
const noUsage = () => ({
	attempts: 0,
	minutes: 0,
	inputTokens: 0,
	outputTokens: 0,
	costUsd: 0
});
/** Adds what one attempt used: its time, and what its program told of tokens and dollars. */
function addUsage(to, durationMs, usage) {
	to.attempts += 1;
	to.minutes += durationMs / 6e4;
	if (usage) addSpent(to, usage);
}
/** Adds tokens and dollars alone. */
function addSpent(to, usage) {
	to.inputTokens += usage.input_tokens;
	to.outputTokens += usage.output_tokens;
	to.costUsd += usage.cost_usd;
}
/** The state before the first event. */
function emptyState(milestone, weights) {
	return {
		milestone,
		title: milestone,
		status: "planned",
		session: null,
		lease: null,
		epoch: 0,
		weights,
		tasks: /* @__PURE__ */ new Map(),
		blockers: /* @__PURE__ */ new Map(),
		resolvedBlockers: [],
		approvals: /* @__PURE__ */ new Map(),
		qualityGates: /* @__PURE__ */ new Map(),
		lastTests: null,
		requests: /* @__PURE__ */ new Set(),
		forced: /* @__PURE__ */ new Set(),
		usage: noUsage(),
		usageByAgent: /* @__PURE__ */ new Map(),
		profiles: /* @__PURE__ */ new Map(),
		budgetRaised: noRaise(),
		activatedAt: null,
		planFormat: 1,
		planBase: null,
		endedAt: null,
		reopened: 0,
		percentage: 0,
		agentsLimit: null,
		warnings: [],
		seq: 0,
		timestamp: null
	};
}
function newTask(seed) {
	const phases = /* @__PURE__ */ new Map();
	for (const [name, status] of Object.entries(seed.phases)) {
		const phase = name;
		phases.set(phase, {
			...newPhase(status),
			deliverables: seed.deliverables?.[phase] ?? []
		});
	}
	return {
		id: seed.id,
		workflow: seed.workflow,
		status: seed.status,
		phases,
		startedAt: null,
		completedAt: null,
		skipReason: null,
		leftOut: false,
		skipSeq: null,
		usage: noUsage(),
		budgetRaised: noRaise()
	};
}
function newPhase(status) {
	return {
		status,
		attempt: 0,
		running: false,
		failures: 0,
		failedBy: /* @__PURE__ */ new Map(),
		alike: {
			type: "",
			count: 0
		},
		escalated: 0,
		model: null,
		alternative: false,
		rejections: 0,
		notBefore: null,
		executor: null,
		startedAt: null,
		completedAt: null,
		durationMs: 0,
		deliverables: [],
		changed: [],
		feedback: [],
		approval: null,
		questions: [],
		kept: null,
		ticket: null,
		usage: noUsage()
	};
}
/** The gates that wait for people, in the order in which they were asked for. */
function openApprovals(state) {
	return [...state.approvals.values()].filter((a) => a.status === "open");
}
/** When the first rest of an agent profile is over that had not ended with the last event (RFC 3339). */
function resumeAt(state) {
	if (state.status === "completed" || state.status === "cancelled") return null;
	const since = state.timestamp ?? "";
	return [...state.profiles.values()].flatMap((p) => p.restsUntil && p.restsUntil > since ? [p.restsUntil] : []).sort()[0] ?? null;
}
/** Whether the milestone has a branch, and its states are commits there. */
function isOnBranch({ session }) {
	return session?.gitIntegration ?? true;
}
/** Done for whoever depends on it. */
function isDone(task) {
	return task.status === "completed" || task.status === "skipped";
}
/** Held by a blocker or a question of a log that is not this one. */
const isHeld$1 = (status) => status === "blocked" || status === "waiting_answer";
/**
* What the log needs to know of a task, so that the state can be rebuilt from the log alone. What the file calls
* blocked is to be tried: no blocker of this log stands behind it, so nothing else would ever set it free.
*/
function seedOf(task) {
	const begun = task.phases.some((p) => isFinished(p.status));
	return {
		id: task.id,
		workflow: task.workflow,
		status: !isHeld$1(task.status) ? task.status : begun ? "in_progress" : "pending",
		phases: Object.fromEntries(task.phases.map((p) => [p.phase, isHeld$1(p.status) ? "pending" : p.status]))
	};
}
/** Tasks that the file calls blocked, as a whole or in a phase, and that are not finished. */
function blockedBefore(plan) {
	const isBlocked = ({ status, phases }) => status === "blocked" || phases.some((p) => p.status === "blocked");
	return plan.tasks.filter((task) => task.status !== "completed" && task.status !== "skipped").filter(isBlocked).map((task) => task.id);
}
/** The state of a milestone that was never started, as its file says. */
function plannedState(plan) {
	const state = emptyState(plan.id, plan.weights);
	state.title = plan.title;
	for (const task of plan.tasks) state.tasks.set(task.id, newTask(seedOf(task)));
	for (const { name, at } of plan.qualityGates) state.qualityGates.set(name, {
		name,
		at,
		status: "pending",
		checks: [],
		decidedAt: null
	});
	return state;
}

// src/milestone/session/progress.ts
function progressOf(state) {
	const workflow = [...state.tasks.values()].filter((t) => t.workflow);
	return {
		percentage: milestonePercentage(state),
		tasksCompleted: completedTasks(state),
		tasksTotal: state.tasks.size,
		phaseAverages: workflow.length ? phaseAverages(workflow) : null,
		workflowTasks: workflow.length
	};
}
function completedTasks(state) {
	let count = 0;
	for (const task of state.tasks.values()) if (task.status === "completed") count += 1;
	return count;
}
/** Mean of the task percents, rounded down; 100 only when every task is completed or skipped. */
function milestonePercentage(state) {
	if (state.tasks.size === 0) return 0;
	let hundredths = 0;
	let done = true;
	for (const task of state.tasks.values()) {
		hundredths += taskHundredths(state, task);
		done &&= isDone(task);
	}
	const percentage = Math.floor(hundredths / state.tasks.size / 100);
	return done ? 100 : Math.min(percentage, 99);
}
/** A task's percent, rounded down. */
function taskPercentage(state, task) {
	return Math.floor(taskHundredths(state, task) / 100);
}
/** A standard task is begun or it is not. */
const HALF_DONE = /* @__PURE__ */ new Set([
	"in_progress",
	"waiting_approval",
	"waiting_answer"
]);
/** A task's percent in hundredths, exact. */
function taskHundredths(state, task) {
	if (isDone(task)) return 1e4;
	if (!task.workflow) return HALF_DONE.has(task.status) ? 5e3 : 0;
	let sum = 0;
	let total = 0;
	for (const phase of PHASES) {
		const at = task.phases.get(phase);
		if (!at) continue;
		sum += state.weights[phase] * PHASE_PERCENT[at.status];
		total += state.weights[phase];
	}
	if (total <= 0) return equalShares(task);
	return Math.round(task.phases.size === PHASES.length ? sum : sum * 100 / total);
}
function equalShares(task) {
	let sum = 0;
	for (const { status } of task.phases.values()) sum += PHASE_PERCENT[status];
	return Math.round(sum * 100 / Math.max(1, task.phases.size));
}
function phaseAverages(tasks) {
	const averages = {
		design: 0,
		spec: 0,
		task: 0,
		execute: 0
	};
	for (const phase of PHASES) {
		let sum = 0;
		const having = tasks.filter((task) => task.phases.has(phase));
		for (const task of having) {
			const status = task.phases.get(phase)?.status ?? "pending";
			sum += task.status === "skipped" ? 100 : PHASE_PERCENT[status];
		}
		averages[phase] = having.length === 0 ? 0 : Math.floor(sum / having.length);
	}
	return averages;
}

// src/milestone/session/questions.ts
/** Questions that an answer still changes something for, in the order of tasks and phases. */
function openQuestions(state) {
	if (state.status === "completed" || state.status === "cancelled") return [];
	return [...state.tasks.values()].flatMap((task) => task.status === "skipped" ? [] : [...task.phases].flatMap(([phase, { questions }]) => questions.filter((q) => q.answer === null).map((q) => ({
		...q,
		task: task.id,
		phase
	}))));
}
/** Those that a phase waits for. */
function awaitedQuestions(state) {
	return openQuestions(state).filter(({ blocking, task, phase }) => blocking && state.tasks.get(task)?.phases.get(phase)?.status === "waiting_answer");
}
/** Name of a question where one is asked for: `schema/design#2`. */
function questionName({ task, phase, number }) {
	return `${task}/${phase}#${number}`;
}
/** What an answer that was typed means: an option by its number or its words, else a text of its own. */
function readAnswer(given, options) {
	const text = given.trim();
	const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
	const named = options.findIndex((option) => option.trim().toLowerCase() === text.toLowerCase());
	const place = number >= 1 && number <= options.length ? number - 1 : named;
	return place < 0 ? { answer: text } : {
		answer: options[place],
		option: place + 1
	};
}
/**
* What an attempt at the phase is told of answers: those to its own phase, and those to earlier phases that had gone on
* without. What they waited for stands in what they left.
*/
function answeredFor(task, phase) {
	return PHASES.slice(0, PHASES.indexOf(phase) + 1).flatMap((name) => {
		return (task.phases.get(name)?.questions ?? []).flatMap(({ number, question, answer, blocking, discovered }) => answer === null || discovered || name !== phase && blocking ? [] : [{
			name: questionName({
				task: task.id,
				phase: name,
				number
			}),
			question,
			answer: answer.answer,
			by: answer.by?.login ?? null
		}]);
	});
}

// src/milestone/schedule/profile-choice.ts
/** The name under which an executor stands in the log: its profile, or `run`, or `manual`. */
function executorName(executor) {
	return executor.kind === "agent" ? executor.profile : executor.kind;
}
/** Every executor of a phase in the order in which they are tried: as planned, but those that keep failing last. */
function executorOrder(planned, state) {
	const names = [.../* @__PURE__ */ new Set([executorName(planned), ...planned.fallback])];
	const isLast = (name) => state.profiles.get(name)?.last === true;
	return [...names.filter((name) => !isLast(name)), ...names.filter(isLast)];
}
/**
* The executor of the phase's next attempt: the one that the retry chose, or the first in order, unless it rests or is
* out of use; then the next that has attempts left. Where all rest, the one whose rest is over first.
*/
function chooseExecutor(planned, at, state, now) {
	const order = executorOrder(planned, state);
	const chosen = at?.executor ?? order[0];
	const others = order.filter((name) => name !== chosen && (at?.failedBy.get(name) ?? 0) <= planned.retries);
	const usable = [chosen, ...others].filter((name) => !state.profiles.get(name)?.fault);
	if (usable.length === 0) return {
		kind: "out",
		profiles: [chosen, ...others]
	};
	const rests = usable.map((name) => ({
		name,
		until: restEnd(state, name, now)
	}));
	const first = rests.find(({ until }) => until === null) ?? rests.reduce((a, b) => b.until < a.until ? b : a);
	return {
		kind: "found",
		executor: first.name,
		restsUntil: first.until
	};
}
function restEnd({ profiles }, name, now) {
	const until = profiles.get(name)?.restsUntil;
	const at = until ? Date.parse(until) : 0;
	return at > now ? at : null;
}
/** Unfinished tasks that cannot come to their end while the profile is out of use, in the plan's order. */
function heldTasks(plan, state, profile) {
	return plan.tasks.filter((task) => isHeld(task, state, profile)).map((task) => task.id);
}
function isHeld(task, state, profile) {
	const now = state.tasks.get(task.id);
	if (!now || isDone(now)) return false;
	return task.phases.some(({ phase, executor }) => {
		const at = now.phases.get(phase);
		if (isFinished(at?.status ?? "pending") || at?.status === "waiting_approval") return false;
		return executorOrder(executor, state).includes(profile) && chooseExecutor(executor, at, state, 0).kind === "out";
	});
}

// src/milestone/schedule/readiness.ts
/**
* The first phase that is not finished decides, so an earlier phase whose approval became void stops the later ones.
* A phase that is in progress without running was interrupted and runs again as a new attempt. `time` in milliseconds
* since the epoch: a rest that is over by then means nothing.
*/
function nextStep(task, state, time) {
	const now = state.tasks.get(task.id);
	if (now && isDone(now)) return { kind: "done" };
	if (state.blockers.size > 0 && isBlockedWhole(state, task.id)) return {
		kind: "blocked",
		phase: null
	};
	for (const plan of task.phases) {
		const at = now?.phases.get(plan.phase);
		const status = at?.status ?? "pending";
		if (isFinished(status)) continue;
		const { phase } = plan;
		if (status === "blocked") return {
			kind: "blocked",
			phase
		};
		if (at && status === "waiting_approval") {
			const request = at.approval ? state.approvals.get(at.approval) : void 0;
			if (request?.status === "open") return {
				kind: "approval",
				phase,
				request: request.request
			};
			return {
				kind: "ask",
				phase,
				attempt: at.attempt
			};
		}
		if (at && status === "waiting_answer") {
			const open = at.questions.filter((q) => q.blocking && q.answer === null);
			if (open.length > 0) return {
				kind: "answer",
				phase,
				questions: open.map((q) => q.number)
			};
		}
		const attempt = (at?.attempt ?? 0) + 1;
		if (plan.executor.kind === "manual") return {
			kind: "manual",
			phase,
			attempt
		};
		const choice = chooseExecutor(plan.executor, at, state, time);
		if (choice.kind === "out") return {
			kind: "out",
			phase,
			profiles: choice.profiles
		};
		const { executor, restsUntil } = choice;
		const retry = at?.notBefore ? Date.parse(at.notBefore) : null;
		const rests = restsUntil !== null && restsUntil > (retry ?? 0);
		return {
			kind: "run",
			phase,
			attempt,
			executor,
			notBefore: rests ? restsUntil : retry,
			rests
		};
	}
	return { kind: "complete" };
}
/**
* Whether the task keeps its resources although none of its phases runs now: it has begun, and goes on by itself or
* after an approval. One that is blocked holds nobody up.
*/
function keepsResources(task, state, step) {
	if (task.resources.length === 0 || task.resourcesScope === "phase") return false;
	if (!state.tasks.get(task.id)?.startedAt) return false;
	switch (step.kind) {
		case "run":
		case "approval":
		case "ask":
		case "manual":
		case "complete": return true;
		case "done":
		case "blocked":
		case "out":
		case "answer": return false;
	}
}
/** The executor of that name with the phase's own options: the plan's, or a fallback profile in its place. */
function executorNamed(planned, name) {
	if (name === executorName(planned)) return planned;
	const { timeoutMs, retries, backoffMs, fallback, env, stallTimeoutMs, escalate, alternative } = planned;
	const options = {
		timeoutMs,
		retries,
		backoffMs,
		fallback,
		env
	};
	const more = {
		...stallTimeoutMs === void 0 ? {} : { stallTimeoutMs },
		...escalate === void 0 ? {} : { escalate },
		...alternative === void 0 ? {} : { alternative }
	};
	return {
		...options,
		...more,
		kind: "agent",
		profile: name
	};
}
/** A blocker of the task as a whole, not of one of its phases; its id is `<type>:<task>`. */
function isBlockedWhole(state, task) {
	return BLOCKER_TYPES.some((type) => {
		const blocker = state.blockers.get(blockerId(type, task));
		return blocker?.task === task && blocker.phase === void 0;
	});
}
/** What a held milestone waits for; nothing while the checks of a checkpoint are still to run. */
function waitingUnder(hold) {
	switch (hold.kind) {
		case "blocked": return {
			idle: "blocked",
			waitingFor: hold.blockers.map((b) => b.id)
		};
		case "checkpoint_failed": return {
			idle: "checkpoint",
			waitingFor: [hold.gate.name]
		};
		case "checkpoint_approval": return {
			idle: "waiting_approval",
			waitingFor: [hold.request]
		};
		case "checkpoint_due": return {};
	}
}
/** What everything waits for when nothing is left to do without a person. */
function waitingForPeople(state, allDone) {
	const blockers = [...state.blockers.values()].filter((b) => !isDoneIn(state, b.task));
	if (blockers.length) return {
		idle: "blocked",
		waitingFor: blockers.map((b) => b.id)
	};
	if (allDone) return {
		idle: "completed",
		waitingFor: []
	};
	const questions = awaitedQuestions(state);
	const open = openApprovals(state);
	const approvals = open.filter((a) => a.kind === "approval");
	if (approvals.length) return {
		idle: "waiting_approval",
		waitingFor: approvals.map((a) => a.request)
	};
	if (questions.length && open.length === 0) return {
		idle: "waiting_answer",
		waitingFor: questions.map(questionName)
	};
	return {
		idle: "waiting_manual",
		waitingFor: open.map((a) => a.request)
	};
}
function isDoneIn(state, id) {
	const task = id === void 0 ? void 0 : state?.tasks.get(id);
	return task !== void 0 && isDone(task);
}
/**
* Milestone-wide blockers under which nothing new may start: `network` is there while the remote refuses the branch,
* not while it is only out of reach. The others (failing tests after a phase, …) let work go on; they only keep the
* milestone from being completed.
*/
const STOPS_EVERYTHING = /* @__PURE__ */ new Set([
	"budget_exceeded",
	"disk_space",
	"dependency_unavailable",
	"git_conflicts",
	"network"
]);
/** What stops every phase of the milestone now, or null. */
function holdOf(plan, state, percentage) {
	const stopping = milestoneBlockers(state).filter((b) => stopsEverything(b, state));
	if (stopping.length) return {
		kind: "blocked",
		blockers: stopping
	};
	const reached = reachedCheckpoints(plan, state, percentage);
	for (const gate of reached) {
		if (isCheckpointBlocked(state, gate.name)) return {
			kind: "checkpoint_failed",
			gate
		};
		const request = checkpointRequest(state, gate.name);
		if (request) return {
			kind: "checkpoint_approval",
			gate,
			request
		};
	}
	return reached.length ? {
		kind: "checkpoint_due",
		gates: reached
	} : null;
}
/** Blockers that belong to no task. */
function milestoneBlockers(state) {
	const found = [];
	for (const blocker of state.blockers.values()) if (blocker.task === void 0) found.push(blocker);
	return found;
}
function stopsEverything(blocker, state) {
	if (blocker.profile !== void 0) return false;
	if (blocker.type === "test_failures") return state.lastTests?.reason === "baseline";
	return STOPS_EVERYTHING.has(blocker.type);
}

// src/milestone/schedule/condition.ts
/** Why a task for a failure is skipped. */
const NOTHING_FAILED = "nothing that it needs has failed";
/** What the condition of a task says, by what became of the tasks that it needs. */
function verdictOf(when, { open, stuck }) {
	switch (when) {
		case "success": return open === 0 ? "met" : "waiting";
		case "always": return open === stuck ? "met" : "waiting";
		case "failure":
			if (open === 0) return "void";
			return stuck > 0 ? "met" : "waiting";
	}
}
/**
* Whether a task with a condition was begun since it was last opened: it goes on, although what it needs is done
* again meanwhile.
*/
function isUnderWay(task) {
	if (!task) return false;
	for (const { status } of task.phases.values()) if (status !== "pending") return true;
	return false;
}
/** @param time in milliseconds since the epoch */
function standingsOf(graph, state, time) {
	const stuck = graph.tasks.map(() => false);
	const verdicts = graph.tasks.map(() => "met");
	for (const place of graph.order) {
		const task = graph.tasks[place];
		const at = state.tasks.get(task.id);
		if (at && isDone(at)) continue;
		const needed = {
			open: 0,
			stuck: 0
		};
		for (const other of graph.dependencies[place]) {
			const there = state.tasks.get(graph.tasks[other].id);
			if (!there || !isDone(there)) needed.open += 1;
			if (stuck[other]) needed.stuck += 1;
		}
		verdicts[place] = verdictNow(task, at, needed);
		stuck[place] = verdicts[place] === "met" ? isHalted(nextStep(task, state, time).kind) : task.when === "success" && needed.stuck > 0;
	}
	return {
		stuck,
		verdicts
	};
}
/** What the condition says of a task that may have been begun. */
function verdictNow({ when }, at, needed) {
	return when !== "success" && isUnderWay(at) ? "met" : verdictOf(when, needed);
}
/** Whether a next step is one that only a person can bring about, and that is no gate. */
function isHalted(kind) {
	return kind === "blocked" || kind === "out";
}

// src/milestone/schedule/critical-path.ts
/**
* A task's `estimated_hours`, shared among its phases by weight. A task without an estimate is taken for an average
* one of this milestone; where nothing is estimated every task counts one hour, so only the phase weights speak. A
* heading over other tasks, whose command does nothing, takes no time, nor does a task for a failure that is not there.
*/
function phaseCosts(plan) {
	const estimates = plan.tasks.flatMap((task) => task.estimatedHours ?? []);
	const typical = estimates.length ? estimates.reduce((a, b) => a + b, 0) / estimates.length : 1;
	return plan.tasks.map((task) => {
		if (task.when === "failure" || task.estimatedHours === void 0 && doesNothing(task)) return task.phases.map(() => 0);
		return sharesOf(task.phases.map((p) => p.phase), plan.weights).map((share) => share * (task.estimatedHours ?? typical));
	});
}
function doesNothing({ phases }) {
	const left = phases.filter((phase) => !isFinished(phase.status));
	const [last] = left;
	if (!last || left.length > 1 || phases.length === 1 || last.deliverables.length > 0) return false;
	return last.executor.kind === "run" && /^(?:true|:)$/.test(last.executor.command.trim());
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

// src/milestone/session/activity.ts
/** What is done, for the place where a status word stands. */
function activityWord(activity) {
	switch (activity.doing) {
		case "preparing": return "preparing";
		case "working": return "at work";
		case "checking": return "checking";
		case "testing": return "testing";
		case "checkpoint": return `checking ${activity.name}`;
		case "waiting_for_resource": return `waiting for ${activity.resources.join(", ")}`;
		default: return activity;
	}
}
/** The same as a sentence of its own, about what it is done to. */
function activitySentence(activity) {
	switch (activity.doing) {
		case "preparing": return `${activity.task}/${activity.phase}: preparing the work tree (setup)`;
		case "working": return `${activity.task}/${activity.phase}: at work`;
		case "checking": return `${activity.task}/${activity.phase}: checking what it left`;
		case "testing": return TESTING[activity.reason](activity.task ? `${activity.task}/${activity.phase}` : "");
		case "checkpoint": return `running the checks of checkpoint "${activity.name}"`;
		case "waiting_for_resource": return `${activity.task}: waiting for ${activity.resources.join(", ")}${activity.holder ? ` (${activity.holder})` : ""}`;
		default: return activity;
	}
}
const TESTING = {
	baseline: () => "testing the branch before the first code is written (baseline)",
	phase: (where) => where ? `${where}: testing its work on the branch` : "testing the branch",
	final: () => "testing the branch once more before completion",
	retry: () => "testing the branch again"
};
/** The phase's activity, if it is among these. */
function activityOf(activities, task, phase) {
	return activities.find((a) => "task" in a && a.task === task && (!phase || !("phase" in a) || a.phase === phase));
}

// src/milestone/view/figures.ts
/** Numbers as people read them. Everything here is plain ASCII or a block glyph, safe in every output. */
const SECOND = 1e3;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Milliseconds as `0s`, `42s`, `3m 12s`, `2h 05m`, `3d 04h`: two units at most. */
function duration(ms) {
	const at = Math.max(0, ms);
	if (at < MINUTE) return `${Math.floor(at / SECOND)}s`;
	if (at < HOUR) return pair(at, MINUTE, "m", SECOND, "s");
	if (at < DAY) return pair(at, HOUR, "h", MINUTE, "m");
	return pair(at, DAY, "d", HOUR, "h");
}
/** How long something took that has ended: as `duration`, but `0.4s` below ten seconds, where a second is much. */
function took(ms) {
	if (ms <= 0 || ms >= 10 * SECOND) return duration(ms);
	return `${Math.max(.1, Math.floor(ms / 100) / 10).toFixed(1)}s`;
}
function pair(ms, big, bigName, small, smallName) {
	const rest = Math.floor(ms % big / small);
	return `${Math.floor(ms / big)}${bigName} ${String(rest).padStart(2, "0")}${smallName}`;
}
/** How much of a bar of `width` cells is filled: full only at 100, empty only at 0. */
function filledCells(percent, width) {
	if (percent >= 100) return width;
	if (percent <= 0) return 0;
	return Math.min(width - 1, Math.max(1, Math.round(percent / 100 * width)));
}
/** `██████░░░░`. */
function bar(percent, width = 10) {
	const filled = filledCells(percent, width);
	return "█".repeat(filled) + "░".repeat(width - filled);
}
/** Milliseconds since the epoch as `2026-11-21 09:07 UTC`. */
function dateTime(ms) {
	return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
/** Milliseconds since the epoch as `09:07:31` (UTC). */
function clockTime(ms) {
	return new Date(ms).toISOString().slice(11, 19);
}
/** US dollars, with cents; fractions of a cent are not hidden as `$0.00`. */
function money(usd) {
	if (usd > 0 && usd < .01) return "< $0.01";
	return `$${usd.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ",")}`;
}
/** `950`, `12.3k`, `4.0M`. */
function compact(count) {
	if (count < 1e3) return String(count);
	if (count < 999950) return `${(count / 1e3).toFixed(1)}k`;
	return `${(count / 1e6).toFixed(1)}M`;
}
function millis(time) {
	return time === null ? null : Date.parse(time);
}
/** A whole percentage, rounded down; 0 of 0 is null because nothing can be said. */
function share(part, whole) {
	return whole > 0 ? Math.floor(part / whole * 100) : null;
}

// src/milestone/view/status.ts
const STATUS = {
	planned: {
		word: "planned",
		symbol: "○",
		emoji: "⚪",
		tone: "idle"
	},
	pending: {
		word: "pending",
		symbol: "○",
		emoji: "⚪",
		tone: "idle"
	},
	in_progress: {
		word: "in progress",
		symbol: "▸",
		emoji: "🔵",
		tone: "active"
	},
	waiting_approval: {
		word: "waiting for approval",
		symbol: "◇",
		emoji: "🟡",
		tone: "wait"
	},
	waiting_answer: {
		word: "waiting for an answer",
		symbol: "?",
		emoji: "🟡",
		tone: "wait"
	},
	waiting_limit: {
		word: "waiting for a limit",
		symbol: "‖",
		emoji: "🟡",
		tone: "wait"
	},
	paused: {
		word: "paused",
		symbol: "‖",
		emoji: "🟡",
		tone: "wait"
	},
	blocked: {
		word: "blocked",
		symbol: "✕",
		emoji: "🔴",
		tone: "bad"
	},
	completed: {
		word: "completed",
		symbol: "✓",
		emoji: "🟢",
		tone: "good"
	},
	approved: {
		word: "approved",
		symbol: "✓",
		emoji: "🟢",
		tone: "good"
	},
	skipped: {
		word: "skipped",
		symbol: "»",
		emoji: "⚫",
		tone: "idle"
	},
	postponed: {
		word: "postponed",
		symbol: "»",
		emoji: "⚫",
		tone: "idle"
	},
	cancelled: {
		word: "cancelled",
		symbol: "✕",
		emoji: "⚫",
		tone: "idle"
	}
};

// src/milestone/view/describe-event.ts
/**
* One event as a sentence without a full stop, for logs, dashboards and reports. It may quote an agent or a person:
* whoever renders it makes it inert for the place it goes to.
*/
function describeEvent(event) {
	const where = target(event);
	switch (event.event) {
		case "session_started": return `session started: ${event.data.strategy}, ${counted(event.data.agents, "agent")}`;
		case "session_resumed": return `session resumed (was ${event.data.from.replaceAll("_", " ")}): ${event.data.strategy}, ${counted(event.data.agents, "agent")}`;
		case "session_interrupted": return `session interrupted: ${event.data.reason}`;
		case "session_paused": return `session paused${by(event.data.by)}: ${event.data.reason}`;
		case "session_suspended": return `run ended (${STATUS[event.data.status].word}): ${event.data.reason}`;
		case "session_ended": return `session ended: ${event.data.status}`;
		case "lease_released": return `the branch was unlocked${by(event.data.by)}: ${event.data.reason}`;
		case "milestone_activated": return `milestone activated with ${counted(event.data.tasks.length, "task")}, workflow compliance ${event.data.compliance.score} %`;
		case "milestone_completed": return "milestone completed";
		case "milestone_reopened": return `milestone reopened${by(event.data.by)}: ${event.data.tasks.join(", ")}`;
		case "milestone_postponed": return `milestone postponed${by(event.data.by)}${saying(event.data.reason)}`;
		case "milestone_cancelled": return `milestone cancelled${by(event.data.by)}${saying(event.data.reason)}`;
		case "milestone_archived": return `milestone archived${by(event.data.by)}`;
		case "dependencies_validated": return `found what is needed: ${[...event.data.milestones, ...event.data.prerequisites].join(", ")}`;
		case "dependencies_forced": return `went on although not completed: ${event.data.missing.join(", ")}`;
		case "dependents_notified": return `told ${event.data.milestones.join(", ")} that the milestone was ${event.data.change}`;
		case "plan_changed": return `plan changed by ${event.data.by}: ${planDifference(event.data)}`;
		case "command_accepted": return `${person$1(event.data.by)}: ${[event.data.command, event.data.target].filter(Boolean).join(" ")}${because(event.data.reason)}`;
		case "task_started": return `${where} started`;
		case "task_completed": return `${where} completed`;
		case "task_skipped": return `${where} skipped${by(event.data.by)}: ${event.data.reason}`;
		case "skip_voided": return `${where} is not skipped: ${event.data.reason}`;
		case "phase_started": return `${where} started${attempt(event.data.attempt)} with ${event.data.executor}`;
		case "ticket_issued": return `${where} goes to a machine of its own${attempt(event.data.attempt)}`;
		case "ticket_sent": return `${where} was sent to ${event.data.run ? `run ${event.data.run}` : "another machine"}`;
		case "phase_completed": return `${where} ${event.data.gated ? "delivered" : "completed"}${attempt(event.data.attempt)} in ${took(event.data.duration_ms)}, ${delivered(event.data)}`;
		case "phase_failed": return `${where} failed${attempt(event.data.attempt)} after ${took(event.data.duration_ms)} (${event.data.type}): ${event.data.message}`;
		case "phase_interrupted": return `${where} interrupted${attempt(event.data.attempt)}: ${event.data.reason}`;
		case "phase_reopened": return `${where} reopened${by(event.data.by)}${event.data.revert ? " and reverted" : ""}: ${event.data.reason}`;
		case "retry_scheduled": {
			const { attempt: number, executor, model, alternative, reason } = event.data;
			return `${where} will be tried again (attempt ${number} with ${`${executor}${model ? ` (${model})` : ""}${alternative ? " and the alternative brief" : ""}`}): ${reason}`;
		}
		case "approval_requested": return `${where} waits for ${event.data.kind === "manual" ? "a person's work" : "approval"} by ${approvers(event.data.approvers)}`;
		case "approval_granted": return `${where} approved by ${decision$1(event.data.decision)}${event.data.complete ? "" : ", more approvals needed"}`;
		case "approval_rejected": return `${where}: changes requested by ${decision$1(event.data.decision)}`;
		case "approval_voided": return `${where}: approval void, ${event.data.reason}`;
		case "blocker_detected": return `${where} blocked by ${event.data.type}: ${event.data.message}`;
		case "blocker_escalated": return `blocker ${event.data.id} escalated to level ${event.data.level}: ${event.data.reason}`;
		case "blocker_resolved": return `blocker ${event.data.id} resolved: ${event.data.how}`;
		case "profile_rested": return `${event.data.profile} rests until ${clock(event.data.until)}: ${event.data.message}`;
		case "profile_failed": return `${event.data.profile} cannot be used (${event.data.cause}): ${event.data.message}`;
		case "profile_demoted": return `${event.data.profile} failed ${counted(event.data.failures, "time")} in a row and is tried last`;
		case "profile_recovered": return `${event.data.profile} may be used again: ${event.data.how}`;
		case "question_asked": return `${where} ${event.data.blocking ? "asks" : "asks, and goes on"}: ${event.data.question}`;
		case "question_answered": return event.data.by ? `${where}: question ${event.data.number} answered${by(event.data.by)}: ${event.data.answer}` : `${where}: nobody answered question ${event.data.number} in time, so its default holds: ${event.data.answer}`;
		case "warning_raised": return `warning${event.task_id ? ` for ${where}` : ""} (${event.data.type}): ${event.data.message}`;
		case "quality_gate_passed": return `quality gate "${event.data.name}" passed at ${event.data.at} %`;
		case "quality_gate_reopened": return `quality gate "${event.data.name}" at ${event.data.at} % is due again: ${event.data.reason}`;
		case "quality_gate_failed": return `quality gate "${event.data.name}" failed at ${event.data.at} %: ${failedChecks(event.data.checks)}`;
		case "tests_run": return `tests (${event.data.reason}) ${event.data.ok ? "passed" : "failed"}${testFigures(event.data)} in ${took(event.data.duration_ms)}`;
		case "strategy_adjusted": return `now ${counted(event.data.agents, "agent")}: ${event.data.reason}`;
		case "budget_raised": return `budget raised${by(event.data.by)}: ${raised(event.data)}`;
		case "progress_updated": return `progress ${event.data.percentage} %, ${event.data.completed_tasks}/${event.data.total_tasks} tasks`;
		case "checkpoint_committed": return `logs and session saved (${event.data.reason}, ${counted(event.data.files, "file")})`;
		case "commit_created": return `commit ${event.data.commit.slice(0, 7)}: ${event.data.subject}`;
		case "branch_pushed": return `${counted(event.data.commits, "commit")} pushed, tip ${event.data.commit.slice(0, 7)}`;
		case "base_merged": return `base branch merged (${event.data.commit.slice(0, 7)})`;
		case "person_commits_merged": return `${counted(event.data.commits.length, "commit")} by people taken in, ${counted(event.data.paths, "path")}`;
		default: return unreachable("event", event);
	}
}
const basic = (tone) => ({
	level: "basic",
	tone
});
const detailed = (tone) => ({
	level: "detailed",
	tone
});
const verbose = (tone) => ({
	level: "verbose",
	tone
});
/** The compiler keeps this complete. */
const EVENT_LOOK = {
	session_started: basic("active"),
	session_resumed: basic("active"),
	session_interrupted: basic("wait"),
	session_paused: basic("wait"),
	session_suspended: basic("wait"),
	session_ended: basic("good"),
	lease_released: basic("wait"),
	milestone_activated: basic("active"),
	milestone_completed: basic("good"),
	milestone_reopened: basic("active"),
	milestone_postponed: basic("wait"),
	milestone_cancelled: basic("wait"),
	milestone_archived: basic("idle"),
	dependencies_validated: verbose("idle"),
	dependencies_forced: basic("wait"),
	dependents_notified: detailed("idle"),
	plan_changed: basic("active"),
	command_accepted: basic("active"),
	task_started: detailed("active"),
	task_completed: detailed("good"),
	task_skipped: basic("idle"),
	skip_voided: basic("wait"),
	phase_started: detailed("active"),
	ticket_issued: verbose("active"),
	ticket_sent: detailed("active"),
	phase_completed: detailed("good"),
	phase_failed: detailed("bad"),
	phase_interrupted: detailed("wait"),
	phase_reopened: basic("active"),
	retry_scheduled: detailed("wait"),
	approval_requested: basic("wait"),
	approval_granted: basic("good"),
	approval_rejected: basic("bad"),
	approval_voided: basic("wait"),
	blocker_detected: basic("bad"),
	blocker_escalated: basic("bad"),
	blocker_resolved: basic("good"),
	warning_raised: basic("wait"),
	profile_rested: basic("wait"),
	profile_failed: basic("bad"),
	profile_demoted: detailed("wait"),
	profile_recovered: detailed("good"),
	question_asked: basic("wait"),
	question_answered: basic("good"),
	quality_gate_passed: basic("good"),
	quality_gate_failed: basic("bad"),
	quality_gate_reopened: basic("wait"),
	tests_run: detailed("idle"),
	strategy_adjusted: verbose("idle"),
	budget_raised: basic("active"),
	progress_updated: detailed("idle"),
	checkpoint_committed: verbose("idle"),
	commit_created: verbose("idle"),
	branch_pushed: verbose("idle"),
	base_merged: detailed("idle"),
	person_commits_merged: detailed("idle")
};
/** The tone of one event, where its data decide it. */
function toneOf(event) {
	if (event.event === "tests_run") return event.data.ok ? "good" : "bad";
	return EVENT_LOOK[event.event].tone;
}
const RANK = {
	basic: 0,
	detailed: 1,
	verbose: 2
};
/** Whether someone who watches at `level` is shown what is told from the level `from` on. */
function isLevelShown(level, from) {
	return RANK[from] <= RANK[level];
}
/** Whether an event is shown to someone who watches at this level. */
function isShownAt(level, event) {
	return isLevelShown(level, EVENT_LOOK[event.event].level);
}
/** `task/phase`, `task`, or what the event concerns as a whole. */
function target(event) {
	if (event.task_id) return event.phase ? `${event.task_id}/${event.phase}` : event.task_id;
	if ("request" in event.data && typeof event.data.request === "string") {
		const gate = /^gate:(.*)$/s.exec(event.data.request);
		if (gate) return `quality gate "${gate[1]}"`;
	}
	return "milestone";
}
/** A moment as people read it: `2026-11-30 05:20 UTC`. */
const clock = (at) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
const person$1 = (who) => who.source === "local" ? `${who.login} (local)` : who.login;
const by = (who) => who ? ` by ${person$1(who)}` : "";
const saying = (reason) => reason ? `: ${reason}` : "";
const because = (reason) => reason ? ` (${reason})` : "";
const attempt = (number) => number > 1 ? ` (attempt ${number})` : "";
/** Who may decide a gate, in words. */
function approvers(names) {
	return names.length > 0 ? names.join(", ") : "anyone with write permission";
}
function decision$1(made) {
	const commit = made.commit ? ` at ${made.commit.slice(0, 7)}` : "";
	const permission = made.by.source === "local" ? "" : ` (${made.permission})`;
	return `${person$1(made.by)}${permission}${commit}`;
}
function delivered(data) {
	const files = counted(data.deliverables.length, "deliverable");
	return data.changed > 0 ? `${files}, ${counted(data.changed, "changed file")}` : files;
}
function planDifference(data) {
	return [
		data.added.length ? `added ${data.added.map((t) => t.id).join(", ")}` : "",
		data.removed.length ? `removed ${data.removed.join(", ")}` : "",
		...data.changed.map((c) => `${c.task}: ${c.what.join(", ")}`),
		data.milestone?.length ? `milestone: ${data.milestone.join(", ")}` : ""
	].filter(Boolean).join("; ") || "nothing that matters";
}
function failedChecks(checks) {
	return checks.filter((c) => !c.ok).map((c) => `${c.command} (exit ${c.exit ?? "none"})`).join(", ") || "no check passed";
}
function testFigures(run) {
	if (run.total === void 0) return run.ok ? "" : ` (exit ${run.exit ?? "none"})`;
	return run.total === 0 ? " (no tests)" : ` (${run.passed ?? 0} of ${run.total} passed)`;
}
function raised(data) {
	return `+ ${[
		data.minutes ? counted(data.minutes, "minute") : "",
		data.tokens ? counted(data.tokens, "token") : "",
		data.cost_usd ? `$${data.cost_usd}` : "",
		data.attempts ? counted(data.attempts, "attempt") : ""
	].filter(Boolean).join(", ") || "nothing"}`;
}

// src/milestone/review/finding.ts
const REVIEW_SEVERITIES = [
	"low",
	"medium",
	"high"
];
const LENSES = [
	"correctness",
	"security",
	"performance",
	"docs"
];
const reviewFinding = object({
	file: string(),
	/** As the file is now, from 1; 0: the file as a whole. */
	line: int().min(0),
	severity: _enum(REVIEW_SEVERITIES),
	lens: _enum(LENSES),
	message: string(),
	/** The line that it is about, word for word. */
	quote: string().optional(),
	/** The engine found it itself. */
	own: boolean().optional()
});
/** What a review of an attempt's patch came to. */
const reviewRecord = object({
	/** Absent: no agent was asked. */
	agent: string().optional(),
	lenses: array(string()),
	findings: array(reviewFinding),
	/** Findings that were left out, since what they quote is not in the patch. */
	dropped: int().min(0)
});
const MOST_FINDINGS = 50;
const MOST_CHARS = 2e3;
/** As a reviewer may write it; what is no use of it is left out by itself. */
const answered = object({
	file: string().min(1).max(4096),
	line: int().min(0).catch(0),
	severity: _enum(REVIEW_SEVERITIES),
	lens: _enum(LENSES).catch("correctness"),
	message: string().min(1),
	quote: string().min(1)
});
/**
* The findings of a reviewer's answer that hold: each names a changed file and quotes a line of its patch. null: it is no
* answer, and so nobody has looked.
*/
function readFindings(answer, patches) {
	if (!Array.isArray(answer?.findings)) return null;
	const findings = [];
	let dropped = 0;
	for (const each of answer.findings) {
		const reading = answered.safeParse(each);
		const finding = reading.success ? placed(reading.data, patches) : null;
		if (finding && findings.length < MOST_FINDINGS) findings.push(finding);
		else dropped += 1;
	}
	return {
		findings,
		dropped
	};
}
/** With the line where the quoted text really stands. */
function placed(finding, patches) {
	const patch = patches.find(({ path }) => path === finding.file.replace(/^(?:\.\/|[ab]\/)/, ""));
	const quote = finding.quote.trim().replace(/^[+-]\s*/, "").trim();
	if (!patch || quote === "") return null;
	const found = patch.lines.filter((line) => line.text.trim() === quote || quote.length >= 12 && line.text.includes(quote));
	if (found.length === 0) return null;
	const nearest = found.reduce((a, b) => Math.abs(b.new - finding.line) < Math.abs(a.new - finding.line) ? b : a);
	const message = finding.message.slice(0, MOST_CHARS).toWellFormed();
	return {
		...finding,
		file: patch.path,
		line: nearest.new,
		message,
		quote: nearest.text.trim().slice(0, 300)
	};
}
/** The findings that send the work back. */
function blockingOf(findings, { blocking }) {
	if (blocking === "none") return [];
	const least = REVIEW_SEVERITIES.indexOf(blocking);
	return findings.filter(({ severity }) => REVIEW_SEVERITIES.indexOf(severity) >= least);
}
/** `src/a.ts:12: high, security: the key is printed (console.log(key))`. */
function findingWords({ file, line, severity, lens, message, quote }) {
	return `${line > 0 ? `${file}:${line}` : file}: ${severity}, ${lens}: ${message}${quote ? ` (${quote})` : ""}`;
}

// src/milestone/session/event-data.ts
/**
* The shapes that events are made of. A log comes from a branch where others write, so every line is held against
* these when it is read; what they do not name is kept and has no effect. A field that is added must be optional, for
* older logs lack it.
*/
const text = string();
const texts = array(text);
const whole = int().min(0);
const amount = number().min(0);
const percentage = number().min(0).max(100);
const flag = boolean();
const taskId = text.refine((value) => idProblem(value) === null, { error: "is no task's id" });
const instant = text.refine(isInstant, { error: "is no time such as 2026-11-30T12:00:00.000Z" });
/** RFC 3339 in UTC, whole seconds or finer. */
function isInstant(value) {
	return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) && !Number.isNaN(Date.parse(value));
}
const SOURCES = [
	"local",
	"comment",
	"review",
	"issue",
	"check",
	"dispatch"
];
const person = object({
	login: text,
	/** GitHub's numeric id; null for a local person. */
	id: int().nullable(),
	source: _enum(SOURCES)
});
/** Who holds the branch. A higher epoch always wins; the clock decides liveness only, never safety. */
const lease = object({
	epoch: whole,
	run_id: text,
	run_attempt: whole,
	job: text,
	host: text,
	pid: whole,
	/** Start time of the process as its host counts it: tells a reused pid from the owner. */
	pid_started: text
});
const SESSION_STATUSES = [
	"active",
	"interrupted",
	"paused",
	"waiting_approval",
	"waiting_answer",
	"waiting_limit",
	"blocked",
	"completed",
	"cancelled",
	"postponed",
	"suspended"
];
const sessionOpening = object({
	lease,
	strategy: _enum([
		"parallel",
		"sequential",
		"hybrid",
		"auto"
	]),
	agents: whole,
	monitoring: _enum([
		"basic",
		"detailed",
		"verbose"
	]),
	/** Idempotency key of the wish that started this run. */
	request: text.optional(),
	version: text,
	/** Only where there is none: the work is done in the checkout itself, and no branch holds it. */
	git_integration: literal(false).optional()
});
const fileRef = object({
	/** From the repository's root. */
	path: text,
	/** Git blob id. */
	blob: text
});
/** What the fold needs to know of a task before its first event. */
const taskSeed = object({
	id: taskId,
	workflow: flag,
	status: _enum(TASK_STATUSES),
	phases: partialRecord(_enum(PHASES), _enum(PHASE_STATUSES)),
	/** What phases left that were finished before the milestone began; absent where they left nothing. */
	deliverables: partialRecord(_enum(PHASES), array(fileRef)).optional()
});
const milestoneActivated = object({
	title: text,
	weights: record(_enum(PHASES), percentage),
	tasks: array(taskSeed),
	compliance: object({
		score: percentage,
		migrated: texts,
		standard: texts,
		declared: texts.optional()
	}),
	base: object({
		branch: text,
		commit: text
	}),
	quality_gates: array(object({
		name: text,
		at: percentage
	})),
	/** `PLAN_FORMAT` of the version that began it; absent before there was such a number. */
	plan_format: number().optional()
});
const planChanged = object({
	added: array(taskSeed),
	removed: texts,
	changed: array(object({
		task: text,
		what: texts
	})),
	/** What changed of the milestone itself, e.g. `budget`; absent: nothing. */
	milestone: texts.optional(),
	by: text,
	/** The base's commit that it was taken from; absent where a person changed it on the branch. */
	base_commit: text.optional()
});
const modelUsage = object({
	model: text,
	input_tokens: amount,
	output_tokens: amount,
	cost_usd: amount
});
/** What an attempt used, as its program reported it; absent when nothing is known of it. */
const usage = object({
	agent: text,
	model: text.optional(),
	input_tokens: amount,
	output_tokens: amount,
	cost_usd: amount,
	/** Its program told tokens alone, and the dollars come from a price. */
	priced: flag.optional(),
	/** It was ended before its program told anything, and the dollars are an upper estimate. */
	estimated: flag.optional(),
	/** What each model used, where the program used more than one; these add up to the figures above. */
	models: array(modelUsage).optional()
});
/** A criterion with a command, which succeeds now. */
const provenCriterion = object({
	criterion: text,
	run: text,
	/** It succeeded before the work as well, so it proves nothing of it. */
	passed_before: flag
});
const phaseCompleted = object({
	attempt: whole,
	executor: text,
	duration_ms: amount,
	deliverables: array(fileRef),
	/** Number of repository files changed beside the deliverables. */
	changed: whole,
	/** The first of them by path; absent: an older build wrote the event. */
	files: texts.optional(),
	/** Whether an approval must follow before the phase counts as finished. */
	gated: flag,
	usage: usage.optional(),
	/** How the agent says it answered each point of feedback. */
	answers: texts.optional(),
	criteria: array(provenCriterion).optional(),
	review: reviewRecord.optional()
});
const phaseFailed = object({
	attempt: whole,
	executor: text,
	duration_ms: amount,
	type: _enum(BLOCKER_TYPES),
	message: text,
	evidence: text,
	/** Transient failures are retried, permanent ones are not; an ordinary one is retried as often as allowed. */
	kind: _enum([
		"transient",
		"ordinary",
		"permanent"
	]),
	usage: usage.optional(),
	review: reviewRecord.optional()
});
/** A commit that the branch never has: `base`, changed as the attempt left its tree. */
const keptWork = object({
	commit: text,
	base: text
});
const questionAsked = object({
	attempt: whole,
	/** From 1, over all attempts of the phase. */
	number: whole,
	question: text,
	why: text.optional(),
	options: texts,
	default: text.optional(),
	/** false: the work went on with the default, and an answer is told to the phases that follow. */
	blocking: flag,
	/** When the waiting ends; absent: never. */
	until: instant.optional(),
	/** The question is whether this is to be done: the first option accepts it. */
	discovered: object({
		title: text,
		why: text.optional(),
		needs: texts
	}).optional()
});
const questionAnswered = object({
	number: whole,
	answer: text,
	/** From 1; absent: a text of its own. */
	option: whole.optional(),
	/** Absent: nobody answered in time, and the default holds. */
	by: person.optional()
});
/** A finished or failed phase is to run again, by a person's wish. Later phases of the task go back to pending. */
const phaseReopened = object({
	by: person,
	reason: text,
	revert: flag,
	/** What the next attempt is told; absent: what it would be told anyway. */
	feedback: texts.optional()
});
const escalationLevel = literal(ESCALATION_LEVELS);
const retryScheduled = object({
	attempt: whole,
	not_before: instant,
	level: escalationLevel,
	executor: text,
	/** A model of the executor's, in place of its own. */
	model: text.optional(),
	/** Of `escalate`, how many were used with this one. */
	escalated: whole.optional(),
	/** The attempt, and those after it, get the alternative brief. */
	alternative: flag.optional(),
	reason: text
});
const approvalRequested = object({
	/** `<task>/<phase>#<attempt>`, with `.n` when asked again; `gate:<name>` for a quality gate, with `#n`. */
	request: text,
	transition: _enum([...TRANSITIONS, "quality_gate"]),
	kind: _enum(["approval", "manual"]),
	approvers: texts,
	min_approvals: whole,
	criteria: texts,
	deliverables: array(fileRef),
	attempt: whole,
	/** Of a checkpoint: the tree that is asked about. Absent in logs of before, and for phases. */
	tree: text.optional()
});
const decision = object({
	verdict: _enum(["approved", "rejected"]),
	by: person,
	/** Review or comment id at GitHub; null for a local decision. */
	ref: int().nullable(),
	/** The commit that was looked at. */
	commit: text.nullable(),
	permission: text,
	at: instant,
	/** Body and line comments, the next attempt's feedback. */
	feedback: texts
});
/** A command that resolves a blocker, in the form of the command line and the comments. */
const proposal = object({
	command: text,
	why: text
});
const blockerDetected = object({
	id: text,
	type: _enum(BLOCKER_TYPES),
	severity: _enum(SEVERITIES),
	task: text.optional(),
	phase: _enum(PHASES).optional(),
	/** The agent profile that it is about, with the tasks that it holds. */
	profile: text.optional(),
	tasks: texts.optional(),
	level: escalationLevel,
	message: text,
	evidence: text,
	proposals: array(proposal),
	attempts: whole
});
const checkResult = object({
	command: text,
	ok: flag,
	exit: int().nullable(),
	duration_ms: amount,
	tail: text
});
const qualityGate = object({
	name: text,
	at: percentage,
	checks: array(checkResult)
});
const testRun = object({
	reason: _enum([
		"baseline",
		"phase",
		"final",
		"retry"
	]),
	command: text,
	/** null: there is none, the checkout itself was tested. */
	commit: text.nullable(),
	ok: flag,
	exit: int().nullable(),
	duration_ms: amount,
	total: whole.optional(),
	passed: whole.optional(),
	failed: whole.optional(),
	skipped: whole.optional(),
	failures: texts,
	tail: text
});
const budgetRaised = object({
	minutes: amount.optional(),
	tokens: amount.optional(),
	cost_usd: amount.optional(),
	attempts: amount.optional(),
	by: person
});
const commandAccepted = object({
	command: text,
	target: text.optional(),
	reason: text.optional(),
	by: person,
	request: text.optional()
});
const nothing = object({});
const reason = object({ reason: text });
const personsReason = object({
	reason: text,
	by: person
});
/** `by` is absent where the condition of the task left it out. */
const taskSkipped = object({
	reason: text,
	by: person.optional()
});
const progress = object({
	percentage,
	completed_tasks: whole,
	total_tasks: whole
});

// src/milestone/session/event-kind.ts
/** Declares a kind of event; its data's type follows from the schema. */
function kind(declared) {
	return declared;
}

// src/milestone/session/profile-events.ts
/** Why a profile is of no use, for whatever task. */
const PROFILE_FAULTS = [
	"usage_limit",
	"credentials",
	"credit",
	"model"
];
/** Agent profiles: what their accounts and services say holds for every task that they work on. */
const profileEvents = {
	profile_rested: kind({
		says: "an agent's account reached a limit, or its service is busy: it is left alone until a time",
		log: "blockers",
		data: object({
			profile: text,
			cause: _enum(["usage_limit", "busy"]),
			until: instant,
			message: text
		}),
		fold: (state, { data }) => {
			const profile = profileIn(state, data.profile);
			profile.restsUntil = data.until;
			profile.message = data.message;
			profile.busy = data.cause === "busy" ? profile.busy + 1 : 0;
		}
	}),
	profile_failed: kind({
		says: "an agent's key, credit, model or plan is of no use until a person acts",
		log: "blockers",
		data: object({
			profile: text,
			cause: _enum(PROFILE_FAULTS),
			message: text
		}),
		fold: (state, { data }) => {
			Object.assign(profileIn(state, data.profile), {
				fault: data.cause,
				message: data.message
			});
		}
	}),
	profile_demoted: kind({
		says: "an agent kept failing: it is tried last until it succeeds",
		log: "blockers",
		data: object({
			profile: text,
			failures: whole
		}),
		fold: (state, { data }) => {
			profileIn(state, data.profile).last = true;
		}
	}),
	profile_recovered: kind({
		says: "an agent is used as before: it succeeded, or a person says so",
		log: "blockers",
		data: object({
			profile: text,
			how: text
		}),
		fold: (state, { data }) => {
			state.profiles.set(data.profile, newProfile());
		}
	})
};
function profileIn({ profiles }, name) {
	const known = profiles.get(name) ?? newProfile();
	profiles.set(name, known);
	return known;
}

// src/milestone/session/task-events.ts
/** Tasks and their phases: what began, what it came to, and what is to be done again. */
const taskEvents = {
	task_started: kind({
		says: "the first phase of a task began",
		log: "execution",
		data: nothing,
		fold: (state, event) => {
			const task = taskOf(state, event);
			task.status = "in_progress";
			task.startedAt ??= event.timestamp;
		}
	}),
	task_completed: kind({
		says: "every phase of a task is finished",
		log: "execution",
		data: nothing,
		fold: (state, event) => {
			const task = taskOf(state, event);
			if (![...task.phases.values()].every(({ status }) => isFinished(status))) return;
			task.status = "completed";
			task.completedAt = event.timestamp;
		}
	}),
	task_skipped: kind({
		says: "a person skipped a task, or it is for a failure that did not come; its dependants may start",
		log: "execution",
		data: taskSkipped,
		fold: (state, event) => {
			const task = taskOf(state, event);
			task.status = "skipped";
			task.completedAt = event.timestamp;
			task.skipReason = event.data.reason;
			task.leftOut = event.data.by === void 0;
			task.skipSeq = event.seq;
			leaveUnfinished(task);
			for (const approval of state.approvals.values()) if (approval.task === task.id && approval.status === "open") approval.status = "void";
		}
	}),
	/** A branch's log is written by whoever may push; leaving work out takes more than that. */
	skip_voided: kind({
		says: "a task that the log calls skipped is to be done: nobody who may skip it did",
		log: "execution",
		data: object({ reason: text }),
		fold: (state, event) => {
			const task = taskOf(state, event);
			if (task.status !== "skipped") return;
			Object.assign(task, {
				status: "pending",
				completedAt: null,
				skipReason: null,
				skipSeq: null,
				leftOut: false
			});
			settleTask(task);
		}
	}),
	phase_started: kind({
		says: "an attempt at a phase began",
		log: "execution",
		data: object({
			attempt: whole,
			executor: text
		}),
		fold: inPhase((phase, { data, timestamp }) => {
			phase.status = "in_progress";
			phase.attempt = data.attempt;
			phase.running = true;
			phase.startedAt = timestamp;
			phase.notBefore = null;
			phase.ticket = null;
		})
	}),
	ticket_issued: kind({
		says: "an attempt is to run on a machine of its own",
		log: "execution",
		data: object({
			ticket: text,
			attempt: whole,
			executor: text,
			cap_usd: amount.optional()
		}),
		fold: inPhase((phase, { data, timestamp }) => {
			const { ticket: id, executor, cap_usd: capUsd = null } = data;
			phase.ticket = {
				id,
				executor,
				capUsd,
				issuedAt: timestamp,
				base: null,
				run: null
			};
		})
	}),
	ticket_sent: kind({
		says: "a job of GitHub's was started for the attempt",
		log: "execution",
		data: object({
			ticket: text,
			base: text,
			run: text.nullable()
		}),
		fold: inPhase((phase, { data }) => {
			if (phase.ticket?.id === data.ticket) Object.assign(phase.ticket, {
				base: data.base,
				run: data.run
			});
		})
	}),
	phase_completed: kind({
		says: "a phase's deliverables were validated and committed",
		log: "execution",
		data: phaseCompleted,
		fold: inPhase((phase, { data, timestamp }, { state, task }) => {
			phase.status = data.gated ? "waiting_approval" : "completed";
			phase.running = false;
			phase.completedAt = timestamp;
			phase.durationMs = data.duration_ms;
			phase.deliverables = data.deliverables;
			phase.changed = [.../* @__PURE__ */ new Set([...phase.changed, ...data.files ?? []])];
			phase.failures = 0;
			phase.failedBy = /* @__PURE__ */ new Map();
			noteProfile(state, data.executor, "success");
			phase.feedback = [];
			phase.kept = null;
			phase.executor = null;
			closeManualRequest(state, phase, timestamp);
			recordUsage(state, task, phase, data);
		})
	}),
	phase_failed: kind({
		says: "an attempt at a phase failed",
		log: "execution",
		data: phaseFailed,
		fold: inPhase((phase, { data }, { state, task }) => {
			phase.failures += 1;
			phase.alike = {
				type: data.type,
				count: data.type === phase.alike.type ? phase.alike.count + 1 : 1
			};
			noteFailedBy(phase, data);
			noteProfile(state, data.executor, "failure");
			phase.running = false;
			phase.kept = null;
			phase.feedback = [data.message, data.evidence].filter(Boolean);
			recordUsage(state, task, phase, data);
		})
	}),
	/** The phase stays in progress: an interruption is no step back, and the percentage may not fall for it. */
	phase_interrupted: kind({
		says: "an attempt ended by no fault of its own: with the run, by a limit, or by a conflict",
		log: "execution",
		data: object({
			attempt: whole,
			reason: text,
			usage: usage.optional(),
			duration_ms: amount.optional(),
			kept: keptWork.optional()
		}),
		fold: inPhase((phase, { data }, { state, task }) => {
			phase.running = false;
			phase.kept = data.kept ?? phase.kept;
			if (data.usage) addCost(state, task, phase, data.usage);
		})
	}),
	phase_reopened: kind({
		says: "a person wants a phase done again",
		log: "execution",
		data: phaseReopened,
		fold: inPhase((phase, { data, phase: name }, { state, task }) => {
			reopen(state, task, phase, {
				name,
				feedback: data.feedback ?? phase.feedback
			});
		})
	}),
	retry_scheduled: kind({
		says: "a failed phase will be tried again",
		log: "execution",
		data: retryScheduled,
		fold: inPhase((phase, { data }) => {
			phase.running = false;
			phase.notBefore = data.not_before;
			phase.executor = data.executor;
			phase.escalated = data.escalated ?? phase.escalated;
			phase.model = data.model ?? (data.escalated === void 0 ? phase.model : null);
			phase.alternative ||= data.alternative ?? false;
		})
	})
};
/** Folds what happened to a phase; the task's status follows from it. */
function inPhase(change) {
	return (state, event) => {
		const task = taskOf(state, event);
		change(phaseOf(task, event), event, {
			state,
			task
		});
		settleTask(task);
	};
}
/** What was under way in a task that is left out is given up: nothing waits, is blocked or goes on in it. */
function leaveUnfinished(task) {
	for (const phase of task.phases.values()) if (!isFinished(phase.status)) phase.status = "pending";
}
/** A person's own work that was asked for is there. */
function closeManualRequest(state, phase, at) {
	const request = phase.approval ? state.approvals.get(phase.approval) : void 0;
	if (request?.kind === "manual" && request.status === "open") Object.assign(request, {
		status: "granted",
		decidedAt: at
	});
}
/** The reopened phase starts anew, with the feedback; later phases of the task fall back and lose their approvals. */
function reopen(state, task, phase, { name, feedback }) {
	for (const later of PHASES.slice(PHASES.indexOf(name))) {
		const at = task.phases.get(later);
		if (!at) continue;
		const open = at.approval ? state.approvals.get(at.approval) : void 0;
		if (open && open.status !== "rejected") open.status = "void";
		const kept = {
			attempt: at.attempt,
			usage: at.usage,
			questions: at.questions
		};
		task.phases.set(later, {
			...newPhase("pending"),
			...kept,
			feedback: at === phase ? feedback : []
		});
	}
	task.completedAt = null;
	if (task.status !== "skipped") return;
	Object.assign(task, {
		status: "pending",
		skipReason: null,
		leftOut: false
	});
}
/** A failure that lasts until a person changes something takes all that the executor had left. */
function noteFailedBy({ failedBy }, { executor, kind }) {
	failedBy.set(executor, kind === "permanent" ? Number.POSITIVE_INFINITY : (failedBy.get(executor) ?? 0) + 1);
}
/** The failures in a row of an agent profile; of commands and people nothing is remembered. */
function noteProfile(state, executor, ended) {
	if (executor === "run" || executor === "manual") return;
	if (ended === "failure") profileIn(state, executor).failures += 1;
	else if (state.profiles.has(executor)) Object.assign(profileIn(state, executor), {
		failures: 0,
		busy: 0
	});
}
/** What an attempt cost that does not count as one: it met a limit, or was ended with the run. */
function addCost(state, task, phase, spent) {
	const agent = [spent.agent, spent.model].filter(Boolean).join(" ");
	const byAgent = state.usageByAgent.get(agent) ?? noUsage();
	state.usageByAgent.set(agent, byAgent);
	for (const totals of [
		state.usage,
		byAgent,
		task.usage,
		phase.usage
	]) addSpent(totals, spent);
}
function recordUsage(state, task, phase, data) {
	const agent = data.usage ? [data.usage.agent, data.usage.model].filter(Boolean).join(" ") : data.executor;
	let byAgent = state.usageByAgent.get(agent);
	if (!byAgent) {
		byAgent = noUsage();
		state.usageByAgent.set(agent, byAgent);
	}
	for (const totals of [
		state.usage,
		byAgent,
		task.usage,
		phase.usage
	]) addUsage(totals, data.duration_ms, data.usage);
}
/** A task's status follows from its phases, but for skipped (a person's) and completed (its own event). */
function settleTask(task) {
	if (task.status === "skipped") return;
	const statuses = [...task.phases.values()].map((p) => p.status);
	if (task.status === "completed" && statuses.every((s) => s === "completed" || s === "approved")) return;
	if (statuses.includes("blocked")) task.status = "blocked";
	else if (statuses.includes("waiting_approval")) task.status = "waiting_approval";
	else if (statuses.includes("waiting_answer")) task.status = "waiting_answer";
	else if (task.startedAt || statuses.some((s) => s !== "pending")) task.status = "in_progress";
	else task.status = "pending";
}
function taskOf(state, event) {
	const task = event.task_id ? state.tasks.get(event.task_id) : void 0;
	if (!task) throw new Error(`event ${event.seq} (${event.event}) names the unknown task ${event.task_id}`);
	return task;
}
function phaseOf(task, event) {
	const phase = event.phase ? task.phases.get(event.phase) : void 0;
	if (!phase) throw new Error(`event ${event.seq} (${event.event}) names no phase of the task ${task.id}`);
	return phase;
}

// src/milestone/session/blocker-events.ts
/** What stops the work, and what went on again. */
const blockerEvents = {
	blocker_detected: kind({
		says: "something stops work on a task or the milestone",
		log: "blockers",
		data: blockerDetected,
		fold: (state, { data, timestamp }) => {
			state.blockers.set(data.id, {
				...data,
				detectedAt: timestamp
			});
			if (data.task) setBlocked(state, data.task, data.phase);
		}
	}),
	blocker_escalated: kind({
		says: "a blocker reached the next level of resolution",
		log: "blockers",
		data: object({
			id: text,
			level: escalationLevel,
			reason: text
		}),
		fold: (state, { data }) => {
			const blocker = state.blockers.get(data.id);
			if (blocker) blocker.level = data.level;
		}
	}),
	blocker_resolved: kind({
		says: "a blocker is gone",
		log: "blockers",
		data: object({
			id: text,
			how: text
		}),
		fold: (state, { data, timestamp }) => {
			const blocker = state.blockers.get(data.id);
			if (!blocker) return;
			state.blockers.delete(blocker.id);
			state.resolvedBlockers.push({
				...blocker,
				resolvedAt: timestamp,
				how: data.how
			});
			if (blocker.task) unblock(state, blocker.task, blocker.phase);
		}
	})
};
function setBlocked(state, taskId, phase) {
	const task = state.tasks.get(taskId);
	const at = phase ? task?.phases.get(phase) : void 0;
	if (!task || !at) return;
	Object.assign(at, {
		status: "blocked",
		running: false
	});
	settleTask(task);
}
/** A blocked phase is to be tried again: it counts as under way, with its failures forgiven. */
function unblock(state, taskId, phase) {
	const task = state.tasks.get(taskId);
	const at = phase ? task?.phases.get(phase) : void 0;
	if (!task || at?.status !== "blocked") return;
	Object.assign(at, {
		status: "in_progress",
		failures: 0,
		failedBy: /* @__PURE__ */ new Map(),
		rejections: 0,
		alike: {
			type: "",
			count: 0
		},
		escalated: 0,
		model: null,
		alternative: false,
		notBefore: null,
		executor: null
	});
	settleTask(task);
}

// src/milestone/session/gate-events.ts
const decided = object({
	request: text,
	decision
});
/** Gates and checkpoints: what is asked, what people decided, what became void, and what checks and tests said. */
const gateEvents = {
	approval_requested: kind({
		says: "a gate waits for an approval",
		log: "execution",
		data: approvalRequested,
		fold: ask
	}),
	approval_granted: kind({
		says: "a person approved",
		log: "execution",
		data: decided.extend({ complete: flag }),
		fold: inGate((approval, { data, timestamp }, { phase }) => {
			approval.decisions.push(data.decision);
			if (!data.complete) return;
			approval.status = "granted";
			approval.decidedAt = timestamp;
			if (phase && approval.kind === "approval") phase.status = "approved";
		})
	}),
	approval_rejected: kind({
		says: "a person requested changes",
		log: "execution",
		data: decided,
		fold: inGate((approval, { data, timestamp }, { phase }) => {
			approval.decisions.push(data.decision);
			approval.status = "rejected";
			approval.decidedAt = timestamp;
			if (!phase) return;
			phase.status = "in_progress";
			phase.rejections += 1;
			phase.feedback = data.decision.feedback;
		})
	}),
	/** What was asked about changed after the request or the approval, so it asks again (`approval_requested` follows). */
	approval_voided: kind({
		says: "what was approved changed, so an approval no longer holds",
		log: "execution",
		data: object({
			request: text,
			reason: text,
			changed: texts
		}),
		fold: inGate((approval, _, { phase, task }) => {
			approval.status = "void";
			if (phase?.status !== "approved" && phase?.status !== "waiting_approval") return;
			phase.status = "waiting_approval";
			if (task) task.completedAt = null;
		})
	}),
	quality_gate_passed: kind({
		says: "the checks of a checkpoint passed",
		log: "progress",
		data: qualityGate,
		fold: (state, { data, timestamp }) => {
			state.qualityGates.set(data.name, {
				...data,
				status: "passed",
				decidedAt: timestamp
			});
		}
	}),
	quality_gate_failed: kind({
		says: "the checks of a checkpoint failed",
		log: "progress",
		data: qualityGate,
		fold: (state, { data, timestamp }) => {
			state.qualityGates.set(data.name, {
				...data,
				status: "failed",
				decidedAt: timestamp
			});
		}
	}),
	quality_gate_reopened: kind({
		says: "a checkpoint that was passed is due again",
		log: "progress",
		data: object({
			name: text,
			at: percentage,
			reason: text
		}),
		fold: (state, { data: { name, at } }) => {
			state.qualityGates.set(name, {
				name,
				at,
				status: "pending",
				checks: [],
				decidedAt: null
			});
		}
	}),
	tests_run: kind({
		says: "the test command ran on the integrated branch",
		log: "progress",
		data: testRun,
		fold: (state, { data, timestamp }) => {
			state.lastTests = {
				...data,
				at: timestamp
			};
		}
	})
};
function ask(state, event) {
	const task = event.task_id ?? null;
	const phase = event.phase ?? null;
	const before = task && phase ? state.tasks.get(task)?.phases.get(phase)?.approval ?? null : null;
	const earlier = before ? state.approvals.get(before) : void 0;
	const replaced = earlier?.status === "void" && earlier.attempt === event.data.attempt ? earlier : null;
	state.approvals.set(event.data.request, {
		...event.data,
		task,
		phase,
		status: "open",
		requestedAt: event.timestamp,
		decidedAt: null,
		decisions: [],
		replaces: replaced ? before : null,
		missing: replaced ? missingSince(replaced, event.data) : []
	});
	if (!task || !phase) return;
	const at = phaseOf(taskOf(state, event), event);
	at.approval = event.data.request;
	if (at.status !== "pending" || event.data.kind === "manual") at.status = "waiting_approval";
	settleTask(taskOf(state, event));
}
/** Folds what happened to a gate that was asked for; the task's status follows from it. */
function inGate(change) {
	return (state, event) => {
		const approval = state.approvals.get(event.data.request);
		if (!approval) throw new Error(`event ${event.seq} names the unknown approval ${event.data.request}`);
		const task = approval.task ? state.tasks.get(approval.task) : void 0;
		change(approval, event, {
			task,
			phase: approval.phase ? task?.phases.get(approval.phase) : void 0
		});
		if (task) settleTask(task);
	};
}
function missingSince(earlier, { deliverables }) {
	const there = new Set(deliverables.map((d) => d.path));
	return [...earlier.missing, ...earlier.deliverables.map((d) => d.path)].filter((path) => !there.has(path));
}

// src/milestone/session/milestone-events.ts
/** The milestone as a whole: its life, its plan, what it depends on, its figures, and its branch. */
const milestoneEvents = {
	milestone_activated: kind({
		says: "the milestone was started: its tasks, weights and base are recorded",
		log: "execution",
		data: milestoneActivated,
		fold: (state, { data, timestamp }) => {
			state.title = data.title;
			state.weights = data.weights;
			for (const seed of data.tasks) state.tasks.set(seed.id, newTask(seed));
			for (const gate of data.quality_gates) state.qualityGates.set(gate.name, {
				...gate,
				status: "pending",
				checks: [],
				decidedAt: null
			});
			state.activatedAt = timestamp;
			state.planFormat = data.plan_format ?? 1;
			state.planBase = data.base.commit;
			state.status = "in_progress";
		}
	}),
	milestone_completed: kind({
		says: "every task is done and the final checks passed",
		log: "execution",
		data: object({ percentage: literal(100) }),
		fold: (state, { data }) => {
			state.status = "completed";
			state.percentage = data.percentage;
		}
	}),
	milestone_reopened: kind({
		says: "a person wants work of a completed milestone done again; its file is active once more",
		log: "execution",
		data: personsReason.extend({ tasks: texts }),
		fold: (state) => {
			state.status = state.lease ? "in_progress" : "paused";
			state.endedAt = null;
			state.reopened += 1;
			for (const gate of state.qualityGates.values()) if (gate.at >= 100) gate.status = "pending";
		}
	}),
	milestone_postponed: kind({
		says: "a person postponed the milestone",
		log: "execution",
		data: personsReason,
		fold: (state) => {
			state.status = "postponed";
		}
	}),
	milestone_cancelled: kind({
		says: "a person cancelled the milestone",
		log: "execution",
		data: personsReason,
		fold: (state) => {
			state.status = "cancelled";
		}
	}),
	milestone_archived: kind({
		says: "the milestone file was moved to the archive",
		log: "execution",
		data: object({ by: person })
	}),
	plan_changed: kind({
		says: "the milestone file on the branch changed",
		log: "dependencies",
		data: planChanged,
		fold: (state, { data }) => {
			for (const id of data.removed) state.tasks.delete(id);
			for (const seed of data.added) state.tasks.set(seed.id, newTask(seed));
			if (data.base_commit) state.planBase = data.base_commit;
		}
	}),
	dependencies_validated: kind({
		says: "required milestones and prerequisites were found before a run",
		log: "dependencies",
		data: object({
			milestones: texts,
			prerequisites: texts
		})
	}),
	dependencies_forced: kind({
		says: "started although required milestones are not completed",
		log: "dependencies",
		data: object({ missing: texts }),
		fold: (state, { data }) => {
			for (const milestone of data.missing) state.forced.add(milestone);
		}
	}),
	dependents_notified: kind({
		says: "milestones that depend on this one were told",
		log: "dependencies",
		/** `again`: how often the milestone had been reopened by then. */
		data: object({
			milestones: texts,
			change: _enum([
				"activated",
				"completed",
				"reopened",
				"postponed",
				"cancelled"
			]),
			again: whole.optional()
		})
	}),
	warning_raised: kind({
		says: "something a person should know; work goes on",
		log: "blockers",
		data: object({
			type: _enum(WARNING_TYPES),
			message: text
		}),
		fold: (state, { data: { type, message }, timestamp, task_id }) => {
			state.warnings.push({
				at: timestamp,
				type,
				message,
				task: task_id
			});
		}
	}),
	budget_raised: kind({
		says: "a person raised a budget",
		log: "progress",
		data: budgetRaised,
		fold: (state, event) => {
			const raised = event.task_id ? taskOf(state, event).budgetRaised : state.budgetRaised;
			raised.minutes += event.data.minutes ?? 0;
			raised.tokens += event.data.tokens ?? 0;
			raised.costUsd += event.data.cost_usd ?? 0;
			raised.attempts += event.data.attempts ?? 0;
		}
	}),
	strategy_adjusted: kind({
		says: "the number of agents was narrowed or widened",
		log: "progress",
		data: object({
			agents: whole,
			reason: text
		}),
		fold: (state, { data }) => {
			state.agentsLimit = data.agents;
		}
	}),
	progress_updated: kind({
		says: "the milestone's percentage changed",
		log: "progress",
		data: progress,
		fold: (state, { data }) => {
			state.percentage = data.percentage;
		}
	}),
	checkpoint_committed: kind({
		says: "logs and session were saved between phases",
		log: "git",
		data: object({
			reason: text,
			files: whole
		})
	}),
	commit_created: kind({
		says: "a commit was made",
		log: "git",
		data: object({
			commit: text,
			subject: text
		})
	}),
	branch_pushed: kind({
		says: "the branch was pushed",
		log: "git",
		data: object({
			commit: text,
			commits: whole
		})
	}),
	base_merged: kind({
		says: "the base branch was merged into the milestone's",
		log: "git",
		/** `plan`: its plan is in the branch's as well. */
		data: object({
			commit: text,
			plan: boolean().optional()
		}),
		fold: (state, { data }) => {
			if (data.plan) state.planBase = data.commit;
		}
	}),
	person_commits_merged: kind({
		says: "commits that a person pushed were taken in",
		log: "git",
		data: object({
			commits: texts,
			paths: whole
		})
	})
};

// src/milestone/session/question-events.ts
/** What agents ask people, and what is answered. */
const questionEvents = {
	question_asked: kind({
		says: "an agent asks a person; a phase whose question is blocking waits for the answer",
		log: "execution",
		data: questionAsked,
		fold: inPhase((phase, { data, timestamp }) => {
			phase.questions.push({
				...data,
				askedAt: timestamp,
				answer: null
			});
			if (!data.blocking) return;
			phase.status = "waiting_answer";
			phase.running = false;
		})
	}),
	/** Once the last blocking question is answered the phase runs again. */
	question_answered: kind({
		says: "a person answered an agent's question, or its default holds since nobody did in time",
		log: "execution",
		data: questionAnswered,
		fold: inPhase((phase, event) => {
			const asked = phase.questions.find((q) => q.number === event.data.number);
			if (!asked) throw new Error(`event ${event.seq} answers the unknown question ${event.data.number}`);
			asked.answer = event.data;
			if (phase.status !== "waiting_answer" || phase.questions.some((q) => q.blocking && !q.answer)) return;
			phase.status = "in_progress";
			phase.notBefore = null;
		})
	})
};

// src/milestone/session/session-events.ts
/** Sessions and the lease: who works on the branch, and how that ended. */
const sessionEvents = {
	session_started: kind({
		says: "a session was opened and the branch's lease taken",
		log: "execution",
		data: sessionOpening,
		fold: open
	}),
	session_resumed: kind({
		says: "a later run goes on with the session",
		log: "execution",
		data: sessionOpening.extend({ from: _enum([...SESSION_STATUSES, "crashed"]) }),
		fold: open
	}),
	session_interrupted: kind({
		says: "a signal ended the run",
		log: "execution",
		data: reason,
		fold: (state, { data }) => endRun$1(state, {
			session: "interrupted",
			reason: data.reason,
			milestone: "paused"
		})
	}),
	session_paused: kind({
		says: "a person or the time budget paused the session",
		log: "execution",
		data: object({
			reason: text,
			by: person.optional()
		}),
		fold: (state, { data }) => endRun$1(state, {
			session: "paused",
			reason: data.reason,
			milestone: "paused"
		})
	}),
	/** The run ends while the milestone waits; the session goes on later under the same id. */
	session_suspended: kind({
		says: "the run ended because only a gate, a question, a limit or a blocker is left, or another run owns the branch",
		log: "execution",
		data: object({
			status: _enum([
				"waiting_approval",
				"waiting_answer",
				"waiting_limit",
				"blocked",
				"in_progress"
			]),
			reason: text
		}),
		fold: (state, { data: { status, reason } }) => endRun$1(state, {
			session: status === "in_progress" ? "suspended" : status,
			reason,
			milestone: status
		})
	}),
	session_ended: kind({
		says: "the milestone was completed, cancelled or postponed",
		log: "execution",
		data: object({ status: _enum([
			"completed",
			"cancelled",
			"postponed"
		]) }),
		fold: (state, { data: { status }, timestamp }) => {
			endRun$1(state, {
				session: status,
				reason: "",
				milestone: status
			});
			state.endedAt = timestamp;
		}
	}),
	lease_released: kind({
		says: "a person freed a stuck lease",
		log: "execution",
		data: personsReason.extend({ epoch: whole }),
		fold: (state, { data }) => {
			state.lease = null;
			state.epoch = Math.max(state.epoch, data.epoch);
		}
	}),
	command_accepted: kind({
		says: "a person's command was carried out",
		log: "execution",
		data: commandAccepted,
		fold: (state, { data }) => {
			if (data.request) state.requests.add(data.request);
		}
	})
};
function open(state, event) {
	const { lease, strategy, agents, monitoring, request } = event.data;
	const known = state.session?.id === event.session_id ? state.session : null;
	state.session = {
		id: event.session_id,
		runId: lease.run_id,
		status: "active",
		startedAt: known?.startedAt ?? event.timestamp,
		resumedAt: known ? event.timestamp : null,
		strategy,
		agents,
		monitoring,
		reason: "",
		gitIntegration: event.data.git_integration ?? true
	};
	state.lease = lease;
	state.epoch = Math.max(state.epoch, lease.epoch);
	state.agentsLimit = null;
	state.endedAt = null;
	if (request) state.requests.add(request);
	if (state.activatedAt) state.status = "in_progress";
}
function endRun$1(state, { session, reason, milestone }) {
	if (state.session) Object.assign(state.session, {
		status: session,
		reason
	});
	state.lease = null;
	state.status = milestone;
}

// src/milestone/session/event.ts
/**
* The spine: everything that ever happens to a milestone. State, reports, dashboards, issues and exit codes are
* functions of these events. A new kind is declared in one of the seven tables, with the shape of its data, its words,
* its role's log and its fold; the compiler finds the rest.
*/
const EVENTS = {
	...sessionEvents,
	...milestoneEvents,
	...taskEvents,
	...gateEvents,
	...blockerEvents,
	...profileEvents,
	...questionEvents
};

// src/milestone/session/log.ts
/** `prev` of the first line. */
const GENESIS = "0".repeat(64);
const EMPTY_LOG = {
	seq: 0,
	hash: GENESIS
};
/** Numbers, dates and chains an event. Returns the line without its newline, and the new head. */
function appendEvent(head, event, stamp) {
	const logged = {
		timestamp: new Date(stamp.now).toISOString(),
		seq: head.seq + 1,
		event: event.event,
		milestone_id: stamp.milestone,
		session_id: stamp.session,
		...event.task_id === void 0 ? {} : { task_id: event.task_id },
		...event.phase === void 0 ? {} : { phase: event.phase },
		...event.agent === void 0 ? {} : { agent: event.agent },
		data: event.data,
		prev: head.hash
	};
	const line = JSON.stringify(logged);
	return {
		event: logged,
		line,
		head: {
			seq: logged.seq,
			hash: hashLine(line)
		}
	};
}
function hashLine(line) {
	return hash("sha256", line, "hex");
}
/**
* Reads and verifies a log, segment by segment in order. Only the very last line may be torn (no newline behind it, and
* no JSON or no valid link); any other departure from the chain is named with its file and line and nothing is read.
*/
var LogReader = class {
	#events = [];
	#head = EMPTY_LOG;
	#torn = null;
	#problem = null;
	#older = null;
	/** An earlier tool's log counts as none: nothing in it can be verified. */
	add({ file, text }) {
		if (this.#head.seq === 0 && isEarlierTools(text)) {
			this.#older ??= file;
			return;
		}
		if (this.#torn) this.#fail(this.#torn.file, this.#torn.line, "the line is cut off");
		if (this.#problem) return;
		const lines = text.split("\n");
		const tail = lines.pop() ?? "";
		for (const [at, line] of lines.entries()) {
			const next = readLine(line, this.#head);
			if (typeof next === "string") return this.#fail(file, at + 1, next);
			this.#events.push(next.event);
			this.#head = next.head;
		}
		if (tail !== "") this.#torn = {
			file,
			line: lines.length + 1,
			bytes: Buffer.byteLength(tail)
		};
	}
	/** What was added so far. */
	get reading() {
		return this.#problem ? {
			ok: false,
			problem: this.#problem
		} : {
			ok: true,
			events: this.#events,
			head: this.#head,
			torn: this.#torn
		};
	}
	/** The file with an earlier tool's log, where there is one. */
	get older() {
		return this.#older;
	}
	#fail(file, line, message) {
		this.#problem ??= {
			file,
			line,
			message
		};
	}
};
/** Lines that tell events, of which not one has a number or a link to the line before. */
function isEarlierTools(text) {
	if (text.includes("\"prev\":") || text.includes("\"seq\":")) return false;
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	return lines.length > 0 && lines.every(tellsEvent);
}
function tellsEvent(line) {
	try {
		const event = JSON.parse(line);
		return typeof event === "object" && event !== null && "event" in event && "timestamp" in event;
	} catch {
		return false;
	}
}
function readLine(line, head) {
	let event;
	try {
		event = JSON.parse(line);
	} catch {
		return "the line is not JSON";
	}
	if (!isEnvelope(event)) return "the line is not an event";
	if (!isEventName(event.event)) return `the event ${JSON.stringify(event.event).slice(0, 80)} is unknown to this version; use a newer one`;
	if (event.prev !== head.hash) return "the line does not continue the one before it: one of the two was changed";
	if (event.seq !== head.seq + 1) return `the line has the number ${event.seq} where ${head.seq + 1} must follow`;
	const problem = envelopeProblem(event) ?? dataProblem(event.event, event.data);
	if (problem) return `the event ${event.event} is malformed: ${problem}`;
	return {
		event,
		head: {
			seq: event.seq,
			hash: hashLine(line)
		}
	};
}
function isEnvelope(value) {
	if (typeof value !== "object" || value === null) return false;
	const v = value;
	return typeof v.event === "string" && typeof v.seq === "number" && typeof v.prev === "string" && typeof v.timestamp === "string" && typeof v.milestone_id === "string" && typeof v.session_id === "string" && typeof v.data === "object" && v.data !== null;
}
function isEventName(name) {
	return Object.hasOwn(EVENTS, name);
}
/** A chain proves that nothing was changed, not that what was written makes sense: whoever may push can chain. */
function envelopeProblem({ timestamp, session_id, task_id, phase, agent }) {
	if (!isInstant(timestamp)) return "timestamp is no time in UTC";
	if (idProblem(session_id)) return "session_id is no session's id";
	if (task_id !== void 0 && (typeof task_id !== "string" || idProblem(task_id))) return "task_id is no task's id";
	if (phase !== void 0 && (typeof phase !== "string" || !isPhase(phase))) return "phase is no phase";
	if (agent !== void 0 && typeof agent !== "string") return "agent is no text";
	return null;
}
/** What is wrong with the data of an event of this kind, by its first fault; null: nothing. */
function dataProblem(name, data) {
	const read = EVENTS[name].data.safeParse(data);
	if (read.success) return null;
	const { path, message } = read.error.issues[0];
	return `${["data", ...path].map(String).join(".").slice(0, 200)}: ${message.slice(0, 200)}`;
}

// src/milestone/view/audit.ts
function newTrail() {
	return {
		entries: [],
		requested: /* @__PURE__ */ new Map()
	};
}
/** Everything in the log that a person decided, oldest first. */
function auditTrail(events) {
	const trail = newTrail();
	for (const event of events) addToTrail(trail, event);
	return trail.entries;
}
function addToTrail({ entries, requested }, event) {
	if (event.event === "approval_requested") requested.set(event.data.request, event.data.deliverables);
	const actor = actorOf(event);
	if (!actor) return;
	const request = "request" in event.data ? event.data.request : void 0;
	const ofGate = event.event.startsWith("approval_") && typeof request === "string";
	entries.push({
		seq: event.seq,
		at: event.timestamp,
		event: event.event,
		task: event.task_id ?? null,
		phase: event.phase ?? null,
		who: actor.person?.login ?? actor.name ?? null,
		id: actor.person?.id ?? null,
		source: actor.person?.source ?? null,
		permission: actor.decision?.permission ?? null,
		commit: actor.decision?.commit ?? null,
		ref: actor.decision?.ref ?? null,
		deliverables: ofGate ? requested.get(request) ?? [] : [],
		words: describeEvent(event)
	});
}
/** Who decided what the event tells; null for events that nobody decided. */
function actorOf(event) {
	switch (event.event) {
		case "approval_granted":
		case "approval_rejected": return {
			person: event.data.decision.by,
			decision: event.data.decision
		};
		case "phase_reopened":
		case "milestone_reopened":
		case "milestone_postponed":
		case "milestone_cancelled":
		case "milestone_archived":
		case "lease_released":
		case "budget_raised":
		case "command_accepted": return { person: event.data.by };
		case "session_paused":
		case "task_skipped": return event.data.by ? { person: event.data.by } : null;
		case "plan_changed": return { name: event.data.by };
		case "approval_voided":
		case "skip_voided":
		case "dependencies_forced":
		case "person_commits_merged": return {};
		default: return null;
	}
}
/** The audit of a log that was read and verified (`readLog`), which is what makes its chain whole. */
function buildAudit(milestone, events) {
	const last = events.at(-1);
	const head = last ? hashLine(JSON.stringify(last)) : GENESIS;
	return {
		milestone,
		lines: events.length,
		head,
		entries: auditTrail(events)
	};
}
/** `milestone audit` as text: who decided what, at which commit, with which permission. */
function auditText(audit) {
	return `${`Audit of ${audit.milestone}: ${audit.lines} log lines, the chain is whole, head ${audit.head.slice(0, 16)}`}\n\n${(audit.entries.length ? audit.entries.map(entryText) : ["No person has decided anything yet."]).join("\n")}\n`;
}
function entryText(entry) {
	const facts = [
		entry.id === null ? "" : `user id ${entry.id}`,
		entry.permission ? `permission ${entry.permission}` : "",
		entry.source ? `by ${entry.source}${entry.ref === null ? "" : ` ${entry.ref}`}` : "",
		entry.commit ? `commit ${entry.commit}` : ""
	].filter(Boolean);
	const files = entry.deliverables.map((f) => `      ${f.blob.slice(0, 12)}  ${sanitiseLine(f.path)}`);
	return [
		`${entry.at}  #${entry.seq}  ${sanitiseLine(entry.words)}`,
		...facts.length ? [`    ${sanitiseLine(facts.join(", "))}`] : [],
		...files
	].join("\n");
}

// src/milestone/view/log-record.ts
/** Failed attempts whose last words are kept: a report of more is read by nobody. */
const FAILED_KEPT = 50;
const REVIEWS_KEPT = 200;
const WORDS_LINES = 8;
/** As many as the longest list of a report. */
const NEWEST = 200;
function newRecord() {
	return {
		events: 0,
		newest: [],
		testRuns: [],
		commits: 0,
		failures: /* @__PURE__ */ new Map(),
		failed: [],
		trail: newTrail(),
		reviews: [],
		criteria: [],
		phaseCommits: /* @__PURE__ */ new Map()
	};
}
function addToRecord(record, event) {
	record.events += 1;
	record.newest.push(event);
	if (record.newest.length > NEWEST) record.newest.shift();
	addToTrail(record.trail, event);
	if (event.event === "phase_completed") {
		record.commits += 1;
		addCriteria(record, event);
		record.phaseCommits.set(`${event.task_id}/${event.phase}`, null);
	}
	if (event.event === "commit_created") addCommit(record, event.data);
	if (event.event === "phase_completed" || event.event === "phase_failed") addReview(record, event);
	if (event.event === "tests_run") record.testRuns.push({
		...event.data,
		at: millis(event.timestamp)
	});
	if (event.event !== "phase_failed") return;
	addFailure(record.failures, event);
	record.failed.push(failedAttempt(event));
	if (record.failed.length > FAILED_KEPT) record.failed.shift();
}
function addReview(record, { event, task_id: task = "", phase = "execute", data }) {
	if (!data.review) return;
	const { attempt, review } = data;
	record.reviews.push({
		task,
		phase,
		attempt,
		landed: event === "phase_completed",
		review
	});
	if (record.reviews.length > REVIEWS_KEPT) record.reviews.shift();
}
/** The commit follows the phase's end, and names it. */
function addCommit({ phaseCommits }, { commit, subject }) {
	for (const [where, known] of [...phaseCommits].reverse()) {
		const [task, phase] = where.split("/");
		const names = [`${task} ${phase} completed`, `${task} completed`];
		if (known === null && names.some((name) => subject.endsWith(`: ${name}`))) phaseCommits.set(where, commit);
	}
}
/** A phase that is done again proves its criteria again. */
function addCriteria(record, { task_id: task = "", phase = "execute", data }) {
	record.criteria = [...record.criteria.filter((each) => each.task !== task || each.phase !== phase), ...(data.criteria ?? []).map((each) => ({
		...each,
		task,
		phase
	}))];
}
function addFailure(failures, event) {
	const { type } = event.data;
	const row = failures.get(type) ?? {
		type,
		count: 0,
		where: []
	};
	failures.set(type, row);
	row.count += 1;
	const where = `${event.task_id}/${event.phase}`;
	if (!row.where.includes(where)) row.where.push(where);
}
function failedAttempt({ task_id, phase, timestamp, data }) {
	const { attempt, type, message, evidence } = data;
	const words = lastWords(evidence, WORDS_LINES).join("\n").slice(-1200);
	return {
		task: task_id ?? "",
		phase: phase ?? "",
		attempt,
		type,
		message,
		words,
		at: millis(timestamp)
	};
}
/** The last lines that say something. */
function lastWords(text, most) {
	return text.split("\n").map((line) => line.trimEnd()).filter(Boolean).slice(-most);
}

// src/milestone/view/history.ts
const LAST_EVENTS = 5;
/** The history before the first event. */
function newHistory() {
	return {
		record: newRecord(),
		attempts: [],
		waits: [],
		runs: [],
		progress: [],
		startPercentage: 0,
		lastEvents: [],
		lastByRole: /* @__PURE__ */ new Map(),
		retries: 0,
		rejections: 0,
		open: {
			attempts: /* @__PURE__ */ new Map(),
			waits: /* @__PURE__ */ new Map()
		}
	};
}
/** The history that these events tell, oldest first. */
function historyOf(events) {
	const history = newHistory();
	for (const event of events) addToHistory(history, event);
	return history;
}
/** Takes one event in; constant time, so that a live view can follow a log of any length. */
function addToHistory(history, event) {
	const at = millis(event.timestamp);
	remember(history, event);
	switch (event.event) {
		case "session_started":
		case "session_resumed":
			endRun(history, at, "another run took over");
			history.runs.push({
				session: event.session_id,
				startedAt: at,
				endedAt: null,
				reason: ""
			});
			return;
		case "session_interrupted":
		case "session_paused":
		case "session_suspended": return endRun(history, at, event.data.reason);
		case "session_ended": return endRun(history, at, event.data.status);
		case "milestone_activated":
			history.startPercentage = percentageOf(event.data);
			return;
		case "progress_updated":
			history.progress.push({
				at,
				percentage: event.data.percentage
			});
			return;
		case "retry_scheduled":
			history.retries += 1;
			return;
		case "phase_started": return startAttempt(history, event, at);
		case "phase_completed": return endAttempt(history, event, at, {
			outcome: "completed",
			message: "",
			...used(event.data)
		});
		case "phase_failed": return endAttempt(history, event, at, {
			outcome: "failed",
			message: event.data.message,
			...used(event.data)
		});
		case "phase_interrupted": return endAttempt(history, event, at, {
			outcome: "interrupted",
			message: event.data.reason,
			usedMs: event.data.duration_ms ?? null,
			...event.data.usage ? { usage: event.data.usage } : {}
		});
		case "task_skipped": return endWaitsOf(history, event.task_id, at);
		case "phase_reopened": return endWaitsOf(history, event.task_id, at);
		case "approval_requested": return startWait(history, event, at);
		case "approval_granted":
			if (event.data.complete) endWait(history, event.data.request, at);
			return;
		case "approval_rejected":
			history.rejections += 1;
			return endWait(history, event.data.request, at);
		case "approval_voided": return endWait(history, event.data.request, at);
		default: return;
	}
}
function percentageOf({ weights, tasks }) {
	const state = emptyState("", weights);
	for (const seed of tasks) state.tasks.set(seed.id, newTask(seed));
	return milestonePercentage(state);
}
function remember(history, event) {
	addToRecord(history.record, event);
	if (isShownAt("detailed", event)) history.lastEvents.push(event);
	if (history.lastEvents.length > LAST_EVENTS) history.lastEvents.shift();
	const role = event.agent?.split("/")[0];
	if (role) history.lastByRole.set(role, event);
}
function startAttempt(history, event, at) {
	const { task_id: task = "", phase = "execute", agent = "task_executor" } = event;
	const { attempt, executor } = event.data;
	const made = {
		task,
		phase,
		attempt,
		executor,
		agent,
		startedAt: at,
		endedAt: null,
		outcome: "running",
		message: "",
		usedMs: null
	};
	history.attempts.push(made);
	history.open.attempts.set(`${task}/${phase}`, made);
}
function endAttempt(history, event, at, end) {
	const key = `${event.task_id}/${event.phase}`;
	const attempt = history.open.attempts.get(key);
	if (!attempt) return;
	Object.assign(attempt, {
		endedAt: at,
		...end
	});
	history.open.attempts.delete(key);
}
function startWait(history, event, at) {
	const { request, kind, approvers } = event.data;
	const { task_id: task = null, phase = null } = event;
	const wait = {
		request,
		kind,
		task,
		phase,
		approvers,
		startedAt: at,
		endedAt: null
	};
	history.waits.push(wait);
	history.open.waits.set(request, wait);
}
function endWait(history, request, at) {
	const wait = history.open.waits.get(request);
	if (!wait) return;
	wait.endedAt = at;
	history.open.waits.delete(request);
}
function endWaitsOf(history, task, at) {
	for (const wait of [...history.open.waits.values()]) if (wait.task === task) endWait(history, wait.request, at);
}
/** With its process every attempt of the run ended, said or unsaid; gates wait on. */
function endRun(history, at, reason) {
	const run = history.runs.at(-1);
	if (run && run.endedAt === null) Object.assign(run, {
		endedAt: at,
		reason
	});
	for (const attempt of history.open.attempts.values()) Object.assign(attempt, {
		endedAt: at,
		outcome: "interrupted",
		message: reason
	});
	history.open.attempts.clear();
}
function used({ duration_ms, usage }) {
	return {
		usedMs: duration_ms,
		...usage ? { usage } : {}
	};
}
/**
* The agents' time that an attempt took (ms): the one figure behind every sum of it. What still runs counts with its time
* so far; of one that was interrupted the log knows only when it began and ended.
*/
function workMs(attempt, now) {
	return attempt.usedMs ?? Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
}
/** Milliseconds in which a process worked on the milestone. */
function activeMs(history, now) {
	return history.runs.reduce((sum, run) => sum + Math.max(0, (run.endedAt ?? now) - run.startedAt), 0);
}
/** The slot's number in `task_executor/3`; null where the log names none. */
function slotOf(agent) {
	const slot = Number(agent.split("/")[1]);
	return Number.isInteger(slot) ? slot : null;
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
	const open = endedAt === null && percentage < 100;
	const forward = startedAt === null ? now : Math.min(until, lastRise(history) ?? until);
	const wallRate = rate(forward - (startedAt ?? forward));
	const left = open && wallRate !== null ? (100 - percentage) / wallRate : null;
	const forecast = left === null ? null : Math.max(now, forward + left);
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
		tasksPerDay: tasksPerDay(state, elapsedMs),
		forecast,
		forecastRange: left === null ? null : rangeOf({
			left,
			forward,
			now,
			history
		}),
		onTime: due === null || expected === null ? null : expected <= due,
		late: lateTasks(plan, state, until, forecast)
	};
}
const HOUR_MS = 36e5;
function tasksPerDay(state, elapsedMs) {
	const { activatedAt } = state;
	if (activatedAt === null || elapsedMs < HOUR_MS) return null;
	const finished = [...state.tasks.values()].filter((t) => t.completedAt !== null && t.completedAt >= activatedAt);
	return finished.length === 0 ? null : finished.length / (elapsedMs / (24 * HOUR_MS));
}
/** When the percentage last rose; null: it never did. */
function lastRise({ progress, startPercentage }) {
	for (let i = progress.length - 1; i >= 0; i--) if (progress[i].percentage > (progress[i - 1]?.percentage ?? startPercentage)) return progress[i].at;
	return null;
}
/** A pace that is known from n phases is known to about one part in the root of n. */
function rangeOf({ left, forward, now, history }) {
	const finished = history.attempts.filter((a) => a.outcome === "completed").length;
	const doubt = 1 + 1 / Math.sqrt(Math.max(1, finished));
	const to = forward + left * doubt;
	return to < now ? null : {
		from: Math.max(now, forward + left / doubt),
		to
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
function buildDashboard({ plan, state, history, roles, activities = [], now }) {
	const { graph, costs } = shapeOf(plan);
	const path = criticalPath(graph, costs, state.tasks.size > 0 ? state : void 0).tasks;
	const tasks = taskRows({
		plan,
		state,
		history,
		activities,
		now
	}, graph, new Set(path));
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
		approvals: approvalRows(plan, state),
		questions: questionRows(state),
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
		usage: {
			...state.usage,
			minutes: history.attempts.reduce((ms, a) => ms + workMs(a, now), 0) / 6e4
		},
		activities,
		now
	};
}
function approvalRows(plan, state) {
	return openApprovals(state).map((approval) => ({
		request: approval.request,
		task: approval.task,
		phase: approval.phase,
		kind: approval.kind,
		approvers: approval.approvers,
		granted: approval.decisions.filter((d) => d.verdict === "approved").length,
		needed: approval.min_approvals,
		criteria: approval.criteria,
		command: gateCommand(plan.id, approval, checkpointOf(plan, approval.request)?.at ?? null),
		deliverables: approval.deliverables,
		missing: approval.missing,
		since: millis(approval.requestedAt)
	}));
}
function questionRows(state) {
	return openQuestions(state).map(({ task, phase, number, question, why, options, ...asked }) => ({
		task,
		phase,
		number,
		question,
		why: why ?? null,
		options,
		default: asked.default ?? null,
		blocking: asked.blocking,
		until: asked.until === void 0 ? null : millis(asked.until),
		command: answerCommand(state.milestone, {
			task,
			phase,
			number,
			options
		}),
		since: millis(asked.askedAt)
	}));
}
/** The command that answers a question, with a place for the answer. */
function answerCommand(milestone, question) {
	const { options } = question;
	const answer = options.length === 0 ? "\"…\"" : `<1${options.length > 1 ? `-${options.length}` : ""} or text>`;
	return `milestone answer ${milestone} ${questionName(question)} ${answer}`;
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
function doingOf(task, phase, { activities, now }) {
	const activity = activityOf(activities, task);
	if (activity) return activity.doing === "working" ? null : activityWord(activity);
	const notBefore = phase?.notBefore ? Date.parse(phase.notBefore) : 0;
	return phase?.status !== "blocked" && !phase?.running && notBefore > now ? `retrying in ${duration(notBefore - now)}` : null;
}
function taskRows({ plan, state, activities = [], now }, graph, critical) {
	const verdicts = plan.tasks.some((task) => task.when !== "success") ? standingsOf(graph, state, now).verdicts : [];
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
			doing: doingOf(task.id, phase && at?.phases.get(phase), {
				activities,
				now
			}),
			critical: critical.has(task.id),
			wave: graph.wave[place] ?? 0,
			dependencies: task.dependencies,
			when: task.when,
			waitsFor: verdicts[place] === "met" ? [] : unfinishedDependencies(task, at, state)
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
		waiting_answer: 0,
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
/** The command that answers a gate; a checkpoint is addressed by its mark (contract §9a). */
function gateCommand(milestone, gate, at) {
	if (gate.kind === "manual") return `milestone done ${milestone} ${gate.task}`;
	return `milestone approve ${milestone} ${gate.task ? `${gate.task}/${gate.phase}` : `checkpoint/${at}`}`;
}

export { verdictNow as $, toneOf as A, checkpointOf as At, share as B, blockingOf as C, isOnBranch as Ct, describeEvent as D, resumeAt as Dt, approvers as E, plannedState as Et, dateTime as F, tasksWithNeeds as Ft, criticalPath as G, activityOf as H, duration as I, wavesOf as It, remainingHours as J, hoursBehind as K, filledCells as L, BLOCKER_TYPES as Lt, bar as M, newCheckpointRequest as Mt, clockTime as N, PriorityQueue as Nt, isLevelShown as O, seedOf as Ot, compact as P, buildGraph as Pt, standingsOf as Q, millis as R, blockerId as Rt, REVIEW_SEVERITIES as S, isDone as St, readFindings as T, openApprovals as Tt, activitySentence as U, took as V, activityWord as W, isHalted as X, NOTHING_FAILED as Y, isUnderWay as Z, LogReader as _, milestonePercentage as _t, timelineOf as a, nextStep as at, usage as b, blockedBefore as bt, historyOf as c, executorName as ct, workMs as d, answeredFor as dt, executorNamed as et, lastWords as f, awaitedQuestions as ft, EMPTY_LOG as g, completedTasks as gt, buildAudit as h, readAnswer as ht, questionRows as i, milestoneBlockers as it, STATUS as j, isRequestOf as jt, isShownAt as k, ReadyTasks as kt, newHistory as l, executorOrder as lt, auditTrail as m, questionName as mt, buildDashboard as n, isDoneIn as nt, activeMs as o, waitingForPeople as ot, auditText as p, openQuestions as pt, phaseCosts as q, gateCommand as r, keepsResources as rt, addToHistory as s, waitingUnder as st, answerCommand as t, holdOf as tt, slotOf as u, heldTasks as ut, appendEvent as v, progressOf as vt, findingWords as w, newTask as wt, LENSES as x, emptyState as xt, EVENTS as y, taskHundredths as yt, money as z };