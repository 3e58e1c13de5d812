import { parseEvents, YAMLException } from "js-yaml";
import { lineEnd } from "./characters.ts";
import { SAYS, type YamlProblem } from "./problem.ts";

interface MistakeWords {
  code?: YamlProblem["code"];
  start?: number;
  end?: number;
  says: [message: string, remedy: string];
}

const ALIAS: MistakeWords = { code: "yaml-anchor", says: SAYS.alias };
const ANCHOR: MistakeWords = { code: "yaml-anchor", says: SAYS.anchor };
const TAG: MistakeWords = { code: "yaml-tag", says: SAYS.tag };
const TAB: MistakeWords["says"] = [
  "a tab stands in the indentation, which YAML does not allow",
  "indent with spaces",
];

/** What js-yaml stumbled over, in our words and with the place at which a person mends it. */
export function syntaxProblem(text: string, reason: string, position: number): YamlProblem {
  const words = wordsOf(text, reason, position);
  const start = Math.min(words.start ?? position, Math.max(text.length - 1, 0));
  const [message, remedy] = words.says;
  return { code: words.code ?? "yaml-syntax", start, end: words.end ?? start + 1, message, remedy };
}

function wordsOf(text: string, reason: string, position: number): MistakeWords {
  const inside = insideOf(reason) ?? (reason === "deficient indentation" ? openAt(text, position) : null);
  if (inside) return unclosed(text, inside, position);
  if (/\btag\b/.test(reason)) return { ...TAG, start: text.lastIndexOf("!", position) };
  if (/\banchor\b/.test(reason)) {
    const start = text.lastIndexOf("&", position);
    if (!reason.startsWith("name")) return { ...ANCHOR, start };
    return { code: "yaml-anchor", start, says: SAYS.anchorName };
  }
  if (/\balias\b/.test(reason)) return { ...ALIAS, start: text.lastIndexOf("*", position) };
  if (reason.startsWith("tab characters")) return { says: TAB };
  if (/escape sequence|hexadecimal/.test(reason)) return badEscape(text, position);
  if (/chomping|indentation width|line break is expected/.test(reason)) {
    return {
      end: lineEnd(text, position),
      says: [
        "nothing may follow the mark that opens a block of text",
        "put the text on the next lines, indented",
      ],
    };
  }
  if (/directive/i.test(reason)) {
    return { says: ["no YAML directive but `%YAML 1.2` is read", "delete this line"] };
  }
  if (reason.startsWith("missed comma") || reason.startsWith("expected the node content")) {
    return (
      atMark(text, position) ?? {
        says: [
          "a comma or closing bracket is expected here",
          "separate the entries by commas, and put text that holds a comma, colon or bracket in quotes",
        ],
      }
    );
  }
  return misplaced(text, reason, position);
}

type OpenBracket = "double" | "single" | "bracket";

function insideOf(reason: string): OpenBracket | null {
  if (!reason.startsWith("unexpected end of")) return null;
  return reason.includes("double") ? "double" : reason.includes("single") ? "single" : "bracket";
}

/** What is open at a position: the text up to there, read alone, ends inside of it. */
function openAt(text: string, position: number): OpenBracket {
  return insideOf(failure(text.slice(0, position).trimEnd()) ?? "") ?? "bracket";
}

function failure(text: string): string | null {
  try {
    parseEvents(text, {});
    return null;
  } catch (error) {
    return error instanceof YAMLException ? error.reason : null;
  }
}

function unclosed(text: string, inside: OpenBracket, position: number): MistakeWords {
  if (inside === "bracket") {
    const start = openingBracket(text, position);
    if (start === null) return misplaced(text, "", position);
    return {
      start,
      says: [
        "this bracket is not closed before the text or its indentation ends",
        "close it, and indent its lines more than the key it belongs to",
      ],
    };
  }
  const start = openingQuote(text, inside === "double" ? '"' : "'", position);
  return text.slice(position).trim() === ""
    ? { start, says: ["this quotation mark is never closed", "add the closing mark"] }
    : {
        start,
        says: [
          "this quotation mark is not closed before the indentation ends",
          "close it on its line, or indent the lines that it goes on to",
        ],
      };
}

/** Behind the mark that opens it, an unclosed text holds such marks only escaped: by a backslash, or in pairs. */
function openingQuote(text: string, mark: string, position: number): number {
  for (let last = text.lastIndexOf(mark, position - 1); last >= 0; last = text.lastIndexOf(mark, last - 1)) {
    let before = last;
    const escaping = mark === '"' ? "\\" : mark;
    while (text[before - 1] === escaping) before--;
    if ((last - before) % 2 === 0) return mark === '"' ? last : before;
    last = before;
  }
  return position;
}

/** So many brackets are tried: each costs a reading of what stands before it. */
const MAX_TRIES = 40;

