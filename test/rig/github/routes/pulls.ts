/** Pull requests. */
import { commitsBetween, countBetween, diffFiles, mergeBase } from "../git/read.ts";
import { moveRef, writeCommit } from "../git/write.ts";
import {
  type Answer,
  created,
  invalid,
  list,
  noContent,
  notFound,
  ok,
  refuse,
  tooLong,
} from "../http/answer.ts";
import { actingApp, announce, byActions, type Call, numberOf, type Routes } from "../http/call.ts";
import type { PullRequest, Team, User } from "../state/model.ts";
import { keepPullRef, noticeRefs } from "../state/refs.ts";
import { atLeast, pullOf, pulls, roleOf, stamp } from "../state/world.ts";
import { teamView, userView } from "../views/account.ts";
import { fileView } from "../views/git.ts";
import { pullDetailView, pullView } from "../views/pull.ts";
import { commitViews } from "./repository.ts";

/** The pull request that the path names, or GitHub's 404. */
export function withPull(route: (call: Call, request: PullRequest) => Answer | Promise<Answer>) {
  return (call: Call) => {
    const request = pullOf(call.repository, numberOf(call.params.pull_number));
    return request ? route(call, request) : notFound();
  };
}

/** Tells of a change to a pull request, with its payload in full. */
export async function announcePull(
  call: Call,
  request: PullRequest,
  action: string,
  more: object = {},
): Promise<void> {
  const pull_request = await pullDetailView(call.world, call.repository, request);
  announce(call, "pull_request", action, { number: request.number, pull_request, ...more });
}

const detail = async (call: Call, request: PullRequest) =>
  pullDetailView(call.world, call.repository, request);

async function create(call: Call): Promise<Answer> {
  const { repository, world } = call;
  const body = call.body as { title?: string; head: string; base: string; body?: string; draft?: boolean };
  const refused = await createRefusal(call, body);
  if (refused) return refused;
  const head = body.head.replace(`${repository.owner.login}:`, "");
  const headSha = repository.git.ref(`refs/heads/${head}`)!;
  const baseSha = repository.git.ref(`refs/heads/${body.base}`)!;
  const now = stamp(world);
  const number = repository.issues.size + 1;
  const request: PullRequest = {
    id: world.nextId(),
    number,
    title: body.title!,
    body: body.body ?? null,
    user: call.user,
    app: actingApp(call),
    state: "open",
    stateReason: null,
    closedBy: null,
    closedAt: null,
    createdAt: now,
    updatedAt: now,
    labels: [],
    assignees: [],
    pull: {
      id: world.nextId(),
      head,
      base: body.base,
      headSha,
      baseSha,
      draft: body.draft ?? false,
      ...{ mergedAt: null, mergedBy: null, mergeCommit: null },
      ...{ requestedUsers: [], requestedTeams: [], reviews: [] },
    },
  };
  repository.issues.set(number, request);
  await keepPullRef(repository, number, headSha);
  await announcePull(call, request, "opened");
  return created(await detail(call, request));
}

async function createRefusal(
  call: Call,
  body: { title?: string; head: string; base: string; body?: string; draft?: boolean },
): Promise<Answer | null> {
  const { repository } = call;
  if (byActions(call) && !repository.actionsMayCreatePulls) {
    return refuse(403, "GitHub Actions is not permitted to create or approve pull requests.");
  }
  if (!body.title?.trim()) return invalid("PullRequest", "title", "missing_field");
  const long = tooLong("PullRequest", body.body);
  if (long) return long;
  if (body.draft && !repository.allowsDrafts) {
    return refuse(422, "Draft pull requests are not supported in this repository.");
  }
  const head = body.head.replace(`${repository.owner.login}:`, "");
  const headSha = repository.git.ref(`refs/heads/${head}`);
  const baseSha = repository.git.ref(`refs/heads/${body.base}`);
  if (!headSha) return invalid("PullRequest", "head", "invalid");
  if (!baseSha) return invalid("PullRequest", "base", "invalid");
  if ((await countBetween(repository.git, baseSha, headSha)).ahead === 0) {
    return invalid("PullRequest", "head", "custom", `No commits between ${body.base} and ${head}`);
  }
  // Last, with nothing awaited before the pull request is made: of two at once GitHub takes one.
  const twin = pulls(repository).find(
    each => each.state === "open" && each.pull.head === head && each.pull.base === body.base,
  );
  if (twin) {
    const label = `${repository.owner.login}:${head}`;
    return invalid("PullRequest", "head", "custom", `A pull request already exists for ${label}.`);
  }
  return null;
}

