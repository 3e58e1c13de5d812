/** A word of a command line; `start` is its place in the line. */
export interface Word {
  text: string;
  start: number;
}

/**
 * Splits a line at spaces and tabs, in one pass. A word that begins with a quote runs to the next such quote, and
 * `--x="a b"` likewise; a quote inside a word, or one that is never closed, is an ordinary character.
 */
export function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    if (isSpace(line[at])) {
      at += 1;
      continue;
    }
    const { text, end } = readWord(line, at);
    words.push({ text, start: at });
    at = end;
  }
  return words;
}

function readWord(line: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < line.length && !isSpace(line[end])) {
    const opens = end === start || (line[end - 1] === "=" && line.startsWith("--", start));
    const quote = line[end]!;
    if (opens && (quote === '"' || quote === "'")) {
      const close = line.indexOf(quote, end + 1);
      const after = line[close + 1];
      if (close > 0 && (after === undefined || isSpace(after))) {
        return { text: line.slice(start, end) + line.slice(end + 1, close), end: close + 1 };
      }
    }
    end += 1;
  }
  return { text: line.slice(start, end), end };
}

function isSpace(char: string | undefined): boolean {
  return char === " " || char === "\t" || char === "\u00a0";
}

/** Telephones turn two hyphens into a dash. */
export function withHyphens(word: string): string {
  return word.startsWith("\u2014") || word.startsWith("\u2013") ? `--${word.slice(1)}` : word;
}

/**
 * The first character that cannot be seen, or null: control characters, and those that turn text around or hide it.
 * Tabs are blanks, and the joiner inside of emoji is harmless.
 */
export function unseenCharacter(text: string): string | null {
  const found = /(?![\t\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u.exec(text);
  return found ? found[0] : null;
}

/** What was written, fit to be shown: at most 60 visible characters. */
export function shown(text: string): string {
  const visible = text
    .slice(0, 240)
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim();
  return visible.length > 60 ? `${visible.slice(0, 59).toWellFormed()}…` : visible;
}
