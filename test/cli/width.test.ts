import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutWidth, fitWidth, textWidth } from "../../src/cli/screen.ts";

describe("the width of text", () => {
  test.each([
    ["plain", 5],
    ["é as one, e\u0301 as two", 18],
    ["日本語", 6],
    ["한글", 4],
    ["👩‍👩‍👧 family", 9],
    ["🇩🇪", 2],
    ["❤️ ✓ ▸ ◇", 8],
    ["ｆｕｌｌ", 8],
    ["", 0],
  ])("%s takes %i cells", (text, cells) => expect(textWidth(text)).toBe(cells));

  test("a cut text never takes more than its cells, and fitted text exactly them", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        fc.integer({ min: 1, max: 30 }),
        (text, cells) => {
          expect(textWidth(cutWidth(text, cells))).toBeLessThanOrEqual(cells);
          expect(textWidth(fitWidth(text, cells))).toBe(cells);
        },
      ),
    );
  });

  test("what fits is left alone, what does not ends in an ellipsis", () => {
    expect(cutWidth("architecture", 12)).toBe("architecture");
    expect(cutWidth("architecture", 6)).toBe("archi…");
    expect(cutWidth("日本語", 5)).toBe("日本…");
    expect(cutWidth("日本語", 4)).toBe("日…");
  });
});
