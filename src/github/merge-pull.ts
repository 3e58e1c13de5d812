import { branchName } from "../milestone/names.ts";
import { describeFailure } from "./answer.ts";
import type { Data } from "./api.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { readPull, writePull } from "./pull.ts";

export interface PullAt {
  milestone: string;
  /** The commit that was looked at; a pull request that has another head is not merged. */
  tip: string;
}

export type Mergeable =
  | { ok: true; number: number; mergedAs: string | null }
  | { ok: false; message: string; remedy: string };

type Pull = Data<"GET /repos/{owner}/{repo}/pulls/{pull_number}">;

/** GitHub finds out in the background whether a pull request can be merged; asked so often, so far apart (ms). */
const LOOKS = 6;
const LOOK_MS = 2_000;

/** Whether the milestone's pull request may be merged now, by the rules of its base, at this very commit. */
export async function readMergeable(
  repository: GitHubRepository,
  { milestone, tip }: PullAt,
  wait: (ms: number) => Promise<unknown>,
): Promise<Mergeable> {
  const found = await readPull(repository, milestone);
  if (!found.ok) return no(describeFailure(found.failure), "try again once GitHub answers");
  if (!found.value)
    return no(`there is no pull request of ${branchName(milestone)}`, "open one, and have it reviewed");
  const { number, merged, open } = found.value;
  if (!open && !merged) return no(`pull request #${number} is closed`, "reopen it, then land again");
  if (open && found.value.draft) {
    const ready = { kind: "mark_ready", number, nodeId: found.value.nodeId } as const;
    const marked = await writePull(repository, ready, found.value);
    if (!marked.ok) return no(`pull request #${number} is a draft`, "mark it as ready for review");
  }
  for (let look = 1; ; look++) {
    const answer = await repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      pull_number: number,
    });
    if (!answer.ok) return no(describeFailure(answer.failure), "try again once GitHub answers");
    const pull = answer.value;
    if (pull.merged && pull.head.sha === tip) return { ok: true, number, mergedAs: pull.merge_commit_sha };
    if (pull.merged)
      return no(
        `pull request #${number} was merged before the branch was finished`,
        "open a new one of the branch, then land again",
      );
    const isKnown = pull.mergeable !== null && pull.mergeable_state !== "unknown";
    if (isKnown || look === LOOKS) return judge(pull, { milestone, tip });
    await wait(LOOK_MS);
  }
}

function judge(pull: Pull, { milestone, tip }: PullAt): Mergeable {
  const { number, base, mergeable_state: state } = pull;
  const name = `pull request #${number}`;
  if (pull.head.sha !== tip)
    return no(`${name} has another commit than the branch that was looked at`, "land again");
  if (pull.mergeable === false || state === "dirty")
    return no(
      `${name} does not merge into ${base.ref}`,
      `merge ${base.ref} into ${branchName(milestone)} and push it, then land again`,
    );
  if (state === "blocked")
    return no(
      `the rules of ${base.ref} are not met: ${name} lacks a review or a check that they ask for`,
      `see what is missing at ${pull.html_url}`,
    );
  if (state === "behind")
    return no(
      `the rules of ${base.ref} ask for a branch that is up to date, and ${branchName(milestone)} is not`,
      `merge ${base.ref} into it, or press "Update branch" at ${pull.html_url}`,
    );
  return { ok: true, number, mergedAs: null };
}

export type MergeAnswer =
  | { ok: true; number: number; commit: string | null }
  | { ok: false; message: string; remedy: string };

/** Merges the milestone's pull request, at this very commit or not at all. */
export async function mergePull(
  repository: GitHubRepository,
  asked: PullAt & { method: "merge" | "squash"; message: string },
  wait: (ms: number) => Promise<unknown>,
): Promise<MergeAnswer> {
  const may = await readMergeable(repository, asked, wait);
  if (!may.ok) return may;
  const { number } = may;
  if (may.mergedAs !== null) return { ok: true, number, commit: may.mergedAs };
  const [title = "", ...rest] = asked.message.split("\n");
  const written = await repository.write(
    "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge",
    {
      pull_number: number,
      sha: asked.tip,
      merge_method: asked.method,
      commit_title: title,
      commit_message: rest.join("\n").trim(),
    },
    async () => {
      const answer = await repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
        pull_number: number,
      });
      if (!answer.ok) return answer;
      const { merged, merge_commit_sha: sha } = answer.value;
      return { ok: true, value: merged ? { merged, sha: sha ?? "", message: "merged" } : null };
    },
  );
  if (written.ok) return { ok: true, number, commit: written.value.data.sha };
  return no(
    `pull request #${number} was not merged: ${describeFailure(written.failure)}`,
    "see to what GitHub names, then land again",
  );
}

function no(message: string, remedy: string): { ok: false; message: string; remedy: string } {
  return { ok: false, message, remedy };
}
