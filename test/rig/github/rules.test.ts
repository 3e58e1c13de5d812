import { Octokit } from "@octokit/rest";
import { afterEach, expect, test } from "vitest";
import { createGitHubStandIn, type StandIn, type StandInOptions } from "./stand-in.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let open: StandIn[] = [];

async function start(options: StandInOptions = {}) {
  const github = await createGitHubStandIn({
    roles: { alice: "write", rita: "read", tim: "triage" },
    ...options,
  });
  open.push(github);
  const at = { owner: github.owner, repo: github.repo };
  const as = (auth: string) => new Octokit({ auth, baseUrl: github.apiUrl, log: quiet });
  return { github, at, as, app: as(github.installationToken()) };
}

afterEach(async () => {
  await Promise.all(open.map(github => github.close()));
  open = [];
});

test("an unknown property of a request is refused and remembered as a violation", async () => {
  const { github, at, app } = await start();
  const misspelt = app.request("POST /repos/{owner}/{repo}/issues", {
    ...at,
    title: "x",
    asignees: ["alice"],
  });
  await expect(misspelt).rejects.toMatchObject({ status: 422 });
  expect(github.violations).toEqual([expect.stringContaining("asignees")]);
});

test("a route outside the slice is a 404 and a violation", async () => {
  const { github, at, app } = await start();
  await expect(app.repos.listTags(at)).rejects.toMatchObject({ status: 404 });
  expect(github.violations).toEqual([expect.stringContaining("/tags")]);
});

test("bodies above 65,536 characters are refused", async () => {
  const { at, app } = await start();
  await expect(app.issues.create({ ...at, title: "x", body: "y".repeat(65_537) })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("body is too long (maximum is 65536 characters)"),
  });
  expect((await app.issues.create({ ...at, title: "x", body: "y".repeat(65_536) })).status).toBe(201);
});

test("pull requests need commits, may not exist twice, and are drafts only where the plan allows", async () => {
  const { github, at, app } = await start({ allowsDrafts: false });
  const request = { ...at, head: "work", base: "main", title: "T" };
  await expect(app.pulls.create(request)).rejects.toMatchObject({ status: 422 });
  await app.git.createRef({
    ...at,
    ref: "refs/heads/work",
    sha: github.repository.git.ref("refs/heads/main")!,
  });
  await expect(app.pulls.create(request)).rejects.toThrow("No commits between main and work");
  await github.as("alice").push({ "x.txt": "1" }, "work");
  await expect(app.pulls.create({ ...request, draft: true })).rejects.toThrow(
    "Draft pull requests are not supported",
  );
  await app.pulls.create(request);
  await expect(app.pulls.create(request)).rejects.toThrow("A pull request already exists for acme:work.");
});

test("nobody approves an own pull request, and GITHUB_TOKEN opens none where the setting forbids", async () => {
  const { github, at, as } = await start({ actionsMayCreatePulls: false });
  await github.as("alice").push({ "x.txt": "1" }, "work");
  const pull = await github.as("alice").openPull("work", "main", "Mine");
  const own = await github.as("alice").request(`POST /pulls/${pull.number}/reviews`, { event: "APPROVE" });
  expect(own).toMatchObject({ status: 422, data: { errors: ["Can not approve your own pull request"] } });
  await github.as("alice").push({ "y.txt": "1" }, "other");
  const token = as(github.actionsToken({ pull_requests: "write", contents: "write" }));
  const opened = token.pulls.create({ ...at, head: "other", base: "main", title: "T" });
  await expect(opened).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("not permitted to create"),
  });
});

