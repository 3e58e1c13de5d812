import { t as __commonJSMin } from "./rolldown-runtime.js";
import { n as complaintOf, r as refuse, t as Refusal } from "./refusal.js";
import { D as paths, F as isFinished, S as branchRef, b as ROOT, c as isDone, d as newTask, f as noUsage, j as PHASES, k as DEFAULT_WEIGHTS, l as isOnBranch, m as nearest, n as milestonePercentage, o as addUsage, p as openApprovals, r as progressOf, s as emptyState, t as completedTasks, u as newPhase, v as counted, w as idProblem, x as branchName, y as ROLE_LOGS } from "./progress.js";
import { t as require_dist } from "./dist5.js";
import { A as diagnosticLine, E as Findings, G as lineEnd, H as readYaml, J as unreachable, K as pairOf, j as renderDiagnostic, q as toData } from "./schema-parts.js";
import { O as proposalsFor, l as LogReader, n as addToHistory, r as historyOf, u as appendEvent } from "./history.js";
import { a as renderFlow, c as renderScalar, i as renderBehindKey, l as readPlan, n as isEmpty, o as renderKey, r as layoutOf, s as renderLines, t as isCollection, u as applyPolicy } from "./render.js";
import { setImmediate } from "node:timers/promises";

// src/engine/machine/clock.ts
/** A longer timer is run at once by node. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const systemClock = {
	now: () => Date.now(),
	after(ms, callback) {
		const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
		return () => clearTimeout(timer);
	},
	breathe: () => setImmediate()
};

// src/engine/output/placed.ts
/** A text with what it is about before it, in the form that editors and terminals make clickable. */
function placed(text, place) {
	return place ? `${place.file}:${place.line}:${place.column}: ${text}` : text;
}

// src/engine/push-patience.ts
var import_dist = require_dist();
/** Milliseconds to wait after the n-th try (from 1): a second, doubled each time. */
function pushWaitMs(attempt) {
	return 1e3 * 2 ** (attempt - 1);
}
/** Whether another try may fare better; a remote that refuses goes on refusing. */
function isPassing({ reason }) {
	return reason === "unreachable" || reason === "timeout";
}

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
/** `type`, `type:task` or `type:task/phase`. */
function blockerId(type, task, phase) {
	if (!task) return phase ? `${type}:${phase}` : type;
	return phase ? `${type}:${task}/${phase}` : `${type}:${task}`;
}

// src/engine/blockers.ts
/** Most characters of evidence kept in the log. */
const EVIDENCE_CHARS = 4e3;
/** Records a blocker once; a person is needed, so it goes straight to level 4 unless told otherwise. */
function block(journal, trouble) {
	const id = blockerId(trouble.type, trouble.task ?? trouble.about, trouble.phase);
	if (journal.state.blockers.has(id)) return id;
	const level = trouble.level ?? 4;
	const blocker = {
		id,
		type: trouble.type,
		severity: trouble.severity ?? "error",
		...trouble.task ? { task: trouble.task } : {},
		...trouble.phase ? { phase: trouble.phase } : {},
		level: 1,
		message: trouble.message,
		evidence: (trouble.evidence ?? "").slice(-4e3),
		proposals: proposalsFor({
			type: trouble.type,
			milestone: journal.milestone,
			task: trouble.task,
			phase: trouble.phase
		}),
		attempts: trouble.attempts ?? 1
	};
	journal.record({
		event: "blocker_detected",
		agent: "blocker_detector",
		...placeOf(trouble),
		data: {
			...blocker,
			level
		}
	});
	escalate(journal, id, level, "automatic resolution is spent; a person must decide");
	return id;
}
/** Records that an open blocker is resolved by the means of a further level. */
function escalate(journal, id, level, reason) {
	const blocker = journal.state.blockers.get(id);
	if (!blocker) return;
	journal.record({
		event: "blocker_escalated",
		agent: "blocker_detector",
		...placeOf(blocker),
		data: {
			id,
			level,
			reason
		}
	});
}
function placeOf({ task, phase }) {
	return {
		...task ? { task_id: task } : {},
		...phase ? { phase } : {}
	};
}
function unblock$1(journal, id, how) {
	const blocker = journal.state.blockers.get(id);
	if (!blocker) return false;
	journal.record({
		event: "blocker_resolved",
		agent: "blocker_detector",
		...placeOf(blocker),
		data: {
			id,
			how
		}
	});
	return true;
}
function warnOnce(journal, type, message, task) {
	if (journal.state.warnings.some((w) => w.type === type && w.message === message && w.task === task)) return;
	journal.record({
		event: "warning_raised",
		agent: "blocker_detector",
		...task ? { task_id: task } : {},
		data: {
			type,
			message
		}
	});
}

// src/milestone/schedule/budget.ts
/** Share of a limit from which people are warned, in percent (domain.md names 80 and 100). */
const WARN_PERCENT = 80;
const KINDS = [
	"minutes",
	"attempts",
	"tokens",
	"costUsd"
];
/**
* How much of each limit is used: the milestone's, then each task's in the plan's order; with `task`, the milestone's
* and that task's. What an attempt used counts when it has ended, since only then its program has told it; so a limit
* can be passed by what runs at that moment; for dollars `remainingUsd` says what an attempt is told to stay within.
* Minutes are those of executors, tokens are input (with what came from a cache) plus output.
*/
function budgetStatus(plan, state, task) {
	const uses = usesOf(plan.budget, state.budgetRaised, state.usage);
	for (const { id, budget } of plan.tasks) {
		const at = state.tasks.get(id);
		if (!at || task !== void 0 && id !== task) continue;
		uses.push(...usesOf(budget, at.budgetRaised, at.usage, id));
	}
	return uses;
}
/**
* Dollars that one more attempt of the task may cost; null: no limit. Attempts tell their cost only at their end, so
* each gets its share of what is left of the milestone's budget: together they stay within it, whatever each does.
*/
function remainingUsd(plan, state, task) {
	const unfinished = [...state.tasks.values()].filter((t) => !isDone(t)).length;
	const atOnce = Math.max(1, Math.min(state.session?.agents ?? 1, unfinished));
	const left = budgetStatus(plan, state, task).filter((use) => use.kind === "costUsd").map((use) => Math.max(0, use.limit - use.used) / (use.task === void 0 ? atOnce : 1));
	return left.length === 0 ? null : Math.min(...left);
}
function usesOf(budget, raised, usage, task) {
	const uses = [];
	for (const kind of KINDS) {
		const own = budget[kind];
		if (own === void 0) continue;
		const limit = own + raised[kind];
		const used = usedOf(usage, kind);
		const level = used >= limit ? "stop" : used * 100 >= limit * WARN_PERCENT ? "warn" : "ok";
		const whose = task === void 0 ? "the milestone's budget" : `the budget of task ${task}`;
		const message = level === "stop" ? `${whose} is spent: ${amount(kind, used)} of ${amount(kind, limit)}` : `${level === "warn" ? "more" : "less"} than ${WARN_PERCENT} % of ${whose} of ${amount(kind, limit)} is used`;
		uses.push({
			...task === void 0 ? {} : { task },
			kind,
			used,
			limit,
			level,
			message
		});
	}
	return uses;
}
function usedOf(usage, kind) {
	return kind === "tokens" ? usage.inputTokens + usage.outputTokens : usage[kind];
}
/** An amount as people read it. */
function amount(kind, value) {
	switch (kind) {
		case "minutes": return `${round(value, value < 1 ? 2 : 1)} minutes of agents' time`;
		case "attempts": return counted(value, "attempt");
		case "tokens": return `${Math.round(value)} tokens`;
		case "costUsd": return `$${value.toFixed(2)}`;
		default: return kind;
	}
}
function round(value, digits) {
	return String(Number(value.toFixed(digits)));
}

// src/engine/plan-source.ts
function atCommit(repository, commit) {
	return (path) => repository.readFile(commit, path);
}
/** The milestone's file, wherever it stands; null when there is none. */
async function findPlanFile(read, id) {
	for (const shelf of [
		"active",
		"completed",
		"archived"
	]) {
		const path = paths.milestone(id, shelf);
		const bytes = await read(path);
		if (bytes) return {
			text: bytes.toString("utf8"),
			path,
			shelf
		};
	}
	return null;
}
/** Reads and validates the plan with its config, under the base branch's policy where one is given. */
async function loadPlan(read, file, policy) {
	const config = await read(paths.config);
	return readPlan({
		text: file.text,
		file: file.path,
		...config ? { config: {
			text: config.toString("utf8"),
			file: paths.config
		} } : {},
		...policy ? { policy } : {}
	});
}
/** @throws Refusal with every error of the file */
function requireValid(reading, file) {
	if (reading.ok) return reading;
	throw new Refusal(reading.errors.map((e) => ({
		...complaintOf(e),
		rendered: renderedIn(file, e)
	})));
}
/** The finding with its line, which is the plan's or, without its text, the config's. */
function renderedIn(file, finding) {
	return renderDiagnostic(finding, finding.file === file.path ? file.text : "");
}
/** Where the state is written into the plan's own text. */
function placesOf(reading) {
	return {
		key: (name) => [...reading.source.key(name)],
		task: (id) => [...reading.source.task(id)],
		tasks: reading.plan.tasks
	};
}

// src/engine/landing/file-refs.ts
/** Every file below the folder, as the branch's tip has it. */
function listFiles(run, folder) {
	return listFilesAt(run.ports.repository, run.journal.tip, folder);
}
/** Every file below the folder, as the commit has it. */
async function listFilesAt(repository, commit, folder) {
	const found = [];
	for (const entry of await repository.list(commit, folder)) {
		const path = `${folder}/${entry.name}`;
		if (entry.mode === "040000" || entry.mode === "40000") found.push(...await listFilesAt(repository, commit, path));
		else found.push({
			path,
			blob: entry.oid
		});
	}
	return found;
}
/** The whole folder as it will stand once the changes are on the branch, in the order of the paths. */
async function listFilesAfter(run, changes, folder) {
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

// src/milestone/schedule/checkpoint.ts
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

// src/engine/join-work.ts
async function workOf(repository, range, counts) {
	const work = /* @__PURE__ */ new Map();
	for (const path of await repository.changedPaths(range.from, range.to)) if (counts(path)) work.set(path, await repository.entry(range.to, path));
	return work;
}
/** Path by path: what only they changed is taken as it is; what both changed is merged by lines, or conflicts. */
async function join(repository, { base, tip, work }) {
	const changes = /* @__PURE__ */ new Map();
	const both = [];
	const conflicts = [];
	for (const [path, theirs] of work) {
		const [before, ours] = [await repository.entry(base, path), await repository.entry(tip, path)];
		if (ours?.oid === theirs?.oid && ours?.mode === theirs?.mode) continue;
		if (ours?.oid === before?.oid && ours?.mode === before?.mode) {
			changes.set(path, theirs);
			continue;
		}
		const content = theirs ? await repository.readBlob(theirs.oid) : null;
		if (theirs === null) both.push({
			path,
			delete: true
		});
		else if (content) both.push({
			path,
			mode: theirs.mode,
			content
		});
		else conflicts.push(path);
	}
	const landing = await repository.land(base, tip, both);
	if (!landing.ok) return {
		ok: false,
		conflicts: [...conflicts, ...landing.conflicts]
	};
	if (conflicts.length > 0) return {
		ok: false,
		conflicts
	};
	for (const [path, change] of landing.changes) changes.set(path, change);
	return {
		ok: true,
		changes
	};
}

// src/milestone/session/fold-task.ts
/** A task begins, ends or is left out. */
function applyTask(state, event) {
	const task = taskOf(state, event);
	switch (event.event) {
		case "task_started":
			task.status = "in_progress";
			task.startedAt ??= event.timestamp;
			return;
		case "task_completed":
			task.status = "completed";
			task.completedAt = event.timestamp;
			return;
		case "task_skipped":
			task.status = "skipped";
			task.completedAt = event.timestamp;
			task.skipReason = event.data.reason;
			leaveUnfinished(task);
			for (const approval of state.approvals.values()) if (approval.task === task.id && approval.status === "open") approval.status = "void";
			return;
		default: return unreachable("event", event);
	}
}
/** What was under way in a task that is left out is given up: nothing waits, is blocked or goes on in it. */
function leaveUnfinished(task) {
	for (const phase of task.phases.values()) if (!isFinished(phase.status)) phase.status = "pending";
}
function applyPhase(state, event) {
	const task = taskOf(state, event);
	const phase = phaseOf(task, event);
	switch (event.event) {
		case "phase_started":
			phase.status = "in_progress";
			phase.attempt = event.data.attempt;
			phase.running = true;
			phase.startedAt = event.timestamp;
			phase.notBefore = null;
			break;
		case "phase_completed":
			phase.status = event.data.gated ? "waiting_approval" : "completed";
			phase.running = false;
			phase.completedAt = event.timestamp;
			phase.durationMs = event.data.duration_ms;
			phase.deliverables = event.data.deliverables;
			phase.failures = 0;
			phase.feedback = [];
			phase.executor = null;
			closeManualRequest(state, phase, event.timestamp);
			recordUsage(state, task, phase, event.data);
			break;
		case "phase_failed":
			phase.failures += 1;
			phase.running = false;
			phase.feedback = [event.data.message, event.data.evidence].filter(Boolean);
			recordUsage(state, task, phase, event.data);
			break;
		case "phase_interrupted":
			phase.running = false;
			break;
		case "retry_scheduled":
			phase.running = false;
			phase.notBefore = event.data.not_before;
			phase.executor = event.data.executor;
			break;
		case "phase_reopened":
			reopen(state, task, phase, {
				name: event.phase,
				feedback: event.data.feedback ?? phase.feedback
			});
			break;
		default: return unreachable("event", event);
	}
	settleTask(task);
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

// src/milestone/session/fold-approval.ts
/** Gates: what is asked, what people decided, and what became void. */
function applyApproval(state, event) {
	if (event.event === "approval_requested") {
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
		if (task && phase) {
			const at = phaseOf(taskOf(state, event), event);
			at.approval = event.data.request;
			if (at.status !== "pending" || event.data.kind === "manual") at.status = "waiting_approval";
			settleTask(taskOf(state, event));
		}
		return;
	}
	const approval = state.approvals.get(event.data.request);
	if (!approval) throw new Error(`event ${event.seq} names the unknown approval ${event.data.request}`);
	const task = approval.task ? state.tasks.get(approval.task) : void 0;
	const phase = approval.phase ? task?.phases.get(approval.phase) : void 0;
	switch (event.event) {
		case "approval_granted":
			approval.decisions.push(event.data.decision);
			if (!event.data.complete) return;
			approval.status = "granted";
			approval.decidedAt = event.timestamp;
			if (phase && approval.kind === "approval") phase.status = "approved";
			break;
		case "approval_rejected":
			approval.decisions.push(event.data.decision);
			approval.status = "rejected";
			approval.decidedAt = event.timestamp;
			if (phase) {
				phase.status = "in_progress";
				phase.rejections += 1;
				phase.feedback = event.data.decision.feedback;
			}
			break;
		case "approval_voided":
			approval.status = "void";
			if (phase && (phase.status === "approved" || phase.status === "waiting_approval")) {
				phase.status = "waiting_approval";
				if (task) task.completedAt = null;
			}
			break;
		default: return unreachable("event", event);
	}
	if (task) settleTask(task);
}
function missingSince(earlier, { deliverables }) {
	const there = new Set(deliverables.map((d) => d.path));
	return [...earlier.missing, ...earlier.deliverables.map((d) => d.path)].filter((path) => !there.has(path));
}
/** What stops the work, and what went on again. */
function applyBlocker(state, event) {
	switch (event.event) {
		case "blocker_detected":
			state.blockers.set(event.data.id, {
				...event.data,
				detectedAt: event.timestamp
			});
			if (event.data.task) setBlocked(state, event.data.task, event.data.phase);
			return;
		case "blocker_escalated": {
			const blocker = state.blockers.get(event.data.id);
			if (blocker) blocker.level = event.data.level;
			return;
		}
		case "blocker_resolved": {
			const blocker = state.blockers.get(event.data.id);
			if (!blocker) return;
			state.blockers.delete(blocker.id);
			state.resolvedBlockers.push({
				...blocker,
				resolvedAt: event.timestamp,
				how: event.data.how
			});
			if (blocker.task) unblock(state, blocker.task, blocker.phase);
			return;
		}
		default: return unreachable("event", event);
	}
}
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

// src/milestone/session/fold.ts
/** Takes one event into the state. Events come from a verified log: one that names an unknown task is a bug. */
function applyEvent(state, event) {
	state.seq = event.seq;
	state.timestamp = event.timestamp;
	switch (event.event) {
		case "session_started":
		case "session_resumed":
		case "session_interrupted":
		case "session_paused":
		case "session_suspended":
		case "session_ended":
		case "lease_released": return applySession(state, event);
		case "milestone_activated":
		case "milestone_completed":
		case "milestone_postponed":
		case "milestone_cancelled":
		case "plan_changed": return applyMilestone(state, event);
		case "task_started":
		case "task_completed":
		case "task_skipped": return applyTask(state, event);
		case "phase_started":
		case "phase_completed":
		case "phase_failed":
		case "phase_interrupted":
		case "phase_reopened":
		case "retry_scheduled": return applyPhase(state, event);
		case "approval_requested":
		case "approval_granted":
		case "approval_rejected":
		case "approval_voided": return applyApproval(state, event);
		case "blocker_detected":
		case "blocker_escalated":
		case "blocker_resolved": return applyBlocker(state, event);
		case "quality_gate_passed":
		case "quality_gate_failed":
			state.qualityGates.set(event.data.name, {
				name: event.data.name,
				at: event.data.at,
				status: event.event === "quality_gate_passed" ? "passed" : "failed",
				checks: event.data.checks,
				decidedAt: event.timestamp
			});
			return;
		case "tests_run":
			state.lastTests = {
				...event.data,
				at: event.timestamp
			};
			return;
		case "warning_raised":
			state.warnings.push({
				at: event.timestamp,
				...event.data,
				task: event.task_id
			});
			return;
		case "command_accepted":
			if (event.data.request) state.requests.add(event.data.request);
			return;
		case "dependencies_forced":
			for (const milestone of event.data.missing) state.forced.add(milestone);
			return;
		case "budget_raised": {
			const raised = event.task_id ? taskOf(state, event).budgetRaised : state.budgetRaised;
			raised.minutes += event.data.minutes ?? 0;
			raised.tokens += event.data.tokens ?? 0;
			raised.costUsd += event.data.cost_usd ?? 0;
			raised.attempts += event.data.attempts ?? 0;
			return;
		}
		case "strategy_adjusted":
			state.agentsLimit = event.data.agents;
			return;
		case "progress_updated":
			state.percentage = event.data.percentage;
			return;
		case "milestone_archived":
		case "dependencies_validated":
		case "dependents_notified":
		case "checkpoint_committed":
		case "commit_created":
		case "branch_pushed":
		case "base_merged":
		case "person_commits_merged": return;
		default: return unreachable("event", event);
	}
}
function applySession(state, event) {
	switch (event.event) {
		case "session_started":
		case "session_resumed": {
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
			return;
		}
		case "lease_released":
			state.lease = null;
			state.epoch = Math.max(state.epoch, event.data.epoch);
			return;
		case "session_interrupted": return endRun(state, "interrupted", event.data.reason, "paused");
		case "session_paused": return endRun(state, "paused", event.data.reason, "paused");
		case "session_suspended": {
			const { status, reason } = event.data;
			return endRun(state, status === "in_progress" ? "suspended" : status, reason, status);
		}
		case "session_ended":
			endRun(state, event.data.status, "", event.data.status);
			state.endedAt = event.timestamp;
			return;
		default: return unreachable("event", event);
	}
}
function endRun(state, session, reason, milestone) {
	if (state.session) Object.assign(state.session, {
		status: session,
		reason
	});
	state.lease = null;
	state.status = milestone;
}
function applyMilestone(state, event) {
	switch (event.event) {
		case "milestone_activated":
			state.title = event.data.title;
			state.weights = event.data.weights;
			for (const seed of event.data.tasks) state.tasks.set(seed.id, newTask(seed));
			for (const gate of event.data.quality_gates) state.qualityGates.set(gate.name, {
				...gate,
				status: "pending",
				checks: [],
				decidedAt: null
			});
			state.activatedAt = event.timestamp;
			state.status = "in_progress";
			return;
		case "plan_changed":
			for (const id of event.data.removed) state.tasks.delete(id);
			for (const seed of event.data.added) state.tasks.set(seed.id, newTask(seed));
			return;
		case "milestone_completed":
			state.status = "completed";
			state.percentage = event.data.percentage;
			return;
		case "milestone_postponed":
			state.status = "postponed";
			return;
		case "milestone_cancelled":
			state.status = "cancelled";
			return;
		default: return unreachable("event", event);
	}
}

// src/milestone/session/fold-log.ts
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

// src/engine/load.ts
/** Reads and verifies the log that stands at `commit` and folds it. Costs one read per segment. */
async function loadHistory(repository, milestone, commit) {
	const segments = [];
	const reader = new LogReader();
	for await (const segment of eachSegment(repository, milestone, commit)) {
		segments.push(segment);
		reader.add(segment);
	}
	const { reading } = reader;
	if (!reading.ok) return reading;
	const folded = foldLog(milestone, reading.events);
	if (!folded.ok) return {
		ok: false,
		problem: problemAt(segments, folded.seq, folded.message)
	};
	const { state } = folded;
	const { older } = reader;
	const last = reading.head.seq > 0 || !older ? segments.at(-1) : void 0;
	const text = last && reading.torn ? last.text.slice(0, last.text.lastIndexOf("\n") + 1) : last?.text;
	return {
		ok: true,
		history: {
			commit,
			state,
			head: reading.head,
			events: reading.events,
			restored: [],
			last: last ? {
				segment: segments.length,
				text: text ?? ""
			} : null,
			torn: reading.torn,
			older
		}
	};
}
/** The log's files as they stand at `commit`, in order. */
async function readSegments(repository, milestone, commit) {
	const segments = [];
	for await (const segment of eachSegment(repository, milestone, commit)) segments.push(segment);
	return segments;
}
/** All are asked for at once, so that git unpacks one while another is verified. */
async function* eachSegment(repository, milestone, commit) {
	const folder = `${ROOT}/logs`;
	const pattern = new RegExp(`^execution-${milestone.replaceAll(".", "\\.")}(?:\\.(\\d{4,}))?\\.jsonl$`);
	const reads = (await repository.list(commit, folder)).flatMap((entry) => {
		const match = pattern.exec(entry.name);
		return match ? [{
			name: entry.name,
			number: match[1] ? Number(match[1]) : 1
		}] : [];
	}).sort((a, b) => a.number - b.number).map(async ({ name }) => {
		const bytes = await repository.readFile(commit, `${folder}/${name}`);
		return {
			file: `${folder}/${name}`,
			text: bytes?.toString("utf8") ?? ""
		};
	});
	Promise.allSettled(reads);
	for (const read of reads) yield await read;
}
/** The line of the event with this number; numbers count the lines of all segments. */
function problemAt(segments, seq, message) {
	let line = seq;
	for (const { file, text } of segments) {
		const lines = text.split("\n").length - 1;
		if (line <= lines) return {
			file,
			line,
			message
		};
		line -= lines;
	}
	return {
		file: segments.at(-1)?.file ?? "",
		line: 1,
		message
	};
}

// src/engine/move-branch.ts
/** Another run took the branch, or a person rewrote it: nothing more may be written by this one. */
var Fenced = class extends Error {
	actual;
	constructor(actual, message) {
		super(message);
		this.actual = actual;
	}
};
/**
* Moves the milestone's branch in this clone, by compare-and-swap; `from` null: it is not there yet.
* @throws Fenced when it is somewhere else; Refusal when its name is taken
*/
async function moveBranch(repository, { milestone, from, to }) {
	const ref = branchRef(milestone);
	const swapped = await repository.swapRef(ref, from, to);
	if (swapped.ok || swapped.actual === to) return;
	if (swapped.reason === "name-taken") refuse(`the branch ${branchName(milestone)} cannot be made: another branch's name bars it`, "rename the branch `milestone`, or the one whose name goes on behind this one's");
	const why = swapped.reason === "locked" ? "is locked by another program" : "was moved by someone else";
	throw new Fenced(swapped.actual, `the branch ${ref} ${why}`);
}

// src/engine/take-in.ts
/** Below these only the engine writes; a person's version is never taken. */
const OWN = [
	`${ROOT}/logs/`,
	`${ROOT}/sessions/`,
	`${ROOT}/approvals/`,
	`${ROOT}/reports/`
];
/**
* Merges commits that a person put on the branch into this run's, in one commit with the event that says so. Nothing
* of theirs is overwritten: what does not merge is told, and the branch stays as they left it.
* @param lastShared what both sides have: the commit that the remote was last known to hold
* @throws Fenced when the commits are another run's
*/
async function takeIn(ports, journal, readPlan, { theirs, lastShared }) {
	const { repository } = ports;
	await assertNoOtherRun(repository, journal.milestone, theirs, lastShared);
	if (!lastShared || !await repository.isAncestor(lastShared, theirs)) return {
		ok: false,
		message: rewritten(theirs, lastShared)
	};
	const planPath = paths.milestone(journal.milestone);
	const range = {
		from: lastShared,
		to: theirs
	};
	const work = await workOf(repository, range, (path) => !isOwn(path) && path !== planPath);
	const joined = await join(repository, {
		base: lastShared,
		tip: journal.tip,
		work
	});
	if (!joined.ok) return {
		ok: false,
		message: `a person's commits on the branch conflict with this run's in ${joined.conflicts.join(", ")}; rebase them onto the branch's tip and push again`
	};
	const plan = await changedPlan(repository, planPath, lastShared, theirs);
	const answer = plan === null ? null : await readPlan(plan, theirs);
	if (answer && !answer.ok) return answer;
	const log = await repository.log({
		...range,
		limit: 50
	});
	await journal.commit({
		subject: "merged the branch's new commits",
		joins: theirs,
		changes: joined.changes,
		derived: true,
		saveReason: "merge",
		events() {
			const data = {
				commits: log.map((c) => c.oid),
				paths: joined.changes.size
			};
			journal.record({
				event: "person_commits_merged",
				agent: "git_integration",
				data
			});
			answer?.take();
		}
	});
	return { ok: true };
}
function rewritten(theirs, lastShared) {
	const why = lastShared ? `does not contain ${lastShared.slice(0, 10)}` : "appeared while this run began";
	return `the branch was rewritten on the remote (${theirs.slice(0, 10)} ${why}); restore it, or delete it there to have this run's state pushed anew`;
}
/**
* People leave the log alone, so a log that went on there is another run's, or a steering command's. It holds
* whatever its epoch says: two runs that started together have the same one.
*/
async function assertNoOtherRun(repository, milestone, theirs, lastShared) {
	const there = await loadHistory(repository, milestone, theirs);
	if (!there.ok || there.history.head.seq === 0) return;
	const shared = lastShared ? await loadHistory(repository, milestone, lastShared) : null;
	const before = shared?.ok ? shared.history.head : null;
	const { head, state } = there.history;
	if (before && (head.seq < before.seq || head.hash === before.hash)) return;
	const owner = state.lease;
	const who = owner ? `run ${owner.run_id} (process ${owner.pid} on ${owner.host})` : "another run or command";
	throw new Fenced(theirs, `${who} wrote to the branch`);
}
/** Whether the first log ends where the second one once stood. */
function isPrefix(shorter, longer) {
	const { seq, hash } = shorter.head;
	if (seq > longer.head.seq) return false;
	const next = longer.events[seq];
	return (next ? next.prev : longer.head.hash) === hash;
}
async function changedPlan(repository, path, from, to) {
	const [before, after] = [await repository.readFile(from, path), await repository.readFile(to, path)];
	return after && before && !after.equals(before) ? after.toString("utf8") : null;
}
function isOwn(path) {
	return OWN.some((prefix) => path.startsWith(prefix));
}

// src/milestone/text/mocha.ts
const FAILING = /^ {2}\d+ failing$/;
const ENTRY = /^ {2}\d+\) (.+)$/;
/** Lines of one entry that are searched for its error. */
const NEAR = 6;
/**
* The failures that mocha lists at a run's end, whatever its reporter: a numbered title of several lines, each part two
* columns further in than the one before and the last with a colon behind it, and the error below.
*/
function mochaFailures(lines) {
	const found = [];
	let isListed = false;
	for (const [index, line] of lines.entries()) {
		if (FAILING.test(line)) isListed = true;
		if (/^ {2}\d+ passing\b/.test(line)) isListed = false;
		const first = isListed ? ENTRY.exec(line)?.[1] : void 0;
		if (first === void 0) continue;
		const parts = [first];
		for (let at = index + 1; at < lines.length; at++) {
			const part = titlePart(lines[at], parts.length);
			if (part === null) break;
			parts.push(part);
		}
		const title = parts.join(" ");
		if (!title.endsWith(":")) continue;
		const below = lines.slice(index + parts.length, index + parts.length + NEAR);
		found.push({
			name: title.slice(0, -1),
			message: below.map((each) => each.trim()).find(Boolean) ?? ""
		});
	}
	return found;
}
/** The text of a line that is the so-manieth part of a title, by its column; null: it is another line. */
function titlePart(line, nth) {
	const column = 5 + 2 * nth;
	const text = line.slice(column);
	return text !== "" && !text.startsWith(" ") && line.slice(0, column).trim() === "" ? text : null;
}
const STAT = /^ {4}"(passes|pending|failures)": (\d+),?$/;
const KIND = {
	passes: "passed",
	pending: "skipped",
	failures: "failed"
};
const FULL_TITLE = /^ {6}"fullTitle": "((?:[^"\\]|\\.)*)",?$/;
/** Up to the first line break in it. */
const ERROR = /^ {8}"(?:stack|message)": "((?:[^"\\]|\\[^n])*)/;
/**
* What mocha's `json` reporter printed among `lines`. Read line by line: of a long output only head and tail are kept,
* and such a report is no JSON any more.
*/
function mochaReport(lines) {
	const stats = [];
	const failures = [];
	let inside = null;
	for (const [index, line] of lines.entries()) {
		if (line === "  \"stats\": {" && lines[index - 1]?.endsWith("{")) {
			inside = "stats";
			stats.push({
				passed: 0,
				failed: 0,
				skipped: 0
			});
		} else if (line === "  \"failures\": [" && stats.length > 0) inside = "failures";
		else if (/^ {2}[\]}],?$/.test(line)) inside = null;
		const stat = inside === "stats" ? STAT.exec(line) : null;
		if (stat) stats.at(-1)[KIND[stat[1]]] = Number(stat[2]);
		if (inside !== "failures") continue;
		const title = FULL_TITLE.exec(line)?.[1];
		if (title !== void 0) failures.push({
			name: decoded(title),
			message: ""
		});
		const error = ERROR.exec(line)?.[1];
		const last = failures.at(-1);
		if (error !== void 0 && last) last.message ||= decoded(error);
	}
	return {
		stats,
		failures
	};
}
/** The text of a JSON string's inside; as it stands where its end was cut off in the middle of an escape. */
function decoded(inside) {
	try {
		return String(JSON.parse(`"${inside}"`));
	} catch {
		return inside;
	}
}

