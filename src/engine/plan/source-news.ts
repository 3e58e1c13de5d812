import type { Plan } from "../../milestone/plan/plan.ts";
import type { State } from "../../milestone/session/state.ts";
import { nodeAt, toData } from "../../milestone/yaml/node.ts";
import { readYaml } from "../../milestone/yaml/read.ts";
import { textFilesAt } from "../journal/source-ticks.ts";
import type { Oid, Ports, Repository, SourceUpdate } from "../ports.ts";
import { atCommit, loadPlan, type PlanFile } from "./plan-source.ts";

/** What changed in the plan that a milestone was made of. */
export interface SourceNews {
  /** Where it lies. */
  path: string;
  /** null: it cannot be read, see `problem`. */
  update: SourceUpdate | null;
  problem: string | null;
  /** Tasks that have not begun and are finished or gone there: they start over as the file says now. */
  settled: ReadonlySet<string>;
}

interface SourceAt {
  id: string;
  /** The milestone file. */
  text: string;
  /** The base, whose source counts. */
  commit: Oid;
  /** The milestone's branch, which holds the source as it was when it was last read. */
  tip: Oid;
  state: State;
}

/**
 * Reads the source on the base again and compares it with what the milestone last took of it. Null where it was made of
 * none, or nothing is new.
 */
export async function sourceNews(
  { repository, planSource }: Pick<Ports, "repository" | "planSource">,
  { id, text, commit, tip, state }: SourceAt,
): Promise<SourceNews | null> {
  const path = sourceOf(text)?.path ?? null;
  if (!planSource || path === null) return null;
  const [there, here] = [textFilesAt(repository, commit), textFilesAt(repository, tip)];
  const own = `.milestones/deliverables/${id}`;
  const isOwn = (name: string) => name === own || name.startsWith(`${own}/`);
  const files = {
    readFile: (name: string) => (isOwn(name) ? here : there).readFile(name),
    list: (folder: string) => (isOwn(folder) ? here : there).list(folder),
  };
  const update = await planSource.update({ id, text, files });
  if (typeof update === "string") return { path, update: null, problem: update, settled: new Set() };
  const isNew = update.text !== text || update.kept.length > 0;
  const taken: SourceUpdate["files"] = [];
  for (const file of update.files) if ((await here.readFile(file.path)) !== file.text) taken.push(file);
  if (!isNew && taken.length === 0) return null;
  const waits = (task: string) => {
    const at = state.tasks.get(task);
    return at !== undefined && at.startedAt === null && at.status === "pending";
  };
  const settled = new Set([...update.ticked, ...update.gone].filter(waits));
  return { path, update: { ...update, files: taken }, problem: null, settled };
}

/**
 * The base's milestone file with what its source on the base says by now: whoever may write there has the say over the
 * gates of new tasks, as over those of the file itself. The file as it is where the two do not go together.
 */
export async function withSourceOfBase(
  { repository, planSource }: Pick<Ports, "repository" | "planSource">,
  { id, commit }: Pick<SourceAt, "id" | "commit">,
  file: PlanFile,
): Promise<PlanFile> {
  if (!planSource || file.shelf !== "active" || sourceOf(file.text) === null) return file;
  const update = await planSource.update({ id, text: file.text, files: textFilesAt(repository, commit) });
  if (typeof update === "string" || update.text === file.text) return file;
  const updated = { ...file, text: update.text };
  return (await loadPlan(atCommit(repository, commit), updated)).ok ? updated : file;
}

/** What the milestone file says it was made of. */
function sourceOf(text: string): NonNullable<Plan["source"]> | null {
  if (!/^source\s*:/m.test(text)) return null;
  const yaml = readYaml(text);
  const node = yaml.ok ? nodeAt(yaml.root, ["source"]) : undefined;
  const { format, path, ids } = (node?.kind === "map" ? toData(node) : {}) as Record<string, unknown>;
  if (typeof format !== "string" || typeof path !== "string") return null;
  return { format, path, ...(isTexts(ids) ? { ids } : {}) };
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === "object" && value !== null && Object.values(value).every(each => typeof each === "string");

export function sourceInWords({ path, update, problem }: SourceNews): string {
  if (update === null) return `${path} could not be read again: ${problem}`;
  const { added, changed, ticked, gone, renamed, kept } = update;
  const parts = [
    renamed.length > 0 && `renamed: ${renamed.join(", ")}`,
    added.length > 0 && `new: ${added.join(", ")}`,
    changed.length > 0 && `changed: ${changed.join(", ")}`,
    ticked.length > 0 && `finished there: ${ticked.join(", ")}`,
    gone.length > 0 && `gone there, so skipped where not begun: ${gone.join(", ")}`,
    kept.length > 0 && `kept: ${kept.join("; ")}`,
  ].filter(part => part !== false);
  return `taken from ${path}: ${parts.length > 0 ? parts.join("; ") : "its text alone"}`;
}

/**
 * Files of the source in which the ticks of finished tasks stand beside the base's own edits: the base's text with the
 * ticks set anew. Only where the branch changed nothing but ticks.
 */
export async function tickedAnew(
  { repository, planSource }: { repository: Repository } & Required<Pick<Ports, "planSource">>,
  { id, shared, commit, tip, state }: { id: string; shared: Oid; commit: Oid; tip: Oid; state: State },
  conflicts: readonly string[],
): Promise<Map<string, string>> {
  const [was, ours, theirs] = [shared, tip, commit].map(at => textFilesAt(repository, at)) as [
    SourceFiles,
    SourceFiles,
    SourceFiles,
  ];
  const text = await ours.readFile(`.milestones/active/${id}.yaml`);
  const source = text === null ? null : sourceOf(text);
  const anew = new Map<string, string>();
  if (!source) return anew;
  const done = new Set([...state.tasks.values()].filter(t => t.status === "completed").map(t => t.id));
  const before = await planSource.tick({ source, done, files: was });
  const after = await planSource.tick({ source, done, files: theirs });
  for (const path of conflicts) {
    const mine = await ours.readFile(path);
    const ticked = after.get(path) ?? (await theirs.readFile(path));
    if (mine !== null && ticked !== null && before.get(path) === mine) anew.set(path, ticked);
  }
  return anew;
}

type SourceFiles = ReturnType<typeof textFilesAt>;
