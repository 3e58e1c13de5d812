import { markdownLines } from "./markdown.ts";

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
    } else if (line.kind === "item") {
      const { number, text: words, indent } = line.item;
      last = takeLine(number === null ? words : `${number}. ${words}`, indent, {
        requirement,
        last,
        criteria,
      });
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
