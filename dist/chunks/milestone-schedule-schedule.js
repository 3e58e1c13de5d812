import { b as isFinished, f as DEFAULT_WEIGHTS } from "./milestone-names.js";
import { $ as ReadyTasks, G as emptyState, I as criticalPath, K as isDone, L as hoursBehind, R as phaseCosts, U as taskHundredths, Y as openApprovals, at as reachedCheckpoints, g as EVENTS, lt as BLOCKER_TYPES, nt as isCheckpointBlocked, ot as PriorityQueue, st as buildGraph, tt as checkpointRequest, ut as blockerId, z as remainingHours } from "./milestone-session-dashboard.js";
import { r as chooseStrategy } from "./milestone-schedule-strategy.js";

// src/milestone/session/fold.ts
/** Takes one event into the state. @throws where the event does not fit the ones before it */
function applyEvent(state, event) {
	state.seq = event.seq;
	state.timestamp = event.timestamp;
	const fold = EVENTS[event.event].fold;
	fold?.(state, event);
}
/**
* The state of a log that someone else may have written: it can be well chained and still be nonsense, which must stop
* this milestone alone, with a sentence.
*/
function foldLog(milestone, events) {
	const state = emptyState(milestone, DEFAULT_WEIGHTS);
	for (const event of events) try {
		applyEvent(state, event);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return {
			ok: false,
			seq: event.seq,
			message: `the event ${event.event} (number ${event.seq}) does not fit the ones before it: ${why}`
		};
	}
	return {
		ok: true,
		state
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
		case "out": return false;
	}
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

// src/milestone/schedule/resources.ts
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

// src/milestone/schedule/schedule.ts
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
const LISTED = /* @__PURE__ */ new Set([
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
	/** Tasks between two phases that keep their resources. */
	#keeping = /* @__PURE__ */ new Set();
	#dirty = /* @__PURE__ */ new Set();
	#behind = [];
	#engaged = /* @__PURE__ */ new Map();
	#state = null;
	#now = 0;
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
			remainingTasks: plan.tasks.filter((task) => !isDoneIn(state, task.id)).length,
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
		else if (/^(milestone_activated|approval|blocker|plan|profile)/.test(event.event)) return;
		this.#seen = event.seq;
	}
	percentage() {
		const tasks = this.#plan.tasks.length;
		if (this.#done === tasks) return 100;
		return Math.min(99, Math.floor(this.#sum / tasks / 100));
	}
	get keeping() {
		return [...this.#keeping].map((place) => this.graph.tasks[place].id);
	}
	next(input) {
		this.#now = input.now;
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
		if (input.running.length + decision.start.length + decision.manual.length + decision.ask.length + (decision.complete.length + decision.checkpoints.length) > 0 || sync !== null || input.holdAll) return decision;
		if (decision.wakeAt !== null) {
			const rest = this.#longRest(input.now);
			return rest === null ? decision : {
				...decision,
				idle: "waiting_limit",
				waitingFor: rest
			};
		}
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
		this.#keeping.delete(place);
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
		else {
			const step = nextStep(task, state, this.#now);
			if (keepsResources(task, state, step)) this.#keeping.add(place);
			this.#fileStep(place, step);
		}
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
		if (LISTED.has(kind)) this.#listed.add(place);
		else this.#listed.delete(place);
		if (kind === "run" && this.#isOpen(wave)) this.#offer(place);
	}
	#offer(place) {
		const step = this.#steps[place];
		const execute = step?.kind === "run" && step.phase === "execute";
		this.#ready.add(place, this.#key(place), {
			execute,
			keeps: this.#keeping.has(place)
		});
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
	/** The agents that all that could go on waits for, where that is longer than a run waits; null: it waits. */
	#longRest(now) {
		const timer = this.#timers.peek();
		const step = timer && this.#steps[timer.place];
		if (!timer || step?.kind !== "run" || !step.rests) return null;
		return timer.at - now > this.#plan.limits.restMs ? [step.executor] : null;
	}
	#waiting({ state, holdExecute, heldElsewhere = [] }) {
		const places = [...this.#ready.places].sort((a, b) => a - b);
		if (places.length && holdExecute) return {};
		const isHeld = (place) => this.graph.tasks[place].resources.some((mine) => heldElsewhere.some((held) => this.#overlap(mine, held)));
		const ready = (this.#keeping.size > 0 ? places.filter(isHeld) : places).map((place) => this.graph.tasks[place].id);
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
		const kept = [];
		for (const place of this.#keeping) kept.push(...this.graph.tasks[place].resources);
		const areMet = ({ resources, execute, keeps }) => !(execute && input.holdExecute) && !resources.some((mine) => (keeps ? held : [...held, ...kept]).some((other) => this.#overlap(mine, other)));
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
			this.#keeping.delete(place);
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

export { keepsResources as a, executorOrder as c, foldLog as d, holdOf as i, heldTasks as l, resourcesOverlap as n, nextStep as o, executorNamed as r, executorName as s, createScheduler as t, applyEvent as u };