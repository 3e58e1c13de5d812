import { describe, expect, test } from "vitest";
import { EVENTS, type EventName } from "../../../src/milestone/session/event.ts";
import { describeEvent, EVENT_LOOK, isShownAt, toneOf } from "../../../src/milestone/view/describe-event.ts";
import { sampleEvent } from "./samples.ts";

const names = Object.keys(EVENTS) as EventName[];

describe("an event in words", () => {
  test("each kind of event has a sentence of its own", async () => {
    const lines = names.map(name => `${name}: ${describeEvent(sampleEvent(name))}`);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../../fixtures/views/events.txt");
    expect(new Set(lines.map(l => l.slice(l.indexOf(": "))))).toHaveLength(names.length);
  });

  test("no sentence shows a missing value or an object", () => {
    for (const name of names) {
      expect(describeEvent(sampleEvent(name)), name).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  test("a gate of a checkpoint is named by its checkpoint", () => {
    const event = sampleEvent("approval_requested", { task_id: undefined, phase: undefined });
    if (event.event === "approval_requested")
      event.data = { ...event.data, request: "gate:Core functionality" };
    expect(describeEvent(event)).toBe(
      'quality gate "Core functionality" waits for approval by anyone with write permission',
    );
  });

  test("an unknown kind is a bug and says which", () => {
    expect(() => describeEvent({ ...sampleEvent("task_started"), event: "x" } as never)).toThrow(
      /unknown event/,
    );
  });
});

describe("monitoring levels", () => {
  test("gates, blockers, starts and ends are shown at every level", () => {
    for (const name of names.filter(n => /^(session|milestone|approval|blocker|quality_gate)_/.test(n))) {
      expect(isShownAt("basic", sampleEvent(name)), name).toBe(true);
    }
  });

  test("a command of which another line tells with who gave it is shown to those alone who want to see all", () => {
    const accepted = (command: string) => {
      const event = sampleEvent("command_accepted");
      if (event.event === "command_accepted") event.data = { ...event.data, command };
      return event;
    };
    const shown = ["approve", "skip", "retry", "sync"].map(name => isShownAt("detailed", accepted(name)));
    expect(shown).toEqual([false, false, true, true]);
    expect(isShownAt("verbose", accepted("approve"))).toBe(true);
  });

  test("phases are shown from detailed on, and git from verbose on", () => {
    expect(isShownAt("basic", sampleEvent("phase_started"))).toBe(false);
    expect(isShownAt("detailed", sampleEvent("phase_started"))).toBe(true);
    expect(isShownAt("detailed", sampleEvent("commit_created"))).toBe(false);
    expect(isShownAt("verbose", sampleEvent("commit_created"))).toBe(true);
  });

  test("a failed test run looks bad, a passed one good", () => {
    const run = sampleEvent("tests_run");
    expect(toneOf(run)).toBe("bad");
    if (run.event === "tests_run") expect(toneOf({ ...run, data: { ...run.data, ok: true } })).toBe("good");
    expect(Object.keys(EVENT_LOOK).sort()).toEqual([...names].sort());
  });
});
