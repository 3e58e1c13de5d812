import type { ScalarValue } from "./node.ts";
import type { YamlProblem } from "./problem.ts";

/** 16 MiB, the contract's limit for a milestone file. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Characters that show a reader something other than what a program reads (bidirectional overrides, see
 * "Trojan Source", CVE-2021-42574), that drive a terminal, or that YAML itself forbids; a CR alone counts too.
 */
const HIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\r(?!\n)|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Offset of the first character that may not stand in decoded text, or -1. */
export function hiddenCharacter(text: string, from = 0): number {
  HIDDEN.lastIndex = from;
  return HIDDEN.exec(text)?.index ?? -1;
}

/** What is wrong with the text before its syntax is looked at: its size and its characters. */
export function textProblem(text: string): YamlProblem | null {
  if (utf8Bytes(text) > MAX_BYTES) {
    return {
      code: "yaml-size",
      start: 0,
      end: 1,
      message: `the file holds more than ${MAX_BYTES / 1024 / 1024} MiB`,
      remedy: "split it into several milestones",
    };
  }
  const hidden = hiddenCharacter(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (hidden < 0) return null;
  return {
    code: "yaml-character",
    start: hidden,
    end: hidden + 1,
    message: `the invisible character ${codePointName(text.charCodeAt(hidden))} may not stand here`,
    remedy: "delete it; what you see must be what is read",
  };
}

function codePointName(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function utf8Bytes(text: string): number {
  // Each UTF-16 unit takes at most three bytes: a short text need not be counted.
  if (text.length * 3 <= MAX_BYTES) return 0;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const ch = text.charCodeAt(i);
    if (ch > 0x7f) bytes += ch > 0x7ff && (ch < 0xd800 || ch > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** Offset of the line break (its `\r` included) behind `pos`, or the text's end. */
export function lineEnd(text: string, pos: number): number {
  const lf = text.indexOf("\n", pos);
  if (lf < 0) return text.length;
  return lf > pos && text.charCodeAt(lf - 1) === 13 ? lf - 1 : lf;
}

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
