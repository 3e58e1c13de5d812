/** A failed test, by its full title as `--grep` takes it, and the first line of its error. */
export interface FailedTest {
  name: string;
  message: string;
}

/** What mocha's `json` reporter counted. */
interface MochaStats {
  passed: number;
  failed: number;
  skipped: number;
}

const FAILING = /^ {2}\d+ failing$/;
const ENTRY = /^ {2}\d+\) (.+)$/;
/** Lines of one entry that are searched for its error. */
const NEAR = 6;

/**
 * The failures that mocha lists at a run's end, whatever its reporter: a numbered title of several lines, each part two
 * columns further in than the one before and the last with a colon behind it, and the error below.
 */
export function mochaFailures(lines: readonly string[]): FailedTest[] {
  const found: FailedTest[] = [];
  let isListed = false;
  for (const [index, line] of lines.entries()) {
    if (FAILING.test(line)) isListed = true;
    if (/^ {2}\d+ passing\b/.test(line)) isListed = false;
    const first = isListed ? ENTRY.exec(line)?.[1] : undefined;
    if (first === undefined) continue;
    const parts = [first];
    for (let at = index + 1; at < lines.length; at++) {
      const part = titlePart(lines[at]!, parts.length);
      if (part === null) break;
      parts.push(part);
    }
    const title = parts.join(" ");
    if (!title.endsWith(":")) continue;
    const below = lines.slice(index + parts.length, index + parts.length + NEAR);
    found.push({ name: title.slice(0, -1), message: below.map(each => each.trim()).find(Boolean) ?? "" });
  }
  return found;
}

/** The text of a line that is the so-manieth part of a title, by its column; null: it is another line. */
function titlePart(line: string, nth: number): string | null {
  const column = 5 + 2 * nth;
  const text = line.slice(column);
  return text !== "" && !text.startsWith(" ") && line.slice(0, column).trim() === "" ? text : null;
}

const STAT = /^ {4}"(passes|pending|failures)": (\d+),?$/;
const KIND = { passes: "passed", pending: "skipped", failures: "failed" } as const;
const FULL_TITLE = /^ {6}"fullTitle": "((?:[^"\\]|\\.)*)",?$/;
/** Up to the first line break in it. */
const ERROR = /^ {8}"(?:stack|message)": "((?:[^"\\]|\\[^n])*)/;

/**
 * What mocha's `json` reporter printed among `lines`. Read line by line: of a long output only head and tail are kept,
 * and such a report is no JSON any more.
 */
export function mochaReport(lines: readonly string[]): { stats: MochaStats[]; failures: FailedTest[] } {
  const stats: MochaStats[] = [];
  const failures: FailedTest[] = [];
  let inside: "stats" | "failures" | null = null;
  for (const [index, line] of lines.entries()) {
    if (line === '  "stats": {' && lines[index - 1]?.endsWith("{")) {
      inside = "stats";
      stats.push({ passed: 0, failed: 0, skipped: 0 });
    } else if (line === '  "failures": [' && stats.length > 0) inside = "failures";
    else if (/^ {2}[\]}],?$/.test(line)) inside = null;
    const stat = inside === "stats" ? STAT.exec(line) : null;
    if (stat) stats.at(-1)![KIND[stat[1] as keyof typeof KIND]] = Number(stat[2]);
    if (inside !== "failures") continue;
    const title = FULL_TITLE.exec(line)?.[1];
    if (title !== undefined) failures.push({ name: decoded(title), message: "" });
    const error = ERROR.exec(line)?.[1];
    const last = failures.at(-1);
    if (error !== undefined && last) last.message ||= decoded(error);
  }
  return { stats, failures };
}

/** The text of a JSON string's inside; as it stands where its end was cut off in the middle of an escape. */
function decoded(inside: string): string {
  try {
    return String(JSON.parse(`"${inside}"`));
  } catch {
    return inside;
  }
}
