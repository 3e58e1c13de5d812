import { type Checklist, readChecklist } from "./checklist.ts";
import {
  type Imported,
  type ImportedDocument,
  type ImportedPlan,
  imported,
  markedLines,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { markdownLines } from "./markdown-blocks.ts";
import { readTaskList } from "./task-list.ts";
import { nameOf, planTitle, words } from "./titles.ts";

/**
 * A Kiro spec folder. `design.md` becomes the finished design, `requirements.md` (or `bugfix.md`) the finished spec,
 * `tasks.md` the task phase; every box of `tasks.md` is a task that goes on with execute, in the order of the list.
 */
export function readKiro(folder: string, files: readonly SourceFile[]): Imported<ImportedPlan> {
  const list = listIn(folder, files);
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
  const { tasks, steps, hints, told, notes } = readTaskList(checklist, {
    marks: "kiro",
    nested: "tasks",
    criteria: requirements ? readCriteria(requirements.text) : new Map(),
  });
  if (tasks.length === 0) return noBox(list);
  return imported({
    format: "kiro",
    source: folder,
    title: planTitle([list, ...(requirements ? [requirements] : [])], words(nameOf(folder))),
    description: overview(checklist),
    tasks: markedLines(tasks, list),
    steps,
    hints,
    documents: files.flatMap(file => documentOf(file, folder)),
    lists: [{ file: list, told }],
    notes,
  });
}

/** The `tasks.md` directly in a folder; older lists may lie in folders below it. */
export function listIn(
  folder: string,
  files: readonly SourceFile[],
  name = "tasks.md",
): SourceFile | undefined {
  const path = folder === "" || folder === "." ? name : `${folder}/${name}`;
  return files.find(file => file.path === path);
}

export const noBox = (list: SourceFile, example = "- [ ] 1. What to do") =>
  unreadable(list.path, 1, "there is no checkbox in it", `write tasks as \`${example}\``);

function documentOf(file: SourceFile, folder: string): ImportedDocument[] {
  const path = file.path.slice(folder === "" || folder === "." ? 0 : folder.length + 1);
  const name = path.toLowerCase();
  const phase = name === "tasks.md" ? "task" : /^(?:requirements|bugfix)\.md$/.test(name) ? "spec" : "design";
  return [{ phase, path, source: file.path, text: file.text }];
}

/** What the list says before its first task, or below an Overview heading. */
export function overview({ sections }: Checklist): string {
  const told = sections.filter(
    ({ title, level }) => level <= 1 || /^(?:overview|summary|概述|概要|resumen)$/i.test(title),
  );
  return told
    .flatMap(({ prose }) => prose.map(each => each.text))
    .filter(line => line !== "" && !/^[-*_]{3,}$/.test(line))
    .slice(0, 12)
    .join("\n");
}

/**
 * The acceptance criteria of a requirements file by their numbers, `2.1` being the first of requirement 2: the
 * numbered lines below a heading that bears the requirement's number.
 */
function readCriteria(text: string): Map<string, string> {
  const criteria = new Map<string, string>();
  let requirement: string | null = null;
  let last: string | null = null;
  for (const line of markdownLines(text)) {
    if (line.kind === "heading") {
      const number = /(?:^|[^\d.])(\d{1,4})(?=\D|$)(?!\.\d)/.exec(line.text);
      if (number) requirement = number[1]!;
      else if (line.level <= 2) requirement = null;
      last = null;
    } else if (line.kind === "text") {
      last = takeLine(line.text, line.indent, { requirement, last, criteria });
    } else if (line.kind === "item") {
      const { number, text: words, indent } = line.item;
      last = takeLine(number === null ? words : `${number}. ${words}`, indent, {
        requirement,
        last,
        criteria,
      });
    }
  }
  return criteria;
}

interface RequirementReading {
  requirement: string | null;
  last: string | null;
  criteria: Map<string, string>;
}

function takeLine(
  text: string,
  indent: number,
  { requirement, last, criteria }: RequirementReading,
): string | null {
  const numbered = /^(?:[-*]\s+)?\**(\d{1,4})(?:\.(\d{1,4})[.):]?|[.):])\**\s+(.+)$/.exec(text);
  if (numbered && indent < 4) {
    const [, first, second, words] = numbered;
    const key =
      second !== undefined ? `${first}.${second}` : requirement === null ? null : `${requirement}.${first}`;
    if (key !== null && !criteria.has(key)) criteria.set(key, words!.replaceAll("**", ""));
    return key;
  }
  if (text === "") return null;
  // A criterion may go on in the lines below its number.
  if (last !== null && indent > 0) criteria.set(last, `${criteria.get(last)!} ${text.replaceAll("**", "")}`);
  return last;
}
