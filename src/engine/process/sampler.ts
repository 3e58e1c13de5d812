import { lastPid, readProcessTable } from "./process-table.ts";
import { hasOrderedPids, type ProcessTree, sampleTree } from "./process-tree.ts";

const trees = new Set<ProcessTree>();
let timer: NodeJS.Timeout | undefined;
let oldSampledAt = 0;

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
  sample([...trees]);
}

/** Reads no more of /proc than can hold members: a machine may run thousands of other processes. */
function sample(some: readonly ProcessTree[]): void {
  const counter = lastPid();
  const from = some.every(tree => hasOrderedPids(tree, counter))
    ? Math.min(...some.map(tree => tree.root))
    : 0;
  const table = readProcessTable(from);
  for (const tree of some) sampleTree(tree, table);
}

function youngTrees(): ProcessTree[] {
  const now = performance.now();
  return [...trees].filter(tree => now - tree.since < YOUNG_MS);
}

function schedule(): void {
  if (timer) return;
  timer = setTimeout(look, youngTrees().length > 0 ? YOUNG_EVERY_MS : OLD_EVERY_MS);
  timer.unref();
}

function look(): void {
  timer = undefined;
  const young = youngTrees();
  const all = performance.now() - oldSampledAt >= OLD_EVERY_MS;
  if (all) oldSampledAt = performance.now();
  if (all || young.length > 0) sample(all ? [...trees] : young);
  if (trees.size > 0) schedule();
}
