import { _ as PHASES, v as PHASE_PERCENT } from "./strategy.js";

// src/milestone/session/state.ts
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
	to.inputTokens += usage?.input_tokens ?? 0;
	to.outputTokens += usage?.output_tokens ?? 0;
	to.costUsd += usage?.cost_usd ?? 0;
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
		usage: noUsage(),
		usageByAgent: /* @__PURE__ */ new Map(),
		budgetRaised: noRaise(),
		activatedAt: null,
		endedAt: null,
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
		usage: noUsage(),
		budgetRaised: noRaise()
	};
}
function newPhase(status) {
	return {
		status,
		attempt: 0,
		failures: 0,
		rejections: 0,
		notBefore: null,
		executor: null,
		startedAt: null,
		completedAt: null,
		durationMs: 0,
		deliverables: [],
		feedback: [],
		approval: null,
		usage: noUsage()
	};
}
/** The gates that wait for people, in the order in which they were asked for. */
function openApprovals(state) {
	return [...state.approvals.values()].filter((a) => a.status === "open");
}
/** Done for whoever depends on it. */
function isDone(task) {
	return task.status === "completed" || task.status === "skipped";
}

// src/milestone/session/progress.ts
function progressOf(state) {
	const tasks = [...state.tasks.values()];
	const workflow = tasks.filter((t) => t.workflow);
	return {
		percentage: milestonePercentage(state),
		tasksCompleted: tasks.filter((t) => t.status === "completed").length,
		tasksTotal: tasks.length,
		phaseAverages: workflow.length ? phaseAverages(workflow) : null,
		workflowTasks: workflow.length
	};
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
/** A task's percent in hundredths, exact. */
function taskHundredths(state, task) {
	if (isDone(task)) return 1e4;
	if (!task.workflow) return task.status === "in_progress" || task.status === "waiting_approval" ? 5e3 : 0;
	let sum = 0;
	for (const [phase, at] of task.phases) sum += state.weights[phase] * PHASE_PERCENT[at.status];
	return Math.round(sum);
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
		for (const task of tasks) {
			const status = task.phases.get(phase)?.status ?? "pending";
			sum += task.status === "skipped" ? 100 : PHASE_PERCENT[status];
		}
		averages[phase] = Math.floor(sum / tasks.length);
	}
	return averages;
}

export { addUsage as a, newPhase as c, openApprovals as d, taskPercentage as i, newTask as l, progressOf as n, emptyState as o, taskHundredths as r, isDone as s, milestonePercentage as t, noUsage as u };