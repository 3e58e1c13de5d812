import type { Findings } from "../diagnostic/findings.ts";
import { headOf } from "../diagnostic/findings.ts";
import {
  pairOf,
  type ScalarValue,
  type YamlMap,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from "../yaml/node.ts";

export interface LegacyContext {
  findings: Findings;
  source: string;
  /** Keys of tasks that are read as others, with the first place of each and how often it stands there. */
  renamed: Map<string, { first: YamlPair; times: number }>;
}

/** Tells that something is read differently than it is written. */
export function readAs(
  context: LegacyContext,
  where: YamlNode | YamlPair,
  message: string,
  remedy: string,
): void {
  const span = "key" in where ? { start: where.keyStart, end: where.keyEnd } : headOf(where);
  context.findings.warn(span, { code: "legacy-form", message, remedy });
}

/** A map that no file holds, standing where the older form it was made of stands. */
export function mapOf(at: { start: number; end: number }, pairs: YamlPair[]): YamlMap {
  return { kind: "map", flow: true, indent: 0, pairs, start: at.start, end: at.end };
}

/** A scalar that no file holds, standing where the older form it was made of stands. */
export function scalar(value: ScalarValue, at: { start: number; end: number }): YamlScalar {
  return { kind: "scalar", value, style: "plain", start: at.start, end: at.end };
}

/** The map with the value of a key passed through `read`; a key without a value counts as not there. */
export function withPair(map: YamlMap, key: string, read: (value: YamlNode) => YamlNode): YamlMap {
  const index = map.pairs.findIndex(pair => pair.key === key);
  const pair = map.pairs[index];
  if (!pair || (pair.value.kind === "scalar" && pair.value.value === null)) return map;
  const value = read(pair.value);
  if (value === pair.value) return map;
  const pairs = map.pairs.slice();
  pairs[index] = { ...pair, value };
  return { ...map, pairs };
}

export function renameKey(
  map: YamlMap,
  names: { from: string; to: string },
  context: LegacyContext,
): YamlMap {
  const pair = pairOf(map, names.from);
  if (!pair || pairOf(map, names.to)) return map;
  readAs(context, pair, `the key "${names.from}" is read as "${names.to}"`, `write \`${names.to}:\``);
  return { ...map, pairs: map.pairs.map(each => (each === pair ? { ...pair, key: names.to } : each)) };
}

/** A list of texts from a list, one text, or maps that hold the text under one of `keys`. */
export function textList(value: YamlNode, keys: readonly string[], context: LegacyContext): YamlNode {
  if (value.kind === "scalar") {
    if (typeof value.value !== "string") return value;
    readAs(context, value, "the text is read as a list of one", `write [${value.value.slice(0, 60)}]`);
    return { kind: "seq", flow: true, indent: 0, items: [value], start: value.start, end: value.end };
  }
  if (value.kind === "map") return value;
  let changed = false;
  const items = value.items.map(item => {
    const named = keys.map(key => pairOf(item, key)?.value).find(node => node?.kind === "scalar");
    if (!named) return item;
    changed = true;
    return named;
  });
  if (!changed) return value;
  readAs(context, value, "the maps in this list are read as their ids", "write the ids alone");
  return { ...value, items };
}

/** Words that older YAML took for a boolean. */
export function yesOrNo(value: YamlNode, context: LegacyContext): YamlNode {
  if (value.kind !== "scalar" || typeof value.value !== "string") return value;
  const word = value.value.toLowerCase();
  const read = ["yes", "on", "true"].includes(word)
    ? true
    : ["no", "off", "false"].includes(word)
      ? false
      : null;
  if (read === null) return value;
  readAs(context, value, `${JSON.stringify(value.value)} is read as ${read}`, `write ${read}`);
  return { ...value, value: read };
}

/** A fixed word in other letters than small ones; `what` is its name in the warning. */
export function smallLetters(value: YamlNode, what: string, context: LegacyContext): YamlNode {
  if (value.kind !== "scalar" || typeof value.value !== "string") return value;
  const lower = value.value.trim().toLowerCase();
  if (lower === value.value) return value;
  readAs(context, value, `${what} ${JSON.stringify(value.value)} is read as ${lower}`, `write ${lower}`);
  return { ...value, value: lower };
}
