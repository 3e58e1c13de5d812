import type { ShownStatus, Tone } from "./status.ts";

/**
 * What a report says, before it has a medium: sections of blocks, blocks of words. Everything in it is plain text;
 * `blocks-markdown.ts` and `html/blocks-html.ts` make it inert and lay it out.
 */
export interface Section {
  id: string;
  title: string;
  blocks: readonly Block[];
}

/** A whole text about one milestone: its name and state, what stands first, sections, and words at its end. */
export interface MilestoneDocument {
  id: string;
  title: string;
  status: ShownStatus;
  /** Why it is in that state; empty where nobody said. */
  reason: string;
  overview: readonly Measure[];
  sections: readonly Section[];
  foot: readonly Words[];
}

/** How something stands at a glance. */
export interface Measure<Part extends Words = Words> {
  name: string;
  /** Its share of the whole, drawn as a bar. */
  percent?: number | null;
  tone?: Tone;
  /** Most telling first. */
  parts: readonly Part[];
  /** One of several parts of the measures before it. */
  minor?: boolean;
}

/** Something that waits for a person, and what they may do about it. */
export interface Need {
  status: "blocked" | "waiting_approval" | "waiting_answer";
  name: string;
  words: string;
  /** The same where there is hardly room. */
  short: string;
  criteria: readonly string[];
  /** What a program said last. */
  evidence: string;
  ways: readonly Way[];
}

/** A line that works as it is when it is pasted, and what it does. */
export interface Way {
  words: string;
  command: string;
}

export type Block =
  | { kind: "paragraph"; words: Words }
  | { kind: "overview"; rows: readonly Measure[] }
  | { kind: "needs"; needs: readonly Need[]; evidence: boolean }
  /** What happened when (milliseconds since the epoch). */
  | { kind: "log"; lines: readonly { at: number; text: string }[] }
  /** In Mermaid's language, where that is drawn, with a line of words under it. */
  | { kind: "picture"; mermaid: string; note: string }
  /** That something is not there: a record says so, a page leaves it out. */
  | { kind: "absent"; text: string }
  /** Names and values; a row without a value is left out. */
  | { kind: "facts"; rows: readonly (readonly [name: string, value: Words])[] }
  | { kind: "list"; items: readonly Item[] }
  | Table
  /** Blocks under a heading of their own; nothing where they are empty. */
  | { kind: "part"; title: string; blocks: readonly Block[] }
  /** Blocks that are unfolded by a click; `key` is the same at each making of a page. */
  | { kind: "folded"; key: string; summary: string; blocks: readonly Block[] };

export interface Item {
  words: Words;
  tone?: Tone;
  /** What a program printed. */
  output?: string;
}

export interface Table {
  kind: "table";
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Words[])[];
  /** Lines without heads, for a terminal, which wraps what is wider. */
  bare?: boolean;
  /** As wide as its content. */
  slim?: boolean;
  /** A long one shows its first rows, and unfolds the others where that can be done. */
  long?: boolean;
}

export interface Column {
  title: string;
  /** Figures stand on the right. */
  number?: boolean;
  /** Left out on a phone and in a narrow terminal. */
  wide?: boolean;
}

export type Words = Span | readonly Span[];

/** A string is text of any origin; `most` cuts it to as many characters. */
export type Span =
  | string
  | { text: string; most: number }
  | { code: string }
  | { strong: Words }
  | { quiet: Words }
  | { tone: Tone; text: string }
  | { status: ShownStatus }
  /** Its sign alone. */
  | { mark: ShownStatus }
  /** A task, with a link to its details where there are any. */
  | { task: string; text?: string }
  | { percent: number; of: string; tone: Tone }
  | { lines: readonly Words[] };

export const paragraph = (words: Words): Block => ({ kind: "paragraph", words });
export const absent = (text: string): Block => ({ kind: "absent", text });
export const facts = (rows: readonly (readonly [string, Words])[]): Block => ({ kind: "facts", rows });
export const list = (items: readonly Item[]): Block => ({ kind: "list", items });
export const part = (title: string, ...blocks: Block[]): Block => ({ kind: "part", title, blocks });
export const table = (
  caption: string,
  columns: readonly (Column | string)[],
  rows: readonly (readonly Words[])[],
  look: Pick<Table, "bare" | "slim" | "long"> = {},
): Block => ({
  kind: "table",
  caption,
  columns: columns.map(column => (typeof column === "string" ? { title: column } : column)),
  rows,
  ...look,
});
export const figures = (title: string): Column => ({ title, number: true });
export const aside = (title: string): Column => ({ title, wide: true });

/** Without the columns that no row has anything in. */
export function filled({ columns, rows }: Table): Pick<Table, "columns" | "rows"> {
  const told = columns.map((_, i) => rows.some(row => !isEmpty(row[i] ?? "")));
  const kept = <T>(all: readonly T[]): T[] => all.filter((_, i) => told[i]);
  return { columns: kept(columns), rows: rows.map(kept) };
}

export function isEmpty(words: Words): boolean {
  if (Array.isArray(words)) return words.every(isEmpty);
  if (typeof words !== "object") return words === "";
  if ("lines" in words) return words.lines.every(isEmpty);
  return "code" in words && words.code === "";
}

/** `words` with `between` them. */
export function joined(words: readonly Words[], between: string): Span[] {
  return words.flatMap((each, i) => [...(i > 0 ? [between] : []), ...spansOf(each)]);
}

export function spansOf(words: Words): readonly Span[] {
  return Array.isArray(words) ? (words as readonly Span[]) : [words as Span];
}

/** Each fact that is told, as an item of a list. */
export const items = (...all: (Words | null)[]): Item[] =>
  all.flatMap(words => (words === null || isEmpty(words) ? [] : [{ words }]));
