/**
 * How many cells a text takes in a terminal. Like `wcwidth`, but by what a reader sees as one character: an emoji with
 * its joiners and a letter with its accents are one. A character that terminals disagree on counts as narrow.
 */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segments.segment(text)) width += graphemeWidth(segment);
  return width;
}

const PLAIN = /^[\x20-\x7e]*$/;
const segments = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Characters of East Asian Width W and F, as blocks; and those that are shown as pictures. */
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|^\p{Emoji}\ufe0f/u;
const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Cuts plain text to `cells`, the last an ellipsis where something was left out. */
export function cutWidth(text: string, cells: number): string {
  if (textWidth(text) <= cells) return text;
  if (cells <= 0) return "";
  let kept = "";
  let width = 0;
  for (const { segment } of segments.segment(text)) {
    const next = width + graphemeWidth(segment);
    if (next > cells - 1) break;
    kept += segment;
    width = next;
  }
  return `${kept}…`;
}

/** Cut, and filled up with spaces to exactly `cells`. */
export function fitWidth(text: string, cells: number): string {
  const cut = cutWidth(text, cells);
  return cut + " ".repeat(Math.max(0, cells - textWidth(cut)));
}
