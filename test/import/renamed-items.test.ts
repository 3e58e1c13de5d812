import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renamedItems, type SourceItem } from "../../src/import/renamed-items.ts";
import { slugOf } from "../../src/milestone/text/slug.ts";

const items = (...titles: string[]): SourceItem[] =>
  titles.map(title => ({ id: slugOf(title), byTitle: slugOf(title), title }));
const renamed = (before: string[], now: string[]) =>
  renamedItems(items(...before), items(...now)).map(({ id, made }) => `${id} > ${made}`);

describe("an item of a list that was read again", () => {
  test.each([
    ["says more", ["Set up", "Add login", "Ship"], ["Set up", "Add login page", "Ship"]],
    ["is spelt right", ["Set up", "Ad lgin", "Ship"], ["Set up", "Add login", "Ship"]],
    ["is first, and one is new behind it", ["Add login", "Ship"], ["Add the login", "Try it out", "Ship"]],
  ])("is a former one where it %s", (_, before, now) => {
    expect(renamed(before, now)).toHaveLength(1);
  });

  test.each([
    ["reads otherwise", ["Set up", "Add login", "Ship"], ["Set up", "Write docs", "Ship"]],
    ["stands elsewhere", ["Add login", "Set up", "Ship"], ["Set up", "Ship", "Add login page"]],
    ["is one of two that come near", ["Set up", "Add login"], ["Set up", "Add login page", "Add login form"]],
    ["comes near two that are gone", ["Add login page", "Add login form"], ["Add login"]],
    ["is there as it was", ["Set up", "Add login"], ["Set up", "Add login", "Add login page"]],
  ])("is gone and new where it %s", (_, before, now) => {
    expect(renamed(before, now)).toEqual([]);
  });

  test("with an id of its own is what its id says", () => {
    const numbered = (title: string, id: string) => [{ id, byTitle: null, title }];
    expect(renamedItems(numbered("Add login", "1"), numbered("Add login page", "2"))).toEqual([]);
  });

  // None reads like another.
  const WORK = [
    "Set up",
    "Add login",
    "Write docs",
    "Ship",
    "Paint walls",
    "Fix crash",
    "Buy milk",
    "Ask Zoe",
  ];
  const titles = fc.shuffledSubarray(WORK, { minLength: 2 });
  test("keeps its id when a word is added to it, wherever it stands, and no other item takes it", () => {
    fc.assert(
      fc.property(titles, fc.nat(), fc.boolean(), fc.nat(), (list, at, added, gone) => {
        const place = at % list.length;
        const old = list[place]!;
        const now = list.map((title, index) => (index === place ? `${title} more` : title));
        if (added) now.push("Quiz");
        const other = gone % list.length;
        if (other !== place) now.splice(now.indexOf(list[other]!), 1);
        expect(renamed(list, now)).toEqual([`${slugOf(old)} > ${slugOf(`${old} more`)}`]);
      }),
    );
  });

  test("is never guessed: an id is given once, to what is new, for what is gone, and to nobody in a list that stays", () => {
    fc.assert(
      fc.property(titles, titles, fc.func(fc.boolean()), (list, more, takes) => {
        const now = [...list.filter(takes), ...more.map(title => `${title}s`)];
        const found = renamedItems(items(...list), items(...now));
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        const [was, is] = [list, now].map(titles => new Set(items(...titles).map(({ id }) => id)));
        for (const { id, made } of found)
          expect([was!.has(id), is!.has(id), was!.has(made)]).toEqual([true, false, false]);
        expect(renamed(list, list)).toEqual([]);
      }),
    );
  });
});
