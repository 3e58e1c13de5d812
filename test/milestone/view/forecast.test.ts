import { describe, expect, test } from "vitest";
import { type PastPhase, pastPhases } from "../../../src/milestone/schedule/expected-time.ts";
import { planText } from "../../../src/milestone/view/plan-text.ts";
import { planView } from "../../../src/milestone/view/plan-view.ts";
import { makePlan, Play, type TaskSketch } from "../make-plan.ts";

const MINUTE = 60_000;
const options = { strategy: "parallel", agents: 4 } as const;
const tasks = (hours?: number): TaskSketch[] =>
  ["a", "b", "c", "d", "e"].map((id, at, all) => ({
    id,
    standard: true,
    ...(at > 0 ? { after: [all[at - 1]!] } : {}),
    ...(hours === undefined ? {} : { hours }),
  }));

/** Runs the first tasks of the chain, which take so many minutes. */
function played(sketches: TaskSketch[], minutes: number[]): Play {
  const play = new Play(makePlan(sketches));
  for (const [at, each] of minutes.entries()) {
    play.go();
    const task = sketches[at]!.id;
    play.running = play.running.filter(r => r.task !== task);
    const data = {
      attempt: 1,
      executor: "run",
      duration_ms: each * MINUTE,
      deliverables: [],
      changed: 0,
      gated: false,
    };
    play.log({ event: "phase_completed", task_id: task, phase: "execute", data });
    play.log({ event: "task_completed", task_id: task, data: {} });
  }
  return play;
}

const forecastOf = (play: Play, past: PastPhase[] = []) =>
  planView(play.plan, { ...options, state: play.state, past }).predicted.forecast;

describe("the forecast", () => {
  test("is a guess where nothing is known, and a wide one", () => {
    const forecast = forecastOf(played(tasks(), []));
    expect(forecast).toMatchObject({ from: "guess", low: 1.25, high: 20 });
    expect(forecast.basis).toMatch(/^a guess: nothing is estimated/);
  });

  test("goes by the estimates until something is done", () => {
    expect(forecastOf(played(tasks(2), [30, 30]))).toMatchObject({ from: "estimates", low: 4.5, high: 9 });
  });

  test("goes by what this milestone's own phases took of their estimates", () => {
    const forecast = forecastOf(played(tasks(1), [30, 60, 90]));
    expect(forecast).toMatchObject({ from: "history", low: 2, high: 3 });
    expect(forecast.basis).toBe(
      "3 finished phases of this milestone, which took 1× to 1.5× of what was estimated",
    );
  });

  test("goes by other milestones of the repository while this one has not done enough", () => {
    const past = pastPhases([played(tasks(), [6, 6, 12, 12]).state]);
    const forecast = forecastOf(played(tasks(), [5]), past);
    expect(forecast).toEqual({
      from: "history",
      low: 0.4,
      high: 0.8,
      basis: "4 finished phases of this repository's other milestones",
    });
  });

  test("is told in words, with seconds where that is all it takes", () => {
    const play = played(tasks(), [0.05, 0.05, 0.1]);
    const text = planText(planView(play.plan, { ...options, state: play.state }));
    expect(text).toMatch(
      /^Forecast: \d+ s to \d+ s, from 3 finished phases of this milestone, which took .* to .* each$/m,
    );
  });
});
