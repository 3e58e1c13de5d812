import { d as string, t as _enum } from "./lib-zod.js";
import { t as COMMANDS } from "./milestone-command-command-table.js";
import { c as whoMay, n as needOf } from "./milestone-command-command-reader.js";
import { n as failed, r as good, t as describeFailure } from "./github-answer.js";
import { D as PERMISSIONS, O as atLeast } from "./milestone-view-dashboard-markdown.js";
import { D as Findings, _ as map, g as list, h as line, i as readMap, n as applySchema, o as approver } from "./milestone-plan-parse-file.js";

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

// src/github/picture.ts
/** Which line of the log a text is made of. */
function versionOf(state) {
	return {
		session: state.session?.id ?? "",
		seq: state.seq
	};
}
/** Whether a text at `there` must be replaced by one of `wanted`: never by an older one of the same session. */
function isOlder(there, wanted) {
	return there.session !== wanted.session || there.seq < wanted.seq;
}
/**
* Only a bot's markers are believed: the app's, the Action's, or one left by the other of the two. `self` is the
* login that writes with a person's token.
*/
function isOurs(user, self) {
	return user?.type === "Bot" || self !== null && user?.login === self;
}

// src/github/comments.ts
/** A comment as GitHub gives it, and whether it is ours: a bot's, or of the login `self`. */
function commentNow(comment, self) {
	const { reactions } = comment;
	const user = comment.user ? {
		id: comment.user.id,
		login: comment.user.login,
		type: comment.user.type ?? ""
	} : null;
	return {
		id: comment.id,
		node: comment.node_id,
		body: comment.body ?? "",
		user,
		ours: isOurs(user, self),
		createdAt: comment.created_at,
		viaApp: Boolean(comment.performed_via_github_app),
		reactions: {
			eyes: reactions?.eyes ?? 0,
			rocket: reactions?.rocket ?? 0,
			down: reactions?.["-1"] ?? 0
		}
	};
}
/** All comments of an issue or pull request, oldest first. */
async function readComments(repository, number, self) {
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number: number });
	return answer.ok ? good(answer.value.map((comment) => commentNow(comment, self))) : answer;
}
/** Writes a comment once: after a lost answer the newest comments are searched for the same body. */
async function createComment(repository, number, body, self) {
	const answer = await repository.write("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
		issue_number: number,
		body
	}, async () => {
		const there = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number: number });
		if (!there.ok) return there;
		return good(there.value.findLast((comment) => comment.body?.trim() === body.trim()) ?? null);
	});
	return answer.ok ? good(commentNow(answer.value.data, self)) : answer;
}
/** Replaces the text of a comment of ours. */
async function updateComment(repository, id, body) {
	const answer = await repository.write("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
		comment_id: id,
		body
	}, "repeatable");
	return answer.ok ? good(null) : answer;
}
/** Deletes a comment; one that is gone already is as good. */
async function deleteComment(repository, id) {
	const answer = await repository.write("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id }, "repeatable");
	return answer.ok || answer.failure.kind === "not_found" ? good(null) : answer;
}
/** GitHub answers for at most so many at once. */
const NODES = 100;
/**
* Who edited these comments and reviews, by GitHub's own record. The times of the REST API do not tell: they are whole
* seconds, and `updated_at` also moves when GitHub itself touches a comment. One that GitHub does not know any more is
* missing in the answer.
*/
async function readEditors(repository, nodes) {
	const found = /* @__PURE__ */ new Map();
	for (let at = 0; at < nodes.length; at += NODES) {
		const answer = await repository.api.graphql(EDITS, { ids: nodes.slice(at, at + NODES) });
		if (!answer.ok) return answer;
		for (const node of answer.value.nodes ?? []) {
			if (!node?.id) continue;
			const edited = node.lastEditedAt !== null || node.editor !== null;
			found.set(node.id, edited ? { login: node.editor?.login ?? null } : null);
		}
	}
	return good(found);
}
const EDITS = `query edits($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Comment { id lastEditedAt editor { login } } }
}`;

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
/** Reads `.github/milestone.yml`; an empty text means that there is none. */
function readGitHubConfig(text, file) {
	const findings = new Findings({
		file,
		text
	});
	const root = readMap(findings, true);
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
* The person behind a run's `request`: whoever wrote the comment or the review, or closed the issue, that the key
* names. A run that the app started has the app as its actor, and an input of a run proves nothing. Null for keys that
* GitHub keeps no record of (a button), and for a comment that was edited or is gone.
*/
async function readWish(repository, request) {
	const comment = /^comment-(\d{1,15})(?:-\d{1,3})?$/.exec(request)?.[1];
	if (comment) return fromComment(repository, await repository.read("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: Number(comment) }));
	const line = /^line-(\d{1,15})(?:-\d{1,3})?$/.exec(request)?.[1];
	if (line) return fromComment(repository, await repository.read("GET /repos/{owner}/{repo}/pulls/comments/{comment_id}", { comment_id: Number(line) }));
	const [, pull, review] = /^review-(\d{1,9})-(\d{1,15})(?:-\d{1,3})?$/.exec(request) ?? [];
	if (pull && review) {
		const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";
		const given = {
			pull_number: Number(pull),
			review_id: Number(review)
		};
		return fromComment(repository, await repository.read(route, given));
	}
	const issue = /^issue-(\d{1,15})-\d+$/.exec(request)?.[1];
	return issue ? fromIssue(repository, Number(issue)) : good(null);
}
async function fromComment(repository, answer) {
	if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
	const { node_id, user, performed_via_github_app } = answer.value;
	if (performed_via_github_app || !user) return good(null);
	const editors = await readEditors(repository, [node_id]);
	if (!editors.ok) return editors;
	if (editors.value.get(node_id) !== null) return good(null);
	return wishOf(repository, {
		id: Number(user.id),
		login: user.login,
		type: user.type
	}, "comment");
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

export { createComment as a, readEditors as c, isOurs as d, versionOf as f, readGitHubConfig as i, updateComment as l, readAccess as m, commandGiver as n, deleteComment as o, isTeamMember as p, takeUpComplaint as r, readComments as s, actorOf as t, isOlder as u };