import { describe, expect, test } from "vitest";
import type { Lease } from "../../../src/milestone/session/event.ts";
import { dateTime } from "../../../src/milestone/view/figures.ts";
import { why } from "../../../src/milestone/view/why.ts";
import { checkpoint, makePlan, Play, START } from "../make-plan.ts";

const LEASE: Lease = { epoch: 1, run_id: "1", run_attempt: 1, job: "j", host: "h", pid: 1, pid_started: "1" };

function playing(plan = makePlan([{ id: "a" }, { id: "b", after: ["a"] }, { id: "c", after: ["b"] }])): Play {
  const play = new Play(plan);
  play.state.status = "in_progress";
  play.state.lease = LEASE;
  return play;
}

const ask = (play: Play, task: string) => why(play.plan, play.state, task, { now: play.now })!;

describe("why", () => {
  test("knows no task that the plan has not", () => {
    const play = playing();
    expect(why(play.plan, play.state, "x", { now: 0 })).toBeNull();
  });

  test("follows dependencies down to the first cause", () => {
    const play = playing();
    play.go();
    play.finish("a", true);
    const answer = ask(play, "c");
    expect(answer.causes).toMatchObject([
      { path: ["c", "b", "a"], cause: { kind: "approval", request: "a/design#1", approvers: ["anna"] } },
    ]);
    expect(answer.sentences).toEqual([
      `c waits for b waits for a: a/design waits for approval by anna since ${dateTime(START)}: milestone approve m a/design`,
    ]);
  });

  test("names each first cause once, by the shortest way", () => {
    const play = playing(
      makePlan([
        { id: "a" },
        { id: "b", after: ["a"] },
        { id: "c", after: ["a", "b"] },
        { id: "d", after: ["c"] },
      ]),
    );
    expect(ask(play, "d").causes.map(c => c.path)).toEqual([["d", "c", "a"]]);
  });

  test("says what is at work, what is ready and what is through", () => {
    const play = playing(makePlan([{ id: "a" }, { id: "b" }, { id: "c", standard: true }]));
    play.agents = 1;
    play.go();
    expect(ask(play, "a").sentences).toEqual([`a/design is at work, attempt 1, since ${dateTime(START)}`]);
    expect(ask(play, "b").sentences).toEqual(["b is ready for design and waits for a free agent"]);
    play.log({
      event: "task_skipped",
      task_id: "c",
      data: { reason: "later", by: { login: "x", id: 1, source: "local" } },
    });
    expect(ask(play, "c").sentences).toEqual(["c was skipped (later)"]);
  });

  test("names a blocker with the command that helps", () => {
    const play = playing();
    play.go();
    play.fail("a");
    play.block("a", "design");
    expect(ask(play, "b").sentences).toEqual([
      "b waits for a: a is blocked by task_failure:a/design: it broke; try: milestone retry m a/design",
    ]);
  });

  test("names the time of a retry", () => {
    const play = playing();
    play.go();
    play.fail("a");
    const time = new Date(START + 60_000).toISOString();
    const data = { attempt: 2, not_before: time, level: 1, executor: "run", reason: "" } as const;
    play.log({ event: "retry_scheduled", task_id: "a", phase: "design", data });
    expect(ask(play, "a").causes).toEqual([
      {
        path: ["a"],
        cause: { kind: "not_before", phase: "design", time, inMs: 60_000, failure: "no" },
      },
    ]);
    expect(ask(play, "a").sentences).toEqual(["a/design failed and is tried again in 1m 00s (no)"]);
  });

  test("says what is done at this moment to what is under way", () => {
    const play = playing(makePlan([{ id: "a" }]));
    play.go();
    const activities = [{ doing: "preparing", task: "a", phase: "design", slot: 1, since: START }] as const;
    const answer = why(play.plan, play.state, "a", { now: START + 6_000, activities });
    expect(answer?.sentences).toEqual([
      `a/design is under way (preparing for 6s), attempt 1, since ${dateTime(START)}`,
    ]);
    const [working] = [
      { ...activities[0], doing: "working", since: START + 6_000, before: { preparing: 6_000 } },
    ] as const;
    const later = why(play.plan, play.state, "a", { now: START + 10_000, activities: [working] });
    expect(later?.sentences).toEqual([
      `a/design is at work for 4s (beside it preparing 6s), attempt 1, since ${dateTime(START)}`,
    ]);
  });

  test("says that code waits for the tests of the untouched branch", () => {
    const plan = {
      ...makePlan([{ id: "a", standard: true }]),
      testCommand: "npm test",
      testBaseline: "require" as const,
    };
    const play = playing(plan);
    expect(ask(play, "a").sentences).toEqual([
      "a is ready, and waits until the tests of the untouched branch have run (baseline): npm test",
    ]);
  });

  test("names who holds a resource in another milestone", () => {
    const play = playing(makePlan([{ id: "a", resources: ["db"] }]));
    const activities = [
      {
        doing: "waiting_for_resource",
        task: "a",
        resources: ["db"],
        holder: "db is held by the milestone n (run 7)",
        since: START,
      },
    ] as const;
    const answer = why(play.plan, play.state, "a", { now: START, activities });
    expect(answer?.sentences).toEqual([
      "a needs db, which another milestone holds while it works (db is held by the milestone n (run 7))",
    ]);
  });

  test("names work that a person does", () => {
    const play = playing(makePlan([{ id: "a", manual: ["design"] }]));
    play.request("a", "design", "manual");
    expect(ask(play, "a").sentences[0]).toBe("a/design is done by a person; once it is: milestone done m a");
  });

  test("names the task that holds a resource", () => {
    const play = playing(
      makePlan([
        { id: "a", resources: ["path:src/**"], hours: 2 },
        { id: "b", resources: ["path:src/x.ts"], hours: 1 },
      ]),
    );
    play.go();
    const held = { holder: null, kind: "resource", resource: "path:src/x.ts", task: "a" };
    expect(ask(play, "b").causes[0]!.cause).toEqual(held);
    // Nothing runs while a person decides on a, which keeps it all the same.
    play.finish("a", true);
    play.state.lease = null;
    expect(ask(play, "b").causes[0]!.cause).toEqual(held);
  });

  test("names the checkpoint that everything waits for", () => {
    const play = playing(
      makePlan([{ id: "a", standard: true }, { id: "b" }], {
        qualityGates: [checkpoint(50, "Half", { approvers: ["anna"] })],
      }),
    );
    play.agents = 1;
    play.go();
    play.finish("a");
    expect(ask(play, "b").causes[0]!.cause).toMatchObject({ kind: "checkpoint", name: "Half", state: "due" });
    const id = "quality_gate_failed:Half";
    const data = {
      id,
      type: "quality_gate_failed",
      severity: "error",
      level: 4,
      message: "",
      evidence: "",
      attempts: 1,
    } as const;
    play.log({ event: "blocker_detected", data: { ...data, proposals: [] } });
    expect(ask(play, "b").sentences[0]).toContain('while checkpoint "Half" fails');
  });

  test("names a spent budget of the milestone", () => {
    const play = playing();
    const data = {
      id: "budget_exceeded",
      type: "budget_exceeded",
      severity: "error",
      level: 4,
      message: "300 minutes are spent",
    } as const;
    play.log({ event: "blocker_detected", data: { ...data, evidence: "", proposals: [], attempts: 1 } });
    expect(ask(play, "a").sentences[0]).toContain("300 minutes are spent");
  });

  test("says how to start a milestone that is not running", () => {
    const play = playing();
    play.state.lease = null;
    play.state.status = "paused";
    expect(ask(play, "a").sentences).toEqual([
      "a could start, but the milestone is not running (paused): milestone resume m",
    ]);
    play.state.status = "planned";
    expect(ask(play, "a").sentences[0]).toContain("milestone execute m");
    play.state.status = "cancelled";
    expect(ask(play, "a").sentences).toEqual(["the milestone is cancelled, so a will not run"]);
  });

  test("tells at most twenty of many causes, and how many more there are", () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ id: `t${i}` }));
    const play = playing(makePlan([...many, { id: "end", after: many.map(t => t.id) }]));
    const answer = ask(play, "end");
    expect(answer.causes).toHaveLength(20);
    expect(answer.sentences.at(-1)).toBe("… and 10 more causes");
  });
});
