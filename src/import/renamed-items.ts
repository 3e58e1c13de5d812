/** An item of a source, by the id that it has in the milestone. */
export interface SourceItem {
  id: string;
  /** What its title alone made of it; null where the source numbers or names it itself. */
  byTitle: string | null;
  title: string;
}

const MAX_TITLE = 300;
/** Of the pairs of letters that two titles have, how many they share. */
const ALIKE = 0.7;

/**
 * Which items of a source that was read again are former ones under another title: the id that the new title makes, and
 * the id that the item has here. Only where it stands between the same neighbours, reads alike, and no other item comes
 * near: what is not certain is gone and new.
 */
export function renamedItems(
  before: readonly SourceItem[],
  now: readonly SourceItem[],
): { made: string; id: string; title: string }[] {
  const known = new Set(before.map(({ id }) => id));
  const there = new Set(now.map(({ id }) => id));
  const gone = changedIn(before, there);
  const fresh = changedIn(now, known);
  return fresh.flatMap(each => {
    const near = gone.filter(old => isAlike(old.item.title, each.item.title));
    const [old] = near;
    if (!old || near.length > 1 || old.after !== each.after || old.before !== each.before) return [];
    if (fresh.some(other => other !== each && isAlike(old.item.title, other.item.title))) return [];
    return [{ made: each.item.byTitle!, id: old.item.id, title: each.item.title }];
  });
}

interface PlacedItem {
  item: SourceItem;
  /** Ids of the nearest items around it that are in both; null at an end of the list. */
  after: string | null;
  before: string | null;
}

/** The items that go by their titles and are not on the other side. */
function changedIn(items: readonly SourceItem[], other: ReadonlySet<string>): PlacedItem[] {
  const found: PlacedItem[] = [];
  let [after, open] = [null as string | null, 0];
  for (const item of items) {
    if (other.has(item.id)) {
      for (; open < found.length; open++) found[open]!.before = item.id;
      after = item.id;
    } else if (item.byTitle !== null) found.push({ item, after, before: null });
  }
  return found;
}

/** One says the other and more, or they share most of their letters in order. */
function isAlike(one: string, other: string): boolean {
  const [a, b] = [one, other].map(wordsOf) as [string[], string[]];
  if (a.length === 0 || b.length === 0) return false;
  return holds(a, b) || holds(b, a) || shared(a.join(" "), b.join(" ")) >= ALIKE;
}

const wordsOf = (title: string): string[] =>
  title
    .slice(0, MAX_TITLE)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== "");

/** Whether a text has all of these words in their order. */
function holds(text: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  for (const word of text) if (word === words[at]) at += 1;
  return at === words.length;
}

/** Dice's coefficient of the pairs of letters. */
function shared(a: string, b: string): number {
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < a.length; i++) {
    const pair = a.slice(i, i + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let both = 0;
  for (let i = 0; i + 1 < b.length; i++) {
    const left = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (left === 0) continue;
    pairs.set(b.slice(i, i + 2), left - 1);
    both += 1;
  }
  return (2 * both) / Math.max(1, a.length + b.length - 2);
}
