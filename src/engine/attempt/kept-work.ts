import { branchName, paths } from "../../milestone/names.ts";
import type { Executor, PhasePlan, TaskPlan } from "../../milestone/plan/plan.ts";
import type { KeptWork } from "../../milestone/session/event.ts";
import { GITLINK } from "../git/tree-object.ts";
import type { AttemptRequest, FileChange, Oid, Workspace } from "../ports.ts";
import { warnOnce } from "../run/record-blocker.ts";
import { handsOut, type Run } from "../run/run-context.ts";
import { type ForbiddenChange, workForbidden } from "./forbidden.ts";

interface KeptPlace {
  task: TaskPlan;
  phase: PhasePlan;
}

/** Below the branches' names, and none of them: the work of a phase that waits for an answer. */
function keptRef(milestone: string, { task, phase }: KeptPlace): string {
  return `refs/milestone-kept/${milestone}/${task.id}/${phase.phase}`;
}

/**
 * Keeps what an attempt changed, on no branch, for the next one: here and on the remote, where another machine finds
 * it (`here`: here alone). What no phase may change, and what holds a secret, is not kept: the attempt has failed.
 */
export async function keepWork(
  run: Run,
  place: KeptPlace,
  workspace: Workspace,
  { here = false }: { here?: boolean } = {},
): Promise<{ kept: KeptWork | null } | { problem: ForbiddenChange }> {
  const { plan, ports } = run;
  const folder = paths.deliverables(plan.id, place.task.id, place.phase.phase);
  const left = await workspace.changes(plan.limits);
  const forbidden = await workForbidden(run, left, folder);
  if (forbidden) return { problem: forbidden };
  const phase = { ...place.phase, deliverables: [] };
  const [secret] = await ports.runner.check({ phase, folder, files: left.files, workspace });
  if (secret) {
    const message = `${secret.path}: ${secret.message}`;
    return { problem: { type: "deliverable_invalid", message, evidence: message } };
  }
  const base = workspace.commit;
  if (!workspace.put || base === null) return { kept: null };
  return { kept: await keepFiles(run, place, { base, files: left.files, here }) };
}

/**
 * Keeps good work that does not merge for the attempt that is to merge it; null where nobody could: it is no agent's, or
 * more conflicts than lines.
 */
export async function keepForMerge(
  run: Run,
  { start }: { start: KeptPlace & { executor: Executor } },
  { base, files }: { base: Oid; files: FileChange[] },
): Promise<KeptWork | null> {
  const { ports, journal } = run;
  if (start.executor.kind !== "agent") return null;
  const merged = await ports.repository.landMarked?.(base, journal.tip, files);
  if (!merged || merged.marked.length === 0) return null;
  const kept = await keepFiles(run, start, { base, files, here: !handsOut(run) });
  return kept && { ...kept, conflicts: merged.marked };
}

async function keepFiles(
  run: Run,
  place: KeptPlace,
  { base, files, here }: { base: Oid; files: FileChange[]; here: boolean },
): Promise<KeptWork | null> {
  const { plan, ports } = run;
  if (run.keepsNothing || files.length === 0) return null;
  const landing = await ports.repository.land(base, base, files);
  if (!landing.ok) return null;
  const commit = await ports.repository.commit({
    parents: [base],
    base,
    changes: landing.changes,
    message: `milestone(${plan.id}): ${place.task.id} ${place.phase.phase} is not through\n\nNot on ${branchName(plan.id)}.\n`,
    author: ports.repository.author,
    at: ports.clock.now(),
  });
  return (await publish(run, place, commit, here)) ? { commit, base } : null;
}

