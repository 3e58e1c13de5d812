/** People: who they are, what they may, which teams they are in. */
import { type Answer, list, noContent, notFound, ok, refuse } from "../http/answer.ts";
import type { Call, Routes } from "../http/call.ts";
import { apiUrl, roleOf } from "../state/world.ts";
import { publicUserView, teamFullView, userView } from "../views/account.ts";
import { collaboratorPermissionView, permissionFlags } from "../views/repository.ts";

const person = (call: Call) => call.world.users.get(call.params.username!.toLowerCase());

function permission(call: Call): Answer {
  const user = person(call);
  if (!user) return refuse(404, `${call.params.username} is not a user`);
  return ok(collaboratorPermissionView(call.world, roleOf(call.repository, user), user));
}

function membership(call: Call): Answer {
  const { org, team_slug: slug, username } = call.params;
  if (call.actor.kind === "installation" && !call.actor.permissions.members) {
    return refuse(403, "Resource not accessible by integration");
  }
  const team = call.world.teams.get(`${org}/${slug}`.toLowerCase());
  const user = person(call);
  if (!team || !user || !team.members.includes(user)) return notFound();
  const url = `${apiUrl(call.world)}/orgs/${org}/teams/${slug}/memberships/${username}`;
  return ok({ url, role: "member", state: "active" });
}

function withTeam(
  route: (call: Call, team: NonNullable<ReturnType<Call["world"]["teams"]["get"]>>) => Answer,
) {
  return (call: Call) => {
    if (call.actor.kind === "installation" && !call.actor.permissions.members) {
      return refuse(403, "Resource not accessible by integration");
    }
    const team = call.world.teams.get(`${call.params.org}/${call.params.team_slug}`.toLowerCase());
    return team ? route(call, team) : notFound();
  };
}

/** Routes below a repository. */
export const collaboratorRoutes: Routes = {
  "repos/get-collaborator-permission-level": permission,
  "repos/check-collaborator": call => {
    const user = person(call);
    const known =
      user && (call.repository.roles.has(user.login.toLowerCase()) || user.id === call.repository.owner.id);
    return known ? noContent() : notFound();
  },
  "repos/list-collaborators": call => {
    const people = [...call.repository.roles.keys()].map(login => call.world.users.get(login)!);
    return list(
      people.map(user => {
        const role = roleOf(call.repository, user);
        return { ...userView(call.world, user), permissions: permissionFlags(role), role_name: role };
      }),
    );
  },
};

/** Routes that need no repository. */
export const peopleRoutes: Routes = {
  "users/get-authenticated": call => {
    if (call.actor.kind === "anonymous") return refuse(401, "Requires authentication");
    if (call.actor.kind !== "user") return refuse(403, "Resource not accessible by integration");
    return ok(publicUserView(call.world, call.user));
  },
  "users/get-by-username": call => {
    const user = person(call);
    return user ? ok(publicUserView(call.world, user)) : notFound();
  },
  "teams/get-by-name": withTeam((call, team) => ok(teamFullView(call.world, team))),
  "teams/list-members-in-org": withTeam((call, team) =>
    list(team.members.map(user => userView(call.world, user))),
  ),
  "teams/get-membership-for-user-in-org": membership,
};
