import { expect, it, onTestFinished } from "vitest";
import { createGitHubStandIn } from "../rig/github/stand-in.ts";
import { rigWith } from "./plans.ts";
import { runStep } from "./step.ts";

it("validate names an approver who nobody is, with the line, where GitHub can be asked", async () => {
  const github = await createGitHubStandIn({ roles: { wanda: "write" } });
  onTestFinished(() => github.close());
  const plan =
    "id: m\ntasks:\n  a: { run: 'true', gate: [wanda] }\n  b: { run: 'true', gate: [wandaa, acme/team] }\n";
  const rig = rigWith({ m: plan });
  const inputs = { command: "validate", "github-token": github.actionsToken({ contents: "write" }) };
  const env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
  };
  const step = await runStep(rig, { inputs, env });
  expect(step.code, step.said).toBe(1);
  expect(step.errors.join("\n")).toMatch(/line=4.*the approver wandaa is nobody/);
  expect(step.errors).toHaveLength(1);
  const unasked = await runStep(rig, { inputs: { command: "validate" } });
  expect(unasked.code, unasked.said).toBe(0);
});
