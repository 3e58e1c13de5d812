import { z } from "zod";
import { otherFields } from "./front-matter.ts";
import {
  type Imported,
  type ImportedPlan,
  type ImportedTask,
  type ImportNote,
  imported,
  newTask,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { conflictIn } from "./json-file.ts";
import { nameOf } from "./titles.ts";

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);
const issue = z.looseObject({
  _type: text,
  id: z.union([z.string(), z.number()]).transform(String),
  title: text,
  description: text,
  design: text,
  notes: text,
  acceptance_criteria: text,
  status: text,
  priority: text,
  issue_type: text,
  close_reason: text,
  estimated_minutes: z.number().nullish().catch(null),
  dependencies: z.array(z.unknown()).nullish().catch(null),
});
type BeadsIssue = z.infer<typeof issue>;
const TAKEN = [
  ...Object.keys(issue.shape).filter(key => key !== "close_reason"),
  "original_size",
  "source_repo",
];
const dependency = z.looseObject({ depends_on_id: text, type: text, dep_type: text });

/**
 * The issues of Beads (`.beads/issues.jsonl`): those that block come first, an epic is a heading over its children,
 * a closed issue is completed. What was deleted is left out.
 */
export function readBeads(file: SourceFile): Imported<ImportedPlan> {
  const conflict = conflictIn(file);
  if (conflict) return conflict;
  const notes: ImportNote[] = [];
  const issues: { issue: BeadsIssue; line: number }[] = [];
  for (const [index, raw] of file.text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    if (raw.trim() === "") continue;
    const line = index + 1;
    const read = parsed(raw);
    if (!read)
      return unreadable(
        file.path,
        line,
        "it is no JSON object with an id",
        "correct the line, or let Beads export again (bd export)",
      );
    const kind = read._type ?? "issue";
    if (kind !== "issue" || read.status === "tombstone") {
      const what =
        kind === "issue" ? "deleted, left out" : `a record of another kind (${kind.slice(0, 30)}), left out`;
      notes.push({ what, item: `${read.id} in line ${line}`, line });
    } else issues.push({ issue: read, line });
  }
  const places = new Map(issues.map(({ issue: { id } }, index) => [id, index]));
  const tasks: ImportedTask[] = issues.map(each => ({
    ...taskOf(each, notes),
    mark: { file: file.path, how: "json", path: ["status"], value: "closed", line: each.line } as const,
  }));
  issues.forEach(({ issue: { id, dependencies } }, index) => {
    for (const raw of dependencies ?? []) {
      const read = dependency.safeParse(raw);
      const needs = read.success ? read.data.depends_on_id : null;
      if (!needs) {
        tasks[index]!.details.push(`Dependency: ${JSON.stringify(raw)}`);
        continue;
      }
      const type = read.data?.type ?? read.data?.dep_type ?? "blocks";
      if (type === "parent-child") {
        const parent = places.get(needs);
        const fits = parent !== undefined && parent !== index && !isAbove(tasks, index, parent);
        if (fits && (tasks[index]!.parent ?? parent) === parent) tasks[index]!.parent = parent;
        else tasks[index]!.details.push(`${type}: ${needs}`);
      } else if (/^(?:blocks|conditional-blocks|waits-for)$/.test(type)) tasks[index]!.after.push(needs);
      else tasks[index]!.details.push(`${type}: ${needs}`);
    }
    // Hierarchical ids (`bd-1.2`) name their parent.
    const above = places.get(id.slice(0, Math.max(0, id.lastIndexOf("."))));
    if (tasks[index]!.parent === null && above !== undefined && above !== index) tasks[index]!.parent = above;
  });
  for (const task of tasks) {
    task.heading &&= tasks.some(other => other.parent !== null && tasks[other.parent] === task);
  }
  if (tasks.length === 0)
    return unreadable(file.path, 1, "there is no issue in it", "let Beads export again (bd export)");
  return imported({
    format: "beads",
    source: file.path,
    title: "Beads issues",
    description: "",
    tasks,
    steps: [],
    hints: [],
    documents: [{ phase: "task", path: nameOf(file.path), source: file.path, text: file.text }],
    lists: [],
    notes,
  });
}

function parsed(raw: string): BeadsIssue | null {
  try {
    const read = issue.safeParse(JSON.parse(raw));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function isAbove(tasks: readonly ImportedTask[], above: number, index: number): boolean {
  const seen = new Set<number>();
  for (let at: number | null = index; at !== null && !seen.has(at); at = tasks[at]!.parent) {
    if (at === above) return true;
    seen.add(at);
  }
  return false;
}

function taskOf(
  { issue: read, line }: { issue: BeadsIssue; line: number },
  notes: ImportNote[],
): ImportedTask {
  const told = [
    read.description,
    read.design ? `Design:\n${read.design}` : null,
    read.notes ? `Notes:\n${read.notes}` : null,
  ];
  return newTask({
    id: read.id,
    title: read.title || read.id,
    details: [
      ...told.flatMap(part => (part ? part.split(/\r?\n/) : [])),
      ...otherFields(read, read.issue_type === "task" ? TAKEN : TAKEN.filter(key => key !== "issue_type")),
    ],
    acceptance: (read.acceptance_criteria ?? "")
      .split(/\r?\n/)
      .map(each => each.replace(/^\s*(?:[-*]\s+)?(?:\[.?\]\s+)?/, "").trim())
      .filter(Boolean),
    state: stateOf(read, line, notes),
    heading: read.issue_type === "epic",
    planned: Boolean(read.design || read.acceptance_criteria),
    hours: read.estimated_minutes ? Math.round((read.estimated_minutes / 60) * 100) / 100 : null,
    priority: read.priority ?? null,
    line,
  });
}

function stateOf(
  { id, status, close_reason }: BeadsIssue,
  line: number,
  notes: ImportNote[],
): ImportedTask["state"] {
  switch (status ?? "open") {
    case "closed":
      if (
        !/\b(?:won'?t|wont|duplicate|obsolete|superseded|cancell?ed|not planned)\b/i.test(close_reason ?? "")
      )
        return "completed";
      notes.push({
        what: "closed without being done, so imported as skipped",
        item: `${id} in line ${line}`,
      });
      return "skipped";
    case "in_progress":
    case "hooked":
      return "in_progress";
    case "deferred":
      notes.push({
        what: "deferred, so imported as skipped (write `status: pending` to have one done)",
        item: id,
      });
      return "skipped";
    case "open":
      return "pending";
    default:
      notes.push({ what: `the status ${JSON.stringify(status?.slice(0, 40))} counts as open`, item: id });
      return "pending";
  }
}