// src/milestone/text/tap.ts
const POINT = /^( *)(ok|not ok)(?: (\d+))?(?: -)?(?: (.*))?$/;
const DIRECTIVE = / # ?(?:skip|todo)\b/i;
/** Where diagnostics tell what went wrong. */
const MESSAGE = /^ +(?:message|error): ["']?(.+?)["']?$/;
/**
* The tests of a TAP stream. A point that only sums up others (a suite) is left out, be it before them with
* an open brace, as in vitest, or after them with less indentation, as in node:test.
*/
function tapPoints(lines) {
	const points = [];
	let deeper = -1;
	let current = null;
	for (const line of lines) {
		const match = POINT.exec(line);
		if (!match) {
			const closed = /^( *)\}$/.exec(line);
			if (closed) deeper = closed[1].length;
			if (current?.verdict === "failed") current.message ||= MESSAGE.exec(line)?.[1] ?? "";
			continue;
		}
		const [, indent = "", word, , rest = ""] = match;
		const sums = rest.endsWith("{") || deeper > indent.length && deeper >= 0;
		deeper = indent.length;
		current = null;
		if (sums) continue;
		const name = rest.replace(/ # .*$/, "").trim();
		current = {
			verdict: DIRECTIVE.test(` ${rest}`) ? "skipped" : word === "ok" ? "passed" : "failed",
			name,
			message: ""
		};
		points.push(current);
	}
	return points;
}
/** Whether the lines are TAP at all: a plan or a version says so; single `ok` lines may be anything. */
function isTap(lines) {
	return lines.some((line) => /^ *(?:TAP version \d+|1\.\.\d+)/.test(line));
}

// src/milestone/text/test-output.ts
const MAX_FAILURES = 20;
const MAX_MESSAGE$1 = 500;
/** No runner's summary is a longer line. */
const MAX_LINE = 1e3;
/**
* Totals and failures from what a known test runner printed (vitest, jest, mocha, node:test, TAP, pytest, unittest,
* go test -v or -json, cargo, rspec, minitest, maven, gradle, dotnet, deno, bun, phpunit); several runs are added up.
* null when nothing of the kind is found: then no figure is known, and none is made up.
*/
function parseTestOutput(output) {
	const lines = output.split("\n").map(plain);
	const tap = isTap(lines) ? tapPoints(lines) : [];
	const mocha = mochaReport(lines);
	const counts = add([...lines.flatMap((line) => summaryOf(line) ?? []), ...mocha.stats]) ?? add([...tap.map((point) => one(point.verdict)), ...lines.flatMap((line) => goTest(line) ?? [])]);
	if (!counts) return null;
	const total = counts.passed + counts.failed + counts.skipped;
	const failed = tap.filter((point) => point.verdict === "failed");
	const named = failed.length > 0 ? failed.map(({ name, message }) => ({
		name,
		message
	})) : failuresIn(lines, [...mocha.failures, ...mochaFailures(lines)]);
	return {
		total,
		...counts,
		failures: named.slice(0, 20)
	};
}
function plain(line) {
	return line.slice(0, MAX_LINE).replace(/\u001b\[[0-9;]{0,32}m/g, "").trimEnd();
}
function add(all) {
	if (all.length === 0) return null;
	const sum = {
		passed: 0,
		failed: 0,
		skipped: 0
	};
	for (const counts of all) {
		sum.passed += counts.passed;
		sum.failed += counts.failed;
		sum.skipped += counts.skipped;
	}
	return {
		...sum,
		passed: Math.max(0, sum.passed)
	};
}
/** Lines that say how many tests did what, in words such as `3 passed`. */
const WORDED = [
	/^\s*Tests\s+\d+ \w+.*\(\d+\)$/,
	/^Tests:\s+\d+ \w+.*\d+ total$/,
	/^\s+\d+ (?:passing|failing|pending)(?: \([\d.]+\w*\))?$/,
	/^(?:#|ℹ) (?:pass|fail|skipped|todo|cancelled) \d+$/,
	/^=*\s?\d+ (?:failed|passed|skipped|error).* in [\d.]+s/,
	/^test result: \w+\. \d+ passed; \d+ failed; \d+ ignored/,
	/^(?:ok|FAILED) \| \d+ passed/,
	/^\s\d+ (?:pass|fail|skip)$/
];
/** Lines that give a total and what of it went wrong, so that the rest passed. */
const TOTALLED = [
	{
		line: /^\d+ examples?, \d+ failures?/,
		total: /^(\d+) examples?/
	},
	{
		line: /^\d+ runs, \d+ assertions, \d+ failures/,
		total: /^(\d+) runs/
	},
	{
		line: /^\d+ tests completed, \d+ failed/,
		total: /^(\d+) tests/
	},
	{
		line: /^(?:\[\w+\] )?\s*Tests run: \d+, Failures: \d+, Errors: \d+, Skipped: \d+$/,
		total: /Tests run: (\d+)/
	},
	{
		line: /^Tests: \d+, Assertions: \d+/,
		total: /^Tests: (\d+)/
	},
	{
		line: /^OK \(\d+ tests?, \d+ assertions?\)$/,
		total: /^OK \((\d+)/
	},
	{
		line: /^(?:Passed|Failed)!\s+- Failed:\s+\d+, Passed:/,
		total: /Total:\s+(\d+)/
	}
];
function summaryOf(line) {
	if (WORDED.some((expression) => expression.test(line))) return wordCounts(line);
	for (const { line: expression, total } of TOTALLED) {
		if (!expression.test(line)) continue;
		const { failed, skipped } = wordCounts(line);
		return {
			passed: Number(total.exec(line)?.[1] ?? 0) - failed - skipped,
			failed,
			skipped
		};
	}
	return unittestCounts(line);
}
/** unittest gives its total and what went wrong in two lines: the second takes from the first. */
function unittestCounts(line) {
	const ran = /^Ran (\d+) tests? in [\d.]+s$/.exec(line);
	if (ran) return {
		passed: Number(ran[1]),
		failed: 0,
		skipped: 0
	};
	if (!/^(?:OK|FAILED) \((?:failures|errors|skipped|expected failures|unexpected successes)=/.test(line)) return null;
	const { failed, skipped } = wordCounts(line);
	return {
		passed: -failed - skipped,
		failed,
		skipped
	};
}
const FAILED = /^(?:fail(?:s|ed|ing|ures?)?|errors?|cancelled)$/i;
const PASSED = /^pass(?:ed|ing|es)?$/i;
const SKIPPED = /^(?:skip(?:s|ped)?|pending|todo|ignored)$/i;
/** Reads `3 failed`, `fail 3`, `Failures: 3` and `failures=3`. */
function wordCounts(line) {
	const counts = {
		passed: 0,
		failed: 0,
		skipped: 0
	};
	const pairs = /^\W*\d+ [A-Za-z]|; |\. \d+ passed/.test(line) || /^\s*Tests:?\s+\d+ /.test(line) || line.includes(" | ") ? line.matchAll(/(?<n>\d+) (?<w>[A-Za-z]+)/g) : line.matchAll(/(?<w>[A-Za-z]+)(?:: {0,8}|=| )(?<n>\d+)/g);
	for (const { groups } of pairs) {
		const word = groups?.w ?? "";
		const count = Number(groups?.n);
		if (FAILED.test(word)) counts.failed += count;
		else if (PASSED.test(word)) counts.passed += count;
		else if (SKIPPED.test(word)) counts.skipped += count;
	}
	return counts;
}
/** One line for one test of `go test -v` or `-json`; indented ones are parts of a test. */
function goTest(line) {
	switch (/^--- (PASS|FAIL|SKIP): /.exec(line)?.[1] ?? goEvent(line)?.action.toUpperCase()) {
		case "PASS": return one("passed");
		case "FAIL": return one("failed");
		case "SKIP": return one("skipped");
		default: return null;
	}
}
function one(verdict) {
	return {
		passed: 0,
		failed: 0,
		skipped: 0,
		[verdict]: 1
	};
}
/** A line of `go test -json` that ends one top-level test. */
function goEvent(line) {
	if (!line.startsWith("{\"") || !line.includes("\"Test\":\"")) return null;
	const action = /"Action":"(pass|fail|skip)"/.exec(line)?.[1];
	const test = /"Test":"([^"]{1,300})"/.exec(line)?.[1];
	return action && test && !test.includes("/") ? {
		action,
		test
	} : null;
}
/** Lines that name a failed test, the name in the first group and its message, if there is one, in the second. */
const FAILURE_LINES = [
	/^\s*FAIL\s+(\S.* > .+)$/,
	/^\s{2}● (.+ › .+)$/,
	/^(?:FAILED|ERROR) (\S+::\S.*?)(?: - (.*))?$/,
	/^--- FAIL: (\S+)/,
	/^test (\S.*) \.\.\. FAILED$/,
	/^rspec (\S+) # (.*)$/,
	/^\[ERROR\]\s{2,}(\w[\w.$]*:\d+)\s*(.*)$/,
	/^(\w[\w.$ ]* > .+) FAILED$/,
	/^\s{2}Failed (\S+) \[/,
	/^(?:FAIL|ERROR): (\w+ \(.*\))$/,
	/^✖ (.+?)(?: \([\d.]+ms\))?$/
];
function failuresIn(all, known) {
	const failures = new Map(known.map(({ name, message }) => [short(name), short(message)]));
	const lines = all.slice(all.findIndex((line) => /^✖ failing tests:/.test(line)) + 1);
	for (const [index, line] of lines.entries()) {
		for (const expression of FAILURE_LINES) {
			const match = expression.exec(line);
			const name = match?.[1]?.trim() ?? goFailure(line);
			if (!name || failures.has(name)) continue;
			failures.set(name, short(match?.[2] ?? messageBelow(lines, index)));
			break;
		}
		if (failures.size >= 20) break;
	}
	return [...failures].map(([name, message]) => ({
		name,
		message
	}));
}
const short = (text) => text.slice(0, MAX_MESSAGE$1).toWellFormed();
function goFailure(line) {
	const event = goEvent(line);
	return event?.action === "fail" ? event.test : void 0;
}
/** The first line below that reads like an error, within the next few. */
function messageBelow(lines, index) {
	return lines.slice(index + 1, index + 8).map((line) => line.trim()).find((line) => /^\w*(?:Error|Exception|Failure)\b|^error:|^expect|^assert|^panicked/i.test(line)) ?? "";
}

// node_modules/xmlchars/xml/1.0/ed5.js
var require_ed5 = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Character classes and associated utilities for the 5th edition of XML 1.0.
	*
	* @author Louis-Dominique Dubeau
	* @license MIT
	* @copyright Louis-Dominique Dubeau
	*/
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CHAR = "	\n\r -퟿-�𐀀-􏿿";
	exports.S = " 	\r\n";
	exports.NAME_START_CHAR = ":A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿‌‍⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�𐀀-󯿿";
	exports.NAME_CHAR = "-" + exports.NAME_START_CHAR + ".0-9·̀-ͯ‿-⁀";
	exports.CHAR_RE = new RegExp("^[" + exports.CHAR + "]$", "u");
	exports.S_RE = new RegExp("^[" + exports.S + "]+$", "u");
	exports.NAME_START_CHAR_RE = new RegExp("^[" + exports.NAME_START_CHAR + "]$", "u");
	exports.NAME_CHAR_RE = new RegExp("^[" + exports.NAME_CHAR + "]$", "u");
	exports.NAME_RE = new RegExp("^[" + exports.NAME_START_CHAR + "][" + exports.NAME_CHAR + "]*$", "u");
	exports.NMTOKEN_RE = new RegExp("^[" + exports.NAME_CHAR + "]+$", "u");
	var TAB = 9;
	var NL = 10;
	var CR = 13;
	var SPACE = 32;
	/** All characters in the ``S`` production. */
	exports.S_LIST = [
		SPACE,
		NL,
		CR,
		TAB
	];
	/**
	* Determines whether a codepoint matches the ``CHAR`` production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``CHAR``.
	*/
	function isChar(c) {
		return c >= SPACE && c <= 55295 || c === NL || c === CR || c === TAB || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
	}
	exports.isChar = isChar;
	/**
	* Determines whether a codepoint matches the ``S`` (space) production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``S``.
	*/
	function isS(c) {
		return c === SPACE || c === NL || c === CR || c === TAB;
	}
	exports.isS = isS;
	/**
	* Determines whether a codepoint matches the ``NAME_START_CHAR`` production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``NAME_START_CHAR``.
	*/
	function isNameStartChar(c) {
		return c >= 65 && c <= 90 || c >= 97 && c <= 122 || c === 58 || c === 95 || c === 8204 || c === 8205 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
	}
	exports.isNameStartChar = isNameStartChar;
	/**
	* Determines whether a codepoint matches the ``NAME_CHAR`` production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``NAME_CHAR``.
	*/
	function isNameChar(c) {
		return isNameStartChar(c) || c >= 48 && c <= 57 || c === 45 || c === 46 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256;
	}
	exports.isNameChar = isNameChar;
}));

// node_modules/xmlchars/xml/1.1/ed2.js
var require_ed2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Character classes and associated utilities for the 2nd edition of XML 1.1.
	*
	* @author Louis-Dominique Dubeau
	* @license MIT
	* @copyright Louis-Dominique Dubeau
	*/
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CHAR = "-퟿-�𐀀-􏿿";
	exports.RESTRICTED_CHAR = "-\b\v\f---";
	exports.S = " 	\r\n";
	exports.NAME_START_CHAR = ":A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿‌‍⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�𐀀-󯿿";
	exports.NAME_CHAR = "-" + exports.NAME_START_CHAR + ".0-9·̀-ͯ‿-⁀";
	exports.CHAR_RE = new RegExp("^[" + exports.CHAR + "]$", "u");
	exports.RESTRICTED_CHAR_RE = new RegExp("^[" + exports.RESTRICTED_CHAR + "]$", "u");
	exports.S_RE = new RegExp("^[" + exports.S + "]+$", "u");
	exports.NAME_START_CHAR_RE = new RegExp("^[" + exports.NAME_START_CHAR + "]$", "u");
	exports.NAME_CHAR_RE = new RegExp("^[" + exports.NAME_CHAR + "]$", "u");
	exports.NAME_RE = new RegExp("^[" + exports.NAME_START_CHAR + "][" + exports.NAME_CHAR + "]*$", "u");
	exports.NMTOKEN_RE = new RegExp("^[" + exports.NAME_CHAR + "]+$", "u");
	var TAB = 9;
	var NL = 10;
	var CR = 13;
	var SPACE = 32;
	/** All characters in the ``S`` production. */
	exports.S_LIST = [
		SPACE,
		NL,
		CR,
		TAB
	];
	/**
	* Determines whether a codepoint matches the ``CHAR`` production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``CHAR``.
	*/
	function isChar(c) {
		return c >= 1 && c <= 55295 || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
	}
	exports.isChar = isChar;
	/**
	* Determines whether a codepoint matches the ``RESTRICTED_CHAR`` production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``RESTRICTED_CHAR``.
	*/
	function isRestrictedChar(c) {
		return c >= 1 && c <= 8 || c === 11 || c === 12 || c >= 14 && c <= 31 || c >= 127 && c <= 132 || c >= 134 && c <= 159;
	}
	exports.isRestrictedChar = isRestrictedChar;
	/**
	* Determines whether a codepoint matches the ``CHAR`` production and does not
	* match the ``RESTRICTED_CHAR`` production. ``isCharAndNotRestricted(x)`` is
	* equivalent to ``isChar(x) && !isRestrictedChar(x)``. This function is faster
	* than running the two-call equivalent.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``CHAR`` and does not match
	* ``RESTRICTED_CHAR``.
	*/
	function isCharAndNotRestricted(c) {
		return c === 9 || c === 10 || c === 13 || c > 31 && c < 127 || c === 133 || c > 159 && c <= 55295 || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
	}
	exports.isCharAndNotRestricted = isCharAndNotRestricted;
	/**
	* Determines whether a codepoint matches the ``S`` (space) production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``S``.
	*/
	function isS(c) {
		return c === SPACE || c === NL || c === CR || c === TAB;
	}
	exports.isS = isS;
	/**
	* Determines whether a codepoint matches the ``NAME_START_CHAR`` production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``NAME_START_CHAR``.
	*/
	function isNameStartChar(c) {
		return c >= 65 && c <= 90 || c >= 97 && c <= 122 || c === 58 || c === 95 || c === 8204 || c === 8205 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
	}
	exports.isNameStartChar = isNameStartChar;
	/**
	* Determines whether a codepoint matches the ``NAME_CHAR`` production.
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches ``NAME_CHAR``.
	*/
	function isNameChar(c) {
		return isNameStartChar(c) || c >= 48 && c <= 57 || c === 45 || c === 46 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256;
	}
	exports.isNameChar = isNameChar;
}));

