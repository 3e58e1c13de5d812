import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitHubStandIn, type StandIn } from "./stand-in.ts";

const workflow = `name: Milestone
on:
  workflow_dispatch:
    inputs:
      milestone: { required: true }
      command: { type: choice, options: [execute, resume], default: execute }
jobs:
  milestone: { runs-on: ubuntu-latest, steps: [] }
`;

let github: StandIn;
let octokit: Octokit;
let at: { owner: string; repo: string };

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

beforeAll(async () => {
  github = await createGitHubStandIn({
    roles: { alice: "write", bob: "maintain", carol: "triage" },
    teams: { architects: ["alice"] },
    files: { "README.md": "hi\n", "src/a.ts": "1\n", ".github/workflows/milestone.yml": workflow },
  });
  octokit = new Octokit({ auth: github.installationToken(), baseUrl: github.apiUrl, log: quiet });
  at = { owner: github.owner, repo: github.repo };
});
afterAll(() => github.close());

test("reads of a repository answer as GitHub describes them", async () => {
  const head = await github.as("alice").push({ "src/b.ts": "x\ny\n" }, "milestone/read");
  await octokit.repos.get(at);
  await octokit.repos.listBranches(at);
  await octokit.repos.getBranch({ ...at, branch: "milestone/read" });
  await octokit.repos.getBranchRules({ ...at, branch: "main" });
  await octokit.repos.getCommit({ ...at, ref: "milestone/read" });
  await octokit.repos.listCommits({ ...at, sha: "milestone/read" });
  await octokit.repos.getContent({ ...at, path: "src" });
  const { data: compared } = await octokit.repos.compareCommitsWithBasehead({
    ...at,
    basehead: "main...milestone/read",
  });
  const { data: file } = await octokit.repos.getContent({ ...at, path: "src/b.ts", ref: "milestone/read" });

  expect(compared).toMatchObject({
    status: "ahead",
    ahead_by: 1,
    files: [{ filename: "src/b.ts", additions: 2 }],
  });
  expect(Buffer.from((file as { content: string }).content, "base64").toString()).toBe("x\ny\n");
  expect((await octokit.git.getRef({ ...at, ref: "heads/milestone/read" })).data.object.sha).toBe(head);
  expect(github.violations).toEqual([]);
});

test("a commit is made from blob, tree and parent, and a reference only goes forward", async () => {
  const first = await github.as("alice").push({ "a.txt": "1" }, "milestone/write");
  const { data: blob } = await octokit.git.createBlob({ ...at, content: "new" });
  const entry = { path: "deep/er/file", mode: "100644", type: "blob", sha: blob.sha } as const;
  const { data: base } = await octokit.git.getCommit({ ...at, commit_sha: first });
  const { data: tree } = await octokit.git.createTree({ ...at, base_tree: base.tree.sha, tree: [entry] });
  const { data: commit } = await octokit.git.createCommit({
    ...at,
    message: "m",
    tree: tree.sha,
    parents: [first],
  });
  await octokit.git.updateRef({ ...at, ref: "heads/milestone/write", sha: commit.sha });

  const back = octokit.git.updateRef({ ...at, ref: "heads/milestone/write", sha: first });
  await expect(back).rejects.toMatchObject({ status: 422, message: expect.stringContaining("fast forward") });
  const { data: whole } = await octokit.git.getTree({ ...at, tree_sha: commit.sha, recursive: "1" });
  expect(whole.tree.map(each => each.path)).toContain("deep/er/file");
  const { data: read } = await octokit.git.getBlob({ ...at, file_sha: blob.sha });
  expect(Buffer.from(read.content, "base64").toString()).toBe("new");
  const { data: tag } = await octokit.git.createTag({
    ...at,
    tag: "t",
    message: "m",
    object: commit.sha,
    type: "commit",
  });
  await octokit.git.createRef({ ...at, ref: "refs/tags/t", sha: tag.sha });
  expect((await octokit.git.getTag({ ...at, tag_sha: tag.sha })).data.object.sha).toBe(commit.sha);
  await expect(octokit.git.createRef({ ...at, ref: "refs/tags/t", sha: tag.sha })).rejects.toMatchObject({
    status: 422,
  });
  expect(github.violations).toEqual([]);
});

