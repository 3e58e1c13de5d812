import type { YamlCode } from "../yaml/problem.ts";

/** Every kind of finding in a file of the user's; the list is closed so that tools can rely on the codes. */
export type DiagnosticCode =
  | YamlCode
  | "not-a-map"
  | "missing-key"
  | "bad-value"
  | "bad-id"
  | "id-mismatch"
  | "duplicate-id"
  | "no-tasks"
  | "too-many-tasks"
  | "unknown-dependency"
  | "self-dependency"
  | "dependency-cycle"
  | "no-executor"
  | "unknown-profile"
  | "bad-path"
  | "bad-glob"
  | "bad-gate"
  | "misspelt-key"
  | "misplaced-key"
  | "unknown-key"
  | "legacy-form"
  | "compliance"
  | "budget"
  | "policy-difference"
  | "more-problems";

/** A finding with its place. Lines and columns count from 1, columns in UTF-16 units. */
export interface Diagnostic {
  severity: "error" | "warning";
  code: DiagnosticCode;
  file: string;
  line: number;
  column: number;
  /** Behind the last column, when the finding is a span on one line. */
  endColumn?: number;
  /** What is wrong, without a full stop. */
  message: string;
  /** What to do about it, without a full stop. */
  remedy: string;
  /** The value as written, cut. */
  value?: string;
}

/** The text of a file with the places of its lines. */
export interface SourceText {
  file: string;
  text: string;
}

/** Turns offsets into lines and columns; the table of lines is made at the first question. */
export class LineTable {
  readonly #text: string;
  #starts: number[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** Line and column, from 1, of an offset. */
  position(offset: number): { line: number; column: number } {
    this.#starts ??= lineStarts(this.#text);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const bom = low === 0 && this.#text.charCodeAt(0) === 0xfeff ? 1 : 0;
    return { line: low + 1, column: Math.max(1, offset - this.#starts[low]! + 1 - bom) };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

/** `file:line:column: error: message; remedy`, the form that editors and terminals make clickable. */
export function diagnosticLine(d: Diagnostic): string {
  return `${d.file}:${d.line}:${d.column}: ${d.severity}: ${d.message}; ${d.remedy}`;
}

const CONTEXT_WIDTH = 100;

/** The finding with the source line below it and a caret under the place. */
export function renderDiagnostic(d: Diagnostic, text: string): string {
  const head = `${d.file}:${d.line}:${d.column}: ${d.severity}: ${d.message}`;
  const raw = text
    .replace(/^\ufeff/, "")
    .split("\n", d.line)
    [d.line - 1]?.replace(/\r$/, "");
  if (raw === undefined || raw.trim() === "") return `${head}\n  ${d.remedy}`;
  const from = Math.max(0, d.column - 1 - CONTEXT_WIDTH / 2);
  const shown = printable(raw.slice(from, from + CONTEXT_WIDTH));
  const caret = d.column - 1 - from;
  const width = Math.max(1, Math.min((d.endColumn ?? d.column + 1) - d.column, shown.length - caret));
  const number = String(d.line);
  const margin = " ".repeat(number.length);
  return [
    head,
    `${margin} |`,
    `${number} | ${shown}`,
    `${margin} | ${" ".repeat(caret)}${"^".repeat(width)}`,
    `${margin} = ${d.remedy}`,
  ].join("\n");
}

/** Untrusted text made inert for one line: control and invisible characters become dots. */
export function printable(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, "·");
}

/** A value of the file as it may stand in a message: JSON, cut at 60 characters, invisible characters as dots. */
export function showValue(value: unknown): string {
  const json = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing");
  const chars = printable(json.slice(0, 61));
  return chars.length > 60 ? `${chars.slice(0, 57)}…` : chars;
}
