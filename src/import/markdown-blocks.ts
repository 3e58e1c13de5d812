import MarkdownIt from "markdown-it";

/** A line of a Markdown list that has a box, `- [x]* text`, or a number, `2. text`. */
export interface ListItem {
  /** From 1. */
  line: number;
  indent: number;
  /** The character in the box; a space for an empty one, null where there is no box. */
  mark: string | null;
  /** The number in front, where the list is numbered. */
  number: string | null;
  /** A `*` behind the box: may be left out. */
  optional: boolean;
  text: string;
}

/** What a line of a Markdown file is. Every line of the file is exactly one of these. */
export type BlockLine =
  | { kind: "item"; line: number; item: ListItem }
  | { kind: "heading"; line: number; level: number; text: string }
  | { kind: "text"; line: number; indent: number; text: string }
  /** A line of a fenced block, fences included. */
  | { kind: "code"; line: number; text: string }
  /** Front matter or a comment, which nobody sees on a rendered page. */
  | { kind: "hidden"; line: number; text: string };

/** No plan has longer lines; what is behind is not looked at. */
const MAX_LINE = 20_000;
/** Deeper than this nobody nests; each level costs the parser time for the whole of what is in it. */
const MAX_NESTING = 60;

const BOX =
  /^(?:[-*+•]|(\d{1,9})[.)])\s+(?:[-*+]\s+)?\[[ \t]{0,4}([^\]\s]?)[ \t]{0,4}\](\\?\*)?(?:\s+(.*))?$/u;
/** `[ ] What to do`: people leave the bullet out. */
const BARE_BOX = /^()\[[ \t]?([ xX✓✔]?)[ \t]?\](\\?\*)?\s+(\S.*)$/u;
const NUMBERED = /^(\d{1,4})[.)]\s+(\S.*)$/;

/** Blocks alone: where code, headings, lists and HTML begin and end. What is inside of a line is read elsewhere. */
const blocks = new MarkdownIt("default", { html: true, maxNesting: MAX_NESTING });
blocks.core.ruler.enableOnly(["normalize", "block"]);

/** The lines of a Markdown file by what they are, as CommonMark with GitHub's tables has it; code is never read as a list. */
export function markdownLines(text: string): BlockLine[] {
  const raw = linesOf(text);
  const front = frontMatterEnd(raw);
  const kinds = new Map<number, "code" | "item" | { level: number; text: string }>();
  const body = raw.map((line, index) => (index < front ? "" : line)).join("\n");
  for (const token of blocks.parse(body, {})) {
    const [from, to] = token.map ?? [0, 0];
    if (token.type === "fence") for (let at = from; at < to; at++) kinds.set(at, "code");
    else if (token.type === "list_item_open") kinds.set(from, "item");
    else if (token.type === "heading_open") {
      const level = Number(token.tag.slice(1));
      const heading = headingText(raw.slice(from, to));
      kinds.set(from, { level, text: heading });
    }
  }
  const comments = new Comments();
  return raw.map((whole, index): BlockLine => {
    const line = index + 1;
    if (index < front) return { kind: "hidden", line, text: whole };
    const kind = kinds.get(index);
    if (kind === "code") return { kind: "code", line, text: whole };
    const visible = comments.strip(whole);
    if (visible.trim() === "" && whole.trim() !== "") return { kind: "hidden", line, text: whole };
    if (typeof kind === "object") return { kind: "heading", line, ...kind };
    return plainLine(visible, line, kind === "item");
  });
}

/** The lines of a text, without a byte order mark and however they end. */
export function linesOf(text: string): string[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n?|\n/)
    .map(line => line.slice(0, MAX_LINE));
}

/** How many lines at the top are YAML between `---`. */
function frontMatterEnd(raw: readonly string[]): number {
  if (raw[0]?.trimEnd() !== "---") return 0;
  const end = raw.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  return end < 0 ? 0 : end + 1;
}

/** HTML comments, which may go over several lines; one that never ends hides nothing. */
class Comments {
  #open = false;

