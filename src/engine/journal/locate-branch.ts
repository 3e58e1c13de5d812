import { branchName, branchRef, paths } from "../../milestone/names.ts";
import type { CommitInfo, Fetched, Oid, Ports, RemoteFailure, Repository } from "../ports.ts";
import { refuse } from "../refusal.ts";
import { type History, isPrefix, type LogReadOptions, loadHistory, readSegments } from "./load.ts";

/** Where the branch stands, here and on the remote. Finding it writes no ref: another run may be at work here. */
export interface Located {
  /** The commit to go on from; null: the milestone has no branch yet. */
  tip: Oid | null;
  history: History | null;
  /** The branch in this clone; null: not there. */
  local: Oid | null;
  /** What this clone and the remote both have of the branch; null: nothing, or there is no remote. */
  seen: Oid | null;
  /** Set where this clone's own unpushed commits lost against the remote's. */
  abandoned: Oid | null;
  /** The abandoned commits are not this engine's: something else moved the branch in this clone. */
  unproved?: true;
  /** Where the remote has the base branch now; absent: it was not asked for, or did not come along. */
  base?: Oid | null;
  /** An earlier tool's log on the base branch, where the milestone has no branch: it counts as none. */
  older?: string;
}

/** Commits looked through for the last one that the remote has; a run pushes at the latest every 30 s. */
const UNPUSHED_LIMIT = 500;

/**
 * Finds the branch's newest true state: the remote's, or this clone's where it is ahead (a run was killed before its
 * push). Where another run wrote to the remote meanwhile, what this clone never pushed is given up; where only a person
 * did, it is kept, and their commits are merged with the next push.
 *
 * @param base the base branch, where it is to be brought in the same round trip
 */
export async function locateBranch(
  ports: Pick<Ports, "repository" | "remote">,
  milestone: string,
  base?: string,
): Promise<Located | RemoteFailure> {
  const { remote } = ports;
  const beside = base === undefined ? {} : { beside: `refs/heads/${base}` };
  const fetched = remote ? await remote.fetch(branchRef(milestone), beside) : NOTHING;
  if (!fetched.ok) return fetched;
  const located = await compare(ports, milestone, fetched.oid);
  return fetched.beside === undefined ? located : { ...located, base: fetched.beside };
}

const NOTHING: Fetched = { ok: true, oid: null };

/** What counts of what is here and what the remote has. */
async function compare(
  ports: Pick<Ports, "repository" | "remote">,
  milestone: string,
  theirs: Oid | null,
): Promise<Located> {
  const { repository, remote } = ports;
  const ref = branchRef(milestone);
  const local = await repository.resolve(ref);
  const at = async (tip: Oid | null, more: Partial<Located> = {}): Promise<Located> => {
    const history = tip === null ? null : await readHistory(ports, milestone, { commit: tip });
    return { tip, history, local, seen: theirs, abandoned: null, ...more };
  };
  const isBehind = async () => theirs !== null && (await repository.isAncestor(local!, theirs));
  if (local === null || local === theirs || (await isBehind())) return at(theirs);
  // What was written here and never pushed is taken over where it is known to be ours.
  if (remote && repository.isProved && !repository.isProved(ref, local))
    return at(theirs, { abandoned: local, unproved: true });
  if (theirs === null) return at(local);
  if (await repository.isAncestor(theirs, local)) return at(local);
  const [ours, there] = [
    await readHistory(ports, milestone, { commit: local }),
    await readHistory(ports, milestone, { commit: theirs }),
  ];
  const shared = (await isPrefix(repository, there, ours)) ? await lastShared(ports, local, theirs) : null;
  if (shared !== null) return { tip: local, history: ours, local, seen: shared, abandoned: null };
  return { tip: theirs, history: there, local, seen: theirs, abandoned: local };
}

/** The newest of this clone's commits that the remote's branch contains. */
async function lastShared(ports: Pick<Ports, "repository">, local: Oid, theirs: Oid): Promise<Oid | null> {
  for (const { oid } of await ports.repository.log({ to: local, limit: UNPUSHED_LIMIT })) {
    if (await ports.repository.isAncestor(oid, theirs)) return oid;
  }
  return null;
}

/** Keeps commits that lost under a name of their own, so that nothing of them is ever collected as garbage. */
export async function keepAbandoned(
  ports: Pick<Ports, "repository" | "narrator">,
  milestone: string,
  located: Located,
): Promise<void> {
  const { abandoned, unproved } = located;
  if (abandoned === null) return;
  const ref = `refs/milestone/${milestone}/abandoned-${abandoned.slice(0, 12)}`;
  await ports.repository.swapRef(ref, null, abandoned);
  if (unproved) {
    ports.narrator.warn(
      `the branch ${branchName(milestone)} of this clone held commits that this engine did not put there, and the remote does not have: nothing of them is taken over or pushed; they are kept as ${ref}`,
    );
    return;
  }
  ports.narrator.note(
    "basic",
    `another run went on from the remote; what this clone had not pushed is kept as ${ref}`,
  );
}

/**
 * The milestone's history at a commit of `place`, its own branch if not said.
 * @throws Refusal when the log was tampered with or is of a newer version
 */
export async function readHistory(
  ports: Pick<Ports, "repository">,
  milestone: string,
  {
    commit,
    place = `the branch ${branchName(milestone)}`,
    ...how
  }: { commit: Oid; place?: string } & LogReadOptions,
): Promise<History> {
  const reading = await loadHistory(ports.repository, milestone, commit, how);
  if (!reading.ok) {
    const { file, line, message } = reading.problem;
    refuse(
      `${file}:${line} on ${place}: ${message}`,
      "restore the file from the commit before it was changed (git log shows who changed it)",
    );
  }
  const whole = await wholeHistory(ports.repository, milestone, reading.history);
  if (whole.ok) return whole.history;
  const good = whole.commit.slice(0, 10);
  return refuse(
    `${paths.log(milestone, 1)} on ${place}: the log was removed or replaced since the commit ${good}`,
    `restore the log's files from ${good} (git log shows who changed them)`,
  );
}

/** Commits of people looked through for the engine's last one before them. */
const PEOPLE_LIMIT = 500;

type WholeLog =
  | { ok: true; history: History }
  /** The branch's log is another one than this commit of the engine had. */
  | { ok: false; commit: Oid };

/**
 * The history with what a person's commit cut off its end. A log that lost its last lines is a whole chain all the
 * same, and would have finished work done again; the engine's last commit on the branch still has them.
 */
async function wholeHistory(
  repository: Pick<Repository, "list" | "readFile" | "log">,
  milestone: string,
  history: History,
): Promise<WholeLog> {
  const commit = await enginesLast(repository, milestone, history.commit);
  if (commit === null || commit === history.commit) return { ok: true, history };
  const before = await loadHistory(repository, milestone, commit);
  if (!before.ok || (await isPrefix(repository, before.history, history))) return { ok: true, history };
  if (history.head.seq === 0 || !(await isPrefix(repository, history, before.history)))
    return { ok: false, commit };
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
