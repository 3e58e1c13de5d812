import { parseTestOutput, type TestTotals } from "../../milestone/text/test-output.ts";
import { readJUnit } from "./junit.ts";

/** Totals of a test run from its output: a JUnit report printed in it, TAP, or a known runner's own lines. */
export function readTestRun(output: string): TestTotals | null {
  return junitIn(output) ?? parseTestOutput(output);
}

function junitIn(output: string): TestTotals | null {
  const start = output.search(/<testsuites?[\s>]/);
  if (start < 0) return null;
  const close = output.startsWith("<testsuites", start) ? "</testsuites>" : "</testsuite>";
  const end = output.lastIndexOf(close);
  if (end < start) return null;
  const reading = readJUnit(output.slice(start, end + close.length));
  return reading.ok ? reading.totals : null;
}
