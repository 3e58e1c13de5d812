import { type Answer, good } from "./answer.ts";
import { type Account, isOurs, type Self } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";

export interface CommentNow {
  id: number;
  /** Its id for GraphQL. */
  node: string;
  body: string;
  user: Account | null;
  ours: boolean;
  /** RFC 3339. */
  createdAt: string;
  /** Written by an app in somebody's name. */
  viaApp: boolean;
  reactions: { eyes: number; rocket: number; down: number };
}

/** As GitHub describes a comment, in its answers and in webhooks. */
export interface CommentShape {
  id: number;
  node_id: string;
  body?: string | null;
  user: { id: number; login: string; type?: string | undefined } | null;
  created_at: string;
  performed_via_github_app?: unknown;
  reactions?: { eyes: number; rocket: number; "-1": number };
}

/** A comment as GitHub gives it, and whether it is ours. */
export function commentNow(comment: CommentShape, self: Self): CommentNow {
  const { reactions } = comment;
  const user: Account | null = comment.user
    ? { id: comment.user.id, login: comment.user.login, type: comment.user.type ?? "" }
    : null;
  return {
    id: comment.id,
    node: comment.node_id,
    body: comment.body ?? "",
    user,
    ours: isOurs(user, self),
    createdAt: comment.created_at,
    viaApp: Boolean(comment.performed_via_github_app),
    reactions: { eyes: reactions?.eyes ?? 0, rocket: reactions?.rocket ?? 0, down: reactions?.["-1"] ?? 0 },
  };
}

/** All comments of an issue or pull request, oldest first. */
export async function readComments(
  repository: GitHubRepository,
  number: number,
  self: Self,
): Promise<Answer<CommentNow[]>> {
  const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    issue_number: number,
  });
  return answer.ok ? good(answer.value.map(comment => commentNow(comment as CommentShape, self))) : answer;
}

/** Writes a comment once: after a lost answer the newest comments are searched for the same body. */
export async function createComment(
  repository: GitHubRepository,
  number: number,
  body: string,
  self: Self,
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
export async function updateComment(
  repository: GitHubRepository,
  id: number,
  body: string,
): Promise<Answer<null>> {
  const answer = await repository.write(
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    { comment_id: id, body },
    "repeatable",
  );
  return answer.ok ? good(null) : answer;
}

/** Folds a comment to a line that says why ("resolved"), or shows it whole again. */
export async function foldComment(
  repository: GitHubRepository,
  node: string,
  fold: boolean,
): Promise<Answer<null>> {
  const answer = await repository.api.mutate(fold ? FOLD : UNFOLD, { id: node });
  return answer.ok ? good(null) : answer;
}
const FOLD = `mutation fold($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) { minimizedComment { isMinimized } }
}`;
const UNFOLD = `mutation unfold($id: ID!) {
  unminimizeComment(input: { subjectId: $id }) { unminimizedComment { isMinimized } }
}`;

/** Deletes a comment; one that is gone already is as good. */
export async function deleteComment(repository: GitHubRepository, id: number): Promise<Answer<null>> {
  const answer = await repository.write(
    "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
    { comment_id: id },
    "repeatable",
  );
  return answer.ok || answer.failure.kind === "not_found" ? good(null) : answer;
}

/** Who changed a text last; null: nobody, ever. */
export type Editor = { login: string | null; at: string } | null;
/** GitHub answers for at most so many at once. */
const NODES = 100;

/**
 * Who edited these comments and reviews, by GitHub's own record. The times of the REST API do not tell: they are whole
 * seconds, and `updated_at` also moves when GitHub itself touches a comment. One that GitHub does not know any more is
 * missing in the answer.
 */
export async function readEditors(
  repository: GitHubRepository,
  nodes: readonly string[],
): Promise<Answer<Map<string, Editor>>> {
  const found = new Map<string, Editor>();
  for (let at = 0; at < nodes.length; at += NODES) {
    const answer = await repository.api.graphql<{ nodes: (EditedNode | null)[] }>(EDITS, {
      ids: nodes.slice(at, at + NODES),
    });
    if (!answer.ok) return answer;
    for (const node of answer.value.nodes ?? []) {
      if (!node?.id) continue;
      const edited = node.lastEditedAt !== null || node.editor !== null;
      found.set(node.id, edited ? { login: node.editor?.login ?? null, at: node.lastEditedAt ?? "" } : null);
    }
  }
  return good(found);
}

interface EditedNode {
  id?: string;
  lastEditedAt: string | null;
  editor: { login: string } | null;
}
const EDITS = `query edits($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Comment { id lastEditedAt editor { login } } }
}`;
