import { describe, expect, test } from "vitest";
import { executorNamed } from "../../../src/milestone/schedule/readiness.ts";
import {
  isCheckpointBlocked,
  ReadyTasks,
  reachedCheckpoints,
} from "../../../src/milestone/schedule/ready-tasks.ts";
import { milestonePercentage } from "../../../src/milestone/session/progress.ts";
import { checkpoint, makePlan, nameOf, Play, START } from "../make-plan.ts";

const two = [{ id: "a" }, { id: "b", after: ["a"] }];

describe("what starts next", () => {
  test("a task's phases follow each other, each on a free agent", () => {
    const play = new Play(makePlan([{ id: "a" }]));
    for (const phase of ["design", "spec", "task", "execute"]) {
      expect(play.go()).toEqual([`a/${phase}`]);
      expect(play.ask().start).toEqual([]);
      play.finish("a");
    }
    expect(play.ask().idle).toBe("completed");
  });

  test("a task starts only when everything it depends on is done", () => {
    const play = new Play(
      makePlan([
        { id: "c", after: ["a", "b"], standard: true },
        { id: "a", standard: true },
        { id: "b", standard: true },
      ]),
    );
    expect(play.go()).toEqual(["a/execute", "b/execute"]);
    play.finish("a");
    expect(play.go()).toEqual([]);
    play.finish("b");
    expect(play.go()).toEqual(["c/execute"]);
  });

  test("a skipped task satisfies its dependants", () => {
    const play = new Play(makePlan(two));
    play.log({
      event: "task_skipped",
      task_id: "a",
      data: { reason: "", by: { login: "x", id: 1, source: "local" } },
    });
    expect(play.go()).toEqual(["b/design"]);
  });

  test("no more phases run than there are agents, and slots are the lowest free ones", () => {
    const play = new Play(makePlan(["a", "b", "c", "d"].map(id => ({ id }))));
    play.agents = 3;
    expect(play.ask().start.map(s => s.slot)).toEqual([1, 2, 3]);
    expect(play.go()).toHaveLength(3);
    play.finish("b");
    expect(play.ask().start.map(s => s.slot)).toEqual([2]);
  });

  test("a decision that was not carried out is made again", () => {
    const play = new Play(makePlan([{ id: "a" }]));
    expect(play.ask().start.map(nameOf)).toEqual(["a/design"]);
    expect(play.ask().start.map(nameOf)).toEqual(["a/design"]);
  });

  test("the task with the longest remaining path goes first, the file's order breaks ties", () => {
    const play = new Play(
      makePlan([
        { id: "short", hours: 1 },
        { id: "head", hours: 1 },
        { id: "tail", after: ["head"], hours: 9 },
        { id: "same", hours: 1 },
      ]),
    );
    play.agents = 2;
    expect(play.go()).toEqual(["head/design", "short/design"]);
  });

  test("a freed agent takes whoever has most left, be it another task than the one it just worked on", () => {
    const play = new Play(
      makePlan([
        { id: "a", hours: 5 },
        { id: "b", hours: 4.9 },
      ]),
    );
    play.agents = 1;
    expect(play.go()).toEqual(["a/design"]);
    play.finish("a");
    expect(play.go()).toEqual(["b/design"]);
  });

  test("agents are narrowed by strategy_adjusted", () => {
    const play = new Play(makePlan(["a", "b", "c"].map(id => ({ id }))));
    play.log({ event: "strategy_adjusted", data: { agents: 1, reason: "" } });
    expect(play.go()).toHaveLength(1);
  });

  test("a phase that was interrupted runs again as the next attempt", () => {
    const play = new Play(makePlan([{ id: "a" }]));
    play.go();
    play.end("a");
    play.log({ event: "phase_interrupted", task_id: "a", phase: "design", data: { attempt: 1, reason: "" } });
    expect(play.ask().start).toMatchObject([{ task: "a", phase: "design", attempt: 2 }]);
  });

  test("a phase found in progress by a new scheduler runs again", () => {
    const play = new Play(makePlan([{ id: "a" }]));
    play.go();
    const resumed = new Play(play.plan);
    Object.assign(resumed.state, play.state);
    expect(resumed.ask().start).toMatchObject([{ phase: "design", attempt: 2 }]);
  });

  test("a retry waits for its time, with the executor chosen for it", () => {
    const play = new Play(makePlan([{ id: "a" }]));
    play.go();
    play.fail("a");
    const at = START + 5_000;
    play.log({
      event: "retry_scheduled",
      task_id: "a",
      phase: "design",
      data: { attempt: 2, not_before: new Date(at).toISOString(), level: 2, executor: "codex", reason: "" },
    });
    expect(play.ask()).toMatchObject({ start: [], wakeAt: at, idle: null });
    play.now = at - 1;
    expect(play.ask().start).toEqual([]);
    play.now = at;
    expect(play.ask()).toMatchObject({
      start: [{ phase: "design", attempt: 2, executor: "codex" }],
      wakeAt: null,
    });
  });

  test("an event that the scheduler was not told of is seen all the same", () => {
    const play = new Play(makePlan([{ id: "x" }, { id: "y", after: ["x"] }]));
    play.scheduler.next({ ...input(play), holdAll: true });
    const by = { login: "x", id: 1, source: "local" } as const;
    play.log({ event: "task_skipped", task_id: "x", data: { reason: "", by } }, false);
    play.log({ event: "checkpoint_committed", data: { reason: "", files: 1 } });
    expect(play.go()).toEqual(["y/design"]);
  });

  test("the percentage that it keeps is the state's", () => {
    const play = new Play(makePlan(two));
    for (let i = 0; i < 6; i++) {
      play.go();
      play.ask();
      expect(play.scheduler.percentage()).toBe(milestonePercentage(play.state));
      play.finish(play.running[0]!.task);
    }
  });

  test("holdExecute keeps execute phases back and lets documents go on", () => {
    const play = new Play(makePlan([{ id: "a", standard: true }, { id: "b" }]));
    const ask = () => play.scheduler.next({ ...input(play), holdExecute: true });
    expect(ask().start.map(nameOf)).toEqual(["b/design"]);
    expect(play.scheduler.next({ ...input(play), holdAll: true }).start).toEqual([]);
  });
});

