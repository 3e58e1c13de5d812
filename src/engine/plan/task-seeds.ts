import { lacksGate } from "../../milestone/approval/required.ts";
import { paths, ROOT } from "../../milestone/names.ts";
import { PHASES, type Phase } from "../../milestone/phase.ts";
import type { Plan, TaskPlan } from "../../milestone/plan/plan.ts";
import type { FileRef, TaskSeed } from "../../milestone/session/event.ts";
import { type State, seedOf } from "../../milestone/session/state.ts";
import type { Oid, Repository } from "../ports.ts";
import { listFilesAt } from "../run/file-refs.ts";

/** Where tasks are taken from: a commit, and what the next commit on the milestone's branch adds to it. */
export interface SeedSource {
  repository: Pick<Repository, "list" | "hash">;
  commit: Oid;
  added: ReadonlyMap<string, Buffer>;
}

/**
 * What the log needs to know of the plan's tasks, with the documents that phases left which were finished before the
 * milestone began (an imported plan, work of another branch): what builds on them is told where they are.
 */
export async function seedsOf(start: SeedSource, plan: Plan): Promise<TaskSeed[]> {
  const root = `${ROOT}/deliverables/${plan.id}`;
  const listed = await start.repository.list(start.commit, root);
  const there = new Set(listed.map(entry => entry.name));
  for (const path of start.added.keys()) {
    if (path.startsWith(`${root}/`)) there.add(path.slice(root.length + 1).split("/")[0]!);
  }
  const seeds: TaskSeed[] = [];
  for (const task of plan.tasks) {
    const deliverables = there.has(task.id) ? await documentsOf(start, plan.id, task) : {};
    const left = Object.keys(deliverables).length > 0;
    seeds.push({ ...seedOf(task), ...(left ? { deliverables } : {}) });
  }
  return seeds;
}

/**
 * The same for the tasks that the milestone does not know yet, because a person added them to a plan that is under way,
 * and for those that start over, because the log knows them without a gated phase, or the plan's source has `settled` them.
 */
export async function seedsOfNew(
  start: SeedSource,
  plan: Plan,
  { state, settled = NONE }: { state: State; settled?: ReadonlySet<string> | undefined },
): Promise<TaskSeed[]> {
  const tasks = plan.tasks.filter(task => {
    const at = state.tasks.get(task.id);
    return !at || lacksGate(at, task) || settled.has(task.id);
  });
  return tasks.length === 0 ? [] : seedsOf(start, { ...plan, tasks });
}

const NONE: ReadonlySet<string> = new Set();

/** The files that the phases which are finished in the plan deliver, as far as they are there. */
export function finishedDeliverables(plan: Pick<Plan, "id" | "tasks">): string[] {
  return plan.tasks.flatMap(task =>
    finishedPhases(task).flatMap(({ phase, deliverables }) =>
      deliverables.flatMap(d =>
        "path" in d ? [`${paths.deliverables(plan.id, task.id, phase)}/${d.path}`] : [],
      ),
    ),
  );
}

async function documentsOf(
  { repository, commit, added }: SeedSource,
  milestone: string,
  task: TaskPlan,
): Promise<Partial<Record<Phase, FileRef[]>>> {
  const found: Partial<Record<Phase, FileRef[]>> = {};
  for (const { phase } of finishedPhases(task)) {
    const folder = paths.deliverables(milestone, task.id, phase);
    const files = await listFilesAt(repository, commit, folder);
    for (const [path, content] of added) {
      if (path.startsWith(`${folder}/`)) files.push({ path, blob: repository.hash(content) });
    }
    if (files.length > 0) found[phase] = files;
  }
  return found;
}

function finishedPhases(task: TaskPlan): TaskPlan["phases"] {
  const finished = task.phases.filter(p => p.status === "completed" || p.status === "approved");
  return finished.sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase));
}
