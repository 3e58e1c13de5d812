import { idProblem, paths } from "../milestone/names.ts";
import { shorten } from "../milestone/text/escape-markdown.ts";
import { sanitise, sanitiseLine } from "../milestone/text/sanitise.ts";
import { asId, MAX_STEM, slugOf } from "../milestone/text/slug.ts";
import type { YamlData } from "../milestone/yaml/render.ts";
import { unaccounted } from "./checklist.ts";
import { dependenciesOf } from "./dependencies.ts";
import type { ImportFormat } from "./detect.ts";
import {
  type Imported,
  type ImportedPlan,
  type ImportedTask,
  type ImportNote,
  imported,
  noteLines,
  unreadable,
} from "./imported.ts";
import type { SourceItem } from "./renamed-items.ts";
import type { SourceMemory } from "./source-memory.ts";
import { yamlComment, yamlPair } from "./yaml-text.ts";

export interface MilestoneText {
  /** Of the milestone file. */
  text: string;
  /** The documents at their places below `.milestones/deliverables/`. */
  files: { path: string; text: string }[];
  /** How it was read and what was left out. */
  notes: string[];
  /** Each task as it stands in the text. */
  tasks: (SourceItem & { text: string })[];
}

const MAX_TASKS = 9_999;
const MAX_TITLE = 200;
const MAX_PROSE = 16_000;
const MAX_LINE = 900;
const MAX_CRITERIA = 200;
/** Long enough to name every line that was left out. */
const MAX_NOTE = 100_000;

/**
 * The milestone file of a plan of another tool: ids, order and checked boxes kept, its documents as deliverables of a
 * first, finished task. Refuses a plan without tasks, or with more than a milestone may have.
 */
export function milestoneText(
  plan: ImportedPlan,
  id: string,
  memory: SourceMemory | null = null,
): Imported<MilestoneText> {
  const problem = countProblem(plan) ?? lossProblem(plan);
  if (problem) return problem;
  const { of: needs, notes } = dependenciesOf(plan);
  const documents = plan.documents.length > 0;
  const { ids, made, changed, first } = idsOf(plan, memory?.ids);
  const renamed = changed.map(({ from, to }) => ({
    what: "ids changed",
    item: `${line(from, 80)} to ${to}`,
  }));
  const tasks = plan.tasks.map((task, index) =>
    taskText(task, { id: ids[index]!, needs: needs[index]!.map(at => ids[at]!), first }),
  );
  const untold = plan.tasks.flatMap(({ mark, heading, state }, index) =>
    memory !== null && mark === null && !heading && /^(?:pending|in_progress)$/.test(state)
      ? [{ what: NO_MARK, item: ids[index]! }]
      : [],
  );
  const shortened = plan.tasks.flatMap((task, index) => shortenedIn(task, ids[index]!));
  const text = [
    head(plan, { id, documents, memory }),
    "tasks:",
    ...(first === null ? [] : [documentsTask(plan, first), ""]),
    tasks.join("\n\n"),
    "",
  ].join("\n");
  const files = plan.documents.map(({ phase, path, text: content }) => ({
    path: `${paths.deliverables(id, first!, phase)}/${path}`,
    text: content,
  }));
  return imported({
    text,
    tasks: plan.tasks.map(({ id: wanted, title: words }, index) => ({
      id: ids[index]!,
      byTitle: wanted === slugOf(words) ? made[index]! : null,
      title: words,
      text: tasks[index]!,
    })),
    files,
    notes: noteLines([...plan.notes, ...notes, ...renamed, ...untold, ...shortened]).map(note =>
      line(note, MAX_NOTE),
    ),
  });
}

/**
 * The id of each task in the milestone, and of the one that holds the documents; `made`: what the source alone makes
 * of it.
 * @param former of tasks that got another title since they were first read, by what is made of the new one
 */
export function idsOf(
  plan: Pick<ImportedPlan, "tasks" | "documents">,
  former: Readonly<Record<string, string>> = {},
) {
  const wanted = plan.tasks.map(task => task.id);
  const documents = plan.documents.length > 0;
  const { ids: made, changed } = giveIds(documents ? [...wanted, "specification"] : wanted);
  const known = new Map(Object.entries(former));
  const kept = new Set(made.flatMap(id => known.get(id)?.toLowerCase() ?? []));
  const taken = new Set([...kept, ...made.map(id => id.toLowerCase())]);
  // What is new under a title that another task had before gets an id of its own.
  const ids = made.map(id => known.get(id) ?? (kept.has(id.toLowerCase()) ? free(id, taken) : id));
  const first = documents ? ids.pop()! : null;
  return { ids, made, changed, first };
}

