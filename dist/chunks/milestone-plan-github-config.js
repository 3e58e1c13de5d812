import { p as string, t as _enum } from "./lib-zod.js";
import { n as Findings } from "./milestone-diagnostic-path-rule.js";
import { a as applySchema, d as approver, f as line, m as map, o as readMap, p as list } from "./milestone-plan-read-plan.js";

// src/milestone/plan/github-config.ts
/** Levels of access to a repository, the lowest first. */
const ACCESS_LEVELS = [
	"read",
	"write",
	"maintain",
	"admin"
];
/** What a named approver may be asked to have, the usual one first. */
const APPROVER_PERMISSIONS = [
	"write",
	"triage",
	"read"
];
/** Commands that change nothing: these alone may be opened to readers. */
const LOOKING = [
	"status",
	"report",
	"why",
	"plan",
	"help"
];
const ACTING = [
	"execute",
	"resume",
	"pause",
	"retry",
	"archive",
	"skip",
	"postpone",
	"cancel",
	"unlock"
];
const workflowName = string({ error: "the workflow's file name, such as milestone.yml" }).regex(/^(?!\.)[A-Za-z0-9._-]{1,100}\.ya?ml$/, { error: "the workflow's file name, such as milestone.yml" });
const BRANCH_ERROR = "a branch's name, such as main";
const branch = string({ error: BRANCH_ERROR }).max(200, {
	error: BRANCH_ERROR,
	abort: true
}).regex(/^(?![-./])(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\]+(?<![./])$/, { error: BRANCH_ERROR });
const label = line.max(50, { error: "a label of at most 50 characters" });
const access = (levels) => _enum(levels, { error: `one of ${levels.join(", ")}` });
const acting = access([
	"write",
	"maintain",
	"admin"
]).optional();
const looking = access(ACCESS_LEVELS).optional();
const people = list(approver, "logins or teams");
const githubConfigSchema = map({
	workflow: workflowName.optional().describe("File below .github/workflows/ that runs milestones"),
	base: branch.optional().describe("Branch from which milestones start; default: the default branch"),
	labels: list(label, "labels").optional().describe("Put on pull requests and issues beside our own"),
	approvers: people.optional().describe("Approve gates that name nobody"),
	approver_permission: access(APPROVER_PERMISSIONS).optional().describe("Least permission of a named approver: write (default), triage or read"),
	permissions: map({
		...Object.fromEntries(ACTING.map((command) => [command, acting])),
		...Object.fromEntries(LOOKING.map((command) => [command, looking]))
	}).optional().describe("Access that a command needs: read, write, maintain or admin"),
	notify: map({
		stakeholders: people.optional(),
		escalation: people.optional()
	}).optional()
}).describe("How milestones are steered on GitHub, .github/milestone.yml");
/** The app reads it of whoever installed it, on the thread that serves everybody. */
const LARGE = 16384;
/** Reads `.github/milestone.yml`; an empty text means that there is none. */
function readGitHubConfig(text, file) {
	const findings = new Findings({
		file,
		text
	});
	const isLarge = text.length > LARGE;
	if (isLarge) findings.error({
		start: 0,
		end: 0
	}, {
		code: "yaml-size",
		message: "the file has more than 16 KiB, so nothing of it counts",
		remedy: "leave out what is none of its keys"
	});
	const root = isLarge ? null : readMap(findings, true);
	const { workflow, base, labels, approvers, approver_permission, permissions, notify } = (root ? applySchema({
		schema: githubConfigSchema,
		findings,
		root,
		unknownKeys: "warn"
	}).data : null) ?? {};
	return {
		config: {
			workflow: workflow ?? "milestone.yml",
			...base === void 0 ? {} : { base },
			labels: [...new Set(labels ?? [])],
			approvers: approvers ?? [],
			approverPermission: APPROVER_PERMISSIONS.find((level) => level === approver_permission) ?? "write",
			permissions: governed(permissions ?? {}),
			notify: {
				stakeholders: notify?.stakeholders ?? [],
				escalation: notify?.escalation ?? []
			}
		},
		errors: findings.errors,
		warnings: findings.warnings
	};
}
function governed(given) {
	const permissions = {};
	for (const command of [...ACTING, ...LOOKING]) {
		const level = ACCESS_LEVELS.find((each) => each === given[command]);
		if (level) permissions[command] = level;
	}
	return permissions;
}

export { readGitHubConfig as t };