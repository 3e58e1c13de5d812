import { A as idProblem, D as branchName, H as isFinished, L as PHASES, R as PHASE_STATUSES, U as isPhase, V as TRANSITIONS, W as unreachable, _ as isOnBranch, a as counted, b as noUsage, f as taskPercentage, g as isDone, h as emptyState, l as milestonePercentage, p as addUsage, s as sanitiseLine, u as progressOf, v as newPhase, x as openApprovals, y as newTask, z as TASK_STATUSES } from "./milestone-session-nearest.js";
import { B as partialRecord, F as int, H as string, I as literal, M as _enum, N as array, P as boolean, Q as cut, R as number, V as record, Z as codeSpan, et as fenced, tt as inertLine, z as object } from "./milestone-yaml-schema-parts.js";
import { hash } from "node:crypto";

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

// src/milestone/blocker/proposals.ts
/**
* The commands that resolve a blocker, the likeliest first, each with why. With a leading `/` they are comment
* commands, without it they are typed in a terminal.
*/
function proposalsFor(question) {
	return [...remedies(question), ...scope(question)];
}
/** A proposal's command as written in a comment. */
const asComment = (proposal) => `/${proposal.command}`;
function remedies(question) {
	const { type, milestone, task } = question;
	const retry = (why, flags = "") => ({
		command: `milestone retry ${milestone}${targetOf(question)}${flags}`,
		why
	});
	const resume = (why, flags = "") => ({
		command: `milestone resume ${milestone}${flags}`,
		why
	});
	switch (type) {
		case "task_failure": return [retry("runs the phase again, and tells the agent why it failed")];
		case "timeout": return [retry("runs the phase again; give it a longer `timeout` in the milestone file first if it needs one")];
		case "stalled_task": return [retry("starts the silent phase again")];
		case "stalled_execution": return [resume("goes on once whatever holds every task is mended")];
		case "deliverable_invalid": return [retry("runs the phase again with the findings as feedback")];
		case "test_failures": return [retry(task ? "does the phase's work again, told which tests it breaks, and runs them on it" : "runs the tests again, after a fix was pushed to the milestone's branch")];
		case "quality_gate_failed": return [retry("runs the checks again, after what they found was mended on the milestone's branch")];
		case "git_conflicts": return task ? [retry("runs the phase again on the branch's newest commit")] : [resume("goes on once the conflict is resolved by a merge on the milestone's branch")];
		case "dependency_unavailable": return task ? [retry("runs the phase again once what it needs is there")] : [resume("goes on once what is missing is there"), {
			command: `milestone execute ${milestone} --force-dependencies`,
			why: "goes on without the required milestones; the log will say so"
		}];
		case "resource_conflict": return [retry("tries again once the other milestone has released the resource")];
		case "disk_space": return [resume("goes on once there is room on the disk")];
		case "network": return [resume("pushes again once the remote can be reached")];
		case "approval_rejected": return [retry("runs the phase again with the reviewers' comments, and asks for a new approval")];
		case "budget_exceeded": return task ? [retry("gives the task two attempts more and runs it", " --add-attempts=2"), retry("gives the task another hour of agents' time and runs it", " --add-minutes=60")] : [
			resume("raises the budget by an hour of agents' time and goes on", " --add-minutes=60"),
			resume("raises the budget by 10 attempts and goes on", " --add-attempts=10"),
			resume("raises the budget by 10 US dollars and goes on", " --add-cost=10")
		];
	}
}
/** Levels 5 and 6: leave the task out, or put the milestone off. */
function scope({ milestone, task }) {
	if (!task) return [{
		command: `milestone postpone ${milestone}`,
		why: "puts the milestone off, until someone executes it again"
	}];
	return [{
		command: `milestone skip ${milestone} ${task}`,
		why: "leaves the task out; what depends on it may start"
	}, {
		command: `milestone postpone ${milestone}`,
		why: "puts the milestone off, until someone executes it again"
	}];
}
/** ` <task>/<phase>`, ` <task>` or nothing. */
function targetOf({ task, phase }) {
	if (!task) return "";
	return phase ? ` ${task}/${phase}` : ` ${task}`;
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
	"budget_exceeded"
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
	"policy_difference",
	"plan",
	"manual_work"
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

// src/milestone/schedule/ready-tasks.ts
const newGroup = (resources, execute) => ({
	resources,
	execute,
	queue: new PriorityQueue(compare)
});
const compare = (a, b) => a.key - b.key || a.place - b.place;
/**
* The tasks that may start now. Those with the same resources share a queue, so that a thousand tasks behind one lock
* cost one look, not a thousand.
*/
var ReadyTasks = class {
	#groups = [];
	/** By place: the group of the task's earlier phases, and that of its `execute` phase. */
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
				groups = {
					early: newGroup(sorted, false),
					execute: newGroup(sorted, true)
				};
				bySignature.set(signature, groups);
				this.#groups.push(groups.early, groups.execute);
			}
			return groups;
		});
	}
	/** Places of the tasks that may start, in no order. */
	get places() {
		return this.#present;
	}
	add(place, key, execute) {
		this.#stamps[place] += 1;
		this.#present.add(place);
		const { queue } = this.#groupOf[place][execute ? "execute" : "early"];
		queue.push({
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
const SECOND$1 = 1e3;
const MINUTE$1 = 60 * SECOND$1;
const HOUR$1 = 60 * MINUTE$1;
const DAY$1 = 24 * HOUR$1;
/** Milliseconds as `0s`, `42s`, `3m 12s`, `2h 05m`, `3d 04h`: two units at most. */
function duration(ms) {
	const at = Math.max(0, ms);
	if (at < MINUTE$1) return `${Math.floor(at / SECOND$1)}s`;
	if (at < HOUR$1) return pair(at, MINUTE$1, "m", SECOND$1, "s");
	if (at < DAY$1) return pair(at, HOUR$1, "h", MINUTE$1, "m");
	return pair(at, DAY$1, "d", HOUR$1, "h");
}
/** How long something took that has ended: as `duration`, but `0.4s` below ten seconds, where a second is much. */
function took(ms) {
	if (ms <= 0 || ms >= 10 * SECOND$1) return duration(ms);
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
		case "phase_started": return `${where} started${attempt(event.data.attempt)} with ${event.data.executor}`;
		case "phase_completed": return `${where} ${event.data.gated ? "delivered" : "completed"}${attempt(event.data.attempt)} in ${took(event.data.duration_ms)}, ${delivered(event.data)}`;
		case "phase_failed": return `${where} failed${attempt(event.data.attempt)} after ${took(event.data.duration_ms)} (${event.data.type}): ${event.data.message}`;
		case "phase_interrupted": return `${where} interrupted${attempt(event.data.attempt)}: ${event.data.reason}`;
		case "phase_reopened": return `${where} reopened${by(event.data.by)}${event.data.revert ? " and reverted" : ""}: ${event.data.reason}`;
		case "retry_scheduled": return `${where} will be tried again (attempt ${event.data.attempt} with ${event.data.executor}): ${event.data.reason}`;
		case "approval_requested": return `${where} waits for ${event.data.kind === "manual" ? "a person's work" : "approval"} by ${approvers(event.data.approvers)}`;
		case "approval_granted": return `${where} approved by ${decision$1(event.data.decision)}${event.data.complete ? "" : ", more approvals needed"}`;
		case "approval_rejected": return `${where}: changes requested by ${decision$1(event.data.decision)}`;
		case "approval_voided": return `${where}: approval void, ${event.data.reason}`;
		case "blocker_detected": return `${where} blocked by ${event.data.type}: ${event.data.message}`;
		case "blocker_escalated": return `blocker ${event.data.id} escalated to level ${event.data.level}: ${event.data.reason}`;
		case "blocker_resolved": return `blocker ${event.data.id} resolved: ${event.data.how}`;
		case "warning_raised": return `warning${event.task_id ? ` for ${where}` : ""} (${event.data.type}): ${event.data.message}`;
		case "quality_gate_passed": return `quality gate "${event.data.name}" passed at ${event.data.at} %`;
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
	phase_started: detailed("active"),
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
	quality_gate_passed: basic("good"),
	quality_gate_failed: basic("bad"),
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
		standard: texts
	}),
	base: object({
		branch: text,
		commit: text
	}),
	quality_gates: array(object({
		name: text,
		at: percentage
	}))
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
	by: text
});
const modelUsage = object({
	model: text,
	input_tokens: amount,
	output_tokens: amount,
	cost_usd: amount
});
/** What an attempt used, as its program reported it; absent when it reports nothing. */
const usage = object({
	agent: text,
	model: text.optional(),
	input_tokens: amount,
	output_tokens: amount,
	cost_usd: amount,
	/** What each model used, where the program used more than one; these add up to the figures above. */
	models: array(modelUsage).optional()
});
const phaseCompleted = object({
	attempt: whole,
	executor: text,
	duration_ms: amount,
	deliverables: array(fileRef),
	/** Number of repository files changed beside the deliverables. */
	changed: whole,
	/** Whether an approval must follow before the phase counts as finished. */
	gated: flag,
	usage: usage.optional(),
	/** How the agent says it answered each point of feedback. */
	answers: texts.optional()
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
	usage: usage.optional()
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
			task.status = "completed";
			task.completedAt = event.timestamp;
		}
	}),
	task_skipped: kind({
		says: "a person skipped a task; its dependants may start",
		log: "execution",
		data: personsReason,
		fold: (state, event) => {
			const task = taskOf(state, event);
			task.status = "skipped";
			task.completedAt = event.timestamp;
			task.skipReason = event.data.reason;
			leaveUnfinished(task);
			for (const approval of state.approvals.values()) if (approval.task === task.id && approval.status === "open") approval.status = "void";
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
			phase.failures = 0;
			phase.feedback = [];
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
			phase.running = false;
			phase.feedback = [data.message, data.evidence].filter(Boolean);
			recordUsage(state, task, phase, data);
		})
	}),
	/** The phase stays in progress: an interruption is no step back, and the percentage may not fall for it. */
	phase_interrupted: kind({
		says: "an attempt ended with the run, not by its own fault",
		log: "execution",
		data: object({
			attempt: whole,
			reason: text
		}),
		fold: inPhase((phase) => {
			phase.running = false;
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
			usage: at.usage
		};
		task.phases.set(later, {
			...newPhase("pending"),
			...kept,
			feedback: at === phase ? feedback : []
		});
	}
	task.completedAt = null;
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
		rejections: 0,
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
		data: object({
			milestones: texts,
			change: _enum([
				"activated",
				"completed",
				"postponed",
				"cancelled"
			])
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
		data: object({ commit: text })
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
		says: "the run ended because only a gate or a blocker is left, or another run owns the branch",
		log: "execution",
		data: object({
			status: _enum([
				"waiting_approval",
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
* functions of these events. A new kind is declared in one of the five tables, with the shape of its data, its words,
* its role's log and its fold; the compiler finds the rest.
*/
const EVENTS = {
	...sessionEvents,
	...milestoneEvents,
	...taskEvents,
	...gateEvents,
	...blockerEvents
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
		case "task_skipped":
		case "phase_reopened":
		case "milestone_postponed":
		case "milestone_cancelled":
		case "milestone_archived":
		case "lease_released":
		case "budget_raised":
		case "command_accepted": return { person: event.data.by };
		case "session_paused": return event.data.by ? { person: event.data.by } : null;
		case "plan_changed": return { name: event.data.by };
		case "approval_voided":
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
		trail: newTrail()
	};
}
function addToRecord(record, event) {
	record.events += 1;
	record.newest.push(event);
	if (record.newest.length > NEWEST) record.newest.shift();
	addToTrail(record.trail, event);
	if (event.event === "phase_completed") record.commits += 1;
	if (event.event === "tests_run") record.testRuns.push({
		...event.data,
		at: millis(event.timestamp)
	});
	if (event.event !== "phase_failed") return;
	addFailure(record.failures, event);
	record.failed.push(failedAttempt(event));
	if (record.failed.length > FAILED_KEPT) record.failed.shift();
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
			usedMs: null
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

// src/milestone/view/in-words.ts
/** The dashboard's sentences, the same in terminal, markdown and HTML. Plain text: each renderer makes it inert. */
/** `8/12 tasks`, then what needs a look. */
function taskWords({ counts, approvals }) {
	const parts = [`${counts.completed}/${counts.total} tasks`];
	if (counts.skipped) parts.push(`${counts.skipped} skipped`);
	if (counts.in_progress) parts.push(`${counts.in_progress} in progress`);
	if (counts.waiting_approval) parts.push(`${counts.waiting_approval} waiting`);
	if (counts.blocked) parts.push(`${counts.blocked} blocked`);
	const checkpoints = approvals.filter((a) => a.task === null).length;
	if (checkpoints) parts.push(`${counted(checkpoints, "checkpoint")} waiting`);
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
/** The command that answers a gate; a checkpoint is addressed by its mark (contract §9a). */
function gateCommand(milestone, gate, at) {
	if (gate.kind === "manual") return `milestone done ${milestone} ${gate.task}`;
	return `milestone approve ${milestone} ${gate.task ? `${gate.task}/${gate.phase}` : `checkpoint/${at}`}`;
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

export { activitySentence as $, auditTrail as A, toneOf as B, activeMs as C, workMs as D, slotOf as E, EVENTS as F, dateTime as G, bar as H, approvers as I, millis as J, duration as K, describeEvent as L, EMPTY_LOG as M, LogReader as N, lastWords as O, appendEvent as P, activityOf as Q, isLevelShown as R, usageWords as S, historyOf as T, clockTime as U, STATUS as V, compact as W, share as X, money as Y, took as Z, missingWords as _, asComment as _t, mermaidGantt as a, isRequestOf as at, testWords as b, atLeast as bt, mermaidGraph as c, BLOCKER_TYPES as ct, timelineOf as d, buildGraph as dt, activityWord as et, LEVELS as f, wavesOf as ft, gateName as g, remainingHours as gt, blockerWords as h, phaseCosts as ht, laneName as i, isCheckpointBlocked as it, buildAudit as j, auditText as k, graphView as l, blockerId as lt, blockedPlace as m, hoursBehind as mt, summaryMarkdown as n, checkpointOf as nt, criticalChain as o, newCheckpointRequest as ot, approvalWords as p, criticalPath as pt, filledCells as q, GANTT_NOTE as r, checkpointRequest as rt, spansOf as s, reachedCheckpoints as st, dashboardMarkdown as t, ReadyTasks as tt, buildDashboard as u, PriorityQueue as ut, qualityWords as v, proposalsFor as vt, addToHistory as w, timeWords as x, taskWords as y, PERMISSIONS as yt, isShownAt as z };