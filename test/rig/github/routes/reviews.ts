/** Reviews of pull requests and their line comments. */
import { readCommit } from "../git/read.ts";
import { type Answer, invalid, list, notFound, ok, refuse, tooLong } from "../http/answer.ts";
import { announce, byActions, type Call, numberOf, type Routes } from "../http/call.ts";
import type { PullRequest, Review, ReviewComment, ReviewState } from "../state/model.ts";
import { pulls, stamp } from "../state/world.ts";
import { reactionView } from "../views/issue.ts";
import { pullView, reviewCommentView, reviewView } from "../views/pull.ts";
import { react } from "./comments.ts";
import { withPull } from "./pulls.ts";

const states: { [event: string]: ReviewState } = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

interface NewReview {
  commit_id?: string;
  body?: string;
  event?: string;
  comments?: { path: string; position?: number; body: string; line?: number; side?: "LEFT" | "RIGHT" }[];
}

/** Webhooks say `approved` where the API says `APPROVED`. */
function announceReview(
  call: Call,
  request: PullRequest,
  review: Review,
  action: string,
  more: object = {},
): void {
  const view = reviewView(call.world, call.repository, request, review);
  const lower = { ...view, state: view.state.toLowerCase() };
  const pull_request = pullView(call.world, call.repository, request);
  announce(call, "pull_request_review", action, { review: lower, pull_request, ...more });
}

async function create(call: Call, request: PullRequest): Promise<Answer> {
  const body = call.body as NewReview;
  const refused = await reviewRefusal(call, request, body);
  if (refused) return refused;
  const { world, user } = call;
  const now = stamp(world);
  const commitId = body.commit_id ?? request.pull.headSha;
  const id = world.nextId();
  const review: Review = {
    id,
    user,
    state: body.event ? states[body.event]! : "PENDING",
    body: body.body ?? "",
    commitId,
    submittedAt: now,
    updatedAt: now,
    comments: (body.comments ?? []).map(comment => ({
      id: world.nextId(),
      reviewId: id,
      user,
      path: comment.path,
      line: comment.line ?? null,
      side: comment.side ?? "RIGHT",
      position: comment.position ?? null,
      body: comment.body,
      commitId,
      createdAt: now,
    })),
  };
  request.pull.reviews.push(review);
  request.updatedAt = now;
  if (review.state !== "PENDING") {
    request.pull.requestedUsers = request.pull.requestedUsers.filter(each => each.id !== user.id);
    announceReview(call, request, review, "submitted");
  }
  for (const comment of review.comments) {
    const view = reviewCommentView(world, call.repository, request, comment);
    const pull_request = pullView(world, call.repository, request);
    announce(call, "pull_request_review_comment", "created", { comment: view, pull_request });
  }
  return ok(reviewView(world, call.repository, request, review));
}

async function reviewRefusal(call: Call, request: PullRequest, body: NewReview): Promise<Answer | null> {
  const own = call.user.id === request.user.id;
  if (own && body.event === "APPROVE")
    return refuse(422, "Unprocessable Entity", ["Can not approve your own pull request"]);
  if (own && body.event === "REQUEST_CHANGES") {
    return refuse(422, "Unprocessable Entity", ["Can not request changes on your own pull request"]);
  }
  if (byActions(call) && body.event === "APPROVE" && !call.repository.actionsMayCreatePulls) {
    return refuse(422, "GitHub Actions is not permitted to approve pull requests.");
  }
  if (body.event && body.event !== "APPROVE" && !body.body?.trim()) {
    return refuse(422, "Unprocessable Entity", ["Body can't be blank"]);
  }
  if (body.commit_id && !(await readCommit(call.repository.git, body.commit_id))) {
    return refuse(422, "Unprocessable Entity", ["The commit_id is not part of the pull request"]);
  }
  return tooLong("PullRequestReview", body.body);
}

function withReview(route: (call: Call, request: PullRequest, review: Review) => Answer) {
  return withPull((call, request) => {
    const review = request.pull.reviews.find(each => each.id === numberOf(call.params.review_id));
    return review ? route(call, request, review) : notFound();
  });
}

function dismiss(call: Call, request: PullRequest, review: Review): Answer {
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
    return invalid("PullRequestReview", "state", "custom", "Can not dismiss a commented pull request review");
  }
  review.state = "DISMISSED";
  review.updatedAt = stamp(call.world);
  announceReview(call, request, review, "dismissed");
  return ok(reviewView(call.world, call.repository, request, review));
}

function edit(call: Call, request: PullRequest, review: Review): Answer {
  if (review.user.id !== call.user.id) return refuse(403, "Must be the author of the review.");
  const { body } = call.body as { body: string };
  const long = tooLong("PullRequestReview", body);
  if (long) return long;
  const changes = { body: { from: review.body } };
  review.body = body;
  review.updatedAt = stamp(call.world);
  review.edit = { at: review.updatedAt, by: call.user };
  announceReview(call, request, review, "edited", { changes });
  return ok(reviewView(call.world, call.repository, request, review));
}

function withLineComment(route: (call: Call, request: PullRequest, comment: ReviewComment) => Answer) {
  return (call: Call) => {
    const id = numberOf(call.params.comment_id);
    for (const request of pulls(call.repository)) {
      for (const { comments } of request.pull.reviews) {
        const comment = comments.find(each => each.id === id);
        if (comment) return route(call, request, comment);
      }
    }
    return notFound();
  };
}

export const reviewRoutes: Routes = {
  "pulls/list-reviews": withPull((call, request) => {
    const visible = request.pull.reviews.filter(
      each => each.state !== "PENDING" || each.user.id === call.user.id,
    );
    return list(visible.map(review => reviewView(call.world, call.repository, request, review)));
  }),
  "pulls/create-review": withPull(create),
  "pulls/get-review": withReview((call, request, review) =>
    ok(reviewView(call.world, call.repository, request, review)),
  ),
  "pulls/update-review": withReview(edit),
  "pulls/dismiss-review": withReview(dismiss),
  "pulls/list-comments-for-review": withReview((call, request, review) =>
    list(review.comments.map(each => reviewCommentView(call.world, call.repository, request, each))),
  ),
  "pulls/get-review-comment": withLineComment((call, request, comment) =>
    ok(reviewCommentView(call.world, call.repository, request, comment)),
  ),
  "reactions/list-for-pull-request-review-comment": withLineComment((call, _, comment) =>
    list((comment.reactions ?? []).map(each => reactionView(call.world, each))),
  ),
  "reactions/create-for-pull-request-review-comment": withLineComment((call, _, comment) => {
    comment.reactions ??= [];
    return react(call, { reactions: comment.reactions });
  }),
  "pulls/list-review-comments": withPull((call, request) => {
    const comments = request.pull.reviews.flatMap(review => review.comments);
    return list(comments.map(each => reviewCommentView(call.world, call.repository, request, each)));
  }),
};
