import { sanitise } from "../text/sanitise.ts";

/**
 * Text of reviewers, issues, test runs and agents goes into a brief only as a data block: what a person could not see
 * is removed, and a fence that the text cannot close stands around it. A label says what it is.
 */
export function dataBlock(label: string, text: string, limit = BLOCK_LIMIT): string {
  const shown = cutMiddle(visibleText(text), limit);
  const fence = "`".repeat(Math.max(4, longestRun(shown) + 1));
  return `${fence}data ${label}\n${shown}\n${fence}`;
}

/** A review's body or a log's tail; GitHub's bodies have at most 65,536 characters. */
const BLOCK_LIMIT = 8_000;

/**
 * What a person sees of markdown or a log: without comments, zero-width, reordering and control characters, alternative
 * texts of images, and attributes that are never shown.
 */
export function visibleText(text: string): string {
  const plain = sanitise(text);
  return withoutComments(plain)
    .replace(/^[ \t]{0,8}\[[^\]\n]{1,200}\]:[ \t]{0,8}(?:#|<>|<#>)[^\n]*$/gm, "")
    .replace(/!\[[^\]\n]{0,4000}\](?:\([^)\n]{0,4000}\)|\[[^\]\n]{0,400}\])/g, "(image)")
    .replace(/<img\b[^<>]{0,4000}>/gi, "(image)")
    .replace(/<[a-z][^<>]{0,4000}>/gi, tag => tag.replace(UNSHOWN, ""))
    .replace(/\n{4,}/g, "\n\n\n")
    .trim();
}

/** Attributes whose value is not on the page. */
const UNSHOWN =
  /\s(?:alt|title|style|hidden|placeholder|content|aria-[a-z]{1,30}|data-[\w-]{1,60})(?:\s?=\s?(?:"[^"]*"|'[^']*'|[^\s>]{1,4000}))?/gi;

/** Without `<!-- … -->`; of a comment that never ends only the opening is dropped, so that its text can be seen. */
function withoutComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const begin = text.indexOf("<!--", at);
    if (begin < 0) break;
    kept.push(text.slice(at, begin));
    const end = text.indexOf("-->", begin + 4);
    if (end < 0) {
      at = begin + 4;
      kept.push(text.slice(at).replaceAll("<!--", ""));
      return kept.join("");
    }
    at = end + 3;
  }
  kept.push(text.slice(at));
  // Two halves may have made a new comment out of what stood around a removed one.
  return kept.join("").replaceAll("<!--", "");
}

/** Beginning and end of a text that is too long; a failure tells most at its end. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.floor(limit / 4);
  const left = text.length - limit;
  const end = text.slice(text.length - (limit - head));
  return `${text.slice(0, head)}\n… (${left} characters left out) …\n${end}`.toWellFormed();
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length);
  return longest;
}
