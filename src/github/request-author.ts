import type { Permission } from "../milestone/approval/who-counts.ts";
import type { Person } from "../milestone/session/event.ts";
import { readAccess } from "./access.ts";
import { type Answer, good } from "./answer.ts";
import type { Account } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { readEditors } from "./issue-comments.ts";

/** Whose command a run carries out, as GitHub itself tells it now. */
export interface RequestAuthor {
  by: Person;
  permission: Permission;
}

/**
 * The person behind a run's `request`: whoever wrote the comment or the review, or closed the issue, that the key
 * names. A run that the app started has the app as its actor, and an input of a run proves nothing. Null for keys that
 * GitHub keeps no record of (a button), and for a comment that was edited or is gone.
 */
export async function readRequestAuthor(
  repository: GitHubRepository,
  request: string,
): Promise<Answer<RequestAuthor | null>> {
  const comment = /^comment-(\d{1,15})(?:-\d{1,3})?$/.exec(request)?.[1];
  if (comment) {
    const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
    return fromComment(repository, await repository.read(route, { comment_id: Number(comment) }));
  }
  const line = /^line-(\d{1,15})(?:-\d{1,3})?$/.exec(request)?.[1];
  if (line) {
    const route = "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}";
    return fromComment(repository, await repository.read(route, { comment_id: Number(line) }));
  }
  const [, pull, review] = /^review-(\d{1,9})-(\d{1,15})(?:-\d{1,3})?$/.exec(request) ?? [];
  if (pull && review) {
    const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";
    const given = { pull_number: Number(pull), review_id: Number(review) };
    return fromComment(repository, await repository.read(route, given));
  }
  const issue = /^issue-(\d{1,15})-\d+$/.exec(request)?.[1];
  return issue ? fromIssue(repository, Number(issue)) : good(null);
}

interface AuthoredText {
  node_id: string;
  user: { id: number | bigint; login: string; type: string } | null;
  performed_via_github_app?: unknown;
}

async function fromComment(
  repository: GitHubRepository,
  answer: Answer<unknown>,
): Promise<Answer<RequestAuthor | null>> {
  if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
  const { node_id, user, performed_via_github_app } = answer.value as AuthoredText;
  if (performed_via_github_app || !user) return good(null);
  const editors = await readEditors(repository, [node_id]);
  if (!editors.ok) return editors;
  if (editors.value.get(node_id) !== null) return good(null);
  return requestAuthorOf(repository, { id: Number(user.id), login: user.login, type: user.type }, "comment");
}

async function fromIssue(
  repository: GitHubRepository,
  number: number,
): Promise<Answer<RequestAuthor | null>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", {
    issue_number: number,
  });
  if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
  return requestAuthorOf(repository, (answer.value.closed_by ?? null) as Account | null, "issue");
}

async function requestAuthorOf(
  repository: GitHubRepository,
  user: Account | null,
  source: Person["source"],
): Promise<Answer<RequestAuthor | null>> {
  if (user?.type !== "User") return good(null);
  const permission = await readAccess(repository, user);
  if (!permission.ok) return permission;
  return good({ by: { login: user.login, id: user.id, source }, permission: permission.value });
}
