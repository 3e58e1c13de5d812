import { paths, planBranchName, ROOT, type Shelf } from "../milestone/names.ts";
import { type GitHubConfig, readGitHubConfig } from "../milestone/plan/github-config.ts";
import { type Answer, failed, good } from "./answer.ts";
import { SHELVES } from "./base-files.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { readObjects } from "./objects.ts";
import type { DraftedPlan } from "./plan-page.ts";
import { type PlanRecord, planMessage, readPlanRecord } from "./plan-record.ts";

/** Where a plan is to become one. */
export interface PlanPlace {
  /** The base branch. */
  branch: string;
  config: GitHubConfig;
  /** Ids that milestones of the base have, in lower case, with the shelf that each lies on. */
  taken: ReadonlyMap<string, Shelf>;
}

/** The base branch's configuration and the ids that are in use there. */
export async function readPlanPlace(
  repository: GitHubRepository,
  defaultBranch: string,
): Promise<Answer<PlanPlace>> {
  const configAt = `${defaultBranch}:${paths.githubConfig}`;
  const first = await readObjects(repository, [configAt]);
  if (!first.ok) return first;
  const text = first.value.get(configAt);
  const { config } = readGitHubConfig(text?.kind === "file" ? (text.text ?? "") : "", paths.githubConfig);
  const branch = config.base ?? defaultBranch;
  const folders = SHELVES.map(shelf => `${branch}:${ROOT}/${shelf}`);
  const found = await readObjects(repository, folders);
  if (!found.ok) return found;
  const taken = new Map<string, Shelf>();
  SHELVES.forEach((shelf, index) => {
    const folder = found.value.get(folders[index]!);
    for (const { name } of folder?.kind === "folder" ? folder.entries : [])
      if (name.endsWith(".yaml")) taken.set(name.slice(0, -".yaml".length).toLowerCase(), shelf);
  });
  return good({ branch, config, taken });
}

/** A drafted plan where it is reviewed. */
export interface PlanBranch extends DraftedPlan {
  commit: string;
  /** Whether its newest commit is a draft, and no person's edit above one. */
  isDraft: boolean;
  /** This draft and those before it, the newest first, with when each was pushed (RFC 3339). */
  drafts: { record: PlanRecord; at: string }[];
}

const PAGE = 100;
/** So many pages of commits are looked through for the draft: people's edits and merges of the base lie above it. */
const PAGES = 20;

/** The plan on its branch; null: there is no such branch, or no plan on it. */
export async function readPlanBranch(
  repository: GitHubRepository,
  milestone: string,
): Promise<Answer<PlanBranch | null>> {
  const ref = await readTip(repository, planBranchName(milestone));
  if (!ref.ok) return ref;
  const commit = ref.value;
  if (commit === null) return good(null);
  const [file, config] = [`${commit}:${paths.milestone(milestone)}`, `${commit}:${paths.config}`];
  const found = await readObjects(repository, [file, config]);
  if (!found.ok) return found;
  const texts = [file, config].map(each => {
    const object = found.value.get(each);
    return object?.kind === "file" ? object.text : null;
  });
  const drafts = await readDrafts(repository, { commit, milestone });
  if (!drafts.ok) return drafts;
  const [newest] = drafts.value;
  const [text, common] = texts;
  if (!newest || !text) return good(null);
  return good({
    ...{ commit, text, config: common ?? null },
    record: newest.record,
    isDraft: newest.sha === commit,
    drafts: drafts.value,
  });
}

/** The drafts among the commits of a branch, on the first page that has any. */
async function readDrafts(
  repository: GitHubRepository,
  { commit, milestone }: { commit: string; milestone: string },
): Promise<Answer<{ record: PlanRecord; at: string; sha: string }[]>> {
  for (let page = 1; page <= PAGES; page += 1) {
    const commits = await repository.read("GET /repos/{owner}/{repo}/commits", {
      ...{ sha: commit, per_page: PAGE, page },
    });
    if (!commits.ok) return commits;
    const drafts = commits.value.flatMap(({ sha, commit: { message, committer } }) => {
      const record = readPlanRecord(message);
      return record?.milestone === milestone ? [{ record, at: committer?.date ?? "", sha }] : [];
    });
    if (drafts.length > 0 || commits.value.length < PAGE) return good(drafts);
  }
  return good([]);
}

/** The draft that lay open when something was said: the numbers in it are those of its questions. */
export function recordAt({ drafts, record }: Pick<PlanBranch, "drafts" | "record">, at: string): PlanRecord {
  return (drafts.find(each => Date.parse(each.at) <= Date.parse(at)) ?? drafts.at(-1))?.record ?? record;
}

async function readTip(repository: GitHubRepository, branch: string): Promise<Answer<string | null>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/git/ref/{ref}", { ref: `heads/${branch}` });
  if (answer.ok) return good(answer.value.object.sha);
  return answer.failure.kind === "not_found" ? good(null) : answer;
}

export type PlanWrite =
  | { kind: "written"; commit: string }
  /** Somebody pushed to the branch meanwhile: their commit stays the newest. */
  | { kind: "overtaken" };

/**
 * One commit with the plan: on a new branch from the base, or on top of the draft before it, never by force.
 * `before` is the commit that the plan was drafted on, null where there was no branch. `anew`: what the branch had is
 * decided about already, and the plan is one of the base as it is now.
 */
export async function writePlanBranch(
  repository: GitHubRepository,
  {
    record,
    text,
    base,
    before,
    anew = false,
  }: { record: PlanRecord; text: string; base: string; before: string | null; anew?: boolean },
): Promise<Answer<PlanWrite>> {
  const { milestone } = record;
  const parent = before === null || anew ? await readTip(repository, base) : good(before);
  if (!parent.ok) return parent;
  if (parent.value === null)
    return failed({ kind: "not_found", status: 404, message: `there is no branch ${base}` });
  const above = await repository.read("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
    commit_sha: parent.value,
  });
  if (!above.ok) return above;
  const tree = await repository.write(
    "POST /repos/{owner}/{repo}/git/trees",
    {
      base_tree: above.value.tree.sha,
      tree: [{ path: paths.milestone(milestone), mode: "100644", type: "blob", content: text }],
    },
    "repeatable",
  );
  if (!tree.ok) return tree;
  const commit = await repository.write(
    "POST /repos/{owner}/{repo}/git/commits",
    {
      message: planMessage(record, before !== null && !anew),
      tree: tree.value.data.sha,
      parents: [parent.value, ...(before !== null && before !== parent.value && anew ? [before] : [])],
    },
    "repeatable",
  );
  if (!commit.ok) return commit;
  const { sha } = commit.value.data;
  const branch = planBranchName(milestone);
  const moved =
    before === null
      ? await repository.write(
          "POST /repos/{owner}/{repo}/git/refs",
          { ref: `refs/heads/${branch}`, sha },
          "repeatable",
        )
      : await repository.write(
          "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
          { ref: `heads/${branch}`, sha, force: false },
          "repeatable",
        );
  if (moved.ok) return good({ kind: "written", commit: sha });
  // After a lost answer the same is sent again, and refused because it is there.
  const now = await readTip(repository, branch);
  if (!now.ok) return now;
  if (now.value === sha) return good({ kind: "written", commit: sha });
  return now.value !== before ? good({ kind: "overtaken" }) : moved;
}
