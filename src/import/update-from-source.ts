import type { Files } from "./files.ts";
import type { Imported, ImportedPlan } from "./imported.ts";
import { type MilestoneText, milestoneText } from "./milestone-text.ts";
import { type LocalSource, readSource } from "./read-source.ts";
import { memoryOf, rememberedSource, sourceOf } from "./source-memory.ts";
import { type UpdatedMilestone, updateMilestone } from "./update-milestone.ts";

export interface SourceUpdate extends UpdatedMilestone {
  /** The documents as they are now, at their places below `.milestones/deliverables/`. */
  files: { path: string; text: string }[];
  notes: string[];
}

/**
 * Takes a source that was read again into the milestone made of it. The copies of the documents that the import left
 * say what the source was then.
 */
export async function updateFromSource(
  {
    id,
    current,
    source,
    plan,
    next,
  }: { id: string; current: string; source: LocalSource; plan: ImportedPlan; next: MilestoneText },
  files: Files,
): Promise<SourceUpdate> {
  const base = await asItWas({ id, source, plan }, files);
  const updated = updateMilestone(current, { base: base?.ok ? base.value : null, next });
  return { ...updated, files: next.files, notes: next.notes };
}

/** Reads again what a milestone was made of, and takes it in; a string says why that cannot be. */
export async function rereadSource(
  { id, current }: { id: string; current: string },
  given: Pick<Files, "readFile" | "list">,
): Promise<SourceUpdate | string> {
  const memory = rememberedSource(current);
  if (!memory) return "the milestone does not say what it was made of";
  const files: Files = { ...given, writeFile: async () => undefined };
  const source = sourceOf(memory);
  const read = await readSource(source, files);
  if (!read.ok) return inOneLine(read.problem);
  const { value: plan } = read;
  const documents = plan.documents.map(({ source: path, text }) => ({ path, text }));
  const next = milestoneText(plan, id, memoryOf(source, documents));
  if (!next.ok) return inOneLine(next.problem);
  return updateFromSource({ id, current, source, plan, next: next.value }, files);
}

const inOneLine = ({ file, line, message }: { file?: string; line?: number; message: string }) =>
  [file, line].filter(part => part !== undefined).join(":") + (file === undefined ? "" : ": ") + message;

/** The milestone as the source gave it last time, read from the copies of its documents; null where they are gone. */
async function asItWas(
  { id, source, plan }: { id: string; source: LocalSource; plan: ImportedPlan },
  files: Files,
): Promise<Imported<MilestoneText> | null> {
  const home = `.milestones/deliverables/${id}`;
  const there = (await files.list(home)) ?? [];
  const copies = new Map<string, string>();
  const folder = "folder" in source ? source.folder : "";
  for (const name of there) {
    const match = /^specification(?:-\d+)?\/(?:design|spec|task)\/(.+)$/.exec(name);
    const text = match ? await files.readFile(`${home}/${name}`) : null;
    if (!match || text === null) continue;
    const known = plan.documents.find(document => document.path === match[1]);
    const own = "folder" in source ? `${folder === "" ? "" : `${folder}/`}${match[1]}` : source.file;
    copies.set(known?.source ?? own, text);
  }
  if (copies.size === 0) return null;
  const then: Files = {
    readFile: async path =>
      copies.get(path) ?? ("file" in source && path !== source.file ? files.readFile(path) : null),
    list: async path => {
      const prefix = path === "" || path === "." ? "" : `${path}/`;
      const below = [...copies.keys()]
        .filter(each => each.startsWith(prefix))
        .map(each => each.slice(prefix.length));
      return below.length > 0 ? below : null;
    },
    writeFile: async () => undefined,
  };
  const read = await readSource(source, then);
  return read.ok ? milestoneText(read.value, id) : null;
}
