import { hiddenCharacter } from "./characters.ts";
import {
  APOSTROPHE,
  at,
  BACKSLASH,
  COLON,
  CR,
  type Cursor,
  charAt,
  HASH,
  isBlank,
  isBreak,
  isDocumentMark,
  isFlowMark,
  LF,
  QUOTE,
  refuse,
  SPACE,
  TAB,
} from "./cursor.ts";
import type { ScalarValue, YamlScalar } from "./node.ts";

const INT = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEX = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);
const SPECIAL = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The value of an unquoted scalar under YAML 1.2's core schema. */
export function resolvePlain(text: string): ScalarValue {
  if (text.length <= 5 && WORDS.has(text)) return WORDS.get(text) as ScalarValue;
  const ch = text.charCodeAt(0);
  const numberLike = (ch >= 48 && ch <= 57) || ch === 43 || ch === 45 || ch === 46;
  if (!numberLike) return text;
  if (INT.test(text) || FLOAT.test(text)) return Number(text);
  if (OCTAL.test(text) || HEX.test(text)) return Number(text);
  const special = SPECIAL.exec(text);
  if (special) return special[1] === undefined ? Number.NaN : special[1] === "-" ? -Infinity : Infinity;
  return text;
}

/**
 * Reads an unquoted scalar, its continuation lines included: those indented more than `parentIndent`.
 * `flow`: inside `[…]` or `{…}`, whose marks end it.
 */
export function readPlain(c: Cursor, parentIndent: number, flow: boolean): YamlScalar {
  const start = c.pos;
  let end = plainLineEnd(c, start, flow);
  let value = c.text.slice(start, end);
  c.pos = end;
  for (;;) {
    const next = continuation(c, parentIndent, flow);
    if (!next) break;
    const stop = plainLineEnd(c, next.pos, flow);
    if (!flow && keyColon(c.text, next.pos, stop) >= 0) {
      refuse("yaml-syntax", { start: next.pos, end: stop }, [
        "this line looks like a key, but its indentation makes it part of the text above",
        "indent it like the key it belongs beside, or put the text above in quotes",
      ]);
    }
    if (stop === next.pos) break;
    value += next.breaks > 1 ? "\n".repeat(next.breaks - 1) : " ";
    value += c.text.slice(next.pos, stop);
    c.lineStart = next.lineStart;
    c.pos = end = stop;
    checkLength(c, start);
  }
  return { kind: "scalar", value: resolvePlain(value), style: "plain", start, end };
}

/** The end of an unquoted scalar's part on one line, without trailing blanks. */
function plainLineEnd(c: Cursor, from: number, flow: boolean): number {
  const { text } = c;
  let end = from;
  for (let i = from; ; i++) {
    const ch = text.charCodeAt(i);
    if (ch === SPACE || ch === TAB) continue;
    if (isBreak(ch)) return end;
    if (ch === HASH && i > from && isBlank(text.charCodeAt(i - 1))) return end;
    if (flow && isFlowMark(ch)) return end;
    if (ch === COLON && flow) {
      const next = text.charCodeAt(i + 1);
      if (isBlank(next) || isFlowMark(next)) return end;
    }
    end = i + 1;
  }
}

/** Offset of the colon that makes `[from, to)` begin with a key, or -1. */
export function keyColon(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    if (text.charCodeAt(i) === COLON && isBlank(text.charCodeAt(i + 1))) return i;
  }
  return -1;
}

interface Continuation {
  pos: number;
  lineStart: number;
  breaks: number;
}

/** The next line with text, when it continues a scalar; null at a comment, a lesser indentation or the end. */
function continuation(c: Cursor, parentIndent: number, flow: boolean): Continuation | null {
  const { text } = c;
  let pos = c.pos;
  while (text.charCodeAt(pos) === SPACE || text.charCodeAt(pos) === TAB) pos++;
  let lineStart = c.lineStart;
  let breaks = 0;
  let indent = 0;
  for (;;) {
    const ch = text.charCodeAt(pos);
    if (ch === CR || ch === LF) {
      pos += ch === CR ? 2 : 1;
      breaks++;
      lineStart = pos;
      while (text.charCodeAt(pos) === SPACE) pos++;
      indent = pos - lineStart;
      while (text.charCodeAt(pos) === SPACE || text.charCodeAt(pos) === TAB) pos++;
      continue;
    }
    if (breaks === 0 || Number.isNaN(ch) || ch === HASH || indent <= parentIndent) return null;
    if (pos === lineStart && isDocumentMark(text, pos)) return null;
    if (flow && (isFlowMark(ch) || (ch === COLON && isBlank(text.charCodeAt(pos + 1))))) return null;
    return { pos, lineStart, breaks };
  }
}

