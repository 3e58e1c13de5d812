import type { CommentShape } from "../src/github/issue-comments.ts";
import { givesCommands } from "../src/milestone/command/command.ts";
import { idProblem, milestoneOfBranch, milestoneOfPlanBranch } from "../src/milestone/names.ts";
import {
  type CommentOrigin,
  type IncomingComment,
  ofMilestone,
  ofPlan,
  type Routed,
  type Sender,
} from "./happenings.ts";
import type { RepositoryShape } from "./installed-repositories.ts";

interface IssueShape {
  body?: string | null;
  user?: { type?: string } | null;
  number: number;
  title?: string;
  pull_request?: unknown;
}

export function commented(payload: WebhookPayload, origin: CommentOrigin): Routed | null {
  const { number, title = null, pull_request, body = null, user } = (payload.issue ?? {}) as IssueShape;
  const isPull = Boolean(pull_request);
  const place = { number, isPull, title, body: isPull ? null : body, byBot: user?.type === "Bot" };
  return remarked({ form: "comment", comment: payload.comment as CommentShape, ...place }, payload, origin);
}

export function lineCommented(payload: WebhookPayload, origin: CommentOrigin): Routed | null {
  const { number } = (payload.pull_request ?? {}) as { number: number };
  const place = { number, isPull: true, body: null, byBot: false };
  return remarked({ form: "line", comment: payload.comment as CommentShape, ...place }, payload, origin);
}

/** Commands of one person in one place are worked off in order; nobody waits behind a stranger. */
function remarked(
  incoming: IncomingComment,
  { sender }: WebhookPayload,
  origin: CommentOrigin,
): Routed | null {
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

interface ReviewShape {
  id: number;
  node_id?: string;
  body?: string | null;
  user: { id: number; login: string; type?: string } | null;
  submitted_at?: string | null;
}

/** Commands in a review's text, and what the review decides, which the look finds out. */
export function reviewed(payload: WebhookPayload, origin: CommentOrigin): (Routed | null)[] {
  const pull = payload.pull_request as PullShape;
  return [reviewText(payload, origin), reviewDecision(pull, origin)];
}

function reviewText(payload: WebhookPayload, origin: CommentOrigin): Routed | null {
  const pull = payload.pull_request as PullShape;
  const review = payload.review as ReviewShape | undefined;
  if (payload.action !== "submitted" || !review) return null;
  const comment = { ...review, created_at: review.submitted_at ?? "" } as unknown as CommentShape;
  const place = { number: pull?.number, isPull: true, body: null, byBot: false };
  return remarked({ form: "review", comment, ...place }, payload, origin);
}

function reviewDecision(pull: PullShape | undefined, origin: CommentOrigin): Routed | null {
  const planned = planOfPull(pull);
  if (planned !== null) return ofPlan(origin, planned, false);
  const milestone = milestoneOfPull(pull);
  return milestone === null
    ? null
    : ofMilestone(origin, milestone, { name: "touched", origin, milestone, by: null });
}

/** What a webhook tells, as far as it is looked at; all of it is anybody's claim until its shape is looked at. */
export interface WebhookPayload {
  action?: string;
  installation?: { id?: number } | null;
  repository?: RepositoryShape;
  sender?: Sender;
  [name: string]: unknown;
}

export function senderOf(sender: Sender | undefined): Sender | null {
  return sender ? { id: sender.id, login: sender.login, type: sender.type ?? "" } : null;
}

export function shapeOf(given: RepositoryShape | undefined): RepositoryShape | null {
  if (!given || typeof given.id !== "number" || !given.owner?.login) return null;
  const { id, name, owner, default_branch, html_url, updated_at } = given;
  const at = typeof updated_at === "string" ? { updated_at } : {};
  return { id, name, owner: { login: owner.login }, default_branch, html_url, ...at };
}

export function milestoneAt(branch: string): string | null {
  const id = milestoneOfBranch(branch);
  return id !== null && idProblem(id) === null ? id : null;
}

export interface PullShape {
  number: number;
  head: { ref: string; repo: { id: number } | null };
  base: { repo: { id: number } };
}

/** The milestone whose plan a pull request proposes. */
export function planOfPull(pull: PullShape | undefined): string | null {
  if (!pull?.head || pull.head.repo?.id !== pull.base?.repo?.id) return null;
  return milestoneOfPlanBranch(pull.head.ref);
}

export function milestoneOfPull(pull: PullShape | undefined): string | null {
  if (!pull?.head || pull.head.repo?.id !== pull.base?.repo?.id) return null;
  return milestoneAt(pull.head.ref);
}
