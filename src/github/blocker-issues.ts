import type { Blocker } from "../milestone/blocker/blocker.ts";
import { unreachable } from "../milestone/phase.ts";
import { type Answer, good } from "./answer.ts";
import { type Account, type DesiredState, isOurs, type Self } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { ISSUE_REST_MS, ISSUES_PER_HOUR } from "./limits.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { text } from "./text.ts";

export interface DesiredIssue {
  milestone: string;
  blocker: string;
  open: boolean;
  /** When the trouble was last seen, by the log (RFC 3339). */
  since: string;
  title: string;
  labels: string[];
  body: string;
}

export interface IssueNow {
  number: number;
  milestone: string;
  blocker: string;
  open: boolean;
  reason: string | null;
  labels: string[];
  body: string;
  /** What our own closing wrote: when the blocker was resolved, by the log. Null: a person closed it. */
  resolved: string | null;
  closedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** One issue for each blocker, open or resolved. */
export function desiredIssues(desired: DesiredState): DesiredIssue[] {
  const issues = new Map<string, DesiredIssue>();
  for (const blocker of desired.state.resolvedBlockers) {
    issues.set(blocker.id, desiredIssue(desired, blocker, blocker));
  }
  for (const blocker of desired.state.blockers.values()) {
    issues.set(blocker.id, desiredIssue(desired, blocker, null));
  }
  return [...issues.values()];
}

function desiredIssue(
  desired: DesiredState,
  blocker: Blocker,
  resolution: { resolvedAt: string; how: string } | null,
): DesiredIssue {
  const { milestone } = desired;
  const resolved = resolution ? { resolved: resolution.resolvedAt } : {};
  const marker = writeMarker({ kind: "blocker", milestone, blocker: blocker.id, ...resolved });
  const how = resolution?.how ?? null;
  const mention = blocker.level >= 4 ? desired.notify.escalation : [];
  const body = text.blocker({ blocker, milestone, how, mention });
  return {
    milestone,
    blocker: blocker.id,
    open: how === null,
    since: blocker.detectedAt,
    title: text.blockerTitle(milestone, blocker),
    labels: ["milestone", "blocker", `blocker:${blocker.type}`, ...desired.labels],
    body: `${marker}\n${body}`,
  };
}

export type IssueWrite =
  | { kind: "create_issue"; issue: DesiredIssue }
  | { kind: "update_issue"; number: number; body: string }
  | { kind: "close_issue"; number: number; body: string }
  | { kind: "reopen_issue"; number: number; body: string }
  /** Lists are filtered by them. */
  | { kind: "add_labels"; number: number; labels: string[] }
  /** A double that two instances made at once. */
  | { kind: "close_double"; number: number; of: number };

/** A person's command, told by closing the issue of a blocker that is still there. */
export interface ClosedByPerson {
  number: number;
  blocker: string;
  reason: "completed" | "not_planned";
  closedAt: string;
}

export interface IssueDiff {
  writes: IssueWrite[];
  closed: ClosedByPerson[];
  /** When to look again because something was put off (milliseconds since the epoch). */
  again: number | null;
}

/** Idempotency key of the command that closing an issue is. */
export function closingKey({ number, closedAt }: { number: number; closedAt: string }): string {
  return `issue-${number}-${Date.parse(closedAt)}`;
}

export interface IssueContext {
  /** Milliseconds since the epoch. */
  time: number;
  /** Keys of the commands that the log says were carried out. */
  requests: ReadonlySet<string>;
}

/** Least writes. An issue rests a minute between two changes, so that trouble that comes and goes makes no noise. */
export function diffIssues(wanted: DesiredIssue[], now: IssueNow[], context: IssueContext): IssueDiff {
  const { time } = context;
  const diff: IssueDiff = { writes: [], closed: [], again: null };
  const there = byBlocker(now);
  const recent = now.filter(issue => Date.parse(issue.createdAt) > time - 3_600_000).length;
  let room = Math.max(0, ISSUES_PER_HOUR - recent);
  for (const issue of wanted) {
    const [first, ...doubles] = there.get(issue.blocker) ?? [];
    for (const double of doubles) {
      if (double.open && first)
        diff.writes.push({ kind: "close_double", number: double.number, of: first.number });
    }
    if (first && issue.open) keepOpen(diff, issue, first, context);
    else if (first) close(diff, issue, first);
    else if (issue.open && room > 0) {
      room -= 1;
      diff.writes.push({ kind: "create_issue", issue });
    } else if (issue.open) postpone(diff, time + 600_000);
  }
  return diff;
}

function byBlocker(issues: IssueNow[]): Map<string, IssueNow[]> {
  const found = new Map<string, IssueNow[]>();
  for (const issue of [...issues].sort((a, b) => a.number - b.number)) {
    const list = found.get(issue.blocker);
    if (list) list.push(issue);
    else found.set(issue.blocker, [issue]);
  }
  return found;
}

/** The blocker is gone. One that a person closed is marked as resolved too: its next closing is then a new command. */
function close(diff: IssueDiff, { body }: DesiredIssue, { number, open, resolved }: IssueNow): void {
  if (open || resolved === null) diff.writes.push({ kind: "close_issue", number, body });
}

function keepOpen(diff: IssueDiff, wanted: DesiredIssue, now: IssueNow, context: IssueContext): void {
  const { number } = now;
  if (!now.open && isClosedRightly(diff, wanted, now, context)) return;
  const missing = wanted.labels.filter(label => !now.labels.includes(label));
  if (missing.length > 0) diff.writes.push({ kind: "add_labels", number, labels: missing });
  if (now.open && sameText(now.body, wanted.body)) return;
  const rested = Date.parse(now.updatedAt) + ISSUE_REST_MS;
  if (rested > context.time) return postpone(diff, rested);
  diff.writes.push({ kind: now.open ? "update_issue" : "reopen_issue", number, body: wanted.body });
}

/** Runners' clocks and GitHub's may differ by so much. */
const CLOCKS_MS = 30_000;

/** Whether a closed issue of an open blocker stays closed: the command is new, or this state is an old one. */
function isClosedRightly(
  diff: IssueDiff,
  wanted: DesiredIssue,
  { number, resolved, closedAt, reason }: IssueNow,
  { requests }: IssueContext,
): boolean {
  if (resolved !== null) return resolved >= wanted.since;
  if (closedAt === null || requests.has(closingKey({ number, closedAt }))) return false;
  // Closed before this trouble, in a life of the milestone that has ended, say: nobody's word on it.
  if (Date.parse(closedAt) + CLOCKS_MS < Date.parse(wanted.since)) return false;
  const closedAs = reason === "not_planned" ? "not_planned" : "completed";
  diff.closed.push({ number, blocker: wanted.blocker, reason: closedAs, closedAt });
  return true;
}

function postpone(diff: IssueDiff, until: number): void {
  diff.again = Math.min(diff.again ?? until, until);
}

/** GitHub may change line endings and blank space at the end. */
function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trim() === b.replaceAll("\r\n", "\n").trim();
}

