import { readProcessTable } from "./process-table.ts";
import { type ProcessTree, sampleTree } from "./process-tree.ts";

const trees = new Set<ProcessTree>();
let timer: NodeJS.Timeout | undefined;

/** A young tree is sampled often, since detaching happens at the start; an old one once a second. */
const YOUNG_MS = 1_000;
const YOUNG_EVERY_MS = 100;
const OLD_EVERY_MS = 1_000;

/** Keeps the tree's members and processor time up to date until `unwatchTree`; one reading of /proc serves all trees. */
export function watchTree(tree: ProcessTree): void {
  if (tree.start === 0) return;
  trees.add(tree);
  schedule();
}

export function unwatchTree(tree: ProcessTree): void {
  trees.delete(tree);
  if (trees.size > 0) return;
  clearTimeout(timer);
  timer = undefined;
}

/** Brings all watched trees up to date at once. */
export function sampleNow(): void {
  const table = readProcessTable();
  for (const tree of trees) sampleTree(tree, table);
}

function schedule(): void {
  if (timer) return;
  const now = performance.now();
  const young = [...trees].some(tree => now - tree.since < YOUNG_MS);
  timer = setTimeout(
    () => {
      timer = undefined;
      sampleNow();
      if (trees.size > 0) schedule();
    },
    young ? YOUNG_EVERY_MS : OLD_EVERY_MS,
  );
  timer.unref();
}
