import { t as COMMANDS } from "./milestone-command-command-table.js";
import { s as whoMay, t as needOf } from "./milestone-command-command-reader.js";
import { n as failed, r as good, t as describeFailure } from "./github-answer.js";
import { bt as atLeast, yt as PERMISSIONS } from "./milestone-view-dashboard-markdown.js";
import { E as Findings, H as string, M as _enum, S as applySchema, d as list, f as map, n as approver, u as line, w as readMap } from "./milestone-yaml-schema-parts.js";

// src/github/access.ts
/**
* Asks GitHub for a person's permission. `author_association` is no permission and is never looked at. Bots, accounts
* that are gone, and a login that by now belongs to somebody else have none.
*/
async function readAccess(repository, person) {
	if (person.type !== "User") return good("none");
	const answer = await repository.read("GET /repos/{owner}/{repo}/collaborators/{username}/permission", { username: person.login });
	if (!answer.ok) return answer.failure.kind === "not_found" ? good("none") : answer;
	const { user, permission, role_name } = answer.value;
	if (Number(user?.id) !== person.id || user?.type !== "User") return good("none");
	return good(accessOf(permission, role_name));
}
/** The exact role where it is one of GitHub's own, else the nearest of the four that every custom role has. */
function accessOf(permission, role) {
	const known = (name) => PERMISSIONS.includes(name);
	if (known(role)) return role;
	return known(permission) ? permission : "none";
}
/** Whether a person belongs to `org/team`, now. Fails where the token may not read the organisation's members. */
async function isTeamMember(repository, team, login) {
	const slash = team.indexOf("/");
	const answer = await repository.api.read("GET /orgs/{org}/teams/{team_slug}/memberships/{username}", {
		org: team.slice(0, slash),
		team_slug: team.slice(slash + 1),
		username: login
	});
	if (answer.ok) return good(answer.value.state === "active");
	return answer.failure.kind === "not_found" ? good(false) : failed(answer.failure);
}

// src/milestone/plan/github-config.ts
/** Levels of access to a repository, the lowest first. */
const ACCESS_LEVELS = [
	"read",
	"write",
	"maintain",
	"admin"
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
const branch = string({ error: BRANCH_ERROR }).max(200, { error: BRANCH_ERROR }).regex(/^(?![-./])(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\]+(?<![./])$/, { error: BRANCH_ERROR });
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
	permissions: map({
		...Object.fromEntries(ACTING.map((command) => [command, acting])),
		...Object.fromEntries(LOOKING.map((command) => [command, looking]))
	}).optional().describe("Access that a command needs: read, write, maintain or admin"),
	notify: map({
		stakeholders: people.optional(),
		escalation: people.optional()
	}).optional()
}).describe("How milestones are steered on GitHub, .github/milestone.yml");
/** Reads `.github/milestone.yml`; an empty text means that there is none. */
function readGitHubConfig(text, file) {
	const findings = new Findings({
		file,
		text
	});
	const root = readMap(findings, true);
	const { workflow, base, labels, approvers, permissions, notify } = (root ? applySchema({
		schema: githubConfigSchema,
		findings,
		root
	}).data : null) ?? {};
	return {
		config: {
			workflow: workflow ?? "milestone.yml",
			...base === void 0 ? {} : { base },
			labels: [...new Set(labels ?? [])],
			approvers: approvers ?? [],
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

// src/github/rules.ts
/** What a command needs: the repository's own rule for it, else the usual one. */
function needFor(name, config) {
	return config.permissions[name] ?? COMMANDS[name].needs;
}
/** These go on with the work. */
const STARTING = [
	"execute",
	"resume",
	"retry",
	"skip",
	"reject"
];
/**
* The same for a whole command: no rule of a repository lets less than maintain force past requirements, or take up
* again what is `postponed`.
*/
function needForCommand(command, config, { postponed = false } = {}) {
	const need = needFor(command.name, config);
	return (postponed && STARTING.includes(command.name) ? "maintain" : needOf(command)) === "maintain" && need !== "admin" ? "maintain" : need;
}
/**
* Whether a permission is enough. Who approves a gate is decided by the run, which asks GitHub itself; here anyone who
* can read may say it.
*/
function mayRun(need, permission) {
	if (atLeast(permission, need === "approver" ? "read" : need)) return { ok: true };
	return {
		ok: false,
		who: inWords(need)
	};
}
function inWords(need) {
	return need === "admin" ? "whoever has admin permission" : whoMay(need);
}

// src/github/wish.ts
/**
* The person behind a run's `request`: whoever wrote the comment or closed the issue that the key names. A run that the
* app started has the app as its actor, and an input of a run proves nothing. Null for keys that GitHub keeps no record
* of (a button), and for a comment that was edited or is gone.
*/
async function readWish(repository, request) {
	const comment = /^comment-(\d{1,15})(?:-\d+)?$/.exec(request)?.[1];
	if (comment) return fromComment(repository, Number(comment));
	const issue = /^issue-(\d{1,15})-\d+$/.exec(request)?.[1];
	return issue ? fromIssue(repository, Number(issue)) : good(null);
}
async function fromComment(repository, id) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id });
	if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
	const { user, created_at, updated_at, performed_via_github_app } = answer.value;
	if (created_at !== updated_at || performed_via_github_app) return good(null);
	return wishOf(repository, user, "comment");
}
async function fromIssue(repository, number) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", { issue_number: number });
	if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
	return wishOf(repository, answer.value.closed_by ?? null, "issue");
}
async function wishOf(repository, user, source) {
	if (user?.type !== "User") return good(null);
	const permission = await readAccess(repository, user);
	if (!permission.ok) return permission;
	return good({
		by: {
			login: user.login,
			id: user.id,
			source
		},
		permission: permission.value
	});
}

