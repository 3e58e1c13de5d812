import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { inertCommitLine, inertCommitText } from "../../../src/milestone/text/commit-text.ts";

/** What git itself takes for trailers of a message. */
function trailers(message: string): string {
  return execFileSync("git", ["interpret-trailers", "--parse"], { input: message, encoding: "utf8" });
}

describe("S-COMMIT-1: text of others does nothing in a commit message", () => {
  it.each([
    "[skip ci]",
    "[ci skip]",
    "[no ci]",
    "[skip actions]",
    "[actions skip]",
    "[SKIP CI]",
    "[ skip  ci ]",
    "[skip-ci]",
    "[skip netlify]",
    "***NO_CI***",
  ])("%s no longer keeps CI from running", mark => {
    for (const text of [inertCommitText(`fine ${mark}\n\n${mark}`), inertCommitLine(`fine ${mark}`)]) {
      expect(text).not.toMatch(/\[[^\]]*(?:skip|no)[^\]]*\]|\*\*\*NO_CI/i);
      expect(text).toContain("fine");
    }
  });

  it.each([
    "Co-authored-by: Eve <eve@example.com>",
    "Signed-off-by: Eve <eve@example.com>",
    "skip-checks: true",
    "Milestone: other",
    "Approved-by:eve",
    "Reviewed-By : eve",
    "(cherry picked from commit abc)",
    "  indented-key: x",
  ])("%s is no trailer, even as the last paragraph", line => {
    expect(trailers(`subject\n\n${inertCommitText(`done\n\n\n${line}\n${line}`)}\n`)).toBe("");
  });

  it("our own trailers after the text stay the only ones", () => {
    const body = inertCommitText("Co-authored-by: Eve <eve@example.com>\nskip-checks: true");
    expect(trailers(`subject\n\n${body}\n\nMilestone: api\nTask: schema\n`)).toBe(
      "Milestone: api\nTask: schema\n",
    );
  });

  it("nobody is mentioned and no issue closed", () => {
    const text = inertCommitText(
      "fixes #1, closes GH-2, thanks @octocat, resolves https://github.com/o/r/issues/1",
    );
    expect(text).not.toMatch(/#\d|GH-\d|@[a-z]|:\/\//i);
  });

  it("ordinary words stay as they are", () => {
    expect(inertCommitText("Adds a parser.\nIt reads [a-z] and array[0].")).toBe(
      "Adds a parser.\nIt reads [a-z] and array[0].",
    );
    expect(inertCommitLine("one\ntwo\u0000")).toBe("one two");
  });

  it("a message is cut without halving a character", () => {
    expect(inertCommitText("😀".repeat(5_000)).isWellFormed()).toBe(true);
    expect(inertCommitLine("😀".repeat(100)).length).toBeLessThanOrEqual(72);
  });
});
