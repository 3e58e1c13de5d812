import { type Files, type Imported, type ImportedPlan, imported } from "./imported.ts";
import { idsOf, type MilestoneText, milestoneText } from "./milestone-text.ts";
import { type LocalSource, readSource } from "./read-source.ts";
import { renamedItems } from "./renamed-items.ts";
import { memoryOf, rememberedSource, type SourceMemory, sourceOf } from "./source-memory.ts";
import { type UpdatedMilestone, updateMilestone } from "./update-milestone.ts";

export interface RereadSource extends UpdatedMilestone {
  /** The documents as they are now, at their places below `.milestones/deliverables/`. */
  files: { path: string; text: string }[];
  notes: string[];
}

/**
 * Takes a source that was read again into the milestone made of it. The copies of the documents that the import left
 * say what the source was then.
 */
export async function updateFromSource(
  { id, current, source, plan }: { id: string; current: string; source: LocalSource; plan: ImportedPlan },
  files: Files,
): Promise<Imported<RereadSource>> {
  const { ids: former } = rememberedSource(current) ?? {};
  const documents = plan.documents.map(({ source: path, text }) => ({ path, text }));
  const memory = memoryOf(source, documents);
  const made = (ids: SourceMemory["ids"]) =>
    milestoneText(plan, id, memory && { ...memory, ...(ids && { ids }) });
  const now = made(former);
  if (!now.ok) return now;
  const base = await asItWas({ id, source, plan }, { files, former });
  const before = base?.ok ? base.value : null;
  const renamed = before ? renamedItems(before.tasks, now.value.tasks) : [];
  const ids = { ...former, ...Object.fromEntries(renamed.map(each => [each.made, each.id])) };
  const there = new Set(idsOf(plan).made);
  const left = Object.entries(ids).filter(([name]) => there.has(name));
  const next = made(left.length > 0 ? Object.fromEntries(left) : undefined);
  if (!next.ok) return next;
  const updated = updateMilestone(current, { base: before, next: next.value });
  updated.renamed = renamed.map(each => `${each.id} (${each.title})`);
  return imported({ ...updated, files: next.value.files, notes: next.value.notes });
}

/** Reads again what a milestone was made of, and takes it in; a string says why that cannot be. */
export async function rereadSource(
  { id, current }: { id: string; current: string },
  given: Pick<Files, "readFile" | "list">,
): Promise<RereadSource | string> {
  const memory = rememberedSource(current);
  if (!memory) return "the milestone does not say what it was made of";
  const files: Files = { ...given, writeFile: async () => undefined };
  const source = sourceOf(memory);
  const read = await readSource(source, files);
  if (!read.ok) return inOneLine(read.problem);
  const updated = await updateFromSource({ id, current, source, plan: read.value }, files);
  return updated.ok ? updated.value : inOneLine(updated.problem);
}

const inOneLine = ({ file, line, message }: { file?: string; line?: number; message: string }) =>
  [file, line].filter(part => part !== undefined).join(":") + (file === undefined ? "" : ": ") + message;

/** The milestone as the source gave it last time, read from the copies of its documents; null where they are gone. */
async function asItWas(
  { id, source, plan }: { id: string; source: LocalSource; plan: ImportedPlan },
  { files, former }: { files: Files; former: SourceMemory["ids"] },
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
  if (!read.ok) return null;
  return milestoneText(read.value, id, {
    format: source.format,
    path: "",
    hash: "",
    ...(former && { ids: former }),
  });
}
