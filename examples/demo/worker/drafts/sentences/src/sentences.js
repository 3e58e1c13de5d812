/** The sentences of a text, as the Unicode rules cut them: `e.g.` before a small letter ends none. */
export function sentences(text, locale = "en") {
  const segments = new Intl.Segmenter(locale, { granularity: "sentence" }).segment(text);
  return [...segments].map(s => s.segment.trim()).filter(s => s !== "");
}
