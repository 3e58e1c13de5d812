import { describe, expect, it, vi } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep, startStep } from "./step.ts";

const dueWarnings = (rig: Rig): string[] =>
  rig
    .events("m")
    .flatMap(e => (e.event === "warning_raised" && e.data.type === "due_risk" ? [e.data.message] : []));
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const tasks = Array.from({ length: 80 }, (_, n) => `id: t${n + 1}`);

describe("a due date", () => {
  it("that the pace so far cannot keep is a warning long before it is missed, also while work lands all the time", async () => {
    const due = inSeconds(20);
    const rig = rigWith({ m: standard("m", { top: `due: ${due}`, run: "sleep 0.3", tasks }) });
    const step = startStep(rig, { inputs: { strategy: "sequential", "progress-interval": "1" } });
    await vi.waitFor(() => expect(dueWarnings(rig), step.process.output()).not.toEqual([]), {
      timeout: 90_000,
      interval: 100,
    });
    step.process.child.kill("SIGTERM");
    const ended = await step.finished;
    expect(ended.outputs.status, ended.said).toBe("paused");
    expect(dueWarnings(rig)[0]).toBe(
      `at the pace so far the milestone will not be done by its due date ${due}`,
    );
    expect(ended.said).toMatch(/will not be done by its due date/);
    const report = await rig.clone("reader").milestone(["report", "m"]);
    expect(report.stdout, report.stderr).toMatch(/[Ff]orecast/);
  });

  it("that was missed is annotated, once for the milestone and once for the task", async () => {
    const top = "due: 2020-02-02";
    const tasks = ["id: a\n    due: 2020-02-01", "id: b"];
    const step = await runStep(rigWith({ m: standard("m", { top, tasks }) }));
    const due = step.warnings.filter(warning => warning.includes("was due on"));
    expect(due, step.said).toHaveLength(2);
    expect(due.join("\n")).toMatch(/milestone was due on 2020-02-02[\s\S]*a was due on 2020-02-01/);
  });

  it("whose time has not begun yet leaves the whole of it", async () => {
    const days = (n: number): string => inSeconds(n * 86_400).slice(0, 10);
    const top = `start: ${days(10)}\ndue: ${days(20)}`;
    const rig = rigWith({ m: standard("m", { top, run: "exit 1", tasks: ["id: a"] }) });
    const step = await runStep(rig);
    expect(step.stdout, step.said).toMatch(/time left +█+ +100 %/);
  });

  it("that the pace keeps is no warning", async () => {
    const rig = rigWith({
      m: standard("m", { top: `due: ${inSeconds(3600)}`, run: "sleep 0.2", tasks: tasks.slice(0, 12) }),
    });
    const step = await runStep(rig, { inputs: { "progress-interval": "1", agents: "2" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(dueWarnings(rig)).toEqual([]);
  });
});
