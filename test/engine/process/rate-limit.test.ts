import { describe, expect, it } from "vitest";
import { waitFromText } from "../../../src/engine/process/rate-limit.ts";
import { processorTime } from "../../rig/processor-time.ts";

/** A Saturday, 12:00 in London, 13:00 in Berlin, 07:00 in New York. */
const NOW = Date.parse("2026-11-21T12:00:00Z");
const H = 3_600_000;
const MIN = 60_000;
const wait = (text: string, zone = "UTC"): number | undefined => waitFromText(text, NOW, zone).waitMs;

describe("a time of day is the next such time in its zone", () => {
  it.each([
    ["You've hit your limit · resets 5:20am (Europe/Berlin)", 16 * H + 20 * MIN],
    ["You've hit your session limit · resets 1:10am (America/New_York)", 18 * H + 10 * MIN],
    ["You've hit your limit · resets 4:50am", 16 * H + 50 * MIN],
    ["You've hit your limit · resets 4pm (Asia/Kuala_Lumpur)", 20 * H],
    ["5-hour limit reached ∙ resets 3pm", 3 * H],
    ["Limit reached, resets at 13:30", 90 * MIN],
    ["You've hit your usage limit. Upgrade to Pro or try again at 7:43 PM.", 7 * H + 43 * MIN],
    ["quota used up; available again at midnight PT", 20 * H],
    ["Weekly limit reached · resets 10am (Asia/Seoul) · /upgrade to Max", 13 * H],
    ["try again tomorrow at 9am", 21 * H],
  ])("%j", (text, ms) => {
    expect(wait(text)).toBe(ms);
  });

  it("without a zone it is a time of the machine, in which the programs print it", () => {
    expect(wait("resets 4:50am", "Europe/Berlin")).toBe(15 * H + 50 * MIN);
  });

  it("one that has only just passed is a reset that is late, not tomorrow's", () => {
    expect(wait("resets 11:57am")).toBe(MIN);
    expect(wait("resets 11:40am")).toBe(23 * H + 40 * MIN);
  });

  it("a change of the clocks on the way is counted", () => {
    const before = Date.parse("2026-10-24T20:00:00Z");
    expect(waitFromText("resets 5am (Europe/Berlin)", before).waitMs).toBe(8 * H);
  });
});

describe("a date is that day", () => {
  it.each([
    ["You've hit your weekly limit · resets Nov 25, 2am (UTC)", 86 * H],
    ["You've hit your weekly limit · resets Nov 25 at 7pm", 103 * H],
    ["or try again at Nov 30th, 2026 7:43 PM.", 223 * H + 43 * MIN],
    ["resets Mon 9:00 AM", 45 * H],
    ["your quota resets on 1 December 2026", 228 * H],
    [
      "Usage limit reached for 5 hour. Your limit will reset at 2026-11-21 16:24:22",
      4 * H + 24 * MIN + 22_000,
    ],
    ["rate limit resets at 2026-11-21T12:05:00Z", 5 * MIN],
    ["resets at 2026-11-21T15:00:00+02:00", H],
  ])("%j", (text, ms) => {
    expect(wait(text)).toBe(ms);
  });

  it("at the turn of the year it may be in the next", () => {
    const now = Date.parse("2026-12-30T12:00:00Z");
    expect(waitFromText("resets Jan 2, 12pm (UTC)", now).waitMs).toBe(72 * H);
  });
});

describe("a duration counts from now", () => {
  it.each([
    ["Upgrade to Pro or try again in 3 days 2 hours.", 74 * H],
    ["Try again in 5 hours 2 minutes.", 5 * H + 2 * MIN],
    ["Your quota will reset after 14h32m5s.", 14 * H + 32 * MIN + 5_000],
    ["Please retry in 34.074824224s.", 34_075],
    ["Please try again in 1m20s.", 80_000],
    ["please wait 30 seconds", 30_000],
    ["try again in 1 week and 2 days", 216 * H],
    ["No deployments available, Try again in 60 seconds", MIN],
    ["Please retry after 13 seconds.", 13_000],
    ["retry after 45", 45_000],
  ])("%j", (text, ms) => {
    expect(wait(text)).toBe(ms);
  });
});

describe("fields of answers and headers are read", () => {
  it.each([
    ['{"retryDelay": "34s"}', 34_000],
    ["retry-after: 60", MIN],
    ['"retry_after":30', 30_000],
    ['"retry-after-ms":"1500"', 1_500],
    ['"resets_in_seconds":7200', 2 * H],
    [`"resets_at":${NOW / 1000 + 600}`, 10 * MIN],
    [`{\\"resets_at\\":${NOW / 1000 + 600}}`, 10 * MIN],
    [`x-ratelimit-requests-reset: ${NOW + 90_000}`, 90_000],
    [`Claude AI usage limit reached|${NOW / 1000 + 30}`, 30_000],
  ])("%j", (text, ms) => {
    expect(wait(text)).toBe(ms);
  });
});

describe("what names no time, or an unbelievable one, gives none", () => {
  it.each([
    "Please try again later.",
    "wait for limits to reset (every 5h and every week.)",
    "You've hit your org's monthly usage limit",
    "retry after 99 days",
    "resets 27:90",
    "we will be back in 2029",
    "retry 3 of 10 failed",
    "retrying 2 times",
  ])("%j", text => {
    expect(wait(text)).toBeUndefined();
  });
});

it("hostile text takes no time", () => {
  const started = processorTime();
  wait("resets in 1 1 1 1 ".repeat(20_000));
  wait(`retry${" ".repeat(200_000)}`);
  wait(`reset ${"(".repeat(200_000)}`);
  wait("retry_after".repeat(20_000));
  expect(processorTime() - started).toBeLessThan(2_000);
});
