import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Rig } from "../rig/repository.ts";
import type { Machine } from "../rig/short-machine.ts";
import { scratchRig, standard } from "./plans.ts";
import { runStep, type StepOptions, startStep } from "./step.ts";

const json = JSON.stringify;

/** A rig whose plan is told where the scratch folder is, and how a step sees the machine that `set` describes. */
function machineRig(plan: (scratch: string) => string): {
  rig: Rig;
  set: (machine: Machine) => void;
  options: (inputs?: Record<string, string>) => StepOptions;
} {
  const rig = scratchRig(plan);
  const file = join(rig.folder, "machine.json");
  return {
    rig,
    // Agents, who are another user on a runner, write it too.
    set(machine) {
      writeFileSync(file, json(machine));
      chmodSync(file, 0o666);
    },
    options: (inputs = {}) => ({
      inputs: { "progress-interval": "1", ...inputs },
      env: { RIG_MACHINE: file },
      node: ["--import", join(import.meta.dirname, "../rig/short-machine.ts")],
    }),
  };
}

/** The machine is looked at twice a second where a limit is this short. */
const OFTEN = "limits: { long_running: 1s }";

const GIGABYTES_LEFT = { usedPercent: 95, freeGiB: 4 };

describe("memory", () => {
  /** Notes when a task begins and ends; the first ones last until they are told to end. */
  const run = (scratch: string): string =>
    [
      `echo "+ $MILESTONE_TASK" >> ${scratch}/marks`,
      `case "$MILESTONE_TASK" in first-*) until [ -e ${scratch}/go ]; do sleep 0.05; done ;; narrow-*) sleep 0.9 ;; *) sleep 0.2 ;; esac`,
      `[ "$MILESTONE_TASK" != relief ] || echo '{"memory":40,"container":40}' > ${scratch}/machine.json`,
      `echo "- $MILESTONE_TASK" >> ${scratch}/marks`,
    ].join("\n");
  const wave = (name: string, size: number, after: string): string[] =>
    Array.from({ length: size }, (_, n) => `id: ${name}-${n + 1}\n    dependencies: [${after}]`);
  const plan = (scratch: string): string =>
    standard("m", {
      top: OFTEN,
      run: run(scratch),
      tasks: [
        ...wave("first", 4, ""),
        ...wave("narrow", 3, "first-1, first-2, first-3, first-4"),
        "id: relief\n    dependencies: [narrow-1, narrow-2, narrow-3]",
        ...wave("wide", 12, "relief"),
      ],
    });

  /** The most tasks of that name that were at work at once. */
  const together = (marks: string, name: string): number => {
    const at = new Set<string>();
    let most = 0;
    for (const [, sign, task] of marks.matchAll(/^([+-]) (\S+)$/gm)) {
      if (!task!.startsWith(name)) continue;
      if (sign === "+") at.add(task!);
      else at.delete(task!);
      most = Math.max(most, at.size);
    }
    return most;
  };

  it.each([
    ["the machine", { memory: 95, container: 40 }],
    ["the container around the runner", { memory: 40, container: 95 }],
  ])(
    "that runs short in %s leaves fewer agents at work, is reported, and widens them again",
    async (_, short) => {
      const { rig, set, options } = machineRig(plan);
      set({ memory: 40, container: 40 });
      const step = startStep(rig, options({ agents: "4" }));
      const marks = (): string => readFileSync(join(rig.folder, "marks"), "utf8");
      await vi.waitFor(() => expect(marks().match(/\+ first/g)).toHaveLength(4), { timeout: 90_000 });
      set(short);
      const adjusted = (): number[] =>
        rig.events("m").flatMap(e => (e.event === "strategy_adjusted" ? [e.data.agents] : []));
      await vi.waitFor(() => expect(adjusted(), step.process.output()).toEqual([2, 1]), {
        timeout: 90_000,
        interval: 100,
      });
      writeFileSync(join(rig.folder, "go"), "");
      const { outputs, said } = await step.finished;
      expect(outputs.status, said).toBe("completed");
      expect([together(marks(), "first"), together(marks(), "narrow")]).toEqual([4, 1]);
      expect(together(marks(), "wide")).toBeGreaterThan(1);
      expect(adjusted().slice(2)).toEqual(expect.arrayContaining([2, 3]));
      const warnings = rig
        .events("m")
        .filter(e => e.event === "warning_raised" && e.data.type === "memory_pressure");
      expect(warnings).toHaveLength(1);
      expect(said).toMatch(/memory is nearly used up, so fewer agents work at once/);
    },
  );

  it("is not watched where nobody wants the watching", async () => {
    const { rig, set, options } = machineRig(() =>
      standard("m", { top: OFTEN, run: "sleep 1.2", tasks: ["id: a"] }),
    );
    set({ memory: 99 });
    const step = await runStep(rig, options({ "blocker-detection": "false" }));
    expect(step.outputs.status, step.said).toBe("completed");
    expect(rig.events("m").some(e => e.event === "warning_raised" || e.event === "strategy_adjusted")).toBe(
      false,
    );
  });
});

