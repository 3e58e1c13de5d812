import { describe, expect, test } from "vitest";
import { checkDraft, type DraftFacts } from "../../src/planning/check-draft.ts";

const FACTS: DraftFacts = {
  id: "limits",
  files: new Set(["package.json", "src/api/a.js", "src/store/b.js", "scripts/check.sh"]),
  scripts: ["test"],
  config: null,
};

interface Task {
  [key: string]: unknown;
}

const good: Task = {
  title: "A",
  description: "Do it",
  estimated_hours: 2,
  phases: ["execute"],
  resources: ["path:src/api/**"],
  acceptance_criteria: ["It holds"],
  checks: ["npm test"],
};

function findings(
  tasks: Record<string, Task>,
  { top = {}, questions = null as unknown, facts = FACTS } = {},
): string[] {
  const text = JSON.stringify({
    id: "limits",
    title: "L",
    executor: { run: "./scripts/check.sh" },
    ...top,
    tasks,
  });
  return checkDraft(text, questions === null ? null : JSON.stringify(questions), facts).findings;
}

describe("a drafted plan", () => {
  test("holds when every task is judged, sized and apart from the others", () => {
    expect(findings({ a: good, b: { ...good, resources: ["path:src/store/**"] } })).toEqual([]);
  });

  test.each([
    ["description", /no description/],
    ["acceptance_criteria", /no acceptance_criteria/],
    ["checks", /nothing judges it/],
    ["estimated_hours", /no estimated_hours/],
    ["resources", /no resources/],
  ])("needs %s on every task", (key, told) => {
    const { [key]: _, ...task } = good;
    expect(findings({ a: task })).toEqual([expect.stringMatching(told)]);
  });

  test("is judged by a check that can fail, by people, or by the tests", () => {
    expect(findings({ a: { ...good, checks: ["true"] } })).toHaveLength(1);
    expect(findings({ a: { ...good, checks: ["echo fine"] } })).toHaveLength(1);
    expect(findings({ a: { ...good, checks: [], gate: ["octocat"] } })).toEqual([]);
    expect(findings({ a: { ...good, checks: [] } }, { top: { test_command: "npm test" } })).toEqual([]);
  });

  test("has tasks of eight hours and forty files at most", () => {
    expect(findings({ a: { ...good, estimated_hours: 9 } })[0]).toContain("split it");
    const many = new Set(Array.from({ length: 60 }, (_, n) => `src/api/f${n}.js`));
    expect(findings({ a: { ...good } }, { facts: { ...FACTS, files: many } })[0]).toContain("60 files");
  });

  test("keeps tasks that change the same files apart by an edge", () => {
    const both = { a: good, b: { ...good, resources: ["path:src/api/a.js"] } };
    expect(findings(both)).toEqual([expect.stringContaining("a and b could run side by side")]);
    expect(findings({ ...both, b: { ...both.b, needs: ["a"] } })).toEqual([]);
    const chain = {
      a: good,
      m: { ...good, needs: ["a"], resources: ["path:src/store/**"] },
      b: { ...both.b, needs: ["m"] },
    };
    expect(findings(chain)).toEqual([]);
  });

  test("names only scripts and files that are there or will be made", () => {
    expect(findings({ a: { ...good, checks: ["npm run lint"] } })[0]).toContain("no such script");
    expect(findings({ a: { ...good, checks: ["./scripts/none.sh"] } })[0]).toContain("is not there");
    expect(findings({ a: { ...good, checks: ["./src/api/new.sh"] } })).toEqual([]);
    expect(findings({ a: { ...good, resources: ["path:lib/deep/**"] } })[0]).toContain("lib/deep");
  });

  test("is refused with its lines where it is not valid, has a circle or another id", () => {
    expect(findings({ a: { ...good, needs: ["b"] }, b: { ...good, needs: ["a"] } }).join()).toMatch(
      /circle|cycle/,
    );
    expect(findings({ a: { ...good, needs: ["gone"] } })[0]).toMatch(/^line \d+: /);
    expect(findings({ a: good }, { top: { id: "other" } })[0]).toContain("limits");
    expect(checkDraft("tasks: [", null, FACTS).findings[0]).toMatch(/^line 1/);
  });

  test("asks at most five questions, each with options and a default among them", () => {
    const ask = { question: "Which store?", options: ["memory", "redis"], default: "memory" };
    expect(findings({ a: good }, { questions: [ask] })).toEqual([]);
    expect(findings({ a: good }, { questions: Array(6).fill(ask) })[0]).toContain("at most 5");
    expect(findings({ a: good }, { questions: [{ ...ask, default: "disk" }] })[0]).toContain("question 1");
  });
});