// src/action/actor.ts
/** Whom the runner names as the one who started the run, or started it again: then it tells no id of theirs. */
function actorOf(env) {
	const { GITHUB_ACTOR: first = "github-actions", GITHUB_TRIGGERING_ACTOR: login = first } = env;
	const id = login === first ? Number(env.GITHUB_ACTOR_ID) : 0;
	return {
		login,
		id: Number.isInteger(id) && id > 0 ? id : null,
		source: "dispatch"
	};
}
/**
* Whether an app started the run. Only then is its `request` a proof of whose wish it is: by hand anyone with write
* permission puts any comment's number there, and so does a workflow of their own branch by the runner's token.
*/
function isByApp({ GITHUB_ACTOR: actor = "" }) {
	return actor.endsWith("[bot]") && actor !== "github-actions[bot]";
}
/**
* Who wishes the command, as GitHub says now: the comment's or issue's person where the app started the run, else the
* actor. Anyone with write permission can start a workflow by hand; what needs more than that (skip, postpone, cancel,
* unlock, forcing past requirements) is checked here as well, and refused when GitHub cannot be asked.
*/
async function commandGiver(repository, command, { env, config }) {
	const need = needForCommand(command, config);
	const wished = await readWisher(repository, command, env);
	if (need !== "maintain" && need !== "admin") return {
		ok: true,
		by: wished.by
	};
	const complaint = await complaintOf(command, wished, need);
	return complaint ? {
		ok: false,
		complaint
	} : {
		ok: true,
		by: wished.by
	};
}
/** Why whoever wishes the command may not take a postponed milestone up again by it; null: they may. */
async function takeUpComplaint(repository, command, env) {
	return complaintOf(command, await readWisher(repository, command, env), "maintain");
}
async function readWisher(repository, command, env) {
	const actor = actorOf(env);
	const { request } = command.flags;
	const wish = request && isByApp(env) ? await readWish(repository, request) : null;
	if (wish && !wish.ok) return {
		by: actor,
		access: async () => wish
	};
	const value = wish?.value;
	if (value) return {
		by: value.by,
		access: async () => good(value.permission)
	};
	return {
		by: actor,
		access: () => actorAccess(repository, actor)
	};
}
async function complaintOf(command, { by, access }, need) {
	const answer = await access();
	if (!answer.ok) return refused(command, describeFailure(answer.failure), "try again once GitHub answers");
	const allowed = mayRun(need, answer.value);
	return allowed.ok ? null : refused(command, `${by.login} may not; only ${allowed.who} may`);
}
async function actorAccess(repository, actor) {
	if (actor.id === null || actor.login.endsWith("[bot]")) return good("none");
	return readAccess(repository, {
		id: actor.id,
		login: actor.login,
		type: "User"
	});
}
function refused(command, why, remedy = "ask someone with the permission") {
	return {
		message: `${command.name} was not carried out: ${why}`,
		remedy
	};
}

export { isTeamMember as a, readGitHubConfig as i, commandGiver as n, readAccess as o, takeUpComplaint as r, actorOf as t };