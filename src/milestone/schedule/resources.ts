import type { State, TaskState } from "../session/state.ts";
/**
 * Whether two resources may be the same thing. Named locks are equal or not. `path:` globs overlap when some path could
 * match both, judged on the safe side: a glob covers whatever lies below what it matches, upper and lower case are
 * the same, classes, braces and extended globs match anything in their segment, and a negation matches everything.
 */
export function resourcesOverlap(a: string, b: string): boolean {
  if (a === b) return true;
  if (!a.startsWith("path:") || !b.startsWith("path:")) return false;
  return patternsOverlap(segmentsOf(a), segmentsOf(b), {
    wild: "**",
    matches: (x, y) =>
      patternsOverlap([...x], [...y], { wild: "*", matches: sameCharacter, endsAnywhere: false }),
    endsAnywhere: true,
  });
}

/** A memory of the answers, for a scheduler that asks about the same few resources again and again. */
export function overlapMemo(): (a: string, b: string) => boolean {
  const known = new Map<string, Map<string, boolean>>();
  return (a, b) => {
    let row = known.get(a);
    if (!row) {
      row = new Map();
      known.set(a, row);
    }
    let answer = row.get(b);
    if (answer === undefined) {
      answer = resourcesOverlap(a, b);
      row.set(b, answer);
    }
    return answer;
  };
}

const sameCharacter = (x: string, y: string) => x === y || x === "?" || y === "?";

function segmentsOf(resource: string): string[] {
  const glob = resource.slice("path:".length).trim().toLowerCase();
  if (glob.startsWith("!")) return ["**"];
  const segments: string[] = [];
  for (const segment of glob.split("/")) {
    if (segment === "" || segment === ".") continue;
    // A group that spans segments may hold anything.
    if (opensGroup(segment)) return [...segments, "**"];
    segments.push(/[[\]{}()\\]/.test(segment) ? "*" : segment);
  }
  return segments;
}

function opensGroup(segment: string): boolean {
  const count = (char: string) => segment.split(char).length;
  return count("{") !== count("}") || count("(") !== count(")") || count("[") !== count("]");
}

interface Alphabet {
  /** Stands for any run of items, the empty one too. */
  wild: string;
  matches: (x: string, y: string) => boolean;
  /** Whether a pattern that ends covers what lies below. */
  endsAnywhere: boolean;
}

/** Whether some sequence matches both patterns; work is the product of their lengths. */
function patternsOverlap(a: string[], b: string[], { wild, matches, endsAnywhere }: Alphabet): boolean {
  // reach[j]: what was read of `a` and the first j items of `b` can match the same sequence.
  let reach = new Array<boolean>(b.length + 1).fill(false);
  reach[0] = true;
  for (let j = 1; j <= b.length; j++) reach[j] = reach[j - 1]! && b[j - 1] === wild;
  for (const item of a) {
    if (endsAnywhere && reach[b.length]) return true;
    const next = new Array<boolean>(b.length + 1).fill(false);
    next[0] = item === wild && reach[0]!;
    for (let j = 1; j <= b.length; j++) {
      const other = b[j - 1]!;
      if (item === wild) next[j] = reach[j]! || next[j - 1]!;
      else if (other === wild) next[j] = reach[j]! || reach[j - 1]! || next[j - 1]!;
      else next[j] = reach[j - 1]! && matches(item, other);
    }
    reach = next;
  }
  return endsAnywhere ? reach.includes(true) : reach[b.length]!;
}

/*
 * Files that several tasks wanted to change at once. Whoever lost is done again on the fresh tip, one after the other
 * for each file: all at once, all but one of them would lose again. It is read from the log, since on many machines each
 * result is taken in by another process.
 */

/** How often in a row a task's work may lose against what landed meanwhile before a person is needed. */
const MOST_CONFLICTS = 8;

/** Files that the log names for one conflict: with more, two that share another one may meet once more. */
export const NAMED_CONFLICTS = 100;

/** Whether the task may be done again if its work loses now. */
export function mayRedo({ lost }: TaskState): boolean {
  return (lost?.times ?? 0) < MOST_CONFLICTS;
}

/**
 * Who, of these that run, is done again for one of the files: what else changes one waits until that has landed, for the
 * one of them that comes second loses. Whoever is done again itself waits for nobody.
 */
export function goesFirst(
  state: State,
  task: string,
  { files, running }: { files: Iterable<string>; running: readonly string[] },
): string | null {
  if (running.length === 0 || state.tasks.get(task)?.lost) return null;
  const changed = new Set(files);
  const isFirst = (other: string): boolean =>
    state.tasks.get(other)?.lost?.files.some(file => changed.has(file)) ?? false;
  return running.find(isFirst) ?? null;
}

/** Whether the task may run beside these: none of them is done again for the same file. */
export function admitsBeside(state: State, task: string, running: readonly string[]): boolean {
  const own = state.tasks.get(task)?.lost;
  if (!own) return true;
  return running.every(other => {
    const theirs = other === task ? undefined : state.tasks.get(other)?.lost;
    return !theirs?.files.some(file => own.files.includes(file));
  });
}
