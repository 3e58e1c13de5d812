import { paths } from "../../milestone/names.ts";
import { applyPolicy } from "../../milestone/plan/gate-policy.ts";
import { readPlan } from "../../milestone/plan/read-plan.ts";
import type { PlanAnswer } from "../journal/merge-person-commits.ts";
import type { Oid } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import { placesOf } from "./plan-source.ts";
import { syncPlan } from "./sync-plan.ts";
import { seedsOfNew } from "./task-seeds.ts";

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
  const seeds = await seedsOfNew(start, reading.plan, run.journal.state);
  return {
    ok: true,
    take() {
      const before = run.plan;
      run.plan = applyPolicy(reading.plan, run.plan, file).plan;
      run.journal.replacePlan({ text, path: file, places: placesOf(reading) });
      syncPlan(run.journal, run.plan, { seeds, before });
      run.onPlan?.();
    },
  };
}
