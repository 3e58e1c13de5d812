import { sanitise, sanitiseLine } from "../text/sanitise.ts";
import {
  type Block,
  filled,
  isEmpty,
  type Section,
  type Span,
  spansOf,
  type Table,
  type Words,
} from "./blocks.ts";
import { bar } from "./figures.ts";
import { STATUS } from "./status.ts";

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

const GAP = "  ";

/** Columns side by side where they fit; else each row is a paragraph, its cells named by their columns. */
function tableText(shown: Table, columns: number): string {
  const { columns: heads, rows } = filled(shown);
  const cells = rows.map(row => row.map(wordsText));
  const widths = heads.map(({ title }, i) => Math.max(title.length, ...cells.map(row => row[i]!.length)));
  const total = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  if (total > columns) {
    const named = (row: string[]): string[] =>
      row.flatMap((cell, i) =>
        cell === "" ? [] : [i === 0 ? cell : `  ${[heads[i]!.title, cell].filter(Boolean).join(": ")}`],
      );
    return cells.map(row => named(row).join("\n")).join("\n");
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (heads[i]!.number ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join(GAP)
      .trimEnd();
  return [line(heads.map(({ title }) => title)), ...cells.map(line)].join("\n");
}

function wordsText(words: Words): string {
  return spansOf(words).map(spanText).join("");
}

function spanText(span: Span): string {
  if (typeof span === "string") return sanitiseLine(span);
  if ("code" in span) return sanitiseLine(span.code);
  if ("strong" in span) return wordsText(span.strong);
  if ("quiet" in span) return wordsText(span.quiet);
  if ("task" in span) return sanitiseLine(span.text ?? span.task);
  if ("status" in span) return `${STATUS[span.status].symbol} ${STATUS[span.status].word}`;
  if ("percent" in span) return `${bar(span.percent, 10)} ${span.percent} %`;
  if ("lines" in span)
    return span.lines
      .filter(line => !isEmpty(line))
      .map(wordsText)
      .join(" · ");
  const text = sanitiseLine(span.text);
  return "most" in span && text.length > span.most ? `${text.slice(0, span.most)}…` : text;
}