// node_modules/xmlchars/xmlns/1.0/ed3.js
var require_ed3 = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Character class utilities for XML NS 1.0 edition 3.
	*
	* @author Louis-Dominique Dubeau
	* @license MIT
	* @copyright Louis-Dominique Dubeau
	*/
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.NC_NAME_START_CHAR = "A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿‌-‍⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�𐀀-󯿿";
	exports.NC_NAME_CHAR = "-" + exports.NC_NAME_START_CHAR + ".0-9·̀-ͯ‿-⁀";
	exports.NC_NAME_START_CHAR_RE = new RegExp("^[" + exports.NC_NAME_START_CHAR + "]$", "u");
	exports.NC_NAME_CHAR_RE = new RegExp("^[" + exports.NC_NAME_CHAR + "]$", "u");
	exports.NC_NAME_RE = new RegExp("^[" + exports.NC_NAME_START_CHAR + "][" + exports.NC_NAME_CHAR + "]*$", "u");
	/**
	* Determines whether a codepoint matches [[NC_NAME_START_CHAR]].
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches.
	*/
	function isNCNameStartChar(c) {
		return c >= 65 && c <= 90 || c === 95 || c >= 97 && c <= 122 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8204 && c <= 8205 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
	}
	exports.isNCNameStartChar = isNCNameStartChar;
	/**
	* Determines whether a codepoint matches [[NC_NAME_CHAR]].
	*
	* @param c The code point.
	*
	* @returns ``true`` if the codepoint matches.
	*/
	function isNCNameChar(c) {
		return isNCNameStartChar(c) || c === 45 || c === 46 || c >= 48 && c <= 57 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256;
	}
	exports.isNCNameChar = isNCNameChar;
}));

