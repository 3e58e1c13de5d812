import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_WEIGHTS } from "../../../src/milestone/phase.ts";
import { EVENTS, type EventName, type NewEvent } from "../../../src/milestone/session/event.ts";
import {
  appendEvent,
  EMPTY_LOG,
  foldLog,
  type LogReading,
  readLog,
} from "../../../src/milestone/session/log.ts";
import { auditText, buildAudit } from "../../../src/milestone/view/audit.ts";
import { buildDashboard } from "../../../src/milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../../../src/milestone/view/dashboard-markdown.ts";
import { describeEvent } from "../../../src/milestone/view/describe-event.ts";
import { reportMarkdown } from "../../../src/milestone/view/report-markdown.ts";
import { historyOf } from "../../../src/milestone/view/run-history.ts";
import { makePlan } from "../make-plan.ts";
import { SAMPLES, sampleEvent } from "../view/samples.ts";

const names = Object.keys(EVENTS) as EventName[];
const stamp = { milestone: "m", session: "s", now: Date.UTC(2026, 10, 30) };

/** A log of these events as anybody could write it: each line chained to the one before, whatever it says. */
function chained(events: readonly object[]): string {
  let head = EMPTY_LOG;
  return events
    .map(event => {
      const appended = appendEvent(head, event as NewEvent, stamp);
      head = appended.head;
      return `${appended.line}\n`;
    })
    .join("");
}
const read = (...events: object[]): LogReading => readLog([{ file: "log", text: chained(events) }]);

const activated = {
  event: "milestone_activated",
  data: {
    ...SAMPLES.milestone_activated,
    weights: DEFAULT_WEIGHTS,
    tasks: [{ id: "a", workflow: true, status: "pending", phases: { design: "pending", spec: "pending" } }],
  },
};
const begun = [
  { event: "session_started", data: SAMPLES.session_started },
  activated,
  { event: "approval_requested", task_id: "a", phase: "design", data: SAMPLES.approval_requested },
];

/** Every place in a value, as the keys that lead there. */
function placesIn(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...placesIn(inner, [...at, key])]);
}

/** The value with something else at that place; `undefined` leaves the key out. */
function changedAt(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = changedAt(copy[key], rest, to);
  return copy;
}

const ODD: unknown[] = [undefined, null, -1, 1e308, "x", "", true, [], {}, [null], { x: 1 }, "__proto__"];

describe("An event that is read", () => {
  test("is taken as it was written, each kind", () => {
    for (const name of names) {
      const { task_id, phase, agent, data } = sampleEvent(name);
      const reading = read({ event: name, task_id, phase, agent, data });
      expect(reading.ok ? "" : reading.problem.message, name).toBe("");
      expect(reading.ok && reading.events[0]?.data, name).toEqual(data);
    }
  });

  test("may hold what this version does not know, and keeps it", () => {
    const reading = read({ event: "task_started", task_id: "a", data: { later: { than: ["this"] } } });
    expect(reading.ok && reading.events[0]?.data).toEqual({ later: { than: ["this"] } });
  });

  test("is named by file, line, kind and field where its data is not what the kind says", () => {
    const reading = read(...begun, {
      event: "approval_granted",
      data: { request: "a/design#1", complete: true },
    });
    expect(reading).toMatchObject({
      ok: false,
      problem: {
        file: "log",
        line: 4,
        message: expect.stringMatching(/^the event approval_granted is malformed: data\.decision: /),
      },
    });
  });

  test.each([
    ["a time that is none", { timestamp: "tomorrow" }, "timestamp"],
    ["a session whose name leaves the folder", { session_id: "../../x" }, "session_id"],
    ["a task that cannot be one", { task_id: "a/../b" }, "task_id"],
    ["a phase that there is not", { phase: "toString" }, "phase"],
    ["an agent that is no text", { agent: 1 }, "agent"],
  ])("is refused for %s", (_, change, field) => {
    const line = chained([{ event: "task_started", task_id: "a", data: {} }]);
    const text = `${JSON.stringify({ ...JSON.parse(line), ...change })}\n`;
    const reading = readLog([{ file: "log", text }]);
    expect(reading.ok ? "" : reading.problem.message).toContain(`malformed: ${field} is no`);
  });

  test("is refused, or every view of the milestone can show it, whatever one field of it says", () => {
    const plan = makePlan([{ id: "a" }]);
    const change = fc.constantFrom(...names).chain(name => {
      const places = placesIn(SAMPLES[name]);
      return fc.record({
        name: fc.constant(name),
        place: places.length ? fc.constantFrom(...places) : fc.constant(["x"]),
        to: fc.constantFrom(...ODD),
      });
    });
    let shown = 0;
    fc.assert(
      fc.property(change, ({ name, place, to }) => {
        const { task_id, phase, data } = sampleEvent(name);
        const reading = read(...begun, { event: name, task_id, phase, data: changedAt(data, place, to) });
        if (!reading.ok) {
          expect(reading.problem.line).toBe(4);
          return;
        }
        const folded = foldLog("m", reading.events);
        if (!folded.ok) {
          expect(folded.seq).toBe(4);
          return;
        }
        const { state } = folded;
        const history = historyOf(reading.events);
        const input = { plan, state, history, now: stamp.now };
        reading.events.map(describeEvent);
        dashboardMarkdown(buildDashboard(input));
        reportMarkdown(input);
        auditText(buildAudit("m", reading.head, historyOf(reading.events).record.trail));
        shown += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(shown).toBeGreaterThan(100);
  });
});