test("a check run keeps its bounds and belongs to the app that made it", async () => {
  const { github, at, app, as } = await start();
  const check = { ...at, name: "c", head_sha: github.repository.git.ref("refs/heads/main")! };
  const annotation = {
    path: "a",
    start_line: 1,
    end_line: 1,
    annotation_level: "notice" as const,
    message: "m",
  };
  const output = (count: number) => ({
    title: "t",
    summary: "s",
    annotations: Array(count).fill(annotation),
  });
  const button = { label: "Resume", description: "Go on", identifier: "resume" };

  await expect(app.checks.create({ ...check, output: output(51) })).rejects.toMatchObject({ status: 422 });
  await expect(app.checks.create({ ...check, actions: Array(4).fill(button) })).rejects.toMatchObject({
    status: 422,
  });
  const wide = { ...button, label: "x".repeat(21) };
  await expect(app.checks.create({ ...check, actions: [wide] })).rejects.toMatchObject({ status: 422 });
  await expect(app.checks.create({ ...check, status: "completed" })).rejects.toMatchObject({ status: 422 });
  const { data } = await app.checks.create({ ...check, output: output(50), actions: Array(3).fill(button) });
  const other = as(github.actionsToken({ checks: "write" }));
  const change = { ...at, check_run_id: data.id, conclusion: "success" } as const;
  await expect(other.checks.update(change)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("Invalid app_id"),
  });
  await expect(as(github.userToken("alice")).checks.update(change)).rejects.toMatchObject({ status: 403 });
  expect(
    (await app.checks.listAnnotations({ ...at, check_run_id: data.id, per_page: 100 })).data,
  ).toHaveLength(50);
});

test("the permission API tells read, write and the exact role, and knows who is nobody", async () => {
  const { at, app } = await start();
  const permission = async (username: string) =>
    (await app.repos.getCollaboratorPermissionLevel({ ...at, username })).data;
  expect(await permission("rita")).toMatchObject({ permission: "read", role_name: "read" });
  expect(await permission("tim")).toMatchObject({ permission: "read", role_name: "triage" });
  expect(await permission("alice")).toMatchObject({ permission: "write", role_name: "write" });
  expect(await permission("acme")).toMatchObject({ permission: "admin" });
  await expect(permission("stranger")).rejects.toMatchObject({ status: 404 });
});

test("a dispatch is refused for unexpected, missing and too many inputs", async () => {
  const inputs = "{ milestone: { required: true }, command: { type: choice, options: [a, b] } }";
  const text = `on: { workflow_dispatch: { inputs: ${inputs} } }\njobs: { j: { steps: [] } }\n`;
  const { github, at, app } = await start({
    files: { ".github/workflows/m.yml": text, ".github/workflows/no.yml": "on: push\njobs: {}\n" },
  });
  const dispatch = (given: { [name: string]: string }, workflow_id = "m.yml", ref = "main") =>
    app.actions.createWorkflowDispatch({ ...at, workflow_id, ref, inputs: given });

  await expect(dispatch({ milestone: "x", extra: "1" })).rejects.toThrow(
    'Unexpected inputs provided: ["extra"]',
  );
  await expect(dispatch({})).rejects.toThrow("Required input 'milestone' not provided");
  await expect(dispatch({ milestone: "x", command: "c" })).rejects.toThrow(
    "not in the list of allowed values",
  );
  const many = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`i${index}`, "x"]));
  await expect(dispatch(many)).rejects.toMatchObject({ status: 422 });
  await expect(dispatch({ milestone: "x" }, "no.yml")).rejects.toThrow(
    "Workflow does not have 'workflow_dispatch' trigger",
  );
  await expect(dispatch({ milestone: "x" }, "absent.yml")).rejects.toMatchObject({ status: 404 });
  await expect(dispatch({ milestone: "x" }, "m.yml", "nowhere")).rejects.toThrow("No ref found for: nowhere");
  expect(github.repository.runs.size).toBe(0);
});

test("an app lacks what it was not granted, and a reader may comment but not label", async () => {
  const { github, at, as } = await start();
  const { data: issue } = await as(github.userToken("rita")).issues.create({
    ...at,
    title: "Q",
    labels: ["x"],
  });
  expect(issue.labels).toEqual([]);
  const reader = as(github.userToken("rita")).issues.addLabels({ ...at, issue_number: 1, labels: ["x"] });
  await expect(reader).rejects.toMatchObject({ status: 403 });
  const narrow = as(github.actionsToken({ contents: "read" }));
  await expect(narrow.issues.createComment({ ...at, issue_number: 1, body: "b" })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("Resource not accessible by integration"),
  });
});

test("a private repository does not exist for strangers", async () => {
  const { github, at, as } = await start({ isPrivate: true });
  await expect(as(github.userToken("stranger")).repos.get(at)).rejects.toMatchObject({ status: 404 });
  await expect(new Octokit({ baseUrl: github.apiUrl, log: quiet }).repos.get(at)).rejects.toMatchObject({
    status: 404,
  });
});