describe("a disk", () => {
  it("that is full from the start blocks before any work, and the next run goes on once there is space", async () => {
    const { rig, set, options } = machineRig(() => standard("m", { tasks: ["id: a"] }));
    set({ disk: GIGABYTES_LEFT });
    const step = await runStep(rig, options());
    expect([step.outputs.status, step.code], step.said).toEqual(["blocked", 1]);
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      { type: "disk_space", level: 4, message: expect.stringMatching(/95 % full with 4\.0 GiB left/) },
    ]);
    const events = rig.events("m");
    expect(events.some(e => e.event === "phase_started")).toBe(false);
    expect(events.find(e => e.event === "blocker_detected")?.data).toMatchObject({
      severity: "critical",
      proposals: expect.arrayContaining([expect.objectContaining({ command: "milestone resume m" })]),
    });
    set({ disk: { usedPercent: 60, freeGiB: 40 } });
    const next = await runStep(rig, options());
    expect([next.outputs.status, next.outputs.blockers], next.said).toEqual(["completed", "[]"]);
  });

  it("that fills up while agents work lets them end, starts nothing new, and work goes on by itself when it is freed", async () => {
    const { rig, set, options } = machineRig(scratch =>
      standard("m", {
        top: OFTEN,
        tasks: [
          `id: fills\n    executor: { run: ${json(`echo '${json({ disk: GIGABYTES_LEFT })}' > ${scratch}/machine.json; until [ -e ${scratch}/seen ]; do sleep 0.05; done`)} }`,
          "id: after\n    dependencies: [fills]",
          `id: long\n    executor: { run: ${json(`until [ -e ${scratch}/go ]; do sleep 0.05; done`)} }`,
        ],
      }),
    );
    set({ disk: { usedPercent: 10, freeGiB: 40 } });
    const step = startStep(rig, options());
    const has = (event: string, task: string): boolean =>
      rig.events("m").some(e => e.event === event && e.task_id === task);
    const comes = (what: () => boolean) =>
      vi.waitFor(() => expect(what(), step.process.output()).toBe(true), { timeout: 90_000, interval: 100 });
    await comes(() => rig.events("m").some(e => e.event === "blocker_detected"));
    writeFileSync(join(rig.folder, "seen"), "");
    await comes(() => has("task_completed", "fills"));
    expect(has("task_started", "after")).toBe(false);
    set({ disk: { usedPercent: 60, freeGiB: 40 } });
    await comes(() => has("task_completed", "after"));
    writeFileSync(join(rig.folder, "go"), "");
    const { outputs, said } = await step.finished;
    expect([outputs.status, outputs.blockers], said).toEqual(["completed", "[]"]);
    const places = ["blocker_detected", "blocker_resolved"].map(name =>
      rig
        .events("m")
        .findIndex(e => e.event === name && e.data && "id" in e.data && e.data.id === "disk_space"),
    );
    const started = rig.events("m").findIndex(e => e.event === "phase_started" && e.task_id === "after");
    expect(places[0]).toBeGreaterThan(0);
    expect(started).toBeGreaterThan(places[1]!);
  });

  it.each([
    ["with much left of a large one", { usedPercent: 99, freeGiB: 6 }, "", {}, "completed"],
    [
      "with little left of a small one that is half empty",
      { usedPercent: 50, freeGiB: 1 },
      "",
      {},
      "completed",
    ],
    [
      "that is fuller than disk_percent",
      { usedPercent: 50, freeGiB: 1 },
      "limits: { disk_percent: 40 }",
      {},
      "blocked",
    ],
    ["that nobody watches", GIGABYTES_LEFT, "", { "blocker-detection": "false" }, "completed"],
  ])("%s: %j %s %j is %s", async (_, disk, top, inputs, status) => {
    const { rig, set, options } = machineRig(() =>
      standard("m", { ...(top ? { top } : {}), tasks: ["id: a"] }),
    );
    set({ disk });
    const step = await runStep(rig, options(inputs));
    expect(step.outputs.status, step.said).toBe(status);
  });
});
