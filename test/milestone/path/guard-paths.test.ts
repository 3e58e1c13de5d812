import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardPath, guardPaths } from "../../../src/milestone/path/guard-paths.ts";
import { runs } from "../../rig/runs.ts";

const OWN = ".milestones/deliverables/api-v2/schema/design";
const rule = (path: string) => {
  const verdict = guardPath(path, OWN);
  return verdict.allowed ? "allowed" : verdict.rule;
};

describe("S-PI-2: what a phase may not change is dropped", () => {
  it.each([
    [".git/config", "git_internals"],
    ["sub/.git/hooks/pre-commit", "git_internals"],
    [".github/workflows/x.yml", "workflow"],
    [".github/workflows", "workflow"],
    [".github/actions/a/action.yml", "workflow"],
    [".github", "github_config"],
    [".github/milestone.yml", "github_config"],
    ["CODEOWNERS", "codeowners"],
    [".github/CODEOWNERS", "codeowners"],
    ["docs/CODEOWNERS", "codeowners"],
    [".milestones", "milestones"],
    [".milestones/approvals/y.json", "milestones"],
    [".milestones/active/api-v2.yaml", "milestones"],
    [".milestones/config.yaml", "milestones"],
    [".milestones/deliverables/api-v2/other/design/a.md", "milestones"],
    [".milestones/deliverables/api-v2/schema/spec/a.md", "milestones"],
    [".milestones/deliverables/api-v2/schema/design-2/a.md", "milestones"],
    [".milestones/deliverables/api-v2/schema/DESIGN/a.md", "milestones"],
    [".milestones/deliverables/api-v2/schema/design", "milestones"],
  ])("%s is dropped as %s", (path, expected) => {
    expect(rule(path)).toBe(expected);
  });

  it.each([
    "src/action/index.ts",
    ".gitignore",
    ".gitattributes",
    ".gitlab-ci.yml",
    ".github/dependabot.yml",
    ".github/workflows-notes.md",
    ".github/ISSUE_TEMPLATE/bug.yml",
    ".github/sub/milestone.yml",
    "src/CODEOWNERS",
    "docs/CODEOWNERS.md",
    "milestones/active/a.yaml",
    "github/workflows/x.yml",
    "src/workflows/x.yml",
    "drivers/i2c/aux.c",
    "ein Ordner/Prüfung ä.md",
    "日本/資料.md",
    "emoji 👩‍💻.md",
    "a/100%.txt",
    "backup~1",
    `${OWN}/architecture.md`,
    `${OWN}/deep/er/x.png`,
  ])("%s is allowed", path => {
    expect(rule(path)).toBe("allowed");
  });

  it("parts a list, and says why in words that do not repeat the path", () => {
    const { allowed, dropped } = guardPaths(["a.ts", ".github/workflows/x.yml"], OWN);
    expect(allowed).toEqual(["a.ts"]);
    expect(dropped).toEqual([
      { path: ".github/workflows/x.yml", rule: "workflow", reason: expect.stringContaining("only people") },
    ]);
  });
});

