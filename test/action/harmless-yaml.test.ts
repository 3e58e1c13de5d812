import { expect, it } from "vitest";
import { parse } from "yaml";
import { rigWith } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const PLAN = `# Ours
%YAML 1.2
---
id: &id m
title: Names that nothing uses   # kept
status: &status planned
kiro_configuration: &flex { enforcement: progressive, x-more: &none }
executor: &shell
  run: "true"
  retries: 0
tasks: &tasks
  - &first
    id: a
    estimated_hours: 0 # nobody knows
    status: pending
  - id: b
    estimated_hours: 5
    kiro_workflow: { enabled: false }
    dependencies: &deps [ a ]
`;

it("runs a plan with anchors, the directive and tasks of zero hours, and keeps what a person wrote", async () => {
  const flexible = PLAN.replace("progressive", "flexible");
  const rig = rigWith({ m: flexible });
  const dry = await runStep(rig, { inputs: { "dry-run": "true" } });
  expect(dry.code, dry.said).toBe(0);
  const { predicted, warnings } = JSON.parse(dry.outputs.plan!);
  expect(dry.warnings).toContainEqual(expect.stringMatching(/line=14,.*0 hours are read as no estimate/));
  // A task of no hours is taken for an average one: nothing that an agent does takes no time.
  expect(predicted).toMatchObject({ hours: 10, workHours: 10 });
  expect(warnings).toContainEqual(expect.stringMatching(/^1 of 2 tasks have no estimated_hours/));
  const step = await runStep(rig);
  expect(step.outputs, step.said).toMatchObject({ status: "completed", "tasks-completed": "2" });

  const written = branchFiles(rig).get(".milestones/completed/m.yaml")!;
  expect(parse(written)).toMatchObject({ status: "completed", tasks: [{ status: "completed" }, {}] });
  const asItWas = flexible
    .replace("status: &status planned", "status: &status completed")
    .replace("status: pending", "status: completed");
  const lines = new Set(written.split("\n"));
  const lost = asItWas.split("\n").filter(line => line !== "" && !lines.has(line));
  expect(lost).toEqual([]);
});

it("progressive leaves a task of zero hours a standard one", async () => {
  const rig = rigWith({ m: PLAN });
  await runStep(rig, { inputs: { "dry-run": "false" } });
  const activated = rig.events("m").find(e => e.event === "milestone_activated");
  expect(activated?.data).toMatchObject({ compliance: { migrated: ["b"], standard: ["a"] } });
});

it.each([
  ["an alias", PLAN.replace("[ a ]", "*tasks"), /aliases are not allowed/],
  ["YAML 1.1", PLAN.replace("1.2", "1.1"), /YAML 1.2. is read/],
  ["a negative estimate", PLAN.replace("hours: 0", "hours: -1"), /number of hours/],
])("refuses %s with its place, and changes nothing", async (_, plan, message) => {
  const rig = rigWith({ m: plan });
  const step = await runStep(rig);
  expect([step.code, step.errors], step.said).toEqual([1, [expect.stringMatching(message)]]);
  expect(step.errors[0]).toMatch(/file=\.milestones\/active\/m\.yaml,line=\d+/);
  expect(rig.git("for-each-ref", "refs/heads/milestone")).toBe("");
});