  strip(line: string): string {
    let rest = line;
    let visible = "";
    for (;;) {
      if (this.#open) {
        const end = rest.indexOf("-->");
        if (end < 0) return visible;
        this.#open = false;
        rest = rest.slice(end + 3);
      }
      const start = rest.indexOf("<!--");
      if (start < 0 || isCode(rest, start)) return visible + rest;
      visible += rest.slice(0, start);
      rest = rest.slice(start + 4);
      this.#open = true;
    }
  }
}

/** Whether a place of a line stands between backticks. */
function isCode(line: string, at: number): boolean {
  let ticks = 0;
  for (let index = 0; index < at; index++) if (line[index] === "`") ticks += 1;
  return ticks % 2 === 1;
}

function headingText(raw: readonly string[]): string {
  const first = raw[0]!.trim();
  if (!first.startsWith("#")) return raw.slice(0, -1).join(" ").trim();
  const text = first.replace(/^#{1,6}/, "").trim();
  // Number signs may close a heading.
  const closing = text.lastIndexOf(" ");
  return /^#+$/.test(text.slice(closing + 1)) ? text.slice(0, Math.max(0, closing)).trim() : text;
}

/**
 * A line that is neither code nor heading. Boxes are taken by their looks, wherever they stand: people indent lists
 * in ways that no Markdown parser takes for one. Numbers count where the parser sees a list.
 */
function plainLine(raw: string, line: number, listed: boolean): BlockLine {
  const text = raw.trim();
  const indent = indentOf(raw);
  const box = BOX.exec(text) ?? BARE_BOX.exec(text);
  if (box && !isLink(box)) {
    const [, digits, mark, star, rest] = box;
    const number = digits || null;
    const item = { line, indent, mark: mark || " ", number, optional: star !== undefined };
    return { kind: "item", line, item: { ...item, text: (rest ?? "").trim() } };
  }
  const numbered = listed ? NUMBERED.exec(text) : null;
  if (!numbered) return { kind: "text", line, indent, text };
  const [, number, rest] = numbered;
  return {
    kind: "item",
    line,
    item: { line, indent, mark: null, number: number!, optional: false, text: rest!.trim() },
  };
}

/** `- [P] tasks …`, `- [1] a footnote`: a tag in brackets, not the mark of a box. */
const isLink = ([, , mark]: RegExpExecArray) => /^[A-RT-WYZa-ce-rtuwyz\d]$/.test(mark ?? "");

/** Columns of the white space before a text; a tab counts four. */
export function indentOf(raw: string): number {
  let columns = 0;
  for (const ch of raw) {
    if (ch === "\t") columns += 4;
    else if (/\s/.test(ch)) columns += 1;
    else break;
  }
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

/** What a text says of itself by `~~` or `<del>`: struck out as a whole, and its words without what is struck. */
export function readStrike(text: string): { struck: boolean; text: string } {
  // Within backticks nothing is struck out.
  const parts = text
    .replace(/`[^`]*`/g, code => code.replaceAll("~", KEPT_TILDE))
    .split(/~~|<\/?(?:del|s|strike)>/i)
    .map(part => part.replaceAll(KEPT_TILDE, "~"));
  if (parts.length < 3) return { struck: false, text };
  const outside = parts.filter((_, index) => index % 2 === 0 || index === parts.length - 1);
  const inside = parts.filter((_, index) => index % 2 === 1 && index < parts.length - 1);
  const left = outside
    .join(" ")
    .replace(/^[\s*_]*(?:[A-Za-z]{0,8}[-\s]?\d{1,5}(?:\.\d{1,4}){0,5}[.):]?)?[\s*_]*/, "")
    .trim();
  const dropped = left === "" || REMARK.test(left);
  if (!dropped) return { struck: false, text: outside.join(" ").replace(/\s+/g, " ").trim() };
  return { struck: inside.join("").trim() !== "", text: parts.join("").trim() };
}

const KEPT_TILDE = "\ufdd0";

/** What people write behind a struck-out task: brackets, a dash, or what became of it. */
const REMARK =
  /^(?:[([→⟶—–:*_>-]|(?:now |was |not )?(?:dropped|removed|postponed|deferred|cancell?ed|obsolete|merged|moved|skipped|superseded|replaced|needed|done|n\/a|won't|descoped|deprecated|duplicate)\b)/i;
