import { type Answer, good } from "./answer.ts";
import type { GitHubRepository } from "./github-repository.ts";

/** 👀 taken · 🚀 done · 👎 refused. */
export type Sign = "eyes" | "rocket" | "-1";

/** Something that bears signs: a comment of a conversation, one at a pull request's lines, or a review's text. */
export interface Signed {
  form: "comment" | "line" | "review";
  id: number;
  node: string;
}

/** Sets a sign. `fresh`: it was not there before, so this process set it first. A review does not tell that. */
export async function setSign(
  repository: GitHubRepository,
  { form, id, node }: Signed,
  sign: Sign,
): Promise<Answer<{ fresh: boolean }>> {
  if (form === "review") {
    const answer = await repository.api.mutate<unknown>(ADD, { id: node, content: CONTENT[sign] });
    return answer.ok ? good({ fresh: true }) : answer;
  }
  const given = { comment_id: id, content: sign };
  const answer =
    form === "line"
      ? await repository.write(
          "POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions",
          given,
          "repeatable",
        )
      : await repository.write(
          "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
          given,
          "repeatable",
        );
  return answer.ok ? good({ fresh: answer.value.status === 201 }) : answer;
}

/** The signs that a login set. */
export async function readSigns(
  repository: GitHubRepository,
  { form, id, node }: Signed,
  login: string,
): Promise<Answer<Set<Sign>>> {
  if (form === "review") return readReviewSigns(repository, node);
  const given = { comment_id: id };
  const answer =
    form === "line"
      ? await repository.readAll("GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions", given)
      : await repository.readAll("GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", given);
  if (!answer.ok) return answer;
  const own = answer.value.filter(reaction => reaction.user?.login === login);
  return good(new Set(own.map(reaction => reaction.content as Sign)));
}

const CONTENT: Readonly<Record<Sign, string>> = { eyes: "EYES", rocket: "ROCKET", "-1": "THUMBS_DOWN" };

const ADD = `mutation sign($id: ID!, $content: ReactionContent!) {
  addReaction(input: { subjectId: $id, content: $content }) { reaction { content } }
}`;

const READ = `query signs($id: ID!) {
  node(id: $id) { ... on PullRequestReview { reactionGroups { content viewerHasReacted } } }
}`;

async function readReviewSigns(repository: GitHubRepository, id: string): Promise<Answer<Set<Sign>>> {
  const answer = await repository.api.graphql<{
    node: { reactionGroups: { content: string; viewerHasReacted: boolean }[] | null } | null;
  }>(READ, { id });
  if (!answer.ok) return answer;
  const own = (answer.value.node?.reactionGroups ?? []).filter(group => group.viewerHasReacted);
  const signs = (Object.keys(CONTENT) as Sign[]).filter(sign => own.some(g => g.content === CONTENT[sign]));
  return good(new Set(signs));
}
