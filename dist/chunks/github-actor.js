import { n as isTeamMember, r as readAccess } from "./github-access.js";
import { r as good, t as describeFailure } from "./github-answer.js";
import { a as readEditors } from "./github-issue-comments.js";
import { l as atLeast, u as whoCounts } from "./engine-git-dashboard-markdown.js";
import { l as whoMay, r as needOf } from "./milestone-command-command-reader.js";
import { t as COMMANDS } from "./milestone-command-command-table.js";

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
	const least = postponed && STARTING.includes(command.name) ? "maintain" : needOf(command);
	if (least === "maintain" && need !== "admin") return "maintain";
	return least === "write" && need === "read" ? "write" : need;
}
/** As for `execute --force-dependencies`. */
function needToForce(config) {
	return needFor("execute", config) === "admin" ? "admin" : "maintain";
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
/** Those whose answers count for a phase: its gate's approvers, and anyone who may write where none is named. */
function answerers(gate, { approvers }) {
	if (gate === null) return [];
	return gate.approvers.length > 0 ? gate.approvers : approvers;
}
/** Why this person's answer to a question of the phase does not count; null: it does. `gate`: the phase's, on the base. */
async function answerRefusal(repository, { user, permission }, { gate, config }) {
	const named = [...answerers(gate, config)];
	const teams = [];
	for (const team of new Set(named.filter((name) => name.includes("/")))) {
		const member = await isTeamMember(repository, team, user.login);
		if (member.ok && member.value) teams.push(team);
	}
	const policy = {
		approvers: named,
		minApprovals: 1,
		permission: config.approverPermission
	};
	return whoCounts({
		user,
		viaApp: false,
		permission,
		teams
	}, policy, []);
}
/** The base branch's policy for a gate. Nobody named anywhere means: anyone with write permission. */
function gatePolicy(source, approval) {
	const { plan, approvers, approverPermission: permission } = source;
	const { approvers: named, minApprovals } = gateOf(plan, approval);
	return {
		approvers: named.length ? named : [...approvers],
		minApprovals,
		...permission ? { permission } : {}
	};
}
function gateOf(plan, approval) {
	const asked = {
		approvers: approval.approvers,
		minApprovals: approval.min_approvals
	};
	if (approval.task && approval.phase) return plan.tasks.find((t) => t.id === approval.task)?.phases.find((p) => p.phase === approval.phase)?.gate ?? asked;
	return plan.qualityGates.find((gate) => isCheckpoint(approval.request, gate.name)) ?? asked;
}
/** `gate:<name>`, with `.n` when asked again. */
function isCheckpoint(request, name) {
	const prefix = `gate:${name}`;
	return request === prefix || request.startsWith(`${prefix}.`) && /^\d+$/.test(request.slice(prefix.length + 1));
}

// src/github/request-author.ts
/**
* The person behind a run's `request`: whoever wrote the comment or the review, or closed the issue, that the key
* names. A run that the app started has the app as its actor, and an input of a run proves nothing. Null for keys that
* GitHub keeps no record of (a button), and for a comment that was edited or is gone.
*/
async function readRequestAuthor(repository, request) {
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
	return requestAuthorOf(repository, {
		id: Number(user.id),
		login: user.login,
		type: user.type
	}, "comment");
}
async function fromIssue(repository, number) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", { issue_number: number });
	if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
	return requestAuthorOf(repository, answer.value.closed_by ?? null, "issue");
}
async function requestAuthorOf(repository, user, source) {
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
* Whether an app started the run. Only then is its `request` a proof of whose command it is: by hand anyone with write
* permission puts any comment's number there, and so does a workflow of their own branch by the runner's token.
*/
function isByApp({ GITHUB_ACTOR: actor = "" }) {
	return actor.endsWith("[bot]") && actor !== "github-actions[bot]";
}
/**
* Who gives the command, as GitHub says now: the comment's or issue's person where the app started the run, else the
* actor. Anyone with write permission can start a workflow by hand; what needs more than that (skip, postpone, cancel,
* unlock, forcing past requirements) is checked here as well, and refused when GitHub cannot be asked.
*/
async function authorizeCommand(repository, command, { env, config }) {
	const need = needForCommand(command, config);
	const author = await readCommandAuthor(repository, command, env);
	if (need !== "maintain" && need !== "admin") return {
		ok: true,
		by: author.by
	};
	const complaint = await complaintOf(command, author, need);
	return complaint ? {
		ok: false,
		complaint
	} : {
		ok: true,
		by: author.by
	};
}
/** Why the person who gives the command may not take a postponed milestone up again by it; null: they may. */
async function takeUpComplaint(repository, command, env) {
	return complaintOf(command, await readCommandAuthor(repository, command, env), "maintain");
}
/**
* Why the person who answers a question of a phase with this gate may not; null: they may. Whoever starts a workflow
* by hand may write; where that is enough GitHub need not be asked.
*/
async function answerComplaint(repository, command, { env, gate, config }) {
	const { GITHUB_ACTOR: first = "", GITHUB_TRIGGERING_ACTOR: actor = first } = env;
	if (!isByApp(env) && !actor.endsWith("[bot]") && answerers(gate, config).length === 0) return null;
	const { by, access } = await readCommandAuthor(repository, command, env);
	const permission = await access();
	if (!permission.ok) return refused(command, describeFailure(permission.failure), "try again once GitHub answers");
	const user = {
		id: by.id ?? 0,
		login: by.login,
		type: "User"
	};
	const refusal = await answerRefusal(repository, {
		user,
		permission: permission.value
	}, {
		gate,
		config
	});
	return refusal && refused(command, `the answer of ${by.login} does not count: ${refusal.reason}`);
}
async function readCommandAuthor(repository, command, env) {
	const actor = actorOf(env);
	const { request } = command.flags;
	const author = request && isByApp(env) ? await readRequestAuthor(repository, request) : null;
	if (author && !author.ok) return {
		by: actor,
		access: async () => author
	};
	const value = author?.value;
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

export { takeUpComplaint as a, gatePolicy as c, needToForce as d, isByApp as i, mayRun as l, answerComplaint as n, readRequestAuthor as o, authorizeCommand as r, answerers as s, actorOf as t, needFor as u };