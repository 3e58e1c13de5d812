// src/milestone/phase.ts
/** The four phases of a task, always in this order. */
const PHASES = [
	"design",
	"spec",
	"task",
	"execute"
];
const PHASE_STATUSES = [
	"pending",
	"in_progress",
	"waiting_approval",
	"blocked",
	"completed",
	"approved"
];
const TASK_STATUSES = [
	"pending",
	"in_progress",
	"waiting_approval",
	"blocked",
	"completed",
	"skipped"
];
const MILESTONE_STATUSES = [
	"planned",
	"in_progress",
	"waiting_approval",
	"blocked",
	"paused",
	"completed",
	"postponed",
	"cancelled"
];
const DEFAULT_WEIGHTS = {
	design: 15,
	spec: 25,
	task: 20,
	execute: 40
};
/** How far a phase in this status counts, in percent of the phase. */
const PHASE_PERCENT = {
	pending: 0,
	blocked: 30,
	in_progress: 60,
	waiting_approval: 90,
	completed: 100,
	approved: 100
};
/** Whether a text names one of the four phases. */
function isPhase(value) {
	return PHASES.includes(value);
}
/** A finished phase lets the next one start: completed without a gate, or approved. */
function isFinished(status) {
	return status === "completed" || status === "approved";
}
/** The name of the gate behind a phase, as written in `kiro_configuration.approval_gates`. */
const TRANSITIONS = [
	"design_to_spec",
	"spec_to_task",
	"task_to_execute",
	"execute_completion"
];
const TRANSITION = {
	design: "design_to_spec",
	spec: "spec_to_task",
	task: "task_to_execute",
	execute: "execute_completion"
};
/**
* The end of an exhaustive switch: a value that no case takes does not compile, and one that the compiler never saw is
* a bug. @throws always, naming what was not known and the value
*/
function unreachable(what, value) {
	throw new Error(`unknown ${what} ${JSON.stringify(value)}`);
}

