import { n as sanitiseLine } from "./sanitise.js";
import { d as newTask, n as milestonePercentage, s as emptyState, v as counted } from "./progress.js";
import { J as unreachable } from "./schema-parts.js";
import { hash } from "node:crypto";

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
		case "command_accepted": return `${person(event.data.by)}: ${[event.data.command, event.data.target].filter(Boolean).join(" ")}${because(event.data.reason)}`;
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
		case "approval_granted": return `${where} approved by ${decision(event.data.decision)}${event.data.complete ? "" : ", more approvals needed"}`;
		case "approval_rejected": return `${where}: changes requested by ${decision(event.data.decision)}`;
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

// src/milestone/session/event-names.ts
/** What each event means, in a few words; the README's table is made of this. The compiler keeps it complete. */
const EVENTS = {
	session_started: "a session was opened and the branch's lease taken",
	session_resumed: "a later run goes on with the session",
	session_interrupted: "a signal ended the run",
	session_paused: "a person or the time budget paused the session",
	session_suspended: "the run ended because only a gate or a blocker is left, or another run owns the branch",
	session_ended: "the milestone was completed, cancelled or postponed",
	lease_released: "a person freed a stuck lease",
	milestone_activated: "the milestone was started: its tasks, weights and base are recorded",
	milestone_completed: "every task is done and the final checks passed",
	milestone_postponed: "a person postponed the milestone",
	milestone_cancelled: "a person cancelled the milestone",
	milestone_archived: "the milestone file was moved to the archive",
	dependencies_validated: "required milestones and prerequisites were found before a run",
	dependencies_forced: "started although required milestones are not completed",
	dependents_notified: "milestones that depend on this one were told",
	plan_changed: "the milestone file on the branch changed",
	command_accepted: "a person's command was carried out",
	task_started: "the first phase of a task began",
	task_completed: "every phase of a task is finished",
	task_skipped: "a person skipped a task; its dependants may start",
	phase_started: "an attempt at a phase began",
	phase_completed: "a phase's deliverables were validated and committed",
	phase_failed: "an attempt at a phase failed",
	phase_interrupted: "an attempt ended with the run, not by its own fault",
	phase_reopened: "a person wants a phase done again",
	retry_scheduled: "a failed phase will be tried again",
	approval_requested: "a gate waits for an approval",
	approval_granted: "a person approved",
	approval_rejected: "a person requested changes",
	approval_voided: "deliverables changed, so an approval no longer holds",
	blocker_detected: "something stops work on a task or the milestone",
	blocker_escalated: "a blocker reached the next level of resolution",
	blocker_resolved: "a blocker is gone",
	warning_raised: "something a person should know; work goes on",
	quality_gate_passed: "the checks of a checkpoint passed",
	quality_gate_failed: "the checks of a checkpoint failed",
	tests_run: "the test command ran on the integrated branch",
	strategy_adjusted: "the number of agents was narrowed or widened",
	budget_raised: "a person raised a budget",
	progress_updated: "the milestone's percentage changed",
	checkpoint_committed: "logs and session were saved between phases",
	commit_created: "a commit was made",
	branch_pushed: "the branch was pushed",
	base_merged: "the base branch was merged into the milestone's",
	person_commits_merged: "commits that a person pushed were taken in"
};
const EVENT_NAMES = new Set(Object.keys(EVENTS));

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
	if (!isEvent(event)) return "the line is not an event";
	if (!EVENT_NAMES.has(event.event)) return `the event ${JSON.stringify(event.event).slice(0, 80)} is unknown to this version; use a newer one`;
	if (event.prev !== head.hash) return "the line does not continue the one before it: one of the two was changed";
	if (event.seq !== head.seq + 1) return `the line has the number ${event.seq} where ${head.seq + 1} must follow`;
	return {
		event,
		head: {
			seq: event.seq,
			hash: hashLine(line)
		}
	};
}
function isEvent(value) {
	if (typeof value !== "object" || value === null) return false;
	const v = value;
	return typeof v.event === "string" && typeof v.seq === "number" && typeof v.prev === "string" && typeof v.timestamp === "string" && typeof v.milestone_id === "string" && typeof v.session_id === "string" && typeof v.data === "object" && v.data !== null;
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
/** As many as the longest list of a report. */
const NEWEST = 200;
function newRecord() {
	return {
		events: 0,
		newest: [],
		testRuns: [],
		commits: 0,
		failures: /* @__PURE__ */ new Map(),
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
	if (event.event === "phase_failed") addFailure(record.failures, event);
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
		case "phase_completed": return endAttempt(history, event, at, "completed", "", event.data.usage);
		case "phase_failed": return endAttempt(history, event, at, "failed", event.data.message, event.data.usage);
		case "phase_interrupted": return endAttempt(history, event, at, "interrupted", event.data.reason);
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
		message: ""
	};
	history.attempts.push(made);
	history.open.attempts.set(`${task}/${phase}`, made);
}
function endAttempt(history, event, at, outcome, message, usage) {
	const key = `${event.task_id}/${event.phase}`;
	const attempt = history.open.attempts.get(key);
	if (!attempt) return;
	Object.assign(attempt, {
		endedAt: at,
		outcome,
		message
	});
	if (usage) attempt.usage = usage;
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
/** Milliseconds in which a process worked on the milestone. */
function activeMs(history, now) {
	return history.runs.reduce((sum, run) => sum + Math.max(0, (run.endedAt ?? now) - run.startedAt), 0);
}
/** The slot's number in `task_executor/3`; null where the log names none. */
function slotOf(agent) {
	const slot = Number(agent.split("/")[1]);
	return Number.isInteger(slot) ? slot : null;
}

export { millis as C, asComment as D, took as E, proposalsFor as O, filledCells as S, share as T, bar as _, auditText as a, dateTime as b, EMPTY_LOG as c, approvers as d, describeEvent as f, STATUS as g, toneOf as h, slotOf as i, LogReader as l, isShownAt as m, addToHistory as n, auditTrail as o, isLevelShown as p, historyOf as r, buildAudit as s, activeMs as t, appendEvent as u, clockTime as v, money as w, duration as x, compact as y };