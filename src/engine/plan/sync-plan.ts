import { lacksGate } from "../../milestone/approval/required.ts";
import { paths } from "../../milestone/names.ts";
import { applyPolicy } from "../../milestone/plan/gate-policy.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { diffPlans } from "../../milestone/plan/plan-diff.ts";
import { readPlan } from "../../milestone/plan/read-plan.ts";
import type { TaskSeed } from "../../milestone/session/event.ts";
import { hasBegunWork, newTask, type State } from "../../milestone/session/state.ts";
import type { Journal } from "../journal/journal.ts";
import type { PlanAnswer } from "../journal/merge-person-commits.ts";
import type { Oid } from "../ports.ts";
import { block, unblock } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { placesOf } from "./plan-source.ts";
import { seedsOfNew } from "./task-seeds.ts";

/** What the blocker of a plan that lost started tasks is about. */
const ABOUT = "plan";

/** What of the plan the log does not know yet. */
export interface PlanNews {
  /** The tasks that are new (`seedsOfNew`). */
  seeds: readonly TaskSeed[];
  /** The plan as it was, to tell what else a person changed; null: nothing. */
  before: Plan | null;
  /** Where it was taken from; absent: a person changed it on the branch. */
  from?: { branch: string; commit: Oid } | undefined;
  /** Tasks that the plan's source has finished or given up before they began. */
  settled?: ReadonlySet<string> | undefined;
}

/**
 * Takes the branch's plan into the state: new tasks are added, removed ones go. Started ones cannot be removed, and a
 * plan that lost them blocks the milestone.
 */
export function syncPlan(journal: Journal, plan: Plan, news: PlanNews): void {
  const { started } = goneTasks(journal.state, plan);
  if (started.length === 0) {
    unblock(journal, `dependency_unavailable:${ABOUT}`, "the plan has every task that has started");
  } else {
    block(journal, {
      type: "dependency_unavailable",
      about: ABOUT,
      message: `the milestone file on the branch lost the started tasks ${started.join(", ")}; put them back there, or skip them`,
    });
  }
  recordPlanChange(journal, plan, news);
}

/** The same without a word about started tasks that are gone: for a command, which leaves them to the next run. */
export function recordPlanChange(
  journal: Journal,
  plan: Plan,
  { seeds, before, from, settled }: PlanNews,
): void {
  const { tasks } = journal.state;
  const fresh = plan.tasks.filter(
    task => tasks.has(task.id) && (lacksGate(tasks.get(task.id)!, task) || settled?.has(task.id)),
  );
  const again = new Set(fresh.map(({ id }) => id));
  const added = seeds.filter(({ id }) => !tasks.has(id) || again.has(id));
  const removed = [...goneTasks(journal.state, plan).removed, ...again];
  const { changed, milestone } = before ? diffPlans(before, plan) : { changed: [], milestone: [] };
  if (!from && [added, removed, changed, milestone].every(list => list.length === 0)) return;
  journal.record({
    event: "plan_changed",
    agent: "dependency_validator",
    data: {
      added,
      removed,
      changed,
      ...(milestone.length ? { milestone } : {}),
      ...(from ? { by: from.branch, base_commit: from.commit } : { by: "the branch" }),
    },
  });
}

/** The state as it will be with the branch's plan taken in, to judge a command by before anything is recorded. */
export function stateUnder(plan: Plan, state: State, seeds: readonly TaskSeed[]): State {
  const tasks = new Map(state.tasks);
  for (const id of goneTasks(state, plan).removed) tasks.delete(id);
  for (const seed of seeds) tasks.set(seed.id, newTask(seed));
  return { ...state, tasks };
}

function goneTasks({ tasks }: State, plan: Plan): { removed: string[]; started: string[] } {
  const wanted = new Set(plan.tasks.map(t => t.id));
  const gone = [...tasks.values()].filter(task => !wanted.has(task.id));
  const ids = (held: boolean) => gone.filter(task => hasBegunWork(task) === held).map(task => task.id);
  return { removed: ids(false), started: ids(true) };
}

/**
 * A person's commit changed the milestone file: it counts from the next attempt, its gates as the base has them. One
 * that is not valid is a matter for that person; until it is corrected the branch stays as they left it.
 */
export async function readChangedPlan(run: Run, text: string, commit: Oid): Promise<PlanAnswer> {
  const file = paths.milestone(run.plan.id);
  const config = await run.ports.repository.readFile(run.journal.tip, paths.config);
  const reading = readPlan({
    text,
    file,
    ...(config ? { config: { text: config.toString("utf8"), file: paths.config } } : {}),
  });
  if (!reading.ok) {
    const first = reading.errors[0];
    const where = first ? ` (line ${first.line}: ${first.message})` : "";
    return {
      ok: false,
      message: `the milestone file that was pushed to the branch is not valid${where}; correct it there`,
    };
  }
  const start = { repository: run.ports.repository, commit, added: new Map() };
  const seeds = await seedsOfNew(start, reading.plan, { state: run.journal.state });
  return {
    ok: true,
    take() {
      const before = run.plan;
      run.plan = applyPolicy(reading.plan, run.plan, file).plan;
      run.journal.replacePlan({ text, path: file, places: placesOf(reading), source: run.plan.source });
      syncPlan(run.journal, run.plan, { seeds, before });
      run.onPlan?.();
    },
  };
}
