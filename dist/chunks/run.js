import { n as complaintOf, r as refuse, t as Refusal } from "./refusal.js";
import { $ as STATUS, A as activeMs, Bt as PHASES, Ct as isDone, Dt as openApprovals, G as milestonePercentage, It as paths, K as progressOf, M as historyOf, Mt as branchName, N as slotOf, Nt as branchRef, Pt as completionTag, Q as toneOf$1, Rt as DEFAULT_WEIGHTS, St as emptyState, Ut as TRANSITION, W as renderDiagnostic, Wt as isFinished, X as describeEvent, Y as approvers, at as duration, ct as share, et as bar, ht as COMMANDS, it as dateTime, jt as ROOT, nt as compact, ot as millis, q as taskHundredths, qt as sanitiseLine, rt as counted, st as money, tt as clockTime, vt as adjustAgents, yt as chooseStrategy } from "./parse-file.js";
import { C as block, D as blockerId, E as BLOCKER_TYPES, F as budgetStatus, I as readJUnit, L as parseTestOutput, P as renderBrief, S as phasePlan, T as warnOnce, _ as Fenced, a as unwrap, b as applyEvent, c as loadHistory, d as findPlanFile, f as loadPlan, g as plannedState, h as notifyDependents, i as readBasis, l as syncPlan, m as readPlan, n as LEASE_SILENCE_MS, o as checkPromptTemplates, p as placesOf, r as openRun, s as locateBranch, t as activateLike, u as atCommit, v as GENESIS, w as unblock, x as fold, y as hashLine } from "./steer-open.js";
import { A as hoursBehind, D as wavesOf, E as buildGraph, M as remainingHours, O as PriorityQueue, T as atLeast, _ as graphView, a as approvalWords, b as fenced, c as gateName, d as testWords, f as timeWords, g as mermaidGraph, h as escapeLabel, i as LEVELS, j as phaseCosts, k as criticalPath, l as qualityWords, m as MERMAID_MAX_TEXT, n as dashboardMarkdown, o as blockedPlace, p as usageWords, r as buildDashboard, s as blockerWords, t as SUMMARY_BYTES, u as taskWords, v as codeSpan, x as inertLine } from "./dashboard-markdown.js";
import { dirname, join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";

// src/engine/completion-tag.ts
/**
* The tag of a completed milestone, here and on the remote. Answers what went wrong, in a sentence; null when the tag
* stands, on this commit or, since it is made once, on an earlier one.
*/
async function tagCompletion(ports, milestone, tip) {
	const name = completionTag(milestone);
	const ref = `refs/tags/${name}`;
	const there = await ports.repository.resolve(ref);
	if (there === null) await ports.repository.swapRef(ref, null, tip);
	if (!ports.remote) return null;
	const pushed = await ports.remote.tag(name, there ?? tip);
	return pushed.ok ? null : `the tag ${name} could not be pushed: ${pushed.message}`;
}
/**
* What the last run of a completed milestone left undone when it was killed or cut off: its last push and its tag.
* Answers what still cannot be done; null when nothing is left.
*/
async function makeGood(ports, milestone, { tip, seen }) {
	if (ports.remote && seen !== tip) {
		const pushed = await ports.remote.push(branchRef(milestone), tip, seen);
		if (!pushed.ok) return `not pushed: ${"message" in pushed ? pushed.message : "the branch was moved meanwhile"}`;
	}
	return tagCompletion(ports, milestone, tip);
}

// src/milestone/readiness.ts
/**
* The first phase that is not finished decides, so an earlier phase whose approval became void stops the later ones.
* A phase that is in progress without running was interrupted and runs again as a new attempt.
*/
function nextStep(task, state) {
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
		const attempt = (at?.attempt ?? 0) + 1;
		const executor = at?.executor ?? executorName(plan.executor);
		if (executor === "manual") return {
			kind: "manual",
			phase,
			attempt
		};
		return {
			kind: "run",
			phase,
			attempt,
			executor,
			notBefore: at?.notBefore ? Date.parse(at.notBefore) : null
		};
	}
	return { kind: "complete" };
}
/** The name under which an executor stands in the log: its profile, or `run`, or `manual`. */
function executorName(executor) {
	return executor.kind === "agent" ? executor.profile : executor.kind;
}
/** The executor of that name with the phase's own options: the plan's, or a fallback profile in its place. */
function executorNamed(planned, name) {
	if (name === executorName(planned)) return planned;
	const { timeoutMs, retries, backoffMs, fallback, env, stallTimeoutMs } = planned;
	const options = {
		timeoutMs,
		retries,
		backoffMs,
		fallback,
		env
	};
	const stall = stallTimeoutMs === void 0 ? {} : { stallTimeoutMs };
	return {
		...options,
		...stall,
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

// src/milestone/checkpoint.ts
/** The id of the blocker that stands while a checkpoint fails. */
const checkpointBlocker = (name) => `quality_gate_failed:${name}`;
/** Checkpoints that are reached and have not passed, lowest mark first: no phase starts before they do. */
function reachedCheckpoints(plan, state, percentage) {
	return plan.qualityGates.filter((gate) => percentage >= gate.at && state.qualityGates.get(gate.name)?.status !== "passed").sort((a, b) => a.at - b.at);
}
/** The open request for a checkpoint's approval, `gate:<name>` with `.n` when asked again. */
function checkpointRequest(state, name) {
	for (const approval of state.approvals.values()) {
		if (approval.status !== "open" || approval.transition !== "quality_gate") continue;
		if (approval.request === `gate:${name}` || approval.request.startsWith(`gate:${name}.`)) return approval.request;
	}
	return null;
}

// src/milestone/hold.ts
/**
* Milestone-wide blockers under which nothing new may start. The others (an unreachable remote, failing tests after a
* phase, …) let work go on; they only keep the milestone from being completed.
*/
const STOPS_EVERYTHING = /* @__PURE__ */ new Set([
	"budget_exceeded",
	"disk_space",
	"dependency_unavailable",
	"git_conflicts"
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
		if (state.blockers.has(checkpointBlocker(gate.name))) return {
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
	if (blocker.type === "test_failures") return state.lastTests?.reason === "baseline";
	return STOPS_EVERYTHING.has(blocker.type);
}

// src/milestone/ready-tasks.ts
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

// src/milestone/resources.ts
/**
* Whether two resources may be the same thing. Named locks are equal or not. `path:` globs overlap when some path could
* match both, judged on the safe side: a glob covers whatever lies below what it matches, upper and lower case are
* the same, classes, braces and extended globs match anything in their segment, and a negation matches everything.
*/
function resourcesOverlap(a, b) {
	if (a === b) return true;
	if (!a.startsWith("path:") || !b.startsWith("path:")) return false;
	return patternsOverlap(segmentsOf(a), segmentsOf(b), {
		wild: "**",
		matches: (x, y) => patternsOverlap([...x], [...y], {
			wild: "*",
			matches: sameCharacter,
			endsAnywhere: false
		}),
		endsAnywhere: true
	});
}
/** A memory of the answers, for a scheduler that asks about the same few resources again and again. */
function overlapMemo() {
	const known = /* @__PURE__ */ new Map();
	return (a, b) => {
		let row = known.get(a);
		if (!row) {
			row = /* @__PURE__ */ new Map();
			known.set(a, row);
		}
		let answer = row.get(b);
		if (answer === void 0) {
			answer = resourcesOverlap(a, b);
			row.set(b, answer);
		}
		return answer;
	};
}
const sameCharacter = (x, y) => x === y || x === "?" || y === "?";
function segmentsOf(resource) {
	const glob = resource.slice(5).trim().toLowerCase();
	if (glob.startsWith("!")) return ["**"];
	const segments = [];
	for (const segment of glob.split("/")) {
		if (segment === "" || segment === ".") continue;
		if (opensGroup(segment)) return [...segments, "**"];
		segments.push(/[[\]{}()\\]/.test(segment) ? "*" : segment);
	}
	return segments;
}
function opensGroup(segment) {
	const count = (char) => segment.split(char).length;
	return count("{") !== count("}") || count("(") !== count(")") || count("[") !== count("]");
}
/** Whether some sequence matches both patterns; work is the product of their lengths. */
function patternsOverlap(a, b, { wild, matches, endsAnywhere }) {
	let reach = new Array(b.length + 1).fill(false);
	reach[0] = true;
	for (let j = 1; j <= b.length; j++) reach[j] = reach[j - 1] && b[j - 1] === wild;
	for (const item of a) {
		if (endsAnywhere && reach[b.length]) return true;
		const next = new Array(b.length + 1).fill(false);
		next[0] = item === wild && reach[0];
		for (let j = 1; j <= b.length; j++) {
			const other = b[j - 1];
			if (item === wild) next[j] = reach[j] || next[j - 1];
			else if (other === wild) next[j] = reach[j] || reach[j - 1] || next[j - 1];
			else next[j] = reach[j - 1] && matches(item, other);
		}
		reach = next;
	}
	return endsAnywhere ? reach.includes(true) : reach[b.length];
}

// src/milestone/waiting.ts
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
	const blockers = [...state.blockers.values()].filter((b) => !isDoneIn$1(state, b.task));
	if (blockers.length) return {
		idle: "blocked",
		waitingFor: blockers.map((b) => b.id)
	};
	if (allDone) return {
		idle: "completed",
		waitingFor: []
	};
	const open = openApprovals(state);
	const approvals = open.filter((a) => a.kind === "approval");
	if (approvals.length) return {
		idle: "waiting_approval",
		waitingFor: approvals.map((a) => a.request)
	};
	return {
		idle: "waiting_manual",
		waitingFor: open.map((a) => a.request)
	};
}
function isDoneIn$1(state, id) {
	const task = id === void 0 ? void 0 : state?.tasks.get(id);
	return task !== void 0 && isDone(task);
}

// src/milestone/schedule.ts
/** A scheduler for one plan; after `plan_changed` make a new one. */
function createScheduler(plan, options) {
	return new PlanScheduler(plan, options);
}
/** A cluster is through when none of its tasks is any of these. */
const ACTIVE = /* @__PURE__ */ new Set([
	"run",
	"timer",
	"running",
	"manual",
	"ask",
	"complete"
]);
/** The engine acts on these at once; the scheduler only lists them. */
const LISTED$1 = /* @__PURE__ */ new Set([
	"manual",
	"ask",
	"complete"
]);
var PlanScheduler = class {
	graph;
	choice;
	strategy;
	#plan;
	#costs;
	#ready;
	#timers = new PriorityQueue((a, b) => a.at - b.at);
	#overlap = overlapMemo();
	#kinds;
	#steps;
	#missing;
	#hundredths;
	#activeIn;
	#listed = /* @__PURE__ */ new Set();
	#dirty = /* @__PURE__ */ new Set();
	#behind = [];
	#engaged = /* @__PURE__ */ new Map();
	#state = null;
	#seen = -1;
	#done = 0;
	#sum = 0;
	/** The last cluster that may run (a wave of the graph); only `hybrid` looks at it. */
	#cluster = -1;
	constructor(plan, { strategy, agents, cores, state }) {
		this.#plan = plan;
		this.graph = buildGraph(plan);
		this.#costs = phaseCosts(plan);
		this.choice = chooseStrategy({
			wanted: strategy,
			remainingTasks: plan.tasks.filter((task) => !isDoneIn$1(state, task.id)).length,
			path: criticalPath(this.graph, this.#costs, state),
			agents,
			...cores === void 0 ? {} : { cores }
		});
		this.strategy = this.choice.strategy;
		this.#ready = new ReadyTasks(plan.tasks.map((t) => t.resources));
		this.#kinds = plan.tasks.map(() => "waiting");
		this.#steps = plan.tasks.map(() => void 0);
		this.#hundredths = plan.tasks.map(() => 0);
		this.#missing = this.graph.dependencies.map((list) => list.length);
		this.#activeIn = new Array(this.graph.wave.reduce((a, b) => Math.max(a, b), 0) + 1).fill(0);
	}
	observe(event) {
		if (event.seq !== this.#seen + 1) return;
		const place = event.task_id === void 0 ? void 0 : this.graph.index.get(event.task_id);
		if (place !== void 0) this.#dirty.add(place);
		else if (/^(milestone_activated|approval|blocker|plan)/.test(event.event)) return;
		this.#seen = event.seq;
	}
	percentage() {
		const tasks = this.#plan.tasks.length;
		if (this.#done === tasks) return 100;
		return Math.min(99, Math.floor(this.#sum / tasks / 100));
	}
	next(input) {
		this.#refresh(input);
		this.#wake(input.now);
		const hold = holdOf(this.#plan, input.state, this.percentage());
		const held = hold !== null || input.holdAll === true;
		const sync = held ? null : this.#enterCluster(input);
		const decision = {
			start: held ? [] : this.#startNow(input),
			...this.#listedNow(held),
			checkpoints: hold?.kind === "checkpoint_due" ? hold.gates : [],
			sync,
			wakeAt: held ? null : this.#timers.peek()?.at ?? null,
			idle: null,
			waitingFor: []
		};
		if (input.running.length + decision.start.length + decision.manual.length + decision.ask.length + (decision.complete.length + decision.checkpoints.length) > 0 || sync !== null || decision.wakeAt !== null || input.holdAll) return decision;
		return {
			...decision,
			...hold ? waitingUnder(hold) : this.#waiting(input)
		};
	}
	#refresh({ state, running }) {
		const engaged = /* @__PURE__ */ new Map();
		for (const run of running) {
			const place = this.graph.index.get(run.task);
			if (place !== void 0) engaged.set(place, run);
		}
		for (const place of this.#engaged.keys()) if (!engaged.has(place)) this.#dirty.add(place);
		for (const place of engaged.keys()) if (!this.#engaged.has(place)) this.#dirty.add(place);
		this.#engaged = engaged;
		if (state !== this.#state || state.seq !== this.#seen) this.#readAll(state);
		for (const place of this.#dirty) {
			this.#dirty.delete(place);
			this.#evaluate(place, state);
		}
	}
	#readAll(state) {
		this.#state = state;
		this.#seen = state.seq;
		const tasks = this.graph.tasks;
		const own = tasks.map((task, i) => remainingHours(this.graph, this.#costs, i, state.tasks.get(task.id)));
		this.#behind = hoursBehind(this.graph, own);
		for (const i of tasks.keys()) this.#dirty.add(i);
		if (this.strategy !== "hybrid") return;
		tasks.forEach((task, i) => {
			if (state.tasks.get(task.id)?.startedAt) this.#cluster = Math.max(this.#cluster, this.graph.wave[i]);
		});
	}
	/** Looks at one task again. Dependants are looked at in turn when the task is done, or no longer is. */
	#evaluate(place, state) {
		const task = this.graph.tasks[place];
		const now = state.tasks.get(task.id);
		const hundredths = now ? taskHundredths(state, now) : 0;
		this.#sum += hundredths - this.#hundredths[place];
		this.#hundredths[place] = hundredths;
		const wasDone = this.#kinds[place] === "done";
		const done = now !== void 0 && isDone(now);
		if (done !== wasDone) {
			this.#done += done ? 1 : -1;
			for (const d of this.graph.dependants[place]) {
				this.#missing[d] += done ? -1 : 1;
				this.#dirty.add(d);
			}
		}
		if (done) this.#file(place, "done");
		else if (this.#engaged.has(place)) this.#file(place, "running");
		else if (this.#missing[place] > 0) this.#file(place, "waiting");
		else this.#fileStep(place, nextStep(task, state));
	}
	#fileStep(place, step) {
		this.#steps[place] = step;
		const at = step.kind === "run" ? step.notBefore : null;
		if (at === null) return this.#file(place, step.kind);
		this.#file(place, "timer");
		this.#timers.push({
			at,
			place
		});
	}
	/** Puts the task where its kind belongs, and out of where it was. */
	#file(place, kind) {
		const wave = this.graph.wave[place];
		if (ACTIVE.has(this.#kinds[place])) this.#activeIn[wave] -= 1;
		if (ACTIVE.has(kind)) this.#activeIn[wave] += 1;
		this.#kinds[place] = kind;
		this.#ready.remove(place);
		if (LISTED$1.has(kind)) this.#listed.add(place);
		else this.#listed.delete(place);
		if (kind === "run" && this.#isOpen(wave)) this.#offer(place);
	}
	#offer(place) {
		const step = this.#steps[place];
		this.#ready.add(place, this.#key(place), step?.kind === "run" && step.phase === "execute");
	}
	#isOpen(wave) {
		return this.strategy !== "hybrid" || wave <= this.#cluster;
	}
	/** Sequential: the place in the topological order. Otherwise the longest remaining path goes first. */
	#key(place) {
		if (this.strategy === "sequential") return this.graph.rank[place];
		const task = this.#state?.tasks.get(this.graph.tasks[place].id);
		return -(remainingHours(this.graph, this.#costs, place, task) + this.#behind[place]);
	}
	#wake(now) {
		for (let timer = this.#timers.peek(); timer; timer = this.#timers.peek()) {
			const step = this.#steps[timer.place];
			const current = this.#kinds[timer.place] === "timer" && step?.kind === "run" && step.notBefore === timer.at;
			if (current && timer.at > now) return;
			this.#timers.pop();
			if (current) this.#file(timer.place, "run");
		}
	}
	/**
	* Opens the next cluster when the ones before are through: nothing of theirs runs or can run without a person.
	* Returns the cluster to synchronise where that is still to be done.
	*/
	#enterCluster({ synced = -1, state }) {
		if (this.strategy !== "hybrid") return null;
		if (this.#activeIn.slice(0, this.#cluster + 1).some((count) => count > 0)) return null;
		const following = this.#activeIn.findIndex((count, wave) => wave > this.#cluster && count > 0);
		if (following < 0) return null;
		if (this.#cluster >= 0 && synced < this.#cluster) return milestoneBlockers(state).length ? null : this.#cluster;
		this.#cluster = following;
		this.#kinds.forEach((kind, i) => {
			if (kind === "run" && this.graph.wave[i] === following) this.#offer(i);
		});
		return null;
	}
	#waiting({ state, holdExecute }) {
		const ready = [...this.#ready.places].sort((a, b) => a - b).map((i) => this.graph.tasks[i].id);
		if (ready.length && holdExecute) return {};
		if (ready.length) return {
			idle: "waiting_resource",
			waitingFor: ready
		};
		return waitingForPeople(state, this.#done === this.#plan.tasks.length);
	}
	#startNow(input) {
		const limit = Math.min(this.strategy === "sequential" ? 1 : input.agents, input.state.agentsLimit ?? input.agents);
		const slots = freeSlots(input.running, limit);
		const held = [...input.heldElsewhere ?? []];
		for (const place of this.#engaged.keys()) held.push(...this.graph.tasks[place].resources);
		const areMet = ({ resources, execute }) => !(execute && input.holdExecute) && !resources.some((mine) => held.some((other) => this.#overlap(mine, other)));
		const start = [];
		for (const slot of slots) {
			const place = this.#ready.take(areMet);
			const step = place === void 0 ? void 0 : this.#steps[place];
			if (place === void 0 || step?.kind !== "run") break;
			const { id, resources } = this.graph.tasks[place];
			const started = {
				task: id,
				phase: step.phase,
				attempt: step.attempt,
				executor: step.executor,
				slot
			};
			held.push(...resources);
			this.#file(place, "running");
			this.#engaged.set(place, started);
			start.push(started);
		}
		return start;
	}
	#listedNow(held) {
		const found = {
			manual: [],
			ask: [],
			complete: []
		};
		for (const place of this.#listed) {
			const task = this.graph.tasks[place].id;
			const step = this.#steps[place];
			if (step.kind === "complete") found.complete.push(task);
			if (step.kind === "ask") found.ask.push({
				task,
				phase: step.phase,
				attempt: step.attempt
			});
			if (step.kind !== "manual" || held || !this.#isOpen(this.graph.wave[place])) continue;
			found.manual.push({
				task,
				phase: step.phase,
				attempt: step.attempt
			});
		}
		return found;
	}
};
function freeSlots(running, limit) {
	const taken = new Set(running.map((r) => r.slot));
	const free = [];
	for (let slot = 1; free.length < limit - running.length; slot++) if (!taken.has(slot)) free.push(slot);
	return free;
}

// src/milestone/guard-paths.ts
/**
* Parts a phase's changes into what may be committed and what is dropped, reported and fails the attempt
* (contract §5). `ownFolder` is the phase's deliverables folder below `.milestones/`; nothing else there is
* an executor's to write, as it is the state that others trust.
*/
function guardPaths(paths, ownFolder) {
	const result = {
		allowed: [],
		dropped: []
	};
	for (const path of paths) {
		const verdict = guardPath(path, ownFolder);
		if (verdict.allowed) result.allowed.push(path);
		else result.dropped.push({
			path,
			rule: verdict.rule,
			reason: verdict.reason
		});
	}
	return result;
}
/** The same for one path. */
function guardPath(path, ownFolder) {
	const form = formProblem(path);
	if (form) return dropped("unsafe_path", form);
	const names = path.split("/").map(canonicalName);
	if (names.some(isGit)) return dropped("git_internals", "it reaches into git's own folder");
	const [first = "", second = "", third = ""] = names;
	if (isShort(first, "milestones", "milest")) {
		if (path.startsWith(`${ownFolder}/`)) return ALLOWED;
		return dropped("milestones", `below ${ROOT}/ a phase writes only its own deliverables (${ownFolder}/)`);
	}
	if (names.length <= 3 && ownersFile(names)) return dropped("codeowners", "who must review is decided by people");
	if (!isShort(first, "github", "github")) return ALLOWED;
	if (names.length === 1) return dropped("github_config", "the folder may not be replaced");
	if (isShort(second, "workflows", "workfl", "") || isShort(second, "actions", "action", "")) return dropped("workflow", "workflows and actions run with the repository's rights, so only people change them");
	return third === "" && (second === "milestone.yml" || /^milest~\d+\.yml$/.test(second)) ? dropped("github_config", "it says who may do what, so only people change it") : ALLOWED;
}
const ALLOWED = { allowed: true };
/** Characters that look like a slash or a dot, or become one in another system's normal form. */
const LOOKALIKES = /[\u2024\u2025\u2026\u2044\u2215\u2571\u29f5\u29f8\ufe52\ufe68\uff0e\uff0f\uff3c]/;
/** Bidirectional marks make a path read as another one. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
const MAX_PATH_BYTES = 4096;
const MAX_NAME_BYTES = 255;
/** Why a path is no good anywhere, whatever it names. */
function formProblem(path) {
	if (path === "") return "it is empty";
	if (/[\0-\x1f\x7f-\x9f]/.test(path)) return "it holds control characters";
	if (path !== path.toWellFormed() || path.includes("�")) return "its name is no valid text";
	if (path.includes("\\")) return "it holds a backslash, which is a separator on Windows";
	if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "it is absolute";
	if (LOOKALIKES.test(path) || BIDI.test(path)) return "it holds characters that pass for others";
	if (byteLength(path) > MAX_PATH_BYTES) return "it is too long";
	for (const name of path.split("/")) {
		const problem = nameProblem(name);
		if (problem) return problem;
	}
	return null;
}
function nameProblem(name) {
	if (name === "") return "it holds an empty part";
	if (name === "." || name === ".." || /^(?:%2e|\.){1,2}$/i.test(name)) return "it leaves its folder";
	if (/%(?:2f|5c|00)/i.test(name)) return "it holds an encoded separator";
	if (/[. ]$/.test(name)) return "a name ends in a dot or space, which Windows drops";
	if (DEVICE.test(name)) return "a name is a device on Windows";
	return byteLength(name) > MAX_NAME_BYTES ? "a name is too long" : null;
}
/**
* The name as the most forgiving file system sees it: compatibility forms and letter case folded,
* ignorable characters and NTFS streams dropped, dots and spaces at the end dropped. Two names that could
* be the same file anywhere are equal here.
*/
function canonicalName(name) {
	return name.replace(/:.*$/s, "").normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, "").toUpperCase().toLowerCase().normalize("NFKC").replace(/[. ]+$/, "");
}
function isGit(name) {
	return name === ".git" || /^gi(?:t|[0-9a-f]{4})~\d+$/.test(name);
}
/** A protected name or its short form on NTFS (`.github` is also `GITHUB~1`, or with a hash `GI7E3F~1`). */
function isShort(name, word, short, dot = ".") {
	if (name === dot + word) return true;
	const tilde = /^([^~]{2,6})~\d+$/.exec(name)?.[1];
	if (tilde === void 0) return false;
	return tilde === short || tilde.length === 6 && tilde.startsWith(short.slice(0, 2)) && /^..[0-9a-f]{4}$/.test(tilde);
}
/** CODEOWNERS counts at the root, in `.github/` and in `docs/`. */
function ownersFile(names) {
	const [first = "", second] = names;
	const isOwners = (name) => isShort(name, "codeowners", "codeow", "");
	if (second === void 0) return isOwners(first);
	return names.length === 2 && (first === "docs" || isShort(first, "github", "github")) && isOwners(second);
}
function dropped(rule, reason) {
	return {
		allowed: false,
		rule,
		reason
	};
}
function byteLength(text) {
	return new TextEncoder().encode(text).length;
}

// src/engine/attempt.ts
/** Runs one phase once: fresh tree, setup, executor, then every check on what it left. Never rejects. */
function startAttempt(run, start) {
	let current = null;
	let stopped = null;
	const own = (running) => {
		current = running;
		if (stopped !== null) running.stop(stopped);
		return running.done;
	};
	const startedAt = run.ports.clock.now();
	return {
		start,
		startedAt,
		done: attemptPhase(run, start, own).then((result) => stopped === null ? result : {
			ok: false,
			interrupted: stopped
		}, (error) => stopped === null ? broken(run, start, startedAt, error) : {
			ok: false,
			interrupted: stopped
		}),
		stop(reason) {
			stopped = reason;
			current?.stop(reason);
		}
	};
}
async function attemptPhase(run, start, own) {
	const { ports, journal } = run;
	const began = ports.clock.now();
	const workspace = await ports.workspaces.open(`agent-${start.slot}`);
	const base = journal.tip;
	await workspace.moveTo(base, visibleTo(run, start));
	const prepared = await setUp(run, workspace, base, own);
	if (prepared) return {
		ok: false,
		failure: {
			...prepared,
			durationMs: ports.clock.now() - began
		}
	};
	const task = journal.state.tasks.get(start.task.id);
	const outcome = await own(ports.runner.attempt({
		plan: run.plan,
		task: start.task,
		phase: start.phase,
		state: journal.state,
		executor: start.executor,
		attempt: start.attempt,
		slot: start.slot,
		workspace,
		session: journal.session,
		feedback: task.phases.get(start.phase.phase)?.feedback ?? []
	}));
	if (!outcome.ok) return {
		ok: false,
		failure: outcome
	};
	const verdict = await judgeWork(run, start, workspace, await workspace.changes());
	if (verdict.problem) {
		const { message, evidence, type } = verdict.problem;
		const usage = outcome.usage ? { usage: outcome.usage } : {};
		return {
			ok: false,
			failure: {
				ok: false,
				durationMs: outcome.durationMs,
				...usage,
				type,
				message,
				evidence,
				kind: "ordinary"
			}
		};
	}
	const checked = await runChecks(run, start, workspace, own);
	if (checked) return {
		ok: false,
		failure: {
			...checked,
			durationMs: outcome.durationMs,
			usage: outcome.usage
		}
	};
	return {
		ok: true,
		base,
		files: verdict.files,
		outcome,
		workspace
	};
}
/**
* Of `.milestones/` an agent's tree holds what concerns its phase: the plan, and the deliverables of its own task and
* of those it depends on. That also keeps the cost of a phase the same at the thousandth task as at the first.
*/
function visibleTo(run, start) {
	const own = `${`${ROOT}/deliverables/`}${run.plan.id}/`;
	const tasks = /* @__PURE__ */ new Set([start.task.id]);
	const byId = new Map(run.plan.tasks.map((t) => [t.id, t]));
	for (const id of tasks) for (const dependency of byId.get(id)?.dependencies ?? []) tasks.add(dependency);
	return (path) => {
		if (!path.startsWith(`${".milestones"}/`)) return true;
		if (path.startsWith(own)) return tasks.has(path.slice(own.length, path.indexOf("/", own.length)));
		return !HIDDEN.some((folder) => path.startsWith(folder));
	};
}
const HIDDEN = [
	"deliverables",
	"logs",
	"sessions",
	"approvals",
	"reports"
].map((name) => `${ROOT}/${name}/`);
async function judgeWork(run, start, workspace, left) {
	const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
	const guarded = guardPaths(left.files.map((f) => f.path), folder);
	const allowed = new Set(guarded.allowed);
	const files = left.files.filter((f) => allowed.has(f.path));
	const dropped = [...left.unsafe.map((u) => `${u.path}: ${u.reason}`), ...guarded.dropped.map((d) => `${d.path}: ${d.reason}`)];
	if (dropped.length > 0) return {
		files,
		problem: {
			type: "task_failure",
			message: `the attempt changed what a phase may not change: ${dropped[0]}${dropped.length > 1 ? ` (and ${dropped.length - 1} more)` : ""}; leave these paths alone`,
			evidence: dropped.join("\n")
		}
	};
	const findings = await run.ports.runner.check({
		phase: start.phase,
		folder,
		files,
		workspace
	});
	if (findings.length > 0) {
		const list = findings.map((f) => `${f.path}: ${f.message}`);
		const more = list.length > 1 ? ` (and ${list.length - 1} more)` : "";
		return {
			files,
			problem: {
				type: "deliverable_invalid",
				message: list[0] + more,
				evidence: list.join("\n")
			}
		};
	}
	return {
		files,
		problem: null
	};
}
/** Prepares a tree once, and again when what the setup depends on has changed. */
async function setUp(run, workspace, commit, own) {
	const { setup, setupInputs } = run.plan;
	if (!setup) return null;
	const key = await setupKey(run, commit, setup, setupInputs);
	if (prepared.get(workspace) === key) return null;
	const result = await own(run.ports.runner.command({
		command: setup,
		workspace,
		env: {},
		timeoutMs: run.plan.limits.phaseTimeoutMs,
		label: "setup"
	}));
	if (!result.ok) return {
		ok: false,
		type: "dependency_unavailable",
		message: `the setup command failed with exit ${result.exit ?? "by a signal"}: ${setup}`,
		evidence: result.tail,
		kind: "ordinary"
	};
	prepared.set(workspace, key);
	return null;
}
const prepared = /* @__PURE__ */ new WeakMap();
async function setupKey(run, commit, setup, inputs) {
	if (inputs.length === 0) return setup;
	return `${setup}\0${await run.ports.workspaces.fingerprint(commit, inputs)}`;
}
async function runChecks(run, start, workspace, own) {
	const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
	for (const command of start.phase.checks) {
		const env = {
			MILESTONE_ID: run.plan.id,
			MILESTONE_TASK: start.task.id,
			MILESTONE_PHASE: start.phase.phase,
			MILESTONE_DELIVERABLES: `${workspace.dir}/${folder}`
		};
		const timeoutMs = run.plan.limits.phaseTimeoutMs;
		const result = await own(run.ports.runner.command({
			command,
			workspace,
			env,
			timeoutMs,
			label: "check"
		}));
		if (result.ok) continue;
		return {
			ok: false,
			type: "quality_gate_failed",
			message: `the phase's check failed with exit ${result.exit ?? "by a signal"}: ${command}`,
			evidence: result.tail,
			kind: "ordinary"
		};
	}
	return null;
}
/** A fault of the machine ends the attempt, never the run. */
function broken(run, start, startedAt, error) {
	const code = error.code;
	const full = code === "ENOSPC" || code === "EDQUOT";
	const text = error instanceof Error ? error.message : String(error);
	run.ports.narrator.note("verbose", error instanceof Error ? error.stack ?? text : text);
	return {
		ok: false,
		failure: {
			ok: false,
			durationMs: run.ports.clock.now() - startedAt,
			type: full ? "disk_space" : "task_failure",
			message: full ? `the disk is full, so ${start.task.id}/${start.phase.phase} could not run; free space and retry` : `${start.task.id}/${start.phase.phase} could not be run: ${text}`,
			evidence: "",
			kind: "transient"
		}
	};
}

// src/engine/budgets.ts
/**
* Warns at 80 % and stops at 100 % of every budget, before anything new starts. What runs goes on to its end. A spent
* budget of the milestone stops everything, one of a task its next phase. A limit that a person lifted, by raising it
* or in the plan, stops nothing any more.
*/
function enforceBudgets(journal, plan, running) {
	const { state } = journal;
	if ([...state.tasks.values()].every(isDone)) return;
	const uses = budgetStatus(plan, state);
	for (const use of uses) if (use.level === "warn") warnOnce(journal, "budget_near", use.message, use.task);
	lift(journal, uses);
	for (const use of uses) if (use.level === "stop") stop(journal, use, running);
}
function stop(journal, { task, message }, running) {
	if (task === void 0) {
		block(journal, {
			type: "budget_exceeded",
			message
		});
		return;
	}
	const phase = nextPhaseOf(journal.state, task);
	if (phase && !running.has(task)) block(journal, {
		type: "budget_exceeded",
		task,
		phase,
		message
	});
}
function lift(journal, uses) {
	for (const blocker of [...journal.state.blockers.values()]) {
		if (blocker.type !== "budget_exceeded") continue;
		if (!uses.some((use) => use.level === "stop" && use.task === blocker.task)) unblock(journal, blocker.id, "the budget allows more now");
	}
}
/** The phase that the task would start next; none when it is done or waits for a person anyway. */
function nextPhaseOf(state, id) {
	const task = state.tasks.get(id);
	if (!task || isDone(task)) return void 0;
	const known = PHASES.filter((phase) => task.phases.has(phase));
	const next = known.find((phase) => state.blockers.has(blockerId("budget_exceeded", id, phase))) ?? known.find((phase) => !isFinished(task.phases.get(phase).status));
	return next && task.phases.get(next).status !== "waiting_approval" ? next : void 0;
}

// src/milestone/approval-aim.ts
/** Longest text of one point of feedback, and most points, that are passed on. */
const POINT_CHARS = 4e3;
const POINTS = 100;
/**
* The open gates that a decision is about. A command's target is exact. Requested changes aim at the gates whose
* deliverables the line comments touch or whose names (`task/phase`, a file, else the task) the text names, and at
* all of them where it names none. Anything else aims at all.
*/
function aimOf(candidate, open) {
	const { target, verdict } = candidate;
	const requests = (found) => new Set(found.map((a) => a.request));
	if (target) {
		const { task, phase } = target;
		return requests(open.filter((a) => a.task === task && (phase === void 0 || a.phase === phase)));
	}
	if (verdict === "approved") return requests(open);
	const exact = namedGates(candidate, open);
	return requests(exact.length ? exact : open);
}
/** The gates that requested changes name or touch; empty where they are about no gate in particular. */
function namedGates(candidate, gates) {
	const words = wordsOf(candidate.body);
	const touched = new Set(candidate.lineComments.map((c) => c.path));
	const exact = gates.filter((a) => a.deliverables.some((d) => touched.has(d.path) || namesFile(words, d.path)) || a.task !== null && words.has(`${a.task}/${a.phase}`.toLowerCase()));
	return exact.length ? exact : gates.filter((a) => a.task !== null && words.has(a.task.toLowerCase()));
}
/** What the next attempt is told: the text, then each line comment with its place. */
function feedbackOf(candidate) {
	const points = candidate.lineComments.map(({ path, line, body }) => body.trim() ? `${path}${line === null ? "" : `:${line}`}: ${body.trim()}` : "");
	return [candidate.body.trim(), ...points].filter((point) => point !== "").slice(0, POINTS).map((point) => point.length > POINT_CHARS ? `${point.slice(0, 3999)}…` : point);
}
/** Words that may be names of tasks or files, in lower case, each path's last part too. One pass over the text. */
function wordsOf(text) {
	const words = /* @__PURE__ */ new Set();
	for (const raw of text.toLowerCase().split(/[^a-z0-9._/-]/)) {
		const word = trimDots(raw);
		if (word === "") continue;
		words.add(word);
		const slash = word.lastIndexOf("/");
		if (slash >= 0 && slash < word.length - 1) words.add(word.slice(slash + 1));
	}
	return words;
}
/** A full stop ends a sentence, it does not belong to the name before it. */
function trimDots(word) {
	let end = word.length;
	while (end > 0 && word[end - 1] === ".") end -= 1;
	return word.slice(0, end);
}
function namesFile(words, path) {
	const lower = path.toLowerCase();
	return words.has(lower) || words.has(lower.slice(lower.lastIndexOf("/") + 1));
}

// src/milestone/who-counts.ts
/**
* Whether this person's word moves the gate: never a bot, an app or an author of the work; a listed approver or member
* of a listed team, or, where none is listed, anyone who may write. Whatever could not be found out counts as no.
*/
function whoCounts(candidate, policy, authors) {
	const { user, viaApp, permission } = candidate;
	if (user.type !== "User" || viaApp || user.login.toLowerCase().endsWith("[bot]")) return {
		code: "not_a_person",
		reason: "bots and apps never approve or reject a gate"
	};
	if (authors.some((author) => author.id === user.id)) return {
		code: "author",
		reason: "whoever wrote part of the work by hand cannot decide on it"
	};
	if (permission === null) return {
		code: "permission_unknown",
		reason: "GitHub could not say what this person may do, so it does not count"
	};
	if (policy.approvers.length > 0) {
		if (isListed(candidate, policy.approvers)) return null;
		return {
			code: "not_an_approver",
			reason: `this gate is decided by ${policy.approvers.join(", ")}`
		};
	}
	if (atLeast(permission, "write")) return null;
	return {
		code: "no_write_permission",
		reason: `deciding on this gate needs write permission; this person has ${permission}`
	};
}
function isListed({ user, permission, teams }, approvers) {
	if (permission === "none") return false;
	const login = user.login.toLowerCase();
	const memberOf = teams.map((team) => team.toLowerCase());
	return approvers.some((approver) => {
		const name = approver.replace(/^@/, "").toLowerCase();
		return name.includes("/") ? memberOf.includes(name) : name === login;
	});
}

// src/milestone/approval.ts
/**
* What people decided on a gate, by what GitHub says now. An approval counts when its giver counts, it was given after
* the gate was asked, and each deliverable at the commit that was looked at has exactly the bytes that were asked
* about. Each person's latest word counts alone; requested changes outweigh approvals.
*/
function judge(question) {
	const { approval, policy } = question;
	const refused = [];
	const counting = [];
	for (const candidate of latestWords(question, refused)) {
		const refusal = refusalOf(candidate, question);
		if (refusal) refused.push({
			candidate,
			...refusal
		});
		else counting.push(candidate);
	}
	const rejecting = counting.find((c) => c.verdict === "changes_requested");
	if (rejecting) return {
		kind: "rejected",
		decision: decisionOf(rejecting),
		refused
	};
	if (counting.length === 0) return {
		kind: "open",
		refused
	};
	const counted = counting.map(decisionOf);
	const known = new Set(approval.decisions.map((d) => `${d.by.source}:${d.ref}`));
	const complete = counted.length >= Math.max(1, policy.minApprovals);
	const fresh = counted.filter((d) => !known.has(`${d.by.source}:${d.ref}`));
	if (complete && fresh.length === 0) fresh.push(counted.at(-1));
	return {
		kind: "granted",
		complete,
		counted,
		fresh,
		refused
	};
}
/** Whether an approval that was granted on GitHub still stands; if not, why, for `approval_voided`. */
function stillStands(question) {
	const { approval } = question;
	const decisions = question.decisions.filter((c) => c.verdict === "approved" || reaches(c, question));
	const judgement = judge({
		...question,
		decisions,
		open: [approval],
		used: /* @__PURE__ */ new Set()
	});
	if (judgement.kind === "granted" && judgement.complete) return { stands: true };
	if (judgement.kind === "rejected") return {
		stands: false,
		reason: `${judgement.decision.by.login} requested changes after the approval`
	};
	const recorded = new Set(approval.decisions.map((d) => d.ref));
	const lost = judgement.refused.find((r) => recorded.has(r.candidate.id) && r.code !== "superseded");
	return {
		stands: false,
		reason: (lost ? `${lost.candidate.user.login}'s approval no longer counts: ${lost.reason}` : "") || "GitHub no longer shows the approval"
	};
}
/**
* Whether requested changes reach a gate that is open no longer: when they name it, or when they name nothing, come from
* one of its approvers and there is no open gate that they are about.
*/
function reaches(candidate, { approval, decisions, open = [] }) {
	const others = open.filter((a) => a.request !== approval.request);
	if (candidate.target) return aimOf(candidate, [approval]).size > 0;
	const named = namedGates(candidate, [...others, approval]);
	if (named.length > 0) return named.includes(approval);
	const approved = decisions.some((d) => d.verdict === "approved" && d.user.id === candidate.user.id);
	return others.length === 0 && approved;
}
/** Reviews and comments that decided on another attempt of the same gate: none of them counts twice. */
function usedBefore(state, approval) {
	const used = /* @__PURE__ */ new Set();
	for (const other of state.approvals.values()) {
		if (other.task !== approval.task || other.phase !== approval.phase || other.request === approval.request) continue;
		if (other.attempt === approval.attempt && other.transition !== "quality_gate") continue;
		for (const { ref } of other.decisions) if (ref !== null) used.add(ref);
	}
	return used;
}
/** The latest decision of each person that is about this gate and was given while it was asked, oldest first. */
function latestWords(question, refused) {
	const { approval, decisions, open = [approval] } = question;
	const latest = /* @__PURE__ */ new Map();
	const inOrder = [...decisions].sort((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || a.id - b.id);
	for (const candidate of inOrder) {
		if (!aimOf(candidate, open).has(approval.request)) continue;
		if (isEarlier(candidate, approval)) {
			refused.push({
				candidate,
				code: "earlier",
				reason: "it was given before this gate was asked"
			});
			continue;
		}
		const before = latest.get(candidate.user.id);
		if (before) refused.push({
			candidate: before,
			code: "superseded",
			reason: "a later decision replaced it"
		});
		latest.set(candidate.user.id, candidate);
	}
	return [...latest.values()];
}
/** GitHub's times are cut to whole seconds, so the second in which the gate was asked still counts. */
function isEarlier(candidate, approval) {
	const asked = Math.floor(Date.parse(approval.requestedAt) / 1e3);
	return !(Math.floor(Date.parse(candidate.submittedAt) / 1e3) >= asked);
}
function refusalOf(candidate, { approval, policy, authors, used }) {
	if (candidate.dismissed) return {
		code: "dismissed",
		reason: "the review was dismissed"
	};
	if (candidate.edited) return {
		code: "edited",
		reason: "it was edited after it was submitted"
	};
	if (used?.has(candidate.id)) return {
		code: "already_used",
		reason: "it decided on an earlier attempt of this phase"
	};
	const person = whoCounts(candidate, policy, authors);
	if (person || candidate.verdict === "changes_requested") return person;
	const changed = approval.deliverables.filter((d) => blobAt(candidate, d.path) !== d.blob).map((d) => d.path);
	if (candidate.commit !== null && changed.length === 0) return null;
	return {
		code: "other_content",
		reason: `it looked at other content than this gate asks about${changed.length ? `: ${changed.join(", ")}` : ""}`
	};
}
function blobAt({ blobs }, path) {
	return Object.hasOwn(blobs, path) ? blobs[path] ?? null : null;
}
function decisionOf(candidate) {
	const { verdict, user, source, id, commit, permission, submittedAt } = candidate;
	return {
		verdict: verdict === "approved" ? "approved" : "rejected",
		by: {
			login: user.login,
			id: user.id,
			source
		},
		ref: id,
		commit,
		permission: permission ?? "none",
		at: submittedAt,
		feedback: feedbackOf(candidate)
	};
}

// src/milestone/retry.ts
/** No wait between attempts is longer than this, however often it doubled. */
const MAX_BACKOFF_MS = 3e5;
/** The longest wait that a program may ask for: the longest window of the providers' limits is a day. */
const MAX_ASKED_WAIT_MS = 864e5;
/**
* The levels of resolution that need nobody: the same executor again (1), then the fallback profiles one after the
* other (2), each with its own retries. A permanent failure is not tried again by the same executor; what it leaves
* of its retries goes to the next. A rate limit waits as told and changes nothing else.
*/
function nextAttempt(failed) {
	const { failures, retries, executor, fallback, kind, waitMs } = failed;
	if (waitMs !== void 0) return {
		retry: true,
		delayMs: Math.min(Math.max(0, waitMs), MAX_ASKED_WAIT_MS),
		executor,
		level: 1
	};
	const turn = fallback.indexOf(executor) + 1;
	const allowance = (turn + 1) * (1 + retries);
	if (kind !== "permanent" && failures < allowance) return {
		retry: true,
		delayMs: delay(failed, Math.max(1, failures - turn * (1 + retries))),
		executor,
		level: turn === 0 ? 1 : 2
	};
	const next = fallback[turn];
	return next === void 0 ? { retry: false } : {
		retry: true,
		delayMs: delay(failed, 1),
		executor: next,
		level: 2
	};
}
/** Doubles with each repetition up to the cap; the upper half is random, so that agents do not return in step. */
function delay({ backoffMs, random }, repetition) {
	const ceiling = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** Math.min(repetition - 1, 30));
	return Math.round(ceiling * (.5 + random() / 2));
}

// src/milestone/text/implementation-summary.ts
const BEGIN = "<!-- changed files: written by the engine -->";
const END = "<!-- end of changed files -->";
/** A longer list is read by nobody; the commit has it. */
const MAX_LISTED = 200;
/**
* The executor's summary with the list of files that the phase really changed at its end. A list that the
* text already holds is replaced.
*/
function appendChangedFiles(markdown, files) {
	const begin = markdown.indexOf(BEGIN);
	return [
		(begin < 0 ? markdown : markdown.slice(0, begin)).trimEnd(),
		BEGIN,
		"## Changed files (from the commit)",
		list(files),
		END
	].filter((part) => part !== "").join("\n\n") + "\n";
}
function list(files) {
	if (files.length === 0) return "No file of the repository was changed.";
	const lines = files.toSorted((a, b) => a.path < b.path ? -1 : 1).slice(0, MAX_LISTED).map((file) => `- ${codeSpan(file.path)}${file.change === "deleted" ? " (deleted)" : ""}`);
	if (files.length > MAX_LISTED) lines.push(`- and ${files.length - MAX_LISTED} more`);
	return lines.join("\n");
}

// src/milestone/text/test-results.ts
const TAIL_LIMIT = 16e3;
/** The engine's `test-results.md`: nothing in it but what the run showed. */
function testResultsMarkdown(run) {
	const exit = run.exit === null ? "ended by a signal" : `exit ${run.exit}`;
	const parts = [
		`# Test results: ${inertLine(run.task)}`,
		"Written by the engine from its own run of the milestone's test command on the integrated branch.",
		[
			`- Command: ${codeSpan(run.command)}`,
			`- Result: **${run.ok ? "passed" : "failed"}** (${exit})`,
			`- Duration: ${(run.duration_ms / 1e3).toFixed(1)} s`,
			`- Tests: ${totals(run)}`
		].join("\n")
	];
	if (run.failures.length > 0) parts.push("## Failures", run.failures.map((failure) => `- ${inertLine(failure)}`).join("\n"));
	if (run.tail.trim() !== "") parts.push("## End of the output", fenced(run.tail, {
		info: "text",
		limit: TAIL_LIMIT,
		keep: "end"
	}));
	return `${parts.join("\n\n")}\n`;
}
function totals(run) {
	if (run.total === void 0) return "not counted, as the output is of no runner that is known";
	const { total, passed = 0, failed = 0, skipped = 0 } = run;
	return `${total} (${passed} passed, ${failed} failed, ${skipped} skipped)`;
}
const CLAIM = "> **Reported by the executor, not verified:** the milestone sets no `test_command`, so the engine has run no tests.";
/** Marks an executor's own `test-results.md` as its claim; a text that is marked stays as it is. */
function labelClaim(markdown) {
	return markdown.startsWith(CLAIM) ? markdown : `${CLAIM}\n\n${markdown}`;
}

// src/engine/land.ts
/**
* Takes a good attempt's work to the branch: merged onto the tip, tested where the plan says so, one commit.
* A conflict costs the attempt nothing the first time: the phase runs again on the fresh tip.
*/
function completePhase(run, running, result, help) {
	return run.journal.exclusively(() => land(run, running, result, help));
}
async function land(run, running, result, help) {
	const { journal, ports, plan } = run;
	const { task, phase } = running.start;
	const landing = await ports.repository.land(result.base, journal.tip, result.files);
	if (!landing.ok) return conflict(run, running, landing.conflicts, help.conflicts);
	const folder = paths.deliverables(plan.id, task.id, phase.phase);
	if (plan.testCommand && phase.phase === "execute" && !help.quality.isTested(running)) {
		help.later(help.quality.testAttempt(running, result, landing.changes, folder));
		return "testing";
	}
	const listed = withChangedFiles(landing.changes, folder, result.files);
	await commitPhase(run, running, result, plan.testCommand ? listed : withLabelledClaim(listed, folder), folder);
	return "done";
}
async function commitPhase(run, running, result, changes, folder) {
	const { journal, publisher } = run;
	const { task, phase, attempt, slot, executorName } = running.start;
	const { outcome } = result;
	const deliverables = await fileRefs(run, changes, folder);
	const subject = task.workflow ? `${task.id} ${phase.phase} completed` : `${task.id} completed`;
	await journal.commit({
		subject,
		trailers: {
			task: task.id,
			phase: phase.phase,
			attempt
		},
		changes,
		derived: publisher.idle && run.ports.remote !== null,
		saveReason: phase.gate ? "gate" : "phase",
		events() {
			journal.record({
				event: "phase_completed",
				task_id: task.id,
				phase: phase.phase,
				agent: `task_executor/${slot}`,
				data: {
					attempt,
					executor: executorName,
					duration_ms: Math.round(outcome.durationMs),
					deliverables,
					changed: [...changes.keys()].filter((p) => !p.startsWith(`${folder}/`)).length,
					gated: phase.gate !== null,
					...outcome.usage ? { usage: outcome.usage } : {},
					...outcome.answers?.length ? { answers: outcome.answers } : {}
				}
			});
			if (phase.gate) requestApproval(journal, task, phase, attempt, deliverables);
			settleFinishedTasks(journal);
			journal.recordProgress();
		}
	});
	publisher.request();
}
function requestApproval(journal, task, phase, attempt, deliverables) {
	const base = `${task.id}/${phase.phase}#${attempt}`;
	let request = base;
	for (let n = 2; journal.state.approvals.has(request); n++) request = `${base}.${n}`;
	const gate = phase.gate;
	journal.record({
		event: "approval_requested",
		task_id: task.id,
		phase: phase.phase,
		agent: "session_manager",
		data: {
			request,
			transition: gate.transition,
			kind: "approval",
			approvers: gate.approvers,
			min_approvals: gate.minApprovals,
			criteria: gate.criteria,
			deliverables,
			attempt
		}
	});
}
/** A phase waits for an approval that nothing asks for any more: its gate is asked anew. */
async function askGateAgain(run, taskId, phaseName, attempt) {
	const task = run.plan.tasks.find((t) => t.id === taskId);
	const phase = task.phases.find((p) => p.phase === phaseName);
	const files = await listFiles(run, paths.deliverables(run.plan.id, taskId, phaseName));
	const gate = phase.gate ?? {
		transition: TRANSITION[phaseName],
		approvers: [],
		minApprovals: 1,
		criteria: []
	};
	requestApproval(run.journal, task, {
		...phase,
		gate
	}, attempt, files);
	await run.journal.commit({
		subject: `${taskId} ${phaseName} asks again`,
		derived: true,
		saveReason: "gate"
	});
	run.publisher.request();
}
/** The phase's whole folder as it will stand: what this attempt wrote, over what was there. */
async function fileRefs(run, changes, folder) {
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
async function listFiles(run, folder) {
	const found = [];
	for (const entry of await run.ports.repository.list(run.journal.tip, folder)) {
		const path = `${folder}/${entry.name}`;
		if (entry.mode === "040000" || entry.mode === "40000") found.push(...await listFiles(run, path));
		else found.push({
			path,
			blob: entry.oid
		});
	}
	return found;
}
/** The engine appends what was really changed to the agent's own summary. */
function withChangedFiles(changes, folder, files) {
	const path = `${folder}/implementation-summary.md`;
	const summary = changes.get(path);
	if (!Buffer.isBuffer(summary)) return changes;
	const listed = files.filter((f) => !f.path.startsWith(".milestones/")).map((f) => ({
		path: f.path,
		change: "delete" in f ? "deleted" : "written"
	}));
	return new Map(changes).set(path, Buffer.from(appendChangedFiles(summary.toString("utf8"), listed)));
}
/** Without a test command the test results are the executor's word, and say so. */
function withLabelledClaim(changes, folder) {
	const path = `${folder}/test-results.md`;
	const claim = changes.get(path);
	if (!Buffer.isBuffer(claim)) return changes;
	return new Map(changes).set(path, Buffer.from(labelClaim(claim.toString("utf8"))));
}
async function conflict(run, running, conflicting, seen) {
	const { journal, ports } = run;
	const { task, phase, attempt, executorName } = running.start;
	const key = `${task.id}/${phase.phase}`;
	const times = (seen.get(key) ?? 0) + 1;
	seen.set(key, times);
	const where = {
		task_id: task.id,
		phase: phase.phase,
		agent: "git_integration"
	};
	const message = `the work of ${key} does not merge with what landed meanwhile: ${conflicting.slice(0, 5).join(", ")}`;
	journal.record({
		event: "phase_interrupted",
		...where,
		data: {
			attempt,
			reason: message
		}
	});
	if (times === 1) {
		journal.record({
			event: "retry_scheduled",
			...where,
			data: {
				attempt: attempt + 1,
				not_before: new Date(ports.clock.now()).toISOString(),
				level: 3,
				executor: executorName,
				reason: "the phase runs again on the branch's fresh tip"
			}
		});
		return "conflict";
	}
	seen.delete(key);
	block(journal, {
		type: "git_conflicts",
		task: task.id,
		phase: phase.phase,
		message,
		evidence: conflicting.join("\n"),
		attempts: attempt
	});
	await commitBlocked(run, running);
	return "conflict";
}
/** Retries as long as the plan allows, then hands over to the fallback profiles, then to a person. */
async function failPhase(run, running, failure) {
	const { journal, ports } = run;
	const { task, phase, attempt, slot, executorName, executor } = running.start;
	const where = {
		task_id: task.id,
		phase: phase.phase,
		agent: `task_executor/${slot}`
	};
	if (failure.waitMs === void 0) journal.record({
		event: "phase_failed",
		...where,
		data: {
			attempt,
			executor: executorName,
			duration_ms: Math.round(failure.durationMs),
			type: failure.type,
			message: failure.message,
			evidence: failure.evidence.slice(-4e3),
			kind: failure.kind,
			...failure.usage ? { usage: failure.usage } : {}
		}
	});
	const at = journal.state.tasks.get(task.id).phases.get(phase.phase);
	const next = nextAttempt({
		failures: at.failures,
		retries: executor.retries,
		backoffMs: executor.backoffMs,
		executor: executorName,
		fallback: phase.executor.fallback,
		kind: failure.kind,
		waitMs: failure.waitMs,
		random: ports.random
	});
	if (next.retry) {
		journal.record({
			event: "retry_scheduled",
			...where,
			agent: "blocker_detector",
			data: {
				attempt: attempt + 1,
				not_before: new Date(ports.clock.now() + next.delayMs).toISOString(),
				level: next.level,
				executor: next.executor,
				reason: failure.message
			}
		});
		return;
	}
	block(journal, {
		type: failure.type,
		task: task.id,
		phase: phase.phase,
		message: failure.message,
		evidence: failure.evidence,
		attempts: at.failures
	});
	await commitBlocked(run, running);
}
async function commitBlocked(run, running) {
	const { journal, publisher } = run;
	const { task, phase, attempt } = running.start;
	journal.recordProgress();
	await journal.commit({
		subject: task.workflow ? `${task.id} ${phase.phase} blocked` : `${task.id} blocked`,
		trailers: {
			task: task.id,
			phase: phase.phase,
			attempt
		},
		derived: true,
		saveReason: "blocker"
	});
	publisher.request();
}
/** Records what follows from finished phases: a task whose every phase is finished is completed. */
function settleFinishedTasks(journal) {
	let any = false;
	for (const task of journal.state.tasks.values()) {
		if (isDone(task) || task.phases.size === 0) continue;
		if (![...task.phases.values()].every((p) => isFinished(p.status))) continue;
		journal.record({
			event: "task_completed",
			task_id: task.id,
			agent: "task_executor",
			data: {}
		});
		any = true;
	}
	return any;
}
/**
* A manual phase is done when a person's commit holds its deliverables; until then it waits.
* Answers whether anything changed.
*/
async function requestManualWork(run, taskId, phaseName, attempt) {
	const { journal, plan } = run;
	const task = plan.tasks.find((t) => t.id === taskId);
	const phase = task.phases.find((p) => p.phase === phaseName);
	if (await takeManualWork(run, task, phase, attempt)) return true;
	journal.record({
		event: "approval_requested",
		task_id: task.id,
		phase: phase.phase,
		agent: "session_manager",
		data: {
			request: `${task.id}/${phase.phase}#${attempt}.manual`,
			transition: phase.gate?.transition ?? "execute_completion",
			kind: "manual",
			approvers: [],
			min_approvals: 0,
			criteria: phase.acceptanceCriteria,
			deliverables: [],
			attempt
		}
	});
	await journal.commit({
		subject: `${task.id} ${phase.phase} waits for a person`,
		derived: true,
		saveReason: "gate"
	});
	run.publisher.request();
	return true;
}
/** Checks what stands on the branch for a manual phase and completes it when it is all there. */
async function takeManualWork(run, task, phase, attempt) {
	const { journal, ports, plan } = run;
	const folder = paths.deliverables(plan.id, task.id, phase.phase);
	const refs = await listFiles(run, folder);
	if (refs.length === 0 && phase.deliverables.length > 0) return false;
	const workspace = await ports.workspaces.open("manual");
	await workspace.moveTo(journal.tip);
	const files = [];
	for (const ref of refs) {
		const content = await ports.repository.readFile(journal.tip, ref.path);
		if (content) files.push({
			path: ref.path,
			mode: "100644",
			content
		});
	}
	if ((await ports.runner.check({
		phase,
		folder,
		files,
		workspace
	})).length > 0 || phase.deliverables.length === 0 && refs.length === 0) return false;
	journal.record({
		event: "phase_completed",
		task_id: task.id,
		phase: phase.phase,
		agent: "session_manager",
		data: {
			attempt,
			executor: "manual",
			duration_ms: 0,
			deliverables: refs,
			changed: 0,
			gated: phase.gate !== null
		}
	});
	if (phase.gate) requestApproval(journal, task, phase, attempt, refs);
	settleFinishedTasks(journal);
	journal.recordProgress();
	await journal.commit({
		subject: `${task.id} ${phase.phase} completed`,
		trailers: {
			task: task.id,
			phase: phase.phase,
			attempt
		},
		derived: true,
		saveReason: "phase"
	});
	run.publisher.request();
	return true;
}

// src/engine/gates.ts
/** Reworks that a reviewer may ask for before the gate becomes a person's matter. */
const REWORKS = 3;
/**
* Brings the gates up to date: bytes that changed void an approval, a person's own work is looked for, and what GitHub
* says now is judged under the base branch's policy. Saves when anything changed.
*/
async function applyDecisions(run) {
	const { journal, ports } = run;
	const before = journal.state.seq;
	await voidChanged(run);
	await takeManual(run);
	if (ports.forge.present) await readForge(run);
	if (journal.state.seq === before) return false;
	settleFinishedTasks(journal);
	journal.recordProgress();
	await journal.commit({
		subject: "approvals",
		derived: true,
		saveReason: "gate"
	});
	run.publisher.request();
	return true;
}
/** Each approval is bound to exact bytes: where they differ on the branch now, it is void and the gate asks again. */
async function voidChanged(run) {
	const { journal, ports } = run;
	for (const approval of [...journal.state.approvals.values()]) {
		if (approval.kind !== "approval" || !approval.task || !approval.phase) continue;
		if (approval.status !== "open" && approval.status !== "granted") continue;
		const changed = [];
		for (const { path, blob } of approval.deliverables) if ((await ports.repository.entry(journal.tip, path))?.oid !== blob) changed.push(path);
		if (changed.length > 0) await askAgain(run, approval, `the deliverables changed on the branch: ${changed.join(", ")}`, changed);
	}
}
async function askAgain(run, approval, reason, changed) {
	const { journal, plan } = run;
	const task = plan.tasks.find((t) => t.id === approval.task);
	const phase = task && phasePlan(task, approval.phase);
	if (!task || !phase) return;
	journal.record({
		event: "approval_voided",
		task_id: task.id,
		phase: phase.phase,
		agent: "session_manager",
		data: {
			request: approval.request,
			reason,
			changed
		}
	});
	const folder = `.milestones/deliverables/${plan.id}/${task.id}/${phase.phase}`;
	if (phase.gate) requestApproval(journal, task, phase, approval.attempt, await listFiles(run, folder));
}
async function takeManual(run) {
	const { journal, plan } = run;
	for (const approval of openApprovals(journal.state)) {
		if (approval.kind !== "manual") continue;
		const task = plan.tasks.find((t) => t.id === approval.task);
		const phase = task && phasePlan(task, approval.phase);
		if (task && phase) await takeManualWork(run, task, phase, approval.attempt);
	}
}
async function readForge(run) {
	const { journal, ports } = run;
	const watched = [...journal.state.approvals.values()].filter((a) => a.kind === "approval" && (a.status === "open" || isRecheckable(a)));
	if (watched.length === 0) return;
	const answer = await ports.forge.decisions(watched, journal.tip);
	if (!answer.ok) {
		warnOnce(journal, "approval_unverified", `the approvals could not be read from GitHub (${answer.reason}); the gates stay closed`);
		return;
	}
	for (const approval of watched) if (approval.status === "granted") await recheck(run, approval, answer);
	else judgeOne(run, approval, answer);
}
/**
* What the log says was granted is re-read from GitHub until the task is through: a dismissed review closes the gate
* again, and a line that someone wrote into the branch's log opens none. That holds for approvals given at a command line
* too, which nobody can verify.
*/
function isRecheckable(approval) {
	return approval.status === "granted";
}
async function recheck(run, approval, said) {
	const { journal } = run;
	const task = approval.task ? journal.state.tasks.get(approval.task) : void 0;
	if (!task || task.status === "completed" || task.status === "skipped") return;
	const answer = stillStands({
		...questionOf(run, approval, said),
		open: [approval, ...openApprovals(journal.state)]
	});
	if (!answer.stands) await askAgain(run, approval, answer.reason, []);
}
function judgeOne(run, approval, said) {
	const { journal } = run;
	const question = questionOf(run, approval, said);
	const judgement = judge({
		...question,
		open: openApprovals(journal.state),
		used: usedBefore(journal.state, approval)
	});
	for (const refused of judgement.refused) {
		if (refused.code === "superseded" || refused.code === "earlier") continue;
		warnOnce(journal, "approval_unverified", `${refused.candidate.user.login} does not open ${approval.request}: ${refused.reason}`);
	}
	if (judgement.kind === "granted") grant(run, approval, judgement.fresh, judgement.complete);
	else if (judgement.kind === "rejected") reject(run, approval, judgement.decision);
}
/** Records approvals one by one; the last one that is needed opens the gate. */
function grant(run, approval, fresh, complete) {
	const { journal } = run;
	const where = whereOf(approval);
	fresh.forEach((decision, index) => {
		const last = index === fresh.length - 1;
		journal.record({
			event: "approval_granted",
			...where,
			agent: "session_manager",
			data: {
				request: approval.request,
				decision,
				complete: complete && last
			}
		});
	});
	if (!complete || approval.transition !== "quality_gate") return;
	const gate = run.plan.qualityGates.find((g) => checkpointName(approval) === g.name);
	if (!gate) return;
	journal.record({
		event: "quality_gate_passed",
		agent: "progress_monitor",
		data: {
			name: gate.name,
			at: gate.at,
			checks: journal.state.qualityGates.get(gate.name)?.checks ?? []
		}
	});
}
function checkpointName(approval) {
	return approval.request.replace(/^gate:/, "").replace(/\.\d+$/, "");
}
/** Requested changes send the phase back to its executor with the reviewer's words, a limited number of times. */
function reject(run, approval, decision) {
	const { journal } = run;
	journal.record({
		event: "approval_rejected",
		...whereOf(approval),
		agent: "session_manager",
		data: {
			request: approval.request,
			decision
		}
	});
	const phase = approval.task && approval.phase && journal.state.tasks.get(approval.task)?.phases.get(approval.phase);
	if (!phase) {
		block(journal, {
			type: "approval_rejected",
			about: checkpointName(approval),
			message: `${decision.by.login} rejected ${approval.request}`,
			evidence: decision.feedback.join("\n")
		});
		return;
	}
	if (phase.rejections <= REWORKS) return;
	block(journal, {
		type: "approval_rejected",
		task: approval.task,
		phase: approval.phase,
		message: `${decision.by.login} requested changes for the ${phase.rejections}th time; the ${REWORKS} reworks are spent`,
		evidence: decision.feedback.join("\n"),
		attempts: phase.attempt
	});
}
function whereOf(approval) {
	return {
		...approval.task ? { task_id: approval.task } : {},
		...approval.phase ? { phase: approval.phase } : {}
	};
}
function questionOf(run, approval, said) {
	const authors = said.authors.get(approval.request) ?? [];
	return {
		approval,
		decisions: said.candidates,
		policy: policyOf(run, approval),
		authors
	};
}
/** Of the plan under the base branch's policy, never of the request in the log. */
function policyOf(run, approval) {
	if (approval.transition === "quality_gate") {
		const gate = run.plan.qualityGates.find((g) => g.name === checkpointName(approval));
		return {
			approvers: gate?.approvers ?? [],
			minApprovals: gate?.minApprovals ?? 1
		};
	}
	const task = run.plan.tasks.find((t) => t.id === approval.task);
	const gate = task && approval.phase ? phasePlan(task, approval.phase)?.gate : null;
	return {
		approvers: gate?.approvers ?? [],
		minApprovals: gate?.minApprovals ?? 1
	};
}

// src/engine/inbox.ts
/** What happened since it was last asked; the loop sleeps here, and nowhere else. */
var Inbox = class {
	#items = [];
	#wake = null;
	put(item) {
		this.#items.push(item);
		this.#wake?.();
	}
	/** Everything there is; waits for the first item. */
	async take() {
		if (this.#items.length === 0) {
			await new Promise((resolve) => {
				this.#wake = resolve;
			});
			this.#wake = null;
		}
		return this.#items.splice(0);
	}
};

// src/engine/deliverable/test-run.ts
/** Totals of a test run from its output: a JUnit report printed in it, TAP, or a known runner's own lines. */
function readTestRun(output) {
	return junitIn(output) ?? parseTestOutput(output);
}
function junitIn(output) {
	const start = output.search(/<testsuites?[\s>]/);
	if (start < 0) return null;
	const close = output.startsWith("<testsuites", start) ? "</testsuites>" : "</testsuite>";
	const end = output.lastIndexOf(close);
	if (end < start) return null;
	const reading = readJUnit(output.slice(start, end + close.length));
	return reading.ok ? reading.totals : null;
}

// src/engine/quality.ts
/** Most failures that one `tests_run` event names. */
const FAILURES_NAMED = 20;
/**
* Runs what is to be run on integrated work: the test command and the checkpoints' checks. One at a time, in a tree
* of its own, beside the agents. What comes out is taken in by the loop (`takeIn`), never in between.
*/
var QualityChecks = class {
	#run;
	#notify;
	#queue = Promise.resolve();
	#jobs = 0;
	#current = null;
	#stopped = null;
	#done = [];
	#tested = /* @__PURE__ */ new WeakSet();
	/** The newest commit (or candidate) whose tests passed. */
	#passedAt = null;
	#baselineRunning = false;
	#checkpointsRunning = /* @__PURE__ */ new Set();
	#syncing = null;
	#finalFailed = false;
	synced = -1;
	constructor(run, notify) {
		this.#run = run;
		this.#notify = notify;
	}
	get idle() {
		return this.#jobs === 0 && this.#done.length === 0;
	}
	/** Code waits until the baseline is known to be green; documents need not. */
	get holdsExecute() {
		return this.#baselineRunning;
	}
	isTested(running) {
		return this.#tested.has(running);
	}
	stop(reason) {
		this.#stopped = reason;
		this.#current?.stop(reason);
	}
	async takeIn() {
		for (const apply of this.#done.splice(0)) await apply();
	}
	/** The test command once before the first work: a red start is nobody's fault here, and must be known. */
	baseline() {
		const { plan, journal } = this.#run;
		if (!plan.testCommand || plan.testBaseline === "ignore" || journal.state.lastTests) return;
		this.#baselineRunning = true;
		const tip = journal.tip;
		this.#enqueue(async () => {
			const run = await this.#test(tip, "baseline");
			return async () => {
				this.#baselineRunning = false;
				if (!run) return;
				journal.record({
					event: "tests_run",
					agent: "progress_monitor",
					data: run
				});
				if (run.ok) {
					this.#passedAt = tip;
					return;
				}
				await this.#blockTests(run, "the tests fail before any work was done; mend them, or set test_baseline: ignore");
			};
		});
	}
	/** Tests an execute phase's work merged onto the tip, and writes its test results from that run. */
	testAttempt(running, result, landed, folder) {
		return new Promise((resolve) => {
			this.#enqueue(async () => {
				const answer = await this.#testCandidate(running, result, landed, folder);
				return async () => resolve(answer);
			});
		});
	}
	async #testCandidate(running, result, landed, folder) {
		const { journal, ports } = this.#run;
		const { task, phase } = running.start;
		const candidate = await ports.repository.commit({
			parents: [journal.tip],
			base: journal.tip,
			changes: landed,
			message: `candidate of ${task.id}/${phase.phase}\n`,
			author: {
				name: "milestone",
				email: "milestone@localhost"
			},
			at: ports.clock.now()
		});
		const run = await this.#test(candidate, "phase");
		if (!run) return {
			ok: false,
			interrupted: this.#stopped ?? "the run ends"
		};
		journal.record({
			event: "tests_run",
			task_id: task.id,
			phase: phase.phase,
			agent: "progress_monitor",
			data: run
		});
		if (!run.ok) return {
			ok: false,
			failure: {
				ok: false,
				durationMs: result.outcome.durationMs,
				...result.outcome.usage ? { usage: result.outcome.usage } : {},
				type: "test_failures",
				message: testMessage(run),
				evidence: [...run.failures, run.tail].join("\n"),
				kind: "ordinary"
			}
		};
		this.#tested.add(running);
		this.#passedAt = candidate;
		const path = `${folder}/test-results.md`;
		if (!phase.deliverables.some((d) => "path" in d && d.path === "test-results.md") && !landed.has(path)) return result;
		const content = Buffer.from(testResultsMarkdown({
			...run,
			task: task.id
		}));
		const files = result.files.filter((f) => f.path !== path);
		return {
			...result,
			files: [...files, {
				path,
				mode: "100644",
				content
			}]
		};
	}
	/** Starts the checks of checkpoints that were reached and are not under way. */
	checkpoints(due) {
		for (const gate of due) {
			if (this.#checkpointsRunning.has(gate.name)) continue;
			this.#checkpointsRunning.add(gate.name);
			const tip = this.#run.journal.tip;
			this.#enqueue(async () => {
				const checks = await this.#check(gate, tip);
				return async () => {
					this.#checkpointsRunning.delete(gate.name);
					if (checks) await this.#judgeCheckpoint(gate, checks);
				};
			});
		}
	}
	/** `hybrid`: the tests run on the integrated cluster before the next one starts. */
	sync(cluster) {
		if (this.#syncing === cluster) return;
		this.#syncing = cluster;
		const { journal, plan } = this.#run;
		if (!plan.testCommand) {
			this.synced = cluster;
			this.#notify();
			return;
		}
		const tip = journal.tip;
		this.#enqueue(async () => {
			const run = await this.#test(tip, "phase");
			return async () => {
				this.synced = cluster;
				if (run) await this.#takeTests(run, tip);
			};
		});
	}
	/** The tests on exactly what is to be called completed; run only where the tip was not tested yet. */
	async final() {
		const { journal, plan, ports } = this.#run;
		if (!plan.testCommand) return "passed";
		if (this.#finalFailed) return "failed";
		const tip = journal.tip;
		if (this.#passedAt) {
			if ((await ports.repository.changedPaths(this.#passedAt, tip)).every((path) => path.startsWith(`${".milestones"}/`))) return "passed";
		}
		this.#enqueue(async () => {
			const run = await this.#test(tip, "final");
			return async () => {
				if (run) await this.#takeTests(run, tip);
				this.#finalFailed = run !== null && !run.ok;
			};
		});
		return "running";
	}
	async #takeTests(run, tip) {
		this.#run.journal.record({
			event: "tests_run",
			agent: "progress_monitor",
			data: run
		});
		if (run.ok) this.#passedAt = tip;
		else await this.#blockTests(run, testMessage(run));
	}
	async #blockTests(run, message) {
		const { journal, publisher } = this.#run;
		block(journal, {
			type: "test_failures",
			message,
			evidence: [...run.failures, run.tail].join("\n")
		});
		await journal.commit({
			subject: "blocked",
			derived: true,
			saveReason: "blocker"
		});
		publisher.request();
	}
	async #judgeCheckpoint(gate, checks) {
		const { journal, publisher } = this.#run;
		const data = {
			name: gate.name,
			at: gate.at,
			checks
		};
		const failed = checks.find((c) => !c.ok);
		if (failed) {
			journal.record({
				event: "quality_gate_failed",
				agent: "progress_monitor",
				data
			});
			block(journal, {
				type: "quality_gate_failed",
				about: gate.name,
				message: `the checkpoint "${gate.name}" at ${gate.at} % fails: ${failed.command} ended with exit ${failed.exit ?? "by a signal"}`,
				evidence: failed.tail
			});
		} else if (gate.approvers.length > 0 || gate.criteria.length > 0) journal.record({
			event: "approval_requested",
			agent: "session_manager",
			data: {
				request: `gate:${gate.name}`,
				transition: "quality_gate",
				kind: "approval",
				approvers: gate.approvers,
				min_approvals: gate.minApprovals,
				criteria: gate.criteria,
				deliverables: [],
				attempt: 1
			}
		});
		else journal.record({
			event: "quality_gate_passed",
			agent: "progress_monitor",
			data
		});
		await journal.commit({
			subject: failed ? `checkpoint ${gate.at} % blocked` : `checkpoint ${gate.at} %`,
			derived: true,
			saveReason: "checkpoint"
		});
		publisher.request();
	}
	async #check(gate, commit) {
		const results = [];
		for (const command of gate.run) {
			const outcome = await this.#command(command, commit, `checkpoint ${gate.name}`);
			if (!outcome) return null;
			const { ok, exit, durationMs, tail } = outcome;
			results.push({
				command,
				ok,
				exit,
				duration_ms: Math.round(durationMs),
				tail: tail.slice(-2e3)
			});
			if (!ok) break;
		}
		return results;
	}
	async #test(commit, reason) {
		const command = this.#run.plan.testCommand;
		const outcome = await this.#command(command, commit, "tests");
		if (!outcome) return null;
		const totals = readTestRun(outcome.output);
		return {
			reason,
			command,
			commit,
			ok: outcome.ok,
			exit: outcome.exit,
			duration_ms: Math.round(outcome.durationMs),
			...totals ? {
				total: totals.total,
				passed: totals.passed,
				failed: totals.failed,
				skipped: totals.skipped
			} : {},
			failures: (totals?.failures ?? []).slice(0, FAILURES_NAMED).map((f) => `${f.name}: ${f.message}`),
			tail: outcome.tail.slice(-4e3)
		};
	}
	async #command(command, commit, label) {
		if (this.#stopped !== null) return null;
		const { ports, plan } = this.#run;
		const workspace = await ports.workspaces.open("checks");
		await workspace.moveTo(commit);
		const timeoutMs = plan.limits.phaseTimeoutMs;
		if (plan.setup && !this.#prepared) {
			const setup = ports.runner.command({
				command: plan.setup,
				workspace,
				env: {},
				timeoutMs,
				label: "setup"
			});
			this.#current = setup;
			const outcome = await setup.done;
			if (this.#stopped !== null) return null;
			if (!outcome.ok) return outcome;
			this.#prepared = true;
		}
		this.#current = ports.runner.command({
			command,
			workspace,
			env: { MILESTONE_ID: plan.id },
			timeoutMs,
			label
		});
		const outcome = await this.#current.done;
		this.#current = null;
		return this.#stopped === null ? outcome : null;
	}
	#prepared = false;
	#enqueue(job) {
		this.#jobs += 1;
		this.#queue = this.#queue.then(job).catch((error) => async () => {
			this.#run.ports.narrator.warn(`a check could not be run: ${error instanceof Error ? error.message : error}`);
			block(this.#run.journal, {
				type: "quality_gate_failed",
				about: "checks",
				message: `a check could not be run: ${error instanceof Error ? error.message : String(error)}`
			});
		}).then((apply) => {
			this.#jobs -= 1;
			this.#done.push(apply);
			this.#notify();
		});
	}
};
function testMessage(run) {
	return `the test command fails on the integrated work (${run.failed ? `${run.failed} of ${run.total} tests fail` : `exit ${run.exit ?? "by a signal"}`}): ${run.command}`;
}

