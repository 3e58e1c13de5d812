import { expect, onTestFinished, test } from "vitest";
import { milestoneText } from "../../rig/milestone-file.ts";
import { makeRig, type Rig } from "../../rig/repository.ts";

function rigWith(more: string, ofTaskA = ""): Rig {
  const draft = { id: "demo", tasks: [{ id: "a" }, { id: "b" }], more };
  const rig = makeRig(draft, {}, { warm: true });
  onTestFinished(() => rig.close());
  if (ofTaskA) {
    const text = milestoneText(draft).replace("  - id: a\n", `  - id: a\n    ${ofTaskA}\n`);
    rig.main.write({ ".milestones/active/demo.yaml": text });
    rig.main.commit("A budget for a task");
    rig.main.git("push", "-q", "origin", "main");
  }
  return rig;
}

const of = (rig: Rig, event: string) => rig.events("demo").filter(line => line.event === event);

test("a task's spent budget stops that task alone, until a person raises it", async () => {
  const rig = rigWith("", "budget: { attempts: 2 }");
  const stopped = await rig.main.milestone(["execute", "demo"]);
  expect(stopped.code, stopped.stdout + stopped.stderr).toBe(11);
  expect(of(rig, "task_completed").map(line => line.task_id)).toEqual(["b"]);
  expect(of(rig, "blocker_detected")).toMatchObject([
    {
      task_id: "a",
      phase: "task",
      data: {
        type: "budget_exceeded",
        message: "the budget of task a is spent: 2 attempts of 2 attempts (interrupted ones do not count)",
      },
    },
  ]);
  const again = await rig.main.milestone(["retry", "demo", "a"]);
  expect(again.code, again.stdout + again.stderr).toBe(11);
  expect(of(rig, "phase_started").filter(line => line.task_id === "a")).toHaveLength(2);
  const raised = await rig.main.milestone(["retry", "demo", "a", "--add-attempts=5"]);
  expect([0, 10, 11, 12], raised.stdout + raised.stderr).toContain(raised.code);
  const done = await rig.main.milestone(["resume", "demo"]);
  expect(done.code, done.stdout + done.stderr).toBe(0);
  expect(of(rig, "budget_raised")).toMatchObject([{ task_id: "a", data: { attempts: 5 } }]);
}, 120_000);

test("the milestone's spent budget stops everything, warns before, and goes on when it is raised", async () => {
  const rig = rigWith("budget: { attempts: 5 }");
  const stopped = await rig.main.milestone(["execute", "demo", "--agents=1"]);
  expect(stopped.code, stopped.stdout + stopped.stderr).toBe(11);
  expect(of(rig, "phase_started")).toHaveLength(5);
  const warnings = of(rig, "warning_raised").filter(
    line => line.event === "warning_raised" && line.data.type === "budget_near",
  );
  expect(warnings).toHaveLength(1);
  expect(of(rig, "blocker_detected")).toMatchObject([{ data: { type: "budget_exceeded" } }]);
  const done = await rig.main.milestone(["resume", "demo", "--add-attempts=10", "--agents=1"]);
  expect(done.code, done.stdout + done.stderr).toBe(0);
  expect(of(rig, "blocker_resolved")).toHaveLength(1);
}, 120_000);

test("a budget that is spent by the last phase blocks nothing", async () => {
  const rig = rigWith("budget: { attempts: 8 }");
  const done = await rig.main.milestone(["execute", "demo"]);
  expect(done.code, done.stdout + done.stderr).toBe(0);
}, 120_000);
