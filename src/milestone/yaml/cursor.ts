/**
 * Where the reader stands. One left-to-right pass, no backtracking beyond the current line, so that reading is
 * linear in the text whatever it holds.
 */
export interface Cursor {
  readonly text: string;
  pos: number;
  /** Offset of the current line's first character; `pos - lineStart` is the column. */
  lineStart: number;
  /** The token at this offset is the first of its line; -1 when none is. */
  freshAt: number;
  /** The whitespace before the fresh token holds a tab, which YAML does not count as indentation. */
  tabbed: boolean;
  depth: number;
  /** Keys and items read so far. */
  entries: number;
  problems: YamlProblem[];
}

export type YamlCode =
  | "yaml-syntax"
  | "yaml-size"
  | "yaml-depth"
  | "yaml-anchor"
  | "yaml-tag"
  | "yaml-documents"
  | "yaml-duplicate-key"
  | "yaml-forbidden-key"
  | "yaml-character";

export interface YamlProblem {
  code: YamlCode;
  start: number;
  end: number;
  message: string;
  remedy: string;
}

const MAX_DEPTH = 32;
/** 10,000 tasks hold about 300,000; 16 MiB of the shortest items would hold 5 million, and a gigabyte of memory. */
const MAX_ENTRIES = 1_500_000;

/** Counts a key or item. */
export function countEntry(c: Cursor): void {
  if (++c.entries > MAX_ENTRIES) {
    refuse("yaml-size", at(c.pos), [
      `the file holds more than ${MAX_ENTRIES} keys and list items`,
      "split it into several milestones",
    ]);
  }
}

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const AMPERSAND = 38;
export const APOSTROPHE = 39;
export const COMMA = 44;
export const DASH = 45;
const DOT = 46;
export const COLON = 58;
export const QUESTION = 63;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const PIPE = 124;
export const CLOSE_BRACE = 125;
export const GREATER = 62;

/** Thrown at the first syntax error and caught by `readYaml` alone: no caller in between could go on. */
export class Refusal extends Error {
  readonly problem: YamlProblem;
  constructor(problem: YamlProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function refuse(code: YamlCode, span: { start: number; end: number }, text: [string, string]): never {
  throw new Refusal({ code, ...span, message: text[0], remedy: text[1] });
}

export const at = (offset: number, width = 1) => ({ start: offset, end: offset + width });

/** End of line, or of the text (`charCodeAt` is NaN there). */
export const isBreak = (ch: number): boolean => ch === LF || ch === CR || Number.isNaN(ch);
export const isBlank = (ch: number): boolean => ch === SPACE || ch === TAB || isBreak(ch);
export const isFlowMark = (ch: number): boolean =>
  ch === COMMA || ch === OPEN_BRACKET || ch === CLOSE_BRACKET || ch === OPEN_BRACE || ch === CLOSE_BRACE;

export const column = (c: Cursor): number => c.pos - c.lineStart;
export const charAt = (c: Cursor, ahead = 0): number => c.text.charCodeAt(c.pos + ahead);

/** `---` or `...` at the start of a line: the end of the one document. */
export function isDocumentMark(text: string, pos: number): boolean {
  const ch = text.charCodeAt(pos);
  if (ch !== DASH && ch !== DOT) return false;
  return (
    text.charCodeAt(pos + 1) === ch && text.charCodeAt(pos + 2) === ch && isBlank(text.charCodeAt(pos + 3))
  );
}

export function atEnd(c: Cursor): boolean {
  return c.pos >= c.text.length || (c.pos === c.lineStart && isDocumentMark(c.text, c.pos));
}

/** Moves over whitespace, comments and line breaks to the next token, and marks it when it opens a line. */
export function skipToToken(c: Cursor): void {
  const { text } = c;
  const fresh = c.freshAt === c.pos;
  let crossed = false;
  let tabbed = fresh && c.tabbed;
  for (;;) {
    const ch = text.charCodeAt(c.pos);
    if (ch === SPACE || ch === CR) c.pos++;
    else if (ch === TAB) {
      tabbed = true;
      c.pos++;
    } else if (ch === LF) {
      c.pos++;
      c.lineStart = c.pos;
      crossed = true;
      tabbed = false;
    } else if (ch === HASH && (c.pos === c.lineStart || isBlank(text.charCodeAt(c.pos - 1)))) {
      c.pos = lineEnd(text, c.pos);
    } else break;
  }
  if (crossed || fresh) {
    c.freshAt = c.pos;
    c.tabbed = tabbed;
  }
}

/** Offset of the line break (its `\r` included) behind `pos`, or the text's end. */
export function lineEnd(text: string, pos: number): number {
  const lf = text.indexOf("\n", pos);
  if (lf < 0) return text.length;
  return lf > pos && text.charCodeAt(lf - 1) === CR ? lf - 1 : lf;
}

export function skipInline(c: Cursor): void {
  let ch = charAt(c);
  while (ch === SPACE || ch === TAB) {
    c.pos++;
    ch = charAt(c);
  }
}

/** Counts one more collection around what follows. */
export function enter(c: Cursor, start: number): void {
  c.depth++;
  if (c.depth > MAX_DEPTH) {
    refuse("yaml-depth", at(start), [
      `lists and maps are nested more than ${MAX_DEPTH} deep`,
      "flatten the file; a milestone needs no more than about 8 levels",
    ]);
  }
}
