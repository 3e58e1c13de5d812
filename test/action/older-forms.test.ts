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
