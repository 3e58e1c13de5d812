import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { resourcesOverlap } from "../../../src/milestone/schedule/resources.ts";
import { runs } from "../../rig/runs.ts";

const overlap = (a: string, b: string) => resourcesOverlap(`path:${a}`, `path:${b}`);

describe("two resources", () => {
  test("that are named locks overlap only when they are equal", () => {
    expect(resourcesOverlap("db", "db")).toBe(true);
    expect(resourcesOverlap("db", "db2")).toBe(false);
    expect(resourcesOverlap("db", "path:db")).toBe(false);
  });

  test.each([
    ["src/**", "src/a.ts"],
    ["src", "src/a/b.ts"],
    ["src/", "./src/x"],
    ["**/*.ts", "src/a.ts"],
    ["src/*.ts", "src/a*"],
    ["src/**/test/*.ts", "src/a/b/**"],
    ["SRC/a", "src/A"],
    ["src/{a,b}.ts", "src/b.ts"],
    ["{src/a,lib}/x", "lib/x"],
    ["!src/**", "lib/x"],
    ["**", "anything/at/all"],
    ["a/**/b", "a/b"],
    ["a?c", "abc"],
  ])("%s and %s may be the same file", (a, b) => {
    expect(overlap(a, b)).toBe(true);
    expect(overlap(b, a)).toBe(true);
  });

  test.each([
    ["src/**", "lib/**"],
    ["src/*.ts", "src/*.js"],
    ["src/a", "src/b"],
    ["src/a/**", "src/b/**"],
    ["docs/*.md", "src/**/*.md"],
    ["srcs/**", "src/**"],
    ["a?c", "abbc"],
  ])("%s and %s are never the same file", (a, b) => {
    expect(overlap(a, b)).toBe(false);
    expect(overlap(b, a)).toBe(false);
  });

  test("overlap whenever one path really matches both", () => {
    const segment = fc.constantFrom("a", "b", "ab", "*", "a*", "*b", "?", "**", "{a,b}", "[ab]");
    const glob = fc.array(segment, { minLength: 1, maxLength: 4 }).map(parts => parts.join("/"));
    const path = fc
      .array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 4 })
      .map(p => p.join("/"));
    fc.assert(
      fc.property(glob, glob, path, (a, b, file) => {
        fc.pre(picomatch.isMatch(file, a) && picomatch.isMatch(file, b));
        expect(overlap(a, b)).toBe(true);
      }),
      runs(300),
    );
  });
});
