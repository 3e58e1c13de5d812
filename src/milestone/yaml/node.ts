/**
 * A YAML file as a tree that remembers where each part stands. Offsets are UTF-16 units from the start of the
 * text, so that `text.slice(start, end)` is the part as written.
 */
export type YamlNode = YamlScalar | YamlMap | YamlSeq;
export type ScalarValue = string | number | boolean | null;
export type ScalarStyle = "plain" | "single" | "double" | "block" | "empty";

export interface YamlScalar {
  kind: "scalar";
  value: ScalarValue;
  /** `empty`: nothing is written (`key:`); the node then has no width and stands behind the colon or dash. */
  style: ScalarStyle;
  start: number;
  end: number;
}

export interface YamlMap {
  kind: "map";
  pairs: YamlPair[];
  /** Written as `{…}`. */
  flow: boolean;
  /** Column of the keys, from 0; without meaning in a flow map. */
  indent: number;
  start: number;
  end: number;
}

export interface YamlPair {
  key: string;
  keyStart: number;
  /** Behind the key, before the colon. */
  keyEnd: number;
  value: YamlNode;
}

export interface YamlSeq {
  kind: "seq";
  items: YamlNode[];
  /** Written as `[…]`. */
  flow: boolean;
  /** Column of the dashes, from 0; without meaning in a flow sequence. */
  indent: number;
  start: number;
  end: number;
}

export type YamlPath = readonly (string | number)[];

export function pairOf(node: YamlNode | undefined, key: string): YamlPair | undefined {
  return node?.kind === "map" ? node.pairs.find(pair => pair.key === key) : undefined;
}

/** The node at a path, or undefined where there is none. */
export function nodeAt(root: YamlNode, path: YamlPath): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const step of path) {
    if (typeof step === "string") node = pairOf(node, step)?.value;
    else node = node?.kind === "seq" ? node.items[step] : undefined;
    if (!node) return undefined;
  }
  return node;
}

/** The plain data of a node. Keys such as `__proto__` never get here: the reader refuses them. */
export function toData(node: YamlNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "seq":
      return node.items.map(toData);
    case "map": {
      const data: Record<string, unknown> = {};
      for (const pair of node.pairs) data[pair.key] = toData(pair.value);
      return data;
    }
  }
}
