import { openPlanText } from "../milestone/plan/edit-plan.ts";
import { nodeAt, pairOf, toData, type YamlMap, type YamlNode } from "../milestone/yaml/node.ts";
import { readYaml } from "../milestone/yaml/read.ts";
import type { YamlData } from "../milestone/yaml/render.ts";
import type { MilestoneText } from "./milestone-text.ts";

/** What taking in a changed source did to a milestone file. */
export interface UpdatedMilestone {
  text: string;
  added: string[];
  changed: string[];
  /** Ids of tasks that are finished in the source. */
  ticked: string[];
  /** Ids of tasks that the source has no longer. */
  gone: string[];
  /** Tasks that have another title in the source, with it. */
  renamed: string[];
  /** Where a person's edit here stood against a change there, and what was kept. */
  kept: string[];
}

/** Keys of a task that come from its source. All others are a person's, or the engine's. */
const SOURCE_KEYS = [
  "title",
  "description",
  "dependencies",
  "acceptance_criteria",
  "estimated_hours",
  "priority",
] as const;

type Task = Record<string, unknown>;

interface MilestoneReading {
  root: YamlMap;
  tasks: Map<string, { task: Task; path: (string | number)[]; node: YamlNode }>;
  /** Written as a list, to which text can be added. */
  list: Extract<YamlNode, { kind: "seq" }> | null;
}

/**
 * Takes into a milestone file what changed in its source since it was last read, task by task and key by key: what
 * only the source changed is taken, what only a person changed here stays, where both did the person's stays and is
 * told. New tasks are put where the source has them; a task that is gone there is skipped unless it was begun.
 * @param sides.base the milestone file as the source of then gives it; null where that is not known any more
 * @throws when the current text is no milestone file
 */
export function updateMilestone(
  current: string,
  { base, next }: { base: MilestoneText | null; next: MilestoneText },
): UpdatedMilestone {
  const ours = reading(current);
  const theirs = reading(next.text);
  const before = base === null ? null : reading(base.text);
  const result: UpdatedMilestone = {
    text: current,
    added: [],
    changed: [],
    ticked: [],
    gone: [],
    renamed: [],
    kept: [],
  };
  const plan = openPlanText(current);
  for (const [id, { task }] of theirs.tasks) {
    const own = ours.tasks.get(id);
    if (!own) continue;
    const old = before?.tasks.get(id)?.task ?? null;
    takeKeys({ id, own: own.task, old, now: task, result }, (key, value) =>
      plan.set([...own.path, key], value as YamlData | undefined),
    );
    takeState({ id, own: own.task, old, now: task, result }, (key, value) =>
      plan.set([...own.path, key], value as YamlData | undefined),
    );
  }
  for (const id of before?.tasks.keys() ?? []) {
    const own = ours.tasks.get(id);
    if (theirs.tasks.has(id) || !own) continue;
    result.gone.push(id);
    if (own.task.status === undefined || own.task.status === "pending")
      plan.set([...own.path, "status"], "skipped");
    else result.kept.push(`${id} is gone in the source, but stands here as ${String(own.task.status)}`);
  }
  const source = toData(theirs.root) as { source?: YamlData };
  if (source.source !== undefined) plan.set(["source"], source.source);
  result.text = withNewTasks(plan.text(), next, result);
  return result;
}

interface Sides {
  id: string;
  own: Task;
  old: Task | null;
  now: Task;
  result: UpdatedMilestone;
}

type Set = (key: string, value: unknown) => void;

function takeKeys({ id, own, old, now, result }: Sides, set: Set): void {
  for (const key of SOURCE_KEYS) {
    const [mine, then, there] = [own[key], old?.[key], now[key]].map(each => canonical(each));
    if (there === mine || old === null || there === then) continue;
    if (mine === then) {
      set(key, now[key]);
      if (!result.changed.includes(id)) result.changed.push(id);
    } else result.kept.push(`${id}: its ${key} changed here and in the source; the one here stays`);
  }
}

/** What is finished there is finished here; what is finished here is never taken back. */
function takeState({ id, own, old, now, result }: Sides, set: Set): void {
  const mine = String(own.status ?? "pending");
  const there = String(now.status ?? "pending");
  const then = old === null ? null : String(old.status ?? "pending");
  if (there === mine || there === then) return;
  if (there === "completed") {
    if (mine === "completed" || mine === "skipped") return;
    set("status", "completed");
    set("kiro_workflow", now.kiro_workflow);
    result.ticked.push(id);
  } else if (there === "skipped" && mine === "pending") {
    set("status", "skipped");
    result.changed.push(id);
  } else if (mine === then && mine !== "completed") {
    set("status", there);
    set("kiro_workflow", now.kiro_workflow);
    result.changed.push(id);
  } else result.kept.push(`${id} is ${there} in the source and ${mine} here; it stays so`);
}

const canonical = (value: unknown) => JSON.stringify(value ?? null);

/** Puts the text of each new task behind the one that stands before it in the source. */
function withNewTasks(text: string, next: MilestoneText, result: UpdatedMilestone): string {
  let whole = text;
  let before: string | null = null;
  for (const task of next.tasks) {
    const there = reading(whole);
    if (there.tasks.has(task.id)) {
      before = task.id;
      continue;
    }
    if (there.list === null) {
      const data = toData(reading(`tasks:\n${task.text}\n`).tasks.get(task.id)!.node) as Record<
        string,
        YamlData
      >;
      const { id: _, ...rest } = data;
      const plan = openPlanText(whole);
      plan.set(["tasks", task.id], rest);
      whole = plan.text();
    } else
      whole = insertBehind(whole, {
        list: there.list,
        at: before === null ? null : (there.tasks.get(before)?.node ?? null),
        text: task.text,
      });
    result.added.push(task.id);
    before = task.id;
  }
  return whole;
}

function insertBehind(
  whole: string,
  { list, at, text }: { list: Extract<YamlNode, { kind: "seq" }>; at: YamlNode | null; text: string },
): string {
  const node = at ?? list.items.at(-1);
  if (list.flow || !node) throw new Error("the tasks of the milestone file are written as a flow list");
  let end = whole.indexOf("\n", Math.max(node.end - 1, node.start));
  if (end < 0) end = whole.length;
  const indent = " ".repeat(list.indent);
  const eol = whole.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split("\n").map(each => (each === "" ? "" : indent + each.replace(/^ {2}/, "")));
  const head = whole.slice(0, end).replace(/\r$/, "");
  return `${head}${eol}${eol}${lines.join(eol)}${whole.slice(end) === "" ? eol : whole.slice(end).replace(/^\n/, eol)}`;
}

function reading(text: string): MilestoneReading {
  const yaml = readYaml(text);
  if (!yaml.ok || yaml.root.kind !== "map") throw new Error("the milestone file is no YAML map");
  const tasks: MilestoneReading["tasks"] = new Map();
  const node = nodeAt(yaml.root, ["tasks"]);
  if (node?.kind === "seq") {
    node.items.forEach((item, index) => {
      const id = pairOf(item, "id")?.value;
      const name = id?.kind === "scalar" ? String(id.value) : null;
      if (name !== null) tasks.set(name, { task: toData(item) as Task, path: ["tasks", index], node: item });
    });
  } else if (node?.kind === "map") {
    for (const { key, value } of node.pairs)
      tasks.set(key, { task: (toData(value) as Task | null) ?? {}, path: ["tasks", key], node: value });
  }
  return { root: yaml.root, tasks, list: node?.kind === "seq" ? node : null };
}
