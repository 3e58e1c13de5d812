import { expect, it } from "vitest";
import { rigWith, workflow } from "../action/plans.ts";

const TASKS = ["a", "b", "c"];

it("approvals given at the same moment from clones of their own are all recorded, each once", async () => {
  const rig = rigWith({ m: workflow("m", { tasks: TASKS.map(id => `id: ${id}`) }) }, {}, { warm: false });
  const run = await rig.main.milestone(["execute", "m", "--json"]);
  expect(JSON.parse(run.stdout).status, run.stderr).toBe("waiting_approval");
  const clones = TASKS.map(id => rig.clone(id));
  const given = await Promise.all(
    TASKS.map((id, n) => clones[n]!.milestone(["approve", "m", `${id}/design`, "--json"])),
  );
  for (const { code, stdout, stderr } of given) expect(code, stdout + stderr).toBe(0);
  const granted = rig.events("m").flatMap(e => (e.event === "approval_granted" ? [e.task_id] : []));
  expect(granted.sort()).toEqual(TASKS);
});
