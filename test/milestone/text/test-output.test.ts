import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseTestOutput } from "../../../src/milestone/text/test-output.ts";
import { processorTime } from "../../rig/processor-time.ts";

const counts = (output: string) => {
  const totals = parseTestOutput(output);
  return totals && [totals.total, totals.passed, totals.failed, totals.skipped];
};

describe("totals of known runners", () => {
  it.each([
    [
      "vitest",
      " Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 5 passed | 2 skipped (8)\n   Duration  1s",
      [8, 5, 1, 2],
    ],
    [
      "vitest in colour",
      "\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m7 passed\u001b[39m\u001b[22m\u001b[90m (7)\u001b[39m",
      [7, 7, 0, 0],
    ],
    [
      "jest",
      "Test Suites: 1 failed, 2 total\nTests:       1 failed, 2 skipped, 5 passed, 8 total\nSnapshots:   0 total",
      [8, 5, 1, 2],
    ],
    ["mocha", "  5 passing (10ms)\n  1 pending\n  2 failing\n", [8, 5, 2, 1]],
    [
      "node:test",
      "ℹ tests 10\nℹ suites 0\nℹ pass 7\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 1",
      [10, 7, 1, 2],
    ],
    ["pytest", "=== 1 failed, 5 passed, 2 skipped, 3 warnings, 1 error in 0.12s ===", [9, 5, 2, 2]],
    ["pytest, short", "5 passed in 0.01s", [5, 5, 0, 0]],
    ["unittest", "Ran 3 tests in 0.000s\n\nFAILED (failures=1, skipped=1)", [3, 1, 1, 1]],
    ["unittest, good", "Ran 3 tests in 0.000s\n\nOK", [3, 3, 0, 0]],
    [
      "go -v",
      "=== RUN TestA\n--- PASS: TestA (0.00s)\n    --- PASS: TestA/sub (0.00s)\n--- FAIL: TestB (0.00s)\n--- SKIP: TestC (0.00s)\nFAIL",
      [3, 1, 1, 1],
    ],
    [
      "go -json",
      '{"Time":"x","Action":"pass","Package":"p","Test":"TestA"}\n{"Action":"pass","Test":"TestA/sub"}\n{"Action":"fail","Test":"TestB"}\n{"Action":"fail","Package":"p"}',
      [2, 1, 1, 0],
    ],
    [
      "cargo, two crates",
      "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\ntest result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out",
      [9, 6, 2, 1],
    ],
    ["rspec", "10 examples, 2 failures, 1 pending", [10, 7, 2, 1]],
    ["minitest", "8 runs, 12 assertions, 1 failures, 1 errors, 2 skips", [8, 4, 2, 2]],
    [
      "maven",
      "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in A\n[ERROR] Tests run: 10, Failures: 1, Errors: 1, Skipped: 2",
      [10, 6, 2, 2],
    ],
    ["gradle", "10 tests completed, 2 failed, 1 skipped", [10, 7, 2, 1]],
    [
      "dotnet",
      "Failed!  - Failed:     1, Passed:     9, Skipped:     2, Total:    12, Duration: 1 s - a.dll (net9.0)",
      [12, 9, 1, 2],
    ],
    ["deno", "FAILED | 5 passed | 1 failed (10ms)", [6, 5, 1, 0]],
    ["bun", " 5 pass\n 1 skip\n 2 fail\n 12 expect() calls\nRan 8 tests across 2 files.", [8, 5, 2, 1]],
    ["phpunit", "Tests: 5, Assertions: 10, Failures: 1, Skipped: 1.", [5, 3, 1, 1]],
    ["phpunit, good", "OK (5 tests, 10 assertions)", [5, 5, 0, 0]],
    [
      "TAP",
      "TAP version 14\n1..4\nok 1 - a\nnot ok 2 - b\nok 3 # SKIP later\nnot ok 4 - d # TODO",
      [4, 1, 1, 2],
    ],
    [
      "nextest",
      "     Summary [   0.012s] 5 tests run: 2 passed (1 slow), 1 failed, 1 timed out, 1 skipped",
      [5, 2, 2, 1],
    ],
    [
      "XCTest",
      "Test Case 'T.testA' passed (0.001 seconds)\nTest Case 'T.testB' failed (0.002 seconds)\n\t Executed 2 tests, with 1 failure (0 unexpected) in 0.003 (0.003) seconds",
      [2, 1, 1, 0],
    ],
    [
      "Swift Testing",
      "✔ Test adds() passed after 0.001 seconds.\n✘ Test order() failed after 0.001 seconds with 1 issue.\n➜ Test later() skipped.\n✘ Test run with 3 tests failed after 0.002 seconds with 1 issue.",
      [3, 1, 1, 1],
    ],
    [
      "dotnet since 9",
      "Test summary: total: 3, failed: 1, succeeded: 1, skipped: 1, duration: 1.2s",
      [3, 1, 1, 1],
    ],
    ["two runners in turn", "Tests:       5 passed, 5 total\n3 passed in 0.01s", [8, 8, 0, 0]],
  ])("%s", (_runner, output, expected) => {
    expect(counts(output)).toEqual(expected);
  });

  it.each([
    "",
    "all good",
    "ok",
    "ok  \tpackage\t0.01s",
    "5 passed the exam",
    "build failed: 3 errors",
    "I ran 5 tests, 2 failed",
  ])("%j is no known runner's: nothing is made up", output => {
    expect(parseTestOutput(output)).toBeNull();
  });
});

