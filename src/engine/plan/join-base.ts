import type { TaskSeed } from "../../milestone/session/event.ts";
import { join, workOf } from "../journal/merge-person-commits.ts";
import type { Oid } from "../ports.ts";
import { block, unblock } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { placesOf } from "./plan-source.ts";
import { syncPlan } from "./sync-plan.ts";
import { type BaseNews, newsOfBase, recordNews } from "./take-base.ts";
import { seedsOfNew } from "./task-seeds.ts";

const ABOUT = "base";

/**
 * Takes in what the base branch brought while the run was at work, before it begins and before it completes: a changed
 * plan always; code where the pull request would no longer merge by itself (the next run takes the rest). Where the
 * work itself conflicts, it is a person's matter. Answers whether anything was recorded.
 */
export function joinBase(run: Run): Promise<boolean> {
  return run.journal.exclusively(() => joinNow(run));
}

async function joinNow(run: Run): Promise<boolean> {
  const { journal, ports } = run;
  const { repository } = ports;
  const theirs = await newestBase(run);
  const place = { id: journal.milestone, branch: run.base.branch, commit: theirs, tip: journal.tip };
  const news = await newsOfBase(ports, { ...place, state: journal.state });
  if (!news) return resolved(run);
  const planIsNew = news.plan !== null || isNewComplaint(run, news);
  if (!planIsNew && news.conflicts.length > 0) return conflict(run, news.conflicts);
  if (!planIsNew && !(await standsInTheWay(run, theirs))) return resolved(run);
  const start = { repository, commit: theirs, added: new Map() };
  const seeds = news.plan ? await seedsOfNew(start, news.plan.reading.plan, journal.state) : [];
  await journal.commit({
    subject: `merged ${run.base.branch}`,
    ...(news.joins ? { joins: theirs } : {}),
    changes: news.changes,
    derived: true,
    saveReason: "merge",
    events() {
      recordNews(journal, news);
      if (news.plan) takePlan(run, news.plan, { seeds, commit: theirs });
      if (news.joins) resolved(run);
    },
  });
  run.publisher.request();
  return true;
}

function isNewComplaint({ journal }: Run, { complaint }: BaseNews): boolean {
  return complaint !== null && journal.state.blockers.get("git_conflicts:plan")?.message !== complaint;
}

/** The base's plan becomes the run's, in the commit that brings it. */
function takePlan(
  run: Run,
  { file, reading }: NonNullable<BaseNews["plan"]>,
  { seeds, commit }: { seeds: TaskSeed[]; commit: Oid },
): void {
  const before = run.plan;
  run.plan = reading.plan;
  run.journal.replacePlan({ text: file.text, path: file.path, places: placesOf(reading) });
  syncPlan(run.journal, run.plan, { seeds, before, from: { branch: run.base.branch, commit } });
  run.onPlan?.();
}

/** Whether the base no longer merges by itself, be it for the engine's own files alone. */
async function standsInTheWay({ journal, ports }: Run, theirs: Oid): Promise<boolean> {
  const { repository } = ports;
  if (await repository.isAncestor(theirs, journal.tip)) return false;
  const shared = await repository.mergeBase(journal.tip, theirs);
  if (shared === null) return false;
  const work = await workOf(repository, { from: shared, to: theirs }, () => true);
  return !(await join(repository, { base: shared, tip: journal.tip, work })).ok;
}

/** The base as the remote has it, which may have moved since this run's checkout was made. */
async function newestBase({ ports, base }: Run): Promise<Oid> {
  const fetched = await ports.remote?.fetch(`refs/heads/${base.branch}`);
  if (!fetched?.ok || fetched.oid === null) return base.commit;
  const isAhead = await ports.repository.isAncestor(fetched.oid, base.commit);
  return isAhead ? base.commit : fetched.oid;
}

function resolved({ journal }: Run): boolean {
  return unblock(journal, `git_conflicts:${ABOUT}`, "the base branch merges again");
}

async function conflict(run: Run, conflicts: string[]): Promise<boolean> {
  const { journal, base, publisher } = run;
  if (journal.state.blockers.has(`git_conflicts:${ABOUT}`)) return false;
  const named =
    conflicts.slice(0, 5).join(", ") + (conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : "");
  block(journal, {
    type: "git_conflicts",
    about: ABOUT,
    message: `${base.branch} does not merge into the milestone's branch any more (${named}); merge it there and push`,
    evidence: conflicts.join("\n"),
  });
  await journal.commit({ subject: "blocked", derived: true, saveReason: "blocker" });
  publisher.request();
  return true;
}
