import { V as STAGES, dn as BLOCKER_TYPES, fn as ESCALATION_LEVELS, pn as SEVERITIES } from "./milestone-view-nearest.js";
import { _ as PHASE_STATUSES, b as TRANSITIONS, h as PHASES, s as idProblem, v as TASK_STATUSES } from "./milestone-names.js";
import { a as literal, c as object, d as record, i as int, l as partialRecord, n as array, p as string, r as boolean, s as number, t as _enum } from "./lib-zod.js";
import { o as reviewRecord } from "./milestone-review-review-finding.js";

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
	"waiting_answer",
	"waiting_limit",
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
	/** Idempotency key of the command that started this run. */
	request: text.optional(),
	version: text,
	/** Only where there is none: the work is done in the checkout itself, and no branch holds it. */
	git_integration: literal(false).optional(),
	/** Only where the run takes in what was handed out: what the runs before it learned of the number of agents holds. */
	goes_on: literal(true).optional()
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
		standard: texts,
		declared: texts.optional()
	}),
	base: object({
		branch: text,
		commit: text
	}),
	quality_gates: array(object({
		name: text,
		at: percentage
	})),
	/** `PLAN_FORMAT` of the version that began it; absent before there was such a number. */
	plan_format: number().optional()
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
	by: text,
	/** The base's commit that it was taken from; absent where a person changed it on the branch. */
	base_commit: text.optional()
});
const modelUsage = object({
	model: text,
	input_tokens: amount,
	output_tokens: amount,
	cost_usd: amount
});
/** What an attempt used, as its program reported it; absent when nothing is known of it. */
const usage = object({
	agent: text,
	model: text.optional(),
	input_tokens: amount,
	output_tokens: amount,
	cost_usd: amount,
	/** Its program told tokens alone, and the dollars come from a price. */
	priced: flag.optional(),
	/** It was ended before its program told anything, and the dollars are an upper estimate. */
	estimated: flag.optional(),
	/** What each model used, where the program used more than one; these add up to the figures above. */
	models: array(modelUsage).optional()
});
/** Of the conversation that an agent had; absent: it has none that is kept. */
const conversationRecord = object({
	/** It went on with the one before. */
	resumed: flag,
	/** Why it began a new one, where it was to go on. */
	why: text.optional(),
	/** The next attempt can go on with it. */
	kept: flag
});
/** A commit that the branch never has: `base`, changed as the attempt left its tree. */
const keptWork = object({
	commit: text,
	base: text,
	/** Files whose lines conflict with what landed meanwhile: the next attempt merges them. Absent: it goes on with the work. */
	conflicts: texts.optional()
});
/** Milliseconds that an attempt spent in each stage; `working` is its executor's process. */
const stages = partialRecord(_enum(STAGES), amount);
/** A criterion with a command, which succeeds now. */
const provenCriterion = object({
	criterion: text,
	run: text,
	/** It succeeded before the work as well, so it proves nothing of it. */
	passed_before: flag
});
const phaseCompleted = object({
	attempt: whole,
	executor: text,
	duration_ms: amount,
	deliverables: array(fileRef),
	/** Number of repository files changed beside the deliverables. */
	changed: whole,
	/** The first of them by path; absent: an older build wrote the event. */
	files: texts.optional(),
	/** Whether an approval must follow before the phase counts as finished. */
	gated: flag,
	usage: usage.optional(),
	/** How the agent says it answered each point of feedback. */
	answers: texts.optional(),
	criteria: array(provenCriterion).optional(),
	review: reviewRecord.optional(),
	stages_ms: stages.optional(),
	conversation: conversationRecord.optional()
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
	usage: usage.optional(),
	review: reviewRecord.optional(),
	stages_ms: stages.optional(),
	conversation: conversationRecord.optional(),
	/** What it changed, for the next attempt to go on with. */
	kept: keptWork.optional()
});
const phaseInterrupted = object({
	attempt: whole,
	reason: text,
	/** Files on which the work lost against what landed meanwhile. */
	conflicts: texts.optional(),
	usage: usage.optional(),
	duration_ms: amount.optional(),
	stages_ms: stages.optional(),
	kept: keptWork.optional(),
	conversation: conversationRecord.optional()
});
const questionAsked = object({
	attempt: whole,
	/** From 1, over all attempts of the phase. */
	number: whole,
	question: text,
	why: text.optional(),
	options: texts,
	default: text.optional(),
	/** false: the work went on with the default, and an answer is told to the phases that follow. */
	blocking: flag,
	/** When the waiting ends; absent: never. */
	until: instant.optional(),
	/** The question is whether this is to be done: the first option accepts it. */
	discovered: object({
		title: text,
		why: text.optional(),
		needs: texts
	}).optional()
});
const questionAnswered = object({
	number: whole,
	answer: text,
	/** From 1; absent: a text of its own. */
	option: whole.optional(),
	/** Absent: nobody answered in time, and the default holds. */
	by: person.optional()
});
const noteLeft = object({
	attempt: whole,
	/** The task that it is for, as its author named it. */
	to: text,
	text,
	/** Why it reaches nobody; absent: it does. */
	refused: text.optional()
});
/** A finished or failed phase is to run again, by a person's command. Later phases of the task go back to pending. */
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
	/** A model of the executor's, in place of its own. */
	model: text.optional(),
	/** Of `escalate`, how many were used with this one. */
	escalated: whole.optional(),
	/** The attempt, and those after it, get the alternative brief. */
	alternative: flag.optional(),
	/** Nothing that was kept of the phase is gone on with. */
	anew: flag.optional(),
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
	/** The agent profile that it is about, with the tasks that it holds. */
	profile: text.optional(),
	tasks: texts.optional(),
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
/** `by` is absent where the condition of the task left it out. */
const taskSkipped = object({
	reason: text,
	by: person.optional()
});
const progress = object({
	percentage,
	completed_tasks: whole,
	total_tasks: whole
});
const releasePrepared = object({
	/** null: only the changelog was asked for. */
	version: text.nullable(),
	previous: text.nullable(),
	/** `2026-11-30`. */
	date: text,
	changelog: text.nullable(),
	notes: text,
	files: texts
});

export { releasePrepared as A, planChanged as C, questionAnswered as D, qualityGate as E, testRun as F, text as I, texts as L, sessionOpening as M, stages as N, questionAsked as O, taskSkipped as P, usage as R, phaseReopened as S, provenCriterion as T, person as _, budgetRaised as a, phaseFailed as b, decision as c, instant as d, isInstant as f, percentage as g, nothing as h, blockerDetected as i, retryScheduled as j, reason as k, escalationLevel as l, noteLeft as m, amount as n, checkResult as o, milestoneActivated as p, approvalRequested as r, commandAccepted as s, SESSION_STATUSES as t, flag as u, personsReason as v, progress as w, phaseInterrupted as x, phaseCompleted as y, whole as z };