import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { refsOf, rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

it("a checkout of the milestone's own branch is refused in a sentence, and no temporary folder is left", async () => {
  const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
  const temporary = join(rig.folder, "temporary");
  mkdirSync(temporary);
  const before = refsOf(rig);
  const step = await runStep(rig, {
    before: checkout => checkout.git("switch", "--quiet", "--create", "milestone/m"),
    env: { TMPDIR: temporary, RUNNER_TEMP: temporary },
  });
  expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
  expect(step.errors).toEqual([
    expect.stringMatching(/milestone\/m itself.*start the run on the base branch/),
  ]);
  expect(readdirSync(temporary).filter(name => name.startsWith("milestone-"))).toEqual([]);
  expect(refsOf(rig)).toBe(before);
});
