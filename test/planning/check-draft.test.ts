import { describe, expect, test } from "vitest";
import { checkDraft, type DraftFacts } from "../../src/planning/check-draft.ts";

const FACTS: DraftFacts = {
  id: "limits",
  files: new Set(["package.json", "src/api/a.js", "src/store/b.js", "scripts/check.sh"]),
  scripts: ["test"],
  config: null,
  targets: ["check"],
  hasTool: name => ["npm", "node", "make"].includes(name),
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

  test.each([
    ["npm test || true", false],
    ["npm test; exit 0", false],
    ["npm test || echo failed", false],
    ["npm test && echo fine", true],
    ["make check", true],
  ])("is judged by %s: %s", (check, judged) => {
    const found = findings({ a: { ...good, checks: [check] } });
    expect(found).toEqual(judged ? [] : [expect.stringContaining("nothing judges it")]);
  });

  test.each([
    ["pytest -q", "`pytest` is not on this machine"],
    ["make docs", "the Makefile has no such target"],
    ["FOO=1 cargo test && npm test", "`cargo` is not on this machine"],
    ["node scripts/none.mjs", "`scripts/none.mjs` is not there"],
    ['test -s "src/api/a.js" && grep -q "pytest; cargo" src/api/a.js', null],
    ["if test -s src/api/a.js; then npm test; else exit 1; fi", null],
    ['node -e "const f = \\"a\\"; run(f); from(f)" && npm test', null],
    ["npm test && echo it's done; whatever", null],
    ["for f in src/api/*.js; do node --check $f; done", null],
  ])("names only programs and targets that are there: %s", (check, told) => {
    const found = findings({ a: { ...good, checks: [check] } });
    expect(found).toEqual(told === null ? [] : [expect.stringContaining(told)]);
  });

  test("leaves nothing to be filled in, and touches nothing that no agent may", () => {
    expect(findings({ a: { ...good, description: "TBD" } })[0]).toContain("still to be filled in");
    expect(findings({ a: { ...good, acceptance_criteria: ["It handles {{case}}"] } })[0]).toContain(
      "filled in",
    );
    const workflows = { ...good, resources: ["path:.github/workflows/**"] };
    expect(findings({ a: workflows })[0]).toContain("is dropped");
  });

  test("keeps the gates and checkpoints that the configuration asks for, and its own budget", () => {
    const policy = {
      kiro_configuration: {
        approval_gates: { execute_completion: { required: true, approvers: ["octocat"] } },
      },
      quality_gates: [{ at: 100, name: "Security", approvers: ["octocat"] }],
    };
    const facts = { ...FACTS, config: JSON.stringify(policy) };
    expect(findings({ a: good }, { facts })).toEqual([]);
    expect(findings({ a: { ...good, gate: false } }, { facts })).toEqual([
      expect.stringContaining("the configuration wants an approval after execute"),
    ]);
    expect(findings({ a: { ...good, gate: true } }, { facts })).toEqual([]);
    const other = { quality_gates: [{ at: 50, name: "Half", run: "npm test" }] };
    expect(findings({ a: { ...good, gate: true } }, { facts, top: other })).toEqual([
      expect.stringContaining('"Security" is left out'),
    ]);
    expect(findings({ a: good }, { top: { budget: { minutes: 30 } } })).toEqual([
      expect.stringContaining("the budget is 30 minutes"),
    ]);
    expect(findings({ a: good }, { top: { budget: { minutes: 120 } } })).toEqual([]);
    const dollars = (cost_usd: number) =>
      findings({ a: good }, { top: { executor: { agent: "claude" }, budget: { cost_usd } } });
    expect(dollars(0.01)).toEqual([
      expect.stringMatching(/the budget is 0\.01 dollars, and its agents \(1 phase\) cost \d/),
    ]);
    expect(dollars(100)).toEqual([]);
  });

  test("asks at most five questions, each with options and a default among them", () => {
    const ask = { question: "Which store?", options: ["memory", "redis"], default: "memory" };
    expect(findings({ a: good }, { questions: [ask] })).toEqual([]);
    expect(findings({ a: good }, { questions: Array(6).fill(ask) })[0]).toContain("at most 5");
    expect(findings({ a: good }, { questions: [{ ...ask, default: "disk" }] })[0]).toContain("question 1");
  });
});
