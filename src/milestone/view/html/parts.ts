import { sanitiseLine } from "../../text/sanitise.ts";
import type { Column } from "../blocks.ts";
import { type ShownStatus, STATUS, type Tone } from "../status.ts";

/** Pieces that several sections share. Everything here takes plain text and returns markup. */

export function state(status: ShownStatus): string {
  const { symbol, word, tone } = STATUS[status];
  return toned(tone, `${symbol} ${word}`);
}

export function toned(tone: Tone, text: string): string {
  return `<span class="state ${tone}">${escapeHtml(text)}</span>`;
}

/** A bar with its figure as a label for those who do not see it. */
export function barHtml(percent: number, tone: Tone, label: string): string {
  const width = Math.min(100, Math.max(0, percent));
  // A drawing, because the policy of the live page forbids style in attributes.
  const fill = `<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${width}" height="1"/></svg>`;
  return `<span class="bar ${tone}" role="img" aria-label="${escapeHtml(`${label}: ${percent} %`)}">${fill}</span>`;
}

/** Cells are markup already. A slim table is as wide as its content. */
export function tableHtml(
  caption: string,
  columns: readonly Column[],
  rows: string[][],
  slim = false,
): string {
  const attributes = columns.map(c => {
    const names = [c.number ? "number" : "", c.wide ? "wide" : ""].filter(Boolean).join(" ");
    return names ? ` class="${names}"` : "";
  });
  const head = columns
    .map(({ title }, i) =>
      title ? `<th scope="col"${attributes[i]}>${escapeHtml(title)}</th>` : `<td${attributes[i]}></td>`,
    )
    .join("");
  const body = rows
    .map(row => `<tr>${row.map((cell, i) => `<td${attributes[i]}>${cell}</td>`).join("")}</tr>`)
    .join("\n");
  return scroll(
    caption,
    `<table${slim ? ' class="slim"' : ""} aria-label="${escapeHtml(caption)}"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`,
  );
}

/** Rows of a table that are shown before the others are unfolded. */
const SHOWN_ROWS = 10;

/** A table of which a long one shows its first rows, and unfolds the others. */
export function longTable(
  caption: string,
  columns: readonly Column[],
  rows: string[][],
  slim = false,
): string {
  const [first, rest] = [rows.slice(0, SHOWN_ROWS), rows.slice(SHOWN_ROWS)];
  const table = tableHtml(caption, columns, first, slim);
  if (rest.length < 3) return rest.length === 0 ? table : tableHtml(caption, columns, rows, slim);
  const more = tableHtml(`${caption}, the others`, columns, rest, slim);
  return `${table}<details data-key="more ${escapeHtml(caption)}"><summary>${rest.length} more</summary>${more}</details>`;
}

/** What may be wider than the page moves inside of its own frame, by keyboard too. */
export function scroll(label: string, content: string): string {
  return `<div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0">${content}</div>`;
}

export function section(id: string, title: string, content: string[]): string {
  const inner = content.filter(Boolean).join("\n");
  return inner
    ? `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>\n${inner}</section>`
    : "";
}

/** Where a task's details are: an id that no section has. */
export const taskAnchor = (task: string): string => `task-${task}`;

export function taskLink(task: string, text = task): string {
  return `<a href="#${taskAnchor(task)}">${escapeHtml(text)}</a>`;
}

export function facts(rows: [string, string][]): string {
  const lines = rows
    .filter(([, value]) => value)
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`);
  return `<dl class="facts">${lines.join("")}</dl>`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a quoted attribute: one line, control and direction characters gone, no markup. */
export function escapeHtml(text: string): string {
  return sanitiseLine(text).replace(/[&<>"']/g, c => ENTITIES[c]!);
}

/** The same, cut to a number of characters with an ellipsis. */
export function escapeCut(text: string, most: number): string {
  const characters = [...sanitiseLine(text)];
  const kept = characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
  return kept.replace(/[&<>"']/g, c => ENTITIES[c]!);
}
