/** Enough for a person, or the next attempt, to see why a process failed. */
const TAIL_LIMITS: TailLimits = { lines: 200, chars: 16 * 1024 };

export interface TailLimits {
  lines: number;
  chars: number;
}

/** The last lines of an output, bounded in lines and in characters. */
export interface Tail {
  push(line: string): void;
  text(): string;
}

export function createTail(limits: TailLimits = TAIL_LIMITS): Tail {
  let lines: string[] = [];
  // Dropped lines stay in front until they are many, as moving up an array for each line would cost more than all else.
  let dropped = 0;
  let chars = 0;

  function dropFirst(): void {
    chars -= (lines[dropped]?.length ?? 0) + 1;
    lines[dropped] = "";
    dropped++;
    if (dropped < 1_000 || dropped * 2 < lines.length) return;
    lines = lines.slice(dropped);
    dropped = 0;
  }

  return {
    push(line) {
      const kept = line.length > limits.chars ? line.slice(0, limits.chars).toWellFormed() : line;
      lines.push(kept);
      chars += kept.length + 1;
      while (lines.length - dropped > limits.lines || (chars > limits.chars && lines.length - dropped > 1))
        dropFirst();
    },
    text: () => lines.slice(dropped).join("\n"),
  };
}
