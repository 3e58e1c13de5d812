import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "rolldown/parseAst";
import { analyse } from "scslre";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** Expressions that take more than linear time, where what they are given is known to be short. */
const SHORT: Readonly<Record<string, string>> = {
  "app/deliveries.ts": "a header of GitHub's own",
  "src/planning/check-draft.ts": "a claim or command of a plan, whose lines the schema bounds",
  "src/planning/drafting.ts": "64 characters",
  "src/milestone/view/figures.ts": "a number",
  "src/milestone/text/slug.ts": "64 characters",
  "src/milestone/text/test-output.ts": "lines cut to 1,000 characters",
  "src/init/git-facts.ts": "the person's own git configuration",
  "src/import/bmad.ts": "bounded repeats",
  "src/import/conductor.ts": "lines of a plan that the person imports",
  "src/import/find-source.ts": "an address of the person at this machine",
  "src/import/gsd.ts": "lines of a plan that the person imports",
  "src/import/markdown-blocks.ts": "lines of a plan that the person imports",
  "src/import/openspec.ts": "lines of a plan that the person imports",
  "src/import/references.ts": "lines of a plan that the person imports",
  "src/import/kiro.ts": "lines of a plan that the person imports",
  "src/import/spec-kit.ts": "lines of a plan that the person imports",
  "src/import/task-list.ts": "a task's number",
  "src/import/waves.ts": "lines of a plan that the person imports",
  "src/engine/process/classify-exit.ts": "the last lines of a failed program's output",
  "src/engine/output/secret-forms.ts": "a secret's own encoding",
  "src/engine/machine/host.ts": "what a tool says of its version",
};

/** Every literal of a file, with its place. */
function literals(file: string): { at: string; text: string }[] {
  const code = readFileSync(join(ROOT, file), "utf8");
  const found: { at: string; text: string }[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("regex" in node && "start" in node) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string };
      const line = code.slice(0, Number(node.start)).split("\n").length;
      found.push({ at: `${file}:${line}`, text: `/${pattern}/${flags}` });
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(parseAst(code, { lang: "ts" }));
  return found;
}

/** Whether it backtracks, or starts again at every character, in more than linear time; by proof, not by trial. */
function isSuperlinear(text: string): boolean {
  const end = text.lastIndexOf("/");
  const { reports } = analyse({ source: text.slice(1, end), flags: text.slice(end + 1) }, { maxReports: 1 });
  return reports.length > 0;
}

test("every regular expression over outside text is linear", () => {
  const files = globSync(["src/**/*.ts", "app/**/*.ts"], { cwd: ROOT });
  const all = files.flatMap(literals);
  expect(all.length).toBeGreaterThan(500);
  const slow = all.filter(({ text }) => isSuperlinear(text));
  const fileOf = (at: string) => at.slice(0, at.lastIndexOf(":"));
  expect(slow.filter(({ at }) => !(fileOf(at) in SHORT))).toEqual([]);
  // A reason that no expression needs any more goes.
  expect(Object.keys(SHORT).filter(file => !slow.some(({ at }) => fileOf(at) === file))).toEqual([]);
});

test("an expression that starts again at every character is found", () => {
  expect(["/-+$/", "/^(a+)+$/", "/a*a*b/"].map(isSuperlinear)).toEqual([true, true, true]);
  expect(["/^-+/", "/[a-z]+@/y", "/a{0,8}b/"].map(isSuperlinear)[0]).toBe(false);
});
