import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { executeMilestone } from "../../../src/commands/execute-command.ts";
import type { Outcome } from "../../../src/commands/outcome.ts";
import { violationsOf } from "../../rig/simulation/invariants.ts";
import { simOptions } from "../../rig/simulation/session.ts";
import { World } from "../../rig/simulation/world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One job after the other, each a fresh clone, started by the one before it as a workflow does. */
async function runJobs(
  world: World,
  timeBudgetMs: number,
): Promise<{ outcomes: Outcome[]; spans: number[] }> {
  const outcomes: Outcome[] = [];
  const spans: number[] = [];
  const root = mkdtempSync(join(tmpdir(), "milestone-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (let wanted = true; wanted && outcomes.length < 40; ) {
    wanted = false;
    const process = world.process();
    const machine = { ports: world.ports(process, world.clone()), checkout: world.checkout, root };
    const hooks = {
      continueLater: async () => {
        wanted = true;
      },
    };
    const began = world.time.now;
    const done = executeMilestone(machine as never, simOptions(world, { timeBudgetMs }), hooks);
    const [outcome] = await world.until([{ process, done }]);
    process.die();
    if (outcome === undefined || outcome === "died") throw new Error("the job died");
    outcomes.push(outcome);
    spans.push(world.time.now - began);
  }
  return { outcomes, spans };
}

describe("A milestone longer than a job may last", () => {
  const tasks = Array.from({ length: 14 }, (_, n) => ({
    id: `t${n + 1}`,
    standard: true,
    after: n === 0 ? [] : [`t${n}`],
  }));

  it("goes through fourteen hours in jobs of five, and starts nothing that would not end in its own", async () => {
    const world = new World({ seed: 5, draft: { id: "m", tasks }, script: () => ({ ms: HOUR }) });
    const { outcomes, spans } = await runJobs(world, 5 * HOUR);
    expect(outcomes.map(o => o.status)).toEqual(["paused", "paused", "paused", "completed"]);
    for (const span of spans) expect(span).toBeLessThanOrEqual(5 * HOUR - MINUTE);
    expect(await violationsOf(world)).toEqual([]);
    expect(world.witness.attempts).toHaveLength(14);
    expect(world.time.now - Date.UTC(2026, 10, 21, 9)).toBeGreaterThanOrEqual(14 * HOUR);
  });

  it("fills what is left of a job with phases that still fit, and says what does not", async () => {
    const draft = {
      id: "m",
      tasks: [
        { id: "quick", standard: true, hours: 0.5 },
        { id: "first", standard: true, hours: 2 },
        { id: "second", standard: true, hours: 2, after: ["first"] },
        { id: "small", standard: true, hours: 0.5, after: ["first"] },
      ],
    };
    const script = (_: unknown, { task }: { task: string }) => ({
      ms: draft.tasks.find(t => t.id === task)!.hours * HOUR,
    });
    const world = new World({ seed: 5, draft, script });
    const { outcomes } = await runJobs(world, 3 * HOUR);
    expect(outcomes.map(o => [o.status, o.outputs["tasks-completed"]])).toEqual([
      ["paused", 3],
      ["completed", 4],
    ]);
    expect(world.witness.attempts).toHaveLength(4);
    expect(outcomes[0]!.text).toMatch(
      /paused \(second\/execute takes about 2h 00m, as \d such phases of this milestone did, and \d+m \d\ds of this run's time budget are left, so the next run starts it\)/,
    );
  });

  it("checks and lands what has worked before the time was up", async () => {
    const draft = { id: "m", tasks: [{ id: "a", standard: true }], more: "test_command: make test" };
    const script = () => ({ ms: 3 * HOUR - 3.5 * MINUTE });
    const world = new World({ seed: 5, draft, script, commandMs: MINUTE });
    const { outcomes } = await runJobs(world, 3 * HOUR);
    expect([outcomes[0]!.outputs["tasks-completed"], world.witness.attempts.length]).toEqual([1, 1]);
  });

  it("is not continued for ever when a job is too short for any phase", async () => {
    const world = new World({ seed: 5, draft: { id: "m", tasks }, script: () => ({ ms: HOUR }) });
    const { outcomes } = await runJobs(world, 30 * MINUTE);
    expect(outcomes.map(o => o.status)).toEqual(["paused"]);
    expect(world.witness.warnings.join("\n")).toMatch(/before it finished any phase, so it is not continued/);
  });
});
