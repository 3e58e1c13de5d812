import { sentences } from "./sentences.js";
import { countWords } from "./words.js";

/** Figures of a text; `longest` is the number of words in its longest sentence. */
export function summary(text, locale = "en") {
  const cut = sentences(text, locale);
  return {
    words: countWords(text, locale),
    sentences: cut.length,
    longest: Math.max(0, ...cut.map(sentence => countWords(sentence, locale))),
  };
}
