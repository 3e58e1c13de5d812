import { sanitise, sanitiseLine } from "./sanitise.ts";

/**
 * Text from agents, files and people, put into markdown on GitHub such that it can only be read: it
 * mentions nobody, refers to and closes no issue, links and loads nothing, and breaks out of nothing.
 */

/** Invisible, and enough for GitHub no longer to see a mention or reference. */
const BREAK = "\u200b";

/** GitHub's limit for a body is 65,536 characters; some are left for what stands around. */
export const BODY_LIMIT = 64_000;
const LINE_LIMIT = 300;

/** Several lines of plain text as a markdown paragraph. Line breaks stay, indentation goes. */
export function escapeText(text: string, limit = BODY_LIMIT): string {
  const lines = sanitise(shorten(text, limit)).split("\n");
  return shorten(lines.map(line => atLineStart(inline(line.trim()))).join("\n"), limit);
}

/** The same in one line, for titles, headings, list items and table cells. */
export function escapeLine(text: string, limit = LINE_LIMIT): string {
  const line = sanitiseLine(shorten(text, limit)).replace(/\s+/g, " ").trim();
  return atLineStart(inline(line));
}

/** A code span on one line; also right inside a table cell. An empty text gives an empty string. */
export function codeSpan(text: string, limit = LINE_LIMIT): string {
  // In a table a bar ends the cell even inside of code; elsewhere the backslash would show, so another bar stands in.
  return exactCode(text, limit).replaceAll("|", "\u2502");
}

/** The same letter by letter, for commands and paths outside of tables. */
export function exactCode(text: string, limit = LINE_LIMIT): string {
  const line = sanitiseLine(shorten(text, limit)).replace(/\s+/g, " ").trim();
  if (line === "") return "";
  const ticks = "`".repeat(longestRun(line, "`") + 1);
  const padded = line.startsWith("`") || line.endsWith("`") ? ` ${line} ` : line;
  return ticks + padded + ticks;
}

/** A fenced block that the text cannot end: its fence is longer than any run of backticks inside. */
export function fenced(
  text: string,
  options: { info?: string; limit?: number; keep?: "start" | "end" } = {},
): string {
  const { info = "", limit = BODY_LIMIT, keep = "start" } = options;
  const clean = withoutEndingLines(sanitise(text));
  const body = keep === "start" ? shorten(clean, limit) : shortenStart(clean, limit);
  const fence = "`".repeat(Math.max(3, longestRun(body, "`") + 1));
  return `${fence}${info.replace(/[^A-Za-z0-9_+-]/g, "")}\n${body}\n${fence}`;
}

/** In one pass: `/\n+$/` looks at every line break of a run again. */
function withoutEndingLines(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "\n") end -= 1;
  return text.slice(0, end);
}

/**
 * Cuts a whole markdown body to GitHub's limit: no character is halved, and a fence or `<details>` that the
 * cut leaves open is closed, so that what follows is not swallowed.
 */
export function cut(markdown: string, limit = BODY_LIMIT): string {
  if (markdown.length <= limit) return markdown.toWellFormed();
  const notice = "\n\n… (cut: the rest did not fit)";
  // Room for the longest thing that may have to be closed.
  const kept = markdown.slice(0, Math.max(0, limit - notice.length - 200)).replace(/[\ud800-\udbff]$/, "");
  const { fence, details } = openAtEnd(kept);
  const closing = (fence === null ? "" : `\n${fence}`) + "\n\n</details>".repeat(Math.min(details, 8));
  return (kept + closing + notice).toWellFormed();
}

/** At most `limit` characters (UTF-16 units, as GitHub counts), the last an ellipsis where some were left out. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text.toWellFormed();
  return `${text.slice(0, Math.max(0, limit - 1)).replace(/[\ud800-\udbff]$/, "")}…`.toWellFormed();
}

function shortenStart(text: string, limit: number): string {
  if (text.length <= limit) return text.toWellFormed();
  return `…${text.slice(text.length - Math.max(0, limit - 1)).replace(/^[\udc00-\udfff]/, "")}`.toWellFormed();
}

function inline(line: string): string {
  return line
    .replace(/[\\`*_[\]~|!$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@(?=[A-Za-z0-9_-])/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/\bGH-(?=\d)/gi, match => match + BREAK)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/\bwww\./gi, match => match.slice(0, 3) + BREAK + ".");
}

/** Marks of headings, lists, quotes, underlines, and other bots' commands count at a line's start only. */
function atLineStart(line: string): string {
  return line.replace(/^[#+\-=/:]/, "\\$&").replace(/^(\d{1,9})([.)])/, "$1\\$2");
}

function longestRun(text: string, mark: string): number {
  let longest = 0;
  let run = 0;
  for (const ch of text) {
    run = ch === mark ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function openAtEnd(markdown: string): { fence: string | null; details: number } {
  let fence: string | null = null;
  let details = 0;
  for (const line of markdown.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line);
    if (fence !== null) {
      if (mark?.[1]?.startsWith(fence) && line.slice(mark[0].length).trim() === "") fence = null;
      continue;
    }
    if (mark?.[1]) fence = mark[1];
    else if (/<details\b/i.test(line)) details++;
    else if (/<\/details>/i.test(line)) details--;
  }
  return { fence, details: Math.max(0, details) };
}