// src/engine/remote-trouble.ts
/** What the blockers of the remote are about, in their ids. */
const ABOUT = "remote";
/**
* Nothing new may start while the branch cannot be pushed for a reason that waiting does not cure: on a runner, work
* that never reaches the remote is lost with it. A remote that is only out of reach is tried again with each commit.
*/
function noteRemote(run) {
	const { state } = run.publisher;
	if (state.ok) {
		for (const type of ["git_conflicts", "network"]) unblock(run.journal, `${type}:${ABOUT}`, "the branch could be pushed again");
		return;
	}
	if (state.reason !== "unreachable" && state.reason !== "timeout") blockRemote(run, state);
}
function blockRemote(run, failed) {
	const conflict = failed.reason === "conflict";
	block(run.journal, {
		type: conflict ? "git_conflicts" : "network",
		about: ABOUT,
		severity: "critical",
		message: conflict ? failed.message : `the branch could not be pushed (${failed.reason}): ${failed.message}`
	});
}

// src/engine/watch.ts
/** How often disk, memory and clocks are looked at (ms). */
const EVERY_MS = 1e4;
/** A disk counts as full only when this little is left, however large it is (research: 5 GiB). */
const FREE_BYTES = 5 * 1024 ** 3;
/** Memory in use above which fewer agents work at once, in percent. */
const MEMORY_PERCENT = 92;
/** Looks after what no event tells: disk, memory, silence and time. Warnings are events; a full disk is a blocker. */
function startWatching(run, watched) {
	const { clock } = run.ports;
	let progressedAt = clock.now();
	let cancel = () => void 0;
	const look = () => {
		watchDisk(run, watched);
		if (run.ports.host.memory() > MEMORY_PERCENT) watched.memoryShort();
		watchTime(run, watched, progressedAt);
		cancel = clock.after(EVERY_MS, look);
	};
	watchDisk(run, watched);
	cancel = clock.after(EVERY_MS, look);
	return {
		progressed() {
			progressedAt = clock.now();
		},
		stop() {
			cancel();
		}
	};
}
function watchDisk(run, watched) {
	const { usedPercent, freeBytes } = run.ports.host.disk();
	const full = usedPercent > run.plan.limits.diskPercent && freeBytes < FREE_BYTES;
	if (full === run.journal.state.blockers.has("disk_space")) return;
	if (full) block(run.journal, {
		type: "disk_space",
		severity: "critical",
		message: `the disk is ${Math.floor(usedPercent)} % full with ${(freeBytes / 1024 ** 3).toFixed(1)} GiB left; free some space`
	});
	else unblock(run.journal, "disk_space", "there is space again");
	watched.changed();
}
function watchTime(run, watched, progressedAt) {
	const { journal, plan, ports } = run;
	const now = ports.clock.now();
	for (const { start, startedAt } of watched.running()) {
		if (now - startedAt <= plan.limits.longRunningMs) continue;
		const where = `${start.task.id}/${start.phase.phase}`;
		const minutes = Math.round(plan.limits.longRunningMs / 6e4);
		warnOnce(journal, "long_running_task", `${where} has been running for more than ${minutes} minutes`, start.task.id);
	}
	if (watched.running().length > 0 && now - progressedAt > plan.limits.executionStallMs) {
		const minutes = Math.round(plan.limits.executionStallMs / 6e4);
		warnOnce(journal, "stalled_execution", `no task has moved for ${minutes} minutes`);
	}
	if (plan.due && now > Date.parse(plan.due)) warnOnce(journal, "due_risk", `the milestone was due on ${plan.due}`);
}

