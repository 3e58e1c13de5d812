/** Enough for a person, or the next attempt, to see why a process failed. */
export const TAIL_LINES = 200;
export const TAIL_CHARS = 16 * 1024;

/** The last lines of an output, bounded in lines and in characters. */
export interface Tail {
  push(line: string): void;
  text(): string;
}

export function createTail(maxLines = TAIL_LINES, maxChars = TAIL_CHARS): Tail {
  const lines: string[] = [];
  let chars = 0;
  return {
    push(line) {
      const kept = line.length > maxChars ? line.slice(0, maxChars).toWellFormed() : line;
      lines.push(kept);
      chars += kept.length + 1;
      while (lines.length > maxLines || (chars > maxChars && lines.length > 1)) {
        chars -= (lines.shift()?.length ?? 0) + 1;
      }
    },
    text: () => lines.join("\n"),
  };
}