function input({ state, running, now, agents }: Play) {
  return { state, running, now, agents };
}

describe("resources", () => {
  const plan = makePlan([
    { id: "a", resources: ["db"], hours: 3 },
    { id: "b", resources: ["db"], hours: 2 },
    { id: "c", resources: ["path:src/**"], hours: 1 },
    { id: "d", resources: ["path:src/d.ts"], hours: 0.5 },
  ]);

  test("are never used by two running tasks", () => {
    const play = new Play(plan);
    expect(play.go()).toEqual(["a/design", "c/design"]);
    play.finish("a");
    expect(play.go()).toEqual(["a/spec"]);
  });

  test("that another milestone holds make a task wait, and the rest goes on", () => {
    const play = new Play(plan);
    play.heldElsewhere = ["db"];
    expect(play.go()).toEqual(["c/design"]);
    play.heldElsewhere = ["db", "path:src"];
    play.end("c");
    expect(play.ask()).toMatchObject({
      start: [],
      idle: "waiting_resource",
      waitingFor: ["a", "b", "c", "d"],
    });
  });
});

describe("a task's resources, between two of its phases", () => {
  const db = { resources: ["db"] };

  test("are kept although another task that needs them is more urgent", () => {
    const play = new Play(
      makePlan([
        { id: "a", ...db },
        { id: "b", ...db },
        { id: "c", after: ["b"], hours: 40 },
      ]),
    );
    play.agents = 1;
    const [first] = play.go();
    const holder = first!.split("/")[0]!;
    const order = [first];
    for (let i = 0; i < 7; i++) {
      play.finish(order.at(-1)!.split("/")[0]!);
      order.push(...play.go());
    }
    expect(
      order.slice(0, 4).every(name => name!.startsWith(`${holder}/`)),
      order.join(" "),
    ).toBe(true);
    expect(
      order.slice(4).some(name => name!.startsWith(`${holder}/`)),
      order.join(" "),
    ).toBe(false);
  });

  test("are kept while its gate waits, and the milestone waits for that approval, not for the resource", () => {
    const play = new Play(
      makePlan([
        { id: "a", ...db, hours: 9 },
        { id: "b", ...db },
      ]),
    );
    expect(play.go()).toEqual(["a/design"]);
    play.finish("a", true);
    expect(play.ask()).toMatchObject({ start: [], idle: "waiting_approval", waitingFor: ["a/design#1"] });
    expect(play.scheduler.keeping).toEqual(["a"]);
    play.grant("a", "design");
    expect(play.go()).toEqual(["a/spec"]);
  });

  test("are free where the plan says that each phase holds them on its own", () => {
    const phase = { ...db, resourcesScope: "phase" } as const;
    const play = new Play(
      makePlan([
        { id: "a", ...phase, hours: 9 },
        { id: "b", ...phase },
      ]),
    );
    expect(play.go()).toEqual(["a/design"]);
    play.finish("a", true);
    expect(play.go()).toEqual(["b/design"]);
  });

  test("are free while a person has to resolve its blocker", () => {
    const play = new Play(
      makePlan([
        { id: "a", ...db, hours: 9 },
        { id: "b", ...db },
      ]),
    );
    expect(play.go()).toEqual(["a/design"]);
    play.end("a");
    play.block("a", "design");
    expect(play.go()).toEqual(["b/design"]);
  });
});

