import type { CommentShape } from "../src/github/issue-comments.ts";
import { readMarker } from "../src/github/marker.ts";
import { givesCommands } from "../src/milestone/command/command.ts";
import { idProblem, milestoneOfBranch, milestoneOfPlanBranch } from "../src/milestone/names.ts";
import type { Lane } from "./inbox/inbox.ts";
import type { RepositoryShape } from "./installed-repositories.ts";

export interface Sender {
  id: number;
  login: string;
  type?: string;
}

/** Where something happened. */
export interface CommentOrigin {
  installation: number;
  repository: RepositoryShape;
}

/** What somebody wrote, and where it stands. */
export interface IncomingComment {
  /** In a conversation, in a pull request's lines, or as a review's text. */
  form: "comment" | "line" | "review";
  comment: CommentShape;
  number: number;
  isPull: boolean;
  /** The issue's title as it was then; null: not known. */
  title?: string | null;
  /** The issue's text, where it is known; only a bot's counts. */
  body: string | null;
  byBot: boolean;
}

/** What is left of a webhook: as much as the work needs. */
export type Happening =
  | { name: "remark"; origin: CommentOrigin; incoming: IncomingComment }
  /** A milestone's branch moved. `lazy`: only its log was carried on. */
  | { name: "pushed"; origin: CommentOrigin; milestone: string; lazy: boolean }
  /** Something of a milestone was changed by others than this app. */
  | { name: "touched"; origin: CommentOrigin; milestone: string; by: Sender | null }
  /** The files of the base branch, the branch itself, a name, a label: all milestones are looked at. */
  | { name: "repository"; origin: CommentOrigin; commit: string | null }
  /** The branch or the pull request of a drafted plan was changed. `pushed`: by a commit. */
  | { name: "plan"; origin: CommentOrigin; milestone: string; pushed: boolean }
  | {
      name: "button";
      origin: CommentOrigin;
      milestone: string;
      check: CheckPayload;
      button: string;
      by: Sender;
    }
  | { name: "rerun"; origin: CommentOrigin; milestone: string; check: CheckPayload | null; app: string }
  | { name: "run"; origin: CommentOrigin; run: number; workflow: string; title: string }
  | { name: "queued"; origin: CommentOrigin; pull: number; head: string }
  /** `again`: what was looked at before may go now. */
  | { name: "installed"; installation: number; again?: boolean }
  | { name: "removed"; installation: number };

export interface CheckPayload {
  id: number;
  name: string;
  external_id: string;
  app?: { slug?: string | undefined } | null;
}

/** Where a happening is worked off. */
export interface Routed {
  line: string;
  lane: Lane;
  happening: Happening;
}

interface Payload {
  action?: string;
  installation?: { id?: number } | null;
  repository?: RepositoryShape;
  sender?: Sender;
  [name: string]: unknown;
}

/** The line of a milestone: everything that changes its objects goes through it. */
export const lineOf = (repository: number, milestone: string): string => `${repository}/${milestone}`;

/**
 * What a webhook is about and whose line it belongs to; null when nothing of ours can follow from it. Decided by the
 * payload alone: most of what an organisation's repositories tell costs no request.
 */
export function route(event: string, payload: unknown): Routed | null {
  if (typeof payload !== "object" || payload === null) return null;
  const given = payload as Payload;
  const installation = Number(given.installation?.id);
  if (!Number.isSafeInteger(installation)) return null;
  if (event === "installation" || event === "installation_repositories") {
    return installed(event, given.action ?? "", installation);
  }
  const repository = shapeOf(given.repository);
  if (!repository) return null;
  return inRepository(event, given, { installation, repository });
}

function installed(event: string, action: string, installation: number): Routed | null {
  const line = `installation/${installation}`;
  if (action === "deleted" || action === "suspend") {
    return event === "installation"
      ? { line, lane: "upkeep", happening: { name: "removed", installation } }
      : null;
  }
  const grows = ["created", "unsuspend", "added", "new_permissions_accepted"].includes(action);
  const again = action === "unsuspend" || action === "new_permissions_accepted";
  return grows ? { line, lane: "upkeep", happening: { name: "installed", installation, again } } : null;
}