interface BlockerIssueShape {
  number: number;
  body?: string | null;
  state: string;
  state_reason?: string | null;
  user: Account | null;
  labels: (string | { name?: string })[];
  pull_request?: unknown;
  closed_at: string | null;
  created_at: string;
  updated_at: string;
}

/** What an issue is to us; null when it is no bot's blocker issue. */
function issueNow(issue: BlockerIssueShape, self: Self): IssueNow | null {
  if (issue.pull_request || !isOurs(issue.user, self)) return null;
  const marker = readMarker(issue.body);
  if (marker?.kind !== "blocker") return null;
  return {
    number: issue.number,
    milestone: marker.milestone,
    blocker: marker.blocker,
    open: issue.state === "open",
    reason: issue.state_reason ?? null,
    labels: issue.labels.map(label => (typeof label === "string" ? label : (label.name ?? ""))),
    body: issue.body ?? "",
    resolved: marker.resolved ?? null,
    closedAt: issue.closed_at,
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
  };
}

/**
 * The blocker issues of a milestone, open and closed, by their markers: those that `author` wrote, whatever became of
 * their labels, and labelled ones that another of our identities left.
 */
export async function readIssues(
  repository: GitHubRepository,
  milestone: string,
  self: Self,
): Promise<Answer<IssueNow[]>> {
  const { login, appSlug } = self;
  const found = new Map<number, IssueNow>();
  for (const by of [{ creator: login ?? `${appSlug}[bot]` }, { labels: "milestone,blocker" }]) {
    const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues", {
      ...by,
      state: "all",
      sort: "created",
      direction: "desc",
    });
    if (!answer.ok) return answer;
    for (const shape of answer.value) {
      const issue = issueNow(shape as BlockerIssueShape, self);
      if (issue?.milestone === milestone) found.set(issue.number, issue);
    }
  }
  return good([...found.values()]);
}

/** Carries out one write; the issue as it then is. */
export async function writeIssue(
  repository: GitHubRepository,
  write: IssueWrite,
  self: Self,
): Promise<Answer<IssueNow | null>> {
  if (write.kind === "add_labels") return addLabels(repository, write, self);
  const answer =
    write.kind === "create_issue"
      ? await createIssue(repository, write.issue, self)
      : await repository.write(
          "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
          { issue_number: write.number, ...changes(write) },
          "repeatable",
        );
  return answer.ok ? good(issueNow(answer.value.data as BlockerIssueShape, self)) : answer;
}

/** Beside those that people gave it. */
async function addLabels(
  repository: GitHubRepository,
  { number, labels }: Extract<IssueWrite, { kind: "add_labels" }>,
  self: Self,
): Promise<Answer<IssueNow | null>> {
  const at = { issue_number: number };
  const added = await repository.write(
    "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
    { ...at, labels },
    "repeatable",
  );
  if (!added.ok) return added;
  const issue = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", at);
  return issue.ok ? good(issueNow(issue.value as BlockerIssueShape, self)) : issue;
}

function changes(write: Exclude<IssueWrite, { kind: "create_issue" | "add_labels" }>) {
  switch (write.kind) {
    case "update_issue":
      return { body: write.body };
    case "close_issue":
      return { body: write.body, state: "closed" as const, state_reason: "completed" as const };
    case "reopen_issue":
      return { body: write.body, state: "open" as const, state_reason: "reopened" as const };
    case "close_double":
      return { body: text.double(write.of), state: "closed" as const, state_reason: "not_planned" as const };
    default:
      return unreachable("write", write);
  }
}

function createIssue(repository: GitHubRepository, issue: DesiredIssue, self: Self) {
  const { title, body, labels } = issue;
  return repository.write("POST /repos/{owner}/{repo}/issues", { title, body, labels }, async () => {
    const there = await readIssues(repository, issue.milestone, self);
    if (!there.ok) return there;
    const found = there.value.find(other => other.blocker === issue.blocker);
    if (!found) return good(null);
    return repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", { issue_number: found.number });
  });
}
