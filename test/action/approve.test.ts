import { expect, onTestFinished, test } from "vitest";
import { type JobResult, runAction } from "../rig/github/run/runner.ts";
import { createGitHubStandIn, type StandIn } from "../rig/github/stand-in.ts";
import { ACTION } from "../rig/program.ts";

const WORKFLOW = `name: Milestone
on:
  workflow_dispatch:
    inputs: { milestone: {}, command: {}, target: {} }
permissions: { contents: write, pull-requests: write, issues: write, checks: write }
jobs:
  milestone:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - uses: acme/milestone-execute@v1
        with: { project: true, milestone: "\${{ inputs.milestone }}", command: "\${{ inputs.command }}", target: "\${{ inputs.target }}" }
`;
const PLAN = JSON.stringify({
  id: "m",
  tasks: { a: { run: "echo made > made.txt", gate: ["alice"] }, b: { run: "true", needs: ["a"] } },
});

test("command approve takes GitHub's word, not the run's, and why says what a task waits for", async () => {
  const results: JobResult[] = [];
  const github: StandIn = await createGitHubStandIn({
    roles: { alice: "write", carol: "write" },
    files: { ".github/workflows/milestone.yml": WORKFLOW, ".milestones/active/m.yaml": PLAN },
    onDispatch: async started => {
      const result = await runAction(started, { action: ACTION, serverUrl: github.url, warm: true });
      results.push(result);
      return result.conclusion;
    },
  });
  onTestFinished(() => github.close());
  const run = async (login: string, command: string, target = ""): Promise<JobResult> => {
    const before = results.length;
    const inputs = { milestone: "m", command, target };
    await github
      .as(login)
      .request("POST /actions/workflows/milestone.yml/dispatches", { ref: "main", inputs });
    await expect.poll(() => results.length, { timeout: 90_000 }).toBe(before + 1);
    await github.settled();
    return results[before]!;
  };
  const first = await run("carol", "execute");
  expect(first.outputs.status, first.output).toBe("waiting_approval");
  const why = await run("carol", "why", "b");
  expect([why.conclusion, why.output], why.output).toEqual(["success", expect.stringContaining("a/execute")]);
  for (const login of ["carol", "alice"]) {
    const nothing = await run(login, "approve", "a/execute");
    expect(nothing.outputs.status, nothing.output).toBe("waiting_approval");
    expect(nothing.output).toContain("GitHub has no approval of a/execute");
  }
  const { data } = await github.as("alice").request("GET /pulls?state=open");
  const [{ number }] = data as unknown as [{ number: number }];
  await github.as("alice").request(`POST /pulls/${number}/reviews`, { event: "APPROVE" });
  const done = await run("carol", "approve", "a/execute");
  expect(done.outputs.status, done.output).toBe("completed");
}, 180_000);
