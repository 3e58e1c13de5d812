import { expect, it, onTestFinished } from "vitest";
import { createGitHubStandIn } from "../rig/github/stand-in.ts";
import { rigWith } from "./plans.ts";
import { runStep } from "./step.ts";

const PLAN = `id: m
tasks:
  a: { run: 'true', gate: [wanda, acme/architects] }
  b: { run: 'true', gate: [wandaa, acme/architect] }
`;

it("validate names approvers who nobody is, people and teams, where GitHub can be asked", async () => {
  const github = await createGitHubStandIn({ roles: { wanda: "write" }, teams: { architects: ["wanda"] } });
  onTestFinished(() => github.close());
  const rig = rigWith({ m: PLAN });
  const env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
  };
  const validate = (token: string, text = PLAN) => {
    if (text !== PLAN) {
      rig.main.write({ ".milestones/active/m.yaml": text });
      rig.main.commit("the names mended");
      rig.main.git("push", "-q", "origin", "main");
    }
    return runStep(rig, {
      inputs: { command: "validate", "github-token": token },
      env,
    });
  };
  const all = await validate(github.as("wanda").token);
  expect(all.code, all.said).toBe(1);
  expect(all.errors.join("\n")).toMatch(/line=4.*the approver wandaa is nobody/);
  expect(all.errors.join("\n")).toMatch(/line=4.*the approver acme\/architect is nobody/);
  expect(all.errors).toHaveLength(2);

  // The workflow's own token may not read an organisation's teams.
  const right = PLAN.replace("wandaa", "wanda").replace("architect]", "architects]");
  const people = await validate(github.actionsToken({ contents: "write" }), right);
  expect(people.code, people.said).toBe(0);
  expect(people.said).toContain(
    "not checked: whether there are the approvers acme/architects; GitHub did not say",
  );
  const nothing = await runStep(rig, { inputs: { command: "validate" } });
  expect(nothing.code, nothing.said).toBe(0);
  expect(nothing.said).toContain("not checked: whether there are the approvers wanda, acme/architects");
});
