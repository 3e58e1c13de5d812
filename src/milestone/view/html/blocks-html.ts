import {
  type Block,
  filled,
  type Item,
  isEmpty,
  type Section,
  type Span,
  spansOf,
  type Words,
} from "../blocks.ts";
import { STATUS } from "../status.ts";
import {
  barHtml,
  escapeCut,
  escapeHtml,
  facts,
  longTable,
  section,
  state,
  tableHtml,
  taskLink,
  toned,
} from "./parts.ts";

/** A section as a part of the page; empty where it has nothing but what is absent. */
export function sectionHtml({ id, title, blocks }: Section): string {
  return section(id, title, blocks.map(blockHtml));
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${wordsHtml(block.words)}</p>`;
    // A page draws these itself: with bars, actions and its own pictures.
    case "overview":
    case "needs":
    case "log":
    case "picture":
    case "absent":
      return "";
    case "facts":
      return block.rows.every(([, value]) => isEmpty(value))
        ? ""
        : facts(block.rows.map(([name, value]) => [name, wordsHtml(value)]));
    case "list":
      return listHtml(block.items);
    case "table": {
      const { caption, slim } = block;
      const { columns, rows: told } = filled(block);
      const rows = told.map(row => row.map(wordsHtml));
      if (rows.length === 0) return "";
      return block.long ? longTable(caption, columns, rows, slim) : tableHtml(caption, columns, rows, slim);
    }
    case "part": {
      const inner = block.blocks.map(blockHtml).join("");
      return inner ? `<h3>${escapeHtml(block.title)}</h3>${inner}` : "";
    }
    case "folded": {
      const inner = block.blocks.map(blockHtml).join("");
      return inner
        ? `<details data-key="${escapeHtml(block.key)}"><summary>${escapeHtml(block.summary)}</summary>${inner}</details>`
        : "";
    }
  }
}

function listHtml(all: readonly Item[]): string {
  const lines = all.map(({ words, tone, output }) => {
    const shown = output
      ? `<p>${wordsHtml(words)}</p><pre tabindex="0">${output.split("\n").map(escapeHtml).join("\n")}</pre>`
      : wordsHtml(words);
    return `<li${tone ? ` class="${tone}"` : ""}>${shown}</li>`;
  });
  const isQuoting = all.some(item => item.output);
  return lines.length > 0 ? `<ul${isQuoting ? ' class="attempts"' : ""}>${lines.join("")}</ul>` : "";
}

function wordsHtml(words: Words): string {
  return spansOf(words).map(spanHtml).join("");
}

function spanHtml(span: Span): string {
  if (typeof span === "string") return textHtml(span);
  if ("code" in span) return span.code === "" ? "" : `<code>${escapeHtml(span.code)}</code>`;
  if ("strong" in span) return `<b>${wordsHtml(span.strong)}</b>`;
  if ("quiet" in span)
    return isEmpty(span.quiet) ? "" : `<span class="muted">${wordsHtml(span.quiet)}</span>`;
  if ("task" in span) return taskLink(span.task, span.text);
  if ("status" in span) return state(span.status);
  if ("mark" in span) return STATUS[span.mark].symbol;
  if ("percent" in span)
    return `<span class="pair">${barHtml(span.percent, span.tone, span.of)}<span>${span.percent} %</span></span>`;
  if ("lines" in span)
    return span.lines
      .filter(line => !isEmpty(line))
      .map(wordsHtml)
      .join("<br>");
  if ("tone" in span) return toned(span.tone, span.text);
  return escapeCut(span.text, span.most);
}

/** Spaces at the ends stand between it and its neighbours. */
function textHtml(text: string): string {
  const [before, after] = [text.startsWith(" ") ? " " : "", text.length > 1 && text.endsWith(" ") ? " " : ""];
  return before + escapeHtml(text.trim()) + after;
}
