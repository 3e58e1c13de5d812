import { diagnosticLine } from "../../milestone/diagnostic/diagnostic.ts";
import { paths } from "../../milestone/names.ts";
import { contradictionInWords, mergePlans, someOf } from "../../milestone/plan/merge-plan.ts";
import { diffPlans, isEmptyDiff, type PlanDiff, planChangeProblems } from "../../milestone/plan/plan-diff.ts";
import { hasBegunWork, type State } from "../../milestone/session/state.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import type { Journal } from "../journal/journal.ts";
import { isOwn, join, workOf } from "../journal/merge-person-commits.ts";
import type { Changes, Oid, Ports, Repository } from "../ports.ts";
import { block, unblock } from "../run/record-blocker.ts";
import {
  atCommit,
  findPlanFile,
  loadPlan,
  type PlanFile,
  type ReadFile,
  type ValidPlan,
} from "./plan-source.ts";
import { type SourceNews, sourceInWords, sourceNews, tickedAnew, withSourceOfBase } from "./source-news.ts";

/** What the base branch brought since it was last taken in. */
export interface BaseNews {
  branch: string;
  commit: Oid;
  /** Code, config and prompts as they come to the branch. */
  changes: Changes;
  /** All of it merges: the commit that takes it has the base's as its second parent. */
  joins: boolean;
  /** Files of code that do not merge, of which nothing is taken. */
  conflicts: string[];
  /** The branch's milestone file with what is new on the base; null: nothing is, or it cannot be taken in. */
  plan: { file: PlanFile; reading: ValidPlan } | null;
  /** Why the base's plan cannot be taken in. */
  complaint: string | null;
  /** What changed in the plan that the milestone was made of; null: nothing, or it was made of none. */
  source: SourceNews | null;
}

export interface BasePlace {
  id: string;
  branch: string;
  /** The base as it is now. */
  commit: Oid;
  /** The milestone's branch. */
  tip: Oid;
  state: State;
}

/** The blocker of a plan on the base that contradicts the branch's. */
const ABOUT_PLAN = "plan";

/**
 * Compares the base with what was taken of it before: the milestone file by task and key, everything else by lines.
 * Nothing is written. Null where nothing is new.
 */
export async function newsOfBase(
  ports: Pick<Ports, "repository" | "remote" | "planSource">,
  place: BasePlace,
): Promise<BaseNews | null> {
  const { repository } = ports;
  const { id, branch, commit, tip, state } = place;
  const taken = state.planBase;
  const known = await repository.isAncestor(commit, tip);
  if (known && taken !== null && (await isPast(repository, commit, taken))) return null;
  const shared = known ? commit : await sharedCommit(ports, place);
  if (shared === null) return null;
  const code = known ? { ok: true as const, changes: new Map() } : await codeOf(ports, { ...place, shared });
  const changes: Changes = code.ok ? code.changes : await configOf(repository, { ...place, shared });
  const file = await findPlanFile(atCommit(repository, tip), id);
  const theirs = await findPlanFile(atCommit(repository, commit), id);
  const base = {
    branch,
    commit,
    changes,
    joins: code.ok && !known,
    conflicts: code.ok ? [] : code.conflicts,
  };
  const nothing = { ...base, plan: null, complaint: null, source: null };
  const counts = (each: PlanFile | null): each is PlanFile =>
    each?.shelf === "active" || (each?.shelf === "completed" && state.status === "completed");
  if (!counts(file) || !counts(theirs)) return isNews(nothing) ? nothing : null;
  const plan = await planOf(repository, { place, file, theirs, shared, changes });
  const news = await withSource(ports, place, { ...base, ...plan, file, theirs });
  return isNews(news) ? news : null;
}

/** Whether the base was taken in as it is, or later: a checkout may be of an older one, which undoes nothing. */
async function isPast(repository: Repository, commit: Oid, taken: Oid): Promise<boolean> {
  // A shallow clone may lack what was taken.
  return commit === taken || repository.isAncestor(commit, taken).catch(() => false);
}

function isNews({ joins, changes, conflicts, plan, complaint }: Omit<BaseNews, "source">): boolean {
  return joins || changes.size + conflicts.length > 0 || plan !== null || complaint !== null;
}

