import { type Answer, good } from "./answer.ts";
import type { Repository } from "./repository.ts";

/** 👀 taken · 🚀 done · 👎 refused. */
export type Sign = "eyes" | "rocket" | "-1";

/** Sets a sign under a comment. `fresh`: it was not there before, so whoever set it first is this process. */
export async function setSign(
  repository: Repository,
  comment: number,
  sign: Sign,
): Promise<Answer<{ fresh: boolean }>> {
  const answer = await repository.write(
    "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    { comment_id: comment, content: sign },
    "repeatable",
  );
  return answer.ok ? good({ fresh: answer.value.status === 201 }) : answer;
}

/** The signs that a login set under a comment. */
export async function readSigns(
  repository: Repository,
  comment: number,
  login: string,
): Promise<Answer<Set<Sign>>> {
  const answer = await repository.readAll(
    "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    {
      comment_id: comment,
    },
  );
  if (!answer.ok) return answer;
  const own = answer.value.filter(reaction => reaction.user?.login === login);
  return good(new Set(own.map(reaction => reaction.content as Sign)));
}
