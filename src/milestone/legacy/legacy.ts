import { type Findings, headOf } from "../diagnostic/findings.ts";
import { pairOf, type YamlMap, type YamlNode, type YamlPair, type YamlPath } from "../yaml/node.ts";
import {
  type LegacyContext,
  mapOf,
  readAs,
  renameKey,
  scalar,
  smallLetters,
  textList,
  withPair,
  yesOrNo,
} from "./legacy-node.ts";
import { legacyPhases } from "./legacy-phase.ts";
import { readStatus, type StatusOf } from "./legacy-status.ts";

/** Where the parts of a milestone stand in the file as written, for whoever edits it. */
export interface PlanLayout {
  /** Path of the map that holds a top-level key: empty, or where the file nests it. */
  home: ReadonlyMap<string, YamlPath>;
  tasks: YamlPath;
  /** In the order of the tasks: the last step of a task's path. */
  taskKeys: (string | number)[];
}

/**
 * The tree of a milestone file as one of the present form: what older and hand-written files say in other ways
 * is moved to its place, keeping where it stood, and said as a warning. Nothing is validated here.
 */
export function readLegacyForms(root: YamlMap, findings: Findings): { root: YamlMap; layout: PlanLayout } {
  const context: LegacyContext = { findings, source: findings.source.text };
  const { map: lifted, home } = liftNested(root, context);
  let map = renameKey(lifted, { from: "milestone_id", to: "id" }, context);
  map = renameKey(map, { from: "name", to: "title" }, context);
  map = statusOf(map, "milestone", context);
  map = withPair(map, "dependencies", value => milestoneDependencies(value, context));
  map = withPair(map, "kiro_configuration", value => configuration(value, context));
  const tasks = pairOf(map, "tasks")?.value;
  const taskKeys = tasks?.kind === "map" ? tasks.pairs.map(pair => pair.key) : [];
  map = withPair(map, "tasks", value => taskList(value, context));
  const list = pairOf(map, "tasks")?.value;
  return {
    root: map,
    layout: {
      home,
      tasks: [...(home.get("tasks") ?? []), "tasks"],
      taskKeys: taskKeys.length > 0 ? taskKeys : list?.kind === "seq" ? list.items.map((_, i) => i) : [],
    },
  };
}

const WRAPPERS = ["milestone", "metadata"] as const;

/** Takes the keys below `milestone:` or `metadata:` up to the top, where they do not stand already. */
function liftNested(root: YamlMap, context: LegacyContext): { map: YamlMap; home: Map<string, YamlPath> } {
  const home = new Map<string, YamlPath>();
  let pairs: YamlPair[] = root.pairs;
  for (const wrapper of WRAPPERS) {
    const pair = pairs.find(each => each.key === wrapper);
    if (!pair) continue;
    if (pair.value.kind === "scalar" && wrapper === "milestone" && pair.value.value !== null) {
      pairs = pairs.map(each =>
        each === pair && !pairs.some(p => p.key === "id") ? { ...pair, key: "id" } : each,
      );
      readAs(context, pair, 'the key "milestone" is read as the id', "write `id:`");
      continue;
    }
    if (pair.value.kind !== "map") continue;
    const taken = new Set(pairs.map(each => each.key));
    const inner = pair.value.pairs.filter(each => !taken.has(each.key));
    for (const each of inner) home.set(each.key, [wrapper]);
    readAs(
      context,
      pair,
      `the keys below "${wrapper}" are read as if they stood at the top`,
      "move them up, without indentation",
    );
    pairs = pairs.flatMap(each => (each === pair ? inner : [each]));
  }
  return { map: { ...root, pairs }, home };
}

function statusOf(map: YamlMap, kind: StatusOf, context: LegacyContext): YamlMap {
  return withPair(map, "status", value => {
    if (value.kind !== "scalar" || typeof value.value !== "string") return value;
    const read = readStatus(kind, value.value);
    if (read === null || read === value.value) return value;
    readAs(context, value, `the status ${JSON.stringify(value.value)} is read as ${read}`, `write ${read}`);
    return { ...value, value: read };
  });
}

function milestoneDependencies(value: YamlNode, context: LegacyContext): YamlNode {
  if (value.kind === "map") {
    let map = withPair(value, "requires", list => textList(list, ["id", "milestone"], context));
    map = withPair(map, "enables", list => textList(list, ["id", "milestone"], context));
    return map;
  }
  if (value.kind === "seq" && value.items.length === 0) return mapOf(value, []);
  readAs(
    context,
    value,
    "the milestone's dependencies are read as what it requires",
    "write `requires:` above them",
  );
  const { start, end } = headOf(value);
  const requires = textList(value, ["id", "milestone"], context);
  return mapOf(value, [{ key: "requires", keyStart: start, keyEnd: end, value: requires }]);
}