async function update(call: Call, request: PullRequest): Promise<Answer> {
  const body = call.body as { title?: string; body?: string; state?: "open" | "closed"; base?: string };
  const long = tooLong("PullRequest", body.body);
  if (long) return long;
  if (!mayEdit(call, request)) return refuse(403, "Must have write rights to Repository.");
  const changes: { [field: string]: { from: unknown } } = {};
  if (body.title !== undefined && body.title !== request.title) {
    changes.title = { from: request.title };
    request.title = body.title;
  }
  if (body.body !== undefined && body.body !== request.body) {
    changes.body = { from: request.body };
    request.body = body.body;
    request.edit = { at: stamp(call.world), by: call.user };
  }
  if (body.base !== undefined && body.base !== request.pull.base) {
    const sha = call.repository.git.ref(`refs/heads/${body.base}`);
    if (!sha) return invalid("PullRequest", "base", "invalid");
    Object.assign(request.pull, { base: body.base, baseSha: sha });
    changes.base = { from: request.pull.base };
  }
  if (Object.keys(changes).length > 0) {
    request.updatedAt = stamp(call.world);
    await announcePull(call, request, "edited", { changes });
  }
  if (body.state && body.state !== request.state) {
    const refused = await setState(call, request, body.state);
    if (refused) return refused;
  }
  return ok(await detail(call, request));
}

/** An app writes by its permission, the author his own, everybody else needs the role. */
const mayEdit = (call: Call, request: PullRequest): boolean =>
  call.actor.kind !== "user" ||
  call.user.id === request.user.id ||
  atLeast(roleOf(call.repository, call.user), "write");

async function setState(call: Call, request: PullRequest, state: "open" | "closed"): Promise<Answer | null> {
  if (state === "open" && !call.repository.git.ref(`refs/heads/${request.pull.head}`)) {
    return invalid(
      "PullRequest",
      "state",
      "custom",
      `state cannot be changed. The ${request.pull.head} branch has been deleted.`,
    );
  }
  request.state = state;
  request.updatedAt = stamp(call.world);
  request.closedAt = state === "closed" ? stamp(call.world) : null;
  request.closedBy = state === "closed" ? call.user : null;
  await announcePull(call, request, state === "closed" ? "closed" : "reopened");
  return null;
}

function listPulls(call: Call): Answer {
  const { state = "open", head, base, sort = "created", direction } = call.query;
  const wanted = head?.split(":");
  const found = pulls(call.repository).filter(request => {
    if (state !== "all" && request.state !== state) return false;
    if (wanted && (wanted[0] !== call.repository.owner.login || request.pull.head !== wanted[1]))
      return false;
    return !base || request.pull.base === base;
  });
  const key = (request: PullRequest) =>
    sort === "updated" ? request.updatedAt : String(request.number).padStart(9, "0");
  found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if ((direction ?? "desc") === "desc") found.reverse();
  return list(found.map(request => pullView(call.world, call.repository, request)));
}

async function requestReviewers(call: Call, request: PullRequest): Promise<Answer> {
  const { reviewers = [], team_reviewers: slugs = [] } = call.body as {
    reviewers?: string[];
    team_reviewers?: string[];
  };
  const { pull } = request;
  const users: User[] = [];
  for (const login of reviewers) {
    const user = call.world.users.get(login.toLowerCase());
    if (user?.id === request.user.id)
      return refuse(422, "Review cannot be requested from pull request author.");
    if (!user || !mayReview(call, user)) {
      return refuse(
        422,
        "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.",
      );
    }
    users.push(user);
  }
  const teams: Team[] = [];
  for (const slug of slugs) {
    const team = call.world.teams.get(`${call.repository.owner.login}/${slug}`.toLowerCase());
    if (!team) return refuse(422, "Could not resolve to a node with the global id of the team.");
    teams.push(team);
  }
  for (const user of users.filter(each => !pull.requestedUsers.includes(each))) {
    pull.requestedUsers.push(user);
    await announcePull(call, request, "review_requested", { requested_reviewer: userView(call.world, user) });
  }
  for (const team of teams.filter(each => !pull.requestedTeams.includes(each))) {
    pull.requestedTeams.push(team);
    await announcePull(call, request, "review_requested", { requested_team: teamView(call.world, team) });
  }
  return created(pullView(call.world, call.repository, request));
}