// node_modules/saxes/saxes.js
var require_saxes = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.SaxesParser = exports.EVENTS = void 0;
	const ed5 = require_ed5();
	const ed2 = require_ed2();
	const NSed3 = require_ed3();
	var isS = ed5.isS;
	var isChar10 = ed5.isChar;
	var isNameStartChar = ed5.isNameStartChar;
	var isNameChar = ed5.isNameChar;
	var S_LIST = ed5.S_LIST;
	var NAME_RE = ed5.NAME_RE;
	var isChar11 = ed2.isChar;
	var isNCNameStartChar = NSed3.isNCNameStartChar;
	var isNCNameChar = NSed3.isNCNameChar;
	var NC_NAME_RE = NSed3.NC_NAME_RE;
	const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
	const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";
	const rootNS = {
		__proto__: null,
		xml: XML_NAMESPACE,
		xmlns: XMLNS_NAMESPACE
	};
	const XML_ENTITIES = {
		__proto__: null,
		amp: "&",
		gt: ">",
		lt: "<",
		quot: "\"",
		apos: "'"
	};
	const EOC = -1;
	const NL_LIKE = -2;
	const S_BEGIN = 0;
	const S_BEGIN_WHITESPACE = 1;
	const S_DOCTYPE = 2;
	const S_DOCTYPE_QUOTE = 3;
	const S_DTD = 4;
	const S_DTD_QUOTED = 5;
	const S_DTD_OPEN_WAKA = 6;
	const S_DTD_OPEN_WAKA_BANG = 7;
	const S_DTD_COMMENT = 8;
	const S_DTD_COMMENT_ENDING = 9;
	const S_DTD_COMMENT_ENDED = 10;
	const S_DTD_PI = 11;
	const S_DTD_PI_ENDING = 12;
	const S_TEXT = 13;
	const S_ENTITY = 14;
	const S_OPEN_WAKA = 15;
	const S_OPEN_WAKA_BANG = 16;
	const S_COMMENT = 17;
	const S_COMMENT_ENDING = 18;
	const S_COMMENT_ENDED = 19;
	const S_CDATA = 20;
	const S_CDATA_ENDING = 21;
	const S_CDATA_ENDING_2 = 22;
	const S_PI_FIRST_CHAR = 23;
	const S_PI_REST = 24;
	const S_PI_BODY = 25;
	const S_PI_ENDING = 26;
	const S_XML_DECL_NAME_START = 27;
	const S_XML_DECL_NAME = 28;
	const S_XML_DECL_EQ = 29;
	const S_XML_DECL_VALUE_START = 30;
	const S_XML_DECL_VALUE = 31;
	const S_XML_DECL_SEPARATOR = 32;
	const S_XML_DECL_ENDING = 33;
	const S_OPEN_TAG = 34;
	const S_OPEN_TAG_SLASH = 35;
	const S_ATTRIB = 36;
	const S_ATTRIB_NAME = 37;
	const S_ATTRIB_NAME_SAW_WHITE = 38;
	const S_ATTRIB_VALUE = 39;
	const S_ATTRIB_VALUE_QUOTED = 40;
	const S_ATTRIB_VALUE_CLOSED = 41;
	const S_ATTRIB_VALUE_UNQUOTED = 42;
	const S_CLOSE_TAG = 43;
	const S_CLOSE_TAG_SAW_WHITE = 44;
	const TAB = 9;
	const NL = 10;
	const CR = 13;
	const SPACE = 32;
	const BANG = 33;
	const DQUOTE = 34;
	const AMP = 38;
	const SQUOTE = 39;
	const MINUS = 45;
	const FORWARD_SLASH = 47;
	const SEMICOLON = 59;
	const LESS = 60;
	const EQUAL = 61;
	const GREATER = 62;
	const QUESTION = 63;
	const OPEN_BRACKET = 91;
	const CLOSE_BRACKET = 93;
	const NEL = 133;
	const LS = 8232;
	const isQuote = (c) => c === DQUOTE || c === SQUOTE;
	const QUOTES = [DQUOTE, SQUOTE];
	const DOCTYPE_TERMINATOR = [
		...QUOTES,
		OPEN_BRACKET,
		GREATER
	];
	const DTD_TERMINATOR = [
		...QUOTES,
		LESS,
		CLOSE_BRACKET
	];
	const XML_DECL_NAME_TERMINATOR = [
		EQUAL,
		QUESTION,
		...S_LIST
	];
	const ATTRIB_VALUE_UNQUOTED_TERMINATOR = [
		...S_LIST,
		GREATER,
		AMP,
		LESS
	];
	function nsPairCheck(parser, prefix, uri) {
		switch (prefix) {
			case "xml":
				if (uri !== XML_NAMESPACE) parser.fail(`xml prefix must be bound to ${XML_NAMESPACE}.`);
				break;
			case "xmlns": if (uri !== XMLNS_NAMESPACE) parser.fail(`xmlns prefix must be bound to ${XMLNS_NAMESPACE}.`);
		}
		switch (uri) {
			case XMLNS_NAMESPACE:
				parser.fail(prefix === "" ? `the default namespace may not be set to ${uri}.` : `may not assign a prefix (even "xmlns") to the URI \
${XMLNS_NAMESPACE}.`);
				break;
			case XML_NAMESPACE: switch (prefix) {
				case "xml": break;
				case "":
					parser.fail(`the default namespace may not be set to ${uri}.`);
					break;
				default: parser.fail("may not assign the xml namespace to another prefix.");
			}
		}
	}
	function nsMappingCheck(parser, mapping) {
		for (const local of Object.keys(mapping)) nsPairCheck(parser, local, mapping[local]);
	}
	const isNCName = (name) => NC_NAME_RE.test(name);
	const isName = (name) => NAME_RE.test(name);
	const FORBIDDEN_START = 0;
	const FORBIDDEN_BRACKET = 1;
	const FORBIDDEN_BRACKET_BRACKET = 2;
	/**
	* The list of supported events.
	*/
	exports.EVENTS = [
		"xmldecl",
		"text",
		"processinginstruction",
		"doctype",
		"comment",
		"opentagstart",
		"attribute",
		"opentag",
		"closetag",
		"cdata",
		"error",
		"end",
		"ready"
	];
	const EVENT_NAME_TO_HANDLER_NAME = {
		xmldecl: "xmldeclHandler",
		text: "textHandler",
		processinginstruction: "piHandler",
		doctype: "doctypeHandler",
		comment: "commentHandler",
		opentagstart: "openTagStartHandler",
		attribute: "attributeHandler",
		opentag: "openTagHandler",
		closetag: "closeTagHandler",
		cdata: "cdataHandler",
		error: "errorHandler",
		end: "endHandler",
		ready: "readyHandler"
	};
	var SaxesParser = class {
		/**
		* @param opt The parser options.
		*/
		constructor(opt) {
			this.opt = opt !== null && opt !== void 0 ? opt : {};
			this.fragmentOpt = !!this.opt.fragment;
			const xmlnsOpt = this.xmlnsOpt = !!this.opt.xmlns;
			this.trackPosition = this.opt.position !== false;
			this.fileName = this.opt.fileName;
			if (xmlnsOpt) {
				this.nameStartCheck = isNCNameStartChar;
				this.nameCheck = isNCNameChar;
				this.isName = isNCName;
				this.processAttribs = this.processAttribsNS;
				this.pushAttrib = this.pushAttribNS;
				this.ns = Object.assign({ __proto__: null }, rootNS);
				const additional = this.opt.additionalNamespaces;
				if (additional != null) {
					nsMappingCheck(this, additional);
					Object.assign(this.ns, additional);
				}
			} else {
				this.nameStartCheck = isNameStartChar;
				this.nameCheck = isNameChar;
				this.isName = isName;
				this.processAttribs = this.processAttribsPlain;
				this.pushAttrib = this.pushAttribPlain;
			}
			this.stateTable = [
				this.sBegin,
				this.sBeginWhitespace,
				this.sDoctype,
				this.sDoctypeQuote,
				this.sDTD,
				this.sDTDQuoted,
				this.sDTDOpenWaka,
				this.sDTDOpenWakaBang,
				this.sDTDComment,
				this.sDTDCommentEnding,
				this.sDTDCommentEnded,
				this.sDTDPI,
				this.sDTDPIEnding,
				this.sText,
				this.sEntity,
				this.sOpenWaka,
				this.sOpenWakaBang,
				this.sComment,
				this.sCommentEnding,
				this.sCommentEnded,
				this.sCData,
				this.sCDataEnding,
				this.sCDataEnding2,
				this.sPIFirstChar,
				this.sPIRest,
				this.sPIBody,
				this.sPIEnding,
				this.sXMLDeclNameStart,
				this.sXMLDeclName,
				this.sXMLDeclEq,
				this.sXMLDeclValueStart,
				this.sXMLDeclValue,
				this.sXMLDeclSeparator,
				this.sXMLDeclEnding,
				this.sOpenTag,
				this.sOpenTagSlash,
				this.sAttrib,
				this.sAttribName,
				this.sAttribNameSawWhite,
				this.sAttribValue,
				this.sAttribValueQuoted,
				this.sAttribValueClosed,
				this.sAttribValueUnquoted,
				this.sCloseTag,
				this.sCloseTagSawWhite
			];
			this._init();
		}
		/**
		* Indicates whether or not the parser is closed. If ``true``, wait for
		* the ``ready`` event to write again.
		*/
		get closed() {
			return this._closed;
		}
		_init() {
			var _a;
			this.openWakaBang = "";
			this.text = "";
			this.name = "";
			this.piTarget = "";
			this.entity = "";
			this.q = null;
			this.tags = [];
			this.tag = null;
			this.topNS = null;
			this.chunk = "";
			this.chunkPosition = 0;
			this.i = 0;
			this.prevI = 0;
			this.carriedFromPrevious = void 0;
			this.forbiddenState = FORBIDDEN_START;
			this.attribList = [];
			const { fragmentOpt } = this;
			this.state = fragmentOpt ? S_TEXT : S_BEGIN;
			this.reportedTextBeforeRoot = this.reportedTextAfterRoot = this.closedRoot = this.sawRoot = fragmentOpt;
			this.xmlDeclPossible = !fragmentOpt;
			this.xmlDeclExpects = ["version"];
			this.entityReturnState = void 0;
			let { defaultXMLVersion } = this.opt;
			if (defaultXMLVersion === void 0) {
				if (this.opt.forceXMLVersion === true) throw new Error("forceXMLVersion set but defaultXMLVersion is not set");
				defaultXMLVersion = "1.0";
			}
			this.setXMLVersion(defaultXMLVersion);
			this.positionAtNewLine = 0;
			this.doctype = false;
			this._closed = false;
			this.xmlDecl = {
				version: void 0,
				encoding: void 0,
				standalone: void 0
			};
			this.line = 1;
			this.column = 0;
			this.ENTITIES = Object.create(XML_ENTITIES);
			(_a = this.readyHandler) === null || _a === void 0 || _a.call(this);
		}
		/**
		* The stream position the parser is currently looking at. This field is
		* zero-based.
		*
		* This field is not based on counting Unicode characters but is to be
		* interpreted as a plain index into a JavaScript string.
		*/
		get position() {
			return this.chunkPosition + this.i;
		}
		/**
		* The column number of the next character to be read by the parser.  *
		* This field is zero-based. (The first column in a line is 0.)
		*
		* This field reports the index at which the next character would be in the
		* line if the line were represented as a JavaScript string.  Note that this
		* *can* be different to a count based on the number of *Unicode characters*
		* due to how JavaScript handles astral plane characters.
		*
		* See [[column]] for a number that corresponds to a count of Unicode
		* characters.
		*/
		get columnIndex() {
			return this.position - this.positionAtNewLine;
		}
		/**
		* Set an event listener on an event. The parser supports one handler per
		* event type. If you try to set an event handler over an existing handler,
		* the old handler is silently overwritten.
		*
		* @param name The event to listen to.
		*
		* @param handler The handler to set.
		*/
		on(name, handler) {
			this[EVENT_NAME_TO_HANDLER_NAME[name]] = handler;
		}
		/**
		* Unset an event handler.
		*
		* @parma name The event to stop listening to.
		*/
		off(name) {
			this[EVENT_NAME_TO_HANDLER_NAME[name]] = void 0;
		}
		/**
		* Make an error object. The error object will have a message that contains
		* the ``fileName`` option passed at the creation of the parser. If position
		* tracking was turned on, it will also have line and column number
		* information.
		*
		* @param message The message describing the error to report.
		*
		* @returns An error object with a properly formatted message.
		*/
		makeError(message) {
			var _a;
			let msg = (_a = this.fileName) !== null && _a !== void 0 ? _a : "";
			if (this.trackPosition) {
				if (msg.length > 0) msg += ":";
				msg += `${this.line}:${this.column}`;
			}
			if (msg.length > 0) msg += ": ";
			return new Error(msg + message);
		}
		/**
		* Report a parsing error. This method is made public so that client code may
		* check for issues that are outside the scope of this project and can report
		* errors.
		*
		* @param message The error to report.
		*
		* @returns this
		*/
		fail(message) {
			const err = this.makeError(message);
			const handler = this.errorHandler;
			if (handler === void 0) throw err;
			else handler(err);
			return this;
		}
		/**
		* Write a XML data to the parser.
		*
		* @param chunk The XML data to write.
		*
		* @returns this
		*/
		write(chunk) {
			if (this.closed) return this.fail("cannot write after close; assign an onready handler.");
			let end = false;
			if (chunk === null) {
				end = true;
				chunk = "";
			} else if (typeof chunk === "object") chunk = chunk.toString();
			if (this.carriedFromPrevious !== void 0) {
				chunk = `${this.carriedFromPrevious}${chunk}`;
				this.carriedFromPrevious = void 0;
			}
			let limit = chunk.length;
			const lastCode = chunk.charCodeAt(limit - 1);
			if (!end && (lastCode === CR || lastCode >= 55296 && lastCode <= 56319)) {
				this.carriedFromPrevious = chunk[limit - 1];
				limit--;
				chunk = chunk.slice(0, limit);
			}
			const { stateTable } = this;
			this.chunk = chunk;
			this.i = 0;
			while (this.i < limit) stateTable[this.state].call(this);
			this.chunkPosition += limit;
			return end ? this.end() : this;
		}
		/**
		* Close the current stream. Perform final well-formedness checks and reset
		* the parser tstate.
		*
		* @returns this
		*/
		close() {
			return this.write(null);
		}
		/**
		* Get a single code point out of the current chunk. This updates the current
		* position if we do position tracking.
		*
		* This is the algorithm to use for XML 1.0.
		*
		* @returns The character read.
		*/
		getCode10() {
			const { chunk, i } = this;
			this.prevI = i;
			this.i = i + 1;
			if (i >= chunk.length) return EOC;
			const code = chunk.charCodeAt(i);
			this.column++;
			if (code < 55296) {
				if (code >= SPACE || code === TAB) return code;
				switch (code) {
					case NL:
						this.line++;
						this.column = 0;
						this.positionAtNewLine = this.position;
						return NL;
					case CR:
						if (chunk.charCodeAt(i + 1) === NL) this.i = i + 2;
						this.line++;
						this.column = 0;
						this.positionAtNewLine = this.position;
						return NL_LIKE;
					default:
						this.fail("disallowed character.");
						return code;
				}
			}
			if (code > 56319) {
				if (!(code >= 57344 && code <= 65533)) this.fail("disallowed character.");
				return code;
			}
			const final = 65536 + (code - 55296) * 1024 + (chunk.charCodeAt(i + 1) - 56320);
			this.i = i + 2;
			if (final > 1114111) this.fail("disallowed character.");
			return final;
		}
		/**
		* Get a single code point out of the current chunk. This updates the current
		* position if we do position tracking.
		*
		* This is the algorithm to use for XML 1.1.
		*
		* @returns {number} The character read.
		*/
		getCode11() {
			const { chunk, i } = this;
			this.prevI = i;
			this.i = i + 1;
			if (i >= chunk.length) return EOC;
			const code = chunk.charCodeAt(i);
			this.column++;
			if (code < 55296) {
				if (code > 31 && code < 127 || code > 159 && code !== LS || code === TAB) return code;
				switch (code) {
					case NL:
						this.line++;
						this.column = 0;
						this.positionAtNewLine = this.position;
						return NL;
					case CR: {
						const next = chunk.charCodeAt(i + 1);
						if (next === NL || next === NEL) this.i = i + 2;
					}
					case NEL:
					case LS:
						this.line++;
						this.column = 0;
						this.positionAtNewLine = this.position;
						return NL_LIKE;
					default:
						this.fail("disallowed character.");
						return code;
				}
			}
			if (code > 56319) {
				if (!(code >= 57344 && code <= 65533)) this.fail("disallowed character.");
				return code;
			}
			const final = 65536 + (code - 55296) * 1024 + (chunk.charCodeAt(i + 1) - 56320);
			this.i = i + 2;
			if (final > 1114111) this.fail("disallowed character.");
			return final;
		}
		/**
		* Like ``getCode`` but with the return value normalized so that ``NL`` is
		* returned for ``NL_LIKE``.
		*/
		getCodeNorm() {
			const c = this.getCode();
			return c === NL_LIKE ? NL : c;
		}
		unget() {
			this.i = this.prevI;
			this.column--;
		}
		/**
		* Capture characters into a buffer until encountering one of a set of
		* characters.
		*
		* @param chars An array of codepoints. Encountering a character in the array
		* ends the capture. (``chars`` may safely contain ``NL``.)
		*
		* @return The character code that made the capture end, or ``EOC`` if we hit
		* the end of the chunk. The return value cannot be NL_LIKE: NL is returned
		* instead.
		*/
		captureTo(chars) {
			let { i: start } = this;
			const { chunk } = this;
			while (true) {
				const c = this.getCode();
				const isNLLike = c === NL_LIKE;
				const final = isNLLike ? NL : c;
				if (final === EOC || chars.includes(final)) {
					this.text += chunk.slice(start, this.prevI);
					return final;
				}
				if (isNLLike) {
					this.text += `${chunk.slice(start, this.prevI)}\n`;
					start = this.i;
				}
			}
		}
		/**
		* Capture characters into a buffer until encountering a character.
		*
		* @param char The codepoint that ends the capture. **NOTE ``char`` MAY NOT
		* CONTAIN ``NL``.** Passing ``NL`` will result in buggy behavior.
		*
		* @return ``true`` if we ran into the character. Otherwise, we ran into the
		* end of the current chunk.
		*/
		captureToChar(char) {
			let { i: start } = this;
			const { chunk } = this;
			while (true) {
				let c = this.getCode();
				switch (c) {
					case NL_LIKE:
						this.text += `${chunk.slice(start, this.prevI)}\n`;
						start = this.i;
						c = NL;
						break;
					case EOC:
						this.text += chunk.slice(start);
						return false;
				}
				if (c === char) {
					this.text += chunk.slice(start, this.prevI);
					return true;
				}
			}
		}
		/**
		* Capture characters that satisfy ``isNameChar`` into the ``name`` field of
		* this parser.
		*
		* @return The character code that made the test fail, or ``EOC`` if we hit
		* the end of the chunk. The return value cannot be NL_LIKE: NL is returned
		* instead.
		*/
		captureNameChars() {
			const { chunk, i: start } = this;
			while (true) {
				const c = this.getCode();
				if (c === EOC) {
					this.name += chunk.slice(start);
					return EOC;
				}
				if (!isNameChar(c)) {
					this.name += chunk.slice(start, this.prevI);
					return c === NL_LIKE ? NL : c;
				}
			}
		}
		/**
		* Skip white spaces.
		*
		* @return The character that ended the skip, or ``EOC`` if we hit
		* the end of the chunk. The return value cannot be NL_LIKE: NL is returned
		* instead.
		*/
		skipSpaces() {
			while (true) {
				const c = this.getCodeNorm();
				if (c === EOC || !isS(c)) return c;
			}
		}
		setXMLVersion(version) {
			this.currentXMLVersion = version;
			if (version === "1.0") {
				this.isChar = isChar10;
				this.getCode = this.getCode10;
			} else {
				this.isChar = isChar11;
				this.getCode = this.getCode11;
			}
		}
		sBegin() {
			if (this.chunk.charCodeAt(0) === 65279) {
				this.i++;
				this.column++;
			}
			this.state = S_BEGIN_WHITESPACE;
		}
		sBeginWhitespace() {
			const iBefore = this.i;
			const c = this.skipSpaces();
			if (this.prevI !== iBefore) this.xmlDeclPossible = false;
			switch (c) {
				case LESS:
					this.state = S_OPEN_WAKA;
					if (this.text.length !== 0) throw new Error("no-empty text at start");
					break;
				case EOC: break;
				default:
					this.unget();
					this.state = S_TEXT;
					this.xmlDeclPossible = false;
			}
		}
		sDoctype() {
			var _a;
			const c = this.captureTo(DOCTYPE_TERMINATOR);
			switch (c) {
				case GREATER:
					(_a = this.doctypeHandler) === null || _a === void 0 || _a.call(this, this.text);
					this.text = "";
					this.state = S_TEXT;
					this.doctype = true;
					break;
				case EOC: break;
				default:
					this.text += String.fromCodePoint(c);
					if (c === OPEN_BRACKET) this.state = S_DTD;
					else if (isQuote(c)) {
						this.state = S_DOCTYPE_QUOTE;
						this.q = c;
					}
			}
		}
		sDoctypeQuote() {
			const q = this.q;
			if (this.captureToChar(q)) {
				this.text += String.fromCodePoint(q);
				this.q = null;
				this.state = S_DOCTYPE;
			}
		}
		sDTD() {
			const c = this.captureTo(DTD_TERMINATOR);
			if (c === EOC) return;
			this.text += String.fromCodePoint(c);
			if (c === CLOSE_BRACKET) this.state = S_DOCTYPE;
			else if (c === LESS) this.state = S_DTD_OPEN_WAKA;
			else if (isQuote(c)) {
				this.state = S_DTD_QUOTED;
				this.q = c;
			}
		}
		sDTDQuoted() {
			const q = this.q;
			if (this.captureToChar(q)) {
				this.text += String.fromCodePoint(q);
				this.state = S_DTD;
				this.q = null;
			}
		}
		sDTDOpenWaka() {
			const c = this.getCodeNorm();
			this.text += String.fromCodePoint(c);
			switch (c) {
				case BANG:
					this.state = S_DTD_OPEN_WAKA_BANG;
					this.openWakaBang = "";
					break;
				case QUESTION:
					this.state = S_DTD_PI;
					break;
				default: this.state = S_DTD;
			}
		}
		sDTDOpenWakaBang() {
			const char = String.fromCodePoint(this.getCodeNorm());
			const owb = this.openWakaBang += char;
			this.text += char;
			if (owb !== "-") {
				this.state = owb === "--" ? S_DTD_COMMENT : S_DTD;
				this.openWakaBang = "";
			}
		}
		sDTDComment() {
			if (this.captureToChar(MINUS)) {
				this.text += "-";
				this.state = S_DTD_COMMENT_ENDING;
			}
		}
		sDTDCommentEnding() {
			const c = this.getCodeNorm();
			this.text += String.fromCodePoint(c);
			this.state = c === MINUS ? S_DTD_COMMENT_ENDED : S_DTD_COMMENT;
		}
		sDTDCommentEnded() {
			const c = this.getCodeNorm();
			this.text += String.fromCodePoint(c);
			if (c === GREATER) this.state = S_DTD;
			else {
				this.fail("malformed comment.");
				this.state = S_DTD_COMMENT;
			}
		}
		sDTDPI() {
			if (this.captureToChar(QUESTION)) {
				this.text += "?";
				this.state = S_DTD_PI_ENDING;
			}
		}
		sDTDPIEnding() {
			const c = this.getCodeNorm();
			this.text += String.fromCodePoint(c);
			if (c === GREATER) this.state = S_DTD;
		}
		sText() {
			if (this.tags.length !== 0) this.handleTextInRoot();
			else this.handleTextOutsideRoot();
		}
		sEntity() {
			let { i: start } = this;
			const { chunk } = this;
			loop: while (true) switch (this.getCode()) {
				case NL_LIKE:
					this.entity += `${chunk.slice(start, this.prevI)}\n`;
					start = this.i;
					break;
				case SEMICOLON: {
					const { entityReturnState } = this;
					const entity = this.entity + chunk.slice(start, this.prevI);
					this.state = entityReturnState;
					let parsed;
					if (entity === "") {
						this.fail("empty entity name.");
						parsed = "&;";
					} else {
						parsed = this.parseEntity(entity);
						this.entity = "";
					}
					if (entityReturnState !== S_TEXT || this.textHandler !== void 0) this.text += parsed;
					break loop;
				}
				case EOC:
					this.entity += chunk.slice(start);
					break loop;
			}
		}
		sOpenWaka() {
			const c = this.getCode();
			if (isNameStartChar(c)) {
				this.state = S_OPEN_TAG;
				this.unget();
				this.xmlDeclPossible = false;
			} else switch (c) {
				case FORWARD_SLASH:
					this.state = S_CLOSE_TAG;
					this.xmlDeclPossible = false;
					break;
				case BANG:
					this.state = S_OPEN_WAKA_BANG;
					this.openWakaBang = "";
					this.xmlDeclPossible = false;
					break;
				case QUESTION:
					this.state = S_PI_FIRST_CHAR;
					break;
				default:
					this.fail("disallowed character in tag name");
					this.state = S_TEXT;
					this.xmlDeclPossible = false;
			}
		}
		sOpenWakaBang() {
			this.openWakaBang += String.fromCodePoint(this.getCodeNorm());
			switch (this.openWakaBang) {
				case "[CDATA[":
					if (!this.sawRoot && !this.reportedTextBeforeRoot) {
						this.fail("text data outside of root node.");
						this.reportedTextBeforeRoot = true;
					}
					if (this.closedRoot && !this.reportedTextAfterRoot) {
						this.fail("text data outside of root node.");
						this.reportedTextAfterRoot = true;
					}
					this.state = S_CDATA;
					this.openWakaBang = "";
					break;
				case "--":
					this.state = S_COMMENT;
					this.openWakaBang = "";
					break;
				case "DOCTYPE":
					this.state = S_DOCTYPE;
					if (this.doctype || this.sawRoot) this.fail("inappropriately located doctype declaration.");
					this.openWakaBang = "";
					break;
				default: if (this.openWakaBang.length >= 7) this.fail("incorrect syntax.");
			}
		}
		sComment() {
			if (this.captureToChar(MINUS)) this.state = S_COMMENT_ENDING;
		}
		sCommentEnding() {
			var _a;
			const c = this.getCodeNorm();
			if (c === MINUS) {
				this.state = S_COMMENT_ENDED;
				(_a = this.commentHandler) === null || _a === void 0 || _a.call(this, this.text);
				this.text = "";
			} else {
				this.text += `-${String.fromCodePoint(c)}`;
				this.state = S_COMMENT;
			}
		}
		sCommentEnded() {
			const c = this.getCodeNorm();
			if (c !== GREATER) {
				this.fail("malformed comment.");
				this.text += `--${String.fromCodePoint(c)}`;
				this.state = S_COMMENT;
			} else this.state = S_TEXT;
		}
		sCData() {
			if (this.captureToChar(CLOSE_BRACKET)) this.state = S_CDATA_ENDING;
		}
		sCDataEnding() {
			const c = this.getCodeNorm();
			if (c === CLOSE_BRACKET) this.state = S_CDATA_ENDING_2;
			else {
				this.text += `]${String.fromCodePoint(c)}`;
				this.state = S_CDATA;
			}
		}
		sCDataEnding2() {
			var _a;
			const c = this.getCodeNorm();
			switch (c) {
				case GREATER:
					(_a = this.cdataHandler) === null || _a === void 0 || _a.call(this, this.text);
					this.text = "";
					this.state = S_TEXT;
					break;
				case CLOSE_BRACKET:
					this.text += "]";
					break;
				default:
					this.text += `]]${String.fromCodePoint(c)}`;
					this.state = S_CDATA;
			}
		}
		sPIFirstChar() {
			const c = this.getCodeNorm();
			if (this.nameStartCheck(c)) {
				this.piTarget += String.fromCodePoint(c);
				this.state = S_PI_REST;
			} else if (c === QUESTION || isS(c)) {
				this.fail("processing instruction without a target.");
				this.state = c === QUESTION ? S_PI_ENDING : S_PI_BODY;
			} else {
				this.fail("disallowed character in processing instruction name.");
				this.piTarget += String.fromCodePoint(c);
				this.state = S_PI_REST;
			}
		}
		sPIRest() {
			const { chunk, i: start } = this;
			while (true) {
				const c = this.getCodeNorm();
				if (c === EOC) {
					this.piTarget += chunk.slice(start);
					return;
				}
				if (!this.nameCheck(c)) {
					this.piTarget += chunk.slice(start, this.prevI);
					const isQuestion = c === QUESTION;
					if (isQuestion || isS(c)) {
						if (this.piTarget === "xml") {
							if (!this.xmlDeclPossible) this.fail("an XML declaration must be at the start of the document.");
							this.state = isQuestion ? S_XML_DECL_ENDING : S_XML_DECL_NAME_START;
						} else this.state = isQuestion ? S_PI_ENDING : S_PI_BODY;
					} else {
						this.fail("disallowed character in processing instruction name.");
						this.piTarget += String.fromCodePoint(c);
					}
					break;
				}
			}
		}
		sPIBody() {
			if (this.text.length === 0) {
				const c = this.getCodeNorm();
				if (c === QUESTION) this.state = S_PI_ENDING;
				else if (!isS(c)) this.text = String.fromCodePoint(c);
			} else if (this.captureToChar(QUESTION)) this.state = S_PI_ENDING;
		}
		sPIEnding() {
			var _a;
			const c = this.getCodeNorm();
			if (c === GREATER) {
				const { piTarget } = this;
				if (piTarget.toLowerCase() === "xml") this.fail("the XML declaration must appear at the start of the document.");
				(_a = this.piHandler) === null || _a === void 0 || _a.call(this, {
					target: piTarget,
					body: this.text
				});
				this.piTarget = this.text = "";
				this.state = S_TEXT;
			} else if (c === QUESTION) this.text += "?";
			else {
				this.text += `?${String.fromCodePoint(c)}`;
				this.state = S_PI_BODY;
			}
			this.xmlDeclPossible = false;
		}
		sXMLDeclNameStart() {
			const c = this.skipSpaces();
			if (c === QUESTION) {
				this.state = S_XML_DECL_ENDING;
				return;
			}
			if (c !== EOC) {
				this.state = S_XML_DECL_NAME;
				this.name = String.fromCodePoint(c);
			}
		}
		sXMLDeclName() {
			const c = this.captureTo(XML_DECL_NAME_TERMINATOR);
			if (c === QUESTION) {
				this.state = S_XML_DECL_ENDING;
				this.name += this.text;
				this.text = "";
				this.fail("XML declaration is incomplete.");
				return;
			}
			if (!(isS(c) || c === EQUAL)) return;
			this.name += this.text;
			this.text = "";
			if (!this.xmlDeclExpects.includes(this.name)) switch (this.name.length) {
				case 0:
					this.fail("did not expect any more name/value pairs.");
					break;
				case 1:
					this.fail(`expected the name ${this.xmlDeclExpects[0]}.`);
					break;
				default: this.fail(`expected one of ${this.xmlDeclExpects.join(", ")}`);
			}
			this.state = c === EQUAL ? S_XML_DECL_VALUE_START : S_XML_DECL_EQ;
		}
		sXMLDeclEq() {
			const c = this.getCodeNorm();
			if (c === QUESTION) {
				this.state = S_XML_DECL_ENDING;
				this.fail("XML declaration is incomplete.");
				return;
			}
			if (isS(c)) return;
			if (c !== EQUAL) this.fail("value required.");
			this.state = S_XML_DECL_VALUE_START;
		}
		sXMLDeclValueStart() {
			const c = this.getCodeNorm();
			if (c === QUESTION) {
				this.state = S_XML_DECL_ENDING;
				this.fail("XML declaration is incomplete.");
				return;
			}
			if (isS(c)) return;
			if (!isQuote(c)) {
				this.fail("value must be quoted.");
				this.q = SPACE;
			} else this.q = c;
			this.state = S_XML_DECL_VALUE;
		}
		sXMLDeclValue() {
			const c = this.captureTo([this.q, QUESTION]);
			if (c === QUESTION) {
				this.state = S_XML_DECL_ENDING;
				this.text = "";
				this.fail("XML declaration is incomplete.");
				return;
			}
			if (c === EOC) return;
			const value = this.text;
			this.text = "";
			switch (this.name) {
				case "version": {
					this.xmlDeclExpects = ["encoding", "standalone"];
					const version = value;
					this.xmlDecl.version = version;
					if (!/^1\.[0-9]+$/.test(version)) this.fail("version number must match /^1\\.[0-9]+$/.");
					else if (!this.opt.forceXMLVersion) this.setXMLVersion(version);
					break;
				}
				case "encoding":
					if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(value)) this.fail("encoding value must match /^[A-Za-z0-9][A-Za-z0-9._-]*$/.");
					this.xmlDeclExpects = ["standalone"];
					this.xmlDecl.encoding = value;
					break;
				case "standalone":
					if (value !== "yes" && value !== "no") this.fail("standalone value must match \"yes\" or \"no\".");
					this.xmlDeclExpects = [];
					this.xmlDecl.standalone = value;
			}
			this.name = "";
			this.state = S_XML_DECL_SEPARATOR;
		}
		sXMLDeclSeparator() {
			const c = this.getCodeNorm();
			if (c === QUESTION) {
				this.state = S_XML_DECL_ENDING;
				return;
			}
			if (!isS(c)) {
				this.fail("whitespace required.");
				this.unget();
			}
			this.state = S_XML_DECL_NAME_START;
		}
		sXMLDeclEnding() {
			var _a;
			if (this.getCodeNorm() === GREATER) {
				if (this.piTarget !== "xml") this.fail("processing instructions are not allowed before root.");
				else if (this.name !== "version" && this.xmlDeclExpects.includes("version")) this.fail("XML declaration must contain a version.");
				(_a = this.xmldeclHandler) === null || _a === void 0 || _a.call(this, this.xmlDecl);
				this.name = "";
				this.piTarget = this.text = "";
				this.state = S_TEXT;
			} else this.fail("The character ? is disallowed anywhere in XML declarations.");
			this.xmlDeclPossible = false;
		}
		sOpenTag() {
			var _a;
			const c = this.captureNameChars();
			if (c === EOC) return;
			const tag = this.tag = {
				name: this.name,
				attributes: Object.create(null)
			};
			this.name = "";
			if (this.xmlnsOpt) this.topNS = tag.ns = Object.create(null);
			(_a = this.openTagStartHandler) === null || _a === void 0 || _a.call(this, tag);
			this.sawRoot = true;
			if (!this.fragmentOpt && this.closedRoot) this.fail("documents may contain only one root.");
			switch (c) {
				case GREATER:
					this.openTag();
					break;
				case FORWARD_SLASH:
					this.state = S_OPEN_TAG_SLASH;
					break;
				default:
					if (!isS(c)) this.fail("disallowed character in tag name.");
					this.state = S_ATTRIB;
			}
		}
		sOpenTagSlash() {
			if (this.getCode() === GREATER) this.openSelfClosingTag();
			else {
				this.fail("forward-slash in opening tag not followed by >.");
				this.state = S_ATTRIB;
			}
		}
		sAttrib() {
			const c = this.skipSpaces();
			if (c === EOC) return;
			if (isNameStartChar(c)) {
				this.unget();
				this.state = S_ATTRIB_NAME;
			} else if (c === GREATER) this.openTag();
			else if (c === FORWARD_SLASH) this.state = S_OPEN_TAG_SLASH;
			else this.fail("disallowed character in attribute name.");
		}
		sAttribName() {
			const c = this.captureNameChars();
			if (c === EQUAL) this.state = S_ATTRIB_VALUE;
			else if (isS(c)) this.state = S_ATTRIB_NAME_SAW_WHITE;
			else if (c === GREATER) {
				this.fail("attribute without value.");
				this.pushAttrib(this.name, this.name);
				this.name = this.text = "";
				this.openTag();
			} else if (c !== EOC) this.fail("disallowed character in attribute name.");
		}
		sAttribNameSawWhite() {
			const c = this.skipSpaces();
			switch (c) {
				case EOC: return;
				case EQUAL:
					this.state = S_ATTRIB_VALUE;
					break;
				default:
					this.fail("attribute without value.");
					this.text = "";
					this.name = "";
					if (c === GREATER) this.openTag();
					else if (isNameStartChar(c)) {
						this.unget();
						this.state = S_ATTRIB_NAME;
					} else {
						this.fail("disallowed character in attribute name.");
						this.state = S_ATTRIB;
					}
			}
		}
		sAttribValue() {
			const c = this.getCodeNorm();
			if (isQuote(c)) {
				this.q = c;
				this.state = S_ATTRIB_VALUE_QUOTED;
			} else if (!isS(c)) {
				this.fail("unquoted attribute value.");
				this.state = S_ATTRIB_VALUE_UNQUOTED;
				this.unget();
			}
		}
		sAttribValueQuoted() {
			const { q, chunk } = this;
			let { i: start } = this;
			while (true) switch (this.getCode()) {
				case q:
					this.pushAttrib(this.name, this.text + chunk.slice(start, this.prevI));
					this.name = this.text = "";
					this.q = null;
					this.state = S_ATTRIB_VALUE_CLOSED;
					return;
				case AMP:
					this.text += chunk.slice(start, this.prevI);
					this.state = S_ENTITY;
					this.entityReturnState = S_ATTRIB_VALUE_QUOTED;
					return;
				case NL:
				case NL_LIKE:
				case TAB:
					this.text += `${chunk.slice(start, this.prevI)} `;
					start = this.i;
					break;
				case LESS:
					this.text += chunk.slice(start, this.prevI);
					this.fail("disallowed character.");
					return;
				case EOC:
					this.text += chunk.slice(start);
					return;
			}
		}
		sAttribValueClosed() {
			const c = this.getCodeNorm();
			if (isS(c)) this.state = S_ATTRIB;
			else if (c === GREATER) this.openTag();
			else if (c === FORWARD_SLASH) this.state = S_OPEN_TAG_SLASH;
			else if (isNameStartChar(c)) {
				this.fail("no whitespace between attributes.");
				this.unget();
				this.state = S_ATTRIB_NAME;
			} else this.fail("disallowed character in attribute name.");
		}
		sAttribValueUnquoted() {
			const c = this.captureTo(ATTRIB_VALUE_UNQUOTED_TERMINATOR);
			switch (c) {
				case AMP:
					this.state = S_ENTITY;
					this.entityReturnState = S_ATTRIB_VALUE_UNQUOTED;
					break;
				case LESS:
					this.fail("disallowed character.");
					break;
				case EOC: break;
				default:
					if (this.text.includes("]]>")) this.fail("the string \"]]>\" is disallowed in char data.");
					this.pushAttrib(this.name, this.text);
					this.name = this.text = "";
					if (c === GREATER) this.openTag();
					else this.state = S_ATTRIB;
			}
		}
		sCloseTag() {
			const c = this.captureNameChars();
			if (c === GREATER) this.closeTag();
			else if (isS(c)) this.state = S_CLOSE_TAG_SAW_WHITE;
			else if (c !== EOC) this.fail("disallowed character in closing tag.");
		}
		sCloseTagSawWhite() {
			switch (this.skipSpaces()) {
				case GREATER:
					this.closeTag();
					break;
				case EOC: break;
				default: this.fail("disallowed character in closing tag.");
			}
		}
		handleTextInRoot() {
			let { i: start, forbiddenState } = this;
			const { chunk, textHandler: handler } = this;
			scanLoop: while (true) switch (this.getCode()) {
				case LESS:
					this.state = S_OPEN_WAKA;
					if (handler !== void 0) {
						const { text } = this;
						const slice = chunk.slice(start, this.prevI);
						if (text.length !== 0) {
							handler(text + slice);
							this.text = "";
						} else if (slice.length !== 0) handler(slice);
					}
					forbiddenState = FORBIDDEN_START;
					break scanLoop;
				case AMP:
					this.state = S_ENTITY;
					this.entityReturnState = S_TEXT;
					if (handler !== void 0) this.text += chunk.slice(start, this.prevI);
					forbiddenState = FORBIDDEN_START;
					break scanLoop;
				case CLOSE_BRACKET:
					switch (forbiddenState) {
						case FORBIDDEN_START:
							forbiddenState = FORBIDDEN_BRACKET;
							break;
						case FORBIDDEN_BRACKET:
							forbiddenState = FORBIDDEN_BRACKET_BRACKET;
							break;
						case FORBIDDEN_BRACKET_BRACKET: break;
						default: throw new Error("impossible state");
					}
					break;
				case GREATER:
					if (forbiddenState === FORBIDDEN_BRACKET_BRACKET) this.fail("the string \"]]>\" is disallowed in char data.");
					forbiddenState = FORBIDDEN_START;
					break;
				case NL_LIKE:
					if (handler !== void 0) this.text += `${chunk.slice(start, this.prevI)}\n`;
					start = this.i;
					forbiddenState = FORBIDDEN_START;
					break;
				case EOC:
					if (handler !== void 0) this.text += chunk.slice(start);
					break scanLoop;
				default: forbiddenState = FORBIDDEN_START;
			}
			this.forbiddenState = forbiddenState;
		}
		handleTextOutsideRoot() {
			let { i: start } = this;
			const { chunk, textHandler: handler } = this;
			let nonSpace = false;
			outRootLoop: while (true) {
				const code = this.getCode();
				switch (code) {
					case LESS:
						this.state = S_OPEN_WAKA;
						if (handler !== void 0) {
							const { text } = this;
							const slice = chunk.slice(start, this.prevI);
							if (text.length !== 0) {
								handler(text + slice);
								this.text = "";
							} else if (slice.length !== 0) handler(slice);
						}
						break outRootLoop;
					case AMP:
						this.state = S_ENTITY;
						this.entityReturnState = S_TEXT;
						if (handler !== void 0) this.text += chunk.slice(start, this.prevI);
						nonSpace = true;
						break outRootLoop;
					case NL_LIKE:
						if (handler !== void 0) this.text += `${chunk.slice(start, this.prevI)}\n`;
						start = this.i;
						break;
					case EOC:
						if (handler !== void 0) this.text += chunk.slice(start);
						break outRootLoop;
					default: if (!isS(code)) nonSpace = true;
				}
			}
			if (!nonSpace) return;
			if (!this.sawRoot && !this.reportedTextBeforeRoot) {
				this.fail("text data outside of root node.");
				this.reportedTextBeforeRoot = true;
			}
			if (this.closedRoot && !this.reportedTextAfterRoot) {
				this.fail("text data outside of root node.");
				this.reportedTextAfterRoot = true;
			}
		}
		pushAttribNS(name, value) {
			var _a;
			const { prefix, local } = this.qname(name);
			const attr = {
				name,
				prefix,
				local,
				value
			};
			this.attribList.push(attr);
			(_a = this.attributeHandler) === null || _a === void 0 || _a.call(this, attr);
			if (prefix === "xmlns") {
				const trimmed = value.trim();
				if (this.currentXMLVersion === "1.0" && trimmed === "") this.fail("invalid attempt to undefine prefix in XML 1.0");
				this.topNS[local] = trimmed;
				nsPairCheck(this, local, trimmed);
			} else if (name === "xmlns") {
				const trimmed = value.trim();
				this.topNS[""] = trimmed;
				nsPairCheck(this, "", trimmed);
			}
		}
		pushAttribPlain(name, value) {
			var _a;
			const attr = {
				name,
				value
			};
			this.attribList.push(attr);
			(_a = this.attributeHandler) === null || _a === void 0 || _a.call(this, attr);
		}
		/**
		* End parsing. This performs final well-formedness checks and resets the
		* parser to a clean state.
		*
		* @returns this
		*/
		end() {
			var _a, _b;
			if (!this.sawRoot) this.fail("document must contain a root element.");
			const { tags } = this;
			while (tags.length > 0) {
				const tag = tags.pop();
				this.fail(`unclosed tag: ${tag.name}`);
			}
			if (this.state !== S_BEGIN && this.state !== S_TEXT) this.fail("unexpected end.");
			const { text } = this;
			if (text.length !== 0) {
				(_a = this.textHandler) === null || _a === void 0 || _a.call(this, text);
				this.text = "";
			}
			this._closed = true;
			(_b = this.endHandler) === null || _b === void 0 || _b.call(this);
			this._init();
			return this;
		}
		/**
		* Resolve a namespace prefix.
		*
		* @param prefix The prefix to resolve.
		*
		* @returns The namespace URI or ``undefined`` if the prefix is not defined.
		*/
		resolve(prefix) {
			var _a, _b;
			let uri = this.topNS[prefix];
			if (uri !== void 0) return uri;
			const { tags } = this;
			for (let index = tags.length - 1; index >= 0; index--) {
				uri = tags[index].ns[prefix];
				if (uri !== void 0) return uri;
			}
			uri = this.ns[prefix];
			if (uri !== void 0) return uri;
			return (_b = (_a = this.opt).resolvePrefix) === null || _b === void 0 ? void 0 : _b.call(_a, prefix);
		}
		/**
		* Parse a qname into its prefix and local name parts.
		*
		* @param name The name to parse
		*
		* @returns
		*/
		qname(name) {
			const colon = name.indexOf(":");
			if (colon === -1) return {
				prefix: "",
				local: name
			};
			const local = name.slice(colon + 1);
			const prefix = name.slice(0, colon);
			if (prefix === "" || local === "" || local.includes(":")) this.fail(`malformed name: ${name}.`);
			return {
				prefix,
				local
			};
		}
		processAttribsNS() {
			var _a;
			const { attribList } = this;
			const tag = this.tag;
			{
				const { prefix, local } = this.qname(tag.name);
				tag.prefix = prefix;
				tag.local = local;
				const uri = tag.uri = (_a = this.resolve(prefix)) !== null && _a !== void 0 ? _a : "";
				if (prefix !== "") {
					if (prefix === "xmlns") this.fail("tags may not have \"xmlns\" as prefix.");
					if (uri === "") {
						this.fail(`unbound namespace prefix: ${JSON.stringify(prefix)}.`);
						tag.uri = prefix;
					}
				}
			}
			if (attribList.length === 0) return;
			const { attributes } = tag;
			const seen = /* @__PURE__ */ new Set();
			for (const attr of attribList) {
				const { name, prefix, local } = attr;
				let uri;
				let eqname;
				if (prefix === "") {
					uri = name === "xmlns" ? XMLNS_NAMESPACE : "";
					eqname = name;
				} else {
					uri = this.resolve(prefix);
					if (uri === void 0) {
						this.fail(`unbound namespace prefix: ${JSON.stringify(prefix)}.`);
						uri = prefix;
					}
					eqname = `{${uri}}${local}`;
				}
				if (seen.has(eqname)) this.fail(`duplicate attribute: ${eqname}.`);
				seen.add(eqname);
				attr.uri = uri;
				attributes[name] = attr;
			}
			this.attribList = [];
		}
		processAttribsPlain() {
			const { attribList } = this;
			const attributes = this.tag.attributes;
			for (const { name, value } of attribList) {
				if (attributes[name] !== void 0) this.fail(`duplicate attribute: ${name}.`);
				attributes[name] = value;
			}
			this.attribList = [];
		}
		/**
		* Handle a complete open tag. This parser code calls this once it has seen
		* the whole tag. This method checks for well-formeness and then emits
		* ``onopentag``.
		*/
		openTag() {
			var _a;
			this.processAttribs();
			const { tags } = this;
			const tag = this.tag;
			tag.isSelfClosing = false;
			(_a = this.openTagHandler) === null || _a === void 0 || _a.call(this, tag);
			tags.push(tag);
			this.state = S_TEXT;
			this.name = "";
		}
		/**
		* Handle a complete self-closing tag. This parser code calls this once it has
		* seen the whole tag. This method checks for well-formeness and then emits
		* ``onopentag`` and ``onclosetag``.
		*/
		openSelfClosingTag() {
			var _a, _b, _c;
			this.processAttribs();
			const { tags } = this;
			const tag = this.tag;
			tag.isSelfClosing = true;
			(_a = this.openTagHandler) === null || _a === void 0 || _a.call(this, tag);
			(_b = this.closeTagHandler) === null || _b === void 0 || _b.call(this, tag);
			if ((this.tag = (_c = tags[tags.length - 1]) !== null && _c !== void 0 ? _c : null) === null) this.closedRoot = true;
			this.state = S_TEXT;
			this.name = "";
		}
		/**
		* Handle a complete close tag. This parser code calls this once it has seen
		* the whole tag. This method checks for well-formeness and then emits
		* ``onclosetag``.
		*/
		closeTag() {
			const { tags, name } = this;
			this.state = S_TEXT;
			this.name = "";
			if (name === "") {
				this.fail("weird empty close tag.");
				this.text += "</>";
				return;
			}
			const handler = this.closeTagHandler;
			let l = tags.length;
			while (l-- > 0) {
				const tag = this.tag = tags.pop();
				this.topNS = tag.ns;
				handler === null || handler === void 0 || handler(tag);
				if (tag.name === name) break;
				this.fail("unexpected close tag.");
			}
			if (l === 0) this.closedRoot = true;
			else if (l < 0) {
				this.fail(`unmatched closing tag: ${name}.`);
				this.text += `</${name}>`;
			}
		}
		/**
		* Resolves an entity. Makes any necessary well-formedness checks.
		*
		* @param entity The entity to resolve.
		*
		* @returns The parsed entity.
		*/
		parseEntity(entity) {
			if (entity[0] !== "#") {
				const defined = this.ENTITIES[entity];
				if (defined !== void 0) return defined;
				this.fail(this.isName(entity) ? "undefined entity." : "disallowed character in entity name.");
				return `&${entity};`;
			}
			let num = NaN;
			if (entity[1] === "x" && /^#x[0-9a-f]+$/i.test(entity)) num = parseInt(entity.slice(2), 16);
			else if (/^#[0-9]+$/.test(entity)) num = parseInt(entity.slice(1), 10);
			if (!this.isChar(num)) {
				this.fail("malformed character entity.");
				return `&${entity};`;
			}
			return String.fromCodePoint(num);
		}
	};
	exports.SaxesParser = SaxesParser;
}));

