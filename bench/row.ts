/** One figure: what was measured against what, in the same run, and the mark it has to reach. */
export interface Row {
  section: string;
  figure: string;
  measured: string;
  mark: string;
  /** null: there is no mark; the figure is there to compare others with. */
  reached: boolean | null;
}

/** `least`: the figure has to be at least the mark, otherwise at most. */
export function row(
  section: string,
  figure: string,
  measured: number,
  mark: number,
  { least = false, digits = 2 } = {},
): Row {
  const reached = least ? measured >= mark : measured <= mark;
  return {
    section,
    figure,
    measured: measured.toFixed(digits),
    mark: `${least ? "≥" : "≤"} ${mark}`,
    reached,
  };
}

/** What the machine itself takes, without us; or a figure that nobody is held to. */
export function floor(section: string, figure: string, measured: number): Row {
  return { section, figure, measured: measured.toFixed(2), mark: "", reached: null };
}

export function table(rows: readonly Row[]): string {
  const lines = rows.map(r => {
    const verdict = r.reached === null ? "floor" : r.reached ? "reached" : "missed";
    return `| ${[r.section, r.figure, r.measured, r.mark, verdict].join(" | ")} |`;
  });
  return ["| section | figure | measured | mark | |", "| --- | --- | --- | --- | --- |", ...lines].join("\n");
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Wall time in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
