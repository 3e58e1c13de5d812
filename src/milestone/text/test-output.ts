import { mochaFailures, mochaReport } from "./mocha-output.ts";

/** What a test run came to. */
export interface TestTotals {
  total: number;
  passed: number;
  failed: number;
  skipped: number;
  /** The first failures, with the beginning of their message where it is known. */
  failures: { name: string; message: string }[];
}

export const MAX_FAILURES = 20;
const MAX_MESSAGE = 500;
/** No runner's summary is a longer line. */
const MAX_LINE = 1_000;

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Totals and failures from what a known test runner printed (vitest, jest, mocha, node:test, TAP, pytest, unittest,
 * go test -v or -json, gotestsum, cargo, nextest, ctest, rspec, minitest, ExUnit, maven, gradle, dotnet, deno, bun, phpunit,
 * jasmine, ava, playwright, XCTest, Swift Testing); several runs are added up.
 * null when nothing of the kind is found: then no figure is known, and none is made up.
 */
export function parseTestOutput(output: string): TestTotals | null {
  const lines = output.split("\n").map(plain);
  const tap = isTap(lines) ? tapPoints(lines) : [];
  const mocha = mochaReport(lines);
  const counts =
    add([...lines.flatMap(line => summaryOf(line) ?? []), ...listedCounts(lines), ...mocha.stats]) ??
    add([
      ...tap.map(point => one(point.verdict)),
      ...lines.flatMap(line => goTest(line) ?? swiftTest(line) ?? []),
    ]);
  if (!counts) return null;
  const total = counts.passed + counts.failed + counts.skipped;
  const failed = tap.filter(point => point.verdict === "failed");
  const named =
    failed.length > 0
      ? failed.map(({ name, message }) => ({ name, message }))
      : failuresIn(lines, [...mocha.failures, ...mochaFailures(lines)]);
  return { total, ...counts, failures: named.slice(0, MAX_FAILURES) };
}

