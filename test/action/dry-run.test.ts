import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { refsOf, rigWith, standard } from "./plans.ts";
import { runStep, type Step } from "./step.ts";

const NEEDY = standard("m", {
  top: [
    "dependencies: { requires: [n] }",
    "prerequisites:",
    "  - { tool: nonesuch-tool }",
    "  - { env: NONESUCH_VARIABLE }",
    "  - { service: db, check: test -e up, start: touch up, alternative: touch up }",
    "  - { service: cache, check: 'true', start: touch up }",
  ].join("\n"),
  tasks: ["id: a"],
});
const UNMET = [/"n", which is not completed/, /nonesuch-tool/, /NONESUCH_VARIABLE/, /service "db"/];

it("a dry run tells all that would refuse the execution, and starts no service to find out", async () => {
  const rig = rigWith({ m: NEEDY, n: standard("n", { tasks: ["id: a"] }) });
  const before = refsOf(rig);
  const looks: Step[] = await Promise.all([
    runStep(rig, { inputs: { "dry-run": "true" } }),
    runStep(rig, { inputs: { command: "plan" } }),
  ]);
  for (const step of looks) {
    expect([step.code, step.outputs.status], step.said).toEqual([0, "planned"]);
    for (const need of UNMET) {
      expect(step.stdout).toMatch(need);
      expect(step.summary).toMatch(need);
    }
    expect(step.stdout).not.toMatch(/service "cache"/);
    const { unmet } = JSON.parse(step.outputs.plan!) as { unmet: { message: string; remedy: string }[] };
    expect(unmet.map(u => u.message)).toEqual(UNMET.map(need => expect.stringMatching(need)));
    expect(existsSync(join(step.checkout.root, "up"))).toBe(false);
  }
  expect(refsOf(rig)).toBe(before);
  const local = await rig.main.milestone(["execute", "m", "--dry-run", "--force-dependencies"]);
  expect(local.stdout).toMatch(/service "db"/);
  expect(local.stdout).not.toMatch(/not completed/);
});

it("a dry run of what may start at once, or is over, has nothing unmet", async () => {
  const rig = rigWith({ n: standard("n", { tasks: ["id: a"] }) });
  const unmet = async (): Promise<unknown> =>
    JSON.parse((await rig.main.milestone(["plan", "n", "--json"])).stdout).unmet;
  expect(await unmet()).toEqual([]);
  await rig.main.milestone(["execute", "n"]);
  rig.main.write({ "README.md": "# Changed\n" });
  expect(await unmet()).toEqual([]);
});

it("a truth value may be spelt as YAML spells it", async () => {
  const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
  const before = refsOf(rig);
  const step = await runStep(rig, {
    inputs: { "dry-run": "True", "force-dependencies": "FALSE", push: "TRUE", project: "False" },
  });
  expect(step.outputs.status, step.said).toBe("planned");
  expect(refsOf(rig)).toBe(before);
});
