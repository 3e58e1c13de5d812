import { type ChecklistSection, readChecklist } from "./checklist.ts";
import {
  type Imported,
  type ImportedPlan,
  imported,
  markedLines,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { listIn, noBox, overview } from "./kiro.ts";
import { plain } from "./references.ts";
import { readTaskList } from "./task-list.ts";
import { nameOf, planTitle, words } from "./titles.ts";

/**
 * A change of OpenSpec. `proposal.md` and `design.md` become the finished design, the deltas below `specs/` the
 * finished spec; each scenario of a delta is a criterion of the last task of the group that bears the capability's
 * name, else of the last task.
 */
export function readOpenSpec(folder: string, files: readonly SourceFile[]): Imported<ImportedPlan> {
  const list = listIn(folder, files);
  if (!list)
    return unreadable(
      folder,
      1,
      "there is no tasks.md",
      "let OpenSpec write the tasks first, then import again",
    );
  const proposal = listIn(folder, files, "proposal.md");
  const checklist = readChecklist(list.text);
  const { tasks, steps, hints, told, notes } = readTaskList(checklist, {
    marks: "other",
    nested: "tasks",
    criteria: new Map(),
  });
  if (tasks.length === 0) return noBox(list, "- [ ] 1.1 What to do");
  const deltas = files.filter(
    file => relative(folder, file).startsWith("specs/") && file.path.endsWith(".md"),
  );
  for (const delta of deltas) {
    const capability = nameOf(delta.path.slice(0, delta.path.lastIndexOf("/")));
    const words = capability.toLowerCase().split(/[-_]/).join(" ");
    const fits = tasks.findLast(task =>
      task.details.some(
        line => line.startsWith("Section: ") && line.toLowerCase().replace(/[-_]/g, " ").includes(words),
      ),
    );
    const target = fits ?? tasks.findLast(task => !task.heading)!;
    target.acceptance.push(...scenariosOf(delta));
  }
  return imported({
    format: "openspec",
    source: folder,
    title: titleOf(proposal) ?? planTitle([list], words(nameOf(folder))),
    description: [whyOf(proposal), overview(checklist)].filter(Boolean).join("\n\n"),
    tasks: markedLines(tasks, list),
    steps,
    hints,
    documents: files.map(file => {
      const path = relative(folder, file);
      const phase = path === "tasks.md" ? "task" : path.startsWith("specs/") ? "spec" : "design";
      return { phase, path, source: file.path, text: file.text } as const;
    }),
    lists: [{ file: list, told }],
    notes,
  });
}

const relative = (folder: string, file: SourceFile) => file.path.slice(folder === "" ? 0 : folder.length + 1);

function titleOf(proposal: SourceFile | undefined): string | null {
  const heading = proposal
    ? readChecklist(proposal.text).sections.find(section => section.level === 1)
    : undefined;
  const title = heading?.title.replace(/^(?:change|proposal|change proposal)\s*[::\-–—]\s*/i, "").trim();
  return title && !/^(?:proposal|change|why)$/i.test(title) ? title : null;
}

function whyOf(proposal: SourceFile | undefined): string {
  if (!proposal) return "";
  const why = readChecklist(proposal.text).sections.find(section => /^why\b/i.test(section.title));
  return (why?.prose ?? [])
    .map(each => each.text)
    .filter(text => text !== "")
    .slice(0, 12)
    .join("\n");
}

/** Each scenario in one line: its requirement, its name, and what happens when. */
function scenariosOf(delta: SourceFile): string[] {
  const { sections, blocks } = readChecklist(delta.text);
  let change = "";
  let requirement = "";
  return sections.flatMap((section, at): string[] => {
    const changed = /^(added|modified|removed|renamed)\b/i.exec(section.title)?.[1];
    if (changed) change = changed.toUpperCase();
    const named = /^requirement\s*[::]\s*(.+)$/i.exec(section.title)?.[1];
    if (named) requirement = named;
    if (named && change === "REMOVED") return [`${named} is removed`];
    const scenario = /^scenario\s*[::]\s*(.+)$/i.exec(section.title)?.[1];
    if (scenario === undefined) return [];
    const inner = blocks.filter(block => block.section === at).map(block => block.item.text);
    return [
      `${requirement === "" ? "" : `${requirement} / `}${scenario}: ${linesOfScenario(section, inner)}`,
    ];
  });
}

const linesOfScenario = (section: ChecklistSection, inner: readonly string[]) =>
  [...section.prose.map(each => each.text), ...inner]
    .map(plain)
    .filter(text => text !== "")
    .join("; ");