function plain(line: string): string {
  return line
    .slice(0, MAX_LINE)
    .replace(/\u001b\[[0-9;]{0,32}m/g, "")
    .trimEnd();
}

function add(all: Counts[]): Counts | null {
  if (all.length === 0) return null;
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  return { ...sum, passed: Math.max(0, sum.passed) };
}

/** Lines that say how many tests did what, in words such as `3 passed`. */
const WORDED: readonly RegExp[] = [
  /^\s*Tests\s+\d+ \w+.*\(\d+\)$/, // vitest
  /^Tests:\s+\d+ \w+.*\d+ total$/, // jest
  /^\s+\d+ (?:passing|failing|pending)(?: \([\d.]+\w*\))?$/, // mocha
  /^(?:#|ℹ) (?:pass|fail|skip|skipped|todo|cancelled) \d+$/, // node:test, ava
  /^=*\s?\d+ (?:failed|passed|skipped|error).* in [\d.]+s/, // pytest
  /^test result: \w+\. \d+ passed; \d+ failed; \d+ ignored/, // cargo
  /^ +Summary \[[ \d.]+s\] +\d+(?:\/\d+)? tests? run: /, // nextest
  /^(?:ok|FAILED) \| \d+ passed/, // deno
  /^\s\d+ (?:pass|fail|skip)$/, // bun
  /^Test summary: total: \d+, failed: \d+, succeeded: \d+/, // dotnet since 9
];

/** Lines that give a total and what of it went wrong, so that the rest passed. */
const TOTALLED: readonly { line: RegExp; total: RegExp }[] = [
  { line: /^\d+ examples?, \d+ failures?/, total: /^(\d+) examples?/ }, // rspec
  { line: /^\d+ runs, \d+ assertions, \d+ failures/, total: /^(\d+) runs/ }, // minitest
  { line: /^\d+ tests completed, \d+ failed/, total: /^(\d+) tests/ }, // gradle
  {
    line: /^(?:\[\w+\] )?\s*Tests run: \d+, Failures: \d+, Errors: \d+, Skipped: \d+$/,
    total: /Tests run: (\d+)/,
  }, // maven
  { line: /^Tests: \d+, Assertions: \d+/, total: /^Tests: (\d+)/ }, // phpunit
  { line: /^OK \(\d+ tests?, \d+ assertions?\)$/, total: /^OK \((\d+)/ }, // phpunit
  { line: /^(?:Passed|Failed)!\s+- Failed:\s+\d+, Passed:/, total: /Total:\s+(\d+)/ }, // dotnet
  { line: /^DONE \d+ tests?\b.* in [\d.]+m?s$/, total: /^DONE (\d+)/ }, // gotestsum
  { line: /^\d+ specs?, \d+ failures?/, total: /^(\d+)/ }, // jasmine
  {
    line: /^(?:\d+ (?:doctests?|properties|property), ){0,2}\d+ tests?, \d+ failures?/,
    total: /(\d+) tests?/,
  }, // ExUnit
];

function summaryOf(line: string): Counts | null {
  if (WORDED.some(expression => expression.test(line))) return wordCounts(line);
  for (const { line: expression, total } of TOTALLED) {
    if (!expression.test(line)) continue;
    const { failed, skipped } = wordCounts(line);
    const beside = [...line.matchAll(/(\d+) (?:doctest|propert)/g)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
    return { passed: Number(total.exec(line)?.[1] ?? 0) + beside - failed - skipped, failed, skipped };
  }
  return unittestCounts(line) ?? ctestCounts(line);
}

/** unittest gives its total and what went wrong in two lines: the second takes from the first. */
function unittestCounts(line: string): Counts | null {
  const ran = /^Ran (\d+) tests? in [\d.]+s$/.exec(line);
  if (ran) return { passed: Number(ran[1]), failed: 0, skipped: 0 };
  if (!/^(?:OK|FAILED) \((?:failures|errors|skipped|expected failures|unexpected successes)=/.test(line))
    return null;
  // What was to fail and did is as it should be.
  const { failed, skipped } = wordCounts(
    line.replace(/expected failures=\d+/, "").replace("unexpected successes", "failures"),
  );
  return { passed: -failed - skipped, failed, skipped };
}

/** ctest counts what was skipped among what passed, and what is disabled not at all. */
function ctestCounts(line: string): Counts | null {
  const summary = /^\d+% tests passed, (\d+) tests? failed out of (\d+)$/.exec(line);
  if (summary)
    return { passed: Number(summary[2]) - Number(summary[1]), failed: Number(summary[1]), skipped: 0 };
  if (!/^ *\d+\/\d+ Test +#\d+: /.test(line)) return null;
  if (line.includes("***Skipped ")) return { passed: -1, failed: 0, skipped: 1 };
  return line.includes("***Not Run (Disabled)") ? one("skipped") : null;
}

/** Playwright and ava end with a line for each kind; ava leaves out what passed where a test failed. */
function listedCounts(lines: readonly string[]): Counts[] {
  const isPlaywright = lines.some(line => /^Running \d+ tests? using \d+ workers?/.test(line));
  const own = isPlaywright
    ? /^ {2}\d+ (?:failed|passed|skipped|flaky|interrupted|did not run)(?: \([\d.]+\w+\))?$/
    : /^ {2}\d+ tests? (?:failed|passed|skipped|todo)$/;
  const found = lines.filter(line => own.test(line)).map(line => wordCounts(line.replace(/ tests? /, " ")));
  if (isPlaywright || found.length === 0 || found.some(({ passed }) => passed > 0)) return found;
  return [...found, { passed: lines.filter(line => /^ {2}✔ \S/.test(line)).length, failed: 0, skipped: 0 }];
}

/** A line of XCTest or Swift Testing that ends one test. */
function swiftTest(line: string): Counts | null {
  const ended =
    /^Test Case '.+' (passed|failed|skipped) \(/.exec(line) ??
    /^[✔✘➜] Test (?!run with).+ (passed|failed|skipped)(?: after .*|\.?|: .*)$/u.exec(line);
  return ended ? one(ended[1] as keyof Counts) : null;
}

const FAILED = /^(?:fail(?:s|ed|ing|ures?)?|errors?|cancelled|invalid|interrupted|timed|exec)$/i;
const PASSED = /^(?:pass(?:ed|ing|es)?|succeeded|flaky|x(?:failed|passed))$/i;
const SKIPPED = /^(?:skip(?:s|ped)?|pending|todo|ignored|excluded|did)$/i;

/** Reads `3 failed`, `fail 3`, `Failures: 3` and `failures=3`. */
function wordCounts(line: string): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const numberFirst =
    /^(?:DONE |\W*)\d+ [A-Za-z]|; |\. \d+ passed|tests? run: /.test(line) ||
    /^\s*Tests:?\s+\d+ /.test(line) ||
    line.includes(" | ");
  const pairs = numberFirst
    ? line.matchAll(/(?<n>\d+) (?<w>[A-Za-z]+)/g)
    : line.matchAll(/(?<w>[A-Za-z]+)(?:: {0,8}|=| )(?<n>\d+)/g);
  for (const { groups } of pairs) {
    const word = groups?.w ?? "";
    const count = Number(groups?.n);
    if (FAILED.test(word)) counts.failed += count;
    else if (PASSED.test(word)) counts.passed += count;
    else if (SKIPPED.test(word)) counts.skipped += count;
  }
  return counts;
}

/** One line for one test of `go test -v` or `-json`; indented ones are parts of a test. */
function goTest(line: string): Counts | null {
  switch (/^--- (PASS|FAIL|SKIP): /.exec(line)?.[1] ?? goEvent(line)?.action.toUpperCase()) {
    case "PASS":
      return one("passed");
    case "FAIL":
      return one("failed");
    case "SKIP":
      return one("skipped");
    default:
      return null;
  }
}

function one(verdict: keyof Counts): Counts {
  return { passed: 0, failed: 0, skipped: 0, [verdict]: 1 };
}

/** A line of `go test -json` that ends one top-level test. */
function goEvent(line: string): { action: string; test: string } | null {
  if (!line.startsWith('{"') || !line.includes('"Test":"')) return null;
  const action = /"Action":"(pass|fail|skip)"/.exec(line)?.[1];
  const test = /"Test":"([^"]{1,300})"/.exec(line)?.[1];
  return action && test && !test.includes("/") ? { action, test } : null;
}

/** Lines that name a failed test, the name in the first group and its message, if there is one, in the second. */
const FAILURE_LINES: readonly RegExp[] = [
  /^\s*FAIL\s+(\S.* > .+)$/, // vitest
  /^\s{2}● (?!Console$)(\S.*)$/, // jest
  /^(?:FAILED|ERROR) (\S+::\S.*?)(?: - (.*))?$/, // pytest
  /^--- FAIL: (\S+)/, // go
  /^test (\S.*) \.\.\. FAILED$/, // cargo
  /^rspec (\S+) # (.*)$/, // rspec
  /^\[ERROR\]\s{2,}(\w[\w.$]*:\d+)\s*(.*)$/, // maven
  /^(\w[\w.$ ]* > .+) FAILED$/, // gradle
  /^\s{2}Failed (\S+) \[/, // dotnet
  /^(?:FAIL|ERROR): (\w+ \(.*\))$/, // unittest
  /^✖ (\S.*?)(?: \([\d.]+ms\))?$/, // node:test
  /^(\w[\w:]*#\w+) \[\S+:\d+\]:$/, // minitest
  /^\d+\) (\w[\w\\]*::\w.*)$/, // phpunit
  /^ {2}\d+\) ((?:test|property|doctest) .+ \([\w.]+\))$/, // ExUnit
  /^\t *\d+ - (\S+) \((?!Disabled|Not Run).+\)$/, // ctest
  /^ {2}\d+\) (?:\[\w+\] › )?(\S+:\d+:\d+ › [^─]+)/, // playwright
  /^ {2}✘ \[fail\]: (.+)$/, // ava
  /^=== FAIL: \S+ (\S+) \(/, // gotestsum
  /^ +FAIL \[[ \d.]+s\] (?:\( *\d+\/\d+\) )?(\S+ \S+)$/, // nextest
  /^Test Case '(.+)' failed \(/, // XCTest
  /^✘ Test (?!run with)"?([^"]+?)"? failed after /u, // Swift Testing
];

function failuresIn(all: string[], known: TestTotals["failures"]): TestTotals["failures"] {
  const failures = new Map(known.map(({ name, message }) => [short(name), short(message)]));
  // node:test marks suites as well; under this heading stand the failed tests alone.
  const lines = all.slice(all.findIndex(line => /^✖ failing tests:/.test(line)) + 1);
  for (const [index, line] of lines.entries()) {
    for (const expression of FAILURE_LINES) {
      const match = expression.exec(line);
      const name = match?.[1]?.trim() ?? goFailure(line) ?? jasmineFailure(line, lines[index + 1]);
      if (!name || failures.has(name)) continue;
      failures.set(name, short(match?.[2] ?? messageBelow(lines, index)));
      break;
    }
    if (failures.size >= MAX_FAILURES) break;
  }
  return [...failures].map(([name, message]) => ({ name, message }));
}

const short = (text: string): string => text.slice(0, MAX_MESSAGE).toWellFormed();

function goFailure(line: string): string | undefined {
  const event = goEvent(line);
  return event?.action === "fail" ? event.test : undefined;
}

function jasmineFailure(line: string, next: string | undefined): string | undefined {
  return next === "  Message:" ? /^\d+\) (.+)$/.exec(line)?.[1] : undefined;
}

/** The first line below that reads like an error, within the next few. */
function messageBelow(lines: string[], index: number): string {
  const near = lines.slice(index + 1, index + 8).map(line => line.trim());
  return (
    near.find(line =>
      /^\w*(?:Error|Exception|Failure)\b|^error:|^expect|^assert|^panicked|^Failed asserting/i.test(line),
    ) ?? ""
  );
}

/** One test point of a TAP stream. */
interface TapPoint {
  verdict: "passed" | "failed" | "skipped";
  name: string;
  /** From the diagnostics below it. */
  message: string;
}

const POINT = /^( *)(ok|not ok)(?: (\d+))?(?: -)?(?: (.*))?$/;
const DIRECTIVE = / # ?(?:skip|todo)\b/i;
/** Where diagnostics tell what went wrong. */
const MESSAGE = /^ +(?:message|error): ["']?(.*?)["']?$/;

/**
 * The tests of a TAP stream. A point that only sums up others (a suite) is left out, whether it comes before them with
 * an open brace, as in vitest, or after them with less indentation, as in node:test.
 */
function tapPoints(lines: readonly string[]): TapPoint[] {
  const points: TapPoint[] = [];
  let deeper = -1;
  let current: TapPoint | null = null;
  for (const line of lines) {
    const match = POINT.exec(line);
    if (!match) {
      // The suite that is closed here stood before its tests: the next point at this depth is a test.
      const closed = /^( *)\}$/.exec(line);
      if (closed) deeper = closed[1]!.length;
      if (current?.verdict === "failed") current.message ||= MESSAGE.exec(line)?.[1] ?? "";
      continue;
    }
    const [, indent = "", word, , rest = ""] = match;
    const sums = rest.endsWith("{") || (deeper > indent.length && deeper >= 0);
    deeper = indent.length;
    current = null;
    if (sums) continue;
    const name = rest.replace(/ # .*$/, "").trim();
    const verdict = DIRECTIVE.test(` ${rest}`) ? "skipped" : word === "ok" ? "passed" : "failed";
    current = { verdict, name, message: "" };
    points.push(current);
  }
  return points;
}

/** Whether the lines are TAP at all: a plan or a version says so; single `ok` lines may be anything. */
function isTap(lines: readonly string[]): boolean {
  return lines.some(line => /^ *(?:TAP version \d+|1\.\.\d+)/.test(line));
}
