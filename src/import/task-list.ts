import { slugOf } from "../milestone/text/slug.ts";
import { type Checklist, type ChecklistItem, leftOver, type MarkReading, readMark } from "./checklist.ts";
import { type ImportedTask, type ImportNote, newTask, OPTIONAL, UNKNOWN_MARK } from "./imported.ts";
import { bare, behind, readStrike } from "./markdown-blocks.ts";
import { type Named, readInline, readReference } from "./references.ts";
import { readWaves } from "./waves.ts";

/** How a tool writes its list, where tools differ. */
export interface ListStyle {
  marks: "kiro" | "other";
  /** Criteria by the numbers that a list refers to. */
  criteria: ReadonlyMap<string, string>;
  /** Whether a box inside of a task without a number of its own is a task (a step of it otherwise). */
  nested: "tasks" | "details";
  /** Changes the words of a box before they are read, such as `Task: …`. */
  words?: (text: string) => string;
  /** The tool's sections are steps that its order follows. */
  sections?: boolean;
}

export interface TaskList {
  tasks: ImportedTask[];
  steps: number[][];
  hints: [number, number][];
  told: ReadonlySet<number>;
  notes: ImportNote[];
}

interface ListedTask {
  task: ImportedTask;
  parallel: boolean;
  block: ChecklistItem;
  number: string | null;
  flat: boolean;
}

/** `1.`, `2.3`, `**4.1**`, `Task 5:`, `任务 6` in front of a title. */
const NUMBER =
  /^\*{0,2}(?:(?:task|任务|任務|タスク|задача|tarea|tarefa|tâche|aufgabe)\s*)?#?(\d{1,4}(?:\.\d{1,4}){0,5})(?:[.):,、:-]|\s-)?(\\?\*(?=\s))?\*{0,2}(?:\s+|$)/i;
const PARALLEL = /^(?:\[P\]|\(P\))(?:\s+|$)/i;

/**
 * The tasks of a list of boxes: numbered or not, nested by number or by indentation, in the order of the list but
 * for what the list itself says of order. Every box and every numbered line becomes a task, a detail or a note.
 */
export function readTaskList(checklist: Checklist, style: ListStyle): TaskList {
  const notes: ImportNote[] = [];
  const told = new Set<number>();
  const found = dropRepeated(findTasks(checklist, style, { notes, told }), notes);
  const tasks = found.map(each => each.task);
  settleParents(found, notes);
  readDependencies(checklist, found, notes);
  notes.push(...bulletsBeside(checklist), ...leftOver(checklist.text, told));
  const waves = readWaves(checklist, tasks, notes);
  return { tasks, steps: waves.steps ?? stepsOf(found), hints: waves.hints, told, notes };
}