function inRepository(event: string, payload: Payload, origin: CommentOrigin): Routed | null {
  const { action = "" } = payload;
  switch (`${event}.${action}`) {
    case "push.":
      return pushed(payload as unknown as PushShape, origin);
    case "issue_comment.created":
      return commented(payload, origin);
    case "issue_comment.deleted":
      return markedIn(payload.comment as Written, payload, origin, ["gate", "notice"]);
    case "pull_request_review_comment.created":
      return lineCommented(payload, origin);
    case "pull_request_review.submitted":
    case "pull_request_review.dismissed":
      return reviewed(payload, origin);
    case "pull_request.opened":
    case "pull_request.edited":
    case "pull_request.closed":
    case "pull_request.reopened":
    case "pull_request.converted_to_draft":
    case "pull_request.ready_for_review":
    case "pull_request.locked":
    case "pull_request.unlocked":
      return touchedPull(payload, origin);
    case "issues.closed":
    case "issues.reopened":
    case "issues.edited":
    case "issues.deleted":
    case "issues.transferred":
    case "issues.locked":
    case "issues.unlocked":
      return markedIn(payload.issue as Written, payload, origin, ["blocker", "tracking"]);
    case "check_run.requested_action":
      return pressed(payload, origin);
    case "check_run.rerequested":
      return rerun(
        (payload.check_run as CheckPayload | undefined) ?? null,
        payload.check_run as SuiteShape,
        origin,
      );
    case "check_suite.rerequested":
      return rerun(null, payload.check_suite as SuiteShape, origin);
    case "workflow_run.completed":
      return ran(payload, origin);
    case "label.deleted":
    case "repository.renamed":
    case "repository.transferred":
    case "repository.edited":
    case "repository.unarchived":
      return ofRepository(origin, null);
    case "merge_group.checks_requested":
      return queued(payload, origin);
    default:
      return null;
  }
}

function milestoneAt(branch: string): string | null {
  const id = milestoneOfBranch(branch);
  return id !== null && idProblem(id) === null ? id : null;
}

const ofRepository = (origin: CommentOrigin, commit: string | null): Routed => ({
  line: `${origin.repository.id}`,
  lane: "upkeep",
  happening: { name: "repository", origin, commit },
});

const ofMilestone = (
  origin: CommentOrigin,
  milestone: string,
  happening: Happening,
  lane: Lane = "upkeep",
): Routed => ({ line: lineOf(origin.repository.id, milestone), lane, happening });

/** People wait for what follows from a plan's pull request. */
const ofPlan = (origin: CommentOrigin, milestone: string, pushed: boolean): Routed => ({
  line: `${origin.repository.id}/plan/${milestone}`,
  lane: "person",
  happening: { name: "plan", origin, milestone, pushed },
});

interface PushShape {
  ref?: string;
  after?: string;
  deleted?: boolean;
  commits?: { message?: string; added?: string[]; modified?: string[]; removed?: string[] }[];
}

function pushed(
  { ref = "", after = "", deleted = false, commits = [] }: PushShape,
  origin: CommentOrigin,
): Routed | null {
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
  if (branch === null) return null;
  const milestone = milestoneAt(branch);
  if (milestone !== null) {
    if (deleted) return ofMilestone(origin, milestone, { name: "touched", origin, milestone, by: null });
    const lazy = commits.length > 0 && commits.every(({ message }) => isCheckpoint(message ?? ""));
    return ofMilestone(origin, milestone, { name: "pushed", origin, milestone, lazy });
  }
  const planned = milestoneOfPlanBranch(branch);
  if (planned !== null) return deleted ? null : ofPlan(origin, planned, true);
  if (deleted || branch !== origin.repository.default_branch || !mayConcern(commits)) return null;
  return ofRepository(origin, after);
}

/** Commits between phases only carry the log on. */
function isCheckpoint(message: string): boolean {
  const subject = message.split("\n", 1)[0] ?? "";
  return subject.startsWith("milestone(") && subject.endsWith(": checkpoint");
}

