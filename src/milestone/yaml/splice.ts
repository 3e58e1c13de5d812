import { lineEnd } from "./characters.ts";
import type { YamlMap, YamlNode, YamlPair, YamlSeq } from "./node.ts";
import {
  isCollection,
  isEmpty,
  renderBehindKey,
  renderFlow,
  renderKey,
  renderLines,
  renderScalar,
  type YamlData,
  type YamlLayout,
} from "./render.ts";

/** A replacement of a range of the original text. */
export interface Splice {
  start: number;
  end: number;
  text: string;
  /** Of splices at one offset the deeper goes first: its lines belong to what stands before. */
  rank: number;
}

export type Holder = { kind: "pair"; map: YamlMap; pair: YamlPair } | { kind: "item"; seq: YamlSeq };

interface EditedFile {
  text: string;
  layout: YamlLayout;
}

/** The text with all splices made; one that lies inside of a range already replaced is void. */
export function spliced(text: string, splices: Splice[]): string {
  splices.sort((a, b) => a.start - b.start || b.rank - a.rank || a.end - b.end);
  const parts: string[] = [];
  let from = 0;
  for (const splice of splices) {
    if (splice.start < from) continue;
    parts.push(text.slice(from, splice.start), splice.text);
    from = splice.end;
  }
  parts.push(text.slice(from));
  return parts.join("");
}

/** Replaces the value of a key or the item of a list. */
export function replaceValue(file: EditedFile, node: YamlNode, holder: Holder, data: YamlData): Splice[] {
  const around = holder.kind === "pair" ? holder.map : holder.seq;
  if (around.flow) return [replaceInFlow(file, node, holder, data)];
  const lines = isCollection(data) && !isEmpty(data);
  if (holder.kind === "item") return [replaceItem(file, node, holder.seq, data)];
  return lines ? replaceByLines(file, node, holder, data) : replaceByInline(file, node, holder, data);
}

const styleOf = (node: YamlNode) => (node.kind === "scalar" ? node.style : "plain");
const inline = (node: YamlNode, data: YamlData, flow: boolean) =>
  isCollection(data) ? renderFlow(data) : renderScalar(data, styleOf(node), flow);

function replaceInFlow({ text }: EditedFile, node: YamlNode, holder: Holder, data: YamlData): Splice {
  const json = holder.kind === "pair" && text[holder.pair.keyStart] === '"';
  const value = json && isCollection(data) ? JSON.stringify(data) : inline(node, data, true);
  const unwritten = node.kind === "scalar" && node.style === "empty";
  const hasColon = holder.kind === "item" || text.slice(holder.pair.keyEnd, node.start).includes(":");
  const lead = !unwritten ? "" : hasColon ? " " : ": ";
  return { start: node.start, end: node.end, text: lead + value, rank: 0 };
}

function replaceItem({ text, layout }: EditedFile, node: YamlNode, seq: YamlSeq, data: YamlData): Splice {
  const unwritten = node.kind === "scalar" && node.style === "empty";
  const block = node.kind !== "scalar" && !node.flow;
  const end = block ? lineEnd(text, node.end) : node.end;
  const rank = seq.indent + 0.5;
  if (!isCollection(data) || isEmpty(data)) {
    return { start: node.start, end, text: (unwritten ? " " : "") + inline(node, data, false), rank };
  }
  const lineStart = text.lastIndexOf("\n", node.start - 1) + 1;
  if (ANCHOR_AT_END.test(text.slice(lineStart, node.start))) {
    // Behind an anchor no key may stand.
    return { start: node.start, end, text: renderLines(data, seq.indent + 2, layout), rank };
  }
  const column = unwritten ? seq.indent + 2 : node.start - lineStart;
  const lines = renderLines(data, column, layout).slice(layout.eol.length + column);
  return { start: node.start, end, text: (unwritten ? " " : "") + lines, rank };
}

const colonEnd = (text: string, pair: YamlPair) => text.indexOf(":", pair.keyEnd) + 1;
/** An anchor names what stood below the key, and goes with that. */
function behindAnchor(text: string, behind: number): number {
  const match = ANCHOR_AT_START.exec(text.slice(behind, lineEnd(text, behind)));
  return behind + (match?.[0].length ?? 0);
}

const ANCHOR_AT_START = /^[ \t]+&[^ \t]+/;
const ANCHOR_AT_END = /(?:^|[ \t])&[^ \t]+[ \t]*$/;
const isBlock = (node: YamlNode) => node.kind !== "scalar" && !node.flow;