test("a pull request goes through its life as GitHub describes it", async () => {
  const sha = await github.as("alice").push({ "life.txt": "1\n" }, "milestone/life");
  const request = { ...at, head: "milestone/life", base: "main", title: "Life", draft: true };
  const { data: pull } = await octokit.pulls.create(request);
  const number = { ...at, pull_number: pull.number };
  await octokit.issues.addLabels({ ...at, issue_number: pull.number, labels: ["milestone"] });
  await octokit.pulls.requestReviewers({ ...number, reviewers: ["bob"], team_reviewers: ["architects"] });
  const comments = [{ path: "life.txt", line: 1, body: "Why?" }];
  const review = await github
    .as("bob")
    .review(pull.number, { state: "request_changes", body: "No.", comments });
  await github.as("bob").editReview(pull.number, review.id, "Not yet.");

  await octokit.pulls.listFiles(number);
  await octokit.pulls.listCommits(number);
  await octokit.pulls.listReviewComments(number);
  await octokit.pulls.listRequestedReviewers(number);
  await octokit.pulls.listCommentsForReview({ ...number, review_id: review.id });
  await octokit.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: sha });
  expect((await octokit.pulls.list({ ...at, head: "acme:milestone/life" })).data).toHaveLength(1);
  expect((await octokit.pulls.listReviews(number)).data[0]).toMatchObject({
    state: "CHANGES_REQUESTED",
    commit_id: sha,
  });

  await github.as("bob").dismissReview(pull.number, review.id);
  expect((await octokit.pulls.getReview({ ...number, review_id: review.id })).data.state).toBe("DISMISSED");
  const mutation =
    "mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { pullRequest { isDraft } } }";
  await octokit.graphql(mutation, { id: pull.node_id });
  expect((await octokit.pulls.get(number)).data).toMatchObject({
    draft: false,
    mergeable: true,
    commits: 1,
    changed_files: 1,
  });
  await octokit.pulls.merge(number);
  expect((await octokit.pulls.get(number)).data).toMatchObject({ state: "closed", merged: true });
  expect(github.violations).toEqual([]);
});

test("issues, labels, comments and reactions answer as GitHub describes them", async () => {
  const { data: issue } = await octokit.issues.create({
    ...at,
    title: "B",
    labels: ["blocker"],
    assignees: ["carol"],
  });
  const number = { ...at, issue_number: issue.number };
  const comment = await github.as("alice").comment(issue.number, "/milestone status");
  const reaction = { ...at, comment_id: comment.id, content: "eyes" } as const;

  expect((await octokit.reactions.createForIssueComment(reaction)).status).toBe(201);
  expect((await octokit.reactions.createForIssueComment(reaction)).status).toBe(200);
  expect((await octokit.reactions.listForIssueComment(reaction)).data).toHaveLength(1);
  await octokit.issues.updateComment({ ...at, comment_id: comment.id, body: "changed" });
  await octokit.issues.listComments(number);
  await octokit.issues.setLabels({ ...number, labels: ["other"] });
  await octokit.issues.removeLabel({ ...number, name: "other" });
  await octokit.issues.update({ ...number, state: "closed", state_reason: "not_planned" });
  expect((await octokit.issues.get(number)).data).toMatchObject({
    state: "closed",
    state_reason: "not_planned",
    labels: [],
  });
  const { data: all } = await octokit.issues.listForRepo({
    ...at,
    state: "all",
    creator: "milestone-execute[bot]",
  });
  expect(all.map(each => each.number)).toContain(issue.number);
  await octokit.issues.deleteComment({ ...at, comment_id: comment.id });
  await expect(octokit.issues.getComment({ ...at, comment_id: comment.id })).rejects.toMatchObject({
    status: 404,
  });
  expect(github.violations).toEqual([]);
});

test("checks, workflows, people, releases and the app's own routes answer as GitHub describes them", async () => {
  const head_sha = github.repository.git.ref("refs/heads/main")!;
  const output = { title: "t", summary: "s" };
  const { data: check } = await octokit.checks.create({ ...at, name: "milestone/x", head_sha, output });
  await octokit.checks.update({ ...at, check_run_id: check.id, conclusion: "action_required" });
  const { data: checks } = await octokit.checks.listForRef({ ...at, ref: "main", check_name: "milestone/x" });
  expect(checks.check_runs[0]).toMatchObject({ status: "completed", conclusion: "action_required" });
  const named = { ...at, workflow_id: "milestone.yml" };
  const dispatch = { ...named, ref: "main", inputs: { milestone: "x" } };
  expect((await octokit.actions.createWorkflowDispatch(dispatch)).status).toBe(204);
  const { data: runs } = await octokit.actions.listWorkflowRuns(named);
  const run_id = runs.workflow_runs[0]!.id;
  await octokit.actions.getWorkflowRun({ ...at, run_id });
  await octokit.actions.listJobsForWorkflowRun({ ...at, run_id });
  await octokit.actions.cancelWorkflowRun({ ...at, run_id });
  await octokit.actions.getWorkflow(named);
  await octokit.actions.listRepoWorkflows(at);
  const { data: permission } = await octokit.repos.getCollaboratorPermissionLevel({ ...at, username: "bob" });
  expect(permission).toMatchObject({ permission: "write", role_name: "maintain" });
  const team = { org: "acme", team_slug: "architects" };
  expect((await octokit.teams.getMembershipForUserInOrg({ ...team, username: "alice" })).data.state).toBe(
    "active",
  );
  await octokit.teams.getByName(team);
  await octokit.users.getByUsername({ username: "bob" });
  await octokit.repos.createRelease({ ...at, tag_name: "v9", draft: true });
  await octokit.repos.listReleases(at);
  await octokit.apps.listReposAccessibleToInstallation();
  await octokit.rateLimit.get();
  expect(github.violations).toEqual([]);
});
