import { readBlock, refuseExtra } from "./block.ts";
import { textProblem } from "./characters.ts";
import {
  at,
  atEnd,
  type Cursor,
  isDocumentMark,
  lineEnd,
  Refusal,
  refuse,
  skipToToken,
  type YamlProblem,
} from "./cursor.ts";
import type { YamlNode } from "./node.ts";
import { empty } from "./pair.ts";

export type YamlResult = { ok: true; root: YamlNode } | { ok: false; problems: YamlProblem[] };

/**
 * Reads the YAML that milestone files are written in: block and flow collections, every scalar style, comments,
 * one document, core schema of YAML 1.2, and the anchors and the directive that change nothing in it. Aliases, tags,
 * other directives, complex and duplicate keys, merge keys, deep nesting and invisible characters are refused, each
 * with its place.
 *
 * Written for this purpose, and held to the `yaml` package's reading by a property test, because that package
 * takes 4 s and 1 GB for 10,000 tasks, and aborts the process on deep nesting under node 20; this takes linear
 * time and gives the ranges by which edits leave every other byte alone.
 */
export function readYaml(text: string): YamlResult {
  const problem = textProblem(text);
  if (problem) return { ok: false, problems: [problem] };
  const begin = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const c: Cursor = {
    text,
    pos: begin,
    lineStart: begin,
    freshAt: begin,
    tabbed: false,
    depth: 0,
    entries: 0,
    problems: [],
  };
  try {
    const root = readDocument(c);
    return c.problems.length > 0 ? { ok: false, problems: c.problems } : { ok: true, root };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, problems: [...c.problems, error.problem] };
  }
}

function readDocument(c: Cursor): YamlNode {
  skipToToken(c);
  skipDirective(c);
  if (c.pos === c.lineStart && c.text.startsWith("---", c.pos) && isDocumentMark(c.text, c.pos)) {
    c.pos += 3;
    c.freshAt = -1;
    skipToToken(c);
    if (c.freshAt !== c.pos && c.pos < c.text.length) refuseExtra(c);
  }
  const root = atEnd(c) ? empty(c.pos) : readBlock(c, -1, true);
  skipToToken(c);
  if (!atEnd(c)) refuseExtra(c);
  if (c.pos < c.text.length) refuseFurtherDocument(c);
  return root;
}

/** `%YAML 1.2` says what holds anyway; any other directive changes how the file would have to be read. */
function skipDirective(c: Cursor): void {
  if (c.text[c.pos] !== "%" || c.pos !== c.lineStart) return;
  const span = { start: c.pos, end: lineEnd(c.text, c.pos) };
  if (/^%YAML[ \t]+1\.2[ \t]*(?:[ \t]#.*)?$/.test(c.text.slice(span.start, span.end))) {
    c.pos = span.end;
    skipToToken(c);
    if (c.pos === c.lineStart && c.text.startsWith("---", c.pos) && isDocumentMark(c.text, c.pos)) return;
    refuse("yaml-syntax", span, [
      "no line `---` follows this directive",
      "add it before the first key, or delete this line",
    ]);
  }
  refuse("yaml-syntax", span, ["no YAML directive but `%YAML 1.2` is read", "delete this line"]);
}

function refuseFurtherDocument(c: Cursor): void {
  const mark = c.pos;
  const closing = c.text[mark] === ".";
  c.pos += 3;
  skipToToken(c);
  if (closing && c.pos >= c.text.length) return;
  refuse("yaml-documents", at(mark, 3), [
    "the file holds more than one YAML document",
    "keep one document in a file, without a second `---`",
  ]);
}
