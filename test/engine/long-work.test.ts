import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { executeMilestone } from "../../src/commands/execute-command.ts";
import type { Outcome } from "../../src/commands/outcome.ts";
import { violationsOf } from "../rig/simulation/invariants.ts";
import { simOptions } from "../rig/simulation/session.ts";
import { World } from "../rig/simulation/world.ts";

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

  it("goes through fourteen hours in jobs of five, and runs only what was interrupted again", async () => {
    const world = new World({ seed: 5, draft: { id: "m", tasks }, script: () => ({ ms: HOUR }) });
    const { outcomes, spans } = await runJobs(world, 5 * HOUR);
    expect(outcomes.map(o => o.status)).toEqual(["paused", "paused", "paused", "completed"]);
    for (const span of spans) expect(span).toBeLessThanOrEqual(5 * HOUR - MINUTE);
    expect(await violationsOf(world)).toEqual([]);
    expect(world.witness.attempts.length).toBeLessThanOrEqual(14 + 3);
    expect(world.time.now - Date.UTC(2026, 10, 21, 9)).toBeGreaterThanOrEqual(14 * HOUR);
  });

  it("is not continued for ever when a job is too short for any phase", async () => {
    const world = new World({ seed: 5, draft: { id: "m", tasks }, script: () => ({ ms: HOUR }) });
    const { outcomes } = await runJobs(world, 30 * MINUTE);
    expect(outcomes.map(o => o.status)).toEqual(["paused"]);
    expect(world.witness.warnings.join("\n")).toMatch(/before it finished any phase, so it is not continued/);
  });
});
