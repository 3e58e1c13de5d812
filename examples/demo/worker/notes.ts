/** What the worker knows of a task: the sentences of its documents. */
export interface Note {
  purpose: string;
  decisions: string[];
  /** Functions or commands that others use, with what they answer. */
  offers: Record<string, string>;
  /** What the tests look at. */
  cases: string[];
  steps: string[];
  /** Command that makes what this task delivers, before its tests run. */
  build?: string;
}

export const NOTES: Record<string, Note> = {
  words: {
    purpose: "Everything else counts words, so there is one place that says what a word is.",
    decisions: [
      "`Intl.Segmenter` cuts the text: it knows languages without spaces, and comes with the runtime.",
      "The locale is an argument with a default, never a global.",
    ],
    offers: {
      "words(text, locale)": "the words of a text, in order",
      "countWords(text, locale)": "how many there are",
    },
    cases: ["punctuation", "apostrophes", "a language without spaces", "an empty text"],
    steps: ["write `src/words.js`", "write its tests", "run them"],
  },
  sentences: {
    purpose: "The length of sentences is what editors ask for.",
    decisions: ["An abbreviation before a small letter ends no sentence."],
    offers: { "sentences(text, locale)": "the sentences of a text, trimmed" },
    cases: ["questions and exclamations", "abbreviations", "an empty text"],
    steps: ["write `src/sentences.js`", "write its tests", "run them"],
  },
  anchors: {
    purpose: "Headings of a page can be linked to.",
    decisions: ["Accents are dropped, other alphabets are kept.", "A repeated heading gets a number."],
    offers: { "anchor(heading)": "one heading's anchor", "anchors(headings)": "the anchors of a page" },
    cases: ["accents and signs", "two headings of one name"],
    steps: ["write `src/anchors.js`", "write its tests", "run them"],
  },
  "reading-time": {
    purpose: "A reader wants to know whether a text fits into a coffee break.",
    decisions: ["238 words a minute, a published mean for silent reading.", "Minutes are rounded up."],
    offers: { "readingMinutes(text, locale)": "whole minutes" },
    cases: ["nothing to read", "exactly a minute", "a word more than a minute"],
    steps: ["write `src/reading-time.js` on top of `countWords`", "write its tests", "run them"],
  },
  summary: {
    purpose: "One call gives all figures of a text.",
    decisions: ["Plain numbers in a plain object: the callers decide how to show them."],
    offers: { "summary(text, locale)": "words, sentences, and the length of the longest sentence" },
    cases: ["an ordinary text", "an empty text"],
    steps: ["write `src/summary.js`", "write its tests", "run them"],
  },
  "command-line": {
    purpose: "Tally can be used without writing a program.",
    decisions: ["Reads a file or the standard input, and prints one line."],
    offers: { "tally <file>": "the figures of the file in one line" },
    cases: ["standard input", "a file", "a file that is not there"],
    steps: ["write `bin/tally.js`", "write its tests", "run them"],
  },
  page: {
    purpose: "A text becomes a page that shows its own figures.",
    decisions: ["Every sign that means something in HTML is escaped.", "One style line, no script."],
    offers: { "page(markdown, brand)": "the page as HTML" },
    cases: ["anchors of headings", "escaped signs", "the figures at the end"],
    steps: ["write `src/page.js`", "write its tests", "run them"],
  },
  website: {
    purpose: "The project's front page is made by the project itself.",
    decisions: ["The accent colour is the brand's: it stands in `brand.json` and is a person's choice."],
    offers: { "node tools/build-site.js": "writes `site/index.html`" },
    cases: ["contrast of the accent colour", "the readme's title"],
    steps: ["write `tools/build-site.js`", "build the site", "run the tests"],
    build: "tools/build-site.js",
  },
  release: {
    purpose: "One folder holds what is published, with a checksum for each file.",
    decisions: ["The sums are sorted, so that two builds are equal."],
    offers: { "node tools/release.js": "writes `release/` and `SHA256SUMS`" },
    cases: ["the released program on its own", "a sum for every file"],
    steps: ["write `tools/release.js`", "make the release", "run its tests"],
    build: "tools/release.js",
  },
};
