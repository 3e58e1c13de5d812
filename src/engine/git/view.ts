import type { IndexTable } from "./index-table.ts";
import { foldersAbove } from "./path.ts";

/** Left out is what lies below `hides` and not below `but`; each names folders or files. */
export interface SparseView {
  hides: ReadonlySet<string>;
  but: ReadonlySet<string>;
}

export const SHOW_ALL: SparseView = { hides: new Set(), but: new Set() };

/** Whether the path is left out. */
export function isHidden({ hides, but }: SparseView, path: string): boolean {
  const isBelow = (folders: ReadonlySet<string>) =>
    folders.size > 0 && (folders.has(path) || foldersAbove(path).some(above => folders.has(above)));
  return isBelow(hides) && !isBelow(but);
}

/** Paths of the index that are to be left out now and were not, or the reverse. */
export function turnedPaths(index: IndexTable, from: SparseView, to: SparseView): string[] {
  return [...differing(from.hides, to.hides), ...differing(from.but, to.but)]
    .flatMap(folder => [folder, ...index.below(folder)])
    .filter(path => {
      const entry = index.at(path);
      return entry !== null && entry.hidden !== isHidden(to, path);
    });
}

/** What is in one of them only. */
function differing(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...[...a].filter(each => !b.has(each)), ...[...b].filter(each => !a.has(each))];
}