// src/milestone/names.ts
/** Version of the product, recorded with each session. */
const VERSION = "1.1.0";
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Why an id of a milestone, task or session is refused, or null when it is good. */
function idProblem(id) {
	if (!ID.test(id)) return "an id is 1 to 64 letters, digits, dots, underscores or hyphens and starts with a letter or digit";
	if (id.includes("..")) return "an id may not hold \"..\"";
	if (id.endsWith(".")) return "an id may not end in a dot";
	if (id.toLowerCase().endsWith(".lock")) return "an id may not end in \".lock\" (git refuses such a branch)";
	return null;
}
const BRANCH = "milestone/";
const branchName = (milestone) => BRANCH + milestone;
const branchRef = (milestone) => `refs/heads/${branchName(milestone)}`;
const completionTag = (milestone) => `${branchName(milestone)}/completed`;
/** The milestone that a branch belongs to, or null. The check run on it bears the same name. */
function milestoneOfBranch(branch) {
	return branch.startsWith(BRANCH) && branch.length > 10 ? branch.slice(10) : null;
}
const ROOT = ".milestones";
/** Paths below the repository's root, always with `/`. */
const paths = {
	milestone: (id, shelf = "active") => `${ROOT}/${shelf}/${id}.yaml`,
	current: `${ROOT}/active/current.txt`,
	config: `${ROOT}/config.yaml`,
	deliverables: (id, task, phase) => `${ROOT}/deliverables/${id}/${task}/${phase}`,
	approval: (id, task, phase) => `${ROOT}/approvals/approval-${id}-${task}-${phase}.yaml`,
	session: (session) => `${ROOT}/sessions/${session}.yaml`,
	agents: (session) => `${ROOT}/sessions/${session}/agents/state.json`,
	log: (id, segment) => `${ROOT}/logs/execution-${id}${segmentSuffix(segment)}.jsonl`,
	/** An earlier tool's log, in whose place ours stands. */
	olderLog: (id) => `${ROOT}/logs/older-${id}.jsonl`,
	roleLog: (session, role, segment) => `${ROOT}/logs/${session}/${role}${segmentSuffix(segment)}.jsonl`,
	report: (session) => `${ROOT}/reports/${session}.md`,
	prompt: (phase) => `${ROOT}/prompts/${phase}.md`,
	githubConfig: ".github/milestone.yml"
};
const ROLE_LOGS = [
	"execution",
	"progress",
	"git",
	"dependencies",
	"blockers"
];
/** Log segments are numbered from 1; the first bears no number. */
function segmentSuffix(segment) {
	return segment <= 1 ? "" : `.${String(segment).padStart(4, "0")}`;
}
/** Reads `<task>` or `<task>/<phase>`; null when it is neither. */
function parseTarget(text) {
	const slash = text.indexOf("/");
	const task = slash < 0 ? text : text.slice(0, slash);
	if (idProblem(task)) return null;
	if (slash < 0) return { task };
	const phase = text.slice(slash + 1);
	return isPhase(phase) ? {
		task,
		phase
	} : null;
}
/** `exec-<milestone>-<UTC time>-<4 random hex>`, cut so that it stays a valid id. */
function sessionId(milestone, now, random) {
	const time = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, "") + "Z";
	const hex = Math.floor(random() * 65536).toString(16).padStart(4, "0");
	return `exec-${milestone.slice(0, 37)}-${time}-${hex}`;
}

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
		forced: /* @__PURE__ */ new Set(),
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
		running: false,
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
/** Whether the milestone has a branch, and its states are commits there. */
function isOnBranch({ session }) {
	return session?.gitIntegration ?? true;
}
/** Done for whoever depends on it. */
function isDone(task) {
	return task.status === "completed" || task.status === "skipped";
}
/**
* What the log needs to know of a task, so that the state can be rebuilt from the log alone. What the file calls
* blocked is to be tried: no blocker of this log stands behind it, so nothing else would ever set it free.
*/
function seedOf(task) {
	const begun = task.phases.some((p) => isFinished(p.status));
	return {
		id: task.id,
		workflow: task.workflow,
		status: task.status !== "blocked" ? task.status : begun ? "in_progress" : "pending",
		phases: Object.fromEntries(task.phases.map((p) => [p.phase, p.status === "blocked" ? "pending" : p.status]))
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
/** A task's percent in hundredths, exact. */
function taskHundredths(state, task) {
	if (isDone(task)) return 1e4;
	if (!task.workflow) return task.status === "in_progress" || task.status === "waiting_approval" ? 5e3 : 0;
	let sum = 0;
	for (const phase of PHASES) {
		const at = task.phases.get(phase);
		if (at) sum += state.weights[phase] * PHASE_PERCENT[at.status];
	}
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

// src/milestone/text/sanitise.ts
/**
* Terminal sequences: CSI (`ESC [ … letter`), strings such as titles and links (`ESC ] … BEL` or `ESC \`),
* and two-character escapes. A string that never ends is cut after its introducer alone, so that a stray
* one cannot swallow the rest of the line. Every class is bounded or greedy: linear.
*/
const TERMINAL = /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]?|\u001b[\]PX^_][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)|\u001b[ -/]{0,4}[0-~]?/g;
/** Control characters but tab and line feed, and all that hides or reorders text or looks like nothing. */
const UNSEEN = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\t\n]]/gv;
/**
* Makes text safe to print in a log or terminal: no escape sequences, no control, bidirectional or
* zero-width characters, no lone surrogates. Line feeds and tabs stay; a carriage return is dropped
* before a line feed and else becomes one, since a log's reader takes it for a line's end.
*/
function sanitise(text) {
	return text.toWellFormed().replace(/\r\n?/g, "\n").replace(/[\u2028\u2029\u0085]/g, "\n").replace(TERMINAL, "").replace(UNSEEN, "");
}
/** The same for what must stay one line: whatever would break it becomes a space. */
function sanitiseLine(text) {
	return sanitise(text).replaceAll("\n", " ");
}
/** `1 task`, `3 tasks`. */
function counted(count, noun, plural = `${noun}s`) {
	return `${count} ${count === 1 ? noun : plural}`;
}

