import { type Findings, headOf } from "../diagnostic/findings.ts";
import {
  pairOf,
  type YamlMap,
  type YamlNode,
  type YamlPair,
  type YamlPath,
  type YamlScalar,
} from "../yaml/node.ts";
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
import { legacyPhases, readStatus, type StatusOf } from "./legacy-phase.ts";

/** Where the parts of a milestone stand in the file as written, for its editors. */
export interface PlanLayout {
  /** Path of the map that holds a top-level key: empty, or where the file nests it. */
  home: ReadonlyMap<string, YamlPath>;
  tasks: YamlPath;
  /** In the order of the tasks: the last step of a task's path. */
  taskKeys: (string | number)[];
  /** In the order of the tasks: the command of a task that is a shell command alone. */
  plain: (string | null)[];
  /** In the order of the tasks: whether the task itself has a map of phases, to which states can be written. */
  hasPhaseMap: boolean[];
}

/**
 * The tree of a milestone file as one of the present form: what older and hand-written files say in other ways
 * is moved to its place, keeping where it stood, and said as a warning. Nothing is validated here.
 */
export function readLegacyForms(
  root: YamlMap,
  {
    findings,
    isKey,
  }: { findings: Findings /** Whether a milestone has such a key. */; isKey: (name: string) => boolean },
): { root: YamlMap; layout: PlanLayout } {
  const context: LegacyContext = { findings, source: findings.source.text, renamed: new Map() };
  const { map: lifted, home } = liftNested(root, isKey, context);
  let map = renameKey(lifted, { from: "milestone_id", to: "id" }, context);
  map = renameKey(map, { from: "name", to: "title" }, context);
  map = statusOf(map, "milestone", context);
  map = withPair(map, "dependencies", value => milestoneDependencies(value, context));
  map = withPair(map, "kiro_configuration", value => configuration(value, context));
  const tasks = pairOf(map, "tasks")?.value;
  const taskKeys = tasks?.kind === "map" ? tasks.pairs.map(pair => pair.key) : [];
  const bodies =
    tasks?.kind === "map" ? tasks.pairs.map(pair => pair.value) : tasks?.kind === "seq" ? tasks.items : [];
  map = withPair(map, "tasks", value => taskList(value, context));
  tellRenamed(context);
  const list = pairOf(map, "tasks")?.value;
  return {
    root: map,
    layout: {
      home,
      tasks: [...(home.get("tasks") ?? []), "tasks"],
      plain: bodies.map(node => (isPlainTask(node) ? plainText(node, context) : null)),
      hasPhaseMap: bodies.map(node => pairOf(node, "phases")?.value.kind === "map"),
      taskKeys: taskKeys.length > 0 ? taskKeys : list?.kind === "seq" ? list.items.map((_, i) => i) : [],
    },
  };
}

const WRAPPERS = ["milestone", "metadata"] as const;

/** A `metadata:` map is the user's own, unless it holds what makes the file a milestone, or stands in an older file. */
function isNesting(wrapper: string, inner: YamlMap, outer: readonly YamlPair[], nested: boolean): boolean {
  if (wrapper === "milestone" || nested) return true;
  const names = inner.pairs.map(pair => pair.key);
  const holdsTasks = names.includes("tasks") && !outer.some(pair => pair.key === "tasks");
  return names.includes("id") || names.includes("milestone_id") || holdsTasks;
}

const OLDER_NAMES = ["milestone_id", "name"];

/** Takes the keys below `milestone:` or `metadata:` up to the top, where they do not stand already. */
function liftNested(
  root: YamlMap,
  isKey: (name: string) => boolean,
  context: LegacyContext,
): { map: YamlMap; home: Map<string, YamlPath> } {
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
    if (pair.value.kind !== "map" || !isNesting(wrapper, pair.value, pairs, home.size > 0)) continue;
    const taken = new Set(pairs.map(each => each.key));
    const known = (key: string) => isKey(key) || OLDER_NAMES.includes(key);
    const inner = pair.value.pairs.filter(
      each => !taken.has(each.key) && (wrapper === "milestone" || known(each.key)),
    );
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
  const items = value.pairs.map(pair => {
    const { keyStart: start, keyEnd: end } = pair;
    const id: YamlPair = { key: "id", keyStart: start, keyEnd: end, value: scalar(pair.key, { start, end }) };
    if (isPlainTask(pair.value)) {
      const run: YamlPair = {
        key: "run",
        keyStart: pair.value.start,
        keyEnd: pair.value.end,
        value: pair.value,
      };
      return mapOf(pair.value, [id, run]);
    }
    const body: YamlMap = pair.value.kind === "map" ? pair.value : mapOf(pair.value, []);
    if (pairOf(body, "id")) return oneTask(body, context);
    if (pair.value.kind === "seq") return pair.value;
    return oneTask({ ...body, pairs: [id, ...body.pairs] }, context);
  });
  return { kind: "seq", flow: false, indent: value.indent, items, start: value.start, end: value.end };
}

/** A task that is a shell command alone. */
function isPlainTask(node: YamlNode): node is YamlScalar {
  return node.kind === "scalar" && node.value !== null;
}

/** `true` and `false` are commands too. */
function plainText(node: YamlScalar, { source }: LegacyContext): string {
  return typeof node.value === "string" ? node.value : source.slice(node.start, node.end);
}

/** Words of other tools for what a task needs. */
const NEEDS = [
  "depends_on",
  "dependsOn",
  "depends",
  "requires",
  "after",
  "blocked_by",
  "dependency",
  "deps",
] as const;

function oneTask(task: YamlMap, context: LegacyContext): YamlMap {
  let map = renameKey(task, { from: "task_id", to: "id" }, context);
  map = renameKey(map, { from: "name", to: "title" }, context);
  map = needsOf(map, context);
  map = statusOf(map, "task", context);
  map = withPair(map, "dependencies", value => taskDependencies(value, context));
  map = withPair(map, "needs", value => taskDependencies(value, context));
  map = withPair(map, "phases", value =>
    value.kind === "map" ? legacyPhases(value, context, statusOf) : value,
  );
  map = withoutZeroHours(
    withPair(map, "estimated_hours", value => hours(value, context)),
    context,
  );
  return withPair(map, "kiro_workflow", value => workflow(value, context));
}

/** Another word for `needs` is read as that, where the task has neither `needs` nor `dependencies`. */
function needsOf(map: YamlMap, { renamed }: LegacyContext): YamlMap {
  if (pairOf(map, "needs") || pairOf(map, "dependencies")) return map;
  const pair = map.pairs.find(({ key }) => (NEEDS as readonly string[]).includes(key));
  if (!pair) return map;
  const seen = renamed.get(pair.key) ?? { first: pair, times: 0 };
  renamed.set(pair.key, { ...seen, times: seen.times + 1 });
  return { ...map, pairs: map.pairs.map(each => (each === pair ? { ...pair, key: "needs" } : each)) };
}

/** One warning a word, however many tasks use it. */
function tellRenamed(context: LegacyContext): void {
  for (const [key, { first, times }] of context.renamed) {
    const often = times === 1 ? "" : ` in ${times} tasks`;
    readAs(context, first, `the key "${key}" is read as "needs"${often}`, "write `needs:`");
  }
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
  // `needs: build`, as in a workflow of GitHub's.
  if (value.kind === "scalar" && typeof value.value === "string") {
    return { kind: "seq", flow: true, indent: 0, items: [value], start: value.start, end: value.end };
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
