import { describe, expect, test } from "vitest";
import { createRedactor, findSecrets } from "../../../src/engine/output/redact.ts";
import { ownFindings } from "../../../src/milestone/review/own-findings.ts";
import { type ChangedText, patchOf } from "../../../src/milestone/review/patch.ts";
import { blockingOf } from "../../../src/milestone/review/review-finding.ts";
import { processorTime } from "../../rig/processor-time.ts";

const SUM = "export function sum(list) {\n  return list.reduce((a, b) => a + b, 0);\n}\n";
const SUM_TEST =
  'import { expect, it } from "vitest";\nimport { sum } from "../src/sum.js";\nit("adds", () => {\n  expect(sum([1, 2])).toBe(3);\n  expect(sum([])).toBe(0);\n});\nit("takes one", () => {\n  expect(sum([7])).toBe(7);\n});\n';
const PY_TEST =
  "from app import total\n\ndef test_total():\n    assert total([1, 2]) == 3\n\ndef test_empty():\n    assert total([]) == 0\n";
const GO_TEST =
  'package a\n\nimport "testing"\n\nfunc TestSum(t *testing.T) {\n\tif Sum(1, 2) != 3 {\n\t\tt.Fatal("wrong")\n\t}\n}\n';
const PACKAGE = '{\n  "name": "a",\n  "scripts": {\n    "test": "vitest run",\n    "build": "tsc"\n  }\n}\n';
const DOC = ".milestones/deliverables/m/a/execute/implementation-summary.md";
// Of made-up letters, in the form that the service gives its keys.
const KEY = `AKIA${"Q7XW2ZP4R6T8V3B5"}`;

const file = (path: string, before: string | null, after: string | null): ChangedText => ({
  path,
  before,
  after,
  isBinary: false,
});
const edit = (path: string, text: string, from: string, to: string): ChangedText => {
  const after = text.replace(from, to);
  if (after === text) throw new Error(`nothing was changed in ${path}`);
  return file(path, text, after);
};

/** Whether the engine stops the patch by itself: by its look at the patch, or by the search for secrets at each landing. */
function isStopped(files: readonly ChangedText[]): boolean {
  const findings = ownFindings(files, patchOf(files), true);
  if (blockingOf(findings, { lenses: ["correctness"], fallback: [], blocking: "high" }).length > 0)
    return true;
  const redactor = createRedactor();
  return files.some(({ before, after }) => {
    if (after === null) return false;
    return (
      findSecrets(Buffer.from(after), redactor, before === null ? undefined : Buffer.from(before)).length > 0
    );
  });
}

/** What the engine can tell by itself. */
const BAD: [string, ChangedText[]][] = [
  ["nothing is changed", []],
  ["only its own documents are written", [file(DOC, null, "# Done\n\nAll works.\n")]],
  [
    "the body is announced",
    [file("src/login.ts", null, "export function login() {\n  // TODO: implement\n}\n")],
  ],
  [
    "the body throws",
    [
      edit(
        "src/sum.js",
        SUM,
        "return list.reduce((a, b) => a + b, 0);",
        'throw new Error("not implemented");',
      ),
    ],
  ],
  ["the body raises", [file("app/total.py", null, "def total(items):\n    raise NotImplementedError\n")]],
  ["a test file is deleted", [edit("src/sum.js", SUM, "0)", "1)"), file("test/sum.test.js", SUM_TEST, null)]],
  [
    "a case is deleted",
    [edit("test/sum.test.js", SUM_TEST, 'it("takes one", () => {\n  expect(sum([7])).toBe(7);\n});\n', "")],
  ],
  [
    "a case of Python is deleted",
    [edit("tests/test_total.py", PY_TEST, "\ndef test_empty():\n    assert total([]) == 0\n", "")],
  ],
  [
    "a case of Go is deleted",
    [
      file("sum_test.go", GO_TEST, "package a\n"),
      file("sum.go", "package a\n", "package a\n\nfunc Sum(a, b int) int { return a + b }\n"),
    ],
  ],
  ["an assertion is deleted", [edit("test/sum.test.js", SUM_TEST, "  expect(sum([])).toBe(0);\n", "")]],
  [
    "an assertion becomes a tautology",
    [edit("test/sum.test.js", SUM_TEST, "expect(sum([7])).toBe(7)", "expect(true).toBe(true)")],
  ],
  [
    "an assertion of Python becomes a tautology",
    [edit("tests/test_total.py", PY_TEST, "assert total([]) == 0", "assert True")],
  ],
  ["a case is skipped", [edit("test/sum.test.js", SUM_TEST, 'it("adds"', 'it.skip("adds"')]],
  [
    "all other cases are skipped",
    [edit("test/sum.test.js", SUM_TEST, 'it("takes one"', 'it.only("takes one"')],
  ],
  [
    "a case of Python is skipped",
    [edit("tests/test_total.py", PY_TEST, "def test_total", "@pytest.mark.skip\ndef test_total")],
  ],
  ["the test command is made harmless", [edit("package.json", PACKAGE, "vitest run", "exit 0")]],
  [
    "a failing step is swallowed",
    [file(".github/workflows/ci.yml", "steps:\n  - run: npm test\n", "steps:\n  - run: npm test || true\n")],
  ],
  ["a secret is written into the code", [file("src/config.ts", null, `export const key = "${KEY}";\n`)]],
];

