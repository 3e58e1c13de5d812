import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseTestOutput } from "../../../src/milestone/text/test-output.ts";

const printed = (name: string): string =>
  readFileSync(join(import.meta.dirname, `../../fixtures/test-output/${name}.txt`), "utf8");

/** The same tests under mocha's two reporters. */
const FAILURES = [
  { name: "top level fails", message: "AssertionError [ERR_ASSERTION]: 1 == 2" },
  {
    name: "Sums carries: over",
    message: "AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:",
  },
  { name: "Sums throws text", message: 'Error: the string "plain" was thrown, throw an Error :)' },
  { name: "Sums is slow", message: expect.stringMatching(/^Error: Timeout of 20ms exceeded/) },
  { name: "Sums has an own message", message: "AssertionError [ERR_ASSERTION]: the sum is wrong" },
  { name: 'Sums deep "before each" hook for "never runs"', message: "Error: no database" },
];

it.each(["mocha-spec", "mocha-json"])("%s: every failed test has its full title and its error", name => {
  const counts = { total: 8, passed: 1, failed: 6, skipped: 1 };
  expect(parseTestOutput(printed(name))).toEqual({ ...counts, failures: FAILURES });
});

it("what else is printed before and behind does not matter, nor that the middle is cut out", () => {
  const json = printed("mocha-json");
  const around = `> test\n> mocha\n\nconnecting…${json}npm error code 6\n`;
  expect(parseTestOutput(around)?.failures).toEqual(FAILURES);
  const [head, tail] = [json.slice(0, 300), json.slice(json.indexOf('  "failures": [\n'))];
  expect(parseTestOutput(`${head}\n… cut …\n${tail}`)).toMatchObject({ failed: 6, failures: FAILURES });
});

it("runs of several packages are added up, each with its own failures", () => {
  const twice = parseTestOutput(printed("mocha-spec") + printed("mocha-spec").replaceAll("Sums", "Products"));
  expect(twice).toMatchObject({ total: 16, failed: 12 });
  expect(twice?.failures.map(f => f.name)).toContain("Products is slow");
  expect(twice?.failures).toHaveLength(11);
});

it("a numbered list that no failing run heads is none of failures, and JSON of another kind no report", () => {
  expect(
    parseTestOutput("  1 passing (2ms)\n\n  1) first:\n     Error: shown as an example\n"),
  ).toMatchObject({
    failed: 0,
    failures: [],
  });
  expect(parseTestOutput('{\n  "failures": [\n    {\n      "fullTitle": "x"\n    }\n  ]\n}\n')).toBeNull();
});
