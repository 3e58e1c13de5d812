import { type Answer, good } from "../github/answer.ts";
import type { Data } from "../github/api.ts";
import type { GitHubRepository } from "../github/github-repository.ts";
import type { GitHubIssue, GitHubMilestone } from "./github-issues.ts";

type RawIssue = Data<"GET /repos/{owner}/{repo}/issues">[number];

/** Pages of a hundred issues that are read; a milestone with more is read no further, which a note says. */
const PAGES = 20;
/** GitHub nests sub-issues eight levels deep. */
const LEVELS = 8;

interface GitHubReading {
  repository: GitHubRepository;
  found: Map<number, GitHubIssue>;
  blockers: Map<number, RawIssue[]>;
  leftOut: string[];
}

/** Reads a milestone with its issues, their sub-issues and what blocks them. One or two requests for each issue that has such. */
export async function fetchMilestone(
  repository: GitHubRepository,
  number: number,
): Promise<Answer<GitHubMilestone>> {
  const milestone = await repository.read("GET /repos/{owner}/{repo}/milestones/{milestone_number}", {
    milestone_number: number,
  });
  if (!milestone.ok) return milestone;
  const issues = await repository.readAll(
    "GET /repos/{owner}/{repo}/issues",
    { milestone: String(number), state: "all", sort: "created", direction: "asc" },
    PAGES,
  );
  if (!issues.ok) return issues;
  const reading: GitHubReading = { repository, found: new Map(), blockers: new Map(), leftOut: [] };
  if (issues.value.length === PAGES * 100)
    reading.leftOut.push(`only the first ${PAGES * 100} issues were read`);
  const pulls = issues.value.filter(issue => issue.pull_request).map(issue => `#${issue.number}`);
  if (pulls.length > 0)
    reading.leftOut.push(`pull requests are no tasks, left out: ${pulls.slice(0, 20).join(", ")}`);
  const failure = await takeAll(
    reading,
    issues.value.filter(issue => !issue.pull_request),
  );
  if (failure) return failure;
  keepKnownBlockers(reading);
  const { title, description, due_on, html_url } = milestone.value;
  return good({
    number,
    title,
    description: description ?? "",
    due: due_on ? due_on.slice(0, 10) : null,
    url: html_url,
    issues: [...reading.found.values()].sort((a, b) => a.number - b.number),
    leftOut: reading.leftOut,
  });
}

type FailedAnswer = Extract<Answer<never>, { ok: false }>;

/** Takes issues and, level by level, sub-issues that the milestone itself does not name. */
async function takeAll(reading: GitHubReading, issues: readonly RawIssue[]): Promise<FailedAnswer | null> {
  let level = issues;
  for (let depth = 0; depth <= LEVELS && level.length > 0; depth++) {
    const next: RawIssue[] = [];
    for (const raw of level) {
      if (reading.found.has(raw.number)) continue;
      const issue = issueOf(raw);
      reading.found.set(raw.number, issue);
      const parts = await subIssues(reading, raw);
      if (!parts.ok) return parts;
      issue.subIssues = parts.value.map(part => part.number);
      next.push(...parts.value);
      const blockers = await blockersOf(reading, raw);
      if (!blockers.ok) return blockers;
      reading.blockers.set(raw.number, blockers.value);
    }
    level = next;
  }
  return null;
}

function issueOf(raw: RawIssue): GitHubIssue {
  return {
    number: raw.number,
    title: raw.title,
    body: raw.body ?? "",
    state: raw.state === "closed" ? "closed" : "open",
    reason: raw.state_reason ?? null,
    labels: raw.labels.flatMap(label => (typeof label === "string" ? label : (label.name ?? []))),
    subIssues: [],
    blockedBy: [],
  };
}

async function subIssues({ repository, leftOut }: GitHubReading, raw: RawIssue): Promise<Answer<RawIssue[]>> {
  if (raw.sub_issues_summary?.total === 0) return good([]);
  const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", {
    issue_number: raw.number,
  });
  if (!answer.ok) return unknownThere(answer);
  const [here, elsewhere] = parted(answer.value as RawIssue[], repository);
  for (const issue of elsewhere)
    leftOut.push(`${issue.html_url} is a sub-issue in another repository: left out`);
  return good(here);
}

async function blockersOf(
  { repository, leftOut }: GitHubReading,
  raw: RawIssue,
): Promise<Answer<RawIssue[]>> {
  if (raw.issue_dependencies_summary?.total_blocked_by === 0) return good([]);
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by";
  const answer = await repository.readAll(route, { issue_number: raw.number });
  if (!answer.ok) return unknownThere(answer);
  const [here, elsewhere] = parted(answer.value as RawIssue[], repository);
  for (const issue of elsewhere.filter(each => each.state === "open")) {
    leftOut.push(`#${raw.number} is blocked by ${issue.html_url}, in another repository: left out`);
  }
  return good(here);
}

/** Blockers outside of the milestone cannot be waited for: those that are still open are told. */
function keepKnownBlockers({ found, blockers, leftOut }: GitHubReading): void {
  for (const [number, list] of blockers) {
    const [known, outside] = [list.filter(b => found.has(b.number)), list.filter(b => !found.has(b.number))];
    found.get(number)!.blockedBy = known.map(blocker => blocker.number);
    for (const { number: other } of outside.filter(each => each.state === "open")) {
      leftOut.push(`#${number} is blocked by #${other}, which is not in the milestone: left out`);
    }
  }
}

/** An older GitHub Enterprise Server knows neither sub-issues nor dependencies. */
function unknownThere(answer: FailedAnswer): Answer<RawIssue[]> {
  return answer.failure.kind === "not_found" ? good([]) : answer;
}

function parted(
  issues: readonly RawIssue[],
  repository: GitHubRepository,
): [here: RawIssue[], elsewhere: RawIssue[]] {
  const own = `/repos/${repository.owner}/${repository.repo}`.toLowerCase();
  const isHere = (issue: RawIssue) => issue.repository_url.toLowerCase().endsWith(own);
  return [issues.filter(isHere), issues.filter(issue => !isHere(issue))];
}
