import { expect, it } from "vitest";
import { NO_GATES, rigWith, workflow } from "./plans.ts";
import { runStep } from "./step.ts";

const bars = (text: string): string[] => text.match(/^ {4}\S+\/\S+.* :.*\d+, \d+$/gm) ?? [];

it("the timeline fills with red what failed and nothing that waits, tells what its colours mean, and has room for its times", async () => {
  const gated =
    "id: gated\n    kiro_workflow: { enabled: true, phases: { design: { approval_required: true } } }";
  const broken = 'id: broken\n    executor: { run: "sleep 12; exit 1", retries: 0 }';
  const rig = rigWith({ m: workflow("m", { top: NO_GATES, tasks: [gated, broken, "id: plain"] }) });
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("blocked");
  const report = rig.read("milestone/m", step.outputs.report!)!;
  for (const text of [step.summary, report]) {
    const of = (label: string): string => bars(text).find(bar => bar.includes(label)) ?? "";
    expect(of("broken/design failed"), text).toMatch(/:crit, \d/);
    expect(of("gated/design waiting"), text).toMatch(/:\d/);
    expect(of("plain/execute"), text).toMatch(/:(crit, )?done, \d/);
    expect(text).toContain("with a red border on the critical path");
    const times = bars(text).flatMap(bar => /(\d+), (\d+)$/.exec(bar)!.slice(1).map(Number));
    const span = (Math.max(...times) - Math.min(...times)) / 1000;
    const tick = Number(/tickInterval (\d+)second/.exec(text)?.[1]);
    expect(span / tick, text).toBeLessThanOrEqual(8);
    expect(span, text).toBeGreaterThan(8);
  }
});

it("no table of the report has an empty head", async () => {
  const rig = rigWith({ m: workflow("m", { top: NO_GATES, tasks: ["id: a"] }) });
  const step = await runStep(rig);
  const report = rig.read("milestone/m", step.outputs.report!)!;
  expect(report, step.said).toMatch(/^\| Status \| .*completed \|$/m);
  expect(report).not.toMatch(/^\| +\| +\|$/m);
});