/** The schemas let no text be longer than 64 KiB; reading on would only cost time. */
const MAX_SCALAR = 1_048_576;

export function checkLength(c: Cursor, start: number): void {
  if (c.pos - start <= MAX_SCALAR) return;
  refuse("yaml-size", at(start), ["this text is longer than 1 MiB", "put it into a file and name that"]);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads `"…"` or `'…'`, folding its line breaks. */
export function readQuoted(c: Cursor, parentIndent: number): YamlScalar {
  const start = c.pos;
  const quote = charAt(c);
  const style = quote === QUOTE ? "double" : "single";
  let value = "";
  let escaped = false;
  let from = ++c.pos;
  for (;;) {
    const ch = charAt(c);
    if (Number.isNaN(ch)) {
      refuse("yaml-syntax", at(start), ["this quotation mark is never closed", "add the closing mark"]);
    }
    if (ch === quote) {
      value += c.text.slice(from, c.pos++);
      if (quote === QUOTE || charAt(c) !== APOSTROPHE) break;
      value += "'";
      from = ++c.pos;
      checkLength(c, start);
    } else if (ch === BACKSLASH && quote === QUOTE) {
      value += c.text.slice(from, c.pos) + readEscape(c, parentIndent, start);
      escaped = true;
      from = c.pos;
      checkLength(c, start);
    } else if (ch === LF || ch === CR) {
      value += trimBlanksEnd(c.text.slice(from, c.pos)) + foldBreaks(c, parentIndent, start);
      from = c.pos;
    } else c.pos++;
  }
  if (escaped && hiddenCharacter(value) >= 0) {
    refuse("yaml-character", { start, end: c.pos }, [
      "an escape in this text stands for a control or invisible character",
      "leave it out; what you see must be what is read",
    ]);
  }
  return { kind: "scalar", value, style, start, end: c.pos };
}

/** Passes one or more line breaks inside quotes; gives what they fold to. */
function foldBreaks(c: Cursor, parentIndent: number, start: number): string {
  let breaks = 0;
  for (;;) {
    const ch = charAt(c);
    if (ch === CR || ch === LF) {
      c.pos += ch === CR ? 2 : 1;
      breaks++;
      c.lineStart = c.pos;
      while (charAt(c) === SPACE) c.pos++;
      const indent = c.pos - c.lineStart;
      while (charAt(c) === SPACE || charAt(c) === TAB) c.pos++;
      const next = charAt(c);
      if (next === CR || next === LF) continue;
      if (!Number.isNaN(next) && (indent <= parentIndent || isDocumentMark(c.text, c.lineStart))) {
        refuse("yaml-syntax", at(start), [
          "this quotation mark is not closed before the indentation ends",
          "close it on its line, or indent the lines that it goes on to",
        ]);
      }
    } else break;
  }
  return breaks > 1 ? "\n".repeat(breaks - 1) : " ";
}

function readEscape(c: Cursor, parentIndent: number, start: number): string {
  const from = c.pos;
  const letter = c.text.charAt(from + 1);
  if (letter === "\n" || letter === "\r") {
    c.pos++;
    const folded = foldBreaks(c, parentIndent, start);
    return folded === " " ? "" : folded;
  }
  const length = HEX_LENGTH[letter];
  let decoded: string | undefined = ESCAPES[letter];
  c.pos += 2;
  if (length !== undefined) {
    const digits = c.text.slice(c.pos, c.pos + length);
    const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
    decoded = code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    c.pos += length;
  }
  if (decoded === undefined) {
    refuse("yaml-syntax", { start: from, end: from + 2 }, [
      `${JSON.stringify(c.text.slice(from, from + 2))} is no escape that YAML knows`,
      'write a backslash as "\\\\", or use single quotes',
    ]);
  }
  return decoded;
}

function trimBlanksEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line.charCodeAt(end - 1) === SPACE || line.charCodeAt(end - 1) === TAB)) end--;
  return line.slice(0, end);
}
