/** Issues, labels, comments and reactions as the API shows them. */
import type { Comment, Issue, Label, Reaction, Repository } from "../state/model.ts";
import { repositoryApi, repositoryPage, type World } from "../state/world.ts";
import { appView, nodeId, userView } from "./account.ts";
import { association } from "./repository.ts";

const contents = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"] as const;

export function labelView(world: World, repository: Repository, label: Label) {
  return {
    id: label.id,
    node_id: nodeId("LA", label.id),
    url: `${repositoryApi(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

function rollup(url: string, reactions: Reaction[]) {
  const counts = contents.map(content => [
    content,
    reactions.filter(each => each.content === content).length,
  ]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function issueView(world: World, repository: Repository, issue: Issue) {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const url = `${api}/issues/${issue.number}`;
  const comments = [...repository.comments.values()].filter(comment => comment.issue === issue.number).length;
  const pull = issue.pull && {
    url: `${api}/pulls/${issue.number}`,
    html_url: `${page}/pull/${issue.number}`,
    diff_url: `${page}/pull/${issue.number}.diff`,
    patch_url: `${page}/pull/${issue.number}.patch`,
    merged_at: issue.pull.mergedAt,
  };
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${page}/${issue.pull ? "pull" : "issues"}/${issue.number}`,
    id: issue.id,
    node_id: nodeId(issue.pull ? "PR" : "I", issue.id),
    number: issue.number,
    title: issue.title,
    user: userView(world, issue.user),
    labels: issue.labels.map(label => labelView(world, repository, label)),
    state: issue.state,
    locked: false,
    assignee: issue.assignees[0] ? userView(world, issue.assignees[0]) : null,
    assignees: issue.assignees.map(user => userView(world, user)),
    milestone: null,
    comments,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: issue.closedBy ? userView(world, issue.closedBy) : null,
    author_association: association(repository, issue.user),
    active_lock_reason: null,
    ...(pull ? { draft: issue.pull!.draft, pull_request: pull } : {}),
    body: issue.body,
    reactions: rollup(url, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.app ? appView(world, issue.app) : null,
    state_reason: issue.stateReason,
  };
}

export function commentView(world: World, repository: Repository, comment: Comment) {
  const api = repositoryApi(world, repository);
  const url = `${api}/issues/comments/${comment.id}`;
  const kind = repository.issues.get(comment.issue)?.pull ? "pull" : "issues";
  return {
    url,
    html_url: `${repositoryPage(world, repository)}/${kind}/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${comment.issue}`,
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    user: userView(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(repository, comment.user),
    body: comment.body,
    reactions: rollup(url, comment.reactions),
    performed_via_github_app: comment.app ? appView(world, comment.app) : null,
  };
}

export function reactionView(world: World, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId("REA", reaction.id),
    user: userView(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}
