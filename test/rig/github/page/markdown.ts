/** Markdown as GitHub shows it: GFM, Mermaid blocks, a few harmless tags; nothing that runs or loads. */
import { Marked, type Tokens } from "marked";

const entities: { [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, character => entities[character]!);

/** Tags that may stand in text, each with the attributes it may keep. */
const allowed: { [tag: string]: string[] } = {
  details: ["open"],
  div: ["align"],
  p: ["align"],
  td: ["align"],
  th: ["align"],
  ...Object.fromEntries(
    [
      "summary",
      "br",
      "hr",
      "b",
      "i",
      "em",
      "strong",
      "sub",
      "sup",
      "kbd",
      "code",
      "pre",
      "s",
      "del",
      "ins",
      "samp",
      "var",
    ].map(tag => [tag, []]),
  ),
  ...Object.fromEntries(
    ["table", "thead", "tbody", "tr", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"].map(
      tag => [tag, []],
    ),
  ),
};

/** Keeps the allowed tags with their allowed attributes, drops comments, shows every other tag as text. */
export function sanitise(html: string): string {
  const pieces = html.replace(/<!--[\s\S]*?(-->|$)/g, "").split(/(<\/?[A-Za-z][^>]*>)/);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? tagOf(piece) : escapeHtml(piece).replaceAll("&amp;", "&")))
    .join("");
}

function tagOf(piece: string): string {
  const match = /^<(\/?)([A-Za-z][A-Za-z0-9]*)([^>]*)>$/.exec(piece);
  const tag = match?.[2]?.toLowerCase() ?? "";
  const attributes = allowed[tag];
  if (!match || !attributes) return escapeHtml(piece);
  if (match[1]) return `</${tag}>`;
  const kept = attributes
    .map(name =>
      new RegExp(`\\s(${name})(?:\\s*=\\s*"?(left|center|right)"?)?(?=[\\s/]|$)`, "i").exec(match[3]!),
    )
    .filter(each => each !== null)
    .map(each => (each[2] ? ` ${each[1]}="${each[2]}"` : ` ${each[1]}`));
  return `<${tag}${kept.join("")}>`;
}

const safeLink = (href: string): string | null =>
  /^(https?:\/\/|mailto:|#|\/(?!\/)|\.{0,2}\/)/i.test(href) || /^[\w./#?=&%-]+$/.test(href) ? href : null;

const alerts: { [kind: string]: string } = {
  NOTE: "Note",
  TIP: "Tip",
  IMPORTANT: "Important",
  WARNING: "Warning",
  CAUTION: "Caution",
};

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => sanitise(text),
    code({ text, lang }: Tokens.Code) {
      if (lang === "mermaid") return `<pre class="mermaid">${escapeHtml(text)}</pre>\n`;
      return `<pre class="code"><code>${escapeHtml(text)}</code></pre>\n`;
    },
    link({ href, tokens }: Tokens.Link) {
      const inner = this.parser.parseInline(tokens);
      const safe = safeLink(href);
      return safe ? `<a href="${escapeHtml(safe)}">${inner}</a>` : inner;
    },
    image: ({ text, href }: Tokens.Image) => `<span class="image">[${escapeHtml(text || href)}]</span>`,
    blockquote({ tokens }: Tokens.Blockquote) {
      const inner = this.parser.parse(tokens);
      const alert = /^<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?:<br>)?\s*/.exec(inner);
      if (!alert) return `<blockquote>${inner}</blockquote>\n`;
      const kind = alert[1]!;
      const rest = `<p>${inner.slice(alert[0].length)}`.replace(/^<p><\/p>\s*/, "");
      return `<div class="alert ${kind.toLowerCase()}"><p class="kind">${alerts[kind]}</p>${rest}</div>\n`;
    },
  },
});

export const renderMarkdown = (text: string): string => marked.parse(text, { async: false });
