import { expect, it } from "vitest";
import type { Finished } from "../rig/repository.ts";
import { refsOf, rigWith, standard, workflow } from "./plans.ts";
import { runStep } from "./step.ts";

const PLANS = {
  done: standard("done", { tasks: ["id: a"] }),
  gated: workflow("gated", { tasks: ["id: a"] }),
  new: standard("new", { tasks: ["id: a"] }),
};
const STANDS = [
  { id: "done", status: "completed", percentage: 100, shelf: "completed" },
  { id: "gated", status: "waiting_approval", percentage: 13, shelf: "active" },
  { id: "new", status: "planned", percentage: null, shelf: "active" },
];
const listed = (done: Finished): unknown => JSON.parse(done.stdout);

it("milestones are listed as the remote's branches say, on a runner and in a clone that never ran them", async () => {
  const rig = rigWith(PLANS);
  for (const milestone of ["done", "gated"]) await runStep(rig, { inputs: { milestone } });
  const before = refsOf(rig);

  // A workflow that is started by hand names its milestone with every command.
  const named = await runStep(rig, { inputs: { command: "list", milestone: "gated" } });
  const step = await runStep(rig, { inputs: { command: "list", milestone: "" } });
  expect([named.code, step.code], step.said).toEqual([0, 0]);
  expect(named.summary).toBe(step.summary);
  expect(step.stdout).toMatch(/done +completed +100%[\s\S]*gated +waiting_approval +13%[\s\S]*new +planned/);
  expect(step.summary).toMatch(/done +completed/);

  const fresh = rig.clone("fresh");
  expect(listed(await fresh.milestone(["list", "--json"]))).toMatchObject(STANDS);
  expect(fresh.git("for-each-ref", "refs/heads").split("\n")).toHaveLength(1);
  expect(refsOf(rig)).toBe(before);
  const own = await fresh.milestone(["list", "--json", "--no-push"]);
  expect(listed(own)).toMatchObject([{ status: "planned" }, { status: "planned" }, { status: "planned" }]);
});

it("a milestone whose last run was not pushed is listed as this clone has it, also with the remote away", async () => {
  const rig = rigWith(PLANS);
  await rig.main.milestone(["execute", "gated"]);
  await rig.main.milestone(["approve", "gated", "a/design", "--no-push"]);
  const ahead = await rig.main.milestone(["list", "--json"]);
  expect(listed(ahead), ahead.stderr).toMatchObject([{}, { id: "gated", percentage: 15 }, {}]);
  rig.main.git("remote", "set-url", "origin", `${rig.origin}-gone`);
  const away = await rig.main.milestone(["list", "--json"]);
  expect(away.code, away.stderr).toBe(0);
  expect(away.stderr).toMatch(/remote cannot be asked/);
  expect(listed(away)).toMatchObject([{ status: "planned" }, { id: "gated", percentage: 15 }, {}]);
});

it("a milestone whose log was changed by hand is listed as unreadable, beside the others", async () => {
  const rig = rigWith(PLANS);
  await runStep(rig, { inputs: { milestone: "done" } });
  const person = rig.clone("person");
  person.git("switch", "--quiet", "milestone/done");
  const log = ".milestones/logs/execution-done.jsonl";
  person.write({ [log]: rig.read("milestone/done", log)!.replace('"task_id":"a"', '"task_id":"b"') + "\n" });
  person.commit("not so");
  person.git("push", "--quiet", "origin", "milestone/done");
  const list = await rig.main.milestone(["list", "--json"]);
  expect(listed(list)).toMatchObject([{ id: "done", status: "unreadable" }, { id: "gated" }, { id: "new" }]);
});
