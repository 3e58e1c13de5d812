import { describe, expect, test } from "vitest";
import { readGitHubConfig } from "../../src/milestone/plan/github-config.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { cut, fenced } from "../../src/milestone/text/escape-markdown.ts";
import { processorTime } from "../rig/processor-time.ts";

const SIZE = 120_000;
/** What makes a careless expression look at every character from every other: long runs that fail at their end. */
const RUNS: [string, string][] = [
  ["letters and a line break", `${"a".repeat(SIZE)}\n`],
  ["blanks", " ".repeat(SIZE)],
  ["blanks and a word", `${" ".repeat(SIZE)}x`],
  ["line breaks", "\n".repeat(SIZE)],
  ["line breaks and a word", `${"\n".repeat(SIZE)}x`],
  ["dots", ".".repeat(SIZE)],
  ["slashes", "/".repeat(SIZE)],
  ["digits", "1".repeat(SIZE)],
  ["digits and units", "1m ".repeat(SIZE / 3)],
  ["backticks", "`".repeat(SIZE)],
  ["open brackets", "[".repeat(SIZE)],
  ["stars", "**/".repeat(SIZE / 3)],
];
/** What is quadratic takes minutes. */
const WITHIN_MS = 3_000;

/** Processor time (ms), which others on the machine do not lengthen. */
function timed(work: () => unknown): number {
  const start = processorTime();
  work();
  return processorTime() - start;
}

/** A milestone with the text wherever a person may write one. */
const planWith = (text: string) =>
  JSON.stringify({
    id: "m",
    title: text,
    description: text,
    executor: { run: text, timeout: text, backoff: text, env: [text], fallback: [text] },
    setup: text,
    test_command: text,
    start: text,
    notify: { stakeholders: [text] },
    prerequisites: [{ tool: text, version: text }],
    quality_gates: [{ at: 50, name: text, run: text, approvers: [text], criteria: [text] }],
    tasks: [
      {
        id: text,
        title: text,
        resources: [`path:${text}`],
        dependencies: [text],
        kiro_workflow: {
          enabled: true,
          phases: {
            design: { acceptance_criteria: [text], deliverables: [text, { changed: text }], checks: [text] },
          },
        },
      },
    ],
  });

describe.each(RUNS)("A text of %s, 120 KB long", (_, text) => {
  test("is read or refused in a milestone file in a moment", () => {
    expect(timed(() => readPlan({ file: "m.yaml", text: planWith(text) }))).toBeLessThan(WITHIN_MS);
  });

  test("is read or refused in .github/milestone.yml as fast", () => {
    const file = JSON.stringify({ workflow: text, base: text, labels: [text], approvers: [text] });
    expect(timed(() => readGitHubConfig(file, "milestone.yml"))).toBeLessThan(WITHIN_MS);
  });

  test("is fenced and cut for GitHub as fast", () => {
    expect(timed(() => fenced(text))).toBeLessThan(WITHIN_MS);
    expect(timed(() => fenced(text, { keep: "end", limit: 4_000 }))).toBeLessThan(WITHIN_MS);
    expect(timed(() => cut(text, 60_000))).toBeLessThan(WITHIN_MS);
  });
});

test("A file made of keys that nobody knows is read in a moment, though each might be a slip of the pen", () => {
  const keys = (size: number) =>
    Array.from({ length: size / 8 }, (_, i) => `${i.toString(36)}: 1\n`)
      .join("")
      .slice(0, size);
  // What the app reads of anybody on the thread that serves everybody.
  const largest = keys(16 * 1024 - 10);
  readGitHubConfig(largest, "milestone.yml");
  expect(timed(() => readGitHubConfig(largest, "milestone.yml"))).toBeLessThan(1_000);
  const plan = `id: m\ntasks: { a: x }\n${keys(SIZE)}`;
  expect(timed(() => readPlan({ file: "m.yaml", text: plan }))).toBeLessThan(WITHIN_MS);
});
