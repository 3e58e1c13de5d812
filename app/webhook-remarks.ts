import type { CommentShape } from "../src/github/issue-comments.ts";
import { givesCommands } from "../src/milestone/command/command.ts";
import { type CommentOrigin, type IncomingComment, ofMilestone, ofPlan, type Routed } from "./happenings.ts";
import { milestoneOfPull, type Payload, type PullShape, planOfPull } from "./webhook-payload.ts";

interface IssueShape {
  body?: string | null;
  user?: { type?: string } | null;
  number: number;
  title?: string;
  pull_request?: unknown;
}

export function commented(payload: Payload, origin: CommentOrigin): Routed | null {
  const { number, title = null, pull_request, body = null, user } = (payload.issue ?? {}) as IssueShape;
  const isPull = Boolean(pull_request);
  const place = { number, isPull, title, body: isPull ? null : body, byBot: user?.type === "Bot" };
  return remarked({ form: "comment", comment: payload.comment as CommentShape, ...place }, payload, origin);
}

export function lineCommented(payload: Payload, origin: CommentOrigin): Routed | null {
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

interface ReviewShape {
  id: number;
  node_id?: string;
  body?: string | null;
  user: { id: number; login: string; type?: string } | null;
  submitted_at?: string | null;
}

/** Commands in a review's text, and what the review decides, which the look finds out. */
export function reviewed(payload: Payload, origin: CommentOrigin): (Routed | null)[] {
  const pull = payload.pull_request as PullShape;
  return [reviewText(payload, origin), reviewDecision(pull, origin)];
}

function reviewText(payload: Payload, origin: CommentOrigin): Routed | null {
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
