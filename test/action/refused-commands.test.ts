import { describe, expect, it } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { refsOf, rigWith, standard, workflow } from "./plans.ts";
import { runStep } from "./step.ts";

/** Runs a command that cannot be carried out, and answers what is said: nothing may have changed. */
async function refused(rig: Rig, command: string, target: string): Promise<string> {
  const before = refsOf(rig);
  const step = await runStep(rig, { inputs: { command, target, reason: "a slip" } });
  expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
  expect(refsOf(rig)).toBe(before);
  expect(step.checkout.git("status", "--porcelain", "--ignored")).toBe("");
  expect(step.errors).toHaveLength(1);
  expect(step.summary).toContain("was not run");
  return step.errors[0]!;
}

describe("a command that cannot be carried out is refused in a sentence and changes nothing", () => {
  it("in a milestone that was never started", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a", "id: b"] }) });
    expect(await refused(rig, "retry", "a")).toMatch(/a\/execute has not been done yet/);
    expect(await refused(rig, "retry", "nobody")).toMatch(/nobody/);
    expect(await refused(rig, "reject", "a/execute")).toMatch(/a\/execute/);
    expect(await refused(rig, "archive", "")).toMatch(/not started yet/);
    expect(await refused(rig, "pause", "")).toMatch(/not started yet/);
  });

  it("in one that is blocked, of a task, phase or state that there is not", async () => {
    const failing = standard("m", {
      run: 'test "$MILESTONE_TASK" != b',
      tasks: ["id: a", "id: b", "id: c\n    dependencies: [b]"],
    });
    const rig = rigWith({ m: failing });
    const blocked = await runStep(rig);
    expect(blocked.outputs.status, blocked.said).toBe("blocked");
    expect(await refused(rig, "retry", "nobody")).toMatch(/nobody/);
    expect(await refused(rig, "retry", "b/design")).toMatch(/design/);
    expect(await refused(rig, "retry", "b/deploy")).toMatch(/deploy/);
    expect(await refused(rig, "retry", "c")).toMatch(/c\/execute has not been done yet/);
    expect(await refused(rig, "skip", "nobody")).toMatch(/nobody/);
    expect(await refused(rig, "skip", "a")).toMatch(/completed/);
    expect(await refused(rig, "reject", "c/execute")).toMatch(/c\/execute/);
    expect(await refused(rig, "reject", "a/design")).toMatch(/a\/design/);
    expect(await refused(rig, "archive", "")).toMatch(/blocked/);
  });

  it("in one that waits for an approval", async () => {
    const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
    const waiting = await runStep(rig);
    expect(waiting.outputs.status, waiting.said).toBe("waiting_approval");
    expect(await refused(rig, "reject", "a/spec")).toMatch(/a\/spec/);
    expect(await refused(rig, "reject", "a")).toMatch(/<task>\/<phase> is wanted/);
    expect(await refused(rig, "reject", "nobody/design")).toMatch(/nobody/);
    expect(await refused(rig, "retry", "a/execute")).toMatch(/a\/execute/);
  });

  it("and in one that is completed each but a retry is refused", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
    const done = await runStep(rig);
    expect(done.outputs.status, done.said).toBe("completed");
    const before = refsOf(rig);
    for (const [command, target] of [
      ["skip", "a"],
      ["reject", "a/execute"],
    ] as const) {
      expect(await refused(rig, command, target)).toMatch(/is completed/);
      expect(refsOf(rig)).toBe(before);
    }
    expect(await refused(rig, "postpone", "")).toMatch(/completed/);
    expect(await refused(rig, "cancel", "")).toMatch(/completed/);
  });
});
