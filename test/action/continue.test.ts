import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createGitHubStandIn } from "../rig/github/stand-in.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const WORKFLOW = [
  "on:",
  "  workflow_dispatch:",
  "    inputs:",
  "      milestone: { type: string }",
  "      command: { type: string }",
  "      request: { type: string }",
  "      time-budget: { type: string }",
  "      continue: { type: string }",
  "jobs: { milestone: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }",
  "",
].join("\n");

it("before its time budget runs out the session is paused, and `continue` starts the next run", async () => {
  const github = await createGitHubStandIn({ files: { ".github/workflows/milestone.yml": WORKFLOW } });
  onTestFinished(() => github.close());
  const rig = rigWith({
    m: standard("m", {
      run: 'test "$MILESTONE_TASK" = a || sleep 600',
      tasks: ["id: a", "id: b\n    dependencies: [a]"],
    }),
  });
  const step = await runStep(rig, {
    node: ["--import", join(import.meta.dirname, "../rig/fast-clock.ts")],
    inputs: {
      "github-token": github.actionsToken({ contents: "write", actions: "write" }),
      "time-budget": "1",
      continue: "true",
    },
    env: {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_SERVER_URL: github.url,
      GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
      GITHUB_WORKFLOW_REF: `${github.owner}/${github.repo}/.github/workflows/milestone.yml@refs/heads/main`,
    },
  });
  expect([step.code, step.outputs.status, step.outputs["tasks-completed"]], step.said).toEqual([
    0,
    "paused",
    "1",
  ]);
  expect(rig.events("m").some(e => e.event === "session_paused" && /time budget/.test(e.data.reason))).toBe(
    true,
  );
  const runs = [...github.repository.runs.values()];
  expect(runs, step.said).toHaveLength(1);
  expect(JSON.stringify(runs[0])).toMatch(/"command":"resume"[\s\S]*"time-budget":"1"/);
  expect(github.violations).toEqual([]);
});

it.each([
  ["only its milestone, as the rest is fixed in it", "      milestone: { type: string }\n", 1],
  ["nothing that can be read", null, 0],
])(
  "`continue` where all inputs have their defaults, of a workflow that declares %s",
  async (_, inputs, started) => {
    const files: Record<string, string> = {};
    if (inputs !== null) {
      files[".github/workflows/milestone.yml"] =
        `on:\n  workflow_dispatch:\n    inputs:\n${inputs}jobs: { milestone: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }\n`;
    }
    const github = await createGitHubStandIn({ files });
    onTestFinished(() => github.close());
    const rig = rigWith({
      m: standard("m", {
        run: 'test "$MILESTONE_TASK" = a || sleep 600',
        tasks: ["id: a", "id: b\n    dependencies: [a]"],
      }),
    });
    const step = await runStep(rig, {
      node: ["--import", join(import.meta.dirname, "../rig/fast-clock.ts")],
      inputs: {
        "github-token": github.actionsToken({ contents: "write", actions: "write" }),
        "time-budget": "1",
        continue: "true",
        strategy: "parallel",
        agents: "6",
        monitoring: "detailed",
      },
      env: {
        GITHUB_API_URL: github.apiUrl,
        GITHUB_SERVER_URL: github.url,
        GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
        GITHUB_WORKFLOW_REF: `${github.owner}/${github.repo}/.github/workflows/milestone.yml@refs/heads/main`,
      },
    });
    expect(step.outputs.status, step.said).toBe("paused");
    expect([...github.repository.runs.values()], step.said).toHaveLength(started);
    const warnings = step.warnings.filter(w => w.includes("the next run could not be started"));
    expect(warnings, step.said).toHaveLength(1 - started);
    expect(warnings.join("")).not.toContain("{");
  },
);
