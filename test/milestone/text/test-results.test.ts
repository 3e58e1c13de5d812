import { marked } from "marked";
import { describe, expect, it } from "vitest";
import {
  appendChangedFiles,
  labelClaim,
  testResultsMarkdown,
} from "../../../src/milestone/text/test-results.ts";

const run = {
  task: "schema",
  command: "npm test",
  ok: true,
  exit: 0,
  duration_ms: 1_234,
  failures: [],
  tail: "all good",
};

describe("test-results.md", () => {
  it("says what ran and what came of it", () => {
    const text = testResultsMarkdown({ ...run, total: 3, passed: 2, failed: 0, skipped: 1 });
    expect(text).toContain("- Command: `npm test`");
    expect(text).toContain("- Result: **passed** (exit 0)");
    expect(text).toContain("- Duration: 1.2 s");
    expect(text).toContain("- Tests: 3 (2 passed, 0 failed, 1 skipped)");
    expect(text).toContain("```text\nall good\n```");
  });

  it("gives no figure that is not known", () => {
    const text = testResultsMarkdown({ ...run, ok: false, exit: null, tail: "" });
    expect(text).toContain("**failed** (ended by a signal)");
    expect(text).toContain("- Tests: not counted");
    expect(text).not.toContain("End of the output");
  });

  it("S-MD-1: hostile names and output stay text", () => {
    const text = testResultsMarkdown({
      ...run,
      command: "npm test `@octocat`",
      failures: ["![x](https://evil.example) @octocat #1"],
      tail: "```\n# out @octocat\n```",
    });
    const tokens = marked.lexer(text).filter(token => token.type !== "space");
    expect(tokens.map(token => token.type)).toEqual([
      "heading",
      "paragraph",
      "list",
      "heading",
      "list",
      "heading",
      "code",
    ]);
    expect(marked.parse(text, { async: false })).not.toMatch(/<a |<img/);
  });

  it("an executor's own version is labelled as its claim, once", () => {
    const labelled = labelClaim("# Results\n\n10 passed\n");
    expect(labelled).toContain("Reported by the executor, not verified");
    expect(labelled.endsWith("# Results\n\n10 passed\n")).toBe(true);
    expect(labelClaim(labelled)).toBe(labelled);
  });
});

describe("implementation-summary.md", () => {
  const files = [
    { path: "src/b.ts", change: "written" as const },
    { path: "src/a.ts", change: "deleted" as const },
  ];

  it("ends with the files that were really changed, sorted", () => {
    const text = appendChangedFiles("# Summary\n\nDone.\n", files);
    expect(text.startsWith("# Summary\n\nDone.\n\n")).toBe(true);
    expect(text).toContain("- `src/a.ts` (deleted)\n- `src/b.ts`");
  });

  it("a list that is there already is replaced", () => {
    const once = appendChangedFiles("# Summary\n", files);
    expect(appendChangedFiles(once, files)).toBe(once);
    expect(appendChangedFiles(once, [])).toContain("No file of the repository was changed.");
    expect(appendChangedFiles(once, [])).not.toContain("src/a.ts");
  });

  it("a long list is cut, and says so", () => {
    const many = Array.from({ length: 250 }, (_, i) => ({ path: `f${i}`, change: "written" as const }));
    expect(appendChangedFiles("x", many)).toContain("- and 50 more");
  });
});