describe("S-PATH-1: a path's tricks are seen through", () => {
  it.each([
    ["", "unsafe_path"],
    ["/etc/passwd", "unsafe_path"],
    ["../x", "unsafe_path"],
    ["a/../../b", "unsafe_path"],
    ["a/./b", "unsafe_path"],
    ["a//b", "unsafe_path"],
    ["C:\\x", "unsafe_path"],
    ["C:/x", "unsafe_path"],
    ["a\\b", "unsafe_path"],
    ["a\0b", "unsafe_path"],
    ["a\nb", "unsafe_path"],
    ["%2e%2e/x", "unsafe_path"],
    ["a%2f..%2fb", "unsafe_path"],
    ["a\u2215b", "unsafe_path"],
    ["a\uff0fb", "unsafe_path"],
    ["\u202egnp.exe", "unsafe_path"],
    ["a\ud800", "unsafe_path"],
    ["NUL", "unsafe_path"],
    ["src/con", "unsafe_path"],
    ["src/a.", "unsafe_path"],
    ["src/a ", "unsafe_path"],
    ["x".repeat(256), "unsafe_path"],
    [`${"abcdefgh/".repeat(600)}x`, "unsafe_path"],
  ])("%j is unsafe", (path, expected) => {
    expect(rule(path)).toBe(expected);
  });

  it.each([
    ".GIT/config",
    ".Git/hooks/x",
    "git~1/config",
    "GIT~2/config",
    "GI7EBA~1/config",
    ".g\u200cit/config",
    ".git\u200d/config",
    ".\ufeffgit/config",
    ".\uff47it/config",
    ".git::$INDEX_ALLOCATION/config",
    ".git:stream",
  ])("%j reaches git", path => {
    expect(rule(path)).not.toBe("allowed");
    expect(["git_internals", "unsafe_path"]).toContain(rule(path));
  });

  it.each([
    [".GitHub/Workflows/x.yml", "workflow"],
    [".github/work\u200bflows/x.yml", "workflow"],
    [".github/work\ufb02ows/x.yml", "workflow"],
    ["GITHUB~1/WORKFL~1/x.yml", "workflow"],
    [".github/WORKFL~1/x.yml", "workflow"],
    [".github/MILEST~1.YML", "github_config"],
    ["CODEOW~1", "codeowners"],
    ["codeowners", "codeowners"],
    ["Docs/CodeOwners", "codeowners"],
    ["CODEOWNER\u017f", "codeowners"],
    [".Milestones/active/x.yaml", "milestones"],
    ["MILEST~1/active/x.yaml", "milestones"],
    [".mile\u00adstones/active/x.yaml", "milestones"],
  ])("%j is %s", (path, expected) => {
    expect(rule(path)).toBe(expected);
  });
});

it("S-PATH-1: whatever disguise a protected path wears, it is dropped", () => {
  const targets = [
    ".git/config",
    ".github/workflows/ci.yml",
    ".github/milestone.yml",
    "CODEOWNERS",
    ".milestones/active/x.yaml",
  ];
  const ignorable = fc.constantFrom(
    "",
    "",
    "",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u034f",
    "\ufe0f",
  );
  const disguise = (path: string) =>
    fc.tuple(...Array.from(path, () => fc.tuple(ignorable, fc.boolean(), fc.boolean()))).map(marks =>
      [...path]
        .map((ch, i) => {
          const [mark, upper, wide] = marks[i]!;
          const cased = upper ? ch.toUpperCase() : ch;
          const isLetter = /[A-Za-z]/.test(cased);
          return mark + (wide && isLetter ? String.fromCharCode(cased.charCodeAt(0) + 0xfee0) : cased);
        })
        .join(""),
    );
  fc.assert(
    fc.property(fc.constantFrom(...targets).chain(disguise), path => {
      expect(guardPath(path, OWN).allowed, JSON.stringify(path)).toBe(false);
    }),
    { ...runs(1_000), interruptAfterTimeLimit: 2_000 },
  );
});

it("S-PATH-1: what is allowed stays below the root on every system and is never protected", () => {
  const name = fc.oneof(
    fc.string({ maxLength: 12, unit: "binary" }),
    fc.constantFrom("..", ".", ".git", ".github", "workflows", "a", ".milestones", "git~1", "", " ", "x."),
  );
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), names => {
      const path = names.join("/");
      if (!guardPath(path, OWN).allowed) return;
      const parts = path.split("/");
      expect(parts.every(part => part !== "" && part !== "." && part !== ".." && !/[\0\\]/.test(part))).toBe(
        true,
      );
      expect(parts.some(part => part.normalize("NFKC").toLowerCase() === ".git")).toBe(false);
      expect(path.startsWith(".github/workflows")).toBe(false);
      expect(path.startsWith(".milestones/")).toBe(false);
    }),
    { ...runs(3_000), interruptAfterTimeLimit: 2_000 },
  );
});
