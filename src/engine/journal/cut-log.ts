import type { CommitInfo, Oid, Repository } from "../ports.ts";
import { type History, loadHistory, readSegments } from "./load.ts";
import { isPrefix } from "./merge-person-commits.ts";

/** Commits of people looked through for the engine's last one before them. */
const PEOPLE_LIMIT = 500;

export type Whole =
  | { ok: true; history: History }
  /** The branch's log is another one than this commit of the engine had. */
  | { ok: false; commit: Oid };

/**
 * The history with what a person's commit cut off its end. A log that lost its last lines is a whole chain all the
 * same, and would have finished work done again; the engine's last commit on the branch still has them.
 */
export async function wholeHistory(
  repository: Pick<Repository, "list" | "readFile" | "log">,
  milestone: string,
  history: History,
): Promise<Whole> {
  const commit = await enginesLast(repository, milestone, history.commit);
  if (commit === null || commit === history.commit) return { ok: true, history };
  const before = await loadHistory(repository, milestone, commit);
  if (!before.ok || isPrefix(before.history, history)) return { ok: true, history };
  if (history.head.seq === 0 || !isPrefix(history, before.history)) return { ok: false, commit };
  const now = await readSegments(repository, milestone, history.commit);
  const good = await readSegments(repository, milestone, commit);
  const restored = good.filter(({ text }, at) => now[at]?.text !== text);
  return { ok: true, history: { ...before.history, commit: history.commit, restored } };
}

/** The newest commit up to `tip` that an engine made; null where there is none. */
export async function enginesLast(
  repository: Pick<Repository, "log">,
  milestone: string,
  tip: Oid,
): Promise<Oid | null> {
  const [newest] = await repository.log({ to: tip, limit: 1 });
  if (!newest || isEngines(newest, milestone)) return newest?.oid ?? null;
  const commits = await repository.log({ to: tip, limit: PEOPLE_LIMIT });
  return commits.find(c => isEngines(c, milestone))?.oid ?? null;
}

function isEngines({ body }: CommitInfo, milestone: string): boolean {
  const lines = body.split("\n");
  return lines.includes(`Milestone: ${milestone}`) && lines.some(l => l.startsWith("Session: "));
}