/** Bullets among boxes that have none: perhaps tasks whose box was forgotten. */
function bulletsBeside({ blocks, sections }: Checklist): ImportNote[] {
  return sections.flatMap((section, at) => {
    const first = blocks.find(block => block.section === at && block.item.mark !== null)?.item.line;
    if (first === undefined) return [];
    return section.prose.flatMap(({ line, text }): ImportNote[] => {
      if (line < first || !/^[-*+•]\s+[^[\s]/.test(text) || readReference(text) !== null) return [];
      const words = bare(text).slice(0, 60);
      return [
        { what: "without a box among boxes, so not taken as tasks", item: `line ${line} (${words})`, line },
      ];
    });
  });
}

interface Telling {
  notes: ImportNote[];
  told: Set<number>;
}

function findTasks(checklist: Checklist, style: ListStyle, { notes, told }: Telling): ListedTask[] {
  const { sections } = checklist;
  const blocks = checklist.blocks.map(block => withWords(block, style));
  const boxes = blocks.filter(block => block.item.mark !== null);
  const numbered = boxes.some(block => NUMBER.test(block.item.text));
  const members = membersOf(blocks);
  const found: ListedTask[] = [];
  const byIndent: { indent: number; place: number; children: number; boxed: boolean }[] = [];
  const tell = (block: ChecklistItem) => {
    told.add(block.item.line);
    for (const line of block.lines) told.add(line);
  };
  for (const block of blocks) {
    if (block.item.mark === null && !members.has(block)) continue;
    tell(block);
    while (byIndent.length > 0 && byIndent.at(-1)!.indent >= block.item.indent) byIndent.pop();
    const above = byIndent.at(-1);
    const number = block.item.mark === null ? block.item.number : (NUMBER.exec(block.item.text)?.[1] ?? null);
    const detail = style.nested === "details" || numbered;
    if (detail && number === null && above?.boxed) {
      addStep(found[above.place]!, block, style, notes);
      continue;
    }
    const id = number ?? (above ? `${found[above.place]!.task.id}.${++above.children}` : "");
    const each = readTask(block, { id, style, notes });
    const parent = number === null ? null : parentOf(id, { block, found });
    each.task.parent = parent?.place ?? above?.place ?? null;
    each.flat = parent?.flat ?? false;
    const section = sections[block.section]!;
    if (each.task.parent === null && section.level > 1)
      each.task.details.unshift(...sectionLine(section.title));
    byIndent.push({
      indent: block.item.indent,
      place: found.length,
      children: 0,
      boxed: block.item.mark !== null,
    });
    found.push(each);
  }
  if (found.length > 0) found.push(...fromHeadings(checklist, found, { notes, told }));
  settleFlat(found, notes);
  return found;
}

/** A box's words without what the tool writes in front of every task. */
function withWords(block: ChecklistItem, { words }: ListStyle): ChecklistItem {
  return words ? { ...block, item: { ...block.item, text: words(block.item.text) } } : block;
}

/** An unnumbered box inside of a numbered task: one of its steps. An open one keeps the task open. */
function addStep(
  { task, number }: ListedTask,
  block: ChecklistItem,
  style: ListStyle,
  notes: ImportNote[],
): void {
  const { item, details } = block;
  const strike = readStrike(item.text);
  task.heading = false;
  task.details.push(`- [${item.mark}] ${item.text}`);
  takeDetails(
    task,
    details.map(line => (line === "" ? "" : `  ${line}`)),
    style,
  );
  const mark = readMark(item.mark ?? " ", style.marks);
  const open = mark.state === "pending" || mark.state === "in_progress";
  if (task.state !== "completed" || !open || item.optional || mark.optional || strike.struck) return;
  task.state = "in_progress";
  const name = number ?? task.id;
  notes.push({
    what: "checked although a box in it is not, so it counts as begun",
    item: `${name} (line ${item.line}: ${item.text.slice(0, 60)})`,
    line: item.line,
  });
}

/**
 * Numbered lines without boxes that belong to the list: those that hold boxes, by indentation or by number
 * (`2.` holds `2.1`), and their sisters in the same section.
 */
function membersOf(blocks: readonly ChecklistItem[]): ReadonlySet<ChecklistItem> {
  const plain = blocks.filter(block => block.item.mark === null);
  const members = new Set<ChecklistItem>();
  if (plain.length === 0) return members;
  const prefixes = new Set(
    blocks.flatMap(({ item }) => {
      const number = item.mark === null ? undefined : NUMBER.exec(item.text)?.[1];
      return number?.includes(".") ? [number.slice(0, number.indexOf("."))] : [];
    }),
  );
  const sections = new Set<number>();
  blocks.forEach((block, index) => {
    if (block.item.mark !== null) return;
    const next = blocks[index + 1];
    const holds = next !== undefined && next.item.mark !== null && next.item.indent > block.item.indent;
    if (holds || prefixes.has(block.item.number ?? "")) sections.add(block.section);
  });
  for (const block of plain) if (sections.has(block.section)) members.add(block);
  return members;
}

/** `## 2. Build the parser` without a box below, where other numbered headings have some: a task of its own. */
function fromHeadings(
  checklist: Checklist,
  found: readonly ListedTask[],
  { notes, told }: Telling,
): ListedTask[] {
  const { sections, blocks } = checklist;
  const numberOf = (title: string) => NUMBER.exec(title)?.[1] ?? null;
  const holding = new Set<number>();
  for (const block of blocks) {
    if (!told.has(block.item.line)) continue;
    // A box belongs to every heading that it stands below.
    for (let at = block.section, level = 7; at >= 0; at--) {
      const section = sections[at]!;
      if (section.level < level) {
        holding.add(at);
        level = section.level;
      }
    }
  }
  const pattern = sections.some((section, at) => holding.has(at) && numberOf(section.title) !== null);
  if (!pattern) return [];
  const levels = new Set(
    sections.filter((section, at) => holding.has(at) && numberOf(section.title) !== null).map(s => s.level),
  );
  return sections.flatMap((section, at): ListedTask[] => {
    const number = numberOf(section.title);
    if (number === null || holding.has(at) || !levels.has(section.level)) return [];
    const title = behind(section.title, NUMBER.exec(section.title)![0]);
    const taken = found.some(each => each.task.id === number);
    notes.push({
      what: "a heading without boxes, taken as an open task",
      item: `${number} in line ${section.line} (${title.slice(0, 60)})`,
      line: section.line,
    });
    for (const { line } of section.prose) told.add(line);
    const task = newTask({
      id: taken ? slugOf(title) || number : number,
      title,
      details: section.prose.map(each => each.text).filter(text => text !== ""),
      line: section.line,
    });
    const item = { line: section.line, indent: 0, mark: null, number, optional: false, text: title };
    return [
      { task, parallel: false, number, flat: false, block: { item, details: [], lines: [], section: at } },
    ];
  });
}

const USUAL_SECTIONS =
  /^(?:tasks?|task list|implementation (?:plan|tasks)|to-?do|任务列?表?|タスク|tareas|tarefas)$/i;
const sectionLine = (title: string) =>
  title === "" || USUAL_SECTIONS.test(title) ? [] : [`Section: ${title}`];

/** The task that a number makes another a part of; flat where both stand at one indentation. */
function parentOf(id: string, { block, found }: { block: ChecklistItem; found: readonly ListedTask[] }) {
  for (let dot = id.lastIndexOf("."); dot > 0; dot = id.lastIndexOf(".", dot - 1)) {
    const place = found.findLastIndex(each => each.task.id === id.slice(0, dot));
    if (place < 0) continue;
    const above = found[place]!.block;
    const flat =
      above.item.indent >= block.item.indent && above.item.mark !== null && above.section === block.section;
    return { place, flat };
  }
  return null;
}

/**
 * Parts at the indentation of the whole (`2.1` below `2.`) are parts where the list is written so throughout. A
 * number put in between (`2.5` behind `2.`) is a task of its own: the one before it stays work.
 */
function settleFlat(found: readonly ListedTask[], notes: ImportNote[]): void {
  const parts = new Map<number, ListedTask[]>();
  for (const each of found) {
    if (!each.flat || each.task.parent === null) continue;
    parts.set(each.task.parent, [...(parts.get(each.task.parent) ?? []), each]);
  }
  const firstOf = (list: readonly ListedTask[]) => Number(/(\d+)$/.exec(list[0]!.number ?? "")?.[1] ?? 1);
  const style = [...parts.values()].some(list => list.length > 1 && firstOf(list) <= 1);
  for (const [parent, list] of parts) {
    const whole = found[parent]!;
    const indented = found.some(each => each.task.parent === parent && !each.flat);
    if (indented || (style && firstOf(list) <= 1)) {
      if (!whole.task.heading || indented) continue;
      notes.push({
        what: "a heading over the parts that follow it, with no work of its own",
        item: `${whole.task.id} in line ${whole.task.line} (${list
          .map(each => each.task.id)
          .slice(0, 4)
          .join(", ")})`,
        line: whole.task.line,
      });
      continue;
    }
    for (const each of list) each.task.parent = whole.task.parent;
    whole.task.heading = false;
  }
}

function readTask(
  block: ChecklistItem,
  { id, style, notes }: { id: string; style: ListStyle; notes: ImportNote[] },
): ListedTask {
  const { item, details } = block;
  const strike = readStrike(item.text);
  const number = item.mark === null ? null : NUMBER.exec(strike.text);
  const text = number ? behind(strike.text, number[0]) : bare(strike.text);
  const parallel = PARALLEL.test(text);
  const title = bare(parallel ? text.replace(PARALLEL, "") : text);
  const mark: MarkReading = readMark(item.mark ?? " ", style.marks);
  const optional = item.optional || mark.optional || number?.[2] !== undefined;
  const name = id || slugOf(title);
  if (mark.unknown)
    notes.push({ what: UNKNOWN_MARK, item: `[${item.mark}] of ${name || "a task"} in line ${item.line}` });
  const skipped = optional && mark.state === "pending" && !strike.struck;
  if (skipped) notes.push({ what: OPTIONAL, item: name || title });
  const task = newTask({ id: name, title, heading: details.every(saysNothing), line: item.line });
  takeDetails(task, details, style);
  task.hours ??= readInline(title).hours;
  task.state = skipped || strike.struck ? "skipped" : mark.state;
  if (strike.struck)
    notes.push({ what: STRUCK, item: `${name || title} in line ${item.line}`, line: item.line });
  return {
    task,
    parallel: parallel || /\s(?:\(P\)|\[P\])\s*$/i.test(text),
    block,
    number: number?.[1] ?? item.number,
    flat: false,
  };
}

export const STRUCK = "struck out, so imported as skipped";

/** References in the details of a task become its criteria, hours and priority; the rest describes it. */
function takeDetails(task: ImportedTask, details: readonly string[], { criteria }: ListStyle): void {
  for (const line of details) {
    const reference = readReference(line);
    switch (reference?.kind) {
      case "requirements":
        task.acceptance.push(...reference.numbers.flatMap(each => criterion(each, criteria)));
        break;
      case "hours":
        task.hours = reference.hours;
        break;
      case "priority":
        task.priority = reference.priority;
        break;
      case "dependencies":
      case "blocks":
      case undefined:
        break;
      default:
        reference satisfies never;
    }
    // What it waits for is told by its place in the plan, unless it names no task.
    const resolved =
      (reference?.kind === "dependencies" || reference?.kind === "blocks") &&
      reference.names.words.length === 0;
    if (!resolved) task.details.push(line);
  }
}

const saysNothing = (line: string) => line.trim() === "" || readReference(line) !== null;

function criterion(number: string, criteria: ReadonlyMap<string, string>): string[] {
  const whole = criteria.get(number);
  if (whole !== undefined) return [`${number}: ${whole}`];
  // `Requirements: 3` means every criterion of requirement 3.
  const all = [...criteria].filter(([key]) => key.startsWith(`${number}.`));
  return all.map(([key, text]) => `${key}: ${text}`);
}

/**
 * The same task twice, word for word and with one number: once, and done where one of them is. In two sections it is
 * the same only where the one is done and the other is not: lists may start counting over.
 */
function dropRepeated(found: readonly ListedTask[], notes: ImportNote[]): ListedTask[] {
  const first = new Map<string, number[]>();
  const places: number[] = [];
  const kept: ListedTask[] = [];
  for (const each of found) {
    const { task, block, number } = each;
    const key = `${task.parent === null ? "" : found[task.parent]!.task.id}\n${number ?? ""}\n${wordsOf(task.title) || task.title}`;
    const done = (one: ListedTask) => one.task.state === "completed";
    const twin = (first.get(key) ?? []).find(
      place =>
        kept[place]!.block.section === block.section ||
        (number !== null && done(kept[place]!) !== done(each)),
    );
    if (twin === undefined || task.title === "") {
      const other = (first.get(key) ?? []).find(place => done(kept[place]!) !== done(each));
      if (other !== undefined && task.title !== "") notes.push(bothStates(kept[other]!.task, task));
      first.set(key, [...(first.get(key) ?? []), kept.length]);
      places.push(kept.length);
      kept.push(each);
      continue;
    }
    places.push(twin);
    const { task: one } = kept[twin]!;
    notes.push(sameTask(one, task));
    one.state = further(one.state, task.state);
    one.details.push(...task.details.filter(line => !one.details.includes(line)));
    kept[twin]!.block.details.push(...block.details);
    kept[twin]!.block.lines.push(...block.lines);
  }
  for (const { task } of kept) if (task.parent !== null) task.parent = places[task.parent]!;
  return kept;
}

const bothStates = (one: ImportedTask, other: ImportedTask): ImportNote => ({
  what: "the same words stand there both open and done, in two sections; both are kept: tick or remove one if they are one task",
  item: `${JSON.stringify(one.title.slice(0, 60))} in lines ${one.line} and ${other.line}`,
  line: other.line,
});

export const sameTask = (one: ImportedTask, other: ImportedTask): ImportNote => ({
  what: "the same task stands there twice, taken as one",
  item: `${one.id} in lines ${one.line} and ${other.line} (${one.state === other.state ? one.state : `${one.state} and ${other.state}`})`,
  line: other.line,
});

const ORDER = ["pending", "skipped", "in_progress", "completed"] as const;
export const further = (one: ImportedTask["state"], other: ImportedTask["state"]) =>
  ORDER[Math.max(ORDER.indexOf(one), ORDER.indexOf(other))]!;

/** A task with subtasks that says nothing but its title is a heading; done is only what is done in all parts. */
function settleParents(found: readonly ListedTask[], notes: ImportNote[]): void {
  const tasks = found.map(each => each.task);
  const parts = tasks.map(() => [] as ImportedTask[]);
  for (const task of tasks) if (task.parent !== null) parts[task.parent]!.push(task);
  for (const [index, task] of tasks.entries()) {
    task.heading &&= parts[index]!.length > 0;
    for (const part of parts[index]!) part.details.push(`Part of ${task.id}: ${task.title}`);
  }
  for (const [index, task] of tasks.entries()) {
    // What is struck out is struck out with all that belongs to it.
    if (task.state !== "skipped") continue;
    for (const part of parts[index]!) if (part.state === "pending") part.state = "skipped";
  }
  // A part stands behind the whole in the list: from the end, the state of each part is settled before.
  for (let index = tasks.length - 1; index >= 0; index--) {
    const task = tasks[index]!;
    const list = parts[index]!;
    const open = list.find(part => part.state === "pending" || part.state === "in_progress");
    const noBox = found[index]!.block.item.mark === null;
    if (noBox && task.heading && !open && list.length > 0) task.state = "completed";
    if (task.state !== "completed" || !open) continue;
    task.state = "pending";
    notes.push({
      what: "checked although a part is not, so it counts as open",
      item: `${task.id} (${open.id})`,
    });
  }
}

/** What each task says that it waits for, in its words or below them, as ids of the list. */
function readDependencies(checklist: Checklist, found: readonly ListedTask[], notes: ImportNote[]): void {
  const names = new TaskNames(checklist, found);
  for (const [index, { task, block }] of found.entries()) {
    const inline = readInline(block.item.text).after;
    for (const named of inline) {
      if (named.ids.length > 0 || named.phases.length > 0 || named.all)
        task.after.push(...names.resolve({ ...named, words: [] }, index, notes));
    }
    for (const [at, line] of block.details.entries()) {
      const reference = readReference(line);
      if (reference?.kind === "dependencies")
        task.after.push(...names.resolve(reference.names, index, notes, block.lines[at]));
      else if (reference?.kind === "blocks")
        for (const id of names.resolve(reference.names, index, notes, block.lines[at]))
          for (const other of found)
            if (other.task.id === id && other.task !== task) other.task.after.push(task.id);
    }
    task.after = [...new Set(task.after)].filter(id => id !== task.id);
  }
}

/** Finds tasks by what people call them: ids, titles, phases, everything above. */
export class TaskNames {
  readonly #ids = new Map<string, string>();
  readonly #titles = new Map<string, string>();
  readonly #found: readonly { task: ImportedTask; block: Pick<ChecklistItem, "section"> }[];
  readonly #checklist: Checklist;

  constructor(
    checklist: Checklist,
    found: readonly { task: ImportedTask; block: Pick<ChecklistItem, "section"> }[],
  ) {
    this.#checklist = checklist;
    this.#found = found;
    for (const { task } of found) {
      const keys = [task.id, task.id.replace(/^T-?0*(?=\d)/i, "T")];
      for (const key of keys)
        if (!this.#ids.has(key.toLowerCase())) this.#ids.set(key.toLowerCase(), task.id);
      const title = wordsOf(task.title);
      if (title !== "" && !this.#titles.has(title)) this.#titles.set(title, task.id);
    }
  }

  id(written: string): string | null {
    const key = written.toLowerCase();
    const loose = /^t-?(\d)/i.test(key) ? key.replace(/^t-?0*(?=\d)/i, "t") : key.replace(/\.0$/, "");
    return this.#ids.get(key) ?? this.#ids.get(loose) ?? this.#ids.get(key.replace(/^#/, "")) ?? null;
  }

  /** The ids of tasks named; a piece that names none is noted by its line. */
  resolve(named: Named, index: number, notes: ImportNote[], line?: number): string[] {
    const { task } = this.#found[index]!;
    const ids = named.ids.flatMap(written => {
      const id = this.id(written);
      if (id === null) notes.push(unresolved(written, task, line));
      return id ?? [];
    });
    for (const phase of named.phases) {
      const inPhase = this.#inPhase(phase);
      if (inPhase.length === 0) notes.push(unresolved(`phase ${phase}`, task, line));
      ids.push(...inPhase);
    }
    if (named.all) ids.push(...this.#found.slice(0, index).map(each => each.task.id));
    for (const words of named.words) {
      const id = this.#titles.get(wordsOf(words));
      if (id !== undefined) ids.push(id);
      else notes.push(unresolved(words, task, line));
    }
    return ids;
  }

  #inPhase(number: string): string[] {
    const title = new RegExp(String.raw`^\W{0,4}(?:phase|stage|fase|этап)\s*${number}\b`, "i");
    const { sections } = this.#checklist;
    const at = sections.findIndex(section => title.test(section.title));
    if (at < 0) return [];
    const { level } = sections[at]!;
    let end = at + 1;
    while (end < sections.length && sections[end]!.level > level) end += 1;
    return this.#found
      .filter(each => each.block.section >= at && each.block.section < end)
      .map(each => each.task.id);
  }
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const unresolved = (written: string, task: ImportedTask, line: number | undefined): ImportNote => ({
  what: "named as needed but not in the plan, left out",
  item: `${written.slice(0, 80)} (by ${task.id}${line === undefined ? (task.line > 0 ? `, line ${task.line}` : "") : `, line ${line}`})`,
  ...(line === undefined ? {} : { line }),
});

/** One task after the other; those marked as parallel that follow each other, side by side. */
function stepsOf(found: readonly ListedTask[]): number[][] {
  const closing = closedBy(found);
  const parents = new Set(found.map(each => each.task.parent));
  const steps: number[][] = [];
  let group: number[] | null = null;
  const order = found.map((_, index) => index).sort((a, b) => found[a]!.task.line - found[b]!.task.line);
  for (const index of order) {
    const each = found[index]!;
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
  }
  return steps;
}

/** The parents whose last part stands at a place, the innermost first. */
function closedBy(found: readonly ListedTask[]): Map<number, number[]> {
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
