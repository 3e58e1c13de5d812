import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { addPlan, rigWith, standard } from "./plans.ts";
import { runStep, type Step, startStep } from "./step.ts";

const ELSEWHERE = join(import.meta.dirname, "../rig/elsewhere.ts");

/** The first attempt of the only phase never ends by itself, the next one does. */
function waitingRig(): Rig {
  const rig = rigWith({});
  addPlan(
    rig,
    standard("m", {
      run: `mkdir ${rig.folder}/begun 2>/dev/null && sleep 600; true`,
      tasks: ["id: a"],
    }),
  );
  return rig;
}

/** A step at work, with its lease on the remote. */
async function working(rig: Rig): Promise<{ finished: Promise<Step>; kill(): Promise<Step> }> {
  const { process: started, finished } = startStep(rig, { env: { GITHUB_RUN_ID: "7001" } });
  await vi.waitFor(
    () => {
      expect(existsSync(join(rig.folder, "begun")), started.output()).toBe(true);
      expect(rig.git("branch", "--list", "milestone/m")).not.toBe("");
    },
    { timeout: 90_000, interval: 50 },
  );
  const kill = (): Promise<Step> => {
    process.kill(-started.pid, "SIGKILL");
    return finished;
  };
  return { finished, kill };
}

describe("a step killed on a runner that cannot ask GitHub", () => {
  it.each([
    ["another run", "7002"],
    ["a later step of its own job", "7001"],
  ])("is taken over at once on the same machine, by %s", async (_, run) => {
    const rig = waitingRig();
    const dying = await working(rig);
    await dying.kill();
    const next = await runStep(rig, { env: { GITHUB_RUN_ID: run } });
    expect(next.outputs.status, next.said).toBe("completed");
  });

  it("is left alone for its lease's time by a runner elsewhere", async () => {
    const rig = waitingRig();
    const dying = await working(rig);
    await dying.kill();
    const next = await runStep(rig, {
      node: ["--import", ELSEWHERE],
      env: { GITHUB_RUN_ID: "7002", RIG_HOST: "elsewhere" },
    });
    expect(next.outputs.status, next.said).toBe("in_progress");
    expect(next.warnings).toHaveLength(1);
    // What the dead step left behind ends with the takeover on its own machine.
    const here = await runStep(rig);
    expect(here.outputs.status, here.said).toBe("completed");
  });
});

describe("a command that meets a live run", () => {
  it.each([
    ["retry", "a", "`retry a`"],
    ["skip", "a", "`skip a`"],
    ["reject", "a/execute", "`reject a/execute`"],
  ])(
    "is not lost unsaid: %s is named with its remedy, in one warning and in the summary",
    async (command, target, named) => {
      const rig = waitingRig();
      const owner = await working(rig);
      const before = rig.git("rev-parse", "milestone/m");
      const step = await runStep(rig, {
        inputs: { command, target, reason: "no" },
        env: { GITHUB_RUN_ID: "7002" },
      });
      expect([step.code, step.outputs.status], step.said).toEqual([0, "in_progress"]);
      expect(step.warnings).toHaveLength(1);
      for (const said of [step.warnings[0]!, step.summary.replaceAll("'", "`")]) {
        expect(said).toMatch(/run 7001 .* is executing "m"/);
        expect(said).toContain(`${named} was not carried out: ask for it again once that run has ended`);
        expect(said).toContain("`/milestone pause m`");
      }
      expect(rig.git("rev-parse", "milestone/m")).toBe(before);
      await owner.kill();
    },
  );
});
