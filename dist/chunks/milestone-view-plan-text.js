import { b as isFinished, v as TRANSITION } from "./milestone-names.js";
import { I as criticalPath, K as isDone, R as phaseCosts, X as plannedState, ct as wavesOf, ot as PriorityQueue, st as buildGraph } from "./milestone-session-dashboard.js";
import { n as resourcesOverlap, s as executorName, t as createScheduler, u as applyEvent } from "./milestone-schedule-schedule.js";

// src/milestone/schedule/simulate.ts
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
		this.#state.profiles.clear();
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
					transition: TRANSITION[manual.phase],
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

// src/milestone/view/plan-view.ts
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
/** The waves that are left, and what is finished already. */
function openWaves(view) {
	const open = new Set(view.run.map((each) => each.task));
	return {
		waves: view.waves.map((wave) => wave.filter((id) => open.has(id))).filter((wave) => wave.length > 0),
		finished: view.waves.flat().filter((id) => !open.has(id))
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

// src/milestone/view/plan-text.ts
/** Most waves, gates and tasks that are listed one by one. */
const LISTED = 40;
/** Characters of a command that are shown. */
const EXECUTOR_WIDTH = 60;
/**
* The plan as plain text for a terminal, with what would stop it from starting now, where that was looked at. Titles
* are passed on as they are: whoever prints them makes them harmless.
*/
function planText(view, unmet = []) {
	const { predicted, criticalPath: path } = view;
	const { waves, finished } = openWaves(view);
	const assumed = predicted.estimated ? "" : " (no estimates: an hour per task assumed)";
	return [
		`${view.milestone}: ${view.title}`,
		`${view.remaining} of ${view.tasks} tasks left, ${view.strategy} with ${view.agents} agents (${view.reasons.join("; ")})`,
		`About ${hours(predicted.hours)} of ${hours(predicted.workHours)} of work, waits for people not counted${assumed}`,
		"",
		"Waves",
		...limited(waves.map((wave, i) => `  ${i + 1}. ${limitedWords(wave)}`)),
		...finished.length > 0 ? [`  finished already: ${limitedWords(finished)}`] : [],
		"",
		`Critical path, ${hours(path.hours)}`,
		`  ${path.tasks.length ? path.tasks.join(" → ") : "nothing is left"}`,
		...section("Gates", view.gates.map(gateLine)),
		...section("Checkpoints", view.checkpoints.map((c) => `${c.at} % ${c.name}${c.run.length ? `: ${c.run.join("; ")}` : ""}`)),
		...section("Never at the same time", view.locks.map((lock) => `${lock.resource}: ${limitedWords(lock.tasks)}`)),
		...section("What would run", view.run.map(taskLine)),
		...section("Not met yet: it would not start", unmet.map(({ message, remedy }) => `${message} (${remedy})`)),
		...section("Warnings", view.warnings)
	].join("\n");
}
function gateLine(gate) {
	const who = gate.approvers.length ? gate.approvers.join(", ") : "anyone with write permission";
	const count = gate.minApprovals > 1 ? `${gate.minApprovals} of ` : "";
	return `${gate.task}/${gate.phase}: ${count}${who}`;
}
function taskLine({ task, phases }) {
	const pause = (gated) => gated ? " ⏸" : "";
	const [first] = phases;
	if (first && phases.every((p) => p.executor === first.executor)) return `${task}: ${phases.map((p) => p.phase + pause(p.gated)).join(" → ")} (${oneLine(first.executor)})`;
	return `${task}: ${phases.map((p) => `${p.phase} (${oneLine(p.executor)})${pause(p.gated)}`).join(" → ")}`;
}
/** A script of many lines is known by its first. */
function oneLine(executor) {
	const [first = "", ...more] = executor.trim().split("\n");
	return first.length > EXECUTOR_WIDTH || more.length > 0 ? `${first.slice(0, EXECUTOR_WIDTH).trimEnd()} …` : first;
}
function section(title, lines) {
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

export { planView as n, planText as t };