function countProblem(plan: ImportedPlan) {
  if (plan.tasks.length === 0) {
    return unreadable(
      plan.source,
      1,
      "there is no task in it",
      "add tasks with the tool that wrote it, then import again",
    );
  }
  if (plan.tasks.length > MAX_TASKS) {
    const message = `it has ${plan.tasks.length} tasks; a milestone holds at most ${MAX_TASKS + 1}`;
    return unreadable(plan.source, 1, message, "split it and import each part as a milestone of its own");
  }
  return null;
}

/** Every box and numbered line of a list is a task, a detail or in a note: anything else is refused. */
function lossProblem({ lists, notes }: ImportedPlan) {
  for (const { file, told } of lists) {
    const noted = notes.flatMap(note => ((note.file ?? file.path) === file.path ? (note.line ?? []) : []));
    const [lost] = unaccounted(file.text, new Set([...told, ...noted]));
    if (lost)
      return unreadable(
        file.path,
        lost.line,
        `${JSON.stringify(lost.text.slice(0, 80))} would be lost: it is neither a task, a detail nor told in a note`,
        "write it as `- [ ] …` in the list, and report this line as a fault of the import",
      );
  }
  return null;
}

const FORMAT_WORDS = {
  kiro: "a Kiro spec",
  "spec-kit": "a spec-kit feature",
  openspec: "an OpenSpec change",
  conductor: "a Conductor track",
  backlog: "a Backlog.md board",
  gsd: "a GSD roadmap",
  bmad: "BMAD stories",
  "task-master": "a Task Master list",
  ralph: "a Ralph list of user stories",
  "feature-list": "a list of features",
  beads: "Beads issues",
  todo: "a Markdown list",
  github: "a GitHub milestone",
} as const satisfies Record<ImportFormat, string>;

function head(
  plan: ImportedPlan,
  { id, documents, memory }: { id: string; documents: boolean; memory: SourceMemory | null },
): string {
  const names = plan.documents.map(({ source }) => source);
  const description = [
    prose(plan.description),
    documents ? `Written before, to be read first: ${line(names.join(", "), 2000)}` : "",
  ];
  return [
    yamlComment(`Made of ${FORMAT_WORDS[plan.format]}, ${line(plan.source, 200)}, by \`milestone import\`.`),
    yamlComment(`Look through it, commit it, then: milestone plan ${id}; milestone execute ${id}`),
    yamlPair("id", id, 0),
    yamlPair("title", title(plan.title, id), 0),
    ...pairOf("description", description.filter(Boolean).join("\n\n"), 0),
    yamlPair("status", "planned", 0),
    ...pairOf("due", plan.due, 0),
    "",
    yamlComment(
      "Who does the work: Claude Code here. Another agent (codex, gemini, copilot), a shell command (run: ./scripts/do.sh) or a person (manual: true) may stand here, in a task, or in a phase.",
    ),
    yamlPair("executor", { agent: "claude" }, 0),
    "",
    yamlComment("Run on the branch after each task that changes code; write yours and remove the #:"),
    "# test_command: npm test",
    "",
    ...(memory === null
      ? []
      : [
          yamlComment(
            `The plan it was made of stays yours: \`milestone import ${line(plan.source, 200)}\` again takes in what changed there, and a task that is done is ticked there (tick_source: false to leave it).`,
          ),
          yamlPair("source", { ...memory }, 0),
          "",
        ]),
  ].join("\n");
}

/** The existing documents as the work of a task that is done, on which the others build. */
function documentsTask(plan: ImportedPlan, id: string): string {
  const phases = (["design", "spec", "task"] as const).map(phase => {
    const files = plan.documents.filter(document => document.phase === phase).map(({ path }) => path);
    return yamlPair(phase, { status: "completed", deliverables: files }, 8);
  });
  return [
    yamlComment(
      "What was written before the import: finished, nothing runs here, nobody has to approve it.",
      2,
    ),
    itemHead(id),
    yamlPair("title", title(`Specification of ${plan.title}`, id), 4),
    yamlPair("status", "completed", 4),
    "    kiro_workflow:",
    "      enabled: true",
    "      phases:",
    ...phases,
    yamlPair("execute", { status: "completed", deliverables: [] }, 8),
  ].join("\n");
}

interface TaskPlace {
  id: string;
  needs: string[];
  /** The task that holds the documents. */
  first: string | null;
}

