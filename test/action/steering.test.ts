import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { git } from "../rig/repository.ts";
import { refsOf, rigWith, standard } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const BLOCKED = standard("m", { run: "false", tasks: ["id: a"] });

it("a command that cannot be pushed fails the step: it would be lost with the runner", async () => {
  const rig = rigWith({ m: BLOCKED });
  await runStep(rig);
  const hook = join(rig.origin, "hooks/pre-receive");
  writeFileSync(hook, "#!/bin/sh\necho 'closed for the night' >&2\nexit 1\n", { mode: 0o755 });
  const before = refsOf(rig);
  for (const command of ["postpone", "pause", "sync"]) {
    const step = await runStep(rig, { inputs: { command } });
    expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
    expect(step.errors).toEqual([expect.stringMatching(/not pushed: /)]);
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

it("a command that was carried out under the same request is answered with the present status", async () => {
  const rig = rigWith({ m: BLOCKED });
  await runStep(rig);
  const inputs = { command: "postpone", request: "comment-7" };
  expect((await runStep(rig, { inputs })).outputs.status).toBe("postponed");
  const before = refsOf(rig);
  const again = await runStep(rig, { inputs });
  expect([again.code, again.outputs.status], again.said).toEqual([0, "postponed"]);
  expect(refsOf(rig)).toBe(before);
});

it("retry takes the code back with `revert`, also in a checkout one commit deep, and raises budgets", async () => {
  const rig = rigWith({
    m: standard("m", {
      run: 'test "$MILESTONE_TASK" = a && echo "$MILESTONE_ATTEMPT" >> a.txt',
      top: "budget: { attempts: 2 }",
      tasks: ["id: a", "id: b\n    dependencies: [a]"],
    }),
  });
  expect((await runStep(rig)).outputs).toMatchObject({ status: "blocked", "tasks-completed": "1" });
  const deep = rig.clone("deep");
  git(rig.folder, "clone", "--quiet", "--depth=1", `file://${rig.origin}`, "shallow");
  const root = join(rig.folder, "shallow");
  const step = await runStep(rig, {
    inputs: { command: "retry", target: "a", revert: "true", "add-attempts": "3" },
    checkout: deep,
    env: { GITHUB_WORKSPACE: root },
  });
  expect(step.outputs, step.said).toMatchObject({ status: "blocked", "tasks-completed": "1" });
  expect(branchFiles(rig).get("a.txt")).toBe("2");
  expect(rig.git("log", "--format=%s", "milestone/m")).toMatch(/reverted a execute/);
  const raised = rig.events("m").find(e => e.event === "budget_raised");
  expect(raised?.data).toMatchObject({ attempts: 3, by: { login: "mona" } });
  expect(readFileSync(join(root, ".git/shallow"), "utf8")).not.toBe("");
});
