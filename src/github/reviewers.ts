import { type Answer, good } from "./answer.ts";
import type { Repository } from "./repository.ts";

export interface Reviewers {
  /** Logins. */
  reviewers: string[];
  /** Slugs of teams of the repository's own organisation. */
  teams: string[];
}

/**
 * Asks for reviews; whom GitHub refuses to ask is returned. One refused name refuses the whole request, so then
 * each is asked alone. Asking twice notifies nobody twice.
 */
export async function requestReviewers(
  repository: Repository,
  pull: number,
  wanted: Reviewers,
): Promise<Answer<string[]>> {
  const all = await ask(repository, pull, wanted);
  if (all.ok) return good([]);
  if (all.failure.kind !== "invalid") return all;
  const refused: string[] = [];
  const singles: [string, Reviewers][] = [
    ...wanted.reviewers.map((name): [string, Reviewers] => [name, { reviewers: [name], teams: [] }]),
    ...wanted.teams.map((name): [string, Reviewers] => [name, { reviewers: [], teams: [name] }]),
  ];
  if (singles.length === 1) return good(singles.map(([name]) => name));
  for (const [name, single] of singles) {
    const one = await ask(repository, pull, single);
    if (one.ok) continue;
    if (one.failure.kind !== "invalid") return one;
    refused.push(name);
  }
  return good(refused);
}

function ask(repository: Repository, pull: number, { reviewers, teams }: Reviewers) {
  return repository.write(
    "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
    { pull_number: pull, reviewers, team_reviewers: teams },
    "repeatable",
  );
}