const printed = (name: string): string =>
  readFileSync(join(import.meta.dirname, `../../fixtures/test-output/${name}.txt`), "utf8");

/** One test that passes, one that fails and one that is skipped, as each program printed them. */
describe("what a program printed of three tests", () => {
  const order = "keeps the order of lines";
  it.each([
    ["vitest", `sum.test.mjs > ${order}`, "AssertionError: expected 3 to be 2 // Object.is equality"],
    ["jest", order, "expect(received).toBe(expected) // Object.is equality"],
    ["jasmine", `sum ${order}`, "Expected 3 to be 2."],
    ["node-spec", order, "3 == 2"],
    ["node-tap", order, "3 == 2"],
    ["tap", "should be equal", ""],
    ["ava", order, ""],
    ["ava-tap", order, ""],
    ["playwright-list", `sum.spec.ts:1:95 › ${order}`, expect.stringMatching(/^Error: expect\(received\)/)],
    ["playwright-line", `sum.spec.ts:1:95 › ${order}`, expect.stringMatching(/^Error: expect\(received\)/)],
    ["go-verbose", "TestOrder", ""],
    ["go-json", "TestOrder", ""],
    ["cargo", "tests::order", "assertion `left == right` failed"],
    ["ctest", "order", ""],
    ["exunit", "test keeps the order (S)", "Assertion with == failed"],
    ["rspec", "./s_spec.rb:3", "sum order"],
    ["minitest", "S#test_order", "Expected: 2"],
    ["phpunit", "SumTest::testOrder", "Failed asserting that 3 is identical to 2."],
  ])("%s", (name, failed, message) => {
    const counts = { total: 3, passed: 1, failed: 1, skipped: 1 };
    expect(parseTestOutput(printed(name))).toEqual({ ...counts, failures: [{ name: failed, message }] });
  });

  // With a test that fails as it should; with a test inside of another.
  it.each([
    ["pytest", [4, 2, 1, 1], ["test_sum.py::test_order"]],
    ["pytest-quiet", [4, 2, 1, 1], ["test_sum.py::test_order"]],
    ["unittest", [4, 2, 1, 1], ["test_order (ut.T.test_order)"]],
    ["gotestsum", [4, 1, 2, 1], ["TestOrder/lines", "TestOrder"]],
    ["ava-good", [3, 2, 0, 1], []],
  ])("%s", (name, expected, failed) => {
    expect(counts(printed(name))).toEqual(expected);
    expect(parseTestOutput(printed(name))?.failures.map(each => each.name)).toEqual(failed);
  });
});

describe("failures", () => {
  it.each([
    [
      "vitest",
      " FAIL  a.test.ts > suite > bad one\nAssertionError: expected 1 to be 2\n Tests  1 failed (1)",
      "a.test.ts > suite > bad one",
      "AssertionError: expected 1 to be 2",
    ],
    [
      "jest",
      "  ● suite › bad one\n\n    expect(received).toBe(expected)\n\nTests:       1 failed, 1 total",
      "suite › bad one",
      "expect(received).toBe(expected)",
    ],
    [
      "pytest",
      "FAILED tests/x.py::test_a - AssertionError: no\n1 failed in 0.1s",
      "tests/x.py::test_a",
      "AssertionError: no",
    ],
    ["go", "--- FAIL: TestB (0.00s)\n    x_test.go:3: no", "TestB", ""],
    ["cargo", "test t::bad ... FAILED\ntest result: FAILED. 0 passed; 1 failed; 0 ignored", "t::bad", ""],
    ["rspec", "rspec ./spec/x.rb:3 # X does\n1 examples, 1 failures", "./spec/x.rb:3", "X does"],
    [
      "node:test",
      "✖ suite (1ms)\nℹ pass 0\nℹ fail 1\n\n✖ failing tests:\n\n✖ bad (1ms)\n  Error: no",
      "bad",
      "Error: no",
    ],
    ["TAP", "1..1\nnot ok 1 - bad # time=1ms\n  ---\n  message: 'it broke'\n  ...", "bad", "it broke"],
  ])("of %s are named", (_runner, output, name, message) => {
    expect(parseTestOutput(output)!.failures).toEqual([{ name, message }]);
  });

  it("a nested TAP suite is not counted beside its tests", () => {
    const vitest = "1..1\nnot ok 1 - file {\n    1..2\n    ok 1 - a\n    not ok 2 - b\n}";
    const node = "    ok 1 - a\n    not ok 2 - b\n    1..2\nnot ok 1 - suite\n1..1";
    for (const output of [vitest, node]) {
      expect(parseTestOutput(output)).toMatchObject({
        total: 2,
        passed: 1,
        failed: 1,
        failures: [{ name: "b" }],
      });
    }
  });

  it("are named up to twenty", () => {
    const output = `${Array.from({ length: 99 }, (_, i) => `FAILED a.py::t${i} - x`).join("\n")}\n99 failed in 1.0s`;
    expect(parseTestOutput(output)!.failures).toHaveLength(20);
  });
});

it("ten megabytes of hostile output are read in good time", () => {
  const lines = [
    "1 ",
    "FAIL a > ",
    "✖ ",
    "FAILED a::b - ",
    "Tests 1 a",
    " FAIL  x > x > ",
    '{"Test":"',
    "not ok 1 ",
    "= 1 failed ",
  ];
  const started = processorTime();
  for (const line of lines) {
    parseTestOutput(line.repeat(100_000));
    parseTestOutput(`${line.repeat(5)}\n`.repeat(20_000));
  }
  expect(processorTime() - started).toBeLessThan(4_000);
});
