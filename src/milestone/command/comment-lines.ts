/** A line of a comment, as GitHub shows it. */
export interface CommentLine {
  /** Its text behind indentation and the marks of list items; null where it is code, quoted or hidden, and so no command. */
  said: string | null;
  /** What a command above may take as its reason; null where nobody is to read it. */
  text: string | null;
}

/**
 * What each line of a comment is, up to what a mail program puts below an answer: which blocks there are is found
 * first, then what code spans, comments and elements of HTML hide within them. Each character is looked at a fixed
 * number of times.
 */
export function readCommentLines(body: string): CommentLine[] {
  const lines: Line[] = [];
  const blocks = new Blocks();
  const raw = splitLines(body);
  for (const [n, text] of raw.entries()) {
    if (isTrailer(text, raw[n + 1] ?? "")) break;
    lines.push(blocks.read(text));
  }
  const covered = new Set<number>();
  const tags: HtmlTag[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from + 1;
    const { block } = lines[from]!;
    while (block !== null && lines[to]?.block === block) to += 1;
    if (block !== null) readInline(lines.slice(from, to), { from, covered, tags });
    from = to;
  }
  const inElement = linesInElements(lines.length, tags);
  return lines.map(({ text, start, isComment }, n) => {
    const isHidden = start === null || covered.has(n) || inElement.has(n);
    return { said: isHidden ? null : text.slice(start), text: isComment ? null : text };
  });
}

interface Line {
  text: string;
  isQuoted?: true;
  /** Where it may be a command from; null: it is none. */
  start: number | null;
  isComment: boolean;
  /** The paragraph or block of HTML that it belongs to; null: none. */
  block: { isHtml: boolean } | null;
  /** Its part of that. */
  content: string;
}

const nothing = (text: string, isComment = false): Line => ({
  text,
  start: null,
  isComment,
  block: null,
  content: "",
});

/** The structure of a comment or of a quotation in it, line by line, as CommonMark has it. */
class Blocks {
  /** Quotations around it. */
  readonly #level: number;
  /** Columns at which the contents of the open list items begin. */
  #items: number[] = [];
  /** An item that has no text yet ends with an empty line. */
  #isItemEmpty = false;
  #fence: { char: string; length: number; depth: number } | null = null;
  #html: (HtmlStart & { depth: number; isCode: boolean }) | null = null;
  #block: Line["block"] = null;
  #quote: { inner: Blocks; depth: number } | null = null;

  constructor(level = 0) {
    this.#level = level;
  }

  read(text: string): Line {
    const indent = indentation(text, 0, 0);
    const isBlank = indent.at === text.length;
    const matched = isBlank ? this.#items.length : this.#matching(indent.column);
    if (this.#fence && matched < this.#fence.depth) this.#fence = null;
    if (this.#html && matched < this.#html.depth) this.#endHtml();
    if (this.#fence) return this.#inFence(text, indent);
    if (this.#html) {
      if (this.#html.ends.length > 0 || !isBlank) return this.#inHtml(text, indent.at);
      this.#endHtml();
    }
    if (isBlank) {
      this.#endParagraph();
      if (this.#isItemEmpty) this.#items.pop();
      this.#isItemEmpty = false;
      return nothing(text);
    }
    this.#isItemEmpty = false;
    return this.#start(text, indent, matched);
  }

  /** The paragraph that a line of text would go on with, in however many quotations it stands. */
  get #paragraph(): Line["block"] {
    if (this.#quote) return this.#quote.inner.#paragraph;
    return this.#block?.isHtml ? null : this.#block;
  }

  #matching(column: number): number {
    const open = this.#items.findIndex(item => column < item);
    return open < 0 ? this.#items.length : open;
  }

  /** Where the content of the innermost of so many items begins. */
  #column(depth: number): number {
    return depth > 0 ? this.#items[depth - 1]! : 0;
  }

  #endParagraph(): void {
    this.#block = null;
    this.#quote = null;
  }

  #endHtml(): void {
    this.#html = null;
    this.#block = null;
  }

  #inFence(text: string, { at, column }: LinePlace): Line {
    const { char, length, depth } = this.#fence!;
    const run = runOf(text, at, char);
    const isNear = column - this.#column(depth) < 4;
    if (isNear && run >= length && text.slice(at + run).trim() === "") this.#fence = null;
    return nothing(text);
  }

