import { expect, onTestFinished, test } from "vitest";
import { type JobResult, runAction } from "../rig/github/run/runner.ts";
import { createGitHubStandIn, type StandIn } from "../rig/github/stand-in.ts";
import { ACTION } from "../rig/program.ts";

const INPUTS = ["milestone", "command", "squash", "state"];
const WORKFLOW = `name: Milestone
on:
  workflow_dispatch:
    inputs: { ${INPUTS.map(name => `${name}: {}`).join(", ")} }
permissions: { contents: write, pull-requests: write, issues: write, checks: write }
jobs:
  milestone:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - uses: acme/milestone-execute@v1
        with:
          project: true
${INPUTS.map(name => `          ${name}: "\${{ inputs.${name} }}"\n`).join("")}`;
const PLAN = JSON.stringify({ id: "m", tasks: { a: "echo made > made.txt" } });

interface Place {
  github: StandIn;
  /** Dispatches the workflow as that person and waits for its end. */
  run(login: string, inputs: Record<string, string>): Promise<JobResult>;
}

async function place(): Promise<Place> {
  const results: JobResult[] = [];
  const github: StandIn = await createGitHubStandIn({
    roles: { mona: "maintain", carol: "write" },
    files: { ".github/workflows/milestone.yml": WORKFLOW, ".milestones/active/m.yaml": PLAN },
    onDispatch: async started => {
      const result = await runAction(started, { action: ACTION, serverUrl: github.url, warm: true });
      results.push(result);
      return result.conclusion;
    },
  });
  onTestFinished(() => github.close());
  const run: Place["run"] = async (login, inputs) => {
    const before = results.length;
    await github.as(login).request("POST /actions/workflows/milestone.yml/dispatches", {
      ref: "main",
      inputs: { milestone: "m", ...inputs },
    });
    await expect.poll(() => results.length, { timeout: 90_000 }).toBe(before + 1);
    await github.settled();
    return results[before]!;
  };
  const first = await run("carol", { command: "execute" });
  expect(first.outputs.status, first.output).toBe("completed");
  return { github, run };
}

async function filesOn(github: StandIn, ref: string): Promise<string[]> {
  const { data } = await github.as("mona").request(`GET /git/trees/${ref}?recursive=1`);
  return (data.tree as { path: string; type: string }[]).filter(e => e.type === "blob").map(e => e.path);
}

async function pull(github: StandIn) {
  const { data } = await github.as("mona").request("GET /pulls?state=all");
  const [{ number }] = data as unknown as [{ number: number }];
  return (await github.as("mona").request(`GET /pulls/${number}`)).data;
}

test("a maintainer lands the milestone through its pull request, once; a writer is refused", async () => {
  const { github, run } = await place();
  const refused = await run("carol", { command: "land", squash: "true" });
  expect([refused.conclusion, refused.output]).toEqual(["failure", expect.stringContaining("carol may not")]);
  const { merged, body } = await pull(github);
  expect(merged).toBe(false);
  expect(body).toContain("### What changes\n\n1 file, **+1 −0** lines against `main`.");
  expect(body).toContain("run the workflow with the command `land`");
  const landed = await run("mona", { command: "land", squash: "true" });
  expect([landed.conclusion, landed.output]).toEqual([
    "success",
    expect.stringContaining("is merged as one commit"),
  ]);
  expect(await pull(github)).toMatchObject({ merged: true });
  expect(await filesOn(github, "main")).toContain("made.txt");
  const again = await run("mona", { command: "land" });
  expect([again.conclusion, again.output]).toEqual(["success", expect.stringContaining("is merged")]);
}, 120_000);

test("a summary leaves the engine's records on the branch", async () => {
  const { github, run } = await place();
  const landed = await run("mona", { command: "land", state: "summary" });
  expect([landed.conclusion, landed.output]).toEqual([
    "success",
    expect.stringContaining("as a merge commit"),
  ]);
  const files = await filesOn(github, "main");
  expect(files).toEqual(expect.arrayContaining(["made.txt", ".milestones/completed/m.yaml"]));
  expect(files.filter(path => /\.milestones\/(?:logs|sessions)\//.test(path))).toEqual([]);
}, 120_000);
