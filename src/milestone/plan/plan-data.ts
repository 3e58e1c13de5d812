import type { YamlMap, YamlNode, YamlScalar } from "../yaml/node.ts";

/** Keys whose values are text even when they look like numbers, dates or words such as `on`. */
const TEXT = new Set([
  "id",
  "title",
  "description",
  "version",
  "name",
  "start",
  "due",
  "dependencies",
  "needs",
  "run",
  "requires",
  "enables",
  "resources",
  "approvers",
  "criteria",
  "acceptance_criteria",
  "deliverables",
  "sections",
  "stakeholders",
  "escalation",
  "args",
]);
/** Maps in which every value is text. */
const TEXT_MAPS = new Set(["env"]);

/**
 * The data of a milestone file or config for its schema: keys without a value count as not written, and what
 * is always text keeps the characters of the file (`version: 1.10` is "1.10", `id: 007` is "007").
 */
export function planData(root: YamlMap, source: string): Record<string, unknown> {
  return mapData(root, source, false);
}

function mapData(map: YamlMap, source: string, text: boolean): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const { key, value } of map.pairs) {
    if (value.kind === "scalar" && value.value === null && !text) continue;
    data[key] = nodeData(value, source, text || TEXT.has(key) || TEXT_MAPS.has(key), TEXT_MAPS.has(key));
  }
  return data;
}

function nodeData(node: YamlNode, source: string, text: boolean, textMap: boolean): unknown {
  switch (node.kind) {
    case "map":
      return mapData(node, source, textMap);
    case "seq":
      return node.items.map(item => nodeData(item, source, text, false));
    case "scalar":
      return text ? scalarText(node, source) : node.value;
  }
}

function scalarText(node: YamlScalar, source: string): unknown {
  const written = node.style === "plain" && typeof node.value !== "string" && node.value !== null;
  return written ? source.slice(node.start, node.end) : node.value;
}
