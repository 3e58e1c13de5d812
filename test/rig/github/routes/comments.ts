/** Comments on issues and pull requests, and the reactions to them. */
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
import { actingApp, announce, type Call, numberOf, type Routes } from "../http/call.ts";
import type { Comment, Issue, Reaction } from "../state/model.ts";
import { atLeast, roleOf, stamp } from "../state/world.ts";
import { commentView, issueView, reactionView } from "../views/issue.ts";
import { withIssue } from "./issues.ts";

const shown = (call: Call, comment: Comment) => commentView(call.world, call.repository, comment);

function tell(call: Call, comment: Comment, action: string, more: { [part: string]: unknown } = {}): void {
  const issue = issueView(call.world, call.repository, call.repository.issues.get(comment.issue)!);
  announce(call, "issue_comment", action, { issue, comment: shown(call, comment), ...more });
}

function withComment(route: (call: Call, comment: Comment) => Answer) {
  return (call: Call) => {
    const comment = call.repository.comments.get(numberOf(call.params.comment_id));
    return comment ? route(call, comment) : notFound();
  };
}

function create(call: Call, issue: Issue): Answer {
  const { body } = call.body as { body: string };
  if (body.trim() === "") return invalid("IssueComment", "body", "custom", "Body can't be blank");
  const long = tooLong("IssueComment", body);
  if (long) return long;
  const now = stamp(call.world);
  const common = { id: call.world.nextId(), issue: issue.number, user: call.user, app: actingApp(call) };
  const comment: Comment = { ...common, body, createdAt: now, updatedAt: now, reactions: [] };
  call.repository.comments.set(comment.id, comment);
  issue.updatedAt = now;
  tell(call, comment, "created");
  return created(shown(call, comment));
}

/** The author changes and deletes his own; others need write, and an app may by its permission. */
const mayChange = (call: Call, comment: Comment): boolean =>
  call.actor.kind === "installation" ||
  comment.user.id === call.user.id ||
  atLeast(roleOf(call.repository, call.user), "write");

function update(call: Call, comment: Comment): Answer {
  const { body } = call.body as { body: string };
  if (!mayChange(call, comment)) return refuse(403, "Must have admin rights to Repository.");
  const long = tooLong("IssueComment", body);
  if (long) return long;
  const changes = { body: { from: comment.body } };
  comment.body = body;
  comment.updatedAt = stamp(call.world);
  comment.edit = { at: comment.updatedAt, by: call.user };
  tell(call, comment, "edited", { changes });
  return ok(shown(call, comment));
}

function remove(call: Call, comment: Comment): Answer {
  if (!mayChange(call, comment)) return refuse(403, "Must have admin rights to Repository.");
  call.repository.comments.delete(comment.id);
  tell(call, comment, "deleted");
  return noContent();
}

function listed(call: Call, comments: Comment[]): Answer {
  const { since, sort = "created", direction = "asc" } = call.query;
  const found = comments.filter(comment => !since || Date.parse(comment.updatedAt) >= Date.parse(since));
  const key = (comment: Comment) => (sort === "updated" ? comment.updatedAt : comment.createdAt);
  found.sort((a, b) => (key(a) === key(b) ? a.id - b.id : key(a) < key(b) ? -1 : 1));
  if (direction === "desc") found.reverse();
  return list(found.map(comment => shown(call, comment)));
}

/** 201 for a new reaction, 200 for one that this account had already left. */
export function react(call: Call, comment: { reactions: Reaction[] }): Answer {
  const { content } = call.body as { content: string };
  const twin = comment.reactions.find(each => each.user.id === call.user.id && each.content === content);
  if (twin) return ok(reactionView(call.world, twin));
  const reaction = { id: call.world.nextId(), user: call.user, content, createdAt: stamp(call.world) };
  comment.reactions.push(reaction);
  return created(reactionView(call.world, reaction));
}

function unreact(call: Call, comment: Comment): Answer {
  const at = comment.reactions.findIndex(each => each.id === numberOf(call.params.reaction_id));
  if (at < 0) return notFound();
  if (comment.reactions[at]!.user.id !== call.user.id)
    return refuse(403, "Must have admin rights to Repository.");
  comment.reactions.splice(at, 1);
  return noContent();
}

export const commentRoutes: Routes = {
  "issues/list-comments": withIssue((call, issue) =>
    listed(
      call,
      [...call.repository.comments.values()].filter(comment => comment.issue === issue.number),
    ),
  ),
  "issues/list-comments-for-repo": call => listed(call, [...call.repository.comments.values()]),
  "issues/create-comment": withIssue(create),
  "issues/get-comment": withComment((call, comment) => ok(shown(call, comment))),
  "issues/update-comment": withComment(update),
  "issues/delete-comment": withComment(remove),
  "reactions/list-for-issue-comment": withComment((call, comment) => {
    const { content } = call.query;
    const found = comment.reactions.filter(each => !content || each.content === content);
    return list(found.map(each => reactionView(call.world, each)));
  }),
  "reactions/create-for-issue-comment": withComment(react),
  "reactions/delete-for-issue-comment": withComment(unreact),
};
