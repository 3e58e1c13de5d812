import { lstatSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { hasRealParents } from "./inside.ts";

/**
 * Makes the empty folder of the last phase, with its task's where that holds nothing else, the next one's. To make new
 * folders is what costs most of a tree's change: some file systems look through all they removed in the last minutes
 * (ext4 without a journal, a millisecond after thousands of phases). Where anything stands against it, nothing happens.
 */
export function handOn(root: string, last: string, next: string): void {
  if (!holds(root, last, [])) return;
  const [around, wanted] = [dirname(last), dirname(next)];
  const whole = around !== wanted && holds(root, around, [basename(last)]) && move(root, around, wanted);
  const from = whole ? join(wanted, basename(last)) : last;
  if (from !== next) move(root, from, next);
}

/** Whether it is a real folder like the one around it, with just these names in it. */
function holds(root: string, path: string, names: readonly string[]): boolean {
  if (!hasRealParents(root, path)) return false;
  const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
  // What an agent made of its rights would meet the next one.
  if (!stats?.isDirectory() || stats.mode !== lstatSync(join(root, dirname(path))).mode) return false;
  const found = readdirSync(join(root, path));
  return found.length === names.length && found.every((name, at) => name === names[at]);
}

function move(root: string, from: string, to: string): boolean {
  if (!hasRealParents(root, to) || lstatSync(join(root, to), { throwIfNoEntry: false })) return false;
  try {
    renameSync(join(root, from), join(root, to));
    return true;
  } catch {
    return false; // whatever the reason, one is removed then and the other made, as ever
  }
}