/** Whether a push to the base can have changed a plan or a policy; GitHub may leave the list of commits out or cut it. */
function mayConcern(commits: PushShape["commits"] = []): boolean {
  if (commits.length === 0 || commits.length >= 100) return true;
  return commits.some(commit => {
    const files = [commit.added, commit.modified, commit.removed].flatMap(list => list ?? []);
    return files.length === 0 || files.some(file => CONCERNS.some(prefix => file.startsWith(prefix)));
  });
}

const CONCERNS = [".milestones/", ".github/milestone.yml", ".github/workflows/"];

interface Written {
  body?: string | null;
  user?: { type?: string } | null;
}

/** What bears a marker of ours. */
function markedIn(
  written: Written | undefined,
  { sender }: Payload,
  origin: CommentOrigin,
  kinds: string[],
): Routed | null {
  const marker = written?.user?.type === "Bot" ? readMarker(written.body) : null;
  if (!marker || !("milestone" in marker) || !kinds.includes(marker.kind)) return null;
  const { milestone } = marker;
  return ofMilestone(origin, milestone, { name: "touched", origin, milestone, by: senderOf(sender) });
}

interface IssueShape extends Written {
  number: number;
  title?: string;
  pull_request?: unknown;
}

function commented(payload: Payload, origin: CommentOrigin): Routed | null {
  const { number, title = null, pull_request, body = null, user } = (payload.issue ?? {}) as IssueShape;
  const isPull = Boolean(pull_request);
  const place = { number, isPull, title, body: isPull ? null : body, byBot: user?.type === "Bot" };
  return remarked({ form: "comment", comment: payload.comment as CommentShape, ...place }, payload, origin);
}

function lineCommented(payload: Payload, origin: CommentOrigin): Routed | null {
  const { number } = (payload.pull_request ?? {}) as { number: number };
  const place = { number, isPull: true, body: null, byBot: false };
  return remarked({ form: "line", comment: payload.comment as CommentShape, ...place }, payload, origin);
}

/** Commands of one person in one place are worked off in order; nobody waits behind a stranger. */
function remarked(incoming: IncomingComment, { sender }: Payload, origin: CommentOrigin): Routed | null {
  const { comment, number } = incoming;
  if (!comment?.user || sender?.type !== "User" || !givesCommands(comment.body ?? "")) return null;
  const { id, node_id, body, user, created_at, performed_via_github_app } = comment;
  const kept: CommentShape = {
    id,
    node_id,
    body: body ?? "",
    user: { id: user!.id, login: user!.login, type: user!.type },
    created_at,
    ...(performed_via_github_app ? { performed_via_github_app: true } : {}),
  };
  return {
    line: `${origin.repository.id}/#${number}/${user!.id}`,
    lane: "person",
    happening: { name: "remark", origin, incoming: { ...incoming, comment: kept } },
  };
}

interface PullShape {
  number: number;
  head: { ref: string; repo: { id: number } | null };
  base: { repo: { id: number } };
}

/** The milestone whose plan a pull request proposes. */
function planOfPull(pull: PullShape | undefined): string | null {
  if (!pull?.head || pull.head.repo?.id !== pull.base?.repo?.id) return null;
  return milestoneOfPlanBranch(pull.head.ref);
}

function milestoneOfPull(pull: PullShape | undefined): string | null {
  if (!pull?.head || pull.head.repo?.id !== pull.base?.repo?.id) return null;
  return milestoneAt(pull.head.ref);
}

function touchedPull(payload: Payload, origin: CommentOrigin): Routed | null {
  const planned = planOfPull(payload.pull_request as PullShape);
  if (planned !== null) return ofPlan(origin, planned, false);
  const milestone = milestoneOfPull(payload.pull_request as PullShape);
  if (milestone === null) return null;
  return ofMilestone(origin, milestone, { name: "touched", origin, milestone, by: senderOf(payload.sender) });
}

interface ReviewShape {
  id: number;
  node_id?: string;
  body?: string | null;
  user: { id: number; login: string; type?: string } | null;
  submitted_at?: string | null;
}

