import { expect, test } from "vitest";
import { ActivityBoard } from "../../../src/engine/run/activity-board.ts";
import { historyAt, historyOf, workMs } from "../../../src/milestone/view/run-history.ts";
import { sampleEvent } from "../../milestone/view/samples.ts";

const AT = { task: "a", phase: "execute", slot: 1 } as const;
const began = Date.parse("2026-11-30T12:00:00.000Z");

function boardAt(times: number[]): ActivityBoard {
  const clock = { now: () => began + times[0]! };
  return new ActivityBoard(clock as never);
}

test("an attempt's stages have times of their own, and the next attempt begins from nothing", () => {
  const time = [0];
  const board = boardAt(time);
  board.set("slot 1", { doing: "preparing", ...AT });
  time[0] = 6_000;
  board.set("slot 1", { doing: "working", ...AT });
  time[0] = 16_000;
  board.clear("slot 1");
  // Between two stages nothing of it is under way.
  time[0] = 20_000;
  board.set("checks", { doing: "testing", reason: "phase", task: "a", phase: "execute" });
  time[0] = 24_000;
  expect(board.end(AT)).toEqual({ preparing: 6_000, working: 10_000, testing: 4_000 });
  expect([board.list, board.end(AT)]).toEqual([[], {}]);
});

test("the set-up of an attempt under way counts as none of its agent's time in any view", () => {
  const time = [0];
  const board = boardAt(time);
  board.set("slot 1", { doing: "preparing", ...AT });
  const place = { task_id: "a", phase: "execute", timestamp: new Date(began).toISOString() } as const;
  const history = historyOf([sampleEvent("phase_started", place)]);
  const shown = (now: number) => historyAt(history, board.list, now).attempts[0]!;
  expect(workMs(shown(began + 6_000), began + 6_000)).toBe(0);
  time[0] = 6_000;
  board.set("slot 1", { doing: "working", ...AT });
  const attempt = shown(began + 7_500);
  expect([workMs(attempt, began + 7_500), attempt.stages]).toEqual([
    1_500,
    { preparing: 6_000, working: 1_500 },
  ]);
});
