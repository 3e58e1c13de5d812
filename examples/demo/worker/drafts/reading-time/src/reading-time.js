import { countWords } from "./words.js";

/** Silent reading of English prose, words a minute (Brysbaert 2019, a mean over 190 studies). */
const WORDS_A_MINUTE = 238;

/** Whole minutes, at least one where there is anything to read. */
export function readingMinutes(text, locale = "en") {
  return Math.ceil(countWords(text, locale) / WORDS_A_MINUTE);
}
