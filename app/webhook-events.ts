import { readMarker } from "../src/github/marker.ts";
import { milestoneOfPlanBranch } from "../src/milestone/names.ts";
import {
  type CheckPayload,
  type CommentOrigin,
  type Happening,
  ofMilestone,
  ofPlan,
  ofRepository,
  type Routed,
} from "./happenings.ts";
import {
  commented,
  lineCommented,
  milestoneAt,
  milestoneOfPull,
  type PullShape,
  planOfPull,
  reviewed,
  senderOf,
  shapeOf,
  type WebhookPayload,
} from "./webhook-remarks.ts";

/**
 * What a webhook is about and whose line it belongs to; nothing when nothing of ours can follow from it. Decided by the
 * payload alone: most of what an organisation's repositories tell costs no request.
 */
export function route(event: string, payload: unknown): Routed[] {
  if (typeof payload !== "object" || payload === null) return [];
  const given = payload as WebhookPayload;
  const installation = Number(given.installation?.id);
  if (!Number.isSafeInteger(installation)) return [];
  const repository = shapeOf(given.repository);
  const isInstallation = event === "installation" || event === "installation_repositories";
  const found = isInstallation
    ? installed(event, given.action ?? "", installation)
    : repository && inRepository(event, given, { installation, repository });
  return [found].flat().filter(each => each !== null);
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

function inRepository(
  event: string,
  payload: WebhookPayload,
  origin: CommentOrigin,
): Routed | null | (Routed | null)[] {
  const { action = "" } = payload;
  switch (`${event}.${action}`) {
    case "push.":
      return pushed(payload as unknown as PushShape, origin);
    case "issue_comment.created":
      return commented(payload, origin);
    case "issue_comment.deleted":
      return markedIn(payload.comment as WrittenText, payload, origin, ["gate", "notice"]);
    case "issue_comment.edited":
      return markedIn(beforeEdit(payload), payload, origin, ["gate", "notice"]);
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
      return markedIn(payload.issue as WrittenText, payload, origin, ["blocker", "tracking"]);
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

interface WrittenText {
  body?: string | null;
  user?: { type?: string } | null;
}

/** A comment as it was: somebody may have taken its marker away. */
function beforeEdit({ comment, changes }: WebhookPayload): WrittenText {
  const body = (changes as { body?: { from?: string } } | undefined)?.body?.from ?? "";
  return { ...(comment as WrittenText | undefined), body };
}

/** What bears a marker of ours. */
function markedIn(
  written: WrittenText | undefined,
  { sender }: WebhookPayload,
  origin: CommentOrigin,
  kinds: string[],
): Routed | null {
  const marker = written?.user?.type === "Bot" ? readMarker(written.body) : null;
  if (!marker || !("milestone" in marker) || !kinds.includes(marker.kind)) return null;
  const { milestone } = marker;
  return ofMilestone(origin, milestone, { name: "touched", origin, milestone, by: senderOf(sender) });
}

function touchedPull(payload: WebhookPayload, origin: CommentOrigin): Routed | null {
  const planned = planOfPull(payload.pull_request as PullShape);
  if (planned !== null) return ofPlan(origin, planned, false);
  const milestone = milestoneOfPull(payload.pull_request as PullShape);
  if (milestone === null) return null;
  return ofMilestone(origin, milestone, { name: "touched", origin, milestone, by: senderOf(payload.sender) });
}

function pressed(payload: WebhookPayload, origin: CommentOrigin): Routed | null {
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

function ran(payload: WebhookPayload, origin: CommentOrigin): Routed | null {
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
function queued(payload: WebhookPayload, origin: CommentOrigin): Routed | null {
  const group = payload.merge_group as { head_sha?: string; head_ref?: string } | undefined;
  const last = group?.head_ref?.slice(group.head_ref.lastIndexOf("/") + 1) ?? "";
  const pull = Number(/^pr-(\d{1,9})-/.exec(last)?.[1]);
  if (!pull || !group?.head_sha) return null;
  const happening: Happening = { name: "queued", origin, pull, head: group.head_sha };
  return { line: `${origin.repository.id}`, lane: "upkeep", happening };
}
