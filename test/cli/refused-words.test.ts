import { expect, it } from "vitest";
import { rigWith, standard } from "../action/plans.ts";

it("a flag whose value stands apart is refused with that value", async () => {
  const clone = rigWith({ m: standard("m", { tasks: ["id: a"] }) }).clone("here");
  const { code, stderr } = await clone.milestone(["execute", "m", "--strategy", "wild"]);
  expect(code, stderr).toBe(2);
  expect(stderr).toContain("--strategy=wild");
});

it("an audit of what was not started says that, and not that its log is whole", async () => {
  const clone = rigWith({ m: standard("m", { tasks: ["id: a"] }) }).clone("here");
  const { code, stdout, stderr } = await clone.milestone(["audit", "m"]);
  expect(code, stdout).toBe(2);
  expect(stdout).not.toContain("whole");
  expect(stderr).toContain('"m" was not started yet');
});

it("a budget of less than a minute is told as what it is", async () => {
  const rig = rigWith({
    m: standard("m", {
      top: "budget: { minutes: 0.02 }",
      run: "sleep 1.3",
      tasks: ["id: a", "id: b\n    dependencies: [a]"],
    }),
  });
  const { code, stdout, stderr } = await rig.clone("here").milestone(["execute", "m"]);
  expect(code, stderr).toBe(11);
  expect(stdout + stderr).toContain("of 0.02 minutes of agents' time");
});
