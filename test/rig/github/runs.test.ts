import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OnDispatch } from "./run/queue.ts";
import { type JobResult, type RunnerOptions, runAction } from "./run/runner.ts";
import { createGitHubStandIn, type StandIn } from "./stand-in.ts";
import type { Run } from "./state/model.ts";

const workflow = (
  queue: string,
  on = "workflow_dispatch: { inputs: { milestone: {}, dry-run: { type: boolean, default: false } } }",
) => `
name: Milestone
on:
  ${on}
concurrency:
  group: milestone-\${{ inputs.milestone }}
  queue: ${queue}
permissions: { contents: write, checks: write }
jobs:
  milestone:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: true }
      - uses: acme/milestone-execute@v1
        with:
          milestone: \${{ inputs.milestone || 'none' }}
          dry-run: \${{ inputs.dry-run }}
`;

let github: StandIn;
let action: string;

beforeEach(() => {
  action = mkdtempSync(join(tmpdir(), "fake-action-"));
});
afterEach(async () => {
  await github.close();
  rmSync(action, { recursive: true, force: true });
});

async function start(onDispatch: OnDispatch | undefined, text = workflow("max")) {
  github = await createGitHubStandIn({
    roles: { alice: "write" },
    onDispatch,
    files: { ".github/workflows/m.yml": text },
  });
}

async function dispatch(milestone: string): Promise<Run> {
  const before = github.repository.runs.size;
  const { status } = await github
    .as("alice")
    .request("POST /actions/workflows/m.yml/dispatches", { ref: "main", inputs: { milestone } });
  expect(status).toBe(204);
  return [...github.repository.runs.values()][before]!;
}

const statuses = (runs: Run[]) => runs.map(run => run.conclusion ?? run.status);

test("with queue: max runs of one group go one after the other, other groups beside them", async () => {
  await start(undefined);
  const runs = [await dispatch("a"), await dispatch("A"), await dispatch("a"), await dispatch("b")];
  expect(statuses(runs)).toEqual(["in_progress", "pending", "pending", "in_progress"]);
  await github.finishRun(runs[0]!, "success");
  expect(statuses(runs)).toEqual(["success", "in_progress", "pending", "in_progress"]);
});

test("without it a newer run cancels the one that waits", async () => {
  await start(undefined, workflow("single"));
  const runs = [await dispatch("a"), await dispatch("a"), await dispatch("a")];
  expect(statuses(runs)).toEqual(["in_progress", "cancelled", "pending"]);
});

test("a review by a person starts the workflow that listens to reviews, GITHUB_TOKEN starts none", async () => {
  const on = "pull_request_review: { types: [submitted] }\n  issue_comment:";
  await start(undefined, workflow("max", on));
  await github.as("alice").push({ "x.txt": "1" }, "work");
  const pull = await github.as("acme").openPull("work", "main", "T");
  await github.as("alice").review(pull.number, { state: "approve" });
  const headers = { authorization: `token ${github.actionsToken({ issues: "write" })}` };
  const url = `${github.apiUrl}/repos/acme/widgets/issues/${pull.number}/comments`;
  expect(
    (await fetch(url, { method: "POST", headers, body: JSON.stringify({ body: "hello" }) })).status,
  ).toBe(201);
  await github.settled();
  expect([...github.repository.runs.values()].map(run => run.event)).toEqual(["pull_request_review"]);
});

/** An action of a few lines, whose `main` is the given code. */
function writeAction(main: string, post = "") {
  const inputs =
    "{ milestone: { required: true }, dry-run: { default: 'x' }, github-token: { default: '${{ github.token }}' } }";
  const runs = `{ using: node24, main: dist/main.cjs${post ? ", post: dist/post.cjs" : ""} }`;
  mkdirSync(join(action, "dist"));
  writeFileSync(join(action, "action.yml"), `name: Fake\ninputs: ${inputs}\nruns: ${runs}\n`);
  writeFileSync(join(action, "dist/main.cjs"), main);
  writeFileSync(join(action, "dist/post.cjs"), post);
}

