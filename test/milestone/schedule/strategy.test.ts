import { describe, expect, test } from "vitest";
import { adjustAgents, chooseStrategy, type PhaseOutcome } from "../../../src/milestone/schedule/strategy.ts";

const path = (potential: number) => ({ tasks: [], hours: 1, totalHours: 1 / (1 - potential), potential });
const choose = (remainingTasks: number, potential: number) =>
  chooseStrategy({ wanted: "auto", remainingTasks, path: path(potential), agents: 6 });

describe("auto", () => {
  test.each([
    [3, 0.9, "sequential", "simple"],
    [4, 0.61, "parallel", "medium"],
    [4, 0.6, "hybrid", "medium"],
    [12, 0.2, "hybrid", "medium"],
    [13, 0.9, "parallel", "complex"],
    [13, 0.1, "hybrid", "complex"],
  ] as const)(
    "takes %i remaining tasks with a potential of %d for %s",
    (tasks, potential, strategy, complexity) => {
      expect(choose(tasks, potential)).toMatchObject({ strategy, complexity });
    },
  );

  test("says why", () => {
    expect(choose(5, 0.7).reasons.join("; ")).toBe(
      "5 tasks remain (medium); 70 % of the work can run beside the critical path; enough to run every ready task at once",
    );
  });

  test("is not asked where a strategy is named", () => {
    const choice = chooseStrategy({ wanted: "sequential", remainingTasks: 99, path: path(0.9), agents: 6 });
    expect(choice).toMatchObject({ strategy: "sequential", reasons: ["sequential, as asked"] });
  });

  test("warns of far more agents than cores, whatever the strategy", () => {
    const ask = (agents: number) =>
      chooseStrategy({ wanted: "parallel", remainingTasks: 9, path: path(0.9), agents, cores: 2 });
    expect(ask(9).warnings).toHaveLength(1);
    expect(ask(8).warnings).toEqual([]);
  });
});

describe("the number of agents", () => {
  const adjust = (agents: number, max: number, words: string) => {
    const names: Record<string, PhaseOutcome> = { s: "success", f: "failure", c: "conflict", m: "memory" };
    return adjustAgents(
      agents,
      max,
      [...words].map(w => names[w]!),
    );
  };

  test("is halved after repeated conflicts or failures", () => {
    expect(adjust(6, 6, "cc")).toEqual({ agents: 3, reason: "2 conflicts in the last 2 attempts" });
    expect(adjust(5, 6, "sfsc")).toMatchObject({ agents: 2 });
  });

  test("stays after a single one, and once it is one", () => {
    expect(adjust(6, 6, "sscs")).toBeNull();
    expect(adjust(1, 6, "ccc")).toBeNull();
  });

  test("is not narrowed by a success after old troubles", () => {
    expect(adjust(6, 6, "ccs")).toBeNull();
  });

  test("widens by one after twice as many successes in a row as agents", () => {
    expect(adjust(2, 6, "sss")).toBeNull();
    expect(adjust(2, 6, "ssss")).toMatchObject({ agents: 3 });
    expect(adjust(2, 6, "sscssss")).toMatchObject({ agents: 3 });
    expect(adjust(6, 6, "s".repeat(50))).toBeNull();
  });

  test("is narrowed at once when memory is short", () => {
    expect(adjust(4, 6, "sssm")).toEqual({ agents: 2, reason: "memory is short" });
  });

  test("comes back to its maximum in the end", () => {
    let agents = 1;
    for (let rounds = 0; agents < 6 && rounds < 10; rounds++) {
      agents = adjust(agents, 6, "s".repeat(2 * agents))?.agents ?? agents;
    }
    expect(agents).toBe(6);
  });
});