// src/engine/execute.ts
/** A run shows itself alive by a commit at least this often (ms): half of what its lease allows it to be silent. */
const SIGN_EVERY_MS = LEASE_SILENCE_MS / 2;
/** How often open gates are looked up at GitHub while agents work (ms); unchanged answers cost no rate limit. */
const DECISIONS_EVERY_MS = 2e4;
/**
* The story of a run between its opening and its end: start what may start, take in what finished, until nothing can
* go on without a person. Everything that decides is pure; this only does.
*/
var Execution = class {
	#run;
	#inbox = new Inbox();
	#running = /* @__PURE__ */ new Map();
	#scheduler;
	#quality;
	#watcher = null;
	#cancelTimers = [];
	#wake = null;
	#stopping = null;
	#draining = null;
	#outcomes = [];
	/** The task that each slot ran last. */
	#lastTask = /* @__PURE__ */ new Map();
	#conflicts = /* @__PURE__ */ new Map();
	#agents;
	#heldElsewhere = [];
	#lockedSince = null;
	constructor(run) {
		this.#run = run;
		this.#agents = run.options.gitIntegration ? run.options.agents : 1;
		this.#scheduler = this.#newScheduler();
		this.#quality = new QualityChecks(run, () => this.#inbox.put({ kind: "quality" }));
	}
	/** Ends the run early: kills the agents, saves, and comes to rest. Safe to call at any time. */
	stop(rest, reason) {
		this.#inbox.put({
			kind: "stop",
			rest,
			reason
		});
	}
	/** Tells the scheduler what was recorded, so that it looks only at what changed. */
	observe(event) {
		this.#scheduler.observe(event);
	}
	/** The plan on the branch changed: what is running goes on, the rest follows the new plan. */
	replan() {
		this.#scheduler = this.#newScheduler();
		this.#inbox.put({ kind: "timer" });
	}
	async untilRest() {
		this.#watch();
		try {
			await this.#takeDecisions();
			this.#quality.baseline();
			for (;;) {
				this.#run.publisher.assertOwner();
				const rest = await this.#advance();
				if (rest) return rest;
				for (const message of await this.#inbox.take()) await this.#handle(message);
			}
		} catch (error) {
			if (!(error instanceof Fenced)) throw error;
			return {
				kind: "fenced",
				message: error.message
			};
		} finally {
			for (const cancel of this.#cancelTimers) cancel();
			this.#wake?.();
			this.#watcher?.stop();
			this.#quality.stop("the run ends");
			await this.#killAll("the run ends");
		}
	}
	/** Starts what can start now; an answer means that nothing is left to wait for. */
	async #advance() {
		const { journal } = this.#run;
		if (this.#stopping) {
			await this.#killAll(this.#stopping.reason);
			return {
				kind: this.#stopping.rest,
				reason: this.#stopping.reason
			};
		}
		if (this.#draining !== null) return this.#running.size === 0 && this.#quality.idle ? {
			kind: "paused",
			reason: this.#draining
		} : null;
		if (settleFinishedTasks(journal)) journal.recordProgress();
		enforceBudgets(journal, this.#run.plan, new Set([...this.#running.values()].map((r) => r.start.task.id)));
		const decision = this.#decide();
		this.#quality.checkpoints(decision.checkpoints);
		if (decision.sync !== null) this.#quality.sync(decision.sync);
		for (const wish of decision.ask) {
			await askGateAgain(this.#run, wish.task, wish.phase, wish.attempt);
			this.#inbox.put({ kind: "timer" });
		}
		for (const wish of decision.manual) {
			await requestManualWork(this.#run, wish.task, wish.phase, wish.attempt);
			this.#inbox.put({ kind: "timer" });
		}
		for (const start of decision.start) this.#start(start);
		this.#sleepUntil(decision.wakeAt);
		if (decision.idle === null || this.#running.size > 0 || !this.#quality.idle) return null;
		return this.#rest(decision);
	}
	#decide() {
		const { journal, ports } = this.#run;
		return this.#scheduler.next({
			state: journal.state,
			now: ports.clock.now(),
			running: [...this.#running.values()].map((r) => ({
				task: r.start.task.id,
				phase: r.start.phase.phase,
				slot: r.start.slot
			})),
			agents: this.#agents,
			heldElsewhere: this.#heldElsewhere,
			holdExecute: this.#quality.holdsExecute,
			synced: this.#quality.synced
		});
	}
	#agentsNow() {
		return Math.min(this.#agents, this.#run.journal.state.agentsLimit ?? this.#agents);
	}
	/** Another milestone's lock is waited for a while, then it is a person's matter. */
	#waitForResources(tasks) {
		const { journal, ports, plan } = this.#run;
		this.#lockedSince ??= ports.clock.now();
		if (ports.clock.now() - this.#lockedSince < plan.limits.lockWaitMs) {
			this.#sleepUntil(ports.clock.now() + 5e3);
			return null;
		}
		for (const task of tasks) block(journal, {
			type: "resource_conflict",
			task,
			message: `${task} needs what another milestone holds`
		});
		return { kind: "blocked" };
	}
	#start(start) {
		const { plan, journal, roles } = this.#run;
		const task = plan.tasks.find((t) => t.id === start.task);
		const phase = task.phases.find((p) => p.phase === start.phase);
		const slot = this.#freeSlot(task.id);
		this.#lastTask.set(slot, task.id);
		if (journal.state.tasks.get(task.id)?.startedAt == null) journal.record({
			event: "task_started",
			task_id: task.id,
			agent: `task_executor/${slot}`,
			data: {}
		});
		journal.record({
			event: "phase_started",
			task_id: task.id,
			phase: phase.phase,
			agent: `task_executor/${slot}`,
			data: {
				attempt: start.attempt,
				executor: start.executor
			}
		});
		journal.recordProgress();
		roles.start(slot, task.id, phase.phase);
		const executor = executorNamed(phase.executor, start.executor);
		const running = startAttempt(this.#run, {
			task,
			phase,
			executor,
			executorName: start.executor,
			attempt: start.attempt,
			slot
		});
		this.#running.set(slot, running);
		running.done.then((result) => this.#inbox.put({
			kind: "attempt",
			running,
			result
		}));
	}
	/** The slot that knows the task's files already, else the first free one. */
	#freeSlot(task) {
		for (const [slot, last] of this.#lastTask) if (last === task && !this.#running.has(slot)) return slot;
		for (let slot = 1;; slot++) if (!this.#running.has(slot)) return slot;
	}
	async #handle(message) {
		switch (message.kind) {
			case "attempt": return this.#finish(message.running, message.result);
			case "interval": return this.#checkpoint();
			case "decisions": return this.#takeDecisions();
			case "stop":
				this.#stopping ??= {
					rest: message.rest,
					reason: message.reason
				};
				return;
			case "drain":
				this.#draining ??= message.reason;
				return;
			case "quality": return this.#quality.takeIn();
			case "remote": return noteRemote(this.#run);
			case "timer": return;
			default: return message;
		}
	}
	async #finish(running, result) {
		const { start } = running;
		const { journal, roles } = this.#run;
		let landed = "failed";
		if (result.ok) {
			landed = await completePhase(this.#run, running, result, {
				conflicts: this.#conflicts,
				quality: this.#quality,
				later: (promise) => {
					promise.then((next) => this.#inbox.put({
						kind: "attempt",
						running,
						result: next
					}));
				}
			});
			if (landed === "testing") return;
		} else if ("interrupted" in result) journal.record({
			event: "phase_interrupted",
			task_id: start.task.id,
			phase: start.phase.phase,
			agent: `task_executor/${start.slot}`,
			data: {
				attempt: start.attempt,
				reason: result.interrupted
			}
		});
		else await failPhase(this.#run, running, result.failure);
		this.#running.delete(start.slot);
		roles.finish(start.slot, landed === "failed");
		if (!("interrupted" in result)) {
			this.#outcomes.push(landed === "done" ? "success" : landed === "conflict" ? "conflict" : "failure");
			this.#adjust();
		}
		this.#watcher?.progressed();
	}
	#adjust() {
		if (this.#scheduler.strategy !== "hybrid" && this.#outcomes.at(-1) !== "memory") return;
		const adjustment = adjustAgents(this.#agentsNow(), this.#agents, this.#outcomes);
		if (!adjustment) return;
		this.#outcomes = [];
		this.#run.journal.record({
			event: "strategy_adjusted",
			agent: "progress_monitor",
			data: adjustment
		});
	}
	async #takeDecisions() {
		await applyDecisions(this.#run);
	}
	/** Saves what piled up since the last commit, at the latest every interval. */
	async #checkpoint() {
		const { journal, publisher, ports, options } = this.#run;
		if (ports.clock.now() - journal.committedAt + 500 < Math.min(options.progressIntervalMs, SIGN_EVERY_MS)) return;
		journal.recordProgress();
		await journal.commit({
			subject: "checkpoint",
			derived: true,
			saveReason: "interval"
		});
		publisher.request();
		await ports.forge.sync(journal.tip, "boundary");
	}
	async #rest({ idle, waitingFor }) {
		const { journal } = this.#run;
		if (idle === "completed") {
			const final = await this.#quality.final();
			if (final === "passed") return { kind: "completed" };
			return final === "running" ? null : { kind: "blocked" };
		}
		const before = journal.state.seq;
		await this.#takeDecisions();
		if (journal.state.seq !== before) {
			this.#inbox.put({ kind: "timer" });
			return null;
		}
		if (idle === "waiting_resource") return this.#waitForResources(waitingFor);
		return { kind: journal.state.blockers.size > 0 ? "blocked" : "waiting_approval" };
	}
	#watch() {
		const { ports, options } = this.#run;
		this.#run.publisher.onChange = () => this.#inbox.put({ kind: "remote" });
		this.#every(Math.min(options.progressIntervalMs, SIGN_EVERY_MS), () => this.#inbox.put({ kind: "interval" }));
		if (ports.forge.present) this.#every(DECISIONS_EVERY_MS, () => this.#inbox.put({ kind: "decisions" }));
		if (options.timeBudgetMs > 0) this.#limitTime(options.timeBudgetMs);
		if (options.blockerDetection) this.#watcher = startWatching(this.#run, {
			running: () => [...this.#running.values()],
			memoryShort: () => {
				this.#outcomes.push("memory");
				this.#adjust();
				warnOnce(this.#run.journal, "memory_pressure", "memory is nearly used up, so fewer agents work at once");
			},
			changed: () => this.#inbox.put({ kind: "timer" })
		});
	}
	/** Near the end of the budget nothing new starts; shortly before it what still runs is interrupted and saved. */
	#limitTime(budgetMs) {
		const margin = Math.min(12e4, budgetMs / 5);
		const reason = `the time budget of ${Math.round(budgetMs / 6e4)} minutes is nearly spent`;
		this.#once(budgetMs - 2 * margin, () => this.#inbox.put({
			kind: "drain",
			reason
		}));
		this.#once(budgetMs - margin, () => this.#inbox.put({
			kind: "stop",
			rest: "paused",
			reason
		}));
	}
	#every(ms, callback) {
		let cancel = () => void 0;
		const tick = () => {
			cancel = this.#run.ports.clock.after(ms, () => {
				callback();
				tick();
			});
		};
		tick();
		this.#cancelTimers.push(() => cancel());
	}
	#once(ms, callback) {
		this.#cancelTimers.push(this.#run.ports.clock.after(ms, callback));
	}
	#sleepUntil(wakeAt) {
		this.#wake?.();
		this.#wake = null;
		if (wakeAt === null) return;
		const ms = Math.max(0, wakeAt - this.#run.ports.clock.now());
		this.#wake = this.#run.ports.clock.after(ms, () => this.#inbox.put({ kind: "timer" }));
	}
	async #killAll(reason) {
		const attempts = [...this.#running.values()];
		for (const attempt of attempts) attempt.stop(reason);
		for (const attempt of attempts) {
			const result = await attempt.done;
			if (!("interrupted" in result) && !result.ok) continue;
			this.#run.journal.record({
				event: "phase_interrupted",
				task_id: attempt.start.task.id,
				phase: attempt.start.phase.phase,
				agent: `task_executor/${attempt.start.slot}`,
				data: {
					attempt: attempt.start.attempt,
					reason
				}
			});
			this.#run.roles.finish(attempt.start.slot, false);
		}
		this.#running.clear();
	}
	#newScheduler() {
		const { plan, options, ports, journal } = this.#run;
		const { state } = journal;
		return createScheduler(plan, {
			strategy: options.strategy,
			agents: this.#agents,
			cores: ports.host.cores,
			state
		});
	}
};

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
	const text = [
		"gantt",
		"  dateFormat x",
		"  todayMarker off",
		`  axisFormat ${axisFormat(Math.max(...spans.map((s) => s.end)) - first.start)}`,
		...all.length > spans.length ? [`  title the newest ${spans.length} of ${all.length} bars`] : [],
		...sections(spans).flatMap(([name, bars]) => [`  section ${name}`, ...bars.map(barLine)])
	].join("\n");
	return text.length <= 5e4 ? text : null;
}
function axisFormat(ms) {
	if (ms < 6e5) return "%H:%M:%S";
	return ms < 864e5 ? "%H:%M" : "%b %d %H:%M";
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
	const tags = [span.critical ? "crit" : "", tagOf(span)].filter(Boolean).map((tag) => `${tag}, `);
	const end = Math.max(span.end, span.start + LEAST_MS);
	return `    ${ganttLabel(span)} :${tags.join("")}${span.start}, ${end}`;
}
/** Not `active`: Mermaid writes its label dark on dark where it stands beside the bar. */
function tagOf(span) {
	return span.outcome === "completed" || span.outcome === "decided" ? "done" : "";
}
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

