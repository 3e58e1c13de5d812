import { branchName } from "../milestone/names.ts";
import { type Answer, good } from "./answer.ts";
import {
  type Account,
  type DesiredState,
  isOlder,
  isOurs,
  type Self,
  type Version,
  versionOf,
} from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { BODY_LIMIT } from "./limits.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { text } from "./text.ts";

/** The issue that stands in for a pull request where none may be opened. */
export interface TrackingNow {
  number: number;
  open: boolean;
  version: Version;
}

interface TrackingIssueShape {
  number: number;
  body?: string | null;
  state: string;
  user: Account | null;
  pull_request?: unknown;
}

function trackingNow(issue: TrackingIssueShape, milestone: string, self: Self): TrackingNow | null {
  if (issue.pull_request || !isOurs(issue.user, self)) return null;
  const marker = readMarker(issue.body);
  if (marker?.kind !== "tracking" || marker.milestone !== milestone) return null;
  const { session, seq } = marker;
  return { number: issue.number, open: issue.state === "open", version: { session, seq } };
}

/** The oldest tracking issue of the milestone, or null. */
export async function readTracking(
  repository: GitHubRepository,
  milestone: string,
  self: Self,
): Promise<Answer<TrackingNow | null>> {
  const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues", {
    labels: "milestone",
    state: "open",
    sort: "created",
    direction: "asc",
  });
  if (!answer.ok) return answer;
  const found = answer.value.map(issue => trackingNow(issue as TrackingIssueShape, milestone, self));
  return good(found.find(issue => issue !== null) ?? null);
}

/** Makes or refreshes the tracking issue; closes it with the milestone. */
export async function syncTracking(
  repository: GitHubRepository,
  desired: DesiredState,
  now: TrackingNow | null,
  self: Self,
): Promise<Answer<TrackingNow | null>> {
  const version = versionOf(desired.state);
  if (now && !isOlder(now.version, version)) return good(now);
  const marker = writeMarker({ kind: "tracking", milestone: desired.milestone, ...version });
  const intro = text.trackingIntro(branchName(desired.milestone));
  const head = `${marker}\n${intro}\n\n`;
  const body = head + desired.render(BODY_LIMIT - head.length);
  const ended = desired.state.status === "completed" || desired.state.status === "cancelled";
  if (now) {
    const state = ended ? { state: "closed" as const, state_reason: "completed" as const } : {};
    const answer = await repository.write(
      "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
      { issue_number: now.number, body, ...state },
      "repeatable",
    );
    return answer.ok ? good({ ...now, open: !ended, version }) : answer;
  }
  const title = text.trackingTitle(desired.milestone, desired.plan.title);
  const labels = ["milestone", ...desired.labels];
  const answer = await repository.write(
    "POST /repos/{owner}/{repo}/issues",
    { title, body, labels },
    async () => {
      const there = await readTracking(repository, desired.milestone, self);
      if (!there.ok) return there;
      if (!there.value) return good(null);
      const { number } = there.value;
      return repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", { issue_number: number });
    },
  );
  return answer.ok
    ? good(trackingNow(answer.value.data as TrackingIssueShape, desired.milestone, self))
    : answer;
}
