import { paths, ROOT } from "../../milestone/names.ts";
import type { Phase, PhaseStatus } from "../../milestone/phase.ts";
import type { PhasePlan, Plan } from "../../milestone/plan/plan.ts";
import { blockedBefore } from "../../milestone/session/state.ts";
import type { Located } from "../journal/locate-branch.ts";
import { loadPlan, type ReadFile } from "../plan/plan-source.ts";
import type { Oid, Repository } from "../ports.ts";
import type { Complaint } from "../refusal.ts";

/** Where documents are looked for. */
export interface OlderTree {
  repository: Pick<Repository, "list">;
  commit: Oid;
  read: ReadFile;
  /** The checkout of a milestone that is not committed yet; null: what is not committed does not count. */
  beside: ReadFile | null;
}

interface Documents {
  task: string;
  phase: Phase;
  /** Content by path below the phase's folder. */
  files: Map<string, Buffer>;
}

/** Phases whose documents somebody goes on with: later phases, or their approvers. */
const LEFT: readonly PhaseStatus[] = ["completed", "approved", "waiting_approval"];

/**
 * Deliverables of an older tree, `deliverables/<task>/<phase>`, by the path that they have with the milestone's name;
 * a warning says so. Where two milestones have a task of that name, it cannot be told whose they are: they are left.
 */
export async function olderDeliverables(
  tree: OlderTree,
  plan: Pick<Plan, "id" | "tasks">,
): Promise<{ files: Map<string, Buffer>; warnings: Complaint[] }> {
  const found = await documentsOf(tree, plan);
  const taken =
    found.length > 0 ? await otherOwners(tree, plan.id, new Set(found.map(d => d.task))) : new Map();
  const files = new Map<string, Buffer>();
  const warnings: Complaint[] = [];
  for (const { task, phase, files: documents } of found) {
    const folder = paths.deliverables(plan.id, task, phase);
    const older = olderFolder(task, phase);
    const other = taken.get(task);
    const remedy = `move them to ${folder}`;
    if (other === undefined) {
      for (const [path, content] of documents) files.set(`${folder}/${path}`, content);
      warnings.push({
        message: `the deliverables of ${task}/${phase} are read from the older folder ${older}`,
        remedy,
      });
    } else {
      const message = `the deliverables in the older folder ${older} are not read: the milestone "${other}" has a task "${task}" as well`;
      warnings.push({ message, remedy: `${remedy} if they are this milestone's` });
    }
  }
  return { files, warnings };
}

const olderFolder = (task: string, phase: Phase): string => `${ROOT}/deliverables/${task}/${phase}`;

/** What stands in the older tree and not in the one with the milestone's name. */
async function documentsOf(tree: OlderTree, plan: Pick<Plan, "id" | "tasks">): Promise<Documents[]> {
  const { repository, commit, beside } = tree;
  const listed = await repository.list(commit, `${ROOT}/deliverables`);
  const there = new Set(listed.map(entry => entry.name));
  const read: ReadFile = async path => (await tree.read(path)) ?? (await beside?.(path)) ?? null;
  const found: Documents[] = [];
  for (const task of plan.tasks) {
    if (!there.has(task.id) && !beside) continue;
    for (const phase of task.phases) {
      const files = LEFT.includes(phase.status) ? await filesOf(read, plan.id, task.id, phase) : new Map();
      if (files.size > 0) found.push({ task: task.id, phase: phase.phase, files });
    }
  }
  return found;
}

async function filesOf(
  read: ReadFile,
  milestone: string,
  task: string,
  { phase, deliverables }: PhasePlan,
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const deliverable of deliverables) {
    if (!("path" in deliverable)) continue;
    const { path } = deliverable;
    if (await read(`${paths.deliverables(milestone, task, phase)}/${path}`)) continue;
    const content = await read(`${olderFolder(task, phase)}/${path}`);
    if (content) files.set(path, content);
  }
  return files;
}

/** For each of the tasks another milestone that has one of the same name. */
async function otherOwners(
  { repository, commit, read }: OlderTree,
  milestone: string,
  tasks: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (const shelf of ["active", "completed", "archived"] as const) {
    for (const { name } of await repository.list(commit, `${ROOT}/${shelf}`)) {
      const id = name.endsWith(".yaml") ? name.slice(0, -".yaml".length) : milestone;
      if (id === milestone) continue;
      const path = paths.milestone(id, shelf);
      const text = (await read(path))?.toString("utf8") ?? "";
      // Reading a plan costs far more than looking for a word.
      if (![...tasks].some(task => text.includes(task))) continue;
      const reading = await loadPlan(read, { text, path, shelf });
      if (!reading.ok) continue;
      for (const { id: task } of reading.plan.tasks) if (tasks.has(task)) owners.set(task, id);
    }
  }
  return owners;
}

/** What a milestone that is about to begin takes over, by its place on the branch, and what is to be said of it. */
interface EarlierWork {
  files: Map<string, Buffer>;
  warnings: Complaint[];
}

/** What an earlier tool left of a milestone that no log of ours tells of. */
export async function earlierWork(tree: OlderTree, plan: Plan, located: Located): Promise<EarlierWork> {
  const { files, warnings } = await olderDeliverables(tree, plan);
  const log = await olderLog(tree, plan.id, located);
  return {
    files: new Map([...files, ...log.files]),
    warnings: [...log.warnings, ...warnings, ...triedAgain(plan)],
  };
}

/** Kept under a name of its own: the new log takes its place, which in a checkout nothing else may have kept. */
async function olderLog({ read }: OlderTree, id: string, { older, history }: Located): Promise<EarlierWork> {
  const file = older ?? history?.older;
  const content = file ? await read(file) : null;
  if (!file || !content) return { files: new Map(), warnings: [] };
  const kept = paths.olderLog(id);
  const warning: Complaint = {
    message: `${file} is an earlier tool's log: its lines cannot be verified, so none counts, and a new log begins in its place`,
    remedy: `read the old one in ${kept}`,
    ...(older ? { file, line: 1 } : {}),
  };
  return { files: new Map([[kept, content]]), warnings: [warning] };
}

function triedAgain(plan: Plan): Complaint[] {
  const ids = blockedBefore(plan);
  if (ids.length === 0) return [];
  const names = ids.slice(0, 5).join(", ") + (ids.length > 5 ? ` and ${ids.length - 5} more` : "");
  const message = `the milestone file says that something blocked ${names}, which no log tells of: the work is tried again`;
  return [{ message, remedy: "set what must not run to `status: skipped`" }];
}