// src/milestone/view/markdown-table.ts
/** A markdown table; cells are made inert by the caller. `align` holds a rule for each column that is not plain. */
function table(head, rows, align = []) {
	const line = (cells) => `| ${cells.join(" | ")} |`;
	return [
		line(head),
		line(head.map((_, i) => align[i] ?? "---")),
		...rows.map(line)
	].join("\n");
}
const RIGHT = "---:";

// src/milestone/view/audit.ts
/** Everything in the log that a person decided, oldest first. */
function auditTrail(events) {
	const entries = [];
	const requested = /* @__PURE__ */ new Map();
	for (const event of events) {
		if (event.event === "approval_requested") requested.set(event.data.request, event.data.deliverables);
		const actor = actorOf(event);
		if (!actor) continue;
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
	return entries;
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

// src/milestone/view/cost.ts
/** Attempts that still run count with their time so far, and no usage: nobody has told it yet. */
function costsOf(plan, history, now) {
	const tasks = new Map(plan.tasks.map((t) => [t.id, emptyRow(t.id)]));
	const phases = /* @__PURE__ */ new Map();
	const agents = /* @__PURE__ */ new Map();
	const models = /* @__PURE__ */ new Map();
	const total = emptyRow("total");
	for (const attempt of history.attempts) {
		const rows = [
			total,
			rowOf(tasks, attempt.task),
			rowOf(phases, attempt.phase),
			rowOf(agents, attempt.usage?.agent ?? attempt.executor)
		];
		for (const row of rows) addAttempt(row, attempt, attempt.usage, now);
		for (const share of modelsOf(attempt.usage)) addAttempt(rowOf(models, share.model), attempt, share, now);
	}
	return {
		byTask: [...tasks.values()].filter((row) => row.attempts > 0),
		byPhase: [...phases.values()],
		byAgent: dearestFirst(agents),
		byModel: dearestFirst(models),
		total
	};
}
function addAttempt(row, attempt, used, now) {
	row.attempts += 1;
	if (attempt.outcome === "failed") row.failed += 1;
	row.workMs += Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
	row.inputTokens += used?.input_tokens ?? 0;
	row.outputTokens += used?.output_tokens ?? 0;
	row.costUsd += used?.cost_usd ?? 0;
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
		costUsd: 0
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

// src/milestone/view/performance.ts
function estimatesOf(plan, state, history, now) {
	const work = /* @__PURE__ */ new Map();
	for (const a of history.attempts) work.set(a.task, (work.get(a.task) ?? 0) + Math.max(0, (a.endedAt ?? now) - a.startedAt));
	return plan.tasks.flatMap((task) => {
		const at = state.tasks.get(task.id);
		const start = millis(at?.startedAt ?? null);
		if (start === null || at?.status === "skipped") return [];
		return [{
			task: task.id,
			estimateMs: task.estimatedHours === void 0 ? null : task.estimatedHours * 36e5,
			workMs: work.get(task.id) ?? 0,
			elapsedMs: (millis(at?.completedAt ?? null) ?? now) - start,
			done: at?.status === "completed"
		}];
	});
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
		allowed: state.session?.agents ?? slots.size,
		activeMs: active
	};
}

// src/milestone/view/recommend.ts
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
	return [{
		fact: `The end ${timeline.endedAt === null ? "is forecast for" : "was reached on"} ${dateTime(end)}, ${duration(end - timeline.due)} after the due date.`,
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
	return costs.byAgent.filter((row) => row.attempts >= 4 && row.failed / row.attempts >= .25).map((row) => ({
		fact: `${row.name} failed ${row.failed} of ${counted(row.attempts, "attempt")}${failures[0] ? `, most often by ${failures[0].type}` : ""}.`,
		advice: "Read the feedback of the failed attempts; a clearer task description or another profile may help."
	}));
}
function onRejections({ history, dashboard }) {
	if (history.rejections === 0) return [];
	const gates = dashboard.quality.approvals.total;
	return [{
		fact: `Reviewers requested changes ${history.rejections === 1 ? "once" : `${history.rejections} times`} at ${counted(gates, "gate")}.`,
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
		fact: `Half of the finished tasks took less than ${median.toFixed(2)} of their estimated hours, half more.`,
		advice: "Scale estimated_hours by this factor: the order of work and the forecast follow them."
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
function buildReport(input) {
	const { plan, state, events, now } = input;
	const history = historyOf(events);
	const dashboard = buildDashboard({
		...input,
		history
	});
	const until = dashboard.timeline.endedAt ?? now;
	const spans = spansOf(plan, history, until);
	const facts = {
		dashboard,
		history,
		spans,
		chain: criticalChain(spans),
		estimates: estimatesOf(plan, state, history, until),
		utilisation: utilisationOf(state, history, until),
		testRuns: events.flatMap((e) => e.event === "tests_run" ? [{
			...e.data,
			at: millis(e.timestamp)
		}] : []),
		commits: events.filter((e) => e.event === "commit_created").length,
		deliverables: countDeliverables(state),
		waits: history.waits.map((w) => ({
			...w,
			ms: (w.endedAt ?? until) - w.startedAt
		})),
		runs: history.runs,
		failures: failuresOf(events),
		blockers: blockersOf$1(state),
		costs: costsOf(plan, history, until),
		audit: auditTrail(events),
		events
	};
	return {
		...facts,
		recommendations: recommend(facts, plan, state)
	};
}
function countDeliverables(state) {
	let count = 0;
	for (const task of state.tasks.values()) for (const phase of task.phases.values()) count += phase.deliverables.length;
	return count;
}
function failuresOf(events) {
	const rows = /* @__PURE__ */ new Map();
	for (const event of events) {
		if (event.event !== "phase_failed") continue;
		const { type } = event.data;
		const row = rows.get(type) ?? {
			type,
			count: 0,
			where: []
		};
		rows.set(type, row);
		row.count += 1;
		const where = `${event.task_id}/${event.phase}`;
		if (!row.where.includes(where)) row.where.push(where);
	}
	return [...rows.values()].sort((a, b) => b.count - a.count);
}
function blockersOf$1(state) {
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

// src/milestone/view/report-record.ts
function blockers$1(data) {
	const { dashboard } = data;
	const rows = data.blockers.map((b) => [
		inertLine(b.task ? `${b.task}${b.phase ? `/${b.phase}` : ""}` : "milestone"),
		b.type,
		`${b.level}, ${LEVELS[b.level]}`,
		inertLine(b.message),
		b.resolvedAt === null ? `open for ${duration(dashboard.now - b.detectedAt)}` : `${inertLine(b.how)}, after ${duration(b.resolvedAt - b.detectedAt)}`
	]);
	const failures = table([
		"Failed attempts",
		"Count",
		"Where"
	], data.failures.map((f) => [
		f.type,
		String(f.count),
		f.where.slice(0, 8).map((w) => inertLine(w)).join(", ") + (f.where.length > 8 ? " …" : "")
	]), ["---", RIGHT]);
	const waiting = dashboard.approvals.map((a) => `- ${inertLine(gateName(a))} ${inertLine(approvalWords(a, dashboard.now))}`);
	return [
		"## 5. Blocker analysis",
		rows.length ? table([
			"Where",
			"Type",
			"Level",
			"Message",
			"Resolution"
		], rows) : "There was no blocker.",
		data.failures.length ? failures : "No attempt failed.",
		waiting.length ? `Waiting for people:\n\n${waiting.join("\n")}` : ""
	].filter(Boolean).join("\n\n");
}
function trail$1(data) {
	const audit = table([
		"When",
		"Who",
		"What",
		"Permission",
		"Commit"
	], data.audit.map((a) => [
		dateTime(Date.parse(a.at)),
		a.who === null ? "" : inertLine(a.id === null ? a.who : `${a.who} (${a.id})`),
		inertLine(a.words, 200),
		a.permission === null ? "" : inertLine(a.permission),
		a.commit === null ? "" : codeSpan(a.commit.slice(0, 7))
	]));
	const listed = data.events.slice(-100);
	const lines = listed.map((e) => `- \`${e.seq}\` ${dateTime(Date.parse(e.timestamp))} ${inertLine(describeEvent(e))}`);
	const id = data.dashboard.milestone.id;
	return [
		"## 6. Event log and audit trail",
		`The log has ${counted(data.events.length, "event")}; \`milestone audit ${id}\` verifies its chain, \`milestone replay ${id}\` the state made of it.`,
		data.audit.length ? audit : "No person has decided anything yet.",
		`<details><summary>${listed.length < data.events.length ? `The newest ${listed.length} events` : "All events"}</summary>\n\n${lines.join("\n")}\n\n</details>`
	].join("\n\n");
}
function recommendations$1(data) {
	return `## 7. Recommendations\n\n${data.recommendations.map((r) => `- ${inertLine(r.fact)} **${inertLine(r.advice)}**`).join("\n") || "Nothing in this execution calls for a change."}`;
}
function costs$1(data) {
	const { byTask, byPhase, byAgent, byModel, total } = data.costs;
	if (total.attempts === 0) return "## 8. Cost\n\nNothing has run.";
	const part = (title, rows) => rows.length ? costTable$1(title, rows) : "";
	return [
		"## 8. Cost",
		total.costUsd > 0 || total.inputTokens > 0 ? "As the agents' programs reported it; attempts that report nothing count with their time alone." : "No agent reported tokens or cost.",
		part("Phase", byPhase),
		part("Agent", byAgent),
		part("Model", byModel),
		part("Task", [...byTask, total])
	].filter(Boolean).join("\n\n");
}
function costTable$1(title, rows) {
	return table([
		title,
		"Attempts",
		"Failed",
		"Time",
		"Tokens in",
		"Tokens out",
		"Cost"
	], rows.map((r) => [
		inertLine(r.name),
		String(r.attempts),
		String(r.failed),
		duration(r.workMs),
		compact(r.inputTokens),
		compact(r.outputTokens),
		money(r.costUsd)
	]), [
		"---",
		RIGHT,
		RIGHT,
		RIGHT,
		RIGHT,
		RIGHT,
		RIGHT
	]);
}

// src/milestone/view/report-work.ts
/** The reports on the work itself: how fast it went, how good it was, whether it kept its dates. */
function performance$1(data) {
	const { dashboard, utilisation, chain, estimates } = data;
	const { velocity } = dashboard.timeline;
	const chainMs = chain.workMs + chain.waitMs;
	const lines = [
		`- Velocity: ${velocity === null ? "not known yet" : `${velocity.toFixed(1)} percentage points per hour of running`}.`,
		`- Retries: ${data.history.retries}; changes requested by reviewers: ${data.history.rejections}.`,
		utilisation.meanBusy === null ? "" : `- Agents: ${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} at work on average while a run was going.`,
		chain.tasks.length ? `- Critical path so far: ${chain.tasks.map((t) => inertLine(t)).join(" → ")}; ${duration(chainMs)}, of which ${duration(chain.waitMs)} waiting for people.` : "",
		dashboard.criticalPath.length ? `- Critical path of what is left: ${dashboard.criticalPath.map((t) => inertLine(t)).join(" → ")}.` : ""
	].filter(Boolean);
	const phases = table([
		"Phase",
		"Progress",
		"Finished"
	], dashboard.phases.map((p) => [
		p.phase,
		`\`${bar(p.percentage, 20)}\` ${p.percentage} %`,
		`${p.finished}/${p.total}`
	]));
	const estimated = table([
		"Task",
		"Estimate",
		"Agents' time",
		"Start to end",
		""
	], estimates.map((e) => [
		inertLine(e.task),
		e.estimateMs === null ? "" : duration(e.estimateMs),
		duration(e.workMs),
		e.elapsedMs === null ? "" : duration(e.elapsedMs),
		e.done ? "completed" : "under way"
	]), [
		"---",
		RIGHT,
		RIGHT,
		RIGHT
	]);
	const slots = table([
		"Agent",
		"At work",
		"Utilisation",
		"Attempts",
		"Failed"
	], utilisation.slots.map((s) => [
		String(s.slot),
		duration(s.busyMs),
		`\`${bar(s.utilisation, 10)}\` ${s.utilisation} %`,
		String(s.attempts),
		String(s.failed)
	]), [
		RIGHT,
		RIGHT,
		"---",
		RIGHT,
		RIGHT
	]);
	return [
		"## 2. Progress and performance",
		lines.join("\n"),
		dashboard.phases.length ? phases : "",
		estimates.length ? `### Estimate and actual\n\n${estimated}` : "",
		utilisation.slots.length ? `### Agents\n\n${slots}` : ""
	].filter(Boolean).join("\n\n");
}
function quality$1(data) {
	const { checkpoints, approvals, tests } = data.dashboard.quality;
	const gates = table([
		"Checkpoint",
		"At",
		"Result",
		"Commands",
		"Decided"
	], checkpoints.map((c) => [
		inertLine(c.name),
		`${c.at} %`,
		c.status === "pending" ? "not run" : c.status,
		c.checks.map((k) => `${codeSpan(k.command)} ${k.ok ? "passed" : `exit ${k.exit ?? "none"}`}`).join(", "),
		c.decidedAt === null ? "" : dateTime(Date.parse(c.decidedAt))
	]));
	const runs = table([
		"Test run",
		"Command",
		"Commit",
		"Result",
		"Took"
	], data.testRuns.map((t) => [
		`${t.reason}, ${dateTime(t.at)}`,
		codeSpan(t.command),
		codeSpan(t.commit.slice(0, 7)),
		testRunWords$1(t),
		duration(t.duration_ms)
	]), [
		"---",
		"---",
		"---",
		"---",
		RIGHT
	]);
	const failures = tests?.failures.length ? `Failing now:\n\n${tests.failures.slice(0, 50).map((f) => `- ${inertLine(f)}`).join("\n")}` : "";
	return [
		"## 3. Quality gates",
		checkpoints.length ? gates : "No checkpoint is planned.",
		`Approval gates: ${approvals.granted} of ${approvals.total} passed, ${approvals.open} open, ${approvals.rejected} sent back.`,
		data.testRuns.length ? runs : "The test command has not run.",
		failures
	].filter(Boolean).join("\n\n");
}
function testRunWords$1(t) {
	const figures = {
		...t,
		total: t.total ?? null,
		passed: t.passed ?? null,
		skipped: t.skipped ?? null
	};
	return testWords({
		...figures,
		failed: t.failed ?? null,
		durationMs: t.duration_ms,
		at: ""
	}).replace(/^tests /, "");
}
function adherence$1(data) {
	const { dashboard, runs } = data;
	const { timeline } = dashboard;
	const lines = [
		`- ${timeWords(dashboard)}.`,
		timeline.due === null ? "- No due date is set." : `- Due ${dateTime(timeline.due)}.`,
		...timeline.late.map((l) => `- ${inertLine(l.task)} ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}.`)
	];
	const longest = [...data.waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
	const waits = table([
		"Longest waits",
		"For",
		"Of"
	], longest.map((w) => [
		inertLine(gateName(w)),
		duration(w.ms),
		inertLine(w.approvers.join(", ") || "anyone who may")
	]), ["---", RIGHT]);
	const listed = runs.slice(-20);
	const run = table([
		"Run",
		"Took",
		"Ended because"
	], listed.map((r) => [
		dateTime(r.startedAt),
		duration((r.endedAt ?? dashboard.now) - r.startedAt),
		r.endedAt === null ? "still running" : inertLine(r.reason)
	]), ["---", RIGHT]);
	return [
		"## 4. Timeline adherence",
		lines.join("\n"),
		longest.length ? waits : "",
		runs.length > listed.length ? `The newest ${listed.length} of ${runs.length} runs:` : "",
		listed.length ? run : ""
	].filter(Boolean).join("\n\n");
}

// src/milestone/view/report.ts
/** `reports/<session>.md`: the seven reports and the costs, from the log alone. */
function reportMarkdown(input) {
	const data = buildReport(input);
	return [
		summary(data, input.plan),
		performance$1(data),
		quality$1(data),
		adherence$1(data),
		blockers$1(data),
		trail$1(data),
		recommendations$1(data),
		costs$1(data)
	].join("\n\n").concat("\n");
}
function summary(data, plan) {
	const { dashboard, commits, deliverables } = data;
	const { milestone, session, timeline, status } = dashboard;
	const facts = [
		["Status", `${STATUS[status].emoji} ${STATUS[status].word}`],
		["Progress", `\`${bar(dashboard.percentage, 20)}\` ${dashboard.percentage} % · ${taskWords(dashboard)}`],
		["Session", session ? codeSpan(session.id) : "none yet"],
		["Strategy", session ? `${session.strategy}, ${counted(data.utilisation.allowed, "agent")}` : ""],
		["Started", timeline.startedAt === null ? "" : dateTime(timeline.startedAt)],
		["Ended", timeline.endedAt === null ? "" : dateTime(timeline.endedAt)],
		["Duration", `${duration(timeline.elapsedMs)}, of which ${duration(timeline.activeMs)} in runs`],
		["Delivered", `${counted(deliverables, "deliverable")}, ${counted(commits, "commit")} on ${codeSpan(milestone.branch)}`],
		["Quality", qualityWords(dashboard)],
		["Used", `${counted(data.costs.total.attempts, "attempt")}, ${duration(data.costs.total.workMs)} of agents' time${costWords(data.costs.total)}`]
	];
	const graph = mermaidGraph(dashboard);
	const gantt = mermaidGantt({
		plan,
		history: data.history,
		now: timeline.endedAt ?? dashboard.now
	});
	return [
		`# Report: ${inertLine(milestone.title)}`,
		milestone.description ? inertLine(milestone.description, 1e3) : "",
		"## 1. Execution summary",
		table(["", ""], facts.filter(([, value]) => value !== "").map(([name, value]) => [`**${name}**`, value])),
		graph ? fenced(graph, { info: "mermaid" }) : "",
		gantt ? fenced(gantt, { info: "mermaid" }) : ""
	].filter(Boolean).join("\n\n");
}
function costWords(row) {
	const tokens = row.inputTokens + row.outputTokens;
	return `${tokens ? `, ${compact(tokens)} tokens` : ""}${row.costUsd ? `, ${money(row.costUsd)}` : ""}`;
}

// src/engine/finish.ts
/** Records how the run came to rest, writes the report, and brings everything to the remote. */
async function finish(run, rest) {
	if (rest.kind === "fenced") return {
		status: "in_progress",
		report: null,
		note: `another run owns the branch now: ${rest.message}`
	};
	try {
		return await save(run, rest);
	} catch (error) {
		if (!(error instanceof Fenced)) throw error;
		return {
			status: "in_progress",
			report: null,
			note: `another run owns the branch now: ${error.message}`
		};
	}
}
async function save(run, wanted) {
	const { journal, publisher, ports, roles } = run;
	const early = wanted.kind === "interrupted" ? { ok: true } : await publisher.flush();
	if (!early.ok) blockRemote(run, early);
	const rest = early.ok ? wanted : { kind: "blocked" };
	recordRest(run, rest);
	roles.stopAll();
	const report = await writeReport(run);
	await journal.commit({
		subject: subjectOf$1(rest),
		changes: /* @__PURE__ */ new Map([[report.path, Buffer.from(report.text)]]),
		derived: true,
		saveReason: rest.kind === "interrupted" ? "signal" : "end"
	});
	const pushed = early.ok ? await publisher.flush() : early;
	const untagged = pushed.ok && rest.kind === "completed" ? await tagCompletion(ports, journal.milestone, journal.tip) : null;
	await ports.forge.sync(journal.tip, "end");
	return {
		status: early.ok && !pushed.ok ? "failed" : journal.state.status,
		report,
		note: pushed.ok ? untagged : `not pushed: ${pushed.message}`
	};
}
function recordRest(run, rest) {
	const { journal, plan } = run;
	const agent = "session_manager";
	switch (rest.kind) {
		case "completed":
			journal.record({
				event: "milestone_completed",
				agent,
				data: { percentage: 100 }
			});
			notifyDependents(journal, plan, "completed");
			journal.record({
				event: "session_ended",
				agent,
				data: { status: "completed" }
			});
			return;
		case "waiting_approval":
			journal.recordProgress();
			journal.record({
				event: "session_suspended",
				agent,
				data: {
					status: "waiting_approval",
					reason: "only people can go on"
				}
			});
			return;
		case "blocked":
			journal.recordProgress();
			journal.record({
				event: "session_suspended",
				agent,
				data: {
					status: "blocked",
					reason: "a blocker needs a person"
				}
			});
			return;
		case "paused":
			journal.recordProgress();
			journal.record({
				event: "session_paused",
				agent,
				data: { reason: rest.reason }
			});
			return;
		case "interrupted":
			journal.recordProgress();
			journal.record({
				event: "session_interrupted",
				agent,
				data: { reason: rest.reason }
			});
			return;
		default: return rest;
	}
}
function subjectOf$1(rest) {
	switch (rest.kind) {
		case "completed": return "completed";
		case "waiting_approval": return "waits for approval";
		case "blocked": return "blocked";
		case "paused": return "paused";
		case "interrupted": return "interrupted";
		case "fenced": return "checkpoint";
		default: return rest;
	}
}
async function writeReport(run) {
	const { journal, plan, ports, roles } = run;
	const saved = await loadHistory(ports.repository, journal.milestone, journal.tip);
	const events = [...saved.ok ? saved.history.events : [], ...journal.unsaved];
	const text = reportMarkdown({
		plan,
		state: journal.state,
		events,
		roles: roles.snapshot(),
		now: ports.clock.now()
	});
	return {
		path: paths.report(journal.session),
		text
	};
}

// src/engine/revert.ts
/** Most commits looked through for a task's own. */
const LOOKED_THROUGH = 2e4;
/** Takes the code of a task's phases back, newest first, one revert commit each. The deliverables stay as a record. */
async function revertPhases(run, task, phases) {
	const { repository } = run.ports;
	const log = await repository.log({
		from: run.base.commit,
		to: run.journal.tip,
		limit: LOOKED_THROUGH
	});
	for (const commit of log) {
		const trailers = new Map([...commit.body.matchAll(/^(\w+): (.+)$/gm)].map((match) => [match[1], match[2]]));
		const phase = trailers.get("Phase");
		if (trailers.get("Task") !== task || !phase || !phases.includes(phase)) continue;
		if (commit.subject.endsWith("completed")) await revertCommit(run, commit, `${task} ${phase}`);
	}
}
async function revertCommit(run, { oid, parents }, name) {
	const { repository } = run.ports;
	const [parent] = parents;
	if (!parent) return;
	const changes = [];
	for (const path of await repository.changedPaths(parent, oid)) {
		if (path.startsWith(`${".milestones"}/`)) continue;
		const entry = await repository.entry(parent, path);
		const content = entry ? await repository.readFile(parent, path) : null;
		changes.push(entry && content ? {
			path,
			mode: entry.mode,
			content
		} : {
			path,
			delete: true
		});
	}
	if (changes.length === 0) return;
	await run.journal.exclusively(async () => {
		const landing = await repository.land(oid, run.journal.tip, changes);
		if (!landing.ok) refuse(`the work of ${name} cannot be reverted: later work changed the same lines in ${landing.conflicts.join(", ")}`, "revert it by hand on the branch, then retry without --revert");
		await run.journal.commit({
			subject: `reverted ${name}`,
			changes: landing.changes,
			saveReason: "retry"
		});
	});
}

// src/engine/steer.ts
/** Carries the wish out in the journal, without saving. Answers what was done, in a sentence. @throws Refusal */
async function steer(run, wish, by, at) {
	const { journal } = run;
	switch (wish.command) {
		case "pause":
			journal.record({
				event: "session_paused",
				agent: "session_manager",
				data: {
					reason: wish.reason,
					by
				}
			});
			return "the milestone is paused; `milestone resume` goes on";
		case "retry": return retry(run, wish, by);
		case "skip": return skip(journal, wish, by);
		case "approve": return approve(run, wish, by, at);
		case "reject": return rejectPhase(run, wish, by, at);
		case "postpone":
			journal.record({
				event: "milestone_postponed",
				agent: "session_manager",
				data: {
					reason: wish.reason,
					by
				}
			});
			return endFor(run, "postponed");
		case "cancel":
			journal.record({
				event: "milestone_cancelled",
				agent: "session_manager",
				data: {
					reason: wish.reason,
					by
				}
			});
			return endFor(run, "cancelled");
		case "archive": return archive(journal, by);
		case "unlock": return unlock(journal, wish.reason, by);
		case "raise":
			raiseBudget(run, wish.raise, by);
			return "the budget is raised";
		default: return wish;
	}
}
function endFor(run, status) {
	notifyDependents(run.journal, run.plan, status);
	run.journal.record({
		event: "session_ended",
		agent: "session_manager",
		data: { status }
	});
	return `the milestone is ${status}`;
}
async function retry(run, wish, by) {
	const { journal } = run;
	raiseBudget(run, wish.raise, by, wish.task);
	if (!wish.task) {
		const ids = [...journal.state.blockers.keys()];
		if (ids.length === 0) refuse("nothing is blocked", "name a task, as in `retry <id> <task>/<phase>`");
		for (const id of ids) unblock(journal, id, `${by.login} asked for a retry`);
		return `${ids.length} blocked ${ids.length === 1 ? "thing is" : "things are"} tried again`;
	}
	const task = taskNamed(journal, wish.task);
	if (task.status === "skipped") refuse(`the task ${task.id} was skipped`, "a skipped task stays out");
	const own = [...journal.state.blockers.values()].filter((b) => b.task === task.id && (!wish.phase || !b.phase || b.phase === wish.phase));
	for (const blocker of own) unblock(journal, blocker.id, `${by.login} asked for a retry`);
	if (own.length > 0) return `${task.id} is tried again`;
	const phase = wish.phase ?? lastWorked(task);
	const at = task.phases.get(phase);
	if (!at || at.status === "pending") refuse(`${task.id}/${phase} has not been done yet`, "retry a phase that is finished, failed or waiting");
	if (wish.revert) await revertPhases(run, task.id, PHASES.slice(PHASES.indexOf(phase)));
	const dependants = finishedDependants(run, task.id);
	journal.record({
		event: "phase_reopened",
		task_id: task.id,
		phase,
		agent: "session_manager",
		data: {
			by,
			reason: "retry",
			revert: wish.revert
		}
	});
	const told = dependants.length ? ` (already finished after it: ${dependants.join(", ")})` : "";
	return `${task.id}/${phase} is done again, and what follows it in the task${told}`;
}
/** Raises the named task's own budget where it has one, else the milestone's. */
function raiseBudget({ journal, plan }, raise, by, named) {
	if (Object.values(raise).every((v) => v === void 0)) return;
	const own = plan.tasks.find((t) => t.id === named && Object.keys(t.budget).length > 0)?.id;
	const where = own === void 0 ? {} : { task_id: own };
	journal.record({
		event: "budget_raised",
		agent: "session_manager",
		...where,
		data: {
			...raise,
			by
		}
	});
	for (const blocker of [...journal.state.blockers.values()]) {
		if (blocker.type !== "budget_exceeded" || blocker.task !== own) continue;
		unblock(journal, blocker.id, `${by.login} raised the budget`);
	}
}
function lastWorked(task) {
	return [...task.phases].filter(([, p]) => p.status !== "pending").map(([name]) => name).at(-1) ?? [...task.phases.keys()][0] ?? "execute";
}
function finishedDependants(run, id) {
	return run.plan.tasks.filter((t) => t.dependencies.includes(id)).filter((t) => {
		const state = run.journal.state.tasks.get(t.id);
		return state !== void 0 && isDone(state);
	}).map((t) => t.id);
}
function skip(journal, wish, by) {
	const task = taskNamed(journal, wish.task);
	if (isDone(task)) refuse(`the task ${task.id} is ${task.status} already`, "only open tasks can be skipped");
	for (const blocker of [...journal.state.blockers.values()]) if (blocker.task === task.id) unblock(journal, blocker.id, `${by.login} skipped the task`);
	journal.record({
		event: "task_skipped",
		task_id: task.id,
		agent: "session_manager",
		data: {
			reason: wish.reason || "no reason given",
			by
		}
	});
	return `${task.id} is skipped; what depends on it may start`;
}
function approve(run, wish, by, at) {
	const { journal } = run;
	const wanted = openApprovals(journal.state).filter((a) => a.kind === "approval" && concerns(a, wish));
	if (wanted.length === 0) {
		const open = openApprovals(journal.state).map(nameOf);
		refuse(wish.task || wish.checkpoint ? `no open gate is called ${wish.checkpoint ?? [wish.task, wish.phase].filter(Boolean).join("/")}` : "no gate is open", open.length ? `open gates: ${open.join(", ")}` : "see `milestone status`");
	}
	for (const approval of wanted) {
		const decision = localDecision("approved", by, at, journal.tip, []);
		const approvals = approval.decisions.filter((d) => d.verdict === "approved").length + 1;
		grant(run, approval, [decision], approvals >= approval.min_approvals);
	}
	settleFinishedTasks(journal);
	return `approved: ${wanted.map(nameOf).join(", ")}`;
}
function rejectPhase(run, wish, by, at) {
	const { journal } = run;
	const decision = localDecision("rejected", by, at, journal.tip, [wish.reason]);
	if (!wish.task || !wish.phase) {
		const held = openApprovals(journal.state).find((a) => a.kind === "approval" && concerns(a, wish));
		if (!held) return refuse("no such gate is open", "see `milestone status`");
		reject(run, held, decision);
		return `${held.request} is rejected`;
	}
	const task = taskNamed(journal, wish.task);
	const phase = task.phases.get(wish.phase);
	const approval = phase?.approval ? journal.state.approvals.get(phase.approval) : void 0;
	if (approval?.status === "open") {
		reject(run, approval, decision);
		return `changes are requested for ${task.id}/${wish.phase}`;
	}
	if (!phase || !isFinished(phase.status)) return refuse(`${task.id}/${wish.phase} is ${phase?.status ?? "not there"}, so there is nothing to reject`, "see `milestone status`");
	journal.record({
		event: "phase_reopened",
		task_id: task.id,
		phase: wish.phase,
		agent: "session_manager",
		data: {
			by,
			reason: wish.reason,
			revert: false
		}
	});
	return `${task.id}/${wish.phase} is done again: ${wish.reason}`;
}
function localDecision(verdict, by, at, commit, feedback) {
	return {
		verdict,
		by,
		ref: null,
		commit,
		permission: by.source === "local" ? "local" : "write",
		at,
		feedback
	};
}
function concerns(approval, { task, phase, checkpoint }) {
	if (checkpoint) return approval.request === `gate:${checkpoint}` || approval.request.startsWith(`gate:${checkpoint}.`);
	if (!task) return true;
	return approval.task === task && (!phase || approval.phase === phase);
}
const nameOf = (approval) => approval.task ? `${approval.task}/${approval.phase}` : approval.request;
function archive(journal, by) {
	const { status } = journal.state;
	if (status !== "completed" && status !== "cancelled" && status !== "postponed") refuse(`the milestone is ${status}`, "only a completed, cancelled or postponed milestone can be archived");
	journal.record({
		event: "milestone_archived",
		agent: "session_manager",
		data: { by }
	});
	journal.movePlan(paths.milestone(journal.milestone, "archived"));
	return `moved to ${paths.milestone(journal.milestone, "archived")}`;
}
function unlock(journal, reason, by) {
	if (!journal.state.lease) return refuse("nobody holds the milestone", "nothing to unlock");
	const { epoch, host, pid } = journal.state.lease;
	journal.record({
		event: "lease_released",
		agent: "session_manager",
		data: {
			epoch: epoch + 1,
			by,
			reason: reason || "no reason given"
		}
	});
	return `the lease of process ${pid} on ${host} is released`;
}
function taskNamed(journal, id) {
	const task = journal.state.tasks.get(id);
	if (task) return task;
	const known = [...journal.state.tasks.keys()];
	const near = known.filter((k) => k.toLowerCase().startsWith(id.toLowerCase().slice(0, 2))).slice(0, 5);
	return refuse(`there is no task "${id}"`, `tasks: ${(near.length ? near : known.slice(0, 8)).join(", ")}`);
}

// src/milestone/view/dashboard-text.ts
/** The dashboard as plain lines, for `milestone status` into a pipe and for the Action's log. */
function dashboardText(dashboard) {
	return [
		head(dashboard),
		measures(dashboard),
		section$2("Needs a person", people$1(dashboard)),
		section$2("Agents", agents(dashboard)),
		section$2("Tasks", tasks$1(dashboard)),
		section$2("Last events", dashboard.events.map((e) => `${clockTime(e.at)}  ${sanitiseLine(e.text)}`)),
		foot(dashboard)
	].filter(Boolean).join("\n\n").concat("\n");
}
function section$2(title, lines) {
	return lines.length ? `${title}\n${lines.map((line) => `  ${line}`).join("\n")}` : "";
}
function head(dashboard) {
	const { symbol, word } = STATUS[dashboard.status];
	const { id, title } = dashboard.milestone;
	return `${symbol} ${title === id ? id : `${id}  ${sanitiseLine(title)}`}: ${word}${dashboard.session?.reason ? ` (${sanitiseLine(dashboard.session.reason)})` : ""}`;
}
function measures(dashboard) {
	const { timeline, quality } = dashboard;
	const row = (name, percent, words) => {
		const drawn = percent === null ? " ".repeat(20) : bar(percent, 20);
		const figure = percent === null ? "" : `${percent} %`;
		return `${name.padEnd(9)} ${drawn} ${figure.padStart(5)}  ${words}`.trimEnd();
	};
	return [
		row("progress", dashboard.percentage, taskWords(dashboard)),
		row("time left", timeline.leftPercent === null ? null : Math.max(0, timeline.leftPercent), timeWords(dashboard)),
		row("quality", quality.percentage, qualityWords(dashboard)),
		...dashboard.phases.map((p) => row(p.phase, p.percentage, `${p.finished}/${p.total} finished`))
	].join("\n");
}
function people$1({ blockers, approvals, now }) {
	return [...blockers.flatMap((b) => [`${STATUS.blocked.symbol} ${blockedPlace(b)}  ${sanitiseLine(blockerWords(b, now))}`, ...b.proposals.map((p) => `    ${sanitiseLine(p.command)}   ${sanitiseLine(p.why)}`)]), ...approvals.map((a) => `${STATUS.waiting_approval.symbol} ${sanitiseLine(gateName(a))}  ${sanitiseLine(approvalWords(a, now))}`)];
}
function agents({ agents: working, roles, now }) {
	return [...working.map((a) => {
		const again = a.attempt > 1 ? ` (attempt ${a.attempt})` : "";
		return `${String(a.slot ?? "").padStart(3)}  ${a.task}/${a.phase}${again}  ${sanitiseLine(a.executor)}  ${duration(now - a.since)}`;
	}), ...roles.map((r) => `  ·  ${r.role.replaceAll("_", " ")}: ${r.status}${r.work ? `, ${sanitiseLine(r.work)}` : ""}`)];
}
function tasks$1({ tasks: rows }) {
	const widest = Math.min(32, Math.max(...rows.map((t) => t.id.length), 0));
	return rows.map((task) => {
		const { symbol, word } = STATUS[task.status];
		const status = task.status === "pending" && task.waitsFor.length ? `waits for ${task.waitsFor.slice(0, 3).join(", ")}${task.waitsFor.length > 3 ? " …" : ""}` : word;
		const percent = `${task.percentage} %`.padStart(5);
		return `${symbol} ${task.id.padEnd(widest)}  ${bar(task.percentage, 10)} ${percent}  ${(task.phase ?? "").padEnd(7)}  ${status}`;
	});
}
function foot(dashboard) {
	const { session } = dashboard;
	return [session ? `session ${session.id} (${session.strategy}, ${counted(session.agents, "agent")})` : "", dashboard.usage.attempts ? usageWords(dashboard) : ""].filter(Boolean).join(" · ");
}

// src/outcome.ts
/** Exit codes of the command line (contract §2). */
const EXIT = {
	ok: 0,
	failed: 1,
	usage: 2,
	waiting: 10,
	blocked: 11,
	paused: 12
};
function exitCodeOf(status) {
	switch (status) {
		case "completed":
		case "planned":
		case "in_progress":
		case "postponed":
		case "cancelled": return EXIT.ok;
		case "waiting_approval": return EXIT.waiting;
		case "blocked": return EXIT.blocked;
		case "paused": return EXIT.paused;
		case "failed": return EXIT.failed;
		default: return status;
	}
}
/** The outputs that follow from a state. A milestone that both waits and is blocked is blocked. */
function outputsOf(state, options) {
	const progress = progressOf(state);
	return {
		status: options.status,
		milestone: state.milestone,
		"session-id": state.session?.id ?? "",
		branch: branchName(state.milestone),
		commit: options.commit,
		progress: progress.percentage,
		"tasks-completed": progress.tasksCompleted,
		"tasks-total": progress.tasksTotal,
		"pending-approvals": JSON.stringify(openApprovals(state).map(({ task, phase, approvers, kind }) => ({
			task,
			phase,
			approvers,
			kind
		}))),
		blockers: JSON.stringify([...state.blockers.values()].map(({ id, type, task, phase, level, message }) => ({
			id,
			type,
			task: task ?? null,
			phase: phase ?? null,
			level,
			message
		})))
	};
}

// src/signals.ts
/**
* Tells once when the runner (SIGINT, then SIGTERM 7.5 s later) or a person (Ctrl-C) wants the process to end. The
* answer stops listening. A closed terminal counts too.
*/
function untilSignal(tell) {
	let told = false;
	const listen = (signal) => {
		if (told) return;
		told = true;
		tell(signal);
	};
	const signals = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	for (const signal of signals) process.on(signal, listen);
	return () => {
		for (const signal of signals) process.off(signal, listen);
	};
}

// src/execute-command.ts
/** Executes or resumes a milestone from its opening to its rest. @throws Refusal for bad input */
async function executeMilestone(machine, options, hooks = {}) {
	const { ports } = machine;
	const opening = await openRun(ports, options, machine.checkout);
	switch (opening.kind) {
		case "owned": {
			const { owner, state, tip } = opening;
			const note = `${`run ${owner.run_id} (process ${owner.pid} on ${owner.host})`} is executing "${options.milestone}"; this run leaves it alone`;
			ports.narrator.warn(note);
			return plain(state, tip, note);
		}
		case "settled": return settled(machine, opening);
		case "opened": break;
		default: return opening;
	}
	for (const warning of opening.warnings) ports.narrator.note("basic", `${warning.file}:${warning.line}: ${warning.message}`);
	return executeRun(machine, opening.run, hooks);
}
async function executeRun(machine, run, hooks) {
	const { ports } = machine;
	for (const wish of hooks.first ?? []) {
		const done = await steer(run, wish, run.options.by, new Date(ports.clock.now()).toISOString());
		ports.narrator.note("basic", done);
	}
	const execution = new Execution(run);
	let finished = 0;
	run.journal.onEvent = (event) => {
		if (event.event === "phase_completed") finished += 1;
		execution.observe(event);
	};
	run.onPlan = () => execution.replan();
	hooks.onStart?.(run);
	const stopWatching = untilSignal((signal) => execution.stop("interrupted", `the run was stopped by ${signal}`));
	const rest = await execution.untilRest();
	const end = await finish(run, rest);
	stopWatching();
	hooks.onEnd?.();
	if (end.note) ports.narrator.warn(end.note);
	if (end.report) await writeReportFile(machine, end.report);
	if (end.status === "paused" && rest.kind === "paused") await goOnLater(machine, hooks, finished);
	const dashboard = dashboardOf(run, ports.clock.now());
	const status = end.status;
	return {
		status,
		exitCode: exitCodeOf(status),
		...rest.kind === "interrupted" ? { interrupted: true } : {},
		text: dashboardText(dashboard),
		json: {
			...outputsOf(run.journal.state, {
				status,
				commit: run.journal.tip
			}),
			report: end.report?.path ?? null
		},
		summary: dashboardMarkdown(dashboard, { limit: SUMMARY_BYTES }),
		outputs: {
			...outputsOf(run.journal.state, {
				status,
				commit: run.journal.tip
			}),
			...end.report ? { report: end.report.path } : {}
		}
	};
}
/** A run that finished nothing would be followed by runs that finish nothing, for ever: then a person must look. */
async function goOnLater(machine, hooks, finished) {
	if (!hooks.continueLater) return;
	if (finished > 0) return hooks.continueLater();
	machine.ports.narrator.warn("the time budget ended this run before it finished any phase, so it is not continued by itself; raise time-budget, or split the phase");
}
function dashboardOf(run, now) {
	const { plan, journal, roles } = run;
	return buildDashboard({
		plan,
		state: journal.state,
		history: journal.history,
		roles: roles.snapshot(),
		now
	});
}
/** The report is the one file that is written into the user's own checkout. */
async function writeReportFile(machine, report) {
	const file = join(machine.root, report.path);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, report.text);
}
/** A finished milestone: nothing changes, only what the last run left undone is made good. */
async function settled(machine, opening) {
	const { ports } = machine;
	const { state, tip, seen } = opening;
	const undone = state.status === "completed" ? await makeGood(ports, state.milestone, {
		tip,
		seen
	}) : null;
	if (undone) ports.narrator.warn(undone);
	const session = state.session?.id;
	if (session) {
		const path = paths.report(session);
		const bytes = await ports.repository.readFile(tip, path);
		if (bytes) await writeReportFile(machine, {
			path,
			text: bytes.toString("utf8")
		});
	}
	return plain(state, tip, `the milestone "${state.milestone}" is ${state.status}; there is nothing to do`);
}
function plain(state, tip, text) {
	const outputs = outputsOf(state, {
		status: state.status,
		commit: tip
	});
	return {
		status: state.status,
		exitCode: exitCodeOf(state.status),
		text,
		json: outputs,
		outputs
	};
}

// src/prompt-command.ts
/** Prints what an agent would get for a phase, with the feedback that stands now. */
async function promptCommand(machine, options, command) {
	const { ports } = machine;
	const { located, reading, base } = await readBasis(ports, options, machine.checkout);
	const { plan } = reading;
	const task = plan.tasks.find((t) => t.id === command.target?.task);
	const phase = task && command.target?.phase ? phasePlan(task, command.target.phase) : void 0;
	if (!task || !phase) return refuse(`there is no phase "${command.target?.task}/${command.target?.phase ?? ""}"`, "name it as <task>/<phase>");
	const state = located.history?.state ?? emptyState(plan.id, DEFAULT_WEIGHTS);
	const at = state.tasks.get(task.id)?.phases.get(phase.phase);
	const commit = located.tip ?? base.commit;
	const complaints = await checkPromptTemplates(ports.repository, commit);
	if (complaints.length > 0) throw new Refusal(complaints);
	const template = await ports.repository.readFile(commit, paths.prompt(phase.phase));
	const brief = renderBrief({
		plan,
		task,
		phase,
		attempt: (at?.attempt ?? 0) + 1,
		state,
		feedback: at?.feedback ?? [],
		template: template?.toString("utf8") ?? null
	});
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: brief.prompt,
		json: brief,
		outputs: {}
	};
}

// src/milestone/plan-text.ts
/** Most waves, gates and tasks that are listed one by one. */
const LISTED = 40;
/** The plan as plain text for a terminal. Titles are passed on as they are: whoever prints them makes them harmless. */
function planText(view) {
	const { predicted, criticalPath: path } = view;
	const assumed = predicted.estimated ? "" : " (no estimates: an hour per task assumed)";
	return [
		`${view.milestone}: ${view.title}`,
		`${view.remaining} of ${view.tasks} tasks left, ${view.strategy} with ${view.agents} agents (${view.reasons.join("; ")})`,
		`About ${hours(predicted.hours)} of ${hours(predicted.workHours)} of work, waits for people not counted${assumed}`,
		"",
		"Waves",
		...limited(view.waves.map((wave, i) => `  ${i + 1}. ${limitedWords(wave)}`)),
		"",
		`Critical path, ${hours(path.hours)}`,
		`  ${path.tasks.length ? path.tasks.join(" → ") : "nothing is left"}`,
		...section$1("Gates", view.gates.map(gateLine)),
		...section$1("Checkpoints", view.checkpoints.map((c) => `${c.at} % ${c.name}${c.run.length ? `: ${c.run.join("; ")}` : ""}`)),
		...section$1("Never at the same time", view.locks.map((lock) => `${lock.resource}: ${limitedWords(lock.tasks)}`)),
		...section$1("What would run", view.run.map(taskLine)),
		...section$1("Warnings", view.warnings)
	].join("\n");
}
function gateLine(gate) {
	const who = gate.approvers.length ? gate.approvers.join(", ") : "anyone with write permission";
	const count = gate.minApprovals > 1 ? `${gate.minApprovals} of ` : "";
	return `${gate.task}/${gate.phase}: ${count}${who}`;
}
function taskLine({ task, phases }) {
	return `${task}: ${phases.map((p) => `${p.phase} (${p.executor})${p.gated ? " ⏸" : ""}`).join(" → ")}`;
}
function section$1(title, lines) {
	return lines.length ? [
		"",
		title,
		...limited(lines.map((line) => `  ${line}`))
	] : [];
}
function limited(lines) {
	if (lines.length <= LISTED) return lines;
	return [...lines.slice(0, LISTED), `  … and ${lines.length - LISTED} more`];
}
function limitedWords(words) {
	return words.length <= LISTED ? words.join(", ") : `${words.slice(0, LISTED).join(", ")} … and ${words.length - LISTED} more`;
}
/** `1 h 30 min`, rounded to minutes. */
function hours(value) {
	const minutes = Math.round(value * 60);
	const whole = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (whole === 0) return `${rest} min`;
	return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}

// src/milestone/simulate.ts
/**
* Runs what is left of the plan in virtual time with the real scheduler: no attempt fails, gates are approved and
* checks pass at once, and blockers are resolved at the start. So it is the least time that the plan can take.
*/
function simulatePlan(plan, options) {
	return new SimulatedRun(plan, options).run();
}
const NOBODY = {
	login: "simulation",
	id: null,
	source: "local"
};
var SimulatedRun = class {
	#plan;
	#agents;
	#state;
	#scheduler;
	#duration;
	#running = /* @__PURE__ */ new Map();
	#ends = new PriorityQueue((a, b) => a.end - b.end || a.slot - b.slot);
	#result;
	#now = 0;
	#synced = -1;
	constructor(plan, options) {
		const { agents, strategy, cores, durations, state } = options;
		this.#plan = plan;
		this.#agents = agents;
		this.#state = state && state.tasks.size > 0 ? structuredClone(state) : plannedState(plan);
		this.#scheduler = createScheduler(plan, {
			strategy,
			agents,
			state: this.#state,
			...cores === void 0 ? {} : { cores }
		});
		this.#duration = durations ?? estimatedDurations(plan);
		this.#result = {
			choice: this.#scheduler.choice,
			makespanMs: 0,
			phases: [],
			checkpoints: [],
			syncs: []
		};
	}
	run() {
		this.#clearTheWay();
		for (;;) {
			const decision = this.#scheduler.next({
				state: this.#state,
				running: [...this.#running.values()].filter((p) => p.slot > 0),
				now: this.#now,
				agents: this.#agents,
				synced: this.#synced
			});
			if (this.#act(decision)) continue;
			const next = this.#ends.pop();
			if (!next) break;
			this.#now = next.end;
			this.#complete(next);
			while (this.#ends.peek()?.end === this.#now) this.#complete(this.#ends.pop());
		}
		this.#result.makespanMs = this.#now;
		return this.#result;
	}
	/** Whatever waits for a person or a time is taken to go on at once. */
	#clearTheWay() {
		const state = this.#state;
		state.agentsLimit = null;
		for (const id of [...state.blockers.keys()]) this.#log({
			event: "blocker_resolved",
			data: {
				id,
				how: ""
			}
		});
		for (const approval of [...state.approvals.values()]) {
			if (approval.status !== "open" || approval.kind !== "approval") continue;
			this.#grant(approval.request, approval.task, approval.phase);
		}
		for (const task of state.tasks.values()) for (const [phase, at] of task.phases) {
			at.notBefore = null;
			const manual = at.approval && state.approvals.get(at.approval)?.kind === "manual";
			if (manual && at.status === "waiting_approval") at.status = "pending";
			if (manual) at.approval = null;
			if (at.status === "waiting_approval") this.#finish(task.id, phase);
		}
	}
	/** Answers whether anything changed without time passing. */
	#act(decision) {
		for (const { name, at } of decision.checkpoints) {
			this.#result.checkpoints.push({
				name,
				at,
				time: this.#now
			});
			this.#log({
				event: "quality_gate_passed",
				data: {
					name,
					at,
					checks: []
				}
			});
		}
		for (const task of decision.complete) this.#log({
			event: "task_completed",
			task_id: task,
			data: {}
		});
		if (decision.sync !== null) {
			this.#synced = decision.sync;
			this.#result.syncs.push(this.#now);
		}
		for (const start of decision.start) this.#start(start);
		for (const manual of decision.manual) {
			this.#log({
				event: "approval_requested",
				task_id: manual.task,
				phase: manual.phase,
				data: {
					request: `${manual.task}/${manual.phase}#${manual.attempt}`,
					transition: "execute_completion",
					kind: "manual",
					approvers: [],
					min_approvals: 0,
					criteria: [],
					deliverables: [],
					attempt: manual.attempt
				}
			});
			this.#begin({
				task: manual.task,
				phase: manual.phase,
				slot: 0
			});
		}
		return decision.checkpoints.length + decision.complete.length + decision.manual.length > 0 || decision.sync !== null;
	}
	#start({ task, phase, slot, attempt, executor }) {
		this.#log({
			event: "task_started",
			task_id: task,
			data: {}
		});
		this.#log({
			event: "phase_started",
			task_id: task,
			phase,
			data: {
				attempt,
				executor
			}
		});
		this.#begin({
			task,
			phase,
			slot
		});
	}
	#begin(what) {
		const end = this.#now + Math.max(0, this.#duration(what.task, what.phase));
		const simulated = {
			...what,
			start: this.#now,
			end
		};
		this.#running.set(what.task, simulated);
		this.#ends.push(simulated);
		this.#result.phases.push(simulated);
	}
	#complete({ task, phase }) {
		this.#running.delete(task);
		this.#finish(task, phase);
		if (this.#plan.tasks[this.#scheduler.graph.index.get(task)].phases.at(-1)?.phase === phase) this.#log({
			event: "task_completed",
			task_id: task,
			data: {}
		});
	}
	#finish(task, phase) {
		this.#log({
			event: "phase_completed",
			task_id: task,
			phase,
			data: {
				attempt: 1,
				executor: "",
				duration_ms: 0,
				deliverables: [],
				changed: 0,
				gated: false
			}
		});
	}
	#grant(request, task, phase) {
		this.#log({
			event: "approval_granted",
			...task ? { task_id: task } : {},
			...phase ? { phase } : {},
			data: {
				request,
				complete: true,
				decision: {
					verdict: "approved",
					by: NOBODY,
					ref: null,
					commit: null,
					permission: "",
					at: "",
					feedback: []
				}
			}
		});
	}
	#log(event) {
		const { milestone, seq } = this.#state;
		const logged = {
			...event,
			timestamp: EPOCH,
			seq: seq + 1,
			milestone_id: milestone,
			session_id: "simulation",
			prev: ""
		};
		applyEvent(this.#state, logged);
		this.#scheduler.observe(logged);
	}
};
/** No decision depends on the events' own times. */
const EPOCH = (/* @__PURE__ */ new Date(0)).toISOString();
function estimatedDurations(plan) {
	const costs = phaseCosts(plan);
	const hours = /* @__PURE__ */ new Map();
	plan.tasks.forEach((task, i) => {
		task.phases.forEach((p, j) => {
			hours.set(`${task.id}/${p.phase}`, costs[i][j]);
		});
	});
	return (task, phase) => (hours.get(`${task}/${phase}`) ?? 0) * 36e5;
}

