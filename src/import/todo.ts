import { readChecklist } from "./checklist.ts";
import {
  type Imported,
  type ImportedPlan,
  type ImportNote,
  imported,
  markedLines,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { overview } from "./kiro.ts";
import { linesOf, markdownLines } from "./markdown-blocks.ts";
import { readTaskList } from "./task-list.ts";
import { nameOf, planTitle, words } from "./titles.ts";

const LISTS = /^(?:to-?do|tasks?|task[-_]?list|backlog|roadmap|plan|checklist|work|next)\b/i;
const DONE =
  /^\W{0,4}(?:done|completed?|finished|closed|shipped|archived?|已完成|完了|hecho|erledigt|fait)\b/iu;
const BEGUN = /^\W{0,4}(?:in[- ]progress|doing|started|active|wip|current|now|进行中|in arbeit|en cours)\b/iu;
const NO_TASKS =
  /^\W{0,4}(?:notes?|overview|about|background|context|links?|references?|resources|legend|goals?|non-goals?|summary|decisions?)\b/i;

/**
 * A Markdown list that a person keeps (`TASKS.md` and the like): its boxes are tasks, one after the other. Without boxes
 * the bullets and numbered lines are, done where they stand below a heading such as Done.
 */
export function readTodo(file: SourceFile): Imported<ImportedPlan> {
  const name = nameOf(file.path);
  const boxed = readChecklist(file.text);
  const hasBoxes = boxed.blocks.some(block => block.item.mark !== null);
  const given = hasBoxes || !LISTS.test(name) ? null : withBoxes(file.text);
  const checklist = given ? readChecklist(given.text) : boxed;
  const list = readTaskList(checklist, { marks: "other", nested: "tasks", criteria: new Map() });
  const { tasks, steps, hints, told, notes } = list;
  if (tasks.length === 0)
    return unreadable(
      file.path,
      1,
      "there is no checkbox in it, and it is no list of tasks",
      `write tasks as \`- [ ] What to do\`, or let an agent plan it: milestone plan --goal "…" --from ${file.path}`,
    );
  if (!hasBoxes)
    notes.unshift({
      what: "no boxes in it: each line of its lists was taken as a task, done below a heading that says so",
    });
  notes.push(...(given?.notes ?? []));
  return imported({
    format: "todo",
    source: file.path,
    title: planTitle(
      [file],
      /^\W*(?:to-?do|tasks?)\b/i.test(name) ? "Tasks" : words(name.replace(/\.[a-z]+$/i, "")),
    ),
    description: overview(checklist),
    tasks: markedLines(tasks, file),
    steps,
    hints,
    documents: [{ phase: "task", path: name, source: file.path, text: file.text }],
    lists: [{ file, told }],
    notes,
  });
}

/** Bullets and numbered lines as boxes, ticked by the heading that they stand below. */
function withBoxes(text: string): { text: string; notes: ImportNote[] } {
  const raw = linesOf(text);
  const notes: ImportNote[] = [];
  let mark: string | null = " ";
  for (const { kind, line, ...rest } of markdownLines(text)) {
    if (kind === "heading" && "text" in rest)
      mark = NO_TASKS.test(rest.text) ? null : DONE.test(rest.text) ? "x" : BEGUN.test(rest.text) ? "-" : " ";
    if (kind !== "text" && kind !== "item") continue;
    const match = /^(\s{0,3})(?:[-*+•]|(\d{1,4})[.)])\s+(\S.*)$/.exec(raw[line - 1]!);
    if (!match) continue;
    const [, indent, number, words] = match as unknown as [string, string, string | undefined, string];
    if (mark !== null) raw[line - 1] = `${indent}- [${mark}] ${number ? `${number}. ` : ""}${words}`;
    else
      notes.push({
        what: "below a heading that holds no tasks, so not taken",
        item: `line ${line} (${words.slice(0, 60)})`,
        line,
      });
  }
  return { text: raw.join("\n"), notes };
}