describe("what needs a person", () => {
  test("a gate keeps the next phase back until it is approved, other tasks go on", () => {
    const play = new Play(makePlan([{ id: "a" }, { id: "b" }]));
    play.go();
    play.finish("a", true);
    expect(play.go()).toEqual([]);
    play.finish("b", true);
    expect(play.ask()).toMatchObject({ idle: "waiting_approval", waitingFor: ["a/design#1", "b/design#1"] });
    play.grant("a", "design");
    expect(play.go()).toEqual(["a/spec"]);
  });

  test("an approval that became void stops the phase after the one at work, and the gate is asked again", () => {
    const play = new Play(makePlan([{ id: "a" }]));
    play.go();
    play.finish("a", true);
    play.grant("a", "design");
    play.go();
    play.log({
      event: "approval_voided",
      task_id: "a",
      phase: "design",
      data: { request: "a/design#1", reason: "", changed: [] },
    });
    play.finish("a");
    expect(play.ask()).toMatchObject({
      start: [],
      ask: [{ task: "a", phase: "design", attempt: 1 }],
      idle: null,
    });
  });

  test("a phase done by hand is listed once, takes no agent, and then waits", () => {
    const play = new Play(makePlan([{ id: "a", manual: ["design"] }]));
    const decision = play.ask();
    expect(decision).toMatchObject({
      start: [],
      manual: [{ task: "a", phase: "design", attempt: 1 }],
      idle: null,
    });
    play.request("a", "design", "manual");
    expect(play.ask()).toMatchObject({ manual: [], idle: "waiting_manual", waitingFor: ["a/design#1"] });
  });

  test("a blocked task stops only what depends on it", () => {
    const play = new Play(makePlan([...two, { id: "c" }]));
    play.go();
    play.fail("a");
    play.block("a", "design");
    play.finish("c");
    expect(play.go()).toEqual(["c/spec"]);
    for (let i = 0; i < 3; i++) {
      play.finish("c");
      play.go();
    }
    expect(play.ask()).toMatchObject({ idle: "blocked", waitingFor: ["task_failure:a/design"] });
    play.log({
      event: "blocker_resolved",
      task_id: "a",
      phase: "design",
      data: { id: "task_failure:a/design", how: "" },
    });
    expect(play.go()).toEqual(["a/design"]);
  });

  test("blocked wins over waiting for an approval", () => {
    const play = new Play(makePlan([{ id: "a" }, { id: "b" }]));
    play.go();
    play.finish("a", true);
    play.fail("b");
    play.block("b", "design");
    expect(play.ask().idle).toBe("blocked");
  });

  test.each([
    ["budget_exceeded", true],
    ["disk_space", true],
    ["network", true],
    ["test_failures", false],
  ] as const)("a milestone-wide %s blocker lets nothing new start: %s", (type, stops) => {
    const play = new Play(makePlan(two));
    const data = {
      id: type,
      type,
      severity: "error",
      level: 4,
      message: "",
      evidence: "",
      proposals: [],
      attempts: 1,
    } as const;
    play.log({ event: "blocker_detected", data: { ...data, proposals: [] } });
    const decision = play.ask();
    expect(decision.start.length).toBe(stops ? 0 : 1);
    expect(decision.idle).toBe(stops ? "blocked" : null);
  });

  test("a task whose budget is spent is blocked as a whole, the others go on", () => {
    const play = new Play(makePlan([{ id: "a" }, { id: "b" }]));
    const data = {
      type: "budget_exceeded",
      severity: "error",
      task: "a",
      level: 4,
      message: "",
      evidence: "",
      attempts: 1,
    } as const;
    play.log({
      event: "blocker_detected",
      task_id: "a",
      data: { ...data, id: "budget_exceeded:a", proposals: [] },
    });
    expect(play.go()).toEqual(["b/design"]);
  });

  test("a milestone is not completed while one of its own blockers stands", () => {
    const play = new Play(makePlan([{ id: "a", standard: true }]));
    play.go();
    play.finish("a");
    const data = {
      id: "test_failures",
      type: "test_failures",
      severity: "error",
      level: 4,
      message: "",
      evidence: "",
    } as const;
    play.log({ event: "blocker_detected", data: { ...data, proposals: [], attempts: 1 } });
    expect(play.ask()).toMatchObject({ idle: "blocked", waitingFor: ["test_failures"] });
  });

  test("a task whose phases are all finished is reported until that is recorded", () => {
    const play = new Play(makePlan([{ id: "a", standard: true }]));
    play.go();
    const phase = play.end("a");
    const data = { attempt: 1, executor: "run", duration_ms: 1, deliverables: [], changed: 0, gated: false };
    play.log({ event: "phase_completed", task_id: "a", phase, data });
    expect(play.ask()).toMatchObject({ complete: ["a"], idle: null });
    play.log({ event: "task_completed", task_id: "a", data: {} });
    expect(play.ask()).toMatchObject({ complete: [], idle: "completed" });
  });

  test("a finished task that is reopened makes its dependants wait again", () => {
    const play = new Play(
      makePlan([
        { id: "a", standard: true },
        { id: "b", after: ["a"] },
      ]),
    );
    play.go();
    play.finish("a");
    expect(play.ask().start.map(nameOf)).toEqual(["b/design"]);
    play.log({
      event: "phase_reopened",
      task_id: "a",
      phase: "execute",
      data: { by: { login: "x", id: 1, source: "local" }, reason: "", revert: false },
    });
    expect(play.go()).toEqual(["a/execute"]);
  });
});