// src/milestone/plan-view.ts
const HOUR_MS = 36e5;
/** Everything that would happen, from the plan and where it stands, without doing any of it. */
function planView(plan, options) {
	const state = options.state && options.state.tasks.size > 0 ? options.state : plannedState(plan);
	const simulation = simulatePlan(plan, {
		...options,
		state
	});
	const graph = buildGraph(plan);
	const path = criticalPath(graph, phaseCosts(plan), state);
	const open = plan.tasks.filter((task) => !isDoneIn(state, task));
	const { strategy, complexity, reasons, warnings } = simulation.choice;
	return {
		milestone: plan.id,
		title: plan.title,
		strategy,
		reasons,
		agents: options.agents,
		complexity,
		parallelism: Math.round(path.potential * 100),
		tasks: plan.tasks.length,
		remaining: open.length,
		order: [...new Set(simulation.phases.map((p) => p.task))],
		waves: wavesOf(graph),
		criticalPath: {
			tasks: path.tasks,
			hours: rounded(path.hours)
		},
		gates: gatesOf(open, state),
		checkpoints: plan.qualityGates.filter((gate) => state.qualityGates.get(gate.name)?.status !== "passed").map(({ name, at, run, approvers, criteria }) => ({
			name,
			at,
			run,
			approvers,
			criteria
		})).sort((a, b) => a.at - b.at),
		locks: locksOf(plan),
		requires: plan.requires,
		run: open.map((task) => plannedTask(task, state)),
		predicted: prediction(plan, path.totalHours, simulation),
		warnings: [...warnings, ...warningsOf(plan, options.agents, simulation)]
	};
}
function isDoneIn(state, task) {
	const now = state.tasks.get(task.id);
	return now !== void 0 && isDone(now);
}
function statusOf(state, task, phase) {
	return state.tasks.get(task)?.phases.get(phase)?.status ?? "pending";
}
/** Gates that are still to be passed. */
function gatesOf(open, state) {
	const gates = [];
	for (const task of open) for (const { phase, gate } of task.phases) if (gate && !isFinished(statusOf(state, task.id, phase))) gates.push({
		task: task.id,
		phase,
		...gate
	});
	return gates;
}
function plannedTask(task, state) {
	const left = task.phases.filter((p) => !isFinished(statusOf(state, task.id, p.phase)));
	return {
		task: task.id,
		title: task.title,
		dependencies: task.dependencies,
		phases: left.map(({ phase, executor, deliverables, checks, gate }) => ({
			phase,
			status: statusOf(state, task.id, phase),
			executor: executor.kind === "run" ? `run: ${executor.command}` : executorName(executor),
			deliverables: deliverables.map((d) => "path" in d ? d.path : `changed: ${d.changed}`),
			checks,
			gated: gate !== null
		}))
	};
}
function locksOf(plan) {
	const users = /* @__PURE__ */ new Map();
	for (const { id, resources } of plan.tasks) for (const resource of resources) users.set(resource, (users.get(resource) ?? /* @__PURE__ */ new Set()).add(id));
	const names = [...users.keys()];
	return names.map((resource) => {
		const others = names.filter((other) => resourcesOverlap(resource, other));
		const tasks = new Set(others.flatMap((other) => [...users.get(other)]));
		return {
			resource,
			tasks: plan.tasks.filter((t) => tasks.has(t.id)).map((t) => t.id)
		};
	}).filter((lock) => lock.tasks.length > 1);
}
function prediction(plan, workHours, simulation) {
	return {
		workHours: rounded(workHours),
		hours: rounded(simulation.makespanMs / HOUR_MS),
		estimated: plan.tasks.some((task) => task.estimatedHours !== void 0),
		timeline: simulation.phases.map(({ task, phase, slot, start, end }) => ({
			task,
			phase,
			agent: slot,
			start: rounded(start / HOUR_MS),
			end: rounded(end / HOUR_MS)
		}))
	};
}
function warningsOf(plan, agents, simulation) {
	const warnings = [];
	const busiest = mostAtOnce(simulation);
	if (simulation.choice.strategy !== "sequential" && busiest > 0 && agents > busiest) warnings.push(`at most ${busiest} of the ${agents} agents can work at the same time`);
	const without = plan.tasks.filter((task) => task.estimatedHours === void 0).length;
	if (without > 0 && without < plan.tasks.length) warnings.push(`${without} of ${plan.tasks.length} tasks have no estimated_hours; they count as average ones`);
	return warnings;
}
function mostAtOnce({ phases }) {
	return phases.reduce((most, phase) => Math.max(most, phase.slot), 0);
}
const rounded = (hours) => Math.round(hours * 100) / 100;

