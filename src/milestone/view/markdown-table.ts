/** A markdown table; cells are made inert by the caller. `align` holds a rule for each column that is not plain. */
export function table(head: string[], rows: string[][], align: string[] = []): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => align[i] ?? "---")), ...rows.map(line)].join("\n");
}

export const RIGHT = "---:";
