/** The words of a text, as the Unicode rules cut them; `locale` matters for languages without spaces. */
export function words(text, locale = "en") {
  const segments = new Intl.Segmenter(locale, { granularity: "word" }).segment(text);
  return [...segments].filter(s => s.isWordLike).map(s => s.segment);
}

export function countWords(text, locale = "en") {
  return words(text, locale).length;
}