/** Reads the branch as it will be with the news taken in. */
export function withNews(read: ReadFile, repository: Repository, { changes }: BaseNews): ReadFile {
  return async path => {
    const change = changes.get(path);
    if (change === undefined) return read(path);
    if (change === null || Buffer.isBuffer(change)) return change;
    return repository.readBlob(change.oid);
  };
}

/** What a sync did, for the person who asked. */
export function saidOfSync(branch: string, diff: PlanDiff, news: BaseNews | null): string {
  const said = [
    ...(news?.source ? [sourceInWords(news.source)] : []),
    isEmptyDiff(diff)
      ? "the branch has the base's plan already"
      : `taken from ${branch}: ${diff.added.length} new, ${diff.removed.length} gone, ${diff.changed.length} changed`,
  ];
  if (news && news.changes.size > 0)
    said.push(`${counted(news.changes.size, "changed file")} of ${branch} came with it`);
  if (news && news.conflicts.length > 0)
    said.push(
      `these files do not merge: ${news.conflicts.slice(0, 5).join(", ")}; merge ${branch} into the milestone's branch by hand`,
    );
  return said.join("; ");
}

/** Records the news, as part of the commit that takes them in; of the plan only that it contradicts, or no longer does. */
export function recordNews(journal: Journal, { branch, commit, joins, complaint }: BaseNews): void {
  if (joins) {
    const data = { commit, ...(complaint === null ? { plan: true } : {}) };
    journal.record({ event: "base_merged", agent: "git_integration", data });
  }
  const id = `git_conflicts:${ABOUT_PLAN}`;
  if (complaint === null) {
    unblock(journal, id, "the plan of the base branch is taken in");
    return;
  }
  const before = journal.state.blockers.get(id);
  if (before?.message === complaint) return;
  if (before) unblock(journal, id, "the plan changed again");
  block(journal, {
    type: "git_conflicts",
    about: ABOUT_PLAN,
    message: complaint,
    evidence: `${branch} at ${commit}`,
  });
}

/** A shallow clone may lack the commit where the two parted: its history is fetched as far as that. */
export async function sharedCommit(
  { repository, remote }: Pick<Ports, "repository" | "remote">,
  { id, commit, tip }: Pick<BasePlace, "id" | "commit" | "tip">,
): Promise<Oid | null> {
  const here = await repository.mergeBase(tip, commit);
  if (here !== null || !remote) return here;
  await remote.fetch(`refs/heads/milestone/${id}`, { meets: commit });
  return repository.mergeBase(tip, commit);
}

type Parted = BasePlace & { shared: Oid };

/** Everything but the milestone's own files; what other milestones left on the base comes with it. */
async function codeOf(
  { repository, planSource }: Pick<Ports, "repository" | "planSource">,
  { id, shared, commit, tip, state }: Parted,
) {
  const plan = [paths.milestone(id), paths.milestone(id, "completed"), paths.current];
  const range = { from: shared, to: commit };
  const work = await workOf(repository, range, path => !plan.includes(path));
  for (const path of [...work.keys()].filter(isOwn)) {
    const [before, ours] = [await repository.entry(shared, path), await repository.entry(tip, path)];
    if (before?.oid !== ours?.oid) work.delete(path);
  }
  const joined = await join(repository, { base: shared, tip, work });
  if (joined.ok || !planSource) return joined;
  const at = { id, shared, commit, tip, state };
  const ticked = await tickedAnew({ repository, planSource }, at, joined.conflicts);
  if (ticked.size === 0) return joined;
  for (const path of ticked.keys()) work.delete(path);
  const again = await join(repository, { base: shared, tip, work });
  if (again.ok) for (const [path, text] of ticked) again.changes.set(path, Buffer.from(text));
  return again;
}

/** Where code conflicts, config and prompts are taken all the same, if they merge. */
async function configOf(repository: Repository, { shared, commit, tip }: Parted): Promise<Changes> {
  const range = { from: shared, to: commit };
  const isConfig = (path: string) => path === paths.config || path.startsWith(".milestones/prompts/");
  const joined = await join(repository, {
    base: shared,
    tip,
    work: await workOf(repository, range, isConfig),
  });
  return joined.ok ? joined.changes : new Map();
}