function taskText(task: ImportedTask, { id, needs, first }: TaskPlace): string {
  const name = title(task.title, id);
  const whole = line(task.title, MAX_PROSE);
  const details = prose([...(name === whole ? [] : [whole]), ...task.details].join("\n"));
  const after = needs.length === 0 && first !== null ? [first] : needs;
  return [
    ...(task.heading
      ? [yamlComment("A heading: its subtasks are the work, and it is done when they are.", 2)]
      : []),
    itemHead(id),
    yamlPair("title", name, 4),
    ...pairOf("description", details, 4),
    yamlPair("status", task.state, 4),
    yamlPair("dependencies", after, 4),
    ...pairOf("estimated_hours", task.heading ? undefined : (task.hours ?? undefined), 4),
    ...pairOf("priority", task.priority === null ? undefined : line(task.priority, 40), 4),
    ...pairOf("acceptance_criteria", criteria(task.acceptance), 4),
    ...(task.heading ? [yamlPair("executor", { run: "true" }, 4)] : []),
    ...workflow(task),
  ].join("\n");
}

const NO_MARK = "the source has no place that says whether it is done, so it is not ticked there";

/** What a task of a milestone cannot hold, and where it stands in whole. */
function shortenedIn(
  { title: words, details, acceptance, line: at }: ImportedTask,
  id: string,
): ImportNote[] {
  const item = at > 0 ? `${id} (line ${at})` : id;
  const told = at > 0 ? { item, line: at } : { item };
  const notes: ImportNote[] = [];
  if ([words, ...details].join("\n").length > MAX_PROSE)
    notes.push({
      what: "its text is longer than a description can be; the end of it is in the source alone",
      ...told,
    });
  if (acceptance.length > MAX_CRITERIA)
    notes.push({ what: `more than ${MAX_CRITERIA} criteria; the rest are in the source alone`, ...told });
  if (acceptance.some(each => each.length > MAX_LINE))
    notes.push({
      what: `a criterion of more than ${MAX_LINE} characters; its end is in the source alone`,
      ...told,
    });
  return notes;
}

function workflow(task: ImportedTask): string[] {
  if (!task.planned || task.state === "completed") return ["    kiro_workflow: { enabled: true }"];
  const done = { status: "completed", deliverables: [] };
  const execute = {
    ...(task.state === "in_progress" ? { status: "in_progress" } : {}),
    ...(task.review ? { approval_required: true } : {}),
    ...(task.heading ? { deliverables: [] } : {}),
  };
  return [
    "    kiro_workflow:",
    "      enabled: true",
    "      current_phase: execute",
    "      phases:",
    ...(["design", "spec", "task"] as const).map(phase => yamlPair(phase, done, 8)),
    ...(Object.keys(execute).length === 0 ? [] : [yamlPair("execute", execute, 8)]),
  ];
}

const itemHead = (id: string) => `  - ${yamlPair("id", id, 0)}`;

function pairOf(key: string, value: YamlData | undefined, column: number): string[] {
  const empty = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  return empty ? [] : [yamlPair(key, value, column)];
}

function criteria(texts: readonly string[]): string[] {
  const lines = texts.map(text => line(text, MAX_LINE)).filter(text => text !== "");
  return [...new Set(lines)].slice(0, MAX_CRITERIA);
}

function title(text: string, otherwise: string): string {
  return line(text, MAX_TITLE) || otherwise;
}

/** One visible line. */
function line(text: string, limit: number): string {
  return shorten(sanitiseLine(text).replace(/\s+/g, " ").trim(), limit);
}

/** Visible lines without trailing blanks; tabs become spaces so that the text can stand as a block. */
function prose(text: string): string {
  const lines = sanitise(text).replaceAll("\t", "  ").split("\n");
  const trimmed = lines
    .map(each => each.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
  return shorten(trimmed.replace(/^\n+/, "").trimEnd(), MAX_PROSE);
}

interface GivenIds {
  /** In the order asked for. */
  ids: string[];
  /** Those that could not stay as they were. */
  changed: { from: string; to: string }[];
}

/** Valid ids, unique ignoring case: what is valid and first stays, the rest is changed as little as possible. */
export function giveIds(wanted: readonly string[]): GivenIds {
  const taken = new Set<string>();
  const ids = wanted.map(id => (idProblem(id) ? null : claim(id, taken)));
  const changed: GivenIds["changed"] = [];
  wanted.forEach((from, index) => {
    if (ids[index] !== null) return;
    const stem = asId(from) || `task-${index + 1}`;
    const to = free(stem, taken);
    ids[index] = to;
    if (from !== "") changed.push({ from, to });
  });
  return { ids: ids as string[], changed };
}

function claim(id: string, taken: Set<string>): string | null {
  const key = id.toLowerCase();
  if (taken.has(key)) return null;
  taken.add(key);
  return id;
}

function free(stem: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const id = claim(n === 1 ? stem : `${stem.slice(0, MAX_STEM)}-${n}`, taken);
    if (id !== null) return id;
  }
}
