import { refuseAnchor, skipAnchor } from "./anchor.ts";
import { readBlockScalar } from "./block-scalar.ts";
import {
  AMPERSAND,
  APOSTROPHE,
  at,
  atEnd,
  COLON,
  type Cursor,
  charAt,
  column,
  countEntry,
  DASH,
  enter,
  GREATER,
  HASH,
  isBlank,
  isBreak,
  isFlowMark,
  lineEnd,
  OPEN_BRACE,
  OPEN_BRACKET,
  PIPE,
  QUESTION,
  QUOTE,
  refuse,
  skipInline,
  skipToToken,
  TAB,
} from "./cursor.ts";
import { readFlow } from "./flow.ts";
import type { YamlMap, YamlNode, YamlSeq } from "./node.ts";
import { addPair, empty, refuseIndicator } from "./pair.ts";
import { keyColon, readPlain, readQuoted } from "./scalar.ts";

/**
 * Reads the node at the cursor. `parentIndent`: column of the collection around it, -1 outside of all.
 * `compact`: a collection may begin here (on a line of its own, or behind a dash).
 */
export function readBlock(c: Cursor, parentIndent: number, compact: boolean): YamlNode {
  const ch = charAt(c);
  if (compact) refuseTab(c);
  if (ch === DASH && isBlank(charAt(c, 1))) {
    if (compact) return readSeq(c, column(c));
    refuse("yaml-syntax", at(c.pos), [
      "a list may not begin on the line of its key",
      "put each `- ` on a line of its own below the key",
    ]);
  }
  if (ch === PIPE || ch === GREATER) return readBlockScalar(c, parentIndent);
  if (ch === QUOTE || ch === APOSTROPHE) return readQuotedOrMap(c, parentIndent, compact);
  if (ch === OPEN_BRACKET || ch === OPEN_BRACE) return readFlow(c, parentIndent);
  if (ch === AMPERSAND) return readAnchored(c, parentIndent, compact);
  refuseIndicator(c, false);
  const colon = keyColon(c.text, c.pos, plainStop(c));
  if (colon < 0) return readPlain(c, parentIndent, false);
  if (compact) return readMap(c, column(c));
  return refuse("yaml-syntax", at(colon), [
    "a second `key: value` stands on this line",
    "put the text in quotes, or the map on the next lines, indented",
  ]);
}

/** The value behind an anchor. Nothing but a collection on the next lines may follow that begins with a key or dash. */
function readAnchored(c: Cursor, parentIndent: number, compact: boolean): YamlNode {
  const start = c.pos;
  skipAnchor(c, false);
  const behind = c.pos;
  skipInline(c);
  const ch = charAt(c);
  if (!isBreak(ch) && ch !== HASH) {
    const isPlain = !isFlowMark(ch) && ch !== QUOTE && ch !== APOSTROPHE;
    const isKey = compact && isPlain && keyColon(c.text, c.pos, plainStop(c)) >= 0;
    if (isKey || ch === AMPERSAND) refuseAnchor(start);
    return readBlock(c, parentIndent, false);
  }
  skipToToken(c);
  if (atEnd(c)) return empty(behind);
  const next = column(c);
  if (next > parentIndent) {
    if (charAt(c) === AMPERSAND) refuseAnchor(c.pos);
    return readBlock(c, parentIndent, true);
  }
  // Below a key a list may stand flush.
  if (!compact && next === parentIndent && charAt(c) === DASH && isBlank(charAt(c, 1))) {
    refuseTab(c);
    return readSeq(c, parentIndent);
  }
  return empty(behind);
}

function readQuotedOrMap(c: Cursor, parentIndent: number, compact: boolean): YamlNode {
  const { pos, lineStart } = c;
  const node = readQuoted(c, parentIndent);
  if (!compact || c.lineStart !== lineStart) return node;
  let next = c.pos;
  while (c.text[next] === " " || c.text[next] === "\t") next++;
  if (c.text.charCodeAt(next) !== COLON || !isBlank(c.text.charCodeAt(next + 1))) return node;
  c.pos = pos;
  return readMap(c, column(c));
}

/** Where a plain key on this line would have to end: at a comment or the line's end. */
function plainStop(c: Cursor): number {
  const { text } = c;
  for (let i = c.pos; ; i++) {
    const ch = text.charCodeAt(i);
    if (isBreak(ch)) return i;
    if (ch === HASH && isBlank(text.charCodeAt(i - 1))) return i;
  }
}

function readMap(c: Cursor, indent: number): YamlMap {
  const map: YamlMap = { kind: "map", pairs: [], flow: false, indent, start: c.pos, end: c.pos };
  enter(c, c.pos);
  const seen = new Set<string>();
  for (;;) {
    const key = readKey(c);
    const value = readValue(c, indent);
    addPair(c, map, seen, { ...key, value });
    map.end = value.end;
    if (!nextEntry(c, indent)) break;
    if (charAt(c) === DASH && isBlank(charAt(c, 1))) {
      refuse("yaml-syntax", at(c.pos), [
        "a list item stands among the keys of a map",
        "indent the list more than its key, or remove the dash",
      ]);
    }
  }
  c.depth--;
  return map;
}

