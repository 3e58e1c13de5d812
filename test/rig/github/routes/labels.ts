/** Labels of the repository and of issues; a label that is put on an issue need not exist before. */
import { type Answer, created, invalid, list, notFound, ok } from "../http/answer.ts";
import { announce, type Call, type Routes } from "../http/call.ts";
import type { Issue, Label, PullRequest, Repository } from "../state/model.ts";
import { stamp, type World } from "../state/world.ts";
import { issueView, labelView } from "../views/issue.ts";
import { withIssue } from "./issues.ts";
import { announcePull } from "./pulls.ts";

/** The label of that name (case does not count), made on demand in grey. */
export function ensureLabel(world: World, repository: Repository, name: string): Label {
  const key = name.toLowerCase();
  const known = repository.labels.get(key);
  if (known) return known;
  const label = { id: world.nextId(), name, color: "ededed", description: null };
  repository.labels.set(key, label);
  return label;
}

/** Names out of the forms GitHub takes: strings, `{ name }`, bare or under `labels`. */
export function namesOf(body: unknown): string[] {
  const given = Array.isArray(body) ? body : ((body as { labels?: unknown[] }).labels ?? []);
  return given.map(each => (typeof each === "string" ? each : String((each as { name: string }).name)));
}

/** Replaces the labels of an issue and tells of each that came or went. */
export async function relabel(call: Call, issue: Issue, labels: Label[]): Promise<void> {
  const { world, repository } = call;
  const added = labels.filter(label => !issue.labels.includes(label));
  const removed = issue.labels.filter(label => !labels.includes(label));
  issue.labels = labels;
  if (added.length + removed.length === 0) return;
  issue.updatedAt = stamp(world);
  for (const [action, changed] of [
    ["labeled", added],
    ["unlabeled", removed],
  ] as const) {
    for (const label of changed) {
      const part = { label: labelView(world, repository, label) };
      if (issue.pull) await announcePull(call, issue as PullRequest, action, part);
      else announce(call, "issues", action, { issue: issueView(world, repository, issue), ...part });
    }
  }
}

const shown = (call: Call, issue: Issue): Answer =>
  list(issue.labels.map(label => labelView(call.world, call.repository, label)));

async function add(call: Call, issue: Issue): Promise<Answer> {
  const labels = namesOf(call.body).map(name => ensureLabel(call.world, call.repository, name));
  await relabel(call, issue, [...new Set([...issue.labels, ...labels])]);
  return shown(call, issue);
}

async function set(call: Call, issue: Issue): Promise<Answer> {
  const labels = namesOf(call.body).map(name => ensureLabel(call.world, call.repository, name));
  await relabel(call, issue, [...new Set(labels)]);
  return shown(call, issue);
}

async function remove(call: Call, issue: Issue): Promise<Answer> {
  const label = issue.labels.find(each => each.name.toLowerCase() === call.params.name!.toLowerCase());
  if (!label)
    return { ...notFound(), body: { message: "Label does not exist", documentation_url: "", status: "404" } };
  await relabel(
    call,
    issue,
    issue.labels.filter(each => each !== label),
  );
  return shown(call, issue);
}

function create(call: Call): Answer {
  const {
    name,
    color = "ededed",
    description = null,
  } = call.body as { name: string; color?: string; description?: string };
  const refused = labelRefusal(name, color, description);
  if (refused) return refused;
  const key = name.toLowerCase();
  if (call.repository.labels.has(key)) return invalid("Label", "name", "already_exists");
  const label = { id: call.world.nextId(), name, color, description };
  call.repository.labels.set(key, label);
  return created(labelView(call.world, call.repository, label));
}

function labelRefusal(name: string, color: string, description: string | null): Answer | null {
  if (name.trim() === "" || name.length > 50) return invalid("Label", "name", "invalid");
  if (!/^[0-9a-f]{6}$/i.test(color)) return invalid("Label", "color", "invalid");
  if ((description ?? "").length > 100)
    return invalid("Label", "description", "custom", "description is too long (maximum is 100 characters)");
  return null;
}

function update(call: Call): Answer {
  const label = call.repository.labels.get(call.params.name!.toLowerCase());
  if (!label) return notFound();
  const body = call.body as { new_name?: string; color?: string; description?: string };
  const next = {
    name: body.new_name ?? label.name,
    color: body.color ?? label.color,
    description: body.description ?? label.description,
  };
  const refused = labelRefusal(next.name, next.color, next.description);
  if (refused) return refused;
  call.repository.labels.delete(label.name.toLowerCase());
  Object.assign(label, next);
  call.repository.labels.set(label.name.toLowerCase(), label);
  return ok(labelView(call.world, call.repository, label));
}

export const labelRoutes: Routes = {
  "issues/list-labels-for-repo": call =>
    list([...call.repository.labels.values()].map(label => labelView(call.world, call.repository, label))),
  "issues/get-label": call => {
    const label = call.repository.labels.get(call.params.name!.toLowerCase());
    return label ? ok(labelView(call.world, call.repository, label)) : notFound();
  },
  "issues/create-label": create,
  "issues/update-label": update,
  "issues/list-labels-on-issue": withIssue(shown),
  "issues/add-labels": withIssue(add),
  "issues/set-labels": withIssue(set),
  "issues/remove-label": withIssue(remove),
};
