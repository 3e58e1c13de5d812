import { describe, expect, test } from "vitest";
import { mermaidGantt } from "../../../src/milestone/view/gantt.ts";
import { timeScale } from "../../../src/milestone/view/html/time-scale.ts";
import { historyOf } from "../../../src/milestone/view/run-history.ts";
import { criticalChain, spansOf, type TimeSpan } from "../../../src/milestone/view/spans.ts";
import { fixture, plannedFixture } from "../../fixtures/state.ts";
import { sampleEvent } from "./samples.ts";

describe("spans", () => {
  test("hold every attempt and every wait of the log", () => {
    const made = fixture({ tasks: 30, until: 0.7 });
    const spans = spansOf(made.plan, made.history, made.now);
    const count = (name: string) => made.events.filter(e => e.event === name).length;
    expect(spans.filter(s => s.kind === "work")).toHaveLength(count("phase_started"));
    expect(spans.filter(s => s.kind === "wait")).toHaveLength(count("approval_requested"));
    for (const span of spans) expect(span.end).toBeGreaterThanOrEqual(span.start);
  });

  test("of one agent never overlap", () => {
    const made = fixture({ tasks: 30 });
    const work = spansOf(made.plan, made.history, made.now).filter(s => s.kind === "work");
    for (const name of new Set(work.map(s => s.lane))) {
      const lane = work.filter(s => s.lane === name);
      for (const [i, span] of lane.entries())
        if (i > 0) expect(span.start).toBeGreaterThanOrEqual(lane[i - 1]!.end);
    }
  });

  test("the critical chain runs from the first work to the last without overlap", () => {
    const made = fixture({ tasks: 30 });
    const spans = spansOf(made.plan, made.history, made.now);
    const chain = spans.filter(s => s.critical);
    expect(chain.at(-1)!.end).toBe(Math.max(...spans.map(s => s.end)));
    expect(made.plan.tasks.find(t => t.id === chain[0]!.task)!.dependencies).toEqual([]);
    for (const [i, span] of chain.entries())
      if (i > 0) expect(span.start).toBeGreaterThanOrEqual(chain[i - 1]!.end);
    const { workMs, waitMs } = criticalChain(spans);
    expect(workMs + waitMs).toBeLessThanOrEqual(chain.at(-1)!.end - chain[0]!.start);
  });
});

test.each([
  ["on a machine of its own goes on when the run that asked for it ends", true, "completed"],
  ["of the run itself ends with it", false, "interrupted"],
])("an attempt %s", (_, elsewhere, outcome) => {
  const at = (minute: number) => ({
    task_id: "a",
    phase: "execute" as const,
    timestamp: `2026-11-30T12:0${minute}:00.000Z`,
  });
  const events = [
    sampleEvent("session_started", at(0)),
    sampleEvent("phase_started", at(1)),
    ...(elsewhere ? [sampleEvent("ticket_issued", at(1))] : []),
    sampleEvent("session_paused", at(2)),
    sampleEvent("session_resumed", at(5)),
    sampleEvent("phase_completed", at(6)),
  ];
  expect(historyOf(events).attempts.map(a => a.outcome)).toEqual([outcome]);
});

describe("the Mermaid Gantt", () => {
  test("is the golden one", async () => {
    await expect(`${mermaidGantt(fixture({ tasks: 5, until: 0.6 }))}\n`).toMatchFileSnapshot(
      "../../fixtures/views/gantt.mmd",
    );
  });

  test("shows at most forty bars, the newest, and says so", () => {
    const text = mermaidGantt(fixture({ tasks: 100, until: 0.5 }))!;
    expect(text.match(/ :(crit, )?(done, )?\d+, \d+$/gm)).toHaveLength(40);
    expect(text).toMatch(/title the newest 40 of \d+ bars/);
  });

  test("is left out before anything ran", () => {
    expect(mermaidGantt(plannedFixture({ tasks: 5 }))).toBeNull();
  });
});

describe("the scale of time", () => {
  const span = (start: number, end: number, kind: TimeSpan["kind"] = "work"): TimeSpan => ({
    kind,
    task: "a",
    label: "",
    lane: "task_executor/1",
    start,
    end,
    open: false,
    outcome: "completed",
    critical: false,
    detail: "",
  });
  const HOUR = 3_600_000;

  test("goes forwards from edge to edge", () => {
    const made = fixture({ tasks: 30 });
    const spans = spansOf(made.plan, made.history, made.now);
    const scale = timeScale(spans, 100, 1_000);
    const times = spans.flatMap(s => [s.start, s.end]).sort((a, b) => a - b);
    expect(scale.x(times[0]!)).toBeCloseTo(100);
    expect(scale.x(times.at(-1)!)).toBeCloseTo(1_000);
    for (const [i, time] of times.entries())
      if (i > 0) expect(scale.x(time)).toBeGreaterThanOrEqual(scale.x(times[i - 1]!));
  });

  test("draws a night without work short", () => {
    const scale = timeScale(
      [span(0, HOUR), span(HOUR, 13 * HOUR, "wait"), span(13 * HOUR, 14 * HOUR)],
      0,
      844,
    );
    expect(scale.pauses).toMatchObject([{ start: HOUR, end: 13 * HOUR, width: 44 }]);
    expect(scale.x(HOUR)).toBeCloseTo(400);
    expect(scale.x(13 * HOUR)).toBeCloseTo(444);
  });
});
