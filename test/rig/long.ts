import { onTestFinished } from "vitest";

/**
 * `npm test` proves each kind of case; what differs only in a detail comes in whole with LONG=1, as
 * `npm run torture tables` sets it.
 */
export const LONG = Boolean(process.env.LONG);

/** So many rows of a table whose rows prove the same of different things, evenly spread; in the long form all of them. */
export function some<T>(rows: readonly T[], count: number): T[] {
  if (LONG || count >= rows.length) return [...rows];
  if (count === 1) return rows.slice(0, 1);
  return Array.from({ length: count }, (_, n) => rows[Math.round((n * (rows.length - 1)) / (count - 1))]!);
}

/**
 * Whether a cell of a large table is played: one of each row's `every` neighbours, another one in each row, so that all
 * rows and all columns have their turn; in the long form every cell.
 */
export function hasTurn(row: number, column: number, every: number): boolean {
  return LONG || (row + column) % every === 0;
}

/**
 * Agents' trees of every engine that this test starts are of the kind whose turn it is, unless all tests are played over
 * one kind. Where a machine can mount no overlays, the engine takes folders.
 */
export function overTrees(turn: number): void {
  if (process.env.MILESTONE_TREES !== undefined) return;
  process.env.MILESTONE_TREES = turn % 2 === 0 ? "folder" : "overlay";
  onTestFinished(() => {
    delete process.env.MILESTONE_TREES;
  });
}
