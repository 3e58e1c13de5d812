import { sanitise, sanitiseLine } from "../text/sanitise.ts";
import {
  type Block,
  type Column,
  filled,
  isEmpty,
  joined,
  type Measure,
  type MilestoneDocument,
  type Need,
  type Section,
  type Span,
  spansOf,
  type Table,
  type Words,
} from "./blocks.ts";
import { bar, clockTime } from "./figures.ts";
import { STATUS } from "./status.ts";

/** Below so many columns bars and columns that say less are left out. */
const NARROW = 72;

/** A whole document for a terminal of so many columns, a pipe or a log; what is wider is left to be wrapped. */
export function documentText(document: MilestoneDocument, columns: number): string {
  const { overview, sections, foot } = document;
  return [
    titleText(document),
    overviewText(overview, columns),
    ...sections.map(({ title, blocks }) => {
      const inner = rendered(blocks, columns);
      return inner.length > 0 ? `${title}\n${inner.join("\n").replace(/^(?=.)/gm, "  ")}` : "";
    }),
    wordsText(joined(foot, " · ")),
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

/** `‖ api-v2  Public API v2: paused (asked for)`. */
export function titleText(document: Omit<MilestoneDocument, "overview" | "sections" | "foot">): string {
  const { id, title, status, reason } = document;
  const name = title === id ? id : `${id}  ${sanitiseLine(title)}`;
  return `${STATUS[status].symbol} ${name}: ${STATUS[status].word}${reason ? ` (${sanitiseLine(reason)})` : ""}`;
}

/** A section of a report as plain text for a terminal of so many columns; what is wider is left to be wrapped. */
export function sectionText({ title, blocks }: Section, columns: number): string {
  const inner = rendered(blocks, columns);
  return [`${title}\n${"─".repeat(Math.min(columns, title.length))}`, ...inner].join("\n\n");
}

function rendered(blocks: readonly Block[], columns: number): string[] {
  return blocks.map(block => blockText(block, columns)).filter(Boolean);
}

function blockText(block: Block, columns: number): string {
  switch (block.kind) {
    case "paragraph":
      return wordsText(block.words);
    case "overview":
      return overviewText(block.rows, columns);
    case "needs":
      return block.needs.map(needText).join("\n");
    case "log":
      return block.lines.map(({ at, text }) => `${clockTime(at)}  ${sanitiseLine(text)}`).join("\n");
    case "picture":
      return "";
    case "absent":
      return sanitiseLine(block.text);
    case "facts":
      return block.rows
        .filter(([, value]) => !isEmpty(value))
        .map(([name, value]) => `${name}: ${wordsText(value)}`)
        .join("\n");
    case "list":
      return block.items
        .map(({ words, output }) => {
          const said = output ? `\n${sanitise(output.trimEnd()).replace(/^/gm, "  │ ")}` : "";
          return `- ${wordsText(words)}${said}`;
        })
        .join("\n");
    case "table":
      return block.rows.length > 0 ? tableText(block, columns) : "";
    case "part": {
      const inner = rendered(block.blocks, columns);
      return inner.length > 0 ? [sanitiseLine(block.title), ...inner].join("\n") : "";
    }
    case "folded": {
      const inner = rendered(block.blocks, columns);
      return inner.length > 0 ? [sanitiseLine(block.summary), ...inner].join("\n") : "";
    }
  }
}

function overviewText(rows: readonly Measure[], columns: number): string {
  return rows
    .map(({ name, percent = null, parts }) => {
      const [label, words] = [name.toLowerCase(), wordsText(joined(parts, " · "))];
      const figure = percent === null ? "" : `${percent} %`;
      if (columns < NARROW) return [label, figure, words].filter(Boolean).join(GAP);
      const drawn = percent === null ? " ".repeat(20) : bar(percent, 20);
      return `${label.padEnd(9)} ${drawn} ${figure.padStart(5)}  ${words}`.trimEnd();
    })
    .join("\n");
}

const EVIDENCE_LINES = 3;

/** Each way out is a line of its own, to be pasted as it stands. */
function needText(need: Need): string {
  return [
    `${STATUS[need.status].symbol} ${sanitiseLine(need.name)}  ${sanitiseLine(need.words)}`,
    // What a person most needs of the evidence stands at its end.
    ...linesOf(need.evidence)
      .slice(-EVIDENCE_LINES)
      .map(line => `    │ ${line}`),
    ...need.ways.flatMap(({ words, command }) => [
      ...(words ? [`    ${sanitiseLine(words)}:`] : []),
      `      ${sanitiseLine(command)}`,
    ]),
  ].join("\n");
}

const linesOf = (output: string): string[] =>
  output
    .split("\n")
    .map(line => sanitiseLine(line).trimEnd())
    .filter(Boolean);

const GAP = "  ";
/** Most characters that a column of bare lines is filled up to. */
const MOST_FILLED = 32;

function bareText({ columns: heads, rows }: Pick<Table, "columns" | "rows">, columns: number): string {
  const isNarrow = columns < NARROW;
  const kept = <T>(all: readonly T[]): T[] => all.filter((_, i) => !(isNarrow && heads[i]!.wide));
  const cells = rows.map(row => kept(row).map(words => wordsText(words, isNarrow)));
  const most = isNarrow ? MOST_FILLED / 2 : MOST_FILLED;
  const widths = kept(heads).map((_, i) =>
    cells.reduce((width, row) => Math.max(width, Math.min(row[i]!.length, most)), 0),
  );
  return aligned(cells, kept(heads), widths);
}

function aligned(rows: readonly string[][], heads: readonly Column[], widths: readonly number[]): string {
  const fill = (cell: string, i: number): string =>
    heads[i]!.number ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!);
  return rows.map(row => row.map(fill).join(GAP).trimEnd()).join("\n");
}

/** Columns side by side where they fit; else each row is a paragraph, its cells named by their columns. */
function tableText(shown: Table, columns: number): string {
  if (shown.bare) return bareText(filled(shown), columns);
  const { columns: heads, rows } = filled(shown);
  const cells = rows.map(row => row.map(words => wordsText(words)));
  const widths = heads.map(({ title }, i) =>
    cells.reduce((width, row) => Math.max(width, row[i]!.length), title.length),
  );
  const total = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  if (total > columns) {
    const named = (row: string[]): string[] =>
      row.flatMap((cell, i) =>
        cell === "" ? [] : [i === 0 ? cell : `  ${[heads[i]!.title, cell].filter(Boolean).join(": ")}`],
      );
    return cells.map(row => named(row).join("\n")).join("\n");
  }
  return aligned([heads.map(({ title }) => title), ...cells], heads, widths);
}

function wordsText(words: Words, isNarrow = false): string {
  return spansOf(words)
    .map(span => spanText(span, isNarrow))
    .join("");
}

function spanText(span: Span, isNarrow: boolean): string {
  if (typeof span === "string") return sanitiseLine(span);
  if ("code" in span) return sanitiseLine(span.code);
  if ("strong" in span) return wordsText(span.strong, isNarrow);
  if ("quiet" in span) return wordsText(span.quiet, isNarrow);
  if ("task" in span) return sanitiseLine(span.text ?? span.task);
  if ("status" in span) return `${STATUS[span.status].symbol} ${STATUS[span.status].word}`;
  if ("mark" in span) return STATUS[span.mark].symbol;
  if ("percent" in span)
    return `${isNarrow ? "" : `${bar(span.percent, 10)} `}${`${span.percent} %`.padStart(5)}`;
  if ("lines" in span)
    return span.lines
      .filter(line => !isEmpty(line))
      .map(line => wordsText(line, isNarrow))
      .join(" · ");
  const text = sanitiseLine(span.text);
  return "most" in span && text.length > span.most ? `${text.slice(0, span.most)}…` : text;
}
