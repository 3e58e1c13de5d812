import { expect, test } from "vitest";
import { good } from "../../src/github/answer.ts";
import type { GitHubRepository } from "../../src/github/github-repository.ts";
import { readMergeable } from "../../src/github/merge-pull.ts";

const TIP = "a".repeat(40);

/** A repository with one pull request, as GitHub tells of it. */
function repositoryWith(pull: Record<string, unknown>): GitHubRepository {
  const whole = {
    number: 7,
    node_id: "PR_7",
    title: "Milestone m",
    body: "",
    state: "open",
    draft: false,
    labels: [],
    user: null,
    merged: false,
    mergeable: true,
    mergeable_state: "clean",
    merge_commit_sha: "b".repeat(40),
    html_url: "https://github.example/pull/7",
    base: { ref: "main", repo: { id: 1 } },
    ...pull,
    head: { sha: TIP, repo: { id: 1 }, ...(pull.head as object | undefined) },
  };
  const read = async (route: string) => good(route.endsWith("/pulls") ? [whole] : whole);
  return { owner: "acme", repo: "widgets", read } as unknown as GitHubRepository;
}

const look = (pull: Record<string, unknown>) =>
  readMergeable(repositoryWith(pull), { milestone: "m", tip: TIP }, async () => undefined);

test("a pull request that may be merged, or was merged at this very commit, is good", async () => {
  expect(await look({})).toEqual({ ok: true, number: 7, mergedAs: null });
  const merged = { state: "closed", merged: true, merged_at: "2026-01-01T00:00:00Z" };
  expect(await look(merged)).toEqual({ ok: true, number: 7, mergedAs: "b".repeat(40) });
});

test.each([
  [{ head: { sha: "c".repeat(40) } }, /another commit/],
  [
    { state: "closed", merged: true, merged_at: "2026-01-01T00:00:00Z", head: { sha: "c".repeat(40) } },
    /was merged before the branch was finished/,
  ],
  [{ state: "closed" }, /is closed/],
  [{ mergeable: false, mergeable_state: "dirty" }, /does not merge/],
  [{ mergeable_state: "blocked" }, /the rules of main are not met/],
  [{ mergeable_state: "behind" }, /up to date/],
])("%j is no pull request to merge", async (pull, words) => {
  expect(await look(pull)).toMatchObject({ ok: false, message: expect.stringMatching(words) });
});
