import { Findings } from "../diagnostic/findings.ts";
import { type PlanLayout, readLegacyForms } from "../legacy/legacy.ts";
import { PHASES } from "../phase.ts";
import { nodeAt, pairOf, toData, type YamlMap, type YamlPath } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";
import { openPlanText, type YamlData } from "./edit-plan.ts";
import { milestoneSchema } from "./milestone-schema.ts";

export interface PlanTexts {
  /** The base's file when it was last taken in; null: there was none, and the branch's counts as its own ancestor. */
  ancestor: string | null;
  /** The branch's file, into which the engine writes the state. */
  ours: string;
  /** The base's file as it is now. */
  theirs: string;
  /** The phases that its tasks have by the base's file then or now, which the engine writes down; absent: not known. */
  phases?: readonly TaskPhases[];
}

type TaskPhases = ReadonlyMap<string, readonly string[]>;

export interface Contradiction {
  /** `tasks.build.run` */
  where: string;
  ours: string;
  theirs: string;
}

export type MergedPlan =
  /** The branch has everything that the base says. */
  | { kind: "nothing-new" }
  /** The base's text with what people changed on the branch; the state is still to be written into it. */
  | { kind: "merged"; text: string }
  /** `held`: where else the base says something new, which waits with it. */
  | { kind: "contradiction"; contradictions: Contradiction[]; held: string[] };

/**
 * Merges the base's plan into the branch's by meaning: by task and key, whatever order, form or comments they have.
 * What the engine writes itself counts on no side. A key that both sides changed differently is a contradiction, as
 * is a task that one side changed and the other took away.
 */
export function mergePlans({ ancestor, ours, theirs, phases: known }: PlanTexts): MergedPlan {
  const [mine, other] = [read(ours), read(theirs)];
  const before = ancestor === null ? mine : read(ancestor);
  const wanted = edits(before.data, other.data).filter(edit => !same(at(mine.data, edit.path), edit.value));
  if (wanted.length === 0) return { kind: "nothing-new" };
  const own = edits(before.data, mine.data).filter(edit => !isEngines(edit, known));
  const contradictions: Contradiction[] = [];
  const kept: Edit[] = [];
  for (const edit of own) {
    const there = at(other.data, edit.path);
    if (same(there, edit.value)) continue;
    const gone = edit.path[0] === "tasks" && edit.path.length > 2 && !at(other.data, edit.path.slice(0, 2));
    if (gone || !same(there, edit.before)) {
      const of = gone ? edit.path.slice(0, 2) : edit.path;
      contradictions.push({
        where: edit.path.join("."),
        ours: shown(edit.value),
        theirs: shown(at(other.data, of)),
      });
    } else kept.push(edit);
  }
  if (contradictions.length > 0) {
    const named = new Set(contradictions.map(({ where }) => where));
    const held = wanted.map(edit => edit.path.join(".")).filter(where => !named.has(where));
    return { kind: "contradiction", contradictions, held };
  }
  return { kind: "merged", text: withEdits(theirs, other, kept) };
}

/** Both sides of what a base's plan and the branch's say differently, and what waits with it. */
export function contradictionInWords(
  { contradictions, held }: Extract<MergedPlan, { kind: "contradiction" }>,
  branch: string,
): string {
  const said = contradictions.map(
    ({ where, ours, theirs }) => `${where} is ${ours} on the milestone's branch and ${theirs} on ${branch}`,
  );
  const waiting = held.length === 0 ? "" : `; until then these wait too: ${someOf(held, 50)}`;
  return `the plan was changed on both sides: ${someOf(said, 50)}; write the same on both${waiting}`;
}

/** The first of these texts, and how many more there are. */
export function someOf(texts: readonly string[], most: number): string {
  const more = texts.length > most ? `; and ${texts.length - most} more` : "";
  return texts.slice(0, most).join("; ") + more;
}

/** A person's file with what another text of the same plan says otherwise; what they wrote around it stays as it is. */
export function withChangesOf(text: string, changed: string): string {
  const whole = read(text);
  return withEdits(text, whole, edits(whole.data, read(changed).data));
}

type PlainData = Record<string, unknown>;

interface ReadText {
  root: YamlMap;
  layout: PlanLayout;
  /** Canonical: tasks by id, one word for each thing, nothing that the engine writes. */
  data: PlainData;
}

