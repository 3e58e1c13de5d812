import { codeSpan, escapeLine, fenced } from "../text/escape-markdown.ts";
import {
  type Block,
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

/** A numbered section as GitHub's Markdown. */
export function sectionMarkdown({ title, blocks }: Section, number: number): string {
  return [`## ${number}. ${escapeLine(title)}`, ...rendered(blocks, 3)].join("\n\n");
}

/** A whole document as GitHub's Markdown. */
export function documentMarkdown(document: MilestoneDocument): string {
  const { title, status, reason, overview, sections, foot } = document;
  return [
    `## ${escapeLine(title)}`,
    `${STATUS[status].emoji} **${STATUS[status].word}**${reason ? `: ${escapeLine(reason)}` : ""}`,
    overviewMarkdown(overview),
    ...sections.flatMap(section => {
      const inner = rendered(section.blocks, 4);
      return inner.length > 0 ? [`### ${escapeLine(section.title)}`, ...inner] : [];
    }),
    `<sub>${wordsMarkdown(joined(foot, " · "))}</sub>`,
  ]
    .join("\n\n")
    .concat("\n");
}

function rendered(blocks: readonly Block[], level: number): string[] {
  return blocks.map(block => blockMarkdown(block, level)).filter(Boolean);
}

function blockMarkdown(block: Block, level: number): string {
  switch (block.kind) {
    case "paragraph":
      return wordsMarkdown(block.words);
    case "overview":
      return overviewMarkdown(block.rows);
    case "needs":
      return needsMarkdown(block.needs, block.evidence);
    case "log":
      return block.lines.map(({ at, text }) => `- \`${clockTime(at)}\` ${escapeLine(text)}`).join("\n");
    case "picture": {
      const note = block.note ? `\n\n<sub>${escapeLine(block.note)}</sub>` : "";
      return fenced(block.mermaid, { info: "mermaid" }) + note;
    }
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

/** The first row is the table's head: GitHub would show an empty one. */
function overviewMarkdown(rows: readonly Measure[]): string {
  const isDrawn = rows.some(({ percent }) => percent !== undefined);
  const [head = [], ...others] = rows.map(({ name, percent = null, parts, minor }, i) => {
    const figure = percent === null ? [] : [`${percent} %`];
    return [
      i === 0 || minor ? escapeLine(name) : `**${escapeLine(name)}**`,
      ...(isDrawn ? [percent === null ? "" : `\`${bar(percent, 10)}\``] : []),
      wordsMarkdown(joined([...figure, ...parts], " · ")),
    ];
  });
  return table(head, others, [":--", ":--", ":--"]);
}

/** Most of what waits for a person that is named. */
const NEEDS_SHOWN = 100;

function needsMarkdown(needs: readonly Need[], evidence: boolean): string {
  const lines = needs.slice(0, NEEDS_SHOWN).map(need => needMarkdown(need, evidence));
  if (needs.length > lines.length) lines.push(`- and ${needs.length - lines.length} more`);
  return lines.join("\n");
}

function needMarkdown(need: Need, evidence: boolean): string {
  const criteria = need.criteria.length
    ? ` Criteria: ${need.criteria.map(c => escapeLine(c)).join(", ")}.`
    : "";
  const said =
    evidence && need.evidence
      ? `\n\n  <details><summary>Evidence</summary>\n\n${fenced(need.evidence, { limit: 2_000, keep: "end" }).replace(/^/gm, "  ")}\n\n  </details>\n`
      : "";
  const ways =
    need.status === "waiting_approval"
      ? `. ${need.ways.map(way => codeSpan(way.command)).join(" ")}${criteria}`
      : criteria +
        need.ways.map(({ words, command }) => `\n  - ${codeSpan(command)} ${escapeLine(words)}`).join("");
  return `- ${STATUS[need.status].emoji} **${escapeLine(need.name)}** ${escapeLine(need.words)}${ways}${said}`;
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
  if ("mark" in span) return STATUS[span.mark].emoji;
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
