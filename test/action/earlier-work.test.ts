import { expect, it } from "vitest";
import { rigWith } from "./plans.ts";
import { runStep } from "./step.ts";

/** What a run before this one, here or by an earlier tool of this kind, left in the milestone's own file. */
const LEFT = [
  "execution: { started_at: 2026-01-01T00:00:00Z, session_id: exec-m-1767225600 }",
  "progress: { percentage: 50, tasks_completed: 1, last_update: 2026-01-01T00:10:00Z }",
  "kiro_progress: { phase_averages: { design: 50 }, kiro_task_count: 2 }",
  'blockers: ["git_conflicts", "test_failures"]',
].join("\n");

it("the keys that a run writes into the milestone file are no misspellings of others", async () => {
  const plan = (id: string, top: string) =>
    `id: ${id}\n${top}\ntasks:\n  - id: a\n    started_at: 2026-01-01T00:00:00Z\n    executor: { run: "true" }\n`;
  const rig = rigWith({ m: plan("m", LEFT), odd: plan("odd", "executon: {}") });
  const own = await runStep(rig, { inputs: { command: "validate" } });
  expect(own.warnings.join("\n"), own.said).not.toContain("is not known");
  const odd = await runStep(rig, { inputs: { command: "validate", milestone: "odd" } });
  expect(odd.warnings, odd.said).toContainEqual(expect.stringMatching(/line=2,.*write "executor"/));
});
