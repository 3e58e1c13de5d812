import { S as isPhase, h as PHASES, n as ROOT, p as DEFAULT_WEIGHTS, r as VERSION, s as idProblem, x as isFinished } from "./milestone-names.js";
import { A as releasePrepared, C as planChanged, D as questionAnswered, E as qualityGate, F as testRun, I as text, L as texts, M as sessionOpening, O as questionAsked, P as taskSkipped, S as phaseReopened, _ as person, a as budgetRaised, b as phaseFailed, c as decision, d as instant, f as isInstant, g as percentage, h as nothing, i as blockerDetected, j as retryScheduled, k as reason, l as escalationLevel, m as noteLeft, n as amount, p as milestoneActivated, r as approvalRequested, s as commandAccepted, t as SESSION_STATUSES, u as flag, v as personsReason, w as progress, x as phaseInterrupted, y as phaseCompleted, z as whole } from "./milestone-session-event-data.js";
import { a as literal, c as object, r as boolean, t as _enum } from "./lib-zod.js";
import { $t as outdateRelease, Dt as isOpen, E as checkNamed, Ft as NONE_ALIKE, Ht as haltTickets, It as NO_FAILURES, Jt as newProfile, Lt as addSpent, Rt as addUsage, Vt as emptyState, Xt as noUsage, Yt as newTask, Zt as noteOutcome, d as addToHistory, mn as WARNING_TYPES, p as newHistory, qt as newPhase } from "./milestone-view-nearest.js";
import { createHash, hash } from "node:crypto";

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
			outdateRelease(state);
			leaveUnfinished(task);
			for (const approval of state.approvals.values()) if (approval.task === task.id && approval.status === "open") approval.status = "void";
		}
	}),
	/** A branch's log is written by anyone who may push; leaving work out takes more than that. */
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
			executor: text,
			/** How many of the notes that were left for the task its brief had; absent: none. */
			notes: whole.optional(),
			/** US dollars that it is told to stay within; absent: nothing is said. */
			cap_usd: amount.optional()
		}),
		fold: inPhase((phase, { data, timestamp }, { task }) => {
			phase.status = "in_progress";
			phase.attempt = data.attempt;
			phase.ranBy = data.executor;
			phase.capUsd = data.cap_usd ?? null;
			phase.running = true;
			phase.startedAt = timestamp;
			phase.notBefore = null;
			phase.ticket = null;
			task.notesTold = Math.max(task.notesTold, Math.min(data.notes ?? 0, task.notes.length));
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
		fold: inPhase((phase, { data, timestamp, agent = "" }) => {
			const { ticket: id, executor, cap_usd: capUsd = null } = data;
			phase.ticket = {
				id,
				executor,
				slot: Number(/^task_executor\/(\d{1,4})$/.exec(agent)?.[1]) || null,
				capUsd,
				issuedAt: timestamp,
				base: null,
				run: null,
				haltedAt: null
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
			phase.failedBy = NO_FAILURES;
			noteProfile(state, data.executor, "success");
			if (data.executor !== "manual") noteOutcome(state, "success");
			task.lost = null;
			phase.feedback = [];
			phase.kept = null;
			phase.conversation = false;
			phase.executor = null;
			outdateRelease(state);
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
			noteOutcome(state, "failure");
			phase.running = false;
			phase.kept = data.kept ?? null;
			phase.conversation = data.conversation?.kept ?? false;
			phase.feedback = [data.message, data.evidence].filter(Boolean);
			recordUsage(state, task, phase, data);
		})
	}),
	/** The phase stays in progress: an interruption is no step back, and the percentage may not fall for it. */
	phase_interrupted: kind({
		says: "an attempt ended by no fault of its own: with the run, by a limit, or by a conflict",
		log: "execution",
		data: phaseInterrupted,
		fold: inPhase((phase, { data }, { state, task }) => {
			phase.running = false;
			phase.kept = data.kept ?? phase.kept;
			phase.conversation = data.conversation?.kept ?? false;
			if (data.usage) addCost(state, task, phase, data.usage);
			if (!data.conflicts) return;
			noteOutcome(state, "conflict");
			const { files, times } = task.lost ?? {
				files: [],
				times: 0
			};
			task.lost = {
				files: [.../* @__PURE__ */ new Set([...files, ...data.conflicts])],
				times: times + 1
			};
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
			if (data.executor !== phase.ranBy || data.alternative || data.escalated !== void 0 || data.anew) Object.assign(phase, {
				kept: null,
				conversation: false
			});
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
/** The reopened phase starts over, with the feedback; later phases of the task fall back and lose their approvals. */
function reopen(state, task, phase, { name, feedback }) {
	for (const later of PHASES.slice(PHASES.indexOf(name))) {
		const at = task.phases.get(later);
		if (!at) continue;
		const open = at.approval ? state.approvals.get(at.approval) : void 0;
		if (open && open.status !== "rejected") open.status = "void";
		const questions = at.questions.map((q) => q.blocking && isOpen(q) ? {
			...q,
			withdrawn: true
		} : q);
		const kept = {
			attempt: at.attempt,
			usage: at.usage,
			questions
		};
		task.phases.set(later, {
			...newPhase("pending"),
			...kept,
			feedback: at === phase ? feedback : []
		});
	}
	task.completedAt = null;
	task.lost = null;
	if (task.status !== "skipped") return;
	Object.assign(task, {
		status: "pending",
		skipReason: null,
		leftOut: false
	});
}
/** A failure that lasts until a person changes something takes all that the executor had left. */
function noteFailedBy(phase, { executor, kind }) {
	const failures = kind === "permanent" ? Number.MAX_SAFE_INTEGER : (phase.failedBy.get(executor) ?? 0) + 1;
	phase.failedBy = new Map([...phase.failedBy, [executor, failures]]);
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
	noteCap(state, phase, spent);
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
/** A program ends with the call that passes its cap, so a little more than that is none. */
const OVERSHOOT = 1.25;
const LAST_CALL_USD = .25;
function noteCap(state, { ranBy, capUsd }, spent) {
	if (ranBy === null || capUsd === null || !spent || spent.estimated) return;
	if (spent.cost_usd > capUsd * OVERSHOOT + LAST_CALL_USD) profileIn(state, ranBy).overspends = true;
}
function recordUsage(state, task, phase, data) {
	noteCap(state, phase, data.usage);
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
			const task = data.type === "git_conflicts" && data.task ? state.tasks.get(data.task) : null;
			if (task) task.lost = null;
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
		failedBy: NO_FAILURES,
		rejections: 0,
		alike: NONE_ALIKE,
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
	}),
	check_issued: kind({
		says: "tests or a checkpoint's commands are to run on a machine of their own",
		log: "progress",
		data: object({
			ticket: text,
			check: text
		}),
		fold: (state, { data: { ticket: id, check: name }, timestamp }) => {
			const { ok = null, base = null, lost = 0 } = state.checks.get(name) ?? {};
			const out = {
				id,
				issuedAt: timestamp,
				base: null,
				run: null
			};
			state.checks.set(name, {
				name,
				out,
				ok,
				base,
				lost
			});
		}
	}),
	check_sent: kind({
		says: "a job of GitHub's was started for the tests or the checkpoint",
		log: "progress",
		data: object({
			ticket: text,
			check: text,
			base: text,
			run: text.nullable()
		}),
		fold: (state, { data: { ticket, check, base, run } }) => {
			const out = state.checks.get(check)?.out;
			if (out?.id === ticket) Object.assign(out, {
				base,
				run
			});
		}
	}),
	check_returned: kind({
		says: "the job for the tests or the checkpoint told what they came to",
		log: "progress",
		data: object({
			ticket: text,
			check: text,
			ok: flag
		}),
		fold: (state, { data: { ticket, check, ok } }) => {
			const at = state.checks.get(check);
			if (at?.out?.id === ticket) Object.assign(at, {
				out: null,
				ok,
				base: at.out.base,
				lost: 0
			});
		}
	}),
	check_lost: kind({
		says: "the job for the tests or the checkpoint ended without a result that is taken",
		log: "progress",
		data: object({
			ticket: text,
			check: text,
			reason: text
		}),
		fold: (state, { data: { ticket, check } }) => {
			const at = state.checks.get(check);
			if (at?.out?.id === ticket) Object.assign(at, {
				out: null,
				lost: at.lost + 1
			});
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
	release_prepared: kind({
		says: "the changelog has its section, and the version stands in its files",
		log: "execution",
		data: releasePrepared,
		fold: (state, { data }) => {
			state.release = {
				...data,
				isCurrent: true
			};
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
		fold: (state, { timestamp }) => {
			haltTickets(state, timestamp);
			state.status = "postponed";
		}
	}),
	milestone_cancelled: kind({
		says: "a person cancelled the milestone",
		log: "execution",
		data: personsReason,
		fold: (state, { timestamp }) => {
			haltTickets(state, timestamp);
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
			outdateRelease(state);
			if (data.base_commit) state.planBase = data.base_commit;
			for (const check of state.checks.values()) if (checkNamed(check.name)?.kind === "cluster") Object.assign(check, {
				out: null,
				ok: null,
				base: null,
				lost: 0
			});
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
		fold: (state, { data, seq }) => {
			for (const milestone of data.missing) state.forced.set(milestone, seq);
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
			const { minutes = 0, tokens = 0, cost_usd: costUsd = 0, attempts = 0 } = event.data;
			const raise = {
				minutes,
				tokens,
				costUsd,
				attempts
			};
			addRaise(raised, raise, 1);
			state.raises.set(event.seq, {
				...raise,
				task: event.task_id ?? null
			});
		}
	}),
	/** A branch's log is written by anyone who may push. */
	raise_voided: kind({
		says: "a budget that the log calls raised is as it was: nobody who may raise it did",
		log: "progress",
		data: object({
			raise: whole,
			reason: text
		}),
		fold: (state, { data }) => {
			const raise = state.raises.get(data.raise);
			if (!raise) return;
			state.raises.delete(data.raise);
			const raised = raise.task === null ? state.budgetRaised : state.tasks.get(raise.task)?.budgetRaised;
			if (raised) addRaise(raised, raise, -1);
		}
	}),
	strategy_adjusted: kind({
		says: "the number of agents was narrowed or widened",
		log: "progress",
		data: object({
			agents: whole,
			reason: text,
			/** What `auto` came to. */
			strategy: _enum([
				"parallel",
				"sequential",
				"hybrid"
			]).optional()
		}),
		fold: (state, { data }) => {
			state.agentsLimit = data.agents;
			state.outcomes = [];
			state.autoChose = data.strategy ?? state.autoChose;
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
function addRaise(raised, raise, sign) {
	raised.minutes += sign * raise.minutes;
	raised.tokens += sign * raise.tokens;
	raised.costUsd += sign * raise.costUsd;
	raised.attempts += sign * raise.attempts;
}

// src/milestone/session/question-events.ts
/** What agents ask people, what is answered, and what they tell each other. */
const questionEvents = {
	question_asked: kind({
		says: "an agent asks a person; a phase whose question is blocking waits for the answer",
		log: "execution",
		data: questionAsked,
		fold: inPhase((phase, { data, timestamp }) => {
			phase.questions = [...phase.questions, {
				...data,
				askedAt: timestamp,
				answer: null
			}];
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
			if (phase.status !== "waiting_answer" || phase.questions.some((q) => q.blocking && isOpen(q))) return;
			phase.status = "in_progress";
			phase.notBefore = null;
		})
	}),
	/** One that reaches nobody goes back to its author's task. */
	note_left: kind({
		says: "an agent left a note for another task's next phase, or tried to",
		log: "execution",
		data: noteLeft,
		fold: inPhase((_, { data, timestamp, phase, seq }, { state, task }) => {
			const { to, text, refused = null } = data;
			const addressee = refused === null ? state.tasks.get(to) : task;
			if (!addressee) throw new Error(`event ${seq} leaves a note for the unknown task ${to}`);
			addressee.notes.push({
				from: task.id,
				phase,
				to,
				text,
				refused,
				leftAt: timestamp
			});
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
		fold: (state, { data }) => endRun(state, {
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
		fold: (state, { data, timestamp }) => {
			if (data.by) haltTickets(state, timestamp);
			endRun(state, {
				session: "paused",
				reason: data.reason,
				milestone: "paused"
			});
		}
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
		fold: (state, { data: { status, reason } }) => endRun(state, {
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
			endRun(state, {
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
	if (!event.data.goes_on) Object.assign(state, {
		agentsLimit: null,
		outcomes: [],
		autoChose: null
	});
	state.endedAt = null;
	if (request) state.requests.add(request);
	if (state.activatedAt) state.status = "in_progress";
}
function endRun(state, { session, reason, milestone }) {
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
* Reads and verifies a log, segment by segment in order, and hands on each event: a log of any length is never in memory
* as a whole. Only the very last line may be torn (no newline behind it, and no JSON or no valid link); any other
* departure from the chain is named with its file and line, and what was handed on before counts for nothing.
*/
var LogReader = class {
	#take;
	#head;
	#torn = null;
	#problem = null;
	#older = null;
	/** @param from what the first line must continue from */
	constructor(take, from = EMPTY_LOG) {
		this.#take = take;
		this.#head = from;
	}
	/** An earlier tool's log counts as none: nothing in it can be verified. */
	add({ file, text, after = 0 }) {
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
			if (typeof next === "string") return this.#fail(file, after + at + 1, next);
			this.#head = next.head;
			this.#take(next.event);
		}
		if (tail !== "") this.#torn = {
			file,
			line: after + lines.length + 1,
			bytes: Buffer.byteLength(tail)
		};
	}
	/** How what was added so far reads. */
	get reading() {
		return this.#problem ? {
			ok: false,
			problem: this.#problem
		} : {
			ok: true,
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
/** A chain proves that nothing was changed, not that what was written makes sense: anyone who may push can chain. */
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
/** Takes one event into the state. @throws where the event does not fit the ones before it */
function applyEvent(state, event) {
	state.seq = event.seq;
	state.timestamp = event.timestamp;
	const fold = EVENTS[event.event].fold;
	fold?.(state, event);
}
/** Takes in an event that someone else may have written. Answers why it does not fit the ones before it, or null. */
function tryEvent(state, event) {
	try {
		applyEvent(state, event);
		return null;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return `the event ${event.event} (number ${event.seq}) does not fit the ones before it: ${why}`;
	}
}

// src/milestone/saved/columns.ts
/** Strings are written once where each stands so often. */
const REPEATED = 3;
function toColumn(values) {
	const kinds = /* @__PURE__ */ new Map();
	const of = [];
	const places = /* @__PURE__ */ new Map();
	for (const value of values) {
		const kind = kindOf(value);
		let place = places.get(kind);
		if (place === void 0) {
			place = places.size;
			places.set(kind, place);
			kinds.set(kind, []);
		}
		kinds.get(kind).push(value);
		of.push(place);
	}
	const columns = [...kinds].map(([kind, each]) => columnOf(kind, each));
	const [only] = columns;
	if (columns.length === 1) return only;
	return columns.length === 0 ? { values: [] } : {
		kinds: columns,
		of: toColumn(of)
	};
}
const PLAIN = "plain";
const LIST = "list";
const MAP = "map";
const SET = "set";
const UNDEFINED = "undefined";
/** Objects are of a kind where they have the same keys in the same order. */
function kindOf(value) {
	if (value === void 0) return UNDEFINED;
	if (typeof value !== "object" || value === null) return PLAIN;
	if (Array.isArray(value)) return LIST;
	if (value instanceof Map) return MAP;
	return value instanceof Set ? SET : JSON.stringify(Object.keys(value));
}
function columnOf(kind, values) {
	switch (kind) {
		case UNDEFINED: return { undefined: true };
		case PLAIN: return plainColumn(values);
		case LIST: {
			const lists = values;
			return {
				items: toColumn(lists.flat()),
				lengths: plainColumn(lists.map((list) => list.length))
			};
		}
		case MAP: {
			const maps = values;
			return {
				keys: toColumn(maps.flatMap((map) => [...map.keys()])),
				mapped: toColumn(maps.flatMap((map) => [...map.values()])),
				lengths: plainColumn(maps.map((map) => map.size))
			};
		}
		case SET: {
			const sets = values;
			return {
				members: toColumn(sets.flatMap((set) => [...set])),
				lengths: plainColumn(sets.map((set) => set.size))
			};
		}
		default: {
			const objects = values;
			const column = (key) => toColumn(objects.map((each) => each[key]));
			return { fields: Object.keys(objects[0]).map((key) => [key, column(key)]) };
		}
	}
}
function plainColumn(values) {
	const [first] = values;
	if (first !== void 0 && values.every((value) => value === first)) return { same: first };
	const words = /* @__PURE__ */ new Map();
	for (const value of values) {
		if (typeof value !== "string" || words.size * REPEATED > values.length) return { values: [...values] };
		if (!words.has(value)) words.set(value, words.size);
	}
	if (words.size * REPEATED > values.length) return { values: [...values] };
	return {
		words: [...words.keys()],
		at: values.map((value) => words.get(value))
	};
}
/** The values of a column, which are the caller's own. Arrays of the column become theirs. */
function fromColumn(column, count) {
	if ("same" in column) return new Array(count).fill(column.same);
	if ("values" in column) return column.values;
	if ("words" in column) return column.at.map((place) => column.words[place]);
	if ("undefined" in column) return new Array(count).fill(void 0);
	if ("items" in column) return cut(column.items, column.lengths, count);
	if ("keys" in column) {
		const keys = cut(column.keys, column.lengths, count);
		const values = cut(column.mapped, column.lengths, count);
		return keys.map((own, row) => new Map(own.map((key, at) => [key, values[row][at]])));
	}
	if ("members" in column) return cut(column.members, column.lengths, count).map((own) => new Set(own));
	if ("fields" in column) return objectsOf(column.fields, count);
	const of = fromColumn(column.of, count);
	const counts = column.kinds.map(() => 0);
	for (const kind of of) counts[kind] += 1;
	const lists = column.kinds.map((each, kind) => fromColumn(each, counts[kind]));
	const next = column.kinds.map(() => 0);
	return of.map((kind) => lists[kind][next[kind]++]);
}
function cut(items, lengths, count) {
	const sizes = fromColumn(lengths, count);
	let total = 0;
	for (const size of sizes) total += size;
	const all = fromColumn(items, total);
	let from = 0;
	return sizes.map((size) => {
		const to = from + size;
		const list = size === 0 ? [] : all.slice(from, to);
		from = to;
		return list;
	});
}
function objectsOf(fields, count) {
	const columns = fields.map(([key, column]) => [key, fromColumn(column, count)]);
	const rows = new Array(count);
	if (fields.some(([key]) => key === "__proto__")) {
		for (let row = 0; row < count; row++) rows[row] = Object.fromEntries(columns.map(([key, values]) => [key, values[row]]));
		return rows;
	}
	const first = {};
	for (const [key, column] of fields) first[key] = "same" in column ? column.same : null;
	const varying = columns.filter((_, at) => !("same" in fields[at][1]));
	for (let row = 0; row < count; row++) {
		const made = { ...first };
		for (const [key, values] of varying) made[key] = values[row];
		rows[row] = made;
	}
	return rows;
}
/** Of objects with the same keys, the fields in which any differs from its fresh one. */
function differingFields(objects, freshOf) {
	const fresh = objects.map(freshOf);
	const found = {};
	for (const key of Object.keys(objects[0] ?? {})) if (objects.some((object, at) => !isSame(object[key], fresh[at][key]))) found[key] = toColumn(objects.map((object) => object[key]));
	return found;
}
/** Sets the fields of fresh objects, which are in the order in which they were written. */
function setFields(objects, fields) {
	for (const key of Object.keys(fields)) {
		const values = fromColumn(fields[key], objects.length);
		for (let at = 0; at < objects.length; at++) objects[at][key] = values[at];
	}
}
function isSame(a, b) {
	if (a === b) return true;
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
	if (a instanceof Map || a instanceof Set) return a.size === 0 && b.size === 0;
	return JSON.stringify(a) === JSON.stringify(b);
}

// src/milestone/view/fold-text.ts
/** Tasks of a line. */
const TASKS = 250;
/** Attempts of a line. */
const ATTEMPTS = 1e3;
function inBlocks(values, size) {
	return Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));
}
function lines(rest, blocks) {
	return [JSON.stringify(toColumn([rest])), ...blocks].join("\n");
}
/** The first line, and those behind it one by one. */
function readLines(text) {
	const end = text.indexOf("\n");
	const first = end < 0 ? text : text.slice(0, end);
	const [rest] = fromColumn(JSON.parse(first), 1);
	return {
		rest,
		blocks: end < 0 ? [] : linesAfter(text, end)
	};
}
function* linesAfter(text, from) {
	for (let start = from + 1; start > 0;) {
		const end = text.indexOf("\n", start);
		yield text.slice(start, end < 0 ? text.length : end);
		start = end < 0 ? 0 : end + 1;
	}
}
/** Other with each set of fields: a text of another program is not read. */
const FOLD_SHAPE = createHash("sha256").update(JSON.stringify([
	fieldsOf(emptyState("", DEFAULT_WEIGHTS)),
	fieldsOf(freshTask("", true, "pending")),
	fieldsOf(newPhase("pending")),
	fieldsOf(newHistory()),
	fieldsOf(newHistory().record)
])).digest("hex").slice(0, 16);
function fieldsOf(value) {
	return Object.keys(value).sort();
}
function encodeState({ tasks, ...rest }) {
	return lines(rest, inBlocks([...tasks.values()], TASKS).map(encodeTasks));
}
function encodeTasks(tasks) {
	const names = tasks.flatMap(({ phases }) => [...phases.keys()]);
	const phases = tasks.flatMap((each) => [...each.phases.values()]);
	const alone = tasks.map((task) => ({
		...task,
		phases: NO_PHASES
	}));
	const text = {
		count: tasks.length,
		tasks: {
			id: toColumn(tasks.map(({ id }) => id)),
			workflow: toColumn(tasks.map(({ workflow }) => workflow)),
			status: toColumn(tasks.map(({ status }) => status))
		},
		taskFields: differingFields(alone, ({ id, workflow, status }) => freshTask(id, workflow, status)),
		phaseCounts: toColumn(tasks.map((each) => each.phases.size)),
		phaseCount: phases.length,
		phases: {
			name: toColumn(names),
			status: toColumn(phases.map(({ status }) => status))
		},
		phaseFields: differingFields(phases, ({ status }) => newPhase(status))
	};
	return JSON.stringify(text);
}
const NO_PHASES = /* @__PURE__ */ new Map();
function freshTask(id, workflow, status) {
	return newTask({
		id,
		workflow,
		status,
		phases: {}
	});
}
function decodeState(text) {
	const { rest, blocks } = readLines(text);
	const tasks = /* @__PURE__ */ new Map();
	for (const block of blocks) for (const task of decodeTasks(block)) tasks.set(task.id, task);
	return {
		...rest,
		tasks
	};
}
function decodeTasks(text) {
	const { count, tasks, taskFields, phaseCount, ...written } = JSON.parse(text);
	const workflow = fromColumn(tasks.workflow, count);
	const status = fromColumn(tasks.status, count);
	const made = fromColumn(tasks.id, count).map((id, at) => freshTask(id, workflow[at], status[at]));
	setFields(made, taskFields);
	const names = fromColumn(written.phases.name, phaseCount);
	const phases = fromColumn(written.phases.status, phaseCount).map(newPhase);
	setFields(phases, written.phaseFields);
	const counts = fromColumn(written.phaseCounts, count);
	let next = 0;
	for (const [at, task] of made.entries()) for (const end = next + counts[at]; next < end; next++) task.phases.set(names[next], phases[next]);
	return made;
}
function encodeHistory({ attempts, open, ...rest }) {
	return lines(rest, inBlocks(attempts, ATTEMPTS).map((block) => JSON.stringify({
		count: block.length,
		attempts: toColumn(block)
	})));
}
function decodeHistory(text) {
	const { rest, blocks } = readLines(text);
	const made = [];
	for (const block of blocks) {
		const { count, attempts } = JSON.parse(block);
		made.push(...fromColumn(attempts, count));
	}
	const open = {
		attempts: /* @__PURE__ */ new Map(),
		waits: /* @__PURE__ */ new Map()
	};
	for (const attempt of made) if (attempt.endedAt === null) open.attempts.set(`${attempt.task}/${attempt.phase}`, attempt);
	for (const wait of rest.waits) if (wait.endedAt === null) open.waits.set(wait.request, wait);
	return {
		...rest,
		attempts: made,
		open
	};
}

// src/engine/journal/log-snapshot.ts
/** Another version, or another set of fields, reads the log again. */
const PROGRAM = `${VERSION} ${FOLD_SHAPE}`;
const stateName = (milestone) => `${milestone}.state`;
const viewName = (milestone) => `${milestone}.history`;
/** What was kept of the milestone's log; null: nothing, or nothing that this engine wrote. */
function readSnapshot(sealed, milestone) {
	return readPart(sealed, {
		name: stateName(milestone),
		milestone
	}, ({ head, older, files, last }, text) => {
		const hasFiles = (there, count) => there.slice(0, count).every(({ name, oid }, at) => files[at]?.[0] === name && files[at]?.[1] === oid);
		return {
			state: decodeState(text),
			head,
			older,
			covered: files.length,
			last: {
				length: last.length,
				lines: last.lines,
				starts: (found) => found.length >= last.length && hashLine(found.slice(0, last.length)) === last.hash
			},
			covers: (there) => there.length > files.length && there[files.length]?.name === last.name && hasFiles(there, files.length),
			isAhead: (there) => there.length <= files.length + 1 && hasFiles(there, there.length - 1)
		};
	});
}
/** What reports tell, as it was kept with the state at `head`; null where it was not. */
function readSnapshotView(sealed, milestone, head) {
	return readPart(sealed, {
		name: viewName(milestone),
		milestone
	}, (header, text) => header.head.hash === head.hash && header.head.seq === head.seq ? decodeHistory(text) : null);
}
function readPart(sealed, { name, milestone }, take) {
	const text = sealed?.read(name)?.toString("utf8");
	if (!sealed || text === void 0) return null;
	const end = text.indexOf("\n");
	try {
		const header = JSON.parse(text.slice(0, end));
		if (header.program !== PROGRAM || header.milestone !== milestone) return null;
		return take(header, text.slice(end + 1));
	} catch {
		return null;
	}
}
/** Keeps what the log adds up to; `last` is the text of its last file. */
function keepSnapshot(sealed, milestone, fold) {
	const { state, view, head, older, files, last } = fold;
	const header = {
		program: PROGRAM,
		milestone,
		head,
		older,
		files: files.slice(0, -1).map(({ name, oid }) => [name, oid]),
		last: {
			name: files.at(-1)?.name ?? "",
			length: last.length,
			lines: last.split("\n").length - 1,
			hash: hashLine(last)
		}
	};
	const first = JSON.stringify(header);
	sealed.write(viewName(milestone), `${first}\n${encodeHistory(view)}`);
	sealed.write(stateName(milestone), `${first}\n${encodeState(state)}`);
}
function dropSnapshot(sealed, milestone) {
	sealed?.drop(stateName(milestone));
	sealed?.drop(viewName(milestone));
}

// src/engine/journal/load.ts
/** Events that are read before it is worth keeping what they add up to. */
const KEEP_EVERY = 2e3;
/**
* Reads and verifies the log that stands at `commit` and folds it. What this engine kept of an earlier reading is gone
* on from where the commit has the very bytes that were read then; everything else is read and verified line by line.
*/
async function loadHistory(repository, milestone, commit, { each, fresh = false } = {}) {
	const files = await logFiles(repository, milestone, commit);
	const log = {
		repository,
		milestone,
		commit,
		files
	};
	const kept = each || fresh ? null : readSnapshot(repository.sealed, milestone);
	const continued = kept?.covers(files) ? await readFrom(log, kept) : null;
	if (continued) return continued;
	const reading = await readWhole(log, each);
	if (kept && reading.ok && !kept.isAhead(files)) dropSnapshot(repository.sealed, milestone);
	const seen = kept?.isAhead(files) ? kept.head.seq : 0;
	if (reading.ok && !each) await keepIfLong(log, reading.history, seen);
	return reading;
}
/** The log from its first line. */
async function readWhole(log, each) {
	const { milestone } = log;
	const state = emptyState(milestone, DEFAULT_WEIGHTS);
	const view = newHistory();
	const reading = await readSegmentsOn(log, {
		state,
		from: EMPTY_LOG,
		skip: null
	}, (event) => {
		addToHistory(view, event);
		each?.(event);
	});
	if (!reading.ok) return reading;
	return {
		ok: true,
		history: {
			...reading.history,
			view: async () => view
		}
	};
}
/** What was kept, and the lines since; null where they do not go on from it, which only the whole log can explain. */
async function readFrom(log, kept) {
	const since = [];
	const reading = await readSegmentsOn({
		...log,
		files: log.files.slice(kept.covered)
	}, {
		state: kept.state,
		from: kept.head,
		skip: kept.last
	}, (event) => since.push(event));
	if (!reading.ok) return null;
	const readView = async () => {
		const before = readSnapshotView(log.repository.sealed, log.milestone, kept.head);
		if (before === null) {
			const whole = await loadHistory(log.repository, log.milestone, log.commit, { fresh: true });
			return whole.ok ? whole.history.view() : newHistory();
		}
		for (const event of since) addToHistory(before, event);
		return before;
	};
	let found = null;
	const view = () => {
		found ??= readView();
		return found;
	};
	const history = {
		...reading.history,
		older: kept.older,
		view
	};
	await keepIfLong(log, history, kept.head.seq);
	return {
		ok: true,
		history
	};
}
/** Keeps what the log adds up to, where much was read since that was last done. */
async function keepIfLong({ repository, milestone, files }, history, seen) {
	const { head, state, last, torn, older } = history;
	if (!repository.sealed || head.seq < seen + KEEP_EVERY || torn !== null || last === null) return;
	const fold = {
		state,
		head,
		older,
		last: last.text,
		files,
		view: await history.view()
	};
	keepSnapshot(repository.sealed, milestone, fold);
}
async function readSegmentsOn({ repository, commit, files }, { state, from, skip }, take) {
	const misfits = [];
	const reader = new LogReader((event) => {
		if (misfits.length > 0) return;
		const message = tryEvent(state, event);
		if (message === null) take(event);
		else misfits.push({
			seq: event.seq,
			message
		});
	}, from);
	const lengths = [];
	let last = null;
	for await (const { file, text, place } of eachSegment(repository, commit, files)) {
		const isSkipped = lengths.length === 0 && skip !== null;
		if (isSkipped && !skip.starts(text)) return {
			ok: false,
			problem: {
				file,
				line: 1,
				message: "the file is another one"
			}
		};
		const rest = isSkipped ? {
			text: text.slice(skip.length),
			after: skip.lines
		} : {
			text,
			after: 0
		};
		reader.add({
			file,
			...rest
		});
		lengths.push({
			file,
			lines: text.split("\n").length - 1
		});
		last = {
			segment: place,
			text
		};
	}
	const { reading, older } = reader;
	if (!reading.ok) return reading;
	const [misfit] = misfits;
	if (misfit) return {
		ok: false,
		problem: problemAt(lengths, misfit)
	};
	if (reading.head.seq === 0 && older) last = null;
	if (last && reading.torn) last.text = last.text.slice(0, last.text.lastIndexOf("\n") + 1);
	const { head, torn } = reading;
	return {
		ok: true,
		history: {
			commit,
			readAt: commit,
			state,
			head,
			restored: [],
			last,
			torn,
			older
		}
	};
}
/** The log's files as they stand at `commit`, in order. */
async function readSegments(repository, milestone, commit) {
	const segments = [];
	const files = await logFiles(repository, milestone, commit);
	for await (const { file, text } of eachSegment(repository, commit, files)) segments.push({
		file,
		text
	});
	return segments;
}
async function logFiles(repository, milestone, commit) {
	const pattern = new RegExp(`^execution-${milestone.replaceAll(".", "\\.")}(?:\\.(\\d{4,}))?\\.jsonl$`);
	return (await repository.list(commit, LOGS)).flatMap(({ name, oid }) => {
		const match = pattern.exec(name);
		return match ? [{
			name,
			oid,
			number: match[1] ? Number(match[1]) : 1
		}] : [];
	}).sort((a, b) => a.number - b.number).map(({ name, oid }, at) => ({
		name,
		oid,
		place: at + 1
	}));
}
const LOGS = `${ROOT}/logs`;
/** Files that are asked for ahead, so that git unpacks one while another is verified. */
const AHEAD = 16;
async function* eachSegment(repository, commit, files) {
	const asked = [];
	for (const [at, { name: asking, place }] of files.entries()) {
		for (const { name } of files.slice(asked.length + at, at + AHEAD)) asked.push(repository.readFile(commit, `${LOGS}/${name}`));
		Promise.allSettled(asked);
		const bytes = await asked.shift();
		yield {
			file: `${LOGS}/${asking}`,
			text: bytes?.toString("utf8") ?? "",
			place
		};
	}
}
/** Whether the first log ends where the second one once stood. */
async function isPrefix(repository, shorter, longer) {
	const { seq, hash } = shorter.head;
	if (seq === 0 || seq > longer.head.seq) return seq === 0;
	if (seq === longer.head.seq) return hash === longer.head.hash;
	return await hashAt(repository, longer, seq) === hash;
}
/** The hash of the line with this number, in a log that was verified; null: it was not found. */
async function hashAt(repository, { state: { milestone }, readAt }, seq) {
	const files = await logFiles(repository, milestone, readAt);
	for (const file of files.reverse()) {
		const lines = ((await repository.readFile(readAt, `${LOGS}/${file.name}`))?.toString("utf8") ?? "").split("\n");
		const first = numberOf(lines[0] ?? "");
		if (first === null) return null;
		if (first <= seq) return hashLine(lines[seq - first] ?? "");
	}
	return null;
}
function numberOf(line) {
	try {
		const { seq } = JSON.parse(line);
		return typeof seq === "number" ? seq : null;
	} catch {
		return null;
	}
}
/** The line of the event with this number; numbers count the lines of all segments. */
function problemAt(segments, { seq, message }) {
	let line = seq;
	for (const { file, lines } of segments) {
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

export { toColumn as a, appendEvent as c, tryEvent as d, EVENTS as f, fromColumn as i, applyEvent as l, loadHistory as n, EMPTY_LOG as o, readSegments as r, LogReader as s, isPrefix as t, hashLine as u };