describe("checkpoints", () => {
  const plan = makePlan([{ id: "a" }, { id: "b" }], {
    qualityGates: [checkpoint(100, "Final"), checkpoint(40, "Core")],
  });
  const upTo40 = () => {
    const play = new Play(plan);
    play.go();
    play.finish("a");
    play.finish("b");
    play.go();
    play.finish("a");
    play.finish("b");
    return play;
  };

  test("are due when their percentage is first crossed, and nothing starts before they pass", () => {
    const play = upTo40();
    expect(milestonePercentage(play.state)).toBe(40);
    expect(play.ask()).toMatchObject({ start: [], checkpoints: [{ name: "Core" }], idle: null });
    play.log({ event: "quality_gate_passed", data: { name: "Core", at: 40, checks: [] } });
    expect(play.ask().checkpoints).toEqual([]);
    expect(play.go()).toEqual(["a/task", "b/task"]);
  });

  test("that fail stop everything until their blocker is gone, then are due again", () => {
    const play = upTo40();
    const id = "quality_gate_failed:Core";
    play.log({ event: "quality_gate_failed", data: { name: "Core", at: 40, checks: [] } });
    const data = {
      id,
      type: "quality_gate_failed",
      severity: "error",
      level: 4,
      message: "",
      evidence: "",
    } as const;
    play.log({ event: "blocker_detected", data: { ...data, proposals: [], attempts: 1 } });
    expect(play.ask()).toMatchObject({
      start: [],
      checkpoints: [],
      idle: "checkpoint",
      waitingFor: ["Core"],
    });
    expect(
      reachedCheckpoints(plan, play.state, 40).map(gate => isCheckpointBlocked(play.state, gate.name)),
    ).toEqual([true]);
    play.log({ event: "blocker_resolved", data: { id, how: "" } });
    expect(play.ask().checkpoints.map(c => c.name)).toEqual(["Core"]);
  });

  test("that are crossed together are due in the order of their marks", () => {
    expect(reachedCheckpoints(plan, upTo40().state, 100).map(c => c.name)).toEqual(["Core", "Final"]);
  });

  test("with approvers wait for them", () => {
    const play = upTo40();
    const data = {
      request: "gate:Core",
      transition: "quality_gate",
      kind: "approval",
      approvers: ["anna"],
    } as const;
    play.log({
      event: "approval_requested",
      data: { ...data, approvers: ["anna"], min_approvals: 1, criteria: [], deliverables: [], attempt: 1 },
    });
    expect(play.ask()).toMatchObject({
      start: [],
      checkpoints: [],
      idle: "waiting_approval",
      waitingFor: ["gate:Core"],
    });
  });

  test("at 100 % come before the milestone counts as completed", () => {
    const short = makePlan([{ id: "a", standard: true }], { qualityGates: [checkpoint(100, "Final")] });
    const play = new Play(short);
    play.go();
    play.finish("a");
    expect(play.ask()).toMatchObject({ checkpoints: [{ name: "Final" }], idle: null });
    play.log({ event: "quality_gate_passed", data: { name: "Final", at: 100, checks: [] } });
    expect(play.ask().idle).toBe("completed");
  });
});

