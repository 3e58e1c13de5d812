import { atLeast } from "../milestone/approval/who-counts.ts";
import { planBranchName } from "../milestone/names.ts";
import { shorten } from "../milestone/text/escape-markdown.ts";
import { readAccess } from "./access.ts";
import { type Answer, good } from "./answer.ts";
import type { Account } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { readEditors } from "./issue-comments.ts";
import { BODY_LIMIT } from "./limits.ts";
import { othersLength, replaceSection, SECTION_END, sectionMarker, writeMarker } from "./marker.ts";
import type { PlanBranch } from "./plan-branch.ts";
import { draftedFiles, openQuestions, planPage, readTicks } from "./plan-page.ts";
import { type PlanRecord, type RecordedAnswer, readPlanRecord } from "./plan-record.ts";
import { createPull, type PullNow, readPullOf } from "./pull.ts";

/**
 * Opens the pull request of a drafted plan, or brings its text up to its branch. A text with ticks that no draft has
 * taken yet stays as it is; `taken` is the body whose ticks this draft holds.
 */
export async function syncPlanPull(
  repository: GitHubRepository,
  { drafted, base, taken }: { drafted: PlanBranch; base: string; taken?: string },
): Promise<Answer<PullNow>> {
  const { record, commit } = drafted;
  const head = planBranchName(record.milestone);
  const there = await readPullOf(repository, head);
  if (!there.ok) return there;
  const writer = async () => {
    const reading = await repository.readPlan(draftedFiles(drafted));
    const marker = writeMarker({ kind: "plan", milestone: record.milestone, commit });
    return (limit: number) =>
      `${marker}\n${planPage(record, reading, limit - marker.length - SECTION_END.length - 4)}`;
  };
  const now = there.value;
  if (!now?.open) {
    const section = await writer();
    const title = shorten(`Plan ${record.milestone}: ${record.goal.replace(/\s+/g, " ").trim()}`, 200);
    return createPull(repository, { title, head, base, ready: true, section });
  }
  const marker = sectionMarker(now.body);
  if (marker?.kind === "plan" && marker.commit === commit) return good(now);
  const fresh = now.body === taken ? good(false) : await hasFreshTicks(repository, now, record);
  if (!fresh.ok) return fresh;
  if (fresh.value) return good(now);
  const section = await writer();
  const body = replaceSection(now.body, section(BODY_LIMIT - othersLength(now.body)));
  const written = await repository.write(
    "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
    { pull_number: now.number, body },
    "repeatable",
  );
  return written.ok ? good({ ...now, body }) : written;
}

async function hasFreshTicks(
  repository: GitHubRepository,
  pull: PullNow,
  record: PlanRecord,
): Promise<Answer<boolean>> {
  const ticked = await readTicked(repository, pull);
  if (!ticked.ok) return ticked;
  const answers = ticked.value?.answers ?? [];
  return good(answers.some(({ question }) => !record.answers.some(each => each.question === question)));
}

export interface Ticked {
  answers: RecordedAnswer[];
  by: Account;
}

/**
 * What a person ticked in a plan's pull request; null where nobody did, or where it cannot be proven who. GitHub keeps
 * who changed a text last: that person has seen it as it is, and counts for all ticks in it, if they may write and if
 * nothing but boxes differs from what was written.
 */
export async function readTicked(
  repository: GitHubRepository,
  pull: PullNow,
): Promise<Answer<Ticked | null>> {
  const marker = sectionMarker(pull.body);
  if (marker?.kind !== "plan") return good(null);
  const commit = await repository.read("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
    commit_sha: marker.commit,
  });
  if (!commit.ok) return commit.failure.kind === "not_found" ? good(null) : commit;
  const record = readPlanRecord(commit.value.message);
  if (record === null || openQuestions(record).length === 0) return good(null);
  const ticks = readTicks(pull.body, record);
  if (ticks.kind === "changed" || ticks.answers.length === 0) return good(null);
  const editors = await readEditors(repository, [pull.nodeId]);
  if (!editors.ok) return editors;
  const login = editors.value.get(pull.nodeId)?.login;
  if (!login) return good(null);
  const user = await repository.api.read("GET /users/{username}", { username: login });
  if (!user.ok) return user.failure.kind === "not_found" ? good(null) : user;
  const by: Account = { id: Number(user.value.id), login: user.value.login, type: user.value.type };
  const access = await readAccess(repository, by);
  if (!access.ok) return access;
  if (!atLeast(access.value, "write")) return good(null);
  return good({ answers: ticks.answers.map(answer => ({ ...answer, by: by.login })), by });
}
