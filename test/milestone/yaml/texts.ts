import fc from "fast-check";
import { Document, isNode, visit, type YAMLParseError } from "yaml";

/**
 * Whether an error of the package's is none by YAML 1.2 (6.6, 7.4): a comment that begins a line inside `{…}` has the
 * line's start before it, which is as good as a space.
 */
export function isMistaken(text: string, { code, pos }: YAMLParseError): boolean {
  // Tabs may part tokens; only before a block's first key or dash they would be indentation.
  if (code === "TAB_AS_INDENT") return true;
  return code === "MISSING_CHAR" && text[pos[0]] === "#" && text[pos[0] - 1] === "\n";
}

/** The package folds a blank line behind an escaped line break to a space; YAML 1.2 (7.3.1) keeps it as a break. */
export const MISREAD = /\\\r?\n[ \t]*\r?\n/;

/** Text as people write it into plans, and text that is hard on a YAML reader. */
const words = fc.constantFrom(
  "plan",
  "a b",
  "true",
  "no",
  "12",
  "0x1f",
  "1e3",
  "~",
  "null",
  "- x",
  "a: b",
  "a #b",
);
const odd = fc.constantFrom(
  "",
  " ",
  "it's",
  'say "x"',
  "{x}",
  "[1, 2]",
  "#c",
  "x:",
  ":x",
  "?",
  "-",
  "--- x",
  "%d",
  "é→😀",
);
const lines = fc
  .array(fc.constantFrom("", "word", "  deeper", "x: y", "# no comment", "- item", "end "), {
    minLength: 1,
    maxLength: 5,
  })
  .map(list => list.join("\n"));
export const text = fc.oneof(words, odd, lines);

export const key = fc.oneof(
  fc.constantFrom("id", "title", "status", "tasks", "run", "a b", "x-y", "1", "a:b", "say 'x'", "[k]", "yes"),
  fc.stringMatching(/^[a-z_]{1,6}$/).filter(word => word !== "constructor" && word !== "prototype"),
);

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
);

export type Data = string | number | boolean | null | Data[] | { [key: string]: Data };

/** A map at the root, as every file of ours has. */
export const dataMap: fc.Arbitrary<{ [key: string]: Data }> = fc.letrec<{
  node: Data;
  map: { [key: string]: Data };
}>(tie => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie("node"), { maxLength: 4 }),
    tie("map"),
  ),
  map: fc.dictionary(key, tie("node"), { minKeys: 1, maxKeys: 4 }),
})).map;

/** The same data in one of the many ways in which YAML can say it. */
export const layout = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  collectionStyle: fc.constantFrom<"any" | "block" | "flow">("any", "block", "flow"),
  defaultStringType: fc.constantFrom<
    "PLAIN" | "QUOTE_DOUBLE" | "QUOTE_SINGLE" | "BLOCK_LITERAL" | "BLOCK_FOLDED"
  >("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"),
  crlf: fc.boolean(),
  comments: fc.boolean(),
  anchors: fc.boolean(),
});
export type TextLayout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

export function write(data: unknown, { crlf, comments, anchors, ...options }: TextLayout): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  if (anchors) anchorEach(document);
  let out = document.toString(options);
  if (comments) out = `# head\n\n${out.replace(/^(\w+:)$/m, "$1 # why")}# foot\n`;
  return crlf ? out.replaceAll("\n", "\r\n") : out;
}

/** Names every third value or so, which nothing refers to. */
function anchorEach(document: Document): void {
  let count = 0;
  visit(document, (key, node) => {
    if (key !== "key" && isNode(node) && count++ % 3 === 0) Object.assign(node, { anchor: `n${count}` });
  });
}
