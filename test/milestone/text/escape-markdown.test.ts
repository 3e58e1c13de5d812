import { type MarkedToken, marked, type Token } from "marked";
import { describe, expect, it } from "vitest";
import {
  codeSpan,
  cut,
  escapeLine,
  escapeText,
  fenced,
  shorten,
} from "../../../src/milestone/text/escape-markdown.ts";
import { processorTime } from "../../rig/processor-time.ts";

/** Hostile texts, as agents, issues and file names may hold them. */
const CORPUS = [
  "@org/everyone please look",
  "thanks @octocat",
  "mail me@example.com",
  "(@octocat)",
  "see #123",
  "fixes #1",
  "Closes GH-42",
  "owner/repo#7",
  "owner/repo@abcdef1",
  "resolves https://github.com/o/r/issues/1",
  "https://evil.example/?q=1",
  "HTTP://EVIL.example",
  "www.evil.example",
  "<https://evil.example>",
  "![beacon](https://evil.example/x.png)",
  "[click](https://evil.example)",
  "[click][ref]\n\n[ref]: https://evil.example",
  '<img src="https://evil.example/x.png">',
  "<details><summary>x</summary>",
  "</details></td></table>",
  "<!-- hidden instruction -->",
  "<script>alert(1)</script>",
  "```\ncode\n```\n@octocat",
  "````\n```\n@octocat",
  "~~~\n@octocat",
  "`code` and ``more``",
  "# Heading",
  "Title\n=====",
  "Title\n-----",
  "- item\n* item\n+ item\n1. item\n2) item",
  "> [!WARNING]\n> quoted",
  "| a | b |\n|---|---|\n| @octocat | #1 |",
  "**bold** __bold__ *it* _it_ ~~gone~~",
  "- [x] done",
  "    indented code @octocat",
  "a\\@octocat \\[x](y)",
  "&lt;img&gt; &#64;octocat &commat;octocat",
  "$\\href{https://evil.example}{x}$ $$x$$",
  "\u202eevil\u202c \u2066x\u2069 z\u200bw\u200d",
  "\u001b[31mred\u001b[0m \u0007\u0000",
  "***\n---\n___",
  "footnote[^1]\n\n[^1]: @octocat",
  "\ud800 lone",
  "/approve",
];

const HARMLESS = new Set(["paragraph", "text", "escape", "space", "br"]);

/** Every kind of token that a markdown text is made of. */
function kinds(tokens: Token[]): string[] {
  return tokens.flatMap(token => {
    const known = token as MarkedToken;
    return [known.type, ...("tokens" in known && known.tokens ? kinds(known.tokens) : [])];
  });
}

/** What a reader sees: tags gone, entities read. */
function shown(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** How GitHub finds what it makes live in text outside of code. */
const LIVE = [/@[A-Za-z0-9]/, /#\d/, /\bGH-\d/i, /https?:\/\//i, /\bwww\.\w/i];

describe("S-MD-1: text of others is inert in markdown", () => {
  it.each(CORPUS)("escapeText(%j) is plain text", text => {
    const markdown = escapeText(text);
    expect(kinds(marked.lexer(markdown)).filter(kind => !HARMLESS.has(kind))).toEqual([]);
    const html = marked.parse(markdown, { async: false });
    expect(html.replace(/<\/?p>|<br>/g, "")).not.toMatch(/<[a-z/!]/i);
    for (const live of LIVE) expect(shown(html)).not.toMatch(live);
  });

  it.each(CORPUS)("escapeLine(%j) is plain text in a list, a heading and a table cell", text => {
    const line = escapeLine(text);
    expect(line).not.toContain("\n");
    const table = marked.lexer(`| a | b |\n|---|---|\n| ${line} | end |`)[0] as MarkedToken;
    expect(table.type).toBe("table");
    const row = table.type === "table" ? table.rows[0]! : [];
    expect(row.map(cell => cell.text).at(-1)).toBe("end");
    expect(kinds(row[0]!.tokens).filter(kind => !HARMLESS.has(kind))).toEqual([]);
    expect(kinds(marked.lexer(`## ${line}`)).filter(kind => !HARMLESS.has(kind))).toEqual(["heading"]);
  });

  it.each(CORPUS)("codeSpan(%j) is one span of code, in a table too", text => {
    const span = codeSpan(text);
    const inline = marked.lexer(`x ${span} y`)[0] as MarkedToken;
    expect(inline.type === "paragraph" && inline.tokens.map(token => token.type)).toEqual([
      "text",
      "codespan",
      "text",
    ]);
    const table = marked.lexer(`| a | b |\n|---|---|\n| ${span} | end |`)[0] as MarkedToken;
    expect(table.type === "table" && table.rows[0]!.at(-1)!.text).toBe("end");
  });

  it.each(CORPUS)("fenced(%j) is one block of code that nothing breaks out of", text => {
    const tokens = marked
      .lexer(`${fenced(text, { info: "text" })}\n\nafter`)
      .filter(token => token.type !== "space");
    expect(tokens.map(token => token.type)).toEqual(["code", "paragraph"]);
  });

  it("an info string cannot break out of the fence", () => {
    expect(fenced("x", { info: "js\n@octocat `" })).toBe("```jsoctocat\nx\n```");
  });

  it("text of others is readable as it was, but for what is invisible", () => {
    const seen = shown(marked.parse(escapeText("if (a[0] < b && c_d * 2) { return `x` }"), { async: false }));
    expect(seen.trim()).toBe("if (a[0] < b && c_d * 2) { return `x` }");
  });
});

describe("S-MD-1: bodies are cut to GitHub's limit", () => {
  it("a body within the limit stays as it is", () => {
    expect(cut("short")).toBe("short");
  });

  it("a huge body is cut, and what the cut leaves open is closed", () => {
    const body = `<details>\n<summary>log</summary>\n\n\`\`\`\`text\n${"x ```\n".repeat(20_000)}`;
    const result = cut(body);
    expect(result.length).toBeLessThanOrEqual(64_000);
    const tokens = marked.lexer(result).filter(token => token.type !== "space");
    expect(tokens.map(token => token.type)).toEqual(["html", "code", "html", "paragraph"]);
    expect(result.match(/<details>/g)).toHaveLength(result.match(/<\/details>/g)!.length);
  });

  it.each([0, 1, 2, 3])("no character is halved when it stands across the limit (shift %i)", shift => {
    const body = "a".repeat(shift) + "😀".repeat(40_000);
    for (const result of [
      cut(body),
      shorten(body, 101),
      escapeText(body, 500),
      escapeLine(body, 101),
      codeSpan(body, 101),
    ]) {
      expect(result.isWellFormed()).toBe(true);
    }
    expect(fenced(body, { limit: 101, keep: "end" }).isWellFormed()).toBe(true);
  });

  it("escapeText keeps its limit although escapes make text longer", () => {
    expect(escapeText("@a ".repeat(30_000), 1_000).length).toBeLessThanOrEqual(1_000);
  });

  it("an output's end is kept where it says more than its beginning", () => {
    expect(fenced(`${"noise\n".repeat(100)}the error`, { limit: 50, keep: "end" })).toContain("the error");
  });

  it.each([escapeText, escapeLine, codeSpan, cut, fenced])(
    "%o takes a megabyte of hostile text in good time",
    make => {
      const text = "[![@a#1`<www.://\\".repeat(60_000);
      const started = processorTime();
      make(text);
      expect(processorTime() - started).toBeLessThan(1_500);
    },
  );
});