// src/engine/deliverable/junit.ts
var import_saxes = require_saxes();
const MAX_MESSAGE = 1e3;
/**
* Reads a JUnit report by its cases, since the totals in `testsuite` attributes are often wrong or absent.
* A document type is refused: it is the door to entity tricks, and no tool writes one.
*/
function readJUnit(text) {
	const parser = new import_saxes.SaxesParser({ position: true });
	let problem = null;
	const refuse = (message) => {
		problem ??= {
			message,
			line: parser.line
		};
	};
	const reader = createCaseReader();
	let root = null;
	parser.on("error", (error) => refuse(error.message.replace(/^\d+:\d+: /, "")));
	parser.on("doctype", () => refuse("a document type (<!DOCTYPE …>) is not read"));
	parser.on("opentag", (tag) => {
		root ??= tag.name;
		reader.open(tag.name, tag.attributes);
	});
	parser.on("text", reader.text);
	parser.on("cdata", reader.text);
	parser.on("closetag", (tag) => reader.close(tag.name));
	parser.write(text).close();
	if (problem) return {
		ok: false,
		...problem
	};
	if (root !== "testsuites" && root !== "testsuite") return {
		ok: false,
		message: `the outermost element must be testsuites or testsuite, not ${root}`,
		line: 1
	};
	return {
		ok: true,
		totals: reader.totals
	};
}
function createCaseReader() {
	const totals = {
		total: 0,
		passed: 0,
		failed: 0,
		skipped: 0,
		failures: []
	};
	let current = null;
	let reading = false;
	function open(element, attributes) {
		if (element === "testcase") current = {
			name: [attributes.classname, attributes.name].filter(Boolean).join(" › ") || "(unnamed)",
			verdict: "passed",
			message: ""
		};
		else if (current && (element === "failure" || element === "error")) {
			current.verdict = "failed";
			current.message ||= attributes.message ?? "";
			reading = current.message === "";
		} else if (current && element === "skipped" && current.verdict === "passed") current.verdict = "skipped";
	}
	function close(element) {
		if (element === "failure" || element === "error") reading = false;
		if (element !== "testcase" || !current) return;
		totals.total++;
		totals[current.verdict]++;
		if (current.verdict === "failed" && totals.failures.length < 20) totals.failures.push({
			name: current.name,
			message: current.message.trim().slice(0, MAX_MESSAGE).toWellFormed()
		});
		current = null;
	}
	function text(part) {
		if (reading && current && current.message.length < MAX_MESSAGE) current.message += part;
	}
	return {
		totals,
		open,
		close,
		text
	};
}

// src/engine/lease.ts
/** A lease whose owner nobody can ask about counts as held for this long after its last sign (domain §8). */
const LEASE_SILENCE_MS = 6e4;
/**
* Whether a lease's owner may still write. A dead owner is taken over at once; one that nobody can ask about shows
* itself alive by its commits, which come even when no event does.
*/
async function isHeld(ports, state, lease, tip) {
	const alive = await ports.host.isAlive(lease);
	if (alive !== "unknown") return alive === "alive";
	const [last] = await ports.repository.log({
		to: tip,
		limit: 1
	});
	const lastSign = Math.max(last?.at ?? 0, state.timestamp ? Date.parse(state.timestamp) : 0);
	return ports.clock.now() - lastSign < LEASE_SILENCE_MS;
}

// src/milestone/schedule/readiness.ts
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

// src/milestone/session/planned-state.ts
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

// src/engine/dependants.ts
/** Milestones that wait for this one: those it names under `enables`, and active ones of the base that require it. */
async function dependantsOf(repository, base, plan) {
	const read = atCommit(repository, base);
	const found = new Set(plan.enables);
	const folder = `${ROOT}/active`;
	for (const { name } of await repository.list(base, folder)) {
		if (!name.endsWith(".yaml") || name === `${plan.id}.yaml`) continue;
		const path = `${folder}/${name}`;
		const text = (await read(path))?.toString("utf8") ?? "";
		if (!text.includes(plan.id)) continue;
		const reading = await loadPlan(read, {
			text,
			path,
			shelf: "active"
		});
		if (reading.ok && reading.plan.requires.includes(plan.id)) found.add(reading.plan.id);
	}
	return [...found];
}

// src/engine/role-board.ts
/** Who is doing what now: the control roles and the agents' slots, for `state.json` and every dashboard. */
var RoleBoard = class {
	#clock;
	#roles = /* @__PURE__ */ new Map();
	#slots = [];
	constructor(clock, agents) {
		this.#clock = clock;
		for (const role of [
			"task_executor",
			"progress_monitor",
			"git_integration",
			"dependency_validator",
			"blocker_detector",
			"session_manager"
		]) this.set(role, "starting");
		for (let slot = 1; slot <= agents; slot++) this.#slots.push({
			slot,
			status: "idle",
			since: this.#now()
		});
	}
	set(role, status, work) {
		const before = this.#roles.get(role);
		if (before?.status === status && before.work === work) return;
		this.#roles.set(role, {
			status,
			since: this.#now(),
			...work ? { work } : {}
		});
	}
	start(slot, task, phase) {
		this.#put({
			slot,
			status: "active",
			since: this.#now(),
			task,
			phase,
			work: `${task}/${phase}`
		});
		this.set("task_executor", "active");
	}
	finish(slot, failed) {
		this.#put({
			slot,
			status: failed ? "failed" : "idle",
			since: this.#now()
		});
		if (this.#slots.every((s) => s.status !== "active")) this.set("task_executor", "idle");
	}
	stopAll() {
		for (const role of this.#roles.keys()) this.set(role, "stopped");
		for (const slot of this.#slots) this.#put({
			slot: slot.slot,
			status: "stopped",
			since: this.#now()
		});
	}
	get slots() {
		return this.#slots;
	}
	snapshot() {
		return {
			...Object.fromEntries(this.#roles),
			slots: [...this.#slots]
		};
	}
	#put(state) {
		this.#slots[state.slot - 1] = state;
	}
	#now() {
		return new Date(this.#clock.now()).toISOString();
	}
};

// src/engine/steering/wish-problem.ts
/** What stands against these wishes, all told together. */
function wishProblems(wishes, state, by) {
	return wishes.map((wish) => wishProblem(wish, state, by)).filter((problem) => problem !== null);
}
/**
* Why a wish cannot be carried out in this state, or null. Asked before anything is recorded of it: bad input changes
* nothing, and nobody is shown an event that did not happen.
*/
function wishProblem(wish, state, by) {
	switch (wish.command) {
		case "retry": return retryProblem(wish, state);
		case "skip": {
			const task = state.tasks.get(wish.task);
			if (!task) return unknownTask(wish.task, state);
			if (!isDone(task)) return null;
			return complaint(`the task ${task.id} is ${task.status} already`, "only open tasks can be skipped");
		}
		case "reject": return rejectProblem(wish, state);
		case "approve": return approveProblem(wish, state, by);
		case "archive": return archiveProblem(state);
		case "unlock": return state.lease ? null : complaint("nobody holds the milestone", "nothing to unlock");
		case "pause":
			if (state.status !== "postponed") return null;
			return complaint("the milestone is postponed", "nothing runs; `milestone execute` takes it up again");
		case "postpone":
		case "cancel":
		case "raise": return null;
		default: return wish;
	}
}
function retryProblem(wish, state) {
	if (wish.task === void 0) {
		if (state.blockers.size > 0) return null;
		return complaint("nothing is blocked", "name a task, as in `retry <id> <task>/<phase>`");
	}
	const task = state.tasks.get(wish.task);
	if (!task) return unknownTask(wish.task, state);
	if (task.status === "skipped") return complaint(`the task ${task.id} was skipped`, "a skipped task stays out");
	const phase = wish.phase ?? lastWorked(task);
	const blocked = [...state.blockers.values()].some((b) => blocksRetried(b, task.id, wish.phase));
	const at = task.phases.get(phase);
	if (blocked || at && at.status !== "pending") return null;
	return complaint(`${task.id}/${phase} has not been done yet`, "retry a phase that is finished, failed or waiting");
}
/** Whether a retry of the task, or of one of its phases, is about this blocker. */
function blocksRetried(blocker, task, phase) {
	return blocker.task === task && (!phase || !blocker.phase || blocker.phase === phase);
}
/** The phase that a retry of a whole task begins with: the last one that was begun. */
function lastWorked(task) {
	return [...task.phases].filter(([, p]) => p.status !== "pending").map(([name]) => name).at(-1) ?? [...task.phases.keys()][0] ?? "execute";
}
function rejectProblem({ task: id, phase: name, checkpoint }, state) {
	if (!id || !name) return openApprovals(state).some((a) => a.kind === "approval" && isOfCheckpoint(a.request, checkpoint)) ? null : complaint("no such gate is open", "see `milestone status`");
	const task = state.tasks.get(id);
	if (!task) return unknownTask(id, state);
	const phase = task.phases.get(name);
	const open = phase?.approval && state.approvals.get(phase.approval)?.status === "open";
	if (phase && (open || isFinished(phase.status))) return null;
	return complaint(`${id}/${name} is ${phase?.status ?? "not there"}, so there is nothing to reject`, "see `milestone status`");
}
function approveProblem(wish, state, by) {
	if (by.source === "local" && /^\d+$/.test(state.session?.runId ?? "")) return complaint("this session runs on GitHub, where an approval from a command line proves nothing", "approve the pull request's review there, or comment `/milestone approve` on it");
	if (gatesToApprove(wish, state, by).length > 0) return null;
	const given = gatesInQuestion(wish, state).map(gateLabel);
	if (given.length > 0) return complaint(`${by.login} has approved ${given.join(", ")} already`, "someone else must approve as well");
	const open = openApprovals(state).map(gateLabel);
	return complaint(wish.task || wish.checkpoint ? `no open gate is called ${wish.checkpoint ?? [wish.task, wish.phase].filter(Boolean).join("/")}` : "no gate is open", open.length ? `open gates: ${open.join(", ")}` : "see `milestone status`");
}
/** The open gates that this person's approval is about; all of them where it names none. Nobody counts twice. */
function gatesToApprove(wish, state, by) {
	return gatesInQuestion(wish, state).filter((a) => !a.decisions.some((d) => d.verdict === "approved" && d.by.login === by.login));
}
function gatesInQuestion(wish, state) {
	return openApprovals(state).filter((a) => a.kind === "approval" && concerns(a, wish));
}
/** Whether an approval that is asked for belongs to the named task, phase or checkpoint. */
function concerns(approval, { task, phase, checkpoint }) {
	if (checkpoint) return isOfCheckpoint(approval.request, checkpoint);
	if (!task) return true;
	return approval.task === task && (!phase || approval.phase === phase);
}
const gateLabel = (approval) => approval.task ? `${approval.task}/${approval.phase}` : approval.request;
function archiveProblem({ status }) {
	if (status === "completed" || status === "cancelled" || status === "postponed") return null;
	return complaint(`the milestone is ${status}`, "only a completed, cancelled or postponed milestone can be archived");
}
/** Whether a request is of the named checkpoint; without a name, any is. */
function isOfCheckpoint(request, checkpoint) {
	return !checkpoint || isRequestOf(request, checkpoint);
}
function unknownTask(id, state) {
	const known = [...state.tasks.keys()];
	const near = known.filter((k) => k.toLowerCase().startsWith(id.toLowerCase().slice(0, 2))).slice(0, 5);
	return complaint(`there is no task "${id}"`, `tasks: ${(near.length ? near : known.slice(0, 8)).join(", ")}`);
}
const complaint = (message, remedy) => ({
	message,
	remedy
});

// src/milestone/plan/plan-diff.ts
/** Parts that the run keeps itself: a status in the file is not the state, and it writes what it migrated. */
const KEPT_BY_THE_RUN = /* @__PURE__ */ new Set([
	"status",
	"tasks",
	"phases",
	"profiles",
	"defaultGates",
	"migrated"
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
/** Whether two plans are the same in all that a run goes by. */
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

// src/engine/sync-plan.ts
/**
* Takes the branch's plan into the state: new tasks are added, removed ones go. Started ones cannot be removed, and a
* plan that lost them blocks the milestone.
*/
function syncPlan(journal, plan, news) {
	const { started } = goneTasks(journal.state, plan);
	if (started.length > 0) block(journal, {
		type: "dependency_unavailable",
		about: "plan",
		message: `the milestone file on the branch lost the started tasks ${started.join(", ")}; put them back, or skip them`
	});
	recordPlanChange(journal, plan, news);
}
/** The same without a word about started tasks that are gone: for a wish, which leaves them to the next run. */
function recordPlanChange(journal, plan, { seeds, before }) {
	const added = seeds.filter((t) => !journal.state.tasks.has(t.id));
	const { removed } = goneTasks(journal.state, plan);
	const { changed, milestone } = before ? diffPlans(before, plan) : {
		changed: [],
		milestone: []
	};
	if ([
		added,
		removed,
		changed,
		milestone
	].every((list) => list.length === 0)) return;
	journal.record({
		event: "plan_changed",
		agent: "dependency_validator",
		data: {
			added,
			removed,
			changed,
			...milestone.length ? { milestone } : {},
			by: "the branch"
		}
	});
}
/** The state as it will be with the branch's plan taken in, to judge a wish by before anything is recorded. */
function stateUnder(plan, state, seeds) {
	const tasks = new Map(state.tasks);
	for (const id of goneTasks(state, plan).removed) tasks.delete(id);
	for (const seed of seeds) tasks.set(seed.id, newTask(seed));
	return {
		...state,
		tasks
	};
}
function goneTasks({ tasks }, plan) {
	const wanted = new Set(plan.tasks.map((t) => t.id));
	const gone = [...tasks.values()].filter((task) => !wanted.has(task.id));
	const ids = (had) => gone.filter((task) => task.startedAt !== null === had).map((task) => task.id);
	return {
		removed: ids(false),
		started: ids(true)
	};
}

// src/engine/task-seeds.ts
/**
* What the log needs to know of the plan's tasks, with the documents that phases left which were finished before the
* milestone began (an imported plan, work of another branch): whoever builds on them is told where they are.
*/
async function seedsOf(start, plan) {
	const root = `${ROOT}/deliverables/${plan.id}`;
	const listed = await start.repository.list(start.commit, root);
	const there = new Set(listed.map((entry) => entry.name));
	for (const path of start.added.keys()) if (path.startsWith(`${root}/`)) there.add(path.slice(root.length + 1).split("/")[0]);
	const seeds = [];
	for (const task of plan.tasks) {
		const deliverables = there.has(task.id) ? await documentsOf$1(start, plan.id, task) : {};
		const left = Object.keys(deliverables).length > 0;
		seeds.push({
			...seedOf(task),
			...left ? { deliverables } : {}
		});
	}
	return seeds;
}
/** The same for the tasks that the milestone does not know yet: a person added them to a plan that is under way. */
async function seedsOfNew(start, plan, state) {
	const tasks = plan.tasks.filter((task) => !state.tasks.has(task.id));
	return tasks.length === 0 ? [] : seedsOf(start, {
		...plan,
		tasks
	});
}
/** The files that the phases which are finished in the plan deliver, as far as they are there. */
function finishedDeliverables(plan) {
	return plan.tasks.flatMap((task) => finishedPhases(task).flatMap(({ phase, deliverables }) => deliverables.flatMap((d) => "path" in d ? [`${paths.deliverables(plan.id, task.id, phase)}/${d.path}`] : [])));
}
async function documentsOf$1({ repository, commit, added }, milestone, task) {
	const found = {};
	for (const { phase } of finishedPhases(task)) {
		const folder = paths.deliverables(milestone, task.id, phase);
		const files = await listFilesAt(repository, commit, folder);
		for (const [path, content] of added) if (path.startsWith(`${folder}/`)) files.push({
			path,
			blob: repository.hash(content)
		});
		if (files.length > 0) found[phase] = files;
	}
	return found;
}
function finishedPhases(task) {
	return task.phases.filter((p) => p.status === "completed" || p.status === "approved").sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase));
}

// src/engine/changed-plan.ts
/**
* A person's commit changed the milestone file: it counts from the next attempt, its gates as the base has them. One
* that is not valid is a matter for that person; until it is corrected the branch stays as they left it.
*/
async function readChangedPlan(run, text, commit) {
	const file = paths.milestone(run.plan.id);
	const config = await run.ports.repository.readFile(run.journal.tip, paths.config);
	const reading = readPlan({
		text,
		file,
		...config ? { config: {
			text: config.toString("utf8"),
			file: paths.config
		} } : {}
	});
	if (!reading.ok) {
		const first = reading.errors[0];
		return {
			ok: false,
			message: `the milestone file that was pushed to the branch is not valid${first ? ` (line ${first.line}: ${first.message})` : ""}; correct it there`
		};
	}
	const start = {
		repository: run.ports.repository,
		commit,
		added: /* @__PURE__ */ new Map()
	};
	const seeds = await seedsOfNew(start, reading.plan, run.journal.state);
	return {
		ok: true,
		take() {
			const before = run.plan;
			run.plan = applyPolicy(reading.plan, run.plan, file).plan;
			run.journal.replacePlan({
				text,
				path: file,
				places: placesOf(reading)
			});
			syncPlan(run.journal, run.plan, {
				seeds,
				before
			});
			run.onPlan?.();
		}
	};
}

