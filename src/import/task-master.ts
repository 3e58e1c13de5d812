import { z } from "zod";
import {
  type Imported,
  type ImportedPlan,
  type ImportedTask,
  imported,
  newTask,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import type { Note } from "./notes.ts";
import { readStatus } from "./task-master-status.ts";
import { nameOf, words } from "./titles.ts";

export interface TaskMasterSource {
  tasks: SourceFile;
  /** `.taskmaster/state.json`, which names the tag that is worked on. */
  state: SourceFile | null;
  /** The requirements document that the list was made of. */
  prd: SourceFile | null;
  /** The tag asked for. */
  tag: string | null;
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish().catch(null);
const rawTask = z.looseObject({
  id: text,
  title: text,
  name: text,
  description: text,
  details: text,
  testStrategy: text,
  status: text,
  dependencies: z.array(z.unknown()).nullish().catch(null),
  subtasks: z.array(z.unknown()).nullish().catch(null),
});
type RawTask = z.infer<typeof rawTask>;

const list = z.looseObject({
  tasks: z.array(z.unknown()),
  metadata: z.looseObject({ description: text }).nullish().catch(null),
});

/**
 * A Task Master list, in its old flat form or with tags. Tasks and subtasks keep their ids (`3`, `3.1`), statuses and
 * dependencies; those that say how to do them go on with execute, the others begin with design.
 */
export function readTaskMaster(source: TaskMasterSource): Imported<ImportedPlan> {
  const data = parsed(source.tasks);
  if (!data.ok) return data;
  const tag = chooseTag(data.value, source);
  if (!tag.ok) return tag;
  const notes = tag.value.notes;
  const tasks: ImportedTask[] = [];
  for (const [index, raw] of tag.value.list.tasks.entries()) {
    addTask(raw, { tasks, parent: null, sisters: NONE, index, notes });
  }
  const { name } = tag.value;
  const documents = source.prd
    ? [
        {
          phase: "spec" as const,
          path: nameOf(source.prd.path),
          source: source.prd.path,
          text: source.prd.text,
        },
      ]
    : [];
  return imported({
    format: "task-master",
    source: source.tasks.path,
    title:
      name === null || name === "master" ? (projectName(data.value) ?? "Task Master tasks") : words(name),
    description: tag.value.list.metadata?.description ?? "",
    tasks,
    steps: [],
    hints: [],
    documents: [
      ...documents,
      { phase: "task", path: nameOf(source.tasks.path), source: source.tasks.path, text: source.tasks.text },
    ],
    notes,
  });
}

const project = z.looseObject({ projectName: z.string().min(1) });

/** The name that older lists keep beside their tasks. */
function projectName(data: Record<string, unknown>): string | null {
  const read = [data.meta, data.metadata].map(each => project.safeParse(each)).find(each => each.success);
  return read?.data?.projectName ?? null;
}

function parsed(file: SourceFile): Imported<Record<string, unknown>> {
  let data: unknown;
  try {
    data = JSON.parse(file.text.replace(/^\ufeff/, ""));
  } catch (error) {
    const { line, reason } = placeOf(error, file.text);
    return unreadable(
      file.path,
      line,
      `it is not valid JSON: ${reason}`,
      "correct the file, or let Task Master write it again",
    );
  }
  if (Array.isArray(data)) return imported({ tasks: data });
  if (typeof data === "object" && data !== null) return imported(data as Record<string, unknown>);
  return unreadable(
    file.path,
    1,
    "it holds no tasks",
    'it should hold { "tasks": [ … ] }, or one such map for each tag',
  );
}

/** The line that JSON.parse complains about, as far as it says. */
function placeOf(error: unknown, whole: string): { line: number; reason: string } {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  const line = position === undefined ? 1 : whole.slice(0, Number(position)).split("\n").length;
  return { line, reason: message.replace(/^JSON\.parse: /, "").slice(0, 160) };
}

interface Tag {
  name: string | null;
  list: z.infer<typeof list>;
  notes: Note[];
}

function chooseTag(data: Record<string, unknown>, source: TaskMasterSource): Imported<Tag> {
  const tags = new Map<string, Tag["list"]>();
  for (const [name, value] of Object.entries(data)) {
    const read = list.safeParse(value);
    if (read.success) tags.set(name, read.data);
  }
  const flat = list.safeParse(data);
  const file = source.tasks.path;
  const names = [...tags.keys()];
  if (source.tag !== null) {
    const wanted = tags.get(source.tag);
    if (wanted) return imported({ name: source.tag, list: wanted, notes: [] });
    const remedy =
      names.length > 0 ? `tags: ${names.slice(0, 12).join(", ")}` : "it has no tags; leave the # part out";
    return unreadable(file, 1, `it has no tag "${source.tag}"`, remedy);
  }
  if (names.length === 0 && flat.success) return imported({ name: null, list: flat.data, notes: [] });
  const name = currentTag(source.state, tags) ?? (tags.has("master") ? "master" : names[0]);
  if (name === undefined) {
    return unreadable(
      file,
      1,
      "it holds no tasks",
      'it should hold { "tasks": [ … ] }, or one such map for each tag',
    );
  }
  const others = names.filter(each => each !== name);
  const notes = others.map(item => ({
    what: `the tag ${name} was read; others are imported with ${file}#<tag>`,
    item,
  }));
  return imported({ name, list: tags.get(name)!, notes });
}

function currentTag(state: SourceFile | null, tags: ReadonlyMap<string, unknown>): string | null {
  const match = state ? /"currentTag"\s*:\s*"([^"\\]{1,200})"/.exec(state.text) : null;
  return match && tags.has(match[1]!) ? match[1]! : null;
}

