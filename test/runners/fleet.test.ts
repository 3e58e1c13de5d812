import { expect, test } from "vitest";
import { LONG } from "../rig/long.ts";
import { playFleet } from "../rig/simulation/fleet.ts";
import { play } from "../rig/simulation/scenario.ts";

const DRAFT = {
  id: "m",
  retries: 9,
  more: "runners: { max: 3, labels: [ubuntu-latest] }\ntest_command: 'true'\nquality_gates: [{ name: half, at: 50, run: ['true'] }]",
  tasks: [
    { id: "a" },
    { id: "b", after: ["a"], standard: true },
    { id: "c", standard: true },
    { id: "d", gated: ["design" as const], after: ["c"] },
  ],
};

const SEEDS = LONG ? 200 : 20;

test("whatever becomes of runs and machines, each phase lands once and the tree is one machine's", {
  timeout: 300_000,
}, async () => {
  const world = { seed: 0, draft: DRAFT };
  const alone = await play({ world, options: {}, dooms: [], sameClone: () => true });
  for (let seed = 0; seed < SEEDS; seed++) {
    const played = await playFleet({ seed, draft: DRAFT, trouble: seed === 0 ? 0 : 0.4 });
    expect(played.violations, `seed ${seed}`).toEqual([]);
    expect(played.tree, `seed ${seed}`).toBe(alone.tree);
    // One run of tests or of a checkpoint goes beside the phases.
    if (seed === 0) expect(played.peak).toBeLessThanOrEqual(4);
  }
});

test("forty tasks of ten minutes over eight runners take no more than a seventh longer than their schedule", {
  timeout: 300_000,
}, async () => {
  const tasks = Array.from({ length: 40 }, (_, at) => ({ id: `t${at}` }));
  const draft = {
    id: "m",
    more: "runners: { max: 8, labels: [ubuntu-latest] }",
    tasks: tasks.map(task => ({ ...task, standard: true })),
  };
  const [workMs, startMs] = [600_000, 20_000];
  const { tookMs, violations, peak } = await playFleet({ seed: 1, draft, trouble: 0, workMs, startMs });
  expect(violations).toEqual([]);
  expect(peak).toBe(8);
  expect(tookMs).toBeLessThanOrEqual(1.15 * (tasks.length / 8) * (workMs + startMs));
});
