import { describe, expect, it } from "vitest";
import type { NewEvent } from "../../../src/milestone/session/event.ts";
import { appendEvent, EMPTY_LOG, type LogSegment, readLog } from "../../../src/milestone/session/log.ts";

const stamp = { milestone: "m", session: "s", now: Date.UTC(2026, 10, 21) };

function linesOf(count: number): string[] {
  let head = EMPTY_LOG;
  return Array.from({ length: count }, (_, n) => {
    const event: NewEvent = {
      event: "progress_updated",
      data: { percentage: n, completed_tasks: 0, total_tasks: 1 },
    };
    const appended = appendEvent(head, event, stamp);
    head = appended.head;
    return appended.line;
  });
}

const lines = linesOf(6);
const whole = `${lines.join("\n")}\n`;
const segment = (text: string, file = "log.jsonl"): LogSegment => ({ file, text });

describe("A log that was cut off", () => {
  it("loses its torn last line and nothing else, wherever in the last three lines the cut is", () => {
    const start = lines.slice(0, 3).join("\n").length + 1;
    for (let end = start; end <= whole.length; end++) {
      const text = whole.slice(0, end);
      const reading = readLog([segment(text)]);
      const complete = text.split("\n").length - 1;
      expect(reading.ok && reading.events.length, `cut at ${end}`).toBe(complete);
      expect(reading.ok && reading.torn?.line, `cut at ${end}`).toBe(
        text.endsWith("\n") ? undefined : complete + 1,
      );
    }
  });

  it("may be torn in its last segment only: an earlier one is named", () => {
    const first = `${lines.slice(0, 3).join("\n")}\n`.slice(0, -9);
    const reading = readLog([
      segment(first, "one.jsonl"),
      segment(`${lines.slice(3).join("\n")}\n`, "two.jsonl"),
    ]);
    expect(reading).toMatchObject({ ok: false, problem: { file: "one.jsonl", line: 3 } });
  });

  it("goes on from the last whole line", () => {
    const reading = readLog([segment(whole.slice(0, -5))]);
    if (!reading.ok) throw new Error(reading.problem.message);
    const next = { event: "task_started", task_id: "a", data: {} } as const;
    const { line } = appendEvent(reading.head, next, stamp);
    const mended = readLog([segment(`${lines.slice(0, 5).join("\n")}\n${line}\n`)]);
    expect(mended.ok && mended.events.at(-1)?.seq).toBe(6);
  });
});

describe("A log that was changed", () => {
  it("shows it at every byte of a line in the middle, by file and line", () => {
    const before = lines.slice(0, 2).join("\n").length + 1;
    for (let at = before; at < before + lines[2]!.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ 1;
      const reading = readLog([segment(bytes.toString("utf8"), "the.jsonl")]);
      expect(reading.ok, `byte ${at}`).toBe(false);
      if (reading.ok) continue;
      expect(reading.problem.file).toBe("the.jsonl");
      // A line that still reads well is told by the one after it, whose link no longer fits.
      expect([3, 4]).toContain(reading.problem.line);
    }
  });

  it.each([
    ["taken out", [...lines.slice(0, 2), ...lines.slice(3)]],
    ["doubled", [...lines.slice(0, 3), ...lines.slice(2)]],
    ["moved", [lines[0]!, lines[2]!, lines[1]!, ...lines.slice(3)]],
  ])("shows a line that was %s", (_, changed) => {
    const reading = readLog([segment(`${changed.join("\n")}\n`)]);
    expect(reading.ok).toBe(false);
  });
});