const mayReview = (call: Call, user: User) =>
  user.type === "User" &&
  (call.repository.roles.has(user.login.toLowerCase()) || call.repository.owner.id === user.id);

async function removeReviewers(call: Call, request: PullRequest): Promise<Answer> {
  const { reviewers, team_reviewers: slugs = [] } = call.body as {
    reviewers: string[];
    team_reviewers?: string[];
  };
  const { pull } = request;
  pull.requestedUsers = pull.requestedUsers.filter(user => !reviewers.includes(user.login));
  pull.requestedTeams = pull.requestedTeams.filter(team => !slugs.includes(team.slug));
  return ok(pullView(call.world, call.repository, request));
}

async function merge(call: Call, request: PullRequest): Promise<Answer> {
  const { pull } = request;
  const { git } = call.repository;
  const { sha } = call.body as { sha?: string };
  if (request.state !== "open" || pull.draft) return refuse(405, "Pull Request is not mergeable");
  if (sha && sha !== pull.headSha)
    return refuse(409, "Head branch was modified. Review and try the merge again.");
  const merged = await git.run(["merge-tree", "--write-tree", pull.baseSha, pull.headSha]);
  if (merged.code !== 0) return refuse(405, "Pull Request is not mergeable");
  const tree = merged.stdout.toString().split("\n")[0]!;
  const self = {
    name: call.user.login,
    email: `${call.user.login}@users.noreply.example`,
    date: stamp(call.world),
  };
  const message = `Merge pull request #${request.number} from ${call.repository.owner.login}/${pull.head}`;
  const commit = await writeCommit(git, {
    tree,
    parents: [pull.baseSha, pull.headSha],
    author: self,
    committer: self,
    message,
  });
  await moveRef(git, `refs/heads/${pull.base}`, pull.baseSha, commit);
  request.state = "closed";
  request.closedAt = request.updatedAt = pull.mergedAt = stamp(call.world);
  request.closedBy = pull.mergedBy = call.user;
  pull.mergeCommit = commit;
  await noticeRefs(call.world, call.repository, { user: call.user, byActions: byActions(call) });
  await announcePull(call, request, "closed");
  return ok({ sha: commit, merged: true, message: "Pull Request successfully merged" });
}

export const pullRoutes: Routes = {
  "pulls/list": listPulls,
  "pulls/create": create,
  "pulls/get": withPull(async (call, request) => ok(await detail(call, request))),
  "pulls/update": withPull(update),
  "pulls/check-if-merged": withPull((_call, request) => (request.pull.mergedAt ? noContent() : notFound())),
  "pulls/merge": withPull(merge),
  "pulls/list-commits": withPull(async (call, { pull }) =>
    list(await commitViews(call, await commitsBetween(call.repository.git, pull.baseSha, pull.headSha))),
  ),
  "pulls/list-files": withPull(async (call, { pull }) => {
    const { git } = call.repository;
    const base = (await mergeBase(git, pull.baseSha, pull.headSha)) ?? pull.baseSha;
    const files = await diffFiles(git, base, pull.headSha);
    return list(files.map(file => fileView(call.world, call.repository, file, pull.headSha)));
  }),
  "pulls/list-requested-reviewers": withPull((call, { pull }) =>
    ok({
      users: pull.requestedUsers.map(user => userView(call.world, user)),
      teams: pull.requestedTeams.map(team => teamView(call.world, team)),
    }),
  ),
  "pulls/request-reviewers": withPull(requestReviewers),
  "pulls/remove-requested-reviewers": withPull(removeReviewers),
};
