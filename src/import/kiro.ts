import { type Checklist, readChecklist } from "./checklist.ts";
import {
  type Imported,
  type ImportedDocument,
  type ImportedPlan,
  imported,
  markedBoxes,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { readCriteria } from "./requirements.ts";
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
    tasks: markedBoxes(tasks, list),
    steps,
    hints,
    documents: files.flatMap(file => documentOf(file, folder)),
    list: { file: list, told },
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
