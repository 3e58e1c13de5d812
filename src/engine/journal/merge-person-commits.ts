import { paths, ROOT } from "../../milestone/names.ts";
import type { Changes, FileChange, Oid, Ports, Repository } from "../ports.ts";
import type { Journal } from "./journal.ts";
import { loadHistory } from "./load.ts";
import { Fenced } from "./move-branch.ts";

export type PersonMerge = { ok: true } | { ok: false; message: string };

/** What becomes of a milestone file that a person changed on the branch. */
export type PlanAnswer =
  /** `take` makes it the plan; called as part of the commit that joins the person's work. */
  { ok: true; take: () => void } | { ok: false; message: string };

/** Reads the file as it stands in the person's commit. */
export type ReadChangedPlan = (text: string, commit: Oid) => Promise<PlanAnswer>;

/** Below these only the engine writes; a person's version is never taken. */
const OWN = [`${ROOT}/logs/`, `${ROOT}/sessions/`, `${ROOT}/approvals/`, `${ROOT}/reports/`];

/**
 * Merges commits that a person put on the branch into this run's, in one commit with the event that says so. Nothing
 * of theirs is overwritten: what does not merge is told, and the branch stays as they left it.
 * @param lastShared what both sides have: the commit that the remote was last known to hold
 * @throws Fenced when the commits are another run's
 */
export async function mergePersonCommits(
  ports: Pick<Ports, "repository">,
  journal: Journal,
  readPlan: ReadChangedPlan,
  { theirs, lastShared }: { theirs: Oid; lastShared: Oid | null },
): Promise<PersonMerge> {
  const { repository } = ports;
  await assertNoOtherRun(repository, journal.milestone, theirs, lastShared);
  if (!lastShared || !(await repository.isAncestor(lastShared, theirs))) {
    return { ok: false, message: rewritten(theirs, lastShared) };
  }
  const planPath = paths.milestone(journal.milestone);
  const range = { from: lastShared, to: theirs };
  const work = await workOf(repository, range, path => !isOwn(path) && path !== planPath);
  const joined = await join(repository, { base: lastShared, tip: journal.tip, work });
  if (!joined.ok) {
    const message = `a person's commits on the branch conflict with this run's in ${joined.conflicts.join(", ")}; rebase them onto the branch's tip and push again`;
    return { ok: false, message };
  }
  const plan = await changedPlan(repository, planPath, lastShared, theirs);
  const answer = plan === null ? null : await readPlan(plan, theirs);
  if (answer && !answer.ok) return answer;
  const log = await repository.log({ ...range, limit: 50 });
  await journal.commit({
    subject: "merged the branch's new commits",
    joins: theirs,
    changes: joined.changes,
    derived: true,
    saveReason: "merge",
    events() {
      const data = { commits: log.map(c => c.oid), paths: joined.changes.size };
      journal.record({ event: "person_commits_merged", agent: "git_integration", data });
      answer?.take();
    },
  });
  return { ok: true };
}

function rewritten(theirs: Oid, lastShared: Oid | null): string {
  const why = lastShared ? `does not contain ${lastShared.slice(0, 10)}` : "appeared while this run began";
  return `the branch was rewritten on the remote (${theirs.slice(0, 10)} ${why}); restore it, or delete it there to have this run's state pushed anew`;
}

/**
 * People leave the log alone, so a log that went on there is another run's, or a steering command's. It holds
 * whatever its epoch says: two runs that started together have the same one.
 */
async function assertNoOtherRun(
  repository: Repository,
  milestone: string,
  theirs: Oid,
  lastShared: Oid | null,
): Promise<void> {
  const there = await loadHistory(repository, milestone, theirs);
  if (!there.ok || there.history.head.seq === 0) return;
  const shared = lastShared ? await loadHistory(repository, milestone, lastShared) : null;
  const before = shared?.ok ? shared.history.head : null;
  const { head, state } = there.history;
  if (before && (head.seq < before.seq || head.hash === before.hash)) return;
  const owner = state.lease;
  const who = owner
    ? `run ${owner.run_id} (process ${owner.pid} on ${owner.host})`
    : "another run or command";
  throw new Fenced(theirs, `${who} wrote to the branch`);
}

async function changedPlan(repository: Repository, path: string, from: Oid, to: Oid): Promise<string | null> {
  const [before, after] = [await repository.readFile(from, path), await repository.readFile(to, path)];
  return after && before && !after.equals(before) ? after.toString("utf8") : null;
}

export function isOwn(path: string): boolean {
  return OWN.some(prefix => path.startsWith(prefix));
}

/** A path with what it is on the person's side; null where they removed it. */
type PersonWork = Map<string, { oid: Oid; mode: string } | null>;

export async function workOf(
  repository: Repository,
  range: { from: Oid; to: Oid },
  counts: (path: string) => boolean,
): Promise<PersonWork> {
  const work: PersonWork = new Map();
  for (const path of await repository.changedPaths(range.from, range.to)) {
    if (counts(path)) work.set(path, await repository.entry(range.to, path));
  }
  return work;
}

type Joined = { ok: true; changes: Changes } | { ok: false; conflicts: string[] };

/** Path by path: what only they changed is taken as it is; what both changed is merged by lines, or conflicts. */
export async function join(
  repository: Repository,
  { base, tip, work }: { base: Oid; tip: Oid; work: PersonWork },
): Promise<Joined> {
  const changes: Changes = new Map();
  const both: FileChange[] = [];
  const conflicts: string[] = [];
  for (const [path, theirs] of work) {
    const [before, ours] = [await repository.entry(base, path), await repository.entry(tip, path)];
    if (ours?.oid === theirs?.oid && ours?.mode === theirs?.mode) continue;
    if (ours?.oid === before?.oid && ours?.mode === before?.mode) {
      changes.set(path, theirs);
      continue;
    }
    const content = theirs ? await repository.readBlob(theirs.oid) : null;
    if (theirs === null) both.push({ path, delete: true });
    else if (content) both.push({ path, mode: theirs.mode, content });
    else conflicts.push(path);
  }
  const landing = await repository.land(base, tip, both);
  if (!landing.ok) return { ok: false, conflicts: [...conflicts, ...landing.conflicts] };
  if (conflicts.length > 0) return { ok: false, conflicts };
  for (const [path, change] of landing.changes) changes.set(path, change);
  return { ok: true, changes };
}