/** The outermost bracket that is open at a position: what stands before it is whole. */
function openingBracket(text: string, position: number): number | null {
  let tries = 0;
  for (let i = position - 1; i >= 0 && tries < MAX_TRIES; i--) {
    if (text[i] !== "[" && text[i] !== "{") continue;
    tries++;
    if (insideOf(failure(text.slice(0, i)) ?? "") === null) return i;
  }
  return null;
}

function badEscape(text: string, position: number): MistakeWords {
  const start = text.lastIndexOf("\\", position);
  return {
    start,
    end: start + 2,
    says: [
      `${JSON.stringify(text.slice(start, start + 2))} is no escape that YAML knows`,
      'write a backslash as "\\\\", or use single quotes',
    ],
  };
}

/** What cannot stand where it does, told by the character that stands there. */
function atMark(text: string, position: number): MistakeWords | null {
  const mark = text[position] ?? "";
  const before = text.slice(text.lastIndexOf("\n", position - 1) + 1, position);
  switch (mark) {
    case "*":
      return ALIAS;
    case "&":
      return ANCHOR;
    case "!":
      return TAG;
    case "%":
    case "@":
    case "`":
      return { says: [`text may not begin with ${mark}`, "put it in quotes"] };
    case "|":
    case ">":
      return {
        says: ["a block of text may not stand here", "put the text in quotes, or the mark behind its key"],
      };
    case "#":
      return {
        says: ["here stands text that belongs to nothing", "put a space before the `#` of a comment"],
      };
    case "?":
      return { says: ["complex keys (`? `) are not read", "write it in quotes if it is meant as text"] };
    case "\t":
      return { says: before.trim() === "" ? TAB : ["a tab stands where none may stand", "use a space"] };
    default:
      return null;
  }
}

function misplaced(text: string, reason: string, position: number): MistakeWords {
  const lineStart = text.lastIndexOf("\n", position - 1) + 1;
  const end = Math.max(lineEnd(text, position), position + 1);
  const before = text.slice(lineStart, position);
  const mark = text[position];
  const blankNext = /^[\s]?$/.test(text[position + 1] ?? "");
  if (mark === ":" && blankNext) {
    return /:\s/.test(before)
      ? {
          says: [
            "a second `key: value` stands on this line",
            "put the text in quotes, or the map on the next lines, indented",
          ],
        }
      : {
          start: lineStart + (before.length - before.trimStart().length),
          end,
          says: [
            "this line looks like a key, but its indentation makes it part of the text above",
            "indent it like the key it belongs beside, or put the text above in quotes",
          ],
        };
  }
  if (mark === "-" && blankNext && before.trim() !== "") {
    return {
      says: [
        "a list may not begin on the line of its key",
        "put each `- ` on a line of its own below the key",
      ],
    };
  }
  if (
    before
      .slice(before.lastIndexOf(": ") + 1)
      .trimStart()
      .startsWith("*")
  )
    return ALIAS;
  const indented = before.trim() === "";
  if (before.includes("\t") && indented) {
    return { start: lineStart + before.indexOf("\t"), end: position, says: TAB };
  }
  const marked = atMark(text, position);
  if (marked) return marked;
  if (mark !== undefined && ",]}[{".includes(mark)) {
    return { says: [`text may not begin with ${mark}`, "put it in quotes"] };
  }
  if (mark === "-" && blankNext) {
    return {
      says: [
        "a list item stands among the keys of a map",
        "indent the list more than its key, or remove the dash",
      ],
    };
  }
  if (reason.startsWith("expected ':'") || reason.startsWith("can not read a block mapping")) {
    return keyExpected(text, position);
  }
  if (indented && position > lineStart) {
    return {
      end,
      says: [
        `this line is indented by ${position - lineStart} spaces, unlike the lines that it belongs beside`,
        "give the lines of one map or list the same indentation",
      ],
    };
  }
  if (indented && !reason.startsWith("end of the stream")) return keyExpected(text, position);
  return {
    end,
    says: [
      "here stands text that belongs to nothing",
      "put the whole value in quotes, or on a line of its own",
    ],
  };
}

/** The line that should be a key is the one that ends at or before the position. */
function keyExpected(text: string, position: number): MistakeWords {
  let i = position;
  while (i > 0 && /\s/.test(text[i - 1]!)) i--;
  const own = text.slice(text.lastIndexOf("\n", position - 1) + 1, position).trim() !== "";
  const lineStart = text.lastIndexOf("\n", (own ? position : i) - 1) + 1;
  const start =
    lineStart + (/^[ \t]*/.exec(text.slice(lineStart, lineEnd(text, lineStart)))?.[0].length ?? 0);
  return {
    start,
    end: Math.max(lineEnd(text, start), start + 1),
    says: [
      "a `key: value` is expected here",
      "add the colon and a space, or indent the line more if it belongs to the text above",
    ],
  };
}
