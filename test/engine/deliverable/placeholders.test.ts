import { describe, expect, it } from "vitest";
import { checkPlaceholders } from "../../../src/engine/deliverable/placeholders.ts";
import { processorTime } from "../../rig/processor-time.ts";

const found = (text: string) => checkPlaceholders("a.md", text, "markdown").map(finding => finding.line);

describe("what a template wants replaced is found", () => {
  it.each([
    "- [Design decision 1]",
    "1. [Test case 1]",
    "- [Criteria 2]",
    "- [Implementation item 3]",
    "- Files modified: [list]",
    "- [Requirement]",
    "- [What the user sees first]",
    "**Owner:** [name]",
    "The [project name] uses {{DATABASE}}.",
    "Status: {{ status }}",
    "Deadline: TBD",
    "- TBD",
    "| Owner | TBD |",
    "- TODO",
    "- Goal: ____",
    "**Owner:** ___",
    "**Due**: YYYY-MM-DD",
    "Owner: TODO",
    "1. ...",
    "<fill in>",
    "<your text here>",
    "[Insert a diagram of the parts]",
    "[TODO]",
    "API endpoints will be defined here",
    "Lorem ipsum dolor",
    "- [ ] [Task 1]",
    "> [Describe the risk and what to do]",
  ])("%j", line => {
    expect(found(`# Title\n\n${line}\n`)).toEqual([3]);
  });

  it("the finding names line and placeholder, and says what to do", () => {
    expect(checkPlaceholders("a.md", "ok\n- [Requirement 1]", "markdown")).toEqual([
      {
        path: "a.md",
        rule: "placeholder",
        line: 2,
        message: "Line 2 of a.md still holds the placeholder [Requirement 1]; replace it with real content.",
      },
    ]);
  });

  it("in data files too", () => {
    expect(checkPlaceholders("a.yaml", "a: 1\ntitle: {{TITLE}}\nowner: TBD\n", "yaml")).toHaveLength(2);
  });

  it("a file full of them is reported in part", () => {
    expect(found("- [Requirement 1]\n".repeat(500))).toHaveLength(10);
  });
});

describe("what only looks like it is left alone", () => {
  it.each([
    "- [ ] open\n- [x] done\n1. [X] also",
    "___",
    "Note:",
    "Names such as: __init__",
    "Dates are written as: YYYY-MM-DD HH:MM",
    "[Design decision 1](https://example.com)",
    "[Design decision 1][ref]\n\n[ref]: x.md",
    "- [Design decision 1]\n\n[design decision 1]: decisions/1.md",
    "![Diagram 1](a.png)",
    "Footnote[^1] and more[^note].\n\n[^1]: Text",
    "As shown in [1], [2, 3] and [RFC 7231].",
    "See [Figure 1] and [Table 2] and [Fielding 2000].",
    "```\n[Design decision 1]\n{{X}}\nTBD\n```",
    "~~~text\nTBD\n~~~",
    "Replace `{{X}}` and ``[Requirement 1]`` and `TBD`.",
    "const a: string[] = [1, 2]; items[index], Map[Key]",
    "Types are `[name]`; ranges are [0, 1).",
    "token: ${{ github.token }}",
    "<!-- [Requirement 1] TBD -->",
    'The parser refuses "TBD" as a value.',
    "- [ADR-7]\n- [BREAKING]",
    "> [!NOTE]\n> text",
    "a <b>bold</b> <input type=text> <https://example.com>",
    "The TBDs table, STBD, TBD-1.",
    "\\[Requirement 1\\]",
    "- [Requirement 1]: done as asked",
    "todo list and a list of things to do",
  ])("%j", text => {
    expect(found(`# Title\n\n${text}\n`)).toEqual([]);
  });

  it("hostile text takes no time", () => {
    const started = processorTime();
    for (const part of ["[", "[a ", "{{a", "`", "``a`", "<fill ", "<!--", "- [", "[a](", "TBD'"]) {
      found(part.repeat(200_000));
    }
    expect(processorTime() - started).toBeLessThan(3_000);
  });
});