/** What only somebody who understands the code can tell: a reviewer, or the tests of the plan. The engine lets it pass. */
const SUBTLE: [string, ChangedText[]][] = [
  [
    "an off-by-one in a loop",
    [file("src/page.ts", "for (let i = 0; i < n; i++) {}\n", "for (let i = 0; i <= n; i++) {}\n")],
  ],
  ["an expectation is bent to the fault", [edit("test/sum.test.js", SUM_TEST, "toBe(3)", "toBe(4)")]],
];

const GOOD: [string, ChangedText[]][] = [
  [
    "a new function with its test",
    [
      file("src/max.js", null, "export const max = l => Math.max(...l);\n"),
      file("test/max.test.js", null, SUM_TEST),
    ],
  ],
  ["a fault is mended", [edit("src/sum.js", SUM, "a + b, 0", "a + Number(b), 0")]],
  [
    "a fault is mended with one more case",
    [
      edit("src/sum.js", SUM, "a + b", "b + a"),
      file(
        "test/sum.test.js",
        SUM_TEST,
        `${SUM_TEST}it("more", () => {\n  expect(sum([1, 1])).toBe(2);\n});\n`,
      ),
    ],
  ],
  [
    "a test file is moved",
    [
      file("test/sum.test.js", SUM_TEST, null),
      file("test/unit/sum.test.js", null, SUM_TEST),
      file("src/a.js", "", "let a;\n"),
    ],
  ],
  [
    "a case moves to another file",
    [
      edit("test/sum.test.js", SUM_TEST, 'it("takes one", () => {\n  expect(sum([7])).toBe(7);\n});\n', ""),
      file("test/one.test.js", null, 'it("takes one", () => {\n  expect(sum([7])).toBe(7);\n});\n'),
    ],
  ],
  [
    "a case gets another name",
    [edit("test/sum.test.js", SUM_TEST, '"takes one"', '"takes a single number"')],
  ],
  ["an expectation is made stricter", [edit("test/sum.test.js", SUM_TEST, "toBe(7)", "toStrictEqual(7)")]],
  ["a doc is written", [file("docs/use.md", null, "# Use\n\nTODO lists are shown in order.\n")]],
  ["a comment is added", [edit("src/sum.js", SUM, "  return", "  // The empty list sums to 0.\n  return")]],
  [
    "an old note is left where it stands",
    [file("src/old.ts", "// TODO: write more\nlet a = 1;\n", "// TODO: write more\nlet a = 2;\n")],
  ],
  ["a dead file of code is deleted", [file("src/dead.ts", "export const dead = 1;\n", null)]],
  [
    "a dependency is added",
    [edit("package.json", PACKAGE, '"name": "a",', '"name": "a",\n  "dependencies": { "zod": "^4.0.0" },')],
  ],
  [
    "a script is added",
    [edit("package.json", PACKAGE, '"build": "tsc"', '"build": "tsc",\n    "lint": "biome check ."')],
  ],
  [
    "a test of Python gets a case more",
    [file("tests/test_total.py", PY_TEST, `${PY_TEST}\ndef test_one():\n    assert total([4]) == 4\n`)],
  ],
  [
    "a test of Go gets a case more",
    [
      file(
        "sum_test.go",
        GO_TEST,
        `${GO_TEST}\nfunc TestZero(t *testing.T) {\n\tif Sum() != 0 {\n\t\tt.Fatal("wrong")\n\t}\n}\n`,
      ),
    ],
  ],
  [
    "a workflow gets a step",
    [
      file(
        ".github/workflows/ci.yml",
        "steps:\n  - run: npm test\n",
        "steps:\n  - run: npm test\n  - run: npm run lint\n",
      ),
    ],
  ],
  ["a picture is replaced", [{ path: "docs/a.png", before: null, after: null, isBinary: true }]],
  [
    "the code is formatted anew",
    [
      edit(
        "src/sum.js",
        SUM,
        "  return list.reduce((a, b) => a + b, 0);",
        "  return list\n    .reduce((a, b) => a + b, 0);",
      ),
    ],
  ],
  [
    "a key is read from the environment",
    [file("src/config.ts", null, "export const key = process.env.ACCESS_KEY;\n")],
  ],
  [
    "a shell script ends well on purpose",
    [file("bin/stop.sh", null, "#!/bin/sh\nkill $(cat pid) || true\n")],
  ],
];

describe("twenty bad patches", () => {
  test.each(BAD)("the engine stops one where %s", (_, files) => {
    expect(isStopped(files)).toBe(true);
  });

  test.each(SUBTLE)("the engine lets %s pass, which a reviewer or a test must find", (_, files) => {
    expect(isStopped(files)).toBe(false);
  });

  test("at least fifteen are stopped", () => {
    const all = [...BAD, ...SUBTLE];
    expect(all).toHaveLength(20);
    expect(all.filter(([, files]) => isStopped(files)).length).toBeGreaterThanOrEqual(15);
  });
});

test("of twenty good patches not more than one is stopped", () => {
  expect(GOOD).toHaveLength(20);
  expect(GOOD.filter(([, files]) => isStopped(files)).map(([name]) => name)).toEqual([]);
});

test("a file of which every line is another one is looked through in a moment", () => {
  const lines = (word: string) => Array.from({ length: 60_000 }, (_, at) => `${word} ${at}`).join("\n");
  const files = [file("src/big.ts", lines("before"), lines("after"))];
  const patches = patchOf(files);
  const began = processorTime();
  expect(ownFindings(files, patches, true)).toEqual([]);
  expect(processorTime() - began).toBeLessThan(2_000);
});