// src/milestone/view/html/escape.ts
const ENTITIES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
/** Text for an element or a quoted attribute: one line, control and direction characters gone, no markup. */
function escapeHtml(text) {
	return sanitiseLine(text).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}
/** The same, cut to a number of characters with an ellipsis. */
function escapeCut(text, most) {
	const characters = [...sanitiseLine(text)];
	return (characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("")).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}

// src/milestone/view/html/time-scale.ts
/** A pause is drawn this wide, whatever it took. */
const PAUSE_WIDTH = 44;
/** Only a stretch this long, as a share of the whole, is shortened. */
const PAUSE_SHARE = .06;
const LEAST_TICK_GAP = 84;
/** Maps times to positions between `left` and `right`; long stretches without work are shortened. */
function timeScale(spans, left, right) {
	const start = Math.min(...spans.map((s) => s.start));
	const end = Math.max(...spans.map((s) => s.end), start + 1);
	const idle = idleStretches(spans, start, end);
	const worked = end - start - idle.reduce((ms, p) => ms + p.end - p.start, 0);
	const perMs = (right - left - idle.length * PAUSE_WIDTH) / Math.max(1, worked);
	const pauses = [];
	let at = left;
	let from = start;
	for (const stretch of idle) {
		at += (stretch.start - from) * perMs;
		pauses.push({
			...stretch,
			x: at,
			width: PAUSE_WIDTH
		});
		at += PAUSE_WIDTH;
		from = stretch.end;
	}
	const x = (time) => {
		let position = left;
		let since = start;
		for (const pause of pauses) {
			if (time < pause.start) break;
			if (time < pause.end) return pause.x + (time - pause.start) / (pause.end - pause.start) * pause.width;
			position = pause.x + pause.width;
			since = pause.end;
		}
		return Math.min(right, position + (time - since) * perMs);
	};
	return {
		x,
		pauses,
		ticks: ticksOf(x, start, end, pauses, perMs)
	};
}
function idleStretches(spans, start, end) {
	const work = spans.filter((s) => s.kind === "work").sort((a, b) => a.start - b.start);
	const found = [];
	let until = start;
	for (const span of work) {
		if (span.start - until > (end - start) * PAUSE_SHARE) found.push({
			start: until,
			end: span.start
		});
		until = Math.max(until, span.end);
	}
	if (end - until > (end - start) * PAUSE_SHARE) found.push({
		start: until,
		end
	});
	return found.length * PAUSE_WIDTH > 400 ? [] : found;
}
const MINUTE = 6e4;
const STEPS = [
	1,
	2,
	5,
	10,
	15,
	30,
	60,
	120,
	180,
	360,
	720,
	1440,
	2880,
	10080
].map((m) => m * MINUTE);
function ticksOf(x, start, end, pauses, perMs) {
	const step = [...[
		1,
		2,
		5,
		10,
		30
	].map((s) => s * 1e3), ...STEPS].find((s) => s * perMs >= LEAST_TICK_GAP) ?? STEPS.at(-1);
	const ticks = [];
	for (let time = Math.ceil(start / step) * step; time <= end; time += step) {
		if (pauses.some((p) => time > p.start && time < p.end)) continue;
		const at = x(time);
		if (at - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) < LEAST_TICK_GAP * .6) continue;
		ticks.push({
			time,
			x: at,
			label: tickLabel(time, step, ticks.at(-1)?.time ?? null)
		});
	}
	return ticks;
}
/** The day is named where it begins; seconds only where they matter. */
function tickLabel(time, step, before) {
	const iso = new Date(time).toISOString();
	const clock = step < MINUTE ? iso.slice(11, 19) : iso.slice(11, 16);
	if (before !== null && new Date(before).toISOString().slice(0, 10) === iso.slice(0, 10)) return clock;
	return `${iso.slice(5, 10)} ${clock}`;
}

// src/milestone/view/html/gantt-svg.ts
const WIDTH = 1040;
const ROW = 26;
const BAR = 18;
const TOP = 28;
/** Rows of tasks drawn; the newest, when there are more. */
const MOST_TASK_ROWS = 40;
/** What each task went through: phases, failed attempts, and waits for people, a row per task. */
function taskGanttSvg(spans) {
	const own = spans.filter((s) => s.task !== null);
	const rows = byKey(own, (span) => span.task);
	const newest = [...rows].sort(([, a], [, b]) => lastEnd(b) - lastEnd(a)).slice(0, 40);
	const kept = new Set(newest.map(([task]) => task));
	return gantt([...rows].filter(([task]) => kept.has(task)).flatMap(([task, list]) => named(task, packed(list))), own.filter((s) => kept.has(s.task)), "Timeline by task");
}
/** Who worked when, a row per agent, with what waited for people packed below. */
function agentGanttSvg(spans) {
	const work = [...byKey(spans.filter((s) => s.kind === "work"), (span) => span.lane)];
	work.sort(([a], [b]) => (slotOf(a) ?? 0) - (slotOf(b) ?? 0));
	const waits = packed(spans.filter((s) => s.kind === "wait"));
	return gantt([...work.flatMap(([lane, list]) => named(laneName(lane), packed(list))), ...named(laneName("gate"), waits)], spans, "Timeline by agent");
}
function gantt(rows, spans, title) {
	if (spans.length === 0) return "";
	const label = Math.min(200, Math.max(...rows.map((r) => Math.min(r.name.length, 26) * 7.2 + 20), 80));
	const scale = timeScale(spans, label, 1032);
	const height = TOP + rows.length * ROW + 8;
	const name = `${title}: ${spans.filter((s) => s.kind === "work").length} attempts by agents, ${spans.filter((s) => s.kind === "wait").length} waits for people`;
	return [
		`<svg class="drawing" style="--width:${WIDTH}px" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${name}" font-size="12">`,
		axis(scale, height),
		...rows.map((row, i) => rowSvg(row, TOP + i * ROW, scale)),
		"</svg>"
	].join("\n");
}
function byKey(spans, key) {
	const rows = /* @__PURE__ */ new Map();
	for (const span of spans) {
		const known = rows.get(key(span));
		if (known) known.push(span);
		else rows.set(key(span), [span]);
	}
	return rows;
}
const lastEnd = (spans) => Math.max(...spans.map((s) => s.end));
/** Only the first of the rows that belong together bears the name. */
const named = (name, rows) => rows.map((spans, i) => ({
	name: i === 0 ? name : "",
	spans
}));
/** Hatched: nothing was done, somebody was waited for. */
const PATTERN = "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"var(--wait)\" stroke-width=\"3\" stroke-opacity=\"0.3\"/></pattern></defs></svg>";
/** Each span into the first row that is free by then. */
function packed(spans) {
	const rows = [];
	for (const span of spans) {
		const row = rows.find((r) => r.at(-1).end <= span.start);
		if (row) row.push(span);
		else rows.push([span]);
	}
	return rows;
}
function axis(scale, height) {
	const bottom = height - 8;
	const pauses = scale.pauses.map((p) => `<rect class="pause" x="${n(p.x)}" y="24" width="${p.width}" height="${bottom - TOP + 4}"><title>No agent worked for ${duration(p.end - p.start)}</title></rect>`);
	const ticks = scale.ticks.map((t) => `<path class="rule" d="M${n(t.x)} 24V${bottom}"/><text class="quiet" x="${n(t.x)}" y="18" text-anchor="middle" font-size="11">${t.label}</text>`);
	return [...pauses, ...ticks].join("\n");
}
function rowSvg(row, y, scale) {
	return [row.name ? `<text x="0" y="${y + 14}" font-weight="600">${escapeCut(row.name, 26)}</text>` : "", ...row.spans.map((span) => barSvg(span, y, scale))].filter(Boolean).join("\n");
}
function barSvg(span, y, scale) {
	const x = scale.x(span.start);
	const width = Math.max(3, scale.x(span.end) - x - 1);
	const tone = toneOf(span);
	const fits = Math.floor((width - 12) / 6.4);
	const mark = span.outcome === "failed" ? "✕ " : "";
	const phase = span.label.split("/").at(-1);
	const text = [
		`${mark}${span.label}`,
		`${mark}${phase}`,
		mark.trim()
	].find((t) => t.length <= fits) ?? "";
	const solid = span.critical && span.kind === "work";
	const title = `${span.label}: ${span.detail}, ${duration(span.end - span.start)}${span.critical ? ", on the critical path" : ""}`;
	const hatch = span.kind === "wait" ? `<rect x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3" fill="url(#hatch)"/>` : "";
	const shape = `<rect class="span${solid ? " key" : ""}" x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3"${span.kind === "wait" ? " fill-opacity=\"0.08\"" : ""}${span.critical && !solid ? " stroke-width=\"2.5\"" : ""}${span.outcome === "interrupted" ? " stroke-dasharray=\"3 2\"" : ""}/>`;
	const label = text ? `<text${solid ? " class=\"on\"" : ""} x="${n(x + 6)}" y="${y + 13}" font-size="11">${escapeHtml(text)}</text>` : "";
	return `<g class="${tone}"><title>${escapeHtml(title)}</title>${shape}${hatch}${label}</g>`;
}
function toneOf(span) {
	if (span.kind === "wait") return "wait";
	switch (span.outcome) {
		case "completed": return "good";
		case "failed": return "bad";
		case "interrupted": return "idle";
		default: return "active";
	}
}
const n = (value) => value.toFixed(1).replace(/\.0$/, "");
const swatch = (tone, shape) => `<svg viewBox="0 0 22 12" aria-hidden="true" class="${tone}">${shape}</svg>`;
const box = (extra) => `<rect x="1" y="1" width="20" height="10" rx="2" ${extra}/>`;
/** What the looks mean, in words. */
const GANTT_LEGEND = `<ul class="legend">
<li>${swatch("good", box("class=\"span key\""))}critical path</li>
<li>${swatch("good", box("class=\"span\""))}completed</li>
<li>${swatch("active", box("class=\"span\""))}running</li>
<li>${swatch("bad", box("class=\"span\""))}✕ failed</li>
<li>${swatch("idle", box("class=\"span\" stroke-dasharray=\"3 2\""))}interrupted</li>
<li>${swatch("wait", box("class=\"span\" fill-opacity=\"0.08\"") + box("fill=\"url(#hatch)\""))}waiting for people</li>
<li>${swatch("idle", "<rect class=\"pause\" width=\"22\" height=\"12\"/>")}no agent worked (drawn short)</li>
</ul>`;