interface Place {
  tasks: ImportedTask[];
  parent: number | null;
  /** Ids of the parent's subtasks, to tell `2` the sister from `2` the task. */
  sisters: ReadonlySet<string>;
  index: number;
  notes: Note[];
}

const NONE: ReadonlySet<string> = new Set();
/** Subtasks may have subtasks of their own; deeper than this nobody nests. */
const MAX_DEPTH = 8;

function addTask(raw: unknown, { tasks, parent, sisters, index, notes }: Place, depth = 0): void {
  const read = rawTask.safeParse(raw);
  const above = parent === null ? "" : tasks[parent]!.id;
  if (!read.success) {
    notes.push({ what: "no task, left out", item: `entry ${index + 1}${above && ` of ${above}`}` });
    return;
  }
  const task = read.data;
  const id = ownId(task.id, above, index);
  const title = task.title || task.name || task.description?.split("\n")[0] || id;
  const { state, review, note } = readStatus(task.status);
  if (note) notes.push({ what: note, item: id });
  const parts = task.subtasks ?? [];
  const place = tasks.length;
  tasks.push(
    newTask({
      id,
      title,
      details: detailsOf(task, title),
      acceptance: task.testStrategy ? linesOf(task.testStrategy) : [],
      state,
      parent,
      after: afterOf(task.dependencies ?? [], above, sisters),
      heading: parts.length > 0 && !task.details && !task.testStrategy,
      planned: Boolean(task.details || task.testStrategy || parts.length > 0 || parent !== null),
      review,
    }),
  );
  if (depth >= MAX_DEPTH) return;
  const ids = new Set(parts.map((part, at) => ownId(idOf(part), id, at)));
  for (const [at, part] of parts.entries()) {
    addTask(part, { tasks, parent: place, sisters: ids, index: at, notes }, depth + 1);
  }
}

function idOf(raw: unknown): string | null | undefined {
  const read = rawTask.safeParse(raw);
  return read.success ? read.data.id : null;
}

/** A subtask's id with its parent's in front; some lists write it so already. */
function ownId(id: string | null | undefined, above: string, index: number): string {
  const own = id?.trim() || String(index + 1);
  return above === "" || own.startsWith(`${above}.`) ? own : `${above}.${own}`;
}

function afterOf(dependencies: readonly unknown[], above: string, sisters: ReadonlySet<string>): string[] {
  return dependencies.flatMap(each => {
    const value = typeof each === "object" && each !== null && "id" in each ? each.id : each;
    if (typeof value !== "string" && typeof value !== "number") return [];
    const id = String(value).trim();
    if (id === "") return [];
    const sister = ownId(id, above, 0);
    return [above !== "" && sisters.has(sister) ? sister : id];
  });
}

function detailsOf(task: RawTask, title: string): string[] {
  const told = [task.description === title ? null : task.description, task.details].filter(
    Boolean,
  ) as string[];
  return told.flatMap((part, at) => [...(at > 0 ? [""] : []), ...part.split(/\r?\n/)]);
}

/** The lines of a test strategy as criteria, without their bullets. */
function linesOf(strategy: string): string[] {
  return strategy
    .split(/\r?\n/)
    .map(line => line.trim().replace(/^(?:[-*•]|\d{1,3}[.)])\s+/, ""))
    .filter(line => line !== "" && !line.startsWith("```"));
}
