import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

it.each(["mocha-spec", "mocha-json"])("a red run of %s names its tests in the blocker", async name => {
  const output = readFileSync(join(import.meta.dirname, `../fixtures/test-output/${name}.txt`), "utf8");
  const plan = standard("m", { top: "test_command: cat output.txt; exit 6", tasks: ["id: a"] });
  const rig = rigWith({ m: plan }, { "output.txt": output });
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("blocked");
  const blocker = rig.events("m").find(e => e.event === "blocker_detected");
  expect(blocker?.data).toMatchObject({
    type: "test_failures",
    evidence: expect.stringContaining("Sums carries: over: AssertionError [ERR_ASSERTION]: Expected values"),
  });
  const run = rig.events("m").find(e => e.event === "tests_run");
  expect(run?.data).toMatchObject({ total: 8, passed: 1, failed: 6, skipped: 1 });
});