/** Adds what changed in the source of the plan, on top of what the base's own plan says. */
async function withSource(
  ports: Pick<Ports, "repository" | "planSource">,
  { id, branch, commit, tip, state }: BasePlace,
  news: Omit<BaseNews, "source"> & { file: PlanFile; theirs: PlanFile },
): Promise<BaseNews> {
  const { file, theirs, ...rest } = news;
  if (rest.complaint !== null) return { ...rest, source: null };
  const current = rest.plan?.file ?? file;
  const source = await sourceNews(ports, { id, text: current.text, commit, tip, state });
  if (source === null || source.update === null) return { ...rest, source };
  const { text, files } = source.update;
  const changes: Changes = new Map(rest.changes);
  for (const each of files) changes.set(each.path, Buffer.from(each.text));
  const policy = await loadPlan(
    atCommit(ports.repository, commit),
    await withSourceOfBase(ports, { id, commit }, theirs),
  );
  const after = { ...current, text };
  const reading = policy.ok
    ? await loadPlan(
        withNews(atCommit(ports.repository, tip), ports.repository, { changes } as BaseNews),
        after,
        policy.plan,
      )
    : policy;
  if (reading.ok) return { ...rest, changes, plan: { file: after, reading }, source };
  const why = someOf(reading.errors.map(diagnosticLine), MAX_SHOWN);
  return {
    ...rest,
    plan: null,
    source: null,
    complaint: `${source.path} on ${branch} cannot be taken in: ${why}`,
  };
}

async function planOf(
  repository: Repository,
  given: { place: BasePlace; file: PlanFile; theirs: PlanFile; shared: Oid; changes: Changes },
): Promise<Pick<BaseNews, "plan" | "complaint">> {
  const { place, file, theirs, shared, changes } = given;
  const { id, branch, commit, tip, state } = place;
  const none = { plan: null, complaint: null };
  const ancestor = await fileAt(repository, id, [state.planBase, shared]);
  if (ancestor?.text === theirs.text) return none;
  const policy = await loadPlan(atCommit(repository, commit), theirs);
  if (!policy.ok)
    return {
      plan: null,
      complaint: `the plan on ${branch} cannot be taken in: ${someOf(policy.errors.map(diagnosticLine), MAX_SHOWN)}`,
    };
  const earlier = ancestor && (await loadPlan(atCommit(repository, ancestor.commit), ancestor));
  const phases = [policy.plan, ...(earlier?.ok ? [earlier.plan] : [])].map(
    ({ tasks }) => new Map(tasks.map(task => [task.id, task.phases.map(({ phase }) => phase)])),
  );
  const merged = mergePlans({
    ancestor: ancestor?.text ?? null,
    ours: file.text,
    theirs: theirs.text,
    phases,
  });
  if (merged.kind === "nothing-new") return none;
  if (merged.kind === "contradiction") {
    return { plan: null, complaint: contradictionInWords(merged, branch) };
  }
  const read = atCommit(repository, tip);
  const after = { ...file, text: merged.text };
  const reading = await loadPlan(withNews(read, repository, { changes } as BaseNews), after, policy.plan);
  if (!reading.ok) {
    return {
      plan: null,
      complaint: `the plan on ${branch} cannot be taken in: ${someOf(reading.errors.map(diagnosticLine), MAX_SHOWN)}`,
    };
  }
  const before = await loadPlan(read, file, policy.plan);
  const started = new Set([...state.tasks.values()].filter(hasBegunWork).map(t => t.id));
  const problems = before.ok ? planChangeProblems(diffPlans(before.plan, reading.plan), started) : [];
  if (problems.length > 0) {
    return {
      plan: null,
      complaint: `the plan on ${branch} cannot be taken in: ${someOf(problems, MAX_SHOWN)}`,
    };
  }
  return { plan: { file: after, reading }, complaint: null };
}

const MAX_SHOWN = 5;

/** The milestone's file in the first of these commits that is here and has it. */
async function fileAt(
  repository: Repository,
  id: string,
  commits: readonly (Oid | null)[],
): Promise<(PlanFile & { commit: Oid }) | null> {
  for (const commit of commits) {
    if (commit === null || (await repository.resolve(commit).catch(() => null)) === null) continue;
    const file = await findPlanFile(atCommit(repository, commit), id).catch(() => null);
    if (file) return { ...file, commit };
  }
  return null;
}
