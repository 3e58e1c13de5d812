import { markdownLines } from "./checklist.ts";

/** Numbers such as `1.2`, in lists and ranges. Each is followed by a separator, so that no text takes long. */
const NUMBER = String.raw`\d{1,4}(?:\.\d{1,4}){0,3}`;
const SEPARATOR = String.raw`(?:\s*[-–—~,,、;&]\s*|\s+)(?:and\s+|tasks?\s+)?`;
const LIST = `${NUMBER}(?:${SEPARATOR}${NUMBER}){0,200}`;
const NUMBERS = new RegExp(NUMBER, "g");
const EMPHASISED = new RegExp(
  String.raw`^[_*]{1,3}([^::_*]{1,40})[::]\s*(?:[\p{L} ]{0,24}\s)?(${LIST})\s*\.?[_*]{1,3}$`,
  "u",
);
const PLAIN = new RegExp(
  String.raw`^\**(requirements?|需求|要件|требования|requisitos|depends? on|dependencies|blocked by)\**\s*[::]\**\s*(?:tasks?\s+)?(${LIST})\s*\.?$`,
  "iu",
);
const DEPENDS = /^(?:depends?(?: on)?|dependenc(?:y|ies)|blocked by|requires tasks?|依赖|依存|依賴)$/i;

export type Reference = { kind: "requirements" | "dependencies"; label: string; numbers: string[] };

/** A line such as `_Requirements: 1.1, 2.3_` or `**Validates: Requirements 1.2**`, in any language. */
export function readReferences(line: string): Reference | null {
  const text = line.trim().replace(/^[-*+]\s+/, "");
  if (text.length > 2000) return null;
  const match = EMPHASISED.exec(text) ?? PLAIN.exec(text);
  if (!match) return null;
  const label = match[1]!.trim();
  const numbers = expanded(match[2]!, match[2]!.match(NUMBERS) ?? []);
  return { kind: DEPENDS.test(label) ? "dependencies" : "requirements", label, numbers };
}

const RANGE = /(\d{1,4})\.(\d{1,4})\s*[-–—~]\s*(?:(\d{1,4})\.)?(\d{1,4})(?![.\d])/g;

/** `1.1–1.4` names what is between, too. */
function expanded(text: string, numbers: readonly string[]): string[] {
  const all = new Set(numbers);
  for (const [, major, from, toMajor, to] of text.matchAll(RANGE)) {
    if (toMajor !== undefined && toMajor !== major) continue;
    for (let n = Number(from); n <= Number(to) && n < Number(from) + 100; n++) all.add(`${major}.${n}`);
  }
  return [...all].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/**
 * The acceptance criteria of a requirements file by their numbers, `2.1` being the first of requirement 2: the
 * numbered lines below a heading that bears the requirement's number.
 */
export function readCriteria(text: string): Map<string, string> {
  const criteria = new Map<string, string>();
  let requirement: string | null = null;
  let last: string | null = null;
  for (const line of markdownLines(text)) {
    if (line.kind === "heading") {
      const number = /(?:^|[^\d.])(\d{1,4})(?=\D|$)(?!\.\d)/.exec(line.text);
      if (number) requirement = number[1]!;
      else if (line.level <= 2) requirement = null;
      last = null;
    } else if (line.kind === "text") {
      last = takeLine(line.text, line.indent, { requirement, last, criteria });
    }
  }
  return criteria;
}

interface Reading {
  requirement: string | null;
  last: string | null;
  criteria: Map<string, string>;
}

function takeLine(text: string, indent: number, { requirement, last, criteria }: Reading): string | null {
  const numbered = /^(?:[-*]\s+)?\**(\d{1,4})(?:\.(\d{1,4})[.):]?|[.):])\**\s+(.+)$/.exec(text);
  if (numbered && indent < 4) {
    const [, first, second, words] = numbered;
    const key =
      second !== undefined ? `${first}.${second}` : requirement === null ? null : `${requirement}.${first}`;
    if (key !== null && !criteria.has(key)) criteria.set(key, words!.replaceAll("**", ""));
    return key;
  }
  if (text === "") return null;
  // A criterion may go on in the lines below its number.
  if (last !== null && indent > 0) criteria.set(last, `${criteria.get(last)!} ${text.replaceAll("**", "")}`);
  return last;
}
