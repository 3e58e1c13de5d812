import { visibleWidth } from "./screen.ts";

/** A command of ours: a line of it that is broken must still work when it is pasted into a shell. */
const COMMAND = /^(?:milestone|git|npm) /;
/** Words of a shell: what stands in double quotes is one. */
const SHELL_WORDS = /(?:[^\s"]|"[^"]*")+/g;

/** The width of a terminal; null: it is none. */
export function columnsOf(out: { isTTY?: boolean; columns?: number }): number | null {
  // A terminal that does not know its size says zero.
  return out.isTTY ? out.columns || 80 : null;
}

/** Text as it is printed there: a pipe gets its lines as they are. */
export function forTerminal(text: string, out: { isTTY?: boolean; columns?: number }): string {
  const columns = columnsOf(out);
  return columns === null ? text : wrapText(text, columns);
}

/**
 * Text for a terminal of so many columns: lines that are wider go on below, a little further in. Nothing is cut, and no
 * word is torn: an address or a path that is wider than the terminal stays whole, so that it can be copied.
 */
export function wrapText(text: string, columns: number): string {
  return text
    .split("\n")
    .flatMap(line => wrapLine(line, columns))
    .join("\n");
}

function wrapLine(line: string, columns: number): string[] {
  if (visibleWidth(line) <= columns) return [line];
  const indent = /^[ │]*/.exec(line)![0].slice(0, Math.floor(columns / 2));
  const rest = line.slice(indent.length).trimStart();
  const isCommand = COMMAND.test(rest);
  // A comment on GitHub is one line.
  if (rest.startsWith("/milestone ")) return [line];
  const words = rest.match(isCommand ? SHELL_WORDS : /\S+\s*/g) ?? [rest];
  const [between, end] = isCommand ? [" ", " \\"] : ["", ""];
  const lines: string[] = [];
  let current = indent;
  for (const word of words) {
    const start = current.trim() === "" || current.endsWith(" ") ? current : current + between;
    const fits = visibleWidth((start + word).trimEnd()) + end.length <= columns;
    if (fits || current.trim() === "") {
      current = start + word;
      continue;
    }
    lines.push(current.trimEnd() + end);
    current = `${indent}${isCommand ? "    " : "  "}${word}`;
  }
  return [...lines, current.trimEnd()];
}
