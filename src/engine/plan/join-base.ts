import { diffPlans } from "../../milestone/plan/plan-diff.ts";
import type { TaskSeed } from "../../milestone/session/event.ts";
import { join, workOf } from "../journal/merge-person-commits.ts";
import type { Oid } from "../ports.ts";
import { refuse } from "../refusal.ts";
import { block, unblock } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { placesOf } from "./plan-source.ts";
import { syncPlan } from "./sync-plan.ts";
import { type BaseNews, newsOfBase, recordNews, saidOfSync } from "./take-base.ts";
import { seedsOfNew } from "./task-seeds.ts";

const ABOUT = "base";

/**
 * Takes in what the base branch brought while the run was at work, before it begins and before it completes: a changed
 * plan always; code where the pull request would no longer merge by itself (the next run takes the rest). Where the
 * work itself conflicts, it is a person's matter. Answers whether anything was recorded.
 *
 * @param known where the remote has the base branch, as was asked a moment ago
 */
export function joinBase(run: Run, known?: Oid | null): Promise<boolean> {
  return run.journal.exclusively(() => joinNow(run, known));
}

/**
 * Takes in all that the base branch has now, because a person asks for it, while the run goes on. `asked` records that
 * in the same commit. Answers what was done, in a sentence. @throws Refusal
 */
export function syncBase(run: Run, asked: () => void): Promise<string> {
  return run.journal.exclusively(async () => {
    const { journal, ports, base } = run;
    const { commit: remote, unread } = await newestBase(run);
    const here = await ports.repository.resolve(`refs/heads/${base.branch}`);
    // What was not pushed counts where it goes on from what was.
    const theirs = here !== null && (await ports.repository.isAncestor(remote, here)) ? here : remote;
    const place = { id: journal.milestone, branch: base.branch, commit: theirs, tip: journal.tip };
    const news = await newsOfBase(ports, { ...place, state: journal.state });
    if (news?.complaint)
      refuse(news.complaint, `change it on ${base.branch} or on the milestone's branch, then sync again`);
    const before = run.plan;
    await takeNews(run, news, asked);
    run.base = { branch: base.branch, commit: theirs };
    const said = saidOfSync(base.branch, diffPlans(before, run.plan), news);
    return unread === null ? said : `${said}; the remote could not be read: ${unread}`;
  });
}

async function joinNow(run: Run, known: Oid | null | undefined): Promise<boolean> {
  const { journal, ports } = run;
  const { commit: theirs } = await newestBase(run, known);
  const place = { id: journal.milestone, branch: run.base.branch, commit: theirs, tip: journal.tip };
  const news = await newsOfBase(ports, { ...place, state: journal.state });
  if (!news) return resolved(run);
  const planIsNew = news.plan !== null || isNewComplaint(run, news);
  if (!planIsNew && news.conflicts.length > 0) return conflict(run, news.conflicts);
  if (!planIsNew && !(await standsInTheWay(run, theirs))) return resolved(run);
  await takeNews(run, news);
  return true;
}

/** In one commit; `asked` records whatever else belongs to it. */
async function takeNews(run: Run, news: BaseNews | null, asked?: () => void): Promise<void> {
  const { journal, ports } = run;
  const start = { repository: ports.repository, commit: news?.commit ?? journal.tip, added: new Map() };
  const settled = news?.source?.settled;
  const seeds = news?.plan
    ? await seedsOfNew(start, news.plan.reading.plan, { state: journal.state, settled })
    : [];
  await journal.commit({
    subject: asked ? `synced with ${run.base.branch}` : `merged ${run.base.branch}`,
    ...(news?.joins ? { joins: news.commit } : {}),
    changes: news?.changes ?? new Map(),
    derived: true,
    saveReason: asked ? "sync" : "merge",
    events() {
      asked?.();
      if (!news) return;
      recordNews(journal, news);
      if (news.plan) takePlan(run, news.plan, { seeds, commit: news.commit, settled });
      if (news.joins) resolved(run);
    },
  });
  run.publisher.request();
}

function isNewComplaint({ journal }: Run, { complaint }: BaseNews): boolean {
  return complaint !== null && journal.state.blockers.get("git_conflicts:plan")?.message !== complaint;
}

/** The base's plan becomes the run's, in the commit that brings it. */
function takePlan(
  run: Run,
  { file, reading }: NonNullable<BaseNews["plan"]>,
  { commit, ...taken }: { seeds: TaskSeed[]; commit: Oid; settled: ReadonlySet<string> | undefined },
): void {
  const before = run.plan;
  run.plan = reading.plan;
  run.journal.replacePlan({
    text: file.text,
    path: file.path,
    places: placesOf(reading),
    source: run.plan.source,
  });
  syncPlan(run.journal, run.plan, { ...taken, before, from: { branch: run.base.branch, commit } });
  run.onPlan?.();
}

/** Whether the base no longer merges by itself, even if only for the engine's own files alone. */
async function standsInTheWay({ journal, ports }: Run, theirs: Oid): Promise<boolean> {
  const { repository } = ports;
  if (await repository.isAncestor(theirs, journal.tip)) return false;
  const shared = await repository.mergeBase(journal.tip, theirs);
  if (shared === null) return false;
  const work = await workOf(repository, { from: shared, to: theirs }, () => true);
  return !(await join(repository, { base: shared, tip: journal.tip, work })).ok;
}

/** The base as the remote has it, which may have moved since this run's checkout was made. */
async function newestBase(
  { ports, base }: Run,
  known?: Oid | null,
): Promise<{ commit: Oid; unread: string | null }> {
  const fetched =
    known === undefined
      ? await ports.remote?.fetch(`refs/heads/${base.branch}`)
      : { ok: true as const, oid: known };
  const unread = fetched && !fetched.ok ? fetched.message : null;
  const there = fetched?.ok ? fetched.oid : null;
  const isPast = there === null || (await ports.repository.isAncestor(there, base.commit));
  return { commit: isPast ? base.commit : there, unread };
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
