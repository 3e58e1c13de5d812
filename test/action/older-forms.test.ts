import { expect, it } from "vitest";
import { rigWith, workflow } from "./plans.ts";
import { runStep } from "./step.ts";

it("reads capitals and yes or no in the workflow's configuration, and says so with the line", async () => {
  const text = workflow("m", {
    top: [
      "kiro_configuration:",
      "  enforcement: Strict",
      "  approval_gates:",
      "    design_to_spec: { required: no }",
      "    spec_to_task:",
      "      required: Off",
    ].join("\n"),
    tasks: ["id: a"],
  });
  const rig = rigWith({ m: text });
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  const said = step.warnings.join("\n");
  for (const [line, words] of [
    [6, '"Strict" is read as strict'],
    [8, '"no" is read as false'],
    [10, '"Off" is read as false'],
  ]) {
    expect(said).toMatch(new RegExp(`line=${line},col=\\d+::.*${words}`));
  }
  const written = rig.read("milestone/m", ".milestones/completed/m.yaml");
  expect(written).toContain("  enforcement: Strict\n");
  expect(written).toContain("    design_to_spec: { required: no }\n");
});

it("reads yes and no, and quoted truth values, where the workflow is switched on and a gate is named", async () => {
  const top = [
    "kiro_configuration:",
    "  approval_gates:",
    "    design_to_spec: false",
    "    spec_to_task: no",
  ];
  const rig = rigWith({
    m: workflow("m", {
      top: top.join("\n"),
      tasks: [
        "id: a\n    kiro_workflow:\n      enabled: yes",
        'id: b\n    kiro_workflow:\n      enabled: "true"',
        "id: c\n    kiro_workflow: on",
      ],
    }),
  });
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  const said = step.warnings.join("\n");
  for (const [line, words] of [
    [7, "the gate: false is read as its `required`"],
    [8, '"no" is read as false'],
    [12, '"yes" is read as true'],
    [15, '"true" is read as true'],
    [17, '"on" is read as true'],
  ]) {
    expect(said).toMatch(new RegExp(`line=${line},col=\\d+::.*${words}`));
  }
  const activated = rig.events("m").find(e => e.event === "milestone_activated");
  expect(activated?.data).toMatchObject({ compliance: { migrated: [], standard: [] } });
});
