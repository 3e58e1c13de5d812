import { retryIfFenced } from "../engine/journal/move-branch.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { locateMilestone } from "../engine/opening/basis.ts";
import { openToSteer } from "../engine/opening/open-to-steer.ts";
import { atCommit, findPlanFile } from "../engine/plan/plan-source.ts";
import { syncPlan } from "../engine/plan/sync-plan.ts";
import { recordNews, saidOfSync } from "../engine/plan/take-base.ts";
import { finishedDeliverables, seedsOfNew } from "../engine/plan/task-seeds.ts";
import type { Repository } from "../engine/ports.ts";
import { refuse } from "../engine/refusal.ts";
import type { Run, RunOptions } from "../engine/run/run-context.ts";
import type { ImportFormat } from "../import/detect.ts";
import { paths } from "../milestone/names.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { diffPlans } from "../milestone/plan/plan-diff.ts";
import { nodeFiles } from "./node-files.ts";
import type { Outcome } from "./outcome.ts";
import { steered, withoutOpening } from "./steer-command.ts";

/**
 * Takes the milestone file of the base branch, and what it was made of, to the milestone's branch. Before the milestone
 * begins the checkout's own file takes in what changed in its source. @throws Refusal
 */
export async function syncCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  return (await importedAgain(machine, options)) ?? retryIfFenced(() => syncOnce(machine, options));
}

/** Null where the milestone has begun, or was made of no other plan. */
async function importedAgain(
  { ports, checkout, root }: Machine,
  { milestone: id }: RunOptions,
): Promise<Outcome | null> {
  const { working } = checkout;
  const text = (await working?.(paths.milestone(id)))?.toString("utf8") ?? "";
  if (!/^source\s*:/m.test(text)) return null;
  const located = await locateMilestone(ports, id, checkout.base);
  if ("ok" in located || located.tip !== null) return null;
  const { importCommand } = await import("./import-command.ts");
  const { rememberedSource } = await import("../import/source-memory.ts");
  const memory = rememberedSource(text);
  if (!memory) return null;
  const request = { id, force: false, dryRun: false, files: nodeFiles(root), github: null };
  return importCommand({ ...request, source: memory.path, format: memory.format as ImportFormat });
}

async function syncOnce(machine: Machine, options: RunOptions): Promise<Outcome> {
  const { ports, checkout } = machine;
  const { branch } = checkout.base;
  const path = paths.milestone(options.milestone);
  const committed = await findPlanFile(atCommit(ports.repository, checkout.base.commit), options.milestone);
  if (!committed) return refuse(`${path} is not on ${branch}`, "commit it there first");
  const wanted = { ...checkout, takesBase: options.gitIntegration };
  const opening = await openToSteer(ports, options, wanted, { command: "sync" });
  if (opening.kind !== "opened") return withoutOpening(opening);
  const { run, before, news } = opening;
  const { journal } = run;
  const diff = diffPlans(before, run.plan);
  const added = await documentsOfNew(ports.repository, run.plan, run);
  const start = { repository: ports.repository, commit: journal.tip, added };
  const settled = news?.source?.settled;
  const seeds = await seedsOfNew(start, run.plan, { state: journal.state, settled });
  syncPlan(journal, run.plan, { seeds, before, settled, from: news?.plan ? checkout.base : undefined });
  if (news) recordNews(journal, news);
  await journal.commit({
    changes: new Map([...(news?.changes ?? []), ...added]),
    ...(news?.joins ? { joins: news.commit } : {}),
    subject: `synced with ${branch}`,
    derived: true,
    saveReason: "sync",
  });
  const pushed = await run.publisher.flush();
  const working = checkout.working ? await checkout.working(path) : null;
  const isEdited = working !== null && working.toString("utf8") !== committed.text;
  const done = [
    saidOfSync(branch, diff, news),
    ...(isEdited
      ? [
          `${path} has a change that is not committed and was not taken; commit it on ${branch}, then sync again`,
        ]
      : []),
  ].join("; ");
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
