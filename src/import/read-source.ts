import { pathProblem } from "../milestone/path/path-rule.ts";
import { type FolderFormat, type ImportSource, join, parentOf } from "./detect.ts";
import {
  type Files,
  type Imported,
  type ImportedPlan,
  type ImportNote,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { conflictIn } from "./json-file.ts";

export type LocalSource = Exclude<ImportSource, { format: "github" }>;
type FolderSource = Extract<LocalSource, { folder: string }>;
type FileSource = Extract<LocalSource, { file: string }>;

/** Reads a plan that lies in files, with the documents that belong to it. Each tool's reader is loaded when it is needed. */
export async function readSource(source: LocalSource, files: Files): Promise<Imported<ImportedPlan>> {
  if ("file" in source) return readOne(source, files);
  const { found, notes } = await documents(source, files);
  const conflict = found.map(conflictIn).find(each => each !== null);
  if (conflict) return conflict;
  const plan = await readFolder(source, found);
  if (plan.ok) plan.value.notes.push(...notes);
  return plan;
}

async function readFolder(
  { folder, format }: FolderSource,
  found: SourceFile[],
): Promise<Imported<ImportedPlan>> {
  switch (format) {
    case "kiro":
      return (await import("./kiro.ts")).readKiro(folder, found);
    case "spec-kit":
      return (await import("./spec-kit.ts")).readSpecKit(folder, found);
    case "openspec":
      return (await import("./openspec.ts")).readOpenSpec(folder, found);
    case "conductor":
      return (await import("./conductor.ts")).readConductor(folder, found);
    case "backlog":
      return (await import("./backlog.ts")).readBacklog(folder, found);
    case "gsd":
      return (await import("./gsd.ts")).readGsd(folder, found);
    case "bmad":
      return (await import("./bmad.ts")).readBmad(folder, found);
    default:
      return format satisfies never;
  }
}

/** A document as large as this is no document; the list itself may be larger than any in use. */
const MAX_BYTES = 1_000_000;
const MAX_DOCUMENTS = 100;
/** Stores of many small files: each is a task. */
const MAX_RECORDS = 5_000;
const READABLE = {
  kiro: /\.md$/i,
  "spec-kit": /\.(?:md|markdown|txt|ya?ml|json|graphql|gql|proto|sql|mmd|puml)$/i,
  openspec: /\.md$/i,
  conductor: /\.md$/i,
  backlog: /^(?:tasks|completed)\/[^/]+\.md$|^config\.ya?ml$/i,
  gsd: /^(?:ROADMAP|REQUIREMENTS|PROJECT)\.md$|^phases\/[^/]+\/[^/]+\.md$/i,
  bmad: /(?:^|\/)sprint-status\.ya?ml$|(?:^|\/)(?:story-)?\d{1,3}[-.]\d{1,3}[a-z]?(?:[-.][^/]*)?\.md$/i,
} as const satisfies Record<FolderFormat, RegExp>;
const LISTS = {
  kiro: "tasks.md",
  "spec-kit": "tasks.md",
  openspec: "tasks.md",
  conductor: "plan.md",
  gsd: "ROADMAP.md",
} as const;

/** Older versions of a plan, which would be taken for the plan. */
const ASIDE = /(?:^|\/)(?:archived?|backups?|old)\//i;

async function documents(
  { folder, format, alone }: FolderSource,
  files: Files,
): Promise<{ found: SourceFile[]; notes: ImportNote[] }> {
  const list = format in LISTS ? LISTS[format as keyof typeof LISTS] : null;
  const records = format === "backlog" || format === "gsd" || format === "bmad";
  const there = alone ? [list ?? "tasks.md"] : ((await files.list(folder)) ?? []);
  const names = there.filter(name => !name.startsWith(".")).sort();
  const found: SourceFile[] = [];
  const leftOut: string[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    const isList = name === list;
    const fits =
      READABLE[format].test(name) && pathProblem(name) === null && !seen.has(key) && !ASIDE.test(name);
    const room = isList || found.length < (records ? MAX_RECORDS : MAX_DOCUMENTS);
    const path = join(folder, name);
    const text = fits && room ? await files.readFile(path) : null;
    if (text === null || text.includes("\0") || (text.length > MAX_BYTES && !isList)) {
      // Stores of a tool hold much besides tasks; of a folder of documents each one is told of.
      if (!records || fits) leftOut.push(name);
      continue;
    }
    seen.add(key);
    // A file without text cannot be a finished deliverable.
    if (isList || text.trim() !== "") found.push({ path, text });
  }
  return { found, notes: leftOut.map(item => ({ what: "not taken as documents", item })) };
}

async function readOne(source: FileSource, files: Files): Promise<Imported<ImportedPlan>> {
  const { file, format } = source;
  const text = await files.readFile(file);
  if (text === null)
    return unreadable(
      file,
      1,
      "there is no such file, or it is no text",
      "name the file that its tool writes",
    );
  const given = { path: file, text };
  if (format === "beads") return (await import("./beads.ts")).readBeads(given);
  if (format === "todo") return conflictIn(given) ?? (await import("./todo.ts")).readTodo(given);
  const { jsonListOf, readFeatureList, readRalph } = await import("./json-lists.ts");
  // The name says what a file should be, its content what it is.
  const kind = source.tag === null ? (jsonListOf(text) ?? format) : format;
  if (kind === "ralph") return readRalph(given);
  if (kind === "feature-list") return readFeatureList(given);
  return readTasksJson(source, files, given);
}

/** Where Task Master keeps the requirements, newest place first. */
const PRDS = ["docs/prd.txt", "docs/prd.md", "docs/PRD.md"] as const;

async function readTasksJson(
  { file, tag }: FileSource,
  files: Files,
  tasks: SourceFile,
): Promise<Imported<ImportedPlan>> {
  // `.taskmaster/tasks/tasks.json`: state and documents lie beside its folder.
  const home = parentOf(parentOf(file));
  const read = async (name: string): Promise<SourceFile | null> => {
    const path = join(home, name);
    const content = await files.readFile(path);
    return content === null || content.trim() === "" || content.length > MAX_BYTES
      ? null
      : { path, text: content };
  };
  let prd: SourceFile | null = null;
  for (const name of PRDS) prd ??= await read(name);
  return (await import("./task-master.ts")).readTaskMaster({
    tasks,
    state: await read("state.json"),
    prd,
    tag,
  });
}