// src/engine/commit-message.ts
const commitSubject = (milestone, words) => `milestone(${milestone}): ${words}`;
/** A commit's message: subject and trailers as the contract has them. */
function commitMessage({ milestone, session }, words, { task, phase, attempt } = {}) {
	const trailers = [
		`Milestone: ${milestone}`,
		...task ? [`Task: ${task}`] : [],
		...phase ? [`Phase: ${phase}`] : [],
		`Session: ${session}`,
		...attempt ? [`Attempt: ${attempt}`] : []
	];
	return `${commitSubject(milestone, words)}\n\n${trailers.join("\n")}\n`;
}

// src/milestone/yaml/splice.ts
/** The text with all splices made; one that lies inside of a range already replaced is void. */
function spliced(text, splices) {
	splices.sort((a, b) => a.start - b.start || b.rank - a.rank || a.end - b.end);
	const parts = [];
	let from = 0;
	for (const splice of splices) {
		if (splice.start < from) continue;
		parts.push(text.slice(from, splice.start), splice.text);
		from = splice.end;
	}
	parts.push(text.slice(from));
	return parts.join("");
}
/** Replaces the value of a key or the item of a list. */
function replaceValue(file, node, holder, data) {
	if ((holder.kind === "pair" ? holder.map : holder.seq).flow) return [replaceInFlow(file, node, holder, data)];
	const lines = isCollection(data) && !isEmpty(data);
	if (holder.kind === "item") return [replaceItem(file, node, holder.seq, data)];
	return lines ? replaceByLines(file, node, holder, data) : replaceByInline(file, node, holder, data);
}
const styleOf = (node) => node.kind === "scalar" ? node.style : "plain";
const inline = (node, data, flow) => isCollection(data) ? renderFlow(data) : renderScalar(data, styleOf(node), flow);
function replaceInFlow({ text }, node, holder, data) {
	const value = holder.kind === "pair" && text[holder.pair.keyStart] === "\"" && isCollection(data) ? JSON.stringify(data) : inline(node, data, true);
	const unwritten = node.kind === "scalar" && node.style === "empty";
	const hasColon = holder.kind === "item" || text.slice(holder.pair.keyEnd, node.start).includes(":");
	const lead = !unwritten ? "" : hasColon ? " " : ": ";
	return {
		start: node.start,
		end: node.end,
		text: lead + value,
		rank: 0
	};
}
function replaceItem({ text, layout }, node, seq, data) {
	const unwritten = node.kind === "scalar" && node.style === "empty";
	const end = node.kind !== "scalar" && !node.flow ? lineEnd(text, node.end) : node.end;
	const rank = seq.indent + .5;
	if (!isCollection(data) || isEmpty(data)) return {
		start: node.start,
		end,
		text: (unwritten ? " " : "") + inline(node, data, false),
		rank
	};
	const lineStart = text.lastIndexOf("\n", node.start - 1) + 1;
	if (ANCHOR_AT_END.test(text.slice(lineStart, node.start))) return {
		start: node.start,
		end,
		text: renderLines(data, seq.indent + 2, layout),
		rank
	};
	const column = unwritten ? seq.indent + 2 : node.start - lineStart;
	const lines = renderLines(data, column, layout).slice(layout.eol.length + column);
	return {
		start: node.start,
		end,
		text: (unwritten ? " " : "") + lines,
		rank
	};
}
const colonEnd = (text, pair) => text.indexOf(":", pair.keyEnd) + 1;
/** An anchor names what stood below the key, and goes with that. */
function behindAnchor(text, behind) {
	return behind + (ANCHOR_AT_START.exec(text.slice(behind, lineEnd(text, behind)))?.[0].length ?? 0);
}
const ANCHOR_AT_START = /^[ \t]+&[^ \t]+/;
const ANCHOR_AT_END = /(?:^|[ \t])&[^ \t]+[ \t]*$/;
const isBlock = (node) => node.kind !== "scalar" && !node.flow;
function replaceByInline({ text }, node, { map, pair }, data) {
	const rank = map.indent + .5;
	const behind = colonEnd(text, pair);
	if (!isBlock(node)) {
		const unwritten = node.start === node.end;
		return [{
			start: node.start,
			end: node.end,
			text: (unwritten ? " " : "") + inline(node, data, false),
			rank
		}];
	}
	return [{
		start: behind,
		end: behindAnchor(text, behind),
		text: ` ${inline(node, data, false)}`,
		rank
	}, {
		start: lineEnd(text, behind),
		end: lineEnd(text, node.end),
		text: "",
		rank
	}];
}
/** A comment on the line of the key stays there. */
function replaceByLines({ text, layout }, node, { map, pair }, data) {
	const rank = map.indent + .5;
	const behind = colonEnd(text, pair);
	const lines = renderBehindKey(data, map.indent, layout);
	const end = lineEnd(text, node.end);
	if (isBlock(node)) return [{
		start: lineEnd(text, behind),
		end,
		text: lines,
		rank
	}];
	return [{
		start: behind,
		end: node.end,
		text: "",
		rank: rank + .1
	}, {
		start: end,
		end,
		text: lines,
		rank
	}];
}
/** Adds pairs behind `anchor`, a pair of the map that stays and ends at `end`. */
function addPairs({ text, layout }, map, { anchor, end }, added) {
	if (map.flow) {
		const json = text[anchor.keyStart] === "\"";
		return {
			start: end,
			end,
			text: `, ${[...added].map(([key, data]) => json ? `${JSON.stringify(key)}: ${JSON.stringify(data)}` : `${renderKey(key)}: ${renderFlow(data)}`).join(", ")}`,
			rank: 0
		};
	}
	const at = lineEnd(text, end);
	const lead = layout.eol + " ".repeat(map.indent);
	return {
		start: at,
		end: at,
		text: [...added].map(([key, data]) => `${lead}${renderKey(key)}:${renderBehindKey(data, map.indent, layout)}`).join(""),
		rank: map.indent
	};
}
/** Takes pairs out of a map in which at least one stays. */
function removePairs({ text }, map, removed) {
	return map.pairs.flatMap((pair, index) => {
		if (!removed.has(pair)) return [];
		return [{
			...map.flow ? flowRange(map, index, removed) : blockRange(text, map, index, removed),
			text: "",
			rank: -1
		}];
	});
}
function flowRange(map, index, removed) {
	const pair = map.pairs[index];
	const next = map.pairs[index + 1];
	if (next) return {
		start: pair.keyStart,
		end: next.keyStart
	};
	const before = map.pairs.slice(0, index).findLast((each) => !removed.has(each));
	const end = Math.max(pair.value.end, pair.keyEnd);
	return {
		start: before ? Math.max(before.value.end, before.keyEnd) : pair.keyStart,
		end
	};
}
function blockRange(text, map, index, removed) {
	const pair = map.pairs[index];
	const lineStart = text.lastIndexOf("\n", pair.keyStart - 1) + 1;
	if (text.slice(lineStart, pair.keyStart).trim() !== "" && index === 0) {
		const next = map.pairs.find((each) => !removed.has(each));
		return {
			start: pair.keyStart,
			end: next ? next.keyStart : lineEnd(text, pair.value.end)
		};
	}
	const stop = lineEnd(text, Math.max(pair.value.end, colonEnd(text, pair)));
	if (stop < text.length) return {
		start: lineStart,
		end: text.indexOf("\n", stop) + 1
	};
	return {
		start: lineStart === 0 ? 0 : text[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1,
		end: stop
	};
}

// src/milestone/plan/edit-plan.ts
/** Opens a text for many edits, which are all made on one reading of it. @throws when it is no YAML map */
function openPlanText(text) {
	const yaml = readYaml(text);
	if (!yaml.ok) {
		const findings = new Findings({
			file: "milestone file",
			text
		});
		findings.yamlProblems(yaml.problems);
		throw new Error(`the text to edit cannot be read: ${findings.errors.map(diagnosticLine).join("; ")}`);
	}
	if (yaml.root.kind !== "map") throw new Error("the text to edit is no map");
	return new PlanText(text, yaml.root);
}
/**
* A YAML text and the changes wanted of it. The tree read at first stays as it is; changes are kept beside it and
* made when the text is asked for, so that any number of edits costs one reading.
*/
var PlanText = class {
	#original;
	#root;
	#layout;
	#replaced = /* @__PURE__ */ new Map();
	#added = /* @__PURE__ */ new Map();
	#removed = /* @__PURE__ */ new Map();
	#text;
	/** Use `openPlanText`. */
	constructor(text, root) {
		this.#original = text;
		this.#root = root;
		this.#layout = layoutOf(text, root);
		this.#text = text;
	}
	/** Sets what stands at a path; undefined takes it away. Maps on the way are made. */
	set(path, value) {
		if (path.length === 0) throw new Error("the whole file cannot be set");
		this.#text = null;
		let node = this.#root;
		let holder = null;
		for (let i = 0; i < path.length; i++) {
			const step = path[i];
			const rest = path.slice(i + 1);
			const replaced = this.#replaced.get(node);
			if (replaced) {
				const data = withValue(replaced.data, path.slice(i), value);
				this.#replaced.set(node, {
					holder: replaced.holder,
					data
				});
				return;
			}
			if (typeof step === "number") {
				const item = node.kind === "seq" ? node.items[step] : void 0;
				if (node.kind !== "seq" || !item) throw new Error(`nothing stands at ${path.slice(0, i + 1).join(".")}`);
				holder = {
					kind: "item",
					seq: node
				};
				node = item;
			} else {
				if (node.kind === "seq") throw new Error(`a list stands at ${path.slice(0, i).join(".")}`);
				const pair = node.kind === "map" ? this.#standing(node, step) : void 0;
				if (node.kind === "scalar" || !pair) {
					if (value !== void 0 || this.#added.get(node)?.has(step)) this.#addTo(node, holder, {
						step,
						rest,
						value
					});
					return;
				}
				if (rest.length === 0 && value === void 0) {
					this.#remove(node, pair, holder);
					return;
				}
				holder = {
					kind: "pair",
					map: node,
					pair
				};
				node = pair.value;
			}
		}
		if (value === void 0) throw new Error("items of a list cannot be taken away one by one");
		if (holder) this.#setNode(node, holder, value);
	}
	/** The text with every change so far. */
	text() {
		if (this.#text !== null) return this.#text;
		const file = {
			text: this.#original,
			layout: this.#layout
		};
		const splices = [];
		for (const [node, { holder, data }] of this.#replaced) splices.push(...replaceValue(file, node, holder, data));
		for (const [map, removed] of this.#removed) splices.push(...removePairs(file, map, removed));
		for (const [map, added] of this.#added) for (const [anchor, pairs] of this.#anchored(map, added)) splices.push(addPairs(file, map, {
			anchor,
			end: this.#endOf(anchor)
		}, pairs));
		this.#text = spliced(this.#original, splices);
		return this.#text;
	}
	#standing(map, key) {
		const pair = pairOf(map, key);
		return pair && !this.#removed.get(map)?.has(pair) ? pair : void 0;
	}
	#addTo(node, holder, { step, rest, value }) {
		if (node.kind !== "map" || node.pairs.length === 0 && holder) {
			if (holder) this.#replaced.set(node, {
				holder,
				data: withValue({}, [step, ...rest], value)
			});
			return;
		}
		const pair = pairOf(node, step);
		if (pair && rest.length === 0 && value !== void 0) {
			this.#restore(node, pair);
			this.#setNode(pair.value, {
				kind: "pair",
				map: node,
				pair
			}, value);
			return;
		}
		if (pair) {
			this.#restore(node, pair);
			this.#forget(pair.value);
			const data = withValue({}, rest, value);
			this.#setNode(pair.value, {
				kind: "pair",
				map: node,
				pair
			}, data);
			return;
		}
		const added = this.#added.get(node) ?? /* @__PURE__ */ new Map();
		const data = rest.length === 0 ? value : withValue(added.get(step) ?? {}, rest, value);
		if (data === void 0) added.delete(step);
		else added.set(step, data);
		this.#added.set(node, added);
	}
	#restore(map, pair) {
		this.#removed.get(map)?.delete(pair);
	}
	#remove(map, pair, holder) {
		const removed = this.#removed.get(map) ?? /* @__PURE__ */ new Set();
		removed.add(pair);
		this.#removed.set(map, removed);
		this.#forget(pair.value);
		if (removed.size < map.pairs.length) return;
		if (!holder) throw new Error("the last key of the file cannot be taken away");
		const data = Object.fromEntries(this.#added.get(map) ?? []);
		this.#forget(map);
		this.#replaced.set(map, {
			holder,
			data
		});
	}
	#setNode(node, holder, data) {
		if (sameData(node, data)) {
			this.#forget(node);
			return;
		}
		if (!(!this.#replaced.has(node) && node.kind === "map" && node.pairs.length > 0) || !isCollection(data) || Array.isArray(data)) {
			this.#forget(node);
			this.#replaced.set(node, {
				holder,
				data
			});
			return;
		}
		const wanted = data;
		if (node.pairs.filter((pair) => wanted[pair.key] !== void 0).length === 0) {
			this.#forget(node);
			this.#replaced.set(node, {
				holder,
				data
			});
			return;
		}
		this.#added.delete(node);
		for (const pair of node.pairs) {
			const value = wanted[pair.key];
			this.#restore(node, pair);
			if (value === void 0) this.#remove(node, pair, holder);
			else this.#setNode(pair.value, {
				kind: "pair",
				map: node,
				pair
			}, value);
		}
		for (const [key, value] of Object.entries(wanted)) {
			if (pairOf(node, key)) continue;
			if (value !== void 0) this.#addTo(node, holder, {
				step: key,
				rest: [],
				value
			});
		}
	}
	/** Drops the changes wanted of a node and of all below it. */
	#forget(node) {
		this.#replaced.delete(node);
		if (node.kind === "map") {
			this.#added.delete(node);
			this.#removed.delete(node);
			for (const pair of node.pairs) this.#forget(pair.value);
		} else if (node.kind === "seq") for (const item of node.items) this.#forget(item);
	}
	/** Where a pair ends once everything is taken away that is to go: what is added behind it must not go with that. */
	#endOf(pair) {
		let end = Math.max(pair.value.end, pair.keyEnd);
		let node = pair.value;
		while (node && node.kind !== "scalar" && !node.flow && !this.#replaced.has(node)) {
			if (node.kind === "seq") {
				node = node.items.at(-1);
				continue;
			}
			const removed = this.#removed.get(node);
			const last = node.pairs.findLast((each) => !removed?.has(each));
			if (last && last !== node.pairs.at(-1)) end = Math.max(last.value.end, last.keyEnd);
			node = last?.value;
		}
		return end;
	}
	/** New pairs by the pair behind which they are written. */
	#anchored(map, added) {
		const removed = this.#removed.get(map);
		const staying = map.pairs.filter((pair) => !removed?.has(pair));
		const last = staying.at(-1);
		const head = staying[endOfHead(staying)] ?? last;
		const groups = /* @__PURE__ */ new Map();
		for (const [key, data] of added) {
			const anchor = !map.flow && isHeadKey(key) && !isCollection(data) ? head : last;
			if (!anchor) throw new Error("a map without pairs is replaced, not added to");
			const group = groups.get(anchor) ?? /* @__PURE__ */ new Map();
			group.set(key, data);
			groups.set(anchor, group);
		}
		return groups;
	}
};
/** Status and times are for a reader of the file's head: they go behind these keys rather than to the end. */
const HEAD = /* @__PURE__ */ new Set([
	"id",
	"title",
	"name",
	"description",
	"status"
]);
/** Times of earlier runs belong to the head: what follows them does so whether it is written with them or later. */
function endOfHead(pairs) {
	let end = pairs.findLastIndex(({ key, value }) => HEAD.has(key) && value.kind === "scalar");
	const isTime = (pair) => pair?.key.endsWith("_at") && pair.value.kind === "scalar";
	while (end >= 0 && isTime(pairs[end + 1])) end++;
	return end;
}
const isHeadKey = (key) => key === "status" || key.endsWith("_at");
/** The data with a value set deep in it; maps on the way are made. */
function withValue(data, path, value) {
	const [step, ...rest] = path;
	if (step === void 0) return value ?? null;
	if (Array.isArray(data)) {
		if (typeof step !== "number") throw new Error(`a list has no key ${step}`);
		return data.map((item, index) => index === step ? withValue(item, rest, value) : item);
	}
	const map = isCollection(data) ? data : {};
	const next = { ...map };
	if (rest.length > 0) next[step] = withValue(map[step] ?? {}, rest, value);
	else if (value === void 0) delete next[step];
	else next[step] = value;
	return next;
}
function sameData(node, data) {
	if (node.kind === "scalar") return node.value === data || Object.is(node.value, data);
	if (!isCollection(data)) return false;
	return JSON.stringify(toData(node)) === JSON.stringify(data);
}

// src/milestone/session/documents.ts
/** The session file's status has no words for a run that another one overtook, nor for a postponed milestone. */
const SESSION_FILE_STATUS = {
	active: "active",
	interrupted: "interrupted",
	paused: "paused",
	waiting_approval: "waiting_approval",
	blocked: "blocked",
	completed: "completed",
	cancelled: "cancelled",
	postponed: "paused",
	suspended: "paused"
};
/** The text of `sessions/<session>.yaml`: the state as people and other tools read it. */
function sessionYaml(state, options) {
	const session = state.session;
	const tasks = [...state.tasks.values()];
	const active = tasks.flatMap((t) => [...t.phases.values()]).filter((p) => p.running).length;
	return (0, import_dist.stringify)({
		session: {
			id: session.id,
			milestone_id: state.milestone,
			status: SESSION_FILE_STATUS[session.status],
			started_at: session.startedAt,
			saved_at: options.savedAt,
			save_reason: options.reason,
			resumed_at: session.resumedAt,
			run: options.lease
		},
		context: isOnBranch(state) ? {
			git_branch: branchName(state.milestone),
			git_commit: options.commit
		} : {
			git_branch: null,
			git_commit: null
		},
		execution_state: {
			active_agents: active,
			current_tasks: tasks.filter((t) => t.status === "in_progress").map((t) => t.id),
			completed_tasks: tasks.filter((t) => t.status === "completed").map((t) => t.id),
			failed_tasks: tasks.filter((t) => t.status === "blocked").map((t) => t.id),
			progress_percentage: progressOf(state).percentage
		},
		resume_points: {
			next_tasks: readyTasks(state, options.plan),
			pending_commits: options.pending,
			uncommitted_changes: active > 0
		}
	});
}
/** What a session that is resumed can go on with at once: tasks that wait for no other task and for no person. */
function readyTasks(state, plan) {
	if (state.status === "completed" || state.status === "cancelled") return [];
	const isReached = (id) => {
		const task = state.tasks.get(id);
		return task !== void 0 && isDone(task);
	};
	return plan.filter((task) => {
		return task.dependencies.every(isReached) && GOES_ON.includes(nextStep(task, state).kind);
	}).map((task) => task.id);
}
/** Next steps that need nobody's decision: asking for an approval is the engine's own. */
const GOES_ON = [
	"run",
	"complete",
	"ask"
];
/** The text of `agents/state.json`: what each role and slot is doing. */
function agentsJson(state, roles) {
	const { slots, ...rest } = roles;
	const document = {
		session_id: state.session.id,
		milestone_id: state.milestone,
		agents: {
			...rest,
			task_executor: {
				...rest.task_executor,
				slots
			}
		},
		started_at: state.session.startedAt,
		coordination_mode: state.session.strategy
	};
	return JSON.stringify(document, null, 2) + "\n";
}
/** The record of one gate under `approvals/`: what was asked, of whom, and what was decided. */
function approvalYaml(milestone, approval) {
	const status = approval.status === "open" ? "pending" : approval.status;
	return (0, import_dist.stringify)({
		approval_request: {
			id: approval.request,
			milestone_id: milestone,
			task_id: approval.task,
			transition: approval.transition,
			requested_at: approval.requestedAt,
			status: status === "granted" ? "approved" : status
		},
		approvers: approval.approvers,
		min_approvals: approval.min_approvals,
		approval_criteria: approval.criteria,
		phase_deliverables: approval.deliverables.map((d) => ({
			path: d.path,
			blob: d.blob
		})),
		...approval.missing.length ? { missing_deliverables: approval.missing } : {},
		decisions: approval.decisions.map((d) => ({
			verdict: d.verdict,
			who: d.by.login,
			id: d.by.id,
			[d.by.source === "comment" ? "comment_id" : "review_id"]: d.ref,
			commit: d.commit,
			permission: d.permission,
			when: d.at,
			source: d.by.source,
			...d.feedback.length ? { feedback: d.feedback } : {}
		}))
	});
}
/** What the milestone file should say of the state. Only keys that the engine owns are named. */
function planEdits(state, places, savedAt) {
	const progress = progressOf(state);
	const at = (name, ...below) => [...places.key(name), ...below];
	const edits = [
		{
			path: at("status"),
			value: state.status
		},
		{
			path: at("execution", "started_at"),
			value: state.activatedAt
		},
		{
			path: at("execution", "session_id"),
			value: state.session?.id ?? null
		}
	];
	if (state.endedAt && state.status === "completed") edits.push({
		path: at("execution", "completed_at"),
		value: state.endedAt
	});
	edits.push({
		path: at("progress", "percentage"),
		value: progress.percentage
	}, {
		path: at("progress", "tasks_completed"),
		value: progress.tasksCompleted
	}, {
		path: at("progress", "tasks_total"),
		value: progress.tasksTotal
	}, {
		path: at("progress", "last_update"),
		value: savedAt
	});
	for (const phase of PHASES) edits.push({
		path: at("kiro_progress", "phase_averages", phase),
		value: progress.phaseAverages?.[phase] ?? 0
	});
	edits.push({
		path: at("kiro_progress", "kiro_task_count"),
		value: progress.workflowTasks
	}, {
		path: at("kiro_progress", "last_calculated"),
		value: savedAt
	});
	edits.push({
		path: at("blockers"),
		value: openBlockers(state)
	});
	for (const plan of places.tasks) {
		const task = state.tasks.get(plan.id);
		if (task) edits.push(...taskEdits(task, plan, places.task(plan.id)));
	}
	return edits;
}
function openBlockers(state) {
	if (state.blockers.size === 0) return void 0;
	return [...state.blockers.values()].map((b) => ({
		id: b.id,
		type: b.type,
		...b.task ? { task: b.task } : {},
		...b.phase ? { phase: b.phase } : {},
		level: b.level
	}));
}
function taskEdits(task, plan, at) {
	const edits = [{
		path: [...at, "status"],
		value: task.status
	}];
	if (task.startedAt) edits.push({
		path: [...at, "started_at"],
		value: task.startedAt
	});
	if (task.workflow && (plan.migrated || task.status !== "pending")) edits.push(...workflowEdits(task, plan, [...at, "kiro_workflow"]));
	if (task.completedAt !== null || task.status !== "completed") edits.push({
		path: [...at, "completed_at"],
		value: task.completedAt ?? void 0
	});
	return edits;
}
function workflowEdits(task, plan, at) {
	const current = PHASES.find((p) => !isFinished(task.phases.get(p)?.status ?? "pending")) ?? "execute";
	const edits = [{
		path: [...at, "enabled"],
		value: true
	}, {
		path: [...at, "current_phase"],
		value: current
	}];
	for (const [phase, { status, attempt }] of task.phases) {
		const planned = plan.phases.find((p) => p.phase === phase)?.status ?? "pending";
		if (plan.migrated || attempt > 0 || planned !== "pending" || status !== "pending") edits.push({
			path: [
				...at,
				"phases",
				phase,
				"status"
			],
			value: status
		});
	}
	return edits;
}

