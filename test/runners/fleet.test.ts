import { expect, test } from "vitest";
import { fleetProblems, playFleet } from "../rig/simulation/fleet.ts";

/** `npm run torture fleet` plays 200. */
const SEEDS = 6;

test("whatever becomes of runs and machines, each phase lands once and the tree is one machine's", {
  timeout: 300_000,
}, async () => {
  for (let seed = 0; seed < SEEDS; seed++) expect(await fleetProblems(seed), `seed ${seed}`).toEqual([]);
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
