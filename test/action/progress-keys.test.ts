import { expect, it } from "vitest";
import { parse } from "yaml";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

it("the file of a milestone without a workflow task has the same keys of progress as any other", async () => {
  const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  const file = parse(rig.read("milestone/m", ".milestones/completed/m.yaml")!);
  expect(file.progress).toMatchObject({ percentage: 100, tasks_completed: 1, tasks_total: 1 });
  expect(file.kiro_progress).toEqual({
    phase_averages: { design: 0, spec: 0, task: 0, execute: 0 },
    kiro_task_count: 0,
    last_calculated: file.progress.last_update,
  });
});