/** Implicit keys are at most this long in YAML. */
const MAX_KEY = 1024;

function readKey(c: Cursor): { key: string; keyStart: number; keyEnd: number } {
  const keyStart = c.pos;
  const ch = charAt(c);
  let key: string;
  let keyEnd: number;
  if (ch === QUOTE || ch === APOSTROPHE) {
    const { lineStart } = c;
    key = String(readQuoted(c, -1).value);
    keyEnd = c.pos;
    if (c.lineStart !== lineStart) refuseKey(c, keyStart);
    skipInline(c);
    if (charAt(c) !== COLON || !isBlank(charAt(c, 1))) refuseKey(c, keyStart);
  } else {
    refuseIndicator(c, false);
    if (isFlowMark(ch) || ch === PIPE || ch === GREATER) refuseKey(c, keyStart);
    const colon = keyColon(c.text, keyStart, plainStop(c));
    if (colon < 0) refuseKey(c, keyStart);
    key = c.text.slice(keyStart, colon).trimEnd();
    keyEnd = keyStart + key.length;
    c.pos = colon;
  }
  if (c.pos - keyStart > MAX_KEY) refuseKey(c, keyStart);
  c.pos++;
  return { key, keyStart, keyEnd };
}

function refuseKey(c: Cursor, keyStart: number): never {
  return refuse("yaml-syntax", { start: keyStart, end: lineEnd(c.text, keyStart) }, [
    "a `key: value` is expected here",
    "add the colon and a space, or indent the line more if it belongs to the text above",
  ]);
}

function readValue(c: Cursor, indent: number): YamlNode {
  const behind = c.pos;
  skipInline(c);
  const ch = charAt(c);
  if (!isBreak(ch) && !(ch === HASH && c.pos > behind)) return readBlock(c, indent, false);
  skipToToken(c);
  if (atEnd(c)) return empty(behind);
  const next = column(c);
  if (next > indent) return readBlock(c, indent, true);
  if (next === indent && charAt(c) === DASH && isBlank(charAt(c, 1))) {
    refuseTab(c);
    return readSeq(c, indent);
  }
  return empty(behind);
}

function readSeq(c: Cursor, indent: number): YamlSeq {
  const seq: YamlSeq = { kind: "seq", items: [], flow: false, indent, start: c.pos, end: c.pos };
  enter(c, c.pos);
  for (;;) {
    countEntry(c);
    c.pos++;
    const item = readItem(c, indent);
    seq.items.push(item);
    seq.end = item.end;
    // At the same column a key may follow: the list then stood flush below its key, and the map goes on.
    if (!nextEntry(c, indent) || charAt(c) !== DASH || !isBlank(charAt(c, 1))) break;
  }
  c.depth--;
  return seq;
}

function readItem(c: Cursor, indent: number): YamlNode {
  const behind = c.pos;
  skipInline(c);
  const ch = charAt(c);
  if (!isBreak(ch) && !(ch === HASH && c.pos > behind)) {
    const tab = c.text.slice(behind, c.pos).indexOf("\t");
    const node = readBlock(c, indent, true);
    if (tab >= 0 && (ch === AMPERSAND || (node.kind !== "scalar" && !node.flow))) {
      refuse("yaml-syntax", { start: behind + tab, end: behind + tab + 1 }, [
        "a tab stands between the dash and what it opens",
        "use a space",
      ]);
    }
    return node;
  }
  skipToToken(c);
  if (atEnd(c) || column(c) <= indent) return empty(behind);
  return readBlock(c, indent, true);
}

/** Moves to the next entry of a block collection; false when the collection is over. */
function nextEntry(c: Cursor, indent: number): boolean {
  skipToToken(c);
  if (atEnd(c)) return false;
  if (c.freshAt !== c.pos) refuseExtra(c);
  const next = column(c);
  if (next < indent) return false;
  refuseTab(c);
  if (next > indent) {
    refuse("yaml-syntax", { start: c.pos, end: lineEnd(c.text, c.pos) }, [
      `this line is indented by ${next} spaces, but the ones it belongs beside by ${indent}`,
      "give the lines of one map or list the same indentation",
    ]);
  }
  return true;
}

function refuseTab(c: Cursor): void {
  if (!c.tabbed || c.freshAt !== c.pos) return;
  const tab = c.text.indexOf("\t", c.lineStart);
  refuse("yaml-syntax", { start: tab, end: c.pos }, [
    "a tab stands in the indentation, which YAML does not allow",
    "indent with spaces",
  ]);
}

export function refuseExtra(c: Cursor): never {
  const ch = charAt(c);
  const remedy =
    ch === HASH
      ? "put a space before the `#` of a comment"
      : ch === TAB || ch === QUESTION
        ? "remove it"
        : "put the whole value in quotes, or on a line of its own";
  return refuse("yaml-syntax", { start: c.pos, end: lineEnd(c.text, c.pos) }, [
    ch === COLON ? "here stands a `:` that follows no key" : "here stands text that belongs to nothing",
    remedy,
  ]);
}