/** Commands in a review's text; else what the review decides, which the look finds out. */
function reviewed(payload: Payload, origin: CommentOrigin): Routed | null {
  const pull = payload.pull_request as PullShape;
  const review = payload.review as ReviewShape | undefined;
  if (payload.action === "submitted" && review && givesCommands(review.body ?? "")) {
    const at = review.submitted_at ?? "";
    const comment = { ...review, created_at: at } as unknown as CommentShape;
    const place = { number: pull?.number, isPull: true, body: null, byBot: false };
    const routed = remarked({ form: "review", comment, ...place }, payload, origin);
    if (routed) return routed;
  }
  const planned = planOfPull(pull);
  if (planned !== null) return ofPlan(origin, planned, false);
  const milestone = milestoneOfPull(pull);
  return milestone === null
    ? null
    : ofMilestone(origin, milestone, { name: "touched", origin, milestone, by: null });
}

function pressed(payload: Payload, origin: CommentOrigin): Routed | null {
  const check = payload.check_run as CheckPayload | undefined;
  const by = senderOf(payload.sender);
  const button = (payload.requested_action as { identifier?: string } | undefined)?.identifier ?? "";
  const milestone = milestoneAt(check?.name ?? "");
  if (!check || milestone === null || !by) return null;
  const { id, name, external_id, app } = check;
  const kept = { id, name, external_id, app: { slug: app?.slug } };
  return ofMilestone(
    origin,
    milestone,
    { name: "button", origin, milestone, check: kept, button, by },
    "person",
  );
}

interface SuiteShape {
  name?: string;
  head_branch?: string | null;
  app?: { slug?: string } | null;
}

function rerun(
  check: CheckPayload | null,
  about: SuiteShape | undefined,
  origin: CommentOrigin,
): Routed | null {
  const milestone = milestoneAt(about?.name ?? about?.head_branch ?? "");
  if (milestone === null) return null;
  const kept = check ? { id: check.id, name: check.name, external_id: check.external_id ?? "" } : null;
  const app = about?.app?.slug ?? "";
  return ofMilestone(origin, milestone, { name: "rerun", origin, milestone, check: kept, app });
}

function ran(payload: Payload, origin: CommentOrigin): Routed | null {
  const run = payload.workflow_run as { id: number; path?: string; display_title?: string } | undefined;
  const path = run?.path ?? (payload.workflow as { path?: string } | undefined)?.path ?? "";
  if (!run || !path.startsWith(".github/workflows/")) return null;
  const workflow = path.slice(".github/workflows/".length).split("@", 1)[0]!;
  const title = String(run.display_title ?? "").slice(0, 200);
  return {
    line: `${origin.repository.id}`,
    lane: "upkeep",
    happening: { name: "run", origin, run: Number(run.id), workflow, title },
  };
}

/** `refs/heads/gh-readonly-queue/main/pr-12-<commit>`: a merge queue tries a pull request. */
function queued(payload: Payload, origin: CommentOrigin): Routed | null {
  const group = payload.merge_group as { head_sha?: string; head_ref?: string } | undefined;
  const last = group?.head_ref?.slice(group.head_ref.lastIndexOf("/") + 1) ?? "";
  const pull = Number(/^pr-(\d{1,9})-/.exec(last)?.[1]);
  if (!pull || !group?.head_sha) return null;
  const happening: Happening = { name: "queued", origin, pull, head: group.head_sha };
  return { line: `${origin.repository.id}`, lane: "upkeep", happening };
}

function senderOf(sender: Sender | undefined): Sender | null {
  return sender ? { id: sender.id, login: sender.login, type: sender.type ?? "" } : null;
}

function shapeOf(given: RepositoryShape | undefined): RepositoryShape | null {
  if (!given || typeof given.id !== "number" || !given.owner?.login) return null;
  const { id, name, owner, default_branch, html_url, updated_at } = given;
  const at = typeof updated_at === "string" ? { updated_at } : {};
  return { id, name, owner: { login: owner.login }, default_branch, html_url, ...at };
}
