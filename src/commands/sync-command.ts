import { anewIfFenced } from "../engine/journal/move-branch.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { openToSteer } from "../engine/opening/open-to-steer.ts";
import { atCommit, findPlanFile, loadPlan, placesOf, requireValid } from "../engine/plan/plan-source.ts";
import { syncPlan } from "../engine/plan/sync-plan.ts";
import { finishedDeliverables, seedsOfNew } from "../engine/plan/task-seeds.ts";
import type { Repository } from "../engine/ports.ts";
import { refuse } from "../engine/refusal.ts";
import type { Run, RunOptions } from "../engine/run/run-context.ts";
import { paths } from "../milestone/names.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { diffPlans, isEmptyDiff, planChangeProblems } from "../milestone/plan/plan-diff.ts";
import type { State } from "../milestone/session/state.ts";
import type { Outcome } from "./outcome.ts";
import { steered, withoutOpening } from "./steer-command.ts";

/** Takes the milestone file of the base branch to the milestone's branch. @throws Refusal */
export function syncCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  return anewIfFenced(() => syncOnce(machine, options));
}

async function syncOnce(machine: Machine, options: RunOptions): Promise<Outcome> {
  const { ports, checkout } = machine;
  const read = atCommit(ports.repository, checkout.base.commit);
  const file = await findPlanFile(read, options.milestone);
  if (!file)
    return refuse(
      `${paths.milestone(options.milestone)} is not on ${checkout.base.branch}`,
      "commit it there first",
    );
  const reading = requireValid(await loadPlan(read, file), file);
  const check = (plan: Plan, state: State): void => {
    const started = new Set([...state.tasks.values()].filter(t => t.startedAt).map(t => t.id));
    const problems = planChangeProblems(diffPlans(plan, reading.plan), started);
    if (problems.length > 0) refuse(problems.join("; "), `put the tasks back on ${checkout.base.branch}`);
  };
  const opening = await openToSteer(ports, options, { ...checkout, check }, { command: "sync" });
  if (opening.kind !== "opened") return withoutOpening(opening);
  const { run, before } = opening;
  const { journal } = run;
  const diff = diffPlans(run.plan, reading.plan);
  const path = paths.milestone(options.milestone);
  journal.replacePlan({ text: file.text, path, places: placesOf(reading) });
  const added = await documentsOfNew(ports.repository, reading.plan, run);
  const start = { repository: ports.repository, commit: journal.tip, added };
  const seeds = await seedsOfNew(start, reading.plan, journal.state);
  syncPlan(journal, reading.plan, { seeds, before });
  await journal.commit({
    changes: added,
    subject: `synced the plan from ${checkout.base.branch}`,
    derived: true,
    saveReason: "sync",
  });
  const pushed = await run.publisher.flush();
  const done = isEmptyDiff(diff)
    ? "the branch has the base's plan already"
    : `taken from ${checkout.base.branch}: ${diff.added.length} new, ${diff.removed.length} gone, ${diff.changed.length} changed`;
  return steered(journal, { done, diff }, pushed);
}

/** What the new tasks' finished phases left on the base branch, as far as the milestone's own has no such file. */
async function documentsOfNew(
  repository: Repository,
  plan: Plan,
  { journal, base }: Run,
): Promise<Map<string, Buffer>> {
  const tasks = plan.tasks.filter(task => !journal.state.tasks.has(task.id));
  const found = new Map<string, Buffer>();
  for (const path of finishedDeliverables({ id: plan.id, tasks })) {
    if (await repository.readFile(journal.tip, path)) continue;
    const content = await repository.readFile(base.commit, path);
    if (content) found.set(path, content);
  }
  return found;
}
