/** A line of a Markdown checklist, `- [x]* text`. */
export interface CheckItem {
  /** From 1. */
  line: number;
  indent: number;
  /** The character in the box; a space for an empty one. */
  mark: string;
  /** A `*` behind the box: may be left out. */
  optional: boolean;
  text: string;
}

export type MarkdownLine =
  | { kind: "item"; item: CheckItem }
  | { kind: "heading"; line: number; level: number; text: string }
  | { kind: "text"; line: number; indent: number; text: string }
  /** A line of a fenced block, fences included. */
  | { kind: "code"; line: number; text: string };

const ITEM = /^(\s*)(?:[-*+]|\d{1,9}[.)])\s+\[[ \t]*([^\]\s]?)[ \t]*\](\\?\*)?(?:\s+(.*))?$/u;
const HEADING = /^ {0,3}(#{1,6})\s+(.*)$/;
const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;

/** No plan has longer lines; what is behind is not looked at. */
const MAX_LINE = 20_000;

/** The lines of a Markdown file by what they are; fenced blocks are never read as tasks. */
export function markdownLines(text: string): MarkdownLine[] {
  const lines: MarkdownLine[] = [];
  let fence: string | null = null;
  text
    .replace(/^\ufeff/, "")
    .split(/\r\n?|\n/)
    .forEach((whole, index) => {
      const raw = whole.slice(0, MAX_LINE);
      const line = index + 1;
      const mark = FENCE.exec(raw);
      if (fence !== null) {
        lines.push({ kind: "code", line, text: raw });
        if (mark && mark[2]!.startsWith(fence) && mark[3]!.trim() === "") fence = null;
        return;
      }
      if (mark && !(mark[2]!.startsWith("`") && mark[3]!.includes("`"))) {
        fence = mark[2]!;
        lines.push({ kind: "code", line, text: raw });
        return;
      }
      lines.push(plainLine(raw, line));
    });
  return lines;
}

function plainLine(raw: string, line: number): MarkdownLine {
  const heading = HEADING.exec(raw);
  if (heading) return { kind: "heading", line, level: heading[1]!.length, text: headingText(heading[2]!) };
  const item = ITEM.exec(raw);
  if (!item) return { kind: "text", line, indent: indentOf(raw), text: raw.trim() };
  const [, lead, mark, star, text] = item;
  return {
    kind: "item",
    item: {
      line,
      indent: indentOf(lead!),
      mark: mark || " ",
      optional: star !== undefined,
      text: (text ?? "").trim(),
    },
  };
}

/** Without the number signs that may close a heading. */
function headingText(text: string): string {
  const trimmed = text.trim();
  const closing = trimmed.lastIndexOf(" ");
  return /^#+$/.test(trimmed.slice(closing + 1)) ? trimmed.slice(0, Math.max(0, closing)).trim() : trimmed;
}

/** Columns of the white space before a text; a tab counts four. */
function indentOf(raw: string): number {
  const lead = /^\s*/.exec(raw)![0];
  let columns = 0;
  for (const ch of lead) columns += ch === "\t" ? 4 : 1;
  return columns;
}

/** The text of a line without its bullet and the emphasis around it. */
export function bare(text: string): string {
  return text
    .replace(/^(?:[-*+]\s+|\d{1,9}[.)]\s+)/, "")
    .replace(/^(\*\*|__|\*|_)(.*)\1$/u, "$2")
    .trim();
}

/** What stands behind a label: bare, and without the end of an emphasis that began before the label. */
export function behind(text: string, label: string): string {
  const rest = text.slice(label.length).trim();
  const opened = label.startsWith("**") && label.lastIndexOf("**") === 0;
  return bare(opened ? rest.replace("**", "") : rest);
}
