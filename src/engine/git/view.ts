/** Left out is what lies below `hides` and not below `but`; each names folders or files. */
export interface SparseView {
  hides: ReadonlySet<string>;
  but: ReadonlySet<string>;
}

export const SHOW_ALL: SparseView = { hides: new Set(), but: new Set() };

/** Whether the path is left out. */
export function isHidden({ hides, but }: SparseView, path: string): boolean {
  return isBelow(hides, path) && !isBelow(but, path);
}

function isBelow(folders: ReadonlySet<string>, path: string): boolean {
  if (folders.has(path)) return true;
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return false;
}

/** What is in one of them only. */
export function differing(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...[...a].filter(each => !b.has(each)), ...[...b].filter(each => !a.has(each))];
}