function read(text: string): ReadText {
  const yaml = readYaml(text);
  if (!yaml.ok || yaml.root.kind !== "map") throw new Error("a plan to merge is no YAML map");
  const findings = new Findings({ file: "milestone file", text });
  const { root, layout } = readLegacyForms(yaml.root, {
    findings,
    isKey: name => Object.hasOwn(milestoneSchema.shape, name),
  });
  return { root: yaml.root, layout, data: personal(toData(root) as PlainData) };
}

const ENGINES_TOP = new Set(["status", "execution", "progress", "kiro_progress", "blockers"]);
const isTime = (key: string) => key.endsWith("_at");

function personal(file: PlainData): PlainData {
  const tasks = Array.isArray(file.tasks) ? (file.tasks as PlainData[]) : [];
  const rest = Object.entries(file).filter(
    ([key]) => !ENGINES_TOP.has(key) && !isTime(key) && key !== "tasks",
  );
  return {
    ...Object.fromEntries(rest),
    tasks: Object.fromEntries(tasks.filter(isMap).map(task => [String(task.id), personalTask(task)])),
  };
}

function personalTask(task: PlainData): PlainData {
  const own: PlainData = {};
  for (const [key, value] of Object.entries(task)) {
    if (key === "id" || key === "status" || isTime(key)) continue;
    if (key === "dependencies") own.needs = value;
    else if (key === "phases") own.phases = phases(value);
    else if (key === "kiro_workflow" && isMap(value)) Object.assign(own, workflow(value));
    else own[key] = value;
  }
  return own;
}

function workflow({ enabled, current_phase: _, phases: named, ...rest }: PlainData): PlainData {
  const kept = { ...rest, ...(enabled === undefined ? {} : { enabled }), ...(isMap(named) ? named : {}) };
  const own = Object.entries(kept).map(([key, value]) => [key, isMap(value) ? withoutStatus(value) : value]);
  const said = own.filter(([, value]) => !isMap(value) || Object.keys(value).length > 0);
  return said.length === 0 ? {} : { kiro_workflow: Object.fromEntries(said) };
}

/** A phase of which nothing but its state is said counts as named. */
function phases(value: unknown): unknown {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map(name => [String(name), true])
    : isMap(value)
      ? Object.entries(value).map(([name, phase]) => [name, isMap(phase) ? withoutStatus(phase) : true])
      : [];
  return Object.fromEntries(
    entries.map(([name, phase]) => [name, isMap(phase) && Object.keys(phase).length === 0 ? true : phase]),
  );
}

function withoutStatus({ status: _, ...phase }: PlainData): PlainData {
  return phase;
}

interface Edit {
  path: string[];
  before: unknown;
  value: unknown;
}

function edits(before: PlainData, after: PlainData, path: string[] = []): Edit[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap(key => {
    const [a, b] = [own(before, key), own(after, key)];
    if (same(a, b)) return [];
    const below = [...path, key];
    return isMap(a) && isMap(b) ? edits(a, b, below) : [{ path: below, before: a, value: b }];
  });
}

/** The engine says of a task it migrated that it is under the workflow, and names the phases that others declared. */
function isEngines({ path, before, value }: Edit, known: PlanTexts["phases"]): boolean {
  if (path[0] !== "tasks" || before !== undefined) return false;
  const had = (names: readonly string[]): boolean =>
    known?.some(phasesOf => same([...(phasesOf.get(path[1]!) ?? [])].sort(), [...names].sort())) ?? true;
  const key = path.slice(2).join(".");
  if (key === "kiro_workflow" || key === "kiro_workflow.enabled")
    return same(value, key === "kiro_workflow" ? { enabled: true } : true) && had(PHASES);
  const isNamed = isMap(value) && Object.values(value).every(phase => phase === true);
  return key === "phases" && isNamed && had(Object.keys(value));
}

