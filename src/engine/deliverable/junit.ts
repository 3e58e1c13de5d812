import { SaxesParser } from "saxes";
import { MAX_FAILURES, type TestTotals } from "../../milestone/text/test-output.ts";

export type JUnitReading = { ok: true; totals: TestTotals } | { ok: false; message: string; line: number };

const MAX_MESSAGE = 1_000;

/**
 * Reads a JUnit report by its cases, since the totals in `testsuite` attributes are often wrong or absent.
 * A document type is refused: it is the door to entity tricks, and no tool writes one.
 */
export function readJUnit(text: string): JUnitReading {
  const parser = new SaxesParser({ position: true });
  let problem: { message: string; line: number } | null = null;
  const refuse = (message: string) => {
    problem ??= { message, line: parser.line };
  };
  const reader = createCaseReader();
  let root: string | null = null;
  parser.on("error", error => refuse(error.message.replace(/^\d+:\d+: /, "")));
  parser.on("doctype", () => refuse("a document type (<!DOCTYPE …>) is not read"));
  parser.on("opentag", tag => {
    root ??= tag.name;
    reader.open(tag.name, tag.attributes as Record<string, string>);
  });
  parser.on("text", reader.text);
  parser.on("cdata", reader.text);
  parser.on("closetag", tag => reader.close(tag.name));
  parser.write(text).close();
  if (problem) return { ok: false, ...(problem as { message: string; line: number }) };
  if (root !== "testsuites" && root !== "testsuite") {
    return {
      ok: false,
      message: `the outermost element must be testsuites or testsuite, not ${root}`,
      line: 1,
    };
  }
  return { ok: true, totals: reader.totals };
}

function createCaseReader() {
  const totals: TestTotals = { total: 0, passed: 0, failed: 0, skipped: 0, failures: [] };
  let current: { name: string; verdict: "passed" | "failed" | "skipped"; message: string } | null = null;
  let reading = false;

  function open(element: string, attributes: Record<string, string>): void {
    if (element === "testcase") {
      const name = [attributes.classname, attributes.name].filter(Boolean).join(" › ");
      current = { name: name || "(unnamed)", verdict: "passed", message: "" };
    } else if (current && (element === "failure" || element === "error")) {
      current.verdict = "failed";
      current.message ||= attributes.message ?? "";
      reading = current.message === "";
    } else if (current && element === "skipped" && current.verdict === "passed") {
      current.verdict = "skipped";
    }
  }

  function close(element: string): void {
    if (element === "failure" || element === "error") reading = false;
    if (element !== "testcase" || !current) return;
    totals.total++;
    totals[current.verdict]++;
    if (current.verdict === "failed" && totals.failures.length < MAX_FAILURES) {
      totals.failures.push({
        name: current.name,
        message: current.message.trim().slice(0, MAX_MESSAGE).toWellFormed(),
      });
    }
    current = null;
  }

  function text(part: string): void {
    if (reading && current && current.message.length < MAX_MESSAGE) current.message += part;
  }

  return { totals, open, close, text };
}
