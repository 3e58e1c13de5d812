import type { CandidateDecision } from "../milestone/approval/who-counts.ts";
import { type Answer, good } from "./answer.ts";
import type { GitHubRepository } from "./github-repository.ts";

/** A review as far as GitHub tells it without asking about the person. */
export interface ReviewSaid
  extends Omit<CandidateDecision, "source" | "permission" | "teams" | "blobs" | "edited"> {
  /** Its id for GraphQL. */
  node: string;
}

/** Reviews that decide something, submitted since a time (milliseconds since the epoch); with the line comments of requested changes. */
export async function readReviews(
  repository: GitHubRepository,
  pull: number,
  since: number,
): Promise<Answer<ReviewSaid[]>> {
  const answer = await repository.readAll("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
    pull_number: pull,
  });
  if (!answer.ok) return answer;
  const from = Math.floor(since / 1000) * 1000;
  const said: ReviewSaid[] = [];
  for (const review of answer.value) {
    const verdict = VERDICT[review.state.toUpperCase()];
    if (!verdict || !review.user || !review.submitted_at) continue;
    if (Date.parse(review.submitted_at) < from) continue;
    const id = Number(review.id);
    const lines = verdict === "changes_requested" ? await lineComments(repository, pull, id) : good([]);
    if (!lines.ok) return lines;
    said.push({
      verdict,
      id,
      node: review.node_id,
      user: { id: Number(review.user.id), login: review.user.login, type: review.user.type },
      viaApp: "performed_via_github_app" in review && Boolean(review.performed_via_github_app),
      commit: review.commit_id,
      submittedAt: review.submitted_at,
      dismissed: review.state.toUpperCase() === "DISMISSED",
      body: review.body,
      lineComments: lines.value,
    });
  }
  return good(said);
}

/** The REST API writes states in capitals, webhooks do not. A dismissed review no longer tells its verdict. */
const VERDICT: Readonly<Record<string, CandidateDecision["verdict"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes_requested",
  DISMISSED: "approved",
};

async function lineComments(
  repository: GitHubRepository,
  pull: number,
  review: number,
): Promise<Answer<{ path: string; line: number | null; body: string }[]>> {
  const answer = await repository.readAll(
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments",
    { pull_number: pull, review_id: review },
  );
  if (!answer.ok) return answer;
  return good(
    answer.value.map(comment => ({
      path: comment.path,
      line: comment.line ?? comment.original_line ?? null,
      body: comment.body,
    })),
  );
}
