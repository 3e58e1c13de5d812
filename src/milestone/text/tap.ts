/** One test point of a TAP stream. */
export interface TapPoint {
  verdict: "passed" | "failed" | "skipped";
  name: string;
  /** From the diagnostics below it. */
  message: string;
}

const POINT = /^( *)(ok|not ok)(?: (\d+))?(?: -)?(?: (.*))?$/;
const DIRECTIVE = / # ?(?:skip|todo)\b/i;
/** Where diagnostics tell what went wrong. */
const MESSAGE = /^ +(?:message|error): ["']?(.+?)["']?$/;

/**
 * The tests of a TAP stream. A point that only sums up others (a suite) is left out, be it before them with
 * an open brace, as in vitest, or after them with less indentation, as in node:test.
 */
export function tapPoints(lines: readonly string[]): TapPoint[] {
  const points: TapPoint[] = [];
  let deeper = -1;
  let current: TapPoint | null = null;
  for (const line of lines) {
    const match = POINT.exec(line);
    if (!match) {
      // The suite that is closed here stood before its tests: the next point at this depth is a test.
      const closed = /^( *)\}$/.exec(line);
      if (closed) deeper = closed[1]!.length;
      if (current?.verdict === "failed") current.message ||= MESSAGE.exec(line)?.[1] ?? "";
      continue;
    }
    const [, indent = "", word, , rest = ""] = match;
    const sums = rest.endsWith("{") || (deeper > indent.length && deeper >= 0);
    deeper = indent.length;
    current = null;
    if (sums) continue;
    const name = rest.replace(/ # .*$/, "").trim();
    const verdict = DIRECTIVE.test(` ${rest}`) ? "skipped" : word === "ok" ? "passed" : "failed";
    current = { verdict, name, message: "" };
    points.push(current);
  }
  return points;
}

/** Whether the lines are TAP at all: a plan or a version says so; single `ok` lines may be anything. */
export function isTap(lines: readonly string[]): boolean {
  return lines.some(line => /^ *(?:TAP version \d+|1\.\.\d+)/.test(line));
}
