import { expect, test } from "vitest";
import { LONG } from "../rig/long.ts";
import { playFleet } from "../rig/simulation/fleet.ts";
import { play, STRATEGIES } from "../rig/simulation/scenario.ts";

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

const SEEDS = LONG ? 200 : 6;

test("whatever becomes of runs and machines, each phase lands once and the tree is one machine's", {
  timeout: 300_000,
}, async () => {
  const world = { seed: 0, draft: DRAFT };
  const alone = await play({ world, options: {}, dooms: [], sameClone: () => true });
  for (let seed = 0; seed < SEEDS; seed++) {
    const strategy = STRATEGIES[seed % STRATEGIES.length]!;
    const played = await playFleet({ seed, draft: DRAFT, strategy, trouble: seed === 0 ? 0 : 0.4 });
    expect(played.violations, `seed ${seed}`).toEqual([]);
    // The tests between two clusters are asked for by one process, and what follows them is handed out by another.
    const names = played.events.map(event =>
      event.event === "check_returned"
        ? `${event.data.check} ${event.data.ok}`
        : `${event.event} ${event.task_id}`,
    );
    const [tested, next] = [names.indexOf("tests/cluster-0 true"), names.indexOf("task_started b")];
    if (strategy === "hybrid") expect(tested > 0 && tested < next, `seed ${seed}`).toBe(true);
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

test("four tasks that meet on one file lose once each, whichever process lands them", async () => {
  const tasks = ["a", "b", "c", "d"].map(id => ({ id, standard: true }));
  const draft = { id: "m", more: "runners: { max: 4, labels: [ubuntu-latest] }", tasks };
  const files = ({ task }: { task: string }) => ({ "shared.txt": `${task}\n` });
  const { events, violations } = await playFleet({ seed: 1, draft, trouble: 0, files, strategy: "hybrid" });
  expect(violations).toEqual([]);
  const lost = events.filter(event => event.event === "phase_interrupted" && event.data.conflicts);
  expect(lost.map(({ task_id }) => task_id).sort()).toHaveLength(3);
  expect(new Set(lost.map(({ task_id }) => task_id)).size).toBe(3);
  // Each landing is another process: that two lost before is known to the third.
  const narrowed = events.flatMap(event => (event.event === "strategy_adjusted" ? [event.data.agents] : []));
  expect(narrowed[0]).toBe(2);
});
