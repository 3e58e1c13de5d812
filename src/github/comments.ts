import { type Answer, good } from "./answer.ts";
import { type Account, isOurs } from "./picture.ts";
import type { Repository } from "./repository.ts";

export interface CommentNow {
  id: number;
  body: string;
  user: Account | null;
  ours: boolean;
  /** RFC 3339. */
  createdAt: string;
  updatedAt: string;
  /** Written by an app in somebody's name. */
  viaApp: boolean;
  reactions: { eyes: number; rocket: number; down: number };
}

interface CommentShape {
  id: number;
  body?: string | null;
  user: { id: number; login: string; type?: string | undefined } | null;
  created_at: string;
  updated_at: string;
  performed_via_github_app?: unknown;
  reactions?: { eyes: number; rocket: number; "-1": number };
}

/** A comment as GitHub gives it, and whether it is ours: a bot's, or of the login `self`. */
export function commentNow(comment: CommentShape, self: string | null): CommentNow {
  const { reactions } = comment;
  const user: Account | null = comment.user
    ? { id: comment.user.id, login: comment.user.login, type: comment.user.type ?? "" }
    : null;
  return {
    id: comment.id,
    body: comment.body ?? "",
    user,
    ours: isOurs(user, self),
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    viaApp: Boolean(comment.performed_via_github_app),
    reactions: { eyes: reactions?.eyes ?? 0, rocket: reactions?.rocket ?? 0, down: reactions?.["-1"] ?? 0 },
  };
}

/** All comments of an issue or pull request, oldest first. */
export async function readComments(
  repository: Repository,
  number: number,
  self: string | null,
): Promise<Answer<CommentNow[]>> {
  const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    issue_number: number,
  });
  return answer.ok ? good(answer.value.map(comment => commentNow(comment as CommentShape, self))) : answer;
}

/** Writes a comment once: after a lost answer the newest comments are searched for the same body. */
export async function createComment(
  repository: Repository,
  number: number,
  body: string,
  self: string | null,
): Promise<Answer<CommentNow>> {
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const answer = await repository.write(route, { issue_number: number, body }, async () => {
    const there = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      issue_number: number,
    });
    if (!there.ok) return there;
    return good(there.value.findLast(comment => comment.body?.trim() === body.trim()) ?? null);
  });
  return answer.ok ? good(commentNow(answer.value.data as CommentShape, self)) : answer;
}

/** Replaces the text of a comment of ours. */
export async function updateComment(repository: Repository, id: number, body: string): Promise<Answer<null>> {
  const answer = await repository.write(
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    { comment_id: id, body },
    "repeatable",
  );
  return answer.ok ? good(null) : answer;
}

/** Deletes a comment; one that is gone already is as good. */
export async function deleteComment(repository: Repository, id: number): Promise<Answer<null>> {
  const answer = await repository.write(
    "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
    { comment_id: id },
    "repeatable",
  );
  return answer.ok || answer.failure.kind === "not_found" ? good(null) : answer;
}
