import { at, CR, type Cursor, charAt, isDocumentMark, lineEnd, refuse, SPACE, TAB } from "./cursor.ts";
import type { YamlScalar } from "./node.ts";
import { checkLength } from "./scalar.ts";

/** Reads `|` or `>` and the lines indented more than `parentIndent` below it. */
export function readBlockScalar(c: Cursor, parentIndent: number): YamlScalar {
  const start = c.pos;
  const folded = c.text[c.pos++] === ">";
  const header = readBlockHeader(c);
  const lines: string[] = [];
  let end = c.pos;
  let indent = header.indent > 0 ? Math.max(parentIndent, 0) + header.indent : -1;
  let widest = 0;
  while (c.pos < c.text.length) {
    const lineStart = c.pos + (charAt(c) === CR ? 2 : 1);
    const stop = lineEnd(c.text, lineStart);
    if (lineStart >= c.text.length) break;
    let text = lineStart;
    while (text < stop && c.text.charCodeAt(text) === SPACE) text++;
    const spaces = text - lineStart;
    if (isDocumentMark(c.text, lineStart)) break;
    if (text === stop) widest = Math.max(widest, spaces);
    else if (spaces <= parentIndent || (indent >= 0 && spaces < indent)) {
      refuseTab(c, text);
      break;
    } else if (indent < 0) {
      if (widest > spaces) refuseWideBlank(start);
      indent = spaces;
    }
    // Spaces beyond the indentation are text; others before the file's end, without a break behind them, are no line.
    const hasText = text < stop || (indent >= 0 && spaces > indent);
    if (hasText || stop < c.text.length || indent < 0)
      lines.push(indent >= 0 ? c.text.slice(lineStart + indent, stop) : "");
    c.pos = stop;
    c.lineStart = lineStart;
    checkLength(c, start);
    // A line of spaces goes with this text: left behind, a block above it would take it for its own.
    if (hasText || spaces > 0 || header.chomp === "+") end = stop;
  }
  c.pos = end;
  c.lineStart = c.text.lastIndexOf("\n", end - 1) + 1;
  return { kind: "scalar", value: blockValue(lines, folded, header.chomp), style: "block", start, end };
}

function refuseTab(c: Cursor, pos: number): void {
  if (c.text.charCodeAt(pos) !== TAB) return;
  refuse("yaml-syntax", at(pos), [
    "a tab stands in the indentation, which YAML does not allow",
    "indent with spaces",
  ]);
}

/** YAML cannot tell then where the text begins. */
function refuseWideBlank(start: number): never {
  return refuse("yaml-syntax", at(start), [
    "a blank line in this block of text is indented more than its first line",
    "delete the spaces of the blank lines",
  ]);
}

function readBlockHeader(c: Cursor): { indent: number; chomp: "" | "+" | "-" } {
  const start = c.pos;
  const stop = lineEnd(c.text, start);
  const match = /^(?:([1-9])([-+]?)|([-+])([1-9]?))?(?:[ \t]+#.*|[ \t]*)$/.exec(c.text.slice(start, stop));
  if (!match) {
    refuse("yaml-syntax", { start, end: stop }, [
      "nothing may follow the mark that opens a block of text",
      "put the text on the next lines, indented",
    ]);
  }
  c.pos = stop;
  const chomp = match[2] || match[3] || "";
  return { indent: Number(match[1] ?? match[4] ?? 0), chomp: chomp as "" | "+" | "-" };
}

function blockValue(lines: string[], folded: boolean, chomp: "" | "+" | "-"): string {
  let last = lines.length;
  while (last > 0 && lines[last - 1] === "") last--;
  const content = lines.slice(0, last);
  const body = folded ? foldLines(content) : content.join("\n");
  const trailing = lines.slice(last).map(line => `${line}\n`);
  if (chomp === "+") return last > 0 ? `${body}\n${trailing.join("")}` : trailing.join("");
  return chomp === "-" || last === 0 ? body : `${body}\n`;
}

/** Folds the lines of a `>` block: one break becomes a space, except around lines that are indented further. */
function foldLines(lines: string[]): string {
  let out = "";
  let blanks = 0;
  let previousDeeper = false;
  lines.forEach((line, index) => {
    if (line === "") {
      blanks++;
      return;
    }
    const deeper = line.startsWith(" ") || line.startsWith("\t");
    if (out === "" && index === blanks) out = "\n".repeat(blanks);
    else if (deeper || previousDeeper) out += "\n".repeat(blanks + 1);
    else out += blanks > 0 ? "\n".repeat(blanks) : " ";
    out += line;
    blanks = 0;
    previousDeeper = deeper;
  });
  return out;
}