// src/milestone/schedule/strategy.ts
const STRATEGIES = [
	"parallel",
	"sequential",
	"hybrid",
	"auto"
];
/** Up to this many remaining tasks a milestone is simple, up to the second medium, above complex. */
const SIMPLE_TASKS = 3;
const MEDIUM_TASKS = 12;
/** Share of the work that must be able to run beside the critical path for `parallel` to be chosen. */
const PARALLEL_POTENTIAL = .6;
/** Agents per core above which a warning is due: AI agents mostly wait, builds and tests do not. */
const AGENTS_PER_CORE = 4;
/** Takes `auto` to one of the three, and says why. */
function chooseStrategy(question) {
	const { wanted, remainingTasks: tasks, path, agents, cores } = question;
	const complexity = tasks <= SIMPLE_TASKS ? "simple" : tasks <= MEDIUM_TASKS ? "medium" : "complex";
	const warnings = [];
	if (cores !== void 0 && agents > cores * AGENTS_PER_CORE) warnings.push(`${agents} agents on ${counted(cores, "core")}: commands that compute will slow each other; --agents=${cores * AGENTS_PER_CORE} or fewer suits this machine better`);
	if (wanted !== "auto") return {
		strategy: wanted,
		complexity,
		reasons: [`${wanted}, as asked`],
		warnings
	};
	const share = `${Math.round(path.potential * 100)} % of the work can run beside the critical path`;
	const size = `${counted(tasks, "task remains", "tasks remain")} (${complexity})`;
	if (complexity === "simple") return {
		strategy: "sequential",
		complexity,
		reasons: [size, "so few are done one after the other"],
		warnings
	};
	const strategy = path.potential > PARALLEL_POTENTIAL ? "parallel" : "hybrid";
	return {
		strategy,
		complexity,
		reasons: [
			size,
			share,
			strategy === "parallel" ? "enough to run every ready task at once" : "too little for free parallel runs, so clusters are synchronised"
		],
		warnings
	};
}
/** Troubles among the latest outcomes that narrow, and successes in a row that widen again. */
const TROUBLES_TO_NARROW = 2;
/**
* Fewer agents after repeated conflicts or failures (half of them), one more after as many successes in a row as
* twice the agents at work; memory pressure narrows at once. Null: stay as it is.
* `outcomes` are those since the last adjustment, oldest first.
*/
function adjustAgents(agents, max, outcomes) {
	const recent = outcomes.slice(-6);
	const count = (outcome) => recent.filter((o) => o === outcome).length;
	const narrower = Math.max(1, Math.floor(agents / 2));
	if (agents > 1 && recent.at(-1) === "memory") return {
		agents: narrower,
		reason: "memory is short"
	};
	const conflicts = count("conflict");
	const failures = count("failure");
	if (agents > 1 && recent.at(-1) !== "success" && conflicts + failures >= TROUBLES_TO_NARROW) return {
		agents: narrower,
		reason: `${[conflicts && `${conflicts} conflicts`, failures && `${failures} failures`].filter(Boolean).join(" and ")} in the last ${recent.length} attempts`
	};
	const streak = outcomes.length - 1 - outcomes.findLastIndex((o) => o !== "success");
	if (agents < max && streak >= 2 * agents) return {
		agents: agents + 1,
		reason: `${streak} attempts in a row succeeded`
	};
	return null;
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

export { idProblem as A, TRANSITION as B, seedOf as C, branchName as D, VERSION as E, DEFAULT_WEIGHTS as F, isFinished as H, MILESTONE_STATUSES as I, PHASES as L, parseTarget as M, paths as N, branchRef as O, sessionId as P, PHASE_STATUSES as R, plannedState as S, ROOT as T, isPhase as U, TRANSITIONS as V, unreachable as W, isOnBranch as _, counted as a, noUsage as b, completedTasks as c, taskHundredths as d, taskPercentage as f, isDone as g, emptyState as h, chooseStrategy as i, milestoneOfBranch as j, completionTag as k, milestonePercentage as l, blockedBefore as m, STRATEGIES as n, sanitise as o, addUsage as p, adjustAgents as r, sanitiseLine as s, nearest as t, progressOf as u, newPhase as v, ROLE_LOGS as w, openApprovals as x, newTask as y, TASK_STATUSES as z };