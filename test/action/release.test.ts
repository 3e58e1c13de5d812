import { expect, it, onTestFinished } from "vitest";
import { createGitHubStandIn } from "../rig/github/stand-in.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

it("a completed milestone with `release: draft` has one draft release with the report as notes", async () => {
  const github = await createGitHubStandIn();
  onTestFinished(() => github.close());
  const rig = rigWith({ m: standard("m", { top: "release: draft", tasks: ["id: a"] }) });
  const env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
  };
  const inputs = { "github-token": github.actionsToken({ contents: "write", actions: "read" }) };
  const step = await runStep(rig, { inputs, env });
  expect(step.outputs.status, step.said).toBe("completed");
  const releases = [...github.repository.releases.values()];
  expect(releases, step.said).toMatchObject([
    { tag: "milestone/m/completed", name: "Milestone m", draft: true },
  ]);
  expect(releases[0]!.body).toContain("## ");
  await runStep(rig, { inputs, env });
  expect(github.repository.releases.size).toBe(1);
  expect(github.violations).toEqual([]);
});

it("a refused draft release is a warning, never a failure", async () => {
  const github = await createGitHubStandIn();
  onTestFinished(() => github.close());
  const rig = rigWith({ m: standard("m", { top: "release: draft", tasks: ["id: a"] }) });
  const env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
  };
  const step = await runStep(rig, {
    inputs: { "github-token": github.actionsToken({ contents: "read" }) },
    env,
  });
  expect(step.outputs.status, step.said).toBe("completed");
  expect(step.code).toBe(0);
  expect(step.warnings.join("\n")).toMatch(/draft release could not be made/);
});
