/** Pull requests and reviews as the API shows them. */
import { countBetween, diffFiles, mergeBase } from "../git/read.ts";
import type { PullRequest, Repository, Review, ReviewComment } from "../state/model.ts";
import { repositoryApi, repositoryPage, type World } from "../state/world.ts";
import { nodeId, teamView, userView } from "./account.ts";
import { issueView } from "./issue.ts";
import { association, repositoryView } from "./repository.ts";

function end(world: World, repository: Repository, ref: string, sha: string) {
  const user = userView(world, repository.owner);
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user,
    repo: repositoryView(world, repository),
  };
}

/** As it stands in lists. */
export function pullView(world: World, repository: Repository, request: PullRequest) {
  const { pull, number } = request;
  const api = repositoryApi(world, repository);
  const url = `${api}/pulls/${number}`;
  const page = `${repositoryPage(world, repository)}/pull/${number}`;
  const issue = issueView(world, repository, request);
  const addresses = {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: `${api}/issues/${number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${number}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
  const { user, labels, state, locked, title, body, assignee, assignees, milestone, created_at, updated_at } =
    issue;
  const link = (href: string) => ({ href });
  return {
    ...addresses,
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    number,
    ...{ user, labels, state, locked, title, body, assignee, assignees, milestone, created_at, updated_at },
    closed_at: issue.closed_at,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    requested_reviewers: pull.requestedUsers.map(each => userView(world, each)),
    requested_teams: pull.requestedTeams.map(each => teamView(world, each)),
    draft: pull.draft,
    head: end(world, repository, pull.head, pull.headSha),
    base: end(world, repository, pull.base, pull.baseSha),
    _links: {
      self: link(url),
      html: link(page),
      issue: link(addresses.issue_url),
      comments: link(addresses.comments_url),
      review_comments: link(addresses.review_comments_url),
      review_comment: link(addresses.review_comment_url),
      commits: link(addresses.commits_url),
      statuses: link(addresses.statuses_url),
    },
    author_association: association(repository, request.user),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** As it stands alone: with what only git can count. */
export async function pullDetailView(world: World, repository: Repository, request: PullRequest) {
  const { pull } = request;
  const { git } = repository;
  const base = (await mergeBase(git, pull.baseSha, pull.headSha)) ?? pull.baseSha;
  const [{ ahead }, files] = await Promise.all([
    countBetween(git, pull.baseSha, pull.headSha),
    diffFiles(git, base, pull.headSha),
  ]);
  const merge = await git.run(["merge-tree", "--write-tree", pull.baseSha, pull.headSha]);
  const mergeable = request.state === "open" ? merge.code === 0 : null;
  const clean = pull.draft ? "draft" : "clean";
  return {
    ...pullView(world, repository, request),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? "unknown" : mergeable ? clean : "dirty",
    merged_by: pull.mergedBy ? userView(world, pull.mergedBy) : null,
    comments: issueView(world, repository, request).comments,
    review_comments: pull.reviews.reduce((sum, review) => sum + review.comments.length, 0),
    maintainer_can_modify: false,
    commits: ahead,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** Its short form inside check runs and workflow runs. */
export function pullMinimalView(world: World, repository: Repository, { pull, number }: PullRequest) {
  const repo = { id: repository.id, url: repositoryApi(world, repository), name: repository.name };
  return {
    id: pull.id,
    number,
    url: `${repo.url}/pulls/${number}`,
    head: { ref: pull.head, sha: pull.headSha, repo },
    base: { ref: pull.base, sha: pull.baseSha, repo },
  };
}

export function reviewView(world: World, repository: Repository, request: PullRequest, review: Review) {
  const pull = `${repositoryApi(world, repository)}/pulls/${request.number}`;
  const page = `${repositoryPage(world, repository)}/pull/${request.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: userView(world, review.user),
    body: review.body,
    state: review.state as string,
    html_url: page,
    pull_request_url: pull,
    author_association: association(repository, review.user),
    _links: { html: { href: page }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    updated_at: review.updatedAt,
    commit_id: review.commitId,
  };
}

export function reviewCommentView(
  world: World,
  repository: Repository,
  request: PullRequest,
  comment: ReviewComment,
) {
  const pull = `${repositoryApi(world, repository)}/pulls/${request.number}`;
  const url = `${repositoryApi(world, repository)}/pulls/comments/${comment.id}`;
  const page = `${repositoryPage(world, repository)}/pull/${request.number}#discussion_r${comment.id}`;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: nodeId("PRRC", comment.id),
    diff_hunk: `@@ -0,0 +1,${comment.line ?? 1} @@`,
    path: comment.path,
    position: comment.position ?? comment.line,
    original_position: comment.position ?? comment.line ?? 1,
    commit_id: request.pull.headSha,
    original_commit_id: comment.commitId,
    user: userView(world, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    html_url: page,
    pull_request_url: pull,
    author_association: association(repository, comment.user),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pull } },
    reactions: {
      url: `${url}/reactions`,
      total_count: 0,
      ...{ "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 },
    },
    line: comment.line ?? 1,
    original_line: comment.line ?? 1,
    start_line: null,
    original_start_line: null,
    start_side: null,
    side: comment.side,
    subject_type: "line",
  };
}
