import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counted } from "../../../src/milestone/text/sanitise.ts";
import {
  bar,
  compact,
  dateTime,
  duration,
  filledCells,
  money,
  share,
  took,
} from "../../../src/milestone/view/figures.ts";

describe("figures", () => {
  test.each([
    [-5, "0s"],
    [999, "0s"],
    [59_999, "59s"],
    [60_000, "1m 00s"],
    [192_000, "3m 12s"],
    [3_599_999, "59m 59s"],
    [3_600_000, "1h 00m"],
    [86_399_999, "23h 59m"],
    [273_600_000, "3d 04h"],
  ])("%i ms is shown as %s", (ms, words) => expect(duration(ms)).toBe(words));

  test.each([
    [0, "0s"],
    [40, "0.1s"],
    [999, "0.9s"],
    [9_999, "9.9s"],
    [10_000, "10s"],
    [192_000, "3m 12s"],
  ])("what took %i ms is shown as %s", (ms, words) => expect(took(ms)).toBe(words));

  test("a bar is full only at 100 and empty only at 0", () => {
    expect(bar(0)).toBe("░".repeat(10));
    expect(bar(1)).toBe(`█${"░".repeat(9)}`);
    expect(bar(99)).toBe(`${"█".repeat(9)}░`);
    expect(bar(100)).toBe("█".repeat(10));
  });

  test("a bar never leaves its width", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 2, max: 80 }), (percent, width) => {
        const filled = filledCells(percent, width);
        return filled >= 0 && filled <= width && bar(percent, width).length === width;
      }),
    );
  });

  test("money keeps cents, groups thousands and hides no fraction", () => {
    expect([money(0), money(0.004), money(0.5), money(12_345.678)]).toEqual([
      "$0.00",
      "< $0.01",
      "$0.50",
      "$12,345.68",
    ]);
  });

  test("large counts are short", () => {
    expect([compact(950), compact(12_345), compact(999_960), compact(3_950_000)]).toEqual([
      "950",
      "12.3k",
      "1.0M",
      "4.0M",
    ]);
  });

  test("a share of nothing is not known", () => {
    expect([share(1, 3), share(3, 3), share(0, 0)]).toEqual([33, 100, null]);
  });

  test("words agree with their numbers", () => {
    expect([counted(1, "task"), counted(2, "task"), counted(0, "branch", "branches")]).toEqual([
      "1 task",
      "2 tasks",
      "0 branches",
    ]);
    expect(dateTime(Date.parse("2026-11-21T09:07:31Z"))).toBe("2026-11-21 09:07 UTC");
  });
});