// src/milestone/session/role-log.ts
/** The role's own log that a kind of event goes to beside the execution log. */
const ROLE_LOG_OF = {
	session_started: "execution",
	session_resumed: "execution",
	session_interrupted: "execution",
	session_paused: "execution",
	session_suspended: "execution",
	session_ended: "execution",
	lease_released: "execution",
	milestone_activated: "execution",
	milestone_completed: "execution",
	milestone_postponed: "execution",
	milestone_cancelled: "execution",
	milestone_archived: "execution",
	command_accepted: "execution",
	task_started: "execution",
	task_completed: "execution",
	task_skipped: "execution",
	phase_started: "execution",
	phase_completed: "execution",
	phase_failed: "execution",
	phase_interrupted: "execution",
	phase_reopened: "execution",
	retry_scheduled: "execution",
	approval_requested: "execution",
	approval_granted: "execution",
	approval_rejected: "execution",
	approval_voided: "execution",
	quality_gate_passed: "progress",
	quality_gate_failed: "progress",
	tests_run: "progress",
	progress_updated: "progress",
	strategy_adjusted: "progress",
	budget_raised: "progress",
	dependencies_validated: "dependencies",
	dependencies_forced: "dependencies",
	dependents_notified: "dependencies",
	plan_changed: "dependencies",
	blocker_detected: "blockers",
	blocker_escalated: "blockers",
	blocker_resolved: "blockers",
	warning_raised: "blockers",
	checkpoint_committed: "git",
	commit_created: "git",
	branch_pushed: "git",
	base_merged: "git",
	person_commits_merged: "git"
};

// src/engine/log-writer.ts
/** Most bytes in one log segment: small blobs keep each commit small (research: 16–64 KiB). */
const SEGMENT_BYTES = 32768;
/** A log in numbered segments; tells which files changed since they were last taken. */
var LogWriter = class {
	#path;
	#segment;
	#text;
	#dirty = /* @__PURE__ */ new Map();
	/** @param restored files to write with the first ones, whatever is added */
	constructor(path, last, restored = []) {
		this.#path = path;
		this.#segment = last?.segment ?? 1;
		this.#text = last?.text ?? "";
		for (const { file, text } of restored) this.#dirty.set(file, text);
	}
	/** A log that holds nothing yet is written all the same: whoever reads by role finds a file for each. */
	begin() {
		if (this.#text === "") this.#dirty.set(this.#path(this.#segment), "");
	}
	add(line) {
		if (this.#text !== "" && this.#text.length + line.length + 1 > SEGMENT_BYTES) {
			this.#segment += 1;
			this.#text = "";
		}
		this.#text += line + "\n";
		this.#dirty.set(this.#path(this.#segment), this.#text);
	}
	/** Files to write, each with its whole text; empty when nothing was added since `saved`. */
	dirty() {
		return new Map(this.#dirty);
	}
	/** What `dirty` gave is durable now; what was added meanwhile stays to be written. */
	saved(written) {
		for (const [path, text] of written) if (this.#dirty.get(path) === text) this.#dirty.delete(path);
	}
};

// src/engine/derived-files.ts
/** Session, milestone file and role logs are written at most this often between boundaries (ms) … */
const EVERY_MS = 250;
/** … and never for more than about this share of the time: a file of thousands of tasks takes long to write. */
const SHARE = 1 / 25;
/** Session, agents' state and milestone file. */
const FILES = 3;
/**
* What is written for people from what the log says: session, agents' state, role logs, approval records and the state
* within the milestone file. Any run makes them anew, so not every commit has to hold them.
*/
var DerivedFiles = class {
	#state;
	#roles;
	#roleLogs = /* @__PURE__ */ new Map();
	#approvals = /* @__PURE__ */ new Set();
	#plan;
	#moved = null;
	#writtenAt = 0;
	/** ms that the last writing took. */
	#cost = 0;
	#commit = null;
	constructor(options) {
		this.#state = options.state;
		this.#roles = options.roles;
		this.#plan = {
			...options.plan,
			text: openPlanText(options.plan.text)
		};
	}
	/** The last commit that holds all of them as its log has it. */
	get commit() {
		return this.#commit;
	}
	/** Lines of the session's role logs so far, so that a resumed session goes on in the same files. */
	async openRoleLogs(repository, { tip, session }) {
		const entries = await repository.list(tip, `.milestones/logs/${session}`);
		for (const role of ROLE_LOGS) {
			const numbers = entries.map((e) => new RegExp(`^${role}(?:\\.(\\d{4,}))?\\.jsonl$`).exec(e.name)).flatMap((m) => m ? [m[1] ? Number(m[1]) : 1] : []);
			const segment = Math.max(0, ...numbers);
			const path = (n) => paths.roleLog(session, role, n);
			const bytes = segment > 0 ? await repository.readFile(tip, path(segment)) : null;
			const log = new LogWriter(path, bytes ? {
				segment,
				text: bytes.toString("utf8")
			} : null);
			if (segment === 0) log.begin();
			this.#roleLogs.set(role, log);
		}
	}
	/** Takes in a line of the log. */
	add({ event, data }, line) {
		this.#roleLogs.get(ROLE_LOG_OF[event])?.add(line);
		if (event.startsWith("approval_") && "request" in data) this.#approvals.add(String(data.request));
	}
	/** How many files the next writing would change. */
	get pendingFiles() {
		return [...this.#roleLogs.values()].reduce((sum, log) => sum + log.dirty().size, 0) + this.#approvals.size + FILES;
	}
	get planText() {
		return this.#plan.text.text();
	}
	replacePlan({ text, path, places }) {
		this.#plan = {
			text: openPlanText(text),
			path,
			places
		};
	}
	movePlan(to) {
		this.#moved = { from: this.#plan.path };
		this.#plan.path = to;
	}
	/** Whether enough time has passed since the last writing. */
	isDue(now) {
		return now - this.#writtenAt >= Math.max(EVERY_MS, this.#cost / SHARE);
	}
	/** The records of the approvals of which something was told, which are part of every commit. */
	writeApprovals(changes) {
		for (const id of this.#approvals) {
			const approval = this.#state.approvals.get(id);
			if (!approval?.task || !approval.phase) continue;
			const path = paths.approval(this.#state.milestone, approval.task, approval.phase);
			changes.set(path, Buffer.from(approvalYaml(this.#state.milestone, approval)));
		}
		this.#approvals.clear();
	}
	/**
	* All others. Answers what to note once the changes are in a commit.
	* @param at.tip the newest commit, to which this one is added
	*/
	write(changes, at) {
		const savedAt = new Date(at.now).toISOString();
		this.#writeSession(changes, savedAt, at);
		const written = [...this.#roleLogs.values()].map((writer) => ({
			writer,
			lines: writer.dirty()
		}));
		for (const { lines } of written) for (const [path, text] of lines) changes.set(path, Buffer.from(text));
		const moved = this.#moved;
		if (moved) changes.set(moved.from, null);
		const path = this.#writePlan(changes, savedAt);
		return (done) => {
			for (const { writer, lines } of written) writer.saved(lines);
			if (this.#moved === moved) this.#moved = null;
			this.#plan.path = path;
			this.#commit = done.commit;
			this.#writtenAt = at.now;
			this.#cost = done.at - at.now;
		};
	}
	#writeSession(changes, savedAt, { session, tip, reason }) {
		const state = this.#state;
		if (!state.session) return;
		const plan = this.#plan.places.tasks;
		const text = sessionYaml(state, {
			plan,
			savedAt,
			reason,
			commit: tip,
			lease: state.lease,
			pending: 0
		});
		changes.set(paths.session(session), Buffer.from(text));
		changes.set(paths.agents(session), Buffer.from(agentsJson(state, this.#roles.snapshot())));
	}
	/** `current.txt` names the milestone while it runs; a finished one moves to `completed/`. Answers the file's place. */
	#writePlan(changes, savedAt) {
		const { text, path, places } = this.#plan;
		const { milestone, status } = this.#state;
		for (const edit of planEdits(this.#state, places, savedAt)) text.set(edit.path, edit.value);
		const running = status !== "completed" && status !== "cancelled" && status !== "postponed";
		changes.set(paths.current, running ? Buffer.from(milestone + "\n") : null);
		const done = status === "completed" && path === paths.milestone(milestone);
		const place = done ? paths.milestone(milestone, "completed") : path;
		if (done) changes.set(path, null);
		changes.set(place, Buffer.from(text.text()));
		return place;
	}
};

// src/engine/write-queue.ts
/** Tries of one write before its fault counts, and the wait before the next one (ms): a disk may be full for a moment. */
const TRIES = 3;
const WAIT_MS = 300;
/** Writes one after the other, in order of call. What fails for good ends it: every later turn fails the same way. */
var WriteQueue = class {
	#clock;
	#last = Promise.resolve();
	/** Why nothing may be written any more: what is in memory is ahead of what the branch will ever hold. */
	#broken = null;
	constructor(clock) {
		this.#clock = clock;
	}
	inTurn(work) {
		const run = this.#last.then(() => {
			if (this.#broken) throw this.#broken;
			return work();
		});
		this.#last = run.catch(() => void 0);
		return run;
	}
	/** One write of the turn, tried again where the machine was at fault. */
	async persistently(write) {
		for (let tries = 1;; tries++) {
			try {
				return await write();
			} catch (error) {
				if (error instanceof Fenced || error instanceof Refusal || tries >= TRIES) {
					this.#broken = error;
					throw error;
				}
			}
			await new Promise((resolve) => this.#clock.after(WAIT_MS * tries, resolve));
		}
	}
};

// src/engine/journal.ts
/**
* The only writer of a milestone's branch. Events are recorded in memory, and become true together with the files
* of one commit; whatever was not committed when the process dies never happened.
*/
var Journal = class {
	milestone;
	state;
	/** Attempts, waits and latest events, kept for the dashboards. */
	history;
	/** Whom the log says to have been told of the milestone. */
	dependants = [];
	/** Told of every event right after it was folded. */
	onEvent = () => void 0;
	tip;
	session;
	#ports;
	#head;
	#log;
	#pending = 0;
	#unsaved = [];
	#derived;
	#author;
	#included = /* @__PURE__ */ new Map();
	/** What the local branch must still be when the next commit moves it; null: not there. */
	#expected;
	/** Commits made by this run. */
	#made = 0;
	#committedAt;
	#writes;
	#turn = Promise.resolve();
	#shown;
	constructor(ports, options) {
		const { history, plan, roles } = options;
		this.#ports = ports;
		this.milestone = history.state.milestone;
		this.state = history.state;
		this.tip = history.commit;
		this.session = options.session;
		this.#head = history.head;
		this.#log = new LogWriter((n) => paths.log(this.milestone, n), history.last, history.restored);
		this.#derived = new DerivedFiles({
			state: this.state,
			plan,
			roles
		});
		this.#writes = new WriteQueue(ports.clock);
		this.#author = options.author;
		this.#expected = options.local;
		this.#committedAt = ports.clock.now();
		const progress = progressOf(this.state);
		this.#shown = {
			percentage: this.state.percentage,
			completed: progress.tasksCompleted,
			total: progress.tasksTotal
		};
		this.history = historyOf(history.events);
		for (const event of history.events) if (event.event === "dependents_notified") this.dependants.push(event.data);
	}
	/** Lines of the session's role logs so far, so that a resumed session goes on in the same files. */
	openRoleLogs() {
		return this.#derived.openRoleLogs(this.#ports.repository, this);
	}
	/** Events recorded since the last commit. */
	get pending() {
		return this.#pending;
	}
	/** Files that a checkpoint now would change: logs, approval records, and with them session, agents and milestone file. */
	get pendingFiles() {
		if (this.#pending === 0) return 0;
		return this.#log.dirty().size + this.#derived.pendingFiles;
	}
	/** The newest commit as others may know it; null where the checkout itself is worked on. */
	get commitName() {
		return isOnBranch(this.state) ? this.tip : null;
	}
	/** Events that no commit holds yet. */
	get unsaved() {
		return this.#unsaved;
	}
	get committedAt() {
		return this.#committedAt;
	}
	record(given) {
		const event = {
			...given,
			data: this.#ports.mask(given.data)
		};
		const stamp = {
			milestone: this.milestone,
			session: this.session,
			now: this.#ports.clock.now()
		};
		const appended = appendEvent(this.#head, event, stamp);
		applyEvent(this.state, appended.event);
		this.#head = appended.head;
		this.#log.add(appended.line);
		this.#derived.add(appended.event, appended.line);
		this.#pending += 1;
		this.#unsaved.push(appended.event);
		if (event.event === "dependents_notified") this.dependants.push(event.data);
		addToHistory(this.history, appended.event);
		this.onEvent(appended.event);
		this.#ports.narrator.event(appended.event, this.state);
	}
	/** Records `progress_updated` when what it says has changed. */
	recordProgress() {
		const now = {
			percentage: milestonePercentage(this.state),
			completed: completedTasks(this.state),
			total: this.state.tasks.size
		};
		const before = this.#shown;
		if (now.percentage === before.percentage && now.completed === before.completed && now.total === before.total) return;
		this.#shown = now;
		this.record({
			event: "progress_updated",
			agent: "progress_monitor",
			data: {
				percentage: now.percentage,
				completed_tasks: now.completed,
				total_tasks: now.total
			}
		});
	}
	/** The file that the next commits edit: a person's change on the branch is taken in here. */
	replacePlan(plan) {
		this.#derived.replacePlan(plan);
	}
	/** The next commit holds this file as well. */
	include(path, content) {
		this.#included.set(path, content);
	}
	/** The next commit finds the milestone file at another place. */
	movePlan(to) {
		this.#derived.movePlan(to);
	}
	get planText() {
		return this.#derived.planText;
	}
	/**
	* One commit holding the transaction's files and every event recorded so far. One at a time, in order of call.
	* @throws Fenced when the branch no longer is what this run left; the fault of the machine when nothing could be
	* written. Both are final: every later commit fails the same way, and the next run goes on from the last commit.
	*/
	commit(transaction) {
		return this.#writes.inTurn(async () => {
			await this.#commit(transaction);
			return this.#moveRef();
		});
	}
	/**
	* As `commit`, but in memory: the branch follows with the next `settle` or `commit`. Phases that end together share
	* the syncs of the disk in this way, which cost more than all the rest of a commit. @throws as `commit`
	*/
	add(transaction) {
		return this.#writes.inTurn(() => this.#commit(transaction));
	}
	/** Whether the branch is at the newest commit. */
	get settled() {
		return this.tip === this.#expected;
	}
	/** Brings the branch to what was added. Answers where it stands. @throws as `commit` */
	settle() {
		return this.#writes.inTurn(() => this.#moveRef());
	}
	/**
	* As `settle`, with a commit more where session, milestone file and agents' state are behind. Answers also how many
	* commits this run has made up to there. @throws as `commit`
	*/
	settleDerived() {
		return this.#writes.inTurn(async () => {
			if (!this.derivedAtTip) await this.#commit({
				subject: "checkpoint",
				derived: true,
				saveReason: "push"
			});
			return {
				tip: await this.#moveRef(),
				made: this.#made
			};
		});
	}
	async #commit(transaction) {
		transaction.events?.();
		const now = this.#ports.clock.now();
		const changes = new Map([...this.#included, ...transaction.changes ?? []]);
		this.#included.clear();
		const lines = this.#log.dirty();
		for (const [path, text] of lines) changes.set(path, Buffer.from(text));
		this.#derived.writeApprovals(changes);
		const isFull = transaction.derived || this.#derived.isDue(now);
		const { session, tip } = this;
		const at = {
			now,
			session,
			tip,
			reason: transaction.saveReason
		};
		const settle = isFull ? this.#derived.write(changes, at) : null;
		const pending = this.#pending;
		const request = {
			parents: transaction.joins ? [tip, transaction.joins] : [tip],
			base: tip,
			changes,
			message: commitMessage(this, transaction.subject, transaction.trailers),
			author: this.#author,
			at: now
		};
		const oid = await this.#writes.persistently(() => this.#ports.repository.commit(request));
		this.tip = oid;
		this.#made += 1;
		this.#log.saved(lines);
		this.#unsaved.splice(0, pending);
		this.#pending -= pending;
		settle?.({
			commit: oid,
			at: this.#ports.clock.now()
		});
		this.#committedAt = now;
		this.#tellCommit(oid, transaction, changes.size);
		return oid;
	}
	/** A commit cannot hold its own id, so the event stands in the next one. */
	#tellCommit(commit, { subject, saveReason }, files) {
		if (this.commitName === null) return;
		const agent = "git_integration";
		if (subject === "checkpoint") this.record({
			event: "checkpoint_committed",
			agent,
			data: {
				reason: saveReason,
				files
			}
		});
		else this.record({
			event: "commit_created",
			agent,
			data: {
				commit,
				subject: commitSubject(this.milestone, subject)
			}
		});
	}
	/** Landing work and joining a person's commits exclude each other: both are computed against one tip. */
	exclusively(work) {
		const run = this.#turn.then(work);
		this.#turn = run.catch(() => void 0);
		return run;
	}
	/** Whether the tip's session, milestone file and agents' state say what its log says. */
	get derivedAtTip() {
		return this.#derived.commit === this.tip;
	}
	/** Moves the branch to the newest commit, by compare-and-swap on what this run left there. */
	async #moveRef() {
		const to = this.tip;
		const move = {
			milestone: this.milestone,
			from: this.#expected,
			to
		};
		if (to !== move.from) await this.#writes.persistently(() => moveBranch(this.#ports.repository, move));
		this.#expected = to;
		return to;
	}
};

// src/engine/cut-log.ts
/** Commits of people looked through for the engine's last one before them. */
const PEOPLE_LIMIT = 500;
/**
* The history with what a person's commit cut off its end. A log that lost its last lines is a whole chain all the
* same, and would have finished work done again; the engine's last commit on the branch still has them.
*/
async function wholeHistory(repository, milestone, history) {
	const commit = await enginesLast(repository, milestone, history.commit);
	if (commit === null || commit === history.commit) return {
		ok: true,
		history
	};
	const before = await loadHistory(repository, milestone, commit);
	if (!before.ok || isPrefix(before.history, history)) return {
		ok: true,
		history
	};
	if (history.head.seq === 0 || !isPrefix(history, before.history)) return {
		ok: false,
		commit
	};
	const now = await readSegments(repository, milestone, history.commit);
	const restored = (await readSegments(repository, milestone, commit)).filter(({ text }, at) => now[at]?.text !== text);
	return {
		ok: true,
		history: {
			...before.history,
			commit: history.commit,
			restored
		}
	};
}
/** The newest commit up to `tip` that an engine made; null where there is none. */
async function enginesLast(repository, milestone, tip) {
	const [newest] = await repository.log({
		to: tip,
		limit: 1
	});
	if (!newest || isEngines(newest, milestone)) return newest?.oid ?? null;
	return (await repository.log({
		to: tip,
		limit: PEOPLE_LIMIT
	})).find((c) => isEngines(c, milestone))?.oid ?? null;
}
function isEngines({ body }, milestone) {
	const lines = body.split("\n");
	return lines.includes(`Milestone: ${milestone}`) && lines.some((l) => l.startsWith("Session: "));
}

// src/engine/locate.ts
/** Commits looked through for the last one that the remote has; a run pushes at the latest every 30 s. */
const UNPUSHED_LIMIT = 500;
/**
* Finds the branch's newest true state: the remote's, or this clone's where it is ahead (a run was killed before its
* push). Where another run wrote to the remote meanwhile, what this clone never pushed is given up; where only a person
* did, it is kept, and their commits are merged with the next push.
*/
async function locateBranch(ports, milestone) {
	const { repository, remote } = ports;
	const ref = branchRef(milestone);
	const local = await repository.resolve(ref);
	const fetched = remote ? await remote.fetch(ref) : {
		ok: true,
		oid: null
	};
	if (!fetched.ok) return fetched;
	const theirs = fetched.oid;
	const at = async (tip, more = {}) => {
		return {
			tip,
			history: tip === null ? null : await readHistory(ports, milestone, { commit: tip }),
			local,
			seen: theirs,
			abandoned: null,
			...more
		};
	};
	if (theirs === null) return at(local);
	if (local === null || local === theirs || await repository.isAncestor(local, theirs)) return at(theirs);
	if (await repository.isAncestor(theirs, local)) return at(local);
	const [ours, there] = [await readHistory(ports, milestone, { commit: local }), await readHistory(ports, milestone, { commit: theirs })];
	const shared = isPrefix(there, ours) ? await lastShared(ports, local, theirs) : null;
	if (shared !== null) return {
		tip: local,
		history: ours,
		local,
		seen: shared,
		abandoned: null
	};
	return {
		tip: theirs,
		history: there,
		local,
		seen: theirs,
		abandoned: local
	};
}
/** The newest of this clone's commits that the remote's branch contains. */
async function lastShared(ports, local, theirs) {
	for (const { oid } of await ports.repository.log({
		to: local,
		limit: UNPUSHED_LIMIT
	})) if (await ports.repository.isAncestor(oid, theirs)) return oid;
	return null;
}
/** Keeps commits that lost under a name of their own, so that nothing of them is ever collected as garbage. */
async function keepAbandoned(ports, milestone, located) {
	const { abandoned } = located;
	if (abandoned === null) return;
	const ref = `refs/milestone/${milestone}/abandoned-${abandoned.slice(0, 12)}`;
	await ports.repository.swapRef(ref, null, abandoned);
	ports.narrator.note("basic", `another run went on from the remote; what this clone had not pushed is kept as ${ref}`);
}
/**
* The milestone's history at a commit of `place`, its own branch if not said.
* @throws Refusal when the log was tampered with or is of a newer version
*/
async function readHistory(ports, milestone, { commit, place = `the branch ${branchName(milestone)}` }) {
	const reading = await loadHistory(ports.repository, milestone, commit);
	if (!reading.ok) {
		const { file, line, message } = reading.problem;
		refuse(`${file}:${line} on ${place}: ${message}`, "restore the file from the commit before it was changed (git log shows who changed it)");
	}
	const whole = await wholeHistory(ports.repository, milestone, reading.history);
	if (whole.ok) return whole.history;
	const good = whole.commit.slice(0, 10);
	return refuse(`${paths.log(milestone, 1)} on ${place}: the log was removed or replaced since the commit ${good}`, `restore the log's files from ${good} (git log shows who changed them)`);
}

