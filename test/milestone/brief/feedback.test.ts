import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  answersIn,
  cutMiddle,
  dataBlock,
  feedbackPoints,
  visibleText,
} from "../../../src/milestone/brief/feedback.ts";
import { processorTime } from "../../rig/processor-time.ts";

describe("points", () => {
  test("of findings are the single findings, without the sum that the message makes of them", () => {
    const message = "a.md: is missing (and 1 more)";
    expect(feedbackPoints([message, "a.md: is missing\nb.md: is empty"])).toEqual([
      "a.md: is missing",
      "b.md: is empty",
    ]);
    expect(feedbackPoints(["a.md: is missing", "a.md: is missing"])).toEqual(["a.md: is missing"]);
  });

  test("of another failure are its message and its evidence", () => {
    expect(feedbackPoints(["the check failed with exit 1", "AssertionError\n at x.ts"])).toEqual([
      "the check failed with exit 1",
      "AssertionError\n at x.ts",
    ]);
  });

  test("of a review are its body and line comments", () => {
    expect(feedbackPoints(["Please rework", "src/a.ts:1: no", "src/b.ts:2: yes"])).toHaveLength(3);
  });

  test("are bounded, and empty ones are none", () => {
    expect(feedbackPoints(["", "  ", "<!-- only hidden -->"])).toEqual([]);
    const many = feedbackPoints(Array.from({ length: 100 }, (_, i) => `comment ${i}`));
    expect(many).toHaveLength(41);
    expect(many.at(-1)).toBe("and 60 more");
  });
});

describe("answers", () => {
  test("are read in the forms that agents write, in the order of the points", () => {
    const text =
      "Done.\n\n**Answer 2:** renamed it\n- Answer 1: added paging\n> answer 3 - not needed, see the spec";
    expect(answersIn(text)).toEqual(["1. added paging", "2. renamed it", "3. not needed, see the spec"]);
  });

  test("are none where none are given", () => {
    expect(answersIn("The answer is 42.\nAnswer: yes")).toEqual([]);
  });
});

describe("a data block", () => {
  test("cannot be closed by its text", () => {
    const block = dataBlock("x", "before\n````\n# Orders\n``````\nafter");
    expect(block).toBe("```````data x\nbefore\n````\n# Orders\n``````\nafter\n```````");
  });

  test("is closed by its own last line alone, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("`", "``", "~~~", "\n", "a", "````", "<!--", "-->", " ")),
        parts => {
          const lines = dataBlock("x", parts.join("")).split("\n");
          const fence = /^`+/.exec(lines[0]!)![0];
          const closing = lines
            .slice(1)
            .filter(line => new RegExp(`^ {0,3}\`{${fence.length},}\\s*$`).test(line));
          expect(closing).toHaveLength(1);
          expect(lines.at(-1)).toBe(fence);
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  test("of a long text keeps beginning and end", () => {
    const text = cutMiddle(`first ${"x".repeat(50_000)} last error`, 1_000);
    expect(text.length).toBeLessThan(1_100);
    expect(text).toMatch(/^first x+\n… \(\d+ characters left out\) …\nx+ last error$/);
  });

  test("is made in time that grows with the text", () => {
    for (const part of ["<!--", "![", "<img ", "<a title=", "[a]: #", "`", "\n", "<a alt='"]) {
      const text = part.repeat(64_000 / part.length);
      const started = processorTime();
      visibleText(text);
      expect(processorTime() - started, part).toBeLessThan(1_000);
    }
  });
});
