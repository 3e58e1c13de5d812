import { nodeAt, pairOf, type YamlNode, type YamlPath } from "../yaml/node.ts";
import type { YamlProblem } from "../yaml/problem.ts";
import { type Diagnostic, type DiagnosticCode, LineTable, type SourceText, showValue } from "./diagnostic.ts";

/** What is told about one place. */
export interface Finding {
  code: DiagnosticCode;
  message: string;
  remedy: string;
  value?: unknown;
}

interface TextSpan {
  start: number;
  end: number;
}

const MAX_PER_SEVERITY = 200;

/** Collects the findings of one file and gives each its line and column. */
export class Findings {
  readonly source: SourceText;
  readonly errors: Diagnostic[] = [];
  readonly warnings: Diagnostic[] = [];
  readonly #lines: LineTable;

  constructor(source: SourceText) {
    this.source = source;
    this.#lines = new LineTable(source.text);
  }

  error(span: TextSpan, finding: Finding): void {
    this.#add(this.errors, "error", span, finding);
  }

  warn(span: TextSpan, finding: Finding): void {
    this.#add(this.warnings, "warning", span, finding);
  }

  /** Whether one more would not be listed. */
  isFull(severity: "error" | "warn"): boolean {
    return (severity === "error" ? this.errors : this.warnings).length > MAX_PER_SEVERITY;
  }

  yamlProblems(problems: readonly YamlProblem[]): void {
    for (const { start, end, ...finding } of problems) this.error({ start, end }, finding);
  }

  #add(list: Diagnostic[], severity: Diagnostic["severity"], span: TextSpan, finding: Finding): void {
    if (list.length > MAX_PER_SEVERITY) return;
    const { value, ...rest } = finding;
    const start = this.#lines.position(span.start);
    if (list.length === MAX_PER_SEVERITY) {
      rest.code = "more-problems";
      rest.message = `there are more than ${MAX_PER_SEVERITY} such findings; the rest is not listed`;
      rest.remedy = "correct these and validate again";
    }
    const end = this.#lines.position(Math.max(span.end, span.start));
    list.push({
      severity,
      ...rest,
      file: this.source.file,
      ...start,
      ...(end.line === start.line && end.column > start.column ? { endColumn: end.column } : {}),
      ...(value === undefined ? {} : { value: showValue(value) }),
    });
  }
}

/** The span of what stands at a path, or of the nearest thing around it that is written. */
export function spanAt(root: YamlNode, path: YamlPath): TextSpan {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (!node) continue;
    const last = path[length - 1];
    const parent = nodeAt(root, path.slice(0, length - 1));
    const pair = typeof last === "string" ? pairOf(parent, last) : undefined;
    const whole = length === path.length && node.kind === "scalar" && node.end > node.start;
    return pair && !whole ? { start: pair.keyStart, end: pair.keyEnd } : headOf(node);
  }
  return headOf(root);
}

/** A collection is shown by its first key, a scalar whole. */
export function headOf(node: YamlNode): TextSpan {
  if (node.kind === "map" && !node.flow && node.pairs[0]) {
    return { start: node.pairs[0].keyStart, end: node.pairs[0].keyEnd };
  }
  if (node.kind === "seq" && !node.flow && node.items[0]) return headOf(node.items[0]);
  return { start: node.start, end: node.end };
}
