import type { DeliverableKind } from "../../milestone/plan/plan.ts";
import type { DeliverableFinding } from "./finding.ts";
import { type MarkdownLine, markdownLines } from "./markdown-prose.ts";

/** More would only repeat the message. */
const MAX_REPORTED = 10;

/**
 * What a template wants replaced and nobody replaced. Code, inline or fenced, is exempt in markdown, as it
 * may be about templates; so are checkboxes, links, footnotes, citations such as `[1]` and quoted words.
 */
export function checkPlaceholders(path: string, text: string, kind: DeliverableKind): DeliverableFinding[] {
  const lines = kind === "markdown" ? markdownLines(text).filter(line => !line.code) : plainLines(text);
  const labels = kind === "markdown" ? linkLabels(lines) : new Set<string>();
  const findings: DeliverableFinding[] = [];
  for (const line of lines) {
    const filler = kind === "markdown" ? inMarkdown(line.text, labels) : inData(line.text);
    if (filler === null) continue;
    const message = `Line ${line.number} of ${path} still holds the placeholder ${show(filler)}; replace it with real content.`;
    findings.push({ path, rule: "placeholder", message, line: line.number });
    if (findings.length === MAX_REPORTED) break;
  }
  return findings;
}

const COMMON: readonly RegExp[] = [
  // Not `${{ … }}`, which is an expression of a workflow.
  /(?<!\$)\{\{[ \t]{0,8}[A-Za-z_][\w .:-]{0,80}\}\}/,
  /(?<!["'“‘\w-])TBD(?!["'”’\w-])/,
  /<(?:fill|insert|your|enter|describe|replace|todo|tbd|placeholder)\b[^<>\n]{0,80}>/i,
  /\bwill be (?:defined|described|documented|filled in) here\b/i,
  /\blorem ipsum\b/i,
];

/** A line of a list that holds nothing but a filler. */
const LEFT_OPEN = /^[ \t>]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?:TO-?DO|TBD|\.\.\.|…)[ \t.:]*$/;

/** `Label: ____`: a form that nobody filled in. */
const FORM_LINE =
  /^[ \t>]*(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?(?:\*\*)?[^\n:*_]{1,40}(?::\*\*|\*\*:|:)[ \t]*(?:_{3,60}|TO-?DO|YYYY-MM-DD)[ \t.]*$/;

function inMarkdown(line: string, labels: ReadonlySet<string>): string | null {
  const prose = line.replace(/(`{1,8})(?!`)[^\n]*?[^`]\1(?!`)/g, "``");
  const leftOpen = LEFT_OPEN.exec(prose) ?? FORM_LINE.exec(prose);
  return common(prose) ?? leftOpen?.[0].trim() ?? inBrackets(prose, labels);
}

function inData(line: string): string | null {
  return common(line);
}

function common(line: string): string | null {
  for (const expression of COMMON) {
    const match = expression.exec(line);
    if (match) return match[0];
  }
  return null;
}

/** `[…]` that is no link, image, footnote, index or checkbox. */
const BRACKETS = /(?<![\]\w\\)!])\[([^[\]\n]{1,80})\](?![[(:\w])/g;

function inBrackets(line: string, labels: ReadonlySet<string>): string | null {
  for (const match of line.matchAll(BRACKETS)) {
    const inside = (match[1] ?? "").trim();
    if (labels.has(label(inside))) continue;
    const alone = standsAlone(line, match.index, match[0].length);
    if (isFiller(inside, alone)) return match[0];
  }
  return null;
}

/** What templates ask for in one word. */
const WORDS = new Set(
  "list name title description date author owner value details summary text content url link email version number todo tbd placeholder n items item insert example section requirement criteria component feature".split(
    " ",
  ),
);
/** `[Figure 1]` refers to something; `[Test case 1]` waits to be replaced. */
const REFERENCE =
  /^(?:fig(?:ure|\.)?|table|section|chapter|appendix|listing|eq(?:uation|\.)?|ref|note|rfc|adr|issue|pr)\b/i;
const INSTRUCTION =
  /^(?:insert|fill|add|describe|enter|your|specify|provide|write|list|replace|explain|todo|tbd)\b.*\s/i;

function isFiller(inside: string, alone: boolean): boolean {
  if (/^\p{Letter}[\p{Letter} '/-]{1,60} \d{1,3}$/u.test(inside)) return alone || !REFERENCE.test(inside);
  if (INSTRUCTION.test(inside)) return true;
  if (WORDS.has(inside.toLowerCase())) return true;
  // A whole item in brackets, e.g. `- [Requirement]` or `- [What the user sees]`; but `- [ADR-7]` is a name.
  return alone && /^\p{Letter}[\p{Letter} ,'/-]{2,80}$/u.test(inside) && /\p{Lower}/u.test(inside);
}

/** Whether the brackets are all there is but for a list's mark or a label before a colon. */
function standsAlone(line: string, start: number, length: number): boolean {
  const before = line.slice(0, start).trim();
  const after = line.slice(start + length).trim();
  return /^[.;,|]?$/.test(after) && /^(?:[-*+>]|\d{1,4}[.)]|(?:[-*+] )?[^\n]{1,40}:\**)?$/.test(before);
}

/** `[label]: target` makes `[label]` a link anywhere in the file. */
function linkLabels(lines: MarkdownLine[]): Set<string> {
  const labels = lines.map(line => /^ {0,3}\[([^[\]\n]{1,80})\]:/.exec(line.text)?.[1]);
  return new Set(labels.filter(text => text !== undefined).map(label));
}

function label(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, " ");
}

function plainLines(text: string): MarkdownLine[] {
  return text.split("\n").map((line, index) => ({ number: index + 1, text: line, code: false }));
}

function show(filler: string): string {
  return filler.length > 60 ? `${filler.slice(0, 60).toWellFormed()}…` : filler;
}
