import { writeFileSync } from "node:fs";
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

const REVIEW = { pull_request: { head: { repo: { id: 1 } } }, repository: { id: 1 } };

/** All inputs as a runner gives them, which knows their defaults. */
const DEFAULTS = { strategy: "parallel", agents: "6", monitoring: "detailed" };

async function continued(workflow: string | null, event: "dispatch" | "review") {
  const github = await createGitHubStandIn({
    files: workflow === null ? {} : { ".github/workflows/milestone.yml": workflow },
  });
  onTestFinished(() => github.close());
  const tasks = ["id: a", "id: b\n    dependencies: [a]"];
  const rig = rigWith({ m: standard("m", { run: 'test "$MILESTONE_TASK" = a || sleep 600', tasks }) });
  const review = join(rig.folder, "review.json");
  writeFileSync(review, JSON.stringify(REVIEW));
  const token = github.actionsToken({ contents: "write", actions: "write" });
  const step = await runStep(rig, {
    node: ["--import", join(import.meta.dirname, "../rig/fast-clock.ts")],
    inputs: { ...DEFAULTS, "github-token": token, "time-budget": "1", continue: "true" },
    env: {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_SERVER_URL: github.url,
      GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
      GITHUB_WORKFLOW_REF: `${github.owner}/${github.repo}/.github/workflows/milestone.yml@refs/heads/main`,
      ...(event === "review"
        ? {
            GITHUB_EVENT_NAME: "pull_request_review",
            GITHUB_EVENT_PATH: review,
            GITHUB_REF: "refs/pull/5/merge",
            GITHUB_REF_NAME: "5/merge",
          }
        : {}),
    },
  });
  expect(step.outputs.status, step.said).toBe("paused");
  return { step, runs: [...github.repository.runs.values()] };
}

const FIXED = WORKFLOW.replace(/ {6}(?!milestone).*\n/g, "");

it.each(["dispatch", "review"] as const)(
  "`continue` starts the next run of a workflow that fixes all but the milestone, after a %s",
  async event => {
    const { step, runs } = await continued(FIXED, event);
    expect(runs, step.said).toHaveLength(1);
    expect(JSON.stringify(runs[0])).toContain('"milestone":"m"');
  },
);

it("`continue` says in words why no next run could be started", async () => {
  const { step, runs } = await continued(null, "dispatch");
  expect(runs).toEqual([]);
  const warnings = step.warnings.filter(w => w.includes("the next run could not be started"));
  expect(warnings, step.said).toHaveLength(1);
  expect(warnings[0]).toMatch(/milestone\.yml is not on the branch main; commit it there$/);
});
