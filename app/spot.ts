import { type Answer, good } from "../src/github/answer.ts";
import { readMarker } from "../src/github/marker.ts";
import type { Repository } from "../src/github/repository.ts";
import { milestoneOfBranch } from "../src/milestone/names.ts";

/** The issue or pull request that a comment stands on. */
export interface Spot {
  number: number;
  isPull: boolean;
  /** The body, when it is known; only a bot's counts. */
  body: string | null;
  byBot: boolean;
}

export interface Implied {
  /** The milestone that the place is about, or null. */
  milestone: string | null;
  /** A pull request from another repository: nothing of it is executed. */
  fork: boolean;
}

/** Which milestone a place is about: its pull request's branch, or the marker of a blocker's or progress issue. */
export async function impliedMilestone(repository: Repository, spot: Spot): Promise<Answer<Implied>> {
  if (!spot.isPull) {
    const marker = spot.byBot ? readMarker(spot.body) : null;
    const about = marker?.kind === "blocker" || marker?.kind === "tracking" ? marker.milestone : null;
    return good({ milestone: about, fork: false });
  }
  const answer = await repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    pull_number: spot.number,
  });
  if (!answer.ok) return answer;
  const { head, base } = answer.value;
  const fork = head.repo?.id !== base.repo.id;
  return good({ milestone: fork ? null : milestoneOfBranch(head.ref), fork });
}