/** Whether it is kept here at least. */
async function publish(
  { plan, ports, journal }: Run,
  place: KeptPlace,
  commit: Oid,
  here: boolean,
): Promise<boolean> {
  const ref = keptRef(plan.id, place);
  const of = `the work of ${place.task.id}/${place.phase.phase}, which is to go on,`;
  const swapped = await ports.repository.swapRef(ref, await ports.repository.resolve(ref), commit);
  if (!swapped.ok) {
    ports.narrator.warn(`${of} is not kept: ${ref} could not be written (${swapped.reason})`);
    return false;
  }
  const { remote } = ports;
  if (!remote?.locks || here) return true;
  const before = await remote.locks.list(ref);
  const pushed = before.ok ? await remote.locks.swap(ref, before.refs.get(ref) ?? null, commit) : before;
  if (pushed.ok) return true;
  const why = pushed.reason === "stale" ? "another run moved it" : pushed.message;
  warnOnce(journal, "network", `${of} is kept here only: ${why}`, place.task.id);
  return true;
}

/** What a fresh tree holds of the work before. */
export interface Restored {
  kept: AttemptRequest["kept"];
  /** Files with marks in them, for the attempt to settle. */
  conflicts: string[];
}

/**
 * Brings the kept work into the fresh tree of the next attempt, as far as it merges with what landed meanwhile, or with
 * marks where that is what the attempt is for.
 */
export async function restoreWork(run: Run, place: KeptPlace, workspace: Workspace): Promise<Restored> {
  const { journal, ports } = run;
  const kept = journal.state.tasks.get(place.task.id)?.phases.get(place.phase.phase)?.kept;
  if (!kept) return { kept: "none", conflicts: [] };
  if (!workspace.put || workspace.commit === null) return { kept: "restored", conflicts: [] };
  const lost: Restored = { kept: "lost", conflicts: [] };
  if (!(await isHere(run, place, kept))) return lost;
  const { repository } = ports;
  const work = await changesOf(run, kept);
  const landing = await repository.land(kept.base, workspace.commit, work);
  const marked =
    landing.ok || !kept.conflicts ? null : await repository.landMarked?.(kept.base, workspace.commit, work);
  if (!landing.ok && !marked) return lost;
  const changes: FileChange[] = [];
  for (const [path, change] of landing.ok ? landing.changes : marked!.changes) {
    if (change === null) changes.push({ path, delete: true });
    else if (Buffer.isBuffer(change)) changes.push({ path, mode: "100644", content: change });
    else if (change.mode === GITLINK) changes.push({ path, submodule: change.oid });
    else {
      const content = await ports.repository.readBlob(change.oid);
      if (content) changes.push({ path, mode: change.mode, content });
    }
  }
  if (await workForbidden(run, { files: changes.filter(c => "submodule" in c), unsafe: [] }, "")) return lost;
  if (!(await workspace.put(changes))) return lost;
  return marked ? { kept: "merging", conflicts: marked.marked } : { kept: "restored", conflicts: [] };
}

async function isHere({ ports, plan }: Run, place: KeptPlace, kept: KeptWork): Promise<boolean> {
  const ref = keptRef(plan.id, place);
  if ((await ports.repository.resolve(ref)) === kept.commit) return true;
  const fetched = await ports.remote?.fetchAll(new Map([[ref, kept.commit]]));
  return fetched?.ok === true && fetched.refs.get(ref) === kept.commit;
}

async function changesOf({ ports: { repository } }: Run, { commit, base }: KeptWork): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  for (const path of await repository.changedPaths(base, commit)) {
    const entry = await repository.entry(commit, path);
    const isLink = entry?.mode === GITLINK;
    const content = entry && !isLink ? await repository.readBlob(entry.oid) : null;
    if (entry && isLink) changes.push({ path, submodule: entry.oid });
    else if (entry && content) changes.push({ path, mode: entry.mode, content });
    else if (!entry) changes.push({ path, delete: true });
  }
  return changes;
}

/** The phase is through: nothing waits for what was kept of it, work or conversation. */
export async function dropKept({ plan, ports }: Run, place: KeptPlace, kept: KeptWork | null): Promise<void> {
  ports.runner.forget?.(plan.id, place.task.id, place.phase.phase);
  const ref = keptRef(plan.id, place);
  const here = await ports.repository.resolve(ref);
  if (here !== null) await ports.repository.dropRef(ref, here);
  if (!kept) return;
  await ports.remote?.locks?.swap(ref, kept.commit, null);
}
