import { expect, test } from "vitest";
import {
  differingFields,
  fromColumn,
  type PackedColumn,
  setFields,
  toColumn,
} from "../../../src/milestone/saved/columns.ts";

const throughText = (values: readonly unknown[]): unknown[] =>
  fromColumn(JSON.parse(JSON.stringify(toColumn(values))) as PackedColumn, values.length);

const many = (count: number, of: (at: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, at) => of(at));

test.each<[string, unknown[]]>([
  ["nothing", []],
  ["equal values", many(20, () => "x")],
  ["few words", many(20, at => `word ${at % 3}`)],
  ["words that are all different", many(20, at => `word ${at}`)],
  ["numbers, words, truths and null", [1, 0.5, -3, "", "a", true, false, null]],
  ["values that are undefined", [undefined, 1, undefined]],
  ["lists of any length", [[], [1], [1, [2, []]], ["a"]]],
  ["maps", [new Map(), new Map([["a", new Map([[1, new Set()]])]]), new Map([["b", null]])]],
  ["sets", [new Set(), new Set(["a", 1]), new Set([new Set([null])])]],
  ["objects with the same keys", many(20, at => ({ id: `t${at}`, same: 1, list: [at], in: { a: at } }))],
  ["objects with other keys", [{ a: 1 }, { b: 1 }, {}, { a: 2 }, { b: undefined }, { a: 1, b: 2 }]],
  ["objects, lists, maps and values in turn", [{ a: 1 }, [1], null, new Map(), { a: 2 }, [2], "x"]],
])("%s come back as they were", (_, values) => {
  expect(throughText(values)).toStrictEqual(values);
});

test("a key that names what objects inherit from is a key like any other", () => {
  const [back] = throughText([JSON.parse('{ "__proto__": { "admin": true }, "a": 1 }')]) as [object];
  expect(Object.keys(back)).toEqual(["__proto__", "a"]);
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
});

test("lists and maps of different values are never the same one", () => {
  const [first, second] = throughText([
    { list: [], map: new Map() },
    { list: [], map: new Map() },
  ]) as [{ list: number[]; map: Map<string, number> }, { list: number[]; map: Map<string, number> }];
  first.list.push(1);
  first.map.set("a", 1);
  expect(second).toEqual({ list: [], map: new Map() });
});

test("fields that no object has otherwise than a fresh one are not written, and the fresh one's stay", () => {
  const fresh = () => ({ count: 0, names: [] as string[], seen: new Map<string, number>(), note: null });
  const written = differingFields([{ ...fresh(), count: 1 }, fresh()], fresh);
  expect(Object.keys(written)).toEqual(["count"]);
  const into = [fresh(), fresh()];
  setFields(into, written);
  expect(into).toEqual([{ ...fresh(), count: 1 }, fresh()]);
});

test("what thousands have in common is written once", () => {
  const text = JSON.stringify(
    toColumn(many(1_000, at => ({ status: "completed", list: [], by: `agent ${at % 6}` }))),
  );
  expect(text.length).toBeLessThan(3_000);
});