// src/engine/publisher.ts
/**
* Brings the branch to the remote, off the critical path: one push at a time, and whatever was committed meanwhile
* goes with the next. Every push is a compare-and-swap on what the remote was last seen to hold.
*/
var Publisher = class {
	/** Judges a milestone file that a person changed on the branch. */
	readPlan;
	/** Told when the branch was lost, or can or cannot be pushed any more. */
	onChange = () => void 0;
	#ports;
	#journal;
	#seen;
	#pushed;
	#wanted = false;
	#active = null;
	#state = { ok: true };
	/** Ends all pushing: another run owns the branch, or the machine failed. */
	#fault = null;
	/** Commits of this run that the remote holds. */
	#told = 0;
	/** The process is about to end: no try after the one under way. */
	#leaving = false;
	constructor(ports, journal, options) {
		this.#ports = ports;
		this.#journal = journal;
		this.#seen = options.seen;
		this.#pushed = options.seen;
		this.readPlan = options.readPlan;
	}
	get idle() {
		return this.#active === null;
	}
	get state() {
		return this.#state;
	}
	/** The commit that the remote is known to hold. */
	get pushed() {
		return this.#pushed;
	}
	/** @throws Fenced when another run owns the branch; the machine's fault when a push could not be prepared */
	assertOwner() {
		if (this.#fault) throw this.#fault;
	}
	/** Asks for a push of all there is; returns at once. */
	request() {
		if (!this.#ports.remote || this.#fault) return;
		this.#wanted = true;
		this.#active ??= this.#drain().finally(() => {
			this.#active = null;
			if (this.#wanted && this.#state.ok) this.request();
		});
	}
	/**
	* Pushes all there is and waits for it, for `patienceMs` at most; after that nothing more is pushed, and what is
	* under way ends with the machine. @throws as `assertOwner`
	*/
	async flush(patienceMs) {
		if (!this.#ports.remote) return { ok: true };
		if (patienceMs === void 0) return this.#pushAll();
		let cancel = () => void 0;
		const late = new Promise((resolve) => {
			cancel = this.#ports.clock.after(patienceMs, () => {
				this.#leaving = true;
				resolve({
					ok: false,
					reason: "timeout",
					message: `the remote took longer than ${patienceMs / 1e3} s`
				});
			});
		});
		try {
			return await Promise.race([this.#pushAll(), late]);
		} finally {
			cancel();
		}
	}
	async #pushAll() {
		await this.#active;
		this.#state = { ok: true };
		while (this.#pushed !== this.#journal.tip && this.#state.ok && !this.#fault && !this.#leaving) {
			this.request();
			await this.#active;
		}
		this.assertOwner();
		return this.#state;
	}
	/** Never rejects: nobody waits for it while agents work. */
	async #drain() {
		while (this.#wanted) {
			this.#wanted = false;
			const before = this.#state;
			try {
				this.#state = await this.#pushTip();
			} catch (error) {
				this.#fault = error instanceof Error ? error : new Error(String(error));
			}
			if (this.#fault || before.ok !== this.#state.ok) this.onChange();
			if (this.#fault || !this.#state.ok) return;
		}
	}
	async #pushTip() {
		const remote = this.#ports.remote;
		const ref = branchRef(this.#journal.milestone);
		for (let attempt = 1;; attempt++) {
			const { tip, made } = await this.#journal.settleDerived();
			if (tip === this.#pushed) return { ok: true };
			const result = await remote.push(ref, tip, this.#seen);
			if (result.ok) {
				this.#seen = this.#pushed = tip;
				const commits = Math.max(1, made - this.#told);
				this.#told = made;
				this.#journal.record({
					event: "branch_pushed",
					agent: "git_integration",
					data: {
						commit: tip,
						commits
					}
				});
				return { ok: true };
			}
			if (result.reason === "stale") {
				const taken = await this.#reconcile(result.actual);
				if (!taken.ok) return taken;
				continue;
			}
			if (!isPassing(result) || attempt >= 4 || this.#leaving) return result;
			await this.#wait(pushWaitMs(attempt));
		}
	}
	/**
	* The remote's branch is not where it was: a newer run fences us, a person's commits are merged, a rewrite is
	* refused, a deleted branch is made again from ours.
	*/
	async #reconcile(actual) {
		const fetched = actual === null ? {
			ok: true,
			oid: null
		} : await this.#fetch();
		if (!fetched.ok) return fetched;
		const theirs = fetched.oid;
		if (theirs === null || await this.#isOwn(theirs)) {
			this.#seen = this.#pushed = theirs;
			return { ok: true };
		}
		const shared = {
			theirs,
			lastShared: this.#pushed
		};
		const taken = await this.#journal.exclusively(() => takeIn(this.#ports, this.#journal, (text, commit) => this.readPlan(text, commit), shared));
		if (!taken.ok) return {
			ok: false,
			reason: "conflict",
			message: taken.message
		};
		this.#seen = this.#pushed = theirs;
		return { ok: true };
	}
	#fetch() {
		return this.#ports.remote.fetch(branchRef(this.#journal.milestone));
	}
	/** A push whose answer was lost got through all the same. An older commit of ours is a person's rewrite instead. */
	async #isOwn(theirs) {
		const { repository } = this.#ports;
		if (!await repository.isAncestor(theirs, this.#journal.tip)) return false;
		return this.#pushed === null || repository.isAncestor(this.#pushed, theirs);
	}
	#wait(ms) {
		return new Promise((resolve) => {
			this.#ports.clock.after(ms, resolve);
		});
	}
};

// src/engine/opening/assemble-run.ts
/** The journal that goes on where the branch stands. What this clone lost against the remote is kept aside. */
async function openJournal(ports, { located, reading, file }, { history, session, roles }) {
	const journal = new Journal(ports, {
		history,
		session,
		plan: {
			text: file.text,
			path: file.path,
			places: placesOf(reading)
		},
		roles,
		author: reading.plan.author ?? ports.repository.author,
		local: located.local
	});
	await journal.openRoleLogs();
	await keepAbandoned(ports, journal.milestone, located);
	for (const { file } of history.restored) ports.narrator.warn(`a commit cut ${file} on the branch; what it took off is put back`);
	return journal;
}
/** The run of these parts, with the publisher that goes on from what clone and remote both have of the branch. */
function assembleRun(parts, { located }) {
	const run = {
		...parts,
		publisher: new Publisher(parts.ports, parts.journal, {
			seen: located.seen,
			readPlan: (text, commit) => readChangedPlan(run, text, commit)
		})
	};
	return run;
}

// src/engine/opening/older-deliverables.ts
/** Phases whose documents somebody goes on with: later phases, or whoever approves them. */
const LEFT = [
	"completed",
	"approved",
	"waiting_approval"
];
/**
* Deliverables of an older tree, `deliverables/<task>/<phase>`, by the path that they have with the milestone's name;
* a warning says so. Where two milestones have a task of that name, it cannot be told whose they are: they are left.
*/
async function olderDeliverables(tree, plan) {
	const found = await documentsOf(tree, plan);
	const taken = found.length > 0 ? await otherOwners(tree, plan.id, new Set(found.map((d) => d.task))) : /* @__PURE__ */ new Map();
	const files = /* @__PURE__ */ new Map();
	const warnings = [];
	for (const { task, phase, files: documents } of found) {
		const folder = paths.deliverables(plan.id, task, phase);
		const older = olderFolder(task, phase);
		const other = taken.get(task);
		const remedy = `move them to ${folder}`;
		if (other === void 0) {
			for (const [path, content] of documents) files.set(`${folder}/${path}`, content);
			warnings.push({
				message: `the deliverables of ${task}/${phase} are read from the older folder ${older}`,
				remedy
			});
		} else {
			const message = `the deliverables in the older folder ${older} are not read: the milestone "${other}" has a task "${task}" as well`;
			warnings.push({
				message,
				remedy: `${remedy} if they are this milestone's`
			});
		}
	}
	return {
		files,
		warnings
	};
}
const olderFolder = (task, phase) => `${ROOT}/deliverables/${task}/${phase}`;
/** What stands in the older tree and not in the one with the milestone's name. */
async function documentsOf(tree, plan) {
	const { repository, commit, beside } = tree;
	const listed = await repository.list(commit, `${ROOT}/deliverables`);
	const there = new Set(listed.map((entry) => entry.name));
	const read = async (path) => await tree.read(path) ?? await beside?.(path) ?? null;
	const found = [];
	for (const task of plan.tasks) {
		if (!there.has(task.id) && !beside) continue;
		for (const phase of task.phases) {
			const files = LEFT.includes(phase.status) ? await filesOf(read, plan.id, task.id, phase) : /* @__PURE__ */ new Map();
			if (files.size > 0) found.push({
				task: task.id,
				phase: phase.phase,
				files
			});
		}
	}
	return found;
}
async function filesOf(read, milestone, task, { phase, deliverables }) {
	const files = /* @__PURE__ */ new Map();
	for (const deliverable of deliverables) {
		if (!("path" in deliverable)) continue;
		const { path } = deliverable;
		if (await read(`${paths.deliverables(milestone, task, phase)}/${path}`)) continue;
		const content = await read(`${olderFolder(task, phase)}/${path}`);
		if (content) files.set(path, content);
	}
	return files;
}
/** For each of the tasks another milestone that has one of the same name. */
async function otherOwners({ repository, commit, read }, milestone, tasks) {
	const owners = /* @__PURE__ */ new Map();
	for (const shelf of [
		"active",
		"completed",
		"archived"
	]) for (const { name } of await repository.list(commit, `${ROOT}/${shelf}`)) {
		const id = name.endsWith(".yaml") ? name.slice(0, -5) : milestone;
		if (id === milestone) continue;
		const path = paths.milestone(id, shelf);
		const text = (await read(path))?.toString("utf8") ?? "";
		if (![...tasks].some((task) => text.includes(task))) continue;
		const reading = await loadPlan(read, {
			text,
			path,
			shelf
		});
		if (!reading.ok) continue;
		for (const { id: task } of reading.plan.tasks) if (tasks.has(task)) owners.set(task, id);
	}
	return owners;
}

// src/engine/opening/earlier-work.ts
/** What an earlier tool left of a milestone that no log of ours tells of. */
async function earlierWork(tree, plan, located) {
	const { files, warnings } = await olderDeliverables(tree, plan);
	const log = await olderLog(tree, plan.id, located);
	return {
		files: new Map([...files, ...log.files]),
		warnings: [
			...log.warnings,
			...warnings,
			...triedAgain(plan)
		]
	};
}
/** Kept under a name of its own: the new log takes its place, which in a checkout nothing else may have kept. */
async function olderLog({ read }, id, { older, history }) {
	const file = older ?? history?.older;
	const content = file ? await read(file) : null;
	if (!file || !content) return {
		files: /* @__PURE__ */ new Map(),
		warnings: []
	};
	const kept = paths.olderLog(id);
	const warning = {
		message: `${file} is an earlier tool's log: its lines cannot be verified, so none counts, and a new log begins in its place`,
		remedy: `read the old one in ${kept}`,
		...older ? {
			file,
			line: 1
		} : {}
	};
	return {
		files: /* @__PURE__ */ new Map([[kept, content]]),
		warnings: [warning]
	};
}
function triedAgain(plan) {
	const ids = blockedBefore(plan);
	if (ids.length === 0) return [];
	return [{
		message: `the milestone file says that something blocked ${ids.slice(0, 5).join(", ") + (ids.length > 5 ? ` and ${ids.length - 5} more` : "")}, which no log tells of: the work is tried again`,
		remedy: "set what must not run to `status: skipped`"
	}];
}

// src/engine/opening/seen-places.ts
/**
* Findings in the branch's copy of a plan, each with the place at which its reader finds it. Annotations and terminals
* point into the checkout, whose copy lacks at least the state that the engine wrote: a finding that the checkout's
* copy gives as well is placed there, any other one names the branch and its line in words.
* @param seen reads the checkout's files
*/
async function asSeen(findings, { id, read, seen }) {
	const differing = await differingFiles(findings, read, seen);
	if (differing.size === 0) return findings.map(complaintOf);
	const twinOf = twins(findings, await findingsOf(id, seen));
	return findings.map((finding) => {
		if (!differing.has(finding.file)) return complaintOf(finding);
		const twin = twinOf(finding);
		return twin ? complaintOf(twin) : onBranch(finding, id);
	});
}
/** The same for what stands against a run, as a terminal shows it: with the line itself, whichever copy it is of. */
async function errorsAsSeen(errors, file, at) {
	return (await asSeen(errors, at)).map((complaint, index) => {
		const error = errors[index];
		const message = complaint.file === error.file && complaint.line === error.line ? error.message : `on ${branchName(at.id)}: ${error.message}`;
		return {
			...complaint,
			rendered: renderedIn(file, {
				...error,
				message
			})
		};
	});
}
async function differingFiles(findings, read, seen) {
	const differing = /* @__PURE__ */ new Set();
	for (const file of new Set(findings.map((finding) => finding.file))) {
		const [here, there] = [await read(file), await seen(file)];
		if (!here || !there || !here.equals(there)) differing.add(file);
	}
	return differing;
}
async function findingsOf(id, read) {
	const file = await findPlanFile(read, id);
	const reading = file && await loadPlan(read, file);
	if (!reading) return [];
	return reading.ok ? reading.warnings : [...reading.errors, ...reading.warnings];
}
/** The same words about the same file are told apart by their order, and by nothing where their numbers differ. */
function twins(ours, theirs) {
	const [own, other] = [grouped(ours), grouped(theirs)];
	return (finding) => {
		const group = own.get(keyOf(finding));
		const twin = other.get(keyOf(finding));
		return twin?.length === group.length ? twin[group.indexOf(finding)] : null;
	};
}
function grouped(findings) {
	const groups = /* @__PURE__ */ new Map();
	for (const finding of findings) {
		const key = keyOf(finding);
		groups.set(key, [...groups.get(key) ?? [], finding]);
	}
	return groups;
}
function keyOf({ code, file, message, remedy }) {
	return JSON.stringify([
		code,
		file,
		message,
		remedy
	]);
}
function onBranch({ message, remedy, file, line, column }, id) {
	return {
		message: `${file}:${line}:${column} on ${branchName(id)}: ${message}`,
		remedy
	};
}

// src/engine/opening/basis.ts
/** Reads branch, plan and policy. @throws Refusal */
async function readBasis(ports, { milestone: id }, { base, working }) {
	const located = await requireLocated(ports, id, base.commit);
	const { carried, read, file, policy } = await sourceOf(ports, located, {
		id,
		base,
		working
	});
	const reading = await loadPlan(read, file, policy);
	const at = {
		id,
		read,
		seen: located.tip ? working ?? atCommit(ports.repository, base.commit) : read
	};
	if (!reading.ok) throw new Refusal(await errorsAsSeen(reading.errors, file, at));
	const warnings = await asSeen(reading.warnings, at);
	if (carried.size > 0 && working) await carryDocuments(carried, working, reading.plan);
	if (!located.history?.state.activatedAt) {
		const beside = carried.size > 0 ? working : null;
		const tree = {
			repository: ports.repository,
			commit: located.tip ?? base.commit,
			read,
			beside
		};
		const earlier = await earlierWork(tree, reading.plan, located);
		for (const [path, content] of earlier.files) carried.set(path, content);
		warnings.push(...earlier.warnings);
	}
	return {
		located,
		reading,
		warnings,
		file,
		before: located.tip ? await planBefore(ports, {
			id,
			tip: located.tip,
			file,
			policy
		}) : null,
		base,
		carried
	};
}
async function requireLocated(ports, id, base) {
	const problem = idProblem(id);
	if (problem) refuse(`the milestone id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "correct the id");
	const located = await locateMilestone(ports, id, base);
	if (!("ok" in located)) return located;
	return refuse(`the remote cannot be read (${located.reason}): ${located.message}`, "check the network and the token, or run with --no-push");
}
/** Where the plan is read, and whose policy it is under. @throws Refusal */
async function sourceOf({ repository }, { tip }, { id, base, working }) {
	const readBase = atCommit(repository, base.commit);
	const policyFile = await findPlanFile(readBase, id);
	if (!policyFile && !working) refuse(`the milestone "${id}" is not on the base branch ${base.branch}`, `commit ${paths.milestone(id)} to ${base.branch} and start again`);
	const carried = !policyFile && !tip && working ? await carry(working, id) : /* @__PURE__ */ new Map();
	const read = tip ? atCommit(repository, tip) : async (path) => carried.get(path) ?? await readBase(path);
	return {
		carried,
		read,
		file: await findPlanFile(read, id) ?? refuse(`the branch has no file for the milestone "${id}"`, `commit ${paths.milestone(id)} to the branch again; git log on it shows who took it away`),
		policy: policyFile && tip ? requireValid(await loadPlan(readBase, policyFile), policyFile).plan : void 0
	};
}
/** null: the engine's last commit has the same file, or one that cannot be read. */
async function planBefore({ repository }, { id, tip, file, policy }) {
	const commit = await enginesLast(repository, id, tip);
	if (commit === null || commit === tip) return null;
	const read = atCommit(repository, commit);
	const earlier = await findPlanFile(read, id);
	if (!earlier || earlier.text === file.text) return null;
	const reading = await loadPlan(read, earlier, policy);
	return reading.ok ? reading.plan : null;
}
/**
* Where the milestone stands. Its branch may be gone since it was merged: then the base branch has its log, and going
* on there makes the branch anew. A plan that was set back to planned begins anew instead.
*/
async function locateMilestone(ports, id, base) {
	const located = await locateBranch(ports, id);
	if ("ok" in located || located.tip !== null) return located;
	if (!await ports.repository.readFile(base, paths.log(id, 1))) return located;
	const read = atCommit(ports.repository, base);
	const file = await findPlanFile(read, id);
	const plan = file && await loadPlan(read, file);
	if (!plan?.ok || plan.plan.status === "planned") return located;
	const history = await readHistory(ports, id, {
		commit: base,
		place: "the base branch"
	});
	return history.older ? {
		...located,
		older: history.older
	} : {
		...located,
		tip: base,
		history
	};
}
/** A milestone that is not committed yet, with what it needs beside its file. @throws Refusal when there is none */
async function carry(working, id) {
	const path = paths.milestone(id);
	const bytes = await working(path) ?? refuse(`there is no milestone "${id}": ${path} does not exist`, "run `milestone init` for a starter, or `milestone list` for those that exist");
	const carried = /* @__PURE__ */ new Map([[path, bytes]]);
	for (const other of [paths.config, ...PHASES.map(paths.prompt)]) {
		const content = await working(other);
		if (content) carried.set(other, content);
	}
	return carried;
}
/** The documents of phases that were finished before, as of an imported plan: the work builds on them. */
async function carryDocuments(carried, working, plan) {
	for (const path of finishedDeliverables(plan)) {
		const content = await working(path);
		if (content) carried.set(path, content);
	}
}

// src/milestone/brief/template.ts
/** What `.milestones/prompts/<phase>.md` may name; the README's table is made of this. */
const VARIABLES = {
	brief: "the whole brief as it would be without a template",
	"milestone.id": "id of the milestone",
	"milestone.title": "its title",
	"milestone.description": "what it is for",
	"task.id": "id of the task",
	"task.title": "its title",
	"task.description": "what is to be done",
	phase: "design, spec, task or execute",
	attempt: "number of this attempt, from 1",
	"deliverables.folder": "folder of this phase's deliverables, relative to the repository's root",
	deliverables: "the section that lists the deliverables and their rules",
	criteria: "the section with acceptance criteria, checks and the gate",
	earlier: "the section with earlier phases' and dependencies' results",
	limits: "the section that says what to leave alone",
	feedback: "the section with what was wrong last time; empty at the first attempt",
	test_command: "the milestone's test command, or nothing"
};
const REFERENCE = /\{\{[ \t]{0,8}([A-Za-z][\w.-]{0,63})[ \t]{0,8}\}\}/g;
/** Every reference to a variable that does not exist. */
function checkTemplate(text) {
	const problems = [];
	text.split("\n").forEach((line, index) => {
		for (const match of line.matchAll(REFERENCE)) {
			const name = match[1];
			if (Object.hasOwn(VARIABLES, name)) continue;
			const near = nearest(name, Object.keys(VARIABLES));
			const remedy = near ? `write {{${near}}}` : `use one of ${Object.keys(VARIABLES).join(", ")}`;
			const message = `there is no variable {{${name}}}`;
			problems.push({
				line: index + 1,
				column: match.index + 1,
				name,
				message,
				remedy
			});
		}
	});
	return problems;
}
/**
* Fills a template in one pass, so that a value is never read as a template again. Feedback that the template does not
* place is put at the end: an attempt is always told why the last one did not count. Throws on a template that
* `checkTemplate` finds fault with.
*/
function fillTemplate(text, brief, context, sections) {
	const [problem] = checkTemplate(text);
	if (problem) throw new Error(`line ${problem.line} of the prompt template: ${problem.message}; ${problem.remedy}`);
	const values = valuesOf(brief, context, sections);
	const used = /* @__PURE__ */ new Set();
	const filled = text.replace(REFERENCE, (_, name) => {
		used.add(name);
		return values[name];
	});
	return sections.feedback === "" || used.has("feedback") || used.has("brief") ? filled : `${filled.trimEnd()}\n\n${sections.feedback}\n`;
}
function valuesOf(brief, context, sections) {
	const { milestone, task, deliverables } = context;
	return {
		brief: brief.trimEnd(),
		"milestone.id": milestone.id,
		"milestone.title": milestone.title,
		"milestone.description": milestone.description,
		"task.id": task.id,
		"task.title": task.title,
		"task.description": task.description,
		phase: context.phase,
		attempt: String(context.attempt),
		"deliverables.folder": deliverables.folder,
		deliverables: sections.deliverables,
		criteria: sections.criteria,
		earlier: sections.earlier,
		limits: sections.limits,
		feedback: sections.feedback,
		test_command: context.test_command ?? ""
	};
}

// src/engine/steering/wish.ts
/** The `<task>` or `<task>/<phase>` that a wish is about; empty where it names none. */
function targetOf(wish) {
	if (!("task" in wish) || !wish.task) return "";
	return "phase" in wish && wish.phase ? `${wish.task}/${wish.phase}` : wish.task;
}
/** The wish as it was given, without its flags: `retry schema/design`. */
function wishWords(wish) {
	return [wish.command === "raise" ? "resume" : wish.command, targetOf(wish)].filter(Boolean).join(" ");
}

export { atCommit as $, dependantsOf as A, Fenced as B, concerns as C, wishProblem as D, lastWorked as E, LEASE_SILENCE_MS as F, workOf as G, readSegments as H, isHeld as I, isCheckpointBlocked as J, checkpointOf as K, readJUnit as L, executorName as M, executorNamed as N, wishProblems as O, nextStep as P, listFilesAfter as Q, parseTestOutput as R, blocksRetried as S, gatesToApprove as T, applyEvent as U, loadHistory as V, join as W, reachedCheckpoints as X, newCheckpointRequest as Y, listFiles as Z, stateUnder as _, locateMilestone as a, budgetStatus as at, isEmptyDiff as b, openJournal as c, block as ct, planEdits as d, warnOnce as dt, findPlanFile as et, sessionYaml as f, blockerId as ft, recordPlanChange as g, systemClock as gt, seedsOfNew as h, placed as ht, fillTemplate as i, requireValid as it, plannedState as j, RoleBoard as k, locateBranch as l, escalate as lt, seedsOf as m, pushWaitMs as mt, wishWords as n, placesOf as nt, readBasis as o, remainingUsd as ot, finishedDeliverables as p, isPassing as pt, checkpointRequest as q, checkTemplate as r, renderedIn as rt, assembleRun as s, EVIDENCE_CHARS as st, targetOf as t, loadPlan as tt, readHistory as u, unblock$1 as ut, syncPlan as v, gateLabel as w, planChangeProblems as x, diffPlans as y, isOwn as z };