import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criticalPath, phaseCosts } from "../../../src/milestone/schedule/critical-path.ts";
import { buildGraph, PriorityQueue, wavesOf } from "../../../src/milestone/schedule/graph.ts";
import { makePlan, Play } from "../make-plan.ts";

const diamond = makePlan([
  { id: "end", after: ["left", "right"], hours: 1 },
  { id: "left", after: ["start"], hours: 2 },
  { id: "right", after: ["start"], hours: 5 },
  { id: "start", hours: 1 },
]);

describe("the graph of a plan", () => {
  test("orders tasks after what they depend on, otherwise as the file has them", () => {
    const graph = buildGraph(diamond);
    expect(graph.order.map(i => graph.tasks[i]!.id)).toEqual(["start", "left", "right", "end"]);
  });

  test("puts tasks into waves by their longest chain of dependencies", () => {
    expect(wavesOf(buildGraph(diamond))).toEqual([["start"], ["left", "right"], ["end"]]);
  });

  test("takes a dependency that is named twice for one", () => {
    const graph = buildGraph(makePlan([{ id: "a" }, { id: "b", after: ["a", "a"] }]));
    expect(graph.dependencies[1]).toEqual([0]);
    expect(graph.order).toEqual([0, 1]);
  });

  test("refuses a circle, which no validated plan holds", () => {
    expect(() =>
      buildGraph(
        makePlan([
          { id: "a", after: ["b"] },
          { id: "b", after: ["a"] },
        ]),
      ),
    ).toThrow(/circle/);
  });
});

describe("the critical path", () => {
  test("is the longest path of hours", () => {
    const path = criticalPath(buildGraph(diamond), phaseCosts(diamond));
    expect(path.tasks).toEqual(["start", "right", "end"]);
    expect(path.hours).toBeCloseTo(7);
    expect(path.totalHours).toBeCloseTo(9);
    expect(path.potential).toBeCloseTo(1 - 7 / 9);
  });

  test("shares a task's hours among its phases by their weights", () => {
    const [cost] = phaseCosts(makePlan([{ id: "a", hours: 10 }]));
    expect(cost!.map(h => Math.round(h * 100) / 100)).toEqual([1.5, 2.5, 2, 4]);
  });

  test("takes a task without an estimate for an average one", () => {
    const costs = phaseCosts(
      makePlan([
        { id: "a", hours: 2 },
        { id: "b", hours: 6 },
        { id: "c", standard: true },
      ]),
    );
    expect(costs[2]).toEqual([4]);
  });

  test("counts only what is left", () => {
    const play = new Play(diamond);
    play.go();
    for (let i = 0; i < 4; i++) {
      play.finish("start");
      if (i < 3) play.go();
    }
    const path = criticalPath(buildGraph(diamond), phaseCosts(diamond), play.state);
    expect(path.tasks).toEqual(["right", "end"]);
    expect(path.hours).toBeCloseTo(6);
  });

  test("takes work that waits for its approval for done", () => {
    const plan = makePlan([{ id: "a", hours: 10 }]);
    const play = new Play(plan);
    play.go();
    play.finish("a", true);
    expect(criticalPath(buildGraph(plan), phaseCosts(plan), play.state).hours).toBeCloseTo(8.5);
  });

  test("is empty when nothing is left", () => {
    const plan = makePlan([{ id: "a", standard: true }]);
    const play = new Play(plan);
    play.go();
    play.finish("a");
    expect(criticalPath(buildGraph(plan), phaseCosts(plan), play.state)).toEqual({
      tasks: [],
      hours: 0,
      totalHours: 0,
      potential: 0,
    });
  });

  test("of ten thousand tasks in a chain is found without deep recursion", () => {
    const tasks = Array.from({ length: 10_000 }, (_, i) => ({
      id: `t${i}`,
      hours: 1,
      after: i ? [`t${i - 1}`] : [],
    }));
    const plan = makePlan(tasks.reverse());
    const path = criticalPath(buildGraph(plan), phaseCosts(plan));
    expect(path.tasks).toHaveLength(10_000);
    expect(path.potential).toBeCloseTo(0);
  });
});

test("a priority queue gives its items in order, whatever the order they came in", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), numbers => {
      const queue = new PriorityQueue<number>((a, b) => a - b);
      for (const n of numbers) queue.push(n);
      const out: number[] = [];
      for (let n = queue.pop(); n !== undefined; n = queue.pop()) out.push(n);
      expect(out).toEqual([...numbers].sort((a, b) => a - b));
      expect(queue.size).toBe(0);
    }),
  );
});