// src/milestone/view/html/layered-layout.ts
const NODE = {
	width: 188,
	height: 46
};
const GAP_ALONG = 44;
const GAP_ASIDE = 16;
/** Room for an edge that passes a layer. */
const LANE = 12;
const SWEEPS = 8;
/**
* A layered drawing after Sugiyama: long edges get a bend in each layer they pass, layers are sorted by the mean
* place of their neighbours, and then moved towards them without overlap.
*/
function layeredLayout(view, columnWidth) {
	const { slots, chains } = slotsOf(view);
	const layers = [];
	slots.forEach((slot, i) => {
		while (layers.length <= slot.layer) layers.push([]);
		layers[slot.layer].push(i);
	});
	const widest = Math.max(...layers.map((l) => l.filter((i) => slots[i].node !== null).length));
	const rightwards = layers.length * (NODE.width + GAP_ALONG) - GAP_ALONG;
	const down = rightwards > columnWidth && widest * (NODE.width + GAP_ASIDE) < rightwards;
	for (const slot of slots) if (slot.node !== null) slot.size = down ? NODE.width : NODE.height;
	sortLayers(slots, layers);
	placeSlots(slots, layers);
	return drawing(view, slots, chains, layers.length, down);
}
function slotsOf(view) {
	const slots = view.nodes.map((node) => newSlot(node.key, node.layer));
	return {
		slots,
		chains: view.edges.map((edge) => {
			const [low, high] = [view.nodes[edge.from].layer, view.nodes[edge.to].layer];
			const chain = [edge.from];
			for (let layer = low + 1; layer < high; layer++) {
				slots.push(newSlot(null, layer));
				chain.push(slots.length - 1);
			}
			chain.push(edge.to);
			for (let i = 1; i < chain.length; i++) {
				slots[chain[i - 1]].after.push(chain[i]);
				slots[chain[i]].before.push(chain[i - 1]);
			}
			return {
				slots: chain,
				critical: edge.critical
			};
		})
	};
}
function newSlot(node, layer) {
	return {
		node,
		layer,
		size: LANE,
		at: 0,
		before: [],
		after: []
	};
}
function sortLayers(slots, layers) {
	const place = new Array(slots.length).fill(0);
	const number = (layer) => {
		for (const [i, slot] of layer.entries()) place[slot] = i - layer.length / 2;
	};
	layers.forEach(number);
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		const forward = sweep % 2 === 0;
		for (const layer of forward ? layers : [...layers].reverse()) {
			const key = (i) => mean((forward ? slots[i].before : slots[i].after).map((n) => place[n])) ?? place[i];
			layer.sort((a, b) => key(a) - key(b));
			number(layer);
		}
	}
}
function placeSlots(slots, layers) {
	for (const layer of layers) spread(slots, layer, () => null);
	for (let sweep = 0; sweep < 16; sweep++) {
		const forward = sweep % 2 === 0;
		for (const layer of forward ? layers : [...layers].reverse()) spread(slots, layer, (slot) => mean((forward ? slot.before : slot.after).map((n) => slots[n].at)));
	}
}
/** Moves a layer's slots towards where they want to be, in order and without overlap. */
function spread(slots, layer, wish) {
	const wishes = layer.map((i) => wish(slots[i]) ?? slots[i].at);
	const gap = (i) => (slots[layer[i - 1]].size + slots[layer[i]].size) / 2 + GAP_ASIDE;
	const low = [];
	for (let i = 0; i < layer.length; i++) low.push(i === 0 ? wishes[0] : Math.max(wishes[i], low[i - 1] + gap(i)));
	const high = new Array(layer.length);
	for (let i = layer.length - 1; i >= 0; i--) high[i] = i === layer.length - 1 ? wishes[i] : Math.min(wishes[i], high[i + 1] - gap(i + 1));
	for (const [i, slot] of layer.entries()) slots[slot].at = (low[i] + high[i]) / 2;
}
function mean(values) {
	return values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
}
function drawing(view, slots, chains, layers, down) {
	const least = Math.min(...slots.map((s) => s.at - s.size / 2)) - 2;
	const most = Math.max(...slots.map((s) => s.at + s.size / 2)) + 2;
	const depth = down ? NODE.height : NODE.width;
	const along = (layer) => 2 + layer * (depth + GAP_ALONG);
	const point = (across, length) => down ? {
		x: across - least,
		y: length
	} : {
		x: length,
		y: across - least
	};
	const length = along(layers - 1) + depth + 2;
	const nodes = view.nodes.map((node) => {
		const slot = slots[node.key];
		return point(slot.at - slot.size / 2, along(slot.layer));
	});
	const edges = chains.map((chain) => {
		return {
			points: chain.slots.flatMap((key, i) => {
				const slot = slots[key];
				const start = point(slot.at, along(slot.layer));
				const end = point(slot.at, along(slot.layer) + depth);
				if (i === 0) return [end];
				return i === chain.slots.length - 1 ? [start] : [start, end];
			}),
			critical: chain.critical
		};
	});
	return {
		...down ? {
			width: most - least,
			height: length
		} : {
			width: length,
			height: most - least
		},
		nodes,
		edges,
		down
	};
}

// src/milestone/view/html/graph-svg.ts
const COLUMN_WIDTH = 1040;
/** The task graph; state by colour, symbol and word, the critical path by weight of line. */
function graphSvg(dashboard) {
	const view = graphView(dashboard);
	if (view.nodes.length === 0) return "";
	const layout = layeredLayout(view, COLUMN_WIDTH);
	const width = Math.ceil(layout.width);
	const height = Math.ceil(layout.height);
	return [
		`<svg class="drawing" style="--width:${width}px" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Graph of ${dashboard.counts.total} tasks and what each waits for" font-size="12">`,
		...layout.edges.map((edge) => edgeSvg(edge, layout.down)),
		...view.nodes.map((node) => nodeSvg(node, layout.nodes[node.key])),
		"</svg>"
	].join("\n");
}
function edgeSvg(edge, down) {
	const [first, ...rest] = edge.points;
	let path = `M${p(first)}`;
	let at = first;
	for (const to of rest) {
		const middle = down ? (at.y + to.y) / 2 : (at.x + to.x) / 2;
		const [a, b] = down ? [{
			x: at.x,
			y: middle
		}, {
			x: to.x,
			y: middle
		}] : [{
			x: middle,
			y: at.y
		}, {
			x: middle,
			y: to.y
		}];
		path += `C${p(a)} ${p(b)} ${p(to)}`;
		at = to;
	}
	const tip = down ? `m-4 -7h8l-4 7z` : `m-7 -4v8l7 -4z`;
	const key = edge.critical ? " key" : "";
	return `<path class="edge${key}" d="${path}"/><path class="head${key}" d="M${p(at)}${tip}"/>`;
}
const p = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
function nodeSvg(node, at) {
	const { symbol, tone } = STATUS[node.status];
	const key = node.critical ? " key" : "";
	const dashes = node.status === "skipped" ? " stroke-dasharray=\"4 3\"" : "";
	const behind = node.tasks.length > 1 ? `<rect class="box" x="${at.x + 4}" y="${at.y - 4}" width="${NODE.width - 4}" height="${NODE.height - 2}" rx="7"/>` : "";
	const title = [
		node.name,
		node.title,
		node.note,
		node.critical ? "on the critical path" : ""
	];
	const tasks = node.tasks.length > 1 ? `: ${node.tasks.slice(0, 40).join(", ")}${node.tasks.length > 40 ? " …" : ""}` : "";
	return `<g class="${tone}"><title>${escapeHtml(title.filter(Boolean).join(" · ") + tasks)}</title>${behind}<rect class="box${key}" x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" width="${NODE.width}" height="${NODE.height}" rx="7"${dashes}/><text x="${(at.x + 12).toFixed(1)}" y="${(at.y + 19).toFixed(1)}" font-weight="600"><tspan class="tone">${symbol}</tspan> ${escapeCut(node.name, 22)}</text><text class="quiet" x="${(at.x + 12).toFixed(1)}" y="${(at.y + 36).toFixed(1)}" font-size="11">${escapeCut(node.note, 32)}</text></g>`;
}

// src/milestone/view/html/parts.ts
/** Pieces that several sections share. Everything here takes plain text and returns markup. */
function state(status) {
	const { symbol, word, tone } = STATUS[status];
	return toned(tone, `${symbol} ${word}`);
}
function toned(tone, text) {
	return `<span class="state ${tone}">${escapeHtml(text)}</span>`;
}
/** A bar with its figure as a label for those who do not see it. */
function barHtml(percent, tone, label) {
	const width = Math.min(100, Math.max(0, percent));
	return `<span class="bar ${tone}" role="img" aria-label="${escapeHtml(`${label}: ${percent} %`)}"><i style="width:${width}%"></i></span>`;
}
/** Cells are markup already. A slim table is as wide as its content. */
function tableHtml(caption, columns, rows, slim = false) {
	const attributes = columns.map((c) => {
		const names = [c.number ? "number" : "", c.wide ? "wide" : ""].filter(Boolean).join(" ");
		return names ? ` class="${names}"` : "";
	});
	const head = columns.map((c, i) => `<th scope="col"${attributes[i]}>${escapeHtml(c.title)}</th>`).join("");
	const body = rows.map((row) => `<tr>${row.map((cell, i) => `<td${attributes[i]}>${cell}</td>`).join("")}</tr>`).join("\n");
	return scroll(caption, `<table${slim ? " class=\"slim\"" : ""} aria-label="${escapeHtml(caption)}"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`);
}
/** What may be wider than the page moves inside of its own frame, by keyboard too. */
function scroll(label, content) {
	return `<div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0">${content}</div>`;
}
function section(id, title, content) {
	const inner = content.filter(Boolean).join("\n");
	return inner ? `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>\n${inner}</section>` : "";
}
function facts(rows) {
	return `<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`).join("")}</dl>`;
}

// src/milestone/view/html/overview.ts
/** Title, state and the percentage: what is understood at a glance. */
function hero(dashboard) {
	const { milestone, status, percentage, session } = dashboard;
	const reason = session?.reason ? ` <span class="muted">${escapeHtml(session.reason)}</span>` : "";
	return `<header>
<p class="small muted">Milestone report · <code>${escapeHtml(milestone.id)}</code></p>
<h1>${escapeHtml(milestone.title)}</h1>
${milestone.description ? `<p class="lead">${escapeHtml(milestone.description)}</p>` : ""}
<div class="hero"><b>${percentage} %</b>${state(status)}${reason}</div>
${barHtml(percentage, STATUS[status].tone === "idle" ? "active" : STATUS[status].tone, "Progress")}
<ul class="legend">${taskWords(dashboard).split(" · ").map((part) => `<li>${escapeHtml(part)}</li>`).join("")}</ul>
</header>`;
}
/** Time, quality and cost, each as one figure, a bar and a sentence. */
function cards(data) {
	const { dashboard, costs } = data;
	return `<div class="cards">${timeCard(dashboard)}${qualityCard(dashboard)}${costCard(costs.total)}</div>`;
}
function card(title, figure, bar, words) {
	return `<section class="card"><h3>${escapeHtml(title)}</h3><strong>${escapeHtml(figure)}</strong>${bar}<p>${escapeHtml(words)}</p></section>`;
}
function timeCard(dashboard) {
	const { timeline, now } = dashboard;
	if (timeline.startedAt === null) return card("Time", "not started", "", timeWords(dashboard));
	const verdict = timeline.onTime === null ? "" : timeline.onTime ? "on time" : "late";
	if (timeline.endedAt !== null) {
		const words = [`ended ${dateTime(timeline.endedAt)}`, verdict];
		return card("Time", duration(timeline.elapsedMs), "", words.filter(Boolean).join(" · "));
	}
	const forecast = timeline.forecast === null ? "" : `forecast ${dateTime(timeline.forecast)}`;
	const soFar = `${duration(timeline.elapsedMs)} so far`;
	if (timeline.due === null || timeline.leftPercent === null) return card("Time", soFar, "", forecast);
	return card("Time", now > timeline.due ? "overdue" : `${duration(timeline.due - now)} left`, barHtml(Math.max(0, timeline.leftPercent), timeline.onTime === false ? "bad" : "active", "Time left"), [
		soFar,
		forecast,
		verdict
	].filter(Boolean).join(" · "));
}
function qualityCard(dashboard) {
	const { quality } = dashboard;
	const failed = quality.tests?.ok === false || quality.checkpoints.some((c) => c.status === "failed");
	const bar = quality.percentage === null ? "" : barHtml(quality.percentage, failed ? "bad" : "good", "Gates passed");
	return card("Quality", quality.total === 0 ? "no gates" : `${quality.passed} of ${counted(quality.total, "gate")} passed`, bar, testWords(quality.tests));
}
function costCard(total) {
	const tokens = total.inputTokens + total.outputTokens;
	return card("Used", total.costUsd > 0 ? money(total.costUsd) : duration(total.workMs), "", [
		counted(total.attempts, "attempt"),
		total.failed ? `${total.failed} failed` : "",
		`${duration(total.workMs)} of agents' time`,
		tokens ? `${compact(tokens)} tokens` : ""
	].filter(Boolean).join(" · "));
}
/** Blockers with the commands that resolve them, and the gates that wait. */
function people({ blockers, approvals, now }) {
	const items = [...blockers.map((b) => {
		const commands = b.proposals.map((p) => `<p><code>${escapeHtml(p.command)}</code> <span class="muted">${escapeHtml(p.why)}</span></p>`);
		const lines = b.evidence.split("\n").slice(-20).map(escapeHtml).join("\n");
		return `<li class="bad"><strong>✕ ${escapeHtml(blockedPlace(b))}</strong><p>${escapeHtml(blockerWords(b, now))}</p>${lines.trim() ? `<pre tabindex="0">${lines}</pre>` : ""}${commands.join("")}</li>`;
	}), ...approvals.map((a) => {
		const files = a.deliverables.map((f) => `<code>${escapeHtml(f.path.split("/").at(-1) ?? f.path)}</code>`).join(", ");
		const criteria = a.criteria.length ? ` Criteria: ${escapeHtml(a.criteria.join(", "))}.` : "";
		return `<li class="wait"><strong>◇ ${escapeHtml(gateName(a))}</strong><p>${escapeHtml(approvalWords(a, now))}.${criteria}</p>${files ? `<p class="muted">${files}</p>` : ""}</li>`;
	})];
	if (items.length === 0) return "";
	return section("people", "Needs a person", [`<ul class="notes">${items.join("\n")}</ul>`]);
}
function recommendations(data) {
	const items = data.recommendations.map((r) => `<li class="idle"><strong>${escapeHtml(r.advice)}</strong><p class="muted">${escapeHtml(r.fact)}</p></li>`);
	const content = items.length ? `<ul class="advice">${items.join("\n")}</ul>` : "<p>Nothing in this execution calls for a change.</p>";
	return section("advice", "Recommendations", [content]);
}

// src/milestone/view/html/style.ts
const LIGHT = {
	paper: "#ffffff",
	surface: "#f6f7f9",
	ink: "#1b1f24",
	muted: "#59616b",
	line: "#e1e4e8",
	track: "#e6e9ed",
	good: "#1a7f37",
	active: "#0b62c4",
	wait: "#8f5f00",
	bad: "#c4262e",
	idle: "#626a73",
	on: "#ffffff"
};
const DARK = {
	paper: "#0f1215",
	surface: "#171b20",
	ink: "#e8eaed",
	muted: "#9da5ae",
	line: "#2a3037",
	track: "#2a3037",
	good: "#4fbf6b",
	active: "#6aaeff",
	wait: "#dba83a",
	bad: "#ff8078",
	idle: "#949ca6",
	on: "#0f1215"
};
const STYLE = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1088px; margin: 0 auto; padding: 48px 24px 96px; }
h1 { font-size: 32px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 20px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; margin: 64px 0 16px; scroll-margin-top: 16px; }
h3 { font-size: 15px; font-weight: 650; margin: 32px 0 8px; }
p { margin: 8px 0; max-width: 70ch; }
small, .small { font-size: 13px; }
.muted { color: var(--muted); }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); }
a:hover { border-bottom-color: currentColor; }
:focus-visible { outline: 2px solid var(--active); outline-offset: 2px; }
.lead { color: var(--muted); margin: 8px 0 0; }
.state { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .active { color: var(--active); } .wait { color: var(--wait); }
.bad { color: var(--bad); } .idle { color: var(--idle); }
.hero { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; margin: 32px 0 8px; }
.hero b { font-size: 48px; line-height: 1.1; font-weight: 650; letter-spacing: -0.03em; }
.bar { display: block; height: 8px; border-radius: 4px; background: var(--track); overflow: hidden; }
.bar i { display: block; height: 100%; border-radius: 4px; background: currentColor; }
.hero + .bar { height: 12px; border-radius: 6px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 12px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--muted); }
.legend svg { width: 22px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 32px 0 0; }
.card { background: var(--surface); border-radius: 10px; padding: 16px; min-width: 0; }
.card h3 { margin: 0; font-size: 13px; font-weight: 500; color: var(--muted); }
.card strong { display: block; font-size: 20px; font-weight: 650; letter-spacing: -0.01em; margin: 2px 0 10px; }
.card p { margin: 10px 0 0; font-size: 13px; color: var(--muted); }
nav { display: flex; gap: 20px; margin: 40px 0 0; padding: 12px 0; border-block: 1px solid var(--line); font-size: 13px; overflow-x: auto; }
nav a { border: 0; color: var(--muted); white-space: nowrap; } nav a:hover { color: var(--ink); }
.notes { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.notes li { background: var(--surface); border-radius: 10px; padding: 14px 16px; border-left: 4px solid currentColor; }
.notes li > * { color: var(--ink); } .notes .muted { color: var(--muted); }
.advice { list-style: none; margin: 0; padding: 0; }
.advice li { padding: 12px 0; border-bottom: 1px solid var(--line); } .advice p { margin: 2px 0 0; }
.notes p { margin: 4px 0 0; overflow-wrap: anywhere; }
.notes pre { margin: 8px 0 0; padding: 10px 12px; background: var(--paper); border-radius: 6px; overflow-x: auto; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.scroll { overflow-x: auto; margin: 0 -24px; padding: 0 24px 4px; }
/* Shrinks to the column while it can still be read; on a phone it is moved instead. */
.drawing { display: block; height: auto; max-width: 100%; min-width: calc(var(--width) * 0.72); }
table { border-collapse: collapse; width: 100%; font-size: 13px; line-height: 1.45; }
table.slim { width: auto; } .slim th, .slim td { padding-right: 40px; }
th { text-align: left; font-weight: 500; color: var(--muted); white-space: nowrap; }
th, td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
td b { font-weight: 600; } td .bar { width: 96px; margin-top: 6px; }
.pair { display: flex; gap: 10px; align-items: baseline; white-space: nowrap; } .pair .bar { margin: 0; flex: none; align-self: center; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 6px 24px; margin: 0; font-size: 13px; }
.facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
details summary { cursor: pointer; font-size: 13px; color: var(--muted); padding: 8px 0; }
footer { margin-top: 64px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 13px; color: var(--muted); overflow-wrap: anywhere; }
svg text { font-family: inherit; fill: var(--ink); }
svg .tone { fill: currentColor; }
svg .quiet { fill: var(--muted); }
svg .on { fill: var(--on); }
svg .rule { stroke: var(--line); stroke-width: 1; }
svg .edge { fill: none; stroke: var(--idle); stroke-width: 1.25; } svg .edge.key { stroke: var(--ink); stroke-width: 2.5; }
svg .head { fill: var(--idle); } svg .head.key { fill: var(--ink); }
svg .box { fill: var(--surface); stroke: currentColor; stroke-width: 1.25; } svg .box.key { stroke-width: 3; }
svg .span { fill: currentColor; fill-opacity: 0.22; stroke: currentColor; stroke-width: 1.25; } svg .span.key { fill-opacity: 1; }
svg .pause { fill: var(--surface); }
@media (max-width: 720px) {
  main { padding: 24px 16px 64px; } h1 { font-size: 26px; } h2 { margin-top: 48px; } .hero b { font-size: 40px; }
  .cards { grid-template-columns: 1fr; gap: 8px; } .scroll { margin: 0 -16px; padding: 0 16px 4px; }
  .wide { display: none; } .drawing { min-width: var(--width); } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 10px; } td .bar { display: none; } .state { white-space: normal; } th, td, .slim th, .slim td { padding-right: 16px; }
}
@media print { nav { display: none; } main { max-width: none; padding: 0; } .card, .notes li { break-inside: avoid; } }
`;
function variables(palette) {
	return Object.entries(palette).map(([name, colour]) => `--${name}: ${colour};`).join(" ");
}

// src/milestone/view/html/tables.ts
const pair = (percent, tone, label) => `<span class="pair">${barHtml(percent, tone, label)}<span>${percent} %</span></span>`;
function tasks({ dashboard }) {
	const rows = dashboard.tasks.map((task) => {
		const title = task.title && task.title !== task.id ? `<br><span class="muted">${escapeCut(task.title, 120)}</span>` : "";
		const key = task.critical ? " <span class=\"muted small\">critical path</span>" : "";
		const waits = task.status === "pending" && task.waitsFor.length > 0;
		const more = task.waitsFor.length > 3 ? " …" : "";
		const status = waits ? toned("idle", `○ waits for ${task.waitsFor.slice(0, 3).join(", ")}${more}`).replace(" class=\"state idle\"", " class=\"idle\"") : state(task.status);
		return [
			`<b>${escapeHtml(task.id)}</b>${key}${title}`,
			task.phase ?? "",
			pair(task.percentage, STATUS[task.status].tone, task.id),
			status
		];
	});
	const columns = [
		{ title: "Task" },
		{
			title: "Phase",
			wide: true
		},
		{ title: "Progress" },
		{ title: "Status" }
	];
	const phases = dashboard.phases.map((p) => [
		p.phase,
		pair(p.percentage, "good", p.phase),
		`${p.finished} of ${p.total} finished`
	]);
	return section("tasks", "Tasks", [
		phases.length ? tableHtml("Phases", [
			{ title: "Phase" },
			{ title: "Progress" },
			{ title: "" }
		], phases, true) : "",
		"<h3>All tasks</h3>",
		tableHtml("Tasks", columns, rows)
	]);
}
function performance(data) {
	const { dashboard, chain, utilisation, estimates, history } = data;
	const { velocity } = dashboard.timeline;
	const path = (tasks) => tasks.map(escapeHtml).join(" → ");
	const list = facts([
		["Velocity", velocity === null ? "" : `${velocity.toFixed(1)} percentage points per hour of running`],
		["Agents at work", utilisation.meanBusy === null ? "" : `${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} on average`],
		["Retries", String(history.retries)],
		["Changes requested", String(history.rejections)],
		["Critical path so far", chain.tasks.length ? `${path(chain.tasks)}<br>${duration(chain.workMs)} of work, ${duration(chain.waitMs)} of waiting for people` : ""],
		["Critical path left", path(dashboard.criticalPath)]
	]);
	const slots = utilisation.slots.map((s) => [
		String(s.slot),
		pair(s.utilisation, "active", `Agent ${s.slot}`),
		duration(s.busyMs),
		String(s.attempts),
		String(s.failed)
	]);
	const slotColumns = [
		{ title: "Agent" },
		{ title: "Utilisation" },
		{
			title: "At work",
			number: true
		},
		{
			title: "Attempts",
			number: true
		},
		{
			title: "Failed",
			number: true
		}
	];
	const rows = estimates.map((e) => [
		`<b>${escapeHtml(e.task)}</b>`,
		e.estimateMs === null ? "" : duration(e.estimateMs),
		duration(e.workMs),
		e.elapsedMs === null ? "" : duration(e.elapsedMs)
	]);
	return section("performance", "Performance", [
		list,
		slots.length ? `<h3>Agents</h3>${tableHtml("Agents", slotColumns, slots, true)}` : "",
		rows.length ? `<h3>Estimate and actual</h3>${tableHtml("Estimate and actual", [
			{ title: "Task" },
			{
				title: "Estimate",
				number: true
			},
			{
				title: "Agents' time",
				number: true
			},
			{
				title: "Start to end",
				number: true
			}
		], rows, true)}` : ""
	]);
}
function quality(data) {
	const { checkpoints, approvals } = data.dashboard.quality;
	const gates = checkpoints.map((c) => [
		`<b>${escapeHtml(c.name)}</b>`,
		`${c.at} %`,
		c.status === "pending" ? toned("idle", "○ not run") : c.status === "passed" ? toned("good", "✓ passed") : toned("bad", "✕ failed"),
		c.checks.map((k) => `<code>${escapeHtml(k.command)}</code> ${k.ok ? "passed" : `exit ${k.exit ?? "none"}`}`).join("<br>")
	]);
	const runs = data.testRuns.map((t) => [
		escapeHtml(`${dateTime(t.at)}, ${t.reason}`),
		toned(t.ok ? "good" : "bad", `${t.ok ? "✓" : "✕"} ${testRunWords(t)}`),
		`<code>${escapeHtml(t.command)}</code>`,
		`<code>${escapeHtml(t.commit.slice(0, 7))}</code>`,
		duration(t.duration_ms)
	]);
	return section("quality", "Quality", [
		`<p>${approvals.granted} of ${counted(approvals.total, "approval gate")} passed, ${approvals.open} open, ${approvals.rejected} sent back.</p>`,
		gates.length ? tableHtml("Checkpoints", [
			{ title: "Checkpoint" },
			{ title: "At" },
			{ title: "Result" },
			{
				title: "Commands",
				wide: true
			}
		], gates) : "<p>No checkpoint is planned.</p>",
		runs.length ? tableHtml("Test runs", [
			{ title: "Test run" },
			{ title: "Result" },
			{
				title: "Command",
				wide: true
			},
			{
				title: "Commit",
				wide: true
			},
			{
				title: "Took",
				number: true
			}
		], runs) : "<p>The test command has not run.</p>"
	]);
}
function testRunWords(t) {
	const figures = {
		...t,
		total: t.total ?? null,
		passed: t.passed ?? null,
		skipped: t.skipped ?? null
	};
	return testWords({
		...figures,
		failed: t.failed ?? null,
		durationMs: t.duration_ms,
		at: ""
	}).replace(/^tests /, "");
}
function adherence(data) {
	const { dashboard, runs, waits } = data;
	const waitRows = [...waits].sort((a, b) => b.ms - a.ms).slice(0, 10).map((w) => [
		`<b>${escapeHtml(gateName(w))}</b>`,
		duration(w.ms),
		escapeHtml(approvers(w.approvers))
	]);
	const runRows = runs.slice(-20).map((r) => [
		dateTime(r.startedAt),
		duration((r.endedAt ?? dashboard.now) - r.startedAt),
		r.endedAt === null ? "still running" : escapeHtml(r.reason)
	]);
	const late = dashboard.timeline.late.map((l) => `<li class="${l.missed ? "bad" : "wait"}">${escapeHtml(l.task)} ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}</li>`);
	return section("adherence", "Time", [
		late.length ? `<ul>${late.join("")}</ul>` : "",
		waitRows.length ? `<h3>Longest waits</h3>${tableHtml("Longest waits", [
			{ title: "Gate" },
			{
				title: "For",
				number: true
			},
			{ title: "Of" }
		], waitRows, true)}` : "",
		runRows.length ? `<h3>Runs</h3>${tableHtml("Runs", [
			{ title: "Started" },
			{
				title: "Took",
				number: true
			},
			{ title: "Ended because" }
		], runRows, true)}` : ""
	]);
}
function blockers(data) {
	const { now } = data.dashboard;
	const rows = data.blockers.map((b) => [
		`<b>${escapeHtml(b.task ? `${b.task}${b.phase ? `/${b.phase}` : ""}` : "milestone")}</b><br><span class="muted">${escapeHtml(b.message)}</span>`,
		escapeHtml(b.type),
		escapeHtml(LEVELS[b.level]),
		b.resolvedAt === null ? toned("bad", `✕ open for ${duration(now - b.detectedAt)}`) : `${toned("good", "✓ resolved")}<br>${escapeHtml(b.how)}, after ${duration(b.resolvedAt - b.detectedAt)}`
	]);
	const failures = data.failures.map((f) => [
		escapeHtml(f.type),
		String(f.count),
		escapeHtml(f.where.slice(0, 8).join(", ") + (f.where.length > 8 ? " …" : ""))
	]);
	return section("blockers", "Blockers", [rows.length ? tableHtml("Blockers", [
		{ title: "Where" },
		{ title: "Type" },
		{
			title: "Level",
			wide: true
		},
		{ title: "Resolution" }
	], rows) : "<p>There was no blocker.</p>", failures.length ? `<h3>Failed attempts</h3>${tableHtml("Failed attempts", [
		{ title: "Cause" },
		{
			title: "Count",
			number: true
		},
		{ title: "Where" }
	], failures, true)}` : ""]);
}
function costs(data) {
	const { byTask, byPhase, byAgent, byModel, total } = data.costs;
	if (total.attempts === 0) return "";
	const part = (title, rows) => rows.length ? costTable(title, rows) : "";
	return section("cost", "Cost", [
		part("Phase", byPhase),
		part("Agent", byAgent),
		part("Model", byModel),
		`<details><summary>Every task</summary>${part("Task", [...byTask, total])}</details>`
	]);
}
function costTable(title, rows) {
	const number = (name, wide = false) => ({
		title: name,
		number: true,
		wide
	});
	const columns = [
		{ title },
		number("Attempts"),
		number("Failed", true),
		number("Time"),
		number("Tokens in", true),
		number("Tokens out", true),
		number("Cost")
	];
	const cells = rows.map((r) => [
		`<b>${escapeHtml(r.name)}</b>`,
		String(r.attempts),
		String(r.failed),
		duration(r.workMs),
		compact(r.inputTokens),
		compact(r.outputTokens),
		money(r.costUsd)
	]);
	return tableHtml(`Cost by ${title.toLowerCase()}`, columns, cells);
}
function trail(data) {
	const rows = data.audit.map((a) => [
		dateTime(Date.parse(a.at)),
		a.who === null ? "" : `<b>${escapeHtml(a.who)}</b>${a.permission ? `<br><span class="muted">${escapeHtml(a.permission)}</span>` : ""}`,
		escapeCut(a.words, 240),
		a.commit === null ? "" : `<code>${escapeHtml(a.commit.slice(0, 7))}</code>`
	]);
	const columns = [
		{
			title: "When",
			wide: true
		},
		{ title: "Who" },
		{ title: "What" },
		{
			title: "Commit",
			wide: true
		}
	];
	const listed = data.events.slice(-200).reverse();
	const lines = listed.map((e) => [`<span class="muted">${clockTime(Date.parse(e.timestamp))}</span>`, `<span class="${toneOf$1(e)}" aria-hidden="true">●</span> ${escapeCut(describeEvent(e), 400)}`]);
	return section("trail", "Audit and events", [rows.length ? tableHtml("Decisions of people", columns, rows) : "<p>No person has decided anything yet.</p>", `<details><summary>${listed.length < data.events.length ? `The newest ${listed.length} of ${data.events.length} events` : `All ${data.events.length} events`}</summary>${tableHtml("Events", [{ title: "Time" }, { title: "Event" }], lines)}</details>`]);
}

// src/milestone/view/html/report.ts
/** No script, no request, no form: the page is text, drawings and one style sheet. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/** `milestone report --html`: one file that shows everything and asks no server for anything. */
function htmlReport(input) {
	const data = buildReport(input);
	const { dashboard } = data;
	const sections = [
		people(dashboard),
		timeline(data),
		graph(data),
		tasks(data),
		performance(data),
		quality(data),
		adherence(data),
		blockers(data),
		costs(data),
		recommendations(data),
		trail(data)
	].filter(Boolean);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${dashboard.percentage} % ${dashboard.milestone.title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${hero(dashboard)}
${cards(data)}
${contents(sections)}
${sections.join("\n")}
<footer>As of ${dateTime(dashboard.now)}${dashboard.session ? ` · session <code>${escapeHtml(dashboard.session.id)}</code>` : ""} · all times are UTC</footer>
</main>
</body>
</html>
`;
}
function contents(sections) {
	return `<nav aria-label="Contents">${sections.flatMap((text) => {
		const found = /<h2 id="([a-z]+)">([^<]*)<\/h2>/.exec(text);
		return found ? [`<a href="#${found[1]}">${found[2]}</a>`] : [];
	}).join("")}</nav>`;
}
function timeline({ spans, dashboard }) {
	if (spans.length === 0) return "";
	const title = new Set(spans.flatMap((s) => s.task ?? [])).size > 40 ? `The newest ${40} of ${dashboard.counts.total} tasks` : "By task";
	return section("timeline", "Timeline", [
		PATTERN,
		GANTT_LEGEND,
		`<h3>${title}</h3>`,
		scroll("Timeline by task", taskGanttSvg(spans)),
		"<h3>By agent</h3>",
		scroll("Timeline by agent", agentGanttSvg(spans))
	]);
}
function graph({ dashboard }) {
	const legend = `<ul class="legend"><li>heavy lines: the critical path of what is left</li>${dashboard.tasks.length > 40 ? "<li>stacked boxes stand for several tasks</li>" : ""}</ul>`;
	return section("graph", "Graph", [scroll("Graph", graphSvg(dashboard)), legend]);
}

