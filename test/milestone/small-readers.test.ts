import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { nearest } from "../../src/milestone/diagnostic/nearest.ts";
import { globMatcher } from "../../src/milestone/path/glob.ts";
import { pathProblem } from "../../src/milestone/path/path-rule.ts";
import { parseDuration } from "../../src/milestone/plan/schema-parts.ts";
import { processorTime } from "../rig/processor-time.ts";

test.each<[string, number | null]>([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["2h", 7_200_000],
  ["1h 30m", 5_400_000],
  ["1h30m", 5_400_000],
  ["250ms", 250],
  ["1d", 86_400_000],
  ["0s", 0],
  ["24d", 2_073_600_000],
  ["25d", null],
  ["30", null],
  ["", null],
  [" ", null],
  ["30m 1h", null],
  ["1.5h", null],
  ["-1s", null],
])("the duration %j is %s ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

describe("the word that was meant", () => {
  test.each([
    ["titel", ["title", "status"], "title"],
    ["STATUS", ["title", "status"], "status"],
    ["estimate_hours", ["estimated_hours"], "estimated_hours"],
    ["owner", ["title", "status"], null],
    ["dse", ["due"], "due"],
    ["abc", ["xyz"], null],
    ["x", ["y"], null],
  ])("%s among %j is %s", (word, candidates, meant) => {
    expect(nearest(word, candidates)).toBe(meant);
  });

  test("is always a candidate, and the word itself where it is one", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 1 }), fc.nat(), (words, at) => {
        const word = words[at % words.length] ?? "";
        expect(nearest(word, words)).toBe(word);
      }),
    );
  });
});

test("paths that stay in their folder are good, with spaces, dots and other scripts", () => {
  for (const path of [
    "architecture.md",
    "a/b/c.yaml",
    ".hidden",
    "with space.md",
    "日本語.md",
    "a..b",
    ".gitignore",
    "git/x",
  ]) {
    expect([path, pathProblem(path)]).toEqual([path, null]);
  }
});

test("S-GLOB-1 a glob of many stars is matched in a moment, and as picomatch does where that is quick", () => {
  const before = processorTime();
  for (const glob of [
    `${"*a".repeat(19)}*b`,
    `${"**/*a/".repeat(9)}**/b`,
    "(a+)+(a+)+b",
    "{a,{a,{a,b}}}{a,b}{a,b}*b",
  ])
    expect(globMatcher([glob])("a".repeat(3_000))).toBe(false);
  expect(processorTime() - before).toBeLessThan(1_000);
  const part = fc.constantFrom(
    "a",
    "b",
    ".x",
    "*",
    "**",
    "?",
    "*.a",
    "a*b",
    "[ab]",
    "[!a]",
    "[^a]",
    "{a,b}",
    "{a,b*}c",
    "a**",
  );
  const name = fc.constantFrom("a", "b", "c", "ab", "ac", ".x", "x.a", "bc", "aab", "b1c");
  const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map(parts => parts.join("/"));
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map(names => names.join("/"));
  fc.assert(
    fc.property(glob, path, (pattern, file) => {
      const known = picomatch.isMatch(file, pattern, { dot: true, noextglob: true, nonegate: true });
      expect([pattern, file, globMatcher([pattern])(file)]).toEqual([pattern, file, known]);
    }),
    { numRuns: 1_000, seed: 14 },
  );
});

test("globs match whole paths, dot files included, and nothing where there are none", () => {
  const match = globMatcher(["src/**", "*.{md,txt}"]);
  expect(["src/a/b.ts", "src/.x", "a.md"].map(match)).toEqual([true, true, true]);
  expect(["lib/src/a", "docs/a.md", "SRC/a"].map(match)).toEqual([false, false, false]);
  expect(globMatcher([])("a")).toBe(false);
});
