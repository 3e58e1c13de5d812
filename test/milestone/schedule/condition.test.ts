import { describe, expect, test } from "vitest";
import { taskConditionsOf } from "../../../src/milestone/schedule/condition.ts";
import { simulatePlan } from "../../../src/milestone/schedule/simulate.ts";
import { why } from "../../../src/milestone/view/why.ts";
import { makePlan, Play, type TaskSketch } from "../make-plan.ts";

const play = (...tasks: TaskSketch[]) => new Play(makePlan(tasks.map(task => ({ standard: true, ...task }))));
const fail = (at: Play, task: string) => {
  at.end(task);
  at.block(task, "execute");
};
const local = { login: "x", id: null, source: "local" } as const;

/** The incremental answer is the same as that of one look at the whole. */
function agrees(at: Play): void {
  const { skip } = at.ask();
  const { verdicts } = taskConditionsOf(at.scheduler.graph, at.state, at.now);
  const names = at.plan.tasks.filter((_, i) => verdicts[i] === "void").map(t => t.id);
  expect(skip).toEqual(names);
}

describe("a task that runs always", () => {
  const tasks: TaskSketch[] = [{ id: "a" }, { id: "b" }, { id: "end", after: ["a", "b"], when: "always" }];

  test("waits until all that it needs has ended, then runs although one of it is blocked", () => {
    const at = play(...tasks);
    expect(at.go()).toEqual(["a/execute", "b/execute"]);
    fail(at, "a");
    expect(at.go()).toEqual([]);
    at.finish("b");
    expect(at.go()).toEqual(["end/execute"]);
    at.finish("end");
    expect(at.ask()).toMatchObject({ idle: "blocked", waitingFor: ["task_failure:a/execute"] });
  });

  test("runs where all went well", () => {
    const at = play(...tasks);
    at.go();
    at.finish("a");
    at.finish("b");
    expect(at.go()).toEqual(["end/execute"]);
    at.finish("end");
    expect(at.ask().idle).toBe("completed");
  });

  test("does not wait for what can only go on behind a blocked task", () => {
    const at = play(
      { id: "build" },
      { id: "deploy", after: ["build"] },
      { id: "end", after: ["deploy"], when: "always" },
    );
    at.go();
    fail(at, "build");
    expect(at.go()).toEqual(["end/execute"]);
  });

  test("waits again when a person sets going what it needs, unless it was begun", () => {
    const at = play({ id: "a" }, { id: "end", after: ["a"], when: "always" });
    at.go();
    fail(at, "a");
    expect(at.ask().start).toHaveLength(1);
    at.log({ event: "blocker_resolved", data: { id: "task_failure:a/execute", how: "" } });
    expect(at.go()).toEqual(["a/execute"]);
    fail(at, "a");
    expect(at.go()).toEqual(["end/execute"]);
    at.end("end");
    at.log({ event: "blocker_resolved", data: { id: "task_failure:a/execute", how: "" } });
    expect(at.go()).toEqual(["a/execute", "end/execute"]);
  });

  test("waits for an approval", () => {
    const at = play({ id: "a", gates: { execute: {} } }, { id: "end", after: ["a"], when: "always" });
    at.go();
    at.finish("a", true);
    expect(at.ask()).toMatchObject({ start: [], idle: "waiting_approval" });
  });
});

describe("a task for a failure", () => {
  test("runs as soon as one of the tasks is blocked that it needs", () => {
    const at = play({ id: "a" }, { id: "b" }, { id: "undo", after: ["a", "b"], when: "failure" });
    at.go();
    agrees(at);
    fail(at, "a");
    expect(at.go()).toEqual(["undo/execute"]);
    at.finish("undo");
    at.finish("b");
    expect(at.ask()).toMatchObject({ idle: "blocked" });
  });

  test("is skipped where all ended well, and frees what waits for it", () => {
    const at = play(
      { id: "a" },
      { id: "undo", after: ["a"], when: "failure" },
      { id: "again", after: ["undo"], when: "failure" },
      { id: "b", after: ["again"] },
    );
    expect(at.go()).toEqual(["a/execute"]);
    at.finish("a");
    agrees(at);
    expect(at.ask()).toMatchObject({ skip: ["undo"], idle: null });
    at.log({ event: "task_skipped", task_id: "undo", data: { reason: "nothing failed" } });
    expect(at.ask().skip).toEqual(["again"]);
    at.log({ event: "task_skipped", task_id: "again", data: { reason: "nothing failed" } });
    expect(at.go()).toEqual(["b/execute"]);
    at.finish("b");
    expect(at.ask().idle).toBe("completed");
  });

  test("is skipped when a person skips what failed before it could run", () => {
    const at = play({ id: "a" }, { id: "undo", after: ["a"], when: "failure" });
    at.log({ event: "task_skipped", task_id: "a", data: { reason: "", by: local } });
    expect(at.ask()).toMatchObject({ start: [], skip: ["undo"] });
  });

  test("takes no time in the forecast, and is not part of it", () => {
    const plan = makePlan([
      { id: "a", hours: 2, standard: true },
      { id: "undo", hours: 5, after: ["a"], when: "failure", standard: true },
    ]);
    const simulation = simulatePlan(plan, { agents: 2, strategy: "parallel" });
    expect(simulation.phases.map(p => p.task)).toEqual(["a"]);
    expect(simulation.makespanMs).toBe(2 * 3_600_000);
  });

  test("says why it does not run", () => {
    const at = play({ id: "a" }, { id: "undo", after: ["a"], when: "failure" });
    at.go();
    expect(why(at.plan, at.state, "undo", { now: at.now })?.sentences[0]).toBe(
      "undo runs only if a fails, and is skipped where that ends well",
    );
  });
});

test("a task that needs one without a condition is held up by its blocker, in a cluster of its own as well", () => {
  const plan = makePlan(
    [
      { id: "a", standard: true },
      { id: "b", after: ["a"], standard: true },
      { id: "end", after: ["b"], when: "always", standard: true },
    ],
    {},
  );
  const at = new Play(plan, "hybrid");
  expect(at.go()).toEqual(["a/execute"]);
  fail(at, "a");
  at.synced = 0;
  expect(at.go()).toEqual(["end/execute"]);
});