/** Runs the fake action for the next dispatch; `results` fills as jobs end. */
function runner(results: JobResult[], more: Partial<RunnerOptions> = {}): OnDispatch {
  return async started => {
    const result = await runAction(started, { action, serverUrl: github.url, ...more });
    results.push(result);
    return result.conclusion;
  };
}

test("the runner starts the real action in a fresh clone, with inputs, files, token and a post step", async () => {
  writeAction(
    `const { appendFileSync, writeFileSync, readFileSync } = require("node:fs");
    const { execFileSync } = require("node:child_process");
    const git = (...args) => execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], { encoding: "utf8" });
    const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"));
    appendFileSync(process.env.GITHUB_OUTPUT, "status<<E\\ncompleted\\nE\\nmilestone=" + process.env.INPUT_MILESTONE + "\\n");
    appendFileSync(process.env.GITHUB_OUTPUT, "dry=" + process.env["INPUT_DRY-RUN"] + "\\nfrom=" + event.inputs.milestone + "\\n");
    appendFileSync(process.env.GITHUB_STATE, "session=s1\\n");
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, "# Done\\n");
    writeFileSync("made.txt", "by the action");
    git("checkout", "--quiet", "-b", "milestone/a");
    git("add", "made.txt");
    git("commit", "--quiet", "-m", "Made");
    git("push", "--quiet", "origin", "milestone/a");
    console.log("::error file=a.yaml,line=3::Wrong%0Athere");
    fetch(process.env.GITHUB_API_URL + "/repos/" + process.env.GITHUB_REPOSITORY, {
      headers: { authorization: "token " + process.env["INPUT_GITHUB-TOKEN"] } }).then(r => console.log("api " + r.status));`,
    `require("node:fs").appendFileSync(process.env.GITHUB_STEP_SUMMARY, "saved " + process.env.STATE_session);`,
  );
  const results: JobResult[] = [];
  await start(runner(results));
  const run = await dispatch("a");
  await expect.poll(() => run.status, { timeout: 90_000 }).toBe("completed");
  expect(results[0]).toMatchObject({
    conclusion: "success",
    exitCode: 0,
    outputs: { status: "completed", milestone: "a", dry: "false", from: "a" },
    summary: "# Done\nsaved s1",
    annotations: [{ level: "error", message: "Wrong\nthere", file: "a.yaml", line: 3 }],
    sent: [],
    orphans: 0,
  });
  expect(results[0]!.output).toContain("api 200");
  expect(github.repository.git.ref("refs/heads/milestone/a")).not.toBeNull();
  expect(github.violations).toEqual([]);
}, 120_000);

test("a cancelled run gets SIGINT, then SIGTERM, then the kill, and leaves no process behind", async () => {
  writeAction(
    `const { spawn } = require("node:child_process");
    spawn("sleep", ["600"], { detached: true, stdio: "ignore" }).unref();
    process.on("SIGINT", () => console.log("got SIGINT"));
    process.on("SIGTERM", () => console.log("got SIGTERM"));
    setInterval(() => {}, 1000);
    console.log("ready");`,
  );
  const results: JobResult[] = [];
  let output = "";
  const onOutput = (text: string) => {
    output += text;
  };
  await start(runner(results, { onOutput, patience: { interruptMs: 200, terminateMs: 200 } }));
  const run = await dispatch("a");
  await expect.poll(() => output, { timeout: 90_000 }).toContain("ready");
  expect((await github.as("alice").request(`POST /actions/runs/${run.id}/cancel`)).status).toBe(202);
  await expect.poll(() => run.conclusion, { timeout: 90_000 }).toBe("cancelled");
  expect(results[0]).toMatchObject({
    conclusion: "cancelled",
    sent: ["SIGINT", "SIGTERM", "SIGKILL"],
    orphans: 1,
  });
  expect(output).toContain("got SIGINT\ngot SIGTERM");
  expect((await github.as("alice").request(`POST /actions/runs/${run.id}/cancel`)).status).toBe(409);
}, 120_000);
