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
	"waiting_answer",
	"blocked",
	"completed",
	"approved"
];
const TASK_STATUSES = [
	"pending",
	"in_progress",
	"waiting_approval",
	"waiting_answer",
	"blocked",
	"completed",
	"skipped"
];
const MILESTONE_STATUSES = [
	"planned",
	"in_progress",
	"waiting_approval",
	"waiting_answer",
	"waiting_limit",
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
	waiting_answer: 60,
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
const PLAN_BRANCH = "milestone-plan/";
/** Where a drafted plan is reviewed, before it is the base's. */
const planBranchName = (milestone) => PLAN_BRANCH + milestone;
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
	attributes: `${ROOT}/.gitattributes`,
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

export { unreachable as C, isPhase as S, PHASE_STATUSES as _, branchRef as a, TRANSITIONS as b, milestoneOfBranch as c, planBranchName as d, sessionId as f, PHASE_PERCENT as g, PHASES as h, branchName as i, parseTarget as l, MILESTONE_STATUSES as m, ROOT as n, completionTag as o, DEFAULT_WEIGHTS as p, VERSION as r, idProblem as s, ROLE_LOGS as t, paths as u, TASK_STATUSES as v, isFinished as x, TRANSITION as y };