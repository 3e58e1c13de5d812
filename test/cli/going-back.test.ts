import { expect, it } from "vitest";
import { DELIVER, rigWith, standard, workflow } from "../action/plans.ts";
import type { Finished, Rig } from "../rig/repository.ts";

const GATED = workflow("m", { tasks: ["id: a"], run: `echo "$MILESTONE_PHASE" >> done.txt\n${DELIVER}` });
const names = (rig: Rig): string[] => rig.events("m").map(e => e.event);

async function give(rig: Rig, words: string, code: number): Promise<Finished> {
  const done = await rig.main.milestone([...words.split(" "), "m"]);
  expect(done.code, done.stdout + done.stderr).toBe(code);
  return done;
}

it("a gate that asked again and is rejected takes back the phases that were done after it", async () => {
  const rig = rigWith({ m: GATED });
  await give(rig, "execute", 10);
  await rig.main.milestone(["approve", "m", "a/design"]);
  await give(rig, "execute", 10);
  const person = rig.clone("person");
  person.git("switch", "--quiet", "milestone/m");
  person.write({ ".milestones/deliverables/m/a/design/architecture.md": "# Architecture\n\nTwo tables.\n" });
  person.commit("another design");
  person.git("push", "--quiet", "origin", "milestone/m");
  await give(rig, "execute", 10);

  const rejected = await rig.main.milestone(["reject", "m", "a/design", "one table is enough"]);
  expect(rejected.code, rejected.stderr).toBe(0);
  await give(rig, "execute", 10);
  await give(rig, "approve", 0);
  await give(rig, "execute", 10);
  expect(rig.read("milestone/m", "done.txt")).toBe("design\nspec\ndesign\nspec");
});

it("what a person sent back or asked to try again was no interruption", async () => {
  const rig = rigWith({ m: GATED });
  await give(rig, "execute", 10);
  await rig.main.milestone(["reject", "m", "a/design", "one table is enough"]);
  await give(rig, "execute", 10);
  expect(names(rig)).not.toContain("phase_interrupted");

  const failing = rigWith({ m: standard("m", { run: "test -e mended", tasks: ["id: a"] }) });
  await give(failing, "execute", 11);
  await give(failing, "execute", 11);
  expect(names(failing)).not.toContain("phase_interrupted");
});

it("a task that was skipped has nothing under way in the finished milestone's file", async () => {
  const run = `[ "$MILESTONE_TASK/$MILESTONE_PHASE" = a/task ] && exit 1\n${DELIVER}`;
  const gates = "kiro_configuration:\n  approval_gates: { design_to_spec: { required: false } }";
  const rig = rigWith({ m: workflow("m", { top: gates, run, tasks: ["id: a", "id: b"] }) });
  await give(rig, "execute", 10);
  await rig.main.milestone(["approve", "m", "a/spec"]);
  await give(rig, "execute", 11);
  for (const task of ["a", "b"]) await rig.main.milestone(["skip", "m", task, "not needed"]);
  await give(rig, "execute", 0);
  const file = rig.read("milestone/m", ".milestones/completed/m.yaml")!;
  expect(file).toMatch(/status: pending/);
  expect(file).not.toMatch(/in_progress|blocked|waiting_approval/);
});

it("a finished phase that is rejected is done again with the reason as its feedback", async () => {
  const run = `[ -z "\${MILESTONE_FEEDBACK:-}" ] || cp "$MILESTONE_FEEDBACK" "told-$MILESTONE_PHASE.txt"\n${DELIVER}`;
  const rig = rigWith({ m: workflow("m", { run, tasks: ["id: a"] }) });
  await give(rig, "execute", 10);
  await give(rig, "approve", 0);
  await give(rig, "execute", 10);
  await rig.main.milestone(["reject", "m", "a/design", "the index on user_id is missing"]);
  await give(rig, "execute", 10);
  expect(rig.read("milestone/m", "told-design.txt")).toContain("the index on user_id is missing");
  await give(rig, "approve", 0);
  await give(rig, "execute", 10);
  expect(rig.read("milestone/m", "told-spec.txt")).toBe(null);
});

it("a milestone whose last rework is sent back is blocked, and waits for no approval", async () => {
  const rig = rigWith({ m: GATED });
  await give(rig, "execute", 10);
  const reject = (): Promise<Finished> => rig.main.milestone(["reject", "m", "a/design", "no", "--json"]);
  for (let rework = 1; rework <= 3; rework++) {
    expect(JSON.parse((await reject()).stdout).blockers).toEqual([]);
    await give(rig, "execute", 10);
  }
  expect(JSON.parse((await reject()).stdout)).toMatchObject({
    status: "blocked",
    blockers: [{ type: "approval_rejected", task: "a", phase: "design" }],
  });
});
