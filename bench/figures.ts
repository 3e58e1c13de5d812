import { readFileSync, writeFileSync } from "node:fs";
import { type Row, table } from "./row.ts";

const START = "<!-- figures: written by `npm run bench -- --write` -->";
const END = "<!-- /figures -->";

export interface Measured {
  version: string;
  date: string;
  machine: string;
}

/** Puts the rows into the page, in place of those that it has. */
export function writeFigures(path: string, rows: readonly Row[], measured: Measured): void {
  writeFileSync(path, withFigures(readFileSync(path, "utf8"), rows, measured));
}

export function withFigures(
  page: string,
  rows: readonly Row[],
  { version, date, machine }: Measured,
): string {
  const [from, to] = [page.indexOf(START), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error("the page has no place for figures");
  const missed = rows.filter(({ reached }) => reached === false).map(({ figure }) => figure);
  const said =
    missed.length > 0 ? `Missed: ${missed.join("; ")}.` : "Every mark that was measured is reached.";
  const text = `Version ${version}, measured on ${date} on ${machine}.\n\n${table(rows)}\n\n${said}`;
  return `${page.slice(0, from)}${START}\n\n${text}\n\n${page.slice(to)}`;
}