function configuration(value: YamlNode, context: LegacyContext): YamlNode {
  if (value.kind !== "map") return value;
  const map = withPair(value, "enforcement", node => smallLetters(node, "the enforcement", context));
  return withPair(map, "approval_gates", gates => {
    if (gates.kind !== "map") return gates;
    return { ...gates, pairs: gates.pairs.map(pair => ({ ...pair, value: gate(pair.value, context) })) };
  });
}

function gate(value: YamlNode, context: LegacyContext): YamlNode {
  if (value.kind === "map") return withPair(value, "required", node => yesOrNo(node, context));
  return fromTruth(value, { key: "required", of: "the gate" }, context);
}

/** A truth value where a map is wanted stands for one of the map's keys. */
function fromTruth(
  written: YamlNode,
  { key, of }: { key: string; of: string },
  context: LegacyContext,
): YamlNode {
  const value = yesOrNo(written, context);
  if (value.kind !== "scalar" || typeof value.value !== "boolean") return value;
  readAs(context, value, `${of}: ${value.value} is read as its \`${key}\``, `write \`${key}:\` below it`);
  const { start, end } = value;
  return mapOf(value, [{ key, keyStart: start, keyEnd: end, value }]);
}

function taskList(value: YamlNode, context: LegacyContext): YamlNode {
  if (value.kind === "seq") {
    return {
      ...value,
      items: value.items.map(item => (item.kind === "map" ? oneTask(item, context) : item)),
    };
  }
  if (value.kind !== "map") return value;
  readAs(context, value, "the map of tasks is read as a list", "write each task as `- id: …`");
  const items = value.pairs.map(pair => {
    const { keyStart: start, keyEnd: end } = pair;
    const body: YamlMap = pair.value.kind === "map" ? pair.value : mapOf(pair.value, []);
    if (pairOf(body, "id") || (pair.value.kind !== "map" && !isNull(pair.value))) return pair.value;
    const id: YamlPair = { key: "id", keyStart: start, keyEnd: end, value: scalar(pair.key, { start, end }) };
    return oneTask({ ...body, pairs: [id, ...body.pairs] }, context);
  });
  return { kind: "seq", flow: false, indent: value.indent, items, start: value.start, end: value.end };
}

const isNull = (node: YamlNode) => node.kind === "scalar" && node.value === null;

function oneTask(task: YamlMap, context: LegacyContext): YamlMap {
  let map = renameKey(task, { from: "task_id", to: "id" }, context);
  map = renameKey(map, { from: "name", to: "title" }, context);
  map = renameKey(map, { from: "depends_on", to: "dependencies" }, context);
  map = statusOf(map, "task", context);
  map = withPair(map, "dependencies", value => taskDependencies(value, context));
  map = withoutZeroHours(
    withPair(map, "estimated_hours", value => hours(value, context)),
    context,
  );
  return withPair(map, "kiro_workflow", value => workflow(value, context));
}

function taskDependencies(value: YamlNode, context: LegacyContext): YamlNode {
  const requires = pairOf(value, "requires")?.value;
  if (requires) {
    readAs(
      context,
      value,
      "the task's dependencies are read from `requires`",
      "write them as a list of task ids",
    );
    return textList(requires, ["id", "task"], context);
  }
  if (value.kind === "map" && value.pairs.length === 0) {
    return { kind: "seq", flow: true, indent: 0, items: [], start: value.start, end: value.end };
  }
  return textList(value, ["id", "task"], context);
}

function hours(value: YamlNode, context: LegacyContext): YamlNode {
  if (value.kind !== "scalar" || typeof value.value !== "string") return value;
  const match = /^(\d{1,6}(?:\.\d{1,3})?) ?(h|hours?)?$/i.exec(value.value.trim());
  if (!match) return value;
  readAs(context, value, `${JSON.stringify(value.value)} is read as ${match[1]} hours`, `write ${match[1]}`);
  return { ...value, value: Number(match[1]) };
}

/** People write 0 where they do not know; nothing that an agent does takes no time. */
function withoutZeroHours(map: YamlMap, context: LegacyContext): YamlMap {
  const pair = pairOf(map, "estimated_hours");
  if (pair?.value.kind !== "scalar" || pair.value.value !== 0) return map;
  readAs(context, pair.value, "0 hours are read as no estimate", "leave the key out, or write an estimate");
  return { ...map, pairs: map.pairs.filter(each => each !== pair) };
}

function workflow(written: YamlNode, context: LegacyContext): YamlNode {
  const value = fromTruth(written, { key: "enabled", of: "kiro_workflow" }, context);
  if (value.kind !== "map") return value;
  const enabled = withPair(value, "enabled", node => yesOrNo(node, context));
  const phases = withPair(enabled, "phases", node => legacyPhases(node, context, statusOf));
  return withPair(phases, "current_phase", node => smallLetters(node, "the phase", context));
}