function replaceByInline(
  { text }: EditedFile,
  node: YamlNode,
  { map, pair }: Extract<Holder, { kind: "pair" }>,
  data: YamlData,
): Splice[] {
  const rank = map.indent + 0.5;
  const behind = colonEnd(text, pair);
  if (!isBlock(node)) {
    const unwritten = node.start === node.end;
    return [
      { start: node.start, end: node.end, text: (unwritten ? " " : "") + inline(node, data, false), rank },
    ];
  }
  return [
    { start: behind, end: behindAnchor(text, behind), text: ` ${inline(node, data, false)}`, rank },
    { start: lineEnd(text, behind), end: lineEnd(text, node.end), text: "", rank },
  ];
}

/** A comment on the line of the key stays there. */
function replaceByLines(
  { text, layout }: EditedFile,
  node: YamlNode,
  { map, pair }: Extract<Holder, { kind: "pair" }>,
  data: YamlData,
): Splice[] {
  const rank = map.indent + 0.5;
  const behind = colonEnd(text, pair);
  const lines = renderBehindKey(data, map.indent, layout);
  const end = lineEnd(text, node.end);
  if (isBlock(node)) return [{ start: lineEnd(text, behind), end, text: lines, rank }];
  return [
    { start: behind, end: node.end, text: "", rank: rank + 0.1 },
    { start: end, end, text: lines, rank },
  ];
}

/** Adds pairs behind `anchor`, a pair of the map that stays and ends at `end`. */
export function addPairs(
  { text, layout }: EditedFile,
  map: YamlMap,
  { anchor, end }: { anchor: YamlPair; end: number },
  added: ReadonlyMap<string, YamlData>,
): Splice {
  if (map.flow) {
    const json = text[anchor.keyStart] === '"';
    const pairs = [...added].map(([key, data]) =>
      json ? `${JSON.stringify(key)}: ${JSON.stringify(data)}` : `${renderKey(key)}: ${renderFlow(data)}`,
    );
    return { start: end, end, text: `, ${pairs.join(", ")}`, rank: 0 };
  }
  const at = lineEnd(text, end);
  const lead = layout.eol + " ".repeat(map.indent);
  const lines = [...added].map(
    ([key, data]) => `${lead}${renderKey(key)}:${renderBehindKey(data, map.indent, layout)}`,
  );
  return { start: at, end: at, text: lines.join(""), rank: map.indent };
}

/** Takes pairs out of a map in which at least one stays. */
export function removePairs({ text }: EditedFile, map: YamlMap, removed: ReadonlySet<YamlPair>): Splice[] {
  return map.pairs.flatMap((pair, index) => {
    if (!removed.has(pair)) return [];
    const range = map.flow ? flowRange(map, index, removed) : blockRange(text, map, index, removed);
    return [{ ...range, text: "", rank: -1 }];
  });
}

function flowRange(
  map: YamlMap,
  index: number,
  removed: ReadonlySet<YamlPair>,
): { start: number; end: number } {
  const pair = map.pairs[index]!;
  const next = map.pairs[index + 1];
  if (next) return { start: pair.keyStart, end: next.keyStart };
  const before = map.pairs.slice(0, index).findLast(each => !removed.has(each));
  const end = Math.max(pair.value.end, pair.keyEnd);
  return { start: before ? Math.max(before.value.end, before.keyEnd) : pair.keyStart, end };
}

function blockRange(
  text: string,
  map: YamlMap,
  index: number,
  removed: ReadonlySet<YamlPair>,
): { start: number; end: number } {
  const pair = map.pairs[index]!;
  const lineStart = text.lastIndexOf("\n", pair.keyStart - 1) + 1;
  if (text.slice(lineStart, pair.keyStart).trim() !== "" && index === 0) {
    // Behind a dash: the next pair that stays moves up to the dash.
    const next = map.pairs.find(each => !removed.has(each));
    return { start: pair.keyStart, end: next ? next.keyStart : lineEnd(text, pair.value.end) };
  }
  const stop = lineEnd(text, Math.max(pair.value.end, colonEnd(text, pair)));
  if (stop < text.length) return { start: lineStart, end: text.indexOf("\n", stop) + 1 };
  const before = lineStart === 0 ? 0 : text[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1;
  return { start: before, end: stop };
}
