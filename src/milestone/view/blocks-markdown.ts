import { codeSpan, escapeLine, fenced } from "../text/escape-markdown.ts";
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

/** A numbered section as GitHub's Markdown. */
export function sectionMarkdown({ title, blocks }: Section, number: number): string {
  return [`## ${number}. ${escapeLine(title)}`, ...rendered(blocks, 3)].join("\n\n");
}

export function blocksMarkdown(blocks: readonly Block[]): string {
  return rendered(blocks, 4).join("\n\n");
}

function rendered(blocks: readonly Block[], level: number): string[] {
  return blocks.map(block => blockMarkdown(block, level)).filter(Boolean);
}

function blockMarkdown(block: Block, level: number): string {
  switch (block.kind) {
    case "paragraph":
      return wordsMarkdown(block.words);
    case "absent":
      return escapeLine(block.text);
    case "facts":
      return block.rows
        .filter(([, value]) => !isEmpty(value))
        .map(([name, value]) => `- ${escapeLine(name)}: ${wordsMarkdown(value)}`)
        .join("\n");
    case "list":
      return listMarkdown(block.items);
    case "table":
      return block.rows.length > 0 ? tableMarkdown(block) : "";
    case "part": {
      const inner = rendered(block.blocks, level + 1);
      return inner.length > 0
        ? [`${"#".repeat(level)} ${escapeLine(block.title)}`, ...inner].join("\n\n")
        : "";
    }
    case "folded": {
      const inner = rendered(block.blocks, level);
      if (inner.length === 0) return "";
      return `<details><summary>${escapeLine(block.summary)}</summary>\n\n${inner.join("\n\n")}\n\n</details>`;
    }
  }
}

/** Where programs are quoted, each item is a paragraph: a fence inside of a list is easily lost. */
function listMarkdown(all: Extract<Block, { kind: "list" }>["items"]): string {
  if (!all.some(item => item.output)) return all.map(({ words }) => `- ${wordsMarkdown(words)}`).join("\n");
  return all
    .map(({ words, output }) => wordsMarkdown(words) + (output ? `\n\n${fenced(output)}` : ""))
    .join("\n\n");
}

function tableMarkdown(shown: Table): string {
  const { columns, rows } = filled(shown);
  return table(
    columns.map(column => escapeLine(column.title)),
    rows.map(row => row.map(cell => wordsMarkdown(cell))),
    columns.map(column => (column.number ? RIGHT : "---")),
  );
}

function wordsMarkdown(words: Words): string {
  return spansOf(words).map(spanMarkdown).join("");
}

function spanMarkdown(span: Span): string {
  if (typeof span === "string") return textMarkdown(span);
  if ("code" in span) return codeSpan(span.code);
  if ("strong" in span) return `**${wordsMarkdown(span.strong)}**`;
  if ("quiet" in span) return wordsMarkdown(span.quiet);
  if ("task" in span) return escapeLine(span.text ?? span.task);
  if ("status" in span) return `${STATUS[span.status].emoji} ${STATUS[span.status].word}`;
  if ("percent" in span) return `\`${bar(span.percent, 10)}\` ${span.percent} %`;
  if ("lines" in span)
    return span.lines
      .filter(line => !isEmpty(line))
      .map(wordsMarkdown)
      .join(" · ");
  return textMarkdown(span.text, "most" in span ? span.most : undefined);
}

/** Spaces at the ends stand between it and its neighbours. */
function textMarkdown(text: string, most?: number): string {
  const [before, after] = [text.startsWith(" ") ? " " : "", text.length > 1 && text.endsWith(" ") ? " " : ""];
  return before + escapeLine(text, most) + after;
}

/** A markdown table; cells are made inert by the caller. `align` holds a rule for each column that is not plain. */
export function table(head: string[], rows: string[][], align: string[] = []): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => align[i] ?? "---")), ...rows.map(line)].join("\n");
}

const RIGHT = "---:";
