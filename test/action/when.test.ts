import { describe, expect, it } from "vitest";
import { rigWith } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const plan = (build: string): string =>
  [
    "id: m",
    "tasks:",
    `  build: { run: ${JSON.stringify(build)}, retries: 0 }`,
    "  deploy: { needs: build, run: echo deployed > deployed.txt }",
    "  clean: { needs: [build, deploy], when: always, run: echo cleaned > cleaned.txt }",
    "  undo: { needs: [deploy], when: failure, run: echo undone > undone.txt }",
    "  tell: { needs: [undo], run: echo told > told.txt }",
    "",
  ].join("\n");

describe("when a task runs", () => {
  it("is after a failure as well, and the milestone stays blocked by that failure", async () => {
    const rig = rigWith({ m: plan("exit 3") });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([{ type: "task_failure", task: "build" }]);
    const files = branchFiles(rig);
    expect([files.get("cleaned.txt"), files.get("undone.txt"), files.get("told.txt")]).toEqual([
      "cleaned",
      "undone",
      "told",
    ]);
    expect(files.has("deployed.txt")).toBe(false);
    // Each ran once: a later run that mends the failure does not run them again.
    const again = await runStep(rig, { inputs: { command: "skip", target: "build" } });
    expect(again.outputs.status, again.said).toBe("completed");
    const started = rig.events("m").flatMap(e => (e.event === "task_started" ? [e.task_id] : []));
    expect(started.filter(id => id === "clean" || id === "undo")).toHaveLength(2);
  });

  it("is never for a task that waits for a failure which did not come: an event skips it", async () => {
    const rig = rigWith({ m: plan("true") });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    expect(step.outputs["tasks-completed"]).toBe("4");
    expect(step.outputs.progress).toBe("100");
    expect(rig.events("m").filter(e => e.event === "task_skipped")).toMatchObject([
      { task_id: "undo", data: { reason: "nothing that it needs has failed" } },
    ]);
    const files = branchFiles(rig);
    expect([files.has("cleaned.txt"), files.has("undone.txt"), files.has("told.txt")]).toEqual([
      true,
      false,
      true,
    ]);
    expect(step.summary).toContain("undo");
  });

  it("is refused with its line where the task needs nothing", async () => {
    const rig = rigWith({ m: "id: m\ntasks:\n  a: { run: 'true', when: failure }\n" });
    const step = await runStep(rig, { inputs: { command: "validate" } });
    expect(step.code).not.toBe(0);
    expect(step.said).toMatch(/line=3.*`when: failure` goes by what became of the tasks that it needs/);
  });
});
