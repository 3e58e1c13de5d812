import type { DeliverableFinding } from "./finding.ts";
/** One line of a markdown file, with what matters for checks. */
export interface MarkdownLine {
  /** Counted from 1. */
  number: number;
  text: string;
  /** Inside a fence, or the fence itself. */
  code: boolean;
  /** 1 to 6 where the line is a heading. */
  level?: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;

/** The lines of a markdown file; fenced code and HTML comments are told apart from prose. */
export function markdownLines(text: string): MarkdownLine[] {
  const lines: MarkdownLine[] = [];
  let fence: string | null = null;
  for (const [index, raw] of withoutComments(text).split("\n").entries()) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const mark = FENCE.exec(line);
    const entry: MarkdownLine = { number: index + 1, text: line, code: fence !== null || mark !== null };
    if (fence !== null) {
      if (mark?.[1]?.startsWith(fence) && line.slice(mark[0].length).trim() === "") fence = null;
    } else if (mark?.[1]) {
      fence = mark[1];
    } else {
      const atx = ATX.exec(line);
      const above = lines.at(-1);
      if (atx?.[1]) entry.level = atx[1].length;
      else if (above && SETEXT.test(line) && isParagraph(above)) above.level = line.trim()[0] === "=" ? 1 : 2;
    }
    lines.push(entry);
  }
  return lines;
}

/** A heading's words alone: no marks, numbering, emphasis, emoji or closing colon; small letters. */
export function headingText(line: string): string {
  return line
    .replace(/^ {0,3}#{1,6}/, "")
    .replace(/[ \t]#{1,200}[ \t]*$/, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .replace(/^ ?(?:\d{1,3} )+(?=\S)/, "")
    .trim();
}

/** Comments are no content; each is replaced by its own line breaks, so that lines keep their numbers. */
function withoutComments(text: string): string {
  let out = "";
  let at = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", at)) {
    const end = text.indexOf("-->", start + 4);
    if (end < 0) break;
    out += text.slice(at, start) + text.slice(start, end + 3).replace(/[^\n]/g, "");
    at = end + 3;
  }
  return out + text.slice(at);
}

function isParagraph(line: MarkdownLine): boolean {
  const text = line.text.trim();
  return (
    !line.code && line.level === undefined && text !== "" && !/^(?:[-*+][ \t]|[>|]|\d+[.)][ \t])/.test(text)
  );
}

/** Each wanted heading must stand in the file and have something under it; case and numbering do not matter. */
export function checkSections(path: string, text: string, wanted: readonly string[]): DeliverableFinding[] {
  const lines = markdownLines(text);
  return wanted.flatMap(section => checkSection(path, lines, section) ?? []);
}

function checkSection(path: string, lines: MarkdownLine[], section: string): DeliverableFinding | null {
  const name = headingText(section);
  const heading = lines.find(line => line.level !== undefined && headingText(line.text) === name);
  if (!heading) {
    const message = `${path} has no heading "${section}"; add the section "## ${section}" with its content.`;
    return { path, rule: "section_missing", message };
  }
  if (hasContent(lines, heading)) return null;
  const message = `The section "${section}" of ${path} is empty; write its content below the heading.`;
  return { path, rule: "section_empty", message, line: heading.number };
}

/** Anything but blank lines, further headings and rules, up to the next heading of the same or a higher level. */
function hasContent(lines: MarkdownLine[], heading: MarkdownLine): boolean {
  for (const line of lines.slice(heading.number)) {
    if (line.level !== undefined && line.level <= (heading.level ?? 6)) return false;
    if (line.level === undefined && /[\p{Letter}\p{Number}]/u.test(line.text)) return true;
  }
  return false;
}