// src/milestone/why-text.ts
/** One cause as a sentence, with the command that helps where there is one. */
function causeText(milestone, { path, cause }) {
	const task = path.at(-1);
	return (path.length > 1 ? `${path.slice(0, -1).join(" waits for ")} waits for ${task}: ` : "") + ownText(milestone, task, cause);
}
function ownText(milestone, task, cause) {
	switch (cause.kind) {
		case "completed": return `${task} is completed`;
		case "skipped": return `${task} was skipped${cause.reason ? ` (${cause.reason})` : ""}`;
		case "running": return `${task}/${cause.phase} is at work, attempt ${cause.attempt}${cause.since ? ` since ${cause.since}` : ""}`;
		case "ready": return `${task} is ready${cause.phase ? ` for ${cause.phase}` : ""} and waits for a free agent`;
		case "not_before": return `${task}/${cause.phase} failed and is tried again at ${cause.time}`;
		case "approval": {
			const who = cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission";
			const count = cause.needed > 1 ? ` (${cause.given} of ${cause.needed} given)` : "";
			const command = `milestone approve ${milestone} ${task}/${cause.phase}`;
			return `${task}/${cause.phase} waits for approval by ${who}${count} since ${cause.since}: ${command}`;
		}
		case "manual": {
			const what = cause.deliverables.length ? cause.deliverables.join(", ") : "the work";
			return `${task}/${cause.phase} is done by a person, who commits ${what} to branch milestone/${milestone}`;
		}
		case "blocker": {
			const command = cause.proposals[0]?.command;
			return `${task} is blocked by ${cause.blocker}: ${cause.message}${command ? `; try: ${command}` : ""}`;
		}
		case "checkpoint": return checkpointText(milestone, cause);
		case "resource": return `${task} needs ${cause.resource}, which ${cause.task} holds while it works`;
		case "not_running": return notRunning(milestone, task, cause.status);
	}
}
function checkpointText(milestone, cause) {
	switch (cause.state) {
		case "due": return `nothing new starts before the checks of checkpoint "${cause.name}" have passed`;
		case "failed": return `nothing new starts while checkpoint "${cause.name}" fails; once it is mended: milestone retry ${milestone}`;
		case "approval": return `nothing new starts before ${cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission"} approved checkpoint "${cause.name}"`;
	}
}
function notRunning(milestone, task, status) {
	if (status === "completed" || status === "cancelled") return `the milestone is ${status}, so ${task} will not run`;
	return `${task} could start, but the milestone is not running (${status}): milestone ${status === "planned" || status === "postponed" ? "execute" : "resume"} ${milestone}`;
}

// src/milestone/why.ts
/** Most causes that are told; a task may wait for thousands. */
const MAX_CAUSES = 20;
/**
* What a task waits for, followed through its dependencies down to the first causes. Null when the plan has no such
* task.
*/
function why(plan, state, task, options) {
	const graph = buildGraph(plan);
	const start = graph.index.get(task);
	if (start === void 0) return null;
	const all = firstCauses(graph, state, start).flatMap((path) => {
		const id = path.at(-1);
		return causesOf(plan, state, graph.tasks[graph.index.get(id)], options.now).map((cause) => ({
			path,
			cause
		}));
	});
	const causes = all.length > 1 ? all.filter((c) => c.cause.kind !== "completed") : all;
	const told = causes.slice(0, MAX_CAUSES);
	return {
		task,
		status: state.tasks.get(task)?.status ?? "pending",
		causes: told,
		sentences: [...told.map((cause) => causeText(plan.id, cause)), ...causes.length > told.length ? [`… and ${causes.length - told.length} more causes`] : []]
	};
}
/** Shortest ways from the task to those that wait for no other task, nearest first. */
function firstCauses(graph, state, start) {
	const idOf = (place) => graph.tasks[place].id;
	const isOpen = (place) => {
		const task = state.tasks.get(idOf(place));
		return !task || !isDone(task);
	};
	const before = /* @__PURE__ */ new Map([[start, null]]);
	const found = [];
	const queue = [start];
	for (let head = 0; head < queue.length; head++) {
		const place = queue[head];
		const missing = isOpen(place) ? graph.dependencies[place].filter(isOpen) : [];
		if (missing.length === 0) found.push(wayTo(before, place).map(idOf));
		for (const next of missing) {
			if (before.has(next)) continue;
			before.set(next, place);
			queue.push(next);
		}
	}
	return found;
}
function wayTo(before, place) {
	const way = [];
	for (let at = place; at !== null; at = before.get(at) ?? null) way.unshift(at);
	return way;
}
/** Why a task whose dependencies are done does not go on. */
function causesOf(plan, state, task, now) {
	const at = state.tasks.get(task.id);
	if (at?.status === "skipped") return [{
		kind: "skipped",
		reason: at.skipReason ?? ""
	}];
	const step = nextStep(task, state);
	switch (step.kind) {
		case "done":
		case "complete": return [{ kind: "completed" }];
		case "blocked": return blockersOf(state, task.id).map(asCause);
		case "ask": return [{
			kind: "ready",
			phase: step.phase
		}];
		case "approval": return [approvalCause(state, task, step.phase, step.request)];
		case "manual": return [manualCause(task, step.phase)];
		case "run": {
			const running = at?.phases.get(step.phase)?.status === "in_progress" && state.lease !== null;
			const hold = holdOf(plan, state, milestonePercentage(state));
			if (step.notBefore !== null && step.notBefore > now) return [{
				kind: "not_before",
				phase: step.phase,
				time: new Date(step.notBefore).toISOString()
			}];
			if (running) {
				const { attempt, startedAt } = at.phases.get(step.phase);
				return [{
					kind: "running",
					phase: step.phase,
					attempt,
					since: startedAt
				}];
			}
			if (hold) return holdCauses(hold);
			if (state.lease === null) return [{
				kind: "not_running",
				status: state.status
			}];
			return [resourceCause(plan, state, task) ?? {
				kind: "ready",
				phase: step.phase
			}];
		}
	}
}
const asCause = ({ id, message, proposals }) => ({
	kind: "blocker",
	blocker: id,
	message,
	proposals
});
function blockersOf(state, task) {
	return [...state.blockers.values()].filter((b) => b.task === task);
}
function approvalCause(state, task, phase, request) {
	const approval = state.approvals.get(request);
	if (approval.kind === "manual") return manualCause(task, phase);
	return {
		kind: "approval",
		phase,
		request,
		approvers: approval.approvers,
		given: approval.decisions.filter((d) => d.verdict === "approved").length,
		needed: Math.max(1, approval.min_approvals),
		since: approval.requestedAt
	};
}
function manualCause(task, phase) {
	return {
		kind: "manual",
		phase,
		deliverables: (phasePlan(task, phase)?.deliverables ?? []).map((d) => "path" in d ? d.path : d.changed)
	};
}
function holdCauses(hold) {
	switch (hold.kind) {
		case "blocked": return hold.blockers.map(asCause);
		case "checkpoint_due": return hold.gates.map(({ name, approvers }) => ({
			kind: "checkpoint",
			name,
			state: "due",
			approvers
		}));
		case "checkpoint_failed": return [{
			kind: "checkpoint",
			name: hold.gate.name,
			state: "failed",
			approvers: []
		}];
		case "checkpoint_approval": return [{
			kind: "checkpoint",
			name: hold.gate.name,
			state: "approval",
			approvers: hold.gate.approvers
		}];
	}
}
/** A task at work that holds what this one needs. */
function resourceCause(plan, state, task) {
	if (task.resources.length === 0) return null;
	for (const other of plan.tasks) {
		if (other.id === task.id || other.resources.length === 0) continue;
		if (![...state.tasks.get(other.id)?.phases.values() ?? []].some((p) => p.status === "in_progress")) continue;
		const shared = task.resources.find((mine) => other.resources.some((theirs) => resourcesOverlap(mine, theirs)));
		if (shared !== void 0) return {
			kind: "resource",
			resource: shared,
			task: other.id
		};
	}
	return null;
}

// src/read-commands.ts
/** A milestone as it stands, wherever it stands. @throws Refusal when there is none or it cannot be read */
async function read(machine, options) {
	const basis = await readBasis(machine.ports, options, machine.checkout);
	const { history, tip } = basis.located;
	const state = history?.state ?? emptyState(options.milestone, basis.reading.plan.weights);
	return {
		plan: basis.reading.plan,
		state,
		events: history?.events ?? [],
		tip
	};
}
async function statusCommand(machine, options) {
	const { plan, state, events, tip } = await read(machine, options);
	const shown = state.activatedAt ? state : plannedState(plan);
	const now = machine.ports.clock.now();
	const dashboard = buildDashboard({
		plan,
		state: shown,
		history: historyOf(events),
		now
	});
	const outputs = outputsOf(shown, {
		status: shown.status,
		commit: tip ?? machine.checkout.base.commit
	});
	return {
		status: shown.status,
		exitCode: EXIT.ok,
		text: dashboardText(dashboard),
		json: dashboard,
		summary: dashboardMarkdown(dashboard, { limit: SUMMARY_BYTES }),
		outputs
	};
}
async function planCommand(machine, options) {
	const { plan, state, tip } = await read(machine, options);
	const shown = state.activatedAt ? state : plannedState(plan);
	const { strategy, agents } = options;
	const view = planView(plan, {
		strategy,
		agents,
		cores: machine.ports.host.cores,
		state: shown
	});
	const outputs = outputsOf(shown, {
		status: shown.status,
		commit: tip ?? machine.checkout.base.commit
	});
	return {
		status: shown.status,
		exitCode: EXIT.ok,
		text: planText(view),
		json: view,
		outputs: {
			...outputs,
			plan: JSON.stringify(view)
		}
	};
}
async function whyCommand(machine, options, command) {
	const { plan, state } = await read(machine, options);
	const id = command.target?.task ?? "";
	if (!plan.tasks.some((t) => t.id === id)) refuse(`there is no task "${id}"`, `tasks: ${plan.tasks.slice(0, 12).map((t) => t.id).join(", ")}`);
	const answer = why(plan, state.activatedAt ? state : plannedState(plan), id, { now: machine.ports.clock.now() });
	if (!answer) return refuse(`there is no task "${id}"`, "see `milestone status`");
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: answer.sentences.join("\n"),
		json: answer,
		outputs: {}
	};
}
async function reportCommand(machine, options, command) {
	const { plan, state, events, tip } = await read(machine, options);
	if (!state.activatedAt) refuse(`the milestone "${plan.id}" was not started yet`, `milestone execute ${plan.id}`);
	const input = {
		plan,
		state,
		events,
		now: machine.ports.clock.now()
	};
	const text = command.flags.html ? htmlReport(input) : reportMarkdown(input);
	const outputs = outputsOf(state, {
		status: state.status,
		commit: tip ?? ""
	});
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text,
		json: { report: text },
		summary: reportMarkdown(input),
		outputs
	};
}
/** Rebuilds the state from the log alone and compares it with what the branch's documents say. */
async function replayCommand(machine, options) {
	const { ports } = machine;
	const located = await locateBranch(ports, options.milestone);
	if ("ok" in located) return refuse(`the remote cannot be read: ${located.message}`, "use --no-push");
	if (!located.tip) return refuse(`"${options.milestone}" has no branch yet`, `milestone execute ${options.milestone}`);
	const reading = await loadHistory(ports.repository, options.milestone, located.tip);
	if (!reading.ok) {
		const { file, line, message } = reading.problem;
		throw new Refusal([{
			file,
			line,
			message: `${file}:${line}: ${message}`,
			remedy: "the log was changed; restore it"
		}]);
	}
	const { events, state, head } = reading.history;
	const again = fold(emptyState(options.milestone, DEFAULT_WEIGHTS), events);
	const progress = progressOf(again);
	const file = await findPlanFile(atCommit(ports.repository, located.tip), options.milestone);
	const written = file ? /^\s*percentage:\s*(\d+)/m.exec(file.text)?.[1] : void 0;
	const equal = written === void 0 || Number(written) === progress.percentage;
	const text = `${events.length} events, chain whole, last ${head.hash.slice(0, 12)}; status ${state.status}, ${progress.percentage} %, ${progress.tasksCompleted}/${progress.tasksTotal} tasks; the milestone file ${equal ? "says the same" : `says ${written} %`}`;
	return {
		status: state.status,
		exitCode: equal ? EXIT.ok : EXIT.failed,
		text,
		json: {
			events: events.length,
			head: head.hash,
			status: state.status,
			progress,
			equal
		},
		outputs: {}
	};
}
async function auditCommand(machine, options) {
	const { events, state } = await read(machine, options);
	const audit = buildAudit(options.milestone, events);
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: auditText(audit),
		json: auditTrail(events),
		outputs: {}
	};
}
async function listCommand(machine) {
	const found = [];
	for (const shelf of [
		"active",
		"completed",
		"archived"
	]) for (const id of await idsIn(machine, shelf)) {
		if (found.some((f) => f.id === id)) continue;
		found.push(await listed(machine, id, shelf));
	}
	const width = Math.max(2, ...found.map((f) => f.id.length));
	const lines = found.map((f) => `${f.id.padEnd(width)}  ${f.status.padEnd(16)}  ${f.percentage === null ? "    " : `${String(f.percentage).padStart(3)}%`}  ${f.title}`);
	const text = found.length ? lines.join("\n") : "no milestones yet; `milestone init` writes a starter";
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: found,
		outputs: {}
	};
}
async function idsIn(machine, shelf) {
	const { ports, checkout } = machine;
	const entries = await ports.repository.list(checkout.base.commit, `${ROOT}/${shelf}`);
	const names = new Set(entries.map((e) => e.name));
	for (const name of await machine.workingNames(`${ROOT}/${shelf}`)) names.add(name);
	return [...names].filter((n) => n.endsWith(".yaml")).map((n) => n.slice(0, -5)).sort();
}
async function listed(machine, id, shelf) {
	const { ports } = machine;
	const tip = await ports.repository.resolve(`refs/heads/milestone/${id}`);
	const history = tip ? await loadHistory(ports.repository, id, tip) : null;
	const state = history?.ok && history.history.state.activatedAt ? history.history.state : null;
	const file = await findPlanFile(working(machine), id);
	const reading = file ? readPlan({
		text: file.text,
		file: file.path
	}) : null;
	return {
		id,
		title: state?.title ?? (reading?.ok ? reading.plan.title : id),
		shelf: state?.status === "completed" ? "completed" : shelf,
		status: state?.status ?? (reading?.ok ? reading.plan.status : "unreadable"),
		percentage: state ? progressOf(state).percentage : null
	};
}
/** The checkout's own files where they may count, the base commit's otherwise. */
function working(machine) {
	const { ports, checkout } = machine;
	const base = atCommit(ports.repository, checkout.base.commit);
	return async (path) => await checkout.working?.(path) ?? await base(path);
}
/** Checks the files as they lie in the checkout; every mistake with its line. */
async function validateCommand(machine, id) {
	const source = working(machine);
	const ids = id ? [id] : await idsIn(machine, "active");
	const lines = [];
	const complaints = [];
	const json = [];
	for (const each of ids) {
		const file = await findPlanFile(source, each);
		if (!file) {
			complaints.push({
				message: `there is no milestone "${each}"`,
				remedy: "milestone list shows those that exist"
			});
			continue;
		}
		const reading = await loadPlan(source, file);
		const diagnostics = [...reading.ok ? [] : reading.errors, ...reading.warnings];
		json.push({
			milestone: each,
			valid: reading.ok,
			diagnostics
		});
		for (const d of diagnostics) {
			const rendered = renderDiagnostic(d, file.text);
			if (d.severity === "error") complaints.push({
				...complaintOf(d),
				rendered
			});
			else lines.push(rendered);
		}
		if (!reading.ok) continue;
		const { tasks } = reading.plan;
		lines.push(`${file.path}: valid, ${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}, compliance ${reading.compliance.score} %`);
	}
	if (complaints.length > 0) throw new Refusal(complaints);
	if (ids.length === 0) lines.push("no milestones to check; `milestone init` writes a starter");
	return {
		status: null,
		exitCode: EXIT.ok,
		text: lines.join("\n"),
		json,
		outputs: id ? { milestone: id } : {}
	};
}

// src/steer-command.ts
/** The wish of a command that changes the state; null for commands that only read or run. */
function steeringOf(command) {
	const { name, target, reason, flags } = command;
	const raise = {
		...flags["add-minutes"] === void 0 ? {} : { minutes: flags["add-minutes"] },
		...flags["add-attempts"] === void 0 ? {} : { attempts: flags["add-attempts"] },
		...flags["add-tokens"] === void 0 ? {} : { tokens: flags["add-tokens"] },
		...flags["add-cost"] === void 0 ? {} : { cost_usd: flags["add-cost"] }
	};
	const why = reason || flags.reason || "";
	switch (name) {
		case "pause": return {
			command: "pause",
			reason: why || "asked for"
		};
		case "retry": return {
			command: "retry",
			...target,
			revert: flags.revert ?? false,
			raise
		};
		case "skip": return {
			command: "skip",
			task: target?.task ?? "",
			reason: why
		};
		case "approve": return {
			command: "approve",
			...target,
			...command.checkpoint ? { checkpoint: command.checkpoint } : {}
		};
		case "reject": return {
			command: "reject",
			...target?.phase ? {
				task: target.task,
				phase: target.phase
			} : {},
			...command.checkpoint ? { checkpoint: command.checkpoint } : {},
			reason: why
		};
		case "postpone": return {
			command: "postpone",
			reason: why
		};
		case "cancel": return {
			command: "cancel",
			reason: why
		};
		case "archive": return { command: "archive" };
		case "unlock": return {
			command: "unlock",
			reason: why
		};
		case "resume": return Object.keys(raise).length > 0 ? {
			command: "raise",
			raise
		} : null;
		default: return null;
	}
}
/** Records a wish without executing: one commit, pushed. @throws Refusal */
async function steerMilestone(machine, options, wish) {
	const { ports } = machine;
	const run = await activateLike(ports, options, machine.checkout, wish);
	if (run.kind === "repeated") {
		const outputs = outputsOf(run.state, {
			status: run.state.status,
			commit: run.tip
		});
		return {
			status: run.state.status,
			exitCode: 0,
			text: "this wish was carried out before; nothing to do",
			json: outputs,
			outputs
		};
	}
	const { journal } = run.run;
	const at = new Date(ports.clock.now()).toISOString();
	const text = await steer(run.run, wish, options.by, at);
	journal.recordProgress();
	await journal.commit({
		subject: subjectOf(wish),
		derived: true,
		saveReason: wish.command
	});
	const pushed = await run.run.publisher.flush();
	await ports.forge.sync(journal.tip, "end");
	const status = journal.state.status;
	const outputs = outputsOf(journal.state, {
		status,
		commit: journal.tip
	});
	const note = pushed.ok ? "" : `\nnot pushed: ${pushed.message}`;
	return {
		status,
		exitCode: pushed.ok ? 0 : exitCodeOf("failed"),
		text: text + note,
		json: {
			...outputs,
			done: text
		},
		outputs
	};
}
function subjectOf(wish) {
	switch (wish.command) {
		case "approve": return wish.task ? `${[wish.task, wish.phase].filter(Boolean).join(" ")} approved` : "approved";
		case "reject": return `${[wish.task, wish.phase].filter(Boolean).join(" ") || wish.checkpoint} rejected`;
		case "skip": return `${wish.task} skipped`;
		case "retry": return wish.task ? `${[wish.task, wish.phase].filter(Boolean).join(" ")} retried` : "retried";
		case "pause": return "paused";
		case "postpone": return "postponed";
		case "cancel": return "cancelled";
		case "archive": return "archived";
		case "unlock": return "unlocked";
		case "raise": return "budget raised";
		default: return wish;
	}
}

// src/milestone/plan-diff.ts
/** Parts that the run keeps itself: a status in the file is not the state. */
const KEPT_BY_THE_RUN = /* @__PURE__ */ new Set([
	"status",
	"tasks",
	"phases",
	"profiles",
	"defaultGates"
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
	const problems = diff.removed.filter((id) => started.has(id)).map((id) => `the task ${id} has started and cannot be removed; skip it instead`);
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

// src/sync-command.ts
/** Takes the milestone file of the base branch to the milestone's branch. @throws Refusal */
async function syncCommand(machine, options) {
	const { ports, checkout } = machine;
	const opening = await activateLike(ports, options, checkout, {
		command: "raise",
		raise: {}
	});
	if (opening.kind === "repeated") {
		const outputs = outputsOf(opening.state, {
			status: opening.state.status,
			commit: opening.tip
		});
		return {
			status: opening.state.status,
			exitCode: 0,
			text: "done before; nothing to do",
			json: outputs,
			outputs
		};
	}
	const { run } = opening;
	const { journal } = run;
	const read = atCommit(ports.repository, checkout.base.commit);
	const file = await findPlanFile(read, options.milestone);
	if (!file) return refuse(`${paths.milestone(options.milestone)} is not on ${checkout.base.branch}`, "commit it there first");
	const reading = unwrap(await loadPlan(read, file), file);
	const diff = diffPlans(run.plan, reading.plan);
	const started = new Set([...journal.state.tasks.values()].filter((t) => t.startedAt).map((t) => t.id));
	const problems = planChangeProblems(diff, started);
	if (problems.length > 0) refuse(problems.join("; "), `put the tasks back on ${checkout.base.branch}`);
	journal.replacePlan(file.text, paths.milestone(options.milestone), placesOf(reading));
	syncPlan(journal, reading.plan);
	await journal.commit({
		subject: `synced the plan from ${checkout.base.branch}`,
		derived: true,
		saveReason: "sync"
	});
	const pushed = await run.publisher.flush();
	const outputs = outputsOf(journal.state, {
		status: journal.state.status,
		commit: journal.tip
	});
	const text = isEmptyDiff(diff) ? "the branch has the base's plan already" : `taken from ${checkout.base.branch}: ${diff.added.length} new, ${diff.removed.length} gone, ${diff.changed.length} changed`;
	return {
		status: journal.state.status,
		exitCode: pushed.ok ? 0 : 1,
		text: pushed.ok ? text : `${text}\nnot pushed: ${pushed.message}`,
		json: {
			...outputs,
			diff
		},
		outputs
	};
}

// src/run.ts
/** The story of one command, the same for the Action and the command line. @throws Refusal for bad input */
async function runCommand(machine, command, options, hooks) {
	if (COMMANDS[command.name].milestone === "required" && !command.milestone) refuse(`"${command.name}" needs the id of a milestone`, "milestone list shows those that exist");
	switch (command.name) {
		case "execute":
		case "resume": {
			if (command.flags["dry-run"]) return planCommand(machine, options);
			const wish = steeringOf(command);
			return executeMilestone(machine, options, {
				...hooks,
				first: wish ? [wish] : []
			});
		}
		case "retry":
		case "skip":
		case "reject": {
			const wish = steeringOf(command);
			if (!hooks.goOn(command)) return steerMilestone(machine, options, wish);
			const automatic = {
				...options,
				automatic: true
			};
			return executeMilestone(machine, automatic, {
				...hooks,
				first: [wish]
			});
		}
		case "approve":
		case "pause":
		case "postpone":
		case "cancel":
		case "archive":
		case "unlock": return steerMilestone(machine, options, steeringOf(command));
		case "status": return statusCommand(machine, options);
		case "plan": return planCommand(machine, options);
		case "validate": return validateCommand(machine, command.milestone);
		case "why": return whyCommand(machine, options, command);
		case "report": return reportCommand(machine, options, command);
		case "list": return listCommand(machine);
		case "replay": return replayCommand(machine, options);
		case "audit": return auditCommand(machine, options);
		case "prompt": return promptCommand(machine, options, command);
		case "sync": return syncCommand(machine, options);
		case "init":
		case "import":
		case "completion":
		case "help": throw new Error(`${command.name} needs no milestone machine`);
		default: return command.name;
	}
}

export { EXIT as n, runCommand as t };