import { describe, expect, test } from "vitest";
import { phaseCosts } from "../../../src/milestone/schedule/critical-path.ts";
import {
  expectedTime,
  finishedPhases,
  type PastPhase,
} from "../../../src/milestone/schedule/expected-time.ts";
import { makePlan, Play, type TaskSketch } from "../make-plan.ts";

const MINUTE = 60_000;

/** What the second task takes where the first one took so many minutes. */
function expected({
  minutes,
  past = [],
  second = {},
}: {
  minutes?: number;
  past?: PastPhase[];
  second?: Partial<TaskSketch>;
}) {
  const play = new Play(
    makePlan([
      { id: "a", standard: true },
      { id: "b", standard: true, ...second },
    ]),
  );
  if (minutes !== undefined) {
    play.go();
    const data = {
      attempt: 1,
      executor: "run",
      duration_ms: minutes * MINUTE,
      deliverables: [],
      changed: 0,
      gated: false,
    };
    play.log({ event: "phase_completed", task_id: "a", phase: "execute", data });
  }
  const { plan, state } = play;
  const known = { plan, costs: phaseCosts(plan), own: finishedPhases(plan, state), past };
  return expectedTime(known, { task: "b", phase: "execute", executor: "run" });
}

describe("the time that a phase is expected to take", () => {
  test("is nobody's guess where nothing is known", () => {
    expect(expected({})).toBeNull();
  });

  test("is what the same command took in this milestone", () => {
    expect(expected({ minutes: 7 })).toEqual({
      ms: 7 * MINUTE,
      basis: "as 1 such phase of this milestone did",
      isSure: true,
    });
  });

  test("is the task's estimate, and what estimates were worth so far", () => {
    expect(expected({ second: { hours: 2 } })).toEqual({
      ms: 120 * MINUTE,
      basis: "by its estimate",
      isSure: true,
    });
  });

  test("is what other commands took in earlier milestones, which decides nothing by itself", () => {
    const past: PastPhase[] = [5, 9].map(each => ({ phase: "execute", ms: each * MINUTE, executor: "run" }));
    expect(expected({ past })).toMatchObject({ ms: 9 * MINUTE, isSure: false });
    expect(expected({ past: past.map(each => ({ ...each, executor: "claude" })) })).toBeNull();
  });
});
