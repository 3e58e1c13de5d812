/** Workflows, their runs and jobs, and releases as the API shows them. */
import { readCommit } from "../git/read.ts";
import type { Release, Repository, Run } from "../state/model.ts";
import { pulls, repositoryApi, repositoryPage, type World } from "../state/world.ts";
import { nodeId, userView } from "./account.ts";
import { pullMinimalView } from "./pull.ts";
import { repositoryView } from "./repository.ts";

export function workflowView(world: World, repository: Repository, path: string, name: string) {
  const id = workflowId(world, repository, path);
  const page = repositoryPage(world, repository);
  return {
    id,
    node_id: nodeId("W", id),
    name,
    path,
    state: "active",
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    url: `${repositoryApi(world, repository)}/actions/workflows/${id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(name)}/badge.svg`,
  };
}

export function workflowId(world: World, repository: Repository, path: string): number {
  const known = repository.workflowIds.get(path);
  if (known !== undefined) return known;
  const id = world.nextId();
  repository.workflowIds.set(path, id);
  return id;
}

export async function runView(world: World, repository: Repository, run: Run) {
  const api = repositoryApi(world, repository);
  const url = `${api}/actions/runs/${run.id}`;
  const commit = await readCommit(repository.git, run.headSha);
  const person = commit && { name: commit.author.name, email: commit.author.email };
  const requests = pulls(repository).filter(
    each => each.state === "open" && each.pull.head === run.headBranch,
  );
  const minimal = repositoryView(world, repository);
  return {
    id: run.id,
    name: run.workflowName,
    node_id: nodeId("WFR", run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(world, repository, run.workflow),
    check_suite_id: run.id + 1,
    check_suite_node_id: nodeId("CS", run.id + 1),
    url,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${run.id}`,
    pull_requests: requests.map(request => pullMinimalView(world, repository, request)),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: userView(world, run.actor),
    triggering_actor: userView(world, run.actor),
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: run.startedAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${run.id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${api}/actions/workflows/${workflowId(world, repository, run.workflow)}`,
    head_commit: commit && {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: person,
      committer: person,
    },
    repository: minimal,
    head_repository: minimal,
  };
}

export function jobView(world: World, repository: Repository, run: Run) {
  const api = repositoryApi(world, repository);
  const id = run.id + 2;
  return {
    id,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: run.attempt,
    node_id: nodeId("J", id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    url: `${api}/actions/jobs/${id}`,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${run.id}/job/${id}`,
    status: run.status,
    conclusion: run.conclusion,
    created_at: run.createdAt,
    started_at: run.startedAt,
    completed_at: run.status === "completed" ? run.updatedAt : null,
    name: "milestone",
    steps: [],
    check_run_url: `${api}/check-runs/${id}`,
    labels: ["ubuntu-latest"],
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
    workflow_name: run.workflowName,
  };
}

export function releaseView(world: World, repository: Repository, release: Release) {
  const url = `${repositoryApi(world, repository)}/releases/${release.id}`;
  const page = repositoryPage(world, repository);
  return {
    url,
    html_url: `${page}/releases/tag/${release.tag}`,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: `${repositoryApi(world, repository)}/tarball/${release.tag}`,
    zipball_url: `${repositoryApi(world, repository)}/zipball/${release.tag}`,
    id: release.id,
    node_id: nodeId("RE", release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    created_at: release.createdAt,
    published_at: release.draft ? null : release.createdAt,
    author: userView(world, release.author),
    assets: [],
  };
}
