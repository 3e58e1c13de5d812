import { describe, expect, it } from "vitest";
import { classifyFailure } from "../../../src/engine/process/classify-exit.ts";
import { processorTime } from "../../rig/processor-time.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const exited = (exitCode: number | null, tail = "", signal: NodeJS.Signals | null = null) =>
  classifyFailure({ reason: "exited", exitCode, signal, tail }, NOW);
const failed = (code: string) =>
  classifyFailure(
    { reason: "spawn_failed", exitCode: null, signal: null, tail: "", failure: { code, message: "m" } },
    NOW,
  );

describe("what fails the same way each time is permanent", () => {
  it.each([
    [exited(127, "bash: line 1: nope: command not found"), "program_missing"],
    [exited(126, "bash: ./x: Permission denied"), "not_executable"],
    [exited(1, "bwrap: execvp nope: No such file or directory"), "program_missing"],
    [exited(1, "bwrap: execvp ./agent: Permission denied"), "not_executable"],
    [failed("ENOENT"), "program_missing"],
    [failed("EACCES"), "not_executable"],
    [failed("ENODIR"), "bad_configuration"],
    [exited(1, "Error: Invalid API key · Please run /login"), "bad_configuration"],
    [exited(1, '{"type":"authentication_error"}'), "bad_configuration"],
    [exited(2, "error: unknown option '--frobnicate'"), "bad_configuration"],
  ])("%j is permanent: %s", (verdict, reason) => {
    expect(verdict).toMatchObject({ kind: "permanent", reason });
  });

  it("the message names what is missing", () => {
    expect(exited(127, "start\nbash: line 1: nope: command not found")).toMatchObject({
      message: "bash: line 1: nope: command not found",
    });
  });
});

describe("what may pass by itself is transient", () => {
  it.each([
    [exited(1, "npm error code ECONNRESET"), "network"],
    [exited(128, "fatal: unable to access: Could not resolve host: github.com"), "network"],
    [exited(1, "API Error: 503 Service Unavailable"), "network"],
    [exited(1, "TypeError: fetch failed"), "network"],
    [exited(137, "Killed"), "out_of_memory"],
    [exited(null, "", "SIGKILL"), "out_of_memory"],
    [exited(134, "FATAL ERROR: Reached heap limit - JavaScript heap out of memory"), "out_of_memory"],
    [exited(1, "HTTP 429"), "rate_limit"],
    [failed("EAGAIN"), "busy"],
    [failed("ENOMEM"), "out_of_memory"],
  ])("%j is transient: %s", (verdict, reason) => {
    expect(verdict).toMatchObject({ kind: "transient", reason });
  });

  it.each([
    ["rate limit exceeded, retry after 30 seconds", 30_000],
    ["429 Too Many Requests; retry-after: 60", 60_000],
    ["Rate limit reached. Please try again in 1m20s.", 80_000],
    ["Rate limit reached. Please try again in 250ms.", 250],
    ["rate limit: try again in 2 hours", 7_200_000],
    ["Claude AI usage limit reached|1795262430", 1795262430_000 - NOW],
    ["rate limit resets at 2026-11-21T12:05:00Z", 300_000],
    ["rate limit, come back some day", undefined],
    ["rate limit, retry after 99 hours", 99 * 3_600_000],
    ["rate limit, retry after 99 days", undefined],
  ])("%j asks to wait %s ms", (tail, waitMs) => {
    const verdict = exited(1, tail);
    expect(verdict).toMatchObject({ kind: "transient", reason: "rate_limit" });
    expect("waitMs" in verdict ? verdict.waitMs : undefined).toBe(waitMs);
  });
});

describe("all else is the work's own failure", () => {
  it.each([exited(1, "2 tests failed"), exited(1), exited(3, "the rate of limits is fine")])(
    "%j",
    verdict => {
      expect(verdict).toEqual({ kind: "ordinary" });
    },
  );

  it("words long before the end do not count", () => {
    const tail = `ECONNRESET was handled\n${"ok\n".repeat(50)}1 test failed`;
    expect(exited(1, tail)).toEqual({ kind: "ordinary" });
  });

  it.each(["timeout", "stalled", "killed"] as const)("an end by %s", reason => {
    expect(classifyFailure({ reason, exitCode: null, signal: "SIGKILL", tail: "ECONNRESET" }, NOW)).toEqual({
      kind: "ordinary",
    });
  });

  it("hostile text takes no time", () => {
    const started = processorTime();
    exited(1, `${"rate limit retry in 1 1 1 1 1 ".repeat(8_000)}\n${"1 ".repeat(36_000)}`);
    expect(processorTime() - started).toBeLessThan(1_000);
  });
});
