/** Issues: also the issue half of pull requests. */
import { type Answer, created, invalid, list, notFound, ok, refuse, tooLong } from "../http/answer.ts";
import { actingApp, announce, type Call, numberOf, type Routes } from "../http/call.ts";
import type { Issue, PullRequest, User } from "../state/model.ts";
import { atLeast, roleOf, stamp } from "../state/world.ts";
import { userView } from "../views/account.ts";
import { issueView } from "../views/issue.ts";
import { ensureLabel, namesOf, relabel } from "./labels.ts";
import { announcePull } from "./pulls.ts";

/** The issue that the path names, or GitHub's 404. */
export function withIssue(route: (call: Call, issue: Issue) => Answer | Promise<Answer>) {
  return (call: Call) => {
    const issue = call.repository.issues.get(numberOf(call.params.issue_number));
    return issue ? route(call, issue) : notFound();
  };
}

const shown = (call: Call, issue: Issue) => issueView(call.world, call.repository, issue);

/** Labels and assignees are silently dropped for people without push access, as GitHub does. */
const mayTriage = (call: Call): boolean =>
  call.actor.kind !== "user" || atLeast(roleOf(call.repository, call.user), "triage");

interface IssueBody {
  title?: string | number;
  body?: string | null;
  state?: "open" | "closed";
  state_reason?: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  labels?: unknown[];
  assignees?: (string | { login: string })[];
}

const assignable = (call: Call, logins: IssueBody["assignees"] = []): User[] =>
  logins
    .map(each => call.world.users.get((typeof each === "string" ? each : each.login).toLowerCase()))
    .filter(user => user !== undefined && atLeast(roleOf(call.repository, user), "triage"))
    .slice(0, 10) as User[];

async function create(call: Call): Promise<Answer> {
  const body = call.body as IssueBody;
  const title = String(body.title ?? "").trim();
  if (title === "") return invalid("Issue", "title", "missing_field");
  if (title.length > 256)
    return invalid("Issue", "title", "custom", "title is too long (maximum is 256 characters)");
  const long = tooLong("Issue", body.body);
  if (long) return long;
  const { world, repository } = call;
  const now = stamp(world);
  const names = mayTriage(call) ? namesOf({ labels: body.labels ?? [] }) : [];
  const issue: Issue = {
    id: world.nextId(),
    number: repository.issues.size + 1,
    title,
    body: body.body ?? null,
    user: call.user,
    app: actingApp(call),
    state: "open",
    stateReason: null,
    closedBy: null,
    closedAt: null,
    createdAt: now,
    updatedAt: now,
    labels: [...new Set(names.map(name => ensureLabel(world, repository, name)))],
    assignees: mayTriage(call) ? assignable(call, body.assignees) : [],
    pull: null,
  };
  repository.issues.set(issue.number, issue);
  announce(call, "issues", "opened", { issue: shown(call, issue) });
  return created(shown(call, issue));
}

async function update(call: Call, issue: Issue): Promise<Answer> {
  const body = call.body as IssueBody;
  const long = tooLong("Issue", body.body);
  if (long) return long;
  if (!mayTriage(call) && call.user.id !== issue.user.id)
    return refuse(403, "Must have admin rights to Repository.");
  const changes: { [field: string]: { from: unknown } } = {};
  if (body.title !== undefined && body.title !== issue.title) {
    changes.title = { from: issue.title };
    issue.title = String(body.title);
  }
  if (body.body !== undefined && body.body !== issue.body) {
    changes.body = { from: issue.body };
    issue.body = body.body;
    issue.edit = { at: stamp(call.world), by: call.user };
  }
  if (Object.keys(changes).length > 0) await tell(call, issue, "edited", { changes });
  if (body.assignees && mayTriage(call)) await assign(call, issue, assignable(call, body.assignees));
  if (body.labels && mayTriage(call)) {
    const labels = namesOf({ labels: body.labels }).map(name =>
      ensureLabel(call.world, call.repository, name),
    );
    await relabel(call, issue, [...new Set(labels)]);
  }
  await setState(call, issue, body);
  return ok(shown(call, issue));
}

async function setState(call: Call, issue: Issue, body: IssueBody): Promise<void> {
  if (body.state === undefined || (body.state === issue.state && body.state_reason === undefined)) return;
  const changed = body.state !== issue.state;
  issue.state = body.state;
  if (body.state === "closed") {
    issue.stateReason = body.state_reason ?? (issue.pull ? null : "completed");
    issue.closedBy = call.user;
    issue.closedAt = stamp(call.world);
  } else {
    issue.stateReason = issue.pull ? null : "reopened";
    issue.closedBy = null;
    issue.closedAt = null;
  }
  if (changed) await tell(call, issue, body.state === "closed" ? "closed" : "reopened");
}

async function tell(
  call: Call,
  issue: Issue,
  action: string,
  more: { [part: string]: unknown } = {},
): Promise<void> {
  issue.updatedAt = stamp(call.world);
  if (issue.pull) await announcePull(call, issue as PullRequest, action, more);
  else announce(call, "issues", action, { issue: shown(call, issue), ...more });
}

async function assign(call: Call, issue: Issue, assignees: User[]): Promise<void> {
  const added = assignees.filter(user => !issue.assignees.includes(user));
  const removed = issue.assignees.filter(user => !assignees.includes(user));
  issue.assignees = assignees;
  for (const user of added) await tell(call, issue, "assigned", { assignee: userView(call.world, user) });
  for (const user of removed) await tell(call, issue, "unassigned", { assignee: userView(call.world, user) });
}

function listIssues(call: Call): Answer {
  const {
    state = "open",
    labels,
    creator,
    assignee,
    since,
    sort = "created",
    direction = "desc",
  } = call.query;
  const names = (labels ?? "").toLowerCase().split(",").filter(Boolean);
  const found = [...call.repository.issues.values()].filter(issue => {
    if (state !== "all" && issue.state !== state) return false;
    if (creator && issue.user.login !== creator) return false;
    if (since && issue.updatedAt < since) return false;
    if (assignee === "none" && issue.assignees.length > 0) return false;
    if (
      assignee &&
      assignee !== "none" &&
      assignee !== "*" &&
      !issue.assignees.some(each => each.login === assignee)
    )
      return false;
    return names.every(name => issue.labels.some(label => label.name.toLowerCase() === name));
  });
  const key = (issue: Issue) =>
    sort === "updated" ? issue.updatedAt : String(issue.number).padStart(9, "0");
  found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (direction === "desc") found.reverse();
  return list(found.map(issue => shown(call, issue)));
}

export const issueRoutes: Routes = {
  "issues/list-for-repo": listIssues,
  "issues/create": create,
  "issues/list-sub-issues": withIssue((call, issue) =>
    list(
      [...call.repository.issues.values()]
        .filter(each => each.parent === issue.number)
        .map(each => shown(call, each)),
    ),
  ),
  "issues/get": withIssue((call, issue) => ok(shown(call, issue))),
  "issues/update": withIssue(update),
  "issues/add-assignees": withIssue(async (call, issue) => {
    const wanted = assignable(call, (call.body as IssueBody).assignees);
    await assign(call, issue, [...new Set([...issue.assignees, ...wanted])]);
    return created(shown(call, issue));
  }),
  "issues/remove-assignees": withIssue(async (call, issue) => {
    const gone = (call.body as { assignees: string[] }).assignees.map(login => login.toLowerCase());
    await assign(
      call,
      issue,
      issue.assignees.filter(user => !gone.includes(user.login.toLowerCase())),
    );
    return ok(shown(call, issue));
  }),
};
