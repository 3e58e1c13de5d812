import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitise, sanitiseLine } from "../../../src/milestone/text/sanitise.ts";
import { processorTime } from "../../rig/processor-time.ts";
import { runs } from "../../rig/runs.ts";

describe("text for logs and terminals", () => {
  it.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b[38;5;196mx\u001b[K", "x"],
    ["\u001b]0;title\u0007x", "x"],
    ["\u001b]8;;https://evil\u001b\\link\u001b]8;;\u001b\\", "link"],
    ["\u001b]0;never ended", "0;never ended"],
    ["\u009b31mred", "red"],
    ["\u001bcreset", "reset"],
    ["a\u0000b\u0007c\u007fd", "abcd"],
    ["evil\u202egnp.exe", "evilgnp.exe"],
    ["\u2066a\u2069", "a"],
    ["a\u200bb\ufeffc\u00add", "abcd"],
    ["tags \u{e0041}\u{e007f}", "tags "],
    ["tab\tand\nline", "tab\tand\nline"],
    ["a\r\nb\rc", "a\nb\nc"],
    ["a\u2028b\u2029c\u0085d", "a\nb\nc\nd"],
    ["\ud800x", "\ufffdx"],
    ["Prüfung 日本 😀", "Prüfung 日本 😀"],
  ])("%j becomes %j", (text, clean) => {
    expect(sanitise(text)).toBe(clean);
  });

  it("on one line nothing can break it", () => {
    expect(sanitiseLine("a\nb\rc\u2028d")).toBe("a b c d");
  });

  it("holds afterwards nothing unseen, whatever it was, and cleaning again changes nothing", () => {
    const unit = fc.constantFrom(
      "\u001b",
      "[",
      "]",
      "\u009b",
      "3",
      "1",
      "m",
      ";",
      "\u0007",
      "\\",
      "\r",
      "\n",
      "a",
      "\u200b",
      "\u202e",
      "\ud800",
      "😀",
      "P",
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit, maxLength: 30 }), fc.string({ unit: "binary", maxLength: 30 })),
        text => {
          const clean = sanitise(text);
          expect(clean).not.toMatch(
            /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
          );
          expect(clean.isWellFormed()).toBe(true);
          expect(sanitise(clean)).toBe(clean);
        },
      ),
      { ...runs(4_000), interruptAfterTimeLimit: 2_000 },
    );
  });

  it.each(["\u001b[", "\u001b]0;", "\u001b]", "\u009b0;", "\u001b[0;1"])(
    "a megabyte of %j takes no time",
    part => {
      const started = processorTime();
      sanitise(part.repeat(1_000_000 / part.length));
      expect(processorTime() - started).toBeLessThan(1_000);
    },
  );
});
