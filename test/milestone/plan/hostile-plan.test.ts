import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/milestone/plan/github-config.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";
import { readYaml } from "../../../src/milestone/yaml/read.ts";
import { processorTime } from "../../rig/processor-time.ts";
import { runs } from "../../rig/runs.ts";

const HEAD = "id: m\nexecutor: { run: x }\n";
const MIB = 1024 * 1024;
const many = (n: number, line: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => line(i)).join("");

/** The first error as `line:column code`, and the processor time that reading took: others may keep the machine busy. */
function refusal(text: string): { told: string; ms: number } {
  const start = processorTime();
  const result = readPlan({ text, file: "m.yaml" });
  const ms = processorTime() - start;
  const first = result.ok ? undefined : result.errors[0];
  return { told: first ? `${first.line}:${first.column} ${first.code}` : "accepted", ms };
}

/** Generous; unbounded work on these inputs takes minutes. */
const SLOW_MS = 3000;

describe("refused with its place", () => {
  test.each([
    ["S-YAML-1: an anchor before a key", "a:\n  &x b: 1\n", "2:3 yaml-anchor"],
    ["S-YAML-1: two anchors", "a: &x\n  &y b\n", "2:3 yaml-anchor"],
    ["S-YAML-1: an anchor without a name", "a: & b\n", "1:4 yaml-anchor"],
    ["S-YAML-1: an anchor that ends in a colon", "&a: b\n", "1:1 yaml-anchor"],
    ["S-YAML-1: an anchor before an alias", "a: &x *x\n", "1:7 yaml-anchor"],
    ["S-YAML-1: an alias", "a: *x\n", "1:4 yaml-anchor"],
    ["S-YAML-1: an alias bomb", `a: &a [x, x]\n${many(10, i => `b${i}: [*a, *a]\n`)}`, "2:6 yaml-anchor"],
    ["S-YAML-3: a tag", "a: !!js/function 'x'\n", "1:4 yaml-tag"],
    ["S-YAML-3: a local tag in brackets", "a: [!x y]\n", "1:5 yaml-tag"],
    ["S-YAML-3: two documents", "a: 1\n---\nb: 2\n", "2:1 yaml-documents"],
    ["S-YAML-3: a directive", "%TAG ! x:\n---\na: 1\n", "1:1 yaml-syntax"],
    ["S-YAML-3: the directive of another YAML", "%YAML 1.1\n---\na: no\n", "1:1 yaml-syntax"],
    ["S-YAML-3: a directive behind the right one", "%YAML 1.2\n%TAG ! x:\n---\na: 1\n", "2:1 yaml-syntax"],
    ["S-YAML-3: a directive without a document", "%YAML 1.2\na: 1\n", "1:1 yaml-syntax"],
    ["S-YAML-3: a duplicate key", "id: a\nid: b\n", "2:1 yaml-duplicate-key"],
    ["S-YAML-3: a duplicate key in brackets", "a: { b: 1, 'b': 2 }\n", "1:12 yaml-duplicate-key"],
    ["S-YAML-3: __proto__", `${HEAD}__proto__: { polluted: 1 }\n`, "3:1 yaml-forbidden-key"],
    [
      "S-YAML-3: constructor, quoted and deep",
      `${HEAD}tasks: [{ id: a, "constructor": 1 }]\n`,
      "3:18 yaml-forbidden-key",
    ],
    ["S-YAML-3: prototype, spelt with an escape", `${HEAD}"protot\\u0079pe": 1\n`, "3:1 yaml-forbidden-key"],
    ["S-YAML-3: a merge key", "<<: { a: 1 }\n", "1:1 yaml-forbidden-key"],
    ["S-YAML-3: NUL", "a: x\0y\n", "1:5 yaml-character"],
    ["S-YAML-3: a terminal escape", "a: x\u001b[31m\n", "1:5 yaml-character"],
    ["S-YAML-3: a bidirectional override", "title: a\u202eb\n", "1:9 yaml-character"],
    ["S-YAML-3: the same as an escape", 'title: "a\\u202eb"\n', "1:8 yaml-character"],
    ["S-YAML-3: half of a surrogate pair", "a: \ud800\n", "1:4 yaml-character"],
    ["S-YAML-3: a carriage return alone", "a: x\ry: 1\n", "1:5 yaml-character"],
    ["S-YAML-3: a complex key", "? a\n: b\n", "1:1 yaml-syntax"],
    ["S-YAML-3: a tab as indentation", "a:\n\tb: 1\n", "2:1 yaml-syntax"],
    ["a list where a map should be", "- a\n", "1:3 not-a-map"],
    ["an empty file", "", "1:1 not-a-map"],
  ])("%s", (_, text, expected) => {
    expect(refusal(text).told).toBe(expected);
  });

  test.each([
    ["[ x1000", "[".repeat(1000)],
    ["[ x5000", `a: ${"[".repeat(5000)}`],
    ["[] x5000", `a: ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["- x5000", "- ".repeat(5000)],
    ["{a: x5000", "{a: ".repeat(5000)],
    ["a block map x3000", many(3000, i => `${" ".repeat(i)}a:\n`)],
    ["16 MiB of brackets", "[".repeat(16 * MIB - 1)],
  ])("S-YAML-2: nesting, %s", (_, text) => {
    const { told, ms } = refusal(text);
    expect(told).toMatch(/ yaml-depth$/);
    expect(ms).toBeLessThan(SLOW_MS);
  });

  test("S-YAML-2: 32 levels are read, 33 are not", () => {
    const nested = (depth: number) => `a: ${"[".repeat(depth)}${"]".repeat(depth)}\n`;
    expect(readYaml(nested(31)).ok).toBe(true);
    expect(readYaml(nested(32)).ok).toBe(false);
  });

  test.each([
    ["more than 16 MiB", `a: ${"x".repeat(16 * MIB)}`, "1:1 yaml-size"],
    ["16 MiB in characters of three bytes", `a: ${"€".repeat(6 * MIB)}`, "1:1 yaml-size"],
    ["millions of items", `a:\n${"- a\n".repeat(1_600_000)}`, "1500001:1 yaml-size"],
    ["millions of items in brackets on one line", `a: [${"a,".repeat(1_600_000)}]`, "1:3000004 yaml-size"],
    ["30,000 keys in one map", many(30_000, i => `k${i}: 1\n`), "20001:1 yaml-size"],
    ["2 MiB of escapes", `a: "${"\\n".repeat(MIB)}"`, "1:4 yaml-size"],
    ["millions of continued lines", `a: b\n${"  c\n".repeat(MIB)}`, "1:4 yaml-size"],
    ["millions of blank lines", `x-a: x${"\n".repeat(2 * MIB)}`, "1:1 missing-key"],
    ["millions of comments", `x-a: 1\n${"#\n".repeat(MIB)}`, "1:1 missing-key"],
    ["one line of colons", `a${":a".repeat(MIB)}`, "1:1 yaml-size"],
    ["10,001 tasks", `${HEAD}tasks:\n${many(10_001, i => `- id: t${i}\n`)}`, "4:3 too-many-tasks"],
    [
      "10,000 tasks in one cycle",
      `${HEAD}tasks:\n${many(10_000, i => `- { id: t${i}, dependencies: [t${(i + 1) % 10_000}] }\n`)}`,
      "10003:31 dependency-cycle",
    ],
    [
      "20,000 unknown dependencies",
      `${HEAD}tasks:\n${many(10_000, i => `- { id: task-${i}, dependencies: [tsk-${i}, taks-${i}] }\n`)}`,
      "4:32 unknown-dependency",
    ],
    [
      "10,000 tasks with every value wrong",
      `${HEAD}tasks:\n${many(10_000, i => `- { id: t${i}, estimated_hours: x, status: qq, executor: 3 }\n`)}`,
      "4:30 bad-value",
    ],
    [
      "a name of 1 MiB",
      `id: m\ntitle: ${"x".repeat(MIB)}\nexecutor: { run: x }\ntasks: [{ id: a }]\n`,
      "2:8 bad-value",
    ],
    [
      "a duration of 1 MiB",
      `id: m\nexecutor: { run: x, timeout: ${"1d ".repeat(300_000)} }\ntasks: [{ id: a }]\n`,
      "2:30 bad-value",
    ],
  ])("S-YAML-4: %s, in linear time", (_, text, expected) => {
    const { told, ms } = refusal(text);
    expect(told).toBe(expected);
    expect(ms).toBeLessThan(SLOW_MS);
  });

  test.each(["0s", "-1", "1e309", ".nan", "30", "1 hour", "25d", "''", "1m 1h"])(
    "S-YAML-4: %s is no duration",
    text => {
      expect(refusal(`id: m\nexecutor: { run: x, timeout: ${text} }\ntasks: [{ id: a }]\n`).told).toBe(
        "2:30 bad-value",
      );
    },
  );

  test("S-YAML-3: nothing that is read reaches a prototype", () => {
    readPlan({
      text: `${HEAD}__proto__: { polluted: 1 }\ntasks: [{ id: a, __proto__: { polluted: 1 } }]\n`,
      file: "m.yaml",
    });
    readConfig({ text: "agents: { __proto__: { polluted: 1 } }\n", file: "config.yaml" });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each(["toString", "hasOwnProperty", "valueOf"])(
    "S-YAML-3: %s is an agent profile, a task and a key like any other",
    name => {
      const text = `id: m\nexecutor: { agent: ${name} }\nx-${name}: 1\ntasks: [{ id: ${name}, kiro_workflow: { enabled: true } }]\n`;
      expect(refusal(text).told).toBe("2:20 unknown-profile");
      const config = { text: `agents: { ${name}: { command: x } }\n`, file: "config.yaml" };
      expect(readPlan({ text, file: "m.yaml", config }).ok).toBe(true);
    },
  );

  test.each([
    "/etc/passwd",
    "../../x",
    "C:\\x",
    "C:x",
    "a/../../b",
    "a//b",
    "%2e%2e/x",
    "a\u2215b",
    "\uff0e\uff0e/x",
    ".git/x",
    "x/.GIT/config",
    "git~1/config",
    ".git./x",
    ".g\u200dit/config",
    "a.md::$DATA",
    "~/x",
    "./x",
    "x/",
    "x ",
  ])("S-PATH-1: the deliverable %j", path => {
    const text = `${HEAD}tasks: [{ id: a, kiro_workflow: { phases: { design: { deliverables: [${JSON.stringify(path)}] } } } }]\n`;
    expect(refusal(text).told).toBe("3:70 bad-path");
  });

  test.each([
    "../x",
    "a/b",
    "-rf",
    "a.lock",
    "A.LOCK",
    "x\\n",
    "é",
    "$(id)",
    "a.",
    "a..b",
    "",
    "x".repeat(65),
  ])("S-INJ-2: the id %j", id => {
    expect(refusal(`${HEAD}tasks: [{ id: "${id}" }]\n`).told).toBe("3:15 bad-id");
  });

  test.each([
    "*a".repeat(21),
    `${"{a,".repeat(90)}`,
    "+(a|+(b))*",
    "!src/**",
    "../**",
    "/etc/**",
    "a\\\\b",
    "[".repeat(200),
  ])("a glob that would cost much, or leaves the repository: %j", glob => {
    expect(refusal(`${HEAD}setup_inputs: ["${glob}"]\ntasks: [{ id: a }]\n`).told).toBe("3:16 bad-glob");
  });
});

describe("any text", () => {
  const piece = fc.constantFrom(
    ..."abc:-[]{},\"'|>&*!%@#?~ \n\t\\".split(""),
    ": ",
    "- ",
    "\n  ",
    "\r\n",
    "---\n",
    "key: ",
    "\u202e",
    "\ud83d",
    "é",
  );

  test("is read or refused with a place inside of it, never thrown at", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 60 }).map(list => list.join("")),
          fc.string({ maxLength: 200 }),
        ),
        text => {
          const result = readPlan({ text, file: "m.yaml", config: { text, file: "config.yaml" } });
          const lines = text.split("\n");
          for (const each of [...(result.ok ? [] : result.errors), ...result.warnings]) {
            expect(each.line).toBeGreaterThanOrEqual(1);
            expect(each.line).toBeLessThanOrEqual(lines.length);
            expect(each.column).toBeLessThanOrEqual((lines[each.line - 1] ?? "").length + 1);
            expect(each.message + each.remedy).not.toMatch(/[\0-\x1f\u202e]|undefined/);
          }
        },
      ),
      runs(1500),
    );
  });
});

test("S-YAML-2: a fresh process survives the documents that abort the yaml package", () => {
  const module = fileURLToPath(new URL("../../../src/milestone/yaml/read.ts", import.meta.url));
  const script = `
    import { readYaml } from ${JSON.stringify(module)};
    const texts = ["[".repeat(1000), "[".repeat(5000), "- ".repeat(5000), "{a: ".repeat(5000), Array.from({ length: 3000 }, (_, i) => " ".repeat(i) + "a:").join("\\n")];
    console.log(texts.map(text => readYaml(text).ok || readYaml(text).ok).join());`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(printed.trim()).toBe("false,false,false,false,false");
});
