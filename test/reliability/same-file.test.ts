import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { addPlan, rigWith, standard } from "../action/plans.ts";
import { runStep } from "../action/step.ts";
import { overTrees } from "../rig/long.ts";

/** The milestone's file at its end, times masked, after so many runs; each but the last fails. */
async function fileAfter(runs: number): Promise<string> {
  const rig = rigWith({}, {}, { warm: false });
  const go = join(rig.folder, "go");
  addPlan(rig, standard("m", { run: `test -e ${go}`, tasks: ["id: a\n    title: A"] }));
  for (let run = 1; run < runs; run++) {
    const blocked = await runStep(rig);
    expect(blocked.outputs.status, blocked.said).toBe("blocked");
  }
  writeFileSync(go, "");
  const last = await runStep(rig);
  expect(last.outputs.status, last.said).toBe("completed");
  const text = rig.read("milestone/m", ".milestones/completed/m.yaml")!;
  return text
    .replaceAll(rig.folder, "")
    .replace(/(_at|last_update|last_calculated|session_id): .*/g, "$1: …");
}

it("The milestone's file is the same after one run as after several, down to the order of its keys", async () => {
  overTrees(1);
  const once = await fileAfter(1);
  expect(once).toMatch(/started_at: …\n {4}completed_at: …/);
  expect(await fileAfter(2)).toBe(once);
});
