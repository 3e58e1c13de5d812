import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { refsOf, rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const BLOCKED = standard("m", { run: "false", tasks: ["id: a"] });

it("a wish that cannot be pushed fails the step: it would be lost with the runner", async () => {
  const rig = rigWith({ m: BLOCKED });
  await runStep(rig);
  const hook = join(rig.origin, "hooks/pre-receive");
  writeFileSync(hook, "#!/bin/sh\necho 'closed for the night' >&2\nexit 1\n", { mode: 0o755 });
  const before = refsOf(rig);
  for (const command of ["postpone", "pause", "sync"]) {
    const step = await runStep(rig, { inputs: { command } });
    expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
    expect(step.stdout).toMatch(/not pushed: /);
    expect(refsOf(rig)).toBe(before);
  }
  const done = await rig.main.milestone(["postpone", "m", "--json"]);
  expect(JSON.parse(done.stdout)).toMatchObject({
    status: "failed",
    note: expect.stringMatching(/^not pushed/),
  });
  expect(done.code).toBe(1);

  rmSync(hook);
  const resumed = await rig.main.milestone(["status", "m", "--json"]);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ status: "postponed" });
});

it("a wish that was carried out under the same request is answered with the present status", async () => {
  const rig = rigWith({ m: BLOCKED });
  await runStep(rig);
  const inputs = { command: "postpone", request: "comment-7" };
  expect((await runStep(rig, { inputs })).outputs.status).toBe("postponed");
  const before = refsOf(rig);
  const again = await runStep(rig, { inputs });
  expect([again.code, again.outputs.status], again.said).toEqual([0, "postponed"]);
  expect(refsOf(rig)).toBe(before);
});
