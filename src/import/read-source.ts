import { pathProblem } from "../milestone/path/path-rule.ts";
import type { ImportSource } from "./detect.ts";
import { join, parentOf } from "./detect.ts";
import type { Files } from "./files.ts";
import { type Imported, type ImportedPlan, type SourceFile, unreadable } from "./imported.ts";
import { readKiro } from "./kiro.ts";
import type { Note } from "./notes.ts";
import { readSpecKit } from "./spec-kit.ts";
import { readTaskMaster } from "./task-master.ts";

type LocalSource = Exclude<ImportSource, { format: "github" }>;

/** Reads a plan that lies in files, with the documents that belong to it. */
export async function readSource(source: LocalSource, files: Files): Promise<Imported<ImportedPlan>> {
  if (source.format === "task-master") return readTasksJson(source, files);
  const { found, notes } = await documents(source, files);
  const plan = source.format === "kiro" ? readKiro(source.folder, found) : readSpecKit(source.folder, found);
  if (plan.ok) plan.value.notes.push(...notes);
  return plan;
}

/** A document as large as this is no document; the list itself may be larger than any in use. */
const MAX_BYTES = 1_000_000;
const MAX_DOCUMENTS = 100;
const READABLE = {
  kiro: /\.md$/i,
  "spec-kit": /\.(?:md|markdown|txt|ya?ml|json|graphql|gql|proto|sql|mmd|puml)$/i,
} as const;

async function documents(
  source: Exclude<LocalSource, { format: "task-master" }>,
  files: Files,
): Promise<{ found: SourceFile[]; notes: Note[] }> {
  const { folder, format } = source;
  const names = ((await files.list(folder)) ?? []).filter(name => !name.startsWith(".")).sort();
  const found: SourceFile[] = [];
  const leftOut: string[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    const fits = READABLE[format].test(name) && pathProblem(name) === null && !seen.has(key);
    const path = join(folder, name);
    const text = fits && found.length < MAX_DOCUMENTS ? await files.readFile(path) : null;
    const isList = name === "tasks.md";
    if (text === null || text.includes("\0") || (text.length > MAX_BYTES && !isList)) {
      leftOut.push(name);
      continue;
    }
    seen.add(key);
    // A file without text cannot be a finished deliverable.
    if (isList || text.trim() !== "") found.push({ path, text });
  }
  return { found, notes: leftOut.map(item => ({ what: "not taken as documents", item })) };
}

/** Where Task Master keeps the requirements, newest place first. */
const PRDS = ["docs/prd.txt", "docs/prd.md", "docs/PRD.md"] as const;

async function readTasksJson(
  { file, tag }: Extract<LocalSource, { format: "task-master" }>,
  files: Files,
): Promise<Imported<ImportedPlan>> {
  const text = await files.readFile(file);
  if (text === null)
    return unreadable(file, 1, "there is no such file", "name the tasks.json that Task Master writes");
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
  return readTaskMaster({ tasks: { path: file, text }, state: await read("state.json"), prd, tag });
}
