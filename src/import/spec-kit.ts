import { type Checklist, readChecklist } from "./blocks.ts";
import { bare, behind, markdownLines } from "./checklist.ts";
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
import { idsIn, readHints, TASK_ID } from "./spec-kit-order.ts";
import { slugOf } from "./task-ids.ts";
import { nameOf, planTitle, words } from "./titles.ts";

/**
 * A spec-kit feature folder. `plan.md` with `research.md`, `data-model.md` and `contracts/` become the finished
 * design, `spec.md` the finished spec, `tasks.md` the task phase; its tasks go on with execute, phase after phase,
 * those marked `[P]` that follow each other side by side.
 */
export function readSpecKit(folder: string, files: readonly SourceFile[]): Imported<ImportedPlan> {
  const list = files.find(file => nameOf(file.path) === "tasks.md");
  if (!list) {
    return unreadable(
      folder,
      1,
      "there is no tasks.md",
      "make it with spec-kit's tasks command, then import again",
    );
  }
  const spec = files.find(file => nameOf(file.path) === "spec.md");
  const checklist = readChecklist(withBoxes(list.text));
  const notes: Note[] = [];
  const { tasks, steps } = findTasks(checklist, notes);
  if (tasks.length === 0) {
    return unreadable(
      list.path,
      1,
      "there is no task in it",
      "write tasks as `- [ ] T001 [P] [US1] What to do`",
    );
  }
  const known = new Set(tasks.map(task => task.id));
  return imported({
    format: "spec-kit",
    source: folder,
    title: planTitle([list, ...(spec ? [spec] : [])], words(nameOf(folder))),
    description: "",
    tasks,
    steps,
    hints: readHints(checklist.sections, known, tasks),
    documents: files.flatMap(file => documentOf(file, folder)),
    notes,
  });
}

function documentOf(file: SourceFile, folder: string): ImportedDocument[] {
  const path = file.path.slice(folder === "" ? 0 : folder.length + 1);
  const name = path.toLowerCase();
  const phase = name === "tasks.md" ? "task" : /^spec\.md$|^checklists\//.test(name) ? "spec" : "design";
  return [{ phase, path, source: file.path, text: file.text }];
}

const TASK_HEADING = new RegExp(
  String.raw`^(\s*)#{2,5}\s+(?:\[([^\]\s]?)\]\s*)?(✅\s*)?(?:Task\s+)?(${TASK_ID})\b[.:)]?\s*(.*)$`,
);

/** Some lists write each task as a heading (`### T001: Title`): read as a box, open unless it is marked as done. */
function withBoxes(text: string): string {
  const lines = markdownLines(text);
  if (lines.some(line => line.kind === "item" && LABEL.test(line.item.text))) return text;
  const raw = text.split(/\r\n?|\n/);
  for (const line of lines) {
    if (line.kind !== "heading") continue;
    const match = TASK_HEADING.exec(raw[line.line - 1]!.slice(0, 2000));
    if (match) raw[line.line - 1] = `- [${match[3] ? "x" : match[2] || " "}] ${match[4]} ${match[5]}`;
  }
  return raw.join("\n");
}

/** `T001`, `**T001**`, `T-001:`, `[T001]` in front of a task. */
const LABEL = new RegExp(String.raw`^\*{0,2}\[?(${TASK_ID})\]?[.:)]?\*{0,2}[.:)]?(?:\s+|$)`);
/** `[P]`, `[US1]`, `[3pt]`. */
const TAG = /^\*{0,2}[[(]([^\])\s]{1,12})[\])]\*{0,2}\s*/;

interface Label {
  id: string;
  parallel: boolean;
  story: string | null;
  title: string;
}

function readLabel(text: string): Label | null {
  const match = LABEL.exec(text);
  if (!match) return null;
  const label: Label = { id: match[1]!, parallel: false, story: null, title: "" };
  let rest = behind(text, match[0]);
  for (let tag = TAG.exec(rest); tag; tag = TAG.exec(rest)) {
    const word = tag[1]!;
    if (/^p$/i.test(word)) label.parallel = true;
    else if (/^us-?\d{1,3}$/i.test(word)) label.story = word;
    else if (!/^\d{1,3}(?:pt|h|p)?$|^[A-Z]{1,4}-?\d{0,4}$/i.test(word)) break;
    rest = rest.slice(tag[0].length);
  }
  label.title = bare(rest.replace(/^[-–—:]\s*/, ""));
  return label;
}

