import { type Block, type Checklist, readChecklist } from "./blocks.ts";
import { bare, behind } from "./checklist.ts";
import {
  type Imported,
  type ImportedDocument,
  type ImportedPlan,
  type ImportedTask,
  imported,
  newTask,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { readMark } from "./marks.ts";
import { type Note, OPTIONAL, UNKNOWN_MARK } from "./notes.ts";
import { readCriteria, readReferences } from "./requirements.ts";
import { slugOf } from "./task-ids.ts";
import { nameOf, planTitle, words } from "./titles.ts";
import { readWaves } from "./waves.ts";

/**
 * A Kiro spec folder. `design.md` becomes the finished design, `requirements.md` (or `bugfix.md`) the finished spec,
 * `tasks.md` the task phase; every box of `tasks.md` is a task that goes on with execute, in the order of the list.
 */
export function readKiro(folder: string, files: readonly SourceFile[]): Imported<ImportedPlan> {
  const list = files.find(file => nameOf(file.path) === "tasks.md");
  if (!list) {
    return unreadable(
      folder,
      1,
      "there is no tasks.md",
      "let Kiro write the task list first, then import again",
    );
  }
  const requirements = files.find(file => /^(?:requirements|bugfix)\.md$/i.test(nameOf(file.path)));
  const checklist = readChecklist(list.text);
  const notes: Note[] = [];
  const found = findTasks(checklist, requirements ? readCriteria(requirements.text) : new Map(), notes);
  if (found.length === 0) {
    return unreadable(list.path, 1, "there is no checkbox in it", "write tasks as `- [ ] 1. What to do`");
  }
  const tasks = found.map(each => each.task);
  settleParents(tasks, notes);
  const steps = readWaves(checklist.code, tasks, notes) ?? stepsOf(found);
  return imported({
    format: "kiro",
    source: folder,
    title: planTitle([list, ...(requirements ? [requirements] : [])], words(nameOf(folder))),
    description: overview(checklist),
    tasks,
    steps,
    hints: [],
    documents: files.flatMap(file => documentOf(file, folder)),
    notes,
  });
}

function documentOf(file: SourceFile, folder: string): ImportedDocument[] {
  const path = file.path.slice(folder === "" ? 0 : folder.length + 1);
  const name = path.toLowerCase();
  const phase = name === "tasks.md" ? "task" : /^(?:requirements|bugfix)\.md$/.test(name) ? "spec" : "design";
  return [{ phase, path, source: file.path, text: file.text }];
}

interface Found {
  task: ImportedTask;
  parallel: boolean;
}

/** `1.`, `2.3`, `**4.1**`, `Task 5:`, `任务 6` in front of a title. */
const NUMBER =
  /^\*{0,2}(?:(?:task|任务|任務|タスク|задача|tarea|tarefa|tâche|aufgabe)\s*)?#?(\d{1,4}(?:\.\d{1,4}){0,5})(?:[.):,、:-]|\s-)?(\\?\*(?=\s))?\*{0,2}(?:\s+|$)/i;
const PARALLEL = /^(?:\[P\]|\(P\))(?:\s+|$)/i;

function findTasks(checklist: Checklist, criteria: Map<string, string>, notes: Note[]): Found[] {
  const { blocks, sections } = checklist;
  const numbered = blocks.some(block => NUMBER.test(block.item.text));
  const found: Found[] = [];
  const byIndent: { indent: number; place: number; children: number }[] = [];
  for (const block of blocks) {
    while (byIndent.length > 0 && byIndent.at(-1)!.indent >= block.item.indent) byIndent.pop();
    const above = byIndent.at(-1);
    const number = NUMBER.exec(block.item.text)?.[1];
    if (numbered && number === undefined && above) {
      // A box without a number inside a task is one of its details.
      const { task } = found[above.place]!;
      task.heading = false;
      task.details.push(`- [${block.item.mark}] ${block.item.text}`);
      takeDetails(task, block.details, criteria);
      continue;
    }
    const id = number ?? (above ? `${found[above.place]!.task.id}.${++above.children}` : "");
    const each = readTask(block, { id, criteria, notes });
    each.task.parent = (number === undefined ? null : parentOf(id, found)) ?? above?.place ?? null;
    const section = sections[block.section]!;
    if (each.task.parent === null && section.level > 1)
      each.task.details.unshift(...sectionLine(section.title));
    byIndent.push({ indent: block.item.indent, place: found.length, children: 0 });
    found.push(each);
  }
  return found;
}

const USUAL_SECTIONS =
  /^(?:tasks?|task list|implementation (?:plan|tasks)|任务列?表?|タスク|tareas|tarefas)$/i;
const sectionLine = (title: string) =>
  title === "" || USUAL_SECTIONS.test(title) ? [] : [`Section: ${title}`];

function parentOf(id: string, found: readonly Found[]): number | null {
  for (let dot = id.lastIndexOf("."); dot > 0; dot = id.lastIndexOf(".", dot - 1)) {
    const place = found.findLastIndex(each => each.task.id === id.slice(0, dot));
    if (place >= 0) return place;
  }
  return null;
}

function readTask(
  { item, details }: Block,
  { id, criteria, notes }: { id: string; criteria: Map<string, string>; notes: Note[] },
): Found {
  const number = NUMBER.exec(item.text);
  const text = number ? behind(item.text, number[0]) : bare(item.text);
  const parallel = PARALLEL.test(text);
  const title = bare(parallel ? text.replace(PARALLEL, "") : text);
  const mark = readMark(item.mark, "kiro");
  const optional = item.optional || mark.optional || number?.[2] !== undefined;
  const name = id || slugOf(title);
  if (mark.unknown)
    notes.push({ what: UNKNOWN_MARK, item: `[${item.mark}] of ${name || "a task"} in line ${item.line}` });
  const skipped = optional && mark.state === "pending";
  if (skipped) notes.push({ what: OPTIONAL, item: name || title });
  const task = newTask({ id: name, title, heading: details.every(saysNothing), line: item.line });
  takeDetails(task, details, criteria);
  task.state = skipped ? "skipped" : mark.state;
  return { task, parallel };
}

/** References in the details of a task become its criteria and dependencies; the rest describes it. */
function takeDetails(task: ImportedTask, details: readonly string[], criteria: Map<string, string>): void {
  for (const line of details) {
    const references = readReferences(line);
    if (references?.kind === "dependencies") {
      task.after.push(...references.numbers);
      continue;
    }
    if (references) task.acceptance.push(...references.numbers.flatMap(each => criterion(each, criteria)));
    task.details.push(line);
  }
}

const saysNothing = (line: string) => line.trim() === "" || readReferences(line) !== null;

function criterion(number: string, criteria: Map<string, string>): string[] {
  const whole = criteria.get(number);
  if (whole !== undefined) return [`${number}: ${whole}`];
  // `Requirements: 3` means every criterion of requirement 3.
  const all = [...criteria].filter(([key]) => key.startsWith(`${number}.`));
  return all.map(([key, text]) => `${key}: ${text}`);
}

/** A task with subtasks that says nothing but its title is a heading; done is only what is done in all parts. */
function settleParents(tasks: readonly ImportedTask[], notes: Note[]): void {
  const parts = tasks.map(() => [] as ImportedTask[]);
  for (const task of tasks) if (task.parent !== null) parts[task.parent]!.push(task);
  for (const [index, task] of tasks.entries()) {
    task.heading &&= parts[index]!.length > 0;
    for (const part of parts[index]!) part.details.push(`Part of ${task.id}: ${task.title}`);
  }
  // A part stands behind the whole in the list: from the end, the state of each part is settled before.
  for (let index = tasks.length - 1; index >= 0; index--) {
    const task = tasks[index]!;
    const open = parts[index]!.find(part => part.state === "pending" || part.state === "in_progress");
    if (task.state !== "completed" || !open) continue;
    task.state = "pending";
    notes.push({
      what: "checked although a part is not, so it counts as open",
      item: `${task.id} (${open.id})`,
    });
  }
}

/** One task after the other; those marked as parallel that follow each other, side by side. */
function stepsOf(found: readonly Found[]): number[][] {
  const closing = closedBy(found);
  const parents = new Set(found.map(each => each.task.parent));
  const steps: number[][] = [];
  let group: number[] | null = null;
  found.forEach((each, index) => {
    if (!parents.has(index)) {
      if (each.parallel && group) group.push(index);
      else {
        group = [index];
        steps.push(group);
      }
      if (!each.parallel) group = null;
    }
    // Work of a parent's own comes when its last part is done.
    for (const parent of closing.get(index) ?? []) {
      if (found[parent]!.task.heading) continue;
      steps.push([parent]);
      group = null;
    }
  });
  return steps;
}

/** The parents whose last part stands at a place, the innermost first. */
function closedBy(found: readonly Found[]): Map<number, number[]> {
  const last = new Map<number, number>();
  found.forEach((each, index) => {
    for (let at = each.task.parent; at !== null; at = found[at]!.task.parent) last.set(at, index);
  });
  const closing = new Map<number, number[]>();
  for (const [parent, index] of [...last].sort(([a], [b]) => b - a)) {
    closing.set(index, [...(closing.get(index) ?? []), parent]);
  }
  return closing;
}

/** What the list says before its first task, or below an Overview heading. */
function overview({ sections }: Checklist): string {
  const told = sections.filter(
    ({ title, level }) => level <= 1 || /^(?:overview|summary|概述|概要|resumen)$/i.test(title),
  );
  return told
    .flatMap(({ prose }) => prose)
    .filter(line => line !== "" && !/^[-*_]{3,}$/.test(line))
    .slice(0, 12)
    .join("\n");
}
