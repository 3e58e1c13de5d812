import fc from "fast-check";
import MarkdownIt, { type Token } from "markdown-it";
import { describe, expect, test } from "vitest";
import { parseComment } from "../../../src/milestone/command/command.ts";
import { runs } from "../../rig/runs.ts";

/** A comment whose command lines name m0, m1, … in order, so that each is found again. */
const lines = (contents: string[], prefixes: string[], most: number): fc.Arbitrary<string[]> => {
  const line = fc
    .tuple(fc.constantFrom(...prefixes), fc.constantFrom(...contents))
    .map(([prefix, content]) => prefix + content);
  return fc
    .array(line, { minLength: 1, maxLength: most })
    .map(all => all.map((text, n) => text.replace("/milestone", `/milestone status m${n}`)));
};

const PLAIN = ["", "", "", " ", "   "];
const INDENTED = ["    ", "     ", "\t", "  \t", "      "];
const LISTS = [
  "- ",
  "* ",
  "1. ",
  "2) ",
  "10. ",
  "  - ",
  "    - ",
  "-   ",
  "-\t",
  "-     ",
  "- - ",
  "-",
  "3.",
];
const QUOTES = ["> ", ">", ">> ", "> > ", "- > ", ">     ", "> - "];
const TEXTS = ["/milestone", "/milestone", "/milestone", "text", "", "", "# head", "---", "===", "***", "--"];
const CODE = ["```", "```sh", "~~~", "~~~~", "````", "`", "a ` b", "``", "`x`", "\\`", "` `` `", "``` a ` b"];
const HTML = [
  "<!--",
  "-->",
  "<!-- x -->",
  "x <!-- y",
  "y --> z",
  "<div>",
  "</div>",
  "<pre>",
  "</pre>",
  "x <code>",
  "</code>",
  "<img src=x>",
  "<?x",
  "?>",
  "<!X",
  "x <blockquote>",
  "</blockquote>",
];

/** The ids of what is carried out. */
function carriedOut(body: string): string[] {
  const parsed = parseComment(body);
  return parsed.kind === "commands" ? parsed.commands.map(({ milestone }) => milestone!) : [];
}

interface Shown {
  /** Commands that begin a line of a paragraph or heading outside of a quotation. */
  text: string[];
  /** Those that are all a line of a block of HTML. */
  html: string[];
}

/** What CommonMark makes of a comment, by an implementation that has nothing to do with ours. */
function shown(body: string): Shown {
  const found: Shown = { text: [], html: [] };
  const source = body.split(/\r?\n/);
  let quotes = 0;
  for (const token of new MarkdownIt("commonmark").parse(body, {})) {
    if (token.type === "blockquote_open") quotes += 1;
    if (token.type === "blockquote_close") quotes -= 1;
    if (token.type === "html_block") found.html.push(...idsIn(token.content));
    if (token.type !== "inline") continue;
    // A line that goes on with a quotation without its mark is what somebody wrote below it.
    const isOwn = (id: string) =>
      quotes === 0 || source.some(line => line.trim() === `/milestone status ${id}`);
    found.text.push(...idsAtLineStarts(token.children ?? []).filter(isOwn));
  }
  return found;
}

function idsAtLineStarts(children: Token[]): string[] {
  const isBreak = (token: Token | undefined) => !token || token.type.endsWith("break");
  return children.flatMap((child, n) =>
    child.type === "text" && isBreak(children[n - 1]) ? idsIn(child.content) : [],
  );
}

const idsIn = (text: string): string[] =>
  text.split("\n").flatMap(line => /^\s*\/milestone status (m\d+)/.exec(line)?.[1] ?? []);

/** markdown-it ends a quotation in a quotation where a line goes on with it behind four blanks; CommonMark does not. */
const isMistaken = (body: string): boolean => /> ?>[\s\S]*\n(?: {4}| {0,3}\t)/.test(body);

const ends = fc.constantFrom("\n", "\r\n");

describe("S-CMD-4 a line of a comment", () => {
  test("is carried out exactly where GitHub shows it as text that begins a line", () => {
    fc.assert(
      fc.property(lines([...TEXTS, ...CODE], [...PLAIN, ...LISTS, ...QUOTES], 8), ends, (given, end) => {
        const body = given.join(end);
        fc.pre(!isMistaken(body));
        expect(carriedOut(body).join()).toBe(shown(body).text.join());
      }),
      runs(2_000),
    );
  });

  test("is never carried out in code, a quotation, a comment, or what HTML shows as one, however deep", () => {
    const prefixes = [...PLAIN, ...LISTS, ...QUOTES, ...INDENTED];
    fc.assert(
      fc.property(lines([...TEXTS, ...CODE, ...HTML], prefixes, 10), ends, (given, end) => {
        const body = given.join(end);
        fc.pre(!isMistaken(body));
        const { text, html } = shown(body);
        expect([...text, ...html]).toEqual(expect.arrayContaining(carriedOut(body)));
      }),
      runs(2_000),
    );
  });
});
