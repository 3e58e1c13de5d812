import { expect, it } from "vitest";
import { parse } from "yaml";
import { DELIVER, NO_GATES, rigWith, workflow } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const statuses = (task: {
  kiro_workflow: { phases: Record<string, { status: string }> };
}): Record<string, string> =>
  Object.fromEntries(Object.entries(task.kiro_workflow.phases).map(([phase, at]) => [phase, at.status]));

it("writes where every migrated task is into the file, also of one that has not begun or was reopened", async () => {
  const run = [
    '[ "$MILESTONE_TASK" != broken ] || exit 5',
    '[ "$MILESTONE_PHASE/$MILESTONE_ATTEMPT" != spec/2 ] || exit 5',
    DELIVER,
  ].join("\n");
  const tasks = ["id: a", "id: broken", "id: later\n    dependencies: [broken]"];
  const rig = rigWith({ m: workflow("m", { run, top: NO_GATES, tasks }) });
  const written = () => parse(branchFiles(rig).get(".milestones/active/m.yaml")!).tasks;

  const first = await runStep(rig);
  expect(first.outputs.status, first.said).toBe("blocked");
  const [a, broken, later] = written();
  expect(a).toMatchObject({ status: "completed", completed_at: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect(broken).toMatchObject({ status: "blocked", kiro_workflow: { current_phase: "design" } });
  expect(later).toMatchObject({
    status: "pending",
    kiro_workflow: { enabled: true, current_phase: "design" },
  });
  expect(statuses(later)).toEqual({
    design: "pending",
    spec: "pending",
    task: "pending",
    execute: "pending",
  });

  const again = await runStep(rig, { inputs: { command: "retry", target: "a/spec" } });
  expect(again.outputs.status, again.said).toBe("blocked");
  const [reopened] = written();
  expect(reopened).toMatchObject({ status: "blocked", kiro_workflow: { current_phase: "spec" } });
  expect(reopened).not.toHaveProperty("completed_at");
  expect(statuses(reopened)).toEqual({
    design: "completed",
    spec: "blocked",
    task: "pending",
    execute: "pending",
  });
});
