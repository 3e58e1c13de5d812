import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { toData } from "../../../src/milestone/yaml/node.ts";
import { readYaml } from "../../../src/milestone/yaml/read.ts";
import { runs } from "../../rig/runs.ts";
import { dataMap, isMistaken, layout, MISREAD, write } from "./texts.ts";

const data = (text: string): unknown => {
  const result = readYaml(text);
  return result.ok ? toData(result.root) : result.problems.map(problem => `${problem.code}@${problem.start}`);
};

/** The reference: the `yaml` package, or null where it finds an error. */
function reference(text: string): { data: unknown } | null {
  if (MISREAD.test(text)) return null;
  const document = parseDocument(text, { stringKeys: true });
  if (document.errors.some(error => !isMistaken(text, error))) return null;
  return { data: document.toJS() };
}

describe("reading what people write", () => {
  test.each([
    ["a: 1\nb: two # why\n", { a: 1, b: "two" }],
    ["---\na: 1\n...\n", { a: 1 }],
    ["a:\n- x\n- y\nb: z\n", { a: ["x", "y"], b: "z" }],
    ["a:\n  - b: 1\n    c:\n      - d\n  -\n    e: 2\n", { a: [{ b: 1, c: ["d"] }, { e: 2 }] }],
    ["- - 1\n  - 2\n- - 3\n", [[1, 2], [3]]],
    ["a: { b: [1, two, 'three'], c: {}, d }\n", { a: { b: [1, "two", "three"], c: {}, d: null } }],
    ['{"a":1,"b":[true,null],"c":"x"}', { a: 1, b: [true, null], c: "x" }],
    ["a: [\n  1, # one\n  2,\n]\n", { a: [1, 2] }],
    [
      "a:\n  b: [\n    1,\n    2 # two\n  ]\nc: {\n  d: 1\n}\ne: |\n  {\n  }\n",
      { a: { b: [1, 2] }, c: { d: 1 }, e: "{\n}\n" },
    ],
    ["a: [b: 1, c]\n", { a: [{ b: 1 }, "c"] }],
    ["a: one\n  two\n\n  three\nb: x\n", { a: "one two\nthree", b: "x" }],
    [
      "a: |\n  one\n   two\n\n  three\n\nb: >-\n  one\n  two\n\n  three\n",
      { a: "one\n two\n\nthree\n", b: "one two\nthree" },
    ],
    ["a: |+\n  x\n\nb: |2-\n    y\n", { a: "x\n\n", b: "  y" }],
    ['a: "x\\ty\\u00e9\\\n  z"\n', { a: "x\tyéz" }],
    ["a: 'it''s'\n", { a: "it's" }],
    ["url: http://x.y/z#w\ntime: 12:30\n", { url: "http://x.y/z#w", time: "12:30" }],
    [
      "a: 0x1F\nb: 0o17\nc: 1e3\nd: .5\ne: +1\nf: 1_000\n",
      { a: 31, b: 15, c: 1000, d: 0.5, e: 1, f: "1_000" },
    ],
    ["a:\nb: ~\nc: Null\nd: no\n", { a: null, b: null, c: null, d: "no" }],
    ["\ufeffa: 1\r\nb:\r\n  - x\r\n", { a: 1, b: ["x"] }],
    ["'a b': 1\n\"c\": 2\nd e : 3\n", { "a b": 1, c: 2, "d e": 3 }],
    ["a: b\n  - c\n", { a: "b - c" }],
    ["a: &all\n  b: &b one\n  c: &c [1, &two 2, &none]\n", { a: { b: "one", c: [1, 2, null] } }],
    ["- &a\n  b: 1\n- &c\n- &d |\n  x\n", [{ b: 1 }, null, "x\n"]],
    ["&root\na: &list # why\n- x\nb:\n  &map\n  c: &c\n", { a: ["x"], b: { c: null } }],
    ["%YAML 1.2 # as ever\n---\na: 1\n", { a: 1 }],
    ["# head\r\n%YAML  1.2\r\n\r\n--- # here\r\na: 1\r\n", { a: 1 }],
    ["{\n  a: 1\n# between\n}\n", { a: 1 }],
    ["a: |\n  x\n    \nb: |+\n  y\n  ", { a: "x\n  \n", b: "y\n" }],
  ])("%j", (text, expected) => {
    expect(data(text)).toEqual(expected);
    expect(reference(text)?.data).toEqual(expected);
  });

  test("agrees with the yaml package on what it writes, in every layout", () => {
    fc.assert(
      fc.property(dataMap, layout, (value, how) => {
        const text = write(value, how);
        const expected = reference(text);
        // In some layouts the package cannot read its own writing.
        fc.pre(expected !== null);
        expect({ text, data: data(text) }).toEqual({ text, data: expected?.data });
      }),
      runs(400),
    );
  });

  test("on texts with slips agrees with the yaml package, or refuses what that package lets pass", () => {
    const slip = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 3 }),
      put: fc.constantFrom(
        "",
        " ",
        "\n",
        "\t",
        ":",
        ": ",
        "- ",
        "#",
        " #",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\n  ",
        "|",
        "\\",
        "&a ",
        "&a\n",
        "*a",
        "--- ",
        "%YAML 1.2\n---\n",
      ),
    });
    fc.assert(
      fc.property(dataMap, layout, fc.array(slip, { minLength: 1, maxLength: 3 }), (value, how, slips) => {
        let text = write(value, how);
        for (const { at, cut, put } of slips) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + put + text.slice(place + cut);
        }
        const read = readYaml(text);
        // The package refuses some blank lines that hold a tab, which YAML allows.
        if (!read.ok || read.root.kind !== "map" || /^[ \t]*\t[ \t]*\r?$/m.test(text)) return;
        const expected = reference(text);
        fc.pre(expected !== null || !MISREAD.test(text));
        expect({ text, data: toData(read.root) }).toEqual({ text, data: expected?.data });
      }),
      runs(1500),
    );
  });

  test("gives every node the range in which it is written", () => {
    fc.assert(
      fc.property(dataMap, layout, (value, how) => {
        const text = write(value, how);
        const result = readYaml(text);
        if (!result.ok) return;
        const open = [result.root];
        for (let node = open.pop(); node; node = open.pop()) {
          expect(node.start).toBeLessThanOrEqual(node.end);
          expect(node.end).toBeLessThanOrEqual(text.length);
          if (node.kind === "seq") open.push(...node.items);
          if (node.kind !== "map") continue;
          for (const pair of node.pairs) {
            const written = text.slice(pair.keyStart, pair.keyEnd);
            expect(toData(readOne(`${written}: 1`))).toEqual({ [pair.key]: 1 });
            open.push(pair.value);
          }
        }
      }),
      runs(100),
    );
  });
});

function readOne(text: string) {
  const result = readYaml(text);
  if (!result.ok) throw new Error(`${JSON.stringify(text)}: ${result.problems[0]?.message}`);
  return result.root;
}