function findTasks(checklist: Checklist, notes: Note[]): { tasks: ImportedTask[]; steps: number[][] } {
  const { blocks, sections } = checklist;
  const labelled = blocks.some(block => LABEL.test(block.item.text));
  const tasks: ImportedTask[] = [];
  const steps: number[][] = [];
  let group: number[] | null = null;
  let phase = -1;
  let open: string[] = [];
  for (const block of blocks) {
    const label = readLabel(block.item.text) ?? (labelled ? null : unlabelled(block.item.text));
    if (!label) {
      if (tasks.length > 0 && block.item.indent > 0) {
        tasks.at(-1)!.details.push(`- [${block.item.mark}] ${block.item.text}`, ...block.details);
      } else notes.push({ what: "boxes without a task id, left out", item: `line ${block.item.line}` });
      continue;
    }
    const place = phaseOf(sections, block.section);
    if (place !== phase) {
      endPhase(tasks, open);
      open = place < 0 ? [] : judgedBy(sections, place);
      phase = place;
      group = null;
    }
    const task = readTask(block, { label, about: place < 0 ? [] : told(sections, place), notes });
    if (label.parallel && group) group.push(tasks.length);
    else {
      group = [tasks.length];
      steps.push(group);
    }
    if (!label.parallel) group = null;
    tasks.push(task);
  }
  endPhase(tasks, open);
  return { tasks, steps };
}

function unlabelled(text: string): Label {
  const [id, title] = [slugOf(text), bare(text)];
  return { id, parallel: /^\[P\]/.test(text), story: null, title: title.replace(/^\[P\]\s*/, "") };
}

function readTask(
  { item, details }: Checklist["blocks"][number],
  { label, about, notes }: { label: Label; about: string[]; notes: Note[] },
): ImportedTask {
  const mark = readMark(item.mark, "spec-kit");
  if (mark.unknown)
    notes.push({ what: UNKNOWN_MARK, item: `[${item.mark}] of ${label.id} in line ${item.line}` });
  const optional = item.optional || mark.optional;
  if (optional && mark.state === "pending") {
    notes.push({ what: OPTIONAL, item: label.id });
  }
  const named = /\((?:depends? on|after|requires|blocked by)[: ]([^)]{1,300})\)/i.exec(item.text);
  return newTask({
    id: label.id,
    title: label.title,
    details: [
      ...details,
      ...(details.length > 0 ? [""] : []),
      ...about,
      ...(label.story ? [`Story: ${label.story}`] : []),
    ],
    after: named ? idsIn(named[1]!).filter(id => id !== label.id) : [],
    state: optional && mark.state === "pending" ? "skipped" : mark.state,
    line: item.line,
  });
}

const PHASE = /^(?:phase|stage|阶段|フェーズ|fase|étape|этап|第.{1,3}阶段)\b/iu;

/** The heading of the phase that a section belongs to (`## Phase 3: …`), else the one of level 2 above it, or -1. */
function phaseOf(sections: Checklist["sections"], at: number): number {
  let level = 7;
  let second = -1;
  for (let place = at; place >= 0 && level > 1; place--) {
    const section = sections[place]!;
    if (section.level >= level || section.level === 0) continue;
    level = section.level;
    if (level > 1 && PHASE.test(section.title)) return place;
    if (level === 2) second = place;
  }
  return second;
}

function within(sections: Checklist["sections"], phase: number): string[] {
  const lines: string[] = [];
  const { level } = sections[phase]!;
  for (let at = phase; at < sections.length && (at === phase || sections[at]!.level > level); at++) {
    lines.push(...sections[at]!.prose);
  }
  return lines;
}

const GOAL = /^\*{0,2}(?:goal|purpose|目标|目的|objetivo|objectif|ziel)\*{0,2}\s*[::]\*{0,2}\s*(.+)$/i;
const JUDGED =
  /^\*{0,2}(?:✅\s*)?(?:independent test|checkpoint|检查点|独立测试|チェックポイント|punto de control)\*{0,2}\s*[::]\*{0,2}\s*(.+)$/i;

/** What every task of a phase should know: its heading and goal. */
function told(sections: Checklist["sections"], phase: number): string[] {
  const goal = within(sections, phase).flatMap(line => GOAL.exec(line)?.[1] ?? []);
  return [sections[phase]!.title, ...goal.slice(0, 2).map(text => `Goal: ${text}`)];
}

/** What the end of a phase is judged by: its independent test and its checkpoint. */
function judgedBy(sections: Checklist["sections"], phase: number): string[] {
  return within(sections, phase).flatMap(line => JUDGED.exec(line)?.[1] ?? []);
}

function endPhase(tasks: readonly ImportedTask[], judged: readonly string[]): void {
  tasks.at(-1)?.acceptance.push(...judged);
}
