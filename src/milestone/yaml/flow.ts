import { refuseAnchor, skipAnchor } from "./anchor.ts";
import {
  APOSTROPHE,
  at,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  type Cursor,
  charAt,
  column,
  countEntry,
  enter,
  isBlank,
  isDocumentMark,
  isFlowMark,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  refuse,
  skipToToken,
} from "./cursor.ts";
import type { YamlMap, YamlNode, YamlSeq } from "./node.ts";
import { addPair, empty, refuseIndicator } from "./pair.ts";
import { readPlain, readQuoted } from "./scalar.ts";

/** Reads `[…]` or `{…}`; its lines must be indented more than `parentIndent`, the closing mark excepted. */
export function readFlow(c: Cursor, parentIndent: number): YamlNode {
  return charAt(c) === OPEN_BRACKET ? readFlowSeq(c, parentIndent) : readFlowMap(c, parentIndent);
}

function readFlowSeq(c: Cursor, indent: number): YamlSeq {
  const seq: YamlSeq = { kind: "seq", items: [], flow: true, indent: 0, start: c.pos, end: c.pos };
  enter(c, c.pos);
  c.pos++;
  for (;;) {
    toFlowToken(c, indent, seq.start);
    if (charAt(c) === CLOSE_BRACKET) break;
    countEntry(c);
    seq.items.push(readFlowItem(c, indent, seq.start));
    toFlowToken(c, indent, seq.start);
    if (charAt(c) === COMMA) c.pos++;
    else if (charAt(c) !== CLOSE_BRACKET) refuseSeparator(c, "]");
  }
  seq.end = ++c.pos;
  c.depth--;
  return seq;
}

/** An item of `[…]`; `[a: 1]` holds a map of one pair. */
function readFlowItem(c: Cursor, indent: number, open: number): YamlNode {
  const { lineStart } = c;
  const item = readFlowValue(c, indent, open);
  const line = c.lineStart;
  toFlowToken(c, indent, open);
  if (!isFlowColon(c, item)) return item;
  if (line !== lineStart || c.lineStart !== lineStart) refuseSeparator(c, "]");
  const map: YamlMap = { kind: "map", pairs: [], flow: true, indent: 0, start: item.start, end: item.end };
  enter(c, item.start);
  readFlowPair(c, { map, key: item, seen: new Set(), indent, open });
  c.depth--;
  return map;
}

function readFlowMap(c: Cursor, indent: number): YamlMap {
  const map: YamlMap = { kind: "map", pairs: [], flow: true, indent: 0, start: c.pos, end: c.pos };
  const seen = new Set<string>();
  enter(c, c.pos);
  c.pos++;
  for (;;) {
    toFlowToken(c, indent, map.start);
    if (charAt(c) === CLOSE_BRACE) break;
    const key = readFlowNode(c, indent);
    toFlowToken(c, indent, map.start);
    readFlowPair(c, { map, key, seen, indent, open: map.start });
    toFlowToken(c, indent, map.start);
    if (charAt(c) === COMMA) c.pos++;
    else if (charAt(c) !== CLOSE_BRACE) refuseSeparator(c, "}");
  }
  map.end = ++c.pos;
  c.depth--;
  return map;
}

interface FlowPair {
  map: YamlMap;
  key: YamlNode;
  seen: Set<string>;
  indent: number;
  open: number;
}

/** Reads the value behind a key, if there is one, and adds the pair. */
function readFlowPair(c: Cursor, { map, key, seen, indent, open }: FlowPair): void {
  if (key.kind !== "scalar") {
    refuse("yaml-syntax", at(key.start), ["a list or map may not be a key", "use plain text as the key"]);
  }
  let value: YamlNode = empty(key.end);
  if (isFlowColon(c, key)) {
    value = empty(++c.pos);
    toFlowToken(c, indent, open);
    const ch = charAt(c);
    if (ch !== COMMA && ch !== CLOSE_BRACE && ch !== CLOSE_BRACKET) value = readFlowValue(c, indent, open);
  }
  // A number or word such as `true` is a key by its characters; only a key of several lines is folded.
  const written = c.text.slice(key.start, key.end);
  const text = key.style === "plain" && !/[\r\n]/.test(written) ? written : String(key.value);
  addPair(c, map, seen, { key: text, keyStart: key.start, keyEnd: key.end, value });
  map.end = Math.max(value.end, c.pos);
}

/** Behind a quoted key the value may follow without a space, as in JSON. */
function isFlowColon(c: Cursor, key: YamlNode): boolean {
  if (charAt(c) !== COLON) return false;
  const next = charAt(c, 1);
  return isBlank(next) || isFlowMark(next) || (key.kind === "scalar" && key.style !== "plain");
}

/** A value, and an anchor before it. */
function readFlowValue(c: Cursor, indent: number, open: number): YamlNode {
  if (!skipAnchor(c, true)) return readFlowNode(c, indent);
  const unwritten = empty(c.pos);
  const { lineStart } = c;
  const isApart = isBlank(charAt(c));
  toFlowToken(c, indent, open);
  const ch = charAt(c);
  const isEnd = ch === COMMA || ch === CLOSE_BRACE || ch === CLOSE_BRACKET;
  if (isEnd && c.lineStart === lineStart) return unwritten;
  if (isEnd || !isApart) refuseAnchor(unwritten.start);
  return readFlowNode(c, indent);
}

function readFlowNode(c: Cursor, indent: number): YamlNode {
  const ch = charAt(c);
  if (ch === OPEN_BRACKET || ch === OPEN_BRACE) return readFlow(c, indent);
  if (ch === QUOTE || ch === APOSTROPHE) return readQuoted(c, indent);
  refuseIndicator(c, true);
  if (ch === 124 || ch === 62) {
    refuse("yaml-syntax", at(c.pos), [
      "a block of text may not stand inside brackets",
      "put the text in quotes",
    ]);
  }
  return readPlain(c, indent, true);
}

function toFlowToken(c: Cursor, indent: number, open: number): void {
  skipToToken(c);
  const ch = charAt(c);
  const closes = ch === CLOSE_BRACE || ch === CLOSE_BRACKET;
  const outdented = c.freshAt === c.pos && column(c) <= indent && !(closes && column(c) >= indent);
  if (c.pos >= c.text.length || outdented || (c.pos === c.lineStart && isDocumentMark(c.text, c.pos))) {
    refuse("yaml-syntax", at(open), [
      "this bracket is not closed before the text or its indentation ends",
      "close it, and indent its lines more than the key it belongs to",
    ]);
  }
}

function refuseSeparator(c: Cursor, close: string): never {
  return refuse("yaml-syntax", at(c.pos), [
    `a comma or ${close} is expected here`,
    "separate the entries by commas, and put text that holds a comma, colon or bracket in quotes",
  ]);
}
