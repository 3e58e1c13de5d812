import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import type { Rig } from "../rig/repository.ts";
import { scratchRig, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const place = (events: LoggedEvent[], name: string, task: string): number =>
  events.findIndex(e => e.event === name && e.task_id === task);

/**
 * Two clusters: a task of the second needs one of the first only. The other one waits for it as long as its patience
 * lasts, in tenths of a second.
 */
const clusters = (scratch: string, testCommand: string, patience = 10): string =>
  standard("m", {
    top: `test_command: ${JSON.stringify(testCommand)}\ntest_baseline: ignore`,
    run: `[ "$MILESTONE_TASK" != slow ] || until [ -e ${scratch}/go ] || [ $((n=n+1)) -gt ${patience} ]; do sleep 0.1; done; echo 1 > "$MILESTONE_TASK.txt"; [ "$MILESTONE_TASK" != next ] || touch ${scratch}/go`,
    tasks: ["id: quick", "id: slow", "id: next\n    dependencies: [quick]"],
  });
const inputs = { strategy: "hybrid" };

describe("clusters", () => {
  it("are integrated and tested before the next one starts, also for what needs only a part of them", async () => {
    const rig = scratchRig(scratch => clusters(scratch, `ls *.txt | xargs >> ${scratch}/tested`));
    const step = await runStep(rig, { inputs });
    expect(step.outputs.status, step.said).toBe("completed");
    const events = rig.events("m");
    const started = place(events, "phase_started", "next");
    expect(started).toBeGreaterThan(place(events, "phase_completed", "slow"));
    const synchronised = events
      .slice(place(events, "phase_completed", "slow"), started)
      .flatMap(e => (e.event === "tests_run" ? [e.data] : []));
    expect(synchronised).toHaveLength(1);
    expect(synchronised[0]).toMatchObject({ ok: true });
    const tested = rig.git("ls-tree", "--name-only", synchronised[0]!.commit!).split("\n");
    expect(tested.filter(name => name.endsWith(".txt"))).toEqual(["quick.txt", "slow.txt"]);
    // Each one's work on its own, the first cluster as a whole, then the second.
    const runs = readFileSync(join(rig.folder, "tested"), "utf8").trim().split("\n");
    expect(runs.filter(files => files === "quick.txt slow.txt").length).toBeGreaterThan(1);
  });

  it("do not hold each other up under the strategy parallel", async () => {
    const rig = scratchRig(scratch => clusters(scratch, "true", 200));
    const step = await runStep(rig, { inputs: { strategy: "parallel" } });
    expect(step.outputs.status, step.said).toBe("completed");
    const events = rig.events("m");
    expect(place(events, "phase_started", "next")).toBeLessThan(place(events, "phase_completed", "slow"));
  });

  it("whose tests fail together stop the next one until they are mended", async () => {
    // Green for each on its own and when the last one lands; red when looked at again.
    const test = (scratch: string): string =>
      `[ ! -e slow.txt ] || [ ! -e quick.txt ] || [ -e ${scratch}/mended ] || mkdir ${scratch}/once`;
    const rig = scratchRig(scratch => clusters(scratch, test(scratch)));
    const step = await runStep(rig, { inputs });
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!), step.said).toMatchObject([
      { type: "test_failures", task: null },
    ]);
    expect(step.outputs["tasks-completed"]).toBe("2");
    expect(place(rig.events("m"), "phase_started", "next")).toBe(-1);
    expect(existsSync(join(rig.folder, "once"))).toBe(true);
    writeFileSync(join(rig.folder, "mended"), "");
    const next = await runStep(rig, { inputs });
    expect(next.outputs.status, next.said).toBe("completed");
    expect(rig.events("m").filter(e => e.event === "phase_started")).toHaveLength(3);
  });
});

describe("the number of agents", () => {
  /** The first attempts fail together; all others succeed. */
  const plan = (scratch: string): string =>
    standard("m", {
      executor: `{ retries: 1, backoff: 0s, run: ${JSON.stringify(
        [
          `echo "+ $MILESTONE_TASK $MILESTONE_ATTEMPT" >> ${scratch}/marks`,
          'case "$MILESTONE_TASK $MILESTONE_ATTEMPT" in',
          `"first-"*" 1") until [ $(grep -c "+ first-.* 1" ${scratch}/marks) = 4 ]; do sleep 0.05; done; exit 1 ;;`,
          "esac",
          "sleep 0.5",
          `echo "- $MILESTONE_TASK $MILESTONE_ATTEMPT" >> ${scratch}/marks`,
        ].join("\n"),
      )} }`,
      tasks: [
        ...[1, 2, 3, 4].map(n => `id: first-${n}`),
        ...[1, 2, 3, 4, 5, 6].map(
          n => `id: second-${n}\n    dependencies: [first-1, first-2, first-3, first-4]`,
        ),
      ],
    });

  /** The most tasks of the second cluster that were at work at once. */
  const together = (rig: Rig): number => {
    let [now, most] = [0, 0];
    for (const [, sign] of readFileSync(join(rig.folder, "marks"), "utf8").matchAll(/^([+-]) second/gm)) {
      now += sign === "+" ? 1 : -1;
      most = Math.max(most, now);
    }
    return most;
  };

  it("falls after repeated failures and rises again with success", async () => {
    const rig = scratchRig(plan);
    const step = await runStep(rig, { inputs: { ...inputs, agents: "4", monitoring: "verbose" } });
    expect(step.outputs.status, step.said).toBe("completed");
    const adjusted = rig.events("m").flatMap(e => (e.event === "strategy_adjusted" ? [e.data] : []));
    expect(adjusted.map(a => a.agents).slice(0, 3)).toEqual([2, 1, 2]);
    expect(adjusted[0]!.reason).toMatch(/failures in the last/);
    expect(adjusted.at(-1)!.reason).toMatch(/in a row succeeded/);
    expect([2, 3]).toContain(together(rig));
    expect(step.stdout).toMatch(/2 failures/);
  });

  it("stays as asked for under the strategy parallel", async () => {
    const rig = scratchRig(plan);
    const step = await runStep(rig, { inputs: { strategy: "parallel", agents: "4" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(rig.events("m").some(e => e.event === "strategy_adjusted")).toBe(false);
    expect(together(rig)).toBe(4);
  });
});
