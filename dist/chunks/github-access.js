import { c as PERMISSIONS } from "./engine-git-dashboard-markdown.js";
import { n as failed, r as good } from "./github-answer.js";

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
/** Looks each approver up: a login, or a team such as `acme/architects`. */
async function checkApprovers(repository, approvers) {
	const check = {
		nobody: [],
		unknown: []
	};
	for (const [index, approver] of approvers.entries()) {
		const answer = await lookUp(repository, approver);
		if (answer.ok) continue;
		const { kind } = answer.failure;
		if (kind === "unavailable" || kind === "rate_limited" || kind === "unauthorized") return {
			...check,
			unknown: [...check.unknown, ...approvers.slice(index)]
		};
		(kind === "not_found" ? check.nobody : check.unknown).push(approver);
	}
	return check;
}
function lookUp({ api }, approver) {
	const [org = "", team] = approver.split("/");
	return team === void 0 ? api.read("GET /users/{username}", { username: org }) : api.read("GET /orgs/{org}/teams/{team_slug}", {
		org,
		team_slug: team
	});
}

export { isTeamMember as n, readAccess as r, checkApprovers as t };