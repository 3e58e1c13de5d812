import { paths, ROOT } from "../milestone/names.ts";
import { Fenced, type Journal } from "./journal.ts";
import { loadHistory } from "./load.ts";
import type { Oid, Ports } from "./ports.ts";

export type TakenIn = { ok: true; commits: Oid[]; plan: string | null } | { ok: false; message: string };

/** Below these only the engine writes; a person's version is never taken. */
const OWN = [`${ROOT}/logs/`, `${ROOT}/sessions/`, `${ROOT}/approvals/`, `${ROOT}/reports/`];

/**
 * Merges commits that a person put on the branch into this run's. Nothing of theirs is overwritten: what does not
 * merge is told, and the branch stays as they left it.
 * @throws Fenced when the commits are another run's
 */
export async function takeIn(
  ports: Pick<Ports, "repository">,
  journal: Journal,
  theirs: Oid,
  lastShared: Oid | null,
): Promise<TakenIn> {
  const { repository } = ports;
  const history = await loadHistory(repository, journal.milestone, theirs);
  if (history.ok && history.history.state.epoch > journal.state.epoch) {
    const owner = history.history.state.lease;
    throw new Fenced(theirs, `run ${owner?.run_id ?? "unknown"} on ${owner?.host ?? "another host"} took over`);
  }
  if (lastShared && !(await repository.isAncestor(lastShared, theirs))) {
    return {
      ok: false,
      message: `the branch was rewritten on the remote (${theirs.slice(0, 10)} does not contain ${lastShared.slice(0, 10)}); restore it, or delete it there to have this run's state pushed anew`,
    };
  }
  const merged = await repository.merge(journal.tip, theirs);
  const planPath = paths.milestone(journal.milestone);
  const conflicts = merged.ok ? [] : merged.conflicts.filter(path => path !== planPath && !isOwn(path));
  if (conflicts.length > 0) {
    return { ok: false, message: `a person's commits on the branch conflict with this run's in ${conflicts.join(", ")}` };
  }
  const changes = new Map<string, Buffer | { oid: Oid; mode: string } | null>();
  for (const [path, change] of merged.changes) {
    if (!isOwn(path) && path !== planPath) changes.set(path, change);
  }
  const before = lastShared ? await repository.readFile(lastShared, planPath) : null;
  const after = await repository.readFile(theirs, planPath);
  const plan = after && before && !after.equals(before) ? after.toString("utf8") : null;
  const commits = await newCommits(ports, theirs, lastShared);
  await journal.mergeCommit(theirs, changes);
  journal.record({
    event: "person_commits_merged",
    agent: "git_integration",
    data: { commits, paths: changes.size },
  });
  return { ok: true, commits, plan };
}

function isOwn(path: string): boolean {
  return OWN.some(prefix => path.startsWith(prefix));
}

async function newCommits(
  ports: Pick<Ports, "repository">,
  theirs: Oid,
  since: Oid | null,
): Promise<Oid[]> {
  const log = await ports.repository.log({ ...(since ? { from: since } : {}), to: theirs, limit: 50 });
  return log.map(c => c.oid);
}
