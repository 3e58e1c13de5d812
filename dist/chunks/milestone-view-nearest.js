import { C as unreachable, g as PHASE_PERCENT, h as PHASES, i as branchName, x as isFinished } from "./milestone-names.js";
import { r as sanitiseLine, t as counted } from "./milestone-text-sanitise.js";

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
	"criterion_holds_before",
	"note_refused",
	"note_unread"
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
/** More successes in a row than twice the agents change nothing further. */
const MOST_OUTCOMES = 256;
function noteOutcome({ outcomes }, outcome) {
	outcomes.push(outcome);
	if (outcomes.length > MOST_OUTCOMES) outcomes.shift();
}
const newProfile = () => ({
	restsUntil: null,
	fault: null,
	message: "",
	failures: 0,
	last: false,
	busy: 0,
	overspends: false
});
const noRaise = () => ({
	minutes: 0,
	tokens: 0,
	costUsd: 0,
	attempts: 0
});
/** A person stopped what is under way: what was handed out is called back. */
function haltTickets(state, at) {
	for (const { phases } of state.tasks.values()) for (const { ticket } of phases.values()) if (ticket) ticket.haltedAt ??= at;
	for (const check of state.checks.values()) check.out = null;
}
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
		checks: /* @__PURE__ */ new Map(),
		requests: /* @__PURE__ */ new Set(),
		forced: /* @__PURE__ */ new Map(),
		usage: noUsage(),
		usageByAgent: /* @__PURE__ */ new Map(),
		profiles: /* @__PURE__ */ new Map(),
		budgetRaised: noRaise(),
		raises: /* @__PURE__ */ new Map(),
		activatedAt: null,
		planFormat: 1,
		planBase: null,
		endedAt: null,
		reopened: 0,
		release: null,
		percentage: 0,
		agentsLimit: null,
		outcomes: [],
		autoChose: null,
		warnings: [],
		seq: 0,
		timestamp: null
	};
}
/** Whether a task has work that its removal would drop; a person who skips it says that nobody misses it. */
function hasBegunWork({ startedAt, status }) {
	return startedAt !== null && status !== "skipped";
}
function newTask(seed) {
	const phases = /* @__PURE__ */ new Map();
	for (const [name, status] of Object.entries(seed.phases)) {
		const phase = name;
		phases.set(phase, {
			...newPhase(status),
			deliverables: seed.deliverables?.[phase] ?? NONE
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
		budgetRaised: noRaise(),
		lost: null,
		notes: [],
		notesTold: 0
	};
}
/** What phases have in common while nothing is told of them: of 40,000 phases each would hold its own. */
const NONE = [];
const NO_FAILURES = /* @__PURE__ */ new Map();
const NONE_ALIKE = {
	type: "",
	count: 0
};
function newPhase(status) {
	return {
		status,
		attempt: 0,
		running: false,
		failures: 0,
		failedBy: NO_FAILURES,
		alike: NONE_ALIKE,
		escalated: 0,
		model: null,
		alternative: false,
		rejections: 0,
		notBefore: null,
		executor: null,
		startedAt: null,
		completedAt: null,
		durationMs: 0,
		deliverables: NONE,
		changed: NONE,
		feedback: NONE,
		approval: null,
		questions: NONE,
		kept: null,
		conversation: false,
		ranBy: null,
		capUsd: null,
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
/** Whether a run on GitHub owns the session: it believes what GitHub says of people, and no command line. */
function isOnGitHub({ session }) {
	return /^\d+$/.test(session?.runId ?? "");
}
/** Done for its dependents. */
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
/** What was made ready tells of the tasks as they were then. */
function outdateRelease(state) {
	if (state.release) state.release.isCurrent = false;
}
/** Agents that may work side by side now: the session's number, or what the strategy narrowed it to; null: no session. */
const agentsAllowed = ({ agentsLimit, session }) => agentsLimit ?? session?.agents ?? null;

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
const isOpen = ({ answer, withdrawn }) => answer === null && withdrawn === void 0;
/** Questions that an answer still changes something for, in the order of tasks and phases. */
function openQuestions(state) {
	if (state.status === "completed" || state.status === "cancelled") return [];
	const open = [];
	for (const task of state.tasks.values()) {
		if (task.status === "skipped") continue;
		for (const [phase, { questions }] of task.phases) for (const each of questions) if (isOpen(each)) open.push({
			...each,
			task: task.id,
			phase
		});
	}
	return open;
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

// src/milestone/plan/plan.ts
/** When a task may run, by what became of the tasks that it needs. */
const TASK_CONDITIONS = [
	"success",
	"always",
	"failure"
];
const DEFAULT_QUESTIONS = {
	max: 3,
	afterMs: null,
	otherwise: "block"
};
const DELIVERABLE_KINDS = [
	"markdown",
	"yaml",
	"json",
	"openapi",
	"junit",
	"text"
];
const MIB = 1048576;
const DEFAULT_LIMITS = {
	longRunningMs: 36e5,
	taskStallMs: 3e5,
	executionStallMs: 6e5,
	diskPercent: 90,
	lockWaitMs: 6e5,
	checkpointFiles: 10,
	pushTasks: 3,
	phaseTimeoutMs: 54e5,
	restMs: 6e5,
	fileBytes: 20 * MIB,
	phaseBytes: 100 * MIB,
	phaseFiles: 2e4
};
/** The phase of a task; undefined when the task does without it. */
function phasePlan(task, phase) {
	return task.phases.find((p) => p.phase === phase);
}
/** What the plan says of an attempt that is only named; undefined where the plan knows no such task or phase. */
function plannedAttempt(plan, named) {
	const task = plan.tasks.find((t) => t.id === named.task);
	const phase = task?.phases.find((p) => p.phase === named.phase);
	return task && phase && {
		task,
		phase,
		attempt: named.attempt
	};
}

// src/milestone/runners/ledger.ts
/** GitHub cancels the 101st job that waits in a queue. */
const MOST_RUNNERS = 100;
/** How many attempts may be out at once; 0: all run on the engine's own machine. */
function runnersOf({ runners }) {
	return Math.min(runners?.max ?? 0, 100);
}
/** Whether the attempt that runs is out on a machine of its own. A ticket whose attempt ended, however, is void. */
function isOut({ running, ticket, status }) {
	return running && ticket !== null && status === "in_progress";
}
/** Every ticket that is out, in the order of the tasks. */
function openTickets(state) {
	return [...state.tasks.values()].flatMap(({ id, phases }) => [...phases].flatMap(([phase, at]) => isOut(at) ? [{
		...at.ticket,
		task: id,
		phase,
		attempt: at.attempt
	}] : []));
}
function openCheck(state) {
	for (const { name: check, out } of state.checks.values()) if (out) return {
		...out,
		check
	};
	return null;
}
/**
* Whether the ticket is the one that is out for its attempt, made by the run that it was sent to. The log alone says
* so: what the job claims of itself counts for nothing.
* @param run the workflow run that brings the result; null: brought by hand
*/
function ticketProblem(state, ticket, run) {
	const name = "check" in ticket ? ticket.check : `${ticket.task}/${ticket.phase}`;
	const found = "check" in ticket ? checkOf(state, ticket) : attemptOf(state, ticket);
	if ("kind" in found) return found;
	if (found.base !== null && found.base !== ticket.base) return {
		kind: "void",
		message: `the ticket of ${name} was handed out again`
	};
	if (found.base === null) return {
		kind: "void",
		message: `the ticket of ${name} goes out again`
	};
	if (run !== null && found.run !== null && found.run !== run) return {
		kind: "void",
		message: `the ticket of ${name} belongs to run ${found.run}`
	};
	return null;
}
function attemptOf(state, { task, phase, attempt, nonce }) {
	const at = state.tasks.get(task)?.phases.get(phase);
	if (!at) return {
		kind: "foreign",
		message: `there is no phase ${task}/${phase}`
	};
	if (at.attempt > attempt || at.attempt === attempt && !isOut(at)) return {
		kind: "void",
		message: `attempt ${attempt} of ${task}/${phase} has ended already`
	};
	if (at.attempt !== attempt || at.ticket?.id !== nonce) return {
		kind: "foreign",
		message: `no such ticket was handed out for ${task}/${phase}`
	};
	return at.ticket;
}
function checkOf(state, { check, nonce }) {
	const at = state.checks.get(check);
	if (!at) return {
		kind: "foreign",
		message: `no ticket was handed out for ${check}`
	};
	return at.out?.id === nonce ? at.out : {
		kind: "void",
		message: `that run of ${check} has ended already`
	};
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
/** Who reads the patch next, of those that were not asked yet; null: no agent is to. */
function chooseReviewer(review, state, { now, asked = [] }) {
	if (review?.agent === void 0) return null;
	const [profile, ...fallback] = [review.agent, ...review.fallback].filter((name) => !asked.includes(name));
	if (profile === void 0) return {
		kind: "out",
		profiles: [...asked]
	};
	return chooseExecutor({
		kind: "agent",
		profile,
		fallback,
		retries: 0,
		backoffMs: 0,
		timeoutMs: 0,
		env: {}
	}, void 0, state, now);
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
	return task.phases.some(({ phase, executor, review }) => {
		const at = now.phases.get(phase);
		if (isFinished(at?.status ?? "pending") || at?.status === "waiting_approval") return false;
		const reviewer = chooseReviewer(review, state, { now: 0 });
		if (reviewer?.kind === "out" && reviewer.profiles.includes(profile)) return true;
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
			const open = at.questions.filter((q) => q.blocking && isOpen(q));
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
		const reviewer = chooseReviewer(plan.review, state, { now: time });
		if (reviewer?.kind === "out") return {
			kind: "out",
			phase,
			profiles: reviewer.profiles
		};
		const { executor } = choice;
		const restsUntil = later(choice.restsUntil, reviewer?.restsUntil ?? null);
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
function later(a, b) {
	return a === null || b === null ? a ?? b : Math.max(a, b);
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
function taskConditionsOf(graph, state, time) {
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
/** What an attempt goes through, each with a time of its own: `waiting` is for its turn to be tested or to land. */
const STAGES = [
	"preparing",
	"working",
	"checking",
	"waiting",
	"testing"
];
/** What is done, for the place where a status word stands. */
function activityWord(activity) {
	switch (activity.doing) {
		case "preparing": return "preparing";
		case "working": return "at work";
		case "checking": return "checking";
		case "waiting": return `waiting for ${activity.for}`;
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
		case "waiting": return `${activity.task}/${activity.phase}: waiting for ${activity.for}`;
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
/** What an attempt has spent in each stage, with what is under way; empty where the activity is no attempt's. */
function stagesAt(activity, now) {
	if (!isStage(activity)) return {};
	const { doing, since, before = {} } = activity;
	return {
		...before,
		[doing]: (before[doing] ?? 0) + Math.max(0, now - since)
	};
}
/** Whether an attempt goes through it. */
function isStage(activity) {
	return STAGES.includes(activity.doing) && "task" in activity && "phase" in activity;
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
/** How long an attempt, or several, spent in each stage: `preparing 6s, at work 1m 02s`; below a second it is left out. */
function stageWords(stages, shown = STAGES) {
	return shown.filter((stage) => (stages[stage] ?? 0) >= SECOND).map((stage) => `${stage === "working" ? "at work" : stage} ${duration(stages[stage])}`).join(", ");
}
/** The same without the executor's own time, which stands beside it. */
function besideWork(stages = {}) {
	return stageWords(stages, STAGES.filter((stage) => stage !== "working"));
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
/** A moment (RFC 3339, or milliseconds since the epoch) as people read it: `2026-11-21 09:07 UTC`. */
function dateTime(at) {
	return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
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

// src/milestone/session/integrated-check.ts
/** The name of a check in the log and on its ticket. */
function checkName(check) {
	switch (check.kind) {
		case "baseline":
		case "final": return `tests/${check.kind}`;
		case "cluster": return `tests/cluster-${check.cluster}`;
		case "checkpoint": return `checkpoint/${check.name}`;
		default: return check;
	}
}
/** The check of a name; null: there is none of that name. */
function checkNamed(name) {
	if (name === "tests/baseline") return { kind: "baseline" };
	if (name === "tests/final") return { kind: "final" };
	const cluster = /^tests\/cluster-(\d{1,4})$/.exec(name)?.[1];
	if (cluster !== void 0) return {
		kind: "cluster",
		cluster: Number(cluster)
	};
	return name.startsWith("checkpoint/") ? {
		kind: "checkpoint",
		name: name.slice(11)
	} : null;
}
/** The reason under which its tests stand in the log. */
function testReason({ kind }) {
	return kind === "cluster" ? "phase" : kind;
}
/** A check's name for people. */
function checkWords(name) {
	const check = checkNamed(name);
	switch (check?.kind) {
		case "baseline": return "the tests before any work";
		case "final": return "the last tests";
		case "cluster": return `the tests after cluster ${check.cluster + 1}`;
		case "checkpoint": return `the checks of checkpoint "${check.name}"`;
		case void 0: return name;
		default: return check;
	}
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
* its renderer makes it inert for the place it goes to.
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
		case "release_prepared": {
			const { version, files } = event.data;
			return `release${version === null ? "" : ` ${version}`} prepared: ${files.join(", ") || "nothing was to be changed"}`;
		}
		case "milestone_reopened": return `milestone reopened${by(event.data.by)}: ${event.data.tasks.join(", ")}`;
		case "milestone_postponed": return `milestone postponed${by(event.data.by)}${saying(event.data.reason)}`;
		case "milestone_cancelled": return `milestone cancelled${by(event.data.by)}${saying(event.data.reason)}`;
		case "milestone_archived": return `milestone archived${by(event.data.by)}`;
		case "dependencies_validated": return `found what is needed: ${[...event.data.milestones, ...event.data.prerequisites].join(", ")}`;
		case "dependencies_forced": return `went on although not completed: ${event.data.missing.join(", ")}`;
		case "raise_voided": return `the raise of event ${event.data.raise} does not count: ${event.data.reason}`;
		case "dependents_notified": return `told ${event.data.milestones.join(", ")} that the milestone was ${event.data.change}`;
		case "plan_changed": return `plan changed by ${event.data.by}: ${planDifference(event.data)}`;
		case "command_accepted": return `${person(event.data.by)}: ${[event.data.command, event.data.target].filter(Boolean).join(" ")}${because(event.data.reason)}`;
		case "task_started": return `${where} started`;
		case "task_completed": return `${where} completed`;
		case "task_skipped": return `${where} skipped${by(event.data.by)}: ${event.data.reason}`;
		case "skip_voided": return `${where} is not skipped: ${event.data.reason}`;
		case "phase_started": return `${where} started${attempt(event.data.attempt)} with ${event.data.executor}`;
		case "ticket_issued": return `${where} goes to a machine of its own${attempt(event.data.attempt)}`;
		case "ticket_sent": return `${where} was sent to ${event.data.run ? `run ${event.data.run}` : "another machine"}`;
		case "phase_completed": return `${where} ${event.data.gated ? "delivered" : "completed"}${attempt(event.data.attempt)} in ${took(event.data.duration_ms)}${besides(event.data)}${delivered(event.data)}`;
		case "phase_failed": return `${where} failed${attempt(event.data.attempt)} after ${took(event.data.duration_ms)}${besides(event.data)} (${event.data.type}): ${event.data.message}`;
		case "phase_interrupted": return `${where} interrupted${attempt(event.data.attempt)}: ${event.data.reason}`;
		case "phase_reopened": return `${where} reopened${by(event.data.by)}${event.data.revert ? " and reverted" : ""}: ${event.data.reason}`;
		case "retry_scheduled": {
			const { attempt: number, executor, model, alternative, reason } = event.data;
			return `${where} will be tried again (attempt ${number} with ${`${executor}${model ? ` (${model})` : ""}${alternative ? " and the alternative brief" : ""}`}): ${reason}`;
		}
		case "approval_requested": return `${where} waits for ${event.data.kind === "manual" ? "a person's work" : "approval"} by ${approvers(event.data.approvers)}`;
		case "approval_granted": return `${where} approved by ${decision(event.data.decision)}${event.data.complete ? "" : ", more approvals needed"}`;
		case "approval_rejected": return `${where}: changes requested by ${decision(event.data.decision)}`;
		case "approval_voided": return `${where}: approval void, ${event.data.reason}`;
		case "blocker_detected": return `${where} blocked by ${event.data.type}: ${event.data.message}`;
		case "blocker_escalated": return `blocker ${event.data.id} escalated to level ${event.data.level}: ${event.data.reason}`;
		case "blocker_resolved": return `blocker ${event.data.id} resolved: ${event.data.how}`;
		case "profile_rested": return `${event.data.profile} rests until ${dateTime(event.data.until)}: ${event.data.message}`;
		case "profile_failed": return `${event.data.profile} cannot be used (${event.data.cause}): ${event.data.message}`;
		case "profile_demoted": return `${event.data.profile} failed ${counted(event.data.failures, "time")} in a row and is tried last`;
		case "profile_recovered": return `${event.data.profile} may be used again: ${event.data.how}`;
		case "question_asked": return `${where} ${event.data.blocking ? "asks" : "asks, and goes on"}: ${event.data.question}`;
		case "question_answered": return event.data.by ? `${where}: question ${event.data.number} answered${by(event.data.by)}: ${event.data.answer}` : `${where}: nobody answered question ${event.data.number} in time, so its default holds: ${event.data.answer}`;
		case "note_left": {
			const { to, text, refused } = event.data;
			return refused === void 0 ? `${where} leaves a note for ${to}: ${text}` : `${where} left a note for ${to} that reaches nobody, as ${refused}: ${text}`;
		}
		case "warning_raised": return `warning${event.task_id ? ` for ${where}` : ""} (${event.data.type}): ${event.data.message}`;
		case "quality_gate_passed": return `quality gate "${event.data.name}" passed at ${event.data.at} %`;
		case "quality_gate_reopened": return `quality gate "${event.data.name}" at ${event.data.at} % is due again: ${event.data.reason}`;
		case "quality_gate_failed": return `quality gate "${event.data.name}" failed at ${event.data.at} %: ${failedChecks(event.data.checks)}`;
		case "tests_run": return `tests (${event.data.reason}) ${event.data.ok ? "passed" : "failed"}${testFigures(event.data)} in ${took(event.data.duration_ms)}`;
		case "check_issued": return `${checkWords(event.data.check)} go to a machine of their own`;
		case "check_sent": return `${checkWords(event.data.check)} were sent to ${event.data.run ? `run ${event.data.run}` : "another machine"}`;
		case "check_returned": return `${checkWords(event.data.check)} ${event.data.ok ? "passed" : "failed"} on another machine`;
		case "check_lost": return `${checkWords(event.data.check)} ended without a result: ${event.data.reason}`;
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
	release_prepared: basic("good"),
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
	raise_voided: basic("wait"),
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
	note_left: detailed("idle"),
	quality_gate_passed: basic("good"),
	quality_gate_failed: basic("bad"),
	quality_gate_reopened: basic("wait"),
	tests_run: detailed("idle"),
	check_issued: verbose("active"),
	check_sent: detailed("active"),
	check_returned: verbose("idle"),
	check_lost: detailed("bad"),
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
/** Commands of which an event of its own tells with who gave them: the record of the command says nothing more. */
const TOLD = /* @__PURE__ */ new Set([
	"approve",
	"reject",
	"answer",
	"skip",
	"postpone",
	"cancel",
	"archive"
]);
/** Whether an event is shown to someone who watches at this level. */
function isShownAt(level, event) {
	return isLevelShown(level, event.event === "command_accepted" && TOLD.has(event.data.command) ? "verbose" : EVENT_LOOK[event.event].level);
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
const person = (who) => who.source === "local" ? `${who.login} (local)` : who.login;
const by = (who) => who ? ` by ${person(who)}` : "";
const saying = (reason) => reason ? `: ${reason}` : "";
const because = (reason) => reason ? ` (${reason})` : "";
const attempt = (number) => number > 1 ? ` (attempt ${number})` : "";
/** Who may decide a gate, in words. */
function approvers(names) {
	return names.length > 0 ? names.join(", ") : "anyone with write permission";
}
function decision(made) {
	const commit = made.commit ? ` at ${made.commit.slice(0, 7)}` : "";
	const permission = made.by.source === "local" ? "" : ` (${made.permission})`;
	return `${person(made.by)}${permission}${commit}`;
}
/** What of the attempt's time was not its executor's. */
function besides({ stages_ms }) {
	const words = besideWork(stages_ms);
	return words && ` and ${words}`;
}
function delivered(data) {
	const { length } = data.deliverables;
	return [...length > 0 ? [counted(length, "deliverable")] : [], ...data.changed > 0 ? [counted(data.changed, "changed file")] : []].map((each) => `, ${each}`).join("");
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

// src/milestone/view/audit.ts
function newTrail() {
	return {
		entries: [],
		requested: /* @__PURE__ */ new Map()
	};
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
		case "raise_voided":
		case "dependencies_forced":
		case "person_commits_merged": return {};
		default: return null;
	}
}
function buildAudit(milestone, { seq, hash }, { entries }) {
	return {
		milestone,
		lines: seq,
		head: hash,
		entries
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
/** Places of one kind of failure: reports name the first of them. */
const PLACES_KEPT = 100;
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
/** The commit follows the phase's end, and names it: one look-up, however many phases there are. */
function addCommit({ phaseCommits }, { commit, subject }) {
	const [task, ...words] = subject.slice(subject.lastIndexOf(": ") + 2).split(" ");
	if (words.pop() !== "completed" || words.length > 1) return;
	for (const phase of words.length > 0 ? words : PHASES) {
		const where = `${task}/${phase}`;
		if (phaseCommits.get(where) === null) phaseCommits.set(where, commit);
	}
}
/** A phase that is done again proves its criteria again. */
function addCriteria(record, { task_id: task = "", phase = "execute", data }) {
	if (record.phaseCommits.has(`${task}/${phase}`)) record.criteria = record.criteria.filter((each) => each.task !== task || each.phase !== phase);
	for (const each of data.criteria ?? []) record.criteria.push({
		...each,
		task,
		phase
	});
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
	if (row.where.length < PLACES_KEPT && !row.where.includes(where)) row.where.push(where);
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

// src/milestone/view/run-history.ts
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
		dependants: [],
		retries: 0,
		rejections: 0,
		open: {
			attempts: /* @__PURE__ */ new Map(),
			waits: /* @__PURE__ */ new Map()
		}
	};
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
		case "session_ended":
			for (const attempt of history.open.attempts.values()) delete attempt.elsewhere;
			return endRun(history, at, event.data.status);
		case "ticket_issued": {
			const attempt = history.open.attempts.get(`${event.task_id}/${event.phase}`);
			if (attempt) attempt.elsewhere = true;
			return;
		}
		case "milestone_activated":
			history.startPercentage = percentageOf(event.data);
			return;
		case "progress_updated":
			history.progress.push({
				at,
				percentage: event.data.percentage
			});
			return;
		case "dependents_notified":
			history.dependants.push(event.data);
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
			...interruptedAfter(event.data)
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
/** With its process every attempt of the run ended, said or unsaid; gates wait on, and so do other machines. */
function endRun(history, at, reason) {
	const run = history.runs.at(-1);
	if (run && run.endedAt === null) Object.assign(run, {
		endedAt: at,
		reason
	});
	for (const [place, attempt] of history.open.attempts) {
		if (attempt.elsewhere) continue;
		Object.assign(attempt, {
			endedAt: at,
			outcome: "interrupted",
			message: reason
		});
		history.open.attempts.delete(place);
	}
}
function used({ duration_ms, usage, stages_ms: stages }) {
	return {
		usedMs: duration_ms,
		...usage ? { usage } : {},
		...stages ? { stages } : {}
	};
}
/** Where its program told no time of its own, it is the time in which that ran. */
function interruptedAfter({ duration_ms, usage, stages_ms: stages }) {
	return {
		usedMs: duration_ms ?? (stages ? stages.working ?? 0 : null),
		...usage ? { usage } : {},
		...stages ? { stages } : {}
	};
}
/** The history with what a running engine knows of the attempts that are under way. */
function historyAt(history, activities, now) {
	const known = /* @__PURE__ */ new Map();
	for (const attempt of history.open.attempts.values()) {
		const activity = activityOf(activities, attempt.task, attempt.phase);
		if (!activity || !isStage(activity)) continue;
		const stages = stagesAt(activity, now);
		known.set(attempt, {
			...attempt,
			stages,
			usedMs: stages.working ?? 0
		});
	}
	if (known.size === 0) return history;
	const asKnown = (attempt) => known.get(attempt) ?? attempt;
	const open = new Map([...history.open.attempts].map(([place, attempt]) => [place, asKnown(attempt)]));
	return {
		...history,
		attempts: history.attempts.map(asKnown),
		open: {
			...history.open,
			attempts: open
		}
	};
}
/**
* The agents' time that an attempt took (ms): the one figure behind every sum of it. What still runs counts with its time
* so far; of one that was interrupted the log knows only when it began and ended.
*/
function workMs(attempt, now) {
	return attempt.usedMs ?? Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
}
/** Milliseconds in which a process worked on the milestone, its own or one of another machine. */
function activeMs(history, now) {
	const elsewhere = history.attempts.filter((attempt) => attempt.elsewhere);
	const spans = [...history.runs, ...elsewhere].sort((a, b) => a.startedAt - b.startedAt);
	let sum = 0;
	let until = 0;
	for (const { startedAt, endedAt } of spans) {
		const end = endedAt ?? now;
		sum += Math.max(0, end - Math.max(startedAt, until));
		until = Math.max(until, end);
	}
	return sum;
}
/** The slot's number in `task_executor/3`; null where the log names none. */
function slotOf(agent) {
	const slot = Number(agent.split("/")[1]);
	return Number.isInteger(slot) ? slot : null;
}

// src/milestone/view/cost.ts
/** Attempts that still run count with their time so far, and no usage: nobody has told it yet. */
function costsOf(plan, history, now, outcomes = 0) {
	const tasks = new Map(plan.tasks.map((t) => [t.id, emptyRow(t.id)]));
	const phases = /* @__PURE__ */ new Map();
	const agents = /* @__PURE__ */ new Map();
	const models = /* @__PURE__ */ new Map();
	const total = emptyRow("total");
	let pricedUsd = 0;
	for (const attempt of history.attempts) {
		const rows = [
			total,
			rowOf(tasks, attempt.task),
			rowOf(phases, attempt.phase),
			rowOf(agents, attempt.usage?.agent ?? attempt.executor)
		];
		for (const row of rows) addAttempt(row, attempt, attempt.usage, now);
		for (const share of modelsOf(attempt.usage)) addAttempt(rowOf(models, share.model), attempt, share, now);
		if (attempt.usage?.priced) pricedUsd += attempt.usage.cost_usd;
	}
	return {
		byTask: [...tasks.values()].filter((row) => row.attempts > 0),
		byPhase: [...phases.values()],
		byAgent: dearestFirst(agents),
		byModel: dearestFirst(models),
		total,
		perOutcomeUsd: outcomes > 0 ? total.costUsd / outcomes : null,
		outcomes,
		pricedUsd
	};
}
/** The same total alone, which a view that is redrawn asks for often. */
function usageOf({ attempts }, now) {
	const total = emptyRow("total");
	for (const attempt of attempts) addAttempt(total, attempt, attempt.usage, now);
	const { inputTokens, outputTokens, costUsd } = total;
	return {
		attempts: total.attempts,
		minutes: total.workMs / 6e4,
		inputTokens,
		outputTokens,
		costUsd
	};
}
/** `$3.20`, or `about $3.20` where part of it is estimated. */
function costCell({ costUsd, estimatedUsd }) {
	return `${estimatedUsd > 0 ? "about " : ""}${money(costUsd)}`;
}
function addAttempt(row, attempt, used, now) {
	row.attempts += 1;
	if (attempt.outcome === "failed") row.failed += 1;
	row.workMs += workMs(attempt, now);
	row.inputTokens += used?.input_tokens ?? 0;
	row.outputTokens += used?.output_tokens ?? 0;
	const cost = used?.cost_usd ?? 0;
	row.costUsd += cost;
	if (attempt.outcome === "failed" || attempt.outcome === "interrupted") row.wastedUsd += cost;
	if (attempt.usage?.estimated) row.estimatedUsd += cost;
}
/** What each model used: a program may use several in one attempt. */
function modelsOf(usage) {
	if (!usage) return [];
	return usage.models ?? (usage.model === void 0 ? [] : [{
		...usage,
		model: usage.model
	}]);
}
function emptyRow(name) {
	return {
		name,
		attempts: 0,
		failed: 0,
		workMs: 0,
		inputTokens: 0,
		outputTokens: 0,
		costUsd: 0,
		wastedUsd: 0,
		estimatedUsd: 0
	};
}
function rowOf(rows, name) {
	const known = rows.get(name);
	if (known) return known;
	const made = emptyRow(name);
	rows.set(name, made);
	return made;
}
function dearestFirst(rows) {
	return [...rows.values()].sort((a, b) => b.costUsd - a.costUsd || b.workMs - a.workMs);
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
function buildDashboard({ plan, state, history: logged, roles, activities = [], now }) {
	const history = historyAt(logged, activities, now);
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
		agents: agentRows(state, history, activities),
		roles: roles ? knownRoles(roles) : rolesByDeeds(state, history),
		approvals: approvalRows(plan, state),
		questions: questionRows(state, plan),
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
		usage: usageOf(history, now),
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
		asComment: approval.kind === "approval" && isOnGitHub(state),
		deliverables: approval.deliverables,
		missing: approval.missing,
		since: millis(approval.requestedAt)
	}));
}
function questionRows(state, plan = null) {
	const isGated = (id, phase) => {
		const task = plan?.tasks.find((each) => each.id === id);
		return task !== void 0 && (phasePlan(task, phase)?.gate ?? null) !== null;
	};
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
			options,
			default: asked.default ?? null
		}),
		asComment: isOnGitHub(state) && isGated(task, phase),
		since: millis(asked.askedAt)
	}));
}
/** The command that answers a question by its default, else by its first option; where it has none there is room for words. */
function answerCommand(milestone, { options, default: otherwise, ...question }) {
	const option = Math.max(0, otherwise === null ? 0 : options.indexOf(otherwise)) + 1;
	return `milestone answer ${milestone} ${questionName(question)} ${options.length > 0 ? option : "\"…\""}`;
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
const isByHand = ({ approval }, state) => approval !== null && state.approvals.get(approval)?.kind === "manual";
function doingOf(task, phase, { activities, state, now }) {
	const activity = activityOf(activities, task);
	if (activity) return activity.doing === "working" ? null : activityWord(activity);
	const notBefore = phase?.notBefore ? Date.parse(phase.notBefore) : 0;
	if (phase?.status === "waiting_approval" && isByHand(phase, state)) return "waits for a person's work";
	return phase?.status !== "blocked" && !phase?.running && notBefore > now ? `retrying in ${duration(notBefore - now)}` : null;
}
function taskRows({ plan, state, activities = [], now }, graph, critical) {
	const verdicts = plan.tasks.some((task) => task.when !== "success") ? taskConditionsOf(graph, state, now).verdicts : [];
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
				state,
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
		agents: agentsAllowed(state) ?? session.agents,
		startedAt: millis(session.startedAt),
		reason: session.reason
	};
}
function phaseRows(state) {
	const averages = progressOf(state).phaseAverages;
	if (!averages) return [];
	const workflow = [...state.tasks.values()].filter((t) => t.workflow);
	return PHASES.flatMap((phase) => {
		const having = workflow.filter((t) => t.phases.has(phase));
		if (having.length === 0) return [];
		const finished = having.filter((t) => t.status === "skipped" || isFinished(t.phases.get(phase)?.status ?? "pending")).length;
		return [{
			phase,
			percentage: averages[phase],
			finished,
			total: having.length
		}];
	});
}
function agentRows(state, history, activities) {
	return [...history.open.attempts.values()].map((a) => {
		const activity = activityOf(activities, a.task, a.phase);
		const at = state.tasks.get(a.task)?.phases.get(a.phase);
		const run = at && isOut(at) ? at.ticket.run : null;
		return {
			slot: slotOf(a.agent),
			task: a.task,
			phase: a.phase,
			attempt: a.attempt,
			executor: a.executor,
			run,
			since: a.startedAt,
			doing: activity ? activityWord(activity) : run === null ? "at work" : `at work in run ${run}`,
			stage: activity && isStage(activity) ? activity.doing : null,
			doingSince: activity?.since ?? a.startedAt,
			stages: a.stages ?? {}
		};
	}).sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0) || a.since - b.since);
}
/** What goes on beside the agents: tests of the branch, checkpoints, waits. */
function besideAgents({ agents, activities }) {
	return activities.filter((other) => !agents.some((a) => activityOf([other], a.task, a.phase)));
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

// src/milestone/diagnostic/nearest.ts
/**
* The candidate that a mistyped word most probably meant, or null. At most two typing slips (a letter too many,
* missing, wrong, or two swapped), one in words shorter than five letters; case never counts.
*/
function nearest(word, candidates) {
	const wanted = word.toLowerCase();
	const limit = wanted.length < 5 ? 1 : 2;
	let best = null;
	let bestDistance = limit + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
		const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
		if (distance < bestDistance) {
			best = candidate;
			bestDistance = distance;
			if (distance === 0) break;
		}
	}
	return wanted.length < 2 ? null : best;
}
/** Optimal string alignment distance; gives up with `bound` once it is reached. */
function editDistance(a, b, bound) {
	let before = [];
	let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let least = i;
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
			row.push(cost);
			least = Math.min(least, cost);
		}
		if (least >= bound) return bound;
		before = previous;
		previous = row;
	}
	return previous[b.length];
}

export { isUnderWay as $, outdateRelease as $t, besideWork as A, readAnswer as At, took as B, blockedBefore as Bt, toneOf as C, phasePlan as Ct, checkWords as D, isOpen as Dt, checkNamed as E, awaitedQuestions as Et, filledCells as F, NONE_ALIKE as Ft, isStage as G, isOnBranch as Gt, activityOf as H, haltTickets as Ht, millis as I, NO_FAILURES as It, hoursBehind as J, newProfile as Jt, stagesAt as K, isOnGitHub as Kt, money as L, addSpent as Lt, compact as M, milestonePercentage as Mt, dateTime as N, progressOf as Nt, testReason as O, openQuestions as Ot, duration as P, taskHundredths as Pt, isHalted as Q, openApprovals as Qt, share as R, addUsage as Rt, isShownAt as S, TASK_CONDITIONS as St, checkName as T, answeredFor as Tt, activitySentence as U, hasBegunWork as Ut, STAGES as V, emptyState as Vt, activityWord as W, isDone as Wt, remainingHours as X, noUsage as Xt, phaseCosts as Y, newTask as Yt, NOTHING_FAILED as Z, noteOutcome as Zt, auditText as _, runnersOf as _t, gateCommand as a, isRequestOf as an, keepsResources as at, describeEvent as b, DEFAULT_QUESTIONS as bt, costCell as c, buildGraph as cn, waitingForPeople as ct, addToHistory as d, BLOCKER_TYPES as dn, executorName as dt, plannedState as en, taskConditionsOf as et, historyAt as f, ESCALATION_LEVELS as fn, executorOrder as ft, lastWords as g, openTickets as gt, workMs as h, blockerId as hn, openCheck as ht, buildDashboard as i, checkpointOf as in, isDoneIn as it, clockTime as j, completedTasks as jt, bar as k, questionName as kt, costsOf as l, tasksWithNeeds as ln, waitingUnder as lt, slotOf as m, WARNING_TYPES as mn, isOut as mt, answerCommand as n, seedOf as nn, executorNamed as nt, questionRows as o, newCheckpointRequest as on, milestoneBlockers as ot, newHistory as p, SEVERITIES as pn, heldTasks as pt, criticalPath as q, newPhase as qt, besideAgents as r, ReadyTasks as rn, holdOf as rt, timelineOf as s, PriorityQueue as sn, nextStep as st, nearest as t, resumeAt as tn, verdictNow as tt, activeMs as u, wavesOf as un, chooseReviewer as ut, buildAudit as v, ticketProblem as vt, STATUS as w, plannedAttempt as wt, isLevelShown as x, DELIVERABLE_KINDS as xt, approvers as y, DEFAULT_LIMITS as yt, stageWords as z, agentsAllowed as zt };