describe("the sequential strategy", () => {
  test("runs one phase at a time in a stable topological order", () => {
    const play = new Play(
      makePlan([
        { id: "z", after: ["m"], standard: true },
        { id: "m", hours: 1 },
        { id: "b", standard: true, hours: 99 },
      ]),
      "sequential",
    );
    const started: string[] = [];
    for (;;) {
      const start = play.go();
      if (start.length === 0) break;
      expect(start).toHaveLength(1);
      started.push(...start);
      play.finish(play.running[0]!.task);
    }
    expect(started).toEqual(["m/design", "m/spec", "m/task", "m/execute", "z/execute", "b/execute"]);
  });

  test("goes on with the next task while one waits for its approval", () => {
    const play = new Play(makePlan([{ id: "a" }, { id: "b" }]), "sequential");
    expect(play.go()).toEqual(["a/design"]);
    play.finish("a", true);
    expect(play.go()).toEqual(["b/design"]);
    play.grant("a", "design");
    play.finish("b");
    expect(play.go()).toEqual(["a/spec"]);
  });
});

describe("the hybrid strategy", () => {
  const plan = makePlan([
    { id: "a", standard: true },
    { id: "b" },
    { id: "c", after: ["a"], standard: true },
    { id: "d", after: ["c"], standard: true },
  ]);

  test("finishes a cluster of independent tasks and synchronises it before the next", () => {
    const play = new Play(plan, "hybrid");
    expect(play.go()).toEqual(["a/execute", "b/design"]);
    play.finish("a");
    expect(play.ask()).toMatchObject({ start: [], sync: null });
    for (let i = 0; i < 4; i++) {
      play.finish("b");
      if (i < 3) expect(play.go()).toHaveLength(1);
    }
    expect(play.ask()).toMatchObject({ start: [], sync: 0, idle: null });
    play.synced = 0;
    expect(play.go()).toEqual(["c/execute"]);
    play.finish("c");
    expect(play.ask()).toMatchObject({ start: [], sync: 1 });
    play.synced = 1;
    expect(play.go()).toEqual(["d/execute"]);
    play.finish("d");
    expect(play.ask()).toMatchObject({ sync: null, idle: "completed" });
  });

  test("leaves a cluster when only people can move what is left of it, and takes that up again", () => {
    const play = new Play(plan, "hybrid");
    play.go();
    play.finish("a");
    play.finish("b", true);
    expect(play.ask().sync).toBe(0);
    play.synced = 0;
    expect(play.go()).toEqual(["c/execute"]);
    play.grant("b", "design");
    expect(play.go()).toEqual(["b/spec"]);
  });

  test("on resume goes on in the cluster that had begun, and with what is left of the earlier ones", () => {
    const play = new Play(plan, "hybrid");
    play.go();
    play.finish("a");
    play.finish("b", true);
    play.ask();
    play.synced = 0;
    play.go();
    play.grant("b", "design");
    const resumed = new Play(plan, "hybrid");
    Object.assign(resumed.state, play.state);
    expect(resumed.ask().sync).toBeNull();
    expect(resumed.go().sort()).toEqual(["b/spec", "c/execute"]);
  });

  test("does not ask to synchronise while a blocker of the milestone stands", () => {
    const play = new Play(plan, "hybrid");
    play.go();
    play.finish("a");
    play.finish("b", true);
    const data = {
      id: "test_failures",
      type: "test_failures",
      severity: "error",
      level: 4,
      message: "",
      evidence: "",
    } as const;
    play.log({ event: "blocker_detected", data: { ...data, proposals: [], attempts: 1 } });
    expect(play.ask()).toMatchObject({ sync: null, start: [], idle: "blocked" });
  });
});

test("a ready task that comes back with another key stands where the new one puts it", () => {
  const ready = new ReadyTasks([[], []]);
  const form = { execute: false, keeps: false };
  ready.add(0, -5, form);
  ready.remove(0);
  ready.add(0, -1, form);
  ready.add(1, -3, form);
  const take = () => ready.take(() => true);
  expect([take(), take(), take()]).toEqual([1, 0, undefined]);
});

test("a fallback profile takes the place of the planned executor and keeps the phase's limits", () => {
  const planned = makePlan([{ id: "a" }]).tasks[0]!.phases[0]!.executor;
  expect(executorNamed(planned, "run")).toBe(planned);
  expect(executorNamed(planned, "codex")).toMatchObject({
    kind: "agent",
    profile: "codex",
    timeoutMs: planned.timeoutMs,
  });
});
