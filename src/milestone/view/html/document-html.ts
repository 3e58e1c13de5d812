import MarkdownIt from "markdown-it";
import { sanitise } from "../../text/sanitise.ts";
import { escapeHtml } from "./parts.ts";

/** More of one document is read in an editor. */
const MOST_CHARS = 100_000;
const MOST_DIFF_LINES = 2_000;

/**
 * Documents are written by agents. Their markup stands as text, pictures as their words (nothing is fetched), and links
 * go to the web alone. Deep nesting and long lines are bounded, so that no document takes long.
 */
const markdown = new MarkdownIt("default", {
  html: false,
  linkify: false,
  typographer: false,
  maxNesting: 30,
})
  .disable(["image", "entity", "reference"])
  // Headings of a document are no headings of the page.
  .use(md => {
    for (const rule of ["heading_open", "heading_close"] as const) {
      md.renderer.rules[rule] = (tokens, at) => {
        const level = Math.min(6, Number(tokens[at]!.tag.slice(1)) + 3);
        return rule === "heading_open" ? `<h${level}>` : `</h${level}>\n`;
      };
    }
    md.renderer.rules.link_open = (tokens, at) =>
      `<a href="${escapeHtml(String(tokens[at]!.attrGet("href")))}" rel="noreferrer noopener" target="_blank">`;
    md.renderer.rules.th_open = () => "<th>";
    md.renderer.rules.td_open = () => "<td>";
    md.renderer.rules.fence = (tokens, at) => code(tokens[at]!.content);
    md.renderer.rules.code_block = (tokens, at) => code(tokens[at]!.content);
  });
markdown.validateLink = address => /^https?:\/\//i.test(address);

const code = (text: string): string => `<pre tabindex="0">${markdown.utils.escapeHtml(text)}</pre>\n`;

/** A document as markup: Markdown as it is meant, everything else as it is written. */
export function documentHtml(path: string, text: string): string {
  const shown = sanitise(text).slice(0, MOST_CHARS).toWellFormed();
  const cut = text.length > MOST_CHARS ? '<p class="muted">The rest is left out here.</p>' : "";
  const body = /\.(md|markdown)$/i.test(path) ? markdown.render(shown) : code(shown);
  return `<div class="document">${body}${cut}</div>`;
}

/** A unified difference, each line in the colour of what became of it. */
export function diffHtml(diff: string): string {
  const lines = sanitise(diff).split("\n");
  const shown = lines.slice(0, MOST_DIFF_LINES).map(line => {
    const text = markdown.utils.escapeHtml(line.slice(0, 2_000).toWellFormed());
    if (/^(diff|index|---|\+\+\+)/.test(line)) return `<span class="muted">${text}</span>`;
    if (line.startsWith("@@")) return `<span class="active">${text}</span>`;
    if (line.startsWith("+")) return `<ins>${text}</ins>`;
    if (line.startsWith("-")) return `<del>${text}</del>`;
    return text;
  });
  const cut =
    lines.length > shown.length
      ? `\n<span class="muted">… ${lines.length - shown.length} more lines</span>`
      : "";
  return `<pre class="diff" tabindex="0">${shown.join("\n")}${cut}</pre>`;
}
