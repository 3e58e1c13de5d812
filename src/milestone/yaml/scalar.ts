import type { ScalarValue } from "./node.ts";

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