/** The milestone file with one more task, at the end of its tasks; comments and form of the others stay. */
export function withTask(text: string, id: string, task: PlainData): string {
  const whole = read(text);
  const list = nodeAt(whole.root, whole.layout.tasks);
  const last = list?.kind === "seq" && !list.flow ? list.items.at(-1) : undefined;
  if (!last) return withEdits(text, whole, [{ path: ["tasks", id], before: undefined, value: task }]);
  const dash = text.lastIndexOf("\n", last.start - 1) + 1;
  const indent = text.slice(dash, dash + text.slice(dash).search(/[^ ]/));
  const behind = text.indexOf("\n", Math.max(last.start, last.end - 1));
  const [before, after] =
    behind < 0 ? [`${text}\n`, ""] : [text.slice(0, behind + 1), text.slice(behind + 1)];
  const words = Object.entries({ id, ...task }).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${before}${indent}- { ${words.join(", ")} }\n${after}`;
}

function withEdits(text: string, { root, layout }: ReadText, kept: readonly Edit[]): string {
  if (kept.length === 0) return text;
  const doc = openPlanText(text);
  const whole = kept.filter(edit => edit.path[0] === "tasks" && edit.path.length === 2);
  const list = nodeAt(root, layout.tasks);
  const places = new Map<string, YamlPath>();
  if (list?.kind === "map") {
    for (const key of layout.taskKeys) places.set(String(key), [...layout.tasks, key]);
    for (const { path, value } of whole) {
      doc.set([...layout.tasks, path[1]!], taskAsWritten(value));
      places.set(path[1]!, [...layout.tasks, path[1]!]);
    }
  } else if (list?.kind === "seq") {
    const removed = new Set(whole.filter(edit => edit.value === undefined).map(edit => edit.path[1]));
    const items = list.items.filter(item => !removed.has(idOf(item)));
    const added = whole.filter(edit => edit.value !== undefined);
    if (whole.length > 0) {
      const data = [
        ...items.map(toData),
        ...added.map(({ path, value }) => ({ id: path[1], ...(taskAsWritten(value) as PlainData) })),
      ];
      doc.set(layout.tasks, data as YamlData);
    }
    items.forEach((item, index) => {
      places.set(idOf(item), [...layout.tasks, index]);
    });
  }
  for (const { path, value } of kept) {
    if (path[0] !== "tasks") {
      doc.set([...(layout.home.get(path[0]!) ?? []), ...path], value as YamlData | undefined);
      continue;
    }
    const place = places.get(path[1]!);
    if (path.length === 2 || !place) continue;
    const [key, ...below] = path.slice(2);
    const node = nodeAt(root, place);
    const word = key === "needs" && pairOf(node, "dependencies") ? "dependencies" : key!;
    const at =
      word === "kiro_workflow" && isPhaseName(below[0])
        ? ["kiro_workflow", "phases", ...below]
        : [word, ...below];
    const isPhase = key === "phases" && value === true;
    doc.set(
      [...place, ...at],
      isPhase ? {} : below.length > 0 ? (value as YamlData) : asWritten(key!, value),
    );
  }
  return doc.text();
}

/** A task's value out of its canonical form. */
function asWritten(key: string, value: unknown): YamlData | undefined {
  if (!isMap(value)) return value as YamlData | undefined;
  const entries = Object.entries(value);
  if (key === "phases") {
    const isList = entries.every(([, phase]) => phase === true);
    const map = entries.map(([name, phase]) => [name, phase === true ? {} : phase]);
    return (isList ? Object.keys(value) : Object.fromEntries(map)) as YamlData;
  }
  const named = key === "kiro_workflow" ? entries.filter(([name]) => isPhaseName(name)) : [];
  if (named.length === 0) return value as YamlData;
  const rest = entries.filter(([name]) => !isPhaseName(name));
  return { ...Object.fromEntries(rest), phases: Object.fromEntries(named) } as YamlData;
}

function taskAsWritten(task: unknown): YamlData | undefined {
  if (!isMap(task)) return task as YamlData | undefined;
  return Object.fromEntries(
    Object.entries(task).map(([key, value]) => [key, asWritten(key, value)]),
  ) as YamlData;
}

const isPhaseName = (key: string | undefined) => PHASES.some(phase => phase === key);

function idOf(item: Parameters<typeof toData>[0]): string {
  const id = pairOf(item, "id")?.value ?? pairOf(item, "task_id")?.value;
  return id?.kind === "scalar" ? String(id.value) : "";
}

function isMap(value: unknown): value is PlainData {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const own = (map: PlainData, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined);

function at(data: PlainData, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isMap(value) ? own(value, key) : undefined), data);
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, i) => same(each, b[i]));
  if (!isMap(a) || !isMap(b)) return Object.is(a, b);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every(key => same(own(a, key), own(b, key)));
}

function shown(value: unknown): string {
  if (value === undefined) return "not there";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
