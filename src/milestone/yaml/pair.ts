import { refuseAnchor } from "./anchor.ts";
import {
  at,
  COLON,
  type Cursor,
  charAt,
  countEntry,
  DASH,
  isBlank,
  isFlowMark,
  QUESTION,
  refuse,
} from "./cursor.ts";
import type { YamlMap, YamlPair, YamlScalar } from "./node.ts";

/** A value that is not written: null, without width. */
export const empty = (pos: number): YamlScalar => ({
  kind: "scalar",
  value: null,
  style: "empty",
  start: pos,
  end: pos,
});

/** Keys that reach an object's prototype, and the merge key, which means something else to other readers. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype", "<<"]);
const MAX_PROBLEMS = 50;
/** The largest map is that of tasks by their ids in an older file. */
const MAX_KEYS = 20_000;

/** Adds a pair; a forbidden or doubled key is noted, so that one run tells all of them. */
export function addPair(c: Cursor, map: YamlMap, seen: Set<string>, pair: YamlPair): void {
  countEntry(c);
  const span = { start: pair.keyStart, end: pair.keyEnd };
  if (FORBIDDEN.has(pair.key)) {
    note(c, {
      code: "yaml-forbidden-key",
      ...span,
      message: `the key ${JSON.stringify(pair.key)} is refused, because it can change how programs read the rest`,
      remedy: "remove or rename it",
    });
    return;
  }
  if (seen.has(pair.key)) {
    note(c, {
      code: "yaml-duplicate-key",
      ...span,
      message: `the key ${JSON.stringify(pair.key)} stands twice in one map`,
      remedy: "keep one of the two",
    });
    return;
  }
  seen.add(pair.key);
  if (seen.size > MAX_KEYS) {
    refuse("yaml-size", span, [`a map holds more than ${MAX_KEYS} keys`, "split it"]);
  }
  map.pairs.push(pair);
}

function note(c: Cursor, problem: Cursor["problems"][number]): void {
  if (c.problems.length < MAX_PROBLEMS) c.problems.push(problem);
}

/** Refuses what an unquoted scalar may not begin with. */
export function refuseIndicator(c: Cursor, flow: boolean): void {
  const mark = c.text[c.pos] ?? "";
  const span = at(c.pos);
  switch (mark) {
    case "&":
      return refuseAnchor(c.pos);
    case "*":
      return refuse("yaml-anchor", span, [
        "aliases are not allowed: they make small files large",
        "write the value out, or put it in quotes",
      ]);
    case "!":
      return refuse("yaml-tag", span, [
        "YAML tags are not allowed",
        "remove the tag, or put the text in quotes",
      ]);
    case "#":
    case "%":
    case "@":
    case "`":
    case ",":
    case "]":
    case "}":
      return refuse("yaml-syntax", at(c.pos), [`text may not begin with ${mark}`, "put it in quotes"]);
  }
  const next = charAt(c, 1);
  const ends = isBlank(next) || (flow && isFlowMark(next));
  const ch = charAt(c);
  if (!ends || (ch !== QUESTION && ch !== COLON && !(flow && ch === DASH))) return;
  refuse("yaml-syntax", at(c.pos), [
    ch === QUESTION ? "complex keys (`? `) are not read" : `a \`${mark}\` alone is no value`,
    ch === COLON ? "write the key before the colon" : "write it in quotes if it is meant as text",
  ]);
}