  #inHtml(text: string, at: number): Line {
    const html = this.#html!;
    const block = this.#block;
    if (html.ends.length === 0 && fenceAt(text, at) !== null) html.isCode = true;
    const low = text.toLowerCase();
    if (html.ends.some(end => low.includes(end))) this.#endHtml();
    if (html.isComment) return nothing(text, true);
    return { text, start: html.isCode ? null : at, isComment: false, block, content: text };
  }

  /** A line that is no part of a fence or a block of HTML: what it begins, or which paragraph it goes on with. */
  #start(text: string, indent: LinePlace, matched: number): Line {
    let { at, column } = indent;
    let depth = matched;
    let isMatched = matched === this.#items.length && this.#quote === null;
    for (let marks = 0; marks < MARKS; marks += 1) {
      if (column - this.#column(depth) >= 4) {
        if (this.#paragraph !== null) return this.#text(text, at, null);
        this.#items.length = depth;
        this.#endParagraph();
        return nothing(text);
      }
      const mark = isRule(text, at) ? null : listMark(text, at, this.#paragraph !== null && isMatched);
      if (mark === null) return this.#leaf(text, { at, column }, { depth, isMatched });
      this.#items.length = depth;
      this.#endParagraph();
      isMatched = true;
      const reached = column + mark - at;
      const behind = indentation(text, mark, reached);
      const width = behind.column - reached;
      this.#isItemEmpty = behind.at === text.length;
      // Five blanks behind the mark are one, and code.
      this.#items.push(this.#isItemEmpty || width > 4 ? reached + 1 : behind.column);
      depth = this.#items.length;
      if (this.#isItemEmpty) return nothing(text);
      ({ at, column } = behind);
    }
    return nothing(text);
  }

  #leaf(text: string, place: LinePlace, { depth, isMatched }: { depth: number; isMatched: boolean }): Line {
    const { at } = place;
    const opens = (): void => {
      this.#items.length = depth;
      this.#endParagraph();
    };
    if (text[at] === ">") return this.#quoted(text, place, depth);
    const fence = fenceAt(text, at);
    if (fence !== null) {
      opens();
      this.#fence = { ...fence, depth };
      return nothing(text);
    }
    const html = htmlAt(text, at, this.#paragraph !== null);
    if (html) {
      opens();
      this.#block = { isHtml: true };
      this.#html = { ...html, depth, isCode: false };
      return this.#inHtml(text, at);
    }
    if (this.#block !== null && isMatched && isUnderline(text, at)) {
      this.#endParagraph();
      return nothing(text);
    }
    if (isHeading(text, at) || isRule(text, at)) {
      opens();
      return { text, start: at, isComment: false, block: { isHtml: false }, content: text.slice(at) };
    }
    if (this.#paragraph === null) opens();
    return this.#text(text, at, at);
  }

  #text(text: string, at: number, start: number | null): Line {
    if (this.#paragraph === null) this.#block = { isHtml: false };
    return { text, start, isComment: false, block: this.#paragraph, content: text.slice(at) };
  }

  /** No line of a quotation is a command; what its paragraph holds matters to the lines that go on with it. */
  #quoted(text: string, { at, column }: LinePlace, depth: number): Line {
    if (this.#quote?.depth !== depth) this.#endParagraph();
    this.#block = null;
    this.#items.length = depth;
    if (this.#level === QUOTES) return nothing(text);
    this.#quote ??= { inner: new Blocks(this.#level + 1), depth };
    const behind = indentation(text, at + 1, column + 1);
    // One blank belongs to the mark.
    const blanks = Math.max(0, behind.column - column - 2);
    const line = this.#quote.inner.read(" ".repeat(blanks) + text.slice(behind.at));
    return { ...line, text, start: null, isQuoted: true };
  }
}

/** Quotations in each other; what is deeper is not looked into. */
const QUOTES = 8;

/** Marks of list items on one line; beyond it nothing is looked for. */
const MARKS = 8;

interface LinePlace {
  at: number;
  column: number;
}

/** The first place behind blanks; a tab reaches to the next column that four divides. */
function indentation(text: string, from: number, column: number): LinePlace {
  let at = from;
  let reached = column;
  for (; text[at] === " " || text[at] === "\t"; at += 1) reached += text[at] === " " ? 1 : 4 - (reached % 4);
  return { at, column: reached };
}

function runOf(text: string, from: number, char: string): number {
  let to = from;
  while (to < text.length && text[to] === char) to += 1;
  return to - from;
}

/** The run of backticks or tildes that opens a code block. */
function fenceAt(text: string, at: number): { char: string; length: number } | null {
  const char = text[at];
  if (char !== "`" && char !== "~") return null;
  const length = runOf(text, at, char);
  // Backticks behind it make it a code span.
  return length < 3 || (char === "`" && text.includes("`", at + length)) ? null : { char, length };
}

/** The end of `-`, `*`, `+`, `1.` or `1)`; within a paragraph only what has text, and 1 if it is a number, begins a list. */
function listMark(text: string, start: number, inParagraph: boolean): number | null {
  let at = start;
  while (at - start < 9 && text[at]! >= "0" && text[at]! <= "9") at += 1;
  const isNumber = at > start;
  const char = text[at];
  if (isNumber ? char !== "." && char !== ")" : char !== "-" && char !== "*" && char !== "+") return null;
  at += 1;
  if (at < text.length && text[at] !== " " && text[at] !== "\t") return null;
  if (!inParagraph) return at;
  const isFirst = !isNumber || Number(text.slice(start, at - 1)) === 1;
  return isFirst && text.slice(at).trim() !== "" ? at : null;
}

function isHeading(text: string, at: number): boolean {
  const level = runOf(text, at, "#");
  const next = text[at + level];
  return level > 0 && level <= 6 && (next === undefined || next === " " || next === "\t");
}

/** A thematic break. */
function isRule(text: string, at: number): boolean {
  const char = text[at];
  if (char !== "-" && char !== "*" && char !== "_") return false;
  let count = 0;
  for (const each of text.slice(at)) {
    if (each === char) count += 1;
    else if (each !== " " && each !== "\t") return false;
  }
  return count >= 3;
}

/** What makes a heading of the paragraph above it. */
function isUnderline(text: string, at: number): boolean {
  const char = text[at];
  return (char === "=" || char === "-") && text.slice(at + runOf(text, at, char)).trim() === "";
}

const RAW: ReadonlySet<string> = new Set(["pre", "script", "style", "textarea"]);
const BLOCK_TAGS: ReadonlySet<string> = new Set(
  `address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
  fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main
  menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr
  track ul`.split(/\s+/),
);
/** An element's tag alone on its line. */
const LONE_TAG = /^<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?>\s*$/i;

interface HtmlStart {
  /** What ends it; none: an empty line. */
  ends: readonly string[];
  isComment: boolean;
}

const hiddenUntil = (end: string): HtmlStart => ({ ends: [end], isComment: true });

/** A block of HTML that begins here. */
function htmlAt(text: string, at: number, inParagraph: boolean): HtmlStart | null {
  if (text[at] !== "<") return null;
  const rest = text.slice(at, at + 16).toLowerCase();
  if (rest.startsWith("<!--")) return hiddenUntil("-->");
  if (rest.startsWith("<?")) return hiddenUntil("?>");
  if (rest.startsWith("<![cdata[")) return hiddenUntil("]]>");
  if (/^<![a-z]/.test(rest)) return hiddenUntil(">");
  const name = /^<(\/?)([a-z][a-z0-9]*)(?=[\s/>]|$)/.exec(rest);
  if (name && !name[1] && RAW.has(name[2]!))
    return { ends: [...RAW].map(raw => `</${raw}>`), isComment: false };
  if (name && BLOCK_TAGS.has(name[2]!)) return { ends: [], isComment: false };
  return !inParagraph && LONE_TAG.test(text.slice(at)) ? { ends: [], isComment: false } : null;
}

/** Elements whose contents are shown as code or as a quotation, or not at all. */
const COVERING = /^<(\/?)(pre|code|blockquote|samp|kbd|tt|script|style|textarea)(?=[\s/>]|$)/i;

/** A comment that begins in one paragraph and ends in another is text to GitHub; who wrote it means to hide what is in it. */
const COMMENT = "!--";

function tagAt(text: string, at: number): Omit<HtmlTag, "line"> | null {
  if (text.startsWith("-->", at)) return { name: COMMENT, isEnd: true };
  if (text[at] !== "<") return null;
  if (text.startsWith(COMMENT, at + 1)) return { name: COMMENT, isEnd: false };
  const tag = COVERING.exec(text.slice(at, at + 16));
  return tag ? { name: tag[2]!.toLowerCase(), isEnd: tag[1] !== "" } : null;
}

interface HtmlTag {
  line: number;
  name: string;
  isEnd: boolean;
}

interface CodeRange {
  /** The number of the first of the lines. */
  from: number;
  /** Numbers of the lines that begin inside of a code span or a comment. */
  covered: Set<number>;
  tags: HtmlTag[];
}

/** Code spans, comments and tags of a paragraph: what comes first covers what stands in it. */
function readInline(lines: readonly Line[], { from, covered, tags }: CodeRange): void {
  const { isHtml } = lines[0]!.block!;
  const text = lines.map(({ content }) => content).join("\n");
  if (!text.includes("`") && !text.includes("<") && !text.includes("-->")) return;
  const closing = isHtml ? null : closingRuns(text);
  const lastComment = text.lastIndexOf("-->");
  let failures = 0;
  let line = from;
  /** Goes on behind something; lines that begin in it are covered. */
  const skip = (at: number, to: number): number => {
    for (let next = at; next < to; next += 1) {
      if (text[next] === "\n") covered.add(++line);
    }
    return to;
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at];
    if (char === "\n") line += 1;
    if (char === "\\" && !isHtml) {
      at += text[at + 1] === "\n" ? 1 : 2;
    } else if (char === "`" && closing) {
      const run = runOf(text, at, "`");
      const end = closing(at + run, run);
      at = end === null ? at + run : skip(at, end);
    } else if (char === "<" && text.startsWith("<!--", at) && lastComment >= at + 2) {
      at = skip(at, text.indexOf("-->", at + 2) + 3);
    } else {
      const tag = tagAt(text, at);
      if (tag && !lines[line - from]!.isQuoted) tags.push({ line, ...tag });
      if (char !== "<" || !MARKUP.has(text[at + 1] ?? "")) {
        at += 1;
        continue;
      }
      const end = markupEnd(text, at);
      if (end === null) failures += 1;
      if (end !== null) at = skip(at, end);
      else at = failures > FAILURES ? skip(at, text.length) : at + 1;
    }
  }
}

/** What is behind the `<` of a tag, a declaration or an instruction. */
const MARKUP: ReadonlySet<string> = new Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?");
/** Tags without an end that a paragraph may have: each is looked for to the paragraph's end. Beyond it all is covered. */
const FAILURES = 8;

function markupEnd(text: string, start: number): number | null {
  const until = (end: string): number | null => {
    const found = text.indexOf(end, start + 2);
    return found < 0 ? null : found + end.length;
  };
  if (text[start + 1] === "?") return until("?>");
  if (text.startsWith("![CDATA[", start + 1)) return until("]]>");
  if (text[start + 1] === "!") return until(">");
  for (let at = start + 1; at >= 0 && at < text.length; at += 1) {
    if (text[at] === ">") return at + 1;
    if (text[at] !== "=") continue;
    while (text[at + 1] === " " || text[at + 1] === "\n") at += 1;
    const quote = text[at + 1];
    if (quote !== '"' && quote !== "'") continue;
    at = text.indexOf(quote, at + 2);
    if (at < 0) return null;
  }
  return null;
}

/** The end of the next run of so many backticks from a place on, for places that come in order; null: there is none. */
function closingRuns(text: string): (from: number, length: number) => number | null {
  const ends = new Map<number, number[]>();
  for (let at = text.indexOf("`"); at >= 0; ) {
    const length = runOf(text, at, "`");
    const known = ends.get(length);
    if (known) known.push(at + length);
    else ends.set(length, [at + length]);
    at = text.indexOf("`", at + length);
  }
  const passed = new Map<number, number>();
  return (from, length) => {
    const all = ends.get(length) ?? [];
    let next = passed.get(length) ?? 0;
    while (next < all.length && all[next]! - length < from) next += 1;
    passed.set(length, next);
    return all[next] ?? null;
  };
}

/** The lines that begin inside of an element that covers; one that is never closed covers all that follows. */
function linesInElements(count: number, tags: readonly HtmlTag[]): Set<number> {
  const inside = new Set<number>();
  const lastComment = tags.findLastIndex(({ name, isEnd }) => name === COMMENT && isEnd);
  let next = 0;
  let name = "";
  let depth = 0;
  for (let line = 0; line < count; line += 1) {
    if (depth > 0) inside.add(line);
    for (; tags[next]?.line === line; next += 1) {
      const tag = tags[next]!;
      if (depth === 0) name = tag.name;
      if (tag.name !== name || (name === COMMENT && next > lastComment)) continue;
      depth = tag.isEnd ? Math.max(0, depth - 1) : depth + 1;
    }
  }
  return inside;
}

const TRAILERS = [
  "sent from my ",
  "get outlook for ",
  "-----original message-----",
  "---------- forwarded message",
  "begin forwarded message:",
  "________________________________",
];

const TRAILER_INITIALS: ReadonlySet<string> = new Set("sSgG-_oOfFbB");

/** Whether a mail program put this line, and all below it, under what a person wrote. */
function isTrailer(line: string, next: string): boolean {
  if (line === "-- ") return true;
  if (!TRAILER_INITIALS.has(line[0] ?? "")) return false;
  const start = line.slice(0, 40).toLowerCase();
  if (TRAILERS.some(trailer => start.startsWith(trailer))) return true;
  if (start.startsWith("from: ")) return /^(?:sent|date|to): /i.test(next.slice(0, 8));
  return start.startsWith("on ") && line.trimEnd().endsWith(" wrote:");
}

/** Ends of lines are `\n`, `\r\n` and `\r`. */
function splitLines(body: string): string[] {
  return body.split(/\r\n|\n|\r/);
}
